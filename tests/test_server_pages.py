"""The pages of `stroma serve` in a browser: no script, links that lead somewhere, and what was asked as text."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, urlencode, urlsplit

import pytest

import stroma
from serving import FORM, SELECT, Served, page
from stroma.queries import load_questions
from stroma.viewer import opening_of, part_around
from stroma.viewer.page import page_html

if TYPE_CHECKING:
    from stroma.store import EvidenceStore

PAGES = [
    "/", "/ask", "/ask/approvals", "/ask/harm-reports?disease=ALS", "/show?name=ALS", "/show?name=oh-2018", "/sparql",
    "/sparql?query=" + quote(SELECT), "/sparql?query=" + quote("DESCRIBE study:uccelli-2021"), "/find?q=zzqx",
    "/sparql?query=" + quote("ASK { ?s st:ameliorates ?o }"), "/find?q=" + quote("does NurOwn slow ALS?"), "/audit", "/nothing",
    "/ask/approvals?product=zzqx", "/show?name=Alofisell",
]  # fmt: skip
# The form for a question, without one; and the page of what is like a name that is not known.
LINKS = {"/find": 400, "/find?q=Alofisell": 404}


@pytest.mark.parametrize("path", PAGES)
def test_a_page_has_no_script_and_its_links_lead_somewhere(site: Served, path: str) -> None:
    reply, links = page(site, path)
    assert reply.headers["content-type"] == "text/html; charset=utf-8"
    assert "script" not in links.tags
    assert reply.headers["content-security-policy"].startswith(
        "default-src 'none'; style-src 'self'"
    )
    assert reply.headers["x-content-type-options"] == "nosniff"
    local = sorted({link for link in links.found if link.startswith("/")})
    for link in local[:: max(1, len(local) // 12)]:
        assert urlsplit(link).path
        status = site.ask(link, headers={"Accept": "text/html"}).status
        assert status == LINKS.get(link, 200), link


def test_a_text_that_asks_nothing_clear_leads_to_the_studies_that_hold_its_words(
    site: Served,
) -> None:
    reply, links = page(site, "/find?q=MPC+at+LVAD+implant,+two+trials+consistent")
    assert reply.status == 200
    assert {"/show?name=yau-2019", "/show?name=ascheim-2014"} <= set(links.found)
    assert "efficacy: not met" in reply.text
    assert "a search by words and no answer" in reply.text


def test_every_question_has_a_page(site: Served) -> None:
    for name, question in load_questions().items():
        reply, _ = page(site, f"/ask/{name}")
        assert reply.status == 200, name
        assert question.question.split("'")[0] in reply.text


def test_a_text_is_found_as_a_question_or_a_name(site: Served) -> None:
    assert (
        "disease: amyotrophic lateral sclerosis"
        in page(site, "/find?q=does+NurOwn+slow+ALS")[0].text
    )
    assert "<h1>darvadstrocel</h1>" in page(site, "/find?q=Alofisel")[0].text
    unknown = page(site, "/find?q=zzqx+plonk")[0]
    assert (unknown.status, "no sign for or against" in unknown.text) == (404, True)


@pytest.mark.parametrize(
    ("path", "status", "words"),
    [
        ("/ask/approvals?product=zzqx&disease=ALS", 404, "unknown term &#39;zzqx&#39;"),
        ("/ask/small-studies?below=few", 400, "below takes a whole number"),
        ("/ask/approvals?diseas=ALS", 400, "/ask/approvals takes product, disease"),
    ],
)
def test_a_question_that_went_wrong_can_be_mended_where_it_stands(
    site: Served, path: str, status: int, words: str
) -> None:
    reply, links = page(site, path)
    assert (reply.status, words in reply.text) == (status, True)
    assert path.partition("?")[0] in links.found
    for value in ("zzqx", "few"):
        assert (value in path) is (f'value="{value}"' in reply.text)


def test_a_name_that_is_not_known_leads_to_what_is_like_it(site: Served) -> None:
    for path in ("/show?name=Alofisell", "/view?name=Alofisell"):
        reply, links = page(site, path)
        assert (reply.status, "/find?q=Alofisell" in links.found) == (404, True)
    reply, links = page(site, "/find?q=Alofisell")
    assert (reply.status, "/show?name=darvadstrocel" in links.found) == (404, True)
    assert reply.headers["cache-control"] == "no-store"
    assert "etag" not in reply.headers
    assert page(site, "/find?q=Alofisel")[0].status == 200


def test_what_was_asked_stands_in_a_page_as_text(site: Served) -> None:
    for path in ("/find?q=", "/show?name=", "/ask/approvals?disease=", "/sparql?query="):
        reply, links = page(site, path + quote('"><script>alert(1)</script>'))
        assert "script" not in links.tags
        assert "<script" not in reply.text


def test_the_interactive_page_and_the_audit_are_those_of_the_commands(site: Served) -> None:
    assert 'content="Stroma viewer"' in site.ask("/view", name="ALS").text[:1024]
    text = "NurOwn cured amyotrophic lateral sclerosis in a large trial."
    reply = site.ask("/audit", method="POST", body=urlencode({"text": text, "format": "html"}), headers={**FORM, "Accept": "text/html"})  # fmt: skip
    assert reply.status == 200
    assert "<title>Audit" in reply.text
    plain = {"Content-Type": "text/plain", "Accept": "application/json"}
    audited = json.loads(site.ask("/audit", method="POST", body=text, headers=plain).body)
    assert audited["claims"]
    assert site.ask("/audit", method="POST", body="", headers=plain).status == 400
    too_long = site.ask("/audit", method="POST", body="x " * 30_000, headers=plain)
    assert (too_long.status, "50,000 characters at most" in too_long.text) == (413, True)


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_nothing_on_the_pages(site: Served, chromium: Any, theme: str) -> None:
    from axe_playwright_python.sync_playwright import Axe

    # The policy of the pages would keep axe out, which is the point of it.
    context = chromium.new_context(color_scheme=theme, bypass_csp=True)
    shown = context.new_page()
    # Colours are those of one style sheet: in the dark every second page will do.
    for path in PAGES[:: 2 if theme == "dark" else 1]:
        shown.goto(f"http://{site.host}:{site.port}{path}")
        found = Axe().run(shown).response
        assert len(found["passes"]) > 10
        assert [(path, v["id"], v["nodes"][0]["html"]) for v in found["violations"]] == []
    context.close()


def test_an_article_is_pasted_and_read_beside_its_studies(site: Served, chromium: Any) -> None:
    shown = chromium.new_page(viewport={"width": 390, "height": 844})
    refused: list[str] = []
    shown.on("console", lambda said: refused.append(said.text))
    shown.goto(f"http://{site.host}:{site.port}/audit")
    shown.fill("#text", "In a large trial NurOwn slowed amyotrophic lateral sclerosis.")
    shown.click("main button")
    shown.wait_for_selector("h1")
    assert "amyotrophic lateral sclerosis" in shown.content()
    for path in ("/", "/ask/harm-reports", "/show?name=ALS", "/sparql", "/view?name=ALS"):
        shown.goto(f"http://{site.host}:{site.port}{path}")
        assert shown.evaluate("document.documentElement.scrollWidth") == 390, path
    assert refused == []
    shown.close()


def test_what_is_audited_comes_as_text_or_a_form(site: Served) -> None:
    for kind in ("application/json", "application/pdf", "multipart/form-data; boundary=x"):
        reply = site.ask("/audit", method="POST", body="{}", headers={"Content-Type": kind})
        assert (reply.status, "POST the text as text/plain" in reply.text) == (415, True)
    wrong = site.ask("/audit", method="POST", body="txt=NurOwn", headers=FORM)
    assert (wrong.status, "no field `text`" in wrong.text) == (400, True)


def test_a_column_that_is_the_same_in_every_row_is_said_once(site: Served) -> None:
    shown, _ = page(site, "/ask/product-in-disease?product=NurOwn&disease=ALS")
    assert "In every row: <b>given</b> MSC-NTF" in shown.text
    assert ">given</th>" not in shown.text
    assert ">outcome</th>" in shown.text


def test_the_page_of_a_term_and_an_audit_lead_back_to_the_site(
    site: Served, packaged: EvidenceStore
) -> None:
    form = {**FORM, "Accept": "text/html"}
    pages = [
        site.ask("/view", name="ALS").text,
        site.ask("/audit", method="POST", body="text=NurOwn+cured+ALS+in+a+trial.", headers=form).text,
    ]  # fmt: skip
    for text in pages:
        links = _links(text)
        assert links[: links.index("/audit") + 1][-5:] == [
            "/",
            "/view",
            "/ask",
            "/sparql",
            "/audit",
        ]
    # The file that a command writes is the same page without them.
    file = page_html(
        part_around(packaged, opening_of(packaged, "ALS")), packaged.resolve_term("ALS")
    )
    without = re.sub(
        r"\n<style[^>]*>\n\.site.*?</nav>",
        "",
        pages[0],
        count=1,
        flags=re.DOTALL,
    )
    assert without.replace('<link rel="icon" href="data:,">', "") == file
    assert 'class="site"' not in file


def _links(text: str) -> list[str]:
    return re.findall(r'<a [^>]*href="([^"]+)"', text.partition("<body")[2])


@pytest.mark.parametrize("width", [360, 1280])
def test_the_way_back_can_be_seen_and_used(site: Served, chromium: Any, width: int) -> None:
    from axe_playwright_python.sync_playwright import Axe

    # axe runs in spite of the policy; that the policy lets the bar through is told by its style and by a silent console.
    strict, open_ = chromium.new_context(), chromium.new_context(bypass_csp=True)
    for context in (strict, open_):
        tab = context.new_page()
        tab.set_viewport_size({"width": width, "height": 700})
        said: list[str] = []
        tab.on("console", lambda message, said=said: said.append(message.text))
        tab.goto(f"http://{site.host}:{site.port}/view?name=NurOwn")
        tab.wait_for_selector("#headline *")
        _bar_is_well(tab, width, said)
        if context is open_:
            assert [v["id"] for v in Axe().run(tab).response["violations"]] == []
        tab.click("nav.site a[href='/audit']")
        tab.fill("#text", "In a large trial NurOwn slowed amyotrophic lateral sclerosis.")
        tab.click("main button")
        tab.wait_for_selector("#minute")
        # Without its policy, an audit lets the browser ask for an icon.
        _bar_is_well(tab, width, said if context is strict else [])
        if context is open_:
            assert [v["id"] for v in Axe().run(tab).response["violations"]] == []
        tab.click("nav.site a[href='/']")
        tab.wait_for_selector("ul.ways")
        context.close()


def _bar_is_well(tab: Any, width: int, said: list[str]) -> None:
    assert tab.evaluate("getComputedStyle(document.querySelector('nav.site')).display") == "flex"
    assert tab.evaluate("document.documentElement.scrollWidth") == width
    assert tab.locator("nav.site").bounding_box()["height"] < 40
    assert said == []


def test_harms_stand_before_benefits_and_a_wide_answer_says_that_it_scrolls(
    site: Served, chromium: Any
) -> None:
    page = chromium.new_page(viewport={"width": 1280, "height": 800})
    page.goto(f"http://{site.host}:{site.port}/find?q=is it safe in parkinson")
    heads = page.locator("thead th").all_inner_texts()
    assert heads.index("harms seen") < heads.index("benefit for")
    box = page.locator(".scroll").bounding_box()
    for name in ("harms seen", "harms not shown"):
        cell = page.locator(f"td[data-name='{name}']").first.bounding_box()
        assert cell["x"] + cell["width"] <= box["x"] + box["width"]
    assert f"{len(heads)} columns, up to benefit no effect" in page.locator(".wide").inner_text()
    page.set_viewport_size({"width": 390, "height": 844})
    assert page.evaluate("(b => b.scrollWidth <= b.clientWidth)(document.querySelector('.scroll'))")
    assert not page.locator(".wide").is_visible()
    page.close()


def test_a_handout_is_one_address(site: Served, chromium: Any) -> None:
    page = chromium.new_page()
    page.goto(f"http://{site.host}:{site.port}/handout?name=ALS")
    page.wait_for_selector("html[data-ready=yes]", state="attached")
    words = page.locator("#take").inner_text()
    assert "Cell therapy for amyotrophic lateral sclerosis: what studies found" in words
    assert (
        f"http://{site.host}:{site.port}/handout?name=ALS"
        in page.locator(".take-foot").inner_text()
    )
    page.click("#take-close")
    assert page.locator("#answer").is_visible()
    page.close()
    assert site.ask("/handout", name="zzqx").status == 404
    assert "/handout?name=MONDO%3A0004976" in site.ask("/show", name="ALS", format="html").text


def test_every_study_of_a_card_is_a_link(site: Served) -> None:
    knee = site.ask("/show", name="knee osteoarthritis", format="html").text
    ms = site.ask("/show", name="MS", format="html").text
    assert 'href="/show?name=whittle-cochrane-knee"' in knee
    assert 'href="/show?name=stem-cell-tourism-survey"' in ms
    assert "name=in-vitro" not in ms
    assert re.search(r"Records behind this card as of 20\d\d-\d\d-\d\d", knee)


def test_every_page_with_an_answer_says_how_old_its_records_are(site: Served) -> None:
    last = {s.curated_on for s in stroma.open_graph().store.records.studies.values()}
    told = f"Records as of {max(day for day in last if day)}; Stroma"
    assert told in site.ask("/ask/deaths", disease="ALS", format="html").text
    assert told in site.ask("/find", q="does NurOwn slow ALS").text
    assert told in site.ask("/sparql", query="ASK { ?s a st:Study }", format="html").text
    assert "Records as of" not in site.ask("/").text


def test_each_of_several_studies_in_a_cell_is_a_link(site: Served) -> None:
    asked = site.ask("/ask/product-in-disease", product="NurOwn", disease="ALS", format="html").text
    for slug in ("berry-2019", "cudkowicz-2022"):
        assert f'<a href="/show?name={slug}">{slug}</a>' in asked
