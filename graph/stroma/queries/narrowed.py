"""Which part of what was meant does a query leave out that names one term, country or design, as records state it?

Read first: `with_narrower`, `with_countries` and `with_crossover`: the query that takes in the rest, why, and what to write.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from stroma.queries._walking import enclosing
from stroma.queries.patterns import read_patterns
from stroma.vocabulary import PREFIXES, ST, to_curie

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    import pyoxigraph as ox

    from stroma.queries._tokens import Token
    from stroma.queries.guard import CheckedQuery

    Ask = Callable[[str], list[str]]
    """Runs a SELECT of one column."""

__all__ = ["with_countries", "with_crossover", "with_narrower"]

# What a study names of a hierarchy, and what a finding, claim or proposition does.
_OF_STUDIES: Final = (ST + "disease", ST + "product")
_OF_STATEMENTS: Final = (
    PREFIXES["rdf"] + "subject",
    PREFIXES["rdf"] + "object",
    ST + "inCondition",
)
_COUNTRY: Final = ST + "country"
_DESIGN: Final = ST + "design"
_RANDOMISED: Final = (ST + "randomised-controlled", ST + "crossover-randomised")
"""Randomised trials: in parallel groups, and in turn."""
_ON_PATHS: Final = frozenset("/|^!(")


def with_narrower(
    query: CheckedQuery,
    ask: Ask,
    bindings: Mapping[str, ox.NamedNode | ox.Literal] | None = None,
) -> Iterator[tuple[str, str, str]]:
    """The query with narrower diseases, products and outcomes taken in, where it names one that has some.

    Args:
        bindings: the values that its variables were bound to.
    """
    text = query.text
    named: list[tuple[str, str]] = []
    reading = read_patterns(query.tokens)
    at = {token.start: place for place, token in enumerate(query.tokens)}
    has_narrower: dict[str, bool] = {}
    is_of_study = False
    for pattern in reversed(reading.patterns):
        if pattern.object is None or len(pattern.steps) != 1:
            continue
        if pattern.steps[0] not in (*_OF_STUDIES, *_OF_STATEMENTS):
            continue
        iri = reading.iri(pattern.object)
        if pattern.object.kind == "var" and bindings:
            iri = getattr(bindings.get(pattern.object.text[1:]), "value", "")
        place = at.get(pattern.object.start, 0)
        # Within GRAPH the path would meet nothing: what is within what stands in graph:derived.
        if (
            "://" not in iri
            or _is_on_path(query.tokens, place - 1)
            or _is_in_graph(query.tokens, place)
        ):
            continue
        if iri not in has_narrower:
            look = f"SELECT ?x {{ ?x st:within <{iri}> FILTER(?x != <{iri}>) }} LIMIT 1"
            has_narrower[iri] = bool(ask(look))
        if not has_narrower[iri]:
            continue
        step = query.tokens[place - 1]
        of_study = pattern.steps[0] in _OF_STUDIES
        # With + a study of two narrower diseases is one row. A statement has one subject, object and condition.
        path = f"({step.text}/<{ST}within>)+" if of_study else f"{step.text}/<{ST}within>"
        text = f"{text[: step.start]}{path}{text[step.end :]}"
        named.insert(0, (to_curie(pattern.steps[0]), pattern.object.text))
        is_of_study = is_of_study or of_study
    if not named:
        return
    names = " and ".join(dict.fromkeys(name for name, _ in named))
    terms = " and ".join(dict.fromkeys(term for _, term in named))
    who, each = ("a study", "each study") if is_of_study else ("a record", "each")
    verb = "is" if names == named[0][0] else "are"
    why = f"{names} {verb} what {who} names itself, and there are narrower terms than {terms}"
    said = " and ".join(dict.fromkeys(f"{name}/st:within {term}" for name, term in named))
    yield text, why, f"with {said}, and {each} once (DISTINCT),"


def with_countries(query: CheckedQuery, ask: Ask) -> Iterator[tuple[str, str, str]]:
    """The query with studies of several countries taken in, where it names one of these as the whole text."""
    reading = read_patterns(query.tokens)
    at = {token.start: place for place, token in enumerate(query.tokens)}
    for pattern in reading.patterns:
        token = pattern.object
        if token is None or token.kind != "string" or pattern.steps[-1:] != (_COUNTRY,):
            continue
        country = token.text.strip("\"'")
        texts = ask("SELECT DISTINCT ?text { ?study st:country ?text }")
        held = [text for text in texts if country in text]
        opened = enclosing(query.tokens, at.get(token.start, 0))
        if all(text == country for text in held) or opened < 0:
            continue
        values = " ".join(f'"{text}"' for text in held if '"' not in text and "\\" not in text)
        inside = query.tokens[opened].end
        yield (
            f"{query.text[:inside]} VALUES ?stromaCountry {{ {values} }} {query.text[inside : token.start]}?stromaCountry"
            f"{query.text[token.end :]}",
            "st:country is one text, also of a study in several countries",
            f"with st:country ?country FILTER(CONTAINS(?country, {token.text}))",
        )
        return


def with_crossover(query: CheckedQuery) -> Iterator[tuple[str, str, str]]:
    """The query with crossover trials taken in, where it asks for the design of randomised trials in parallel groups."""
    parallel, crossover = _RANDOMISED
    reading = read_patterns(query.tokens)
    at = {token.start: place for place, token in enumerate(query.tokens)}
    for pattern in reading.patterns:
        token = pattern.object
        if token is None or pattern.steps[-1:] != (_DESIGN,) or reading.iri(token) != parallel:
            continue
        opened = enclosing(query.tokens, at.get(token.start, 0))
        if opened < 0:
            continue
        inside = query.tokens[opened].end
        yield (
            f"{query.text[:inside]} VALUES ?stromaDesign {{ <{parallel}> <{crossover}> }} {query.text[inside : token.start]}"
            f"?stromaDesign{query.text[token.end :]}",
            f"a crossover trial is randomised too, and its design is {to_curie(crossover)}",
            f"with st:design ?design VALUES ?design {{ {to_curie(parallel)} {to_curie(crossover)} }}",
        )
        return


def _is_on_path(tokens: tuple[Token, ...], place: int) -> bool:
    """Whether a property is a part of a path."""
    return place < 1 or tokens[place].text == ")" or tokens[place - 1].text in _ON_PATHS


def _is_in_graph(tokens: tuple[Token, ...], place: int) -> bool:
    """Whether a place is within GRAPH … { … }."""
    while (place := enclosing(tokens, place)) >= 0:
        if place > 1 and tokens[place - 2].word == "GRAPH":
            return True
    return False
