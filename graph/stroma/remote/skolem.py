"""What is a blank node called on a server? An IRI that follows from what is said of it, alike in each build.

A label of a blank node holds within one request only: sent as it is, a node would fall apart into one for each request
that names it. RDF 1.1, section 3.5, has such nodes replaced by IRIs under `/.well-known/genid/`.

Read first: `skolem_iris`.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from hashlib import sha256
from typing import Any, Final, TypeAlias

from pyoxigraph import BlankNode, Quad

__all__ = ["GENID", "skolem_iris"]

GENID: Final = "https://w3id.org/.well-known/genid/stroma/"
# Nodes of one knot that are told apart one by one; of more that look alike it does not matter which is which,
# but a new build may name them otherwise.
_TWINS: Final = 200

_Colours: TypeAlias = dict[str, str]


def skolem_iris(quads: Iterable[Quad]) -> dict[str, str]:
    """An IRI for each blank node, by its label.

    Nodes that hang together are named together, from the triples they stand in, so that a change elsewhere leaves their
    names as they are. Two that say the same get two names.

    Example:
        >>> import pyoxigraph as ox
        >>> p, graph = ox.NamedNode("urn:p"), ox.NamedNode("urn:graph")
        >>> one, two = (
        ...     skolem_iris([ox.Quad(ox.BlankNode(label), p, ox.Literal("x"), graph)]) for label in "ab"
        ... )
        >>> one["a"] == two["b"]
        True
    """
    named: dict[str, str] = {}
    n_alike: Counter[str] = Counter()
    for knot in _knots(quads):
        places = _places(knot)
        lines = sorted(" ".join(_named(part, places) for part in quad) for quad in knot)
        digest = _hash(lines)[:32]
        for label, place in places.items():
            named[label] = f"{GENID}{digest}-{n_alike[digest]}-{place.removeprefix('_:')}"
        n_alike[digest] += 1
    return named


def _knots(quads: Iterable[Quad]) -> list[list[Quad]]:
    """The quads with blank nodes, those whose nodes hang together in one list."""
    above: dict[str, str] = {}

    def top(label: str) -> str:
        above.setdefault(label, label)
        while above[label] != label:
            above[label] = above[above[label]]
            label = above[label]
        return label

    kept = []
    for quad in quads:
        labels = _labels(quad)
        if labels:
            kept.append(quad)
            above[top(labels[-1])] = top(labels[0])
    knots: dict[str, list[Quad]] = defaultdict(list)
    for quad in kept:
        knots[top(_labels(quad)[0])].append(quad)
    return list(knots.values())


def _labels(quad: Quad) -> list[str]:
    return [part.value for part in (quad.subject, quad.object) if isinstance(part, BlankNode)]


def _places(knot: Sequence[Quad]) -> dict[str, str]:
    """A place in a fixed order for each blank node of a knot, as `_:0`."""
    said: dict[str, list[tuple[Quad, bool]]] = defaultdict(list)
    for quad in knot:
        if isinstance(quad.subject, BlankNode):
            said[quad.subject.value].append((quad, True))
        if isinstance(quad.object, BlankNode):
            said[quad.object.value].append((quad, False))
    colours = _told_apart(dict.fromkeys(said, ""), said)
    for _ in range(_TWINS):
        counted = Counter(colours.values())
        if len(counted) == len(colours):
            break
        # Twins: whichever is taken first, the rest looks the same.
        alike = min(colour for colour, n in counted.items() if n > 1)
        one = next(label for label, colour in colours.items() if colour == alike)
        colours = _told_apart({**colours, one: alike + "first"}, said)
    ordered = sorted(colours, key=lambda label: colours[label])
    return {label: f"_:{place}" for place, label in enumerate(ordered)}


def _told_apart(colours: _Colours, said: Mapping[str, Sequence[tuple[Quad, bool]]]) -> _Colours:
    """Colours that differ where nodes differ in what is said of them, however many steps away."""
    n_before = 0
    while n_before < (n := len(set(colours.values()))):
        n_before = n
        colours = {
            label: _hash([colours[label], *sorted(_line(one, colours) for one in about)])
            for label, about in said.items()
        }
    return colours


def _line(said: tuple[Quad, bool], colours: _Colours) -> str:
    quad, is_subject = said
    parts = " ".join(_named(part, colours) for part in quad)
    return f"{is_subject} {parts}"


def _named(part: Any, names: Mapping[str, str]) -> str:
    return names[part.value] if isinstance(part, BlankNode) else str(part)


def _hash(lines: Sequence[str]) -> str:
    return sha256("\n".join(lines).encode()).hexdigest()
