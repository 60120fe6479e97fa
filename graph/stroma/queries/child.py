"""How is a query ended that the engine would not stop?

Read first: `run_forked`. The query runs in a forked child that writes its answer to a pipe; the parent copies the
bytes through and ends the child at the deadline, on Ctrl-C, or when nobody reads any more. A crash of the engine is a
dead child and one clear sentence. Threads may ask at the same time: each query has a child and a deadline of its own.
`stroma.queries.streaming` says what a child does.

Where the system cannot fork (Windows) the query runs in this process, without a deadline.
"""

from __future__ import annotations

import faulthandler
import json
import os
import selectors
import signal
import sys
import threading
import time
import warnings
from contextlib import suppress
from dataclasses import asdict, dataclass
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, Final, NoReturn

from stroma import forking
from stroma.errors import (
    DataError,
    InputError,
    QueryFailedError,
    QuerySyntaxError,
    QueryTimeoutError,
    StromaError,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

__all__ = ["MEMORY_BYTES", "QueryReport", "limit_memory", "run_forked"]

# What a query may allocate on top of the loaded data: a cross product with ORDER BY took 0.8 GB in 8 s.
MEMORY_BYTES: Final = 4 * 1024**3
_CHUNK: Final = 64 * 1024
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
