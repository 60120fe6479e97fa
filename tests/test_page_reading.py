"""The page as a first reader meets it: order of the table, words that are explained, questions in words, pictures."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest

from stroma.cards import card
from stroma.vocabulary import to_curie

if TYPE_CHECKING:
    from stroma.store import EvidenceStore

pytestmark = pytest.mark.browser
NAMES = ("MS", "ALS", "EDSS", "lupus nephritis")


def test_the_table_begins_with_the_best_level_whatever_was_found(show: Callable[..., Any]) -> None:
    rows = show("MS", "#view=table").locator("table.list tbody tr").all_inner_texts()
    assert "not supported" in rows[0]
    order = [row.split("\t")[5] for row in rows]
    assert order == sorted(order)


def test_a_scale_lists_what_was_measured_with_it(
    show: Callable[..., Any], packaged: EvidenceStore
) -> None:
    words = show("EDSS").locator("#headline").inner_text()
    measured = {
        p.iri
        for p in packaged.propositions.values()
        if any((packaged.findings[f].measured_by or "").endswith("term/edss") for f in p.findings)
    }
    assert len(measured) > 10
    assert f"{len(measured)} propositions here rest on it" in words
    assert "not supported" in words
    text = card(packaged, "EDSS", everything=True).text()
    assert "Measured with it" in text
    assert "uccelli-2021" in text


@pytest.mark.parametrize(
    ("asked", "topic"), [("is it safe", 1), ("does it work", 0), ("is it approved", 3)]
)
def test_a_question_in_words_is_the_button_it_means(
    show: Callable[..., Any], asked: str, topic: int
) -> None:
    page = show("ALS")
    page.fill("#search", asked)
    page.keyboard.press("Enter")
    assert page.evaluate("stroma.state.topic") == topic
    assert "Nothing goes by" not in page.locator("#headline").inner_text()


@pytest.mark.parametrize("name", ["study:uccelli-2021", "uccelli-2021"])
def test_a_study_in_the_place_of_a_term_is_selected(show: Callable[..., Any], name: str) -> None:
    page = show("MS", f"#focus={name}")
    assert "Uccelli 2021" in page.locator("#panel h2").inner_text()
    assert "Nothing goes by" not in page.locator("#headline").inner_text()


def test_what_was_asked_directly_stands_before_the_path(show: Callable[..., Any]) -> None:
    words = show("MS", "#path=term:msc-ntf MONDO:0005301").locator("#headline").inner_text()
    assert words.index(
        "asked directly" if "asked directly" in words else "Asked directly"
    ) < words.index("apart:")
    assert "does not show that its ends are related" in words


def test_the_words_are_explained(show: Callable[..., Any]) -> None:
    page = show("MS")
    assert "What the words mean" in page.locator("#open-help").inner_text()
    page.click("#open-help")
    words = page.locator("#dialog").inner_text()
    for word in (
        "primary efficacy endpoint",
        "proposition",
        "supported but thin",
        "contested",
        "no study tied it",
    ):
        assert word in words


def test_a_picture_carries_the_answer(show: Callable[..., Any]) -> None:
    picture = " ".join(show("MS").evaluate("stroma.svgText()").split("<text")[:9])
    assert "Uccelli 2021" in picture
    assert "did" in picture
    assert "All 11 supported benefits are" in show("MS").evaluate(
        "stroma.svgText().replace(/<[^>]*>/g, ' ').replace(/\\s+/g, ' ')"
    )


@pytest.mark.parametrize("name", NAMES)
def test_no_page_on_safety_scrolls_sideways_on_a_phone(show: Callable[..., Any], name: str) -> None:
    page = show(name, "#topic=harm", width=390)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


def test_a_long_stance_stays_in_its_column(show: Callable[..., Any]) -> None:
    page = show("lupus nephritis", "#topic=harm&view=table")
    over = page.evaluate(
        "[...document.querySelectorAll('table.list td.wide')].filter((td) => td.scrollWidth > td.clientWidth + 1).length"
    )
    assert over == 0


def test_a_form_of_a_disease_names_the_studies_of_the_wider_one(
    show: Callable[..., Any], packaged: EvidenceStore
) -> None:
    curie = to_curie(packaged.resolve_term("primary progressive MS"))
    page = show("MS", f"#focus={curie}&topic=help")
    assert "Nothing is entered here on whether it helps" in page.locator("#nothing").inner_text()
    line = page.locator(".wider-studies")
    words = line.inner_text()
    assert words.startswith("Asked of a wider disease that includes it: 18 studies and 4 reviews (")
    page.locator("#headline details summary", has_text="All 22 of a wider disease").click()
    names = page.locator("#headline details[open] p").inner_text()
    assert "multiple sclerosis: Maji 2025" in names
    assert "Uccelli 2021" in names
    line.locator("a", has_text="Petrou 2020").click()
    assert page.evaluate("stroma.state.sel") == ["source", "petrou-2020"]


def test_the_one_trial_of_a_form_is_not_called_the_only_one(
    show: Callable[..., Any], packaged: EvidenceStore
) -> None:
    curie = to_curie(packaged.resolve_term("secondary progressive MS"))
    page = show("MS", f"#focus={curie}&topic=help")
    assert (
        "The one randomised controlled trial entered here on exactly this form that looked for benefit"
        in (page.locator("#trials").inner_text())
    )
    # Nothing wider than MS was studied: no such line there.
    assert show("MS", "#topic=help").locator(".wider-studies").count() == 0


# What the card of each disease says (stroma.queries.wider): for benefit and for harm apart, reviews apart.
WIDER = {
    "MS": ("", "2 studies and 1 review"),
    "ALS": ("", "2 studies"),
    "Parkinson disease": ("", "2 studies"),
    "RRMS": ("8 studies and 4 reviews", "12 studies and 5 reviews"),
    "primary progressive MS": ("18 studies and 4 reviews", "19 studies and 5 reviews"),
    "secondary progressive MS": ("16 studies and 4 reviews", "19 studies and 5 reviews"),
    "spinal cord injury": ("", "2 studies and 1 review"),
    "ischemic stroke": ("", "4 studies and 1 review"),  # amascis the last
    "neuromyelitis optica": ("1 study", "2 studies"),
}


@pytest.mark.parametrize("name", WIDER)
def test_studies_of_a_wider_disease_are_told_for_each_question(
    show: Callable[..., Any], packaged: EvidenceStore, name: str
) -> None:
    curie = to_curie(packaged.resolve_term(name))
    for topic, count in zip(("help", "harm"), WIDER[name], strict=True):
        line = show("MS", f"#focus={curie}&topic={topic}").locator(".wider-studies")
        words = "".join(line.all_inner_texts())
        start = f"Asked of a wider disease that includes it: {count} ("
        assert words.startswith(start) if count else not words
    # Never one sum for both questions.
    both = show("MS", f"#focus={curie}&topic=all").locator(".wider-studies").all_inner_texts()
    assert [words.partition(" (")[0] for words in both] == [
        f"Asked of a wider disease that includes it, {asked}: {count}"
        for asked, count in zip(("does it help", "is it safe"), WIDER[name], strict=True)
        if count
    ]


def test_a_review_of_several_diseases_stands_under_each_of_them(
    show: Callable[..., Any], packaged: EvidenceStore
) -> None:
    """Kvistad 2022 pooled people with MS, stroke and spinal cord injury, and none with ALS or Parkinson disease."""
    for name in ("MS", "spinal cord injury", "ischemic stroke", "ALS", "Parkinson disease"):
        curie = to_curie(packaged.resolve_term(name))
        words = show("MS", f"#focus={curie}&topic=harm").locator(".wider-studies").inner_text()
        assert ("Kvistad 2022" in words) == (name not in ("ALS", "Parkinson disease")), name
