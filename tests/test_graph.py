"""The Python API as a researcher uses it."""

from __future__ import annotations

import copy
import csv
import doctest
import inspect
import io
import os
import pickle
import re
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from importlib import import_module
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import pyoxigraph as ox
import pytest
import rdflib

import stroma
from stroma import errors, explore
from stroma.answer import Row, plain_value
from stroma.centrality import MEASURES
from stroma.errors import (
    ClosedError,
    InputError,
    ParameterError,
    QueryRefusedError,
    QueryTimeoutError,
    StromaError,
    UnknownQuestionError,
    UnknownTermError,
)
from stroma.graph import EvidenceGraph
from stroma.keywords import INSTEAD, OF_ANSWER, in_python
from stroma.model import Level, Stance
from stroma.queries import run_query
from stroma.selection import GraphOptions, Selection
from stroma.study_search import find_studies
from stroma.vocabulary import PREFIXES

if TYPE_CHECKING:
    from stroma.store import EvidenceStore

XSD_DECIMAL = ox.NamedNode(PREFIXES["xsd"] + "decimal")
# The package without its types, to call it wrongly.
ANY: Any = stroma
SLOW = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"


@pytest.fixture(scope="module")
def graph() -> EvidenceGraph:
    return stroma.open_graph()


def test_the_page_on_python_shows_real_output() -> None:
    page = Path(__file__).resolve().parent.parent / "docs" / "python.md"
    failed, tried = doctest.testfile(str(page), module_relative=False)
    assert (failed, tried > 5) == (0, True)


def test_tab_completion_shows_what_there_is() -> None:
    code = "import stroma; print(*dir(stroma))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert set(done.stdout.split()) == {*stroma.__all__}
    assert {"open_graph", "StromaError", *errors.__all__} <= set(stroma.__all__)
    assert stroma.StromaError is StromaError


def test_values_are_bound_by_name(graph: EvidenceGraph) -> None:
    rows = graph.query("SELECT ?n { ?study st:nEnrolled ?n }", study="uccelli-2021")
    assert [row.n for row in rows] == [144]


@pytest.mark.parametrize(
    "label",
    [
        ox.Literal("darvadstrocel", language="en"),
        rdflib.Literal("darvadstrocel", lang="en"),
    ],
)
def test_a_label_is_bound_as_the_literal_that_it_is(
    graph: EvidenceGraph, label: ox.Literal | rdflib.Literal
) -> None:
    query = "SELECT ?term { ?term rdfs:label ?label }"
    assert [row.term for row in graph.query(query, label=label)] == ["term:darvadstrocel"]
    # A text is what stands there, and only elsewhere the name of a term.
    assert [row.term for row in graph.query(query, label="darvadstrocel")] == ["term:darvadstrocel"]
    broader = graph.query("SELECT ?wide { ?term skos:broader ?wide }", term="darvadstrocel")
    assert len(broader) > 0


def test_terms_of_rdflib_and_pyoxigraph_are_bound_as_they_are(graph: EvidenceGraph) -> None:
    query = "SELECT ?n { ?study st:nEnrolled ?n }"
    iri = PREFIXES["study"] + "uccelli-2021"
    for study in (rdflib.URIRef(iri), ox.NamedNode(iri)):
        assert [row.n for row in graph.query(query, study=study)] == [144]
    for n in (rdflib.Literal(144), ox.Literal(144)):
        assert "study:uccelli-2021" in [
            row.study for row in graph.query("SELECT ?study { ?study st:nEnrolled ?n }", n=n)
        ]


@pytest.mark.parametrize(
    ("property_", "values"),
    [
        ("st:timePointMonths", [12, 12.0, Decimal(12), Decimal("12.00"), ox.Literal("12", datatype=XSD_DECIMAL)]),
        ("st:nEnrolled", [144, 144.0, Decimal(144)]),
        ("st:curatedOn", ["2026-11-25", date(2026, 11, 25)]),
        ("st:phase", ["2"]),
    ],
)  # fmt: skip
def test_a_value_is_found_as_it_stands(
    graph: EvidenceGraph, property_: str, values: list[Any]
) -> None:
    written = str(values[0]) if isinstance(values[0], int) else f'"{values[0]}"'
    test = f"FILTER (STR(?v) = STR({written}))"
    expected = len(graph.query(f"SELECT ?s {{ ?s {property_} ?v {test} }}"))
    assert expected > 0
    for value in values:
        assert len(graph.query(f"SELECT ?s {{ ?s {property_} ?v }}", v=value)) == expected


def test_what_one_answer_gives_can_be_bound_in_the_next(graph: EvidenceGraph) -> None:
    properties = "timePointMonths year nEnrolled doi pmid nct curatedOn phase value pValue url product direction derived"
    for property_ in [f"st:{name}" for name in properties.split()] + ["rdfs:label"]:
        rows = graph.query(f"SELECT DISTINCT ?v {{ ?s {property_} ?v }}", limit=5)
        for row in rows:
            found = graph.query(
                f"SELECT ?s {{ ?s {property_} ?v }}", v=row.v, limit=1, timeout_s=None
            )
            assert found, (property_, row.v)


def test_a_value_that_stands_nowhere_is_bound_as_it_is(graph: EvidenceGraph) -> None:
    query = "SELECT (?v AS ?is) { ?s a st:Article }"
    given: list[Any] = [
        3,
        2.5,
        Decimal("2.5"),
        True,
        "some text",
        date(2020, 1, 2),
        datetime(2020, 1, 2, 3),
    ]
    said = [graph.query(query, v=value)[0]["is"] for value in given]
    assert said == [3, 2.5, 2.5, True, "some text", "2020-01-02", "2020-01-02T03:00:00"]


def test_binding_a_text_looks_for_no_similar_name(
    graph: EvidenceGraph, packaged_store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object, **__: object) -> None:
        pytest.fail("a suggestion was looked for")

    monkeypatch.setattr("difflib.get_close_matches", fail)
    for one in (graph, stroma.open_graph(packaged_store)):
        assert not one.query("SELECT ?s { ?s st:doi ?d }", d="no such text")
        enrolled = "SELECT ?n { ?s st:nEnrolled ?n }"
        for name in ("uccelli-2021", "https://doi.org/10.1016/S1474-4422(21)00301-X"):
            assert [row.n for row in one.query(enrolled, s=name)] == [144]


def test_a_variable_with_the_name_of_an_option_is_bound_by_mapping(graph: EvidenceGraph) -> None:
    query = "SELECT ?study { ?study st:nEnrolled ?limit ; st:phase ?bindings }"
    found = graph.query(query, limit=1, bindings={"limit": 144, "bindings": "2"})
    assert [row.study for row in found] == ["study:uccelli-2021"]


def test_a_value_can_not_break_out_of_its_place(graph: EvidenceGraph) -> None:
    hostile = '" } DROP ALL #'
    assert list(graph.query("SELECT ?t { ?t rdfs:label ?label }", label=hostile)) == []


def test_rows_go_by_name_and_by_place_as_often_as_wanted(graph: EvidenceGraph) -> None:
    rows = graph.query(
        "SELECT ?study ?year ?months { VALUES ?study { study:uccelli-2021 study:nct01377870 } "
        "OPTIONAL { ?study st:year ?year } OPTIONAL { ?study st:nothing ?months } } ORDER BY ?study"
    )
    for _ in range(2):
        assert [study for study, _, _ in rows] == ["study:nct01377870", "study:uccelli-2021"]
    row = rows[1]
    assert (row.year, row["year"], row[1]) == (2021, 2021, 2021)
    assert row.months is None
    assert row.get("months", 0) == 0
    assert dict(row) == {"study": "study:uccelli-2021", "year": 2021}
    assert "months" not in row
    assert rows[:1][0].study == "study:nct01377870"
    assert "year" in dir(row)
    with pytest.raises(AttributeError, match="no column 'yaer'; there are study, year, months"):
        _ = row.yaer
    with pytest.raises(KeyError, match="no column 'yaer'"):
        _ = row["yaer"]


def test_values_are_plain_python(graph: EvidenceGraph) -> None:
    (row,) = graph.query(
        'SELECT ("a"@en AS ?t) (1 AS ?i) (1.5 AS ?d) (2e0 AS ?e) (true AS ?b) (<urn:x> AS ?u) '
        '(CL:0000134 AS ?c) ("2020-01-01"^^xsd:date AS ?y) ("x"^^xsd:decimal AS ?bad) {}'
    )
    assert list(row) == ["a", 1, 1.5, 2.0, True, "urn:x", "CL:0000134", "2020-01-01", "x"]
    assert [type(value) for value in row[:5]] == [str, int, float, float, bool]


def test_a_value_of_one_answer_can_be_bound_in_the_next(graph: EvidenceGraph) -> None:
    (row,) = graph.query(
        "SELECT ?p { ?p a st:Proposition ; st:stance ?s } LIMIT 1", s="st:contested"
    )
    again = graph.query("SELECT ?s { ?p st:stance ?s }", p=row.p)
    assert [one.s for one in again] == ["st:contested"]
    whole = "https://w3id.org/stroma/" + row.p.replace(":", "/")
    assert graph.query("SELECT ?s { ?p st:stance ?s }", p=whole) == again


def test_ask_and_construct_have_an_answer_too(graph: EvidenceGraph) -> None:
    assert graph.query("ASK { ?s a st:Study }")
    no = graph.query("ASK { ?s a st:Nothing }")
    assert not no
    assert (str(no), repr(no)) == ("no", "<Answer: no; .why_empty says why>")
    (triple,) = graph.query("CONSTRUCT { ?s a st:Study } { ?s a st:Study } LIMIT 1")
    assert (triple.predicate, triple.object) == ("rdf:type", "st:Study")
    cut = graph.query("SELECT ?s { ?s a st:Study }", limit=2)
    assert (len(cut), cut.was_cut) == (2, True)


def test_an_empty_answer_says_what_to_ask_instead(graph: EvidenceGraph) -> None:
    rows = graph.query("SELECT ?d { ?product st:ameliorates ?d }", product="darvadstrocel")
    assert repr(rows) == "<Answer: 0 rows of d; .why_empty says why>"
    # The value that was bound stands in the query that is given instead, and only its statements are counted.
    said = rows.why_empty
    assert "1 such statement here: 1 contested" in said
    assert len(graph.query(said.partition("Ask instead:\n")[2])) == 1
    assert str(rows) == said
    assert "Ask instead" in rows._repr_html_()
    assert pickle.loads(pickle.dumps(rows)).why_empty == said
    assert (
        "causesAdverseEvent never stands"
        in graph.query("ASK { ?p st:causesAdverseEvent ?h }").why_empty
    )


@pytest.mark.parametrize(
    ("query", "values", "said"),
    [
        ("SELECT ?s { ?s st:phase ?n }", {"n": 3}, 'st:phase holds text: write "3" in quotes'),
        ("SELECT ?s { ?s st:nEnrolled ?n }", {"n": "60"}, "write 60 without quotes"),
        ("SELECT ?s { ?s st:product ?p }", {"p": "MS"}, "is a disease, and st:product takes a cell product"),
    ],
)  # fmt: skip
def test_a_value_that_nothing_has_is_told(
    graph: EvidenceGraph, query: str, values: dict[str, Any], said: str
) -> None:
    assert said in graph.query(query, **values).why_empty


def test_a_count_of_nothing_says_so(graph: EvidenceGraph) -> None:
    harms = graph.query("SELECT (COUNT(*) AS ?n) { ?p st:causesAdverseEvent ?h }")
    assert [row.n for row in harms] == [0]
    assert harms.why_empty.startswith("nothing to count; st:causesAdverseEvent never stands")
    assert str(harms).startswith("n\n0\nnothing to count; ")
    for timeout_s in (None, 30):
        some = graph.query("SELECT (COUNT(*) AS ?n) { ?p a st:Study }", timeout_s=timeout_s)
        assert (some.why_empty, some[0].n > 0) == ("", True)
    # A group that counts none stands beside others.
    groups = (
        "SELECT ?s (COUNT(?x) AS ?n) { ?s a st:Study OPTIONAL { ?s st:nothing ?x } } GROUP BY ?s"
    )
    assert graph.query(groups).why_empty == ""


def test_a_search_without_a_hit_says_what_to_try(graph: EvidenceGraph) -> None:
    assert "g.ask('diseases-covered') lists" in graph.search("cystic fibrosis").why_empty
    assert graph.search("knee osteoarthritsi").why_empty == ""
    assert "'uccelli-2021' is a study" in graph.search("uccelli-2021").why_empty


def test_the_answer_to_ask_is_yes_or_no(graph: EvidenceGraph) -> None:
    yes, no = graph.query("ASK { ?s a st:Study }"), graph.query("ASK { ?s a st:Nothing }")
    assert (yes == True, no == False, yes == False) == (True, True, False)  # noqa: E712 - as people write


def test_a_question_in_plain_words_is_answered_and_says_how_it_was_understood(
    graph: EvidenceGraph,
) -> None:
    rows = graph.ask("does NurOwn slow ALS?")
    assert rows == graph.ask("product-in-disease", product="NurOwn", disease="ALS")
    assert "disease: amyotrophic lateral sclerosis" in rows.asked
    other = graph.ask("does NurOwn slow ALS?", disease="MS")
    assert "amyotrophic" in graph.ask("does stem cell therapy work", disease="ALS").asked
    assert [row.match for row in graph.search("lower back pain")] == ["similar"]
    assert "disease: multiple sclerosis" in other.asked
    with pytest.raises(InputError, match=r"not clear which question .*prices are not held here"):
        graph.ask("what does it cost")
    with pytest.raises(InputError, match=r"\n  g\.ask\("):
        graph.ask("darvadstrocel cost")


def test_a_default_that_narrows_is_told(graph: EvidenceGraph) -> None:
    rows = graph.ask("placebo-controlled-trials")
    assert (
        "disease: multiple sclerosis (default)]; disease='any' asks about every disease"
        in rows.asked
    )
    assert "(default)" in repr(rows)
    assert "(default)" in rows._repr_html_()
    assert "disease: any]" in graph.ask("placebo-controlled-trials", disease="any").asked


def test_options_of_the_vocabulary_are_known_in_any_case(graph: EvidenceGraph) -> None:
    assert graph.rank(kinds="disease") == graph.rank(kinds="Disease")
    with pytest.raises(
        InputError, match="unknown kind 'Diseases', did you mean Disease\\?; one of"
    ):
        graph.rank(kinds="Diseases")
    with pytest.raises(InputError, match="'improve', did you mean improves"):
        graph.to_networkx(predicates="improve")


def test_an_answer_needs_no_reason(graph: EvidenceGraph) -> None:
    rows = graph.query("SELECT ?s { ?s a st:Study }", limit=1)
    assert (rows.why_empty, rows[:0].why_empty) == ("", "")
    assert graph.query("ASK { ?s a st:Study }").why_empty == ""
    assert graph.query("SELECT ?s { ?s a st:Study }", limit=0).why_empty == ""
    nothing = graph.ask("product-in-disease", product="darvadstrocel", disease="MS")
    assert "not the same as refuted" in nothing.why_empty


def test_the_columns_of_a_star_stand_as_the_variables_appear(graph: EvidenceGraph) -> None:
    query = "SELECT * { ?study st:year ?year ; st:design ?design ; st:product ?p }"
    for timeout_s in (None, 30):
        assert graph.query(query, limit=1, timeout_s=timeout_s).columns == (
            "study",
            "year",
            "design",
            "p",
        )
    assert graph.query(query, year=2021).columns == ("study", "year", "design", "p")


def test_a_query_ends_after_a_while(graph: EvidenceGraph) -> None:
    for function in (graph.query, graph.ask):
        assert inspect.signature(function).parameters["timeout_s"].default == 30
    since = time.monotonic()
    with pytest.raises(QueryTimeoutError, match=r"allow more seconds \(timeout_s"):
        graph.query(SLOW, timeout_s=0.5)
    assert time.monotonic() - since < 10


def test_answers_become_data_frames(graph: EvidenceGraph, monkeypatch: pytest.MonkeyPatch) -> None:
    rows = graph.query("SELECT ?n ?x { ?study st:nEnrolled ?n }", study="uccelli-2021")
    made: dict[str, Any] = {}

    def frame(data: list[list[object]], columns: list[str]) -> Any:
        made.update(data=data, columns=columns)
        return SimpleNamespace(astype=lambda dtypes: dtypes)

    monkeypatch.setitem(sys.modules, "pandas", SimpleNamespace(DataFrame=frame))
    assert rows.to_dataframe() == {"n": "Int64"}
    assert made == {"data": [[144, None]], "columns": ["n", "x"]}
    # A year that one study lacks makes no decimals of the others, and a missing yes or no is no "no".
    dtypes: Any = graph.studies().to_dataframe()
    assert {dtypes[name] for name in ("year", "n_enrolled", "n_treated")} == {"Int64"}
    assert dtypes["sponsor_reported"] == "boolean"
    assert "label" not in dtypes
    monkeypatch.setitem(sys.modules, "pandas", None)
    with pytest.raises(InputError, match="a data frame needs pandas; install it"):
        rows.to_dataframe()


def test_questions_are_listed_and_an_empty_one_says_how(graph: EvidenceGraph) -> None:
    by_name = {row.name: row for row in graph.questions()}
    assert "placebo" in by_name["placebo-controlled-trials"].question
    assert "study" in by_name["findings-of-study"].parameters
    assert "class_='" in by_name["contested"].parameters
    background = graph.ask("contested", class_="background")
    assert background == graph.ask("contested", **{"class": "background"})  # type: ignore[arg-type]
    assert 0 < len(background) < len(graph.ask("contested", class_="all"))
    for wrong in ((), (None,), ("",)):
        with pytest.raises(InputError, match=r"g\.questions\(\) lists them"):
            graph.ask(*wrong)


def test_ask_gives_numbers_and_leaves_out_what_has_no_value(graph: EvidenceGraph) -> None:
    rows = {row.study: row for row in graph.ask("placebo-controlled-trials", disease="MS")}
    # studies.tsv: nct01377870 has no year.
    assert (rows["nct01377870"].people, rows["uccelli-2021"].year) == (22, 2021)
    assert rows["nct01377870"].year is None
    assert "year" not in dict(rows["nct01377870"])
    assert all("" not in row for row in (list(row) for row in rows.values()))


@pytest.mark.parametrize(
    ("call", "said"),
    [
        (lambda g: g.show(None), "a name is a text such as 'MS'"),
        (lambda g: g.term(5), "a name is a text"),
        (lambda g: g.path("MS", None), "a name is a text"),
        (lambda g: g.query(None), "a query is a text such as"),
        (lambda g: stroma.open_graph("nope.ttl"), r"write open_graph\(files='nope.ttl'\)"),
        (lambda g: g.query("SELECT ?s { ?s a st:Study }", s=None), "leave s out"),
        (lambda g: g.query("SELECT ?s { ?s a st:Study }", s=["x"]), r"s=\['x'\] cannot be bound"),
        (lambda g: g.ask("product-in-disease", product=5), "product= takes a label.*, not 5"),
        (lambda g: g.ask("product-in-disease", product=None), "leave it out for its default"),
        (lambda g: g.ask("product-in-disease", prodct="x"), "did you mean product=?"),
        (lambda g: g.ask("contested", class_="any"), "class_= takes one of all"),
        (lambda g: g.ask("zzzz"), r"g\.questions\(\) lists them all"),
        (lambda g: g.path("MS", "HGF", k="3"), "k must be 1 to 100, not '3'"),
        (lambda g: g.path("MS", "HGF", k=True), "k must be 1 to 100, not True"),
        (lambda g: g.explain("MS", "HGF", max_hops=9), "max_hops must be 1 to 8, not 9"),
        (lambda g: g.to_networkx(around="MS", radius=True), "radius must be 1 to 8, not True"),
        (lambda g: g.to_networkx(max_nodes=5), "max_nodes= needs around="),
        (lambda g: g.to_igraph(kinds="Cell"), "unknown kind 'Cell'"),
        (lambda g: g.to_scipy(designs="good"), "unknown design 'good'"),
        (lambda g: g.studies(limit=0), "limit must be a whole number, 1 or more"),
        (lambda g: g.view("MS", __file__), "choose another name or overwrite it with force=True"),
        (lambda g: g.export(__file__, format="nq"), "or overwrite it with force=True"),
        (
            lambda g: g.export("stroma"),
            "format= is one of trig, nq, .*, and 'stroma' has no ending",
        ),
        (lambda g: g.export("stroma.foo"), "format= is one of trig, nq, .*, not 'foo'"),
        (lambda g: g.export("x.ttl", graph=5), "graph= is a name such as .*, not 5"),
        (lambda g: g.export("stroma.ttl"), "choose graph=NAME, or trig"),
        (lambda g: g.export("x.ttl", graph="nope"), r"g\.query\('SELECT DISTINCT \?g"),
        (lambda g: g.audit(" "), "an article is the path of a file or the text itself"),
        (lambda g: g.audit("my article.txt"), "my article.txt: no such file"),
        (lambda g: g.audit("Uccelli MSC in MS.PDF"), "Uccelli MSC in MS.PDF: no such file"),
        (lambda g: g.audit("article"), "article: no such file"),
        (lambda g: g.audit(Path("MSC cure MS")), "MSC cure MS: no such file"),
        (lambda g: g.audit(Path(__file__).parent), "is a folder, not an article"),
        (lambda g: g.audit("x" * 300), r"x: cannot be read \(File name too long\)"),
        (lambda g: g.audit("a\0b"), "no name of a file"),
        (lambda g: g.audit("\ud800"), "no name of a file"),
        (lambda g: g.audit("file:///srv/my article"), "not an address"),
        (lambda g: g.audit(b"MSC cure MS"), "an article is a path"),
        *(
            (call, r"g\.ask\('diseases-covered'\) lists what is studied here")
            for call in (
                lambda g: g.term("exosomes"),
                lambda g: g.show("exosomes"),
                lambda g: g.path("exosomes", "MS"),
                lambda g: g.explain("exosomes", "MS"),
                lambda g: g.neighbours("exosomes"),
                lambda g: g.view("exosomes"),
                lambda g: g.to_networkx(around="exosomes"),
            )
        ),
        (lambda g: g.path("MS", "HGF", timeout_s=float("nan")), "expected seconds above 0"),
        (lambda g: g.search("MS", limit=0), "limit must be a whole number, 1 or more, not 0"),
        (lambda g: g.search("MS", limit="3"), "limit must be a whole number, 1 or more, not '3'"),
        (lambda g: g.rank(limit="x"), "limit must be a whole number, 1 or more, not 'x'"),
        (
            lambda g: g.query("ASK {}", limit="x"),
            "the limit must be a whole number, 0 or more, not 'x'",
        ),
        (lambda g: g.query("ASK {}", timeout_s="soon"), "the timeout is 'soon', expected seconds"),
        (
            lambda g: g.to_networkx(around="MS", max_nodes="x"),
            "max_nodes must be a whole number, 1 or more",
        ),
        (lambda g: ANY.open_graph(5), "a location is a path such as 'evidence', not 5"),
        (lambda g: ANY.open_graph(files=5), "one of files= is a path such as .*, not 5"),
        (lambda g: ANY.open_graph(files=[5]), "one of files= is a path such as .*, not 5"),
        (lambda g: g.view("MS", 5), "out= is a path such as .*, not 5"),
        (lambda g: g.query("ASK { ?s ?p ?o }", o="\ud800"), r"o='\\ud800' cannot be bound"),
        (lambda g: g.query("ASK { ?s ?p ?o }", o="http://["), r"o='http://\[' cannot be bound"),
        (
            lambda g: g.query("ASK { ?s ?p ?o }", o=rdflib.BNode("b")),
            "a value is an IRI or a literal",
        ),
        (lambda g: g.query("ASK { ?s ?p ?o }", bindings={"s": 1}, s=1), "s is given twice"),
        (lambda g: g.query("ASK { ?s ?p ?o }", bindings={"x": 1}), r"no variable \?x"),
        (lambda g: g.query("ASK { ?s ?p ?o }", bindings=["s"]), "bindings= is a mapping such as"),
        (lambda g: g.query("ASK { ?s ?p ?o }", limt=2), "no keyword 'limt', .* mean limit=?"),
        (lambda g: ANY.open_graph(files=b"x.ttl"), "one of files= is a path .*, not b'x.ttl'"),
        (lambda g: g.view("MS", height_px="x"), "height_px must be a whole number, .*, not 'x'"),
        (lambda g: g.view("MS", height_px=-4), "height_px must be a whole number, 1 or more"),
        (lambda g: g.rank(best_level=9), "unknown level 9"),
        (lambda g: g.rank(stances="good"), "unknown stance 'good'"),
        (lambda g: g.neighbours("MS", kinds="Cell"), "unknown kind 'Cell'"),
        (lambda g: g.query("my-question.rq"), "Path\\('my-question.rq'\\).read_text"),
        (lambda g: g.view("MS", force=True), "force= is for a file; name it: "),
        (lambda g: g.view("MS", "x.html", height_px=3), "height_px= is for a notebook"),
        (lambda g: g.to_scipy(weight="n"), "unknown weight 'n'"),
    ],
)
def test_a_wrong_argument_is_one_line_that_says_what_to_write(
    graph: EvidenceGraph, call: Callable[[Any], object], said: str
) -> None:
    with pytest.raises(StromaError, match=said) as caught:
        call(graph)
    assert "--" not in str(caught.value)
    assert "\n" not in str(caught.value)


def test_what_is_left_out_of_a_card_is_shown_by_a_call(graph: EvidenceGraph) -> None:
    card = graph.show("MS")
    assert "more; g.show(…, everything=True) shows them" in str(card)
    assert "--all" not in str(card)
    assert "everything=True" not in str(graph.show("MS", everything=True))
    assert "g.ask('diseases-covered')" in graph.search("exosomes").why_empty


def test_what_a_person_quotes_stays_as_it_is() -> None:
    assert in_python("unknown term 'x --all'; --force") == "unknown term 'x --all'; force=True"
    assert in_python("Crohn's, --disease 'a'") == "Crohn's, disease= 'a'"
    assert in_python("`stroma build --store x` makes one") == "`stroma build --store x` makes one"
    assert in_python("`stroma show MS`") == "g.show('MS')"


def test_every_error_that_a_call_may_raise_is_in_the_package() -> None:
    for name in ("RemoteError", "SheetError", "StoreLockedError"):
        assert issubclass(getattr(stroma, name), StromaError)


def test_a_column_that_is_a_word_of_python_takes_an_underscore(graph: EvidenceGraph) -> None:
    row = next(row for row in graph.ask("studies-of-disease") if row.study == "uccelli-2021")
    assert (row.for_, row["for"], row.people_) == (0, 0, 144)
    with pytest.raises(AttributeError, match="no column 'nope'"):
        _ = row.nope_
    assert Row(("keys", "x_"), (1, 2)).keys_ == 1
    assert Row(("keys", "x_"), (1, 2)).x_ == 2


def test_the_graph_is_written_and_an_article_audited(graph: EvidenceGraph, tmp_path: Path) -> None:
    assert graph.export(tmp_path / "s.graphml") == [tmp_path / "s.graphml"]
    assert "<graphml" in (tmp_path / "s.graphml").read_text(encoding="utf-8")
    tables = graph.export(str(tmp_path / "kgx"), format="kgx")
    assert {path.suffix for path in tables} == {".json", ".tsv"}
    text = "MSCs are not a cure for multiple sclerosis."
    file = tmp_path / "article.txt"
    file.write_text(text, encoding="utf-8")
    for given in (text, file, str(file)):
        found = graph.audit(given)
        assert [claim.candidate.name for claim in found.claims] == ["cures"]
        assert "1 claim" in str(found)
        assert "1 claim" in found._repr_html_()


@pytest.mark.parametrize(
    "text",
    [
        "File: report of a trial.\nMSC improve disability in multiple sclerosis.",
        "MSC improve disability in multiple sclerosis, see clinicaltrials.gov",
        "MSC improve disability in multiple sclerosis, see www.example.org",
        "MSC improve disability in multiple sclerosis, as told in a report on the internet" + " and elsewhere" * 20 + ", see a.pdf",
        "MSC improve disability in multiple sclerosis " * 200,
        "MSC improve disability in multiple sclerosis; one letter \ud800 is none.",
    ],
)  # fmt: skip
def test_words_that_are_no_file_are_an_article(graph: EvidenceGraph, text: str) -> None:
    assert {claim.candidate.name for claim in graph.audit(text).claims} == {"improves"}


def test_a_file_whose_name_is_words_is_read(
    graph: EvidenceGraph, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("MSC cure MS").write_text("NurOwn slows ALS.", encoding="utf-8")
    (claim,) = graph.audit("MSC cure MS").claims
    assert claim.candidate.name == "ameliorates"


def test_the_command_line_and_python_say_the_same(graph: EvidenceGraph) -> None:
    """The table of docs/python.md against the code: both sides exist, and their defaults are one."""
    page = (Path(__file__).resolve().parent.parent / "docs" / "python.md").read_text("utf-8")
    rows = re.findall(r"^\| `stroma (\w+) (-[\w-]+)`[^|]*\| `g\.(\w+)\((\w+)=", page, re.M)
    assert len(rows) > 15
    for command, option, method, argument in rows:
        taken = next(
            p
            for p in getattr(import_module(f"stroma.cli.{command}"), command).params
            if option in (*p.opts, *p.secondary_opts)
        )
        default = inspect.signature(getattr(EvidenceGraph, method)).parameters[argument].default
        # A flag that is off has no default to click.
        stated = taken.default if isinstance(taken.default, int | float | str) else False
        is_same = (stated or None) == (default or None)
        assert is_same or argument in ("format", "out"), (command, option, stated, default)


def test_options_are_named_and_the_same_everywhere(graph: EvidenceGraph) -> None:
    with pytest.raises(TypeError, match="bogus"):
        graph.to_networkx(bogus=3)  # type: ignore[call-arg]
    options = list(inspect.signature(EvidenceGraph.to_networkx).parameters.values())[1:]
    assert {o.name: o.annotation for o in options} == {
        name: annotation.__forward_arg__
        for name, annotation in GraphOptions.__annotations__.items()
    }
    defaults: Any = {option.name: option.default for option in options}
    assert Selection.of([], **defaults) == Selection.of([])
    for name in ("view", "rank", "neighbours", "path", "explain", "to_networkx"):
        signature = inspect.signature(getattr(EvidenceGraph, name))
        assert "Any" not in str(signature).replace("MultiDiGraph[Any]", "")


@pytest.mark.parametrize(
    ("method", "function"),
    [
        (EvidenceGraph.path, explore.paths),
        (EvidenceGraph.neighbours, explore.neighbours),
        (EvidenceGraph.rank, explore.rank),
        (EvidenceGraph.find_studies, find_studies),
    ],
)
def test_what_is_left_out_of_a_call_is_the_same_for_a_graph_and_for_a_store(
    method: Callable[..., Any], function: Callable[..., Any]
) -> None:
    of_graph, of_store = (
        {
            name: option.default
            for name, option in inspect.signature(called).parameters.items()
            if option.kind is option.KEYWORD_ONLY
        }
        for called in (method, function)
    )
    assert of_graph == of_store != {}


def test_one_text_is_one_name_everywhere(graph: EvidenceGraph, tmp_path: Path) -> None:
    assert graph.term("MSC", "CellType") == "CL:0000134"
    assert {one.kind for one in graph.neighbours("MS", kinds="Outcome")} == {"Outcome"}
    assert {one.kind for one in graph.rank(kinds="Disease")} == {"Disease"}
    for stances in ("contested", Stance.CONTESTED, ["contested"]):
        for level in (2, "level-2", Level.TWO):
            assert graph.rank(stances=stances, best_level=level)[0].value > 0
    own = tmp_path / "my.ttl"
    own.write_text(OWN_TERM, encoding="utf-8")
    with pytest.raises(InputError, match=r"is a file and no store; write open_graph\(files="):
        stroma.open_graph(own)
    n = graph.counts()["terms"]
    assert stroma.open_graph(files=str(own)).counts()["terms"] == n + 1


def test_names_are_searched(graph: EvidenceGraph) -> None:
    found = graph.search("MSC")
    exact = [(row.term, row.kind) for row in found if row.match == "exact"]
    assert exact == [("term:msc-product", "CellProduct"), ("CL:0000134", "CellType")]
    assert graph.search("multiple sclerosys")[0].term == "MONDO:0005301"
    assert {row.kind for row in graph.search("MSC", kinds="CellType")} == {"CellType"}
    assert len(graph.search("MSC", limit=3)) == 3
    assert not graph.search("qqqqqqqqqq")


def test_a_path_is_data_and_reads_as_text(graph: EvidenceGraph) -> None:
    # bai-2012 in mechanisms: HGF promotes remyelination after lysolecithin.
    found = graph.path("HGF", "remyelination", k=1)
    ((hop,),) = found
    assert (hop.subject, hop.predicate, hop.object, hop.condition) == (
        "UniProtKB:P14210",
        "promotes",
        "term:remyelination",
        "term:lysolecithin-demyelination",
    )
    assert (hop.stance, hop.studies) == (Stance.PRECLINICAL_ONLY, ("bai-2012",))
    assert str(found) == found.text() == graph.explain("HGF", "remyelination")
    # A step by definition has its triple too, whichever way it is gone.
    (up,) = graph.path("adipose MSC product", "MSC product", k=1)[0]
    (down,) = graph.path("MSC product", "adipose MSC product", k=1)[0]
    for step in (up, down):
        triple = (step.subject, step.predicate, step.object)
        assert triple == ("term:adipose-msc-product", "broader", "term:msc-product")


def test_ranks_and_neighbours_are_sequences(graph: EvidenceGraph) -> None:
    ranking, near = graph.rank(), graph.neighbours("MS")
    assert len(ranking[:1]) == 1
    assert ranking[:1][0] == ranking[0] == next(iter(ranking))
    assert ranking[:1].text().splitlines()[0] == ranking.text().splitlines()[0]
    assert [one.label for one in near[:2]] == [near[0].label, near[1].label]
    assert len(near) == len(near.found)


def test_a_notebook_shows_answers_with_their_text_escaped(graph: EvidenceGraph) -> None:
    html = graph._repr_html_()
    assert "<table>" in html
    assert str(graph.counts()["studies"]) in html
    hostile = graph.query('SELECT ("<script>alert(1)</script>" AS ?x) {}')._repr_html_()
    assert "<script>" not in hostile
    assert "&lt;script&gt;" in hostile
    for shown in (graph.show("MS"), graph.neighbours("MS"), graph.rank(), graph.path("HGF", "MS")):
        assert shown._repr_html_().startswith(("<pre", "<table"))
    card = replace(graph.show("MS"), title="<b>")
    assert "&lt;b&gt;" in card._repr_html_()
    assert "<b>" not in card._repr_html_()
    page = graph.view("MS", height_px=300)
    assert 'height="300"' in page._repr_html_()
    assert "g.view(term, out='stroma.html')" in repr(page)
    named = graph.view("MS", title="A title of mine", whole_graph=True)._repr_html_()
    assert "&lt;title&gt;A title of mine&lt;/title&gt;" in named
    assert "&quot;whole&quot;:true" in named.replace("&#34;", "&quot;")


def test_a_page_is_written_with_its_title(graph: EvidenceGraph, tmp_path: Path) -> None:
    path = graph.view("MS", tmp_path / "ms.html", title="A title of mine")
    assert "A title of mine" in path.read_text(encoding="utf-8")


def test_rdflib_sees_the_same_quads(graph: EvidenceGraph) -> None:
    answer = graph.to_rdflib().query("SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } }")
    assert [int(row.n) for row in answer] == [len(graph.store.dataset)]  # type: ignore[union-attr]


def test_a_dataset_of_rdflib_changes_nothing_and_asks_no_server(graph: EvidenceGraph) -> None:
    import rdflib
    from rdflib.plugins.sparql import prepareQuery

    ds = graph.to_rdflib()
    n = len(graph.store.dataset)
    triple = (rdflib.URIRef("urn:a"), rdflib.URIRef("urn:b"), rdflib.Literal(1))
    some = ds.graph("https://w3id.org/stroma/graph/study/uccelli-2021")
    assert len(some) > 10
    for change in (
        lambda: ds.add((*triple, some)),
        lambda: some.add(triple),
        lambda: ds.remove(triple),
        lambda: ds.remove_graph(some),
        lambda: ds.update("LOAD <http://127.0.0.1:9/x.ttl>"),
        lambda: ds.addN([(*triple, some)]),
        lambda: ds.update("LOAD <http://127.0.0.1:9/x.ttl>", use_store_provided=False),
        lambda: ds.parse("http://127.0.0.1:9/x.ttl"),
        lambda: some.parse("http://127.0.0.1:9/x.ttl"),
    ):
        with pytest.raises(InputError, match="read-only; copy it first"):
            change()
    assert len(graph.store.dataset) == n
    with pytest.raises(QueryRefusedError, match="SERVICE"):
        ds.query("SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }")
    with pytest.raises(InputError, match="give the query as text"):
        ds.query(prepareQuery("SELECT * { ?s ?p ?o }"))
    bound = ds.query(
        "SELECT ?s ?n { ?s st:nEnrolled ?n }",
        initBindings={"s": rdflib.URIRef("https://w3id.org/stroma/study/uccelli-2021")},
    )
    assert [int(row.n) for row in bound] == [144]  # type: ignore[union-attr]
    # A variable that is not selected, too.
    bound = ds.query(
        "SELECT ?n { ?s st:nEnrolled ?n }",
        initBindings={"s": rdflib.URIRef("https://w3id.org/stroma/study/uccelli-2021")},
    )
    assert [int(row.n) for row in bound] == [144]  # type: ignore[union-attr]
    with pytest.raises(ParameterError, match="no variable"):
        ds.query("SELECT ?n { ?s st:nEnrolled ?n }", initBindings={"study": rdflib.Literal(1)})
    with pytest.raises(InputError, match="an IRI or a literal"):
        ds.query("SELECT ?n { ?s st:nEnrolled ?n }", initBindings={"s": rdflib.BNode("b")})


def test_rdflib_asks_no_server_with_its_own_engine(
    graph: EvidenceGraph, monkeypatch: pytest.MonkeyPatch
) -> None:
    def reach(*_: object, **__: object) -> None:
        pytest.fail("the network was asked")

    monkeypatch.setattr("socket.create_connection", reach)
    ds = graph.to_rdflib()
    some = "https://w3id.org/stroma/graph/study/uccelli-2021"
    listed = next(iter(ds.graphs()))
    for asked in (ds, ds.graph(some), ds.get_context(some), ds.default_graph, listed):
        for query in (
            "SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }",
            "SELECT * FROM <http://127.0.0.1:9/> { ?s ?p ?o }",
        ):
            with pytest.raises(InputError, match="own engine would reach the network"):
                asked.query(query, use_store_provided=False)


def test_from_chooses_graphs_in_rdflib_too(graph: EvidenceGraph) -> None:
    ds = graph.to_rdflib()
    study = "<https://w3id.org/stroma/graph/study/uccelli-2021>"
    for query in (
        f"SELECT ?s FROM {study} {{ ?s a st:Finding }}",
        f"SELECT ?s FROM NAMED {study} {{ ?s a st:Finding }}",
        f"SELECT ?s ?g FROM NAMED {study} {{ GRAPH ?g {{ ?s a st:Finding }} }}",
    ):
        assert len(ds.query(query)) == len(graph.query(query)) < 100
    query = f"SELECT ?s FROM {study} {{ ?s a st:Finding }}"
    assert len(ds.query(query)) > 0
    with pytest.raises(InputError, match="FROM chooses other graphs"):
        ds.graph("https://w3id.org/stroma/graph/study/stepien-2016").query(query)


@pytest.mark.parametrize(
    "query",
    [
        # Numbers are concatenated as their texts, and a star has its columns as the query names them.
        "SELECT ?d (GROUP_CONCAT(?y; SEPARATOR='|') AS ?ys) { ?s a st:Study ; st:year ?y ; st:design ?d } "
        "GROUP BY ?d ORDER BY ?d",
        "SELECT * { ?z st:year ?a } ORDER BY ?z",
        "SELECT * { ?study a st:Study ; st:year ?at ; st:design ?design } ORDER BY ?study",
        "SELECT ?d { ?d skos:broader* MONDO:0005301 } ORDER BY ?d",
    ],
)
def test_a_query_has_the_same_rows_and_columns_in_rdflib(graph: EvidenceGraph, query: str) -> None:
    answer = graph.to_rdflib().query(query)
    own = run_query(graph.store.dataset, query)
    assert tuple(str(variable) for variable in answer.vars or ()) == own.variables
    rows = [tuple(map(str, row)) for row in answer]  # type: ignore[arg-type]
    assert rows == [tuple(getattr(term, "value", None) for term in row) for row in own.rows()]
    assert rows


def test_a_slip_in_a_query_is_told_alike_in_rdflib(graph: EvidenceGraph) -> None:
    query = "SELECT ?s { ?s st:year }"
    told = []
    for ask in (graph.query, graph.to_rdflib().query):
        with pytest.raises(InputError) as error:
            ask(query)
        told.append(str(error.value))
    assert told[0] == told[1]


@pytest.mark.filterwarnings("ignore:Dataset.default_context:DeprecationWarning")  # rdflib's own
def test_a_copy_of_the_dataset_holds_every_quad(graph: EvidenceGraph) -> None:
    import rdflib

    own = rdflib.Dataset(default_union=True)
    own.addN(graph.to_rdflib().quads())  # type: ignore[arg-type]
    assert sum(1 for _ in own.quads()) == len(graph.store.dataset)
    # As a person asks first; without the union nothing would be found.
    null = "SELECT ?p { ?p <https://w3id.org/stroma/vocab/stance> <https://w3id.org/stroma/vocab/not-supported> }"
    assert len(list(own.query(null))) == len(graph.query(null))


@pytest.mark.filterwarnings("ignore:Dataset.default_context:DeprecationWarning")  # rdflib's own
def test_a_copy_of_the_dataset_is_what_rdflib_reads_from_an_export(
    graph: EvidenceGraph, tmp_path: Path
) -> None:
    own: Any = rdflib.Dataset(default_union=True)
    own.addN(graph.to_rdflib().quads())
    parsed: Any = rdflib.Dataset(default_union=True)
    (path,) = graph.export(tmp_path / "all.nq")
    parsed.parse(path, format="nquads")

    def quads(dataset: Any) -> set[Any]:
        return {(s, p, o, getattr(g, "identifier", g)) for s, p, o, g in dataset.quads()}

    assert quads(own) - quads(parsed) == set()
    assert quads(parsed) - quads(own) == set()
    for query in (
        'SELECT ?s { ?s st:species "human" }',
        'SELECT ?s { ?s a st:Study FILTER NOT EXISTS { ?s st:species "human" } }',
        'SELECT ?s { ?s a st:Study MINUS { ?s st:species "human" } }',
    ):
        found = own.query(query, initNs={"st": rdflib.Namespace(PREFIXES["st"])})
        expected = graph.query(query)
        assert len(found) == len(expected) > 0, query
    slug = rdflib.URIRef(PREFIXES["st"] + "slug")
    assert own.value(None, slug, rdflib.Literal("uccelli-2021")) is not None


@pytest.mark.filterwarnings("ignore:Dataset.default_context:DeprecationWarning")  # rdflib's own
def test_no_text_that_leaves_rdflib_has_a_datatype(graph: EvidenceGraph) -> None:
    shared: Any = graph.to_rdflib()
    human = rdflib.Literal("human")
    species = rdflib.URIRef(PREFIXES["st"] + "species")
    assert {o for _, _, o in shared.triples((None, species, human))} == {human}
    rows = shared.query("SELECT DISTINCT ?x { ?s st:species ?x }")
    assert human in {row.x for row in rows}
    made = shared.query("CONSTRUCT { ?s st:species ?x } { ?s st:species ?x }").graph
    assert len(list(made.triples((None, species, human)))) == len(
        list(shared.triples((None, species, human)))
    )
    assert shared.query("ASK { ?s st:species 'human' }").askAnswer
    # A literal is no subject.
    assert not list(shared.triples((human, None, None)))


DOI = "10.1016/S1474-4422(21)00301-X"


@pytest.mark.parametrize(
    "written", [DOI, DOI.lower(), f"https://doi.org/{DOI}", f"doi:{DOI.lower()}", f" {DOI}."]
)
def test_a_doi_is_found_in_any_spelling(
    graph: EvidenceGraph, written: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("stroma.queries.remarks._PATIENCE_S", 60.0)  # on a machine that is busy
    asked = "SELECT ?s { ?s st:doi ?d }"
    assert [row.s for row in graph.query(asked, d=written)] == ["study:uccelli-2021"]
    said = f'the doi is held as "{DOI}", and SPARQL compares letter by letter'
    for query in (
        f"SELECT ?s {{ ?s st:doi '{written}' }}",
        f"SELECT ?s {{ ?s a st:Study MINUS {{ ?s st:doi '{written}' }} }}",
    ):
        assert (said in graph.query(query).note) is (written != DOI)


def test_a_doi_that_nothing_has_is_bound_bare(graph: EvidenceGraph) -> None:
    unknown = "https://doi.org/10.1000/of-nobody"
    assert not graph.query("SELECT ?s { ?s st:doi ?d }", d=unknown)
    bound = graph.query("SELECT ?d { OPTIONAL { ?s st:doi ?d } }", d=unknown)
    assert [row.d for row in bound] == ["10.1000/of-nobody"]
    assert graph.query(f"SELECT ?s {{ ?s st:doi '{unknown}' }}").note == ""


def test_the_words_of_one_answer_are_taken_by_the_next_call(graph: EvidenceGraph) -> None:
    improves = graph.findings(predicates="improves")
    assert len(improves) > 0
    for name in ("st:improves", PREFIXES["st"] + "improves", f"<{PREFIXES['st']}improves>"):
        assert graph.findings(predicates=name) == improves
    safe = graph.findings(predicates="safeIn")
    assert graph.findings(predicates=["is safe in"]) == safe != improves
    null = graph.propositions(stances="not-supported")
    assert graph.propositions(stances=["not supported"]) == null
    assert graph.propositions(stances="st:not-supported") == null
    human = graph.findings(groups="human")
    assert graph.findings(groups="st:human-group") == graph.findings(groups="human-group") == human
    assert graph.findings(groups="in vitro") == graph.findings(groups="in-vitro")
    edges = graph.to_networkx(predicates="ameliorates", studies=False).edges(keys=True)
    again = graph.to_networkx(predicates="st:ameliorates", studies=False).edges(keys=True)
    assert list(again) == list(edges)
    # Whatever an answer calls a relation or a stance.
    for row in graph.ask("product-in-disease", product="NurOwn", disease="ALS", limit=2):
        assert graph.propositions(predicates=row.relation, stances=row.stance)
    for words in ("seen", "supported but thin", "seen, not shown to come from it"):
        with pytest.raises(InputError, match=r"says more than a stance; write '(not-)?supported'"):
            graph.propositions(stances=words)


@pytest.mark.parametrize(
    ("query", "words", "stands"),
    [
        ("?f st:group ?x", "human", "st:human-group"),
        ("?f st:group ?x", "in vitro", "st:in-vitro-group"),
        ("?p st:stance ?x", "not supported", "st:not-supported"),
        ("?p rdf:predicate ?x", "is safe in", "st:safeIn"),
    ],
)
def test_words_of_an_answer_are_bound_as_they_stand(
    graph: EvidenceGraph, query: str, words: str, stands: str
) -> None:
    found = graph.query(f"SELECT DISTINCT ?x {{ {query} }}", x=words)
    assert [row.x for row in found] == [stands]


def test_a_file_that_replaces_a_packaged_study_is_told_and_kept(tmp_path: Path) -> None:
    from stroma.data import ontology_dir

    path = tmp_path / "mine.ttl"
    packaged = (ontology_dir() / "studies" / "uccelli-2021.ttl").read_text(encoding="utf-8")
    path.write_text(packaged.replace("uccelli-2021-f", "mine-f"), encoding="utf-8")
    with pytest.warns(stroma.ReplacedWarning, match="takes the place of the packaged") as told:
        own = stroma.open_graph(files=path)
    assert [str(one.message) for one in told] == list(own.replaced)
    (replaced,) = own.replaced
    assert "findings are no longer held: finding:uccelli-2021-f" in replaced
    assert told[0].filename == __file__
    assert pickle.loads(pickle.dumps(own)).replaced == own.replaced  # told once, not again
    assert stroma.open_graph().replaced == ()


def test_a_graph_that_was_opened_can_be_pickled(packaged_store: Path, tmp_path: Path) -> None:
    for graph in (stroma.open_graph(), stroma.open_graph(packaged_store)):
        again = pickle.loads(pickle.dumps(graph))
        assert type(again.store) is type(graph.store)
        assert again.counts() == graph.counts()
    (tmp_path / "mine.ttl").write_text(OWN_TERM, encoding="utf-8")
    own = stroma.open_graph(files=tmp_path / "mine.ttl")
    assert pickle.loads(pickle.dumps(own)).term("made-up ache") == "term:made-up-ache"


def test_a_graph_in_memory_says_why_it_cannot_be_pickled(packaged: EvidenceStore) -> None:
    with pytest.raises(StromaError, match=r"open it with stroma\.open_graph"):
        pickle.dumps(EvidenceGraph(packaged))


OWN_TERM = """
@prefix st: <https://w3id.org/stroma/vocab/> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
<https://w3id.org/stroma/term/made-up-ache> a st:Outcome ; rdfs:label "made-up ache"@en ; st:slug "made-up-ache" ;
  st:betterDirection st:lower .
"""


def test_unknown_names_say_what_is_near(graph: EvidenceGraph) -> None:
    with pytest.raises(UnknownTermError, match="multiple sclerosis"):
        graph.term("multiple sclerosys")
    with pytest.raises(UnknownQuestionError):
        graph.ask("what-cures-everything")
    with pytest.raises(ParameterError):
        graph.ask("product-in-disease", colour="red")


def test_what_commands_do_is_there_in_python(graph: EvidenceGraph) -> None:
    assert "darvadstrocel" in str(graph.show("darvadstrocel"))
    assert "multiple sclerosis" in graph.neighbours("MS").text()
    assert graph.rank().text()
    assert graph.to_igraph().ecount() == graph.to_networkx(studies=False).number_of_edges()
    assert graph.to_scipy()[0].sum() == graph.to_igraph().ecount()


def test_a_plain_graph_can_be_written_as_graphml(graph: EvidenceGraph) -> None:
    import networkx as nx

    assert "contested" in "".join(nx.generate_graphml(graph.to_networkx(plain=True)))


def test_import_is_light() -> None:
    code = "import sys, stroma; print(sorted({'rdflib', 'networkx', 'pyvis', 'pyoxigraph', 'click'} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_opening_and_asking_imports_nothing_heavy() -> None:
    code = (
        "import sys, stroma; g = stroma.open_graph(); list(g.query('SELECT ?s { ?s a st:Study } LIMIT 1'));"
        "print(sorted({'rdflib', 'networkx', 'pyvis', 'pandas', 'numpy'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_an_empty_answer_says_what_other_products_have(graph: EvidenceGraph) -> None:
    """dawson-2020: cord blood in autism."""
    found = graph.ask("null-results", product="remestemcel", disease="autism")
    assert not found
    assert "rows on other products: product='any'" in found.why_empty


@pytest.mark.parametrize(
    ("call", "said"),
    [
        (lambda g: g.studies(product="NurOwn"), "names come first: g.studies('NurOwn')"),
        (lambda g: g.findings("MS", level=2), "did you mean best_level=?"),
        (lambda g: g.to_networkx(stance="contested"), "did you mean stances=?"),
        (lambda g: g.search("MS", kind="Disease"), "did you mean kinds=?"),
        (lambda g: g.counts(of="terms"), "g.counts() has no keyword 'of'"),
        (lambda g: g.path("MS", "HGF", steps=2), "it takes a=, b=, claims=, k=, max_hops="),
    ],
)
def test_an_unknown_keyword_says_what_to_write(
    graph: EvidenceGraph, call: Callable[[Any], Any], said: str
) -> None:
    with pytest.raises(TypeError) as caught:
        call(graph)
    assert said in str(caught.value)
    assert "RecordTables" not in str(caught.value)


@pytest.mark.parametrize(
    "text",
    [
        "it's --force",
        "a --disease any b",
        "`stroma ask` x",
        "--store takes",
        'say "--all"',
        "--NAME",
    ],
)
def test_what_a_person_wrote_is_told_as_it_is(graph: EvidenceGraph, text: str) -> None:
    asked = text.replace(" ", "-")
    with pytest.raises(UnknownTermError) as unknown:
        graph.term(text)
    assert repr(text) in str(unknown.value)
    with pytest.raises(UnknownQuestionError) as no_question:
        graph.ask(asked)
    assert repr(asked) in str(no_question.value)


def test_words_between_quotes_are_rewritten_still() -> None:
    said = "'a' and \"it's\" need --force; see `stroma ask` or `ask contested` of 'it\\'s `stroma ask`'"
    assert in_python(said) == (
        "'a' and \"it's\" need force=True; see g.questions() or g.ask('contested') of 'it\\'s `stroma ask`'"
    )


def test_terms_have_the_same_names_wherever_they_are_found(graph: EvidenceGraph) -> None:
    found: list[Any] = [graph.search("MS")[0], graph.rank(limit=1)[0], graph.neighbours("MS")[0]]
    assert found[0].term == found[0].curie == "MONDO:0005301"
    for one in found:
        assert graph.term(one.iri) == one.curie == graph.term(one.curie)
    assert pickle.loads(pickle.dumps(found[0])).iri == found[0].iri


def test_a_graph_can_be_closed_as_often_as_wanted(packaged_store: Path) -> None:
    def held() -> int:
        return len(list(Path("/proc/self/fd").iterdir())) if Path("/proc").is_dir() else 0

    with stroma.open_graph() as in_memory:
        assert in_memory.term("MS")
    in_memory.close()
    before = held()
    with stroma.open_graph(packaged_store) as graph:
        assert graph.query("ASK { ?s a st:Study }")
        assert len(graph.neighbours("MS")) > 0
        assert graph.term("MS")
    graph.close()
    graph.store.close()
    assert held() <= before
    for ask in (
        lambda: graph.term("MS"),
        lambda: graph.query("ASK {}"),
        lambda: graph.path("MS", "HGF"),
    ):
        with pytest.raises(InputError, match="was closed; open it again"):
            ask()


def test_a_type_checker_knows_what_there_is(tmp_path: Path) -> None:
    """`py.typed` is only worth something where a name that is not there is an error."""
    program = tmp_path / "program.py"
    program.write_text(
        "import stroma\n"
        "from stroma import Answer, Card, Neighbours, Paths, Ranking, Row\n"
        "def rows(g: stroma.EvidenceGraph) -> Answer:\n"
        "    with stroma.open_graph() as other:\n"
        "        return other.findings('MS', years=(2014, 2016))\n"
        "stroma.Nope\n"
    )
    package = Path(stroma.__file__).parents[1]
    done = subprocess.run(
        [sys.executable, "-m", "mypy", "--config-file=", "--follow-imports=silent", str(program)],
        capture_output=True, text=True, check=False, env={**os.environ, "MYPYPATH": str(package)}, cwd=tmp_path,
    )  # fmt: skip
    assert 'Module has no attribute "Nope"' in done.stdout
    assert "Found 1 error" in done.stdout, done.stdout


def test_a_name_of_another_library_is_told_the_call(graph: EvidenceGraph) -> None:
    given: Any = graph
    for name, call in (
        ("sparql", "g.query('SELECT …')"),
        ("study", "g.studies('uccelli-2021')"),
        ("nodes", "g.terms()"),
        ("edges", "g.propositions()"),
        ("to_dataframe", "g.findings().to_dataframe()"),
        ("to_pandas", "g.findings().to_dataframe()"),
        ("shortest_path", "g.path("),
        ("paths", "g.path("),
        ("neighbors", "g.neighbours("),
        ("subgraph", "g.to_networkx(around='MS', radius=1)"),
        ("get", "g.show('uccelli-2021')"),
        ("trials", "g.studies('MS')"),
        ("diseases", "g.terms(kinds='Disease')"),
        ("outcomes", "g.terms(kinds='Outcome')"),
    ):
        with pytest.raises(AttributeError) as told:
            getattr(given, name)
        assert call in str(told.value)
        assert "\n" not in str(told.value)
    with pytest.raises(
        AttributeError, match=r"no attribute 'nothing'; it has ask, audit, .*, view$"
    ):
        _ = given.nothing
    with pytest.raises(AttributeError, match=r"did you mean g\.findings\?"):
        _ = given.fnidings
    with pytest.raises(TypeError, match=r"write g\.show\('uccelli-2021'\) for one thing"):
        given["uccelli-2021"]
    for read in (list, tuple):
        with pytest.raises(TypeError, match="a graph has no index"):
            read(given)
    assert not hasattr(given, "_ipython_display_")


def test_every_error_that_names_what_to_write_is_one_of_stroma(graph: EvidenceGraph) -> None:
    given: Any = graph
    rows: Any = graph.findings("NurOwn", limit=1)
    calls: tuple[tuple[Callable[[], object], type[Exception]], ...] = (
        (lambda: given.studies(disease="MS"), TypeError),
        (lambda: given.to_networkx(level=2), TypeError),
        (lambda: given.path("MS"), TypeError),
        (lambda: given["MS"], TypeError),
        (lambda: given.sparql, AttributeError),
        (lambda: ANY.load, AttributeError),
        (lambda: ANY.open_graph(store="evidence"), TypeError),
        (lambda: rows.to_pandas, AttributeError),
        (lambda: rows["direction"], TypeError),
        (lambda: rows[0]["nope"], KeyError),
        (lambda: rows[0].nope, AttributeError),
    )
    for call, built_in in calls:
        with pytest.raises(StromaError) as told:
            call()
        error = told.value
        assert issubclass(type(error), built_in)
        assert error.exit_code == 2
        assert str(error)[0] != '"'
        for again in (pickle.loads(pickle.dumps(error)), copy.copy(error)):
            assert (type(again), str(again)) == (type(error), str(error))
    with pytest.raises(StromaError, match=r"write stroma\.open_graph\('evidence'\)"):
        ANY.open_graph(store="evidence")


def test_every_type_that_a_call_gives_can_be_named(graph: EvidenceGraph, tmp_path: Path) -> None:
    card = graph.show("MS")
    found = graph.find_studies("LVAD implantation")
    given = (
        (card, "ShownCard"),
        (card.sections[0], "Section"),
        (card.sections[0].entries[0], "Entry"),
        (found, "FoundStudies"),
        (found[0], "FoundStudy"),
        (graph.path("HGF", "remyelination", k=1), "Paths"),
        (graph.path("HGF", "remyelination", k=1)[0], "Path"),
        (graph.path("HGF", "remyelination", k=1)[0][0], "Hop"),
        (graph.neighbours("remyelination"), "Neighbours"),
        (graph.neighbours("remyelination")[0], "Neighbour"),
        (graph.rank(limit=1), "Ranking"),
        (graph.rank(limit=1)[0], "Ranked"),
        (graph.view("MS"), "NotebookPage"),
        (graph.audit("MSCs are not a cure for multiple sclerosis."), "AuditedArticle"),
        (graph.findings("NurOwn"), "Answer"),
        (graph.findings("NurOwn")[0], "Row"),
        (graph.search("MS")[0], "TermRow"),
        (graph.store, "EvidenceStore"),
    )
    for one, name in given:
        assert name in stroma.__all__
        assert type(one) is getattr(stroma, name)


def test_cells_of_several_values_are_tuples_on_demand(
    graph: EvidenceGraph, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[Any] = []

    class Frame:
        def __init__(self, rows: list[list[object]], columns: list[str]) -> None:
            made.append([dict(zip(columns, row, strict=True)) for row in rows])

        def astype(self, dtypes: object) -> None:
            pass

    monkeypatch.setitem(sys.modules, "pandas", SimpleNamespace(DataFrame=Frame))
    studies = graph.studies()
    studies.to_dataframe()
    studies.to_dataframe(tuples=True)
    texts, tuples = made
    ms = "MONDO:0005301"
    asked = {row.s for row in graph.query(f"SELECT ?s {{ ?s a st:Study ; st:disease {ms} }}")}
    assert {one["study"] for one in tuples if ms in one["disease"]} == asked
    # As a text of one value, some are missed: what the option is for.
    assert {one["study"] for one in texts if one["disease"] == ms} < asked
    for text, several in zip(texts, tuples, strict=True):
        for name in studies.columns:
            if name in studies.several:
                assert isinstance(several[name], tuple)
                assert "; ".join(several[name]) == (text[name] or "")
            else:  # a country that is reported as "Israel; Greece" is one value
                assert several[name] == text[name]
    again = pickle.loads(pickle.dumps(studies))
    assert again.several == studies.several == studies[:2].several
    assert [row.disease.parts for row in again if row.disease] == [
        one["disease"] for one in tuples if one["disease"]
    ]


def test_the_page_names_the_columns_of_several_values(graph: EvidenceGraph) -> None:
    page = (Path(__file__).parents[1] / "docs" / "python.md").read_text(encoding="utf-8")
    for name in (
        "terms",
        "studies",
        "references",
        "findings",
        "propositions",
        "claims",
        "conflicts",
    ):
        (told,) = re.findall(rf"^\| `g\.{name}\(\)` \| (`[\w`, ]*`) \|$", page, re.MULTILINE)
        assert re.findall(r"`(\w+)`", told) == list(getattr(graph, name)().several)


def test_every_call_that_is_named_instead_is_there(graph: EvidenceGraph) -> None:
    for said in INSTEAD.values():
        for call in re.findall(r"g\.(\w+)\(", said):
            assert callable(getattr(graph, call)), call


def test_an_answer_tells_how_its_columns_are_read(graph: EvidenceGraph, tmp_path: Path) -> None:
    rows: Any = graph.findings("NurOwn", limit=3)
    told = r"\[row.* for row in answer\], or answer\.to_dataframe"
    with pytest.raises(AttributeError, match=told):
        _ = rows.direction
    with pytest.raises(TypeError, match=told):
        _ = rows["direction"]
    with pytest.raises(TypeError, match="there are finding, source"):
        rows["nothing"]
    with pytest.raises(AttributeError, match=r"no 'df'; write answer\.to_dataframe\(\)"):
        _ = rows.df
    for name, call in OF_ANSWER.items():
        with pytest.raises(AttributeError) as error:
            getattr(rows, name)
        assert str(error.value) == f"an Answer has no {name!r}; write {call}"
    for call in ("[dict(row) for row in answer]", "list(answer)", "answer[:5]", "answer.columns"):
        assert call in OF_ANSWER.values()
        assert len(eval(call, {"answer": rows})) > 0
    rows.to_csv(tmp_path / "f.csv")
    text = (tmp_path / "f.csv").read_bytes().decode()
    assert text == rows.to_csv()
    read = list(csv.DictReader(io.StringIO(text)))
    assert [one["finding"] for one in read] == [row.finding for row in rows]
    assert {one["condition"] for one in read} == {row.condition or "" for row in rows}
    assert pickle.loads(pickle.dumps(rows)) == rows == copy.copy(rows)


@pytest.mark.parametrize(
    ("call", "said"),
    [
        (lambda g: g.to_networkx("MS"), r"g\.to_networkx\(\) takes keywords only; .*the term in the middle is around="),
        (lambda g: g.query("ASK {}", 5), r"g\.query\(\) takes no more than sparql without a keyword; options are limit="),
        (lambda g: g.path("MS"), r"g\.path\(\) needs a, b; options are k="),
        (lambda g: g.findings(stance="contested"), r"write g\.propositions\(stances='contested'\)"),
        (lambda g: g.findings(stances=["contested"]), r"write g\.propositions\(stances=\['contested'\]\)"),
        (lambda g: g.propositions(years=(2012, 2014)), r"g\.to_networkx\(years=…, reweigh=True\)"),
    ],
)  # fmt: skip
def test_a_wrong_call_is_told_the_right_one(
    graph: EvidenceGraph, call: Callable[[Any], object], said: str
) -> None:
    with pytest.raises(TypeError, match=said) as told:
        call(graph)
    assert "\n" not in str(told.value)


def test_what_a_notebook_stores_as_text_is_one_line(graph: EvidenceGraph) -> None:
    """The text beside the HTML of a cell was 157,865 characters for the card of multiple sclerosis."""
    way = graph.path("HGF", "remyelination")
    near, card = graph.neighbours("MS"), graph.show("MS")
    assert len(repr(card.sections)) < 1_000
    for shown in (
        card,
        near,
        near[0],
        way,
        way[0],
        way[0][0],
        graph.rank(),
        graph.findings("MS"),
    ):
        assert "\n" not in repr(shown)
        assert repr(shown).startswith("<")
        assert len(repr(shown)) < 700


def test_a_cell_shows_a_table_cut_as_pandas_does(graph: EvidenceGraph) -> None:
    rows = graph.findings("MS")
    html = rows._repr_html_()
    assert len(rows) > 60 < len(html) < 20_000
    assert html.count("<tr>") == 1 + 10 + 1
    assert html.count("<th>") == 20 + 1
    assert f"… {len(rows) - 10:,} more rows …" in html
    assert f"× {len(rows.columns)} columns" in html
    assert graph.findings("MS", limit=60)._repr_html_().count("<tr>") == 1 + 60


def test_a_shared_dataset_is_not_copied(graph: EvidenceGraph) -> None:
    dataset = graph.to_rdflib()
    for thing in (dataset, dataset.store, dataset.graph("https://w3id.org/stroma/graph/derived")):
        for make in (copy.copy, copy.deepcopy, pickle.dumps):
            with pytest.raises(InputError, match="copy them into a Dataset first") as told:
                make(thing)
            assert "\n" not in str(told.value)


def test_help_names_the_options_of_every_graph() -> None:
    for name in ("rank", "to_scipy", "to_igraph"):
        method = getattr(EvidenceGraph, name)
        told = inspect.getdoc(method) or ""
        for option in set(inspect.signature(method).parameters) - {"self"}:
            assert re.search(rf"^ +([a-z_, ]*\b)?{option}\b[a-z_, ]*:", told, re.MULTILINE), (
                name,
                option,
            )
    by = str(inspect.signature(EvidenceGraph.rank).parameters["by"].annotation)
    assert re.findall(r"\b[a-z]+\b", by) == list(MEASURES)


def test_a_query_may_use_base(graph: EvidenceGraph) -> None:
    """Relative IRIs mean the same to the engine, to what is rewritten before it, and to what is said of no rows."""
    wider = "SELECT ?x { ?x skos:broader* %s }"
    short = graph.query("BASE <https://w3id.org/stroma/term/> " + wider % "<msc-product>")
    assert short
    assert list(short) == list(graph.query(wider % "term:msc-product"))
    nothing = graph.query("BASE <http://x/> SELECT * { ?s <p> ?o }")
    assert "no rows" in str(nothing)
    assert "no rows" in pickle.loads(pickle.dumps(nothing)).why_empty
    from_ = "SELECT ?s FROM %s { ?s a st:Study }"
    graphs = "BASE <https://w3id.org/stroma/graph/> "
    assert [row.s for row in graph.query(graphs + from_ % "<study/uccelli-2021>")] == [
        "study:uccelli-2021"
    ]


def test_what_a_store_gave_outlives_it(packaged_store: Path) -> None:
    """As after `with`; a graph in memory goes on answering, and would not tell."""
    with stroma.open_graph(packaged_store) as graph:
        given: list[Any] = [
            graph.query("SELECT * { ?s st:nope ?o }"),
            graph.query("SELECT (COUNT(*) AS ?n) { ?s st:nope ?o }"),
            graph.ask("new-lesions", disease="Parkinson disease"),
            graph.search("no such name at all"),
            graph.findings("Parkinson disease", "darvadstrocel"),
            graph.show("MS"),
            graph.path("MS", "darvadstrocel"),
            graph.neighbours("MS"),
            graph.rank(limit=3),
        ]
        audit = graph.audit("MSCs cure multiple sclerosis.")
    for one in given:
        assert str(one) == str(pickle.loads(pickle.dumps(one)))
        assert one._repr_html_()
    assert "not the same as refuted" in str(given[0])
    assert "MSCs cure multiple sclerosis" in str(audit)


@pytest.mark.parametrize(
    "name", ["a--force", "--force", "it--disease any", "x--timeout-s.txt", "--all"]
)
def test_a_path_in_an_error_stays_as_it_was_given(
    graph: EvidenceGraph, tmp_path: Path, name: str
) -> None:
    path = str(tmp_path / name / "x")
    for ask in (stroma.open_graph, graph.audit):
        with pytest.raises(StromaError) as raised:
            ask(path + ".txt" if ask == graph.audit else path)
        assert path in str(raised.value)


def test_what_is_no_term_is_told_as_a_call(graph: EvidenceGraph) -> None:
    assert "g.show('uccelli-2021')" in graph.search("uccelli-2021").why_empty
    said = str(stroma.QueryTimeoutError(1.0))
    assert "--" not in said
    assert "timeout_s" in said


@pytest.mark.parametrize(
    ("text", "kind", "value"),
    [
        ("1_000", "integer", "1_000"),
        ("1_0.5", "double", "1_0.5"),
        ("\u0663", "integer", "\u0663"),
        ("nan", "double", "nan"),
        ("infinity", "float", "infinity"),
        ("1.5", "integer", "1.5"),
        ("+7", "integer", 7),
        ("2.", "decimal", 2.0),
        ("3", "decimal", 3),
        ("-1.5E2", "double", -150.0),
        ("3", "double", 3.0),
        ("-INF", "double", float("-inf")),
    ],
)
def test_a_number_is_what_xml_schema_says_it_is(text: str, kind: str, value: object) -> None:
    """XML Schema Part 2, sections 3.2.3 to 3.2.5 and 3.3.13."""
    term = ox.Literal(text, datatype=ox.NamedNode(PREFIXES["xsd"] + kind))
    assert plain_value(term) == value
    assert type(plain_value(term)) is type(value)


def test_every_answer_is_a_table_too(graph: EvidenceGraph, tmp_path: Path) -> None:
    for found in (
        graph.rank(limit=3),
        graph.neighbours("remyelination"),
        graph.path("HGF", "remyelination"),
        graph.terms(limit=3),
    ):
        text = found.to_csv()
        assert text is not None
        header, *rows = csv.reader(io.StringIO(text))
        assert tuple(header) == found.columns
        assert rows
        found.to_csv(tmp_path / "found.csv")
        assert (tmp_path / "found.csv").read_text(encoding="utf-8") == text


def test_what_records_give_can_be_bound(graph: EvidenceGraph) -> None:
    row = graph.propositions(limit=1)[0]
    query = "SELECT ?p { ?p st:stance ?s ; rdf:predicate ?q }"
    found = graph.query(query, s=row.stance, q=row.predicate)
    assert row.proposition in [one.p for one in found]
    assert list(found) == list(graph.query(query, s=f"st:{row.stance}", q=f"st:{row.predicate}"))


def test_a_question_takes_a_limit(graph: EvidenceGraph) -> None:
    some = graph.ask("contested", limit=2)
    assert list(some) == list(graph.ask("contested"))[:2]
    assert some.was_cut
    with pytest.raises(InputError):
        graph.ask("contested", limit=-1)


def test_tables_of_a_small_store_are_read_once(
    packaged_store: Path, graph: EvidenceGraph, monkeypatch: pytest.MonkeyPatch
) -> None:
    held = stroma.open_graph(packaged_store)
    for name in ("MS", "ALS"):
        assert list(held.findings(name)) == list(graph.findings(name))
    monkeypatch.setattr(held, "query", lambda *_, **__: pytest.fail("asked again"))
    assert list(held.findings("darvadstrocel")) == list(graph.findings("darvadstrocel"))
    assert list(held.findings("ALS", limit=3)) == list(graph.findings("ALS", limit=3))
    held.close()
    monkeypatch.undo()
    with pytest.raises(ClosedError):
        held.findings("ALS")
