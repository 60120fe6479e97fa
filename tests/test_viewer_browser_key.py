"""The key of the page: every mark, short name and refusal is explained where it is met, by pointer and by keyboard."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

pytestmark = pytest.mark.browser


def within(page: Any, selector: str) -> bool:
    """Whether an element ends on the first screen."""
    box = page.locator(selector).bounding_box()
    return bool(box) and box["y"] >= 0 and box["y"] + box["height"] <= page.viewport_size["height"]


@pytest.mark.parametrize("topic", ["help", "harm", "use"])
@pytest.mark.parametrize("width", [1280, 1920])
def test_the_key_stands_between_the_question_and_the_marks(
    show: Callable[..., Any], topic: str, width: int
) -> None:
    page = show("MS", f"#topic={topic}", width, 900)
    key = page.locator("#legend").bounding_box()
    assert within(page, "#legend")
    assert key["y"] >= page.locator("#topics").bounding_box()["y"]
    assert key["y"] + key["height"] <= page.locator("#canvas").bounding_box()["y"]
    words = page.locator("#legend").inner_text()
    said = page.evaluate(
        "[...new Set(stroma.graph.marks.filter((m) => !m.more).map((m) => stroma.signOf(m.e)))]"
    )
    signs = page.locator("#legend .sign").all_text_contents()
    assert set(said) <= set(signs)
    assert {"help": "not supported", "harm": "looked for", "use": "not approved"}[topic] in words


def test_a_phone_has_the_key_above_the_map_and_of_its_own_marks_only(
    show: Callable[..., Any],
) -> None:
    page = show("ALS", "", 390, 844)
    words = page.locator("#legend").inner_text()
    assert (
        page.locator("#legend").bounding_box()["y"] < page.locator("table.map").bounding_box()["y"]
    )
    for own in ("contested", "not supported", "uncontrolled only"):
        assert own in words
    assert "preclinical" not in words
    page.click("#legend summary")
    assert "7 possible benefits" in page.locator("#legend").inner_text()


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("#path=term:msc-ntf MONDO:0005301", ["supported but thin", "cell type", "molecule"]),
        (
            "#whole=1&topic=all",
            ["studied only", "possible harms asked about", "cell type", "route"],
        ),
    ],
)
def test_the_key_of_a_path_and_of_the_whole_graph_names_the_shapes_of_terms(
    show: Callable[..., Any], address: str, said: list[str]
) -> None:
    words = show("ALS", address).locator("#legend").inner_text()
    assert [w for w in said if w not in words] == []


def test_a_refusal_of_a_wider_kind_has_a_row_that_says_so(show: Callable[..., Any]) -> None:
    page = show("NurOwn", "#topic=use&view=table")
    assert "no approval for nervous system disorder" in page.locator("#headline").inner_text()
    line = page.locator("#use .own-line", has_text="no approval for nervous system disorder")
    assert line.inner_text().startswith("Said of a whole kind that includes ")
    row = page.locator("#table-box tr", has_text="nervous system disorder")
    said = " ".join(row.inner_text().split())
    assert "× not approved; " in said
    assert "said of the wider kind regenerative medicine product" in said
    assert "0 of its" not in said
    assert (
        "2 of 2 propositions, and 3 said of a wider kind"
        in page.locator("#view-table").inner_text()
    )
    page.fill("#table-find", "nervous")
    assert "0 of 2 propositions, and 1 said of" in page.locator("#table-count").inner_text()
    assert "regenerative medicine product" in page.evaluate("stroma.csvText()")
    row.locator("th button").click()
    assert "Only 0 of" not in page.locator("#panel").inner_text()


def test_no_refusal_of_a_wider_kind_is_counted_among_benefits(show: Callable[..., Any]) -> None:
    page = show("MS", "#topic=help&view=table")
    assert "wider kind" not in page.locator("#view-table").inner_text()


def test_abbreviations_of_the_map_are_given_in_full_and_none_is_made_up(
    show: Callable[..., Any],
) -> None:
    page = show("MS", "#topic=help&view=map")
    assert "RRMS relapsing-remitting multiple sclerosis" in page.locator("#map-short").inner_text()
    assert "relapsing-remitting multiple sclerosis (RRMS)" in page.locator("#panel").inner_text()
    tags = set(page.locator(".form").all_text_contents())
    assert "chronic progressive" in tags  # no abbreviation of it is among its synonyms
    page.click("#columns-diseases")
    known = page.locator("#map-short b").all_text_contents()
    for tag in page.locator(".form").all():
        words = tag.text_content()
        assert words in known or words.lower() in tag.get_attribute("title").lower() or "…" in words


def test_the_focus_shows_what_a_mark_of_the_map_says(show: Callable[..., Any]) -> None:
    page = show("MS", "#topic=help&view=map")
    page.locator("table.map thead button").first.focus()
    page.keyboard.press("Tab")
    tip = page.locator("#map-tip")
    assert tip.is_visible()
    assert tip.inner_text() == page.evaluate("document.activeElement.title")
    page.keyboard.press("Shift+Tab")
    page.locator("#search").focus()
    page.wait_for_timeout(50)
    assert not tip.is_visible()


def test_a_cut_label_of_the_graph_says_its_whole_name_to_the_pointer(
    show: Callable[..., Any],
) -> None:
    page = show("MS")
    label = page.evaluate(
        "(({ x, y, w, h, id }) => ({ x: x + w / 2, y: y + h / 2, name: stroma.labelOf(id) }))"
        "(stroma.boxes().find((b) => b.text.includes('…')))"
    )
    box = page.locator("#canvas").bounding_box()
    page.mouse.move(box["x"] + label["x"], box["y"] + label["y"])
    page.wait_for_timeout(50)
    assert page.locator("#canvas").get_attribute("title").startswith(label["name"])


@pytest.mark.parametrize(
    ("name", "width", "cut"),
    # One outcome of heart failure is a composite of five.
    [("Crohn fistula", 1280, 0), ("ALS", 1280, 0), ("heart failure", 1920, 1), ("MS", 1920, 2)],
)
def test_names_are_whole_where_the_lines_leave_room(
    show: Callable[..., Any], name: str, width: int, cut: int
) -> None:
    page = show(name, "#view=graph", width, 1000)
    assert sum("…" in w for w in page.evaluate("stroma.boxes().map((b) => b.text)")) <= cut


def test_no_label_of_the_whole_graph_is_cut_by_the_edge(show: Callable[..., Any]) -> None:
    page = show("ALS", "#whole=1&topic=all")
    wide = page.locator("#canvas").bounding_box()["width"]
    boxes = page.evaluate("stroma.boxes().map((b) => [b.x, b.x + b.w])")
    assert len(boxes) > 30
    assert all(left >= 0 and right <= wide for left, right in boxes)


BROKEN = """[...document.querySelectorAll('#table-box tbody td:nth-child(2)')].filter((td) => {
  const range = document.createRange(), text = td.firstChild;
  return text.textContent.split(' ').some((word) => {
    const at = text.textContent.indexOf(word);
    range.setStart(text, at);
    range.setEnd(text, at + word.length);
    return range.getClientRects().length > 1;
  });
}).map((td) => td.textContent)"""


@pytest.mark.parametrize("width", [390, 900, 1000, 1250, 1280])
def test_no_word_of_a_relation_is_broken(show: Callable[..., Any], width: int) -> None:
    page = show("MS", "#topic=all&view=table", width)
    assert page.evaluate(BROKEN) == []


def test_names_of_the_map_are_whole_on_a_phone(show: Callable[..., Any]) -> None:
    page = show("MS", "#view=map", 390, 844)
    heads = page.locator("table.map tbody th").all_inner_texts()
    assert "mesenchymal or haematopoietic stem cell product, pooled" in heads
    assert not [name for name in heads if "…" in name]


def test_a_claim_leads_to_its_article_and_to_the_study_that_it_cites(
    show: Callable[..., Any],
) -> None:
    page = show("MS", "#topic=all&view=table")
    row = page.locator("#table-box tr", has_text="claimed in Stemedix").first
    row.locator("a", has_text="Stemedix").click()
    assert page.locator("#view-article").is_visible()
    assert page.locator("table.article tr.on").count() == 1
    cited = page.locator("table.article td .sub a").first
    name = cited.inner_text()
    cited.click()
    assert page.locator("#panel h2").inner_text() == name


def test_the_colours_of_an_article_have_a_key_that_counts_its_claims(
    show: Callable[..., Any],
) -> None:
    page = show("MS", "#view=article")
    words = page.locator("#strip-key li").all_inner_texts()
    assert "3 evidence against it" in [w.strip() for w in words]
    assert sum(int(w.split()[0]) for w in words) == page.locator("table.article tbody tr").count()
    # Of what has no finding of its own, some was measured of narrower terms.
    told = page.locator("table.article tbody tr td:last-child").all_inner_texts()
    narrower = [w for w in told if "; narrower " in w]
    nothing = [w for w in told if "exactly this is entered here." in w]
    assert f"{len(narrower)} findings on narrower terms only" in [w.strip() for w in words]
    assert f"{len(nothing)} no finding here at all" in [w.strip() for w in words]
    assert len(narrower) > 5 < len(nothing)


def test_a_picture_says_how_many_marks_it_leaves_out(show: Callable[..., Any]) -> None:
    page = show("MS", "#topic=use&view=graph")
    left_out = page.evaluate("stroma.graph.marks.filter((m) => m.more).map((m) => '+' + m.more)")
    picture = page.evaluate("stroma.svgText()")
    assert left_out
    assert all(f">{words}<" in picture for words in left_out)


def test_an_abbreviation_is_the_one_of_the_initials_and_many_are_folded(
    show: Callable[..., Any],
) -> None:
    page = show("MSC product", "#topic=help&view=map&columns=outcomes")
    listed = page.locator("#map-short").text_content()
    assert "COPD chronic obstructive pulmonary disease" in listed
    assert not page.locator("#map-short").is_visible()
    page.locator("#view-map summary").click()
    assert page.locator("#map-short").is_visible()


def test_a_mark_of_the_key_filters_and_takes_that_back_by_keyboard(
    show: Callable[..., Any],
) -> None:
    page = show("ALS")
    page.locator("#legend button", has_text="contested").focus()
    for shown, pressed in ((2, "true"), (7, "false")):
        page.keyboard.press("Enter")
        assert page.evaluate("stroma.scope().shown.length") == shown
        assert page.evaluate("document.activeElement.ariaPressed") == pressed
        assert "contested" in page.evaluate("document.activeElement.textContent")


def test_each_mark_of_the_key_has_an_id_of_its_own(show: Callable[..., Any]) -> None:
    for topic in ("help", "harm", "use", "all"):
        page = show("MS", f"#topic={topic}")
        ids = page.locator("#legend button").evaluate_all("all => all.map((b) => b.id)")
        assert len(set(ids)) == len(ids)


def test_a_level_never_looks_like_the_mark_of_a_regulator(show: Callable[..., Any]) -> None:
    page = show("Crohn fistula", "#topic=use&view=map")
    assert "ref" in page.locator(".markbtn .lv").all_text_contents()
    assert "R" not in page.locator(".markbtn .lv").all_text_contents()
    assert "ref reference, no study" in page.locator("#legend").inner_text()


def test_a_stretch_of_the_line_leads_to_its_claim(show: Callable[..., Any]) -> None:
    page = show("MS", "#view=article")
    page.emulate_media(reduced_motion="reduce")
    against = page.locator(".strip rect.fill2")
    assert against.count() == 3
    for stretch in against.all():  # two of them share their sentence with another claim
        stretch.click()
        row = page.locator("table.article tr.on")
        assert row.count() == 1
    assert row.evaluate("(r) => r.getBoundingClientRect().bottom <= innerHeight")
