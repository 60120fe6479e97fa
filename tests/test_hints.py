"""What is warned of by the design, the comparator and the predicate counts all of their kind."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from test_check import STUDY, check_text

if TYPE_CHECKING:
    from pathlib import Path

ON_THE_ENDPOINT = STUDY.replace(
    "st:nEnrolled 48 ;",
    "st:nEnrolled 48 ;\n  st:primaryEndpointKind st:efficacy ;\n  st:primaryEndpointMet st:met ;",
).replace("st:nEvents 4", "st:outcomeRole st:primary-outcome ;\n  st:nEvents 4")


@pytest.mark.parametrize(
    ("predicate", "thing"),
    [("improves", "term:disability"), ("cures", "MONDO:0005301"), ("ameliorates", "MONDO:0005301")],
)
def test_a_finding_that_gainsays_the_endpoint_is_doubted_for_every_benefit(
    tmp_path: Path, predicate: str, thing: str
) -> None:
    text = ON_THE_ENDPOINT.replace("rdf:predicate st:improves", f"rdf:predicate st:{predicate}")
    text = text.replace("rdf:object term:disability", f"rdf:object {thing}")
    assert "primary-result" in {problem.rule for problem in check_text(tmp_path, text)}


def test_a_comma_in_a_p_value_is_given_back_with_a_point(tmp_path: Path) -> None:
    text = STUDY.replace("st:nEvents 4 ;", 'st:nEvents 4 ; st:pValue "p<0,64" ;')
    [problem] = check_text(tmp_path, text)
    assert (problem.rule, problem.severity) == ("p-value", "warning")
    assert problem.repair == 'write "p<0.64", with a point'


def test_what_a_trial_leaves_unsaid_is_named_with_its_property(tmp_path: Path) -> None:
    [problem] = check_text(tmp_path, STUDY.replace("  st:disease MONDO:0005301 ;\n", ""))
    assert problem.repair == "add st:disease"


def test_an_efficacy_endpoint_without_its_result_is_asked_for(tmp_path: Path) -> None:
    """Left out of a record, a missed endpoint was nowhere: neither shown nor counted."""
    asked = STUDY.replace(
        "st:nEnrolled 48 ;", "st:nEnrolled 48 ;\n  st:primaryEndpointKind st:efficacy ;"
    )
    [problem] = check_text(tmp_path, asked)
    assert (problem.rule, problem.severity) == ("endpoint-without-result", "warning")
    assert "write st:unclear if the source does not say" in problem.repair
    for said in ("st:unclear", "st:not-applicable"):
        told = asked.replace("st:efficacy ;", f"st:efficacy ;\n  st:primaryEndpointMet {said} ;")
        assert check_text(tmp_path, told) == []
    assert check_text(tmp_path, asked.replace("st:efficacy", "st:safety")) == []
    named = asked.replace("st:primaryEndpointKind st:efficacy", 'st:primaryEndpoint "EDSS"')
    [problem] = check_text(tmp_path, named)
    assert (problem.rule, problem.severity) == ("endpoint-without-result", "warning")
    assert "st:primaryEndpointKind and st:primaryEndpointMet" in problem.repair


@pytest.mark.parametrize("comparator", ["no-comparator", "baseline"])
def test_the_endpoint_of_a_controlled_trial_was_compared_with_its_controls(
    tmp_path: Path, comparator: str
) -> None:
    said = f"st:nEnrolled 48 ;\n  st:primaryComparator st:{comparator} ;"
    [problem] = check_text(tmp_path, STUDY.replace("st:nEnrolled 48 ;", said))
    assert (problem.rule, problem.severity) == ("endpoint-without-comparison", "warning")
    assert f"st:primaryComparator is st:{comparator}" in problem.wrong
    right = STUDY.replace("st:nEnrolled 48 ;", said.replace(comparator, "placebo"))
    assert check_text(tmp_path, right) == []


# 32 of the 48 were treated; so 16 were not.
TREATED = STUDY.replace("st:nEnrolled 48 ;", "st:nEnrolled 48 ;\n  st:nTreated 32 ;")


@pytest.mark.parametrize(
    ("at_risk", "controls", "words"),
    [
        (16, 32, "st:nAtRiskControl 32 is more than the 16 people of its study who were not"),
        (33, 15, "st:nAtRisk 33 is more than the 32 people of its study who were treated"),
        (33, None, "st:nAtRisk 33 is more than the 32 people of its study who were treated"),
        (32, 16, ""),
        (30, 12, ""),
    ],
)
def test_groups_the_wrong_way_round_are_seen_by_their_sizes(
    tmp_path: Path, at_risk: int, controls: int | None, words: str
) -> None:
    counts = f"st:nAtRisk {at_risk}" + (
        "" if controls is None else f" ; st:nEventsControl 3 ; st:nAtRiskControl {controls}"
    )
    text = TREATED.replace("st:nAtRisk 16", counts)
    problems = check_text(tmp_path, text)
    assert [problem.rule for problem in problems] == ["more-than-the-group"] * bool(words)
    assert all(words in problem.wrong for problem in problems)
    for excuse in (
        text.replace("st:nEvents 4", 'st:countUnit "infusions" ; st:nEvents 4'),
        text.replace("st:nEvents 4", 'skos:note "controls were treated later"@en ; st:nEvents 4'),
        text.replace("st:randomised-controlled", "st:crossover-randomised"),
    ):
        assert check_text(tmp_path, excuse) == []


def test_a_study_that_counts_its_controls_as_treated_is_doubted_once(tmp_path: Path) -> None:
    text = STUDY.replace("st:nEnrolled 48 ;", "st:nEnrolled 48 ;\n  st:nTreated 48 ;")
    text = text.replace(
        "st:nAtRisk 16", "st:nAtRisk 24 ; st:nEventsControl 3 ; st:nAtRiskControl 24"
    )
    block = text[text.index("finding:doe-2026-f1 a") :]
    second = block.replace("doe-2026-f1", "doe-2026-f2").replace(
        "term:disability", "term:walking-speed"
    )
    [problem] = check_text(tmp_path, text + second)
    assert problem.rule == "more-than-the-group"
    assert "more than the 0 people of its study who were not treated" in problem.wrong
