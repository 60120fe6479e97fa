"""Where does "A helped X, and B helped Y" go on to B? Sentences cut where a product with a verb and a disease of its own begins.

Read first: `split_coordinated`.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from stroma.audit.language.cues import EFFECTS

if TYPE_CHECKING:
    from stroma.audit.language.cue import Cue
    from stroma.audit.language.entities import Entity
    from stroma.audit.language.lexicon import Lexicon
    from stroma.audit.language.reading import ReadSentence
    from stroma.audit.language.tokens import Token

_JOINING: Final = frozenset("and while whereas but".split())
_LEADING: Final = frozenset(
    "the a an its their of with by in own new another treatment therapy injection injections infusion infusions cells product drug also later".split()
)
"""Words that may stand between "and" and the product that opens a clause."""
_CARRYING: Final = frozenset("it they this these that which who whose also so then not".split())
_REACH: Final = 6
"""Tokens from a product to its verb."""
_VERB_CUES: Final = frozenset(
    {
        *EFFECTS,
        "cure",
        "treat",
        "approve",
        "effective",
        "cause",
        "methods",
        "endpoint-met",
        "endpoint-missed",
    }
)
_AUXILIARY: Final = frozenset(
    "is are was were has have had do does did can cannot may might will would could should failed fails fail showed shows show".split()
)
_NOUN: Final = re.compile(r"(?:ment|tion|ing|ness|ance|er)$")
_WHOLE: Final = ("attributions", "rejections")
"""What is said of the whole of a sentence: it stays whole."""
_OVER: Final = ("negation", "aims", "hedges")
"""What governs all that follows, where it stands before the first product: "no study found that ..."."""


def split_coordinated(
    text: str, tokens: Sequence[Token], sentence: ReadSentence, lexicon: Lexicon
) -> list[tuple[int, int]]:
    """The first and last token of each statement that a sentence joins; the sentence itself where it is one.

    "NurOwn slowed ALS and improved survival" is one, as is "NurOwn and lenzumestrocel slowed ALS".
    """
    finder = _Finder(text, tokens, sentence, lexicon)
    whole = [(sentence.first, sentence.last)]
    if len(finder.products) < 2 or finder.is_whole():
        return whole
    cuts = finder.cuts()
    parts: list[tuple[int, int]] = []
    first, last = whole[0]
    untils = [end for end, _ in cuts[1:]] + [last]
    for (end, start), until in zip(cuts, untils, strict=False):
        if finder.stands(first, end) and finder.stands(start, until):
            parts.append((first, end))
            first = start
    return [*parts, (first, last)]


class _Finder:
    """What one sentence names, and where a product opens a clause of its own."""

    def __init__(
        self, text: str, tokens: Sequence[Token], sentence: ReadSentence, lexicon: Lexicon
    ) -> None:
        self.text = text
        self.tokens = tokens
        self.sentence = sentence
        self.products = [
            e
            for e in sentence.entities
            if e.kind == "CellProduct" or (e.kind == "CellType" and self._is_given(e, lexicon))
        ]
        made = {term for pair in lexicon.composed.values() for term in pair}
        self._of_maker = {
            e.first for e in self.products if e.kind == "CellProduct" and e.term not in made
        }
        self._named = {i for e in sentence.entities for i in range(e.first, e.last + 1)}
        self._verbs = {c.first for c in sentence.cues if self._is_verb(c)}
        outcomes = (e.first for e in sentence.entities if e.kind == "Outcome")
        self._verbs |= {i for i in outcomes if self._word(i).endswith("ed")}  # "closed fistulas"

    def is_whole(self) -> bool:
        """Whether something is said of the whole sentence: a question, hearsay, a denial before it all."""
        s, first = self.sentence, self.products[0].first
        asked = self.text[s.span.start : s.span.end].rstrip("\"')] ").endswith("?")
        over = any(c.kind in _OVER and c.first < first for c in s.cues)
        return asked or over or s.has(*_WHOLE)

    def cuts(self) -> list[tuple[int, int]]:
        """The last token before each joint, and the first token of the clause that begins there."""
        found = []
        for before, product in itertools.pairwise(self.products):
            if (joint := self._joint(before, product)) is not None:
                found.append(joint)
        return found

    def stands(self, first: int, last: int) -> bool:
        """Whether a stretch names a product, a verb and a disease, or one maker's product: that tells its disease."""
        inside = [e for e in self.sentence.entities if first <= e.first and e.last <= last]
        disease = any(e.kind == "Disease" for e in inside)
        verbs = [i for i in range(first, last + 1) if self._is_acting(i)]
        products = [e for e in inside if e in self.products]
        return bool(products and verbs) and (disease or products[0].first in self._of_maker)

    def _is_given(self, cell: Entity, lexicon: Lexicon) -> bool:
        """Whether a kind of cells is one that people are given: stem and stromal cells."""
        stem = lexicon.by_slug["stem-cell"]
        return cell.term in lexicon.product_of or stem in lexicon.terms[cell.term].broader

    def _is_verb(self, cue: Cue) -> bool:
        is_noun = _NOUN.search(self._word(cue.first))
        return cue.kind in _VERB_CUES and not is_noun and cue.first not in self._named

    def _word(self, token: int) -> str:
        return self.tokens[token].raw.casefold()

    def _is_acting(self, token: int) -> bool:
        return token in self._verbs or self._word(token) in _AUXILIARY

    def _verb_after(self, product: Entity) -> int | None:
        """The verb of a product, with no disease or outcome between."""
        for i in range(product.last + 1, min(product.last + 1 + _REACH, self.sentence.last + 1)):
            if self._is_acting(i):
                return i
            if any(e.first == i and e not in self.products for e in self.sentence.entities):
                return None
        return None

    def _joint(self, before: Entity, product: Entity) -> tuple[int, int] | None:
        """Where the words before a product leave the clause of the product before it."""
        for i in range(product.first, before.last + 1, -1):
            gap = self.text[self.tokens[i - 1].end : self.tokens[i].start]
            joins = self._word(i - 1) in _JOINING and i - 1 > before.last
            if ";" in gap or (joins and self._comma_before(i - 1)):
                end = i - 2 if joins else i - 1
                return None if self._carries_on(i) else (end, i)
            short = all(self._word(k) in _LEADING for k in range(i, product.first))
            if short and (joins or "," in gap) and self._verb_after(product) is not None:
                return (i - 2 if joins else i - 1), i
        return None

    def _carries_on(self, token: int) -> bool:
        """Whether a clause opens with a verb or a pronoun, so that its subject is the one before."""
        return self._is_acting(token) or self._word(token) in _CARRYING

    def _comma_before(self, token: int) -> bool:
        gap = self.text[self.tokens[token - 1].end : self.tokens[token].start]
        return "," in gap or ";" in gap
