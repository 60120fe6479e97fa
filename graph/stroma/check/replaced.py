"""What is lost, turned round or otherwise changed where one graph takes the place of another? The gravest is named first.

Read first: `told_changes` and `Edition`; `lost_identifiers` asks whether the other is an edition at all.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, NamedTuple

from stroma.check.changed import Fields, Stand, told_fields, told_stances
from stroma.check.held import IDENTIFIERS
from stroma.check.relations import HARM
from stroma.vocabulary import KINDS, PREFIXES, RDF_TYPE, ST, Iri, local_id, to_curie

if TYPE_CHECKING:
    from pyoxigraph import Quad

RECORDS: Final = {
    ST + "Finding": "finding", ST + "Study": "study", ST + "Reference": "reference", ST + "Article": "article",
    ST + "Claim": "claim", **{ST + kind: "term" for kind in KINDS},
}  # fmt: skip
"""Classes of what a graph may hold, and what one of it is called."""
DIRECTION: Final = ST + "direction"
NO_EDITION: Final = "give it a slug of its own; a newer edition keeps an identifier, and where the only one was wrong, st:readNote names that one"
"""How a study is repaired that takes the place of another one."""
_PREDICATE: Final = PREFIXES["rdf"] + "predicate"
_LABEL: Final = PREFIXES["rdfs"] + "label"
_PLURALS: Final = {"study": "studies"}
_NAMED: Final = 3


class Turned(NamedTuple):
    """A finding that keeps its name and points another way."""

    finding: Iri
    was: Iri
    now: Iri


@dataclass(frozen=True)
class Edition:
    """What is held of the records of a graph and of the findings on its studies, before or after."""

    records: Mapping[Iri, Fields]
    """The derived findings are among them."""
    stands: Mapping[Iri, Stand] = field(default_factory=dict)
    """The propositions that those findings are on; empty where nothing was weighed."""


def told_changes(lost: Iterable[Quad], before: Edition, after: Edition) -> str:
    """How many findings are lost or turned round, the first by name, and what else is lost or changed; empty for nothing.

    Args:
        lost: what was stated of the lost records and of nothing else.

    Example:
        >>> from stroma.vocabulary import ST
        >>> f1 = "https://w3id.org/stroma/finding/doe-f1"
        >>> told_changes((), *(Edition({f1: {DIRECTION: (ST + way,)}}) for way in ("inconclusive", "supports")))
        '1 finding points another way: finding:doe-f1 (was inconclusive, is supports)'
    """
    turned = [
        Turned(iri, was[0], now[0])
        for iri in before.records.keys() & after.records.keys()
        if (was := before.records[iri].get(DIRECTION))
        and (now := after.records[iri].get(DIRECTION))
        and was != now
    ]
    stances = told_stances(before.stands, after.stands)
    told = [
        _told_lost(lost),
        _told_turned(turned),
        stances,
        told_fields(
            *({iri: _others(of) for iri, of in one.records.items()} for one in (before, after))
        ),
    ]
    # What takes lines of its own stands last.
    told.sort(key=lambda text: "\n" in text)
    return "; ".join(filter(None, told))


def lost_identifiers(was: Fields, now: Fields) -> tuple[str, ...]:
    """The identifiers of a study of which its new edition neither has one nor tells in its note: most often a slip of the slug.

    Args:
        was: what was stated of the study; without an identifier nothing can be lost.
        now: what is stated of it; nothing, where the study is gone.

    Example:
        >>> doi, note = ST + "doi", ST + "readNote"
        >>> lost_identifiers({doi: ("10.1000/a",)}, {doi: ("10.1000/b",)})
        ('doi 10.1000/a',)
        >>> lost_identifiers({doi: ("10.1000/a",)}, {doi: ("10.1000/b",), note: ("doi was 10.1000/a",)})
        ()
    """
    had = [(name, text) for name in IDENTIFIERS for text in was.get(ST + name, ())]
    has = {text.casefold() for name in IDENTIFIERS for text in now.get(ST + name, ())}
    notes = " ".join(now.get(ST + "readNote", ())).casefold()
    if not now or any(text.casefold() in has or text.casefold() in notes for _, text in had):
        return ()
    return tuple(f"{name} {text}" for name, text in had)


def no_edition(name: str, lost: Iterable[str]) -> str:
    """What is wrong with a study that has the slug of another one.

    Example:
        >>> no_edition("the packaged study/doe-2026", ["doi 10.1000/a"])
        'takes the place of the packaged study/doe-2026 and keeps none of its identifiers (doi 10.1000/a), so it is another study'
    """
    return f"takes the place of {name} and keeps none of its identifiers ({', '.join(lost)}), so it is another study"


def _others(fields: Fields) -> Fields:
    return {name: values for name, values in fields.items() if name != DIRECTION}


def _told_turned(turned: list[Turned]) -> str:
    if not turned:
        return ""
    named = [
        f"{to_curie(one.finding)} (was {local_id(one.was)}, is {local_id(one.now)})"
        for one in sorted(turned)[:_NAMED]
    ]
    count = "1 finding points" if len(turned) == 1 else f"{len(turned):,} findings point"
    return f"{count} another way: {', '.join(named)}{_more(len(turned))}"


def _told_lost(quads: Iterable[Quad]) -> str:
    kinds: dict[Iri, str] = {}
    labels: dict[Iri, str] = {}
    harms: set[Iri] = set()
    for quad in quads:
        iri, value = quad.subject.value, quad.object.value  # type: ignore[union-attr]
        if quad.predicate.value == RDF_TYPE:
            kinds[iri] = RECORDS.get(value, kinds.get(iri, ""))
        elif quad.predicate.value == _LABEL:
            labels[iri] = value
        elif quad.predicate.value == _PREDICATE and value == HARM:
            harms.add(iri)
    findings = [iri for iri, kind in kinds.items() if kind == "finding"]
    findings.sort(key=lambda iri: (iri not in harms, iri))
    named = [
        f'{to_curie(iri)}{" (a harm)" * (iri in harms)} "{labels.get(iri, "")}"'.removesuffix(' ""')
        for iri in findings[:_NAMED]
    ]
    others = Counter(kind for kind in kinds.values() if kind and kind != "finding")
    counted = ", ".join(_counted(n, kind) for kind, n in sorted(others.items()))
    told = []
    if findings:
        verb = "is" if len(findings) == 1 else "are"
        told.append(
            f"{_counted(len(findings), 'finding')} {verb} no longer held: {', '.join(named)}{_more(len(findings))}"
        )
    if counted:
        told.append(f"{'also ' if findings else ''}no longer held: {counted}")
    return "; ".join(told)


def _counted(n: int, kind: str) -> str:
    return f"{n:,} {kind if n == 1 else _PLURALS.get(kind, f'{kind}s')}"


def _more(n: int) -> str:
    return f" and {n - _NAMED} more" if n > _NAMED else ""
