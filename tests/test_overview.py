"""An answer is summed up in a sentence or two before its rows; counted by hand on the rows in each test."""

from __future__ import annotations

from typing import TYPE_CHECKING

from click.testing import CliRunner

from stroma.cli import _answer as answer
from stroma.cli import stroma
from stroma.queries import Layout
from stroma.queries.overview import overview

if TYPE_CHECKING:
    import pytest

COLUMNS = ("given", "relation", "outcome", "stance", "studies")


def test_what_was_found_and_what_was_not_are_counted_alike() -> None:
    rows = [
        ("MSC", "improves", "disability", "supported but thin", "a-1, b-2"),
        ("MSC", "prevents", "relapse", "not supported", "b-2"),
        ("MSC", "ameliorates", "MS", "not supported", "c-3"),
        ("MSC", "causes", "fever", "seen, not shown to come from it", "a-1"),
        ("MSC", "is safe in", "MS", "contested", "a-1"),
    ]
    assert overview(COLUMNS, rows) == (
        "5 rows from 3 studies or references. On benefit 3: 2 not supported; 1 supported but thin. On safety 1: 1 contested. "
        "On harm 1: 1 seen, not shown to come from it."
    )


def test_a_comparison_of_benefits_is_on_benefit() -> None:
    """Its question is the one that `product-in-disease` files it under; by name and by label."""
    rows = [
        ("MSC", "is more effective in", "relapsing-remitting MS", "contested", "a-1"),
        ("MSC", "moreEffectiveIn", "secondary progressive MS", "contested", "a-1"),
        ("MSC", "is studied for", "MS", "studied", "a-1"),
    ]
    assert overview(COLUMNS, rows) == (
        "3 rows from 1 study or reference. On benefit 2: 2 contested. On other things 1: 1 studied."
    )


def test_a_result_of_two_parts_is_one_result() -> None:
    result = "no difference shown; a larger share died with it"
    rows = [("a-1", result), ("b-2", "fewer died")]
    assert overview(("source", "came_out"), rows).endswith(
        "1 fewer died; 1 no difference shown, a larger share died with it."
    )


def test_one_row_or_none_needs_no_overview() -> None:
    assert overview(COLUMNS, []) == ""
    assert overview(COLUMNS, [("MSC", "improves", "disability", "contested", "a-1")]) == ""


def test_a_row_that_sums_the_others_up_is_none_of_them() -> None:
    rows = [("all together, each person once", "3"), ("a-1", "1"), ("b-2", "2")]
    assert overview(("study", "people"), rows) == "2 rows from 2 studies or references."


def test_an_answer_without_results_has_its_rows_counted() -> None:
    assert overview(("name",), [("a",), ("b",)]) == "2 rows."
    many = [(f"s-{n}", f"met in way {n}") for n in range(9)]
    assert overview(("study", "primary_endpoint"), many) == "9 rows from 9 studies or references."


def test_the_overview_stands_on_a_terminal_only(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = ["ask", "product-in-disease", "--product", "NurOwn", "--disease", "ALS"]
    piped = CliRunner().invoke(stroma, asked, catch_exceptions=False)
    assert "On benefit" not in piped.output
    monkeypatch.setattr(answer, "stdout_layout", lambda: Layout(width=100))
    shown = CliRunner().invoke(stroma, asked, catch_exceptions=False)
    assert shown.stdout.startswith(
        "4 rows from 2 studies or references. On benefit 2: 2 not supported."
    )
    as_csv = CliRunner().invoke(stroma, [*asked, "-f", "csv"], catch_exceptions=False)
    assert as_csv.stdout.startswith("given,")
    # Of rows that are not all there nothing is counted.
    some = CliRunner().invoke(stroma, [*asked, "--limit", "2"], catch_exceptions=False)
    assert "On benefit" not in some.stdout
