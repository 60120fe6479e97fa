"""How does `stroma serve` answer beside other SPARQL servers, alone and while one query takes its time?

    PYTHONPATH=graph .venv/bin/python scripts/bench_server.py --rdflib-endpoint /path/to/rdflib-endpoint

All serve the packaged evidence on loopback. Prints one table: seconds until the first answer; milliseconds of a point query,
median and 95th percentile, alone and beside a query that never ends; answers a second for four clients; and whether the
server still answers after a query nested 3,000 deep. Wall time: a server's clients wait for nothing else.
"""

from __future__ import annotations

import argparse
import http.client
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlencode

POINT = (
    "PREFIX st: <https://w3id.org/stroma/vocab/> PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#> "
    "SELECT ?label { GRAPH ?g { <https://w3id.org/stroma/study/uccelli-2021> rdfs:label ?label } }"
)
ENDLESS = (
    "SELECT (COUNT(*) AS ?n) { GRAPH ?a { ?b ?c ?d } GRAPH ?e { ?f ?g ?h } GRAPH ?i { ?j ?k ?l } }"
)
DEEP = "ASK { " + "{" * 3000 + "}" * 3000 + " }"
N_POINTS, N_CLIENTS, N_EACH = 200, 4, 100
# A client that waits longer has no answer.
PATIENCE_S = 5.0


class Server:
    """An endpoint and how it is asked."""

    def __init__(self, port: int, path: str) -> None:
        self.port, self.path = port, path

    def ask(self, query: str, timeout_s: float = PATIENCE_S) -> int:
        """The status of an answer; 0 when there was none."""
        try:
            connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=timeout_s)
            headers = {"Accept": "application/sparql-results+json"}
            connection.request("GET", f"{self.path}?{urlencode({'query': query})}", headers=headers)
            response = connection.getresponse()
            response.read()
        except (OSError, http.client.HTTPException):
            return 0
        finally:
            connection.close()
        return response.status

    def times_ms(self, n: int) -> list[float]:
        """Milliseconds of so many point queries; the patience of a client where there was no answer."""
        found = []
        for _ in range(n):
            since = time.perf_counter()
            ok = self.ask(POINT) == 200
            found.append(1000 * (time.perf_counter() - since if ok else PATIENCE_S))
        return found


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@contextmanager
def running(command: Callable[[int], Sequence[str]], path: str) -> Iterator[tuple[Server, float]]:
    """A server, and the seconds until its first answer."""
    port, since = free_port(), time.perf_counter()
    process = subprocess.Popen(
        list(command(port)), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    server = Server(port, path)
    try:
        while server.ask(POINT) != 200:
            if process.poll() is not None or time.perf_counter() - since > 60:
                raise SystemExit(f"{command(port)[0]} gave no answer")
            time.sleep(0.02)
        yield server, time.perf_counter() - since
    finally:
        process.kill()
        process.wait()


def per_second(server: Server) -> float:
    """Answers a second for some clients at once."""
    clients = [threading.Thread(target=server.times_ms, args=(N_EACH,)) for _ in range(N_CLIENTS)]
    since = time.perf_counter()
    for client in clients:
        client.start()
    for client in clients:
        client.join()
    return N_CLIENTS * N_EACH / (time.perf_counter() - since)


def measured(name: str, command: Callable[[int], Sequence[str]], path: str) -> str:
    """A row of the table."""
    with running(command, path) as (server, first_s):
        alone = server.times_ms(N_POINTS)
        rate = per_second(server)
        slow = threading.Thread(target=server.ask, args=(ENDLESS, 3 * PATIENCE_S), daemon=True)
        slow.start()
        time.sleep(0.5)
        beside = server.times_ms(10)
        slow.join()
    with running(command, path) as (server, _):
        deep = server.ask(DEEP)
        survives = server.ask(POINT) == 200
    cells = (
        name,
        f"{first_s:.1f} s",
        f"{statistics.median(alone):.1f} / {statistics.quantiles(alone, n=20)[-1]:.1f} ms",
        f"{rate:.0f}",
        f"{statistics.median(beside):.0f} / {max(beside):.0f} ms",
        f"{'yes' if survives else 'no'} ({deep or 'no answer'})",
    )
    return f"| {' | '.join(cells)} |"


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument(
        "--rdflib-endpoint", metavar="PROGRAM", help="the program of rdflib-endpoint"
    )
    given = parser.parse_args()
    oxigraph = shutil.which("oxigraph") or str(Path(sys.executable).with_name("oxigraph"))
    with tempfile.TemporaryDirectory() as folder:
        store, quads = Path(folder, "store"), Path(folder, "evidence.nq")
        stroma = [sys.executable, "-m", "stroma"]
        subprocess.run([*stroma, "build", "--store", store], check=True, stderr=subprocess.DEVNULL)
        subprocess.run([*stroma, "export", "--format", "nq", "-o", quads], check=True)
        place = str(next(store.glob("data-*/quads")))
        servers: list[tuple[str, Callable[[int], Sequence[str]], str]] = [
            (
                "stroma serve",
                lambda port: [*stroma, "serve", "--quiet", "--port", str(port)],
                "/sparql",
            ),
            (
                "stroma serve --store",
                lambda port: [
                    *stroma,
                    "serve",
                    "--quiet",
                    "--port",
                    str(port),
                    "--store",
                    str(store),
                ],
                "/sparql",
            ),
            (
                "oxigraph serve-read-only",
                lambda port: [
                    oxigraph,
                    "serve-read-only",
                    "--location",
                    place,
                    "--bind",
                    f"127.0.0.1:{port}",
                ],
                "/query",
            ),
        ]
        if given.rdflib_endpoint:
            program = given.rdflib_endpoint
            servers.append(
                (
                    "rdflib-endpoint",
                    lambda port: [
                        program,
                        "serve",
                        str(quads),
                        "--host",
                        "127.0.0.1",
                        "--port",
                        str(port),
                    ],
                    "/",
                )
            )
        print(
            "| server | first answer | a point query, median / 95 % | a second, 4 clients | beside an endless query, median / worst | answers after a query 3,000 deep |"
        )
        print("| --- | --- | --- | --- | --- | --- |")
        for row in servers:
            print(measured(*row), flush=True)


if __name__ == "__main__":
    main()
