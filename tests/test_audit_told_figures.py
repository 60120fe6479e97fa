"""Figures that differ from those of the finding which answers a sentence never count as borne out; what was not compared is said so.

Expected figures are those of the records: dream-hf 4.6 % v 13.0 %, petrou-2020 58.6, 40.6 and 9.7 %, panes-2016 50 % v 34 %, ixcell-dcm
38 v 50 events.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from stroma.audit.judging.results import Verdict
from stroma.audit.readers.documents import text_document
from stroma.audit.report.page import report_html
from stroma.audit.report.serialize import audit_to_dict
from stroma.audit.report.summary import summary_lines

if TYPE_CHECKING:
    from stroma.audit.judging.results import Audit
    from stroma.audit.pipeline import Auditor

PERIN = "Perin's DREAM-HF trial of 2023 gave rexlemestrocel or a sham procedure to 565 people with heart failure."
PETROU = "Petrou and colleagues (2020) gave marrow cells to 48 people with progressive MS."
PANES = "Panes and colleagues (Lancet, 2016) treated 212 people with Crohn's fistulas."
IXCELL = "ixCELL-DCM was a trial in 126 people with heart failure."


def audited(auditor: Auditor, text: str) -> Audit:
    return auditor.audit(text_document(text, "a.txt"))


def codes(found: Audit) -> set[str]:
    return {g.code for j in found.claims for g in j.gaps} | {o.code for o in found.omissions}


@pytest.mark.parametrize(
    "text",
    [
        f"{PERIN} Heart attacks or strokes were rarer with the cells, 2.6 % versus 31 %.",
        f"{PERIN} There were fewer strokes and heart attacks in the treated, 1 per cent against 23 per cent.",
        f"{PERIN} A heart attack or stroke befell 9.6 per cent with cells and 43 per cent with the sham procedure.",
        f"{PETROU} After a year 77 per cent had no evidence of disease activity, against 1 per cent with sham.",
        f"{PANES} Combined remission was commoner with the cells, 71 % against 34 %.",
        f"{PETROU} Almost 90 per cent had no evidence of disease activity, against under 25 per cent with sham.",
    ],
)
def test_two_other_figures_than_those_held_are_a_mismatch(auditor: Auditor, text: str) -> None:
    found = audited(auditor, text)
    assert "NUMBER_MISMATCH" in codes(found)
    assert Verdict.SUPPORTED not in {j.verdict for j in found.claims}


@pytest.mark.parametrize(
    "text",
    [
        f"{PERIN} Heart attacks or strokes were rarer with the cells, 4.6 % versus 13 %.",
        f"{PERIN} Heart attacks or strokes were rarer with the cells, 5 % versus 13 %.",
        f"{PETROU} After a year nearly 60 per cent had no evidence of disease activity, against fewer than 10 per cent with sham.",
        f"{PETROU} After a year about 59 per cent had no evidence of disease activity, against around 10 per cent with sham.",
    ],
)
def test_the_figures_held_are_borne_out_exact_or_rounded(auditor: Auditor, text: str) -> None:
    found = audited(auditor, text)
    assert "NUMBER_MISMATCH" not in codes(found)
    (claim,) = found.claims
    assert claim.verdict is Verdict.SUPPORTED
    assert claim.uncompared == ()


def test_figures_in_the_paragraph_after_a_study_are_compared_too(auditor: Auditor) -> None:
    after = "There was one comfort: half as many heart attacks and strokes, {} per cent against {} per cent."
    wrong = audited(auditor, f"{PERIN}\n\n{after.format('2.1', '31')}")
    assert "NUMBER_MISMATCH" in codes(wrong)
    assert "NUMBER_MISMATCH" not in codes(
        audited(auditor, f"{PERIN}\n\n{after.format('4.6', '13')}")
    )


def test_figures_of_another_time_or_another_result_are_no_mismatch(auditor: Auditor) -> None:
    later = f"{PANES} At one year combined remission was seen in 56 per cent with the cells and 39 per cent with placebo."
    assert "NUMBER_MISMATCH" not in codes(audited(auditor, later))
    other = f"{PETROU} No evidence of disease activity was seen in 6.7 per cent against 41.9 per cent with sham."
    assert "NUMBER_MISMATCH" not in codes(audited(auditor, other))


def test_what_a_study_counted_together_is_read_as_one(auditor: Auditor) -> None:
    said = "It counted fewer deaths and hospital admissions together, 38 events versus 50."
    found = audited(auditor, f"{IXCELL} {said}")
    (claim,) = [j for j in found.claims if j.candidate.sentence == 1]
    assert auditor.lexicon.terms[claim.candidate.object].slug == "death-or-heart-failure"
    assert claim.verdict is Verdict.SUPPORTED
    wrong = audited(auditor, f"{IXCELL} {said.replace('38', '12')}")
    assert all(j.verdict is not Verdict.SUPPORTED for j in wrong.claims)


def test_figures_that_were_not_compared_are_named(auditor: Auditor) -> None:
    found = audited(auditor, f"{PERIN} With cells the pumping function rose by 7.7 points.")
    (claim,) = found.claims
    assert claim.uncompared == ("7.7",)
    lines = "\n".join(summary_lines(found, auditor.store))
    assert "figures not found in what is held of the study: 7.7" in lines
    assert "7.7" in report_html(found, auditor.store, dict(auditor.lexicon.terms)).split("Not checked:")[1][:99]  # fmt: skip
    assert audit_to_dict(found)["claims"][0]["figures_not_compared"] == ["7.7"]


def test_an_outcome_that_a_study_has_is_never_not_found_in_it(auditor: Auditor) -> None:
    said = "It counted fewer deaths and hospital admissions together, 12 events versus 50."
    lines = "\n".join(summary_lines(audited(auditor, f"{IXCELL} {said}"), auditor.store))
    assert "not compared with what this study has (Such events were fewer" in lines
    assert "not found in this study" not in lines
    away = "The cells made the patients sleep better."
    lines = "\n".join(summary_lines(audited(auditor, f"{IXCELL} {away}"), auditor.store))
    assert "what this study has" not in lines
