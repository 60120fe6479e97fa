"""The evidence of a store on disk as a graph for NetworkX, igraph or SciPy, made from its index and not from SPARQL.

Read first: `to_networkx`, whose nodes and edges carry what `stroma.projection.to_networkx` gives them; then `to_igraph` and
`to_scipy` for graphs that outgrow it. Memory for an edge, measured (docs/benchmarks.md): NetworkX with all attributes
about 1.2 kB, igraph 0.25 kB with and 0.07 kB without attributes, SciPy 0.02 kB.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, Literal

from stroma.disk.indexing import LEVELS, SEPARATOR, STANCES, TALLIES, THIN
from stroma.errors import InputError
from stroma.links import KIND_OF
from stroma.model import Stance
from stroma.vocabulary import KINDS, Curie, Iri, local_id, to_curie

if TYPE_CHECKING:
    import igraph
    import networkx as nx
    from scipy.sparse import csr_array

    from stroma.disk.store import DiskStore

__all__ = ["EdgeData", "pagerank", "to_igraph", "to_networkx", "to_scipy"]

# Design groups by name, for filters on the studies behind an edge.
_NO_EVIDENCE: Final = STANCES.index(Stance.NO_EVIDENCE)


class EdgeData:
    """Only a mould: dictionaries of its instances share their keys, which takes a fifth of the memory.

    An edge holds the plain dictionary, never an instance.
    """

    def __init__(
        self, proposition: str, label: str, predicate: str, condition: str, stance: str, level: int,
        clinical: bool, supports: int, disputes: int, inconclusive: int, animal_supports: int,
        animal_disputes: int, animal_inconclusive: int, in_vitro_supports: int, in_vitro_disputes: int,
        in_vitro_inconclusive: int, reference_supports: int, reference_disputes: int,
        reference_inconclusive: int, participants: int, studies: tuple[str, ...], thin: tuple[str, ...],
        weaker_disagrees: bool, narrower_disagrees: bool,
    ) -> None:  # fmt: skip
        self.proposition = proposition
        self.label = label
        self.predicate = predicate
        self.condition = condition
        self.stance = stance
        self.level = level
        self.clinical = clinical
        self.supports = supports
        self.disputes = disputes
        self.inconclusive = inconclusive
        self.animal_supports = animal_supports
        self.animal_disputes = animal_disputes
        self.animal_inconclusive = animal_inconclusive
        self.in_vitro_supports = in_vitro_supports
        self.in_vitro_disputes = in_vitro_disputes
        self.in_vitro_inconclusive = in_vitro_inconclusive
        self.reference_supports = reference_supports
        self.reference_disputes = reference_disputes
        self.reference_inconclusive = reference_inconclusive
        self.participants = participants
        self.studies = studies
        self.thin = thin
        self.weaker_disagrees = weaker_disagrees
        self.narrower_disagrees = narrower_disagrees


@dataclass(frozen=True)
class _Choice:
    """Which nodes and propositions a graph holds."""

    nodes: list[int]
    propositions: list[int]


def to_networkx(
    store: DiskStore,
    *,
    around: str | None = None,
    radius: int = 1,
    max_nodes: int | None = None,
    kinds: Collection[str] | None = None,
    predicates: Collection[str] | None = None,
    stances: Collection[str] | None = None,
    best_level: int | None = None,
    designs: Collection[str] | None = None,
    years: tuple[int, int] | None = None,
    studies: bool = True,
    taxonomy: bool = False,
    unmeasured: bool = False,
    keys: Literal["curie", "int"] = "curie",
) -> nx.MultiDiGraph[Any]:
    """The graph as a plain MultiDiGraph; nodes, edges and their attributes as `stroma.projection.to_networkx` lists them.

    Args:
        around: only the neighbourhood of this term.
        radius: steps of that neighbourhood, 1 to 8.
        max_nodes: keep only so many terms of it, the nearest and best supported; `graph.graph["cut"]` counts the rest.
        kinds, predicates, stances, best_level, studies, taxonomy, unmeasured: as in `stroma.projection.to_networkx`.
        designs: only propositions with a study of one of these designs behind them.
        years: only propositions with a study or reference from these years, both included.
        keys: CURIEs, or integers with the CURIE as attribute `curie`, for faster algorithms.

    Raises:
        InputError: a filter is none of the vocabulary.
        UnknownTermError: naming the nearest terms.
    """
    import networkx as nx

    chosen, n_left_out = _choose(
        store, around=around, radius=radius, max_nodes=max_nodes, kinds=kinds, predicates=predicates,
        stances=stances, best_level=best_level, designs=designs, years=years, unmeasured=unmeasured,
    )  # fmt: skip
    graph: nx.MultiDiGraph[Any] = nx.MultiDiGraph(name="Stroma evidence graph")
    if n_left_out:
        graph.graph["cut"] = n_left_out
    named: list[Any] = [None] * len(store.names.kinds)
    inside = set(chosen.nodes)
    for node, curie, label, kind, synonyms in _node_rows(store):
        if node in inside:
            key = curie if keys == "curie" else node
            named[node] = key
            texts = tuple(synonyms.split(SEPARATOR)) if synonyms else ()
            graph.add_node(key, label=label, kind=kind, synonyms=texts)
            if keys == "int":
                graph.nodes[key]["curie"] = curie
    _add_edges(graph, store, chosen, named)
    if studies and around is None:
        _add_studies(graph, store, named, keys)
    if taxonomy:
        for narrow, wide in _broader(store):
            if named[narrow] is not None and named[wide] is not None:
                graph.add_edge(
                    named[narrow],
                    named[wide],
                    key="broader",
                    predicate="broader",
                    label="is a kind of",
                )
    return graph


def _node_rows(store: DiskStore) -> Iterator[tuple[Any, ...]]:
    return store.names.rows("SELECT id, curie, label, kind, synonyms FROM node ORDER BY id")


def _choose(
    store: DiskStore,
    *,
    around: str | None,
    radius: int,
    max_nodes: int | None,
    kinds: Collection[str] | None,
    predicates: Collection[str] | None,
    stances: Collection[str] | None,
    best_level: int | None,
    designs: Collection[str] | None,
    years: tuple[int, int] | None,
    unmeasured: bool,
) -> tuple[_Choice, int]:
    _check("kind", kinds, KINDS)
    _check("stance", stances, [stance.value for stance in Stance])
    of_kind = list(store.names.kinds.values())
    nodes = [n for n, kind in enumerate(of_kind) if kind and (kinds is None or kind in kinds)]
    n_left_out = 0
    if around is not None:
        near, n_left_out = _near(store, around, radius, max_nodes, set(nodes), unmeasured)
        nodes = sorted(near)
    inside = bytearray(len(of_kind))
    for node in nodes:
        inside[node] = 1
    names = [name for (name,) in store.names.rows("SELECT name FROM predicate ORDER BY id")]
    _check("predicate", predicates, sorted(names))
    wanted = {n for n, name in enumerate(names) if predicates is None or name in predicates}
    allowed = {
        n
        for n, stance in enumerate(STANCES)
        if (stances is None or stance.value in stances) and (unmeasured or n != _NO_EVIDENCE)
    }
    worst = best_level if best_level is not None else len(LEVELS)
    c = store.columns
    rows = zip(
        c["subject"].tolist(), c["object"].tolist(), c["predicate"].tolist(),
        c["stance"].tolist(), c["level"].tolist(), strict=True,
    )  # fmt: skip
    propositions = [
        number
        for number, (s, o, p, stance, level) in enumerate(rows)
        if inside[s] and inside[o] and p in wanted and stance in allowed
        and (best_level is None or 0 < level <= worst)
    ]  # fmt: skip
    if designs is not None or years is not None:
        fits = _fitting_sources(store, designs, years)
        first, sources = c["sources_from"], c["sources"]
        propositions = [
            n
            for n in propositions
            if any(fits[s] for s in sources[first[n] : first[n + 1]].tolist())
        ]
    return _Choice(nodes, propositions), n_left_out


def _near(
    store: DiskStore,
    around: str,
    radius: int,
    max_nodes: int | None,
    inside: set[int],
    claims: bool,
) -> tuple[set[int], int]:
    start = store.names.node(store.resolve_term(around))
    assert start is not None
    near = {start}
    n_left_out = 0
    for reached in store.link_graph().reach(start, radius, taxonomy=False, claims=claims):
        if reached.node not in inside:
            continue
        if max_nodes is not None and len(near) >= max_nodes:
            n_left_out += 1
        else:
            near.add(reached.node)
    return near, n_left_out


def _fitting_sources(
    store: DiskStore, designs: Collection[str] | None, years: tuple[int, int] | None
) -> list[bool]:
    return [
        (designs is None or design in designs) and (years is None or years[0] <= year <= years[1])
        for design, year in store.names.rows("SELECT design, year FROM source ORDER BY id")
    ]


def _add_edges(
    graph: nx.MultiDiGraph[Any], store: DiskStore, chosen: _Choice, named: Sequence[Any]
) -> None:
    """All edges in one pass over the columns; `add_edge` would copy each dictionary."""
    columns = _EdgeColumns(store)
    curies = columns.curies
    chosen_set = set(chosen.propositions) if len(chosen.propositions) < columns.n else None
    succ, pred = graph._succ, graph._pred  # type: ignore[attr-defined]
    for number, (iri, label) in enumerate(
        store.names.rows("SELECT iri, label FROM proposition ORDER BY id")
    ):
        if chosen_set is not None and number not in chosen_set:
            continue
        data = columns.edge(number, iri, label)
        condition = columns.condition[number]
        key = data["predicate"] if condition < 0 else f"{data['predicate']}|{curies[condition]}"
        s, o = named[columns.subject[number]], named[columns.object[number]]
        of_pair = succ[s].get(o)
        if of_pair is None:
            of_pair = succ[s][o] = pred[o][s] = {}
        of_pair[key] = data


class _EdgeColumns:
    """The columns of propositions as lists, and what turns their numbers into words."""

    def __init__(self, store: DiskStore) -> None:
        c = store.columns
        self.subject, self.object = c["subject"].tolist(), c["object"].tolist()
        self.condition, self.predicate = c["condition"].tolist(), c["predicate"].tolist()
        self.stance, self.level = c["stance"].tolist(), c["level"].tolist()
        self.clinical, self.weaker = c["clinical"].tolist(), c["weaker"].tolist()
        self.narrower, self.thin = c["narrower"].tolist(), c["thin"].tolist()
        self.participants = c["participants"].tolist()
        self.tallies = c["tallies"].tolist()
        self.first, self.sources = c["sources_from"].tolist(), c["sources"].tolist()
        self.n = len(self.subject)
        self.curies = [curie for (curie,) in store.names.rows("SELECT curie FROM node ORDER BY id")]
        # Slugs and tuples that many edges share are kept once.
        self.slugs = [
            local_id(iri) for (iri,) in store.names.rows("SELECT iri FROM source ORDER BY id")
        ]
        self.names = [
            name for (name,) in store.names.rows("SELECT name FROM predicate ORDER BY id")
        ]
        self.stances = [stance.value for stance in STANCES]
        self.reasons = [
            tuple(reason.value for bit, reason in enumerate(THIN) if mask >> bit & 1)
            for mask in range(1 << len(THIN))
        ]
        self._groups: dict[tuple[int, ...], tuple[str, ...]] = {}

    def _tallies(self, number: int) -> Any:
        """The twelve counts of a proposition."""
        at = number * len(TALLIES)
        return self.tallies[at : at + len(TALLIES)]

    def edge(self, number: int, iri: Iri, label: str) -> dict[str, Any]:
        """The attributes of one edge, a plain dictionary."""
        of_sources = tuple(self.sources[self.first[number] : self.first[number + 1]])
        studies = self._groups.get(of_sources)
        if studies is None:
            studies = self._groups[of_sources] = tuple(self.slugs[s] for s in of_sources)
        condition = self.condition[number]
        make: Any = EdgeData
        data: dict[str, Any] = make(
            "proposition:" + iri[-16:],
            label,
            self.names[self.predicate[number]],
            self.curies[condition] if condition >= 0 else "",
            self.stances[self.stance[number]],
            self.level[number],
            bool(self.clinical[number]),
            *self._tallies(number),
            max(self.participants[number], 0),
            studies,
            self.reasons[self.thin[number]],
            bool(self.weaker[number]),
            bool(self.narrower[number]),
        ).__dict__
        return data


def _add_studies(
    graph: nx.MultiDiGraph[Any], store: DiskStore, named: Sequence[Any], keys: str
) -> None:
    nodes = {curie: node for node, curie, *_ in _node_rows(store)}
    rows = store.names.rows(
        "SELECT id, iri, label, year, design, n, product, disease FROM source WHERE kind = 'Study' ORDER BY id"
    )
    of_source: dict[int, Any] = {}
    for number, iri, label, year, design, n, product, disease in rows:
        curie = to_curie(iri)
        key: Any = curie if keys == "curie" else len(named) + number
        of_source[number] = key
        graph.add_node(key, label=label, kind="Study", year=year, design=design, n=n)
        if keys == "int":
            graph.nodes[key]["curie"] = curie
        for predicate, curies in (("gave", product), ("in_disease", disease)):
            for other in filter(None, sorted(curies.split(SEPARATOR))):
                if other in nodes and named[nodes[other]] is not None:
                    _link(graph, key, named[nodes[other]], predicate)
    measured = zip(store.columns["measuring_study"], store.columns["measured_outcome"], strict=True)
    for study, outcome in measured:
        if study in of_source and named[outcome] is not None:
            _link(graph, of_source[study], named[outcome], "measured")


def _link(graph: nx.MultiDiGraph[Any], study: Any, other: Any, predicate: str) -> None:
    label = predicate.replace("_", " ")
    graph.add_edge(study, other, key=predicate, predicate=predicate, label=label)


def _broader(store: DiskStore) -> Iterator[tuple[int, int]]:
    c = store.columns
    first, others, roles = c["links_from"], c["link_other"], c["link_role"].tolist()
    for node in range(len(first) - 1):
        for at in range(first[node], first[node + 1]):
            if roles[at] == KIND_OF:
                yield node, others[at]


def to_igraph(
    store: DiskStore, *, attributes: bool = True, unmeasured: bool = False
) -> igraph.Graph:
    """The terms and propositions as a directed igraph graph.

    Vertices have `name` (CURIE), `label`, `kind`; with `attributes` edges have `predicate`, `condition`, `stance`,
    `level`, `supports`, `disputes`, `inconclusive`, `participants`, `studies` (how many).
    """
    import igraph

    chosen, _ = _choose(
        store, around=None, radius=1, max_nodes=None, kinds=None, predicates=None, stances=None,
        best_level=None, designs=None, years=None, unmeasured=unmeasured,
    )  # fmt: skip
    c = _EdgeColumns(store)
    edges = [(c.subject[n], c.object[n]) for n in chosen.propositions]
    graph = igraph.Graph(n=len(c.curies), edges=edges, directed=True)
    rows = list(_node_rows(store))
    graph.vs["name"] = c.curies
    graph.vs["label"] = [label for _, _, label, _, _ in rows]
    graph.vs["kind"] = [kind for _, _, _, kind, _ in rows]
    if attributes:
        numbers, width = chosen.propositions, len(TALLIES)
        graph.es["predicate"] = [c.names[c.predicate[n]] for n in numbers]
        graph.es["condition"] = [
            c.curies[c.condition[n]] if c.condition[n] >= 0 else "" for n in numbers
        ]
        graph.es["stance"] = [c.stances[c.stance[n]] for n in numbers]
        graph.es["level"] = [c.level[n] for n in numbers]
        for at, name in enumerate(("supports", "disputes", "inconclusive")):
            graph.es[name] = [c.tallies[n * width + at] for n in numbers]
        graph.es["participants"] = [max(c.participants[n], 0) for n in numbers]
        graph.es["studies"] = [c.first[n + 1] - c.first[n] for n in numbers]
    return graph


def to_scipy(
    store: DiskStore, *, weight: Literal["statements", "studies"] = "statements"
) -> tuple[csr_array, list[Curie]]:
    """The terms as a sparse matrix, and the CURIE of each row: entry (s, o) counts what leads from s to o.

    Args:
        weight: count statements with evidence, or the independent human studies behind them.

    Returns:
        The matrix, square; and the CURIEs in the order of its rows.
    """
    import numpy as np
    from scipy.sparse import csr_array

    c = store.columns
    keep = c.numpy("stance") != _NO_EVIDENCE
    rows, columns = c.numpy("subject")[keep], c.numpy("object")[keep]
    values: Any = np.ones(len(rows), dtype=np.int32)
    if weight == "studies":
        values = c.numpy("independent")[keep]
    curies = [curie for (curie,) in store.names.rows("SELECT curie FROM node ORDER BY id")]
    n = len(curies)
    matrix = csr_array((values, (rows, columns)), shape=(n, n))
    matrix.sum_duplicates()
    return matrix, curies


def pagerank(statements: Sequence[Collection[int]], n: int) -> dict[int, float]:
    """PageRank in percent, as `stroma.centrality` defines it, with sparse matrices.

    Args:
        statements: the nodes of each statement.
        n: how many nodes there are.
    """
    import numpy as np
    from scipy.sparse import csr_array

    from stroma.centrality import DAMPING, ROUNDS

    pairs = [(a, b) for nodes in statements for a in nodes for b in nodes if a != b]
    if not pairs:
        return {}
    rows, columns = np.array(pairs, dtype=np.int32).T
    weights = csr_array((np.ones(len(rows)), (columns, rows)), shape=(n, n))
    out = np.asarray(weights.sum(axis=0)).ravel()
    active = out > 0
    share = active / active.sum()
    start = (1 - DAMPING) * share
    step = np.divide(DAMPING, out, out=np.zeros(n), where=active)
    for _ in range(ROUNDS):
        share = start + weights @ (share * step)
    return {int(node): float(100 * share[node]) for node in np.flatnonzero(active)}


def _check(what: str, given: Collection[str] | None, known: Collection[str]) -> None:
    for value in given or ():
        if value not in known:
            raise InputError(f"unknown {what} {value!r}; one of {', '.join(known)}")
