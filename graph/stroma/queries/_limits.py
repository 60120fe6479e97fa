"""How deep, how long and how broad may a query be before the engine suffers?

Read first: `check_limits`. The numbers were measured on pyoxigraph 0.5.13; each says where it comes from.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from stroma.queries._tokens import Token, place, refused, syntax_error

if TYPE_CHECKING:
    from collections.abc import Sequence

# The engine's parser overflows its stack between 2,000 and 2,300 nested groups (pyoxigraph 0.5.13).
MAX_DEPTH: Final = 100
# Planning one group takes about n^4: 100 patterns 1 s, 200 patterns 13 s, even on an empty store.
MAX_PATTERNS: Final = 100
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
    patterns: int = 0
    tokens: int = 0


def check_limits(text: str, tokens: Sequence[Token]) -> None:
    """Check nesting, balance, patterns in a group and length of chains, in one pass over the tokens.

    Raises:
        QueryRefusedError: more than the engine survives.
        QuerySyntaxError: brackets that do not pair.
    """
    stack: list[_Frame] = []
    parts = nested_triples = signs = 0
    values_open = False
    for i, token in enumerate(tokens):
        previous = tokens[i - 1] if i else None
        signs = signs + 1 if token.text == "!" else 0
        if signs > MAX_DEPTH:
            raise refused(text, token, f"more than {MAX_DEPTH} `!` in a row")
        if token.kind == "word":
            values_open = values_open or token.text.upper() == "VALUES"
            if stack and not stack[-1].tokens:
                stack[-1].is_select = token.text.upper() == "SELECT"
        if token.kind != "op":
            if stack:
                stack[-1].tokens += 1
                stack[-1].patterns += stack[-1].role == "list" and token.kind in _TERMS
            continue
        in_data = bool(stack) and stack[-1].role == "data"
        if token.text == "<" and previous and previous.text == "<" and previous.end == token.start:
            nested_triples += 1
        if token.text in _OPERATORS or (token.text in _CLOSING and not in_data):
            parts += 1
        if parts > MAX_PARTS or nested_triples > MAX_DEPTH:
            raise refused(text, token, f"it has more than {MAX_PARTS:,} operators and brackets")
        if token.text in _CLOSING:
            if len(stack) >= MAX_DEPTH:
                raise refused(text, token, f"it is nested more than {MAX_DEPTH} deep")
            frame = _open(token, previous, stack, values_open=values_open)
            values_open = values_open and token.text != "{"
            if stack:
                stack[-1].tokens += 1
            stack.append(frame)
        elif token.text in ")]}":
            _close(text, token, stack)
        elif stack:
            stack[-1].tokens += 1
            counts = ".;/" if stack[-1].role in ("arguments", "data") else ".;,/"
            stack[-1].patterns += token.text in counts
    if stack:
        raise syntax_error(
            text, stack[-1].opened.start, f"this {stack[-1].opened.text!r} is never closed"
        )


def _open(
    token: Token, previous: Token | None, stack: Sequence[_Frame], *, values_open: bool
) -> _Frame:
    before = previous.text.upper() if previous is not None and previous.kind == "word" else ""
    outer = stack[-1].role if stack else "top"
    if token.text == "{":
        if values_open:
            return _Frame(token, "data")
        if before == "CONSTRUCT":
            return _Frame(token, "template")
        return _Frame(token, "group", own_plan=before in _OWN_PLAN)
    if token.text == "[":
        return _Frame(token, "list", patterns=1)
    if outer in ("data", "arguments", "top") or (before and before not in ("A", "TRUE", "FALSE")):
        return _Frame(token, "data" if outer == "data" or values_open else "arguments")
    return _Frame(token, "list")


def _close(text: str, token: Token, stack: list[_Frame]) -> None:
    if not stack:
        raise syntax_error(text, token.start, f"this {token.text!r} closes nothing")
    frame = stack.pop()
    if _CLOSING[frame.opened.text] != token.text:
        line, column = place(text, frame.opened.start)
        reason = f"{token.text!r} closes the {frame.opened.text!r} of line {line}, column {column}"
        raise syntax_error(text, token.start, reason)
    patterns = frame.patterns + (frame.role == "group" and frame.tokens > 0)
    if frame.role not in ("template", "data") and patterns > MAX_PATTERNS:
        reason = f"a group holds more than {MAX_PATTERNS} triple patterns"
        raise refused(text, frame.opened, reason + "; ask for less, or in parts")
    if stack and frame.role != "data" and not frame.own_plan:
        stack[-1].patterns += 1 if frame.is_select else patterns
