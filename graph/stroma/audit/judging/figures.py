"""Which finding holds the figures of two groups that a sentence reports side by side?

Read first: `judge_figures`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from stroma.audit.claims.arms import two_figures
from stroma.audit.claims.candidates import family_of
from stroma.audit.judging.cases import Ruling
from stroma.audit.judging.equal_harms import two_groups
from stroma.audit.judging.results import UNCOMPARED, Gap, Omission, Verdict
from stroma.audit.language.groups import CONTROLS
from stroma.audit.language.numbers import OF_N, figures, to_number
from stroma.audit.studies.linking import LEAST_FIGURES
from stroma.audit.studies.scoring import figures_of
from stroma.model import Direction, Polarity

if TYPE_CHECKING:
    from stroma import model as m
    from stroma.audit.claims.arms import Pair
    from stroma.audit.judging.bearing import Sides
    from stroma.audit.judging.results import Judged
    from stroma.audit.judging.study_blocks import StudyBlocks
    from stroma.audit.language.reading import Reading
    from stroma.store import EvidenceStore

LEVEL: Final = 3
"""Whole percentage points between two groups up to which they show no gain by themselves; our convention."""
_MOVES: Final = ("better", "worse", "increase", "decrease", "stop")
_HALF: Final = Decimal("0.5")
_FIVE: Final = 5
"""To this a figure is rounded that is told as "about 60 %", if it is a multiple of it."""
_COUNT: Final = re.compile(r"\d+/\d\d+")
"""How many of ten or more: no other result has it by chance."""
_CONTROLS: Final = re.compile(rf"(?i)\b{CONTROLS}\b")
_BESIDE: Final = re.compile(
    rf"(?i)\b(?:compared (?:with|to)|than|versus|vs)\b.{{0,60}}\b{CONTROLS}\b"
)
_WITH_CELLS: Final = re.compile(r"(?i)\b(?:cells?|treated|treatment group|cell group)\b")
_SHARES: Final = re.compile(r"(?i)\d\s?(?:%|per\s?cent\b)")
_FIGURES: Final = re.compile(r"\d+(?:\.\d+)?")


def judge_figures(
    figures: Pair,
    held: Sequence[m.Finding],
    found: Sides,
    *,
    of_study: bool,
    by_name: bool = False,
    of_part: bool = False,
    exact: tuple[bool, bool] = (True, True),
) -> Ruling:
    """The figures of both groups, beside those that are held.

    Args:
        held: findings of the linked study, else those of any study of the question.
        by_name: the text says whose figure each is: then the other way round contradicts.
        of_part: the text says that they are those of a part of the people.
        of_study: they are those of the linked study: then other figures contradict.
        exact: whether each is told as measured; "about 30 %" is contradicted by no other figure.
    """
    same, other = held_pair(figures, held, exact), other_pair(figures, held, exact)
    if by_name and same is not None and is_swapped(figures, same):
        told = f"{figures[0]} % with the cells against {figures[1]} %"
        gap = Gap("NUMBER_MISMATCH", f"the text says {told}; held the other way round: {same.value}", same.iri)  # fmt: skip
        return Ruling(Verdict.CONTRADICTED, [gap], found.parted(opposing=(same.iri,)))
    if same is not None and same.analysis.is_subgroup and not of_part:
        gap = Gap("OMIT_PRIMARY", f"figures of a part of the people, told as of all: {same.label}", same.iri)  # fmt: skip
        return Ruling(Verdict.LEAVES_OUT, [gap], found.parted(supporting=(same.iri,)))
    if same is not None and same.direction is Direction.SUPPORTS:
        return Ruling(Verdict.SUPPORTED, [], found.parted(supporting=(same.iri,)))
    if same is not None:
        reason = (
            f"the figures are held so; not said that the difference was not shown: {same.label}"
        )
        gap = Gap("OMIT_PRIMARY", reason, same.iri)
        return Ruling(Verdict.LEAVES_OUT, [gap], found.parted(supporting=(same.iri,)))
    if other is not None and of_study:
        told = f"{figures[0]} % against {figures[1]} %"
        reason = f"the text says {told}; the study: {other.value}"
        gap = Gap("NUMBER_MISMATCH", reason, other.iri)
        return Ruling(Verdict.CONTRADICTED, [gap], found.parted(opposing=(other.iri,)))
    return Ruling(Verdict.NO_EVIDENCE, [], found.parted())


def changed_figures(b: StudyBlocks) -> Iterator[Omission]:
    """One of two figures told as the study has it, beside another that it does not have: "17.4 per cent, and 49.0 of the others"."""
    held = frozenset().union(*map(_numbers, b.findings)) if b.findings else frozenset()
    judged = {j.candidate.sentence for j in b.claims for g in j.gaps if g.code == "NUMBER_MISMATCH"}
    for s in b.telling:
        words = b.reading.words(s)
        pair = None if s.index in judged else two_figures(words)
        if pair is None or len(_SHARES.findall(words)) != len(pair):
            continue
        for right, wrong in (pair, pair[::-1]):
            if "." not in right or any(is_same(Decimal(wrong), n) for n in held):
                continue
            f = next((f for f in b.findings if Decimal(right) in (two_groups(f.value or "") or ())), None)  # fmt: skip
            if f is not None:
                reason = f"the text says {pair[0]} and {pair[1]} %; held: {f.label} ({f.value})"
                yield Omission("NUMBER_MISMATCH", reason, s.span.start, s.span.end, b.study.iri, f.iri)  # fmt: skip


def names_both(words: str) -> bool:
    """Whether some words name the comparison group and those who got the cells."""
    return _CONTROLS.search(words) is not None and _WITH_CELLS.search(words) is not None


def told_by_figures(j: Judged, reading: Reading, store: EvidenceStore) -> Judged:
    """A claim against a study whose sentence tells the very figures of that study was misread.

    "HbA1c fell by 1.31 points against 0.63" denies no gain; "61 per cent with cells, 58 without" claims none.
    """
    c, gap = j.candidate, next(iter(j.gaps), None)
    against = store.findings.get(gap.finding or "") if gap is not None else None
    if against is None or against.source != j.study or c.wording.boosted:
        return j
    told = figures(reading.words(reading.sentences[c.sentence]))
    is_gain = against.direction is Direction.SUPPORTS
    if is_gain is not (c.polarity is Polarity.DENIES or c.is_worsening):
        return j
    same = (f for f in store.findings.values() if f.source == j.study)
    shared = [told & figures_of(f) for f in same if (f.direction is Direction.SUPPORTS) is is_gain]
    if is_gain:
        is_told = any(
            len(own) >= LEAST_FIGURES or any(map(_COUNT.fullmatch, own)) for own in shared
        )
    else:  # "mortality was cut from 6 to 5 per cent" claims more than its figures
        is_told = any(map(_are_level, shared)) and not any(q.kind in _MOVES for q in c.cues)
    return replace(j, verdict=Verdict.SUPPORTED, gaps=()) if is_told else j


def other_count(j: Judged, reading: Reading, store: EvidenceStore) -> Judged:
    """A gain told with another count of people than its study has: "fourteen of the 20", where eight of 20 are held."""
    c = j.candidate
    if j.verdict is not Verdict.SUPPORTED or j.study is None or family_of(c.predicate) != "benefit":
        return j
    words = reading.words(reading.sentences[c.sentence])
    told = [(to_number(m[1]), to_number(m[2])) for m in OF_N.finditer(words)]
    own = [f for f in store.findings.values() if f.source == j.study]
    held = {(f.n_events, f.n_at_risk) for f in own} | {(f.n_events_control, f.n_at_risk_control) for f in own}  # fmt: skip
    if len(told) != 1 or told[0] in held:
        return j
    (count, of), basis = told[0], set(j.supporting)
    other = next((f for f in own if f.iri in basis and of is not None and f.n_at_risk == of and f.n_events is not None), None)  # fmt: skip
    if other is None:
        return j
    reason = (
        f"the text says {count} of {of}; the study: {other.value or f'{other.n_events} of {of}'}"
    )
    return replace(
        j,
        verdict=Verdict.CONTRADICTED,
        gaps=(Gap("NUMBER_MISMATCH", reason, other.iri),),
        supporting=tuple(iri for iri in j.supporting if iri != other.iri),
        opposing=(*j.opposing, other.iri),
    )


def without_controls(j: Judged, reading: Reading, store: EvidenceStore) -> Judged:
    """A gain told beside that of untreated people, of a study that had none: "compared with children on standard therapy"."""
    c = j.candidate
    if j.verdict is not Verdict.SUPPORTED or j.study is None or family_of(c.predicate) != "benefit":
        return j
    own = [store.findings[iri] for iri in j.supporting if store.findings[iri].source == j.study]
    study = store.records.studies.get(j.study)
    is_single = study is not None and study.design is not None and study.design.is_uncontrolled
    if not own or not is_single or _BESIDE.search(reading.words(reading.sentences[c.sentence])) is None:  # fmt: skip
        return j
    gap = Gap("STRENGTH_UP", f"the study {UNCOMPARED}: {own[0].label}", own[0].iri)
    return replace(j, verdict=Verdict.OVERSTATED, gaps=(gap,))


def _are_level(figures_: frozenset[str]) -> bool:
    """Whether two percentages differ by no more than `LEVEL`."""
    shares = sorted(int(one[:-1]) for one in figures_ if one.endswith("%"))
    return any(b - a <= LEVEL for a, b in pairwise(shares))


def held_pair(
    figures: Pair, findings: Iterable[m.Finding], exact: tuple[bool, bool] = (True, True)
) -> m.Finding | None:
    """The finding that holds both figures, in any order."""
    return next((f for f in findings if all(holds(n, e, f) for n, e in zip(figures, exact, strict=True))), None)  # fmt: skip


def is_swapped(figures: Pair, f: m.Finding) -> bool:
    """Whether a finding holds the figures of the treated and of the comparison group the other way round."""
    shares = two_groups(f.value or "")
    if shares is None:
        return False
    said = [Decimal(figure) for figure in figures]
    return not is_same(said[0], shares[0]) and is_same(said[0], shares[1]) and is_same(said[1], shares[0])  # fmt: skip


def other_pair(
    figures: Pair, findings: Iterable[m.Finding], exact: tuple[bool, bool] = (True, True)
) -> m.Finding | None:
    """A finding that holds one of the figures beside another one: a number in the text differs, told as measured."""

    def differs(f: m.Finding) -> bool:
        held = [holds(n, e, f) for n, e in zip(figures, exact, strict=True)]
        return any(held) and not any(not h and not e for h, e in zip(held, exact, strict=True))

    return next((f for f in findings if len(_numbers(f)) > 1 and differs(f)), None)


def holds(figure: str, is_exact: bool, f: m.Finding) -> bool:
    """Whether a finding holds a figure, rounded or not: 32.6 is 33, and "almost 60" is 58.6."""
    return any(is_same(Decimal(figure), n, is_exact) for n in _numbers(f))


def is_same(said: Decimal, held: Decimal, is_exact: bool = True) -> bool:
    """Whether a figure is another one, rounded or not; "almost 60" is 58.6, and 7.7 is not 8.0."""
    if not is_exact:
        step = _FIVE if said % _FIVE == 0 else 1
        return 2 * abs(said - held) <= step
    return said == held or (_is_whole(said) is not _is_whole(held) and abs(said - held) <= _HALF)


def _is_whole(n: Decimal) -> bool:
    """Whether a figure is written without decimals."""
    exponent = n.as_tuple().exponent
    return isinstance(exponent, int) and exponent >= 0


def _numbers(f: m.Finding) -> frozenset[Decimal]:
    return frozenset(Decimal(n) for n in _FIGURES.findall(f.value or ""))
