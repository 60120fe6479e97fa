"""Which product and which study is a sentence on? A description replaces no name, a general verdict is of no single study, and lists stay lists."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from stroma.audit.judging.results import Verdict
from stroma.audit.readers.documents import text_document
from stroma.model import Polarity

if TYPE_CHECKING:
    from stroma.audit.judging.results import Audit
    from stroma.audit.pipeline import Auditor

PANES = (
    "Panes and colleagues (Lancet, 2016) treated 212 people with Crohn's fistulas. "
    "Combined remission came in 50 per cent with darvadstrocel and 34 per cent with placebo."
)
MAUTNER = "Mautner and colleagues (2023) compared three cell injections with a cortisone shot in 480 people with knee osteoarthritis."


def audited(auditor: Auditor, text: str) -> Audit:
    return auditor.audit(text_document(text, "a.txt"))


def said_of(auditor: Auditor, found: Audit, sentence: int) -> set[tuple[str, str, str]]:
    """Product, denied or not, and verdict of each claim of a sentence, counted from 0."""
    terms = auditor.lexicon.terms
    return {
        (terms[j.candidate.subject].slug, j.candidate.polarity.value, j.verdict.value)
        for j in found.claims
        if j.candidate.sentence == sentence
    }


def studies(found: Audit) -> list[str]:
    return [(x.proposed or "-").rsplit("/", 1)[-1] for x in found.mentions]


@pytest.mark.parametrize("verdict", ["These cells are effective.", "Darvadstrocel works."])
def test_a_general_verdict_is_on_the_product_over_all_its_studies(auditor: Auditor, verdict: str) -> None:  # fmt: skip
    found = audited(auditor, f"{PANES} {verdict}")
    assert said_of(auditor, found, 2) == {("darvadstrocel", "affirms", "leaves-out-contrary-results")}  # fmt: skip
    (claim,) = [j for j in found.claims if j.candidate.sentence == 2]
    assert "ADMIRE-CD II" in claim.gaps[0].reason


def test_what_one_study_saw_stays_its_own(auditor: Auditor) -> None:
    past = audited(auditor, f"{PANES} The treatment worked.")
    assert said_of(auditor, past, 2) == {("darvadstrocel", "affirms", "supported")}
    told = f"{PANES} The treatment works. In ADMIRE-CD II, with 568 people, it did no better than placebo."
    assert said_of(auditor, audited(auditor, told), 2) == {("darvadstrocel", "affirms", "supported")}  # fmt: skip


@pytest.mark.parametrize(
    ("text", "slug"),
    [
        ("Darvadstrocel – a dose of fat cells from donors – is licensed in Europe for fistulas in Crohn's disease.", "darvadstrocel"),
        ("NurOwn, an infusion of a patient's own marrow stem cells, slowed ALS in patients.", "msc-ntf"),
        ("NurOwn (a patient's own marrow stem cells) slowed ALS in patients.", "msc-ntf"),
        ("MultiStem, made from adult stem cells of donors, restored independence after stroke.", "multistem"),
    ],
)  # fmt: skip
def test_a_description_never_replaces_the_name_it_stands_beside(auditor: Auditor, text: str, slug: str) -> None:  # fmt: skip
    products = {product for product, _, _ in said_of(auditor, audited(auditor, text), 0)}
    assert {p.removesuffix("-product") for p in products} == {slug}


def test_other_cells_beside_a_name_are_meant_themselves(auditor: Auditor) -> None:
    found = audited(auditor, "NurOwn failed in ALS, but umbilical cord stem cells slow ALS.")
    affirmed = [j for j in found.claims if j.candidate.polarity is Polarity.AFFIRMS]
    assert [auditor.lexicon.terms[j.candidate.subject].label for j in affirmed] == ["umbilical-cord MSC product"]  # fmt: skip


def test_no_name_is_joined_across_a_comma(auditor: Auditor) -> None:
    listed = "They got marrow, a product of their own fat, cells grown from umbilical cords, or cortisone."
    found = audited(auditor, f"{MAUTNER} {listed}")
    assert not [o for o in found.omissions if o.code == "SOURCE_MISMATCH"]
    names = {e.text for e in found.reading.entities}
    assert not any("," in name for name in names)
    joined = audited(auditor, f"{MAUTNER} They got cells from their own fat.")
    assert any("fat" in e.text for e in joined.reading.entities)


@pytest.mark.parametrize(
    "said",
    [
        "None of the four products worked better than a steroid.",
        "None of the three kinds of cells was superior to cortisone.",
        "None was more effective than the steroid.",
    ],
)
def test_none_better_is_told_of_each_product_and_of_the_rival(auditor: Auditor, said: str) -> None:
    found = audited(auditor, f"{MAUTNER} {said}")
    told = [j for j in found.claims if j.candidate.sentence == 1]
    assert len({j.candidate.subject for j in told}) == 3
    assert {(j.candidate.polarity, j.verdict, j.candidate.rival) for j in told} == {(Polarity.DENIES, Verdict.SUPPORTED, "steroid")}  # fmt: skip
    assert not [o for o in found.omissions if o.code == "OMIT_PRIMARY"]


def test_a_cochrane_review_is_no_study_told_of_before(auditor: Auditor) -> None:
    told = "Pain did not differ after a year. The Cochrane reviewers think pain may ease a little more than with a sham injection."
    found = audited(auditor, f"{MAUTNER} {told}")
    assert len(found.mentions) == 2
    mautner = found.mentions[0].proposed
    assert mautner is not None
    assert all(j.study != mautner for j in found.claims if j.candidate.sentence == 2)


def test_papers_on_the_same_people_do_not_stand_in_each_others_way(auditor: Auditor) -> None:
    early = "Panes and colleagues treated 212 people with Crohn's fistulas, and followed them for 24 weeks."
    assert studies(audited(auditor, early)) == ["panes-2016"]
    late = "Panes and colleagues treated 212 people with Crohn's fistulas, and followed them for 52 weeks."
    assert studies(audited(auditor, late)) == ["panes-2018"]


def test_an_author_and_the_exact_size_tell_a_study(auditor: Auditor) -> None:
    assert studies(audited(auditor, "Yau's team gave stem cells to 159 people on heart pumps.")) == ["yau-2019"]  # fmt: skip
    assert studies(audited(auditor, "Yau's team gave stem cells to 158 people on heart pumps.")) == ["-"]  # fmt: skip
