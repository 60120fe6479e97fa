"""How does a checked query run on a pyoxigraph store?

Read first: `run_query` and the `QueryResult` it returns; `run_checked` is the same for a query that the guard has read. A query sees the union of all graphs, unless it names graphs
with FROM; `GRAPH ?g { … }` works either way.

Out of scope: stopping a query. The engine cannot be interrupted from Python, so `stroma.queries.child` runs it in a
process that can be ended.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from itertools import chain, islice
from operator import itemgetter
from typing import TYPE_CHECKING, Any, Final, TypeAlias, cast

import pyoxigraph as ox

from stroma.counts import checked_count
from stroma.errors import InputError, QueryFailedError, StromaError, shorten
from stroma.forking import in_engine, read_by_turns
from stroma.queries._tokens import offset_of, syntax_error
from stroma.queries.bindings import bind_values
from stroma.queries.closures import expand_closures
from stroma.queries.columns import column_order
from stroma.queries.concatenation import concatenate_texts
from stroma.queries.guard import QueryForm, inspect_query
from stroma.vocabulary import PREFIXES

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from stroma.queries.guard import CheckedQuery
    from stroma.vocabulary import Iri

__all__ = [
    "Dataset",
    "QueryResult",
    "Row",
    "Term",
    "explained",
    "prepared_text",
    "run_checked",
    "run_query",
]

Term: TypeAlias = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple
Row: TypeAlias = tuple[Term | None, ...]

_BROADER: Final = PREFIXES["skos"] + "broader"
_PLACE: Final = re.compile(r"error at (\d+):(\d+): (.*)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Dataset:
    """The graphs that a query is to see, as a request of the SPARQL protocol names them; they go before its own FROM."""

    default: tuple[Iri, ...] = ()
    """Together they are the default graph."""
    named: tuple[Iri, ...] = ()


@dataclass(slots=True)
class QueryResult:
    """The answer to a query, read once.

    Iterating gives rows (tuples in the order of `variables`, `None` where a variable has no value) for SELECT and
    triples for CONSTRUCT and DESCRIBE. `bool()` gives the answer to ASK, and of the others whether there is a row or
    triple, as of a list: the first is looked for and stays to be read.
    """

    form: QueryForm
    variables: tuple[str, ...] = ()
    boolean: bool | None = None
    limit: int | None = None
    was_cut: bool = False
    """After reading: True when `limit` left something out."""
    n_read: int = 0
    counts: bool = False
    """Whether the query counts or sums, so that a row of zeros says as little as no row."""
    takes_no_step: bool = False
    """Whether a path repeats a property that nothing has, so that it ends where it begins."""
    found_nothing: bool = False
    """After reading: True when there was no answer, a no, one row of zeros where the query counts, or no step of a path."""
    remark: str = ""
    """What a person should know beside the answer; found out only of a query with a timeout."""
    answers: Iterator[Row] | Iterator[ox.Triple] = field(
        default_factory=lambda: iter(()), repr=False
    )
    """What the engine has still to give; read it with `rows`, `triples` or by iterating, which count."""

    def __bool__(self) -> bool:
        if self.boolean is not None:
            return self.boolean
        if self.n_read or self.limit == 0:
            return self.n_read > 0
        answers: Iterator[Any] = iter(self.answers)
        try:
            first = next(answers, None)
        except (RuntimeError, ValueError, OSError) as error:
            raise _failed(error) from error
        self.answers = answers if first is None else chain((first,), answers)
        return first is not None

    def rows(self) -> Iterator[Row]:
        """The rows of a SELECT, lazily."""
        return cast("Iterator[Row]", self._read()) if self.form is QueryForm.SELECT else iter(())

    def triples(self) -> Iterator[ox.Triple]:
        """The triples of a CONSTRUCT or DESCRIBE, lazily."""
        is_of_rows = self.form is QueryForm.SELECT
        return iter(()) if is_of_rows else cast("Iterator[ox.Triple]", self._read())

    def __iter__(self) -> Iterator[Row | ox.Triple]:
        return self._read()

    def _read(self) -> Iterator[Row | ox.Triple]:
        answers: Iterator[Row | ox.Triple] = iter(self.answers)
        self.found_nothing = not (self.limit == 0 or self.was_cut or self.boolean)
        try:
            for answer in islice(answers, self.limit):
                self.n_read += 1
                if self.found_nothing:
                    says_little = self.counts and self.n_read == 1 and _is_zero(answer)
                    self.found_nothing = says_little or self.takes_no_step
                yield answer
            if self.limit is not None:
                self.was_cut = next(answers, None) is not None
        except (RuntimeError, ValueError, OSError) as error:
            raise _failed(error) from error


def run_query(
    store: ox.Store,
    text: str,
    *,
    bindings: Mapping[str, ox.NamedNode | ox.Literal] | None = None,
    limit: int | None = None,
    timeout_s: float | None = None,
) -> QueryResult:
    """Run one SPARQL query that the guard accepts; the columns of `SELECT *` stand as its variables appear.

    Args:
        bindings: variable name (without `?`) to the only value it may take.
        limit: rows or triples to give back at most; `was_cut` then says whether there were more.
        timeout_s: with a number, the query runs in a process that is ended after so many seconds, and the whole
            answer is held in memory; without, it runs here and is read lazily. While the engine looks for its next rows
            the queries of other threads wait for it, up to ten seconds.

    Raises:
        QueryRefusedError, QuerySyntaxError, ParameterError: before anything runs.
        InputError: a limit or a time that cannot be counted.
        QueryTimeoutError: past `timeout_s`.
        QueryFailedError: the engine gave up.

    Example:
        >>> store = ox.Store()
        >>> knows = ox.NamedNode("https://w3id.org/stroma/vocab/expresses")
        >>> msc, cd90 = ox.NamedNode("urn:msc"), ox.NamedNode("urn:cd90")
        >>> store.add(ox.Quad(msc, knows, cd90, ox.NamedNode("urn:graph")))
        >>> result = run_query(store, "SELECT ?what { ?cell st:expresses ?what }", bindings={"cell": msc})
        >>> result.variables, [row[0].value for row in result.rows()]
        (('what',), ['urn:cd90'])
    """
    if timeout_s is None:
        query = inspect_query(text)
        if limit is not None:
            checked_count(limit, "the limit", least=0)
        return run_checked(store, query, bindings=bindings, limit=limit)
    # Here and not at the top: that one imports this module.
    from stroma.queries.streaming import run_in_child

    return run_in_child(store, text, bindings=bindings, limit=limit, timeout_s=timeout_s)


def run_checked(
    store: ox.Store,
    query: CheckedQuery,
    *,
    bindings: Mapping[str, ox.NamedNode | ox.Literal] | None = None,
    limit: int | None = None,
    dataset: Dataset | None = None,
) -> QueryResult:
    """Run a query that the guard has read, here and now.

    Args:
        dataset: the graphs it sees, instead of the union of all or of those that its FROM names.

    Raises:
        QuerySyntaxError, ParameterError: before anything runs.
        QueryFailedError: the engine gave up.
    """
    bound = prepared_text(store, query, bindings=bindings, sees_union=dataset is None)
    if dataset is None:
        # With the union, the engine ignores FROM.
        graphs: dict[str, Any] = {"use_default_graph_as_union": not query.names_graphs}
    else:
        default, named = (list(map(ox.NamedNode, of)) for of in (dataset.default, dataset.named))
        graphs = {"default_graph": default, "named_graphs": named}
    try:
        with in_engine(store):
            answer = store.query(bound, prefixes=dict(query.prefixes), **graphs)
    except SyntaxError as error:
        raise explained(query, error, is_bound=bound is not query.text) from error
    except (RuntimeError, ValueError, OSError) as error:
        raise _failed(error) from error
    if isinstance(answer, ox.QueryBoolean):
        return QueryResult(query.form, boolean=bool(answer), found_nothing=not answer)
    if isinstance(answer, ox.QueryTriples):
        return QueryResult(query.form, limit=limit, answers=read_by_turns(store, answer))
    variables = [variable.value for variable in answer.variables]
    order = column_order(query, variables)
    return QueryResult(
        query.form,
        variables=tuple(variables[at] for at in order),
        limit=limit,
        counts=query.counts,
        takes_no_step=_takes_no_step(store, query),
        answers=_in_order(read_by_turns(store, answer), order),
    )


def prepared_text(
    store: ox.Store,
    query: CheckedQuery,
    *,
    bindings: Mapping[str, ox.NamedNode | ox.Literal] | None = None,
    sees_union: bool = True,
) -> str:
    """What the engine is given of a query that the guard has read: for whoever hands it to the engine himself.

    The columns of its answer are to stand as `column_order` says.

    Args:
        sees_union: False where the query is asked of graphs that a request or a library chooses.

    Raises:
        ParameterError: the query has no such variable, or nowhere to bind it.

    Example:
        >>> query = inspect_query("SELECT (GROUP_CONCAT(?y) AS ?ys) { ?s st:year ?y }")
        >>> prepared_text(ox.Store(), query, bindings={"s": ox.NamedNode("urn:s")})
        'SELECT (GROUP_CONCAT(COALESCE(CONCAT(?y), STR(?y))) AS ?ys) { VALUES ?s { <urn:s> } ?s st:year ?y }'
    """
    text = bind_values(query, bindings) if bindings else query.text
    if query.concatenates:
        text = concatenate_texts(text)
    if not sees_union:
        return text
    text = expand_closures(store, text, query.prefixes, bindings)
    if query.reads_all and not query.names_graphs:
        # Here and not at the top: most queries need none of it.
        from stroma.queries.stars import intersect_stars

        text = intersect_stars(store, text, query.prefixes)
    return text


def _in_order(solutions: Iterator[Any], order: Sequence[int]) -> Iterator[Row]:
    # Made in C: a wide answer has millions of rows.
    if list(order) == sorted(order):
        return map(tuple, solutions)
    return map(itemgetter(*order), solutions)


def _takes_no_step(store: ox.Store, query: CheckedQuery) -> bool:
    if not any(token.kind == "op" and token.text in "*?" for token in query.tokens):
        return False
    # Here and not at the top: most queries have no such path.
    from stroma.queries.unmatched import untaken_steps

    def is_stated(iri: Iri) -> Any:
        # What the engine finds at once, and what `skos:broader*` needs no look for.
        with in_engine(store):
            return iri == _BROADER or store.query(
                f"ASK {{ ?s <{iri}> ?o }}", use_default_graph_as_union=not query.names_graphs
            )

    return bool(untaken_steps(query.tokens, is_stated, marks="*?"))


def _is_zero(answer: Row | ox.Triple) -> bool:
    """Whether a row has no value but 0."""
    return isinstance(answer, tuple) and all(
        term is None or (isinstance(term, ox.Literal) and term.value == "0") for term in answer
    )


def explained(query: CheckedQuery, error: SyntaxError, *, is_bound: bool) -> StromaError:
    """The engine's complaint as a place in the text that the person wrote.

    Args:
        is_bound: the engine was given another text than that, as `prepared_text` makes it.
    """
    text = query.text
    if is_bound:
        # Bound values move columns; ask again for the text as it was. A store without data answers at once.
        try:
            ox.Store().query(text, prefixes=dict(query.prefixes))
        except SyntaxError as own_error:
            error = own_error
        else:
            return InputError(f"a value cannot be bound in this query: {_in_one_line(error)}")
    match = _PLACE.match(str(error))
    if match is None:
        return InputError(f"syntax error in the query: {_in_one_line(error)}")
    offset = offset_of(text, int(match[1]), int(match[2]))
    reason = _reason(match[3])
    # The engine stops behind what it could not use, often one token late; the caret stands under the token it reached.
    for token in reversed(query.tokens):
        if token.start < offset:
            place = token.start if offset <= token.end + 1 else offset
            hint = "; is a triple incomplete, or a name bound twice?" if token.text == "}" else ""
            unexpected = f"unexpected {token.text[:40]!r} here or just before{hint}"
            return syntax_error(text, place, reason or unexpected)
    return syntax_error(text, offset, reason or "it cannot be read from here")


def _reason(message: str) -> str:
    """The engine's own words, where they are more than a list of what its parser tried."""
    tried = message.removeprefix("expected one of ").removeprefix("expected ").split(", ")
    if "IRI parsing failed" in tried:
        return "this IRI is relative or has a character that IRIs may not have; write it in full"
    sentences = [
        part for part in tried if part.count(" ") > 2 and not part.startswith(("[", "'", "|"))
    ]
    if sentences:
        return sentences[0][:1].lower() + sentences[0][1:]
    return "expected BY" if tried == ["BY"] else ""


def _failed(error: Exception) -> StromaError:
    if isinstance(error, StromaError):
        return error
    return QueryFailedError(f"the query failed while it ran: {_in_one_line(error)}")


def _in_one_line(error: Exception) -> str:
    return shorten(" ".join(str(error).split()), 200)
