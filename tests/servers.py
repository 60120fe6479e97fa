"""Real SPARQL servers for tests, on loopback; a missing one fails the tests in CI and skips them elsewhere."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlencode

import pytest

from stroma.remote.client import Endpoint
from stroma.remote.push import push

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pyoxigraph as ox

_VIRTUOSO_INI = """[Database]
DatabaseFile = {folder}/virtuoso.db
ErrorLogFile = {folder}/virtuoso.log
LockFile = {folder}/virtuoso.lck
TransactionFile = {folder}/virtuoso.trx
xa_persistent_file = {folder}/virtuoso.pxa
[TempDatabase]
DatabaseFile = {folder}/virtuoso-temp.db
TransactionFile = {folder}/virtuoso-temp.trx
[Parameters]
ServerPort = 127.0.0.1:{sql_port}
NumberOfBuffers = {buffers}
DirsAllowed = {folder}
[HTTPServer]
ServerPort = 127.0.0.1:{http_port}
[SPARQL]
ResultSetMaxRows = 10000
"""


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def find_program(name: str) -> str:
    """The path of a program; skips the test when it is missing, fails it in CI."""
    beside = Path(sys.executable).parent / name
    found = str(beside) if beside.exists() else shutil.which(name)
    if found is None:
        message = f"{name} is not installed"
        if os.environ.get("CI") == "true":
            pytest.fail(message)
        pytest.skip(message)
    return found


def wait_for(url: str, seconds: float = 30) -> None:
    """Wait until a SPARQL server answers."""
    deadline = time.monotonic() + seconds
    body = urlencode({"query": "ASK { }"}).encode()
    while True:
        try:
            urllib.request.urlopen(url, body, timeout=5).close()
            return
        except (urllib.error.URLError, OSError):
            if time.monotonic() > deadline:
                raise
            time.sleep(0.1)


@contextmanager
def oxigraph_server(quads: Path | None = None) -> Iterator[str]:
    """`oxigraph serve` with an empty store in memory, or read-only on the quads of a store; gives the address for queries."""
    program = find_program("oxigraph")
    port = free_port()
    where = ["serve"] if quads is None else ["serve-read-only", "--location", str(quads)]
    server = subprocess.Popen(
        [program, *where, "--bind", f"127.0.0.1:{port}"],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        wait_for(f"http://127.0.0.1:{port}/query")
        yield f"http://127.0.0.1:{port}/query"
    finally:
        server.kill()
        server.wait()


@contextmanager
def virtuoso_server(folder: Path, buffers: int = 5000) -> Iterator[str]:
    """Virtuoso with an empty database, updates allowed; gives the address for queries."""
    program, isql = find_program("virtuoso-t"), find_program("isql-vt")
    sql_port, http_port = free_port(), free_port()
    ini = folder / "virtuoso.ini"
    ini.write_text(
        _VIRTUOSO_INI.format(folder=folder, sql_port=sql_port, http_port=http_port, buffers=buffers)
    )
    server = subprocess.Popen(
        [program, "+configfile", str(ini), "+foreground"],
        cwd=folder,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    url = f"http://127.0.0.1:{http_port}/sparql"
    try:
        wait_for(url, 60)
        grant = "grant SPARQL_UPDATE to \"SPARQL\"; DB.DBA.RDF_DEFAULT_USER_PERMS_SET('nobody', 7);"
        subprocess.run(
            [isql, f"127.0.0.1:{sql_port}", "dba", "dba", f"exec={grant}"],
            check=True,
            capture_output=True,
        )
        yield url
    finally:
        server.kill()
        server.wait()


@contextmanager
def holding(program: str, folder: Path, dataset: ox.Store) -> Iterator[str]:
    """A server of either program that holds a dataset, pushed to it; gives the address for queries."""
    started = oxigraph_server() if program == "oxigraph" else virtuoso_server(folder)
    with started as url:
        push(dataset, Endpoint(url))
        yield url
