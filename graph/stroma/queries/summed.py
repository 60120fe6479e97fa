"""Which sums and means of a query add up what is no sum: people who stand in several records, events of several findings?

Read first: `summed_twice`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from stroma.queries.patterns import read_patterns
from stroma.vocabulary import ST, to_curie

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from stroma.queries._tokens import Token

__all__ = ["summed_twice"]

_PEOPLE: Final = frozenset(ST + name for name in ("nEnrolled", "nTreated"))
_OF_STATEMENTS: Final = frozenset(ST + n for n in ("participants", "participantsAtBestLevel"))
_EVENTS: Final = frozenset(
    ST + n for n in ("nEvents", "nAtRisk", "nEventsControl", "nAtRiskControl", "nAnalysed")
)
_SHARED: Final = ST + "sharesParticipantsWith"


def summed_twice(tokens: Sequence[Token]) -> Iterator[str]:
    """What a query sums or averages that counts the same people more than once, a line each; it is told without running anything.

    Example:
        >>> from stroma.queries._tokens import tokenize
        >>> [said] = summed_twice(tokenize("SELECT (SUM(?n) AS ?people) { ?s st:nEnrolled ?n }"))
        >>> said.split(": ")[0]
        'SUM(?n) of st:nEnrolled counts some people more than once'
        >>> list(summed_twice(tokenize("SELECT ?s (SUM(?n) AS ?people) { ?s st:nEnrolled ?n } GROUP BY ?s")))
        []
    """
    reading = read_patterns(tokens)
    named = {step for pattern in reading.patterns for step in pattern.steps}
    named |= {reading.iri(token) for token in tokens if token.kind in ("pname", "iri")}
    grouped = _grouped(tokens)
    for name, variable in dict.fromkeys(_sums(tokens)):
        found = [
            (pattern.subject, pattern.steps[-1])
            for pattern in reading.patterns
            if pattern.object is not None and pattern.object.text == variable and pattern.steps
        ]
        for subject, property_ in found:
            said = f"{name}({variable}) of {to_curie(property_)}"
            # One number a record is no sum of several.
            if subject in grouped:
                continue
            if property_ in _PEOPLE and _SHARED not in named:
                yield (
                    f"{said} counts some people more than once: reviews pool trials that stand here too (st:poolsStudy), and "
                    "several papers are on the same people (st:sharesParticipantsWith); `stroma ask people-in-studies` counts each once"
                )
            elif property_ in _OF_STATEMENTS:
                yield (
                    f"{said} counts people once for every statement that their study measured: {to_curie(property_)} holds for one "
                    "proposition; `stroma ask people-in-studies` counts each once"
                )
            elif property_ in _EVENTS:
                yield (
                    f"{said} is neither people nor a rate: one person may stand in several findings of a study, and not all count "
                    "patients (st:countUnit); read st:nEvents beside st:nAtRisk of each finding"
                )


def _sums(tokens: Sequence[Token]) -> Iterator[tuple[str, str]]:
    """Each SUM and AVG of one variable, with its name."""
    for at, token in enumerate(tokens[:-3]):
        if token.word not in ("SUM", "AVG") or tokens[at + 1].text != "(":
            continue
        inside = at + 2 + (tokens[at + 2].word == "DISTINCT")
        if tokens[inside].kind == "var" and tokens[inside + 1].text == ")":
            yield token.word, tokens[inside].text


def _grouped(tokens: Sequence[Token]) -> set[str]:
    """The variables by which a query groups."""
    found = set()
    for at, token in enumerate(tokens[:-2]):
        if token.word == "GROUP" and tokens[at + 1].word == "BY":
            for one in tokens[at + 2 :]:
                if one.kind != "var":
                    break
                found.add(one.text)
    return found
