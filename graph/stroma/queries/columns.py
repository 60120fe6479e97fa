"""In which order do the columns of `SELECT *` stand? As the variables appear in the query; the engine sorts them by name.

Read first: `column_order`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from stroma.queries.guard import CheckedQuery

__all__ = ["column_order"]


def column_order(query: CheckedQuery, variables: Sequence[str]) -> list[int]:
    """The places of the columns that the engine gave, in the order in which they are to stand.

    Example:
        >>> from stroma.queries.guard import inspect_query
        >>> column_order(inspect_query("SELECT * { ?study st:year ?year ; st:phase ?phase }"), ["phase", "study", "year"])
        [1, 2, 0]
    """
    order = list(range(len(variables)))
    if not _selects_all(query):
        return order
    named = dict.fromkeys(token.text[1:] for token in query.tokens if token.kind == "var")
    places = {name: place for place, name in enumerate(named)}
    return sorted(order, key=lambda at: places.get(variables[at], len(places)))


def _selects_all(query: CheckedQuery) -> bool:
    """Whether the outer SELECT has a star."""
    words = [token.text.upper() for token in query.tokens]
    at = words.index("SELECT") + 1 if "SELECT" in words else len(words)
    while at < len(words) and words[at] in ("DISTINCT", "REDUCED"):
        at += 1
    return at < len(words) and words[at] == "*"
