"""Which harms stand beside a promise in a disease of which the graph holds harms alone? "The cells restore sight", where they blinded.

Read first: `HarmsBeside`. They speak neither for nor against the promise, and an editor must see them.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING, Final

from stroma.audit.claims.candidates import family_of
from stroma.audit.judging.results import Verdict
from stroma.model import Direction, Group, Polarity
from stroma.vocabulary import local_id

if TYPE_CHECKING:
    from stroma import model as m
    from stroma.audit.judging.results import Judged
    from stroma.audit.language.lexicon import Lexicon
    from stroma.store import EvidenceStore
    from stroma.vocabulary import Iri

_PROMISES: Final = ("benefit", "cure", "safety")
_CAUSES: Final = "causesAdverseEvent"


class HarmsBeside:
    """Lays harms beside claims on which nothing else is held."""

    def __init__(self, store: EvidenceStore, lexicon: Lexicon) -> None:
        self.store = store
        self.lexicon = lexicon

    def beside(self, j: Judged) -> Judged:
        """The claim with the harms that people with its disease had after cells, where the graph holds no result on a benefit there."""
        c = j.candidate
        if j.verdict is not Verdict.NO_EVIDENCE or c.polarity is Polarity.DENIES:
            return j
        if family_of(c.predicate) not in _PROMISES or local_id(c.predicate) == _CAUSES:
            return j
        disease = c.object if self.lexicon.terms[c.object].kind == "Disease" else c.condition
        if disease is None or any(self._within(f, disease) for f in self._benefits):
            return j
        harms = sorted(f.iri for f in self._harms if self._within(f, disease))
        return replace(j, beside=tuple(dict.fromkeys((*harms, *j.beside))))

    def _within(self, f: m.Finding, disease: Iri) -> bool:
        """Whether a finding is on a disease or a form of it."""
        on = (iri for iri in (f.condition, f.object) if iri is not None)
        return any(disease in self.store.broader(iri) for iri in on)

    @cached_property
    def _benefits(self) -> list[m.Finding]:
        return [f for f in self._counted() if family_of(f.predicate) in ("benefit", "cure")]

    @cached_property
    def _harms(self) -> list[m.Finding]:
        return [
            f
            for f in self._counted()
            if local_id(f.predicate) == _CAUSES
            and f.direction is Direction.SUPPORTS
            and self.store.groups.get(f.iri) is Group.HUMAN
        ]

    def _counted(self) -> Iterator[m.Finding]:
        """Findings of sources that were not retracted."""
        retracted = self.store.records.retracted
        return (f for f in self.store.findings.values() if f.source not in retracted)
