"""The card of an article: what it claims, in reading order, and the evidence. Read first: `article_card`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stroma.cards.card import Card, Entry, Section, as_facts
from stroma.model import Stance
from stroma.sentences import evidence_sentence, mark

if TYPE_CHECKING:
    from stroma.model import Claim, Proposition
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
        evidence = _evidence(store, on, claim)
        strength = f", worded as {claim.wording_strength.value}" if claim.wording_strength else ""
        place = f"characters {claim.start} to {claim.end}{strength}"
        entries.append(
            Entry((claim.label, place, evidence), (claim, on) if on is not None else (claim,))
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
        article,
    )


def _evidence(store: EvidenceStore, on: Proposition | None, claim: Claim) -> str:
    """What the graph holds on a claim; an audit may have judged it by more than the statement that it makes."""
    if on is None:
        return "about nothing this graph knows"
    said = evidence_sentence(on, label=store.label)
    if on.stance is Stance.NO_EVIDENCE:
        said = said.replace("no evidence here", "nothing held on exactly this", 1)
        _, verdict, why = (claim.note or "").partition("verdict: ")
        said += f"; audit: {why}" if verdict else ""
    return f"{mark(on)} {said}"
