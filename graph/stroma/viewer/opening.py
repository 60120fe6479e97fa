"""What does a page open on? A term in the middle, and a study, statement or article that is selected beside it.

Read first: `opening_of` and `part_around`.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from stroma.errors import InputError, UnknownTermError

if TYPE_CHECKING:
    from stroma.store import EvidenceStore
    from stroma.vocabulary import Iri


@dataclass(frozen=True)
class Opening:
    """What a page opens on."""

    term: Iri
    """The term in the middle."""
    selected: Iri | None = None
    """A study, reference, proposition or article that is selected beside it."""


def opening_of(store: EvidenceStore, name: str) -> Opening:
    """The term of a name; or for a study, reference, proposition or article the disease it is about, and itself.

    Args:
        name: what `stroma show` takes.

    Raises:
        UnknownTermError: naming the nearest names.
        InputError: what was named is about nothing in the graph.

    Example:
        >>> from stroma.store import open_store
        >>> opening_of(open_store(), "uccelli-2021").term
        'http://purl.obolibrary.org/obo/MONDO_0005301'
    """
    try:
        return Opening(store.resolve_term(name))
    except UnknownTermError:
        part = store.around(name)
    found = part.resolve(name)
    term = _middle(part, found)
    if term is None:
        raise InputError(f"{name!r} is about no term of this graph; its card shows it")
    return Opening(term, found)


def part_around(store: EvidenceStore, opening: Opening) -> EvidenceStore:
    """What a page shows, in memory: the store itself where it is in memory, else the part around its opening.

    Raises:
        UnknownTermError: if the store has no such term.
    """
    selected = () if opening.selected is None else (opening.selected,)
    return store.around(opening.term, *selected)


def _middle(store: EvidenceStore, found: Iri) -> Iri | None:
    """The disease that a study, reference, proposition or article is mostly about, else its subject."""
    study = store.records.studies.get(found)
    if study is not None and study.disease:
        return study.disease[0]
    claimed = {iri for iri, claim in store.records.claims.items() if claim.article == found}
    diseases: Counter[Iri] = Counter()
    subjects: Counter[Iri] = Counter()
    for p in store.propositions.values():
        if found == p.iri or found in p.sources or not claimed.isdisjoint(p.claims):
            subjects[p.subject] += 1
            named = {p.subject, p.object, p.condition} - {None}
            diseases.update(str(iri) for iri in named if store.kind(str(iri)) == "Disease")
    counts = diseases or subjects
    return min(counts, key=lambda iri: (-counts[iri], iri), default=None)
