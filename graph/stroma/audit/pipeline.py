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
from stroma.audit.claims.subjects import Subjects
from stroma.audit.claims.understood import find_understood
from stroma.audit.judging.figures import told_by_figures
from stroma.audit.judging.judge import Judge
from stroma.audit.judging.matching import Matcher
from stroma.audit.judging.omissions import find_omissions
from stroma.audit.judging.plain_safety import told_harms
from stroma.audit.judging.questions import ask
from stroma.audit.judging.results import Audit, Judged
from stroma.audit.judging.told import told_elsewhere
from stroma.audit.judging.unjudged import find_unjudged
from stroma.audit.language.cues import load_cues
from stroma.audit.language.languages import check_language
from stroma.audit.language.lexicon import load_lexicon, read_toml
from stroma.audit.language.numbers import whole_numbers
from stroma.audit.language.reading import Reading, read_text
from stroma.audit.studies.by_figures import (
    ToldStudy,
    figure_mentions,
    sized_studies,
    told_studies,
)
from stroma.audit.studies.features import FeatureReader
from stroma.audit.studies.linking import LEAST_FIGURES, LinkedMention, Linker, same_study, same_year
from stroma.audit.studies.mentions import (
    OWN_PRACTICE,
    article_mention,
    find_mentions,
    speaks_of_another,
    vague_mentions,
)
from stroma.errors import InputError
from stroma.vocabulary import to_iri

if TYPE_CHECKING:
    from collections.abc import Iterable

    from stroma.audit.claims.candidates import Candidate
    from stroma.audit.readers.documents import Document
    from stroma.audit.studies.mentions import Mention
    from stroma.store import EvidenceStore


_GIVES_CELLS: Final = re.compile(
    r"(?i)\b(?:(?:precursor|progenitor|marrow|cord|fat|donor|nerve-forming|own|living|cultured|selected) cells|cells (?:from|of|out of) (?:\w+ ){0,3}(?:donors?|marrow|fat|cords?|blood|placentas?)"
    r"|cells?,? (?:[\w',-]+ ){0,9}(?:inject|infus|implant|transplant)\w+|(?:inject|infus|implant|transplant)\w* (?:[\w-]+ ){0,3}cells|cell (?:therap|treatment|transplant|infusion|injection|product)\w*)\b"
)
"""Words of a text on a cell therapy that names no kind of cells as the graph calls them."""
_CELLS: Final = re.compile(r"(?i)\bcells?\b")
_GIVEN: Final = re.compile(r"(?i)\b(?:inject|infus|implant|transplant|graft|syringe)\w*")
_OFTEN: Final = 2
"""How often a text that gives something by needle or graft speaks of cells, if it is on a cell therapy: "the nose cells"."""


_SEVERAL: Final = 2
_ELSEWHERE: Final = frozenset(("route", "source", "donor", "country", "phase"))
"""What an article on one study that its title names may also say of other work."""


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
    def _linker(self) -> Linker:
        return Linker(self.store, self.lexicon, self.rules["linking"])

    @cached_property
    def _frames(self) -> FrameReader:
        return FrameReader(self.store, self.rules["frames"], self.lexicon)

    @property
    def version(self) -> str:
        """The version of the rules."""
        return str(self.rules["version"])

    def audit(self, document: Document) -> Audit:
        """Lay an article beside the evidence.

        Raises:
            InputError: if the text is empty, in another language, or not about cell therapy.
        """
        if not document.text.strip():
            raise InputError(f"{document.name}: the document holds no text")
        check_language(document.text, document.name)
        reading = read_text(document.text, self.lexicon, self.book)
        mentions = self._linked(reading)
        mentions = same_study(same_year(mentions, reading, self.store), reading)
        subjects = self._subjects(reading, mentions)
        mentions = [self._cut(reading, x, subjects.length(i)) for i, x in enumerate(mentions)]
        subjects = self._subjects(reading, mentions)
        of_cells = any(subjects.is_product(e) for e in reading.entities) or _is_on_cells(
            reading.text
        )
        if not of_cells and not any(x.proposed for x in mentions):
            raise InputError(f"{document.name}: nothing about cell therapy found")
        read = self._frames.read(reading, subjects)
        topics = ((c, subjects.topic_at(reading.sentences[c.sentence])) for c in read)
        fitted = (conform(c, self.store.records, self.lexicon, topic) for c, topic in topics)
        candidates = [c for c in fitted if c is not None and not _is_mixed(c, reading, subjects)]
        candidates = turned_down_elsewhere(candidates)
        opened: dict[int, list[int]] = {}
        for x in mentions:
            first = reading.sentences[x.mention.sentences[0]].span
            opened.setdefault(first.paragraph, []).append(x.mention.start)
        claims = [
            self._judged(c, document, reading, subjects, mentions, opened) for c in candidates
        ]
        claims = [told_by_figures(j, reading, self.store) for j in claims]
        claims = told_elsewhere(claims, self.store, reading, mentions)
        claims = told_harms(claims, reading, self._frames.harms, self.store)
        claims = [self._with_understood(j, reading, subjects, mentions) for j in claims]
        omissions = find_omissions(
            self.store, self.matcher, reading, mentions, claims, self.features
        )
        claims, omissions = ask(claims, omissions, reading, mentions, self.store)
        unjudged = find_unjudged(reading, subjects, claims, self.store)
        return Audit(document, reading, mentions, claims, omissions, self.version, unjudged)

    def _linked(self, reading: Reading) -> list[LinkedMention]:
        """The mentions with their studies; where all is on one study its blocks go on over paragraphs."""
        found = self._link(find_mentions(reading, self.features))
        named = [x for x in found if x.proposed is not None]
        told = told_studies(reading, self._linker)
        one = self._unnamed(reading, found) if not named and len(told) < _SEVERAL else None
        known = {t.study for t in told} | {x.proposed for x in (*named, one) if x and x.proposed}
        told += sized_studies(reading, self.features, self._linker, known)
        if one is not None:
            if {t.study for t in told} <= {one.proposed}:
                return [one]
            if all(t.study != one.proposed for t in told):
                told.append(ToldStudy(one.proposed or "", one.mention.sentences[:1]))
        of_named = {x.proposed for x in named}
        if {t.study for t in told} - of_named or (told and len(of_named) > 1):
            found = figure_mentions(reading, self.features, self._linker, found, told)
            named = [x for x in found if x.proposed is not None]
            if one is not None and {x.proposed for x in named} <= {one.proposed}:
                return [one]
        if len({x.proposed for x in named}) != 1:
            return found
        unlinked = [x.mention for x in found if x.proposed is None]
        vague = vague_mentions(reading, unlinked, named[0].mention.start)
        if vague is None:
            return found
        again = self._link(find_mentions(reading, self.features, vague=vague))
        is_same = {x.proposed for x in again if x.proposed} == {named[0].proposed}
        if is_same and (whole := self._named_late(reading, named[0])) is not None:
            return [whole]
        return again if is_same else found

    def _named_late(self, reading: Reading, named: LinkedMention) -> LinkedMention | None:
        """An article on one study that it tells by size or figures first and names afterwards ("more in the paper by Oh and colleagues")."""
        told = self.features.read_article(reading)
        n = self.store.records.studies[named.proposed].n if named.proposed is not None else None
        own = self._linker.shared_figures(named.link)
        size = n if n is not None and n in whole_numbers(reading.text) else None
        if size is None and not own:
            return None
        mention = article_mention(reading, self.features, told, size, own)
        if mention is None or mention.block_start >= named.mention.block_start:
            return None
        return LinkedMention(mention, named.link)

    def _unnamed(self, reading: Reading, found: list[LinkedMention]) -> LinkedMention | None:
        """The one study that an article is on and does not name but in a heading, or tells by size and more than one other mark."""
        if all(s.span.is_heading for s in reading.sentences) or speaks_of_another(
            reading, [x.mention for x in found]
        ):
            return None
        told = self.features.read_article(reading)
        link = self._linker.link(told)
        size = next((int(r.says) for r in link.reasons if r.feature == "n" and r.points > 0), None)
        own = self._linker.shared_figures(link)
        against = {r.feature for r in link.conflicts} - (_ELSEWHERE if told.names else set())
        is_told = size is not None or told.names or len(own) >= LEAST_FIGURES or link.is_of_its_own
        if link.decision != "proposed" or not is_told or (against and len(own) < LEAST_FIGURES):
            return None
        if size and any(x.mention.features.sizes and size not in x.mention.features.sizes for x in found):  # fmt: skip
            return None  # "an open trial with 203 people", beside the one of 78
        n = self.store.records.studies[link.study].n if link.study is not None else None
        if size is None and n is not None and n in whole_numbers(reading.text):
            size = n  # "four hundred and eighty Americans"
        link = link.without_asides(told, n)
        mention = article_mention(reading, self.features, told, size, own)
        return None if mention is None else LinkedMention(mention, link)

    def _link(self, mentions: Iterable[Mention]) -> list[LinkedMention]:
        return [LinkedMention(x, self._linker.link(x.features)) for x in mentions]

    def _subjects(self, reading: Reading, mentions: list[LinkedMention]) -> Subjects:
        linked = {i: x.proposed for i, x in enumerate(mentions)}
        return Subjects(reading, [x.mention for x in mentions], self.store, linked)

    def _with_understood(
        self, j: Judged, reading: Reading, subjects: Subjects, mentions: list[LinkedMention]
    ) -> Judged:
        index = subjects.mention_at(reading.sentences[j.candidate.sentence], j.candidate.at)
        linked = index is not None and mentions[index].proposed is not None
        block = mentions[index].mention.sentences if linked and index is not None else None
        return replace(j, understood=find_understood(reading, j.candidate, block))

    def _cut(self, reading: Reading, x: LinkedMention, length: int) -> LinkedMention:
        """A mention whose block ends where the text goes on to something else, linked again without the rest."""
        if length == len(x.mention.sentences):
            return x
        inside = [reading.sentences[i] for i in x.mention.sentences[:length]]
        start, end = x.mention.block_start, inside[-1].span.end
        features = self.features.read(reading, inside, start, end)
        numbers = tuple(s.index for s in inside)
        cut = replace(x.mention, block_end=end, sentences=numbers, features=features)
        again = self._linker.link(features)
        is_kept = again.study == x.link.study and (again.decision == "proposed" or not x.proposed)
        return LinkedMention(cut, again if is_kept else x.link)

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
        says_laboratory = any(s.has("laboratory", "animals") for s in inside)
        study = mentions[index].proposed if index is not None else None
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
