"""Which queries does the engine never get to see?

Read first: `check_query`. The engine would follow SERVICE to the network, cannot be interrupted, and a deeply nested
query ends its process; so these are refused by reading the tokens, before the engine parses anything.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from enum import Enum
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from stroma.errors import InputError, QueryRefusedError, QuerySyntaxError
from stroma.queries._keywords import KEYWORDS
from stroma.queries._limits import Limits
from stroma.queries._tokens import Token, iter_tokens, refused, syntax_error
from stroma.queries._walking import declared_prefixes
from stroma.vocabulary import PREFIXES

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

__all__ = ["CheckedQuery", "QueryForm", "check_query", "inspect_query"]

MAX_BYTES: Final = 64 * 1024
_SCHEME: Final = re.compile(r"<[A-Za-z][A-Za-z0-9+.\-]*:")

_UPDATE_WORDS: Final = frozenset(
    ("INSERT", "DELETE", "LOAD", "CLEAR", "DROP", "CREATE", "ADD", "MOVE", "COPY", "WITH")
)


class QueryForm(Enum):
    """The four forms of a SPARQL query."""

    SELECT = "SELECT"
    ASK = "ASK"
    CONSTRUCT = "CONSTRUCT"
    DESCRIBE = "DESCRIBE"

    @property
    def gives_triples(self) -> bool:
        """True for CONSTRUCT and DESCRIBE."""
        return self in (QueryForm.CONSTRUCT, QueryForm.DESCRIBE)


@dataclass(frozen=True, slots=True)
class CheckedQuery:
    """A query that passed: what the guard learned about it, for those who work on with it."""

    text: str
    form: QueryForm
    tokens: tuple[Token, ...] = field(repr=False)
    variables: frozenset[str]
    names_graphs: bool
    """True when FROM or FROM NAMED chooses the graphs, so that the union of all is not meant."""
    prefixes: Mapping[str, str] = field(repr=False)
    """Those that are known without a declaration."""

    @property
    def declared(self) -> Mapping[str, str]:
        """The prefixes that the query declares itself."""
        return declared_prefixes(self.tokens)

    @property
    def counts(self) -> bool:
        """True when a COUNT or SUM may give a row with 0 where nothing was found."""
        return not self._words.isdisjoint(("COUNT", "SUM", "AVG", "MIN", "MAX"))

    @property
    def reads_all(self) -> bool:
        """True when it groups, counts or orders, so that the engine reads every row before it gives one."""
        return self.counts or not self._words.isdisjoint(
            ("SAMPLE", "GROUP_CONCAT", "GROUP", "ORDER")
        )

    @property
    def concatenates(self) -> bool:
        """True when it has a GROUP_CONCAT."""
        return "GROUP_CONCAT" in self._words

    @property
    def _words(self) -> set[str]:
        return {token.word for token in self.tokens}


def check_query(text: str) -> QueryForm:
    """The form of a query that may be given to the engine.

    Raises:
        QueryRefusedError: SERVICE, an update, FROM outside our own graphs, or more than the engine survives.
        QuerySyntaxError: brackets or strings that do not close, an undeclared prefix.

    Example:
        >>> check_query("ASK { ?product st:ameliorates ?disease }")
        <QueryForm.ASK: 'ASK'>
        >>> check_query("SELECT * { SERVICE <http://example.org/sparql> { ?s ?p ?o } }")
        Traceback (most recent call last):
        stroma.errors.QueryRefusedError: query refused: SERVICE would ask another server... (line 1, column 12)
    """
    return inspect_query(text).form


def inspect_query(text: str, *, prefixes: Mapping[str, str] = PREFIXES) -> CheckedQuery:
    """Like `check_query`, and returns what was found; its text has the IRIs written out that BASE leaves short.

    Args:
        prefixes: known without a declaration; the text may declare them otherwise.
    """
    _check_size(text)
    tokens, wrong = _read_tokens(text)
    if not tokens:
        raise InputError("the query is empty")
    if wrong is None and (absolute := _with_absolute_iris(text, tokens)) != text:
        return inspect_query(absolute, prefixes=prefixes)
    declared, position = _read_prologue(text, tokens)
    form = _read_form(text, tokens, position)
    known = {**prefixes, **declared}
    _check_words(text, tokens, known)
    _check_comparisons(text, tokens)
    if wrong is not None:
        raise wrong
    return CheckedQuery(
        text=text,
        form=form,
        tokens=tuple(tokens),
        variables=frozenset(token.text[1:] for token in tokens if token.kind == "var"),
        names_graphs=_check_dataset(text, tokens[position:], known),
        prefixes=prefixes,
    )


def _read_tokens(text: str) -> tuple[list[Token], InputError | None]:
    """The tokens as far as they keep the limits, and what is wrong behind the last of them; a word before may be told first."""
    tokens: list[Token] = []
    limits = Limits(text)
    for token in iter_tokens(text):
        tokens.append(token)
        try:
            limits.read(token)
        except (QueryRefusedError, QuerySyntaxError) as error:
            return tokens, error
    try:
        limits.finish()
    except QuerySyntaxError as error:
        return tokens, error
    return tokens, None


def _with_absolute_iris(text: str, tokens: Sequence[Token]) -> str:
    """The query with the IRIs written out that BASE leaves short, so that whoever reads a token reads the IRI."""
    base = ""
    written: list[tuple[Token, str]] = []
    for before, token in pairwise(tokens):
        if token.kind != "iri" or (_SCHEME.match(token.text) and before.word != "BASE"):
            continue
        iri = _resolved(_unescape(token.text[1:-1]), base)
        if before.word == "BASE":
            base = iri
        if base and iri:
            written.append((token, f"<{iri}>"))
    for token, iri in reversed(written):
        text = text[: token.start] + iri + text[token.end :]
    return text


def _resolved(iri: str, base: str) -> str:
    """An IRI, resolved by the engine's own rules; empty where it is none, which the engine has words for."""
    import pyoxigraph as ox

    if not base and not _SCHEME.match(f"<{iri}"):
        return ""
    try:
        quads = list(ox.parse(f"<{iri}> a 0 .", ox.RdfFormat.TURTLE, base_iri=base or None))
    except (SyntaxError, ValueError):
        return ""
    return str(quads[0].subject.value) if quads else ""


def _check_size(text: str) -> None:
    try:
        size = len(text.encode())
    except UnicodeEncodeError as error:
        raise InputError(
            f"the query is not valid Unicode at character {error.start + 1}"
        ) from error
    if size > MAX_BYTES:
        raise QueryRefusedError(f"it is {size:,} bytes long; at most {MAX_BYTES:,} are accepted")


def _read_prologue(text: str, tokens: Sequence[Token]) -> tuple[dict[str, str], int]:
    """The declared prefixes and the index of the first token after BASE, PREFIX and VERSION."""
    declared: dict[str, str] = {}
    i = 0
    while i < len(tokens) and (word := tokens[i].word):
        if word == "PREFIX" and i + 2 < len(tokens):
            name, iri = tokens[i + 1], tokens[i + 2]
            if name.kind != "pname" or not name.text.endswith(":") or iri.kind != "iri":
                raise syntax_error(text, name.start, "expected PREFIX name: <iri>")
            declared[name.text[:-1]] = _unescape(iri.text[1:-1])
            i += 3
        elif word in ("BASE", "VERSION"):
            i += 2
        else:
            break
    return declared, i


def _read_form(text: str, tokens: Sequence[Token], position: int) -> QueryForm:
    if position >= len(tokens):
        raise syntax_error(text, len(text), "the query ends after its prefixes")
    token = tokens[position]
    word = token.word
    if word in _UPDATE_WORDS:
        raise refused(text, token, f"{word} is an update, and a query only reads")
    if word not in QueryForm.__members__:
        near = _near(token.text.upper(), QueryForm.__members__, n=1)
        hint = (
            f"did you mean {near[0]}?"
            if near
            else "a query begins with SELECT, ASK, CONSTRUCT or DESCRIBE"
        )
        raise syntax_error(text, token.start, f"unexpected {token.text[:40]!r}; {hint}")
    return QueryForm[word]


def _check_words(
    text: str,
    tokens: Sequence[Token],
    known: Mapping[str, str],
) -> None:
    for i, token in enumerate(tokens):
        if word := token.word:
            if "SERVICE" in word:
                reason = "SERVICE would ask another server, and queries stay on this machine"
                raise refused(text, token, reason)
            if word not in KEYWORDS:
                near = _near(word, KEYWORDS, n=1, cutoff=0.75)
                hint = f"; did you mean {near[0]}?" if near else "; a variable begins with ?"
                wrong = f"SPARQL has no word {token.text[:40]!r}{hint}"
                raise syntax_error(text, token.start, wrong)
        elif token.kind == "pname":
            _check_name(
                text,
                token,
                known,
                is_declaration=i > 0 and tokens[i - 1].word == "PREFIX",
            )


def _check_comparisons(text: str, tokens: Sequence[Token]) -> None:
    """Refuse < and > beside an IRI: SPARQL has no such order, so that rows would be left out without a word."""
    for i, token in enumerate(tokens):
        if token.kind != "op" or token.text not in ("<", ">", "<=", ">="):
            continue
        after = i + 2 if i + 1 < len(tokens) and tokens[i + 1].text == "=" else i + 1
        # `<<` and `>>` of a quoted triple compare nothing.
        if any(0 <= at < len(tokens) and tokens[at].text == token.text for at in (i - 1, i + 1)):
            continue
        for at in (i - 1, after):
            if 0 <= at < len(tokens) and _is_iri(tokens, at):
                reason = (
                    f"{tokens[at].text[:40]} is an IRI, and an IRI is neither more nor less than another: no row would be right. "
                    "Compare a number, as levels have one: st:level/st:rank ?rank FILTER (?rank <= 2)"
                )
                raise refused(text, token, reason)


def _is_iri(tokens: Sequence[Token], at: int) -> bool:
    """Whether a token is an IRI as a value; the name of a function and the datatype of a literal are none."""
    calls = at + 1 < len(tokens) and tokens[at + 1].text == "("
    types = at > 0 and tokens[at - 1].text == "^^"
    return tokens[at].kind in ("iri", "pname") and not calls and not types


def _check_name(
    text: str,
    token: Token,
    known: Mapping[str, str],
    *,
    is_declaration: bool,
) -> None:
    prefix, local = token.text.split(":", 1)
    # The engine needs no space after a keyword: `SERVICEx:a` is SERVICE x:a to it.
    if "SERVICE" in prefix.upper():
        raise refused(text, token, f"the prefix {prefix!r} cannot be told from SERVICE; rename it")
    if not is_declaration and prefix not in known:
        near = _near(prefix, known, n=3)
        hint = f"; did you mean {', '.join(n + ':' for n in near)}?" if near else ""
        raise syntax_error(text, token.start, f"the prefix {prefix + ':'!r} is not declared{hint}")
    if "SERVICE" in local.upper() and not _is_valid_iri(known.get(prefix, ""), local):
        # The engine then takes the prefix alone for the name, and goes on behind it.
        reason = f"{token.text[:40]!r} stands for no valid IRI, and the engine would read SERVICE out of it"
        raise refused(text, token, f"{reason}; write another name")


def _is_valid_iri(namespace: str, local: str) -> bool:
    """Whether the engine takes a namespace and a local name together for an IRI."""
    import pyoxigraph as ox

    try:
        ox.NamedNode(namespace + re.sub(r"\\(.)", r"\1", local))
    except ValueError:
        return False
    return True


def _check_dataset(text: str, tokens: Sequence[Token], known: Mapping[str, str]) -> bool:
    """Whether FROM is used; refuses it for graphs that are not ours."""
    found = False
    depth = 0
    for i, token in enumerate(tokens):
        depth += (token.text in ("{", "(")) - (token.text in ("}", ")"))
        if depth or token.word != "FROM":
            continue
        found = True
        named = i + 1 < len(tokens) and tokens[i + 1].word == "NAMED"
        target = tokens[i + 1 + named] if i + 1 + named < len(tokens) else token
        iri = _resolve(target, known)
        if iri is None or not iri.startswith(PREFIXES["graph"]):
            reason = f"FROM may name only graphs of this dataset ({PREFIXES['graph']}…)"
            raise refused(text, target, reason + "; nothing is fetched")
    return found


def _resolve(token: Token, known: Mapping[str, str]) -> str | None:
    if token.kind == "iri":
        return _unescape(token.text[1:-1])
    if token.kind == "pname":
        prefix, local = token.text.split(":", 1)
        return known[prefix] + local
    return None


def _unescape(iri: str) -> str:
    return re.sub(
        r"\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})",
        lambda match: chr(min(int(match[1] or match[2], 16), 0x10FFFF)),
        iri,
    )


def _near(word: str, known: Iterable[str], n: int = 1, cutoff: float = 0.6) -> list[str]:
    from difflib import (
        get_close_matches,
    )  # only when something is wrong: it costs a query's start 1 ms

    return get_close_matches(word, known, n, cutoff)
