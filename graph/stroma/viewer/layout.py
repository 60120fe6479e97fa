"""Where does each node of a whole graph go? Computed here, once, so that the page needs no physics.

Read first: `place_nodes`. With igraph (the `layout` extra) it keeps neighbours together best; without it, small graphs
use networkx and large ones a spiral in the order of the communities.
"""

from __future__ import annotations

import math
from contextlib import suppress
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

Position = tuple[float, float]

# networkx needs seconds above this size (measured: 300 nodes about 0.4 s).
_NETWORKX_UP_TO: Final = 300
_EVEN_UP_TO: Final = 600
# Distance between neighbours on the page, in canvas units: two node diameters.
_SPACING: Final = 42.0


def place_nodes(n_nodes: int, edges: Sequence[tuple[int, int]]) -> list[Position]:
    """A place for each node number from 0 to `n_nodes` - 1; the same input gives the same places.

    Example:
        >>> place_nodes(1, [])
        [(0.0, 0.0)]
    """
    if n_nodes == 0:
        return []
    pairs = sorted({(min(a, b), max(a, b)) for a, b in edges if a != b})
    parts = _components(n_nodes, pairs)
    if not parts or len(parts[0]) < 2:
        return _with_rows({}, parts)
    biggest = set(parts[0])
    own = [(a, b) for a, b in pairs if a in biggest]
    place = dict(zip(parts[0], _place_linked(parts[0], own), strict=True))
    return _with_rows(_scaled(place), parts[1:])


def _components(n_nodes: int, pairs: list[tuple[int, int]]) -> list[list[int]]:
    """Connected parts, the largest first; a layout of all at once would crush the largest into a dot."""
    head = list(range(n_nodes))

    def root(node: int) -> int:
        while head[node] != node:
            head[node] = head[head[node]]
            node = head[node]
        return node

    for a, b in pairs:
        head[max(root(a), root(b))] = min(root(a), root(b))
    parts: dict[int, list[int]] = {}
    for node in range(n_nodes):
        parts.setdefault(root(node), []).append(node)
    return sorted(parts.values(), key=lambda part: (-len(part), part[0]))


def can_place_fast() -> bool:
    """Whether igraph is installed; asked without loading it."""
    from importlib.util import find_spec

    return find_spec("igraph") is not None


def _place_linked(linked: list[int], pairs: list[tuple[int, int]]) -> list[Position]:
    if len(linked) < 3:
        return [(float(i), 0.0) for i in range(len(linked))]
    index = {node: i for i, node in enumerate(linked)}
    local = [(index[a], index[b]) for a, b in pairs]
    try:
        return _by_igraph(len(linked), local)
    except ImportError:
        pass
    # NetworkX places with numpy, which is no dependency of its own.
    if len(linked) <= _NETWORKX_UP_TO:
        with suppress(ImportError):
            return _by_networkx(len(linked), local)
    return _spiral(len(linked), local)


def _by_igraph(n: int, pairs: list[tuple[int, int]]) -> list[Position]:
    import random

    import igraph

    # igraph draws from Python's generator; a generator of our own keeps the caller's untouched.
    igraph.set_random_number_generator(random.Random(7))
    try:
        graph = igraph.Graph(n=n, edges=pairs)
        # Up to some hundreds of nodes even spacing matters most; beyond, that neighbours stay together.
        if n <= _EVEN_UP_TO:
            layout = graph.layout_kamada_kawai(maxiter=10 * n)
        else:
            layout = graph.layout_umap(epochs=200 if n < 2000 else 60)
    finally:
        igraph.set_random_number_generator(random)
    return [(float(x), float(y)) for x, y in layout.coords]


def _by_networkx(n: int, pairs: list[tuple[int, int]]) -> list[Position]:
    import networkx as nx

    graph: nx.Graph[int] = nx.Graph()
    graph.add_nodes_from(range(n))
    graph.add_edges_from(pairs)
    placed = nx.spring_layout(graph, seed=7, iterations=80)
    return [(float(placed[i][0]), float(placed[i][1])) for i in range(n)]


def _spiral(n: int, pairs: list[tuple[int, int]]) -> list[Position]:
    neighbours: list[list[int]] = [[] for _ in range(n)]
    for a, b in pairs:
        neighbours[a].append(b)
        neighbours[b].append(a)
    order: list[int] = []
    seen = [False] * n
    for start in sorted(range(n), key=lambda i: -len(neighbours[i])):
        queue = [] if seen[start] else [start]
        seen[start] = True
        for node in queue:
            order.append(node)
            fresh = [i for i in neighbours[node] if not seen[i]]
            for i in fresh:
                seen[i] = True
            queue.extend(fresh)
    golden = math.pi * (3 - math.sqrt(5))
    place = {
        node: (math.sqrt(r) * math.cos(r * golden), math.sqrt(r) * math.sin(r * golden))
        for r, node in enumerate(order)
    }
    return [place[i] for i in range(n)]


def _scaled(place: dict[int, Position]) -> dict[int, Position]:
    if not place:
        return {}
    xs, ys = [x for x, _ in place.values()], [y for _, y in place.values()]
    width, height = max(xs) - min(xs), max(ys) - min(ys)
    side = _SPACING * math.sqrt(len(place)) * 1.6
    zoom = side / (max(width, height) or 1.0)
    mid_x, mid_y = (max(xs) + min(xs)) / 2, (max(ys) + min(ys)) / 2
    return {node: ((x - mid_x) * zoom * 1.4, (y - mid_y) * zoom) for node, (x, y) in place.items()}


def _with_rows(place: dict[int, Position], parts: list[list[int]]) -> list[Position]:
    """The small parts stand in rows below the large one, each part side by side."""
    left = min((x for x, _ in place.values()), default=0.0)
    right = max((x for x, _ in place.values()), default=0.0)
    bottom = max((y for _, y in place.values()), default=-3 * _SPACING) + 3 * _SPACING
    width = max(right - left, 8 * _SPACING)
    x, y = left, bottom if place or len(parts) > 1 else 0.0
    for part in parts:
        if x > left and x + len(part) * _SPACING > left + width:
            x, y = left, y + 2 * _SPACING
        for node in part:
            place[node] = (x, y)
            x += _SPACING * (2.0 if len(part) > 1 else 1.0)
        x += _SPACING
    return [place[node] for node in sorted(place)]
