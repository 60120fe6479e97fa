"""Which claims does a named outcome make in its clause? Moved, unmoved, kept away, or seen to happen.

Read first: `read_outcome`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from stroma.audit.claims.harms import read_harm
from stroma.audit.language.negation import negation_of
from stroma.model import Polarity
from stroma.vocabulary import Iri, st, to_iri

if TYPE_CHECKING:
    from stroma.audit.claims.candidates import Candidate
    from stroma.audit.claims.frames import FrameReader
    from stroma.audit.claims.moves import Move
    from stroma.audit.claims.subjects import Subjects
    from stroma.audit.language.clauses import Clause
    from stroma.audit.language.cues import Cue
    from stroma.audit.language.entities import Entity
    from stroma.audit.language.reading import Reading

_TERM = to_iri("term:x")[:-1]
_VERBAL = (
    "not",
    "never",
    "cannot",
    "didn t",
    "don t",
    "doesn t",
    "failed to",
    "fail to",
    "fails to",
)
_HAVING = frozenset("have had has a an any experience experienced show showed suffer develop see new further the".split())  # fmt: skip
_HAPPENED = ("had", "developed", "develop", "suffered", "experienced", "experience")
_TREATED, _TURNED = 3, 12
"""Tokens from "treat" to the symptom, and from the negation to "treat"."""
AFFIRMS, DENIES = Polarity.AFFIRMS, Polarity.DENIES


def read_outcome(
    frames: FrameReader, reading: Reading, subjects: Subjects, clause: Clause, o: Entity
) -> Iterator[Candidate]:
    move = frames.mover.move(reading, clause, o)
    if move is None and clause.has("treat"):
        turned_down = list(_not_for(frames, reading, subjects, clause, o))
        yield from turned_down
        if turned_down or o.term in frames.symptoms:
            return
    if (
        o.term in frames.symptoms
        and move is None
        and any(e.term in frames.generic_harms for e in clause.entities)
    ):
        yield from read_harm(frames, reading, subjects, clause, o, None)
        return
    if o.term in frames.harms and o.term not in frames.events:
        symptom = (
            move is not None
            and (move.cue.kind in ("better", "stop") or o.term in frames.symptoms)
            and o.term not in frames.generic_harms
        )
        if not symptom:
            yield from read_harm(frames, reading, subjects, clause, o, move)
            return
    subject = subjects.clinical(clause, o.first)
    if subject is None or _only_controls(reading, clause):
        return
    condition = subjects.condition(clause, o)
    predicate, target = _predicate(frames, clause, o, move)
    if move is None:
        negation = _direct_negation(frames, reading, clause, o)
        if negation is None:
            yield from _event(frames, reading, subjects, clause, o, subject, condition)
            return
        good = reading.lexicon.terms[o.term].better != "higher"
        yield frames.make(
            reading,
            clause,
            o,
            subject,
            predicate,
            target,
            condition,
            AFFIRMS if good else DENIES,
            (negation,),
            "frame:no-event",
            subjects,
        )
        return
    sign, cues = move.sign, (move.cue,) if move.negation is None else (move.negation, move.cue)
    if move.negation is not None:
        if sign < 0:  # "did not worsen": the worsening was kept away
            worsening = _TERM + (
                "disability-progression" if o.term in frames.disability else "disease-progression"
            )
            target = (
                worsening if predicate == st("improves") and o.term in frames.disability else target
            )
            predicate = st("prevents") if target == worsening else predicate
        sign = -sign if sign else 0
    polarity = AFFIRMS if sign > 0 else DENIES
    yield frames.make(
        reading,
        clause,
        o,
        subject,
        predicate,
        target,
        condition,
        polarity,
        cues,
        f"frame:outcome-{move.cue.kind}",
        subjects,
    )


def _not_for(
    frames: FrameReader, reading: Reading, subjects: Subjects, clause: Clause, o: Entity
) -> Iterator[Candidate]:
    """ "Does not support their use to treat fatigue": a treatment of a symptom that is turned down."""
    cue = next((c for c in clause.of("treat") if 0 < o.first - c.last <= _TREATED), None)
    if cue is None:
        return
    support = [t.form for t in reading.tokens[clause.first : cue.first]]
    negation = negation_of(clause, cue.first, _TURNED, text=reading)
    subject = subjects.clinical(clause, cue.first)
    if negation is None or subject is None or not {"support", "justify", "favour"} & set(support):
        return
    outcome = frames.measures.get(o.term, o.term)
    condition = subjects.condition(clause, o)
    yield frames.make(
        reading, clause, o, subject, st("improves"), outcome, condition, DENIES, (negation, cue), "frame:not-for", subjects
    )  # fmt: skip


def _event(
    frames: FrameReader,
    reading: Reading,
    subjects: Subjects,
    clause: Clause,
    o: Entity,
    subject: Iri,
    condition: Iri | None,
) -> Iterator[Candidate]:
    """ "Four of 16 patients had new lesions": the event happened, so it was not prevented."""
    if o.term not in frames.events or not clause.has("observers"):
        return
    cue = next(
        (c for c in clause.of("occur") if c.phrase in _HAPPENED and 0 < o.first - c.last <= 4),
        None,
    )
    if cue is None:
        return
    yield frames.make(
        reading,
        clause,
        o,
        subject,
        st("prevents"),
        frames.measures.get(o.term, o.term),
        condition,
        DENIES,
        (cue,),
        "frame:event-happened",
        subjects,
    )


def _direct_negation(
    frames: FrameReader, reading: Reading, clause: Clause, o: Entity
) -> Cue | None:
    """ "No relapse": a negation just before an event, or right before a state."""
    negation = negation_of(clause, o.first, 4 if o.term in frames.events else 1, text=reading)
    if negation is not None and negation.phrase in _VERBAL:
        between = {t.form for t in reading.tokens[negation.last + 1 : o.first]}
        if between - _HAVING:
            return None  # "did not shorten relapses" says nothing of their absence
    if reading.tokens[o.first - 1].form == "from":
        return None  # "spared no patient from relapse"
    far = 9 if negation is not None and negation.phrase in ("none", "nobody", "no one") else 4
    if negation is None or o.first - negation.last > far:
        return None
    if negation.phrase == "without" and any(
        negation.last < e.first < o.first for e in clause.entities if e.kind != "Outcome"
    ):
        return None
    return (
        None
        if any(negation.last < e.first < o.first for e in clause.entities if e.kind == "Outcome")
        else negation
    )


def _predicate(
    frames: FrameReader, clause: Clause, o: Entity, move: Move | None
) -> tuple[Iri, Iri]:
    outcome = frames.measures.get(o.term, o.term)
    if o.term in frames.events or outcome in frames.events:
        near = [
            e for e in clause.entities if e.term in frames.disability and 0 < e.first - o.last <= 6
        ]
        if (
            outcome == _TERM + "disease-progression"
            and o.term != _TERM + "disability-progression"
            and near
        ):
            return st("prevents"), _TERM + "disability-progression"
        return st("prevents"), outcome
    if (
        move is not None
        and move.cue.kind == "stop"
        and o.term in frames.disability
        and move.negation is None
    ):
        return st("prevents"), _TERM + "disability-progression"
    return st("improves"), outcome


_CONTROLS = re.compile(
    r"(?i)\b(?:in|among|on|with) (?:the )?(?:placebo|sham|control|untreated)(?:s|-treated)?\b(?: (?:group|arm|patients))?"
)


def _only_controls(reading: Reading, clause: Clause) -> bool:
    """Whether a clause speaks of the comparison group alone."""
    words = reading.text[reading.tokens[clause.first].start : reading.tokens[clause.last].end]
    compared = re.search(
        r"(?i)\b(?:than|compared|versus|vs|both|similar|same|differ\w*|between|treated patients|after|better|fewer)\b",
        words,
    )
    return _CONTROLS.search(words) is not None and compared is None and "group as well" in words
