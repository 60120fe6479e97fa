"""Confidence intervals in the words of a result: which ones are read, and what is doubted beside them."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from stroma.check.intervals import intervals
from test_check import STUDY, check_text

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize(
    ("text", "low", "high", "estimate", "null"),
    [
        ("OR 1.2 (95% CI 0.8-1.9)", "0.8", "1.9", "1.2", 1),
        ("hazard ratio 0.8, 95% CI: 0.5 to 1.3", "0.5", "1.3", "0.8", 1),
        ("difference \u22120.30 [95% CI \u22120.60\u2013\u22120.10]", "-0.60", "-0.10", "-0.30", 0),
        ("mean difference 1,234 (95% CI 1,100 to 1,400)", "1100", "1400", "1234", 0),
        ("12.4 m more (95% CI 5.9 to 66.9)", "5.9", "66.9", "12.4", 0),
        ("25% (95% confidence interval 7% to 52%)", "7", "52", "25", None),
        # Of two numbers before it, it may belong to neither; and "or" is no odds ratio.
        ("12.3 v 10.1 (95% CI -1 to 5)", "-1", "5", None, None),
        ("20% v 5% (95% CI of the difference 2 to 28)", "2", "28", None, 0),
        ("twice or more, 3.1 (95% CI 2.0 to 5.0)", "2.0", "5.0", "3.1", None),
    ],
)
def test_an_interval_is_read_in_the_forms_of_papers(
    text: str, low: str, high: str, estimate: str | None, null: int | None
) -> None:
    [one] = intervals(text)
    assert (one.low, one.high) == (Decimal(low), Decimal(high))
    assert one.estimate == (Decimal(estimate) if estimate else None)
    assert one.null == null


@pytest.mark.parametrize("text", ["25% of 16", "5 to 7", "p = 0.03", "CI not given", "90 to 95%"])
def test_what_is_no_interval_is_none(text: str) -> None:
    assert intervals(text) == []


def doubts(tmp_path: Path, direction: str, *fields: str) -> list[tuple[str, str]]:
    text = STUDY.replace("st:inconclusive", f"st:{direction}")
    text = text.replace("  st:nEvents 4 ;\n  st:nAtRisk 16 .", f"  {' ; '.join(fields)} .")
    return [(problem.rule, problem.severity) for problem in check_text(tmp_path, text)]


@pytest.mark.parametrize(
    "value",
    [
        "mean difference 0.05 (95% CI 0.40 to -0.30)",
        "mean difference 0.95 (95% CI -0.30 to 0.40)",
        "25% (95% CI 52 to 7)",
        "ratio of the two 12 (95% CI 0.9 to 1.4)",
    ],
)
def test_an_impossible_interval_is_doubted_whatever_a_note_says(tmp_path: Path, value: str) -> None:
    expected = [("impossible-interval", "warning")]
    assert doubts(tmp_path, "inconclusive", f'st:value "{value}"') == expected
    noted = (f'st:value "{value}"', 'skos:note "as printed"@en')
    assert doubts(tmp_path, "inconclusive", *noted) == expected


@pytest.mark.parametrize(
    ("direction", "value", "p", "rule"),
    [
        ("inconclusive", "mean difference 0.05 (95% CI 0.03 to 0.40)", "0.78", "interval-and-p"),
        ("supports", "difference 0.05 (95% CI -0.30 to 0.40)", "0.01", "interval-and-p"),
        ("supports", "odds ratio 0.5 (95% CI 0.2 to 1.4)", "<0.001", "interval-and-p"),
        ("supports", "difference 0.05 (95% CI -0.30 to 0.40)", "", "interval-and-direction"),
        ("inconclusive", "3 points fewer (95% CI -5 to -1)", "", "interval-and-direction"),
        # Both say the same.
        ("inconclusive", "mean difference 0.05 (95% CI -0.30 to 0.40)", "0.78", ""),
        ("supports", "3 points fewer (95% CI -5 to -1)", "0.004", ""),
        ("inconclusive", "3 points fewer (95% CI 1 to -1)", "", "impossible-interval"),
        # A limit that was rounded, an interval of another width, two of them, and what is neither ratio nor difference.
        ("inconclusive", "difference 27 m (95% CI 0.00 to 57)", "0.057", ""),
        ("inconclusive", "difference 27 m (95% CI 0.01 to 57)", "0.054", ""),
        ("inconclusive", "difference 27 m (90% CI 3 to 57)", "0.07", ""),
        ("supports", "difference 3 (95% CI -1 to 7) and difference 9 (95% CI 5 to 13)", "0.001", ""),
        ("supports", "25% (95% CI 7 to 52)", "0.01", ""),
    ],
)  # fmt: skip
def test_an_interval_says_what_the_p_value_and_the_direction_say(
    tmp_path: Path, direction: str, value: str, p: str, rule: str
) -> None:
    fields = [f'st:value "{value}"'] + [f'st:pValue "{p}"'] * bool(p)
    assert doubts(tmp_path, direction, *fields) == [(rule, "warning")] * bool(rule)
    if rule != "impossible-interval":
        assert doubts(tmp_path, direction, *fields, 'skos:note "adjusted for sites"@en') == []
