"""One way through an audit: read, find mentions, link, read claims, judge, see what is missing.

Read first: `Auditor`.
"""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING, Final

from stroma.audit.claims.candidates import denies_harm, turned_down_elsewhere
from stroma.audit.claims.conforming import conform
from stroma.audit.claims.frames import FrameReader
from stroma.audit.claims.promised import promised_to_patients
from stroma.audit.claims.subjects import Subjects
from stroma.audit.claims.understood import find_understood
from stroma.audit.judging.figures import other_count, told_by_figures, without_controls
from stroma.audit.judging.half_read import with_unread
from stroma.audit.judging.harms_beside import HarmsBeside
from stroma.audit.judging.judge import Judge
from stroma.audit.judging.matching import Matcher
from stroma.audit.judging.omissions import find_omissions
from stroma.audit.judging.plain_safety import told_harms, without_lone_word
from stroma.audit.judging.questions import ask
from stroma.audit.judging.results import Audit, Judged
from stroma.audit.judging.signs import hold_or_ask
from stroma.audit.judging.told import told_elsewhere
from stroma.audit.judging.told_figures import counted_together, other_figures, uncompared
from stroma.audit.judging.told_groups import without_ticks
from stroma.audit.judging.unjudged import find_unjudged
from stroma.audit.language.cues import load_cues
from stroma.audit.language.languages import check_language, foreign_sentences, may_be_foreign
from stroma.audit.language.lexicon import load_lexicon, read_toml
from stroma.audit.language.reading import Reading, read_text
from stroma.audit.studies.assigning import StudyFinder
from stroma.audit.studies.features import FeatureReader
from stroma.audit.studies.linking import LinkedMention, Linker
from stroma.audit.studies.mentions import (
    OWN_PRACTICE,
)
from stroma.errors import InputError
from stroma.model import Design
from stroma.vocabulary import to_iri

if TYPE_CHECKING:
    from stroma.audit.claims.candidates import Candidate
    from stroma.audit.readers.documents import Document
    from stroma.store import EvidenceStore
    from stroma.vocabulary import Iri


_GIVES_CELLS: Final = re.compile(
    r"(?i)\b(?:(?:our|precursor|progenitor|marrow|cord|fat|donor|nerve-forming|own|living|cultured|selected) cells|cells (?:from|of|out of) (?:\w+ ){0,3}(?:donors?|marrow|fat|cords?|blood|placentas?)"
    r"|cells?,? (?:[\w',-]+ ){0,9}(?:inject|infus|implant|transplant)\w+|(?:inject|infus|implant|transplant)\w* (?:[\w-]+ ){0,3}cells|cell (?:therap|treatment|transplant|infusion|injection|product)\w*)\b"
)
"""Words of a text on a cell therapy that names no kind of cells as the graph calls them."""
_CELLS: Final = re.compile(r"(?i)\bcells?\b")
_GIVEN: Final = re.compile(r"(?i)\b(?:inject|infus|implant|transplant|graft|syringe)\w*")
_OFTEN: Final = 2
"""How often a text that gives something by needle or graft speaks of cells, if it is on a cell therapy: "the nose cells"."""


class Auditor:
    """Audits articles against one evidence store; build it once, use it for many."""

    def __init__(self, store: EvidenceStore) -> None:
        self.store = store
        self.rules = read_toml("rules.toml")
        self.book = load_cues()
        self.lexicon = load_lexicon(store.records)
        self.features = FeatureReader(store.records)
        self.matcher = Matcher(store, self.lexicon)

    @cached_property
    def _studies(self) -> StudyFinder:
        linker = Linker(self.store, self.lexicon, self.rules["linking"])
        return StudyFinder(self.store, self.features, linker)

    @cached_property
    def _frames(self) -> FrameReader:
        return FrameReader(self.store, self.rules["frames"], self.lexicon)

    @cached_property
    def _harms_beside(self) -> HarmsBeside:
        return HarmsBeside(self.store, self.lexicon)

    @property
    def version(self) -> str:
        """The version of the rules."""
        return str(self.rules["version"])

    def audit(self, document: Document) -> Audit:
        """Compare an article with the evidence.

        Raises:
            InputError: if the text is empty, in another language, or not about cell therapy.
        """
        if not document.text.strip():
            raise InputError(f"{document.name}: the document holds no text")
        with self.store.at_once():
            return self._audit(document)

    def _audit(self, document: Document) -> Audit:
        check_language(document.text, document.name)
        reading = read_text(document.text, self.lexicon, self.book)
        mentions = self._studies.told(reading)
        subjects = self._subjects(reading, mentions)
        mentions = [
            self._studies.cut(reading, x, subjects.length(i)) for i, x in enumerate(mentions)
        ]
        subjects = self._subjects(reading, mentions)
        of_cells = any(subjects.is_product(e) for e in reading.entities) or _is_on_cells(
            reading.text
        )
        if not of_cells and not any(x.proposed for x in mentions):
            raise InputError(
                f"{document.name}: nothing about cell therapy found{_in_english(document.text)}"
            )
        read = self._frames.read(reading, subjects)
        topics = ((c, subjects.topic_at(reading.sentences[c.sentence])) for c in read)
        fitted = (conform(c, self.store.records, self.lexicon, topic) for c, topic in topics)
        candidates = [c for c in fitted if c is not None and not _is_mixed(c, reading, subjects)]
        foreign = foreign_sentences(reading.text, [s.span for s in reading.sentences])
        candidates = [c for c in candidates if c.sentence not in foreign]
        candidates = turned_down_elsewhere(candidates)
        candidates = promised_to_patients(candidates, reading)
        opened: dict[int, list[int]] = {}
        for x in mentions:
            first = reading.sentences[x.mention.sentences[0]].span
            opened.setdefault(first.paragraph, []).append(x.mention.start)
        claims = [
            self._judged(c, document, reading, subjects, mentions, opened) for c in candidates
        ]
        for rule in (told_by_figures, other_count, without_controls):
            claims = [rule(j, reading, self.store) for j in claims]
        claims = [other_figures(j, reading, self.matcher) for j in claims]
        claims = counted_together(claims, self.matcher, reading, document.sha256)
        claims = told_elsewhere(claims, self.store, reading, mentions)
        claims = told_harms(claims, reading, self._frames.harms, self.store)
        claims = [without_lone_word(j, self.store) for j in claims]
        claims = [self._with_understood(j, reading, subjects, mentions) for j in claims]
        omissions = find_omissions(
            self.store, self.matcher, reading, mentions, claims, self.features
        )
        claims = without_ticks(claims, omissions)
        claims, omissions = ask(claims, omissions, reading, mentions, self.store)
        claims = [self._harms_beside.beside(j) for j in claims]
        claims = [uncompared(j, reading, self.matcher) for j in claims]
        claims, omissions, signs = hold_or_ask(
            claims, omissions, len(reading.sentences), self.rules["signs"], self.store.findings
        )
        claims = with_unread(claims, reading)
        unjudged = find_unjudged(reading, subjects, claims, self.store, foreign)
        return Audit(document, reading, mentions, claims, omissions, self.version, unjudged, signs)

    def _subjects(self, reading: Reading, mentions: list[LinkedMention]) -> Subjects:
        linked = {i: x.proposed for i, x in enumerate(mentions)}
        return Subjects(reading, [x.mention for x in mentions], self.store, linked)

    def _is_of_animals(self, study: Iri) -> bool:
        return self.store.records.studies[study].design is Design.ANIMAL

    def _with_understood(
        self, j: Judged, reading: Reading, subjects: Subjects, mentions: list[LinkedMention]
    ) -> Judged:
        index = subjects.mention_at(reading.sentences[j.candidate.sentence], j.candidate.at)
        linked = index is not None and mentions[index].proposed is not None
        block = mentions[index].mention.sentences if linked and index is not None else None
        return replace(j, understood=find_understood(reading, j.candidate, block))

    def _judged(
        self,
        c: Candidate,
        document: Document,
        reading: Reading,
        subjects: Subjects,
        mentions: list[LinkedMention],
        opened: dict[int, list[int]],
    ) -> Judged:
        sentence = reading.sentences[c.sentence]
        index = subjects.mention_at(sentence, c.at)
        inside = (
            [sentence]
            if index is None
            else [reading.sentences[i] for i in mentions[index].mention.sentences]
        )
        # "Both trials found ...": studies named in the paragraph count as cited
        cited = bool(opened.get(sentence.span.paragraph))
        study = mentions[index].proposed if index is not None else None
        # "Patients improved ... forty euros pay for a morning in the laboratory" does not tell of rats
        as_people = any(s.has("humans") for s in inside)
        of_rats = as_people and study is not None and self._is_of_animals(study)
        says_laboratory = any(
            s.has("animals") or (s.has("laboratory") and not of_rats) for s in inside
        )
        if study is not None and self._is_of_animals(study) and not (as_people or c.as_people):
            # A paragraph on animal models names the animals once.
            says_laboratory |= any(
                s.has("animals")
                for s in reading.sentences[: c.sentence]
                if s.span.paragraph == sentence.span.paragraph
            )
        is_unknown = index is not None and study is None
        is_bare = index is None or mentions[index].mention.features.is_bare
        own_practice = OWN_PRACTICE.search(reading.words(sentence)) is not None
        return Judge(self.store, self.matcher).judge(
            c,
            document.sha256,
            study,
            in_block=index is not None or cited,
            says_laboratory=says_laboratory,
            of_unknown_study=is_unknown or (own_practice and denies_harm(c)),
            is_of_named_study=is_unknown and not is_bare,
            may_be=mentions[index].link.study if index is not None else None,
        )


def _in_english(text: str) -> str:
    """What to add where too few words tell the language of a text, and it may be another than English."""
    return "; stroma audit reads English only" if may_be_foreign(text) else ""


def _is_on_cells(text: str) -> bool:
    often = len(_CELLS.findall(text)) >= _OFTEN and _GIVEN.search(text) is not None
    return often or _GIVES_CELLS.search(text) is not None


def _is_mixed(c: Candidate, reading: Reading, subjects: Subjects) -> bool:
    """Whether a product of one maker was carried over to a disease in which no study gave it: nobody wrote that."""
    disease = c.object if reading.lexicon.terms[c.object].kind == "Disease" else c.condition
    entities = reading.sentences[c.sentence].entities
    named = any(subjects.product(e.term) == subjects.product(c.subject) for e in entities)
    if named or disease is None or disease == to_iri("MONDO:0000001"):
        return False
    return not subjects.fits(subjects.product(c.subject), disease)
