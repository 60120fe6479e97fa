"""How does a harm that is told or denied stand beside what studies saw? One event held is enough against "no harm".

Read first: `HarmJudge.told` and `HarmJudge.denied`.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING, Final

from stroma.audit.judging.cases import NO_STUDY
from stroma.audit.judging.denied_harms import happened
from stroma.audit.judging.results import Gap, Verdict
from stroma.model import Direction, WordingStrength
from stroma.vocabulary import Iri, st

if TYPE_CHECKING:
    from stroma import model as m
    from stroma.audit.claims.candidates import Candidate
    from stroma.audit.judging.bearing import Sides
    from stroma.audit.judging.matching import Matcher
    from stroma.store import EvidenceStore

_FEW: Final = 100
"""People in whom a harm was not seen, below which a general "it does not happen" is worded too strongly, and a told harm stands."""


class HarmJudge:
    """Judges harms by all that the graph holds on them."""

    def __init__(self, store: EvidenceStore, matcher: Matcher) -> None:
        self.store = store
        self.matcher = matcher

    def told(self, c: Candidate, found: Sides, *, cited: bool) -> tuple[Verdict, list[Gap]]:
        """A harm that is told: backed where it happened, opposed only where that very harm was looked for and not seen."""
        cite = [] if cited else [NO_STUDY]
        if found.supporting:  # who did not see it does not take it back (docs/model.md, Stance)
            return Verdict.SUPPORTED, cite
        if not found.opposing or self._people(found.opposing) < _FEW:
            return Verdict.NO_EVIDENCE, cite  # too few looked for it to take it back
        first = self.store.findings[found.opposing[0]]
        gap = Gap("POLARITY", f"the evidence says otherwise: {self._words(first)}", first.iri)
        strong = c.wording.strength is WordingStrength.DIRECT
        return (Verdict.CONTRADICTED if strong else Verdict.OVERSTATED), [gap, *cite]

    def denied(self, c: Candidate, found: Sides) -> tuple[Verdict, list[Gap]]:
        """A harm that is denied: one event held is enough against it; "no serious event" is not enough for it."""
        if found.opposing:
            f = min(self.matcher.findings(found.opposing), key=partial(self._telling, c))
            return Verdict.CONTRADICTED, [Gap("OMIT_HARM", f"reported by: {self._words(f)}", f.iri)]
        if found.supporting:
            few = [*self._too_few(c, found.supporting), *self._untied(c, found.beside)]
            return (Verdict.OVERSTATED if few else Verdict.SUPPORTED), few
        narrower = self._narrower_denial(c, found.beside)
        return (Verdict.OVERSTATED if narrower else Verdict.NO_EVIDENCE), narrower

    def _untied(self, c: Candidate, beside: Sequence[Iri]) -> list[Gap]:
        """Events of the denied harm that nobody tied to the cells: seen, though no evidence against "not by the cells"."""
        for f in self.matcher.findings(beside):
            seen = happened(f) and f.direction is not Direction.SUPPORTS
            if c.is_attributed and seen and self.matcher.relation(c.object, f.object) in (0, 1):
                reason = f"seen, and not tied to the cells: {self._words(f)}"
                return [Gap("OMIT_HARM", reason, f.iri)]
        return []

    def _too_few(self, c: Candidate, supporting: Sequence[Iri]) -> list[Gap]:
        """The gap of a general denial that rests on few people; empty otherwise."""
        # "None tied to the cells" is no count of people in whom it was not seen.
        counted = [f.iri for f in self.matcher.findings(supporting) if f.n_events == 0]
        supporting = counted or supporting
        if c.is_universal:
            supporting = self.on_everybody(supporting) or supporting[:1]
        people = self._people(supporting)
        if not (c.is_general or c.is_universal) or people >= _FEW:
            return []
        first = self.store.findings[supporting[0]]
        reason = f"not seen in the {people} people who were looked at, too few to rule it out: {first.label}"
        return [Gap("STRENGTH_UP", reason, first.iri)]

    def _narrower_denial(self, c: Candidate, beside: Sequence[Iri]) -> list[Gap]:
        """The gap of a denial of every harm, where only a narrower one was looked for and not seen; empty otherwise."""
        for f in self.matcher.findings(beside):
            harm = f.predicate == st("causesAdverseEvent") and not happened(f)
            if harm and self.matcher.relation(c.object, f.object) == 1:
                reason = f"no study held here looked for every harm; held is only: {self._words(f)}"
                return [Gap("STRENGTH_UP", reason, f.iri)]
        return []

    def _telling(self, c: Candidate, f: m.Finding) -> tuple[bool, bool, bool, int, str]:
        """Harms that came with the cells first, then those with a figure, of the very product, then by level."""
        level = self.store.levels.get(f.iri)
        figure = any(ch.isdigit() for ch in f.value or "")
        product = self.matcher.lexicon.product_of.get(c.subject, c.subject)
        blamed = f.direction is Direction.SUPPORTS and happened(f)
        return not blamed, not figure, f.subject != product, level.rank if level else 9, f.iri

    def on_everybody(self, supporting: Sequence[Iri]) -> tuple[Iri, ...]:
        """The findings that can speak for a denial of everybody: a few people without a control group cannot."""
        return tuple(f for f in supporting if self._is_large(f))

    def _is_large(self, finding: Iri) -> bool:
        study = self.store.records.studies.get(self.store.findings[finding].source)
        controlled = study is not None and study.design is not None and study.design.is_controlled
        return controlled or self._people([finding]) >= _FEW

    def _people(self, findings: Sequence[Iri]) -> int:
        """How many people the studies of findings looked at; each study once, by its own number."""
        sizes: dict[Iri, int] = {}
        for f in self.matcher.findings(findings):
            study = self.store.records.studies.get(f.source)
            n = f.n_at_risk or (study.n if study is not None else None) or 0
            sizes[f.source] = max(sizes.get(f.source, 0), n)
        return sum(sizes.values())

    def _words(self, f: m.Finding) -> str:
        value = f" {f.value}" if f.value else ""
        return f"{f.label}{value} ({self.store.label(f.source)})"
