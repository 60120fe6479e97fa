"""Stroma: an evidence knowledge graph of mesenchymal stromal cell (MSC) therapy.

    >>> import stroma
    >>> g = stroma.open_graph()

Then `g.search(...)`, `g.show(...)`, `g.questions()`, `g.ask(...)`, `g.query(...)`, `g.path(a, b)`, `g.neighbours(...)`,
`g.rank()`, `g.terms()`, `g.studies()`, `g.findings()`, `g.propositions()`, `g.to_networkx()`, `g.to_igraph()`, `g.to_scipy()`,
`g.to_rdflib()`, `g.view(...)`, `g.export(...)`, `g.audit(...)`; docs/python.md shows them.
Every error that is raised on purpose is a `stroma.StromaError`. Reports what studies reported; no medical advice.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from stroma.errors import (
    ClosedError,
    DataError,
    InputError,
    OutputExistsError,
    ParameterError,
    QueryCutError,
    QueryFailedError,
    QueryRefusedError,
    QuerySyntaxError,
    QueryTimeoutError,
    ReplacedWarning,
    StromaError,
    UnknownQuestionError,
    UnknownTermError,
    WrongKindError,
)

if TYPE_CHECKING:
    from stroma.answer import Answer, Row
    from stroma.cards import Card
    from stroma.centrality import Ranking
    from stroma.connections import Neighbours, Paths
    from stroma.disk.lock import StoreLockedError
    from stroma.graph import EvidenceGraph, open_graph
    from stroma.remote.client import RemoteError
    from stroma.sources.table import SheetError

__all__ = [
    "Answer",
    "Card",
    "ClosedError",
    "DataError",
    "EvidenceGraph",
    "InputError",
    "Neighbours",
    "OutputExistsError",
    "ParameterError",
    "Paths",
    "QueryCutError",
    "QueryFailedError",
    "QueryRefusedError",
    "QuerySyntaxError",
    "QueryTimeoutError",
    "Ranking",
    "RemoteError",
    "ReplacedWarning",
    "Row",
    "SheetError",
    "StoreLockedError",
    "StromaError",
    "UnknownQuestionError",
    "UnknownTermError",
    "WrongKindError",
    "__version__",
    "open_graph",
]

__version__ = "0.1.0"

# Loaded on first use, so that `import stroma` costs nothing.
_MODULES = {
    "Answer": "stroma.answer",
    "Card": "stroma.cards",
    "Neighbours": "stroma.connections",
    "Paths": "stroma.connections",
    "Ranking": "stroma.centrality",
    "Row": "stroma.answer",
    "EvidenceGraph": "stroma.graph",
    "open_graph": "stroma.graph",
    "RemoteError": "stroma.remote.client",
    "SheetError": "stroma.sources.table",
    "StoreLockedError": "stroma.disk.lock",
}


if not TYPE_CHECKING:  # it would tell a type checker that every name is there

    def __getattr__(name: str) -> Any:
        if name in _MODULES:
            from importlib import import_module

            return getattr(import_module(_MODULES[name]), name)
        raise AttributeError(
            f"module 'stroma' has no attribute {name!r}; begin with stroma.open_graph()"
        )


def __dir__() -> list[str]:
    return sorted(__all__)
