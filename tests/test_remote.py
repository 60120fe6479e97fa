"""Stores on a SPARQL server: two real ones, and one that misbehaves in every way we know."""

from __future__ import annotations

import threading
import time
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, ClassVar

import pytest

from servers import free_port, oxigraph_server, virtuoso_server  # type: ignore[import-not-found]
from stroma.cards import card
from stroma.cli import main
from stroma.errors import InputError, UnknownTermError
from stroma.explore import neighbours, paths, rank
from stroma.remote import client
from stroma.remote.client import Endpoint, RemoteError, RemoteRefusedError
from stroma.remote.push import PUSHED, push
from stroma.remote.store import RemoteStore

if TYPE_CHECKING:
    from collections.abc import Iterator

    from stroma.store import EvidenceStore


@pytest.fixture(scope="module", params=["oxigraph", "virtuoso"])
def server(
    request: pytest.FixtureRequest,
    tmp_path_factory: pytest.TempPathFactory,
    packaged: EvidenceStore,
) -> Iterator[str]:
    """A server that holds the packaged base."""
    started = (
        oxigraph_server()
        if request.param == "oxigraph"
        else virtuoso_server(tmp_path_factory.mktemp("virtuoso"))
    )
    with started as url:
        push(packaged.dataset, Endpoint(url))
        yield url


def test_a_second_push_sends_nothing_and_a_broken_one_goes_on(
    server: str, packaged: EvidenceStore
) -> None:
    endpoint = Endpoint(server)
    assert push(packaged.dataset, endpoint).n_sent == 0
    n = len(list(packaged.dataset.named_graphs()))
    graph = "https://w3id.org/stroma/graph/study/uccelli-2021"
    # As after a push that ended before the mark was set.
    endpoint.update(f"DELETE WHERE {{ GRAPH <{PUSHED}> {{ <{graph}> ?p ?o }} }}")
    endpoint.update(f"DROP SILENT GRAPH <{graph}>")
    done = push(packaged.dataset, endpoint)
    assert (done.n_sent, done.n_graphs) == (1, n)
    assert endpoint.ask(f"ASK {{ GRAPH <{graph}> {{ ?s ?p ?o }} }}")


def test_a_push_takes_back_a_graph_that_is_gone_and_leaves_others(server: str) -> None:
    import pyoxigraph as ox

    endpoint = Endpoint(server)
    endpoint.update("INSERT DATA { GRAPH <urn:theirs> { <urn:a> <urn:b> <urn:c> } }")
    extra, s = ox.Store(), ox.NamedNode("urn:a")
    held = RemoteStore(server).dataset
    assert len(held) > 0
    extra.add(ox.Quad(s, s, s, ox.NamedNode("https://w3id.org/stroma/graph/extra")))
    kept = push_only(endpoint, extra)
    assert kept == 1
    assert endpoint.ask("ASK { GRAPH <urn:theirs> { ?s ?p ?o } }")


def push_only(endpoint: Endpoint, extra: object) -> int:
    """Push one more graph beside what is marked, then take it back; how many were taken back."""
    import pyoxigraph as ox

    assert isinstance(extra, ox.Store)
    from stroma.store import open_store

    packaged = open_store().dataset
    both = ox.Store()
    both.extend(packaged)
    both.extend(extra)
    push(both, endpoint)
    return push(packaged, endpoint).n_removed


def test_a_server_answers_as_the_packaged_base_does(server: str, packaged: EvidenceStore) -> None:
    remote = RemoteStore(server)
    assert remote.counts() == packaged.counts()
    for ends in (("adipose MSC", "remyelination"), ("MSC", "MS")):
        assert paths(remote, *ends, k=4).text() == paths(packaged, *ends, k=4).text()
    assert neighbours(remote, "remyelination", hops=2) == neighbours(
        packaged, "remyelination", hops=2
    )
    assert rank(remote, "studies", limit=5) == rank(packaged, "studies", limit=5)
    for name in ("remyelination", "uccelli-2021", "msc-for-ms"):
        assert card(remote, name).text() == card(packaged, name).text()


def test_names_are_found_on_a_server(server: str, packaged: EvidenceStore) -> None:
    remote = RemoteStore(server)
    for text in ("MS", "Multiple Sclerosis", "nurown", "MONDO:0005301", "uc-msc-product"):
        assert remote.resolve_term(text) == packaged.resolve_term(text)
    with pytest.raises(UnknownTermError, match="did you mean multiple sclerosis"):
        remote.resolve_term("mulitple sclerosis")
    assert remote.resolve_source("27761060") == packaged.resolve_source("27761060")


def test_queries_and_questions_run_on_a_server(
    server: str, capfd: pytest.CaptureFixture[str]
) -> None:
    for args in (
        ["query", "SELECT ?l { term:remyelination rdfs:label ?l }"],
        ["ask", "contested"],
        ["query", "SELECT ?s ?n { ?s a st:Study ; st:nEnrolled ?n } ORDER BY ?s", "-f", "csv"],
    ):
        said = []
        for location in ([], ["--store", server]):
            assert main([*location, *args]) == 0
            said.append(capfd.readouterr().out)
        assert said[0] == said[1]
    assert main(["--store", server, "query", "ASK { ?s a st:NoSuchClass }"]) == 1
    assert main(["--store", server, "info"]) == 0


def test_what_needs_the_quads_at_hand_says_so(
    server: str, capsys: pytest.CaptureFixture[str]
) -> None:
    args = ["--store", server, "export", "--format", "ttl", "--graph", "study/uccelli-2021"]
    assert main(args) == 2
    assert "a server only answers queries" in capsys.readouterr().err


def test_long_answers_come_in_pages(server: str) -> None:
    query = "SELECT DISTINCT ?p { ?p a <https://w3id.org/stroma/vocab/Proposition> }"
    whole = {str(row["p"]) for row in Endpoint(server).rows(query)}
    paged = [str(row["p"]) for row in Endpoint(server).paged(query, "p", page=37)]
    assert len(paged) == len(whole)
    assert set(paged) == whole
    query = "SELECT DISTINCT ?p ?s { ?p <https://w3id.org/stroma/vocab/studiedIn> ?s }"
    rows = {(str(row["p"]), str(row["s"])) for row in Endpoint(server).rows(query)}
    found = [(str(r["p"]), str(r["s"])) for r in Endpoint(server).paged(query, "p", page=20)]
    assert len(found) == len(rows)
    assert set(found) == rows


# ---- a server that misbehaves


class _Bad(BaseHTTPRequestHandler):
    behaviour: ClassVar[str] = ""
    n_requests: ClassVar[int] = 0
    headers_seen: ClassVar[dict[str, str]] = {}

    def do_POST(self) -> None:
        type(self).n_requests += 1
        type(self).headers_seen = dict(self.headers)
        self.rfile.read(int(self.headers["Content-Length"]))
        rows = b'{"head":{"vars":["x"]},"results":{"bindings":[{"x":{"type":"uri","value":"urn:a"}}'
        kind, status, length, body = "application/sparql-results+json", 200, None, rows + b"]}}"
        match self.behaviour:
            case "slow":
                time.sleep(2)
            case "html":
                kind, body = "text/html", b"<html><body>Welcome</body></html>"
            case "dies":
                length, body = 1000, rows + b","
            case "busy":
                status = 503 if self.n_requests < 3 else 200
            case "error":
                status, kind, body = 500, "text/plain", b"out of memory\nat line 3"
            case "secret":
                status = 401
            case "moved":
                status = 302
        self.send_response(status)
        self.send_header("Content-Type", kind)
        if status == 302:
            self.send_header("Location", "http://127.0.0.1:9/elsewhere")
        if self.behaviour == "partial":
            self.send_header("X-SQL-State", "S1TAT")
        if self.behaviour == "capped":
            self.send_header("X-SPARQL-MaxRows", "1")
        self.send_header("Content-Length", str(length or len(body)))
        self.end_headers()
        with suppress(BrokenPipeError):  # a client that gave up
            self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def bad(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """The address of a server whose behaviour a test chooses."""
    monkeypatch.setattr(client, "_PAUSES", (0.01, 0.01, 0.01))
    _Bad.n_requests = 0
    running = ThreadingHTTPServer(("127.0.0.1", 0), _Bad)
    threading.Thread(target=running.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{running.server_port}/sparql"
    running.shutdown()
    running.server_close()


@pytest.mark.parametrize(
    ("behaviour", "said"),
    [
        ("slow", "no answer within 0.3 s"),
        ("html", "answered text/html, no SPARQL results"),
        ("dies", "broke off in the middle"),
        ("error", "answered 500: out of memory at line 3"),
        ("secret", "refused with 401; set STROMA_SPARQL_USER"),
        ("moved", "redirects to http://127.0.0.1:9/elsewhere"),
        ("capped", "the server cut the answer after 1 rows"),
        ("partial", "ended the query early and sent a part"),
    ],
)
def test_a_misbehaving_server_is_one_clear_line(bad: str, behaviour: str, said: str) -> None:
    _Bad.behaviour = behaviour
    with pytest.raises(RemoteError) as raised:
        list(Endpoint(bad, timeout_s=0.3).rows("SELECT ?x { ?x ?y ?z }"))
    assert said in str(raised.value)
    assert str(raised.value).startswith(bad)
    assert "\n" not in str(raised.value)


def test_a_busy_server_is_asked_again(bad: str) -> None:
    _Bad.behaviour = "busy"
    assert len(list(Endpoint(bad).rows("SELECT ?x { ?x ?y ?z }"))) == 1
    assert _Bad.n_requests == 3


def test_an_update_is_not_sent_twice_when_the_answer_is_lost(bad: str) -> None:
    _Bad.behaviour = "slow"
    with pytest.raises(RemoteError):
        Endpoint(bad, timeout_s=0.2).update("INSERT DATA { <urn:a> <urn:b> <urn:c> }")
    assert _Bad.n_requests == 1


def test_a_server_that_is_down_is_one_clear_line(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(client, "_PAUSES", (0.01, 0.01, 0.01))
    url = f"http://127.0.0.1:{free_port()}/sparql"
    assert main(["--store", url, "path", "MS", "HGF"]) == 3
    err = capsys.readouterr().err
    assert "is the server running?" in err
    assert err.count("\n") == 1


def test_credentials_come_from_the_environment_and_stay_out_of_messages(
    bad: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    _Bad.behaviour = "error"
    monkeypatch.setenv("STROMA_SPARQL_USER", "anna")
    monkeypatch.setenv("STROMA_SPARQL_PASSWORD", "s3cret")
    with pytest.raises(RemoteError) as raised:
        list(Endpoint(bad).rows("SELECT ?x { ?x ?y ?z }"))
    assert _Bad.headers_seen["Authorization"].startswith("Basic ")
    assert "s3cret" not in str(raised.value)
    monkeypatch.setenv("STROMA_SPARQL_TOKEN", "t0ken")
    with pytest.raises(RemoteError):
        list(Endpoint(bad).rows("SELECT ?x { ?x ?y ?z }"))
    assert _Bad.headers_seen["Authorization"] == "Bearer t0ken"


def test_the_silence_to_wait_for_comes_from_the_environment(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("STROMA_SPARQL_TIMEOUT_S", "2.5")
    assert Endpoint("http://127.0.0.1:9/").timeout_s == 2.5
    monkeypatch.setenv("STROMA_SPARQL_TIMEOUT_S", "soon")
    with pytest.raises(InputError, match="STROMA_SPARQL_TIMEOUT_S is 'soon'"):
        Endpoint("http://127.0.0.1:9/")


def test_no_address_of_an_endpoint_is_refused() -> None:
    with pytest.raises(InputError, match="not the http"):
        Endpoint("ftp://example.org/sparql")
    assert issubclass(RemoteRefusedError, InputError)
