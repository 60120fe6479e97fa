"""A card as JSON has it (schema: ontology/card.schema.json). Read first: `card_to_dict`.

Records keep the field names of `stroma.model`; level and counts have names and form of an edge (`stroma.projection`). What has no value stays out, except a yes or no. Words stand beside values, never instead of them.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields
from decimal import Decimal
from enum import Enum
from typing import TYPE_CHECKING, Any, Final

from stroma.edges import edge_attributes
from stroma.model import Finding, Proposition, Reference, Study
from stroma.rendering import NO_ADVICE
from stroma.schema import COUNTS
from stroma.sentences import mark, stance_words
from stroma.vocabulary import to_curie

if TYPE_CHECKING:
    from stroma.cards.card import Card, Entry, Record, Subject
    from stroma.vocabulary import Iri


SOURCE_FIELDS: Final = frozenset(
    "slug label first_author year journal doi pmid nct other_registration design n_enrolled n_treated primary_endpoint "
    "primary_endpoint_kind primary_endpoint_met published_as retracted_on concern_raised_on notice read_as reference_kind".split()
)
"""Of a study or reference beside the findings of another card."""
SAID_AS_EDGE: Final = frozenset(("best_level", "human", "animal", "in_vitro", "reference"))
"""Fields of a proposition that a card tells under the names of an edge."""
EDGE_NAMES: Final = ("level", *COUNTS, "asks")
"""The attributes of an edge that it tells them by."""


def card_to_dict(card: Card) -> dict[str, Any]:
    """The card for a program: its words as a reader sees them, and the records behind each entry."""
    return {
        "iri": card.iri,
        "curie": to_curie(card.iri),
        "title": card.title,
        "kind": card.kind,
        "facts": [list(fact) for fact in card.facts],
        "record": {} if card.record is None else _record(card.record, card),
        "sections": [
            {
                "title": section.title,
                "left_out": section.left_out,
                "entries": [_entry(entry, card) for entry in section.entries],
            }
            for section in card.sections
        ],
        "labels": dict(sorted(card.labels.items())),
        "sources": {iri: _source(source) for iri, source in sorted(card.sources.items())},
        "note": NO_ADVICE,
    }


def _source(source: Study | Reference) -> dict[str, Any]:
    """What tells one source from another and how far it goes; its own card has the rest."""
    return {name: value for name, value in _fields(source).items() if name in SOURCE_FIELDS}


def iris_of(card: Card) -> list[Iri]:
    """The IRIs in the records of a card, each once."""
    records = [r for s in card.sections for e in s.entries for r in e.records]
    about = [card.record] if card.record is not None else []
    return list(dict.fromkeys(iri for record in (*about, *records) for iri in _iris(record)))


def _iris(record: Any) -> Iterator[Iri]:
    for field in fields(record):
        if "Iri" in str(field.type) and (value := getattr(record, field.name)) is not None:
            yield from value if isinstance(value, tuple) else (value,)


def _entry(entry: Entry, card: Card) -> dict[str, Any]:
    found: dict[str, Any] = {"lines": list(entry.lines)}
    for record in entry.records:
        if isinstance(record, Finding):
            found.setdefault("findings", []).append(_record(record, card))
        else:
            found[type(record).__name__.lower()] = _record(record, card)
    return found


def _record(record: Record | Subject, card: Card) -> dict[str, Any]:
    said = _fields(record)
    if isinstance(record, Proposition):
        said = {name: value for name, value in said.items() if name not in SAID_AS_EDGE}
        edge = edge_attributes(record)
        said |= {name: edge[name] for name in EDGE_NAMES if edge[name] is not None}
        return {**said, "stance_in_words": stance_words(record), "mark": mark(record)}
    if isinstance(record, Finding):
        level = card.levels.get(record.iri)
        said["asks"] = card.asks[record.iri]
        return {**said, **({"level": level.rank} if level is not None else {})}
    return said


def _fields(record: Any) -> dict[str, Any]:
    values = ((field.name, getattr(record, field.name)) for field in fields(record))
    return {name: _plain(value) for name, value in values if value not in (None, "", ())}


def _plain(value: Any) -> Any:
    """A value of the model as JSON has it."""
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    if isinstance(value, tuple):
        return [_plain(one) for one in value]
    return value
