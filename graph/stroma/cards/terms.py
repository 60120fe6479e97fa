"""The card of a term: what it is, and its relations by topic, best evidence first. Read first: `term_card`."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Final

from stroma.cards.card import Card, Entry, Section, as_facts, label_list
from stroma.cards.counts import DEFINITION, reviews_of_more, study_counts
from stroma.cards.decisions import decision_lines, decisions_on_wider
from stroma.cards.findings import event_lines, told_lines
from stroma.cards.sides import facts_by_side, harms_first, in_turn, people_behind
from stroma.cards.statements import statement_entry
from stroma.counts import counted
from stroma.errors import kind_words
from stroma.model import Proposition, Stance, Term, Topic
from stroma.predicates import topic_of
from stroma.sentences import counts_in_words, is_harm, pools_more_words
from stroma.surroundings import DECISIONS, FAMILY
from stroma.vocabulary import local_id, to_curie

if TYPE_CHECKING:
    from stroma.store import EvidenceStore
    from stroma.vocabulary import Iri

# Relations of one topic that a card shows before it says how many more there are.
_SHOWN: Final = 12
# Narrower terms and models that are named before they are counted; --all names all.
_NAMED: Final = 30
# The facts that count statements and studies: of a part of the graph they say so.
COUNTED: Final = ("evidence", "benefit", "safety")
_SURROGATE: Final = (
    "yes: it stands for how a patient feels, functions or survives, and is none of these itself"
)
_HELPS: Final = "Does it help?"
_SAFE: Final = "Is it safe?"
_IN_USE: Final = "Is it in use?"
# What studies used without asking about it: the page of such a term lists what they asked.
_USED_BY_STUDIES: Final = frozenset(("Route", "Tissue", "CellType"))
_USED: Final = (
    "statements: about the term itself or a narrower one; those of studies that used it, or of products made from it, "
    "stand on its page (stroma view)"
)
_NO_HARM: Final = "nothing is entered here on harm: an absence of records, not of harm"
_TOLD_AS_A_WHOLE: Final = (
    "harms were looked for and told only as a whole; no single harm was counted or named"
)
_TITLES: Final = {
    Topic.HELP: _HELPS,
    Topic.HARM: _SAFE,
    Topic.HOW: "How might it work, and what is it?",
    Topic.USE: _IN_USE,
}


def term_card(store: EvidenceStore, term: Term, *, everything: bool) -> Card:
    relations = list(_relations(store, term))
    headline = _headline(store, term, relations)
    narrower = sorted(store.narrower(term.iri) - {term.iri}, key=store.label)
    models = [t.iri for t in store.records.terms.values() if t.model_of == term.iri]
    most = None if everything else _NAMED
    facts = as_facts(
        (
            ("definition", term.definition),
            ("also called", ", ".join(other_names(term))),
            ("brand names", ", ".join(term.brand_names)),
            ("cell type", store.label(term.cell_type) if term.cell_type else None),
            ("made from", store.label(term.source_tissue) if term.source_tissue else None),
            ("donor", term.donor.value if term.donor else None),
            ("better when", term.better.value if term.better else None),
            ("surrogate", _SURROGATE if term.surrogate else None),
            ("model of", store.label(term.model_of) if term.model_of else None),
            ("kind of", label_list(store, term.broader)),
            ("includes", label_list(store, narrower, most)),
            ("models of it", label_list(store, models, most)),
            ("close to", ", ".join(to_curie(iri) for iri in term.close_match)),
            ("note", term.note),
            ("evidence", headline),
            ("reviews of more", _reviews_of_more(store, term) if headline is not None else None),
            ("beside it", _beside(store, term) if headline is not None else None),
            *_summaries(store, term, relations),
            *(
                facts_by_side(
                    store, term, _in_people(store, term, relations), everything=everything
                )
            ),
        )
    )
    on_topic = _by_topic(relations)
    sections = []
    for title, on_this in on_topic:
        shown = on_this if everything else on_this[:_SHOWN]
        has_no_harm = not any(is_harm(p) for p in on_this)
        entries = tuple(
            statement_entry(
                store,
                p,
                (
                    *decision_lines(store, p),
                    *event_lines(store, p),
                    *(told_lines(store, p) if has_no_harm else ()),
                ),
            )
            for p in shown
        )
        if headline is not None and title == _SAFE and has_no_harm:
            is_told = any(p.human.total for p in on_this)
            entries = (Entry((_TOLD_AS_A_WHOLE if is_told else _NO_HARM,)), *entries)
        if title == _IN_USE:
            n = sum(local_id(p.predicate) in DECISIONS for p in shown)
            entries = (*entries[:n], *decisions_on_wider(store, term, relations), *entries[n:])
        if entries:
            sections.append(Section(title, entries, len(on_this) - len(shown)))
    if not relations and (measured := _measured_with(store, term)):
        listed = measured if everything else measured[:_SHOWN]
        sections.append(Section("Measured with it", listed, len(measured) - len(listed)))
    if headline is not None:
        told = (DEFINITION, _USED) if term.kind in _USED_BY_STUDIES else (DEFINITION,)
        entries = tuple(Entry((line,)) for line in told)
        sections.append(Section("How studies are counted", entries))
    return Card(term.iri, term.label, kind_words(term.kind), facts, tuple(sections), term)


def _reviews_of_more(store: EvidenceStore, term: Term) -> str | None:
    """That reviews pool more studies than are entered, so that what is counted here is a part of what was done."""
    if term.kind != "Disease":
        return None
    reviews = reviews_of_more(store, term.iri)
    told = (
        f"{s.slug} {pools_more_words(s.n_pooled or 0, label_list(store, s.product))}"
        for s in reviews
    )
    return "; ".join(told) or None


def _beside(store: EvidenceStore, term: Term) -> str | None:
    """Outcomes under the same wider one with studies in people, where an outcome has none itself: "blindness" and lesser loss of sight."""
    if term.kind != "Outcome" or study_counts(store, term.iri).human:
        return None
    beside: dict[Iri, int] = {}
    for wide in term.broader:
        family = store.narrower(wide)
        if len(family) <= FAMILY:
            for iri in family - {term.iri}:
                if n := study_counts(store, iri).human:
                    beside[iri] = n
    named = sorted(beside, key=lambda iri: (-beside[iri], store.label(iri)))
    return (
        ", ".join(
            f"{store.label(i)} ({counted(beside[i], 'human study', 'human studies')})"
            for i in named
        )
        or None
    )


def _measured_with(store: EvidenceStore, term: Term) -> tuple[Entry, ...]:
    """What was measured with a scale or an instrument, best evidence first; it is no subject of a statement itself."""
    found = [
        p
        for p in store.propositions.values()
        if any(
            store.findings[iri].measured_by == term.iri
            for iri in (*p.findings, *p.retracted)
            if iri in store.findings
        )
    ]
    found.sort(key=lambda p: (p.best_level.rank if p.best_level else 9, p.label))
    return tuple(statement_entry(store, p) for p in found)


def other_names(term: Term) -> list[str]:
    """The synonyms of a term that are more than its label in other letters.

    A name turned round or put together of others ("syndrome, stroke", "CVA, cerebrovascular accident") is left out: commas
    stand between the names.
    """
    names = [name for name in term.synonyms if name.casefold() != term.label.casefold()]
    whole = {word for name in (term.label, *names) if "," not in name for word in _words(name)}
    return [name for name in names if "," not in name or not whole.issuperset(_words(name))]


def _words(name: str) -> set[str]:
    return set(re.findall(r"\w+", name.casefold()))


def _relations(store: EvidenceStore, term: Term) -> Iterator[Proposition]:
    """Propositions about the term or a narrower one, as subject, object or condition; best evidence first."""
    wanted = store.narrower(term.iri)
    found = [p for p in store.propositions.values() if wanted & {p.subject, p.object, p.condition}]
    order = list(Stance)
    found.sort(
        key=lambda p: (
            term.iri not in (p.subject, p.object, p.condition),
            p.best_level.rank if p.best_level else 9,
            local_id(p.predicate) != "ameliorates",
            -people_behind(store, p),
            order.index(p.stance),
            p.label,
        )
    )
    return iter(found)


def _by_topic(
    found: list[Proposition],
) -> Iterator[tuple[str, list[Proposition]]]:
    for topic, title in _TITLES.items():
        on_this = [p for p in found if topic_of(local_id(p.predicate)) is topic]
        if title == _HELPS:
            on_this = in_turn(on_this)
        if title == _SAFE:
            on_this = harms_first(on_this)
        if title == _IN_USE:  # what was decided answers it; what is only studied does not
            on_this.sort(key=lambda p: local_id(p.predicate) not in DECISIONS)
        yield title, on_this


def _headline(store: EvidenceStore, term: Term, relations: Sequence[Proposition]) -> str | None:
    """How many studies stand behind a term, and how many of them were controlled."""
    counts = study_counts(store, term.iri)
    is_asked = any(p.is_clinical for p in relations)
    return (
        str(counts)
        if is_asked or counts.human or counts.reviews or counts.laboratory or counts.retracted
        else None
    )


def _summaries(
    store: EvidenceStore, term: Term, relations: Sequence[Proposition]
) -> Iterator[tuple[str, str]]:
    """What the statements on benefit and those on safety amount to; never both in one count.

    Those asked in a laboratory model of a disease stand apart, unless the card is on a model.
    """
    for name, topic in (("benefit", Topic.HELP), ("safety", Topic.HARM)):
        found = [p for p in relations if topic_of(local_id(p.predicate)) is topic]
        people = _in_people(store, term, found)
        asked_in_people = {p.iri for p in people}
        models = [p for p in found if p.iri not in asked_in_people]
        counts = [
            f"{len(of)} statement{'s' * (len(of) != 1)}{where}: {counts_in_words(of)}"
            for of, where in ((people, ""), (models, " in laboratory models"))
            if of
        ]
        if counts:
            yield name, "; ".join(counts)


def _in_people(
    store: EvidenceStore, term: Term, relations: Sequence[Proposition]
) -> list[Proposition]:
    """Without those asked in a laboratory model of a disease, unless the card is on a model."""
    if _is_model(store, term.iri):
        return list(relations)
    return [p for p in relations if not _in_model(store, p)]


def _in_model(store: EvidenceStore, p: Proposition) -> bool:
    """Whether a proposition was asked in a laboratory model of a disease."""
    return any(_is_model(store, iri) for iri in (p.object, p.condition) if iri)


def _is_model(store: EvidenceStore, iri: Iri) -> bool:
    """Whether a term is a laboratory model of a disease, or a form of one."""
    term = store.records.terms.get(iri)
    if term is None or term.kind != "Disease":
        return False
    wider = (store.records.terms.get(b) for b in term.broader)
    return term.model_of is not None or any(w is not None and w.model_of for w in wider)
