"""The researched fact sheets that the first 98 studies were entered from, as `scripts/coverage.py` and the tests read them.

The sheets are not in the repository, and nothing is written from them: the files of ontology/ are the evidence, entered and corrected
by hand. `sheet_corrections.tsv` beside this module lists each cell of a sheet that a record no longer follows, with the page that was
read since and the reason.
"""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Final

from stroma.vocabulary import KINDS

Row = dict[str, str]
CORRECTIONS: Final = Path(__file__).resolve().parent / "sheet_corrections.tsv"


class Facts:
    """The sheets, read; cells that were corrected since hold what the record says.

    Raises:
        SystemExit: a cell does not hold what sheet_corrections.tsv says it held.
    """

    def __init__(self, folder: Path) -> None:
        self.studies = {row["study_id"]: row for row in read_sheet(folder / "studies.tsv")}
        self.findings = {row["finding_id"]: row for row in read_sheet(folder / "findings.tsv")}
        self.mechanisms = {row["claim_id"]: row for row in read_sheet(folder / "mechanisms.tsv")}
        self.claims = {
            row["claim_number"]: row for row in read_sheet(folder / "article_claims.tsv")
        }
        self.propositions = read_sheet(folder / "propositions.tsv")
        self.terms = {
            row["slug"]: row for row in read_sheet(folder / "terms.tsv") if row["kind"] in KINDS
        }
        self.terms |= {row["slug"]: row for row in read_sheet(folder / "terms_extra.tsv")}
        self._correct()

    def _correct(self) -> None:
        tables = {
            "studies.tsv": ("study_id", [*self.studies.values()]),
            "findings.tsv": ("finding_id", [*self.findings.values()]),
            "propositions.tsv": ("row_id", self.propositions),
            "terms.tsv": ("slug", [*self.terms.values()]),
        }
        for change in read_sheet(CORRECTIONS):
            key, rows = tables[change["sheet"]]
            found = [
                row
                for row in rows
                if row[key] == change["row"] and row[change["column"]] == change["was"]
            ]
            if not found:
                raise SystemExit(
                    f"{CORRECTIONS.name}: {change['row']} {change['column']} was not so"
                )
            for row in found:
                row[change["column"]] = change["is"]


def read_sheet(path: Path) -> list[Row]:
    """All rows of a TSV file, missing cells as empty strings."""
    with path.open(encoding="utf-8", newline="") as file:
        return [
            {k: (v or "").strip() for k, v in row.items()}
            for row in csv.DictReader(file, delimiter="\t")
        ]
