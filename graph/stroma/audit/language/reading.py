"""A text, read: tokens, sentences, named terms and cues, each found once and shared by every later step.

Read first: `Reading` and `read_text`.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

from stroma.audit.language.abbreviations import find_abbreviations
from stroma.audit.language.context import in_context
from stroma.audit.language.coordination import split_coordinated
from stroma.audit.language.entities import Entity, find_entities
from stroma.audit.language.sentences import Sentence, split_sentences
from stroma.audit.language.tokens import Token, tokenize
from stroma.audit.language.trial_names import find_trial_names

if TYPE_CHECKING:
    from stroma.audit.language.cues import Cue, CueBook
    from stroma.audit.language.lexicon import Lexicon
    from stroma.vocabulary import Iri

_GOT = frozenset("had developed suffered got".split())
_WAS = frozenset("was were and or".split())
_A = frozenset("a an one no".split())

_ASIDE = re.compile(
    r"\W*(?:[Ee]ven (?:better|worse)|(?:[Bb]etter|[Ww]orse)(?: still| yet)?|[Ww]hat(?:'s| is) (?:even )?(?:better|worse|more))(?=\s*[,:])"
)
"""What links a sentence to the one before, and says nothing of anybody: "even better, nobody had a side effect"."""


@dataclass(frozen=True)
class ReadSentence:
    """A sentence with what was found in it; `first` and `last` are its tokens."""

    index: int
    span: Sentence
    first: int
    last: int
    entities: tuple[Entity, ...]
    cues: tuple[Cue, ...]
    is_joined: bool = False
    """Joined to the statement before it: "..., and B helped Y"."""

    def has(self, *kinds: str) -> bool:
        """Whether a cue of one of these kinds stands in it."""
        return any(cue.kind in kinds for cue in self.cues)


@dataclass(frozen=True)
class Reading:
    """Everything later steps need to know of a text."""

    text: str
    tokens: Sequence[Token]
    sentences: Sequence[ReadSentence]
    entities: Sequence[Entity]
    topic: Iri | None
    """The disease named most often."""
    lexicon: Lexicon

    @cached_property
    def _starts(self) -> list[int]:
        return [entity.start for entity in self.entities]

    def named(self, start: int, end: int) -> Sequence[Entity]:
        """The terms that are named between two places."""
        return self.entities[bisect_left(self._starts, start) : bisect_left(self._starts, end)]

    def diseases(self, sentence: ReadSentence) -> list[Entity]:
        """The diseases that a sentence names, but for one that somebody is said to have got: "one patient had a stroke", "there was a stroke"."""
        return [
            e
            for e in sentence.entities
            if e.kind == "Disease"
            and not _GOT & {t.form for t in self.tokens[max(sentence.first, e.first - 3) : e.first]}
            and not self._happened(e)
        ]

    def _happened(self, e: Entity) -> bool:
        before = [t.form for t in self.tokens[max(0, e.first - 2) : e.first]]
        return len(before) == 2 and before[0] in _WAS and before[1] in _A

    def words(self, sentence: ReadSentence) -> str:
        """The text of a sentence."""
        return self.text[sentence.span.start : sentence.span.end]

    def without_diseases(self, sentence: ReadSentence) -> str:
        """The words of a sentence but for the names of diseases: a spinal cord injury is no injury by the cells."""
        start, parts = sentence.span.start, []
        for e in sentence.entities:
            if e.kind == "Disease":
                parts.append(self.text[start : e.start])
                start = e.end
        return " ".join((*parts, self.text[start : sentence.span.end]))


def read_text(text: str, lexicon: Lexicon, book: CueBook) -> Reading:
    """Read a text once, from words to cues."""
    text = text.translate(_ONE_TO_ONE)
    tokens = tokenize(text)
    defined = {
        short: iri
        for short, long in find_abbreviations(text).items()
        if (iri := _meaning(long, lexicon)) is not None
    }
    entities = find_entities(text, tokens, lexicon, defined)
    topic = _topic(entities, lexicon)
    entities = in_context(text, tokens, entities, topic, lexicon)
    starts = [token.start for token in tokens]
    firsts = [entity.start for entity in entities]
    sentences: list[ReadSentence] = []
    for span in split_sentences(text):
        first, last = bisect_left(starts, span.start), bisect_left(starts, span.end) - 1
        inside = tuple(entities[bisect_left(firsts, span.start) : bisect_left(firsts, span.end)])
        found = book.find(text, tokens, first, last) if last >= first else []
        names = [m.span() for m in find_trial_names(text, span.start, span.end)]
        names += [m.span() for m in (_ASIDE.match(text, span.start),) if m is not None]
        cues = tuple(
            c
            for c in found
            if not _in_name(c, inside) and not any(a <= c.start and c.end <= b for a, b in names)
        )
        whole = ReadSentence(len(sentences), span, first, last, inside, cues)
        sentences += _parts(text, tokens, whole, lexicon)
    return Reading(text, tokens, sentences, entities, topic, lexicon)


def _parts(
    text: str, tokens: Sequence[Token], whole: ReadSentence, lexicon: Lexicon
) -> list[ReadSentence]:
    """A sentence, or each of the statements on products of their own that it joins."""
    parts = split_coordinated(text, tokens, whole, lexicon)
    if len(parts) == 1:
        return [whole]
    made = []
    for number, (first, last) in enumerate(parts):
        start = tokens[first].start if number else whole.span.start
        end = whole.span.end if last == whole.last else tokens[last].end
        span = replace(whole.span, start=start, end=end)
        cues = tuple(c for c in whole.cues if first <= c.first and c.last <= last)
        inside = tuple(e for e in whole.entities if first <= e.first and e.last <= last)
        index, joined = whole.index + number, number > 0
        made.append(ReadSentence(index, span, first, last, inside, cues, joined))
    return made


def _in_name(cue: Cue, entities: Sequence[Entity]) -> bool:
    """Whether a denial is part of a name: "no evidence of disease activity" is an outcome that people reach."""
    return cue.kind in ("negation", "rejections", "says-limits") and any(
        e.first <= cue.first and cue.last < e.last for e in entities if e.kind == "Outcome"
    )


# Typographic quotes and spaces, one character for one, so that offsets stay.
_ONE_TO_ONE = str.maketrans(
    {
        "’": "'",
        "‘": "'",
        "“": '"',
        "”": '"',
        "\u00a0": " ",
        "\u2009": " ",
        "\u202f": " ",
        "‐": "-",
        "‑": "-",
        "\r": " ",
        "\t": " ",
    }
)


def _meaning(long: str, lexicon: Lexicon) -> Iri | None:
    tokens = tokenize(long)
    found = find_entities(long, tokens, lexicon)
    return (
        found[-1].term
        if found and found[-1].last == len(tokens) - 1 and found[-1].first <= 1
        else None
    )


def _topic(entities: Sequence[Entity], lexicon: Lexicon) -> Iri | None:
    counts = Counter(
        e.term for e in entities if e.kind == "Disease" and lexicon.terms[e.term].model_of is None
    )
    return min(counts, key=lambda iri: (-counts[iri], iri)) if counts else None
