"""The search of the page: questions in words, what they name, and where a study that was found opens."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    pass

pytestmark = pytest.mark.browser


def ask(page: Any, words: str) -> None:
    page.fill("#search", words)
    page.press("#search", "Enter")


@pytest.mark.parametrize(
    ("asked", "subject", "topic", "selected"),
    [
        ("side effects", "multiple sclerosis", 1, ""),
        ("do stem cells work", "multiple sclerosis", 0, ""),
        ("my mother has ALS, is there any hope", "amyotrophic lateral sclerosis", 0, ""),
        ("does it help my knee", "knee osteoarthritis", 0, ""),
        ("knee pain", "knee osteoarthritis", 0, "Pain"),
        ("does NurOwn help ALS", "amyotrophic lateral sclerosis", 0, "ameliorates amyotrophic"),
        ("is NurOwn safe in ALS", "amyotrophic lateral sclerosis", 1, "is safe in amyotrophic"),
        ("NurOwn ALS", "amyotrophic lateral sclerosis", 0, "MSC-NTF"),
        ("does it cause headache", "multiple sclerosis", 1, "Headache"),
        ("how many people with ALS died", "amyotrophic lateral sclerosis", 1, "causes death"),
        ("can it stop MS progression", "multiple sclerosis", 0, ""),
        ("approved in Europe", "multiple sclerosis", 3, ""),
        ("umbilical cord knee", "knee osteoarthritis", 0, "umbilical-cord"),
        ("does it work for progressive MS", "chronic progressive multiple sclerosis", 0, ""),
    ],
)
def test_a_question_in_words_opens_what_it_is_about(
    show: Callable[..., Any], asked: str, subject: str, topic: int, selected: str
) -> None:
    page = show("MS")
    ask(page, asked)
    assert page.locator("#subject").inner_text().startswith(f"Cell therapy for {subject}:")
    assert page.evaluate("stroma.state.topic") == topic
    assert page.locator("#note").inner_text().startswith("Read as: ")
    assert page.locator("#not-here, #note.warn").count() == 0
    assert page.evaluate("window.scrollY") == 0
    has_selection = page.evaluate("stroma.state.sel !== null")
    assert has_selection == bool(selected)
    assert not selected or selected in page.locator("#panel h2").inner_text()


def test_what_was_not_asked_about_both_is_said(show: Callable[..., Any]) -> None:
    page = show("MS")
    ask(page, "does NurOwn cause headache in ALS")
    words = page.locator("#note.warn").inner_text()
    assert "Nothing here was asked about MSC-NTF" in words
    assert "and headache" in words
    assert "no evidence, not a refutation" in words
    page.click("#topic-0")
    assert page.locator("#note").count() == 0


def test_a_word_that_is_not_known_is_never_skipped(show: Callable[..., Any]) -> None:
    page = show("MS")
    ask(page, "stem cells for back pain")
    words = page.locator("#not-here").inner_text()
    assert "Nothing goes by “stem cells for back pain” here" in words
    assert "no study on it is entered" not in words
    assert "Shares a word with it: " in words
    page.press("#search", "Escape")
    page.locator("#not-here a", has_text="pain").click()
    assert page.locator("#subject").inner_text().startswith("Pain:")


@pytest.mark.parametrize(
    ("asked", "subject", "said"),
    [
        ("Cudkowicz", "amyotrophic lateral sclerosis", "Cudkowicz 2022 is about amyotrophic"),
        ("Lee 2019", "knee osteoarthritis", "Lee 2019 is about knee osteoarthritis"),
        ("Cohen 2022", "multiple sclerosis", ""),
    ],
)
def test_a_study_opens_on_the_page_of_its_disease(
    show: Callable[..., Any], asked: str, subject: str, said: str
) -> None:
    page = show("MS")
    ask(page, asked)
    assert page.locator("#subject").inner_text().startswith(f"Cell therapy for {subject}:")
    assert page.evaluate("stroma.state.sel[0]") == "source"
    assert asked.split()[0] in page.locator("#panel h2").inner_text()
    assert "".join(page.locator("#note").all_inner_texts()).startswith(said)


def test_an_outcome_that_is_asked_about_lists_all_that_was_found_on_it_here(
    show: Callable[..., Any],
) -> None:
    page = show("MS")
    ask(page, "knee pain")
    panel = page.locator("#panel").inner_text()
    here, _, elsewhere = panel.partition("Elsewhere")
    assert "About knee osteoarthritis (6)" in here
    assert here.count("not supported") == 4
    assert here.count("supported but thin") == 2
    assert "(" in elsewhere  # other diseases stand apart, folded


def test_a_route_that_is_asked_about_filters(show: Callable[..., Any]) -> None:
    page = show("MS")
    ask(page, "intrathecal MS")
    assert page.locator("#subject").inner_text().startswith("Cell therapy for multiple sclerosis")
    assert page.evaluate("[...stroma.filters.route]") == ["intrathecal administration"]
    assert page.evaluate("stroma.state.sel") is None


def test_a_word_that_several_outcomes_share_lists_them_all(show: Callable[..., Any]) -> None:
    page = show("MS")
    ask(page, "does it help walking")
    assert "rows with “walking”" in page.locator("#note").inner_text()
    rows = page.locator("#table-box tbody tr").all_inner_texts()
    assert all("walking" in row for row in rows)
    assert any("walking speed" in row for row in rows)
    assert any("walking endurance" in row for row in rows)
    ask(page, "is it safe in ALS")
    assert page.input_value("#table-find") == ""
    assert page.locator("#table-box tbody tr").count() > 3


def test_a_question_on_the_whole_graph_stays_there(show: Callable[..., Any]) -> None:
    page = show("MS", "#whole=1&topic=all")
    ask(page, "is it safe")
    assert page.locator("#subject").inner_text() == "The whole evidence graph"
    assert page.evaluate("stroma.state.topic") == 1
    ask(page, "is it safe in ALS")
    assert page.locator("#subject").inner_text().startswith("Cell therapy for amyotrophic")
