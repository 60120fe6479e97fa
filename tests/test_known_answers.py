"""The answers that everybody who knows the field expects, each with where it stands.

Counted by hand from the fact sheets and not taken from the program; a row `stepien-2016-f1` is finding f1 of that study, a
`claim 14b` a row of article_claims. The identifiers of each study lead to the paper.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

import stroma
from conftest import counted_evidence

if TYPE_CHECKING:
    from stroma.graph import EvidenceGraph


@pytest.fixture(scope="module")
def graph() -> EvidenceGraph:
    with counted_evidence():
        return stroma.open_graph()


def test_reverses_disability_meets_the_null_finding_of_its_own_study(graph: EvidenceGraph) -> None:
    """Claim 14b cites stepien-2016 (doi 10.1155/2016/5302120), whose group as a whole gained nothing significant (f1)."""
    claims = graph.ask("article-against-studies", article="msc-for-ms")
    (claim,) = [row for row in claims if row["claim"] == "14b"]
    assert (
        claim["says"] == "autologous adipose MSC product improves disability, in multiple sclerosis"
    )
    assert (claim["polarity"], claim["cites"]) == ("affirms", "stepien-2016")
    # Claim and finding meet on one proposition, not on neighbours.
    assert claim["study_found"] == claim["says"]
    assert claim["study_direction"] == "inconclusive"
    assert claim["stance"] == "not supported"


def test_six_controlled_ms_trials_two_positive_three_null_one_inconclusive(
    graph: EvidenceGraph,
) -> None:
    """Placebo- or sham-controlled MS trials that report efficacy (studies: design, primary_endpoint_met; findings: comparator).

    Positive: petrou-2020-f1 (NCT02166021), hbms01-2025-f1 (NCT05116540, congress only). Null, the primary efficacy
    endpoint missed: llufriu-2014-f1 (NCT01228266), uccelli-2021-f1 (doi 10.1016/S1474-4422(21)00301-X), mscnp-2024-f1
    (NCT03355365). Inconclusive, efficacy beside a safety endpoint: fernandez-2018-f1 (NCT01056471).
    """
    trials = graph.ask("placebo-controlled-trials", product="MSC", disease="multiple sclerosis")
    reporting = {row["study"]: row for row in trials if "whole_disease" in row}
    found = {
        study: (row["whole_disease"], row["primary_endpoint"]) for study, row in reporting.items()
    }
    assert found == {
        "petrou-2020": ("supports", "efficacy: met"),
        "hbms01-2025": ("supports", "efficacy: met"),
        "llufriu-2014": ("inconclusive", "efficacy: not met"),
        "uccelli-2021": ("inconclusive", "efficacy: not met"),
        "mscnp-2024": ("inconclusive", "efficacy: not met"),
        "fernandez-2018": ("inconclusive", "safety: met"),
    }
    congress = {
        study for study, row in reporting.items() if row["published_as"] == "congress report"
    }
    assert congress == {"hbms01-2025"}
    # studies, column n_enrolled.
    assert {study: row["people"] for study, row in reporting.items()} == {
        "uccelli-2021": 144,
        "mscnp-2024": 54,
        "petrou-2020": 48,
        "fernandez-2018": 34,
        "hbms01-2025": 24,
        "llufriu-2014": 9,
    }


def test_no_study_in_people_shows_msc_becoming_myelin_producing_cells(graph: EvidenceGraph) -> None:
    """Claim 5a. el-akabawy-2015-f2 (cuprizone mice) and gerdoni-2007-f2 (EAE mice) looked for it and found none; m06 is disputed."""
    claims = graph.ask("claims-without-human-evidence", article="msc-for-ms")
    (claim,) = [row for row in claims if row["claim_number"] == "5a"]
    assert claim["claimed"] == "mesenchymal stem cell differentiates into oligodendrocyte"
    assert (claim["for"], claim["against"], claim["animal"]) == (0, 1, 1)

    fates = graph.ask("about-term", term="oligodendrocyte")
    turning = [row for row in fates if "differentiates into" in row["proposition"]]
    assert {row["stance"] for row in turning} <= {"contested", "not supported", "no evidence here"}
    marrow = [row for row in turning if row.get("sources") == "el-akabawy-2015"]
    assert [row["stance"] for row in marrow] == ["not supported"]
    for row in graph.ask("about-term", term="MSC"):
        if "differentiates into" in row["proposition"]:
            assert (row["human_for"], row["human_against"], row["human_no_effect"]) == (
                0,
                0,
                0,
            )


def test_new_enhancing_lesions_in_4_of_16_can_be_found(graph: EvidenceGraph) -> None:
    """stepien-2016-f4 (doi 10.1155/2016/5302120): new Gd-enhancing lesions in 4 of 16 people; the article leaves them out."""
    rows = graph.ask("new-lesions", product="autologous adipose MSC", disease="MS", lesions="GEL")
    in_ms = [row for row in rows if row["condition"] == "multiple sclerosis"]
    assert [
        (row["study"], row["with_lesions"], row["out_of"], row["prevention"]) for row in in_ms
    ] == [("stepien-2016", 4, 16, "disputes")]
    # Claim 13b (nothing progressed) is contradicted by it.
    against = graph.ask("studies-against-claim", article="msc-for-ms", claim="13b")
    assert {row["contradicted_by"] for row in against} == {"stepien-2016"}
    assert "4 of 16 patients" in {row["value"] for row in against}


def test_cell_products_of_another_kind_are_not_called_msc(graph: EvidenceGraph) -> None:
    """alderazi-2012 (pmid 22156784) does not say which cells were used; MultiStem is related to MSC, not the same (terms_extra)."""
    studies = {
        row["study"] for row in graph.ask("studies-of-disease", disease="disease", product="MSC")
    }
    assert not studies & {
        "alderazi-2012",
        "madhavan-2020",
        "berkowitz-2016",
        "houkin-2024",
        "masters-ph2",
        "adsvf-icv-2019",
    }


def test_trials_without_benefit_on_single_outcomes_are_negative_trials(
    graph: EvidenceGraph,
) -> None:
    """schiess-2025: two infusions did worse than placebo; berry-2019, molendijk-2015: no effect, no primary efficacy result."""
    found = {row["study"]: row for row in graph.ask("negative-trials")}
    assert found["schiess-2025"]["why"] == "worse on a single outcome"
    assert found["berry-2019"]["null_on"] == "functional status in ALS"
    assert found["molendijk-2015"]["why"] == "no effect shown on single outcomes"
    # A benefit in one comparison and a null on survival is no negative trial.
    assert "oh-2018" not in found


def test_a_death_is_found_whether_it_was_asked_of_as_a_harm_or_as_prevented(
    graph: EvidenceGraph,
) -> None:
    """findings.tsv: houkin-2024 (13 of 104 v 10 of 102); dream-hf, whose endpoint of all deaths failed while a subgroup had fewer."""
    rows = list(graph.ask("deaths"))
    (stroke,) = [row for row in rows if row["source"] == "houkin-2024"]
    counts = [stroke[name] for name in ("deaths", "out_of", "control_deaths", "controls")]
    assert counts == [13, 104, 10, 102]
    heart = {row["counted"]: row for row in rows if row["source"] == "dream-hf"}
    assert heart["death"]["came_out"] == "no difference shown"
    assert heart["death from heart disease"]["came_out"] == "fewer died"
    assert heart["death from heart disease"]["rests_on"] == "subgroup"
    # Asked twice by its study, told once.
    assert [row["came_out"] for row in rows if row["source"] == "start-2019"] == [
        "no difference shown; a larger share died with it"
    ]
    failure = {row["source"] for row in graph.ask("deaths", disease="heart failure")}
    assert failure >= {"dream-hf", "ascheim-2014"}
    assert "houkin-2024" not in failure
