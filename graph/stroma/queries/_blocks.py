"""Which triples stand in a group, subject by subject, so that they can be put elsewhere? Read first: `blocks_of`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from stroma.queries._walking import closing

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from stroma.queries._tokens import Token

__all__ = ["Block", "OtherError", "Pair", "blocks_of"]

_NAMES: Final = frozenset(("iri", "pname"))


@dataclass(frozen=True, slots=True)
class Pair:
    """A predicate and an object of a subject, as written."""

    subject: str
    text: str
    is_known: bool
    """Whether the object is a value and no variable."""
    is_path: bool


@dataclass(frozen=True, slots=True)
class Block:
    """Triples with one subject, up to the dot."""

    start: int
    end: int
    pairs: tuple[Pair, ...]


class OtherError(Exception):
    """The group holds what is not read here."""


def blocks_of(tokens: Sequence[Token], opened: int) -> list[Block]:
    """The triples of a group, by the variable that is their subject; FILTER and OPTIONAL are passed over.

    Args:
        opened: the place of the bracket that opens the group.

    Raises:
        OtherError: the group holds more than that, or triples with another subject or a literal.

    Example:
        >>> from stroma.queries._tokens import tokenize
        >>> (block,) = blocks_of(tokenize("ASK { ?f a st:Finding ; st:foundBy/st:year ?y FILTER(?y > 2000) }"), 1)
        >>> [(pair.text, pair.is_known, pair.is_path) for pair in block.pairs]
        [('a st:Finding', True, False), ('st:foundBy / st:year ?y', False, True)]
    """
    return list(_Reader(tokens, opened + 1).blocks())


class _Reader:
    """Reads the blocks of one group."""

    def __init__(self, tokens: Sequence[Token], at: int) -> None:
        self.tokens, self.at = tokens, at

    def blocks(self) -> Iterator[Block]:
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
                raise OtherError

    def _token(self) -> Token:
        if self.at >= len(self.tokens):
            raise OtherError
        return self.tokens[self.at]

    def _skip(self, *, until: str) -> None:
        """Go behind the brackets that open next; what stands before them is the name of a function."""
        self.at += 1
        if until == "(" and self._token().kind in ("word", "iri", "pname"):
            if self._token().word in ("EXISTS", "NOT"):
                raise OtherError
            self.at += 1
        if self._token().text != until:
            raise OtherError
        self.at = closing(self.tokens, self.at) + 1

    def _block(self) -> Block:
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
            raise OtherError
        stop = end.end if end.text == "." else self.tokens[self.at - 1].end
        return Block(first.start, stop, tuple(pairs))

    def _pair(self, subject: str) -> Pair:
        first, is_path = self.at, False
        while True:
            if self._token().text == "^":
                self.at, is_path = self.at + 1, True
            if self._token().kind not in _NAMES and self._token().text != "a":
                raise OtherError
            self.at += 1
            if self._token().text in ("*", "+", "?"):
                self.at, is_path = self.at + 1, True
            if self._token().text not in ("/", "|"):
                break
            self.at, is_path = self.at + 1, True
        value = self._token()
        if value.kind not in ("var", *_NAMES):
            raise OtherError
        self.at += 1
        text = " ".join(token.text for token in self.tokens[first : self.at])
        return Pair(subject, text, is_known=value.kind != "var", is_path=is_path)
