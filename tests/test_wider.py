"""Studies of a wider disease: who had it is told for each question, reviews apart, and nobody is named who was not studied."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from stroma.queries import load_questions, run_query
from stroma.queries.wider import wider_studies

if TYPE_CHECKING:
    from stroma.store import EvidenceStore


def said(store: EvidenceStore, disease: str) -> str:
    return wider_studies(store, store.resolve_term(disease))


@pytest.mark.parametrize(
    ("disease", "is_named"),
    [
        ("MS", True),
        ("spinal cord injury", True),
        ("ischemic stroke", True),
        ("RRMS", True),
        ("ALS", False),
        ("Parkinson disease", False),
    ],
)
def test_a_review_of_several_diseases_is_named_on_those_and_no_other(
    packaged: EvidenceStore, disease: str, is_named: bool
) -> None:
    """kvistad-2022 states MS, spinal cord injury and ischemic stroke; its harms are entered on nervous system disorder."""
    assert ("kvistad-2022" in said(packaged, disease)) == is_named


def test_each_question_is_counted_by_itself_and_reviews_apart(packaged: EvidenceStore) -> None:
    """stepien-2016: lesions of two people with RRMS, harms of all with MS."""
    helps, _, safe = said(packaged, "RRMS").partition("; is it safe? ")
    assert helps.startswith(
        "asked of a wider disease that includes it: does it help? 8 studies and 4 reviews ("
    )
    assert safe.startswith("12 studies and 5 reviews (multiple sclerosis: ")
    assert "does it help" not in said(packaged, "MS")


def test_papers_on_the_same_people_are_one_study(packaged: EvidenceStore) -> None:
    """petrou-2020, petrou-2022 and petrou-2025 are on the same 48 people."""
    assert said(packaged, "PPMS").count("petrou-2020") <= 2
    assert "petrou-2025" not in said(packaged, "PPMS")


@pytest.mark.parametrize("name", ["harm-reports", "deaths"])
def test_the_harms_that_a_review_pooled_stand_under_each_of_its_diseases(
    packaged: EvidenceStore, name: str
) -> None:
    question = load_questions()[name]

    def told(disease: str) -> str:
        bindings = question.bind({"disease": disease}, packaged.resolve_term)
        rows = run_query(packaged.dataset, question.sparql, bindings=bindings).rows()
        return " ".join(str(term) for row in rows for term in row)

    assert "kvistad-2022" in told("MS")
    assert "kvistad-2022" not in told("ALS")
