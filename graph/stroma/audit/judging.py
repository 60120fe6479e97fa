"""How does a claim stand beside the evidence? First the study it leans on, then everything the graph holds on the question.

Read first: `Judge.judge`. Deterministic rules; each gap says its reason and the finding it rests on.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from stroma import model as m
from stroma.audit.claims import Candidate, candidate_id, family_of
from stroma.audit.results import Gap, Judged, Verdict
from stroma.model import Direction, Group, Polarity, Stance, WordingStrength
from stroma.vocabulary import Iri, to_iri

if TYPE_CHECKING:
    from stroma.audit.matching import Matcher
    from stroma.store import EvidenceStore

_MANY = 12
"""Findings shown for or against; the rest are in `stroma show`."""


def _weight(p: m.Proposition) -> tuple[int, int, str]:
    """The heaviest evidence first: best level, then most people."""
    return (p.best_level.rank if p.best_level else 9, -(p.participants or 0), p.iri)


class Judge:
    """Judges candidates one by one."""

    def __init__(self, store: EvidenceStore, matcher: Matcher) -> None:
        self.store = store
        self.matcher = matcher

    def judge(
        self, c: Candidate, sha256: str, study: Iri | None, *, in_block: bool, says_laboratory: bool
    ) -> Judged:
        """The verdict on one candidate.

        Args:
            study: the study that a good link gives to the block of the claim.
            in_block: the claim stands in the block of some study, linked or not.
            says_laboratory: the text there says that it was done in animals or in culture.
        """
        wide = self.matcher.propositions(c)
        own = self.matcher.in_study(c, study) if study is not None else []
        for_, against = self._sides(own, wide, c)
        if study is not None:
            verdict, gaps = self._by_study(c, study, own, wide, says_laboratory)
        else:
            verdict, gaps = self._by_all(c, wide, says_laboratory, in_block)
        read = list(self.matcher.findings(for_[:_MANY] + against[:_MANY]))
        abstract = bool(read) and all(self._read_as(f) is not m.ReadAs.FULL_TEXT for f in read)
        return Judged(
            c,
            candidate_id(sha256, c),
            study,
            verdict,
            tuple(gaps),
            tuple(for_[:_MANY]),
            tuple(against[:_MANY]),
            abstract,
        )

    def _read_as(self, finding: m.Finding) -> m.ReadAs | None:
        source = self.store.records.studies.get(finding.source)
        return finding.read_as or (source.read_as if source else None)

    def _sides(
        self,
        own: Sequence[tuple[m.Finding, int]],
        wide: Sequence[tuple[m.Proposition, int]],
        c: Candidate,
    ) -> tuple[list[Iri], list[Iri]]:
        """Findings for and against the positive content, of the study first."""
        ordered = [f for f, _ in own]
        ordered += [f for p, _ in wide for f in self.matcher.findings(p.findings)]
        seen: dict[Iri, m.Finding] = {f.iri: f for f in ordered}
        for_ = [i for i, f in seen.items() if f.direction is Direction.SUPPORTS]
        against = [i for i, f in seen.items() if f.direction is not Direction.SUPPORTS]
        return (for_, against) if c.polarity is Polarity.AFFIRMS else (against, for_)

    def _by_study(
        self, c: Candidate, study: Iri, own: Sequence[tuple[m.Finding, int]], wide: Sequence[tuple[m.Proposition, int]], says_laboratory: bool
    ) -> tuple[Verdict, list[Gap]]:  # fmt: skip
        near = [(f, rank) for f, rank in own if rank < 3]
        general = [f for f, rank in own if rank == 3]
        label = "the study"
        if c.name == "causesAdverseEvent" or c.name == "safeIn":
            return self._safety(c, near, label)
        if not near and not general:
            if self._is_background(c):
                return self._by_all(c, wide, says_laboratory, True)
            return (
                Verdict.NO_EVIDENCE,
                [Gap("STRENGTH_UP", f"nothing that {label} is known to report bears on this")]
                if c.wording.strength is WordingStrength.DIRECT and c.polarity is Polarity.AFFIRMS
                else [],
            )
        best = min((rank for _, rank in near), default=3)
        exact = [f for f, rank in near if rank == best] if best == 0 else [f for f, _ in near]
        basis = exact or general
        yes = [f for f in basis if f.direction is Direction.SUPPORTS]
        no = [f for f in basis if f.direction is not Direction.SUPPORTS]
        if c.polarity is Polarity.DENIES:
            if no:
                return Verdict.SUPPORTED, []
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
        return self._strength(c, yes, label, says_laboratory)

    def _mixed(
        self, c: Candidate, label: str, no: Sequence[m.Finding]
    ) -> tuple[Verdict, list[Gap]]:
        first = sorted(no, key=lambda f: (f.direction is not Direction.DISPUTES, f.iri))[0]
        code = "OMIT_HARM" if first.direction is Direction.DISPUTES else "OMIT_PRIMARY"
        more = []
        if c.wording.boosted and family_of(c.predicate) == "benefit":
            more = [Gap("STRENGTH_UP", "the wording claims more than these results", first.iri)]
        return Verdict.LEAVES_OUT, [
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
        levels = [self.store.levels[f.iri].rank for f in yes if f.iri in self.store.levels]
        level = min(levels, default=5)
        if level >= 4 and (c.wording.strength is WordingStrength.DIRECT or c.wording.boosted):
            return Verdict.OVERSTATED, [
                Gap(
                    "STRENGTH_UP",
                    f"{label} had no comparison group for this: {first.label}",
                    first.iri,
                )
            ]
        if c.wording.boosted:
            return Verdict.OVERSTATED, [
                Gap("STRENGTH_UP", f"one study does not settle it: {first.label}", first.iri)
            ]
        return Verdict.SUPPORTED, []

    def _safety(
        self, c: Candidate, near: Sequence[tuple[m.Finding, int]], label: str
    ) -> tuple[Verdict, list[Gap]]:
        yes = [f for f, _ in near if f.direction is Direction.SUPPORTS]
        no = [(f, rank) for f, rank in near if f.direction is not Direction.SUPPORTS]
        if c.name == "safeIn":
            if c.polarity is Polarity.AFFIRMS:
                return (Verdict.SUPPORTED, []) if yes else (Verdict.NO_EVIDENCE, [])
            return (
                (Verdict.CONTRADICTED, [Gap("UNDERSTATED", f"{label}: {yes[0].label}", yes[0].iri)])
                if yes
                else (Verdict.NO_EVIDENCE, [])
            )
        if c.polarity is Polarity.AFFIRMS:
            return (Verdict.SUPPORTED, []) if yes else (Verdict.NO_EVIDENCE, [])
        if yes:
            return Verdict.CONTRADICTED, [
                Gap("OMIT_HARM", f"{label} reports: {yes[0].label}", yes[0].iri)
            ]
        if any(rank == 0 for _, rank in no):
            return Verdict.SUPPORTED, []
        if no:
            return Verdict.OVERSTATED, [
                Gap(
                    "STRENGTH_UP",
                    f"'none' is wider than what {label} reports: {no[0][0].label}",
                    no[0][0].iri,
                )
            ]
        return Verdict.NO_EVIDENCE, []

    def _is_background(self, c: Candidate) -> bool:
        return family_of(c.predicate) in ("fate", "place", "disease", "amount") or (
            family_of(c.predicate) == "process"
            and self.matcher.lexicon.terms[c.subject].kind != "CellProduct"
        )

    def _by_all(
        self,
        c: Candidate,
        wide: Sequence[tuple[m.Proposition, int]],
        says_laboratory: bool,
        in_block: bool,
    ) -> tuple[Verdict, list[Gap]]:
        cite = (
            []
            if in_block
            or family_of(c.predicate) not in ("benefit", "safety", "cure")
            or c.polarity is Polarity.DENIES
            else [Gap("NO_STUDY_CITED", "no study is named for this")]
        )
        if c.name == "cures" or (c.name == "approvedFor" and c.polarity is Polarity.DENIES):
            if c.polarity is Polarity.DENIES:
                return Verdict.BACKGROUND, []
            return Verdict.OVERSTATED, [
                Gap("STRENGTH_UP", "no study of the graph reports a cure"),
                *cite,
            ]
        if self._too_wide(c):
            return Verdict.NO_EVIDENCE, cite
        background = self._is_background(c)
        if background and c.object == to_iri("CL:0000000"):
            return Verdict.BACKGROUND, []
        near = [p for p, rank in wide if rank < 3] or [p for p, _ in wide]
        if c.name in ("ameliorates",):
            near = [p for p, _ in wide]
        if not near:
            if background and not c.as_people and c.condition is None:
                return Verdict.BACKGROUND, []
            return Verdict.NO_EVIDENCE, cite
        if not background and any(p.human.total for p in near):
            near = [p for p in near if p.human.total]  # animals do not answer what people showed
        stances = {p.stance for p in near}
        against = [p for p in near if p.stance in (Stance.NOT_SUPPORTED, Stance.CONTESTED)]
        contrary = min(against, key=_weight, default=None)
        good = stances & {Stance.SUPPORTED, Stance.UNCONTROLLED_ONLY, Stance.PRECLINICAL_ONLY}
        if c.polarity is Polarity.DENIES:
            if contrary is not None or not stances & {Stance.SUPPORTED}:
                return (Verdict.BACKGROUND if background else Verdict.SUPPORTED), []
            if family_of(c.predicate) == "safety":
                return Verdict.CONTRADICTED, [
                    self._gap("OMIT_HARM", next(p for p in near if p.stance is Stance.SUPPORTED))
                ]
            return Verdict.LEAVES_OUT, [
                self._gap("UNDERSTATED", next(p for p in near if p.stance is Stance.SUPPORTED))
            ]
        if contrary is not None and good:
            if background:
                exact = [p for p, rank in wide if rank == 0]
                if exact and all(p.stance is Stance.SUPPORTED for p in exact):
                    return Verdict.BACKGROUND, []
                return Verdict.OVERSTATED, [self._gap("OMIT_CONTRARY", contrary)]
            return Verdict.LEAVES_OUT, [self._gap("OMIT_CONTRARY", contrary), *cite]
        if contrary is not None:
            if contrary.stance is Stance.CONTESTED and not background:
                return Verdict.LEAVES_OUT, [self._gap("OMIT_CONTRARY", contrary), *cite]
            strong = c.wording.strength is WordingStrength.DIRECT and not background
            return (Verdict.CONTRADICTED if strong else Verdict.OVERSTATED), [
                self._gap("POLARITY", contrary),
                *cite,
            ]
        return self._unopposed(c, near, stances, background, says_laboratory, cite)

    def _unopposed(
        self, c: Candidate, near: Sequence[m.Proposition], stances: set[Stance], background: bool, says_laboratory: bool, cite: list[Gap]
    ) -> tuple[Verdict, list[Gap]]:  # fmt: skip
        if Stance.SUPPORTED in stances:
            boosted = c.wording.boosted and family_of(c.predicate) == "benefit"
            if boosted:
                return Verdict.OVERSTATED, [self._gap("STRENGTH_UP", near[0]), *cite]
            return (Verdict.BACKGROUND if background else Verdict.SUPPORTED), cite
        strong = c.wording.strength is WordingStrength.DIRECT or c.wording.boosted
        if Stance.UNCONTROLLED_ONLY in stances:
            if strong and family_of(c.predicate) == "benefit":
                return Verdict.OVERSTATED, [self._gap("STRENGTH_UP", near[0]), *cite]
            return Verdict.SUPPORTED, cite
        about_people = c.as_people or (
            c.condition is not None and self.matcher.lexicon.terms[c.condition].model_of is None
        )
        if not says_laboratory and (family_of(c.predicate) == "benefit" or about_people):
            return Verdict.OVERSTATED, [self._gap("BASIS_SHIFT", near[0]), *cite]
        return (Verdict.BACKGROUND if background else Verdict.SUPPORTED), cite

    def _too_wide(self, c: Candidate) -> bool:
        return c.condition == to_iri("MONDO:0000001") or c.object == to_iri("MONDO:0000001")

    def _gap(self, code: str, p: m.Proposition) -> Gap:
        findings = self.matcher.findings(p.findings)
        wanted = [
            f
            for f in findings
            if (f.direction is Direction.SUPPORTS)
            == (code in ("UNDERSTATED", "OMIT_HARM", "STRENGTH_UP", "BASIS_SHIFT"))
        ]
        levels = self.store.levels
        finding = min(
            wanted or findings,
            key=lambda f: (levels[f.iri].rank if f.iri in levels else 9, f.derived, f.iri),
        )
        words = {
            "OMIT_CONTRARY": "left out", "POLARITY": "the evidence says otherwise", "STRENGTH_UP": "only without a comparison group, or thin",
            "BASIS_SHIFT": "seen only in animals or in culture", "UNDERSTATED": "reported by", "OMIT_HARM": "reported by",
        }[code]  # fmt: skip
        return Gap(
            code, f"{words}: {finding.label} ({self.store.label(finding.source)})", finding.iri
        )
