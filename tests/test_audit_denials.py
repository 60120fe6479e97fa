"""Denials that no list of phrases holds, and assertions that only look like one; labelled by hand."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from stroma.audit.readers.documents import text_document

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
Disability scores in MS stayed the same after MSCs.
MSC treatment did little for walking in people with MS.
MSCs had no hold on relapses in MS.
MSCs do nothing to halt disability progression in MS.
MSCs offered no protection against relapses in MS.
Relapses in MS continued despite the MSCs.
New lesions kept appearing in MS patients after MSCs.
The promised improvement in walking after MSCs in MS did not come.
The relapse rate in MS was the same with MSCs as with placebo.
Survival in ALS was about the same with lenzumestrocel and with sham.
Knee pain in osteoarthritis was as strong as before the MSCs.
Any effect of MSCs on relapses in MS was too small to matter.
Walking was no easier for people with multiple sclerosis after the cord stem cells.
MS patients gained nothing from the cord cells in walking.
Stem cell treatment cannot undo disability in multiple sclerosis.
Bladder function in MS remained poor after stem cell therapy and did not recover.
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
Patients with MS no longer lost walking speed after MSCs.
Vision returned in MS patients after MSCs.
Disability in MS remained stable after MSCs.
""".strip().splitlines()


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


def test_free_of_side_effects_denies_them(auditor: Auditor) -> None:
    text = "MSCs in multiple sclerosis were free of serious side effects."
    (claim,) = auditor.audit(text_document(text, "a.txt")).claims
    assert claim.candidate.name == "causesAdverseEvent"
    assert claim.candidate.polarity.value == "denies"


def test_chance_as_a_possibility_denies_nothing(auditor: Auditor) -> None:
    text = "There was no control group, so the gain after MSCs in MS may be due to chance."
    assert not auditor.audit(text_document(text, "a.txt")).claims


SENTENCES = Path(__file__).parent / "data" / "audit" / "sentences.tsv"


def test_ordinary_sentences_are_read_with_their_sense(auditor: Auditor) -> None:
    """At least 95 % read with their sense, and at most 2 % with the other one; the rest gives no claim."""
    right, turned = 0, []
    rows = [line.split("\t") for line in SENTENCES.read_text("utf-8").splitlines()[2:]]
    for label, sentence in rows:
        found = auditor.audit(text_document(sentence, "a.txt")).claims
        names = (
            ("causesAdverseEvent",)
            if label in ("no-harm", "harm")
            else ("improves", "prevents", "ameliorates", "cures", "promotes")
        )
        wanted = "denies" if label in ("denies", "no-harm") else "affirms"
        senses = {c.candidate.polarity.value for c in found if c.candidate.name in names}
        right += senses == {wanted}
        turned += [sentence] if senses - {wanted} else []
    assert right >= 0.95 * len(rows)
    assert len(turned) <= 0.02 * len(rows), turned
