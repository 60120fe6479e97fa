"""What does the build add to the graph? The derived graph: propositions, levels, stances, conflicts, closures.

Read first: `derived_quads`. Every quad here is computed from the records and can be thrown away and made again.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import TYPE_CHECKING, Any, Final

from pyoxigraph import Literal, NamedNode, Quad

from stroma.hierarchy import closure
from stroma.model import Conflict, Direction, Finding, Polarity, Proposition, Stance, Thin
from stroma.schema import FINDING_SLOTS
from stroma.sentences import stance_words
from stroma.vocabulary import PREFIXES, RDF_TYPE, ST, Iri, to_iri

if TYPE_CHECKING:
    from stroma.evidence import Weighed
    from stroma.records import Records

DERIVED_GRAPH: Final = PREFIXES["graph"] + "derived"
_RDFS_LABEL: Final = PREFIXES["rdfs"] + "label"
_RDFS_COMMENT: Final = PREFIXES["rdfs"] + "comment"
_RDF: Final = PREFIXES["rdf"]
_BY_DIRECTION: Final = {
    Direction.SUPPORTS: "supportedBy",
    Direction.DISPUTES: "disputedBy",
    Direction.INCONCLUSIVE: "inconclusiveBy",
}


@cache
def _node(iri: Iri) -> NamedNode:
    return NamedNode(iri)


def derived_quads(records: Records, weighed: Weighed) -> Iterator[Quad]:
    """Every quad of the derived graph."""
    graph = _node(DERIVED_GRAPH)

    def quad(s: Iri, p: Iri, o: Any) -> Quad:
        return Quad(_node(s), _node(p), o, graph)

    for finding in weighed.findings.values():
        if finding.derived:
            yield from (quad(finding.iri, p, o) for p, o in _derived_finding(finding))
        yield quad(finding.iri, ST + "level", _node(ST + weighed.levels[finding.iri].value))
        yield quad(finding.iri, ST + "group", _node(ST + weighed.groups[finding.iri].value))
    for proposition in weighed.propositions.values():
        for p, o in _proposition(proposition, records, weighed):
            yield quad(proposition.iri, p, o)
        for iri in (*proposition.findings, *proposition.claims):
            yield quad(iri, ST + "onProposition", _node(proposition.iri))
        if is_bare_triple(proposition):
            yield quad(proposition.subject, proposition.predicate, _node(proposition.object))
    for conflict in weighed.conflicts:
        yield from (quad(conflict.iri, p, o) for p, o in _conflict(conflict))
    for iri, wider in closure(records).items():
        yield from (quad(iri, ST + "within", _node(other)) for other in wider)


def is_bare_triple(proposition: Proposition) -> bool:
    """Whether the evidence supports stating the bare subject-predicate-object (docs/model.md, rule 4)."""
    thin_by_evidence = any(reason is not Thin.ABSTRACT_ONLY for reason in proposition.thin)
    return (
        proposition.condition is None
        and proposition.stance is Stance.SUPPORTED
        and not thin_by_evidence
        and not proposition.narrower_disagrees
    )


def _derived_finding(finding: Finding) -> Iterator[tuple[Iri, Any]]:
    yield RDF_TYPE, _node(ST + "Finding")
    yield ST + "derived", Literal(True)
    yield PREFIXES["prov"] + "wasDerivedFrom", _node(finding.source)
    for slot in FINDING_SLOTS:
        value = getattr(finding, slot.name)
        if value is None or value == () or slot.name == "analysis":
            continue
        for one in value if isinstance(value, tuple) else (value,):
            yield to_iri(slot.property), _term_of(slot.kind, one)


def _term_of(kind: str, value: Any) -> Any:
    if kind in ("term", "record"):
        return _node(str(value))
    if kind == "choice":
        text = str(value)
        return _node(text if text.startswith("http") else ST + text)
    return Literal(str(value), language="en") if kind == "label" else Literal(str(value))


def _proposition(p: Proposition, records: Records, weighed: Weighed) -> Iterator[tuple[Iri, Any]]:
    yield RDF_TYPE, _node(ST + "Proposition")
    yield _RDFS_LABEL, Literal(p.label, language="en")
    yield _RDF + "subject", _node(p.subject)
    yield _RDF + "predicate", _node(p.predicate)
    yield _RDF + "object", _node(p.object)
    if p.condition is not None:
        yield ST + "inCondition", _node(p.condition)
    yield ST + "evidenceClass", _node(ST + ("clinical" if p.is_clinical else "background"))
    yield ST + "stance", _node(ST + p.stance.value)
    yield ST + "stanceInWords", Literal(stance_words(p))
    if p.best_level is not None:
        yield ST + "bestLevel", _node(ST + p.best_level.value)
        yield ST + "rank", Literal(p.best_level.rank)
    for group, tally in (
        ("human", p.human),
        ("animal", p.animal),
        ("inVitro", p.in_vitro),
        ("reference", p.reference),
    ):
        yield ST + group + "Supporting", Literal(tally.supports)
        yield ST + group + "Disputing", Literal(tally.disputes)
        yield ST + group + "Inconclusive", Literal(tally.inconclusive)
    yield ST + "independentStudies", Literal(p.independent_studies)
    if p.participants is not None:
        yield ST + "participants", Literal(p.participants)
    for reason in p.thin:
        yield ST + "thin", _node(ST + reason.value)
    yield ST + "isThinByEvidence", Literal(any(r is not Thin.ABSTRACT_ONLY for r in p.thin))
    yield ST + "weakerEvidenceDisagrees", Literal(p.weaker_disagrees)
    yield ST + "narrowerEvidenceDisagrees", Literal(p.narrower_disagrees)
    for iri in p.findings:
        yield ST + _BY_DIRECTION[weighed.findings[iri].direction], _node(iri)
    for iri in p.sources:
        yield ST + "studiedIn", _node(iri)
    for iri in p.claims:
        affirms = records.claims[iri].polarity is Polarity.AFFIRMS
        yield ST + ("affirmedBy" if affirms else "deniedBy"), _node(iri)


def _conflict(conflict: Conflict) -> Iterator[tuple[Iri, Any]]:
    yield RDF_TYPE, _node(ST + "Conflict")
    yield ST + "onProposition", _node(conflict.proposition)
    yield ST + "between", _node(conflict.first)
    yield ST + "between", _node(conflict.second)
    for factor in conflict.factors:
        yield ST + "differsIn", _node(ST + factor.value)
    yield _RDFS_COMMENT, Literal(conflict.sentence, language="en")
