"""How single claims stand beside the packaged evidence; expected verdicts read off the fact sheets."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from stroma.audit.judging.results import Verdict
from stroma.audit.readers.documents import text_document
from stroma.audit.report.summary import summary_lines
from stroma.model import Direction, Group

if TYPE_CHECKING:
    from stroma.audit.judging.results import Judged
    from stroma.audit.pipeline import Auditor

FAT = "Stem cells from fat reverse disability in multiple sclerosis."


def first(auditor: Auditor, text: str) -> Judged:
    return auditor.audit(text_document(text, "a.txt")).claims[0]


def test_a_benefit_that_its_own_studies_did_not_find_is_overstated(auditor: Auditor) -> None:
    """stepien-2016 is the one study of adipose MSC and disability in MS: no effect for the group."""
    judged = first(auditor, FAT)
    assert judged.verdict in (Verdict.OVERSTATED, Verdict.CONTRADICTED)
    assert judged.supporting == ()
    assert [auditor.store.findings[f].source.rsplit("/", 1)[-1] for f in judged.opposing] == [
        "stepien-2016"
    ]


def test_animals_are_never_for_a_claim_about_patients(auditor: Auditor) -> None:
    store = auditor.store
    for text in (FAT, "Mesenchymal stem cells help people with multiple sclerosis."):
        judged = first(auditor, text)
        named = (*judged.supporting, *judged.opposing)
        assert not {store.groups.get(f) for f in named} & {Group.ANIMAL, Group.IN_VITRO}
    beside = first(auditor, FAT).beside
    assert any(store.groups.get(f) is Group.ANIMAL for f in beside)


def test_support_that_is_thin_does_not_carry_an_outright_claim(auditor: Auditor) -> None:
    """Umbilical-cord MSC and disability in MS: one small controlled study, li-2014."""
    outright = first(auditor, "Umbilical cord stem cells reduce disability in multiple sclerosis.")
    hedged = first(
        auditor, "Umbilical cord stem cells may reduce disability in multiple sclerosis."
    )
    assert outright.verdict is Verdict.OVERSTATED
    assert "thin" in outright.gaps[0].reason
    assert hedged.verdict is Verdict.SUPPORTED


def test_what_only_other_products_showed_is_no_support(auditor: Auditor) -> None:
    judged = first(auditor, "Stem cells from fat improve walking in multiple sclerosis.")
    assert judged.verdict is Verdict.OVERSTATED
    assert judged.supporting == ()


def test_a_denial_that_a_trial_bears_out_is_supported(auditor: Auditor) -> None:
    judged = first(
        auditor, "Autologous bone marrow MSCs do not reduce disability in multiple sclerosis."
    )
    assert judged.verdict is Verdict.SUPPORTED
    assert all(
        auditor.store.findings[f].direction is not Direction.SUPPORTS for f in judged.supporting
    )


def test_the_summary_prints_the_sentence_and_names_the_studies(auditor: Auditor) -> None:
    lines = "\n".join(summary_lines(auditor.audit(text_document(FAT, "fat.txt")), auditor.store))
    assert f"“{FAT}”" in lines
    assert "backs the sentence: none" in lines
    assert "speaks against the sentence: stepien-2016" in lines
    assert "counted apart" in lines


def test_a_sentence_without_its_full_stop_is_audited(auditor: Auditor) -> None:
    assert first(auditor, FAT.rstrip(".")).verdict is first(auditor, FAT).verdict


def test_a_headline_that_asserts_is_audited_and_a_title_is_counted(auditor: Auditor) -> None:
    text = f"Fat cells and multiple sclerosis\n\n{FAT.rstrip('.')}\n\nMSCs are studied in MS.\n"
    audit = auditor.audit(text_document(text, "a.txt"))
    assert [c.candidate.name for c in audit.claims].count("improves") == 1
    assert "1 heading not read" in next(iter(summary_lines(audit, auditor.store)))


def gaps(auditor: Auditor, text: str) -> set[str]:
    found = auditor.audit(text_document(text, "a.txt"))
    return {o.code for o in found.omissions} | {g.code for j in found.claims for g in j.gaps}


def test_what_an_unknown_study_did_not_find_is_not_contradicted_by_others(auditor: Auditor) -> None:
    text = (
        "Doctors in Brazil gave 31 people with Parkinson's disease adipose-derived stem cells into a vein. "
        "None of the volunteers developed tumours or infections, and motor function did not improve."
    )
    assert not gaps(auditor, text) & {"OMIT_HARM", "UNDERSTATED", "POLARITY"}


def test_no_tumours_is_not_contradicted_by_other_harms(auditor: Auditor) -> None:
    text = "There is no evidence that stem cells cause tumours in people with MS."
    assert "Seven serious events" not in " ".join(
        g.reason for j in auditor.audit(text_document(text, "a.txt")).claims for g in j.gaps
    )


def test_contrary_results_that_the_article_tells_are_not_left_out(auditor: Auditor) -> None:
    text = (
        "The single-arm phase 3 trial of remestemcel-L by Kurtzberg (2020) met its primary endpoint. An earlier "
        "placebo-controlled study (NCT00366145) of 260 patients with steroid-refractory acute GVHD had missed it: durable "
        "complete response was not more common with the cells."
    )
    assert "OMIT_CONTRARY" not in gaps(auditor, text)


def test_not_reversing_hides_no_benefit(auditor: Auditor) -> None:
    text = (
        "A study by Lee and co-workers in Stem Cells Translational Medicine (2019) gave 24 people with knee osteoarthritis "
        "their own adipose-derived MSCs or saline. Joint function improved. It would be wrong to say that the cells reverse "
        "arthritis."
    )
    assert "UNDERSTATED" not in gaps(auditor, text)


def test_the_size_of_a_study_is_found_anywhere_in_its_block(auditor: Auditor) -> None:
    text = (
        "A Nature Medicine study of 2023 tells another story of knee osteoarthritis. In 480 patients, bone marrow concentrate "
        "was not superior to a steroid injection for pain."
    )
    assert "OMIT_N_DESIGN" not in gaps(auditor, text)


@pytest.mark.parametrize(
    "text",
    [
        "MSCs cure multiple sclerosis because they restore myelin.",
        "By repairing the myelin sheath, mesenchymal stem cells halt MS.",
    ],
)
def test_a_mechanism_said_of_patients_is_told_as_seen_in_animals(
    auditor: Auditor, text: str
) -> None:
    """Myelin repair by MSC is held from animals alone (el-akabawy-2015, bai-2012)."""
    claims = auditor.audit(text_document(text, "a.txt")).claims
    (judged,) = [j for j in claims if j.candidate.object.endswith("remyelination")]
    assert judged.verdict is Verdict.OVERSTATED
    assert [g.code for g in judged.gaps] == ["BASIS_SHIFT"]
    assert judged.supporting == ()
    assert judged.beside


def test_animals_that_showed_nothing_are_no_contrary_result_of_people(auditor: Auditor) -> None:
    """Of a study that is not held nothing is said; of the treatment as such, that no people were asked."""
    told = "Nakamura (2022) gave umbilical cord MSCs to 38 people with secondary progressive MS. Quality of life improved."
    (judged,) = auditor.audit(text_document(told)).claims
    assert (judged.verdict, judged.gaps) == (Verdict.NO_EVIDENCE, ())
    said = first(
        auditor, "Umbilical cord MSCs improve quality of life in secondary progressive MS."
    )
    assert said.verdict is Verdict.OVERSTATED
    assert said.gaps[0].reason.startswith("no study in people asked this itself; in animals")


def test_what_the_record_of_a_linked_study_lacks_is_no_gap(auditor: Auditor) -> None:
    """petrou-2020 is held; whether one route did better is not in its record."""
    text = "Petrou (2020) gave MSCs to 48 people with progressive MS. Intrathecal treatment worked better than intravenous treatment."
    (judged,) = (j for j in auditor.audit(text_document(text)).claims if j.candidate.name == "moreEffectiveIn")  # fmt: skip
    assert (judged.verdict, judged.gaps) == (Verdict.NO_EVIDENCE, ())


def test_what_others_say_is_turned_down_where_the_text_denies_it_itself(auditor: Auditor) -> None:
    text = (
        "A 2023 trial of 480 people with knee osteoarthritis, in Nature Medicine, compared umbilical cord MSCs with a "
        "corticosteroid. Scans showed no cartilage repair. Some say that the cells regrow cartilage."
    )
    claims = auditor.audit(text_document(text)).claims
    assert [(j.candidate.polarity.value, j.verdict) for j in claims] == [("denies", Verdict.SUPPORTED)] * 2  # fmt: skip
    alone = first(
        auditor, "Some say that umbilical cord MSCs regrow cartilage in knee osteoarthritis."
    )
    assert alone.candidate.polarity.value == "affirms"


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        # houkin-2024 found nothing in the whole group: no word on a part, or on a trial that is not held.
        ("MultiStem helped people under 64 with stroke.", Verdict.LEAVES_OUT),
        ("Tanaka (2023) gave MultiStem to 60 people with stroke in Osaka. Patients regained functional independence.", Verdict.LEAVES_OUT),
        ("MultiStem helps people with stroke.", Verdict.CONTRADICTED),
        ("A study found that MultiStem helps people with stroke.", Verdict.CONTRADICTED),
    ],
)  # fmt: skip
def test_a_null_result_of_all_contradicts_neither_a_part_nor_another_trial(
    auditor: Auditor, text: str, verdict: Verdict
) -> None:
    assert [j.verdict for j in auditor.audit(text_document(text)).claims] == [verdict]


def test_a_gain_in_the_disease_as_a_whole_backs_no_single_outcome(auditor: Auditor) -> None:
    """hbms01-2025 holds relapsing MS as a whole, not disability, on which stepien-2016 saw nothing for its whole group."""
    text = "Adipose MSC in a trial (NCT05116540) improve disability in multiple sclerosis."
    (judged,) = auditor.audit(text_document(text)).claims
    assert judged.verdict is Verdict.OVERSTATED
    assert judged.supporting == ()
    assert judged.gaps[0].reason.startswith("nothing is held of this study on exactly this")


def test_a_review_of_pain_backs_no_cartilage(auditor: Auditor) -> None:
    """whittle-cochrane-knee holds pain only."""
    text = "A Cochrane review shows that stem cell injections regrow cartilage in knee osteoarthritis (doi:10.1002/14651858.CD013342.pub2)."
    (judged,) = auditor.audit(text_document(text)).claims
    assert (judged.verdict, judged.supporting) == (Verdict.NO_EVIDENCE, ())
    (pain,) = auditor.audit(text_document(text.replace("regrow cartilage", "ease pain"))).claims
    assert any("whittle-cochrane-knee" in f for f in pain.supporting)


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        ("Stem cells do not work for MS.", Verdict.LEAVES_OUT),
        ("Stem cells work for MS.", Verdict.LEAVES_OUT),
        ("Darvadstrocel does not close fistulas in Crohn's disease.", Verdict.LEAVES_OUT),
        # what is not proven is not proven where results are mixed
        ("There is no proof that stem cells help people with MS.", Verdict.SUPPORTED),
        ("Stem cells have not been shown to help people with MS.", Verdict.SUPPORTED),
        # nothing speaks for it
        ("MultiStem does not help people after a stroke.", Verdict.SUPPORTED),
        ("Cord blood does not help children with autism.", Verdict.SUPPORTED),
    ],
)
def test_a_denial_is_judged_by_the_measure_of_the_claim(
    auditor: Auditor, text: str, verdict: Verdict
) -> None:
    judged = first(auditor, text)
    assert judged.verdict is verdict
    if verdict is Verdict.LEAVES_OUT:
        assert judged.supporting
        assert judged.opposing


def test_a_denial_of_what_the_text_tells_itself_is_asked_about(auditor: Auditor) -> None:
    text = "Stem cells do not work for MS. Small trials found that marrow cells slowed the disability of people with MS."
    assert first(auditor, text).verdict in (Verdict.TO_CHECK, Verdict.SUPPORTED)


RIORDAN = "In a study in Stem Cells Translational Medicine in 2019 twenty children with autism got umbilical cord cells (NCT02192749). "


@pytest.mark.parametrize(
    ("sentence", "verdict", "code"),
    [
        # riordan-2019-autism: 8 of 20 in a lower category, nobody to compare them with.
        ("Eight of the 20 children moved into a milder category of autism.", Verdict.SUPPORTED, ""),
        ("Fourteen of the 20 children moved into a milder category of autism.", Verdict.CONTRADICTED, "NUMBER_MISMATCH"),
        ("Compared with children on standard therapy, those who had the cells had milder autism.", Verdict.OVERSTATED, "STRENGTH_UP"),
    ],
)  # fmt: skip
def test_a_gain_is_told_with_the_count_and_the_controls_of_its_study(
    auditor: Auditor, sentence: str, verdict: Verdict, code: str
) -> None:
    judged = auditor.audit(text_document(RIORDAN + sentence)).claims[-1]
    assert (judged.verdict, "".join(g.code for g in judged.gaps)) == (verdict, code)
    assert bool(judged.opposing) is (verdict is Verdict.CONTRADICTED)
