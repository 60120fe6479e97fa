"""One sentence that joins statements on several products: each keeps its own subject, verb and disease."""

from __future__ import annotations

from itertools import permutations
from typing import TYPE_CHECKING

import pytest

from stroma.audit.language.reading import read_text
from stroma.audit.readers.documents import text_document
from stroma.vocabulary import local_id

if TYPE_CHECKING:
    from stroma.audit.pipeline import Auditor

ALONE = (
    "NurOwn slowed ALS",
    "darvadstrocel healed fistulas in Crohn disease",
    "mesenchymal stem cells cured multiple sclerosis",
    "remestemcel-L did not help children with graft-versus-host disease",
    "lenzumestrocel is approved for ALS in South Korea",
    "stem cells repair heart failure",
)
JOINTS = (", and ", " and ", "; ", ", while ", ", whereas ", ", but ")
Said = tuple[str, str, str, str, str]


def said(auditor: Auditor, statement: str) -> list[Said]:
    """Subject, polarity, predicate, object and verdict of each claim of a sentence."""
    text = statement[0].upper() + statement[1:] + "."
    found = auditor.audit(text_document(text, "a.txt")).claims
    made = [(j.candidate, j.verdict.value) for j in found]
    return [
        (local_id(c.subject), c.polarity.value, c.name, local_id(c.object), verdict)
        for c, verdict in made
    ]


def parts(auditor: Auditor, text: str) -> list[str]:
    reading = read_text(text, auditor.lexicon, auditor.book)
    return [reading.words(s) for s in reading.sentences]


@pytest.mark.parametrize("joint", JOINTS)
@pytest.mark.parametrize(("left", "right"), list(permutations(ALONE, 2)))
def test_two_joined_statements_are_read_as_each_alone(
    auditor: Auditor, left: str, right: str, joint: str
) -> None:
    alone = said(auditor, left) + said(auditor, right)
    assert alone
    assert said(auditor, left + joint + right) == alone


@pytest.mark.parametrize(("left", "right"), list(permutations(ALONE[:3], 2)))
@pytest.mark.parametrize("joint", [", and ", " and ", "; ", ", but "])
def test_the_trial_of_one_statement_is_not_that_of_the_other(
    auditor: Auditor, left: str, right: str, joint: str
) -> None:
    trial = " in a trial of 144 patients"
    first = said(auditor, left + trial) + said(auditor, right)
    assert said(auditor, left + trial + joint + right) == first
    second = said(auditor, left) + said(auditor, right + trial)
    assert said(auditor, left + joint + right + trial) == second


@pytest.mark.parametrize(
    ("text", "subjects", "polarity"),
    [
        ("NurOwn and lenzumestrocel slowed ALS", ["msc-ntf", "lenzumestrocel"], "affirms"),
        ("Neither NurOwn nor lenzumestrocel slowed ALS", ["msc-ntf", "lenzumestrocel"], "denies"),
        ("Both NurOwn and lenzumestrocel missed their primary endpoints in ALS", ["msc-ntf", "lenzumestrocel"], "denies"),
        ("NurOwn or lenzumestrocel cures ALS", ["msc-ntf", "lenzumestrocel"], "affirms"),
        ("NurOwn (MSC-NTF cells) slowed ALS", ["msc-ntf"], "affirms"),
        ("NurOwn and darvadstrocel helped patients", ["darvadstrocel"], "affirms"),
        ("Unlike NurOwn, lenzumestrocel slowed ALS", ["lenzumestrocel"], "affirms"),
        ("NurOwn, lenzumestrocel and darvadstrocel are safe in ALS", ["msc-ntf", "lenzumestrocel", "darvadstrocel"], "affirms"),
        ("Lenzumestrocel slowed ALS more than NurOwn", ["lenzumestrocel"], "affirms"),
    ],
)  # fmt: skip
def test_products_in_one_list_are_each_a_subject_of_its_verb(
    auditor: Auditor, text: str, subjects: list[str], polarity: str
) -> None:
    assert [(s, p) for s, p, *_ in said(auditor, text)] == [(s, polarity) for s in subjects]


def test_three_joined_statements_are_three(auditor: Auditor) -> None:
    alone = [claim for one in ALONE[:3] for claim in said(auditor, one)]
    assert said(auditor, f"{ALONE[0]}, {ALONE[1]}, and {ALONE[2]}") == alone
    assert said(auditor, "; ".join(ALONE[:3])) == alone


@pytest.mark.parametrize(
    "right",
    [
        "in 2022 Cudkowicz gave NurOwn to 196 people with ALS and found no benefit",
        "patients with ALS who received NurOwn walked better",
        "the trial of darvadstrocel in Crohn disease failed",
        "treatment with NurOwn led to fever in ALS",
        "MSCs caused no serious side effects in multiple sclerosis",
    ],
)
@pytest.mark.parametrize("joint", [", and ", "; ", ", while "])
def test_a_statement_that_opens_with_people_or_a_trial_is_one_of_its_own(
    auditor: Auditor, right: str, joint: str
) -> None:
    left = "remestemcel-L missed its primary endpoint in adults with graft-versus-host disease"
    assert said(auditor, left + joint + right) == said(auditor, left) + said(auditor, right)


def test_two_statements_on_one_disease_keep_their_products(auditor: Auditor) -> None:
    left, right = (
        "NurOwn helped multiple sclerosis",
        "mesenchymal stem cells cured multiple sclerosis",
    )
    joined = f"{left} in a trial of 20 patients, and {right}"
    assert said(auditor, joined) == said(auditor, f"{left} in a trial of 20 patients") + said(
        auditor, right
    )


@pytest.mark.parametrize(
    "rest",
    ["; physiotherapy helped multiple sclerosis", ", while statins did not help heart failure"],
)
def test_what_another_treatment_does_is_not_said_of_the_product(
    auditor: Auditor, rest: str
) -> None:
    assert said(auditor, f"NurOwn slowed ALS{rest}") == said(auditor, "NurOwn slowed ALS")


@pytest.mark.parametrize(
    "text",
    [
        "NurOwn slowed ALS and improved survival.",
        "NurOwn slowed ALS, and it improved survival.",
        "NurOwn and lenzumestrocel slowed ALS.",
        "NurOwn, lenzumestrocel and mesenchymal stem cells slowed ALS.",
        "NurOwn helped people with ALS and darvadstrocel people with Crohn disease.",
        "Does NurOwn slow ALS, and does darvadstrocel heal fistulas in Crohn disease?",
        "There is no evidence that NurOwn slowed ALS and darvadstrocel healed fistulas in Crohn disease.",
        "Mesenchymal stem cells reduced disability in multiple sclerosis, but placebo did not.",
    ],
)
def test_a_clause_without_a_product_of_its_own_keeps_the_one_before(
    auditor: Auditor, text: str
) -> None:
    assert parts(auditor, text) == [text]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("There is no evidence that NurOwn slowed ALS and darvadstrocel healed fistulas in Crohn disease.", "denies"),
        ("Clinics claim that NurOwn slowed ALS, and darvadstrocel healed fistulas in Crohn disease.", "affirms"),
    ],
)  # fmt: skip
def test_what_is_said_over_both_statements_holds_for_both(
    auditor: Auditor, text: str, expected: str
) -> None:
    found = [(s, p, o) for s, p, _, o, _ in said(auditor, text[:-1])]
    assert found == [
        ("msc-ntf", expected, "MONDO_0004976"),
        ("darvadstrocel", expected, "MONDO_0005011"),
    ]


def test_the_trial_is_of_the_statement_that_opens_with_it(auditor: Auditor) -> None:
    text = "NurOwn slowed ALS, and in a trial of 212 patients darvadstrocel healed fistulas in Crohn disease."
    assert parts(auditor, text) == [
        "NurOwn slowed ALS",
        "in a trial of 212 patients darvadstrocel healed fistulas in Crohn disease.",
    ]


def test_the_product_of_one_maker_tells_its_disease(auditor: Auditor) -> None:
    found = said(auditor, "NurOwn slowed ALS, and darvadstrocel is safe")
    assert found == said(auditor, "NurOwn slowed ALS") + said(auditor, "Darvadstrocel is safe")


def test_words_in_capitals_are_of_no_language(auditor: Auditor) -> None:
    audit = auditor.audit(text_document("NurOwn slowed ALS. " * 5, "a.txt"))
    assert len(audit.claims) == 5
