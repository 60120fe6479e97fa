"""How is a query ended that the engine would not stop?

Read first: `stream_query`. The query runs in a forked child that writes its answer to a pipe; the parent copies the
bytes through and ends the child at the deadline, on Ctrl-C, or when nobody reads any more. A crash of the engine is a
dead child and one clear sentence. Threads may ask at the same time: each query has a child and a deadline of its own.

Where the system cannot fork (Windows) the query runs in this process, without a deadline.
"""

from __future__ import annotations

import faulthandler
import io
import json
import os
import re
import selectors
import signal
import sys
import threading
import time
import warnings
from contextlib import suppress
from dataclasses import asdict, dataclass, replace
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, Final, NoReturn, cast

import pyoxigraph as ox

from stroma import forking
from stroma.counts import checked_count
from stroma.deadlines import checked_timeout
from stroma.errors import (
    DataError,
    InputError,
    QueryFailedError,
    QuerySyntaxError,
    QueryTimeoutError,
    StromaError,
)
from stroma.queries._gates import MAY_BE_MIXED, MAY_BE_VOID, may_miss
from stroma.queries.engine import QueryResult, run_checked
from stroma.queries.formats import load_writer, write_result
from stroma.queries.guard import QueryForm, inspect_query

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from stroma.queries.engine import Dataset
    from stroma.queries.formats import Layout
    from stroma.queries.guard import CheckedQuery

__all__ = [
    "QueryReport",
    "answer_query",
    "run_forked",
    "run_in_child",
    "stream_query",
    "what_was_missed_in_time",
]

# What a query may allocate on top of the loaded data: a cross product with ORDER BY took 0.8 GB in 8 s.
MEMORY_BYTES: Final = 4 * 1024**3
_CHUNK: Final = 64 * 1024
_DOI: Final = re.compile(r"10\.\d{4,9}/")
# Seconds for finding out what there is to remark on an answer.
_PATIENCE_S: Final = 2.0
_resource: Any = None
with suppress(ImportError):  # Windows has none
    _resource = import_module("resource")
# Imported before a fork, since a child may need it: a module that another thread imports at that moment
# stays locked in the child, which would wait for it to its deadline.
_NEEDED: Final = (
    "stroma.queries.stars",
    "stroma.queries.unmatched",
    "stroma.queries.missed",
    "stroma.queries.dois",
)
# Python 3.12 warns that a fork in a process with threads may deadlock: a lock that another thread holds at that moment is
# never let go of in the child. The child runs the engine and our writer only, and no thread is in the engine when it is
# forked (`stroma.forking`). Once and here: around each fork, the filters of other threads would change too.
warnings.filterwarnings(
    "ignore", "This process .* is multi-threaded", DeprecationWarning, r"stroma\.queries\.child"
)


@dataclass(frozen=True, slots=True)
class QueryReport:
    """What there is to say about an answer that was streamed."""

    form: str
    n: int = 0
    was_cut: bool = False
    boolean: bool | None = None
    found_nothing: bool = False
    """As of `QueryResult`."""
    takes_no_step: bool = False
    """As of `QueryResult`."""
    remark: str = ""
    """What a person should know beside the answer."""


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
    query = inspect_query(text)
    if limit is not None:
        checked_count(limit, "the limit", least=0)
    if timeout_s is not None:
        timeout_s = checked_timeout(timeout_s)
    return _stream(store, query, out, fmt, layout, bindings, limit, timeout_s)


def _stream(
    store: ox.Store | Callable[[], ox.Store],
    query: CheckedQuery,
    out: BinaryIO,
    fmt: str | None,
    layout: Layout | None,
    bindings: Mapping[str, ox.NamedNode | ox.Literal] | None,
    limit: int | None,
    timeout_s: float | None,
) -> QueryReport:
    def answer(pipe: BinaryIO) -> QueryReport:
        opened = store() if callable(store) else store
        return answer_query(
            opened, query, pipe, fmt=fmt, layout=layout, bindings=bindings, limit=limit
        )

    load_writer(query.form, fmt, layout)
    began = time.monotonic()
    report = run_forked(answer, out, timeout_s)
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


def what_was_missed_in_time(
    store: ox.Store | Callable[[], ox.Store],
    query: CheckedQuery,
    bindings: Mapping[str, ox.NamedNode | ox.Literal] | None = None,
    *,
    took_s: float,
    timeout_s: float | None,
    is_cut: bool = False,
    found_nothing: bool = False,
) -> str:
    """What an answer missed (`stroma.queries.missed`), as far as that is found out in time.

    A query that was slow, or whose answer was cut, is not run again; what can be told without that is told of it too.

    Args:
        took_s: seconds that the answer took.
        timeout_s: seconds that it was given; this takes a fourth of them at most, and never more than two.
        is_cut: whether a limit left something out.
        found_nothing: whether the answer is none; why it may be empty is said elsewhere (`stroma.queries.empty`).
    """
    patience_s = min(_PATIENCE_S, timeout_s / 4 if timeout_s is not None else _PATIENCE_S)
    is_slow = took_s > patience_s
    runs_again = not (is_slow or is_cut) and may_miss(query.text, is_bound=bool(bindings))
    tells_void = not found_nothing and MAY_BE_VOID.search(query.text) is not None
    tells_mixed = not found_nothing and MAY_BE_MIXED.search(query.text) is not None
    has_doi = _DOI.search(query.text) is not None
    if not (runs_again or tells_void or tells_mixed or has_doi):
        return ""

    def look(pipe: BinaryIO) -> QueryReport:
        from stroma.queries.dois import dois_held_otherwise
        from stroma.queries.missed import mixed_asks, other_answers, void_parts

        opened = store() if callable(store) else store

        def tell(what: int, remarks: Iterator[str]) -> None:
            said = "; ".join(remarks)
            pipe.write(f"{what}\t{' '.join(said.split())}\n".encode())
            pipe.flush()

        if has_doi:
            tell(3, iter([dois_held_otherwise(opened, query)]))
        if tells_void:
            tell(0, void_parts(opened, query, bindings))
        # First what is known without counting, which may take too long.
        if tells_mixed:
            tell(1, mixed_asks(opened, query, bindings, is_slow=True))
        if runs_again:
            tell(2, other_answers(opened, query, bindings))
        if tells_mixed and not is_slow:
            tell(1, mixed_asks(opened, query, bindings))
        return QueryReport(query.form.value)

    found = io.BytesIO()
    # The answer is there; what may be said beside it is not worth an error.
    with suppress(StromaError):
        run_forked(look, found, patience_s)
    lines = (line.split("\t", 1) for line in found.getvalue().decode().split("\n")[:-1])
    said = {int(what): remark for what, remark in lines}
    return "; ".join(said[what] for what in sorted(said) if said[what])


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
) -> QueryResult:
    """Like `run_query`, always in a process of its own; the whole answer is held in memory.

    Args:
        timeout_s: seconds after which the process is ended; `None`: never.
    """
    query = inspect_query(text)
    if limit is not None:
        checked_count(limit, "the limit", least=0)
    if timeout_s is not None:
        timeout_s = checked_timeout(timeout_s)
    buffer = io.BytesIO()
    form = query.form
    fmt = "nt" if form.gives_triples else "json"
    report = _stream(store, query, buffer, fmt, None, bindings, limit, timeout_s)
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


def run_forked(
    answer: Callable[[BinaryIO], QueryReport],
    out: BinaryIO,
    timeout_s: float | None,
    *,
    give_up: int | None = None,
) -> QueryReport:
    """Fork, copy what the child writes to `out`, and turn its end into a report or an error.

    Args:
        answer: called in the child; what it writes goes to `out`, what it raises is raised here.
        timeout_s: seconds of waiting for the child; `None`: no end.
        give_up: a file descriptor; as soon as it can be read, nobody wants the answer any more.

    Raises:
        QueryTimeoutError: what was written so far is not the whole answer.
        QueryFailedError: the child died, or nobody wanted its answer.
    """
    if not hasattr(os, "fork"):
        return answer(out)
    if len(sys._current_frames()) > 1:
        # Alone, nobody else imports, and a command is spared what its query does not need.
        for module in _NEEDED:
            import_module(module)
    for stream in (sys.stdout, sys.stderr):
        if stream is not None:
            stream.flush()
    pid, data, note, life = _fork(answer)
    patience = _Patience(timeout_s, give_up)
    try:
        for chunk in patience.read(data):
            out.write(chunk)
            out.flush()
        said = b"".join(patience.read(note))
    except BaseException:
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
        raise
    finally:
        status = _wait(pid)
        for own_end in (data, note, life):
            os.close(own_end)
    return _understand(said, status)


def _fork(answer: Callable[[BinaryIO], QueryReport]) -> tuple[int, int, int, int]:
    """Start the child; its process id, and our ends of the pipes for its data, its note and its life."""
    ends: list[int] = []
    # A child that is forked while the child's ends are open here would keep them open, and the end of one query would be
    # seen only at the end of the other.
    with forking.alone():
        try:
            for _ in range(3):
                ends += os.pipe()
            pid = os.fork()
        except OSError as error:
            for end in ends:
                os.close(end)
            raise QueryFailedError(
                f"no process could be started for the query ({error.strerror}); close files or end other programs"
            ) from error
        data_read, data_write, note_read, note_write, life_read, life_write = ends
        if pid == 0:
            for parent_end in (data_read, note_read, life_write):
                os.close(parent_end)
            _be_child(answer, data_write, note_write, life_read)
        for child_end in (data_write, note_write, life_read):
            os.close(child_end)
    return pid, data_read, note_read, life_write


class _Patience:
    """What is left of a timeout while pipes are read; only time that is spent waiting counts."""

    def __init__(self, timeout_s: float | None, give_up: int | None = None) -> None:
        self._timeout_s = timeout_s
        self._left_s = timeout_s
        self._give_up = give_up

    def read(self, source: int) -> Iterator[bytes]:
        """The bytes of a pipe until it is closed.

        Raises:
            QueryTimeoutError: nothing is left.
            QueryFailedError: nobody wants the answer any more.
        """
        with selectors.DefaultSelector() as selector:
            selector.register(source, selectors.EVENT_READ)
            if self._give_up is not None:
                selector.register(self._give_up, selectors.EVENT_READ)
            while True:
                self._wait(selector)
                chunk = os.read(source, _CHUNK)
                if not chunk:
                    return
                yield chunk

    def _wait(self, selector: selectors.BaseSelector) -> None:
        since = time.monotonic()
        ready = selector.select(self._left_s)
        if any(key.fd == self._give_up for key, _ in ready):
            raise QueryFailedError("the query was ended: nobody waits for its answer")
        if self._left_s is None or self._timeout_s is None:
            return
        self._left_s -= time.monotonic() - since
        if not ready or self._left_s <= 0:
            raise QueryTimeoutError(self._timeout_s)


def _wait(pid: int) -> int:
    """How the child ended; 0 where a program ignores the end of its children, so that the system does not tell."""
    try:
        return os.waitpid(pid, 0)[1]
    except ChildProcessError:
        return 0


def _be_child(
    answer: Callable[[BinaryIO], QueryReport], data_write: int, note_write: int, life_read: int
) -> NoReturn:
    """The life of the child: answer, leave a note, end without the parent's clean-up."""
    code = 1
    try:
        # A Python handler would run only when the query is over.
        signal.signal(signal.SIGINT, signal.SIG_DFL)
        _be_quiet()
        limit_memory(MEMORY_BYTES)
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
        return {"input": str(error), "is_unknown": isinstance(error, LookupError)}
    except DataError as error:
        return {"damaged": str(error)}
    except StromaError as error:
        return {"failed": str(error)}
    except MemoryError:
        return {"failed": _OUT_OF_MEMORY}
    except Exception as error:  # noqa: BLE001 (the child cannot tell of it in any other way)
        return {"failed": f"this is a fault of stroma, not yours: {type(error).__name__}: {error}"}


def _understand(note: bytes, status: int) -> QueryReport:
    if os.WIFSIGNALED(status) or not note:
        raise QueryFailedError(_reason_of_death(status))
    content = json.loads(note)
    if "report" in content:
        return QueryReport(**content["report"])
    if "syntax" in content:
        raise QuerySyntaxError(**content["syntax"])
    if "input" in content:
        raise (_UnknownError if content["is_unknown"] else InputError)(content["input"])
    if "damaged" in content:
        raise DataError(content["damaged"])
    raise QueryFailedError(content["failed"])


class _UnknownError(InputError, LookupError):
    """A child found nothing of a name that it was given."""


_OUT_OF_MEMORY: Final = (
    "the query was ended: it needed more memory than a query may take; "
    "put what must match before any OPTIONAL or sub-select, or add a LIMIT"
)


def _reason_of_death(status: int) -> str:
    number = os.WTERMSIG(status) if os.WIFSIGNALED(status) else 0
    if number == signal.SIGABRT:  # how the engine ends where it gets no memory
        return _OUT_OF_MEMORY
    if number == signal.SIGKILL:
        return "the query was ended from outside, by a person or for want of memory on this machine"
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


def limit_memory(n_bytes: int) -> None:
    """End this process when it takes so many bytes on top of what it holds; a limit is only ever lowered."""
    if _resource is None:
        return
    try:
        pages = int(Path("/proc/self/statm").read_text(encoding="utf-8").split()[0])
        in_use = pages * _resource.getpagesize()
        before, most = _resource.getrlimit(_resource.RLIMIT_AS)
        wanted = in_use + n_bytes
        if before == _resource.RLIM_INFINITY or wanted < before:
            _resource.setrlimit(_resource.RLIMIT_AS, (wanted, most))
        _resource.setrlimit(_resource.RLIMIT_CORE, (0, 0))
    except (OSError, ValueError):
        return  # no such limit here: the deadline still holds
