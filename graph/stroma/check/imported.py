"""Do two sheets of studies and findings hold what may be imported? Their cells, then the rules of a check.

Read first: `read_sheets`. What breaks a rule is told by the cell that it stands in, in the names of columns.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

from pyoxigraph import RdfFormat

from stroma.check import rules
from stroma.check.replaced import NO_EDITION, no_edition
from stroma.check.statements import statements_of
from stroma.data import packaged_files
from stroma.schema import FINDING_SLOTS, STUDY_SLOTS
from stroma.sources.files import name_graph, parse_text, read_file
from stroma.sources.sheets import ParsedSheets, Sheets, packaged_records, parse_sheets
from stroma.sources.table import BadCell, SheetError, Table
from stroma.vocabulary import PREFIXES, local_id, to_iri

if TYPE_CHECKING:
    from stroma.check.problem import Severity
    from stroma.check.statements import Statements
    from stroma.records import Records


def read_sheets(
    studies: Path,
    findings: Path,
    *,
    known: Records | None = None,
    curator: str | None = None,
    curated_on: str | None = None,
    beside: Sequence[Path] = (),
) -> Sheets:
    """Read two sheets; every bad cell is reported, and then nothing is returned.

    Args:
        known: what cells may name besides the studies of the sheet; default: the packaged base.
        curator: for the studies that name none.
        curated_on: for the studies that give no day.
        beside: RDF files with terms and studies that cells may name too, such as those of `stroma new term`.

    Raises:
        DataError: if a file beside cannot be read.
        InputError: if a file cannot be opened, or holds the other sheet.
        SheetError: with row, column, what was found and what is expected, for each bad cell.
    """
    known = packaged_records(beside) if known is None else known
    parsed = parse_sheets(studies, findings, known, curator=curator, curated_on=curated_on)
    sheets, bad = parsed.sheets, parsed.bad
    if not bad:
        _add_broken_rules(parsed, beside)
    if bad:
        raise SheetError(sorted(set(bad), key=lambda c: (c.path != studies, c.row, c.column)))
    return sheets


def _add_broken_rules(parsed: ParsedSheets, beside: Sequence[Path]) -> None:
    """Errors go to the bad cells, warnings to the sheets."""
    doubts = [*parsed.studies.serial_days(), *parsed.findings.serial_days()]
    for severity, cell in _broken_rules(parsed, beside):
        (parsed.bad if severity == "error" else doubts).append(cell)
    parsed.sheets.warnings += [
        f"{cell.path}: row {cell.row}, column {cell.column}: warning: {cell.expected}"
        for cell in doubts
    ]


def _broken_rules(
    parsed: ParsedSheets, beside: Sequence[Path]
) -> Iterator[tuple[Severity, BadCell]]:
    """The rules of `stroma check` between cells, with the cell that breaks each."""
    studies, findings = parsed.studies, parsed.findings
    own = {Path(name): text for name, text in parsed.sheets.documents().items()}
    parts = [(path, read_file(path)) for path in [*packaged_files(), *beside]]
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
        wrong, repair = (_in_columns(text) for text in (spot.wrong, spot.repair))
        expected = f"{repair} ({wrong})" if spot.severity == "error" else f"{wrong}; {repair}"
        yield (
            spot.severity,
            BadCell(table.path, number, column, table.cell(number, column), expected),
        )


_COLUMNS: Final = {slot.property: slot.name for slot in (*STUDY_SLOTS, *FINDING_SLOTS)}


def _in_columns(text: str) -> str:
    """What a rule says, with the columns in place of properties, and values as cells hold them.

    Example:
        >>> _in_columns("add st:timePointMonths; st:direction is st:supports")
        'add time_point_months; direction is supports'
    """
    named = re.sub(
        r"\b(?:st|rdf|rdfs|skos):[\w-]+", lambda found: _COLUMNS.get(found[0], found[0]), text
    )
    return re.sub(r"\bst:(?=[\w-])", "", named)


def _replaced(statements: Statements, studies: Table) -> Iterator[tuple[Severity, BadCell]]:
    """The studies of the sheet that take the place of a packaged one."""
    for one in statements.replaced:
        name = one.graph.removeprefix(PREFIXES["graph"])
        row = studies.row_of(one.path.stem)
        if one.lost_identifiers:
            wrong = no_edition(f"the packaged {name}", one.lost_identifiers)
            said = _in_columns(f"{NO_EDITION} ({wrong})")
            yield "error", BadCell(studies.path, row, "slug", one.path.stem, said)
            continue
        changes = one.changes or "it has further findings"
        said = (
            f"takes the place of the packaged {name}: {changes}; give the study a slug of its own, unless the row is meant as a "
            "newer edition of that record"
        )
        yield "warning", BadCell(studies.path, row, "slug", one.path.stem, said)
