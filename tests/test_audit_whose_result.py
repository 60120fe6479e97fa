"""Whose result does a sentence tell: that of the treated, of the comparison group, of whom the study took, or of nobody?"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from stroma.audit.judging.results import Verdict
from stroma.audit.readers.documents import text_document
from stroma.model import Polarity

if TYPE_CHECKING:
    from stroma.audit.judging.results import Judged
    from stroma.audit.pipeline import Auditor


def claims(auditor: Auditor, text: str) -> list[Judged]:
    return list(auditor.audit(text_document(text)).claims)


@pytest.mark.parametrize("few", ["hardly any", "scarcely any", "almost none", "none"])
@pytest.mark.parametrize("others", ["those on placebo", "the others"])
def test_hardly_any_of_the_others_denies_nothing_of_the_cells(
    auditor: Auditor, few: str, others: str
) -> None:
    text = f"NurOwn helped a third of patients with ALS, and {few} of {others}."
    (helped,) = claims(auditor, text)
    assert (helped.candidate.polarity, helped.verdict) == (Polarity.AFFIRMS, Verdict.CONTRADICTED)


def test_hardly_any_of_the_treated_is_a_denial(auditor: Auditor) -> None:
    (none,) = claims(auditor, "NurOwn helped hardly any of the patients with ALS.")
    assert none.candidate.polarity is Polarity.DENIES


@pytest.mark.parametrize(
    "text",
    [
        "Patients with COPD and reduced lung function were given remestemcel-L.",
        "MSC were given to people with heart failure with reduced ejection fraction.",
        "MSC were given to patients with increased disability in multiple sclerosis.",
    ],
)
def test_whom_a_study_took_is_no_effect(auditor: Auditor, text: str) -> None:
    assert claims(auditor, text) == []


@pytest.mark.parametrize(
    "text",
    [
        "MSC were associated with reduced disability in multiple sclerosis.",
        "MSC led to reduced disability in multiple sclerosis.",
    ],
)
def test_a_reduction_that_is_tied_to_the_cells_is_an_effect(auditor: Auditor, text: str) -> None:
    assert [j.candidate.polarity for j in claims(auditor, text)] == [Polarity.AFFIRMS]


@pytest.mark.parametrize(
    "text",
    [
        "No patient lost the ability to walk after bone-marrow MSC in multiple sclerosis.",
        "No patient has ever lost vision after adipose MSC in retinitis pigmentosa.",
    ],
)
def test_what_nobody_lost_is_no_gain(auditor: Auditor, text: str) -> None:
    assert claims(auditor, text) == []


def test_a_cure_is_contradicted_by_what_contradicts_a_benefit(auditor: Auditor) -> None:
    (cure,) = claims(auditor, "NurOwn cures ALS.")
    (slows,) = claims(auditor, "NurOwn slows ALS.")
    assert cure.verdict is slows.verdict is Verdict.CONTRADICTED
    assert cure.opposing == slows.opposing
    assert {"POLARITY", "STRENGTH_UP"} <= {g.code for g in cure.gaps}
    (helped,) = claims(auditor, "Cord MSC cure cerebral palsy.")
    assert (helped.verdict, helped.supporting) == (Verdict.OVERSTATED, ())
    assert helped.beside


def test_a_fragment_rules_out_as_much_as_a_sentence(auditor: Auditor) -> None:
    rest = "of tumours with umbilical-cord MSC in multiple sclerosis."
    for text in (f"Zero risk {rest}", f"There is zero risk {rest}"):
        (denied,) = claims(auditor, text)
        assert denied.verdict is Verdict.OVERSTATED, text


def test_mild_side_effects_are_laid_beside_graver_ones(auditor: Auditor) -> None:
    (mild,) = claims(auditor, "Side effects of NurOwn in ALS were mild.")
    assert mild.verdict is Verdict.LEAVES_OUT
    assert [g.reason.startswith("called mild") for g in mild.gaps if g.code == "OMIT_HARM"] == [
        True
    ]
    both = claims(
        auditor,
        "Side effects of NurOwn in ALS were mild. But somewhat more people died with NurOwn than with placebo in ALS.",
    )
    assert not [g for j in both for g in j.gaps if g.reason.startswith("called mild")]


def test_no_death_beside_mild_side_effects_denies_no_side_effects(auditor: Auditor) -> None:
    text = (
        "NurOwn was given in ALS. Side effects of NurOwn were mild and no one died because of it."
    )
    denied = {
        j.candidate.object.rsplit("/", 1)[-1]
        for j in claims(auditor, text)
        if j.candidate.polarity is Polarity.DENIES
    }
    assert denied == {"death"}


def test_a_study_that_it_may_be_is_asked_about(auditor: Auditor) -> None:
    text = "researchers treated patients with spinal cord injury with adipose stem cells. There were no side effects."
    for named in (f"Mayo Clinic {text}", text.capitalize()):
        (denied,) = claims(auditor, named)
        assert (denied.verdict, bool(denied.opposing)) == (Verdict.TO_CHECK, True)


def test_a_brand_is_meant_after_its_description(auditor: Auditor) -> None:
    text = "NurOwn takes stem cells from a patient's own bone marrow. It slows ALS."
    assert {j.candidate.subject.rsplit("/", 1)[-1] for j in claims(auditor, text)} == {"msc-ntf"}


def test_a_part_told_as_one_is_no_contradiction(auditor: Auditor) -> None:
    text = "Kebriaei (2019) gave remestemcel-L or placebo to 260 people with steroid-refractory acute GVHD. {} at high risk did better."
    (part,) = claims(auditor, text.format("Patients"))
    assert part.verdict in (Verdict.LEAVES_OUT, Verdict.TO_CHECK)


def test_groups_alike_below_a_heading_on_safety_deny_no_benefit(auditor: Auditor) -> None:
    text = "Darvadstrocel (ADMIRE-CD, 2016) was given to 212 people with Crohn's fistulas.\n\n{}\n\nThe two groups looked alike."
    assert claims(auditor, text.format("Was it safe?")) == []
    assert claims(auditor, text.format("Did it work?"))
