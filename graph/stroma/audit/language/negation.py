"""What turns a statement? A negation before it within reach, words after it that take it back, an author who rejects it.

Read first: `negation_of` and `is_turned_down`. Negations that no list holds are composed in `denials`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from stroma.audit.language.clauses import Clause, comma_after
from stroma.audit.language.cue import Cue

if TYPE_CHECKING:
    from stroma.audit.language.reading import Reading, ReadSentence

# Negations that reach over the whole clause after them.
_FAR = frozenset(
    {
        "not one", "not one of", "no evidence", "no proof", "little evidence", "no data", "unproven", "neither", "none", "no sign of", "no signs of",
        "nobody", "no one", "no treatment", "no therapy", "no drug", "no product", "no cell therapy",
    }
)  # fmt: skip

# "No side effects, and bladder function was restored": a statement of its own.
_AND_WAS = re.compile(r"(?i),\s+and\s+(?:[\w-]+\s+){1,5}(?:was|were|has been|had been)\s")

_TURNING = frozenset({"despite", "contrary", "notwithstanding", "spite"})

_DISCLAIMERS = ("it ", "one cannot", "nobody should", "no one should", "do not believe", "don t believe", "don t let", "do not let", "there is no", "nothing s", "no study", "no trial", "no data show")  # fmt: skip

# "Myth: they are free of risk."
_MYTH = re.compile(
    r"(?i)\W*(?:myth|fiction|misconception|false)(?: (?:no\. ?|number )?\d+)?\s*[:–—]"
)

# "... has never been demonstrated": a statement taken back after it.
_TAKEN_BACK = re.compile(
    r"(?i)\b(?:has|have|had|was|were|is|are|could|can|cannot)\s+(?:never|not|yet to)?\s*(?:yet\s+)?(?:been\s+|be\s+)?"
    r"(?:demonstrated|shown|proven|proved|established|confirmed|documented|verified|substantiated|replicated|reproduced)\b"
)

# "Your columnist did not mention that two died": what is left out by somebody did happen.
_LEFT_UNSAID = re.compile(
    r"(?i)\W*(?:\w+\W+)?(?:mention\w*|disclos\w+|admit\w*|reveal\w*|acknowledg\w+|point out|spell out|bring up)\b[^.;]{0,30}?\b(?:that|how)\b"
)
_ANOTHER = re.compile(r"(?i);(?!\s*(?:this|that|which|none|neither)\b)")
"""What begins a statement of its own: "nobody was hurt; it has not been shown to help"."""


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
        if text is not None and _LEFT_UNSAID.match(text.text, cue.end):
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
    """Whether a comma that is none of a list, or one before a statement of its own, stands between two tokens."""
    gap = reading.text[reading.tokens[first].end : reading.tokens[last].start]
    if _AND_WAS.search(gap):
        return True
    listed = any(first < e.first < last for e in clause.entities)
    return "," in gap and not listed


_SO = re.compile(r"(?i)[,;] (?:and )?so\b(?! that\b)")
"""What begins a conclusion: "no cancer was seen, so that worry can be put to rest" denies nothing of what stands before."""


def is_turned_down(reading: Reading, sentence: ReadSentence, token: int) -> Cue | None:
    """The words by which the author rejects what stands at `token`: someone else's claim, or a statement denied after it."""
    if _MYTH.match(reading.words(sentence)):
        opens = reading.tokens[sentence.first]
        return Cue("rejections", "myth", sentence.first, sentence.first, opens.start, opens.end)
    told = [c for c in sentence.cues if c.kind == "attributions" and c.first < token + 12]
    for cue in list(told):
        if not _is_turned(reading, sentence, cue):
            continue
        comma = comma_after(reading, sentence, cue.last)
        if cue.first < token and (comma is None or token < comma):
            return cue  # "despite claims that A, B": A is turned down, B is the author's own
        told.remove(cue)
    here = [c for c in sentence.cues if c.kind == "rejections"]
    after = [
        c
        for c in sentence.cues
        if c.kind == "denials"
        and c.first > token
        and not _goes_on(reading, c)
        and _SO.search(reading.text, reading.tokens[token].end, c.start) is None
    ]
    after += [c for c in here if c.first > token and told]
    for cue in sentence.cues:  # "... has never been demonstrated"
        if cue.kind == "negation" and cue.first > token:
            starts = (
                reading.tokens[max(0, cue.first - 1)].start,
                cue.start,
            )  # "has never", "has yet to"
            if any(_TAKEN_BACK.match(reading.text[at : sentence.span.end]) for at in starts):
                after.append(cue)
    if told and here:
        return here[0]
    if after:
        between = (reading.tokens[token].end, after[0].start)
        turned = (c for c in sentence.cues if c.kind == "contrasts" and token < c.first)
        apart = not told and _ANOTHER.search(reading.text, *between) is not None
        if not apart and not any(c.first < after[0].first for c in turned):
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


def _goes_on(reading: Reading, cue: Cue) -> bool:
    """ "Did not come back" says that something stayed away, not that it failed to come."""
    at = cue.last + 1
    return (
        cue.phrase.endswith("come")
        and at < len(reading.tokens)
        and reading.tokens[at].form in ("back", "down")
    )


def _is_turned(reading: Reading, sentence: ReadSentence, told: Cue) -> bool:
    """Whether someone else's words follow "despite" or "contrary to"."""
    before = {t.form for t in reading.tokens[max(sentence.first, told.first - 4) : told.first]}
    return bool(before & _TURNING)
