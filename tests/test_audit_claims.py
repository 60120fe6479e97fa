"""What single sentences claim: family and polarity, labelled by hand before the rules were written for them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from stroma.audit.claims.candidates import family_of
from stroma.audit.readers.documents import text_document

if TYPE_CHECKING:
    from stroma.audit.pipeline import Auditor

CONTEXT = "Mesenchymal stem cells (MSCs) are studied in multiple sclerosis. "
Claims = list[tuple[str, str]]
SENTENCES: list[tuple[str, Claims]] = [
    ("MSC therapy failed to lower the relapse rate in MS.", [("benefit", "denies")]),
    ("Patients who received MSCs did no better than those on placebo.", [("benefit", "denies")]),
    ("Relapse rates were similar in the MSC and placebo groups.", [("benefit", "denies")]),
    ("The mean EDSS score rose by 0.5 points after MSC treatment.", [("benefit", "denies")]),
    ("EDSS remained stable in all patients given MSCs.", [("benefit", "affirms")]),
    ("MSCs may help people with MS walk faster.", [("benefit", "affirms")]),
    ("Treatment with MSCs was associated with fewer new lesions on MRI.", [("benefit", "affirms")]),
    ("There is no proof that MSCs repair myelin in humans.", [("process", "denies")]),
    ("MSCs have not been approved by the FDA for MS.", [("use", "denies")]),
    ("The aim of the trial was to see if MSCs reduce relapses.", []),
    ("It remains unclear whether MSCs improve disability.", []),
    ("Two patients developed meningitis after intrathecal MSCs.", [("safety", "affirms")]),
    ("No serious adverse events were attributed to the MSCs.", [("safety", "denies")]),
    ("The infusions of MSCs were safe and well tolerated.", [("safety", "affirms")]),
    ("Claims that MSCs cure MS are false.", [("cure", "denies")]),
    ("MSCs cannot cure multiple sclerosis.", [("cure", "denies")]),
    ("Contrary to what clinics advertise, MSCs do not stop MS.", [("benefit", "denies")]),
    ("MSCs secrete IL-10 and TGF-beta.", [("amount", "affirms"), ("amount", "affirms")]),
    ("MSCs differentiate into bone, cartilage and fat cells.", [("fate", "affirms")]),
    ("Contrary to early hopes, MSCs do not turn into oligodendrocytes.", [("fate", "denies")]),
    (
        "MSC treatment reduced fatigue and improved quality of life in MS.",
        [("benefit", "affirms"), ("benefit", "affirms")],
    ),
    (
        "Neither disability nor relapses changed after MSC infusion.",
        [("benefit", "denies"), ("benefit", "denies")],
    ),
    ("Only responders showed an improvement in EDSS after MSCs.", [("benefit", "affirms")]),
    (
        "The difference in lesions between MSC and placebo was not statistically significant (p = 0.3).",
        [("benefit", "denies")],
    ),
    ("MSCs were no more effective than placebo.", [("benefit", "denies")]),
    ("The MSC trial missed its primary endpoint.", [("benefit", "denies")]),
    ("The MSC trial met its primary endpoint.", [("benefit", "affirms")]),
    ("Stem cells can be a treatment option for MS.", [("use", "affirms")]),
    ("Future studies will test whether MSCs slow progression.", []),
    ("Patients received two injections of autologous MSCs.", []),
    (
        "MSCs dampen inflammation by releasing PGE2.",
        [("process", "affirms"), ("process", "affirms"), ("amount", "affirms")],
    ),
    ("Half of the MSC-treated patients reported headache.", [("safety", "affirms")]),
    ("MSCs reversed paralysis in a mouse model of MS.", [("benefit", "affirms")]),
    ("MSC therapy worsened spasticity in three patients.", [("benefit", "denies")]),
    ("MSCs had no impact on walking speed.", [("benefit", "denies")]),
    ("Mesenchymal stem cells have shown promise in MS.", [("benefit", "affirms")]),
    ("ALSFRS-R scores declined more slowly after MSC treatment in ALS.", [("benefit", "affirms")]),
    ("Knee pain fell after adipose MSC injection.", [("benefit", "affirms")]),
    (
        "WOMAC scores dropped from 50 to 30 after MSC injection in knee osteoarthritis.",
        [("benefit", "affirms")],
    ),
    ("Quality of life declined after MSC infusion.", [("benefit", "denies")]),
    ("Researchers hope MSCs will one day repair nerve damage.", []),
    ("Do MSCs work in MS?", []),
    ("Ocrelizumab reduces relapses in MS.", []),
    (
        "MSCs are isolated from bone marrow, adipose tissue and umbilical cord.",
        [("place", "affirms")] * 3,
    ),
    ("MSCs inhibit T-cell proliferation.", [("process", "affirms")]),
    ("It has not been proven that MSCs prevent relapses.", [("benefit", "denies")]),
    ("MSCs did not worsen disability.", [("benefit", "affirms")]),
    ("MSCs may, in theory, protect neurons.", [("process", "affirms")]),
    (
        "Patients with progressive MS responded better to MSCs than those with relapsing MS.",
        [("benefit", "affirms")],
    ),
    (
        "The cells are completely safe, clinics claim, but deaths have been reported.",
        [("safety", "denies"), ("safety", "affirms")],
    ),
    ("People should not expect MSCs to cure their MS.", [("cure", "denies")]),
    (
        "MSC infusions lowered levels of IL-17 and raised IL-10.",
        [("amount", "affirms"), ("amount", "affirms")],
    ),
    ("In animal models, MSCs promote remyelination.", [("process", "affirms")]),
    ("MSCs are not a substitute for approved MS drugs.", []),
    ("Gadolinium-enhancing lesions disappeared after MSC treatment.", [("benefit", "affirms")]),
    ("Four of 16 patients had new enhancing lesions after MSCs.", [("benefit", "denies")]),
    ("Disability progression was delayed in patients treated with MSCs.", [("benefit", "affirms")]),
    ("The number of relapses did not fall.", [("benefit", "denies")]),
    ("MSCs were hardly better than placebo at reducing relapses.", [("benefit", "denies")]),
    ("Improvement in EDSS was seen in the placebo group as well.", []),
    ("Improvement in EDSS was seen in the placebo group too.", []),
    ("Improvement in EDSS was also seen in the placebo group.", []),
    ("Improvement in EDSS was seen in the saline group as well.", []),
    ("Without MSCs, patients relapse.", []),
    ("MSCs could never be shown to reduce relapses.", [("benefit", "denies")]),
    ("The therapy halts the disease.", [("benefit", "affirms")]),
    ("Stem cell therapy offers hope to people with MS.", [("benefit", "affirms")]),
    ("The benefits of MSCs in MS remain unproven.", [("benefit", "denies")]),
    ("MSCs are effective against graft-versus-host disease.", [("benefit", "affirms")]),
    (
        "There was a trend towards fewer relapses with MSCs, which did not reach significance.",
        [("benefit", "denies")],
    ),
    ("MSCs cause tumours.", [("safety", "affirms")]),
    ("No tumours were observed.", [("safety", "denies")]),
    ("Side effects were mild and transient.", [("safety", "affirms")]),
    (
        "One participant died of pneumonia after MSC infusion.",
        [("safety", "affirms"), ("safety", "affirms")],
    ),
    ("MSCs regenerate cartilage in osteoarthritis.", [("benefit", "affirms")]),
    (
        "The trial showed that MSCs neither slowed disability progression nor reduced brain atrophy.",
        [("benefit", "denies"), ("benefit", "denies")],
    ),
    ("A meaningful effect on disability could not be demonstrated.", [("benefit", "denies")]),
    ("The treatment reduced relapses by 89 percent compared with sham.", [("benefit", "affirms")]),
    (
        "Patients gained better bladder control and less spasticity.",
        [("benefit", "affirms"), ("benefit", "affirms")],
    ),
    ("MSC treatment of MS is experimental.", []),
    ("Scientists believe MSCs modulate the immune system.", [("process", "affirms")]),
    ("In people given MSCs, flare-ups became rarer.", [("benefit", "affirms")]),
    ("Placebo and MSC groups had comparable EDSS scores at one year.", [("benefit", "denies")]),
    ("The cells did nothing for disability.", [("benefit", "denies")]),
    ("A single MSC infusion cut new brain lesions by half.", [("benefit", "affirms")]),
    ("MSCs are thought to calm an overactive immune system.", [("process", "affirms")]),
    (
        "According to the authors, MSC infusion was feasible and caused no serious side effects.",
        [("safety", "denies")],
    ),
    (
        "There were three serious adverse events in the MSC arm, none of them related to the cells.",
        [("safety", "denies")],
    ),
    ("Walking ability deteriorated despite MSC treatment.", [("benefit", "denies")]),
    ("Nothing suggests that MSCs restore lost vision.", [("benefit", "denies")]),
    ("MSC therapy is not recommended outside clinical trials.", []),
    ("Bone marrow MSCs produced a modest gain in cognition.", [("benefit", "affirms")]),
    ("The study was too small to show an effect on relapses.", [("benefit", "denies")]),
    ("Doctors warn that MSC clinics exaggerate.", []),
    ("Some patients felt less tired after receiving MSCs.", [("benefit", "affirms")]),
    ("MSC treatment slowed brain atrophy.", [("benefit", "affirms")]),
    ("Evidence that MSCs slow progression is lacking.", [("benefit", "denies")]),
    ("MSCs might be able to stop the immune attack on myelin.", [("process", "affirms")]),
    ("Patients with MS who got MSCs lived with less pain.", [("benefit", "affirms")]),
    ("MSC recipients had a higher risk of infection.", [("safety", "affirms")]),
    ("The primary outcome, disability, did not improve.", [("benefit", "denies")]),
    (
        "At 24 weeks, lesion counts were 3.1 with MSCs and 12.3 with placebo, but this was not significant.",
        [("benefit", "denies")],
    ),
    ("MSCs can turn into nerve cells.", [("fate", "affirms")]),
    ("It is a myth that MSCs turn into nerve cells.", [("fate", "denies")]),
    ("MSC treatment normalised Treg function in MS patients.", [("process", "affirms")]),
    (
        "MSCs boost the number of Tregs and lower interferon-gamma.",
        [("amount", "affirms"), ("amount", "affirms")],
    ),
    (
        "By releasing growth factors, MSCs may aid remyelination.",
        [("process", "affirms"), ("amount", "affirms")],
    ),
    ("This therapy works wonders for MS.", [("benefit", "affirms")]),
    (
        "MSC treatment eased spasticity and bladder problems.",
        [("benefit", "affirms"), ("benefit", "affirms")],
    ),
    ("None of the participants had a relapse.", [("benefit", "affirms")]),
    ("All patients were free of new lesions at six months.", [("benefit", "affirms")]),
    ("Two thirds of patients were stable or improved.", [("benefit", "affirms")]),
    ("The trial found no evidence of benefit.", [("benefit", "denies")]),
    ("MSC therapy for MS has been approved in Japan.", [("use", "affirms")]),
    ("No stem cell product has a licence for MS in Europe.", [("use", "denies")]),
    ("MSCs do not appear to increase the risk of cancer.", [("safety", "denies")]),
    ("Headaches occurred in 30 % after lumbar injection.", [("safety", "affirms")]),
    ("MSC injection was more effective in patients with active disease.", [("benefit", "affirms")]),
    ("A better quality of life was reported by those who received MSCs.", [("benefit", "affirms")]),
    ("The researchers will now examine whether the cells delay disability.", []),
    (
        "The EDSS improved by one point in the MSC group but not in controls.",
        [("benefit", "affirms")],
    ),
    ("MSCs have the potential to repair nerve damage.", [("process", "affirms")]),
    ("Adverse events were more common with MSCs than with placebo.", [("safety", "affirms")]),
    ("Adverse events were no more common with MSCs than with placebo.", [("safety", "affirms")]),
    ("The hoped-for reduction in lesions did not materialise.", [("benefit", "denies")]),
    ("MSC therapy prevented relapses in 89 % of patients.", [("benefit", "affirms")]),
    ("Intrathecal MSCs were more effective than intravenous MSCs.", [("benefit", "affirms")]),
    (
        "After twelve months, those treated with MSCs scored lower on the EDSS than controls.",
        [("benefit", "affirms")],
    ),
    ("MSC infusions brought no relief from fatigue.", [("benefit", "denies")]),
    (
        "MSCs did not slow brain atrophy, nor did they improve cognition.",
        [("benefit", "denies"), ("benefit", "denies")],
    ),
    (
        "We found no significant effect of MSCs on gadolinium-enhancing lesions.",
        [("benefit", "denies")],
    ),
    (
        "The rate ratio for lesions was 0.94 (95% CI 0.58-1.50), so the cells showed no advantage.",
        [("benefit", "denies")],
    ),
    (
        "In a dish, cord MSCs restored the suppressive function of Tregs from MS patients.",
        [("process", "affirms")],
    ),
    ("The cells' ability to rebuild myelin has only been seen in mice.", [("process", "affirms")]),
    ("MSCs could be a game changer for people with MS.", [("benefit", "affirms")]),
    ("The idea that MSCs replace lost neurons has been abandoned.", [("fate", "denies")]),
    ("Stem cells are a miracle cure for MS.", [("cure", "affirms")]),
    ("No treatment, MSCs included, can yet repair myelin.", [("process", "denies")]),
    ("Five patients had transient fever after the infusion.", [("safety", "affirms")]),
    (
        "The most common adverse events were headache and back pain.",
        [("safety", "affirms"), ("safety", "affirms")],
    ),
    (
        "No deaths occurred, and no patient developed a tumour.",
        [("safety", "denies"), ("safety", "denies")],
    ),
    ("Serious infections were more frequent with the cells.", [("safety", "affirms")]),
    ("The safety of MSCs has not been established.", [("safety", "denies")]),
    ("MSC therapy appears to be safe in the short term.", [("safety", "affirms")]),
    ("Patients on MSCs relapsed less often than before.", [("benefit", "affirms")]),
    ("In MS, MSCs lengthened the time to progression.", [("benefit", "affirms")]),
    (
        "Treatment failure was seen in 6.7% with intrathecal MSCs and 41.9% with sham.",
        [("benefit", "affirms")],
    ),
    (
        "EDSS improved significantly at six months but returned to baseline by one year.",
        [("benefit", "affirms")],
    ),
    ("The observed EDSS improvement may be due to a placebo effect.", [("benefit", "affirms")]),
    (
        "A subgroup of patients with early ALS seemed to benefit from NurOwn.",
        [("benefit", "affirms")],
    ),
    ("MSCs reduce scarring and grow new blood vessels.", [("process", "affirms")]),
    ("MSC-derived exosomes contain growth factors.", []),
    ("MSCs are recruited to sites of injury.", []),
    ("MSCs migrate to the brain and replace damaged cells.", []),
    ("Clinics charge up to 30,000 dollars for MSC infusions.", []),
    ("The FDA has warned clinics that sell unapproved MSC products.", []),
    (
        "The EMA granted darvadstrocel marketing authorisation for perianal fistulas in Crohn's disease.",
        [("use", "affirms")],
    ),
    (
        "Darvadstrocel was withdrawn from the European market after the second trial failed.",
        [("benefit", "denies")],
    ),
    ("MSCs halt the progression of ALS, the clinic's website says.", [("benefit", "affirms")]),
    ("In a rat model, MSCs lessened inflammation of the spinal cord.", [("process", "affirms")]),
    (
        "The benefit of MSCs was limited to patients with active inflammation.",
        [("benefit", "affirms")],
    ),
    ("Whether repeated dosing helps is not known.", []),
    ("If MSCs prove effective in MS, they could change practice.", []),
    ("MSCs suppress Th17 cells and promote Tregs.", [("amount", "affirms"), ("amount", "affirms")]),
    (
        "MSCs release HGF, which drives repair of myelin.",
        [("amount", "affirms"), ("process", "affirms")],
    ),
    ("Pain scores were lower with MSCs, though not significantly.", [("benefit", "denies")]),
    ("Improvements in walking were no larger than in the sham group.", [("benefit", "denies")]),
    ("People with MS should ask their neurologist about MSC trials.", []),
    ("The largest trial to date has failed.", [("benefit", "denies")]),
    ("Fewer than half of the patients improved.", []),
    ("No improvement in vision was recorded.", [("benefit", "denies")]),
    ("MSCs performed no better than saline on walking tests.", [("benefit", "denies")]),
    ("Relapses were just as frequent after MSC treatment as before.", [("benefit", "denies")]),
    ("The cells had little if any influence on disability.", [("benefit", "denies")]),
    ("Hopes that MSCs would halt progression have been dashed.", [("benefit", "denies")]),
    ("At no time point did EDSS differ between MSC and placebo.", [("benefit", "denies")]),
    ("MSC-treated patients continued to relapse at the same rate.", [("benefit", "denies")]),
    ("Far from improving, quality of life declined after MSC treatment.", [("benefit", "denies")]),
    ("Nobody's vision got better after MSCs.", [("benefit", "denies")]),
    (
        "Reports of MSCs regenerating myelin in patients lack any foundation.",
        [("process", "denies")],
    ),
    ("MSCs did not lead to fewer lesions.", [("benefit", "denies")]),
    ("In neither trial did MSCs lower the relapse rate.", [("benefit", "denies")]),
    ("The apparent gain in EDSS vanished when compared with placebo.", [("benefit", "denies")]),
    ("MSCs should not be regarded as a cure for MS.", [("cure", "denies")]),
    ("MSC therapy is far from being an approved treatment for MS.", [("use", "denies")]),
    ("Walking speed was unaffected by MSC treatment.", [("benefit", "denies")]),
    ("The effect of MSCs on fatigue was not significant.", [("benefit", "denies")]),
    ("MSCs missed the goal of reducing enhancing lesions.", [("benefit", "denies")]),
    ("No reduction in relapses could be seen with MSCs.", [("benefit", "denies")]),
    ("It would be wrong to say that MSCs stop MS.", [("benefit", "denies")]),
    (
        "A benefit of MSCs for disability has never been demonstrated in a controlled trial.",
        [("benefit", "denies")],
    ),
    ("MSCs turned out to be ineffective in MS.", [("benefit", "denies")]),
    ("MSC treatment made no difference to pain.", [("benefit", "denies")]),
    ("Cell therapy did not prevent brain atrophy in MS.", [("benefit", "denies")]),
    ("The study does not support the use of MSCs to treat fatigue in MS.", [("benefit", "denies")]),
    (
        "None of the secondary outcomes, including EDSS and relapses, improved with MSCs.",
        [("benefit", "denies"), ("benefit", "denies")],
    ),
    ("MSCs were not associated with any serious adverse events.", [("safety", "denies")]),
    ("No participant experienced a serious adverse event.", [("safety", "denies")]),
    ("Unlike steroids, MSCs did not shorten relapses.", [("benefit", "denies")]),
    (
        "People who got MSCs were no less disabled than the others after a year.",
        [("benefit", "denies")],
    ),
    (
        "Contrary to the clinic's claim, MSCs do not differentiate into neurons.",
        [("fate", "denies")],
    ),
    ("MSCs proved no match for placebo on the EDSS.", [("benefit", "denies")]),
    ("Lesion activity did not fall with MSC treatment.", [("benefit", "denies")]),
    ("The trial could not show that MSCs prevent relapses.", [("benefit", "denies")]),
    ("Investigators saw no slowing of disability progression with MSCs.", [("benefit", "denies")]),
    ("MSCs have yet to prove that they help people with MS.", [("benefit", "denies")]),
    ("After six months the groups did not differ in relapse rate.", [("benefit", "denies")]),
    (
        "There was no meaningful change in walking speed after MSC infusion.",
        [("benefit", "denies")],
    ),
    ("The treatment was without effect on pain.", [("benefit", "denies")]),
    ("Pain remained as bad as before MSC injection.", [("benefit", "denies")]),
    ("MSCs do not regrow cartilage.", [("benefit", "denies")]),
    ("MSCs are unlikely to reverse disability.", [("benefit", "denies")]),
    ("Not a single relapse was prevented by MSCs.", [("benefit", "denies")]),
    ("Quality of life scores were unchanged after MSC therapy.", [("benefit", "denies")]),
    ("MSC treatment did not result in any improvement of vision.", [("benefit", "denies")]),
    ("The hoped-for benefit for fatigue was absent.", [("benefit", "denies")]),
    ("MSC infusion had no influence on brain atrophy.", [("benefit", "denies")]),
    ("Patients receiving MSCs fared no better than controls.", [("benefit", "denies")]),
    ("The claim that MSCs halt MS is not backed by data.", [("benefit", "denies")]),
    ("MSCs do not produce myelin in the human brain.", []),
    ("Regulators have not licensed MSCs for MS.", [("use", "denies")]),
    ("No infections were attributed to MSCs.", [("safety", "denies")]),
    (
        "MSC therapy is neither safe nor effective in MS.",
        [("safety", "denies"), ("benefit", "denies")],
    ),
    (
        "The trial was underpowered to detect an effect of MSCs on disability.",
        [("benefit", "denies")],
    ),
    ("Patients were not less tired after MSCs than after placebo.", [("benefit", "denies")]),
    ("Most patients were pain-free after MSC injection.", [("benefit", "affirms")]),
    ("MSCs hold no approval for MS in Canada.", [("use", "denies")]),
    ("MSCs won a licence for MS last year.", [("use", "affirms")]),
    ("More than half of those treated with MSCs improved.", [("benefit", "affirms")]),
    ("Less than half of those treated with MSCs improved.", []),
    ("It is hoped that MSCs will slow progression.", []),
    ("The hope that MSCs would repair myelin has been abandoned.", [("process", "denies")]),
    ("The results do not justify treating spasticity with MSCs.", [("benefit", "denies")]),
    ("The results support the use of MSCs to treat fatigue.", []),
    (
        "Clinics say MSCs are safe, and no infections have occurred.",
        [("safety", "affirms"), ("safety", "denies")],
    ),
    ("After MSC infusion headache was not rare.", [("safety", "affirms")]),
    (
        "MSCs improved neither walking nor vision.",
        [("benefit", "denies"), ("benefit", "denies")],
    ),
    ("The promise that MSCs restore walking has yet to be kept.", [("benefit", "denies")]),
    ("MSC therapy spared no patient from relapse.", [("benefit", "denies")]),
    ("If MSCs worked, relapses would fall.", []),
    ("Fears that MSCs cause tumours proved unfounded.", [("safety", "denies")]),
    ("Doctors stopped the MSC trial because of infections.", []),
    ("The infusions of MSCs stopped relapses.", [("benefit", "affirms")]),
    ("The FDA approved a trial of MSCs in MS.", []),
    ("The FDA approved MSCs for MS after two trials.", [("use", "affirms")]),
    ("A benefit of MSCs on relapses was ruled out.", [("benefit", "denies")]),
    ("Few patients had no side effects after MSCs.", [("safety", "affirms")]),
    ("Patients given sham improved, those given MSCs did not.", [("benefit", "denies")]),
    ("Patients given MSCs improved, those given sham did not.", [("benefit", "affirms")]),
]


def read(auditor: Auditor, sentence: str) -> Claims:
    claims = auditor.audit(text_document(CONTEXT + sentence)).claims
    return sorted(
        (family_of(j.candidate.predicate), j.candidate.polarity.value)
        for j in claims
        if j.candidate.start >= len(CONTEXT) - 1
    )


@pytest.mark.parametrize(("sentence", "expected"), SENTENCES)
def test_a_sentence_claims_this(auditor: Auditor, sentence: str, expected: Claims) -> None:
    assert read(auditor, sentence) == sorted(expected)


def test_a_claim_says_its_rule_and_words(auditor: Auditor) -> None:
    text = "MSCs did not reduce relapses in multiple sclerosis."
    (judged,) = auditor.audit(text_document(text)).claims
    assert judged.candidate.rule == "frame:outcome-decrease"
    assert [text[c.start : c.end] for c in judged.candidate.cues] == ["not", "reduce"]


def test_an_edss_that_falls_is_a_benefit_and_one_that_rises_is_not(auditor: Auditor) -> None:
    assert read(auditor, "EDSS fell from 5.0 to 4.0 after MSC treatment.") == [
        ("benefit", "affirms")
    ]
    assert read(auditor, "EDSS rose from 4.0 to 5.0 after MSC treatment.") == [
        ("benefit", "denies")
    ]


def test_hype_that_the_author_turns_down_is_no_assertion(auditor: Auditor) -> None:
    audit = auditor.audit(
        text_document("Some clinics promise that MSCs cure autism. There is no evidence for that.")
    )
    assert {j.candidate.polarity.value for j in audit.claims} == {"denies"}
