"""Records as Turtle for people: one block a record, fields in the order of the schema, sorted, no blank nodes.

Read first: `turtle_document`. rdflib's serializer sorts by property name, so a study would open with its country;
a curator reads these files, hence a writer of our own over one table (`stroma.schema`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from enum import StrEnum
from typing import Any, Final

from pyoxigraph import Literal, NamedNode

from stroma import model as m
from stroma.schema import SLOTS, Slot
from stroma.vocabulary import PREFIXES, to_curie, to_iri

_XSD: Final = PREFIXES["xsd"]
_SAFE = re.compile(r"^[A-Za-z_][A-Za-z0-9_]*:[A-Za-z0-9_](?:[A-Za-z0-9_\-.]*[A-Za-z0-9_\-])?$")


def turtle_document(header: Iterable[str], records: Sequence[Any]) -> str:
    """A whole Turtle file: comment lines, the prefixes that are used, a block a record.

    Args:
        header: comment lines without the leading `# `.
        records: Study, Reference, Finding, Article, Claim or Term, in the order to write.
    """
    blocks = [block for record in records for block in _blocks(record)]
    body = "\n\n".join(blocks)
    used = [p for p in PREFIXES if re.search(rf"(?<![A-Za-z0-9_:/\"]){p}:[A-Za-z0-9_]", body)]
    prefixes = "\n".join(f"@prefix {p}: <{PREFIXES[p]}> ." for p in used)
    comment = "\n".join(f"# {line}".rstrip() for line in header)
    return f"{comment}\n\n{prefixes}\n\n{body}\n"


def turtle_iri(iri: str) -> str:
    """An IRI as Turtle writes it: a CURIE where that is safe, else in angle brackets."""
    curie = to_curie(iri)
    return curie if _SAFE.match(curie) else f"<{iri}>"


def turtle_value(slot: Slot, value: Any) -> str:
    """One field value as Turtle."""
    if isinstance(value, StrEnum):
        return f"st:{value.value}"
    if slot.kind in ("term", "record") or (slot.kind == "choice" and slot.choices is None):
        return turtle_iri(str(value))
    if slot.kind == "label":
        return str(Literal(str(value), language="en"))
    if slot.kind in ("integer", "boolean"):
        return str(value).lower()
    if slot.kind == "decimal":
        return f'"{value}"^^xsd:decimal'
    if slot.kind == "date":
        return f'"{value}"^^xsd:date'
    if slot.kind == "url":
        return str(Literal(str(value), datatype=NamedNode(_XSD + "anyURI"))).replace(
            f"<{_XSD}anyURI>", "xsd:anyURI"
        )
    return str(Literal(str(value)))


def _blocks(record: Any) -> Iterator[str]:
    name = type(record).__name__
    type_name = record.kind if name == "Term" else name
    slots = SLOTS[name]
    if isinstance(record, m.Claim):
        slots = tuple(s for s in slots if not s.property.startswith("oa:"))
    lines = [f"{turtle_iri(record.iri)} a st:{type_name}"]
    for slot in slots:
        value = getattr(record, slot.name)
        if value is None or value in ((), "") or (value is False and name != "Finding"):
            continue
        if slot.name == "analysis" and value is m.Analysis.MAIN_COMPARISON:
            continue
        values = value if isinstance(value, tuple) else (value,)
        written = ", ".join(turtle_value(slot, v) for v in values)
        lines.append(f"  {turtle_iri_of_property(slot)} {written}")
    if isinstance(record, m.Claim):
        position = f"<{record.iri}/position>"
        lines.append(f"  oa:hasSelector {position}")
        yield " ;\n".join(lines) + " ."
        yield (
            f"{position} a oa:TextPositionSelector ;\n  oa:start {record.start} ;\n  oa:end {record.end} ."
        )
        return
    yield " ;\n".join(lines) + " ."


def turtle_iri_of_property(slot: Slot) -> str:
    """The property of a slot as Turtle writes it."""
    return turtle_iri(to_iri(slot.property))
