"""How is a request answered that may be slow, large, or the end of the process that answers it?

Read first: `Answering`. The work is done in a forked child (`stroma.queries.child.run_forked`), which has a slot until it ends; what it
writes goes on to the client as it comes, at the client's pace, and waits in a `Spool` until then. An answer is whole or the connection
is broken off: none is cut short in silence.
"""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Callable, Mapping, MutableMapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, Final, cast
from urllib.parse import quote

import anyio
import anyio.from_thread
import anyio.to_thread
from starlette.responses import PlainTextResponse, Response

from stroma.errors import (
    DataError,
    ParameterError,
    QueryCutError,
    QueryFailedError,
    QueryTimeoutError,
    StromaError,
)
from stroma.keywords import outside_quotes
from stroma.queries.child import QueryReport, limit_memory, run_forked
from stroma.server.spool import Spool, Storage

if TYPE_CHECKING:
    from starlette.types import Receive, Scope, Send

REMARK: Final = "X-Stroma-Remark"
"""Header of a small answer: what a person should know beside it, such as why it may be empty."""
# Headers are ASCII: the rest of a remark is percent-encoded UTF-8, and so is the percent sign.
_AS_IT_IS: Final = "".join(chr(code) for code in range(32, 127) if chr(code) != "%")
FAULT: Final = "stroma.fault"
"""Where the scope of a request keeps why it could not be answered, for the log."""
ENDED: Final = "stroma.ended"
"""Where the scope of a request keeps why its answer was not finished, for the metrics: deadline, failed, busy or slow_client."""
# Seconds in which a client must take the next piece of its answer, and in how many times the deadline all of it.
_SLOW_CLIENT_S: Final = 30.0
_SLOW_CLIENT_TIMES: Final = 6


class BrokenOffError(Exception):
    """An answer could not be finished; the connection ends, so that the client sees it."""


@dataclass
class Slots:
    """How many requests are answered at a time, and for how long others wait."""

    n: int
    wait_s: float = 5.0
    timeout_s: float = 10.0
    """Seconds for each answer."""
    memory_bytes: int = 2 * 1024**3
    """That an answer may take on top of the data."""
    threads: anyio.CapacityLimiter = field(init=False, repr=False)
    """Threads that wait for children."""
    storage: Storage = field(default_factory=Storage, repr=False)
    """Where answers wait that are made faster than they are taken."""
    _free: anyio.Semaphore = field(init=False, repr=False)

    def __post_init__(self) -> None:
        self._free, self.threads = anyio.Semaphore(self.n), anyio.CapacityLimiter(self.n)

    async def take(self) -> bool:
        """Take a slot; False where none became free in time."""
        with anyio.move_on_after(self.wait_s):
            await self._free.acquire()
            return True
        return False

    def give_back(self) -> None:
        """Give a slot back."""
        self._free.release()


def plain_error(status: int, sentence: str, headers: Mapping[str, str] | None = None) -> Response:
    """One sentence for a person or a log."""
    return PlainTextResponse(f"{sentence}\n", status, headers)


def status_of(error: StromaError) -> int:
    """The status for an error: whose fault it is, and whether it is worth trying again."""
    if isinstance(error, QueryTimeoutError | QueryFailedError):
        return 503
    if isinstance(error, LookupError):
        return 404
    return 500 if isinstance(error, DataError) else 400


def log_fault(scope: MutableMapping[str, Any], error: StromaError) -> None:
    """Keep for the log what its client is told, and of wrong data the paths that a client is not told."""
    if status_of(error) >= 500:
        scope[FAULT] = str(error) if isinstance(error, DataError) else sentence_of(error)


def sentence_of(error: StromaError) -> str:
    """What went wrong, in words for somebody who has no command line."""
    if isinstance(error, QueryTimeoutError):
        return (
            f"the answer was not there after {error.timeout_s:g} s; ask for less: a part of the article, or of a query fewer rows (LIMIT) "
            "and first what must match, before any OPTIONAL or sub-select"
        )
    if isinstance(error, DataError):
        return "the data of this server cannot be read; its log says why"
    if isinstance(error, ParameterError):
        return outside_quotes(str(error), lambda words: re.sub(r"--(?=[a-z])", "", words))
    return re.sub(r"`ask ([a-z-]+)`", r"/ask/\1", str(error))


class Answering(Response):
    """A response that a child writes.

    Args:
        work: called in the child; writes the body and returns what there is to say about it.
        media_type: of the body.
        explain: the response to an error that came before the first byte.
        if_nothing: the status of an answer that says that nothing was found.
    """

    def __init__(
        self,
        slots: Slots,
        work: Callable[[BinaryIO], QueryReport],
        media_type: str,
        *,
        headers: Mapping[str, str] | None = None,
        explain: Callable[[int, str], Response] = plain_error,
        if_nothing: int = 200,
    ) -> None:
        super().__init__(None, 200, headers, media_type)
        del self.headers["content-length"]  # nobody knows it yet
        self._slots, self._work, self._explain = slots, work, explain
        self._if_nothing = if_nothing

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer, as ASGI has it."""
        if not await self._slots.take():
            scope[ENDED] = "busy"
            busy = f"all {self._slots.n} queries of this server are in use; try again"
            response = self._explain(503, busy)
            response.headers["Retry-After"] = str(int(self._slots.wait_s))
            await response(scope, receive, send)
            return
        slot = _Slot(self._slots)
        try:
            await self._answer(slot, scope, receive, send)
        finally:
            slot.give_back()

    async def _answer(self, slot: _Slot, scope: Scope, receive: Receive, send: Send) -> None:
        child = _Child(self._work, self._slots)
        broken: str | None = None
        try:
            async with anyio.create_task_group() as watching:
                watching.start_soon(_watch, receive, child)
                async with anyio.create_task_group() as tasks:
                    tasks.start_soon(child.run, slot)
                    try:
                        broken = await self._pass_on(child, scope, receive, send)
                    finally:
                        child.give_up()
                watching.cancel_scope.cancel()
        finally:
            child.close()
        if broken is not None:
            raise BrokenOffError(broken)

    async def _pass_on(
        self, child: _Child, scope: Scope, receive: Receive, send: Send
    ) -> str | None:
        """Pass on what the child writes; returns why it could not be finished."""
        first, second = await child.next(), None
        if first is not None:
            second = await child.next()
        if child.error is not None and second is None:
            _note_end(scope, child.error)
            response = self._explain(status_of(child.error), sentence_of(child.error))
            log_fault(scope, child.error)
            await response(scope, receive, send)
            return None
        if second is None:  # all of it
            self._set_head(child.report, len(first or b""))
            await self._begin(send)
            await send({"type": "http.response.body", "body": first or b""})
            return None
        await self._begin(send)
        pieces = [first, second]
        latest = anyio.current_time() + _SLOW_CLIENT_TIMES * self._slots.timeout_s
        while (piece := pieces.pop(0) if pieces else await child.next()) is not None:
            with anyio.move_on_after(_SLOW_CLIENT_S) as patience:
                await send({"type": "http.response.body", "body": piece, "more_body": True})
            if patience.cancelled_caught or anyio.current_time() > latest:
                scope[ENDED] = "slow_client"
                return "the client took its answer too slowly"
        if child.error is not None:
            if child.is_given_up:
                return None
            _note_end(scope, child.error)
            return sentence_of(child.error)
        await send({"type": "http.response.body", "body": b""})
        return None

    def _set_head(self, report: QueryReport | None, n_bytes: int) -> None:
        self.headers["Content-Length"] = str(n_bytes)
        if report is not None and report.found_nothing:
            self.status_code = self._if_nothing
        if report is not None and report.remark:
            self.headers[REMARK] = quote(" ".join(report.remark.split()), safe=_AS_IT_IS)

    async def _begin(self, send: Send) -> None:
        await send(
            {"type": "http.response.start", "status": self.status_code, "headers": self.raw_headers}
        )


def _note_end(scope: Scope, error: StromaError) -> None:
    if isinstance(error, QueryCutError):
        scope[ENDED] = "deadline" if isinstance(error, QueryTimeoutError) else "failed"


async def _watch(receive: Receive, child: _Child) -> None:
    """End the child when its client is gone."""
    while (await receive())["type"] != "http.disconnect":
        pass
    child.give_up()


class _Slot:
    """A slot that was taken, to be given back once."""

    def __init__(self, slots: Slots) -> None:
        self._slots: Slots | None = slots

    def give_back(self) -> None:
        if self._slots is not None:
            self._slots.give_back()
            self._slots = None


class _Child:
    """The child of one request, and what it wrote."""

    def __init__(self, work: Callable[[BinaryIO], QueryReport], slots: Slots) -> None:
        self._work, self._slots = work, slots
        self._spool = Spool(slots.storage)
        self._more = anyio.Event()
        self._has_ended = False
        self._read_end, self._write_end = os.pipe()
        self.is_given_up = False
        self.report: QueryReport | None = None
        self.error: StromaError | None = None

    async def run(self, slot: _Slot) -> None:
        """Let the child do its work, in a thread that waits for it: to the end, the deadline, or until it is given up."""
        try:
            await anyio.to_thread.run_sync(self._wait_for_it, limiter=self._slots.threads)
        finally:
            # The child has ended: others may work while its client still reads.
            slot.give_back()
            self._has_ended = True
            self._more.set()

    def _wait_for_it(self) -> None:
        out, timeout_s = cast("BinaryIO", self), self._slots.timeout_s
        try:
            self.report = run_forked(self._in_child, out, timeout_s, give_up=self._read_end)
        except StromaError as error:
            self.error = error

    def _in_child(self, out: BinaryIO) -> QueryReport:
        _close_sockets()
        limit_memory(self._slots.memory_bytes)
        return self._work(out)

    async def next(self) -> bytes | None:
        """The next piece; None at the end."""
        while not self.is_given_up:
            # Asked before the spool, which is not written to after the end.
            has_ended = self._has_ended
            if piece := self._spool.take():
                return piece
            if has_ended:
                return None
            await self._more.wait()
            if not self._has_ended:
                self._more = anyio.Event()
        return None

    def write(self, piece: bytes) -> int:
        """Keep what the child wrote until it is taken; waits only where too much of it is there."""
        self._spool.put(piece)
        anyio.from_thread.run_sync(self._tell)
        return len(piece)

    def _tell(self) -> None:
        self._more.set()

    def flush(self) -> None:
        """Nothing is held back."""

    def give_up(self) -> None:
        """Nobody wants the answer any more, or it is there."""
        if not self.is_given_up:
            self.is_given_up = True
            self._spool.give_up()
            self._more.set()
            os.write(self._write_end, b".")

    def close(self) -> None:
        """Let go of the pipe and of what was not taken; the thread has ended."""
        self._spool.close()
        os.close(self._read_end)
        os.close(self._write_end)


def _close_sockets() -> None:
    """A child that kept the sockets of other clients would keep their connections open after the server closed them."""
    with suppress(OSError):
        for entry in list(Path("/dev/fd").iterdir()):
            with suppress(OSError, ValueError):
                number = int(entry.name)
                if stat.S_ISSOCK(os.fstat(number).st_mode):
                    os.close(number)
