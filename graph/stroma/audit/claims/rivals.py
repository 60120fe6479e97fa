"""Is the treatment said to be better than another active one? "Beat cortisone" names a rival.

Read first: `find_rival`.
"""

from __future__ import annotations

import re
from typing import Final

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


def find_rival(words: str) -> str:
    """The other treatment that a sentence compares with, as the records name it; empty when there is none."""
    found = _BEATEN.search(words)
    return _RIVALS[found[1].casefold()] if found is not None else ""
