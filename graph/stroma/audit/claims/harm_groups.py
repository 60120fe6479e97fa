"""In which group does a sentence tell a harm: with the cells, or with the placebo that they were compared with?

Read first: `told_of`. "More people died on placebo than on the cells" and "as many died on placebo" tell no harm of the cells.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from enum import Enum
from typing import TYPE_CHECKING, Final

from stroma.audit.language.groups import CONTROLS
from stroma.audit.language.numbers import whole_numbers

if TYPE_CHECKING:
    from stroma.audit.language.entities import Entity
    from stroma.audit.language.reading import Reading, ReadSentence


class ToldOf(Enum):
    """Whose harm it is."""

    CELLS = "cells"
    FEWER = "fewer with the cells"
    LEVEL = "as frequent in both groups"
    CONTROLS = "the comparison group alone"


# Marks that stand for the two groups, so that one pattern serves every product and every name of a comparison group.
_CELLS: Final = "\N{BLACK CIRCLE}"
_CONTROLS: Final = "\N{WHITE CIRCLE}"
_TREATED: Final = re.compile(
    r"(?i)\b(?:the )?(?:cell group|cell arm|treatment (?:group|arm)|treated(?: group| arm| patients| people)?|those (?:given|on|with|who (?:had|got|received)) (?:the )?cells|(?:with|on|after|given) (?:the )?(?:cells|treatment|infusions?))\b"
)
_CONTROL_WORDS: Final = re.compile(rf"(?i)\b{CONTROLS}\b(?:(?<=untreated) (?:patients|people)\b)?")
_TIMES: Final = r"(?:(?:twice|three times|four times|\w+ times) as \w+)"
_MORE: Final = re.compile(
    rf"(?i)(?<!no )(?<!not )(?<!nor )\b(?:more|commoner|higher|greater|oftener|{_TIMES})\b[^.;{_CELLS}]*?\b(?:than|as)\b(?! {_CONTROLS})[^.;{_CONTROLS}]*?{_CELLS}"
)
"""The cells are what something else has more than."""
_LEVEL: Final = re.compile(
    r"(?i)(?<!twice )(?<!times )(?<!half )(?<!not )\b(?:as|just as|equally|about as|roughly as) (?:many|much|often|frequent\w*|common\w*|rare\w*)\b"
)
_IN_CONTROLS: Final = re.compile(
    rf"(?i)(?<!than )(?<!as )(?<!compared )(?<!unlike )(?<!against )(?<!and not )(?<!not )\b(?:on|with|in|after|among|of|given|receiving|taking)(?: the| a)? {_CONTROLS}"
)
_APART: Final = re.compile(
    r"(?i)[;:]|,? \b(?:and|but|while|whereas|against|as did|as had|compared with|versus)\b"
)
"""What parts a sentence that tells of both groups."""
_NOT: Final = re.compile(r"(?i)\bnot\b")


def told_of(
    reading: Reading, sentence: ReadSentence, harm: Entity, is_cells: Callable[[Entity], bool]
) -> ToldOf:
    """In which group a sentence tells a harm; with the cells where it does not say otherwise.

    Args:
        is_cells: whether an entity is a product of cells.
    """
    before, own, after = _parts(reading, sentence, harm, is_cells)
    if _MORE.search(own) is not None:
        return ToldOf.FEWER
    if _LEVEL.search(own) is not None and _CONTROLS in own:
        return ToldOf.LEVEL
    found = _IN_CONTROLS.search(own)
    if found is None or _CELLS in before + own[: found.start()]:
        return ToldOf.CELLS
    return _by_counts(own[: found.end()], own[found.end() :] + after)


def _by_counts(own: str, after: str) -> ToldOf:
    """ "Ten deaths occurred on placebo and five on the cells": by the numbers before each group; of the controls alone without."""
    if _CELLS not in after:
        return ToldOf.CONTROLS
    controls, cells = whole_numbers(own), whole_numbers(after[: after.index(_CELLS)])
    if len(controls) == 1 and len(cells) == 1:
        (some,), (others,) = controls, cells
        return ToldOf.CELLS if others > some else ToldOf.LEVEL if others == some else ToldOf.FEWER
    return ToldOf.CONTROLS if _NOT.search(after) else ToldOf.CELLS


def _parts(
    reading: Reading, sentence: ReadSentence, harm: Entity, is_cells: Callable[[Entity], bool]
) -> tuple[str, str, str]:
    """A sentence before, in and after the part that names a harm, with a mark for each name of the cells and of the controls."""
    start, text = sentence.span.start, reading.text
    cuts = [start]
    cuts += [start + m.start() for m in _APART.finditer(reading.words(sentence))]
    cuts.append(sentence.span.end)
    first = max(at for at in cuts if at <= harm.start)
    last = min(at for at in cuts if at >= harm.end)

    def marked(a: int, b: int) -> str:
        words = text[a:b]
        for e in reversed(sentence.entities):
            if is_cells(e) and a <= e.start and e.end <= b:
                words = f"{words[: e.start - a]}{_CELLS}{words[e.end - a :]}"
        return _TREATED.sub(f"with {_CELLS}", _CONTROL_WORDS.sub(_CONTROLS, words))

    return marked(start, first), marked(first, last), marked(last, sentence.span.end)
