"""Where a pattern meets nothing because its properties stand in different graphs, the note says which graph holds which."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from stroma.queries import run_query, why_empty

if TYPE_CHECKING:
    from stroma.store import EvidenceStore

ONE = r"graph:study\/uccelli-2021"


@pytest.mark.parametrize(
    ("query", "said"),
    [
        (f"SELECT * {{ GRAPH {ONE} {{ ?s a st:Finding ; st:level ?l }} }}", "st:level stands in graph:derived and not in"),
        (f"SELECT * FROM {ONE} {{ ?s st:onProposition ?p }}", "st:onProposition stands in graph:derived and not in"),
        ("SELECT * { GRAPH ?g { ?s st:group ?l ; st:value ?v } }", "no graph holds all of it: st:group stands in graph:derived"),
        ("SELECT * FROM NAMED graph:derived { ?s a st:Finding }", "FROM NAMED is for patterns inside GRAPH"),
        ("SELECT * FROM graph:derived { GRAPH ?g { ?s a st:Finding } }", "GRAPH sees only the graphs that FROM NAMED names"),
    ],
)  # fmt: skip
def test_the_note_says_which_graph_holds_what(
    packaged: EvidenceStore, query: str, said: str
) -> None:
    assert list(run_query(packaged.dataset, query).rows()) == []
    assert said in why_empty(packaged, query)


@pytest.mark.parametrize(
    "query",
    [
        'SELECT * { GRAPH ?g { ?s st:value "made up" } ?s st:level ?l }',
        f'SELECT * {{ GRAPH {ONE} {{ ?s st:value "made up" }} GRAPH graph:derived {{ ?s st:level ?l }} }}',
        f'SELECT * FROM {ONE} FROM graph:derived {{ ?s st:value "made up" ; st:level ?l }}',
        'SELECT * { ?s st:value "made up" ; st:level ?l }',
    ],
)
def test_nothing_is_said_of_graphs_where_each_pattern_has_its_own(
    packaged: EvidenceStore, query: str
) -> None:
    assert "graph:derived" not in why_empty(packaged, query)


def test_outside_graph_a_computed_property_is_found(packaged: EvidenceStore) -> None:
    def n(pattern: str) -> int:
        answer = run_query(packaged.dataset, f"SELECT (COUNT(DISTINCT ?f) AS ?n) {{ {pattern} }}")
        return int(next(answer.rows())[0].value)  # type: ignore[union-attr]

    assert n("GRAPH ?g { ?f a st:Finding } ?f st:group ?l") == n("?f a st:Finding ; st:group ?l")
    assert n("GRAPH ?g { ?f a st:Finding ; st:group ?l }") == n("?f st:derived true")
