"""The search of the page: questions in words, what they name, and where a study that was found opens."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest

from stroma.model import Group
from stroma.vocabulary import to_curie

if TYPE_CHECKING:
    from stroma.store import EvidenceStore

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
        ("is it approved in Europe", "multiple sclerosis", 3, ""),
        ("does NurOwn not help ALS", "amyotrophic lateral sclerosis", 0, "MSC-NTF"),
        ("quality of life after MSC in MS", "multiple sclerosis", 0, "quality of life"),
        ("cord blood autism", "autism spectrum disorder", 0, "umbilical cord blood"),
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


# What opens, and no more: nothing is read into a word that only joins, denies or asks.
READ_AS = {
    "meningitis after stem cells": "Read as: meningitis: Is it safe?",
    "cancer after stem cells": "Read as: tumour or malignancy: Is it safe?",
    "blood clots after cells": "Read as: thromboembolism: Is it safe?",
    "death after MSC": "Read as: death: Is it safe?",
    "do stem cells cause blindness": "Read as: severe visual loss after treatment: Is it safe?",
    "tumor after stem cells": "Read as: tumour or malignancy: Is it safe?",
    "what harms are seen after cord blood": "Read as: umbilical cord blood: Is it safe?",
    "stroke after stem cells": "Read as: stroke.",
    "stroke without placebo": "Read as: stroke. Not used: “placebo”.",
    "is MSC not safe in MS": "Read as: multiple sclerosis: Is it safe?",
    "not effective in ALS": "Read as: amyotrophic lateral sclerosis: Does it help?",
    "does not help knee osteoarthritis": "Read as: knee osteoarthritis: Does it help?",
    "no harm in MS": "Read as: multiple sclerosis: Is it safe?",
    "no relapse in MS": "Read as: relapse, multiple sclerosis: Does it help?",
    "no effect in MS": "Read as: multiple sclerosis: Does it help? (only what is not supported).",
    "side effects of cord blood": "Read as: umbilical cord blood: Is it safe?",
    "progressive MS": "Read as: chronic progressive multiple sclerosis.",
    "what is approved": "Read as: the whole graph: Is it in use?",
    "not approved in the United States": "Read as: the whole graph: Is it in use? (United States).",
    "approval in Europe": "Read as: the whole graph: Is it in use? (European Union).",
}  # fmt: skip


def test_a_word_that_joins_or_denies_names_no_term(show: Callable[..., Any]) -> None:
    page, read = show("MS"), {}
    for words in READ_AS:
        page.evaluate("location.hash = 'focus=MONDO:0005301&topic=help&view=map'")
        page.wait_for_function("stroma.state.topic === 0 && !stroma.state.whole")
        ask(page, words)
        read[words] = page.locator("#note").inner_text().strip()
    assert read == READ_AS


def test_no_effect_is_a_filter_on_that_stance(show: Callable[..., Any]) -> None:
    page = show("MS")
    ask(page, "no effect in MS")
    assert page.evaluate("[...stroma.filters.stance]") == ["not-supported"]
    assert page.evaluate("stroma.scope().shown.every((e) => e.st === 2)")


def test_what_is_approved_in_a_region_is_asked_of_every_disease(show: Callable[..., Any]) -> None:
    page = show("MS")
    ask(page, "approved in Japan")
    assert page.locator("#subject").inner_text() == "The whole evidence graph"
    words = page.locator("#use").inner_text()
    # The three decisions of Japan in ontology/references, and none of another region.
    for name in ("Temcell", "Stemirac", "darvadstrocel"):
        assert name in words
    for other in ("remestemcel", "lenzumestrocel", "European Union 2024", "No approval is entered"):
        assert other not in words


def test_a_search_counts_the_rows_that_the_table_shows(show: Callable[..., Any]) -> None:
    page = show("MS")
    ask(page, "does it help walking")
    found = re.search(r": (\d+) rows? with", page.locator("#note").inner_text())
    assert found
    assert page.locator("#table-count").inner_text().startswith(f"{found[1]} of ")


def test_rows_hold_whole_words(show: Callable[..., Any]) -> None:
    page = show("MS", "#topic=help&view=table")
    page.fill("#table-find", "no")
    rows = [row.lower() for row in page.locator("#table-box tbody tr").all_inner_texts()]
    assert rows
    assert all(re.search(r"\bno\b", row) for row in rows)
    page.fill("#table-find", "umbil")  # a word that is still being typed
    assert page.locator("#table-box tbody tr").count() > 3


def test_what_was_not_asked_about_both_is_said(show: Callable[..., Any]) -> None:
    page = show("MS")
    ask(page, "does NurOwn cause headache in ALS")
    words = page.locator("#note.warn").inner_text()
    # Of each alone something was asked: the product in ALS, and headache after other cells.
    assert "Nothing here was asked about MSC-NTF and headache together" in words
    assert "no evidence, not a refutation" in words
    page.click("#topic-0")
    assert page.locator("#note").count() == 0


def test_a_word_that_is_not_known_is_never_skipped(show: Callable[..., Any]) -> None:
    page = show("MS")
    ask(page, "stem cells for back pain")
    words = page.locator("#not-here").inner_text()
    assert "Nothing goes by “stem cells for back pain” here" in words
    assert "no study on it is entered" not in words
    assert "Who looks for it may mean intervertebral disk degenerative disorder." in words
    assert "Shares a word with it: " in words
    page.press("#search", "Escape")
    page.locator("#not-here").get_by_text("pain", exact=True).click()
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
    # sculptor is the fourth without support; ruane-2021 made marrow concentrate contested.
    assert "About knee osteoarthritis (7)" in here
    assert here.count("not supported") == 4
    assert here.count("contested") == 1
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


GUESSES = {
    # Four letters forgive nothing: "mice" is not MACE, "rats" no rate.
    "face": ("multiple sclerosis", None),
    "mice": ("multiple sclerosis", "Does it help? (only what was measured in animals)."),
    "rats": ("multiple sclerosis", "Does it help? (only what was measured in animals)."),
    # "dog" stands within "endogenous", "proven" within "unproven", "CP" begins the id of one trial.
    "dog": ("multiple sclerosis", "Does it help? (only what was measured in animals)."),
    "proven": ("multiple sclerosis", "Does it help? (only what is supported)."),
    "CP": ("cerebral palsy", "Read as: cerebral palsy."),
    "cerebal palsy": ("cerebral palsy", "Read as: cerebral palsy."),
    "mice in ALS": ("amyotrophic lateral sclerosis", "Nothing here was asked about animals"),
    "myelitis": ("multiple sclerosis", None),
}  # fmt: skip


@pytest.mark.parametrize("asked", GUESSES)
def test_a_guess_opens_nothing_unannounced(show: Callable[..., Any], asked: str) -> None:
    subject, said = GUESSES[asked]
    page = show("MS")
    ask(page, asked)
    title = page.locator("#subject").inner_text()
    if said is None:
        assert title.startswith("Nothing here goes by")
        assert f"What follows is about {subject}" in page.locator("#not-here").inner_text()
    else:
        assert title.startswith(f"Cell therapy for {subject}:")
        words = page.locator("#note").inner_text()
        assert words.startswith("Read as: ")
        assert said in words


def test_animals_are_asked_for_by_that_filter(show: Callable[..., Any]) -> None:
    page = show("MS")
    ask(page, "mice")
    assert page.evaluate("[...stroma.filters.group]") == ["animals"]
    assert page.evaluate(
        "stroma.scope().shown.length > 0 && stroma.scope().shown.every((e) => e.t[1].some(Boolean))"
    )


def test_who_asks_of_animals_is_told_of_animals(
    show: Callable[..., Any], packaged: EvidenceStore
) -> None:
    page = show("MS", "#topic=help")
    people = page.locator("#headline").inner_text()
    ask(page, "mice")
    words = page.locator("#headline").inner_text()
    known = {to_curie(iri).rpartition(":")[2]: p for iri, p in packaged.propositions.items()}
    shown = [known[one] for one in page.evaluate("stroma.scope().shown.map((e) => e.id)")]
    studies = {
        packaged.findings[f].source
        for p in shown
        for f in p.findings
        if packaged.groups[f] is Group.ANIMAL
    }
    assert f"{len(studies)} studies in animals on multiple sclerosis: Does it help?" in words
    assert f"What they found on {len(shown)} propositions: " in words
    assert "None of these was measured in people here." in words
    assert "randomised controlled trials" not in words
    assert "stands with its models: experimental autoimmune" in page.locator("#panel").inner_text()
    page.click("#laboratory >> text=Back to people")
    assert page.evaluate("stroma.filters.group.size") == 0
    assert people in page.locator("#headline").inner_text()


@pytest.mark.parametrize(
    ("asked", "subject", "said"),
    [
        ("cerebral palsy walking", "Cell therapy for cerebral palsy:", "Read as: cerebral palsy. Nothing here was asked about walking"),
        ("Alofisel withdrawn", "Darvadstrocel:", "Read as: darvadstrocel: Is it in use?"),
        ("was Ryoncil authorised in Canada", "Remestemcel-L:", "Read as: remestemcel-L: Is it in use? (Canada)"),
    ],
)  # fmt: skip
def test_a_word_that_several_outcomes_share_and_a_withdrawal_are_read(
    show: Callable[..., Any], asked: str, subject: str, said: str
) -> None:
    page = show("MS")
    ask(page, asked)
    assert page.locator("#subject").inner_text().startswith(subject)
    assert page.locator("#note").inner_text().startswith(said)


def test_proven_is_asked_for_by_the_stance_and_never_dropped(show: Callable[..., Any]) -> None:
    page = show("ALS")
    for words in ("is stem cell therapy proven for MS", "supported in MS", "is there proof in MS"):
        ask(page, words)
        assert "only what is supported" in page.locator("#note").inner_text()
        assert page.evaluate("[...stroma.filters.stance]") == ["supported"]
    # What is denied is no filter, and then the word is named.
    for words, word in (("not proven in MS", "proven"), ("best stem cells for MS", "best")):
        ask(page, words)
        assert f"Not used: “{word}”." in page.locator("#note.warn").inner_text()
        assert page.evaluate("stroma.filters.stance.size") == 0


@pytest.mark.parametrize(
    ("asked", "shown", "other", "subject", "topic"),
    [
        ("is it safe and does it help ALS", "Is it safe?", "Does it help?", "amyotrophic", 0),
        ("how does it help and is it safe in ALS", "Is it safe?", "How might it work?", "amyotrophic", 2),
        ("does it help stroke and MS", "Does it help?", "stroke: Does it help?", "stroke", 0),
        ("is it safe in MS and does it help walking", "Does it help?", "Is it safe?", "multiple sclerosis", 1),
    ],
)  # fmt: skip
def test_who_asks_two_things_gets_a_way_to_both(
    show: Callable[..., Any], asked: str, shown: str, other: str, subject: str, topic: int
) -> None:
    page = show("ALS")
    ask(page, asked)
    words = page.locator("#note").inner_text()
    assert "You asked two things: " in words
    assert f"{shown} (shown)" in words
    assert "Nothing here was asked" not in words
    page.locator("#note a", has_text=other).click()
    assert page.locator("#subject").inner_text().startswith(f"Cell therapy for {subject}")
    assert page.evaluate("stroma.state.topic") == topic
    # The way back stays.
    assert "You asked two things: " in page.locator("#note").inner_text()
    assert page.locator("#note a").count() == 1


@pytest.mark.parametrize(
    "asked", ["does it help MS", "how does it help MS", "side effects and harms"]
)
def test_one_question_is_not_told_to_be_two(show: Callable[..., Any], asked: str) -> None:
    page = show("MS")
    ask(page, asked)
    assert "You asked" not in "".join(page.locator("#note").all_inner_texts())


@pytest.mark.parametrize(
    "asked",
    [
        "safe in cancer",
        "is it safe in people with cancer",
        "is MSC safe for patients who have cancer",
    ],
)
def test_people_with_a_disease_are_no_harm_that_cells_do(
    show: Callable[..., Any], asked: str
) -> None:
    page = show("MS")
    ask(page, asked)
    words = page.locator("#note.warn").inner_text()
    assert "Nothing here was asked about people with tumour or malignancy" in words
    assert page.evaluate("stroma.state.sel") is None
    page.locator("#note a", has_text="as a harm after cells").click()
    assert page.locator("#subject").inner_text().startswith("Tumour or malignancy:")
    assert page.evaluate("stroma.state.topic") == 1


def test_animals_beside_a_path_are_asked_of_the_whole_graph(show: Callable[..., Any]) -> None:
    page = show("MS", "#path=term:msc-ntf MONDO:0005301")
    ask(page, "mice")
    assert page.locator("#subject").inner_text() == "The whole evidence graph"
    assert page.evaluate("[...stroma.filters.group]") == ["animals"]


def test_a_name_in_other_letters_is_answered_too(show: Callable[..., Any]) -> None:
    page = show("MS")
    page.fill("#search", "膝の痛み")
    page.keyboard.press("Enter")
    words = page.locator("#not-here").inner_text()
    assert "“膝の痛み”" in words
    assert "The names here are in English letters" in words


def test_a_search_for_what_is_shown_says_so(show: Callable[..., Any]) -> None:
    page = show("MS")
    ask(page, "MS " * 100)
    assert (
        "Read as: multiple sclerosis, which this page is about"
        in page.locator("#note").inner_text()
    )


def test_whose_disease_it_is_does_not_matter(show: Callable[..., Any]) -> None:
    page = show("MS")
    ask(page, "is it safe for MS and Parkinson's")
    words = page.locator("#note").inner_text()
    assert "You asked two things" in words
    assert "Parkinson disease: Is it safe?" in words


@pytest.mark.parametrize("asked", ["what was never studied in MS", "what has not been measured"])
def test_what_was_never_measured_is_an_answer_of_its_own(
    show: Callable[..., Any], asked: str
) -> None:
    page = show("MS")
    ask(page, asked)
    words = page.locator("#note").inner_text()
    assert "Never measured here." in words
    assert "in animals or dishes only" in words
    assert 'stroma ask never-measured --product NAME --disease "multiple sclerosis"' in words
    # `stroma ask trials-without-results --disease MS`: of its three trials two are randomised.
    assert "2 randomised trials of which no result on benefit is entered: Alghwiri 2020" in words


@pytest.mark.parametrize("asked", ["Was a study on MS retracted?", "retracted", "retracted papers"])
def test_whether_a_study_was_retracted_is_answered_with_a_date(
    show: Callable[..., Any], asked: str
) -> None:
    page = show("MS")
    ask(page, asked)
    words = page.locator("#note").inner_text()
    assert re.search(
        r"No retraction is entered for any of the \d+ studies here, as of 20\d\d-\d\d-\d\d", words
    )
    assert "No expression of concern is entered either" in words
    assert "that anybody looked for a notice is not recorded" in words.lower()


def test_where_no_name_answers_the_studies_that_hold_the_words_are_offered(
    show: Callable[..., Any],
) -> None:
    page = show("heart failure")
    page.fill("#search", "precursor cells at LVAD implant")
    first = page.locator("#hits [role=option]:not([aria-disabled])").first.inner_text()
    assert first.startswith("Yau 2019: ")
    assert first.endswith("its record holds precursor, LVAD, implant")
    page.press("#search", "Enter")
    words = page.locator("#not-here").inner_text()
    assert "Its words stand in the records of these studies: Yau 2019: " in words
    assert "Ascheim 2014: " in words
    page.locator("#not-here a", has_text="Yau 2019").click()
    assert "Primary efficacy endpoint: not met" in page.locator("#panel").inner_text()


def test_one_word_of_a_record_offers_no_study(show: Callable[..., Any]) -> None:
    page = show("heart failure")
    page.fill("#search", "hair loss in implant")
    assert "its record holds" not in page.locator("#hits").inner_text()


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ("i want to end it all, the ALS is getting worse", "please talk to a person now"),
        ("he can't breathe, 2 hours after the infusion", "call the emergency number"),
    ],
)
def test_who_seems_to_be_in_danger_is_sent_to_help_and_told_nothing_else(
    show: Callable[..., Any], asked: str, said: str
) -> None:
    page = show("MS")
    page.fill("#search", asked)
    listed = page.locator("#hits li").all_inner_texts()
    assert len(listed) == 1
    assert said in listed[0]
    page.press("#search", "Enter")
    assert said in page.locator("#not-here").inner_text()
    assert page.locator("#subject").inner_text() == "Nothing here can help with that"
    assert page.locator("#not-here a").count() == 0


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ("what does it cost", "Prices are not held here."),
        ("which trials are recruiting", "Whether a trial recruits is not held here"),
        ("exosomes for ALS", "Exosomes are not covered here: cell products are."),
        ("does it help long covid", "Long COVID is not covered here"),
        ("what should I prescribe for GVHD", "What somebody should do is not told here"),
    ],
)
def test_what_is_not_told_here_is_said_instead_of_nothing(
    show: Callable[..., Any], asked: str, said: str
) -> None:
    page = show("MS")
    page.fill("#search", asked)
    assert page.locator("#hits li").first.inner_text().startswith(said)
    page.press("#search", "Enter")
    words = page.locator("#not-here").inner_text()
    assert words.startswith(said)
    assert "Nothing goes by" not in words


def test_advice_is_told_beside_an_answer(show: Callable[..., Any]) -> None:
    page = show("ALS")
    ask(page, "should my mother try stem cells for MS")
    words = page.locator("#note.warn").inner_text()
    assert words.startswith("Read as: multiple sclerosis")
    assert "What somebody should do is not told here, only what studies found" in words


@pytest.mark.parametrize(
    ("asked", "read"),
    [
        ("Is Ryoncil approved by the European Union?", "remestemcel-L: Is it in use? (European Union)"),
        ("Is Temcell approved by the Japanese PMDA?", ": Is it in use? (Japan)"),
        ("Which products are approved by American regulators?", "the whole graph: Is it in use? (United States)"),
        ("Which products are approved in the Canadian market?", "the whole graph: Is it in use? (Canada)"),
        ("did anyone die after stem cells", "Read as: death: Is it safe?"),
        ("my mum was just diagnosed with ALS, does it honestly work", "amyotrophic lateral sclerosis: Does it help?"),
        ("does it work in adults with ALS", "amyotrophic lateral sclerosis: Does it help? Not used: “adults”."),
        ("is there a double blind trial in ALS", ""),
    ],
)  # fmt: skip
def test_the_page_knows_the_words_that_the_command_knows(
    show: Callable[..., Any], asked: str, read: str
) -> None:
    page = show("MS")
    ask(page, asked)
    assert read in "".join(page.locator("#note").all_inner_texts())
    if not read:
        assert page.locator("#not-here").count() == 1


@pytest.mark.parametrize("asked", ["cost", "costs", "price", "children", "tourism"])
def test_one_word_that_only_stands_in_a_name_opens_no_page(
    show: Callable[..., Any], asked: str
) -> None:
    page = show("MS")
    ask(page, asked)
    assert page.evaluate("stroma.labelOf(stroma.state.focus)") == "multiple sclerosis"
    if asked in ("cost", "costs", "price"):
        assert page.locator("#not-here").inner_text().startswith("Prices are not held here.")


def test_a_price_is_answered_before_any_name(show: Callable[..., Any]) -> None:
    page = show("MS")
    page.fill("#search", "cost")
    assert page.locator("#hits li").first.inner_text().startswith("Prices are not held here.")


@pytest.mark.parametrize("asked", ["cortisone", "steroid injection", "cortisone shot", "steroids"])
def test_what_a_product_was_compared_with_leads_to_the_studies(
    show: Callable[..., Any], asked: str
) -> None:
    """mautner-2023 compared three products with corticosteroid in the knee."""
    page = show("knee osteoarthritis")
    ask(page, asked)
    words = page.locator("#not-here").inner_text()
    assert "no study on it is entered" not in words
    assert "Mautner 2023" in words
    assert page.evaluate("stroma.labelOf(stroma.state.focus)") == "knee osteoarthritis"


def test_a_study_is_found_by_the_name_that_the_page_prints(show: Callable[..., Any]) -> None:
    page = show("MS")
    ask(page, "Harris 2024")
    assert page.evaluate("stroma.state.sel")[0] == "source"
    assert "MSC-NP vs saline" in page.locator("#panel").inner_text()


def test_which_trial_failed_asks_for_what_is_not_supported(show: Callable[..., Any]) -> None:
    page = show("MS")
    ask(page, "which trial failed")
    assert page.locator("#note").inner_text().startswith("Read as: multiple sclerosis")
    assert page.evaluate("[...stroma.filters.stance]") == ["not-supported"]


def test_what_is_prevented_is_an_outcome_of_the_disease_on_show(show: Callable[..., Any]) -> None:
    """dream-hf counted heart attacks and strokes together."""
    page = show("heart failure")
    ask(page, "does it prevent heart attacks")
    assert page.evaluate("stroma.labelOf(stroma.state.focus)") == "heart failure"
    assert "heart attack or stroke" in page.locator("#note").inner_text()
    page = show("MS")
    ask(page, "does it prevent heart attacks in heart failure")
    assert page.evaluate("stroma.labelOf(stroma.state.focus)") == "heart failure"
