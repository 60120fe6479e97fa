"""How deep, how long and how broad may a query be before the engine suffers?

Read first: `Limits`. The numbers were measured on pyoxigraph 0.5.13; each says where it comes from.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final, NoReturn

from stroma.queries._tokens import Token, place, refused, syntax_error

# The engine's parser overflows its stack between 2,000 and 2,300 nested groups (pyoxigraph 0.5.13).
MAX_DEPTH: Final = 100
# Planning one group takes about n^4: 100 patterns 1 s, 200 patterns 13 s, even on an empty store.
MAX_PATTERNS: Final = 100
# Nested OPTIONALs are planned again at each level: 45 levels of 7 patterns 2.3 s, 30 levels 0.5 s.
MAX_ALL_PATTERNS: Final = 300
# Chains of operators or clauses become trees as deep as they are long; 4,000 still work, 6,600 UNIONs do not.
MAX_PARTS: Final = 1000

# A group behind one of these is planned by itself; any other is joined into the group around it.
_OWN_PLAN: Final = frozenset(("OPTIONAL", "MINUS", "EXISTS", "UNION"))
_OPERATORS: Final = frozenset(("||", "&&", "|", "/", "+", "-", "*", "=", "!=", "<", ">", "^", "!"))
_TERMS: Final = frozenset(("iri", "string", "var", "blank", "pname", "number"))
_CLOSING: Final = {"{": "}", "(": ")", "[": "]"}


@dataclass(slots=True)
class _Frame:
    """An open bracket: what is in it, and how many triple patterns it holds."""

    opened: Token
    role: str  # group | template | data | arguments | list
    own_plan: bool = False
    is_select: bool = False
    is_empty: bool = True
    own: int = 0
    inherited: int = 0

    @property
    def patterns(self) -> int:
        """Patterns that the engine plans together; separators are counted, so the last one is added."""
        return self.own + self.inherited + (self.role == "group" and not self.is_empty)


@dataclass(slots=True)
class Limits:
    """Nesting, balance, patterns in a group and length of chains, as counted up to the present token."""

    text: str
    previous: Token | None = None
    stack: list[_Frame] = field(default_factory=list)
    values_open: bool = False
    parts: int = 0
    signs: int = 0
    nested_triples: int = 0
    all_patterns: int = 0

    def read(self, token: Token) -> None:
        """Count the next token.

        Raises:
            QueryRefusedError: more than the engine survives.
            QuerySyntaxError: brackets that do not pair.
        """
        self._read(token, self.previous)
        self.previous = token

    def finish(self) -> None:
        """See that nothing stays open.

        Raises:
            QuerySyntaxError: something does.
        """
        if self.stack:
            opened = self.stack[-1].opened
            raise syntax_error(self.text, opened.start, f"this {opened.text!r} is never closed")

    def _read(self, token: Token, previous: Token | None) -> None:
        inside = self.stack[-1] if self.stack else None
        self.signs = self.signs + 1 if token.text == "!" else 0
        if self.signs > MAX_DEPTH:
            raise refused(self.text, token, f"it has more than {MAX_DEPTH} `!` in a row")
        if token.kind == "op":
            self._read_operator(token, previous, inside)
        elif token.kind == "word":
            self.values_open = self.values_open or token.word == "VALUES"
            if inside is not None and inside.is_empty:
                inside.is_select = token.word == "SELECT"
        elif inside is not None and inside.role == "list" and token.kind in _TERMS:
            inside.own += 1
        if inside is not None:
            inside.is_empty = False

    def _read_operator(self, token: Token, previous: Token | None, inside: _Frame | None) -> None:
        role = "top" if inside is None else inside.role
        if token.text in _OPERATORS or (token.text in _CLOSING and role != "data"):
            self.parts += 1
        if token.text == "<" and previous and previous.text == "<" and previous.end == token.start:
            self.nested_triples += 1
        if self.parts > MAX_PARTS or self.nested_triples > MAX_DEPTH:
            reason = f"it has more than {MAX_PARTS:,} operators and brackets"
            raise refused(self.text, token, reason)
        if token.text in _CLOSING:
            if len(self.stack) >= MAX_DEPTH:
                raise refused(self.text, token, f"it is nested more than {MAX_DEPTH} deep")
            self.stack.append(self._open(token, previous, role))
        elif token.text in ")]}":
            self._close(token)
        elif inside is not None:
            # A comma separates objects, and arguments.
            inside.own += token.text in (".;/" if role in ("arguments", "data") else ".;,/")
            # Here and not only where it closes: what comes behind is not worth reading any more.
            if role not in ("template", "data") and inside.own > MAX_PATTERNS:
                self._refuse_patterns(inside)

    def _open(self, token: Token, previous: Token | None, outer: str) -> _Frame:
        before = previous.word if previous is not None else ""
        if token.text == "{":
            if self.values_open:
                self.values_open = False
                return _Frame(token, "data")
            if before == "CONSTRUCT":
                return _Frame(token, "template")
            return _Frame(token, "group", own_plan=before in _OWN_PLAN)
        if token.text == "[":
            return _Frame(token, "list", own=1)
        if outer == "data" or self.values_open:
            return _Frame(token, "data")
        is_call = before not in ("", "A", "TRUE", "FALSE")
        return _Frame(token, "arguments" if is_call or outer in ("arguments", "top") else "list")

    def _close(self, token: Token) -> None:
        if not self.stack:
            raise syntax_error(self.text, token.start, f"this {token.text!r} closes nothing")
        frame = self.stack.pop()
        if _CLOSING[frame.opened.text] != token.text:
            line, column = place(self.text, frame.opened.start)
            opened = f"the {frame.opened.text!r} of line {line}, column {column}"
            raise syntax_error(self.text, token.start, f"{token.text!r} closes {opened}")
        if frame.role in ("template", "data"):
            return
        self.all_patterns += frame.patterns - frame.inherited
        if frame.patterns > MAX_PATTERNS or self.all_patterns > MAX_ALL_PATTERNS:
            self._refuse_patterns(frame)
        if self.stack and not frame.own_plan:
            self.stack[-1].inherited += 1 if frame.is_select else frame.patterns

    def _refuse_patterns(self, frame: _Frame) -> NoReturn:
        most = f"{MAX_PATTERNS} triple patterns in a group, or {MAX_ALL_PATTERNS} in all"
        reason = f"it has more than {most}; ask for less, or in parts"
        raise refused(self.text, frame.opened, reason)
