"""How does a claim that leans on no study stand beside everything that the graph holds on its question?

Read first: `EvidenceJudge.judge`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Final, TypeAlias

from stroma import model as m
from stroma.audit.claims.candidates import Candidate, denies_more_than_benefit, family_of
from stroma.audit.judging.bearing import is_in_people
from stroma.audit.judging.cases import NO_STUDY, Case, is_background
from stroma.audit.judging.people import counted, is_sized
from stroma.audit.judging.plain_safety import held_harms
from stroma.audit.judging.results import MIXED, THIN, Gap, Verdict
from stroma.model import Direction, Polarity, Stance, WordingStrength
from stroma.sentences import THIN_WORDS, stance_words
from stroma.vocabulary import Iri, to_iri

if TYPE_CHECKING:
    from stroma.audit.judging.matching import Matcher
    from stroma.store import EvidenceStore

_ANY_CELL: Final = to_iri("CL:0000000")
_ANY_DISEASE: Final = to_iri("MONDO:0000001")
_GOOD: Final = frozenset({Stance.SUPPORTED, Stance.UNCONTROLLED_ONLY, Stance.PRECLINICAL_ONLY})
_ANIMALS: Final = (m.Group.ANIMAL, m.Group.IN_VITRO)
_OF_SUPPORT: Final = ("UNDERSTATED", "OMIT_HARM", "STRENGTH_UP", "BASIS_SHIFT")
"""Codes of a gap that rests on a finding for the claim; the others rest on one against it."""
_GAP_WORDS: Final = {
    "OMIT_CONTRARY": "left out",
    "POLARITY": "the evidence says otherwise",
    "STRENGTH_UP": "the wording claims more than this result",
    "BASIS_SHIFT": "seen only in animals or in culture",
    "UNDERSTATED": "reported by",
    "OMIT_HARM": "reported by",
}

Outcome: TypeAlias = tuple[Verdict, list[Gap]]


def _weight(p: m.Proposition) -> tuple[int, int, str]:
    """The heaviest evidence first: best level, then most people."""
    return (p.best_level.rank if p.best_level else 9, -(p.participants or 0), p.iri)


def _people(near: Sequence[m.Proposition], matcher: Matcher) -> str:
    """How many people stand behind propositions; a subgroup whose size is not known is not taken for its trial."""
    sized = [p for p in near if any(map(is_sized, matcher.findings(p.findings)))]
    n = max((p.participants or 0 for p in sized), default=0)
    return counted(n) if n else "size not stated"


@dataclass(frozen=True)
class _Question:
    """A claim, and the propositions that stand nearest to it."""

    case: Case
    background: bool

    @property
    def c(self) -> Candidate:
        return self.case.c

    @property
    def is_benefit(self) -> bool:
        return family_of(self.c.predicate) == "benefit"

    @property
    def is_direct(self) -> bool:
        """Whether it is worded as a plain fact."""
        return self.c.wording.strength is WordingStrength.DIRECT

    @property
    def fine(self) -> Verdict:
        """The verdict of a claim that the evidence bears out."""
        return Verdict.BACKGROUND if self.background else Verdict.SUPPORTED

    @property
    def cite(self) -> list[Gap]:
        """The gap of a claim about patients that names no study."""
        cited = self.case.in_block or self.case.study is not None
        clinical = family_of(self.c.predicate) in ("benefit", "safety", "cure")
        return [NO_STUDY] if clinical and not cited and self.c.polarity is Polarity.AFFIRMS else []

    @cached_property
    def answers(self) -> Sequence[m.Proposition]:
        """Of a benefit: the propositions that answer it itself."""
        return (self.case.bearing.direct or self.case.bearing.parts) if self.is_benefit else ()

    @cached_property
    def near(self) -> list[m.Proposition]:
        """The nearest propositions; of people alone, where they were asked."""
        near = list(self.answers) or self._by_rank()
        if not self.background and any(p.human.total for p in near):
            return [p for p in near if p.human.total]  # animals do not answer what people showed
        return near

    def _by_rank(self) -> list[m.Proposition]:
        every = [p for p, _ in self.case.wide]
        if self.c.name == "ameliorates":
            return every
        return [p for p, rank in self.case.wide if rank < 3] or every

    @cached_property
    def stances(self) -> set[Stance]:
        return {p.stance for p in self.near}

    @cached_property
    def asked(self) -> list[m.Proposition]:
        """Of the nearest, those on the very question or a narrower one: what stands beside contradicts nothing."""
        meant = {p.iri for p in (*self.case.bearing.direct, *self.case.bearing.parts)}
        return [p for p in self.near if p.iri in meant]

    @property
    def supported(self) -> list[m.Proposition]:
        return [p for p in self.near if p.stance is Stance.SUPPORTED]


class EvidenceJudge:
    """Judges claims by all the evidence."""

    def __init__(self, store: EvidenceStore, matcher: Matcher) -> None:
        self.store = store
        self.matcher = matcher

    def judge(self, case: Case) -> Outcome:
        """Verdict and gaps: the first of these rules that applies decides."""
        q = _Question(case, is_background(case.c, self.matcher.lexicon))
        for rule in (
            self._cure,
            self._too_wide,
            self._nothing_near,
            self._not_asked_in_people,
            self._worsening,
            self._denial,
            self._opposed,
        ):
            if (outcome := rule(q)) is not None:
                return outcome
        return self._unopposed(q)

    def _cure(self, q: _Question) -> Outcome | None:
        """No study of the graph reports a cure."""
        if q.c.name != "cures":
            return None
        if q.c.polarity is Polarity.DENIES:
            return Verdict.BACKGROUND, []
        gap = Gap("STRENGTH_UP", "no study of the graph reports a cure")
        return Verdict.OVERSTATED, [gap, *q.cite]

    def _too_wide(self, q: _Question) -> Outcome | None:
        """A claim on any disease or any cell is on no question that a study asked."""
        if q.c.name != "safeIn" and _ANY_DISEASE in (q.c.condition, q.c.object):
            return Verdict.NO_EVIDENCE, q.cite
        if q.background and q.c.object == _ANY_CELL:
            return Verdict.BACKGROUND, []
        return None

    def _nothing_near(self, q: _Question) -> Outcome | None:
        """Nothing is held: plain biology is background."""
        if q.near:
            return None
        if q.background and not q.c.as_people and q.c.condition is None:
            return Verdict.BACKGROUND, []
        return Verdict.NO_EVIDENCE, q.cite

    def _not_asked_in_people(self, q: _Question) -> Outcome | None:
        """A benefit that people were asked about with other products or outcomes only, or that animals did not show."""
        affirmed = q.is_benefit and q.c.polarity is Polarity.AFFIRMS
        if not affirmed or q.answers:
            return None
        if q.near[0].human.total:
            own = self._of_its_product(q)
            heaviest = min(own or q.near, key=_weight)
            finding = next(iter(heaviest.findings), None)
            other = "another outcome or disease" if own else "another product, outcome or disease"
            nearest = f"nearest is {other}: {heaviest.label}, {stance_words(heaviest)}"
        elif q.case.says_laboratory or (contrary := self._contrary(q, q.near)) is None:
            return None
        else:
            finding = self._gap("POLARITY", contrary).finding
            nearest = f"in animals or in culture: {contrary.label}, {stance_words(contrary)}"
        if q.case.of_unknown_study:
            return Verdict.NO_EVIDENCE, []  # the study that the text names asked it
        if q.c.wording.strength is WordingStrength.CONDITIONAL and not q.c.wording.boosted:
            return Verdict.NO_EVIDENCE, q.cite
        reason = f"no study in people asked this itself; {nearest}"
        return Verdict.OVERSTATED, [Gap("STRENGTH_UP", reason, finding), *q.cite]

    def _of_its_product(self, q: _Question) -> list[m.Proposition]:
        """What people showed of the very product, on whatever outcome: nearer than the same outcome of another one."""
        product = self.matcher.lexicon.product_of.get(q.c.subject, q.c.subject)
        return [p for p, _ in q.case.wide if p.subject == product and p.human.total]

    def _worsening(self, q: _Question) -> Outcome | None:
        """ "Worsens": backed by findings of harm to the outcome alone; no effect and benefit speak against it."""
        if not q.c.is_worsening:
            return None
        backing, against = q.case.found.supporting, q.case.found.opposing
        if not against:
            return (q.fine if backing else Verdict.NO_EVIDENCE), []
        finding = min(self.matcher.findings(against), key=self._rank)
        words = "left out" if backing else "the evidence says otherwise"
        reason = f"{words}: {finding.label} ({self.store.label(finding.source)})"
        if backing:
            return Verdict.LEAVES_OUT, [Gap("OMIT_CONTRARY", reason, finding.iri)]
        level = self.store.levels.get(finding.iri)
        strong = q.is_direct and level is not None and level.rank <= m.Level.THREE.rank
        verdict = Verdict.CONTRADICTED if strong else Verdict.OVERSTATED
        return verdict, [Gap("POLARITY", reason, finding.iri)]

    def _denial(self, q: _Question) -> Outcome | None:
        """A denial: right, unless it is supported and nothing speaks against it, or the results are mixed."""
        if q.c.polarity is not Polarity.DENIES:
            return None
        if (gained := self._gained_elsewhere(q)) is not None:
            gap = self._gap("UNDERSTATED", gained)
            return Verdict.LEAVES_OUT, [replace(gap, reason=f"{MIXED}; {gap.reason}")]
        held = next((p for p in q.asked if p.stance is Stance.SUPPORTED), None)
        if held is None or self._contrary(q, q.near) is not None:
            return q.fine, []
        if family_of(q.c.predicate) == "safety":
            if held_harms(
                q.c, None, self.store, self.matcher
            ):  # studies that saw harms called it safe
                return Verdict.LEAVES_OUT, [self._gap("OMIT_CONTRARY", held)]
            return Verdict.CONTRADICTED, [self._gap("UNDERSTATED", held)]
        if denies_more_than_benefit(q.c):
            return Verdict.NO_EVIDENCE, []
        return Verdict.LEAVES_OUT, [self._gap("UNDERSTATED", held)]

    def _gained_elsewhere(self, q: _Question) -> m.Proposition | None:
        """ "They do not work", said outright of no one study: the heaviest result of a comparison that says otherwise, as one against the claim would be told."""
        outright = q.is_benefit and q.is_direct and q.c.is_general and q.c.rejected_by is None
        if not outright or q.case.in_block or q.c.is_on_proof or denies_more_than_benefit(q.c):
            return None
        claimed = replace(q.case, c=replace(q.c, polarity=Polarity.AFFIRMS))
        opposed = self._opposed(_Question(claimed, q.background))
        if opposed is None or opposed[0] is not Verdict.LEAVES_OUT:
            return None
        mixed = (
            p
            for p in q.asked
            if p.stance in (Stance.SUPPORTED, Stance.CONTESTED) and self._is_compared_gain(p)
        )
        return min(mixed, key=_weight, default=None)

    def _is_compared_gain(self, p: m.Proposition) -> bool:
        """Whether people who were compared with others gained."""
        return any(
            f.direction is Direction.SUPPORTS
            and self.store.groups.get(f.iri) not in _ANIMALS
            and f.comparator is not None
            and not f.comparator.is_none
            for f in self.matcher.findings(p.findings)
        )

    def _opposed(self, q: _Question) -> Outcome | None:
        """Null, negative or contested results are held: left out where good ones stand beside them."""
        contrary = self._contrary(q, q.asked)
        if contrary is None:
            return None
        if q.background and q.stances & _GOOD:
            exact = [p for p, rank in q.case.wide if rank == 0]
            if exact and all(p.stance is Stance.SUPPORTED for p in exact):
                return Verdict.BACKGROUND, []
            return Verdict.OVERSTATED, [self._gap("OMIT_CONTRARY", contrary)]
        if q.stances & _GOOD or (contrary.stance is Stance.CONTESTED and not q.background):
            left_out = [self._gap("OMIT_CONTRARY", contrary), *q.cite]
            if q.is_benefit and q.c.wording.boosted:  # "proven", on mixed evidence
                proof = Gap("STRENGTH_UP", "the wording claims proof, and the results are mixed")
                return Verdict.OVERSTATED, [left_out[0], proof, *q.cite]
            return Verdict.LEAVES_OUT, left_out
        if q.is_benefit and (q.c.is_subgroup or q.case.is_of_named_study):
            # a null result of all, or of others, says nothing on a part, or on a study that is not held
            return Verdict.LEAVES_OUT, [self._gap("OMIT_CONTRARY", contrary), *q.cite]
        # a null result without a comparison group contradicts no benefit
        level = contrary.best_level
        weak = q.is_benefit and level is not None and level.rank > m.Level.THREE.rank
        strong = q.is_direct and not q.background and not weak
        verdict = Verdict.CONTRADICTED if strong else Verdict.OVERSTATED
        return verdict, [self._gap("POLARITY", contrary), *q.cite]

    def _contrary(self, q: _Question, among: Sequence[m.Proposition]) -> m.Proposition | None:
        """The heaviest of some propositions against a claim."""
        against = [
            p
            for p in among
            if p.stance in (Stance.NOT_SUPPORTED, Stance.CONTESTED)
            and (not q.is_benefit or q.case.says_laboratory or self._is_contrary(p))
        ]
        return min(against, key=lambda p: (p.object != q.c.object, *_weight(p)), default=None)

    def _is_contrary(self, p: m.Proposition) -> bool:
        """Whether people, where they were studied, and not animals alone spoke against it."""
        return not p.human.total or any(
            f.direction is not Direction.SUPPORTS and self.store.groups.get(f.iri) not in _ANIMALS
            for f in self.matcher.findings(p.findings)
        )

    def _unopposed(self, q: _Question) -> Outcome:
        """Nothing speaks against it: how strong, and in whom, is what speaks for it?"""
        if Stance.SUPPORTED in q.stances:
            return self._supported(q)
        if Stance.UNCONTROLLED_ONLY in q.stances:
            if q.is_benefit:
                near = list(dict.fromkeys((*q.near, *q.case.bearing.parts)))
                shown = [p for p in near if p.stance is Stance.SUPPORTED]
                gap = self._gap("STRENGTH_UP", min(shown or near, key=_weight))
                only = (
                    "for single outcomes"
                    if shown
                    else "without a control group"
                    if self._is_uncontrolled(near)
                    else "in weak evidence"
                )
                reason = f"seen {only} only ({_people(near, self.matcher)}): {gap.reason}"
                return Verdict.OVERSTATED, [replace(gap, reason=reason), *q.cite]
            return Verdict.SUPPORTED, q.cite
        in_people = q.is_benefit or is_in_people(q.c, self.matcher)
        if in_people and not q.case.says_laboratory:
            return Verdict.OVERSTATED, [self._gap("BASIS_SHIFT", q.near[0]), *q.cite]
        return q.fine, q.cite

    def _is_uncontrolled(self, near: Sequence[m.Proposition]) -> bool:
        """Whether no study behind propositions had a control group."""
        studies = self.store.records.studies
        behind = {f.source for p in near for f in self.matcher.findings(p.findings)}
        designs = {studies[s].design for s in behind if s in studies}
        return all(design is not None and design.is_uncontrolled for design in designs)

    def _supported(self, q: _Question) -> Outcome:
        """Supported by controlled evidence: too strong where it is boosted, or a plain fact on thin evidence."""
        if q.is_benefit and q.c.wording.boosted:
            return Verdict.OVERSTATED, [self._gap("STRENGTH_UP", q.near[0]), *q.cite]
        outright = q.is_direct and not q.case.of_unknown_study  # else a result that is reported
        if q.is_benefit and outright and all(p.is_thin_by_evidence for p in q.supported):
            first = q.supported[0]
            thin = (THIN_WORDS[t] for t in first.thin if t is not m.Thin.ABSTRACT_ONLY)
            gap = self._gap("STRENGTH_UP", first)
            reason = f"{THIN} ({', '.join(thin)}): {gap.reason}"
            return Verdict.OVERSTATED, [replace(gap, reason=reason), *q.cite]
        return q.fine, q.cite

    def _gap(self, code: str, p: m.Proposition) -> Gap:
        """The gap of a proposition, with its most telling finding: in people, of the best level, as reported, of most people."""
        findings = self.matcher.findings(p.findings)
        supports = code in _OF_SUPPORT
        wanted = [f for f in findings if (f.direction is Direction.SUPPORTS) == supports]
        finding = min(wanted or findings, key=self._rank)
        reason = f"{_GAP_WORDS[code]}: {finding.label} ({self.store.label(finding.source)})"
        return Gap(code, reason, finding.iri)

    def _rank(self, f: m.Finding) -> tuple[bool, int, bool, int, Iri]:
        level = self.store.levels.get(f.iri)
        animal = self.store.groups.get(f.iri) in _ANIMALS
        study = self.store.records.studies.get(f.source)
        people = f.n_analysed or (study.n if study is not None else None) or 0
        return animal, level.rank if level is not None else 9, f.derived, -people, f.iri
