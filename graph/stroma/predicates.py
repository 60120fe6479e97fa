"""What does each predicate ask, and under which question of a reader does it stand? As `ontology/stroma.ttl` says.

Read first: `predicates`. The packaged vocabulary is read once, when something is asked of it.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from stroma.model import Asked, Predicate, Topic

if TYPE_CHECKING:
    from collections.abc import Mapping

    from stroma.vocabulary import Iri

__all__ = ["asks_of", "benefits", "predicates", "topic_of"]


@cache
def predicates() -> Mapping[str, Predicate]:
    """The predicates of the packaged vocabulary by local name, in the order of these."""
    from pyoxigraph import RdfFormat, parse

    from stroma.data import ontology_dir
    from stroma.records import read_records

    text = (ontology_dir() / "stroma.ttl").read_bytes()
    found = read_records(parse(input=text, format=RdfFormat.TURTLE)).predicates.values()
    return {predicate.name: predicate for predicate in found}


def asks_of(name: str) -> Asked | None:
    """What the support of a predicate answers, by local name; None for one that says nothing of it.

    Example:
        >>> asks_of("improves"), asks_of("moreEffectiveIn")
        (<Asked.EFFECT: 'effect'>, None)
    """
    predicate = predicates().get(name)
    return predicate.asks if predicate is not None else None


@cache
def topic_of(name: str) -> Topic:
    """The question of a reader under which a predicate stands, by local name; one that nobody describes says how it works.

    Example:
        >>> topic_of("moreEffectiveIn"), topic_of("safeIn"), topic_of("secretes")
        (<Topic.HELP: 'help'>, <Topic.HARM: 'harm'>, <Topic.HOW: 'how'>)
    """
    predicate = predicates().get(name)
    return predicate.topic if predicate is not None else Topic.HOW


@cache
def benefits() -> frozenset[Iri]:
    """The predicates that say a product helps: that it helps one kind of people more than another is no answer to that."""
    return frozenset(p.iri for p in predicates().values() if p.asks is Asked.EFFECT)
