"""How is work done whose memory should be given back? In a forked process that sends its outcome and ends.

Read first: `run_apart`. Errors come back as errors; a process that is killed takes its fork along.
"""

from __future__ import annotations

import gc
import os
import pickle
import signal
import sys
import traceback
import warnings
from collections.abc import Callable
from contextlib import suppress
from typing import Any, TypeVar

from stroma.errors import DataError, InputError, StromaError

T = TypeVar("T")


def run_apart(work: Callable[[], T]) -> T:
    """Run in a forked process, so that its memory is given back; here where the system cannot fork."""
    if not hasattr(os, "fork"):
        return work()
    read_end, write_end = os.pipe()
    sys.stdout.flush()
    sys.stderr.flush()
    with warnings.catch_warnings():
        # Python 3.12 warns that a fork in a process with threads may deadlock; the fork runs our reader only.
        warnings.simplefilter("ignore", DeprecationWarning)
        pid = os.fork()
    if pid == 0:
        _answer(work, read_end, write_end)
    os.close(write_end)
    try:
        with os.fdopen(read_end, "rb") as pipe:
            content = pipe.read()
    except BaseException:
        os.kill(pid, signal.SIGKILL)
        raise
    finally:
        status = os.waitpid(pid, 0)[1]
    if not content:
        ended = f"signal {status & 127}" if status & 127 else f"exit {status >> 8}"
        raise DataError(f"a process of ours ended early ({ended}); is there enough memory?")
    code, outcome, place = pickle.loads(content)
    if code == 0:
        done: T = outcome
        return done
    if code == 130:
        raise KeyboardInterrupt
    if place is not None:
        raise _Told(outcome, *place)
    raise InputError(outcome) if code == 2 else DataError(outcome)


class _Told(DataError):
    """A DataError that came from another process, its sentence made already."""

    def __init__(
        self, sentence: str, path: str | None, line: int | None, column: int | None
    ) -> None:
        super().__init__(sentence)
        self.path, self.line, self.column = path, line, column


def _answer(work: Callable[[], T], read_end: int, write_end: int) -> None:
    outcome: Any
    try:
        os.close(read_end)
        _end_with_parent()
        gc.disable()  # millions of records that all stay: looking for garbage among them costs a tenth of the time
        outcome = (0, work(), None)
    except DataError as error:
        path = str(error.path) if error.path is not None else None
        outcome = (1, str(error), (path, error.line, error.column))
    except StromaError as error:
        outcome = (error.exit_code, str(error), None)
    except KeyboardInterrupt:
        outcome = (130, "interrupted", None)
    except OSError as error:
        outcome = (2, f"{error.filename or 'building'}: {error.strerror or error}", None)
    except MemoryError:
        outcome = (1, "not enough memory to weigh so much evidence", None)
    except BaseException:  # noqa: BLE001 - a fork must never go on as if it were its parent
        traceback.print_exc()
        os._exit(70)
    with os.fdopen(write_end, "wb") as pipe:
        pickle.dump(outcome, pipe)
    os._exit(0)


def _end_with_parent() -> None:
    """A killed build takes its reader along (Linux)."""
    with suppress(Exception):
        import ctypes

        ctypes.CDLL(None).prctl(1, signal.SIGKILL)  # PR_SET_PDEATHSIG
