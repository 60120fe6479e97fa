"""Which study gave both of two things that a question compares: two routes, or a product of each of two tissues?

Read first: `gave_both_products`. Only within one study may one be compared with the other.
"""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING, Final

from stroma.errors import UnknownTermError
from stroma.model import Design
from stroma.queries.kin import products_of_tissue
from stroma.queries.parameters import ANY
from stroma.queries.understood import Asked

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from stroma.model import Study
    from stroma.store import EvidenceStore
    from stroma.vocabulary import Iri

__all__ = ["gave_both_products", "gave_both_routes"]

_REVIEWS: Final = frozenset((Design.META_ANALYSIS, Design.SYSTEMATIC_REVIEW))
_MOST_NAMED: Final = 3
# The end of the label of a route.
_WAY: Final = " administration"


def gave_both_routes(
    routes: Mapping[Iri, str], given: Mapping[str, str], store: EvidenceStore
) -> str:
    """Which studies that a question is about gave cells by all of these routes, as the part of a sentence.

    Args:
        routes: the label of each.
        given: what the question is asked of.
    """
    named = " and ".join(label.removesuffix(_WAY) for label in routes.values())
    found = {one.iri: one.slug for one in _studies(given, store) if set(routes) <= set(one.route)}
    if not found:
        return f"no study here gave both ({named})"
    # What was found after one of the routes alone compares them within the study.
    by_route = {
        finding.source
        for finding in store.findings.values()
        if finding.source in found and finding.route and set(finding.route) < set(routes)
    }
    apart = [slug for iri, slug in found.items() if iri in by_route]
    also = [slug for iri, slug in found.items() if iri not in by_route]
    told = [
        f"{', '.join(slugs[:_MOST_NAMED])} gave both ({named}), with {said} of one route alone"
        for slugs, said in ((apart, "a result"), (also, "no result"))
        if slugs
    ]
    return "; ".join(told)


def gave_both_products(asked: Asked, store: EvidenceStore) -> Iterator[str]:
    """Where no study gave both of two products: which gave one of the tissue of each, and the question that sets these side by side.

    Example:
        >>> import stroma
        >>> from stroma.queries import find_question, load_questions
        >>> question = find_question("side-by-side", load_questions())
        >>> given = {"product": "adipose MSC product", "other": "bone-marrow MSC product", "disease": "knee osteoarthritis"}
        >>> next(gave_both_products(Asked(question, given), stroma.open_graph().store)).split(";")[0]
        'one study gave a product of each tissue: mautner-2023'
    """
    try:
        one, other = (
            store.resolve_term(asked.given[name], ["CellProduct"]) for name in ("product", "other")
        )
    except (UnknownTermError, KeyError):
        return
    studies = _studies({"disease": asked.given.get("disease", ANY)}, store)
    sides = (store.narrower(one), store.narrower(other))
    if any(all(not side.isdisjoint(study.product) for side in sides) for study in studies):
        return
    of_one, of_other = (products_of_tissue(iri, store) for iri in (one, other))
    for study in sorted(studies, key=lambda study: (-(study.n or 0), study.slug)):
        pairs = product(
            (iri for iri in study.product if iri in of_one - of_other),
            [iri for iri in study.product if iri in of_other - of_one],
        )
        if (pair := next(pairs, None)) is not None:
            given = {"product": store.label(pair[0]), "other": store.label(pair[1])}
            command = Asked(asked.question, {**asked.given, **given}).command
            yield f"one study gave a product of each tissue: {study.slug}; side by side: {command}"
            return


def _studies(given: Mapping[str, str], store: EvidenceStore) -> list[Study]:
    """The studies on the disease and the product of a question, reviews apart."""
    if not store.may_be_held:
        return []
    within = {}
    for name, kind in (("disease", "Disease"), ("product", "CellProduct")):
        if given.get(name, ANY) != ANY:
            within[name] = store.narrower(store.resolve_term(given[name], [kind]))
    return [
        study
        for study in store.records.studies.values()
        if study.design not in _REVIEWS
        and all(not wide.isdisjoint(getattr(study, name)) for name, wide in within.items())
    ]
