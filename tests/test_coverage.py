"""The packaged evidence against the fact sheets that its first 98 studies were entered from: nothing lost, nothing changed, nothing made up.

The sheets stand beside the repository, not in it; without them these tests are skipped with that reason. The committed
docs/coverage.md says for each row what became of it. A cell that a record no longer follows, because more was read since, has a row
in scripts/sheet_corrections.tsv. Whatever was entered later needs no row of any sheet: `stroma check` (tests/test_check.py) and the tests
here that need no sheets say whether it is right.
"""

from __future__ import annotations

import csv
import re
import subprocess
from collections.abc import Iterable, Iterator
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from pyoxigraph import NamedNode

import coverage
from conftest import ARTICLES, FACTS, needs_articles, needs_sheets
from fact_sheets import Facts, Row, read_sheet
from stroma.data import ontology_dir, packaged_files
from stroma.sources.files import read_file
from stroma.store import open_store
from stroma.vocabulary import BASE, PREFIXES, to_curie
from test_contributing import walk_through_study

if TYPE_CHECKING:
    from stroma.store import EvidenceStore

ROOT = Path(__file__).resolve().parent.parent


@cache
def facts() -> Facts:
    return Facts(FACTS)


@cache
def found() -> tuple[coverage.Line, ...]:
    from stroma.build import build_dataset

    return tuple(coverage.lines(facts(), build_dataset()))


@cache
def iris() -> dict[str, str]:
    """Slug of a term -> its IRI."""
    return {term.slug: iri for iri, term in open_store().records.terms.items()}


# ---------------------------------------------------------------- nothing lost


@needs_sheets
def test_the_committed_page_is_current() -> None:
    committed = (ROOT / "docs" / "coverage.md").read_text(encoding="utf-8")
    assert committed == coverage.page(list(found())), "run scripts/coverage.py FACTS_DIR"


@needs_sheets
def test_every_row_of_the_sheets_has_a_line() -> None:
    """98 studies, 217 findings, 47 mechanism statements, 36 claims: the lines of the files less their headers."""
    counted = {sheet: sum(line.sheet == sheet for line in found()) for sheet in coverage.SHEETS}
    assert counted == {"studies": 98, "findings": 217, "mechanisms": 47, "article_claims": 36}


@needs_sheets
def test_bars_of_coverage_are_met() -> None:
    assert coverage.missed_bars(list(found())) == []
    assert sum(line.is_covered for line in found()) >= 0.95 * 398


def test_the_committed_page_leaves_out_few_rows() -> None:
    """Holds without the sheets: at most 5 % of 398 rows, no null, disputing or harm row."""
    page = (ROOT / "docs" / "coverage.md").read_text(encoding="utf-8")
    totals = re.findall(r"^\| (null or disputing|harm) \| (\d+) \| (\d+) \|$", page, re.MULTILINE)
    assert len(totals) == 2
    assert all(n == covered for _, n, covered in totals)
    left_out = page.split("## Left out")[1].split("## studies.tsv")[0].strip().splitlines()[2:]
    assert len(left_out) <= 0.05 * 398


@needs_sheets
def test_no_dropped_row_made_a_record(packaged: EvidenceStore) -> None:
    from stroma.build import build_dataset

    assert coverage.dropped_in_use(facts(), build_dataset()) == []
    dropped = {
        p["row_id"]
        for p in facts().propositions
        if p["dropped_reason"] and p["sheet"] in ("findings", "mechanisms")
    }
    assert len(dropped) == 16
    assert {f.row for f in packaged.records.findings.values()} & dropped == set()


@needs_sheets
def test_no_finding_rests_on_what_was_not_verified(packaged: EvidenceStore) -> None:
    """unverified.md: what must not be stated of some studies."""
    studies = packaged.records.studies
    assert not any("msc" in p for p in studies[PREFIXES["study"] + "alderazi-2012"].product)
    # Remembered, seen on no page.
    assert studies[PREFIXES["study"] + "petrou-2020"].doi is None


def test_each_study_and_each_reference_has_a_file_of_its_name(packaged: EvidenceStore) -> None:
    """By it everybody finds a record, and pages count them."""
    for folder, records in (
        ("studies", packaged.records.studies),
        ("references", packaged.records.references),
    ):
        files = {path.stem for path in (ontology_dir() / folder).glob("*.ttl")}
        assert files == {record.slug for record in records.values()}, folder


@needs_sheets
def test_a_study_of_a_contributor_changes_no_line_of_the_page(tmp_path: Path) -> None:
    from stroma.build import build_dataset

    own = tmp_path / "doe-2026.ttl"
    own.write_text(walk_through_study(), encoding="utf-8")
    built = build_dataset([own])
    assert PREFIXES["study"] + "doe-2026" in built.records.studies
    assert coverage.lines(facts(), built) == list(found())
    assert coverage.dropped_in_use(facts(), built) == []


# ---------------------------------------------------------------- nothing changed

_STUDY_CELLS = (
    ("doi", "doi"), ("pmid", "pmid"), ("n_enrolled", "n_enrolled"), ("n_treated", "n_treated"), ("year", "year"),
    ("journal", "journal"), ("phase", "phase"), ("dose", "dose"), ("primary_endpoint", "primary_endpoint"),
    ("population", "population"), ("blinding", "blinding"), ("country", "country"), ("design", "design"),
    ("product_as_reported", "cell_product"), ("first_author", "authors_first"), ("label", "short_title"),
)  # fmt: skip


@needs_sheets
@pytest.mark.parametrize(("field", "column"), _STUDY_CELLS)
def test_cells_of_studies_carry_over_exactly(
    packaged: EvidenceStore, field: str, column: str
) -> None:
    for slug, row in facts().studies.items():
        value = getattr(packaged.records.studies[PREFIXES["study"] + slug], field)
        assert ("" if value is None else str(value)) == row[column], slug


@needs_sheets
def test_registry_numbers_carry_over_exactly(packaged: EvidenceStore) -> None:
    for slug, row in facts().studies.items():
        study = packaged.records.studies[PREFIXES["study"] + slug]
        in_sheet = {n.strip() for n in re.split(r"[;,]", row["nct"]) if n.strip()}
        in_note = set(re.findall(r"EudraCT \d{4}-\d{6}-\d{2}", row["verified_on_page"]))
        assert {*study.nct, *study.other_registration} == in_sheet | in_note, slug


@needs_sheets
def test_follow_up_carries_over_where_it_is_one_number(packaged: EvidenceStore) -> None:
    for slug, row in facts().studies.items():
        value = packaged.records.studies[PREFIXES["study"] + slug].follow_up_months
        if re.fullmatch(r"\d+(\.\d+)?", row["follow_up_months"]):
            assert value == Decimal(row["follow_up_months"]), slug
        else:
            assert value is None, slug


# Rows on two contents that give their value for one of them only.
_VALUE_OF_ONE = frozenset({"shokati-2025-f4", "mscnp-2024-f8"})
# Harms whose row counts those who did not have it, or tells of several: told of those who had it, then as reported.
_VALUE_OF_HARM = frozenset({"sepcell-f2-b", "riordan-2018-f5-c", "riordan-2018-f5-d"})


@needs_sheets
def test_results_of_findings_carry_over_exactly(packaged: EvidenceStore) -> None:
    carried: dict[str, set[tuple[str, str]]] = {}
    for finding in packaged.records.findings.values():
        row = facts().findings.get(finding.row or "")
        if row is None:
            continue
        result = (finding.value or "", finding.p_value or "")
        carried.setdefault(row["finding_id"], set()).add(result)
        # A row on two contents may give its value for one of them only.
        silent = {("", "")} if row["finding_id"] in _VALUE_OF_ONE else set()
        if finding.slug in _VALUE_OF_HARM:
            assert result[0].endswith(f"reported as {row['value']}"), finding.slug
        elif "; reported as " in result[0]:
            # A bare nought says of what, in the words of the note.
            assert row["value"] in ("0", "none"), finding.slug
            said = result[0].removesuffix(f"; reported as {row['value']}")
            assert (finding.note or "").startswith(said), finding.slug
        else:
            assert result in {(row["value"], row["p_value"])} | silent, finding.slug
        assert (finding.population or "") == row["population"], finding.slug
        assert (finding.outcome_measure or "") == row["outcome_measure"], finding.slug
        assert finding.label == row["paraphrase"], finding.slug
        if finding.time_point_months is not None:
            assert finding.time_point_months == Decimal(row["time_point_months"]), finding.slug
        else:
            assert (finding.time_point_as_reported or "").removesuffix(" months") == row[
                "time_point_months"
            ]
    for row_id in _VALUE_OF_ONE:
        row = facts().findings[row_id]
        assert (row["value"], row["p_value"]) in carried[row_id]


@needs_sheets
def test_contents_and_directions_follow_the_normalised_rows(packaged: EvidenceStore) -> None:
    """propositions.tsv, row by row: subject, predicate, object, condition and direction of what the graph states."""
    stated = sorted(
        (f.row or "", f.subject, f.predicate, f.object, f.condition or "", f.direction.value)
        for f in packaged.records.findings.values()
        if f.row in facts().findings or f.row in facts().mechanisms
    )
    expected = sorted(
        (
            p["row_id"],
            iris()[p["subject_slug"]],
            PREFIXES["st"] + p["predicate"],
            iris()[p["object_slug"]],
            iris()[p["condition_slug"]] if p["condition_slug"] else "",
            p["direction"],
        )
        for p in facts().propositions
        if p["sheet"] in ("findings", "mechanisms")
        and p["predicate"]
        and p["derived_from_primary_endpoint"] != "yes"
    )
    assert stated == expected


@needs_sheets
def test_every_count_stands_in_its_cell(packaged: EvidenceStore) -> None:
    """n of N: both numbers, or the word for none, in the value or the note of the row."""
    words = {0: ("none", "no ", "nobody", "without", "zero", "0")}
    for finding in packaged.records.findings.values():
        row = facts().findings.get(finding.row or "")
        if row is None or finding.n_events is None:
            continue
        props = [p["note"] for p in facts().propositions if p["row_id"] == finding.row]
        text = " ".join([*row.values(), *props]).casefold()
        options = words.get(finding.n_events, ()) or (
            str(finding.n_events),
            _in_words(finding.n_events),
        )
        assert any(option in text for option in options), (finding.slug, finding.n_events, text)


def _in_words(n: int) -> str:
    return (
        ["no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"][n]
        if n <= 10
        else str(n)
    )


@needs_sheets
def test_claims_stand_where_the_sheet_says(packaged: EvidenceStore) -> None:
    for claim in packaged.records.claims.values():
        row = facts().claims[claim.row or ""]
        assert (claim.start, claim.end) == (int(row["char_start"]), int(row["char_end"])), (
            claim.slug
        )
        assert (claim.curated_verdict or "", claim.hedge or "") == (
            row["verdict"],
            row["hedging"],
        ), claim.slug


def test_a_death_is_told_by_those_who_died(packaged: EvidenceStore) -> None:
    """sepcell-f2: 71.5% v 77.0% alive, so 28.5% v 23.0% dead (its note); the row of the harm must not read as 71.5% dead."""
    dead = packaged.records.findings[PREFIXES["finding"] + "sepcell-f2-b"]
    assert dead.value == "28.5% v 23.0% dead; reported as 71.5% v 77.0% alive"
    for one in dead.value.split(";")[0].removesuffix(" dead").split(" v "):
        alive = Decimal(100) - Decimal(one.removesuffix("%"))
        assert f"{alive}%" in dead.value


def test_nobody_of_another_disease_or_arm_counts(packaged: EvidenceStore) -> None:
    """studies.tsv: karussis-2010 is MS (15) and ALS (19), lu-2020 RRMS (5) and NMO (5), sahraian-2014 SPMS (5) and NMO (1),
    accent-cp 28 with MSC and 31 with cord blood; of the 16 of stepien-2016 nobody says how many had which course."""
    found = packaged.records.findings
    people = {
        **{f"karussis-2010-f{name}": 15 for name in ("1", "3-a", "3-c", "4-a", "5-a")},
        **{f"karussis-2010-f{name}": 19 for name in ("2", "3-b", "3-d", "4-b", "5-b")},
        **{f"lu-2020-f1-{name}": 5 for name in "abcd"},
        **{f"sahraian-2014-f3-{name}": 5 for name in "abc"},
        "nguyen-2024-f2": 1, "accent-cp-f3": 28, "accent-cp-f4": 31,
    }  # fmt: skip
    assert {slug: found[PREFIXES["finding"] + slug].n_analysed for slug in people} == people
    for slug in ("stepien-2016-f5", "stepien-2016-f9-a", "stepien-2016-f9-b", "mautner-2023-f1-a"):
        assert found[PREFIXES["finding"] + slug].in_part_of_study is True, slug
    fever = found[PREFIXES["finding"] + "karussis-2010-f3-c"]
    assert (fever.n_events, fever.n_at_risk, fever.count_unit) == (21, 34, "MS or ALS patient")


def test_what_is_only_a_verdict_on_images_or_blood_is_a_surrogate(
    packaged: EvidenceStore,
) -> None:
    """BEST glossary: NEDA counts relapses and disability too, a closed fistula is seen; the others rest on values alone."""
    told = {
        "renal-remission": True,
        "liver-function": True,
        "heart-function": True,
        "lvef": True,
        "edss": False,
    }
    told |= {"neda": False, "combined-remission": False, "fistula-closure": False}
    terms = packaged.records.terms
    assert {slug: terms[iris()[slug]].surrogate is True for slug in told} == told


# ---------------------------------------------------------------- nothing made up


def _external_iris(paths: Iterable[Path]) -> Iterator[tuple[str, str]]:
    own_syntax = tuple(
        PREFIXES[p]
        for p in ("rdf", "rdfs", "owl", "xsd", "skos", "dct", "prov", "oa", "sh", "schema")
    )
    for path in paths:
        for quad in read_file(path):
            for part in (quad.subject, quad.predicate, quad.object):
                if isinstance(part, NamedNode) and not part.value.startswith((BASE, *own_syntax)):
                    yield to_curie(part.value), path.name


def _alignments() -> list[Row]:
    with (ROOT / "tests" / "data" / "alignments.tsv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t"))


@cache
def _seen_curies() -> frozenset[str]:
    """Those of the sheets and of data/alignments.tsv, and the terms that say themselves in which release they were seen."""
    known = {row["curie"] for row in _alignments()}
    terms = open_store().records.terms
    known |= {to_curie(iri) for iri, term in terms.items() if term.seen_in}
    for path in (FACTS / "terms.tsv", FACTS / "terms_extra.tsv"):
        for row in read_sheet(path):
            for column in ("curie", "parent_curie"):
                known |= set(re.split(r"[|;, ]+", row[column]))
    return frozenset(known)


@needs_sheets
def test_every_ontology_iri_was_seen_in_a_dated_source() -> None:
    pages = {"https://creativecommons.org/licenses/by/4.0/"}
    pages.add("https://www.cebm.ox.ac.uk/resources/levels-of-evidence/ocebm-levels-of-evidence")
    # What a retraction and an expression of concern are; both addresses seen on 2026-11-26.
    pages.add("https://niso.org/publications/rp-45-2024-crec")
    pages.add("https://doi.org/10.24318/cope.2019.1.4")
    found = _external_iris(packaged_files())
    assert {iri: name for iri, name in found if iri not in _seen_curies() | pages} == {}


@needs_sheets
def test_every_term_of_the_mappings_to_mesh_stands_in_them(packaged: EvidenceStore) -> None:
    """The id of a disease that came from MONDO's mappings to MeSH, and its label there, which may be a synonym here."""
    mappings = FACTS.parent / "data" / "mondo" / "mondo_exactmatch_mesh.sssom.tsv"
    lines = [line.split("\t") for line in mappings.read_text(encoding="utf-8").splitlines()]
    stored = {line[0]: line[1] for line in lines if len(line) > 1}
    found = [
        (to_curie(iri), {term.label, *term.synonyms})
        for iri, term in packaged.records.terms.items()
        if term.seen_in == "MONDO mappings to MeSH"
    ]
    assert len(found) > 10
    assert [curie for curie, names in found if stored.get(curie) not in names] == []


@needs_sheets
def test_every_curie_of_the_questions_and_the_audit_was_seen_in_a_dated_source() -> None:
    curie = re.compile(
        r"\b(?:CL|UBERON|MONDO|GO|HP|PR|CHEBI|MAXO|OBI|ECO|NCIT|EFO|UniProtKB):[A-Z0-9_]+\b"
    )
    for path in sorted(ontology_dir().rglob("*")):
        if path.suffix in (".rq", ".tsv", ".toml"):
            assert set(curie.findall(path.read_text(encoding="utf-8"))) <= _seen_curies(), path.name


def test_alignments_are_used_and_dated() -> None:
    used = {iri for iri, _ in _external_iris(packaged_files())}
    for row in _alignments():
        assert re.fullmatch(r"\d{4}-\d{2}-\d{2}", row["release"])
        assert row["curie"] in used, f"{row['curie']} is used nowhere"


def test_every_term_from_an_ontology_says_in_which_release_it_was_seen(
    packaged: EvidenceStore,
) -> None:
    for iri, term in packaged.records.terms.items():
        if not iri.startswith(BASE):
            assert term.seen_in, f"{term.slug}: add st:seenIn, the ontology and its release"


def test_linked_pages_are_on_the_list_of_citable_hosts(packaged: EvidenceStore) -> None:
    records = packaged.records
    lines = (ROOT / "tests" / "data" / "citable_hosts.txt").read_text(encoding="utf-8").splitlines()
    hosts = {line for line in lines if line and not line.startswith("#")}
    for table in (records.studies, records.references, records.findings):
        for record in table.values():
            if record.seen_at:
                assert record.seen_at.split("/")[2] in hosts, (
                    f"{record.slug}: if that is a site of a publisher, registry, university or regulator, add its name to "
                    "tests/data/citable_hosts.txt"
                )


# ---------------------------------------------------------------- nothing copied

N_WORDS = 7


def _words(text: str) -> list[str]:
    return re.findall(r"[a-z0-9]+", text.casefold())


@needs_articles
def test_no_passage_of_an_article_is_in_the_repository() -> None:
    """Seven words in a row are a passage; the same facts in other words are not."""
    listed = subprocess.run(
        ["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=False
    ).stdout.decode()
    paths = [ROOT / name for name in listed.split("\0") if name]
    passages = set()
    for article in ARTICLES.glob("*.txt"):
        words = _words(article.read_text(encoding="utf-8"))
        passages |= {tuple(words[i : i + N_WORDS]) for i in range(len(words) - N_WORDS + 1)}
    found = []
    for path in filter(Path.is_file, paths):
        words = _words(path.read_text(encoding="utf-8", errors="replace"))
        runs = (tuple(words[i : i + N_WORDS]) for i in range(len(words) - N_WORDS + 1))
        found += [f"{path.relative_to(ROOT)}: {' '.join(run)}" for run in runs if run in passages]
    assert found == []


# ---------------------------------------------------------------- in words for a reader


def test_no_note_speaks_of_the_sheets(packaged: EvidenceStore) -> None:
    """Rows, raw words and file names of the sheets say nothing to who reads a finding."""
    jargon = re.compile(r"\bf\d\b|sheet|\brows?\b|\braw\b|\.tsv|\.md|as above|restates|derived|_")
    records = packaged.records
    notes = [f.note for f in records.findings.values() if f.note]
    notes += [s.read_note for s in records.studies.values() if s.read_note]
    assert [note for note in notes if jargon.search(note)] == []
