"""How far is it? Read first: `StatusLine`."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from typing import Self

__all__ = ["StatusLine"]


class StatusLine:
    """One line on a terminal's stderr that changes and is gone in the end; nothing in a pipe."""

    def __init__(self) -> None:
        self.is_shown = sys.stderr.isatty()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.show("")

    def show(self, text: str) -> None:
        """Put a text in the place of what the line said."""
        if self.is_shown:
            sys.stderr.write(f"\r\x1b[K{text}")
            sys.stderr.flush()
