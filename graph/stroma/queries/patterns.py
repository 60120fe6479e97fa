"""Which triple patterns does a query hold? A reading for hints, not for answering.

Read first: `read_patterns`. What it cannot read for certain it leaves out, so that a hint is never about something
that the person did not write.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final

from pyoxigraph import Literal, NamedNode

from stroma.queries._tokens import Token
from stroma.queries._walking import closing, declared_prefixes
from stroma.vocabulary import PREFIXES, RDF_TYPE, Iri

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["Pattern", "Reading", "read_patterns", "with_values"]

_TERMS: Final = frozenset(("iri", "pname", "var", "string", "number", "blank"))
# Behind these stands an expression, which holds no pattern unless it says EXISTS.
_EXPRESSIONS: Final = frozenset(("FILTER", "BIND", "HAVING", "ORDER", "GROUP", "BY", "ASC", "DESC"))


@dataclass(frozen=True, slots=True)
class Pattern:
    """One triple pattern; a name is an IRI, a variable keeps its `?`."""

    subject: str
    steps: tuple[Iri, ...]
    """Properties of the path from subject to object, one for a plain predicate; empty when it is no plain chain."""
    object: Token | None
    suffix: str = ""
    """Language or datatype behind a literal, as written."""
    is_compared: bool = False
    """Whether FILTER compares the object, where numbers of two types may be equal."""


@dataclass(slots=True)
class Reading:
    """What was read from a query."""

    patterns: list[Pattern] = field(default_factory=list)
    graphs: list[Iri] = field(default_factory=list)
    """Graphs that GRAPH, FROM and FROM NAMED name."""
    prefixes: dict[str, str] = field(default_factory=dict)
    filtered: dict[str, None] = field(default_factory=dict)
    """Variables inside FILTER, in order."""
    bound: dict[str, None] = field(default_factory=dict)
    """Variables that something gives a value, in order."""

    def iri(self, token: Token) -> Iri:
        """The IRI of a token; empty when it is none or its prefix is not known."""
        if token.kind == "iri":
            return token.text[1:-1]
        if token.kind == "word" and token.text == "a":
            return RDF_TYPE
        if token.kind != "pname":
            return ""
        prefix, local = token.text.split(":", 1)
        namespace = self.prefixes.get(prefix)
        return "" if namespace is None else namespace + local.replace("\\", "")


def read_patterns(tokens: Sequence[Token]) -> Reading:
    """The triple patterns, graphs and variables of a query that the guard accepts.

    Example:
        >>> from stroma.queries._tokens import tokenize
        >>> reading = read_patterns(tokenize("ASK { ?s st:year 2021 ; st:foundBy/st:slug ?slug FILTER(?n > 3) }"))
        >>> [(p.subject, len(p.steps), p.object.text) for p in reading.patterns], list(reading.filtered)
        ([('?s', 1, '2021'), ('?s', 2, '?slug')], ['?n'])
    """
    return _Reader(tokens).read()


def properties_by_object(tokens: Sequence[Token]) -> dict[str, set[Iri]]:
    """Variable, without its mark, to the properties whose object it is."""
    found: dict[str, set[Iri]] = {}
    for pattern in read_patterns(tokens).patterns:
        if pattern.steps and pattern.object is not None and pattern.object.kind == "var":
            found.setdefault(pattern.object.text[1:], set()).add(pattern.steps[-1])
    return found


def with_values(pattern: Pattern, bindings: Mapping[str, NamedNode | Literal]) -> Pattern:
    """A pattern with the values in the place of the variables that are bound to them."""
    subject, object_ = pattern.subject, pattern.object
    if isinstance(value := bindings.get(subject[1:]), NamedNode) and subject.startswith("?"):
        subject = value.value
    if object_ is not None and object_.kind == "var":
        value = bindings.get(object_.text[1:])
        if isinstance(value, NamedNode):
            object_ = Token("iri", str(value), object_.start)
        elif value is not None:
            # A number is written as such, any other literal as a text.
            is_number = str(value) != str(Literal(value.value)) and value.value[-1:].isdigit()
            kind, text = (
                ("number", value.value) if is_number else ("string", str(Literal(value.value)))
            )
            object_ = Token(kind, text, object_.start)
    return replace(pattern, subject=subject, object=object_)


class _Reader:
    def __init__(self, tokens: Sequence[Token], prefixes: Mapping[str, str] | None = None) -> None:
        self.tokens = tokens
        self.at = 0
        self.reading = Reading(prefixes=dict(prefixes or {**PREFIXES, **declared_prefixes(tokens)}))
        # The end of the last EXISTS whose patterns were read.
        self._told_to = -1

    def read(self) -> Reading:
        self._read_head()
        subject = ""
        steps: tuple[Iri, ...] | None = None
        # Inside [ … ] the subject is the blank node; the one outside waits here.
        waiting: list[tuple[str, tuple[Iri, ...] | None]] = []
        while (token := self._next()) is not None:
            word = token.word
            if token.text in "{}." and token.kind == "op":
                subject, steps = "", None
            elif word == "SELECT":
                self._skip_select()
            elif word in ("GRAPH", "FROM"):
                self._read_graph()
            elif word == "VALUES":
                self._skip_values()
            elif word in _EXPRESSIONS:
                self._skip_expression(is_filter=word == "FILTER")
            elif word in ("TRUE", "FALSE") and subject and steps is not None:
                self._add(subject, steps, Token("boolean", token.text, token.start))
            elif word and word != "A":
                subject, steps = "", None
            elif token.text == ";":
                steps = None
            elif token.text == "]":
                outer = waiting.pop() if waiting else ("", None)
                subject, steps = outer if outer[0] else (subject, None)
            elif token.text == "[":
                waiting.append((subject, steps))
                subject, steps = f"[{token.start}", None
            elif not subject:
                if token.kind in _TERMS:
                    subject = self._name(token)
            elif steps is None:
                self.at -= 1
                steps = self._read_path()
            elif token.kind in _TERMS:
                self._add(subject, steps, token)
        return self.reading

    def _next(self) -> Token | None:
        if self.at >= len(self.tokens):
            return None
        self.at += 1
        return self.tokens[self.at - 1]

    def _peek(self) -> str:
        return self.tokens[self.at].text if self.at < len(self.tokens) else ""

    def _read_head(self) -> None:
        while (token := self._next()) is not None and token.text != "{":
            if token.word == "FROM":
                self._read_graph()
            elif token.word == "AS":
                self._bind_next()

    def _read_graph(self) -> None:
        if self._peek().upper() == "NAMED":
            self.at += 1
        token = self._next()
        if token is not None and token.kind == "var":
            self.reading.bound[token.text] = None
        elif token is not None and (iri := self.reading.iri(token)):
            self.reading.graphs.append(iri)

    def _bind_next(self) -> None:
        if (token := self._next()) is not None and token.kind == "var":
            self.reading.bound[token.text] = None

    def _skip_select(self) -> None:
        while (token := self._next()) is not None and token.text != "{":
            if token.word == "AS":
                self._bind_next()

    def _skip_values(self) -> None:
        while self._peek() not in ("{", ""):
            self._bind_next()
        self.at = closing(self.tokens, self.at) + 1

    def _skip_expression(self, *, is_filter: bool) -> None:
        """Go behind the brackets of an expression; a function's name may stand before them."""
        while self._peek() not in ("(", "{", "") and not self._peek().startswith(("?", "$")):
            if self._peek().upper() in ("LIMIT", "OFFSET", "}"):
                return
            self.at += 1
        while self._peek().startswith(("?", "$")):
            self.at += 1
        if self._peek() != "(":
            return
        depth = 0
        while (token := self._next()) is not None:
            depth += (token.text in ("(", "{")) - (token.text in (")", "}"))
            if token.text == "{":  # EXISTS: what is inside may give its own variables a value
                is_filter = False
                end = closing(self.tokens, self.at - 1)
                inner = _Reader(self.tokens[self.at - 1 : end + 1], self.reading.prefixes).read()
                # What stands inside again is told by the inner reading.
                start = self.tokens[self.at - 1].start
                if start > self._told_to:
                    self.reading.patterns += inner.patterns
                    self._told_to = self.tokens[end].start
            if token.word == "AS":
                self._bind_next()
            elif token.kind == "var":
                seen = self.reading.filtered if is_filter else self.reading.bound
                if is_filter or depth > 1:
                    seen[token.text] = None
            if depth == 0:
                return

    def _read_path(self) -> tuple[Iri, ...]:
        steps: list[Iri] = []
        is_chain = True
        while (token := self._next()) is not None:
            if token.text in ("^", "!"):
                is_chain = False
                continue
            if token.text == "(":
                is_chain = False
                self.at = closing(self.tokens, self.at - 1) + 1
            elif token.kind == "var":
                self.reading.bound[token.text] = None
                is_chain = False
            elif iri := self.reading.iri(token):
                steps.append(iri)
            else:
                is_chain = False
            while self._peek() in ("*", "+", "?"):
                self.at += 1
                is_chain = False
            if self._peek() not in ("/", "|"):
                break
            is_chain = is_chain and self._peek() == "/"
            self.at += 1
        return tuple(steps) if is_chain else ()

    def _add(self, subject: str, steps: tuple[Iri, ...], token: Token) -> None:
        suffix = ""
        if token.kind == "string" and self._peek().startswith(("@", "^^")):
            suffix = self._peek()
            self.at += 1
            if suffix == "^^":
                suffix += self._peek()
                self.at += 1
        self._name(token)
        self.reading.patterns.append(Pattern(subject, steps, token, suffix))

    def _name(self, token: Token) -> str:
        if token.kind == "var":
            self.reading.bound[token.text] = None
            return token.text
        return self.reading.iri(token) or token.text
