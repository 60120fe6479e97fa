"""Which evidence answers a claim itself, and which only stands beside it?

Read first: `bear`. A claim about patients is answered by findings in people on the same content or a narrower one. Broader
products, wider or other outcomes, animals and cultures are counted apart: they are never "for" a claim about patients.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from stroma.audit.claims.candidates import Candidate, denies_harm, family_of
from stroma.audit.judging.denied_harms import backs, opposes
from stroma.model import Direction as D
from stroma.model import Group, Polarity, Stance

if TYPE_CHECKING:
    from stroma import model as m
    from stroma.audit.judging.matching import Matcher
    from stroma.store import EvidenceStore
    from stroma.vocabulary import Iri

Ranked = Sequence[tuple["m.Proposition", int]]
_CLINICAL: Final = frozenset({"benefit", "safety", "cure", "use"})


@dataclass(frozen=True)
class Bearing:
    """Propositions on a claim: `direct` has its content or a narrower one, `parts` single outcomes of a claim on the whole
    disease, `beside` the rest."""

    direct: tuple[m.Proposition, ...]
    parts: tuple[m.Proposition, ...]
    beside: tuple[m.Proposition, ...]

    @property
    def is_thin(self) -> bool:
        """Whether nothing answers it itself but what was seen without a comparison: then single outcomes answer too."""
        return all(p.stance is Stance.UNCONTROLLED_ONLY for p in self.direct)


def bear(c: Candidate, wide: Ranked, matcher: Matcher, *, says_laboratory: bool) -> Bearing:
    """Sort the propositions that meet a claim.

    Args:
        says_laboratory: the text says that it speaks of animals or cultures: then those answer too.
    """
    if family_of(c.predicate) not in _CLINICAL:
        return Bearing(tuple(p for p, _ in wide), (), ())
    direct: list[m.Proposition] = []
    parts: list[m.Proposition] = []
    beside: list[m.Proposition] = []
    for p, rank in wide:
        stated = p.reference.total > 0 and family_of(c.predicate) != "benefit"
        in_people = says_laboratory or p.human.total > 0 or stated
        if in_people and rank < 2 and matcher.is_within(c, p):
            direct.append(p)
        elif in_people and rank == 3 and c.name == "ameliorates" and matcher.is_within(c, p):
            parts.append(p)
        else:
            beside.append(p)
    # The exact content first, narrower ones after it.
    direct.sort(key=lambda p: (not matcher.is_same(c, p), p.iri))
    return Bearing(tuple(direct), tuple(parts), tuple(beside))


def is_in_people(c: Candidate, matcher: Matcher) -> bool:
    """Whether a process is said to happen in people, or in a disease that no model stands for."""
    disease = matcher.lexicon.terms[c.condition] if c.condition is not None else None
    return c.as_people or (disease is not None and disease.model_of is None)


@dataclass(frozen=True)
class Sides:
    """Findings for, against and beside a claim, those of the linked study first."""

    supporting: tuple[Iri, ...]
    opposing: tuple[Iri, ...]
    beside: tuple[Iri, ...]

    def parted(self, supporting: tuple[Iri, ...] = (), opposing: tuple[Iri, ...] = ()) -> Sides:
        """The sides with these findings alone, the others beside."""
        every = dict.fromkeys((*self.supporting, *self.opposing, *self.beside))
        beside = tuple(i for i in every if i not in supporting and i not in opposing)
        return Sides(supporting, opposing, beside)


def sides(
    c: Candidate,
    own: Sequence[m.Finding],
    bearing: Bearing,
    store: EvidenceStore,
    matcher: Matcher,
    *,
    says_laboratory: bool,
) -> Sides:
    """The findings by direction; a denial turns the sides."""
    answers = [*bearing.direct, *(bearing.parts if bearing.is_thin else ())]
    named = {f.iri: f for f in own}
    named |= {f.iri: f for p in answers for f in matcher.findings(p.findings) if f.iri not in named}
    clinical = family_of(c.predicate) in _CLINICAL or is_in_people(c, matcher)
    away = {
        iri
        for iri in named
        if clinical
        and not says_laboratory
        and store.groups.get(iri) in (Group.ANIMAL, Group.IN_VITRO)
    }
    yes = tuple(i for i, f in named.items() if f.direction is D.SUPPORTS and i not in away)
    no = tuple(i for i, f in named.items() if f.direction is not D.SUPPORTS and i not in away)
    rest = [*bearing.beside, *(() if bearing.is_thin else bearing.parts)]
    others = {f.iri for p in rest for f in matcher.findings(p.findings)} - named.keys()
    beside = (*(i for i in named if i in away), *sorted(others))
    if c.name == "causesAdverseEvent":
        wider = [p for p in bearing.beside if p.human.total and matcher.is_within(c, p)]
        told = {f.iri: f for p in wider for f in matcher.findings(p.findings)}
        near = {i: f for i, f in named.items() if i not in away}
        near |= {i: f for i, f in told.items() if i not in named and opposes(c, f, matcher)}
        seen = tuple(i for i, f in near.items() if opposes(c, f, matcher))
        unseen = tuple(i for i, f in near.items() if backs(c, f, matcher))
        rest_of = (i for i in near if i not in seen and i not in unseen)
        apart = (*rest_of, *(i for i in beside if i not in near))
        return Sides(unseen, seen, apart) if denies_harm(c) else Sides(seen, unseen, apart)
    if c.is_worsening:  # no effect is not worsening
        worse = tuple(i for i in no if named[i].direction is D.DISPUTES)
        return Sides(worse, tuple(i for i in (*no, *yes) if i not in worse), beside)
    if c.polarity is Polarity.DENIES:
        yes, no = no, yes
    return Sides(yes, no, beside)
