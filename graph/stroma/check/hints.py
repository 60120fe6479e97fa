"""Warnings: what stands there is allowed, but will not be weighed the way its writer may expect.

Read first: `hint_rules`.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from stroma.check.problem import Spot, warning
from stroma.check.values import is_nothing
from stroma.model import Comparator, Design
from stroma.p_values import is_impossible, read, tells_one
from stroma.predicates import benefits
from stroma.vocabulary import PREFIXES, ST, Iri, to_curie

if TYPE_CHECKING:
    from stroma.check.statements import Statements

_REVIEWS: Final = frozenset(ST + design for design in Design if design.is_review)
_PARALLEL: Final = frozenset(
    ST + design
    for design in Design
    if design.is_controlled and design is not Design.CROSSOVER_RANDOMISED
)
_CONTROLLED: Final = frozenset(ST + design for design in Design if design.is_controlled)
_UNCOMPARED: Final = frozenset(ST + comparator for comparator in Comparator if comparator.is_none)
_IN_TURN: Final = frozenset((Design.CROSSOVER_RANDOMISED, Design.CROSS_SECTIONAL_SURVEY))
"""Designs in which one person is in both groups, or nobody was given anything."""
_IN_GROUPS: Final = frozenset(
    ST + design
    for design in Design
    if design.is_in_people and not design.is_review and design not in _IN_TURN
)
_NOTE: Final = PREFIXES["skos"] + "note"
_PREDICATE: Final = PREFIXES["rdf"] + "predicate"
_OBJECT: Final = PREFIXES["rdf"] + "object"
_SUBJECT: Final = PREFIXES["rdf"] + "subject"


def hint_rules(statements: Statements) -> Iterator[Spot]:
    """Warnings on the studies and findings on trial."""
    with_finding = {
        source
        for iri in statements.of_class("Finding")
        for source in statements.texts(iri, ST + "foundBy")
    }
    for iri in statements.of_class("Study"):
        if statements.is_checked(iri):
            yield from _review(statements, iri)
            yield from _endpoint(statements, iri)
            yield from _uncompared_endpoint(statements, iri)
            yield from _untold(statements, iri)
            if iri in with_finding:
                yield from _endpoint_without_result(statements, iri)
    all_treated: set[Iri] = set()
    for iri in statements.of_class("Finding"):
        if statements.is_checked(iri):
            yield from _reference(statements, iri)
            yield from _comparison(statements, iri)
            yield from _uncompared(statements, iri)
            yield from _primary_result(statements, iri)
            yield from _more_than_there_were(statements, iri, all_treated)
            yield from _p_value(statements, iri)


def _review(statements: Statements, iri: Iri) -> Iterator[Spot]:
    is_review = any(design in _REVIEWS for design in statements.texts(iri, ST + "design"))
    if is_review and not statements.said(iri, ST + "pools"):
        wrong = "is a review that does not say what it pools, so its findings count as uncontrolled (level 4)"
        yield warning(
            iri, wrong, "add st:pools, where the source says it", "review-without-pools", "design"
        )
    if not is_review and statements.said(iri, ST + "pools"):
        wrong = "says what it pools, but its design is no review"
        yield warning(
            iri,
            wrong,
            "remove st:pools, or look at st:design again",
            "pools-without-review",
            "pools",
        )


def _endpoint(statements: Statements, iri: Iri) -> Iterator[Spot]:
    result = [
        met
        for met in statements.texts(iri, ST + "primaryEndpointMet")
        if met in (ST + "met", ST + "not-met")
    ]
    kind = statements.texts(iri, ST + "primaryEndpointKind")
    if result and not kind:
        wrong = "says whether its primary endpoint was met, but not what kind of endpoint it is"
        repair = "add st:primaryEndpointKind; only a result on st:efficacy is weighed"
        yield warning(iri, wrong, repair, "endpoint-without-kind", "primaryEndpointMet")
    if result and ST + "efficacy" in kind:
        for name in ("product", "disease"):
            if not statements.said(iri, ST + name):
                wrong = f"has a result on an efficacy endpoint, but no st:{name}"
                yield warning(
                    iri,
                    wrong,
                    "add it; else the result is not weighed",
                    "endpoint-without-content",
                    "primaryEndpointMet",
                )


def _endpoint_without_result(statements: Statements, iri: Iri) -> Iterator[Spot]:
    """A benefit that was asked for, and no word on whether it was shown: a null result would be lost without a trace."""
    if statements.said(iri, ST + "primaryEndpointMet"):
        return
    kinds = statements.texts(iri, ST + "primaryEndpointKind")
    lost = "so a null result on it counts nowhere"
    if ST + "efficacy" in kinds:
        wrong = f"says that its primary endpoint is st:efficacy, but not whether it was met, {lost}"
        repair = "add st:primaryEndpointMet; write st:unclear if the source does not say"
        yield warning(iri, wrong, repair, "endpoint-without-result", "primaryEndpointKind")
    elif statements.said(iri, ST + "primaryEndpoint") and not kinds:
        wrong = f"names its primary endpoint, but neither what it asked for nor whether it was met, {lost}"
        repair = "add st:primaryEndpointKind and st:primaryEndpointMet; write st:unclear if the source does not say"
        yield warning(iri, wrong, repair, "endpoint-without-result", "primaryEndpoint")


def _uncompared_endpoint(statements: Statements, iri: Iri) -> Iterator[Spot]:
    """The result of a controlled trial on its endpoint that would count as one without controls."""
    designs = _CONTROLLED.intersection(statements.texts(iri, ST + "design"))
    for comparator in statements.texts(iri, ST + "primaryComparator"):
        if designs and comparator in _UNCOMPARED:
            wrong = f"is {to_curie(min(designs))}, but st:primaryComparator is {to_curie(comparator)}, so the result on its endpoint counts as level 4"
            repair = "name what the trial compared with, or look at st:design again"
            yield warning(iri, wrong, repair, "endpoint-without-comparison", "primaryComparator")


def _untold(statements: Statements, iri: Iri) -> Iterator[Spot]:
    """A trial that does not say what it gave for what is in no answer about a product or disease."""
    designs = statements.texts(iri, ST + "design")
    if not any(design in _CONTROLLED for design in designs):
        return
    for name in ("product", "disease"):
        if not statements.said(iri, ST + name):
            wrong = f"is a controlled trial without st:{name}, so questions about a {name} do not find it"
            yield warning(iri, wrong, f"add st:{name}", f"trial-without-{name}", "design")


def _comparison(statements: Statements, iri: Iri) -> Iterator[Spot]:
    """A finding of a controlled study has the study's level only because it rests on its comparison."""
    if statements.said(iri, ST + "comparator") or statements.said(iri, ST + "analysis"):
        return
    for source in statements.texts(iri, ST + "foundBy"):
        if any(design in _CONTROLLED for design in statements.texts(source, ST + "design")):
            wrong = "is a finding of a controlled trial that does not say what it was compared with"
            repair = (
                "add st:comparator; where it does not rest on the trial's comparison (a subgroup, a change within one "
                "arm), add st:analysis, which makes it level 4"
            )
            yield warning(iri, wrong, repair, "finding-without-comparator", "foundBy")


def _uncompared(statements: Statements, iri: Iri) -> Iterator[Spot]:
    """A change from baseline looks like a result of the trial, and is none of its comparison."""
    comparators = statements.texts(iri, ST + "comparator")
    is_told = statements.said(iri, ST + "analysis")
    for source in statements.texts(iri, ST + "foundBy"):
        is_controlled = any(d in _CONTROLLED for d in statements.texts(source, ST + "design"))
        if is_controlled and not is_told and any(c in _UNCOMPARED for c in comparators):
            wrong = f"is a finding of a controlled trial compared with {to_curie(comparators[0])}, so it counts as level 4"
            repair = "name the trial's own comparison, or say st:analysis st:within-arm-change"
            yield warning(iri, wrong, repair, "uncompared-finding", "comparator")


def _primary_result(statements: Statements, iri: Iri) -> Iterator[Spot]:
    """What a study says of its primary endpoint, and what its finding on that outcome says, must be the same."""
    if statements.said(iri, ST + "analysis"):
        return
    if not any(p in benefits() for p in statements.texts(iri, _PREDICATE)):
        return
    is_for = ST + "supports" in statements.texts(iri, ST + "direction")
    roles = statements.texts(iri, ST + "outcomeRole")
    measured = {*statements.texts(iri, ST + "measuredBy"), *statements.texts(iri, _OBJECT)}
    for source in statements.texts(iri, ST + "foundBy"):
        is_named = not roles and not measured.isdisjoint(
            statements.texts(source, ST + "primaryOutcome")
        )
        if ST + "primary-outcome" not in roles and not is_named:
            continue
        met = statements.texts(source, ST + "primaryEndpointMet")
        is_efficacy = ST + "efficacy" in statements.texts(source, ST + "primaryEndpointKind")
        said = ST + ("not-met" if is_for else "met")
        if is_efficacy and said in met:
            found = "supports it" if is_for else "does not support it"
            wrong = f"{found} on the primary outcome, but {to_curie(source)} says {to_curie(said)}"
            repair = "look at the source again; correct the direction, st:outcomeRole or st:primaryEndpointMet"
            yield warning(iri, wrong, repair, "primary-result", "direction")


def _more_than_there_were(
    statements: Statements, iri: Iri, all_treated: set[Iri]
) -> Iterator[Spot]:
    """More people than there were, told once of a finding.

    Args:
        all_treated: studies of which it was said that they leave nobody for controls; added to.
    """
    of_study = [*_more_people_than_the_study(statements, iri)]
    of_group = [] if of_study else [*_more_than_the_group(statements, iri, all_treated)]
    yield from of_study or of_group or _more_arms_than_the_study(statements, iri)


def _more_people_than_the_study(statements: Statements, iri: Iri) -> Iterator[Spot]:
    sizes = [
        int(text)
        for source in statements.texts(iri, ST + "foundBy")
        for name in ("nEnrolled", "nTreated")
        for text in statements.texts(source, ST + name)
        if text.isdecimal()
    ]
    for name in ("nAnalysed", "nAtRisk", "nAtRiskControl"):
        if name != "nAnalysed" and statements.said(iri, ST + "countUnit"):
            continue
        for text in statements.texts(iri, ST + name):
            if sizes and text.isdecimal() and int(text) > max(sizes):
                wrong = f"st:{name} {text} is more than the {max(sizes)} people of its study"
                yield warning(iri, wrong, "look at the source again", "more-than-the-study", name)


def _more_arms_than_the_study(statements: Statements, iri: Iri) -> Iterator[Spot]:
    """Both groups together are no more people than the study, unless each was in both."""
    if statements.said(iri, ST + "countUnit"):
        return
    arms = [
        int(text)
        for name in ("nAtRisk", "nAtRiskControl")
        for text in statements.texts(iri, ST + name)[:1]
        if text.isdecimal()
    ]
    for source in statements.texts(iri, ST + "foundBy"):
        designs = statements.texts(source, ST + "design")
        enrolled = [int(t) for t in statements.texts(source, ST + "nEnrolled") if t.isdecimal()]
        is_parallel = any(d in _PARALLEL for d in designs)
        if is_parallel and len(arms) == 2 and enrolled and sum(arms) > max(enrolled) >= max(arms):
            wrong = f"st:nAtRisk {arms[0]} and st:nAtRiskControl {arms[1]} are more than the {max(enrolled)} people of its study"
            repair = "look at the source again: each is the size of one group"
            yield warning(iri, wrong, repair, "more-than-the-study", "nAtRiskControl")


def _more_than_the_group(statements: Statements, iri: Iri, all_treated: set[Iri]) -> Iterator[Spot]:
    """More at risk than were treated, or more controls than were not: most often the groups are the wrong way round."""
    if statements.said(iri, ST + "countUnit") or statements.said(iri, _NOTE):
        return
    n_at_risk, n_controls = (
        statements.whole_number(iri, name) for name in ("nAtRisk", "nAtRiskControl")
    )
    for source in statements.texts(iri, ST + "foundBy"):
        treated, enrolled = (
            statements.whole_number(source, name) for name in ("nTreated", "nEnrolled")
        )
        in_groups = not _IN_GROUPS.isdisjoint(statements.texts(source, ST + "design"))
        if not in_groups or treated is None:
            continue
        look = "look at the source again, and whether the groups are the right way round; what else explains it is said in skos:note"
        if n_at_risk is not None and n_at_risk > treated:
            wrong = f"st:nAtRisk {n_at_risk} is more than the {treated} people of its study who were treated"
            yield warning(iri, wrong, look, "more-than-the-group", "nAtRisk")
        elif n_controls is not None and enrolled is not None and n_controls > enrolled - treated:
            rest = max(0, enrolled - treated)
            wrong = f"st:nAtRiskControl {n_controls} is more than the {rest} people of its study who were not treated (st:nEnrolled {enrolled}, st:nTreated {treated})"
            # Where the study counts its controls as treated, each of thirty harms would say so.
            if rest or source not in all_treated:
                yield warning(iri, wrong, look, "more-than-the-group", "nAtRiskControl")
            if not rest:
                all_treated.add(source)


def _p_value(statements: Statements, iri: Iri) -> Iterator[Spot]:
    """A number given as p must be one; words such as "not significant" stand as they are."""
    for text in statements.texts(iri, ST + "pValue"):
        if is_impossible(text):
            continue  # an error of the rules on fields
        p = read(text.replace(",", "."))
        repair = 'write it as "0.04" or "<0.001", above 0 and at most 1'
        if p is None:
            # What stands for no value has a rule of its own.
            is_told = tells_one(text) or is_nothing(text)
            repair += '; where no number is given, in words, such as "not significant"'
        else:
            is_told = p.number != 0 and "," not in text
            if p.number != 0:
                repair = f'write "{text.replace(",", ".")}", with a point'
        if not is_told:
            yield warning(iri, f"st:pValue {text!r} is no p-value", repair, "p-value", "pValue")


def _reference(statements: Statements, iri: Iri) -> Iterator[Spot]:
    sources = statements.texts(iri, ST + "foundBy")
    if not any(statements.class_of.get(source) == "Reference" for source in sources):
        return
    for text in statements.texts(iri, _PREDICATE):
        predicate = statements.predicates.predicates.get(text)
        if predicate is None or predicate.name == "causesAdverseEvent":
            continue
        product = any(
            statements.class_of.get(s) == "CellProduct" for s in statements.texts(iri, _SUBJECT)
        )
        if predicate.is_clinical or (predicate.is_clinical is None and product):
            wrong = f"rests a clinical statement (st:{predicate.name}) on {to_curie(sources[0])}, which is no study"
            yield warning(
                iri,
                wrong,
                "name the study that measured it; a reference is not weighed",
                "clinical-reference",
                "foundBy",
            )
