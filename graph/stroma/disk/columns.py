"""Columns of numbers in one file, mapped into memory: written once, read by many processes without loading.

Read first: `write_columns` and `Columns`. Plain arrays and `mmap`, because importing numpy takes longer than most look-ups
here do; `Columns.numpy` gives the same bytes as numpy arrays to whoever works on whole columns.
"""

from __future__ import annotations

import json
import mmap
import sys
from array import array
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from stroma.errors import DataError

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_ALIGN: Final = 64
_SIZES: Final = {"b": 1, "B": 1, "H": 2, "i": 4, "q": 8}


def write_columns(path: Path, columns: Mapping[str, array[int]]) -> None:
    """Write arrays to a file: a line of JSON that says where each begins, then their bytes, little-endian."""
    head: dict[str, tuple[str, int, int]] = {}
    at = 0
    for name, column in columns.items():
        head[name] = (column.typecode, at, len(column))
        at += -(-len(column) * column.itemsize // _ALIGN) * _ALIGN
    line = json.dumps(head).encode()
    line += b" " * (-(len(line) + 1) % _ALIGN) + b"\n"
    with path.open("wb") as out:
        out.write(line)
        for column in columns.values():
            if sys.byteorder == "big":
                column = array(column.typecode, column)
                column.byteswap()
            content = column.tobytes()
            out.write(content + b"\0" * (-len(content) % _ALIGN))


class Columns:
    """The arrays of a file, by name."""

    def __init__(self, path: Path) -> None:
        if sys.byteorder == "big":
            raise DataError(
                "the index is written little-endian, which this machine is not", path=path
            )
        with path.open("rb") as opened:
            line = opened.readline()
            self._map = mmap.mmap(opened.fileno(), 0, access=mmap.ACCESS_READ)
        self._start = len(line)
        self._head: dict[str, tuple[str, int, int]] = json.loads(line)
        self._views: dict[str, memoryview[int]] = {}

    def __getitem__(self, name: str) -> memoryview[int]:
        """A column; slices and numbers are read from the file when they are asked for."""
        view = self._views.get(name)
        if view is None:
            typecode, at, n = self._head[name]
            begin = self._start + at
            whole = memoryview(self._map)[begin : begin + n * _SIZES[typecode]]
            view = self._views[name] = whole.cast(typecode)  # type: ignore[call-overload]
        return view

    def numpy(self, name: str) -> NDArray[np.generic]:
        """A column as a numpy array on the same bytes; it cannot be written to."""
        import numpy as np

        typecode, at, n = self._head[name]
        found: Any = np.frombuffer(self._map, dtype=typecode, count=n, offset=self._start + at)
        return found  # type: ignore[no-any-return]
