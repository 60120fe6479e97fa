"""What sellers promise and single patients tell: listed, never judged as a result of a study, never passed over."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from stroma.audit.judging.results import Verdict
from stroma.audit.judging.unjudged import TESTIMONIAL
from stroma.audit.readers.documents import text_document
from stroma.errors import InputError

if TYPE_CHECKING:
    from stroma.audit.pipeline import Auditor


def unjudged(auditor: Auditor, text: str) -> dict[int, str]:
    """Number of each sentence that is listed as not judged, counted from one, with the reason."""
    audit = auditor.audit(text_document(text, "a.txt"))
    return {u.sentence + 1: u.reason for u in audit.unjudged}


@pytest.mark.parametrize(
    "promise",
    [
        "Exosomes reverse ageing and restore hair.",
        "Patients with macular degeneration see again after fat stem cells are injected into the eye.",
        "Our results: 95% of knee patients avoid surgery.",
        "Vision restored in macular degeneration.",
        "Autism 85 %, multiple sclerosis 90 %, in a few weeks and without any need to come back for more.",
        "85% of our MS patients improve with stem cells, and there is no risk of rejection.",
    ],
)
def test_a_promise_is_listed(auditor: Auditor, promise: str) -> None:
    text = f"Stem cell therapy is offered here by a team with long experience.\n\n{promise}"
    assert 2 in unjudged(auditor, text)


@pytest.mark.parametrize(
    "quoted",
    [
        '"I can walk again after the stem cells for my MS," says John, 52.',
        '"I can walk again," says John, 52, who had stem cells for multiple sclerosis.',
    ],
)
def test_what_one_patient_tells_is_no_claim_that_a_study_supports(
    auditor: Auditor, quoted: str
) -> None:
    audit = auditor.audit(text_document(quoted, "a.txt"))
    assert not audit.claims
    assert [u.reason for u in audit.unjudged] == [TESTIMONIAL]


def test_a_tale_of_several_sentences_is_a_testimonial(auditor: Auditor) -> None:
    text = 'Maria had stem cells for MS. "I threw away my cane. I got my life back!" says Maria.'
    assert unjudged(auditor, text)[2] == TESTIMONIAL


@pytest.mark.parametrize("verb", ["improve with", "improve after", "improved with"])
def test_patients_who_improve_are_a_benefit(auditor: Auditor, verb: str) -> None:
    audit = auditor.audit(text_document(f"85% of MS patients {verb} stem cells.", "a.txt"))
    assert [j.candidate.name for j in audit.claims] == ["ameliorates"]
    assert audit.claims[0].verdict is Verdict.LEAVES_OUT


def test_cells_that_improve_something_else_are_no_benefit_for_the_disease(auditor: Auditor) -> None:
    text = "In multiple sclerosis stem cells improve the mood of the ward."
    assert not auditor.audit(text_document(text, "a.txt")).claims


@pytest.mark.parametrize(
    "text", ["Las células madre curan la artritis.", "幹細胞で膝の痛みが治ります"]
)
def test_a_short_text_in_another_language_is_said_to_be_read_in_english_only(
    auditor: Auditor, text: str
) -> None:
    with pytest.raises(InputError, match="reads English only"):
        auditor.audit(text_document(text, "a.txt"))


def test_a_short_english_text_on_something_else_is_not_said_to_be_foreign(auditor: Auditor) -> None:
    with pytest.raises(InputError, match=r"nothing about cell therapy found$"):
        auditor.audit(text_document("The dog is happy in the garden.", "a.txt"))


def test_mice_are_not_held_against_people(auditor: Auditor) -> None:
    text = "Mice with ALS did better after mesenchymal stem cells."
    audit = auditor.audit(text_document(text, "a.txt"))
    accused = (Verdict.CONTRADICTED, Verdict.OVERSTATED, Verdict.LEAVES_OUT)
    groups = auditor.store.groups
    against = {
        groups.get(g.finding or "") for j in audit.claims if j.verdict in accused for g in j.gaps
    }
    assert "human-group" not in against


def test_the_null_of_a_product_stands_before_the_gain_of_another(auditor: Auditor) -> None:
    text = "Stroke survivors walked again after SB623 was implanted."
    (judged,) = auditor.audit(text_document(text, "a.txt")).claims
    assert "SB623" in judged.gaps[0].reason


def test_safe_is_not_all_that_is_to_be_said_where_more_died(auditor: Auditor) -> None:
    text = "Cudkowicz and colleagues tested NurOwn in ALS in 2022. The therapy was well tolerated."
    safe = [
        j
        for j in auditor.audit(text_document(text, "a.txt")).claims
        if j.candidate.name == "safeIn"
    ]
    assert [j.verdict for j in safe] == [Verdict.LEAVES_OUT]
    assert [g.code for g in safe[0].gaps] == ["OMIT_HARM"]


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("Alofisel closed fistulas in half of patients.", ("improves", "fistula-closure")),
        ("Children with autism got better after cord blood.", ("ameliorates", "autism")),
        ("MS patients get better with stem cells.", ("ameliorates", "multiple-sclerosis")),
    ],
)
def test_everyday_gains_are_read(auditor: Auditor, text: str, read: tuple[str, str]) -> None:
    claims = auditor.audit(text_document(text, "a.txt")).claims
    terms = auditor.lexicon.terms
    assert [(j.candidate.name, terms[j.candidate.object].slug) for j in claims] == [read]


def test_the_result_of_most_people_is_told_of_several_against_a_claim(auditor: Auditor) -> None:
    text = "Stem cells helped heart failure patients live longer."
    (judged,) = auditor.audit(text_document(text, "a.txt")).claims
    store = auditor.store
    sizes = {f: store.records.studies[store.findings[f].source].n or 0 for f in judged.opposing}
    assert judged.gaps[0].finding == max(sizes, key=lambda f: sizes[f])


def test_our_cells_are_a_cell_therapy(auditor: Auditor) -> None:
    assert 1 in unjudged(auditor, "Our cells reverse type 2 diabetes.")


@pytest.mark.parametrize(
    "text",
    [
        "SEPCELL gave Cx611 for pneumonia. Anyone scanning for benefit will need a stronger lens.",
        "SEPCELL gave Cx611 for severe bacterial pneumonia. Cure of the infection: 86.7% and 93.8%.",
        "DREAM-HF gave rexlemestrocel-L in heart failure. Why it should work is debated.",
    ],
)
def test_what_is_sought_counted_or_debated_is_no_benefit(auditor: Auditor, text: str) -> None:
    claims = auditor.audit(text_document(text, "a.txt")).claims
    assert not [j for j in claims if j.candidate.sentence == 1]


def test_a_benefit_that_is_found_is_read(auditor: Auditor) -> None:
    text = "SEPCELL gave Cx611 for severe bacterial pneumonia. Patients looking for help benefited."
    claims = auditor.audit(text_document(text, "a.txt")).claims
    assert [j.candidate.name for j in claims if j.candidate.sentence == 1] == ["ameliorates"]


@pytest.mark.parametrize(
    "text",
    [
        "It is better than I had feared and not as good as the headline.",
        "Back pain is why adults of working age see a doctor.",
        "That would be a better use of money.",
        "We also pay for pain services and for stopping smoking.",
        "They then counted who had improved by five points or more.",
    ],
)
def test_expectations_services_and_how_it_was_measured_are_no_benefit(
    auditor: Auditor, text: str
) -> None:
    before = "PACE gave PLX-PAD or placebo to 213 people with critical limb ischaemia. "
    claims = auditor.audit(text_document(before + text, "a.txt")).claims
    assert not [j for j in claims if j.candidate.sentence == 1]


def test_who_improved_is_read_where_both_groups_are_told(auditor: Auditor) -> None:
    text = "PACE gave PLX-PAD or placebo to 213 people with critical limb ischaemia. They counted who had improved: more than on placebo."
    claims = auditor.audit(text_document(text, "a.txt")).claims
    assert [j.candidate.name for j in claims if j.candidate.sentence == 1] == ["ameliorates"]


def test_the_name_of_a_trial_says_nothing_of_its_cells(auditor: Auditor) -> None:
    """ "CLEAR MIND" clears nothing."""
    text = "In a trial known as CLEAR MIND, fifty people with mild Alzheimer's were given drips of laromestrocel."
    assert not auditor.audit(text_document(text, "a.txt")).claims


def test_whom_a_sentence_is_about_is_no_event(auditor: Auditor) -> None:
    text = "Rexlemestrocel-L was given to 404 people with worn discs. Patients who had been taking opioids were looked at."
    assert not auditor.audit(text_document(text, "a.txt")).claims


@pytest.mark.parametrize(
    "text",
    [
        "MESEMS gave MSCs or placebo to 144 people with MS. The lesions melted away.",
        "NurOwn or placebo was given to 196 people with ALS (Cudkowicz 2022). The decline in function came to a standstill.",
    ],
)
def test_everyday_words_for_an_end_of_the_disease_are_read(auditor: Auditor, text: str) -> None:
    (judged,) = auditor.audit(text_document(text, "a.txt")).claims
    assert judged.verdict is Verdict.CONTRADICTED
