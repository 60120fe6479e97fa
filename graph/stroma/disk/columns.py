"""Columns of numbers in one file, mapped into memory: written once, read by many processes without loading.

Read first: `write_columns` and `Columns`. Plain arrays and `mmap`, because importing numpy takes longer than most look-ups
here do; `Columns.numpy` gives the same bytes as numpy arrays to whoever works on whole columns. A column is compared with its
checksum when it is first used: a damaged one would give numbers that look like any others.
"""

from __future__ import annotations

import json
import mmap
import sys
from array import array
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final
from zlib import crc32

from stroma.errors import DataError

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_ALIGN: Final = 64
_SIZES: Final = {"b": 1, "B": 1, "H": 2, "i": 4, "q": 8}
# Hexadecimal digits of the checksum of the first line, at its beginning.
_CRC_DIGITS: Final = 8
# Of a longer column only some numbers may be wanted, and to read all of it would take more than a tenth of a second.
_CHECKED_BYTES: Final = 128 * 1024 * 1024


def write_columns(path: Path, columns: Mapping[str, array[int]]) -> None:
    """Write arrays to a file: a line of JSON that says where each begins, with checksums, then their bytes, little-endian."""
    head: dict[str, tuple[str, int, int, int]] = {}
    at = 0
    for name, column in columns.items():
        content = _bytes_of(column)
        head[name] = (column.typecode, at, len(column), crc32(content))
        at += -(-len(content) // _ALIGN) * _ALIGN
    line = json.dumps(head).encode()
    line += b" " * (-(len(line) + _CRC_DIGITS + 1) % _ALIGN) + b"\n"
    with path.open("wb") as out:
        out.write(f"{crc32(line):0{_CRC_DIGITS}x}".encode() + line)
        for column in columns.values():
            content = _bytes_of(column)
            out.write(content + b"\0" * (-len(content) % _ALIGN))


def _bytes_of(column: array[int]) -> bytes:
    if sys.byteorder == "big":
        column = array(column.typecode, column)
        column.byteswap()
    return column.tobytes()


class Columns:
    """The arrays of a file, by name.

    Raises:
        DataError: the file is not as it was written; of a column, when it is first used.
    """

    def __init__(self, path: Path) -> None:
        if sys.byteorder == "big":
            raise DataError(
                "the index is written little-endian, which this machine is not", path=path
            )
        self._path = path
        with path.open("rb") as opened:
            line = opened.readline()
            self._map = mmap.mmap(opened.fileno(), 0, access=mmap.ACCESS_READ)
        self._start = len(line)
        stated, head = line[:_CRC_DIGITS], line[_CRC_DIGITS:]
        if stated != f"{crc32(head):0{_CRC_DIGITS}x}".encode():
            raise self._damage("its first line")
        self._head: dict[str, tuple[str, int, int, int]] = json.loads(head)
        self._views: dict[str, memoryview[int]] = {}

    def __getitem__(self, name: str) -> memoryview[int]:
        """A column; slices and numbers are read from the file when they are asked for."""
        view = self._views.get(name)
        if view is None:
            typecode, at, n, crc = self._head[name]
            begin, length = self._start + at, n * _SIZES[typecode]
            whole = memoryview(self._map)[begin : begin + length]
            if len(whole) != length or (length <= _CHECKED_BYTES and crc32(whole) != crc):
                raise self._damage(f"its column {name}")
            view = self._views[name] = whole.cast(typecode)  # type: ignore[call-overload]
        return view

    def _damage(self, what: str) -> DataError:
        return DataError(
            f"the index is damaged ({what} is not as the build wrote it); build the store again from its files with --rebuild",
            path=self._path,
        )

    def numpy(self, name: str) -> NDArray[np.generic]:
        """A column as a numpy array on the same bytes; it cannot be written to."""
        import numpy as np

        found: Any = np.frombuffer(self[name], dtype=self._head[name][0])
        return found  # type: ignore[no-any-return]
