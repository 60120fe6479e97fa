"""Which cell acts in a clause, and what is listed after a word? Shared by the frames about cells and processes.

Read first: `acting_cell` and `listed`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Final, TypeAlias

from stroma.audit.claims.candidates import Candidate
from stroma.audit.claims.subjects import PRONOUNS

if TYPE_CHECKING:
    from stroma.audit.claims.subjects import Subjects
    from stroma.audit.language.clauses import Clause
    from stroma.audit.language.entities import Entity
    from stroma.audit.language.reading import Reading
    from stroma.vocabulary import Iri

_REACH: Final = 2
_PRONOUN_REACH: Final = 5
"""Sentences back in which the cells may be named, the second within the paragraph."""
_THEY: Final = frozenset({"they", "these", "cell"})

Make: TypeAlias = Callable[..., Iterator[Candidate]]


def acting_cell(subjects: Subjects, clause: Clause, token: int) -> Iri | None:
    """The cell that acts: named, or carried over from the sentence before by a pronoun."""
    named = subjects.cell(clause, token)
    if named is not None:
        return named
    words = {t.form for t in subjects.reading.tokens[clause.first : token]}
    reach = _PRONOUN_REACH if words & _THEY else _REACH
    for earlier in reversed(
        subjects.reading.sentences[max(0, clause.sentence.index - reach) : clause.sentence.index]
    ):
        if reach > _REACH and earlier.span.paragraph != clause.sentence.span.paragraph:
            break
        cells = [e for e in earlier.entities if subjects.is_product(e)]
        if cells:
            return cells[0].term
    if subjects.mention_at(clause.sentence, token) is not None and words & PRONOUNS:
        return subjects.clinical(clause, token)  # "the treatment" of a study block
    return None


def listed(
    reading: Reading, entities: list[Entity], after: int, kinds: tuple[str, ...], limit: int = 6
) -> list[Entity]:
    """Entities of some kinds after a token: the first near it, and those listed with it."""
    found: list[Entity] = []
    last = after
    for entity in entities:
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
