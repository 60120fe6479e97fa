"""Lays an article beside the evidence: what it claims, which study it leans on, what it leaves out.

Read first: `open_auditor`, then `docs/audit.md`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from stroma.audit.pipeline import Auditor
    from stroma.store import EvidenceStore

__all__ = ["open_auditor"]


def open_auditor(store: EvidenceStore | None = None) -> Auditor:
    """An auditor over a store, the packaged evidence without one.

    Example:
        >>> from stroma.audit import open_auditor
        >>> from stroma.audit.documents import text_document
        >>> audit = open_auditor().audit(text_document("MSCs are not a cure for multiple sclerosis."))
        >>> [(claim.candidate.name, claim.candidate.polarity.value) for claim in audit.claims]
        [('cures', 'denies')]
    """
    from stroma.audit.pipeline import Auditor
    from stroma.store import open_store

    return Auditor(open_store() if store is None else store)
