"""How is the index of a store written? In the pass that weighs the evidence, from the records that are there anyway.

Read first: `write_index`. It holds what SPARQL is slow at: who links to whom, the summary of each proposition, and names
with their misspellings. Two well-kept parts do it: SQLite (full-text search with trigrams is in every Python) and plain
arrays in one mapped file. igraph and rustworkx were measured too: their graphs must be built in each process (2 s at
400,000 edges), where the arrays are there at once.
"""

from __future__ import annotations

import sqlite3
from array import array
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from stroma.centrality import count_statements
from stroma.disk.columns import write_columns
from stroma.disk.layout import COLUMNS, NAMES
from stroma.disk.links import MEASURED, RETRACTED
from stroma.links import MemoryLinks
from stroma.model import Level, Stance, Thin
from stroma.source_names import named_sources
from stroma.store import fold
from stroma.vocabulary import KINDS, PREFIXES, Curie, Iri, to_curie

if TYPE_CHECKING:
    from stroma.disk.columns import Columns
    from stroma.evidence import Weighed
    from stroma.model import Finding, Proposition
    from stroma.records import Records

STANCES: Final = list(Stance)
LEVELS: Final = [None, *Level]
THIN: Final = list(Thin)
COUNTED: Final = ("studies", "statements")
"""The measures of `stroma.centrality` that are written down for every term."""
# Between two names or slugs in one text; no label holds it.
SEPARATOR: Final = "\x1f"

_SCHEMA: Final = """
PRAGMA journal_mode = OFF;
PRAGMA synchronous = OFF;
CREATE TABLE node (id INTEGER PRIMARY KEY, iri TEXT NOT NULL, curie TEXT NOT NULL, kind TEXT NOT NULL, label TEXT NOT NULL,
  slug TEXT NOT NULL, synonyms TEXT NOT NULL);
CREATE TABLE name (folded TEXT NOT NULL, rank INTEGER NOT NULL, node INTEGER NOT NULL);
CREATE TABLE source (id INTEGER PRIMARY KEY, iri TEXT NOT NULL, slug TEXT NOT NULL, label TEXT NOT NULL, kind TEXT NOT NULL,
  year INTEGER NOT NULL, design TEXT NOT NULL, n INTEGER NOT NULL, product TEXT NOT NULL, disease TEXT NOT NULL,
  retracted_on TEXT NOT NULL, concern_raised_on TEXT NOT NULL);
CREATE TABLE identifier (folded TEXT NOT NULL, source INTEGER NOT NULL);
CREATE TABLE predicate (id INTEGER PRIMARY KEY, iri TEXT NOT NULL, name TEXT NOT NULL, label TEXT NOT NULL);
CREATE TABLE proposition (id INTEGER PRIMARY KEY, iri TEXT NOT NULL, label TEXT NOT NULL);
CREATE TABLE trigram (gram TEXT PRIMARY KEY, n INTEGER NOT NULL) WITHOUT ROWID;
CREATE VIRTUAL TABLE similar USING fts5(folded, content='', tokenize='trigram', detail='none', columnsize=0);
"""
_INDEXES: Final = """
CREATE UNIQUE INDEX node_iri ON node (iri);
CREATE INDEX name_folded ON name (folded);
CREATE UNIQUE INDEX source_iri ON source (iri);
CREATE INDEX identifier_folded ON identifier (folded);
CREATE UNIQUE INDEX proposition_iri ON proposition (iri);
"""


@dataclass(frozen=True)
class Numbers:
    """The number of each node, predicate and source: its place among their IRIs."""

    nodes: Mapping[Iri, int]
    predicates: Mapping[Iri, int]
    sources: Mapping[Iri, int]

    @classmethod
    def of(cls, records: Records, propositions: Sequence[Proposition]) -> Numbers:
        """The numbers of what records describe and propositions name."""
        named = {
            i for p in propositions for i in (p.subject, p.object, p.condition) if i is not None
        }
        used = {p.predicate for p in propositions}
        iris = (
            named.union(records.terms),
            used.union(records.predicates),
            {*records.studies, *records.references},
        )
        return cls(*({iri: n for n, iri in enumerate(sorted(of_one))} for of_one in iris))


def write_index(folder: Path, records: Records, weighed: Weighed) -> None:
    """Write the index of an evidence graph into a folder."""
    folder.mkdir()
    propositions = list(weighed.propositions.values())
    numbers = Numbers.of(records, propositions)
    with sqlite3.connect(folder / NAMES, isolation_level=None) as db:
        db.executescript(_SCHEMA)
        db.execute("BEGIN")
        _write_names(db, records, numbers)
        _write_sources(db, records, numbers)
        _insert(db, "predicate", (
            (number, iri, iri.removeprefix(PREFIXES["st"]), records.label(iri))
            for iri, number in numbers.predicates.items()
        ))  # fmt: skip
        _insert(db, "proposition", ((n, p.iri, p.label) for n, p in enumerate(propositions)))
        db.execute("COMMIT")
        db.executescript(_INDEXES)
    db.close()
    of_propositions, n_nodes = proposition_columns(propositions, numbers), len(numbers.nodes)
    columns = {
        **of_propositions,
        **_term_columns(of_propositions, n_nodes),
        **_link_columns(MemoryLinks(records, weighed.propositions), n_nodes),
        **measured_columns(weighed.findings.values(), records, numbers),
    }
    write_columns(folder / COLUMNS, columns)


def _insert(db: sqlite3.Connection, table: str, rows: Iterable[Sequence[object]]) -> None:
    rows = iter(rows)
    first = next(rows, None)
    if first is None:
        return
    marks = ", ".join("?" * len(first))
    insert = f"INSERT INTO {table} VALUES ({marks})"
    db.execute(insert, first)
    db.executemany(insert, rows)


def node_rows(
    records: Records, numbers: Numbers
) -> Iterator[tuple[Iri, Curie, str, str, str, str]]:
    """IRI, CURIE, kind, label, slug and synonyms of each node."""
    for iri in numbers.nodes:
        term, curie = records.terms.get(iri), to_curie(iri)
        if term is None:
            yield iri, curie, "", curie, "", ""
        else:
            yield iri, curie, term.kind, term.label, term.slug, SEPARATOR.join(term.synonyms)


def _write_names(db: sqlite3.Connection, records: Records, numbers: Numbers) -> None:
    """Nodes, and every name under which a term can be asked for: rank 0 label, 1 slug, 2 synonym, 3 brand name."""
    names: list[tuple[str, int, int]] = []
    for iri, number in numbers.nodes.items():
        term = records.terms.get(iri)
        if term is not None:
            by_kind = KINDS.index(term.kind)
            of_term = ((term.label,), (term.slug,), term.synonyms, term.brand_names)
            for rank, texts in enumerate(of_term):
                names += [(fold(text), 10 * rank + by_kind, number) for text in texts if text]
    nodes = ((number, *row) for number, row in enumerate(node_rows(records, numbers)))
    _insert(db, "node", nodes)
    _insert(db, "name", names)
    db.executemany(
        "INSERT INTO similar (rowid, folded) VALUES (?, ?)",
        ((number, text) for number, (text, _, _) in enumerate(names, 1)),
    )
    # How common each trigram is: a search asks for the rare ones.
    counts: Counter[str] = Counter()
    for text, _, _ in names:
        counts.update({text[at : at + 3] for at in range(len(text) - 2)})
    _insert(db, "trigram", sorted(counts.items()))


def source_rows(
    records: Records, numbers: Numbers
) -> Iterator[tuple[Iri, str, str, str, int, str, int, str, str, str, str]]:
    """The columns of the table `source` but for its number; 0 and "" where a value is not known."""
    for iri in numbers.sources:
        study = records.studies.get(iri)
        source = study or records.references[iri]
        yield (
            iri, source.slug, source.label, "Study" if study else "Reference", source.year or 0,
            study.design.value if study and study.design else "", (study.n or 0) if study else 0,
            SEPARATOR.join(map(to_curie, study.product)) if study else "",
            SEPARATOR.join(map(to_curie, study.disease)) if study else "",
            source.retracted_on or "", source.concern_raised_on or "",
        )  # fmt: skip


def _write_sources(db: sqlite3.Connection, records: Records, numbers: Numbers) -> None:
    rows = source_rows(records, numbers)
    _insert(db, "source", ((number, *row) for number, row in enumerate(rows)))
    named = named_sources({**records.studies, **records.references})
    _insert(db, "identifier", sorted((name, numbers.sources[iri]) for name, iri in named.items()))


def proposition_columns(
    propositions: Sequence[Proposition], numbers: Numbers
) -> dict[str, array[int]]:
    """What each proposition is about and what the evidence amounts to, a column each; the sources of proposition n stand
    in `sources` from `sources_from[n]` to `sources_from[n + 1]`, its counts in `tallies`, as
    many as `stroma.edges.COUNTS` names.
    """
    nodes, predicates, sources = numbers.nodes, numbers.predicates, numbers.sources
    stances = {stance: number for number, stance in enumerate(STANCES)}
    levels = {level: number for number, level in enumerate(LEVELS)}
    thin = {reason: 1 << number for number, reason in enumerate(THIN)}
    first, flat = array("i", [0]), array("i")
    for p in propositions:
        flat.extend(sources[s] for s in p.sources if s in sources)
        first.append(len(flat))
    tallies = array("i")
    for p in propositions:
        tallies.extend(p.counts)
    return {
        "subject": array("i", (nodes[p.subject] for p in propositions)),
        "object": array("i", (nodes[p.object] for p in propositions)),
        "condition": array("i", (nodes[p.condition] if p.condition else -1 for p in propositions)),
        "predicate": array("H", (predicates[p.predicate] for p in propositions)),
        "stance": array("B", (stances[p.stance] for p in propositions)),
        "level": array("B", (levels[p.best_level] for p in propositions)),
        "clinical": array("B", (p.is_clinical for p in propositions)),
        "weaker": array("B", (p.weaker_disagrees for p in propositions)),
        "narrower": array("B", (p.narrower_disagrees for p in propositions)),
        "thin": array("H", (sum(thin[reason] for reason in p.thin) for p in propositions)),
        "independent": array("i", (p.independent_studies for p in propositions)),
        "participants": array("i", (-1 if p.participants is None else p.participants for p in propositions)),
        "retracted": array("i", (len(p.retracted_sources) for p in propositions)),
        "under_concern": array("i", (len(p.concerns) for p in propositions)),
        "tallies": tallies,
        "sources_from": first,
        "sources": flat,
    }  # fmt: skip


def counted_statements(
    columns: Mapping[str, array[int]] | Columns, stances: Collection[Stance], worst: Level | None
) -> list[tuple[set[int], Sequence[int]]]:
    """The nodes and the sources of each statement with evidence.

    Args:
        stances: of the statements that count; those without evidence never do.
        worst: the worst level that a statement may have at its best; `None`: any.
    """
    counted = {STANCES.index(s) for s in stances if s is not Stance.NO_EVIDENCE}
    last = len(LEVELS) if worst is None else LEVELS.index(worst)
    rows = zip(
        *(columns[name].tolist() for name in ("subject", "object", "condition", "stance", "level")), strict=True,
    )  # fmt: skip
    first, sources = columns["sources_from"].tolist(), columns["sources"].tolist()
    return [
        ({s, o, condition} - {-1}, sources[first[number] : first[number + 1]])
        for number, (s, o, condition, stance, level) in enumerate(rows)
        if stance in counted and 0 < level <= last
    ]


def _term_columns(columns: Mapping[str, array[int]], n_nodes: int) -> dict[str, array[int]]:
    """In how many statements each node is named, and by how many sources: what `stroma rank` gives where nothing is filtered."""
    statements = counted_statements(columns, STANCES, None)
    written: dict[str, array[int]] = {}
    for by in COUNTED:
        counted = count_statements(statements, by)
        written[f"term_{by}"] = array("i", (int(counted.get(n, 0)) for n in range(n_nodes)))
    return written


def _link_columns(links: MemoryLinks, n_nodes: int) -> dict[str, array[int]]:
    """The links of each node, one after another; the graph in memory numbers nodes and propositions as the index does."""
    first, flat = array("i", [0]), [link for n in range(n_nodes) for link in links.links(n)]
    for n in range(n_nodes):
        first.append(first[-1] + len(links.links(n)))
    return {
        "links_from": first,
        "link_other": array("i", (link.other for link in flat)),
        "link_proposition": array("i", (-1 if link.proposition is None else link.proposition for link in flat)),
        "link_role": array("B", (link.role for link in flat)),
        "link_cost": array("q", (link.cost for link in flat)),
        "link_measured": array("B", (MEASURED if link.has_evidence else RETRACTED if link.is_retracted else 0 for link in flat)),
    }  # fmt: skip


def measured_columns(
    findings: Iterable[Finding], records: Records, numbers: Numbers
) -> dict[str, array[int]]:
    """The outcomes that each study measured."""
    pairs = set()
    for finding in findings:
        for iri in (finding.object, finding.measured_by):
            term = records.terms.get(iri) if iri is not None else None
            if term is not None and term.kind == "Outcome" and finding.source in records.studies:
                pairs.add((numbers.sources[finding.source], numbers.nodes[term.iri]))
    ordered = sorted(pairs)
    return {
        "measuring_study": array("i", (study for study, _ in ordered)),
        "measured_outcome": array("i", (outcome for _, outcome in ordered)),
    }
