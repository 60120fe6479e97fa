"""The links of a store on disk, as path search asks for them.

Read first: `DiskLinks`. The same links in the same order as `stroma.links.MemoryLinks` would give.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, Final

from stroma.links import KIND_OF, Bound, Link, Node, Reached

if TYPE_CHECKING:
    from stroma.disk.columns import Columns
    from stroma.vocabulary import Iri

# What the column "link_measured" holds; 0: articles claim it.
MEASURED: Final = 1
RETRACTED: Final = 2


class DiskLinks:
    """Links read from mapped columns."""

    def __init__(
        self,
        columns: Columns,
        find_node: Callable[[Iri], Node | None],
        iri_of: Callable[[Node], Iri],
        proposition_iri_of: Callable[[int], Iri],
    ) -> None:
        self._columns = columns
        self._find_node = find_node
        self._iri_of = iri_of
        self._proposition_iri_of = proposition_iri_of

    def node(self, iri: Iri) -> Node | None:
        """The node of a term."""
        return self._find_node(iri)

    def iri(self, node: Node) -> Iri:
        """The term of a node."""
        return self._iri_of(node)

    def proposition_iri(self, number: int) -> Iri:
        """The proposition of a number."""
        return self._proposition_iri_of(number)

    def _span(self, node: Node) -> slice:
        first = self._columns["links_from"]
        return slice(first[node], first[node + 1])

    def links(self, node: Node) -> Sequence[Link]:
        """Every link of a node, in a fixed order."""
        span, columns = self._span(node), self._columns
        rows = zip(
            columns["link_other"][span].tolist(),
            columns["link_proposition"][span].tolist(),
            columns["link_role"][span].tolist(),
            columns["link_cost"][span].tolist(),
            columns["link_measured"][span].tolist(),
            strict=True,
        )
        return [
            Link(
                other,
                proposition if proposition >= 0 else None,
                role,
                cost,
                measured == MEASURED,
                measured == RETRACTED,
            )
            for other, proposition, role, cost, measured in rows
        ]

    def _usable(self, node: Node, taxonomy: bool, claims: bool) -> list[tuple[Node, int]]:
        """(other node, cost) of the links that a search may use."""
        span, columns = self._span(node), self._columns
        others = columns["link_other"][span].tolist()
        costs = columns["link_cost"][span].tolist()
        if taxonomy and claims:
            return list(zip(others, costs, strict=True))
        roles = columns["link_role"][span].tolist()
        measured = columns["link_measured"][span].tolist()
        return [
            (other, cost)
            for other, cost, role, has in zip(others, costs, roles, measured, strict=True)
            if (claims or has == MEASURED) and (taxonomy or role < KIND_OF)
        ]

    def bound(self, target: Node, hops: int, *, taxonomy: bool, claims: bool) -> Bound:
        """How cheaply a target can be reached; never more than the true cost.

        Exact for the last two steps, looked up one step ahead for the third; before that a search of up to five steps
        has only its first ones, which need no bound. Longer searches work out every layer, and touch the whole graph.
        """
        layers: list[dict[Node, int]] = [{target: 0}]
        ahead: dict[Node, int | None] = {}

        def layer(left: int) -> dict[Node, int]:
            while len(layers) <= left:
                before = layers[-1]
                # What got no cheaper in the last round has told its neighbours already.
                older = layers[-2] if len(layers) > 1 else {}
                after = dict(before)
                for node, cost in before.items():
                    if older.get(node) == cost:
                        continue
                    for other, step in self._usable(node, taxonomy, claims):
                        known = after.get(other)
                        if known is None or cost + step < known:
                            after[other] = cost + step
                layers.append(after)
            return layers[left]

        def look_ahead(node: Node) -> int | None:
            if node not in ahead:
                near = layer(2)
                best = near.get(node)
                for other, step in self._usable(node, taxonomy, claims):
                    rest = near.get(other)
                    if rest is not None and (best is None or step + rest < best):
                        best = step + rest
                ahead[node] = best
            return ahead[node]

        def cheapest(node: Node, left: int) -> int | None:
            if left <= 2 or hops > 5:
                return layer(left).get(node)
            return look_ahead(node) if left == 3 else 0

        return cheapest

    def reach(self, start: Node, hops: int, *, taxonomy: bool, claims: bool) -> Iterator[Reached]:
        """Nodes within some steps, nearest first, then by the cost of the link."""
        seen = {start}
        edge = [start]
        for distance in range(1, hops + 1):
            best: dict[Node, tuple[int, Node, int]] = {}
            for node in edge:
                first = self._columns["links_from"][node]
                for at, (other, cost) in self._numbered(node, first, taxonomy, claims):
                    if other in seen:
                        continue
                    known = best.get(other)
                    if known is None or cost < known[0]:
                        best[other] = (cost, node, at)
            order = sorted(best, key=lambda other: (best[other][0], other))
            for other in order:
                _, came_from, at = best[other]
                yield Reached(other, distance, came_from, self._link(at))
            edge = order
            seen.update(edge)

    def _numbered(
        self, node: Node, first: int, taxonomy: bool, claims: bool
    ) -> Iterator[tuple[int, tuple[Node, int]]]:
        if taxonomy and claims:
            yield from enumerate(self._usable(node, taxonomy, claims), first)
            return
        span, columns = self._span(node), self._columns
        rows = zip(
            columns["link_other"][span].tolist(),
            columns["link_cost"][span].tolist(),
            columns["link_role"][span].tolist(),
            columns["link_measured"][span].tolist(),
            strict=True,
        )
        for at, (other, cost, role, has) in enumerate(rows, first):
            if (claims or has == MEASURED) and (taxonomy or role < KIND_OF):
                yield at, (other, cost)

    def _link(self, at: int) -> Link:
        columns = self._columns
        proposition = columns["link_proposition"][at]
        return Link(
            columns["link_other"][at],
            proposition if proposition >= 0 else None,
            columns["link_role"][at],
            columns["link_cost"][at],
            columns["link_measured"][at] == MEASURED,
            columns["link_measured"][at] == RETRACTED,
        )
