"""Which figures of two groups does a sentence report side by side, without saying that one did better?

Read first: `read_arms`. "33 % responded compared with 28 % on placebo" is a report, no claim of benefit: it is
compared with the figures that the study holds.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Final, TypeAlias

from stroma.audit.language.groups import CONTROLS, PEOPLE
from stroma.audit.language.numbers import with_shares_in_figures
from stroma.audit.language.shares import find_shares

if TYPE_CHECKING:
    from stroma.audit.language.cues import Cue
    from stroma.audit.language.reading import Reading, ReadSentence

Pair: TypeAlias = tuple[str, str]
"""The figures of the treated and of the comparison group, in percent, as written."""


@dataclass(frozen=True)
class Arms:
    """The figures of two groups."""

    pair: Pair
    excess: Fraction
    """Percentage points by which the figure of the treated is the higher one, not rounded."""
    is_rough: bool = False
    """Told in words or by counts, "a third": other figures of the study do not contradict them."""
    are_exact: tuple[bool, bool] = (True, True)
    """Whether each figure is told as it was measured: not "about 30 %", "fewer than five per cent"."""
    is_named: bool = True
    """The comparison group is named beside its figure."""
    is_attached: bool = False
    """Each group is named at its own figure: "13 % of the treated had lost a leg, and 19 % of those on placebo"."""


_NUMBER: Final = r"(\d{1,3}(?:\.\d+)?)"
_PERCENT: Final = r"(?:\s?%|\s?per ?cent)"
_ANY_SHARE: Final = re.compile(rf"(?i){_NUMBER}{_PERCENT}")
_JOINT: Final = re.compile(
    r"(?i)\b(?:compared (?:with|to)|against|versus|vs\.?|and|while|whereas|but|as opposed to)\b"
)
_THEN: Final = re.compile(rf"(?i)[\w-]*\s(?:(?:groups?|arms?|{PEOPLE})\s)?and\b")
_PAIR: Final = re.compile(
    rf"(?i){_NUMBER}(?:{_PERCENT}(?:(?!\d{{1,3}}(?:\.\d+)?{_PERCENT})[^;]){{0,100}}?|\s)"
    rf"(?:\b(?:compared (?:with|to)|against|versus|vs\.?|and|while|whereas|but|as opposed to|to|(?<=, )(?:on|with|in|among|for|after|those))\b[^;\d]{{0,60}}?|,\s)"
    rf"{_NUMBER}{_PERCENT}"
)
_THIRD: Final = re.compile(rf"(?i)[^;.\d]{{0,40}}(?:,|\band\b)\s*{_NUMBER}{_PERCENT}")
# "48.8 % against 46.3 %": two groups, though neither is named.
_AGAINST: Final = re.compile(rf"(?i){_PERCENT}\s*(?:against|versus|vs\.?|as opposed to)\s*\d")
_GROUP: Final = re.compile(
    rf"(?i)\b(?:{CONTROLS}\b|without(?: (?:the )?(?:cells|them|it)\b|(?=\s*[(,.;]|$)))"
)
_BEFORE: Final = 60
_TREATED: Final = re.compile(
    r"(?i)\b(?:cells?|treated|(?:treatment|active|verum) (?:groups?|arms?))\b"
)
_AGAINST_WHOM: Final = re.compile(
    rf"(?i)\b(?:than|versus|vs\.?|against|compared (?:with|to)) (?:[\w-]+ ){{0,3}}?{CONTROLS}\b"
)
_CLAUSE: Final = re.compile(r"[.;,:()]|\s(?:but|although|while|whereas)\s")
_INEXACT: Final = re.compile(
    r"(?i)\b(?:about|around|roughly|nearly|almost|some|approximately|close to|just|under|over|below|above|(?:fewer|less|more) than|at (?:least|most)|up to)\s*$"
)
_BOUND: Final = re.compile(
    r"(?i)\s*than\s+(?:\d[\d.]*\s?(?:%|per\s?cent\b)|[a-z-]+\s+per\s?cent\b)"
)
""" "Fewer than five per cent": a figure, and not who did better."""
# Words that say which group did better; those of `_PLAIN` only say what happened.
_COMPARING: Final = ("better", "worse", "increase", "decrease", "stop", "null", "effective", "most")
_PLAIN: Final = (
    "respond", "reach", "attain", "achiev", "improv", "recover", "clos", "enter", "went into", "heal", "resolv", "regain", "worsen",
    "relaps", "clear", "benefit", "help", "response", "progress",
)  # fmt: skip
_COMPARATIVE: Final = ("more", "less", "better", "most", "faster", "milder")


def read_arms(reading: Reading, sentence: ReadSentence) -> Arms | None:
    """The figures of both groups, treated first; None where there are none, or where the sentence says who did better."""
    spans = [(e.first, e.last) for e in sentence.entities]
    told = [c for c in sentence.cues if not any(a <= c.first and c.last <= b for a, b in spans)]
    if any(_is_comparing(cue) and not is_bound(reading, cue) for cue in told):
        return None
    return arms_of(reading.words(sentence))


def is_bound(reading: Reading, cue: Cue) -> bool:
    """ "Fewer" of "fewer than ten per cent": part of a figure, which moves nothing."""
    return cue.kind in _COMPARING and _BOUND.match(reading.text, cue.end) is not None


def arms_of(words: str) -> Arms | None:
    """The figures of both groups, treated first, whatever some words say about them."""
    words = with_shares_in_figures(words)
    two = _in_figures(words) or _in_words(words)
    if two is None:
        return None
    controls = _controls(words, two)
    if controls is None:
        unnamed = not two.is_rough and _AGAINST.search(words, two.start, two.end) is not None
        exact = _are_exact(words, two)
        return Arms((two.first, two.second), two.excess, are_exact=exact, is_named=False) if unnamed else None  # fmt: skip
    at = controls.start()
    if "respectively" in words:  # "in 13 % and 19 % of the placebo and cell groups, respectively"
        turned = _THEN.match(words, controls.end()) is not None
    else:
        joint = _JOINT.search(words, at, two.second_start)
        turned = at < two.start or (at < two.second_start and joint is not None)
        turned = turned and not _is_parallel(words, two, at)
    order = _attached(words, two)
    if order is not None:
        turned = order
    first, second = _are_exact(words, two)
    attached = order is not None
    if turned:
        return Arms((two.second, two.first), -two.excess, two.is_rough, (second, first), is_attached=attached)  # fmt: skip
    return Arms((two.first, two.second), two.excess, two.is_rough, (first, second), is_attached=attached)  # fmt: skip


def _is_parallel(words: str, two: _Two, controls: int) -> bool:
    """ "Twenty had cells and ten had placebo; 25 % and 45 % died": both groups before both figures, in the same order."""
    if controls >= two.start or _of_groups(words[two.start : two.end + _BEFORE]):
        return False
    treated = _TREATED.search(words, 0, controls)
    return treated is not None and _AGAINST_WHOM.search(words, 0, controls) is None


def _attached(words: str, two: _Two) -> bool | None:
    """Whether the comparison group is named at the first figure, where each group is named at its own; None where it is not so."""
    between = words[two.first_start : two.second_start]
    after = words[two.second_start :]
    end = _CLAUSE.search(after, len(two.second))
    last = _of_groups(after[: end.start()] if end is not None else after)
    middle, before = _of_groups(between), _of_groups(words[max(0, two.first_start - _BEFORE) : two.first_start])  # fmt: skip
    if len(middle) == 1 and len(last) == 1 and middle != last:
        return middle == {"compared"}
    if len(before) == 1 and len(middle) == 1 and before != middle and not last:
        return before == {"compared"}
    return None


def _of_groups(words: str) -> set[str]:
    """The groups that some words name."""
    found = {"treated"} if _TREATED.search(words) else set()
    return found | ({"compared"} if _GROUP.search(words) else set())


def _are_exact(words: str, two: _Two) -> tuple[bool, bool]:
    first, second = (_INEXACT.search(words, 0, at) is None for at in (two.first_start, two.second_start))  # fmt: skip
    return first, second


def is_about(words: str, figure: str) -> bool:
    """Whether some words tell a percentage as about right: "almost 60 per cent"."""
    words = with_shares_in_figures(words)
    at = re.search(rf"(?<![\d.]){re.escape(figure)}(?![\d.])", words)
    return at is not None and _INEXACT.search(words, 0, at.start()) is not None


def percentages(words: str) -> int:
    """How many percentages some words give, in figures or words.

    Example:
        >>> percentages("48.8 per cent against 46.3%; twenty per cent")
        3
    """
    return len(_ANY_SHARE.findall(with_shares_in_figures(words)))


def two_figures(words: str) -> Pair | None:
    """The percentages that some words set side by side, in the order in which they stand, whoever they are of."""
    two = _in_figures(words)
    return None if two is None else (two.first, two.second)


def _controls(words: str, two: _Two) -> re.Match[str] | None:
    """The comparison group beside two figures, after or between them, else before: "of those on placebo, 28 % ..."."""
    if (found := _GROUP.search(words, two.start, two.end + _BEFORE)) is not None:
        return found
    return _GROUP.search(words, max(0, two.start - _BEFORE), two.start)


@dataclass(frozen=True)
class _Two:
    """Two figures of a sentence as written, and where they stand."""

    first: str
    second: str
    start: int
    first_start: int
    second_start: int
    end: int
    excess: Fraction
    """Percentage points by which the first is higher than the second."""
    is_rough: bool = False


def _in_figures(words: str) -> _Two | None:
    found = _PAIR.search(words)
    if found is None or _is_of_three(words, found):
        return None
    excess = Fraction(found[1]) - Fraction(found[2])
    return _Two(found[1], found[2], found.start(), found.start(1), found.start(2), found.end(), excess)  # fmt: skip


def _is_of_three(words: str, pair: re.Match[str]) -> bool:
    """ "6.7 % (spinal fluid), 9.7 % (vein) and 41.9 % (sham)": two groups of the treated before the comparison group."""
    third = _THIRD.match(words, pair.end())
    return third is not None and _GROUP.search(words, pair.start(), third.end()) is None


def _in_words(words: str) -> _Two | None:
    """ "Three quarters of those on cells and five of six on placebo": two shares, and a word that joins them."""
    shares = find_shares(words)
    if len(shares) != 2 or _JOINT.search(words, shares[0].end, shares[1].start) is None:
        return None
    a, b = shares
    excess = 100 * (a.part - b.part)
    return _Two(str(a.percent), str(b.percent), a.start, a.start, b.start, b.end, excess, is_rough=True)  # fmt: skip


def _is_comparing(cue: Cue) -> bool:
    if cue.kind not in _COMPARING:
        return False
    plain = cue.phrase.startswith(_PLAIN)
    return not plain or any(word in cue.phrase.split() for word in _COMPARATIVE)
