"""What does an answer by year leave out? The studies without one, and how their primary endpoints ended.

Read first: `undated`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from stroma.queries.engine import run_query

if TYPE_CHECKING:
    from stroma.store import EvidenceStore

__all__ = ["undated"]

_COUNTS: Final = """
SELECT ?isDated ?result (COUNT(?study) AS ?n) WHERE {
  ?study a st:Study .
  FILTER NOT EXISTS { ?study st:retractedOn ?gone }
  BIND (EXISTS { ?study st:year ?year } AS ?isDated)
  OPTIONAL {
    ?study st:primaryEndpointKind st:efficacy ; st:primaryEndpointMet ?result .
    FILTER (?result IN (st:met, st:not-met))
  }
} GROUP BY ?isDated ?result
"""


def undated(store: EvidenceStore) -> str:
    """How many studies have no year, and how efficacy endpoints ended with and without one; empty where all have a year.

    Example:
        >>> from stroma.store import open_store
        >>> undated(open_store()).split(":")[0].partition(" of ")[2].partition(" ")[2]
        'studies have no year'
    """
    n: dict[tuple[bool, str], int] = {}
    for is_dated, result, count in run_query(store.dataset, _COUNTS).rows():
        how = result.value.rpartition("/")[2] if result is not None else ""  # type: ignore[union-attr]
        n[is_dated.value == "true", how] = int(count.value)  # type: ignore[union-attr]
    without = sum(count for (is_dated, _), count in n.items() if not is_dated)
    if not without:
        return ""

    def ended(is_dated: bool) -> str:
        return f"{n.get((is_dated, 'met'), 0):,} met, {n.get((is_dated, 'not-met'), 0):,} not met"

    have = "study has" if sum(n.values()) == 1 else "studies have"
    return (
        f"{without:,} of {sum(n.values()):,} {have} no year: whatever goes by year leaves them out. "
        f"Efficacy endpoints without a year: {ended(False)}; with one: {ended(True)}"
    )
