"""Which studies asked of a wider disease, whose people may have had a narrower one?

Read first: `wider_studies`. A trial of multiple sclerosis enrolled people with its progressive courses: that nothing is entered on
such a course by itself does not say that nobody with it was studied.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from pyoxigraph import Literal, NamedNode

from stroma.queries.engine import run_query

if TYPE_CHECKING:
    from stroma.store import EvidenceStore
    from stroma.vocabulary import Iri

__all__ = ["wider_studies"]

# Reviews pool what stands here by itself.
_QUERY: Final = """
SELECT DISTINCT ?wide ?slug WHERE {
  { SELECT DISTINCT ?wide WHERE { ?disease st:within ?wide . FILTER (?wide != ?disease) } }
  ?study st:disease ?wide ;
    st:slug ?slug ;
    st:design ?design .
  FILTER (?design NOT IN (st:animal, st:in-vitro, st:meta-analysis, st:systematic-review))
  FILTER NOT EXISTS { ?study st:disease/st:within ?disease . }
  FILTER EXISTS { ?study st:product/st:within ?product . }
  FILTER NOT EXISTS { ?study st:retractedOn ?gone . }
  FILTER EXISTS { ?finding st:foundBy ?study ; st:group st:human-group . }
} ORDER BY ?wide ?slug
"""
_NAMED: Final = 6


def wider_studies(store: EvidenceStore, disease: Iri, product: Iri | None = None) -> str:
    """Studies in people with a result on a wider disease and none on this one: how many, and their names; empty without any.

    Args:
        product: only studies of this product, narrower ones included.

    Example:
        >>> from stroma.store import open_store
        >>> store = open_store()
        >>> wider_studies(store, store.resolve_term("SPMS"), store.resolve_term("placenta-derived MSC product"))
        'asked of a wider disease that includes it: 1 study (multiple sclerosis: lublin-2014)'
    """
    bindings = {"disease": NamedNode(disease)}
    if product is not None:
        bindings["product"] = NamedNode(product)
    found: dict[Iri, list[str]] = {}
    for wide, slug in run_query(store.dataset, _QUERY, bindings=bindings).rows():
        assert isinstance(wide, NamedNode)
        assert isinstance(slug, Literal)
        found.setdefault(wide.value, []).append(slug.value)
    if not found:
        return ""
    # The nearest first.
    order = sorted(found, key=lambda iri: (-len(store.broader(iri)), iri))
    labels = store.labels(order)
    slugs = {slug for some in found.values() for slug in some}
    parts = (f"{labels[iri]}: {_named(found[iri])}" for iri in order)
    n = len(slugs)
    return f"asked of a wider disease that includes it: {n} stud{'y' if n == 1 else 'ies'} ({'; '.join(parts)})"


def _named(slugs: list[str]) -> str:
    more = f" and {len(slugs) - _NAMED} more" if len(slugs) > _NAMED else ""
    return ", ".join(slugs[:_NAMED]) + more
