"""A part of the packaged base that is a base of its own: for tests in which all of it would only take longer.

Read first: `few_files`.
"""

from __future__ import annotations

import re
from pathlib import Path

from stroma.data import data_files

# Where most studies of one disease are, null results among them, and one of the few that studies disagree on.
_DISEASES = ("MONDO:0005301", "term:crohn-perianal-fistula")
_NAMED = re.compile(r"\b(?:study|reference):([\w-]+)")


def few_files() -> list[Path]:
    """The vocabulary, all terms and articles, and the sources on two diseases with the sources that these name."""
    text_of = {
        path.stem: (path, path.read_text(encoding="utf-8"))
        for pattern in ("studies/*.ttl", "references/*.ttl")
        for path in data_files(pattern)
    }
    taken = {slug for slug, (_, text) in text_of.items() if any(d in text for d in _DISEASES)}
    more = taken
    while more:
        named = {name for slug in more for name in _NAMED.findall(text_of[slug][1])}
        more = (named & text_of.keys()) - taken
        taken |= more
    whole = ("stroma.ttl", "terms/*.ttl", "articles/*.ttl")
    return [
        *(path for pattern in whole for path in data_files(pattern)),
        *(text_of[slug][0] for slug in sorted(taken)),
    ]
