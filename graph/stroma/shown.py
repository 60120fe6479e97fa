"""What `g.show` and `g.audit` give back: the card and the audit of the commands, in words for Python.

Read first: `AuditedArticle`.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

from stroma.cards import Card
from stroma.errors import StromaError
from stroma.notebook import pre_html

if TYPE_CHECKING:
    from stroma.audit.judging.results import Audit, Judged, Omission
    from stroma.store import EvidenceStore

__all__ = ["AuditedArticle", "ShownCard"]


class ShownCard(Card):
    """A card whose text says how Python shows the rest of it."""

    def text(self, width: int = 0) -> str:
        """The card as plain text, wrapped to a width in columns; 0 leaves long lines as they are."""
        return super().text(width).replace("; --all shows", "; g.show(…, everything=True) shows")


Opened: TypeAlias = tuple[str | None, tuple[str, ...]]
"""Where a graph was opened: location and files of `open_graph`."""


class AuditedArticle:
    """An article laid beside the evidence; `print()` tells what `stroma audit` tells.

    A pickle holds where the evidence was opened; it is opened there again when it is first wanted.
    """

    def __init__(
        self,
        audit: Audit,
        store: EvidenceStore | None,
        opened: Opened | None = None,
        text: str | None = None,
    ) -> None:
        self.audit = audit
        """All of it, as `stroma.audit` has it; `stroma.audit.report` makes a page, JSON and RDF of it."""
        self._store, self._opened = store, opened
        # Told now: the graph may be closed when it is printed.
        self._text = self._told() if text is None else text

    @property
    def store(self) -> EvidenceStore:
        """The evidence that it was laid beside."""
        if self._store is None:
            from stroma.store import open_store

            location, files = self._opened or (None, ())
            self._store = open_store(location, own_files=[Path(file) for file in files])
        return self._store

    def __reduce__(self) -> tuple[Any, ...]:
        if self._opened is None:
            raise StromaError(
                "an audit beside a store in memory cannot be pickled; open the graph with stroma.open_graph(…)"
            )
        return AuditedArticle, (self.audit, None, self._opened, self._text)

    @property
    def claims(self) -> Sequence[Judged]:
        """What the article claims, each with its verdict and its gaps."""
        return self.audit.claims

    @property
    def omissions(self) -> Sequence[Omission]:
        """What the article leaves out of the studies that it speaks of."""
        return self.audit.omissions

    def __str__(self) -> str:
        return self._text

    def _told(self) -> str:
        from stroma.audit.report.summary import summary_lines

        return "\n".join(summary_lines(self.audit, self.store)).replace(
            "; --report FILE shows all", "; .claims holds all"
        )

    def __repr__(self) -> str:
        return f"<AuditedArticle: {len(self.claims)} claims; print() tells what stands beside them>"

    def _repr_html_(self) -> str:
        return pre_html(str(self))
