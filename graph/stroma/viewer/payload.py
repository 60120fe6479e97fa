"""What does the page need to know of a store? Lines of JSON that a browser parses only when it needs them.

A page of 10,000 nodes must open as fast as one of 100, so every record is a line of its own, and nodes carry the numbers
of their edges. Read first: `payload`. Nodes and edges are what pyvis gets; sources, findings, claims, articles and
conflicts follow as further blocks. Records refer to each other by line number.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from stroma.summaries import participant_clusters
from stroma.viewer import rows, source_rows

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from stroma import model as m
    from stroma.store import EvidenceStore
    from stroma.viewer.rows import Row
    from stroma.vocabulary import Iri


@dataclass
class Payload:
    """The blocks of a page, in the order in which their lines refer to each other."""

    nodes: list[Row] = field(default_factory=list)
    edges: list[Row] = field(default_factory=list)
    sources: list[Row] = field(default_factory=list)
    findings: list[Row] = field(default_factory=list)
    claims: list[Row] = field(default_factory=list)
    articles: list[Row] = field(default_factory=list)
    conflicts: list[Row] = field(default_factory=list)
    predicates: list[Row] = field(default_factory=list)


def payload(store: EvidenceStore) -> Payload:
    """Everything the page shows, sorted by IRI, so that the same store gives the same bytes."""
    records = store.records
    propositions = [store.propositions[iri] for iri in sorted(store.propositions)]
    finding_of = dict(sorted(_findings(store).items()))
    sources: list[m.Study | m.Reference] = [records.studies[i] for i in sorted(records.studies)]
    sources += [records.references[i] for i in sorted(records.references)]

    node_no = _number(sorted(node_iris(store)))
    edge_no = _number(p.iri for p in propositions)
    source_no = _number(s.iri for s in sources)
    finding_no = _number(finding_of)
    claim_no = _number(sorted(records.claims))
    article_no = _number(sorted(records.articles))
    predicate_no = _number(sorted({p.predicate for p in propositions}))

    out = Payload()
    out.predicates = [rows.predicate_row(store, iri) for iri in predicate_no]
    out.edges = [
        rows.edge_row(p, node_no, predicate_no, finding_no, claim_no, store) for p in propositions
    ]
    for conflict in sorted(store.conflicts, key=lambda c: c.iri):
        if (
            conflict.proposition in edge_no
            and {conflict.first, conflict.second} <= finding_no.keys()
        ):
            out.edges[edge_no[conflict.proposition]].setdefault("x", []).append(len(out.conflicts))
            out.conflicts.append(rows.conflict_row(conflict, finding_no))
    out.nodes = _nodes(store, node_no, out.edges)

    edge_of = {f: edge_no[p.iri] for p in propositions for f in p.findings}
    by_source: dict[int, list[int]] = defaultdict(list)
    for iri, finding in finding_of.items():
        out.findings.append(source_rows.finding_row(finding, edge_of.get(iri), source_no, store))
        if finding.source in source_no:
            by_source[source_no[finding.source]].append(finding_no[iri])
    out.sources = [source_rows.source_row(s, by_source[source_no[s.iri]], store) for s in sources]
    # Papers on the same people are one study: the page counts clusters, not papers.
    for iri, head in participant_clusters(records.studies).items():
        if iri != head and head in source_no:
            out.sources[source_no[iri]]["same"] = source_no[head]

    claim_edge = {c: edge_no[p.iri] for p in propositions for c in p.claims}
    by_article: dict[int, list[int]] = defaultdict(list)
    for iri in claim_no:
        claim = records.claims[iri]
        out.claims.append(
            source_rows.claim_row(claim, claim_edge.get(iri), article_no, source_no, store)
        )
        if claim.article in article_no:
            by_article[article_no[claim.article]].append(claim_no[iri])
    out.articles = [
        source_rows.article_row(records.articles[iri], by_article[no])
        for iri, no in article_no.items()
    ]
    return out


def _findings(store: EvidenceStore) -> Mapping[Iri, m.Finding]:
    wanted = {iri for p in store.propositions.values() for iri in p.findings}
    return {iri: store.findings[iri] for iri in wanted if iri in store.findings}


def _number(iris: Iterable[Iri]) -> dict[Iri, int]:
    return {iri: no for no, iri in enumerate(iris)}


def node_iris(store: EvidenceStore) -> set[Iri]:
    """Every term of the page: the described ones, and those that propositions only name."""
    used = {
        iri
        for p in store.propositions.values()
        for iri in (p.subject, p.object, p.condition)
        if iri
    }
    return used | store.records.terms.keys()


def _nodes(store: EvidenceStore, node_no: Mapping[Iri, int], edges: Sequence[Row]) -> list[Row]:
    incident: dict[int, list[int]] = defaultdict(list)
    for no, edge in enumerate(edges):
        for end in {edge["from"], edge["to"], edge.get("c", edge["to"])}:
            incident[end].append(no)
    narrower: dict[int, list[int]] = defaultdict(list)
    models: dict[int, list[int]] = defaultdict(list)
    terms = store.records.terms
    for iri, no in node_no.items():
        term = terms.get(iri)
        if term is None:
            continue
        for broader in term.broader:
            if broader in node_no:
                narrower[node_no[broader]].append(no)
        if term.model_of is not None and term.model_of in node_no:
            models[node_no[term.model_of]].append(no)
    out = []
    for iri, no in node_no.items():
        out.append(
            rows.node_row(iri, no, terms.get(iri), node_no, incident[no], narrower[no], models[no])
        )
    return out
