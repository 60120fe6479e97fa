"""Which claims does a named outcome make in its clause? Moved, unmoved, kept away, or seen to happen.

Read first: `read_outcome`.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from stroma.audit.claims.harms import read_harm
from stroma.audit.claims.places import Place, Relation
from stroma.audit.language.terms import SURVIVAL, TERM
from stroma.model import Polarity

if TYPE_CHECKING:
    from stroma.audit.claims.candidates import Candidate
    from stroma.audit.claims.frames import FrameReader
    from stroma.audit.claims.moves import Move
    from stroma.audit.language.clauses import Clause
    from stroma.audit.language.cues import Cue
    from stroma.audit.language.entities import Entity
    from stroma.vocabulary import Iri

_FREE_OF = re.compile(
    r"(?i)\s+free (?:of|from)\b"
)  # "survival free of liver cancer": of more than who lived
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
_HARMING = ("harm", "impair", "damag", "compromis", "endanger", "jeopardi")
_NOBODY = ("none", "nobody", "no one")
_HAPPENED = ("had", "developed", "develop", "suffered", "experienced", "experience")
_TREATED, _TURNED = 3, 12
"""Tokens from "treat" to the symptom, and from the negation to "treat"."""
AFFIRMS, DENIES = Polarity.AFFIRMS, Polarity.DENIES


def read_outcome(place: Place, o: Entity) -> list[Candidate]:
    """What a clause says of an outcome that it names; a harm and a symptom beside one go the way of harms."""
    frames, clause = place.frames, place.clause
    if o.term == SURVIVAL and _FREE_OF.match(place.reading.text, o.end):
        return []
    move = frames.mover.move(place.reading, clause, o)
    if move is None and clause.has("treat"):
        turned_down = _not_for(place, o)
        if turned_down or o.term in frames.symptoms:
            return turned_down
    if _is_harm(place, o, move):
        return read_harm(place, o, move)
    subject = place.subjects.clinical(clause, o.first)
    if subject is None or place.tells_controls_too:
        return []
    name, target = _predicate(frames, clause, o, move)
    said = Relation(subject, name, target, place.subjects.condition(clause, o))
    if move is not None:
        return [] if _spares(place, move, said) else [_moved(place, o, move, said)]
    negation = _direct_negation(place, o)
    if negation is None:
        return _event(place, o, said)
    if _is_of_the_disease(place):
        return []
    good = not place.reading.lexicon.is_good_higher(o.term, o.text)
    return [place.make(o, said, AFFIRMS if good else DENIES, (negation,), "frame:no-event")]


def _spares(place: Place, move: Move, said: Relation) -> bool:
    """ "The cells do not shorten survival": that they do no harm, which is no benefit either; not "did not worsen" of the disease."""
    denied = move.negation is not None and move.sign < 0 and said.name == "improves"
    harmed = move.cue.kind == "decrease" or move.cue.phrase.startswith(_HARMING)
    return denied and harmed and place.subjects.acts(place.clause, move.cue.first)


def _is_of_the_disease(place: Place) -> bool:
    """ "Many people with worn discs have no pain": of a disease in general, with no cells and nothing told as past."""
    clause = place.clause
    named = any(e.kind == "Disease" for e in clause.entities)
    given = any(place.subjects.is_product(e) for e in clause.sentence.entities)
    return named and not given and clause.has("present") and not clause.has("past", "treat")


def _is_harm(place: Place, o: Entity, move: Move | None) -> bool:
    """Whether an outcome is told as a harm: not an event of the disease, nor a complaint that got better."""
    frames = place.frames
    beside_harm = any(e.term in frames.generic_harms for e in place.clause.entities)
    if o.term in frames.symptoms and move is None and beside_harm:
        return True
    if o.term not in frames.harms or o.term in frames.events:
        return False
    if move is None or o.term in frames.generic_harms:
        return True
    return move.cue.kind not in ("better", "stop") and o.term not in frames.symptoms


def _moved(place: Place, o: Entity, move: Move, said: Relation) -> Candidate:
    """An outcome that a word moves to the patient's good or not; a negation turns the sense."""
    sign = move.sign if move.negation is None else -move.sign
    if sign > 0 > move.sign:
        said = _kept_away(place.frames, o, said)
    polarity = AFFIRMS if sign > 0 else DENIES
    made = place.make(o, said, polarity, move.cues, f"frame:outcome-{move.cue.kind}")
    return replace(made, is_worsening=move.worsens)


def _kept_away(frames: FrameReader, o: Entity, said: Relation) -> Relation:
    """ "Did not worsen": the worsening was kept away."""
    disabled = o.term in frames.disability
    worsening = TERM + ("disability-progression" if disabled else "disease-progression")
    target = worsening if said.name == "improves" and disabled else said.object
    return replace(said, name="prevents" if target == worsening else said.name, object=target)


def _not_for(place: Place, o: Entity) -> list[Candidate]:
    """ "Does not support their use to treat fatigue": a treatment of a symptom that is turned down."""
    clause, subjects = place.clause, place.subjects
    cue = next((c for c in clause.of("treat") if 0 < o.first - c.last <= _TREATED), None)
    if cue is None:
        return []
    negation = place.negation(cue.first, _TURNED)
    subject = subjects.clinical(clause, cue.first)
    support = {"support", "justify", "favour"} & set(place.forms(clause.first, cue.first))
    if negation is None or subject is None or not support:
        return []
    outcome = place.frames.measures.get(o.term, o.term)
    said = Relation(subject, "improves", outcome, subjects.condition(clause, o))
    return [place.make(o, said, DENIES, (negation, cue), "frame:not-for")]


def _event(place: Place, o: Entity, said: Relation) -> list[Candidate]:
    """ "Four of 16 patients had new lesions": the event happened, so it was not prevented."""
    frames, clause = place.frames, place.clause
    if o.term not in frames.events or not clause.has("observers"):
        return []
    cue = next(
        (c for c in clause.of("occur") if c.phrase in _HAPPENED and 0 < o.first - c.last <= 4),
        None,
    )
    if cue is None or "been" in place.forms(cue.last + 1, o.first):
        return []  # "people who had been taking opioids": whom it is about
    said = replace(said, name="prevents", object=frames.measures.get(o.term, o.term))
    return [place.make(o, said, DENIES, (cue,), "frame:event-happened")]


def _direct_negation(place: Place, o: Entity) -> Cue | None:
    """ "No relapse": a negation just before an event, or right before a state."""
    negation = place.negation(o.first, 4 if o.term in place.frames.events else 1)
    if negation is None or place.reading.tokens[o.first - 1].form == "from":
        return None  # "spared no patient from relapse"
    if negation.phrase in _VERBAL and set(place.forms(negation.last + 1, o.first)) - _HAVING:
        return None  # "did not shorten relapses" says nothing of their absence
    if o.first - negation.last > (9 if negation.phrase in _NOBODY else 4):
        return None
    between = [e for e in place.clause.entities if negation.last < e.first < o.first]
    if negation.phrase == "without" and any(e.kind != "Outcome" for e in between):
        return None
    return None if any(e.kind == "Outcome" for e in between) else negation


def _predicate(
    frames: FrameReader, clause: Clause, o: Entity, move: Move | None
) -> tuple[str, Iri]:
    """The predicate and object of an outcome: an event is prevented, the rest improves."""
    outcome = frames.measures.get(o.term, o.term)
    progression = TERM + "disability-progression"
    if o.term in frames.events or outcome in frames.events:
        near = any(
            e.term in frames.disability and 0 < e.first - o.last <= 6 for e in clause.entities
        )
        of_disability = outcome == TERM + "disease-progression" and o.term != progression and near
        return "prevents", progression if of_disability else outcome
    stopped = move is not None and move.cue.kind == "stop" and move.negation is None
    if stopped and o.term in frames.disability:
        return "prevents", progression
    return "improves", outcome
