"""Sentences of web pages and news that were once misread; expected readings by hand, verdicts off the fact sheets."""

from __future__ import annotations

import re
import sys
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from stroma.audit.judging.results import Verdict
from stroma.audit.judging.unjudged import TESTIMONIAL
from stroma.audit.language.lexicon import read_table
from stroma.audit.readers.documents import text_document
from stroma.audit.readers.webpage import html_document
from stroma.audit.report.cards import Cards, Titles, claim_words
from stroma.audit.report.page import merged, report_html
from stroma.audit.report.summary import summary_lines
from stroma.model import Direction, Group, Polarity

if TYPE_CHECKING:
    from stroma.audit.judging.results import Audit, Judged
    from stroma.audit.pipeline import Auditor


def audit(auditor: Auditor, text: str) -> Audit:
    return auditor.audit(text_document(text, "a.txt"))


def claims(auditor: Auditor, text: str) -> list[Judged]:
    return list(audit(auditor, text).claims)


def burdens(auditor: Auditor) -> list[str]:
    """Every name of an outcome that says a burden, though its term is better when higher."""
    lexicon = auditor.lexicon
    names = {
        surface
        for row in read_table("lexicon.tsv")
        for surface in row["surfaces"].split("|")
        if (term := lexicon.terms[lexicon.by_slug[row["slug"]]]).better == "higher"
        and not lexicon.is_good_higher(term.iri, surface)
    }
    return sorted(names)


def test_every_burden_is_known_as_one(auditor: Auditor) -> None:
    assert burdens(auditor) == [
        "bladder symptom",
        "cartilage damage",
        "cartilage defect",
        "cartilage lesion",
        "motor symptom",
        "symptom",
    ]


@pytest.mark.parametrize(
    "verb", ["reduce", "lower", "lessen", "decrease", "diminish", "ease", "relieve", "alleviate"]
)
def test_less_of_a_burden_is_a_benefit(auditor: Auditor, verb: str) -> None:
    for burden in burdens(auditor):
        for plural in ("", "s"):
            text = f"Mesenchymal stem cells {verb} {burden}{plural} in multiple sclerosis."
            assert [j.candidate.polarity for j in claims(auditor, text)] == [Polarity.AFFIRMS], text
        text = f"Mesenchymal stem cells did not {verb} {burden}s in multiple sclerosis."
        assert [j.candidate.polarity for j in claims(auditor, text)] == [Polarity.DENIES], text


def test_fewer_symptoms_are_not_backed_by_null_trials(auditor: Auditor) -> None:
    """berry-2019 and cudkowicz-2022 found no difference over all patients."""
    for text in ("NurOwn reduces ALS symptoms.", "Symptoms of ALS decreased after NurOwn."):
        (judged,) = claims(auditor, text)
        assert judged.verdict in (Verdict.CONTRADICTED, Verdict.OVERSTATED, Verdict.LEAVES_OUT)
        against = {auditor.store.findings[f].source.rsplit("/", 1)[-1] for f in judged.opposing}
        assert "cudkowicz-2022" in against


def test_no_effect_is_not_worsening(auditor: Auditor) -> None:
    for text in (
        "MSCs worsen disability in MS.",
        "MSCs worsen MS symptoms.",
        "MSCs increase relapses in MS.",
    ):
        (judged,) = claims(auditor, text)
        assert judged.verdict is not Verdict.SUPPORTED, text
        directions = {auditor.store.findings[f].direction for f in judged.supporting}
        assert directions <= {Direction.DISPUTES}, text
        words = claim_words(judged.candidate, auditor.store, auditor.lexicon.terms)
        assert not re.search(r"\bnot\b|denied", words)


def test_a_benefit_seen_for_single_outcomes_alone_is_never_plainly_supported(
    auditor: Auditor,
) -> None:
    """hou-2013: one patient; li-2014 and riordan-2018: single outcomes."""
    text = "Umbilical cord mesenchymal stem cells can help people with multiple sclerosis."
    (judged,) = claims(auditor, text)
    assert judged.verdict is Verdict.OVERSTATED
    assert "for single outcomes only (43 people)" in judged.gaps[0].reason


def test_a_disease_or_product_that_comes_later_is_not_carried_back(auditor: Auditor) -> None:
    text = (
        "Intrathecal injection of MSCs causes headache and fever.\n\n"
        "Alofisel was approved in Europe in 2018 for perianal fistulas in Crohn disease."
    )
    harms = [j for j in claims(auditor, text) if j.candidate.name == "causesAdverseEvent"]
    assert len(harms) == 2
    for j in harms:
        assert j.candidate.condition == "http://purl.obolibrary.org/obo/MONDO_0000001"
        assert j.verdict is Verdict.SUPPORTED
    later = "Injection is safe in knee osteoarthritis. Cartistem is approved in Korea."
    assert [j.candidate.name for j in claims(auditor, later)] == ["approvedFor"]


def test_an_approval_told_with_its_withdrawal_leaves_nothing_out(auditor: Auditor) -> None:
    """ema-2024-12: authorised in 2018, withdrawn in December 2024."""
    told = "Alofisel was approved in Europe in 2018 for perianal fistulas in Crohn disease"
    (judged,) = claims(auditor, f"{told} but was withdrawn in December 2024.")
    assert judged.verdict is Verdict.SUPPORTED
    assert judged.supporting
    (judged,) = claims(auditor, f"{told}.")
    assert judged.verdict is Verdict.LEAVES_OUT


def test_the_disease_in_the_name_of_an_outcome_counts(auditor: Auditor) -> None:
    text = "MSCs improve motor function in Parkinson disease in a placebo-controlled trial."
    (judged,) = claims(auditor, text)
    assert judged.verdict in (Verdict.LEAVES_OUT, Verdict.OVERSTATED)


def test_no_evidence_never_lists_studies_for_or_against(auditor: Auditor) -> None:
    for text in (
        "MSCs improve motor function in various diseases.",
        "A patient with MS grew a tumour in the spine after intrathecal stem cells.",
        "Stem cells help many conditions. MSCs cause blood clots in MS.",
    ):
        without = [j for j in claims(auditor, text) if j.verdict is Verdict.NO_EVIDENCE]
        assert without, text
        for j in without:
            assert not j.supporting, text
            assert not j.opposing, text


def reasons(auditor: Auditor, text: str) -> dict[str, str]:
    found = audit(auditor, text)
    spans = {u.sentence: found.reading.sentences[u.sentence].span for u in found.unjudged}
    return {text[spans[u.sentence].start : spans[u.sentence].end]: u.reason for u in found.unjudged}


def test_a_status_at_a_regulator_is_judged_or_listed(auditor: Auditor) -> None:
    opening = "Our umbilical cord mesenchymal stem cells treat multiple sclerosis.\n\n"
    status = "Our protocol is FDA registered and approved."
    (approval,) = (
        j for j in claims(auditor, opening + status) if j.candidate.name == "approvedFor"
    )
    assert approval.verdict is Verdict.CONTRADICTED
    for said in ("The lab is FDA registered.", "The method was approved by the EMA."):
        assert said in reasons(auditor, opening + said)
    for other in (
        "The trial was registered at ClinicalTrials.gov.",
        "The work was approved by the ethics committee.",
    ):
        assert other not in reasons(auditor, opening + other)


def test_testimonials_stand_under_a_heading_of_their_own(auditor: Auditor) -> None:
    text = (
        "Stem cells help people with multiple sclerosis. More than 85% of our patients report that.\n\n"
        '"I came in a wheelchair and walked out," says Linda, 52.'
    )
    assert list(reasons(auditor, text).values()) == [TESTIMONIAL, TESTIMONIAL]
    found = audit(auditor, text)
    assert any("Testimonials" in line for line in summary_lines(found, auditor.store))


def test_harms_are_read_or_listed_never_passed_over(auditor: Auditor) -> None:
    blinded = (
        "Three women were blinded after a clinic injected fat-derived stem cells into their eyes."
    )
    sepsis = "A man got sepsis after a stem cell infusion."
    for text, harm in ((blinded, "blindness"), (sepsis, "serious-infection")):
        (judged,) = claims(auditor, text)
        assert auditor.lexicon.terms[judged.candidate.object].slug == harm
        assert judged.candidate.polarity is Polarity.AFFIRMS
    for text in (
        "Stem cells help. Twelve people caught bacterial infections from cord blood products.",
        "One patient was paralysed after stem cell injections.",
    ):
        assert not claims(auditor, text)
        assert reasons(auditor, text), text
    blind = "Patients and doctors were blinded to the treatment with stem cells."
    assert not claims(auditor, blind)
    assert not reasons(auditor, blind)
    (judged,) = claims(auditor, blinded)
    assert any("fda-2021-06" in auditor.store.findings[f].source for f in judged.beside)


def test_proof_on_mixed_results_is_overstated(auditor: Auditor) -> None:
    text = "Clinical studies have proven that mesenchymal stem cells stop the progression of MS."
    (judged,) = claims(auditor, text)
    assert judged.verdict is Verdict.OVERSTATED
    assert [g.code for g in judged.gaps][:2] == ["OMIT_CONTRARY", "STRENGTH_UP"]


def test_no_evidence_of_a_harm_is_told_what_was_seen_and_not_tied_to_the_cells(
    auditor: Auditor,
) -> None:
    """barnhoorn-2019: two malignancies, called unrelated by the authors."""
    (judged,) = claims(auditor, "There is no evidence that MSCs cause cancer in people.")
    assert judged.verdict is Verdict.OVERSTATED
    assert any("not tied to the cells" in g.reason for g in judged.gaps)


def test_safety_concerns_in_the_passive_are_read(auditor: Auditor) -> None:
    (judged,) = claims(auditor, "In MESEMS no serious safety concerns were raised.")
    assert judged.candidate.name == "safeIn"
    assert judged.study is not None


def test_nerve_cells_meet_the_evidence_on_neural_cells(auditor: Auditor) -> None:
    text = "Mesenchymal stem cells become new nerve cells in people with MS."
    (judged,) = claims(auditor, text)
    assert judged.verdict is Verdict.OVERSTATED
    assert judged.opposing


PAGE = (
    "<html><body><article><h1>Cell products</h1><p>This table lists stem cell products in Crohn disease.</p><table>"
    "<tr><th>Disease</th><th>Does it help?</th></tr><tr><td>Crohn's fistula</td><td>Darvadstrocel closes fistulas</td></tr>"
    "</table><ul><li>NurOwn slows ALS</li></ul></article></body></html>"
)


@pytest.mark.parametrize("installed", [True, False])
def test_rows_of_tables_and_items_of_lists_are_sentences(
    auditor: Auditor, installed: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also without the library that tells the article from the page."""
    if not installed:
        monkeypatch.setitem(sys.modules, "trafilatura", None)
    found = auditor.audit(html_document(PAGE, "page.html", "0" * 64))
    said = {found.document.text[j.candidate.start : j.candidate.end] for j in found.claims}
    assert said == {"Crohn's fistula | Darvadstrocel closes fistulas", "NurOwn slows ALS"}
    noted = "the whole page was read" in "\n".join(summary_lines(found, auditor.store))
    assert noted is not installed
    for j in found.claims:
        start, end = found.document.original(j.candidate.start, j.candidate.end)
        assert re.sub("<[^>]+>", " | ", PAGE[start:end]).replace(" |  | ", " | ") in said


def test_studies_behind_a_sentence_say_how_many_people_and_whether_controlled(
    auditor: Auditor,
) -> None:
    text = "Umbilical cord mesenchymal stem cells can help people with multiple sclerosis."
    lines = list(summary_lines(audit(auditor, text), auditor.store))
    backs = "hou-2013 (1 person, no control group), li-2014 (23 people, control group), riordan-2018 (20 people, no control group)"
    assert f"  backs the sentence: {backs}" in lines


def test_a_product_that_is_not_held_is_not_taken_for_the_one_before(auditor: Auditor) -> None:
    text = "Stemirac is approved in Japan for spinal cord injury. Temcell is approved in Japan."
    assert len(claims(auditor, text)) == 1
    assert "Temcell is approved in Japan." in reasons(auditor, text)


def test_claims_of_one_sentence_on_the_same_evidence_share_a_card(auditor: Auditor) -> None:
    found = audit(auditor, "Mesenchymal stem cells reduce disability in MS.")
    (one,) = found.claims
    twin = replace(one, id="twin")
    assert merged([one, twin]) == [[one, twin]]
    page = report_html(
        replace(found, claims=[one, twin]), auditor.store, dict(auditor.lexicon.terms)
    )
    assert page.count('<article class="card') == 1
    assert 'id="c-twin"' in page
    lines = list(summary_lines(replace(found, claims=[one, twin]), auditor.store))
    assert sum(line.startswith("  read as") for line in lines) == 2


def test_findings_in_people_come_first_and_once(auditor: Auditor) -> None:
    store = auditor.store
    mice = next(f for f, g in sorted(store.groups.items()) if g is Group.ANIMAL)
    people = next(f for f, g in sorted(store.groups.items()) if g is Group.HUMAN)
    found = audit(auditor, "Mesenchymal stem cells reduce disability in MS.")
    cards = Cards(found, store, dict(auditor.lexicon.terms), Titles.read())
    shown = cards.findings([mice, people, people])
    assert [f["group"] for f in shown] == ["human", "animal"]


def test_a_product_named_later_in_a_study_block_is_not_carried_back(auditor: Auditor) -> None:
    text = (
        "A large US trial compared three cell products with corticosteroid in 480 people with knee osteoarthritis; none was "
        "superior at one year. Cartistem is approved in Korea."
    )
    subjects = {
        j.candidate.name: auditor.store.label(j.candidate.subject) for j in claims(auditor, text)
    }
    assert subjects["ameliorates"] == "stem cell product"
    assert "Cartistem" in subjects["approvedFor"]


def test_a_disease_that_is_not_held_is_told_in_one_line(auditor: Auditor) -> None:
    text = "Stem cells help people with epilepsy. Stem cells improve sleep in epilepsy. MSCs help in MS."
    lines = list(summary_lines(audit(auditor, text), auditor.store))
    assert sum(line.startswith("This graph has nothing on") for line in lines) == 1


AT_SIX_MONTHS = (
    "In a placebo-controlled trial with 180 children with autism, an infusion of cord blood did not improve social communication at six"
    " months (Dawson 2020, doi:10.1016/j.jpeds.2020.03.011)."
)


def test_a_time_after_a_denied_gain_is_no_part_of_it(auditor: Auditor) -> None:
    (judged,) = auditor.audit(text_document(AT_SIX_MONTHS)).claims
    assert judged.candidate.polarity is Polarity.DENIES
    assert auditor.lexicon.terms[judged.candidate.object].slug == "social-communication"


def test_children_without_a_disability_at_the_start_say_who_gained(auditor: Auditor) -> None:
    text = f"{AT_SIX_MONTHS} Children without intellectual disability seemed to gain in communication, but this was one of several subgroup looks."
    (_, gain) = auditor.audit(text_document(text)).claims
    assert gain.candidate.polarity is Polarity.AFFIRMS
    assert gain.candidate.is_subgroup


T1D = "(doi:10.1186/s13287-022-02941-w)"


@pytest.mark.parametrize(
    ("text", "subject", "name", "of"),
    [
        ("Type 1 diabetes can be reversed with stem cells.", "stem-cell-product", "cures", "type-1-diabetes"),
        (f"The MSC treatment cured low blood sugar attacks in type 1 diabetes {T1D}.", "msc-product", "prevents", "hypoglycaemia"),
        (f"In type 1 diabetes MSC raised patients' own insulin production and cured low blood sugar attacks {T1D}.", "msc-product", "prevents", "hypoglycaemia"),
        ("ALS patients in South Korea already benefit from the approved stem cell medicine lenzumestrocel.", "lenzumestrocel", "ameliorates", "als"),
    ],
)  # fmt: skip
def test_what_is_reversed_or_cured_and_by_which_product(
    auditor: Auditor, text: str, subject: str, name: str, of: str
) -> None:
    slugs = {iri: t.slug for iri, t in auditor.lexicon.terms.items()}
    read = [
        (slugs[c.subject], c.name, slugs[c.object], c.polarity, c.is_worsening)
        for c in (j.candidate for j in auditor.audit(text_document(text)).claims)
    ]
    assert (subject, name, of, Polarity.AFFIRMS, False) in read
    assert not any(worse for *_, worse in read)


def test_a_disease_called_reversible_before_any_cells_is_not_passed_over(auditor: Auditor) -> None:
    text = f"Type 1 diabetes can be reversed. In a randomised trial, MSC raised insulin production {T1D}."
    assert [u.sentence for u in auditor.audit(text_document(text)).unjudged] == [0]


def test_better_whichever_was_given_is_no_gain(auditor: Auditor) -> None:
    text = (
        "In JUVENTAS bone marrow cells or saline were given for critical limb ischaemia. "
        "Rest pain and quality of life got better, but did so whichever syringe people had been given."
    )
    assert {(j.candidate.polarity, j.verdict) for j in claims(auditor, text)} == {
        (Polarity.DENIES, Verdict.SUPPORTED)
    }


def test_an_unproven_procedure_denies_no_complication(auditor: Auditor) -> None:
    told = "One in four neurologists had treated a complication of an unproven stem cell procedure, up to death."
    assert all(j.candidate.polarity is Polarity.AFFIRMS for j in claims(auditor, told))
    denied = "It is unproven that stem cells cause tumours."
    assert all(j.candidate.polarity is Polarity.DENIES for j in claims(auditor, denied))


def test_a_doctor_who_walks_the_audience_through_a_trial_is_not_its_author(
    auditor: Auditor,
) -> None:
    text = (
        "Dr Osei-Bonsu walked us through the trial, called ACT-AKI, of cells for acute kidney injury, which appeared in the "
        "Journal of the American Society of Nephrology in 2018. Recovery took as long as with placebo."
    )
    assert "CITATION_CONFLICT" not in {o.code for o in audit(auditor, text).omissions}
    by = text.replace("Dr Osei-Bonsu walked us through the trial", "The trial by Osei-Bonsu et al.")
    assert "CITATION_CONFLICT" in {o.code for o in audit(auditor, by).omissions}


def test_how_success_was_defined_is_no_result(auditor: Auditor) -> None:
    text = (
        "ADIPOA-2 tested adipose MSC against placebo in knee osteoarthritis. "
        "Success had been defined strictly: pain or function better by at least half."
    )
    assert not [j for j in claims(auditor, text) if j.candidate.sentence == 1]


def test_no_event_blamed_on_the_cells_is_asked_where_the_text_tells_the_event(
    auditor: Auditor,
) -> None:
    text = (
        "RECOVER-Stroke gave ALD-401 into the carotid artery after a stroke. Small new lesions on the scan were "
        "seen more often after the cells. No clinical adverse event was attributed to the infusion."
    )
    (denied,) = (j for j in claims(auditor, text) if j.candidate.sentence == 2)
    assert denied.verdict is Verdict.TO_CHECK
    untold = text.replace(
        "Small new lesions on the scan were seen more often after the cells. ", ""
    )
    (denied,) = (j for j in claims(auditor, untold) if j.candidate.sentence == 1)
    assert denied.verdict is Verdict.CONTRADICTED
