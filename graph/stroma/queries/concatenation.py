"""How are numbers and IRIs concatenated? As their texts; the engine alone gives no value where one of them is no text.

Read first: `concatenate_texts`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from stroma.queries._tokens import tokenize

if TYPE_CHECKING:
    from collections.abc import Sequence

    from stroma.queries._tokens import Token

__all__ = ["concatenate_texts"]


def concatenate_texts(text: str) -> str:
    """The query with what each GROUP_CONCAT takes as a text; a text stays as it is, with its language.

    Example:
        >>> concatenate_texts('SELECT (GROUP_CONCAT(DISTINCT ?y; SEPARATOR=",") AS ?ys) { ?s st:year ?y }')
        'SELECT (GROUP_CONCAT(DISTINCT COALESCE(CONCAT(?y), STR(?y)); SEPARATOR=",") AS ?ys) { ?s st:year ?y }'
    """
    tokens = tokenize(text)
    for at in reversed(range(len(tokens) - 1)):
        if tokens[at].text.upper() != "GROUP_CONCAT" or tokens[at].kind != "word":
            continue
        first = (
            at + 2 + (tokens[at + 2 : at + 3] != [] and tokens[at + 2].text.upper() == "DISTINCT")
        )
        last = _end(tokens, first)
        # One variable alone: two copies of a longer expression would be evaluated twice, and may hold what must not be.
        if last == first and tokens[first].kind == "var":
            name = tokens[first]
            whole = f"COALESCE(CONCAT({name.text}), STR({name.text}))"
            text = text[: name.start] + whole + text[name.end :]
    return text


def _end(tokens: Sequence[Token], first: int) -> int:
    """The last token of the expression that begins at a place."""
    depth, at = 0, first
    while at < len(tokens) and (depth or tokens[at].text not in (";", ")")):
        depth += (tokens[at].text == "(") - (tokens[at].text == ")")
        at += 1
    return at - 1
