"""Which study is it? Real studies are found, others are not; and what is left out or stated otherwise."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from stroma.audit.judging.results import Verdict
from stroma.audit.judging.told import is_told_in_words
from stroma.audit.readers.documents import text_document
from stroma.model import Polarity
from stroma.vocabulary import to_iri

if TYPE_CHECKING:
    from stroma.audit.judging.results import Audit
    from stroma.audit.pipeline import Auditor


def proposed(audit: Audit) -> list[str | None]:
    return [x.proposed.rsplit("/", 1)[-1] if x.proposed else None for x in audit.mentions]


@pytest.mark.parametrize(
    ("text", "studies"),
    [
        ("Uccelli and colleagues (2021) gave MSCs to 144 people with MS.", ["uccelli-2021"]),
        ("The MESEMS trial of MSCs in MS found no effect.", ["uccelli-2021"]),
        ("A trial of MSCs in MS (NCT00395200) infused the cells.", ["connick-2012"]),
        ("A study of MSCs in MS is online (doi 10.1186/s12967-018-1433-7).", ["riordan-2018"]),
        ("A 2019 Swedish study gave seven people with progressive MS one dose of autologous marrow MSCs.", ["iacobaeus-2019"]),
        ("Petrou (2020) saw fewer relapses after MSCs, whereas Uccelli (2021) saw no difference in MS.", ["petrou-2020", "uccelli-2021"]),
    ],
)  # fmt: skip
def test_a_study_of_the_graph_is_found(auditor: Auditor, text: str, studies: list[str]) -> None:
    assert proposed(auditor.audit(text_document(text))) == studies


@pytest.mark.parametrize(
    "text",
    [
        "Nakamura et al. (2022) gave umbilical cord MSCs to 38 people with secondary progressive MS.",
        "A 2018 study from Ankara gave umbilical cord MSCs to 32 people with multiple sclerosis.",
        "A recent pilot study tested adipose MSCs in relapsing-remitting MS.",
        "The REPAIR-MS trial of bone marrow MSCs enrolled 60 people with multiple sclerosis in 2021.",
        "Lee et al. (2019) injected adipose MSCs into people with Parkinson's disease.",
        "A trial of intranasal MSCs in MS (NCT09999999) is over.",
    ],
)
def test_a_study_that_the_graph_does_not_hold_is_never_proposed(
    auditor: Auditor, text: str
) -> None:
    assert proposed(auditor.audit(text_document(text))) == [None]


def test_studies_in_general_are_no_mention(auditor: Auditor) -> None:
    assert not auditor.audit(
        text_document("Many studies have shown that MSCs help in MS.")
    ).mentions


def test_a_proposal_says_its_reasons(auditor: Auditor) -> None:
    (mention,) = auditor.audit(
        text_document("Uccelli et al. (2021) gave MSCs to 144 people with MS.")
    ).mentions
    assert {"author", "year", "n"} <= {r.feature for r in mention.link.reasons if r.points > 0}


def codes(auditor: Auditor, text: str) -> set[str]:
    return {o.code for o in auditor.audit(text_document(text)).omissions}


@pytest.mark.parametrize(
    ("text", "code"),
    [
        # uccelli-2021: primary endpoint not met (Lancet Neurology 2021)
        ("Uccelli et al. (2021) gave MSCs to 144 people with MS. The cells improved quality of life.", "OMIT_PRIMARY"),
        # stepien-2016: four of 16 had new enhancing lesions
        ("Stepien et al. (2016) gave 16 people with MS adipose MSCs. Nobody had a relapse.", "OMIT_HARM"),
        ("Riordan et al. (2018) found that umbilical cord MSCs improved walking speed in MS.", "OMIT_N_DESIGN"),
        ("Connick et al. (2012) gave ten people with SPMS adipose MSCs into a vein.", "SOURCE_MISMATCH"),
        ("Connick et al. (2012) gave ten people with SPMS MSCs by lumbar puncture.", "SOURCE_MISMATCH"),
        ("Uccelli et al. (2021) gave MSCs to 414 people with MS.", "NUMBER_MISMATCH"),
        ("Uccelli et al. wrote in 2018 that MSCs did not reduce lesions in 144 people with MS.", "CITATION_CONFLICT"),
        ("A study of MSCs in MS has the number NCT0123456.", "BAD_IDENTIFIER"),
        ("A study of MSCs in MS (PMID 27761O60) is online.", "BAD_IDENTIFIER"),
        ("Gerdoni et al. (2007) showed that MSCs lessen relapses in patients with MS.", "BASIS_SHIFT"),
        ("Our MSC therapy cures MS. Book a consultation.", "ADVICE"),
        ("Our MSC therapy reverses disability in MS. Contact us.", "MISSING_DISCLOSURE"),
        ("MSC therapy reverses disability in MS.", "NO_STUDY_CITED"),
    ],
)  # fmt: skip
def test_what_is_left_out_or_wrong_is_said(auditor: Auditor, text: str, code: str) -> None:
    assert code in codes(auditor, text)


def test_a_fair_report_leaves_nothing_out(auditor: Auditor) -> None:
    text = (
        "Uccelli and colleagues (2021) gave autologous bone marrow MSCs or placebo to 144 people with multiple sclerosis. "
        "The cells did not reduce gadolinium-enhancing lesions compared with placebo."
    )
    assert codes(auditor, text) == set()


@pytest.mark.parametrize(
    "text",
    [
        # alsummit-2024 and gvhd-msc-rct-2022: the records have no first author.
        "In NCT04745299, Oh and colleagues (2024) gave lenzumestrocel to 115 people with ALS.",
        "Zhao and colleagues (2022, doi 10.1186/s13045-022-01240-4) gave MSCs to 203 people with acute GVHD.",
    ],
)
def test_an_author_that_the_record_lacks_is_no_conflict(auditor: Auditor, text: str) -> None:
    audit = auditor.audit(text_document(text))
    assert proposed(audit) != [None]
    assert [o.reason for o in audit.omissions if o.code == "CITATION_CONFLICT"] == []


def test_a_study_without_an_author_is_not_taken_for_that_of_a_named_author(
    auditor: Auditor,
) -> None:
    """li-2014 has no author in its record: nothing shows that it is the one of this author."""
    text = "Nakamura et al. (2014) gave umbilical cord MSCs to 23 people with multiple sclerosis."
    assert proposed(auditor.audit(text_document(text))) == [None]


TREASURE = "TREASURE gave MultiStem to 206 people with stroke in 2024. "


@pytest.mark.parametrize(
    "text",
    [
        TREASURE
        + "It missed its primary endpoint, but an exploratory analysis hinted at a benefit in people under 64.",
        TREASURE
        + "It missed its primary endpoint, but a smaller trial of 60 people found a benefit.",
        TREASURE
        + "It missed its primary endpoint. An analysis of people under 64 hinted at a benefit.",
    ],
)
def test_a_missed_endpoint_beside_another_result_in_its_sentence_is_told(
    auditor: Auditor, text: str
) -> None:
    audit = auditor.audit(text_document(text))
    assert "OMIT_PRIMARY" not in {o.code for o in audit.omissions}
    assert not {"POLARITY", "OMIT_PRIMARY"} & {g.code for j in audit.claims for g in j.gaps}


def test_a_result_of_another_trial_in_the_sentence_is_not_that_of_the_first(
    auditor: Auditor,
) -> None:
    text = "TREASURE gave MultiStem to 206 people with stroke, but a smaller trial of 60 people found a benefit."
    (judged,) = auditor.audit(text_document(text)).claims
    assert (judged.study, judged.verdict) == (None, Verdict.LEAVES_OUT)


def test_a_study_named_later_in_the_paragraph_is_the_one_spoken_of_before(auditor: Auditor) -> None:
    text = (
        "Korean doctors infused autologous MSCs into 33 patients with multiple system atrophy and saw a slower decline. "
        "The trial, by Lee and others, came out in the Annals of Neurology in 2012."
    )
    assert proposed(auditor.audit(text_document(text))) == ["lee-2012-msa", "lee-2012-msa"]


@pytest.mark.parametrize(
    ("text", "is_told"),
    [
        ("Two malignancies turned up among thirteen people in four years.", True),
        ("No malignancies turned up among thirteen people in four years.", False),
    ],
)
def test_a_harm_is_told_by_its_words_and_not_by_their_denial(
    auditor: Auditor, text: str, is_told: bool
) -> None:
    reading = auditor.audit(text_document(f"MSCs were given in Crohn's disease. {text}")).reading
    finding = auditor.store.findings[to_iri("finding:barnhoorn-2019-f2")]
    assert is_told_in_words(reading, reading.sentences, finding) is is_told


@pytest.mark.parametrize(
    ("text", "is_told"),
    [
        ("In MESEMS people with MS got better, those on placebo did not.", False),
        ("Petrou's trial was positive. The larger one, MESEMS in MS, was not.", True),
        ("MESEMS lowered the number of enhancing lesions in MS, with no difference in safety.", False),
        ("In MESEMS there were fewer enhancing lesions in MS, but this could have been chance.", True),
    ],
)  # fmt: skip
def test_a_missed_endpoint_is_told_by_what_is_said_of_the_cells_alone(
    auditor: Auditor, text: str, is_told: bool
) -> None:
    found = auditor.audit(text_document(text)).omissions
    assert any(o.code == "OMIT_PRIMARY" for o in found) is not is_told


def test_a_study_that_nothing_names_is_known_by_its_figures(auditor: Auditor) -> None:
    text = (
        "Cells were injected into hearts on a pump, or no cells. Sixty-one in a hundred could do without it for a while with the cells, "
        "fifty-eight in a hundred without, and the chance that the cells did some good came to 69 per cent, not the 80 per cent hoped for."
    )
    assert proposed(auditor.audit(text_document(text))) == ["yau-2019"]
    other = text.replace("Sixty-one", "Fifty").replace("fifty-eight", "forty").replace("69", "68")
    assert not any(proposed(auditor.audit(text_document(other))))


SIDE_BY_SIDE = (
    "Two trials gave fat cells or a dummy to people with stiff hands from scleroderma.\n\n"
    "In the first, 88 people took part. After 48 weeks the hand score was better by 11.0 points with cells and by 8.9 without (p = 0.299).\n\n"
    "The other was in France. After three months the scale had fallen by 9.2 points with the cells and 7.6 with the dummy. No gain was seen."
)


def test_two_studies_told_side_by_side_are_told_apart(auditor: Auditor) -> None:
    found = auditor.audit(text_document(SIDE_BY_SIDE))
    blocks = {
        x.proposed.rsplit("/", 1)[-1]: x.mention.sentences for x in found.mentions if x.proposed
    }
    assert blocks == {"star-ssc": (1, 2), "svf-ssc-france": (3, 4, 5)}
    (null,) = [j for j in found.claims if j.candidate.sentence == len("12345")]
    assert (null.study, null.verdict) == (to_iri("study:svf-ssc-france"), Verdict.SUPPORTED)


def test_a_second_study_is_known_by_its_size_and_more(auditor: Auditor) -> None:
    text = (
        "Sixty patients with severe ischaemic heart failure were randomised to their own marrow cells or placebo in the trial MSC-HF of 2015.\n\n"
        "The next one, of 2023, gave one hundred and thirty-three such patients with ischaemic heart failure fat cells from donors, or placebo."
    )
    assert proposed(auditor.audit(text_document(text)))[-1] == "science-2023"
    wrong = text.replace("thirty-three", "thirty-five")
    assert "science-2023" not in proposed(auditor.audit(text_document(wrong)))


def test_a_larger_size_than_the_study_has_is_said_where_figures_tell_it(auditor: Auditor) -> None:
    text = (
        "Rexlemestrocel-L was compared with saline in 540 people with worn discs from the United States and Australia, double-blind.\n\n"
        "Three years on 28% of those who had cells were off opioids, against 8% with saline."
    )
    found = auditor.audit(text_document(text))
    (number,) = [o for o in found.omissions if o.code == "NUMBER_MISMATCH"]
    assert "540" in number.reason
    assert "404" in number.reason
    right = auditor.audit(text_document(text.replace("540", "404")))
    assert not [o for o in right.omissions if o.code == "NUMBER_MISMATCH"]


def test_the_figures_of_a_gain_are_no_denial_of_it(auditor: Auditor) -> None:
    text = (
        "Ninety-one people with type 2 diabetes in China were given cord MSCs or a dummy in a 2022 trial. "
        "HbA1c dropped by 1.31 points compared with 0.63."
    )
    found = auditor.audit(text_document(text))
    assert proposed(found) == ["zang-2022"]
    assert [(j.candidate.name, j.verdict) for j in found.claims] == [
        ("improves", Verdict.SUPPORTED)
    ]
    assert found.claims[0].candidate.polarity is Polarity.AFFIRMS  # of HbA1c less is better


@pytest.mark.parametrize(
    ("told", "is_left_out"),
    [("One person in the cell group died.", False), ("Everyone in the cell group was alive at the end.", True)],
)  # fmt: skip
def test_that_everybody_lived_tells_no_death(
    auditor: Auditor, told: str, is_left_out: bool
) -> None:
    text = f"SENECA gave donor marrow cells to 14 of 31 people with hearts damaged by anthracyclines. {told}"
    found = auditor.audit(text_document(text))
    deaths = [o for o in found.omissions if o.code == "OMIT_HARM" and "died" in o.reason]
    assert bool(deaths) is is_left_out


def test_who_signs_a_text_is_no_author_of_a_study(auditor: Auditor) -> None:
    text = (
        "In 2023 Nature Medicine printed a comparison of 480 people with knee osteoarthritis who had cells or cortisone.\n\n"
        "See you on the stairs, the Lindenpark team"
    )
    assert proposed(auditor.audit(text_document(text))) == ["mautner-2023"]


@pytest.mark.parametrize(
    ("heading", "studies"),
    [("SCIENCE CLUB REPORTS", []), ("SCIENCE TRIAL: NO LUCK FOR HEARTS", ["science-2023"])],
)
def test_a_plain_word_in_a_line_of_capitals_names_no_trial(
    auditor: Auditor, heading: str, studies: list[str]
) -> None:
    text = f"{heading}\n\nDonor cells from fat were given to people with weak hearts, and we read about it."
    found = auditor.audit(text_document(text))
    assert [slug for slug in proposed(found) if slug] == studies


def test_a_work_is_known_by_the_years_between_it_and_the_one_before(auditor: Auditor) -> None:
    text = (
        "There are two papers, and both were in a journal called Chest.\n\n"
        "The older is from 2013. Sixty-two people with COPD had donor marrow cells four times or the fluid alone, for two years.\n\n"
        "The other, four years younger, is about scarring of the lungs. Nine people, and nobody to compare them with. Two of the nine had died by week sixty."
    )
    found = auditor.audit(text_document(text))
    assert proposed(found) == ["weiss-2013", "aether-2017"]
    apart = auditor.audit(text_document(text.replace(", four years younger,", "")))
    assert "aether-2017" not in proposed(apart)


def test_the_same_bulletin_is_the_journal_told_before(auditor: Auditor) -> None:
    text = (
        "In 2024 the Morbidity and Mortality Weekly Report described three people from America who had been to Mexico for stem cells; one had meningitis.\n\n"
        "Six years earlier the same bulletin told of twelve patients in three American states. They had been given products made from cord blood."
    )
    assert proposed(auditor.audit(text_document(text))) == ["nguyen-2024", "perkins-2018"]


def test_four_results_tell_a_study_whose_place_is_told_wrongly(auditor: Auditor) -> None:
    """barnhoorn-2019: 63 %, 100 % and 43 % of fistulas, in the Netherlands."""
    text = (
        "We read about doctors who injected stem cells from the marrow of donors beside fistulas in Crohn's disease. "
        "Twenty-one patients took part, and six of them got placebo. It was done in Belgium. Thirteen of the fifteen were seen four years later: 63% of the fistulas were closed "
        "with the low dose, 100% with the middle one and 43% with the high one. It was in the Journal of Crohn's & Colitis in 2019."
    )
    found = auditor.audit(text_document(text))
    assert proposed(found) == ["barnhoorn-2019"]
    assert auditor.features.read_article(found.reading).teams == ["Belgium"]


def test_cord_blood_cells_may_be_mesenchymal(auditor: Auditor) -> None:
    """ahn-2021 gave mesenchymal cells from cord blood, of which its record says the kind alone."""
    text = (
        "In a trial from South Korea sixty-six premature babies on ventilators had cells from donated cord blood or a dummy. "
        "Seventeen of thirty-three with the cells died or had lung disease, and eighteen of thirty-three without. "
        "It came out in Stem Cells Translational Medicine in 2021. Of the tiniest it was three of sixteen and eight of fifteen."
    )
    assert proposed(auditor.audit(text_document(text))) == ["ahn-2021"]


def test_kids_are_counted_and_months_are_not(auditor: Auditor) -> None:
    text = (
        "A study from Duke in the US, in the Journal of Pediatrics in 2020, gave cord blood or placebo to a hundred and eighty kids with autism. "
        "Six months later the children were tested."
    )
    (mention,) = auditor.audit(text_document(text)).mentions
    assert mention.mention.features.sizes == [180]
    assert proposed(auditor.audit(text_document(text))) == ["dawson-2020"]


def test_a_call_some_weeks_later_is_no_other_study(auditor: Auditor) -> None:
    text = "CRATUS gave donor MSCs or placebo to thirty frail people.\n\nYour stay includes breakfast and a follow-up call after four weeks."
    assert proposed(auditor.audit(text_document(text))) == ["tompkins-2017"]


DONDERS = "the work of Donders and colleagues was printed in Cell Transplantation in 2015."


def test_a_study_credited_at_the_end_is_what_its_paragraph_told_of(auditor: Auditor) -> None:
    """donders-2015 is in rats."""
    text = (
        "Multiple sclerosis has taken her garden. Researchers have taken cells from Wharton's jelly and infused them. The patients who received them improved markedly. "
        f"T{DONDERS[1:]} Forty euros pays for a morning in the laboratory."
    )
    audit = auditor.audit(text_document(text))
    (judged,) = audit.claims
    assert (judged.verdict, judged.gaps[0].code) == (Verdict.OVERSTATED, "BASIS_SHIFT")
    assert [o.perhaps for o in audit.omissions if o.code == "BASIS_SHIFT"] == [None]
    rats = auditor.audit(text_document(text.replace("Researchers", "In rats researchers")))
    assert "BASIS_SHIFT" not in {o.code for o in rats.omissions}
