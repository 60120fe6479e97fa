"""How is work done whose memory should be given back? In a new process that reports, sends its outcome and ends.

Read first: `run_apart`. The process is a new one and no fork: the engine's threads would be missing in a fork, and a load
would wait for them forever. Errors come back as errors; a process that is killed takes the other one along.
"""

from __future__ import annotations

import gc
import os
import pickle
import signal
import subprocess
import sys
import traceback
from collections.abc import Callable
from contextlib import suppress
from typing import IO, Any, TypeVar

from stroma.errors import DataError, InputError, StromaError

T = TypeVar("T")
_REPORT = "report"


def run_apart(work: Callable[..., T], *args: Any, report: Callable[..., None], **options: Any) -> T:
    """Call a function of a module in a process of its own, with `report` as one more keyword argument.

    Args:
        work: a function that can be imported; its arguments and what it returns are pickled.
        report: called here with what the work reports.

    Raises:
        InputError, DataError: as the work raised them.
        DataError: also when the process ended without an outcome.
    """
    code = "from stroma.disk.apart import answer; answer()"
    with subprocess.Popen(
        [sys.executable, "-c", code],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(path or "." for path in sys.path)},
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        try:
            with process.stdin as there:
                pickle.dump((work, args, options), there)
            outcome: T = _outcome(process, process.stdout, report)
            return outcome
        finally:
            process.kill()


def _outcome(process: subprocess.Popen[bytes], told: IO[bytes], report: Callable[..., None]) -> Any:
    while True:
        try:
            code, content, place = pickle.load(told)
        except (EOFError, pickle.UnpicklingError):
            status = process.wait()
            ended = f"signal {-status}" if status < 0 else f"exit {status}"
            raise DataError(
                f"a process of ours ended early ({ended}); is there enough memory?"
            ) from None
        if code == _REPORT:
            report(*content)
        elif code == 0:
            return content
        elif code == 130:
            raise KeyboardInterrupt
        elif place is not None:
            raise _Told(content, *place)
        else:
            raise InputError(content) if code == 2 else DataError(content)


class _Told(DataError):
    """A DataError that came from another process, its sentence made already."""

    def __init__(
        self, sentence: str, path: str | None, line: int | None, column: int | None
    ) -> None:
        super().__init__(sentence)
        self.path, self.line, self.column = path, line, column


def answer() -> None:
    """Do the work that stands on standard input; reports and the outcome go to standard output."""
    with os.fdopen(os.dup(1), "wb") as out:
        os.dup2(2, 1)  # nothing that is printed may get among the reports

        def tell(code: int | str, content: Any, place: Any = None) -> None:
            pickle.dump((code, content, place), out)
            out.flush()

        with suppress(BrokenPipeError, KeyboardInterrupt):
            _answer(tell)


def _answer(tell: Callable[..., None]) -> None:
    _end_with_parent()
    gc.disable()  # millions of records that all stay: looking for garbage among them costs a tenth of the time
    try:
        work, args, options = pickle.load(sys.stdin.buffer)
        tell(0, work(*args, **options, report=lambda *content: tell(_REPORT, content)))
    except DataError as error:
        path = str(error.path) if error.path is not None else None
        tell(1, str(error), (path, error.line, error.column))
    except StromaError as error:
        tell(error.exit_code, str(error))
    except KeyboardInterrupt:
        tell(130, "interrupted")
    except BrokenPipeError:
        raise
    except OSError as error:
        tell(2, f"{error.filename or 'building'}: {error.strerror or error}")
    except MemoryError:
        tell(1, "not enough memory to weigh so much evidence")
    except EOFError:
        pass  # whoever started this is gone
    except Exception:  # noqa: BLE001 - whatever it is, the caller is told that the process ended
        traceback.print_exc()
        raise SystemExit(70) from None


def _end_with_parent() -> None:
    """A killed build takes its reader along (Linux)."""
    with suppress(Exception):
        import ctypes

        ctypes.CDLL(None).prctl(1, signal.SIGKILL)  # PR_SET_PDEATHSIG
