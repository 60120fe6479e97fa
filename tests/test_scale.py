"""Graphs made from the index of a store: the same as those made in memory, and as NetworkX wants them."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import networkx as nx
import pytest

from stroma.disk.store import DiskStore
from stroma.errors import InputError
from stroma.export import to_bytes
from stroma.graph import EvidenceGraph, open_graph
from stroma.model import Stance
from stroma.projection import to_networkx
from stroma.scale import to_igraph, to_scipy
from stroma.sources.sheets import write_sheets

if TYPE_CHECKING:
    from collections.abc import Callable

    from stroma.selection import GraphOptions
    from stroma.store import EvidenceStore


@pytest.fixture(scope="module")
def store(packaged_store: Path) -> DiskStore:
    """The packaged base as a store on disk."""
    return DiskStore(packaged_store)


@pytest.mark.parametrize(
    "options",
    [
        {},
        {"taxonomy": True},
        {"unmeasured": True},
        {"studies": False, "best_level": 2},
        {"kinds": ["CellProduct", "Disease"]},
        {"stances": ["contested", "not-supported"]},
        {"predicates": ["improves"]},
        {"predicates": "improves", "isolates": True, "plain": True},
        {"around": "MS", "radius": 2, "max_nodes": 10},
        {"around": "MS", "stances": "contested"},
        {"designs": "randomised-controlled", "years": (2014, 2016)},
        {"years": 2016, "studies": True, "keys": "curie"},
    ],
)
def test_the_graph_of_a_store_is_that_of_the_packaged_base(
    options: dict[str, Any], store: DiskStore, packaged: EvidenceStore
) -> None:
    ours, theirs = to_networkx(store, **options), to_networkx(packaged, **options)
    nodes: list[dict[str, Any]] = [{n: g.nodes[n] for n in g} for g in (ours, theirs)]
    assert nodes[0] == nodes[1]
    edges = [
        {(s, o, key): data for s, o, key, data in graph.edges(keys=True, data=True)}
        for graph in (ours, theirs)
    ]
    assert edges[0] == edges[1]
    assert ours.graph == theirs.graph


@pytest.mark.parametrize("fmt", ["json", "graphml", "gexf"])
def test_a_store_of_the_packaged_base_is_exported_as_the_base_is(
    fmt: str, store: DiskStore, packaged: EvidenceStore
) -> None:
    """nct01377870 has no finding and was lost on the way through a store."""
    assert to_bytes(store, fmt) == to_bytes(packaged, fmt)


def test_sheets_of_a_store_are_those_of_the_base(store: DiskStore, packaged: EvidenceStore) -> None:
    assert write_sheets(store.records) == write_sheets(packaged.records)


def test_plain_networkx_works_on_the_graph(store: DiskStore) -> None:
    graph = to_networkx(store, studies=False)
    assert nx.number_weakly_connected_components(graph) >= 1
    assert sum(nx.pagerank(nx.DiGraph(graph)).values()) == pytest.approx(1)
    copy = graph.copy()
    assert nx.utils.graphs_equal(graph, copy)
    s, o, key = next(iter(copy.edges))
    assert type(copy.edges[s, o, key]) is dict
    copy.edges[s, o, key]["seen"] = True
    copy.remove_edge(s, o, key)
    assert copy.number_of_edges() == graph.number_of_edges() - 1
    # Both directions hold one and the same dictionary, as networkx keeps it.
    inner: Any = graph
    assert inner._succ[s][o] is inner._pred[o][s]


def test_an_edge_takes_little_memory(store: DiskStore) -> None:
    graph = to_networkx(store, studies=False)
    data = next(iter(graph.edges(data=True)))[2]
    assert sys.getsizeof(data) < sys.getsizeof(dict(list(data.items()))) / 2


def test_an_ego_graph_keeps_to_its_cap_and_counts_the_rest(store: DiskStore) -> None:
    whole = to_networkx(store, around="multiple sclerosis", radius=2)
    few = to_networkx(store, around="multiple sclerosis", radius=2, max_nodes=10)
    assert len(few) == 10
    assert few.graph["cut"] == len(whole) - 10
    assert "cut" not in whole.graph
    assert "MONDO:0005301" in few


def test_edges_are_chosen_by_the_design_and_year_of_their_studies(
    store: DiskStore, packaged: EvidenceStore
) -> None:
    graph = to_networkx(store, studies=False, designs=["randomised-controlled"], years=(2014, 2016))
    wanted = {
        study.slug
        for study in packaged.records.studies.values()
        if study.design is not None
        and study.design.value == "randomised-controlled"
        and study.year in (2014, 2015, 2016)
    }
    assert graph.number_of_edges() > 0
    for _, _, data in graph.edges(data=True):
        assert wanted & set(data["studies"])


def test_what_a_choice_of_years_cannot_place_is_counted(
    store: DiskStore, packaged: EvidenceStore
) -> None:
    chosen: GraphOptions = {"years": (2014, 2016), "stances": "not-supported"}
    undated = {
        source
        for proposition in packaged.propositions.values()
        if proposition.stance is Stance.NOT_SUPPORTED
        for source in proposition.sources
        if (packaged.records.studies.get(source) or packaged.records.references[source]).year
        is None
    }
    assert undated
    for held in (store, packaged):
        assert to_networkx(held, **chosen).graph["undated"] == len(undated)
        assert "undated" not in to_networkx(held, stances="not-supported").graph
        assert to_networkx(held, **chosen | {"designs": "in-vitro"}).graph["undated"] == 0


def test_integers_as_keys_carry_the_curie(store: DiskStore) -> None:
    graph = to_networkx(store, keys="int")
    assert all(isinstance(node, int) for node in graph)
    curies = {curie for _, curie in graph.nodes(data="curie")}
    assert curies == set(to_networkx(store).nodes)


def test_igraph_and_scipy_hold_the_same_statements(store: DiskStore) -> None:
    graph = to_networkx(store, studies=False)
    other = to_igraph(store)
    assert other.ecount() == graph.number_of_edges()
    ends = sorted((other.vs[e.source]["name"], other.vs[e.target]["name"]) for e in other.es)
    assert ends == sorted((s, o) for s, o, _ in graph.edges)
    matrix, curies = to_scipy(store)
    assert matrix.sum() == graph.number_of_edges()
    row, column = curies.index("term:darvadstrocel"), curies.index("term:crohn-perianal-fistula")
    assert matrix[row, column] == graph.number_of_edges(
        "term:darvadstrocel", "term:crohn-perianal-fistula"
    )


@pytest.mark.parametrize("unmeasured", [False, True])
def test_igraph_and_scipy_of_a_store_are_those_of_the_packaged_base(
    store: DiskStore, *, unmeasured: bool
) -> None:
    for given in (EvidenceGraph(store), open_graph()):
        graph, attributes = given.to_igraph(unmeasured=unmeasured), []
        for e in graph.es:
            ends = (graph.vs[e.source]["name"], graph.vs[e.target]["name"])
            attributes.append((*ends, tuple(sorted(e.attributes().items(), key=str))))
        if given.store is store:
            of_store = sorted(attributes, key=str)
        else:
            assert sorted(attributes, key=str) == of_store
    for weight in ("statements", "studies"):
        one, curies = EvidenceGraph(store).to_scipy(weight=weight)
        two, others = open_graph().to_scipy(weight=weight)
        assert curies == others
        assert (one != two).nnz == 0
        # No entry that is a zero: algorithms on graphs take each for a link.
        assert one.nnz == one.count_nonzero() > 0
        assert two.nnz == two.count_nonzero()


FILTERS: dict[str, Any] = {
    "predicates": "improves",
    "stances": ["supported", "contested"],
    "best_level": 2,
}


def test_igraph_and_scipy_take_filters_and_keep_every_term(
    store: DiskStore, packaged: EvidenceStore
) -> None:
    graph = to_networkx(packaged, studies=False, **FILTERS)
    assert graph.number_of_edges() > 0
    for given in (store, packaged):
        made = to_igraph(given, **FILTERS)
        assert made.vcount() == len(packaged.records.terms)
        ends = sorted((made.vs[e.source]["name"], made.vs[e.target]["name"]) for e in made.es)
        assert ends == sorted((s, o) for s, o, _ in graph.edges)
        matrix, curies = to_scipy(given, **FILTERS)
        assert matrix.sum() == graph.number_of_edges()
        assert len(curies) == made.vcount()
    with pytest.raises(InputError, match="unknown stance 'good'"):
        to_igraph(store, stances="good")


def test_igraph_has_the_attributes_of_networkx(store: DiskStore) -> None:
    edges = [data for *_, data in to_networkx(store, studies=False).edges(data=True)]
    names = {name for data in edges for name in data} - {"proposition", "label", "studies"}
    made = to_igraph(store).es
    assert set(made.attributes()) == names | {"n_sources"}
    for name in names:
        assert sorted(map(str, made[name])) == sorted(str(data.get(name)) for data in edges)
    assert sorted(made["n_sources"]) == sorted(len(data["studies"]) for data in edges)


def test_igraph_and_scipy_count_the_chosen_studies_alone_where_these_are_weighed_again(
    store: DiskStore,
) -> None:
    kept: dict[str, Any] = {"years": (1980, 2018), "reweigh": True}
    made, edges = to_igraph(store, **kept), to_networkx(store, studies=False, **kept).edges
    assert made["numbers"] == "chosen studies"
    assert to_igraph(store, years=(1980, 2018))["numbers"] == "all studies"
    for name in ("stance", "supports", "asks"):
        assert sorted(made.es[name]) == sorted(edge[name] for *_, edge in edges(data=True))
    counted, _ = to_scipy(store, weight="studies", **kept)
    everything, _ = to_scipy(store, weight="studies", years=(1980, 2018))
    assert 0 < counted.sum() < everything.sum()


def test_what_is_not_known_is_none_in_igraph(store: DiskStore) -> None:
    edges = to_igraph(store, unmeasured=True).es
    assert None in set(edges["participants"])
    assert 0 not in set(edges["participants"])
    assert {e["level"] for e in edges if e["stance"] == "no-evidence"} == {None}


@pytest.mark.parametrize(("convert", "name"), [(to_igraph, "igraph"), (to_scipy, "scipy")])
def test_a_missing_extra_is_named(
    convert: Callable[[Any], Any], name: str, store: DiskStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, name, None)
    with pytest.raises(
        InputError, match=rf"{name}; in a copy of the repository: pip install .*\[scale\]"
    ):
        convert(store)


def test_a_filter_outside_the_vocabulary_is_refused(store: DiskStore) -> None:
    with pytest.raises(InputError, match="unknown kind"):
        to_networkx(store, kinds=["Animal"])


@pytest.mark.parametrize(
    "options",
    [
        {"kinds": ["CellProduct", "Disease"]},
        {"designs": "randomised-controlled"},
        {"years": (2014, 2016), "stances": ["not-supported", "contested"]},
    ],
)
def test_igraph_and_scipy_choose_what_networkx_chooses(
    store: DiskStore, packaged: EvidenceStore, options: dict[str, Any]
) -> None:
    expected = to_networkx(store, studies=False, **options).number_of_edges()
    assert expected > 10
    for held in (store, packaged):
        made = to_igraph(held, **options)
        assert (made.ecount(), made.vcount()) == (expected, len(packaged.records.terms))
        matrix, curies = to_scipy(held, **options)
        assert (matrix.sum(), len(curies)) == (expected, len(packaged.records.terms))


@pytest.mark.parametrize("options", [{}, {"predicates": "improves"}, {"around": "MS"}])
def test_numbered_nodes_have_no_gaps(
    store: DiskStore, packaged: EvidenceStore, options: dict[str, Any]
) -> None:
    for held in (store, packaged):
        graph = to_networkx(held, keys="int", **options)
        assert sorted(graph) == list(range(len(graph)))
        named = to_networkx(held, **options)
        assert {curie for _, curie in graph.nodes(data="curie")} == set(named)
        edges = {(graph.nodes[s]["curie"], graph.nodes[o]["curie"], k) for s, o, k in graph.edges}
        assert edges == set(named.edges)
