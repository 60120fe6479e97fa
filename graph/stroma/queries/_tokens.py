"""Where does a SPARQL word begin and end?

Read first: `tokenize`. It knows the four quote forms, IRIs, comments, escapes and names, so that `"SERVICE"` in a
string is a string. It is stricter than the engine: what it cannot read for certain it refuses, because text that the
engine splits in another way than we do could hide a keyword from the guard.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from typing import Final, NamedTuple

from stroma.errors import QueryRefusedError, QuerySyntaxError, shorten
from stroma.vocabulary import PREFIXES

# Character classes of the SPARQL 1.1 grammar, rules 164 to 169, beyond ASCII.
_BASE: Final = (
    "\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u02ff\u0370-\u037d\u037f-\u1fff\u200c-\u200d\u2070-\u218f"
    "\u2c00-\u2fef\u3001-\ud7ff\uf900-\ufdcf\ufdf0-\ufffd\U00010000-\U000effff"
)
_NAME: Final = "\u00b7\u0300-\u036f\u203f-\u2040"
_PLX: Final = r"%[0-9A-Fa-f]{2}|\\[_~.\-!$&'()*+,;=/?#@%]"
_ESCAPE: Final = r"""\\[tbnrf\\"']|\\u[0-9A-Fa-f]{4}|\\U[0-9A-Fa-f]{8}"""


class _Patterns(NamedTuple):
    """What is matched at a place of the text."""

    token: re.Pattern[str]
    prefix: re.Pattern[str]
    """What a prefix may be made of, colons apart, as far as it goes."""
    name: re.Pattern[str]
    """The colon behind a prefix, and the rest of the name."""


@cache
def _patterns(is_ascii: bool) -> _Patterns:
    """The tokens; the classes beyond ASCII take 20 ms to compile, which a query without them need not pay."""
    beyond, name = ("", "") if is_ascii else (_BASE, _NAME)
    pn_base = "A-Za-z" + beyond
    pn_u = pn_base + "_"
    pn = pn_u + "0-9" + name + "-"
    pn_local = rf"(?:[{pn_u}0-9:]|{_PLX})(?:(?:[{pn}.:]|{_PLX})*(?:[{pn}:]|{_PLX}))?"
    token = re.compile(
        rf"""
    (?P<space>[ \t\r\n]+|\#[^\r\n]*)
  | (?P<iri><(?:[^\x00-\x20<>"{{}}|^`\\]|\\u[0-9A-Fa-f]{{4}}|\\U[0-9A-Fa-f]{{8}})*>)
  | (?P<string>
        \"\"\"(?:(?:""|")?(?:[^"\\]|{_ESCAPE}))*\"\"\"
      | '''(?:(?:''|')?(?:[^'\\]|{_ESCAPE}))*'''
      | "(?!"")(?:[^"\\\n\r]|{_ESCAPE})*"
      | '(?!'')(?:[^'\\\n\r]|{_ESCAPE})*'
    )
  | (?P<var>[?$][{pn_u}0-9][{pn_u}0-9{name}]*)
  | (?P<blank>_:[{pn_u}0-9](?:[{pn}.]*[{pn}])?)
  | (?P<langtag>@[A-Za-z]+(?:-[A-Za-z0-9]+)*)
  | (?P<pname>:(?:{pn_local})?)
  | (?P<number>[0-9]+\.[0-9]*[eE][+-]?[0-9]+|\.[0-9]+[eE][+-]?[0-9]+|[0-9]+[eE][+-]?[0-9]+|[0-9]*\.[0-9]+|[0-9]+)
  | (?P<word>[A-Za-z][A-Za-z0-9_]*)
  | (?P<op>\^\^|&&|\|\||!=|[{{}}()\[\].;,*+\-/|^!=<>?~])
    """,
        re.VERBOSE,
    )
    return _Patterns(
        token, re.compile(rf"[{pn_base}][{pn}.]*+"), re.compile(rf"(?<!\.):(?:{pn_local})?")
    )


# `?a<?b&&?c>?d` is one IRI by the letter of the grammar and two comparisons to the engine. An IRI with `//` after its
# scheme cannot be read as a comparison; in any other, these characters would make the two readings differ.
_CERTAIN_IRI: Final = re.compile(r"<[A-Za-z][A-Za-z0-9+.\-]*://")
# What is written as such an IRI and does not end as one.
_BROKEN_IRI: Final = re.compile(r'<[A-Za-z][A-Za-z0-9+.\-]*://[^\x00-\x20<>"{}|^`\\]*')
_AMBIGUOUS: Final = re.compile(r"[#()\[\]!]|service", re.IGNORECASE)


# What follows `graph:study` in `graph:study/uccelli-2021`; a path goes on with another prefix instead.
_NAME_GOES_ON: Final = re.compile(r"(?:\\?/(?>[\w.-]*[\w-]))+(?!\.*+:)")
# Words that cannot end a query, and what they wait for.
_NEEDS_MORE: Final = {
    "BY": "name a variable, as in BY ?year",
    "ORDER": "it goes on with BY and a variable",
    "GROUP": "it goes on with BY and a variable",
    "LIMIT": "it goes on with a number",
    "OFFSET": "it goes on with a number",
    "HAVING": "it goes on with a condition in brackets",
    "DESC": "it goes on with a variable in brackets, as in DESC(?year)",
    "ASC": "it goes on with a variable in brackets, as in ASC(?year)",
    "WHERE": "it goes on with a group in { }",
    "SELECT": "it goes on with variables, or *, and a group in { }",
    "FROM": "it goes on with a graph",
}


class Token(NamedTuple):
    """One token: its kind (a group name of the grammar above), its text and where it begins."""

    kind: str
    text: str
    start: int

    @property
    def end(self) -> int:
        """The offset just after the token."""
        return self.start + len(self.text)

    @property
    def word(self) -> str:
        """A bare word, such as a keyword, in capitals; empty for any other token."""
        return self.text.upper() if self.kind == "word" else ""


def tokenize(text: str) -> list[Token]:
    """The tokens of a query, without white space and comments.

    Raises:
        QuerySyntaxError: for a string that does not end and for characters that SPARQL does not have.
        QueryRefusedError: where `<` could open an IRI or compare, and it matters which.

    Example:
        >>> [token.text for token in tokenize('ASK { ?s ?p "SERVICE" } # LOAD')]
        ['ASK', '{', '?s', '?p', '"SERVICE"', '}']
    """
    return list(iter_tokens(text))


def iter_tokens(text: str) -> Iterator[Token]:
    """The same, one after the other, so that who reads them can stop."""
    last: tuple[Token, ...] = ()
    for token in _split(text):
        if token.kind == "iri":
            _refuse_ambiguous(text, last, token)
        if token.kind == "pname":
            _check_slash(text, token)
        last = (*last[-1:], token)
        yield token
    _check_end(text, last)


def _split(text: str) -> Iterator[Token]:
    position = 0
    # In `a.a.a.a` each `a` could begin a prefix; that none of them does is seen once, where the letters end without a colon.
    no_prefix_before = 0
    patterns = _patterns(text.isascii())
    while position < len(text):
        if position >= no_prefix_before and (prefix := patterns.prefix.match(text, position)):
            if (name := patterns.name.match(text, prefix.end())) is not None:
                yield Token("pname", text[position : name.end()], position)
                position = name.end()
                continue
            no_prefix_before = prefix.end()
        match = patterns.token.match(text, position)
        if match is None:
            raise _unreadable(text, position)
        kind = str(match.lastgroup)
        if match.group() == "<" and (iri := _BROKEN_IRI.match(text, position)):
            raise _no_iri(text, iri.end())
        if kind != "space":
            yield Token(kind, match.group(), position)
        position = match.end()


def place(text: str, offset: int) -> tuple[int, int]:
    """Line and column of an offset, both counted from 1."""
    before = text.count("\n", 0, offset)
    return before + 1, offset - (text.rfind("\n", 0, offset) + 1) + 1


def offset_of(text: str, line: int, column: int) -> int:
    """The offset of a line and column; the inverse of `place`, held inside the text."""
    start = 0
    for _ in range(line - 1):
        start = text.find("\n", start) + 1
        if start == 0:
            return len(text)
    return min(start + column - 1, len(text))


def syntax_error(text: str, offset: int, reason: str) -> QuerySyntaxError:
    """The error for a place in the query, with that line of it."""
    line, column = place(text, offset)
    source_line = text.split("\n")[line - 1].rstrip("\r")
    return QuerySyntaxError(reason, line=line, column=column, source_line=source_line)


def refused(text: str, token: Token, reason: str) -> QueryRefusedError:
    """The refusal of a query because of one token."""
    line, column = place(text, token.start)
    return QueryRefusedError(reason, line=line, column=column)


def _refuse_ambiguous(text: str, before: Sequence[Token], token: Token) -> None:
    if _CERTAIN_IRI.match(token.text) or not _AMBIGUOUS.search(token.text):
        return
    # `PREFIX ex: <urn:ex#>` and `BASE <x#>` compare nothing.
    if any(t.word in ("PREFIX", "BASE") for t in before[-2:]):
        return
    reason = f"{shorten(token.text, 60)} could be an IRI or a comparison; put a space after `<` to compare, "
    raise refused(text, token, reason + "or write the IRI with its scheme and //")


def _check_slash(text: str, token: Token) -> None:
    """The names of our graphs hold a slash, which SPARQL reads as the next step of a path."""
    if (
        not token.text.startswith("graph:")
        or (rest := _NAME_GOES_ON.match(text, token.end)) is None
    ):
        return
    whole = (token.text + rest.group()).partition(":")[2].replace("\\", "")
    escaped = whole.replace("/", "\\/")
    reason = f"a slash inside a name needs a backslash; write graph:{escaped}, or <{PREFIXES['graph']}{whole}>"
    raise syntax_error(text, token.end, reason)


def _check_end(text: str, tokens: Sequence[Token]) -> None:
    """A query that stops behind a word which needs more."""
    last = tokens[-1] if tokens else None
    if last is None or last.word not in _NEEDS_MORE:
        return
    word = last.word
    before = tokens[-2].word if len(tokens) > 1 else ""
    written = f"{before} BY" if word == "BY" and before in ("ORDER", "GROUP") else word
    raise syntax_error(text, last.end, f"the query ends after {written}; {_NEEDS_MORE[word]}")


def _no_iri(text: str, position: int) -> QuerySyntaxError:
    character = text[position : position + 1]
    if not character.strip(" "):
        encoded = "; a space in it is %20" if character else ""
        return syntax_error(text, position, f"this IRI does not end with >{encoded}")
    encoded = f"%{ord(character):02X}"
    return syntax_error(text, position, f"an IRI cannot hold {character!r}; it is {encoded} there")


def _unreadable(text: str, position: int) -> QuerySyntaxError:
    character = text[position]
    if character in "\"'":
        return syntax_error(text, position, "this string does not end, or has an unknown escape")
    if character == "\\":
        return syntax_error(text, position, "a backslash may stand only in a string or a name")
    return syntax_error(text, position, f"unexpected character {character!r}")
