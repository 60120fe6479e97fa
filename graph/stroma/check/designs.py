"""Does what a study says of its groups, its product, its endpoint and its findings fit its design?

Read first: `design_rules`.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from stroma.check.problem import Spot, warning
from stroma.model import Comparator, Design, PublishedAs
from stroma.vocabulary import ST, Iri, to_curie

if TYPE_CHECKING:
    from stroma.check.statements import Statements

_UNCONTROLLED: Final = frozenset(ST + design for design in Design if design.is_uncontrolled)
_LABORATORY: Final = frozenset(ST + design for design in Design if design.is_laboratory)
_CONCURRENT: Final = frozenset(
    ST + comparator
    for comparator in (
        *(Comparator.PLACEBO, Comparator.SHAM, Comparator.STANDARD_CARE, Comparator.ACTIVE),
        Comparator.UNTREATED,
    )
)
_REGISTRY: Final = ST + PublishedAs.REGISTRY_ENTRY


def design_rules(statements: Statements) -> Iterator[Spot]:
    """Warnings on the studies and findings on trial."""
    with_finding = {
        source
        for iri in statements.of_class("Finding")
        for source in statements.texts(iri, ST + "foundBy")
    }
    told: set[Iri] = set()
    for iri in statements.of_class("Study"):
        if not statements.is_checked(iri):
            continue
        of_study = [*_controls(statements, iri, iri, "primaryComparator")]
        yield from of_study
        told.update(spot.subject for spot in of_study)
        yield from _primary_outcome(statements, iri)
        yield from _another_donor_or_tissue(statements, iri)
        if iri not in with_finding:
            yield from _without_finding(statements, iri)
    for iri in statements.of_class("Finding"):
        if statements.is_checked(iri):
            for source in statements.texts(iri, ST + "foundBy"):
                # One wrong design is told once, not for each of thirty harms.
                of_finding = [*_controls(statements, iri, source, "comparator")]
                yield from of_finding if source not in told else ()
                told.update([source] if of_finding else [])


def _controls(statements: Statements, iri: Iri, source: Iri, name: str) -> Iterator[Spot]:
    """Controls of the same time in a design that has none: a trial that would count as uncontrolled."""
    designs = _UNCONTROLLED.intersection(statements.texts(source, ST + "design"))
    if not designs:
        return
    shown = to_curie(min(designs))
    of = "" if source == iri else f" of {to_curie(source)}"
    for comparator in _CONCURRENT.intersection(statements.texts(iri, ST + name)):
        wrong = f"st:{name} is {to_curie(comparator)}, but the design{of} is {shown}, which has no comparison group"
        yield warning(iri, wrong, _NO_CONTROLS, "controls-without-a-control-group", name)
        return
    if statements.said(iri, ST + "nAtRiskControl"):
        wrong = f"counts controls, but the design{of} is {shown}, which has no comparison group"
        yield warning(
            iri, wrong, _NO_CONTROLS, "controls-without-a-control-group", "nAtRiskControl"
        )


_NO_CONTROLS: Final = (
    "look at st:design again; of people of an earlier time or another study the value tells, and the comparator is "
    "st:no-comparator or st:baseline"
)


def _primary_outcome(statements: Statements, iri: Iri) -> Iterator[Spot]:
    """Without its outcome, the verdict on the endpoint cannot be compared with the finding on it."""
    met = {ST + "met", ST + "not-met"}.intersection(
        statements.texts(iri, ST + "primaryEndpointMet")
    )
    is_efficacy = ST + "efficacy" in statements.texts(iri, ST + "primaryEndpointKind")
    if met and is_efficacy and not statements.said(iri, ST + "primaryOutcome"):
        wrong = (
            f"says that its efficacy endpoint was {to_curie(min(met))}, but not on which outcome"
        )
        repair = "add st:primaryOutcome, so that it is compared with the findings"
        yield warning(iri, wrong, repair, "endpoint-without-outcome", "primaryEndpointMet")


def _another_donor_or_tissue(statements: Statements, iri: Iri) -> Iterator[Spot]:
    """A donor or tissue of the study that none of its products has, where each says its own."""
    products = statements.texts(iri, ST + "product")
    # Cells of people are foreign to any animal, whosever they were.
    names = ("sourceTissue",) if _is_laboratory(statements, iri) else ("donor", "sourceTissue")
    for name in names:
        of_products = [statements.texts(product, ST + name) for product in products]
        if not products or not all(of_products):
            continue
        known = {text for texts in of_products for text in texts}
        for text in statements.texts(iri, ST + name):
            if not any(_are_kin(statements, text, one) for one in known):
                shown = " and ".join(to_curie(one) for one in sorted(known))
                wrong = f"st:{name} is {to_curie(text)}, but its product {', '.join(map(to_curie, products))} has {shown}"
                repair = "write the product that was given, or correct the field"
                yield Spot(
                    iri, wrong, repair, "another-source-of-cells", ST + name, text, severity="warning"
                )  # fmt: skip


def _is_laboratory(statements: Statements, iri: Iri) -> bool:
    return not _LABORATORY.isdisjoint(statements.texts(iri, ST + "design"))


def _are_kin(statements: Statements, one: Iri, other: Iri) -> bool:
    return one == other or one in statements.wider(other) or other in statements.wider(one)


def _without_finding(statements: Statements, iri: Iri) -> Iterator[Spot]:
    """A study that says nothing, or no more than its endpoint: most often its findings were forgotten."""
    is_registered = _REGISTRY in statements.texts(iri, ST + "publishedAs")
    if not is_registered and not statements.said(iri, ST + "readNote"):
        wrong = "has no finding, so nothing is known of what it measured and of harms"
        repair = "add its findings; where no result is known, say so in st:readNote or with st:publishedAs st:registry-entry"
        yield warning(iri, wrong, repair, "no-finding", "slug")
