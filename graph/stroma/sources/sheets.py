"""Studies and findings as two sheets (tabs, commas or semicolons between cells), and back.

The columns of studies.tsv are the fields of a study, those of findings.tsv the fields of a finding (docs/records.md);
any order, any subset that holds the required ones. How a cell is written stands in `stroma.sources.cells`.
Read first: `read_sheets` (all or nothing), `write_sheets` and `empty_sheets`.

Out of scope: references, articles, claims and terms; findings on a study that is not in studies.tsv.
"""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from stroma.errors import DataError, InputError
from stroma.identifiers import FORMS
from stroma.model import Finding, Study
from stroma.records import Records, read_records
from stroma.schema import FINDING_SLOTS, STUDY_SLOTS, Slot
from stroma.sources.cells import Cells, UnfitCellError
from stroma.vocabulary import PREFIXES, Iri

if TYPE_CHECKING:
    from stroma.check.problem import Severity
    from stroma.check.statements import Statements

Row: TypeAlias = dict[str, str]


_KIND_WORDS: Final[Mapping[str, str]] = {
    "label": "text",
    "text": "text",
    "integer": "whole number",
    "decimal": "number",
    "boolean": "true or false",
    "date": "day, such as 2026-11-25",
    "url": "address",
}


@dataclass(frozen=True)
class BadCell:
    """A cell that cannot be used. Rows count from 1, the row of column names included."""

    path: Path
    row: int
    column: str
    found: str
    expected: str

    def __str__(self) -> str:
        found = repr(self.found) if self.found else "nothing"
        return f"{self.path}: row {self.row}, column {self.column}: found {found}, expected {self.expected}"


class SheetError(DataError):
    """Cells of a sheet cannot be used; carries every one of them."""

    def __init__(self, cells: Sequence[BadCell]) -> None:
        n = f"{len(cells)} bad cell{'s' * (len(cells) != 1)}"
        super().__init__("\n  ".join([f"{n}, nothing was written", *map(str, cells)]))
        self.cells = tuple(cells)


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


def packaged_records() -> Records:
    """Terms, predicates, studies and references of the packaged base."""
    from stroma.build import packaged_files
    from stroma.sources.files import read_file

    return read_records(quad for path in packaged_files() for quad in read_file(path))


def read_sheets(
    studies: Path,
    findings: Path,
    *,
    known: Records | None = None,
    curator: str | None = None,
    curated_on: str | None = None,
) -> Sheets:
    """Read two sheets; every bad cell is reported, and then nothing is returned.

    Args:
        known: what cells may name besides the studies of the sheet; default: the packaged base.
        curator: for the studies that name none.
        curated_on: for the studies that give no day.

    Raises:
        InputError: if a file cannot be opened.
        SheetError: with row, column, what was found and what is expected, for each bad cell.
    """
    known = packaged_records() if known is None else known
    bad: list[BadCell] = []
    study_table = _Table.read(studies, STUDY_SLOTS, bad)
    own = {slug: PREFIXES["study"] + slug for slug in study_table.slugs()}
    cells = Cells(_with_studies(known, own))
    sheets = Sheets()
    default = {"curator": curator, "curated_on": curated_on}
    sheets.studies += _studies(study_table, cells, default, bad)
    finding_table = _Table.read(findings, FINDING_SLOTS, bad)
    for finding in _findings(finding_table, cells, known, own, bad, studies.name):
        sheets.findings.setdefault(finding.source, []).append(finding)
    if not bad:
        _add_broken_rules(sheets, study_table, finding_table, bad)
    if bad:
        raise SheetError(sorted(set(bad), key=lambda c: (c.path != studies, c.row, c.column)))
    return sheets


def _studies(
    table: _Table, cells: Cells, default: Mapping[str, str | None], bad: list[BadCell]
) -> Iterator[Study]:
    """The studies that have a slug and a label; what is wrong goes to `bad`."""
    given = {name: value for name, value in default.items() if value is not None}
    for number, row in table.rows():
        fields = table.fields(number, row, cells, bad)
        if "slug" in fields and "label" in fields:
            yield Study(iri=PREFIXES["study"] + fields["slug"], **{**given, **fields})


def _findings(
    table: _Table, cells: Cells, known: Records, own: Mapping[str, Iri], bad: list[BadCell], studies: str
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


def _add_broken_rules(
    sheets: Sheets, studies: _Table, findings: _Table, bad: list[BadCell]
) -> None:
    """Errors go to `bad`, warnings to the sheets."""
    for severity, cell in _broken_rules(sheets, studies, findings):
        if severity == "error":
            bad.append(cell)
        else:
            place = f"{cell.path}: row {cell.row}, column {cell.column}"
            sheets.warnings.append(f"{place}: warning: {cell.expected}")


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


def _any_kind(_: Slot) -> Sequence[str] | None:
    return None


@dataclass
class _Table:
    """One sheet: its rows by number, and the slots of its columns."""

    path: Path
    slots: tuple[Slot, ...]
    _rows: list[tuple[int, Row]]

    @classmethod
    def read(cls, path: Path, slots: tuple[Slot, ...], bad: list[BadCell]) -> _Table:
        text = _text_of(path, bad)
        columns = {slot.name for slot in slots}
        between = _delimiter(text, columns)
        lines = _without_empty_end(_lines(path, text, between, bad))
        names = [name.strip() for name in lines[0]] if lines else []
        for name in dict.fromkeys(n for n in names if n not in columns):
            bad.append(
                BadCell(path, 1, name or "(no name)", name, _near_column(name, sorted(columns)))
            )
        for name in dict.fromkeys(n for n in names if names.count(n) > 1):
            bad.append(BadCell(path, 1, name, name, "each column once"))
        for slot in slots:
            if slot.required and slot.name not in names:
                bad.append(BadCell(path, 1, slot.name, "", "this column, which is required"))
        rows = []
        for number, cells in enumerate(lines[1:], 2):
            if not any(cell.strip() for cell in cells):
                continue
            if len(cells) > len(names):
                bad.append(
                    BadCell(
                        path,
                        number,
                        f"number {len(names) + 1}",
                        cells[len(names)],
                        f"{len(names)} cells",
                    )
                )
            # A row that is cut short lacks what it must hold; it is not left out.
            filled = [*cells, *[""] * (len(names) - len(cells))]
            rows.append((number, dict(zip(names, filled, strict=False))))
            bad += (
                BadCell(
                    path,
                    number,
                    name,
                    cell[:40],
                    "one row of the sheet; a quote before it does not close",
                )
                for name, cell in zip(names, cells, strict=False)
                if any(line.count(between) >= len(names) - 1 > 0 for line in cell.splitlines()[1:])
            )
            bad += (
                BadCell(path, number, name, cell, "a value, no formula or error of a spreadsheet")
                for name, cell in zip(names, cells, strict=False)
                if _NO_VALUE.match(cell.strip())
            )
        table = cls(path, slots, rows)
        bad += table._duplicates()
        return table

    def rows(self) -> Iterator[tuple[int, Row]]:
        yield from self._rows

    def slugs(self) -> list[str]:
        return [slug for _, row in self._rows if (slug := row.get("slug", "").strip())]

    def row_of(self, slug: str) -> int:
        return next(
            (number for number, row in self._rows if row.get("slug", "").strip() == slug), 1
        )

    def cell(self, number: int, column: str) -> str:
        return next((row.get(column, "") for n, row in self._rows if n == number), "")

    def _duplicates(self) -> Iterator[BadCell]:
        first: dict[str, int] = {}
        for number, row in self._rows:
            slug = row.get("slug", "").strip()
            if slug and first.setdefault(slug, number) != number:
                expected = f"a slug of its own; row {first[slug]} has the same"
                yield BadCell(self.path, number, "slug", slug, expected)

    def fields(
        self,
        number: int,
        row: Row,
        cells: Cells,
        bad: list[BadCell],
        kinds: Callable[[Slot], Sequence[str] | None] = _any_kind,
    ) -> dict[str, Any]:
        """The values of a row that are stated; what is wrong goes to `bad`."""
        fields: dict[str, Any] = {}
        for slot in self.slots:
            cell = row.get(slot.name, "")
            try:
                value = cells.read(slot, cell, kinds=kinds(slot))
            except UnfitCellError as error:
                bad.append(BadCell(self.path, number, slot.name, cell, str(error)))
                continue
            if value is not None and value != ():
                fields[slot.name] = value
            elif slot.required and slot.name in row:
                example = f", such as {slot.example}" if slot.example else ""
                bad.append(BadCell(self.path, number, slot.name, "", f"{slot.about}{example}"))
        return fields


def _lines(path: Path, text: str, between: str, bad: list[BadCell]) -> list[list[str]]:
    """The rows of a sheet; none where one of them cannot be told from the next."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=between, strict=True)
    lines: list[list[str]] = []
    try:
        lines.extend(reader)
    except csv.Error as error:
        expected = f"a row of cells; does a quote in it open and not close? ({error})"
        bad.append(BadCell(path, len(lines) + 1, "", "", expected))
        return []
    return lines


def _near_column(name: str, columns: Sequence[str]) -> str:
    from difflib import get_close_matches

    near = get_close_matches(name, columns, n=1)
    return (
        f"a known column (did you mean {near[0]}?)"
        if near
        else "a known column; docs/records.md lists them"
    )


# A cell that a spreadsheet saved as a formula, or as its error.
_NO_VALUE: Final = re.compile(r"=[A-Za-z(+-]|#(?:NAME|REF|VALUE|DIV/0|N/A|NUM|NULL)[!?]?$")


def _delimiter(text: str, columns: Collection[str]) -> str:
    """What stands between cells: a tab, semicolon or comma, whichever names the most columns in the first row."""
    first = text.split("\n", 1)[0]
    known = {d: sum(n.strip(' "\r') in columns for n in first.split(d)) for d in "\t;,"}
    return max(known, key=lambda delimiter: known[delimiter])


def _without_empty_end(lines: list[list[str]]) -> list[list[str]]:
    """The rows without the columns at their end that hold nothing at all, as spreadsheets save them."""
    width = max((i + 1 for row in lines for i, cell in enumerate(row) if cell.strip()), default=0)
    return [row[:width] for row in lines]


def _text_of(path: Path, bad: list[BadCell]) -> str:
    try:
        content = path.read_bytes()
    except OSError as error:
        raise InputError(f"{path}: {error.strerror or error}") from error
    if content.startswith(b"PK"):
        raise InputError(
            f"{path} is a spreadsheet file; save each sheet as CSV (UTF-8) and import that"
        )
    try:
        if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
            return content.decode("utf-16")
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        row = content[: error.start].count(b"\n") + 1
        before = content[content.rfind(b"\n", 0, error.start) + 1 : error.start]
        head = content.partition(b"\n")[0]
        column = before.count(max((b"\t", b",", b";"), key=head.count)) + 1
        found = f"byte 0x{content[error.start]:02x}"
        bad.append(BadCell(path, row, f"number {column}", found, "UTF-8; save the sheet as UTF-8"))
        return content.decode("utf-8", errors="replace")


def _broken_rules(
    sheets: Sheets, studies: _Table, findings: _Table
) -> Iterator[tuple[Severity, BadCell]]:
    """The rules of `stroma check` between cells, with the cell that breaks each."""
    from pyoxigraph import RdfFormat

    from stroma.build import packaged_files
    from stroma.check import rules
    from stroma.check.statements import statements_of
    from stroma.sources.files import name_graph, parse_text, read_file
    from stroma.vocabulary import local_id, to_iri

    own = {Path(name): text for name, text in sheets.documents().items()}
    parts = [(path, read_file(path)) for path in packaged_files()]
    parts += [
        (p, name_graph(parse_text(text.encode(), RdfFormat.TURTLE, p), p))
        for p, text in own.items()
    ]
    statements, _ = statements_of(parts, list(own))
    yield from _replaced(statements, studies)
    for spot in (spot for rule in rules() for spot in rule(statements)):
        table = findings if spot.subject.startswith(PREFIXES["finding"]) else studies
        number = table.row_of(local_id(spot.subject))
        column = next((s.name for s in table.slots if to_iri(s.property) == spot.property), "slug")
        column = {"missing-condition": "condition", "no-identifier": "doi"}.get(spot.rule, column)
        expected = f"{spot.repair} ({spot.wrong})"
        if spot.severity == "warning":
            expected = f"{spot.wrong}; {spot.repair}"
        yield (
            spot.severity,
            BadCell(table.path, number, column, table.cell(number, column), expected),
        )


def _replaced(statements: Statements, studies: _Table) -> Iterator[tuple[Severity, BadCell]]:
    """The studies of the sheet that take the place of a packaged one."""
    for one in statements.replaced:
        name = one.graph.removeprefix(PREFIXES["graph"])
        lost = one.lost or "it has further findings"
        said = (
            f"takes the place of the packaged {name}: {lost}; give the study a slug of its own, unless the row is meant as a "
            "newer edition of that record"
        )
        row = studies.row_of(one.path.stem)
        yield "warning", BadCell(studies.path, row, "slug", one.path.stem, said)


def write_sheets(records: Records) -> tuple[str, str]:
    """The text of studies.tsv and findings.tsv: all studies and the findings they report, by slug.

    `read_sheets` gives the same records back. Findings of references are left out.
    """
    cells = Cells(records)
    studies = sorted(records.studies.values(), key=lambda s: s.slug)
    findings = sorted(
        (f for f in records.findings.values() if f.source in records.studies), key=lambda f: f.slug
    )
    return _sheet(STUDY_SLOTS, studies, cells), _sheet(FINDING_SLOTS, findings, cells)


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
