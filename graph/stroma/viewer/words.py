"""Which words does the page use for the values of the model, and where does each scheme come from?

Read first: `STANCES` and `topic_of`. The order of each tuple is the order in which the page lists and numbers them.
"""

from __future__ import annotations

from enum import StrEnum
from functools import cache
from typing import Final

from stroma import model as m
from stroma.vocabulary import local_id

# The questions a reader comes with; a relation answers exactly one of them.
TOPICS: Final = (
    ("help", "Does it help?"),
    ("harm", "Is it safe?"),
    ("how", "How might it work?"),
    ("use", "Is it in use?"),
)
_HELP: Final = frozenset(("ameliorates", "improves", "prevents", "moreEffectiveIn", "cures"))
# Being tested or approved is no benefit: its tick must not stand among the answers to "Does it help?".
_USE: Final = frozenset(("treats", "approvedFor", "studiedFor"))
_HARM: Final = frozenset(("safeIn", "causesAdverseEvent"))

STANCES: Final = (
    (
        m.Stance.SUPPORTED,
        "supported",
        "The best-designed findings, with a control group, all point this way.",
    ),
    (
        m.Stance.CONTESTED,
        "contested",
        "The best-designed findings disagree: at least one is for it and at least one is against it or found no effect.",
    ),
    (
        m.Stance.NOT_SUPPORTED,
        "not supported",
        "It was measured, and the best-designed findings show no effect or the opposite.",
    ),
    (
        m.Stance.UNCONTROLLED_ONLY,
        "uncontrolled only",
        "People got better, but there was no comparison group, so nobody can tell why.",
    ),
    (
        m.Stance.PRECLINICAL_ONLY,
        "preclinical only",
        "Seen in animals or in a dish only, never in people.",
    ),
    (
        m.Stance.NO_EVIDENCE,
        "no evidence here",
        "A text claims it, but no study in this graph measured it. That is not the same as refuted.",
    ),
)
LEVELS: Final = (
    (m.Level.ONE, "1", "systematic review of randomised trials"),
    (m.Level.TWO, "2", "randomised trial"),
    (m.Level.THREE, "3", "controlled, not randomised"),
    (m.Level.FOUR, "4", "no control group: single arm, case series, change within one arm"),
    (m.Level.FIVE, "5", "animals, cells in a dish"),
    (m.Level.REFERENCE, "R", "a reference, no study: review, consensus, regulator"),
)
DIRECTIONS: Final = (
    (m.Direction.SUPPORTS, "for"),
    (m.Direction.INCONCLUSIVE, "no effect shown"),
    (m.Direction.DISPUTES, "against"),
)
GROUPS: Final = (
    (m.Group.HUMAN, "people"),
    (m.Group.ANIMAL, "animals"),
    (m.Group.IN_VITRO, "in vitro"),
    (m.Group.REFERENCE, "references"),
)
COMPARATORS: Final = tuple(m.Comparator)
THIN: Final = (
    (m.Thin.SINGLE_STUDY, "one study only"),
    (m.Thin.FEW_PARTICIPANTS, "fewer than 30 people"),
    (m.Thin.SECONDARY_OUTCOME, "a secondary outcome"),
    (m.Thin.CONGRESS_ONLY, "congress report only"),
    (m.Thin.SPONSOR_ONLY, "reported by the sponsor only"),
    (m.Thin.SECOND_HAND_ONLY, "known second-hand only"),
    (m.Thin.ABSTRACT_ONLY, "read in the abstract only (our reading, not the study)"),
)
KIND_NAMES: Final = {
    "CellProduct": ("cell product", "cell products"),
    "CellType": ("cell type", "cell types"),
    "Tissue": ("tissue", "tissues"),
    "Disease": ("disease", "diseases"),
    "Outcome": ("outcome", "outcomes"),
    "Mechanism": ("mechanism", "mechanisms"),
    "Molecule": ("molecule", "molecules"),
    "Route": ("route", "routes"),
}


def topic_of(predicate_name: str) -> int:
    """Which of `TOPICS` a predicate belongs to, by index.

    Example:
        >>> topic_of("safeIn"), topic_of("secretes")
        (1, 2)
    """
    if predicate_name in _HELP:
        return 0
    if predicate_name in _USE:
        return 3
    return 1 if predicate_name in _HARM else 2


@cache
def plain(value: StrEnum | None) -> str | None:
    """The value of an enum as words.

    Example:
        >>> plain(m.Design.RANDOMISED_CONTROLLED)
        'randomised controlled'
    """
    if value is None:
        return None
    return value.value.removesuffix("-role").removesuffix("-group").replace("-", " ")


def predicate_label(iri: str) -> str:
    """The name of a predicate as words, for a graph that does not describe it.

    Example:
        >>> predicate_label("https://w3id.org/stroma/vocab/causesAdverseEvent")
        'causes adverse event'
    """
    return "".join(f" {c.lower()}" if c.isupper() else c for c in local_id(iri))
