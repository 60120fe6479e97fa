"""The filters of the page: a part is never shown, printed or drawn as if it were all."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest

from stroma.vocabulary import to_curie, to_iri

if TYPE_CHECKING:
    from pathlib import Path

    from stroma import model as m
    from stroma.store import EvidenceStore

pytestmark = pytest.mark.browser

SUPPORTED = "#topic=help&f.stance=supported&view="
PLAIN_BLANK = "A blank was never measured here"
ROUTE = "intrathecal administration"


def counts(page: Any) -> tuple[int, int]:
    shown, topic = page.evaluate("[stroma.scope().shown.length, stroma.scope().topic.length]")
    return shown, topic


def words_of(svg: str) -> str:
    return " ".join(re.sub(r"<[^>]*>", " ", svg).split())


@pytest.mark.parametrize("view", ["graph", "map", "table"])
def test_a_filter_is_named_with_the_unfiltered_total(show: Callable[..., Any], view: str) -> None:
    page = show("MS", SUPPORTED + view)
    shown, topic = counts(page)
    assert 0 < shown < topic
    said = page.locator("#active").inner_text()
    assert said.startswith(f"Shown: supported only ({shown} of {topic}).")
    assert PLAIN_BLANK not in page.locator("body").inner_text()
    assert f"filters hide {topic - shown} of {topic}" in page.locator("footer").inner_text()
    if view == "table":
        assert page.locator("#table-count").inner_text() == f"{shown} of {topic} propositions"
    else:
        assert "A blank may have been measured." in said


def test_a_filter_is_taken_back_where_it_is_named(show: Callable[..., Any]) -> None:
    page = show("MS", "#topic=help&view=map&f.stance=supported|contested&f.n=30&f.from=2015")
    chips = page.locator("#active .chip")
    assert [chip.split(" ×")[0] for chip in chips.all_inner_texts()] == [
        "supported",
        "contested",
        "at least 30 people",
        "studies from 2015",
    ]
    assert "Shown: supported or contested; at least 30 people; studies from 2015 only (" in (
        page.locator("#active").inner_text()
    )
    chips.nth(1).click()
    assert page.evaluate("[...stroma.filters.stance]") == ["supported"]
    page.locator("#active a", has_text="Clear the filters").click()
    assert page.locator("#active").is_hidden()
    assert PLAIN_BLANK in page.locator("#view-map").inner_text()
    assert "nothing in this graph measured it" in page.locator("footer").inner_text()


def test_rows_that_words_leave_are_a_part_too(show: Callable[..., Any]) -> None:
    page = show("MS", "#topic=help&view=table")
    page.fill("#table-find", "walking")
    rows = page.locator("#table-box tbody tr").count()
    assert f"Shown: rows with “walking” only ({rows} of {counts(page)[1]})." in (
        page.locator("#active").inner_text()
    )


def test_paper_names_the_filter(show: Callable[..., Any]) -> None:
    page = show("MS", SUPPORTED + "map")
    page.emulate_media(media="print")
    assert page.locator("#shown-words").is_visible()
    assert page.locator("#active button").first.is_hidden()
    assert "filters hide" in page.locator("footer").inner_text()


@pytest.mark.parametrize("view", ["graph", "map"])
def test_a_picture_names_the_filter_and_cuts_no_answer(show: Callable[..., Any], view: str) -> None:
    page = show("MS", SUPPORTED + view, width=800)
    shown, topic = counts(page)
    page.click("#open-share")
    with page.expect_download() as download:
        page.click("#share-svg")
    path: Path = download.value.path()
    said = words_of(path.read_text(encoding="utf-8"))
    assert f"Shown: supported only ({shown} of {topic})." in said
    assert "A blank may have been measured." in said
    assert PLAIN_BLANK not in said
    # The last sentence of the headline, whole.
    assert re.search(r"supported benefits are thin: .* contested", said)
    assert "…" not in said.partition("Shown:")[0]


def test_a_picture_of_the_map_is_the_map(show: Callable[..., Any]) -> None:
    page = show("MS", "#topic=help&view=map")
    page.click("#open-share")
    with page.expect_download() as download:
        page.click("#share-svg")
    assert page.evaluate("stroma.state.view") == "map"
    said = words_of(download.value.path().read_text(encoding="utf-8"))
    heads = page.locator("table.map thead th").all_inner_texts()
    assert "the disease as a whole" in said
    assert all(head.split()[0] in said for head in heads)
    rows = page.locator("table.map tbody th").all_inner_texts()
    assert all(" ".join(row.split()) in said for row in rows)
    assert PLAIN_BLANK in said
    page.click("#open-share")
    with page.expect_download() as download:
        page.click("#share-png")
    assert download.value.path().read_bytes()[:4] == b"\x89PNG"


def used(store: EvidenceStore, finding: m.Finding, route: str) -> bool:
    study = store.records.studies.get(finding.source)
    own = finding.route or (study.route if study else ())
    return any(store.label(r) == route for r in own)


def test_a_route_is_answered_by_the_studies_that_used_it(
    show: Callable[..., Any], packaged: EvidenceStore
) -> None:
    """Uccelli 2021, the largest trial of MS, was intravenous: it is no answer on the intrathecal route."""
    page = show("MS", f"#topic=help&view=table&f.route={ROUTE.replace(' ', '+')}")
    headline = page.locator("#headline").inner_text()
    assert f"that used {ROUTE}" in headline
    assert "Uccelli" not in headline
    assert "Stance, level and people of a mark count all studies" in headline
    edges = {
        to_iri(f"proposition:{i}") for i in page.evaluate("stroma.scope().shown.map((e) => e.id)")
    }
    largest = max(
        (
            study
            for iri in edges
            for f in map(packaged.findings.__getitem__, packaged.propositions[iri].findings)
            if used(packaged, f, ROUTE)
            and (study := packaged.records.studies.get(f.source))
            and study.design
            and study.design.is_randomised
        ),
        key=lambda s: s.n or 0,
    )
    assert largest.first_author
    assert largest.first_author.split()[0] in page.locator("#trials").inner_text()
    for row in page.locator("#table-box tbody tr").all():
        iri = to_iri(
            f"proposition:{page.evaluate('(no) => stroma.scope().shown.find((e) => e.no === no).id', int(row.get_attribute('data-edge')))}"
        )
        found = [packaged.findings[f] for f in packaged.propositions[iri].findings]
        all_sources, own = (
            {f.source for f in found},
            {f.source for f in found if used(packaged, f, ROUTE)},
        )
        words = f"{len(own)} of its {len(all_sources)} sources used {ROUTE}"
        assert (words in " ".join(row.inner_text().split())) == (len(own) < len(all_sources)), (
            to_curie(iri)
        )


def test_a_route_that_nobody_used_is_said(show: Callable[..., Any]) -> None:
    page = show("MS", "#topic=help&view=map&f.route=by+mouth")
    assert (
        "No finding here is of studies that used by mouth."
        in page.locator("#headline").inner_text()
    )
    assert page.locator("#subject").inner_text().startswith("Cell therapy for multiple sclerosis")


def test_a_route_beside_a_donor_says_what_it_would_leave(show: Callable[..., Any]) -> None:
    page = show("MS", "#topic=help&view=table&f.donor=autologous")
    page.click("#open-filters")
    boxes = page.locator("#filters input[id^=f-route-]")
    assert boxes.count() > 1
    for i in range(boxes.count()):
        label = page.locator(f"label[for=f-route-{i}]")
        count = int(label.locator(".count").inner_text())
        boxes.nth(i).click()
        assert counts(page)[0] == count, label.inner_text()
        boxes.nth(i).click()


def test_a_file_of_a_part_says_so_in_its_name(show: Callable[..., Any]) -> None:
    names = []
    for address in (SUPPORTED + "table", "#topic=help&view=table"):
        page = show("MS", address)
        with page.expect_download() as download:
            page.click("#table-csv")
        names.append(download.value.suggested_filename)
    assert names == ["stroma-multiple-sclerosis.part.csv", "stroma-multiple-sclerosis.csv"]
