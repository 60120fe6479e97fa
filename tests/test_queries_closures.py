"""A closure that is looked up gives what walking it gives."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING, Any

import pyoxigraph as ox
import pytest

from stroma.queries import run_query
from stroma.queries.closures import expand_closures
from stroma.vocabulary import PREFIXES

if TYPE_CHECKING:
    from collections.abc import Iterable

    from stroma.store import EvidenceStore

MS = "MONDO:0005301"


def rows(store: ox.Store, text: str) -> list[str]:
    """The rows of a query as pyoxigraph gives them by itself."""
    found = store.query(text, prefixes=PREFIXES, use_default_graph_as_union=True)
    if isinstance(found, ox.QueryBoolean):
        return [str(bool(found))]
    return sorted(str(row) for row in found)


@pytest.mark.parametrize(
    "text",
    [
        f"SELECT ?d {{ ?d skos:broader* {MS} }}",
        f"SELECT ?d {{ {MS} skos:broader* ?d }}",
        f"SELECT ?p ?d {{ ?p rdf:object ?d ; st:stance st:contested . ?d skos:broader* {MS} }}",
        f"SELECT ?p {{ ?p a st:Proposition OPTIONAL {{ ?p st:inCondition ?d }} ?d skos:broader* {MS} }}",
        f"SELECT * {{ ?p a st:Proposition ; rdf:object ?d . ?d skos:broader* {MS} . ?p st:stance ?s }}",
        f"SELECT * {{ {{ ?p rdf:object ?d . ?d skos:broader* {MS} }} UNION {{ ?p rdf:subject ?d }} }}",
        f"SELECT * {{ FILTER NOT EXISTS {{ ?d skos:broader* {MS} }} ?d a st:Disease }}",
        f"SELECT ?d {{ ?d a st:Disease ; <{PREFIXES['skos']}broader>* {MS} }}",
        f"SELECT ?d {{ ?d skos:broader+ {MS} }}",
        f"SELECT ?d {{ {MS} skos:broader+ ?d . ?d rdfs:label ?l }}",
        f"SELECT ?p ?d {{ ?p rdf:object ?d . ?d skos:broader+ {MS} . OPTIONAL {{ ?p st:inCondition ?c }} }}",
        f"SELECT ?p {{ ?p a st:Proposition OPTIONAL {{ ?d skos:broader+ {MS} . ?p rdf:object ?d }} }}",
        f"SELECT ?d {{ ?d a st:Disease FILTER EXISTS {{ ?d skos:broader+ {MS} }} }}",
        f"ASK {{ {MS} skos:broader+ {MS} }}",
        f"PREFIX k: <{PREFIXES['skos']}> SELECT ?d {{ ?d k:broader * {MS} . ?d k:broader ?up }}",
    ],
)
def test_the_rewritten_query_has_the_same_rows(text: str, packaged: EvidenceStore) -> None:
    dataset = packaged.dataset
    rewritten = expand_closures(dataset, text)
    assert "within" in rewritten
    assert rows(dataset, rewritten) == rows(dataset, text)


@pytest.mark.parametrize(
    "text",
    [
        f"SELECT ?d {{ ?d a st:Disease ; skos:broader+ {MS} }}",
        f"SELECT ?d {{ ?d rdf:object/skos:broader* {MS} }}",
        f"SELECT ?d {{ ?d ^skos:broader* {MS} }}",
        f"SELECT ?d {{ ?d (skos:broader*)/rdfs:label {MS} }}",
        f"SELECT ?d {{ GRAPH ?g {{ ?d skos:broader* {MS} }} }}",
        "SELECT ?d { ?d skos:broader* ?e }",
        "SELECT ?d { ?d skos:broader* <urn:no-term> }",
        f'SELECT ?d {{ ?d rdfs:label "skos:broader* {MS}" }}',
    ],
)
def test_what_would_change_is_left_alone(text: str, packaged: EvidenceStore) -> None:
    assert expand_closures(packaged.dataset, text) == text


def test_the_closure_comes_first_where_that_changes_nothing(packaged: EvidenceStore) -> None:
    text = f"SELECT * {{ ?p rdf:object ?d . ?d skos:broader* {MS} . ?p st:stance ?s }}"
    moved = expand_closures(packaged.dataset, text)
    assert moved.startswith(f"SELECT * {{ ?d <{PREFIXES['st']}within> {MS} . ?p rdf:object ?d")
    kept = f"SELECT * {{ ?p rdf:object ?e OPTIONAL {{ ?p rdf:object ?d }} ?d skos:broader* {MS} }}"
    assert expand_closures(packaged.dataset, kept).index("within") > kept.index("OPTIONAL")


def test_a_bound_variable_counts_as_its_term(packaged: EvidenceStore) -> None:
    text = "SELECT ?d { ?d skos:broader* ?root }"
    ms = ox.NamedNode(packaged.resolve_term("MS"))
    found = run_query(packaged.dataset, text, bindings={"root": ms})
    assert {row[0].value for row in found.rows() if row[0]} == packaged.narrower(ms.value)  # type: ignore[union-attr]


def test_a_term_in_a_circle_is_above_itself() -> None:
    store = ox.Store()
    a, b = (ox.NamedNode(f"{PREFIXES['term']}{name}") for name in "ab")
    for one in (a, b):
        store.add(ox.Quad(one, ox.NamedNode(PREFIXES["skos"] + "broader"), b if one == a else a))
        for other in (a, b):
            store.add(ox.Quad(one, ox.NamedNode(PREFIXES["st"] + "within"), other))
    text = "SELECT ?d { ?d skos:broader+ term:a }"
    assert expand_closures(store, text) == text


def raw(store: ox.Store, text: str) -> Any:
    return store.query(text, prefixes=PREFIXES, use_default_graph_as_union=True)


def values(found: Iterable[Any]) -> list[str]:
    return sorted(row[0].value for row in found)


@pytest.fixture(scope="module")
def with_ontology(packaged: EvidenceStore) -> ox.Store:
    """The packaged base, and an ontology of somebody else above and below its terms."""
    store = ox.Store()
    store.extend(packaged.dataset.quads_for_pattern(None, None, None, None))
    broader, graph = ox.NamedNode(PREFIXES["skos"] + "broader"), ox.NamedNode("urn:onto")
    names = ("urn:sub", "urn:mine", "http://purl.obolibrary.org/obo/MONDO_0005301", "urn:top")
    for narrow, wide in itertools.pairwise(map(ox.NamedNode, names)):
        store.add(ox.Quad(narrow, broader, wide, graph))
    return store


@pytest.mark.parametrize(
    ("text", "extra"),
    [
        (f"SELECT ?d {{ ?d skos:broader* {MS} }}", 2),
        (f"SELECT ?d {{ ?d skos:broader+ {MS} . }}", 2),
        (f"SELECT ?d {{ {MS} skos:broader* ?d }}", 1),
        ("SELECT ?d { ?d skos:broader* MONDO:0005395 }", 0),
    ],
)
def test_concepts_of_another_ontology_are_followed_too(
    text: str, extra: int, with_ontology: ox.Store, packaged: EvidenceStore
) -> None:
    found = values(run_query(with_ontology, text).rows())
    assert found == values(raw(with_ontology, text))
    assert len(found) == len(rows(packaged.dataset, text)) + extra


def test_a_blank_node_at_the_end_of_a_closure_is_answered(packaged: EvidenceStore) -> None:
    text = f"SELECT ?l {{ _:b skos:broader+ {MS} . _:b rdfs:label ?l }}"
    found = values(run_query(packaged.dataset, text).rows())
    assert found == values(raw(packaged.dataset, text))
    assert len(found) > 3
