"""How is one answer row written for a machine? CSV, TSV, JSON and XML as SPARQL 1.1 defines them.

Read first: `WRITERS`, one function a format; each writes row after row, so that memory stays flat.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, BinaryIO, Final

import pyoxigraph as ox

from stroma.vocabulary import PREFIXES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from stroma.queries.engine import Row, Term

__all__ = ["WRITERS", "boolean_bytes"]

_XSD: Final = PREFIXES["xsd"]
_RESULTS_XML: Final = "http://www.w3.org/2005/sparql-results#"
_ITS: Final = "http://www.w3.org/2005/11/its"
# Characters that no XML 1.0 document may hold, escaped or not.
_NOT_IN_XML: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_XML_HEAD: Final = f'<?xml version="1.0" encoding="UTF-8"?>\n<sparql xmlns="{_RESULTS_XML}">'


def boolean_bytes(value: bool, fmt: str) -> bytes:
    """The answer to ASK; SPARQL defines it for JSON and XML, the rest is one word."""
    word = "true" if value else "false"
    if fmt == "table":
        return b"yes\n" if value else b"no\n"
    if fmt == "json":
        return f'{{"head":{{}},"boolean":{word}}}\n'.encode()
    if fmt == "xml":
        return f"{_XML_HEAD}<head/><boolean>{word}</boolean></sparql>\n".encode()
    return f"{word}\n".encode()


def _write_csv(variables: tuple[str, ...], rows: Iterator[Row], out: BinaryIO) -> None:
    """SPARQL 1.1 CSV: RFC 4180 with CRLF, values without datatype; for machines, so formulas stay as they are."""
    out.write((",".join(map(_csv_cell, variables)) + "\r\n").encode())
    for row in rows:
        cells = ["" if term is None else _csv_cell(_plain(term)) for term in row]
        # A blank line would be no row at all to many readers.
        line = ",".join(cells) if cells != [""] else '""'
        out.write(f"{line}\r\n".encode())


def _csv_cell(text: str) -> str:
    if any(character in text for character in '",\r\n'):
        return '"' + text.replace('"', '""') + '"'
    return text


def _write_tsv(variables: tuple[str, ...], rows: Iterator[Row], out: BinaryIO) -> None:
    """SPARQL 1.1 TSV: terms as in Turtle, so that nothing is lost."""
    out.write(("\t".join(f"?{name}" for name in variables) + "\n").encode())
    for row in rows:
        cells = ("" if term is None else _tsv_cell(term) for term in row)
        out.write(("\t".join(cells) + "\n").encode())


def _tsv_cell(term: Term) -> str:
    if isinstance(term, ox.Literal) and term.datatype.value in (_XSD + "integer", _XSD + "boolean"):
        return term.value
    return str(term).replace("\t", "\\t")


def _write_plain_tsv(variables: tuple[str, ...], rows: Iterator[Row], out: BinaryIO) -> None:
    """Values as in CSV, one tab between them; a tab or line end inside a value becomes a space."""
    out.write(("\t".join(variables) + "\n").encode())
    for row in rows:
        cells = ("" if term is None else re.sub(r"[\t\r\n]+", " ", _plain(term)) for term in row)
        out.write(("\t".join(cells) + "\n").encode())


def _write_json(variables: tuple[str, ...], rows: Iterator[Row], out: BinaryIO) -> None:
    head = json.dumps({"vars": list(variables)}, ensure_ascii=False)
    out.write(f'{{"head":{head},"results":{{"bindings":['.encode())
    comma = ""
    for row in rows:
        pairs = zip(variables, row, strict=True)
        binding = {name: _json_term(term) for name, term in pairs if term is not None}
        line = json.dumps(binding, ensure_ascii=False, separators=(",", ":"))
        out.write(f"{comma}\n{line}".encode())
        comma = ","
    out.write(b"\n]}}\n")


def _json_term(term: Term) -> dict[str, object]:
    if isinstance(term, ox.NamedNode):
        return {"type": "uri", "value": term.value}
    if isinstance(term, ox.BlankNode):
        return {"type": "bnode", "value": term.value}
    if isinstance(term, ox.Triple):
        parts = {
            "subject": _json_term(term.subject),
            "predicate": _json_term(term.predicate),
            "object": _json_term(term.object),
        }
        return {"type": "triple", "value": parts}
    found: dict[str, object] = {"type": "literal", "value": term.value}
    if term.language:
        found["xml:lang"] = term.language
        if term.direction is not None:  # SPARQL 1.2
            found["its:dir"] = str(term.direction)
    elif term.datatype.value != _XSD + "string":
        found["datatype"] = term.datatype.value
    return found


def _write_xml(variables: tuple[str, ...], rows: Iterator[Row], out: BinaryIO) -> None:
    from xml.sax.saxutils import (
        quoteattr,  # brings urllib and ssl with it: 15 ms that other formats need not pay
    )

    head = "".join(f"<variable name={quoteattr(name)}/>" for name in variables)
    out.write(f"{_XML_HEAD}<head>{head}</head><results>".encode())
    for row in rows:
        bindings = "".join(
            f"<binding name={quoteattr(name)}>{_xml_term(term)}</binding>"
            for name, term in zip(variables, row, strict=True)
            if term is not None
        )
        out.write(f"\n<result>{bindings}</result>".encode())
    out.write(b"\n</results></sparql>\n")


def _xml_term(term: Term) -> str:
    if isinstance(term, ox.NamedNode):
        return f"<uri>{_xml_text(term.value)}</uri>"
    if isinstance(term, ox.BlankNode):
        return f"<bnode>{_xml_text(term.value)}</bnode>"
    if isinstance(term, ox.Triple):
        subject, predicate = _xml_term(term.subject), _xml_term(term.predicate)
        parts = f"<subject>{subject}</subject><predicate>{predicate}</predicate>"
        return f"<triple>{parts}<object>{_xml_term(term.object)}</object></triple>"
    from xml.sax.saxutils import quoteattr

    attributes = ""
    if term.language:
        attributes = f" xml:lang={quoteattr(term.language)}"
        if term.direction is not None:  # SPARQL 1.2
            attributes += f' its:dir="{term.direction}" xmlns:its="{_ITS}" its:version="2.0"'
    elif term.datatype.value != _XSD + "string":
        attributes = f" datatype={quoteattr(term.datatype.value)}"
    return f"<literal{attributes}>{_xml_text(term.value)}</literal>"


def _xml_text(text: str) -> str:
    from xml.sax.saxutils import escape

    # A bare carriage return would be read back as a line feed; what XML cannot hold is marked as lost.
    return escape(_NOT_IN_XML.sub("\ufffd", text), {"\r": "&#13;"})


def _plain(term: Term) -> str:
    return term.value if isinstance(term, ox.NamedNode | ox.Literal) else str(term)


WRITERS: Final[dict[str, Callable[[tuple[str, ...], Iterator[Row], BinaryIO], None]]] = {
    "csv": _write_csv,
    "tsv": _write_tsv,
    "plain-tsv": _write_plain_tsv,
    "json": _write_json,
    "xml": _write_xml,
}
