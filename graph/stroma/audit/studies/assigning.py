"""Which study is each part of an article on? The whole article decides: one study or several, named or told by size and figures.

Read first: `StudyFinder.told`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from stroma.audit.language.entities import is_cell
from stroma.audit.language.numbers import whole_numbers
from stroma.audit.studies.by_figures import (
    ToldStudy,
    carried,
    figure_mentions,
    sized_studies,
    told_studies,
)
from stroma.audit.studies.linking import (
    LEAST_FIGURES,
    Link,
    LinkedMention,
    same_study,
    same_year,
)
from stroma.audit.studies.mentions import (
    article_mention,
    find_mentions,
    speaks_of_another,
    vague_mentions,
)

if TYPE_CHECKING:
    from stroma import model as m
    from stroma.audit.language.reading import Reading
    from stroma.audit.studies.features import FeatureReader
    from stroma.audit.studies.linking import Linker
    from stroma.audit.studies.mentions import Mention
    from stroma.store import EvidenceStore
    from stroma.vocabulary import Iri

_ELSEWHERE: Final = frozenset(("route", "source", "donor", "country", "phase"))
"""What an article on one study that its title names may also say of other work."""
_LOOSE: Final = frozenset(("follow_up", "outcomes", "comparator"))
"""What a sentence that tells of a study before it is named may say of something else: "four weeks apart" is no follow-up."""
_OF_ITS_OWN: Final = frozenset(("n", "country", "year", "journal", "disease", "product", "figures"))


_DEFINITE: Final = re.compile(
    r"(?i)\W*(?:the|this|that) (?:(?:phase \S+|pilot|small|open|blinded|double-blind|early|first-in-human|korean|japanese|american|chinese) ){0,2}(?:study|trial)\b(?! of\b| by\b| from\b)"
)
"""The first words of a sentence that goes on about a study: "The phase 1 study had no comparison group"."""
_CREDIT: Final = re.compile(
    r"(?i)^\W*(?:the|this|their|all (?:of )?this|it|these)\b[^.;]{0,60}?\b(?:work|stud(?:y|ies)|papers?|findings?|results?|reports?|experiments?|trial|research|story|news|it|this|these)\b[^.;]{0,60}?"
    r"\b(?:was|were|is|are|has been|have been|appeared|came out|stands?|can be (?:read|found))\b[^.;]{0,30}?\b(?:printed|published|reported|described|by|in)\b"
)
"""A sentence that says where and by whom what stands before it was published."""


class StudyFinder:
    """Finds the studies that an article is on, and the sentences on each."""

    def __init__(self, store: EvidenceStore, features: FeatureReader, linker: Linker) -> None:
        self._store = store
        self._features = features
        self._linker = linker

    def told(self, reading: Reading) -> list[LinkedMention]:
        """The mentions of studies with the study of each, in the order of the text."""
        found = self._link(reading, find_mentions(reading, self._features))
        by_figures = told_studies(reading, self._linker)
        is_open = not _studies_of(found) and len(by_figures) <= 1
        one = self._unnamed(reading, found) if is_open else None
        if beside := self._beside(reading, found, by_figures, one):
            found = figure_mentions(reading, self._features, self._linker, found, beside)
        if one is not None and _studies_of(found) <= {one.proposed}:
            found = [one]
        else:
            found = self._as_one(reading, found)
        found = self._gone_on(reading, found)
        return same_study(same_year(found, reading, self._store), reading)

    def _gone_on(self, reading: Reading, found: Sequence[LinkedMention]) -> list[LinkedMention]:
        """Mentions, those of "the phase 1 study" linked to the study that the paragraph before is on, where nothing tells them apart."""
        made: list[LinkedMention] = []
        last: LinkedMention | None = None
        for x in found:
            if last is not None and x.proposed is None and self._goes_on(reading, x, last):
                x = LinkedMention(x.mention, last.link)
            last = x if x.proposed is not None else None
            made.append(x)
        return made

    def _goes_on(self, reading: Reading, x: LinkedMention, last: LinkedMention) -> bool:
        first = reading.sentences[x.mention.sentences[0]]
        before = reading.sentences[last.mention.sentences[-1]]
        if first.span.paragraph - before.span.paragraph > 1 or x.mention.features.names:
            return False
        if not _DEFINITE.match(reading.words(first)):
            return False
        study = self._store.records.studies.get(last.proposed or "")
        return study is not None and not any(
            r.points < 0 for r in self._linker.reasons(x.mention.features, study)
        )

    def _beside(
        self,
        reading: Reading,
        found: Sequence[LinkedMention],
        by_figures: Sequence[ToldStudy],
        one: LinkedMention | None,
    ) -> list[ToldStudy]:
        """The studies that figures or sizes tell, where they are more than the words bring in, or told in turns with another."""
        named = _studies_of(found)
        known = named | {t.study for t in by_figures} | _studies_of([one] if one else [])
        told = [*by_figures, *sized_studies(reading, self._features, self._linker, known)]
        study = one.proposed if one is not None else None
        if one is not None and study is not None and told and study not in {t.study for t in told}:
            told.append(ToldStudy(study, one.mention.sentences[:1]))
        return told if {t.study for t in told} - named or len(named) > 1 else []

    def _as_one(self, reading: Reading, found: list[LinkedMention]) -> list[LinkedMention]:
        """The mentions; where all is on one study its blocks go on over paragraphs."""
        named = [x for x in found if x.proposed is not None]
        if len(_studies_of(found)) != 1:
            return found
        # "The team reported in ..." may be the same study, and is told apart from it by nothing.
        same = [
            x.mention for x in found if x.proposed is None and x.link.study == named[0].proposed
        ]
        unlinked = [x.mention for x in found if x.proposed is None and x.mention not in same]
        study = self._store.records.studies[named[0].proposed or ""]
        vague = vague_mentions(
            reading, unlinked, named[0].mention.start, lambda x: self._fits(x, study)
        )
        if vague is None:
            return found
        vague += [x.start for x in same if x.start > named[0].mention.start]
        again = self._link(reading, find_mentions(reading, self._features, vague=vague))
        if _studies_of(again) != _studies_of(found):
            return found
        whole = self._named_late(reading, named[0])
        return [_credited(reading, x) for x in again] if whole is None else [whole]

    def _fits(self, x: Mention, study: m.Study) -> bool:
        """ "A study from China", before "Zang and colleagues recruited 91 people": all that is told is true of the one that is named."""
        reasons = self._linker.reasons(x.features, study)
        good = {r.feature for r in reasons if r.points > 0}
        bad = {r.feature for r in reasons if r.points < 0} - _LOOSE
        return bool(good & _OF_ITS_OWN) and not bad

    def _named_late(self, reading: Reading, named: LinkedMention) -> LinkedMention | None:
        """An article on one study that it tells by size or figures first and names afterwards ("more in the paper by Oh and colleagues")."""
        told = self._features.read_article(reading)
        n = self._store.records.studies[named.proposed].n if named.proposed is not None else None
        own = named.link.figures
        size = n if n is not None and n in whole_numbers(reading.text) else None
        if size is None and not own:
            return None
        mention = article_mention(reading, self._features, told, size, own)
        if mention is None or mention.block_start >= named.mention.block_start:
            return None
        return LinkedMention(mention, named.link)

    def _unnamed(self, reading: Reading, found: list[LinkedMention]) -> LinkedMention | None:
        """The one study that an article is on and does not name but in a heading, or tells by size and more than one other mark."""
        if all(s.span.is_heading for s in reading.sentences) or speaks_of_another(
            reading, [x.mention for x in found]
        ):
            return None
        told = self._features.read_article(reading)
        link = self._linker.link(told)
        size = next((int(r.says) for r in link.reasons if r.feature == "n" and r.points > 0), None)
        own = link.figures
        against = {r.feature for r in link.conflicts} - (_ELSEWHERE if told.names else set())
        is_told = size is not None or told.names or len(own) >= LEAST_FIGURES or link.is_of_its_own
        has_slip = against <= {"journal"} and size is not None
        if link.decision != "proposed" or not is_told:
            return None
        if against and not has_slip and len(own) < LEAST_FIGURES:
            return None
        if size and any(x.mention.features.sizes and size not in x.mention.features.sizes for x in found):  # fmt: skip
            return None  # "an open trial with 203 people", beside the one of 78
        n = self._store.records.studies[link.study].n if link.study is not None else None
        if size is None and n is not None and n in whole_numbers(reading.text):
            size = n  # "four hundred and eighty Americans"
        link = link.without_asides(told, n)
        mention = article_mention(reading, self._features, told, size, own)
        return None if mention is None else LinkedMention(mention, link)

    def _link(self, reading: Reading, mentions: Iterable[Mention]) -> list[LinkedMention]:
        return [LinkedMention(x, self._link_of(reading, x)) for x in mentions]

    def _link_of(self, reading: Reading, x: Mention) -> Link:
        """The link of a mention; one that tells a size only means a study of the product and disease spoken of before it."""
        link = self._linker.link(x.features)
        if link.decision == "proposed" or not x.features.sizes or x.features.names:
            return link
        again = self._linker.link(carried(reading, x.features, x.block_start))
        is_told = again.decision == "proposed" and again.tells_size_and_more
        return again if is_told and not again.conflicts else link

    def cut(self, reading: Reading, x: LinkedMention, length: int) -> LinkedMention:
        """A mention whose block ends where the text goes on to something else, linked again without the rest."""
        if length == len(x.mention.sentences):
            return x
        inside = [reading.sentences[i] for i in x.mention.sentences[:length]]
        start, end = x.mention.block_start, inside[-1].span.end
        features = self._features.read(reading, inside, start, end)
        numbers = tuple(s.index for s in inside)
        cut = replace(x.mention, block_end=end, sentences=numbers, features=features)
        again = self._linker.link(features)
        is_kept = again.study == x.link.study and (again.decision == "proposed" or not x.proposed)
        return LinkedMention(cut, again if is_kept else x.link)


def _credited(reading: Reading, x: LinkedMention) -> LinkedMention:
    """ "Patients improved. The work of Donders and colleagues was printed in 2015": a study that is named after what its paragraph tells of it."""
    first = reading.sentences[x.mention.sentences[0]]
    if not _CREDIT.search(reading.words(first)):
        return x
    before = [
        s
        for s in reading.sentences[: first.index]
        if s.span.paragraph == first.span.paragraph and not s.span.is_heading
    ]
    opens = next((n for n, s in enumerate(before) if any(map(is_cell, s.entities))), None)
    if opens is None:
        return x
    inside = (*(s.index for s in before[opens:]), *x.mention.sentences)
    mention = replace(x.mention, block_start=before[opens].span.start, sentences=inside)
    return replace(x, mention=mention)


def _studies_of(found: Iterable[LinkedMention]) -> set[Iri]:
    """The studies that mentions are linked to."""
    return {x.proposed for x in found if x.proposed is not None}
