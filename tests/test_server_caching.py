"""What a client of `stroma serve` need not be sent again: ETag, If-None-Match, Cache-Control."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import quote

import pytest

from serving import SELECT, Served, asgi, served
from stroma.disk.building import build_store
from stroma.server import create_app

LASTING = [
    "/", "/ask", "/ask/approvals?disease=ALS&format=csv", "/show?name=oh-2018", "/view?name=oh-2018", "/openapi.json",
    "/sparql", "/sparql?query=" + quote(SELECT), "/find?q=ALS", "/style.css", "/robots.txt", "/audit",
]  # fmt: skip


@pytest.mark.parametrize("path", LASTING)
@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_what_a_client_has_is_not_sent_again(site: Served, path: str, method: str) -> None:
    first = site.ask(path, method=method)
    tag = first.headers["etag"]
    assert tag.startswith('W/"')
    assert first.headers["cache-control"] == (
        "max-age=3600" if path == "/style.css" else "no-cache"
    )
    for known in (tag, f'"x", {tag}', tag.removeprefix("W/")):
        again = site.ask(path, method=method, headers={"If-None-Match": known})
        assert (again.status, again.body) == (304, b"")
        for name in ("etag", "cache-control", "vary"):
            assert name in again.headers
    assert "Accept" in again.headers["vary"]
    assert site.ask(path, method=method, headers={"If-None-Match": 'W/"other"'}).status == 200


def test_get_and_head_have_the_same_tag(site: Served) -> None:
    path = "/ask/approvals?disease=ALS"
    assert site.ask(path).headers["etag"] == site.ask(path, method="HEAD").headers["etag"]


def test_another_answer_has_another_tag(site: Served) -> None:
    path, host = "/show?name=ALS", f"127.0.0.1:{site.port}"
    tags = [
        site.ask(path).headers["etag"],
        site.ask("/show?name=MS").headers["etag"],
        site.ask(path, headers={"Accept": "text/html"}).headers["etag"],
        site.ask(path, headers={"Host": host.replace("127.0.0.1", "localhost")}).headers["etag"],
    ]
    assert len(set(tags)) == 4
    packed = site.ask(path, headers={"Accept-Encoding": "gzip"})
    assert (packed.headers["etag"], packed.headers["content-encoding"]) == (tags[0], "gzip")


@pytest.mark.parametrize(
    "path",
    [
        "/healthz", "/readyz", "/show?name=zzqx", "/nothing", "/sparql?query=" + quote("SELECT (NOW() AS ?t) {}"),
        "/sparql?query=" + quote("SELECT (uuid() AS ?t) {}"),
    ],
)  # fmt: skip
def test_what_may_be_otherwise_next_time_is_not_kept(site: Served, path: str) -> None:
    reply = site.ask(path, headers={"If-None-Match": "*"})
    assert reply.status != 304
    assert reply.headers["cache-control"] == "no-store"
    assert "etag" not in reply.headers


def test_a_post_has_no_tag(site: Served) -> None:
    direct = {"Content-Type": "application/sparql-query"}
    assert "etag" not in site.ask("/sparql", method="POST", body="ASK {}", headers=direct).headers


def test_a_store_that_is_built_anew_changes_every_tag(tmp_path: Path) -> None:
    store, mine = tmp_path / "store", tmp_path / "mine.nt"
    build_store([], store)
    with served("--store", str(store)) as site:
        paths = ("/", "/show?name=ALS", "/sparql?query=ASK+%7B%7D")
        tags = {path: site.ask(path).headers["etag"] for path in paths}
        mine.write_text(
            '<https://w3id.org/stroma/term/x> <http://www.w3.org/2000/01/rdf-schema#label> "made up" .\n'
        )
        build_store([mine], store, check=False)
        for path, tag in tags.items():
            reply = site.ask(path, headers={"If-None-Match": tag})
            assert (reply.status, reply.headers["etag"] != tag) == (200, True), path
    with served("--store", str(store)) as again:
        assert again.ask("/").headers["etag"] != tags["/"]


def test_the_same_data_have_the_same_tag_in_another_process() -> None:
    def tag() -> object:
        return dict(asgi(create_app(), "/openapi.json")[0]["headers"])[b"etag"]

    assert tag() == tag()
