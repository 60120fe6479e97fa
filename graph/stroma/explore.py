"""How are two terms connected, what surrounds a term, which terms matter? Answers that carry their evidence.

Read first: `paths` (and its result `Paths`), `neighbours`, `rank`. Every step of a path is one statement with its
stance, level, counts in people, animals and dishes apart, and the studies behind it; a contested, unsupported, thin or
preclinical step is shown as such, never left out because it looks bad.

Out of scope: a path is no evidence that its ends are related. Studies of a chain are studies of its steps.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Final

from stroma.cards.findings import event_lines
from stroma.centrality import MEASURES, Ranked, Ranking, rank
from stroma.connections import Hop, Neighbour, Neighbours, Path, Paths
from stroma.counts import checked_count
from stroma.deadlines import checked_timeout
from stroma.links import (
    BACKWARD,
    FORWARD,
    MAX_HOPS,
    MEASURED_IN,
    MEASURED_OF,
    Reached,
    has_detour,
    n_unsupported,
)
from stroma.paths import Way, Ways, find_ways
from stroma.selection import Names, names_of
from stroma.sentences import is_harm
from stroma.steps import between, definition, hop, lead, lead_sentence, sentence
from stroma.vocabulary import KINDS, Iri, local_id

if TYPE_CHECKING:
    from collections.abc import Sequence

    from stroma.links import LinkGraph
    from stroma.model import Proposition
    from stroma.store import EvidenceStore

__all__ = [
    "MEASURES",
    "Hop",
    "Neighbour",
    "Neighbours",
    "Path",
    "Paths",
    "Ranked",
    "Ranking",
    "neighbours",
    "paths",
    "rank",
]

MAX_PATHS: Final = 100
MAX_NEIGHBOURS: Final = 1_000_000
# So many are listed unless told otherwise, here and by `stroma neighbours`.
N_NEIGHBOURS: Final = 200


def paths(
    store: EvidenceStore,
    start: str,
    end: str,
    *,
    k: int = 3,
    max_hops: int = 4,
    taxonomy: bool = True,
    claims: bool = False,
    timeout_s: float = 10.0,
) -> Paths:
    """The best ways from one term to another, and what was asked about the two directly.

    Two statements of harm that only share the harm are no way: that two products both gave headache explains nothing.
    Each harm is still told with its product, and in the direct answer.

    No way goes up to a class and down to another of its members either.

    Best means: first what one statement says of both; then fewest steps that the evidence does not support, then fewest detours (a wider term, a mere trial, two
    statements that only share an end), then the best evidence level of the weakest steps, then the fewest steps.

    Args:
        start: label, synonym, slug, CURIE or IRI, like `end`.
        k: ways at most, 1 to 100; two ways differ in the terms they pass.
        max_hops: longest way, 1 to 8.
        taxonomy: also step to wider and narrower terms, a product's cells and a model's disease.
        claims: also step along what articles claim and no study in the graph measured.
        timeout_s: the search ends then, and `cut` says so.

    Raises:
        UnknownTermError: naming the nearest terms.
        InputError: a number is out of range.

    Example:
        >>> from stroma.store import open_store
        >>> found = paths(open_store(), "bone-marrow MSC product", "remyelination", k=1)
        >>> print(found.paths[0].hops[0].sentence)
        [a] bone-marrow MSC product promotes remyelination, in cuprizone demyelination model: preclinical only; ...
    """
    checked_count(k, "k", most=MAX_PATHS)
    checked_count(max_hops, "max_hops", most=MAX_HOPS)
    checked_timeout(timeout_s)
    one, two = store.resolve_term(start), store.resolve_term(end)
    graph = store.link_graph()
    direct = _direct(store, graph, one, two) if one != two else []
    found = Ways(())
    a, b = graph.node(one), graph.node(two)
    if one != two and a is not None and b is not None:
        found = find_ways(
            graph,
            a,
            b,
            k=k,
            max_hops=max_hops,
            taxonomy=taxonomy,
            claims=claims,
            timeout_s=timeout_s,
            accept=_SharedHarm(store, graph).is_not_in,
        )
    return _told(store, graph, (one, two), direct, found, max_hops)


def _told(
    store: EvidenceStore,
    graph: LinkGraph,
    ends: tuple[Iri, Iri],
    direct: Sequence[Iri],
    found: Ways,
    max_hops: int,
) -> Paths:
    """What was found, with the statements that it consists of."""
    one, two = ends
    linking = [_linking(graph, way) for way in found.ways]
    numbers = {n for of_way in linking for of_step in of_way for n in of_step}
    view = store.slice(
        propositions=[*direct, *map(graph.proposition_iri, sorted(numbers))],
        terms=(one, two, *(graph.iri(node) for way in found.ways for node in way.nodes)),
        findings=False,
    )
    harms = store.slice(propositions=[p for p in direct if is_harm(view.propositions[p])])
    stated = sorted((view.propositions[iri] for iri in direct), key=lambda p: _order(p, one, two))
    return Paths(
        start=one,
        end=two,
        start_label=view.label(one),
        end_label=view.label(two),
        direct=tuple(stated),
        direct_sentences=tuple(sentence(view, p) for p in stated),
        direct_events=tuple(tuple(event_lines(harms, p)) for p in stated),
        paths=tuple(
            _path(view, graph, way, of_way) for way, of_way in zip(found.ways, linking, strict=True)
        ),
        max_hops=max_hops,
        cut=found.cut,
        has_more=found.has_more,
    )


def neighbours(
    store: EvidenceStore,
    term: str,
    *,
    hops: int = 1,
    kinds: Names | None = None,
    taxonomy: bool = False,
    claims: bool = False,
    limit: int = N_NEIGHBOURS,
) -> Neighbours:
    """The terms within some steps of a term, nearest first, then those with the best supported statement.

    What is told of each begins with the counts of all statements that link the two, then says in full whether it helps,
    by the best evidence; safety, harms and mere trials are told first only where nothing else is known.

    Args:
        hops: 1 to 8.
        kinds: list only terms of these kinds; the way to them may pass others.
        limit: terms listed at most, 1 to 1,000,000; `n_within` counts the rest.

    Raises:
        UnknownTermError: naming the nearest terms.
        InputError: a number is out of range, or a kind is none.

    Example:
        >>> from stroma.store import open_store
        >>> near = neighbours(open_store(), "remyelination")
        >>> [one.label for one in near.found][:1]
        ['oligodendrocyte precursor cell']
    """
    checked_count(hops, "hops", most=MAX_HOPS)
    checked_count(limit, most=MAX_NEIGHBOURS)
    iri = store.resolve_term(term)
    graph = store.link_graph()
    start = graph.node(iri)
    reached: list[Reached] = []
    n_within = 0
    retracted: set[int] = set()
    wanted = names_of("kind", kinds, KINDS)
    if start is not None:
        retracted = {link.other for link in graph.links(start) if link.is_retracted}
        for one in graph.reach(start, hops, taxonomy=taxonomy, claims=claims):
            retracted.discard(one.node)
            if wanted is not None and store.kind(graph.iri(one.node)) not in wanted:
                continue
            n_within += 1
            if len(reached) < limit:
                reached.append(one)
    linking = [between(graph, one.came_from, one.link) for one in reached]
    view = store.slice(
        findings=False,
        propositions=[graph.proposition_iri(number) for numbers in linking for number in numbers],
        terms=(iri, *(graph.iri(node) for one in reached for node in (one.node, one.came_from))),
    )
    found = tuple(
        _neighbour(view, store.kind(graph.iri(one.node)), graph, one, numbers)
        for one, numbers in zip(reached, linking, strict=True)
    )
    n_retracted = sum(wanted is None or store.kind(graph.iri(n)) in wanted for n in retracted)
    return Neighbours(iri, view.label(iri), hops, found, n_within, n_retracted)


def _neighbour(
    view: EvidenceStore, kind: str, graph: LinkGraph, one: Reached, numbers: Sequence[int]
) -> Neighbour:
    """A term that was reached, and what is told of the last step to it."""
    other, came_from = graph.iri(one.node), graph.iri(one.came_from)
    linked = [view.propositions[graph.proposition_iri(number)] for number in numbers]
    if linked:
        said = lead_sentence(view, linked)
    else:
        said = definition(view, came_from, other, one.link.role)
    return Neighbour(
        other,
        view.label(other),
        kind,
        one.distance,
        view.label(came_from),
        lead(linked) if linked else None,
        said,
    )


def _direct(store: EvidenceStore, graph: LinkGraph, one: Iri, two: Iri) -> list[Iri]:
    """Propositions that name both terms, or narrower ones."""
    narrow, wide = sorted((store.narrower(one), store.narrower(two)), key=len)
    ends = {graph.node(iri) for iri in wide}
    found = set()
    for iri in sorted(narrow):
        node = graph.node(iri)
        for link in graph.links(node) if node is not None else ():
            if link.proposition is not None and link.other in ends:
                found.add(link.proposition)
    return [graph.proposition_iri(number) for number in sorted(found)]


def _order(p: Proposition, one: Iri, two: Iri) -> tuple[object, ...]:
    ends = (p.subject, p.object, p.condition)
    exact = (one in ends) + (two in ends)
    studied_only = local_id(p.predicate) == "studiedFor"
    return (-exact, studied_only, p.best_level.rank if p.best_level else 9, p.label)


def _linking(graph: LinkGraph, way: Way) -> list[list[int]]:
    """For each step the propositions that link its two terms, the one the way uses first."""
    return [between(graph, node, link) for node, link in zip(way.nodes, way.links, strict=False)]


def _path(
    view: EvidenceStore, graph: LinkGraph, way: Way, linking: Sequence[Sequence[int]]
) -> Path:
    steps = zip(way.nodes, way.nodes[1:], way.links, linking, strict=False)
    hops = tuple(hop(view, graph, *step) for step in steps)
    return Path(hops, n_unsupported(way.cost), has_detour(way.cost))


class _SharedHarm:
    """Tells the ways that pass a harm by two statements which only have that harm in common."""

    def __init__(self, store: EvidenceStore, graph: LinkGraph) -> None:
        self._store = store
        self._graph = graph
        self._known: dict[int, bool] = {}

    def is_not_in(self, way: Way) -> bool:
        """Whether no step of the way meets the next one in a harm."""
        return not any(
            before.role in (FORWARD, MEASURED_OF)
            and after.role in (BACKWARD, MEASURED_IN)
            and self._is_harm(before.proposition)
            and self._is_harm(after.proposition)
            for before, after in pairwise(way.links)
        )

    def _is_harm(self, number: int | None) -> bool:
        if number is None:
            return False
        if number not in self._known:
            iri = self._graph.proposition_iri(number)
            view = self._store.slice(propositions=[iri], findings=False)
            self._known[number] = is_harm(view.propositions[iri])
        return self._known[number]
