"""How many people, how many of how many, how many months? Numbers of a passage, in figures or words.

Read first: `to_number`. Out of scope: percentages, scores and p-values.
"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Final

_NUMBER_WORDS: Final = {
    word: n
    for n, word in enumerate(
        "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
        "eighteen nineteen twenty".split()
    )
} | {
    "thirty": 30,
    "forty": 40,
    "fifty": 50,
    "sixty": 60,
    "seventy": 70,
    "eighty": 80,
    "ninety": 90,
    "dozen": 12,
}
_NUM = (
    r"(\d{1,3}(?:,\d{3})+|\d+|(?:twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)-\w+|"
    + "|".join(_NUMBER_WORDS)
    + ")"
)
_PEOPLE = r"(?:patients?|people|participants?|subjects?|adults?|women|men|children|volunteers?|individuals?|persons?|teenagers?|sufferers?|cases)"
PEOPLE_COUNT = re.compile(
    rf"(?i)(?<!\d to )\b{_NUM}\s+(?!(?:thirds?|quarters|fifths|tenths|halves)\b)(?:[a-z-]+\s+){{0,3}}?{_PEOPLE}\b(?!\s+(?:each\b|in (?:each|both|either|every) ))|\bn\s*=\s*(\d+)|\b(?:randomi[sz]ed|enrolled|recruited|treated)\s+{_NUM}\b"
)
OF_N = re.compile(
    rf"(?i)\b{_NUM}\s+(?:\([^)]*\)\s+)?(?:out\s+)?of\s+(?:the\s+|its\s+|their\s+)?{_NUM}\b"
)
DURATION = re.compile(
    rf"(?i)\b{_NUM}[\s-]+(month|year|week)s?\b|\b(?:one|a) year\b|\bhalf a year\b"
)
_NUMBER = re.compile(r"(?<![\d.])(?:\d+(?![\d.]*\s?%)(?!\.\d)|[A-Za-z]+(?:-[a-z]+)?)\b")


def to_number(words: str | None) -> int | None:
    """A number in figures or words.

    Example:
        >>> to_number("1,200"), to_number("thirty-eight"), to_number("sixteen")
        (1200, 38, 16)
    """
    if not words:
        return None
    plain = words.replace(",", "").casefold()
    if plain.isdigit():
        return int(plain)
    parts = plain.split("-")
    numbers = [_NUMBER_WORDS.get(part) for part in parts]
    return sum(n for n in numbers if n is not None) if all(n is not None for n in numbers) else None


def months(match: re.Match[str]) -> Decimal:
    if match[1] is None:
        return Decimal(6) if "half" in match[0].casefold() else Decimal(12)
    n = Decimal(to_number(match[1]) or 0)
    return {"month": n, "year": n * 12, "week": (n / Decimal("4.345")).quantize(Decimal("0.1"))}[
        match[2].casefold()
    ]


def whole_numbers(words: str) -> set[int]:
    """The whole numbers of some words, in figures or words; no shares.

    Example:
        >>> sorted(whole_numbers("Three of 16 (18.8%) had lesions"))
        [3, 16]
    """
    return {n for w in _NUMBER.findall(words) if (n := to_number(w)) is not None}
