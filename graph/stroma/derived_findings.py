"""What does a study record itself say, without a finding written for it?

Two things (docs/model.md): a result on an efficacy endpoint is a finding on (product, ameliorates, disease), and a
study that gave a product to people in order to test it is a finding on (product, studiedFor, disease); of a review only where
it has a finding on that disease, since of the others nobody saw that it pooled a trial.
The size of a study with several products or diseases is nobody's: each finding has as many people as the study's own findings
state for its product and disease, or is marked as one in a part of the people.
Read first: `derive_findings`; `Restated` tells which findings of the same study say what a derived one says.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product as pairs_of
from typing import TYPE_CHECKING, Final

from stroma.keys import AMELIORATES
from stroma.model import (
    Analysis,
    Comparator,
    Design,
    Direction,
    EndpointKind,
    EndpointMet,
    Finding,
    OutcomeRole,
    PublishedAs,
    Study,
)
from stroma.predicates import benefits
from stroma.sentences import ANOTHER_TREATMENT
from stroma.vocabulary import PREFIXES, ST, Iri

if TYPE_CHECKING:
    from stroma.records import Records


_MAIN: Final = Analysis.MAIN_COMPARISON


def derive_findings(records: Records, wider: Mapping[Iri, Sequence[Iri]]) -> Iterator[Finding]:
    """Findings that follow from the fields of study records, in the order of their IRIs.

    Args:
        wider: term -> itself and every wider term.
    """
    own: dict[Iri, list[Finding]] = defaultdict(list)
    for finding in records.findings.values():
        own[finding.source].append(finding)
    for iri in sorted(records.studies):
        study = records.studies[iri]
        if study.design is None or not _is_test(study.design):
            continue
        people = _People(study, own.get(iri, ()), wider)
        yield from _on_primary_endpoint(study, people)
        # A registered trial without any result does not show that anybody was given the product.
        if study.published_as is not PublishedAs.REGISTRY_ENTRY or iri in own or study.n_treated:
            yield from _on_having_studied(study, people)


def _is_test(design: Design) -> bool:
    return not design.is_laboratory and design is not Design.CROSS_SECTIONAL_SURVEY


@dataclass(frozen=True)
class _People:
    """In how many people a study tested one of its products in one of its diseases."""

    study: Study
    findings: Sequence[Finding]
    """The study's own."""
    wider: Mapping[Iri, Sequence[Iri]]

    def are_all(self, product: Iri, disease: Iri) -> bool:
        """Whether a product and a disease cover whatever the study tested; one person is never divided."""
        tested = ((product, self.study.product), (disease, self.study.disease))
        return self.study.n == 1 or all(
            covers in self.wider.get(one, (one,)) for covers, several in tested for one in several
        )

    def stated(self, product: Iri, disease: Iri) -> int | None:
        """The most people that a finding on this product in this disease states; a subgroup is none."""
        return max(
            (
                f.n_analysed
                for f in self.findings
                if f.n_analysed is not None
                and not f.is_on_a_part
                and f.subject == product
                and disease in (f.condition, f.object)
            ),
            default=None,
        )

    def were_compared_with(self, product: Iri) -> str | None:
        """What stands for the main comparator in the words of the source, where its findings have just one name for it.

        Those on the product go before those on another product of the study.
        """
        named = [
            f
            for f in self.findings
            if f.comparator_as_reported and f.comparator is self.study.primary_comparator
        ]
        names = {f.comparator_as_reported for f in named if f.subject == product}
        names = names or {f.comparator_as_reported for f in named}
        return names.pop() if len(names) == 1 else None

    def have_a_finding_on(self, disease: Iri) -> bool:
        """Whether the study's own findings tell of a disease, of a narrower one, or of a wider one as a whole."""
        told = {term for f in self.findings for term in (f.condition, f.object) if term is not None}
        return any(
            disease in self.wider.get(term, (term,)) or term in self.wider.get(disease, ())
            for term in told
        )

    def of(self, product: Iri, disease: Iri) -> tuple[int | None, bool | None]:
        """The number of people and whether it is a part of unknown size, as a finding states them."""
        if self.are_all(product, disease):
            return None, None
        n = self.stated(product, disease)
        return n, True if n is None else None


def _on_primary_endpoint(study: Study, people: _People) -> Iterator[Finding]:
    if study.primary_endpoint_kind is not EndpointKind.EFFICACY:
        return
    if study.primary_endpoint_met not in (EndpointMet.MET, EndpointMet.NOT_MET):
        return
    met = study.primary_endpoint_met is EndpointMet.MET
    for slug, product, disease in _pairs(study, "primary"):
        n, in_part = people.of(product, disease)
        compared = people.were_compared_with(product)
        # Not better than another treatment is not the same as no better than nothing.
        is_active = study.primary_comparator is Comparator.ACTIVE
        against = f" against {compared or ANOTHER_TREATMENT}" if is_active else ""
        label = f"The primary endpoint was {'met' if met else 'not met'}{against}: {study.primary_endpoint or 'not stated'}"
        yield Finding(
            iri=PREFIXES["finding"] + slug,
            slug=slug,
            label=label,
            source=study.iri,
            subject=product,
            predicate=AMELIORATES,
            object=disease,
            direction=Direction.SUPPORTS if met else Direction.INCONCLUSIVE,
            measured_by=study.primary_outcome,
            outcome_measure=study.primary_endpoint,
            outcome_role=OutcomeRole.PRIMARY,
            comparator=study.primary_comparator,
            comparator_as_reported=compared,
            population=study.population,
            n_analysed=n,
            in_part_of_study=in_part,
            species=study.species,
            route=study.route,
            derived=True,
        )


class Restated:
    """Which stated findings tell the result of the primary endpoint that a finding was derived from."""

    def __init__(self, findings: Iterable[Finding]) -> None:
        self._stated: dict[tuple[Iri, Iri, Direction], list[Finding]] = defaultdict(list)
        for finding in findings:
            is_benefit = finding.predicate in benefits()
            is_other = finding.outcome_role is OutcomeRole.SECONDARY
            if is_benefit and not (finding.derived or is_other or finding.analysis is not _MAIN):
                self._stated[_told(finding)].append(finding)

    def by(self, derived: Finding) -> list[Iri]:
        """The findings of its study with its product, disease and direction on the primary outcome, sorted."""
        if derived.outcome_role is not OutcomeRole.PRIMARY or derived.measured_by is None:
            return []
        return sorted(
            f.iri
            for f in self._stated.get(_told(derived), ())
            if derived.object in (f.condition, f.object)
            and derived.measured_by in (f.object, f.measured_by)
        )


def _told(finding: Finding) -> tuple[Iri, Iri, Direction]:
    return finding.source, finding.subject, finding.direction


def _on_having_studied(study: Study, people: _People) -> Iterator[Finding]:
    is_review = study.design is not None and study.design.is_review
    for slug, product, disease in _pairs(study, "studied"):
        if is_review and not people.have_a_finding_on(disease):
            continue
        n, in_part = people.of(product, disease)
        yield Finding(
            iri=PREFIXES["finding"] + slug,
            slug=slug,
            label=f"{study.label}: the product was tested in people with the disease",
            source=study.iri,
            subject=product,
            predicate=ST + "studiedFor",
            object=disease,
            direction=Direction.SUPPORTS,
            population=study.population,
            n_analysed=n,
            in_part_of_study=in_part,
            species=study.species,
            derived=True,
        )


def _pairs(study: Study, suffix: str) -> Iterator[tuple[str, str, str]]:
    pairs = list(pairs_of(study.product, study.disease))
    for number, (product, disease) in enumerate(pairs, 1):
        tail = f"-{number}" if len(pairs) > 1 else ""
        yield f"{study.slug}-{suffix}{tail}", product, disease
