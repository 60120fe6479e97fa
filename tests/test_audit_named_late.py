"""Articles that tell of a study first and name it afterwards; teams and what somebody left unsaid."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from stroma.audit.judging.results import Verdict
from stroma.audit.readers.documents import text_document

if TYPE_CHECKING:
    from stroma.audit.pipeline import Auditor

_TOLD = (
    "A trial in type 2 diabetes was done in China, in 91 people who injected insulin. Forty-five had stem cells from "
    "umbilical cord, the others placebo.\n\nIn the cell group {share} per cent reached the goal, in the placebo group 4.55 "
    "per cent.\n\nThe study is by Zang and others, in Stem Cell Research & Therapy (2022)."
)


def accused(auditor: Auditor, text: str) -> set[str]:
    """The codes of what is held against a text, without questions."""
    audit = auditor.audit(text_document(text, "a.txt"))
    faults = (Verdict.CONTRADICTED, Verdict.OVERSTATED, Verdict.LEAVES_OUT)
    of_claims = {g.code for j in audit.claims if j.verdict in faults for g in j.gaps}
    return of_claims | {o.code for o in audit.omissions if o.study and o.perhaps is None}


@pytest.mark.parametrize(("share", "is_wrong"), [(45, True), (20, False)])
def test_a_study_that_is_named_last_is_held_beside_what_was_told_of_it(
    auditor: Auditor, share: int, is_wrong: bool
) -> None:
    assert ("NUMBER_MISMATCH" in accused(auditor, _TOLD.format(share=share))) is is_wrong


def test_what_was_told_of_another_place_is_not_of_the_study_named_last(auditor: Auditor) -> None:
    text = _TOLD.format(share=45).replace("in China, in 91", "in Norway, in 70")
    assert "NUMBER_MISMATCH" not in accused(auditor, text)


@pytest.mark.parametrize(("team", "is_wrong"), [("Japanese", True), ("South Korean", False)])
def test_the_country_of_a_team_is_that_of_the_study(
    auditor: Auditor, team: str, is_wrong: bool
) -> None:
    text = (
        f"A {team} team set out to help. The 72 people they enrolled had cirrhosis from alcohol and were randomised into three "
        "groups: no cells, one injection of their own marrow stem cells into the liver artery, or two. The work was published "
        "in Hepatology in 2016.\n\nWith one injection the share of collagen had fallen from 19.5 to 14.5 per cent; with two, "
        "from 21.1 to 13.2."
    )
    assert ("CITATION_CONFLICT" in accused(auditor, text)) is is_wrong


@pytest.mark.parametrize(
    "told", ["did not mention that", "never disclosed that", "failed to mention that"]
)
def test_what_somebody_left_unsaid_did_happen(auditor: Auditor, told: str) -> None:
    text = (
        "NEPHSTROM gave twelve people with diabetic kidney disease ORBCEL-M and four placebo. The columnist "
        f"{told} two of the twelve died."
    )
    claims = auditor.audit(text_document(text, "a.txt")).claims
    assert all(j.verdict is not Verdict.CONTRADICTED for j in claims)


@pytest.mark.parametrize(
    "idiom",
    ["Naturally there is work to do.", "Nobody could put it better.", "That is how it works."],
)
def test_a_turn_of_phrase_is_no_benefit(auditor: Auditor, idiom: str) -> None:
    text = f"Gerdoni and colleagues gave mice with EAE marrow cells in 2007. {idiom}"
    claims = auditor.audit(text_document(text, "a.txt")).claims
    assert all(j.candidate.sentence != 1 for j in claims)


def test_shares_of_both_groups_claim_no_cure(auditor: Auditor) -> None:
    text = (
        "SEPCELL gave 42 people with severe bacterial pneumonia Cx611 and 41 placebo. "
        "Infection cured: 86.7 against 93.8."
    )
    claims = auditor.audit(text_document(text, "a.txt")).claims
    cures = [j.verdict for j in claims if j.candidate.name == "cures"]
    assert cures == []
