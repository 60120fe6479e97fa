"""One statement on a card: what it says with its mark, and the evidence. Read first: `statement_entry`.

A statement on wide terms that nobody measured says what came out for narrower ones (`narrower_words`).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from stroma.cards.card import Entry
from stroma.cards.findings import analysed_lines
from stroma.model import Group, Stance
from stroma.sentences import (
    asked_by,
    counts_in_words,
    evidence_sentence,
    is_retracted,
    mark,
    proposition_words,
    tally_words,
)
from stroma.summaries import Summaries, participant_clusters

if TYPE_CHECKING:
    from stroma.model import Proposition
    from stroma.store import EvidenceStore


def statement_entry(
    store: EvidenceStore, proposition: Proposition, more: Iterable[str] = ()
) -> Entry:
    """The entry of a proposition, with further lines, and with the findings behind it as records."""
    lines: tuple[str, ...] = (
        f"{mark(proposition)} {proposition_words(proposition)}",
        evidence_sentence(proposition, label=store.label),
    )
    if proposition.stance is Stance.NO_EVIDENCE and (
        narrower := narrower_words(store, proposition)
    ):
        lines = (*lines, narrower)
    counted, retracted = (
        [store.findings[iri] for iri in iris if iri in store.findings]
        for iris in (proposition.findings, proposition.retracted)
    )
    lines = (*lines, *analysed_lines(store, counted), *more)
    return Entry(lines, (proposition, *counted, *retracted))


def narrower_words(store: EvidenceStore, proposition: Proposition) -> str:
    """Of a statement that nobody measured itself: what came out for narrower ones; empty where nobody measured those either.

    Studies are counted where all asked of the same outcome or only of diseases, a trial once, on the side of its best level;
    across outcomes, one of which may well be better by chance, only statements are.
    """
    p = proposition
    subjects, objects = store.narrower(p.subject), store.narrower(p.object)
    conditions = store.narrower(p.condition) if p.condition is not None else {None}
    narrower = [
        q
        for q in store.propositions.values()
        if q.predicate == p.predicate
        and q.subject in subjects
        and q.object in objects
        and q.condition in conditions
    ]
    found = [q for q in narrower if q.stance is not Stance.NO_EVIDENCE]
    n_retracted = sum(is_retracted(q) for q in narrower if q is not p)
    if not found and not n_retracted:
        return ""
    said: list[str] = []
    if found:
        n = len(found)
        said = [f"{n} narrower statement{'s' * (n != 1)}: {counts_in_words(found)}"]
        if p.condition is None or all(q.object == p.object for q in found):
            said = [*_tallies(store, found), *said]
    if n_retracted:
        said.append(f"{n_retracted} narrower, measured by retracted studies only, not counted")
    start = "nothing left" if is_retracted(p) else "not measured"
    return f"{start} for this wide term itself; {'; '.join(said)}"


def _tallies(store: EvidenceStore, found: Sequence[Proposition]) -> Iterator[str]:
    """Independent studies by direction, animals and dishes apart from people."""
    counted = Summaries(
        store.records, store.levels, store.groups, participant_clusters(store.records.studies)
    )
    findings = [store.findings[iri] for q in found for iri in q.findings if iri in store.findings]
    for name, groups in (
        ("in people", (Group.HUMAN,)),
        ("in animals or dishes", (Group.ANIMAL, Group.IN_VITRO)),
    ):
        tally = counted.tally(f for f in findings if store.groups[f.iri] in groups)
        if tally.total:
            yield f"{name} {tally_words(tally, asked_by(found[0].predicate))} on narrower terms"
