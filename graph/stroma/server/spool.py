"""Where does an answer wait that is made faster than its client takes it? In memory first, then in a temporary file.

Read first: `Spool`. Memory does not grow with the answer, and a file is given back as soon as all in it was taken.
"""

from __future__ import annotations

import tempfile
from collections import deque
from dataclasses import dataclass, field
from threading import Condition, Lock
from typing import IO

from stroma.errors import QueryFailedError

__all__ = ["Spool", "Storage"]


@dataclass
class Storage:
    """How much may wait."""

    memory_bytes: int = 1024**2
    """Of each answer, in memory."""
    file_bytes: int = 128 * 1024**2
    """Of each answer, in a file."""
    all_bytes: int = 1024**3
    """Of all answers together, in files."""
    _used: int = field(default=0, repr=False)
    _lock: Lock = field(default_factory=Lock, repr=False)

    def take(self, n: int) -> bool:
        """Reserve room for so many bytes in files; False where there is not so much."""
        with self._lock:
            if self._used + n > self.all_bytes:
                return False
            self._used += n
            return True

    def give_back(self, n: int) -> None:
        """Let go of what was reserved."""
        with self._lock:
            self._used -= n


class Spool:
    """The bytes of one answer, between the thread that gets them and the task that sends them."""

    def __init__(self, storage: Storage) -> None:
        self._storage = storage
        self._pieces: deque[bytes] = deque()
        self._in_memory = 0
        self._file: IO[bytes] | None = None
        self._read = self._written = 0
        """Places in the file; what is there comes after what is in memory."""
        self._is_given_up = False
        self._changed = Condition()

    def put(self, piece: bytes) -> None:
        """Keep a piece; where there is no room for it, wait until what is there was taken.

        Raises:
            QueryFailedError: nobody waits for the answer any more, or the disk has no room.
        """
        with self._changed:
            while not self._is_given_up:
                if not self._written and self._in_memory + len(piece) <= self._storage.memory_bytes:
                    self._pieces.append(piece)
                    self._in_memory += len(piece)
                    return
                if self._put_into_file(piece):
                    return
                if not self._in_memory and not self._written:
                    self._pieces.append(piece)  # no room at all, but nothing to wait for either
                    self._in_memory += len(piece)
                    return
                # Others give back room too, and do not tell.
                self._changed.wait(0.2)
            raise QueryFailedError("nobody waits for the answer")

    def _put_into_file(self, piece: bytes) -> bool:
        has_room = self._written + len(piece) <= self._storage.file_bytes
        try:
            # Before room is taken: what a folder that is gone never held is nobody's to give back.
            if has_room and self._file is None:
                self._file = tempfile.TemporaryFile(prefix="stroma-answer-", buffering=0)  # noqa: SIM115 (closed in close)
            if self._file is None or not has_room or not self._storage.take(len(piece)):
                return False
            self._file.seek(self._written)
            self._written += len(piece)
            while piece:
                piece = piece[self._file.write(piece) :]
        except OSError as error:
            raise QueryFailedError(
                f"the answer could not be kept for its client ({error.strerror})"
            ) from error
        return True

    def take(self, n: int = 64 * 1024) -> bytes:
        """The next bytes; none where nothing is there yet."""
        with self._changed:
            if self._pieces:
                piece = self._pieces.popleft()
                self._in_memory -= len(piece)
            elif self._file is not None and self._written:
                self._file.seek(self._read)
                piece = self._file.read(min(n, self._written - self._read))
                self._read += len(piece)
                if self._read == self._written:
                    self._empty_file()
            else:
                return b""
            self._changed.notify_all()
            return piece

    def _empty_file(self) -> None:
        if self._file is not None:
            self._storage.give_back(self._written)
            self._read = self._written = 0
            self._file.truncate(0)

    def give_up(self) -> None:
        """Let go of whoever waits to put something."""
        with self._changed:
            self._is_given_up = True
            self._changed.notify_all()

    def close(self) -> None:
        """Give back the file."""
        with self._changed:
            self._is_given_up = True
            self._pieces.clear()
            self._empty_file()
            if self._file is not None:
                self._file.close()
                self._file = None
