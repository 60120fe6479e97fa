"""A harm is told of the group that it was seen in: what happened on placebo is none of the cells, and "as many" is no harm of theirs."""

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


@pytest.mark.parametrize(
    "text",
    [
        "More people died on placebo than on NurOwn in ALS.",
        "In ALS, placebo patients died more often than those on NurOwn.",
        "Death was twice as frequent on placebo as on NurOwn in ALS.",
        "Ten deaths occurred on placebo and five on NurOwn in ALS.",
        "Deaths were more frequent with placebo than with MultiStem after stroke.",
        "Headache was more common with placebo than with mesenchymal stem cells in multiple sclerosis.",
    ],
)
def test_more_on_placebo_claims_fewer_with_the_cells(auditor: Auditor, text: str) -> None:
    (claim,) = claims(auditor, text)
    assert claim.candidate.name in ("improves", "prevents")
    assert claim.candidate.polarity is Polarity.AFFIRMS
    assert claim.verdict is Verdict.OVERSTATED


@pytest.mark.parametrize(
    "text",
    [
        "In ALS, as many people died on placebo as on NurOwn.",
        "Deaths were just as common in the placebo group as with NurOwn in ALS.",
        "NurOwn caused no excess of deaths in ALS.",
    ],
)
def test_as_many_is_no_harm_and_an_excess_that_is_held_speaks_against_it(
    auditor: Auditor, text: str
) -> None:
    (claim,) = claims(auditor, text)
    assert claim.candidate.polarity is Polarity.DENIES
    assert claim.verdict is Verdict.CONTRADICTED
    assert "somewhat more deaths" in claim.gaps[0].reason


@pytest.mark.parametrize(
    "text",
    [
        "Arachnoiditis was seen with placebo, not with NurOwn, in multiple sclerosis.",
        "The only infusion reaction with NurOwn in ALS was not with the cells: it happened in somebody on placebo.",
        "NurOwn does not shorten survival in ALS.",
        "NurOwn did not reduce survival in ALS.",
    ],
)
def test_what_happened_to_others_or_is_spared_is_no_claim(auditor: Auditor, text: str) -> None:
    affirmed = [c for c in claims(auditor, text) if c.candidate.polarity is Polarity.AFFIRMS]
    assert affirmed == []


@pytest.mark.parametrize(
    "text",
    [
        "Deaths were more frequent with NurOwn than with placebo in ALS.",
        "Deaths were twice as frequent with NurOwn as with placebo in ALS.",
        "Thirteen died with MultiStem after stroke and ten on placebo.",
        "Side effects of NurOwn in ALS were twice as common as with placebo.",
    ],
)
def test_more_with_the_cells_is_their_harm(auditor: Auditor, text: str) -> None:
    (claim,) = claims(auditor, text)
    assert claim.candidate.name == "causesAdverseEvent"
    assert claim.candidate.polarity is Polarity.AFFIRMS


def test_as_safe_as_placebo_is_no_word_on_benefit(auditor: Auditor) -> None:
    text = "Mesenchymal stem cells are as safe as placebo in stroke."
    assert not [c for c in claims(auditor, text) if c.candidate.name == "ameliorates"]


def test_a_benefit_told_outright_beside_its_missed_trial_is_to_check(auditor: Auditor) -> None:
    text = "Darvadstrocel heals fistulas in Crohn disease. A trial of 568 patients missed its primary endpoint."
    first, second = claims(auditor, text)
    assert first.verdict is Verdict.TO_CHECK
    assert second.verdict is Verdict.SUPPORTED
    assert second.study is not None  # the size, with the product and disease told before, finds it
    assert second.study.endswith("admire-cd-ii")


@pytest.mark.parametrize(
    "text",
    [
        "Adipose stem cells work better than bone-marrow stem cells in knee osteoarthritis.",
        "Mesenchymal stem cells work better than ocrelizumab in multiple sclerosis.",
    ],
)
def test_better_than_another_treatment_is_answered_by_comparisons_alone(
    auditor: Auditor, text: str
) -> None:
    (claim,) = claims(auditor, text)
    assert claim.verdict is Verdict.NO_EVIDENCE


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("NurOwn for ALS.\n\nNo serious side effects were seen.", 1),
        ("NurOwn is given for ALS. It is not a cure, but compared with riluzole it works better.", 1),
    ],
)  # fmt: skip
def test_what_was_not_read_is_listed(auditor: Auditor, text: str, sentence: int) -> None:
    found = auditor.audit(text_document(text))
    assert sentence in [u.sentence for u in found.unjudged]
