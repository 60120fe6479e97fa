"""How many people stand behind what an audit shows: of a subgroup its own, never the whole trial's."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from stroma.audit.readers.documents import text_document
from stroma.audit.report.cards import Cards, Titles, basis_words
from stroma.audit.report.summary import summary_lines
from stroma.vocabulary import to_iri

if TYPE_CHECKING:
    from stroma.audit.pipeline import Auditor


# The numbers are those of the records: `stroma show alsummit-2024` and so on.
@pytest.mark.parametrize(
    ("finding", "words"),
    [
        ("alsummit-2024-f2", "a subgroup, its size not known, control group"),
        ("cudkowicz-2022-f2", "a subgroup of 58 of 196 people, control group"),
        ("stroke-meta-2024-f1-a", "a part, its size not known"),
        ("bonab-2012-f3", "21 of 25 people, no control group"),
        ("petrou-2020-f1", "48 people, control group"),
        ("karussis-2010-f2", "19 of 34 people, no control group"),
    ],
)
def test_a_finding_is_shown_with_the_people_it_was_measured_in(
    auditor: Auditor, finding: str, words: str
) -> None:
    f = auditor.store.findings[to_iri(f"finding:{finding}")]
    assert basis_words(f.source, [f], auditor.store) == words


def test_a_result_of_one_arm_is_not_shown_as_compared_with_the_control_group(
    auditor: Auditor,
) -> None:
    (f, *_) = [
        f
        for f in auditor.store.findings.values()
        if f.analysis.value == "within-arm-change" and not f.derived
    ]
    assert basis_words(f.source, [f], auditor.store).endswith("not compared with the control group")


def test_a_study_whose_whole_group_answers_too_is_shown_with_all_its_people(
    auditor: Auditor,
) -> None:
    """cudkowicz-2022: the missed endpoint is of all 196, the second finding of a subgroup of 58."""
    both = [auditor.store.findings[to_iri(f"finding:cudkowicz-2022-f{n}")] for n in ("1", "2")]
    assert basis_words(both[0].source, both, auditor.store) == "196 people, control group"


def test_card_and_summary_never_give_a_subgroup_the_whole_trial(auditor: Auditor) -> None:
    text = "Lenzumestrocel slowed the disease of slow progressors with ALS."
    audit = auditor.audit(text_document(text, "a.txt"))
    cards = Cards(audit, auditor.store, dict(auditor.lexicon.terms), Titles.read())
    shown = cards.finding(to_iri("finding:alsummit-2024-f2"))
    assert "n" not in shown
    assert shown["basis"] == "a subgroup, its size not known, control group"
    for line in summary_lines(audit, auditor.store):
        if "backs the sentence: alsummit-2024" in line:
            assert "115 people" not in line


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("Mesenchymal stem cells cured mice with multiple sclerosis, so patients will walk again.", {"BASIS_SHIFT", "STRENGTH_UP"}),
        ("In rats, MSCs regrew cartilage, so your knee will regrow cartilage too.", {"BASIS_SHIFT", "POLARITY"}),
    ],
)  # fmt: skip
def test_what_is_concluded_on_people_from_animals_is_told_so(
    auditor: Auditor, text: str, codes: set[str]
) -> None:
    judged = auditor.audit(text_document(text)).claims[-1]
    assert judged.candidate.is_leap
    assert judged.verdict.value in ("overstated", "contradicted")
    assert codes <= {g.code for g in judged.gaps}


def test_a_trial_that_follows_on_animals_concludes_nothing(auditor: Auditor) -> None:
    text = "MSCs helped mice with MS, so a trial in patients is planned."
    (judged,) = auditor.audit(text_document(text)).claims
    assert judged.candidate.of_animals
    assert not judged.candidate.is_leap


@pytest.mark.parametrize(
    ("text", "disease"),
    [
        ("Stem cell injections relieve knee pain.", "knee-osteoarthritis"),
        ("Stem cells are studied for multiple sclerosis. Stem cell injections relieve knee pain.", "knee-osteoarthritis"),
        ("In rheumatoid arthritis joints swell. Stem cell injections relieve knee pain.", "rheumatoid-arthritis"),
        ("COVID-19 filled the wards, and stem cells were tried against COVID-19.\n\nMultiple sclerosis patients have hope. Two in five patients improved after stem cells.", "multiple-sclerosis"),
    ],
)  # fmt: skip
def test_a_claim_is_on_the_disease_spoken_of_last(
    auditor: Auditor, text: str, disease: str
) -> None:
    c = auditor.audit(text_document(text)).claims[-1].candidate
    of = c.object if c.name == "ameliorates" else c.condition
    assert auditor.lexicon.terms[of or ""].slug == disease
