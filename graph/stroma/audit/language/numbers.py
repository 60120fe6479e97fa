"""How many people, how many of how many, how many months? Numbers of a passage, in figures or words.

Read first: `to_number`; `figures` gives percentages, scores and p-values as they are told, without what they measure.
"""

from __future__ import annotations

import re
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache
from typing import Final

from stroma.audit.language.groups import PEOPLE

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
_WORDS = r"(?:twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)-\w+|" + "|".join(_NUMBER_WORDS)
_HUNDREDS = rf"(?:an?|one|two|three|four|five|six|seven|eight|nine)\s+(?:dozen\b|hundred)(?:\s+and\s+(?:{_WORDS})\b)?"
NUMBER: Final = rf"(\d{{1,3}}(?:,\d{{3}})+|\d+|{_HUNDREDS}|{_WORDS})"
PEOPLE_COUNT = re.compile(
    rf"(?i)(?<!\d to )(?<!phase )(?<!phases )(?<!type )(?<!grade )(?<!stage )(?<!day )(?<!week )(?<!month )\b{NUMBER}\s+(?!(?:thirds?|quarters|fifths|tenths|halves|per\s?cent|(?:minutes|hours|days|weeks|months|years)(?!\sold)|in\s)\b)(?:[a-z-]+\s+){{0,3}}?(?:{PEOPLE}|cases)\b(?!\s+(?:each\b|in (?:each|both|either|every) ))|\bn\s*=\s*(\d+)|\b(?:randomi[sz]ed|enrolled|recruited|treated)\s+{NUMBER}\b"
)
IN_A_HUNDRED = re.compile(
    rf"(?i)\b{NUMBER}\s+(?:people\s+|patients\s+)?(?:in|of|per|out of)\s+(?:a|one|every|each)\s+hundred\b"
)
OF_N = re.compile(
    rf"(?i)(?<!\bnot )\b{NUMBER}\s+(?:\([^)]*\)\s+)?(?:out\s+)?of\s+(?:the\s+|its\s+|their\s+)?{NUMBER}\b"
)
DURATION = re.compile(
    rf"(?i)\b{NUMBER}[\s-]+(month|year|week)s?\b|\b(?:one|a) year\b|\bhalf a year\b"
)
_LARGE = re.compile(rf"(?i)\b{_HUNDREDS}\b")
_NUMBER = re.compile(r"(?<![\d.])(?:\d+(?![\d.]*\s?%)(?!\.\d)|[A-Za-z]+(?:-[a-z]+)?)\b")


def to_number(words: str | None) -> int | None:
    """A number in figures or words.

    Example:
        >>> to_number("1,200"), to_number("thirty-eight"), to_number("a hundred and twelve"), to_number("two dozen")
        (1200, 38, 112, 24)
    """
    if not words:
        return None
    plain = words.replace(",", "").casefold()
    if plain.isdigit():
        return int(plain)
    dozens, is_more, _ = plain.partition(" dozen")
    if is_more:
        return 12 * (to_number(dozens) or 1)
    hundreds, is_more, rest = plain.partition("hundred")
    if is_more:
        some, more = to_number(hundreds.strip()), to_number(rest.removeprefix(" and").strip())
        return 100 * (some or 1) + (more or 0)
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
        >>> sorted(whole_numbers("Three of 16 (18.8%) had lesions, of a hundred and ten"))
        [3, 16, 110]
    """
    large = _LARGE.findall(words)
    found = [*large, *_NUMBER.findall(_LARGE.sub(" ", words) if large else words)]
    return {n for w in found if (n := to_number(w)) is not None}


_SHARE: Final = re.compile(rf"(?i)(?<![\d.])(?:(\d{{1,3}}\.\d+)|{NUMBER})\s*(?:%|per\s?cent\b)")
_DECIMAL: Final = re.compile(r"(?<![\d.])\d{1,4}\.\d+(?![\d.]*\d)")
_POINT: Final = re.compile(rf"(?i)\b({_WORDS}) point ({_WORDS})\b")
_FRACTION: Final = re.compile(r"(?<![\d/.])(\d{1,4})/(\d{1,4})(?![\d/])")


@lru_cache(maxsize=4096)
def figures(words: str) -> frozenset[str]:
    """Results as they are told: decimals, whole percentages, and counts of how many, in one form.

    Example:
        >>> sorted(figures("48.8 per cent against 46.3%; sixty-one in a hundred, p = 0.31; 3 of 16 and 4/53; eight point nine"))
        ['0.31', '3/16', '4/53', '46.3', '48.8', '61%', '8.9']
    """
    shares = (to_number(m[2]) for m in _SHARE.finditer(words) if m[1] is None)
    hundredths = (to_number(m[1]) for m in IN_A_HUNDRED.finditer(words))
    counts = [
        (a, b)
        for pattern in (OF_N, _FRACTION)
        for m in pattern.finditer(words)
        if (a := to_number(m[1])) is not None and (b := to_number(m[2])) is not None and a <= b
    ]
    return frozenset(
        [
            *_DECIMAL.findall(words),
            *(f"{to_number(m[1])}.{to_number(m[2])}" for m in _POINT.finditer(words)),
            *(f"{n}%" for n in (*shares, *hundredths) if n is not None),
            *(f"{a}/{b}" for a, b in counts if b > 2),
        ]
    )


_SHARE_IN_WORDS: Final = re.compile(rf"(?i)\b({_WORDS})(?=\s+per\s?cent\b)")


def with_shares_in_figures(words: str) -> str:
    """Some words with their percentages in figures.

    Example:
        >>> with_shares_in_figures("Twenty per cent with the cells, fewer than five per cent without")
        '20 per cent with the cells, fewer than 5 per cent without'
    """
    return _SHARE_IN_WORDS.sub(lambda m: m[0] if (n := to_number(m[1])) is None else str(n), words)


def share_of(part: int, whole: int) -> frozenset[str]:
    """A count of how many as texts tell it: itself, and its percentage, rounded to the whole and to one place.

    Example:
        >>> sorted(share_of(3, 16))
        ['18.8', '19%', '3/16']
    """
    if not whole:
        return frozenset()
    percent = Decimal(100 * part) / whole
    whole_percent = percent.quantize(Decimal(1), ROUND_HALF_UP)
    tenth = percent.quantize(Decimal("0.1"), ROUND_HALF_UP)
    return frozenset((f"{part}/{whole}", f"{whole_percent}%", f"{tenth}"))
