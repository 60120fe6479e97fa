"""An rdflib store on the evidence graph that nothing changes and that asks no server.

Read first: `ReadOnlyStore`; `EvidenceGraph.to_rdflib` puts it into a Dataset.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NoReturn

from oxrdflib import OxigraphStore
from oxrdflib._converter import to_ox
from pyoxigraph import Literal, NamedNode

from stroma.errors import InputError
from stroma.queries.bindings import bind_values
from stroma.queries.guard import inspect_query

__all__ = ["ReadOnlyStore"]


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
        """Run a query that is given as text.

        Raises:
            QueryRefusedError, QuerySyntaxError: as `g.query`.
            InputError: the query is a prepared one, or a value to bind is a blank node.
            ParameterError: the query has no such variable, or nowhere to bind it.
        """
        if not isinstance(query, str):
            raise InputError(
                "give the query as text; a prepared one runs in rdflib, slowly and open to the network"
            )
        checked = inspect_query(query, prefixes={prefix: str(ns) for prefix, ns in initNs.items()})
        if initBindings:
            # The engine itself binds only variables that the outermost SELECT names.
            values = {str(name).lstrip("?$"): _bound(value) for name, value in initBindings.items()}
            query = bind_values(checked, values)
        return super().query(query, initNs, {}, queryGraph, **options)

    def _refuse(self, *_: Any, **__: Any) -> NoReturn:
        raise InputError(
            "this dataset is read-only; copy it first: own = rdflib.Dataset(default_union=True); own.addN(ds.quads())"
        )

    add = addN = remove = remove_graph = update = _refuse

    def add_graph(self, graph: Any) -> None:
        """Nothing: rdflib calls this when a graph is only looked at."""


def _bound(value: Any) -> NamedNode | Literal:
    term = to_ox(value)
    if not isinstance(term, NamedNode | Literal):
        raise InputError(f"a variable takes an IRI or a literal, not {value!r}")
    return term
