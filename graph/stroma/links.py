"""Which terms does the evidence link, and what does a step along a link cost a path?

A link is one proposition seen from one of its terms: subject to object, subject to condition, object to condition,
each way; beside them stand links by definition (wider term, cell type of a product, disease that a model stands for).
Read first: `Link`, `LinkGraph` (what path search asks of a graph, in memory or on disk) and `step_cost`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Final, NamedTuple, Protocol, TypeAlias

from stroma.keys import STUDIED_FOR
from stroma.model import Level, Stance
from stroma.sentences import is_retracted

if TYPE_CHECKING:
    from stroma.model import Proposition
    from stroma.records import Records
    from stroma.vocabulary import Iri

Node: TypeAlias = int
# Cost of the cheapest way from a node to the target in so many steps; None: there is no way.
Bound: TypeAlias = Callable[[Node, int], int | None]

# How the node that a step leaves stands to the node that it reaches.
FORWARD: Final = 0  # subject to object
BACKWARD: Final = 1  # object to subject
ASKED_IN: Final = 2  # subject to condition
ASKED_OF: Final = 3  # condition to subject
MEASURED_IN: Final = 4  # object to condition
MEASURED_OF: Final = 5  # condition to object
KIND_OF: Final = 6  # narrower to wider term
INCLUDES: Final = 7  # wider to narrower term
DEFINED_BY: Final = 8  # product to cell type, model to disease
DEFINES: Final = 9  # and back

_POINTS_AT: Final = (FORWARD, ASKED_IN, MEASURED_IN)
_POINTED_AT: Final = (BACKWARD, ASKED_OF, MEASURED_OF)
# Up to a class and down to another of its members.
_OVER: Final = ((KIND_OF, INCLUDES), (DEFINED_BY, DEFINES))

# A cost is one integer, a digit a criterion, so that comparing costs compares criterion after criterion: unsupported
# steps, indirect steps, then steps at each level (the weakest first), then all steps. Twelve steps of three fit a digit.
MAX_HOPS: Final = 8
_DIGIT: Final = 64
_LENGTH: Final = 1
_UNSUPPORTED: Final = _DIGIT**7
INDIRECT: Final = _DIGIT**6
# A textbook's statement stands between people without a control group and animals.
_LEVEL_COST: Final = {
    Level.ONE: 0,
    Level.TWO: _DIGIT,
    Level.THREE: _DIGIT**2,
    Level.FOUR: _DIGIT**3,
    Level.REFERENCE: _DIGIT**4,
    Level.FIVE: _DIGIT**5,
    None: _DIGIT**5,
}
_NOT_FOR_IT: Final = (Stance.CONTESTED, Stance.NOT_SUPPORTED, Stance.NO_EVIDENCE)


class Link(NamedTuple):
    """One step away from a node."""

    other: Node
    proposition: int | None
    """Number of the proposition; None for a link by definition."""
    role: int
    cost: int
    has_evidence: bool = True
    """False: articles claim it, no study in this graph measured it, or none that was not retracted."""
    is_retracted: bool = False
    """Whether retracted studies alone measured it."""


class Reached(NamedTuple):
    """A node within some steps of another, and the best link by which it was reached."""

    node: Node
    distance: int
    came_from: Node
    link: Link


class LinkGraph(Protocol):
    """What exploring asks of a graph; nodes and propositions are small integers."""

    def node(self, iri: Iri) -> Node | None:
        """The node of a term."""

    def iri(self, node: Node) -> Iri:
        """The term of a node."""

    def proposition_iri(self, number: int) -> Iri:
        """The proposition of a number."""

    def links(self, node: Node) -> Sequence[Link]:
        """Every link of a node, in a fixed order."""

    def bound(self, target: Node, hops: int, *, taxonomy: bool, claims: bool) -> Bound:
        """How cheaply a target can be reached; never more than the true cost."""

    def reach(self, start: Node, hops: int, *, taxonomy: bool, claims: bool) -> Iterator[Reached]:
        """Nodes within some steps, nearest first, then by the cost of the link."""


def step_cost(stance: Stance, level: Level | None, predicate: Iri, role: int) -> int:
    """The cost of a step along a proposition.

    Example:
        >>> step_cost(Stance.SUPPORTED, Level.FOUR, "", FORWARD) < step_cost(Stance.CONTESTED, Level.TWO, "", FORWARD)
        True
    """
    cost = _LENGTH + _LEVEL_COST[level]
    if stance in _NOT_FOR_IT:
        cost += _UNSUPPORTED
    if predicate == STUDIED_FOR:  # somebody tried it, whatever came out
        cost += INDIRECT
    if role in (MEASURED_IN, MEASURED_OF):  # the two stand in one statement about a third
        cost += INDIRECT
    return cost


def definition_cost(role: int) -> int:
    """The cost of a step along a definition: a product of its cells costs a step, a wider term is a detour."""
    return _LENGTH + (INDIRECT if role in (KIND_OF, INCLUDES) else 0)


def turn_cost(came_by: Sequence[int], goes_by: int) -> int:
    """What it costs to go on: nothing along a chain, two detours where the steps only meet.

    Two products that change the same outcome say little about each other.

    Args:
        came_by: roles of the steps so far, definitions included.

    Example:
        >>> turn_cost([FORWARD], FORWARD), turn_cost([FORWARD], BACKWARD) == 2 * INDIRECT
        (0, True)
    """
    if came_by and (came_by[-1], goes_by) == (KIND_OF, DEFINES):
        return 2 * INDIRECT
    last = next((role for role in reversed(came_by) if role < KIND_OF), None)
    meets = last in _POINTS_AT and goes_by in _POINTED_AT
    return 2 * INDIRECT if meets else 0


def is_over_class(came_by: Sequence[int], goes_by: int) -> bool:
    """Whether a step leads from what two things have in common by definition to the second of them, which links nothing.

    Example:
        >>> is_over_class([FORWARD, KIND_OF], INCLUDES), is_over_class([KIND_OF], KIND_OF)
        (True, False)
    """
    return bool(came_by) and (came_by[-1], goes_by) in _OVER


def n_unsupported(cost: int) -> int:
    """How many steps of a path are contested, not supported or without evidence."""
    return cost // _UNSUPPORTED


def has_detour(cost: int) -> bool:
    """Whether a path goes by a wider term, a mere trial, or two statements that only meet."""
    return cost % _UNSUPPORTED >= INDIRECT


class MemoryLinks:
    """The links of an evidence graph in memory."""

    def __init__(self, records: Records, propositions: Mapping[Iri, Proposition]) -> None:
        self._iris = sorted(
            {
                *records.terms,
                *(
                    i
                    for p in propositions.values()
                    for i in (p.subject, p.object, p.condition)
                    if i
                ),
            }
        )
        self._numbers = {iri: number for number, iri in enumerate(self._iris)}
        self._propositions = list(propositions)
        self._links: list[list[Link]] = [[] for _ in self._iris]
        for number, p in enumerate(propositions.values()):
            self._add_proposition(number, p)
        for term in records.terms.values():
            for wider in term.broader:
                self._add_definition(term.iri, wider, KIND_OF, INCLUDES)
            for other in (term.cell_type, term.model_of):
                if other is not None:
                    self._add_definition(term.iri, other, DEFINED_BY, DEFINES)

    def _add_proposition(self, number: int, p: Proposition) -> None:
        pairs: list[tuple[Iri, Iri, int, int]] = [(p.subject, p.object, FORWARD, BACKWARD)]
        if p.condition is not None:
            pairs.append((p.subject, p.condition, ASKED_IN, ASKED_OF))
            pairs.append((p.object, p.condition, MEASURED_IN, MEASURED_OF))
        for one, two, there, back in pairs:
            a, b = self._numbers[one], self._numbers[two]
            if a == b:
                continue
            has_evidence = p.stance is not Stance.NO_EVIDENCE
            for start, end, role in ((a, b, there), (b, a, back)):
                cost = step_cost(p.stance, p.best_level, p.predicate, role)
                self._links[start].append(
                    Link(end, number, role, cost, has_evidence, is_retracted(p))
                )

    def _add_definition(self, one: Iri, two: Iri, there: int, back: int) -> None:
        if two in self._numbers and one != two:
            a, b = self._numbers[one], self._numbers[two]
            self._links[a].append(Link(b, None, there, definition_cost(there)))
            self._links[b].append(Link(a, None, back, definition_cost(back)))

    def node(self, iri: Iri) -> Node | None:
        """The node of a term."""
        return self._numbers.get(iri)

    def iri(self, node: Node) -> Iri:
        """The term of a node."""
        return self._iris[node]

    def proposition_iri(self, number: int) -> Iri:
        """The proposition of a number."""
        return self._propositions[number]

    def links(self, node: Node) -> Sequence[Link]:
        """Every link of a node, in a fixed order."""
        return self._links[node]

    def bound(self, target: Node, hops: int, *, taxonomy: bool, claims: bool) -> Bound:
        """How cheaply a target can be reached; never more than the true cost."""
        layers: list[dict[Node, int]] = [{target: 0}]
        for _ in range(hops):
            before = layers[-1]
            after = dict(before)
            for node, cost in before.items():
                for link in usable(self._links[node], taxonomy=taxonomy, claims=claims):
                    # The way back costs what the way there costs.
                    there = cost + link.cost
                    if there < after.get(link.other, there + 1):
                        after[link.other] = there
            layers.append(after)
        return lambda node, left: layers[left].get(node)

    def reach(self, start: Node, hops: int, *, taxonomy: bool, claims: bool) -> Iterator[Reached]:
        """Nodes within some steps, nearest first, then by the cost of the link."""
        seen = {start}
        edge = [start]
        for distance in range(1, hops + 1):
            best: dict[Node, Reached] = {}
            for node in edge:
                for link in usable(self._links[node], taxonomy=taxonomy, claims=claims):
                    if link.other in seen:
                        continue
                    known = best.get(link.other)
                    if known is None or link.cost < known.link.cost:
                        best[link.other] = Reached(link.other, distance, node, link)
            layer = sorted(best.values(), key=lambda r: (r.link.cost, r.node))
            yield from layer
            edge = [reached.node for reached in layer]
            seen.update(edge)


def usable(links: Iterable[Link], *, taxonomy: bool, claims: bool) -> Iterator[Link]:
    """The links that a search may use.

    Args:
        taxonomy: by definition too.
        claims: also what articles claim and no study measured.
    """
    return (
        link
        for link in links
        if (claims or link.has_evidence) and (taxonomy or link.proposition is not None)
    )
