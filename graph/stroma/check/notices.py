"""Does a source that was retracted, or that a notice doubts, say where that stands, and can its date be?

Read first: `notice_rules`. The terms are those of NISO RP-45-2024 (CREC) and of the retraction guidelines of COPE.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from stroma.check.decisions import is_date
from stroma.check.problem import Spot
from stroma.identifiers import FORMS
from stroma.vocabulary import ST, Iri, to_curie

if TYPE_CHECKING:
    from stroma.check.statements import Statements

NOTICED: Final = {
    ST + "retractedOn": "was retracted",
    ST + "concernRaisedOn": "is under an expression of concern",
}
"""Property of the date -> what it says."""
NOTICE: Final = ST + "notice"
NO_NOTICE: Final = "add st:notice: the doi or address of the notice that says so"
"""How a date without a notice is repaired."""


def no_notice(said: str) -> str:
    """What is wrong with a source of which `said` is true and for which no notice stands.

    Example:
        >>> no_notice("was retracted")
        'was retracted, and no st:notice says where that stands'
    """
    return f"{said}, and no st:notice says where that stands"


def notice_rules(statements: Statements) -> Iterator[Spot]:
    """A date without its notice is an error; what else does not fit together is a warning."""
    for iri in statements.of_class("Study", "Reference"):
        if not statements.is_checked(iri):
            continue
        dated = [property_ for property_ in NOTICED if statements.said(iri, property_)]
        noticed = statements.said(iri, NOTICE)
        for property_ in dated:
            if not noticed:
                yield Spot(iri, no_notice(NOTICED[property_]), NO_NOTICE, "no-notice", property_)
            yield from _date(statements, iri, property_)
        if noticed and not dated:
            wrong = "names a notice, and neither st:retractedOn nor st:concernRaisedOn says of what"
            repair = "add the date that the notice has"
            yield Spot(iri, wrong, repair, "notice-of-nothing", NOTICE, severity="warning")
    for iri in statements.of_class("Study"):
        if statements.is_checked(iri):
            yield from _pooled(statements, iri)


def _date(statements: Statements, iri: Iri, property_: Iri) -> Iterator[Spot]:
    name = to_curie(property_)
    form = FORMS["retracted_on"]
    years = [int(year) for year in statements.texts(iri, ST + "year") if year.isdecimal()]
    days = statements.texts(iri, ST + "curatedOn")
    for text in statements.texts(iri, property_):
        if not form.fits(text):
            continue  # the rules on fields say so
        if not is_date(text):
            wrong, repair = (
                f"{name} is {text!r}, and there is no such day",
                f"write {form.expected}",
            )
        elif years and int(text[:4]) < min(years):
            wrong = f"{name} {text} is before {min(years)}, the year it was published"
            repair = "look at the notice again"
        elif days and text > max(days)[: len(text)]:
            wrong = f"{name} {text} is after {max(days)}, the day the record was last revised"
            repair = "look at the notice again, or write in st:curatedOn when you entered it"
        else:
            continue
        yield Spot(iri, wrong, repair, "notice-date", property_, text, severity="warning")


def _pooled(statements: Statements, iri: Iri) -> Iterator[Spot]:
    """A review rests on what it pools: that a part of it was retracted since is for its reader to see."""
    told = statements.said(iri, ST + "readNote")
    for member in statements.texts(iri, ST + "poolsStudy"):
        if statements.said(member, ST + "retractedOn") and not told:
            wrong = f"pools {to_curie(member)}, which was retracted, and its own result counts as before"
            repair = (
                "say in st:readNote what the review is without it, where somebody worked that out"
            )
            yield Spot(
                iri, wrong, repair, "pools-retracted", ST + "poolsStudy", member, severity="warning"
            )
