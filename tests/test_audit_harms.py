"""Denied harms beside held harms; expected verdicts read off the fact sheets."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from stroma.audit.judging.denied_harms import happened
from stroma.audit.judging.results import Verdict
from stroma.audit.readers.documents import text_document
from stroma.model import Polarity

if TYPE_CHECKING:
    from stroma.audit.judging.results import Judged
    from stroma.audit.pipeline import Auditor


def last(auditor: Auditor, text: str) -> Judged:
    return auditor.audit(text_document(text, "a.txt")).claims[-1]


def slugs(auditor: Auditor, findings: tuple[str, ...]) -> set[str]:
    return {auditor.store.findings[f].source.rsplit("/", 1)[-1] for f in findings}


@pytest.mark.parametrize(
    ("text", "held"),
    [
        # headache 57.6 %, fever 53.1 %
        ("Injections of MSCs cause no adverse effects in people with multiple sclerosis.", "msc-ms-meta-2023"),
        ("MSC therapy is totally safe for people with MS.", "msc-ms-meta-2023"),
        ("Cord stem cells are harmless in multiple sclerosis.", "riordan-2018"),  # headache, fatigue
        ("MSC-NP carries no risk at all in progressive multiple sclerosis.", "harris-2018"),
        ("Stem cells never cause tumours.", "berkowitz-2016"),  # a mass in the spinal canal
        ("No tumour has ever been caused by stem cell therapy.", "berkowitz-2016"),
        ("Stem cell treatment is safe for everyone.", "karussis-2010"),
    ],
)  # fmt: skip
def test_a_held_harm_contradicts_that_there_is_none(auditor: Auditor, text: str, held: str) -> None:
    judged = last(auditor, text)
    assert judged.verdict is Verdict.CONTRADICTED
    assert held in slugs(auditor, judged.opposing)
    assert [g.code for g in judged.gaps][:1] == ["OMIT_HARM"]


def test_no_serious_event_never_backs_no_side_effect(auditor: Auditor) -> None:
    """connick-2012 holds "no serious events" and nothing else on safety."""
    text = "Connick et al. (2012) gave MSCs to ten people with MS. No side effects were seen."
    judged = last(auditor, text)
    assert judged.verdict is Verdict.OVERSTATED
    assert judged.supporting == ()


def test_a_serious_event_is_still_denied_by_those_who_looked_for_it(auditor: Auditor) -> None:
    text = (
        "Connick et al. (2012) gave MSCs to ten people with MS. No serious side effects were seen."
    )
    judged = last(auditor, text)
    assert judged.verdict is Verdict.SUPPORTED
    assert "connick-2012" in slugs(auditor, judged.supporting)


def test_all_that_backs_a_denied_harm_looked_for_it_and_did_not_see_it(auditor: Auditor) -> None:
    judged = last(auditor, "Stem cells never cause tumours.")
    findings = [auditor.store.findings[f] for f in judged.supporting]
    assert findings
    assert not any(happened(f) for f in findings)


@pytest.mark.parametrize(
    "text",
    [
        "No therapy with stem cells is absolutely safe.",
        "MSC injections are not without risk in multiple sclerosis.",
        "MSCs are not harmless in multiple sclerosis.",
    ],
)
def test_a_denial_of_complete_safety_is_backed_by_harms(auditor: Auditor, text: str) -> None:
    judged = last(auditor, text)
    assert judged.candidate.polarity is Polarity.DENIES
    assert judged.verdict is Verdict.SUPPORTED


def test_a_named_risk_that_is_denied_is_a_denied_harm(auditor: Auditor) -> None:
    judged = last(auditor, "Marrow MSCs bring no risk of headache in multiple sclerosis.")
    assert judged.candidate.name == "causesAdverseEvent"
    assert judged.candidate.polarity is Polarity.DENIES
    assert judged.verdict is Verdict.CONTRADICTED


def test_a_general_statement_is_no_report_of_the_study_before_it(auditor: Auditor) -> None:
    text = (
        "Connick et al. (2012) gave MSCs to ten people with MS. There were no serious events. "
        "MSC therapy has no side effects in multiple sclerosis."
    )
    assert last(auditor, text).verdict is Verdict.CONTRADICTED


def test_no_commoner_than_with_placebo_is_not_none(auditor: Auditor) -> None:
    """uccelli-2021: serious events as often as with placebo; how many is not held."""
    text = "Uccelli (2021) gave MSCs to 144 people with MS. No serious side effects were seen."
    judged = last(auditor, text)
    assert judged.verdict is Verdict.OVERSTATED
    assert "uccelli-2021" not in slugs(auditor, judged.supporting)


def test_what_a_clinic_saw_in_its_own_patients_is_backed_by_nobody_else(auditor: Auditor) -> None:
    text = "MSCs are tested in multiple sclerosis. None of our patients had a tumour after MSCs."
    assert last(auditor, text).verdict is Verdict.NO_EVIDENCE


@pytest.mark.parametrize(
    "text",
    [
        "It is wrong to say that MSCs have no side effects in multiple sclerosis.",
        "The claim that MSCs cause no adverse events in multiple sclerosis is a myth.",
        "MSCs have few side effects in multiple sclerosis.",
    ],
)
def test_a_denial_turned_down_and_a_told_harm_are_backed_by_harms(
    auditor: Auditor, text: str
) -> None:
    judged = last(auditor, text)
    assert judged.candidate.name == "causesAdverseEvent"
    assert judged.candidate.polarity is Polarity.AFFIRMS
    assert judged.verdict is Verdict.SUPPORTED


def test_a_harm_that_was_not_seen_is_denied_once(auditor: Auditor) -> None:
    judged = last(auditor, "Fever was not seen in people with MS who were given MSCs.")
    assert judged.candidate.polarity is Polarity.DENIES


def test_a_death_told_under_serious_events_contradicts_that_nobody_died(auditor: Auditor) -> None:
    """kvistad-2022: seven serious events, one of them a surgical death."""
    judged = last(auditor, "Nobody has had a treatment-related death after stem cells.")
    assert judged.candidate.object.endswith("treatment-related-death")
    assert judged.verdict is Verdict.CONTRADICTED
    assert "kvistad-2022" in slugs(auditor, judged.opposing)


def test_a_harm_not_seen_in_a_few_people_is_not_ruled_out(auditor: Auditor) -> None:
    """Tumours after MSC in MS: lu-2020 (10 people, 5 of them RRMS) and sahraian-2014 (6, 5 of them SPMS), none seen."""
    general = last(auditor, "Mesenchymal stem cells do not cause tumours in multiple sclerosis.")
    assert general.verdict is Verdict.OVERSTATED
    assert "10 people" in general.gaps[0].reason
    text = (
        "Lu (2020) followed ten people with MS for ten years after cord MSCs. No tumours were seen."
    )
    assert last(auditor, text).verdict is Verdict.SUPPORTED


def test_a_plain_safe_beside_held_harms_names_them(auditor: Auditor) -> None:
    """MSC in MS: headache 57.6 %, fever 53.1 % (msc-ms-meta-2023); one infection in three (msc-ms-meta-2018)."""
    outright = last(auditor, "MSC therapy is safe in multiple sclerosis.")
    hedged = last(auditor, "MSC therapy appears to be safe in multiple sclerosis.")
    assert (outright.verdict, hedged.verdict) == (Verdict.OVERSTATED, Verdict.LEAVES_OUT)
    for judged in (outright, hedged):
        assert judged.gaps[0].code == "OMIT_HARM"
        assert "57.6%" in judged.gaps[0].reason


def test_safe_of_one_study_is_laid_beside_the_harms_of_that_study(auditor: Auditor) -> None:
    """riordan-2018 holds headache and fatigue, connick-2012 no harm that happened."""
    text = "{} gave MSCs to people with MS. The treatment was safe and well tolerated."
    left_out = last(auditor, text.format("Riordan (2018)"))
    assert left_out.verdict is Verdict.LEAVES_OUT
    assert "headache" in left_out.gaps[0].reason
    assert last(auditor, text.format("Connick et al. (2012)")).verdict is Verdict.SUPPORTED


def test_an_article_that_tells_a_harm_leaves_none_out(auditor: Auditor) -> None:
    told = auditor.audit(
        text_document("MSC therapy is safe in multiple sclerosis. Fever and headache are common.")
    )
    assert {j.verdict for j in told.claims} == {Verdict.SUPPORTED}
    denied = auditor.audit(
        text_document("MSC therapy is safe in multiple sclerosis. It causes no headache.")
    )
    assert denied.claims[0].verdict is Verdict.OVERSTATED


def test_safe_without_a_disease_is_judged(auditor: Auditor) -> None:
    # cudkowicz-2022-f4: a regulator that does not call it safe.
    judged = last(auditor, "MSC therapy is generally considered safe.")
    assert judged.verdict is Verdict.LEAVES_OUT
    assert judged.supporting


def test_safe_where_no_harm_is_held_stays_supported(auditor: Auditor) -> None:
    """Alzheimer disease: rash-2025 alone, no harm that the cells caused."""
    assert last(auditor, "MSC therapy is safe in Alzheimer disease.").verdict is Verdict.SUPPORTED


def test_no_more_than_with_placebo_is_answered_by_comparisons_alone(auditor: Auditor) -> None:
    """Infections in 35 % (msc-ms-meta-2018) are uncompared; headache was commoner than with saline (mscnp-2024)."""
    infections = last(auditor, "MSCs did not cause more infections than placebo in MS.")
    assert infections.verdict is Verdict.NO_EVIDENCE
    headache = last(auditor, "Headache was no more common with MSCs than with placebo in MS.")
    assert headache.verdict is Verdict.CONTRADICTED
    assert slugs(auditor, headache.opposing) == {"mscnp-2024"}


def test_unsafe_beside_studies_that_call_it_safe_leaves_them_out_where_harms_are_held(
    auditor: Auditor,
) -> None:
    """MS: harms held and safety called good; Alzheimer disease: rash-2025 alone, no harm that the cells caused."""
    assert last(auditor, "MSCs are unsafe in multiple sclerosis.").verdict is Verdict.LEAVES_OUT
    assert last(auditor, "MSCs are unsafe in Alzheimer disease.").verdict is Verdict.CONTRADICTED


def test_a_harm_blamed_on_the_cells_is_named_before_one_that_was_not(auditor: Auditor) -> None:
    """fernandez-2018: one unrelated urinary infection; shokati-2025: headache in 2 of 5."""
    judged = last(auditor, "MSCs cause no side effects in secondary progressive MS.")
    assert any("fernandez-2018" in f for f in judged.opposing)
    assert "headache" in judged.gaps[0].reason


@pytest.mark.parametrize(
    "text",
    [
        "42 of 112 people died with remestemcel-L and 47 of 110 with a sham infusion in COVID-19 ARDS (NCT04371393).",
        "Of those on sham, 42.7 % died, against 37.5 % with remestemcel-L, in COVID-19 ARDS (NCT04371393).",
    ],
)
def test_counts_of_both_groups_with_no_more_deaths_blame_no_cells(
    auditor: Auditor, text: str
) -> None:
    judged = last(auditor, text)
    assert judged.candidate.polarity is Polarity.DENIES
    assert judged.candidate.is_compared
    assert judged.verdict is Verdict.SUPPORTED


def test_counts_of_both_groups_with_more_deaths_are_told(auditor: Auditor) -> None:
    text = "Of those treated, 1 of 200 died with remestemcel-L and 0 of 200 with a sham infusion in COVID-19 ARDS."
    assert last(auditor, text).candidate.polarity is Polarity.AFFIRMS


def test_a_study_called_safe_in_the_very_words_backs_them(auditor: Auditor) -> None:
    text = "No major adverse event was seen with autologous bone-marrow MSC in type 1 diabetes (doi:10.1186/s13287-022-02941-w)."
    judged = last(auditor, text)
    assert judged.verdict is Verdict.SUPPORTED
    assert judged.supporting == ("https://w3id.org/stroma/finding/t1d-bmmsc-crossover-f3",)
    wider = last(auditor, text.replace("major adverse event", "side effect"))
    assert wider.verdict is not Verdict.SUPPORTED


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        # dilogo-2021: 10 of 20 lived, "no adverse event was reported"
        ("No deaths occurred in the trial of umbilical cord cells for COVID-19 (Dilogo 2021).", "contradicted"),
        ("None of the patients given umbilical cord cells for COVID-19 died (Dilogo 2021).", "contradicted"),
        ("No deaths occurred in people with COVID-19 given umbilical cord cells.", "contradicted"),
        ("No serious adverse events occurred in the trial of umbilical cord cells for COVID-19 (Dilogo 2021).", "no-evidence-here"),
        ("Ten of the twenty people given the cells died in the trial of umbilical cord cells for COVID-19 (Dilogo 2021).", "supported"),
        # shi-2021-cirrhosis: "no significant side effect was seen", survival without figures
        ("No deaths occurred among cirrhosis patients given umbilical cord cells (Shi 2021).", "no-evidence-here"),
        # weiss-2013: "No death or serious event was put down to the cells."
        ("Weiss (2013) gave donor marrow cells to people with COPD. No death was put down to the cells.", "supported"),
    ],
)  # fmt: skip
def test_that_no_event_was_seen_backs_no_absence_of_death(
    auditor: Auditor, text: str, verdict: str
) -> None:
    judged = auditor.audit(text_document(text)).claims[-1]
    assert auditor.lexicon.terms[judged.candidate.object].slug in ("death", "serious-adverse-event")
    assert judged.verdict.value == verdict


@pytest.mark.parametrize(
    "denial",
    [
        "No one has ever developed a tumour after stem cell treatment.",
        "Stem cells have never caused a tumour.",
        "No tumours have been seen after stem cell treatment in any patient.",
    ],
)
def test_a_denial_of_everybody_takes_no_disease_from_before(auditor: Auditor, denial: str) -> None:
    """amariglio-2009, berkowitz-2016, barnhoorn-2019: tumours in other diseases than MS."""
    text = f"Stem cells are studied for multiple sclerosis. {denial}"
    judged = auditor.audit(text_document(text)).claims[-1]
    against = {auditor.store.findings[i].source.rsplit("/", 1)[-1] for i in judged.opposing}
    assert judged.verdict.value == "contradicted"
    assert {"amariglio-2009", "berkowitz-2016", "barnhoorn-2019"} <= against


def test_a_few_people_without_a_control_group_back_no_denial_of_everybody(auditor: Auditor) -> None:
    """In MS: none in lu-2020 (10 people) and sahraian-2014 (5), both without a control group."""
    text = "In multiple sclerosis nobody has ever developed a tumour after stem cell treatment."
    (judged,) = auditor.audit(text_document(text)).claims
    backing = {auditor.store.findings[i].source.rsplit("/", 1)[-1] for i in judged.supporting}
    assert judged.verdict.value == "overstated"
    assert not {"lu-2020", "sahraian-2014"} & backing


def test_a_product_that_left_the_market_tells_no_harm(auditor: Auditor) -> None:
    """riordan-2019-autism: events put down to the treatment were mild or moderate."""
    text = (
        "The European Medicines Agency says Alofisel was withdrawn in December 2024.\n\n"
        "Cord tissue cells improved autism in 8 of 20 children (Riordan 2019)."
    )
    left_out = [o for o in auditor.audit(text_document(text)).omissions if o.code == "OMIT_HARM"]
    assert [o.perhaps for o in left_out] == [None]
