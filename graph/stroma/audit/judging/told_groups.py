"""Whose is each figure of a sentence? The groups of a study told the wrong way round: cells and comparison, or two routes.

Read first: `swapped_groups`, then `bound`. A figure belongs to the group that is named right after it, else to the one before; a
result holds whose each of its figures is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from stroma.audit.judging.figures import is_same
from stroma.audit.judging.result_figures import FROM_TO, Number, numbers_of, result_of
from stroma.audit.judging.results import Gap, Omission, Verdict
from stroma.audit.language.groups import CONTROLS, PEOPLE
from stroma.audit.language.numbers import with_shares_in_figures

if TYPE_CHECKING:
    from stroma import model as m
    from stroma.audit.judging.results import Judged
    from stroma.audit.judging.study_blocks import StudyBlocks

_CELLS: Final = "the cells"
_COMPARED: Final = "the comparison group"
_GROUPS: Final = (
    (_COMPARED, re.compile(
        rf"(?i)\b(?:{CONTROLS}|without(?: (?:the )?(?:cells|them|it)\b)?|(?:those|{PEOPLE}) who did not)\b"
    )),
    ("the spinal route", re.compile(r"\bIT\b|(?i:\b(?:intrathecal\w*|spinal|spine|lumbar)\b)")),
    ("the vein", re.compile(r"\bIV\b|(?i:\b(?:intravenous\w*|veins?|drips?)\b)")),
    (_CELLS, re.compile(r"(?i)\b(?:cells?|treated|(?:treatment|active|verum) (?:groups?|arms?))\b")),
)  # fmt: skip
_IN_ORDER: Final = re.compile(r"(?i)\b(?:respectively|in (?:turn|that order))\b")
_APART: Final = re.compile(r"[,;:]|\b(?:and|v|vs|versus|against)\b")
_ENDS: Final = re.compile(r"[;:]|\. |,(?: [\w'-]+){4,}")
_THAN: Final = re.compile(r"(?i)\b(?:than|ahead of|over|beat|versus|against|unlike) (?:the )?$")
_OF: Final = re.compile(r"(?i)\bof (?:the )?$")
""" "14 of 15": how many there were."""
_LABELLED: Final = re.compile(r"(?<![\d.])(\d+(?:\.\d+)?)\s?%\s\(?([A-Za-z]+)")
_LEAST: Final = 2
"""Figures of one result that a sentence gives."""


@dataclass(frozen=True)
class _Told:
    """A figure with the group that it is told of, by a name of its own or as what is left."""

    number: Number
    group: str
    is_named: bool = True


def swapped_groups(b: StudyBlocks) -> Iterator[Omission]:
    """Figures told of the wrong group, each once a sentence."""
    judged = {j.candidate.sentence for j in b.claims for g in j.gaps if g.code == "NUMBER_MISMATCH"}
    own = {s.index for s in b.telling}
    for s in (*b.telling, *(s for s in b.following if s.index not in own)):
        words = with_shares_in_figures(b.reading.words(s))
        if _IN_ORDER.search(words) or FROM_TO.search(words):
            continue
        for f in b.findings:
            told = _wrong(words, f, named=b.names(s, f.object))
            alone = all(t.is_named for t in told)
            if not told or (s.index in judged and not alone):
                continue
            says = " and ".join(f"{t.number.value} with {t.group}" for t in told)
            reason = f"the text says {says}; held the other way round: {f.label} ({f.value})"
            yield Omission("NUMBER_MISMATCH", reason, s.span.start, s.span.end, b.study.iri, f.iri, stands_alone=alone)  # fmt: skip
            break


def without_ticks(claims: Sequence[Judged], omissions: Sequence[Omission]) -> list[Judged]:
    """Claims, none borne out by a sentence whose figures are held otherwise: "the drip came out ahead, 58.6% against 40.6%"."""
    other = [o for o in omissions if o.code == "NUMBER_MISMATCH"]
    return [_without_tick(j, other) if j.verdict is Verdict.SUPPORTED else j for j in claims]


def _without_tick(j: Judged, omissions: Sequence[Omission]) -> Judged:
    span = (j.candidate.start, j.candidate.end)
    o = next((o for o in omissions if (o.start, o.end) == span), None)
    if o is None:
        return j
    gap = Gap(o.code, o.reason, o.finding, perhaps=j.candidate.sentence)
    return replace(j, verdict=Verdict.TO_CHECK, gaps=(gap, *j.gaps))


def _wrong(words: str, f: m.Finding, *, named: bool) -> list[_Told]:
    """The figures of a result that are told of another group than theirs; none where they may be met by chance."""
    for held in _held(f):
        told = [t for t in _told_of(words, held, f) if _is_of_other(t, held)]
        if len(told) >= _LEAST and (named or any(t.number.is_measured for t in told)):
            return told
    return []


def _is_of_other(told: _Told, held: Mapping[str, Decimal]) -> bool:
    own = held.get(told.group)
    return own is not None and not is_same(told.number.value, own)


def _told_of(words: str, held: Mapping[str, Decimal], f: m.Finding) -> list[_Told]:
    """The figures of a result that a sentence gives, where they are all of one of its groups each."""
    of_time = result_of(f).of_time
    numbers: list[Number] = []
    for n in numbers_of(words):
        again = any(o.value == n.value and abs(o.at - n.at) <= _LEAST for o in numbers)
        own = any(is_same(n.value, v) for v in held.values())
        own = own and (n.is_measured or _OF.search(words, 0, n.at) is None)
        if own and not again and (of_time or not n.is_time):
            numbers.append(n)
    told = [t for t in bound(words, numbers) if t.group in held]
    groups = {t.group for t in told}
    return told if len(groups) == len(told) >= _LEAST and len({t.number.value for t in told}) == len(told) else []  # fmt: skip


def _held(f: m.Finding) -> Iterator[dict[str, Decimal]]:
    """The figures of a result by group: "58.6% IT, 40.6% IV, 9.7% sham", "16.7% v 11.8%"."""
    told = _LABELLED.findall(f.value or "")
    labelled = {g: Decimal(n) for n, label in told for g, p in _GROUPS if p.fullmatch(label)}
    if len(labelled) >= _LEAST:
        yield labelled
    for cells, compared in result_of(f).pairs:
        if cells != compared:
            yield {_CELLS: cells, _COMPARED: compared}


def bound(words: str, numbers: Sequence[Number]) -> list[_Told]:
    """Some figures with the groups that they are told of.

    "With the drip, at 58.6%, against 40.6% by spinal injection": a name goes with the figure right before it, else with the next.
    Of two figures, one with a name, the other is of the other group.
    """
    names: dict[int, str] = {}
    taken: list[tuple[int, int]] = []
    for group, pattern in _GROUPS:
        for found in pattern.finditer(words):
            if not any(a < found.end() and found.start() < z for a, z in taken):
                names[found.start()] = group
                taken.append(found.span())
    marks: list[tuple[int, Number | str]] = [*((n.at, n) for n in numbers), *names.items()]
    order = sorted(marks, key=lambda mark: mark[0])
    if "".join("g" if isinstance(x, str) else "n" for _, x in order) == "ggnn":
        return [_Told(n, names[at]) for (at, _), (_, n) in zip(order[:2], order[2:], strict=True) if isinstance(n, Number)]  # fmt: skip
    beside = ((x, _beside(words, order, i)) for i, (_, x) in enumerate(order))
    told = [_Told(x, g) for x, g in beside if isinstance(x, Number) and g is not None]
    rest = [n for n in numbers if all(n is not t.number for t in told)]
    if len(told) == len(rest) == 1 and told[0].group in (_CELLS, _COMPARED):
        other = _COMPARED if told[0].group == _CELLS else _CELLS
        told += [_Told(n, other, is_named=False) for n in rest if n.is_measured]
    return told


def _beside(words: str, order: Sequence[tuple[int, Number | str]], i: int) -> str | None:
    """The name that stands right after a figure, else the one before it; a pause parts them, and what begins a next statement."""
    at, none = order[i][0], (0, None)
    before_at, before = order[i - 1] if i else none
    after_at, after = order[i + 1] if i + 1 < len(order) else none
    is_key = i + 2 < len(order) and isinstance(order[i + 2][1], str) and "(" in words[at:after_at]
    if isinstance(after, str) and not is_key and not _APART.search(words, at, after_at):
        return after  # not "16 v 24 (cells v controls)"
    beaten = _THAN.search(words, 0, before_at)  # "ahead of placebo, by 16.9 against 14.6"
    apart = beaten or _ENDS.search(words, before_at, at)
    return before if isinstance(before, str) and not apart else None
