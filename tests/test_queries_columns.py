"""`SELECT *` gives its columns as they appear; words and names that break off say what is missing."""

from __future__ import annotations

import pyoxigraph as ox
import pytest
from click.testing import CliRunner

from stroma.cli import stroma
from stroma.errors import QuerySyntaxError
from stroma.queries import check_query, run_query


def columns(text: str) -> list[str]:
    """The columns that a query has in the end."""
    return list(run_query(ox.Store(), text).variables)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("SELECT * { ?study st:year ?year ; st:phase ?phase }", "study year phase"),
        ("SELECT DISTINCT * { ?z ?y ?x FILTER (?z != ?a) }", "z y x"),
        ("SELECT * { { SELECT ?z (COUNT(?q) AS ?n) { ?z ?q ?r } GROUP BY ?z } ?z ?b ?a }", "z n b a"),
        ("PREFIX x: <urn:x> SELECT * { ?b ?a x:1 MINUS { ?b ?c ?d } }", "b a"),
        ("SELECT ?b ?a { ?a ?p ?b }", "b a"),
        ("SELECT (COUNT(*) AS ?n) { ?a ?p ?b }", "n"),
        ("ASK { { SELECT * { ?b ?p ?a } } }", ""),
        ("SELECT * {}", ""),
        # However long it is.
        ("SELECT * { ?z st:year ?a VALUES ?a {" + " 1" * 2_000 + " } }", "z a"),
    ],
)  # fmt: skip
def test_a_star_stands_for_the_variables_in_order(text: str, expected: str) -> None:
    assert columns(text) == expected.split()


@pytest.mark.parametrize("timeout_s", [None, 20.0])
def test_values_stand_in_the_columns_of_their_variables(timeout_s: float | None) -> None:
    result = run_query(ox.Store(), "SELECT * { VALUES (?z ?a) { (1 2) } }", timeout_s=timeout_s)
    assert result.variables == ("z", "a")
    assert [[cell.value for cell in row] for row in result.rows()] == [["1", "2"]]  # type: ignore[union-attr]


def test_the_command_shows_columns_in_order() -> None:
    query = "SELECT * { ?study st:year ?year ; st:design ?design }"
    done = CliRunner().invoke(stroma, ["query", query, "-f", "csv", "-n", "1"])
    assert done.stdout.splitlines()[0] == "study,year,design"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("SELECT ?s { ?s ?p ?o } ORDER BY", "ends after ORDER BY; name a variable"),
        ("SELECT ?s { ?s ?p ?o } GROUP BY # by what", "ends after GROUP BY; name a variable"),
        ("SELECT ?s { ?s ?p ?o } LIMIT", "ends after LIMIT; it goes on with a number"),
        ("SELECT * { GRAPH graph:study/uccelli-2021 { ?s ?p ?o } }", r"write graph:study\/uccelli-2021, or <https"),
        ("SELECT * { GRAPH graph:a/b/c-1 { ?s ?p ?o } }", r"write graph:a\/b\/c-1, or <https"),
    ],
)  # fmt: skip
def test_what_breaks_off_says_what_is_missing(text: str, said: str) -> None:
    with pytest.raises(QuerySyntaxError) as caught:
        check_query(text)
    assert said in str(caught.value)


def test_a_path_and_an_escaped_slash_pass() -> None:
    check_query("SELECT * { ?s graph:x/st:y ?o }")
    check_query(r"SELECT * { GRAPH graph:study\/uccelli-2021 { ?s ?p ?o } } ORDER BY ?s LIMIT 2")
