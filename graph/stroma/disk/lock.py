"""Who may build, and which data are still being read?

Read first: `build_lock`. Locks are `flock`s: the system lets go of them when a process ends, however it ends.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from importlib import import_module
from pathlib import Path
from typing import IO, Any, Final

from stroma.disk.layout import LOCK
from stroma.errors import InputError

fcntl: Any = None
with suppress(ImportError):  # on Windows builds are not guarded against each other
    fcntl = import_module("fcntl")

_IN_USE: Final = "in-use"
# A first build that fails removes its lock once; to meet three such builds in a row takes milliseconds each.
_TRIES: Final = 3


class StoreLockedError(InputError, BlockingIOError):
    """Another process is building this store."""


@contextmanager
def build_lock(directory: Path) -> Iterator[None]:
    """Hold the right to build in a directory, which is made where it is missing.

    Raises:
        StoreLockedError: naming the process that holds it.
    """
    with _locked(directory) as held:
        held.seek(0)
        held.truncate()
        held.write(str(os.getpid()))
        held.flush()
        yield


def _locked(directory: Path) -> IO[str]:
    """The lock file, opened and locked; a build that failed may remove file and folder just before it is locked here."""
    for _ in range(_TRIES):
        with suppress(FileNotFoundError):
            directory.mkdir(parents=True, exist_ok=True)
        try:
            held = (directory / LOCK).open("a+", encoding="ascii")
        except FileNotFoundError:
            continue
        if fcntl is None:
            return held
        try:
            fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            with held:
                held.seek(0)
                who = held.read().strip()
            raise StoreLockedError(
                f"{directory} is being built by {f'process {who}' if who else 'another process'}; "
                "wait until it is done"
            ) from None
        with suppress(FileNotFoundError):
            if os.path.samestat(os.fstat(held.fileno()), (directory / LOCK).stat()):
                return held
        held.close()  # it was removed: a lock on it keeps nobody out
    raise StoreLockedError(
        f"{directory} is removed by builds that fail, again and again; try when they are done"
    )


def mark_in_use(data: Path) -> int | None:
    """Tell builders that these data are being read; the returned descriptor holds the mark while it is open."""
    if fcntl is None:
        return None
    try:
        descriptor = os.open(data / _IN_USE, os.O_RDONLY)
    except OSError:
        return None
    with suppress(OSError):  # a builder is about to remove it; what is open stays readable
        fcntl.flock(descriptor, fcntl.LOCK_SH | fcntl.LOCK_NB)
    return descriptor


def prepare_in_use(data: Path) -> None:
    """Make the file on which readers put their mark."""
    (data / _IN_USE).touch()


def is_in_use(data: Path) -> bool:
    """Whether somebody reads these data."""
    if fcntl is None or not (data / _IN_USE).exists():
        return False
    with (data / _IN_USE).open("rb") as held:
        try:
            fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            return True
    return False
