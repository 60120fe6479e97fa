"""Do the words of a result (`st:value`, `st:pValue`) say what the fields beside them say?

Read first: `value_rules`. Whether a number given as p can be one is asked by `stroma.check.hints`; of intervals,
`stroma.check.intervals` asks.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from stroma.check.counts import Arms, arms_of
from stroma.check.problem import Spot, warning
from stroma.p_values import p_at_most
from stroma.predicates import benefits
from stroma.vocabulary import PREFIXES, ST, Iri

if TYPE_CHECKING:
    from stroma.check.statements import Statements

_NOTE: Final = PREFIXES["skos"] + "note"
_PREDICATE: Final = PREFIXES["rdf"] + "predicate"
_NOTHING: Final = frozenset(("na", "n/a", "n.a.", "nr", "n.r.", "-", "–", "—", "?", "nan", "null"))
"""What spreadsheets and tables hold where there is no value."""
_NOT_SIGNIFICANT: Final = re.compile(r"(?i)\s*(?:p\s*[:=]?\s*)?(?:n\.? ?s\.?|(?:not|non)[- ]?(?:statistically )?significant)\s*")  # fmt: skip
_OF_AN_INTERVAL: Final = re.compile(r"(?i)\b9\d(?:\.\d+)? ?% ?-?(?:CI|CrI|confidence|credible)\b")
_PERCENT: Final = re.compile(r"(?<![\d.,])(\d+(?:\.\d+)?) ?%")
_COUNTED: Final = re.compile(r"\d+ of \d+\b")
_POINTS: Final = Decimal(1)
"""A share may be rounded, or have been worked out of a few people more or less."""
_P_IN_WORDS: Final = re.compile(r"(?i)\bp ?(?:[<=≤]|was|of) ?(0?\.\d+)")
_NO_COUNT: Final = "".join(
    rf"(?<!\b{word} )"
    for word in "grade grades stage stages phase day days week weeks month months year years".split()
)
"""Such as `grade 3/4 events (12%)`, in which nobody was counted."""
_COUNTED_SHARE: Final = re.compile(
    r"(?i)(?<![\d.,])"
    + _NO_COUNT
    + r"(?P<n>\d+) ?(?:of|/|out of) ?(?P<of>\d+)(?: [a-z][a-z -]{0,30})? ?[(\[] ?(?P<percent>\d+(?:\.\d+)?) ?%(?= ?[)\],;])"
    r"|(?<![\d.,])(?P<percent_2>\d+(?:\.\d+)?) ?% ?[(\[] ?(?P<n_2>\d+) ?(?:of|/|out of) ?(?P<of_2>\d+)\b"
)
"""Such as `14 of 40 (35%)` and `35% (14/40)`."""


def is_nothing(text: str) -> bool:
    """Whether a text is what sheets hold where there is no value."""
    return text.strip().casefold() in _NOTHING


def value_rules(statements: Statements) -> Iterator[Spot]:
    """Warnings on the findings on trial."""
    for iri in statements.of_class("Finding"):
        if statements.is_checked(iri):
            yield from _no_value(statements, iri)
            in_itself = [*_counted_share(statements, iri)]
            yield from in_itself
            if not statements.said(iri, _NOTE):
                yield from () if in_itself else _share(statements, iri)
                yield from _p_value(statements, iri)
                yield from _not_shown(statements, iri)


def _no_value(statements: Statements, iri: Iri) -> Iterator[Spot]:
    for name in ("value", "pValue"):
        for text in statements.texts(iri, ST + name):
            if is_nothing(text):
                wrong, repair = f'st:{name} is "{text}", which is no result', "leave it out"
                yield warning(iri, wrong, repair, "no-value", name, text)


def _share(statements: Statements, iri: Iri) -> Iterator[Spot]:
    """Percentages of which none is the share that the counts beside them make."""
    arms = arms_of(statements, iri)
    counts = [*zip(("nEvents", "nEventsControl"), ("nAtRisk", "nAtRiskControl"), strict=True)]
    for text in statements.texts(iri, ST + "value"):
        told = [Decimal(n) for n in _PERCENT.findall(_OF_AN_INTERVAL.sub("", text))]
        if not told or _COUNTED.match(text):
            continue
        if arms is not None and len(told) == 1:
            yield from _one_share_of_two(iri, text, told[0], arms)
            continue
        for events_name, at_risk_name in counts:
            events, at_risk = (
                statements.text(iri, name) for name in (events_name, at_risk_name)
            )  # fmt: skip
            if not (events.isdecimal() and at_risk.isdecimal() and int(at_risk)):
                continue
            share = Decimal(100 * int(events)) / int(at_risk)
            if all(abs(share - one) > _POINTS for one in told):
                wrong = f'st:value says "{text}", but st:{events_name} {events} of st:{at_risk_name} {at_risk} is {share:.1f}%'
                repair = "look at the source again; where the percentages are of something else, say so in skos:note"
                yield warning(iri, wrong, repair, "value-and-count", "value", text)
                break


def _one_share_of_two(iri: Iri, text: str, told: Decimal, arms: Arms) -> Iterator[Spot]:
    """A single percentage beside two groups may be that of either or of both, or their difference, in points or relative."""
    a, of_a, b, of_b = map(Decimal, arms)
    one, other, both = 100 * a / of_a, 100 * b / of_b, 100 * (a + b) / (of_a + of_b)
    between = abs(one - other)
    relative = [100 * between / share for share in (one, other) if share]
    if all(abs(share - told) > _POINTS for share in (one, other, both, between, *relative)):
        wrong = f'st:value says "{text}", but {arms} is {one:.1f}% v {other:.1f}%'
        repair = "look at the source again; where the percentage is of something else, say so in skos:note"
        yield warning(iri, wrong, repair, "value-and-count", "value", text)


def _counted_share(statements: Statements, iri: Iri) -> Iterator[Spot]:
    """A count and its percentage, side by side in one text, that do not make each other."""
    for text in statements.texts(iri, ST + "value"):
        for found in _COUNTED_SHARE.finditer(_OF_AN_INTERVAL.sub("", text)):
            names = ("n", "of", "percent") if found["n"] else ("n_2", "of_2", "percent_2")
            n, of, percent = (Decimal(found[name]) for name in names)
            if n <= of != 0 and abs(100 * n / of - percent) > _POINTS:
                wrong = f'st:value says "{text}", but {n} of {of} is {100 * n / of:.1f}%'
                yield warning(
                    iri, wrong, "look at the source again", "value-in-itself", "value", text
                )


def _p_value(statements: Statements, iri: Iri) -> Iterator[Spot]:
    stated = [p_at_most(text) for text in statements.texts(iri, ST + "pValue")]
    for text in statements.texts(iri, ST + "value"):
        told = [Decimal(n) for n in _P_IN_WORDS.findall(text)]
        known = [Decimal(p) for p in stated if p is not None]
        if told and known and not set(told) & set(known):
            shown = ", ".join(statements.texts(iri, ST + "pValue"))
            wrong = f'st:value says "{text}", but st:pValue is {shown}'
            repair = "look at the source again, and keep the p-value in st:pValue alone"
            yield warning(iri, wrong, repair, "value-and-p", "value", text)


def _not_shown(statements: Statements, iri: Iri) -> Iterator[Spot]:
    """A benefit that is called supported beside words that say it was not shown."""
    is_for = ST + "supports" in statements.texts(iri, ST + "direction")
    if not is_for or benefits().isdisjoint(statements.texts(iri, _PREDICATE)):
        return
    repair = "no difference seen is st:inconclusive; where the source decides otherwise, say so in skos:note"
    for text in statements.texts(iri, ST + "pValue"):
        if _NOT_SIGNIFICANT.fullmatch(text):
            wrong = f"st:direction is st:supports beside st:pValue {text!r}"
            yield warning(iri, wrong, repair, "p-and-direction", "pValue", text)
