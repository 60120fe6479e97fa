"""Can a confidence interval in the words of a result (`st:value`) be one, and does it say what the p-value and the direction say?

Read first: `interval_rules` and `intervals`. Only what is known to be a ratio or a difference is compared with 1 or 0.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import TYPE_CHECKING, Final, NamedTuple

from stroma.check.problem import Spot, warning
from stroma.p_values import Reported, read
from stroma.predicates import benefits
from stroma.vocabulary import PREFIXES, ST, Iri, to_curie

if TYPE_CHECKING:
    from stroma.check.statements import Statements

_NOTE: Final = PREFIXES["skos"] + "note"
_PREDICATE: Final = PREFIXES["rdf"] + "predicate"
_NUMBER: Final = r"[-−–+]?\d+(?:,\d{3})*(?:\.\d+)?"
_INTERVAL: Final = re.compile(
    rf"(?i)(?P<percent>\b\d\d(?:\.\d+)? ?% ?-?)?\b(?:CI|confidence intervals?)\b(?P<of> of the difference)?[:,=]?\s*[\[(]?"
    rf"\s*(?P<low>{_NUMBER}) ?%?\s*(?:to|[-–—,;])\s*(?P<high>{_NUMBER})"
)
_ESTIMATE: Final = re.compile(rf"(?P<estimate>{_NUMBER})(?: ?%)?[^\d;()\[\]]{{0,25}}[\[(,]\s*$")
_RATIO: Final = re.compile(
    r"\b(?:a?OR|a?RR|a?HR|IRR|(?i:(?:odds|risk|rate|hazards?) ratio|relative risk))\b"
)
_DIFFERENCE: Final = re.compile(
    r"\b(?:(?i:differences?)|S?MD)\b|\b(?i:more|fewer|less|higher|lower)\s*[\[(,]\s*$"
)
_BESIDE_ANOTHER: Final = re.compile(r"(?i)\b(?:v|vs|versus|against|and|compared)\b")
"""Of two numbers nobody can tell whose the interval behind the second is."""
_USUAL_PERCENT: Final = "95"
_CLOSE: Final = Decimal("0.01")
"""A p-value so close to 0.05 may stand beside an interval whose limit was rounded."""
_LIMIT: Final = Decimal("0.05")


class Interval(NamedTuple):
    """A confidence interval as a text has it."""

    low: Decimal
    high: Decimal
    estimate: Decimal | None
    """The number that stands before it, where there is one alone."""
    null: int | None
    """What no effect is: 0 of a difference, 1 of a ratio; None where the text does not say which it is."""
    is_usual: bool
    """Whether it is one of 95 %."""

    @property
    def is_turned(self) -> bool:
        """Whether it begins above its end."""
        return self.low > self.high

    @property
    def holds_estimate(self) -> bool:
        """Whether the estimate is inside; its sign is left to words such as `fewer`."""
        one = self.estimate
        return one is None or self.low <= one <= self.high or self.low <= -one <= self.high

    @property
    def shows(self) -> bool | None:
        """Whether it leaves out what no effect is; None where it ends there, or that is not known."""
        if self.null is None or self.null in (self.low, self.high):
            return None
        return not self.low < self.null < self.high


def intervals(text: str) -> list[Interval]:
    """The confidence intervals of a text, in order.

    Example:
        >>> [one] = intervals("mean difference 0.05 (95% CI -0.30 to 0.40)")
        >>> one.low, one.high, one.estimate, one.null, one.shows
        (Decimal('-0.30'), Decimal('0.40'), Decimal('0.05'), 0, False)
    """
    found = []
    for one in _INTERVAL.finditer(text):
        clause = re.split(r";|\)", text[: one.start()])[-1]
        told = _ESTIMATE.search(clause)
        is_alone = told is not None and not one["of"] and not _BESIDE_ANOTHER.search(clause)
        is_ratio, is_difference = _RATIO.search(clause), one["of"] or _DIFFERENCE.search(clause)
        found.append(
            Interval(
                _decimal(one["low"]),
                _decimal(one["high"]),
                _decimal(told["estimate"]) if told is not None and is_alone else None,
                1 if is_ratio else 0 if is_difference else None,
                not one["percent"] or one["percent"].startswith(_USUAL_PERCENT),
            )
        )
    return found


def _decimal(text: str) -> Decimal:
    return Decimal(re.sub(r"^[−–]", "-", text).replace(",", ""))


def interval_rules(statements: Statements) -> Iterator[Spot]:
    """Warnings on the findings on trial; a note of the finding explains what does not fit, but no impossible interval."""
    for iri in statements.of_class("Finding"):
        if statements.is_checked(iri):
            for text in statements.texts(iri, ST + "value"):
                found = intervals(text)
                impossible = [*_impossible(iri, text, found)]
                yield from impossible
                # Beside several intervals nobody can tell which one the p-value belongs to.
                if not impossible and len(found) == 1 and not statements.said(iri, _NOTE):
                    yield from _beside(statements, iri, text, found[0])


def _impossible(iri: Iri, text: str, found: list[Interval]) -> Iterator[Spot]:
    for one in found:
        if one.is_turned:
            wrong = f'st:value says "{text}", an interval that begins at {one.low}, above its end {one.high}'
        elif not one.holds_estimate:
            wrong = f'st:value says "{text}", and {one.estimate} is not inside its interval, {one.low} to {one.high}'
        else:
            continue
        repair = "look at the source again, at signs and points too"
        yield warning(iri, wrong, repair, "impossible-interval", "value", text)


def _beside(statements: Statements, iri: Iri, text: str, one: Interval) -> Iterator[Spot]:
    """An interval beside a p-value or a direction that says the opposite."""
    if one.shows is None or not one.is_usual:
        return
    what = "ratio" if one.null == 1 else "difference"
    holds = f"{'leaves out' if one.shows else 'holds'} {one.null}"
    told = [p for t in statements.texts(iri, ST + "pValue") if (p := read(t)) is not None]
    for p in told:
        if _is_contrary(p, one.shows):
            shown = statements.text(iri, "pValue")
            wrong = f'the interval of the {what} in st:value "{text}" {holds}, beside st:pValue {shown!r}'
            repair = "look at the source again; where they are of two analyses, say so in skos:note"
            yield warning(iri, wrong, repair, "interval-and-p", "value", text)
            return
    if told or benefits().isdisjoint(statements.texts(iri, _PREDICATE)):
        return
    direction = statements.text(iri, "direction")
    is_null = direction == ST + "inconclusive"
    if one.shows == is_null and direction:
        wrong = f'st:direction is {to_curie(direction)}, and the interval of the {what} in st:value "{text}" {holds}'
        repair = (
            "a difference is st:supports or st:disputes" if is_null else "no difference seen is st:inconclusive"
        ) + "; where the source decides otherwise, say so in skos:note"  # fmt: skip
        yield warning(iri, wrong, repair, "interval-and-direction", "value", text)


def _is_contrary(p: Reported, is_shown: bool) -> bool:
    if not p.is_possible:
        return False
    if is_shown:
        return p.sign in "=>≥" and p.number >= _LIMIT + (_CLOSE if p.sign == "=" else 0)
    return p.sign in "=<≤" and p.number <= _LIMIT - (_CLOSE if p.sign == "=" else 0)
