"""Where in the original does a stretch of the read text stand? Readers drop markup and join hyphens; offsets must survive.

Read first: `OffsetMap` and `Builder`.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from typing import Final

_INVISIBLE: Final = re.compile("\u00ad[ \\t]*\n(?=[a-z])|[\u00ad\u200b-\u200d\u2060\ufeff]+")
"""Soft hyphens (with the end of the line behind one), zero-width characters and word joiners: no reader of a page sees them."""


@dataclass(frozen=True)
class OffsetMap:
    """Pieces of the read text with the place of each in the original; characters are counted from 0.

    Example:
        >>> built = Builder()
        >>> built.add("inflam", 0)
        >>> built.add("mation", 8)
        >>> built.map().to_original(0, 12)
        (0, 14)
    """

    starts: tuple[int, ...] = ()
    originals: tuple[int, ...] = ()
    widths: tuple[int, ...] = ()
    """Characters of the original behind a piece: its length, or less or more where one entity stands for a character."""

    def to_original(self, start: int, end: int) -> tuple[int, int]:
        """The span of the original behind a span of the read text; the end is one past the last character."""
        if not self.starts:
            return start, end
        return self._place(start), self._place(end - 1) + self._width(
            end - 1
        ) if end > start else self._place(start)

    def pieces(self, start: int, end: int) -> list[tuple[int, int, int, int]]:
        """The pieces of a stretch of the read text: start and end in it, place in the original, width there."""
        if not self.starts:
            return [(start, end, start, end - start)]
        found = []
        while start < end:
            piece = self._piece(start)
            following = self.starts[piece + 1] if piece + 1 < len(self.starts) else end
            stop = min(end, following)
            inside = start - self.starts[piece]
            left = max(1, self.widths[piece] - inside)
            width = left if stop == following else min(left, stop - start)
            found.append((start, stop, self._place(start), width))
            start = stop
        return found

    def _piece(self, position: int) -> int:
        return max(0, bisect_right(self.starts, position) - 1)

    def _place(self, position: int) -> int:
        piece = self._piece(position)
        inside = position - self.starts[piece]
        return self.originals[piece] + min(inside, max(0, self.widths[piece] - 1))

    def _width(self, position: int) -> int:
        piece = self._piece(position)
        return self.widths[piece] if self._length(piece) == 1 else 1

    def _length(self, piece: int) -> int:
        following = piece + 1
        return self.starts[following] - self.starts[piece] if following < len(self.starts) else 2


class Builder:
    """Collects the read text piece by piece, and where each piece came from."""

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._starts: list[int] = []
        self._originals: list[int] = []
        self._widths: list[int] = []
        self._length = 0

    @property
    def length(self) -> int:
        """Characters so far."""
        return self._length

    def add(self, text: str, original: int, width: int | None = None) -> None:
        """Append text that stands at `original`; `width` where the original is longer or shorter than the text."""
        if not text:
            return
        self._starts.append(self._length)
        self._originals.append(original)
        self._widths.append(len(text) if width is None else width)
        self._parts.append(text)
        self._length += len(text)

    def text(self) -> str:
        """The read text."""
        return "".join(self._parts)

    def map(self) -> OffsetMap:
        """The map back to the original."""
        return OffsetMap(tuple(self._starts), tuple(self._originals), tuple(self._widths))


def visible(text: str, offsets: OffsetMap) -> tuple[str, OffsetMap]:
    """A text without the characters that nobody sees, with the map back.

    Example:
        >>> visible("scle\\u00adro\\u200bsis", OffsetMap())[0]
        'sclerosis'
    """
    if _INVISIBLE.search(text) is None:
        return text, offsets
    built, at = Builder(), 0
    for start, end in [*(m.span() for m in _INVISIBLE.finditer(text)), (len(text), len(text))]:
        for first, last, original, width in offsets.pieces(at, start):
            built.add(text[first:last], original, width)
        at = end
    return built.text(), built.map()
