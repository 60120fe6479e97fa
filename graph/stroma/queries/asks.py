"""Is a direction or a stance read of statements that ask different things, so that support for a harm looks like a benefit?

Read first: `mixed_questions`. "Supports" is said of a trial that took place, of a harm that people had and of a disability that got
better alike; what a predicate asks (`st:asks`) tells them apart.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Final

from stroma.queries._walking import closing
from stroma.queries.guard import QueryForm
from stroma.queries.patterns import read_patterns
from stroma.vocabulary import PREFIXES, ST, to_curie

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from stroma.queries._tokens import Token
    from stroma.queries.guard import CheckedQuery
    from stroma.queries.patterns import Pattern, Reading

    Count = Callable[[str], Mapping[str, int] | None]
    """Runs a SELECT of some statements, and counts them by what they ask, "" where they ask none of these; None where it fails."""

__all__ = ["mixed_questions"]

# What has a direction or a stance, in words.
_READ: Final = {ST + "direction": "findings", ST + "stance": "propositions"}
_LABEL: Final = PREFIXES["rdfs"] + "label"
# Who reads one of these knows what is asked; `st:stanceInWords` says it.
_TELLS: Final = frozenset(
    (PREFIXES["rdf"] + "predicate", *(ST + n for n in ("asks", "topic", "evidenceClass", "stanceInWords")))
)  # fmt: skip
# So many statements are looked at: more take longer than a query of some rows.
_MOST: Final = 2_000
_EFFECT: Final = "effect"


def mixed_questions(query: CheckedQuery, bound: Sequence[str], count: Count) -> str:
    """What is said of a query that reads a direction or stance and no predicate: how its statements split by what they ask.

    Empty where it asks for one thing, or where all that it reads are on an effect.

    Args:
        bound: names of variables that a value is bound to.
        count: counts statements of the store.
    """
    reading = read_patterns(query.tokens)
    used = _Used(query, bound)
    pattern = next((p for p in reading.patterns if _is_read(p, used)), None)
    if pattern is None or _is_told(query, reading, pattern.subject, used):
        return ""
    what, name, subject = _READ[pattern.steps[0]], to_curie(pattern.steps[0]), pattern.subject
    of = subject if subject.startswith("?") else "?statement"
    write = f'{of} rdf:predicate/st:asks "{_EFFECT}" keeps those that ask whether a product helps'
    warning = f"{name} says nothing of benefit unless it is known what was asked"
    text = _statements(query, subject)
    split = count(text) if text else None
    if split is None:
        return f"{warning}, since a harm or a mere trial is supported too: {write}"
    n = sum(split.values())
    if not n or set(split) == {_EFFECT}:
        return ""
    parts = sorted(split.items(), key=lambda of: (of[0] == "", -of[1], of[0]))
    listed = ", ".join(f"{k:,} {word or 'none of these'}" for word, k in parts)
    at_most = "the first " if n >= _MOST else ""
    return f"{warning}: of {at_most}{n:,} {what} read here {listed}; {write}"


class _Used:
    """Which variables of a query are read somewhere."""

    def __init__(self, query: CheckedQuery, bound: Sequence[str]) -> None:
        self._n: dict[str, int] = {}
        for token in query.tokens:
            if token.kind == "var":
                self._n[token.text[1:]] = self._n.get(token.text[1:], 0) + 1
        self._all = any(one.word == "SELECT" and two.text == "*" for one, two in pairwise(query.tokens))  # fmt: skip
        self._bound = bound

    def __call__(self, pattern: Pattern) -> bool:
        """Whether the object of a pattern is a value, or a variable that stands elsewhere too."""
        if pattern.object is None:
            return False
        name = pattern.object.text[1:]
        return (
            pattern.object.kind != "var"
            or self._all
            or name in self._bound
            or self._n.get(name, 0) > 1
        )


def _is_read(pattern: Pattern, used: _Used) -> bool:
    is_one = "://" in pattern.subject  # one finding alone
    return len(pattern.steps) == 1 and pattern.steps[0] in _READ and not is_one and used(pattern)


def _is_told(query: CheckedQuery, reading: Reading, subject: str, used: _Used) -> bool:
    """Whether something of the query says what is asked: a predicate that is named or shown, or the statement in words."""
    idle = 0
    for pattern in reading.patterns:
        if not _TELLS.isdisjoint(pattern.steps) and not used(pattern):
            idle += 1
        is_of_it = pattern.subject == subject and pattern.steps == (_LABEL,)
        if is_of_it and not query.counts and used(pattern):
            return True
    return sum(reading.iri(token) in _TELLS for token in query.tokens) > idle


def _statements(query: CheckedQuery, subject: str) -> str:
    """The query for the statements that a query reads; empty where it cannot be written."""
    tokens = query.tokens
    forms = [at for at, token in enumerate(tokens) if token.word in QueryForm.__members__]
    if not subject.startswith("?") or query.names_graphs or not forms:
        return ""
    opened = _group(tokens, forms[0])
    if opened < 0:
        return ""
    end = closing(tokens, opened)
    if any(token.word == "VALUES" for token in tokens[end:]):
        return ""
    head = query.text[: tokens[forms[0]].start]
    group = query.text[tokens[opened].start : tokens[end].end]
    if query.reads_all:
        # The engine is then given sets that were intersected first, as it was for the query (`stroma.queries.stars`).
        return f"{head} SELECT {subject} (COUNT(*) AS ?stromaN) {group} GROUP BY {subject} LIMIT {_MOST}"
    return f"{head} SELECT DISTINCT {subject} {group} LIMIT {_MOST}"


def _group(tokens: Sequence[Token], form: int) -> int:
    """The place of the bracket that opens what a query asks for; -1 where there is none."""
    groups: list[int] = []
    at, depth = form, 0
    while at < len(tokens):
        text = tokens[at].text
        if text == "{" and depth == 0:
            groups.append(at)
            at = closing(tokens, at)
        else:
            depth += (text == "(") - (text == ")")
        at += 1
    # The first of a CONSTRUCT is its template.
    has_template = tokens[form].word == QueryForm.CONSTRUCT.value and len(groups) > 1
    return groups[has_template] if groups else -1
