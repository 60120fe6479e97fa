"""Does an article say how large a study was, that it had no comparison group, and what kind of report it is?

Read first: `omitted_design`; `wrong_counts` finds numbers that the study does not have, `all_treated` both groups told as treated.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import combinations
from typing import TYPE_CHECKING, Final

from stroma.audit.claims.candidates import family_of
from stroma.audit.judging.results import Omission
from stroma.audit.language.groups import CONTROLS, PEOPLE, PRETENDED
from stroma.audit.language.numbers import NUMBER, to_number, whole_numbers
from stroma.audit.studies.scoring import figures_of
from stroma.model import Comparator, Design, Polarity, PublishedAs
from stroma.vocabulary import local_id

if TYPE_CHECKING:
    from stroma.audit.judging.study_blocks import StudyBlocks

_ONE: Final = re.compile(
    r"\bone (?:patient|person|man|woman|case)\b|\ba (?:teenager|man|woman|patient)\b|case report"
)
_OF_ONE: Final = re.compile(r"\b(?:she|he|her|his|case|a (?:man|woman|girl|boy|patient))\b")
"""Words on a single person, in the paragraph of a report on one."""
_REPORTS: Final = (
    "congress", "conference", "abstract", "poster", "preprint", "ectrims", "meeting", "the company said", "its maker said",
    "press release", "announced", "topline", "top-line",
)  # fmt: skip
_GIVEN: Final = re.compile(
    rf"(?i)(?<![\d.,])(\d{{1,3}}(?:,\d{{3}})+|\d+) (?:[\w-]+ ){{0,3}}?{PEOPLE}"
    r"(?: with(?: (?!and\b)[a-z-]+){1,5}?)? (?:(?:who|were|was|had|been|have|all) ){0,3}(?:treated with|given|received|got|injected with|infused with)\b"
)
THAN_OTHERS: Final = re.compile(
    r"(?i)\b(?:better|more|fewer|less|longer|higher|lower|faster|milder) (?:[\w-]+ ){0,5}?than (?:did |in |among |with |for )?(?:the )?"
    rf"(?:(?:those|{PEOPLE}) (?:who (?:got|had|were given|received|did not|didn't)|given|on|without|left)|others|{CONTROLS})\b"
)
"""A comparison with people who were treated otherwise; "than before" is none."""
_BLIND: Final = re.compile(
    rf"(?i)\b(?:double|triple|quadruple)[- ]blind(?:ed)?\b|\bneither (?:they|he|she|(?:the (?:\w+ )?)?{PEOPLE}) nor [^.;]{{0,60}}\b(?:knew|were told|was told|could tell)\b"
)
_PRETENDED_ARM: Final = re.compile(
    rf"(?i)\b{PRETENDED} (?:groups?|arms?|infusions?|injections?|procedures?)\b|\d\s?(?:%|per ?cent) (?:on|with|of those (?:on|given)|after|given) (?:a |the )?{PRETENDED}\b"
)
_OF_BOTH: Final = re.compile(r"(?i)\b(?:both|neither|either|all (?:two|three|four|of them)|each)\b")
_OPEN: Final = re.compile(
    r"(?i)\b(?:not|never|no|nobody|without|unblinded|open|earlier|before)\b|n't\b"
)
_TWO_GROUPS: Final = (Design.RANDOMISED_CONTROLLED, Design.NON_RANDOMISED_CONTROLLED)
_OR: Final = re.compile(r"(?i)\b(?:or|either|half|others?|rest|randomly)\b")
_SHARE: Final = 5
"""A group has at least one in so many of the people of its study."""
_PART: Final = 5
"""People of a group that is told apart; fewer are met by chance."""
_TWICE: Final = 2
"""Times the people who gained, above which another count is no slip of a word; our convention."""
_OF_THEM: Final = re.compile(rf"(?i)\b{NUMBER} of (?:them|these|those|the {PEOPLE})\b")
_GAINED: Final = re.compile(
    r"(?i)\b(?:got (?:\w+ ){0,3}back|regained|recovered|improved|got better|gained|responded|healed|benefit(?:t)?ed|walked|could (?:walk|move|see|feel|stand))\b"
)
_NEAR: Final = 2
"""People by which a number may differ from one of the study and still be meant as that."""


def omitted_design(b: StudyBlocks) -> Iterator[Omission]:
    """Size, the lack of a comparison group, and that it is no journal article."""
    study, missing = b.study, []
    if study.n is not None and not _tells_size(b):
        missing.append(f"that {study.n} took part")
    uncontrolled = study.design is not None and study.design.is_uncontrolled and study.n != 1
    uncontrolled = uncontrolled and not _is_on_harms_alone(b)
    affirmed = b.said(Polarity.AFFIRMS, "benefit", "safety") if uncontrolled else []
    words = (b.reading.words(b.reading.sentences[j.candidate.sentence]) for j in affirmed)
    if any(map(THAN_OTHERS.search, words)):
        reason = f"the text compares with other people; {study.label} compared nobody"
        yield b.omission("DESIGN_MISMATCH", reason)
    elif affirmed and "design" not in b.cues and not _is_said_of_both(b):
        missing.append("that there was no comparison group")
    early = study.published_as in (PublishedAs.CONGRESS_REPORT, PublishedAs.PREPRINT)
    told = b.reading.text.casefold() if b.is_alone else b.text
    if study.published_as and early and not any(words in told for words in _REPORTS):
        missing.append(f"that it is a {study.published_as.value.replace('-', ' ')}")
    if missing:
        yield b.omission("OMIT_N_DESIGN", "not said: " + "; ".join(missing))


def _is_said_of_both(b: StudyBlocks) -> bool:
    """ "The snag in both: no second group": the lack of a comparison group, told of all studies of an article."""
    told = (s for s in b.reading.sentences if s.has("design"))
    return any(_OF_BOTH.search(b.reading.words(s)) for s in told)


def told_blinded(b: StudyBlocks) -> Iterator[Omission]:
    """ "Neither they nor their doctors knew", "a third group had placebo": told of a study in which everybody knew."""
    if b.study.blinding is None or not b.study.blinding.startswith("open-label"):
        return
    hidden = {f.comparator for f in b.findings} & {Comparator.PLACEBO, Comparator.SHAM}
    for s in b.telling:
        words = b.reading.words(s)
        told = "that who got what was hidden" if _BLIND.search(words) else None
        told = told or ("of placebo" if not hidden and _PRETENDED_ARM.search(words) else None)
        if told is not None and not _OPEN.search(words):
            reason = f"the text tells {told}; {b.study.label}: {b.study.blinding}"
            yield Omission("DESIGN_MISMATCH", reason, s.span.start, s.span.end, b.study.iri)


def _is_on_harms_alone(b: StudyBlocks) -> bool:
    """Whether a study reports cases of harm and nothing else: nobody takes three clots in a family for a comparison."""
    return bool(b.findings) and all(
        family_of(f.predicate) == "safety" and local_id(f.predicate) != "safeIn"
        for f in b.findings
        if not f.derived
    )


def _tells_size(b: StudyBlocks) -> bool:
    """Whether the blocks say how many took part, or their paragraphs give the very number."""
    features = [x.mention.features for x in b.mentions]
    one = _ONE.search(b.text) or (b.study.n == 1 and _OF_ONE.search(b.paragraphs))
    if one or any(f.sizes or f.counts for f in features):
        return True
    told = b.reading.text if b.is_alone or _has_kin(b) else b.paragraphs
    numbers, sizes = whole_numbers(told), {b.study.n_enrolled, b.study.n_treated} - {None}
    return bool(numbers & sizes) or _tells_parts(b, numbers)


def _has_kin(b: StudyBlocks) -> bool:
    """Whether another study is of the same people: their number is told where either of them is."""
    studies, own = b.store.records.studies, b.study.iri
    shared = (iri for iri in b.study.shares_participants_with if iri in studies)
    kin = (*shared, *(s.iri for s in studies.values() if own in s.shares_participants_with))
    return any(studies[iri].n == b.study.n for iri in kin)


def _tells_parts(b: StudyBlocks, numbers: set[int]) -> bool:
    """ "First six people ... after them 31 others": two groups that together are exactly the people of the study."""
    n = b.study.n_enrolled or 0
    return any(x + y == n and min(x, y) >= _PART for x, y in combinations(sorted(numbers), 2))


def wrong_counts(b: StudyBlocks) -> Iterator[Omission]:
    """`a of b` where b is near a number of people of the study, and none of them."""
    parts = {n for f in b.findings for n in (f.n_at_risk, f.n_at_risk_control, f.n_analysed) if n}
    n, treated = b.study.n_enrolled, b.study.n_treated
    counted = {all_ for f in b.findings for _, all_ in map(_counts, figures_of(f)) if all_}
    known = {k for k in (n, treated) if k} | parts
    told_apart = counted | {(n or 0) - (treated or 0)}
    for x in b.mentions:
        for a, of in x.mention.features.counts:
            if of not in known | told_apart and known and min(abs(of - k) for k in known) <= _NEAR:
                has = ", ".join(map(str, sorted(known)))
                reason = f"the text counts {a} of {of}; {b.study.label} has {has}"
                yield b.omission_at(x, "NUMBER_MISMATCH", reason)


def more_gained(b: StudyBlocks) -> Iterator[Omission]:
    """ "Sixteen patients, and twelve of them got movement back", where the study counts two: asked, for another gain may be meant."""
    n = b.study.n
    held = {
        some: f
        for f in b.findings
        if family_of(f.predicate) == "benefit"
        for some, all_ in map(_counts, figures_of(f))
        if all_ == n
    }
    for s in b.telling if n is not None and held else ():
        words = b.reading.words(s)
        told = _OF_THEM.search(words)
        some = to_number(told[1]) if told is not None and _GAINED.search(words) else None
        if some is None or n not in whole_numbers(words) or some in held:
            continue
        most = max(held)
        if some > _TWICE * most:
            f = held[most]
            reason = f"the text says that {some} of {n} gained; held: {f.label} ({f.value})"
            yield Omission("NUMBER_MISMATCH", reason, s.span.start, s.span.end, b.study.iri, f.iri, s.index)  # fmt: skip


def _counts(figure: str) -> tuple[int, int]:
    """The two numbers of a count as `figures` gives it; of another figure none."""
    some, slash, all_ = figure.partition("/")
    return (int(some), int(all_)) if slash else (0, 0)


def all_treated(b: StudyBlocks) -> Iterator[Omission]:
    """ "565 patients were treated with the cells": those of both groups, told as if all of them had got the cells."""
    n, treated = b.study.n_enrolled, b.study.n_treated
    if n is None or treated is None or treated >= n or b.study.design not in _TWO_GROUPS:
        return
    for x in b.mentions:
        for s in (b.reading.sentences[i] for i in x.mention.sentences):
            words = b.reading.words(s)
            told = {int(g[1].replace(",", "")) for g in _GIVEN.finditer(words)}
            of_cells = any(e.kind in ("CellProduct", "CellType") for e in s.entities)
            if n in told and of_cells and not s.has("comparators") and not _OR.search(words):
                reason = f"the text says that {n} got the cells; {b.study.label}: {treated} of {n}"
                yield b.omission_at(x, "NUMBER_MISMATCH", reason)
