"""How does a claim stand beside the evidence? First the study it leans on, then everything the graph holds on the question.

Read first: `Judge.judge`. Deterministic rules; each gap says its reason and the finding it rests on.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from stroma import model as m
from stroma.audit.claims.candidates import (
    Candidate,
    as_denial,
    candidate_id,
    denies_harm,
    denies_more_than_benefit,
    family_of,
)
from stroma.audit.judging.approvals import judge_approval, judge_refusal
from stroma.audit.judging.bearing import Bearing, Sides, bear, sides
from stroma.audit.judging.denied_harms import happened
from stroma.audit.judging.figures import held_pair, other_pair
from stroma.audit.judging.lessened_harms import lessened_harms
from stroma.audit.judging.own_study import StudyJudge
from stroma.audit.judging.plain_safety import held_harms, is_plain_safety, with_held_harms
from stroma.audit.judging.results import Gap, Judged, Verdict
from stroma.audit.judging.rivals import against_rival, judge_rival
from stroma.model import Direction, Polarity, Stance, WordingStrength
from stroma.sentences import THIN_WORDS, is_thin, stance_words
from stroma.vocabulary import Iri, st, to_iri

if TYPE_CHECKING:
    from stroma.audit.judging.matching import Matcher
    from stroma.store import EvidenceStore

_FEW = 100
"""People in whom a harm was not seen, below which a general "it does not happen" is worded too strongly, and a told harm stands."""
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
        self._own_study = StudyJudge(store)

    def judge(
        self,
        c: Candidate,
        sha256: str,
        study: Iri | None,
        *,
        in_block: bool,
        says_laboratory: bool,
        of_unknown_study: bool = False,
        may_be: Iri | None = None,
    ) -> Judged:
        """The verdict on one candidate.

        Args:
            study: the study that a good link gives to the block of the claim.
            in_block: the claim stands in the block of some study, linked or not.
            says_laboratory: the text there says that it was done in animals or in culture.
            of_unknown_study: the claim stands in the block of a study that the graph does not hold: what that study did not
                find, others cannot contradict.
            may_be: the study that this one may be; what it found can back a denial.
        """
        said, c = c, as_denial(c)
        general = denies_harm(c) and c.is_general
        if general:  # "has no side effects" is no report of the study spoken of before
            study, of_unknown_study = None, False
        wide = self.matcher.propositions(c)
        own = self.matcher.in_study(c, study) if study is not None else []
        bearing = bear(c, wide, self.matcher, says_laboratory=says_laboratory)
        found = sides(
            c,
            [f for f, _ in own],
            bearing,
            self.store,
            self.matcher,
            says_laboratory=says_laboratory,
        )
        if c.figures is not None:
            held = self.matcher.of_study(study) if study is not None else None
            return self._judged_figures(c, sha256, study, held, wide, found)
        if c.rival:
            near = self.matcher.findings(
                i for p in (*bearing.direct, *bearing.parts) for i in p.findings
            )
            compared = against_rival(c, [f for f, _ in own] or near, self.store)
            verdict, gaps = judge_rival(c, compared)
            found = self._only(c, compared, found)
        elif c.name == "approvedFor":
            judged = judge_approval if c.polarity is Polarity.AFFIRMS else judge_refusal
            verdict, gaps, decisive = judged(c, self.store, self.matcher.lexicon)
            found = self._only(c, [decisive] if decisive is not None else [], found)
        elif study is not None and c.name != "cures" and (own or not self._is_background(c)):
            verdict, gaps = self._own_study.judge(c, own, self.matcher, says_laboratory)
        elif (lessened := lessened_harms(c, study, self.store, self.matcher)) is not None:
            verdict, gaps = lessened
            found = Sides((), tuple(dict.fromkeys(g.finding for g in gaps if g.finding)), found.beside)  # fmt: skip
        elif self._is_used_for(c, found):
            verdict, gaps, _ = judge_approval(c, self.store, self.matcher.lexicon)
        elif of_unknown_study and c.polarity is Polarity.DENIES and self._is_result(c):
            meant = {self.store.findings[f].source for f in found.supporting}
            backed = may_be in meant or (family_of(c.predicate) == "benefit" and meant)
            verdict, gaps = Verdict.SUPPORTED if backed else Verdict.NO_EVIDENCE, []
            if not backed:  # what others found says nothing on that study
                found = Sides((), (), (*found.supporting, *found.opposing, *found.beside))
        elif denies_harm(c):
            verdict, gaps = self._denied_harm(c, found)
        elif c.name == "causesAdverseEvent":
            cited = in_block or said.is_absolute
            verdict, gaps = self._told_harm(c, found, cited=cited)
        else:
            verdict, gaps = self._by_all(
                c, wide, bearing, says_laboratory, in_block or study is not None, of_unknown_study
            )
        if verdict is Verdict.SUPPORTED and not found.supporting:
            verdict = Verdict.NO_EVIDENCE  # nothing found otherwise is no support
        of_others = in_block and study is None and not said.is_general
        unopposed = verdict in (Verdict.SUPPORTED, Verdict.NO_EVIDENCE)
        if is_plain_safety(said) and unopposed and not of_others:
            verdict, more = with_held_harms(said, verdict, study, self.store, self.matcher)
            gaps = [*more, *gaps]
        for_, against = found.supporting[:_MANY], found.opposing[:_MANY]
        read = list(self.matcher.findings(for_ + against))
        abstract = bool(read) and all(self._read_as(f) is not m.ReadAs.FULL_TEXT for f in read)
        return Judged(
            said,
            candidate_id(sha256, said),
            study,
            verdict,
            tuple(gaps),
            for_,
            against,
            found.beside[:_MANY],
            abstract,
        )

    def _is_used_for(self, c: Candidate, found: Sides) -> bool:
        """Whether "it treats the disease" rests on what regulators said: then it reaches as far as that."""
        if c.name != "treats" or c.polarity is Polarity.DENIES or not found.supporting:
            return False
        use = (st("approvedFor"), st("treats"))
        return all(
            f.predicate in use and f.source in self.store.records.references
            for f in self.matcher.findings(found.supporting)
        )

    def _only(self, c: Candidate, compared: Sequence[m.Finding], found: Sides) -> Sides:
        """The sides with these findings alone, the others apart."""
        yes = tuple(f.iri for f in compared if f.direction is Direction.SUPPORTS)
        no = tuple(f.iri for f in compared if f.direction is not Direction.SUPPORTS)
        every = dict.fromkeys((*found.supporting, *found.opposing, *found.beside))
        apart = tuple(i for i in every if i not in (*yes, *no))
        return Sides(no, yes, apart) if c.polarity is Polarity.DENIES else Sides(yes, no, apart)

    def _judged_figures(
        self, c: Candidate, sha256: str, study: Iri | None, held: Sequence[m.Finding] | None, wide: Sequence[tuple[m.Proposition, int]], found: Sides
    ) -> Judged:  # fmt: skip
        """The figures of both groups, beside those that the study (or, with none linked, any study of the question) holds."""
        assert c.figures is not None
        told = f"{c.figures[0]} % against {c.figures[1]} %"
        if held is None:
            held = self.matcher.findings(i for p, rank in wide for i in p.findings if rank != 2)
        same, other = held_pair(c.figures, held), other_pair(c.figures, held)
        for_: tuple[Iri, ...] = ()
        against: tuple[Iri, ...] = ()
        gaps: list[Gap] = []
        verdict = Verdict.NO_EVIDENCE
        if same is not None:
            verdict, for_ = Verdict.SUPPORTED, (same.iri,)
            if same.direction is not Direction.SUPPORTS:
                verdict = Verdict.LEAVES_OUT
                gaps = [Gap("OMIT_PRIMARY", f"the figures are held so; not said that the difference was not shown: {same.label}", same.iri)]  # fmt: skip
        elif other is not None and study is not None:
            verdict, against = Verdict.CONTRADICTED, (other.iri,)
            gaps = [Gap("NUMBER_MISMATCH", f"the text says {told}; the study: {other.value}", other.iri)]  # fmt: skip
        apart = (*found.supporting, *found.opposing, *found.beside)
        apart = tuple(i for i in dict.fromkeys(apart) if i not in (*for_, *against))
        shown = self.matcher.findings((*for_, *against))
        abstract = bool(shown) and all(self._read_as(f) is not m.ReadAs.FULL_TEXT for f in shown)
        return Judged(
            c, candidate_id(sha256, c), study, verdict, tuple(gaps), for_, against, apart[:_MANY], abstract,
        )  # fmt: skip

    def _read_as(self, finding: m.Finding) -> m.ReadAs | None:
        source = self.store.records.studies.get(finding.source)
        return finding.read_as or (source.read_as if source else None)

    def _is_result(self, c: Candidate) -> bool:
        """Whether a claim is about patients: a benefit or a harm."""
        return family_of(c.predicate) in ("benefit", "safety")

    def _is_background(self, c: Candidate) -> bool:
        return family_of(c.predicate) in ("fate", "place", "disease", "amount") or (
            family_of(c.predicate) == "process"
            and self.matcher.lexicon.terms[c.subject].kind != "CellProduct"
        )

    def _by_all(
        self,
        c: Candidate,
        wide: Sequence[tuple[m.Proposition, int]],
        bearing: Bearing,
        says_laboratory: bool,
        in_block: bool,
        of_unknown_study: bool,
    ) -> tuple[Verdict, list[Gap]]:
        cite = (
            []
            if in_block
            or family_of(c.predicate) not in ("benefit", "safety", "cure")
            or c.polarity is Polarity.DENIES
            else [Gap("NO_STUDY_CITED", "no study is named for this")]
        )
        if c.name == "cures":
            if c.polarity is Polarity.DENIES:
                return Verdict.BACKGROUND, []
            return Verdict.OVERSTATED, [
                Gap("STRENGTH_UP", "no study of the graph reports a cure"),
                *cite,
            ]
        if self._too_wide(c) and c.name != "safeIn":
            return Verdict.NO_EVIDENCE, cite
        background = self._is_background(c)
        if background and c.object == to_iri("CL:0000000"):
            return Verdict.BACKGROUND, []
        near = [p for p, rank in wide if rank < 3] or [p for p, _ in wide]
        if c.name in ("ameliorates",):
            near = [p for p, _ in wide]
        benefit = family_of(c.predicate) == "benefit"
        answers = bearing.direct or bearing.parts
        if benefit and answers:
            near = list(answers)
        if not near:
            if background and not c.as_people and c.condition is None:
                return Verdict.BACKGROUND, []
            return Verdict.NO_EVIDENCE, cite
        if not background and any(p.human.total for p in near):
            near = [p for p in near if p.human.total]  # animals do not answer what people showed
        if benefit and not answers and c.polarity is Polarity.AFFIRMS and near[0].human.total:
            if of_unknown_study:
                return Verdict.NO_EVIDENCE, []  # the study that the text names asked it
            return self._beside_only(c, near, cite)
        stances = {p.stance for p in near}
        against = [
            p
            for p in near
            if p.stance in (Stance.NOT_SUPPORTED, Stance.CONTESTED)
            and (not benefit or says_laboratory or self._is_contrary(p))
        ]
        contrary = min(against, key=_weight, default=None)
        good = stances & {Stance.SUPPORTED, Stance.UNCONTROLLED_ONLY, Stance.PRECLINICAL_ONLY}
        if c.polarity is Polarity.DENIES:
            if contrary is not None or not stances & {Stance.SUPPORTED}:
                return (Verdict.BACKGROUND if background else Verdict.SUPPORTED), []
            if family_of(c.predicate) == "safety":
                tolerated = next(p for p in near if p.stance is Stance.SUPPORTED)
                if held_harms(
                    c, None, self.store, self.matcher
                ):  # studies that saw harms called it safe
                    return Verdict.LEAVES_OUT, [self._gap("OMIT_CONTRARY", tolerated)]
                return Verdict.CONTRADICTED, [self._gap("UNDERSTATED", tolerated)]
            if denies_more_than_benefit(c):
                return Verdict.NO_EVIDENCE, []
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
            if benefit and contrary.best_level is not None and contrary.best_level.rank > 3:
                strong = False  # a null result without a comparison group contradicts nothing
            return (Verdict.CONTRADICTED if strong else Verdict.OVERSTATED), [
                self._gap("POLARITY", contrary),
                *cite,
            ]
        return self._unopposed(c, near, stances, background, says_laboratory, cite)

    def _told_harm(self, c: Candidate, found: Sides, *, cited: bool) -> tuple[Verdict, list[Gap]]:
        """A harm that is told: backed where it happened, opposed only where that very harm was looked for and not seen."""
        cite = [] if cited else [Gap("NO_STUDY_CITED", "no study is named for this")]
        if not found.supporting and not found.opposing:
            return Verdict.NO_EVIDENCE, cite
        if found.supporting:  # who did not see it does not take it back (docs/model.md, Stance)
            return Verdict.SUPPORTED, cite
        if self._people(found.opposing) < _FEW:
            return Verdict.NO_EVIDENCE, cite  # too few looked for it to take it back
        first = self.store.findings[found.opposing[0]]
        words = self._finding_words(first)
        strong = c.wording.strength is WordingStrength.DIRECT
        verdict = Verdict.CONTRADICTED if strong else Verdict.OVERSTATED
        return verdict, [Gap("POLARITY", f"the evidence says otherwise: {words}", first.iri), *cite]

    def _denied_harm(self, c: Candidate, found: Sides) -> tuple[Verdict, list[Gap]]:
        """A harm that is denied: one event held is enough against it; "no serious event" is not enough for it."""
        if found.opposing:
            f = min(self.matcher.findings(found.opposing), key=partial(self._telling, c))
            return Verdict.CONTRADICTED, [
                Gap("OMIT_HARM", f"reported by: {self._finding_words(f)}", f.iri)
            ]
        if found.supporting:
            people = self._people(found.supporting)
            if c.is_general and people < _FEW:
                first = self.store.findings[found.supporting[0]]
                return Verdict.OVERSTATED, [
                    Gap("STRENGTH_UP", f"not seen in the {people} people who were looked at, too few to rule it out: {first.label}", first.iri)
                ]  # fmt: skip
            return Verdict.SUPPORTED, []
        none = [
            f
            for f in self.matcher.findings(found.beside)
            if f.predicate == st("causesAdverseEvent")
            and not happened(f)
            and self.matcher.relation(c.object, f.object) == 1
        ]
        if not none:
            return Verdict.NO_EVIDENCE, []
        return Verdict.OVERSTATED, [
            Gap(
                "STRENGTH_UP",
                f"'none' is wider than what was reported: {self._finding_words(none[0])}",
                none[0].iri,
            )
        ]

    def _telling(self, c: Candidate, f: m.Finding) -> tuple[bool, bool, bool, int, str]:
        """Harms that came with the cells first, then those with a figure, of the very product, then by level."""
        level = self.store.levels.get(f.iri)
        figure = any(ch.isdigit() for ch in f.value or "")
        product = self.matcher.lexicon.product_of.get(c.subject, c.subject)
        blamed = f.direction is Direction.SUPPORTS
        return not blamed, not figure, f.subject != product, level.rank if level else 9, f.iri

    def _people(self, findings: Sequence[Iri]) -> int:
        """How many people the studies of findings looked at; each study once, by its own number."""
        sizes: dict[Iri, int] = {}
        for f in self.matcher.findings(findings):
            study = self.store.records.studies.get(f.source)
            n = f.n_at_risk or (study.n if study is not None else None) or 0
            sizes[f.source] = max(sizes.get(f.source, 0), n)
        return sum(sizes.values())

    def _finding_words(self, f: m.Finding) -> str:
        value = f" {f.value}" if f.value else ""
        return f"{f.label}{value} ({self.store.label(f.source)})"

    def _beside_only(
        self, c: Candidate, near: Sequence[m.Proposition], cite: list[Gap]
    ) -> tuple[Verdict, list[Gap]]:
        """A benefit that people were asked about with other products or outcomes only."""
        if c.wording.strength is WordingStrength.CONDITIONAL and not c.wording.boosted:
            return Verdict.NO_EVIDENCE, cite
        heaviest = min(near, key=_weight)
        return Verdict.OVERSTATED, [
            Gap(
                "STRENGTH_UP",
                "no study in people asked this itself; nearest is another product, outcome or disease: "
                f"{heaviest.label}, {stance_words(heaviest)}",
                next(iter(heaviest.findings), None),
            ),
            *cite,
        ]

    def _unopposed(
        self, c: Candidate, near: Sequence[m.Proposition], stances: set[Stance], background: bool, says_laboratory: bool, cite: list[Gap]
    ) -> tuple[Verdict, list[Gap]]:  # fmt: skip
        if Stance.SUPPORTED in stances:
            benefit = family_of(c.predicate) == "benefit"
            if benefit and c.wording.boosted:
                return Verdict.OVERSTATED, [self._gap("STRENGTH_UP", near[0]), *cite]
            supported = [p for p in near if p.stance is Stance.SUPPORTED]
            strong = c.wording.strength is WordingStrength.DIRECT
            if benefit and strong and all(is_thin(p) for p in supported):
                reasons = ", ".join(
                    THIN_WORDS[t] for t in supported[0].thin if t is not m.Thin.ABSTRACT_ONLY
                )
                gap = self._gap("STRENGTH_UP", supported[0])
                return Verdict.OVERSTATED, [
                    replace(gap, reason=f"supported, but thin ({reasons}): {gap.reason}"),
                    *cite,
                ]
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

    def _is_contrary(self, p: m.Proposition) -> bool:
        """Whether people, where they were studied, and not animals alone spoke against it."""
        return not p.human.total or any(
            f.direction is not Direction.SUPPORTS
            and self.store.groups.get(f.iri) not in (m.Group.ANIMAL, m.Group.IN_VITRO)
            for f in self.matcher.findings(p.findings)
        )

    def _gap(self, code: str, p: m.Proposition) -> Gap:
        findings = self.matcher.findings(p.findings)
        wanted = [
            f
            for f in findings
            if (f.direction is Direction.SUPPORTS)
            == (code in ("UNDERSTATED", "OMIT_HARM", "STRENGTH_UP", "BASIS_SHIFT"))
        ]
        levels = self.store.levels
        animals = (m.Group.ANIMAL, m.Group.IN_VITRO)
        finding = min(
            wanted or findings,
            key=lambda f: (
                self.store.groups.get(f.iri) in animals,
                levels[f.iri].rank if f.iri in levels else 9,
                f.derived,
                f.iri,
            ),
        )
        words = {
            "OMIT_CONTRARY": "left out", "POLARITY": "the evidence says otherwise", "STRENGTH_UP": "the wording claims more than this result",
            "BASIS_SHIFT": "seen only in animals or in culture", "UNDERSTATED": "reported by", "OMIT_HARM": "reported by",
        }[code]  # fmt: skip
        return Gap(
            code, f"{words}: {finding.label} ({self.store.label(finding.source)})", finding.iri
        )
