"""Where does a text speak of one study, and how far does it go on about it?

Read first: `Mention` and `find_mentions`. A mention opens a block that ends at the next mention, at a heading, at
studies in general, or at a paragraph that does not refer back, unless the whole article is on that one study.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from stroma.audit.language.entities import is_cell
from stroma.audit.language.numbers import figures, whole_numbers
from stroma.audit.studies.features import CAPITALS, METHODS

if TYPE_CHECKING:
    from stroma.audit.language.reading import Reading, ReadSentence
    from stroma.audit.studies.features import FeatureReader, Features
    from stroma.vocabulary import Iri

_REVIEWERS: Final = re.compile(
    r"\b(?:[Aa]n?|[Tt]he|[Ii]ts?|[Oo]ne)\s+(?:[\w-]+\s+){0,2}?Cochrane\s+(?:[Cc]ollaboration|(?:[\w-]+\s+)?(?:team|group|panel|reviewers?|review|authors?|researchers?|report|analysis|network))\b|^\W*Cochrane\b(?=\s+[a-z]+s?\b)"
)
""" "A Cochrane team": who pools the trials of others is no study told of before."""
_POOLED: Final = "Cochrane"
_HOW_MANY: Final = (
    r"(?:\d+|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen"
    r"|eighteen|nineteen|twenty|thirty|forty|fifty|sixty)"
)
# "At a hospital in Thailand, 22 people with ...": a place, then how many people.
_PLACED = re.compile(
    rf"(?i)\W*(?:At|In)\s+(?:an?|one|the|some)?\s*[\w' -]{{3,50}},\s[^.;]{{0,90}}?\b{_HOW_MANY}\s+"
    r"(?:[\w-]+\s+){0,3}(?:patients|people|participants|volunteers|women|men|children|adults)\b"
)

# "A team there tested ORBCEL-C against placebo in 60 patients": what was tried, and in how many.
_TESTED = re.compile(
    rf"(?i)\b(?:tested|tried|gave|infused|injected)\b[^.;]{{3,120}}?\b(?:in|to|into|on|with)\s+(?:the\s+\w+\s+\w+\s+of\s+)?{_HOW_MANY}\s+(?:[\w-]+\s+){{0,3}}"
    r"(?:patients|people|participants|volunteers|women|men|children|adults|babies|infants)\b"
)

# "An exploratory analysis", "a subgroup analysis": of the study spoken of, not a study of its own.
_OF_STUDY = re.compile(r"(?i)(?<!meta-)(?<!meta)\banalys[ie]s$")
# "..., but a smaller trial found": what stands before belongs to the study before.
_TURN = re.compile(r"(?i)[;,]\s*(?:but|while|whereas|and|yet|although|though)\s+(?:in\s+)?$")

# "A second trial", "earlier work": another study than the one spoken of, though nothing more is told of it.
_ANOTHER: Final = re.compile(
    r"(?i)\b(?:second|third|another|other|earlier|previous|later|larger|bigger|further|next|follow-up|new|future|planned|confirmatory)\b"
)
_ONE_OF_SEVERAL: Final = re.compile(r"(?i)^(?:the )?(?:first|former|latter)\b(?!-)")
""" "In the first trial", after two were named."""
_OLDER: Final = re.compile(
    r"(?i)\b(?:older|earlier|another|second|previous|larger|sister) (?:\w+ ){0,2}(?:series|stud(?:y|ies)|trials?|groups?|teams?|experiments?)\b"
)
_OWN_DESIGN: Final = re.compile(
    r"(?i)\b(?:(?:placebo-)?controlled|randomi[sz]ed|(?:double-|triple-)?blind(?:ed)?|open(?:-label)?)\b"
)
"""A design of its own: "in adults a placebo-controlled trial saw no such gain", after a trial in children."""
_LONGEST: Final = 12
"""Sentences of a block; in an article on one study `_LONGEST_ALONE`."""
_LONGEST_ALONE: Final = 60

# What the writer's own practice sees is no result of the study spoken of before.
OWN_PRACTICE = re.compile(
    r"(?i)\b(?:our|my)\s+(?:own\s+)?(?:patients|clients|clinics?|cent(?:re|er)s?|practice|team|experience)\b|\b(?:patients?|clients?|people) of (?:ours|mine)\b"
)

_COUNTED: Final = re.compile(
    rf"(?i)\W*(?:(?:some|about|around|nearly|almost|roughly|in all|altogether),? )?{_HOW_MANY}(?:-\w+)?\s+(?:[\w-]+\s+){{0,3}}"
    r"(?:patients|people|participants|volunteers|women|men|children)\b"
)
_TREATED: Final = re.compile(
    r"(?i)\b(?:received|were given|were treated|got|underwent|were injected|were infused)\b"
)


def _treats(words: str) -> bool:
    """Whether a sentence opens with how many people were treated."""
    return _COUNTED.match(words) is not None and _TREATED.search(words) is not None


def _cells(sentence: ReadSentence) -> set[Iri]:
    """The cells and products that a sentence names."""
    return {e.term for e in sentence.entities if is_cell(e)}


@dataclass(frozen=True)
class Mention:
    """The words that bring in a study, and the block of text about it."""

    start: int
    end: int
    block_start: int
    block_end: int
    sentences: tuple[int, ...]
    features: Features
    rule: str


@dataclass(frozen=True)
class _Opening:
    start: int
    end: int
    rule: str
    author: str = ""
    trial: str = ""
    is_new: bool = False


def find_mentions(
    reading: Reading, features: FeatureReader, *, vague: Collection[int] | None = None
) -> list[Mention]:
    """Every mention of a study in order, with its block.

    Args:
        vague: given for an article on one study: where a mention begins that tells nothing of its own, and so is of that study
            too. The blocks then go on over paragraphs.
    """
    finder = _Finder(reading, features, is_alone=vague is not None)
    spans = [(s, o) for s, o in finder.openings() if o.start not in (vague or ())]
    mentions: list[Mention] = []
    for number, (sentence, opening) in enumerate(spans):
        following = spans[number + 1] if number + 1 < len(spans) else None
        first = sentence.span.start
        if number and finder.is_turn(spans[number - 1][0], sentence, opening.start):
            first = opening.start
        inside, end = finder.block(sentence, following)
        read = features.read(reading, inside, first, end)
        mentions.append(
            Mention(
                opening.start,
                opening.end,
                first,
                end,
                tuple(s.index for s in inside),
                read,
                opening.rule,
            )
        )
    return mentions


def vague_mentions(
    reading: Reading, mentions: Sequence[Mention], first: int, fits: Callable[[Mention], bool]
) -> list[int] | None:
    """Where the mentions after the first of a study begin that tell nothing of their own ("the study", "a trial").

    Args:
        mentions: those that are linked to no study.
        first: where the study that they may be of is named first.
        fits: whether all that a mention tells is true of that study.

    Returns:
        None where one of them is of another study.
    """
    later = [x for x in mentions if x.start > first]
    words = [reading.text[x.start : x.end] for x in mentions]
    told = any(not x.features.is_bare and not fits(x) for x in mentions)
    others = (_ANOTHER, _ONE_OF_SEVERAL, _OWN_DESIGN)
    if told or any(p.search(w) for w in words for p in others):
        return None
    named = next(s for s in reading.sentences if first < s.span.end)
    if any(_POOLED in w for w in words) and _POOLED not in reading.text[: named.span.end]:
        return None  # "A Cochrane team", after a trial
    return [x.start for x in later]


def speaks_of_another(reading: Reading, mentions: Sequence[Mention]) -> bool:
    """ "A second trial", "another study": whether an article speaks of more than one study."""
    return any(_ANOTHER.search(reading.text[x.start : x.end]) for x in mentions)


def article_mention(
    reading: Reading,
    features: FeatureReader,
    told: Features,
    n: int | None,
    own: Collection[str] = (),
) -> Mention | None:
    """An article on one study that it does not name, as a mention: from the sentence that tells its size or a figure of it to the end.

    Args:
        told: the features of the article.
        n: the number of people by which the study is told from others; None where a heading names it.
        own: the figures of its results that are told.
    """
    plain = [s for s in reading.sentences if not s.span.is_heading]
    by_mark = (
        s
        for s in plain
        if n in whole_numbers(reading.words(s))
        or figures(reading.words(s)) & set(own)
        or (own and s.has(*METHODS) and _tells_size(reading, features, s, n))
    )
    first = next(iter(plain), None) if n is None and not own else next(by_mark, None)
    if first is None:
        return None
    finder = _Finder(reading, features, is_alone=True)
    inside, end = finder.block(first, None)
    start = first.span.start
    return Mention(
        start, first.span.end, start, end, tuple(s.index for s in inside), told, "mention:article"
    )


def _tells_size(
    reading: Reading, features: FeatureReader, sentence: ReadSentence, n: int | None
) -> bool:
    """Whether a sentence tells a number of people that a study of `n` can have: not "219 people, 108 of them given cells" of one of 72."""
    sizes = features.read(reading, [sentence], sentence.span.start, sentence.span.end).sizes
    return bool(sizes) and (n is None or min(sizes) <= n)


def going_on(
    reading: Reading, features: FeatureReader, sentence: ReadSentence
) -> list[ReadSentence]:
    """A sentence on a study, and those after it that go on about it."""
    return _Finder(reading, features, is_alone=False).block(sentence, None)[0]


class _Finder:
    def __init__(self, reading: Reading, features: FeatureReader, *, is_alone: bool) -> None:
        self.is_alone = is_alone
        self.reading = reading
        self.features = features
        settings = features.settings
        noun = settings["noun"]
        gap = r"(?:\s+(?!(?:who|that|which|to|with|were|was|is|are|found|showed|the|this|these|goals?|results?|end)\b)[\w.'&/%-]+,?){0,7}?\s+"
        self._new = re.compile(settings["new"] + gap + rf"(?i:{noun})\b(?!ies)")
        self._year_noun = re.compile(
            rf"\b(?:[Ii]n\s+)?(?:19|20)\d\d(?:\s+[\w'-]+){{0,4}}?\s+(?i:{noun})\b"
        )
        self._definite = re.compile(settings["definite"] + gap + rf"(?i:{noun})\b")
        self._agents = re.compile(settings["agents"])
        self._plural = re.compile(settings["plural"])
        self._not_a_study = re.compile(settings["not_a_study"])
        self._anaphora = re.compile(
            r"^\W*(?:(?:After|At|In|On|By|During|Over|Importantly|Notably|However|Also|Overall|Interestingly|Unfortunately|Of|For|Among|Still|Yet|But)\b[^.]{0,40}?)?"
            + settings["anaphora"]
        )
        self._in_year = re.compile(r"^\W*(?:Back\s+)?[Ii]n\s+(?:early\s+|late\s+)?(?:19|20)\d\d\b")

    def openings(self) -> Iterator[tuple[ReadSentence, _Opening]]:
        """The sentence and the words in which each mention begins."""
        current: _Opening | None = None
        told: frozenset[Iri] = frozenset()  # the studies whose identifiers stand in the block
        for sentence in self.reading.sentences:
            if sentence.span.is_heading:
                current, told = None, frozenset()
                continue
            words = self.reading.words(sentence)
            own = self.features.studies_of(self.features.find_identifiers(words))
            if told and own and not told & own:
                current, told = None, frozenset()
            for opening in self._in(sentence, current):
                current, told = opening, frozenset()
                yield sentence, opening
            told |= own
            if self._plural.match(words.lstrip('"( ')):
                current = (
                    None if current is None or current.start < sentence.span.start else current
                )

    def _in(self, sentence: ReadSentence, current: _Opening | None) -> Iterator[_Opening]:
        """The words of a sentence that bring in a study; `current` is that of the sentences before."""
        words, at = self.reading.words(sentence), sentence.span.start
        found = self._by_name(words, at)
        if self._not_a_study.search(words) and not found:
            return
        found += self._by_capitals(sentence, found)
        found += self._by_noun(words, at, current)
        found = found or self._by_year(sentence)
        if current is None:
            found += self._without_name(sentence, found)
        elif not found:
            found += self._elsewhere(sentence)
        yield from self._merged(sorted(found, key=lambda o: (o.start, o.end)), current, sentence)

    def _by_name(self, words: str, at: int) -> list[_Opening]:
        """Authors and trials of the graph."""
        authors, trials = self.features.find_authors(words), self.features.find_trials(words)
        return [
            *(_Opening(s + at, e + at, "mention:author", author=n) for n, s, e in authors),
            *(_Opening(s + at, e + at, "mention:trial-name", trial=n) for n, s, e in trials),
        ]

    def _by_capitals(self, sentence: ReadSentence, named: Sequence[_Opening]) -> list[_Opening]:
        """ "DREAM-HF": what looks like the name of a trial, and is no name of anything else."""
        at = sentence.span.start
        taken = [(o.start, o.end) for o in named if o.trial]
        taken += [(e.start, e.end) for e in sentence.entities]
        return [
            _Opening(m.start() + at, m.end() + at, "mention:capitals", trial=m[0], is_new=True)
            for m in CAPITALS.finditer(self.reading.words(sentence))
            if not any(start <= m.start() + at < end for start, end in taken)
        ]

    def _by_noun(self, words: str, at: int, current: _Opening | None) -> list[_Opening]:
        """ "A recent study", "in a 2023 trial"; an analysis is of the study spoken of."""
        rules = (("mention:new-study", self._new), ("mention:year-study", self._year_noun))
        reviewers = [
            _Opening(m.start() + at, m.end() + at, "mention:reviewers", is_new=True)
            for m in _REVIEWERS.finditer(words)
        ]
        return reviewers + [
            _Opening(m.start() + at, m.end() + at, rule, is_new=True)
            for rule, pattern in rules
            for m in pattern.finditer(words)
            if current is None or not _OF_STUDY.search(m[0])
        ]

    def _by_year(self, sentence: ReadSentence) -> list[_Opening]:
        """ "Researchers in Oslo", "in 2012 ... were treated": who or when, where no study is named."""
        words, at = self.reading.words(sentence), sentence.span.start
        of_place = self.features.find_team(words)
        agents = of_place or self._agents.search(words)
        if agents and (of_place or self._places(words, agents)):
            return [_Opening(agents.start() + at, agents.end() + at, "mention:researchers", is_new=True)]  # fmt: skip
        year = self._in_year.match(words)
        if year and (agents or sentence.has("methods")):
            return [_Opening(year.start() + at, year.end() + at, "mention:year", is_new=True)]
        return []

    def _without_name(self, sentence: ReadSentence, found: Sequence[_Opening]) -> list[_Opening]:
        """An identifier, "the study", or people who were treated, where no study was spoken of before."""
        words, at = self.reading.words(sentence), sentence.span.start
        ids = self.features.find_identifiers(words)
        made: list[_Opening] = []
        if not found and (ids.dois or ids.pmids or ids.registrations):
            made.append(_Opening(at, at + len(words), "mention:identifier", is_new=True))
        the = None if self._plural.search(words) else self._definite.search(words)
        if the and not any(o.is_new for o in (*found, *made)):
            made.append(_Opening(the.start() + at, the.end() + at, "mention:the-study"))
        placed = bool(_cells(sentence)) and (
            _PLACED.match(words) is not None or _TESTED.search(words) is not None
        )
        if not (found or made) and (placed or (sentence.has("methods") and _treats(words))):
            end = min(at + len(words), at + 40)
            made.append(_Opening(at, end, "mention:people-treated", is_new=True))
        return made

    def _elsewhere(self, sentence: ReadSentence) -> list[_Opening]:
        """ "In Denmark, seven people got marrow cells": a place and people who were treated, after another study."""
        words, at = self.reading.words(sentence), sentence.span.start
        placed = _PLACED.match(words) if _cells(sentence) else None
        country = self.features._country.search(words, 0, placed.end()) if placed else None
        tested = _TESTED.search(words) if _cells(sentence) else None
        if tested is not None:
            return [_Opening(at + tested.start(), at + tested.end(), "mention:people-treated", is_new=True)]  # fmt: skip
        if placed is None or country is None:
            return []
        return [_Opening(at, at + placed.end(), "mention:people-treated", is_new=True)]

    def _places(self, words: str, agents: re.Match[str]) -> bool:
        """Whether "researchers" are those of a place or year, or present a trial: not researchers in general."""
        after = words[agents.end() : agents.end() + 60]
        return (
            bool(
                re.match(
                    r",?\s+(?:[a-z]+\s+){0,3}(?:in|at|from|of)\s+(?:the\s+)?(?:University|[A-Z])",
                    after,
                )
            )
            or bool(re.search(r"\b(?:19|20)\d\d\b", words))
            or self._country_before(words, agents)
        )

    def _country_before(self, words: str, agents: re.Match[str]) -> bool:
        return bool(
            self.features._country.search(words[max(0, agents.start() - 20) : agents.end()])
        )

    def _merged(
        self, found: Sequence[_Opening], current: _Opening | None, sentence: ReadSentence
    ) -> Iterator[_Opening]:
        kept: list[_Opening] = []
        for opening in found:
            last = kept[-1] if kept else None
            if last is not None and not self._apart(last, opening):
                kept[-1] = replace(
                    last,
                    author=last.author or opening.author,
                    trial=opening.trial if len(opening.trial) and not last.trial else last.trial,
                    is_new=last.is_new or opening.is_new,
                    end=max(last.end, opening.end),
                )
                continue
            kept.append(opening)
        if kept and (year := self._in_year.match(self.reading.words(sentence))):
            kept[0] = replace(
                kept[0],
                start=min(
                    kept[0].start, sentence.span.start + (len(year[0]) - len(year[0].lstrip()))
                ),
            )
        for opening in kept:
            same = current is not None and (
                (opening.author and opening.author == current.author)
                or (opening.trial and opening.trial == current.trial)
            )
            if same and not opening.is_new:
                continue
            current = opening
            yield opening

    def _apart(self, left: _Opening, right: _Opening) -> bool:
        """Whether two openings of one sentence are two studies."""
        if left.author and right.author and left.author != right.author:
            between = self.reading.text[left.end : right.start]
            return not re.fullmatch(r"[\s,]*(?:and|&)?\s*", between)
        if left.trial and right.trial and left.trial != right.trial:
            return True
        if left.is_new and right.is_new and right.start > left.end:
            between = self.reading.text[left.end : right.start]
            return bool(
                re.search(
                    r"[;,]\s*(?:but|while|whereas|and)?\s*$|\b(?:but|while|whereas)\s+(?:in\s+)?$",
                    between,
                )
            )
        if right.is_new and (left.author or left.trial) and right.start > left.end:
            return bool(
                re.search(
                    r"[;,]\s*(?:but|while|whereas)\s*(?:in\s+)?$",
                    self.reading.text[left.end : right.start],
                )
            )
        return False

    def is_turn(self, before: ReadSentence, sentence: ReadSentence, start: int) -> bool:
        """Whether an opening within a sentence leaves the words before it to the study that an earlier sentence brought in."""
        if before.index == sentence.index:
            return True
        near = before.span.paragraph == sentence.span.paragraph
        return near and _TURN.search(self.reading.text[sentence.span.start : start]) is not None

    def block(
        self, sentence: ReadSentence, following: tuple[ReadSentence, _Opening] | None
    ) -> tuple[list[ReadSentence], int]:
        """The sentences about the study that `sentence` brings in, and where the block ends."""
        inside = [sentence]
        if following is not None and following[0].index == sentence.index:
            return inside, following[1].start
        for after in self.reading.sentences[sentence.index + 1 :]:
            words = self.reading.words(after)
            if following is not None and after.index == following[0].index:
                if self.is_turn(sentence, after, following[1].start):
                    return [*inside, after], following[1].start
                break
            if after.span.is_heading:
                if self.is_alone:
                    continue
                break
            if after.is_joined and not _cells(after) & _cells(inside[-1]):
                break
            if OWN_PRACTICE.search(words) or self._is_elsewhere(after, inside):
                break
            if self._plural.match(words.lstrip('"( ')) or re.match(
                r"(?i)\W*both (?:reported|trials|studies|found|groups of)", words
            ):
                break
            if self.is_alone and _OLDER.search(words):
                break
            is_new = after.span.paragraph != inside[-1].span.paragraph
            if is_new and not self.is_alone and not self._anaphora.search(words):
                break
            if len(inside) >= (_LONGEST_ALONE if self.is_alone else _LONGEST):
                break
            inside.append(after)
        return inside, inside[-1].span.end

    def _is_elsewhere(self, sentence: ReadSentence, inside: Sequence[ReadSentence]) -> bool:
        """Whether a sentence names only diseases that have nothing to do with those of the block."""
        named = {e.term for e in self.reading.diseases(sentence)}
        around = {e.term for s in inside for e in self.reading.diseases(s)}
        related = self.reading.lexicon.are_related
        return bool(named and around) and not any(related(a, b) for a in named for b in around)
