"""The Python API as a researcher uses it."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

import stroma
from stroma.errors import UnknownQuestionError, UnknownTermError

if TYPE_CHECKING:
    from stroma.graph import EvidenceGraph


@pytest.fixture(scope="module")
def graph() -> EvidenceGraph:
    return stroma.open_graph()


def test_values_are_bound_by_name(graph: EvidenceGraph) -> None:
    rows = list(graph.query("SELECT ?n { ?study st:nEnrolled ?n }", study="uccelli-2021").rows())
    assert [row[0].value for row in rows if row[0] is not None] == ["144"]  # type: ignore[union-attr]


def test_a_value_can_not_break_out_of_its_place(graph: EvidenceGraph) -> None:
    hostile = '" } DROP ALL #'
    assert list(graph.query("SELECT ?t { ?t rdfs:label ?label }", label=hostile).rows()) == []


def test_rdflib_sees_the_same_quads(graph: EvidenceGraph) -> None:
    answer = graph.to_rdflib().query("SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } }")
    assert [int(row.n) for row in answer] == [len(graph.store.dataset)]  # type: ignore[union-attr]


def test_unknown_names_say_what_is_near(graph: EvidenceGraph) -> None:
    with pytest.raises(UnknownTermError, match="multiple sclerosis"):
        graph.term("multiple sclerosys")
    with pytest.raises(UnknownQuestionError):
        graph.ask("what-cures-everything")


def test_a_notebook_shows_counts(graph: EvidenceGraph) -> None:
    html = graph._repr_html_()
    assert "<table>" in html
    assert str(graph.counts()["studies"]) in html


def test_what_commands_do_is_there_in_python(graph: EvidenceGraph) -> None:
    assert "darvadstrocel" in str(graph.show("darvadstrocel"))
    assert "multiple sclerosis" in graph.neighbours("MS").text()
    assert graph.rank().text()


def test_a_plain_graph_can_be_written_as_graphml(graph: EvidenceGraph) -> None:
    import networkx as nx

    assert "contested" in "".join(nx.generate_graphml(graph.to_networkx(plain=True)))


def test_import_is_light() -> None:
    code = "import sys, stroma; print(sorted({'rdflib', 'networkx', 'pyvis', 'pyoxigraph', 'click'} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_opening_and_asking_imports_nothing_heavy() -> None:
    code = (
        "import sys, stroma; g = stroma.open_graph(); list(g.query('SELECT ?s { ?s a st:Study } LIMIT 1').rows());"
        "print(sorted({'rdflib', 'networkx', 'pyvis', 'pandas', 'numpy'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
