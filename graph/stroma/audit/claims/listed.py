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
_ALL: Final = re.compile(
    r"(?i)\b(?:both|all (?:two |three |four )?(?:of the )?|each of the|either of the|neither of the|every) ?(?:the |these )?(?:cell )?(?:products?|treatments?|therap(?:y|ies)|kinds?|types?|cells)\b"
)
"""Words for all the products of a study."""
_SETTING_APART: Final = frozenset("than between to versus vs with unlike after before like".split())
"""Words before a list of products that makes no subject: "no difference between A and B"."""


def of_each_listed(
    reading: Reading, subjects: Subjects, sentence: ReadSentence, c: Candidate
) -> Iterator[Candidate]:
    """A candidate for each product that the sentence lists with its subject, in the order of the text."""
    if "respectively" in reading.words(sentence):
        paired = _paired(reading, subjects, sentence, c)
        yield from [] if paired is None else [paired]
        return
    disease = c.condition or c.object
    if (together := _of_all(reading, subjects, sentence, c)) and c.subject in together:
        yield from (replace(c, subject=product) for product in together)
        return
    is_named = any(e.kind == "Disease" for e in sentence.entities)
    for product in _listed_before(reading, subjects, sentence, c):
        if is_named or subjects.fits(product, disease):
            yield replace(c, subject=product)
    yield c


def _paired(
    reading: Reading, subjects: Subjects, sentence: ReadSentence, c: Candidate
) -> Candidate | None:
    """ "A and B slowed X and Y, respectively": the candidate on the product of its place; None for a pair that is not said."""
    products = [e for e in sentence.entities if subjects.is_product(e)]
    for kind in ("Disease", "Outcome"):
        said = [e for e in sentence.entities if e.kind == kind]
        places = [i for i, e in enumerate(said) if e.term in (c.object, c.condition)]
        if len(said) > 1 and len(said) == len(products) and len(places) == 1:
            return replace(c, subject=subjects.product(products[places[0]].term))
    return c if len(products) < 2 else None


def _of_all(
    reading: Reading, subjects: Subjects, sentence: ReadSentence, c: Candidate
) -> tuple[Iri, ...]:
    """ "Both products work": every product of the study that the sentence is about, where it names none."""
    if any(subjects.is_product(e) for e in sentence.entities) or not _ALL.search(reading.words(sentence)):  # fmt: skip
        return ()
    return subjects.of_study(sentence)


def _listed_before(
    reading: Reading, subjects: Subjects, sentence: ReadSentence, c: Candidate
) -> list[Iri]:
    """The products of makers that stand in one list before the subject, which stands before its verb."""
    verb = c.cues[-1].first if c.cues else c.at
    own = subjects.of_study(sentence)
    products = [
        e for e in sentence.entities
        if e.first < verb and (subjects.is_of_maker(e) or (subjects.is_product(e) and subjects.product(e.term) in own))
    ]  # fmt: skip
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
