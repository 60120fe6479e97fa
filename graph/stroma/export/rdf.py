"""RDF: every graph with its source, or one graph as a curator writes it. Read first: `rdf_writer` and `turtle`."""

from __future__ import annotations

import re
from collections.abc import Callable
from contextlib import suppress
from typing import TYPE_CHECKING, Any, Final

from stroma.edition import edition_of
from stroma.errors import InputError
from stroma.vocabulary import (
    BASE,
    DERIVED_GRAPH,
    PREFIXES,
    PROVENANCE_GRAPH,
    VOCABULARY_GRAPH,
    Iri,
    to_iri,
)

if TYPE_CHECKING:
    from stroma.store import EvidenceStore

__all__ = ["graph_iri", "rdf_writer", "turtle"]

# Graphs that every build writes or brings along.
_ADDED: Final = frozenset({DERIVED_GRAPH, PROVENANCE_GRAPH, VOCABULARY_GRAPH})
_WITH_COMMENTS: Final = ("TRIG", "N_QUADS", "TURTLE")


def graph_iri(store: EvidenceStore, name: str) -> Iri:
    """The graph that a person names: `study/uccelli-2021`, a CURIE or IRI of it, or of the source that it holds.

    Raises:
        InputError: there is none; naming the nearest.
    """
    from pyoxigraph import NamedNode

    own = PREFIXES["graph"]
    written = name.strip("<> ").replace("\\", "")  # as SPARQL escapes the slash of a name
    with suppress(InputError):  # a prefix that is none
        written = to_iri(written)
    for iri in (written, own + written, own + written.removeprefix(BASE)):
        with suppress(ValueError):  # no IRI
            if iri.startswith("http") and store.dataset.contains_named_graph(NamedNode(iri)):
                return iri
    from difflib import get_close_matches

    held = [str(graph.value) for graph in store.dataset.named_graphs()]
    short = [iri.removeprefix(own) for iri in held]
    near = get_close_matches(
        written.removeprefix(own).removeprefix(BASE).casefold(), short, n=3, cutoff=0.75
    )
    hint = f"did you mean {', '.join(near)}? " if near else ""
    raise InputError(
        f"no graph {name!r}; {hint}`stroma query 'SELECT DISTINCT ?g {{ GRAPH ?g {{ ?s ?p ?o }} }}'` lists them"
    )


def rdf_writer(
    name: str, *, stated: bool = False
) -> Callable[[EvidenceStore, Iri | None], dict[str, bytes]]:
    def write(store: EvidenceStore, graph: Iri | None) -> dict[str, bytes]:
        import pyoxigraph as ox

        rdf_format = getattr(ox.RdfFormat, name)
        if graph is None and not rdf_format.supports_datasets:
            raise InputError(
                f"{rdf_format.name} holds one graph and would lose which source says what; choose --graph NAME, or trig"
            )
        node = ox.NamedNode(graph) if graph is not None else None
        # Sorted, so that the same data give the same bytes.
        quads = sorted(store.dataset.quads_for_pattern(None, None, None, node), key=str)
        if stated:
            quads = [q for q in quads if getattr(q.graph_name, "value", "") not in _ADDED]
        things: list[Any] = (
            [q.triple for q in quads]
            if node is not None and not rdf_format.supports_datasets
            else list(quads)
        )
        out = ox.serialize(
            things, format=rdf_format, prefixes=None if name == "N_QUADS" else dict(PREFIXES)
        )
        assert out is not None
        return {"": _comment(store, name) + out}

    return write


def _comment(store: EvidenceStore, name: str) -> bytes:
    """A line on version and evidence, where the format has comments; in JSON-LD and XML `graph:provenance` alone says it."""
    return (
        f"# Exported from {edition_of(store).in_words}\n".encode()
        if name in _WITH_COMMENTS
        else b""
    )


def turtle(store: EvidenceStore, graph: Iri | None) -> dict[str, bytes]:
    """One graph as a curator writes it, if that says all of it; else as the engine writes it."""
    import pyoxigraph as ox

    if graph is not None and (text := _as_curated(store, graph)) is not None:
        node = ox.NamedNode(graph)
        held = {quad.triple for quad in store.dataset.quads_for_pattern(None, None, None, node)}
        if {quad.triple for quad in ox.parse(text, format=ox.RdfFormat.TURTLE)} == held:
            return {"": text}
    return rdf_writer("TURTLE")(store, graph)


def _as_curated(store: EvidenceStore, graph: Iri) -> bytes | None:
    from stroma.sources.turtle import turtle_document

    records = store.records
    heads = (records.studies, records.references, records.articles)
    head = [one for of in heads for one in of.values() if one.graph == graph]
    parts = [
        one for of in (store.findings, records.claims) for one in of.values() if one.graph == graph
    ]
    if len(head) != 1:
        return None
    parts.sort(key=lambda one: [int(t) if t.isdigit() else t for t in re.split(r"(\d+)", one.iri)])
    header = [
        f"{head[0].label}.",
        f"Graph {graph.removeprefix(PREFIXES['graph'])}.",
        f"Exported from {edition_of(store).in_words}.",
    ]
    return turtle_document(header, [*head, *parts]).encode()
