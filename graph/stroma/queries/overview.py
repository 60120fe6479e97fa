"""What does an answer say before its rows are read? How many rows and studies, and how many of each result.

Read first: `overview`. Nothing is pooled or weighed: rows are counted, what was found and what was not alike.
"""

from __future__ import annotations

from collections import Counter
from functools import cache
from typing import TYPE_CHECKING, Final

from stroma.counts import counted
from stroma.model import Topic
from stroma.predicates import predicates

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

__all__ = ["overview"]

# What came out stands in one of these columns, the first that an answer has.
_RESULT: Final = ("stance", "came_out", "seen", "decision", "direction", "primary_endpoint")
_SOURCES: Final = ("study", "source", "studies")
_RELATIONS: Final = ("relation", "predicate")
_KINDS: Final = ("benefit", "safety", "harm")
_REST: Final = "other things"
# How the row begins that sums the others up: it is none of them, and no study.
_SUM: Final = "all together"
# More kinds of result than this are no overview.
_MOST: Final = 8


def overview(columns: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A sentence or two on the rows of an answer; empty for fewer than two rows.

    Args:
        rows: the text of each cell; one that sums the others up is not counted.

    Example:
        >>> rows = [("improves", "not supported", "a, b"), ("improves", "contested", "b"), ("causes", "seen", "c")]
        >>> overview(("relation", "stance", "studies"), rows)
        '3 rows from 3 studies or references. On benefit 2: 1 contested; 1 not supported. On harm 1: 1 seen.'
    """
    rows = [row for row in rows if not any(cell.startswith(_SUM) for cell in row)]
    if len(rows) < 2:
        return ""
    told = [f"{counted(len(rows), 'row')}{_from(columns, rows)}."]
    result = next((columns.index(name) for name in _RESULT if name in columns), None)
    if result is None:
        return told[0]
    relation = next((columns.index(name) for name in _RELATIONS if name in columns), None)
    if relation is None:
        if counts := _counts(row[result] for row in rows):
            told.append(f"{counts[:1].upper()}{counts[1:]}.")
        return " ".join(told)
    topics: dict[str, list[str]] = {kind: [] for kind in (*_KINDS, _REST)}
    kinds = _kinds()
    for row in rows:
        topics[kinds.get(row[relation], _REST)].append(row[result])
    for topic, results in topics.items():
        if results and (counts := _counts(results)):
            told.append(f"On {topic} {len(results):,}: {counts}.")
    return " ".join(told)


@cache
def _kinds() -> dict[str, str]:
    """What a relation is about, by its name and by its label."""
    kinds = {
        p: "benefit" if p.topic is Topic.HELP else p.asks.value if p.asks is not None else _REST
        for p in predicates().values()
    }
    return {name: kind for p, kind in kinds.items() if kind in _KINDS for name in (p.name, p.label)}


def _from(columns: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    at = next((columns.index(name) for name in _SOURCES if name in columns), None)
    if at is None:
        return ""
    sources = {one for row in rows for one in _listed(row[at])}
    return (
        f" from {counted(len(sources), 'study or reference', 'studies or references')}"
        if sources
        else ""
    )


def _listed(cell: str) -> Iterator[str]:
    yield from filter(None, (one.strip() for one in cell.split(",")))


def _counts(results: Iterable[str]) -> str:
    """How often each result stands there, the most frequent first; empty where there are too many kinds."""
    counts = Counter(result or "not said" for result in results)
    if len(counts) > _MOST:
        return ""
    ranked = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    # A result of two parts would read as two results.
    return "; ".join(f"{n:,} {result.replace('; ', ', ')}" for result, n in ranked)
