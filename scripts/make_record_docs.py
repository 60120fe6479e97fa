"""Write docs/records.md: the fields of all records, from the table of fields (`stroma.schema`), and what the build adds.

python scripts/make_record_docs.py [OUT]
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from computed_docs import computed_lines
from stroma.identifiers import FORMS
from stroma.schema import NAMESPACES, SLOTS, Slot

_ABOUT: Final = {
    "Term": "An entity of the field: CellProduct, CellType, Tissue, Disease, Outcome, Mechanism, Molecule or Route. "
    "The class of a term is its kind. Its IRI is that of the ontology that has it, else `term:` and its slug.",
    "Study": "An investigation. One file and one named graph each, in `ontology/studies/`. The columns of "
    "`studies.tsv` are these fields.",
    "Reference": "A source that is no study: review, consensus statement, textbook, regulator's page.",
    "Finding": "What a study measured, or a reference states, about one subject-predicate-object. The columns of "
    "`findings.tsv` are these fields.",
    "Article": "A document that talks about studies. No sentence of its text enters a file: offsets and a sha256 do.",
    "Claim": "What an article asserts at one place of its text. `oa:start` and `oa:end` stand on the "
    "`oa:TextPositionSelector` that `oa:hasSelector` names.",
}
_KIND_WORDS: Final = {
    "label": 'text with a language (`"..."@en`)',
    "text": "plain text",
    "integer": "whole number of 0 or more",
    "decimal": "number of 0 or more",
    "boolean": "true or false",
    "date": "day (`xsd:date`)",
    "url": "address (`xsd:anyURI`)",
}
_INTRO: Final = """\
# Records: every field, and what the build adds

Written by `scripts/make_record_docs.py` from the table of fields in `graph/stroma/schema.py`; a test fails when it is
out of date. `stroma new` writes a skeleton with all of these, `stroma check` says what is wrong with a file. What no file states,
because the build computes it, is at the end: [propositions, conflicts, levels](#what-the-build-adds-proposition-conflict-and-more-of-finding-and-term)
and [how things are counted](#how-things-are-counted).

The name of a field is its column in the sheets of `stroma import`, its property is what stands in a Turtle file.

## Sheets

`stroma import studies.tsv findings.tsv -o DIR` reads two files with tabs, commas or semicolons between cells, in UTF-8 or
UTF-16. The first row names the columns,
in any order; columns that are not needed may be left out. `stroma new sheets` writes two empty ones with all columns, and a third
that explains them. An empty cell is a value that is not stated. Terms, references, articles and claims have no sheet: `stroma new`
writes a file of each, and `--with FILE` lets cells name what stands in it.

| what | how a cell holds it |
| --- | --- |
| many values | separated by `; ` |
| a semicolon inside one of many values | `\\;` |
| new line, tab, backslash | `\\n`, `\\t`, `\\\\` |
| a term, study or reference | slug, label, exact synonym or CURIE: `multiple-sclerosis`, `MS`, `MONDO:0005301` |
| a choice | its local name: `randomised-controlled` |
| predicate | its local name: `improves` |

A row of `findings.tsv` belongs to a study of the same `studies.tsv`. Every bad cell is named by row (as a spreadsheet
counts them, the column names being row 1) and column, and then nothing is written.

The way back is `stroma export --format sheets -o DIR`: all studies with their findings, which `stroma import` turns into
the same statements again."""


def page() -> str:
    """The text of docs/records.md."""
    fields = (line for name in SLOTS for line in _section(name))
    return "\n".join([_INTRO, *fields, *computed_lines()]) + "\n"


def _section(name: str) -> Iterator[str]:
    yield from (
        "",
        f"## {name}",
        "",
        _ABOUT[name],
        "",
        f"IRI: `{NAMESPACES[name]}:` and the slug.",
        "",
    )
    yield "| field | property | holds | about | example |"
    yield "| --- | --- | --- | --- | --- |"
    for slot in SLOTS[name]:
        example = f"`{slot.example}`" if slot.example else ""
        cells = (f"`{slot.name}`", f"`{slot.property}`", _holds(slot), slot.about, example)
        yield f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in cells)} |"


def _holds(slot: Slot) -> str:
    if slot.choices is not None:
        what = "one of " + ", ".join(f"`{choice.value}`" for choice in slot.choices)
    elif slot.kind == "choice":
        what = "predicate"
    elif slot.kind in ("term", "record"):
        what = " or ".join(slot.kinds) or "term"
    else:
        what = FORMS[slot.name].expected if slot.name in FORMS else _KIND_WORDS[slot.kind]
    count = "**required**; " if slot.required else ""
    return f"{count}{what}{'; may hold several' if slot.many else ''}"


def main(argv: list[str]) -> int:
    out = (
        Path(argv[1])
        if len(argv) > 1
        else Path(__file__).resolve().parent.parent / "docs" / "records.md"
    )
    out.write_text(page(), encoding="utf-8")
    print(f"{out} written")
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv))
