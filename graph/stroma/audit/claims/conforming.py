"""Does a candidate keep the rules of its predicate: kinds of subject and object, and a condition where one is needed?

Read first: `conform`. A candidate that cannot be made to fit is dropped: it would be no claim that the graph could hold.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from stroma.vocabulary import Iri, to_iri

if TYPE_CHECKING:
    from stroma.audit.claims.candidates import Candidate
    from stroma.audit.language.lexicon import Lexicon
    from stroma.records import Records

_ANY_DISEASE: Final = to_iri("MONDO:0000001")


def conform(
    c: Candidate, records: Records, lexicon: Lexicon, topic: Iri | None
) -> Candidate | None:
    """The candidate with subject and condition as its predicate wants them; None when its kinds cannot fit."""
    predicate = records.predicates.get(c.predicate)
    if predicate is None:
        return c
    subject = _subject(c.subject, predicate.subject_kinds, lexicon)
    if subject is None or lexicon.terms[c.object].kind not in predicate.object_kinds:
        return None
    is_product = lexicon.terms[subject].kind == "CellProduct"
    condition = c.condition
    if predicate.condition == "no":
        condition = None
    elif condition is None and (
        predicate.condition == "yes" or (predicate.condition == "if-product" and is_product)
    ):
        condition = topic or _ANY_DISEASE
    return replace(c, subject=subject, condition=condition)


def _subject(subject: Iri, kinds: tuple[str, ...], lexicon: Lexicon) -> Iri | None:
    """The subject, or the product of a cell, or the cell of a product, whichever kind fits."""
    term = lexicon.terms[subject]
    for candidate in (
        subject,
        lexicon.product_of.get(subject),
        term.cell_type,
        _cell_of(subject, lexicon),
    ):
        if (
            candidate is not None
            and candidate in lexicon.terms
            and lexicon.terms[candidate].kind in kinds
        ):
            return candidate
    return None


def _cell_of(product: Iri, lexicon: Lexicon) -> Iri | None:
    return next((cell for cell, made in lexicon.product_of.items() if made == product), None)
