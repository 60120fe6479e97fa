"""What a request to `stroma serve` may cost: time, slots, connections, and who leaves."""

from __future__ import annotations

import http.client
import socket
import threading
from collections.abc import Collection, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
import uvicorn

from serving import Served, all_children, asgi, asked, is_answered, run_apart, served, wait_until
from stroma.server.answering import Answering, Slots, plain_error
from stroma.server.connections import connection_class
from stroma.server.running import listen

SLOW = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
ENDLESS = "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"


def drain(response: http.client.HTTPResponse) -> None:
    while response.read(1_000_000):
        pass


def test_a_slow_query_is_ended() -> None:
    with served("--timeout-s", "1", "--quiet") as site:
        reply = site.sparql(SLOW)
        assert reply.status == 503
        assert reply.text.startswith("the answer was not there after 1 s; ask for less")
        assert wait_until(lambda: not all_children(site.pid))


def test_whatever_is_not_there_in_time_is_told_in_one_sentence() -> None:
    """No process answers within a millionth of a second."""
    with served("--timeout-s", "0.000001") as site:
        asked = {
            path: site.ask(path)
            for path in ("/find?q=ALS", "/find?q=zzqx", "/ask/approvals", "/ask/approvals?format=csv",
                         "/show?name=ALS", "/view?name=ALS", "/sparql?query=ASK+{}", "/readyz")
        } | {"/audit": site.ask("/audit", method="POST", body="NurOwn cures ALS.", headers={"Content-Type": "text/plain"})}  # fmt: skip
        as_page = site.ask("/show?name=ALS", headers={"Accept": "text/html"})
    assert {reply.status for reply in asked.values()} == {503}
    (sentence,) = {reply.text for reply in asked.values()}
    assert sentence.startswith("the answer was not there after 1e-06 s; ask for less")
    assert as_page.status == 503
    assert sentence.strip() in as_page.text


def test_a_slow_query_stops_nobody() -> None:
    with (
        served("--timeout-s", "300", "--queries", "2", "--quiet") as site,
        asked(site, SLOW) as slow,
    ):
        assert site.sparql("ASK {}").status == 200
        assert not is_answered(slow)


def test_an_answer_that_has_begun_is_broken_off_and_never_cut_in_silence() -> None:
    with served("--timeout-s", "1") as site:
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
        with asked(site, query):
            pass
        assert wait_until(lambda: not all_children(site.pid))
        assert site.sparql("ASK {}").status == 200


def test_who_finds_no_slot_is_told_when_to_come_again() -> None:
    slots = Slots(1, wait_s=0.01)

    async def fill() -> None:
        assert await slots.take()

    run_apart(fill)
    sent = asgi(Answering(slots, lambda _: pytest.fail("no work is begun"), "text/plain"))
    assert sent[0]["status"] == 503
    assert (b"retry-after", b"0") in sent[0]["headers"]
    assert sent[1]["body"] == b"all 1 queries of this server are in use; try again\n"


@contextmanager
def listening(request_s: float, most: int) -> Iterator[tuple[int, Collection[Any]]]:
    """A server whose connections have little patience; gives its port and the connections that it holds."""

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
        yield opened.getsockname()[1], server.server_state.connections
        server.should_exit = True
        thread.join(10)


def test_a_request_that_does_not_come_is_not_waited_for() -> None:
    with listening(1, 10) as (port, _):
        for begun in (b"", b"GET / HTTP/1.1\r\nHost: loc"):
            with socket.create_connection(("127.0.0.1", port), timeout=10) as half:
                half.sendall(begun)
                assert half.recv(100) == b""
        with socket.create_connection(("127.0.0.1", port), timeout=10) as whole:
            whole.sendall(b"GET / HTTP/1.1\r\nHost: x\r\n\r\n")
            assert whole.recv(1000).startswith(b"HTTP/1.1 200")


def test_connections_have_a_number_above_which_each_is_closed() -> None:
    with listening(30, 3) as (port, connections):
        held = [socket.create_connection(("127.0.0.1", port), timeout=10) for _ in range(3)]
        assert wait_until(lambda: len(connections) == 3)
        fourth = socket.create_connection(("127.0.0.1", port), timeout=10)
        with fourth, suppress(ConnectionResetError):
            assert fourth.recv(10) == b""
        for connection in held:
            connection.close()
        assert wait_until(lambda: not connections)
        with socket.create_connection(("127.0.0.1", port), timeout=10) as next_one:
            next_one.sendall(b"GET / HTTP/1.1\r\nHost: x\r\n\r\n")
            assert next_one.recv(1000).startswith(b"HTTP/1.1 200")


@contextmanager
def raw(site: Served, sent: bytes) -> Iterator[bytes]:
    """All that comes back on a connection, to its end."""
    with socket.create_connection((site.host, site.port), timeout=20) as connection:
        connection.sendall(sent)
        pieces = []
        while piece := connection.recv(65_536):
            pieces.append(piece)
        yield b"".join(pieces)


_CHUNKED = b"5\r\nASK{}\r\n0\r\n\r\n"
_SMUGGLED = b"GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n"


@pytest.mark.parametrize(
    ("headers", "body"),
    [
        (b"Content-Length: 5\r\nTransfer-Encoding: chunked\r\n", _CHUNKED),
        (b"Transfer-Encoding: chunked\r\nContent-Length: 5\r\n", _CHUNKED),
        (b"transfer-encoding: Chunked\r\ncontent-length: 0\r\n", _CHUNKED),
        (b"Content-Length: 5\r\nContent-Length: 6\r\n", b"ASK{}"),
        (b"Content-Length: 5, 6\r\n", b"ASK{}"),
        (b"Content-Length: +5\r\n", b"ASK{}"),
        (b"Content-Length : 5\r\n", b"ASK{}"),
    ],
)
def test_a_message_of_two_lengths_is_refused_and_nothing_behind_it_is_read(
    site: Served, headers: bytes, body: bytes
) -> None:
    """RFC 9112, section 6.3: a proxy that believes the other one would see the rest as another client's request."""
    for line in (b"POST /sparql HTTP/1.1", b"GET /healthz HTTP/1.1", b"POST /sparql HTTP/1.0"):
        start = line + b"\r\nHost: localhost\r\nContent-Type: application/sparql-query\r\n"
        with raw(site, start + headers + b"\r\n" + body + _SMUGGLED) as came:
            assert came.startswith(b"HTTP/1.1 400"), came[:200]
            assert b"\r\nconnection: close\r\n" in came.lower()
            assert came.count(b"HTTP/1.1 ") == 1


def test_the_version_before_chunks_may_not_send_them(site: Served) -> None:
    """RFC 9112, section 6.1."""
    start = (
        b"POST /sparql HTTP/1.0\r\nHost: localhost\r\nContent-Type: application/sparql-query\r\n"
    )
    with raw(site, start + b"Transfer-Encoding: chunked\r\n\r\n" + _CHUNKED + _SMUGGLED) as came:
        assert came.startswith(b"HTTP/1.1 400")
        assert b"HTTP/1.0 knows no Transfer-Encoding" in came
        assert came.count(b"HTTP/1.1 ") == 1


@pytest.mark.parametrize("coding", [b"gzip, chunked", b"identity", b"xchunked"])
def test_a_transfer_coding_that_is_not_known_ends_the_connection(
    site: Served, coding: bytes
) -> None:
    sent = (
        b"POST /sparql HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: "
        + coding
        + b"\r\n\r\n"
        + _SMUGGLED
    )
    with raw(site, sent) as came:
        assert came[:12] in (b"HTTP/1.1 400", b"HTTP/1.1 501")
        assert came.count(b"HTTP/1.1 ") == 1
