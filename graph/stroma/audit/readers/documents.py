"""What was read: the text of an article, its original, and the map between them.

Read first: `Document` and `text_document`. Readers of other formats are in `stroma.audit.readers.formats`.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field, replace

from stroma.audit.readers.offsets import OffsetMap, visible

MAX_BYTES = 10_000_000
MAX_CHARACTERS = 500_000


@dataclass(frozen=True)
class Document:
    """An article: the text that is read, and where each stretch of it stands in the original."""

    name: str
    format: str
    text: str
    sha256: str
    """Of the original bytes."""
    original_length: int
    """Characters of the decoded original that offsets point into."""
    map: OffsetMap = field(default_factory=OffsetMap)
    title: str | None = None

    def original(self, start: int, end: int) -> tuple[int, int]:
        """The span in the original behind a span of the text."""
        return self.map.to_original(start, end)

    def without_invisible(self) -> Document:
        """The document without soft hyphens and zero-width characters, which cut words in two for a program alone."""
        text, offsets = visible(self.text, self.map)
        title = self.title if self.title is None else visible(self.title, OffsetMap())[0]
        return replace(self, text=text, map=offsets, title=title)


def text_document(text: str, name: str = "text", format_name: str = "text") -> Document:
    """A document of plain text: offsets are those of the text itself.

    Example:
        >>> text_document("MSC").original(0, 3)
        (0, 3)
    """
    sha256 = hashlib.sha256(text.encode()).hexdigest()
    return Document(name, format_name, text, sha256, len(text)).without_invisible()
