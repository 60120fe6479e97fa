"""Do two texts, each as its source reports it, say different things? Spelling, order and what only one of them says are no difference.

Read first: `measures_differ`, `doses_differ`, `populations_differ` and `months_told`.
"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Collection

__all__ = ["doses_differ", "measures_differ", "months_told", "populations_differ"]

_WORD: Final = re.compile(r"[^\W_]+(?:[-/.][^\W_]+)*")
_NUMBER: Final = re.compile(r"\d+(?:\.\d+)?(?:e\d+)?")
# What says nothing of what was measured.
_FILLING: Final = frozenset(
    "a an and as at by change for from in mean of on or score scale the to with".split()
)
_ONE: Final = {"one": 1, "a": 1}
_UNITS: Final = {"day": Decimal(12) / Decimal(365), "week": Decimal(12 * 7) / Decimal(365), "month": Decimal(1), "year": Decimal(12)}  # fmt: skip
_TIME: Final = re.compile(
    r"(?:(?<!\d )\bto|\bat|\bafter|\bwithin|\bby|^)\s*(?P<n>\d+|one|a)[ -](?P<unit>day|week|month|year)s?\b"
    r"|\b(?P<unit2>day|week|month|year)\s+(?P<n2>\d+)\b",
    re.IGNORECASE,
)


def months_told(measure: str) -> Decimal | None:
    """The months after which a measure says it was taken; None where it says none, or several times.

    Example:
        >>> [months_told(words) for words in ("response at 6 months", "pain at 1 week, 3 and 6 months", "EDSS at 1 year")]
        [Decimal('6'), None, Decimal('12')]
        >>> round(months_told("combined remission at week 24"), 1)
        Decimal('5.5')
    """
    found = {
        Decimal(_ONE.get(n.casefold()) or int(n)) * _UNITS[unit.casefold()]
        for match in _TIME.finditer(measure)
        for n, unit in [(match["n"] or match["n2"], match["unit"] or match["unit2"])]
    }
    is_one = len(found) == 1 and not re.search(r"\d(?:,| and| or) \d", measure)
    return found.pop() if is_one else None


def measures_differ(one: str, two: str) -> bool:
    """Whether two studies name different measures; when, in whom and in which arm each was taken stands elsewhere in their records.

    Example:
        >>> measures_differ("combined remission at week 24", "combined remission at 24 weeks")
        False
        >>> measures_differ("GMFM-66 at 12 months, adjusted", "gross motor function measure")
        False
        >>> measures_differ("ALSFRS-R change at 6 months", "CAFS, all patients")
        True
    """
    heads = [_head(text) for text in (one, two)]
    if heads[0].casefold() == heads[1].casefold():
        return False
    words = [_words(head) - _FILLING for head in heads]
    if any(_is_short_for(*pair) for pair in (heads, reversed(heads))):
        return False
    return not (words[0] <= words[1] or words[1] <= words[0])


def doses_differ(one: str, two: str) -> bool:
    """Whether two doses differ in a number, or each in a word that the other has not.

    Example:
        >>> doses_differ("5e7 cells, once", "5e7 cells"), doses_differ("1200e6 cells", "1.2e9 cells")
        (False, False)
        >>> doses_differ("1e8 cells, once", "1e8 cells, twice"), doses_differ("1e6 cells/kg", "2e6 cells/kg")
        (True, True)
    """
    numbers = [{float(n) for n in _NUMBER.findall(text)} for text in (one, two)]
    words = [_words(_NUMBER.sub(" ", text)) for text in (one, two)]
    return numbers[0] != numbers[1] or not (words[0] <= words[1] or words[1] <= words[0])


def populations_differ(one: str, two: str, names: Collection[str] = ()) -> bool:
    """Whether each of two descriptions of people says something that the other does not.

    Args:
        names: of the disease of a study; as a whole description they all mean the same.

    Example:
        >>> populations_differ("adults with knee osteoarthritis", "knee osteoarthritis, adults")
        False
        >>> populations_differ("RRMS", "SPMS"), populations_differ("knee OA", "KOA", ["knee OA", "KOA"])
        (True, False)
    """
    known = {name.casefold() for name in names}
    if one.casefold() in known and two.casefold() in known:
        return False
    words = [_words(text) - _FILLING for text in (one, two)]
    return not (words[0] <= words[1] or words[1] <= words[0])


def _head(measure: str) -> str:
    """A measure without its time and without what follows a comma or bracket."""
    head = re.split(r"[,;(]", _TIME.sub(" ", measure))[0].split()
    while head and head[-1].casefold() in _FILLING:
        head.pop()
    return " ".join(head)


def _words(text: str) -> frozenset[str]:
    return frozenset(word.casefold() for word in _WORD.findall(text))


def _is_short_for(short: str, long: str) -> bool:
    """Whether a name is the initials of another, what stands behind a hyphen aside."""
    letters = short.partition("-")[0].casefold()
    initials = "".join(word[0] for word in _WORD.findall(long)).casefold()
    return len(letters) > 2 and letters == initials
