"""Is a doi of a query held in another spelling? In SPARQL it is matched letter by letter, and records hold it bare, as its paper has it.

Read first: `held_doi` and `dois_held_otherwise`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import pyoxigraph as ox

from stroma.forking import in_engine
from stroma.identifiers import FORMS, bare_identifier
from stroma.vocabulary import ST

if TYPE_CHECKING:
    from collections.abc import Iterator

    from stroma.queries.guard import CheckedQuery

__all__ = ["dois_held_otherwise", "held_doi"]

_HAS_DOI: Final = ox.NamedNode(ST + "doi")
_QUOTES: Final = ('"""', "'''", '"', "'")


def held_doi(store: Any, text: str) -> str | None:
    """A doi as a record holds it, from any of its usual spellings and in any case; None where none holds it.

    Example:
        >>> from stroma.store import open_store
        >>> held_doi(open_store().dataset, "https://doi.org/10.1016/s1474-4422(21)00301-x")
        '10.1016/S1474-4422(21)00301-X'
    """
    bare = bare_identifier(text.strip()).rstrip(".,;")
    if not FORMS["doi"].fits(bare):
        return None
    forms = " ".join(str(ox.Literal(form)) for form in dict.fromkeys((bare, bare.lower())))
    for query in (
        f"SELECT ?d {{ VALUES ?d {{ {forms} }} ?s {_HAS_DOI} ?d }} LIMIT 1",
        f"SELECT ?d {{ ?s {_HAS_DOI} ?d FILTER (LCASE(STR(?d)) = {ox.Literal(bare.lower())}) }} LIMIT 1",
    ):
        with in_engine(store):
            rows = store.query(query, use_default_graph_as_union=True)
            for (found,) in rows:
                return str(found.value)
    return None


def dois_held_otherwise(store: ox.Store, query: CheckedQuery) -> str:
    """What is to be said of the dois of a query that no record holds in this spelling, and one in another; empty for none.

    Example:
        >>> from stroma.queries.guard import inspect_query
        >>> from stroma.store import open_store
        >>> query = inspect_query("ASK { ?s st:doi 'https://doi.org/10.1016/S1474-4422(21)00301-X' }")
        >>> dois_held_otherwise(open_store().dataset, query)
        'the doi is held as "10.1016/S1474-4422(21)00301-X", and SPARQL compares letter by letter'
    """
    told = [
        f'"{held}"'
        for written in dict.fromkeys(_texts(query))
        if (held := held_doi(store, written)) is not None and held != written
    ]
    if not told:
        return ""
    what = "the doi is" if len(told) == 1 else "the dois are"
    return f"{what} held as {', '.join(told)}, and SPARQL compares letter by letter"


def _texts(query: CheckedQuery) -> Iterator[str]:
    for token in query.tokens:
        if token.kind == "string" and "10." in token.text:
            quote = next(quote for quote in _QUOTES if token.text.startswith(quote))
            yield token.text[len(quote) : -len(quote)]
