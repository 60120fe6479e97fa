"""An rdflib store on the evidence graph that nothing changes and that asks no server.

Read first: `ReadOnlyStore` and `ReadOnlyDataset`, which `EvidenceGraph.to_rdflib` puts on it.
"""

from __future__ import annotations

from collections.abc import Generator, Iterator, Mapping
from typing import Any, Final, NoReturn

import rdflib
from oxrdflib import OxigraphStore
from oxrdflib._converter import from_ox, to_ox, to_ox_quad_pattern
from pyoxigraph import DefaultGraph, Literal, NamedNode
from rdflib.graph import DATASET_DEFAULT_GRAPH_ID
from rdflib.namespace import XSD

from stroma.errors import InputError
from stroma.forking import in_engine
from stroma.queries.columns import column_order
from stroma.queries.engine import explained, prepared_text
from stroma.queries.guard import inspect_query

__all__ = ["ReadOnlyDataset", "ReadOnlyStore"]

_READ_ONLY = "this dataset is read-only; copy it first: own = rdflib.Dataset(default_union=True); own.addN(ds.quads())"
_STRING: Final = str(XSD.string)
_NO_COPY: Final = "the quads are shared with the graph; copy them into a Dataset first: own = rdflib.Dataset(default_union=True); own.addN(ds.quads())"


class ReadOnlyStore(OxigraphStore):
    """The quads of an opened pyoxigraph store, without a copy.

    A query is refused where `g.query` refuses it, SERVICE and updates included, so that nothing reaches the network.
    """

    def query(
        self,
        query: Any,
        initNs: Mapping[str, Any],
        initBindings: Mapping[str, Any],
        queryGraph: Any,
        **options: Any,
    ) -> Any:
        """Run a query that is given as text; rows and columns are those of `g.query`.

        Raises:
            QueryRefusedError, QuerySyntaxError: as `g.query`.
            InputError: the query is a prepared one, names graphs with FROM although one graph is asked, or a value to bind is
                a blank node.
            ParameterError: the query has no such variable, or nowhere to bind it.
        """
        if not isinstance(query, str):
            raise InputError(
                "give the query as text; a prepared one runs in rdflib, slowly and open to the network"
            )
        checked = inspect_query(query, prefixes={prefix: str(ns) for prefix, ns in initNs.items()})
        if checked.names_graphs and queryGraph != "__UNION__":
            raise InputError(
                f"FROM chooses other graphs than <{queryGraph}>, which is asked; ask the dataset, or leave FROM out"
            )
        # The engine itself binds only variables that the outermost SELECT names.
        values = {str(name).lstrip("?$"): _bound(value) for name, value in initBindings.items()}
        text = prepared_text(
            self._inner, checked, bindings=values, sees_union=queryGraph == "__UNION__"
        )
        # With the union, or with a graph to ask, the engine ignores FROM.
        asked = "" if checked.names_graphs else queryGraph
        try:
            with in_engine(self._inner):
                result = super().query(text, initNs, {}, asked, **options)
                if result.type == "SELECT":  # read here, and not lazily
                    result.bindings = [
                        {name: _without_string(term) for name, term in row.items()}
                        for row in result.bindings
                    ]
        except SyntaxError as error:
            raise explained(checked, error, is_bound=text is not checked.text) from error
        if result.vars:
            order = column_order(checked, [str(variable) for variable in result.vars])
            result.vars = [result.vars[at] for at in order]
        if result.graph is not None:
            graph = rdflib.Graph()
            for s, p, o in result.graph:
                graph.add((s, p, _without_string(o)))
            result.graph = graph
        return result

    def triples(self, triple_pattern: Any, context: Any = None) -> Iterator[Any]:
        """The triples of a pattern, each with its graph; texts as rdflib's parsers give them, without a datatype."""
        try:
            found = self._inner.quads_for_pattern(*to_ox_quad_pattern(triple_pattern, context))
        except (TypeError, ValueError):  # what cannot stand there, such as a literal as subject
            return iter(())
        graphs: dict[Any, rdflib.Graph] = {}
        return (
            (
                (from_ox(quad.subject), from_ox(quad.predicate), _to_rdflib(quad.object)),
                iter((self._graph_of(quad.graph_name, graphs),)),
            )
            for quad in found
        )

    def _graph_of(self, name: Any, known: dict[Any, rdflib.Graph]) -> rdflib.Graph:
        graph = known.get(name)
        if graph is None:
            identifier: Any = (
                DATASET_DEFAULT_GRAPH_ID if isinstance(name, DefaultGraph) else from_ox(name)
            )
            graph = known[name] = rdflib.Graph(self, identifier)
        return graph

    def contexts(self, triple: Any = None) -> Generator[rdflib.Graph, None, None]:
        """The graphs, each as read-only as the dataset."""
        for graph in super().contexts(triple):
            yield _ReadOnlyGraph(store=self, identifier=graph.identifier)

    def _refuse(self, *_: Any, **__: Any) -> NoReturn:
        raise InputError(_READ_ONLY)

    add = addN = remove = remove_graph = update = _refuse

    def __reduce_ex__(self, protocol: Any) -> NoReturn:
        """Refuse copy, deepcopy and pickle."""
        raise InputError(_NO_COPY)

    def add_graph(self, graph: Any) -> None:
        """Nothing: rdflib calls this when a graph is only looked at."""


class _ReadOnly(rdflib.Graph):
    """Refuses what rdflib would do by itself: its own engine follows SERVICE, LOAD and FROM to the network."""

    def query(self, *args: Any, use_store_provided: bool = True, **options: Any) -> Any:
        """Run a query that is given as text, as `ReadOnlyStore.query` does.

        Raises:
            InputError: rdflib's own engine was asked for.
        """
        if len(args) > 5 or not use_store_provided:
            raise InputError(
                "rdflib's own engine would reach the network; leave use_store_provided out, or copy the dataset: "
                "own = rdflib.Dataset(default_union=True); own.addN(ds.quads())"
            )
        return super().query(*args, **options)

    def __reduce_ex__(self, protocol: Any) -> NoReturn:
        """Refuse copy, deepcopy and pickle."""
        raise InputError(_NO_COPY)

    def update(self, *_: Any, **__: Any) -> NoReturn:
        """Refuse: nothing is changed here."""
        raise InputError(_READ_ONLY)

    def parse(self, *_: Any, **__: Any) -> NoReturn:
        """Refuse, before an address is fetched."""
        raise InputError(_READ_ONLY)


class _ReadOnlyGraph(_ReadOnly):
    """One graph of the dataset."""


class ReadOnlyDataset(_ReadOnly, rdflib.Dataset):
    """All graphs; patterns match their union."""

    def __init__(self, store: ReadOnlyStore) -> None:
        super().__init__(store=store, default_union=True)
        self._default_context = _ReadOnlyGraph(store=store, identifier=DATASET_DEFAULT_GRAPH_ID)

    def get_context(self, identifier: Any, quoted: bool = False, base: str | None = None) -> Any:
        """One graph of the dataset."""
        return _ReadOnlyGraph(self.store, identifier, self.namespace_manager, base)


def _to_rdflib(term: Any) -> Any:
    """A term of the engine; what has the datatype of texts has none in rdflib, where the two would be unequal."""
    if isinstance(term, Literal) and term.language is None and term.datatype.value == _STRING:
        return rdflib.Literal(term.value)
    return from_ox(term)


def _without_string(term: Any) -> Any:
    """A term of rdflib, likewise."""
    is_text = isinstance(term, rdflib.Literal) and term.datatype == XSD.string
    return rdflib.Literal(str(term)) if is_text else term


def _bound(value: Any) -> NamedNode | Literal:
    term = to_ox(value)
    if not isinstance(term, NamedNode | Literal):
        raise InputError(f"a variable takes an IRI or a literal, not {value!r}")
    return term
