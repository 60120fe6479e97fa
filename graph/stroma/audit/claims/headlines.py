"""Which headings assert something? "Fat cells reverse disability in MS" does; "Stem cells for MS" does not.

Read first: `asserts`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from stroma.audit.language.cues import Cue
    from stroma.audit.language.reading import Reading, ReadSentence

_VERBS: Final = ("better", "worse", "increase", "decrease", "stop", "cure", "repair", "cause", "effective", "safe", "approve")  # fmt: skip
_WHOLE: Final = ("null", "endpoint-met", "endpoint-missed", "unsafe")
_NOUN_ENDINGS: Final = ("tion", "ment", "ing", "ery", "ief", "sis", "ance", "ence", "cy", "ness")
_NOUNS: Final = frozenset(
    (
        "benefit benefits gain gains advantage cure cures response treatment success breakthrough fall drop rise increase"
        " decrease efficacy effectiveness approval"
    ).split()
)
_REACH: Final = 8
"""Tokens between the cells and the verb of a headline."""


def asserts(reading: Reading, sentence: ReadSentence) -> bool:
    """Whether a heading says what cells do, and is no question."""
    if reading.words(sentence).rstrip("\"')] ").endswith("?"):
        return False
    cells = [e for e in sentence.entities if e.kind in ("CellType", "CellProduct")]
    met = any(e.kind in ("Disease", "Outcome") for e in sentence.entities)
    if not cells or not met:
        return False
    return any(
        cue.kind in _WHOLE
        or (
            cue.kind in _VERBS
            and _is_verb(cue)
            and any(0 < cue.first - e.last <= _REACH for e in cells)
        )
        for cue in sentence.cues
    )


def _is_verb(cue: Cue) -> bool:
    word = cue.phrase.split()[0]
    return cue.phrase not in _NOUNS and not word.endswith(_NOUN_ENDINGS)
