"""Is a sentence borne out of which only a part was read? Then the tick is of that part alone, and the rest is quoted.

Read first: `with_unread`. A part is what stands between commas, semicolons and conjunctions; it asserts something if it moves an
outcome, denies or tells a harm, or says what a regulator or a trial came to.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from stroma.audit.judging.results import Verdict
from stroma.audit.judging.unjudged import ASSERTING, HARM

if TYPE_CHECKING:
    from stroma.audit.judging.results import Judged
    from stroma.audit.language.reading import Reading, ReadSentence

_JOINS: Final = frozenset("and so because".split())
_TURNS: Final = frozenset("but while whereas though although yet".split())
_SUBJECTS: Final = frozenset(
    "the a an it they there this that these those nobody none no not neither we our your patients people nothing".split()
)
"""Words with which a statement of its own begins after "and": not "safe and well tolerated"."""
_BREAK: Final = re.compile(r"[,;:()]|\s[-–—]\s")
_LEAST: Final = 3
"""Words of a part that can be a statement."""
_VAGUE: Final = ("null", "most", "compare", "decrease", "increase")
"""Words that may belong to the part before them: "lower, though not significantly"."""


def with_unread(claims: Sequence[Judged], reading: Reading) -> list[Judged]:
    """Claims, those that are borne out with the parts of their sentence that assert something and of which nothing was read."""
    read: dict[int, set[int]] = {}
    for j in claims:
        own = read.setdefault(j.candidate.sentence, set())
        own.add(j.candidate.at)
        own.update(i for q in j.candidate.cues for i in range(q.first, q.last + 1))
    unread = {at: tuple(_unread(reading.sentences[at], read[at], reading)) for at in read}
    return [
        replace(j, unread=unread[j.candidate.sentence] if j.verdict is Verdict.SUPPORTED else ())
        for j in claims
    ]


def _unread(sentence: ReadSentence, read: set[int], reading: Reading) -> Iterator[tuple[int, int]]:
    """The spans of the parts that assert something, and hold no word from which a claim was read."""
    if sentence.has("aims"):
        return
    safe = {c.kind for c in sentence.cues if c.kind == "safe" and c.first in read}
    for first, last in _parts(sentence, reading):
        if last - first < _LEAST or any(first <= i <= last for i in read):
            continue
        start, end = reading.tokens[first].start, reading.tokens[last].end
        inside = [e for e in sentence.entities if first <= e.first and e.last <= last]
        asserts = any(
            c.kind in ASSERTING
            and c.kind not in (*_VAGUE, *safe)
            and first <= c.first
            and c.last <= last
            and not any(e.first <= c.first and c.last <= e.last for e in inside)
            for c in sentence.cues
        )
        if asserts or HARM.search(reading.text, start, end):
            yield start, end


def _parts(sentence: ReadSentence, reading: Reading) -> Iterator[tuple[int, int]]:
    """The first and last token of each part of a sentence."""
    tokens, first = reading.tokens, sentence.first
    for i in range(sentence.first + 1, sentence.last + 1):
        gap = reading.text[tokens[i - 1].end : tokens[i].start]
        joined = tokens[i].form in _JOINS and i < sentence.last and tokens[i + 1].form in _SUBJECTS
        if _BREAK.search(gap) or joined or tokens[i].form in _TURNS:
            if i > first:
                yield first, i - 1
            first = i
    yield first, sentence.last
