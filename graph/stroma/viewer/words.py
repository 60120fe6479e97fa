"""Which words does the page use for the values of the model, and where does each scheme come from?

Read first: `STANCES` and `TOPICS`. The order of each tuple is the order in which the page lists and numbers them. The
words of stances, levels and thin reasons are those of `stroma.sentences`; here stands only what the page says beyond them.
"""

from __future__ import annotations

from enum import StrEnum
from functools import cache
from typing import Final

from stroma import model as m
from stroma.sentences import (
    DIRECTION_WORDS,
    LEVEL_WORDS,
    STANCE_WORDS,
    THIN_WORDS,
)
from stroma.vocabulary import local_id

# The questions a reader comes with; a relation answers exactly one of them.
TOPICS: Final = tuple(
    zip(
        (topic.value for topic in m.Topic),
        ("Does it help?", "Is it safe?", "How might it work?", "Is it in use?"),
        strict=True,
    )
)

_STANCE_MEANINGS: Final = {
    m.Stance.SUPPORTED: "The best-designed findings, with a control group, all point this way.",
    m.Stance.CONTESTED: "The best-designed findings disagree: at least one is for it and at least one is against it or "
    "showed no effect.",
    m.Stance.NOT_SUPPORTED: "It was measured, and the best-designed findings show no effect or the opposite.",
    m.Stance.UNCONTROLLED_ONLY: "People got better, but nobody can tell why: there was no comparison group, or only a part of a trial's people were looked at.",
    m.Stance.PRECLINICAL_ONLY: "Seen in animals or in a dish only, never in people.",
    m.Stance.NO_EVIDENCE: "A text claims it, but no study in this graph measured it. That is not the same as refuted.",
}
STANCES: Final = tuple(
    (stance, STANCE_WORDS[stance], meaning) for stance, meaning in _STANCE_MEANINGS.items()
)
_LEVEL_EXAMPLES: Final = {
    m.Level.FOUR: "single arm, case series, change within one arm, subgroup",
    m.Level.REFERENCE: "review, consensus, regulator; no study",
}
# Of a harm that people had: "did not report it" would deny it.
_UNTIED_WORDS: Final = "did not tie it to the cells"
DIRECTIONS: Final = (m.Direction.SUPPORTS, m.Direction.INCONCLUSIVE, m.Direction.DISPUTES)
GROUPS: Final = tuple(zip(m.Group, ("people", "animals", "in vitro", "references"), strict=True))
COMPARATORS: Final = tuple(m.Comparator)
THIN: Final = tuple((reason, THIN_WORDS[reason]) for reason in m.Thin)
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


def level_words(level: m.Level) -> tuple[str, str]:
    """The short name of a level, and what it means.

    Example:
        >>> level_words(m.Level.FOUR)
        ('4', 'without a control group, or a part of a trial only: single arm, case series, change within one arm, subgroup')
    """
    short = "R" if level is m.Level.REFERENCE else str(level.rank)
    meaning = LEVEL_WORDS[level].removeprefix(f"level {short}, ")
    more = _LEVEL_EXAMPLES.get(level)
    return short, f"{meaning}: {more}" if more else meaning


def direction_words() -> dict[str, list[str]]:
    """What a finding of each direction is called, for each thing a relation asks; short, since counts stand before it.

    Whether a product was safe is no question of an effect: an unclear answer is no "no effect".

    Example:
        >>> direction_words()["harm"]
        ['report it as a harm', 'did not report it as a harm', 'against it']
        >>> direction_words()["safety"]
        ['no safety concern told', 'safety unclear', 'a safety concern told']
    """
    asked_for = {
        asked.value: [of[direction] for direction in DIRECTIONS]
        for asked, of in DIRECTION_WORDS.items()
    }
    harm = asked_for["harm"]
    return asked_for | {"untied": [harm[0], _UNTIED_WORDS, harm[2]]}


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
