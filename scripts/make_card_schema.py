"""Write ontology/card.schema.json, the JSON Schema of `stroma show --format json`, from the dataclasses of `stroma.model`.

python scripts/make_card_schema.py
"""

from __future__ import annotations

import json
from dataclasses import MISSING, fields
from decimal import Decimal
from enum import Enum
from types import NoneType
from typing import Any, Final, get_args, get_type_hints

from stroma.cards.serialize import SAID_AS_EDGE, SOURCE_FIELDS
from stroma.data import ontology_dir
from stroma.model import (
    Article,
    Claim,
    Conflict,
    Finding,
    Level,
    Proposition,
    Reference,
    Study,
    Term,
)
from stroma.rendering import NO_ADVICE
from stroma.schema import COUNTS
from stroma.sentences import ASKS_WORDS, LEGEND

RECORDS: Final = (Proposition, Finding, Claim, Conflict)
SUBJECTS: Final = (Term, Study, Reference, Article)


class _Iri:
    """Stands for the type of IRIs, which is text in the model."""


_PLAIN: Final[dict[type, dict[str, Any]]] = {
    str: {"type": "string"},
    int: {"type": "integer"},
    bool: {"type": "boolean"},
    Decimal: {"type": "number"},
    _Iri: {"type": "string", "format": "iri"},
}
# What the JSON adds to the fields of the model, and whether it is always there.
_WORDS: Final = {"type": "string", "minLength": 1}
_LEVEL: Final = {"type": "integer", "minimum": 1, "maximum": len(Level)}
_COUNT: Final = {"type": "integer", "minimum": 0}
_ASKS: Final = {"enum": list(ASKS_WORDS)}
_ADDED: Final[dict[type, dict[str, tuple[dict[str, Any], bool]]]] = {
    Proposition: {
        "stance_in_words": (_WORDS, True),
        "mark": ({"enum": sorted(shown for shown, _ in LEGEND)}, True),
        "asks": (_ASKS, True),
        "level": (_LEVEL, False),
        **dict.fromkeys(COUNTS, (_COUNT, True)),
    },
    Finding: {
        "asks": (_ASKS, True),
        "level": (_LEVEL, False),
    },
}


def schema() -> dict[str, Any]:
    """The schema of a card."""
    words = {"type": "array", "items": {"type": "string"}}
    named = {name: {"$ref": f"#/$defs/{name}"} for name in ("Proposition", "Claim", "Conflict")}
    entry = {
        "lines": {**words, "minItems": 1, "description": "how it reads, its mark first"},
        **{name.lower(): ref for name, ref in named.items()},
        "findings": _list({"$ref": "#/$defs/Finding"}),
    }
    section = {
        "title": _WORDS,
        "left_out": {"type": "integer", "minimum": 0, "description": "entries not shown here"},
        "entries": _list({"$ref": "#/$defs/Entry"}),
    }
    card = {
        "iri": {"type": "string", "format": "iri"},
        "curie": _WORDS,
        "title": _WORDS,
        "kind": _WORDS,
        "facts": _list({**words, "minItems": 2, "maxItems": 2}),
        "record": {
            "anyOf": [{"$ref": f"#/$defs/{of.__name__}"} for of in (*SUBJECTS, Proposition)]
        },
        "sections": _list(_object(section, list(section))),
        "labels": {
            "type": "object",
            "additionalProperties": _WORDS,
            "description": "labels of the terms, predicates and sources in the records",
        },
        "sources": {
            "type": "object",
            "additionalProperties": {"$ref": "#/$defs/Source"},
            "description": "the sources behind the findings, by IRI",
        },
        "note": {"const": NO_ADVICE},
    }
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": "https://w3id.org/stroma/card.schema.json",
        "title": "A card: what is known about one term, study, reference, proposition or article",
        **_object(card, list(card)),
        "$defs": {
            "Entry": _object(entry, ["lines"]),
            "Source": _source(),
            **{of.__name__: _record(of) for of in (*SUBJECTS, *RECORDS)},
        },
    }


def _source() -> dict[str, Any]:
    fields_of = {**_record(Reference)["properties"], **_record(Study)["properties"]}
    kept = {name: form for name, form in fields_of.items() if name in SOURCE_FIELDS}
    return {"description": "A study or reference, in short", **_object(kept, ["slug", "label"])}


def _record(of: Any) -> dict[str, Any]:
    hints, added = get_type_hints(of, localns={"Iri": _Iri}), _ADDED.get(of, {})
    own = [field for field in fields(of) if of is not Proposition or field.name not in SAID_AS_EDGE]
    properties = {field.name: _value(hints[field.name]) for field in own}
    properties |= {name: form for name, (form, _) in added.items()}
    always = [
        field.name
        for field in own
        if field.default is MISSING and NoneType not in get_args(hints[field.name])
        and not str(hints[field.name]).startswith("tuple")
    ]  # fmt: skip
    always += [name for name, (_, is_always) in added.items() if is_always]
    about = str(of.__doc__).splitlines()[0]
    return {"description": about, **_object(properties, always)}


def _value(hint: Any) -> dict[str, Any]:
    kinds = [kind for kind in get_args(hint) if kind not in (NoneType, Ellipsis)]
    kind = kinds[0] if kinds else hint
    if isinstance(kind, type) and issubclass(kind, Enum):
        form: dict[str, Any] = {"enum": [one.value for one in kind]}
    else:
        form = _PLAIN[kind]
    return _list(form) if str(hint).startswith("tuple") else form


def _list(of: dict[str, Any]) -> dict[str, Any]:
    return {"type": "array", "items": of}


def _object(properties: dict[str, Any], required: list[str]) -> dict[str, Any]:
    return {
        "type": "object",
        "properties": properties,
        "required": required,
        "additionalProperties": False,
    }


def text() -> str:
    """The schema as the file holds it."""
    return json.dumps(schema(), ensure_ascii=False, indent=1) + "\n"


if __name__ == "__main__":
    path = ontology_dir() / "card.schema.json"
    path.write_text(text(), encoding="utf-8")
    print(path)
