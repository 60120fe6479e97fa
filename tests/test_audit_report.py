"""The report, the JSON and the RDF: safe, complete, and as documented."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from stroma.audit.judging import misread, omitted_notice, questions
from stroma.audit.judging.results import Audit, Verdict
from stroma.audit.language.lexicon import read_table, rules_dir
from stroma.audit.readers.documents import text_document
from stroma.audit.report.cards import VERDICTS, no_study
from stroma.audit.report.page import report_html
from stroma.audit.report.rdf import Label, article_slug, audit_to_turtle
from stroma.audit.report.serialize import audit_to_dict, audit_to_json, known_codes
from stroma.audit.report.summary import summary_lines
from stroma.audit.studies.linking import Link, LinkedMention
from stroma.cli import main
from stroma.vocabulary import to_iri

if TYPE_CHECKING:
    from stroma.audit.pipeline import Auditor

DOCS = Path(__file__).parent.parent / "docs"
HOSTILE = (
    "Stepien et al. (2016) gave adipose MSCs to people with MS. "
    "<script>document.title='owned'</script><img src=x onerror=\"document.title='owned'\"> MSCs cure MS </style></textarea>. "
    '{{ 7 * 7 }} MSC therapy improved disability in MS "><svg onload=alert(1)>.'
)
PLAIN = (
    "Uccelli et al. (2021) gave MSCs to 144 people with multiple sclerosis. The cells did not reduce relapses. "
    "MSC therapy cures multiple sclerosis. Stem cells may improve walking speed."
)


@pytest.fixture(scope="module")
def audit(auditor: Auditor) -> Audit:
    return auditor.audit(text_document(PLAIN, "plain.txt"))


def page(auditor: Auditor, text: str) -> str:
    return report_html(
        auditor.audit(text_document(text, "a.txt")), auditor.store, dict(auditor.lexicon.terms)
    )


def test_whatever_speaks_against_a_claim_is_named_with_its_size_unfolded(auditor: Auditor) -> None:
    """A denial that three studies back, and that uncontrolled ones do not: "against: 4" alone hides who they are."""
    html = page(auditor, "Autologous bone-marrow MSC did not improve disability in MS.")
    (card,) = re.findall(r'<article class="card supported".*?</article>', html, re.DOTALL)
    before, _, folded = card.partition("<details>")
    # Both sizes as their study files state them (ontology/studies).
    assert "Against it:" in before
    assert "Intrathecal bone-marrow MSC in advanced MS, pilot (7 of 10 people, no control" in before
    assert "MSC followed by MSC-conditioned medium in MS (10 people, no control group)" in before
    assert "that speak against it: 4" in folded
    html = page(auditor, "Stem cells may improve walking speed in multiple sclerosis.")
    assert "that speak against it: 0" in html
    assert "Against it:" not in html


def test_every_gap_that_may_become_a_question_has_the_words_to_ask() -> None:
    """The modules that turn gaps into questions name their codes; a blank title once stood before "(UNDERSTATED)"."""
    rows = {row["code"]: row["question"] for row in read_table("gaps.tsv")}
    modules = (questions, misread, omitted_notice)
    source = "".join(Path(str(m.__file__)).read_text(encoding="utf-8") for m in modules)
    named = {code for code in rows if f'"{code}"' in source or code.startswith("OMIT_")}
    assert {"UNDERSTATED", "STRENGTH_UP", "POLARITY", "BASIS_SHIFT", "RETRACTED"} <= named
    assert [code for code in named if not rows[code].endswith("?")] == []


def test_a_study_that_was_not_recognised_is_not_called_missing(auditor: Auditor) -> None:
    """What the linker is not sure of may be held: the likeliest are named, of a passage that shares enough with them."""
    text = "A Canadian trial of mesenchymal stem cells in 2015 took 24 people with multiple sclerosis. Jones (2031) gave MSCs in MS."
    found = auditor.audit(text_document(text, "a.txt"))
    lines = [x for x in summary_lines(found, auditor.store) if "trial”" in x or "Jones" in x]
    html = page(auditor, text)
    for said in (" ".join(lines), html):
        assert "not recognised as a study of this graph" in said
        assert "fits no study" not in said
    unsure = LinkedMention(
        found.mentions[0].mention,
        Link(to_iri("study:panes-2016"), "ambiguous", 6.0, 0.5, (), to_iri("study:panes-2018")),
    )
    words = no_study(unsure, auditor.store)
    assert words.startswith("may be panes-2016 (ADMIRE-CD")
    assert " or panes-2018 (" in words
    assert words.endswith("; not sure enough to judge by")


def test_hostile_markup_of_an_article_is_text_in_the_report(auditor: Auditor) -> None:
    html = page(auditor, HOSTILE)
    assert "<script" not in html
    assert "<img" not in html
    assert "<svg" not in html
    assert "{{ 7 * 7 }}" in html
    assert "&lt;script&gt;" in html


def test_the_report_reaches_for_nothing_outside_itself(auditor: Auditor) -> None:
    html = page(auditor, PLAIN)
    assert not re.search(r"(?:src|@import|url\()\s*=?\s*[\"']?https?:", html)
    hrefs = re.findall(r'href="([^"]+)"', html)
    assert hrefs
    assert all(h.startswith(("#", "https://doi.org/", "https://pubmed.ncbi.nlm.nih.gov/", "https://clinicaltrials.gov/")) for h in hrefs)  # fmt: skip


def test_every_verdict_has_an_icon_and_words_beside_its_colour(auditor: Auditor) -> None:
    icons = [icon for icon, _, _ in VERDICTS.values()]
    assert len(set(icons)) == len(icons) == len(Verdict) - 1
    assert "advice" in page(auditor, PLAIN)


def test_the_json_keeps_its_schema(audit: Audit) -> None:
    schema = json.loads((rules_dir() / "audit.schema.json").read_text(encoding="utf-8"))
    assert list(problems(json.loads(audit_to_json(audit)), schema, "$")) == []


def problems(value: Any, schema: dict[str, Any], at: str) -> Iterator[str]:
    """The part of JSON Schema that audit.schema.json uses."""
    types: dict[str, Any] = {"object": dict, "array": list, "string": str, "integer": int, "boolean": bool, "number": (int, float), "null": type(None)}  # fmt: skip
    wanted = schema.get("type")
    if wanted is not None:
        names = wanted if isinstance(wanted, list) else [wanted]
        if not any(isinstance(value, types[n]) for n in names):
            yield f"{at}: {value!r} is not {wanted}"
            return
    if "const" in schema and value != schema["const"]:
        yield f"{at}: {value!r}"
    if "enum" in schema and value not in schema["enum"]:
        yield f"{at}: {value!r} is none of {schema['enum']}"
    if "pattern" in schema and not re.search(schema["pattern"], value):
        yield f"{at}: {value!r}"
    if isinstance(value, dict):
        yield from (f"{at}: misses {key}" for key in schema.get("required", []) if key not in value)
        known = schema.get("properties", {})
        if schema.get("additionalProperties") is False:
            yield from (f"{at}: unknown {key}" for key in value if key not in known)
        for key in value.keys() & known.keys():
            yield from problems(value[key], known[key], f"{at}.{key}")
    if isinstance(value, list):
        for number, item in enumerate(value):
            yield from problems(item, schema.get("items", {}), f"{at}[{number}]")


def test_spans_of_the_json_hold_what_they_say(audit: Audit) -> None:
    found = audit_to_dict(audit)
    for entity in found["entities"]:
        assert PLAIN[entity["start"] : entity["end"]] == entity["text"]
    for claim in found["claims"]:
        assert (claim["start"], claim["end"]) in {
            (s["start"], s["end"]) for s in found["sentences"]
        }


def test_every_gap_code_has_a_title_and_an_explanation() -> None:
    rows = list(read_table("gaps.tsv"))
    assert len({r["code"] for r in rows}) == len(rows) == 18
    assert all(r["title"] and r["explanation"].endswith(".") for r in rows)
    assert set(known_codes()) >= {r["code"] for r in rows}


def test_help_and_page_list_what_fail_on_takes(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["audit", "--help"]) == 0
    said = capsys.readouterr().out
    docs = (DOCS / "audit.md").read_text(encoding="utf-8")
    codes = {row["code"]: row for row in read_table("gaps.tsv")}
    listed = dict(re.findall(r"^\| `([A-Z_]+)` \| (.*) \|$", docs, re.MULTILINE))
    assert listed == {c: f"{row['title']} | {row['explanation']}" for c, row in codes.items()}
    for verdict, (icon, words, _) in VERDICTS.items():
        assert f"| `{verdict.value}` | {icon} {words} |" in docs
    assert [one for one in known_codes() if not re.search(rf"\b{one}\b", said)] == []


def test_the_page_shows_a_real_audit(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """To repair: run it again and paste what comes out; a line that is cut ends in `…`."""
    docs = (DOCS / "audit.md").read_text(encoding="utf-8")
    text, shown = re.findall(r"^```(?:console)?\n(.*?)^```", docs, re.MULTILINE | re.DOTALL)[:2]
    article = tmp_path / "article.txt"
    article.write_text(text, encoding="utf-8")
    assert main(["audit", str(article)]) == 0
    lines = capsys.readouterr().out.splitlines()
    command, *rest = (line for line in shown.splitlines() if line)
    assert command == "$ stroma audit article.txt"
    assert len(rest) > 15
    for line in rest:
        cut = line.removesuffix("…")
        assert line == "[...]" or any(
            got == line or (cut != line and got.startswith(cut)) for got in lines
        ), line


def test_the_turtle_stands_beside_the_graph(auditor: Auditor, audit: Audit, tmp_path: Path) -> None:
    from stroma.store import open_store

    path = tmp_path / "article.ttl"
    text = audit_to_turtle(audit, Label(auditor.lexicon.terms, auditor.store.records.terms))
    path.write_text(text, encoding="utf-8")
    assert "gave MSCs to 144 people" not in text
    store = open_store(own_files=[path])
    before = auditor.store.records
    assert len(store.records.claims) == len(before.claims) + len(audit.claims)
    assert len(store.records.articles) == len(before.articles) + 1


def test_the_card_of_an_audited_article_tells_the_verdict_beside_each_claim(
    auditor: Auditor, tmp_path: Path
) -> None:
    """No study of the graph asked just this; stepien-2016, on autologous fat cells, is what the verdict rests on."""
    from stroma.cards import card
    from stroma.store import open_store

    text = "Adipose stem cells reduce disability in multiple sclerosis."
    found = auditor.audit(text_document(text, "a.txt"))
    path = tmp_path / "article.ttl"
    label = Label(auditor.lexicon.terms, auditor.store.records.terms)
    path.write_text(audit_to_turtle(found, label), encoding="utf-8")
    store = open_store(own_files=[path])
    (claim,) = (c for c in store.records.claims.values() if c.article.endswith(article_slug(found)))
    assert found.claims[0].verdict is Verdict.OVERSTATED
    said = "improves disability, in multiple sclerosis (audit: overstated)"
    assert said in card(store, claim.article).text()
    assert claim.note is not None
    assert found.claims[0].gaps[0].reason in claim.note


@pytest.mark.browser
@pytest.mark.parametrize("width", [360, 1280])
def test_nothing_of_the_article_runs_and_the_page_fits(
    chromium: Any, auditor: Auditor, tmp_path: Path, width: int
) -> None:
    path = tmp_path / "report.html"
    path.write_text(page(auditor, HOSTILE), encoding="utf-8")
    context = chromium.new_context(viewport={"width": width, "height": 800})
    asked: list[str] = []
    context.on("request", lambda request: asked.append(request.url))
    tab = context.new_page()
    tab.goto(path.as_uri())
    assert tab.title() == "Audit: a.txt"
    assert tab.evaluate("document.documentElement.scrollWidth") == width
    assert tab.evaluate("document.querySelectorAll('script, img, svg').length") == 0
    assert asked == [path.as_uri()]
    context.close()


@pytest.mark.browser
def test_printing_shows_what_was_folded_away(
    chromium: Any, auditor: Auditor, tmp_path: Path
) -> None:
    path = tmp_path / "report.html"
    path.write_text(page(auditor, PLAIN), encoding="utf-8")
    context = chromium.new_context()
    tab = context.new_page()
    tab.goto(path.as_uri())
    row = tab.locator("details table th").first
    assert not row.is_visible()
    tab.emulate_media(media="print")
    assert row.is_visible()
    context.close()


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("MSC did not prevent death in heart failure.", "MSC product does not reduce deaths, in heart failure"),
        ("MSCs reduced relapses in multiple sclerosis.", "MSC product reduces relapses, in multiple sclerosis"),
        ("MSCs did not reduce pain in knee osteoarthritis.", "MSC product does not reduce pain, in"),
        ("MSCs did not improve disability in multiple sclerosis.", "MSC product does not reduce disability, in multiple sclerosis"),
        ("MSCs improve walking speed in multiple sclerosis.", "MSC product improves walking speed, in multiple sclerosis"),
        ("MSCs did not improve walking speed in multiple sclerosis.", "MSC product does not improve walking speed, in multiple sclerosis"),
        ("MSCs do not cause tumours in multiple sclerosis.", "MSC product does not cause tumour or malignancy, in multiple sclerosis"),
    ],
)  # fmt: skip
def test_what_was_read_can_be_shown_to_the_author(auditor: Auditor, text: str, words: str) -> None:
    found = auditor.audit(text_document(text, "a.txt"))
    html = report_html(found, auditor.store, dict(auditor.lexicon.terms))
    lines = [x for x in summary_lines(found, auditor.store) if x.startswith("  read as: ")]
    assert any(x.startswith(f"  read as: {words}") for x in lines), lines
    assert f"</span> – {words}" in html
    assert "denie" not in "".join(lines) + html.partition("<main>")[2].partition("How to read")[0]
    # The JSON keeps the fields that a program reads.
    assert {c["polarity"] for c in audit_to_dict(found)["claims"]} <= {"affirms", "denies"}


def test_a_tired_editor_meets_nothing_twice(auditor: Auditor) -> None:
    """A study that is named again is said to be the one above; what was taken from elsewhere is one line; reasons stand once."""
    text = (
        "Uccelli et al. (2021) gave MSCs to 144 people with multiple sclerosis. "
        "Petrou (2020) treated 48 people with MS. Uccelli et al. (2021) found no fewer relapses.\n\n"
        "Our stem cells wake nerves. This treatment was licensed. Our therapy is FDA registered."
    )
    found = auditor.audit(text_document(text, "a.txt"))
    lines = "\n".join(summary_lines(found, auditor.store))
    label = auditor.store.label(to_iri("study:uccelli-2021"))
    assert lines.count(f"is uccelli-2021: {label}") == 1
    assert "is uccelli-2021, as above" in lines
    html = page(auditor, text)
    assert len(found.unjudged) > 1
    assert html.count('<p class="lead">The statement was not understood:</p>') == 1
    for u in found.unjudged:
        assert f'<a href="#s-{u.sentence + 1}">Sentence {u.sentence + 1}</a>' in html
        assert f'id="s-{u.sentence + 1}"' in html
    assert "Uccelli A, Lancet Neurology, 2021" in html
