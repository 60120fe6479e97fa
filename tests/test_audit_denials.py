"""Denials that no list of phrases holds, and assertions that only look like one; labelled by hand."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from stroma.audit import open_auditor
from stroma.audit.documents import text_document

if TYPE_CHECKING:
    from stroma.audit.pipeline import Auditor

DENIED = """
Bone marrow MSCs did not lead to any measurable gain in walking speed in people with MS.
Patients on MSCs were no likelier than those on placebo to regain walking in MS.
On disability in MS the MSCs had no convincing effect.
The trial was unable to show any real gain in EDSS with MSCs in MS.
Nothing suggested that MSCs ease fatigue in multiple sclerosis.
Few experts think that MSCs repair disability in MS, and no trial has borne it out.
Walking speed in MS improved by the same amount with MSCs and with placebo.
The drop in disability after MSCs in MS was no bigger than the drop after sham treatment.
Not one of the MS patients given MSCs regained lost walking ability.
The idea that fat stem cells halt MS progression has been put to rest.
Some bloggers insist that MSCs reverse disability in MS, and the investigators reject that.
Survival in ALS was not prolonged by MSCs.
MSCs hardly improved walking in MS.
MSCs did anything but improve disability in MS.
An early report of fewer relapses with MSCs in MS was later withdrawn.
That MSCs extend survival in ALS remains without proof.
Knee osteoarthritis pain scores with adipose MSCs were on a par with those after saline.
""".strip().splitlines()
AFFIRMED = """
MSCs not only reduced relapses in MS but also improved walking.
Without doubt, umbilical cord MSCs lowered disability in MS.
No fewer than 12 of 20 MS patients improved on the EDSS after MSCs.
MSCs reduced disability in MS without serious adverse events.
MSCs slowed the decline in ALSFRS-R in ALS more than placebo, with no change in safety.
Disability in MS did not worsen after MSCs.
MSCs kept disability in MS from getting worse.
It is no exaggeration to say that MSCs restored walking in MS.
With lenzumestrocel in ALS the ALSFRS-R fell by fewer points than with riluzole alone.
""".strip().splitlines()


@pytest.fixture(scope="module")
def auditor() -> Auditor:
    return open_auditor()


def polarities(auditor: Auditor, sentence: str) -> set[str]:
    claims = auditor.audit(text_document(sentence, "a.txt")).claims
    return {
        c.candidate.polarity.value
        for c in claims
        if c.candidate.name in ("improves", "prevents", "ameliorates")
    }


@pytest.mark.parametrize("sentence", DENIED)
def test_a_denial_is_read_as_one(auditor: Auditor, sentence: str) -> None:
    assert polarities(auditor, sentence) == {"denies"}


@pytest.mark.parametrize("sentence", AFFIRMED)
def test_an_assertion_beside_a_negation_stays_one(auditor: Auditor, sentence: str) -> None:
    assert polarities(auditor, sentence) == {"affirms"}


def test_only_the_words_after_despite_are_turned_down(auditor: Auditor) -> None:
    text = "Despite claims that MSCs cut relapses, MSCs improved walking in MS."
    found = {
        c.candidate.name: c.candidate.polarity.value
        for c in auditor.audit(text_document(text, "a.txt")).claims
    }
    assert found == {"prevents": "denies", "improves": "affirms"}


def test_no_sign_of_danger_is_no_danger(auditor: Auditor) -> None:
    text = "There was no sign that MSCs are dangerous in multiple sclerosis."
    (claim,) = auditor.audit(text_document(text, "a.txt")).claims
    assert (claim.candidate.name, claim.candidate.polarity.value) == ("safeIn", "affirms")
