"""Whose each figure is; what a tick is of; which disease a body part goes with; what a denial of everybody is judged by.

Expected figures are those of the records: act-aki 15 v 12 days, petrou-2020 58.6 % by the spine and 40.6 % by the vein, juventas 19 v 13 %,
shi-2021-cirrhosis no difference in liver cancer; gupta-2016 alone calls cells in the knee safe, without counts.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from stroma.audit.judging.result_figures import numbers_of
from stroma.audit.judging.results import Verdict
from stroma.audit.judging.told_groups import bound
from stroma.audit.readers.documents import text_document
from stroma.audit.report.page import report_html
from stroma.audit.report.serialize import audit_to_dict
from stroma.audit.report.summary import summary_lines

if TYPE_CHECKING:
    from stroma.audit.judging.results import Audit
    from stroma.audit.pipeline import Auditor

ACT = "ACT-AKI gave AC607 or placebo to 156 people whose kidneys had failed after heart surgery."
PETROU = "Petrou and colleagues (2020) gave marrow cells to 48 people with progressive MS."
COLITIS = "MultiStem was given to people with ulcerative colitis."
CIRRHOSIS = "Umbilical cord stem cells were given to 219 people with cirrhosis from hepatitis B."


def audited(auditor: Auditor, text: str) -> Audit:
    return auditor.audit(text_document(text, "a.txt"))


def verdicts(found: Audit) -> list[Verdict]:
    return [j.verdict for j in found.claims]


@pytest.mark.parametrize(
    ("words", "groups"),
    [
        ("12 days in the cell group and 15 days in the placebo group", ["the cells", "the comparison group"]),
        ("Of those on placebo, 19 % died; with the cells it was 13 %", ["the comparison group", "the cells"]),
        ("highest with the drip, at 58.6%, against 40.6% with spinal injection and 9.7% with sham", ["the vein", "the spinal route", "the comparison group"]),
        ("lower with cells, at 11.8% against 16.7%", ["the cells", "the comparison group"]),
        ("ahead of placebo, by 16.9 points against 14.6", []),
        ("10 v 12, later 16 v 24 (cells v controls)", []),
    ],
)  # fmt: skip
def test_a_figure_is_of_the_group_named_beside_it(words: str, groups: list[str]) -> None:
    assert [t.group for t in bound(words, numbers_of(words))] == groups


@pytest.mark.parametrize(
    ("text", "is_swapped"),
    [
        (f"{ACT} Kidney function recovered after 12 days in the cell group and 15 days in the placebo group.", True),
        (f"{ACT} Kidney function recovered after 15 days in the cell group and 12 days in the placebo group.", False),
        (f"{PETROU} At a year 58.6% were free of activity with the drip, 40.6% with the spinal injection and 9.7% with sham.", True),
        (f"{PETROU} At a year 58.6% were free of activity with the spinal injection, 40.6% with the drip and 9.7% with sham.", False),
    ],
)  # fmt: skip
def test_groups_and_routes_the_wrong_way_round_are_held_alone(
    auditor: Auditor, text: str, is_swapped: bool
) -> None:
    found = audited(auditor, text)
    mismatch = [o for o in found.omissions if o.code == "NUMBER_MISMATCH" and o.stands_alone]
    assert bool(mismatch) is is_swapped
    if is_swapped:
        assert Verdict.SUPPORTED not in verdicts(found)


def test_safe_and_nobody_harmed_in_any_trial_are_two_claims(auditor: Auditor) -> None:
    """TREASURE and MASTERS saw more deaths with MultiStem than with placebo, in stroke."""
    found = audited(auditor, f"{COLITIS} It was safe, and nobody was harmed in any of the trials.")
    assert verdicts(found) == [Verdict.SUPPORTED, Verdict.CONTRADICTED]
    alone = audited(auditor, f"{COLITIS} Not a single patient came to harm in any of the studies.")
    assert verdicts(alone) == [Verdict.CONTRADICTED]


@pytest.mark.parametrize(
    ("text", "part"),
    [
        (f"{COLITIS} It was safe, and the doctors stopped the bleeding of the bowel for good.", "and the doctors stopped the bleeding of the bowel for good"),
        (f"{COLITIS} It was safe and well tolerated.", None),
    ],
)  # fmt: skip
def test_a_tick_says_of_which_part_it_is_not(auditor: Auditor, text: str, part: str | None) -> None:
    found = audited(auditor, text)
    (claim,) = audit_to_dict(found)["claims"]
    assert claim["verdict"] == "supported"
    told = [text[p["start"] : p["end"]] for p in claim["parts_not_read"]]
    assert told == ([part] if part else [])
    for shown in (
        "\n".join(summary_lines(found, auditor.store)),
        report_html(found, auditor.store, dict(auditor.lexicon.terms)),
    ):
        assert ("not read: “" in shown) is bool(part)


def test_one_study_that_says_safe_without_counts_gives_no_tick(auditor: Auditor) -> None:
    found = audited(auditor, "Stem cells into the knee are safe.")
    assert verdicts(found) == [Verdict.NO_EVIDENCE]
    shown = "\n".join(summary_lines(found, auditor.store))
    assert "too little is entered: one study alone calls it so" in shown
    assert verdicts(audited(auditor, "Stem cells are safe in heart failure.")) == [
        Verdict.SUPPORTED
    ]


@pytest.mark.parametrize(
    ("text", "disease"),
    [
        ("Chronic low back pain is common. Stem cells regrow knee cartilage.", "knee-osteoarthritis"),
        ("Chronic low back pain is common. Stem cells improve pain.", "disc-degeneration"),
        ("Knee osteoarthritis is common. Stem cells improve the pumping of the heart.", "heart-disease"),
    ],
)  # fmt: skip
def test_a_body_part_carries_no_disease_of_another(
    auditor: Auditor, text: str, disease: str
) -> None:
    (judged,) = audited(auditor, text).claims
    condition = judged.candidate.condition
    assert condition is not None
    assert auditor.lexicon.terms[condition].slug == disease


def test_another_goal_that_was_missed_is_held_alone(auditor: Auditor) -> None:
    told = "The trial also achieved its other main goal, with patients more likely to live free of liver cancer."
    (judged,) = audited(auditor, f"{CIRRHOSIS} {told}").claims
    assert judged.verdict is Verdict.CONTRADICTED
    assert judged.candidate.cues[-1].kind == "endpoint-met"


def test_a_withdrawn_product_that_remains_on_the_market_is_contradicted(auditor: Auditor) -> None:
    text = "Alofisel treats fistulas in Crohn's disease. The European Commission granted authorisation in 2018 and it remains available to new patients."
    assert verdicts(audited(auditor, text))[-1] is Verdict.CONTRADICTED


def test_placebo_told_of_an_open_trial_is_another_design(auditor: Auditor) -> None:
    """tan-2012 compared the cells with an antibody, and everybody knew."""
    text = "Tan and colleagues (JAMA, 2012) gave cells at kidney transplantation to 159 people. Rejection occurred in 7.5% with cells and 21.6% on placebo."
    assert "DESIGN_MISMATCH" in {o.code for o in audited(auditor, text).omissions}


def test_no_disappointing_result_is_no_null_result(auditor: Auditor) -> None:
    text = "Schiess gave marrow cells to 45 people with Parkinson's disease in 2025. There were no disappointing results in any of the groups."
    assert audited(auditor, text).claims == []


def test_what_follows_a_semicolon_turns_nothing_down(auditor: Auditor) -> None:
    text = "MultiStem was given in ulcerative colitis: nobody was hurt; it has not been shown to help the bowel."
    assert [j.candidate.polarity.value for j in audited(auditor, text).claims if j.candidate.name == "safeIn"] == ["affirms"]  # fmt: skip


def test_nobody_who_lost_sight_is_answered_by_who_did(auditor: Auditor) -> None:
    """kuriyan-2017: three people lost most of their sight."""
    text = (
        "Stem cells for macular degeneration: no patient has ever lost sight after this injection."
    )
    assert verdicts(audited(auditor, text)) == [Verdict.CONTRADICTED]


def test_a_negation_that_opens_a_clause_turns_safe(auditor: Auditor) -> None:
    (judged,) = audited(auditor, "Not every stem cell product is completely safe in MS.").claims
    assert judged.candidate.polarity.value == "denies"


def test_a_null_result_that_the_text_tells_of_its_product_is_not_left_out(auditor: Auditor) -> None:
    text = (
        "Remestemcel-L helps children with acute GVHD. In adults with acute GVHD it did not work."
    )
    assert Verdict.LEAVES_OUT not in verdicts(audited(auditor, text))
