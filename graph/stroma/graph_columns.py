"""What is a graph made of? Terms, sources and propositions by number: columns of an index, or those that an index would hold.

Read first: `columns_of`, and `GraphColumns`, from which NetworkX, igraph and SciPy get their graphs.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, make_dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from stroma.disk.indexing import (
    LEVELS,
    SEPARATOR,
    STANCES,
    THIN,
    Numbers,
    measured_columns,
    node_rows,
    proposition_columns,
    source_rows,
)
from stroma.disk.store import DiskStore
from stroma.edges import EDGE_ATTRIBUTES
from stroma.links import KIND_OF
from stroma.model import Stance
from stroma.schema import COUNTS
from stroma.selection import nodes_near
from stroma.sentences import asks_word
from stroma.vocabulary import Curie, Iri, local_id

if TYPE_CHECKING:
    from array import array

    from stroma.disk.columns import Columns
    from stroma.selection import Selection
    from stroma.store import EvidenceStore

__all__ = ["NO_EVIDENCE", "Choice", "GraphColumns", "NodeRow", "SourceRow", "columns_of"]

NO_EVIDENCE: Final = STANCES.index(Stance.NO_EVIDENCE)
EdgeData: Final[Any] = make_dataclass("EdgeData", EDGE_ATTRIBUTES)
"""Only a mould: dictionaries of its instances share their keys, which takes a fifth of the memory.

An edge holds the plain dictionary, never an instance.
"""


class NodeRow(NamedTuple):
    """A term; what propositions name and no record describes has no kind."""

    curie: Curie
    label: str
    kind: str
    synonyms: tuple[str, ...]


class SourceRow(NamedTuple):
    """A study or reference; 0 and "" where a value is not known."""

    iri: Iri
    label: str
    kind: str
    year: int
    design: str
    n: int
    product: tuple[Curie, ...]
    disease: tuple[Curie, ...]
    retracted_on: str
    concern_raised_on: str


@dataclass(frozen=True)
class Choice:
    """Which nodes and propositions a graph holds."""

    nodes: list[int]
    propositions: list[int]
    middle: int | None = None
    n_left_out: int = 0
    n_undated: int | None = None
    """Sources that fit all but a choice of years, since none is known of them."""


class GraphColumns(ABC):
    """Terms, sources and predicates numbered by their IRIs, and propositions, with what turns their numbers into words."""

    columns: Mapping[str, array[int]] | Columns
    """As `stroma.disk.indexing` writes them."""

    def __init__(self, store: EvidenceStore) -> None:
        self.store = store

    @property
    @abstractmethod
    def nodes(self) -> Sequence[NodeRow]:
        """The terms."""

    @property
    @abstractmethod
    def kinds(self) -> Sequence[str]:
        """The kind of each node, "" where no record describes it."""

    @property
    @abstractmethod
    def curies(self) -> list[Curie]:
        """The CURIE of each node."""

    @property
    @abstractmethod
    def predicates(self) -> Sequence[str]:
        """The local names of the predicates."""

    @property
    @abstractmethod
    def sources(self) -> Sequence[SourceRow]:
        """The studies and references."""

    @property
    @abstractmethod
    def source_iris(self) -> Iterable[Iri]:
        """The IRI of each study and reference."""

    @abstractmethod
    def propositions(self) -> Iterable[tuple[Iri, str]]:
        """IRI and label of each proposition."""

    @abstractmethod
    def broader(self) -> Iterator[tuple[int, int]]:
        """Pairs of a term and the next wider one."""

    def lists(self, *names: str) -> Iterator[list[int]]:
        """Whole columns as lists."""
        return (self.columns[name].tolist() for name in names)

    def choose(self, selection: Selection) -> Choice:
        """What a selection leaves."""
        of_kind, kinds = self.kinds, selection.kinds
        nodes = [n for n, kind in enumerate(of_kind) if kind and (kinds is None or kind in kinds)]
        middle, n_left_out = None, 0
        if selection.around is not None:
            # A link graph numbers nodes as an index does.
            links = self.store.link_graph()
            middle = links.node(self.store.resolve_term(selection.around))
            assert middle is not None
            near, n_left_out = nodes_near(links, middle, selection, set(nodes).__contains__)
            nodes = sorted(near)
        inside = bytearray(len(of_kind))
        for node in nodes:
            inside[node] = 1
        predicates, stances = selection.predicates, selection.stances
        wanted = {
            n for n, name in enumerate(self.predicates) if predicates is None or name in predicates
        }
        allowed = {
            n
            for n, stance in enumerate(STANCES)
            if (stances is None or stance.value in stances)
            and (selection.unmeasured or n != NO_EVIDENCE)
        }
        any_level = selection.best_level is None
        worst = selection.best_level or len(LEVELS)
        rows = zip(*self.lists("subject", "object", "predicate", "stance", "level"), strict=True)
        propositions = [
            number
            for number, (s, o, p, stance, level) in enumerate(rows)
            if inside[s] and inside[o] and p in wanted and stance in allowed
            and (any_level or 0 < level <= worst)
        ]  # fmt: skip
        if (selection.designs, selection.years) == (None, None):
            return Choice(nodes, propositions, middle, n_left_out)
        n_undated = None
        if selection.years is not None:
            always = selection.at_any_time()
            undated = (self.sources[number] for number in self.behind(propositions))
            n_undated = sum(not s.year and always.has_source(s.design, None) for s in undated)
        fits = [selection.has_source(source.design, source.year or None) for source in self.sources]
        first, sources = self.columns["sources_from"], self.columns["sources"]
        propositions = [
            n for n in propositions if any(fits[s] for s in sources[first[n] : first[n + 1]])
        ]
        return Choice(nodes, propositions, middle, n_left_out, n_undated)

    def behind(self, propositions: Sequence[int]) -> set[int]:
        """Numbers of the sources behind some propositions."""
        first, sources = self.columns["sources_from"], self.columns["sources"]
        return {s for n in propositions for s in sources[first[n] : first[n + 1]]}

    @cached_property
    def _asks(self) -> list[list[str]]:
        """What each relation asks, of what is not clinical and of what is."""
        return [
            [asks_word(name, clinical=clinical) for name in self.predicates]
            for clinical in (False, True)
        ]

    def edges(
        self, propositions: Collection[int]
    ) -> Iterator[tuple[int, int, str, dict[str, Any]]]:
        """Subject, object, key and attributes of the edges of some propositions, in order of their numbers."""
        subject, object_, condition, predicate = self.lists("subject", "object", "condition", "predicate")  # fmt: skip
        stance, level, clinical, thin = self.lists("stance", "level", "clinical", "thin")
        weaker, narrower, retracted, under_concern = self.lists("weaker", "narrower", "retracted", "under_concern")  # fmt: skip
        participants, tallies = self.lists("participants", "tallies")
        first, sources = self.lists("sources_from", "sources")
        width, curies, names, asks = len(COUNTS), self.curies, self.predicates, self._asks
        # Slugs and tuples that many edges share are kept once.
        slugs = list(map(local_id, self.source_iris))
        groups: dict[tuple[int, ...], tuple[str, ...]] = {}
        chosen = set(propositions) if len(propositions) < len(subject) else None
        for n, (iri, label) in enumerate(self.propositions()):
            if chosen is not None and n not in chosen:
                continue
            of_sources = tuple(sources[first[n] : first[n + 1]])
            studies = groups.get(of_sources)
            if studies is None:
                studies = groups[of_sources] = tuple(slugs[s] for s in of_sources)
            name, where = names[predicate[n]], condition[n]
            data: dict[str, Any] = EdgeData(
                "proposition:" + iri[-16:],
                label,
                name,
                asks[clinical[n]][predicate[n]],
                curies[where] if where >= 0 else "",
                _STANCES[stance[n]],
                level[n],
                bool(clinical[n]),
                *tallies[n * width : (n + 1) * width],
                participants[n],
                studies,
                _REASONS[thin[n]],
                bool(weaker[n]),
                bool(narrower[n]),
                retracted[n],
                under_concern[n],
            ).__dict__
            if participants[n] < 0:
                del data["participants"]
            if level[n] == 0:
                del data["level"]
            yield subject[n], object_[n], name if where < 0 else f"{name}|{curies[where]}", data

    def attributes(self, propositions: Sequence[int]) -> dict[str, list[Any]]:
        """Of some propositions the attributes of their edges, without `proposition`, `label` and `studies`; None where a value is not known."""
        width, names, asks = len(COUNTS), self.predicates, self._asks
        predicate, clinical, tallies, first = self.lists("predicate", "clinical", "tallies", "sources_from")  # fmt: skip

        def values(column: str) -> Iterator[int]:
            of_all = self.columns[column].tolist()
            return (of_all[n] for n in propositions)

        return {
            "predicate": [names[predicate[n]] for n in propositions],
            "asks": [asks[clinical[n]][predicate[n]] for n in propositions],
            "condition": [self.curies[n] if n >= 0 else "" for n in values("condition")],
            "stance": [_STANCES[n] for n in values("stance")],
            "level": [n or None for n in values("level")],
            "clinical": [bool(clinical[n]) for n in propositions],
            **{name: [tallies[n * width + at] for n in propositions] for at, name in enumerate(COUNTS)},
            "participants": [n if n >= 0 else None for n in values("participants")],
            "thin": [_REASONS[n] for n in values("thin")],
            "weaker_disagrees": [bool(n) for n in values("weaker")],
            "narrower_disagrees": [bool(n) for n in values("narrower")],
            "retracted": list(values("retracted")),
            "under_concern": list(values("under_concern")),
            "n_sources": [first[n + 1] - first[n] for n in propositions],
        }  # fmt: skip


_STANCES: Final = tuple(stance.value for stance in STANCES)
_REASONS: Final = tuple(
    tuple(reason.value for bit, reason in enumerate(THIN) if mask >> bit & 1)
    for mask in range(1 << len(THIN))
)


class _IndexColumns(GraphColumns):
    """The index of a store on disk; read when it is asked for."""

    store: DiskStore

    def __init__(self, store: DiskStore) -> None:
        super().__init__(store)
        self.columns = store.columns

    @cached_property
    def nodes(self) -> Sequence[NodeRow]:
        rows = self.store.names.rows("SELECT curie, label, kind, synonyms FROM node ORDER BY id")
        return [NodeRow(curie, label, kind, _parts(names)) for curie, label, kind, names in rows]

    @property
    def kinds(self) -> Sequence[str]:
        return list(self.store.names.kinds.values())

    @cached_property
    def curies(self) -> list[Curie]:
        if "nodes" in self.__dict__:
            return [node.curie for node in self.nodes]
        return self._one_column("SELECT curie FROM node ORDER BY id")

    @cached_property
    def predicates(self) -> Sequence[str]:
        return self._one_column("SELECT name FROM predicate ORDER BY id")

    def _one_column(self, sql: str) -> list[str]:
        return [value for (value,) in self.store.names.rows(sql)]

    @cached_property
    def sources(self) -> Sequence[SourceRow]:
        rows = self.store.names.rows(
            f"SELECT {', '.join(SourceRow._fields)} FROM source ORDER BY id"
        )
        return [_source(*row) for row in rows]

    @property
    def source_iris(self) -> Iterable[Iri]:
        return self._one_column("SELECT iri FROM source ORDER BY id")

    def propositions(self) -> Iterable[tuple[Iri, str]]:
        rows: Any = self.store.names.rows("SELECT iri, label FROM proposition ORDER BY id")
        return rows  # type: ignore[no-any-return]

    def broader(self) -> Iterator[tuple[int, int]]:
        first, others, roles = self.lists("links_from", "link_other", "link_role")
        for node in range(len(first) - 1):
            for at in range(first[node], first[node + 1]):
                if roles[at] == KIND_OF:
                    yield node, others[at]


class _MemoryColumns(GraphColumns):
    """What an index of the records and propositions of a store would hold."""

    def __init__(self, store: EvidenceStore) -> None:
        super().__init__(store)
        records, self._propositions = store.records, list(store.propositions.values())
        self._numbers = numbers = Numbers.of(records, self._propositions)
        self.columns = {
            **proposition_columns(self._propositions, numbers),
            **measured_columns(store.findings.values(), records, numbers),
        }

    @cached_property
    def nodes(self) -> Sequence[NodeRow]:
        rows = node_rows(self.store.records, self._numbers)
        return [
            NodeRow(curie, label, kind, _parts(names)) for _, curie, kind, label, _, names in rows
        ]

    @property
    def kinds(self) -> Sequence[str]:
        return [node.kind for node in self.nodes]

    @cached_property
    def curies(self) -> list[Curie]:
        return [node.curie for node in self.nodes]

    @cached_property
    def predicates(self) -> Sequence[str]:
        return [local_id(iri) for iri in self._numbers.predicates]

    @cached_property
    def sources(self) -> Sequence[SourceRow]:
        rows = source_rows(self.store.records, self._numbers)
        return [_source(iri, *row) for iri, _, *row in rows]

    @property
    def source_iris(self) -> Iterable[Iri]:
        return self._numbers.sources

    def propositions(self) -> Iterable[tuple[Iri, str]]:
        return ((p.iri, p.label) for p in self._propositions)

    def broader(self) -> Iterator[tuple[int, int]]:
        nodes = self._numbers.nodes
        for term in self.store.records.terms.values():
            for wider in term.broader:
                if wider in nodes:
                    yield nodes[term.iri], nodes[wider]


def _source(*row: Any) -> SourceRow:
    n = SourceRow._fields.index("product")
    return SourceRow._make((*row[:n], _parts(row[n]), _parts(row[n + 1]), *row[n + 2 :]))


def _parts(joined: Any) -> tuple[str, ...]:
    return tuple(joined.split(SEPARATOR)) if joined else ()


def columns_of(store: EvidenceStore) -> GraphColumns:
    """The columns of a store on disk, or those that are made of a store in memory or on a server."""
    return _IndexColumns(store) if isinstance(store, DiskStore) else _MemoryColumns(store)
