"""What does a store lose where added files state a graph that it held? Asked of the two stores, not of the files.

Read first: `replaced_graphs`. Two look-ups a finding, so that it costs little beside the build, whatever the size of the files.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Final

from stroma.vocabulary import RDF_TYPE, ST, Iri

if TYPE_CHECKING:
    from pyoxigraph import NamedNode, Quad, Store

    from stroma.disk.plan import OldStore

MANY_GRAPHS: Final = 2000
"""More replaced graphs than this are not compared one by one."""
_MANY_FINDINGS: Final = 20_000


@dataclass(frozen=True)
class Replaced:
    """A graph that a store held and that an added file states anew."""

    graph: Iri
    lost: str
    """The findings that the store held of it and holds no more, in words; empty for none."""


def replaced_graphs(old: OldStore, quads_folder: Path) -> Iterator[Replaced]:
    """The graphs that were replaced, by IRI; of many the first, of a large graph its first findings.

    Args:
        quads_folder: the quads of the new store.
    """
    import pyoxigraph as ox

    before = ox.Store.read_only(str(old.quads_folder))
    after = ox.Store.read_only(str(quads_folder))
    held = (g for g in sorted(old.anew) if before.contains_named_graph(ox.NamedNode(g)))
    for graph in islice(held, MANY_GRAPHS):
        yield Replaced(graph, _lost(before, after, ox.NamedNode(graph)))


def _lost(before: Store, after: Store, graph: NamedNode) -> str:
    import pyoxigraph as ox

    from stroma.check.replaced import told_lost

    is_a, finding = ox.NamedNode(RDF_TYPE), ox.NamedNode(ST + "Finding")

    def stated() -> Iterator[Quad]:
        found = before.quads_for_pattern(None, is_a, finding, graph)
        for quad in islice(found, _MANY_FINDINGS):
            if next(after.quads_for_pattern(quad.subject, is_a, finding, None), None) is None:
                yield from before.quads_for_pattern(quad.subject, None, None, graph)

    return told_lost(stated())
