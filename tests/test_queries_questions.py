"""Named questions: their headers, their parameters, and what is said when one is wrong."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

import pyoxigraph as ox
import pytest

from stroma.errors import DataError, ParameterError, UnknownQuestionError, UnknownTermError
from stroma.queries import Question, find_question, load_questions, run_query
from stroma.queries.questions import parse_question

FOLDER = Path(__file__).parent / "data" / "questions"
CD90 = "http://purl.obolibrary.org/obo/PR_000001907"


def resolve(text: str, kinds: Collection[str] | None) -> str:
    """A world with one term."""
    if text.lower() in ("cd90", "thy1") and (kinds is None or "Molecule" in kinds):
        return CD90
    raise UnknownTermError(text, ["CD90"])


@pytest.fixture
def question() -> Question:
    return load_questions(sorted(FOLDER.glob("*.rq")))["cells-expressing"]


def test_a_header_is_read(question: Question) -> None:
    assert question.question == "Which cells express a molecule?"
    assert question.group == "biology"
    molecule, min_n, order = question.parameters
    assert (molecule.kind, molecule.term_kinds, molecule.default) == ("term", ("Molecule",), "CD90")
    assert (min_n.name, min_n.variable, min_n.kind) == ("min-n", "min_n", "integer")
    assert (order.kind, order.choices) == ("choice", ("label", "count"))
    assert [column.name for column in question.columns] == ["cell", "n"]
    assert question.example == {"cell": "CL:0000134", "n": "1"}


def test_a_question_is_asked_with_words(question: Question) -> None:
    store = ox.Store()
    st = "https://w3id.org/stroma/vocab/"
    msc = ox.NamedNode("http://purl.obolibrary.org/obo/CL_0000134")
    store.add(
        ox.Quad(msc, ox.NamedNode(st + "expresses"), ox.NamedNode(CD90), ox.NamedNode("urn:g"))
    )
    bindings = question.bind({"molecule": "Thy1", "min_n": "1"}, resolve)
    assert bindings["min_n"] == ox.Literal(1)
    assert bindings["order"] == ox.Literal("label")
    assert list(run_query(store, question.sparql, bindings=bindings)) == [(msc, ox.Literal(1))]


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"molecul": "x"}, "cells-expressing has no parameter --molecul; did you mean --molecule?"),
        (
            {"zzz": "x"},
            "cells-expressing has no parameter --zzz; it takes --molecule, --min-n, --order",
        ),
        ({"min-n": "many"}, "--min-n takes a whole number, not 'many'"),
        (
            {"order": "labels"},
            "--order takes one of label, count, not 'labels'; did you mean label?",
        ),
    ],
)
def test_a_wrong_parameter_is_one_line_that_says_what_is_allowed(
    question: Question, given: dict[str, str], sentence: str
) -> None:
    with pytest.raises(ParameterError) as caught:
        question.bind(given, resolve)
    assert str(caught.value) == sentence
    assert caught.value.exit_code == 2


def test_an_unknown_term_names_the_nearest(question: Question) -> None:
    with pytest.raises(UnknownTermError, match="did you mean CD90"):
        question.bind({"molecule": "CD9O"}, resolve)


HEADER = "# question: Q?\n{}\n# column: x — a thing\n# example: x=1\nSELECT ?x {{ ?x ?p ?y }}\n"


def test_a_parameter_without_default_is_required() -> None:
    question = parse_question(HEADER.format("# param: y (text) — a word"), Path("q.rq"))
    with pytest.raises(ParameterError, match=r"q needs --y: a word \(text\)"):
        question.bind({}, resolve)


def test_the_default_any_leaves_the_variable_free() -> None:
    question = parse_question(HEADER.format("# param: y (term) = any — a term"), Path("q.rq"))
    assert question.bind({}, resolve) == {}
    assert question.bind({"y": "any"}, resolve) == {}
    assert question.bind({"y": "CD90"}, resolve) == {"y": ox.NamedNode(CD90)}


def test_numbers_keep_what_was_given() -> None:
    question = parse_question(HEADER.format("# param: y (number) = 0.05 — a level"), Path("q.rq"))
    assert str(question.bind({}, resolve)["y"]).startswith('"0.05"')
    assert str(question.bind({"y": "1e-3"}, resolve)["y"]).endswith("double>")
    with pytest.raises(ParameterError, match="takes a number"):
        question.bind({"y": "NaN"}, resolve)


@pytest.mark.parametrize(
    ("line", "number", "reason"),
    [
        ("# param: y text — no brackets", 2, "expected `# param"),
        ("# param: y (colour) — of what?", 2, "unknown parameter kind 'colour'"),
        ("# column: x", 2, "expected `# column"),
    ],
)
def test_a_header_that_cannot_be_read_says_where(line: str, number: int, reason: str) -> None:
    with pytest.raises(DataError, match=reason) as caught:
        parse_question(HEADER.format(line), Path("q.rq"))
    assert (caught.value.path, caught.value.line) == (Path("q.rq"), number)


def test_a_header_without_columns_is_refused() -> None:
    with pytest.raises(DataError, match="no line `# column"):
        parse_question("# question: Q?\nASK {}\n", Path("q.rq"))


def test_questions_are_found_by_name_however_it_is_written() -> None:
    questions = load_questions(sorted(FOLDER.glob("*.rq")))
    assert list(questions) == ["cells-expressing", "every-molecule"]  # biology before other
    assert find_question("Cells_Expressing", questions).name == "cells-expressing"
    with pytest.raises(UnknownQuestionError, match="did you mean every-molecule"):
        find_question("every-molecul", questions)
    with pytest.raises(UnknownQuestionError, match="`stroma ask` lists them"):
        find_question("zzz", questions)
