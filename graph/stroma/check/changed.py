"""Which fields of a record, and which stances, are another than before? Told most grave first, the rest counted.

Read first: `told_fields` and `told_stances`. `stroma.check.replaced` asks which records are gone.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Final, NamedTuple, TypeAlias

from stroma.vocabulary import PREFIXES, ST, Iri, local_id, to_curie

Fields: TypeAlias = Mapping[Iri, tuple[str, ...]]
"""Property -> its values as text, sorted."""

WEIGHED: Final = tuple(
    PREFIXES["rdf"] + name[4:] if name.startswith("rdf:") else ST + name
    for name in (
        *("retractedOn", "concernRaisedOn", "notice", "direction", "primaryEndpointMet", "level", "group", "rdf:predicate", "rdf:subject", "rdf:object", "inCondition"),
        *("foundBy", "design", "pools", "primaryEndpointKind", "primaryComparator", "primaryOutcome", "analysis", "comparator"),
        *("species", "product", "disease", "nEnrolled", "nTreated", "nAnalysed", "nEvents", "nAtRisk", "eventsSeen"),
        *("nEventsControl", "nAtRiskControl", "sharesParticipantsWith", "poolsStudy", "inPartOfStudy", "measuredBy"),
        *("readAs", "publishedAs", "sponsorReported", "region", "decidedOn", "value", "pValue", "timePointMonths"),
    )
)  # fmt: skip
"""Properties that bear on what a record weighs, the gravest first."""
_RANK: Final = {iri: rank for rank, iri in enumerate(WEIGHED)}
_MOST_FIELDS: Final = 5
_IN_A_LINE: Final = 3
_MOST_STANCES: Final = 200
"""Far more than one study turns; what replaces thousands of findings is not read line by line."""
_WIDTH: Final = 40


class Stand(NamedTuple):
    """What the evidence on a proposition amounts to."""

    label: str
    in_words: str
    level: str
    is_harm: bool


def told_fields(before: Mapping[Iri, Fields], after: Mapping[Iri, Fields]) -> str:
    """The fields of records in both editions that differ, with the old and the new value; empty for none.

    Example:
        >>> met = ST + "primaryEndpointMet"
        >>> doe = "https://w3id.org/stroma/study/doe-2026"
        >>> told_fields({doe: {met: (ST + "not-met",)}}, {doe: {met: (ST + "met",)}})
        'changed fields: primaryEndpointMet not-met → met (study:doe-2026)'
    """
    changed: dict[tuple[Iri, str, str], list[Iri]] = {}
    for iri in sorted(before.keys() & after.keys()):
        for property_ in before[iri].keys() | after[iri].keys():
            was, now = (of[iri].get(property_, ()) for of in (before, after))
            if was != now:
                changed.setdefault((property_, _shown(was), _shown(now)), []).append(iri)
    told = [
        f"{local_id(property_)} {was} → {now} ({to_curie(iris[0])}{_more(len(iris) - 1)})"
        for (property_, was, now), iris in sorted(
            changed.items(), key=lambda one: (_RANK.get(one[0][0], len(_RANK)), one[0])
        )
    ]
    return _listed("changed fields", told, _MOST_FIELDS)


def told_stances(
    before: Mapping[Iri, Stand], after: Mapping[Iri, Stand], *, most: int = _MOST_STANCES
) -> str:
    """All propositions on which the evidence amounts to something else than before, harms first; empty for none.

    A few stand in one line, more in a line each.

    Args:
        most: so many are told one by one.

    Example:
        >>> was, now = (Stand("MSC improve walking", words, "level-2", False) for words in ("not supported", "supported"))
        >>> told_stances({"p": was}, {"p": now})
        'changed stances: MSC improve walking: not supported → supported'
    """
    told = [text for _, text in sorted(_stances(before, after))]
    if len(told) <= _IN_A_LINE:
        return _listed("changed stances", told, _IN_A_LINE)
    more = [f"and {len(told) - most:,} more"] * (len(told) > most)
    lines = (f"\n  {text}" for text in (*told[:most], *more))
    return f"{len(told):,} changed stances:{''.join(lines)}"


def _stances(
    before: Mapping[Iri, Stand], after: Mapping[Iri, Stand]
) -> Iterator[tuple[tuple[bool, bool, str], str]]:
    for iri in before.keys() | after.keys():
        was, now = before.get(iri), after.get(iri)
        if was == now:
            continue
        one = now or was
        assert one is not None
        words = [stand.in_words if stand else "nothing held" for stand in (was, now)]
        by_level = words[0] == words[1]
        if was and now and by_level:
            if was.level == now.level:
                continue
            words = [f"{stand.in_words}, {_level(stand.level)}" for stand in (was, now)]
        yield (not one.is_harm, by_level, one.label), f"{one.label}: {' → '.join(words)}"


def _level(name: str) -> str:
    return name.replace("-", " ") or "no level"


def _listed(head: str, told: list[str], most: int) -> str:
    if not told:
        return ""
    more = f" and {len(told) - most:,} more" if len(told) > most else ""
    return f"{head}: {', '.join(told[:most])}{more}"


def _more(n: int) -> str:
    return f" and {n:,} more" if n else ""


def _shown(values: Iterable[str]) -> str:
    return "; ".join(map(_value, values)) or "nothing"


def _value(text: str) -> str:
    if text.startswith(ST):
        return local_id(text)
    if text.startswith("http") and (curie := to_curie(text)) != text:
        return curie
    short = text if len(text) <= _WIDTH else text[: _WIDTH - 1] + "…"
    return f'"{short}"' if " " in short else short
