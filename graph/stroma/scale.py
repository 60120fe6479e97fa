"""The evidence as a graph for igraph or SciPy, where it outgrows NetworkX.

Read first: `to_igraph` and `to_scipy`. Memory for an edge, nodes apart, measured (docs/benchmarks.md): NetworkX with all attributes
0.88 kB, igraph 0.35 kB with and 0.07 kB without attributes, SciPy 0.02 kB.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any, Literal, Unpack

from stroma.edition import edition_of
from stroma.errors import InputError, install_hint
from stroma.graph_columns import NO_EVIDENCE, GraphColumns, columns_of
from stroma.projection import weighed_again
from stroma.selection import Filters, Selection

if TYPE_CHECKING:
    import igraph
    from scipy.sparse import csr_array

    from stroma.store import EvidenceStore
    from stroma.vocabulary import Curie

__all__ = ["to_igraph", "to_scipy"]


def to_igraph(
    store: EvidenceStore, *, attributes: bool = True, **filters: Unpack[Filters]
) -> igraph.Graph:
    """The terms and propositions as a directed igraph graph, as `stroma.libraries.LibraryGraphs.to_igraph` describes it.

    Raises:
        InputError: igraph is not installed, says how; or a filter is none of the vocabulary.
    """
    _need("igraph")
    import igraph

    columns, chosen = _chosen(store, filters)
    numbers = columns.choose(chosen).propositions
    subject, object_ = columns.lists("subject", "object")
    ends = [(subject[n], object_[n]) for n in numbers]
    graph = igraph.Graph(n=len(columns.nodes), edges=ends, directed=True)
    for name, value in edition_of(store).attributes.items():
        graph[name] = value
    graph["chosen"], graph["numbers"] = chosen.in_words, chosen.numbers
    graph.vs["name"] = columns.curies
    for name in ("label", "kind"):
        graph.vs[name] = [getattr(node, name) for node in columns.nodes]
    if attributes:
        for name, values in columns.attributes(numbers).items():
            graph.es[name] = values
    return graph


def to_scipy(
    store: EvidenceStore,
    *,
    weight: Literal["statements", "studies"] = "statements",
    **filters: Unpack[Filters],
) -> tuple[csr_array, list[Curie]]:
    """The terms as a sparse matrix and the CURIE of each row, as `stroma.libraries.LibraryGraphs.to_scipy` describes them.

    Raises:
        InputError: SciPy is not installed, says how; or the weight is neither, or a filter is none of the vocabulary.
    """
    _need("numpy", "scipy")
    import numpy as np
    from scipy.sparse import csr_array

    if weight not in ("statements", "studies"):
        raise InputError(f"unknown weight {weight!r}; one of statements, studies")
    columns, chosen = _chosen(store, filters)
    subject, object_, stance, studies = (
        np.asarray(columns.columns[name]) for name in ("subject", "object", "stance", "independent")
    )
    is_whole = not chosen.is_filtered and not chosen.unmeasured
    keep: Any = stance != NO_EVIDENCE if is_whole else columns.choose(chosen).propositions
    rows, values = subject[keep], studies[keep]
    if weight == "statements":
        values = np.ones(len(rows), dtype=np.int32)
    n = len(columns.curies)
    matrix = csr_array((values, (rows, object_[keep])), shape=(n, n))
    matrix.sum_duplicates()
    matrix.eliminate_zeros()  # else they would be links to whatever counts connected components or neighbours
    return matrix, columns.curies


def _chosen(store: EvidenceStore, filters: Filters) -> tuple[GraphColumns, Selection]:
    """The columns of the propositions that filters choose from, and the filters as they were understood."""
    columns = columns_of(store)
    chosen = Selection.of(columns.predicates, **filters)
    return columns_of(weighed_again(store, chosen)) if chosen.is_reweighed else columns, chosen


def _need(*modules: str) -> None:
    """Raise one line where an optional package is not installed."""
    for name in modules:
        try:
            import_module(name)
        except ModuleNotFoundError as error:
            raise InputError(f"this graph needs {name}; {install_hint('scale')}") from error
