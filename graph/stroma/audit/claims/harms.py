"""Which harms does a clause tell or deny, and does it call the treatment safe?

Read first: `read_harm` and `read_safety`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from stroma.audit.claims.candidates import LESSENED
from stroma.audit.language.cues import Cue
from stroma.audit.language.negation import negation_of
from stroma.model import Polarity
from stroma.vocabulary import Iri, st, to_iri

if TYPE_CHECKING:
    from stroma.audit.claims.candidates import Candidate
    from stroma.audit.claims.frames import FrameReader
    from stroma.audit.claims.moves import Move
    from stroma.audit.claims.subjects import Subjects
    from stroma.audit.language.clauses import Clause
    from stroma.audit.language.entities import Entity
    from stroma.audit.language.reading import Reading

_ANY_DISEASE: Final = to_iri("MONDO:0000001")
AFFIRMS, DENIES = Polarity.AFFIRMS, Polarity.DENIES
_AS_RARE = re.compile(
    r"\b(?:as|equally) (?:rare|common|frequent|often|infrequent|many)\b|\bno more (?:common|frequent|often)\b"
)
_UNPROVEN_SAFETY = re.compile(
    r"(?i)\bsafety\b.{0,60}\b(?:not|never)\b.{0,20}(?:established|shown|proven|demonstrated|known|confirmed)"
)
_ATTRIBUTED: Final = re.compile(
    r"(?i)\b(?:tied|attribut\w+|related|linked|due|blamed|caused by|traced)\b|treatment-related"
)
_GROUPS: Final = re.compile(r"(?i)\b(?:both|between the|the two|all) (?:\w+ )?(?:groups|arms)\b")
_IS: Final = re.compile(r"(?i)^\s+(?:was|were|is|are)\b[^.,;]{0,40}$")
_DENYING: Final = (
    "it ",
    "one cannot",
    "nobody should",
    "no one should",
    "do not believe",
    "no evidence",
    "no proof",
)
_FREE: Final = ("free of", "free from")
_DEATH: Final = to_iri("term:death")
_SURVIVAL: Final = to_iri("term:survival")
_RISK_OF: Final = frozenset(
    "the of risk rate number incidence frequency any new further serious severe".split()
)
"""What may stand between "fewer" or "reduced" and the harm."""
_HARM_REACH: Final = 8
"""Tokens between a negation and a harm."""


def read_harm(
    frames: FrameReader,
    reading: Reading,
    subjects: Subjects,
    clause: Clause,
    o: Entity,
    move: Move | None,
) -> Iterator[Candidate]:
    subject = subjects.clinical(clause, o.first)
    if subject is None:
        return
    condition = subjects.condition(clause, o)
    generic = o.term in frames.generic_harms
    if move is not None and (lessened := _lessened(frames, reading, o, move)) is not None:
        predicate, target = lessened
        words = (move.cue,) if move.negation is None else (move.negation, move.cue)
        polarity = AFFIRMS if move.sign > 0 and move.negation is None else DENIES
        yield frames.make(reading, clause, o, subject, predicate, target, condition, polarity, words, LESSENED, subjects)  # fmt: skip
        return
    level = move is not None and move.cue.kind == "null"
    negation = negation_of(clause, o.first, _HARM_REACH, text=reading)
    after = negation_of(clause, min(o.last + 6, clause.last), 5, text=reading)
    apart = after is not None and "," in reading.text[o.end : after.start]
    if negation is None and after is not None and (not apart or after.phrase == "none"):
        negation = after  # not "side effects were mild, and nobody had a stroke"
    if negation is None:  # "free of serious side effects"
        negation = next(
            (c for c in clause.of("stop") if c.phrase in _FREE and 0 < o.first - c.last <= 4), None
        ) or next(
            (
                c
                for c in clause.of("safe")
                if c.last < o.first <= c.last + 6 and _is_of_one_harm(reading, clause, c)
            ),
            None,
        )
    rare = _AS_RARE.search(reading.words(clause.sentence)) is not None
    no_more = negation is not None and any(
        c.kind in ("increase", "null") and negation.first <= c.first for c in clause.cues
    )
    if generic and (level or rare or no_more):
        disease = subjects.disease(clause)
        if disease is not None:
            yield frames.make(
                reading,
                clause,
                o,
                subject,
                st("safeIn"),
                disease,
                None,
                AFFIRMS,
                (move.cue,) if move else (),
                "frame:harms-no-more",
                subjects,
            )
        return
    if negation is not None and _is_of_treatment_as_such(clause):
        condition = _ANY_DISEASE
        subject = subjects.named(clause, o.first) or subject
    outer = _outer_denial(clause, negation)
    if negation is not None and outer is not None:
        if not outer.phrase.startswith(("it ", "one cannot")):
            return  # "no evidence that there are no side effects" says neither
        yield frames.make(
            reading,
            clause,
            o,
            subject,
            st("causesAdverseEvent"),
            o.term,
            condition,
            AFFIRMS,
            (outer, negation),
            "frame:harm-not-denied",
            subjects,
        )
        return
    if negation is not None or level:
        cues = (negation,) if negation is not None else (move.cue,) if move else ()
        denied = frames.make(
            reading,
            clause,
            o,
            subject,
            st("causesAdverseEvent"),
            o.term,
            condition,
            DENIES,
            cues,
            "frame:no-harm",
            subjects,
        )
        tail = reading.text[o.start : reading.tokens[clause.last].end]
        attributed = _ATTRIBUTED.search(tail) is not None
        compared = clause.has("comparators", "compare") or _GROUPS.search(tail) is not None
        is_compared = compared and (level or rare or no_more)
        yield replace(denied, is_attributed=attributed, is_compared=is_compared)
        return
    seen = [
        c
        for c in clause.of("occur", "cause")
        if not any(e.first <= c.first <= e.last for e in clause.entities)
    ]
    if not seen and not (clause.sentence.has("occur", "cause")):
        named = next((e for e in clause.entities if e.term in frames.generic_harms), None)
        if named is None or generic or not _IS.search(reading.text[named.end : o.start]):
            return
        seen = [Cue("occur", "side effect was", named.first, named.last, named.start, named.end)]
    cue = min(
        seen or [c for c in clause.sentence.cues if c.kind in ("occur", "cause")],
        key=lambda c: abs(c.first - o.first),
    )
    specific = any(
        e.term in frames.harms | frames.symptoms and e.term not in frames.generic_harms
        for e in clause.entities
    )
    if generic and (clause.has("safe") or specific):
        return
    yield frames.make(
        reading,
        clause,
        o,
        subject,
        st("causesAdverseEvent"),
        o.term,
        condition,
        AFFIRMS,
        (cue,),
        "frame:harm",
        subjects,
    )


def _lessened(
    frames: FrameReader, reading: Reading, o: Entity, move: Move
) -> tuple[Iri, Iri] | None:
    """ "Cut mortality", "fewer infections than on placebo": a benefit, not a harm that the treatment does; None otherwise."""
    if o.term == _DEATH:
        return (
            (st("improves"), _SURVIVAL) if move.cue.kind in ("decrease", "stop", "null") else None
        )
    if o.term in frames.generic_harms or move.cue.kind not in ("decrease", "stop"):
        return None
    between = {t.form for t in reading.tokens[move.cue.last + 1 : o.first]}
    return (st("prevents"), o.term) if move.cue.last < o.first and between <= _RISK_OF else None


def read_safety(
    frames: FrameReader, reading: Reading, subjects: Subjects, clause: Clause
) -> Iterator[Candidate]:
    words = reading.text[reading.tokens[clause.first].start : reading.tokens[clause.last].end]
    if _UNPROVEN_SAFETY.search(words):
        subject, disease = subjects.clinical(clause, clause.last), subjects.disease(clause)
        cue = next((c for c in clause.of("negation")), None)
        if subject is not None and disease is not None and cue is not None:
            yield frames.make_at(
                reading,
                clause,
                cue,
                subject,
                st("safeIn"),
                disease,
                None,
                DENIES,
                "frame:safety",
                subjects,
            )
        return
    for cue in clause.of("safe", "unsafe"):
        if cue.phrase in ("safety profile", "safety of the") and not clause.has("better"):
            continue
        subject = subjects.clinical(clause, cue.first)
        if subject is None:
            return
        disease = subjects.disease(clause) or _ANY_DISEASE
        if _is_of_one_harm(reading, clause, cue):
            continue  # "no risk of tumours" is about tumours
        negation = negation_of(clause, cue.first, 5, text=reading) or _no_treatment(clause, cue)
        turned = negation is not None and not cue.phrase.startswith(("no ", "raised no"))
        unsafe = (cue.kind == "unsafe") != turned  # "no sign that the cells are dangerous"
        absolute = cue.kind == "safe" and _is_absolute(clause, cue)
        if absolute and _is_of_treatment_as_such(clause):
            disease = _ANY_DISEASE
            subject = subjects.named(clause, cue.first) or subject
        made = frames.make_at(
            reading,
            clause,
            cue,
            subject,
            st("safeIn"),
            disease,
            None,
            DENIES if unsafe else AFFIRMS,
            "frame:safety",
            subjects,
        )
        yield replace(made, is_absolute=absolute)
        return


def _outer_denial(clause: Clause, negation: Cue | None) -> Cue | None:
    """ "It would be wrong to say that there are no side effects": the denial of a denial."""
    if negation is None:
        return None
    return next(
        (
            c
            for c in clause.of("negation")
            if c.last < negation.first and c.phrase.startswith(_DENYING)
        ),
        None,
    )


def _is_of_treatment_as_such(clause: Clause) -> bool:
    """ "Our therapy has no side effects": no one disease is named, and nothing that was seen is reported."""
    named = {e.term for e in clause.sentence.entities if e.kind == "Disease"}
    return clause.has("present") and not clause.has("past") and len(named) != 1


def _no_treatment(clause: Clause, cue: Cue) -> Cue | None:
    """ "No treatment with stem cells is entirely safe", "not every cell product is safe": a negation that opens the clause."""
    return next(
        (
            c
            for c in clause.of("negation")
            if c.first == clause.first and 0 < cue.first - c.last <= 12
        ),
        None,
    )


def _is_absolute(clause: Clause, cue: Cue) -> bool:
    """ "Completely safe", "safe for everyone", "risk-free": safety that allows no exception."""
    if any(c.first == cue.first for c in clause.of("safe_absolute")):
        return True
    return any(
        0 < cue.first - c.last <= 3 or 0 < c.first - cue.last <= 4 for c in clause.of("absolutes")
    )


def _is_of_one_harm(reading: Reading, clause: Clause, cue: Cue) -> bool:
    """ "No risk of tumours", "no harm to the kidneys": the harm is named."""
    if not cue.phrase.startswith(("no risk", "no danger", "zero risk", "no harm")):
        return False
    after = reading.tokens[cue.last + 1].form if cue.last < clause.last else ""
    return after in ("of", "to")
