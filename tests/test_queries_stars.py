"""A count that intersects what many share gives what looking up each gives."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as some

from stroma.queries import run_query
from stroma.queries.guard import inspect_query
from stroma.queries.stars import intersect_stars
from stroma.vocabulary import PREFIXES, ST

if TYPE_CHECKING:
    from stroma.store import EvidenceStore

STAR = "?f a st:Finding ; st:direction st:supports ; rdf:subject ?p"


def rows(store: ox.Store, text: str) -> Counter[str]:
    """The rows of a query as pyoxigraph gives them by itself."""
    found = store.query(text, prefixes=PREFIXES, use_default_graph_as_union=True)
    assert isinstance(found, ox.QuerySolutions)
    return Counter(str(row) for row in found)


@pytest.mark.parametrize(
    "text",
    [
        f"SELECT (COUNT(*) AS ?n) {{ {STAR} }}",
        f"SELECT ?p (COUNT(?f) AS ?n) {{ {STAR} . }} GROUP BY ?p ORDER BY ?p LIMIT 3",
        f"SELECT ?f ?l {{ {STAR} ; st:foundBy/rdfs:label ?l }} ORDER BY ?f",
        f"SELECT ?f ?v {{ {STAR} OPTIONAL {{ ?f st:value ?v }} }} ORDER BY ?f",
        f"SELECT ?p (COUNT(*) AS ?n) {{ {STAR} FILTER(?p != term:msc) ?p rdfs:label ?l }} GROUP BY ?p",
        "SELECT (COUNT(*) AS ?n) { ?f a st:Finding . ?f st:foundBy ?s ; . ?f st:direction st:supports }",
        "SELECT (COUNT(*) AS ?n) { ?f a st:Finding . ?f st:direction st:supports . }",
        "SELECT (COUNT(*) AS ?n) { ?f st:direction st:supports ; rdf:predicate st:improves ; st:foundBy ?s . ?s a st:Study }",
        f"PREFIX v: <{ST}> SELECT ?p (COUNT(*) AS ?n) WHERE {{ $f a v:Finding ; v:direction v:supports ; rdf:subject ?p }} GROUP BY ?p",
        f"SELECT (COUNT(*) AS ?n) {{ {STAR} ; ^st:finding ?q . ?q a st:Proposition }}",
    ],
)  # fmt: skip
def test_the_rewritten_query_has_the_same_rows(text: str, packaged: EvidenceStore) -> None:
    rewritten = intersect_stars(packaged.dataset, text, many=5)
    assert rewritten.count("SELECT") > 2
    assert rows(packaged.dataset, rewritten) == rows(packaged.dataset, text)


@pytest.mark.parametrize(
    "text",
    [
        "SELECT (COUNT(*) AS ?n) { ?f a st:Finding ; rdf:subject ?p }",
        f"SELECT (COUNT(*) AS ?n) {{ {STAR} ; st:foundBy study:uccelli-2021 }}",
        f"SELECT (COUNT(*) AS ?n) {{ {STAR} . VALUES ?p {{ term:msc }} }}",
        f"SELECT (COUNT(*) AS ?n) {{ {STAR} MINUS {{ ?f st:value ?v }} }}",
        f"SELECT (COUNT(*) AS ?n) {{ {{ {STAR} }} UNION {{ ?f st:value ?p }} }}",
        f"SELECT (COUNT(*) AS ?n) {{ GRAPH ?g {{ {STAR} }} }}",
        f"SELECT (COUNT(*) AS ?n) {{ {STAR} FILTER EXISTS {{ ?f st:value ?v }} }}",
        f"SELECT (COUNT(*) AS ?n) {{ {STAR} FILTER NOT EXISTS {{ ?f st:value ?v }} }}",
        f"SELECT (COUNT(*) AS ?n) {{ {STAR}, ?other }}",
        f'SELECT (COUNT(*) AS ?n) {{ {STAR} ; st:value "x" }}',
        f"SELECT (COUNT(*) AS ?n) {{ {STAR} ; st:foundBy/st:design st:open-label-single-arm }}",
        f"SELECT (COUNT(*) AS ?n) {{ {STAR} ; st:foundBy [ a st:Study ] }}",
        f"SELECT (COUNT(*) AS ?n) {{ {STAR} . BIND(?p AS ?q) }}",
        f"CONSTRUCT {{ ?f a ?p }} WHERE {{ {STAR} }} ORDER BY ?f",
        f"SELECT ?p (COUNT(*) AS ?n) {{ {STAR} }} GROUP BY ?p HAVING (EXISTS {{ ?p a st:CellProduct }})",
    ],
)
def test_what_is_not_certain_stays_as_it_is(text: str, packaged: EvidenceStore) -> None:
    assert intersect_stars(packaged.dataset, text, many=40) == text


def test_only_a_query_that_reads_everything_is_worth_it() -> None:
    early, counts, orders = (
        inspect_query(text)
        for text in (
            f"SELECT ?f {{ {STAR} }} LIMIT 5",
            f"SELECT (COUNT(*) AS ?n) {{ {STAR} }}",
            f"SELECT ?f {{ {STAR} }} ORDER BY ?f LIMIT 5",
        )
    )
    assert (early.reads_all, counts.reads_all, orders.reads_all) == (False, True, True)


def test_what_few_share_is_looked_up(packaged: EvidenceStore) -> None:
    text = f"SELECT (COUNT(*) AS ?n) {{ {STAR} }}"
    assert intersect_stars(packaged.dataset, text, many=1_000_000) == text


def test_a_large_store_is_asked_that_way() -> None:
    store, graph = ox.Store(), ox.NamedNode("https://w3id.org/stroma/graph/curated")
    kind, way, about = (
        ox.NamedNode(iri)
        for iri in (PREFIXES["rdf"] + "type", ST + "direction", PREFIXES["rdf"] + "subject")
    )
    finding, supports = ox.NamedNode(ST + "Finding"), ox.NamedNode(ST + "supports")
    for n in range(6_000):
        f, p = ox.NamedNode(f"urn:f{n}"), ox.NamedNode(f"urn:p{n % 3}")
        store.extend(
            ox.Quad(f, *pair, graph) for pair in ((kind, finding), (way, supports), (about, p))
        )
    text = f"SELECT ?p (COUNT(?f) AS ?n) {{ {STAR} }} GROUP BY ?p ORDER BY ?p"
    assert intersect_stars(store, text) != text
    found = [(row[0].value, row[1].value) for row in run_query(store, text).rows()]  # type: ignore[union-attr]
    assert found == [(f"urn:p{n}", "2000") for n in range(3)]


names = some.sampled_from([ox.NamedNode(f"urn:x{n}") for n in range(4)])
quads = some.lists(some.builds(ox.Quad, names, names, names, names), min_size=1, max_size=40)
pairs = some.lists(
    some.tuples(some.sampled_from(["<urn:x0>", "<urn:x1>", "<urn:x2>/<urn:x0>"]),
                some.sampled_from(["<urn:x1>", "<urn:x2>", "?o", "?q", "?s"])),
    min_size=1, max_size=4,
)  # fmt: skip


@given(
    quads, some.lists(some.tuples(some.sampled_from(["?s", "?o"]), pairs), min_size=1, max_size=3)
)
def test_any_group_has_the_same_rows(
    held: list[ox.Quad], blocks: list[tuple[str, list[tuple[str, str]]]]
) -> None:
    store = ox.Store()
    store.extend(held)
    group = " . ".join(f"{s} {' ; '.join(' '.join(pair) for pair in of)}" for s, of in blocks)
    text = f"SELECT * {{ {group} }} ORDER BY ?s"
    assert rows(store, intersect_stars(store, text, many=1)) == rows(store, text)
