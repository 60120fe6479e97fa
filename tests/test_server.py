"""`stroma serve` as its clients meet it: the SPARQL protocol, pages, limits, and what a stranger may try."""

from __future__ import annotations

import http.client
import json
import os
import re
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from html.parser import HTMLParser
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, unquote, urlencode, urlsplit

import anyio
import pyoxigraph as ox
import pytest
import uvicorn
from hypothesis import given
from hypothesis import strategies as st

from stroma import open_graph
from stroma.cards import card
from stroma.cli import main
from stroma.disk.building import build_store
from stroma.errors import DataError
from stroma.queries import load_questions, stream_query
from stroma.server import create_app
from stroma.server.answering import FAULT, Answering, Slots, plain_error
from stroma.server.connections import connection_class
from stroma.server.media import ROWS, TRIPLES, choose
from stroma.server.running import Told, listen

if TYPE_CHECKING:
    from stroma.store import EvidenceStore

STROMA = [sys.executable, "-m", "stroma"]
SLOW = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
ENDLESS = "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
FORM = {"Content-Type": "application/x-www-form-urlencoded"}


@dataclass(frozen=True)
class Reply:
    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode()


@dataclass(frozen=True)
class Served:
    """A running server."""

    host: str
    port: int
    pid: int

    def ask(
        self,
        path: str,
        *,
        method: str = "GET",
        body: bytes | str | None = None,
        headers: Mapping[str, str] | None = None,
        **parameters: str,
    ) -> Reply:
        connection = http.client.HTTPConnection(self.host, self.port, timeout=60)
        address = f"{path}?{urlencode(parameters)}" if parameters else path
        connection.request(method, address, body, dict(headers or {}))
        response = connection.getresponse()
        reply = Reply(
            response.status, {k.lower(): v for k, v in response.getheaders()}, response.read()
        )
        connection.close()
        return reply

    def sparql(self, query: str, accept: str = "", **parameters: str) -> Reply:
        return self.ask(
            "/sparql", headers={"Accept": accept} if accept else {}, query=query, **parameters
        )


@contextmanager
def served(*options: str) -> Iterator[Served]:
    """`stroma serve` on a free port, until the end of the block; it must end well."""
    command = [*STROMA, "serve", "--port", "0", *options]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as process:
        assert process.stderr is not None
        said = process.stderr.readline()
        found = re.search(r"http://([\d.]+):(\d+)/", said)
        assert found is not None, said + process.stderr.read()
        log = threading.Thread(target=process.stderr.read, daemon=True)
        log.start()
        try:
            yield Served(found[1], int(found[2]), process.pid)
        finally:
            process.send_signal(signal.SIGTERM)
            try:
                status = process.wait(20)
            except subprocess.TimeoutExpired:
                process.kill()
                raise
            log.join(5)
        assert status in (0, -signal.SIGTERM)


@pytest.fixture(scope="module")
def site() -> Iterator[Served]:
    with served("--cors") as running:
        yield running


def as_streamed(store: EvidenceStore, query: str, fmt: str) -> bytes:
    out = BytesIO()
    stream_query(store.dataset, query, out, fmt=fmt)
    return out.getvalue()


SELECT = "SELECT ?study ?label { ?study a st:Study ; rdfs:label ?label } ORDER BY ?study LIMIT 7"


def test_the_three_ways_to_ask_give_what_the_command_gives(
    site: Served, packaged: EvidenceStore
) -> None:
    """SPARQL 1.1 Protocol, section 2.1."""
    expected = as_streamed(packaged, SELECT, "json")
    by_get = site.sparql(SELECT)
    by_form = site.ask("/sparql", method="POST", body=urlencode({"query": SELECT}), headers=FORM)
    direct = {"Content-Type": "application/sparql-query; charset=utf-8"}
    by_body = site.ask("/sparql", method="POST", body=SELECT, headers=direct)
    assert [r.status for r in (by_get, by_form, by_body)] == [200, 200, 200]
    assert by_get.body == by_form.body == by_body.body == expected
    assert by_get.headers["content-type"] == "application/sparql-results+json"


@pytest.mark.parametrize(
    ("query", "fmt"),
    [(SELECT, fmt) for fmt in ROWS if fmt != "html"]
    + [("ASK { ?s a st:Study }", fmt) for fmt in ("json", "xml", "csv")]
    + [("DESCRIBE study:uccelli-2021", fmt) for fmt in TRIPLES if fmt != "html"],
)
def test_a_format_is_chosen_by_accept_or_by_name(
    site: Served, packaged: EvidenceStore, query: str, fmt: str
) -> None:
    media = (TRIPLES if query.startswith("DESCRIBE") else ROWS)[fmt][0]
    by_accept, by_name = site.sparql(query, media), site.sparql(query, format=fmt)
    assert by_accept.headers["content-type"].startswith(media)
    assert by_accept.body == by_name.body
    if fmt != "jsonld":  # its blank nodes and order are free
        assert sorted(by_name.body.split(b"\n")) == sorted(
            as_streamed(packaged, query, fmt).split(b"\n")
        )


@given(
    st.lists(
        st.tuples(
            st.sampled_from(["text/csv", "application/*", "*/*", "text/html", "image/png"]),
            st.integers(0, 10),
        ),
        max_size=4,
    )
)
def test_what_is_chosen_was_welcome(ranges: list[tuple[str, int]]) -> None:
    header = ", ".join(f"{media};q={weight / 10}" for media, weight in ranges)
    fmt = choose(header, ROWS)
    welcome = dict(sorted(ranges, key=lambda r: r[1]))
    if fmt is None:
        assert ranges
        assert not welcome.get("*/*")
    elif ranges:
        medias = ROWS[fmt]
        assert any(
            welcome.get(name)
            for media in medias
            for name in (media, media.split("/")[0] + "/*", "*/*")
        )


@pytest.mark.parametrize("nonsense", ["", ",", ";q", "a/b;q=x", "*/*;q=0", "text/csv;q=1e9"])
def test_a_broken_accept_header_is_no_fault(nonsense: str) -> None:
    assert choose(nonsense, ROWS) in {None, "json", "csv"}


@pytest.mark.parametrize(
    ("options", "status", "words"),
    [
        ({"query": "SELECT * { ?s ?p "}, 400, "never closed\n  SELECT"),
        ({"query": ""}, 400, "the query is empty"),
        ({"query": "SELECT * { SERVICE <http://127.0.0.1:1/> { ?s ?p ?o } }"}, 400, "stay on this machine"),
        ({"query": "SELECT * FROM <http://example.org/x> { ?s ?p ?o }"}, 400, "nothing is fetched"),
        ({"query": "CLEAR ALL"}, 400, "is an update"),
        ({"update": "CLEAR ALL"}, 403, "for reading only"),
        ({"query": "ASK {}", "default-graph-uri": "file:///etc/passwd"}, 400, "is no graph of this dataset"),
        ({"query": "ASK {}", "format": "pdf"}, 400, "there is no format 'pdf'; there are json, xml"),
        ({"query": "ASK { " + "{" * 3000 + "}" * 3000 + " }"}, 400, "nested more than"),
        ({"query": "ASK {} #" + "x" * 66_000}, 413, "65,536 bytes at most"),
    ],
)  # fmt: skip
def test_what_cannot_be_asked_is_said_in_a_line(
    site: Served, options: dict[str, str], status: int, words: str
) -> None:
    reply = site.ask("/sparql", method="POST", body=urlencode(options), headers=FORM)
    assert (reply.status, words in reply.text) == (status, True), reply.text
    assert "Traceback" not in reply.text
    assert site.sparql("ASK {}").status == 200


@pytest.mark.parametrize(
    ("method", "headers", "body", "status", "words"),
    [
        ("POST", {"Content-Type": "text/plain"}, b"ASK {}", 415, "application/sparql-query, not text/plain"),
        ("POST", {"Content-Type": "application/sparql-update"}, b"CLEAR ALL", 403, "for reading only"),
        ("POST", {"Content-Type": "application/sparql-query"}, b"ASK { ?s ?p '\xff' }", 400, "not UTF-8 at byte 14"),
        ("POST", {"Content-Type": "application/sparql-query"}, b" " * 300_000, 413, "262,144 bytes at most"),
        ("POST", FORM, b"query=ASK+%7B%7D&query=ASK+%7B%7D", 400, "2 were given"),
        ("POST", FORM, b"query=%FF", 400, "cannot be read"),
        ("DELETE", {}, None, 405, "is not asked with DELETE"),
    ],
)  # fmt: skip
def test_a_request_that_the_protocol_does_not_know(
    site: Served, method: str, headers: dict[str, str], body: bytes | None, status: int, words: str
) -> None:
    reply = site.ask("/sparql", method=method, headers=headers, body=body)
    assert (reply.status, words in reply.text) == (status, True), reply.text


def test_no_format_that_is_wanted(site: Served) -> None:
    reply = site.sparql("ASK {}", "image/png")
    assert reply.status == 406
    assert "application/sparql-results+json" in reply.text


def test_a_request_chooses_its_graphs(site: Served) -> None:
    every = json.loads(
        site.sparql("SELECT DISTINCT ?g { GRAPH ?g { ?s a st:Study } } ORDER BY ?g").body
    )
    graph = every["results"]["bindings"][0]["g"]["value"]
    count = "SELECT (COUNT(DISTINCT ?s) AS ?n) { ?s a st:Study }"

    def number(**graphs: str) -> str:
        answer = json.loads(site.sparql(count, **graphs).body)
        value: str = answer["results"]["bindings"][0]["n"]["value"]
        return value

    assert number(**{"default-graph-uri": graph}) == "1"
    assert number(**{"named-graph-uri": graph}) == "0"
    assert int(number()) > 90


def test_an_empty_answer_says_what_to_ask_instead(site: Served) -> None:
    reply = site.sparql("SELECT * { ?product st:ameliorates ?disease }")
    assert json.loads(reply.body)["results"]["bindings"] == []
    assert "stands as a bare triple only where it is supported" in reply.headers["x-stroma-remark"]
    assert "x-stroma-remark" not in site.sparql("ASK { ?s a st:Study }").headers


def test_the_service_describes_itself(site: Served) -> None:
    reply = site.ask("/sparql")
    assert reply.headers["content-type"].startswith("text/turtle")
    graph = ox.Store()
    graph.load(reply.body, format=ox.RdfFormat.TURTLE)
    sd = "PREFIX sd: <http://www.w3.org/ns/sparql-service-description#> "
    me = f"<http://{site.host}:{site.port}/sparql>"
    assert bool(
        graph.query(
            f"{sd} ASK {{ {me} a sd:Service ; sd:endpoint {me} ; sd:feature sd:UnionDefaultGraph }}"
        )
    )
    assert site.ask("/sparql", method="HEAD").body == b""


def test_the_commands_work_on_our_own_server(site: Served, packaged: EvidenceStore) -> None:
    there = open_graph(f"http://{site.host}:{site.port}/sparql")
    assert str(there.show("ALS")) == str(card(packaged, "ALS"))
    assert list(there.ask("approvals")) == list(open_graph().ask("approvals"))


def test_rdflib_asks_our_server(site: Served) -> None:
    from rdflib import Graph
    from rdflib.plugins.stores.sparqlstore import SPARQLStore

    graph = Graph(store=SPARQLStore(f"http://{site.host}:{site.port}/sparql"))
    studies = graph.query("SELECT (COUNT(DISTINCT ?s) AS ?n) { ?s a st:Study }")
    assert [int(row.n) for row in studies] == [open_graph().counts()["studies"]]  # type: ignore[union-attr]
    described = graph.query("CONSTRUCT { ?s ?p ?o } { VALUES ?s { study:uccelli-2021 } ?s ?p ?o }")
    assert len(list(described)) > 10


def test_a_question_is_answered_as_the_command_answers_it(
    site: Served, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    reply = site.ask("/ask/approvals", disease="ALS", format="csv")
    assert main(["ask", "approvals", "--disease", "ALS", "--format", "csv"]) == 0
    assert reply.body == capsysbinary.readouterr().out
    assert "disease: amyotrophic lateral sclerosis" in reply.headers["x-stroma-remark"]
    empty = site.ask("/ask/harm-reports", product="lenzumestrocel", format="json")
    assert json.loads(empty.body)["results"]["bindings"] == []
    assert "not the same as refuted" in empty.headers["x-stroma-remark"]
    listed = {question["name"]: question for question in json.loads(site.ask("/ask").body)}
    assert list(listed) == list(load_questions())
    about = {p["name"]: p["takes"] for p in listed["product-in-disease"]["parameters"]}["about"]
    assert about.startswith("one of all, benefit")


def test_a_card_is_given_as_text_and_as_json(site: Served, packaged: EvidenceStore) -> None:
    expected = card(packaged, "oh-2018")
    assert site.ask("/show", name="oh-2018", format="text").text == f"{expected.text()}\n"
    assert json.loads(site.ask("/show", name="oh-2018").body)["title"] == expected.title


@pytest.mark.parametrize(
    ("path", "status", "words"),
    [
        ("/ask/aprovals", 404, "there is no question 'aprovals'; did you mean approvals?"),
        ("/ask/approvals?diseas=ALS", 400, "takes product, disease and format, not 'diseas'"),
        ("/ask/small-studies?below=any", 400, "below takes a whole number"),
        ("/ask/approvals?disease=ALS&disease=MS", 400, "disease is given twice"),
        ("/ask/approvals?disease=zzqx", 404, "unknown term 'zzqx'"),
        ("/show", 400, "nothing is named"),
        ("/show?name=ALS&name=MS", 400, "name is given twice"),
        ("/view?nam=ALS", 400, "/view takes name, term and format, not 'nam'"),
        ("/find?q=" + "does+msc+help+" * 30, 400, "300 characters at most"),
        ("/show?name=zzqx", 404, "unknown term 'zzqx'"),
        ("/view?term=zzqx", 404, "unknown term 'zzqx'"),
        ("/find", 400, "nothing was asked"),
        ("/nowhere/..%2f..%2fetc/passwd", 404, "there is nothing at"),
        ("//evil.example/", 404, "there is nothing at"),
    ],
)
def test_what_is_not_there_is_said_in_a_line(
    site: Served, path: str, status: int, words: str
) -> None:
    reply = site.ask(path, headers={"Accept": "*/*"})
    assert (reply.status, words in reply.text) == (status, True), reply.text
    assert "location" not in reply.headers


class _Links(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self.tags: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        assert not [name for name, _ in attrs if name.startswith("on")]
        self.found += [value or "" for name, value in attrs if name in ("href", "action")]


def page(site: Served, path: str) -> tuple[Reply, _Links]:
    reply = site.ask(path, headers={"Accept": "text/html"})
    links = _Links()
    links.feed(reply.text)
    return reply, links


PAGES = [
    "/", "/ask", "/ask/approvals", "/ask/harm-reports?disease=ALS", "/show?name=ALS", "/show?name=oh-2018", "/sparql",
    "/sparql?query=" + quote(SELECT), "/sparql?query=" + quote("DESCRIBE study:uccelli-2021"), "/find?q=zzqx",
    "/sparql?query=" + quote("ASK { ?s st:ameliorates ?o }"), "/find?q=" + quote("does NurOwn slow ALS?"), "/audit", "/nothing",
]  # fmt: skip


@pytest.mark.parametrize("path", PAGES)
def test_a_page_has_no_script_and_its_links_lead_somewhere(site: Served, path: str) -> None:
    reply, links = page(site, path)
    assert reply.headers["content-type"] == "text/html; charset=utf-8"
    assert "script" not in links.tags
    assert reply.headers["content-security-policy"].startswith(
        "default-src 'none'; style-src 'self'"
    )
    assert reply.headers["x-content-type-options"] == "nosniff"
    local = sorted({link for link in links.found if link.startswith("/")})
    for link in local[:: max(1, len(local) // 12)]:
        assert urlsplit(link).path
        assert site.ask(link, headers={"Accept": "text/html"}).status in (
            200,
            400 if link == "/find" else 200,
        )


def test_every_question_has_a_page(site: Served) -> None:
    for name, question in load_questions().items():
        reply, _ = page(site, f"/ask/{name}")
        assert reply.status == 200, name
        assert question.question.split("'")[0] in reply.text


def test_a_text_is_found_as_a_question_or_a_name(site: Served) -> None:
    assert (
        "disease: amyotrophic lateral sclerosis"
        in page(site, "/find?q=does+NurOwn+slow+ALS")[0].text
    )
    assert "<h1>darvadstrocel</h1>" in page(site, "/find?q=Alofisel")[0].text
    assert "no sign for or against" in page(site, "/find?q=zzqx+plonk")[0].text


def test_what_was_asked_stands_in_a_page_as_text(site: Served) -> None:
    for path in ("/find?q=", "/show?name=", "/ask/approvals?disease=", "/sparql?query="):
        reply, links = page(site, path + quote('"><script>alert(1)</script>'))
        assert "script" not in links.tags
        assert "<script" not in reply.text


def test_the_interactive_page_and_the_audit_are_those_of_the_commands(site: Served) -> None:
    assert 'content="Stroma viewer"' in site.ask("/view", term="ALS").text[:1024]
    text = "NurOwn cured amyotrophic lateral sclerosis in a large trial."
    reply = site.ask("/audit", method="POST", body=urlencode({"text": text, "format": "html"}), headers={**FORM, "Accept": "text/html"})  # fmt: skip
    assert reply.status == 200
    assert "<title>Audit" in reply.text
    plain = {"Content-Type": "text/plain", "Accept": "application/json"}
    audited = json.loads(site.ask("/audit", method="POST", body=text, headers=plain).body)
    assert audited["claims"]
    assert site.ask("/audit", method="POST", body="", headers=plain).status == 400
    too_long = site.ask("/audit", method="POST", body="x " * 150_000, headers=plain)
    assert (too_long.status, "200,000 characters at most" in too_long.text) == (413, True)


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_nothing_on_the_pages(site: Served, chromium: Any, theme: str) -> None:
    from axe_playwright_python.sync_playwright import Axe

    # The policy of the pages would keep axe out, which is the point of it.
    context = chromium.new_context(color_scheme=theme, bypass_csp=True)
    shown = context.new_page()
    for path in PAGES:
        shown.goto(f"http://{site.host}:{site.port}{path}")
        found = Axe().run(shown).response
        assert len(found["passes"]) > 10
        assert [(path, v["id"], v["nodes"][0]["html"]) for v in found["violations"]] == []
    context.close()


def test_an_article_is_pasted_and_read_beside_its_studies(site: Served, chromium: Any) -> None:
    shown = chromium.new_page(viewport={"width": 390, "height": 844})
    refused: list[str] = []
    shown.on("console", lambda said: refused.append(said.text))
    shown.goto(f"http://{site.host}:{site.port}/audit")
    shown.fill("#text", "In a large trial NurOwn slowed amyotrophic lateral sclerosis.")
    shown.click("main button")
    shown.wait_for_selector("h1")
    assert "amyotrophic lateral sclerosis" in shown.content()
    for path in ("/", "/ask/harm-reports", "/show?name=ALS", "/sparql", "/view?term=ALS"):
        shown.goto(f"http://{site.host}:{site.port}{path}")
        assert shown.evaluate("document.documentElement.scrollWidth") == 390, path
    assert refused == []
    shown.close()


def all_children(pid: int) -> set[str]:
    """Children of every thread of a process."""
    found: set[str] = set()
    for task in Path(f"/proc/{pid}/task").iterdir():
        try:
            found.update((task / "children").read_text().split())
        except OSError:
            continue
    return found


def wait_until(is_so: Callable[[], bool], seconds: float = 20) -> bool:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if is_so():
            return True
        time.sleep(0.02)
    return False


def drain(response: http.client.HTTPResponse) -> None:
    while response.read(1_000_000):
        pass


def test_a_slow_query_is_ended_and_stops_nobody() -> None:
    with served("--timeout-s", "3", "--queries", "2", "--quiet") as site:
        replies: list[Reply] = []
        slow = threading.Thread(target=lambda: replies.append(site.sparql(SLOW)))
        slow.start()
        assert wait_until(lambda: bool(all_children(site.pid)))
        assert site.sparql("ASK {}").status == 200
        assert not replies
        slow.join(30)
        assert replies[0].status == 503
        assert replies[0].text.startswith("the answer was not there after 3 s; ask for less")
        assert wait_until(lambda: not all_children(site.pid))


def test_an_answer_that_has_begun_is_broken_off_and_never_cut_in_silence() -> None:
    with served("--timeout-s", "0.5") as site:
        connection = http.client.HTTPConnection(site.host, site.port, timeout=60)
        connection.request("GET", "/sparql?" + urlencode({"query": ENDLESS}))
        response = connection.getresponse()
        assert response.status == 200
        with pytest.raises(http.client.IncompleteRead):
            drain(response)
        connection.close()
        assert site.sparql("ASK {}").status == 200


@pytest.mark.skipif(not Path("/proc").is_dir(), reason="children are looked up in /proc")
@pytest.mark.parametrize("query", [SLOW, ENDLESS])
def test_who_leaves_ends_the_work_for_him(query: str) -> None:
    with served("--timeout-s", "300") as site:
        connection = http.client.HTTPConnection(site.host, site.port, timeout=60)
        connection.request("GET", "/sparql?" + urlencode({"query": query}))
        assert wait_until(lambda: bool(all_children(site.pid)))
        connection.close()
        assert wait_until(lambda: not all_children(site.pid))
        assert site.sparql("ASK {}").status == 200


def run_apart(work: Callable[[], Any]) -> None:
    """Run a coroutine in a thread of its own: the browser of other tests keeps an event loop in this one."""
    with ThreadPoolExecutor(1) as threads:
        threads.submit(anyio.run, work).result()


def asgi(app: Any, path: str = "/", query: str = "") -> list[dict[str, Any]]:
    """What an ASGI application sends."""
    sent: list[dict[str, Any]] = []

    async def run() -> None:
        begun = False

        async def receive() -> dict[str, Any]:
            nonlocal begun
            if begun:
                await anyio.sleep_forever()
            begun = True
            return {"type": "http.request", "body": b"", "more_body": False}

        async def send(message: dict[str, Any]) -> None:
            sent.append(message)

        scope = {
            "type": "http", "method": "GET", "path": path, "raw_path": path.encode(), "query_string": query.encode(),
            "headers": [(b"host", b"localhost")], "root_path": "", "scheme": "http", "server": ("localhost", 80),
            "asgi": {"version": "3.0"}, "http_version": "1.1",
        }  # fmt: skip
        await app(scope, receive, send)

    run_apart(run)
    return sent


def test_who_finds_no_slot_is_told_when_to_come_again() -> None:
    slots = Slots(1, wait_s=0.01)

    async def fill() -> None:
        assert await slots.take()

    run_apart(fill)
    sent = asgi(Answering(slots, lambda _: pytest.fail("no work is begun"), "text/plain"))
    assert sent[0]["status"] == 503
    assert (b"retry-after", b"0") in sent[0]["headers"]
    assert sent[1]["body"] == b"all 1 queries of this server are in use; try again\n"


def test_a_fault_of_ours_is_one_sentence_for_the_client_and_the_log() -> None:
    def fail(_: Any) -> Any:
        raise KeyError("a slip")

    sent = asgi(Answering(Slots(1), fail, "text/plain"))
    assert sent[0]["status"] == 503
    assert sent[1]["body"] == b"this is a fault of stroma, not yours: KeyError: 'a slip'\n"
    lines: list[str] = []

    def damaged(_: Any) -> Any:
        raise DataError("a flipped byte", path="secret/place")

    sent = asgi(Told(Answering(Slots(1), damaged, "text/plain"), lines.append))
    assert sent[0]["status"] == 500
    assert sent[1]["body"] == b"the data of this server cannot be read; its log says why\n"
    assert lines.pop().endswith("; secret/place: a flipped byte")

    async def app(scope: Any, receive: Any, send: Any) -> None:
        scope[FAULT] = "why"
        await plain_error(503, "why")(scope, receive, send)

    asgi(Told(app, lines.append), "/x\n\x1b[31m")
    assert re.fullmatch(r"[-+:T\d]+ GET /x\\n\\x1b\[31m 503, 4 bytes in 0\.0\d s; why", lines[0])


def test_the_application_runs_under_any_server() -> None:
    sent = asgi(create_app(queries=1), "/sparql", urlencode({"query": "ASK { ?s a st:Study }"}))
    assert sent[0]["status"] == 200
    assert b"true" in sent[1]["body"]


def test_a_store_that_is_built_anew_is_served_at_once(tmp_path: Path) -> None:
    store, mine = tmp_path / "store", tmp_path / "mine.nt"
    label = "<http://www.w3.org/2000/01/rdf-schema#label>"
    build_store([], store)
    ask = f'ASK {{ ?s {label} "made up" }}'
    with served("--store", str(store)) as site:
        assert "false" in site.sparql(ask).text
        mine.write_text(f'<https://w3id.org/stroma/term/x> {label} "made up" .\n')
        build_store([mine], store, check=False)
        assert "true" in site.sparql(ask).text
        assert site.ask("/show", name="ALS", format="text").text == f"{open_graph(store).show('ALS').text().replace('g.show(…, everything=True) shows', '--all shows')}\n"  # fmt: skip


def test_a_store_that_is_gone_is_served_as_it_was(tmp_path: Path) -> None:
    store = tmp_path / "store"
    build_store([], store)
    with served("--store", str(store)) as site:
        store.rename(tmp_path / "elsewhere")
        assert "true" in site.sparql("ASK { ?s a st:Study }").text


def test_another_name_is_refused(site: Served) -> None:
    for name in ("evil.example", "evil.example:8000", "[::1", ""):
        assert site.ask("/", headers={"Host": name}).status in (400, 421)
    assert "--allow-host NAME" in site.ask("/", headers={"Host": "evil.example"}).text
    assert site.ask("/healthz", headers={"Host": f"localhost:{site.port}"}).text == "ok\n"
    # A probe names no host.
    assert site.ask("/healthz", headers={"Host": ""}).status == 200
    with served("--allow-host", "evidence.example.org:443") as open_site:
        for name in ("evidence.example.org", "Evidence.example.org.:9000"):
            assert open_site.ask("/healthz", headers={"Host": name}).status == 200


def test_other_sites_may_ask_only_where_that_is_wanted(site: Served) -> None:
    origin = {"Origin": "https://example.org"}
    allowed = site.ask("/sparql", headers=origin, query="ASK {}").headers
    assert allowed["access-control-allow-origin"] == "*"
    assert "X-Stroma-Remark" in allowed["access-control-expose-headers"]
    asked = {
        "Access-Control-Request-Method": "GET",
        "Access-Control-Request-Headers": "X-Requested-With",
    }
    assert site.ask("/sparql", method="OPTIONS", headers={**origin, **asked}).status == 200
    assert "access-control-allow-credentials" not in allowed
    with served() as closed:
        refused = closed.ask("/sparql", headers=origin, query="ASK {}").headers
        assert "access-control-allow-origin" not in refused


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (["--host", "0.0.0.0"], "can be reached by others: say by which names, --allow-host"),
        (["--port", "70000"], "70000 is not in the range"),
        (["--store", "no-such-place"], "no such store"),
        (["--store", "http://127.0.0.1:1/sparql"], "is the address of another server"),
        (["--host", "203.0.113.7", "--allow-host", "x"], "cannot listen at 203.0.113.7"),
        (["--timeout-s", "0"], "0"),
    ],
)
def test_a_server_that_cannot_begin_says_why(
    options: list[str], words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["serve", "--port", "0", *options]) == 2
    assert words in capsys.readouterr().err


def test_a_port_that_is_taken_is_named(site: Served, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["serve", "--port", str(site.port)]) == 2
    assert (
        f"port {site.port}: address already in use; choose another --port"
        in capsys.readouterr().err
    )


def test_an_error_has_the_form_that_a_client_wants(site: Served) -> None:
    as_json = site.ask("/show", headers={"Accept": "application/json"}, name="zzqx")
    assert json.loads(as_json.body)["status"] == as_json.status == 404
    shown, _ = page(site, "/sparql?query=" + quote("SELECT * { ?s ?p "))
    assert shown.status == 400
    assert "SELECT * { ?s ?p </textarea>" in shown.text
    assert "never closed" in shown.text


def test_a_remark_keeps_its_letters(site: Served) -> None:
    remark = site.sparql('SELECT * { ?s rdfs:label "TGF-β 100%" }').headers["x-stroma-remark"]
    assert "TGF-β 100%" in unquote(remark)


def test_formats_go_by_the_names_of_other_servers(site: Served) -> None:
    query = "DESCRIBE study:uccelli-2021"
    assert site.sparql(query, output="turtle").body == site.sparql(query, format="ttl").body


def test_what_is_audited_comes_as_text_or_a_form(site: Served) -> None:
    for kind in ("application/json", "application/pdf", "multipart/form-data; boundary=x"):
        reply = site.ask("/audit", method="POST", body="{}", headers={"Content-Type": kind})
        assert (reply.status, "POST the text as text/plain" in reply.text) == (415, True)
    wrong = site.ask("/audit", method="POST", body="txt=NurOwn", headers=FORM)
    assert (wrong.status, "no field `text`" in wrong.text) == (400, True)


def test_a_column_that_is_the_same_in_every_row_is_said_once(site: Served) -> None:
    shown, _ = page(site, "/ask/product-in-disease?product=NurOwn&disease=ALS")
    assert "In every row: <b>given</b> MSC-NTF" in shown.text
    assert ">given</th>" not in shown.text
    assert ">outcome</th>" in shown.text


def test_a_probe_learns_whether_the_data_can_be_read(site: Served) -> None:
    assert site.ask("/readyz").text.startswith("ready: ")
    assert "Disallow: /sparql" in site.ask("/robots.txt").text
    packed = site.ask("/view", headers={"Accept-Encoding": "gzip"})
    assert packed.headers["content-encoding"] == "gzip"


@contextmanager
def listening(request_s: float, most: int) -> Iterator[int]:
    """A server whose connections have little patience; gives its port."""

    async def app(scope: Any, receive: Any, send: Any) -> None:
        await plain_error(200, "here")(scope, receive, send)

    config = uvicorn.Config(
        app, log_config=None, lifespan="off", http=connection_class(request_s, most)
    )
    server = uvicorn.Server(config)
    with listen("127.0.0.1", 0) as opened:
        thread = threading.Thread(target=server.run, kwargs={"sockets": [opened]}, daemon=True)
        thread.start()
        assert wait_until(lambda: server.started)
        yield opened.getsockname()[1]
        server.should_exit = True
        thread.join(10)


def test_a_request_that_does_not_come_is_not_waited_for() -> None:
    with listening(0.3, 10) as port:
        for begun in (b"", b"GET / HTTP/1.1\r\nHost: loc"):
            with socket.create_connection(("127.0.0.1", port), timeout=10) as half:
                half.sendall(begun)
                assert half.recv(100) == b""
        with socket.create_connection(("127.0.0.1", port), timeout=10) as whole:
            whole.sendall(b"GET / HTTP/1.1\r\nHost: x\r\n\r\n")
            assert whole.recv(1000).startswith(b"HTTP/1.1 200")


def test_connections_have_a_number_above_which_each_is_closed() -> None:
    with listening(30, 3) as port:
        held = [socket.create_connection(("127.0.0.1", port), timeout=10) for _ in range(3)]
        time.sleep(0.3)
        fourth = socket.create_connection(("127.0.0.1", port), timeout=10)
        with fourth, suppress(ConnectionResetError):
            assert fourth.recv(10) == b""
        for connection in held:
            connection.close()
        time.sleep(0.3)
        with socket.create_connection(("127.0.0.1", port), timeout=10) as next_one:
            next_one.sendall(b"GET / HTTP/1.1\r\nHost: x\r\n\r\n")
            assert next_one.recv(1000).startswith(b"HTTP/1.1 200")


def test_a_line_for_each_request_without_what_was_asked(tmp_path: Path) -> None:
    log = tmp_path / "log"
    with (
        log.open("w") as out,
        subprocess.Popen([*STROMA, "serve", "--port", "0"], stderr=out) as process,
    ):
        assert wait_until(lambda: "serving" in log.read_text())
        found = re.search(r"http://([\d.]+):(\d+)/", log.read_text())
        assert found is not None
        Served(found[1], int(found[2]), process.pid).ask("/show", name="secret words")
        os.kill(process.pid, signal.SIGINT)
        process.wait(20)
    said = log.read_text()
    assert re.search(r"stroma: [-+:T\d]+ GET /show 404, [\d,]+ bytes in \d\.\d\d s\n", said)
    assert "secret" not in said
    assert "Traceback" not in said
