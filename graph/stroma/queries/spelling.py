"""Which word is meant by one that is known nowhere and differs from a known one by a slip of the keys?

Read first: `corrected`. The page forgives a letter too (`near` in `viewer/page/js/search.js`).
"""

from __future__ import annotations

import re
from collections.abc import Collection

__all__ = ["corrected"]

# In a shorter word a letter makes another word, a wrong one more easily than a missing one: "hearing" is not "healing".
_LEAST, _LEAST_FOR_WRONG = 6, 8
# A word of so many letters that sounds like one known word is meant for it: "blod", "prymary".
_LEAST_HEARD = 4
# Two letters are forgiven in a word of so many that begins alike, so that "hypotension" is never "hypertension".
_LEAST_FOR_TWO, _SAME_HEAD = 9, 4


def corrected(
    word: str, known: Collection[str], *, least_for_wrong: int = _LEAST_FOR_WRONG
) -> str | None:
    """The one known word that a word differs least from, by a letter or two; None for a known word, and where two are as near.

    Args:
        least_for_wrong: letters of the shortest word in which a wrong letter is forgiven.

    Example:
        >>> known = {"sclerosis", "arthritis", "hypertension", "light"}
        >>> corrected("sclorosis", known), corrected("artritis", known), corrected("athrtis", known)
        ('sclerosis', 'arthritis', None)
        >>> corrected("hypotension", known), corrected("sight", known), corrected("ligth", {"lights"})
        (None, None, None)
    """
    if word in known:
        return None
    # Letters that are heard alike make no other word.
    if len(word) >= _LEAST_HEARD and len(heard := _heard_like(word, known)) == 1:
        return heard[0]
    if len(word) < _LEAST - 1:
        return None
    most = 2 if len(word) >= _LEAST_FOR_TWO else 1
    near: dict[int, list[str]] = {}
    for other in sorted(known):
        longer = max(len(word), len(other))
        if longer - min(len(word), len(other)) <= most and longer >= _LEAST:
            n = _slips(word, other)
            if len(word) == len(other) < least_for_wrong and sorted(word) != sorted(other):
                continue
            if n == 1 or (n == 2 == most and word[:_SAME_HEAD] == other[:_SAME_HEAD]):
                near.setdefault(n, []).append(other)
    nearest = near[min(near)] if near else []
    return nearest[0] if len(nearest) == 1 else None


def _heard_like(word: str, known: Collection[str]) -> list[str]:
    sound = _sound(word)
    return [one for one in sorted(known) if one[:1] == word[:1] and _sound(one) == sound]


def _sound(word: str) -> str:
    """A word with one letter for those that are heard alike, and none twice in a row."""
    for written, heard in (("ph", "f"), ("ck", "k"), ("y", "i"), ("z", "s")):
        word = word.replace(written, heard)
    return re.sub(r"(.)\1+", r"\1", word)


def _slips(one: str, other: str) -> int:
    """Letters that are wrong, missing, too many or swapped with the next."""
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, letter in enumerate(one, start=1):
        before, last, row = row, before, [i]
        for j, wanted in enumerate(other, start=1):
            n = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (letter != wanted))
            if i > 1 and j > 1 and letter == other[j - 2] and one[i - 2] == wanted:
                n = min(n, last[j - 2] + 1)
            row.append(n)
    return row[-1]
