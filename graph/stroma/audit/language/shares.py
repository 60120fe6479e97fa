"""Which shares of people does a passage tell in words or by a count: "three quarters", "five of six", "a third"?

Read first: `find_shares`. Percentages in figures are read where they are compared (`claims.arms`).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

from stroma.audit.language.numbers import IN_A_HUNDRED, OF_N, to_number

_PARTS: Final = {"half": 2, "third": 3, "quarter": 4, "fifth": 5, "tenth": 10}
_FRACTION: Final = re.compile(
    r"(?i)\b(?:(half)|(an?|one|two|three|four|nine)[ -](half|third|quarter|fifth|tenth)s?)\b(?! as\b)"
)


@dataclass(frozen=True)
class Share:
    """A share of people, from 0 to 1, with its span."""

    start: int
    end: int
    part: Fraction

    @property
    def percent(self) -> int:
        """The share in whole percent."""
        return round(100 * self.part)


def find_shares(words: str) -> list[Share]:
    """The shares that some words tell, in order.

    Example:
        >>> [s.percent for s in find_shares("Three quarters on cells and five of six on placebo")]
        [75, 83]
        >>> [s.percent for s in find_shares("Thirteen in a hundred of them, and nineteen in every hundred on placebo")]
        [13, 19]
    """
    found = [
        *map(_counted, OF_N.finditer(words)),
        *map(_hundredth, IN_A_HUNDRED.finditer(words)),
        *map(_fraction, _FRACTION.finditer(words)),
    ]
    return sorted((s for s in found if s is not None), key=lambda s: s.start)


def _counted(match: re.Match[str]) -> Share | None:
    some, all_ = to_number(match[1]), to_number(match[2])
    if some is None or not all_ or some > all_:
        return None
    return Share(match.start(), match.end(), Fraction(some, all_))


def _hundredth(match: re.Match[str]) -> Share | None:
    some = to_number(match[1])
    return None if some is None else Share(match.start(), match.end(), Fraction(some, 100))


def _fraction(match: re.Match[str]) -> Share | None:
    if match[1]:
        return Share(match.start(), match.end(), Fraction(1, 2))
    some = to_number(match[2]) or 1
    return Share(match.start(), match.end(), Fraction(some, _PARTS[match[3].casefold()]))
