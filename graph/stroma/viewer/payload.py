"""What does the page need to know of a store? Lines of JSON that a browser parses only when it needs them.

A page of 10,000 nodes must open as fast as one of 100, so every record is a line of its own, and nodes carry the numbers
of their edges. Read first: `payload`. Nodes and edges are what pyvis gets; sources, findings, claims, articles and
conflicts follow as further blocks. Records refer to each other by line number.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from operator import attrgetter
from typing import TYPE_CHECKING, Final

from stroma import model as m
from stroma.summaries import participant_clusters
from stroma.viewer import rows, source_rows
from stroma.vocabulary import ST

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from stroma.records import Records
    from stroma.store import EvidenceStore
    from stroma.viewer.rows import Row
    from stroma.vocabulary import Iri

_RANDOMISED: Final = (m.Design.RANDOMISED_CONTROLLED, m.Design.CROSSOVER_RANDOMISED)
_BENEFIT: Final = frozenset(ST + name for name in ("ameliorates", "improves", "prevents", "cures"))


@dataclass
class Payload:
    """The blocks of a page, in the order in which their lines refer to each other."""

    nodes: list[Row] = field(default_factory=list)
    edges: list[str] = field(default_factory=list)
    sources: list[Row] = field(default_factory=list)
    findings: list[str] = field(default_factory=list)
    claims: list[Row] = field(default_factory=list)
    articles: list[Row] = field(default_factory=list)
    conflicts: list[Row] = field(default_factory=list)
    predicates: list[Row] = field(default_factory=list)
    regulators: list[int] = field(default_factory=list)
    """Line numbers of the sources of regulators' decisions: the regulator itself, or who reports it."""
    iris: list[Iri] = field(default_factory=list)
    """IRIs of the nodes, in order; no block of the page."""


def payload(store: EvidenceStore) -> Payload:
    """Everything the page shows, sorted by IRI, so that the same store gives the same data."""
    records = store.records
    by_iri = store.propositions
    propositions = [by_iri[iri] for iri in sorted(by_iri)]
    sources: list[m.Study | m.Reference] = [records.studies[i] for i in sorted(records.studies)]
    sources += [records.references[i] for i in sorted(records.references)]

    out = Payload(iris=sorted(node_iris(store)))
    node_no = _number(out.iris)
    source_no = _number(s.iri for s in sources)
    claim_no = _number(sorted(records.claims))
    article_no = _number(sorted(records.articles))
    predicate_no = _number(sorted(set(map(attrgetter("predicate"), propositions))))
    out.predicates = [rows.predicate_row(records.predicates.get(i), i) for i in predicate_no]
    conflicts = [
        c
        for c in sorted(store.conflicts, key=lambda c: c.iri)
        if c.proposition in store.propositions and {c.first, c.second} <= store.findings.keys()
    ]
    conflicts_of: dict[Iri, list[int]] = defaultdict(list)
    for no, conflict in enumerate(conflicts):
        conflicts_of[conflict.proposition].append(no)

    known, groups, levels = store.findings, store.groups, store.levels
    finding_line, edge_line = source_rows.finding_line, rows.edge_line
    by_source: list[list[int]] = [[] for _ in sources]
    finding_no: dict[Iri, int] = {}
    measured: dict[Iri, set[int]] = defaultdict(set)
    regulators: set[int] = set()
    claim_edge: dict[Iri, int] = {}
    via = _Via(records)
    add_finding, add_edge, add_via = out.findings.append, out.edges.append, via.add
    at = -1
    # The findings of a proposition follow each other, in its own order.
    for no, p in enumerate(propositions):
        first = at + 1
        group, level = m.Group.HUMAN, None
        for iri in p.findings:
            if (finding := known.get(iri)) is None:
                continue
            at = finding_no[iri] = at + 1
            source = source_no.get(finding.source, -1)
            if source >= 0:
                by_source[source].append(at)
            group, level = groups[iri], levels.get(iri)
            add_finding(finding_line(finding, source, group, level, node_no, store))
            add_via(finding, no)
            if finding.measured_by:
                measured[finding.measured_by].add(no)
            if finding.region and source >= 0:
                regulators.add(source)
        n_findings = at + 1 - first
        only = (group, level) if n_findings == 1 else None
        if p.claims:
            claim_edge.update(dict.fromkeys(p.claims, no))
        more = (
            rows.claims_and_conflicts(p, claim_no, conflicts_of.get(p.iri))
            if p.claims or p.iri in conflicts_of
            else ""
        )
        add_edge(edge_line(p, node_no, predicate_no, first, n_findings, only, more))
    out.conflicts = [rows.conflict_row(c, finding_no) for c in conflicts]
    out.sources = [
        source_rows.source_row(s, found, node_no, store)
        for s, found in zip(sources, by_source, strict=True)
    ]
    # Papers on the same people are one study: the page counts clusters, not papers.
    for iri, head in participant_clusters(records.studies).items():
        if iri != head and head in source_no:
            out.sources[source_no[iri]]["same"] = source_no[head]
    out.regulators = sorted(regulators)
    asked = list(finding_no)
    silent = {
        no
        for no, s in enumerate(sources)
        if isinstance(s, m.Study)
        and s.design in _RANDOMISED
        and not any(known[asked[at]].predicate in _BENEFIT for at in by_source[no])
    }
    trials = _silent_trials(sources, silent)
    out.nodes = _nodes(store, node_no, propositions, via.edges, trials, measured)

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


def _number(iris: Iterable[Iri]) -> dict[Iri, int]:
    return {iri: no for no, iri in enumerate(iris)}


def node_iris(store: EvidenceStore) -> set[Iri]:
    """Every term of the page: the described ones, and those that propositions only name."""
    used: set[Iri] = set(store.records.terms)
    for place in ("subject", "object", "condition"):
        used.update(filter(None, map(attrgetter(place), store.propositions.values())))
    return used


class _Via:
    """Route or tissue -> the propositions that a study asked by this route, or with cells of this tissue.

    A route is seldom the subject of a proposition, yet people ask what is known about it. A finding's own route goes
    before that of its study.
    """

    def __init__(self, records: Records) -> None:
        self.edges: dict[Iri, set[int]] = defaultdict(set)
        self._terms = records.terms
        self._studies = {i: s for i, s in records.studies.items() if s.route or s.source_tissue}

    def add(self, finding: m.Finding, edge: int) -> None:
        study = self._studies.get(finding.source)
        for route in finding.route or (study.route if study else ()):
            self.edges[route].add(edge)
        if study is None or not study.source_tissue:
            return
        # A trial of marrow cells against fat cells says nothing about fat where it speaks of the marrow product.
        subject = self._terms.get(finding.subject)
        if subject is None or subject.source_tissue is None:
            for tissue in study.source_tissue:
                self.edges[tissue].add(edge)


def _silent_trials(
    sources: Sequence[m.Study | m.Reference], silent: set[int]
) -> dict[Iri, list[int]]:
    """Disease or product -> its randomised trials of which no result on benefit is entered."""
    found: dict[Iri, list[int]] = defaultdict(list)
    for no in sorted(silent):
        s = sources[no]
        if isinstance(s, m.Study):
            for iri in {*s.disease, *s.product}:
                found[iri].append(no)
    return found


def _nodes(
    store: EvidenceStore,
    node_no: Mapping[Iri, int],
    propositions: Sequence[m.Proposition],
    via: Mapping[Iri, set[int]],
    trials: Mapping[Iri, list[int]],
    measured: Mapping[Iri, set[int]],
) -> list[Row]:
    linked: dict[Iri, dict[str, list[int]]] = {iri: {} for iri in node_no}
    incident: dict[Iri, list[int]] = defaultdict(list)
    for no, p in enumerate(propositions):
        s, o, c = p.subject, p.object, p.condition
        incident[s].append(no)
        if o != s:
            incident[o].append(no)
        if c and c not in (s, o):
            incident[c].append(no)
    for iri, edges in incident.items():
        linked[iri]["e"] = edges
    terms = store.records.terms
    for iri, no in node_no.items():
        term = terms.get(iri)
        if term is None:
            continue
        for broader in term.broader:
            if broader in linked:
                linked[broader].setdefault("nw", []).append(no)
        if term.model_of in linked:
            linked[term.model_of].setdefault("mo", []).append(no)
        for origin in {term.source_tissue, term.cell_type}:
            if origin in linked:
                linked[origin].setdefault("pr", []).append(no)
    for iri, held in trials.items():
        if iri in linked:
            linked[iri]["rt"] = held
    for iri, asked in via.items():
        if iri in linked:
            linked[iri]["via"] = sorted(asked)
    for iri, with_it in measured.items():
        if iri in linked and iri not in incident:
            linked[iri]["ms"] = sorted(with_it)
    return [
        rows.node_row(iri, no, terms.get(iri), node_no, linked[iri]) for iri, no in node_no.items()
    ]
