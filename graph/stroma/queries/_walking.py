"""How does one find the way through the tokens of a query: behind a bracket, to the one around a place, to its prefixes?

Read first: `closing`. The guard has seen that brackets pair; where they do not, a walk ends with the tokens.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

    from stroma.queries._tokens import Token

__all__ = ["closing", "declared_prefixes", "enclosing"]

_OPENS: Final = frozenset("{([")
_CLOSES: Final = frozenset("})]")


def closing(tokens: Sequence[Token], at: int) -> int:
    """The place of the bracket that closes the one at a place.

    Example:
        >>> from stroma.queries._tokens import tokenize
        >>> closing(tokenize("ASK { FILTER(?n IN (1, 2)) }"), 3)
        11
    """
    depth = 0
    for end in range(at, len(tokens)):
        text = tokens[end].text
        depth += (text in _OPENS) - (text in _CLOSES)
        if depth == 0:
            return end
    return len(tokens) - 1


def enclosing(tokens: Sequence[Token], at: int) -> int:
    """The place of the innermost bracket around a place; -1 where there is none.

    Example:
        >>> from stroma.queries._tokens import tokenize
        >>> enclosing(tokenize("ASK { FILTER(?n IN (1, 2)) }"), 11)
        3
    """
    depth = 0
    for opened in range(at - 1, -1, -1):
        text = tokens[opened].text
        depth += (text in _CLOSES) - (text in _OPENS)
        if depth < 0:
            return opened
    return -1


def declared_prefixes(tokens: Sequence[Token]) -> dict[str, str]:
    """Prefix to namespace, of those that a query declares itself.

    Example:
        >>> from stroma.queries._tokens import tokenize
        >>> declared_prefixes(tokenize("PREFIX ex: <http://example.org/> ASK { ex:a ?p ?o }"))
        {'ex': 'http://example.org/'}
    """
    return {
        tokens[at + 1].text[:-1]: tokens[at + 2].text[1:-1]
        for at in range(len(tokens) - 2)
        if tokens[at].word == "PREFIX" and tokens[at + 2].kind == "iri"
    }
