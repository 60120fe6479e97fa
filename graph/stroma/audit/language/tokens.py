"""How are words compared? Folded tokens: case, accents, plural and British spelling do not matter, hyphens are spaces.

Read first: `tokenize` and `Trie`.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Final, Generic, TypeVar

_WORD = re.compile(r"[^\W_]+")
_GREEK: Final = {
    "α": "alpha",
    "β": "beta",
    "γ": "gamma",
    "δ": "delta",
    "κ": "kappa",
    "µ": "mu",
    "μ": "mu",
}
# British to American, on word parts; longest first.
_SPELLING: Final = (
    ("haem", "hem"), ("aemi", "emi"), ("paed", "ped"), ("oedem", "edem"), ("tumour", "tumor"),
    ("isation", "ization"), ("ised", "ized"), ("ising", "izing"), ("grey", "gray"), ("signalling", "signaling"),
    ("fibre", "fiber"), ("favour", "favor"), ("behaviour", "behavior"), ("orthopaed", "orthoped"),
    ("centre", "center"), ("neurone", "neuron"), ("programme", "program"), ("leuko", "leuco"), ("analyse", "analyze"),
)  # fmt: skip
_NOT_PLURAL = ("ss", "us", "is", "ous", "sis", "xis", "itis")

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Token:
    """One word of a text: its span, and its folded form."""

    start: int
    end: int
    raw: str
    form: str


@lru_cache(maxsize=65536)
def fold(word: str) -> str:
    """The form in which words are compared.

    Example:
        >>> fold("Tumours"), fold("Sjögren"), fold("studies"), fold("MSCs")
        ('tumor', 'sjogren', 'study', 'msc')
    """
    form = word.lower()
    if not form.isascii():
        form = "".join(_GREEK.get(c, c) for c in form)
        form = "".join(
            c for c in unicodedata.normalize("NFKD", form) if not unicodedata.combining(c)
        )
    if len(form) > 3 and form.endswith("s") and not form.endswith(_NOT_PLURAL):
        form = form[:-3] + "y" if form.endswith("ies") and len(form) > 4 else form[:-1]
    for british, american in _SPELLING:
        if british in form:
            form = form.replace(british, american)
    return form


def tokenize(text: str, start: int = 0, end: int | None = None) -> list[Token]:
    """The words of a text in order, with spans."""
    found = _WORD.finditer(text, start, len(text) if end is None else end)
    return [Token(m.start(), m.end(), m[0], fold(m[0])) for m in found]


def forms(surface: str) -> tuple[str, ...]:
    """The folded words of a surface form."""
    return tuple(fold(word) for word in _WORD.findall(surface))


@dataclass
class Trie(Generic[T]):
    """Longest match of word sequences.

    Example:
        >>> trie: Trie[str] = Trie()
        >>> trie.add("stem cell", "A")
        >>> list(trie.at(tokenize("two stem-cells"), 1))
        [(3, [('stem cell', 'A')])]
    """

    _root: dict[str, dict] = field(default_factory=dict)  # type: ignore[type-arg]

    def add(self, surface: str, value: T) -> None:
        """Register a surface form; several values may share one."""
        node = self._root
        words = forms(surface)
        if not words:
            return
        for word in words:
            node = node.setdefault(word, {})
        node.setdefault("", []).append((surface, value))  # type: ignore[arg-type, attr-defined]

    def at(self, tokens: Sequence[Token], i: int) -> Iterator[tuple[int, list[tuple[str, T]]]]:
        """Every match that begins at token `i`, shortest first: one past its last token, and its values."""
        node: dict[str, dict] | None = self._root  # type: ignore[type-arg]
        for j in range(i, len(tokens)):
            node = node.get(tokens[j].form) if node else None
            if node is None:
                return
            if "" in node:
                yield j + 1, node[""]  # type: ignore[misc]
