"""Sentences as clinics and news pages write them; held figures and approvals are those of the fact sheets of the studies named."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from stroma.audit.judging.results import Verdict
from stroma.audit.language.trial_names import trials_by_name
from stroma.audit.readers.documents import text_document
from stroma.audit.report.summary import summary_lines
from stroma.model import Polarity
from stroma.source_names import trial_name

if TYPE_CHECKING:
    from stroma.audit.judging.results import Audit, Judged
    from stroma.audit.pipeline import Auditor


def audited(auditor: Auditor, text: str) -> Audit:
    return auditor.audit(text_document(text, "a.txt"))


def only(auditor: Auditor, text: str) -> Judged:
    (judged,) = audited(auditor, text).claims
    return judged


def test_an_approval_of_another_country_is_not_answered_by_the_us_regulator(
    auditor: Auditor,
) -> None:
    """Japan approved Stemirac, one product of autologous marrow MSC; of China nothing is held."""
    text = "A {} product made from patients' own marrow cells has been approved for spinal cord injury."
    held = only(auditor, text.format("Japanese"))
    assert held.verdict is Verdict.OVERSTATED
    assert "Stemirac" in held.gaps[0].reason
    assert "another regulator" not in held.gaps[0].reason
    assert "another regulator" in only(auditor, text.format("new")).gaps[0].reason
    assert only(auditor, text.format("Chinese")).verdict is Verdict.NO_EVIDENCE


def test_the_year_of_an_approval_is_not_that_of_the_study(auditor: Auditor) -> None:
    text = "In ADMIRE-CD, 212 people with perianal fistulas in Crohn's disease got darvadstrocel. The agency approved it in 2018."
    assert "CITATION_CONFLICT" not in {o.code for o in audited(auditor, text).omissions}


@pytest.mark.parametrize(
    "text",
    [
        # panes-2016: 50 % vs 34 %; admire-cd-ii: 48.8 % vs 46.3 %
        "In ADMIRE-CD, a trial of 212 people with perianal fistulas in Crohn's disease, 51 % were in combined remission, compared with 34 % on placebo.",
        "In ADMIRE-CD II, 48.8 % against 36.3 % reached combined remission of their perianal fistulas with darvadstrocel.",
    ],
)
def test_one_wrong_digit_in_the_figures_of_two_groups_is_another_number(
    auditor: Auditor, text: str
) -> None:
    judged = only(auditor, text)
    assert judged.verdict is Verdict.CONTRADICTED
    assert [g.code for g in judged.gaps] == ["NUMBER_MISMATCH"]


def test_a_slower_decline_is_a_benefit_in_the_disease(auditor: Auditor) -> None:
    judged = only(
        auditor, "Patients with ALS who received NurOwn declined more slowly than those on placebo."
    )
    assert judged.candidate.name == "ameliorates"
    assert judged.verdict is Verdict.CONTRADICTED  # cudkowicz-2022 missed its endpoint


def test_less_severity_of_the_disease_is_a_benefit(auditor: Auditor) -> None:
    judged = only(auditor, "In mice with EAE, MSCs reduced the severity of the disease.")
    assert (judged.candidate.name, judged.candidate.polarity) == ("ameliorates", Polarity.AFFIRMS)


@pytest.mark.parametrize(
    ("text", "name", "polarity"),
    [
        ("In people with ALS, mesenchymal stem cells cut mortality by half.", "improves", Polarity.AFFIRMS),
        ("Remestemcel-L failed to lower deaths among people with GVHD.", "improves", Polarity.DENIES),
        ("MSC therapy lowered the risk of infection in multiple sclerosis.", "prevents", Polarity.AFFIRMS),
        ("MSCs did not reduce infections in multiple sclerosis.", "prevents", Polarity.DENIES),
        ("A lower dose of MSCs caused fever in multiple sclerosis.", "causesAdverseEvent", Polarity.AFFIRMS),
        ("There were no deaths after MSC infusion in multiple sclerosis.", "causesAdverseEvent", Polarity.DENIES),
    ],
)  # fmt: skip
def test_a_harm_that_is_lessened_is_no_harm_of_the_treatment(
    auditor: Auditor, text: str, name: str, polarity: Polarity
) -> None:
    judged = only(auditor, text)
    assert (judged.candidate.name, judged.candidate.polarity) == (name, polarity)


def test_a_harm_that_is_listed_as_a_side_effect_is_told_once(auditor: Auditor) -> None:
    judged = only(auditor, "Pain was the most frequent side effect of MSCs in knee osteoarthritis.")
    assert auditor.lexicon.terms[judged.candidate.object].slug.endswith("pain")


def test_what_vesicles_of_the_cells_do_is_no_claim_about_the_cells(auditor: Auditor) -> None:
    audit = audited(
        auditor, "MSCs are studied in MS. Exosomes from these cells are 100 % safe in MS."
    )
    assert audit.claims == []
    assert [u.sentence for u in audit.unjudged] == [1]


def test_a_transplant_of_blood_stem_cells_is_no_msc_therapy(auditor: Auditor) -> None:
    text = (
        "After chemotherapy and a transplant of blood stem cells, most people with MS had no new relapses. "
        "Mesenchymal stem cells are another matter."
    )
    products = {j.candidate.subject for j in audited(auditor, text).claims}
    assert not any(p.endswith("msc-product") for p in products)


def test_they_are_the_cells_of_the_paragraph(auditor: Auditor) -> None:
    text = (
        "Mesenchymal stem cells calm inflammation. Doctors are cautious. Much is unknown. "
        "There's no evidence that they rebuild myelin in patients."
    )
    judged = audited(auditor, text).claims[-1]
    assert judged.candidate.polarity is Polarity.DENIES
    assert judged.candidate.object.endswith("remyelination")
    apart = text.replace("unknown. ", "unknown.\n\n")
    assert not any(
        c.candidate.object.endswith("remyelination") for c in audited(auditor, apart).claims
    )


def test_safe_in_the_words_of_others_beside_a_harm_is_turned_down(auditor: Auditor) -> None:
    judged = audited(
        auditor, "MSCs are safe in MS, clinics claim, but infections have been reported."
    ).claims[0]
    assert (judged.candidate.name, judged.candidate.polarity) == ("safeIn", Polarity.DENIES)


def test_a_mention_without_any_mark_says_so(auditor: Auditor) -> None:
    audit = audited(
        auditor, "MSCs help people with MS, a landmark study says. Jones et al. (2031) disagree."
    )
    said = [
        line
        for line in summary_lines(audit, auditor.store)
        if "landmark study”" in line or "Jones" in line
    ]
    assert any("no name, year, author, size or place" in line for line in said)
    assert any("not recognised as a study of this graph" in line for line in said)


def test_the_trial_behind_an_approval_is_judged(auditor: Auditor) -> None:
    """fda-2024-12 approves remestemcel-L for children; kurtzberg-2020 and its extension had no comparison group."""
    text = "Remestemcel-L was approved by the FDA for children with steroid-refractory acute graft-versus-host disease after a {} trial."
    wrong = only(auditor, text.format("randomised"))
    assert wrong.verdict is Verdict.OVERSTATED
    assert "comparison group" in wrong.gaps[0].reason
    assert only(auditor, text.format("single-arm")).verdict is Verdict.SUPPORTED


def test_it_treats_the_disease_reaches_as_far_as_the_approval(auditor: Auditor) -> None:
    wide = only(auditor, "Remestemcel-L treats graft-versus-host disease.")
    assert wide.verdict is Verdict.OVERSTATED
    assert [g.code for g in wide.gaps] == ["POPULATION_WIDER"]
    text = "Remestemcel-L treats steroid-refractory acute graft-versus-host disease in children."
    assert only(auditor, text).verdict is Verdict.SUPPORTED


def test_a_harm_not_blamed_on_the_cells_does_not_oppose_that_none_was_tied_to_them(
    auditor: Auditor,
) -> None:
    """fernandez-2018: one serious event, a urinary infection, unrelated."""
    tied = only(auditor, "No serious side effects were tied to MSCs in secondary progressive MS.")
    seen = only(auditor, "MSCs cause no serious side effects in secondary progressive MS.")
    assert not any("fernandez-2018" in f for f in tied.opposing)
    assert any("fernandez-2018" in f for f in seen.opposing)


def test_a_told_harm_is_not_taken_back_by_who_did_not_see_it(auditor: Auditor) -> None:
    """msc-ms-meta-2018: infections in 35 %; sahraian-2014: none in six people."""
    assert (
        only(auditor, "MSCs cause infections in multiple sclerosis.").verdict is Verdict.SUPPORTED
    )


def test_a_denial_of_the_next_words_is_not_one_of_the_harm(auditor: Auditor) -> None:
    text = "In Alzheimer's disease the side effects of laromestrocel were mild, and no one had a brain bleed."
    assert only(auditor, text).candidate.polarity is Polarity.AFFIRMS


def test_no_evidence_of_disease_activity_is_reached_and_not_denied(auditor: Auditor) -> None:
    text = "Spinal injections of MSCs beat a sham procedure in MS: 58.6 % had no evidence of disease activity."
    judged = audited(auditor, text).claims[0]
    assert (judged.candidate.name, judged.candidate.polarity) == ("ameliorates", Polarity.AFFIRMS)


def test_a_study_without_placebo_is_not_said_to_have_one(auditor: Auditor) -> None:
    text = "Riordan and colleagues gave cord cells to 20 people with MS in 2018. There was no placebo group."
    audit = audited(auditor, text)
    assert not any("comparator" in o.reason for o in audit.omissions)


def test_a_trial_stopped_early_stops_no_disease(auditor: Auditor) -> None:
    text = "In a trial of cord MSCs in lupus nephritis stopped early, 75 % on the cells and 83 % on placebo went into remission."
    assert only(auditor, text).candidate.figures == ("75", "83")


def test_a_death_that_was_not_understood_is_listed(auditor: Auditor) -> None:
    text = "MSCs did not help lupus nephritis. The cells were fatal for one patient."
    assert [u.sentence for u in audited(auditor, text).unjudged] == [1]


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        # ema-2024-12: authorised in the EU in 2018, withdrawn in December 2024
        ("Darvadstrocel is approved in Europe for perianal fistulas in Crohn's disease.", Verdict.CONTRADICTED),
        ("The European Medicines Agency approved darvadstrocel for perianal fistulas in 2018.", Verdict.LEAVES_OUT),
        # msc-pharmacokinetics-2024: Japan, 2021
        ("Darvadstrocel is approved in Japan for perianal fistulas.", Verdict.SUPPORTED),
        ("Darvadstrocel is approved in South Korea for perianal fistulas.", Verdict.NO_EVIDENCE),
        # fda-2024-12: remestemcel-L, for children
        ("Remestemcel-L is approved in Japan for graft-versus-host disease.", Verdict.NO_EVIDENCE),
        ("Remestemcel-L was approved in December 2024 for children with steroid-refractory acute graft-versus-host disease.", Verdict.SUPPORTED),
        ("Remestemcel-L is not approved by the FDA for children with steroid-refractory acute graft-versus-host disease.", Verdict.CONTRADICTED),
        ("No mesenchymal stem cell product has been approved by the FDA for graft-versus-host disease.", Verdict.LEAVES_OUT),
        ("The FDA has not approved any stem cell product for multiple sclerosis.", Verdict.BACKGROUND),
        # South Korea authorised it in 2014; the US regulator lists no approval for a neurological disorder
        ("Lenzumestrocel is approved by the Korean FDA for ALS.", Verdict.SUPPORTED),
        ("Lenzumestrocel is approved for ALS.", Verdict.OVERSTATED),
        ("Lenzumestrocel is FDA approved for ALS.", Verdict.CONTRADICTED),
    ],
)  # fmt: skip
def test_an_approval_or_its_denial_is_answered_by_the_regulator_of_that_region(
    auditor: Auditor, text: str, verdict: Verdict
) -> None:
    assert only(auditor, text).verdict is verdict


def test_deaths_of_both_groups_are_left_out_where_they_were_more_with_the_cells(
    auditor: Auditor,
) -> None:
    """Deaths: houkin-2024 12.5 % against 9.8 %; masters-ph2 8 % against 15 %."""

    def left_out(text: str) -> set[str]:
        return {o.reason[:21] for o in audited(auditor, text).omissions if o.code == "OMIT_HARM"}

    treasure = "TREASURE, with MultiStem in ischaemic stroke, missed its primary endpoint."
    assert any("More deaths" in reason for reason in left_out(treasure))
    assert left_out(treasure + " Survival was similar in both groups.") == set()
    masters = "MASTERS, with MultiStem in ischaemic stroke, missed its primary endpoint."
    assert left_out(masters) == set()


def test_no_deaths_is_contradicted_by_a_death_from_any_cause(auditor: Auditor) -> None:
    """deng-2017: one of twelve died of pneumonia; msc-ms-meta-2019: no treatment-related death."""
    assert (
        only(auditor, "There were no deaths after cord MSCs in lupus.").verdict
        is Verdict.CONTRADICTED
    )
    judged = only(auditor, "There were no treatment-related deaths after MSCs in MS.")
    assert judged.verdict is Verdict.SUPPORTED


def test_a_denied_death_that_was_not_understood_is_listed(auditor: Auditor) -> None:
    text = "MSCs are studied in MS. Mesenchymal stem cells have never killed anyone."
    assert [u.sentence for u in audited(auditor, text).unjudged] == [1]


def test_exosomes_and_stem_cells_named_together_are_claims_about_the_cells(
    auditor: Auditor,
) -> None:
    audit = audited(
        auditor, "Our exosome and stem cell drip reverses MS and autism, and has no side effects."
    )
    assert len(audit.claims) == 3
    harm = next(j for j in audit.claims if j.candidate.name == "causesAdverseEvent")
    assert harm.verdict is Verdict.CONTRADICTED  # of two diseases: of the treatment as such


def test_a_disease_that_does_not_respond_to_steroids_says_nothing_of_the_cells(
    auditor: Auditor,
) -> None:
    text = "Remestemcel-L is for children whose graft-versus-host disease does not respond to steroids."
    assert not any(j.candidate.name == "ameliorates" for j in audited(auditor, text).claims)


def test_the_same_after_placebo_is_no_benefit(auditor: Auditor) -> None:
    text = "MSCs reduced fatigue in MS a little, but the same was seen after placebo."
    assert only(auditor, text).candidate.polarity is Polarity.DENIES


def test_a_rounded_figure_is_the_same_figure(auditor: Auditor) -> None:
    """cudkowicz-2022 holds 33 % against 28 %."""
    text = "Cudkowicz (2022) gave NurOwn in ALS: 32.6 % of patients responded, against {} % on placebo."
    same = only(auditor, text.format("27.7"))
    assert same.supporting
    assert "NUMBER_MISMATCH" not in {g.code for g in same.gaps}
    assert [g.code for g in only(auditor, text.format("17.7")).gaps] == ["NUMBER_MISMATCH"]


def test_a_trial_that_is_not_held_is_backed_by_those_that_found_the_same(auditor: Auditor) -> None:
    text = (
        "Remestemcel-L was tested in GVHD. In Utopia a trial of 980 adults did not reach its goal."
    )
    judged = only(auditor, text)
    assert judged.verdict is Verdict.SUPPORTED
    assert any("remestemcel-rct-2019" in f for f in judged.supporting)


def test_fewer_deaths_are_laid_beside_the_deaths_of_both_groups(auditor: Auditor) -> None:
    """Deaths with MultiStem and placebo: houkin-2024 12.5 % and 9.8 %, masters-ph2 8 % and 15 % (too few to tell)."""
    judged = only(auditor, "Stem cell treatment lowers the risk of death after stroke.")
    assert judged.verdict is Verdict.OVERSTATED
    assert {f.rsplit("/", 1)[-1] for f in judged.opposing} == {"houkin-2024-f3", "masters-ph2-f3"}


def test_an_author_is_found_with_and_without_accents(auditor: Auditor) -> None:
    for name in ("Stępień", "Stepien"):
        text = f"The team of {name} injected fat stem cells into the spinal fluid of 16 people with MS."
        (linked,) = audited(auditor, text).mentions
        assert (linked.proposed or "").endswith("stepien-2016")


def test_what_a_trial_that_is_not_held_did_not_see_shows_no_backing(auditor: Auditor) -> None:
    text = "Utopia et al. (2031) gave MSCs to 980 people with MS. Cancer was not seen."
    judged = audited(auditor, text).claims[-1]
    assert judged.verdict is Verdict.NO_EVIDENCE
    assert judged.supporting == ()
    assert judged.beside


def test_a_mixed_picture_told_in_one_sentence_leaves_nothing_out(auditor: Auditor) -> None:
    mixed = only(auditor, "Three trials of MSCs in MS found benefits and two did not.")
    assert mixed.verdict is Verdict.SUPPORTED
    one_sided = audited(auditor, "MSCs helped people with MS but did not reduce relapses.")
    assert one_sided.claims[0].verdict is not Verdict.SUPPORTED


def test_a_told_harm_is_not_contradicted_by_a_few_who_did_not_see_it(auditor: Auditor) -> None:
    """Tumours after MSC in MS: none in 10 people with it (lu-2020, sahraian-2014), too few to take it back."""
    text = "The risks of MSC therapy in MS include blood clots and cancer."
    claims = audited(auditor, text).claims
    assert {j.candidate.object.rsplit("/", 1)[-1] for j in claims} == {
        "thromboembolism",
        "tumour-formation",
    }
    assert {j.verdict for j in claims} == {Verdict.NO_EVIDENCE}


@pytest.mark.parametrize("words", ["flopped in", "turned out to be a failure in"])
def test_a_product_that_flopped_has_failed(auditor: Auditor, words: str) -> None:
    judged = only(auditor, f"MSC therapy {words} MS.")
    assert (judged.candidate.name, judged.candidate.polarity) == ("ameliorates", Polarity.DENIES)


@pytest.mark.parametrize(
    ("text", "polarity"),
    [
        (
            "Fistulas closed in half of the patients with Crohn's disease given MSCs.",
            Polarity.AFFIRMS,
        ),
        ("Fistulas stayed open in most patients with Crohn's disease given MSCs.", Polarity.DENIES),
        ("People with ALS lived longer after MSCs.", Polarity.AFFIRMS),
        ("People with ALS did not live longer after MSCs.", Polarity.DENIES),
        ("Nobody with spinal cord injury walked again after MSC therapy.", Polarity.DENIES),
    ],
)
def test_words_that_are_outcome_and_effect_in_one(
    auditor: Auditor, text: str, polarity: Polarity
) -> None:
    assert only(auditor, text).candidate.polarity is polarity


def test_a_spinal_cord_injury_is_no_injury_by_the_cells(auditor: Auditor) -> None:
    assert audited(auditor, "MSCs are studied in spinal cord injury.").unjudged == []


NYHA = "rexlemestrocel-L more than halved cardiac deaths in people with heart failure (doi:10.1016/j.jacc.2022.11.061)."


@pytest.mark.parametrize(
    "text",
    [
        f"In the DREAM-HF trial, {NYHA}",
        f"Hope: in the DREAM-HF trial, {NYHA}",
        f"New hope for failing hearts: in the DREAM-HF trial, {NYHA}",
        f"In the DREAM-HF trial, {NYHA.replace('more than halved', 'may have more than halved')}",
    ],
)
def test_a_result_of_a_subgroup_told_as_of_all_is_too_wide_however_it_is_hedged(
    auditor: Auditor, text: str
) -> None:
    (judged,) = auditor.audit(text_document(text)).claims
    assert judged.verdict is Verdict.OVERSTATED
    assert [g.code for g in judged.gaps] == ["POPULATION_WIDER"]
    assert "no comparison group" not in judged.gaps[0].reason


TWO_IDENTIFIERS = (
    "Stem cells help children with autism talk. The Duke study showed significant improvement in communication after one infusion of"
    " cord blood (doi:10.1016/j.jpeds.2020.03.011). Parents need not fear: the treatment is completely safe and approved by the FDA."
    " In COVID-19, remestemcel-L reduced mortality in patients under 65 (NCT04371393)."
)


def test_an_identifier_wins_over_that_of_a_later_sentence(auditor: Auditor) -> None:
    audit = auditor.audit(text_document(TWO_IDENTIFIERS))
    linked = [str(x.proposed).rsplit("/", 1)[-1] for x in audit.mentions]
    assert linked == ["dawson-2020", "bowdish-2023"]
    safe = next(j.candidate for j in audit.claims if j.candidate.name == "safeIn")
    assert auditor.lexicon.terms[safe.subject].slug == "cord-blood-product"
    assert all(j.gaps for j in audit.claims if j.verdict is Verdict.CONTRADICTED)


@pytest.mark.parametrize(
    "text",
    [
        "Cord blood is approved by the FDA for autism.",
        "Stem cells are approved by the FDA for Parkinson's disease.",
        TWO_IDENTIFIERS,
    ],
)
def test_approved_by_the_fda_is_laid_beside_what_the_fda_says(auditor: Auditor, text: str) -> None:
    claims = auditor.audit(text_document(text)).claims
    (judged,) = (j for j in claims if j.candidate.name == "approvedFor")
    assert judged.candidate.polarity is Polarity.AFFIRMS
    assert judged.verdict is Verdict.CONTRADICTED
    assert "The US regulator lists no approval" in judged.gaps[0].reason


@pytest.mark.parametrize(
    "text",
    [
        "Stem cells are tried against COVID-19. \"Saved people\" is a bigger word than either trial will carry.",
        "Fat cells were given for refractory angina. He has an electric bike. It beats the cells by several kilometres.",
        "MultiStem was given in ulcerative colitis. Eighty-eight were in the efficacy portion of a trial with a placebo arm.",
        "In ixCELL-DCM marrow cells went up against placebo in people with heart failure with an ejection fraction of 35 per cent or less.",
    ],
)  # fmt: skip
def test_what_only_sounds_of_a_gain_is_no_benefit(auditor: Auditor, text: str) -> None:
    found = auditor.audit(text_document(text)).claims
    assert [j for j in found if j.candidate.name in ("ameliorates", "improves")] == []


@pytest.mark.parametrize(
    ("text", "code"),
    [
        # sculptor: 321 took part
        ("The SCUlpTOR study of CYP-004 in knee osteoarthritis had hoped for 440 people and settled for 321.", ""),
        ("The SCUlpTOR study gave 440 people with knee osteoarthritis CYP-004 or placebo.", "NUMBER_MISMATCH"),
        # adipoa2: 135 took part, the primary endpoint was not met
        ("In ADIPOA2 235 people with knee osteoarthritis had fat cells or saline.", "NUMBER_MISMATCH"),
    ],
)  # fmt: skip
def test_numbers_are_held_against_those_that_the_study_has(
    auditor: Auditor, text: str, code: str
) -> None:
    found = {o.code for o in auditor.audit(text_document(text)).omissions}
    assert ("NUMBER_MISMATCH" in found) == bool(code)


@pytest.mark.parametrize(
    ("more", "omitted", "asked"),
    [
        # rumcess: 4 v 3 alive at three months
        ("", ["rumcess-f2"], [False]),
        ("Three months on the ward was quieter.", ["rumcess-f2"], [True]),
        ("After three months 4 with the cells and 3 of the others were alive.", [], []),
    ],
)  # fmt: skip
def test_a_gain_that_was_gone_later_is_not_told_alone(
    auditor: Auditor, more: str, omitted: list[str], asked: list[bool]
) -> None:
    text = f"In RUMCESS thirty people with septic shock had usual care, fifteen of them marrow cells too. Nine of fifteen with cells were alive after four weeks. {more}"
    left = [
        o
        for o in auditor.audit(text_document(text)).omissions
        if o.code == "OMIT_PRIMARY" and o.study is not None and o.study.endswith("rumcess")
    ]
    assert [(o.finding or "").rsplit("/", 1)[-1] for o in left] == omitted
    assert [o.perhaps is not None for o in left] == asked


def test_an_unnamed_study_is_linked_by_product_disease_size_and_people(auditor: Auditor) -> None:
    """skyler-t2d: 61 people in the United States."""
    text = "Sixty-one Americans with type 2 diabetes took part. Forty-five received rexlemestrocel-L through a drip, sixteen a placebo. Then came twelve weeks of waiting."
    linked = {x.proposed for x in auditor.audit(text_document(text)).mentions}
    assert {(iri or "").rsplit("/", 1)[-1] for iri in linked} == {"skyler-t2d"}


def test_every_trial_whose_label_begins_with_its_name_is_known_by_it(auditor: Auditor) -> None:
    """But for words that a text writes in capitals for other reasons."""
    other = {"PGE2", "STAR", "DREAM", "Duke ACT"}
    names = {trial_name(s.label) for s in auditor.store.records.studies.values()} - {None}
    assert names - set(trials_by_name()) == other


def test_a_report_of_a_small_trial_is_judged_alike_for_each_outcome(auditor: Auditor) -> None:
    """petrou-2020: 48 people; each of the three is a report with its size and design."""
    text = "A small sham-controlled trial (Petrou 2020) of 48 people with MS reported benefit on walking, relapses and treatment failure."
    verdicts = [j.verdict.value for j in auditor.audit(text_document(text)).claims]
    assert verdicts == ["supported"] * 3
