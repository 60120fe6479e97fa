"""What `g.show` and `g.audit` give back: the card and the audit of the commands, in words for Python.

Read first: `AuditedArticle`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from stroma.cards import Card
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


@dataclass(frozen=True, repr=False)
class AuditedArticle:
    """An article laid beside the evidence; `print()` tells what `stroma audit` tells."""

    audit: Audit
    """All of it, as `stroma.audit` has it; `stroma.audit.report` makes a page, JSON and RDF of it."""
    store: EvidenceStore

    @property
    def claims(self) -> Sequence[Judged]:
        """What the article claims, each with its verdict and its gaps."""
        return self.audit.claims

    @property
    def omissions(self) -> Sequence[Omission]:
        """What the article leaves out of the studies that it speaks of."""
        return self.audit.omissions

    def __str__(self) -> str:
        from stroma.audit.report.summary import summary_lines

        return "\n".join(summary_lines(self.audit, self.store)).replace(
            "; --report FILE shows all", "; .claims holds all"
        )

    def __repr__(self) -> str:
        return f"<AuditedArticle: {len(self.claims)} claims; print() tells what stands beside them>"

    def _repr_html_(self) -> str:
        return pre_html(str(self))
