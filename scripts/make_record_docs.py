"""Write docs/records.md: the fields of all records (`stroma.schema`), the predicates, and what the build adds.

python scripts/make_record_docs.py [OUT]
"""

from __future__ import annotations

import sys
import textwrap
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import stroma
from computed_docs import computed_lines
from stroma.data import ontology_dir
from stroma.identifiers import FORMS
from stroma.queries._facts import Facts
from stroma.schema import NAMESPACES, SLOTS, Slot
from stroma.vocabulary import PREFIXES, ST, Iri, local_id, to_curie

_ABOUT: Final = {
    "Term": "An entity of the field: CellProduct, CellType, Tissue, Disease, Outcome, Mechanism, Molecule or Route. "
    "The class of a term is its kind. Its IRI is that of the ontology that has it, else `term:` and its slug.",
    "Study": "An investigation. One file and one named graph each, in `ontology/studies/`. The columns of "
    "`studies.tsv` are these fields.",
    "Reference": "A source that is no study: narrative review, consensus statement, textbook, regulator's page. A review that "
    "pools results or counts its studies (meta-analysis, systematic review) is a Study.",
    "Finding": "What a study measured, or a reference states, about one subject-predicate-object. The columns of "
    "`findings.tsv` are these fields.",
    "Article": "A document that talks about studies. No sentence of its text enters a file: offsets and a sha256 do.",
    "Claim": "What an article asserts at one place of its text. `oa:start` and `oa:end` are on the "
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

The reference of all fields: look here when you enter a study, fill a sheet or write a query. How to enter a study step
by step is in [curating.md](curating.md). What the evidence amounts to, and the words used here, are explained in
[model.md](model.md).

A study with one of its findings, from `ontology/studies/{slug}.ttl` (shortened):

```turtle
{example}
```

| you look for | section |
| --- | --- |
| the columns of the sheets of `stroma import` | [Sheets](#sheets) |
| the fields of a record | [Term](#term), [Study](#study), [Reference](#reference), [Finding](#finding), [Article](#article), [Claim](#claim) |
| which predicate fits a result | [Predicates](#predicates) |
| what you can query, though no file states it | [What the build adds](#what-the-build-adds-proposition-conflict-and-more-of-finding-and-term) |
| which numbers must not be added up | [How things are counted](#how-things-are-counted) |

The name of a field is its column in a sheet. Its property is what a Turtle file and a query use. `stroma new` writes a
file with all fields of a record to fill in; `stroma check` says what is wrong with a file, with the line.

A field that is left out is not stated: it does not mean none or zero. Three fields have a value for weighing all the
same: without `st:species` a result counts as found in people, without `st:analysis` as the study's main comparison,
and without `st:sponsorReported` as not reported by the sponsor only.

This page is written by `scripts/make_record_docs.py` from the table of fields in `graph/stroma/schema.py`; a test
fails if it is out of date.

## Sheets

`stroma import studies.tsv findings.tsv -o DIR` reads two files with tabs, commas or semicolons between cells, in UTF-8
or UTF-16. `stroma new sheets` writes two empty ones with all columns, and a third one that explains them.

- The first row names the columns, in any order. Columns that you do not need may be left out.
- An empty cell is a value that is not stated.
- A row of `findings.tsv` belongs to a study of the same `studies.tsv`.
- Every bad cell is named by row and column, and then nothing is written. Rows are counted as a spreadsheet does: the
  column names are row 1.
- Terms, references, articles and claims have no sheet. `stroma new` writes a file of each, and `--with FILE` lets
  cells name what is in it.

| what | how a cell holds it |
| --- | --- |
| many values | separated by `; ` |
| a semicolon inside one of many values | `\\;` |
| new line, tab, backslash | `\\n`, `\\t`, `\\\\` |
| a term, study or reference | slug, label, exact synonym or CURIE: `multiple-sclerosis`, `MS`, `MONDO:0005301` |
| a choice | its local name: `randomised-controlled` |
| predicate | its local name: `improves` |

The way back is `stroma export --format sheets -o DIR`: all studies with their findings, which `stroma import` turns
into the same statements again."""
# Shown at the head of the page: the largest trial of its disease, which found no difference.
_SHOWN: Final = "uccelli-2021"
_SHOWN_FIELDS: Final = (
    "slug", "label", "year", "doi", "design", "n_enrolled", "product", "disease",
    "primary_endpoint_kind", "primary_endpoint_met", "primary_comparator", "read_as",
)  # fmt: skip
_PREDICATES: Final = """\
## Predicates

A finding or claim says one of these of its subject and object. Each is positive: "did not improve" is `improves` with
the direction `inconclusive`, never a predicate of its own. [Which predicate?](curating.md#which-predicate) helps to
choose among those that sound alike.

- *From* and *to* are the kinds of term that may be subject and object.
- *Condition*: whether the finding must say in which disease it holds (`st:inCondition`). "For a product" means: only
  if the subject is a cell product."""
_PREDICATE_GROUPS: Final = {
    "clinical": "What a product does to people",
    "by-subject": "What products, cells and molecules do to cells, molecules and processes",
    "background": "Background: use, regulation, anatomy, cell biology",
}
_CONDITIONS: Final = {
    "yes": "needed",
    "no": "none",
    "if-product": "needed for a product",
    "optional": "may be given",
}


def page() -> str:
    """The text of docs/records.md."""
    fields = (line for name in SLOTS for line in _section(name))
    intro = _INTRO.format(slug=_SHOWN, example=_example())
    return "\n".join([intro, *fields, *_predicates(), *computed_lines()]) + "\n"


def _example() -> str:
    """A study with the fields that say most of it, and its first finding, as their file has them."""
    text = (ontology_dir() / "studies" / f"{_SHOWN}.ttl").read_text(encoding="utf-8")
    study, finding = text.split("\n\n")[2:4]
    head, *lines = study.splitlines()
    shown = [slot.property for slot in SLOTS["Study"] if slot.name in _SHOWN_FIELDS]
    kept = [line for line in lines if line.split()[0] in shown]
    return "\n".join([head, *kept[:-1], f"{kept[-1].removesuffix(' ;')} .", "", finding.strip()])


def _predicates() -> Iterator[str]:
    """The section on predicates: what each means, from what to what, and whether it needs a condition."""
    facts = Facts(stroma.open_graph().store)
    yield from ("", _PREDICATES)
    predicates = sorted(facts.members(ST + "Predicate"))
    for group, words in _PREDICATE_GROUPS.items():
        yield from ("", f"### {words}", "")
        yield "| predicate | from – to | condition | meaning | opposite |"
        yield "| --- | --- | --- | --- | --- |"
        for iri in predicates:
            if facts.stated(iri, ST + "evidenceClass") == [ST + group]:
                yield f"| {' | '.join(_predicate_cells(facts, iri))} |"


def _predicate_cells(facts: Facts, iri: Iri) -> Iterator[str]:
    ends = (
        " or ".join(sorted(local_id(kind) for kind in facts.stated(iri, PREFIXES["schema"] + end)))
        for end in ("domainIncludes", "rangeIncludes")
    )
    yield f"`{to_curie(iri)}`"
    yield " – ".join(ends)
    yield _CONDITIONS[facts.needs_condition(iri) or "no"]
    yield facts.stated(iri, PREFIXES["skos"] + "definition")[0]
    yield ", ".join(f"`{to_curie(other)}`" for other in facts.stated(iri, ST + "opposite"))


def _section(name: str) -> Iterator[str]:
    yield from (
        "",
        f"## {name}",
        "",
        textwrap.fill(_ABOUT[name], 119, break_on_hyphens=False),
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
