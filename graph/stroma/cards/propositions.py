"""The card of a proposition: findings for, without effect and against, side by side. Read first: `proposition_card`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from stroma.cards.card import Card, Entry, Section, as_facts
from stroma.cards.findings import finding_lines
from stroma.model import Asked, Direction, Proposition
from stroma.sentences import asked_by, evidence_sentence, proposition_words
from stroma.vocabulary import local_id

if TYPE_CHECKING:
    from stroma.store import EvidenceStore

_EFFECT_TITLES: Final = {
    Direction.SUPPORTS: "For it",
    Direction.INCONCLUSIVE: "No effect shown",
    Direction.DISPUTES: "Against it",
}
_TITLES: Final = {
    Asked.EFFECT: _EFFECT_TITLES,
    Asked.SAFETY: {
        Direction.SUPPORTS: "No safety concern told",
        Direction.INCONCLUSIVE: "Safety unclear",
        Direction.DISPUTES: "A safety concern told",
    },
    Asked.HARM: {
        Direction.SUPPORTS: "Reported as a harm",
        Direction.INCONCLUSIVE: "Not seen, or not shown to come from it",
        Direction.DISPUTES: "Against it",
    },
    Asked.TRIAL: _EFFECT_TITLES | {Direction.SUPPORTS: "Studied it"},
    Asked.DECISION: {
        Direction.SUPPORTS: "Approved",
        Direction.INCONCLUSIVE: "Undecided",
        Direction.DISPUTES: "Not approved, or no longer",
    },
}


def proposition_card(store: EvidenceStore, proposition: Proposition) -> Card:
    sections = []
    for direction in (Direction.SUPPORTS, Direction.INCONCLUSIVE, Direction.DISPUTES):
        found = [
            store.findings[iri]
            for iri in proposition.findings
            if store.findings[iri].direction is direction
        ]
        found.sort(key=lambda f: (store.levels[f.iri].rank, f.iri))
        entries = tuple(
            Entry((local_id(f.source), *finding_lines(store, f)[1:]), (f,)) for f in found
        ) or (Entry(("nothing",)),)
        sections.append(Section(_TITLES[asked_by(proposition.predicate)][direction], entries))
    retracted = tuple(
        Entry((local_id(f.source), *finding_lines(store, f)[1:]), (f,))
        for f in (store.findings[iri] for iri in proposition.retracted)
    )
    conflicts = tuple(
        Entry((c.sentence,), (c, store.findings[c.first], store.findings[c.second]))
        for c in store.conflicts
        if c.proposition == proposition.iri
    )
    claims = tuple(
        Entry((c.label, f"{local_id(c.article)}, characters {c.start} to {c.end}"), (c,))
        for c in (store.records.claims[iri] for iri in proposition.claims)
    )
    sections += [
        Section(t, e)
        for t, e in (
            ("Retracted, not counted", retracted),
            ("Where they disagree", conflicts),
            ("Who claims it", claims),
        )
        if e
    ]
    facts = as_facts((("evidence", evidence_sentence(proposition, label=store.label)),))
    words = proposition_words(proposition)
    return Card(proposition.iri, words, "proposition", facts, tuple(sections), proposition)
