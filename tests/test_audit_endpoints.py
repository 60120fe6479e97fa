"""Endpoints that were met or missed, and figures of both groups; held figures from the fact sheets of the studies named."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from stroma.audit.judging.results import Verdict
from stroma.audit.readers.documents import text_document
from stroma.model import Polarity

if TYPE_CHECKING:
    from stroma.audit.judging.results import Audit
    from stroma.audit.pipeline import Auditor


def audited(auditor: Auditor, text: str) -> Audit:
    return auditor.audit(text_document(text, "a.txt"))


def codes(audit: Audit) -> set[str]:
    return {o.code for o in audit.omissions} | {g.code for j in audit.claims for g in j.gaps}


@pytest.mark.parametrize(
    "text",
    [
        "TREASURE missed its primary outcome.",
        "ALSUMMIT did not reach its co-primary endpoints.",
        "The MESEMS study fell short of its main goal.",
        "NurOwn has not met its primary efficacy endpoint in ALS, as Cudkowicz (2022) reported.",
        "The main endpoint of TREASURE was missed.",
        "In ALSUMMIT, both primary endpoints were not met.",
        "The ADMIRE-CD II study was unable to meet its key objective.",
        "The ALSUMMIT trial of 115 people has failed.",
    ],
)
def test_a_missed_endpoint_is_a_claim_of_no_effect(auditor: Auditor, text: str) -> None:
    audit = audited(auditor, text)
    (judged,) = audit.claims
    assert judged.candidate.polarity is Polarity.DENIES
    assert judged.verdict is Verdict.SUPPORTED
    assert "OMIT_PRIMARY" not in codes(audit)


def test_a_met_endpoint_is_still_a_benefit(auditor: Auditor) -> None:
    (judged,) = audited(auditor, "ADMIRE-CD achieved its primary endpoint.").claims
    assert judged.candidate.polarity is Polarity.AFFIRMS


def test_drugs_that_failed_before_are_no_failed_trial(auditor: Auditor) -> None:
    audit = audited(auditor, "The trial gave MSCs to people with MS after two drugs had failed.")
    assert audit.claims == []


@pytest.mark.parametrize(
    "text",
    [
        "Remission was attained by 48.8 % of patients with darvadstrocel versus 46.3 % with placebo in ADMIRE-CD II.",
        "Cudkowicz (2022) gave NurOwn in ALS: 33% of patients responded, against 28% on placebo.",
        "In the TREASURE trial of MultiStem in stroke, 9.8 % of people on placebo and 11.5 % of those on cells improved.",
    ],
)
def test_figures_of_both_groups_as_held_are_no_claim_of_benefit(
    auditor: Auditor, text: str
) -> None:
    (judged,) = audited(auditor, text).claims
    assert judged.candidate.figures is not None
    assert (
        judged.verdict is Verdict.TO_CHECK
    )  # told by its figures; asked whether it says that they did not differ
    assert judged.supporting
    assert all(g.is_question for g in judged.gaps)
    assert not {"POLARITY", "NUMBER_MISMATCH"} & codes(audited(auditor, text))


def test_figures_beside_the_missed_endpoint_leave_nothing_out(auditor: Auditor) -> None:
    text = "ADMIRE-CD II fell short of its primary endpoint: remission was reached by 48.8 % on darvadstrocel against 46.3 % on placebo."
    audit = audited(auditor, text)
    assert {j.verdict for j in audit.claims} == {Verdict.SUPPORTED}
    assert "OMIT_PRIMARY" not in codes(audit)


def test_another_figure_than_the_held_one_is_said(auditor: Auditor) -> None:
    text = (
        "Cudkowicz (2022) gave NurOwn in ALS: 53 % of patients responded, against 28 % on placebo."
    )
    (judged,) = audited(auditor, text).claims
    assert judged.verdict is Verdict.CONTRADICTED
    assert "NUMBER_MISMATCH" in codes(audited(auditor, text))


def test_figures_with_a_word_that_compares_are_a_claim(auditor: Auditor) -> None:
    text = (
        "Cudkowicz (2022) gave NurOwn in ALS: more people responded, 33 % against 28 % on placebo."
    )
    (judged,) = audited(auditor, text).claims
    assert judged.candidate.figures is None
    assert judged.verdict is Verdict.TO_CHECK  # its figures stand beside it
    proof = text.replace("more people responded", "significantly more people responded")
    (judged,) = audited(auditor, proof).claims
    assert judged.verdict is Verdict.CONTRADICTED


def test_a_product_before_the_word_group_is_no_author(auditor: Auditor) -> None:
    audit = audited(auditor, "In TREASURE the MultiStem group recovered as placebo did in stroke.")
    assert "CITATION_CONFLICT" not in codes(audit)


@pytest.mark.parametrize(
    "text",
    [
        "In ALSUMMIT the endpoints had not been met.",
        "Remestemcel-L, tested in 260 patients, has failed in acute GVHD.",
        "MultiStem failed in ischaemic stroke.",
    ],
)
def test_a_product_that_failed_and_an_endpoint_not_met_deny_a_benefit(
    auditor: Auditor, text: str
) -> None:
    (judged,) = audited(auditor, text).claims
    assert judged.candidate.polarity is Polarity.DENIES
    assert judged.verdict is Verdict.SUPPORTED


@pytest.mark.parametrize(
    "text",
    [
        "ALSUMMIT met none of its primary endpoints.",
        "Neither of the endpoints of ALSUMMIT was reached.",
        "MESEMS was unsuccessful.",
    ],
)
def test_none_of_the_endpoints_and_an_unsuccessful_trial_deny_a_benefit(
    auditor: Auditor, text: str
) -> None:
    (judged,) = audited(auditor, text).claims
    assert judged.candidate.polarity is Polarity.DENIES


def test_figures_without_a_verb_of_effect_are_read_too(auditor: Auditor) -> None:
    text = "Cudkowicz (2022) gave NurOwn in ALS: the rate was 33 % with cells versus 28 % with placebo."
    (judged,) = audited(auditor, text).claims
    assert judged.candidate.figures == ("33", "28")


def test_harms_in_both_groups_are_no_figures_of_a_benefit(auditor: Auditor) -> None:
    text = (
        "Cudkowicz (2022) gave NurOwn in ALS: headache was noted in 33 % against 28 % on placebo."
    )
    (judged,) = audited(auditor, text).claims
    assert judged.candidate.name == "causesAdverseEvent"
    assert judged.candidate.figures is None


@pytest.mark.parametrize(
    "text",
    [
        "Remestemcel-L did not lower deaths in people on a ventilator with COVID-19 ARDS (NCT04371393).",
        "42 of 112 people died with remestemcel-L and 47 of 110 with a sham infusion in COVID-19 ARDS (NCT04371393).",
    ],
)
def test_a_missed_endpoint_is_told_by_its_denial_or_its_own_figures(
    auditor: Auditor, text: str
) -> None:
    assert "OMIT_PRIMARY" not in codes(audited(auditor, text))


@pytest.mark.parametrize(
    ("text", "is_wrong"),
    [
        ("In DREAM-HF 565 patients were treated with rexlemestrocel-L for heart failure.", True),
        ("In DREAM-HF 565 patients with heart failure were treated with rexlemestrocel-L or a sham.", False),
        ("In DREAM-HF 261 of 565 patients were treated with rexlemestrocel-L for heart failure.", False),
        ("In DREAM-HF, 565 people with chronic heart failure received rexlemestrocel-L.", True),
        ("In DREAM-HF 565 patients with heart failure took part.", False),
        ("In DREAM-HF 565 patients with heart failure took part, and 261 received rexlemestrocel-L.", False),
    ],
)  # fmt: skip
def test_both_groups_told_as_treated_are_another_number(
    auditor: Auditor, text: str, is_wrong: bool
) -> None:
    omissions = audited(auditor, text).omissions
    assert any("565 got the cells" in o.reason for o in omissions) == is_wrong


@pytest.mark.parametrize(
    ("text", "polarity"),
    [
        ("The trial did not achieve what it set out to show.", Polarity.DENIES),
        ("The trial fell short of what it had set out to do.", Polarity.DENIES),
        ("So the trial did what it had set out to do.", Polarity.AFFIRMS),
    ],
)
def test_what_a_trial_set_out_to_show_is_its_endpoint(
    auditor: Auditor, text: str, polarity: Polarity
) -> None:
    (judged,) = audited(auditor, f"TREASURE gave MultiStem in stroke. {text}").claims
    assert judged.candidate.polarity is polarity
    assert (judged.verdict is Verdict.SUPPORTED) is (polarity is Polarity.DENIES)


def test_several_trials_that_missed_what_they_set_out_to_show_are_each_read(
    auditor: Auditor,
) -> None:
    claims = audited(auditor, "CHART-1 and DREAM-HF missed what they had set out to show.").claims
    assert {(j.study or "").rsplit("/", 1)[-1] for j in claims} == {"chart-1", "dream-hf"}


ZANG = "Zang (2022) gave umbilical-cord MSCs or placebo to 91 people with type 2 diabetes. "


@pytest.mark.parametrize(
    ("text", "is_wrong"),
    [
        # held: 20% v 4.55%
        ("45 per cent with cells had managed it, compared with fewer than five per cent on placebo.", True),
        ("Twenty per cent with cells had managed it, compared with fewer than five per cent on placebo.", False),
        ("20 per cent with cells had managed it, compared with fewer than ten per cent on placebo.", False),
    ],
)  # fmt: skip
def test_a_share_beside_a_bound_is_laid_beside_the_figures_held(
    auditor: Auditor, text: str, is_wrong: bool
) -> None:
    assert ("NUMBER_MISMATCH" in codes(audited(auditor, ZANG + text))) is is_wrong


OH = "Oh (2016) put marrow cells into the cords of sixteen people with injured necks. "


@pytest.mark.parametrize(("told", "is_asked"), [("twelve", True), ("two", False)])
def test_more_people_who_gained_than_were_counted_are_asked_about(
    auditor: Auditor, told: str, is_asked: bool
) -> None:
    """oh-2016-sci: two of sixteen gained strength."""
    text = f"{OH}It was sixteen patients and {told} of them got movement back."
    found = [o for o in audited(auditor, text).omissions if o.code == "NUMBER_MISMATCH"]
    assert [o.perhaps for o in found] == ([1] if is_asked else [])


def test_the_same_count_of_both_groups_tells_a_missed_endpoint(auditor: Auditor) -> None:
    """bmac-osteonecrosis: 15 of 23 hips were replaced in each group."""
    before = (
        "In a trial of 38 people with osteonecrosis of the hip, marrow concentrate was put into the bone of half of them. "
        "After 24 months fifteen of twenty-three hips had been replaced in the first group. "
    )
    told = audited(auditor, before + "In the second? Fifteen of twenty-three.")
    silent = audited(auditor, before + "The rest were still in use.")
    assert any(x.proposed for x in told.mentions)
    assert "OMIT_PRIMARY" not in {o.code for o in told.omissions}
    assert "OMIT_PRIMARY" in {o.code for o in silent.omissions}


def test_a_gain_within_a_group_told_as_a_win_leaves_out_the_other_dose(auditor: Auditor) -> None:
    """tompkins-2017: walked farther with 100 million cells, not with 200 million."""
    text = "CRATUS gave donor MSCs or placebo to thirty frail people. Those with cells covered significantly more ground than those with placebo."
    (judged,) = audited(auditor, text).claims
    assert (judged.verdict, judged.gaps[0].code) == (Verdict.LEAVES_OUT, "OMIT_PRIMARY")


def test_a_likeness_of_doses_is_no_missed_result(auditor: Auditor) -> None:
    text = "CRATUS gave donor MSCs or placebo to thirty frail people. Whichever dose you choose, the gain is the same."
    assert not audited(auditor, text).claims
