"""Which figures of two groups does a sentence report side by side, without saying that one did better?

Read first: `read_arms`. "33 % responded compared with 28 % on placebo" is a report, no claim of benefit: it is
compared with the figures that the study holds.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, TypeAlias

if TYPE_CHECKING:
    from stroma.audit.language.cues import Cue
    from stroma.audit.language.reading import Reading, ReadSentence

Pair: TypeAlias = tuple[str, str]
"""The figures of the treated and of the comparison group, in percent, as written."""

_NUMBER: Final = r"(\d{1,3}(?:\.\d+)?)"
_PERCENT: Final = r"(?:\s?%|\s?per ?cent)"
_CONTROLS: Final = r"(?:placebo|sham|controls?\b|saline|dummy|untreated|comparison group|standard care|comparator|without(?: (?:the )?(?:cells|them|it)\b|(?=\s*[(,.;]|$)))"
_JOINT: Final = (
    r"(?i)\b(?:compared (?:with|to)|against|versus|vs\.?|and|while|whereas|but|as opposed to)\b"
)
_THEN: Final = re.compile(r"(?i)[\w-]*\s(?:(?:groups?|arms?|patients|people|recipients)\s)?and\b")
_PAIR: Final = re.compile(
    rf"(?i){_NUMBER}(?:{_PERCENT}(?:(?!\d{{1,3}}(?:\.\d+)?{_PERCENT})[^;]){{0,100}}?|\s)"
    rf"\b(?:compared (?:with|to)|against|versus|vs\.?|and|while|whereas|but|as opposed to|to|(?<=, )(?:on|with|in|among|for|after|those))\b[^;\d]{{0,60}}?{_NUMBER}{_PERCENT}"
)
# "48.8 % against 46.3 %": two groups, though neither is named.
_AGAINST: Final = re.compile(rf"(?i){_PERCENT}\s*(?:against|versus|vs\.?|as opposed to)\s*\d")
_BEFORE: Final = 60
# Words that say which group did better; those of `_PLAIN` only say what happened.
_COMPARING: Final = ("better", "worse", "increase", "decrease", "stop", "null", "effective", "most")
_PLAIN: Final = (
    "respond", "reach", "attain", "achiev", "improv", "recover", "clos", "enter", "went into", "heal", "resolv", "regain", "worsen",
    "relaps", "clear", "benefit", "help", "response", "progress",
)  # fmt: skip
_COMPARATIVE: Final = ("more", "less", "better", "most", "faster", "milder")


def read_arms(reading: Reading, sentence: ReadSentence) -> Pair | None:
    """The figures of both groups, treated first; None where there are none, or where the sentence says who did better."""
    spans = [(e.first, e.last) for e in sentence.entities]
    told = [c for c in sentence.cues if not any(a <= c.first and c.last <= b for a, b in spans)]
    if any(_is_comparing(cue) for cue in told):
        return None
    words = reading.words(sentence)
    found = _PAIR.search(words)
    if found is None:
        return None
    first, second = found[1], found[2]
    around = words[max(0, found.start() - _BEFORE) : found.end() + _BEFORE]
    controls = re.search(rf"(?i){_CONTROLS}", around)
    if controls is None:
        return (first, second) if _AGAINST.search(found[0]) else None
    at = controls.start() + max(0, found.start() - _BEFORE)
    if (
        "respectively" in words
    ):  # "in 13 % and 19 % of the placebo and the cell group, respectively"
        opens = _THEN.match(around, controls.end()) is not None
        return (second, first) if opens else (first, second)
    joint = re.compile(_JOINT).search(words, at, found.start(2))
    if at < found.start(1) or (at < found.start(2) and joint is not None):
        return second, first  # "28 % of those on placebo responded against 33 % ..."
    return first, second


def _is_comparing(cue: Cue) -> bool:
    if cue.kind not in _COMPARING:
        return False
    plain = cue.phrase.startswith(_PLAIN)
    return not plain or any(word in cue.phrase.split() for word in _COMPARATIVE)
