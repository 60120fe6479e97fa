"""Which cell acts in a clause, and what is listed after a word? Shared by the frames about cells and processes.

Read first: `acting_cell` and `listed`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from stroma.audit.claims.subjects import PRONOUNS

if TYPE_CHECKING:
    from stroma.audit.claims.places import Place
    from stroma.audit.language.entities import Entity
    from stroma.vocabulary import Iri

_REACH: Final = 2
_PRONOUN_REACH: Final = 5
"""Sentences back in which the cells may be named, the second within the paragraph."""
_THEY: Final = frozenset({"they", "these", "cell"})


def acting_cell(place: Place, token: int) -> Iri | None:
    """The cell that acts: named, or carried over from the sentence before by a pronoun."""
    subjects, clause = place.subjects, place.clause
    named = subjects.cell(clause, token)
    if named is not None:
        return named
    words = set(place.forms(clause.first, token))
    reach = _PRONOUN_REACH if words & _THEY else _REACH
    index, paragraph = clause.sentence.index, clause.sentence.span.paragraph
    for earlier in reversed(place.reading.sentences[max(0, index - reach) : index]):
        if reach > _REACH and earlier.span.paragraph != paragraph:
            break
        cells = [e for e in earlier.entities if subjects.is_product(e)]
        if cells:
            return cells[0].term
    if subjects.mention_at(clause.sentence, token) is not None and words & PRONOUNS:
        return subjects.clinical(clause, token)  # "the treatment" of a study block
    return None


def listed(place: Place, after: int, kinds: tuple[str, ...], limit: int = 6) -> list[Entity]:
    """Entities of some kinds in a clause after a token: the first near it, and those listed with it."""
    found: list[Entity] = []
    last, reading = after, place.reading
    for entity in place.clause.entities:
        if entity.first <= after:
            continue
        gap = reading.text[reading.tokens[last].end : entity.start]
        if entity.first - last > (limit if not found else 5) or (
            found and not any(w in gap for w in (",", "and", "or", "("))
        ):
            break
        if entity.kind not in kinds:
            if found:
                break
            continue
        found.append(entity)
        last = entity.last
    return found
