"""The summary of a proposition: stance, counts of independent studies, people, and why it is thin.

Read first: `Summaries.proposition` and `participant_clusters`. Counts of people, animals and dishes are never added up.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Final

from stroma.keys import (
    AMELIORATES,
    CAUSES_ADVERSE_EVENT,
    STUDIED_FOR,
    Key,
    is_clinical,
    proposition_iri,
)
from stroma.model import (
    Claim,
    Comparator,
    Design,
    Direction,
    Finding,
    Group,
    Level,
    Proposition,
    PublishedAs,
    ReadAs,
    Stance,
    Study,
    Tally,
    Thin,
)
from stroma.predicates import benefits
from stroma.sentences import ANOTHER_TREATMENT, people_in_words
from stroma.stances import REVIEWS, stance_of

if TYPE_CHECKING:
    from stroma.records import Records
    from stroma.vocabulary import Iri

# docs/model.md, "Thin": fewer people than this make a supported proposition thin.
FEW: Final = 30
# Stands for all of them: two that name no member may be on the same studies.
_REVIEWS_OF_UNKNOWN_MEMBERS: Final = ""


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


def events_counted(human: Sequence[Finding]) -> bool | None:
    """Whether any finding in people counted or reported an event after the product; None where none did and not all counted."""
    if any(f.has_events for f in human):
        return True
    return False if human and all(f.n_events == 0 for f in human) else None


@dataclass(frozen=True)
class Summaries:
    records: Records
    levels: Mapping[Iri, Level]
    groups: Mapping[Iri, Group]
    clusters: Mapping[Iri, Iri]

    @cached_property
    def under_concern(self) -> frozenset[Iri]:
        return self.records.under_concern

    def proposition(
        self,
        key: Key,
        findings: list[Finding],
        claims: list[Claim],
        retracted: Sequence[Finding] = (),
    ) -> Proposition:
        """Sum up one proposition.

        Args:
            retracted: findings of retracted sources: named, and counted nowhere.
        """
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
        sources = tuple(sorted({f.source for f in findings}))
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
            independent_studies=len(self.independent({f.source for f in human})),
            participants=self.participants(human),
            thin=self.thin(key, stance, best, findings),
            weaker_disagrees=clinical
            and not harm
            and self.weaker_disagrees(stance, best, findings),
            findings=tuple(f.iri for f in findings),
            claims=tuple(c.iri for c in claims),
            sources=sources,
            events_counted=events_counted(human) if harm else None,
            surrogates=self.surrogates(key, stance, best, findings),
            participants_at_best_level=self.participants(
                [f for f in human if self.levels[f.iri] is best]
            ),
            unknown_sizes=len(self.of_unknown_size(human)),
            people_in_words=people_in_words(self.participants(human), self.sizes_in_all(human)),
            active_comparators=self.active_comparators(key, best, human),
            retracted=tuple(f.iri for f in retracted),
            retracted_sources=tuple(sorted({f.source for f in retracted})),
            concerns=tuple(s for s in sources if s in self.under_concern),
        )

    def is_model(self, condition: Iri | None) -> bool:
        term = self.records.terms.get(condition) if condition is not None else None
        return term is not None and term.model_of is not None

    def label(self, key: Key) -> str:
        label = self.records.label
        text = f"{label(key.subject)} {label(key.predicate)} {label(key.object)}"
        return text if key.condition is None else f"{text}, in {label(key.condition)}"

    def tally(self, findings: Iterable[Finding]) -> Tally:
        """Independent sources by direction; a review gives way to its own members.

        A trial counts on the side of its best level: who showed no effect in the main comparison and some in a subgroup
        showed no effect. Only where its results at that level differ does it count on each of their sides.
        """
        by_direction: dict[Direction, set[Iri]] = defaultdict(set)
        for finding in self.at_best_level(findings):
            by_direction[finding.direction].add(finding.source)
        counts = {
            direction: len(self.independent(sources)) for direction, sources in by_direction.items()
        }
        return Tally(**{direction.value: count for direction, count in counts.items()})

    def at_best_level(self, findings: Iterable[Finding]) -> list[Finding]:
        """The findings of each group of people at the best level that it has."""
        findings = list(findings)
        best: dict[Iri, int] = {}
        for finding in findings:
            people = self.clusters.get(finding.source, finding.source)
            rank = self.levels[finding.iri].rank
            best[people] = min(rank, best.get(people, rank))
        return [
            finding
            for finding in findings
            if self.levels[finding.iri].rank
            == best[self.clusters.get(finding.source, finding.source)]
        ]

    def independent(self, sources: set[Iri]) -> set[Iri]:
        """One name for each independent source: papers on the same people share one, and so do reviews whose members nobody recorded."""
        return {
            _REVIEWS_OF_UNKNOWN_MEMBERS
            if self.is_review_of_unknown_members(s)
            else self.clusters.get(s, s)
            for s in self.without_reviews_of_members(sources)
        }

    def is_review_of_unknown_members(self, source: Iri) -> bool:
        """Whether a source is a review that may pool the same studies as any other, for all that is recorded."""
        study = self.records.studies.get(source)
        return study is not None and study.design in REVIEWS and not study.pools_study

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
                unknown = self.is_review_of_unknown_members(source)
                cluster = (
                    _REVIEWS_OF_UNKNOWN_MEMBERS if unknown else self.clusters.get(source, source)
                )
                largest[cluster] = max(n, largest.get(cluster, 0))
        reviews = sorted(
            s for s in largest if s in self.records.studies and self.records.studies[s].pools_study
        )
        beyond: list[tuple[set[Iri], int]] = []
        for review in reviews:
            members = {self.clusters.get(m, m) for m in self.records.studies[review].pools_study}
            # A review among the members brings nobody of its own: whom it pools is counted where they are.
            counted = sum(
                n for source, n in largest.items() if source in members and source not in reviews
            )
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

    def of_unknown_size(self, human: Sequence[Finding]) -> dict[Iri, list[Iri]]:
        """Independent studies whose size is not known, with their papers; of these one that has it is enough."""
        sources = self.without_reviews_of_members({f.source for f in human})
        known = {self.clusters.get(s, s) for s in sources if self.size(s, human) is not None}
        papers: dict[Iri, list[Iri]] = defaultdict(list)
        for source in sorted(sources):
            if (study := self.clusters.get(source, source)) not in known:
                papers[study].append(source)
        return papers

    def sizes_in_all(self, human: Sequence[Finding]) -> list[tuple[int | None, bool]]:
        """Of each study of unknown size the people of all of it, if known, and whether it had several arms, the largest first.

        Whom a survey asked had no cells.
        """
        found: list[tuple[int | None, bool]] = []
        for papers in self.of_unknown_size(human).values():
            studies = [s for s in map(self.records.studies.get, papers) if s is not None]
            of_people = [s for s in studies if s.design is not Design.CROSS_SECTIONAL_SURVEY]
            most = max((s.n for s in of_people if s.n is not None), default=None)
            has_arms = any(s.design is not None and s.design.is_controlled for s in of_people)
            found.append((most, has_arms))
        return sorted(found, key=lambda size: -(size[0] or 0))

    def active_comparators(
        self, key: Key, best: Level | None, human: Sequence[Finding]
    ) -> tuple[str, ...]:
        """The other treatments that all findings at the best level compared with, by name; else empty."""
        if key.predicate not in benefits():
            return ()
        deciding = self.at_level(key, best, human)
        if not all(f.comparator is Comparator.ACTIVE for f in deciding):
            return ()
        return tuple(sorted({f.comparator_as_reported or ANOTHER_TREATMENT for f in deciding}))

    def size(self, source: Iri, findings: Sequence[Finding]) -> int | None:
        """People behind a source's findings here: the most analysed, else the size of the study."""
        analysed = [
            f.n_analysed for f in findings if f.source == source and f.n_analysed is not None
        ]
        whole = any(
            f.source == source and f.n_analysed is None and not f.is_on_a_part for f in findings
        )
        study = self.records.studies.get(source)
        sizes = analysed + (
            [study.n] if whole and study is not None and study.n is not None else []
        )
        return max(sizes) if sizes else None

    def at_most(self, source: Iri, findings: Sequence[Finding]) -> int | None:
        """People behind a source's findings here; of a part of unknown size those of the study, which it cannot exceed."""
        size = self.size(source, findings)
        study = self.records.studies.get(source)
        return study.n if size is None and study is not None else size

    def thin(
        self, key: Key, stance: Stance, best: Level | None, findings: Sequence[Finding]
    ) -> tuple[Thin, ...]:
        if key.predicate == STUDIED_FOR or stance is Stance.NO_EVIDENCE:
            return ()
        if (
            not stance.is_for_it
        ):  # a null result that nobody read first-hand is to be known as that too
            return tuple(self.told(self.at_level(key, best, findings)))
        deciding = self.deciding(key, best, findings)
        reasons = {
            *self._few_studies(deciding),
            *self._beside_the_aim(key, stance, best, findings, deciding),
            *self.told(deciding),
        }
        if key.predicate != CAUSES_ADVERSE_EVENT and is_clinical(key, self.records):
            reasons.update(self._few_people(deciding), self._unknown_comparator(best, deciding))
        effective = [self.effective(f) for f in deciding]
        if Thin.CONGRESS_ONLY not in reasons and all(
            f.read_as is ReadAs.ABSTRACT for f in effective
        ):
            reasons.add(Thin.ABSTRACT_ONLY)
        return tuple(sorted(reasons, key=list(Thin).index))  # as the index of a store has them

    def _few_studies(self, deciding: Sequence[Finding]) -> Iterator[Thin]:
        """On how few studies, or doubtful ones, the deciding findings rest."""
        sources = {f.source for f in deciding}
        if sources and self.under_concern.issuperset(sources):
            yield Thin.UNDER_CONCERN
        studies = [s for s in sources if s in self.records.studies]
        reviews = any(
            self.records.studies[s].pools or self.records.studies[s].design in REVIEWS
            for s in studies
        )
        if not studies or reviews or len(studies) < len(sources):
            return
        n_clusters = len({self.clusters[s] for s in studies})
        traced = {self.clusters[s] for s in studies if self.records.studies[s].is_traced}
        if n_clusters == 1:
            yield Thin.SINGLE_STUDY
        elif len(traced) < 2:
            yield Thin.UNTRACED_STUDY

    def _few_people(self, deciding: Sequence[Finding]) -> Iterator[Thin]:
        """That no study in people had more than a few, where the size of each is known."""
        studies = {f.source for f in deciding if f.source in self.records.studies}
        sizes = [self.at_most(s, deciding) for s in studies]
        known = [n for n in sizes if n is not None]
        is_few = bool(known) and len(known) == len(sizes) and max(known) < FEW
        if is_few and all(self.groups[f.iri] is Group.HUMAN for f in deciding):
            yield Thin.FEW_PARTICIPANTS

    def _beside_the_aim(
        self,
        key: Key,
        stance: Stance,
        best: Level | None,
        findings: Sequence[Finding],
        deciding: Sequence[Finding],
    ) -> Iterator[Thin]:
        """That what decides was no primary outcome, or measured by a surrogate."""
        roles = [f.outcome_role for f in deciding]
        if all(role is not None and "secondary" in role.value for role in roles):
            yield Thin.SECONDARY_OUTCOME
        if self.surrogates(key, stance, best, findings):
            yield Thin.SURROGATE_OUTCOME

    def _unknown_comparator(
        self, best: Level | None, deciding: Sequence[Finding]
    ) -> Iterator[Thin]:
        """That nobody knows what a controlled study compared with."""
        unseen = (None, Comparator.COMPARATOR_NOT_SEEN)
        is_controlled = best is not None and best.rank <= Level.THREE.rank
        if is_controlled and all(f.comparator in unseen for f in deciding):
            yield Thin.UNKNOWN_COMPARATOR

    def told(self, findings: Sequence[Finding]) -> Iterator[Thin]:
        """What is to be known of how all of some findings were told, in the order of `Thin`."""
        effective = [self.effective(f) for f in findings]
        if not effective:
            return
        congress = all(f.published_as is PublishedAs.CONGRESS_REPORT for f in effective)
        if congress:
            yield Thin.CONGRESS_ONLY
        if all(f.sponsor_reported for f in effective):
            yield Thin.SPONSOR_ONLY
        if not congress and all(f.read_as is ReadAs.SECONDARY for f in effective):
            yield Thin.SECOND_HAND_ONLY

    def at_level(self, key: Key, best: Level | None, findings: Sequence[Finding]) -> list[Finding]:
        """The findings that are weighed: of a clinical proposition that is no harm, those at its best level."""
        if key.predicate == CAUSES_ADVERSE_EVENT or not is_clinical(key, self.records):
            return list(findings)
        return [f for f in findings if self.levels[f.iri] is best]

    def deciding(self, key: Key, best: Level | None, findings: Sequence[Finding]) -> list[Finding]:
        """The findings that a supported proposition rests on: of a clinical one that is no harm, those at its best level."""
        found = [f for f in findings if f.direction is Direction.SUPPORTS]
        return self.at_level(key, best, found)

    def surrogates(
        self, key: Key, stance: Stance, best: Level | None, findings: Sequence[Finding]
    ) -> tuple[Iri, ...]:
        """The surrogate outcomes by which all that decides a disease's getting better was measured; else empty."""
        if key.predicate != AMELIORATES:
            return ()
        if stance not in (Stance.SUPPORTED, Stance.UNCONTROLLED_ONLY):
            return ()
        terms = [
            self.records.terms.get(f.measured_by or "") for f in self.deciding(key, best, findings)
        ]
        outcomes = {term.iri for term in terms if term is not None and term.surrogate}
        is_all = all(term is not None and term.surrogate for term in terms)
        return tuple(sorted(outcomes)) if is_all else ()

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
