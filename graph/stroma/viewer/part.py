"""Which part of a store does the page on a term need? What is stated about it, and what studies that used it found.

Read first: `part_around`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from stroma.store import EvidenceStore

if TYPE_CHECKING:
    from stroma.viewer.opening import Opening
    from stroma.vocabulary import Iri

# Kinds that are seldom the subject of a proposition: studies used a route, products are made from a tissue.
_USED: Final = ("Route", "Tissue", "CellType")
# As many further statements as a page can be looked through for.
_MOST: Final = 2000
_PROPOSITIONS: Final = """
SELECT DISTINCT ?found WHERE {
  VALUES ?of { TERMS }
  { ?finding st:route ?of }
  UNION { ?study st:route ?of . ?finding st:foundBy ?study }
  UNION { ?study st:sourceTissue ?of . ?finding st:foundBy ?study }
  ?finding st:onProposition ?found
}
ORDER BY ?found
"""
_PRODUCTS: Final = """
SELECT DISTINCT ?found WHERE {
  VALUES ?of { TERMS }
  { ?found st:sourceTissue ?of } UNION { ?found st:cellType ?of }
  ?found a st:CellProduct
}
ORDER BY ?found
"""


def part_around(store: EvidenceStore, opening: Opening) -> EvidenceStore:
    """The store itself where it is in memory; else the part that a page shows, in memory.

    Raises:
        UnknownTermError: if the store has no such term.
    """
    term = opening.term
    selected = () if opening.selected is None else (opening.selected,)
    if type(store) is EvidenceStore or store.kind(term) not in _USED:
        return store.around(term, *selected)
    closure = sorted(store.narrower(term) | {term})
    products = _ask(store, _PRODUCTS, closure, _MOST)
    found = _ask(store, _PROPOSITIONS, closure, _MOST + 1)
    part = store.around(term, *selected, *products, *found[:_MOST])
    if len(found) > _MOST and part.cut is None:
        part.cut = f"{_MOST:,} of the statements that rest on studies of {store.label(term)}"
    return part


def _ask(store: EvidenceStore, query: str, terms: list[Iri], limit: int) -> list[Iri]:
    from stroma.queries import run_query

    text = query.replace("TERMS", " ".join(f"<{iri}>" for iri in terms))
    rows = run_query(store.dataset, text, limit=limit)
    return [str(row[0].value) for row in rows]  # type: ignore[union-attr]
