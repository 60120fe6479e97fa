"""Which short forms does a text define for itself? The algorithm of Schwartz and Hearst (PSB 2003).

Read first: `find_abbreviations`.
"""

from __future__ import annotations

import re

_PAREN = re.compile(r"\(([A-Za-z][A-Za-z0-9-]{1,9}s?)(?:[;,][^)]*)?\)")


def find_abbreviations(text: str) -> dict[str, str]:
    """Short form -> the long form before its bracket.

    Source: Schwartz AS, Hearst MA. A simple algorithm for identifying abbreviation definitions. PSB 2003.

    Example:
        >>> find_abbreviations("adipose-derived stem cells (ASCs) were used")
        {'ASC': 'adipose-derived stem cells'}
    """
    found: dict[str, str] = {}
    for match in _PAREN.finditer(text):
        short = match[1]
        if short == short.lower():
            continue
        core = short[:-1] if short.endswith("s") and short[:-1].isupper() else short
        before = text[max(0, match.start() - 120) : match.start()].rstrip()
        before = re.split(r"[.;:?!]\s|\n\n", before)[-1]
        words = before.split()
        window = " ".join(words[-min(len(core) + 5, len(core) * 2) :])
        if (long := _long_form(core, window)) and len(long.split()) > 1:
            found.setdefault(core, long)
    return found


def _long_form(short: str, before: str) -> str | None:
    letters = [c.lower() for c in short if c.isalnum()]
    at = len(before)
    for index in range(len(letters) - 1, -1, -1):
        at -= 1
        while at >= 0 and (
            before[at].lower() != letters[index]
            or (index == 0 and at > 0 and before[at - 1].isalnum())
        ):
            at -= 1
        if at < 0:
            return None
    return before[at:]
