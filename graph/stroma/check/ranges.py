"""Is a number one that a study of cells can have, and does the primary outcome fit what its endpoint asks?

Read first: `range_rules`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta
from typing import TYPE_CHECKING, Final

from stroma.check.problem import Spot, warning
from stroma.check.relations import HARM
from stroma.literals import is_year
from stroma.predicates import benefits
from stroma.vocabulary import PREFIXES, ST, Iri, to_curie

if TYPE_CHECKING:
    from stroma.check.statements import Statements

_RDF: Final = PREFIXES["rdf"]
_ADVERSE_EVENT: Final = PREFIXES["term"] + "adverse-event"
# The longest follow-up of the packaged base is 144 months; 365 is a number of days.
_MOST_MONTHS: Final = 240
_DAY: Final = re.compile(r"\d{4}-\d\d-\d\d")
# The oldest study of the packaged base is of 1980; 1926 is a slip of the finger.
_FIRST_YEAR: Final = 1950


def range_rules(statements: Statements) -> Iterator[Spot]:
    """Warnings on the records on trial."""
    harms: set[Iri] | None = None
    helped: set[Iri] | None = None
    latest = _latest_day(statements)
    for iri in statements.of_class("Study", "Reference", "Finding"):
        if not statements.is_checked(iri):
            continue
        for name in ("timePointMonths", "followUpMonths"):
            months = statements.decimal(iri, name)
            if months is not None and months > _MOST_MONTHS:
                wrong = f"st:{name} is {months}, more than {_MOST_MONTHS // 12} years"
                yield warning(
                    iri, wrong, "write it in months, not in days or weeks", "many-months", name
                )
        for day in statements.texts(iri, ST + "curatedOn"):
            if latest < day and _DAY.fullmatch(day):
                wrong = f"st:curatedOn is {day}, which is still to come"
                yield warning(
                    iri, wrong, "write the day on which it was entered", "future-day", "curatedOn"
                )
        year = statements.decimal(iri, "year")
        # A year that none can be is an error of its own.
        if year is not None and is_year(int(year)) and year < _FIRST_YEAR:
            wrong = f"st:year {year} is before {_FIRST_YEAR}"
            yield warning(iri, wrong, "look at the source again", "early-year", "year")
        if ST + "safety" in statements.texts(iri, ST + "primaryEndpointKind"):
            for outcome in statements.texts(iri, ST + "primaryOutcome"):
                harms = _harms(statements) if harms is None else harms
                is_harm = outcome in harms or _ADVERSE_EVENT in statements.wider(outcome)
                if statements.class_of.get(outcome) == "Outcome" and not is_harm:
                    yield warning(
                        iri, f"st:primaryEndpointKind is st:safety, but st:primaryOutcome {to_curie(outcome)} is no adverse event",
                        "write st:efficacy where the endpoint asked for a benefit, or remove st:primaryOutcome",
                        "endpoint-and-outcome", "primaryOutcome",
                    )  # fmt: skip
        if ST + "efficacy" in statements.texts(iri, ST + "primaryEndpointKind"):
            for outcome in statements.texts(iri, ST + "primaryOutcome"):
                if _ADVERSE_EVENT not in {outcome, *statements.wider(outcome)}:
                    continue
                helped = _helped(statements) if helped is None else helped
                if outcome not in helped:
                    yield warning(
                        iri, f"st:primaryEndpointKind is st:efficacy, but st:primaryOutcome {to_curie(outcome)} is an adverse event, and no finding asks whether it became rarer",
                        "write the outcome that the endpoint asked for, or st:safety where it asked for harms; of an event that was to be "
                        "prevented, enter the finding",
                        "endpoint-and-outcome", "primaryOutcome",
                    )  # fmt: skip


def _latest_day(statements: Statements) -> str:
    """The last day on which a record on trial can have been entered: tomorrow, for it may be that elsewhere; later where others were entered later."""
    days = [
        said.text
        for iri in statements.of_class("Study", "Reference")
        for said in statements.said(iri, ST + "curatedOn")
        if said.path not in statements.checked
    ]
    return max((date.today() + timedelta(days=1)).isoformat(), *days)


def _helped(statements: Statements) -> set[Iri]:
    """What some finding asked a benefit of."""
    return {
        text
        for iri in statements.of_class("Finding")
        if not benefits().isdisjoint(statements.texts(iri, _RDF + "predicate"))
        for name in (_RDF + "object", ST + "measuredBy")
        for text in statements.texts(iri, name)
    }


def _harms(statements: Statements) -> set[Iri]:
    """What some finding was looked for as a harm, and the widest of these."""
    objects = {
        text
        for iri in statements.of_class("Finding")
        if HARM in statements.texts(iri, _RDF + "predicate")
        for text in statements.texts(iri, _RDF + "object")
    }
    return {_ADVERSE_EVENT, *objects}
