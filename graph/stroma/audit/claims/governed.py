"""Which disease does a word of a clause govern, and what has been said of it already? Shared by the rules on diseases.

Read first: `DiseaseReading`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Final

from stroma.audit.claims.places import Place, Relation

if TYPE_CHECKING:
    from stroma.audit.claims.candidates import Candidate
    from stroma.audit.language.cues import Cue
    from stroma.audit.language.entities import Entity
    from stroma.model import Polarity
    from stroma.vocabulary import Iri

_REACH: Final = 7
"""Tokens between a word and the first disease that it governs, and between diseases listed with it."""
_LISTING: Final = (",", " and", " or", "as well")


@dataclass(frozen=True)
class DiseaseReading:
    """The diseases of a clause, and the predicates already claimed of each."""

    place: Place
    claimed: set[tuple[str, Iri]] = field(default_factory=set)

    @cached_property
    def named(self) -> list[Entity]:
        """The diseases that the clause names."""
        return [e for e in self.place.clause.entities if e.kind == "Disease"]

    @cached_property
    def around(self) -> Iri | None:
        """The disease of the clause, named or carried over."""
        return self.place.subjects.disease(self.place.clause)

    @property
    def usual(self) -> list[Iri]:
        """The disease meant by a word that governs none: the first named, else the one around."""
        if self.named:
            return [self.named[0].term]
        return [self.around] if self.around else []

    def claim(
        self, cue: Cue, name: str, disease: Iri, polarity: Polarity, rule: str, condition: Iri | None = None
    ) -> Iterator[Candidate]:  # fmt: skip
        """The claim of a cue on a disease, the first time that its predicate is claimed of it."""
        subject = self.place.subjects.clinical(self.place.clause, cue.first)
        if subject is None or (name, disease) in self.claimed:
            return
        self.claimed.add((name, disease))
        said = Relation(subject, name, disease, condition)
        yield self.place.make_at(cue, said, polarity, rule)

    def governed(self, cue: Cue) -> list[Iri]:
        """Diseases that a word governs: the first within seven tokens after it, and those listed with it."""
        found: list[Iri] = []
        last = cue.last
        for entity in self.named:
            if entity.first <= cue.last:
                continue
            if entity.first - last > _REACH or not self._follows(cue, last, entity, found):
                break
            found.append(entity.term)
            last = entity.last
        return found

    def _follows(self, cue: Cue, last: int, entity: Entity, found: list[Iri]) -> bool:
        """Whether a disease belongs to a word: listed after another, or with no outcome or mechanism between."""
        reading = self.place.reading
        if found:
            between = (e for e in self.place.clause.entities if last < e.first < entity.first)
            if any(self.place.subjects.is_product(e) for e in between):
                return False  # "that A slowed ALS and B healed fistulas in Crohn disease"
            gap = reading.text[reading.tokens[last].end : entity.start]
            return any(w in gap for w in _LISTING)
        return not any(
            cue.last < e.first < entity.first and e.kind in ("Outcome", "Mechanism")
            for e in self.place.clause.entities
        )
