"""Which claims about patients does a sentence make? Outcomes, harms, safety, benefit for a disease, cure, approval.

Read first: `FrameReader.read`. An outcome is a claim when a word moves it (better, fewer, no difference ...) near it in its
clause; the outcome's better direction decides whether a rise is a benefit. Aims, questions and headings make none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from stroma.audit.background import read_background
from stroma.audit.claims import Candidate, family_of
from stroma.audit.diseases import read_diseases
from stroma.audit.entities import Entity
from stroma.audit.harms import read_harm, read_safety
from stroma.audit.headlines import asserts
from stroma.audit.lexicon import Lexicon, read_table
from stroma.audit.moves import Move, Mover
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
    from stroma.audit.cues import Cue
    from stroma.audit.reading import Reading, ReadSentence
    from stroma.audit.subjects import Subjects
    from stroma.store import EvidenceStore

_TERM = to_iri("term:x")[:-1]
# Complaints of patients that a treatment may also cause.
_SYMPTOMS = ("fatigue", "pain", "vas-pain", "musculoskeletal-pain", "neck-pain", "spasticity")
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
AFFIRMS, DENIES = Polarity.AFFIRMS, Polarity.DENIES


class FrameReader:
    """Reads the claims of sentences; knows which outcomes are events and which are harms."""

    def __init__(
        self, store: EvidenceStore, settings: dict[str, int], lexicon: Lexicon | None = None
    ) -> None:
        self.store = store
        self.negation_reach = settings["negation_reach"]
        harms = store.narrower(_TERM + "adverse-event")
        beyond = lexicon.terms.values() if lexicon is not None else ()
        self.harms = harms | {t.iri for t in beyond if set(t.broader) & harms}
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
        self.mover = Mover(settings["reach"], settings["negation_reach"], self._events)
        self._disability = store.narrower(_TERM + "disability")
        slugs = {term.slug: iri for iri, term in store.records.terms.items()}
        self._measures = {
            slugs[row["measure"]]: slugs[row["outcome"]]
            for row in read_table("measures.tsv")
            if row["measure"] in slugs and row["outcome"] in slugs
        }
        self.generic_harms = {_TERM + "adverse-event", _TERM + "serious-adverse-event"}

    def read(self, reading: Reading, subjects: Subjects) -> list[Candidate]:
        """Every candidate of a text, in order; the same content in one sentence once."""
        found: list[Candidate] = []
        for sentence in reading.sentences:
            if sentence.span.is_heading and not asserts(reading, sentence):
                continue
            if reading.words(sentence).rstrip("\"')] ").endswith("?"):
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
            c
            for c in read_safety(self, reading, subjects, clause)
            if not is_aim(reading, clause, c.at)
        ]
        if not any(c.name in ("improves", "prevents", "ameliorates") for c in made):
            made += [
                c
                for c in read_diseases(self, reading, subjects, clause)
                if not is_aim(reading, clause, c.at)
            ]
        else:
            made += [
                c
                for c in read_diseases(self, reading, subjects, clause)
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
            if not self._is_doubtful(clause, candidate):
                yield self._with_rejection(reading, sentence, candidate)

    def _is_doubtful(self, clause: Clause, c: Candidate) -> bool:
        """Whether a negation before an asserted benefit is left over: better no claim than a denial read as a benefit."""
        if c.polarity is DENIES or family_of(c.predicate) not in ("benefit", "cure") or not c.cues:
            return False
        used = {q.first for q in c.cues}
        pseudo = {i for q in clause.of("pseudo") for i in range(q.first, q.last + 1)}
        for cue in clause.of("negation"):
            if cue.first in used or cue.first in pseudo or cue.last >= c.cues[-1].first:
                continue
            bound = any(
                e.kind == "Outcome" and 0 < e.first - cue.last <= 6 and e.first != c.at
                for e in clause.entities
            )
            if not bound:
                return True
        return False

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
        move = self.mover.move(reading, clause, o)
        if o.term in self._symptoms and move is None and clause.has("treat"):
            return
        if (
            o.term in self._symptoms
            and move is None
            and any(e.term in self.generic_harms for e in clause.entities)
        ):
            yield from read_harm(self, reading, subjects, clause, o, None)
            return
        if o.term in self.harms and o.term not in self._events:
            symptom = (
                move is not None
                and (move.cue.kind in ("better", "stop") or o.term in self._symptoms)
                and o.term not in self.generic_harms
            )
            if not symptom:
                yield from read_harm(self, reading, subjects, clause, o, move)
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
            yield self.make(
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
        yield self.make(
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
        yield self.make(
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
        if negation is not None and negation.phrase in _VERBAL:
            between = {t.form for t in reading.tokens[negation.last + 1 : o.first]}
            if between - _HAVING:
                return None  # "did not shorten relapses" says nothing of their absence
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

    def _predicate(self, clause: Clause, o: Entity, move: Move | None) -> tuple[Iri, Iri]:
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

    def make(
        self, reading: Reading, clause: Clause, o: Entity, subject: Iri, predicate: Iri, target: Iri, condition: Iri | None,
        polarity: Polarity, cues: tuple[Cue, ...], rule: str, subjects: Subjects,
    ) -> Candidate:  # fmt: skip
        """A candidate about an outcome of a clause, with the wording of that clause."""
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

    def make_at(
        self, reading: Reading, clause: Clause, cue: Cue, subject: Iri, predicate: Iri, target: Iri, condition: Iri | None,
        polarity: Polarity, rule: str, subjects: Subjects,
    ) -> Candidate:  # fmt: skip
        """A candidate that hangs on a cue rather than on a named outcome."""
        point = Entity(cue.start, cue.end, cue.phrase, "", target, cue.first, cue.last)
        return self.make(
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
