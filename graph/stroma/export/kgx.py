"""Tables of KGX in the words of Biolink. Read first: `kgx_tables`; docs/interoperability.md says what becomes of each predicate."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, Final

from stroma.edition import edition_of
from stroma.export.edges import told_of
from stroma.export.tables import LICENCE, TITLE, json_bytes, table_bytes
from stroma.model import Level, Stance, Study
from stroma.predicates import predicates
from stroma.schema import COUNTS
from stroma.sentences import asks_word
from stroma.vocabulary import Iri, local_id, to_curie

if TYPE_CHECKING:
    from stroma.model import Reference, Term
    from stroma.store import EvidenceStore

__all__ = ["kgx_tables"]

_BIOLINK_KINDS: Final = {
    "CellProduct": "biolink:Treatment",
    "CellType": "biolink:Cell",
    "Tissue": "biolink:AnatomicalEntity",
    "Disease": "biolink:Disease",
    "Outcome": "biolink:ClinicalMeasurement",
    "Mechanism": "biolink:BiologicalProcess",
    "Molecule": "biolink:MolecularEntity",
    "Route": "biolink:NamedThing",
}
# What an id of an ontology is, whatever we call it: another graph has the same node in this category (id_prefixes of Biolink).
_BIOLINK_PREFIXES: Final = {
    "HP": "biolink:PhenotypicFeature",
    "MONDO": "biolink:Disease",
    "UniProtKB": "biolink:Protein",
    "MAXO": "biolink:Procedure",
}
# Biolink takes a disease or phenotypic feature as the object of these alone.
_ON_FEATURES: Final = ("causesAdverseEvent", "prevents")
_FEATURE: Final = "biolink:PhenotypicFeature"
# What has no predicate of Biolink in ontology/stroma.ttl is related_to, with original_predicate beside it.
_RELATED: Final = "biolink:related_to"


def kgx_tables(store: EvidenceStore, _: Iri | None) -> dict[str, bytes]:
    features = {
        p.object for p in store.propositions.values() if local_id(p.predicate) in _ON_FEATURES
    }
    terms = sorted(store.records.terms.items())
    nodes = [_kgx_node(term, is_feature=iri in features) for iri, term in terms]
    edges = list(_kgx_edges(store))
    tables = {
        "stroma_nodes.tsv": table_bytes(nodes, "\t"),
        "stroma_edges.tsv": table_bytes(edges, "\t"),
    }
    edition = edition_of(store).attributes
    about = {
        "name": TITLE,
        "version": edition["stroma_version"],
        **edition,
        "chosen": "all",
        "license": LICENCE,
        "primary_knowledge_source": "infores:stroma",
        "node_count": len(nodes),
        "edge_count": len(edges),
        "files": list(tables),
    }
    return {**tables, "stroma_metadata.json": json_bytes(about)}


def _kgx_node(term: Term, *, is_feature: bool) -> dict[str, Any]:
    """A term as a node.

    Args:
        is_feature: whether something is said to cause or prevent it.
    """
    curie = to_curie(term.iri)
    of_kind = _FEATURE if is_feature and term.kind == "Outcome" else _BIOLINK_KINDS[term.kind]
    return {
        "id": curie,
        "category": _BIOLINK_PREFIXES.get(curie.partition(":")[0], of_kind),
        "name": term.label,
        "synonym": "|".join(term.synonyms),
        "xref": "|".join(to_curie(iri) for iri in term.close_match),
        "provided_by": "infores:stroma",
    }


def _kgx_edges(store: EvidenceStore) -> Iterator[dict[str, Any]]:
    """One edge a measured proposition. Only solid support keeps its predicate: KGX cannot say `not supported`."""
    for iri, p in store.propositions.items():
        if p.stance is Stance.NO_EVIDENCE:
            continue
        name = local_id(p.predicate)
        described = predicates().get(name)
        solid = (
            p.stance is Stance.SUPPORTED and not p.is_thin_by_evidence and not p.narrower_disagrees
        )
        studies = [
            store.records.studies.get(s) or store.records.references.get(s) for s in p.sources
        ]
        publications = dict.fromkeys(curie for s in studies if s for curie in _published_as(s))
        told = told_of(store, p)
        counted = told.pop("events_counted")
        yield {
            "id": to_curie(iri),
            "subject": to_curie(p.subject),
            "predicate": (described.biolink if described else None) or _RELATED
            if solid and (name != "studiedFor" or any(map(_is_trial, studies)))
            else _RELATED,
            "object": to_curie(p.object),
            "category": "biolink:Association",
            "original_predicate": f"st:{name}",
            "asks": asks_word(p.predicate, clinical=p.is_clinical),
            "disease_context_qualifier": to_curie(p.condition) if p.condition else "",
            "stance": p.stance.value,
            "level": p.best_level.rank if p.best_level else "",
            "thin": "|".join(reason.value for reason in p.thin),
            "weaker_disagrees": p.weaker_disagrees,
            "narrower_disagrees": p.narrower_disagrees,
            "retracted": len(p.retracted_sources),
            "under_concern": len(p.concerns),
            "studies": "|".join(local_id(source) for source in p.sources),
            "supporting_studies": "|".join(p.sources),
            **dict(zip(COUNTS, p.counts, strict=True)),
            "participants": p.participants,
            **told,
            "events_counted": counted,
            "publications": "|".join(publications),
            # People without a comparison are observations, however many.
            "knowledge_level": "knowledge_assertion"
            if solid and p.best_level is not Level.FOUR
            else "observation",
            "agent_type": "manual_agent",
            "primary_knowledge_source": "infores:stroma",
        }


def _published_as(source: Study | Reference) -> Iterator[str]:
    """The paper of a source, by PMID or else doi, and its registrations at ClinicalTrials.gov, as CURIEs of the Bioregistry."""
    if source.pmid or source.doi:
        yield f"PMID:{source.pmid}" if source.pmid else f"doi:{source.doi}"
    if isinstance(source, Study):
        yield from (f"clinicaltrials:{number}" for number in source.nct)


def _is_trial(source: Study | Reference | None) -> bool:
    """Whether Biolink calls it a clinical trial; a case series or a review of trials is none."""
    return isinstance(source, Study) and source.design is not None and source.design.is_trial
