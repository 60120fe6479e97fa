"""What does the page need to know of a store? Lines of JSON that a browser parses only when it needs them.

A page of 10,000 nodes must open as fast as one of 100, so every record is a line of its own, and nodes carry the numbers
of their edges. Read first: `payload`. Nodes and edges are what pyvis gets; sources, findings, claims, articles and
conflicts follow as further blocks. Records refer to each other by line number.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from operator import attrgetter
from typing import TYPE_CHECKING, Any

from stroma import model as m
from stroma.predicates import benefits
from stroma.queries.plain_words import ANY_PRODUCT, all_of, read_words
from stroma.summaries import participant_clusters
from stroma.viewer import rows, source_rows

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from stroma.records import Records
    from stroma.store import EvidenceStore
    from stroma.viewer.rows import Row
    from stroma.vocabulary import Iri


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
    entered: str = ""
    """Who entered most of the sources, and when: their rows leave it out."""
    regulators: list[int] = field(default_factory=list)
    """Line numbers of the sources of regulators' decisions: the regulator itself, or who reports it."""
    iris: list[Iri] = field(default_factory=list)
    """IRIs of the nodes, in order; no block of the page."""


def payload(store: EvidenceStore) -> Payload:
    """Everything the page shows, sorted by IRI, so that the same store gives the same data."""
    return _Writing(store).written()


class _Writing:
    """A payload while it is written: line numbers of what is known, and what its findings say of other blocks."""

    def __init__(self, store: EvidenceStore) -> None:
        records, by_iri = store.records, store.propositions
        self.store = store
        self.propositions = [by_iri[iri] for iri in sorted(by_iri)]
        self.sources: list[m.Study | m.Reference] = [
            *(records.studies[i] for i in sorted(records.studies)),
            *(records.references[i] for i in sorted(records.references)),
        ]
        self.out = Payload(iris=sorted(node_iris(store)))
        self.node_no = _number(self.out.iris)
        self.source_no = _number(s.iri for s in self.sources)
        self.claim_no = _number(sorted(records.claims))
        self.article_no = _number(sorted(records.articles))
        self.predicate_no = _number(sorted(set(map(attrgetter("predicate"), self.propositions))))
        self.finding_no: dict[Iri, int] = {}
        self.claim_edge: dict[Iri, int] = {}
        self.by_source: list[list[int]] = [[] for _ in self.sources]
        self.measured: dict[Iri, set[int]] = defaultdict(set)
        self.via = _Via(records)

    def written(self) -> Payload:
        """All blocks; nodes and sources come after the findings, which say what belongs to them."""
        self._write_predicates()
        conflicts = self._conflicts()
        self._write_edges_and_findings(conflicts)
        self.out.conflicts = [rows.conflict_row(c, self.finding_no) for c in conflicts]
        self._write_sources()
        trials = _silent_trials(self.sources, self._without_benefit())
        self.out.nodes = _nodes(
            self.store, self.node_no, self.propositions, self.via.edges, trials, self.measured
        )
        self._write_claims_and_articles()
        return self.out

    def _write_predicates(self) -> None:
        known = self.store.records.predicates
        self.out.predicates = [rows.predicate_row(known.get(i), i) for i in self.predicate_no]

    def _conflicts(self) -> list[m.Conflict]:
        """The conflicts of which both findings are on the page, by IRI."""
        known = self.store.findings.keys()
        return [
            c
            for c in sorted(self.store.conflicts, key=lambda c: c.iri)
            if c.proposition in self.store.propositions and {c.first, c.second} <= known
        ]

    def _write_edges_and_findings(self, conflicts: Sequence[m.Conflict]) -> None:
        """The findings of a proposition follow each other, in its own order."""
        conflicts_of: dict[Iri, list[int]] = defaultdict(list)
        for no, conflict in enumerate(conflicts):
            conflicts_of[conflict.proposition].append(no)
        regulators: set[int] = set()
        # Millions of rounds: what is looked up in each is looked up once here.
        known, groups, levels = self.store.findings, self.store.groups, self.store.levels
        store, node_no, source_no = self.store, self.node_no, self.source_no
        finding_line, edge_line = source_rows.finding_line, rows.edge_line
        by_source, finding_no = self.by_source, self.finding_no
        add_finding, add_edge = self.out.findings.append, self.out.edges.append
        at = -1
        for no, p in enumerate(self.propositions):
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
                self.via.add(finding, no)
                if finding.measured_by:
                    self.measured[finding.measured_by].add(no)
                if finding.region and source >= 0:
                    regulators.add(source)
            n_findings = at + 1 - first
            # What was retracted follows what counts, in lines of its own.
            for iri in p.retracted:
                if (finding := known.get(iri)) is None:
                    continue
                at = finding_no[iri] = at + 1
                source = source_no.get(finding.source, -1)
                if source >= 0:
                    by_source[source].append(at)
                gone = levels.get(iri)
                add_finding(finding_line(finding, source, groups[iri], gone, node_no, store))
                self.via.add(finding, no)
                if finding.measured_by:
                    self.measured[finding.measured_by].add(no)
            only = (group, level) if n_findings == 1 else None
            if p.claims:
                self.claim_edge.update(dict.fromkeys(p.claims, no))
            more = (
                rows.claims_and_conflicts(p, self.claim_no, conflicts_of.get(p.iri))
                if p.claims or p.iri in conflicts_of
                else ""
            )
            if p.surrogates:
                more += rows.surrogate_names(p, store)
            if p.retracted:
                more += rows.retracted(p)
            add_edge(edge_line(p, node_no, self.predicate_no, first, n_findings, only, more))
        self.out.regulators = sorted(regulators)

    def _write_sources(self) -> None:
        self.out.sources = [
            source_rows.source_row(s, found, self.node_no, self.store)
            for s, found in zip(self.sources, self.by_source, strict=True)
        ]
        self.out.entered = _leave_out_the_usual(self.out.sources, "by")
        # Papers on the same people are one study: the page counts clusters, not papers.
        for iri, head in participant_clusters(self.store.records.studies).items():
            if iri != head and head in self.source_no:
                self.out.sources[self.source_no[iri]]["same"] = self.source_no[head]

    def _without_benefit(self) -> set[int]:
        """Line numbers of the randomised trials of which no result on benefit is entered, and which were not retracted.

        What another paper on the same people found is a result of the trial. The question trials-without-results names
        the same trials.
        """
        asked, known = list(self.finding_no), self.store.findings
        cluster = participant_clusters(self.store.records.studies)
        told = {
            cluster[s.iri]
            for no, s in enumerate(self.sources)
            if isinstance(s, m.Study)
            and not s.is_retracted
            and any(known[asked[at]].predicate in benefits() for at in self.by_source[no])
        }
        return {
            no
            for no, s in enumerate(self.sources)
            if isinstance(s, m.Study)
            and s.design is not None
            and s.design.is_randomised
            and not s.is_retracted
            and cluster[s.iri] not in told
        }

    def _write_claims_and_articles(self) -> None:
        records = self.store.records
        by_article: dict[int, list[int]] = defaultdict(list)
        for iri, no in self.claim_no.items():
            claim = records.claims[iri]
            on = self.claim_edge.get(iri)
            row = source_rows.claim_row(claim, on, self.article_no, self.source_no, self.store)
            self.out.claims.append(row)
            if claim.article in self.article_no:
                by_article[self.article_no[claim.article]].append(no)
        self.out.articles = [
            source_rows.article_row(records.articles[iri], by_article[no])
            for iri, no in self.article_no.items()
        ]


def asking_words() -> Row:
    """The words of questions in plain English, as `stroma ask` knows them; what is told holds no command."""
    words = read_words()

    def told(one: Mapping[str, Any]) -> list[Any]:
        return [all_of(one), one["told"]]

    # A word that stands in several lists does so once.
    lists = " ".join(words[key] for key in ("empty", "denials", "joining", "talk"))
    return {
        "fillers": words["fillers"],
        "talk": " ".join(dict.fromkeys(lists.split())),
        "ages": words["ages_and_sexes"],
        "persons": words["persons"],
        "widest": words["widest"],
        # The page has its own reading of "stem cells", which is what all of it is about.
        "called": {name: said for name, said in words["called"].items() if name != ANY_PRODUCT},
        "written": words["written"],
        "comparators": "|".join(f"{name}|{said}" for name, said in words["comparators"].items()),
        "regions": words["regions"],
        "notHeld": [
            [one["words"], one["told"], int(one.get("answered_beside", False))]
            for one in words["not_held"]
        ],
        "notCovered": [told(one) for one in words["not_covered"]],
        "beside": [told(words["advice"]), told(words["perhaps_not_covered"])],
        "danger": [told(one) for one in words["danger"]],
    }


def _leave_out_the_usual(rows_: Sequence[Row], key: str) -> str:
    """Takes the most frequent value of a key out of its rows and gives it back; a row without any gets an empty one."""
    counts = Counter(row[key] for row in rows_ if key in row)
    if not counts:
        return ""
    usual = min(counts, key=lambda value: (-counts[value], value))
    for row in rows_:
        if row.setdefault(key, "") == usual:
            del row[key]
    return str(usual)


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
