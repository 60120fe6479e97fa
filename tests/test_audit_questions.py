"""What was not found told, yet may be told in words that were not read, is a question; and an article on one study is read as one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from stroma.audit.judging.results import Verdict
from stroma.audit.readers.documents import text_document
from stroma.audit.report.page import report_html
from stroma.audit.report.serialize import audit_to_dict, hits
from stroma.audit.report.summary import summary_lines
from stroma.model import Polarity

if TYPE_CHECKING:
    from stroma.audit.judging.results import Audit
    from stroma.audit.pipeline import Auditor

OPENING = "In the TREASURE trial 206 people in Japan got MultiStem or placebo after a stroke."


def audit(auditor: Auditor, text: str) -> Audit:
    return auditor.audit(text_document(text, "a.txt"))


def asked(found: Audit) -> dict[str, int | None]:
    """Code of each omission on a study -> the sentence, counted from 1, that may tell it."""
    return {
        o.code: None if o.perhaps is None else o.perhaps + 1 for o in found.omissions if o.study
    }


@pytest.mark.parametrize(
    ("sentence", "perhaps"),
    [
        ("The verdict on the day that mattered was mixed in the two groups.", 3),
        ("On the scale that decided it there was little in it between the groups.", 3),
        ("The needle and the dummy ended neck and neck.", 3),
        ("Whoever hoped for a clear win went home empty-handed.", 3),
        ("What had looked like a win in the spring melted away.", 3),
        ("The dearest syringe did as well as the cheapest.", 3),
        ("The hospital garden was lovely that spring.", None),
        ("Only the authorities stand in the way.", None),
    ],
)
def test_a_missed_endpoint_that_a_sentence_may_tell_is_asked_about(
    auditor: Auditor, sentence: str, perhaps: int | None
) -> None:
    text = f"{OPENING} MultiStem brought back independence after a stroke. {sentence}"
    assert asked(audit(auditor, text))["OMIT_PRIMARY"] == perhaps


@pytest.mark.parametrize(
    ("sentence", "perhaps"),
    [
        ("Thirteen of those given it were no longer alive a year on, and ten of the rest.", None),
        ("There was some trouble with severe events, too.", 2),
        ("No serious events and no trouble at all.", None),
    ],
)
def test_a_harm_is_asked_about_where_a_sentence_speaks_of_one(
    auditor: Auditor, sentence: str, perhaps: int | None
) -> None:
    """REALIST-COVID: twice as many serious events with the cells, too few to tell."""
    found = audit(auditor, f"REALIST-COVID gave 60 people with Covid-19 lung failure cells or placebo. {sentence}")  # fmt: skip
    assert asked(found).get("OMIT_HARM") == perhaps


def test_a_question_says_the_fact_and_where_it_may_stand(auditor: Auditor) -> None:
    text = f"{OPENING} MultiStem brought back independence after a stroke. On the scale that decided it there was little in it between the groups."
    found = audit(auditor, text)
    lines = "\n".join(summary_lines(found, auditor.store))
    assert "Is the main result told? (OMIT_PRIMARY): the primary endpoint (excellent outcome at day 90 (mRS, NIHSS, Barthel)) was not met – perhaps in sentence 3, “On the scale" in lines  # fmt: skip
    assert "the text does not say so" not in lines
    page = report_html(found, auditor.store, dict(auditor.lexicon.terms))
    assert "To check in the text; a sentence that may say it is linked:" in page
    (omission,) = (o for o in audit_to_dict(found)["omissions"] if o["code"] == "OMIT_PRIMARY")
    assert omission["perhaps_told"] == 2
    assert hits(found, ("OMIT_PRIMARY",)) == []


def test_an_omission_without_such_a_sentence_is_said_outright(auditor: Auditor) -> None:
    found = audit(auditor, f"{OPENING} MultiStem brought back independence after a stroke.")
    lines = "\n".join(summary_lines(found, auditor.store))
    assert "Main result left out (OMIT_PRIMARY)" in lines
    assert hits(found, ("OMIT_PRIMARY",)) == ["OMIT_PRIMARY"]


def test_a_benefit_that_its_own_text_takes_back_is_to_check(auditor: Auditor) -> None:
    text = "In JUVENTAS 160 people got marrow cells or placebo. Pain at rest improved, though no one knew why, with and without cells."  # fmt: skip
    (judged,) = audit(auditor, text).claims
    assert (judged.verdict, judged.gaps[0].perhaps) == (Verdict.TO_CHECK, 1)
    bold = (
        "In JUVENTAS 160 people got marrow cells or placebo. Pain at rest improved after the cells."
    )
    (judged,) = audit(auditor, bold).claims
    assert judged.verdict is Verdict.CONTRADICTED


def test_a_question_is_of_no_other_disease(auditor: Auditor) -> None:
    text = f"{OPENING} MultiStem brought back independence after a stroke. In Crohn's disease nothing was gained by other cells."
    assert asked(audit(auditor, text))["OMIT_PRIMARY"] is None


def test_an_article_on_one_study_goes_on_over_paragraphs(auditor: Auditor) -> None:
    """The second paragraph names nothing; it is told of the trial that the first one names."""
    text = (
        "STEMTRA, a trial of 63 people with an old brain injury, gave modified marrow cells or a sham operation.\n\n"
        "Movement was better half a year later. There were no deaths.\n\n"
        "This was an interim look at a small trial."
    )
    found = audit(auditor, text)
    assert {j.study.rsplit("/", 1)[-1] for j in found.claims if j.study} == {"stemtra-2021"}
    assert [j.verdict for j in found.claims if j.candidate.name == "causesAdverseEvent"] == [Verdict.SUPPORTED]  # fmt: skip
    other = text.replace("This was an interim look at a small trial", "A second trial of 85 people in Spain followed")  # fmt: skip
    deaths = [j for j in audit(auditor, other).claims if j.candidate.name == "causesAdverseEvent"]
    assert deaths == []  # of which study is not clear


UNNAMED = (
    "For years little could be done for children with cerebral palsy.\n\n"
    "In the United States 63 such children were given their own cord blood into a vein, or a placebo first.\n\n"
    "After a year {result}."
)


def test_a_study_is_told_by_size_country_and_disease_of_the_whole_text(auditor: Auditor) -> None:
    found = audit(auditor, UNNAMED.format(result="their motor function had improved"))
    (mention,) = found.mentions
    assert mention.proposed is not None
    assert mention.proposed.endswith("/sun-2017-cp")
    assert mention.mention.rule == "mention:article"
    assert [j.verdict for j in found.claims] == [Verdict.LEAVES_OUT]


@pytest.mark.parametrize(
    ("word", "instead"),
    [("63 such children", "66 such children"), ("United States", "Norway")],
)
def test_a_study_that_differs_is_not_taken_for_it(
    auditor: Auditor, word: str, instead: str
) -> None:
    text = UNNAMED.format(result="their motor function had improved").replace(word, instead)
    assert all(x.proposed is None for x in audit(auditor, text).mentions)


def test_the_result_of_another_study_is_not_that_of_the_one_before(auditor: Auditor) -> None:
    text = UNNAMED.format(result="their motor function had improved")
    found = audit(auditor, text.replace("After a year", "A second trial was larger. After a year"))
    assert {x.proposed for x in found.mentions if x.proposed} == {
        "https://w3id.org/stroma/study/sun-2017-cp"
    }
    assert [j.study for j in found.claims] == [None]


@pytest.mark.parametrize(
    "text",
    [
        "Surgeons injected precursor cells from donors into the heart muscle of 159 people.",
        "The cells, grown from each person's own marrow, were then injected into the spinal fluid.",
    ],
)
def test_a_text_on_cells_that_are_called_otherwise_is_read(auditor: Auditor, text: str) -> None:
    assert audit(auditor, text).claims == []


@pytest.mark.parametrize(
    "sentence",
    ["The report we used does not list side effects.", "Our sources give no account of side effects."],
)  # fmt: skip
def test_what_a_report_does_not_list_denies_no_harm(auditor: Auditor, sentence: str) -> None:
    text = f"MSCs were given in multiple sclerosis. {sentence}"
    assert audit(auditor, text).claims == []


@pytest.mark.parametrize(
    ("text", "accused"),
    [
        ("ADMIRE-CD gave darvadstrocel to 212 people. Half of them were in remission with no abscess on the scan, against a third on placebo.", False),
        ("RESPINE gave 114 people with worn discs donor marrow cells or a pretend procedure. Many improved after a pretend treatment.", False),
        ("Shares in companies working on cell therapy for Alzheimer's disease have been volatile.", False),
        ("Many people with worn discs have no pain at all. Stem cells are injected into some.", False),
        ("MultiStem, a cousin of the better known mesenchymal cell, was tested in TREASURE, a trial of 206 people with stroke.", False),
        ("STEMTRA put cells into the brains of 46 people with an old head injury. All the other yardsticks came out even.", False),
        ("MultiStem worked in TREASURE, a trial of 206 people with stroke.", True),
    ],
)  # fmt: skip
def test_what_claims_nothing_of_the_cells_is_not_accused(
    auditor: Auditor, text: str, *, accused: bool
) -> None:
    faults = (Verdict.CONTRADICTED, Verdict.OVERSTATED, Verdict.LEAVES_OUT)
    assert any(j.verdict in faults for j in audit(auditor, text).claims) == accused


def test_headaches_that_were_none_of_them_serious_are_told(auditor: Auditor) -> None:
    text = "Adipose stem cells were injected into ten people with spinal cord injury. Eight had headaches, none anything serious."
    (judged,) = audit(auditor, text).claims
    assert judged.candidate.polarity.value == "affirms"


def test_a_thin_result_told_with_its_limits_is_to_check(auditor: Auditor) -> None:
    """CLEAR MIND: a secondary outcome, of 32 people."""
    told = (
        "Laromestrocel is being tried in Alzheimer's disease. "
        "Shrinkage of the brain was 48% slower with laromestrocel than with placebo."
    )
    verdicts = {
        text: [j.verdict for j in audit(auditor, text).claims if j.candidate.name == "prevents"]
        for text in (told, f"{told} It is a secondary measure, from 32 people.")
    }
    assert list(verdicts.values()) == [[Verdict.OVERSTATED], [Verdict.TO_CHECK]]


def test_a_journal_in_short_is_that_journal(auditor: Auditor) -> None:
    text = "The START trial (Matthay, Lancet Respir Med 2019) gave 60 people with ARDS marrow cells or placebo."
    assert "CITATION_CONFLICT" not in {o.code for o in audit(auditor, text).omissions}
    wrong = audit(auditor, text.replace("Lancet Respir Med", "Lancet Neurology"))
    assert "CITATION_CONFLICT" in {o.code for o in wrong.omissions}


def test_a_text_that_tells_the_null_result_is_not_asked_for_disclosures(auditor: Auditor) -> None:
    sells = "Our clinic offers stem cells for multiple sclerosis. They improve disability. Book your treatment."
    fair = f"{sells} In MESEMS, with 144 people, MSCs did not improve disability in multiple sclerosis."
    codes = [{o.code for o in audit(auditor, text).omissions} for text in (sells, fair)]
    assert ["MISSING_DISCLOSURE" in found for found in codes] == [True, False]


def test_a_study_that_only_the_title_names_is_that_of_the_article(auditor: Auditor) -> None:
    text = "MSCs and MS: the MESEMS trial explained\n\nWho took part?\n\n144 people took part, in nine countries.\n\nWhat did it find?\n\nDisability was no different with the cells."
    found = audit(auditor, text)
    assert [x.proposed for x in found.mentions] == ["https://w3id.org/stroma/study/uccelli-2021"]
    assert [(j.verdict, j.study) for j in found.claims] == [(Verdict.SUPPORTED, found.mentions[0].proposed)]  # fmt: skip


@pytest.mark.parametrize(
    "praise",
    [
        "The results are nothing short of spectacular.",
        "Few treatments have given patients so much hope.",
        "Patients went home the same day.",
        "Never before has a study shown such benefit.",
        "Without the cells, many patients suffered.",
        "Until now there was no treatment that helped these patients.",
        "Similar results were seen in a trial in Japan.",
        "No drug had ever slowed their decline.",
        "No other treatment has improved the heart so much as rexlemestrocel-L in heart failure.",
    ],
)
def test_praise_tells_no_missed_endpoint(auditor: Auditor, praise: str) -> None:
    text = "In the DREAM-HF trial, 565 people with heart failure received rexlemestrocel-L or a sham procedure. Heart attacks were fewer with the cells."
    found = audit(auditor, f"{text} {praise}")
    assert asked(found)["OMIT_PRIMARY"] is None
    assert not any(j.candidate.sentence == 2 for j in found.claims)


def test_naming_the_trial_makes_a_general_truth_of_nothing(auditor: Auditor) -> None:
    text = "STEMTRA gave SB623 to 63 people with traumatic brain injury or a sham."
    general, told = (
        audit(auditor, f"{text} {said}").claims
        for said in ("SB623 restores movement after traumatic brain injury.", "Movement improved after six months.")
    )  # fmt: skip
    assert [j.verdict for j in general] == [Verdict.OVERSTATED]
    assert Verdict.OVERSTATED not in {j.verdict for j in told}


def test_a_question_can_be_gated_on(auditor: Auditor) -> None:
    text = f"{OPENING} MultiStem brought back independence after a stroke. On the scale that decided it there was little in it between the groups."
    assert hits(audit(auditor, text), ("question",)) == ["question"]
    assert hits(audit(auditor, OPENING), ("question",)) == []


def test_who_tells_less_than_the_study_is_asked_unless_all_is_named(auditor: Auditor) -> None:
    opening = "In ADMIRE-CD, published in 2016, 212 people with perianal fistulas in Crohn's disease got darvadstrocel or placebo. "
    carried = auditor.audit(text_document(opening + "After 24 weeks it made no difference."))
    verdicts = {j.verdict for j in carried.claims if j.candidate.polarity is Polarity.DENIES}
    assert verdicts == {Verdict.TO_CHECK}
    named = auditor.audit(
        text_document(
            opening + "Darvadstrocel made no difference to perianal fistulas in Crohn's disease."
        )
    )
    verdicts = {j.verdict for j in named.claims if j.candidate.polarity is Polarity.DENIES}
    assert Verdict.TO_CHECK not in verdicts


def test_figures_the_other_way_round_are_told_whatever_the_sentence_claims(
    auditor: Auditor,
) -> None:
    text = (
        "JUVENTAS tested marrow cells in 160 people with severe limb ischaemia, published in Circulation. At six months {} in a hundred of those "
        "given cells had lost a leg to major amputation, against {} in a hundred on placebo."
    )
    swapped = auditor.audit(text_document(text.format("thirteen", "nineteen")))
    (number,) = [o for o in swapped.omissions if o.code == "NUMBER_MISMATCH"]
    assert "the other way round" in number.reason
    right = auditor.audit(text_document(text.format("nineteen", "thirteen")))
    assert not [o for o in right.omissions if o.code == "NUMBER_MISMATCH"]


def test_the_size_told_of_one_record_is_told_of_the_others_on_the_same_people(
    auditor: Auditor,
) -> None:
    """panes-2018 is the year after panes-2016, in the same 212 people; admire-cd-ii is another trial."""
    text = (
        "What did ADMIRE-CD find?\n\nADMIRE-CD (2016), 212 people, found that darvadstrocel closed fistulas in Crohn disease more often than placebo.\n\n"
        "Did it last?\n\nPanés and colleagues (2018) reported that at one year darvadstrocel had closed 56% of fistulas in Crohn disease, against 39% with placebo."
    )
    assert "OMIT_N_DESIGN" not in asked(audit(auditor, text))
    assert "OMIT_N_DESIGN" in asked(audit(auditor, text.replace(", 212 people,", "")))
