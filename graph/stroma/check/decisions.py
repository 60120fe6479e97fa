"""Does the record of a regulator's decision say where and when, and is it one decision a region?

Read first: `decision_rules`.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING, Final

from stroma.check.problem import Spot, warning
from stroma.vocabulary import PREFIXES, ST, Iri, to_curie

if TYPE_CHECKING:
    from stroma.check.statements import Statements

_RDF: Final = PREFIXES["rdf"]
_APPROVED_FOR: Final = ST + "approvedFor"
_DATE: Final = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?")


def decision_rules(statements: Statements) -> Iterator[Spot]:
    """Warnings on the decisions on trial."""
    by_region: dict[tuple[object, ...], list[Iri]] = defaultdict(list)
    for iri in statements.of_class("Finding"):
        is_decision = _APPROVED_FOR in statements.texts(iri, _RDF + "predicate")
        if statements.is_checked(iri):
            yield from _day(statements, iri)
            if is_decision:
                yield from _incomplete(statements, iri)
                yield from _of_a_trial(statements, iri)
        if is_decision:
            for region in statements.texts(iri, ST + "region"):
                what = (
                    tuple(sorted(statements.texts(iri, name)))
                    for name in (_RDF + "subject", _RDF + "object", ST + "inCondition")
                )
                by_region[(" ".join(region.casefold().split()), *what)].append(iri)
    for iris in by_region.values():
        yield from _twice(statements, iris)


def is_date(text: str) -> bool:
    """Whether a text is a year, a month or a day that there is.

    Example:
        >>> is_date("2024"), is_date("2024-12-13"), is_date("2027-13"), is_date("March 2026")
        (True, True, False, False)
    """
    matched = _DATE.fullmatch(text)
    if matched is None:
        return False
    year, month, day = (int(part or 1) for part in matched.groups())
    try:
        date(year, month, day)
    except ValueError:
        return False
    return True


def _day(statements: Statements, iri: Iri) -> Iterator[Spot]:
    property_ = ST + "decidedOn"
    for text in statements.texts(iri, property_):
        if not is_date(text):
            wrong = f"st:decidedOn is {text!r}, which is no date"
            repair = "write the year, month or day, such as 2026, 2026-03 or 2026-03-31"
            yield warning(iri, wrong, repair, "decided-on", property_)


def _incomplete(statements: Statements, iri: Iri) -> Iterator[Spot]:
    asked = {"region": "where it holds", "decidedOn": "when it was made"}
    lacking = [name for name in asked if not statements.said(iri, ST + name)]
    if lacking:
        wrong = f"is a regulator's decision and does not say {' and '.join(asked[name] for name in lacking)}"
        repair = f"add {' and '.join(f'st:{name}' for name in lacking)}"
        yield warning(iri, wrong, repair, "decision-without-place-or-date", _RDF + "predicate")


def _of_a_trial(statements: Statements, iri: Iri) -> Iterator[Spot]:
    for source in statements.texts(iri, ST + "foundBy"):
        if statements.class_of.get(source) == "Study":
            wrong = (
                f"is a regulator's decision, but {to_curie(source)}, which reports it, is a study"
            )
            repair = (
                "make a reference of the regulator's page with `stroma new reference` and name that"
            )
            yield warning(iri, wrong, repair, "decision-of-a-study", ST + "foundBy")


def _twice(statements: Statements, iris: list[Iri]) -> Iterator[Spot]:
    for iri in filter(statements.is_checked, iris if len(iris) > 1 else ()):
        others = [one for one in iris if one < iri or not statements.is_checked(one)]
        if others:
            region = next(iter(statements.texts(iri, ST + "region")))
            wrong = f"is a second decision of one region, {region}, beside {to_curie(others[0])}"
            repair = "keep the one that holds today, and tell of the earlier one in its skos:note"
            yield warning(iri, wrong, repair, "decided-twice", ST + "region")
