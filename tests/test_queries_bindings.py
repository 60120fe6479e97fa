"""Values reach every place that mentions the variable, and stay values."""

from __future__ import annotations

import pyoxigraph as ox
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stroma.errors import InputError, ParameterError
from stroma.queries import run_query
from stroma.queries.bindings import bind_values
from stroma.queries.guard import inspect_query

P = ox.NamedNode("urn:p")
B = ox.NamedNode("urn:b")


def store_of(*pairs: tuple[str, int]) -> ox.Store:
    """A store with `urn:<name> urn:p <number>` for each pair."""
    store = ox.Store()
    for name, number in pairs:
        quad = ox.Quad(ox.NamedNode(f"urn:{name}"), P, ox.Literal(number), ox.NamedNode("urn:g"))
        store.add(quad)
    return store


def answers(text: str, value: ox.NamedNode | ox.Literal = B) -> list[str]:
    """The first column, for the store a=1, b=2, c=3 and `?in` bound to a value."""
    store = store_of(("a", 1), ("b", 2), ("c", 3))
    result = run_query(store, text, bindings={"in": value})
    return [getattr(row[0], "value", "") for row in result.rows()]


@pytest.mark.parametrize(
    "text",
    [
        "SELECT ?n { ?in <urn:p> ?n }",
        "SELECT ?n { ?s <urn:p> ?n FILTER(?s = ?in) }",
        "SELECT ?n { ?s <urn:p> ?n FILTER EXISTS { ?s <urn:p> ?m FILTER(?s = ?in) } }",
        "SELECT ?n { { ?in <urn:p> ?n } UNION { ?s <urn:q> ?n FILTER(?s = ?in) } }",
        # The engine's own substitutions do not reach into this one.
        "SELECT ?n { { SELECT (MAX(?m) AS ?n) { ?in <urn:p> ?m } } }",
        "SELECT ?n { { SELECT ?n { ?s <urn:p> ?n } ORDER BY (?s = ?in) } ?in <urn:p> ?n }",
        "SELECT ?n { GRAPH ?g { ?in <urn:p> ?n } }",
        "SELECT ?n ?in { ?in <urn:p>/<urn:q>? ?n }",
        "SELECT (?m AS ?n) { ?in <urn:p> ?m } GROUP BY ?m",
    ],
)
def test_a_value_reaches_every_group_that_mentions_it(text: str) -> None:
    assert answers(text) == ["2"]


def test_a_value_reaches_the_clauses_around_the_group() -> None:
    text = "SELECT ?s { ?s <urn:p> ?n } ORDER BY DESC(?n = ?in) ?n"
    assert answers(text, ox.Literal(3)) == ["urn:c", "urn:a", "urn:b"]


def test_an_aggregate_over_nothing_still_has_its_row() -> None:
    text = "SELECT (COUNT(*) AS ?n) { ?in <urn:p> ?m }"
    assert answers(text, ox.NamedNode("urn:nobody")) == ["0"]


def test_optional_parts_stay_optional() -> None:
    text = "SELECT ?s ?m { ?s <urn:p> 1 OPTIONAL { ?in <urn:q> ?m } }"
    assert answers(text) == ["urn:a"]


def test_ask_and_construct_take_values() -> None:
    store = store_of(("a", 1))
    a, b = ox.NamedNode("urn:a"), ox.NamedNode("urn:b")
    assert run_query(store, "ASK { ?s ?p ?o }", bindings={"s": a})
    assert not run_query(store, "ASK { ?s ?p ?o }", bindings={"s": b})
    text = "CONSTRUCT { ?s <urn:seen> ?o } WHERE { ?s ?p ?o }"
    assert len(list(run_query(store, text, bindings={"s": a}))) == 1
    assert len(list(run_query(store, text, bindings={"s": b}))) == 0


@settings(max_examples=80)
@given(st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=40))
def test_no_value_can_end_its_string_and_become_a_query(value: str) -> None:
    store = ox.Store()
    store.add(ox.Quad(ox.NamedNode("urn:s"), P, ox.Literal(value)))
    store.add(ox.Quad(ox.NamedNode("urn:t"), P, ox.Literal("other" + value)))
    result = run_query(store, "SELECT ?s ?o { ?s ?p ?o }", bindings={"o": ox.Literal(value)})
    assert list(result) == [(ox.NamedNode("urn:s"), ox.Literal(value))]


def test_a_variable_that_the_query_does_not_have_is_an_error() -> None:
    with pytest.raises(ParameterError, match=r"no variable \?in"):
        answers("SELECT ?n { ?s <urn:p> ?n }")


@pytest.mark.parametrize("text", ["CONSTRUCT WHERE { ?in ?p ?o }", "DESCRIBE ?in"])
def test_a_variable_that_stands_only_where_no_value_can_is_an_error(text: str) -> None:
    with pytest.raises(ParameterError, match="use it inside WHERE"):
        run_query(ox.Store(), text, bindings={"in": P})


def test_a_variable_that_the_query_binds_itself_is_an_error() -> None:
    with pytest.raises(InputError, match="cannot be bound"):
        answers("SELECT ?in { ?s <urn:p> ?n BIND(?n + 1 AS ?in) }", ox.Literal(2))


def test_a_variable_that_the_query_computes_takes_no_value() -> None:
    """It was ignored: the engine computes it whatever stands inside."""
    text = "SELECT (COUNT(*) AS ?n) { ?s a st:Study }"
    with pytest.raises(ParameterError, match="is computed by the query"):
        bind_values(inspect_query(text), {"n": ox.Literal(3)})
    inner = "SELECT ?s { { SELECT ?s (COUNT(?x) AS ?n) { ?s ?p ?x } GROUP BY ?s } FILTER(?n > 0) }"
    assert bind_values(inspect_query(inner), {"n": ox.Literal(3)}).count("VALUES") == 1
