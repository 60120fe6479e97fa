"""Which figures of two groups does a sentence report side by side, without saying that one did better?

Read first: `read_arms` and `held_pair`. "33 % responded compared with 28 % on placebo" is a report, no claim of benefit: it is
compared with the figures that the study holds.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from decimal import Decimal
from typing import TYPE_CHECKING, Final, TypeAlias

if TYPE_CHECKING:
    from stroma import model as m
    from stroma.audit.cues import Cue
    from stroma.audit.reading import Reading, ReadSentence

Pair: TypeAlias = tuple[str, str]
"""The figures of the treated and of the comparison group, in percent, as written."""

_NUMBER: Final = r"(\d{1,3}(?:\.\d+)?)"
_PERCENT: Final = r"(?:\s?%|\s?per ?cent)"
_CONTROLS: Final = (
    r"(?:placebo|sham|controls?\b|saline|dummy|untreated|comparison group|standard care|comparator)"
)
_PAIR: Final = re.compile(
    rf"(?i){_NUMBER}{_PERCENT}?(?:(?!\d{{1,3}}(?:\.\d+)?{_PERCENT})[^;]){{0,100}}?"
    rf"\b(?:compared (?:with|to)|against|versus|vs\.?|and|while|whereas|but|as opposed to|to)\b[^;\d]{{0,60}}?{_NUMBER}{_PERCENT}"
)
_BEFORE: Final = 60
# Words that say which group did better; those of `_PLAIN` only say what happened.
_COMPARING: Final = ("better", "worse", "increase", "decrease", "stop", "null", "effective", "most")
_PLAIN: Final = (
    "respond", "reach", "attain", "achiev", "improv", "recover", "clos", "enter", "went into", "heal", "resolv", "regain", "worsen",
    "relaps", "clear", "benefit", "help", "response", "progress",
)  # fmt: skip
_COMPARATIVE: Final = ("more", "less", "better", "most", "faster", "milder")
_FIGURES: Final = re.compile(r"\d+(?:\.\d+)?")


def read_arms(reading: Reading, sentence: ReadSentence) -> Pair | None:
    """The figures of both groups, treated first; None where there are none, or where the sentence says who did better."""
    if any(_is_comparing(cue) for cue in sentence.cues):
        return None
    words = reading.words(sentence)
    found = _PAIR.search(words)
    if found is None:
        return None
    first, second = found[1], found[2]
    around = words[max(0, found.start() - _BEFORE) : found.end() + _BEFORE]
    controls = re.search(rf"(?i){_CONTROLS}", around)
    if controls is None:
        return None
    at = controls.start() + max(0, found.start() - _BEFORE)
    if at < found.start(1):
        return second, first  # "of those on placebo, 28 % responded against 33 % ..."
    return first, second


def _is_comparing(cue: Cue) -> bool:
    if cue.kind not in _COMPARING:
        return False
    plain = cue.phrase.startswith(_PLAIN)
    return not plain or any(word in cue.phrase.split() for word in _COMPARATIVE)


def held_pair(figures: Pair, findings: Iterable[m.Finding]) -> m.Finding | None:
    """The finding that holds both figures, in any order."""
    wanted = {Decimal(f) for f in figures}
    return next((f for f in findings if wanted <= _numbers(f)), None)


def other_pair(figures: Pair, findings: Iterable[m.Finding]) -> m.Finding | None:
    """A finding that holds one of the figures beside another one: a number in the text differs."""
    wanted = {Decimal(f) for f in figures}
    return next((f for f in findings if len(_numbers(f)) > 1 and wanted & _numbers(f)), None)


def _numbers(f: m.Finding) -> frozenset[Decimal]:
    return frozenset(Decimal(n) for n in _FIGURES.findall(f.value or ""))
