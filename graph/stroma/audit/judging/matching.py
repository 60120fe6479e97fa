"""Which findings and propositions speak about the content of a claim? Same family, subject and object equal, wider or narrower.

Read first: `Matcher`.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import TYPE_CHECKING

from stroma.audit.claims.candidates import Candidate, family_of
from stroma.audit.language.entities import find_entities
from stroma.audit.language.lexicon import read_table
from stroma.audit.language.terms import DEATH, STEM_CELL_PRODUCT, SURVIVAL
from stroma.audit.language.tokens import tokenize
from stroma.model import Direction
from stroma.vocabulary import Iri, local_id, to_iri

if TYPE_CHECKING:
    from stroma import model as m
    from stroma.audit.language.lexicon import Lexicon
    from stroma.store import EvidenceStore

_ROOTS = frozenset(
    {
        to_iri("CL:0000000"),
        to_iri("MONDO:0000001"),
        to_iri("GO:0008150"),
        to_iri("term:functional-status"),
        to_iri("MONDO:0005071"),
    }
)


_ANY_DISEASE = to_iri("MONDO:0000001")
_PROGRESSION = to_iri("term:disease-progression")
"""An outcome that is the disease as a whole."""
_WHOLE = 3
"""Rank of a finding on the disease as a whole, beside a claim on one outcome."""
_UNAPPROVED = to_iri("term:unapproved-regenerative-product")
"""What regulators received reports on; the kind of cells was not said, so it stands beside any."""


class Matcher:
    """Compares contents by the terms' hierarchy."""

    def __init__(self, store: EvidenceStore, lexicon: Lexicon) -> None:
        self.store = store
        self.lexicon = lexicon
        self._narrower = lru_cache(maxsize=2048)(store.narrower)
        self._kin = lru_cache(maxsize=2048)(
            lambda s: self.subjects(s) | self.wider_subjects(s) | {_UNAPPROVED}
        )
        self._measured = lru_cache(maxsize=2048)(self._outcomes_of)
        slugs = {term.slug: iri for iri, term in lexicon.terms.items()}
        rows = ((slugs.get(r["measure"]), slugs.get(r["outcome"])) for r in read_table("measures.tsv"))  # fmt: skip
        self._scales = {scale: outcome for scale, outcome in rows if scale and outcome}
        self._met: dict[tuple[Iri, Iri, Iri, Iri | None], list[tuple[m.Proposition, int]]] = {}
        self._by_family: dict[str, list[m.Proposition]] = {}
        for proposition in store.propositions.values():
            if proposition.findings:
                self._by_family.setdefault(family_of(proposition.predicate), []).append(proposition)
        self._by_source: dict[Iri, list[m.Finding]] = {}
        retracted = store.records.retracted
        for finding in (f for f in store.findings.values() if f.source not in retracted):
            self._by_source.setdefault(finding.source, []).append(finding)

    def of_study(self, study: Iri) -> list[m.Finding]:
        """The findings of a study, stated before derived; none of one that was retracted."""
        return sorted(self._by_source.get(study, []), key=lambda f: (f.derived, f.iri))

    def wider(self, iri: Iri) -> frozenset[Iri]:
        """A term and every wider one; a term that the graph lacks through its parents."""
        if iri in self.store.records.terms:
            return self.store.broader(iri)
        term = self.lexicon.terms.get(iri)
        parents = term.broader if term is not None else ()
        return frozenset({iri}).union(*(self.store.broader(p) for p in parents))

    def relation(self, said: Iri, found: Iri) -> int | None:
        """0 equal, 1 the finding is narrower, 2 it is wider, None unrelated."""
        if said == found:
            return 0
        if said in self.store.broader(found):
            return 1
        if found in self.wider(said) and found not in _ROOTS:
            return 2
        return None

    def subjects(self, subject: Iri) -> frozenset[Iri]:
        """A cell and its product, with everything narrower."""
        pair = {subject, self.lexicon.product_of.get(subject, subject)}
        pair |= {cell for cell, product in self.lexicon.product_of.items() if product == subject}
        return frozenset().union(*(self._narrower(s) for s in pair))

    def wider_subjects(self, subject: Iri) -> frozenset[Iri]:
        """A cell and its product, with everything wider, short of stem cell products at large."""
        pair = {subject, self.lexicon.product_of.get(subject, subject)}
        pair |= {cell for cell, product in self.lexicon.product_of.items() if product == subject}
        wide = frozenset().union(*(self.wider(s) for s in pair))
        return wide - {
            to_iri("term:regenerative-product"),
            STEM_CELL_PRODUCT,
            to_iri("CL:0000034"),
            to_iri("CL:0000000"),
        }

    def condition_fits(self, said: Iri | None, found: Iri | None) -> bool:
        """Whether a finding's condition belongs to the claim's; a model of a disease belongs to the disease."""
        if said is None or found is None or said == _ANY_DISEASE:
            return True
        term = self.store.records.terms.get(found)
        stands_for = {found} | ({term.model_of} if term is not None and term.model_of else set())
        return any(said in self.store.broader(f) or f in self.wider(said) for f in stands_for)

    def is_same(self, c: Candidate, p: m.Proposition) -> bool:
        """Whether a proposition has the very content of a claim, a cell standing for its product."""
        product = self.lexicon.product_of
        return (
            product.get(c.subject, c.subject) == product.get(p.subject, p.subject)
            and c.predicate == p.predicate
            and c.object == p.object
            and c.condition == p.condition
        )

    def is_within(self, c: Candidate, p: m.Proposition) -> bool:
        """Whether a proposition is about the same or a narrower product, in the same or a narrower disease."""
        if p.subject not in self.subjects(c.subject):
            return False
        said, found = c.condition, p.condition
        if c.name == "ameliorates":
            said, found = c.object, p.condition or p.object
        elif local_id(p.predicate) == "safeIn":
            said, found = c.object, p.object
        if said is None or found is None or said == _ANY_DISEASE:
            return True
        return said in self.store.broader(found)

    def object_rank(
        self, c: Candidate, predicate: Iri, obj: Iri, condition: Iri | None
    ) -> int | None:
        """How near a finding's content is to that of a claim; None when it does not bear on it."""
        name, found = c.name, local_id(predicate)
        if (name, found, c.object, obj) == ("improves", "prevents", SURVIVAL, DEATH):
            return 0 if self.condition_fits(c.condition, condition) else None
        if family_of(c.predicate) != family_of(predicate):
            return None
        if found == name and name in (
            "ameliorates",
            "safeIn",
            "cures",
            "treats",
            "approvedFor",
            "studiedFor",
            "moreEffectiveIn",
        ):
            if self.condition_fits(c.object, obj) and self.condition_fits(c.condition, condition):
                return 0 if c.object == obj else 1
            return None
        if name == "ameliorates" and found in ("improves", "prevents"):
            return 3 if self.condition_fits(c.object, condition) else None
        if name in ("improves", "prevents") and found == "ameliorates":
            return 3 if self.condition_fits(c.condition, obj) else None
        if (
            found == "moreEffectiveIn"
            or name == "moreEffectiveIn"
            or {found, name} == {"safeIn", "causesAdverseEvent"}
        ):
            return None
        if not self.condition_fits(c.condition, condition):
            return None
        relation = self.relation(c.object, obj)
        if name != found:
            opposite = {name, found} in ({"increases", "reduces"}, {"promotes", "inhibits"})
            same = {name, found} in ({"restores", "promotes"}, {"improves", "prevents"})
            if (
                not (opposite or same)
                or relation is None
                or (found == "mediates" or name == "mediates")
            ):
                return None
            return 2 if same and not opposite else None
        return relation

    def in_study(self, c: Candidate, study: Iri) -> list[tuple[m.Finding, int]]:
        """Findings of a study that bear on a claim, nearest first."""
        found = []
        held = self.of_study(study)
        kin = self.subjects(c.subject)
        of_arm = [f for f in held if f.subject in kin]  # one of several products of the study
        for finding in of_arm or held:
            rank = self.object_rank(c, finding.predicate, finding.object, None)
            if rank is not None:
                found.append((finding, rank))
        return sorted(found, key=lambda pair: (pair[1], pair[0].derived, pair[0].iri))

    def is_gain_as_whole(self, c: Candidate, f: m.Finding, rank: int) -> bool:
        """Whether a finding is a gain in the disease as a whole, whose measure does not name the one outcome of a claim."""
        if rank != _WHOLE or c.name == "ameliorates" or f.direction is not Direction.SUPPORTS:
            return False
        named = self._measured(f.outcome_measure or "")
        return c.object != _PROGRESSION and all(self.relation(c.object, o) is None for o in named)

    def named(self, f: m.Finding) -> frozenset[Iri]:
        """The outcomes that a finding names in its words: "no death or serious event was put down to the cells"."""
        return self._measured(f.label) | self._measured(f.outcome_measure or "")

    def _outcomes_of(self, measure: str) -> frozenset[Iri]:
        """The outcomes that a measure names in words, a scale standing for what it measures."""
        named = {e.term for e in find_entities(measure, tokenize(measure), self.lexicon, {})}
        return frozenset(named | {self._scales[o] for o in named if o in self._scales})

    def propositions(self, c: Candidate) -> list[tuple[m.Proposition, int]]:
        """Propositions with findings that bear on a claim, nearest first."""
        key = (c.subject, c.predicate, c.object, c.condition)
        if (known := self._met.get(key)) is not None:
            return known
        found = []
        kin = self._kin(c.subject)
        for proposition in self._by_family.get(family_of(c.predicate), ()):
            if proposition.subject not in kin:
                continue
            rank = self.object_rank(
                c, proposition.predicate, proposition.object, proposition.condition
            )
            if rank is not None:
                found.append((proposition, rank))
        found.sort(key=lambda pair: (pair[1], pair[0].iri))
        return self._met.setdefault(key, found)

    def findings(self, iris: Iterable[Iri]) -> list[m.Finding]:
        """Findings by IRI."""
        return [self.store.findings[iri] for iri in iris if iri in self.store.findings]
