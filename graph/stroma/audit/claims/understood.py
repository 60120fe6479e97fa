"""Which parts of a claim does its sentence not say itself? Product and disease, and the sentence that they were taken from.

Read first: `Understood` and `find_understood`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING, Literal

from stroma.vocabulary import Iri, to_iri

if TYPE_CHECKING:
    from stroma.audit.claims.candidates import Candidate
    from stroma.audit.language.reading import Reading

_ANY_DISEASE = to_iri("MONDO:0000001")
_CELLS = ("CellProduct", "CellType")


@dataclass(frozen=True)
class Understood:
    """A part of a claim that was carried over."""

    part: Literal["product", "disease"]
    term: Iri
    sentence: int | None
    """Index of the sentence that names it; None when no sentence does: it is that of the study or of the product."""
    start: int = 0
    end: int = 0


def find_understood(
    reading: Reading, c: Candidate, block: Sequence[int] | None
) -> tuple[Understood, ...]:
    """The parts of a claim that its own sentence does not name, product first.

    Args:
        block: sentences on the study that the claim leans on; what they do not name is taken from the study.
    """
    around = chain(range(c.sentence - 1, -1, -1), range(c.sentence + 1, len(reading.sentences)))
    places = tuple(around) if block is None else tuple(block)
    parts: list[tuple[Literal["product", "disease"], Iri | None]] = [
        ("product", c.subject),
        ("disease", c.object if _kind(reading, c.object) == "Disease" else c.condition),
    ]
    return tuple(
        _of(reading, places, part, iri) for part, iri in parts if _is_carried(reading, c, iri)
    )


def _is_carried(reading: Reading, c: Candidate, iri: Iri | None) -> bool:
    if iri is None or iri == _ANY_DISEASE or _kind(reading, iri) not in (*_CELLS, "Disease"):
        return False
    if next(_naming(reading, [c.sentence], iri), None) is not None:
        return False
    # A childhood form is named by the disease and the word for children.
    named = {e.term for e in reading.sentences[c.sentence].entities if e.kind == "Disease"}
    childhood = reading.lexicon.terms[iri].slug.startswith("paediatric-")
    return not (childhood and named & reading.lexicon.lineage(iri))


def _of(
    reading: Reading, places: Sequence[int], part: Literal["product", "disease"], iri: Iri | None
) -> Understood:
    assert iri is not None
    return next(
        (Understood(part, iri, i, start, end) for i, start, end in _naming(reading, places, iri)),
        Understood(part, iri, None),
    )


def _naming(reading: Reading, sentences: Sequence[int], iri: Iri) -> Iterator[tuple[int, int, int]]:
    """The places that name a term, a cell standing for its product and a form of a disease for the disease."""
    lexicon = reading.lexicon
    wanted = lexicon.product_of.get(iri, iri)
    for i in sentences:
        for e in reading.sentences[i].entities:
            same = lexicon.product_of.get(e.term, e.term) == wanted
            narrower = e.kind == "Disease" and iri in lexicon.lineage(e.term)
            if same or narrower:
                yield i, e.start, e.end


def _kind(reading: Reading, iri: Iri) -> str:
    term = reading.lexicon.terms.get(iri)
    return term.kind if term is not None else ""
