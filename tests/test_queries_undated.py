"""What goes by year leaves studies out: how many, and how they ended, is said with numbers that are counted."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from stroma.cli import main
from stroma.queries import load_questions
from stroma.queries.undated import undated

if TYPE_CHECKING:
    from stroma.store import EvidenceStore

DATED = [q.name for q in load_questions().values() if "year" in {c.name for c in q.columns}]


def test_the_studies_without_a_year_are_counted_by_how_they_ended(packaged: EvidenceStore) -> None:
    studies = packaged.records.studies.values()
    none = [s for s in studies if s.year is None]
    ended = [s.primary_endpoint_met for s in none if s.primary_endpoint_kind == "efficacy"]
    n = {result: sum(one == result for one in ended) for result in ("met", "not-met")}
    said = undated(packaged)
    assert said.startswith(f"{len(none)} of {len(studies)} studies have no year")
    assert f"without a year: {n['met']} met, {n['not-met']} not met;" in said


def test_the_page_has_the_numbers(packaged: EvidenceStore) -> None:
    page = Path(__file__).parents[1] / "docs" / "queries.md"
    assert undated(packaged) in " ".join(page.read_text(encoding="utf-8").split())


@pytest.mark.parametrize("name", [*DATED, "term-names"])
def test_a_question_with_a_year_explains_what_it_leaves_out(
    name: str, packaged: EvidenceStore, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["ask", name, "--explain"]) == 0
    assert (undated(packaged) in capsys.readouterr().out) is (name in DATED)
