"""The card of an article: what it claims, in reading order, and the evidence. Read first: `article_card`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stroma.cards.card import Card, Section, as_facts
from stroma.sentences import evidence_sentence, mark

if TYPE_CHECKING:
    from stroma.store import EvidenceStore
    from stroma.vocabulary import Iri


def article_card(store: EvidenceStore, iri: Iri) -> Card:
    article = store.records.articles[iri]
    entries = []
    for claim in sorted(
        (c for c in store.records.claims.values() if c.article == iri),
        key=lambda c: (c.start, c.iri),
    ):
        on = next((p for p in store.propositions.values() if claim.iri in p.claims), None)
        evidence = f"{mark(on)} {evidence_sentence(on)}" if on else "about nothing this graph knows"
        strength = f", worded as {claim.wording_strength.value}" if claim.wording_strength else ""
        entries.append(
            (claim.label, f"characters {claim.start} to {claim.end}{strength}", evidence)
        )
    facts = as_facts(
        (
            ("publisher", article.publisher),
            ("address", article.url),
            ("interest", article.declared_interest),
            (
                "text",
                f"{article.text_length} characters, sha256 {article.text_sha256}"
                if article.text_sha256
                else None,
            ),
        )
    )
    return Card(
        iri,
        article.label,
        "article",
        facts,
        (Section("What it claims, and the evidence", tuple(entries)),),
    )
