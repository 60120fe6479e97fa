"""Readers: offsets point into the original; bad input is one clear line."""

from __future__ import annotations

import io
import json
import re
import sys
import time
import zlib
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from stroma.audit import open_auditor
from stroma.audit.language.sentences import split_sentences
from stroma.audit.readers import formats, webpage
from stroma.audit.readers.documents import MAX_BYTES, MAX_CHARACTERS, text_document
from stroma.audit.readers.formats import document_from_bytes, joined, read_document
from stroma.audit.studies import features
from stroma.errors import InputError

if TYPE_CHECKING:
    from stroma.audit.pipeline import Auditor

WORDS = "Mesenchymal stem cells did not reduce relapses in multiple sclerosis."
PAGE = f"""<!doctype html><html><head><title>MSC &amp; MS</title><script>alert("script")</script></head>
<body><nav>Home About Contact</nav><main><article><h1>Cells and MS</h1>
<p>{WORDS} They were <b>safe</b>, said the authors of the trial &ndash; and this sentence makes the paragraph long enough.</p>
<p onclick="alert(1)">A second paragraph about umbilical cord MSCs in people with multiple sclerosis, long enough to be main text.</p>
</article></main><footer>Copyright and imprint</footer></body></html>"""
JATS = f"""<?xml version="1.0" encoding="UTF-8"?><article><front><article-meta><title-group><article-title>Cells</article-title>
</title-group><abstract><p>{WORDS}</p></abstract></article-meta></front><body><sec><title>Results</title><p>EDSS &lt; 6 stayed.</p></sec></body>
<back><ref-list><ref>Not this one</ref></ref-list></back></article>"""
PUBMED = f"""<?xml version="1.0"?><PubmedArticleSet><PubmedArticle><MedlineCitation><Article><ArticleTitle>Cells</ArticleTitle>
<Abstract><AbstractText Label="RESULTS">{WORDS}</AbstractText></Abstract></Article></MedlineCitation></PubmedArticle></PubmedArticleSet>"""
NBIB = "PMID- 12345678\nTI  - Cells in multiple\n      sclerosis\nAB  - Mesenchymal stem cells did not\n      reduce relapses.\n"
BOMB = '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;&a;">]><article><body><p>&b;</p></body></article>'


@pytest.mark.parametrize(
    ("name", "source", "kind"),
    [("a.html", PAGE, "html"), ("a.xml", JATS, "jats-xml"), ("b.xml", PUBMED, "pubmed-xml"), ("a.md", f"# Cells\n\n**{WORDS}**\n", "markdown"), ("a.txt", WORDS, "text")],
)  # fmt: skip
def test_offsets_point_into_the_original(name: str, source: str, kind: str) -> None:
    document = document_from_bytes(source.encode(), name)
    assert document.format == kind
    at = document.text.index(WORDS)
    start, end = document.original(at, at + len(WORDS))
    assert source[start:end] == WORDS


def test_a_page_is_read_without_navigation_script_and_footer() -> None:
    text = document_from_bytes(PAGE.encode(), "a.html").text
    assert "alert" not in text
    assert "Home About" not in text
    assert "imprint" not in text
    assert "trial – and" in text


def test_an_entity_in_a_page_keeps_the_offsets_after_it() -> None:
    document = document_from_bytes(PAGE.encode(), "a.html")
    at = document.text.index("and this sentence")
    start, end = document.original(at, at + 17)
    assert PAGE[start:end] == "and this sentence"


@pytest.mark.parametrize(
    "mark",
    ["<!--", '<a b="', "<a", "</", "<?", "<![CDATA[", "<!DOCTYPE ", "<nav><i></b></b>", "<br>", "&#;", "<script>"],
)  # fmt: skip
def test_a_megabyte_of_open_marks_is_read_or_refused_at_once(mark: str) -> None:
    source = PAGE + mark * (1_000_000 // len(mark))
    blocks = webpage.Blocks(source)
    began = time.process_time()
    blocks.read(source)
    assert time.process_time() - began < 5  # minutes where each mark is searched to the end


@pytest.mark.parametrize("opened", ["<nav>", "<b><table>", "<p><table>", "<b><div>"])
def test_many_tags_that_close_nothing_are_read_at_once(opened: str) -> None:
    source = opened + "<i>" * 100_000 + "</b>" * 100_000 + "<p>" * 100_000
    blocks = webpage.Blocks(source)
    began = time.process_time()
    blocks.read(source)
    assert time.process_time() - began < 5


@pytest.mark.parametrize("opened", ["<!-- ", '<a href="', "<p "])
def test_a_tag_that_is_never_closed_is_named_with_its_line(opened: str) -> None:
    source = PAGE + "\n\n" + opened + WORDS * 10
    with pytest.raises(InputError, match=r"a\.html: .* line 7 is never closed.*; close it"):
        document_from_bytes(source.encode(), "a.html")


def test_a_page_that_broke_off_in_its_last_tag_is_read() -> None:
    cut = PAGE[: PAGE.index("</article>")] + "</artic"
    assert WORDS in document_from_bytes(cut.encode(), "a.html").text


RATES = (
    "<table><thead><tr><th>Condition</th><th>Patients</th><th><p>Success rate</p></th></tr></thead><tbody>"
    "<tr>\n<td>Knee</td>\n<td><div>120</div></td> <td>92 %</td></tr><tr><td></td><td>Autism</td><td>85&nbsp;%<br>of all</td></tr></tbody></table>"
    "<p>After the table.</p>"
)


def test_a_row_of_a_table_is_one_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nine cells are not nine sentences; a number alone says nothing."""
    monkeypatch.setitem(sys.modules, "trafilatura", None)
    document = document_from_bytes(f"<html><body>{RATES}</body></html>".encode(), "a.html")
    spans = split_sentences(document.text)
    said = [" ".join(document.text[s.start : s.end].split()) for s in spans]
    assert said == [
        "Condition | Patients | Success rate",
        "Knee | 120 | 92 %",
        "Autism | 85 %",
        "of all",
        "After the table.",
    ]
    start, end = document.text.index("Knee"), document.text.index("120") + len("120")
    first, last = document.original(start, end)
    assert f"<html><body>{RATES}"[first:last] == "Knee</td>\n<td><div>120"


def test_a_row_of_a_table_in_markdown_is_one_sentence() -> None:
    text = "Our results:\n\n| Condition | Rate |\n|-----------|:----:|\n| Knee | 92 % |\n| Autism | 85 % |\n"
    document = document_from_bytes(text.encode(), "a.md")
    said = [document.text[s.start : s.end].strip("•| \n") for s in split_sentences(document.text)]
    assert [s for s in said if s][1:] == ["Condition | Rate", "Knee | 92 %", "Autism | 85 %"]
    assert len(document.text) == len(text)


LONG = f"<p>{WORDS} They were safe, said the authors of the trial, and this makes the paragraph long enough to be main text.</p>"
WITH_HEADER = (
    "<html><body><header>The Daily Cell</header><nav>Home</nav>"
    '<article><header><h1>Cells and MS</h1><p class="lede">Mesenchymal stem cells cure multiple sclerosis.</p></header>'
    f"{LONG}{LONG.replace('Mesenchymal', 'Umbilical')}"
    "<figure><img src=a.png><figcaption>NurOwn slows ALS.</figcaption></figure>"
    "<figure><blockquote>Stem cells cure autism.</blockquote></figure></article>"
    "<article><header><h2>Another article</h2></header><a>Read more</a></article>"
    "<footer>Imprint of the paper</footer></body></html>"
)


@pytest.fixture(params=["with trafilatura", "without"])
def library(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> bool:
    """Whether the article is told from the page around it."""
    if request.param == "without":
        monkeypatch.setitem(sys.modules, "trafilatura", None)
    return bool(request.param != "without")


def paragraphs(page: str) -> list[str]:
    return document_from_bytes(page.encode(), "a.html").text.split("\n\n")


def test_the_header_figures_and_quotations_of_an_article_are_read(library: bool) -> None:
    read = paragraphs(WITH_HEADER)
    assert read[:2] == ["# Cells and MS", "Mesenchymal stem cells cure multiple sclerosis."]
    assert read[4:6] == ["NurOwn slows ALS.", "Stem cells cure autism."]
    assert not {"The Daily Cell", "Home", "Imprint of the paper"} & set(read)
    assert ("# Another article" in read) is not library


@pytest.mark.parametrize("part", ["article", "main", "section"])
def test_a_footer_within_a_part_of_a_page_is_read(
    part: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "trafilatura", None)
    page = f"<body><{part}>{LONG}<footer>NurOwn slows ALS.</footer></{part}><footer>Imprint</footer></body>"
    assert paragraphs(page)[1:] == ["NurOwn slows ALS."]


def test_a_page_within_one_form_is_read_without_its_controls(library: bool) -> None:
    controls = (
        '<input type="hidden" value="state"><select><option>English<option>German</select>'
        "<textarea>Your question</textarea><datalist><option>Knee</option></datalist><button>Send</button>"
    )
    page = f'<html><body><form id="aspnetForm">{controls}<div>{LONG}</div></form></body></html>'
    assert paragraphs(page) == [re.sub("<[^>]+>", "", LONG)]


@pytest.mark.parametrize(
    ("page", "read"),
    [
        ("<p hidden>x<p>Stem cells cure MS.", ["Stem cells cure MS."]),
        ("<p style='display: none'>x<div>Stem cells cure MS.</div>", ["Stem cells cure MS."]),
        ("<div><p hidden>x</div>Stem cells cure MS.", ["Stem cells cure MS."]),
        ("<ul><li hidden>x<li>Stem cells cure MS.</ul>", ["• Stem cells cure MS."]),
        ("<ul><li hidden>x<ul><li>y</ul>z<li>Seen.</ul>", ["• Seen."]),
        ("<ul><li hidden>x</ul>Stem cells cure MS.", ["Stem cells cure MS."]),
        ("<dl><dt hidden>x<dd>Seen.<dd hidden>y<dt>Too.</dl>", ["• Seen.", "Too."]),
        ("<table><tr><td hidden>x<td>Seen.<tr hidden><td>y<tr><td>Too.</table>", ["• Seen.", "• Too."]),
        ("<select><option>x<option>y</select>Stem cells cure MS.", ["Stem cells cure MS."]),
        ("<head><title>x</title><body>Stem cells cure MS.", ["Stem cells cure MS."]),
        ("<p hidden>x<b>y</p>Stem cells cure MS.", ["Stem cells cure MS."]),
        ("<b hidden>x<p>y</b></p>Stem cells cure MS.", ["Stem cells cure MS."]),
        ("<b>Seen.<p hidden>x</b>y</p>Too.", ["Seen.", "Too."]),
        ("<table><tr><td hidden>x</div></p>y</td><td>Seen.</table>", ["• Seen."]),
        ("<div hidden>x<p>y<p>z</div>Seen.", ["Seen."]),
    ],
)  # fmt: skip
def test_what_is_hidden_ends_where_html_ends_it(
    page: str, read: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Expected values: what a browser shows of each."""
    monkeypatch.setitem(sys.modules, "trafilatura", None)
    assert paragraphs(page) == read


def test_comments_and_instructions_in_a_page_are_no_text() -> None:
    marks = "<!-- one > two --><!--> <?xml three?><![if four]><![five[x]]>"
    document = document_from_bytes(PAGE.replace(WORDS, marks + WORDS).encode(), "a.html")
    assert WORDS in document.text
    assert not any(word in document.text for word in ("one", "two", "three", "four", "five"))


def test_an_ampersand_that_begins_no_number_stays_text() -> None:
    page = PAGE.replace("They were", "A &#b; They were")
    text = document_from_bytes(page.encode(), "a.html").text
    assert "A &#b; They were safe" in text


HYPHENED = WORDS.replace("Mesenchymal", "Mesen\u00adchymal").replace(
    "sclerosis", "scle\u200bro\u00adsis"
)
"""A sentence as newspapers set it, with hyphens and breaks that show only at the end of a line."""


@pytest.mark.parametrize(
    ("name", "source"),
    [
        ("a.txt", HYPHENED),
        ("a.md", f"**{HYPHENED}**"),
        ("a.html", f"<p>{HYPHENED}</p>"),
        ("a.html", f"<p>{HYPHENED}</p>".replace("\u00ad", "&shy;").replace("\u200b", "&#8203;")),
        ("a.xml", JATS.replace(WORDS, HYPHENED)),
        ("b.xml", PUBMED.replace(WORDS, HYPHENED.replace("\u00ad", "&#173;"))),
        ("a.nbib", f"PMID- 12345678\nTI  - Cells\nAB  - {HYPHENED}\n"),
    ],
)  # fmt: skip
def test_characters_that_nobody_sees_cut_no_word(name: str, source: str) -> None:
    document = document_from_bytes(source.encode(), name)
    at = document.text.index(WORDS)
    start, end = document.original(at, at + len(WORDS))
    assert source[start:end].startswith("Mesen")
    assert source[start:end].endswith("sis.")
    at = document.text.index("relapses")
    start, end = document.original(at, at + len("relapses"))
    assert source[start:end] == "relapses"


def test_a_line_that_ends_in_a_soft_hyphen_goes_on_in_the_next() -> None:
    assert text_document("multiple scle\u00ad\nrosis").text == "multiple sclerosis"


def test_a_hidden_hyphen_changes_no_verdict(auditor: Auditor) -> None:
    plain = "Stem cells cure multiple sclerosis."
    hidden = "<p>Stem cells cure mul&shy;tiple scle&shy;rosis.</p>"
    (told,) = auditor.audit(text_document(plain)).claims
    (read,) = auditor.audit(document_from_bytes(hidden.encode(), "a.html")).claims
    assert (read.candidate.name, read.verdict) == ("cures", told.verdict)


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("the R&D unit of AT&T.", "the R&D unit of AT&T."),
        ("Q&A; 5&nbsp;mg &amp more", "Q&A; 5\u00a0mg & more"),
        ("&copy2024 it", "©2024 it"),
        ("it&#8217s, it&#x2019;s", "it’s, it’s"),
    ],
)  # fmt: skip
def test_a_reference_is_read_as_a_browser_does(source: str, text: str) -> None:
    page = f"<head><title>{source}</title></head><p>{source} And then.</p>"
    document = document_from_bytes(page.encode(), "a.html")
    assert document.title == " ".join(text.split())
    assert document.text == f"{text} And then."
    at = document.text.index("And then.")
    start, end = document.original(at, at + len("And then."))
    assert page[start:end] == "And then."


@pytest.mark.parametrize(
    "attribute",
    ["style='DISPLAY: NONE'", 'style="color:red; display :\nnone"', "style=visibility:hidden", 'aria-hidden="TRUE"', "hidden"],
)  # fmt: skip
def test_what_is_hidden_in_any_case_is_no_text(attribute: str) -> None:
    page = f"<p>Seen.</p><p {attribute}>Stem cells cure multiple sclerosis.</p>"
    assert document_from_bytes(page.encode(), "a.html").text == "Seen."


def test_the_title_of_a_page_is_none_of_a_drawing() -> None:
    icon = "<svg><title>Facebook icon</title></svg>"
    page = f"<html><head><title>T</title></head><body>{icon}<p>{WORDS}</p>{icon}</body></html>"
    assert document_from_bytes(page.encode(), "a.html").title == "T"
    assert document_from_bytes(f"{icon}<p>{WORDS}</p>".encode(), "a.html").title is None


@pytest.mark.parametrize("headline", ["Breakthrough: stem cells reverse autism, MS and knee arthritis", "Stem cells cure multiple sclerosis"])  # fmt: skip
def test_the_headline_of_a_page_is_judged(auditor: Auditor, headline: str) -> None:
    page = (
        f"<html><head><title>{headline} | The Daily</title></head><body><h1>{headline}</h1>"
        "<p>Umbilical cord stem cells are a treatment for multiple sclerosis. Patients came to the clinic in spring.</p>"
        "<p>A second paragraph, long enough to be taken for a part of the article and not for a menu.</p></body></html>"
    )
    audit = auditor.audit(document_from_bytes(page.encode(), "a.html"))
    assert audit.document.text.startswith(f"# {headline}")
    assert any(j.candidate.sentence == 0 for j in audit.claims)


def test_a_page_that_is_too_large_is_refused() -> None:
    with pytest.raises(InputError, match=r"a\.html: 2,000,... characters of HTML are more than"):
        document_from_bytes((PAGE + "<br>" * 500_000).encode()[:2_000_100], "a.html")


def test_references_are_no_part_of_a_jats_article() -> None:
    document = document_from_bytes(JATS.encode(), "a.xml")
    assert "Not this one" not in document.text
    assert "EDSS < 6 stayed." in document.text
    assert document.title == "Cells"


LETTERS = (
    "<sub-article article-type='decision-letter'><front-stub><title-group><article-title>Decision letter</article-title></title-group></front-stub>"
    "<body><p>The reviewers say that stem cells cure ALS.</p></body></sub-article>"
    "<response><front-stub><title-group><article-title>Author response</article-title></title-group></front-stub><body><p>We agree.</p></body></response>"
)
TRANSLATION = (
    "<sub-article article-type='translation' xml:lang='en'><front-stub><title-group><article-title>In English</article-title></title-group></front-stub>"
    "<body><p>NurOwn slows ALS.</p></body></sub-article>"
)


def test_letters_and_replies_are_no_part_of_a_jats_article() -> None:
    source = JATS.replace("</article>", LETTERS + TRANSLATION + "</article>")
    document = document_from_bytes(source.encode(), "a.xml")
    assert document.title == "Cells"
    read = document.text.split()
    assert not {"Decision", "reviewers", "response", "agree."} & set(read)
    assert " ".join(read).endswith("# In English NurOwn slows ALS.")


def test_a_title_that_is_cited_is_no_heading_of_the_article() -> None:
    """Neither that of the book which a review is on, nor one within a sentence."""
    source = JATS.replace(
        "<abstract>",
        "<product><article-title>MSCs cure MS</article-title></product><abstract>",
    ).replace(
        "stayed.",
        "in <mixed-citation><article-title>Cells cure ALS</article-title></mixed-citation> stayed.",
    )
    document = document_from_bytes(source.encode(), "a.xml")
    assert document.title == "Cells"
    assert "MSCs cure MS" not in document.text
    assert "EDSS < 6 in Cells cure ALS stayed." in document.text


def test_the_title_of_several_citations_is_the_first() -> None:
    one = PUBMED[PUBMED.index("<PubmedArticle>") : PUBMED.index("</PubmedArticleSet>")]
    both = PUBMED.replace(one, one + one.replace("Cells", "Others"))
    assert document_from_bytes(both.encode(), "a.xml").title == "Cells"


def test_a_citation_file_gives_title_and_abstract() -> None:
    document = document_from_bytes(NBIB.encode(), "a.nbib")
    assert (
        document.text
        == "# Cells in multiple sclerosis\n\nMesenchymal stem cells did not reduce relapses."
    )
    at = document.text.index("reduce")
    assert NBIB[slice(*document.original(at, at + 6))] == "reduce"


def test_words_cut_at_a_line_end_are_joined_and_the_map_leads_back() -> None:
    original = "less inflam-\nmation was\nseen"
    text, offsets = joined(original)
    assert text == "less inflammation was seen"
    at = text.index("inflammation")
    start, end = offsets.to_original(at, at + 12)
    assert original[start:end] == "inflam-\nmation"


def pdf(text: str | None, password: str | None = None) -> bytes:
    from pypdf import PdfWriter
    from pypdf.generic import DecodedStreamObject, DictionaryObject, NameObject

    writer = PdfWriter()
    page = writer.add_blank_page(width=300, height=300)
    if text is not None:
        font = DictionaryObject({NameObject("/Type"): NameObject("/Font"), NameObject("/Subtype"): NameObject("/Type1"), NameObject("/BaseFont"): NameObject("/Helvetica")})  # fmt: skip
        page[NameObject("/Resources")] = DictionaryObject({NameObject("/Font"): DictionaryObject({NameObject("/F1"): font})})  # fmt: skip
        stream = DecodedStreamObject()
        lines = "".join(f"({line}) Tj 0 -14 Td " for line in text.split("\n"))
        stream.set_data(f"BT /F1 10 Tf 20 250 Td {lines}ET".encode())
        page[NameObject("/Contents")] = stream
    if password:
        writer.encrypt(password, algorithm="RC4-128")
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def test_a_pdf_is_read_with_its_words_joined() -> None:
    document = document_from_bytes(
        pdf("Mesenchymal stem cells lower inflam-\nmation in MS."), "a.pdf"
    )
    assert document.format == "pdf"
    assert "inflammation in MS" in document.text


@pytest.mark.parametrize(
    ("name", "data", "says"),
    [
        ("a.txt", b"", "empty"),
        ("a.txt", b" \n ", "empty"),
        ("a.bin", b"MSC\0\0\1\2", "binary"),
        ("a.docx", b"PK\x03\x04 and so on", "binary"),
        ("a.rtf", b"{\\rtf1\\ansi MSC cure MS.}", "save it as plain text"),
        ("a.txt", b"\n{\\rtf1 MSC cure MS.}", "save it as plain text"),
        ("a.txt", "MSC".encode("utf-16"), "UTF-16"),
        ("a.txt", b"MSC na\xefve", "not UTF-8 at byte 6"),
        ("a.txt", b"x" * (MAX_BYTES + 1), "more than"),
        ("a.xml", BOMB.encode(), "entities"),
        ("a.xml", b"<?xml version='1.0'?><article><p>", "well-formed"),
        ("a.xml", b"<?xml version='1.0'?><note>MSC</note>", "neither PubMed nor JATS"),
        ("a.html", b"<html><body><script>1</script></body></html>", "no text"),
        ("a.pdf", b"%PDF-1.4 broken", "cannot be read"),
        ("a.nbib", b"PMID- 1\nFAU - Doe\n", "no title"),
    ],
)
def test_bad_input_is_one_clear_line(name: str, data: bytes, says: str) -> None:
    with pytest.raises(InputError, match=says) as error:
        document_from_bytes(data, name)
    assert "\n" not in str(error.value)
    assert error.value.exit_code == 2


def test_an_encrypted_pdf_and_one_of_images_are_said() -> None:
    with pytest.raises(InputError, match="encrypted"):
        document_from_bytes(pdf("MSC in MS", password="secret"), "a.pdf")
    with pytest.raises(InputError, match="images"):
        document_from_bytes(pdf(None), "a.pdf")


def test_a_pdf_that_unpacks_beyond_reason_is_refused_at_once() -> None:
    packed = zlib.compressobj(9)
    content = b"".join(packed.compress(bytes(1_000_000)) for _ in range(200)) + packed.flush()
    page = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]/Resources<</Font<<>>>>/Contents 4 0 R>>"
    stream = b"<</Length %d/Filter/FlateDecode>>stream\n%s\nendstream" % (len(content), content)
    parts = [b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[3 0 R]/Count 1>>", page, stream]
    bomb, places = b"%PDF-1.4\n", []
    for number, part in enumerate(parts, 1):
        places.append(b"%010d 00000 n \n" % len(bomb))
        bomb += b"%d 0 obj%sendobj\n" % (number, part)
    table = b"xref\n0 5\n0000000000 65535 f \n" + b"".join(places)
    bomb += table + b"trailer<</Size 5/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % len(bomb)
    began = time.process_time()
    with pytest.raises(InputError, match=r"a\.pdf: .* such as 75 MB for what a part of it unpacks"):
        document_from_bytes(bomb, "a.pdf")
    assert time.process_time() - began < 5


def test_a_missing_file_and_a_folder_are_named(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no such file"):
        read_document(tmp_path / "none.txt")
    with pytest.raises(InputError, match="folder"):
        read_document(tmp_path)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("Die Behandlung mit mesenchymalen Stammzellen wurde bei Menschen mit MS geprüft und war nicht besser als Placebo.", "German"),
        ("Les cellules souches mésenchymateuses ont été données à des patients dans une étude sur la sclérose en plaques.", "French"),
        ("Мезенхимальные стволовые клетки применяли у людей с рассеянным склерозом в небольшом исследовании без контрольной группы.", "Latin"),
        ("The match ended in a draw after both sides had missed a penalty late in the second half.", "nothing about cell therapy"),
    ],
)  # fmt: skip
def test_another_language_or_subject_is_said_not_misread(
    auditor: Auditor, text: str, says: str
) -> None:
    with pytest.raises(InputError, match=says):
        auditor.audit(text_document(text))


def test_json_spans_of_a_page_lie_in_the_page(auditor: Auditor) -> None:
    from stroma.audit.report.serialize import audit_to_json

    found = json.loads(audit_to_json(auditor.audit(document_from_bytes(PAGE.encode(), "a.html"))))
    for entity in found["entities"]:
        assert PAGE[entity["start"] : entity["end"]] == entity["text"]
    assert found["article"]["length"] == len(PAGE)


def test_no_heap_of_words_and_marks_ends_in_a_fault(auditor: Auditor) -> None:
    import random

    from stroma.audit.language.lexicon import read_table
    from stroma.audit.report.serialize import audit_to_json

    words = [w.lstrip("~") for row in read_table("cues.tsv") for w in row["phrases"].split("|")]
    words += [w for row in read_table("lexicon.tsv") for w in row["surfaces"].split("|")]
    words += ["MSCs", "(2016)", "et al.", "Uccelli", "NCT01", "12 of 16", "a study", ",", ".", ";", "?", "\n\n", "—", "“", "# "] * 20  # fmt: skip
    chance = random.Random(7)
    for _ in range(50):
        text = "MSCs " + " ".join(chance.choice(words) for _ in range(chance.randint(1, 60)))
        try:
            found = json.loads(audit_to_json(auditor.audit(text_document(text))))
        except InputError:
            continue  # such a heap may look like another language
        assert all(0 <= c["start"] < c["end"] <= len(text) for c in found["claims"])


@pytest.mark.parametrize(("name", "source"), [("a.html", PAGE), ("a.xml", JATS), ("a.md", "# A\n\n" + WORDS), ("a.nbib", NBIB)])  # fmt: skip
def test_a_damaged_file_is_read_or_refused_never_a_fault(name: str, source: str) -> None:
    import random

    chance = random.Random(7)
    for _ in range(60):
        data = bytearray(source.encode())
        for _ in range(chance.randint(1, 6)):
            at = chance.randrange(len(data))
            data[at : at + chance.randint(0, 8)] = bytes(chance.choice(b"<>&;/!-[]\"' \n=a\xff") for _ in range(chance.randint(0, 5)))  # fmt: skip
        try:
            document = document_from_bytes(bytes(data), name)
        except InputError:
            continue
        assert document.original(0, len(document.text))[1] <= document.original_length


def repeats(pattern: re.Pattern[str]) -> list[int]:
    """The upper bounds of every repeat of a pattern; MAXREPEAT for one without an end."""
    found: list[int] = []

    def walk(node: Any) -> None:
        if isinstance(node, tuple | list):
            if len(node) == 2 and str(node[0]) in ("MAX_REPEAT", "MIN_REPEAT"):
                found.append(int(node[1][1]))
            for part in node:
                walk(part)
        elif hasattr(node, "data"):
            walk(node.data)

    walk(re._parser.parse(pattern.pattern, pattern.flags))  # type: ignore[attr-defined]
    return found


@pytest.mark.parametrize(
    "pattern",
    [formats._LINK, features._ET_AL, features._LED, features._PAREN_YEAR, features._ACRONYM, features.CAPITALS],
    ids=["link", "et-al", "led-by", "paren-year", "acronym", "capitals"],
)  # fmt: skip
def test_no_repeat_is_without_an_end(pattern: re.Pattern[str]) -> None:
    """So the work at each place has a bound, and a long text costs a multiple of its length."""
    bounds = repeats(pattern)
    assert bounds
    assert max(bounds) <= 1000


@pytest.mark.parametrize(
    "mark", ["[" * 200_000, "[a](" * 20_000, "![" * 100_000, "[a](((" * 20_000]
)
def test_a_page_of_brackets_is_read(mark: str) -> None:
    assert document_from_bytes(f"{WORDS} {mark}".encode(), "a.md").text.startswith(WORDS)


def test_a_link_keeps_its_words_and_an_identifier_its_address() -> None:
    text = "[MSC (cells)](https://example.org/a_(b)) and [the trial](https://doi.org/10.1016/S1474-4422(11)70305-2)"
    read = document_from_bytes(text.encode(), "a.md").text
    assert read.split()[:2] == ["MSC", "(cells)"]
    assert "example.org" not in read
    assert "(https://doi.org/10.1016/S1474-4422(11)70305-2)" in read


def test_a_text_that_is_too_long_is_refused_before_it_is_read(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def never(*_: str) -> None:
        raise AssertionError("read before its length was known")

    monkeypatch.setattr(formats, "markdown_document", never)
    with pytest.raises(InputError, match="characters are more than"):
        document_from_bytes(b"[" * (MAX_CHARACTERS + 1), "a.md")


XHTML = '<?xml version="1.0"?>\n<!-- saved --><!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Strict//EN" "x">\n'


@pytest.mark.parametrize(
    ("name", "source", "kind"),
    [
        ("a.txt", f"The tag <html lang=en> begins a page. {WORDS}", "text"),
        ("a.txt", f"<html> begins a page. {WORDS}", "text"),
        ("a.md", f"The tag `<html>` begins a page. {WORDS}", "markdown"),
        ("standard input", f"The tag <html> begins a page. {WORDS}", "text"),
        ("standard input", PAGE, "html"),
        ("standard input", "\n<!-- saved from <a> -->\n" + PAGE.replace("<!doctype html>", ""), "html"),
        ("a.txt", PAGE, "html"),
        ("a.xml", XHTML + PAGE.replace("<!doctype html>", ""), "html"),
        ("a.xml", JATS.replace("Cells", "The tag &lt;html>, <![CDATA[<html>]]>"), "jats-xml"),
        ("a.txt", NBIB, "nbib"),
        ("a.html", f"<p>{WORDS}", "html"),
        ("a.txt", f"<!-- {WORDS}", "text"),
    ],
)  # fmt: skip
def test_a_file_is_a_page_where_it_begins_as_one(name: str, source: str, kind: str) -> None:
    document = document_from_bytes(source.encode(), name)
    assert document.format == kind
    assert kind == "nbib" or WORDS in document.text


def test_a_megabyte_of_comments_is_passed_at_once() -> None:
    began = time.process_time()
    document_from_bytes(("<!---->\n" * 60_000 + WORDS).encode(), "a")
    assert time.process_time() - began < 5


def test_a_closed_standard_input_is_one_clear_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", None)
    with pytest.raises(InputError, match="standard input is closed"):
        read_document("-")


def test_a_long_chain_of_names_gives_no_author() -> None:
    reader = features.FeatureReader(open_auditor().store.records)
    assert reader.find_authors("Aa-" * 60_000) == []
