"""One statement on a card: what it says with its mark, and the evidence. Read first: `statement_entry`."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from stroma.cards.card import Entry
from stroma.sentences import evidence_sentence, mark, proposition_words

if TYPE_CHECKING:
    from stroma.model import Proposition
    from stroma.store import EvidenceStore


def statement_entry(
    store: EvidenceStore, proposition: Proposition, more: Iterable[str] = ()
) -> Entry:
    """The entry of a proposition, with further lines, and with the findings behind it as records."""
    lines = (
        f"{mark(proposition)} {proposition_words(proposition)}",
        evidence_sentence(proposition, label=store.label),
    )
    findings = (store.findings[iri] for iri in proposition.findings if iri in store.findings)
    return Entry((*lines, *more), (proposition, *findings))
