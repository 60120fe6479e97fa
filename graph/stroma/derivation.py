"""What does the build add to the graph? The derived graph: propositions, levels, stances, conflicts, closures.

Read first: `derived_quads`. Every quad here is computed from the records and can be thrown away and made again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import MISSING, fields
from functools import cache
from operator import attrgetter
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from pyoxigraph import Literal, NamedNode, Quad

from stroma.derived_findings import Restated
from stroma.hierarchy import closure
from stroma.model import Conflict, Direction, Finding, Polarity, Proposition, Stance
from stroma.p_values import p_at_most
from stroma.schema import CONFLICT_SLOTS, COUNT_SLOTS, FINDING_SLOTS, PROPOSITION_SLOTS, Slot
from stroma.sentences import stance_words
from stroma.vocabulary import DERIVED_GRAPH, PREFIXES, RDF_TYPE, ST, Iri

if TYPE_CHECKING:
    from stroma.evidence import Weighed
    from stroma.records import Records

_TYPE: Final = NamedNode(RDF_TYPE)
_TRUTH: Final = {True: Literal(True), False: Literal(False)}
_DECIMAL: Final = NamedNode(PREFIXES["xsd"] + "decimal")
FOUND_BY_DIRECTION: Final = {
    Direction.SUPPORTS: "supportedBy",
    Direction.DISPUTES: "disputedBy",
    Direction.INCONCLUSIVE: "inconclusiveBy",
}
"""What a proposition says of its findings."""
CLAIMED_BY_POLARITY: Final = {Polarity.AFFIRMS: "affirmedBy", Polarity.DENIES: "deniedBy"}
"""What a proposition says of the claims on it."""


@cache
def _node(iri: Iri) -> NamedNode:
    return NamedNode(iri)


@cache
def _st(name: str) -> NamedNode:
    return NamedNode(ST + name)


@cache
def _number(value: int) -> Literal:
    return Literal(value)


@cache
def _word(value: str) -> NamedNode:
    """A word of the vocabulary: of an enum, or the IRI of a predicate."""
    return _node(value if value.startswith("http") else ST + value)


def _label(value: str) -> Literal:
    return Literal(value, language="en")


def _text(value: object) -> Literal:
    return Literal(str(value))


_TERM_OF: Final[dict[str, Callable[[Any], Any]]] = {
    "term": _node,
    "record": _node,
    "choice": _word,
    "integer": _number,
    "boolean": _TRUTH.__getitem__,
    "label": _label,
}
_How: TypeAlias = tuple[NamedNode, Callable[[Any], Any], bool, Any]


def _how_stated(
    record: type[Any], slots: tuple[Slot, ...]
) -> tuple[Callable[[Any], tuple[Any, ...]], tuple[_How, ...]]:
    """What gives the fields of a record, and how each is stated.

    Returns:
        For each its property, what makes its value a term of RDF, whether it has several, and the value at which it is not
        stated: its default, unless every record states it.
    """
    defaults = {field.name: field.default for field in fields(record)}
    how = (
        (_node(s.iri), _TERM_OF.get(s.kind, _text), s.many, MISSING if s.required else defaults[s.name])
        for s in slots
    )  # fmt: skip
    return attrgetter(*(slot.name for slot in slots)), tuple(how)


_FIELDS: Final[dict[type, tuple[Callable[[Any], tuple[Any, ...]], tuple[_How, ...]]]] = {
    Finding: _how_stated(Finding, FINDING_SLOTS),
    Proposition: _how_stated(Proposition, PROPOSITION_SLOTS),
    Conflict: _how_stated(Conflict, CONFLICT_SLOTS),
}
_COUNTS: Final = tuple(_node(slot.iri) for slot in COUNT_SLOTS)


def derived_quads(records: Records, weighed: Weighed) -> Iterator[Quad]:
    """Every quad of the derived graph."""
    graph = _node(DERIVED_GRAPH)
    retracted = records.retracted
    restated = Restated(weighed.findings.values())
    for iri, finding in weighed.findings.items():
        subject = _node(iri)
        if finding.derived:
            yield from (Quad(subject, p, o, graph) for p, o in _derived_finding(finding))
            yield from (
                Quad(subject, _st("restates"), _node(one), graph) for one in restated.by(finding)
            )
        if (p_value := p_at_most(finding.p_value)) is not None:
            yield Quad(subject, _st("pAtMost"), Literal(p_value, datatype=_DECIMAL), graph)
        yield Quad(subject, _st("level"), _st(weighed.levels[iri]), graph)
        yield Quad(subject, _st("group"), _st(weighed.groups[iri]), graph)
        if finding.source in retracted:
            yield Quad(subject, _st("retracted"), _TRUTH[True], graph)
    for proposition in weighed.propositions.values():
        subject = _node(proposition.iri)
        for p, o in _proposition(proposition, records, weighed):
            yield Quad(subject, p, o, graph)
        for iri in (*proposition.findings, *proposition.retracted, *proposition.claims):
            yield Quad(_node(iri), _st("onProposition"), subject, graph)
        if is_bare_triple(proposition):
            p, o = _node(proposition.predicate), _node(proposition.object)
            yield Quad(_node(proposition.subject), p, o, graph)
    for conflict in weighed.conflicts:
        subject = _node(conflict.iri)
        yield from (Quad(subject, p, o, graph) for p, o in _conflict(conflict))
    for one, other in untold_sharing(records):
        yield Quad(_node(one), _st("sharesParticipantsWith"), _node(other), graph)
    for iri, wider in closure(records).items():
        subject = _node(iri)
        yield from (Quad(subject, _st("within"), _node(other), graph) for other in wider)


def untold_sharing(records: Records) -> Iterator[tuple[Iri, Iri]]:
    """A study and one that says of it to be on the same people, where it does not say so itself: sharing goes both ways."""
    for iri, study in records.studies.items():
        for other in study.shares_participants_with:
            named = records.studies.get(other)
            if other != iri and named is not None and iri not in named.shares_participants_with:
                yield other, iri


def is_bare_triple(proposition: Proposition) -> bool:
    """Whether the evidence supports stating the bare subject-predicate-object (docs/model.md, rule 4)."""
    return (
        proposition.condition is None
        and proposition.stance is Stance.SUPPORTED
        and not proposition.is_thin_by_evidence
        and not proposition.narrower_disagrees
    )


def _fields(record: Finding | Proposition | Conflict) -> list[tuple[NamedNode, Any]]:
    """What the fields of a record state."""
    values_of, how = _FIELDS[type(record)]
    stated = []
    for value, (property_, term_of, is_many, unstated) in zip(values_of(record), how, strict=True):
        if value is None or value == unstated:
            continue
        if is_many:
            stated += [(property_, term_of(one)) for one in value]
        else:
            stated.append((property_, term_of(value)))
    return stated


def _derived_finding(finding: Finding) -> Iterator[tuple[NamedNode, Any]]:
    yield _TYPE, _st("Finding")
    yield _st("derived"), _TRUTH[True]
    yield _node(PREFIXES["prov"] + "wasDerivedFrom"), _node(finding.source)
    yield from _fields(finding)


def _proposition(
    p: Proposition, records: Records, weighed: Weighed
) -> Iterator[tuple[NamedNode, Any]]:
    yield _TYPE, _st("Proposition")
    yield from _fields(p)
    yield from zip(_COUNTS, map(_number, p.counts), strict=True)
    yield _st("evidenceClass"), _st("clinical" if p.is_clinical else "background")
    yield _st("stanceInWords"), Literal(stance_words(p))
    if p.best_level is not None:
        yield _st("rank"), _number(p.best_level.rank)
    yield _st("isThinByEvidence"), _TRUTH[p.is_thin_by_evidence]
    for iri in p.findings:
        yield _st(FOUND_BY_DIRECTION[weighed.findings[iri].direction]), _node(iri)
    for iri in p.claims:
        yield _st(CLAIMED_BY_POLARITY[records.claims[iri].polarity]), _node(iri)


def _conflict(conflict: Conflict) -> Iterator[tuple[NamedNode, Any]]:
    yield _TYPE, _st("Conflict")
    yield from _fields(conflict)
    yield _st("between"), _node(conflict.first)
    yield _st("between"), _node(conflict.second)
