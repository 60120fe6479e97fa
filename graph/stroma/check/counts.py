"""Do the counts of a finding fit its direction, its predicate and the size of its study?

Read first: `count_rules`. What two groups had is read by the predicate: a harm and what is prevented are counted where they
happened, an improvement where somebody improved. A note of the finding (`skos:note`) explains what does not fit, and silences.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from statistics import NormalDist
from typing import TYPE_CHECKING, Final, NamedTuple

from stroma.check.problem import Spot, warning
from stroma.check.relations import HARM
from stroma.model import Analysis, Design
from stroma.predicates import benefits
from stroma.vocabulary import PREFIXES, ST, Iri, to_curie

if TYPE_CHECKING:
    from stroma.check.statements import Statements

_RDF: Final = PREFIXES["rdf"]
_NOTE: Final = PREFIXES["skos"] + "note"
_ADVERSE_EVENT: Final = PREFIXES["term"] + "adverse-event"
_CONTROLLED: Final = frozenset(ST + design for design in Design if design.is_controlled)
_IN_PEOPLE: Final = frozenset(ST + design for design in Design if design.is_in_people)
_MAIN: Final = ST + Analysis.MAIN_COMPARISON
_CHANCE: Final = 0.01
"""A difference that chance gives more rarely is no `as frequent as`; a table of thirty harms holds hardly one such by chance."""
_CHI_SQUARED: Final = NormalDist().inv_cdf(1 - _CHANCE / 2) ** 2


class Arms(NamedTuple):
    """People with the event, and people who could have had it, in both groups."""

    n_events: int
    n_at_risk: int
    n_events_control: int
    n_at_risk_control: int

    def __str__(self) -> str:
        return (
            f"{self.n_events} of {self.n_at_risk} v {self.n_events_control} of {self.n_at_risk_control}"
        )  # fmt: skip

    @property
    def sign(self) -> int:
        """1 where more of the treated had it, -1 where fewer had, 0 where as many had."""
        a, b = (
            self.n_events * self.n_at_risk_control,
            self.n_events_control * self.n_at_risk,
        )
        return (a > b) - (a < b)

    @property
    def is_beyond_chance(self) -> bool:
        """Whether the two shares differ at p < 0.01, by the chi-squared test with Yates' correction.

        Example:
            >>> Arms(100, 150, 10, 150).is_beyond_chance, Arms(12, 40, 3, 20).is_beyond_chance
            (True, False)
        """
        a, c = self.n_events, self.n_events_control
        b, d = self.n_at_risk - a, self.n_at_risk_control - c
        n, margins = a + b + c + d, (a + b) * (c + d) * (a + c) * (b + d)
        beyond = max(0.0, abs(a * d - b * c) - n / 2)
        return margins > 0 and n * beyond**2 > _CHI_SQUARED * margins


def count_rules(statements: Statements) -> Iterator[Spot]:
    """Warnings on the findings on trial, and on the sizes of their studies."""
    for iri in statements.of_class("Finding"):
        if statements.is_checked(iri):
            yield from _seen_in_nobody(statements, iri)
            yield from _harm_of_a_benefit(statements, iri)
            yield from _harm_that_is_none(statements, iri)
            if not statements.said(iri, _NOTE):
                yield from _direction(statements, iri)
                yield from _help_to_those_who_had_it(statements, iri)
                yield from _counted_either_way(statements, iri)
    yield from _far_fewer_than_enrolled(statements)


def arms_of(statements: Statements, iri: Iri) -> Arms | None:
    """The counts of a finding, where both groups were counted and can be right."""
    names = ("nEvents", "nAtRisk", "nEventsControl", "nAtRiskControl")
    a, of_a, b, of_b = (statements.whole_number(iri, name) for name in names)
    if a is None or of_a is None or b is None or of_b is None:
        return None
    return Arms(a, of_a, b, of_b) if 0 < of_a >= a and 0 < of_b >= b else None


def _is_adverse(statements: Statements, iri: Iri) -> bool:
    return _ADVERSE_EVENT in {iri, *statements.wider(iri)}


def _better_sign(statements: Statements, iri: Iri) -> int | None:
    """1 where a benefit is more of what was counted, -1 where it is less; None where the counts may be of either."""
    predicates = statements.texts(iri, _RDF + "predicate")
    if HARM in predicates or ST + "prevents" in predicates:
        return -1
    if benefits().isdisjoint(predicates):
        return None
    if ST + "improves" not in predicates:
        return 1
    for outcome in statements.texts(iri, _RDF + "object"):
        better = statements.texts(outcome, ST + "betterDirection")
        if ST + "higher" in better:
            return 1
        if ST + "lower" in better and _is_adverse(statements, outcome):
            return -1
    return None


def _direction(statements: Statements, iri: Iri) -> Iterator[Spot]:
    """Counts of two groups that say the opposite of the direction, or a difference that is called none."""
    arms, better = arms_of(statements, iri), _better_sign(statements, iri)
    direction = statements.text(iri, "direction")
    predicates = statements.texts(iri, _RDF + "predicate")
    is_harm = HARM in predicates
    if arms is None or not (is_harm or benefits().intersection(predicates)):
        return
    # The direction is about the statement: that the harm comes from the product, or that the product helps.
    said = None if better is None else (-better if is_harm else better)
    if direction == ST + "inconclusive":
        is_contrary = arms.is_beyond_chance and not (is_harm and arms.sign < 0)
        said_small = is_contrary and _has_small_p(statements, iri)
        if is_contrary and not said_small:
            wrong = f"st:direction is st:inconclusive, and {arms} is a difference that chance gives in fewer than 1 of 100 trials"
            repair = "look whether the groups are the right way round; a difference that was shown is st:supports or st:disputes, and where the source decides otherwise, skos:note says so"
            yield warning(iri, wrong, repair, "direction-and-counts", ST + "direction")
        return
    wanted = {ST + "supports": 1, ST + "disputes": -1}.get(direction)
    if wanted is None:
        return
    # Of what may be counted either way, only no difference at all is contrary.
    is_contrary = arms.sign * wanted * said <= 0 if said is not None else not arms.sign
    is_contrary = is_contrary and (said is not None or wanted == 1)
    if is_contrary:
        how = ("as many", "more", "fewer")[arms.sign]
        told = (
            f"{how} of the treated had it" if better == -1 else f"{how} of the treated are counted"
        )
        wrong = f"st:direction is {to_curie(direction)}, but {told}: {arms}"
        repair = "as often as in controls is st:inconclusive; look whether the groups are the right way round, and say in skos:note what else decides"
        yield warning(iri, wrong, repair, "direction-and-counts", ST + "direction")


def _has_small_p(statements: Statements, iri: Iri) -> bool:
    """Whether a p-value below 0.05 stands there, which has a rule of its own."""
    from stroma.p_values import p_at_most

    found = [p_at_most(text) for text in statements.texts(iri, ST + "pValue")]
    return any(p is not None and float(p) < 0.05 for p in found)


def _harm_of_a_benefit(statements: Statements, iri: Iri) -> Iterator[Spot]:
    """What nobody fears cannot be a harm; most often a benefit with the wrong predicate."""
    if HARM not in statements.texts(iri, _RDF + "predicate"):
        return
    for outcome in statements.texts(iri, _RDF + "object"):
        if ST + "higher" in statements.texts(outcome, ST + "betterDirection"):
            wrong = f"calls {to_curie(outcome)} a harm, and more of it is better for the patient"
            repair = "write st:improves with its direction, or name the harm"
            yield warning(iri, wrong, repair, "harm-that-is-better", _RDF + "object")


def _harm_that_is_none(statements: Statements, iri: Iri) -> Iterator[Spot]:
    """A scale that goes down when somebody is better, such as the EDSS, entered as an event that a product causes."""
    if HARM not in statements.texts(iri, _RDF + "predicate"):
        return
    for outcome in statements.texts(iri, _RDF + "object"):
        above = statements.wider(outcome)
        # Of a term that stands elsewhere nobody knows what is wider.
        are_known = (
            statements.class_of.get(outcome) == "Outcome" and above <= statements.class_of.keys()
        )
        is_higher = ST + "higher" in statements.texts(outcome, ST + "betterDirection")
        if are_known and not is_higher and not _is_adverse(statements, outcome):
            wrong = (
                f"calls {to_curie(outcome)} a harm, which is no kind of {to_curie(_ADVERSE_EVENT)}"
            )
            repair = f"name the harm, such as what got worse; a new term of one has skos:broader {to_curie(_ADVERSE_EVENT)} or a narrower term"
            yield warning(iri, wrong, repair, "harm-that-is-none", _RDF + "object")


def _counted_either_way(statements: Statements, iri: Iri) -> Iterator[Spot]:
    """Fewer counted, of what may be people who got better or people who got worse, beside a benefit: nobody can tell which."""
    arms, direction = arms_of(statements, iri), statements.text(iri, "direction")
    is_improved = ST + "improves" in statements.texts(iri, _RDF + "predicate")
    wanted = {ST + "supports": 1, ST + "disputes": -1}.get(direction, 0)
    is_told = statements.said(iri, ST + "outcomeMeasure")
    if arms is None or not is_improved or is_told or _better_sign(statements, iri) is not None:
        return
    if arms.sign * wanted < 0:
        how = "fewer" if arms.sign < 0 else "more"
        wrong = f"st:direction is {to_curie(direction)}, and {how} of the treated are counted ({arms}), whether as better or as worse is not said"
        repair = "look whether the groups are the right way round, and say in st:outcomeMeasure who was counted"
        yield warning(iri, wrong, repair, "counted-either-way", ST + "nEvents")


def _help_to_those_who_had_it(statements: Statements, iri: Iri) -> Iterator[Spot]:
    """An adverse event that all counted people had, entered as one that the product improves or prevents."""
    predicates = {*statements.texts(iri, _RDF + "predicate")}
    events, at_risk = (statements.whole_number(iri, name) for name in ("nEvents", "nAtRisk"))
    is_for = ST + "supports" in statements.texts(iri, ST + "direction")
    if not predicates & {ST + "improves", ST + "prevents"} or not is_for:
        return
    for outcome in statements.texts(iri, _RDF + "object"):
        if events and events == at_risk and _is_adverse(statements, outcome):
            wrong = f"says that {to_curie(outcome)}, an adverse event, was helped, and all {at_risk} people counted had it"
            repair = (
                "write st:causesAdverseEvent for a harm; else say in skos:note what was counted"
            )
            yield warning(iri, wrong, repair, "harm-as-benefit", _RDF + "predicate")


def _seen_in_nobody(statements: Statements, iri: Iri) -> Iterator[Spot]:
    if (
        statements.whole_number(iri, "nEvents") == 0
        and "true" in statements.texts(iri, ST + "eventsSeen")
    ):  # fmt: skip
        wrong = (
            "says with st:nEvents 0 that nobody had it, and with st:eventsSeen true that people had"
        )
        repair = "keep one: st:eventsSeen is for events that the source does not count"
        yield warning(iri, wrong, repair, "events-seen-in-nobody", ST + "eventsSeen")


def _far_fewer_than_enrolled(statements: Statements) -> Iterator[Spot]:
    """A study of which every finding counts less than half: most often a digit too many."""
    sizes: dict[Iri, list[int]] = defaultdict(list)
    for iri in statements.of_class("Finding"):
        said_whom = any(
            statements.said(iri, ST + name)
            for name in ("nAnalysed", "inPartOfStudy", "countUnit", "population")
        )
        if said_whom or statements.texts(iri, ST + "analysis") not in ([], [_MAIN]):
            # What is about a part explains the others too where it is the larger one.
            if (analysed := statements.whole_number(iri, "nAnalysed")) is not None:
                for source in statements.texts(iri, ST + "foundBy"):
                    sizes[source].append(-analysed)
            continue
        treated, controls = (
            statements.whole_number(iri, name) for name in ("nAtRisk", "nAtRiskControl")
        )
        for source in statements.texts(iri, ST + "foundBy"):
            is_compared = any(d in _CONTROLLED for d in statements.texts(source, ST + "design"))
            if treated and (controls is not None or not is_compared):
                sizes[source].append(treated + (controls or 0))
    for iri, counted in sorted(sizes.items()):
        enrolled = statements.whole_number(iri, "nEnrolled")
        in_people = not _IN_PEOPLE.isdisjoint(statements.texts(iri, ST + "design"))
        is_asked = in_people and statements.is_checked(iri) and max(counted) > 0
        if enrolled is None or not is_asked:
            continue
        most = max(map(abs, counted))
        if most * 2 < enrolled:
            wrong = f"st:nEnrolled is {enrolled}, and no finding counts more than {most} people"
            repair = "look at the source again; a finding on fewer than were enrolled says so in st:nAnalysed"
            yield warning(iri, wrong, repair, "far-fewer-than-enrolled", ST + "nEnrolled")
