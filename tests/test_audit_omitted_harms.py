"""Which harms does an article leave out? Those of its study and its product; none that the comparison group had as often."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from stroma.audit.judging.equal_harms import is_left_out_fairly
from stroma.audit.readers.documents import text_document
from stroma.model import Comparator, Direction
from stroma.vocabulary import to_iri

if TYPE_CHECKING:
    from stroma.audit.pipeline import Auditor


def omitted(auditor: Auditor, text: str) -> list[str]:
    """The findings of harms that an audit lists as left out."""
    found = auditor.audit(text_document(text)).omissions
    return [str(o.finding).rsplit("/", 1)[-1] for o in found if o.code == "OMIT_HARM"]


@pytest.mark.parametrize(
    ("text", "findings"),
    [
        # panes-2018: 76.7 % against 72.5 % on placebo.
        ("Panes (2018) gave darvadstrocel to 212 people with Crohn's fistulas. Fistulas closed more often than on placebo.", []),
        # masters-ph2: serious events 22 of 65 against 24 of 61, deaths 5 against 9.
        ("MASTERS gave MultiStem to 129 people with stroke. It missed its primary endpoint.", []),
        # fernandez-2018: one urinary infection, called unrelated.
        ("Fernandez (2018) gave adipose MSCs to 34 people with secondary progressive MS. EDSS did not improve.", []),
        # houkin-2024: deaths 13 of 104 against 10 of 102.
        ("TREASURE gave MultiStem to 206 people with stroke. It missed its primary endpoint.", ["houkin-2024-f3"]),
        # cudkowicz-2022: somewhat more deaths, without numbers.
        ("Cudkowicz (2022) gave NurOwn to 196 people with ALS. It missed its primary endpoint.", ["cudkowicz-2022-f4-a"]),
    ],
)  # fmt: skip
def test_a_harm_as_frequent_in_the_comparison_group_is_not_left_out(
    auditor: Auditor, text: str, findings: list[str]
) -> None:
    assert omitted(auditor, text) == findings


@pytest.mark.parametrize(
    ("harm", "counts", "value", "is_fair"),
    [
        ("term:infection", (11, 100, 10, 100), None, True),  # 1.1 times is the limit
        ("term:infection", (12, 100, 10, 100), None, False),
        ("term:death", (11, 100, 10, 100), None, False),  # of deaths any excess
        ("term:death", (10, 100, 10, 100), None, True),
        ("term:infection", (0, None, None, None), "40% vs 38%", True),
        ("term:infection", (3, None, None, None), "3, none treatment-related", True),
        ("term:treatment-related-death", (1, None, None, None), "1, called unrelated", False),
        ("term:tumour-formation", (1, None, None, None), "1, called unrelated", False),
        ("term:infection", (3, 100, None, None), None, False),  # the other group is not known
    ],
)
def test_what_is_as_frequent_and_what_is_grave(
    auditor: Auditor,
    harm: str,
    counts: tuple[int | None, ...],
    value: str | None,
    is_fair: bool,
) -> None:
    held = auditor.store.findings[to_iri("finding:houkin-2024-f3")]
    n, at_risk, n_control, at_risk_control = counts
    f = replace(
        held, object=to_iri(harm), value=value, comparator=Comparator.PLACEBO, n_events=n,
        n_at_risk=at_risk, n_events_control=n_control, n_at_risk_control=at_risk_control,
    )  # fmt: skip
    assert is_left_out_fairly(f, auditor.store) is is_fair
    assert not is_left_out_fairly(replace(f, direction=Direction.SUPPORTS), auditor.store)


@pytest.mark.parametrize(
    "text",
    [
        "MultiStem was given to people with stroke. Aspirin is safe after a stroke.",
        "NurOwn was given to people with ALS. A feeding tube is safe and prolongs survival.",
        "NurOwn was given to people with ALS. Breathing support prolonged survival.",
        "Stem cells are offered for multiple sclerosis. Swimming reduces fatigue.",
        "Darvadstrocel was given in Crohn's disease. Setons are well tolerated and have no side effects.",
        "NurOwn is being tested in ALS.\n\nPhysiotherapy is safe. It has no side effects.",
        "NurOwn is being tested in ALS.\n\nRehabilitation comes next. It has no side effects.",
        # two products of two makers: "the treatment" may be either
        "NurOwn was tested in ALS.\n\nRemestemcel-L is given in acute GVHD.\n\nThe treatment is safe.",
    ],
)  # fmt: skip
def test_what_is_said_of_something_else_is_not_judged_as_said_of_the_cells(
    auditor: Auditor, text: str
) -> None:
    assert auditor.audit(text_document(text)).claims == []


@pytest.mark.parametrize(
    "text",
    [
        "NurOwn is being tested in ALS.\n\nThe treatment is safe. It has no side effects.",
        "NurOwn is being tested in ALS. It is safe.",
        "NurOwn was given to people with ALS. Fevers were common.",
        "NurOwn was given to people with ALS. Seven of the patients lived longer.",
    ],
)
def test_what_is_said_of_the_treatment_before_is_still_judged(auditor: Auditor, text: str) -> None:
    claims = auditor.audit(text_document(text)).claims
    assert {j.candidate.subject for j in claims} == {to_iri("term:msc-ntf")}


def test_a_dose_that_did_worse_than_placebo_is_left_out(auditor: Auditor) -> None:
    """schiess-2025: three infusions edged placebo, two did worse."""
    text = "Schiess (2025) gave donor marrow cells to 45 people with Parkinson's disease. "
    told = text + "Two infusions, oddly, did worse."
    assert omitted(auditor, text + "All moved better.") == ["schiess-2025-f2"]
    assert omitted(auditor, told) == []


@pytest.mark.parametrize(
    ("whom", "verdict"),
    [
        ("adults and children", "overstated"),
        ("children", "supported"),
        ("children, but not for adults", "supported"),
    ],
)
def test_an_approval_for_children_is_none_for_adults_too(
    auditor: Auditor, whom: str, verdict: str
) -> None:
    text = f"The FDA approved remestemcel-L for steroid-refractory acute GVHD in {whom}."
    (judged,) = auditor.audit(text_document(text)).claims
    assert judged.verdict.value == verdict


@pytest.mark.parametrize(
    ("told", "findings"),
    [
        ("And two infusions? Those did far worse than placebo, with a gain of not quite four.", []),
        ("And two infusions? Those were not used.", ["schiess-2025-f2"]),
    ],
)
def test_a_question_tells_with_its_answer(auditor: Auditor, told: str, findings: list[str]) -> None:
    text = f"Schiess (2025) gave donor marrow MSCs or placebo to 45 people with Parkinson's disease. Three infusions did better. {told}"
    assert omitted(auditor, text) == findings


def test_as_many_harms_in_both_groups_are_told_of_harms_in_general(auditor: Auditor) -> None:
    before = "Weiss (2013) gave donor marrow cells or placebo to 62 people with COPD. "
    told = "Unwanted events were as common in one group as in the other, and none of the deaths or serious events was blamed on the cells."
    assert omitted(auditor, before) == ["weiss-2013-f4"]
    assert omitted(auditor, before + told) == []


def test_nothing_worrying_denies_a_harm_and_is_not_turned_by_a_conclusion(auditor: Auditor) -> None:
    """barnhoorn-2019: two malignancies among thirteen people."""
    text = "Barnhoorn (2019) followed 13 people with Crohn's fistulas who had marrow cells. Nothing worrying like cancer turned up, so the old worry can be put to rest."
    judged = auditor.audit(text_document(text)).claims[-1]
    assert (judged.candidate.polarity.value, judged.verdict.value) == ("denies", "contradicted")


def test_a_link_between_sentences_moves_no_harm(auditor: Auditor) -> None:
    """rash-2025: serious events in three of 37 with cells."""
    text = "In CLEAR MIND 50 people with Alzheimer's had laromestrocel or a dummy. Even better, not one person given the cells had a serious side effect."
    judged = auditor.audit(text_document(text)).claims[-1]
    assert (judged.candidate.polarity.value, judged.verdict.value) == ("denies", "contradicted")
