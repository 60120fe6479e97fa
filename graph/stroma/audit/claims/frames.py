"""Which claims about patients does a sentence make? Outcomes, harms, safety, benefit for a disease, cure, approval.

Read first: `FrameReader.read`. An outcome is a claim when a word moves it (better, fewer, no difference ...) near it in its
clause; the outcome's better direction decides whether a rise is a benefit. Aims, questions and headings make none.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from stroma.audit.claims.arms import Arms, is_bound, read_arms
from stroma.audit.claims.background import read_background
from stroma.audit.claims.candidates import Candidate, denies_harm, family_of
from stroma.audit.claims.diseases import read_diseases
from stroma.audit.claims.harms import read_safety
from stroma.audit.claims.headlines import asserts
from stroma.audit.claims.listed import of_each_listed
from stroma.audit.claims.moves import Mover
from stroma.audit.claims.outcomes import read_outcome
from stroma.audit.claims.places import Place, Relation
from stroma.audit.claims.rivals import beaten_cells, find_rival
from stroma.audit.language.clauses import Clause, split_clauses
from stroma.audit.language.groups import CONTROLS, PEOPLE
from stroma.audit.language.lexicon import Lexicon, read_table
from stroma.audit.language.negation import is_turned_down
from stroma.audit.language.terms import ADVERSE_EVENT, DEATH, SERIOUS_ADVERSE_EVENT, TERM
from stroma.audit.language.wording import is_aim, is_own_tale
from stroma.model import Polarity, WordingStrength
from stroma.vocabulary import Iri, st, to_iri

if TYPE_CHECKING:
    from stroma.audit.claims.subjects import Subjects
    from stroma.audit.language.cues import Cue
    from stroma.audit.language.entities import Entity
    from stroma.audit.language.reading import Reading, ReadSentence
    from stroma.store import EvidenceStore

# Complaints of patients that a treatment may also cause.
_SYMPTOMS = ("fatigue", "pain", "vas-pain", "musculoskeletal-pain", "neck-pain", "spasticity")
# "Patients given sham improved, those given cells did not."
_CONTROLS_ALONE = re.compile(
    rf"(?i)\b{CONTROLS}\b[^.;,]{{0,30}}\b(?:improved|benefi\w+|recovered|got better|did better)[,;]?"
    rf" (?:(?:while|whereas|but|and) )?(?:those|{PEOPLE}|the) (?:[\w-]+ ){{0,5}}did not(?=\s*[.,;)]|$)"
)
# "The report does not list side effects" says nothing on whether there were any.
_SILENT = re.compile(
    r"(?i)\b(?:they|it|compan(?:y|ies)|makers?|sponsors?|statements?)(?: (?!and\b|but\b)[\w']+){0,3}? (?:does|do|did) not (?:list|mention|name)\b|\b(?:reports?|papers?|articles?|summar(?:y|ies)|accounts?|abstracts?|sources?|texts?|press releases?|publications?|records?)\b(?: (?!and\b|but\b)[\w']+){0,5}? (?:does|do|did) not"
    r" (?:list|report|mention|describe|state|say|tell|give|cover|contain|include)\b|\b(?:abstracts?|summar(?:y|ies)|accounts?|cop(?:y|ies)|texts?|reports?)\b[^.;]{0,40}? (?:stop(?:s|ped)?|breaks? off|broke off|ends?|ended|(?:is |was )?cut (?:off|short)) before\b"
    r"|\bno (?:account|word|mention|report|details?|information|data) (?:of|on|about) (?:\w+ ){0,2}(?:side effects|harms|safety|adverse)"
)
# "I would have loved to bring better news", "they had said beforehand that they would need", "I don't read harm into three deaths", "better than I'd feared": none says what happened.
_WISHED = re.compile(
    r"(?i)\bwould have (?:loved|liked|hoped|wished|preferred)\b"
    r"|\b(?:caution|warn)(?:s|ed)? that (?:this|it) (?:was|is) (?:only )?an? \w+"
    r"|\b(?:said|agreed|decided|set|fixed|declared|chosen|stated) (?:\w+ )?(?:beforehand|in advance)\b"
    r"|(?:\bnot|n't|\bnever) (?:read|see|find) (?:\w+ )?(?:harm|danger|risk|blame) in(?:to)?\b"
    r"|\b(?:better|worse|less|more|milder) than (?:I|we|you|one|anyone|she|he)(?:'d|'ve)? (?:(?:had|have|might|would|may) ){0,2}(?:feared|hoped|expected|thought|imagined|dared)\b"
)
# "There is a yardstick called the ACR20, roughly a fifth better": what a measure means, of nobody.
_GLOSS = re.compile(
    r"(?i)\b(?:yardsticks?|scales?|scores?|measures?|questionnaires?|tests?|index|indices|criteri(?:on|a))\b[^.;]{0,40}\b(?:called|known as|named|dubbed) (?:the |an? )?(?-i:[A-Z])"
    r"|\b(?:stands for|is (?:shorthand|jargon|short) for|is (?:the|a|an) (?:\w+ ){0,3}(?:yardstick|scale|score|measure|questionnaire|test|index)\b)"
)
_OF_SOMEBODY = re.compile(
    rf"(?i)\b(?:cells?|treat\w*|patients?|people|participants?|{CONTROLS}|groups?|arms?|given|got|received|reached|scored|rose|fell)\b"
)
# "Someone asked if stem cells can undo it": a question, in the words of another sentence.
_ASKED = re.compile(
    r"(?i)\b(?:ask(?:s|ed|ing)?|wonder(?:s|ed|ing)?|want(?:s|ed)? to know|find out|found out)\b[^.;]{0,60}?\b(?:if|whether)\b"
)
# "They then counted who had improved by five points": how it was measured, and not yet what came out.
_COUNTED_WHO = re.compile(
    r"(?i)\b(?:count(?:ed|ing)?|record(?:ed|ing)?|check(?:ed|ing)?|measur(?:ed|ing)|not(?:ed|ing)|look(?:ed|ing) at|add(?:ed|ing) up|kept track of)"
    r" (?:who|how (?:many|much|often|far|long|well)|which of)\b[^:;]*$"
)
# "Nor does a clot after an infusion prove what caused it": that it came from the cells is open, not that it was seen.
_UNPROVED = re.compile(r"(?i)(?:\bnor|\bnot|n't|\bcannot)\b[^.;]{0,90}\b(?:prove|proves|proof)\b")
OF_OTHERS = re.compile(
    r"(?i)\bno other (?:\w+ )?(?:treatments?|therap\w+|drugs?|products?|medicines?|approach)\b|\buntil (?:now|then|recently)\b"
    r"|\bno (?:drug|treatment|therapy|medicine) (?:had|has) (?:ever|yet|so far)\b|\bsimilar (?:results?|findings?|effects?) (?:were|was|have been|had been) (?:seen|reported|found|obtained)\b(?! in (?:both|the two))"
)
"""What is said of other treatments or another study: "no other treatment has helped so much" denies nothing of this one."""
_ASKS_SAFETY = re.compile(
    r"(?i)\b(?:safe(?:ty)?|harms?|risks?|side effects?|dangers?|dangerous|complications?)\b"
)
_GROUPS_ALIKE = re.compile(
    r"(?i)\b(?:groups?|arms?|halves|sides?)\b[^.;]{0,40}\b(?:alike|similar|the same|level|no different|equal)\b"
)
_GAINING = ("better", "effective", "compare", "increase")
_NONE_BETTER = re.compile(
    r"(?i)\b(?:none|neither|not one|no one)\b(?: of (?:the|these|those|its|all)?(?: [\w-]+){0,5}?| (?:products?|treatments?|injections?|infusions?|kinds?))?"
    r" (?:did|was|were|worked|fared|performed|proved|turned out|came out|had|has|is|are)(?: \w+)? (?:better|superior|more effective)\b(?=[^.;]{0,30}\b(?:than|to)\b)"
)
""" "None of the four injections did better than ...": of every product of a study."""
_WEIGHED_WORD = re.compile(
    r"(?i)[\"'”] (?:is|was|are|were|would be|may be|seems?|sounds?) (?:a |an )?(?:far |much |rather |too )*(?:big(?:ger)?|strong(?:er)?|large(?:r)?|grand(?:er)?|bold(?:er)?|heavy|heavier|great(?:er)?)(?: an?)? (?:words?|claims?|statements?|phrases?|terms?)\b"
)
""" "Saved people" is a bigger word than either will carry": a wording that is weighed."""
_BEATS_CELLS = re.compile(
    r"(?i)\b(?:beats?|outperform(?:s|ed)?|outdo(?:es)?|outdid|outshines?|trumps?|surpass(?:es|ed)?) (?:the |these |those |any |their |all )?(?:stem )?(?:cells|infusions?|injections?)\b"
)
_PASSED = frozenset(("did not last", "evaporated", "fizzled out"))
_BY_CHANCE = ("due to chance", "down to chance")
_LESS_THAN_HALF = ("fewer than half", "less than half")
_FEW_LETTERS = 30
_WITH = re.compile(r"(?i)\bwith (?:an? |the )?(?:[\w-]+ )?$")
_LIMIT = re.compile(
    r"(?i)\s+(?:of|at)\s+(?:\d[\d.]*\s?(?:%|per ?cent|points?)? or (?:less|lower|below|under|more|higher|above|over)|(?:at (?:most|least)|no more than|less than|more than|under|below|above|over) \d)"
    r"|\s+(?:below|under|above|over) \d"
)
_WHO = 3
"""Tokens from the "without" of some people to what they are without."""
AFFIRMS, DENIES = Polarity.AFFIRMS, Polarity.DENIES


class FrameReader:
    """Reads the claims of sentences; knows which outcomes are events and which are harms."""

    def __init__(
        self, store: EvidenceStore, settings: dict[str, int], lexicon: Lexicon | None = None
    ) -> None:
        self.store = store
        self.negation_reach = settings["negation_reach"]
        harms = store.narrower(ADVERSE_EVENT)
        beyond = lexicon.terms.values() if lexicon is not None else ()
        self.harms = harms | {t.iri for t in beyond if set(t.broader) & harms}
        self.symptoms = {TERM + slug for slug in _SYMPTOMS} | {
            term.iri for term in store.records.terms.values() if term.slug in _SYMPTOMS
        }
        self.events = frozenset().union(
            *(
                store.narrower(TERM + slug)
                for slug in (
                    "disease-progression",
                    "relapse",
                    "mri-lesion-activity",
                    "chronic-gvhd-onset",
                )
            ),
            {to_iri("HP:0012444"), TERM + "grey-matter-atrophy", TERM + "opioid-use"},
            _prevented(store) - self.harms,
        ) - {TERM + "progression-free-survival"}
        self.mover = Mover(settings["reach"], settings["negation_reach"], self.events)
        self.disability = store.narrower(TERM + "disability")
        slugs = {term.slug: iri for iri, term in store.records.terms.items()}
        self.measures = {
            slugs[row["measure"]]: slugs[row["outcome"]]
            for row in read_table("measures.tsv")
            if row["measure"] in slugs and row["outcome"] in slugs
        }
        self.deaths = store.narrower(DEATH) - {DEATH}
        self.generic_harms = {ADVERSE_EVENT, SERIOUS_ADVERSE_EVENT}

    def read(self, reading: Reading, subjects: Subjects) -> list[Candidate]:
        """Every candidate of a text, in order; the same content in one sentence once."""
        found: list[Candidate] = []
        asked, is_heading, on_safety = 0, False, False
        for sentence in reading.sentences:
            is_question = reading.words(sentence).rstrip().endswith("?")
            if sentence.span.is_heading or is_question:
                asked, is_heading = sentence.span.paragraph, sentence.span.is_heading
                on_safety = _ASKS_SAFETY.search(reading.words(sentence)) is not None
            elif not is_heading and sentence.span.paragraph > asked + 1:
                on_safety = False  # a question reaches to the next paragraph
            if sentence.span.is_heading and not asserts(reading, sentence):
                continue
            words = reading.words(sentence)
            if words.rstrip("\"')] ").endswith("?") or is_own_tale(reading, sentence):
                continue
            if any(p.search(words) for p in (_SILENT, _WISHED, _ASKED, OF_OTHERS)):
                continue
            if _WEIGHED_WORD.search(words) or self._is_beaten(sentence, words, subjects):
                continue
            if _GLOSS.search(words) and not _OF_SOMEBODY.search(words):
                continue
            if _COUNTED_WHO.search(words) and not sentence.has("comparators"):
                continue
            made: list[Candidate] = []
            for clause in split_clauses(reading, sentence):
                made += self._clause(reading, subjects, sentence, clause)
            if (none := _NONE_BETTER.search(words)) is not None and not sentence.has("aims"):
                told = list(self._none_better(reading, subjects, sentence, none.span()))
                said = {(c.subject, c.object) for c in told}
                made = [c for c in made if (c.subject, c.object) not in said] + told
            if not made:
                made += self._figures(reading, subjects, sentence)
            for c in _once(made):
                alike = c.polarity is DENIES and _GROUPS_ALIKE.search(words) is not None
                if on_safety and alike and c.name == "ameliorates":
                    continue  # "Was it safe? The two groups looked alike."
                found += of_each_listed(reading, subjects, sentence, c)
        return found

    def _is_beaten(self, sentence: ReadSentence, words: str, subjects: Subjects) -> bool:
        """ "An electric bike beats the cells": of something else, which is better."""
        beaten = _BEATS_CELLS.search(words)
        if beaten is None:
            return False
        at = sentence.span.start + beaten.start()
        return not any(subjects.is_product(e) and e.start < at for e in sentence.entities)

    def _clause(
        self, reading: Reading, subjects: Subjects, sentence: ReadSentence, clause: Clause
    ) -> Iterator[Candidate]:
        """What the rules read in a clause, with what its sentence adds."""
        clause = replace(clause, cues=tuple(q for q in clause.cues if not is_bound(reading, q)))
        made = self._read(Place(self, reading, subjects, clause))
        by_name = sentence.has("comparators")
        if by_name and _CONTROLS_ALONE.search(reading.words(sentence)):
            made = [_turned(c) for c in made]
        figures = read_arms(reading, sentence)
        if figures is not None:
            made = [_reported(c, figures, by_name=by_name) for c in made]
        cells = [e for e in sentence.entities if subjects.is_product(e)]
        if rival := find_rival(reading.words(sentence)) or beaten_cells(reading, sentence, cells):
            made = [
                replace(c, rival=rival) if family_of(c.predicate) == "benefit" else c for c in made
            ]
        unproved = _UNPROVED.search(reading.words(sentence)) is not None
        made = [c for c in made if not (unproved and denies_harm(c))]
        for candidate in made:
            if not self._is_doubtful(clause, candidate):
                yield self._with_rejection(reading, sentence, candidate)

    def _read(self, place: Place) -> list[Candidate]:
        """What each group of rules reads in a clause, in order, without what is only aimed at."""
        reading, clause = place.reading, place.clause
        made: list[Candidate] = []
        for entity in clause.entities:
            if entity.kind == "Outcome" and not is_aim(reading, clause, entity.first) and not _tells_who(clause, entity) and not _is_entry(reading, entity):  # fmt: skip
                made += read_outcome(place, entity)
        made = [_as_goal(clause, c) for c in made]
        made += _reached(place, read_safety(place))
        diseases = _reached(place, read_diseases(place))
        made += [c for c in diseases if _stands_beside(c, made)]
        return made + _reached(place, read_background(place))

    def _figures(
        self, reading: Reading, subjects: Subjects, sentence: ReadSentence
    ) -> Iterator[Candidate]:
        """The figures of both groups in a sentence from which nothing else was read."""
        figures = read_arms(reading, sentence)
        harms = any(e.term in self.harms for e in sentence.entities)
        if figures is None or figures.is_rough or harms or sentence.has("aims"):
            return
        clause = Clause(sentence, sentence.first, sentence.last, sentence.cues, sentence.entities)
        subject, disease = subjects.clinical(clause, sentence.last), subjects.disease(clause)
        cue = next((c for c in sentence.cues if c.kind == "comparators"), None)
        if subject is not None and disease is not None and cue is not None:
            place = Place(self, reading, subjects, clause)
            said = Relation(subject, "ameliorates", disease)
            made = place.make_at(cue, said, AFFIRMS, "frame:arms")
            exact = figures.are_exact
            yield replace(made, figures=figures.pair, figures_by_name=True, figures_are_exact=exact)

    def _none_better(
        self, reading: Reading, subjects: Subjects, sentence: ReadSentence, span: tuple[int, int]
    ) -> Iterator[Candidate]:
        """ "None of the three did better than cortisone": no gain in the disease over that, of each product of the study."""
        clause = Clause(sentence, sentence.first, sentence.last, sentence.cues, sentence.entities)
        start, end = (sentence.span.start + at for at in span)
        cue = next((c for c in sentence.cues if c.kind in _GAINING and start <= c.start < end), None)  # fmt: skip
        disease = subjects.disease(clause)
        if cue is None or disease is None:
            return
        named = any(subjects.is_product(e) for e in sentence.entities)
        several = () if named else subjects.of_study(sentence)
        place, rival = Place(self, reading, subjects, clause), find_rival(reading.words(sentence))
        for subject in several or (subjects.clinical(clause, cue.first),):
            if subject is not None:
                said = Relation(subject, "ameliorates", disease)
                yield replace(place.make_at(cue, said, DENIES, "frame:none-better"), rival=rival)

    def _is_doubtful(self, clause: Clause, c: Candidate) -> bool:
        """Whether a denial by chance is itself a "may be", or a negation before an asserted benefit is left over: better no claim than a denial read as a benefit."""
        chance = [q for q in clause.sentence.cues if q.phrase in _BY_CHANCE]
        if c.cues and c.cues[-1].phrase in _BY_CHANCE:
            return bool(c.wording.hedges)  # "the gain may be due to chance" denies nothing
        if chance and clause.sentence.has("hedges") and family_of(c.predicate) == "benefit":
            return True  # "fewer lesions, but this could have been chance" asserts nothing
        if c.polarity is DENIES or family_of(c.predicate) not in ("benefit", "cure") or not c.cues:
            return False
        if any(
            q.phrase in _LESS_THAN_HALF and q.last < c.cues[-1].first for q in clause.of("pseudo")
        ):
            return True  # "fewer than half of them improved" asserts no benefit
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
        if rejection is not None and rejection.phrase in _PASSED and c.name == "causesAdverseEvent":
            rejection = None  # "they did not last": they were there
        own = rejection is not None and any(q.first <= rejection.last and rejection.first <= q.last for q in c.cues)  # fmt: skip
        if rejection is not None and denies_harm(c) and not own:  # "no side effects: a myth"
            return replace(c, polarity=AFFIRMS, rejected_by=rejection, cues=(*c.cues, rejection))
        if own and c.name == "safeIn":
            return c  # "do not let them tell you that the cells are dangerous": the word is the claim itself
        if rejection is not None and c.polarity is AFFIRMS:
            wording = replace(c.wording, strength=WordingStrength.DIRECT, hedges=())
            return replace(
                c,
                polarity=DENIES,
                rejected_by=rejection,
                wording=wording,
                cues=(*c.cues, rejection),
            )
        if c.name == "safeIn" and c.polarity is AFFIRMS and (turn := self._told_safe(sentence, c)):
            return replace(c, polarity=DENIES, rejected_by=turn, cues=(*c.cues, turn))
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

    def _told_safe(self, sentence: ReadSentence, c: Candidate) -> Cue | None:
        """ "They are safe, clinics say, but deaths have been reported": the contrast that turns somebody else's "safe"."""
        turn = next((q for q in sentence.cues if q.kind == "contrasts" and q.first > c.at), None)
        if turn is None:
            return None
        told = any(q.kind == "attributions" and q.first < turn.first for q in sentence.cues)
        after = [e for e in sentence.entities if e.first > turn.last and e.term in self.harms]
        denied = any(q.kind == "negation" and q.first > turn.last for q in sentence.cues)
        return turn if told and after and not denied else None


def _tells_who(clause: Clause, entity: Entity) -> bool:
    """ "Among children without a disability": an outcome that says who they are."""
    return any(
        c.phrase == "people without" and 0 < entity.first - c.last <= _WHO for c in clause.cues
    )


def _is_entry(reading: Reading, entity: Entity) -> bool:
    """ "People with an ejection fraction of 35 per cent or less": a value by which people were chosen."""
    before = reading.text[max(0, entity.start - _FEW_LETTERS) : entity.start]
    return _WITH.search(before) is not None and _LIMIT.match(reading.text, entity.end) is not None


def _prevented(store: EvidenceStore) -> set[Iri]:
    """The events of which findings say that the treatment prevents them, or does not."""
    return {f.object for f in store.findings.values() if f.predicate == st("prevents")}


def _reached(place: Place, made: Iterable[Candidate]) -> list[Candidate]:
    """Candidates without those that a clause only aims at."""
    return [c for c in made if not is_aim(place.reading, place.clause, c.at)]


def _as_goal(clause: Clause, c: Candidate) -> Candidate:
    """ "Reached its other main goal, with people more likely to live free of it": an endpoint that is said to be met, outright, whatever tells it."""
    met = next((q for q in clause.of("endpoint-met") if q.last < c.at), None)
    if met is None or c.polarity is DENIES or family_of(c.predicate) != "benefit":
        return c
    wording = replace(c.wording, strength=WordingStrength.DIRECT, hedges=())
    return replace(c, cues=(*c.cues, met), wording=wording)


def _stands_beside(c: Candidate, made: Sequence[Candidate]) -> bool:
    """Whether a claim on a disease says more than the outcomes read in its clause, where a benefit was."""
    if not any(o.name in ("improves", "prevents", "ameliorates") for o in made):
        return True
    if c.name in ("cures", "approvedFor", "moreEffectiveIn"):
        return True
    stood = {o.polarity for o in made if family_of(o.predicate) == "benefit"}
    milder = c.cues[-1].phrase in ("milder", "less severe")
    return milder or (_is_endpoint(c) and c.polarity not in stood)


def _turned(c: Candidate) -> Candidate:
    """A benefit that only the comparison group had."""
    benefit = family_of(c.predicate) == "benefit" and c.polarity is AFFIRMS
    return replace(c, polarity=DENIES, rule="frame:controls-alone") if benefit else c


def _reported(c: Candidate, figures: Arms, *, by_name: bool) -> Candidate:
    """A benefit that a sentence with the figures of both groups does not assert: they stand for themselves."""
    if c.polarity is DENIES or family_of(c.predicate) != "benefit" or _is_endpoint(c):
        return c
    return replace(
        c, figures=figures.pair, figures_by_name=by_name, figures_are_rough=figures.is_rough,
        figures_are_exact=figures.are_exact, rule="frame:arms",
    )  # fmt: skip


def _is_endpoint(c: Candidate) -> bool:
    return bool(c.cues) and c.cues[-1].kind.startswith("endpoint")


def _once(made: list[Candidate]) -> list[Candidate]:
    """Each content of a sentence once; a denial of the same content wins over its assertion in the same clause."""
    seen: dict[tuple[Iri, Iri, Iri], Candidate] = {}
    for candidate in made:
        seen.setdefault((candidate.subject, candidate.predicate, candidate.object), candidate)
    return list(seen.values())
