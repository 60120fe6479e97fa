"""Studies and findings as two sheets (tabs, commas or semicolons between cells), and back.

The columns of studies.tsv are the fields of a study, those of findings.tsv the fields of a finding (docs/records.md);
any order, any subset that holds the required ones. How a cell is written stands in `stroma.sources.cells`.
Read first: `parse_sheets` (`stroma.check.imported.read_sheets` is all or nothing), `write_sheets` and `empty_sheets`.

Out of scope: references, articles, claims and terms, which have files of their own; findings on a study that is not in studies.tsv.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Final

from stroma.data import packaged_files
from stroma.identifiers import FORMS
from stroma.model import Finding, Study
from stroma.records import Records, read_records
from stroma.schema import FINDING_SLOTS, STUDY_SLOTS, Slot
from stroma.sources.cells import Cells
from stroma.sources.files import read_file
from stroma.sources.table import BadCell, Row, Table, refuse_swapped
from stroma.vocabulary import PREFIXES, Iri

_KIND_WORDS: Final[Mapping[str, str]] = {
    "label": "text",
    "text": "text",
    "integer": "whole number",
    "decimal": "number",
    "boolean": "true or false",
    "date": "day, such as 2026-11-25",
    "url": "address",
}


@dataclass
class Sheets:
    """The studies of a sheet, each with its findings, in the order of the rows."""

    studies: list[Study] = field(default_factory=list)
    findings: dict[Iri, list[Finding]] = field(default_factory=dict)
    warnings: list[str] = field(default_factory=list)
    """What is allowed but does not fit together, or will not be weighed as its writer may expect: one line each, with file and row."""

    def documents(self) -> dict[str, str]:
        """One Turtle file a study: name -> text."""
        from stroma.sources.turtle import turtle_document

        files = {}
        for study in self.studies:
            header = [f"{study.label}.", "One study, one named graph. Licence: CC BY 4.0."]
            if study.curated_on and study.curator:
                header.append(f"Entered {study.curated_on} by {study.curator}.")
            lines = [" ".join(line.split()) for line in header]
            files[f"{study.slug}.ttl"] = turtle_document(
                lines, [study, *self.findings.get(study.iri, [])]
            )
        return files


def packaged_records(beside: Sequence[Path] = ()) -> Records:
    """Terms, predicates, studies and references of the packaged base, and of files beside it."""
    files = [*packaged_files(), *beside]
    return read_records(quad for path in files for quad in read_file(path))


@dataclass
class ParsedSheets:
    """Two sheets cell by cell, before any rule looked at the records."""

    sheets: Sheets
    studies: Table
    findings: Table
    bad: list[BadCell]


def parse_sheets(
    studies: Path,
    findings: Path,
    known: Records,
    *,
    curator: str | None = None,
    curated_on: str | None = None,
) -> ParsedSheets:
    """Read the cells of two sheets; `stroma.check.imported.read_sheets` also runs the rules of a check.

    Args:
        known: what cells may name besides the studies of the sheet.
        curator: for the studies that name none.
        curated_on: for the studies that give no day.

    Raises:
        InputError: if a file cannot be opened, or holds the other sheet.
    """
    refuse_swapped(studies, findings)
    bad: list[BadCell] = []
    study_table = Table.read(studies, STUDY_SLOTS, bad)
    own = {slug: PREFIXES["study"] + slug for slug in study_table.slugs()}
    cells = Cells(_with_studies(known, own))
    sheets = Sheets()
    default = {"curator": curator, "curated_on": curated_on}
    sheets.studies += _studies(study_table, cells, default, bad)
    finding_table = Table.read(findings, FINDING_SLOTS, bad)
    for finding in _findings(finding_table, cells, known, own, bad, studies.name):
        sheets.findings.setdefault(finding.source, []).append(finding)
    return ParsedSheets(sheets, study_table, finding_table, bad)


def _studies(
    table: Table, cells: Cells, default: Mapping[str, str | None], bad: list[BadCell]
) -> Iterator[Study]:
    """The studies that have a slug and a label; what is wrong goes to `bad`."""
    given = {name: value for name, value in default.items() if value is not None}
    for number, row in table.rows():
        fields = table.fields(number, row, cells, bad)
        if "slug" in fields and "label" in fields:
            yield Study(iri=PREFIXES["study"] + fields["slug"], **{**given, **fields})


def _findings(
    table: Table, cells: Cells, known: Records, own: Mapping[str, Iri], bad: list[BadCell], studies: str
) -> Iterator[Finding]:  # fmt: skip
    """The findings that say all they must; what is wrong, a source in no row of `studies` too, goes to `bad`."""
    for number, row in table.rows():
        fields = table.fields(number, row, cells, bad, _kinds_by_predicate(row, known))
        source = fields.get("source")
        if source is not None and source not in own.values():
            expected = f"the slug of a study in {studies}"
            bad.append(BadCell(table.path, number, "source", row["source"], expected))
        if all(slot.name in fields for slot in FINDING_SLOTS if slot.required):
            yield Finding(iri=PREFIXES["finding"] + fields["slug"], **fields)


def _with_studies(known: Records, own: Mapping[str, Iri]) -> Records:
    studies = {iri: Study(iri=iri, slug=slug, label=slug) for slug, iri in own.items()}
    return replace(known, studies={**known.studies, **studies})


def _kinds_by_predicate(row: Row, known: Records) -> Callable[[Slot], Sequence[str] | None]:
    predicate = known.predicates.get(
        PREFIXES["st"] + row.get("predicate", "").strip().removeprefix("st:")
    )

    def kinds(slot: Slot) -> Sequence[str] | None:
        if predicate is None:
            return None
        return {"subject": predicate.subject_kinds, "object": predicate.object_kinds}.get(slot.name)

    return kinds


def write_sheets(records: Records, *, graph: Iri | None = None) -> tuple[str, str]:
    """The text of studies.tsv and findings.tsv: all studies and the findings they report, by slug.

    `parse_sheets` gives the same records back. Findings of references are left out.

    Args:
        graph: only the study of this graph, and its findings.
    """
    cells = Cells(records)
    kept = {iri: s for iri, s in records.studies.items() if graph is None or s.graph == graph}
    studies = sorted(kept.values(), key=lambda s: s.slug)
    findings = sorted(
        (f for f in records.findings.values() if f.source in kept), key=lambda f: f.slug
    )
    return _sheet(STUDY_SLOTS, studies, cells), _sheet(FINDING_SLOTS, findings, cells)


_NO_SHEET: Final = (
    "terms, references, articles and claims have no sheet: make a file of each with `stroma new term`, `stroma new reference` or "
    "`stroma new article`; for cells that name a new term or study, give its file to `stroma import` behind --with"
)


def empty_sheets() -> dict[str, str]:
    """The text of an empty studies.tsv and findings.tsv, and of columns.tsv, which explains what belongs in each column."""
    tables = {"studies.tsv": STUDY_SLOTS, "findings.tsv": FINDING_SLOTS}
    cells = Cells(Records())
    files = {name: _sheet(slots, (), cells) for name, slots in tables.items()}
    out = io.StringIO(newline="")
    writer = csv.writer(out, "excel-tab", lineterminator="\n")
    writer.writerow(["sheet", "column", "required", "holds", "about", "example"])
    for name, slots in tables.items():
        for slot in slots:
            required = "required" if slot.required else ""
            writer.writerow([name, slot.name, required, _holds(slot), slot.about, slot.example])
    writer.writerow(["(no sheet)", "", "", "", _NO_SHEET, ""])
    return {**files, "columns.tsv": out.getvalue()}


def _holds(slot: Slot) -> str:
    if slot.choices is not None:
        what = "one of " + ", ".join(choice.value for choice in slot.choices)
    elif slot.kind == "choice":
        what = "predicate"
    elif slot.kind in ("term", "record"):
        what = f"slug, label or CURIE of: {' or '.join(slot.kinds) or 'term'}"
    else:
        what = FORMS[slot.name].expected if slot.name in FORMS else _KIND_WORDS[slot.kind]
    return f"{what}; several are separated by '; '" if slot.many else what


def _sheet(slots: Sequence[Slot], records: Iterable[Study | Finding], cells: Cells) -> str:
    out = io.StringIO(newline="")
    writer = csv.writer(out, "excel-tab", lineterminator="\n")
    writer.writerow([slot.name for slot in slots])
    for record in records:
        writer.writerow([_cell(record, slot, cells) for slot in slots])
    return out.getvalue()


def _cell(record: Study | Finding, slot: Slot, cells: Cells) -> str:
    value = getattr(record, slot.name)
    # What a study or finding says by saying nothing.
    if slot.name == "analysis" and value.value == "main-comparison":
        return ""
    if value is False and isinstance(record, Study):
        return ""
    return cells.write(slot, value)
