"""Are the figures that a sentence tells those of the finding that answers it? Others are never borne out, and what was not compared is said so.

Read first: `other_figures`, then `uncompared`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from stroma.audit.claims.arms import arms_of, is_about, percentages
from stroma.audit.claims.candidates import candidate_id, family_of
from stroma.audit.judging.figures import held_pair, holds, is_same, is_swapped
from stroma.audit.judging.results import Gap, Omission, Verdict
from stroma.audit.language.numbers import DURATION, NUMBER, figures, months, to_number
from stroma.audit.language.shares import find_shares
from stroma.audit.studies.scoring import figures_of
from stroma.model import Analysis, Direction, Polarity

if TYPE_CHECKING:
    from collections.abc import Collection

    from stroma import model as m
    from stroma.audit.claims.arms import Arms
    from stroma.audit.judging.matching import Matcher
    from stroma.audit.judging.results import Judged
    from stroma.audit.judging.study_blocks import StudyBlocks
    from stroma.audit.language.reading import Reading, ReadSentence
    from stroma.vocabulary import Iri

_FAR: Final = 10
"""Percentage points by which "about 80 %" differs at least from a figure that it cannot mean; our convention."""
_SHARE: Final = re.compile(r"\d+(?:\.\d+)?\s?%")
_SIDE_BY_SIDE: Final = re.compile(
    rf"(?i)\b{NUMBER}(?!\.?\d|\s?%|\s?per\s?cent)(?:\s+[a-z-]+){{0,5}}?,?\s+(?:against|versus|vs\.?|compared (?:with|to)|as opposed to)\s+{NUMBER}\b(?!\.?\d|\s?%|\s?per\s?cent)"
)
"""Counts of two groups: "38 events against 50"."""
_COUNTS_HELD: Final = re.compile(
    r"(?<![\d.])(\d+)\b[^;]*?\b(?:v|vs\.?|versus)\b[^;]*?(?<![\d.])(\d+)\b"
)
_SAME_TIME: Final = Decimal("1.5")
"""Months by which the time of a result and that of a sentence may differ."""


def other_figures(j: Judged, reading: Reading, matcher: Matcher) -> Judged:
    """A claim with the figures of both groups, where the finding that answers it holds two others: contradicted, never borne out.

    The finding is one that backs the claim; of a report of figures that nothing answers, one on an outcome that the sentence names.
    """
    c = j.candidate
    if j.study is None or j.verdict not in (Verdict.SUPPORTED, Verdict.NO_EVIDENCE):
        return j
    sentence = reading.sentences[c.sentence]
    arms = arms_of(reading.words(sentence))
    if arms is None or family_of(c.predicate) not in ("benefit", "safety"):
        return j
    own = matcher.of_study(j.study)
    if j.verdict is Verdict.SUPPORTED:
        basis = [f for f in own if f.iri in j.supporting]
    else:
        named = _outcomes(sentence) if c.figures is not None else set()
        basis = [f for f in own if is_on(f, named, matcher)]
    other = other_finding(arms, sentence, reading, basis, own)
    if other is None:
        return j
    return replace(
        j,
        verdict=Verdict.CONTRADICTED,
        gaps=(Gap("NUMBER_MISMATCH", difference(arms, other), other.iri),),
        supporting=tuple(iri for iri in j.supporting if iri != other.iri),
        opposing=tuple(dict.fromkeys((*j.opposing, other.iri))),
        beside=tuple(iri for iri in j.beside if iri != other.iri),
    )


def difference(arms: Arms, f: m.Finding) -> str:
    """What the text says, and what is held."""
    return f"the text says {arms.pair[0]} % against {arms.pair[1]} %; held: {f.label} ({f.value})"


def other_finding(
    arms: Arms, sentence: ReadSentence, reading: Reading, basis: Iterable[m.Finding], own: Sequence[m.Finding]
) -> m.Finding | None:  # fmt: skip
    """A finding of the study that holds two percentages, where a sentence sets two others side by side.

    Args:
        basis: the findings that the sentence may tell.
        own: every finding of the study: figures of another of them are no mistake.
    """
    words = reading.words(sentence)
    if arms.is_rough or percentages(words) + len(find_shares(words)) > len(arms.pair):
        return None  # "42 of 112 died and 47 of 110, or 37.5 and 42.7 %": whose figure comes first is not sure
    swapped = next((f for f in basis if arms.is_named and is_swapped(arms.pair, f)), None)
    if (same := held_pair(arms.pair, own, arms.are_exact)) is not None:
        return swapped if same is swapped else None
    for f in basis:
        if not _is_of_two(f) or not _is_then(f, words):
            continue
        differing = [
            (n, exact)
            for n, exact in zip(arms.pair, arms.are_exact, strict=True)
            if _differs(n, f, is_exact=exact)
        ]
        elsewhere = {n for o in own if o is not f for n in _shares(o)}
        if differing and not any(e and any(is_same(Decimal(n), o) for o in elsewhere) for n, e in differing):  # fmt: skip
            return f
    return None


def _differs(figure: str, f: m.Finding, *, is_exact: bool) -> bool:
    """Whether a percentage is none of a finding; one that is told as about right only where it is far from each."""
    said = Decimal(figure)
    if is_exact:
        return not any(is_same(said, n) for n in _shares(f))
    return all(abs(said - n) > _FAR for n in _shares(f))


def _shares(f: m.Finding) -> list[Decimal]:
    """The percentages that a finding gives."""
    return [Decimal(n.rstrip("% ")) for n in _SHARE.findall(f.value or "")]


def _is_of_two(f: m.Finding) -> bool:
    """Whether a finding gives the percentages of two groups, of all who were treated."""
    whole = f.analysis is Analysis.MAIN_COMPARISON and not f.analysis.is_subgroup
    return whole and len(_shares(f)) > 1


def _is_then(f: m.Finding, words: str) -> bool:
    """Whether a result is of the time that a sentence names, if it names one."""
    told = [months(d) for d in DURATION.finditer(words)]
    at = f.time_point_months
    return not told or at is None or any(abs(n - at) <= _SAME_TIME for n in told)


def is_on(f: m.Finding, named: Collection[Iri], matcher: Matcher) -> bool:
    """Whether a finding is on one of some outcomes, by its object or by its measure."""
    return any(o in named for o in (f.object, f.measured_by, *matcher.named(f)))


def _outcomes(sentence: ReadSentence) -> set[Iri]:
    return {e.term for e in sentence.entities if e.kind == "Outcome"}


def figures_unanswered(b: StudyBlocks) -> Iterator[Omission]:
    """Figures of both groups on an outcome of which the study holds two others, where no claim of their sentence is judged by it.

    Also in the paragraph after its block, on the very outcome that the study measured.
    """
    open_ = (Verdict.NO_EVIDENCE, Verdict.TO_CHECK)
    read = {j.candidate.sentence for j in b.article if j.verdict not in open_ or any(g.code == "NUMBER_MISMATCH" for g in j.gaps)}  # fmt: skip
    own = {s.index for s in b.telling}
    for s in (*b.telling, *(s for s in b.following if s.index not in own)):
        arms = None if s.index in read or s.has("aims") else arms_of(b.reading.words(s))
        if arms is None:
            continue
        named = _outcomes(s)
        told = (f for f in b.findings if is_on(f, named, b.matcher))
        basis = [f for f in told if s.index in own or f.object in named]
        other = other_finding(arms, s, b.reading, basis, b.findings)
        if other is not None:
            reason = difference(arms, other)
            yield Omission("NUMBER_MISMATCH", reason, s.span.start, s.span.end, b.study.iri, other.iri)  # fmt: skip


def counted_together(claims: Sequence[Judged], matcher: Matcher, reading: Reading, sha256: str) -> list[Judged]:  # fmt: skip
    """Claims on single outcomes whose sentence counts them together, as its study does: "fewer admissions and deaths, 38 against 50".

    Each is read as one on what the study counted, once a sentence.
    """
    found: list[Judged] = []
    together: set[str] = set()
    for j in claims:
        whole = _counted_whole(j, matcher, reading)
        if whole is not None:
            c = replace(j.candidate, predicate=whole.predicate, object=whole.object)
            beside = tuple(iri for iri in j.beside if iri != whole.iri)
            if candidate_id(sha256, c) in together:
                continue
            together.add(candidate_id(sha256, c))
            j = replace(
                j, candidate=c, id=candidate_id(sha256, c), verdict=Verdict.SUPPORTED, gaps=(), supporting=(whole.iri,), opposing=(), beside=beside,
            )  # fmt: skip
        found.append(j)
    return found


def _counted_whole(j: Judged, matcher: Matcher, reading: Reading) -> m.Finding | None:
    c = j.candidate
    if j.study is None or j.verdict is not Verdict.NO_EVIDENCE or c.polarity is Polarity.DENIES or family_of(c.predicate) != "benefit":  # fmt: skip
        return None
    told = {
        (to_number(n[1]), to_number(n[2]))
        for n in _SIDE_BY_SIDE.finditer(reading.words(reading.sentences[c.sentence]))
    }
    return next(
        (
            f
            for f in matcher.of_study(j.study)
            if f.direction is Direction.SUPPORTS and not f.analysis.is_subgroup and family_of(f.predicate) == "benefit" and told & _counts(f)
        ),
        None,
    )  # fmt: skip


def _counts(f: m.Finding) -> set[tuple[int | None, int | None]]:
    """The counts of both groups that a finding gives, of people or of events."""
    told = {(int(n[1]), int(n[2])) for n in _COUNTS_HELD.finditer(f.value or "")}
    return told | {(f.n_events, f.n_events_control)} - {(None, None)}


def uncompared(j: Judged, reading: Reading, matcher: Matcher) -> Judged:
    """A claim with the figures of its sentence that are held nowhere in its study, or were compared with no study at all.

    And with a finding of its study that has one of the figures, or is on an outcome that the sentence names, where nothing was
    said to answer the claim.
    """
    sentence = reading.sentences[j.candidate.sentence]
    words = reading.words(sentence)
    own = matcher.of_study(j.study) if j.study is not None else []
    told = sorted(figures(words), key=_in_order)
    is_told_so = any(g.code == "NUMBER_MISMATCH" for g in j.gaps)
    missing = [one for one in told if not is_told_so and not any(_is_held(one, words, f) for f in own)]  # fmt: skip
    near = matcher.store.findings.get(j.near or "")
    if near is None and j.verdict is Verdict.NO_EVIDENCE:
        sharing = (f for f in own if any(_is_held(one, words, f) for one in told))
        named = _outcomes(sentence)
        on_it = (f for f in own if is_on(f, named, matcher))
        near = next(sharing, next(on_it, None))
    return replace(j, uncompared=tuple(missing), near=near.iri if near is not None else None)


def _in_order(figure: str) -> tuple[int, Decimal]:
    """Counts after percentages and scores, each by size."""
    part, is_count, _ = figure.partition("/")
    return len(is_count), Decimal(part.rstrip("%"))


def _is_held(figure: str, words: str, f: m.Finding) -> bool:
    """Whether a finding has a figure as a text tells it, rounded or not, as a count or as its share."""
    if figure in figures_of(f):
        return True
    if "/" in figure:
        return False
    number = figure.rstrip("%")
    return holds(number, not is_about(words, number), f)
