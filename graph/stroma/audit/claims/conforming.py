"""Does a candidate keep the rules of its predicate: kinds of subject and object, and a condition where one is needed?

Read first: `conform`. A candidate that cannot be made to fit is dropped: it would be no claim that the graph could hold.
"""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING, Final

from stroma.audit.language.lexicon import read_table
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
    return replace(c, subject=subject, condition=condition, object=_meant(c, condition, lexicon))


def _meant(c: Candidate, condition: Iri | None, lexicon: Lexicon) -> Iri:
    """The outcome that a general word stands for in the disease: "motor function" in cerebral palsy."""
    if condition is None:
        return c.object
    said, around = lexicon.terms[c.object].slug, lexicon.lineage(condition)
    named = (slug for disease, slug in _by_disease().get(said, ()) if lexicon.by_slug[disease] in around)  # fmt: skip
    slug = next(named, None)
    return c.object if slug is None else lexicon.by_slug[slug]


@cache
def _by_disease() -> dict[str, tuple[tuple[str, str], ...]]:
    """Slug of an outcome -> slugs of a disease and of what is meant there."""
    rows = list(read_table("by_disease.tsv"))
    return {
        r["outcome"]: tuple((o["disease"], o["meant"]) for o in rows if o["outcome"] == r["outcome"]) for r in rows
    }  # fmt: skip


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
