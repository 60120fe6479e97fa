"""Which number is a reported p-value, or is it below?

Read first: `p_at_most`.
"""

from __future__ import annotations

import re
from typing import Final

__all__ = ["p_at_most"]

_AT_MOST: Final = re.compile(r"(?:[pP]\s*)?[<=≤]?\s*(0?\.\d+|[01](?:\.0+)?)")


def p_at_most(text: str | None) -> str | None:
    """The number that a p-value is or is below, as a decimal; None for words, several values, and what is above a number.

    Example:
        >>> [p_at_most(text) for text in ("<0.001", "0.064", "p = .03", ">0.05", "not significant", "0.02; 0.001")]
        ['0.001', '0.064', '0.03', None, None, None]
    """
    found = _AT_MOST.fullmatch(text.strip()) if text is not None else None
    if found is None:
        return None
    return f"0{found[1]}" if found[1].startswith(".") else found[1]
