"""What stands in the table of an answer, and where does it lead? Read first: `cells_of`."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Final

from stroma.queries.engine import run_checked
from stroma.queries.guard import inspect_query
from stroma.queries.table import cell_text
from stroma.server.layout import Cell, address
from stroma.vocabulary import PREFIXES, ST, to_curie

if TYPE_CHECKING:
    from stroma.queries.engine import Row
    from stroma.store import EvidenceStore

__all__ = ["cells_of", "last_entered", "same_in_all"]

# Columns of questions that name a study by its slug.
_NAMES_SOURCE: Final = frozenset(("study", "source", "review", "paper", "other"))
# Columns that name several.
_NAMES_SOURCES: Final = frozenset(("studies", "sources", "shares_people_with", "pools"))
_ONE_SLUG: Final = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_WITH_CARD: Final = tuple(
    PREFIXES[name] for name in ("study", "reference", "proposition", "article", "finding", "claim")
)
_LAST_ENTERED = f"SELECT (MAX(?day) AS ?last) {{ ?record <{ST}curatedOn> ?day }}"


def cells_of(store: EvidenceStore, rows: Sequence[Row], names: Sequence[str]) -> list[list[Cell]]:
    return [
        [_cell(store, term, name) for term, name in zip(row, names, strict=True)] for row in rows
    ]


def same_in_all(rows: Sequence[Sequence[Cell]]) -> set[int]:
    """Columns that hold the same in every one of several rows: said once, they leave room for the others."""
    if len(rows) < 2:
        return set()
    width = len(rows[0])
    same = {n for n in range(width) if all(row[n] == rows[0][n] for row in rows)}
    return same if len(same) < width else set()


def _cell(store: EvidenceStore, term: Any, name: str) -> Cell:
    import pyoxigraph as ox

    if term is None:
        return Cell("")
    if isinstance(term, ox.NamedNode):
        curie = to_curie(term.value)
        if term.value.startswith(_WITH_CARD) or store.kind(term.value):
            return Cell(curie, address("/show", name=curie))
        return Cell(curie, address("/sparql", query=f"DESCRIBE <{term.value}>"))
    if isinstance(term, ox.Literal):
        if name in _NAMES_SOURCE and re.fullmatch(r"[a-z0-9]+(?:-[a-z0-9]+)+", term.value):
            return Cell(term.value, address("/show", name=term.value))
        slugs = term.value.split(", ")
        if name in _NAMES_SOURCES and all(map(_ONE_SLUG.fullmatch, slugs)):
            listed = tuple((slug, address("/show", name=slug)) for slug in slugs)
            return Cell(term.value, listed=listed)
        return Cell(term.value)
    return Cell(str(term))


def last_entered(store: EvidenceStore) -> str:
    """The day on which the last record of a store was entered; empty where none says so."""
    found = run_checked(store.dataset, inspect_query(_LAST_ENTERED))
    return cell_text(next(found.rows())[0])
