"""How does a claim stand beside the evidence? First the study it leans on, then everything the graph holds on the question.

Read first: `Judge.judge`. Deterministic rules; each gap says its reason and the finding it rests on.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from stroma import model as m
from stroma.audit.claims.candidates import (
    Candidate,
    as_denial,
    candidate_id,
    denies_harm,
    family_of,
)
from stroma.audit.judging.approvals import judge_approval, judge_refusal
from stroma.audit.judging.bearing import Sides, bear, sides
from stroma.audit.judging.cases import Case, Ruling, is_background
from stroma.audit.judging.denied_harms import tells_deaths, tells_no_harm
from stroma.audit.judging.equal_harms import is_left_out_fairly
from stroma.audit.judging.figures import judge_figures
from stroma.audit.judging.lessened_harms import fewer_in_study, lessened_harms
from stroma.audit.judging.own_study import StudyJudge, is_verdict_on_product
from stroma.audit.judging.plain_safety import is_plain_safety, with_grave_harms, with_held_harms
from stroma.audit.judging.results import Gap, Judged, Verdict
from stroma.audit.judging.rivals import against_rival, judge_rival
from stroma.audit.judging.stated_harms import HarmJudge
from stroma.audit.judging.whole_evidence import EvidenceJudge
from stroma.audit.language.terms import DEATH, SURVIVAL
from stroma.keys import AMELIORATES
from stroma.model import Direction, Polarity
from stroma.vocabulary import Iri, st

if TYPE_CHECKING:
    from stroma.audit.judging.matching import Matcher
    from stroma.store import EvidenceStore

_COUNTING: Final = frozenset(("fewer", "less", "lower", "rarer", "less often", "less frequent", "less common"))  # fmt: skip
"""Words that tell how many, rather than what the cells did."""
_WIDER: Final = 2
_AS_WHOLE: Final = 3
"""Rank of a proposition on a wider outcome or disease than the claim's (`matching.Matcher.object_rank`)."""


class Judge:
    """Judges candidates one by one."""

    def __init__(self, store: EvidenceStore, matcher: Matcher) -> None:
        self.store = store
        self.matcher = matcher
        self._by_study = StudyJudge(store)
        self._harms = HarmJudge(store, matcher)
        self._evidence = EvidenceJudge(store, matcher)

    def judge(
        self,
        c: Candidate,
        sha256: str,
        study: Iri | None,
        *,
        in_block: bool,
        says_laboratory: bool,
        of_unknown_study: bool = False,
        is_of_named_study: bool = False,
        may_be: Iri | None = None,
    ) -> Judged:
        """The verdict on one candidate.

        Args:
            study: the study that a good link gives to the block of the claim.
            in_block: the claim stands in the block of some study, linked or not.
            says_laboratory: the text there says that it was done in animals or in culture.
            of_unknown_study: the claim stands in the block of a study that the graph does not hold: what that study did not
                find, others cannot contradict.
            is_of_named_study: the text tells that study from others, by author, year, size ...
            may_be: the study that this one may be; what it found can back a denial.
        """
        if c.name == "cures" and c.polarity is Polarity.AFFIRMS:
            helped = self.judge(
                replace(c, predicate=AMELIORATES), sha256, study, in_block=in_block, says_laboratory=says_laboratory,
                of_unknown_study=of_unknown_study, is_of_named_study=is_of_named_study, may_be=may_be,
            )  # fmt: skip
            return _cured(c, helped, sha256)
        said, c = c, as_denial(c)
        if denies_harm(c) and (c.is_general or c.is_universal):
            # "has no side effects" reports no study spoken of before
            study, of_unknown_study = None, False
        wide = self.matcher.propositions(c)
        if c.of_animals:  # "mice got milder symptoms" is answered by animals alone
            wide, says_laboratory = [(p, rank) for p, rank in wide if not p.human.total], True
        own = self.matcher.in_study(c, study) if study is not None else []
        deaths = self._deaths(c, study)
        own += [(f, 0) for f in deaths if f.source == study]
        general = bool(own) and all(self.matcher.is_gain_as_whole(c, f, rank) for f, rank in own)
        own = [(f, rank) for f, rank in own if not self.matcher.is_gain_as_whole(c, f, rank)]
        bearing = bear(c, wide, self.matcher, says_laboratory=says_laboratory)
        stated = [f for f, _ in own]
        found = sides(c, [*stated, *deaths], bearing, self.store, self.matcher, says_laboratory=says_laboratory)  # fmt: skip
        case = Case(said, c, study, in_block, says_laboratory, of_unknown_study, is_of_named_study, may_be, wide, own, bearing, found)  # fmt: skip
        ruling = self._not_exactly(case) if general else self._rule(case)
        ruling = _with_leap(case, self._with_held_harms(case, ruling))
        return self._judged(case, ruling, sha256)

    def _deaths(self, c: Candidate, study: Iri | None) -> list[m.Finding]:
        """What tells by the count of those who lived that people died, in the study spoken of, else in the disease: of a claim on deaths."""
        if c.name != "causesAdverseEvent" or c.object != DEATH:
            return []
        if study is not None:
            return [f for f in self.matcher.of_study(study) if tells_deaths(f)]
        asked = replace(c, predicate=st("improves"), object=SURVIVAL)
        return [
            f
            for p, rank in self.matcher.propositions(asked)
            if rank == 0 and p.human.total and self.matcher.is_within(asked, p)
            for f in self.matcher.findings(p.findings)
            if tells_deaths(f)
        ]

    def _not_exactly(self, case: Case) -> Ruling:
        """Of the linked study, a gain in the disease as a whole alone is held: it backs no single outcome."""
        against = next(iter(self.matcher.findings(case.found.opposing)), None)
        outright = case.c.wording.strength is m.WordingStrength.DIRECT
        if case.c.polarity is Polarity.DENIES or not outright or against is None:
            return Ruling(Verdict.NO_EVIDENCE, [], case.found)
        reason = f"nothing is held of this study on exactly this; against it: {against.label} ({self.store.label(against.source)})"
        return Ruling(Verdict.OVERSTATED, [Gap("POLARITY", reason, against.iri)], case.found)

    def _rule(self, case: Case) -> Ruling:
        """The ruling of the first rule that applies; all the evidence where none does."""
        for rule in (
            self._figures,
            self._rival,
            self._approval,
            self._counted_harm,
            self._called_safe,
            self._own_study,
            self._lessened_harm,
            self._use,
            self._unknown_study,
            self._harm,
        ):
            if (ruling := rule(case)) is not None:
                return ruling
        return Ruling(*self._evidence.judge(case), case.found)

    def _figures(self, case: Case) -> Ruling | None:
        """The figures of both groups, beside those of the study, or with none linked of any study of the question."""
        if case.c.figures is None:
            return None
        if case.study is not None:
            held = self.matcher.of_study(case.study)
        else:
            near = (p for p, rank in case.wide if rank != _WIDER)
            held = self.matcher.findings(i for p in near for i in p.findings)
        return judge_figures(
            case.c.figures, held, case.found,
            of_study=case.study is not None and not case.c.figures_are_rough,
            by_name=case.c.figures_by_name, of_part=case.c.is_subgroup, exact=case.c.figures_are_exact,
        )  # fmt: skip

    def _rival(self, case: Case) -> Ruling | None:
        """Better than another active treatment."""
        if not case.c.rival:
            return None
        propositions = (*case.bearing.direct, *case.bearing.parts)
        near = self.matcher.findings(i for p in propositions for i in p.findings)
        compared = against_rival(case.c, [f for f, _ in case.own] or near, self.store)
        return Ruling(*judge_rival(case.c, compared), _only(case, compared))

    def _approval(self, case: Case) -> Ruling | None:
        """Approved, or not, by a medicines regulator."""
        if case.c.name != "approvedFor":
            return None
        judged = judge_approval if case.c.polarity is Polarity.AFFIRMS else judge_refusal
        verdict, gaps, decisive = judged(case.c, self.store, self.matcher.lexicon)
        if decisive is not None and verdict is Verdict.SUPPORTED:
            return Ruling(verdict, gaps, case.found.parted((decisive.iri,)))
        return Ruling(verdict, gaps, _only(case, [decisive] if decisive is not None else []))

    def _own_study(self, case: Case) -> Ruling | None:
        """What the linked study found, unless the claim is a cure, or biology that the study did not look at."""
        if case.study is None or case.c.name == "cures":
            return None
        if not case.own and is_background(case.c, self.matcher.lexicon):
            return None
        if all(rank == _AS_WHOLE for _, rank in case.own) and (
            counted := self._lessened_harm(case)
        ):
            return counted  # "fewer died": by the deaths that the study reports, not by its main result
        verdict, gaps = self._by_study.judge(case.c, case.own, self.matcher, case.says_laboratory)
        if verdict is Verdict.SUPPORTED and is_verdict_on_product(case.c):
            verdict, gaps = self._with_other_studies(case)
        return Ruling(verdict, gaps, case.found)

    def _with_other_studies(self, case: Case) -> tuple[Verdict, list[Gap]]:
        """ "The treatment works", borne out by the study of its block: what other studies of the product found against it is left out."""
        verdict, gaps = self._evidence.judge(case)
        contrary = [g for g in gaps if g.code in ("OMIT_CONTRARY", "POLARITY")]
        if verdict is Verdict.SUPPORTED or not contrary:
            return Verdict.SUPPORTED, []
        return Verdict.LEAVES_OUT, [replace(g, code="OMIT_CONTRARY") for g in contrary]

    def _counted_harm(self, case: Case) -> Ruling | None:
        """ "Fewer of the treated patients died", told of a study whose counts say so: a report, no claim that the cells did it."""
        if case.study is None or not (_COUNTING & {q.phrase for q in case.c.cues}):
            return None
        counted = fewer_in_study(case.c, case.study, self.matcher)
        return None if counted is None else Ruling(Verdict.SUPPORTED, [], case.found.parted((counted.iri,)))  # fmt: skip

    def _called_safe(self, case: Case) -> Ruling | None:
        """ "No major adverse event was seen", of a study that was called safe in just these words."""
        if case.study is None or not denies_harm(case.c) or case.found.opposing:
            return None
        held = self.matcher.of_study(case.study)
        safe = next((f for f in held if tells_no_harm(f, case.c.object)), None)
        return None if safe is None else Ruling(Verdict.SUPPORTED, [], case.found.parted((safe.iri,)))  # fmt: skip

    def _lessened_harm(self, case: Case) -> Ruling | None:
        """A harm that the treatment is said to lessen."""
        lessened = lessened_harms(case.c, case.study, self.store, self.matcher)
        if lessened is None:
            return None
        verdict, gaps = lessened
        against = tuple(dict.fromkeys(g.finding for g in gaps if g.finding))
        return Ruling(verdict, gaps, Sides((), against, case.found.beside))

    def _use(self, case: Case) -> Ruling | None:
        """ "It treats the disease", resting on what regulators said alone: then it reaches as far as that."""
        c, supporting = case.c, case.found.supporting
        if c.name != "treats" or c.polarity is Polarity.DENIES or not supporting:
            return None
        use = (st("approvedFor"), st("treats"))
        references = self.store.records.references
        if any(f.predicate not in use or f.source not in references for f in self.matcher.findings(supporting)):  # fmt: skip
            return None
        verdict, gaps, _ = judge_approval(c, self.store, self.matcher.lexicon)
        return Ruling(verdict, gaps, case.found)

    def _unknown_study(self, case: Case) -> Ruling | None:
        """What a study that is not held did not find: backed at most; what others found says nothing on that study."""
        result = family_of(case.c.predicate) in ("benefit", "safety")
        if not case.of_unknown_study or case.c.polarity is not Polarity.DENIES or not result:
            return None
        against = (
            f
            for f in self.matcher.findings(case.found.opposing)
            if f.source == case.may_be and not is_left_out_fairly(f, self.store)
        )
        if (
            denies_harm(case.c)
            and not case.c.is_compared
            and (seen := next(against, None)) is not None
        ):
            reason = f"reported by the study that this may be: {seen.label} ({self.store.label(seen.source)})"
            return Ruling(Verdict.CONTRADICTED, [Gap("OMIT_HARM", reason, seen.iri)], case.found)
        meant = {self.store.findings[f].source for f in case.found.supporting}
        if case.may_be in meant or (family_of(case.c.predicate) == "benefit" and meant):
            return Ruling(Verdict.SUPPORTED, [], case.found)
        return Ruling(Verdict.NO_EVIDENCE, [], case.found.parted())

    def _harm(self, case: Case) -> Ruling | None:
        """A harm that is denied or told."""
        if denies_harm(case.c):
            verdict, gaps = self._harms.denied(case.c, case.found)
            found = case.found
            if case.c.is_universal:
                found = found.parted(self._harms.on_everybody(found.supporting), found.opposing)
            return Ruling(verdict, gaps, found)
        if case.c.name != "causesAdverseEvent":
            return None
        cited = case.in_block or case.said.is_absolute
        return Ruling(*self._harms.told(case.c, case.found, cited=cited), case.found)

    def _with_held_harms(self, case: Case, ruling: Ruling) -> Ruling:
        """The ruling; without support where nothing is shown for it, and with the harms that plain "safe" leaves out."""
        if ruling.verdict is Verdict.SUPPORTED and not ruling.found.supporting:
            ruling = replace(
                ruling, verdict=Verdict.NO_EVIDENCE
            )  # nothing found otherwise is no support
        if case.said.is_mild and ruling.verdict in (Verdict.SUPPORTED, Verdict.NO_EVIDENCE):
            return with_grave_harms(case.said, ruling, case.study, self.store, self.matcher)
        of_others = case.in_block and case.study is None and not case.said.is_general
        unopposed = ruling.verdict in (Verdict.SUPPORTED, Verdict.NO_EVIDENCE)
        if not is_plain_safety(case.said) or not unopposed or of_others:
            return ruling
        return with_held_harms(case.said, ruling, case.study, self.store, self.matcher)

    def _judged(self, case: Case, ruling: Ruling, sha256: str) -> Judged:
        """The record of a ruling, with the findings of each side; "no evidence" has none."""
        if ruling.verdict is Verdict.NO_EVIDENCE:
            ruling = replace(ruling, found=ruling.found.parted())
        for_, against = ruling.found.supporting, ruling.found.opposing
        read = list(self.matcher.findings(for_ + against))
        return Judged(
            case.said,
            candidate_id(sha256, case.said),
            case.study,
            ruling.verdict,
            tuple(ruling.gaps),
            for_,
            against,
            ruling.found.beside,
            bool(read) and all(self._read_as(f) is not m.ReadAs.FULL_TEXT for f in read),
        )

    def _read_as(self, finding: m.Finding) -> m.ReadAs | None:
        source = self.store.records.studies.get(finding.source)
        return finding.read_as or (source.read_as if source else None)


def _cured(c: Candidate, helped: Judged, sha256: str) -> Judged:
    """A cure, by what the graph holds on the benefit that it would be: nothing backs it, and what speaks against the benefit speaks against it."""
    contradicted = helped.verdict is Verdict.CONTRADICTED
    against = [g for g in helped.gaps if g.code in ("POLARITY", "OMIT_CONTRARY", "NO_STUDY_CITED")]
    gaps = (Gap("STRENGTH_UP", "no study of the graph reports a cure"), *against)
    return replace(
        helped,
        candidate=c,
        id=candidate_id(sha256, c),
        verdict=Verdict.CONTRADICTED if contradicted else Verdict.OVERSTATED,
        gaps=gaps[1:] + gaps[:1] if contradicted else gaps,
        supporting=(),
        beside=tuple(dict.fromkeys((*helped.supporting, *helped.beside))),
    )


def _with_leap(case: Case, ruling: Ruling) -> Ruling:
    """The ruling on what is concluded on people from animals: overstated at least, whatever people showed elsewhere."""
    gain = family_of(case.c.predicate) in ("benefit", "use", "process", "amount")
    if not case.c.is_leap or not gain or case.c.polarity is Polarity.DENIES:
        return ruling
    gap = Gap("BASIS_SHIFT", "what people will gain is concluded from animals")
    verdict = Verdict.CONTRADICTED if ruling.verdict is Verdict.CONTRADICTED else Verdict.OVERSTATED
    found = ruling.found
    if ruling.verdict is Verdict.NO_EVIDENCE:
        found = found.parted()
    return Ruling(verdict, [gap, *ruling.gaps], found)


def _only(case: Case, compared: Iterable[m.Finding]) -> Sides:
    """The sides of a claim with these findings alone; a denial turns them."""
    compared = list(compared)
    yes = tuple(f.iri for f in compared if f.direction is Direction.SUPPORTS)
    no = tuple(f.iri for f in compared if f.direction is not Direction.SUPPORTS)
    if case.c.polarity is Polarity.DENIES:
        yes, no = no, yes
    return case.found.parted(yes, no)
