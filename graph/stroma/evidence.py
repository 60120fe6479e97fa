"""What does the evidence of a proposition amount to? Levels, stances and counts (docs/model.md, "Weighing").

Read first: `weigh` (records in, propositions out) and `stance_of`. Everything is deterministic, and every input of a
judgement stands in the records: nothing is scored, nothing is averaged.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final, NamedTuple

from stroma.model import (
    Analysis,
    Claim,
    Conflict,
    Design,
    Direction,
    Finding,
    Group,
    Level,
    Pools,
    Proposition,
    PublishedAs,
    ReadAs,
    Stance,
    Study,
    Tally,
    Thin,
)
from stroma.vocabulary import PREFIXES, ST, Iri

if TYPE_CHECKING:
    from stroma.records import Records

CAUSES_ADVERSE_EVENT: Final = ST + "causesAdverseEvent"
AMELIORATES: Final = ST + "ameliorates"
STUDIED_FOR: Final = ST + "studiedFor"
# docs/model.md, "Thin": fewer people than this make a supported proposition thin.
FEW: Final = 30

_LEVEL_BY_DESIGN: Final = {
    Design.RANDOMISED_CONTROLLED: Level.TWO,
    Design.CROSSOVER_RANDOMISED: Level.TWO,
    Design.NON_RANDOMISED_CONTROLLED: Level.THREE,
    Design.OPEN_LABEL_SINGLE_ARM: Level.FOUR,
    Design.CASE_SERIES: Level.FOUR,
    Design.CROSS_SECTIONAL_SURVEY: Level.FOUR,
    Design.ANIMAL: Level.FIVE,
    Design.IN_VITRO: Level.FIVE,
}
_REVIEWS: Final = (Design.META_ANALYSIS, Design.SYSTEMATIC_REVIEW)
_LEVEL_BY_POOLS: Final = {
    Pools.RANDOMISED_TRIALS: Level.ONE,
    Pools.CONTROLLED_STUDIES: Level.THREE,
    Pools.UNCONTROLLED_DATA: Level.FOUR,
}


class Key(NamedTuple):
    """What makes a proposition the same proposition."""

    subject: Iri
    predicate: Iri
    object: Iri
    condition: Iri | None


@dataclass(frozen=True)
class Weighed:
    """Everything the build computes from the records."""

    findings: Mapping[Iri, Finding]
    """Stated and derived findings."""
    levels: Mapping[Iri, Level]
    groups: Mapping[Iri, Group]
    propositions: Mapping[Iri, Proposition]
    conflicts: Sequence[Conflict]


def key_of(item: Finding | Claim) -> Key | None:
    """The proposition that a finding or claim is about; None for a claim without one."""
    if item.subject is None or item.predicate is None or item.object is None:
        return None
    return Key(item.subject, item.predicate, item.object, item.condition)


def proposition_iri(key: Key) -> Iri:
    """The IRI of a proposition: a hash of its content, the same in every graph."""
    digest = hashlib.sha256("\n".join(part or "" for part in key).encode()).hexdigest()
    return PREFIXES["proposition"] + digest[:16]


def level_of(finding: Finding, study: Study | None) -> Level:
    """The level of a finding: the design of its study, or 4 for a part that lost the study's comparison.

    Source: OCEBM Levels of Evidence 2011, row "Does this intervention help?". A review has the level of what it
    pools; what a review pools but does not say counts as uncontrolled.
    """
    if study is None or study.design is None:
        return Level.REFERENCE
    if finding.analysis is Analysis.LABORATORY_PART:
        return Level.FIVE
    if study.design in _REVIEWS:
        level = _LEVEL_BY_POOLS.get(study.pools, Level.FOUR) if study.pools else Level.FOUR
    else:
        level = _LEVEL_BY_DESIGN[study.design]
    if finding.analysis is not Analysis.MAIN_COMPARISON and level.rank < Level.FOUR.rank:
        return Level.FOUR
    return level


def group_of(finding: Finding, study: Study | None) -> Group:
    """Whether a finding was made in people, in animals, in a dish, or is stated by a reference."""
    if study is None:
        return Group.REFERENCE
    if study.design is Design.IN_VITRO or finding.analysis is Analysis.LABORATORY_PART:
        return Group.IN_VITRO
    return Group.ANIMAL if study.design is Design.ANIMAL else Group.HUMAN


def weigh(records: Records) -> Weighed:
    """Derive findings from study records, then sum up every proposition that a finding or claim is about."""
    from stroma.conflicts import find_conflicts
    from stroma.derived_findings import derive_findings
    from stroma.hierarchy import closure

    findings = {**records.findings, **{f.iri: f for f in derive_findings(records)}}
    study_of = {f.iri: records.studies.get(f.source) for f in findings.values()}
    levels = {iri: level_of(f, study_of[iri]) for iri, f in findings.items()}
    groups = {iri: group_of(f, study_of[iri]) for iri, f in findings.items()}
    clusters = participant_clusters(records.studies)

    on_key: dict[Key, tuple[list[Finding], list[Claim]]] = defaultdict(lambda: ([], []))
    for finding in sorted(findings.values(), key=lambda f: f.iri):
        if (key := key_of(finding)) is not None:
            on_key[key][0].append(finding)
    for claim in sorted(records.claims.values(), key=lambda c: c.iri):
        if (key := key_of(claim)) is not None:
            on_key[key][1].append(claim)

    summary = _Summary(records, levels, groups, clusters)
    propositions = {}
    for key, (on_findings, on_claims) in on_key.items():
        proposition = summary.proposition(key, on_findings, on_claims)
        propositions[proposition.iri] = proposition
    ordered = mark_narrower_disagreement(dict(sorted(propositions.items())), closure(records))
    conflicts = find_conflicts(ordered.values(), findings, records, levels)
    return Weighed(findings, levels, groups, ordered, conflicts)


def mark_narrower_disagreement(
    propositions: Mapping[Iri, Proposition], wider: Mapping[Iri, Sequence[Iri]]
) -> dict[Iri, Proposition]:
    """Mark supported clinical propositions that controlled evidence on something narrower does not bear out.

    A pooled result for "MSC" stays supported, but it is not stated as a bare triple while a controlled trial of one
    MSC product in the same or a narrower disease found otherwise: nobody can tell from the pool which product it holds for.

    Args:
        wider: term -> itself and every wider term.
    """
    marked = dict(propositions)
    for p in propositions.values():
        controlled = p.best_level is not None and p.best_level.rank <= Level.THREE.rank
        if not (
            p.is_clinical and controlled and p.stance in (Stance.NOT_SUPPORTED, Stance.CONTESTED)
        ):
            continue
        if p.predicate == CAUSES_ADVERSE_EVENT:
            continue
        conditions = wider.get(p.condition, (p.condition,)) if p.condition is not None else (None,)
        for subject in wider.get(p.subject, (p.subject,)):
            for object_ in wider.get(p.object, (p.object,)):
                for condition in conditions:
                    iri = proposition_iri(Key(subject, p.predicate, object_, condition))
                    above = marked.get(iri) if iri != p.iri else None
                    if above is not None and above.stance is Stance.SUPPORTED and above.is_clinical:
                        marked[iri] = replace(above, narrower_disagrees=True)
    return marked


def participant_clusters(studies: Mapping[Iri, Study]) -> dict[Iri, Iri]:
    """Study -> the first study of its cluster; studies of one cluster share people and count once."""
    parent = {iri: iri for iri in studies}

    def root(iri: Iri) -> Iri:
        while parent[iri] != iri:
            iri = parent[iri]
        return iri

    for iri in sorted(studies):
        for other in studies[iri].shares_participants_with:
            if other in parent:
                low, high = sorted((root(iri), root(other)))
                parent[high] = low
    return {iri: root(iri) for iri in studies}


def is_clinical(key: Key, records: Records) -> bool:
    """Whether a proposition is about what a product does to people (docs/model.md)."""
    predicate = records.predicates.get(key.predicate)
    if predicate is None or predicate.is_clinical is None:
        term = records.terms.get(key.subject)
        return term is not None and term.kind == "CellProduct"
    return predicate.is_clinical


def stance_of(
    findings: Sequence[tuple[Direction, Level, Group]],
    *,
    clinical: bool,
    harm: bool,
    conditioned: bool,
    in_model: bool = False,
) -> tuple[Stance, Level | None]:
    """The stance of a proposition and the best level among the findings that decide it.

    Args:
        findings: direction, level and group of each finding.
        clinical: about what a product does to people.
        harm: the predicate is causesAdverseEvent; any human or regulator's report supports it.
        conditioned: the proposition was asked in a disease.
        in_model: that disease is a laboratory model; background there is never more than preclinical.

    Example:
        >>> from stroma.model import Direction as D, Group as G, Level as L
        >>> stance_of([(D.SUPPORTS, L.FOUR, G.HUMAN), (D.INCONCLUSIVE, L.TWO, G.HUMAN)],
        ...           clinical=True, harm=False, conditioned=True)[0].value
        'not-supported'
    """
    if harm:
        return _harm_stance(findings)
    if clinical:
        findings = [f for f in findings if f[1] is not Level.REFERENCE]
    if not findings:
        return Stance.NO_EVIDENCE, None
    best = min((level for _, level, _ in findings), key=lambda level: level.rank)
    deciding = [f for f in findings if f[1] is best] if clinical else list(findings)
    directions = {direction for direction, _, _ in deciding}
    if Direction.SUPPORTS not in directions:
        return Stance.NOT_SUPPORTED, best
    if len(directions) > 1:
        return Stance.CONTESTED, best
    if clinical:
        if best is Level.FIVE:
            return Stance.PRECLINICAL_ONLY, best
        return (Stance.UNCONTROLLED_ONLY if best is Level.FOUR else Stance.SUPPORTED), best
    if in_model or (
        conditioned and all(group in (Group.ANIMAL, Group.IN_VITRO) for _, _, group in findings)
    ):
        return Stance.PRECLINICAL_ONLY, best
    return Stance.SUPPORTED, best


def _harm_stance(findings: Sequence[tuple[Direction, Level, Group]]) -> tuple[Stance, Level | None]:
    if not findings:
        return Stance.NO_EVIDENCE, None
    supporting = [f for f in findings if f[0] is Direction.SUPPORTS]
    human = [f for f in supporting if f[2] in (Group.HUMAN, Group.REFERENCE)]
    deciding = human or supporting or list(findings)
    best = min((level for _, level, _ in deciding), key=lambda level: level.rank)
    if human:
        return Stance.SUPPORTED, best
    return (Stance.PRECLINICAL_ONLY if supporting else Stance.NOT_SUPPORTED), best


@dataclass(frozen=True)
class _Summary:
    records: Records
    levels: Mapping[Iri, Level]
    groups: Mapping[Iri, Group]
    clusters: Mapping[Iri, Iri]

    def proposition(self, key: Key, findings: list[Finding], claims: list[Claim]) -> Proposition:
        clinical = is_clinical(key, self.records)
        harm = key.predicate == CAUSES_ADVERSE_EVENT
        weighed = [(f.direction, self.levels[f.iri], self.groups[f.iri]) for f in findings]
        stance, best = stance_of(
            weighed,
            clinical=clinical,
            harm=harm,
            conditioned=key.condition is not None,
            in_model=self.is_model(key.condition),
        )
        human = [f for f in findings if self.groups[f.iri] is Group.HUMAN]
        return Proposition(
            iri=proposition_iri(key),
            label=self.label(key),
            subject=key.subject,
            predicate=key.predicate,
            object=key.object,
            condition=key.condition,
            is_clinical=clinical,
            stance=stance,
            best_level=best,
            human=self.tally(human),
            animal=self.tally(f for f in findings if self.groups[f.iri] is Group.ANIMAL),
            in_vitro=self.tally(f for f in findings if self.groups[f.iri] is Group.IN_VITRO),
            reference=self.tally(f for f in findings if self.groups[f.iri] is Group.REFERENCE),
            independent_studies=len(
                {
                    self.clusters.get(s, s)
                    for s in self.without_reviews_of_members({f.source for f in human})
                }
            ),
            participants=self.participants(human),
            thin=self.thin(key, stance, best, findings),
            weaker_disagrees=clinical
            and not harm
            and self.weaker_disagrees(stance, best, findings),
            findings=tuple(f.iri for f in findings),
            claims=tuple(c.iri for c in claims),
            sources=tuple(sorted({f.source for f in findings})),
        )

    def is_model(self, condition: Iri | None) -> bool:
        term = self.records.terms.get(condition) if condition is not None else None
        return term is not None and term.model_of is not None

    def label(self, key: Key) -> str:
        label = self.records.label
        text = f"{label(key.subject)} {label(key.predicate)} {label(key.object)}"
        return text if key.condition is None else f"{text}, in {label(key.condition)}"

    def tally(self, findings: Iterable[Finding]) -> Tally:
        """Independent sources by direction; a review gives way to its own members."""
        by_direction: dict[Direction, set[Iri]] = defaultdict(set)
        for finding in findings:
            by_direction[finding.direction].add(finding.source)
        counts = {
            direction: len(
                {self.clusters.get(s, s) for s in self.without_reviews_of_members(sources)}
            )
            for direction, sources in by_direction.items()
        }
        return Tally(**{direction.value: count for direction, count in counts.items()})

    def without_reviews_of_members(self, sources: set[Iri]) -> set[Iri]:
        studies = self.records.studies
        present = {self.clusters.get(s, s) for s in sources}
        return {
            s
            for s in sources
            if s not in studies
            or not any(
                self.clusters.get(member, member) in present for member in studies[s].pools_study
            )
        }

    def participants(self, human: Sequence[Finding]) -> int | None:
        """People in the independent studies; of papers on the same people the largest counts."""
        largest: dict[Iri, int] = {}
        for source in sorted({f.source for f in human}):
            if (n := self.size(source, human)) is not None:
                cluster = self.clusters.get(source, source)
                largest[cluster] = max(n, largest.get(cluster, 0))
        reviews = sorted(
            s for s in largest if s in self.records.studies and self.records.studies[s].pools_study
        )
        beyond: list[tuple[set[Iri], int]] = []
        for review in reviews:
            members = {self.clusters.get(m, m) for m in self.records.studies[review].pools_study}
            counted = sum(n for source, n in largest.items() if source in members)
            more = max(0, largest[review] - counted)
            # Reviews that pool a study in common may pool the same people: the largest speaks for all.
            shared = [known for known in beyond if known[0] & members]
            beyond = [known for known in beyond if not known[0] & members]
            beyond.append(
                (
                    members.union(*(known[0] for known in shared)),
                    max([more, *(known[1] for known in shared)]),
                )
            )
        for review in reviews:
            del largest[review]
        if not largest and not beyond:
            return None
        return sum(largest.values()) + sum(n for _, n in beyond)

    def size(self, source: Iri, findings: Sequence[Finding]) -> int | None:
        """People behind a source's findings here: the most analysed, else the size of the study."""
        analysed = [
            f.n_analysed for f in findings if f.source == source and f.n_analysed is not None
        ]
        whole = any(f.source == source and f.n_analysed is None for f in findings)
        study = self.records.studies.get(source)
        sizes = analysed + (
            [study.n] if whole and study is not None and study.n is not None else []
        )
        return max(sizes) if sizes else None

    def thin(
        self, key: Key, stance: Stance, best: Level | None, findings: Sequence[Finding]
    ) -> tuple[Thin, ...]:
        supportive = (Stance.SUPPORTED, Stance.UNCONTROLLED_ONLY, Stance.PRECLINICAL_ONLY)
        if stance not in supportive or key.predicate == STUDIED_FOR:
            return ()
        harm = key.predicate == CAUSES_ADVERSE_EVENT
        deciding = [f for f in findings if f.direction is Direction.SUPPORTS]
        clinical = is_clinical(key, self.records)
        if clinical and not harm:
            deciding = [f for f in deciding if self.levels[f.iri] is best]
        sources = sorted({f.source for f in deciding})
        studies = [s for s in sources if s in self.records.studies]
        reasons: list[Thin] = []
        reviews = any(
            self.records.studies[s].pools or self.records.studies[s].design in _REVIEWS
            for s in studies
        )
        if (
            studies
            and not reviews
            and len({self.clusters[s] for s in studies}) == 1
            and len(studies) == len(sources)
        ):
            reasons.append(Thin.SINGLE_STUDY)
        sizes = [self.size(s, deciding) for s in studies]
        known = [n for n in sizes if n is not None]
        human = all(self.groups[f.iri] is Group.HUMAN for f in deciding)
        if (
            human
            and clinical
            and not harm
            and known
            and len(known) == len(sizes)
            and max(known) < FEW
        ):
            reasons.append(Thin.FEW_PARTICIPANTS)
        effective = [self.effective(f) for f in deciding]
        if all(
            f.outcome_role is not None and "secondary" in f.outcome_role.value for f in deciding
        ):
            reasons.append(Thin.SECONDARY_OUTCOME)
        congress = all(f.published_as is PublishedAs.CONGRESS_REPORT for f in effective)
        if congress:
            reasons.append(Thin.CONGRESS_ONLY)
        if all(f.sponsor_reported for f in effective):
            reasons.append(Thin.SPONSOR_ONLY)
        if not congress and all(f.read_as is ReadAs.SECONDARY for f in effective):
            reasons.append(Thin.SECOND_HAND_ONLY)
        if not congress and all(f.read_as is ReadAs.ABSTRACT for f in effective):
            reasons.append(Thin.ABSTRACT_ONLY)
        return tuple(reasons)

    def effective(self, finding: Finding) -> Finding:
        """A finding with its source's way of reading and publication where it states none of its own."""
        study = self.records.studies.get(finding.source)
        reference = self.records.references.get(finding.source)
        read_as = (
            finding.read_as
            or (study.read_as if study else None)
            or (reference.read_as if reference else None)
        )
        published = finding.published_as or (study.published_as if study else None)
        sponsor = finding.sponsor_reported
        if sponsor is None:
            sponsor = study is not None and study.sponsor_reported
        return replace(finding, read_as=read_as, published_as=published, sponsor_reported=sponsor)

    def weaker_disagrees(
        self, stance: Stance, best: Level | None, findings: Sequence[Finding]
    ) -> bool:
        if best is None or stance is Stance.CONTESTED:
            return False
        weaker = {
            f.direction
            for f in findings
            if best.rank < self.levels[f.iri].rank < Level.REFERENCE.rank
        }
        if stance is Stance.NOT_SUPPORTED:
            return Direction.SUPPORTS in weaker
        return bool(weaker - {Direction.SUPPORTS})
