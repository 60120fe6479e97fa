"""Which characters may no file of data hold? Those that nobody sees, and that can make a text read as something else.

Read first: `find_hidden`.
"""

from __future__ import annotations

import re
from typing import Final, NamedTuple

# C0 controls but tab, line feed and carriage return; then the marks that turn the direction of a text (Unicode UAX 9).
_CONTROLS: Final = (*range(9), 11, 12, *range(14, 32))
_DIRECTIONS: Final = (*range(0x202A, 0x202F), *range(0x2066, 0x206A))

_HIDDEN: Final = re.compile(f"[{''.join(map(chr, _CONTROLS + _DIRECTIONS))}]")
_CONTROL_BYTES: Final = bytes(_CONTROLS)
_DIRECTION_BYTES: Final = re.compile("|".join(map(chr, _DIRECTIONS)).encode())


class Hidden(NamedTuple):
    """A character that nobody sees."""

    start: int
    """Where it stands: its index in the text or, of bytes, that of its first byte."""
    name: str
    """Such as `U+202E`."""


def find_hidden(text: str) -> Hidden | None:
    r"""The first character of a text that no file of data may hold.

    Example:
        >>> find_hidden("three\u202e of four")
        Hidden(start=5, name='U+202E')
    """
    found = _HIDDEN.search(text)
    return _hidden(found.start(), found[0]) if found is not None else None


def find_hidden_bytes(content: bytes) -> Hidden | None:
    """One that stands in UTF-8, as quickly as a file of gigabytes needs it: a control, else the first mark of direction."""
    if len(content.translate(None, _CONTROL_BYTES)) != len(content):
        start = next(i for i, byte in enumerate(content) if byte in _CONTROL_BYTES)
        return _hidden(start, chr(content[start]))
    found = _DIRECTION_BYTES.search(content)
    return _hidden(found.start(), found[0].decode()) if found is not None else None


def _hidden(start: int, character: str) -> Hidden:
    return Hidden(start, f"U+{ord(character):04X}")
