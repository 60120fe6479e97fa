"""What a query answered: rows of plain Python values, by position or by name.

Read first: `Answer` and `Row`. Who needs RDF terms, datatypes or language tags asks `stroma.queries.run_query`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any, Final, NoReturn, Self, TypeAlias, overload

from stroma.counts import counted
from stroma.errors import (
    ClosedError,
    UnknownAttributeError,
    UnknownColumnError,
    UnknownOptionError,
)
from stroma.keywords import OF_ANSWER
from stroma.notebook import data_frame, pre_html, table_html, write_csv
from stroma.vocabulary import PREFIXES, WHOLE_NUMBERS, Curie, Iri, to_curie, to_iri

if TYPE_CHECKING:
    from os import PathLike

    import pandas
    import pyoxigraph as ox

    from stroma.queries import QueryResult

__all__ = [
    "Answer",
    "Row",
    "Several",
    "TermRow",
    "Value",
    "plain_value",
]

Value: TypeAlias = str | int | float | bool | None
"""Of a cell: CURIE (or IRI) of a node, text, number, yes or no; None where there is no value."""

_XSD: Final = PREFIXES["xsd"]
_NUMBERS: Final = frozenset(("decimal", "double", "float"))
_CLOSED: Final = "nothing in this graph answers that, which is not the same as refuted; why, is found out while the graph is open"
_WHOLE: Final = re.compile(r"\s*[+-]?[0-9]+\s*")
_NUMBER: Final = re.compile(
    r"\s*(?:[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?|[+-]?INF|NaN)\s*"
)
_TRIPLE: Final = ("subject", "predicate", "object")


class Several(str):
    """Several values of one cell: as a text with `; ` between them, and one by one in `parts`.

    Example:
        >>> held = Several(["allogeneic", "autologous"])
        >>> held, held.parts
        ('allogeneic; autologous', ('allogeneic', 'autologous'))
    """

    parts: tuple[str, ...]

    def __new__(cls, parts: Iterable[str]) -> Self:
        """Join some values."""
        held = tuple(parts)
        made = super().__new__(cls, "; ".join(held))
        made.parts = held
        return made

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), (self.parts,)


class Row:
    """One row: `row.study`, `row["study"]`, `row[0]`, `study, n = row`, `dict(row)`.

    A column that is named as a word of Python or a method gets an underscore: `row.for_`, `row.class_`, `row.keys_`.
    A column without a value is None; `"n" in row` tells, `row.get("n", 0)` gives something else, and `dict(row)` leaves
    it out.

    Example:
        >>> row = Row(("study", "n"), ("study:uccelli-2021", None))
        >>> row.study, row["n"], "n" in row, dict(row)
        ('study:uccelli-2021', None, False, {'study': 'study:uccelli-2021'})
    """

    __slots__ = ("_columns", "_values")

    def __init__(self, columns: tuple[str, ...], values: tuple[Value, ...]) -> None:
        self._columns = columns
        self._values = values

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), (self._columns, self._values)

    def __getitem__(self, column: int | slice | str) -> Any:
        if not isinstance(column, str):
            return self._values[column]
        if column not in self._columns:
            raise UnknownColumnError(self._unknown(column))
        return self._values[self._columns.index(column)]

    def __getattr__(self, column: str) -> Any:
        if column.startswith("_"):  # what copy and pickle look for before there are columns
            raise AttributeError(column)
        # `for` and `class` are words of Python and `keys` is a method, so `row.for_`, `row.class_`, `row.keys_`.
        if column not in self._columns:
            column = column.removesuffix("_")
        if column not in self._columns:
            raise UnknownColumnError(self._unknown(column))
        return self._values[self._columns.index(column)]

    def _unknown(self, column: str) -> str:
        return f"no column {column!r}; there are {', '.join(self._columns)}"

    def __contains__(self, column: object) -> bool:
        return column in self.keys()

    def get(self, column: str, default: Any = None) -> Any:
        """The value of a column, or the default where there is none."""
        value = self[column] if column in self._columns else None
        return default if value is None else value

    def keys(self) -> list[str]:
        """The columns that have a value."""
        return [c for c, v in zip(self._columns, self._values, strict=True) if v is not None]

    def __iter__(self) -> Iterator[Any]:
        return iter(self._values)

    def __len__(self) -> int:
        return len(self._values)

    def __eq__(self, other: object) -> bool:
        if isinstance(other, Row):
            return (self._columns, self._values) == (other._columns, other._values)
        if isinstance(other, dict):
            return dict(self) == other
        return self._values == other

    def __hash__(self) -> int:
        return hash(self._values)

    def __dir__(self) -> list[str]:
        return [*super().__dir__(), *self._columns]

    def __repr__(self) -> str:
        return f"Row({', '.join(f'{c}={self[c]!r}' for c in self._columns)})"


class TermRow(Row):
    """A row about the term in its column `term`."""

    __slots__ = ()

    @property
    def curie(self) -> Curie:
        """The term as CURIE."""
        return str(self["term"])

    @property
    def iri(self) -> Iri:
        """The term as IRI."""
        return to_iri(self.curie)


class Answer(Sequence[Row]):
    """The whole answer, held in memory: `len()`, index, slice, iterate as often as wanted.

    SELECT has its columns, CONSTRUCT and DESCRIBE have subject, predicate, object; ASK has no rows, and `bool()` says yes
    or no. For the others `bool()` says whether there is a row.
    """

    def __init__(
        self,
        columns: Sequence[str],
        rows: Sequence[Row],
        *,
        boolean: bool | None = None,
        was_cut: bool = False,
        why_empty: str | Callable[[], str] = "",
        asked: str = "",
        note: str = "",
        several: Sequence[str] = (),
    ) -> None:
        self.columns = tuple(columns)
        self.several = tuple(several)
        """Of a table of records: the columns whose cells may hold several values."""
        self.boolean = boolean
        """What ASK said; None for other queries."""
        self.was_cut = was_cut
        """Whether `limit` left something out."""
        self.asked = asked
        """How a named question was understood, defaults included; empty for other answers."""
        self.note = note
        """What a filter left out that might belong here, or a query missed; empty where nothing."""
        self._rows = list(rows)
        self._why = why_empty

    @property
    def why_empty(self) -> str:
        """Why there may be no rows, a count of 0, or a no, and what to ask instead; empty where there is an answer.

        A bare triple that may not stand, a misspelt name, a value of another kind: found out when it is first asked for,
        as long as the graph is open.
        """
        if callable(self._why):
            try:
                self._why = self._why()
            except ClosedError:
                self._why = _CLOSED
        return self._why

    def __getstate__(self) -> dict[str, Any]:
        # A pickle holds the sentence, not the graph that would be asked for it.
        return {**self.__dict__, "_why": self.why_empty}

    @classmethod
    def read(
        cls,
        result: QueryResult,
        *,
        empty_is_missing: bool = False,
        why_empty: str | Callable[[], str] = "",
        asked: str = "",
    ) -> Answer:
        """Read the whole answer of a query.

        Args:
            empty_is_missing: an empty text counts as no value, as named questions mean it.
            why_empty: what to say where there is no answer, or what finds that out.
            asked: how a named question was understood.
        """
        columns = _TRIPLE if result.form.gives_triples else tuple(result.variables)
        rows = []
        for answer in result:
            parts = answer if isinstance(answer, tuple) else _parts(answer)
            values = tuple(map(plain_value, parts))
            if empty_is_missing:
                values = tuple(None if value == "" else value for value in values)
            rows.append(Row(columns, values))
        return cls(
            columns, rows, boolean=result.boolean, was_cut=result.was_cut,
            why_empty=why_empty if result.found_nothing else "", asked=asked, note=result.remark,
        )  # fmt: skip

    def __len__(self) -> int:
        return len(self._rows)

    def __bool__(self) -> bool:
        return bool(self._rows) if self.boolean is None else self.boolean

    @overload
    def __getitem__(self, place: int) -> Row: ...
    @overload
    def __getitem__(self, place: slice) -> Answer: ...
    def __getitem__(self, place: int | slice) -> Row | Answer:
        if isinstance(place, slice):
            return Answer(
                self.columns,
                self._rows[place],
                boolean=self.boolean,
                was_cut=self.was_cut,
                why_empty=self._why,
                asked=self.asked,
                note=self.note,
                several=self.several,
            )
        if not hasattr(place, "__index__"):
            known = (
                f"; there are {', '.join(self.columns)}" if str(place) not in self.columns else ""
            )
            raise UnknownOptionError(
                f"an Answer holds rows: [row[{place!r}] for row in answer], or answer.to_dataframe()[{place!r}]{known}"
            )
        return self._rows[place]

    def __iter__(self) -> Iterator[Row]:
        return iter(self._rows)

    def __eq__(self, other: object) -> bool:
        if isinstance(other, bool):
            return self.boolean is other
        if isinstance(other, Answer):
            return (self.columns, self._rows, self.boolean) == (
                other.columns,
                other._rows,
                other.boolean,
            )
        return self._rows == other

    __hash__ = None  # type: ignore[assignment]

    def to_dataframe(self, *, tuples: bool = False) -> pandas.DataFrame:
        """The rows as a pandas DataFrame; pandas is not installed with Stroma.

        Args:
            tuples: in the columns of `several`, a tuple of the values instead of a text with `; ` between them; empty where there is none.

        Raises:
            InputError: pandas is not installed.
        """
        if not tuples:
            return data_frame(self.columns, self)
        at = {self.columns.index(name) for name in self.several}
        return data_frame(
            self.columns,
            ([_parts_of(cell) if n in at else cell for n, cell in enumerate(row)] for row in self),
        )

    def to_csv(self, path: str | PathLike[str] | None = None) -> str | None:
        """The rows as CSV with a header, to a file or, without one, as text; a missing value is an empty cell.

        Example:
            >>> Answer(("study", "n"), [Row(("study", "n"), ("study:uccelli-2021", None))]).to_csv()
            'study,n\\nstudy:uccelli-2021,\\n'
        """
        return write_csv([self.columns, *self], path)

    if not TYPE_CHECKING:  # it would tell a type checker that every name is there

        def __getattr__(self, name: str) -> NoReturn:
            if name in self.__dict__.get("columns", ()):
                said = f"{name!r} is a column of its rows: [row.{name} for row in answer], or answer.to_dataframe()[{name!r}]"
            elif name in OF_ANSWER:
                said = f"an Answer has no {name!r}; write {OF_ANSWER[name]}"
            else:
                said = f"'Answer' object has no attribute {name!r}"
            raise UnknownAttributeError(said)

    def __str__(self) -> str:
        if self.boolean is not None:
            return "yes" if self.boolean else "no"
        lines = [self.columns, *(("" if v is None else str(v) for v in row) for row in self)]
        table = ["\t".join(line) for line in lines] if self or not self.why_empty else []
        said = [words for words in (self.note, self.why_empty) if words]
        return "\n".join([*table, *said])

    def __repr__(self) -> str:
        said = (
            str(self)
            if self.boolean is not None
            else f"{counted(len(self), 'row')} of {', '.join(self.columns)}"
        )
        hint = "; .why_empty says why" if self._why else ""
        hint += f"; {self.note}" if self.note else ""
        asked = f" to {self.asked!r}" if self.asked else ""
        return f"<Answer{asked}: {said}{hint}>"

    def _repr_html_(self) -> str:
        why = pre_html(self.why_empty) if self.why_empty else ""
        if self.boolean is not None:
            return f"<p>{self}</p>{why}"
        rows = counted(len(self), "row")
        caption = f"{self.asked}: {rows}" if self.asked else rows
        return table_html(caption, self.columns, self._rows) + why


def _parts_of(cell: Value) -> tuple[Value, ...]:
    """The values of a cell that may hold several."""
    if isinstance(cell, Several):
        return cell.parts
    return () if cell is None else (cell,)


def _parts(triple: ox.Triple) -> tuple[Any, Any, Any]:
    return triple.subject, triple.predicate, triple.object


def plain_value(term: Any) -> Value:
    """An RDF term as a Python value: CURIE (else IRI) of a node, int, float, bool, else the text.

    Dates stay text (ISO 8601), and so does a number that is none. A decimal is a float, to 15 digits; `stroma.queries.run_query`
    gives all of them.

    Example:
        >>> import pyoxigraph as ox
        >>> plain_value(ox.NamedNode("http://purl.obolibrary.org/obo/CL_0000134")), plain_value(ox.Literal(3))
        ('CL:0000134', 3)
    """
    import pyoxigraph as ox

    if term is None:
        return None
    if isinstance(term, ox.NamedNode):
        return to_curie(term.value)
    if not isinstance(term, ox.Literal):
        return str(term)
    text, kind = term.value, term.datatype.value.removeprefix(_XSD)
    if kind in WHOLE_NUMBERS or kind in _NUMBERS:
        # Python reads more as a number than XML Schema does: 1_000, and digits of other scripts.
        if kind not in ("double", "float") and _WHOLE.fullmatch(text):
            return int(text)
        return float(text) if kind in _NUMBERS and _NUMBER.fullmatch(text) else text
    return text in ("true", "1") if kind == "boolean" else text
