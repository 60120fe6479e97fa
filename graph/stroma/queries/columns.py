"""In which order do the columns of `SELECT *` stand? As the variables appear in the query; the engine sorts them by name.

Read first: `name_columns`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pyoxigraph as ox

from stroma.queries.guard import inspect_query

if TYPE_CHECKING:
    from stroma.queries.guard import CheckedQuery

__all__ = ["name_columns"]

# Planning a long query takes the engine seconds, without data too; its columns stay sorted by name.
_MOST_TOKENS: Final = 500


def name_columns(query: CheckedQuery) -> CheckedQuery:
    """The query with its outer `SELECT *` written out; any other query, one with a slip included, comes back as it is.

    Which variables `*` stands for is asked of the engine, on a store without data.

    Example:
        >>> name_columns(inspect_query("SELECT * { ?study st:year ?year ; st:phase ?phase }")).text
        'SELECT ?study ?year ?phase { ?study st:year ?year ; st:phase ?phase }'
    """
    text, tokens = query.text, query.tokens
    select = next((i for i, t in enumerate(tokens) if t.text.upper() == "SELECT"), len(tokens))
    star = select + 1
    while star < len(tokens) and tokens[star].text.upper() in ("DISTINCT", "REDUCED"):
        star += 1
    if star >= len(tokens) or tokens[star].text != "*" or len(tokens) > _MOST_TOKENS:
        return query
    try:
        answer = ox.Store().query(text, prefixes=dict(query.prefixes))
    except (SyntaxError, ValueError, RuntimeError, OSError):
        return query
    if not isinstance(answer, ox.QuerySolutions):
        return query
    known = {variable.value for variable in answer.variables}
    names = dict.fromkeys(t.text[1:] for t in tokens if t.kind == "var")
    written = " ".join(f"?{name}" for name in names if name in known)
    if not written:
        return query
    named = text[: tokens[star].start] + written + text[tokens[star].end :]
    return inspect_query(named, prefixes=query.prefixes)
