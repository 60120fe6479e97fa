"""What does the build add to the graph? The derived graph: propositions, levels, stances, conflicts, closures.

Read first: `derived_quads`. Every quad here is computed from the records and can be thrown away and made again.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import TYPE_CHECKING, Any, Final

from pyoxigraph import Literal, NamedNode, Quad

from stroma.derived_findings import Restated
from stroma.hierarchy import closure
from stroma.model import Conflict, Direction, Finding, Polarity, Proposition, Stance
from stroma.p_values import p_at_most
from stroma.schema import FINDING_SLOTS
from stroma.sentences import stance_words
from stroma.vocabulary import DERIVED_GRAPH, PREFIXES, RDF_TYPE, ST, Iri, to_iri

if TYPE_CHECKING:
    from stroma.evidence import Weighed
    from stroma.records import Records

_TYPE: Final = NamedNode(RDF_TYPE)
_LABEL: Final = NamedNode(PREFIXES["rdfs"] + "label")
_COMMENT: Final = NamedNode(PREFIXES["rdfs"] + "comment")
_RDF: Final = PREFIXES["rdf"]
_DECIMAL: Final = NamedNode(PREFIXES["xsd"] + "decimal")
_BY_DIRECTION: Final = {
    Direction.SUPPORTS: "supportedBy",
    Direction.DISPUTES: "disputedBy",
    Direction.INCONCLUSIVE: "inconclusiveBy",
}


@cache
def _node(iri: Iri) -> NamedNode:
    return NamedNode(iri)


@cache
def _st(name: str) -> NamedNode:
    return NamedNode(ST + name)


@cache
def _number(value: int) -> Literal:
    return Literal(value)


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
            yield Quad(subject, _st("retracted"), Literal(True), graph)
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


def _derived_finding(finding: Finding) -> Iterator[tuple[NamedNode, Any]]:
    yield _TYPE, _st("Finding")
    yield _st("derived"), Literal(True)
    yield _node(PREFIXES["prov"] + "wasDerivedFrom"), _node(finding.source)
    for slot in FINDING_SLOTS:
        value = getattr(finding, slot.name)
        if value is None or value == () or slot.name == "analysis":
            continue
        for one in value if isinstance(value, tuple) else (value,):
            yield _node(to_iri(slot.property)), _term_of(slot.kind, one)


def _term_of(kind: str, value: Any) -> Any:
    if kind in ("term", "record"):
        return _node(str(value))
    if kind == "choice":
        text = str(value)
        return _node(text if text.startswith("http") else ST + text)
    if kind in ("integer", "boolean"):
        return Literal(value)
    return Literal(str(value), language="en") if kind == "label" else Literal(str(value))


def _proposition(
    p: Proposition, records: Records, weighed: Weighed
) -> Iterator[tuple[NamedNode, Any]]:
    yield _TYPE, _st("Proposition")
    yield _LABEL, Literal(p.label, language="en")
    yield _node(_RDF + "subject"), _node(p.subject)
    yield _node(_RDF + "predicate"), _node(p.predicate)
    yield _node(_RDF + "object"), _node(p.object)
    if p.condition is not None:
        yield _st("inCondition"), _node(p.condition)
    yield _st("evidenceClass"), _st("clinical" if p.is_clinical else "background")
    yield _st("stance"), _st(p.stance)
    yield _st("stanceInWords"), Literal(stance_words(p))
    if p.best_level is not None:
        yield _st("bestLevel"), _st(p.best_level)
        yield _st("rank"), _number(p.best_level.rank)
    for group, tally in (
        ("human", p.human),
        ("animal", p.animal),
        ("inVitro", p.in_vitro),
        ("reference", p.reference),
    ):
        yield _st(f"{group}Supporting"), _number(tally.supports)
        yield _st(f"{group}Disputing"), _number(tally.disputes)
        yield _st(f"{group}Inconclusive"), _number(tally.inconclusive)
    yield _st("independentStudies"), _number(p.independent_studies)
    if p.participants is not None:
        yield _st("participants"), _number(p.participants)
    if p.participants_at_best_level is not None:
        yield _st("participantsAtBestLevel"), _number(p.participants_at_best_level)
    if p.unknown_sizes:
        yield _st("studiesOfUnknownSize"), _number(p.unknown_sizes)
    for reason in p.thin:
        yield _st("thin"), _st(reason)
    for iri in p.surrogates:
        yield _st("measuredBySurrogate"), _node(iri)
    yield _st("isThinByEvidence"), Literal(p.is_thin_by_evidence)
    yield _st("weakerEvidenceDisagrees"), Literal(p.weaker_disagrees)
    yield _st("narrowerEvidenceDisagrees"), Literal(p.narrower_disagrees)
    if p.events_counted is not None:
        yield _st("eventsCounted"), Literal(p.events_counted)
    for iri in p.findings:
        yield _st(_BY_DIRECTION[weighed.findings[iri].direction]), _node(iri)
    for iri in p.sources:
        yield _st("studiedIn"), _node(iri)
    for property_, iris in (
        ("retractedFinding", p.retracted),
        ("retractedSource", p.retracted_sources),
        ("underConcern", p.concerns),
    ):
        yield from ((_st(property_), _node(iri)) for iri in iris)
    for iri in p.claims:
        affirms = records.claims[iri].polarity is Polarity.AFFIRMS
        yield _st("affirmedBy" if affirms else "deniedBy"), _node(iri)


def _conflict(conflict: Conflict) -> Iterator[tuple[NamedNode, Any]]:
    yield _TYPE, _st("Conflict")
    yield _st("onProposition"), _node(conflict.proposition)
    yield _st("between"), _node(conflict.first)
    yield _st("between"), _node(conflict.second)
    for factor in conflict.factors:
        yield _st("differsIn"), _st(factor)
    yield _COMMENT, Literal(conflict.sentence, language="en")
