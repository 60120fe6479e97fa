"""Every format, read back by somebody else's reader."""

from __future__ import annotations

import csv
import io
import json
from xml.etree import ElementTree

import pyoxigraph as ox
import pytest

from stroma.errors import InputError
from stroma.queries import FORMATS, Layout, run_query, write_result
from stroma.queries.formats import GRAPH_FORMATS, ROW_FORMATS

NASTY = 'a "quoted", comma\r\nand line; <b>&amp;</b>\ttab'
SELECT = "SELECT ?s ?o ?absent { ?s <urn:p> ?o } ORDER BY STR(?o)"


@pytest.fixture
def store() -> ox.Store:
    """One subject with a value of each kind."""
    store = ox.Store()
    s = ox.NamedNode("http://purl.obolibrary.org/obo/CL_0000134")
    xsd = "http://www.w3.org/2001/XMLSchema#"
    for value in (
        ox.Literal(NASTY),
        ox.Literal("Zelle", language="de"),
        ox.Literal("0.05", datatype=ox.NamedNode(xsd + "decimal")),
        ox.Literal(12),
        ox.Literal(True),
        ox.NamedNode("https://w3id.org/stroma/term/a-term"),
        ox.BlankNode("b1"),
    ):
        store.add(ox.Quad(s, ox.NamedNode("urn:p"), value, ox.NamedNode("urn:g")))
    return store


def written(store: ox.Store, text: str, fmt: str | None, layout: Layout | None = None) -> bytes:
    out = io.BytesIO()
    write_result(run_query(store, text), out, fmt=fmt, layout=layout)
    return out.getvalue()


@pytest.mark.parametrize(
    ("fmt", "reader"),
    [
        ("json", ox.QueryResultsFormat.JSON),
        ("xml", ox.QueryResultsFormat.XML),
        ("tsv", ox.QueryResultsFormat.TSV),
    ],
)
def test_rows_survive_the_way_out_and_in(
    store: ox.Store, fmt: str, reader: ox.QueryResultsFormat
) -> None:
    parsed = ox.parse_query_results(written(store, SELECT, fmt), format=reader)
    assert isinstance(parsed, ox.QuerySolutions)
    assert [v.value for v in parsed.variables] == ["s", "o", "absent"]
    found = [tuple(solution) for solution in parsed]
    expected = list(run_query(store, SELECT).rows())
    assert [str(row) for row in found if "Blank" not in str(row)] == [
        str(row) for row in expected if "Blank" not in str(row)
    ]


def test_csv_is_what_rfc_4180_says(store: ox.Store) -> None:
    data = written(store, SELECT, "csv")
    assert data.startswith(b"s,o,absent\r\n")
    rows = list(csv.DictReader(io.StringIO(data.decode(), newline=""), strict=True))
    assert len(rows) == 7
    assert {row["o"] for row in rows} >= {NASTY, "0.05", "12", "true", "Zelle"}
    assert {row["absent"] for row in rows} == {""}


def test_csv_and_json_agree_with_the_engines_own_writer(store: ox.Store) -> None:
    answer = store.query(SELECT, use_default_graph_as_union=True)
    assert isinstance(answer, ox.QuerySolutions)
    own = answer.serialize(format=ox.QueryResultsFormat.CSV)
    assert own is not None
    assert written(store, SELECT, "csv").replace(b"_:", b"") == own.replace(b"_:", b"")
    answer = store.query(SELECT, use_default_graph_as_union=True)
    assert isinstance(answer, ox.QuerySolutions)
    native = answer.serialize(format=ox.QueryResultsFormat.JSON)
    assert native is not None
    assert json.loads(written(store, SELECT, "json")) == json.loads(native)


@pytest.mark.parametrize("fmt", GRAPH_FORMATS)
def test_triples_survive_the_way_out_and_in(store: ox.Store, fmt: str) -> None:
    text = "CONSTRUCT WHERE { ?s <urn:p> ?o }".replace("<urn:p>", "<http://example.org/p>")
    store.update("INSERT { ?s <http://example.org/p> ?o } WHERE { GRAPH ?g { ?s ?p ?o } }")
    formats = {
        "ttl": ox.RdfFormat.TURTLE,
        "nt": ox.RdfFormat.N_TRIPLES,
        "nq": ox.RdfFormat.N_QUADS,
        "trig": ox.RdfFormat.TRIG,
        "jsonld": ox.RdfFormat.JSON_LD,
        "xml": ox.RdfFormat.RDF_XML,
    }
    data = written(store, text, fmt)
    quads = list(ox.parse(data, format=formats[fmt]))
    assert len(quads) == 7
    values = {quad.object.value for quad in quads if isinstance(quad.object, ox.Literal)}
    assert values == {NASTY, "Zelle", "0.05", "12", "true"}


def test_turtle_declares_only_prefixes_that_it_uses(store: ox.Store) -> None:
    data = written(store, "CONSTRUCT WHERE { ?s <urn:p> ?o }", None).decode()
    prefixes = {line.split()[1] for line in data.splitlines() if line.startswith("@prefix")}
    assert prefixes == {"CL:", "obo:", "term:", "xsd:", "rdf:"}


@pytest.mark.parametrize(
    ("fmt", "expected"),
    [("table", b"yes\n"), ("csv", b"true\n"), ("json", b'{"head":{},"boolean":true}\n')],
)
def test_yes_and_no(store: ox.Store, fmt: str, expected: bytes) -> None:
    assert written(store, "ASK { ?s ?p 12 }", fmt) == expected
    parsed = ox.parse_query_results(
        written(store, "ASK { ?s ?p 13 }", "xml"), format=ox.QueryResultsFormat.XML
    )
    assert isinstance(parsed, ox.QueryBoolean)
    assert not parsed


@pytest.mark.parametrize(
    ("text", "fmt", "fitting"),
    [
        ("SELECT * {}", "ttl", ROW_FORMATS),
        ("ASK {}", "nq", ROW_FORMATS),
        ("CONSTRUCT WHERE {}", "csv", GRAPH_FORMATS),
        ("DESCRIBE <urn:a>", "table", GRAPH_FORMATS),
    ],
)
def test_a_format_that_cannot_hold_the_answer_names_those_that_can(
    store: ox.Store, text: str, fmt: str, fitting: tuple[str, ...]
) -> None:
    with pytest.raises(InputError, match=", ".join(fitting)):
        written(store, text, fmt)


def test_every_format_is_one_for_rows_or_triples() -> None:
    assert set(FORMATS) == set(ROW_FORMATS) | set(GRAPH_FORMATS)


def test_a_table_in_a_pipe_is_plain_and_unwrapped(store: ox.Store) -> None:
    lines = written(store, SELECT, "table", Layout(width=0)).decode().splitlines()
    assert len(lines) == 2 + 7
    assert lines[0].split() == ["s", "o", "absent"]
    assert all(line.startswith("CL:0000134") for line in lines[2:])
    assert "\x1b" not in "".join(lines)
    assert any(line.endswith("term:a-term") for line in lines)


def test_a_table_on_a_terminal_wraps(store: ox.Store) -> None:
    lines = written(store, SELECT, "table", Layout(width=50, colour=True)).decode().splitlines()
    assert lines[0].startswith("\x1b[1m")
    assert max(map(len, lines[2:])) <= 50
    assert len(lines) > 2 + 7


def test_a_very_wide_answer_becomes_blocks(store: ox.Store) -> None:
    names = " ".join(f"?column_number_{i}" for i in range(12))
    text = f"SELECT {names} {{ ?s ?p 12 BIND('a long value' AS ?column_number_3) }}"
    lines = written(store, text, "table", Layout(width=60)).decode().splitlines()
    assert lines[0].startswith("── 1 ──")
    assert lines[1:] == ["column_number_3   a long value"]  # what has no value is left out


def test_control_characters_in_data_cannot_move_the_cursor(store: ox.Store) -> None:
    text = "SELECT ?x { BIND('a\\u001B[2Jb\\nc' AS ?x) }"
    data = written(store, text, "table", Layout(width=0))
    assert b"\x1b" not in data
    assert data.decode().splitlines()[2] == "a\ufffd[2Jb c"


def test_columns_line_up_under_wide_and_combining_characters() -> None:
    text = "SELECT ?a ?b { VALUES (?a ?b) { ('\u7d30\u80de' 1) ('e\u0301' 2) ('abcd' 3) } }"
    data = written(ox.Store(), text, "table", Layout(width=0)).decode().splitlines()
    assert data[2:] == ["\u7d30\u80de  1", "e\u0301     2", "abcd  3"]


@pytest.mark.parametrize("timeout_s", [None, 20.0])
def test_numbers_and_iris_are_concatenated_as_their_texts(timeout_s: float | None) -> None:
    data = "<urn:a> <urn:y> 1 , <urn:z> ; <urn:l> 'x'@en ."
    store = ox.Store()
    store.load(data, format=ox.RdfFormat.TURTLE)
    query = "SELECT (GROUP_CONCAT(DISTINCT ?y; SEPARATOR='|') AS ?ys) { ?s <urn:%s> ?y }"
    numbers = list(run_query(store, query % "y", timeout_s=timeout_s).rows())
    assert sorted(str(getattr(numbers[0][0], "value", "")).split("|")) == ["1", "urn:z"]
    assert list(run_query(store, query % "l", timeout_s=timeout_s).rows()) == [
        (ox.Literal("x", language="en"),)
    ]


@pytest.mark.parametrize(
    "query",
    [
        'SELECT ("a\\u0001b\\uFFFE" AS ?x) {}',
        'CONSTRUCT { <urn:a> <urn:b> ?x } { BIND("a\\u0001b" AS ?x) }',
    ],
)
def test_xml_is_well_formed_whatever_it_holds(query: str) -> None:
    out = io.BytesIO()
    write_result(run_query(ox.Store(), query), out, fmt="xml")
    assert "a\ufffdb" in "".join(ElementTree.fromstring(out.getvalue()).itertext())


def test_a_direction_of_text_is_kept() -> None:
    query = 'SELECT (STRLANGDIR("a", "ar", "rtl") AS ?x) {}'
    ((here,),) = run_query(ox.Store(), query).rows()
    ((there,),) = run_query(ox.Store(), query, timeout_s=20.0).rows()
    assert here == there
    assert str(here) == '"a"@ar--rtl'
    out = io.BytesIO()
    write_result(run_query(ox.Store(), query), out, fmt="xml")
    parsed = ox.parse_query_results(out.getvalue(), format=ox.QueryResultsFormat.XML)
    assert [str(row[0]) for row in parsed] == [str(here)]  # type: ignore[union-attr]


def test_a_row_of_one_column_without_value_is_a_row_of_csv() -> None:
    out = io.BytesIO()
    write_result(run_query(ox.Store(), "SELECT ?x { VALUES ?x { UNDEF 1 UNDEF } }"), out, fmt="csv")
    assert out.getvalue() == b'x\r\n""\r\n1\r\n""\r\n'
    assert len(list(csv.reader(out.getvalue().decode().splitlines()))) == 4
