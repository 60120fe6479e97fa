"""How does a person's own query reach a server? As it is, with its prefixes declared.

Read first: `RemoteDataset`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pyoxigraph as ox

from stroma.errors import InputError
from stroma.queries.guard import QueryForm, inspect_query
from stroma.remote.client import Endpoint, with_prefixes
from stroma.vocabulary import PREFIXES

if TYPE_CHECKING:
    from stroma.queries.guard import CheckedQuery

__all__ = ["RemoteDataset"]


class _NotAtHandError(InputError, AttributeError):
    """What only a store with quads at hand can do; an AttributeError too, so that `hasattr` says no."""


class RemoteDataset:
    """What the query engine needs of a dataset, answered by a server."""

    def __init__(self, endpoint: Endpoint) -> None:
        self._endpoint = endpoint

    def query(self, text: str, *, use_default_graph_as_union: bool = True, **_: Any) -> Any:
        """Run a query; the answer is that of pyoxigraph."""
        checked = inspect_query(text)
        form, union = checked.form, use_default_graph_as_union
        query = with_prefixes(_without_escapes(checked))
        if form is QueryForm.ASK:
            said = self._endpoint.ask(query, union=union)
            return ox.Store().query(f"ASK {{ FILTER({str(said).lower()}) }}")
        if form is QueryForm.SELECT:
            return self._endpoint.select(query, union=union)
        held = ox.Store()
        held.extend(
            ox.Quad(t.subject, t.predicate, t.object)
            for t in self._endpoint.construct(query, union=union)
        )
        return held.query("CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }")

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_"):
            raise AttributeError(name)
        raise _NotAtHandError(
            f"{self._endpoint.url}: this needs the quads at hand, and a server only answers queries; ask it a query "
            "with CONSTRUCT, or a store of your own"
        )

    def __len__(self) -> int:
        return self._endpoint.count("SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } }")


def _without_escapes(query: CheckedQuery) -> str:
    """The query with names such as graph:study\\/uccelli-2021 written as IRIs: Virtuoso knows no backslash in a name."""
    text, declared = query.text, query.declared
    for token in reversed(query.tokens):
        prefix, _, local = token.text.partition(":")
        if token.kind == "pname" and "\\" in local and prefix not in declared:
            iri = ox.NamedNode(PREFIXES[prefix] + local.replace("\\", ""))
            text = text[: token.start] + str(iri) + text[token.end :]
    return text
