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
