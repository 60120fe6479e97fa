"""How do records become rows? By a query for what each has once, and one for each column that may hold several.

Read first: `read_table`.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from typing import TYPE_CHECKING

from stroma.answer import Answer, Row, Several
from stroma.model import Direction
from stroma.tables.part import Part
from stroma.vocabulary import to_iri

if TYPE_CHECKING:
    from stroma.answer import Value
    from stroma.tables.table import RecordTable
    from stroma.vocabulary import Iri

__all__ = ["answer_of", "read_table"]


def read_table(
    table: RecordTable,
    query: Callable[..., Answer],
    part: Part,
    *,
    limit: int | None,
    labels: Callable[[Collection[Iri]], Mapping[Iri, str]],
) -> Answer:
    """The rows of a table, by CURIE of the record.

    Args:
        query: what runs a query, and takes `limit=`.
        part: which records.
        limit: rows at most; None: all.
        labels: what gives the labels of many things at once.
    """
    kept = part.sparql(table)
    found = query(table.sparql(kept), limit=limit)
    several = {
        name: _several(table, name, path, query, part) for name, path in table.several.items()
    }
    pairs = _pairs(table, query, part) if table.paired else {}
    named = _labels(table, found, labels)
    rows: dict[str, Row] = {}
    for one in found:
        values = [_cell(table, name, one[name]) for name in found.columns]
        more = (
            Several(sorted(held[one[0]])) if held.get(one[0]) else None for held in several.values()
        )
        told = (named.get(one[name]) for name in table.labelled)
        held = dict(zip(found.columns, values, strict=True))
        read = (how(*map(held.__getitem__, of)) for of, how in table.computed.values())
        row = (*values, *more, *told, *read, *pairs.get(one[0], (None,) * len(table.paired)))
        # A record that a file of one's own gives two labels is one row all the same.
        rows.setdefault(one[0], Row(table.columns, row))
    undated = query(part.without_year(table))[0].n if part.years is not None else 0

    def count(other: Part) -> int:
        return int(query(other.count(table))[0].n)

    return answer_of(
        table, list(rows.values()), part, count, was_cut=found.was_cut, n_undated=undated
    )


def _labels(
    table: RecordTable, found: Answer, labels: Callable[[Collection[Iri]], Mapping[Iri, str]]
) -> dict[Value, str]:
    """CURIE -> label of what stands in the columns that have one."""
    curies = {one[name] for one in found for name in table.labelled} - {None}
    iris = {curie: to_iri(curie) for curie in sorted(curies)}
    known = labels(list(iris.values()))
    return {curie: known[iri] for curie, iri in iris.items()}


def answer_of(
    table: RecordTable,
    rows: list[Row],
    part: Part,
    count: Callable[[Part], int],
    *,
    was_cut: bool,
    n_undated: int,
) -> Answer:
    """Rows with what is to be said of them."""
    note = f"{n_undated} without a year left out" if n_undated else ""
    return Answer(
        table.columns,
        rows,
        was_cut=was_cut,
        why_empty="" if rows or not part.given else lambda: part.why_none(table, count),
        note=note,
        several=tuple(table.several),
    )


def _several(
    table: RecordTable, name: str, path: str, query: Callable[..., Answer], part: Part
) -> dict[str, set[str]]:
    """Record -> its values in one of the columns that may hold several."""
    held: dict[str, set[str]] = {}
    record = f"?{table.record}"
    about = Part(part.about).sparql(table)
    way, other = table.through.get(name, ""), table.otherwise.get(name)
    one = f"{record} {way} ?one ." if way else ""
    said = "?one" if way else record
    ways = f"{one} {said} {path} ?value ."
    if other is not None:
        its = f"OPTIONAL {{ {said} {path} ?own }} OPTIONAL {{ {said} {other} ?its }}"
        ways = f"{one} {its} BIND(COALESCE(?own, ?its) AS ?value) FILTER(BOUND(?value))"
    asked = f"SELECT DISTINCT {record} ?value {{ {record} a {table.of_class} . {ways}{about} }}"
    for iri, value in query(asked):
        held.setdefault(iri, set()).add(str(_cell(table, name, value)))
    return held


def _pairs(
    table: RecordTable, query: Callable[..., Answer], part: Part
) -> dict[str, tuple[str, ...]]:
    """Record -> its two findings with study and direction: the one that supports first, else by name."""
    held: dict[str, list[tuple[bool, str, str, str]]] = {}
    record, about = f"?{table.record}", Part(part.about).sparql(table)
    asked = (
        f"SELECT DISTINCT {record} ?finding ?study ?direction {{ {record} a {table.of_class} ; st:between ?finding . "
        f"?finding st:foundBy ?study ; st:direction ?direction .{about} }}"
    )
    for iri, finding, study, direction in query(asked):
        way = direction.removeprefix("st:")
        held.setdefault(iri, []).append((way != Direction.SUPPORTS, finding, study, way))
    return {
        iri: tuple(cell for _, *cells in sorted(pair)[:2] for cell in cells)
        for iri, pair in held.items()
        if len(pair) > 1
    }


def _cell(table: RecordTable, name: str, value: Value) -> Value:
    if value is None:
        return table.defaults.get(name)
    if name in table.yes:
        return value == table.yes[name]
    if name not in table.words or not isinstance(value, str):
        return value
    return value.removeprefix("st:").removesuffix("-group")
