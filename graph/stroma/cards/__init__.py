"""What is known about one thing, on one card: a term, a study, a proposition or an article.

Read first: `card`, which picks the kind, and `Card.text`.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from stroma.cards.articles import article_card
from stroma.cards.card import Card, Entry, Section
from stroma.cards.propositions import proposition_card
from stroma.cards.serialize import iris_of
from stroma.cards.sources import source_card
from stroma.cards.terms import COUNTED, term_card
from stroma.keys import Key, is_clinical
from stroma.queries.wider import wider_studies
from stroma.rendering import NO_ADVICE
from stroma.sentences import asks_word
from stroma.vocabulary import Iri, to_curie

if TYPE_CHECKING:
    from stroma.model import Finding, Reference, Study
    from stroma.store import EvidenceStore

__all__ = ["NO_ADVICE", "Card", "Entry", "Section", "card"]


def card(store: EvidenceStore, text: str, *, everything: bool = False) -> Card:
    """The card of a term, study, reference, finding, proposition or article.

    Args:
        text: label, synonym, slug, doi, pmid, registry number, CURIE or IRI.
        everything: show every relation; by default a topic stops after twelve.

    Raises:
        UnknownTermError: naming the nearest names.
    """
    whole, store = store, store.around(text)
    iri = store.resolve(text)
    found = _named(store, _card(store, iri, everything=everything))
    term = store.records.terms.get(iri)
    if term is not None and term.kind == "Disease" and term.model_of is None:
        # The part of a large graph has no studies of wider diseases.
        wider = wider_studies(whole, iri)
        found = replace(found, facts=(*found.facts, *([("wider", wider)] if wider else [])))
    if iri in store.records.terms and (longer := whole.longer_name(text, iri)):
        found = replace(found, facts=(("asked for", longer), *found.facts))
    if store.cut is None:
        return found
    facts = [fact for fact in found.facts if fact[0] not in COUNTED]
    shown = [(f"{name} of these", text) for name, text in found.facts if name in COUNTED]
    return replace(found, facts=(*facts, ("cut short", store.cut), *shown))


def _named(store: EvidenceStore, card: Card) -> Card:
    """The card, with the labels of all that its records name, and of its findings the levels, the sources and what they ask."""
    iris = iris_of(card)
    known: dict[Iri, Study | Reference] = {**store.records.studies, **store.records.references}
    return replace(
        card,
        labels={iri: label for iri, label in store.labels(iris).items() if label != to_curie(iri)},
        levels={iri: store.levels[iri] for iri in iris if iri in store.levels},
        asks={iri: _asks(store, store.findings[iri]) for iri in iris if iri in store.findings},
        sources={iri: known[iri] for iri in iris if iri in known and iri != card.iri},
    )


def _asks(store: EvidenceStore, finding: Finding) -> str:
    """What the relation of a finding asks; none of a cell or a molecule is an effect."""
    key = Key(finding.subject, finding.predicate, finding.object, finding.condition)
    return asks_word(finding.predicate, clinical=is_clinical(key, store.records))


def _card(store: EvidenceStore, iri: Iri, *, everything: bool) -> Card:
    records = store.records
    if (term := records.terms.get(iri)) is not None:
        return term_card(store, term, everything=everything)
    if (study := records.studies.get(iri) or records.references.get(iri)) is not None:
        return source_card(store, study)
    if (proposition := store.propositions.get(iri)) is not None:
        return proposition_card(store, proposition)
    return article_card(store, iri)
