"""How does a claim stand beside the study it leans on? The nearest of its findings decide.

Read first: `StudyJudge.judge`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from stroma.audit.claims.candidates import (
    Candidate,
    denies_more_than_benefit,
    denies_proof,
    family_of,
)
from stroma.audit.judging.denied_harms import backs, happened, opposes, tells_deaths
from stroma.audit.judging.equal_harms import is_unrelated
from stroma.audit.judging.results import THIN, UNCOMPARED, WITHIN_GROUP, Gap, Verdict
from stroma.audit.language.terms import ADVERSE_EVENT
from stroma.keys import AMELIORATES
from stroma.model import Analysis, Direction, Group, Polarity, Thin, WordingStrength
from stroma.sentences import THIN_WORDS

if TYPE_CHECKING:
    from stroma import model as m
    from stroma.audit.judging.matching import Matcher
    from stroma.store import EvidenceStore


_PRESENT: Final = re.compile(r"[a-z]+(?:[^s\W]s)")
"""A verb told as always true: "restores"."""
_PRESENT_BENEFIT: Final = re.compile(r"(?i)(?:is |are )?(?:[a-z]+[^s\W]s(?: \w+)?|work|effective)")
_UNCONTROLLED: Final = 4
"""Rank of the level of evidence of what was not compared with a control group."""


def _is_compared(f: m.Finding) -> bool:
    """Whether a result, in animals told as animals, was compared with untreated ones: "fewer relapses than the controls"."""
    compared = f.comparator is not None and not f.comparator.is_none
    return compared and f.analysis is Analysis.MAIN_COMPARISON


def _tells(f: m.Finding) -> bool:
    """Whether a finding tells of a harm, a death by the count of those who lived."""
    return happened(f) or tells_deaths(f)


def is_verdict_on_product(c: Candidate) -> bool:
    """ "The treatment works": a benefit told as always true, of the treatment as such and not of one study."""
    outright = c.wording.strength is WordingStrength.DIRECT and c.polarity is Polarity.AFFIRMS
    told = any(_PRESENT_BENEFIT.fullmatch(cue.phrase) for cue in c.cues)
    of_one = c.is_reported or c.is_past or c.is_subgroup or c.figures is not None or c.is_worsening
    return outright and told and not of_one and c.rejected_by is None and family_of(c.predicate) == "benefit"  # fmt: skip


class StudyJudge:
    """Judges candidates by the findings of one study."""

    def __init__(self, store: EvidenceStore) -> None:
        self.store = store

    def judge(
        self,
        c: Candidate,
        own: Sequence[tuple[m.Finding, int]],
        matcher: Matcher,
        says_laboratory: bool,
    ) -> tuple[Verdict, list[Gap]]:
        """The verdict by the findings of the study that bear on the claim; rank 3 is the disease as a whole."""
        near = [(f, rank) for f, rank in own if rank < 3]
        general = [f for f, rank in own if rank == 3]
        label = "the study"
        if c.name == "causesAdverseEvent" or c.name == "safeIn":
            return self._safety(c, near, matcher, label)
        if not near and not general:
            return Verdict.NO_EVIDENCE, []
        best = min((rank for _, rank in near), default=3)
        exact = [f for f, rank in near if rank == best] if best == 0 else [f for f, _ in near]
        basis = exact or general
        yes = [f for f in basis if f.direction is Direction.SUPPORTS]
        no = [f for f in basis if f.direction is not Direction.SUPPORTS]
        if c.is_worsening and not any(f.direction is Direction.DISPUTES for f in no):
            first = (no or yes)[0]
            if first.comparator is None or first.comparator.is_none:
                return Verdict.NO_EVIDENCE, []  # "lung volume fell a little", which blames nothing
            return Verdict.OVERSTATED, [
                Gap("POLARITY", f"{label} saw no worsening by the cells: {first.label}", first.iri)
            ]
        if c.polarity is Polarity.DENIES:
            if no:
                return Verdict.SUPPORTED, []
            whole = [f for f in yes if not f.analysis.is_subgroup]
            if not near and c.name != "ameliorates":
                whole = []  # a gain in the disease contradicts no denial of another outcome
            # "Patients felt no better" is not contradicted by a smaller ventricle.
            whole = [f for f in whole if not self._is_by_surrogate(f)]
            if denies_proof(c):  # "has yet to be proven", beside results without a control group
                levels = self.store.levels
                whole = [f for f in whole if f.iri in levels and levels[f.iri].rank < _UNCONTROLLED]
            if denies_more_than_benefit(c) or not whole:
                return Verdict.NO_EVIDENCE, []  # a gain of a subgroup contradicts no denial for all
            yes = whole
            return Verdict.CONTRADICTED, [
                Gap("UNDERSTATED", f"{label} reports: {yes[0].label}", yes[0].iri)
            ]
        if not near and yes and no:
            return self._mixed(c, label, no)
        if yes and no:
            return self._mixed(c, label, no)
        if no:
            if c.is_subgroup:
                return Verdict.LEAVES_OUT, [
                    Gap("OMIT_PRIMARY", f"{label}, whole group: {no[0].label}", no[0].iri)
                ]
            strong = c.wording.strength is not WordingStrength.CONDITIONAL
            verdict = Verdict.CONTRADICTED if strong and near else Verdict.OVERSTATED
            return verdict, [Gap("POLARITY", f"{label}: {no[0].label}", no[0].iri)]
        verdict, gaps = self._strength(c, yes, label, says_laboratory)
        if verdict is Verdict.SUPPORTED and (thin := self._thin(c, matcher, yes[0])) is not None:
            return Verdict.OVERSTATED, [thin]
        return verdict, gaps

    def _is_by_surrogate(self, f: m.Finding) -> bool:
        """Whether a gain in a disease was measured by an image or a laboratory value."""
        measured = self.store.records.terms.get(f.measured_by or "")
        return f.predicate == AMELIORATES and measured is not None and bool(measured.surrogate)

    def _mixed(
        self, c: Candidate, label: str, no: Sequence[m.Finding]
    ) -> tuple[Verdict, list[Gap]]:
        first = sorted(no, key=lambda f: (f.direction is not Direction.DISPUTES, f.iri))[0]
        code = "OMIT_HARM" if first.direction is Direction.DISPUTES else "OMIT_PRIMARY"
        more = []
        if c.wording.boosted and family_of(c.predicate) == "benefit":
            more = [Gap("STRENGTH_UP", "the wording claims more than these results", first.iri)]
        return Verdict.OVERSTATED if more else Verdict.LEAVES_OUT, [
            Gap(code, f"{label} also reports: {first.label}", first.iri),
            *more,
        ]

    def _strength(
        self, c: Candidate, yes: Sequence[m.Finding], label: str, says_laboratory: bool
    ) -> tuple[Verdict, list[Gap]]:
        first = yes[0]
        groups = {self.store.groups[f.iri] for f in yes if f.iri in self.store.groups}
        if (
            groups <= {Group.ANIMAL, Group.IN_VITRO}
            and not says_laboratory
            and (family_of(c.predicate) == "benefit" or c.as_people)
        ):
            where = "animals" if Group.ANIMAL in groups else "cells in culture"
            return Verdict.OVERSTATED, [
                Gap("BASIS_SHIFT", f"{label} was done in {where}: {first.label}", first.iri)
            ]
        if family_of(c.predicate) != "benefit":
            return Verdict.SUPPORTED, []
        if not c.is_subgroup and all(f.analysis.is_subgroup for f in yes):
            reason = f"told as of all, and {label} saw it in a part of its people (a subgroup): {first.label}"
            return Verdict.OVERSTATED, [Gap("POPULATION_WIDER", reason, first.iri)]
        levels = [self.store.levels[f.iri].rank for f in yes if f.iri in self.store.levels]
        level = min(levels, default=5)
        told_so = groups <= {Group.ANIMAL, Group.IN_VITRO} and _is_compared(first)
        outright = c.wording.strength is WordingStrength.DIRECT and not told_so
        if level >= _UNCONTROLLED and (outright or c.wording.boosted):
            reason = f"{label} {self._why_weak(first)}: {first.label}"
            return Verdict.OVERSTATED, [Gap("STRENGTH_UP", reason, first.iri)]
        if c.wording.boosted:
            return Verdict.OVERSTATED, [
                Gap("STRENGTH_UP", f"one study does not settle it: {first.label}", first.iri)
            ]
        return Verdict.SUPPORTED, []

    def _thin(self, c: Candidate, matcher: Matcher, first: m.Finding) -> Gap | None:
        """The gap of a benefit told as a general truth ("the cells restore movement") where its support rests on little."""
        timeless = c.is_general or any(_PRESENT.fullmatch(cue.phrase) for cue in c.cues)
        outright = timeless and not c.is_reported and c.wording.strength is WordingStrength.DIRECT
        if not outright or family_of(c.predicate) != "benefit":
            return None
        same = [p for p, rank in matcher.propositions(c) if rank == 0 and p.findings]
        if not same or not all(p.is_thin_by_evidence for p in same):
            return None
        thin = (THIN_WORDS[t] for t in same[0].thin if t is not Thin.ABSTRACT_ONLY)
        reason = f"{THIN} ({', '.join(thin)}): {first.label}"
        return Gap("STRENGTH_UP", reason, first.iri)

    def _why_weak(self, f: m.Finding) -> str:
        """What a finding of level 4 lacks: its study may have a comparison group that it does not use."""
        study = self.store.records.studies.get(f.source)
        if study is None or study.design is None or not study.design.is_controlled:
            return UNCOMPARED
        if f.analysis.is_subgroup:
            return "saw this in a part of its people (a subgroup)"
        if f.analysis is Analysis.WITHIN_ARM_CHANGE:
            return WITHIN_GROUP
        return "did not compare its groups for this"

    def _safety(
        self, c: Candidate, near: Sequence[tuple[m.Finding, int]], matcher: Matcher, label: str
    ) -> tuple[Verdict, list[Gap]]:
        yes = [f for f, _ in near if f.direction is Direction.SUPPORTS]
        if c.name == "safeIn":
            if c.polarity is Polarity.AFFIRMS:
                return (Verdict.SUPPORTED, []) if yes else (Verdict.NO_EVIDENCE, [])
            return (
                (Verdict.CONTRADICTED, [Gap("UNDERSTATED", f"{label}: {yes[0].label}", yes[0].iri)])
                if yes
                else (Verdict.NO_EVIDENCE, [])
            )
        if c.polarity is Polarity.AFFIRMS:
            seen = any(_tells(f) for f, _ in near)
            return (Verdict.SUPPORTED, []) if seen else (Verdict.NO_EVIDENCE, [])
        against = [f for f, _ in near if opposes(c, f, matcher)]
        if (
            c.object == ADVERSE_EVENT
        ):  # "harmless": what the study puts down to something else is none by the cells
            against = [f for f in against if not is_unrelated(f, self.store)]
        if against:
            # "No serious event", which the study says itself of some time or kind: others are left out.
            own = any(f.object == c.object and not _tells(f) for f, _ in near)
            counted = f" ({against[0].value})" if tells_deaths(against[0]) else ""
            return Verdict.LEAVES_OUT if own else Verdict.CONTRADICTED, [
                Gap("OMIT_HARM", f"{label} reports: {against[0].label}{counted}", against[0].iri)
            ]
        if any(backs(c, f, matcher) for f, _ in near):
            return Verdict.SUPPORTED, []
        narrower = [
            f for f, _ in near if not _tells(f) and matcher.relation(c.object, f.object) in (0, 1)
        ]
        if narrower:
            return Verdict.OVERSTATED, [
                Gap(
                    "STRENGTH_UP",
                    f"'none' is wider than what {label} reports: {narrower[0].label}",
                    narrower[0].iri,
                )
            ]
        return Verdict.NO_EVIDENCE, []
