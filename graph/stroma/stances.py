"""Which level has a finding, and which stance do findings amount to? The rules of docs/model.md, and nothing else.

Read first: `level_of` and `stance_of`.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from stroma.model import (
    Analysis,
    Design,
    Direction,
    Finding,
    Group,
    Level,
    Pools,
    Stance,
    Study,
)

_LEVEL_BY_DESIGN: Final = {
    Design.RANDOMISED_CONTROLLED: Level.TWO,
    Design.CROSSOVER_RANDOMISED: Level.TWO,
    Design.NON_RANDOMISED_CONTROLLED: Level.THREE,
    Design.OPEN_LABEL_SINGLE_ARM: Level.FOUR,
    Design.CASE_SERIES: Level.FOUR,
    Design.CROSS_SECTIONAL_SURVEY: Level.FOUR,
    Design.ANIMAL: Level.FIVE,
    Design.IN_VITRO: Level.FIVE,
}
REVIEWS: Final = tuple(design for design in Design if design.is_review)
_LEVEL_BY_POOLS: Final = {
    Pools.RANDOMISED_TRIALS: Level.ONE,
    Pools.CONTROLLED_STUDIES: Level.THREE,
    Pools.UNCONTROLLED_DATA: Level.FOUR,
}


def level_of(finding: Finding, study: Study | None) -> Level:
    """The level of a finding: the design of its study, or 4 for a part or a comparison that lost the study's control group.

    Source: OCEBM Levels of Evidence 2011, row "Does this intervention help?". A review has the level of what it
    pools; what a review pools but does not say counts as uncontrolled.
    """
    if study is None or study.design is None:
        return Level.REFERENCE
    if finding.analysis is Analysis.LABORATORY_PART:
        return Level.FIVE
    if study.design.is_review:
        level = _LEVEL_BY_POOLS.get(study.pools, Level.FOUR) if study.pools else Level.FOUR
    else:
        level = _LEVEL_BY_DESIGN[study.design]
    if not study.design.is_review and is_in_animals(finding, study):
        return Level.FIVE
    # A change from baseline, or a count in one arm, is no comparison, however the study was set up.
    is_uncompared = finding.comparator is not None and finding.comparator.is_none
    is_compared = finding.analysis is Analysis.MAIN_COMPARISON and (
        study.design.is_review or not is_uncompared
    )
    return level if is_compared or level.rank >= Level.FOUR.rank else Level.FOUR


def is_uncompared(finding: Finding, level: Level, study: Study | None) -> bool:
    """Whether a finding in people rests on no comparison: one arm before and after, or a count; a subgroup of a controlled trial has one."""
    is_controlled = study is not None and study.design in (
        Design.RANDOMISED_CONTROLLED,
        Design.CROSSOVER_RANDOMISED,
        Design.NON_RANDOMISED_CONTROLLED,
    )
    return level is Level.FOUR and not (finding.analysis.is_subgroup and is_controlled)


def group_of(finding: Finding, study: Study | None) -> Group:
    """Whether a finding was made in people, in animals, in a dish, or is stated by a reference."""
    if study is None:
        return Group.REFERENCE
    if study.design is Design.IN_VITRO or finding.analysis is Analysis.LABORATORY_PART:
        return Group.IN_VITRO
    is_animal = study.design is Design.ANIMAL or is_in_animals(finding, study)
    return Group.ANIMAL if is_animal else Group.HUMAN


def is_in_animals(finding: Finding, study: Study) -> bool:
    """Whether a finding, or else its study, names species and no people among them, whatever the design is called."""
    species = finding.species or study.species
    return bool(species) and "human" not in {s.casefold() for s in species}


def stance_of(
    findings: Sequence[tuple[Direction, Level, Group]],
    *,
    clinical: bool,
    harm: bool,
    conditioned: bool,
    in_model: bool = False,
) -> tuple[Stance, Level | None]:
    """The stance of a proposition and the best level among the findings that decide it.

    Args:
        findings: direction, level and group of each finding.
        clinical: about what a product does to people.
        harm: the predicate is causesAdverseEvent; any human or regulator's report supports it.
        conditioned: the proposition was asked in a disease.
        in_model: that disease is a laboratory model; background there is never more than preclinical.

    Example:
        >>> from stroma.model import Direction as D, Group as G, Level as L
        >>> stance_of([(D.SUPPORTS, L.FOUR, G.HUMAN), (D.INCONCLUSIVE, L.TWO, G.HUMAN)],
        ...           clinical=True, harm=False, conditioned=True)[0].value
        'not-supported'
    """
    if harm:
        return _harm_stance(findings)
    if clinical:
        findings = [f for f in findings if f[1] is not Level.REFERENCE]
    if not findings:
        return Stance.NO_EVIDENCE, None
    best = min((level for _, level, _ in findings), key=lambda level: level.rank)
    deciding = [f for f in findings if f[1] is best] if clinical else list(findings)
    directions = {direction for direction, _, _ in deciding}
    if Direction.SUPPORTS not in directions:
        return Stance.NOT_SUPPORTED, best
    if len(directions) > 1:
        return Stance.CONTESTED, best
    if clinical:
        if best is Level.FIVE:
            return Stance.PRECLINICAL_ONLY, best
        return (Stance.UNCONTROLLED_ONLY if best is Level.FOUR else Stance.SUPPORTED), best
    if in_model or (
        conditioned and all(group in (Group.ANIMAL, Group.IN_VITRO) for _, _, group in findings)
    ):
        return Stance.PRECLINICAL_ONLY, best
    return Stance.SUPPORTED, best


def _harm_stance(findings: Sequence[tuple[Direction, Level, Group]]) -> tuple[Stance, Level | None]:
    if not findings:
        return Stance.NO_EVIDENCE, None
    supporting = [f for f in findings if f[0] is Direction.SUPPORTS]
    human = [f for f in supporting if f[2] in (Group.HUMAN, Group.REFERENCE)]
    deciding = human or supporting or list(findings)
    best = min((level for _, level, _ in deciding), key=lambda level: level.rank)
    if human:
        return Stance.SUPPORTED, best
    return (Stance.PRECLINICAL_ONLY if supporting else Stance.NOT_SUPPORTED), best
