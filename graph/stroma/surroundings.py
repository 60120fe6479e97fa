"""What belongs to a term besides the statements that name it? Its models, what is made from it, what used it, what is
decided on all of its kind.

Read first: `closure_of`, `used_query` and `decided_query`. The card of a term shows all of these (`stroma.cards`), so that a
part of a large graph must hold them too.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from pyoxigraph import NamedNode

from stroma.vocabulary import PREFIXES, ST, Iri

if TYPE_CHECKING:
    from collections.abc import Collection

    from stroma.slices import Fetch

__all__ = [
    "DECISIONS",
    "FAMILY",
    "USED",
    "closure_of",
    "decided_query",
    "signs_of_family",
    "used_query",
]

USED: Final = ("Route", "Tissue")
"""Kinds that are no subject of a statement: studies and findings used them."""

DECISIONS: Final = ("approvedFor", "treats")
"""Predicates of what a regulator decides; refused for a kind of products or diseases is refused for each of the kind."""

FAMILY: Final = 8
"""A wider outcome of so many at most tells what is near; one of more, such as an adverse event, does not."""

_TYPE: Final = PREFIXES["rdf"] + "type"
_OUTCOME: Final = NamedNode(ST + "Outcome")
_BROADER: Final = PREFIXES["skos"] + "broader"
_BELOW: Final = (
    _BROADER,
    *(ST + p for p in ("modelOf", "sourceTissue", "cellType")),
)


def closure_of(fetch: Fetch, term: Iri) -> set[Iri]:
    """The term, and all that is narrower, a model of it, or made from it, at any depth; of an outcome its small family too."""
    small = (family for family in _families(fetch, term) if len(family) <= FAMILY)
    return _below(fetch, term).union(*small)


def signs_of_family(fetch: Fetch, term: Iri) -> set[Iri]:
    """Terms by which a part of a graph shows that the family of an outcome is large, though it does not hold it."""
    large = (family for family in _families(fetch, term) if len(family) > FAMILY)
    return set().union(*(sorted(family)[: FAMILY + 1] for family in large))


def _families(fetch: Fetch, term: Iri) -> list[set[Iri]]:
    """What is under each wider term of an outcome; of a large family only so much that it is seen to be large."""
    own = list(fetch.about([term]))
    if not any(q.predicate.value == _TYPE and q.object == _OUTCOME for q in own):
        return []
    wider = {q.object.value for q in own if q.predicate.value == _BROADER and isinstance(q.object, NamedNode)}  # fmt: skip
    return [_below(fetch, wide, most=FAMILY) for wide in sorted(wider)]


def _below(fetch: Fetch, term: Iri, *, most: int | None = None) -> set[Iri]:
    """The term and what belongs to it; no further than there are more than so many."""
    found, fresh = {term}, {term}
    while fresh and (most is None or len(found) <= most):
        below = {s for p in _BELOW for s, _ in fetch.pointing(p, sorted(fresh))}
        # A study has a tissue too.
        fresh = {iri for iri in below if not iri.startswith(PREFIXES["study"])} - found
        found |= fresh
    return found


def used_query(terms: Collection[Iri]) -> str:
    """A query for the statements `?p` that rest on findings or studies which used a route, tissue or scale."""
    values = " ".join(f"<{iri}>" for iri in sorted(terms))
    names = ("route", "sourceTissue", "measuredBy", "foundBy", "onProposition")
    route, tissue, measured_by, found_by, on = (f"<{ST}{name}>" for name in names)
    return (
        f"SELECT DISTINCT ?p {{ VALUES ?of {{ {values} }} "
        f"{{ ?f {route} ?of }} UNION {{ ?f {measured_by} ?of }} UNION {{ ?study {route} ?of . ?f {found_by} ?study }} "
        f"UNION {{ ?study {tissue} ?of . ?f {found_by} ?study }} ?f {on} ?p }}"
    )


def decided_query(wider: Collection[Iri]) -> str:
    """A query for the decisions `?p` that refuse one of these products, or that refuse or approve any for one of these diseases."""
    values = " ".join(f"<{iri}>" for iri in sorted(wider))
    predicates = " ".join(f"<{ST}{name}>" for name in DECISIONS)
    subject, predicate, object_ = (
        f"<{PREFIXES['rdf']}{part}>" for part in ("subject", "predicate", "object")
    )
    refused, approved = f"<{ST}disputedBy>", f"<{ST}supportedBy>"
    return (
        f"SELECT DISTINCT ?p {{ VALUES ?of {{ {values} }} {{ ?p {subject} ?of ; {refused} ?f }} UNION "
        f"{{ ?p {object_} ?of ; {refused}|{approved} ?f }} ?p {predicate} ?decides . VALUES ?decides {{ {predicates} }} }}"
    )
