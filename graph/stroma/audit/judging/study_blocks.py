"""What does an article say of one study? The blocks about it, the claims made there, and what the study found.

Read first: `StudyBlocks`.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Final

from stroma.audit.claims.candidates import family_of
from stroma.audit.judging.results import Omission
from stroma.audit.language.groups import PEOPLE

if TYPE_CHECKING:
    from stroma import model as m
    from stroma.audit.judging.matching import Matcher
    from stroma.audit.judging.results import Judged
    from stroma.audit.language.reading import Reading, ReadSentence
    from stroma.audit.studies.linking import LinkedMention
    from stroma.model import Polarity
    from stroma.store import EvidenceStore
    from stroma.vocabulary import Iri

_WORSENED: Final = re.compile(r"(?i)\b(?:declin|worse|deteriorat|progress|slip|lost ground)\w*")
_GOT_WORSE: Final = re.compile(
    rf"(?i)\b(?:{PEOPLE}|some|several|of (?:them|\w+)) (?:had |have )?(?:(?:got|become|grown|fared) worse|worsened|deteriorated|declined)\b"
)


@dataclass(frozen=True)
class StudyBlocks:
    """The blocks of an article on one study, with the claims of the whole article."""

    study: m.Study
    mentions: Sequence[LinkedMention]
    article: Sequence[Judged]
    reading: Reading
    matcher: Matcher
    store: EvidenceStore
    is_alone: bool = False
    """It is the only study that the article names."""
    taken: frozenset[int] = frozenset()
    """The sentences in the blocks of mentions, of this study or another."""
    taken_by_others: frozenset[int] = frozenset()
    """Those in the blocks of other studies that are known."""

    @cached_property
    def findings(self) -> list[m.Finding]:
        """What the study found, stated before derived."""
        return self.matcher.of_study(self.study.iri)

    @cached_property
    def text(self) -> str:
        """The words of the blocks, in lower case."""
        spans = ((x.mention.block_start, x.mention.block_end) for x in self.mentions)
        return " ".join(self.reading.text[start:end] for start, end in spans).casefold()

    @cached_property
    def sentences(self) -> list[ReadSentence]:
        """The sentences of the blocks, each once."""
        numbers = dict.fromkeys(i for x in self.mentions for i in x.mention.sentences)
        return [self.reading.sentences[i] for i in numbers]

    @cached_property
    def paragraphs(self) -> str:
        """The words of the paragraphs that the blocks stand in, in lower case: a study may be told of before it is named."""
        return " ".join(map(self.reading.words, self.around)).casefold()

    @cached_property
    def around(self) -> list[ReadSentence]:
        """The sentences of the paragraphs that the blocks stand in."""
        own = {s.span.paragraph for s in self.sentences}
        return [s for s in self.reading.sentences if s.span.paragraph in own]

    @property
    def telling(self) -> list[ReadSentence]:
        """The sentences that may tell its results: its blocks; in an article on it alone, their paragraphs; none on another disease."""
        told = self.around if self.is_alone else self.sentences
        return [s for s in told if not self._is_elsewhere(s)]

    @cached_property
    def following(self) -> list[ReadSentence]:
        """The sentences of the paragraph after a block that are in no block: they may go on about its study."""
        after = {x.mention.sentences[-1] for x in self.mentions if x.mention.sentences}
        next_ones = {self.reading.sentences[i].span.paragraph + 1 for i in after}
        free = (s for s in self.reading.sentences if s.index not in self.taken)
        near = (s for s in free if s.span.paragraph in next_ones and not s.span.is_heading)
        return [s for s in near if not self._is_elsewhere(s)]

    def _is_elsewhere(self, sentence: ReadSentence) -> bool:
        named = [e.term for e in self.reading.diseases(sentence)]
        related = self.reading.lexicon.are_related
        kin = (related(a, b) for a in named for b in self.study.disease)
        return bool(named and self.study.disease) and not any(kin)

    @cached_property
    def claims(self) -> list[Judged]:
        """The claims made in the blocks."""
        return [j for x in self.mentions for j in self.article if self._is_in(j, x)]

    def _is_in(self, j: Judged, x: LinkedMention) -> bool:
        start = self.reading.tokens[j.candidate.at].start
        inside = x.mention.block_start <= start < x.mention.block_end
        return inside and j.candidate.sentence in x.mention.sentences

    @cached_property
    def cues(self) -> set[str]:
        """The kinds of cues in the blocks."""
        return {
            c.kind
            for x in self.mentions
            for i in x.mention.sentences
            for c in self.reading.sentences[i].cues
            if x.mention.block_start <= c.start < x.mention.block_end
        }

    @cached_property
    def outcomes(self) -> set[Iri]:
        """The outcomes that the blocks name."""
        spans = ((x.mention.block_start, x.mention.block_end) for x in self.mentions)
        named = (e for span in spans for e in self.reading.named(*span))
        return {e.term for e in named if e.kind == "Outcome"}

    def tells_worsening(self, sentence: ReadSentence) -> bool:
        """ "Several worsened within a year": people who did worse, in a sentence that names no outcome and denies nothing."""
        words = self.reading.words(sentence)
        of_none = not any(e.kind == "Outcome" for e in sentence.entities)
        worsened = of_none and _WORSENED.search(words) is not None
        return (worsened or _GOT_WORSE.search(words) is not None) and not sentence.has("negation")

    def said(self, polarity: Polarity, *families: str) -> list[Judged]:
        """The claims of the blocks that affirm or deny something of these families."""
        return [
            j
            for j in self.claims
            if j.candidate.polarity is polarity and family_of(j.candidate.predicate) in families
        ]

    def harms(self, polarity: Polarity) -> set[Iri]:
        """The harms that the blocks tell or deny."""
        said = (j.candidate for j in self.said(polarity, "safety"))
        return {c.object for c in said if c.name == "causesAdverseEvent"}

    def names(self, sentence: ReadSentence, outcome: Iri) -> bool:
        """Whether a sentence names an outcome, or a wider or narrower one."""
        named = (e.term for e in sentence.entities if e.kind == "Outcome")
        return any(self.matcher.relation(o, outcome) is not None for o in named)

    def omission(self, code: str, reason: str, finding: Iri | None = None) -> Omission:
        """What is left out of the study, at the words that bring it in first."""
        return self.omission_at(self.mentions[0], code, reason, finding)

    def omission_at(
        self, x: LinkedMention, code: str, reason: str, finding: Iri | None = None
    ) -> Omission:
        """What is wrong with the study at one mention."""
        return Omission(code, reason, x.mention.start, x.mention.end, self.study.iri, finding)


def blocks_of_studies(
    store: EvidenceStore,
    matcher: Matcher,
    reading: Reading,
    mentions: Collection[LinkedMention],
    claims: Sequence[Judged],
) -> Iterator[StudyBlocks]:
    """The blocks of each study that a good link names, in the order of their first."""
    by_study: dict[Iri, list[LinkedMention]] = {}
    for linked in mentions:
        if linked.proposed is not None:
            by_study.setdefault(linked.proposed, []).append(linked)
    taken = frozenset(i for x in mentions for i in x.mention.sentences)
    for iri, own in by_study.items():
        alone, study = len(by_study) == 1, store.records.studies[iri]
        others = frozenset(
            i for x in mentions if x.proposed not in (None, iri) for i in x.mention.sentences
        )
        yield StudyBlocks(study, own, claims, reading, matcher, store, alone, taken, others)
