"""Which RDF term does a variable of a query get, when Python gives a value for it?

Read first: `bound_term`. Terms of pyoxigraph and rdflib are taken as they are; a text may name a term or a source.
"""

from __future__ import annotations

import re
import sys
from typing import TYPE_CHECKING, Any, TypeAlias

from stroma.errors import InputError, UnknownTermError
from stroma.vocabulary import PREFIXES

if TYPE_CHECKING:
    import pyoxigraph as ox
    import rdflib

    from stroma.store import EvidenceStore

__all__ = ["Bound", "bound_term"]

Bound: TypeAlias = "str | float | bool | ox.NamedNode | ox.Literal | rdflib.term.Identifier"
"""What can be bound to a variable."""


def bound_term(store: EvidenceStore, name: str, value: Bound) -> ox.NamedNode | ox.Literal:
    """The term for a value: of a text that names a term or a source, a CURIE or an IRI that IRI, else a literal.

    Args:
        name: of the variable, for the message.

    Raises:
        InputError: the value cannot stand in a query, as a blank node cannot.
    """
    import pyoxigraph as ox

    if isinstance(value, ox.NamedNode | ox.Literal):
        return value
    if (rdflib := sys.modules.get("rdflib")) and isinstance(value, rdflib.term.Identifier):
        return _of_rdflib(name, value)
    if not isinstance(value, str | int | float):
        raise InputError(
            f"{name}={value!r} cannot be bound; give a text, a number or an RDF term, or leave {name} out"
        )
    try:
        if not isinstance(value, str):
            return ox.Literal(value)
        iri = _named(store, value) or _written_out(value)
        return ox.Literal(value) if iri is None else ox.NamedNode(iri)
    except (ValueError, OverflowError) as error:
        raise InputError(f"{name}={value!r} cannot be bound: {error}") from error


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


def _named(store: EvidenceStore, text: str) -> str | None:
    """The IRI of the term or source with this name."""
    for resolve in (store.resolve_term, store.resolve_source):
        try:
            return resolve(text)
        except UnknownTermError:
            continue
    return None


def _written_out(text: str) -> str | None:
    """The IRI that a text is, written in full or as a CURIE of a known prefix."""
    prefix, colon, local = text.partition(":")
    if not colon or re.search(r'[\s<>"{}|^`\\]', text):
        return None
    if prefix in ("http", "https"):
        return text
    return PREFIXES[prefix] + local if prefix in PREFIXES else None
