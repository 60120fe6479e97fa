"""What a push leaves on a server, what readers get meanwhile, and what a push that went wrong says."""

from __future__ import annotations

import random
import re
from contextlib import suppress
from typing import TYPE_CHECKING, Any

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from few import few_files
from servers import holding, oxigraph_server
from stroma import open_graph
from stroma.build import build_dataset
from stroma.cards import card
from stroma.cli import main
from stroma.data import data_files
from stroma.disk.building import build_store
from stroma.errors import InputError, StromaError
from stroma.export import FORMATS
from stroma.graph import EvidenceGraph
from stroma.remote import push as push_module
from stroma.remote.client import Endpoint, RemoteError
from stroma.remote.push import push
from stroma.remote.skolem import GENID, skolem_iris
from stroma.remote.state import HASH, PUSHED, STATE
from stroma.remote.store import RemoteStore
from stroma.store import EvidenceStore
from stroma.vocabulary import PREFIXES, ST

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

UNFINISHED = "a push to it is not finished, so that it holds a part of the evidence"
DERIVED = PREFIXES["graph"] + "derived"
STUDY = PREFIXES["graph"] + "study/uccelli-2021"


@pytest.fixture(scope="module", params=["oxigraph", "virtuoso"])
def server(
    request: pytest.FixtureRequest,
    tmp_path_factory: pytest.TempPathFactory,
    few: EvidenceStore,
) -> Iterator[str]:
    """A server that holds a part of the packaged base; a test that changes it pushes that again."""
    with holding(request.param, tmp_path_factory.mktemp("server"), few.dataset) as url:
        yield url


@pytest.fixture(scope="module")
def with_own(tmp_path_factory: pytest.TempPathFactory) -> EvidenceStore:
    """The same part, and a study of one's own that changes what is derived."""
    own = tmp_path_factory.mktemp("own") / "own-2020.ttl"
    text = data_files("studies/uccelli-2021.ttl")[0].read_text(encoding="utf-8")
    text = re.sub(r'\n  st:(doi|pmid) "[^"]*" ;', "", text.replace("uccelli-2021", "own-2020"))
    own.write_text(text, encoding="utf-8")
    return open_few(own)


def open_few(*own: Path) -> EvidenceStore:
    """The same part of the packaged base with more files."""
    return EvidenceStore(build_dataset([*few_files(), *own], packaged=False))


class Through(Endpoint):
    """A server behind something that treats some of the updates in its own way."""

    n_updates = 0
    first_lost = 10**9
    n_lost = 0
    kind = ""

    def update(self, text: str) -> str:
        self.n_updates += 1
        if not self.first_lost <= self.n_updates < self.first_lost + self.n_lost:
            return super().update(text)
        if not self.kind:
            raise RemoteError(self.url, "cut off")
        return self.kind


def through(url: str, first_lost: int = 10**9, n_lost: int = 10**9, kind: str = "") -> Through:
    """A server whose updates get lost from the nth one on, without an answer or with one of a kind."""
    found = Through(url)
    found.first_lost, found.n_lost, found.kind = first_lost, n_lost, kind
    return found


def graph_of(url: str, graph: str) -> set[str]:
    query = f"SELECT ?s ?p ?o {{ GRAPH <{graph}> {{ ?s ?p ?o }} }}"
    return {f"{r['s']} {r['p']} {r['o']}" for r in Endpoint(url).paged(query, "s")}


# ---- readers while a push runs, and after one was cut off


@pytest.mark.parametrize("n_updates", [1, 10])
def test_readers_of_a_push_that_was_cut_off_are_told_and_get_nothing(
    few: EvidenceStore, capfd: pytest.CaptureFixture[str], n_updates: int
) -> None:
    with oxigraph_server() as url:
        with pytest.raises(RemoteError, match="cut off"):
            push(few.dataset, through(url, first_lost=n_updates + 1))
        assert graph_of(url, PREFIXES["graph"] + "article/msc-for-ms")
        for args in (
            ["ask", "contested"],
            ["ask", "harm-reports"],
            ["show", "MS"],
            ["query", "SELECT ?s { ?s a st:Study }"],
            ["rank"],
            ["info"],
        ):
            assert main(["--store", url, *args]) == 3
            out, err = capfd.readouterr()
            assert not out
            assert f"{url}: {UNFINISHED}; wait until it is, or run `stroma push` again\n" in err
        with pytest.raises(RemoteError, match=UNFINISHED):
            open_graph(url).to_networkx()
        # It goes on where it stopped, inside a graph, too.
        assert push(few.dataset, Endpoint(url)).n_triples_sent < len(few.dataset) - 300
        assert (
            list(open_graph(url).ask("contested"))
            == list(EvidenceGraph(few).ask("contested"))
            != []
        )


def test_a_push_of_an_older_version_that_was_cut_off_is_told_too(
    server: str, few: EvidenceStore
) -> None:
    endpoint = Endpoint(server)
    endpoint.update(f"DELETE WHERE {{ GRAPH <{PUSHED}> {{ <{PUSHED}> <{STATE}> ?o }} }}")
    assert RemoteStore(server).counts()
    endpoint.update(f"DELETE WHERE {{ GRAPH <{PUSHED}> {{ <{DERIVED}> <{HASH}> ?o }} }}")
    with pytest.raises(RemoteError, match=UNFINISHED):
        RemoteStore(server).counts()
    push(few.dataset, endpoint)
    assert RemoteStore(server).counts()


def test_answers_never_mix_two_pushes(
    server: str, few: EvidenceStore, with_own: EvidenceStore
) -> None:
    before = RemoteStore(server)
    graph = open_graph(server)
    n_edges = graph.to_networkx().number_of_edges()
    assert before.find_source("uccelli-2021")
    push(with_own.dataset, Endpoint(server))
    with pytest.raises(RemoteError, match="replaced by `stroma push` since it was first asked"):
        before.find_source("uccelli-2021")
    with pytest.raises(StromaError, match="replaced by `stroma push`"):
        graph.query("SELECT ?s { ?s a st:Study }")
    assert open_graph(server).to_networkx().number_of_edges() > n_edges
    push(few.dataset, Endpoint(server), prune=True)
    assert open_graph(server).to_networkx().number_of_edges() == n_edges


def test_what_a_person_does_while_a_push_begins_is_looked_at_afterwards(
    server: str, few: EvidenceStore
) -> None:
    endpoint = RemoteStore(server).endpoint

    def some() -> list[object]:
        with endpoint.at_once():
            first = list(endpoint.rows("SELECT ?s { ?s ?p ?o } LIMIT 1"))
            with pytest.raises(RemoteError, match="cut off"):
                push(few.dataset, through(server, first_lost=2), force=True)
            return [*first, *endpoint.rows("SELECT ?s { ?s ?p ?o } LIMIT 1")]

    with pytest.raises(RemoteError, match=UNFINISHED):
        some()
    push(few.dataset, Endpoint(server))


def test_a_server_gives_the_formats_that_the_help_says(
    server: str, capsys: pytest.CaptureFixture[str]
) -> None:
    there, given = RemoteStore(server), set()
    for name, fmt in FORMATS.items():
        with suppress(InputError):
            assert fmt.write(there, None)
            given.add(name)
    assert main(["export", "--help"]) == 0
    said = " ".join(capsys.readouterr().out.split())
    assert given == {"graphml", "gexf", "json", "csv", "kgx", "sheets"}
    assert "From a server (--store URL) come GraphML, GEXF, JSON, CSV, KGX and sheets" in said
    assert f"RDF ({', '.join(name for name in FORMATS if name not in given)}) needs" in said


def test_a_server_that_nobody_pushed_to_is_asked_as_it_is() -> None:
    with oxigraph_server() as url:
        Endpoint(url).update(f"INSERT DATA {{ GRAPH <urn:g> {{ <urn:a> a <{ST}Study> }} }}")
        assert [row["s"] for row in open_graph(url).query("SELECT ?s { ?s ?p ?o }")] == ["urn:a"]


# ---- what is sent


def test_a_study_more_is_one_request_of_what_changed(
    few: EvidenceStore, with_own: EvidenceStore
) -> None:
    """So that a server with transactions never shows a part of it."""
    with oxigraph_server() as url:
        push(few.dataset, Endpoint(url))
        endpoint = through(url)
        done = push(with_own.dataset, endpoint)
        assert (done.n_sent, endpoint.n_updates) == (3, 1)
        assert done.n_triples_sent < 1_000
        there = RemoteStore(url)
        assert card(there, "own-2020").text() == card(with_own, "own-2020").text()
        assert push(few.dataset, endpoint, prune=True).n_removed == 1
        assert endpoint.n_updates == 2
        for graph in (DERIVED, PREFIXES["graph"] + "provenance"):
            node = ox.NamedNode(graph)
            quads = few.dataset.quads_for_pattern(None, None, None, node)
            assert graph_of(url, graph) == {f"{q.subject} {q.predicate} {q.object}" for q in quads}


def test_what_was_lost_on_the_server_is_seen_and_sent_again(
    server: str, few: EvidenceStore, capsys: pytest.CaptureFixture[str]
) -> None:
    endpoint = Endpoint(server)
    endpoint.update(f"DROP SILENT GRAPH <{STUDY}>")
    # Records that an answer lacks are the server's fault, and the line says what to do.
    assert main(["--store", server, "show", "MS"]) == 3
    err = capsys.readouterr().err
    assert err.count("\n") == 1
    assert "lacks a part of the evidence, such as finding:uccelli-2021" in err
    assert push(few.dataset, endpoint).n_sent == 1
    some = next(iter(sorted(graph_of(server, DERIVED))))
    endpoint.update(f"DELETE DATA {{ GRAPH <{DERIVED}> {{ {some} }} }}")
    assert push(few.dataset, endpoint).n_sent == 1
    assert card(RemoteStore(server), "MS").text() == card(few, "MS").text()
    assert push(few.dataset, endpoint).n_sent == 0


def test_a_statement_without_its_predicate_is_a_fault_of_the_server(
    server: str, few: EvidenceStore
) -> None:
    some = next(iter(few.propositions))
    predicate = f"<{some}> <{PREFIXES['rdf']}predicate>"
    Endpoint(server).update(f"DELETE WHERE {{ GRAPH <{DERIVED}> {{ {predicate} ?q }} }}")
    with pytest.raises(RemoteError, match="lacks a part of the evidence, of what a statement says"):
        RemoteStore(server).slice(propositions=[some])
    push(few.dataset, Endpoint(server))
    assert RemoteStore(server).slice(propositions=[some]).propositions


def test_force_sends_what_the_numbers_do_not_show(
    server: str, few: EvidenceStore, tmp_path: Path
) -> None:
    endpoint = Endpoint(server)
    label = f"<{PREFIXES['study']}uccelli-2021> <{PREFIXES['st']}nEnrolled>"
    endpoint.update(
        f"DELETE DATA {{ GRAPH <{STUDY}> {{ {label} 144 }} }} ;\n"
        f"INSERT DATA {{ GRAPH <{STUDY}> {{ {label} 999 }} }}"
    )
    assert push(few.dataset, endpoint).n_sent == 0
    build_store(few_files(), tmp_path / "few", packaged=False)
    assert main(["--store", server, "push", "--from", str(tmp_path / "few"), "--force"]) == 0
    study = PREFIXES["study"] + "uccelli-2021"
    assert RemoteStore(server).around("uccelli-2021").records.studies[study].n_enrolled == 144


# ---- updates that nobody carried out


@pytest.mark.parametrize(
    ("kind", "said"),
    [
        ("text/html", r"answered an update with a page \(text/html\) and did not carry it out"),
        ("text/plain", r"of \d+ updates that were answered, \d+ were carried out"),
    ],
)
def test_an_update_that_something_else_answered_is_no_success(
    few: EvidenceStore, kind: str, said: str
) -> None:
    with oxigraph_server() as url:
        with pytest.raises(RemoteError, match=said):
            push(few.dataset, through(url, first_lost=5, n_lost=1, kind=kind))
        with pytest.raises(RemoteError, match=UNFINISHED):
            RemoteStore(url).counts()
        push(few.dataset, Endpoint(url))
        assert RemoteStore(url).counts() == few.counts()
        # All in one request.
        Endpoint(url).update(f"DROP SILENT GRAPH <{STUDY}>")
        with pytest.raises(RemoteError, match=r"answered an update .* and did not carry it out"):
            push(few.dataset, through(url, first_lost=1, kind=kind))
        assert push(few.dataset, Endpoint(url)).n_sent == 1


def test_a_server_that_says_with_a_page_that_an_update_is_done_is_believed(
    few: EvidenceStore,
) -> None:
    """As some do whose updates come by a form."""

    class Pages(Endpoint):
        def update(self, text: str) -> str:
            super().update(text)
            return "text/html"

    with oxigraph_server() as url:
        push(few.dataset, Pages(url))
        assert push(few.dataset, Pages(url)).n_sent == 0
        assert RemoteStore(url).counts() == few.counts()


def test_a_server_that_holds_less_than_it_was_sent_is_no_success(few: EvidenceStore) -> None:
    class Loses(Endpoint):
        def update(self, text: str) -> str:
            kind = super().update(text)
            super().update(f"DELETE WHERE {{ GRAPH <{STUDY}> {{ ?s a ?o }} }}")
            return kind

    with oxigraph_server() as url:
        with pytest.raises(RemoteError, match=r"holds \d+ triples of the graph study/uccelli-2021"):
            push(few.dataset, Loses(url))
        with pytest.raises(RemoteError, match=UNFINISHED):
            RemoteStore(url).counts()
        push(few.dataset, Endpoint(url))
        with pytest.raises(RemoteError, match=r"holds \d+ triples of the graph study/uccelli-2021"):
            push(few.dataset, Loses(url), force=True)


def test_two_spellings_of_a_value_may_be_one_on_the_server(server: str, few: EvidenceStore) -> None:
    """Virtuoso keeps 0.050 as 0.05, 1 for true, and languages in one case."""
    text = """<urn:a> <urn:p> 0.050 , 0.05 , "x"@en , "x"@EN , true , "1"^^<http://www.w3.org/2001/XMLSchema#boolean> ,
        "3"@en , "3" , 3 , "true" , "say \\"@en" ."""
    dataset = ox.Store()
    graph = ox.NamedNode(PREFIXES["graph"] + "spellings")
    dataset.extend(few.dataset)
    dataset.extend(
        ox.Quad(q.subject, q.predicate, q.object, graph)
        for q in ox.parse(input=text, format=ox.RdfFormat.TURTLE)
    )
    push(dataset, Endpoint(server))
    assert push(dataset, Endpoint(server)).n_sent == 0
    push(few.dataset, Endpoint(server), prune=True)


# ---- blank nodes

RESTRICTIONS = (
    "PREFIX owl: <http://www.w3.org/2002/07/owl#> SELECT ?c { ?c rdfs:subClassOf ?r . "
    "?r a owl:Restriction ; owl:onProperty ?p ; owl:someValuesFrom ?v }"
)


def ontology(folder: Path, *, extra: str = "", n: int = 300) -> EvidenceStore:
    """The same part, and a small ontology in which each class has two restrictions, one of them twice."""
    head = """@prefix : <http://example.org/onto#> . @prefix owl: <http://www.w3.org/2002/07/owl#> .
        @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> . <http://example.org/onto> a owl:Ontology .
        """
    one = "[ a owl:Restriction ; owl:onProperty :part ; owl:someValuesFrom {} ]"
    same = one.format(":whole")
    nested = one.format("[ a owl:Class ; owl:unionOf ( :x{n} :y ) ]")
    classes = [
        f":c{n} a owl:Class ; rdfs:subClassOf {same} , {same} , {nested.replace('{n}', str(n))} ."
        for n in range(n)
    ]
    file = folder / "onto.ttl"
    file.write_text(head + "\n".join([*classes, extra]), encoding="utf-8")
    return open_few(file)


def test_what_hangs_together_on_a_blank_node_stays_together(
    server: str, few: EvidenceStore, tmp_path: Path
) -> None:
    built, endpoint = ontology(tmp_path), Endpoint(server)
    try:
        push(built.dataset, endpoint)
        # Three a class, two of which say the same.
        rows = open_graph(server).query(RESTRICTIONS)
        assert len(rows) == len(EvidenceGraph(built).query(RESTRICTIONS)) == 900
        # The labels of blank nodes are others in each build.
        assert push(ontology(tmp_path).dataset, endpoint).n_sent == 0
        # A class more is that class, what says which file it is from, and nothing else.
        more = ontology(tmp_path, extra=":more a owl:Class ; rdfs:subClassOf [ a owl:Class ] .")
        done = push(more.dataset, endpoint)
        assert (done.n_sent, done.n_triples_sent) == (2, 3 + 1)
    finally:
        push(few.dataset, endpoint, prune=True)


KNOTS = (
    ":a :p [ :q [ :r 1 ] , [ :r 1 ] ] , [ :q [ :r 1 ] , [ :r 1 ] ] .",
    "_:x :n _:y . _:y :n _:z . _:z :n _:x . _:u :n _:v . _:v :n _:w . _:w :n _:u .",
    ":l :is ( 1 1 1 1 2 ) , ( 1 1 1 1 2 ) . _:me :knows _:me .",
    ":a :p [] , [] , [] . :b :p [ :q :c ] .",
)


@given(st.sampled_from(KNOTS), st.randoms(use_true_random=False))
def test_the_name_of_a_blank_node_follows_from_what_is_said(
    text: str, chance: random.Random
) -> None:
    def named(quads: list[ox.Quad]) -> set[tuple[str, ...]]:
        names = skolem_iris(quads)
        assert len({*names.values()}) == len(names)
        assert all(iri.startswith(GENID) for iri in names.values())
        nodes = {f"_:{label}": iri for label, iri in names.items()}
        return {tuple(nodes.get(str(part), str(part)) for part in quad) for quad in quads}

    parsed = ox.parse(input=f"@prefix : <urn:> . {text}", format=ox.RdfFormat.TURTLE)
    quads = list(parsed)
    labels = sorted({p.value for q in quads for p in q if isinstance(p, ox.BlankNode)})
    chance.shuffle(labels)
    others = {f"_:{label}": ox.BlankNode(f"b{place}") for place, label in enumerate(labels)}
    again = [ox.Quad(*(others.get(str(part), part) for part in quad)) for quad in quads]
    chance.shuffle(again)
    assert len(named(quads)) == len(quads)
    assert named(again) == named(quads)


def test_a_node_of_two_graphs_has_one_name() -> None:
    p, node = ox.NamedNode("urn:p"), ox.BlankNode("b")
    quads = [ox.Quad(node, p, p, ox.NamedNode(graph)) for graph in ("urn:one", "urn:two")]
    assert len(skolem_iris(quads)) == 1


def test_only_the_graphs_of_the_build_are_counted(
    server: str, few: EvidenceStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What others put there may be so much that counting it takes longer than the server allows."""
    endpoint = Endpoint(server)
    theirs = "<urn:theirs> { <urn:a> <urn:b> <urn:c> }"
    endpoint.update(f"INSERT DATA {{ GRAPH {theirs} }}")
    counted: list[dict[str, int]] = []
    count = push_module._counts

    def recorded(*args: Any) -> dict[str, int]:
        counted.append(count(*args))
        return counted[-1]

    monkeypatch.setattr(push_module, "_counts", recorded)
    # In several requests.
    monkeypatch.setattr(push_module, "_COUNTED_AT_ONCE", 3)
    assert push(few.dataset, endpoint).n_sent == 0
    assert push(few.dataset, endpoint, force=True).n_sent == len(list(few.dataset.named_graphs()))
    graphs = {graph.value for graph in few.dataset.named_graphs()}
    assert [set(one) for one in counted] == [graphs] * len(counted)
    assert len(counted) >= 2
    assert endpoint.ask(f"ASK {{ GRAPH {theirs} }}")
    endpoint.update(f"DELETE DATA {{ GRAPH {theirs} }}")
