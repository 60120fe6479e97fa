"""What is this endpoint, and what can it do? Its SPARQL 1.1 Service Description. Read first: `description`."""

from __future__ import annotations

from typing import Final

import pyoxigraph as ox

from stroma.queries.formats import RDF_FORMATS
from stroma.vocabulary import RDF_TYPE

_SD: Final = "http://www.w3.org/ns/sparql-service-description#"
_FORMATS: Final = "http://www.w3.org/ns/formats/"
_RESULTS: Final = (
    *(f"SPARQL_Results_{name}" for name in ("JSON", "XML", "CSV", "TSV")),
    *("Turtle", "N-Triples", "N-Quads", "TriG", "RDF_XML", "JSON-LD"),
)


def description(endpoint: str, fmt: str) -> bytes:
    """What this endpoint is and can do (https://www.w3.org/TR/sparql11-service-description/).

    Args:
        endpoint: its address.
        fmt: a format for triples of `stroma.queries.formats`.
    """
    me, graphs = ox.NamedNode(endpoint), ox.BlankNode()

    def sd(name: str) -> ox.NamedNode:
        return ox.NamedNode(_SD + name)

    a = ox.NamedNode(RDF_TYPE)
    triples = [
        ox.Triple(me, a, sd("Service")),
        ox.Triple(me, sd("endpoint"), me),
        ox.Triple(me, sd("supportedLanguage"), sd("SPARQL11Query")),
        ox.Triple(me, sd("feature"), sd("UnionDefaultGraph")),
        ox.Triple(me, sd("defaultDataset"), graphs),
        ox.Triple(graphs, a, sd("Dataset")),
        *(ox.Triple(me, sd("resultFormat"), ox.NamedNode(_FORMATS + name)) for name in _RESULTS),
    ]
    made = ox.serialize(triples, format=RDF_FORMATS[fmt], prefixes={"sd": _SD})
    return made or b""
