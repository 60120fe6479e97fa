"""How is a claim worded? Aim or result, asserted or turned down, hedged or not: the second axis beside the evidence.

Read first: `Clause`, `split_clauses`, `Wording`.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from stroma.model import WordingStrength

if TYPE_CHECKING:
    from stroma.audit.cues import Cue
    from stroma.audit.entities import Entity
    from stroma.audit.reading import Reading, ReadSentence

_WHOLE = ("is unknown", "are unknown", "remains unknown", "is unclear", "remains unclear", "remains to be seen", "is recruiting",
          "are recruiting", "recruitment", "too early to say", "open question", "being tested", "being studied", "under investigation",
          "primary endpoint was", "primary outcome was", "main outcome was", "end point was", "will be measured", "high hopes")  # fmt: skip


# Negations that reach over the whole clause after them.
_FAR = frozenset(
    {
        "not one", "not one of", "no evidence", "no proof", "little evidence", "no data", "unproven", "neither", "none", "no sign of", "no signs of",
        "nobody", "no one", "no treatment", "no therapy", "no drug", "no product", "no cell therapy",
    }
)  # fmt: skip
_TURNING = frozenset({"despite", "contrary", "notwithstanding", "spite"})
_DISCLAIMERS = ("it ", "one cannot", "nobody should", "no one should", "do not believe", "there is no", "nothing s", "no study", "no trial", "no data show")  # fmt: skip
# "... has never been demonstrated": a statement taken back after it.
_TAKEN_BACK = re.compile(
    r"(?i)\b(?:has|have|had|was|were|is|are|could|can|cannot)\s+(?:never|not|yet to)?\s*(?:yet\s+)?(?:been\s+|be\s+)?"
    r"(?:demonstrated|shown|proven|proved|established|confirmed|documented|verified|substantiated|replicated|reproduced)\b"
)


@dataclass(frozen=True)
class Clause:
    """A stretch of a sentence with one contrast-free statement."""

    sentence: ReadSentence
    first: int
    last: int
    cues: tuple[Cue, ...]
    entities: tuple[Entity, ...]

    def has(self, *kinds: str) -> bool:
        """Whether a cue of one of these kinds stands in it."""
        return any(cue.kind in kinds for cue in self.cues)

    def of(self, *kinds: str) -> list[Cue]:
        """Its cues of these kinds, in order."""
        return [cue for cue in self.cues if cue.kind in kinds]


@dataclass(frozen=True)
class Wording:
    """Hedges, boosts and class of a claim."""

    strength: WordingStrength
    boosted: bool
    hedges: tuple[Cue, ...]


def split_clauses(reading: Reading, sentence: ReadSentence) -> list[Clause]:
    """A sentence cut at contrasts and semicolons."""
    cuts = []
    for cue in sentence.cues:
        if cue.phrase == "yet" and "," not in _gap_before(reading, cue):
            continue  # "can yet repair", "not yet"
        if any(o.kind == "negation" and o.first < cue.first <= o.last for o in sentence.cues):
            continue  # "anything but"
        if cue.kind == "contrasts" and cue.first > sentence.first:
            cuts.append(cue.first)
        elif (
            cue.kind == "contrasts"
            and (comma := _comma_after(reading, sentence, cue.last)) is not None
        ):
            cuts.append(comma)  # "Although A, B"
    for token in range(sentence.first, sentence.last):
        between = reading.text[reading.tokens[token].end : reading.tokens[token + 1].start]
        if ";" in between or " - " in between or ("–" in between.strip(" ") and " " in between):
            cuts.append(token + 1)
    edges = sorted({sentence.first, *cuts, sentence.last + 1})
    clauses: list[Clause] = []
    for first, after in itertools.pairwise(edges):
        cues = tuple(c for c in sentence.cues if first <= c.first and c.last < after)
        entities = tuple(e for e in sentence.entities if first <= e.first and e.last < after)
        clause = Clause(sentence, first, after - 1, cues, entities)
        if clauses and clause.has("null") and not any(e.kind == "Outcome" for e in entities):
            before = clauses.pop()  # "lower, though not significantly": no statement of its own
            clause = Clause(
                sentence, before.first, after - 1, before.cues + cues, before.entities + entities
            )
        clauses.append(clause)
    return clauses


def _gap_before(reading: Reading, cue: Cue) -> str:
    return reading.text[reading.tokens[cue.first - 1].end : cue.start] if cue.first else ""


def _comma_after(reading: Reading, sentence: ReadSentence, token: int) -> int | None:
    for i in range(token + 1, sentence.last):
        if "," in reading.text[reading.tokens[i].end : reading.tokens[i + 1].start]:
            return i + 1
    return None


def is_aim(reading: Reading, clause: Clause, at: int) -> bool:
    """Whether what stands at token `at` is an aim, a plan, a supposition or an open question."""
    if reading.tokens[clause.first].form == "if" and (
        (comma := _comma_after(reading, clause.sentence, clause.first)) is None or at < comma
    ):
        return True
    for cue in clause.of("aims"):
        if cue.phrase in _WHOLE:
            return True
        if cue.first <= at and not _comma_between(reading, cue.last, at):
            return True
        if cue.phrase == "whether" and cue.first <= at:
            return True
    return False


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


def negation_of(
    clause: Clause,
    token: int,
    reach: int,
    blockers: Sequence[int] = (),
    text: Reading | None = None,
) -> Cue | None:
    """The negation that turns the word at `token`: before it, near, with no other effect between."""
    pseudo = clause.of("pseudo")
    best: Cue | None = None
    for cue in clause.of("negation"):
        if any(p.first <= cue.first <= p.last for p in pseudo) or cue.first >= token:
            continue
        if text is not None and token - cue.last > 3 and _is_relative(text, clause, cue):
            continue  # "patients who had not responded to drugs regained": the verb of "who" is turned
        far = cue.phrase in _FAR or cue.phrase.startswith(_DISCLAIMERS)
        if token - cue.last > (30 if far else reach):
            continue
        if not far and any(cue.last < b < token for b in blockers):
            continue
        if not far and text is not None and _comma(text, clause, cue.last, token):
            continue
        best = cue
    return best


def _is_relative(reading: Reading, clause: Clause, negation: Cue) -> bool:
    before = reading.tokens[max(clause.first, negation.first - 3) : negation.first]
    return bool({"who", "whose", "which"} & {t.form for t in before})


def _comma(reading: Reading, clause: Clause, first: int, last: int) -> bool:
    """Whether a comma that is none of a list stands between two tokens."""
    gap = reading.text[reading.tokens[first].end : reading.tokens[last].start]
    listed = any(first < e.first < last for e in clause.entities)
    return "," in gap and not listed


def is_turned_down(reading: Reading, sentence: ReadSentence, token: int) -> Cue | None:
    """The words by which the author rejects what stands at `token`: someone else's claim, or a statement denied after it."""
    told = [c for c in sentence.cues if c.kind == "attributions" and c.first < token + 12]
    for cue in list(told):
        if not _is_turned(reading, sentence, cue):
            continue
        comma = _comma_after(reading, sentence, cue.last)
        if cue.first < token and (comma is None or token < comma):
            return cue  # "despite claims that A, B": A is turned down, B is the author's own
        told.remove(cue)
    here = [c for c in sentence.cues if c.kind == "rejections"]
    after = [c for c in sentence.cues if c.kind == "denials" and c.first > token]
    after += [c for c in here if c.first > token and told]
    for cue in sentence.cues:  # "... has never been demonstrated"
        if cue.kind == "negation" and cue.first > token:
            tail = reading.text[reading.tokens[max(0, cue.first - 1)].start : sentence.span.end]
            if _TAKEN_BACK.match(tail):
                after.append(cue)
    if told and here:
        return here[0]
    if after and not any(
        c.kind == "contrasts" and token < c.first < after[0].first for c in sentence.cues
    ):
        return after[0]
    if told:
        following = (
            reading.sentences[sentence.index + 1]
            if sentence.index + 1 < len(reading.sentences)
            else None
        )
        if following is not None and following.span.paragraph == sentence.span.paragraph:
            return next((c for c in following.cues if c.kind == "rejections"), None)
    return None


def _is_turned(reading: Reading, sentence: ReadSentence, told: Cue) -> bool:
    """Whether someone else's words follow "despite" or "contrary to"."""
    before = {t.form for t in reading.tokens[max(sentence.first, told.first - 4) : told.first]}
    return bool(before & _TURNING)


def read_wording(reading: Reading, clause: Clause, *, by_product: bool, observed: bool) -> Wording:
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
