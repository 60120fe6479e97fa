"""A sheet of text: its rows by number and its columns by name, as spreadsheets save them, and what is wrong with its cells.

Read first: `Table` and `BadCell`.
"""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from stroma.errors import DataError, InputError, did_you_mean, nearest
from stroma.schema import FINDING_SLOTS, STUDY_SLOTS
from stroma.sources.cells import Cells, UnfitCellError

if TYPE_CHECKING:
    from stroma.schema import Slot

Row: TypeAlias = dict[str, str]


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


def _any_kind(_: Slot) -> Sequence[str] | None:
    return None


@dataclass
class Table:
    """One sheet: its rows by number, and the slots of its columns."""

    path: Path
    slots: tuple[Slot, ...]
    _rows: list[tuple[int, Row]]
    _unfit: dict[int, BadCell] = field(default_factory=dict)
    """Rows with more or fewer cells than there are columns, and what to say of each."""
    _told: set[int] = field(default_factory=set)
    """Those of them of which it was said."""

    @classmethod
    def read(cls, path: Path, slots: tuple[Slot, ...], bad: list[BadCell]) -> Table:
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
        unfit: dict[int, BadCell] = {}
        told = set()
        for number, cells in enumerate(lines[1:], 2):
            if not any(cell.strip() for cell in cells):
                continue
            if len(cells) != len(names):
                unfit[number] = _other_width(path, number, cells, len(names), between)
            if len(cells) > len(names):
                bad.append(unfit[number])
                told.add(number)
            # A row that is cut short lacks what it must hold; it is not left out.
            filled = [*cells, *[""] * (len(names) - len(cells))]
            rows.append((number, dict(zip(names, filled, strict=False))))
            if len(cells) > len(names):
                continue
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
                BadCell(path, number, name, cell, expected)
                for name, cell in zip(names, cells, strict=False)
                if (expected := spoilt(name, cell.strip()))
            )
        table = cls(path, slots, rows, unfit, told)
        bad += table._duplicates()
        return table

    def rows(self) -> Iterator[tuple[int, Row]]:
        yield from self._rows

    def slugs(self) -> list[str]:
        return [slug for _, row in self._rows if (slug := row.get("slug", "").strip())]

    def row_of(self, slug: str) -> int:
        return self._numbers.get(slug, 1)

    def cell(self, number: int, column: str) -> str:
        return self._by_number.get(number, {}).get(column, "")

    @cached_property
    def _numbers(self) -> dict[str, int]:
        """Slug -> the first row that has it."""
        backwards = reversed(self._rows)
        return {row.get("slug", "").strip(): number for number, row in backwards}

    @cached_property
    def _by_number(self) -> dict[int, Row]:
        return dict(self._rows)

    def serial_days(self) -> Iterator[BadCell]:
        """Numbers that may be days which a spreadsheet made of other values."""
        for number, row in self._rows:
            for column, cell in row.items():
                if day := serial_day(column, cell.strip()):
                    wrong = f"{cell.strip()} is how a spreadsheet counts {day}; if the source has another value, {_AS_TEXT}"
                    yield BadCell(self.path, number, column, cell, wrong)

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
        """The values of a row that are stated; what is wrong goes to `bad`, of a row of another width once."""
        unfit = self._unfit.get(number)
        if number in self._told:
            return {}
        wrong: list[BadCell] = []
        fields = self._fields(number, row, cells, wrong, kinds)
        if unfit is not None and len(wrong) > 1:
            self._told.add(number)
            wrong = [unfit]
        bad += wrong
        return fields

    def _fields(
        self,
        number: int,
        row: Row,
        cells: Cells,
        bad: list[BadCell],
        kinds: Callable[[Slot], Sequence[str] | None],
    ) -> dict[str, Any]:
        fields: dict[str, Any] = {}
        for slot in self.slots:
            cell = row.get(slot.name, "")
            try:
                value = cells.read(slot, cell, kinds=kinds(slot))
            except UnfitCellError as error:
                expected = str(error)
                if day := serial_day(slot.name, cell.strip()):
                    expected += f"; {cell.strip()} is how a spreadsheet counts {day}: {_AS_TEXT}"
                bad.append(BadCell(self.path, number, slot.name, cell, expected))
                continue
            if value is not None and value != ():
                fields[slot.name] = value
            elif slot.required and slot.name in row:
                example = f", such as {slot.example}" if slot.example else ""
                bad.append(BadCell(self.path, number, slot.name, "", f"{slot.about}{example}"))
        return fields


def _other_width(path: Path, number: int, cells: list[str], n: int, between: str) -> BadCell:
    what = {"\t": "tab", ",": "comma", ";": "semicolon"}[between]
    if len(cells) > n:
        expected = f"{n} cells: here are {len(cells)} cells for {n} columns; put quotes round a cell that holds a {what}"
        return BadCell(path, number, f"number {n + 1}", cells[n], expected)
    expected = f"{n} cells: here are {len(cells)} cells for {n} columns; a {what} is missing between two of them, or at the end"
    return BadCell(path, number, f"number {len(cells)}", cells[-1], expected)


def refuse_swapped(studies: Path, findings: Path) -> None:
    """Refuse one sheet in the place of the other.

    Raises:
        InputError: if a file cannot be opened, or has more of the columns of the other sheet.
    """
    slots = {"studies": STUDY_SLOTS, "findings": FINDING_SLOTS}
    held = {path: _holds(path, slots) for path in (studies, findings)}
    if held[studies] == "findings" and held[findings] == "studies":
        raise InputError(
            f"{studies} holds findings and {findings} studies; give the sheet of studies first: "
            f"stroma import {findings} {studies} -o DIR"
        )
    for path, meant in ((studies, "studies"), (findings, "findings")):
        if (held[path] or meant) != meant:
            raise InputError(
                f"{path} holds {held[path]}, not {meant}; give the sheet of studies, then the one of findings"
            )


def _holds(path: Path, slots: Mapping[str, Sequence[Slot]]) -> str:
    """The sheet that has more of the columns of a file; empty where both have as many."""
    columns = {name: {slot.name for slot in of_sheet} for name, of_sheet in slots.items()}
    text = _text_of(path, [])
    first = text.split("\n", 1)[0].split(_delimiter(text, set().union(*columns.values())))
    names = {name.strip(' "\r') for name in first}
    n = {name: len(names & known) for name, known in columns.items()}
    return "" if len(set(n.values())) == 1 else max(n, key=lambda name: n[name])


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
    near = did_you_mean(nearest(name, columns))
    return (
        f"a known column ({near})"
        if near
        else "a known column; columns.tsv of `stroma new sheets` lists them"
    )


# The line by which Excel is told what stands between cells; it shows no row for it.
_SEPARATOR: Final = re.compile(r"\A\"?sep=.\"?\r?\n", re.IGNORECASE)
# A cell that a spreadsheet saved as a formula, or as its error.
_NO_VALUE: Final = re.compile(r"=[A-Za-z(+-]|#(?:NAME|REF|VALUE|DIV/0|N/A|NUM|NULL)[!?]?$")
_MONTH: Final = r"(?:jan|feb|m[aä]r|apr|ma[iy]|jun|jul|aug|sep|o[ck]t|nov|de[cz])[a-z]*\.?"
# What spreadsheets make of 3/4, 4-16 or 1.2: a day and a month, a month and a year, or a whole day.
_DAY: Final = re.compile(
    rf"\d{{1,2}}[-. ]+{_MONTH}(?:[-. ]+\d{{2,4}})?|{_MONTH}[-. ]+\d{{2,4}}"
    r"|\d{4}-\d\d-\d\d(?:[ T]\d\d:\d\d(?::\d\d)?)?|\d{1,2}([./])\d{1,2}\1(?:19|20)\d\d",
    re.IGNORECASE,
)
# Where a day is what somebody may mean.
_OF_TIME: Final = frozenset(
    "curated_on decided_on retracted_on concern_raised_on time_point_as_reported note read_note label".split()
)
_AS_TEXT: Final = "in the spreadsheet give the column the format Text, then type the value again as the source has it"
# 2000 to 2049, as days since the end of 1899: what is left of such a day where the column is one of numbers.
_SERIAL: Final = range(36526, 54789)
_COUNTED: Final = frozenset(
    "slug value p_value phase dose n_events n_at_risk n_events_control n_at_risk_control n_analysed n_treated".split()
    + "time_point_months follow_up_months".split()
)


def spoilt(column: str, cell: str) -> str:
    """What is expected in place of a formula, its error, or a day that a spreadsheet made of another value; else empty.

    Example:
        >>> spoilt("p_value", "03-Apr").split(",")[0]
        'a value that no spreadsheet turned into a day'
    """
    if _NO_VALUE.match(cell):
        return "a value, no formula or error of a spreadsheet"
    if column not in _OF_TIME and _DAY.fullmatch(cell):
        return f"a value that no spreadsheet turned into a day, such as 3/4 into 03-Apr; {_AS_TEXT}"
    return ""


def serial_day(column: str, cell: str) -> str:
    """The day that a spreadsheet may have made of a value and counted, where a number of that size is suspect; else empty.

    Example:
        >>> serial_day("n_events", "45385")
        '2024-04-03'
    """
    if column not in _COUNTED or not cell.isdecimal() or int(cell) not in _SERIAL:
        return ""
    return (date(1899, 12, 30) + timedelta(days=int(cell))).isoformat()


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
            return _SEPARATOR.sub("", content.decode("utf-16"))
        return _SEPARATOR.sub("", content.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        row = content[: error.start].count(b"\n") + 1
        before = content[content.rfind(b"\n", 0, error.start) + 1 : error.start]
        head = content.partition(b"\n")[0]
        column = before.count(max((b"\t", b",", b";"), key=head.count)) + 1
        byte = content[error.start : error.start + 1]
        found = f"byte 0x{byte.hex()}"
        as_windows = byte.decode("cp1252", errors="ignore")
        is_meant = f"; it is {as_windows} in Windows-1252" if as_windows else ""
        expected = f"UTF-8; save the sheet as CSV UTF-8{is_meant}"
        bad.append(BadCell(path, row, f"number {column}", found, expected))
        return content.decode("utf-8", errors="replace")
