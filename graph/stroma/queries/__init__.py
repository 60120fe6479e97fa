"""SPARQL on the evidence graph: what may run, how it runs, how answers are written, and the named questions.

`run_query` answers in Python, `stream_query` writes to a file with a deadline, `why_empty` says why there may be no
answer, `load_questions` finds the questions that are shipped. Names are imported when they are first used, because the engine takes longer to load than
`stroma --help` may take.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from stroma.queries.child import QueryReport
    from stroma.queries.empty import why_empty
    from stroma.queries.engine import QueryResult, run_query
    from stroma.queries.formats import FORMATS, Layout, write_result
    from stroma.queries.guard import QueryForm, check_query
    from stroma.queries.questions import Parameter, Question, find_question, load_questions
    from stroma.queries.streaming import stream_query

__all__ = [
    "FORMATS",
    "Layout",
    "Parameter",
    "QueryForm",
    "QueryReport",
    "QueryResult",
    "Question",
    "check_query",
    "find_question",
    "load_questions",
    "run_query",
    "stream_query",
    "why_empty",
    "write_result",
]

_HOME = {
    "QueryReport": "child",
    "stream_query": "streaming",
    "why_empty": "empty",
    "QueryResult": "engine",
    "run_query": "engine",
    "FORMATS": "formats",
    "Layout": "formats",
    "write_result": "formats",
    "QueryForm": "guard",
    "check_query": "guard",
    "Parameter": "questions",
    "Question": "questions",
    "find_question": "questions",
    "load_questions": "questions",
}


def __getattr__(name: str) -> object:
    if name not in _HOME:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOME[name]}"), name)
