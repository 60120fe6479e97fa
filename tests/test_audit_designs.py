"""Does an article tell who was compared with whom, who knew, and what the figures were, as the study had it?"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from stroma.audit.claims.arms import arms_of
from stroma.audit.judging.results import Verdict
from stroma.audit.readers.documents import text_document
from stroma.model import Polarity

if TYPE_CHECKING:
    from stroma.audit.judging.results import Audit
    from stroma.audit.pipeline import Auditor


def audited(auditor: Auditor, text: str) -> Audit:
    return auditor.audit(text_document(text))


def omitted(auditor: Auditor, text: str) -> set[str]:
    """The codes of what is said to be wrong or left out of studies, without questions."""
    return {o.code for o in audited(auditor, text).omissions if o.study and o.perhaps is None}


ISIS = (
    "In ISIS-HERMES (2020, France) 31 people with stroke got their own marrow MSCs or usual care. "
)


@pytest.mark.parametrize(
    ("told", "is_wrong"),
    [
        ("The trial was double-blind.", True),
        ("Neither they nor their doctors knew who had had the cells.", True),
        ("The trial was not double-blind.", False),
        ("It was an open trial, after an earlier double-blind one.", False),
        ("Those who scored them did not know who had had the cells.", False),
    ],
)
def test_blinding_told_of_an_open_trial_is_another_design(
    auditor: Auditor, told: str, is_wrong: bool
) -> None:
    assert ("DESIGN_MISMATCH" in omitted(auditor, ISIS + told)) is is_wrong


def test_blinding_of_a_blinded_trial_is_its_design(auditor: Auditor) -> None:
    text = "NEPHSTROM gave ORBCEL-M or placebo to 16 people with diabetic kidney disease. It was double-blind."
    assert "DESIGN_MISMATCH" not in omitted(auditor, text)


@pytest.mark.parametrize(
    ("told", "is_wrong"),
    [
        ("The children did better than those on standard therapy.", True),
        ("The children did better than those left untreated.", True),
        ("The children got better than they had been before.", False),
    ],
)
def test_a_comparison_of_a_study_that_compared_nobody_is_another_design(
    auditor: Auditor, told: str, is_wrong: bool
) -> None:
    text = f"An expanded access programme gave remestemcel-L to 241 children with acute GVHD (Kurtzberg, 2020). {told}"
    assert ("DESIGN_MISMATCH" in omitted(auditor, text)) is is_wrong


def test_cases_of_harm_need_no_comparison_group(auditor: Auditor) -> None:
    text = "Jung (2013) described three relatives who had got clots in the lungs after infusions of their own fat stem cells."
    assert omitted(auditor, text) == set()
    helped = "Karussis (2010) gave marrow MSCs to 34 people with MS or ALS. Their disability scores improved."
    assert "OMIT_N_DESIGN" in omitted(auditor, helped)


@pytest.mark.parametrize(
    ("figures", "is_wrong"),
    [
        ("27.4 per cent of those on cells and in 49.0 per cent of the others", False),
        ("17.4 per cent of those on cells and in 49.0 per cent of the others", True),
        ("27.4 per cent of those on cells and in 94.0 per cent of the others", True),
    ],
)
def test_one_figure_of_two_that_the_study_does_not_have(
    auditor: Auditor, figures: str, is_wrong: bool
) -> None:
    text = (
        "In a double-blind trial of 2016 umbilical-cord MSCs were given against chronic GVHD after a half-matched transplant. "
        f"Over two years chronic graft-versus-host disease appeared in {figures}. "
        "Severe disease of the lungs appeared in seven of the others and in none of those on cells."
    )
    found = audited(auditor, text)
    assert {str(x.proposed).rsplit("/", 1)[-1] for x in found.mentions} == {"ucmsc-cgvhd-2016"}
    assert ("NUMBER_MISMATCH" in {o.code for o in found.omissions}) is is_wrong


def test_cells_of_unstated_kind_contradict_no_source(auditor: Auditor) -> None:
    text = "Leung (2016) reported a man with Stargardt disease. His own marrow MSCs were put under the retina, and it came loose."
    assert "SOURCE_MISMATCH" not in omitted(auditor, text)


def test_a_result_against_the_same_people_before_is_told_so(auditor: Auditor) -> None:
    text = (
        "Lee (2019) gave 24 people with knee osteoarthritis their own fat MSCs or salt water. "
        "After six months the cell group scored better on WOMAC than {}."
    )
    own, others = (
        audited(auditor, text.format(than)).claims[0]
        for than in ("they themselves had at the outset", "the others")
    )
    assert own.verdict is Verdict.TO_CHECK
    assert others.verdict is Verdict.OVERSTATED


def test_nobody_had_it_in_a_study_that_is_not_known_is_asked(auditor: Auditor) -> None:
    text = (
        "Umbilical-cord MSCs were once given for sore knees at a hospital. {} had a serious event."
    )
    (asked,) = audited(auditor, text.format("Nobody")).claims
    assert (asked.candidate.polarity, asked.verdict) == (Polarity.DENIES, Verdict.TO_CHECK)
    (named,) = audited(auditor, "Nobody had a serious event after stem cells.").claims
    assert named.verdict is Verdict.CONTRADICTED


@pytest.mark.parametrize(
    "told",
    [
        "There is a yardstick called the ACR20, roughly a fifth better.",
        "They do not name a safety problem either.",
        "The summary stopped before kidney function and infections.",
    ],
)
def test_what_a_measure_means_and_what_is_not_told_is_no_claim(auditor: Auditor, told: str) -> None:
    text = f"Cx611 was given to 53 people with rheumatoid arthritis (Álvaro-Gracia, 2017). {told}"
    assert audited(auditor, text).claims == []


@pytest.mark.parametrize(
    ("told", "affirmed"),
    [
        (
            "The hearts themselves pumped more strongly, with a clear rise in ejection fraction.",
            True,
        ),
        ("It was no mere feeling: ejection fraction rose.", True),
        ("The hearts themselves changed little and ejection fraction did not rise.", False),
    ],
)
def test_the_body_that_a_sentence_is_about_belongs_to_the_treated(
    auditor: Auditor, told: str, affirmed: bool
) -> None:
    text = f"CONCERT-HF gave marrow MSCs to 125 people with heart failure.\n\n{told}"
    found = [j for j in audited(auditor, text).claims if j.candidate.name == "improves"]
    assert found, told
    assert {j.candidate.polarity is Polarity.AFFIRMS for j in found} == {affirmed}
    assert {j.verdict for j in found} == {Verdict.CONTRADICTED if affirmed else Verdict.SUPPORTED}


@pytest.mark.parametrize(
    "beside",
    [
        "Tablets do not stop the decline in everybody.",
        "Many patients remain short of breath.",
        "The results leave little doubt.",
        "Neither the patients nor the doctors were told.",
        "It kills most people within a few years.",
    ],
)
def test_what_is_on_other_things_tells_no_missed_result(auditor: Auditor, beside: str) -> None:
    text = (
        "NEPHSTROM gave ORBCEL-M or placebo to 16 people with diabetic kidney disease. "
        f"The filtration rate fell significantly more slowly than on placebo. {beside}"
    )
    slower = next(j for j in audited(auditor, text).claims if j.candidate.name == "improves")
    assert slower.verdict is Verdict.LEAVES_OUT  # measured directly, it was no better


def test_the_same_study_told_again_by_its_team_is_no_other(auditor: Auditor) -> None:
    text = (
        f"{ISIS}\n\nThe trial was double-blind.\n\n"
        "The treatment gave people their lives back, the team reported in Translational Stroke Research."
    )
    assert "DESIGN_MISMATCH" in omitted(auditor, text)


def test_advice_in_a_text_that_sells_nothing_is_care(auditor: Auditor) -> None:
    text = "Three relatives got clots in the lungs after their own fat stem cells (Jung, 2013). Breathless? Do not wait for the plane home."
    assert "ADVICE" not in {o.code for o in audited(auditor, text).omissions}
    wish = "Ten people got marrow MSCs for spinal cord injury and all improved. I'd sign up for the salt water."
    assert "ADVICE" not in {o.code for o in audited(auditor, wish).omissions}
    sold = "Marrow MSCs improve spinal cord injury. Do not wait, call us today."
    assert "ADVICE" in {o.code for o in audited(auditor, sold).omissions}


def test_side_effects_that_did_not_last_were_there(auditor: Auditor) -> None:
    text = "Cord MSC were given to 20 children with autism (Riordan, 2019). Side effects were mild, and they did not last."
    (told,) = audited(auditor, text).claims
    assert (told.candidate.polarity, told.verdict) == (Polarity.AFFIRMS, Verdict.SUPPORTED)


def test_not_one_of_forty_counts_nobody(auditor: Auditor) -> None:
    text = "SEPCELL gave Cx611 to 42 of 83 people with bacterial pneumonia. Not one of the {} had a reaction."
    assert "NUMBER_MISMATCH" not in omitted(auditor, text.format("forty"))
    assert "NUMBER_MISMATCH" in omitted(auditor, text.replace("Not one", "Three").format("forty"))


def test_no_second_group_in_both_studies_is_told_of_each(auditor: Auditor) -> None:
    text = (
        "Bonab (2012) gave 25 people with progressive MS their own marrow MSCs. Four were better, and the score improved.\n\n"
        "Iacobaeus (2019) gave seven people with progressive MS theirs. All were stable and their disability eased.\n\n"
        "{}"
    )
    assert "OMIT_N_DESIGN" in omitted(auditor, text.format("The snag: no money."))
    assert "OMIT_N_DESIGN" not in omitted(
        auditor, text.format("The snag in both: no second group.")
    )


def test_two_groups_told_apart_tell_the_size_of_their_study(auditor: Auditor) -> None:
    text = (
        "SENECA (2020) put donor marrow MSCs into hearts weakened by anthracyclines. First six people had them, with nothing "
        "hidden. After them {} others had the cells or the carrier by lot."
    )
    assert "OMIT_N_DESIGN" not in omitted(auditor, text.format("31"))
    assert "OMIT_N_DESIGN" in omitted(auditor, text.format("more"))


def test_the_counts_of_both_groups_tell_a_harm_wherever_they_stand(auditor: Auditor) -> None:
    text = (
        "MASTERS gave MultiStem or placebo to 129 people with stroke and missed its endpoint. "
        "TREASURE (Houkin, 2024) gave it to 104 of 206 people, who did no better.\n\n"
        "In the Japanese one {} people had died by the end of the year with the cells, ten in the other group."
    )

    def left_out(told: str) -> list[str]:
        return [
            o.reason
            for o in audited(auditor, text.format(told)).omissions
            if o.code == "OMIT_HARM" and str(o.study).endswith("houkin-2024")
        ]

    assert left_out("thirteen") == []
    assert left_out("eleven")


@pytest.mark.parametrize(
    ("words", "pair"),
    [
        ("Relapses in 6.7 % (spinal fluid), 9.7 % (vein) and 41.9 % (sham).", None),
        (
            "46.0 % with cells, 42.9 % with dummy injections and 67.9 % with usual care.",
            ("46.0", "42.9"),
        ),
        ("33 % with cells and 28 % on placebo.", ("33", "28")),
    ],
)
def test_two_doses_are_no_treated_and_comparison_group(
    words: str, pair: tuple[str, str] | None
) -> None:
    arms = arms_of(words)
    assert (arms.pair if arms is not None else None) == pair
