"""`stroma serve` as its clients meet it: the SPARQL protocol, formats, questions, cards, and what a stranger may try."""

from __future__ import annotations

import json
from io import BytesIO
from typing import TYPE_CHECKING
from urllib.parse import quote, unquote, urlencode

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from serving import FORM, SELECT, Served, page
from stroma import open_graph
from stroma.cards import card
from stroma.cli import main
from stroma.queries import load_questions, stream_query
from stroma.server.media import ROWS, TRIPLES, choose

if TYPE_CHECKING:
    from stroma.store import EvidenceStore


def as_streamed(store: EvidenceStore, query: str, fmt: str) -> bytes:
    out = BytesIO()
    stream_query(store.dataset, query, out, fmt=fmt)
    return out.getvalue()


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
        ({"query": "ASK {}", "limit": "5"}, 400, "not 'limit'; LIMIT stands in the query itself"),
        ({"query": "ASK {}", "timeout": "1"}, 400, "/sparql takes query, default-graph-uri, named-graph-uri and format, not 'timeout'"),
        ({"query": "ASK {}", "default-graph": "https://w3id.org/stroma/graph/derived"}, 400, "not 'default-graph'"),
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
        ("POST", FORM, b"query=ASK+%7B%7D&format=csv&format=json", 400, "format is given twice"),
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


def test_what_was_decided_on_a_product_itself_comes_before_its_kind(site: Served) -> None:
    answer = site.ask("/ask/approvals", product="lenzumestrocel", format="csv").text.splitlines()
    given = [row.partition(",")[0] for row in answer[1:]]
    assert given == sorted(given, key=lambda name: name != "lenzumestrocel")
    assert set(given) == {"lenzumestrocel", "regenerative medicine product"}


def test_a_card_is_given_as_text_and_as_json(site: Served, packaged: EvidenceStore) -> None:
    expected = card(packaged, "oh-2018")
    assert site.ask("/show", name="oh-2018", format="text").text == f"{expected.text()}\n"
    assert json.loads(site.ask("/show", name="oh-2018").body)["title"] == expected.title


def test_a_handout_is_of_what_has_one(site: Served) -> None:
    for name in ("ALS", "NurOwn"):
        assert site.ask("/handout", name=name).status == 200
        assert "/handout?name=" in site.ask("/show", name=name, format="html").text
    for name in ("uccelli-2021", "infection"):
        assert "/handout?name=" not in site.ask("/show", name=name, format="html").text


def test_all_of_a_card_is_asked_for_with_yes(site: Served) -> None:
    some, same, every = (
        site.ask("/show", name="MS", format="text", all=a).text for a in ("", "no", "yes")
    )
    assert some == same
    assert len(every) > len(some)


@pytest.mark.parametrize(
    ("path", "status", "words"),
    [
        ("/ask/aprovals", 404, "there is no question 'aprovals'; did you mean approvals?"),
        ("/ask/approvals?diseas=ALS", 400, ", not 'diseas'"),
        ("/ask/small-studies?below=any", 400, "below takes a whole number"),
        ("/ask/approvals?disease=ALS&disease=MS", 400, "disease is given twice"),
        ("/ask/approvals?disease=zzqx", 404, "unknown term 'zzqx'"),
        ("/show", 400, "nothing is named"),
        ("/show?name=ALS&name=MS", 400, "name is given twice"),
        ("/view?nam=ALS", 400, "/view takes name, not 'nam'"),
        ("/show?name=oh-2018&all=maybe", 400, "all is yes or no, not 'maybe'"),
        ("/show?name=oh-2018&all=on", 400, "all is yes or no, not 'on'"),
        (
            "/handout?name=uccelli-2021",
            404,
            "'uccelli-2021' is a study, not a disease or cell product; did you mean multiple sclerosis?",
        ),
        (
            "/handout?name=infection",
            404,
            "'infection' is an outcome, not a disease or cell product",
        ),
        ("/find?q=" + "does+msc+help+" * 40, 400, "500 characters at most"),
        ("/show?name=zzqx", 404, "unknown term 'zzqx'"),
        ("/ask/approvals?disease=zzqx", 404, "; /ask/diseases-covered lists what"),
        ("/view?name=zzqx", 404, "unknown term 'zzqx'"),
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


def test_who_is_in_danger_is_told_where_help_is_however_much_they_write(site: Served) -> None:
    story = "we flew to the clinic and they gave him the cells in a drip " * 10
    reply = site.ask("/find", q=f"{story} and now he can't breathe")
    assert "emergency number of your country" in reply.text


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
    for name in ("turtle", "n3"):  # Turtle is N3
        assert site.sparql(query, output=name).body == site.sparql(query, format="ttl").body
    # As SPARQLWrapper asks.
    names = dict.fromkeys(("format", "output", "results"), "turtle")
    assert site.sparql(query, **names).body == site.sparql(query, format="ttl").body


def test_a_parameter_that_is_unknown_is_refused_with_and_without_a_query(site: Served) -> None:
    for reply in (
        site.ask("/sparql", query="SELECT * { ?s a st:Study }", foo="1"),
        site.ask("/sparql", foo="1"),
    ):
        assert (reply.status, "not 'foo'" in reply.text) == (400, True)


def test_an_empty_answer_of_some_graphs_says_that_only_they_were_asked(site: Served) -> None:
    graph = "https://w3id.org/stroma/graph/study/uccelli-2021"
    asked = {"default-graph-uri": graph}
    reply = site.sparql("SELECT ?s { ?s a st:Article }", "text/csv", **asked)
    remark = unquote(reply.headers["x-stroma-remark"])
    assert remark.startswith(f"only the graphs that the request names were asked (<{graph}>)")
