"""Skeletons: every field explained, placeholders reported, and right once they are filled in."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from stroma.check import check_files
from stroma.cli import main
from stroma.schema import SLOTS
from stroma.skeleton import study_skeleton
from stroma.vocabulary import KINDS

if TYPE_CHECKING:
    from stroma.store import EvidenceStore

FILLED = {
    'rdfs:label "FILL-IN"@en': 'rdfs:label "Made up"@en',
    "st:readAs st:FILL-IN": "st:readAs st:abstract",
    'st:curator "FILL-IN"': 'st:curator "A reader"',
    "st:betterDirection st:FILL-IN": "st:betterDirection st:higher",
    "st:design st:FILL-IN": "st:design st:randomised-controlled",
    "rdf:subject term:FILL-IN": "rdf:subject term:autologous-bm-msc-product",
    "rdf:predicate st:FILL-IN": "rdf:predicate st:improves",
    "rdf:object term:FILL-IN": "rdf:object term:disability",
    "# st:inCondition": "st:inCondition",
    "st:direction st:FILL-IN": "st:direction st:inconclusive",
    "st:polarity st:FILL-IN": "st:polarity st:affirms",
    'oa:start "FILL-IN"': "oa:start 0",
    'oa:end "FILL-IN"': "oa:end 12",
}
NEW_STUDY = [
    "new",
    "study",
    "--slug",
    "doe-2026",
    "--doi",
    "https://doi.org/10.1000/xyz123",
    "--pmid",
    "12345678",
]


def fill(path: Path) -> None:
    """Do what a curator does: write something for each placeholder."""
    text = path.read_text(encoding="utf-8")
    for placeholder, value in FILLED.items():
        text = text.replace(placeholder, value)
    path.write_text(text, encoding="utf-8")


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_a_study_holds_its_identifiers_and_explains_every_field(here: Path) -> None:
    assert (
        main(
            [*NEW_STUDY, "--nct", "nct01234567", "--curator", "MS Society", "--date", "2026-11-25"]
        )
        == 0
    )
    text = (here / "doe-2026.ttl").read_text(encoding="utf-8")
    for line in (
        'st:doi "10.1000/xyz123"',
        'st:pmid "12345678"',
        'st:nct "NCT01234567"',
        'st:curator "MS Society"',
    ):
        assert f"\n  {line} ;" in text
    words = " ".join(re.sub(r"\n *#", " ", text).split())
    for slot in (*SLOTS["Study"], *SLOTS["Finding"]):
        assert f"{slot.property} " in text
        assert slot.about[1:] in words


def test_each_placeholder_is_reported_with_its_line(here: Path) -> None:
    main(NEW_STUDY)
    path = here / "doe-2026.ttl"
    lines = path.read_text(encoding="utf-8").splitlines()
    unfilled = [
        n
        for n, line in enumerate(lines, 1)
        if "FILL-IN" in line and not line.lstrip().startswith("#")
    ]
    problems = [p for p in check_files([path]) if p.rule == "placeholder"]
    assert [p.line for p in problems] == unfilled
    assert len(unfilled) == 9


@pytest.mark.parametrize(
    "args",
    [
        NEW_STUDY,
        ["new", "reference", "--slug", "doe-2026", "--doi", "10.1000/xyz123", "--kind", "review"],
        [
            "new",
            "article",
            "--slug",
            "doe-2026",
            "--publisher",
            "A clinic",
            "--url",
            "https://example.org/msc",
        ],
        [
            "new",
            "term",
            "--kind",
            "Outcome",
            "--slug",
            "doe-2026",
            "--label",
            "grip strength made up",
        ],
        ["new", "term", "--kind", "CellProduct", "--slug", "doe-2026"],
    ],
    ids=lambda args: "-".join(args[1:4:2]),
)
def test_a_skeleton_is_right_once_it_is_filled_in(here: Path, args: list[str]) -> None:
    assert main(args) == 0
    path = here / "doe-2026.ttl"
    fill(path)
    assert [str(p) for p in check_files([path]) if p.severity == "error"] == []


def test_the_examples_of_the_optional_fields_are_right(here: Path) -> None:
    """Take the # away from every line that could be filled; the file must still be right."""
    main(NEW_STUDY)
    path = here / "doe-2026.ttl"
    fill(path)
    text = path.read_text(encoding="utf-8")
    for slot in (*SLOTS["Study"], *SLOTS["Finding"]):
        if slot.kind != "record" and slot.name not in ("nct", "exact_match"):
            text = text.replace(f"  # {slot.property} ", f"  {slot.property} ")
    path.write_text(text, encoding="utf-8")
    assert [
        str(p) for p in check_files([path]) if p.severity == "error" and p.rule != "placeholder"
    ] == []
    assert len(re.findall(r"^  # \w+:\w+ ", text, re.MULTILINE)) == 3


def test_nothing_is_overwritten(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (here / "doe-2026.ttl").write_text("mine", encoding="utf-8")
    assert main(NEW_STUDY) == 2
    assert "exists and is left as it is" in capsys.readouterr().err
    assert (here / "doe-2026.ttl").read_text(encoding="utf-8") == "mine"


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (["--doi", "10.1/x"], "doi is '10.1/x', expected a doi"),
        (["--pmid", "PMC1"], "pmid is 'PMC1', expected a PubMed number"),
        (["--nct", "1234"], "nct is '1234', expected NCT and eight digits"),
        (["--slug", "Doe 2026"], "slug is 'Doe 2026', expected lower-case"),
        (["--slug", "stepien-2016"], "slug stepien-2016 is taken by study:stepien-2016"),
        (["--doi", "10.1155/2016/5302120"], "is that of study:stepien-2016; edit its file instead"),
        (["--date", "25.11.2026"], "expected a day such as 2026-11-25"),
        (["-o", "nowhere/x.ttl"], "make it first"),
    ],
)
def test_wrong_input_is_one_line_and_no_file(
    here: Path, capsys: pytest.CaptureFixture[str], change: list[str], message: str
) -> None:
    assert main([*NEW_STUDY, *change]) == 2
    err = capsys.readouterr().err
    assert message in err
    assert len(err.splitlines()) == 1
    assert list(here.iterdir()) == []


def test_a_term_explains_its_slug_and_asks_which_direction_is_better(
    here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    args = ["new", "term", "--kind", "Outcome", "--label", "grip strength", "-o", "-"]
    assert main([*args, "--slug", "grip-strength"]) == 0
    text = capsys.readouterr().out
    assert "the label in lower case, hyphens for spaces" in text
    assert "first author" not in text
    assert "\n  st:betterDirection st:FILL-IN ;" in text
    assert "\n  # st:surrogate true ;" in text
    assert main([*args, "--slug", "Grip strength"]) == 2
    assert (
        "expected lower-case letters and digits joined by hyphens, such as grip-strength"
        in capsys.readouterr().err
    )


def test_an_unknown_kind_of_term_names_the_kinds(
    here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["new", "term", "--kind", "Disease", "--slug", "x", "-o", "-"]) == 0
    assert "st:surrogate" not in capsys.readouterr().out
    assert main(["new", "term", "--kind", "Illness", "--slug", "x"]) == 2
    assert "one of CellProduct, CellType" in capsys.readouterr().err
    assert main(["new", "term", "--kind", "Diseas", "--slug", "x"]) == 2
    assert "did you mean Disease?" in capsys.readouterr().err
    for kind in ("disease", "cell product", "cell-type"):
        assert main(["new", "term", "--kind", kind, "--slug", "x", "-o", "-"]) == 0
    assert "term:x a st:CellType ;" in capsys.readouterr().out


@pytest.mark.parametrize("kind", KINDS)
def test_the_examples_of_a_term_are_of_its_kind(here: Path, kind: str) -> None:
    """Of a disease, a product stood there as the wider term."""
    assert main(["new", "term", "--kind", kind, "--slug", "made-up"]) == 0
    path = here / "made-up.ttl"
    fill(path)
    text = path.read_text(encoding="utf-8")
    for name in ("skos:broader", "skos:altLabel"):
        assert f"  # {name} " in text
        text = text.replace(f"  # {name} ", f"  {name} ")
    path.write_text(text, encoding="utf-8")
    assert [str(problem) for problem in check_files([path])] == []


def test_a_term_of_an_ontology_comes_with_its_names(
    here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["new", "term", "--iri", "MONDO:0010030"]) == 0
    path = here / "sjogren-syndrome.ttl"
    text = path.read_text(encoding="utf-8")
    assert "MONDO:0010030 a st:Disease ;" in text
    assert 'rdfs:label "Sjogren syndrome"@en ;' in text
    assert '"sicca syndrome"@en' in text
    assert "skos:broader MONDO:0007179 ;" in text
    assert check_files([path]) == []
    # A person's own words stand before those of the ontology.
    named = ["--iri", "MONDO:0010030", "--label", "Sj\u00f6gren disease", "-o", "-"]
    assert main(["new", "term", *named]) == 0
    assert 'rdfs:label "Sj\u00f6gren disease"@en ;' in capsys.readouterr().out
    local = ["--kind", "Disease", "--slug", "sjogren", "--label", "sicca syndrome", "-o", "-"]
    assert main(["new", "term", *local]) == 0
    assert "stroma new term --iri MONDO:0010030" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("args", "words"),
    [
        (["--iri", "MONDO:0005180"], "MONDO:0005180 is Parkinson disease already"),
        (["--iri", "MONDO:9999999"], "missing option '--slug'"),
        (["--iri", "NOPE:1"], "unknown prefix"),
    ],
)
def test_an_iri_that_is_taken_or_none_makes_no_term(
    here: Path, capsys: pytest.CaptureFixture[str], args: list[str], words: str
) -> None:
    given = ["--kind", "Disease", *(["--slug", "made-up"] if "9999999" not in args[1] else [])]
    assert main(["new", "term", *given, *args]) == 2
    assert words in capsys.readouterr().err
    assert list(here.iterdir()) == []


def test_of_an_article_only_length_and_hash_are_taken(here: Path) -> None:
    text = "A sentence of the article, é.\n"
    (here / "page.txt").write_text(text, encoding="utf-8", newline="\n")
    assert main(["new", "article", "--slug", "a-page", "--text", "page.txt"]) == 0
    written = (here / "a-page.ttl").read_text(encoding="utf-8")
    assert f"st:textLength {len(text)} ;" in written
    assert hashlib.sha256(text.encode()).hexdigest() in written
    assert "A sentence" not in written


def test_a_skeleton_goes_to_stdout_on_request(
    here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([*NEW_STUDY, "-o", "-"]) == 0
    assert "study:doe-2026 a st:Study" in capsys.readouterr().out
    assert list(here.iterdir()) == []


def test_sheets_are_written_empty_and_explained(
    here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["new", "sheets", "-o", "mine"]) == 0
    for name, class_name in (("studies.tsv", "Study"), ("findings.tsv", "Finding")):
        columns = (here / "mine" / name).read_text(encoding="utf-8").split()
        assert columns == [slot.name for slot in SLOTS[class_name]]
    explained = (here / "mine" / "columns.tsv").read_text(encoding="utf-8").splitlines()
    assert len(explained) == 1 + len(SLOTS["Study"]) + len(SLOTS["Finding"]) + 1
    assert "terms, references, articles and claims have no sheet" in explained[-1]
    assert any("supports, disputes, inconclusive" in line for line in explained)
    # What nobody filled in is not imported, and what is there is not overwritten.
    capsys.readouterr()
    assert main(["import", "mine/studies.tsv", "mine/findings.tsv", "-o", "out"]) == 2
    assert "has no row below its column names" in capsys.readouterr().err
    assert not (here / "out").exists()
    assert main(["new", "sheets", "-o", "mine"]) == 2


def test_the_curator_may_stand_in_the_environment(
    here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("STROMA_CURATOR", "MS Society")
    assert main(NEW_STUDY) == 0
    assert 'st:curator "MS Society"' in (here / "doe-2026.ttl").read_text(encoding="utf-8")


def test_a_skeleton_offers_no_value_that_records_leave_out(packaged: EvidenceStore) -> None:
    """A query for `st:analysis st:main-comparison` found nothing: absence means it."""
    text = study_skeleton(packaged.records, "doe-2026", {"doi": "10.1000/xyz123"})
    assert "main-comparison" not in text
    assert "# st:analysis st:subgroup ;" in text
