"""Two halves of a sentence, the name of a trial beside another disease, and words that claim nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from stroma.audit.judging.results import Verdict
from stroma.audit.readers.documents import text_document
from stroma.model import Polarity

if TYPE_CHECKING:
    from stroma.audit.judging.results import Audit
    from stroma.audit.pipeline import Auditor

_ALS = "In the phase 3 trial of 196 patients NurOwn was given for ALS. "


def audited(auditor: Auditor, text: str) -> Audit:
    return auditor.audit(text_document(text))


def test_a_denial_of_deaths_and_fewer_deaths_are_two_claims(auditor: Auditor) -> None:
    told = "No deaths were linked to treatment, and fewer patients died on NurOwn than on placebo."
    denied, fewer = audited(auditor, _ALS + told).claims
    assert (denied.candidate.name, denied.candidate.polarity) == (
        "causesAdverseEvent",
        Polarity.DENIES,
    )
    assert (fewer.candidate.name, fewer.candidate.polarity) == ("improves", Polarity.AFFIRMS)
    assert fewer.verdict is Verdict.CONTRADICTED  # the FDA saw a modest excess
    assert "deaths" in fewer.gaps[0].reason


@pytest.mark.parametrize(
    ("text", "slug"),
    [
        ("STEMTRA shows that fat-derived stem cells restore movement after stroke.", "stemtra-2021"),
        ("The DREAM-HF trial shows that cord stem cells restore movement after stroke.", "dream-hf"),
        ("TREASURE shows that fat-derived stem cells slow ALS.", "houkin-2024"),
    ],
)  # fmt: skip
def test_a_trial_name_tells_its_study_beside_another_disease(
    auditor: Auditor, text: str, slug: str
) -> None:
    audit = audited(auditor, text)
    assert [(x.proposed or "").rsplit("/", 1)[-1] for x in audit.mentions] == [slug]
    assert "POPULATION_WIDER" in {o.code for o in audit.omissions}


def test_a_name_that_is_a_word_needs_cells_beside_another_disease(auditor: Auditor) -> None:
    text = "Stem cells are sold for ALS. The PACE trial was on exercise after stroke."
    assert not any(x.proposed for x in audited(auditor, text).mentions)


def test_the_whole_study_is_no_study_of_its_own(auditor: Auditor) -> None:
    text = "MSCs were given for back pain. The cells relieved pain in the whole study."
    assert not audited(auditor, text).mentions


@pytest.mark.parametrize(
    "said",
    [
        "You can't say they were dangerous, and you can't say they were harmless.",
        "The author cautions that this was a phase 2 study, with room for a small benefit.",
        "Survival free of liver cancer was better.",
    ],
)
def test_words_that_claim_nothing(auditor: Auditor, said: str) -> None:
    names = {j.candidate.name for j in audited(auditor, "NurOwn was given for ALS. " + said).claims}
    assert not names & {"safeIn", "ameliorates", "improves"}


def test_an_event_that_the_others_had_too_is_told(auditor: Auditor) -> None:
    told = "Everybody given the cells had some adverse event, as did 14 of the 15 on placebo."
    (claim,) = audited(auditor, "NurOwn was given for ALS. " + told).claims
    assert claim.candidate.name == "causesAdverseEvent"
    assert claim.candidate.polarity is Polarity.AFFIRMS


def test_type_1_is_the_disease_of_its_paragraph(auditor: Auditor) -> None:
    text = (
        "In type 2 diabetes nothing is known.\n\nFor type 1 the news is better. An Iranian team gave marrow cells. "
        "Everyone went back to making their own insulin, and hypos became rarer."
    )
    claim = audited(auditor, text).claims[0].candidate
    term = auditor.lexicon.terms
    assert term[claim.object].slug == "c-peptide-secretion"
    assert claim.polarity is Polarity.AFFIRMS
    assert claim.condition is not None
    assert term[claim.condition].slug == "type-1-diabetes"
