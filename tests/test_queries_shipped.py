"""Every shipped question: its header is true, its defaults answer, its example row is in the answer."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING

import pytest

from stroma.data import data_files
from stroma.queries import Layout, Question, load_questions, run_query, write_result
from stroma.queries.guard import inspect_query
from stroma.queries.table import cell_text

if TYPE_CHECKING:
    from stroma.store import EvidenceStore

QUESTIONS = load_questions()
each_question = pytest.mark.parametrize("question", QUESTIONS.values(), ids=list(QUESTIONS))


def answer(question: Question, store: EvidenceStore) -> list[dict[str, str]]:
    """The answer with all parameters at their defaults, cells as a person sees them."""
    bindings = question.bind({}, store.resolve_term, store.resolve_source)
    result = run_query(store.dataset, question.sparql, bindings=bindings)
    names = result.variables
    return [dict(zip(names, map(cell_text, row), strict=True)) for row in result.rows()]


# No packaged study was retracted; tests/test_retractions.py asks a base with some.
NOTHING_HELD = {"retracted-studies"}


def test_there_are_enough_questions_and_none_is_lost() -> None:
    assert len(QUESTIONS) >= 12
    assert len(QUESTIONS) == len(data_files("questions/*.rq"))


@each_question
def test_the_header_names_the_columns_of_the_answer(
    question: Question, packaged: EvidenceStore
) -> None:
    bindings = question.bind({}, packaged.resolve_term, packaged.resolve_source)
    result = run_query(packaged.dataset, question.sparql, bindings=bindings)
    assert [column.name for column in question.columns] == list(result.variables)


@each_question
def test_every_parameter_is_a_variable_of_the_query(question: Question) -> None:
    variables = inspect_query(question.sparql).variables
    assert {parameter.variable for parameter in question.parameters} <= variables


@each_question
def test_the_example_row_is_in_the_answer(question: Question, packaged: EvidenceStore) -> None:
    rows = answer(question, packaged)
    if question.name in NOTHING_HELD:
        assert rows == []
    else:
        assert any(question.example.items() <= row.items() for row in rows), rows[:5]


@each_question
def test_the_answer_has_an_order(question: Question) -> None:
    words = [token.text.upper() for token in inspect_query(question.sparql).tokens]
    assert "ORDER" in words


@each_question
def test_the_question_is_a_question(question: Question) -> None:
    assert question.question.endswith("?")
    assert question.group != "other"


@pytest.mark.parametrize("width", [80, 120])
@each_question
def test_the_answer_fits_a_terminal(
    question: Question, packaged: EvidenceStore, width: int
) -> None:
    bindings = question.bind({}, packaged.resolve_term, packaged.resolve_source)
    result = run_query(packaged.dataset, question.sparql, bindings=bindings, limit=60)
    out = BytesIO()
    write_result(result, out, layout=Layout(width=width))
    # An address may not be broken, as in `find_at`.
    lines = [line for line in out.getvalue().decode().splitlines() if "http" not in line]
    assert max(map(len, lines)) <= width
