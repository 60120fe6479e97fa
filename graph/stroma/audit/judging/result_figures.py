"""Does a passage give the figures of a result? Then it tells that result, however it is phrased.

Read first: `gives_result`, then `told_at`. The figures of a result are those of both groups, its effect with an interval or as a ratio,
or its p-value. A reader of words may take "so were 46.3 per cent of the placebo group" for a gain; the figures stay what they are.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from stroma.audit.judging.figures import is_same
from stroma.audit.language.groups import CONTROLS
from stroma.audit.language.numbers import NUMBER, figures, to_number, with_shares_in_figures
from stroma.audit.language.shares import find_shares
from stroma.model import Direction

if TYPE_CHECKING:
    from stroma import model as m
    from stroma.audit.language.reading import Reading, ReadSentence

_VERSUS: Final = re.compile(r"\s(?:v|vs\.?|versus)\s")
_IN_BRACKETS: Final = re.compile(r"\([^)]*\)")
_OUTER: Final = re.compile(r"(?<![\d.])[-−]?(\d+(?:\.\d+)?)(?: of \d+)?")
_BRACKETED: Final = re.compile(r"\((\d+(?:\.\d+)?)\s?%")
_EFFECT: Final = re.compile(
    r"(\d+(?:\.\d+)?)\s?(?:%|points?|percentage points|mm?|ml|mL)?\s?\((?:95%\s(?:CI|credible interval)\s)?[-−]?(\d+(?:\.\d+)?)\s?(?:to|-|–)\s?[-−]?(\d+(?:\.\d+)?)"
)
_RATIO: Final = re.compile(
    r"(?i)\b(?:(?:hazard|risk|rate|odds) ratio|relative risk|HR|OR|RR)\s(\d+\.\d+)"
)
_OF_RATIO: Final = re.compile(
    r"(?i)\b(?:(?:hazard|risk|rate|odds|incidence)[ -]ratio|relative risk|HR|OR|RR)\b"
)
_P: Final = re.compile(r"(?i)\bp(?:[ -]?value)?s?\s?(?:was|is|of|at|=|:|<|>|≤)?\s?(0?\.\d+)")
_DECIMAL: Final = re.compile(r"\d*\.\d+")
_USUAL: Final = frozenset(map(Decimal, ("0.05", "0.01", "0.001")))
"""Levels of significance, which are no p-value of one result."""
_NUMBERS: Final = re.compile(
    r"(?<![\d.,/])(?P<figure>\d+(?:[.·]\d+)?)(?![\d]|[.,/]\d)(?P<share>\s?%|\s?per\s?cent\b)?"
    r"(?P<time>[ -](?:(?:and a half )?(?:weeks?|months?|years?|days?|hours?|minutes)|to \d+ (?:weeks?|months?|years?))\b)?"
)
_IN_WORDS: Final = re.compile(
    rf"(?i)\b{NUMBER}(?=\s+(?!(?:weeks?|months?|years?|days?|hours?|minutes)\b))"
)
_OF_TIME: Final = re.compile(r"(?i)\b(?:days?|weeks?|months?|years?)\b")
_AFTER: Final = re.compile(
    r"(?i)\b(?:day|week|month|phase|grades?|class|type|stage|aged?|step|visit|part)[ -]$"
)
"""Words after which a number counts nothing: "day 28"."""
_NEAR: Final = 90
"""Characters within which two plain counts belong together."""
FROM_TO: Final = re.compile(
    rf"(?i)\bfrom (?:{NUMBER}|\d[\d.]*)(?:\s?%|\s?per\s?cent)? to (?:{NUMBER}|\d[\d.]*)(?:\s?%|\s?per\s?cent\b)"
)
""" "Deaths fell from 55 % to 52 %": figures of two groups told as a change tell a gain, and not the result."""
_END: Final = re.compile(r"[.!?;]\s")
_COMPARED: Final = re.compile(
    rf"(?i)\b(?:{CONTROLS}|against|versus|vs?\.?|compared|others?|without|each group|both groups)\b"
)
_WINDOW: Final = 3
"""Sentences over which the figures of two groups may be spread: "74 per cent of the cell group. Wow, right? Sham: 69." """


@dataclass(frozen=True)
class Result:
    """The figures of a finding."""

    pairs: tuple[tuple[Decimal, Decimal], ...]
    effects: tuple[tuple[Decimal, ...], ...]
    """The effect with the bounds of its interval."""
    ratios: tuple[Decimal, ...]
    p_values: tuple[Decimal, ...]
    of_time: bool
    """It is a number of days or months itself."""


@dataclass(frozen=True)
class Number:
    """A number of a passage."""

    value: Decimal
    at: int
    is_share: bool
    is_time: bool

    @property
    def is_measured(self) -> bool:
        """Whether it is told as a measurement rather than as a plain count."""
        return self.is_share or self.value != self.value.to_integral_value()


def gives_result(words: str, f: m.Finding) -> bool:
    """Whether some words give the figures of a finding, of its two groups in any order."""
    result = result_of(f)
    if not (result.pairs or result.effects or result.ratios or result.p_values):
        return False
    return _gives(words, result)


def result_of(f: m.Finding) -> Result:
    """The figures of a finding."""
    return _result(f.value or "", f.p_value or "", _counts(f))


def told_at(f: m.Finding, sentences: Sequence[ReadSentence], reading: Reading) -> int | None:
    """The sentence in which, alone or with the next two, the figures of a finding stand."""
    for at, words in _windows(sentences, reading):
        if gives_result(words, f):
            return at
    return None


def stated_nulls(f: m.Finding, of_study: Iterable[m.Finding]) -> list[m.Finding]:
    """A finding and, of one that says that an endpoint was missed, the results by which it was missed."""
    if not f.derived:
        return [f]
    return [
        f,
        *(
            g
            for g in of_study
            if not g.derived
            and g.direction is not Direction.SUPPORTS
            and not g.is_on_a_part
            and f.measured_by in (g.object, g.measured_by)
        ),
    ]


def _windows(sentences: Sequence[ReadSentence], reading: Reading) -> Iterator[tuple[int, str]]:
    for i, s in enumerate(sentences):
        words = reading.words(s)
        if not _has_number(words):
            continue
        yield s.index, words
        for n in range(2, _WINDOW + 1):
            run = sentences[i : i + n]
            if len(run) == n and run[-1].index - s.index == n - 1:
                yield s.index, " ".join(map(reading.words, run))


@lru_cache(maxsize=4096)
def _has_number(words: str) -> bool:
    return any(c.isdigit() for c in words) or bool(numbers_of(words))


def _counts(f: m.Finding) -> tuple[int, int] | None:
    both = (f.n_events, f.n_events_control)
    return None if both[0] is None or both[1] is None else (both[0], both[1])


@lru_cache(maxsize=8192)
def _result(value: str, p_value: str, counts: tuple[int, int] | None) -> Result:
    pairs: list[tuple[Decimal, Decimal]] = []
    effects: list[tuple[Decimal, ...]] = []
    ratios: list[Decimal] = []
    for part in value.split(";"):
        pairs += _pairs_of(part)
        effects += [tuple(map(Decimal, e)) for e in _EFFECT.findall(part) if "." in "".join(e)]
        ratios += map(Decimal, _RATIO.findall(part))
    if counts is not None:
        pairs.append((Decimal(counts[0]), Decimal(counts[1])))
    told = (Decimal(p) for p in _DECIMAL.findall(p_value))
    return Result(
        tuple(dict.fromkeys(pairs)),
        tuple(effects),
        tuple(ratios),
        tuple(p for p in told if p not in _USUAL),
        _OF_TIME.search(_IN_BRACKETS.sub(" ", value)) is not None,
    )


def _pairs_of(part: str) -> Iterator[tuple[Decimal, Decimal]]:
    """The figures of both groups in a reported value, those in brackets apart: "17 of 33 (52%) v 18 of 33 (55%)"."""
    sides = _VERSUS.split(part, maxsplit=1)
    if len(sides) != 2:
        return
    outer = [_OUTER.findall(_IN_BRACKETS.sub(" ", side)) for side in sides]
    if all(outer):
        yield Decimal(outer[0][-1]), Decimal(outer[1][0])
    left, right = (_BRACKETED.findall(side) for side in sides)
    if left and right:
        yield Decimal(left[-1]), Decimal(right[0])


@lru_cache(maxsize=8192)
def numbers_of(words: str) -> tuple[Number, ...]:
    """The numbers of some words, in figures or words, with shares in words as percentages."""
    plain = with_shares_in_figures(words.replace("·", ".").replace("−", "-"))
    found = [
        Number(Decimal(n["figure"].replace("·", ".")), n.start(), bool(n["share"]), bool(n["time"]))
        for n in _NUMBERS.finditer(plain)
        if _AFTER.search(plain, 0, n.start()) is None
    ]
    for n in _IN_WORDS.finditer(plain):
        value = None if n[1][0].isdigit() else to_number(n[1])
        if value is not None:
            found.append(Number(Decimal(value), n.start(), is_share=False, is_time=False))
    found += (
        Number(Decimal(s.percent), s.start, is_share=True, is_time=False)
        for s in find_shares(plain)
    )
    found += (
        Number(Decimal(f), 0, is_share=False, is_time=False)
        for f in figures(words)
        if "/" not in f and "%" not in f and " point " in words
    )
    return tuple(found)


@lru_cache(maxsize=65536)
def _gives(words: str, result: Result) -> bool:
    words = FROM_TO.sub(" ", words)
    told = _P.findall(words)
    if any(Decimal(p) in result.p_values for p in told):
        return True
    numbers = [n for n in numbers_of(words) if result.of_time or not n.is_time]
    values = {n.value for n in numbers}
    if any(e[0] in values and (e[1] in values or e[2] in values) for e in result.effects):
        return True
    if any(r in values for r in result.ratios) and _OF_RATIO.search(words) is not None:
        return True
    return any(_holds_pair(words, numbers, pair) for pair in result.pairs)


def _are_set_side_by_side(words: str, a: Number, b: Number) -> bool:
    """Whether two plain counts stand close together in one sentence, beside words on the comparison group or that compare."""
    first, last = sorted((a.at, b.at))
    between = words[first:last]
    near = last - first <= _NEAR and _END.search(between) is None
    return near and _COMPARED.search(words, max(0, first - _NEAR), last + _NEAR) is not None


def _holds_pair(words: str, numbers: Sequence[Number], pair: tuple[Decimal, Decimal]) -> bool:
    """Whether two numbers are those of both groups; two plain counts may be met by chance."""
    first = [n for n in numbers if is_same(n.value, pair[0])]
    second = [n for n in numbers if is_same(n.value, pair[1])]
    return any(
        a.at != b.at and (a.is_measured or b.is_measured or _are_set_side_by_side(words, a, b))
        for a in first
        for b in second
    )
