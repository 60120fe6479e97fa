"""When may a process be forked? When no thread reads in the engine: what it has locked there stays locked in the child for ever.

Read first: `in_engine`, which stands around every query that the engine answers in this process. A look for quads needs
none: the engine holds the interpreter meanwhile, and no other thread can fork.
"""

from __future__ import annotations

import os
import threading
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from itertools import islice
from typing import Final, TypeVar

__all__ = ["alone", "in_engine", "read_by_turns"]

_T = TypeVar("_T")
# A fork waits so long for those who read and then goes ahead: without an end, one long query would hold up all others.
_PATIENCE_S: Final = 10.0
# Rows that are read before others may fork.
_TURN: Final = 256


class _Gate:
    """Many may read at once; who forks is alone."""

    def __init__(self) -> None:
        self.forking = threading.RLock()
        self._changed = threading.Condition()
        self._reading: Counter[int] = Counter()
        self._is_closed = False

    def enter(self) -> None:
        me = threading.get_ident()
        with self._changed:
            # Who reads within what it reads may not wait for those who wait for it.
            self._changed.wait_for(lambda: not self._is_closed or me in self._reading)
            self._reading[me] += 1

    def leave(self) -> None:
        me = threading.get_ident()
        with self._changed:
            self._reading[me] -= 1
            if not self._reading[me]:
                del self._reading[me]
            self._changed.notify_all()

    def close(self) -> None:
        self.forking.acquire()
        with self._changed:
            self._is_closed = True
            me = {threading.get_ident()}
            self._changed.wait_for(lambda: self._reading.keys() <= me, _PATIENCE_S)

    def open(self) -> None:
        with self._changed:
            self._is_closed = False
            self._changed.notify_all()
        self.forking.release()


_gate = _Gate()


def _begin_anew() -> None:
    # A lock that another thread held at the fork would never be let go of in the child.
    global _gate
    _gate = _Gate()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(
        before=lambda: _gate.close(),
        after_in_parent=lambda: _gate.open(),
        after_in_child=_begin_anew,
    )


@contextmanager
def in_engine(store: object) -> Iterator[None]:
    """Read in the engine; no process is forked meanwhile. What is read lazily must be read to its end inside.

    Args:
        store: what is read; where that is on a server no engine of this process is at work, and nobody waits.
    """
    from pyoxigraph import Store

    if not isinstance(store, Store):
        yield
        return
    gate = _gate
    gate.enter()
    try:
        yield
    finally:
        gate.leave()


def read_by_turns(store: object, found: Iterable[_T]) -> Iterator[_T]:
    """What the engine finds, lazily; between some hundred rows others may fork."""
    rows = iter(found)
    while True:
        with in_engine(store):
            some = list(islice(rows, _TURN))
        if not some:
            return
        yield from some


@contextmanager
def alone() -> Iterator[None]:
    """Keep others from forking, so that their children do not get the ends of pipes that are open here."""
    with _gate.forking:
        yield
