"""Of which other products is the same said? "A and B slowed ALS" is a claim on A and one on B.

Read first: `of_each_listed`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from stroma.audit.claims.candidates import Candidate
    from stroma.audit.claims.subjects import Subjects
    from stroma.audit.language.reading import Reading, ReadSentence
    from stroma.vocabulary import Iri

_JOINING: Final = re.compile(r"\s*,?\s*\b(?:and|or|nor)\b\s*")
_LISTING: Final = re.compile(rf"{_JOINING.pattern}|\s*,\s*")
_SETTING_APART: Final = frozenset("than between to versus vs with unlike after before like".split())
"""Words before a list of products that makes no subject: "no difference between A and B"."""


def of_each_listed(
    reading: Reading, subjects: Subjects, sentence: ReadSentence, c: Candidate
) -> Iterator[Candidate]:
    """A candidate for each product that the sentence lists with its subject, in the order of the text."""
    disease = c.condition or c.object
    is_named = any(e.kind == "Disease" for e in sentence.entities)
    for product in _listed_before(reading, subjects, sentence, c):
        if is_named or subjects.fits(product, disease):
            yield replace(c, subject=product)
    yield c


def _listed_before(
    reading: Reading, subjects: Subjects, sentence: ReadSentence, c: Candidate
) -> list[Iri]:
    """The products of makers that stand in one list before the subject, which stands before its verb."""
    verb = c.cues[-1].first if c.cues else c.at
    products = [e for e in sentence.entities if subjects.is_of_maker(e) and e.first < verb]
    if "respectively" in reading.words(sentence):
        return []
    if not products or subjects.product(products[-1].term) != c.subject:
        return []
    first, found = products[-1], [c.subject]
    for e in reversed(products[:-1]):
        joint = _JOINING if first is products[-1] else _LISTING  # not "unlike A, B slowed ALS"
        if not joint.fullmatch(reading.text[e.end : first.start]):
            break
        first = e
        found.insert(0, subjects.product(e.term))
    opening = {t.form for t in reading.tokens[max(sentence.first, first.first - 1) : first.first]}
    named = [] if opening & _SETTING_APART else found[:-1]
    return [p for p in dict.fromkeys(named) if p != c.subject]
