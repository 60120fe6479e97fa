"""In which formats is an answer written?

Read first: `FORMATS` and `write_result`. Everything is streamed: memory does not grow with the answer.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from importlib import import_module
from itertools import chain, islice
from typing import TYPE_CHECKING, Any, BinaryIO, Final

import pyoxigraph as ox

from stroma.errors import InputError
from stroma.queries._rows import WRITERS, boolean_bytes
from stroma.queries.guard import QueryForm
from stroma.vocabulary import PREFIXES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from stroma.queries.engine import QueryResult

__all__ = [
    "FORMATS",
    "GRAPH_FORMATS",
    "PLAIN_TSV",
    "RDF_FORMATS",
    "ROW_FORMATS",
    "Layout",
    "format_for",
    "load_writer",
    "write_result",
]

ROW_FORMATS: Final = ("table", "csv", "tsv", "json", "xml")
GRAPH_FORMATS: Final = ("ttl", "nt", "nq", "trig", "jsonld", "xml")
FORMATS: Final = ("table", "csv", "tsv", "json", "xml", "ttl", "nt", "nq", "trig", "jsonld")

# TSV for people, as `stroma ask` writes it: SPARQL's own has quotes, languages and datatypes around its values.
PLAIN_TSV: Final = "plain-tsv"

RDF_FORMATS: Final = {
    "ttl": ox.RdfFormat.TURTLE,
    "nt": ox.RdfFormat.N_TRIPLES,
    "nq": ox.RdfFormat.N_QUADS,
    "trig": ox.RdfFormat.TRIG,
    "jsonld": ox.RdfFormat.JSON_LD,
    "xml": ox.RdfFormat.RDF_XML,
}
# Prefixes are declared for what the first triples use; later ones are written in full. Bounds the memory.
_N_LOOKED_AT: Final = 10_000


@dataclass(frozen=True, slots=True)
class Layout:
    """How a table is laid out: its width in columns (0: as wide as it is), and whether colour is wanted."""

    width: int = 100
    colour: bool = False
    sums_up: bool = False
    """Whether a sentence or two on the rows stands before them, where all are there and few enough to be looked at."""


def format_for(form: QueryForm, fmt: str | None) -> str:
    """The format for a query of this form.

    Raises:
        InputError: the format cannot hold such an answer; names those that can.

    Example:
        >>> format_for(QueryForm.CONSTRUCT, None)
        'ttl'
    """
    fitting = GRAPH_FORMATS if form.gives_triples else ROW_FORMATS
    if fmt == PLAIN_TSV and not form.gives_triples:
        return fmt
    if fmt is None:
        return "ttl" if form.gives_triples else "table"
    if fmt not in fitting:
        what = "triples" if form.gives_triples else "yes or no" if form is QueryForm.ASK else "rows"
        raise InputError(
            f"{form.value} gives {what}, which {fmt} cannot hold; choose {', '.join(fitting)}"
        )
    return fmt


def load_writer(form: QueryForm, fmt: str | None, layout: Layout | None = None) -> None:
    """Import what `write_result` will need for a format, where another process is to write it.

    Raises:
        InputError: as `format_for`.
    """
    fmt = format_for(form, fmt)
    if fmt == "table":
        import_module("stroma.queries.table")
        if layout is not None and layout.sums_up:
            import_module("stroma.queries.overview")
    elif fmt == "xml" and not form.gives_triples:
        import_module("xml.sax.saxutils")


def write_result(
    result: QueryResult, out: BinaryIO, *, fmt: str | None = None, layout: Layout | None = None
) -> None:
    """Write an answer to a binary file; reads the result to its end."""
    fmt = format_for(result.form, fmt)
    if result.form.gives_triples:
        _write_triples(result.triples(), out, fmt)
    elif result.boolean is not None:
        out.write(boolean_bytes(result.boolean, fmt))
    elif fmt == "table":
        # Imported only for a table: csv and json do without its layout.
        from stroma.queries.table import write_table

        write_table(result, out, layout or Layout())
    else:
        WRITERS[fmt](result.variables, result.rows(), out)


def _write_triples(triples: Iterator[ox.Triple], out: BinaryIO, fmt: str) -> None:
    head = list(islice(triples, _N_LOOKED_AT))
    used = {
        prefix: namespace
        for prefix, namespace in PREFIXES.items()
        if any(iri.startswith(namespace) for iri in _iris(head))
    }
    sink: Any = _OfXml(out) if fmt == "xml" else out
    ox.serialize(chain(head, triples), sink, format=RDF_FORMATS[fmt], prefixes=used)
    if fmt in ("jsonld", "xml"):
        out.write(b"\n")


class _OfXml:
    """Writes U+FFFD for control characters, which no XML 1.0 document may hold and the engine writes as they are."""

    def __init__(self, out: BinaryIO) -> None:
        self._out = out

    def write(self, data: bytes) -> int:
        self._out.write(re.sub(rb"[\x00-\x08\x0b\x0c\x0e-\x1f]", "\ufffd".encode(), data))
        return len(data)

    def flush(self) -> None:
        self._out.flush()


def _iris(triples: Iterable[ox.Triple]) -> set[str]:
    found: set[str] = set()
    for triple in triples:
        for term in (triple.subject, triple.predicate, triple.object):
            if isinstance(term, ox.Literal):
                found.add(term.datatype.value)
            elif isinstance(term, ox.NamedNode):
                found.add(term.value)
    return found
