"""Stroma: an evidence knowledge graph of mesenchymal stromal cell (MSC) therapy.

    >>> import stroma
    >>> g = stroma.open_graph()

Then `g.search(...)`, `g.show(...)`, `g.questions()`, `g.ask(...)`, `g.query(...)`, `g.path(a, b)`, `g.neighbours(...)`,
`g.rank()`, `g.to_networkx()`, `g.to_igraph()`, `g.to_scipy()`, `g.to_rdflib()`, `g.view(...)`; docs/python.md shows them.
Every error that is raised on purpose is a `stroma.StromaError`. Reports what studies reported; no medical advice.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from stroma.errors import (
    DataError,
    InputError,
    OutputExistsError,
    ParameterError,
    QueryCutError,
    QueryFailedError,
    QueryRefusedError,
    QuerySyntaxError,
    QueryTimeoutError,
    StromaError,
    UnknownQuestionError,
    UnknownTermError,
    WrongKindError,
)

if TYPE_CHECKING:
    from stroma.graph import EvidenceGraph, open_graph

__all__ = [
    "DataError",
    "EvidenceGraph",
    "InputError",
    "OutputExistsError",
    "ParameterError",
    "QueryCutError",
    "QueryFailedError",
    "QueryRefusedError",
    "QuerySyntaxError",
    "QueryTimeoutError",
    "StromaError",
    "UnknownQuestionError",
    "UnknownTermError",
    "WrongKindError",
    "__version__",
    "open_graph",
]

__version__ = "0.1.0"


def __getattr__(name: str) -> Any:
    # Loaded on first use, so that `import stroma` costs nothing.
    if name in ("EvidenceGraph", "open_graph"):
        from stroma import graph

        return getattr(graph, name)
    raise AttributeError(
        f"module 'stroma' has no attribute {name!r}; begin with stroma.open_graph()"
    )


def __dir__() -> list[str]:
    return sorted(__all__)
