"""Is the treatment said to be better than another active one? "Beat cortisone" names a rival.

Read first: `find_rival`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from stroma.audit.language.entities import Entity
    from stroma.audit.language.reading import Reading, ReadSentence

# How a treatment is called in texts, and the word by which the records name it as a comparator.
_RIVALS: Final = {
    "cortisone": "steroid", "cortison": "steroid", "corticosteroid": "steroid", "steroid": "steroid", "prednisone": "steroid",
    "prednisolone": "steroid", "methylprednisolone": "steroid", "riluzole": "riluzole", "hyaluronic": "hyaluron",
    "hyaluronan": "hyaluron", "ruxolitinib": "ruxolitinib", "platelet": "platelet", "physiotherapy": "physiotherapy",
}  # fmt: skip
_BEATEN: Final = re.compile(
    r"(?i)\b(?:beat\w*|outperform\w*|surpass\w*|outdo\w*|outclass\w*|superior to|than|ahead of|over|defeat\w*)\s+(?:\w+[ -]){0,2}?("
    + "|".join(_RIVALS)
    + r")"
)


_BESIDE: Final = re.compile(
    r"(?i)\b(?:compared (?:with|to)|next to|unlike)\s+(?:\w+[ -]){0,2}?("
    + "|".join(_RIVALS)
    + r")\b[^.;]*\b(?:better|superior|more effective)\b"
)
_A_DRUG: Final = re.compile(
    r"(?i)\b(?:better|superior|more effective|outperform\w*|beat)\s+(?:than|to)?\s*(?:the \w+ )?(\w{3,}(?:mab|nib|limus|mide|statin|sone|lone|mod|feron|cept|trexate))\b"
)
_THAN: Final = re.compile(
    r"(?i)\b(?:better|superior|more effective|outperform\w*|beats?)\s+(?:than |to )?(?:the |own |donor )*$"
)


def find_rival(words: str) -> str:
    """The other treatment that a sentence compares with, as the records name it; empty when there is none.

    Example:
        >>> find_rival("It beat cortisone"), find_rival("Compared with riluzole it works better"), find_rival("better than ocrelizumab")
        ('steroid', 'riluzole', 'ocrelizumab')
    """
    for pattern in (_BEATEN, _BESIDE):
        if (found := pattern.search(words)) is not None:
            return _RIVALS[found[1].casefold()]
    drug = _A_DRUG.search(words)
    return drug[1].casefold() if drug is not None else ""


def beaten_cells(reading: Reading, sentence: ReadSentence, cells: Sequence[Entity]) -> str:
    """Other cells that some cells are said to be better than: "fat cells work better than marrow cells"; empty when there are none."""
    for e in cells[1:]:
        if _THAN.search(reading.text[sentence.span.start : e.start]) is not None:
            return reading.text[e.start : e.end].casefold()
    return ""
