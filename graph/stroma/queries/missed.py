"""Which answers are there, and yet too few, or sums of what is no sum?

Those of a query that casts a p-value, that asks GRAPH for what two graphs hold, or that names a term without its narrower ones, a
country that stands with others, or one of two designs of randomised trials. Read first: `what_was_missed`. It answers the query again as it may have been meant, and says nothing
unless that makes a difference. Of conditions that nothing meets (`stroma.queries.void`), directions of mixed questions
(`stroma.queries.asks`) and sums (`stroma.queries.summed`) it tells at once.
"""

from __future__ import annotations

from collections import Counter
from itertools import pairwise
from typing import TYPE_CHECKING, Final

import pyoxigraph as ox

from stroma.errors import StromaError
from stroma.forking import in_engine
from stroma.p_values import AT_MOST
from stroma.queries._blocks import OtherError, blocks_of
from stroma.queries._gates import MAY_BE_MIXED, MAY_BE_VOID
from stroma.queries._walking import closing
from stroma.queries.engine import run_checked
from stroma.queries.graphs import places_of
from stroma.queries.guard import inspect_query
from stroma.queries.narrowed import with_countries, with_crossover, with_narrower
from stroma.queries.patterns import properties_by_object
from stroma.queries.summed import summed_twice
from stroma.vocabulary import DERIVED_GRAPH, PREFIXES, RDF_TYPE, ST

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from stroma.queries._blocks import Pair
    from stroma.queries.engine import Row
    from stroma.queries.guard import CheckedQuery
    from stroma.vocabulary import Iri

__all__ = ["mixed_asks", "other_answers", "void_parts", "what_was_missed"]

_P_VALUE: Final = ST + "pValue"
_CASTS: Final = frozenset(PREFIXES["xsd"] + name for name in ("decimal", "double", "float"))
# With these, two runs of one query may differ.
_CHANGEABLE: Final = frozenset(
    "SAMPLE GROUP_CONCAT RAND UUID STRUUID BNODE NOW OFFSET FROM".split()
)
_MARKS: Final = frozenset("/|^*+?")
# Rows that are compared at most.
_MOST: Final = 50_000


def what_was_missed(
    store: ox.Store,
    query: CheckedQuery,
    bindings: Mapping[str, ox.NamedNode | ox.Literal] | None = None,
) -> str:
    """What a query left out: p-values that are no number, what stands in another graph, narrower terms; sums that are none; conditions
    that nothing meets; directions of statements that ask different things.

    Empty where nothing makes a difference.

    May run the query several times more: for one that was quick, and in a process that can be ended.

    Args:
        bindings: the values that its variables were bound to.

    Example:
        >>> from stroma.store import open_store
        >>> query = inspect_query("SELECT (COUNT(?f) AS ?n) { GRAPH ?g { ?f a st:Finding ; st:group ?group } }")
        >>> print(what_was_missed(open_store().dataset, query))
        GRAPH ?g asks one graph at a time, and what the build computes stands in graph:derived: with GRAPH graph:derived { ?f st:group ?group } for that part it gives 901, not 231
    """
    remarks = (
        *void_parts(store, query, bindings),
        *mixed_asks(store, query, bindings),
        *other_answers(store, query, bindings),
    )
    return "; ".join(remarks)


def void_parts(
    store: ox.Store,
    query: CheckedQuery,
    bindings: Mapping[str, ox.NamedNode | ox.Literal] | None = None,
) -> Iterator[str]:
    """Which parts of a query can meet nothing, although it has an answer, as one remark; nothing is run again for it."""
    if MAY_BE_VOID.search(query.text) is None:
        return
    # Here and not at the top: many queries have no such part.
    from stroma.queries._facts import Facts
    from stroma.queries._names import NamesIn
    from stroma.queries.patterns import read_patterns
    from stroma.queries.void import find_void

    facts = Facts(NamesIn(store))
    hints = list(find_void(facts, read_patterns(query.tokens), query.tokens, bindings))
    if hints:
        yield f"a part of this query meets nothing, so it changes nothing: {'; '.join(hints)}"


def mixed_asks(
    store: ox.Store,
    query: CheckedQuery,
    bindings: Mapping[str, ox.NamedNode | ox.Literal] | None = None,
    *,
    is_slow: bool = False,
) -> Iterator[str]:
    """That a query reads directions or stances of statements that ask different things, as one remark.

    Args:
        is_slow: tell it without counting.
    """
    if MAY_BE_MIXED.search(query.text) is None:
        return
    from stroma.queries._facts import Facts
    from stroma.queries._names import NamesIn
    from stroma.queries.asks import mixed_questions

    def count(text: str) -> Mapping[str, int] | None:
        try:
            checked = inspect_query(text, prefixes=query.prefixes)
            held = {
                name: one for name, one in (bindings or {}).items() if name in checked.variables
            }
            rows = list(run_checked(store, checked, bindings=held).rows())
        except StromaError:  # longer than a query may be, or it selects what it cannot
            return None
        return Facts(NamesIn(store)).asked_by([row[0] for row in rows if isinstance(row[0], ox.NamedNode)])  # fmt: skip

    told = mixed_questions(query, tuple(bindings or ()), count if not is_slow else lambda _: None)
    if told:
        yield told


def other_answers(
    store: ox.Store,
    query: CheckedQuery,
    bindings: Mapping[str, ox.NamedNode | ox.Literal] | None = None,
) -> Iterator[str]:
    """What a query would give as it may have been meant, where that is another answer, and which of its sums are none."""
    words = [token.word for token in query.tokens]
    takes_some = "LIMIT" in words and words.count("SELECT") > 1
    if query.form.gives_triples or takes_some or not _CHANGEABLE.isdisjoint(words):
        return

    def ask(text: str) -> list[str]:
        rows = run_checked(store, inspect_query(text)).rows()
        return [value.value for (value,) in rows if isinstance(value, (ox.NamedNode, ox.Literal))]

    others = (
        *_with_numbers(query),
        *_with_computed(store, query),
        *with_narrower(query, ask, bindings),
        *with_countries(query, ask),
        *with_crossover(query),
    )
    for rewritten, why, instead in others:
        if difference := _difference(store, query, rewritten, bindings):
            yield f"{why}: {instead} it gives {difference}"
    yield from summed_twice(query.tokens)


def _casts(query: CheckedQuery) -> Iterator[tuple[int, int, str]]:
    """The places of the casts of a p-value to a number, from the name of the function to its bracket, and the variable."""
    tokens = query.tokens
    known = {**query.prefixes, **query.declared}
    p_values: set[str] | None = None
    for at, token in enumerate(tokens[:-3]):
        if token.kind not in ("iri", "pname") or tokens[at + 1].text != "(":
            continue
        if _iri(token.text, known) not in _CASTS:
            continue
        end = closing(tokens, at + 1)
        inside = tokens[at + 2 : end]
        if [inner.word or inner.text for inner in (*inside[:2], *inside[3:])] == ["STR", "(", ")"]:
            inside = inside[2:3]
        if p_values is None:
            properties = properties_by_object(tokens).items()
            p_values = {name for name, of in properties if of == {_P_VALUE}}
        if len(inside) == 1 and inside[0].kind == "var" and inside[0].text[1:] in p_values:
            yield at, end, inside[0].text


def _with_numbers(query: CheckedQuery) -> Iterator[tuple[str, str, str]]:
    """The query with the number in a p-value where it casts one, why, and what to write."""
    text, cast = query.text, ""
    for at, end, name in reversed([*_casts(query)]):
        first, last = query.tokens[at], query.tokens[end]
        cast = text[first.start : last.end]
        number = f'{first.text}(REPLACE(STR({name}), {ox.Literal(AT_MOST)}, "$1"))'
        text = f"{text[: first.start]}COALESCE({cast}, {number}){text[last.end :]}"
    if cast:
        why = f'{cast} has no number for a p-value such as "<0.001"'
        yield text, why, "with st:pAtMost, the number in a p-value where it has one,"


def _with_computed(store: ox.Store, query: CheckedQuery) -> Iterator[tuple[str, str, str]]:
    """The query with what the build computes asked of graph:derived, where it stands in a GRAPH ?g with what a source states."""
    tokens, text, asked, graph = query.tokens, query.text, "", ""
    is_computed = _Computed(store, {**query.prefixes, **query.declared})
    for at in reversed(range(len(tokens) - 2)):
        if tokens[at].word != "GRAPH" or tokens[at + 1].kind != "var":
            continue
        try:
            for block in reversed(blocks_of(tokens, at + 2)):
                computed = [pair.text for pair in block.pairs if is_computed(pair)]
                if not computed:
                    continue
                graph, subject = tokens[at + 1].text, block.pairs[0].subject
                asked = f"{subject} {' ; '.join(computed)}"
                stated = [pair.text for pair in block.pairs if pair.text not in computed]
                kept = f"{subject} {' ; '.join(stated)} . " if stated else ""
                moved = f"{kept}GRAPH <{DERIVED_GRAPH}> {{ {asked} }}"
                text = text[: block.start] + moved + text[block.end :]
        except OtherError:
            return
    if asked:
        why = f"GRAPH {graph} asks one graph at a time, and what the build computes stands in graph:derived"
        yield text, why, f"with GRAPH graph:derived {{ {asked} }} for that part"


class _Computed:
    """Tells whether the property of a pair stands in graph:derived and nowhere else."""

    def __init__(self, store: ox.Store, prefixes: Mapping[str, str]) -> None:
        self._store, self._prefixes = store, prefixes
        self._known: dict[Iri, bool] = {}

    def __call__(self, pair: Pair) -> bool:
        """Whether it does.

        Raises:
            OtherError: some steps of a path do, and others do not.
        """
        *steps, _ = pair.text.split()
        found = {self._stands_there(step) for step in steps if step not in _MARKS}
        if len(found) > 1:
            raise OtherError
        return found == {True}

    def _stands_there(self, name: str) -> bool:
        iri = _iri(name, self._prefixes)
        if iri not in self._known:
            self._known[iri] = places_of(iri, self._exists) == {True}
        return self._known[iri]

    def _exists(self, pattern: str) -> bool:
        with in_engine(self._store):
            return bool(self._store.query(f"ASK {{ {pattern} }}", use_default_graph_as_union=True))


def _difference(
    store: ox.Store,
    query: CheckedQuery,
    rewritten: str,
    bindings: Mapping[str, ox.NamedNode | ox.Literal] | None,
) -> str:
    """The other answer of a query that was rewritten, and its own; empty where they are the same, or cannot be compared."""
    try:
        own = _answer(store, query, bindings)
        other = _answer(store, inspect_query(rewritten, prefixes=query.prefixes), bindings)
    except StromaError:  # longer than a query may be
        return ""
    if own is None or other is None or own == other:
        return ""
    if isinstance(own, bool) or isinstance(other, bool):
        return "yes, not no" if other else "no, not yes"
    numbers = [_only_number(rows) for rows in (other, own)]
    if None not in numbers:
        return f"{numbers[0]}, not {numbers[1]}"
    n, n_own = other.total(), own.total()
    return "other rows, as many" if n == n_own else f"{n:,} rows, not {n_own:,}"


def _answer(
    store: ox.Store,
    query: CheckedQuery,
    bindings: Mapping[str, ox.NamedNode | ox.Literal] | None,
) -> Counter[Row] | bool | None:
    """Yes or no, or how often each row is there; None of an answer that is cut."""
    result = run_checked(store, query, bindings=bindings, limit=_MOST)
    if result.boolean is not None:
        return result.boolean
    rows = Counter(result.rows())
    limits = [
        int(number.text)
        for word, number in pairwise(query.tokens)
        if word.word == "LIMIT" and number.text.isdigit()
    ]
    is_cut = result.was_cut or any(rows.total() >= limit for limit in limits)
    return None if is_cut else rows


def _only_number(rows: Counter[Row]) -> str | None:
    """The number that is all of an answer."""
    if rows.total() != 1:
        return None
    (row,) = rows
    value = row[0] if len(row) == 1 else None
    if not isinstance(value, ox.Literal) or not value.value.isdecimal():
        return None
    return f"{int(value.value):,}"


def _iri(name: str, prefixes: Mapping[str, str]) -> Iri:
    """The IRI of a name as it is written in a query."""
    if name == "a":
        return RDF_TYPE
    prefix, _, local = name.partition(":")
    return name[1:-1] if name.startswith("<") else prefixes.get(prefix, "") + local
