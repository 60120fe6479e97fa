"""How does a count over all findings cost a join and not a look-up for each? What many share is intersected first.

Read first: `intersect_stars`. The planner has no statistics: of `?f a st:Finding ; st:direction st:supports ; …` it reads all that
one pattern has, and asks for each of them whether it has the others. Where every known value is shared by thousands, reading
them all and intersecting costs a fifth of that. Both are the same in the algebra of SPARQL: a basic graph pattern is the join of
its parts, and a sub-select without a modifier is its pattern.

Out of scope: queries that stop early (no order, no count), and groups that hold more than triples, FILTER and OPTIONAL.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import pyoxigraph as ox

from stroma.queries._tokens import tokenize
from stroma.queries._walking import closing
from stroma.vocabulary import PREFIXES

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from stroma.queries._tokens import Token

__all__ = ["intersect_stars"]

# Fewer than this many are looked up faster than all of another value are read.
_MANY: Final = 5_000
_NAMES: Final = frozenset(("iri", "pname"))


@dataclass(frozen=True, slots=True)
class _Pair:
    """A predicate and an object of a subject, as written."""

    subject: str
    text: str
    is_known: bool
    """Whether the object is a value and no variable."""
    is_path: bool


@dataclass(frozen=True, slots=True)
class _Block:
    """Triples with one subject, up to the dot."""

    start: int
    end: int
    pairs: tuple[_Pair, ...]


class _OtherError(Exception):
    """The group holds what is not read here."""


def intersect_stars(
    store: ox.Store, text: str, prefixes: Mapping[str, str] = PREFIXES, *, many: int = _MANY
) -> str:
    """The query, with known values of one subject that are each shared by many put into sub-selects, which the engine intersects.

    Worth it where the query reads everything (`CheckedQuery.reads_all`); one that stops early is faster as it is.

    Args:
        many: how many subjects must share each known value of the group; with fewer the query stays as it is.

    Example:
        >>> from stroma.store import open_store
        >>> query = "SELECT (COUNT(*) AS ?n) { ?f a st:Finding ; st:foundBy ?s ; st:direction st:supports }"
        >>> intersect_stars(open_store().dataset, query, many=100)
        'SELECT (COUNT(*) AS ?n) { {SELECT ?f {?f a st:Finding}} {SELECT ?f {?f st:direction st:supports}} ?f st:foundBy ?s . }'
    """
    tokens = tokenize(text)
    words = [token.word for token in tokens]
    if words.count("SELECT") != 1 or "FROM" in words:
        return text
    try:
        blocks = list(_Reader(tokens).blocks())
    except _OtherError:
        return text
    known = [pair for block in blocks for pair in block.pairs if pair.is_known]
    subjects = [pair.subject for pair in known]
    stars = {subject for subject in subjects if subjects.count(subject) > 1}
    head = text[: next(t.start for t in tokens if t.word == "SELECT")]
    if not stars or not all(_is_shared(store, head, pair, prefixes, many) for pair in known):
        return text
    for block in reversed(blocks):
        if any(pair.is_known and pair.subject in stars for pair in block.pairs):
            text = f"{text[: block.start]}{_rewritten(block)}{text[block.end :]}"
    return text


def _rewritten(block: _Block) -> str:
    subject = block.pairs[0].subject
    parts = [
        f"{{SELECT {subject} {{{subject} {pair.text}}}}}" for pair in block.pairs if pair.is_known
    ]
    if others := [pair.text for pair in block.pairs if not pair.is_known]:
        parts.append(f"{subject} {' ; '.join(others)} .")
    return " ".join(parts)


def _is_shared(
    store: ox.Store, head: str, pair: _Pair, prefixes: Mapping[str, str], many: int
) -> bool:
    """Whether at least so many have this value."""
    if pair.is_path:
        return False
    query = (
        f"{head}SELECT {pair.subject} {{ {pair.subject} {pair.text} }} OFFSET {many - 1} LIMIT 1"
    )
    try:
        found = store.query(query, prefixes=dict(prefixes), use_default_graph_as_union=True)
    except SyntaxError:  # the query itself is told so, with its own place
        return False
    return isinstance(found, ox.QuerySolutions) and next(found, None) is not None


class _Reader:
    """The blocks of the only group of a query that is no OPTIONAL."""

    def __init__(self, tokens: Sequence[Token]) -> None:
        self.tokens = tokens
        self.at = next((n + 1 for n, token in enumerate(tokens) if token.text == "{"), len(tokens))

    def blocks(self) -> Iterator[_Block]:
        while (token := self._token()).text != "}":
            word = token.word
            if token.kind == "var":
                yield self._block()
            elif word == "FILTER":
                self._skip(until="(")
            elif word == "OPTIONAL":
                self._skip(until="{")
            elif token.text == ".":
                self.at += 1
            else:
                raise _OtherError
        # A group that is followed by another one is part of a union or of a larger query.
        if any(token.text in ("{", "}") for token in self.tokens[self.at + 1 :]):
            raise _OtherError

    def _token(self) -> Token:
        if self.at >= len(self.tokens):
            raise _OtherError
        return self.tokens[self.at]

    def _skip(self, *, until: str) -> None:
        """Go behind the brackets that open next; what stands before them is the name of a function."""
        self.at += 1
        if until == "(" and self._token().kind in ("word", "iri", "pname"):
            if self._token().word in ("EXISTS", "NOT"):
                raise _OtherError
            self.at += 1
        if self._token().text != until:
            raise _OtherError
        self.at = closing(self.tokens, self.at) + 1

    def _block(self) -> _Block:
        first = self._token()
        self.at += 1
        pairs = [self._pair(first.text)]
        while self._token().text == ";":
            self.at += 1
            if self._token().text in (";", ".", "}"):
                continue
            pairs.append(self._pair(first.text))
        end = self._token()
        if end.text == ".":
            self.at += 1
        elif end.kind == "op" and end.text != "}":
            raise _OtherError
        stop = end.end if end.text == "." else self.tokens[self.at - 1].end
        return _Block(first.start, stop, tuple(pairs))

    def _pair(self, subject: str) -> _Pair:
        first, is_path = self.at, False
        while True:
            if self._token().text == "^":
                self.at, is_path = self.at + 1, True
            if self._token().kind not in _NAMES and self._token().text != "a":
                raise _OtherError
            self.at += 1
            if self._token().text in ("*", "+", "?"):
                self.at, is_path = self.at + 1, True
            if self._token().text not in ("/", "|"):
                break
            self.at, is_path = self.at + 1, True
        value = self._token()
        if value.kind not in ("var", *_NAMES):
            raise _OtherError
        self.at += 1
        text = " ".join(token.text for token in self.tokens[first : self.at])
        return _Pair(subject, text, is_known=value.kind != "var", is_path=is_path)
