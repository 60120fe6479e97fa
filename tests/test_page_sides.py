"""Does the page show no effect and harm beside a benefit: in one trial, in a number of people, in a mark that is folded?"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

pytestmark = pytest.mark.browser

STROKE = "MONDO:0005098"
KNEE = "MONDO:0005416"


@pytest.mark.parametrize(
    ("name", "said"),
    [
        # schiess-2025: three infusions for (f1), two against (f2); quality of life without effect (f4).
        ("parkinson disease", ["Schiess 2025 (45 people, against placebo or sham; for and against)", "for and against: motor function in Parkinson disease; no effect shown: quality of life."]),
        # rash-2025: the composite without effect (f2), brain atrophy for (f3), a surrogate by its term.
        ("alzheimer disease", ["no effect shown on the disease; a surrogate improved", "no effect shown: the disease as a whole; for: brain atrophy (a surrogate)."]),
    ],
)  # fmt: skip
def test_a_benefit_hides_no_null_of_the_same_trial(
    show: Callable[..., Any], name: str, said: list[str]
) -> None:
    words = show(name, "#topic=help").locator("#headline").inner_text()
    assert "some benefit" not in words
    for one in said:
        assert one in words


def test_one_trial_is_never_told_as_two(show: Callable[..., Any]) -> None:
    page = show("parkinson disease", "#topic=help")
    bar = page.locator("#panel .rels li", has_text="motor function in Parkinson disease").first
    assert "studies in people: 1 for, 1 against, of one study" in bar.inner_text()
    assert bar.locator("svg.bars-svg").get_attribute("viewBox") == "0 0 1 8"
    page.locator("#panel .rel", has_text="motor function").first.click()
    assert "one study on both sides" in page.locator("#panel .tally caption").inner_text()


def test_a_null_of_unknown_size_stands_with_its_trial_and_never_makes_the_largest_mark(
    show: Callable[..., Any],
) -> None:
    """mautner-2023: 480 people in all arms; nobody says how many of each arm were counted."""
    page = show("knee osteoarthritis", "#topic=help&view=table&sort=people")
    rows = page.locator("#table-box tbody tr").all_inner_texts()
    null = [row for row in rows if "1 study of unknown size (of 480 in all arms)" in row]
    assert len(null) >= 6
    assert all("not supported" in row or "uncontrolled only" in row for row in null)
    assert "of 480 in all arms" in rows[2]
    page.click("#tab-map")
    size = """(words) => Math.max(...[...document.querySelectorAll('.markbtn')]
        .filter((b) => words.every((w) => b.title.includes(w))).map((b) => b.querySelector('svg').clientWidth))"""
    unknown = page.evaluate(size, ["not supported", "1 study of unknown size (of 480 in all arms)"])
    for words in (["supported but thin", "256 people"], ["supported but thin", "24 people"]):
        assert 0 < unknown < page.evaluate(size, words)


def test_what_found_no_effect_is_folded_last(show: Callable[..., Any]) -> None:
    page = show("MS", f"#focus={STROKE}&topic=help&view=graph", 390, 844)
    cut = page.evaluate(
        """() => { const folded = stroma.graph.marks.filter((m) => m.more && m.of !== undefined);
        const shown = new Set(stroma.graph.marks.filter((m) => !m.more).map((m) => m.e.no));
        return folded.map((m) => { const own = stroma.scope().shown.filter((e) => [e.from, e.to].includes(m.of));
          const has = (st) => own.some((e) => e.st === st), drawn = (st) => own.some((e) => e.st === st && shown.has(e.no));
          return [m.more, has(2), drawn(2), has(1), drawn(1)]; }); }"""
    )
    assert cut
    assert any(null for _, null, *_ in cut)
    for _, null, null_drawn, contested, contested_drawn in cut:
        assert null_drawn == null
        assert contested_drawn == contested


def test_one_trial_of_an_outcome_is_told_in_the_singular(show: Callable[..., Any]) -> None:
    page = show("MS", "#focus=HP:0001257&topic=help")
    words = page.locator("#headline").inner_text()
    assert "Of 1 randomised" not in words
    assert "The one randomised controlled trial entered here that measured it" in words
    assert "0 found" not in words
