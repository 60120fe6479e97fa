"""What does a study record itself say, without a finding written for it?

Two things (docs/model.md): a result on an efficacy endpoint is a finding on (product, ameliorates, disease), and a
study that gave a product to people in order to test it is a finding on (product, studiedFor, disease).
Read first: `derive_findings`.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product as pairs_of
from typing import TYPE_CHECKING

from stroma.keys import AMELIORATES
from stroma.model import (
    Design,
    Direction,
    EndpointKind,
    EndpointMet,
    Finding,
    OutcomeRole,
    PublishedAs,
    Study,
)
from stroma.vocabulary import PREFIXES, ST

if TYPE_CHECKING:
    from stroma.records import Records


def derive_findings(records: Records) -> Iterator[Finding]:
    """Findings that follow from the fields of study records, in the order of their IRIs."""
    with_findings = {f.source for f in records.findings.values()}
    for iri in sorted(records.studies):
        study = records.studies[iri]
        if study.design is None or not _is_test(study.design):
            continue
        yield from _on_primary_endpoint(study)
        # A registered trial without any result does not show that anybody was given the product.
        if (
            study.published_as is not PublishedAs.REGISTRY_ENTRY
            or iri in with_findings
            or study.n_treated
        ):
            yield from _on_having_studied(study)


def _is_test(design: Design) -> bool:
    return not design.is_laboratory and design is not Design.CROSS_SECTIONAL_SURVEY


def _on_primary_endpoint(study: Study) -> Iterator[Finding]:
    if study.primary_endpoint_kind is not EndpointKind.EFFICACY:
        return
    if study.primary_endpoint_met not in (EndpointMet.MET, EndpointMet.NOT_MET):
        return
    met = study.primary_endpoint_met is EndpointMet.MET
    label = f"The primary endpoint was {'met' if met else 'not met'}: {study.primary_endpoint or 'not stated'}"
    for slug, product, disease in _pairs(study, "primary"):
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
            population=study.population,
            species=study.species,
            route=study.route,
            derived=True,
        )


def _on_having_studied(study: Study) -> Iterator[Finding]:
    for slug, product, disease in _pairs(study, "studied"):
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
            species=study.species,
            derived=True,
        )


def _pairs(study: Study, suffix: str) -> Iterator[tuple[str, str, str]]:
    pairs = list(pairs_of(study.product, study.disease))
    for number, (product, disease) in enumerate(pairs, 1):
        tail = f"-{number}" if len(pairs) > 1 else ""
        yield f"{study.slug}-{suffix}{tail}", product, disease
