"""Sentences of web pages and news that were once misread; expected readings by hand, verdicts off the fact sheets."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from stroma.audit import open_auditor
from stroma.audit.judging.results import Verdict
from stroma.audit.language.lexicon import read_table
from stroma.audit.readers.documents import text_document
from stroma.audit.report.cards import claim_words
from stroma.model import Direction, Polarity

if TYPE_CHECKING:
    from stroma.audit.judging.results import Audit, Judged
    from stroma.audit.pipeline import Auditor


@pytest.fixture(scope="module")
def auditor() -> Auditor:
    return open_auditor()


def audit(auditor: Auditor, text: str) -> Audit:
    return auditor.audit(text_document(text, "a.txt"))


def claims(auditor: Auditor, text: str) -> list[Judged]:
    return list(audit(auditor, text).claims)


def burdens(auditor: Auditor) -> list[str]:
    """Every name of an outcome that says a burden, though its term is better when higher."""
    lexicon = auditor.lexicon
    names = {
        surface
        for row in read_table("lexicon.tsv")
        for surface in row["surfaces"].split("|")
        if (term := lexicon.terms[lexicon.by_slug[row["slug"]]]).better == "higher"
        and not lexicon.is_good_higher(term.iri, surface)
    }
    return sorted(names)


def test_every_burden_is_known_as_one(auditor: Auditor) -> None:
    assert burdens(auditor) == [
        "bladder symptom",
        "cartilage damage",
        "cartilage defect",
        "cartilage lesion",
        "motor symptom",
        "symptom",
    ]


@pytest.mark.parametrize(
    "verb", ["reduce", "lower", "lessen", "decrease", "diminish", "ease", "relieve", "alleviate"]
)
def test_less_of_a_burden_is_a_benefit(auditor: Auditor, verb: str) -> None:
    for burden in burdens(auditor):
        for plural in ("", "s"):
            text = f"Mesenchymal stem cells {verb} {burden}{plural} in multiple sclerosis."
            assert [j.candidate.polarity for j in claims(auditor, text)] == [Polarity.AFFIRMS], text
        text = f"Mesenchymal stem cells did not {verb} {burden}s in multiple sclerosis."
        assert [j.candidate.polarity for j in claims(auditor, text)] == [Polarity.DENIES], text


def test_fewer_symptoms_are_not_backed_by_null_trials(auditor: Auditor) -> None:
    """berry-2019 and cudkowicz-2022 found no difference over all patients."""
    for text in ("NurOwn reduces ALS symptoms.", "Symptoms of ALS decreased after NurOwn."):
        (judged,) = claims(auditor, text)
        assert judged.verdict in (Verdict.CONTRADICTED, Verdict.OVERSTATED, Verdict.LEAVES_OUT)
        against = {auditor.store.findings[f].source.rsplit("/", 1)[-1] for f in judged.opposing}
        assert "cudkowicz-2022" in against


def test_no_effect_is_not_worsening(auditor: Auditor) -> None:
    for text in (
        "MSCs worsen disability in MS.",
        "MSCs worsen MS symptoms.",
        "MSCs increase relapses in MS.",
    ):
        (judged,) = claims(auditor, text)
        assert judged.verdict is not Verdict.SUPPORTED, text
        directions = {auditor.store.findings[f].direction for f in judged.supporting}
        assert directions <= {Direction.DISPUTES}, text
        assert not claim_words(judged.candidate, auditor.store, auditor.lexicon.terms).startswith(
            "denied"
        )
