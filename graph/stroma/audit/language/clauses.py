"""Where does a statement end and its contrast begin? Sentences cut into clauses.

Read first: `Clause` and `split_clauses`.
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from stroma.audit.language.cues import Cue
    from stroma.audit.language.entities import Entity
    from stroma.audit.language.reading import Reading, ReadSentence

_OPENING: Final = 3
"""Tokens of a clause within which its subject is named."""
_CONCLUDING: Final = frozenset("so hence therefore thus".split())
""" "No reaction was seen, so the treatment is safe": a statement of its own."""
_OTHER: Final = frozenset("second other third latter later another".split())
""" "..., in the second it narrowly missed significance": of another trial."""
_CONTROLLED: Final = frozenset("controlled trial study".split())
_COMPARING: Final = frozenset(
    "differ differed difference similar same alike than both between".split()
)


_COUNTING: Final = frozenset("fewer more less half twice".split())
""" "No deaths were blamed on it, and fewer died than on placebo": a count of its own, which the denial before does not turn."""


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
            and (comma := comma_after(reading, sentence, cue.last)) is not None
        ):
            cuts.append(comma)  # "Although A, B"
    for token in range(sentence.first, sentence.last):
        if reading.tokens[token + 1].form in _CONCLUDING and "," in reading.text[reading.tokens[token].end : reading.tokens[token + 1].start]:  # fmt: skip
            cuts.append(token + 1)
        between = reading.text[reading.tokens[token].end : reading.tokens[token + 1].start]
        if ";" in between or " - " in between or ("–" in between.strip(" ") and " " in between):
            cuts.append(token + 1)
        if _counts_after_denial(reading, sentence, token):
            cuts.append(token + 1)
    edges = sorted({sentence.first, *cuts, sentence.last + 1})
    clauses: list[Clause] = []
    for first, after in itertools.pairwise(edges):
        cues = tuple(c for c in sentence.cues if first <= c.first and c.last < after)
        entities = tuple(e for e in sentence.entities if first <= e.first and e.last < after)
        clause = Clause(sentence, first, after - 1, cues, entities)
        bare = clause.has("null") and not any(e.kind == "Outcome" for e in entities)
        forms = {t.form for t in reading.tokens[first : first + 4]}
        if clauses and bare and not forms & _OTHER and not is_of_controls(reading, clause):
            before = clauses.pop()  # "lower, though not significantly": no statement of its own
            clause = Clause(
                sentence, before.first, after - 1, before.cues + cues, before.entities + entities
            )
        clauses.append(clause)
    return clauses


def is_of_controls(reading: Reading, clause: Clause) -> bool:
    """ "...; the saline group had not changed": of the comparison group alone."""
    opens = any(
        c.first - clause.first <= _OPENING and reading.tokens[c.last + 1].form not in _CONTROLLED
        for c in clause.of("comparators")
        if c.last < clause.last
    )
    forms = {t.form for t in reading.tokens[clause.first : clause.last + 1]}
    return opens and not forms & _COMPARING


def _counts_after_denial(reading: Reading, sentence: ReadSentence, token: int) -> bool:
    """Whether ", and fewer ..." begins after this token, and only what stands before is denied: not "nor was pain less, and fewer ..."."""
    tokens = reading.tokens[token : token + 3]
    forms = [t.form for t in tokens[1:]]
    if len(forms) < 2 or forms[0] != "and" or forms[1] not in _COUNTING:
        return False
    before = {t.form for t in reading.tokens[sentence.first : token + 1]}
    denied = any(c.kind == "negation" and c.last <= token for c in sentence.cues)
    comma = "," in reading.text[tokens[0].end : tokens[1].start]
    return comma and denied and not before & _COUNTING


def _gap_before(reading: Reading, cue: Cue) -> str:
    return reading.text[reading.tokens[cue.first - 1].end : cue.start] if cue.first else ""


def comma_after(reading: Reading, sentence: ReadSentence, token: int) -> int | None:
    for i in range(token + 1, sentence.last):
        if "," in reading.text[reading.tokens[i].end : reading.tokens[i + 1].start]:
            return i + 1
    return None
