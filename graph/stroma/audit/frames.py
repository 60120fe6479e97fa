"""Which claims about patients does a sentence make? Outcomes, harms, safety, benefit for a disease, cure, approval.

Read first: `FrameReader.read`. An outcome is a claim when a word moves it (better, fewer, no difference ...) near it in its
clause; the outcome's better direction decides whether a rise is a benefit. Aims, questions and headings make none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from stroma.audit.background import read_background
from stroma.audit.claims import Candidate
from stroma.audit.cues import EFFECTS, Cue
from stroma.audit.entities import Entity
from stroma.audit.lexicon import Lexicon, read_table
from stroma.audit.wording import (
    Clause,
    is_aim,
    is_turned_down,
    negation_of,
    read_wording,
    split_clauses,
)
from stroma.model import Polarity, WordingStrength
from stroma.vocabulary import Iri, local_id, st, to_iri

if TYPE_CHECKING:
    from stroma.audit.reading import Reading, ReadSentence
    from stroma.audit.subjects import Subjects
    from stroma.store import EvidenceStore

_TERM = to_iri("term:x")[:-1]
_AS_RARE = re.compile(
    r"\b(?:as|equally) (?:rare|common|frequent|often|infrequent|many)\b|\bno more (?:common|frequent|often)\b"
)
_UNPROVEN_SAFETY = re.compile(
    r"(?i)\bsafety\b.{0,60}\b(?:not|never)\b.{0,20}(?:established|shown|proven|demonstrated|known|confirmed)"
)
# Complaints of patients that a treatment may also cause.
_SYMPTOMS = ("fatigue", "pain", "vas-pain", "musculoskeletal-pain", "neck-pain", "spasticity")
_HARM_REACH = 8
_HAPPENED = ("had", "developed", "develop", "suffered", "experienced", "experience")
AFFIRMS, DENIES = Polarity.AFFIRMS, Polarity.DENIES


@dataclass(frozen=True)
class _Move:
    """The word that moves an outcome, and which way: +1 benefit, -1 worse, 0 no difference."""

    cue: Cue
    sign: int
    negation: Cue | None


class FrameReader:
    """Reads the claims of sentences; knows which outcomes are events and which are harms."""

    def __init__(
        self, store: EvidenceStore, settings: dict[str, int], lexicon: Lexicon | None = None
    ) -> None:
        self.store = store
        self.reach = settings["reach"]
        self.negation_reach = settings["negation_reach"]
        harms = store.narrower(_TERM + "adverse-event")
        beyond = lexicon.terms.values() if lexicon is not None else ()
        self._harms = harms | {t.iri for t in beyond if set(t.broader) & harms}
        self._symptoms = {_TERM + slug for slug in _SYMPTOMS} | {
            term.iri for term in store.records.terms.values() if term.slug in _SYMPTOMS
        }
        self._events = frozenset().union(
            *(
                store.narrower(_TERM + slug)
                for slug in (
                    "disease-progression",
                    "relapse",
                    "mri-lesion-activity",
                    "chronic-gvhd-onset",
                )
            ),
            {to_iri("HP:0012444"), _TERM + "grey-matter-atrophy", _TERM + "opioid-use"},
        ) - {_TERM + "progression-free-survival"}
        self._disability = store.narrower(_TERM + "disability")
        slugs = {term.slug: iri for iri, term in store.records.terms.items()}
        self._measures = {
            slugs[row["measure"]]: slugs[row["outcome"]]
            for row in read_table("measures.tsv")
            if row["measure"] in slugs and row["outcome"] in slugs
        }
        self._generic_harms = {_TERM + "adverse-event", _TERM + "serious-adverse-event"}

    def read(self, reading: Reading, subjects: Subjects) -> list[Candidate]:
        """Every candidate of a text, in order; the same content in one sentence once."""
        found: list[Candidate] = []
        for sentence in reading.sentences:
            if sentence.span.is_heading or reading.words(sentence).rstrip("\"')] ").endswith("?"):
                continue
            made: list[Candidate] = []
            for clause in split_clauses(reading, sentence):
                made += self._clause(reading, subjects, sentence, clause)
            found += _once(made)
        return found

    def _clause(
        self, reading: Reading, subjects: Subjects, sentence: ReadSentence, clause: Clause
    ) -> Iterator[Candidate]:
        made: list[Candidate] = []
        for entity in clause.entities:
            if entity.kind == "Outcome" and not is_aim(reading, clause, entity.first):
                made += self._outcome(reading, subjects, clause, entity)
        made += [
            c for c in self._safety(reading, subjects, clause) if not is_aim(reading, clause, c.at)
        ]
        if not any(c.name in ("improves", "prevents", "ameliorates") for c in made):
            made += [
                c
                for c in self._disease(reading, subjects, clause)
                if not is_aim(reading, clause, c.at)
            ]
        else:
            made += [
                c
                for c in self._disease(reading, subjects, clause)
                if (
                    c.name in ("cures", "approvedFor", "moreEffectiveIn")
                    or c.cues[-1].phrase in ("milder", "less severe")
                )
                and not is_aim(reading, clause, c.at)
            ]
        made += [
            c
            for c in read_background(reading, subjects, clause, self.negation_reach)
            if not is_aim(reading, clause, c.at)
        ]
        for candidate in made:
            yield self._with_rejection(reading, sentence, candidate)

    def _with_rejection(self, reading: Reading, sentence: ReadSentence, c: Candidate) -> Candidate:
        rejection = is_turned_down(reading, sentence, c.at)
        if rejection is not None and c.polarity is AFFIRMS:
            wording = replace(c.wording, strength=WordingStrength.DIRECT, hedges=())
            return replace(
                c,
                polarity=DENIES,
                rejected_by=rejection,
                wording=wording,
                cues=(*c.cues, rejection),
            )
        told = next((q for q in sentence.cues if q.kind == "attributions" and q.first < c.at), None)
        if (
            told is not None
            and c.polarity is AFFIRMS
            and c.wording.strength is WordingStrength.DIRECT
        ):
            return replace(
                c, wording=replace(c.wording, strength=WordingStrength.CONDITIONAL, hedges=(told,))
            )
        return c

    def _outcome(
        self, reading: Reading, subjects: Subjects, clause: Clause, o: Entity
    ) -> Iterator[Candidate]:
        move = self._move(reading, clause, o)
        if (
            o.term in self._symptoms
            and move is None
            and any(e.term in self._generic_harms for e in clause.entities)
        ):
            yield from self._harm(reading, subjects, clause, o, None)
            return
        if o.term in self._harms and o.term not in self._events:
            symptom = (
                move is not None
                and (move.cue.kind in ("better", "stop") or o.term in self._symptoms)
                and o.term not in self._generic_harms
            )
            if not symptom:
                yield from self._harm(reading, subjects, clause, o, move)
                return
        subject = subjects.clinical(clause, o.first)
        if subject is None or _only_controls(reading, clause):
            return
        condition = subjects.condition(clause, o)
        predicate, target = self._predicate(clause, o, move)
        if move is None:
            negation = self._direct_negation(reading, clause, o)
            if negation is None:
                yield from self._event(reading, subjects, clause, o, subject, condition)
                return
            good = reading.lexicon.terms[o.term].better != "higher"
            yield self._make(
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
                    "disability-progression"
                    if o.term in self._disability
                    else "disease-progression"
                )
                target = (
                    worsening
                    if predicate == st("improves") and o.term in self._disability
                    else target
                )
                predicate = st("prevents") if target == worsening else predicate
            sign = -sign if sign else 0
        polarity = AFFIRMS if sign > 0 else DENIES
        yield self._make(
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

    def _event(
        self,
        reading: Reading,
        subjects: Subjects,
        clause: Clause,
        o: Entity,
        subject: Iri,
        condition: Iri | None,
    ) -> Iterator[Candidate]:
        """ "Four of 16 patients had new lesions": the event happened, so it was not prevented."""
        if o.term not in self._events or not clause.has("observers"):
            return
        cue = next(
            (c for c in clause.of("occur") if c.phrase in _HAPPENED and 0 < o.first - c.last <= 4),
            None,
        )
        if cue is None:
            return
        yield self._make(
            reading,
            clause,
            o,
            subject,
            st("prevents"),
            self._measures.get(o.term, o.term),
            condition,
            DENIES,
            (cue,),
            "frame:event-happened",
            subjects,
        )

    def _direct_negation(self, reading: Reading, clause: Clause, o: Entity) -> Cue | None:
        """ "No relapse": a negation just before an event, or right before a state."""
        negation = negation_of(clause, o.first, 4 if o.term in self._events else 1, text=reading)
        far = 9 if negation is not None and negation.phrase in ("none", "nobody", "no one") else 4
        if negation is None or o.first - negation.last > far:
            return None
        if negation.phrase == "without" and any(
            negation.last < e.first < o.first for e in clause.entities if e.kind != "Outcome"
        ):
            return None
        return (
            None
            if any(
                negation.last < e.first < o.first for e in clause.entities if e.kind == "Outcome"
            )
            else negation
        )

    def _predicate(self, clause: Clause, o: Entity, move: _Move | None) -> tuple[Iri, Iri]:
        outcome = self._measures.get(o.term, o.term)
        if o.term in self._events or outcome in self._events:
            near = [
                e
                for e in clause.entities
                if e.term in self._disability and 0 < e.first - o.last <= 6
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
            and o.term in self._disability
            and move.negation is None
        ):
            return st("prevents"), _TERM + "disability-progression"
        return st("improves"), outcome

    def _move(self, reading: Reading, clause: Clause, o: Entity) -> _Move | None:
        inside = [(e.first, e.last) for e in clause.entities]
        cues = [
            c for c in clause.of(*EFFECTS)
            if not any(first <= c.first and c.last <= last for first, last in inside) and not (o.first <= c.last and c.first <= o.last)
        ]  # fmt: skip
        # "fewer", "more", "higher" before the outcome or after it; the nearest wins, a word before it a little sooner.
        ranked = sorted(cues, key=lambda c: (self._distance(reading, c, o), c.first))
        unmoved = self._unmoved(reading, clause, o)
        if unmoved is not None:
            return _Move(unmoved, 0, None)
        null = self._null_after(reading, clause, ranked[0], o) if ranked else None
        if null is not None:
            return _Move(null, 0, None)
        for cue in ranked:
            if self._distance(reading, cue, o) > self.reach * (2 if cue.kind == "null" else 1):
                return None
            if self._beyond_another(reading, clause, cue, o):
                continue
            sign = self._sign(reading, cue, o)
            if sign is None:
                continue
            blockers = [c.first for c in cues if c is not cue and c.kind != "null"]
            negation = (
                None
                if cue.kind == "null"
                else negation_of(clause, cue.first, self.negation_reach, blockers, text=reading)
            )
            if negation is None and cue.kind != "null" and o.first < cue.first:
                negation = negation_of(clause, o.first, 2, text=reading)
            return _Move(cue, sign, negation)
        return None

    def _unmoved(self, reading: Reading, clause: Clause, o: Entity) -> Cue | None:
        """ "Neither disability nor relapses changed", "did not affect walking": a change that is denied."""
        for cue in clause.of("change"):
            near = abs(cue.first - o.first) <= 8
            turned = negation_of(clause, cue.first, 10 if o.first < cue.first else 4, text=None)
            if near and turned is not None:
                return cue
        return None

    def _null_after(self, reading: Reading, clause: Clause, cue: Cue, o: Entity) -> Cue | None:
        """ "Fewer relapses, a difference that was not significant": the later null decides, unless it is about another outcome."""
        if cue.kind == "null":
            return None
        for null in clause.of("null"):
            between = [
                e
                for e in clause.entities
                if e.kind == "Outcome" and e is not o and max(cue.last, o.last) < e.first
            ]
            about = [e for e in between if abs(e.first - null.first) <= 6]
            if null.first > max(cue.last, o.last) and not about:
                return null
            gerund = reading.tokens[cue.first - 1].form in (
                "at",
                "in",
                "for",
            ) and cue.phrase.endswith("ing")
            if null.last < cue.first and gerund:  # "no better than placebo at reducing relapses"
                return null
        return None

    def _beyond_another(self, reading: Reading, clause: Clause, cue: Cue, o: Entity) -> bool:
        """Whether another outcome stands between, and this one is not listed with it ("symptoms lost from the progression")."""
        between = [
            e
            for e in clause.entities
            if e.kind == "Outcome" and cue.last < e.first and e.last < o.first
        ]
        if not between:
            return False
        gap = reading.text[between[-1].end : o.start]
        return not any(w in gap for w in (",", " and", " or", " nor", "&", "/", "(", " as well"))

    def _distance(self, reading: Reading, cue: Cue, o: Entity) -> float:
        if cue.last < o.first:
            gap = reading.text[cue.end : o.start]
            return (o.first - cue.last) + (4 if "," in gap else 0)
        gap = reading.text[o.end : cue.start]
        return 1.2 * (cue.first - o.last) + (4 if "," in gap else 0)

    def _sign(self, reading: Reading, cue: Cue, o: Entity) -> int | None:
        better = reading.lexicon.terms[o.term].better
        higher = better is not None and better.value == "higher"
        if cue.kind == "null":
            return 0
        if cue.kind == "better":
            return 1
        if cue.kind == "worse":
            return (
                None
                if cue.phrase.startswith(("lose", "losing", "lost")) and o.term in self._events
                else -1
            )
        if cue.kind == "stop":
            return 1
        if better is not None and better.value == "neither":
            return None
        rises = cue.kind == "increase"
        if o.term == _TERM + "walking-speed" and "time" in o.text.casefold():
            higher = False
        return 1 if rises == higher else -1

    def _harm(
        self, reading: Reading, subjects: Subjects, clause: Clause, o: Entity, move: _Move | None
    ) -> Iterator[Candidate]:
        subject = subjects.clinical(clause, o.first)
        if subject is None:
            return
        condition = subjects.condition(clause, o)
        generic = o.term in self._generic_harms
        level = move is not None and move.cue.kind == "null"
        negation = negation_of(clause, o.first, _HARM_REACH, text=reading) or negation_of(
            clause, o.last + 6, 5, text=reading
        )
        rare = _AS_RARE.search(reading.words(clause.sentence)) is not None
        no_more = negation is not None and any(
            c.kind in ("increase", "null") and negation.first <= c.first for c in clause.cues
        )
        if generic and (level or rare or no_more):
            disease = subjects.disease(clause)
            if disease is not None:
                yield self._make(
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
        if negation is not None or level:
            cues = (negation,) if negation is not None else (move.cue,) if move else ()
            yield self._make(
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
            return
        seen = [
            c
            for c in clause.of("occur", "cause")
            if not any(e.first <= c.first <= e.last for e in clause.entities)
        ]
        if not seen and not (clause.sentence.has("occur", "cause")):
            return
        cue = min(
            seen or [c for c in clause.sentence.cues if c.kind in ("occur", "cause")],
            key=lambda c: abs(c.first - o.first),
        )
        specific = any(
            e.term in self._harms and e.term not in self._generic_harms for e in clause.entities
        )
        if generic and (clause.has("safe") or specific):
            return
        yield self._make(
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

    def _safety(self, reading: Reading, subjects: Subjects, clause: Clause) -> Iterator[Candidate]:
        words = reading.text[reading.tokens[clause.first].start : reading.tokens[clause.last].end]
        if _UNPROVEN_SAFETY.search(words):
            subject, disease = subjects.clinical(clause, clause.last), subjects.disease(clause)
            cue = next((c for c in clause.of("negation")), None)
            if subject is not None and disease is not None and cue is not None:
                yield self._make_at(
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
            subject, disease = subjects.clinical(clause, cue.first), subjects.disease(clause)
            if subject is None or disease is None:
                return
            negation = negation_of(clause, cue.first, 5, text=reading)
            unsafe = cue.kind == "unsafe" or (
                negation is not None and not cue.phrase.startswith(("no ", "raised no"))
            )
            yield self._make_at(
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
            return

    def _disease(self, reading: Reading, subjects: Subjects, clause: Clause) -> Iterator[Candidate]:
        from stroma.audit.diseases import read_diseases

        yield from read_diseases(self, reading, subjects, clause)

    def _make(
        self, reading: Reading, clause: Clause, o: Entity, subject: Iri, predicate: Iri, target: Iri, condition: Iri | None,
        polarity: Polarity, cues: tuple[Cue, ...], rule: str, subjects: Subjects,
    ) -> Candidate:  # fmt: skip
        by_product = subjects.acts(clause, cues[-1].first if cues else o.first)
        seen_only = local_id(predicate) in (
            "improves",
            "prevents",
            "ameliorates",
            "causesAdverseEvent",
            "moreEffectiveIn",
        )
        flat = polarity is DENIES and (
            rule.endswith("-null") or rule in ("frame:no-harm", "frame:no-difference")
        )
        wording = read_wording(
            reading,
            clause,
            by_product=by_product,
            observed=seen_only and not by_product and not flat,
        )
        span = clause.sentence.span
        return Candidate(
            span.start, span.end, subject, predicate, target, condition, polarity, wording, cues, rule, clause.sentence.index, o.first,
            is_subgroup=clause.has("responders"), as_people=clause.sentence.has("humans"),
        )  # fmt: skip

    def _make_at(
        self, reading: Reading, clause: Clause, cue: Cue, subject: Iri, predicate: Iri, target: Iri, condition: Iri | None,
        polarity: Polarity, rule: str, subjects: Subjects,
    ) -> Candidate:  # fmt: skip
        point = Entity(cue.start, cue.end, cue.phrase, "", target, cue.first, cue.last)
        return self._make(
            reading,
            clause,
            point,
            subject,
            predicate,
            target,
            condition,
            polarity,
            (cue,),
            rule,
            subjects,
        )


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


def _once(made: list[Candidate]) -> list[Candidate]:
    """Each content of a sentence once; a denial of the same content wins over its assertion in the same clause."""
    seen: dict[tuple[Iri, Iri, Iri], Candidate] = {}
    for candidate in made:
        seen.setdefault((candidate.subject, candidate.predicate, candidate.object), candidate)
    return list(seen.values())
