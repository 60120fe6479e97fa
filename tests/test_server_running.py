"""How `stroma serve` begins, under which names it may be asked, which store it serves, and what it logs."""

from __future__ import annotations

import os
import re
import signal
import subprocess
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest

from serving import STROMA, Served, asgi, served, wait_until
from stroma import open_graph
from stroma.cli import main
from stroma.disk.building import build_store
from stroma.errors import DataError
from stroma.server import create_app
from stroma.server.answering import FAULT, Answering, Slots, plain_error
from stroma.server.running import Told


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

    asgi(Told(Answering(Slots(1, timeout_s=1e-6), damaged, "text/plain"), lines.append))
    assert "; the answer was not there after 1e-06 s; ask for less" in lines.pop()

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


def test_a_probe_learns_whether_the_data_can_be_read(site: Served) -> None:
    assert site.ask("/readyz").text.startswith("ready: ")
    assert "Disallow: /sparql" in site.ask("/robots.txt").text
    packed = site.ask("/view", headers={"Accept-Encoding": "gzip"})
    assert packed.headers["content-encoding"] == "gzip"


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
