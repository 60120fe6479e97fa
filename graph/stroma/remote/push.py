"""How does a build get to a SPARQL server? By what changed in each graph, and checked before it counts as there.

Read first: `push`. The server keeps, in a graph of its own, the hash of each graph that was pushed: a push that was cut
off goes on where it stopped, and one without changes sends nothing. What fits into one request is sent in one; of a longer
push, readers are told as long as it runs (`stroma.remote.state`).
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final, cast

import pyoxigraph as ox

from stroma.errors import InputError
from stroma.remote.client import RemoteError, values
from stroma.remote.skolem import skolem_iris
from stroma.remote.state import HASH, PUSHED, STATE, finished, number_of, unfinished
from stroma.vocabulary import PREFIXES, ST

if TYPE_CHECKING:
    from stroma.remote.client import Endpoint

_STEP: Final = ST + "pushStep"
# Virtuoso compiles 4,000 plain triples in one request and refuses 10,000.
_TRIPLES: Final = 400
_IN_A_REQUEST: Final = 1_000
# A larger graph is sent anew, not compared: pages of it would be sorted again and again.
_COMPARED: Final = 200_000
# Graphs whose triples are counted in one request; of twice as many Virtuoso takes ten times as long.
_COUNTED_AT_ONCE: Final = 100
# Graphs of which a message gives the names.
_NAMED: Final = 5

Report = Callable[[int, int], None]


@dataclass(frozen=True)
class Pushed:
    """What a push did."""

    n_graphs: int
    n_sent: int
    n_removed: int
    n_triples_sent: int


def push(
    dataset: ox.Store,
    endpoint: Endpoint,
    *,
    prune: bool = False,
    force: bool = False,
    report: Report = lambda done, total: None,
) -> Pushed:
    """Make the server hold the graphs of a dataset; graphs that others put there stay as they are.

    Blank nodes become IRIs, so that what hangs together on one stays together (`stroma.remote.skolem`).

    Args:
        prune: remove the graphs of an earlier push that the dataset lacks.
        force: send every graph anew, whatever the server says that it holds.

    Raises:
        InputError: an earlier push left graphs that the dataset lacks, and `prune` is off; nothing is sent then.
        RemoteError: the server failed, or does not hold what it was sent; pushing again goes on from there.
    """
    held = _held(endpoint)
    graphs = sorted(graph.value for graph in dataset.named_graphs() if graph.value != PUSHED)
    gone = sorted(set(held) - set(graphs))
    if gone and not prune:
        raise _would_remove(endpoint, gone)
    counts = _counts(endpoint, graphs)
    states = _states(endpoint)
    sender = _Sender(endpoint, states)
    names = skolem_iris(dataset)
    sizes: dict[str, range] = {}
    n_sent = n_triples = 0
    for done, graph in enumerate(graphs):
        triples = _triples(dataset, graph, names)
        sizes[graph] = _sizes(triples)
        digest = hashlib.sha256("\n".join(triples).encode()).hexdigest()
        n_there = counts.get(graph, 0)
        if held.get(graph) == digest and n_there in sizes[graph] and not force:
            continue
        n_sent += 1
        there = None if force else _there(endpoint, graph, n_there)
        sender.add(_unmark(graph), 1)
        for operation, n_of_it, n_added in _changes(graph, triples, there):
            n_triples += n_added
            sender.add(operation, n_of_it)
        sender.add(_insert(PUSHED, [_says(graph, HASH, digest)]), 1)
        report(done, len(graphs))
    for graph in gone:
        sender.add(f"DROP SILENT GRAPH {ox.NamedNode(graph)} ;\n{_unmark(graph)}", 1)
    sender.finish(lambda: _check(endpoint, sizes, gone))
    return Pushed(len(graphs), n_sent, len(gone), n_triples)


@dataclass
class _Sender:
    """Sends operations in few requests, between a word that a push has begun and one that it is done."""

    endpoint: Endpoint
    states: Collection[str]
    _waiting: list[str] = field(default_factory=list)
    _n_waiting: int = 0
    _n_steps: int = 0

    @property
    def _number(self) -> int:
        return number_of(self.states) + 1

    def add(self, operation: str, n: int) -> None:
        """Take an operation on n triples; it is sent with others."""
        if self._waiting and self._n_waiting + n > _IN_A_REQUEST:
            self._send_step()
        self._waiting.append(operation)
        self._n_waiting += n

    def finish(self, check: Callable[[], None]) -> None:
        """Send what is left, see that all was taken, and say so."""
        if not self._waiting and [*self.states] == [finished(self._number - 1)]:
            return
        if not self._n_steps:
            # One request: servers with transactions show it whole or not at all.
            kind = self.endpoint.update(" ;\n".join([*self._begin(), *self._waiting, *self._end()]))
            self._see_that_it_ended(kind)
            try:
                check()
            except RemoteError:
                self.endpoint.update(" ;\n".join(self._begin(finished(self._number))))
                raise
            return
        if self._waiting:
            self._send_step()
        self._see_all_steps()
        check()
        self._see_that_it_ended(self.endpoint.update(" ;\n".join(self._end())))

    def _begin(self, *others: str) -> Iterator[str]:
        # In this order, so that a server without transactions shows no state in which nothing is said.
        now = unfinished(self._number)
        yield _insert(PUSHED, [_says(PUSHED, STATE, now)])
        for state in (*others, *sorted(self.states)):
            if state != now:
                yield f"DELETE DATA {{ GRAPH <{PUSHED}> {{ {_says(PUSHED, STATE, state)} }} }}"
        yield f"DELETE WHERE {{ GRAPH <{PUSHED}> {{ <{PUSHED}> <{_STEP}> ?step }} }}"

    def _end(self) -> Iterator[str]:
        yield _insert(PUSHED, [_says(PUSHED, STATE, finished(self._number))])
        yield f"DELETE WHERE {{ GRAPH <{PUSHED}> {{ <{PUSHED}> <{_STEP}> ?step }} }}"
        old = _says(PUSHED, STATE, unfinished(self._number))
        yield f"DELETE DATA {{ GRAPH <{PUSHED}> {{ {old} }} }}"

    def _send_step(self) -> None:
        begin = [] if self._n_steps else [*self._begin()]
        self._n_steps += 1
        step = _insert(PUSHED, [_says(PUSHED, _STEP, str(self._n_steps))])
        kind = self.endpoint.update(" ;\n".join([*begin, *self._waiting, step]))
        self._waiting, self._n_waiting = [], 0
        # Some servers say with a page that all is well.
        if kind == "text/html" and not self._has_step(self._n_steps):
            raise self._not_taken(kind)

    def _has_step(self, n: int) -> bool:
        said = _says(PUSHED, _STEP, str(n))
        return self.endpoint.ask(f"ASK {{ GRAPH <{PUSHED}> {{ {said} }} }}")

    def _see_all_steps(self) -> None:
        counted = "SELECT (COUNT(DISTINCT ?step) AS ?n)"
        n = self.endpoint.count(
            f"{counted} {{ GRAPH <{PUSHED}> {{ <{PUSHED}> <{_STEP}> ?step }} }}"
        )
        if n != self._n_steps:
            raise RemoteError(
                self.endpoint.update_url,
                f"of {self._n_steps:,} updates that were answered, {n:,} were carried out; is something between here and "
                "the server, or was there another push at the same time? Run `stroma push` again",
            )

    def _see_that_it_ended(self, kind: str) -> None:
        if _states(self.endpoint) != {finished(self._number)}:
            raise self._not_taken(kind)

    def _not_taken(self, kind: str) -> RemoteError:
        how = "with a page (text/html)" if kind == "text/html" else "as if it were done"
        return RemoteError(
            self.endpoint.update_url,
            f"answered an update {how} and did not carry it out; is a log-in or another server in between, or "
            "STROMA_UPDATE_URL another server's?",
        )


def _check(endpoint: Endpoint, sizes: dict[str, range], gone: Collection[str]) -> None:
    """See that each graph has as many triples as the build."""
    expected = {**sizes, **dict.fromkeys(gone, range(1))}
    counts = _counts(endpoint, sorted(expected))
    for graph, size in expected.items():
        if (n := counts.get(graph, 0)) not in size:
            raise RemoteError(
                endpoint.url,
                f"holds {n:,} triples of the graph {graph.removeprefix(PREFIXES['graph'])}, not {size[-1]:,}, after all "
                "were sent; run `stroma push --force`",
            )


def _would_remove(endpoint: Endpoint, gone: Sequence[str]) -> InputError:
    """What says which graphs would go, a few by name."""
    names = ", ".join(graph.removeprefix(PREFIXES["graph"]) for graph in gone[:_NAMED])
    more = f" and {len(gone) - _NAMED:,} more" if len(gone) > _NAMED else ""
    return InputError(
        f"{endpoint.url} holds what this build lacks: {names}{more}; push a build that has it, or add --prune "
        "(prune=True in Python) to remove it there"
    )


def _held(endpoint: Endpoint) -> dict[str, str]:
    query = f"SELECT DISTINCT ?graph ?hash {{ GRAPH <{PUSHED}> {{ ?graph <{HASH}> ?hash }} }}"
    return {
        str(row["graph"].value): str(row["hash"].value) for row in endpoint.paged(query, "graph")
    }


def _counts(endpoint: Endpoint, graphs: Sequence[str]) -> dict[str, int]:
    """How many triples each of some graphs has on the server; one that is not there is left out."""
    found = {}
    for at in range(0, len(graphs), _COUNTED_AT_ONCE):
        # Those of others may be large, and are not looked at.
        named = values("g", graphs[at : at + _COUNTED_AT_ONCE])
        query = f"SELECT ?g (COUNT(*) AS ?n) {{ {named} GRAPH ?g {{ ?s ?p ?o }} }} GROUP BY ?g"
        for row in endpoint.rows(query):
            found[str(row["g"].value)] = int(row["n"].value)
    return found


def _states(endpoint: Endpoint) -> set[str]:
    """What the graph of marks says of the pushes to this server."""
    query = f"SELECT DISTINCT ?o {{ GRAPH <{PUSHED}> {{ <{PUSHED}> <{STATE}> ?o }} }}"
    return {str(row["o"].value) for row in endpoint.rows(query)}


def _triples(dataset: ox.Store, graph: str, names: dict[str, str]) -> list[str]:
    """The triples of a graph, sorted, each as a line of N-Triples."""

    def written(part: Any) -> str:
        return f"<{names[part.value]}>" if isinstance(part, ox.BlankNode) else str(part)

    return sorted(
        f"{written(q.subject)} {q.predicate} {written(q.object)} ."
        for q in dataset.quads_for_pattern(None, None, None, ox.NamedNode(graph))
    )


def _sizes(triples: Sequence[str]) -> range:
    """How many triples a server may count: some take two spellings of one value for one."""
    return range(len(set(map(_by_value, triples))), len(triples) + 1)


def _by_value(triple: str) -> str:
    """A triple with what differs between two spellings of a value left out."""
    literal, at, language = triple.rpartition('"@')
    if at and " " not in language.removesuffix(" ."):
        return f"{literal}@{language.casefold()}"
    rest, typed, datatype = triple.rpartition('"^^<')
    if not typed:
        return triple
    before, _, text = rest.rpartition(' "')
    try:
        text = str(float({"true": "1", "false": "0"}.get(text, text)))
    except ValueError:
        return triple
    return f"{before} {text} {datatype}"


def _there(endpoint: Endpoint, graph: str, n: int) -> set[str] | None:
    """The triples of a graph on the server; None where they cannot be changed one by one."""
    if n == 0:
        return set()
    if n > _COMPARED:
        return None
    found = set()
    query = f"SELECT ?s ?p ?o {{ GRAPH {ox.NamedNode(graph)} {{ ?s ?p ?o }} }}"
    try:
        for row in endpoint.paged(query, "s"):
            parts = [cast("Any", row[name]) for name in ("s", "p", "o")]
            if any(isinstance(part, ox.BlankNode) for part in parts):
                return None
            found.add(f"{parts[0]} {parts[1]} {parts[2]} .")
    except RemoteError:
        # A server that does not give them out; one that is down fails at the next request.
        return None
    return found


def _changes(
    graph: str, triples: Sequence[str], there: set[str] | None
) -> Iterator[tuple[str, int, int]]:
    """Operations that leave the graph as it should be, on how many triples each, and how many of them are new."""
    node = ox.NamedNode(graph)
    old = sorted(there - set(triples)) if there is not None else []
    new = [t for t in triples if t not in there] if there is not None else triples
    if there is None or len(old) + len(new) > len(triples):
        yield f"DROP SILENT GRAPH {node}", 1, 0
        old, new = [], triples
    for part in _parts(old):
        yield f"DELETE DATA {{ GRAPH {node} {{\n{chr(10).join(part)}\n}} }}", len(part), 0
    for part in _parts(new):
        yield _insert(graph, part), len(part), len(part)


def _parts(triples: Sequence[str]) -> Iterator[Sequence[str]]:
    for at in range(0, len(triples), _TRIPLES):
        yield triples[at : at + _TRIPLES]


def _insert(graph: str, triples: Sequence[str]) -> str:
    return f"INSERT DATA {{ GRAPH {ox.NamedNode(graph)} {{\n{chr(10).join(triples)}\n}} }}"


def _says(subject: str, property_: str, text: str) -> str:
    return f"{ox.NamedNode(subject)} {ox.NamedNode(property_)} {ox.Literal(text)} ."


def _unmark(graph: str) -> str:
    return f"DELETE WHERE {{ GRAPH <{PUSHED}> {{ {ox.NamedNode(graph)} <{HASH}> ?hash }} }}"
