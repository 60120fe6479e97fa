"""The panel of the page: what safety, a primary endpoint and a bar of studies say, and what they must not say."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest

from stroma.vocabulary import local_id, to_curie

if TYPE_CHECKING:
    from stroma.store import EvidenceStore

pytestmark = pytest.mark.browser


def proposition(store: EvidenceStore, label: str) -> str:
    return next(local_id(p.iri) for p in store.propositions.values() if p.label.startswith(label))


def test_unclear_safety_is_no_missing_effect(
    show: Callable[..., Any], packaged: EvidenceStore
) -> None:
    safe = proposition(packaged, "MSC-NTF (MSC secreting neurotrophic factors) is safe in amyo")
    page = show("ALS", f"#topic=harm&view=table&sel=edge:{safe}")
    panel = page.locator("#panel").inner_text()
    for words in (
        "No safety concern told (2 findings)",
        "Safety unclear, or a concern told (1 finding)",
    ):
        assert words in panel
    row = page.locator("tr[data-edge]:has-text('is safe in')").inner_text()
    assert "studies in people: 2 no safety concern told, 1 safety unclear" in row
    about_safety = panel.split("Also between these two")[0]
    assert "no effect" not in about_safety + row
    assert "found for it" not in about_safety
    # What the trial calls safe stands beside the deaths in it.
    assert "a modest excess with cells, numbers not given (Cudkowicz 2022)" in about_safety


@pytest.mark.parametrize(
    ("study", "goal"),
    [
        ("uccelli-2021", "Primary endpoint, efficacy and safety together: not met on efficacy"),
        ("cudkowicz-2022", "Primary endpoint, efficacy and safety together: not met on efficacy"),
        ("mscnp-2024", "Primary efficacy endpoint: not met"),
        ("berry-2019", "Primary safety endpoint: met"),
        ("zeng-2022", "Primary endpoint: not applicable"),
    ],
)
def test_met_or_not_is_said_of_one_aim(show: Callable[..., Any], study: str, goal: str) -> None:
    panel = show("ALS", f"#sel=source:{study}").locator("#panel")
    assert panel.locator("#goal").inner_text().startswith(goal)
    assert "primary endpoint was not met:" not in panel.inner_text()


def test_known_and_unknown_sizes_stand_together_and_only_the_known_one_makes_the_mark(
    show: Callable[..., Any], packaged: EvidenceStore
) -> None:
    """Marrow concentrate and knee pain: shapiro-bmac-knee has 25 people, mautner-2023 480 in four arms, ruane-2021 says nothing."""
    pain = proposition(packaged, "bone-marrow concentrate product improves pain, in knee")
    words = "25 and 2 studies of unknown size (one of 480 in all arms)"
    page = show("MS", f"#focus=MONDO:0005416&view=map&sel=edge:{pain}")
    assert f"people: n = {words}" in page.locator(".tally").inner_text()
    assert words.replace("25", "25 people", 1) in page.locator(".markbtn.on").get_attribute(
        "aria-label"
    )

    def width(label: str) -> float:
        at = f"#focus=MONDO:0005416&view=map&sel=edge:{proposition(packaged, label)}"
        page.evaluate("(at) => { location.hash = at; }", at)
        page.wait_for_timeout(200)
        return float(page.locator(".markbtn.on svg").get_attribute("width"))

    # sculptor: 321 people, all of them told; of mautner-2023 nobody says how many had cells of the cord.
    unknown, known = (
        width("umbilical-cord MSC product improves pain, in knee"),
        width("CYP-004 (allogeneic MSC from induced pluripotent stem cells) improves pain"),
    )
    assert unknown < known


def test_what_was_compared_with_another_treatment_alone_names_it(
    show: Callable[..., Any], packaged: EvidenceStore
) -> None:
    cord = proposition(packaged, "umbilical-cord MSC product ameliorates knee osteoarthritis")
    page = show("MS", f"#focus=MONDO:0005416&view=map&sel=edge:{cord}")
    words = "o better than corticosteroid injection, which says nothing against placebo"
    assert page.locator("#against-active").inner_text() == f"N{words}."
    assert f"not supported, n{words}" in page.locator(".markbtn.on").get_attribute("aria-label")
    panel = page.locator("#panel").inner_text()
    assert "primary efficacy endpoint was not met against corticosteroid injection: " in panel


def test_a_study_that_cannot_be_cited_says_so(show: Callable[..., Any]) -> None:
    # masters-2 is known from a company statement alone, without DOI or PMID; uccelli-2021 has a DOI.
    page = show("ALS", "#sel=source:masters-2")
    assert "doi not entered" in page.locator("#panel").inner_text()
    page.evaluate("location.hash = '#sel=source:uccelli-2021'")
    page.wait_for_selector("#panel a[href*='S1474-4422(21)00301-X']")
    assert "doi not entered" not in page.locator("#panel").inner_text()


def test_a_study_tells_its_main_result_first_and_that_it_was_done_last(
    show: Callable[..., Any],
) -> None:
    page = show("ALS", "#sel=source:cudkowicz-2022")
    rows = page.locator("#panel .rels li").all_inner_texts()
    assert "ameliorates" in rows[0]
    assert rows[-1].startswith("studied it")
    panel = page.locator("#panel").inner_text()
    assert "death, a modest excess with cells, numbers not given" in panel


def test_a_bar_is_of_people_and_tells_those_without_a_control_group_apart(
    show: Callable[..., Any], packaged: EvidenceStore
) -> None:
    rows = show("MS").locator("#panel .rels li")
    mixed = rows.filter(
        has_text="people, with a control group: 1 no effect shown; without: 3 for"
    ).first
    assert "not supported" in mixed.text_content()
    looks = mixed.locator("rect").evaluate_all("all => all.map((r) => r.getAttribute('class'))")
    assert looks == ["d1", "d0 pale"]
    model = to_curie(packaged.resolve_term("EAE"))
    laboratory = show("MS", f"#focus={model}").locator(
        "#panel .rels li:has-text('preclinical only')"
    )
    assert laboratory.count() > 3
    assert laboratory.locator("rect").count() == 0
    assert "animals: " in laboratory.first.text_content()


def test_a_harm_has_a_full_bar_whatever_its_design(show: Callable[..., Any]) -> None:
    page = show("ALS", "#topic=harm")
    fever = page.locator("#panel .rels li", has_text="fever").first
    looks = fever.locator("rect").evaluate_all("all => all.map((r) => r.getAttribute('class'))")
    assert looks == ["d2"]


def test_a_wide_term_that_nobody_measured_names_what_narrower_ones_gave(
    show: Callable[..., Any], packaged: EvidenceStore
) -> None:
    # For: petrou-2020, hbms01-2025, hou-2013. No effect: uccelli-2021, llufriu-2014 (two findings, one study),
    # stepien-2016, fernandez-2018, mscnp-2024.
    words = "narrower products and diseases: 3 for, 5 no effect shown"
    page = show("MS")
    assert page.locator("#panel .bar-none", has_text=words).count() == 1
    claim = proposition(packaged, "MSC product ameliorates multiple sclerosis")
    panel = show("MS", f"#sel=edge:{claim}").locator("#panel").inner_text()
    assert "Measured of narrower terms (8)" in panel
    assert words in panel.replace("Narrower", "narrower")
    # A harm that people had is never "not reported" (fernandez-2018).
    harm = proposition(packaged, "autologous adipose MSC product causes adverse event, in mult")
    panel = show("MS", f"#topic=harm&sel=edge:{harm}").locator("#panel").inner_text()
    assert "Narrower outcomes and diseases: 4 did not tie it to the cells" in panel


def test_a_phone_shows_the_heading_of_what_was_chosen(show: Callable[..., Any]) -> None:
    page = show("ALS", "#topic=harm&view=table", 390)
    page.locator("#table-box tbody button").nth(1).click()
    page.wait_for_timeout(200)
    top = page.locator("#panel h2").bounding_box()["y"]
    assert 0 <= top < 400


def test_another_question_is_fitted_and_a_selection_keeps_the_picture(
    show: Callable[..., Any],
) -> None:
    page = show("ALS")
    look = "[stroma.graph.net.getScale(), stroma.graph.net.getViewPosition().y, stroma.graph.net.getViewPosition().x]"
    for topic in (1, 2, 4, 0):
        page.click(f"#topic-{topic}")
        page.wait_for_timeout(300)
        own = page.evaluate(look)
        page.click("#fit")
        assert own == page.evaluate(look)
    page.click("#zoom-in")
    zoomed = page.evaluate(look)
    page.locator("#panel .rel").first.click()
    page.wait_for_timeout(300)
    assert page.evaluate(look) == zoomed


def test_a_path_has_a_panel_of_its_own(show: Callable[..., Any]) -> None:
    page = show("ALS", "#path=term:msc-ntf MONDO:0005301")
    panel = page.locator("#panel").inner_text()
    assert "Amyotrophic lateral sclerosis" not in panel
    assert "Asked directly (5)" in panel
    assert panel.count("chronic progressive multiple sclerosis") >= 5
    assert "1. MSC-NTF (MSC secreting neurotrophic factors) is made of" in panel
    page.locator("#panel .rel").first.click()
    assert "in chronic progressive multiple sclerosis" in page.locator("#panel h2").inner_text()


def test_the_whole_graph_says_where_to_begin(show: Callable[..., Any]) -> None:
    page = show("ALS", "#whole=1&topic=all")
    panel = page.locator("#panel")
    assert "where to begin" in panel.inner_text()
    assert not page.locator("#trials").is_visible()  # a sum over all diseases
    panel.locator("a", has_text="knee osteoarthritis").click()
    assert page.locator("#subject").inner_text().startswith("Cell therapy for knee osteoarthritis")


def test_paper_has_one_title_one_legend_and_every_harm(show: Callable[..., Any]) -> None:
    page = show("ALS", "#topic=harm")
    page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    page.emulate_media(media="print")
    picture = page.locator(".on-paper")
    shown = picture.locator("text").all_text_contents()
    assert "Cell therapy for amyotrophic lateral sclerosis: what is the evidence?" not in shown
    assert not any("no medical advice" in words for words in shown)
    box = picture.bounding_box()
    assert box["height"] < box["width"] / 2  # five rows, and no empty space around them
    words = page.locator("#headline").inner_text()
    assert words.count("2 kinds of harm seen in people") == 1
    assert "fever (21 of 34 MS or ALS patients, Karussis 2010)" in words
    page.evaluate("window.dispatchEvent(new Event('afterprint'))")
    page.emulate_media(media="print")
    # Whatever a browser does before it prints: the harms stay.
    assert "2 kinds of harm seen in people" in page.locator("#headline").inner_text()


def test_the_surrogate_that_stands_for_a_disease_is_named(
    show: Callable[..., Any], packaged: EvidenceStore
) -> None:
    by_image = proposition(packaged, "autologous bone-marrow MSC product ameliorates heart failure")
    page = show("heart failure", f"#sel=edge:{by_image}")
    told = "measured by a surrogate: left ventricular end-systolic volume"
    assert told in page.locator("#panel").inner_text()
