"""Which are the best ways from one term to another? Best-first search with an exact lower bound.

Read first: `find_ways`. Loop-free: no term and no proposition twice. Costs compare criterion after criterion
(`stroma.links`), so the first way found is the best one, and the k first are the k best.
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from heapq import heappop, heappush
from typing import TYPE_CHECKING, Final

from stroma.links import has_detour, is_over_class, turn_cost, usable

if TYPE_CHECKING:
    from collections.abc import Callable

    from stroma.links import Link, LinkGraph, Node

# Steps looked at before a search gives up; about a second.
MAX_STEPS: Final = 400_000


@dataclass(frozen=True)
class Way:
    """One loop-free way: its nodes, the cheapest link between each two, and the whole cost."""

    nodes: tuple[Node, ...]
    links: tuple[Link, ...]
    cost: int


@dataclass(frozen=True)
class Ways:
    """The best ways, best first; `cut` says why the search ended early, or is None."""

    ways: tuple[Way, ...]
    cut: str | None = None
    has_more: bool = False
    """Whether there may be more ways after the k best."""


def find_ways(
    graph: LinkGraph,
    start: Node,
    end: Node,
    *,
    k: int,
    max_hops: int,
    taxonomy: bool,
    claims: bool,
    timeout_s: float,
    accept: Callable[[Way], bool] = lambda way: True,
) -> Ways:
    """The k best ways between two nodes, what one statement says of both before all others; two ways differ in their nodes.

    No way goes up to a class and down again to another of its members: that two things are of one kind links nothing.

    Args:
        max_hops: longest way looked at.
        timeout_s: the search ends after so many seconds and says so.
        accept: whether a way counts; one that does not is passed over.
    """
    deadline = time.monotonic() + timeout_s
    bound = graph.bound(end, max_hops, taxonomy=taxonomy, claims=claims)
    first = bound(start, max_hops)
    if first is None:
        return Ways(())
    # (lower bound of the whole, nodes, order of arrival, cost so far, links): ways that cost the same come in the order
    # of their nodes, however tight the bound is.
    heap: list[tuple[int, tuple[Node, ...], int, int, tuple[Link, ...]]] = []
    heappush(heap, (first, (start,), 0, 0, ()))
    found: list[Way] = []
    seen: set[tuple[Node, ...]] = set()
    if direct := _direct(graph, start, end, taxonomy=taxonomy, claims=claims):
        found.append(direct)
        seen.add(direct.nodes)
        if k == 1:
            return Ways(tuple(found), has_more=True)
    steps = 0
    while heap:
        if time.monotonic() > deadline:
            return Ways(tuple(found), f"stopped after {timeout_s:g} s; there may be more")
        _, nodes, _, cost, links = heappop(heap)
        node = nodes[-1]
        if node == end:
            if nodes not in seen:
                way = Way(nodes, links, cost)
                if accept(way):
                    seen.add(nodes)
                    found.append(way)
            if len(found) == k:
                return Ways(tuple(found), has_more=bool(heap))
            continue
        left = max_hops - len(links) - 1
        if left < 0:
            continue
        came_by = [link.role for link in links]
        for link in _cheapest(graph, node, links, taxonomy=taxonomy, claims=claims):
            steps += 1
            if link.other in nodes or is_over_class(came_by, link.role):
                continue
            to_go = bound(link.other, left)
            if to_go is None:
                continue
            so_far = cost + turn_cost(came_by, link.role) + link.cost
            heappush(heap, (so_far + to_go, (*nodes, link.other), steps, so_far, (*links, link)))
        if steps > MAX_STEPS:
            return Ways(
                tuple(found),
                f"stopped after {MAX_STEPS:,} steps; ask for fewer hops to see the rest",
            )
    return Ways(tuple(found))


def _direct(
    graph: LinkGraph, start: Node, end: Node, *, taxonomy: bool, claims: bool
) -> Way | None:
    """The way of one statement about both ends; a mere trial, or a third thing told of both, is none."""
    to_end = [
        link
        for link in _cheapest(graph, start, (), taxonomy=taxonomy, claims=claims)
        if link.other == end and link.proposition is not None and not has_detour(link.cost)
    ]
    if not to_end:
        return None
    best = min(to_end, key=lambda link: link.cost)
    return Way((start, end), (best,), best.cost)


def _cheapest(
    graph: LinkGraph, node: Node, links: tuple[Link, ...], *, taxonomy: bool, claims: bool
) -> list[Link]:
    """The cheapest link to each neighbour in each role; a proposition serves a way once."""
    used = {link.proposition for link in links if link.proposition is not None}
    best: dict[tuple[Node, int], Link] = {}
    for link in usable(graph.links(node), taxonomy=taxonomy, claims=claims):
        if link.proposition in used:
            continue
        place = (link.other, link.role)
        if place not in best or link.cost < best[place].cost:
            best[place] = link
    return list(best.values())
