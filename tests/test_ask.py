"""`stroma ask`: how a question was understood is said, whatever the format; what is not said is no narrower answer."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from stroma.cli import stroma
from stroma.queries import load_questions

QUESTIONS = load_questions()


def ask(*words: str) -> Result:
    return CliRunner().invoke(stroma, ["ask", *words], catch_exceptions=False)


@pytest.mark.parametrize("fmt", ["table", "csv", "tsv", "json", "xml"])
def test_what_was_understood_goes_to_stderr_in_every_format(fmt: str) -> None:
    done = ask("placebo-controlled-trials", "--format", fmt)
    assert "disease: multiple sclerosis (default)" in done.stderr
    assert "--disease any asks about every disease" in done.stderr
    assert "(default)" not in done.stdout


def test_a_value_that_was_given_is_no_default() -> None:
    done = ask("placebo-controlled-trials", "--disease", "MS", "-f", "csv")
    assert "disease: multiple sclerosis]" in done.stderr
    assert "--disease any" not in done.stderr


def test_any_asks_about_every_disease_and_product() -> None:
    every = ask("placebo-controlled-trials", "--disease", "any", "--product", "any", "-f", "csv")
    wide = ask(
        "placebo-controlled-trials", "--disease", "disease", "--product", "regenerative medicine", "-f", "csv"
    )  # fmt: skip
    assert every.stdout == wide.stdout
    assert "disease: any" in every.stderr
    assert len(every.stdout.splitlines()) > len(
        ask("placebo-controlled-trials", "-f", "csv").stdout.splitlines()
    )


def test_help_says_which_questions_are_about_one_disease() -> None:
    assert "--disease any" in ask().stdout
    assert "--disease any" in ask("--help").stdout
    assert "one disease only" in ask("small-studies", "--help").stdout
    assert "one disease only" not in ask("null-results", "--help").stdout
    page = (Path(__file__).parent.parent / "docs" / "questions.md").read_text(encoding="utf-8")
    narrow = sum(p.narrows for q in QUESTIONS.values() for p in q.parameters)
    assert page.count("one disease only by default") == narrow > 5
