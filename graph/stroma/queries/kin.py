"""A product is named that was never tried in a disease: which products whose name or source tissue has its words were?

Read first: `asked_of_kin`. "Bone marrow cells" is the name of cells that were not cultured; in multiple sclerosis all trials of marrow
gave cultured ones, and the largest would not be seen by who asks so.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from stroma.errors import UnknownTermError
from stroma.queries.mentioned import word_stem
from stroma.queries.parameters import ANY
from stroma.queries.plain_words import ANY_PRODUCT
from stroma.queries.understood import Asked, listed

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Set

    from stroma.queries.understood import Understood
    from stroma.store import EvidenceStore
    from stroma.vocabulary import Iri

__all__ = ["asked_of_kin", "products_of_tissue"]

# That one product was not approved, or not tested, is the answer.
_NEVER_WIDENED: Final = frozenset(("regulation", "gaps", "terms", "articles"))
_PRODUCTS: Final = ("product", "other")
# Words of the names of products that say nothing of what they are made from.
_OF_NO_TISSUE: Final = frozenset(
    map(
        word_stem,
        "cell cells stem msc mscs product products mesenchymal stromal derived therapy autologous allogeneic own donor not cultured tissue".split(),
    )
)


def asked_of_kin(found: Understood, store: EvidenceStore) -> tuple[Understood, str]:
    """A question asked of the products that were tried in its disease, where one that is named was not; and what is said of that.

    Example:
        >>> import stroma
        >>> from stroma.queries import load_questions
        >>> from stroma.queries.asking import understand
        >>> store = stroma.open_graph().store
        >>> found = understand("do bone marrow cells work in MS", load_questions(), store)
        >>> found.given["product"], asked_of_kin(found, store)[0].given["product"]
        ('bone marrow cells', 'bone-marrow MSC product')
    """
    question, disease = found.question, found.given.get("disease", ANY)
    if (
        question is None
        or question.group in _NEVER_WIDENED
        or disease == ANY
        or not store.may_be_held
    ):
        return found, ""
    said = []
    for parameter in _PRODUCTS:
        named = found.given.get(parameter, ANY)
        if named in (ANY, ANY_PRODUCT):
            continue
        try:
            product = store.resolve_term(named, ["CellProduct"])
            within = store.narrower(store.resolve_term(disease, ["Disease"]))
        except UnknownTermError:
            continue
        tried = _tried_in(within, store)
        if not tried or not tried.isdisjoint(store.narrower(product)):
            continue
        words = _tissue_words(named)
        kin = [store.label(iri) for iri in _kin(product, words.keys(), tried, store)]
        if not kin or kin[0] in found.given.values():
            continue
        asked = [Asked(question, {**found.given, parameter: label}).command for label in kin[1:]]
        also = f"; {listed(kin[1:])} too: {'; '.join(asked)}" if asked else ""
        told = f"nothing is held on {store.label(product)!r} in {disease}"
        shared = " ".join(words.values())
        said.append(
            f"{told}; asked instead of {kin[0]!r}, whose name or tissue has {shared!r} too{also}"
        )
        found = replace(found, given={**found.given, parameter: kin[0]})
    return found, "; ".join(said)


def _tried_in(diseases: Collection[Iri], store: EvidenceStore) -> set[Iri]:
    """The products of which something was asked in a disease."""
    return {
        p.subject
        for p in store.propositions.values()
        if p.findings and (p.condition in diseases or p.object in diseases)
    }


def _kin(product: Iri, words: Set[str], tried: Collection[Iri], store: EvidenceStore) -> list[Iri]:
    """The products with these stems in their name or tissue of which some kind was tried, without those that another includes; what
    was tried most first.
    """
    found = {
        iri: len(store.narrower(iri) & set(tried))
        for iri in _with_words(words, store)
        if iri != product and not store.narrower(iri).isdisjoint(tried)
    }
    widest = [iri for iri in found if not any(o != iri and iri in store.narrower(o) for o in found)]
    return sorted(widest, key=lambda iri: (-found[iri], store.label(iri)))


def _tissue_words(text: str) -> dict[str, str]:
    """The words of a name that say what a product is made from, by their stems."""
    words = {word_stem(word): word for word in re.findall(r"[^\W_]+", text)}
    return {stem: word for stem, word in words.items() if stem not in _OF_NO_TISSUE}


def _stems(texts: Iterable[str]) -> set[str]:
    return {word_stem(word) for text in texts for word in re.findall(r"[^\W_]+", text)}


def products_of_tissue(product: Iri, store: EvidenceStore) -> set[Iri]:
    """A product with its narrower ones, and the others whose name or source tissue has the words that say what it is made from.

    Example:
        >>> import stroma
        >>> store = stroma.open_graph().store
        >>> found = products_of_tissue(store.resolve_term("adipose MSC product"), store)
        >>> store.resolve_term("adipose stromal vascular fraction product") in found
        True
    """
    kin = _with_words(_tissue_words(store.label(product)).keys(), store)
    return set(store.narrower(product)) | {one for iri in kin for one in store.narrower(iri)}


def _with_words(stems: Set[str], store: EvidenceStore) -> Iterator[Iri]:
    """The products whose name or source tissue has all of these stems; none for no stem."""
    for iri, term in store.records.terms.items():
        if stems and term.kind == "CellProduct":
            tissue = store.label(term.source_tissue) if term.source_tissue else ""
            if stems <= _stems((term.label, tissue)):
                yield iri
