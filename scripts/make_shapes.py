"""Write the part of ontology/shapes.ttl that follows from the table of fields (`stroma.schema`).

    python scripts/make_shapes.py [SHAPES_FILE]

What stands above the marker line is written by hand and kept; what stands below it is written again.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from pyoxigraph import Literal

from stroma.data import ontology_dir
from stroma.identifiers import FORMS
from stroma.literals import EXPECTED, MAX_HEDGE_WORDS
from stroma.schema import SLOTS, Slot, kinds_of, slots_of
from stroma.vocabulary import KINDS

MARKER: Final = (
    "# ---- below: written by scripts/make_shapes.py from the table of fields; do not edit"
)
_DATATYPES: Final = {
    "text": "sh:datatype xsd:string",
    "boolean": "sh:datatype xsd:boolean",
    "date": "sh:datatype xsd:date",
    "url": 'sh:datatype xsd:anyURI ;\n    sh:pattern "^https?://"',
    "integer": "sh:datatype xsd:integer ;\n    sh:minInclusive 0",
    "decimal": "sh:nodeKind sh:Literal ;\n    sh:minInclusive 0",
    "label": "sh:nodeKind sh:Literal ;\n    sh:minLength 1",
}


def shapes() -> str:
    """The generated part: one node shape a class, one property shape a field."""
    return "\n\n".join(_node_shape(name) for name in SLOTS) + "\n"


def _node_shape(name: str) -> str:
    targets = ", ".join(f"st:{kind}" for kind in (KINDS if name == "Term" else (name,)))
    # The offsets of a claim stand on its selector.
    slots = [slot for slot in slots_of(name) if not slot.property.startswith("oa:")]
    blocks = " ;\n".join(_property_shape(slot) for slot in slots)
    return f"st:{name}Shape a sh:NodeShape ;\n  sh:targetClass {targets} ;\n{blocks} ."


def _property_shape(slot: Slot) -> str:
    lines = [f"sh:path {slot.property}", f"sh:name {_text(slot.name)}"]
    lines += [line for line in _constraints(slot) if line]
    return (
        "  sh:property [\n    "
        + " ;\n    ".join([*lines, f"sh:message {_text(message(slot))}"])
        + "\n  ]"
    )


def _constraints(slot: Slot) -> Iterator[str]:
    if slot.required:
        yield "sh:minCount 1"
    if not slot.many:
        yield "sh:maxCount 1"
    if slot.kind == "choice" and slot.choices is not None:
        yield f"sh:in ( {' '.join(f'st:{choice.value}' for choice in slot.choices)} )"
    elif slot.kind == "choice":
        yield "sh:class st:Predicate"
    elif slot.kind == "term" and slot.name.endswith("_match"):
        yield "sh:nodeKind sh:IRI"
    elif slot.kind in ("term", "record"):
        yield f"sh:class st:{_superclass(slot)}"
    else:
        yield _DATATYPES[slot.kind]
    if slot.name in FORMS:
        yield f"sh:pattern {_text('^' + FORMS[slot.name].pattern + '$')}"
    if slot.name == "hedge":
        yield f'sh:pattern "^\\\\S+( \\\\S+){{0,{MAX_HEDGE_WORDS - 1}}}$"'


def _superclass(slot: Slot) -> str:
    """The one class that all kinds of a field are; pySHACL skips sh:or when it is told which nodes to look at."""
    kinds = kinds_of(slot)
    if len(kinds) == 1:
        return kinds[0]
    return "Source" if set(kinds) == {"Study", "Reference"} else "Term"


def message(slot: Slot) -> str:
    """How to repair a field: what it holds, how many, and an example."""
    if slot.kind == "choice":
        what = (
            ", ".join(f"st:{c.value}" for c in slot.choices)
            if slot.choices
            else "a predicate of the vocabulary"
        )
        what = f"one of {what}" if slot.choices else what
    elif slot.kind in ("term", "record"):
        what = (
            "an IRI" if slot.name.endswith("_match") else f"a known {' or '.join(kinds_of(slot))}"
        )
    else:
        what = FORMS[slot.name].expected if slot.name in FORMS else EXPECTED[slot.kind]
    count = {
        (True, True): "one or more",
        (True, False): "exactly one",
        (False, False): "at most one",
    }.get((slot.required, slot.many), "any number")
    return f"{slot.property} ({count}): {slot.about}; write {what}"


def _text(text: str) -> str:
    return str(Literal(text))


def main(argv: list[str]) -> int:
    path = Path(argv[1]) if len(argv) > 1 else ontology_dir() / "shapes.ttl"
    by_hand = path.read_text(encoding="utf-8").split(MARKER)[0]
    path.write_text(f"{by_hand}{MARKER}\n\n{shapes()}", encoding="utf-8")
    print(f"{path} written")
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv))
