"""How are two terms connected, what surrounds a term, which terms matter? Answers that carry their evidence.

Read first: `paths` (and its result `Paths`), `neighbours`, `rank`. Every step of a path is one statement with its
stance, level, counts in people, animals and dishes apart, and the studies behind it; a contested, unsupported, thin or
preclinical step is shown as such, never left out because it looks bad.

Out of scope: a path is no evidence that its ends are related. Studies of a chain are studies of its steps.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from stroma.centrality import MEASURES, Ranked, Ranking, rank
from stroma.errors import InputError
from stroma.links import (
    DEFINED_BY,
    DEFINES,
    INCLUDES,
    KIND_OF,
    MAX_HOPS,
    Link,
    LinkGraph,
    Node,
    Reached,
    has_detour,
    n_unsupported,
)
from stroma.model import Level, Polarity, Proposition, Stance, Tally
from stroma.paths import Way, find_ways
from stroma.sentences import STANCE_WORDS, evidence_sentence, mark
from stroma.vocabulary import Iri, local_id, to_curie

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

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
    "explain",
    "neighbours",
    "paths",
    "rank",
]

MAX_PATHS: Final = 100
MAX_NEIGHBOURS: Final = 200
_NO_ADVICE: Final = "Reports what studies reported; no medical advice."
_DEFINITIONS: Final = {
    KIND_OF: "{0} is a kind of {1}",
    INCLUDES: "{1} is a kind of {0}",
    DEFINED_BY: "{0} is defined by {1} (its cells, or the disease it is a model of)",
    DEFINES: "{1} is defined by {0} (its cells, or the disease it is a model of)",
}


@dataclass(frozen=True)
class Hop:
    """One step: every statement that links two terms, the best one first, or a definition."""

    start: Iri
    end: Iri
    propositions: tuple[Proposition, ...]
    """Empty for a definition."""
    sentence: str
    studies: tuple[str, ...] = ()
    """Slugs behind the first statement."""

    @property
    def stance(self) -> Stance | None:
        """The stance of the first statement; None for a definition."""
        return self.propositions[0].stance if self.propositions else None

    @property
    def level(self) -> Level | None:
        """The best level of the first statement; None for a definition."""
        return self.propositions[0].best_level if self.propositions else None


@dataclass(frozen=True)
class Path:
    """One way from term to term."""

    hops: tuple[Hop, ...]
    n_unsupported: int
    """Steps whose statement is contested, not supported, or only claimed."""
    has_detour: bool
    """It goes by a wider term, a mere trial, or two statements that only share an end."""

    def __len__(self) -> int:
        return len(self.hops)


@dataclass(frozen=True)
class Paths:
    """What was asked directly about two terms, and the best ways between them."""

    start: Iri
    end: Iri
    start_label: str
    end_label: str
    direct: tuple[Proposition, ...]
    """Statements about both terms, or narrower ones, whatever came out, claims without any study included."""
    direct_sentences: tuple[str, ...]
    paths: tuple[Path, ...]
    max_hops: int
    cut: str | None = None
    """Why the search ended early; None when it did not."""
    has_more: bool = False

    def text(self, *, shown: int = 12) -> str:
        """The answer in sentences.

        Args:
            shown: direct statements written out before the rest is counted.
        """
        return "\n".join(self._lines(shown))

    def _lines(self, shown: int) -> Iterator[str]:
        yield f"{self.start_label} → {self.end_label}"
        if self.start == self.end:
            yield "These are the same term: a way of no steps."
            return
        yield ""
        if self.direct:
            yield "Asked directly, narrower terms included:"
            for sentence in self.direct_sentences[:shown]:
                yield f"  {sentence}"
            if len(self.direct) > shown:
                yield f"  ... and {len(self.direct) - shown} more; --all shows them"
        else:
            yield "Nothing in this graph asks about the two directly. That is no evidence, not a refutation."
        for number, path in enumerate(self.paths, 1):
            yield ""
            yield f"Way {number}: {_steps(len(path))}{_warning(path)}"
            for place, hop in enumerate(path.hops, 1):
                yield f"  {place}. {hop.sentence}"
        yield ""
        if not self.paths:
            yield f"No way of at most {_steps(self.max_hops)} was found."
        else:
            yield "A chain of studied steps does not show that its ends are related: nobody measured the whole chain."
        if self.cut:
            yield f"Cut short: {self.cut}."
        elif self.has_more:
            yield f"These are the {len(self.paths)} best; -k shows more."
        yield _NO_ADVICE

    def to_dict(self) -> dict[str, Any]:
        """The answer as plain values for JSON."""
        return {
            "start": _term(self.start, self.start_label),
            "end": _term(self.end, self.end_label),
            "direct": [_statement(p) for p in self.direct],
            "paths": [
                {
                    "hops": [
                        {
                            "start": to_curie(hop.start),
                            "end": to_curie(hop.end),
                            "sentence": hop.sentence,
                            "statements": [_statement(p) for p in hop.propositions],
                        }
                        for hop in path.hops
                    ],
                    "unsupported_hops": path.n_unsupported,
                    "has_detour": path.has_detour,
                }
                for path in self.paths
            ],
            "max_hops": self.max_hops,
            "cut": self.cut,
            "has_more": self.has_more,
        }

    def rows(self) -> Iterator[tuple[str, ...]]:
        """One row a hop, the first row names the columns."""
        yield ("path", "hop", "start", "end", "stance", "level", "statement", "studies", "sentence")
        for number, path in enumerate(self.paths, 1):
            for place, hop in enumerate(path.hops, 1):
                first = hop.propositions[0] if hop.propositions else None
                yield (
                    str(number),
                    str(place),
                    to_curie(hop.start),
                    to_curie(hop.end),
                    first.stance.value if first else "",
                    first.best_level.value if first and first.best_level else "",
                    first.label if first else "",
                    "; ".join(hop.studies),
                    hop.sentence,
                )


@dataclass(frozen=True)
class Neighbour:
    """A term near another one, and the best statement by which it was reached."""

    iri: Iri
    label: str
    kind: str
    distance: int
    came_from: str
    """Label of the term one step nearer."""
    proposition: Proposition | None
    """None for a definition."""
    sentence: str


@dataclass(frozen=True)
class Neighbours:
    """The terms within some steps of one, nearest first."""

    term: Iri
    label: str
    hops: int
    found: tuple[Neighbour, ...]
    n_within: int
    """Terms within reach, those not listed included."""

    @property
    def cut(self) -> str | None:
        """Says that not all are listed."""
        left = self.n_within - len(self.found)
        return f"{left:,} more are within reach; --limit shows them" if left else None

    def text(self) -> str:
        """The answer as text, a term a line."""
        lines = [f"{self.label}: {self.n_within:,} terms within {_steps(self.hops)}"]
        distance = 0
        for one in self.found:
            if one.distance != distance:
                distance = one.distance
                lines += ["", f"{_steps(distance)} away"]
            lines.append(f"  {one.label} ({one.kind})")
            lines.append(f"      {one.sentence}")
        if self.cut:
            lines += ["", f"Cut short: {self.cut}."]
        return "\n".join([*lines, "", _NO_ADVICE])

    def to_dict(self) -> dict[str, Any]:
        """The answer as plain values for JSON."""
        return {
            "term": _term(self.term, self.label),
            "hops": self.hops,
            "within": self.n_within,
            "cut": self.cut,
            "neighbours": [
                {
                    **_term(one.iri, one.label),
                    "kind": one.kind,
                    "distance": one.distance,
                    "came_from": one.came_from,
                    "statement": _statement(one.proposition) if one.proposition else None,
                    "sentence": one.sentence,
                }
                for one in self.found
            ],
        }

    def rows(self) -> Iterator[tuple[str, ...]]:
        """One row a term, the first row names the columns."""
        yield ("term", "label", "kind", "distance", "came_from", "stance", "level", "sentence")
        for one in self.found:
            p = one.proposition
            yield (
                to_curie(one.iri),
                one.label,
                one.kind,
                str(one.distance),
                one.came_from,
                p.stance.value if p else "",
                p.best_level.value if p and p.best_level else "",
                one.sentence,
            )


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

    Best means: fewest steps that the evidence does not support, then fewest detours (a wider term, a mere trial, two
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
    _check("k", k, MAX_PATHS)
    _check("max_hops", max_hops, MAX_HOPS)
    if timeout_s <= 0:
        raise InputError(f"timeout_s must be above 0, not {timeout_s:g}")
    one, two = store.resolve_term(start), store.resolve_term(end)
    graph = store.link_graph()
    direct = _direct(store, graph, one, two) if one != two else []
    ways: tuple[Way, ...] = ()
    cut, has_more = None, False
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
        )
        ways, cut, has_more = found.ways, found.cut, found.has_more
    between = [_between(graph, way) for way in ways]
    numbers = {n for way in between for hop in way for n in hop}
    view = store.slice(
        propositions=[*direct, *map(graph.proposition_iri, sorted(numbers))],
        terms=(one, two, *(graph.iri(node) for way in ways for node in way.nodes)),
        findings=False,
    )
    stated = sorted((view.propositions[iri] for iri in direct), key=lambda p: _order(p, one, two))
    return Paths(
        start=one,
        end=two,
        start_label=view.label(one),
        end_label=view.label(two),
        direct=tuple(stated),
        direct_sentences=tuple(_sentence(view, p) for p in stated),
        paths=tuple(
            _path(view, graph, way, numbers) for way, numbers in zip(ways, between, strict=True)
        ),
        max_hops=max_hops,
        cut=cut,
        has_more=has_more,
    )


def explain(store: EvidenceStore, start: str, end: str, *, k: int = 1, **options: Any) -> str:
    """How two terms are connected, in sentences; options as `paths` takes them.

    Raises:
        UnknownTermError: naming the nearest terms.

    Example:
        >>> from stroma.store import open_store
        >>> print(explain(open_store(), "MSC", "T cell").splitlines()[0])
        mesenchymal stem cell → T cell
    """
    return paths(store, start, end, k=k, **options).text()


def neighbours(
    store: EvidenceStore,
    term: str,
    *,
    hops: int = 1,
    kinds: Iterable[str] | None = None,
    taxonomy: bool = False,
    claims: bool = False,
    limit: int = MAX_NEIGHBOURS,
) -> Neighbours:
    """The terms within some steps of a term, nearest and best supported first.

    Args:
        hops: 1 to 8.
        kinds: list only terms of these kinds; the way to them may pass others.
        limit: terms listed at most; `n_within` counts the rest.

    Raises:
        UnknownTermError: naming the nearest terms.
        InputError: a number is out of range.

    Example:
        >>> from stroma.store import open_store
        >>> near = neighbours(open_store(), "remyelination")
        >>> [one.label for one in near.found][:1]
        ['oligodendrocyte precursor cell']
    """
    _check("hops", hops, MAX_HOPS)
    _check("limit", limit, 1_000_000)
    iri = store.resolve_term(term)
    graph = store.link_graph()
    start = graph.node(iri)
    reached: list[Reached] = []
    n_within = 0
    wanted = frozenset(kinds) if kinds is not None else None
    if start is not None:
        for one in graph.reach(start, hops, taxonomy=taxonomy, claims=claims):
            if wanted is not None and store.kind(graph.iri(one.node)) not in wanted:
                continue
            n_within += 1
            if len(reached) < limit:
                reached.append(one)
    between = [_between_two(graph, one.came_from, one.link) for one in reached]
    view = store.slice(
        findings=False,
        propositions=[graph.proposition_iri(number) for numbers in between for number in numbers],
        terms=(iri, *(graph.iri(node) for one in reached for node in (one.node, one.came_from))),
    )
    found = []
    for one, numbers in zip(reached, between, strict=True):
        other, came_from = graph.iri(one.node), graph.iri(one.came_from)
        proposition = None
        if numbers:
            proposition, *others = (view.propositions[graph.proposition_iri(n)] for n in numbers)
            sentence = _sentence(view, proposition)
            if others:
                sentence += f". {_beside(others)}"
        else:
            sentence = _definition(view, came_from, other, one.link.role)
        found.append(
            Neighbour(
                other,
                view.label(other),
                store.kind(other),
                one.distance,
                view.label(came_from),
                proposition,
                sentence,
            )
        )
    return Neighbours(iri, view.label(iri), hops, tuple(found), n_within)


def _check(name: str, value: int, most: int) -> None:
    if not 1 <= value <= most:
        raise InputError(f"{name} must be 1 to {most:,}, not {value}")


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


def _between(graph: LinkGraph, way: Way) -> list[list[int]]:
    """For each step the propositions that link its two terms, the one the way uses first."""
    return [
        _between_two(graph, node, link) for node, link in zip(way.nodes, way.links, strict=False)
    ]


def _between_two(graph: LinkGraph, node: Node, link: Link) -> list[int]:
    """The propositions that link a node to the other end of a link, that of the link first."""
    if link.proposition is None:
        return []
    beside = [
        other
        for other in graph.links(node)
        if other.other == link.other and other.proposition not in (None, link.proposition)
    ]
    beside.sort(key=lambda other: (other.cost, other.proposition))
    numbers = [link.proposition, *(o.proposition for o in beside if o.proposition is not None)]
    return list(dict.fromkeys(numbers))


def _path(view: EvidenceStore, graph: LinkGraph, way: Way, between: Sequence[list[int]]) -> Path:
    hops = []
    for start, end, link, numbers in zip(
        way.nodes, way.nodes[1:], way.links, between, strict=False
    ):
        hops.append(_hop(view, graph, start, end, link, numbers))
    return Path(tuple(hops), n_unsupported(way.cost), has_detour(way.cost))


def _hop(
    view: EvidenceStore, graph: LinkGraph, start: Node, end: Node, link: Link, numbers: list[int]
) -> Hop:
    one, two = graph.iri(start), graph.iri(end)
    propositions = tuple(view.propositions[graph.proposition_iri(n)] for n in numbers)
    if not propositions:
        return Hop(one, two, (), _definition(view, one, two, link.role))
    sentence = _sentence(view, propositions[0])
    if len(propositions) > 1:
        sentence += f". {_beside(propositions[1:])}"
    return Hop(one, two, propositions, sentence, tuple(map(local_id, propositions[0].sources)))


def _beside(others: Sequence[Proposition]) -> str:
    """What else links the same two terms: counts by stance, so that nothing unwelcome hides."""
    counts = {stance: sum(p.stance is stance for p in others) for stance in Stance}
    words = ", ".join(f"{n} {STANCE_WORDS[stance]}" for stance, n in counts.items() if n)
    return f"Between the two also: {words}"


def _sentence(view: EvidenceStore, p: Proposition) -> str:
    """One sentence: mark, statement, stance, level, counts, studies, and what must not be overlooked."""
    parts = [f"{mark(p)} {p.label}: {evidence_sentence(p)}"]
    if p.is_clinical and p.stance is not Stance.NO_EVIDENCE and p.human == Tally():
        parts.append("no study in people")
    denied = sum(
        view.records.claims[iri].polarity is Polarity.DENIES
        for iri in p.claims
        if iri in view.records.claims
    )
    if denied:
        parts.append(f"denied in {denied} place{'s' if denied > 1 else ''} of an article")
    return "; ".join(parts)


def _definition(view: EvidenceStore, one: Iri, two: Iri, role: int) -> str:
    start, end = view.label(one), view.label(two)
    if role in (DEFINED_BY, DEFINES):
        defined, by = (one, two) if role == DEFINED_BY else (two, one)
        term = view.records.terms.get(defined)
        word = "is a model of" if term is not None and term.model_of == by else "is made of"
        return f"[=] {view.label(defined)} {word} {view.label(by)}, by definition"
    return f"[=] {_DEFINITIONS[role].format(start, end)}, by definition"


def _warning(path: Path) -> str:
    words = []
    if path.n_unsupported:
        words.append(f"{path.n_unsupported} not supported or contested")
    n_preclinical = sum(hop.level is Level.FIVE for hop in path.hops)
    if n_preclinical:
        words.append(f"{n_preclinical} from animals or dishes only")
    if path.has_detour:
        words.append("by a detour")
    return f" ({', '.join(words)})" if words else ""


def _steps(n: int) -> str:
    return f"{n} step{'s' if n != 1 else ''}"


def _term(iri: Iri, label: str) -> dict[str, str]:
    return {"id": to_curie(iri), "label": label}


def _statement(p: Proposition) -> dict[str, Any]:
    """A proposition as plain values."""
    tallies = {
        "human": p.human,
        "animal": p.animal,
        "in_vitro": p.in_vitro,
        "reference": p.reference,
    }
    return {
        "id": to_curie(p.iri),
        "statement": p.label,
        "subject": to_curie(p.subject),
        "predicate": to_curie(p.predicate),
        "object": to_curie(p.object),
        "condition": to_curie(p.condition) if p.condition else None,
        "stance": p.stance.value,
        "level": p.best_level.value if p.best_level else None,
        "counts": {
            name: {
                "for": tally.supports,
                "no_effect": tally.inconclusive,
                "against": tally.disputes,
            }
            for name, tally in tallies.items()
        },
        "participants": p.participants,
        "thin": [reason.value for reason in p.thin],
        "weaker_evidence_disagrees": p.weaker_disagrees,
        "studies": [local_id(source) for source in p.sources],
        "claims": [to_curie(claim) for claim in p.claims],
    }
