"""The evidence as a graph for NetworkX, igraph or SciPy; that of a store on disk is made from its index, not from SPARQL.

Read first: `to_networkx`, which gives what `stroma.projection.to_networkx` gives; then `to_igraph` and `to_scipy` for
graphs that outgrow it. All three take an `EvidenceGraph` or a store. Memory for an edge, nodes apart, measured (docs/benchmarks.md): NetworkX with all attributes
0.88 kB, igraph 0.35 kB with and 0.07 kB without attributes, SciPy 0.02 kB.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING, Any, Final, Literal, cast

from stroma import projection
from stroma.disk.indexing import LEVELS, SEPARATOR, STANCES
from stroma.edge_columns import EdgeColumns, EdgeData, node_rows
from stroma.errors import InputError, install_hint
from stroma.links import KIND_OF
from stroma.model import Level, Proposition, Stance
from stroma.schema import COUNTS
from stroma.selection import Names, Selection, Years, nodes_near
from stroma.store import EvidenceStore
from stroma.vocabulary import Curie, to_curie

if TYPE_CHECKING:
    import igraph
    import networkx as nx
    from scipy.sparse import csr_array

    from stroma.disk.store import DiskStore
    from stroma.graph import EvidenceGraph

__all__ = ["EdgeData", "pagerank", "to_igraph", "to_networkx", "to_scipy"]

_NO_EVIDENCE: Final = STANCES.index(Stance.NO_EVIDENCE)
_TOLD: Final = (
    *("predicate", "asks", "condition", "stance", "level", "clinical"), *COUNTS,
    *("participants", "thin", "weaker_disagrees", "narrower_disagrees", "retracted", "under_concern"),
)  # fmt: skip
"""The attributes of an edge that igraph and NetworkX share."""


@dataclass(frozen=True)
class _Choice:
    """Which nodes and propositions a graph holds."""

    nodes: list[int]
    propositions: list[int]
    middle: int | None = None
    n_left_out: int = 0
    n_undated: int | None = None
    """Sources that fit all but a choice of years, since none is known of them."""


def to_networkx(
    graph: EvidenceGraph | EvidenceStore,
    *,
    around: str | None = None,
    radius: int = 1,
    max_nodes: int | None = None,
    kinds: Names | None = None,
    predicates: Names | None = None,
    stances: Names | None = None,
    best_level: Level | str | int | None = None,
    designs: Names | None = None,
    years: Years | None = None,
    studies: bool = True,
    taxonomy: bool = False,
    unmeasured: bool = False,
    isolates: bool | None = None,
    keys: Literal["curie", "int"] = "curie",
    plain: bool = False,
    reweigh: bool = False,
) -> nx.MultiDiGraph[Any]:
    """The graph as a plain MultiDiGraph; options, nodes, edges and attributes as `stroma.projection.to_networkx` has them.

    Raises:
        InputError: an option is none of the vocabulary, or out of range.
        UnknownTermError: naming the nearest terms.
    """
    selection = Selection.of(
        _predicates(graph),
        around=around, radius=radius, max_nodes=max_nodes, kinds=kinds, predicates=predicates, stances=stances,
        best_level=best_level, designs=designs, years=years, studies=studies, taxonomy=taxonomy,
        unmeasured=unmeasured, isolates=isolates, keys=keys, plain=plain, reweigh=reweigh,
    )  # fmt: skip
    store = _on_disk(graph)
    if (
        store is None or selection.is_reweighed
    ):  # the index holds what was weighed, not what is weighed
        return projection.project(_store_of(graph), selection)
    return _from_index(store, selection)


def _from_index(store: DiskStore, selection: Selection) -> nx.MultiDiGraph[Any]:
    """The graph of a selection, from the index of a store."""
    import networkx as nx

    chosen = _choose(store, selection)
    made: nx.MultiDiGraph[Any] = nx.MultiDiGraph(
        name="Stroma evidence graph", numbers=selection.numbers
    )
    if chosen.n_left_out:
        made.graph["cut"] = chosen.n_left_out
    if chosen.n_undated is not None:
        made.graph["undated"] = chosen.n_undated
    named = _add_terms(made, store, chosen, is_numbered=selection.is_numbered)
    _add_edges(made, store, chosen, named)
    if selection.studies:
        behind = _behind(store, chosen.propositions) if selection.is_filtered else ()
        _add_studies(made, store, named, selection, behind)
    if selection.taxonomy:
        pairs = ((named[a], named[b]) for a, b in _broader(store))
        projection.add_taxonomy(made, (pair for pair in pairs if None not in pair))
    if not selection.isolates:
        middle = named[chosen.middle] if chosen.middle is not None else None
        projection.without_isolates(made, keep=middle)
        if selection.is_numbered:  # without the gaps of what was taken out
            made = cast("nx.MultiDiGraph[Any]", nx.convert_node_labels_to_integers(made))
    return projection.flat(made) if selection.is_plain else made


def _add_terms(
    graph: nx.MultiDiGraph[Any], store: DiskStore, chosen: _Choice, *, is_numbered: bool
) -> list[Any]:
    """Add the chosen terms; returns the name of each node of the index in the graph, None where it is not in."""
    named: list[Any] = [None] * len(store.names.kinds)
    inside = set(chosen.nodes)
    for node, curie, label, kind, synonyms in node_rows(store):
        if node in inside:
            key = named[node] = len(graph) if is_numbered else curie
            texts = tuple(synonyms.split(SEPARATOR)) if synonyms else ()
            graph.add_node(key, label=label, kind=kind, synonyms=texts)
            if is_numbered:
                graph.nodes[key]["curie"] = curie
    return named


def _store_of(graph: EvidenceGraph | EvidenceStore) -> EvidenceStore:
    return graph if isinstance(graph, EvidenceStore) else graph.store


def _chosen_part(
    graph: EvidenceGraph | EvidenceStore, chosen: Selection
) -> EvidenceGraph | EvidenceStore:
    """The graph, or a store in memory of the chosen designs and years alone where they are weighed again."""
    return projection.weighed_again(_store_of(graph), chosen) if chosen.is_reweighed else graph


def _on_disk(graph: EvidenceGraph | EvidenceStore) -> DiskStore | None:
    """The store of a graph where it has an index."""
    from stroma.disk.store import DiskStore

    store = _store_of(graph)
    return store if isinstance(store, DiskStore) else None


def _choose(store: DiskStore, selection: Selection) -> _Choice:
    of_kind = list(store.names.kinds.values())
    kinds = selection.kinds
    nodes = [n for n, kind in enumerate(of_kind) if kind and (kinds is None or kind in kinds)]
    middle, n_left_out = None, 0
    if selection.around is not None:
        middle = store.names.node(store.resolve_term(selection.around))
        assert middle is not None
        wanted_nodes = set(nodes)
        near, n_left_out = nodes_near(
            store.link_graph(), middle, selection, wanted_nodes.__contains__
        )
        nodes = sorted(near)
    inside = bytearray(len(of_kind))
    for node in nodes:
        inside[node] = 1
    predicates, stances = selection.predicates, selection.stances
    wanted = {
        n for n, name in enumerate(_predicates(store)) if predicates is None or name in predicates
    }
    allowed = {
        n
        for n, stance in enumerate(STANCES)
        if (stances is None or stance.value in stances)
        and (selection.unmeasured or n != _NO_EVIDENCE)
    }
    any_level = selection.best_level is None
    worst = selection.best_level or len(LEVELS)
    c = store.columns
    rows = zip(
        c["subject"].tolist(), c["object"].tolist(), c["predicate"].tolist(),
        c["stance"].tolist(), c["level"].tolist(), strict=True,
    )  # fmt: skip
    propositions = [
        number
        for number, (s, o, p, stance, level) in enumerate(rows)
        if inside[s] and inside[o] and p in wanted and stance in allowed
        and (any_level or 0 < level <= worst)
    ]  # fmt: skip
    if (selection.designs, selection.years) == (None, None):
        return _Choice(nodes, propositions, middle, n_left_out)
    n_undated = None
    # The index has 0 for a year that is not known.
    dated = list(store.names.rows("SELECT design, year FROM source ORDER BY id"))
    if selection.years is not None:
        always = selection.at_any_time()
        n_undated = sum(
            1
            for source in _behind(store, propositions)
            if not dated[source][1] and always.has_source(dated[source][0], None)
        )
    fits = [selection.has_source(design, year or None) for design, year in dated]
    first, sources = c["sources_from"], c["sources"]
    propositions = [
        n for n in propositions if any(fits[s] for s in sources[first[n] : first[n + 1]].tolist())
    ]
    return _Choice(nodes, propositions, middle, n_left_out, n_undated)


def _add_edges(
    graph: nx.MultiDiGraph[Any], store: DiskStore, chosen: _Choice, named: Sequence[Any]
) -> None:
    """All edges in one pass over the columns; `add_edge` would copy each dictionary."""
    columns = EdgeColumns(store)
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


def _add_studies(
    graph: nx.MultiDiGraph[Any],
    store: DiskStore,
    named: Sequence[Any],
    chosen: Selection,
    behind: Collection[int],
) -> None:
    nodes = {curie: node for node, curie, *_ in node_rows(store)}
    rows = store.names.rows(
        "SELECT id, iri, label, year, design, n, retracted_on, concern_raised_on, product, disease FROM source "
        "WHERE kind = 'Study' ORDER BY id"
    )
    of_source: dict[int, Any] = {}
    names = ("year", "design", "n", "retracted_on", "concern_raised_on")
    for number, iri, label, *values, product, disease in rows:
        year, design = values[:2]
        if chosen.is_filtered and not (
            number in behind and chosen.has_source(design, year or None)
        ):
            continue
        curie = to_curie(iri)
        key: Any = len(graph) if chosen.is_numbered else curie
        of_source[number] = key
        # The index has 0 and "" for what is not known.
        known = {name: value for name, value in zip(names, values, strict=True) if value}
        graph.add_node(key, label=label, kind="Study", **known)
        if chosen.is_numbered:
            graph.nodes[key]["curie"] = curie
        for predicate, curies in (("gave", product), ("in_disease", disease)):
            for other in filter(None, sorted(curies.split(SEPARATOR))):
                if other in nodes and named[nodes[other]] is not None:
                    _link(graph, key, named[nodes[other]], predicate)
    measured = zip(store.columns["measuring_study"], store.columns["measured_outcome"], strict=True)
    for study, outcome in measured:
        if study in of_source and named[outcome] is not None:
            _link(graph, of_source[study], named[outcome], "measured")


def _behind(store: DiskStore, propositions: Sequence[int]) -> set[int]:
    """Numbers of the sources behind some propositions."""
    first, sources = store.columns["sources_from"], store.columns["sources"]
    return {s for n in propositions for s in sources[first[n] : first[n + 1]].tolist()}


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
    graph: EvidenceGraph | EvidenceStore,
    *,
    attributes: bool = True,
    kinds: Names | None = None,
    predicates: Names | None = None,
    stances: Names | None = None,
    best_level: Level | str | int | None = None,
    designs: Names | None = None,
    years: Years | None = None,
    unmeasured: bool = False,
    reweigh: bool = False,
) -> igraph.Graph:
    """The terms and propositions as a directed igraph graph.

    Vertices have `name` (CURIE), `label`, `kind`; with `attributes` edges have those of `to_networkx`, but for `proposition`,
    `label` and `studies`; `n_sources` says how many studies and references there are, papers on the same people each
    counted. A `level` or `participants` that is not known is None.

    Args:
        kinds, predicates, stances, best_level, designs, years: only propositions with these, as in `to_networkx`; every term
            stays a vertex, also where no proposition of it is left. The numbers of an edge stay those of all its studies:
            `graph["numbers"]` says so.
        reweigh: as in `to_networkx`, numbers of the chosen designs and years alone.
        unmeasured: with propositions that an article claims and no study measured, or retracted ones only (stance `no-evidence`).

    Raises:
        InputError: igraph is not installed, says how; or an option is none of the vocabulary.
    """
    _need("igraph")
    import igraph

    chosen = Selection.of(
        _predicates(graph),
        kinds=kinds, predicates=predicates, stances=stances, best_level=best_level, designs=designs, years=years,
        unmeasured=unmeasured, reweigh=reweigh,
    )  # fmt: skip
    rows = _rows(_chosen_part(graph, chosen), chosen)
    made = igraph.Graph(n=len(rows.nodes), edges=rows.ends, directed=True)
    made["numbers"] = chosen.numbers
    for at, name in enumerate(("name", "label", "kind")):
        made.vs[name] = [node[at] for node in rows.nodes]
    if attributes:
        for name, values in rows.attributes().items():
            made.es[name] = values
    return made


@dataclass(frozen=True)
class _Rows:
    """Terms (CURIE, label, kind), the two ends of each proposition, and on demand the values of its attributes."""

    nodes: list[tuple[str, str, str]]
    ends: list[tuple[int, int]]
    attributes: Callable[[], dict[str, list[Any]]]


def _rows(graph: EvidenceGraph | EvidenceStore, chosen: Selection) -> _Rows:
    """All terms, and the propositions of a selection."""
    store = _on_disk(graph)
    if store is None:
        return _memory_rows(_store_of(graph), chosen)
    if chosen.is_filtered:
        return _disk_rows(store, _choose(store, chosen).propositions)
    stated = enumerate(store.columns["stance"].tolist())
    numbers = [n for n, stance in stated if chosen.unmeasured or stance != _NO_EVIDENCE]
    return _disk_rows(store, numbers)


def _predicates(graph: EvidenceGraph | EvidenceStore) -> Collection[str]:
    """The local names of the predicates; those of an index in the order of their numbers."""
    store = _on_disk(graph)
    if store is None:
        return projection.predicate_names(_store_of(graph))
    return [name for (name,) in store.names.rows("SELECT name FROM predicate ORDER BY id")]


def _stated(store: EvidenceStore, chosen: Selection) -> list[Proposition]:
    """The propositions of a selection, from a store in memory."""
    kinds, terms = chosen.kinds, store.records.terms
    inside = [iri for iri, term in terms.items() if kinds is None or term.kind in kinds]
    return list(projection.chosen_propositions(store, chosen, set(inside)))


def _memory_rows(store: EvidenceStore, chosen: Selection) -> _Rows:
    terms = sorted(store.records.terms.values(), key=lambda term: term.iri)
    numbers = {term.iri: number for number, term in enumerate(terms)}
    stated = _stated(store, chosen)

    def attributes() -> dict[str, list[Any]]:
        edges = [projection.edge_attributes(p) for p in stated]
        values = {name: [edge[name] for edge in edges] for name in _TOLD}
        return {**values, "n_sources": [len(p.sources) for p in stated]}

    return _Rows(
        [(to_curie(term.iri), term.label, term.kind) for term in terms],
        [(numbers[p.subject], numbers[p.object]) for p in stated],
        attributes,
    )


def _disk_rows(store: DiskStore, numbers: Sequence[int]) -> _Rows:
    c = EdgeColumns(store)

    def attributes() -> dict[str, list[Any]]:
        width, conditions = len(COUNTS), [c.condition[n] for n in numbers]
        return {
            "predicate": [c.names[c.predicate[n]] for n in numbers],
            "asks": list(map(c.asks, numbers)),
            "condition": [c.curies[node] if node >= 0 else "" for node in conditions],
            "stance": [c.stances[c.stance[n]] for n in numbers],
            "level": [c.level[n] or None for n in numbers],
            "clinical": [bool(c.clinical[n]) for n in numbers],
            **{
                name: [c.tallies[n * width + at] for n in numbers] for at, name in enumerate(COUNTS)
            },
            "participants": [n if n >= 0 else None for n in (c.participants[n] for n in numbers)],
            "thin": [c.reasons[c.thin[n]] for n in numbers],
            "weaker_disagrees": [bool(c.weaker[n]) for n in numbers],
            "narrower_disagrees": [bool(c.narrower[n]) for n in numbers],
            "retracted": [c.retracted[n] for n in numbers],
            "under_concern": [c.under_concern[n] for n in numbers],
            "n_sources": [c.first[n + 1] - c.first[n] for n in numbers],
        }

    return _Rows(
        [(curie, label, kind) for _, curie, label, kind, _ in node_rows(store)],
        [(c.subject[n], c.object[n]) for n in numbers],
        attributes,
    )


def to_scipy(
    graph: EvidenceGraph | EvidenceStore,
    *,
    weight: Literal["statements", "studies"] = "statements",
    kinds: Names | None = None,
    predicates: Names | None = None,
    stances: Names | None = None,
    best_level: Level | str | int | None = None,
    designs: Names | None = None,
    years: Years | None = None,
    reweigh: bool = False,
) -> tuple[csr_array, list[Curie]]:
    """The terms as a sparse matrix, and the CURIE of each row: entry (s, o) counts what leads from s to o.

    Args:
        weight: count statements with evidence, or the independent human studies behind them: what was seen in animals, dishes and
            references only is no entry then.
        kinds, predicates, stances, best_level, designs, years: only statements with these, as in `to_networkx`; every term
            keeps its row. What `weight="studies"` counts stays all studies of these statements.
        reweigh: as in `to_networkx`, count the studies of the chosen designs and years alone.

    Returns:
        The matrix, square; and the CURIEs in the order of its rows.

    Raises:
        InputError: SciPy is not installed, says how; or the weight is neither, or an option is none of the vocabulary.
    """
    _need("numpy", "scipy")
    import numpy as np
    from scipy.sparse import csr_array

    if weight not in ("statements", "studies"):
        raise InputError(f"unknown weight {weight!r}; one of statements, studies")
    chosen = Selection.of(
        _predicates(graph),
        kinds=kinds, predicates=predicates, stances=stances, best_level=best_level, designs=designs, years=years,
        reweigh=reweigh,
    )  # fmt: skip
    graph = _chosen_part(graph, chosen)
    store = _on_disk(graph)
    if store is not None:
        c = store.columns
        keep: Any = c.numpy("stance") != _NO_EVIDENCE
        if chosen.is_filtered:
            keep = _choose(store, chosen).propositions
        rows, columns = c.numpy("subject")[keep], c.numpy("object")[keep]
        studies = c.numpy("independent")[keep]
        curies = [curie for (curie,) in store.names.rows("SELECT curie FROM node ORDER BY id")]
    else:
        held = _store_of(graph)
        terms = sorted(held.records.terms)
        numbers = {iri: number for number, iri in enumerate(terms)}
        stated = _stated(held, chosen)
        rows = np.array([numbers[p.subject] for p in stated], dtype=np.int32)
        columns = np.array([numbers[p.object] for p in stated], dtype=np.int32)
        studies = np.array([p.independent_studies for p in stated], dtype=np.int32)
        curies = [to_curie(iri) for iri in terms]
    values: Any = studies if weight == "studies" else np.ones(len(rows), dtype=np.int32)
    n = len(curies)
    matrix = csr_array((values, (rows, columns)), shape=(n, n))
    matrix.sum_duplicates()
    matrix.eliminate_zeros()  # else they would be links to whatever counts connected components or neighbours
    return matrix, curies


def _need(*modules: str) -> None:
    """Raise one line where an optional package is not installed."""
    for name in modules:
        try:
            import_module(name)
        except ModuleNotFoundError as error:
            raise InputError(f"this graph needs {name}; {install_hint('scale')}") from error


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
