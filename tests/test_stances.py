"""What follows from the design of a study, and from what its result was compared with."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from stroma.model import Comparator, Design, Direction, Finding, Level, Stance, Study, Thin
from stroma.stances import level_of

if TYPE_CHECKING:
    from stroma.store import EvidenceStore

STUDY = Study(iri="study:a", slug="a", label="A", design=Design.RANDOMISED_CONTROLLED)


def finding(comparator: Comparator | None) -> Finding:
    return Finding(
        *("finding:a", "a", "A", STUDY.iri, "s", "p", "o"),
        Direction.SUPPORTS,
        comparator=comparator,
    )


@pytest.mark.parametrize("design", Design)
def test_a_design_is_a_review_in_people_or_in_the_laboratory(design: Design) -> None:
    assert design.is_review + design.is_in_people + design.is_laboratory == 1


@pytest.mark.parametrize("design", Design)
def test_the_level_of_a_design_in_people_follows_its_comparison_group(design: Design) -> None:
    """OCEBM 2011: randomised 2, controlled 3, without a control group 4."""
    if not design.is_in_people:
        return
    level = level_of(finding(Comparator.PLACEBO), replace(STUDY, design=design))
    assert (level is Level.TWO) == design.is_randomised
    assert (level.rank < Level.FOUR.rank) == design.is_controlled
    assert not (design.is_controlled and design.is_uncontrolled)


@pytest.mark.parametrize("comparator", [None, *Comparator])
def test_a_result_compared_with_nobody_loses_the_level_of_its_trial(
    comparator: Comparator | None,
) -> None:
    compared = comparator is None or not comparator.is_none
    assert level_of(finding(comparator), STUDY) is (Level.TWO if compared else Level.FOUR)


def test_what_was_read_in_the_abstract_only_is_not_thin_by_its_evidence(
    packaged: EvidenceStore,
) -> None:
    one = next(p for p in packaged.propositions.values() if p.stance is Stance.SUPPORTED)
    assert not replace(one, thin=()).is_thin_by_evidence
    assert not replace(one, thin=(Thin.ABSTRACT_ONLY,)).is_thin_by_evidence
    assert replace(one, thin=(Thin.ABSTRACT_ONLY, Thin.SINGLE_STUDY)).is_thin_by_evidence
