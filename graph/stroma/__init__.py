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
    UnknownAttributeError,
    UnknownColumnError,
    UnknownOptionError,
    UnknownQuestionError,
    UnknownTermError,
    WrongKindError,
)

if TYPE_CHECKING:
    from stroma.answer import Answer, Row, TermRow
    from stroma.cards import Card, Entry, Section
    from stroma.centrality import Ranked, Ranking
    from stroma.connections import Hop, Neighbour, Neighbours, Path, Paths
    from stroma.disk.lock import StoreLockedError
    from stroma.graph import EvidenceGraph, open_graph
    from stroma.notebook import NotebookPage
    from stroma.remote.client import RemoteError
    from stroma.shown import AuditedArticle, ShownCard
    from stroma.sources.table import SheetError
    from stroma.store import EvidenceStore
    from stroma.study_search import FoundStudies, FoundStudy

__all__ = [
    "Answer",
    "AuditedArticle",
    "Card",
    "ClosedError",
    "DataError",
    "Entry",
    "EvidenceGraph",
    "EvidenceStore",
    "FoundStudies",
    "FoundStudy",
    "Hop",
    "InputError",
    "Neighbour",
    "Neighbours",
    "NotebookPage",
    "OutputExistsError",
    "ParameterError",
    "Path",
    "Paths",
    "QueryCutError",
    "QueryFailedError",
    "QueryRefusedError",
    "QuerySyntaxError",
    "QueryTimeoutError",
    "Ranked",
    "Ranking",
    "RemoteError",
    "ReplacedWarning",
    "Row",
    "Section",
    "SheetError",
    "ShownCard",
    "StoreLockedError",
    "StromaError",
    "TermRow",
    "UnknownAttributeError",
    "UnknownColumnError",
    "UnknownOptionError",
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
    "AuditedArticle": "stroma.shown",
    "Card": "stroma.cards",
    "Entry": "stroma.cards",
    "FoundStudies": "stroma.study_search",
    "FoundStudy": "stroma.study_search",
    "Hop": "stroma.connections",
    "Neighbour": "stroma.connections",
    "Neighbours": "stroma.connections",
    "NotebookPage": "stroma.notebook",
    "Path": "stroma.connections",
    "Paths": "stroma.connections",
    "Ranked": "stroma.centrality",
    "Ranking": "stroma.centrality",
    "Row": "stroma.answer",
    "Section": "stroma.cards",
    "TermRow": "stroma.answer",
    "ShownCard": "stroma.shown",
    "EvidenceGraph": "stroma.graph",
    "EvidenceStore": "stroma.store",
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
        raise UnknownAttributeError(
            f"module 'stroma' has no attribute {name!r}; begin with stroma.open_graph()"
        )


def __dir__() -> list[str]:
    return sorted(__all__)
