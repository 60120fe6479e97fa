"""Quads of a server by their subjects, many in one request. Read first: `RemoteFetch`."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final, cast

import pyoxigraph as ox

from stroma.remote.client import values, with_prefixes
from stroma.vocabulary import PREFIXES, Iri

if TYPE_CHECKING:
    from pyoxigraph import Quad

    from stroma.remote.client import Endpoint

__all__ = ["RemoteFetch", "batches", "text_of"]

_BATCH: Final = 150


class RemoteFetch:
    """Quads asked for by subject, many at a time."""

    def __init__(self, endpoint: Endpoint) -> None:
        self._endpoint = endpoint

    def about(self, subjects: Collection[Iri]) -> Iterator[Quad]:
        """All quads with these subjects, in graphs of the build."""
        for batch in batches(subjects):
            query = f"SELECT ?s ?p ?o ?g {{ {values('s', batch)} GRAPH ?g {{ ?s ?p ?o }} }}"
            for row in self._endpoint.rows(query):
                s, p, o, g = row["s"], row["p"], row["o"], row["g"]
                if isinstance(g, ox.NamedNode) and self._is_ours(g.value):
                    yield ox.Quad(cast("Any", s), cast("Any", p), cast("Any", o), g)

    def _is_ours(self, graph: Iri) -> bool:
        return graph.startswith(PREFIXES["graph"]) or graph in self._named_by_files

    @cached_property
    def _named_by_files(self) -> frozenset[Iri]:
        """The graphs that a person's files name in their own way, as the build wrote them down."""
        build = ox.NamedNode(PREFIXES["graph"] + "derived/build")
        query = with_prefixes(
            f"SELECT DISTINCT ?g {{ GRAPH graph:provenance {{ {build} prov:used ?g }} "
            f"FILTER(!STRSTARTS(STR(?g), {ox.Literal(PREFIXES['graph'])})) }}"
        )
        return frozenset(text_of(row["g"]) for row in self._endpoint.paged(query, "g"))

    def pointing(self, property_: Iri, objects: Collection[Iri]) -> Iterator[tuple[Iri, Iri]]:
        """(subject, object) of all quads with this property and one of these objects."""
        p = ox.NamedNode(property_)
        for batch in batches(objects):
            query = f"SELECT DISTINCT ?s ?o {{ {values('o', batch)} ?s {p} ?o }}"
            for row in self._endpoint.rows(query):
                yield text_of(row["s"]), text_of(row["o"])


def batches(iris: Collection[Iri]) -> Iterator[Sequence[Iri]]:
    """IRIs in order, as many at a time as fit one request."""
    ordered = sorted(set(iris))
    for at in range(0, len(ordered), _BATCH):
        yield ordered[at : at + _BATCH]


def text_of(value: Any) -> str:
    """The IRI, or the characters of a literal, in a cell of an answer."""
    return str(value.value)
