"""Which headings assert something? "Fat cells reverse disability in MS" does; "Stem cells for MS" does not.

Read first: `asserts`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

    from stroma.audit.language.cues import Cue
    from stroma.audit.language.entities import Entity
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
_NEXT: Final = 3
"""Tokens from a verb to what it acts on."""
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
            and (_is_verb(cue) or _governs(cue, sentence, cells))
            and any(0 < cue.first - e.last <= _REACH for e in cells)
        )
        for cue in sentence.cues
    )


def _governs(cue: Cue, sentence: ReadSentence, cells: Sequence[Entity]) -> bool:
    """ "Stem cells cure multiple sclerosis": a word that may be a noun, right behind the cells and before what it acts on."""
    acts = any(cue.first - e.last == 1 for e in cells)
    after = (e for e in sentence.entities if e.kind in ("Disease", "Outcome"))
    return acts and any(0 < e.first - cue.last <= _NEXT for e in after)


def _is_verb(cue: Cue) -> bool:
    word = cue.phrase.split()[0]
    return cue.phrase not in _NOUNS and not word.endswith(_NOUN_ENDINGS)
