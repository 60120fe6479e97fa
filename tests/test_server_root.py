"""`stroma serve --root-path`: the site behind a proxy that shows it under a path."""

from __future__ import annotations

import http.client
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import quote

import pyoxigraph as ox
import pytest

from serving import FORM, SELECT, Served, asgi, page, served
from stroma.cli import main
from stroma.server import create_app

_HOP_BY_HOP = {"connection", "transfer-encoding", "keep-alive"}


@contextmanager
def proxy(behind: Served, prefix: str, *, is_stripped: bool = True) -> Iterator[Served]:
    """A proxy that shows a server under a path, as nginx does with `location /stroma/ { proxy_pass http://…/; }`."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            if not self.path.startswith(f"{prefix}/"):
                self.send_error(404, "not of this site")
                return
            path = self.path.removeprefix(prefix) if is_stripped else self.path
            length = self.headers.get("Content-Length")
            body = self.rfile.read(int(length)) if length else None
            connection = http.client.HTTPConnection(behind.host, behind.port, timeout=60)
            connection.request(self.command, path, body, dict(self.headers))
            response = connection.getresponse()
            content = response.read()
            self.send_response(response.status)
            for name, value in response.getheaders():
                if name.lower() not in {*_HOP_BY_HOP, "content-length"}:
                    self.send_header(name, value)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)
            connection.close()

        do_POST = do_GET

        def log_message(self, *_: Any) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield replace(behind, port=server.server_address[1])
        server.shutdown()
        thread.join(5)


@pytest.fixture(scope="module")
def shown() -> Iterator[Served]:
    """The site as a proxy shows it under /stroma."""
    with served("--root-path", "/stroma") as running, proxy(running, "/stroma") as outside:
        yield outside


PAGES = [
    "/", "/ask", "/ask/approvals?disease=ALS", "/show?name=ALS", "/sparql?query=" + quote(SELECT),
    "/find?q=zzqx", "/find?q=mesenchymal", "/audit", "/nothing", "/sparql?query=nonsense",
    "/ask/approvals?product=zzqx", "/show?name=Alofisell",
]  # fmt: skip


@pytest.mark.parametrize("path", PAGES)
def test_each_link_and_form_stays_under_the_path(shown: Served, path: str) -> None:
    _, links = page(shown, f"/stroma{path}")
    local = sorted({link for link in links.found if not link.startswith(("http", "data:"))})
    assert len(local) >= 7
    assert [link for link in local if not link.startswith("/stroma/")] == []
    for link in local[:: max(1, len(local) // 12)]:
        status = page(shown, link)[0].status
        expected = {"/stroma/find": 400, "/stroma/find?q=Alofisell": 404}
        assert status == expected.get(link, 200), link


def test_an_error_names_the_addresses_of_the_site(shown: Served) -> None:
    assert "/stroma/ shows what there is" in shown.ask("/stroma/nothing").text
    assert "/stroma/ask lists them" in shown.ask("/stroma/ask/nothing").text
    assert "/stroma/view takes name" in shown.ask("/stroma/view?x=1").text


def test_programs_are_told_where_the_site_is(shown: Served) -> None:
    assert json.loads(shown.ask("/stroma/openapi.json").body)["servers"] == [{"url": "/stroma"}]
    described = shown.ask("/stroma/sparql", format="nt").text
    assert f"<http://{shown.host}:{shown.port}/stroma/sparql>" in described
    assert "Disallow: /stroma/sparql" in shown.ask("/stroma/robots.txt").text


def test_forms_are_answered_under_the_path(shown: Served) -> None:
    wrong = shown.ask("/stroma/sparql", query="ASK {", headers={"Accept": "text/html"})
    assert (wrong.status, "</textarea>" in wrong.text) == (400, True)
    audited = shown.ask("/stroma/audit", method="POST", body="text=NurOwn+cured+ALS+in+a+trial.", headers=FORM)  # fmt: skip
    assert json.loads(audited.body)["claims"]


def test_a_slash_at_the_end_needs_no_redirect(shown: Served) -> None:
    assert shown.ask("/stroma/ask/").body == shown.ask("/stroma/ask").body
    assert "location" not in shown.ask("/stroma/show/").headers


def test_a_browser_walks_under_the_path(shown: Served, chromium: Any) -> None:
    tab = chromium.new_page()
    said: list[str] = []
    tab.on("console", lambda message: said.append(message.text))
    tab.goto(f"http://{shown.host}:{shown.port}/stroma/")
    assert tab.evaluate("getComputedStyle(document.querySelector('nav')).display") == "flex"
    tab.fill("#q", "Does NurOwn slow ALS?")
    tab.click("header button")
    tab.wait_for_selector("form.fields")
    tab.click("form.fields button")
    tab.wait_for_url("**/stroma/ask/*?*")
    tab.click("nav a.home")
    tab.wait_for_url("**/stroma/")
    assert said == []
    tab.close()


def test_a_proxy_that_leaves_the_path_on_is_served_too() -> None:
    with served("--root-path", "/stroma") as running:
        assert running.ask("/healthz").text == running.ask("/stroma/healthz").text == "ok\n"
        with proxy(running, "/stroma", is_stripped=False) as outside:
            assert page(outside, "/stroma/ask")[0].status == 200


def test_what_a_request_says_of_a_proxy_is_not_believed(site: Served) -> None:
    forged = {
        "X-Forwarded-Proto": "https",
        "X-Forwarded-Host": "evil.example",
        "X-Forwarded-For": "8.8.8.8",
        "X-Forwarded-Prefix": "/evil",
        "Forwarded": "proto=https;host=evil.example",
    }
    for path in ("/", "/openapi.json"):
        assert site.ask(path, headers=forged).body == site.ask(path).body
    described = site.ask("/sparql", headers=forged, format="nt").text
    assert f"<http://{site.host}:{site.port}/sparql>" in described


def endpoint(app: Any, root: str = "") -> str:
    """Where an application says that its endpoint is."""
    body = asgi(app, f"{root}/sparql")[1]["body"]
    graph = ox.Store()
    graph.load(body, format=ox.RdfFormat.TURTLE)
    where = "http://www.w3.org/ns/sparql-service-description#endpoint"
    (quad,) = graph.quads_for_pattern(None, ox.NamedNode(where), None)
    assert isinstance(quad.object, ox.NamedNode)
    return quad.object.value


def test_a_site_whose_proxy_speaks_https_is_given_its_whole_address() -> None:
    app = create_app(root_path="https://evidence.example.org/stroma/")
    assert endpoint(app) == endpoint(app, "/stroma") == "https://evidence.example.org/stroma/sparql"
    assert endpoint(create_app()) == "http://localhost/sparql"


@pytest.mark.parametrize("wrong", ["stroma", "/a?b", "/a//b", '/"><script>', "ftp://x/y", "//evil"])
def test_a_path_that_is_none_is_refused(wrong: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["serve", "--port", "0", "--root-path", wrong]) == 2
    assert "is no root path; write a path such as /stroma" in capsys.readouterr().err
