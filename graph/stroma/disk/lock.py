"""Who may build, and which data are still being read?

Read first: `build_lock`. Locks are `flock`s: the system lets go of them when a process ends, however it ends.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from importlib import import_module
from pathlib import Path
from typing import Any, Final

from stroma.disk.layout import LOCK
from stroma.errors import InputError

fcntl: Any = None
with suppress(ImportError):  # on Windows builds are not guarded against each other
    fcntl = import_module("fcntl")

_IN_USE: Final = "in-use"


class StoreLockedError(InputError, BlockingIOError):
    """Another process is building this store."""


@contextmanager
def build_lock(directory: Path) -> Iterator[None]:
    """Hold the right to build in a directory.

    Raises:
        StoreLockedError: naming the process that holds it.
    """
    with (directory / LOCK).open("a+", encoding="ascii") as held:
        if fcntl is not None:
            try:
                fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError:
                held.seek(0)
                who = held.read().strip() or "another process"
                raise StoreLockedError(
                    f"{directory} is being built by process {who}; wait until it is done"
                ) from None
        held.seek(0)
        held.truncate()
        held.write(str(os.getpid()))
        held.flush()
        yield


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
