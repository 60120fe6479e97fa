"""What did regulators decide on a term: on itself, and on a whole kind that it belongs to?

Read first: `decisions_on_wider`. What is refused for a kind of products or diseases is refused for each of the kind; an approval
for a wider disease may or may not cover a form of it, and says that nobody checked.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from stroma.cards.statements import statement_entry
from stroma.model import Direction, Proposition, Term
from stroma.surroundings import DECISIONS
from stroma.vocabulary import local_id

if TYPE_CHECKING:
    from stroma.cards.card import Entry
    from stroma.store import EvidenceStore


def decision_lines(store: EvidenceStore, proposition: Proposition) -> Iterator[str]:
    """Which regulator decided what on an approval, and when; a withdrawal says so."""
    if local_id(proposition.predicate) != "approvedFor":
        return
    found = (store.findings[iri] for iri in proposition.findings)
    for finding in sorted(found, key=lambda f: (f.region or "", f.decided_on or "", f.iri)):
        if finding.region is not None:
            says = "approved" if finding.direction is Direction.SUPPORTS else "not approved"
            yield f"{finding.region}, {finding.decided_on}: {says}; {finding.note or finding.label}"


def decisions_on_wider(
    store: EvidenceStore, term: Term, relations: Sequence[Proposition]
) -> Iterator[Entry]:
    """Entries of a card: what is decided on a kind of diseases that the term belongs to, or refused for a kind of products.

    Args:
        relations: the propositions about the term; of a wider product only the refusals for a disease that these name count.
    """
    wider = store.broader(term.iri) - {term.iri}
    named = {iri for p in relations for iri in (p.object, p.condition) if iri is not None}
    diseases = {wide for iri in named for wide in store.broader(iri)}
    for p in sorted(store.propositions.values(), key=lambda p: p.label):
        if local_id(p.predicate) not in DECISIONS:
            continue
        holds = []
        kind = p.object if p.object in wider else p.subject
        if p.reference.disputes and kind in wider and (kind == p.object or p.object in diseases):
            holds.append(f"said of every {store.label(kind)}, of which {term.label} is one")
        if p.reference.supports and p.object in wider:
            decided = "approved for" if local_id(p.predicate) == "approvedFor" else "said of"
            holds.append(
                f"{decided} the wider {store.label(p.object)}; whether {term.label} is covered was not checked"
            )
        if holds:
            yield statement_entry(store, p, (*decision_lines(store, p), *holds))
