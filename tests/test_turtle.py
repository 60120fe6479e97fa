"""What the Turtle writer writes, the reader reads, hostile texts included; tests/test_round_trip.py makes up the rest."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from unicodedata import bidirectional

import pytest
from pyoxigraph import RdfFormat

from stroma.errors import DataError, InputError
from stroma.model import Design, Direction, Donor, Finding, ReadAs, Study, Term
from stroma.records import read_records
from stroma.sources.characters import Hidden, find_hidden, find_hidden_bytes
from stroma.sources.files import name_graph, parse_text, read_file
from stroma.sources.turtle import turtle_document, turtle_iri
from stroma.vocabulary import PREFIXES

STUDY = Study(
    iri=PREFIXES["study"] + "doe-2026",
    slug="doe-2026",
    label="Made-up trial",
    design=Design.RANDOMISED_CONTROLLED,
    doi="10.1000/xyz123",
    nct=("NCT00000001", "NCT00000002"),
    follow_up_months=Decimal("12.0"),
    donor=(Donor.AUTOLOGOUS,),
    disease=("http://purl.obolibrary.org/obo/MONDO_0005301",),
    sponsor_reported=True,
    read_as=ReadAs.ABSTRACT,
    curated_on="2026-11-25",
    seen_at="https://pubmed.ncbi.nlm.nih.gov/1/",
)
HOSTILE = [
    'a "quoted" word', "back\\slash", "two\nlines", "tab\tand\rreturn", '"""', "'", "ends with \\", 'ends with "', "<a> .",
    "# no comment", "st:supports", "@en", "^^xsd:integer", "é 日本 🧪", "\u2028 \u00a0", "%41 {x} `y`", "p < 0.05; n > 3",
]  # fmt: skip


def back(text: str) -> dict[str, Study | Finding | Term]:
    path = Path("doe-2026.ttl")
    records = read_records(name_graph(parse_text(text.encode(), RdfFormat.TURTLE, path), path))
    return {**records.studies, **records.findings, **records.terms}


def test_a_study_is_written_for_people() -> None:
    assert turtle_document(["A trial."], [STUDY]) == (
        "# A trial.\n"
        "\n"
        "@prefix st: <https://w3id.org/stroma/vocab/> .\n"
        "@prefix study: <https://w3id.org/stroma/study/> .\n"
        "@prefix MONDO: <http://purl.obolibrary.org/obo/MONDO_> .\n"
        "@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .\n"
        "@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .\n"
        "\n"
        "study:doe-2026 a st:Study ;\n"
        '  st:slug "doe-2026" ;\n'
        '  rdfs:label "Made-up trial"@en ;\n'
        '  st:doi "10.1000/xyz123" ;\n'
        '  st:nct "NCT00000001", "NCT00000002" ;\n'
        "  st:design st:randomised-controlled ;\n"
        "  st:disease MONDO:0005301 ;\n"
        "  st:donor st:autologous ;\n"
        '  st:followUpMonths "12.0"^^xsd:decimal ;\n'
        "  st:readAs st:abstract ;\n"
        "  st:sponsorReported true ;\n"
        '  st:seenAt "https://pubmed.ncbi.nlm.nih.gov/1/"^^xsd:anyURI ;\n'
        '  st:curatedOn "2026-11-25"^^xsd:date .\n'
    )


@pytest.mark.parametrize("text", HOSTILE)
def test_a_hostile_text_comes_back_and_adds_no_statement(text: str) -> None:
    study = replace(STUDY, label=text, dose=text, read_note=text)
    written = turtle_document(["x"], [study])
    found = back(written)
    assert list(found) == [study.iri]
    [read] = found.values()
    assert isinstance(read, Study)
    assert replace(read, graph=None) == study
    plain = turtle_document(["x"], [replace(study, label="x", dose="x", read_note="x")])
    assert n_statements(written) == n_statements(plain)


def n_statements(text: str) -> int:
    return len(parse_text(text.encode(), RdfFormat.TURTLE, Path("x.ttl")))


@pytest.mark.parametrize(
    ("iri", "written"),
    [
        ("http://purl.obolibrary.org/obo/CL_0000134", "CL:0000134"),
        (PREFIXES["term"] + "msc-product", "term:msc-product"),
        ("http://example.org/a(b)", "<http://example.org/a(b)>"),
        (PREFIXES["claim"] + "page-1/position", f"<{PREFIXES['claim']}page-1/position>"),
        (PREFIXES["term"] + "ends.", f"<{PREFIXES['term']}ends.>"),
        (PREFIXES["term"] + "a;b", f"<{PREFIXES['term']}a;b>"),
    ],
)
def test_an_iri_is_a_curie_only_where_that_is_safe(iri: str, written: str) -> None:
    assert turtle_iri(iri) == written
    term = Term(iri=iri, kind="Outcome", label="x", slug="x")
    assert back(turtle_document(["x"], [term])) == {iri: term}


def test_only_prefixes_in_use_are_declared() -> None:
    term = Term(
        iri=PREFIXES["term"] + "x", kind="Outcome", label="not a prefix: rdf:type xsd:x", slug="x"
    )
    text = turtle_document(["x"], [term])
    assert "@prefix st:" in text
    assert "@prefix oa:" not in text
    assert back(text) == {term.iri: term}


def test_false_is_written_where_it_differs_from_silence() -> None:
    finding = Finding(
        iri=PREFIXES["finding"] + "f", slug="f", label="f", source=STUDY.iri, subject=STUDY.iri, predicate=STUDY.iri,
        object=STUDY.iri, direction=Direction.SUPPORTS, sponsor_reported=False,
    )  # fmt: skip
    assert "st:sponsorReported false" in turtle_document(["x"], [finding])


# ---------------------------------------------------------------- the reader


def test_a_file_is_named_after_its_one_study(tmp_path: Path) -> None:
    path = tmp_path / "anything.ttl"
    path.write_text(turtle_document(["x"], [STUDY]), encoding="utf-8")
    assert {str(q.graph_name) for q in read_file(path)} == {
        "<https://w3id.org/stroma/graph/study/doe-2026>"
    }


@pytest.mark.parametrize(
    ("content", "message", "line"),
    [
        (
            b"@prefix st: <https://w3id.org/stroma/vocab/> .\n\nst:a st:b \n  oops .",
            "not valid TURTLE",
            4,
        ),
        (b'<http://x/a> <http://x/b>\n  "caf\xe9" .', "byte 0xe9 is not UTF-8", 2),
        (b'<http://x/a> <http://x/b> "a\x00b" .', "control character U+0000", 1),
        (b"<http://x/a> <http://x/b> _:c .", "blank node", 1),
    ],
)
def test_what_cannot_be_read_is_named_with_its_line(
    tmp_path: Path, content: bytes, message: str, line: int | None
) -> None:
    path = tmp_path / "bad.ttl"
    path.write_bytes(content)
    with pytest.raises(DataError) as caught:
        read_file(path)
    assert message.casefold() in str(caught.value).casefold()
    assert (caught.value.path, caught.value.line) == (path, line)


def test_what_nobody_sees_is_refused_in_a_text_and_in_its_bytes() -> None:
    """By Unicode's own tables: controls but tab and line ends, and what embeds, overrides or isolates a direction."""
    turns = {"LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"}
    for code in (*range(0xD800), *range(0xE000, 0x20000)):
        character = chr(code)
        is_hidden = (code < 0x20 and character not in "\t\n\r") or bidirectional(character) in turns
        text = f"Ä{character}b"
        expected = Hidden(1, f"U+{code:04X}") if is_hidden else None
        assert find_hidden(text) == expected
        in_bytes = find_hidden_bytes(text.encode())
        assert (in_bytes and in_bytes.name) == (expected and expected.name)
        assert in_bytes is None or text.encode()[in_bytes.start :] == f"{character}b".encode()


def test_a_packed_file_is_told_who_reads_it(tmp_path: Path) -> None:
    for name, is_told in (("data.ttl.gz", True), ("data.csv.gz", False)):
        (tmp_path / name).write_bytes(b"\x1f\x8b")
        with pytest.raises(InputError) as caught:
            read_file(tmp_path / name)
        assert f"{name}: unknown file ending '.gz'" in str(caught.value)
        assert ("stroma build --store DIR" in str(caught.value)) is is_told


@pytest.mark.parametrize("name", ["missing.ttl", "data.docx"])
def test_a_file_that_is_not_there_or_of_no_known_kind(tmp_path: Path, name: str) -> None:
    (tmp_path / "data.docx").write_text("x", encoding="utf-8")
    with pytest.raises(InputError, match=name):
        read_file(tmp_path / name)


def test_a_byte_order_mark_does_no_harm(tmp_path: Path) -> None:
    path = tmp_path / "bom.ttl"
    path.write_bytes(b"\xef\xbb\xbf" + turtle_document(["x"], [STUDY]).encode())
    assert read_records(read_file(path)).studies[STUDY.iri].slug == "doe-2026"
