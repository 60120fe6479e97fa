"""Every name of the comparison group, and of people, is read as every other; expected readings by hand."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from stroma.audit.claims.candidates import family_of
from stroma.audit.language.groups import CONTROLS, CONTROLS_AS_NOUN, PEOPLE
from stroma.audit.language.numbers import PEOPLE_COUNT
from stroma.audit.readers.documents import text_document

if TYPE_CHECKING:
    from stroma.audit.pipeline import Auditor

CONTEXT = "Mesenchymal stem cells (MSCs) are studied in multiple sclerosis. "
GIVEN = (
    "placebo", "sham", "saline", "dummy infusions", "mock infusions", "vehicle", "untreated controls", "standard care",
    "usual care", "standard treatment", "best supportive care",
)  # fmt: skip
GROUPS = (
    "placebo group", "sham group", "saline group", "mock group", "vehicle group", "usual-care group", "standard-treatment group",
    "untreated group", "control arm", "comparison group",
)  # fmt: skip
PEOPLE_NAMED = (
    "patients",
    "people",
    "persons",
    "individuals",
    "subjects",
    "volunteers",
    "adults",
    "children",
    "infants",
    "babies",
    "youngsters",
)


def claims(auditor: Auditor, text: str) -> list[tuple[str, str]]:
    found = auditor.audit(text_document(CONTEXT + text)).claims
    return [(family_of(j.candidate.predicate), j.candidate.polarity.value) for j in found]


@pytest.mark.parametrize("given", GIVEN)
@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Patients given {} improved, those given MSCs did not.", [("benefit", "denies")]),
        ("A third of those given MSCs responded, but so did a quarter of those on {}.", [("benefit", "denies")]),
        ("Three of 37 given MSCs had infections, and none of those on {}.", [("safety", "affirms")]),
        ("As many died on {} as on MSCs.", [("safety", "denies")]),
        ("Many improved after {}.", []),
    ],
)  # fmt: skip
def test_what_the_comparison_group_was_given_may_have_any_name(
    auditor: Auditor, text: str, expected: list[tuple[str, str]], given: str
) -> None:
    assert claims(auditor, text.format(given)) == expected


@pytest.mark.parametrize("group", GROUPS)
@pytest.mark.parametrize(
    "text",
    [
        "Improvement in EDSS was seen in the {} as well.",
        "Improvement in EDSS was seen in the {} too.",
        "Improvement in EDSS was also seen in the {}.",
        "Patients in the {} likewise improved.",
    ],
)
def test_what_the_comparison_group_gained_too_is_no_benefit_of_the_cells(
    auditor: Auditor, text: str, group: str
) -> None:
    assert claims(auditor, text.format(group)) == []


@pytest.mark.parametrize(
    "text",
    [
        "MSCs also improved EDSS, unlike the placebo group.",
        "EDSS also improved in those given MSCs on top of standard care.",
        "MSCs improved EDSS, as well as walking, against placebo.",
    ],
)
def test_a_gain_of_the_cells_beside_a_comparison_group_stays_one(
    auditor: Auditor, text: str
) -> None:
    found = claims(auditor, text)
    assert found
    assert set(found) == {("benefit", "affirms")}


@pytest.mark.parametrize("group", GROUPS)
def test_the_figures_of_two_groups_are_read_under_any_name(auditor: Auditor, group: str) -> None:
    text = f"{CONTEXT}EDSS improved in 40% of patients given MSCs and in 38% of the {group}."
    (judged,) = auditor.audit(text_document(text)).claims
    assert judged.candidate.figures == ("40", "38")


@pytest.mark.parametrize("people", PEOPLE_NAMED)
def test_people_are_people_under_any_name(auditor: Auditor, people: str) -> None:
    assert claims(auditor, f"12 of 20 {people} improved after MSCs.") == [("benefit", "affirms")]
    assert re.fullmatch(PEOPLE, people)


def test_a_nationality_is_no_count_of_people() -> None:
    assert re.fullmatch(PEOPLE, "Danes")
    assert PEOPLE_COUNT.search("They lived in three different American cities.") is None
    assert PEOPLE_COUNT.search("Twelve Americans took part.") is not None


def test_control_may_be_a_verb() -> None:
    as_verb, as_noun = "drugs control the disease", "no change in the control group"
    assert re.search(rf"\b{CONTROLS}\b", as_verb)
    assert not re.search(rf"\b{CONTROLS_AS_NOUN}\b", as_verb)
    assert re.search(rf"\b{CONTROLS_AS_NOUN}\b", as_noun)


def test_plurals_and_hyphens_are_the_same_name() -> None:
    for name in ("shams", "standard-care", "control groups", "usual care"):
        assert re.fullmatch(CONTROLS, name)
    assert not re.fullmatch(CONTROLS, "uncontrolled")
