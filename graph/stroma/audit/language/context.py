"""Which words name a term only in the right text? "Function" in a text on ALS, a bare "lesion" in one on multiple sclerosis.

Read first: `in_context`. Also journals whose names are ordinary words ("the journal Brain").
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from stroma.audit.language.entities import Entity
from stroma.vocabulary import Iri, to_iri

if TYPE_CHECKING:
    from stroma.audit.language.lexicon import Lexicon
    from stroma.audit.language.tokens import Token

_BARE: Final = ("lesion",)
_LESION_DISEASES: Final = (
    to_iri("MONDO:0005301"),
    to_iri("MONDO:0019100"),
    to_iri("MONDO:0005156"),
)
_TYPED: Final = ("diabetes", "type-1-diabetes", "type-2-diabetes")
_FUNCTION: Final = {"als": "als-function", "multiple-system-atrophy": "msa-function"}
_BEFORE_FUNCTION: Final = frozenset("the their his her in of on and or nor neither to either for both overall daily improve improved improving preserve preserved maintain maintained restore restored keep kept lose lost losing slow slowed better worse".split())  # fmt: skip
_LOOSE: Final = {
    "marrow cell": ("bone-marrow-cell-product", "bone-marrow-concentrate-product", "bone-marrow-msc"),
    "bone marrow cell": ("bone-marrow-cell-product", "bone-marrow-concentrate-product", "bone-marrow-msc"),
}  # fmt: skip
"""Names of the cells of a tissue, and what they may mean: the first that was given in the disease, else the last."""
_GIVEN_BLOOD: Final = ("umbilical-cord-blood", "cord-blood-product")
_FROM: Final = frozenset("from in into within".split())
_JOURNALS: Final = frozenset({"Brain", "Blood"})


def in_context(
    text: str,
    tokens: Sequence[Token],
    entities: Sequence[Entity],
    topic: Iri | None,
    lexicon: Lexicon,
) -> list[Entity]:
    """The entities that hold in this text, and those that only its topic makes."""
    kept = [
        e
        for e in entities
        if not _is_other_lesion(e, topic, lexicon) and not _is_journal(text, tokens, e)
    ]
    kept = [_as_product(tokens, e, kept, topic, lexicon) for e in kept]
    made = (*_functions(text, tokens, kept, topic, lexicon), *_types(tokens, kept, topic, lexicon))
    return sorted([*kept, *made], key=lambda e: e.start)


def _types(
    tokens: Sequence[Token], entities: Sequence[Entity], topic: Iri | None, lexicon: Lexicon
) -> Iterator[Entity]:
    """ "For type 1 the news is better": a type of the disease that the text is on, in short."""
    typed = topic is not None and lexicon.terms[topic].slug in _TYPED
    taken = {i for e in entities for i in range(e.first, e.last + 1)}
    for i, (a, b) in enumerate(itertools.pairwise(tokens) if typed else ()):
        iri = lexicon.by_slug.get(f"{a.form}-{b.form}-diabetes")
        if iri is not None and i not in taken:
            yield Entity(a.start, b.end, f"{a.raw} {b.raw}", "Disease", iri, i, i + 1)


def _as_product(
    tokens: Sequence[Token],
    e: Entity,
    entities: Sequence[Entity],
    topic: Iri | None,
    lexicon: Lexicon,
) -> Entity:
    """ "Marrow cells" as what was given in the nearest disease, "cord blood" as a product where nothing is taken from it."""
    blood, product = (lexicon.by_slug[slug] for slug in _GIVEN_BLOOD)
    if e.term == blood:
        before = tokens[e.first - 1].form if e.first else ""
        return e if before in _FROM else _renamed(e, product, lexicon)
    meant = _LOOSE.get(e.text.casefold().replace("-", " ").removesuffix("s"))
    if meant is None:
        return e
    diseases = [d for d in entities if d.kind == "Disease"]
    nearest = min(diseases, key=lambda d: abs(d.first - e.first)).term if diseases else topic
    around = lexicon.lineage(nearest) if nearest is not None else frozenset()
    given = (lexicon.by_slug[slug] for slug in meant[:-1])
    for term in given:
        if any(
            d in around or nearest in lexicon.lineage(d) for d in lexicon.given_in.get(term, ())
        ):
            return _renamed(e, term, lexicon)
    return _renamed(e, lexicon.by_slug[meant[-1]], lexicon)


def _renamed(e: Entity, term: Iri, lexicon: Lexicon) -> Entity:
    return replace(e, term=term, kind=lexicon.terms[term].kind)


def _is_other_lesion(entity: Entity, topic: Iri | None, lexicon: Lexicon) -> bool:
    """Whether a bare "lesion" stands in a text on a disease that has none on the scan of the brain."""
    if topic is None or entity.first != entity.last or entity.kind != "Outcome":
        return False
    if entity.text.casefold().removesuffix("s") not in _BARE:
        return False
    term = lexicon.terms[topic]
    kin = {topic, term.model_of, *term.broader}
    return not kin & set(_LESION_DISEASES) and not term.slug.startswith("neuromyelitis")


def _is_journal(text: str, tokens: Sequence[Token], entity: Entity) -> bool:
    """ "In the journal Brain", "appeared in Blood": capitals within a sentence."""
    if entity.text not in _JOURNALS or entity.first == 0:
        return False
    before = tokens[entity.first - 1]
    return before.form in ("in", "journal") and not text[before.end : entity.start].strip()


def _functions(
    text: str,
    tokens: Sequence[Token],
    entities: Sequence[Entity],
    topic: Iri | None,
    lexicon: Lexicon,
) -> Iterator[Entity]:
    slug = _FUNCTION.get(lexicon.terms[topic].slug) if topic is not None else None
    if slug is None:
        return
    taken = {i for e in entities for i in range(e.first, e.last + 1)}
    iri = lexicon.by_slug[slug]
    for i, token in enumerate(tokens):
        if token.raw.casefold() != "function" or i in taken:
            continue
        listed = bool(i) and "," in text[tokens[i - 1].end : token.start]
        if token.raw == "Function" or listed or (i and tokens[i - 1].form in _BEFORE_FUNCTION):
            yield Entity(token.start, token.end, token.raw, lexicon.terms[iri].kind, iri, i, i)
