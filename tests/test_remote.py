"""Stores on a SPARQL server: two real ones, and one that misbehaves in every way we know."""

from __future__ import annotations

import hashlib
import re
import threading
import time
from base64 import b64encode
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any, ClassVar

import pytest
from hypothesis import given
from hypothesis import strategies as st

from servers import free_port, holding, oxigraph_server
from stroma import EvidenceGraph, open_graph
from stroma.cards import card
from stroma.cli import main
from stroma.data import data_files
from stroma.disk.building import build_store
from stroma.errors import InputError, QueryFailedError, UnknownTermError
from stroma.explore import neighbours, paths, rank
from stroma.export import FORMATS
from stroma.queries import load_questions
from stroma.queries.asking import understand
from stroma.remote import client
from stroma.remote.client import Endpoint, RemoteError, RemoteRefusedError
from stroma.remote.dataset import RemoteDataset
from stroma.remote.push import push
from stroma.remote.sources import read_names
from stroma.remote.state import PUSHED
from stroma.remote.store import RemoteStore
from stroma.source_names import named_sources
from stroma.store import open_store
from stroma.vocabulary import PREFIXES, to_iri
from test_store import USUAL_SPELLINGS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from stroma.store import EvidenceStore


@pytest.fixture(scope="module", params=["oxigraph", "virtuoso"])
def server(
    request: pytest.FixtureRequest,
    tmp_path_factory: pytest.TempPathFactory,
    packaged: EvidenceStore,
) -> Iterator[str]:
    """A server that holds the packaged base."""
    with holding(request.param, tmp_path_factory.mktemp("server"), packaged.dataset) as url:
        yield url


def test_a_store_on_disk_is_served_as_it_is(tmp_path: Path, packaged: EvidenceStore) -> None:
    build_store([], tmp_path / "store")
    (quads,) = (tmp_path / "store").glob("data-*/quads")
    with oxigraph_server(quads) as url:
        there = open_graph(url)
        for name in ("uccelli-2021", "ALS"):
            assert str(there.show(name)) == str(card(packaged, name))
        assert list(there.ask("diseases-covered")) == list(open_graph().ask("diseases-covered"))


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
    packaged = open_store().dataset
    both = ox.Store()
    both.extend(packaged)
    both.extend(extra)
    push(both, endpoint)
    with pytest.raises(InputError, match="lacks: extra; push a build that has it, or add --prune"):
        push(packaged, endpoint)
    assert endpoint.ask("ASK { GRAPH <https://w3id.org/stroma/graph/extra> { ?s ?p ?o } }")
    return push(packaged, endpoint, prune=True).n_removed


# One kind of server is enough: what differs between them is tested above, and Virtuoso takes half a minute for this.
@pytest.mark.parametrize("server", ["oxigraph"], indirect=True)
def test_a_graph_that_a_file_names_in_its_own_way_is_read_from_a_server(
    server: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    own = tmp_path / "mine.trig"
    text = data_files("studies/uccelli-2021.ttl")[0].read_text(encoding="utf-8")
    text = re.sub(r'\n  st:(doi|pmid) "[^"]*" ;', "", text.replace("uccelli-2021", "own-2020"))
    prefixes, _, rest = text.partition("\n\nstudy:")
    own.write_text(f"{prefixes}\n\n<urn:mine> {{\nstudy:{rest}}}\n", encoding="utf-8")
    built, endpoint = open_store(own_files=[own]), Endpoint(server)
    try:
        push(built.dataset, endpoint)
        # Another's graph beside it, which says something of the same study, is none of the build's.
        study = "<https://w3id.org/stroma/study/own-2020>"
        endpoint.update(
            f"INSERT DATA {{ GRAPH <urn:theirs> {{ {study} <{PREFIXES['st']}nEnrolled> 999 }} }}"
        )
        there = RemoteStore(server)
        assert there.records.studies == built.records.studies
        assert card(there, "own-2020").text() == card(built, "own-2020").text()
        assert to_kgx(there) == to_kgx(built)
    finally:
        endpoint.update("DROP SILENT GRAPH <urn:theirs>")
        # The packaged evidence alone lacks the study, and does not take it away unasked.
        assert main(["--store", server, "push"]) == 2
        assert "holds what this build lacks: urn:mine; " in capsys.readouterr().err
        assert main(["--store", server, "push", "--prune"]) == 0
        assert not endpoint.ask("ASK { GRAPH <urn:mine> { ?s ?p ?o } }")


def to_kgx(store: EvidenceStore) -> set[str]:
    return set(FORMATS["kgx"].write(store, None)["stroma_edges.tsv"].decode().splitlines())


def test_a_server_answers_as_the_packaged_base_does(server: str, packaged: EvidenceStore) -> None:
    remote = RemoteStore(server)
    assert remote.counts() == packaged.counts()
    for ends in (("adipose MSC", "remyelination"), ("MSC", "MS")):
        assert paths(remote, *ends, k=4).text() == paths(packaged, *ends, k=4).text()
    assert neighbours(remote, "remyelination", hops=2) == neighbours(
        packaged, "remyelination", hops=2
    )
    assert rank(remote, "studies", limit=5) == rank(packaged, "studies", limit=5)
    # nct01377870 is the one study without a finding.
    for name in (
        "remyelination",
        "MS",
        "bone marrow",
        "nct01377870",
        "msc-for-ms",
        "intrathecal",
        "CL:0000034",
    ):
        assert card(remote, name).text() == card(packaged, name).text()
    assert list(remote.records.studies) == list(packaged.records.studies)


def test_names_are_found_on_a_server(server: str, packaged: EvidenceStore) -> None:
    remote = RemoteStore(server)
    for text in ("MS", "Multiple Sclerosis", "nurown", "MONDO:0005301", "uc-msc-product"):
        assert remote.resolve_term(text) == packaged.resolve_term(text)
    with pytest.raises(UnknownTermError, match="did you mean multiple sclerosis"):
        remote.resolve_term("mulitple sclerosis")
    assert remote.resolve_source("27761060") == packaged.resolve_source("27761060")
    for curie, spellings in USUAL_SPELLINGS.items():
        resolve = remote.resolve_source if curie.startswith("study:") else remote.resolve_term
        assert {resolve(text) for text in spellings} == {to_iri(curie)}


def test_the_address_of_a_site_is_told_where_its_endpoint_is(bad: str) -> None:
    """`stroma serve` prints its first page, which takes no query."""
    site = bad.removesuffix("sparql")
    for behaviour in ("html", "absent"):
        _Bad.behaviour = behaviour
        with pytest.raises(RemoteError, match=f"Of `stroma serve` it is {bad}$"):
            list(Endpoint(site, timeout_s=0.3).rows("SELECT ?x { ?x ?y ?z }"))
        # A wrong path first gives the endpoint of the site, and only then one under that path.
        with pytest.raises(RemoteError, match=f"it is {bad}, or {site}nope/sparql where it is"):
            list(Endpoint(site + "nope", timeout_s=0.3).rows("SELECT ?x { ?x ?y ?z }"))


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


@pytest.mark.parametrize(
    "query",
    [
        r"SELECT ?s FROM graph:study\/uccelli-2021 { ?s a st:Study }",
        r"ASK FROM graph:study\/uccelli-2021 { study:stepien-2016 ?p ?o }",
        r"CONSTRUCT { ?s a st:Study } FROM graph:study\/uccelli-2021 { ?s a st:Study }",
        r"SELECT ?s FROM NAMED graph:study\/uccelli-2021 { GRAPH ?g { ?s a st:Study } }",
    ],
)
def test_from_chooses_graphs_on_a_server(
    server: str, capfd: pytest.CaptureFixture[str], query: str
) -> None:
    said = []
    for location in ([], ["--store", server]):
        code = main([*location, "query", query])
        said.append((code, capfd.readouterr().out))
    assert said[0] == said[1]


def test_what_needs_the_quads_at_hand_says_so(
    server: str, capsys: pytest.CaptureFixture[str]
) -> None:
    args = ["--store", server, "export", "--format", "ttl", "--graph", "study/uccelli-2021"]
    assert main(args) == 2
    assert "a server only answers queries" in capsys.readouterr().err
    with pytest.raises(InputError, match=r"ask it with g\.query"):
        open_graph(server).to_rdflib()


def test_a_text_costs_some_ten_requests_and_not_one_a_name(
    server: str, packaged: EvidenceStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A question of four words is tried as 77 names, and an audit looks up some thousand wider terms."""
    sent: list[str] = []
    form = client._form

    def counted(query: str, *, union: bool) -> dict[str, str]:
        sent.append(query)
        return form(query, union=union)

    monkeypatch.setattr(client, "_form", counted)
    questions = load_questions()
    there = understand("does NurOwn slow ALS?", questions, open_store(server))
    here = understand("does NurOwn slow ALS?", questions, packaged)
    assert (there.question, there.given) == (here.question, here.given)
    assert 0 < len(sent) < 30
    article = tmp_path / "article.txt"
    article.write_text(
        "Stem cells cure multiple sclerosis. In Petrou 2020, 48 patients walked faster.\n",
        encoding="utf-8",
    )
    sent.clear()
    told = open_graph(server).audit(article)
    assert 0 < len(sent) < 100
    assert str(told) == str(EvidenceGraph(packaged).audit(article))


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


_ROWS = b'{"head":{"vars":["x"]},"results":{"bindings":[{"x":{"type":"uri","value":"urn:a"}}'


class _Bad(BaseHTTPRequestHandler):
    behaviour: ClassVar[str] = ""
    n_requests: ClassVar[int] = 0
    headers_seen: ClassVar[dict[str, str]] = {}

    def do_POST(self) -> None:
        type(self).n_requests += 1
        type(self).headers_seen = dict(self.headers)
        self.rfile.read(int(self.headers["Content-Length"]))
        if "n-triples" in self.headers["Accept"]:
            kind, rows, end = "application/n-triples", b"<urn:a> <urn:b> <urn:c>", b" .\n"
        else:
            kind, rows, end = "application/sparql-results+json", _ROWS, b"]}}"
        status, length, body = 200, None, rows + end
        match self.behaviour:
            case "slow":
                time.sleep(2)
            case "html":
                kind, body = "text/html", b"<html><body>Welcome</body></html>"
            case "dies":
                length, body = len(rows) + 918, rows + b","
            case "gateway":
                status = 502
            case "busy":
                status = 503 if self.n_requests < 3 else 200
            case "error":
                status, kind, body = 500, "text/plain", b"out of memory\nat line 3"
            case "secret":
                status = 401
            case "forbidden":
                status, kind, body = 403, "text/plain", b"this endpoint is for reading only\n"
            case "moved":
                status = 302
            case "absent":
                status = 404
            case "refused":
                status, kind, body = 400, "text/plain", b"no such function"
            case "nothing":
                body = b'{"head":{"vars":["x"]},"results":{"bindings":[]}}'
            case "cut":
                body = rows[:18]
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


FAULTS = [
    ("slow", 3, "no answer within 0.3 s"),
    ("html", 3, "answered text/html, no SPARQL results; is this the address of its endpoint?"),
    ("dies", 3, "its answer broke off in the middle (917 bytes are missing)"),
    (
        "cut",
        3,
        "its answer is cut off or no SPARQL result (Parser error at line 1 column 18: Unexpected end of file (line 1))",
    ),
    ("error", 3, "answered 500: out of memory at line 3"),
    (
        "secret",
        2,
        "refused with 401; set STROMA_SPARQL_USER and STROMA_SPARQL_PASSWORD, or STROMA_SPARQL_TOKEN",
    ),
    ("forbidden", 2, "refused with 403: this endpoint is for reading only"),
    ("moved", 2, "redirects to http://127.0.0.1:9/elsewhere; use that address"),
    ("absent", 2, "answered 404; is this the address of its SPARQL endpoint?"),
    ("refused", 2, "answered 400: no such function"),
    ("capped", 3, "the server cut the answer after 1 rows; add a LIMIT, or raise its limit"),
    (
        "partial",
        3,
        "the server ended the query early and sent a part; ask for less, or raise its time limit",
    ),
]


@pytest.mark.parametrize(("behaviour", "code", "said"), FAULTS)
def test_a_misbehaving_server_is_one_clear_line(
    bad: str, behaviour: str, code: int, said: str
) -> None:
    _Bad.behaviour = behaviour
    with pytest.raises(RemoteError) as raised:
        list(Endpoint(bad, timeout_s=0.3).rows("SELECT ?x { ?x ?y ?z }"))
    assert str(raised.value) == f"{bad}: {said}"
    assert type(raised.value) is (RemoteRefusedError if code == 2 else RemoteError)
    assert raised.value.exit_code == code


@pytest.mark.parametrize(("behaviour", "code", "said"), FAULTS)
def test_triples_of_a_misbehaving_server_are_refused_like_rows(
    bad: str, behaviour: str, code: int, said: str
) -> None:
    _Bad.behaviour = ""
    asked = "CONSTRUCT WHERE { ?x ?y ?z }"
    assert len(Endpoint(bad).construct(asked)) == 1
    _Bad.behaviour = behaviour
    with pytest.raises(RemoteError) as raised:
        Endpoint(bad, timeout_s=0.3).construct(asked)
    # Where a text breaks off is told in the words of its parser.
    without_place = said.split(" (Parser error")[0]
    assert str(raised.value).startswith(f"{bad}: {without_place}")
    assert raised.value.exit_code == code


@pytest.mark.parametrize(("behaviour", "code", "said"), FAULTS[1:])
@pytest.mark.parametrize(
    "args",
    [
        ["query", "SELECT ?x { ?x ?y ?z }"],
        ["show", "multiple sclerosis"],
        ["show", "MONDO:0005301"],
        ["info"],
        ["rank"],
        ["push"],
    ],
)
def test_every_command_says_the_same_of_a_misbehaving_server(
    bad: str,
    behaviour: str,
    code: int,
    said: str,
    args: list[str],
    capfd: pytest.CaptureFixture[str],
) -> None:
    _Bad.behaviour = behaviour
    assert main(["--store", bad, *args]) == code
    assert capfd.readouterr().err == f"stroma: {bad}: {said}\n"


@pytest.mark.parametrize(
    ("behaviour", "args", "said"),
    [
        ("", ["show", "MS"], "answered with other columns than it was asked for"),
        ("", ["push"], "answered with other columns than it was asked for"),
        ("", ["info"], "answered with other columns than it was asked for"),
        ("nothing", ["query", "ASK {}"], "answered with other columns than it was asked for"),
    ],
)
def test_an_answer_to_something_else_is_one_clear_line(
    bad: str, behaviour: str, args: list[str], said: str, capfd: pytest.CaptureFixture[str]
) -> None:
    _Bad.behaviour = behaviour
    assert main(["--store", bad, *args]) == 3
    assert capfd.readouterr().err.startswith(f"stroma: {bad}: {said}")


def test_an_answer_without_what_was_asked_for_is_one_clear_line(bad: str) -> None:
    _Bad.behaviour = ""
    with pytest.raises(RemoteError, match="its answer is cut off or no SPARQL result"):
        Endpoint(bad).ask("ASK {}")
    for _Bad.behaviour in ("", "nothing"):
        with pytest.raises(RemoteError, match="answered with no number to a COUNT"):
            Endpoint(bad).count("SELECT * { ?s ?p ?o }")


def test_a_busy_server_is_asked_again(bad: str) -> None:
    _Bad.behaviour = "busy"
    assert len(list(Endpoint(bad).rows("SELECT ?x { ?x ?y ?z }"))) == 1
    assert _Bad.n_requests == 3


def test_an_update_is_not_sent_twice_when_the_answer_is_lost(bad: str) -> None:
    _Bad.behaviour = "slow"
    with pytest.raises(RemoteError):
        Endpoint(bad, timeout_s=0.2).update("INSERT DATA { <urn:a> <urn:b> <urn:c> }")
    assert _Bad.n_requests == 1


def test_an_update_that_a_gateway_gave_up_on_is_not_sent_twice(bad: str) -> None:
    """It may have been handed on; a query may be asked again."""
    _Bad.behaviour = "gateway"
    with pytest.raises(RemoteError, match="answered 502"):
        Endpoint(bad).update("INSERT DATA { <urn:a> <urn:b> <urn:c> }")
    assert _Bad.n_requests == 1
    with pytest.raises(RemoteError, match="answered 502"):
        list(Endpoint(bad).rows("SELECT ?x { ?x ?y ?z }"))
    assert _Bad.n_requests == 4


def test_a_server_has_no_quads_at_hand_and_says_so(bad: str) -> None:
    held: Any = RemoteDataset(Endpoint(bad))
    assert not hasattr(held, "dump")
    with pytest.raises(InputError, match="a server only answers queries"):
        held.dump()


def test_a_push_waits_as_long_as_the_environment_says(
    bad: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    _Bad.behaviour = "slow"
    monkeypatch.setenv("STROMA_SPARQL_TIMEOUT_S", "0.3")
    assert main(["push", "--store", bad]) == 3
    assert "no answer within 0.3 s" in capsys.readouterr().err


def test_a_server_that_is_down_is_one_clear_line(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(client, "_PAUSES", (0.01, 0.01, 0.01))
    url = f"http://127.0.0.1:{free_port()}/sparql"
    assert main(["--store", url, "path", "MS", "HGF"]) == 3
    err = capsys.readouterr().err
    assert "is the server running?" in err
    assert err.count("\n") == 1


class _Guarded(BaseHTTPRequestHandler):
    """Wants to know who is asking, in the ways that a test chooses."""

    challenges: ClassVar[tuple[str, ...]] = ()
    seen: ClassVar[list[str]] = []

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers["Content-Length"]))
        sent = self.headers.get("Authorization", "")
        self.seen.append(sent)
        right = _digest_is_right(sent) or sent in (f"Basic {ANNA}", "Bearer t0ken")
        taken = any(sent.partition(" ")[0] in one for one in self.challenges)
        self.send_response(200 if right and taken else 401)
        for challenge in self.challenges:
            self.send_header("WWW-Authenticate", challenge)
        body = b'{"head":{},"boolean":true}' if right and taken else b""
        self.send_header("Content-Type", "application/sparql-results+json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        pass


ANNA = b64encode(b"anna:s3cret").decode()
DIGEST = 'Digest realm="here", nonce="n0nce", qop="auth", algorithm=MD5'
BASIC = 'Basic realm="here", charset="UTF-8"'


def _digest_is_right(sent: str) -> bool:
    """RFC 7616, section 3.4.1, with the password of anna."""
    if not sent.startswith("Digest "):
        return False
    said = dict(re.findall(r'(\w+)="?([^",]*)"?', sent.removeprefix("Digest ")))

    def md5(*parts: str) -> str:
        return hashlib.md5(":".join(parts).encode()).hexdigest()

    secret = md5("anna", "here", "s3cret")
    asked = md5("POST", said["uri"])
    expected = md5(secret, "n0nce", said["nc"], said["cnonce"], said["qop"], asked)
    return bool(said["response"] == expected)


@pytest.fixture
def guarded(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """The address of a server that asks anna for her password."""
    monkeypatch.setenv("STROMA_SPARQL_USER", "anna")
    monkeypatch.setenv("STROMA_SPARQL_PASSWORD", "s3cret")
    _Guarded.seen.clear()
    running = ThreadingHTTPServer(("127.0.0.1", 0), _Guarded)
    threading.Thread(target=running.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{running.server_port}/sparql"
    running.shutdown()
    running.server_close()


@pytest.mark.parametrize(
    ("challenges", "sent"),
    [
        ((DIGEST,), ["", "Digest", "", "Digest"]),
        ((BASIC,), ["", "Basic", "Basic"]),
        ((BASIC, DIGEST), ["", "Digest", "", "Digest"]),
        ((f"{BASIC}, {DIGEST}",), ["", "Digest", "", "Digest"]),
        (('Digest realm="here", nonce="n0nce", algorithm=MD9', BASIC), ["", "Basic", "Basic"]),
    ],
)
def test_the_password_goes_out_as_the_server_asks_and_never_before(
    guarded: str, monkeypatch: pytest.MonkeyPatch, challenges: tuple[str, ...], sent: list[str]
) -> None:
    monkeypatch.setattr(_Guarded, "challenges", challenges)
    endpoint = Endpoint(guarded)
    assert endpoint.ask("ASK {}")
    assert endpoint.ask("ASK {}")
    assert [one.partition(" ")[0] for one in _Guarded.seen] == sent


@pytest.mark.parametrize(
    ("challenges", "sent"),
    [
        ((DIGEST,), ["", "Digest"]),
        ((BASIC,), ["", "Basic"]),
        (("Negotiate",), [""]),
        (('Digest realm="', "Basic"), ["", "Basic"]),
        ((), [""]),
    ],
)
def test_a_wrong_password_is_tried_once_and_stays_out_of_the_message(
    guarded: str, monkeypatch: pytest.MonkeyPatch, challenges: tuple[str, ...], sent: list[str]
) -> None:
    monkeypatch.setattr(_Guarded, "challenges", challenges)
    monkeypatch.setenv("STROMA_SPARQL_PASSWORD", "wr0ng")
    with pytest.raises(RemoteRefusedError) as raised:
        Endpoint(guarded).ask("ASK {}")
    assert [one.partition(" ")[0] for one in _Guarded.seen] == sent
    assert str(raised.value) == (
        f"{guarded}: refused with 401; are STROMA_SPARQL_USER and STROMA_SPARQL_PASSWORD, or STROMA_SPARQL_TOKEN right?"
    )


def test_a_token_is_sent_with_each_request(guarded: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_Guarded, "challenges", ("Bearer",))
    monkeypatch.setenv("STROMA_SPARQL_TOKEN", "t0ken")
    assert Endpoint(guarded).ask("ASK {}")
    assert _Guarded.seen == ["Bearer t0ken"]


@pytest.mark.parametrize(
    ("url", "is_sent"),
    [
        ("https://example.org/sparql", True),
        ("http://example.org/sparql", False),
        ("https://example.org/sparql-auth", False),  # Virtuoso's, which takes Digest only
    ],
)
def test_basic_is_sent_unasked_over_https_only(
    monkeypatch: pytest.MonkeyPatch, url: str, is_sent: bool
) -> None:
    monkeypatch.setenv("STROMA_SPARQL_USER", "anna")
    assert ("Authorization" in Endpoint(url)._headers("*/*")) == is_sent


def test_the_silence_to_wait_for_comes_from_the_environment(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("STROMA_SPARQL_TIMEOUT_S", "2.5")
    assert Endpoint("http://127.0.0.1:9/").timeout_s == 2.5
    for text in ("soon", "nan", "inf", "1e300", "0", "-1"):
        monkeypatch.setenv("STROMA_SPARQL_TIMEOUT_S", text)
        with pytest.raises(InputError, match=f"STROMA_SPARQL_TIMEOUT_S is '{text}'"):
            Endpoint("http://127.0.0.1:9/")
    with pytest.raises(InputError, match="the timeout is nan"):
        Endpoint("http://127.0.0.1:9/", timeout_s=float("nan"))


@pytest.mark.parametrize(
    "url",
    [
        "ftp://example.org/sparql",
        "http://[::1/q",
        "http://example.org:port/q",
        "http://example.org:99999/q",
        "http://",
        "http://example.org/a b",
        "http://example.org/sp\u00e4rql",
    ],
)
def test_no_address_of_an_endpoint_is_refused(
    url: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(InputError, match="not the http"):
        Endpoint(url)
    monkeypatch.setenv("STROMA_UPDATE_URL", url)
    with pytest.raises(InputError, match="not the http"):
        Endpoint("http://example.org/sparql")
    if url.startswith("http"):
        assert main(["--store", url, "info"]) == 2
        assert capsys.readouterr().err == (
            f"stroma: {url}: not the http(s) address of a SPARQL endpoint\n"
        )


# Every place of the grammar where a name may stand, {} once or more.
PLACES = (
    "ASK { ?s {}:a/{}:b ?o }",
    "ASK { ?s rdf:type/{}:b ?o }",
    "ASK { ?s (^{}:a|!{}:b)*/{}:c+ ?o }",
    "ASK { ?s !(^{}:a|{}:b) ?o }",
    "ASK { ?s ?p '1'^^{}:int }",
    "ASK { ?s ?p ?o FILTER(?o>{}:a&&?o!={}:b||!{}:f(?o)) }",
    "ASK { ?s ?p ?o BIND({}:f(?o,{}:c)AS ?x) }",
    "ASK { VALUES(?s){({}:a)({}:b)} ?s a {}:C;{}:p[{}:q {}:d],({}:e {}:f).}",
    "SELECT*FROM {}:a FROM NAMED {}:b{GRAPH {}:c{?s ?p ?o}FILTER(?p IN({}:a,{}:b))}",
    "ASK { ?s ?p ?o#{}:comment\n;{}:p 'PREFIX {}: <urn:x>' }",
    "# PREFIX {}: <urn:x>\nBASE <http://example.org/>\nASK { <a> {}:p <b> }",
    "PREFIX own: <urn:{}:>\n#\nprefix\t{}:<urn:theirs:> ASK { ?s own:p/{}:q ?o }",
    "DESCRIBE {}:a",
)


@given(st.sampled_from(PLACES), st.data())
def test_each_prefix_that_a_query_uses_is_declared(place: str, data: st.DataObject) -> None:
    import pyoxigraph as ox

    query = place
    while "{}" in query:
        query = query.replace("{}", data.draw(st.sampled_from(sorted(PREFIXES))), 1)
    with suppress(RuntimeError):  # a function that the engine does not have, known by its whole IRI
        ox.Store().query(client.with_prefixes(query))


def test_a_prefix_that_a_query_declares_keeps_its_meaning() -> None:
    query = "PREFIX st: <urn:theirs:> ASK { ?s st:p rdfs:Class }"
    declared = client.with_prefixes(query).removesuffix(query)
    assert declared == f"PREFIX rdfs: <{PREFIXES['rdfs']}>\n"


def test_a_password_in_the_address_is_refused_and_not_repeated() -> None:
    with pytest.raises(InputError, match="set STROMA_SPARQL_USER") as raised:
        Endpoint("http://anna:s3cret@example.org/sparql")
    assert "s3cret" not in str(raised.value)


def test_a_server_without_evidence_answers_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    """A mistyped address must not read as evidence that nobody found."""
    asks: tuple[Callable[[EvidenceGraph], object], ...] = (
        lambda g: g.query("SELECT * { ?s a st:Study }"),
        lambda g: g.query("ASK { ?s ?p ?o }"),
        lambda g: g.query("CONSTRUCT { ?s ?p ?o } { ?s ?p ?o }"),
        lambda g: g.ask("contested"),
        lambda g: g.show("MS"),
        lambda g: g.conflicts(),
        repr,
    )
    with oxigraph_server() as url:
        for ask in asks:
            with pytest.raises((RemoteError, QueryFailedError), match="holds no evidence graph"):
                ask(open_graph(url))
        for command in (["ask", "contested"], ["query", "SELECT * { ?s a st:Study }"], ["info"]):
            assert main(["--store", url, *command])
            assert "holds no evidence graph" in capsys.readouterr().err


@pytest.mark.parametrize(
    "name",
    [
        "10.1182/blood.v99.10.3838",
        "doi:10.1182/BLOOD.v99.10.3838",
        "https://doi.org/10.1182/blood.V99.10.3838",
        "Uccelli-2021",
        "study:Uccelli-2021",
        "nct01377870",
    ],
)
def test_an_identifier_has_no_case_on_a_server_either(
    server: str, packaged: EvidenceStore, name: str
) -> None:
    assert packaged.find_source(name)
    assert RemoteStore(server).find_source(name) == packaged.find_source(name)


def test_a_server_knows_sources_by_the_same_names(server: str, packaged: EvidenceStore) -> None:
    named = named_sources({**packaged.records.studies, **packaged.records.references})
    assert "hbms01" in named
    assert "cochrane living review" not in named
    assert read_names(Endpoint(server)) == named


@pytest.mark.parametrize("many", [5_000, 0])
def test_a_source_is_found_on_a_server_as_in_memory(
    server: str, packaged: EvidenceStore, monkeypatch: pytest.MonkeyPatch, many: int
) -> None:
    """Also where there are too many sources to read the names of all."""
    monkeypatch.setattr("stroma.remote.store.MANY_SOURCES", many)
    remote = RemoteStore(server)
    found = {}
    for name in (
        *(
            "HBMS01",
            "hbms01-2025",
            "HBMS01 2025",
            "Cochrane living review",
            "DREAM HF",
            "dream-hf",
            "DREAM",
        ),
        *(
            "Petrou et al., 2020",
            "Zhou 2019",
            "Panés 2016",
            "CLEAR MIND",
            "ADMIRE-CD",
            "MESEMS",
            "Nobody 2020",
        ),
        *(
            "study:Uccelli-2021",
            "STUDY:uccelli-2021",
            "NCT02166021",
            "nct01377870",
            "27761060",
            "MS",
        ),
    ):
        found[name] = remote.find_source(name)
        assert (name, found[name]) == (name, packaged.find_source(name))
    assert found["HBMS01"] == to_iri("study:hbms01-2025")
    assert found["Cochrane living review"] is None
    for name in ("UCCELLI-2020", "Stepien 2017"):
        said = []
        for store in (remote, packaged):
            with pytest.raises(UnknownTermError, match="did you mean") as told:
                store.resolve_source(name)
            said.append(str(told.value))
        assert said[0] == said[1]


def test_the_names_of_sources_are_read_once(server: str) -> None:
    remote = RemoteStore(server)
    asked: list[str] = []
    post = Endpoint._post

    def counting(self: Endpoint, url: str, form: dict[str, str], *args: Any, **options: Any) -> Any:
        asked.append(form["query"])
        return post(self, url, form, *args, **options)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Endpoint, "_post", counting)
        for name in ("HBMS01", "MESEMS", "27761060", "no such study"):
            remote.find_source(name)
    assert sum("firstAuthor" in query for query in asked) == 1
