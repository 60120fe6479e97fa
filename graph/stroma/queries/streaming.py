"""How does an answer leave the process in which its query ran? As bytes, row by row, or read back whole.

Read first: `stream_query`; `run_in_child` is `run_query` in a process of its own (`stroma.queries.child`).
"""

from __future__ import annotations

import io
import time
from dataclasses import replace
from typing import TYPE_CHECKING, BinaryIO, cast

import pyoxigraph as ox

from stroma.counts import checked_count
from stroma.deadlines import checked_timeout
from stroma.queries.child import QueryReport, run_forked
from stroma.queries.engine import QueryResult, run_checked
from stroma.queries.formats import load_writer, write_result
from stroma.queries.guard import QueryForm, inspect_query
from stroma.queries.remarks import what_was_missed_in_time

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from stroma.queries.engine import Dataset
    from stroma.queries.formats import Layout
    from stroma.queries.guard import CheckedQuery

__all__ = ["answer_query", "run_in_child", "stream_query"]


def stream_query(
    store: ox.Store | Callable[[], ox.Store],
    text: str,
    out: BinaryIO,
    *,
    fmt: str | None = None,
    layout: Layout | None = None,
    bindings: Mapping[str, ox.NamedNode | ox.Literal] | None = None,
    limit: int | None = None,
    timeout_s: float | None = 30.0,
    remarks: bool = True,
) -> QueryReport:
    """Run a query and write its answer to a binary file, in memory that does not grow with the answer.

    Args:
        store: or what opens it, which is then called in the child: there is less to fork before it is open.
        fmt: a name of `stroma.queries.formats`; `None` takes a table, or Turtle for triples.
        timeout_s: seconds of waiting for the engine; time in which `out` is not read does not count. `None`: no end.
        remarks: whether to look for what the answer may have missed. A named question was written to miss nothing, and looking
            takes as long as its answer.

    Raises:
        QueryTimeoutError: what was written so far is not the whole answer.
        InputError: `timeout_s` is no time that can be waited.
    """
    query = inspect_query(text)
    if limit is not None:
        checked_count(limit, "the limit", least=0)
    if timeout_s is not None:
        timeout_s = checked_timeout(timeout_s)
    return _stream(store, query, out, fmt, layout, bindings, limit, timeout_s, remarks)


def _stream(
    store: ox.Store | Callable[[], ox.Store],
    query: CheckedQuery,
    out: BinaryIO,
    fmt: str | None,
    layout: Layout | None,
    bindings: Mapping[str, ox.NamedNode | ox.Literal] | None,
    limit: int | None,
    timeout_s: float | None,
    remarks: bool,
) -> QueryReport:
    def answer(pipe: BinaryIO) -> QueryReport:
        opened = store() if callable(store) else store
        return answer_query(
            opened, query, pipe, fmt=fmt, layout=layout, bindings=bindings, limit=limit
        )

    load_writer(query.form, fmt, layout)
    began = time.monotonic()
    report = run_forked(answer, out, timeout_s)
    if not remarks:
        return report
    took_s = time.monotonic() - began
    missed = what_was_missed_in_time(
        store,
        query,
        bindings,
        took_s=took_s,
        timeout_s=timeout_s,
        is_cut=report.was_cut,
        found_nothing=report.found_nothing,
    )
    return replace(report, remark=missed)


def answer_query(
    store: ox.Store,
    query: CheckedQuery,
    out: BinaryIO,
    *,
    fmt: str | None = None,
    layout: Layout | None = None,
    bindings: Mapping[str, ox.NamedNode | ox.Literal] | None = None,
    limit: int | None = None,
    dataset: Dataset | None = None,
) -> QueryReport:
    """Run a query that the guard has read, here and now, and write its answer; what a child does."""
    result = run_checked(store, query, bindings=bindings, limit=limit, dataset=dataset)
    write_result(result, out, fmt=fmt, layout=layout)
    return QueryReport(
        form=result.form.value,
        n=result.n_read,
        was_cut=result.was_cut,
        boolean=result.boolean,
        found_nothing=result.found_nothing,
        takes_no_step=result.takes_no_step,
    )


def run_in_child(
    store: ox.Store,
    text: str,
    *,
    bindings: Mapping[str, ox.NamedNode | ox.Literal] | None = None,
    limit: int | None = None,
    timeout_s: float | None = None,
    remarks: bool = True,
) -> QueryResult:
    """Like `run_query`, always in a process of its own; the whole answer is held in memory.

    Args:
        timeout_s: seconds after which the process is ended; `None`: never.
        remarks: as of `stream_query`.
    """
    query = inspect_query(text)
    if limit is not None:
        checked_count(limit, "the limit", least=0)
    if timeout_s is not None:
        timeout_s = checked_timeout(timeout_s)
    buffer = io.BytesIO()
    form = query.form
    fmt = "nt" if form.gives_triples else "json"
    report = _stream(store, query, buffer, fmt, None, bindings, limit, timeout_s, remarks)
    result = QueryResult(
        form,
        boolean=report.boolean,
        counts=query.counts,
        takes_no_step=report.takes_no_step,
        found_nothing=report.found_nothing,
    )
    data = buffer.getvalue()
    if form.gives_triples:
        quads = ox.parse(data, format=ox.RdfFormat.N_TRIPLES)
        result.answers = (quad.triple for quad in quads)
    elif form is QueryForm.SELECT:
        parsed = ox.parse_query_results(data, format=ox.QueryResultsFormat.JSON)
        solutions = cast("ox.QuerySolutions", parsed)
        result.variables = tuple(variable.value for variable in solutions.variables)
        result.answers = (tuple(solution) for solution in solutions)
    result.was_cut, result.remark = report.was_cut, report.remark
    return result
