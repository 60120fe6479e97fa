"""Which patterns meet nothing only because of the named graphs that a query asks?

Read first: `find_split`. What a source states stands in its own graph, and what the build computes of it in `graph:derived`: a
pattern inside one GRAPH that needs both has no answer, though the union of all graphs has one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from stroma.queries._walking import closing
from stroma.vocabulary import DERIVED_GRAPH, PREFIXES, Iri, to_curie

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from stroma.queries._facts import Facts
    from stroma.queries._tokens import Token
    from stroma.queries.patterns import Reading

__all__ = ["find_split"]

_RULE: Final = (
    "what a source states stands in its own graph, what the build computes of it in graph:derived: "
    "put each in a GRAPH of its own, or ask all graphs at once, without GRAPH and FROM"
)


def find_split(facts: Facts, reading: Reading, tokens: Sequence[Token]) -> Iterator[str]:
    """What a query asks of a graph that does not hold it, one hint for all of its properties."""
    words = [token.word for token in tokens]
    has_graph = "GRAPH" in words
    named = {i for i, word in enumerate(words) if word == "FROM" and words[i + 1] == "NAMED"}
    plain = [i for i, word in enumerate(words) if word == "FROM" and i not in named]
    if not has_graph and "FROM" not in words:
        return
    if has_graph and plain and not named:
        yield "GRAPH sees only the graphs that FROM NAMED names, and FROM names others: write FROM NAMED, or leave GRAPH out"
    if named and not plain and not has_graph:
        yield "FROM NAMED is for patterns inside GRAPH, and all others see nothing: write FROM, or GRAPH ?g { … }"
    if has_graph and not _is_all_inside(tokens, words):
        return
    where = {
        property_: _places(facts, property_)
        for pattern in reading.patterns
        for property_ in pattern.steps
    }
    asked = list(dict.fromkeys(reading.graphs))
    if asked:
        missing = [p for p, places in where.items() if places and not _is_in(facts, p, asked)]
        held = [f"{to_curie(p)} stands in {_words(where[p])}" for p in missing]
        if held:
            yield f"{', '.join(held)} and not in {', '.join(map(_graph_name, asked))}; {_RULE}"
        return
    derived = [p for p, places in where.items() if places == {True}]
    stated = [p for p, places in where.items() if places == {False}]
    if derived and stated:
        yield (
            f"no graph holds all of it: {', '.join(map(to_curie, derived))} {_words({True}, len(derived))}, "
            f"{', '.join(map(to_curie, stated))} {_words({False}, len(stated))}; {_RULE}"
        )


def _is_all_inside(tokens: Sequence[Token], words: Sequence[str]) -> bool:
    """Whether one GRAPH { … } is all that a query asks, so that each of its patterns is asked of the same graph."""
    at = words.index("GRAPH")
    opened = [token.text for token in tokens[:at] if token.text in ("{", "}")]
    behind = closing(tokens, at + 2) + 1
    closes = behind < len(tokens) and tokens[behind].text == "}"
    return words.count("GRAPH") == 1 and opened == ["{"] and tokens[at - 1].text == "{" and closes


def _places(facts: Facts, property_: Iri) -> set[bool]:
    """Whether a property stands in the derived graph, in others, or in both; two look-ups, on a store of any size."""
    pattern = f"?s <{property_}> ?o"
    tests = {
        True: f"GRAPH <{DERIVED_GRAPH}> {{ {pattern} }}",
        False: f"GRAPH ?g {{ {pattern} }} FILTER (?g != <{DERIVED_GRAPH}>)",
    }
    return {place for place, test in tests.items() if facts.exists(test)}


def _is_in(facts: Facts, property_: Iri, graphs: Sequence[Iri]) -> bool:
    return any(facts.exists(f"GRAPH <{iri}> {{ ?s <{property_}> ?o }}") for iri in graphs)


def _words(places: set[bool], n: int = 0) -> str:
    stand = {0: "", 1: "stands in "}.get(n, "stand in ")
    if places == {True}:
        return f"{stand}graph:derived"
    return f"{stand}the graphs of the sources" + " and in graph:derived" * (True in places)


def _graph_name(iri: Iri) -> str:
    return f"<{iri}>" if "/" in iri.removeprefix(PREFIXES["graph"]) else to_curie(iri)
