"""Which number is a reported p-value, and which sign stands before it?

Read first: `read`, by which every other module reads one, and `p_at_most`.
"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Final, NamedTuple

__all__ = ["AT_MOST", "Reported", "is_impossible", "p_at_most", "read", "tells_one"]

_BEFORE: Final = r"\s*[pP]?\s*"
_REPORTED: Final = re.compile(
    rf"{_BEFORE}(<=|>=|[<>=≤≥]?)\s*(-?(?:[0-9]+(?:\.[0-9]+)?|\.[0-9]+))\s*"
)
_NUMBER: Final = re.compile(r"(?<![\d.])(?:\d+(?:\.\d+)?|\.\d+)(?![\d.]*\d)(?! ?%)")
_WORD: Final = re.compile(r"[^\W\d_]{2,}|\b[nN]\.? ?[sS]\b")
_SIGNS: Final = {"": "=", "<=": "≤", ">=": "≥"}

AT_MOST: Final = rf"^{_BEFORE}(?:<=|[<=≤])?\s*(0*\.[0-9]+|0+|0*1(?:\.0+)?)\s*$"
"""`p_at_most` as a regular expression of SPARQL, with the number as its first group."""


class Reported(NamedTuple):
    """A number as it was reported for a p-value; whether it can be one is another question (`is_possible`)."""

    sign: str
    """=, <, >, ≤ or ≥; = also where none stands there."""
    number: Decimal

    @property
    def is_possible(self) -> bool:
        """Whether a probability may be that number; nought is how some programs write a very small one."""
        return 0 <= self.number <= 1


def read(text: str | None) -> Reported | None:
    """The sign and the number of a p-value that is one number; None for words, several values and a comma in the number.

    Example:
        >>> [found and (found.sign, found.number) for found in map(read, ("p < .001", "0.064", ">=0.5", "not significant", "0,03"))]
        [('<', Decimal('0.001')), ('=', Decimal('0.064')), ('≥', Decimal('0.5')), None, None]
    """
    found = _REPORTED.fullmatch(text) if text is not None else None
    if found is None:
        return None
    return Reported(_SIGNS.get(found[1], found[1]), Decimal(found[2]))


def is_impossible(text: str) -> bool:
    """Whether a text is one number that no probability can be; a comma in the number is a slip of another kind.

    Example:
        >>> is_impossible("1.2"), is_impossible("-0,03"), is_impossible("0.03"), is_impossible("not significant")
        (True, True, False, False)
    """
    p = read(text.replace(",", "."))
    return p is not None and not p.is_possible


def tells_one(text: str) -> bool:
    """Whether a text tells of a p-value at all: one or several numbers from 0 to 1, or words.

    Example:
        >>> [tells_one(text) for text in ("0.02; 0.001", "<0.05-0.01", "n.s.", "78%", "**", "7.8")]
        [True, True, True, False, False, False]
    """
    numbers = (Decimal(number) for number in _NUMBER.findall(text))
    return _WORD.search(text) is not None or any(number <= 1 for number in numbers)


def p_at_most(text: str | None) -> str | None:
    """The number that a p-value is or is below, as a decimal; None for words, several values, and what is above a number.

    Example:
        >>> [p_at_most(text) for text in ("<0.001", "0.064", "p = .03", ">0.05", "not significant", "0.02; 0.001")]
        ['0.001', '0.064', '0.03', None, None, None]
    """
    p = read(text)
    return f"{p.number:f}" if p is not None and p.is_possible and p.sign in "=<≤" else None
