"""Doubts on records of a curator's file: a finding and its study, decisions, new terms, numbers."""

from __future__ import annotations

import re
import shutil
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from stroma.audit.language.lexicon import load_lexicon
from stroma.check import Problem, check_files
from stroma.check.changed import Stand, told_fields, told_stances
from stroma.check.sheets import sheet_problems
from stroma.check.statements import statements_of
from stroma.cli import main
from stroma.data import ontology_dir, packaged_files
from stroma.disk.building import build_store
from stroma.errors import DataError
from stroma.sources.files import read_file
from stroma.vocabulary import ST
from test_check import PREFIXES, STUDY, TERMS

if TYPE_CHECKING:
    from stroma.store import EvidenceStore

DECISION = (
    PREFIXES
    + """
<https://w3id.org/stroma/reference/doe-agency> a st:Reference ;
  st:slug "doe-agency" ;
  rdfs:label "Made-up agency"@en ;
  st:seenAt "https://example.org/decision"^^xsd:anyURI ;
  st:curator "A reader" ;
  st:curatedOn "2026-11-25"^^xsd:date .

finding:doe-agency-1 a st:Finding ;
  st:slug "doe-agency-1" ;
  rdfs:label "Approved"@en ;
  st:foundBy <https://w3id.org/stroma/reference/doe-agency> ;
  rdf:subject term:adipose-msc-product ;
  rdf:predicate st:approvedFor ;
  rdf:object MONDO:0005301 ;
  st:direction st:supports ;
  st:region "Atlantis" ;
  st:decidedOn "2026-03" .
"""
)


def found_in(tmp_path: Path, text: str) -> list[Problem]:
    path = tmp_path / "mine.ttl"
    path.write_text(text, encoding="utf-8")
    return check_files([path])


def rules_of(tmp_path: Path, text: str) -> list[tuple[str, str]]:
    return [(p.rule, p.severity) for p in found_in(tmp_path, text)]


def test_a_finding_that_names_another_study_than_its_file_is_an_error(tmp_path: Path) -> None:
    """A copied block; it was counted for that study, and nobody was told."""
    text = STUDY.replace("st:foundBy study:doe-2026", "st:foundBy study:stepien-2016")
    (problem,) = (p for p in found_in(tmp_path, text) if p.rule == "another-study")
    assert problem.severity == "error"
    assert "is counted as a finding of study:stepien-2016" in problem.wrong
    assert "write st:foundBy study:doe-2026" in problem.repair
    assert problem.line == text[: text.index("st:foundBy")].count("\n") + 1


def test_findings_on_a_packaged_study_in_a_file_of_their_own_are_doubted_once(
    tmp_path: Path,
) -> None:
    head, _, finding = STUDY.partition("study:doe-2026 a st:Study")
    one = "finding:" + finding.partition("finding:")[2].replace(
        "study:doe-2026", "study:stepien-2016"
    )
    two = one.replace("doe-2026-f1", "doe-2026-f2").replace("term:disability", "term:relapse-rate")
    (problem,) = (p for p in found_in(tmp_path, head + one + two) if p.rule == "another-study")
    assert problem.severity == "warning"
    assert "so are 1 more" in problem.wrong


def test_findings_apart_from_the_study_that_is_given_too_are_right(tmp_path: Path) -> None:
    head, study, rest = STUDY.partition("study:doe-2026 a st:Study")
    described, name, finding = rest.partition("finding:doe-2026-f1 a")
    one, other = tmp_path / "one.ttl", tmp_path / "other.ttl"
    one.write_text(head + study + described)
    other.write_text(head + name + finding)
    assert not [p for p in check_files([one, other]) if p.rule == "another-study"]


def test_a_finding_in_a_disease_that_its_study_did_not_study_is_doubted(tmp_path: Path) -> None:
    text = STUDY.replace("st:inCondition MONDO:0005301", "st:inCondition MONDO:0004976")
    assert ("another-disease", "warning") in rules_of(tmp_path, text)
    alone = check_files([tmp_path / "mine.ttl"], packaged=False)
    assert "another-disease" not in {p.rule for p in alone}
    assert rules_of(tmp_path, STUDY) == []


def test_two_decisions_of_one_region_are_doubted(tmp_path: Path) -> None:
    assert rules_of(tmp_path, DECISION) == []
    block = "finding:" + DECISION.partition("\nfinding:")[2]
    second = block.replace("agency-1", "agency-2").replace('"2026-03"', '"2026-09"')
    second = second.replace("st:supports", "st:disputes")
    assert rules_of(tmp_path, DECISION + second) == [("decided-twice", "warning")]
    elsewhere = second.replace("Atlantis", "Lemuria")
    assert rules_of(tmp_path, DECISION + elsewhere) == []


SICCA = (
    PREFIXES
    + """
MONDO:0010030 a st:Disease ;
  st:slug "sjogren-syndrome" ;
  rdfs:label "Sjogren syndrome"@en ;
  skos:altLabel "Sj\u00f6gren syndrome"@en, "Sj\u00f6gren-Gougerot syndrome"@en, "primary Sjogren-Gougerot syndrome"@en,
    "primary Sj\u00f6gren-Gougerot syndrome"@en, "sicca syndrome"@en, "syndrome, Sjogren's"@en ;
  skos:broader MONDO:0007179 .
"""
)


@pytest.mark.parametrize(
    ("said", "instead", "words", "repair"),
    [
        ('"sjogren-syndrome"', '"sjogren"', 'has the slug "sjogren"', 'write st:slug "sjogren-syndrome"'),
        (', "sicca syndrome"@en', "", "lacks names", 'skos:altLabel "sicca syndrome"@en'),
        ('MONDO:0010030 a', 'term:sjogren-syndrome a', "is MONDO:0010030 (Sjogren syndrome) by its name", "stroma new term --iri MONDO:0010030"),
    ],
)  # fmt: skip
def test_a_term_that_an_audit_knows_is_entered_as_that_one(
    tmp_path: Path, said: str, instead: str, words: str, repair: str
) -> None:
    assert found_in(tmp_path, SICCA) == []
    [problem] = found_in(tmp_path, SICCA.replace(said, instead))
    assert (problem.rule, problem.severity) == ("term-of-the-audit", "warning")
    assert words in problem.wrong
    assert repair in problem.repair


def test_the_iri_of_another_term_is_told_by_what_that_one_is(tmp_path: Path) -> None:
    text = SICCA.replace("MONDO:0010030 a", "MONDO:0005180 a").replace("sjogren-syndrome", "sicca")
    errors = [p for p in found_in(tmp_path, text) if p.severity == "error"]
    assert [p.rule for p in errors] == ["duplicate-id"]
    assert errors[0].wrong == (
        'is "Parkinson disease" already (diseases.ttl), and "Sjogren syndrome" in mine.ttl'
    )
    assert "look up the IRI of Sjogren syndrome again" in errors[0].repair


def test_two_years_are_no_number_with_a_comma(tmp_path: Path) -> None:
    [problem] = found_in(tmp_path, STUDY.replace("st:year 2026", "st:year 2026, 2025"))
    assert problem.rule == "too-many-values"
    assert "is one number" not in problem.repair
    [problem] = found_in(tmp_path, STUDY.replace("st:nEnrolled 48", "st:nEnrolled 1, 234"))
    assert "if 1,234 is one number, write 1234" in problem.repair


def test_a_name_of_an_ontology_that_is_not_used_here_is_looked_for_by_its_words(
    tmp_path: Path,
) -> None:
    route = "st:nEnrolled 48 ; st:route NCIT:C38276"
    text = STUDY.replace("st:nEnrolled 48", route)
    text = text.replace(
        "@prefix rdf:", "@prefix NCIT: <http://purl.obolibrary.org/obo/NCIT_> .\n@prefix rdf:", 1
    )
    [problem] = found_in(tmp_path, text)
    assert problem.rule == "unknown-term"
    assert "`stroma show NAME`" in problem.repair
    assert "stroma new term --iri NCIT:C38276" in problem.repair
    product = text.replace(route, "st:nEnrolled 48").replace(
        "st:product term:autologous-bm-msc-product", "st:product term:labial-gland-cells-of-nobody"
    )
    wrongs = {p.wrong for p in found_in(tmp_path, product)}
    assert any("which is no cell product of these files" in wrong for wrong in wrongs)


@pytest.mark.parametrize(
    ("said", "instead", "rule"),
    [
        ('"2026-03"', '"2027-13"', "decided-on"),
        ('"2026-03"', '"March 2026"', "decided-on"),
        ('  st:region "Atlantis" ;\n', "", "decision-without-place-or-date"),
        (' ;\n  st:decidedOn "2026-03"', "", "decision-without-place-or-date"),
    ],
)
def test_a_decision_says_where_and_when(tmp_path: Path, said: str, instead: str, rule: str) -> None:
    assert rules_of(tmp_path, DECISION.replace(said, instead)) == [(rule, "warning")]


def test_a_trial_decides_on_no_approval(tmp_path: Path) -> None:
    block = "finding:" + DECISION.partition("\nfinding:")[2]
    of_trial = block.replace(
        "<https://w3id.org/stroma/reference/doe-agency>", "study:doe-2026"
    ).replace("adipose-msc-product", "autologous-bm-msc-product")
    assert ("decision-of-a-study", "warning") in rules_of(tmp_path, STUDY + of_trial)


@pytest.mark.parametrize("mark", [";", "|"])
def test_a_synonym_with_a_mark_that_parts_names_is_doubted(tmp_path: Path, mark: str) -> None:
    mine = TERMS.replace(
        '"grip strength"@en ;', f'"grip strength"@en ; skos:altLabel "grip{mark} hold"@en ;'
    )
    path = tmp_path / "terms.ttl"
    path.write_text(mine, encoding="utf-8")
    [problem] = check_files([path])
    assert problem.repair == "write each name by itself"
    assert f'one name with "{mark}" in it' in str(problem)


def test_a_synonym_that_another_term_has_is_doubted(tmp_path: Path) -> None:
    mine = TERMS.replace('"grip strength"@en ;', '"grip strength"@en ; skos:altLabel "EDSS"@en ;')
    (problem,) = found_in(tmp_path, mine)
    assert (problem.rule, problem.severity) == ("shared-name", "warning")
    assert 'has the name "EDSS", as term:edss has' in problem.wrong


def test_a_new_term_without_a_wider_one_is_doubted(tmp_path: Path) -> None:
    assert rules_of(tmp_path, TERMS) == []
    alone = TERMS.replace("  skos:broader term:muscle-strength ;\n", "")
    problems = found_in(tmp_path, alone)
    assert [(p.rule, p.severity) for p in problems] == [("no-broader", "warning")] * 2
    assert "such as term:functional-status" in problems[0].repair
    assert "term:adverse-event" in problems[0].repair


@pytest.mark.parametrize(
    ("said", "instead", "rule"),
    [
        ("st:comparator st:placebo", 'st:timePointMonths 365 ; st:comparator st:placebo', "many-months"),
        ('st:followUpMonths "12"', 'st:followUpMonths "1200"', "many-months"),
        ("st:year 2026", "st:year 1926", "early-year"),
        ("st:nEnrolled 48", "st:nEnrolled 48 ; st:primaryEndpointKind st:safety ; st:primaryOutcome term:edss", "endpoint-and-outcome"),
    ],
)  # fmt: skip
def test_a_number_that_cannot_be_meant_is_doubted(
    tmp_path: Path, said: str, instead: str, rule: str
) -> None:
    text = STUDY.replace(said, instead, 1)
    assert (rule, "warning") in rules_of(tmp_path, text)


def test_a_safety_endpoint_on_an_adverse_event_is_right(tmp_path: Path) -> None:
    text = STUDY.replace(
        "st:nEnrolled 48",
        "st:nEnrolled 48 ; st:primaryEndpointKind st:safety ; st:primaryOutcome term:infection",
    )
    assert rules_of(tmp_path, text) == []


def test_changed_fields_are_told_gravest_first_and_counted() -> None:
    doe = "https://w3id.org/stroma/study/doe-2026"
    was = {
        ST + name: ("1",) for name in ("year", "nEnrolled", "country", "journal", "dose", "phase")
    }
    now = dict.fromkeys(was, ("2",)) | {ST + "primaryEndpointMet": (ST + "met",)}
    told = told_fields({doe: was}, {doe: now})
    assert told.startswith("changed fields: primaryEndpointMet nothing → met (study:doe-2026), ")
    assert told.index("nEnrolled 1 → 2") < told.index("country")
    assert told.endswith("and 2 more")


def test_a_study_that_a_store_has_under_another_slug_is_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """It was counted twice, and neither check nor build said so."""
    directory, own, again = (tmp_path / name for name in ("store", "doe-2026.ttl", "roe-2026.ttl"))
    own.write_text(STUDY, encoding="utf-8")
    again.write_text(STUDY.replace("doe-2026", "roe-2026"), encoding="utf-8")
    build_store([own], directory)
    checks = (
        ["check", "--no-shapes", str(again), "--store", str(directory)],
        ["--store", str(directory), "check", "--no-shapes", str(again)],
    )
    add = ["build", "--add", str(again), "--store", str(directory)]
    for args in (*checks, add):
        assert main(args) == 1
        said = "".join(capsys.readouterr())
        assert "st:doi 10.1000/xyz123 is also that of study:doe-2026" in said
    # Another paper on one registration may be on the same people, and is taken.
    again.write_text(again.read_text().replace("xyz123", "xyz124"), encoding="utf-8")
    for args in (*checks, add):
        assert main(args) == 0
        said = "".join(capsys.readouterr())
        assert "st:nct nct09999999 is also that of study:doe-2026, which the store holds" in said
    assert main(["check", "--no-shapes", str(own), str(again)]) == 0
    assert "which the store holds" not in capsys.readouterr().out


def test_a_file_may_name_what_the_store_holds(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    directory, terms, own = (tmp_path / name for name in ("store", "terms.ttl", "mine.ttl"))
    terms.write_text(TERMS, encoding="utf-8")
    own.write_text(STUDY.replace("term:disability", "term:grip-strength"), encoding="utf-8")
    build_store([terms], directory)
    assert main(["check", "--no-shapes", str(own)]) == 1
    assert main(["check", "--no-shapes", str(own), "--store", str(directory)]) == 0
    capsys.readouterr()


def test_papers_on_the_same_people_share_a_registry_number(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    directory, own, later = (tmp_path / name for name in ("store", "doe-2026.ttl", "roe-2026.ttl"))
    own.write_text(STUDY, encoding="utf-8")
    text = STUDY.replace("doe-2026", "roe-2026").replace("10.1000/xyz123", "10.1000/xyz124")
    later.write_text(
        text.replace("st:nEnrolled", "st:sharesParticipantsWith study:doe-2026 ; st:nEnrolled"),
        encoding="utf-8",
    )
    build_store([own], directory)
    assert main(["check", "--no-shapes", str(later), "--store", str(directory)]) == 0
    assert "is also that of" not in capsys.readouterr().out


@pytest.mark.parametrize(
    "said",
    [
        'study:petrou-2020 st:retractedOn "2026-03" ; st:notice "10.1000/n1" .',
        "study:uccelli-2021 st:sponsorReported true .",
        "finding:uccelli-2021-f1 st:analysis st:subgroup .",
        "term:autologous-bm-msc-product skos:broader term:adipose-msc-product .",
        'term:adipose-msc-product skos:altLabel "NurOwn"@en .',
    ],
)
def test_a_record_is_not_changed_from_another_file(tmp_path: Path, said: str) -> None:
    """A few stray triples retracted a packaged trial and turned its verdict."""
    (problem,) = (p for p in found_in(tmp_path, PREFIXES + said) if p.rule == "described-elsewhere")
    assert problem.severity == "error"
    assert problem.line == PREFIXES.count("\n") + 1
    with pytest.raises(DataError, match="is described in"):
        build_store([tmp_path / "mine.ttl"], tmp_path / "store")
    assert not (tmp_path / "store").exists()


def test_a_corrected_copy_of_a_file_describes_what_it_changes(tmp_path: Path) -> None:
    packaged = next(p for p in packaged_files() if p.name == "petrou-2020.ttl")
    copy = tmp_path / "petrou-2020.ttl"
    copy.write_text(packaged.read_text().replace("st:nEnrolled 48", "st:nEnrolled 49"))
    assert "described-elsewhere" not in {p.rule for p in check_files([copy])}


def test_a_review_does_not_pool_itself(tmp_path: Path) -> None:
    text = STUDY.replace("  st:nEnrolled 48 ;", "  st:poolsStudy study:doe-2026 ;")
    assert ("pools-itself", "error") in rules_of(tmp_path, text)


HARM = (
    STUDY.replace("st:improves", "st:causesAdverseEvent")
    .replace("term:disability", "term:serious-adverse-event")
    .replace("st:nEvents 4 ;", "st:nEvents {} ; st:nEventsControl {} ; st:nAtRiskControl {} ;")
    .replace("st:nAtRisk 16", "st:nAtRisk {}")
)


@pytest.mark.parametrize(
    ("p", "events", "is_doubted"),
    [("<0.001", 18, True), ("0.20", 18, False), ("<0.001", 2, False)],
)
def test_a_harm_that_more_had_and_that_is_significant_is_doubted_as_not_shown(
    tmp_path: Path, p: str, events: int, is_doubted: bool
) -> None:
    text = HARM.format(events, 3, 24, 24).replace("st:nEvents", f'st:pValue "{p}" ; st:nEvents', 1)
    assert ("p-and-direction" in {rule for rule, _ in rules_of(tmp_path, text)}) is is_doubted


@pytest.mark.parametrize(
    ("arms", "is_doubted"), [((24, 24), False), ((24, 240), True), ((48, 48), True)]
)
def test_the_groups_of_a_study_are_no_more_than_its_people(
    tmp_path: Path, arms: tuple[int, int], is_doubted: bool
) -> None:
    text = HARM.format(3, 3, arms[1], arms[0])
    assert ("more-than-the-study" in {rule for rule, _ in rules_of(tmp_path, text)}) is is_doubted
    crossover = text.replace("st:randomised-controlled", "st:crossover-randomised")
    if arms == (48, 48):  # each was in both
        assert "more-than-the-study" not in {rule for rule, _ in rules_of(tmp_path, crossover)}


def test_animals_have_a_model_of_the_disease(tmp_path: Path) -> None:
    text = STUDY.replace("st:randomised-controlled", "st:animal")
    (problem,) = (
        p for p in found_in(tmp_path, text) if p.rule == "animals-with-a-disease-of-people"
    )
    assert "write the model that was used" in problem.repair


def test_a_registration_is_one_whichever_property_holds_it(tmp_path: Path) -> None:
    text = STUDY.replace('st:nct "NCT09999999"', 'st:otherRegistration "NCT01606215"')
    (problem,) = (p for p in found_in(tmp_path, text) if p.rule == "duplicate-id")
    assert "study:uccelli-2021" in problem.wrong


@pytest.mark.parametrize(
    ("label", "rule"),
    [
        (r'"Made-up\n  [+] cures everything"@en', "label-of-lines"),
        ('"Erfundene Studie"@de', "label-words"),
        ('"Made-up trial"', "label-words"),
    ],
)
def test_labels_are_one_line_of_english(tmp_path: Path, label: str, rule: str) -> None:
    text = STUDY.replace('"Made-up trial"@en', label)
    assert rule in {found for found, _ in rules_of(tmp_path, text)}


def test_a_correction_tells_every_field_and_is_signed(tmp_path: Path) -> None:
    """stepien-2016 with another label and first author, and a finding turned round, in silence."""
    text = (ontology_dir() / "studies" / "stepien-2016.ttl").read_text(encoding="utf-8")
    assert found_in(tmp_path, text) == []
    author = text.replace('"Stepien A"', '"Stepien B"')
    (told,) = found_in(tmp_path, author)
    assert told.rule == "replaces-packaged"
    assert "firstAuthor" in told.wrong
    turned = author.replace("st:inconclusive", "st:supports", 1)
    assert "unsigned-change" in {rule for rule, _ in rules_of(tmp_path, turned)}
    day = re.sub(r'st:curatedOn "[^"]*"', 'st:curatedOn "2026-11-28"', turned)
    note = turned.replace("st:direction", 'skos:note "page 4"@en ; st:direction', 1)
    note = "@prefix skos: <http://www.w3.org/2004/02/skos/core#> .\n" + note
    for signed in (day, note):
        assert "unsigned-change" not in {rule for rule, _ in rules_of(tmp_path, signed)}


def test_all_stances_that_change_are_told() -> None:
    was, now = (
        {str(n): Stand(f"MSC improve outcome {n}", words, "level-2", False) for n in range(9)}
        for words in ("not supported", "supported")
    )
    lines = told_stances(was, now).splitlines()
    assert lines[0] == "9 changed stances:"
    assert lines[1:] == [f"  MSC improve outcome {n}: not supported → supported" for n in range(9)]
    few = told_stances({"1": was["1"]}, {"1": now["1"]})
    assert few == "changed stances: MSC improve outcome 1: not supported → supported"


def test_the_sheets_of_the_audit_name_terms_and_studies_that_are_there(tmp_path: Path) -> None:
    """A term was renamed in ontology/studies and ontology/terms, the check was green, and every audit ended in a KeyError."""
    statements, _ = statements_of([(path, read_file(path)) for path in packaged_files()], [])
    assert not [*sheet_problems(statements)]
    folder = tmp_path / "audit"
    shutil.copytree(ontology_dir() / "audit", folder)
    for name, cell in (
        ("lexicon.tsv", "als-function\t"),
        ("study_names.tsv", "connick-2012\t"),
        ("body_parts.tsv", "rheumatoid-arthritis|"),
    ):
        slug = cell.strip("\t|")
        text = (folder / name).read_text(encoding="utf-8")
        line = text[: text.index(cell)].count("\n") + 1
        (folder / name).write_text(text.replace(cell, f"gone-{cell}", 1), encoding="utf-8")
        problems = {p.path: p for p in sheet_problems(statements, folder)}
        problem = problems[folder / name]
        assert (problem.line, problem.severity) == (line, "error")
        assert f'"gone-{slug}"' in problem.wrong
        assert slug in problem.repair


def test_an_audit_says_which_sheet_names_a_term_that_is_gone(packaged: EvidenceStore) -> None:
    records = packaged.records
    terms = {iri: term for iri, term in records.terms.items() if term.slug != "als-function"}
    with pytest.raises(DataError, match=r'lexicon\.tsv: names the term "als-function"'):
        load_lexicon(replace(records, terms=terms))


def test_a_day_that_is_still_to_come_is_doubted(tmp_path: Path) -> None:
    """With it, a year to come and a retraction to come were silent too."""
    text = STUDY.replace('"2026-11-25"', '"9062-11-27"')
    assert rules_of(tmp_path, text) == [("future-day", "warning")]


def test_a_check_of_the_packaged_base_says_that_the_store_was_not_looked_at(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    directory = str(tmp_path / "store")
    assert main(["--store", directory, "check", "--no-shapes"]) == 0
    assert f"{directory} was not checked" in capsys.readouterr().err
