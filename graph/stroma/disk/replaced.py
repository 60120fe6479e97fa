"""What does a store lose, or hold turned round, where added files state a graph that it held? Asked of the two stores.

Read first: `replaced_graphs`. A few look-ups a finding, so that it costs little beside the build, whatever the size of the files.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Final

from stroma.vocabulary import RDF_TYPE, Iri

if TYPE_CHECKING:
    from pyoxigraph import NamedNode, Quad, Store

    from stroma.disk.plan import OldStore

MANY_GRAPHS: Final = 2000
"""More replaced graphs than this are not compared one by one."""
_MANY: Final = 20_000
"""Records of a graph that are compared."""


@dataclass(frozen=True)
class Replaced:
    """A graph that a store held and that an added file states anew."""

    graph: Iri
    changes: str
    """The records that the store held of it and holds no more, and the findings that point another way, in words; empty for none."""


def replaced_graphs(old: OldStore, quads_folder: Path) -> Iterator[Replaced]:
    """The graphs that were replaced, by IRI; of many the first, of a large graph its first records.

    Args:
        quads_folder: the quads of the new store.
    """
    import pyoxigraph as ox

    before = ox.Store.read_only(str(old.quads_folder))
    after = ox.Store.read_only(str(quads_folder))
    held = (g for g in sorted(old.anew) if before.contains_named_graph(ox.NamedNode(g)))
    for graph in islice(held, MANY_GRAPHS):
        yield Replaced(graph, _changes(before, after, ox.NamedNode(graph)))


def _changes(before: Store, after: Store, graph: NamedNode) -> str:
    import pyoxigraph as ox

    from stroma.check.replaced import DIRECTION, RECORDS, Turned, told_changes

    is_a, direction = ox.NamedNode(RDF_TYPE), ox.NamedNode(DIRECTION)
    lost: list[Quad] = []
    turned: list[Turned] = []
    for quad in islice(before.quads_for_pattern(None, is_a, None, graph), _MANY):
        if quad.object.value not in RECORDS:  # type: ignore[union-attr]
            continue
        if next(after.quads_for_pattern(quad.subject, is_a, quad.object, None), None) is None:
            lost += before.quads_for_pattern(quad.subject, None, None, graph)
        elif was := next(before.quads_for_pattern(quad.subject, direction, None, graph), None):
            now = next(after.quads_for_pattern(quad.subject, direction, None, None), was)
            if now.object != was.object:
                values = (one.value for one in (quad.subject, was.object, now.object))  # type: ignore[union-attr]
                turned.append(Turned(*values))
    return told_changes(lost, turned)
