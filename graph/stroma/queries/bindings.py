"""How does a value get into a query without being pasted into it as text?

Read first: `bind_values`. It puts `VALUES ?name { term }` at the head of every group that mentions the variable; the
term is written by the engine's own serialiser, so no text of a person can end a string or an IRI early.

pyoxigraph's own `substitutions` were tried and not taken (0.5.13): they accept only variables that the outermost
SELECT projects, do not reach into sub-selects, and the planner does not see them (a closure from a bound term took
84 ms with a substitution, 0.7 ms with VALUES).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from stroma.errors import ParameterError
from stroma.queries.guard import QueryForm

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pyoxigraph import Literal, NamedNode

    from stroma.queries.guard import CheckedQuery

__all__ = ["bind_values"]


@dataclass(slots=True)
class _Group:
    """A `{ … }` that can take a VALUES line, and the variables mentioned straight in it."""

    at: int
    takes_values: bool = True
    names: set[str] = field(default_factory=set)
    where: _Group | None = None
    """For the query itself and for the braces around a sub-select: its WHERE group."""
    is_query: bool = False
    computed: set[str] = field(default_factory=set)
    """Of a query: the variables that its SELECT or GROUP BY computes (`AS ?n`), which no value inside reaches."""
    is_empty: bool = True


def bind_values(query: CheckedQuery, bindings: Mapping[str, NamedNode | Literal]) -> str:
    """The text of the query in which each named variable can only be its value.

    Raises:
        ParameterError: the query has no such variable, or nowhere to bind it.

    Example:
        >>> from pyoxigraph import Literal
        >>> from stroma.queries.guard import inspect_query
        >>> bind_values(inspect_query("SELECT ?s { ?s ?p ?o }"), {"o": Literal('"}')})
        'SELECT ?s { VALUES ?o { "\\\\"}" } ?s ?p ?o }'
    """
    missing = sorted(set(bindings) - query.variables)
    if missing:
        raise ParameterError(f"the query has no variable ?{missing[0]}")
    *groups, top = _groups(query)
    if computed := sorted(set(bindings) & top.computed):
        name = computed[0]
        raise ParameterError(
            f"?{name} is computed by the query (AS ?{name}) and takes no value; compare it with HAVING or FILTER"
        )
    text = query.text
    bound: set[str] = set()
    for group in sorted(groups, key=lambda group: -group.at):
        names = sorted(group.names & set(bindings))
        if group.takes_values and names:
            bound.update(names)
            values = "".join(f" VALUES ?{name} {{ {bindings[name]} }}" for name in names)
            text = text[: group.at] + values + text[group.at :]
    unbound = sorted(set(bindings) - bound)
    if unbound:
        raise ParameterError(
            f"?{unbound[0]} stands where no value can be bound; use it inside WHERE {{ … }}"
        )
    return text


def _groups(query: CheckedQuery) -> list[_Group]:
    top = _Group(at=0, takes_values=False, is_query=True)
    stack = [top]
    done: list[_Group] = []
    in_values = False
    for i, token in enumerate(query.tokens):
        word = token.word
        in_values = in_values or word == "VALUES"
        group = stack[-1]
        if token.text == "{" and token.kind == "op":
            inner = _Group(at=token.end, takes_values=not in_values)
            if not in_values and _is_template(query, i):
                inner.takes_values = False
            elif not in_values and group.is_query and group.where is None:
                group.where = inner
            in_values = False
            group.is_empty = False
            stack.append(inner)
        elif token.text == "}" and token.kind == "op":
            done.append(stack.pop())
        else:
            if group.is_empty and word == "SELECT":
                group.is_query, group.takes_values = True, False
            group.is_empty = False
            if token.kind == "var":
                is_computed = group.is_query and query.tokens[i - 1].word == "AS"
                (group.computed if is_computed else group.names).add(token.text[1:])
    for group in [*done, top]:
        if group.is_query and group.where is not None:
            group.where.names = (group.where.names | group.names) - group.computed
    return [*done, top]


def _is_template(query: CheckedQuery, i: int) -> bool:
    if query.form is not QueryForm.CONSTRUCT:
        return False
    # `CONSTRUCT WHERE { … }` is a template and a pattern at once, and may hold nothing but triples.
    before = [token.word for token in query.tokens[max(i - 2, 0) : i]]
    return before[-1:] == ["CONSTRUCT"] or before == ["CONSTRUCT", "WHERE"]
