"""Sheets: every bad cell by row and column, nothing written unless all is right, and the way back."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stroma.check.imported import read_sheets
from stroma.cli import main
from stroma.data import data_files
from stroma.errors import InputError
from stroma.records import Records, read_records
from stroma.schema import FINDING_SLOTS, STUDY_SLOTS
from stroma.sources.cells import escape, split_cell, unescape
from stroma.sources.files import read_file
from stroma.sources.sheets import Sheets, packaged_records, write_sheets
from stroma.sources.table import SheetError, Table, serial_day, spoilt
from stroma.writing import write_folder

if TYPE_CHECKING:
    from stroma.store import EvidenceStore

STUDY = {
    "slug": "doe-2026",
    "label": "Made-up trial",
    "design": "randomised-controlled",
    "doi": "10.1000/xyz123",
    "n_enrolled": "48",
    "disease": "multiple-sclerosis",
    "route": "intrathecal; intravenous",
}
FINDING = {
    "slug": "doe-2026-f1",
    "label": "No difference in disability",
    "source": "doe-2026",
    "subject": "autologous-bm-msc-product",
    "predicate": "improves",
    "object": "disability",
    "condition": "MS",
    "direction": "inconclusive",
}


@pytest.fixture(scope="module")
def known() -> Records:
    return packaged_records()


def write(path: Path, rows: list[dict[str, str]]) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(
            file, list(dict.fromkeys(key for row in rows for key in row)), dialect="excel-tab"
        )
        writer.writeheader()
        writer.writerows(rows)
    return path


def read(
    tmp_path: Path,
    known: Records,
    study: dict[str, str] | None = None,
    finding: dict[str, str] | None = None,
) -> Sheets:
    """Read one study and one finding, with some cells changed."""
    s = write(tmp_path / "studies.tsv", [{**STUDY, **(study or {})}])
    f = write(tmp_path / "findings.tsv", [{**FINDING, **(finding or {})}])
    return read_sheets(s, f, known=known)


def test_terms_are_read_by_slug_label_synonym_or_curie(tmp_path: Path, known: Records) -> None:
    for cell in ("multiple-sclerosis", "Multiple sclerosis", "MS", "MONDO:0005301"):
        [study] = read(tmp_path, known, {"disease": cell}).studies
        assert study.disease == ("http://purl.obolibrary.org/obo/MONDO_0005301",)
    assert len(study.route) == 2


# (sheet, column, what is typed, a word of what is expected)
BAD_CELLS = [
    ("studies", "n_enrolled", "forty-eight", "whole number"),
    ("studies", "n_enrolled", "4 8", "whole number"),
    ("studies", "n_enrolled", "-1", "whole number"),
    ("studies", "follow_up_months", "12 months", "a number"),
    ("studies", "follow_up_months", "1,5", "a number"),
    ("studies", "year", "26", "four digits"),
    ("studies", "design", "RCT", "one of meta-analysis"),
    ("studies", "design", "randomized-controlled", "did you mean randomised-controlled"),
    ("studies", "design", "", "how the study was set up"),
    ("studies", "doi", "https://doi.org/10.1000/xyz123", "without https"),
    ("studies", "pmid", "PMC123", "PubMed number"),
    ("studies", "nct", "NCT01234567; NCT123", "eight digits"),
    ("studies", "disease", "multiple sclerosi", "did you mean multiple sclerosis"),
    ("studies", "product", "multiple-sclerosis", "known CellProduct"),
    ("studies", "sponsor_reported", "maybe", "true or false"),
    ("studies", "curated_on", "25.11.2026", "2026-11-25"),
    ("studies", "seen_at", "pubmed", "https://"),
    ("studies", "slug", "Doe 2026", "lower-case"),
    ("studies", "label", "", "own words"),
    ("studies", "label", "bell\x07", "control character"),
    ("studies", "shares_participants_with", "petrou-1920", "did you mean petrou-202"),
    ("studies", "n_treated", "49", "look at the source"),
    ("studies", "colour", "red", "a known column"),
    ("studies", "n_enroled", "48", "did you mean n_enrolled"),
    ("findings", "source", "doe-2025", "known Study"),
    ("findings", "source", "stepien-2016", "a study in studies.tsv"),
    ("findings", "source", "", "study or reference"),
    ("findings", "subject", "disability", "known CellProduct"),
    ("findings", "object", "disabilty", "did you mean disability"),
    ("findings", "object", "multiple-sclerosis", "known Outcome"),
    ("findings", "predicate", "improve", "did you mean improves"),
    ("findings", "direction", "null", "one of supports"),
    ("findings", "direction", "no effect", "not significant and a mixed result are `inconclusive`"),
    ("findings", "condition", "", "add the disease"),
    ("findings", "n_events", "four", "whole number"),
    ("findings", "comparator", "sugar pill", "one of placebo"),
]  # fmt: skip


@pytest.mark.parametrize(("sheet", "column", "cell", "expected"), BAD_CELLS)
def test_a_bad_cell_is_named(
    tmp_path: Path, known: Records, sheet: str, column: str, cell: str, expected: str
) -> None:
    change = {column: cell}
    with pytest.raises(SheetError) as caught:
        read(
            tmp_path,
            known,
            change if sheet == "studies" else None,
            change if sheet == "findings" else None,
        )
    cells = [c for c in caught.value.cells if c.column == column]
    assert cells, str(caught.value)
    # An unknown column is wrong in the row of names, which is row 1; the study and the finding stand in row 2.
    row = 1 if "column" in expected or column == "n_enroled" else 2
    assert (cells[0].path.name, cells[0].row) == (f"{sheet}.tsv", row)
    assert expected in cells[0].expected
    assert cells[0].found in (cell, column)


def test_every_bad_cell_is_named_at_once(tmp_path: Path, known: Records) -> None:
    s = write(
        tmp_path / "studies.tsv",
        [{**STUDY, "n_enrolled": "x", "doi": "y"}, {**STUDY, "design": "z"}],
    )
    f = write(
        tmp_path / "findings.tsv",
        [{**FINDING, "direction": "null"}, {**FINDING, "source": "nobody-1999"}],
    )
    with pytest.raises(SheetError, match="7 bad cells, nothing was written") as caught:
        read_sheets(s, f, known=known)
    assert [(c.path.name, c.row, c.column) for c in caught.value.cells] == [
        ("studies.tsv", 2, "doi"),
        ("studies.tsv", 2, "n_enrolled"),
        ("studies.tsv", 3, "design"),
        ("studies.tsv", 3, "slug"),
        ("findings.tsv", 2, "direction"),
        ("findings.tsv", 3, "slug"),
        ("findings.tsv", 3, "source"),
    ]


def test_a_study_without_identifier_is_named(tmp_path: Path, known: Records) -> None:
    with pytest.raises(
        SheetError,
        match=r"column doi: found nothing, expected add doi, pmid, nct or other_registration",
    ):
        read(tmp_path, known, {"doi": ""})


def test_a_missing_required_column_is_named(tmp_path: Path, known: Records) -> None:
    s = write(tmp_path / "studies.tsv", [{k: v for k, v in STUDY.items() if k != "design"}])
    f = write(tmp_path / "findings.tsv", [FINDING])
    with pytest.raises(
        SheetError, match="row 1, column design: found nothing, expected this column"
    ):
        read_sheets(s, f, known=known)


def test_a_sheet_that_is_not_utf8_is_named_by_row(tmp_path: Path, known: Records) -> None:
    s = write(tmp_path / "studies.tsv", [STUDY])
    s.write_bytes(s.read_bytes().replace(b"Made-up", b"Made\xfcp"))
    f = write(tmp_path / "findings.tsv", [FINDING])
    with pytest.raises(
        SheetError, match="row 2, column number 2: found 'byte 0xfc', expected UTF-8"
    ):
        read_sheets(s, f, known=known)


def test_a_row_that_is_too_long_is_named(tmp_path: Path, known: Records) -> None:
    s = write(tmp_path / "studies.tsv", [STUDY])
    s.write_text(s.read_text(encoding="utf-8").rstrip() + "\tmore\n", encoding="utf-8")
    f = write(tmp_path / "findings.tsv", [FINDING])
    with pytest.raises(SheetError, match="row 2, column number 8: found 'more', expected 7 cells"):
        read_sheets(s, f, known=known)


def test_a_sheet_as_a_spreadsheet_saves_it_is_read(tmp_path: Path, known: Records) -> None:
    """Byte order mark, Windows line ends, blank rows and columns padded with spaces."""
    s, f = write(tmp_path / "studies.tsv", [STUDY]), write(tmp_path / "findings.tsv", [FINDING])
    for path in (s, f):
        text = path.read_text(encoding="utf-8").replace("label", " label ").replace("\n", "\r\n")
        path.write_bytes(b"\xef\xbb\xbf" + (text + "\t\t\r\n\r\n").encode())
    assert len(read_sheets(s, f, known=known).studies) == 1


def test_an_empty_sheet_says_which_columns_are_missing(tmp_path: Path, known: Records) -> None:
    s, f = tmp_path / "studies.tsv", tmp_path / "findings.tsv"
    s.write_text("", encoding="utf-8")
    f.write_text("", encoding="utf-8")
    with pytest.raises(SheetError) as caught:
        read_sheets(s, f, known=known)
    assert {c.column for c in caught.value.cells if c.path == s} == {"slug", "label", "design"}


def test_a_missing_sheet_is_an_input_error(tmp_path: Path, known: Records) -> None:
    with pytest.raises(InputError, match="No such file"):
        read_sheets(tmp_path / "none.tsv", tmp_path / "none.tsv", known=known)


# ---------------------------------------------------------------- the way back


def test_the_packaged_base_comes_back_from_its_sheets(tmp_path: Path, known: Records) -> None:
    texts = write_sheets(known)
    paths = [tmp_path / "studies.tsv", tmp_path / "findings.tsv"]
    for path, text in zip(paths, texts, strict=True):
        path.write_text(text, encoding="utf-8", newline="")
    sheets = read_sheets(*paths, known=known)
    assert _back(tmp_path, sheets, known) == texts
    assert len(sheets.studies) == len(data_files("studies/*.ttl"))


def _back(tmp_path: Path, sheets: Sheets, known: Records) -> tuple[str, str]:
    """Sheets -> Turtle files -> records -> sheets."""
    folder = tmp_path / "ttl"
    written = write_folder(folder, sheets.documents(), force=True)
    records = read_records(quad for path in written for quad in read_file(path))
    records.terms, records.predicates = known.terms, known.predicates
    return write_sheets(records)


@given(
    st.lists(
        st.text().map(str.strip).filter(bool)
        | st.sampled_from(["a; b", "\\; \\n", "\\", "two\nlines"]),
        max_size=4,
    )
)
def test_many_values_in_one_cell_come_back(values: list[str]) -> None:
    values = [value.strip() for value in values if value.strip()]
    cell = "; ".join(escape(value, many=True) for value in values)
    assert [unescape(part) for part in split_cell(cell)] == values


def test_columns_are_the_fields_of_the_table(known: Records) -> None:
    s, f = write_sheets(known)
    assert s.splitlines()[0].split("\t") == [slot.name for slot in STUDY_SLOTS]
    assert f.splitlines()[0].split("\t") == [slot.name for slot in FINDING_SLOTS]


# ---------------------------------------------------------------- the command


def test_import_writes_one_file_a_study(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    s = write(
        tmp_path / "studies.tsv", [STUDY, {**STUDY, "slug": "roe-2026", "doi": "10.1000/xyz124"}]
    )
    f = write(tmp_path / "findings.tsv", [FINDING])
    out = tmp_path / "out"
    args = [
        "import",
        str(s),
        str(f),
        "-o",
        str(out),
        "--curator",
        "MS Society",
        "--date",
        "2026-11-25",
    ]
    assert main(args) == 0
    assert sorted(path.name for path in out.iterdir()) == ["doe-2026.ttl", "roe-2026.ttl"]
    text = (out / "doe-2026.ttl").read_text(encoding="utf-8")
    assert 'st:curator "MS Society"' in text
    assert '"2026-11-25"^^xsd:date' in text
    capsys.readouterr()
    assert main(["check", "--no-shapes", *map(str, sorted(out.iterdir()))]) == 0


def test_import_writes_nothing_when_a_cell_is_bad(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    s = write(
        tmp_path / "studies.tsv", [{**STUDY, "slug": "roe-2026"}, {**STUDY, "n_enrolled": "x"}]
    )
    f = write(tmp_path / "findings.tsv", [FINDING])
    out = tmp_path / "out"
    assert main(["import", str(s), str(f), "-o", str(out)]) == 1
    assert not out.exists()
    err = capsys.readouterr().err
    assert f"{s}: row 3, column n_enrolled: found 'x', expected a whole number" in err


def test_import_overwrites_only_with_force(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    s = write(tmp_path / "studies.tsv", [STUDY, {**STUDY, "slug": "a-2026", "doi": "10.1000/a"}])
    f = write(tmp_path / "findings.tsv", [FINDING])
    out = tmp_path / "out"
    out.mkdir()
    (out / "doe-2026.ttl").write_text("mine", encoding="utf-8")
    args = ["import", str(s), str(f), "-o", str(out)]
    assert main(args) == 2
    assert [path.name for path in out.iterdir()] == ["doe-2026.ttl"]
    assert (out / "doe-2026.ttl").read_text(encoding="utf-8") == "mine"
    assert main([*args, "--force"]) == 0
    assert "Made-up trial" in (out / "doe-2026.ttl").read_text(encoding="utf-8")
    assert {path.name for path in tmp_path.iterdir()} == {"studies.tsv", "findings.tsv", "out"}


def test_a_failure_half_way_leaves_the_folder_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "out"
    out.mkdir()
    (out / "a.ttl").write_text("old", encoding="utf-8")
    replace = Path.replace

    def fail_on_c(self: Path, target: Path) -> Path:
        if Path(target).name == "c.ttl":
            raise OSError(28, "No space left on device")
        return replace(self, target)

    monkeypatch.setattr(Path, "replace", fail_on_c)
    with pytest.raises(InputError, match="No space left on device; nothing was written"):
        write_folder(out, {"a.ttl": "new", "b.ttl": "new", "c.ttl": "new"}, force=True)
    assert {path.name: path.read_text(encoding="utf-8") for path in out.iterdir()} == {
        "a.ttl": "old"
    }
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


def test_export_and_import_are_a_round_trip(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Packaged studies -> sheets -> Turtle files -> the same statements as in ontology/studies."""
    assert main(["export", "--format", "sheets", "-o", str(tmp_path / "sheets")]) == 0
    sheets = [str(tmp_path / "sheets" / name) for name in ("studies.tsv", "findings.tsv")]
    assert main(["import", *sheets, "-o", str(tmp_path / "ttl")]) == 0
    for path in data_files("studies/*.ttl"):
        assert set(map(str, read_file(tmp_path / "ttl" / path.name))) == set(
            map(str, read_file(path))
        ), path.name


@pytest.mark.parametrize("delimiter", [";", ",", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_sheets_as_spreadsheets_save_them_are_read(
    tmp_path: Path, delimiter: str, encoding: str
) -> None:
    """With a byte order mark, CRLF, and empty columns at the end."""
    studies = [
        ["slug", "label", "doi", "design", "product", ""],
        ["doe-2026", "Made up; a trial, small", "10.1000/doe", "case-series", "MSC", ""],
    ]
    findings = [["source", "slug", "label", "subject", "predicate", "object", "condition", "direction"],
                ["doe-2026", "doe-2026-f1", "Nothing changed", "MSC", "improves", "disability", "MS", "inconclusive"]]  # fmt: skip
    paths = []
    for name, rows in (("studies", studies), ("findings", findings)):
        out = io.StringIO(newline="")
        csv.writer(out, delimiter=delimiter, lineterminator="\r\n").writerows(rows)
        paths.append(tmp_path / f"{name}.csv")
        paths[-1].write_bytes(out.getvalue().encode(encoding))
    sheets = read_sheets(*paths)
    (study,) = sheets.studies
    assert study.label == "Made up; a trial, small"


def test_a_spreadsheet_file_is_refused_in_one_line(tmp_path: Path) -> None:
    path = tmp_path / "studies.xlsx"
    path.write_bytes(b"PK\x03\x04 rest")
    with pytest.raises(
        InputError, match=r"studies\.xlsx is a spreadsheet file; save each sheet as CSV"
    ):
        read_sheets(path, path)


@pytest.mark.parametrize("cell", ["#NAME?", "#REF!", "=A1", "=SUM(A1:A2)"])
def test_a_formula_or_its_error_is_no_value(tmp_path: Path, cell: str) -> None:
    studies, findings = tmp_path / "s.tsv", tmp_path / "f.tsv"
    studies.write_text(
        f"slug\tlabel\tdoi\tdesign\nx-2026\t{cell}\t10.1000/x\tcase-series\n", encoding="utf-8"
    )
    findings.write_text(
        "source\tslug\tlabel\tsubject\tpredicate\tobject\tcondition\tdirection\n", encoding="utf-8"
    )
    with pytest.raises(SheetError, match="no formula or error of a spreadsheet"):
        read_sheets(studies, findings)


def test_import_says_what_does_not_fit_together(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The warnings of `stroma check`, by row and column of the sheet; the files are written all the same."""
    studies = write(tmp_path / "studies.tsv", [{**STUDY, "follow_up_months": "12"}])
    finding = {**FINDING, "comparator": "placebo", "time_point_months": "24"}
    findings = write(tmp_path / "findings.tsv", [{**FINDING, "slug": "doe-2026-f2"}, finding])
    assert main(["import", str(studies), str(findings), "-o", str(tmp_path / "out")]) == 0
    said = capsys.readouterr().err
    assert "studies.tsv: row 2, column slug: warning: does not say what could be read" in said
    assert "findings.tsv: row 3, column time_point_months: warning: time_point_months 24 is" in said
    assert "1 study with 2 findings" in said
    assert "st:curatedOn" in (tmp_path / "out" / "doe-2026.ttl").read_text(encoding="utf-8")


@pytest.mark.parametrize("between", ["\t", ",", ";"])
def test_a_byte_that_is_not_utf8_is_named_by_its_column_whatever_stands_between(
    tmp_path: Path, between: str
) -> None:
    studies = tmp_path / "studies.csv"
    head = between.join(("slug", "label", "design", "doi"))
    row = between.join(("doe-2026", "Made up", "case-series", "caf\xe9"))
    studies.write_bytes(f"{head}\n{row}\n".encode("latin-1"))
    findings = write(tmp_path / "findings.tsv", [FINDING])
    with pytest.raises(SheetError, match="row 2, column number 4: found 'byte 0xe9'"):
        read_sheets(studies, findings)


def test_a_quote_that_does_not_close_loses_no_finding(tmp_path: Path) -> None:
    """It would swallow the rows after it, or all to the next quote."""
    studies = write(tmp_path / "studies.tsv", [STUDY])
    rows = [{**FINDING, "slug": f"doe-2026-f{n}"} for n in range(1, 6)]
    text = write(tmp_path / "findings.tsv", rows).read_text(encoding="utf-8")
    lines = text.splitlines()
    for closing in ("", '"'):
        opened = [*lines]
        opened[2] = opened[2].replace("No difference", '"No difference')
        opened[4] = opened[4].replace("MS\t", f"MS{closing}\t")
        path = tmp_path / "open.tsv"
        path.write_text("\n".join(opened) + "\n", encoding="utf-8")
        with pytest.raises(SheetError, match=r"row 3.*quote"):
            read_sheets(studies, path)


def test_a_row_that_is_cut_short_is_named(tmp_path: Path) -> None:
    studies = write(tmp_path / "studies.tsv", [STUDY])
    whole = write(tmp_path / "findings.tsv", [FINDING]).read_text(encoding="utf-8")
    path = tmp_path / "cut.tsv"
    path.write_text(whole + "doe-2026-f2\tonly three\tdoe-2026\n", encoding="utf-8")
    with pytest.raises(
        SheetError, match="row 3, column number 3: found 'doe-2026', expected 8 cells"
    ):
        read_sheets(studies, path)


def test_a_cell_of_two_lines_is_read(tmp_path: Path) -> None:
    studies = write(tmp_path / "studies.tsv", [STUDY])
    findings = write(tmp_path / "findings.tsv", [{**FINDING, "note": "one\ntwo"}])
    [found] = [f for all_ in read_sheets(studies, findings).findings.values() for f in all_]
    assert found.note is not None


def test_a_study_that_takes_the_place_of_a_packaged_one_is_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """ontology/studies/petrou-2020.ttl has findings that the sheet does not have."""
    own = {**STUDY, "slug": "roe-2026", "doi": "10.1000/roe"}
    studies = write(
        tmp_path / "studies.tsv", [own, {**STUDY, "slug": "petrou-2020", "nct": "NCT02166021"}]
    )
    findings = write(tmp_path / "findings.tsv", [{**FINDING, "source": "petrou-2020"}])
    assert main(["import", str(studies), str(findings), "-o", str(tmp_path / "out")]) == 0
    [said] = [line for line in capsys.readouterr().err.splitlines() if "place of" in line]
    assert (
        "studies.tsv: row 3, column slug: warning: takes the place of the packaged study/petrou-2020"
        in said
    )
    assert "findings are no longer held: finding:petrou-2020-" in said
    assert "(a harm)" in said
    assert "give the study a slug of its own" in said


@pytest.mark.parametrize("line", ["sep=\t\n", '"sep=\t"\r\n', "SEP=;\n"])
def test_the_line_by_which_excel_is_told_what_parts_cells_is_no_row(
    tmp_path: Path, line: str
) -> None:
    studies = write(tmp_path / "studies.tsv", [STUDY])
    findings = write(tmp_path / "findings.tsv", [FINDING])
    expected = read_sheets(studies, findings)
    for path in (studies, findings):
        path.write_bytes(line.encode() + path.read_bytes())
    read = read_sheets(studies, findings)
    assert (read.studies, read.findings) == (expected.studies, expected.findings)
    # Rows are counted as a spreadsheet shows them.
    text = findings.read_text(encoding="utf-8")
    findings.write_text(text.replace("inconclusive", "nothing"), encoding="utf-8")
    with pytest.raises(SheetError, match="row 2, column direction"):
        read_sheets(studies, findings)


def test_another_study_under_the_slug_of_a_packaged_one_is_a_bad_cell(tmp_path: Path) -> None:
    studies = write(tmp_path / "studies.tsv", [{**STUDY, "slug": "petrou-2020"}])
    findings = write(tmp_path / "findings.tsv", [{**FINDING, "source": "petrou-2020"}])
    with pytest.raises(SheetError, match="keeps none of its identifiers") as error:
        read_sheets(studies, findings)
    [cell] = error.value.cells
    assert (cell.row, cell.column, cell.found) == (2, "slug", "petrou-2020")
    assert "read_note names that one" in cell.expected


@pytest.mark.parametrize(
    ("sheet", "column", "cell"),
    [
        ("findings", "p_value", "03-Apr"),
        ("findings", "p_value", "2024-04-03 00:00:00"),
        ("findings", "p_value", "2024-04-03"),
        ("findings", "value", "Apr-16"),
        ("findings", "value", "3. Apr"),
        ("findings", "value", "04. Dez"),
        ("findings", "value", "04.12.2024"),
        ("findings", "n_events", "4/16/2024"),
        ("studies", "phase", "01-Feb"),
        ("studies", "slug", "03-Apr"),
        ("studies", "dose", "May-01"),
    ],
)
def test_a_value_that_a_spreadsheet_turned_into_a_day_is_refused(
    tmp_path: Path, known: Records, sheet: str, column: str, cell: str
) -> None:
    change = {column: cell}
    with pytest.raises(SheetError) as caught:
        read(tmp_path, known, *((change, None) if sheet == "studies" else (None, change)))
    said = [c for c in caught.value.cells if "turned into a day" in c.expected]
    assert [(c.path.name, c.row, c.column, c.found) for c in said] == [
        (f"{sheet}.tsv", 2, column, cell)
    ]
    assert "give the column the format Text" in said[0].expected


@pytest.mark.parametrize(("column", "cell"), [("n_events", "45385"), ("value", "42475")])
def test_a_day_that_a_spreadsheet_counted_is_doubted(
    tmp_path: Path, known: Records, column: str, cell: str
) -> None:
    """45385 is 3 April 2024 and 42475 is 15 April 2016, as Excel shows them in a column of numbers."""
    days = {"45385": "2024-04-03", "42475": "2016-04-15"}
    warnings = read(tmp_path, known, None, {column: cell, "n_at_risk": "50000"}).warnings
    assert any(
        f"row 2, column {column}: warning: {cell} is how a spreadsheet counts {days[cell]}" in line
        for line in warnings
    ), warnings


def test_a_day_that_a_spreadsheet_counted_is_no_p_value(tmp_path: Path, known: Records) -> None:
    with pytest.raises(SheetError) as caught:
        read(tmp_path, known, None, {"p_value": "45385"})
    [cell] = caught.value.cells
    assert cell.expected.startswith("a number above 0 and at most 1")
    assert "45385 is how a spreadsheet counts 2024-04-03" in cell.expected


def test_values_of_the_packaged_base_are_no_days_of_a_spreadsheet(known: Records) -> None:
    for text in write_sheets(known):
        for row in csv.DictReader(io.StringIO(text, newline=""), dialect="excel-tab"):
            for column, cell in row.items():
                assert not spoilt(column, cell), (column, cell)
                assert not serial_day(column, cell), (column, cell)


def test_no_message_names_a_property_of_turtle(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Whoever fills in sheets knows columns."""
    study = {**STUDY, "year": "2062", "species": "mouse", "primary_endpoint_met": "met"}
    finding = {**FINDING, "n_events": "3", "value": "4 of 9", "p_value": "0.001"}
    warnings = read(tmp_path, packaged_records(), study, finding).warnings
    assert len(warnings) > 5
    assert not [line for line in warnings if "st:" in line or "rdf:" in line]
    with pytest.raises(SheetError) as caught:
        read(tmp_path, packaged_records(), {"n_treated": "49"}, {"condition": ""})
    assert "st:" not in str(caught.value)


def test_sheets_that_are_swapped_are_told_apart(tmp_path: Path, known: Records) -> None:
    studies = write(tmp_path / "studies.tsv", [STUDY])
    findings = write(tmp_path / "findings.tsv", [FINDING])
    with pytest.raises(
        InputError, match=r"findings\.tsv holds findings and .*studies\.tsv studies"
    ):
        read_sheets(findings, studies, known=known)
    with pytest.raises(InputError, match=r"studies\.tsv holds studies, not findings"):
        read_sheets(studies, studies, known=known)


def test_cells_may_name_a_new_term_whose_file_is_given(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    studies = write(tmp_path / "studies.tsv", [STUDY])
    findings = write(tmp_path / "findings.tsv", [{**FINDING, "object": "knee strength"}])
    args = ["import", str(studies), str(findings), "-o", str(tmp_path / "out")]
    assert main(args) == 1
    assert "a new one: `stroma new term`, then import --with its file" in capsys.readouterr().err
    term = tmp_path / "term.ttl"
    new = [
        "new",
        "term",
        "--kind",
        "Outcome",
        "--slug",
        "knee-strength",
        "--label",
        "knee strength",
    ]
    assert main([*new, "-o", str(term)]) == 0
    text = term.read_text(encoding="utf-8")
    term.write_text(text.replace("st:FILL-IN", "st:higher"), encoding="utf-8")
    capsys.readouterr()
    assert main([*args, "--with", str(term)]) == 0
    assert f"next: stroma check {tmp_path / 'out'} {term}" in capsys.readouterr().err
    assert "term:knee-strength" in (tmp_path / "out" / "doe-2026.ttl").read_text(encoding="utf-8")
    assert main(["check", "--no-shapes", str(tmp_path / "out"), str(term)]) == 0


def test_rows_are_found_without_a_walk_for_each() -> None:
    """One warning in each row of a long sheet took minutes."""

    class Walked(list[tuple[int, dict[str, str]]]):
        n = 0

        def __iter__(self) -> Iterator[tuple[int, dict[str, str]]]:
            self.n += 1
            return super().__iter__()

    rows = Walked((n, {"slug": f"s-{n}", "label": f"Study {n}"}) for n in range(2, 30))
    rows.append((30, {"slug": "s-2", "label": "again"}))
    table = Table(Path("studies.tsv"), STUDY_SLOTS, rows)
    for n in range(2, 30):
        assert table.row_of(f"s-{n}") == n
        assert table.cell(n, "label") == f"Study {n}"
    assert (table.row_of("nobody"), table.cell(99, "label"), table.cell(2, "doi")) == (1, "", "")
    assert rows.n <= 2


def test_a_row_of_another_width_is_one_mistake(tmp_path: Path) -> None:
    """A comma in a cell without quotes shifted all that follows: 17 bad cells, none of them the cause."""
    head = "slug,label,design,dose,n_enrolled,product,disease,year,doi,country,route,species"
    row = "doe-2026,Made-up,randomised-controlled,1,000 cells,48,autologous-bm-msc-product,multiple-sclerosis,2026,10.1000/x,Italy,intrathecal,human"
    studies, findings = tmp_path / "studies.csv", tmp_path / "findings.csv"
    findings.write_text(
        "slug,label,source,subject,predicate,object,condition,direction\n"
        "doe-2026-f1,Made-up,doe-2026,autologous-bm-msc-product,improves,disability,multiple-sclerosis,inconclusive\n"
    )
    studies.write_text(f"{head}\n{row}\n")
    with pytest.raises(SheetError) as raised:
        read_sheets(studies, findings)
    assert len(raised.value.cells) == 1
    assert "here are 13 cells for 12 columns; put quotes round a cell that holds a comma" in str(
        raised.value
    )
    studies.write_text(f"{head}\n{row.replace('1,000 cells,', '')}\n")
    with pytest.raises(SheetError) as raised:
        read_sheets(studies, findings)
    assert "here are 11 cells for 12 columns; a comma is missing" in str(raised.value)
    assert len(raised.value.cells) == 1
    quoted = row.replace("1,000 cells", '"1,000 cells"').replace(",human", ',"human, mouse"')
    studies.write_text(f"{head}\n{quoted}\n")
    sheets = read_sheets(studies, findings)
    assert sheets.studies[0].dose == "1,000 cells"
    assert any("several are separated by '; ': human; mouse" in line for line in sheets.warnings)


def test_the_sheets_of_one_graph_hold_that_study_alone(
    tmp_path: Path, packaged: EvidenceStore
) -> None:
    """`--graph` was ignored, and a correction of one study came back with all of them."""
    from stroma.export import write_export

    write_export(packaged, "sheets", tmp_path / "s", graph="study/stepien-2016")
    sheets = read_sheets(tmp_path / "s" / "studies.tsv", tmp_path / "s" / "findings.tsv")
    assert [study.slug for study in sheets.studies] == ["stepien-2016"]
    stated = [f for f in packaged.records.findings.values() if f.source == sheets.studies[0].iri]
    assert len(sheets.findings[sheets.studies[0].iri]) == len(stated)
    with pytest.raises(InputError, match="holds no study"):
        write_export(packaged, "sheets", tmp_path / "r", graph="reference/fda-2024-12")
    with pytest.raises(InputError, match="--graph goes with"):
        write_export(packaged, "csv", tmp_path / "c", graph="study/stepien-2016")


def test_a_condition_that_the_study_did_not_study_is_doubted(tmp_path: Path) -> None:
    studies = write(tmp_path / "studies.tsv", [STUDY])
    findings = write(tmp_path / "findings.tsv", [{**FINDING, "condition": "ALS"}])
    (warning,) = (w for w in read_sheets(studies, findings).warnings if "but study:" in w)
    assert "row 2, column condition: warning: is about MONDO:0004976, but study:doe-2026" in warning
