"""How is a query ended that the engine would not stop?

Read first: `stream_query`. The query runs in a forked child that writes its answer to a pipe; the parent copies the
bytes through and ends the child at the deadline, on Ctrl-C, or when nobody reads any more. A crash of the engine is a
dead child and one clear sentence.

Where the system cannot fork (Windows) the query runs in this process, without a deadline.
"""

from __future__ import annotations

import faulthandler
import io
import json
import os
import select
import signal
import sys
import threading
import time
import warnings
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, Final, NoReturn, cast

import pyoxigraph as ox

from stroma.deadlines import checked_timeout
from stroma.errors import (
    DataError,
    InputError,
    QueryFailedError,
    QuerySyntaxError,
    QueryTimeoutError,
    StromaError,
)
from stroma.queries.columns import name_columns
from stroma.queries.engine import QueryResult, run_query
from stroma.queries.formats import write_result
from stroma.queries.guard import QueryForm, check_query, inspect_query
from stroma.vocabulary import PREFIXES

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from stroma.queries.formats import Layout

__all__ = ["QueryReport", "run_in_child", "stream_query"]

# What a query may allocate on top of the loaded data: a cross product with ORDER BY took 0.8 GB in 8 s.
MEMORY_BYTES: Final = 4 * 1024**3
_CHUNK: Final = 64 * 1024


@dataclass(frozen=True, slots=True)
class QueryReport:
    """What there is to say about an answer that was streamed."""

    form: str
    n: int = 0
    was_cut: bool = False
    boolean: bool | None = None
    found_nothing: bool = False
    """As of `QueryResult`."""


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
    prefixes: Mapping[str, str] = PREFIXES,
) -> QueryReport:
    """Run a query and write its answer to a binary file, in memory that does not grow with the answer.

    Args:
        store: or what opens it, which is then called in the child: there is less to fork before it is open.
        fmt: a name of `stroma.queries.formats`; `None` takes a table, or Turtle for triples.
        timeout_s: seconds of waiting for the engine; time in which `out` is not read does not count. `None`: no end.

    Raises:
        QueryTimeoutError: what was written so far is not the whole answer.
        InputError: `timeout_s` is no time that can be waited.
    """
    check_query(text, prefixes=prefixes)
    # Before the fork: there the engine would share the memory that the query may need.
    text = name_columns(text, prefixes=prefixes)
    if timeout_s is not None:
        checked_timeout(timeout_s)

    def answer(pipe: BinaryIO) -> QueryReport:
        opened = store() if callable(store) else store
        result = run_query(opened, text, bindings=bindings, limit=limit, prefixes=prefixes)
        write_result(result, pipe, fmt=fmt, layout=layout)
        return QueryReport(
            result.form.value, result.n_read, result.was_cut, result.boolean, result.found_nothing
        )

    if not hasattr(os, "fork"):
        return answer(out)
    return _run_child(answer, out, timeout_s)


def run_in_child(
    store: ox.Store,
    text: str,
    *,
    bindings: Mapping[str, ox.NamedNode | ox.Literal] | None = None,
    limit: int | None = None,
    timeout_s: float | None = None,
    prefixes: Mapping[str, str] = PREFIXES,
) -> QueryResult:
    """Like `run_query`, in a process that is ended after `timeout_s`; the answer is held in memory."""
    buffer = io.BytesIO()
    query = inspect_query(text, prefixes=prefixes)
    form = query.form
    report = stream_query(
        store,
        text,
        buffer,
        fmt="nt" if form.gives_triples else "json",
        bindings=bindings,
        limit=limit,
        timeout_s=timeout_s,
        prefixes=prefixes,
    )
    result = QueryResult(form, boolean=report.boolean, counts=query.counts)
    data = buffer.getvalue()
    if form.gives_triples:
        quads = ox.parse(data, format=ox.RdfFormat.N_TRIPLES)
        result._answers = (quad.triple for quad in quads)
    elif form is QueryForm.SELECT:
        parsed = ox.parse_query_results(data, format=ox.QueryResultsFormat.JSON)
        solutions = cast("ox.QuerySolutions", parsed)
        result.variables = tuple(variable.value for variable in solutions.variables)
        result._answers = (tuple(solution) for solution in solutions)
    result.was_cut = report.was_cut
    return result


def _run_child(
    answer: Callable[[BinaryIO], QueryReport], out: BinaryIO, timeout_s: float | None
) -> QueryReport:
    """Fork, copy the child's bytes to `out`, and turn its end into a report or an error."""
    data_read, data_write = os.pipe()
    note_read, note_write = os.pipe()
    life_read, life_write = os.pipe()
    for stream in (sys.stdout, sys.stderr):
        if stream is not None:
            stream.flush()
    with warnings.catch_warnings():
        # Python 3.12 warns that a fork in a process with threads may deadlock; the child runs the engine and our
        # writer only, and the deadline ends it if it should hang.
        warnings.simplefilter("ignore", DeprecationWarning)
        pid = os.fork()
    if pid == 0:
        for parent_end in (data_read, note_read, life_write):
            os.close(parent_end)
        _be_child(answer, data_write, note_write, life_read)
    for child_end in (data_write, note_write, life_read):
        os.close(child_end)
    status: int | None = None
    try:
        _copy(data_read, out, timeout_s)
        note = _read_all(note_read)
        status = os.waitpid(pid, 0)[1]
    finally:
        if status is None:
            os.kill(pid, signal.SIGKILL)
            os.waitpid(pid, 0)
        for own_end in (data_read, note_read, life_write):
            os.close(own_end)
    return _understand(note, status)


def _copy(source: int, out: BinaryIO, timeout_s: float | None) -> None:
    left_s = timeout_s
    while True:
        since = time.monotonic()
        ready, _, _ = select.select([source], [], [], left_s)
        if left_s is not None and timeout_s is not None:
            left_s -= time.monotonic() - since
            if not ready or left_s <= 0:
                out.flush()
                raise QueryTimeoutError(timeout_s)
        chunk = os.read(source, _CHUNK)
        if not chunk:
            out.flush()
            return
        out.write(chunk)
        out.flush()


def _be_child(
    answer: Callable[[BinaryIO], QueryReport], data_write: int, note_write: int, life_read: int
) -> NoReturn:
    """The life of the child: answer, leave a note, end without the parent's clean-up."""
    code = 1
    try:
        # A Python handler would run only when the query is over.
        signal.signal(signal.SIGINT, signal.SIG_DFL)
        _be_quiet()
        _limit_memory()
        threading.Thread(target=_end_with_parent, args=(life_read,), daemon=True).start()
        note = _answer_note(answer, data_write)
        os.write(note_write, json.dumps(note).encode())
        code = 0
    finally:
        os._exit(code)


def _answer_note(answer: Callable[[BinaryIO], QueryReport], data_write: int) -> dict[str, object]:
    try:
        with os.fdopen(data_write, "wb", buffering=_CHUNK) as pipe:
            return {"report": asdict(answer(pipe))}
    except QuerySyntaxError as error:
        parts = {
            "reason": error.reason,
            "line": error.line,
            "column": error.column,
            "source_line": error.source_line,
        }
        return {"syntax": parts}
    except InputError as error:
        return {"input": str(error)}
    except DataError as error:
        return {"damaged": str(error)}
    except StromaError as error:
        return {"failed": str(error)}
    except MemoryError:
        return {"failed": _OUT_OF_MEMORY}


def _understand(note: bytes, status: int) -> QueryReport:
    if os.WIFSIGNALED(status) or not note:
        raise QueryFailedError(_reason_of_death(status))
    content = json.loads(note)
    if "report" in content:
        return QueryReport(**content["report"])
    if "syntax" in content:
        raise QuerySyntaxError(**content["syntax"])
    if "input" in content:
        raise InputError(content["input"])
    if "damaged" in content:
        raise DataError(content["damaged"])
    raise QueryFailedError(content["failed"])


_OUT_OF_MEMORY: Final = (
    f"the query was ended: it needed more than {MEMORY_BYTES // 1024**3} GB of memory; "
    "put what must match before any OPTIONAL or sub-select, or add a LIMIT"
)


def _reason_of_death(status: int) -> str:
    number = os.WTERMSIG(status) if os.WIFSIGNALED(status) else 0
    if number in (signal.SIGABRT, signal.SIGKILL):
        return _OUT_OF_MEMORY
    if number == signal.SIGSEGV:
        return "the query was ended: it is too deeply nested for the engine"
    if number:
        return f"the query was ended by {signal.Signals(number).name}"
    return "the query was ended by a fault of the engine"


def _be_quiet() -> None:
    """Keep what the engine says when it dies off the terminal; the parent has a sentence for it."""
    faulthandler.disable()
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 2)
    os.close(nowhere)


def _end_with_parent(life_read: int) -> None:
    # Nothing is ever written: the read returns when the parent is gone, however it went.
    os.read(life_read, 1)
    os._exit(1)


def _limit_memory() -> None:
    try:
        import resource  # not on Windows

        pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0])
        in_use = pages * resource.getpagesize()
        resource.setrlimit(resource.RLIMIT_AS, (in_use + MEMORY_BYTES, resource.RLIM_INFINITY))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    except (ImportError, OSError, ValueError):
        return  # no such limit here: the deadline still holds


def _read_all(source: int) -> bytes:
    parts = []
    while part := os.read(source, _CHUNK):
        parts.append(part)
    return b"".join(parts)
