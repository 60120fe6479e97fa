"""What the page says of harms: short enough to be repeated, on every screen, and nothing serious or counted left out."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest

from stroma.model import Asked
from stroma.predicates import benefits
from stroma.sentences import asked_by
from stroma.summaries import participant_clusters
from stroma.vocabulary import ST, to_curie

if TYPE_CHECKING:
    from stroma.store import EvidenceStore

pytestmark = pytest.mark.browser


def test_harms_are_told_in_a_few_lines_and_their_sources_behind_one(
    show: Callable[..., Any],
) -> None:
    page = show("MS", "#topic=harm")
    seen = page.locator("#harms").inner_text()
    # Counts of the fact sheets, as the test of the sources has them.
    for words in (
        "Serious: encephalomyelitis (in the one patient reported), meningitis (1).",
        "headache (57.6%, pooled, no control group), fever (53.1%, pooled, no control group), infection (35.4%, pooled, no control group)",
        "arachnoiditis (2 of 18, no control group)",
        "Seen, not shown to come from it: serious adverse event (9, none treatment-related, one of 17 studies), adverse event (OR 0.99 (0.61-1.62), pooled)",
    ):
        assert words in seen
    assert "Cohen 2022" not in seen
    height = page.evaluate(
        "['harms', 'harms-rest'].reduce((sum, id) => sum + document.getElementById(id).offsetHeight, 0)"
    )
    assert height < 9 * 22
    # What each sort of harm is called begins a line.
    lines = page.locator(":is(#harms, #harms-rest) .own-line").all_inner_texts()
    assert [line.split(",")[0].split(":")[0] for line in lines] == [
        "9 kinds of harm seen in people. Serious",
        "Seriousness not recorded",
        "Seen",
        "Looked for",
        "The same products in other diseases",
    ]
    page.click("#harm-sources summary")
    assert "arachnoiditis (2 of 18, Cohen 2022)" in page.locator("#harm-sources").inner_text()


@pytest.mark.parametrize("width", [390, 1280])
def test_every_harm_that_people_had_is_on_the_first_screen(
    show: Callable[..., Any], packaged: EvidenceStore, width: int
) -> None:
    page = show("MS", "#topic=harm", width)
    diseases = {
        p.condition
        for p in packaged.propositions.values()
        if p.predicate == ST + "causesAdverseEvent" and p.condition and p.human.supports
    }
    assert len(diseases) > 10
    for disease in sorted(diseases):
        page.evaluate("(at) => { location.hash = at; }", f"#focus={to_curie(disease)}&topic=harm")
        page.wait_for_function(
            "(name) => document.getElementById('subject').textContent.includes(name)",
            arg=packaged.label(disease),
        )
        short = page.locator("#harms").inner_text()
        whole = page.locator("#harm-sources p").text_content()
        had = whole.split("Looked for")[0].split("The same products")[0]
        missing = [
            name
            for name in (e.text_content() for e in page.locator("#harm-sources p a").all())
            if f"{name} (" in had and name not in short and " more, in the table" not in short
        ]
        assert missing == [], packaged.label(disease)


@pytest.mark.parametrize("width", [390, 1280])
def test_deaths_are_never_no_kind_of_harm(show: Callable[..., Any], width: int) -> None:
    page = show("MS", "#focus=term:death&topic=harm&view=table", width)
    words = page.locator("#headline").inner_text()
    assert "0 kinds of harm" not in words
    assert "but some that happened" in words
    assert "6 of 185 (3.26%, 95% CI 1.48 to 7.12) v 7 of 190 (3.82%, 1.84 to 7.84)" in words
    # act-aki and must-ards the last of them.
    assert "one of 19 studies" in words
    rows = page.locator("#table-box").inner_text()
    assert "did not tie it to the cells; 13 of 104" in rows
    assert "2 did not report it as a harm" not in rows


def test_deaths_stand_in_the_graph_before_lesser_harms(show: Callable[..., Any]) -> None:
    page = show("MS", "#focus=NCIT:C38267&topic=harm&view=graph")
    drawn = page.evaluate("stroma.boxes().map((box) => box.text)")
    assert any("more outcomes" in text for text in drawn)  # not all fit
    assert "death" in drawn
    assert "serious adverse event" in drawn
    page.click("#topic-4")
    page.wait_for_timeout(300)
    assert "death" in page.evaluate("stroma.boxes().map((box) => box.text)")


def test_a_count_of_deaths_names_the_trial_that_leans_the_other_way(
    show: Callable[..., Any],
) -> None:
    # bowdish-2023: 42 of 112 against 47 of 110; start-2019 (Matthay): 12 of 40 against 3 of 20.
    page = show("ALS", "#focus=MONDO:0006502&topic=harm")
    words = page.locator("#harms").inner_text()
    assert "42 of 112 (37.5%) v 47 of 110 (42.7%)" in words
    assert "the other way in Matthay 2019: 12 of 40, controls 3 of 20" in words
    page.locator("#harms a", has_text="Matthay 2019").click()
    assert "causes death" in page.locator("#panel h2").inner_text()


def test_a_serious_harm_stands_first_and_all_its_cases_are_told(show: Callable[..., Any]) -> None:
    """chen-2016-f1 two cases, dlouhy-2014-f1 one, williamson-2021-f1 one: three reports of different people."""
    page = show("MS", "#focus=MONDO:0043797&topic=harm&view=table")
    seen = page.locator("#harms").inner_text()
    assert "Serious: mass in the spinal cord at a graft (2, 1 and 1, in 3 studies)" in seen
    rows = page.locator("#table-box tbody tr").all_inner_texts()
    assert "mass in the spinal cord at a graft" in rows[0]
    named = [
        next(i for i, row in enumerate(rows) if word in row)
        for word in ("headache", "none put down")
    ]
    assert named == sorted(named)
    panel = page.locator("#panel .rels li").all_inner_texts()
    assert "mass in the spinal cord at a graft" in panel[0]
    page.click("#sort-level")
    assert page.locator("th[aria-sort=ascending]").inner_text().startswith("Level")


def test_deaths_count_every_study_that_counted_them(show: Callable[..., Any]) -> None:
    """`stroma ask deaths --disease "heart failure"`: CONCERT-HF, SENECA, Ascheim, and DREAM-HF (Perin 2023) as a benefit."""
    page = show("MS", "#focus=MONDO:0005252&topic=harm")
    words = page.locator("#harms").inner_text()
    assert "death (3 of 29 (10.3%) v 4 of 32 (12.5%), one of 3 studies" in words
    assert "asked as a benefit too, in Perin 2023: no effect shown (endpoint failed" in words
    page.click("#harm-sources summary")
    full = page.locator("#harm-sources").inner_text()
    for study in ("Ascheim 2014", "Bolli 2020", "Bolli 2021", "Perin 2023"):
        assert study in full, study


def test_a_survey_of_a_wider_disease_is_told_by_its_result(show: Callable[..., Any]) -> None:
    page = show("parkinson disease", "#topic=harm")
    words = page.locator(".wider-studies").inner_text()
    assert "One neurologist in four had seen a complication after an unproven procedure" in words
    assert "about 25% of 204 respondents" in words
    assert "Academic neurologists on complicati…" not in words


def test_harms_told_only_as_a_whole_were_looked_for(show: Callable[..., Any]) -> None:
    """schiess-2025-f3: "adverse events", "mild and transient", 45 people, against placebo."""
    page = show("parkinson disease", "#topic=harm")
    words = page.locator("#headline").inner_text()
    assert "No harm is entered here" not in words
    assert (
        "Harms were looked for, and told only as a whole: adverse events: mild and transient "
        "(Schiess 2025, 45 people, against placebo)." in words
    )


def test_a_harm_on_the_page_of_a_product_stands_with_its_disease(show: Callable[..., Any]) -> None:
    """bowdish-2023: deaths of people on a ventilator; the product is approved for children with another disease."""
    ards = "death in acute respiratory distress syndrome from COVID-19 (42 of 112"
    page = show("MS", "#focus=term:remestemcel-l&topic=harm")
    assert ards in page.locator("#harms").inner_text()
    page.click("#harm-sources summary")
    assert ards in page.locator("#harm-sources").inner_text()
    page = show("MS", "#focus=term:remestemcel-l&take=1")
    assert ards in page.locator("#take").inner_text()
    told = show("MS", "#focus=term:uc-msc-product&topic=harm").locator("#harms").inner_text()
    assert " in autism spectrum disorder" in told or " in lupus nephritis" in told
    # The page of a disease needs no word on it.
    words = show("MS", "#focus=MONDO:0100096&topic=harm").locator("#headline").inner_text()
    assert "in COVID-19 (" not in words


@pytest.mark.parametrize("curie", ["MONDO:0005252", "term:crohn-perianal-fistula", "MONDO:0005416"])
def test_a_harm_of_another_route_names_it(
    show: Callable[..., Any], packaged: EvidenceStore, curie: str
) -> None:
    """Harms of a spinal tap (it-allomsc-2019: intrathecal) are no harms of cells in a heart, a fistula or a knee."""
    rest = show("MS", f"#focus={curie}&topic=harm").locator("#harms-rest").inner_text()
    same, _, other = rest.partition("by another route: ")
    assert "The same products in other diseases, " in same
    routes = re.findall(r" \(([^)]*)\)", other)
    assert len(routes) == 5
    assert all(route.startswith(("intra", "route not recorded")) for route in routes)
    for harm in ("raised protein in spinal fluid", "meningismus", "pain at the puncture site"):
        assert harm not in same


def test_a_harm_of_the_same_route_stands_before_those_of_others(show: Callable[..., Any]) -> None:
    # MS had cells into vein and spinal canal; cells for an eye were put into it.
    rest = show("MS", "#topic=harm").locator("#harms-rest").inner_text()
    same, _, other = rest.partition("; by another route: ")
    assert "The same products in other diseases, by the same route: " in same
    assert "meningismus" in same
    assert "(into the vitreous)" in other


def test_from_how_many_studies_nothing_on_harm_is_entered_is_told(
    show: Callable[..., Any], packaged: EvidenceStore
) -> None:
    """Mautner 2023 is the largest trial in the knee, and nobody read its harms here: that none is tied to cells rests on few."""
    knee, studies = packaged.resolve_term("knee osteoarthritis"), packaged.records.studies
    clusters = participant_clusters(studies)
    told: dict[bool, set[str]] = {True: set(), False: set()}
    for p in packaged.propositions.values():
        is_harm = asked_by(p.predicate) in (Asked.HARM, Asked.SAFETY)
        if knee in (p.object, p.condition) and (is_harm or p.predicate in benefits()):
            sources = (studies.get(packaged.findings[iri].source) for iri in p.findings)
            told[is_harm] |= {
                clusters[s.iri] for s in sources if s and s.design and not s.design.is_review
            }
    silent = told[False] - told[True]
    page = show("knee osteoarthritis", "#topic=harm")
    said = page.locator("#harms-rest").inner_text()
    of = len(told[False] | told[True])
    assert (
        f"Nothing on harm is entered from {len(silent)} of the {of} studies (Mautner 2023; " in said
    )
