"""`stroma serve` for tests: a running server, what to ask it, and what it sends without one."""

from __future__ import annotations

import http.client
import re
import select
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import anyio

FORM = {"Content-Type": "application/x-www-form-urlencoded"}
SELECT = "SELECT ?study ?label { ?study a st:Study ; rdfs:label ?label } ORDER BY ?study LIMIT 7"

STROMA = [sys.executable, "-m", "stroma"]


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
                status = process.wait(60)
            except subprocess.TimeoutExpired:
                process.kill()
                raise
            log.join(5)
        assert status in (0, -signal.SIGTERM)


def all_children(pid: int) -> set[str]:
    """Children of every thread of a process."""
    found: set[str] = set()
    for task in Path(f"/proc/{pid}/task").iterdir():
        try:
            found.update((task / "children").read_text().split())
        except OSError:
            continue
    return found


@contextmanager
def asked(site: Served, query: str) -> Iterator[http.client.HTTPConnection]:
    """A query that a server has begun to answer; who asked leaves at the end of the block."""
    connection = http.client.HTTPConnection(site.host, site.port, timeout=60)
    connection.request("GET", "/sparql?" + urlencode({"query": query}))
    try:
        assert wait_until(lambda: bool(all_children(site.pid)))
        yield connection
    finally:
        connection.close()


def is_answered(connection: http.client.HTTPConnection) -> bool:
    """Whether anything has come back on a connection."""
    return bool(select.select([connection.sock], [], [], 0)[0])


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


def wait_until(is_so: Callable[[], bool], seconds: float = 60) -> bool:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if is_so():
            return True
        time.sleep(0.02)
    return False


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
