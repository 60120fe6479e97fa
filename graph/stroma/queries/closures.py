"""How does a closure in a query cost milliseconds and not seconds? It is looked up, because the build wrote it down.

Read first: `expand_closures`. The planner has no statistics: `?d skos:broader* C` inside a larger pattern walks from every
`?d` there is (3 s on a million quads). The derived graph holds the closure as `st:within`, term by term, so the same
pattern becomes one look-up (8 ms). Only what stays exactly the same is rewritten: `*` and `+`, with a known term at one
end, where no concept of another ontology hangs in between; `+` leaves out the term itself, which needs a hierarchy without
circles above that term, and two ends that FILTER can name.

Out of scope: longer paths, and closures between two variables (there `*` also pairs everything that is no term with itself).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

import pyoxigraph as ox

from stroma.forking import in_engine
from stroma.queries._tokens import tokenize
from stroma.queries._walking import declared_prefixes, enclosing
from stroma.vocabulary import PREFIXES, ST

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from stroma.queries._tokens import Token

__all__ = ["expand_closures"]

_BROADER: Final = PREFIXES["skos"] + "broader"
_WITHIN: Final = ox.NamedNode(ST + "within")
_QUICK: Final = re.compile(r"broader>?\s*[*+]")
_IN_A_PATH: Final = frozenset(("/", "|", "^", "!", "("))


def expand_closures(
    store: ox.Store,
    text: str,
    prefixes: Mapping[str, str] = PREFIXES,
    bindings: Mapping[str, ox.NamedNode | ox.Literal] | None = None,
) -> str:
    """The query with `skos:broader*` or `skos:broader+` to or from a known term replaced by the closure that the build wrote.

    Args:
        bindings: variables that can only have one value.

    Example:
        >>> from stroma.store import open_store
        >>> expand_closures(open_store().dataset, "SELECT ?d { ?d skos:broader* MONDO:0005301 }")
        'SELECT ?d { ?d <https://w3id.org/stroma/vocab/within> MONDO:0005301 . }'
    """
    if _QUICK.search(text) is None or not isinstance(store, ox.Store):
        return text
    tokens = tokenize(text)
    if any(token.word in ("GRAPH", "FROM") for token in tokens):
        return text  # the closure stands in one graph, what it was made from in others
    known = {**prefixes, **declared_prefixes(tokens)}
    given = (bindings or {}).items()
    bound = {name: value.value for name, value in given if isinstance(value, ox.NamedNode)}
    edits: list[tuple[int, int, str]] = []
    for i in range(2, len(tokens) - 3):
        subject, repeat, object_ = tokens[i - 1], tokens[i + 1], tokens[i + 2]
        if repeat.text not in ("*", "+") or _iri(tokens[i], known, {}) != _BROADER:
            continue
        if subject.text in _IN_A_PATH or object_.text in _IN_A_PATH:
            continue
        ends = (_iri(object_, known, bound), _iri(subject, known, bound))
        term = next((iri for iri in ends if iri is not None and _is_term(store, iri)), None)
        if term is None or not _is_whole(store, term, is_wider=term == ends[0]):
            continue
        head = _head_to_move_to(tokens, i)
        other_than = ""
        if repeat.text == "+":
            is_nameless = "blank" in (subject.kind, object_.kind)
            if head is None or is_nameless or _is_in_a_circle(store, term):
                continue
            other_than = f" FILTER({subject.text} != {object_.text})"
        if head is None:
            edits.append((tokens[i].start, repeat.end, str(_WITHIN)))
            continue
        # The planner takes patterns that look alike in the order in which they are written.
        closed = tokens[i + 3].text == "."
        edits.append((subject.start, tokens[i + 3].end if closed else object_.end, ""))
        triple = f" {subject.text} {_WITHIN} {object_.text} .{other_than}"
        edits.append((head, head, triple))
    for start, stop, replacement in sorted(edits, reverse=True):
        text = f"{text[:start]}{replacement}{text[stop:]}"
    return text


def _head_to_move_to(tokens: Sequence[Token], i: int) -> int | None:
    """Where the group of the triple around the predicate `i` begins, when only plain triples stand before it there."""
    if tokens[i - 2].text not in ("{", ".") or tokens[i + 3].text not in (".", "}"):
        return None
    head = enclosing(tokens, i - 1)
    if head < 0:
        return None
    after = head + 1
    while tokens[after].word == "VALUES" and tokens[after + 4].text == "}":
        after += 5  # a bound value
    before = tokens[after : i - 1]
    plain = all(
        token.text in ("a", "true", "false")
        if token.kind == "word"
        else token.text not in ("{", "}")
        for token in before
    )
    return tokens[after - 1].end if plain else None


def _is_term(store: ox.Store, iri: str) -> bool:
    node = ox.NamedNode(iri)
    return next(iter(store.quads_for_pattern(node, _WITHIN, node, None)), None) is not None


def _is_whole(store: ox.Store, iri: str, *, is_wider: bool) -> bool:
    """Whether the closure that the build wrote holds every concept below a term, or above it: an ontology that was added may go on."""
    near, far = ("?s", f"<{iri}>") if is_wider else (f"<{iri}>", "?s")
    step = f"?x <{_BROADER}> ?s" if is_wider else f"?s <{_BROADER}> ?x"
    held = f"?x {_WITHIN} <{iri}>" if is_wider else f"<{iri}> {_WITHIN} ?x"
    ask = f"ASK {{ {near} {_WITHIN} {far} . {step} . FILTER NOT EXISTS {{ {held} }} }}"
    with in_engine(store):
        return not store.query(ask, use_default_graph_as_union=True)


def _is_in_a_circle(store: ox.Store, iri: str) -> bool:
    node = ox.NamedNode(iri)
    wider = (quad.object for quad in store.quads_for_pattern(node, _WITHIN, None, None))
    return any(
        next(iter(store.quads_for_pattern(other, _WITHIN, node, None)), None) is not None
        for other in wider
        if isinstance(other, ox.NamedNode) and other != node
    )


def _iri(token: Token, known: Mapping[str, str], bound: Mapping[str, str]) -> str | None:
    if token.kind == "iri" and "\\" not in token.text:
        return token.text[1:-1]
    if token.kind == "pname":
        prefix, local = token.text.split(":", 1)
        if prefix in known and "\\" not in local and "%" not in local:
            return known[prefix] + local
    if token.kind == "var":
        return bound.get(token.text[1:])
    return None
