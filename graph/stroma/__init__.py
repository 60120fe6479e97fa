"""Stroma: an evidence knowledge graph of mesenchymal stromal cell (MSC) therapy.

    >>> import stroma
    >>> g = stroma.open_graph()

Then `g.query(...)`, `g.ask(...)`, `g.show(...)`, `g.to_networkx()`, `g.to_rdflib()`, `g.explain(a, b)`, `g.view(...)`.
Reports what studies reported; no medical advice.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from stroma.graph import EvidenceGraph, open_graph

__all__ = ["EvidenceGraph", "__version__", "open_graph"]

__version__ = "0.1.0"


def __getattr__(name: str) -> Any:
    # Loaded on first use, so that `import stroma` costs nothing.
    if name in ("EvidenceGraph", "open_graph"):
        from stroma import graph

        return getattr(graph, name)
    raise AttributeError(f"module 'stroma' has no attribute {name!r}")
