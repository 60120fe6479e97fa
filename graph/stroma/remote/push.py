"""How does a build get to a SPARQL server? Graph by graph, each whole or not at all, and again only when it changed.

Read first: `push`. The server keeps, in a graph of its own, the hash of each graph that was pushed: a push that was cut
off goes on where it stopped, and one without changes sends nothing.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import pyoxigraph as ox

from stroma.errors import InputError
from stroma.vocabulary import PREFIXES, ST

if TYPE_CHECKING:
    from stroma.remote.client import Endpoint

PUSHED: Final = PREFIXES["graph"] + "pushed"
_HASH: Final = ST + "pushedSha256"
# Virtuoso refuses to compile longer updates; 400 triples stay far below that.
_TRIPLES: Final = 400
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
    report: Report = lambda done, total: None,
) -> Pushed:
    """Make the server hold the graphs of a dataset; graphs that others put there stay as they are.

    Args:
        prune: remove the graphs of an earlier push that the dataset lacks.

    Raises:
        InputError: an earlier push left graphs that the dataset lacks, and `prune` is off; nothing is sent then.
        RemoteError: the server failed; what was sent stays, and pushing again goes on from there.
    """
    held = _held(endpoint)
    graphs = sorted(graph.value for graph in dataset.named_graphs())
    gone = sorted(set(held) - set(graphs))
    if gone and not prune:
        raise _would_remove(endpoint, gone)
    n_sent = n_triples = 0
    waiting: list[str] = []
    n_waiting = 0
    for done, graph in enumerate(graphs):
        triples = sorted(
            f"{q.subject} {q.predicate} {q.object} ."
            for q in dataset.quads_for_pattern(None, None, None, ox.NamedNode(graph))
        )
        digest = hashlib.sha256("\n".join(triples).encode()).hexdigest()
        if held.get(graph) == digest:
            continue
        n_sent += 1
        n_triples += len(triples)
        updates = list(_replace(graph, triples, digest))
        if len(updates) == 1:
            # Small graphs share a request; a request is run whole or not at all by servers with transactions, and
            # the mark comes last in any case.
            waiting += updates
            n_waiting += len(triples)
        else:
            for update in updates:
                endpoint.update(update)
        if n_waiting >= _TRIPLES:
            endpoint.update(" ;\n".join(waiting))
            waiting, n_waiting = [], 0
        report(done, len(graphs))
    if waiting:
        endpoint.update(" ;\n".join(waiting))
    for graph in gone:
        endpoint.update(f"DROP SILENT GRAPH {ox.NamedNode(graph)} ;\n{_unmark(graph)}")
    return Pushed(len(graphs), n_sent, len(gone), n_triples)


def _would_remove(endpoint: Endpoint, gone: Sequence[str]) -> InputError:
    """What says which graphs would go, a few by name."""
    names = ", ".join(graph.removeprefix(PREFIXES["graph"]) for graph in gone[:_NAMED])
    more = f" and {len(gone) - _NAMED:,} more" if len(gone) > _NAMED else ""
    return InputError(
        f"{endpoint.url} holds what this build lacks: {names}{more}; push a build that has it, or add --prune "
        "(prune=True in Python) to remove it there"
    )


def _held(endpoint: Endpoint) -> dict[str, str]:
    node, property_ = ox.NamedNode(PUSHED), ox.NamedNode(_HASH)
    query = f"SELECT DISTINCT ?graph ?hash {{ GRAPH {node} {{ ?graph {property_} ?hash }} }}"
    return {
        str(row["graph"].value): str(row["hash"].value) for row in endpoint.paged(query, "graph")
    }


def _replace(graph: str, triples: Sequence[str], digest: str) -> Iterator[str]:
    """Updates that leave the graph as it should be; the mark that it is complete comes with the last one."""
    node = ox.NamedNode(graph)
    head = f"{_unmark(graph)} ;\nDROP SILENT GRAPH {node}"
    mark = f"INSERT DATA {{ GRAPH {ox.NamedNode(PUSHED)} {{ {node} {ox.NamedNode(_HASH)} {ox.Literal(digest)} }} }}"
    parts = [
        f"INSERT DATA {{ GRAPH {node} {{\n{chr(10).join(triples[at : at + _TRIPLES])}\n}} }}"
        for at in range(0, len(triples), _TRIPLES)
    ]
    if len(parts) == 1:
        yield f"{head} ;\n{parts[0]} ;\n{mark}"
        return
    yield head
    yield from parts
    yield mark


def _unmark(graph: str) -> str:
    return f"DELETE WHERE {{ GRAPH {ox.NamedNode(PUSHED)} {{ {ox.NamedNode(graph)} {ox.NamedNode(_HASH)} ?hash }} }}"
