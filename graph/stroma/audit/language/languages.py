"""Is a text English? Counts the small words of eight languages; says which it is rather than mis-reading it.

A word in capitals counts for none: "ALS" is a disease and no German "als".

Read first: `check_language`.
"""

from __future__ import annotations

import re

from stroma.audit.language.lexicon import read_table
from stroma.errors import InputError

_WORD = re.compile(r"[^\W\d_]+")
_SAMPLE = 4000
_FEWEST = 12


def check_language(text: str, name: str) -> None:
    """Refuse a text in another language.

    Raises:
        InputError: naming the language, where the small words tell it.
    """
    words = _WORD.findall(text[: _SAMPLE * 8])[:_SAMPLE]
    if len(words) < _FEWEST:
        return
    foreign = sum(1 for w in words if ord(w[0]) > 0x24F)
    if foreign > len(words) / 3:
        raise InputError(f"{name}: not in Latin script; stroma audit reads English only")
    small = [w.casefold() for w in words if len(w) == 1 or not w.isupper()]
    counts = {
        row["language"]: sum(map(small.count, set(row["words"].split())))
        for row in read_table("languages.tsv")
    }
    best = max(counts, key=lambda language: (counts[language], language == "English"))
    if (
        best != "English"
        and counts[best] > 1.3 * counts["English"]
        and counts[best] >= len(words) * 0.08
    ):
        raise InputError(
            f"{name}: the article seems to be in {best}; stroma audit reads English only"
        )
