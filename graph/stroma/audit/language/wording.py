"""How is a claim worded? Aim or result, hedged or not: the second axis beside the evidence.

Read first: `is_aim` and `read_wording`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from stroma.audit.language.clauses import Clause, comma_after
from stroma.model import WordingStrength

if TYPE_CHECKING:
    from stroma.audit.language.cues import Cue
    from stroma.audit.language.reading import Reading, ReadSentence

_WHOLE = ("is unknown", "are unknown", "remains unknown", "is unclear", "remains unclear", "remains to be seen", "is recruiting",
          "are recruiting", "recruitment", "too early to say", "open question", "being tested", "being studied", "under investigation",
          "primary endpoint was", "primary outcome was", "main outcome was", "end point was", "will be measured", "high hopes")  # fmt: skip

_ONE_DAY = re.compile(r"(?i)\b(?:one day|some ?day|in (?:the )?(?:distant )?future)\b")
# "Nobody can say how many would have recovered anyway": what might have been is no result.
_OTHERWISE = re.compile(
    r"(?i)\bwould (?:\w+ )?have \w+ (?:anyway|without|otherwise|on their own|by themselves|all the same)\b"
    r"|\b(?:nobody|no one|one cannot|cannot|impossible to) (?:can |could )?(?:say|tell|know) (?:how many|whether|if|what)\b"
)
_REACHED = frozenset("met reached missed achieved attained".split())


@dataclass(frozen=True)
class Wording:
    """Hedges, boosts and class of a claim."""

    strength: WordingStrength
    boosted: bool
    hedges: tuple[Cue, ...]


def is_aim(reading: Reading, clause: Clause, at: int) -> bool:
    """Whether what stands at token `at` is an aim, a plan, a supposition or an open question."""
    forms = {t.form for t in reading.tokens[clause.first : clause.last + 1]}
    start, end = reading.tokens[clause.first].start, reading.tokens[clause.last].end
    if clause.has("hedges") and _ONE_DAY.search(reading.text, start, end):
        return True  # "might one day help" is a hope
    if (turn := _OTHERWISE.search(reading.text, start, end)) and turn.start() <= reading.tokens[at].start:  # fmt: skip
        return True
    if reading.tokens[clause.first].form == "if" and "would" in forms:
        return True  # "if they worked, relapses would fall"
    if reading.tokens[clause.first].form == "if" and (
        (comma := comma_after(reading, clause.sentence, clause.first)) is None or at < comma
    ):
        return True
    for cue in clause.of("aims"):
        after = {t.form for t in reading.tokens[cue.last + 1 : cue.last + 4]}
        if cue.phrase.endswith(" was") and after & _REACHED:
            continue  # "neither primary endpoint was met" is a result
        if cue.phrase in _WHOLE:
            return True
        if cue.phrase.startswith("hope") and any(c.first > at for c in clause.of("denials")):
            continue  # "hopes that they would halt it have been dashed" is a result
        if cue.first <= at and not _comma_between(reading, cue.last, at):
            return True
        if cue.phrase == "whether" and cue.first <= at:
            return True
    return False


_OF_ONESELF: Final = re.compile(
    r"(?i:^\W*[\"“'‘])I(?:'m|’m|'ve|’ve)? (?:[\w']+ ){0,2}?(?i:walk\w*|felt|feel|came|can|could|threw|regained|am|was|got|sleep|slept|ran|run|see|saw|moved?|live|play\w*|danced?|climb\w*)\b"
)
"""The first words of a quotation in which one person tells what became of him."""


def is_own_tale(reading: Reading, sentence: ReadSentence) -> bool:
    """ "My fatigue is gone", '"I can walk again," says John': what somebody says of himself, a testimonial and no claim about patients."""
    if _OF_ONESELF.search(reading.words(sentence)):
        return True
    outcomes = (e.first for e in sentence.entities if e.kind == "Outcome")
    return any(
        reading.tokens[at].form == "my"
        for first in outcomes
        for at in range(max(sentence.first, first - 2), first)
    )


def _comma_between(reading: Reading, first: int, last: int) -> bool:
    gap = reading.text[reading.tokens[first].end : reading.tokens[last].start]
    return (
        ", and" not in gap
        and ", " in gap
        and any(
            w in gap
            for w in (
                ", found",
                ", showed",
                ", the ",
                ", but",
                ", it ",
                ", they ",
                ", which",
                ", patients",
            )
        )
    )


def read_wording(clause: Clause, *, by_product: bool, observed: bool) -> Wording:
    """Strength of the wording of a clause.

    Args:
        by_product: the product or the treatment is what acts.
        observed: the clause says what was seen in people, without saying why.
    """
    sentence = clause.sentence
    hedges = tuple(
        c
        for c in sentence.cues
        if c.kind == "hedges" and (clause.first <= c.first <= clause.last or c.last < clause.first)
    )
    boosted = any(c.kind == "boosts" for c in clause.cues)
    if hedges:
        return Wording(WordingStrength.CONDITIONAL, boosted, hedges)
    if clause.has("comparators") or (by_product and not clause.has("associations")):
        return Wording(WordingStrength.DIRECT, boosted, ())
    if observed or clause.has("associations"):
        return Wording(WordingStrength.CORRELATIONAL, boosted, ())
    return Wording(WordingStrength.DIRECT, boosted, ())
