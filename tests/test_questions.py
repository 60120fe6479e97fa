"""Every named question answers what a person counted by hand.

Expected answers were counted from the fact sheets the base was made from (studies, findings, mechanisms, propositions,
article_claims, terms, terms_extra); each test names the rows. A row `uccelli-2021-f1` is finding f1 of that study,
`m07` a statement on mechanisms, `claim 14b` a row of article_claims, a bare study name its row in studies.
tests/test_queries_shipped.py holds what is true of every header.
"""

from __future__ import annotations

import re
import shlex
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeAlias

import pytest

import stroma
from conftest import counted_evidence
from stroma.cli import main
from stroma.errors import ParameterError
from stroma.graph import EvidenceGraph
from stroma.predicates import benefits
from stroma.queries import Question, load_questions
from stroma.store import open_store
from stroma.viewer.payload import payload
from stroma.vocabulary import local_id, to_curie
from test_check import ARTICLE, HARM, STUDY
from test_queries_shipped import NOTHING_HELD

Rows: TypeAlias = list[dict[str, str]]
Ask: TypeAlias = Callable[..., Rows]

QUESTIONS = load_questions()
LEAST_NUMBER = 30  # as many as the evidence base promises
REFUSED = "not approved, or no longer"


@pytest.fixture(scope="module")
def graph() -> EvidenceGraph:
    with counted_evidence():
        return stroma.open_graph()


@pytest.fixture(scope="module")
def ask(graph: EvidenceGraph) -> Ask:
    """Ask a question by name; a column without a value is an empty string."""

    def answer(name: str, **parameters: Any) -> Rows:
        columns = [column.name for column in QUESTIONS[name].columns]
        return [{c: str(row.get(c, "")) for c in columns} for row in graph.ask(name, **parameters)]

    return answer


def those(rows: Rows, **values: str) -> Rows:
    """The rows that have these values."""
    return [row for row in rows if all(row[name] == value for name, value in values.items())]


def the_one(rows: Rows, **values: str) -> dict[str, str]:
    found = those(rows, **values)
    assert len(found) == 1, f"{len(found)} rows with {values}"
    return found[0]


def column(rows: Rows, name: str) -> list[str]:
    return [row[name] for row in rows]


# ---- every question


def test_there_are_enough_questions_in_groups() -> None:
    assert len(QUESTIONS) >= LEAST_NUMBER
    assert min(Counter(q.group for q in QUESTIONS.values()).values()) >= 1
    assert "other" not in {q.group for q in QUESTIONS.values()}


@pytest.mark.parametrize("question", QUESTIONS.values(), ids=lambda q: q.name)
def test_a_question_answers_without_parameters(question: Question, ask: Ask) -> None:
    assert all(parameter.default is not None for parameter in question.parameters)
    assert bool(ask(question.name)) is (question.name not in NOTHING_HELD)


@pytest.mark.parametrize("question", QUESTIONS.values(), ids=lambda q: q.name)
def test_only_the_prefixes_that_are_used_are_declared(question: Question) -> None:
    lines = [line for line in question.sparql.splitlines() if not line.startswith("#")]
    body = "\n".join(line for line in lines if not line.startswith("PREFIX"))
    declared = [line.split()[1] for line in lines if line.startswith("PREFIX")]
    assert [prefix for prefix in declared if prefix not in body] == []


@pytest.mark.parametrize("question", QUESTIONS.values(), ids=lambda q: q.name)
def test_no_cell_shows_a_bare_identifier(question: Question, ask: Ask) -> None:
    """People read labels and slugs; identifiers only where they are asked for."""
    rows = ask(question.name)
    cells = {
        value
        for row in rows
        for name, value in row.items()
        if (name, question.name) != ("value", "term-names") and row.get("recorded") != "seen at"
    }
    assert [cell for cell in cells if cell.startswith(("http://", "https://"))] == []


def test_the_page_of_questions_is_current() -> None:
    """To repair: python scripts/make_question_docs.py"""
    from make_question_docs import page

    path = Path(__file__).resolve().parent.parent / "docs" / "questions.md"
    text = path.read_text(encoding="utf-8")
    assert text == page()
    assert [name for name in QUESTIONS if f"### {name}\n" not in text] == []


def test_the_page_says_how_to_ask_about_an_article_of_ones_own(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    path = Path(__file__).resolve().parent.parent / "docs" / "questions.md"
    (block,) = re.findall(r"```\n(stroma audit .*?)```", path.read_text(encoding="utf-8"), re.S)
    monkeypatch.chdir(tmp_path)
    Path("article.txt").write_text("NurOwn slowed ALS, Cudkowicz et al. (2022) reported.\n")
    slug = "SLUG"
    for line in block.splitlines():
        words = shlex.split(line.replace("FILE", "article.txt").replace("SLUG", slug))
        assert main(words[1:]) == 0
        said = capsys.readouterr().out
        if words[1] == "query":
            (slug,) = set(re.findall(r"\barticle-\w+", said))
    assert "cudkowicz-2022" in said


# Asked of outcomes only, and whoever is cured is so of a disease.
OF_OUTCOMES: dict[str, set[str]] = {
    "deaths": {"improves", "prevents"},
    "gaps-in-disease": {"improves", "prevents"},
    "never-measured": {"improves", "prevents"},
}


def lists_of_benefits(question: Question) -> list[set[str]]:
    """The benefits that each VALUES and each IN of a question names, where it names more than one."""
    lists = re.findall(r"VALUES [^{]*\{([^{}]*)\}|IN \(([^()]*)\)", question.sparql)
    names = [set(re.findall(r"\bst:(\w+)", " ".join(one))) for one in lists]
    whole = {local_id(iri) for iri in benefits()}
    return [named & whole for named in names if len(named & whole) > 1]


@pytest.mark.parametrize("name", sorted(QUESTIONS))
def test_every_question_means_the_same_predicates_by_a_benefit(name: str) -> None:
    asks_of_the_whole_apart = re.search(r"rdf:predicate st:ameliorates ", QUESTIONS[name].sparql)
    whole = {local_id(iri) for iri in benefits()}
    for listed in lists_of_benefits(QUESTIONS[name]):
        if name in OF_OUTCOMES:
            assert listed == OF_OUTCOMES[name]
        elif asks_of_the_whole_apart:
            assert listed | {"ameliorates"} == whole
        else:
            assert listed == whole


def test_the_lists_of_benefits_are_found() -> None:
    found = {name for name, question in QUESTIONS.items() if lists_of_benefits(question)}
    assert len(found) >= 20
    assert set(OF_OUTCOMES) < found


# A made-up trial that asked for a cure only, and found none.
NO_CURE = """\
@prefix st: <https://w3id.org/stroma/vocab/> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
@prefix term: <https://w3id.org/stroma/term/> .
@prefix study: <https://w3id.org/stroma/study/> .
@prefix finding: <https://w3id.org/stroma/finding/> .
@prefix MONDO: <http://purl.obolibrary.org/obo/MONDO_> .

study:zoe-2026 a st:Study ;
  st:slug "zoe-2026" ;
  rdfs:label "Made-up trial of marrow MSC in MS"@en ;
  st:year 2026 ;
  st:doi "10.1000/zoe1" ;
  st:design st:randomised-controlled ;
  st:nEnrolled 40 ;
  st:product term:autologous-bm-msc-product ;
  st:disease MONDO:0005301 ;
  st:donor st:autologous ;
  st:species "human" ;
  st:readAs st:full-text ;
  st:curator "A curator" ;
  st:curatedOn "2026-11-25"^^xsd:date .

finding:zoe-2026-f1 a st:Finding ;
  st:slug "zoe-2026-f1" ;
  rdfs:label "No more were cured than with placebo."@en ;
  st:foundBy study:zoe-2026 ;
  rdf:subject term:autologous-bm-msc-product ;
  rdf:predicate st:cures ;
  rdf:object MONDO:0005301 ;
  st:direction st:inconclusive ;
  st:comparator st:placebo ;
  st:timePointMonths "12"^^xsd:decimal ;
  st:species "human" .
"""


def test_a_trial_that_found_no_cure_counts_as_one_without_effect(tmp_path: Path) -> None:
    path = tmp_path / "zoe.ttl"
    path.write_text(NO_CURE, encoding="utf-8")
    graph = stroma.open_graph(files=path)
    told = [
        ("studies-of-disease", "no_effect", "1"),
        ("doses-given", "no_effect", "1"),
        ("harms-beside-benefit", "benefit_no_effect", "1"),
        ("trials-without-harms", "benefit_findings", "1"),
        ("null-results", "measured", "multiple sclerosis"),
        ("negative-trials", "null_on", "cure of multiple sclerosis"),
        ("placebo-controlled-trials", "outcomes_no_effect", "cure of multiple sclerosis"),
    ]
    for name, column_name, value in told:
        rows = [row for row in graph.ask(name, disease="MS") if row["study"] == "zoe-2026"]
        assert [(name, str(row[column_name])) for row in rows] == [(name, value)]
    by_donor = graph.ask("evidence-by-donor", disease="MS")
    assert "zoe-2026" in " ".join(
        str(row["no_effect"]) for row in by_donor if row["relation"] == "cures"
    )


@pytest.mark.parametrize(
    ("name", "narrow"),
    [
        ("animal-models", {"product": "adipose MSC"}),
        ("contested", {"disease": "ALS"}),
        ("contested", {"product": "MSC"}),
        ("diseases-covered", {"product": "remestemcel-L"}),
        ("how-studies-were-read", {"disease": "any", "product": "remestemcel-L"}),
        ("mechanisms-by-evidence", {"disease": "MS"}),
        ("mechanisms-by-evidence", {"product": "MSC"}),
        ("null-results", {"outcome": "disability"}),
        ("outcome-across-products", {"product": "adipose MSC"}),
        ("products-of-tissues", {"tissue": "adipose tissue"}),
        ("safety-by-route", {"harm": "headache"}),
        ("shared-participants", {"disease": "ALS"}),
    ],
)
def test_what_a_person_knows_first_narrows_the_answer(
    ask: Ask, name: str, narrow: dict[str, str]
) -> None:
    """A disease, product, outcome or tissue may be given, and gives some of the rows of the whole answer."""
    whole = ask(name, **dict.fromkeys(narrow, "any"))
    rows = ask(name, **narrow)
    keys = [shown.name for shown in QUESTIONS[name].columns][:2]
    if name == "diseases-covered":
        keys = ["covered"]
    assert 0 < len(rows) < len(whole)
    assert {tuple(r[k] for k in keys) for r in rows} <= {tuple(r[k] for k in keys) for r in whole}


# ---- benefit


def test_a_product_in_a_disease_lists_every_outcome_beside_the_whole_disease(ask: Ask) -> None:
    # MS 7: stepien-2016-f1 (two), f2, f3, f4, f6 (two); RRMS 5: stepien-2016-f5, f9, hbms01-2025-f1 (two; f2 is on the
    # same content), f3; SPMS 5: stepien-2016-f9, fernandez-2018-f1, f2 (two, mashhad-admsc-spms-f1 on the same), mashhad-f2.
    rows = ask("product-in-disease", product="adipose MSC", disease="MS")
    assert Counter(column(rows, "condition")) == {
        "multiple sclerosis": 7,
        "relapsing-remitting multiple sclerosis": 5,
        "secondary progressive multiple sclerosis": 5,
    }
    whole = those(rows, relation="ameliorates")
    assert {row["condition"]: (row["stance"], row["for"], row["no_effect"]) for row in whole} == {
        "multiple sclerosis": ("not supported", "0", "1"),  # stepien-2016-f1
        "relapsing-remitting multiple sclerosis": (
            "supported but thin",
            "1",
            "0",
        ),  # hbms01-2025-f1
        "secondary progressive multiple sclerosis": (
            "not supported",
            "0",
            "1",
        ),  # fernandez-2018-f1
    }
    # petrou-2022, uccelli-2021 and the rest gave marrow cells.
    assert set(column(rows, "given")) == {"autologous adipose MSC product"}


def test_a_product_in_a_disease_can_be_narrowed_to_harm(ask: Ask) -> None:
    # safeIn and serious-adverse-event, in MS (stepien-2016-f6) and in SPMS (fernandez-2018-f2, mashhad-admsc-spms-f1);
    # serious-adverse-event alone in RRMS (hbms01-2025-f3).
    rows = ask("product-in-disease", product="AdMSC", disease="MONDO:0005301", about="harm")
    assert column(rows, "relation") == ["is safe in", "causes", "causes", "is safe in", "causes"]
    assert (
        the_one(rows, relation="causes", condition="secondary progressive multiple sclerosis")[
            "no_effect"
        ]
        == "2"
    )


def test_a_model_is_no_part_of_the_disease(ask: Ask) -> None:
    # constantin-adipose-eae-f1 is about adipose MSC in EAE, which is not multiple sclerosis.
    rows = ask("product-in-disease", product="adipose MSC product", disease="EAE")
    assert [(row["given"], row["for"], row["animal_for"]) for row in rows] == [
        ("adipose MSC product", "0", "1")
    ]


def test_two_products_stand_side_by_side_and_nobody_compared_them(ask: Ask) -> None:
    # cudkowicz-2022: 196 people, no effect; lenzumestrocel: one trial for, alsummit-2024 without effect. No trial gave both.
    rows = ask("side-by-side", product="NurOwn", other="lenzumestrocel", disease="ALS")
    disease = the_one(rows, relation="ameliorates")
    assert "not supported" in disease["of_product"]
    assert "0 for, 1 no effect shown, 0 against (196 people)" in disease["of_product"]
    assert "contested" in disease["of_other"]
    assert {row["in_one_study"] for row in rows} == {"no study here gave both"}
    assert the_one(rows, measured="survival")["of_product"] == "nothing here"


def test_a_trial_that_gave_both_products_is_named(ask: Ask) -> None:
    # mautner-2023 gave fat's vascular fraction, marrow concentrate and cord MSC to groups of its own.
    rows = ask(
        "side-by-side",
        product="adipose stromal vascular fraction product",
        other="UC-MSC",
        disease="knee osteoarthritis",
    )
    assert {row["in_one_study"] for row in rows} == {"mautner-2023"}


def test_safety_told_as_a_whole_is_no_silence_on_harms(ask: Ask) -> None:
    # schiess-2025-f3: adverse events, mild and transient, against placebo; no single harm is entered.
    schiess = the_one(ask("harms-beside-benefit", disease="Parkinson"), study="schiess-2025")
    assert schiess["harms_not_shown"] == (
        "no single harm entered, which does not say that there was none; told of safety: "
        "adverse events: mild and transient (no concern)"
    )


def test_one_outcome_across_products(ask: Ask) -> None:
    # improves disability (or sustained improvement of it) in MS or a course of it: rows of sct-ms-rct-meta-f1; karussis-2010-f1,
    # yamout-2010-f1, bonab-2005-f1, uccelli-2021-f2; bonab-2012-f1; harris-2016-f1, harris-2018-f1, mscnp-2024-f1;
    # harris-2018-f1 and f2 (sustained); li-2014-f1, riordan-2018-f1; dahbour-2017-f2; petrou-2021-f1; the meta-analyses of
    # 2018 and 2023; shokati-2025-f1; stepien-2016-f1. Eleven products and conditions.
    rows = ask("outcome-across-products", outcome="disability", disease="MS")
    assert len(rows) == 11
    marrow = the_one(
        rows, given="autologous bone-marrow MSC product", condition="multiple sclerosis"
    )
    assert (marrow["for"], marrow["against"], marrow["no_effect"], marrow["stance"]) == (
        "3",
        "0",
        "1",
        "not supported",
    )
    assert marrow["studies"] == "bonab-2005, karussis-2010, uccelli-2021, yamout-2010"
    assert marrow["better"] == "lower"  # terms_extra, disability


def test_evidence_by_donor(ask: Ask) -> None:
    # Allogeneic in MS: lublin-2014-f2, shokati-2025-f1, riordan-2018-f1 to f4, li-2014-f1 and f2, hou-2013-f1, on 8 contents.
    rows = ask("evidence-by-donor", disease="MS")
    assert len(those(rows, donor="allogeneic")) == 8
    cord = the_one(
        rows, donor="allogeneic", outcome="disability", given="umbilical-cord MSC product"
    )
    assert (cord["for"], cord["against"], cord["no_effect"]) == ("li-2014*, riordan-2018", "", "")
    own = the_one(
        rows,
        donor="autologous",
        outcome="disability",
        condition="multiple sclerosis",
        given="autologous bone-marrow MSC product",
    )
    assert own["no_effect"] == "uccelli-2021*"
    assert own["for"] == "bonab-2005, karussis-2010, yamout-2010"


def test_null_results(ask: Ask) -> None:
    # Level 2, MS: uccelli-2021-f1 (two), f2, f3, f6, f7, f8; mscnp-2024-f1 (two), f9; fernandez-2018-f1;
    # llufriu-2014-f1 (two), f2, f3.
    rows = ask("null-results", product="MSC", disease="MS")
    best = those(rows, level="level 2")
    assert Counter(column(best, "study")) == {
        "uccelli-2021": 6,
        "mscnp-2024": 2,
        "fernandez-2018": 1,
        "llufriu-2014": 3,
    }
    assert {row["direction"] for row in best} == {"inconclusive"}
    # The verdict on a primary endpoint stands in the row of its outcome: lesions (two results of llufriu-2014), EDSS Plus.
    assert Counter(column(those(best, primary_endpoint="not met"), "study")) == {
        "uccelli-2021": 1,
        "mscnp-2024": 1,
        "llufriu-2014": 2,
    }
    # stepien-2016: f1 (two) no effect, f4 and f5 against.
    assert (
        sorted(column(those(rows, study="stepien-2016"), "direction"))
        == ["disputes"] * 2 + ["inconclusive"] * 2
    )
    assert (
        the_one(rows, study="uccelli-2021", measured="gadolinium-enhancing lesions on MRI")["p"]
        == "0.78"
    )


# ---- trials


def test_primary_endpoints_met_and_missed(ask: Ask) -> None:
    # studies, columns primary_endpoint and primary_endpoint_met.
    rows = ask("primary-endpoints", product="MSC", disease="MS")
    met = those(rows, endpoint_result="met")
    assert set(column(those(met, endpoint_kind="efficacy"), "study")) == {
        "petrou-2020",
        "hbms01-2025",
    }
    assert set(column(those(met, endpoint_kind="safety"), "study")) == {
        "connick-2012",
        "lublin-2014",
        "harris-2018",
        "riordan-2018",
        "dahbour-2017",
        "fernandez-2018",
        "cohen-2018",
        "shokati-2025",
    }
    missed = those(rows, endpoint_result="not met")
    assert set(column(missed, "study")) == {"llufriu-2014", "uccelli-2021", "mscnp-2024"}
    assert {row["compared_with"] for row in missed} == {"placebo"}
    assert set(column(those(rows, endpoint_result="unclear"), "study")) == {
        "bonab-2005",
        "bonab-2007",
        "bonab-2012",
        "li-2014",
        "cohen-2022",
        "jamali-ucmsc-ms",
        "mashhad-admsc-spms",
        "nct01377870",
        "petrou-2022",
    }
    assert ask("primary-endpoints", disease="MS", result="not-met") == missed
    designs = list(
        dict.fromkeys(
            "randomised" if "random" in d and "non" not in d else d for d in column(rows, "design")
        )
    )
    assert designs == [
        "randomised",
        "non randomised controlled",
        "open label single arm",
        "case series",
    ]


def test_phase_3_trials(ask: Ask) -> None:
    # studies, columns phase and primary_endpoint_met; houkin-2024 and mautner-2023 are phase 2/3.
    rows = ask("phase-3-trials")
    by_result = {
        r: set(column(those(rows, endpoint_result=r), "study"))
        for r in ("met", "not met", "unclear")
    }
    assert by_result == {
        "met": {"panes-2016", "kurtzberg-2020", "gvhd-msc-rct-2022"},
        "not met": {
            "admire-cd-ii",
            "cudkowicz-2022",
            "remestemcel-rct-2019",
            "mautner-2023",
            "alsummit-2024",
            "houkin-2024",
            "mpc-clbp-2021",
            "dream-hf",
            "bowdish-2023",
            "pace-2024",
            "renew-2016",
            "sculptor",
            "furestem-ad-2019",
            "furestem-ad-2024",
        },
        "unclear": {"bami-2020", "masters-2", "oh-2016-sci"},
    }
    # panes-2018 says of the endpoint that it was reported in 2016.
    assert len(rows) == 21
    # Of the three that met it, only panes-2016 was compared with placebo.
    assert column(those(rows, endpoint_result="met", compared_with="placebo"), "study") == [
        "panes-2016"
    ]
    assert set(column(ask("phase-3-trials", product="darvadstrocel"), "study")) == {
        "panes-2016",
        "panes-2018",
        "admire-cd-ii",
    }


def test_trials_against_placebo_or_sham(ask: Ask) -> None:
    # findings, column comparator (placebo, saline, sham), MS: eight trials, and nct01377870 by its title in
    # studies, without any result; lublin-2014 and petrou-2022 say nothing on the whole disease. tests/test_known_answers.py holds what the other six found.
    rows = ask("placebo-controlled-trials", disease="MS")
    assert set(column(rows, "study")) == {
        "uccelli-2021",
        "mscnp-2024",
        "petrou-2020",
        "petrou-2022",
        "fernandez-2018",
        "hbms01-2025",
        "lublin-2014",
        "llufriu-2014",
        "nct01377870",
    }
    assert {r["study"]: r["same_people_as"] for r in rows if r["same_people_as"]} == {
        "mscnp-2024": "mscnp-csf-preprint",
        "petrou-2020": "petrou-2022; petrou-2025",
        "petrou-2022": "petrou-2020; petrou-2025",
    }
    # lublin-2014-f2, the course of one person.
    lublin = the_one(rows, study="lublin-2014")
    assert lublin["outcomes_against"] == "MRI lesion activity (single patient course)"
    # uccelli-2021-f1, f2, f3, f6, f7, f8.
    uccelli = the_one(rows, study="uccelli-2021")
    assert (
        uccelli["outcomes_no_effect"]
        == "MRI lesion activity, MRI lesion load, cognition, disability, gadolinium-enhancing lesions on MRI, relapse"
    )
    assert (uccelli["outcomes_for"], uccelli["outcomes_against"]) == ("", "")
    # mscnp-2024-f1 no effect shown; f4, f7 for it, f2 and f3 in the most disabled only.
    mscnp = the_one(rows, study="mscnp-2024")
    assert mscnp["outcomes_for"] == (
        "bladder function, grey-matter atrophy, walking endurance (exploratory subgroup), "
        "walking speed (exploratory subgroup)"
    )
    assert mscnp["outcomes_no_effect"] == "disability"


# ---- studies


def test_what_a_study_found(ask: Ask) -> None:
    # stepien-2016-f1 (two contents), f2, f3, f4, f5, f6 (two), f9 (two); f7 and f8 were dropped.
    rows = ask("findings-of-study", study="10.1155/2016/5302120")
    assert len(rows) == 10
    assert {row["finding"].split("-")[2] for row in rows} == {
        "f1",
        "f2",
        "f3",
        "f4",
        "f5",
        "f6",
        "f9",
    }
    # f6 on harm is worded, not counted.
    assert Counter(column(rows, "direction")) == {
        "supports": 5,
        "inconclusive": 2,
        "disputes": 2,
        "not counted: read the value": 1,
    }
    # A reference works too: m05 and m06.
    assert len(ask("findings-of-study", study="robey-2017")) == 1


def test_studies_of_a_disease(ask: Ask) -> None:
    # 42 rows of studies on MS or a course of it; alderazi-2012 and nguyen-2024, cases of harm after cells of unstated type.
    rows = ask("studies-of-disease", disease="MS")
    assert len(rows) == 44
    assert the_one(rows, study="alderazi-2012")["given"] == "stem cell product of unstated type"
    designs = Counter(column(rows, "design"))
    # llufriu-2014, uccelli-2021, petrou-2020; lublin-2014, mscnp-2024, fernandez-2018, petrou-2022, hbms01-2025, jamali-ucmsc-ms,
    # nct01377870; the meta-analyses of 2018, 2019, 2023, sct-ms-rct-meta, zeng-2022; kvistad-2022; li-2014.
    assert (designs["crossover randomised"], designs["randomised controlled"]) == (3, 7)
    assert (
        designs["meta analysis"],
        designs["systematic review"],
        designs["non randomised controlled"],
    ) == (5, 1, 1)
    years = [int(row["year"]) for row in rows if row["year"]]
    assert years == sorted(years)
    # karussis-2010-f1 supports in MS; f2, no effect, is about ALS and does not count here.
    karussis = the_one(rows, study="karussis-2010")
    assert (karussis["for"], karussis["against"], karussis["no_effect"]) == ("1", "0", "0")


def test_how_many_people_were_studied_counts_each_once(ask: Ask) -> None:
    """berry-2019 (48), cohen-2022 (20) and cudkowicz-2022 (196) gave NurOwn; petrou-2020, -2022 and -2025 are on the same 48 people."""
    rows = ask("people-in-studies", product="NurOwn")
    assert rows[0]["people"] == "264"
    assert sorted(row["study"] for row in rows[1:]) == [
        "berry-2019",
        "cohen-2022",
        "cudkowicz-2022",
    ]
    rows = ask("people-in-studies", disease="MS")
    assert the_one(rows, study="petrou-2020")["counted"] == "48"
    for again in ("petrou-2022", "petrou-2025"):
        row = the_one(rows, study=again)
        assert (row["counted"], row["why_not"]) == ("0", "same people as petrou-2020")
    assert int(rows[0]["people"]) == sum(int(row["counted"]) for row in rows[1:])
    assert {r["counted"] for r in rows if "review" in r["design"] or "meta" in r["design"]} == {"0"}


def test_people_with_another_disease_are_in_no_sum_where_the_record_tells_them_apart(
    ask: Ask,
) -> None:
    """Their populations: "MS (15) + ALS (19)", "progressive MS (6)" of 31, "RRMS (5) + NMO (5)", "multiple sclerosis (one)" of 3."""
    rows = ask("people-in-studies", disease="MS")
    told = {"karussis-2010": 15, "adsvf-icv-2019": 6, "lu-2020": 5, "nguyen-2024": 1}
    for study, n in told.items():
        row = the_one(rows, study=study)
        assert (row["counted"], row["why_not"]) == (
            str(n),
            "of several diseases: those with this one",
        )
    assert rows[0]["study"] == "all together, each person once"
    assert "of 4 studies on other diseases too only those with this one" in rows[0]["why_not"]
    # Case series on MS: alderazi-2012 and hou-2013, one person each, lu-2020 and nguyen-2024 as above, nmosd-like ones none.
    series = [row for row in rows if row["design"] == "case series"]
    n = sum(int(row["counted"]) for row in series)
    assert f"; {n} people from case reports and series" in rows[0]["why_not"]
    # Everybody has some disease.
    assert "other diseases" not in ask("people-in-studies")[0]["why_not"]


def test_a_sum_that_may_hold_people_with_other_diseases_is_told_as_at_most(tmp_path: Path) -> None:
    text = REGISTERED.replace("st:publishedAs st:registry-entry ;", "").replace(
        "st:year 2026", "st:year 2026 ; st:disease MONDO:0004976"
    )
    rows = with_file(tmp_path, text).ask("people-in-studies", disease="MS")
    [own] = [row for row in rows if row.study == "doe-2026"]
    assert (own.counted, own.why_not) == (300, "of several diseases, counts whole")
    assert rows[0].study == "all together, at most, each person once"
    assert "at most: includes people with other diseases, in 1 study that" in rows[0].why_not


def test_a_wider_product_that_is_refused_for_what_one_was_never_tried_in_is_not_told(
    ask: Ask,
) -> None:
    """darvadstrocel was tried in fistulas alone; the American statement on MS and joints names all cell products."""
    found = {(row["given"], row["condition"]) for row in ask("approvals", product="Alofisel")}
    assert found == {("darvadstrocel", "perianal fistula in Crohn disease")}
    # Bone-marrow MSC were tried in MS.
    told = column(ask("approvals", product="bone-marrow MSC"), "condition")
    assert "multiple sclerosis" in told
    # The disease that is asked of chooses, whatever the product was tried in.
    assert column(ask("approvals", product="Alofisel", disease="MS"), "condition")


def test_what_was_found_against_another_treatment(ask: Ask) -> None:
    """mautner-2023: three products, corticosteroid injection, none superior; hurd-2020 in the shoulder."""
    rows = ask("compared-with", disease="knee osteoarthritis", against="corticosteroid")
    assert {row["study"] for row in rows} == {"mautner-2023"}
    assert {row["direction"] for row in rows} == {"inconclusive"}
    assert len({row["given"] for row in rows}) == 3
    everywhere = ask("compared-with", against="corticosteroid")
    assert "hurd-2020" in column(everywhere, "study")
    # By its kind too, and nothing for what no product was compared with.
    assert {r["compared_with"].split(":")[0] for r in ask("compared-with", against="active")} == {
        "active"
    }
    assert not ask("compared-with", against="aspirin")


def test_how_long_after_treatment_a_benefit_was_looked_for(ask: Ask) -> None:
    rows = ask("benefit-over-time", disease="knee osteoarthritis")
    months = [float(row["month"]) for row in rows]
    assert months == sorted(months, reverse=True)
    # sculptor: 24 months, pain 51.7% v 48.1%.
    assert the_one(rows, study="sculptor", outcome="pain")["value"] == "51.7% v 48.1%"
    assert "causes" not in column(rows, "relation")


def test_what_is_known_from_no_journal(ask: Ask) -> None:
    """hbms01-2025 is a congress report, cyp-001-agvhd a statement of its maker, uccelli-2021 an article."""
    rows = ask("not-in-journals")
    assert the_one(rows, study="hbms01-2025")["published_as"] == "congress report"
    assert "uccelli-2021" not in column(rows, "study")
    told = ask("not-in-journals", kind="company-statement")
    assert set(column(told, "published_as")) == {"company statement"}
    assert "cyp-001-agvhd" in column(told, "study")
    assert "cyp-001-agvhd" not in column(ask("not-in-journals", disease="MS"), "study")


def test_corrections_that_the_records_tell_of(ask: Ask) -> None:
    """The read notes of these three; dream-hf speaks of no correction for many endpoints, which is none of an article."""
    assert column(ask("published-corrections"), "study") == [
        "cudkowicz-2022",
        "mautner-2023",
        "riordan-2018",
    ]
    assert column(ask("published-corrections", disease="MS"), "study") == ["riordan-2018"]


def test_placebo_controlled_trials_of_one_country(ask: Ask) -> None:
    """nct01377870 and t1d-bmmsc-crossover were done in Iran."""
    rows = ask("placebo-controlled-trials", disease="any", country="Iran")
    assert 0 < len(rows) < len(ask("placebo-controlled-trials", disease="any"))
    assert column(rows, "study") == ["nct01377870", "t1d-bmmsc-crossover"]


def test_large_controlled_trials_come_first(ask: Ask) -> None:
    rows = ask("product-in-disease", disease="MS", about="benefit")
    levels = [row["level"] or "none" for row in rows]
    assert levels == sorted(levels)
    second = those(rows, level="level 2")
    whole = [int(row["people_at_level"]) for row in those(second, relation="ameliorates")]
    assert whole[0] == 144  # uccelli-2021
    assert column(second[: len(whole)], "relation") == ["ameliorates"] * len(whole)
    single = [int(row["people_at_level"]) for row in second[len(whole) :]]
    for sizes in (whole, single):
        assert sizes == sorted(sizes, reverse=True)


def test_a_harm_that_nobody_had_is_not_seen_and_one_that_nobody_was_shown_to_get_says_so(
    ask: Ask,
) -> None:
    """msc-ms-meta-2019: pooled treatment mortality was zero. recover-stroke: no event put down to the infusion; all events not seen."""
    rows = ask("harm-reports", harm="treatment-related death")
    assert the_one(rows, source="msc-ms-meta-2019")["seen"] == "not seen"
    row = the_one(
        ask("harm-reports", disease="stroke"),
        source="recover-stroke",
        harm_seen="serious adverse event",
    )
    assert row["seen"] == "not counted: read the value"
    assert row["value"] == "none put down to the infusion; reported as none"


def test_reviews_and_what_they_pool(ask: Ask) -> None:
    # Level 1: knee-oa-meta-2020-f1 (three), sct-ms-rct-meta-f1, f2, f3 (two), stroke-meta-2024-f1 (two), whittle-cochrane-knee-f1,
    # zeng-2022-f1. Level 4: kvistad-2022-f1, f2, msc-ms-meta-2018-f1 to f3, 2019-f1 (two) to f4, 2023-f1 and f2 (two each).
    rows = ask("reviews")
    assert Counter(column(rows, "level")) == {"level 1": 11, "level 4": 14}
    assert {row["pools"] for row in those(rows, level="level 4")} == {"uncontrolled data"}
    # msc-ms-meta-2023-f1 carries both: 40.4 % better and 18.1 % worse.
    both = those(rows, review="msc-ms-meta-2023", value="40.4% better, 32.8% stable, 18.1% worse")
    assert {row["direction"] for row in both} == {"supports", "disputes"}


def test_doses_and_what_came_out(ask: Ask) -> None:
    # studies, columns dose, route, donor; people given the product in MS: 43 studies of the disease without the five
    # meta-analyses, kvistad-2022, adsvf-icv-2019 and alderazi-2012 are 35; hou-2013 gave two products.
    rows = ask("doses-given", product="MSC", disease="MS")
    assert len(rows) == 36
    hbms01 = the_one(rows, study="hbms01-2025")
    assert hbms01["dose"] == "six infusions of 200e6 at weeks 0, 4, 8, 16, 24, 32"
    # fernandez-2018-f1.
    fernandez = the_one(rows, study="fernandez-2018")
    assert (fernandez["dose"], fernandez["route"]) == ("1e6 or 4e6 cells/kg, once", "intravenous")
    assert (fernandez["for"], fernandez["against"], fernandez["no_effect"]) == ("0", "0", "1")


# ---- articles


def test_what_an_article_says_against_what_its_study_found(ask: Ask) -> None:
    # article_claims, column cites_study: 9, 11a, 11b, 12, 13a, 13b, 14a, 14b, 14c, 16, 17 have a proposition.
    rows = ask("article-against-studies", article="msc-for-ms")
    assert list(dict.fromkeys(column(rows, "claim"))) == [
        "9",
        "11a",
        "11b",
        "12",
        "13a",
        "13b",
        "14a",
        "14b",
        "14c",
        "16",
        "17",
    ]
    # claim 14b against stepien-2016-f1.
    reverses = the_one(rows, claim="14b")
    assert (reverses["study_direction"], reverses["verdict"]) == ("inconclusive", "overstated")
    # claim 13b, no progression: stepien-2016-f2, f3, f9 (two) for it, f4 and f5 (new lesions) against it.
    no_progression = Counter(column(those(rows, claim="13b"), "study_direction"))
    assert no_progression == {"supports": 4, "disputes": 2}
    # claim 14c, remyelination: stepien-2016 measured none.
    assert the_one(rows, claim="14c")["study_found"] == ""


def test_studies_that_contradict_a_claim(ask: Ask) -> None:
    # claim 20a (MSC ameliorates MS): uccelli-2021-f1, mscnp-2024-f1, fernandez-2018-f1, llufriu-2014-f1 and f3, stepien-2016-f1;
    # for it petrou-2020-f1, hbms01-2025-f1, hou-2013-f1.
    rows = ask("studies-against-claim", claim="20a")
    assert column(rows, "contradicted_by") == [
        "uccelli-2021",
        "mscnp-2024",
        "fernandez-2018",
        "llufriu-2014",
        "llufriu-2014",
        "stepien-2016",
    ]
    assert {row["also_for"] for row in rows} == {"3"}
    # claim 5a (myelin-producing cell): el-akabawy-2015-f2; gerdoni-2007-f2 is on the wider neural cell.
    assert column(ask("studies-against-claim", claim="5a"), "contradicted_by") == [
        "el-akabawy-2015"
    ]
    # claim 18b: bonab-2012-f2, sahraian-2014-f1, iacobaeus-2019-f2, msc-ms-meta-2019-f2, msc-ms-meta-2023-f1.
    assert set(column(ask("studies-against-claim", claim="18b"), "contradicted_by")) == {
        "bonab-2012",
        "sahraian-2014",
        "iacobaeus-2019",
        "msc-ms-meta-2019",
        "msc-ms-meta-2023",
    }


def test_all_the_evidence_on_a_claim(ask: Ask) -> None:
    # claim 20a: as above, for and against in one list, the largest randomised trial first.
    rows = ask("evidence-on-claim", claim="20a")
    assert Counter(column(rows, "direction")) == {"supports": 3, "inconclusive": 6}
    assert rows[0]["source"] == "uccelli-2021"
    assert column(those(rows, direction="supports"), "source") == [
        "petrou-2020",
        "hbms01-2025",
        "hou-2013",
    ]
    # claim 6b (myelin around dendrites): m33 qualifies it.
    assert column(ask("evidence-on-claim", claim="6b"), "direction") == ["inconclusive"]


def test_claims_without_human_evidence(ask: Ask) -> None:
    # Clinical claims with no finding in people on their content or narrower: 5b, 12 (more effective in RRMS), 14a, 14c, 19a.
    rows = ask("claims-without-human-evidence")
    assert column(those(rows, **{"class": "clinical"}), "claim_number") == [
        "5b",
        "12",
        "14a",
        "14c",
        "19a",
    ]
    # claim 5a: only el-akabawy-2015-f2, in mice, against it.
    fate = the_one(rows, claim_number="5a")
    assert (fate["animal"], fate["for"], fate["against"]) == ("1", "0", "1")
    # Claims with findings in people do not appear: 14b (stepien-2016-f1), 18a, 20a to 20d.
    assert not {"14b", "18a", "20a", "20b", "20c", "20d"} & set(column(rows, "claim_number"))


def test_wording_against_evidence(ask: Ask) -> None:
    rows = ask("wording-against-evidence")
    # claim 20a: for it petrou-2020-f1, hbms01-2025-f1, hou-2013-f1; no effect in six (see above).
    whole = the_one(rows, claim_number="20a")
    assert (whole["for"], whole["against"], whole["no_effect"]) == ("3", "0", "6")
    # claim 4b (studied for MS) and 9 are worded as they are supported; 19a denies.
    assert not {"4b", "9", "19a"} & set(column(rows, "claim_number"))


def test_the_three_promises(ask: Ask) -> None:
    rows = ask("promises")
    # Findings on whole disease or one outcome in people, MSC products. Neurodegenerative: cudkowicz-2022-f1 (two), f2, f5;
    # alsummit-2024-f1 (two), f2; oh-2018-f1 (two), f2; rash-2025-f2, f3; berry-2019-f1, f2; schiess-2025-f1, f2, f4;
    # lee-2012-msa-f1 (two); karussis-2010-f2; als-itmsc-2021-f1. Orthopaedic: knee-oa-meta-2020-f1 (three); mautner-2023-f1
    # (two for cord MSC), f2; gupta-2016-f1 (three); lee-2019-f1 (two), f2; mpc-clbp-2021-f1, f2 (two);
    # respine-2024-f1 (two) to f3; vadala-2025-f1 (two) to f4; bmmsc-knee-2025-f1, f2; sculptor-f1 (two), f2; adipoa2-f1 (two), f2.
    assert len(those(rows, promise_of="neurodegenerative")) == 21
    assert len(those(rows, promise_of="orthopaedic")) == 32
    first: dict[str, dict[str, str]] = {}
    for row in rows:
        first.setdefault(row["promise_of"], row)
    assert {promise: row["study"] for promise, row in first.items()} == {
        "neurodegenerative": "cudkowicz-2022",  # level 2, 196 people
        "autoimmune": "zeng-2022",  # level 1
        "orthopaedic": "knee-oa-meta-2020",  # level 1
    }
    for promise in first:
        levels = column(those(rows, promise_of=promise), "level")
        assert levels == sorted(levels)
    # The largest trials stand in it: admire-cd-ii-f1 (568 people), mautner-2023-f1 (480), both without effect.
    for study in ("admire-cd-ii", "mautner-2023"):
        assert the_one(rows, study=study, relation="ameliorates")["direction"] == "inconclusive"


# ---- disagreement


def test_contested_propositions(ask: Ask) -> None:
    # Findings of the deciding level on both sides. Clinical: panes-2016-f1 / admire-cd-ii-f1 (two contents); oh-2018-f1 /
    # alsummit-2024-f1 (two); schiess-2025-f1 / f2; harris-2018-f1 / f2; iacobaeus-2019-f5 / f3 with bonab-2012-f3;
    # petrou-2022-f1 / f3; masters-ph2-f4 / f1 with houkin-2024; berry-2019-f3, cudkowicz-2022-f3 / f4 (safety); msc-hf-2015-f1,
    # f2 / concert-hf-f2; concert-hf-f1 / msc-hf-2015-f5; ahn-2021-f2 / f3; amanat-2021-f1, cp-ucmsc-rehab-f1 / accent-cp-f1;
    # accent-cp-f2 / sun-2017-cp-f1; amanat-2021-f2, cp-ucmsc-rehab-f2 / f3; nephstrom-2023-f4 / f5; frailty-msc-phase1-f3,
    # tompkins-2017-f2 / f3; furestem-ad-2019-f2, f3 / f1 with furestem-ad-2024-f1; ucmsc-covid-wuhan-f2 / f1; rumcess-f1 / f2;
    # skyler-t2d-f4 / f3; ruane-2021-f2 / mautner-2023-f1, shapiro-bmac-knee-f1.
    # Background: meisel-2004-f1, m15 / sato-2007-f2; dinicola-2002-f2 / sato-2007-f2; duffy-2011-f1 / rozenberg-2016-f1; m06 twice; m48 / m55.
    rows = ask("contested")
    assert Counter(column(rows, "class_name")) == {"clinical": 23, "background": 5}
    fistula = the_one(
        rows, proposition="darvadstrocel ameliorates perianal fistula in Crohn disease"
    )
    assert (fistula["for"], fistula["against"], fistula["no_effect"]) == (
        "panes-2016",
        "",
        "admire-cd-ii",
    )
    als = the_one(
        rows,
        proposition="lenzumestrocel improves functional status in ALS, in amyotrophic lateral sclerosis",
    )
    # alsummit-2024-f2, a post-hoc subgroup, is level 4 and decides nothing.
    assert (als["for"], als["no_effect"], als["weaker"]) == (
        "oh-2018",
        "alsummit-2024",
        "alsummit-2024",
    )
    assert len(ask("contested", **{"class": "background"})) == 5


def test_studies_that_disagree_and_what_differs(ask: Ask) -> None:
    # karussis-2010-f1, yamout-2010-f1, bonab-2005-f1 for it, uccelli-2021-f2 without effect.
    rows = ask("conflicts", about="autologous BM-MSC", disease="MS")
    against = those(rows, study_against="uccelli-2021")
    assert set(column(against, "study_for")) == {"karussis-2010", "yamout-2010", "bonab-2005"}
    for row in against:
        assert {"design", "route", "comparator"} <= set(row["differ_in"].split(", "))
        assert "uccelli-2021 showed no effect" in row["sentence"]
    # panes-2016 (212 people) and admire-cd-ii (568), on two contents; panes-2018 is the same trial at one year.
    fistula = ask("conflicts", about="darvadstrocel")
    assert [(row["study_for"], row["study_against"]) for row in fistula] == [
        ("panes-2016", "admire-cd-ii"),
        ("panes-2016", "admire-cd-ii"),
        ("panes-2018", "admire-cd-ii"),
    ]
    assert all("size" in row["differ_in"] for row in fistula)


def test_open_label_against_controlled(ask: Ask) -> None:
    # Improves disability in MS, autologous marrow MSC: uccelli-2021-f2 against placebo; karussis-2010-f1, yamout-2010-f1,
    # bonab-2005-f1, bonab-2012-f1 and f2 against the same people before.
    rows = ask("open-label-against-controlled", product="bone-marrow MSC", disease="MS")
    disability = those(rows, outcome="disability")
    assert [(r["study"], r["direction"]) for r in those(disability, comparison="controlled")] == [
        ("uccelli-2021", "inconclusive")
    ]
    assert Counter(
        (r["study"], r["direction"]) for r in those(disability, comparison="uncontrolled")
    ) == {
        ("karussis-2010", "supports"): 1,
        ("yamout-2010", "supports"): 1,
        ("bonab-2005", "supports"): 1,
        ("bonab-2012", "inconclusive"): 2,
    }
    # Disability progression goes the other way: petrou-2020-f1 (sham) for it; bonab-2012-f2, sahraian-2014-f1,
    # iacobaeus-2019-f2 against it.
    progression = those(rows, outcome="disability progression")
    assert column(those(progression, comparison="controlled"), "study") == ["petrou-2020"]
    assert Counter(column(those(progression, direction="disputes"), "study")) == {
        "bonab-2012": 1,
        "sahraian-2014": 1,
        "iacobaeus-2019": 1,
    }


# ---- harm


def test_safety_by_route(ask: Ask) -> None:
    # Intravenous alone in MS: riordan-2018-f5 (three), shokati-2025-f2 (two), cohen-2018-f1, f2, connick-2012-f2, fernandez-2018-f2,
    # llufriu-2014-f4, mashhad-admsc-spms-f1, uccelli-2021-f4, hbms01-2025-f3.
    rows = ask("safety-by-route", disease="MS")
    assert len(those(rows, route_given="intravenous")) == 13
    # cohen-2022-f1: 2 of 18.
    arachnoiditis = the_one(rows, harm_seen="arachnoiditis")
    assert (arachnoiditis["route_given"], arachnoiditis["with_harm"], arachnoiditis["out_of"]) == (
        "intrathecal",
        "2",
        "18",
    )
    # lee-2012-msa-f2 is about the one of its two routes.
    assert column(ask("safety-by-route", disease="multiple system atrophy"), "route_given") == [
        "intra-arterial"
    ]
    # adsvf-icv-2019-f1 and f2 count injections, not people.
    ventricle = ask(
        "safety-by-route", product="SVF", route="intracerebroventricular administration"
    )
    assert {(r["harm_seen"], r["with_harm"], r["out_of"], r["counted"]) for r in ventricle} == {
        ("meningismus", "12", "111", "injection"),
        ("hospital admission", "2", "111", "injection"),
    }


def test_harms_beside_benefit(ask: Ask) -> None:
    rows = ask("harms-beside-benefit", product="MSC", disease="MS")
    # cohen-2022-f1, f2.
    ntf = the_one(rows, study="cohen-2022")
    assert (ntf["benefit_for"], ntf["benefit_no_effect"], ntf["harms_seen"]) == (
        "1",
        "0",
        "arachnoiditis 2/18",
    )
    # mscnp-2024: f1 (two) and f9 no effect shown, f2, f3, f4, f7 for it; f5 headache and fever; f6 no serious event put down to the cells.
    mscnp = the_one(rows, study="mscnp-2024")
    assert (mscnp["benefit_for"], mscnp["benefit_against"], mscnp["benefit_no_effect"]) == (
        "4",
        "0",
        "3",
    )
    assert (mscnp["harms_seen"], mscnp["harms_not_shown"]) == (
        "fever: more frequent after cells; headache: more frequent after cells",
        "serious adverse event: 9 events; tumour or malignancy: none tied to the cells",
    )
    # fernandez-2018-f2: one event; masters-ph2-f2 and f3: 22 and 5 people of 65.
    assert the_one(rows, study="fernandez-2018")["harms_not_shown"] == (
        "serious adverse event: 1 event"
    )
    stroke = ask("harms-beside-benefit", product="MultiStem", disease="stroke")
    assert the_one(stroke, study="masters-ph2")["harms_not_shown"] == (
        "death 5/65 (controls 9/61); serious adverse event 22/65 (controls 24/61)"
    )
    # shokati-2025-f2: headache in 2 of 5, no serious event.
    placenta = the_one(rows, study="shokati-2025")
    assert (placenta["harms_seen"], placenta["harms_not_shown"]) == (
        "headache 2/5",
        "serious adverse event 0/5",
    )


def test_diseases_covered(ask: Ask) -> None:
    # studies.tsv: ALS in oh-2018, karussis-2010, cudkowicz-2022, berry-2019, alsummit-2024, als-itmsc-2021, four of them
    # randomised, the largest with 196; perianal fistula in panes-2016, panes-2018, admire-cd-ii, molendijk-2015, barnhoorn-2019 (a case
    # series) and adsc-seton-crohn (not randomised), the largest with 568.
    rows = ask("diseases-covered")
    als = the_one(rows, covered="amyotrophic lateral sclerosis")
    assert (als["studies"], als["in_people"], als["randomised"], als["largest"]) == (
        "6",
        "6",
        "4",
        "196",
    )
    fistula = the_one(rows, covered="perianal fistula in Crohn disease")
    assert (fistula["studies"], fistula["randomised"], fistula["largest"]) == ("6", "4", "568")
    assert the_one(rows, covered="cuprizone demyelination model")["in_people"] == "0"


def test_negative_trials(ask: Ask) -> None:
    # studies.tsv, primary_endpoint_met = no and a controlled design: 46, the largest admire-cd-ii with 568, the smallest
    # llufriu-2014 with 9. propositions.tsv, ameliorates, inconclusive at level 2, not from the endpoint: four more.
    rows = ask("negative-trials")
    missed = [
        "admire-cd-ii", "dream-hf", "mautner-2023", "mpc-clbp-2021", "sculptor", "chart-1", "furestem-ad-2024",
        "remestemcel-rct-2019", "chagas-bmc-2012", "bowdish-2023", "pace-2024", "houkin-2024", "furestem-ad-2019",
        "cudkowicz-2022", "dawson-2020", "actissima", "juventas", "yau-2019", "act-aki", "uccelli-2021", "allstar-2020",
        "adipoa2", "science-2023", "masters-ph2", "alsummit-2024", "respine-2024", "renew-2016", "ucmsc-covid-wuhan",
        "regenerate-ami", "multistem-uc", "star-ssc", "realistic-2018", "jiang-2024", "ahn-2021", "cyp-001-agvhd",
        "sun-2017-cp", "realist-covid", "mscnp-2024", "starting-2", "vadala-2025", "stroma-cov-2", "svf-ssc-france",
        "bmac-osteonecrosis", "one-bridge", "deng-2017", "llufriu-2014",
    ]  # fmt: skip
    no_effect = ["gupta-2016", "alvaro-gracia-2017", "rash-2025", "fernandez-2018"]
    assert [row["study"] for row in rows if row["why"].startswith("missed")] == missed
    assert [
        row["study"]
        for row in rows
        if row["why"].endswith("as a whole") and row["study"] not in missed
    ] == no_effect
    # No primary efficacy result, but an outcome compared between the arms: bami-2020-f1, sepcell-f2 to f4, weiss-2013-f1 to f3,
    # start-2019-f2, berry-2019-f2, recover-stroke-f1, seneca-2020-f1, ascheim-2014-f2, molendijk-2015, mystromalcell-f1,
    # ucmsc-kidney-transplant-f1 to f4, must-ards-f2, f3, packham-2016-f2, f3, shapiro-bmac-knee-f1, adsc-seton-crohn-f1,
    # aghayan-2022-f1, f2 and masters-2-f1 (its people not stated) showed no effect, schiess-2025 a worse result.
    single = [row["study"] for row in rows if "single outcome" in row["why"]]
    assert single == [
        "bami-2020", "sepcell", "weiss-2013", "mystromalcell", "start-2019", "berry-2019", "recover-stroke", "schiess-2025",
        "ucmsc-kidney-transplant", "seneca-2020", "must-ards", "ascheim-2014", "packham-2016", "shapiro-bmac-knee",
        "adsc-seton-crohn", "molendijk-2015", "aghayan-2022", "masters-2",
    ]  # fmt: skip
    assert [row["study"] for row in rows if not row["people"]] == [rows[-1]["study"]]
    sizes = [int(row["people"]) for row in rows[:-1]]
    assert sizes == sorted(sizes, reverse=True)
    assert column(ask("negative-trials", disease="ALS"), "study") == [
        "cudkowicz-2022",
        "alsummit-2024",
        "berry-2019",
    ]
    assert column(ask("negative-trials", product="MultiStem"), "study") == [
        "houkin-2024",
        "masters-ph2",
        "multistem-uc",
        "must-ards",
        "one-bridge",
        "masters-2",
    ]


def test_who_reports_a_harm(ask: Ask) -> None:
    # karussis-2010-f3 (MS, ALS), bonab-2012-f4, mscnp-2024-f5, riordan-2018-f5, msc-ms-meta-2023-f2, shokati-2025-f2,
    # harris-2018-f6, it-allomsc-2019-f1 (3 of 37), sci-admsc-2024-f2 (8 of 10).
    rows = ask("harm-reports", harm="headache")
    assert Counter(column(rows, "source")) == {
        "karussis-2010": 2,
        "bonab-2012": 1,
        "mscnp-2024": 1,
        "riordan-2018": 1,
        "msc-ms-meta-2023": 1,
        "shokati-2025": 1,
        "harris-2018": 1,
        "it-allomsc-2019": 1,
        "sci-admsc-2024": 1,
    }
    assert the_one(rows, source="it-allomsc-2019")["out_of"] == "37"
    # Without a harm all are listed, the mild ones too: 68 rows of propositions.tsv (claims left out) and 108 of
    # those added.
    everything = ask("harm-reports")
    assert len(everything) == 176
    assert len(those(everything, harm_seen="fever")) == 8
    assert len(those(everything, harm_seen="arachnoiditis")) == 1
    assert ask("harm-reports", harm="any") == everything
    assert len(ask("harm-reports", harm="serious adverse event")) == 110
    # alderazi-2012-f1, madhavan-2020-f1, berkowitz-2016-f1 and m47 are no harms of MSC.
    serious = ask("harm-reports", harm="serious adverse event", product="MSC")
    assert not {"alderazi-2012", "madhavan-2020", "berkowitz-2016", "fda-2021-06"} & set(
        column(serious, "source")
    )


def test_harms_that_were_told_in_notes_stand_with_their_counts(ask: Ask) -> None:
    # The records; rash-2025-f1 with 12, 13, 13 and 11 people, one on cells in each of three groups.
    told = ("source", "harm_seen", "seen", "with_harm", "out_of")
    rows = {tuple(row[name] for name in told) for row in ask("harm-reports")}
    seen = "seen, not shown to come from it"
    assert rows >= {
        ("barnhoorn-2019", "tumour or malignancy", seen, "2", ""),
        ("rash-2025", "serious adverse event", seen, "3", "37"),
        ("hbms01-2025", "serious adverse event", seen, "", ""),  # 8.3%
        ("masters-ph2", "serious adverse event", seen, "22", "65"),
        ("masters-ph2", "death", seen, "5", "65"),
        ("houkin-2024", "death", seen, "13", "104"),
        ("kvistad-2022", "death", seen, "1", ""),
        ("deng-2017", "death", seen, "1", "12"),
        ("sci-admsc-2024", "serious adverse event", "not seen", "0", "10"),
        # None of 34: 15 with MS and 19 with ALS.
        ("karussis-2010", "serious adverse event", "not seen", "0", "15"),
        ("karussis-2010", "serious adverse event", "not seen", "0", "19"),
        ("alvaro-gracia-2017", "lacunar infarction", "seen", "1", "46"),
    }
    # msc-ms-meta-2019-f1 counts deaths of the treatment, a kind of death.
    assert "msc-ms-meta-2019" in column(ask("harm-reports", harm="death"), "source")


def test_harm_reports_of_one_disease_show_both_arms_side_by_side(ask: Ask) -> None:
    # karussis-2010-f3 (fever, headache) and f5: MS and ALS pooled; cudkowicz-2022-f4, deaths without a count.
    als = ask("harm-reports", disease="ALS")
    assert column(als, "harm_seen") == ["fever", "headache", "death", "serious adverse event"]
    assert ask("harm-reports", disease="any") == ask("harm-reports")
    names = [shown.name for shown in QUESTIONS["harm-reports"].columns]
    at = names.index("seen")
    arms = ["with_harm", "out_of", "controls_with_harm", "controls_out_of"]
    assert names[at : at + 7] == ["seen", *arms, "value", "compared_with"]
    # houkin-2024-f3, masters-ph2-f3.
    deaths = ask("harm-reports", disease="stroke", harm="death")
    death = the_one(deaths, source="houkin-2024")
    assert [death[name] for name in arms] == ["13", "104", "10", "102"]
    assert [the_one(deaths, source="masters-ph2")[name] for name in arms] == ["5", "65", "9", "61"]
    assert death["value"].startswith("13 of 104 (12.5%) v 10 of 102 (9.8%)")


def test_serious_harms_that_were_seen_come_first(ask: Ask) -> None:
    seen = column(those(ask("harm-reports"), seen="seen"), "harm_seen")
    serious = set(column(ask("harm-reports", harm="serious adverse event"), "harm_seen"))
    assert [harm in serious for harm in seen] == sorted(
        (harm in serious for harm in seen), reverse=True
    )
    # What the sources call serious, or what is so by its kind. Not so called by any source: arachnoiditis (cohen-2022-f1),
    # meningismus (adsvf-icv-2019-f1, days of irritation), ischaemic spots on MRI (lee-2012-msa-f2).
    assert serious == {
        "blindness",
        "brain tumour",
        "death",
        "encephalomyelitis",
        "glioproliferative lesion",
        "hospital admission",
        "inflammatory mass in the spinal canal",
        "lacunar infarction",
        "major adverse cardiac event",
        "mass in the spinal cord at a graft",
        "meningitis",
        "membrane on the retina",
        "pulmonary embolism",
        "relapse after a stem-cell transplantation",
        "retinal detachment",
        "serious adverse event",
        "serious infection",
        "severe allergic reaction",
        "severe visual loss after treatment",
        "treatment-related death",
        "tumour or malignancy",
    }


@pytest.mark.parametrize("name", ["findings-of-study", "reviews", "small-studies"])
def test_a_harm_is_seen_or_not_and_never_supported(ask: Ask, name: str) -> None:
    given = {"study": "barnhoorn-2019"} if name == "findings-of-study" else {}
    harms = those(ask(name, **given), relation="causes")
    assert harms
    assert not {"supports", "inconclusive", "disputes"} & set(column(harms, "direction"))


def test_what_has_no_harm_entered_says_so_beside_its_benefit(ask: Ask) -> None:
    # dahbour-2017 says that the cells were well tolerated, and has no row on a harm; stepien-2016-f6 is on serious events, in words.
    rows = ask("harms-beside-benefit", product="MSC", disease="MS")
    told = the_one(rows, study="dahbour-2017")["harms_not_shown"]
    assert told.startswith("no single harm entered, which does not say that there was none")
    assert told.endswith("well tolerated (no concern)")
    # Rows on efficacy only.
    every = column(ask("harms-beside-benefit", disease="any"), "harms_not_shown")
    assert "no harm entered, which does not say that there was none" in every
    assert (
        the_one(rows, study="stepien-2016")["harms_not_shown"]
        == "serious adverse event: no substantial side effects"
    )


def test_a_harm_without_a_count_is_told_in_the_words_of_its_record(ask: Ask) -> None:
    # The values of cudkowicz-2022-f4, panes-2018-f2, juventas-f2 and renew-2016-f4; each says that people had it.
    rows = ask("harms-beside-benefit", disease="any")
    for study, told in {
        "cudkowicz-2022": "death: a modest excess with cells, numbers not given",
        "panes-2018": "adverse event: 76.7% vs 72.5%",
        "juventas": "death: 5% v 6%, relative risk 0.78 (95% CI 0.22 to 2.80)",
        "renew-2016": "major adverse cardiac event: 46.0% v 42.9%, usual care 67.9%",
    }.items():
        assert the_one(rows, study=study)["harms_not_shown"].startswith(
            f"{told} (seen, not shown to come from it)"
        )
    # respine-2024-f4: nobody had it.
    assert "none" in the_one(rows, study="respine-2024")["harms_not_shown"]
    assert "seen, not" not in the_one(rows, study="respine-2024")["harms_not_shown"]


def test_those_who_lived_are_no_deaths(ask: Ask) -> None:
    """dilogo-2021-f1: 10 of 20 alive with cells, 4 of 20 with saline; rumcess-f1: 9 of 15, 3 of 15."""
    arms = ("deaths", "out_of", "control_deaths", "controls")
    rows = ask("deaths", disease="COVID-19")
    dilogo = the_one(rows, source="dilogo-2021")
    assert [dilogo[name] for name in arms] == ["10", "20", "16", "20"]
    assert dilogo["value"] == "alive: 10 of 20 v 4 of 20"
    assert dilogo["came_out"] == "fewer died"
    rumcess = the_one(ask("deaths", disease="septic shock"), source="rumcess", month="1")
    assert [rumcess[name] for name in arms] == ["6", "15", "12", "15"]
    bowdish = the_one(rows, source="bowdish-2023", deaths="42")
    assert bowdish["value"] == "42 of 112 (37.5%) v 47 of 110 (42.7%)"


def test_deaths_that_nobody_counted_show_no_equality(ask: Ask) -> None:
    rows = ask("deaths", disease="ALS")
    nurown = the_one(rows, source="cudkowicz-2022")
    assert nurown["came_out"] == "not shown to come from it; not counted: read the value"
    assert nurown["value"] == "a modest excess with cells, numbers not given"
    # What was asked as something to be prevented, and came out the same, says so.
    assert the_one(rows, source="oh-2018")["came_out"] == "no difference shown"


def test_people_without_new_lesions_have_a_column_of_their_own(ask: Ask) -> None:
    # riordan-2018-f4: 15 of 18 without; bonab-2012-f3: 6 of 21 with.
    rows = ask("new-lesions")
    told = ("with_lesions", "without_lesions", "out_of")
    assert [the_one(rows, study="riordan-2018")[k] for k in told] == ["", "15", "18"]
    assert [the_one(rows, study="bonab-2012")[k] for k in told] == ["6", "", "21"]


def test_endpoints_that_were_missed_do_not_stand_below_those_that_were_met(ask: Ask) -> None:
    # uccelli-2021 (144 people), mscnp-2024 (54): not met; petrou-2020 (48): met.
    efficacy = those(ask("primary-endpoints"), endpoint_kind="efficacy")
    assert column(efficacy, "study")[:3] == ["uccelli-2021", "mscnp-2024", "petrou-2020"]
    assert ask("primary-endpoints")[0]["study"] == "uccelli-2021"


def test_long_term_safety_says_that_malignancies_were_seen(ask: Ask) -> None:
    # barnhoorn-2019-f2.
    row = the_one(ask("long-term-safety", months="48"), study="barnhoorn-2019")
    assert (row["seen"], row["with_harm"]) == ("seen, not shown to come from it", "2")
    assert set(column(those(ask("long-term-safety"), relation="is safe in"), "seen")) == {
        "called safe"
    }


def test_long_term_safety(ask: Ask) -> None:
    # Follow-up of 48 months or more with a row on safety: lu-2020-f1 (120; four contents), harris-2016-f2 (89; two),
    # sahraian-2014-f3 (60; three), petrou-2021-f4 (48; two), barnhoorn-2019-f2 (48), shi-2021-cirrhosis-f4 (75); hou-2013 has none.
    # Grafts and fetal cells that are no MSC: williamson-2021 (144), dlouhy-2014 (96), chen-2016 (84), amariglio-2009 (48).
    rows = ask("long-term-safety", months="48")
    assert Counter(column(rows, "study")) == {
        "lu-2020": 4,
        "harris-2016": 2,
        "sahraian-2014": 3,
        "petrou-2021": 2,
        "barnhoorn-2019": 1,
        "shi-2021-cirrhosis": 1,
        "williamson-2021": 1,
        "dlouhy-2014": 1,
        "chen-2016": 1,
        "amariglio-2009": 1,
    }


def test_new_lesions(ask: Ask) -> None:
    # stepien-2016-f4 (4 of 16) and f5; yamout-2010-f2 (5 of 7), f3 (3 of 7); bonab-2012-f3 (6 of 21); iacobaeus-2019-f3 (3 of 5),
    # f5 (5 of 6 without); riordan-2018-f4 (15 of 18 without); llufriu-2014-f1, f2; uccelli-2021-f1, f6, f7; dahbour-2017-f1;
    # lublin-2014-f2; mashhad-admsc-spms-f2; msc-ms-meta-2018-f2.
    rows = ask("new-lesions", product="MSC", disease="MS")
    assert len(rows) == 17
    assert {(r["study"], r["with_lesions"], r["out_of"]) for r in rows if r["with_lesions"]} == {
        ("stepien-2016", "4", "16"),
        ("yamout-2010", "5", "7"),
        ("yamout-2010", "3", "7"),
        ("bonab-2012", "6", "21"),
        ("iacobaeus-2019", "3", "5"),
    }


def test_controlled_trials_without_any_harm_are_named(ask: Ask) -> None:
    # findings.tsv and added rows: no row on harm or safety. mautner-2023, adipoa2, bmmsc-knee-2025 and ruane-2021 of knee
    # osteoarthritis; oh-2018 and alsummit-2024 of
    # lenzumestrocel; of darvadstrocel none: panes-2016 shares its people with panes-2018, whose f2 counts adverse events.
    knee = ask("trials-without-harms", disease="knee osteoarthritis")
    assert column(knee, "study") == ["mautner-2023", "adipoa2", "bmmsc-knee-2025", "ruane-2021"]
    for product, studies in (
        ("darvadstrocel", []),
        ("lenzumestrocel", ["alsummit-2024", "oh-2018"]),
    ):
        rows = ask("trials-without-harms", product=product)
        assert column(rows, "study") == studies
        assert all(int(row["benefit_findings"]) > 0 for row in rows)
    everything = column(ask("trials-without-harms"), "study")
    # petrou-2022 is about the people of petrou-2020, whose safety is entered; uccelli-2021-f4 is about harm.
    assert not {"petrou-2022", "petrou-2020", "uccelli-2021", "riordan-2018"} & set(everything)
    assert ask("trials-without-harms", disease="ALS", product="MSC")[0]["study"] == "alsummit-2024"


# ---- biology


def test_sources_of_msc_and_their_tissues(ask: Ask) -> None:
    # m07 to m12; studies that gave a product of the tissue to people: studies, column cell_source_tissue.
    rows = ask("products-of-tissues")
    assert {row["tissue_found"]: (row["sources"], row["studies"]) for row in rows} == {
        "bone marrow": ("orbay-2012", "77"),
        "adipose tissue": ("orbay-2012", "24"),
        "umbilical cord": ("abbaspanah-2021", "24"),
        "placenta": ("lublin-2014", "4"),
        "menstrual blood": ("li-2022", ""),
        "vascularised tissue": ("murray-2014", ""),
    }


def test_mechanisms_in_people_and_in_the_laboratory(ask: Ask) -> None:
    # In people: treg (karussis-2010-f4 in MS and ALS, iacobaeus-2019-f4, petrou-2021-f3); petrou-2022-f1, f2; llufriu-2014-f5;
    # petrou-2025-f1, f2; mohajeri-2011-f1; harris-2018-f3 (three), f4 with mscnp-2024-f8 (two), mscnp-csf-preprint-f1, f2;
    # cohen-2022-f3 (two); shokati-2025-f3, f4 (four); li-2014-f3; weiss-2013-f6.
    people = ask("mechanisms-by-evidence", evidence="human")
    assert len(people) == 26
    # None of them was tested in animals or dishes on the same content.
    assert {(row["animal_studies_for"], row["dish_studies_for"]) for row in people} == {("0", "0")}
    # Without effect: petrou-2022-f2, f3, llufriu-2014-f5, mscnp-csf-preprint-f1, f2.
    assert len(those(people, human_studies_no_effect="1")) == 5
    # Fate: gerdoni-2007-f2 and el-akabawy-2015-f2, in animals, against it.
    laboratory = ask("mechanisms-by-evidence", evidence="preclinical")
    fates = [row for row in laboratory if "differentiates into" in row["proposition"]]
    assert [
        (row["seen_in"], row["animal_studies_not_for"], row["human_studies_for"]) for row in fates
    ] == [("animals", "1", "0")] * 2
    assert not {row["sources"] for row in people} & {row["sources"] for row in laboratory}


def test_animal_models_stand_apart(ask: Ask) -> None:
    # EAE, whole disease: zappia-2005-f1, gerdoni-2007-f1 with bai-2009-f1, bai-2012-f1, constantin-adipose-eae-f1, donders-2015-f1,
    # li-2022-f1 (two): seven products. Settled EAE: zappia-2005-f2 (no effect), donders-2015-f1. Mechanisms: zappia-2005-f3,
    # bai-2009-f2, f3 (two), li-2022-f1, bai-2012-f3, m26; el-akabawy-2015-f1 (two) in cuprizone, bai-2012-f2 in lysolecithin.
    rows = ask("animal-models", disease="MS")
    assert Counter(column(rows, "model")) == {
        "experimental autoimmune encephalomyelitis": 14,
        "experimental autoimmune encephalomyelitis, treated after it has settled": 2,
        "cuprizone demyelination model": 2,
        "lysolecithin demyelination model": 1,
    }
    settled = the_one(rows, studies="zappia-2005", stance="not supported")
    assert (settled["for"], settled["no_effect"]) == ("0", "1")
    # Adipose MSC in people, whole disease: stepien-2016-f1, fernandez-2018-f1, hbms01-2025-f1.
    assert the_one(rows, studies="constantin-adipose-eae")["human_studies_of_the_same"] == "3"
    # Whoever names the model itself is told the same of it.
    named = ask("animal-models", disease="EAE")
    assert named == [row for row in rows if row["model"].startswith("experimental autoimmune")]


# ---- trust


def test_findings_from_few_people(ask: Ask) -> None:
    # Five people or fewer: hou-2013-f1 (1); bonab-2005-f1 (5); iacobaeus-2019-f2, f3 (5 analysed); sahraian-2014-f1 (5 of SPMS);
    # and f3 (three, 5 of SPMS); lublin-2014-f2 (1); lu-2020-f1 (two, 5 of RRMS); shokati-2025 (5): f1, f2 (three), f3, f4 (four).
    rows = ask("small-studies", below="6", product="MSC", disease="MS")
    assert Counter(column(rows, "study")) == {
        "hou-2013": 1,
        "bonab-2005": 1,
        "iacobaeus-2019": 2,
        "sahraian-2014": 4,
        "lublin-2014": 1,
        "lu-2020": 2,
        "shokati-2025": 9,
    }
    # Below 20 by default: llufriu-2014 with 9, stepien-2016 with 16; fernandez-2018 with 34 is none of them.
    studies = set(column(ask("small-studies"), "study"))
    assert {"llufriu-2014", "stepien-2016"} <= studies
    assert "fernandez-2018" not in studies


def test_studies_of_the_same_people(ask: Ask) -> None:
    # studies, column verified_on_page: petrou-2020/2022/2025, harris-2018/2021, mscnp-2024 and its preprint, bonab-2005/2007 with
    # sahraian-2014, molendijk-2015/barnhoorn-2019, panes-2016/2018, perkins-2018/hartnett-2021; msc-ms-meta-2019 names nine members.
    rows = ask("shared-participants")
    pairs = {
        frozenset((r["study"], r["shares_people_with"])) for r in those(rows, how="same people")
    }
    assert pairs == {
        frozenset(pair)
        for pair in (
            ("petrou-2020", "petrou-2022"),
            ("petrou-2020", "petrou-2025"),
            ("petrou-2022", "petrou-2025"),
            ("harris-2018", "harris-2021"),
            ("mscnp-2024", "mscnp-csf-preprint"),
            ("bonab-2005", "bonab-2007"),
            ("bonab-2005", "sahraian-2014"),
            ("bonab-2007", "sahraian-2014"),
            ("barnhoorn-2019", "molendijk-2015"),
            ("panes-2016", "panes-2018"),
            ("hartnett-2021", "perkins-2018"),
        )
    }
    assert len(those(rows, how="pooled by the review", study="msc-ms-meta-2019")) == 9


def test_thin_support_and_why(ask: Ask) -> None:
    # Controlled benefit in MS: mscnp-2024-f4, f7; petrou-2020-f1 (two), f2, f4, f5; hbms01-2025-f1 (two); li-2014-f1, f2.
    rows = ask("thin-support", product="MSC", disease="MS")
    supported = those(rows, stance="supported but thin")
    assert len(supported) == 11
    assert all(row["thin"] for row in supported)
    # hbms01-2025: 24 people, one study, a congress report of the sponsor.
    congress = those(supported, studies="hbms01-2025")
    assert {row["thin"] for row in congress} == {
        "congress only, few participants, single study, sponsor only"
    }
    # petrou-2020-f1 with bonab-2012-f2 and iacobaeus-2019-f2 against it, uncontrolled.
    assert the_one(supported, against="2")["weaker_disagrees"] == "yes"


def test_what_rests_on_abstracts_only(ask: Ask) -> None:
    # All 17 contents of adipose MSC in MS: stepien-2016 and fernandez-2018 read as abstracts, hbms01-2025 and mashhad-admsc-spms
    # through other people's reports (studies, column verified_on_page; propositions, column thin).
    rows = ask("abstract-only", product="adipose MSC", disease="MS")
    assert len(rows) == 17
    lesions = the_one(
        rows,
        proposition="autologous adipose MSC product prevents gadolinium-enhancing lesions on MRI, in multiple sclerosis",
    )
    assert (lesions["read_as"], lesions["against"], lesions["studies"]) == (
        "abstract",
        "1",
        "stepien-2016",
    )
    assert {row["read_as"] for row in those(rows, studies="hbms01-2025")} == {"secondary"}


def test_how_studies_were_read(ask: Ask) -> None:
    # Known from their registry entries; nobody read a full text.
    assert column(ask("how-studies-were-read", read="registry"), "study") == [
        "jamali-ucmsc-ms",
        "mashhad-admsc-spms",
        "nct01377870",
    ]
    assert ask("how-studies-were-read", read="full-text") == []
    stepien = the_one(ask("how-studies-were-read"), study="stepien-2016")
    assert (stepien["doi"], stepien["pmid"]) == ("10.1155/2016/5302120", "27761060")


# ---- gaps


def test_what_was_never_measured(ask: Ask) -> None:
    # Improves, in MS, for other products only: visual function (yamout-2010-f4, connick-2012-f1), sustained improvement
    # (harris-2018-f1, f2), walking speed (petrou-2020-f5, riordan-2018-f2, mscnp-2024-f2, harris-2021-f5), walking endurance
    # (mscnp-2024-f3), bladder, bowel and sexual function (riordan-2018-f3), bladder function (mscnp-2024-f7), walking and hand
    # function (cohen-2022-f2), no evidence of disease activity (petrou-2020-f4, msc-ms-meta-2019-f4), cognition (petrou-2025-f3).
    rows = ask("never-measured", product="adipose MSC", disease="MS")
    assert set(column(those(rows, relation="improves"), "outcome")) == {
        "visual function",
        "sustained improvement of disability",
        "walking speed",
        "walking endurance",
        "cognition",
        "bladder, bowel and sexual function",
        "bladder function",
        "walking and hand function",
        "no evidence of disease activity",
    }
    speed = the_one(rows, outcome="walking speed")
    assert speed["studies"] == "harris-2021, mscnp-2024, petrou-2020, riordan-2018"
    # Measured for adipose MSC and so not listed: disability and relapse (stepien-2016-f1, f3), quality of life (hbms01-2025-f1).
    assert not {"disability", "relapse", "health-related quality of life measurement"} & set(
        column(rows, "outcome")
    )


def test_gaps_of_a_disease_begin_with_what_only_animals_showed(ask: Ask) -> None:
    # findings: bai-2009, li-2022, el-akabawy-2015, zappia-2005 in models of MS; nobody with MS was asked that.
    rows = ask("gaps-in-disease", disease="MS")
    assert column(those(rows, seen_in="animals only"), "outcome") == [
        "oligodendrocyte",
        "demyelination",
        "T-helper 17 type immune response",
        "remyelination",
        "T-cell anergy",
    ]
    assert [row["seen_in"] for row in rows] == sorted(row["seen_in"] for row in rows)
    assert set(column(those(rows, seen_in="animals only"), "measured_for")) == {"0"}
    # mscnp-2024-f3 alone.
    walked = the_one(rows, outcome="walking endurance")
    assert (walked["products"], walked["studies"]) == (
        "MSC-derived neural progenitor product",
        "mscnp-2024",
    )
    given = {row["measured_for"] + "+" + row["never_for"] for row in rows}
    assert len({sum(map(int, one.split("+"))) for one in given}) == 1


def test_a_gap_counts_what_is_narrower(ask: Ask) -> None:
    # Deaths (cudkowicz-2022) are serious events too; karussis-2010 asked of these as such.
    rows = ask("gaps-in-disease", disease="ALS")
    serious = the_one(rows, outcome="serious adverse event")
    assert (serious["measured_for"], serious["studies"]) == ("2", "cudkowicz-2022, karussis-2010")
    assert (serious["for"], serious["no_effect"]) == ("0", "2")
    assert the_one(rows, outcome="survival")["products"] == "lenzumestrocel"


def test_trials_without_results(ask: Ask) -> None:
    # The rows of studies without a row in findings, and amascis: of its abstract only the beginning, on safety, was read.
    rows = ask("trials-without-results")
    assert set(column(those(rows, lacks="any result"), "study")) == {
        "bonab-2007",
        "jamali-ucmsc-ms",
        "nct01377870",
    }
    assert column(those(rows, lacks="a result on benefit"), "study") == ["amascis"]
    assert the_one(rows, study="nct01377870")["registered_as"] == "NCT01377870"


def test_products_never_compared_with_placebo(ask: Ask) -> None:
    # Given in MS without a row against placebo, saline or sham: cord (li-2014, riordan-2018, hou-2013, jamali-ucmsc-ms, lu-2020),
    # autologous of unstated tissue (petrou-2021, petrou-2025), marrow then medium (dahbour-2017),
    # marrow of unstated donor (mohajeri-2011), MSC-NTF (cohen-2022), placenta (shokati-2025).
    rows = ask("never-against-placebo", disease="MS")
    assert {row["given"]: row["studies"] for row in rows} == {
        "umbilical-cord MSC product": "5",
        "autologous MSC product": "2",
        "autologous bone-marrow MSC followed by their conditioned medium": "1",
        "bone-marrow MSC product": "1",
        "MSC-NTF (MSC secreting neurotrophic factors)": "1",
        "placenta-derived MSC product": "1",
        # adsvf-icv-2019, autologous fat cells that were not cultured; no MSC product.
        "adipose stromal vascular fraction product": "1",
    }
    # jamali-ucmsc-ms, the one randomised (60 people), has no result; the others: 23 + 20 + 10 + 1, li-2014 with controls.
    cord = the_one(rows, given="umbilical-cord MSC product")
    assert [cord[name] for name in ("without_result", "people", "best_design")] == [
        "1",
        "54",
        "non randomised controlled",
    ]
    # In every disease taken together cord MSC was compared with placebo: deng-2017, jiang-2024.
    assert "umbilical-cord MSC product" not in column(
        ask("never-against-placebo", disease="disease"), "given"
    )


# ---- regulation


def test_who_approves_what(ask: Ask) -> None:
    # m44 (two) for remestemcel-L; m45 (three) and m46 (two) against regenerative products; m48: a withdrawal.
    rows = ask("approvals")
    assert {(r["given"], r["region"], r["decision"], r["decided"]) for r in rows} == {
        ("remestemcel-L", "United States", "approved", "2024-12-18"),
        ("remestemcel-L", "United States", "established treatment", "2024-12-18"),
        ("regenerative medicine product", "United States", REFUSED, "2021-06-03"),
        (
            "regenerative medicine product",
            "United States",
            "not an established treatment",
            "2021-06-03",
        ),
        ("darvadstrocel", "European Union", REFUSED, "2024-12-13"),
        # m49 to m53 and m55, from tables of reviews.
        ("Temcell (allogeneic bone-marrow MSC)", "Japan", "approved", "2015-09-18"),
        ("Stemirac (autologous bone-marrow MSC)", "Japan", "approved", "2018-12-28"),
        ("Cartistem (allogeneic cord-blood MSC)", "South Korea", "approved", "2012"),
        ("lenzumestrocel", "South Korea", "approved", "2014"),
        ("remestemcel-L", "Canada", "approved", "2012"),
        ("darvadstrocel", "Japan", "approved", "2021"),
    }
    assert len(rows) == 14
    withdrawn = the_one(rows, given="darvadstrocel", region="European Union")
    assert "authorised in the EU in 2018, withdrawn" in withdrawn["note"]
    assert {row["condition"] for row in those(rows, decision=REFUSED)} == {
        "multiple sclerosis",
        "nervous system disorder",
        "musculoskeletal system disorder",
        "perianal fistula in Crohn disease",
    }


def test_approvals_for_a_disease_name_what_is_refused_for_a_wider_one(ask: Ask) -> None:
    # m53; m45 refuses regenerative products for any neurological disorder, m46 for multiple sclerosis by name.
    told = ("given", "decision", "condition")
    als = [tuple(row[name] for name in told) for row in ask("approvals", disease="ALS")]
    assert als == [
        ("lenzumestrocel", "approved", "amyotrophic lateral sclerosis"),
        ("regenerative medicine product", REFUSED, "nervous system disorder"),
    ]
    assert Counter(column(ask("approvals", product="MSC", disease="MS"), "decision")) == {
        REFUSED: 2,
        "not an established treatment": 1,
    }
    # An approval for a wider product or disease is none for a narrower one.
    assert not those(
        ask("approvals", product="remestemcel-L", disease="acute GVHD"), condition="disease"
    )
    assert not ask("approvals", product="remestemcel-L", disease="rheumatoid arthritis")


def test_an_approval_in_one_region_and_a_withdrawal_in_another_are_contested(ask: Ask) -> None:
    # m55 (Japan, 2021, table of a review) beside m48 (EU, withdrawn December 2024).
    approved = "darvadstrocel is approved for perianal fistula in Crohn disease"
    row = the_one(ask("contested", product="darvadstrocel"), proposition=approved)
    assert (row["for"], row["against"]) == ("msc-pharmacokinetics-2024", "ema-2024-12")
    # Two regulators are no two studies that disagree.
    assert set(column(ask("conflicts", about="darvadstrocel"), "study_for")) == {
        "panes-2016",
        "panes-2018",
    }
    japan = the_one(ask("approvals", product="darvadstrocel"), region="Japan")
    assert japan["read_as"] == "secondary"


# ---- terms


def test_names_of_a_term(ask: Ask) -> None:
    # terms, multiple-sclerosis: MONDO:0005301, synonym MS; terms_extra, darvadstrocel: Cx601.
    rows = ask("term-names", term="MS")
    assert the_one(rows, says="identifier")["value"].endswith("MONDO_0005301")
    assert "MS" in column(those(rows, says="synonym"), "value")
    brands = column(those(ask("term-names", term="Cx601"), says="brand name"), "value")
    assert brands == ["Alofisel", "Cx601"]
    # terms_extra, model_of: EAE is a model of multiple sclerosis and has no wider term.
    model = ask("term-names", term="EAE")
    assert the_one(model, says="model of")["value"] == "multiple sclerosis"
    assert not those(model, says="wider term")


def test_narrower_products_and_brands(ask: Ask) -> None:
    # terms_extra, parent_slug: 23 terms at or under msc-product and 14 entered since (ac607, furestem-ad,
    # ipsc-msc-product, cyp-001 and cyp-004 last), five at or under adipose-msc-product.
    rows = ask("narrower-products", product="MSC")
    assert len(rows) == 37
    assert {row["brand"] for row in rows} >= {
        "Alofisel, Cx601",
        "Prochymal, Ryoncil",
        "NurOwn",
        "Neuronata-R",
        "Lomecel-B",
        "PDA-001",
    }
    # Kept outside: MultiStem, stromal vascular fraction, marrow concentrate, conditioned medium alone.
    assert not {
        "MultiStem (multipotent adult progenitor cells)",
        "adipose stromal vascular fraction product",
    } & set(column(rows, "name"))
    adipose = ask("narrower-products", product="adipose MSC")
    assert len(adipose) == 5
    # panes-2016, panes-2018 and admire-cd-ii.
    assert the_one(adipose, name="darvadstrocel")["studies"] == "3"


def test_everything_about_a_term(ask: Ask) -> None:
    # hgf: dinicola-2002-f2, bai-2012-f2, f3, m13 (two), harris-2018-f3.
    rows = ask("about-term", term="HGF")
    assert len(rows) == 6
    assert sorted(column(rows, "sources")) == ["bai-2012"] * 3 + ["dinicola-2002"] * 2 + [
        "harris-2021"
    ]
    assert the_one(rows, human_for="1")["sources"] == "harris-2021"


def test_an_approval_for_a_wider_disease_says_that_its_reach_was_not_checked(ask: Ask) -> None:
    # japan-approvals-2025: Temcell, acute GVHD; the American and Canadian decisions name the steroid-refractory form in children.
    rows = ask("approvals", disease="steroid-refractory acute GVHD")
    assert [(r["region"], r["decision"]) for r in rows if r["given"].startswith("Temcell")] == [
        ("Japan", "approved for the wider disease; whether this form is covered was not checked")
    ]
    assert {r["decision"] for r in rows if r["given"] == "remestemcel-L"} == {
        "approved",
        "established treatment",
    }
    own = ask("approvals", product="Temcell", disease="acute GVHD")
    assert column(own, "decision") == ["approved"]


def test_people_stand_beside_those_of_the_best_level_and_the_studies_of_unknown_size(
    ask: Ask,
) -> None:
    # li-2014 (23 people) was controlled, riordan-2018 (20) was not; of tompkins-2017 the arm that walked has no number.
    told = ("people", "people_at_level", "unknown_size")
    rows = ask("product-in-disease", product="umbilical-cord MSC", disease="MS")
    disability = the_one(
        rows,
        given="umbilical-cord MSC product",
        condition="multiple sclerosis",
        outcome="disability",
    )
    assert [disability[name] for name in told] == ["43", "23", "0"]
    walking = the_one(ask("product-in-disease", disease="frailty"), outcome="walking endurance")
    assert [walking[name] for name in told] == ["15", "15", "1"]
    # Thirty people in all arms of tompkins-2017; where all sizes are known the number says enough.
    assert walking["people_in_words"] == "15 people and 1 study of unknown size (of 30 in all arms)"
    assert disability["people_in_words"] == ""


@pytest.mark.parametrize("question", ["product-in-disease", "outcome-across-products"])
def test_what_was_compared_with_another_treatment_alone_names_it_in_its_row(
    ask: Ask, question: str
) -> None:
    # mautner-2023: cells of the cord against corticosteroid; sculptor: CYP-004 against placebo.
    rows = ask(question, product="umbilical-cord MSC", disease="knee osteoarthritis")
    pain = the_one(rows, **{"outcome" if "outcome" in rows[0] else "measured": "pain"})
    assert (pain["only_against"], pain["stance"]) == ("corticosteroid injection", "not supported")
    placebo = ask(question, product="CYP-004", disease="knee osteoarthritis")
    assert {row["only_against"] for row in placebo} == {""}


# ---- trials that say less


NULL_TRIAL = (
    STUDY.replace("nEnrolled 48", "nEnrolled 212 ;\n  st:primaryComparator st:placebo")
    .replace("st:improves", "st:ameliorates")
    .replace(
        "rdf:object term:disability ;\n  st:inCondition MONDO:0005301", "rdf:object MONDO:0005301"
    )
)


def with_file(tmp_path: Path, text: str) -> EvidenceGraph:
    path = tmp_path / "own.ttl"
    path.write_text(text, encoding="utf-8")
    with counted_evidence():
        return EvidenceGraph(open_store(own_files=[path]))


def test_a_trial_that_does_not_say_whether_its_endpoint_was_met_is_listed(tmp_path: Path) -> None:
    """A placebo-controlled trial of 212 people without an effect was in no row, because one field was not filled in."""
    g = with_file(tmp_path, NULL_TRIAL)
    [row] = [r for r in g.ask("placebo-controlled-trials") if r.study == "doe-2026"]
    assert (row.people, row.primary_endpoint) == (212, "not entered")
    assert (row.compared_with, row.whole_disease) == ("placebo", "inconclusive")
    [row] = [r for r in g.ask("primary-endpoints") if r.study == "doe-2026"]
    assert (row.endpoint_result, row.compared_with) == ("not entered", "placebo")
    assert [r.study for r in g.ask("primary-endpoints", result="not-entered")] == ["doe-2026"]
    assert "doe-2026" not in {r.study for r in g.ask("primary-endpoints", result="met")}
    kind = NULL_TRIAL.replace("st:year 2026", "st:year 2026 ; st:primaryEndpointKind st:efficacy")
    [row] = [
        r
        for r in with_file(tmp_path, kind).ask("placebo-controlled-trials")
        if r.study == "doe-2026"
    ]
    assert row.primary_endpoint == "efficacy: not entered"


REGISTERED = (
    NULL_TRIAL[: NULL_TRIAL.index("finding:doe-2026-f1")]
    .replace("nEnrolled 212", "nEnrolled 300")
    .replace("st:readAs st:full-text", "st:publishedAs st:registry-entry ; st:readAs st:registry")
)


def test_people_of_a_registered_trial_without_result_are_planned_not_counted(
    tmp_path: Path, ask: Ask
) -> None:
    before = ask("people-in-studies", disease="MS")
    why = "registered, no result entered"
    row = the_one(before, study="nct01377870")
    assert (row["people"], row["counted"], row["why_not"]) == ("22", "0", why)
    assert int(before[0]["people"]) == sum(int(row["counted"]) for row in before[1:])
    assert "1 registered without a result" in before[0]["why_not"]
    # Those who are on paper twice count by the paper that has a result, however few it tells of.
    shared = REGISTERED.replace(
        "st:year 2026", "st:year 2026 ; st:sharesParticipantsWith study:petrou-2020"
    )
    for text in (REGISTERED, shared):
        rows = with_file(tmp_path, text).ask("people-in-studies", disease="MS")
        assert str(rows[0].people) == before[0]["people"]
        [planned] = [row for row in rows if row.study == "doe-2026"]
        assert (planned.people, planned.counted, planned.why_not) == (300, 0, why)
        [real] = [row for row in rows if row.study == "petrou-2020"]
        assert real.counted == 48


def test_the_page_names_the_randomised_trials_of_trials_without_results(tmp_path: Path) -> None:
    """Of every disease, with trials of a harm alone and of no result at all on top of the packaged ones."""
    harm_alone = HARM.replace("doe-2026", "harm-2026").replace("xyz123", "harm123")
    verdict = REGISTERED.replace("doe-2026", "met-2026").replace("xyz123", "met123")
    verdict = verdict.replace(
        "st:year 2026",
        "st:year 2026 ; st:primaryEndpointKind st:efficacy ; st:primaryEndpointMet st:met",
    )
    text = REGISTERED + harm_alone + verdict
    g = with_file(tmp_path, text)
    store = g.store
    written = payload(store)
    held = {iri: row.get("rt", ()) for iri, row in zip(written.iris, written.nodes, strict=True)}
    studies = {s.slug: s for s in store.records.studies.values()}
    by_line = sorted(store.records.studies)
    n_named = 0
    for iri, term in sorted(store.records.terms.items()):
        if term.kind != "Disease":
            continue
        named = {
            store.records.studies[by_line[no]].slug
            for narrower in store.narrower(iri)
            for no in held.get(narrower, ())
        }
        rows = g.ask("trials-without-results", disease=to_curie(iri))
        listed = {row.study: row.lacks for row in rows}
        randomised = {s for s in listed if (d := studies[s].design) and d.is_randomised}
        assert randomised == named, term.label
        n_named += len(named)
        if "harm-2026" in listed:
            assert listed["harm-2026"] == "a result on benefit"
            assert listed["doe-2026"] == "any result"
    assert n_named
    everything = {row.study for row in g.ask("trials-without-results")}
    # Its endpoint is a result, and what petrou-2020 found on the same people one of petrou-2022.
    assert {"doe-2026", "harm-2026", "bonab-2007"} <= everything
    assert not {"met-2026", "petrou-2022"} & everything


# ---- articles of one's own


OUTRIGHT = (
    ARTICLE.replace("term:msc-product", "term:adipose-svf-product")
    .replace("st:cures", "st:improves")
    .replace("rdf:object MONDO:0005301", "rdf:object term:joint-function ;\n  st:inCondition term:rotator-cuff-syndrome")
    .replace('st:hedge "may"', "st:wordingStrength st:direct")
)  # fmt: skip


def test_a_claim_of_another_article_is_no_default_and_an_unknown_one_an_error(
    tmp_path: Path,
) -> None:
    g = with_file(tmp_path, OUTRIGHT)
    rows = g.ask("evidence-on-claim", article="page")
    assert {row.claim_number for row in rows} == {"1"}
    assert {row.claim_number for row in g.ask("evidence-on-claim", claim="1", article="page")} == {
        "1"
    }
    assert {"1", "14b", "20a"} <= {row.claim_number for row in g.ask("evidence-on-claim")}
    for question in ("evidence-on-claim", "studies-against-claim"):
        with pytest.raises(ParameterError, match=r"article page has no claim '20a'.*takes 1$"):
            g.ask(question, claim="20a", article="page")
        with pytest.raises(ParameterError, match=r"has no claim '8'.*\b7, 9\b"):
            g.ask(question, claim="8")
    with pytest.raises(ParameterError, match=r"no article 'pgae' here.*msc-for-ms, page$"):
        g.ask("wording-against-evidence", article="pgae")


def test_thin_support_carries_no_benefit_told_outright(tmp_path: Path) -> None:
    """One small study: an audit calls the sentence overstated, and so does the question; not where it is hedged or no benefit."""
    [row] = with_file(tmp_path, OUTRIGHT).ask("wording-against-evidence", article="page")
    assert (row.claim_number, row.stance) == ("1", "supported but thin")
    assert "single study" in row.thin
    hedged = OUTRIGHT.replace("st:direct", "st:conditional")
    assert not with_file(tmp_path, hedged).ask("wording-against-evidence", article="page")
    studied = OUTRIGHT.replace("st:improves", "st:studiedFor")
    studied = studied.replace("term:joint-function ;\n  st:inCondition ", "")
    assert not with_file(tmp_path, studied).ask("wording-against-evidence", article="page")
