"""A table that was read once and is kept. Read first: `HeldTable`."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from stroma.tables.part import is_itself, is_source
from stroma.tables.reading import answer_of
from stroma.vocabulary import to_curie

if TYPE_CHECKING:
    from stroma.answer import Answer, Row
    from stroma.tables.part import Part
    from stroma.tables.table import RecordTable
    from stroma.vocabulary import Iri

__all__ = ["HeldTable"]


class HeldTable:
    """All rows of a table, read once, and which of them are about what: parts of it are chosen without asking again."""

    def __init__(self, table: RecordTable, rows: Answer, query: Callable[[str], Answer]) -> None:
        self._table = table
        self._rows = {row[0]: row for row in rows}
        record, held = (
            f"?{table.record}",
            f"?{table.record} {table.held} ?held ." if table.held else "",
        )
        one = "?held" if table.held else record
        # What is stated first, in a group of its own: the engine plans without statistics.
        is_one = "" if table.held else f"{one} a {table.of_class} . "
        ways = " UNION ".join(f"{{ {is_one}{one} {path} ?within }}" for path in table.terms)
        asked = [f"{{ SELECT DISTINCT {one} ?within {{ {ways} }} }} ?within st:within ?name"]
        asked += [
            f"?name a st:{kind} . {pattern} . ?within st:within ?name"
            for kind, pattern in table.also.items()
        ]
        asked += [f"{is_one}{one} {path} ?name" for path in table.sources]
        self._about: dict[str, set[str]] = {}
        """CURIE of a term or source -> the records about it, or what is held by them."""
        for ask in asked:
            for name, found in query(f"SELECT DISTINCT ?name {one} {{ {ask} }}"):
                self._about.setdefault(name, set()).add(found)
        self._held: dict[str, set[str]] = {}
        for holder, found in query(f"SELECT {record} ?held {{ {held} }}") if held else ():
            self._held.setdefault(found, set()).add(holder)

    def part(self, part: Part, limit: int | None) -> Answer:
        """The rows of a part, as `read_table` gives them."""
        rows, n_undated = self._fitting(part)
        was_cut = limit is not None and len(rows) > limit

        def count(other: Part) -> int:
            return len(self._fitting(other)[0])

        return answer_of(
            self._table, rows[:limit], part, count, was_cut=was_cut, n_undated=n_undated
        )

    def _fitting(self, part: Part) -> tuple[list[Row], int]:
        """The rows of a part, and how many would be among them if their year were known."""
        rows = [self._rows[key] for key in self._keys(part.about)]
        for column, words in part.words.items():
            rows = [row for row in rows if row[column] in words]
        if part.best_rank is not None:
            rank = part.best_rank
            rows = [row for row in rows if row["level"] is not None and row["level"] <= rank]
        n_undated = 0
        if part.years is not None:
            first, last = part.years
            n_undated = sum(row["year"] is None for row in rows)
            rows = [row for row in rows if row["year"] is not None and first <= row["year"] <= last]
        return rows, n_undated

    def _keys(self, about: Sequence[Sequence[Iri]]) -> Iterable[str]:
        """The records about one or more of each group of names, in the order of the table."""
        found: set[str] | None = None
        kept = set(self._rows)
        for group in about:
            own = [iri for iri in group if is_source(iri) and is_itself(self._table, iri)]
            if len(own) == len(group):
                kept &= set(map(to_curie, own))
                continue
            named = set[str]().union(
                *(
                    self._of_itself(iri) if iri in own else self._about.get(to_curie(iri), set())
                    for iri in group
                )
            )
            found = named if found is None else found & named
        if found is not None and self._table.held:
            found = {holder for one in found for holder in self._held.get(one, ())}
        if found is not None:
            kept &= found
        return (
            sorted(kept, key=self._place.__getitem__) if len(kept) < len(self._rows) else self._rows
        )

    def _of_itself(self, iri: Iri) -> set[str]:
        """A record, or what is held by it."""
        curie = to_curie(iri)
        if not self._table.held:
            return {curie}
        return {one for one, holders in self._held.items() if curie in holders}

    @cached_property
    def _place(self) -> dict[str, int]:
        return {key: place for place, key in enumerate(self._rows)}
