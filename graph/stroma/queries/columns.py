"""In which order do the columns of `SELECT *` stand? As the variables appear in the query; the engine sorts them by name.

Read first: `name_columns`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pyoxigraph as ox

from stroma.queries._tokens import tokenize
from stroma.vocabulary import PREFIXES

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["name_columns"]

# Planning a long query takes the engine seconds, without data too; its columns stay sorted by name.
_MOST_TOKENS: Final = 500


def name_columns(text: str, *, prefixes: Mapping[str, str] = PREFIXES) -> str:
    """The query with its outer `SELECT *` written out; any other query, one with a slip included, comes back as it is.

    Which variables `*` stands for is asked of the engine, on a store without data.

    Example:
        >>> name_columns("SELECT * { ?study st:year ?year ; st:phase ?phase }")
        'SELECT ?study ?year ?phase { ?study st:year ?year ; st:phase ?phase }'
    """
    tokens = tokenize(text)
    select = next((i for i, t in enumerate(tokens) if t.text.upper() == "SELECT"), len(tokens))
    star = select + 1
    while star < len(tokens) and tokens[star].text.upper() in ("DISTINCT", "REDUCED"):
        star += 1
    if star >= len(tokens) or tokens[star].text != "*" or len(tokens) > _MOST_TOKENS:
        return text
    try:
        answer = ox.Store().query(text, prefixes=dict(prefixes))
    except (SyntaxError, ValueError, RuntimeError, OSError):
        return text
    if not isinstance(answer, ox.QuerySolutions):
        return text
    known = {variable.value for variable in answer.variables}
    names = dict.fromkeys(t.text[1:] for t in tokens if t.kind == "var")
    written = " ".join(f"?{name}" for name in names if name in known)
    return text[: tokens[star].start] + written + text[tokens[star].end :] if written else text
