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
    """Warnings on dates and notices that do not fit together; a date without its notice is an error of the rules between records."""
    for iri in statements.of_class("Study", "Reference"):
        if not statements.is_checked(iri):
            continue
        dated = [property_ for property_ in NOTICED if statements.said(iri, property_)]
        noticed = statements.said(iri, NOTICE)
        for property_ in dated:
            yield from _date(statements, iri, property_)
        if noticed and not dated:
            wrong = "names a notice, and neither st:retractedOn nor st:concernRaisedOn says of what"
            repair = "add the date that the notice has"
            yield Spot(iri, wrong, repair, "notice-of-nothing", NOTICE, severity="warning")
        if dated:
            yield from _own_notice(statements, iri)
    for iri in statements.of_class("Study"):
        yield from _pooled(statements, iri)


def _own_notice(statements: Statements, iri: Iri) -> Iterator[Spot]:
    """A notice that is the paper itself; a journal that marks the paper where it stands has an address for that."""
    own = {text.casefold() for text in statements.texts(iri, ST + "doi")}
    for text in statements.texts(iri, NOTICE):
        if text.casefold().removeprefix("https://doi.org/") in own:
            wrong = f"st:notice {text} is the paper itself"
            repair = "write the doi or address of the notice, where it has one of its own"
            yield Spot(iri, wrong, repair, "notice-of-itself", NOTICE, text, severity="warning")


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
    """A review rests on what it pools: that a part of it was retracted since is for its reader to see.

    Told of the review, or of the retraction where the review is not on trial.
    """
    if any("retract" in text.casefold() for text in statements.texts(iri, ST + "readNote")):
        return
    note = (
        "say in its st:readNote that it was retracted, and what the review is without it, where somebody worked that out"
    )  # fmt: skip
    for member in statements.texts(iri, ST + "poolsStudy"):
        if not statements.said(member, ST + "retractedOn"):
            continue
        if statements.is_checked(iri):
            wrong = f"pools {to_curie(member)}, which was retracted, and its own result counts as before"
            yield Spot(
                iri, wrong, note.replace("its ", "", 1), "pools-retracted", ST + "poolsStudy", member, severity="warning"
            )  # fmt: skip
        elif statements.is_checked(member):
            wrong = f"was retracted, and {to_curie(iri)}, which pools it, counts as before"
            yield Spot(
                member, wrong, f"in the file of {to_curie(iri)}, {note}", "pools-retracted", ST + "retractedOn", severity="warning"
            )  # fmt: skip
