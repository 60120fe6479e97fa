"""Classes of sentences that new articles showed to be misread the first time; expected readings by hand, verdicts off the fact sheets."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from stroma.audit.readers.documents import text_document

if TYPE_CHECKING:
    from stroma.audit.judging.results import Audit, Judged
    from stroma.audit.pipeline import Auditor


def audited(auditor: Auditor, text: str) -> Audit:
    return auditor.audit(text_document(text))


def only(auditor: Auditor, text: str) -> Judged:
    (judged,) = audited(auditor, text).claims
    return judged


def slug(auditor: Auditor, iri: str) -> str:
    return auditor.lexicon.terms[iri].slug


def codes(audit: Audit) -> set[str]:
    return {o.code for o in audit.omissions}


DAWSON = "Dawson (2020) gave cord blood or placebo to 180 children with autism. "
CHART = "CHART-1 gave cardiopoietic cells to 315 people with ischaemic heart failure. "
CUDKOWICZ = "Cudkowicz (2022) gave NurOwn or placebo to 196 people with ALS. "


@pytest.mark.parametrize(
    ("text", "product"),
    [
        ("Cord blood does not help children with autism.", "cord-blood-product"),
        ("Cord blood cells do not help children with autism.", "cord-blood-product"),
        ("Bone marrow cells do not prevent amputation in critical limb ischaemia.", "bone-marrow-cell-product"),
        ("Marrow cells do not help people with relapsing MS.", "bm-msc-product"),
        ("PLX-PAD does not prevent amputation in critical limb ischaemia.", "plx-pad"),
    ],
)  # fmt: skip
def test_loose_names_of_cells_are_products_given_in_the_disease(
    auditor: Auditor, text: str, product: str
) -> None:
    assert slug(auditor, only(auditor, text).candidate.subject) == product


def test_cells_taken_from_cord_blood_are_no_cord_blood(auditor: Auditor) -> None:
    reading = audited(auditor, "MSCs from cord blood did not help people with ALS.").reading
    assert "cord-blood-product" not in {slug(auditor, e.term) for e in reading.entities}


@pytest.mark.parametrize(
    "text",
    [
        CHART + "It missed its composite endpoint.",
        CHART + "A board stopped the trial because success was out of reach.",
        DAWSON + "The children with cord blood had not gained more social skills than the others.",
        DAWSON + "Among families no one could name a gain that the blood would have brought.",
        CUDKOWICZ + "A third of those on NurOwn responded, but so did a quarter of those on placebo.",
        CUDKOWICZ + "The difference was within the play of chance.",
        "In REALISTIC, 81 people with cirrhosis had CD133-positive cells or standard care. "
        "The MELD score changed by the same small amount in all groups.",
    ],
)  # fmt: skip
def test_a_missed_result_told_in_other_words_is_not_left_out(auditor: Auditor, text: str) -> None:
    assert "OMIT_PRIMARY" not in codes(audited(auditor, text))


@pytest.mark.parametrize(
    "text",
    [
        CHART + "The injections were well tolerated, and no side effects were seen.",
        DAWSON + "Parents saw better speech.",
        CUDKOWICZ + "Nobody left the trial because of harm.",
    ],
)
def test_a_missed_result_that_is_not_told_is_still_left_out(auditor: Auditor, text: str) -> None:
    assert "OMIT_PRIMARY" in codes(audited(auditor, text))


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        # juventas: major amputation 19% v 13%, relative risk 1.46 (0.62 to 3.42)
        ("In JUVENTAS, 19% of the placebo group but only 13% of the treated patients needed an amputation.", "contradicted"),
        ("In JUVENTAS, 13% and 19% of the cell and the placebo group, respectively, needed an amputation.", "contradicted"),
        ("In JUVENTAS, 13% and 19% of the placebo and cell groups, respectively, needed an amputation.", "to-check"),
        ("In JUVENTAS, 13% of those on placebo and 19% of those on cells needed an amputation.", "to-check"),
    ],
)  # fmt: skip
def test_figures_that_swap_the_groups_are_found(auditor: Auditor, text: str, verdict: str) -> None:
    judged = only(auditor, text)
    assert judged.verdict.value == verdict
    assert ("NUMBER_MISMATCH" in {g.code for g in judged.gaps}) is (verdict == "contradicted")


def test_figures_of_a_part_told_as_of_all_leave_the_whole_out(auditor: Auditor) -> None:
    """ahn-2021: 19% v 53% with severe disease among 31 infants of 23 to 24 weeks; the endpoint of all 66 was missed."""
    text = "Ahn (2021) gave Pneumostem for bronchopulmonary dysplasia: severe disease followed in 19% of those given cells and in 53% of those given placebo."
    judged = only(auditor, text)
    assert [(judged.verdict.value, g.code) for g in judged.gaps] == [
        ("leaves-out-contrary-results", "OMIT_PRIMARY")
    ]


def test_respectively_pairs_products_with_diseases(auditor: Auditor) -> None:
    claims = audited(auditor, "NurOwn and darvadstrocel improved ALS and Crohn's disease, respectively.").claims  # fmt: skip
    said = {(slug(auditor, j.candidate.subject), slug(auditor, j.candidate.object)) for j in claims}
    assert said == {("msc-ntf", "als"), ("darvadstrocel", "crohn-disease")}


def test_both_products_are_those_of_the_study(auditor: Auditor) -> None:
    text = "ACCeNT-CP gave cord blood or cord tissue MSCs to children with cerebral palsy. Both products work."
    said = {slug(auditor, j.candidate.subject) for j in audited(auditor, text).claims}
    assert said == {"cord-blood-product", "uc-msc-product"}


@pytest.mark.parametrize(
    ("text", "polarity"),
    [
        ("Not one reaction to the infusion was seen, so MSCs are safe in ARDS.", "affirms"),
        ("A group treated 20 people with ALS without controls and saw that MSCs slowed decline.", "affirms"),
        ("Among children without a disability cord blood improved social skills in autism.", "affirms"),
        ("MSCs put lupus into remission.", "affirms"),
        ("MSCs did not put lupus into remission.", "denies"),
    ],
)  # fmt: skip
def test_a_negation_turns_only_what_it_governs(auditor: Auditor, text: str, polarity: str) -> None:
    assert audited(auditor, text).claims[-1].candidate.polarity.value == polarity


@pytest.mark.parametrize(
    "text",
    [
        "NurOwn was given in ALS. Nobody can say how many would have improved anyway.",
        "NurOwn was given in ALS. The chance that the drug does nothing is one in a thousand.",
    ],
)
def test_what_might_have_been_is_no_claim(auditor: Auditor, text: str) -> None:
    assert audited(auditor, text).claims == []


def test_deaths_told_by_their_count_are_not_left_out(auditor: Auditor) -> None:
    """houkin-2024: 13 of 104 v 10 of 102 had died after a year."""
    text = "TREASURE gave MultiStem to 206 people after stroke and missed its goal. 13 of 104 treated people had died after a year, against 10 of 102 on placebo."
    assert "OMIT_HARM" not in codes(audited(auditor, text))
    denied = "TREASURE gave MultiStem to 206 people after stroke and missed its goal. Nobody died."
    assert "OMIT_HARM" in codes(audited(auditor, denied))


def test_a_group_elsewhere_is_another_study(auditor: Auditor) -> None:
    text = "A trial by Fernández (2018) gave fat-derived MSCs to 34 people with SPMS. In Denmark and Sweden, seven people got marrow cells and several worsened within a year."
    assert "SOURCE_MISMATCH" not in codes(audited(auditor, text))


def test_somebody_who_is_quoted_opens_no_study(auditor: Auditor) -> None:
    text = "In the PACE trial people with critical limb ischaemia had PLX-PAD or placebo. Wounds healed faster, said Dr Meyer."
    judged = only(auditor, text)
    assert (judged.study or "").endswith("pace-2024")
    assert judged.verdict.value == "contradicted"


@pytest.mark.parametrize(
    ("outcome", "disease", "meant"),
    [
        ("motor function", "cerebral palsy", "gross-motor-function"),
        ("motor function", "Parkinson's disease", "parkinson-motor-function"),
        ("remission", "lupus nephritis", "renal-remission"),
    ],
)
def test_a_general_outcome_is_that_of_the_disease(
    auditor: Auditor, outcome: str, disease: str, meant: str
) -> None:
    judged = only(auditor, f"MSCs improved {outcome} in {disease}.")
    assert slug(auditor, judged.candidate.object) == meant


@pytest.mark.parametrize(
    "text",
    [
        # sepcell: 9 v 12 events, and its deaths, 28.5% v 23.0%, told by those who lived; regenerate-ami: rare in both groups;
        # prochymal-ami: 5.3 v 7.0 a patient
        "SEPCELL tested Cx611 in 83 people with severe bacterial pneumonia. Allergic reactions and clots were no more frequent with cells than with placebo. "
        "At day 90 71.5% were alive with cells and 77% with placebo, no difference.",
        "REGENERATE-AMI gave marrow cells to 100 people after a heart attack and missed its primary endpoint.",
        "Hare and colleagues gave Prochymal to 53 people after a heart attack. The ejection fraction of all did not differ from placebo.",
    ],
)  # fmt: skip
def test_harms_as_common_with_placebo_are_not_left_out(auditor: Auditor, text: str) -> None:
    assert "OMIT_HARM" not in codes(audited(auditor, text))


def test_more_deaths_are_left_out_where_only_the_share_alive_is_reported(auditor: Auditor) -> None:
    """sepcell-f2: 71.5% v 77.0% alive, which once read as fewer deaths with cells."""
    text = "SEPCELL tested Cx611 in 83 people with severe bacterial pneumonia. Clots were no more frequent than with placebo."
    [omission] = [o for o in audited(auditor, text).omissions if o.code == "OMIT_HARM"]
    assert "28.5% v 23.0% dead" in omission.reason


def test_harms_that_were_commoner_are_left_out(auditor: Auditor) -> None:
    """realist-covid: 6 v 3 serious events, risk ratio 2.9."""
    text = "REALIST-COVID gave ORBCEL-C or placebo to 60 people with ARDS and missed its endpoint."
    assert "OMIT_HARM" in codes(audited(auditor, text))


def test_side_effects_that_were_absent_are_denied(auditor: Auditor) -> None:
    """sci-admsc-2024: headache and muscle pain in 8 of 10."""
    text = "Bydon (2024) gave adipose MSCs to ten people with spinal cord injury. Side effects were absent."
    assert only(auditor, text).verdict.value == "contradicted"


def test_a_similar_product_is_no_likeness(auditor: Auditor) -> None:
    text = "Stemirac, a similar product, helps people with spinal cord injury."
    assert only(auditor, text).candidate.polarity.value == "affirms"


def test_a_missed_significance_of_the_second_trial_is_not_of_the_first(auditor: Auditor) -> None:
    text = "Chronic GVHD was rarer with MSCs in the first trial; in the second it narrowly missed significance."
    first = audited(auditor, text).claims[0].candidate
    assert (first.name, first.polarity.value) == ("prevents", "affirms")


@pytest.mark.parametrize(
    "text",
    [
        "Wang (2019) gave cord MSCs in rheumatoid arthritis. Ask your doctor which treatments have been shown to work.",
        "Wang (2019) gave cord MSCs in rheumatoid arthritis. Talk to your doctor about what helps.",
    ],
)
def test_advice_to_ask_is_no_claim(auditor: Auditor, text: str) -> None:
    assert audited(auditor, text).claims == []


def test_nobody_served_as_a_control_tells_the_design(auditor: Auditor) -> None:
    text = "Wang (2019) gave cord MSCs to 64 people with rheumatoid arthritis. Joint scores fell, but nobody served as a control."
    audit = audited(auditor, text)
    assert "OMIT_N_DESIGN" not in codes(audit)
    assert [j.candidate.polarity.value for j in audit.claims] == ["affirms"]


def test_none_of_the_controls_denies_nothing_of_the_cells(auditor: Auditor) -> None:
    """rash-2025: serious events in 3 of 37 with cells, in none on placebo."""
    text = "Rash (2025) gave laromestrocel to 50 people with Alzheimer's disease. Three of 37 treated people had serious adverse events, and none of those on placebo."
    judged = only(auditor, text)
    assert (judged.candidate.polarity.value, judged.verdict.value) == ("affirms", "supported")


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        # deng-2017: 9 of 12 (75%) v 5 of 6 (83%)
        ("Three quarters of those on cells and five of six on placebo went into remission.", "to-check"),
        ("Three quarters of those on cells went into remission.", "contradicted"),
    ],
)  # fmt: skip
def test_shares_of_both_groups_in_words_are_a_report(
    auditor: Auditor, text: str, verdict: str
) -> None:
    deng = "Deng (2017) gave cord MSCs or placebo to 18 people with lupus nephritis. "
    assert only(auditor, deng + text).verdict.value == verdict


def test_deaths_denied_of_the_cells_alone_are_not_contradicted(auditor: Auditor) -> None:
    """cudkowicz-2022: more deaths with cells, their significance unclear."""
    judged = only(auditor, "No patient with ALS died because of NurOwn.")
    assert judged.candidate.is_attributed
    assert judged.verdict.value != "contradicted"


def test_a_programme_told_after_a_trial_is_not_of_it(auditor: Auditor) -> None:
    text = "Kebriaei (2019) gave remestemcel-L to 260 people with steroid-refractory acute GVHD. In 241 children under expanded access nobody died."
    assert all(j.study is None for j in audited(auditor, text).claims)


def test_stopping_a_disease_is_more_than_one_trial_shows(auditor: Auditor) -> None:
    text = "In multiple system atrophy, Lee (2012) demonstrated that MSCs stop the disease."
    assert only(auditor, text).verdict.value == "overstated"


def test_the_same_as_a_null_before_is_told(auditor: Auditor) -> None:
    text = "STROMA-CoV-2 gave cord MSCs in COVID-19 ARDS, and oxygenation gained no more than with placebo. REALIST-COVID found the same after an infusion of ORBCEL-C."
    assert "OMIT_PRIMARY" not in codes(audited(auditor, text))
    text = "STROMA-CoV-2 gave cord MSCs in COVID-19 ARDS, and oxygenation rose. REALIST-COVID found the same after an infusion of ORBCEL-C."
    assert "OMIT_PRIMARY" in codes(audited(auditor, text))


def test_figures_of_both_groups_tell_the_result_level_or_apart(auditor: Auditor) -> None:
    """ahn-2021: 17 of 33 v 18 of 33; juventas: 19% v 13%."""
    text = "Ahn (2021) gave Pneumostem to 66 babies against bronchopulmonary dysplasia. It befell 17 of 33 babies with cells and 18 of 33 with placebo."
    assert "OMIT_PRIMARY" not in codes(audited(auditor, text))
    apart = "JUVENTAS gave marrow cells in critical limb ischaemia. 13% of those on placebo and 19% of those on cells needed an amputation."
    assert "OMIT_PRIMARY" not in {o.code for o in audited(auditor, apart).omissions}


def test_a_result_denied_of_the_product_elsewhere_is_told(auditor: Auditor) -> None:
    text = "PACE injected PLX-PAD in critical limb ischaemia.\n\nNor did PLX-PAD delay amputation or death."
    assert "OMIT_PRIMARY" not in codes(audited(auditor, text))


def test_marrow_cells_are_no_wrong_source_where_no_disease_is_named(auditor: Auditor) -> None:
    text = "JUVENTAS infused marrow cells into the leg artery of 160 patients."
    assert "SOURCE_MISMATCH" not in codes(audited(auditor, text))


@pytest.mark.parametrize(
    "text",
    [
        "Do not let anyone tell you that stem cells are dangerous in ALS.",
        "Don't believe that stem cells are dangerous in ALS.",
    ],
)
def test_a_danger_that_is_turned_down_is_called_safe(auditor: Auditor, text: str) -> None:
    judged = only(auditor, text)
    assert (judged.candidate.name, judged.candidate.polarity.value) == ("safeIn", "affirms")


def test_two_thirds_of_the_patients_are_no_two_patients(auditor: Auditor) -> None:
    text = "Tan (2012) cut rejection in kidney transplantation by two thirds with the patients' own marrow MSCs."
    assert "NUMBER_MISMATCH" not in codes(audited(auditor, text))


@pytest.mark.parametrize(
    "text",
    [
        "Stemirac is sold in Japan for spinal cord injury, although its benefit has yet to be proven.",
        "Bydon (2024) gave adipose MSCs to ten people with spinal cord injury; their benefit has yet to be proven.",
    ],
)
def test_a_benefit_yet_to_be_proven_is_denied_and_not_contradicted(
    auditor: Auditor, text: str
) -> None:
    judged = audited(auditor, text).claims[-1]
    assert judged.candidate.polarity.value == "denies"
    assert judged.verdict.value != "contradicted"


def test_a_cure_that_others_advertise_without_a_trial_is_turned_down(auditor: Auditor) -> None:
    text = "Companies advertise umbilical cord MSCs as a cure for COVID-19, without a single trial to point to."
    judged = only(auditor, text)
    assert (judged.candidate.name, judged.candidate.polarity.value) == ("cures", "denies")


def test_people_in_each_group_are_not_the_size_of_the_trial(auditor: Auditor) -> None:
    text = "STROMA-CoV-2 gave cord MSCs in COVID-19 ARDS to 21 of 45 people. Serious events struck six people in each group."
    assert "NUMBER_MISMATCH" not in codes(audited(auditor, text))


def test_nobody_was_compared_tells_the_design(auditor: Auditor) -> None:
    text = "Bydon (2024) gave adipose MSCs to ten people with spinal cord injury. Seven moved up a grade. Nobody was compared with them."
    assert "OMIT_N_DESIGN" not in codes(audited(auditor, text))


@pytest.mark.parametrize("words", ["at any stage of the disease", "for good"])
def test_any_stage_and_for_good_are_more_than_one_trial_shows(auditor: Auditor, words: str) -> None:
    text = f"In multiple system atrophy, Lee (2012) showed that MSCs help {words}."
    assert audited(auditor, text).claims[0].verdict.value == "overstated"


def test_fistulas_closed_with_words_between_are_closed(auditor: Auditor) -> None:
    judged = only(auditor, "Marrow MSCs close most Crohn's fistulas.")
    assert judged.candidate.polarity.value == "affirms"


@pytest.mark.parametrize(
    "text",
    [
        "TREASURE gave MultiStem to 206 people after stroke. There was practically nothing between the groups at day 90.",
        "CHART-1 and DREAM-HF tested cells in heart failure and missed what they had set out to show.",
    ],
)
def test_a_sentence_that_sounds_of_failure_accuses_nobody(auditor: Auditor, text: str) -> None:
    assert "OMIT_PRIMARY" not in codes(audited(auditor, text))


@pytest.mark.parametrize(
    "text",
    [
        "TREASURE gave MultiStem to 206 people after stroke. No wonder that doctors are looking forward to it.",
        "TREASURE gave MultiStem to 206 people after stroke. It helped them. Nothing like it had been seen before.",
        "CHART-1 tested cardiopoietic cells in heart failure.",
    ],
)
def test_a_no_elsewhere_does_not_hide_a_missed_result(auditor: Auditor, text: str) -> None:
    assert "OMIT_PRIMARY" in codes(audited(auditor, text))


def test_the_comparison_group_is_the_one_beside_the_figures(auditor: Auditor) -> None:
    text = "In the only trial with placebo, which had 18 participants with lupus nephritis, three quarters of those given cord MSCs but also five of six given placebo reached remission."
    assert only(auditor, text).candidate.figures == ("75", "83")


def test_a_group_given_a_higher_dose_is_a_part(auditor: Auditor) -> None:
    text = "Sun (2017) gave cord blood to 63 children with cerebral palsy. Motor function rose no more than with placebo. Children given a higher dose did better."
    last = audited(auditor, text).claims[-1]
    assert last.candidate.is_subgroup
    assert last.verdict.value == "supported"


def test_saving_patients_is_a_benefit(auditor: Auditor) -> None:
    judged = only(auditor, "Remestemcel-L saves COVID-19 patients.")
    assert judged.verdict.value in ("contradicted", "overstated")


def test_those_who_were_dead_are_deaths_told(auditor: Auditor) -> None:
    text = "TREASURE gave MultiStem after stroke and missed its goal. After a year 13 treated patients and 10 of the others were dead."
    assert "OMIT_HARM" not in codes(audited(auditor, text))


def test_results_told_before_the_one_study_is_named_are_told(auditor: Auditor) -> None:
    """houkin-2024: 11.5% v 9.8%; 13 and 10 deaths within a year."""
    text = "MultiStem after stroke in numbers: 206 patients. Dead at a year: 12.5% against 9.8%. None of the differences was significant. Houkin and colleagues published the trial in JAMA Neurology in 2024."
    assert not {"OMIT_PRIMARY", "OMIT_HARM"} & codes(audited(auditor, text))


def test_two_figures_parted_by_a_comma_are_those_of_two_groups(auditor: Auditor) -> None:
    """jiang-2024: 60% v 50%, no difference shown."""
    text = "Four weeks after cord MSCs for acute GVHD 60% had responded, 50% with placebo."
    judged = only(auditor, text)
    assert judged.candidate.figures == ("60", "50")
    assert judged.verdict.value != "contradicted"


def test_a_worsening_told_beside_lesions_is_told(auditor: Auditor) -> None:
    """iacobaeus-2019: three of five worse, lesions in three of five."""
    text = "Iacobaeus treated seven people with progressive MS with MSCs in 2019: after a year three of five had got worse, and new lesions had turned up in three."
    assert "OMIT_HARM" not in codes(audited(auditor, text))


def test_all_were_given_the_cells_tells_the_design(auditor: Auditor) -> None:
    text = "In a study of 54 children with GVHD (Kurtzberg, 2020) 70% responded to remestemcel-L. All of them were given the cells, so nobody knows more."
    assert "OMIT_N_DESIGN" not in codes(audited(auditor, text))


def test_a_score_left_as_it_was_is_no_effect(auditor: Auditor) -> None:
    judged = only(auditor, "In REALISTIC, CD133-positive cells left the MELD score of people with cirrhosis as it was.")  # fmt: skip
    assert (judged.candidate.polarity.value, judged.verdict.value) == ("denies", "supported")


def test_the_only_cure_is_something_else(auditor: Auditor) -> None:
    text = (
        "Suk (2016) gave marrow MSCs in alcoholic cirrhosis. Transplantation remains the only cure."
    )
    assert audited(auditor, text).claims == []


def test_a_range_of_people_in_each_arm_is_no_size(auditor: Auditor) -> None:
    text = "Schiess (2025) gave marrow MSCs in Parkinson's disease. The three arms had 14 to 16 people each."
    assert "NUMBER_MISMATCH" not in codes(audited(auditor, text))


def test_diseases_alike_are_no_groups_alike(auditor: Auditor) -> None:
    text = "MSCs help people with lupus, rheumatoid arthritis and MS alike."
    assert {j.candidate.polarity.value for j in audited(auditor, text).claims} == {"affirms"}


def test_a_group_with_an_adjective_is_an_author(auditor: Auditor) -> None:
    text = "Lee's Korean group injected fat-derived MSCs into the arthritic knees of 12 people, and saline into those of 12 others, in 2019."
    assert any((x.link.study or "").endswith("lee-2019") for x in audited(auditor, text).mentions)


def test_those_who_did_not_live_are_deaths_told(auditor: Auditor) -> None:
    """start-2019: 30% v 15% died within 28 days."""
    text = "The START trial gave marrow MSCs to 60 people with ARDS. Thirty per cent of those with cells and fifteen of the others did not live to day 28."
    assert "OMIT_HARM" not in codes(audited(auditor, text))


def test_walking_further_and_living_better_are_outcomes(auditor: Auditor) -> None:
    """msc-hf-2015: neither six-minute walking nor quality of life was better than with placebo."""
    text = "The MSC-HF trial showed that marrow MSCs let people with heart failure walk further and live better."
    assert {j.verdict.value for j in audited(auditor, text).claims} == {"contradicted"}


def test_a_trial_that_ended_without_the_hoped_for_result_missed_it(auditor: Auditor) -> None:
    text = "ALSUMMIT, a trial of lenzumestrocel in ALS, ended without the hoped-for result."
    assert only(auditor, text).candidate.polarity.value == "denies"
    assert "OMIT_PRIMARY" not in codes(audited(auditor, text))


@pytest.mark.parametrize(
    ("text", "study"),
    [
        ("MASTERS-2 gave MultiStem to people with ischaemic stroke.", "masters-2"),
        ("MASTERS gave MultiStem to people with ischaemic stroke.", "masters-ph2"),
        ("STEMTRA implanted SB623 after brain injury.", "stemtra-2021"),
    ],
)
def test_a_trial_is_known_by_its_name(auditor: Auditor, text: str, study: str) -> None:
    (mention,) = audited(auditor, text).mentions
    assert (mention.proposed or "").endswith(f"/{study}")
