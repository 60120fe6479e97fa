"""What the guard refuses, what it lets through, and that nothing gets past it to the network."""

from __future__ import annotations

import re
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

import pyoxigraph as ox
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stroma.errors import InputError, QueryRefusedError, QuerySyntaxError, StromaError
from stroma.queries import QueryForm, check_query, guard, run_query
from stroma.queries._tokens import Token, iter_tokens
from stroma.queries.guard import inspect_query
from stroma.vocabulary import PREFIXES

if TYPE_CHECKING:
    from stroma.store import EvidenceStore


@contextmanager
def listener() -> Iterator[tuple[str, list[bytes]]]:
    """An address on loopback, and the list of whatever is sent to it."""
    heard: list[bytes] = []
    with socket.create_server(("127.0.0.1", 0)) as server:

        def listen() -> None:
            while True:
                try:
                    connection, _ = server.accept()
                except OSError:
                    return
                with connection:
                    heard.append(b"connected")

        threading.Thread(target=listen, daemon=True).start()
        yield f"http://127.0.0.1:{server.getsockname()[1]}/", heard
        server.shutdown(socket.SHUT_RDWR)


def try_query(text: str) -> None:
    """Run a query through guard and engine, whatever comes of it."""
    store = ox.Store()
    subject, predicate = ox.NamedNode("urn:s"), ox.NamedNode("urn:p")
    store.add(ox.Quad(subject, predicate, ox.Literal(True), ox.NamedNode("urn:g")))
    with suppress(StromaError):
        list(run_query(store, text))


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("SELECT * { ?s ?p ?o }", QueryForm.SELECT),
        ("select*{?s?p?o}", QueryForm.SELECT),
        ("BASE <http://example.org/> PREFIX ex: <x#> ASK { ex:a ?p <b> }", QueryForm.ASK),
        ("# SERVICE\nCONSTRUCT { ?s ?p 'SERVICE' } WHERE { ?s ?p ?o }", QueryForm.CONSTRUCT),
        ("DESCRIBE <http://example.org/SERVICE#x>", QueryForm.DESCRIBE),
        ('ASK { ?service ?p """SERVICE <http://example.org/> "quoted" \\""" """ }', QueryForm.ASK),
        (
            "ASK { ?s ?p '''it's SERVICE''', 'it\\'s', \"x # y\" # FROM <file:///>\n }",
            QueryForm.ASK,
        ),
        ("ASK { ?s ?p 'LOAD', 'INSERT' FILTER(?a<?b && ?c>?d) }", QueryForm.ASK),
        ("ASK { ?s ?p 'x'@en-GB, '1'^^xsd:integer, 1.5, 1e6, .5, -3, true }", QueryForm.ASK),
        ("ASK { ?s rdfs:label/^rdfs:label*|!(a|^a) ?o, [], [ a ?c ], ( 1 2 ) }", QueryForm.ASK),
        ("SELECT ?s FROM graph:derived FROM NAMED graph:x { ?s ?p ?o }", QueryForm.SELECT),
        ("SELECT ?s FROM <https://w3id.org/stroma/graph/derived> { ?s ?p ?o }", QueryForm.SELECT),
        ("SELECT ?été { ?été obo:CL_0000134 ?β_1 }", QueryForm.SELECT),
        ("SELECT ?s { ?s ?p ?o } VALUES (?s ?o) { (UNDEF 1) (<urn:a> 'b') }", QueryForm.SELECT),
    ],
)
def test_a_plain_query_passes(text: str, form: QueryForm) -> None:
    assert check_query(text) is form


@pytest.mark.parametrize(
    "pattern",
    [
        "SERVICE <{url}> {{ ?s ?p ?o }}",
        "SeRvIcE SILENT <{url}> {{ ?s ?p ?o }}",
        "SERVICE<{url}>{{}}",
        "FILTER EXISTS {{ SERVICE <{url}> {{ ?s ?p ?o }} }}",
        "?s ?p ?o .SERVICE x: {{ ?s ?p ?o }}",
        # The engine needs no space behind a keyword, nor between two tokens.
        "SERVICEx: {{ ?s ?p ?o }}",
        "?s <urn:p> trueSERVICE <{url}> {{ ?a ?b ?c }}",
        "?s <urn:p> ?o FILTER(?o=true)SERVICE<{url}>{{ ?a ?b ?c }}",
        # `n:trueSERVICE` makes no valid IRI, so the engine reads `n:` and goes on with `true SERVICE`.
        "?s n:trueSERVICE <{url}> {{ ?a ?b ?c }}",
        # U+FFF5 may stand in a name and in no IRI: to the engine `h:`, SERVICE and a name with that letter for its prefix.
        "?s ?p h:SERVICE\ufff5:a {{ ?a ?b ?c }}",
        "?s ?p obo:SERVICE\ufff5:a {{ ?a ?b ?c }}",
        # One IRI by the grammar; to the engine a comparison, SERVICE and a comment.
        "VALUES ?x {{ <{url}> }} FILTER(1<2)SERVICE?x#>\n{{ ?a ?b ?c }}",
        '?s ?p ?o FILTER(1<2)#>"""\nSERVICE <{url}> {{ ?a ?b ?c }} #"""\n',
        "SERV\\u0049CE <{url}> {{ ?s ?p ?o }}",
    ],
)
def test_service_is_refused_however_it_is_written(pattern: str) -> None:
    with listener() as (url, heard):
        prologue = f"PREFIX x: <{url}> PREFIX n: <http://example.org:8> PREFIX h: <urn:h/> PREFIX \ufff5: <{url}>\n"
        text = prologue + "SELECT * { " + pattern.format(url=url) + " }"
        store = ox.Store()
        for iri in ("urn:h/", PREFIXES["obo"]):
            store.add(ox.Quad(ox.NamedNode("urn:s"), ox.NamedNode("urn:p"), ox.NamedNode(iri)))
        with pytest.raises((QueryRefusedError, QuerySyntaxError)):
            list(run_query(store, text))
        assert not heard


@pytest.mark.parametrize(
    "query",
    [
        "PREFIX ex: <http://e.org/x> SELECT * { ?s ex:customerService ?o }",
        "PREFIX ex: <urn:x:> SELECT * { ?s ex:services\\/a ?o }",
        "SELECT * { ?s obo:SERVICE ?o }",
    ],
)
def test_a_name_that_holds_the_word_is_no_service(query: str) -> None:
    """Whatever its namespace ends in: the two together are an IRI."""
    assert check_query(query) is QueryForm.SELECT
    assert not list(run_query(ox.Store(), query))


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("LOAD <{url}>", "LOAD is an update"),
        ("PREFIX x: <urn:x> LOAD SILENT <{url}> INTO GRAPH <urn:g>", "LOAD is an update"),
        ("INSERT DATA {{ <urn:a> <urn:b> <urn:c> }}", "INSERT is an update"),
        ("with <urn:g> DELETE {{ ?s ?p ?o }} WHERE {{ ?s ?p ?o }}", "WITH is an update"),
        ("SELECT * FROM <{url}> {{ ?s ?p ?o }}", "FROM may name only graphs of this dataset"),
        ("SELECT * FROM NAMED <{url}> {{ GRAPH ?g {{ ?s ?p ?o }} }}", "FROM may name only"),
        ("ASK FROM <file:///etc/hostname> {{ ?s ?p ?o }}", "FROM may name only"),
        ("PREFIX graph: <{url}> ASK FROM graph:x {{ ?s ?p ?o }}", "FROM may name only"),
        ("BASE <{url}> DESCRIBE ?s FROM <x> {{ ?s ?p ?o }}", "FROM may name only"),
        ("ASK FROM <http\\u003A//example.org/> {{ ?s ?p ?o }}", "FROM may name only"),
    ],
)
def test_updates_and_foreign_graphs_are_refused_without_a_request(text: str, reason: str) -> None:
    with listener() as (url, heard):
        with pytest.raises(QueryRefusedError, match=reason):
            run_query(ox.Store(), text.format(url=url))
        assert not heard


def deep(n: int, left: str, right: str) -> str:
    return "ASK { ?s ?p ?o " + left * n + right * n + " }"


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (deep(3000, "{", "}"), "nested more than 100 deep"),
        (deep(3000, "FILTER(", ")"), "nested more than 100 deep"),
        (deep(3000, "?s ?p [", "]"), "nested more than 100 deep"),
        ("ASK { FILTER(" + "!" * 9000 + "true) }", "in a row"),
        ("ASK { FILTER(" + "! " * 9000 + "true) }", "in a row"),
        ("ASK { FILTER(true" + "||true" * 9000 + ") }", "operators and brackets"),
        ("ASK { FILTER(1" + "+1" * 9000 + ") }", "operators and brackets"),
        ("ASK { {}" + "UNION{}" * 7000 + " }", "operators and brackets"),
        ("ASK { " + "?s ?p ?o . " * 200 + "}", "more than 100 triple patterns"),
        ("ASK { ?s ?p ?o " + "; ?p ?o" * 200 + "}", "more than 100 triple patterns"),
        ("ASK { ?s ?p ?o " + ", ?o" * 200 + "}", "more than 100 triple patterns"),
        ("ASK { ?s a" + "/a" * 300 + " ?o }", "more than 100 triple patterns"),
        ("ASK { ?s ?p (" + " 1" * 300 + ") }", "more than 100 triple patterns"),
        ("ASK { ?s ?p [" + " a 1 ;" * 300 + "] }", "more than 100 triple patterns"),
        ("ASK { " + "{ ?s ?p ?o } " * 200 + "}", "more than 100 triple patterns"),
        ("ASK { " + "GRAPH ?g { ?s ?p ?o } " * 200 + "}", "more than 100 triple patterns"),
        (
            "ASK { " + "?s ?p [ ?p ( 1 2 ?x ) ] OPTIONAL { " * 60 + "}" * 61,
            "more than 100 triple patterns in a group, or 300 in all",
        ),
        ("ASK { ?s ?p '" + "x" * 70_000 + "' }", "at most 65,536"),
    ],
)
def test_what_the_engine_would_not_survive_is_refused(text: str, reason: str) -> None:
    with pytest.raises(QueryRefusedError, match=reason):
        check_query(text)


LEVEL = "<https://w3id.org/stroma/vocab/level-2>"


@pytest.mark.parametrize(
    "test",
    ["?l <= st:level-2", "?l < st:level-3", "st:level-3 > ?l", "st:level-2>=?l", f"?l <= {LEVEL}"],
)
def test_an_iri_has_no_order(test: str) -> None:
    with pytest.raises(QueryRefusedError, match="st:level/st:rank"):
        check_query(f"SELECT * {{ ?f st:level ?l FILTER({test}) }}")


@pytest.mark.parametrize(
    "test",
    [
        "?l = st:level-2",
        "xsd:decimal(?p) < xsd:decimal('0.05')",
        "'2'^^xsd:integer < ?n",
        "?n > '2'^^xsd:integer",
    ],
)
def test_what_is_equal_or_a_number_may_be_compared(test: str) -> None:
    check_query(f"SELECT * {{ ?f st:level ?l ; st:pValue ?p ; st:nAtRisk ?n FILTER({test}) }}")


def test_levels_are_compared_by_their_rank(packaged: EvidenceStore) -> None:
    counts = [
        next(run_query(packaged.dataset, f"SELECT (COUNT(?f) AS ?n) {{ {pattern} }}").rows())[0]
        for pattern in (
            "?f st:level/st:rank ?rank FILTER (?rank <= 2)",
            "VALUES ?l { st:level-1 st:level-2 } ?f st:level ?l",
        )
    ]
    assert counts[0] == counts[1] != ox.Literal(0)


@pytest.mark.parametrize(
    "text",
    [
        "ASK { VALUES ?x { " + "1 " * 5000 + "} }",
        "ASK { VALUES (?x ?y) { " + "(1 2) " * 2000 + "} }",
        "ASK { FILTER(1 IN (" + ", ".join("1" * 2000) + ")) }",
        "SELECT " + " ".join(f"?v{i}" for i in range(300)) + " { ?v1 ?v2 ?v3 }",
        "ASK { " + "UNION".join("{ ?s ?p ?o . ?o ?p ?s }" for _ in range(60)) + " }",
    ],
)
def test_long_but_harmless_queries_pass(text: str) -> None:
    assert check_query(text) in (QueryForm.ASK, QueryForm.SELECT)


@pytest.mark.parametrize(
    ("text", "line", "column", "reason"),
    [
        ("SELECT * {\n  ?s ?p 'abc\n}", 2, 9, "does not end"),
        ("SELECT * {\n  ?s ?p ?o", 1, 10, "never closed"),
        ("SELECT * { ?s ?p ?o ) }", 1, 21, "closes the '{'"),
        ("SELECT * { ?s stt:about ?o }", 1, 15, "did you mean st:"),
        ("SELECT * {\n\t?s ?p ?o\n} ORDRE BY ?s", 3, 3, "did you mean ORDER"),
        ("SELCT * { ?s ?p ?o }", 1, 1, "did you mean SELECT"),
        ("SELECT * { ?s ?p ?o § }", 1, 21, "unexpected character"),
    ],
)
def test_a_slip_is_shown_where_it_is(text: str, line: int, column: int, reason: str) -> None:
    with pytest.raises(QuerySyntaxError, match=reason) as caught:
        check_query(text)
    assert (caught.value.line, caught.value.column) == (line, column)
    # The caret stands under the character that the column counts to, tabs included.
    shown, caret = str(caught.value).split("\n")[-2:]
    assert shown[len(caret) - 1] == text.split("\n")[line - 1][column - 1]


@pytest.mark.parametrize("text", ["", "  \n", "# only a comment"])
def test_an_empty_query_is_said_to_be_empty(text: str) -> None:
    with pytest.raises(InputError, match="the query is empty"):
        check_query(text)


def test_a_lone_surrogate_is_refused() -> None:
    with pytest.raises(InputError, match="not valid Unicode at character 17"):
        check_query("ASK { ?s ?p 'abc\ud800' }")


# Pieces that are put together at random: what a hostile query would be made of. URL stands for the listener.
PIECES = st.sampled_from(
    [
        "SERVICE", "service", "SILENT", "<URL>", "x:", "x:a", "n:", "n:true", "SERVICEx:", "?x", "?x<?y", "true", "1",
        "1.", ".", ";", ",", "{", "}", "(", ")", "[", "]", "#", "\n", " ", ">", "<", "<<", ">>", '"', "'", '"""', "'''",
        "\\", "\\u0022", "{ ?a ?b ?c }", "FILTER", "FILTER(1<2)", "OPTIONAL", "UNION", "VALUES ?x { <URL> }", "?s",
        "<urn:p>", "?o", "a", "^", "/", "|", "!", "@en", "_:b", "%", "GRAPH", "FROM", "LOAD", "INSERT", "BIND(1 AS ?n)",
        "h:", "h:SERVICE", "\ufff5", "\ufff5:a", "\ufffd",
    ]
)  # fmt: skip


@settings(max_examples=150)
@given(st.lists(PIECES, max_size=14), st.sampled_from(["SERVICE<URL>{}", "SERVICE?x{}", ""]))
def test_no_query_that_passes_reaches_the_network(pieces: list[str], last: str) -> None:
    with listener() as (url, heard):
        text = "PREFIX x: <URL> PREFIX n: <http://example.org:8> PREFIX h: <urn:h/> PREFIX \ufff5: <URL> SELECT * { ?s <urn:p> ?o "
        try_query((text + "".join(pieces) + last + " }").replace("URL", url))
        assert not heard


@settings(max_examples=100)
@given(st.text(max_size=60))
def test_any_text_ends_in_an_answer_or_one_clear_error(text: str) -> None:
    try_query(text)
    try_query("SELECT * { ?s ?p ?o " + text + " }")


@settings(max_examples=100)
@given(st.text(alphabet=st.characters(exclude_categories=["Cs"])))
def test_whatever_a_string_holds_stays_a_string(value: str) -> None:
    literal = str(ox.Literal(value))
    if len(literal.encode()) < 60_000:
        assert check_query(f"ASK {{ ?s ?p {literal} }}") is QueryForm.ASK


def test_the_prefixes_of_the_vocabulary_need_no_declaration() -> None:
    for prefix in PREFIXES:
        assert check_query(f"ASK {{ ?s {prefix}:x ?o }}") is QueryForm.ASK


@pytest.mark.parametrize(
    "body",
    ["a." * 32_000, "a-" * 32_000, "é." * 20_000, "?s graph:x/" + "a" * 64_000 + ":b ?o", ":a" + "." * 64_000],
)  # fmt: skip
def test_a_hostile_query_of_full_length_is_read_at_once(body: str) -> None:
    began = time.process_time()
    with suppress(StromaError):
        check_query("ASK { " + body + " }")
    assert time.process_time() - began < 2  # tens of seconds where each place is read to the end


@pytest.mark.parametrize(
    "text",
    [
        "SELECT * { VALUES ?x { " + "a." * 32_000 + "} }",
        "#é\nSELECT * { VALUES ?x { " + "a." * 32_000 + "} }",
        "#é\nSELECT * { VALUES ?x { " + "a.b-." * 12_000 + "} }",
        "SELECT * { VALUES ?x { " + "a-b.c" * 12_000 + ".:d } }",
    ],
    ids=["ascii", "beyond", "dashes", "one run"],
)
def test_letters_that_begin_no_prefix_are_read_once(text: str) -> None:
    def seconds(one: str) -> float:
        taken = []
        for _ in range(3):
            began = time.process_time()
            with suppress(StromaError):
                list(iter_tokens(one))
            taken.append(time.process_time() - began)
        return min(taken)

    assert seconds(text) < 2.5 * seconds(text.replace(".", " "))


def test_what_comes_behind_a_limit_is_not_read(monkeypatch: pytest.MonkeyPatch) -> None:
    n = 0

    def counted(text: str) -> Iterator[Token]:
        nonlocal n
        for token in iter_tokens(text):
            n += 1
            yield token

    monkeypatch.setattr(guard, "iter_tokens", counted)
    with pytest.raises(QueryRefusedError, match="100 triple patterns"):
        inspect_query("SELECT * {" + "?s ?p ?o ." * 6_000 + "}")
    assert n < 500
    # A word before it is told of first, as it is in a short query.
    with pytest.raises(QuerySyntaxError, match="no word 'SELEC'"):
        inspect_query("SELECT * { SELEC ?s " + "?s ?p ?o ." * 6_000 + "}")


def test_a_prefix_may_have_any_length_and_no_dot_at_its_end() -> None:
    long = "p" * 300 + ".q"
    assert inspect_query(f"PREFIX {long}: <urn:a> ASK {{ ?s {long}:x ?o }}").form.value == "ASK"
    assert [token.text for token in iter_tokens("a.:b a.b:c")] == ["a", ".", ":b", "a.b:c"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("BASE <http://x/a/> ASK { <b> ?p <../c> }", "BASE <http://x/a/> ASK { <http://x/a/b> ?p <http://x/c> }"),
        ("BASE <http://x/> BASE <y/> ASK { <> ?p <z> }", "BASE <http://x/> BASE <http://x/y/> ASK { <http://x/y/> ?p <http://x/y/z> }"),
        ("BASE <http://x/> PREFIX e: <v/> ASK { e:a ?p <urn:b> }", "BASE <http://x/> PREFIX e: <http://x/v/> ASK { e:a ?p <urn:b> }"),
        ("ASK { ?s ?p <http://x/y> }", "ASK { ?s ?p <http://x/y> }"),
    ],
)  # fmt: skip
def test_an_iri_that_base_leaves_short_is_written_out(text: str, expected: str) -> None:
    """As RFC 3986, section 5.2, resolves it."""
    assert inspect_query(text).text == expected


@pytest.mark.parametrize(
    "text",
    [
        "BASE <http://evil.example/> SELECT * FROM <g> { ?s ?p ?o }",
        "BASE <http://x/> SELECT * { SERVICE <s> { ?s ?p ?o } }",
    ],
)
def test_base_hides_nothing_from_the_guard(text: str) -> None:
    with pytest.raises(QueryRefusedError):
        inspect_query(text)


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("SELECT * { ?s <http://ex.org/a b> ?o }", "a space in it is %20"),
        ("SELECT * { ?s <http://x/{y}> ?o }", "an IRI cannot hold '{'; it is %7B there"),
        ("SELECT * { ?s ?p <http://x/", "this IRI does not end with >"),
    ],
)
def test_a_character_that_no_iri_holds_is_told(query: str, said: str) -> None:
    with pytest.raises(QuerySyntaxError, match=re.escape(said)):
        check_query(query)
