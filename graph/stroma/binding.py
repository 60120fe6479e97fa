"""Which RDF term does a variable of a query get, when Python gives a value for it?

Read first: `bound_term`. Terms of pyoxigraph and rdflib are taken as they are; a text may name a term or a source.
"""

from __future__ import annotations

import re
import sys
from datetime import date, datetime
from decimal import Decimal
from math import isfinite
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from stroma.errors import InputError
from stroma.forking import in_engine
from stroma.identifiers import FORMS, bare_identifier
from stroma.predicates import predicates
from stroma.queries.dois import held_doi
from stroma.vocabulary import PREFIXES, ST, WHOLE_NUMBERS

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    import pyoxigraph as ox
    import rdflib

    from stroma.store import EvidenceStore
    from stroma.vocabulary import Iri

__all__ = ["Bound", "bound_term"]

Bound: TypeAlias = (
    "str | float | bool | Decimal | date | ox.NamedNode | ox.Literal | rdflib.term.Identifier"
)
"""What can be bound to a variable."""

_XSD: Final = PREFIXES["xsd"]
_TEXTS: Final = ("date", "dateTime", "gYear", "gYearMonth", "anyURI")
"""Datatypes of what an answer gives as a text."""
_WORD: Final = re.compile(r"[A-Za-z][A-Za-z0-9 -]*")


def bound_term(
    store: EvidenceStore, name: str, value: Bound, properties: Collection[Iri] = ()
) -> ox.NamedNode | ox.Literal:
    """The term for a value.

    A text or number that a property has is bound as it stands there, whatever its datatype, and so is a word of the vocabulary
    (`contested`, `not supported`): what an answer gave is found again. So is a doi in any of its usual spellings.
    Otherwise a text that names a term or a source, a CURIE and an IRI are that IRI, and any other value a literal.

    Args:
        name: of the variable, for the message.
        properties: whose object the variable is in the query.

    Raises:
        InputError: the value cannot stand in a query, as a blank node cannot.
    """
    import pyoxigraph as ox

    if isinstance(value, ox.NamedNode | ox.Literal):
        return value
    if (rdflib := sys.modules.get("rdflib")) and isinstance(value, rdflib.term.Identifier):
        return _of_rdflib(name, value)
    if not isinstance(value, str | int | float | Decimal | date):
        raise InputError(
            f"{name}={value!r} cannot be bound; give a text, a number, a date or an RDF term, or leave {name} out"
        )
    try:
        terms = list(_terms(value, properties))
        stated = _stated(store, properties, terms)
        if stated is None and isinstance(value, str) and ST + "doi" in properties:
            doi = held_doi(store.dataset, value) or bare_identifier(value.strip())
            if FORMS["doi"].fits(doi):
                return ox.Literal(doi)
        if stated is None and isinstance(value, str):
            iri = store.find_named(value) or _written_out(value)
            return terms[0] if iri is None else ox.NamedNode(iri)
        return stated or terms[0]
    except (ValueError, OverflowError) as error:
        raise InputError(f"{name}={value!r} cannot be bound: {error}") from error


def _terms(
    value: str | float | Decimal | date, properties: Collection[Iri]
) -> Iterator[ox.Literal | ox.NamedNode]:
    """The terms that an answer gives as this value, the plain literal first."""
    import pyoxigraph as ox

    def typed(text: str, kind: str) -> ox.Literal:
        return ox.Literal(text, datatype=ox.NamedNode(_XSD + kind))

    if isinstance(value, date):
        yield typed(value.isoformat(), "dateTime" if isinstance(value, datetime) else "date")
        return
    if isinstance(value, str):
        yield ox.Literal(value)
        yield ox.Literal(value, language="en")
        yield from (typed(value, kind) for kind in _TEXTS)
        # Records give a word of the vocabulary bare, and named questions and cards with spaces.
        if _WORD.fullmatch(value):
            word = value.strip().replace(" ", "-")
            yield ox.NamedNode(ST + word)
            yield ox.NamedNode(f"{ST}{word}-group")
        if PREFIXES["rdf"] + "predicate" in properties:
            named = predicates().values()
            yield from (ox.NamedNode(one.iri) for one in named if one.label == value)
        return
    yield typed(f"{value:f}", "decimal") if isinstance(value, Decimal) else ox.Literal(value)
    if isinstance(value, bool) or not isfinite(value):
        return
    exact = value if isinstance(value, Decimal) else Decimal(str(value))
    if exact == int(exact):
        yield from (typed(str(int(exact)), kind) for kind in sorted(WHOLE_NUMBERS))
    yield from (typed(f"{exact:f}", kind) for kind in ("decimal", "double", "float"))


def _stated(
    store: EvidenceStore,
    properties: Collection[Iri],
    terms: Sequence[ox.Literal | ox.NamedNode],
) -> ox.Literal | ox.NamedNode | None:
    """The first of some terms that one of the properties has."""
    if not properties:
        return None
    path = "|".join(f"<{iri}>" for iri in sorted(properties))
    numbered = " ".join(f"({n} {term})" for n, term in enumerate(terms))
    query = f"SELECT ?n {{ VALUES (?n ?c) {{ {numbered} }} FILTER EXISTS {{ ?s {path} ?c }} }}"
    with in_engine(store.dataset):
        rows: Any = store.dataset.query(query, use_default_graph_as_union=True)
        found = min((int(row[0].value) for row in rows), default=None)
    return None if found is None else terms[found]


def _of_rdflib(name: str, value: Any) -> ox.NamedNode | ox.Literal:
    import pyoxigraph as ox
    from rdflib import Literal, URIRef

    try:
        if isinstance(value, URIRef):
            return ox.NamedNode(str(value))
        if isinstance(value, Literal) and value.language:
            return ox.Literal(str(value), language=value.language)
        if isinstance(value, Literal):
            datatype = ox.NamedNode(str(value.datatype)) if value.datatype else None
            return ox.Literal(str(value), datatype=datatype)
    except ValueError as error:
        raise InputError(f"{name}={value!r} cannot be bound: {error}") from error
    raise InputError(f"{name}={value!r} cannot be bound; a value is an IRI or a literal")


def _written_out(text: str) -> str | None:
    """The IRI that a text is, written in full or as a CURIE of a known prefix."""
    prefix, colon, local = text.partition(":")
    if not colon or re.search(r'[\s<>"{}|^`\\]', text):
        return None
    if prefix in ("http", "https"):
        return text
    return PREFIXES[prefix] + local if prefix in PREFIXES else None
