"""Where does a text name a trial, "CLEAR MIND" or "SCIENCE"? What such a name says is nothing of what the cells do.

Read first: `find_trial_names`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import Final

from stroma.audit.language.lexicon import read_table

_WORD: Final = re.compile(r"[^\W\d_]{2,}")
_OF_TRIALS: Final = frozenset({"TRIAL", "STUDY"})


@cache
def trials_by_name() -> dict[str, str]:
    """The slug of the study that each name of a trial stands for."""
    return {
        name: row["study"] for row in read_table("study_names.tsv") for name in row["names"].split("|")
    }  # fmt: skip


@cache
def trial_name() -> re.Pattern[str]:
    """A pattern of the names of trials; of two that begin alike the longer one is tried first."""
    names = "|".join(sorted(map(re.escape, trials_by_name()), key=len, reverse=True))
    return re.compile(rf"(?<![\w-])({names})(?![\w-])")


def find_trial_names(text: str, start: int = 0, end: int | None = None) -> Iterator[re.Match[str]]:
    """The names of trials in a part of a text, in order; a plain word in a line of capitals is none: "SCIENCE CLUB REPORTS"."""
    for found in trial_name().finditer(text, start, len(text) if end is None else end):
        if not (found[1].isalpha() and found[1].isupper() and _is_in_capitals(text, found)):
            yield found


def _is_in_capitals(text: str, name: re.Match[str]) -> bool:
    """Whether other words stand in the line of a name, all of them in capitals, and none of them calls it a trial."""
    first, last = text.rfind("\n", 0, name.start()) + 1, text.find("\n", name.end())
    line = text[first : last if last >= 0 else len(text)]
    words = [word for word in _WORD.findall(line) if word not in name[1].split()]
    return bool(words) and all(map(str.isupper, words)) and not _OF_TRIALS & set(words)
