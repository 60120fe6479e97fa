"""How do answers look in a cell of a notebook? Every text is escaped.

Read first: `table_html` and `pre_html`; `data_frame` makes of the same rows what pandas works on.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from dataclasses import replace
from html import escape
from importlib import import_module
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Generic, Self, TypeVar, overload

from stroma.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from os import PathLike

    import pandas

__all__ = ["Listed", "NotebookPage", "Tabled", "data_frame", "pre_html", "table_html", "write_csv"]

T = TypeVar("T")

# As pandas cuts what a cell shows: display.max_rows, min_rows and max_columns.
_MOST_ROWS: Final = 60
_FEW_ROWS: Final = 10
_MOST_COLUMNS: Final = 20


class Tabled:
    """What is a table too: `columns`, `to_csv()` and `to_dataframe()`, as an `Answer` has them."""

    def rows(self) -> Iterator[tuple[str, ...]]:
        """The rows, the first of which names the columns."""
        raise NotImplementedError

    def to_dataframe(self) -> pandas.DataFrame:
        """The rows as a pandas DataFrame."""
        raise NotImplementedError

    @property
    def columns(self) -> tuple[str, ...]:
        """The names of the columns."""
        return next(iter(self.rows()))

    @overload
    def to_csv(self, path: None = None) -> str: ...
    @overload
    def to_csv(self, path: str | PathLike[str]) -> None: ...
    def to_csv(self, path: str | PathLike[str] | None = None) -> str | None:
        """The rows as CSV with a header, to a file or, without one, as text."""
        return write_csv(self.rows(), path)


class Listed(Tabled, Generic[T]):
    """A dataclass whose `found` is what it lists: it has a length, is read in order, and a slice of it is one of its kind."""

    found: tuple[T, ...]

    def __len__(self) -> int:
        return len(self.found)

    def __iter__(self) -> Iterator[T]:
        return iter(self.found)

    @overload
    def __getitem__(self, place: int) -> T: ...
    @overload
    def __getitem__(self, place: slice) -> Self: ...
    def __getitem__(self, place: int | slice) -> T | Self:
        if not isinstance(place, slice):
            return self.found[place]
        whole: Any = self
        part: Self = replace(whole, found=self.found[place])
        return part

    def __str__(self) -> str:
        return self.text()

    def text(self) -> str:
        """What it lists, for people."""
        raise NotImplementedError


@overload
def write_csv(rows: Iterable[Iterable[object]], path: None = None) -> str: ...
@overload
def write_csv(rows: Iterable[Iterable[object]], path: str | PathLike[str] | None) -> str | None: ...
def write_csv(
    rows: Iterable[Iterable[object]], path: str | PathLike[str] | None = None
) -> str | None:
    """Rows as CSV, to a file or, without one, as text; None is an empty cell."""
    out = io.StringIO(newline="")
    csv.writer(out, lineterminator="\n").writerows(rows)
    if path is None:
        return out.getvalue()
    Path(path).write_text(out.getvalue(), encoding="utf-8", newline="")
    return None


def table_html(caption: str, columns: Sequence[str], rows: Sequence[Iterable[object]]) -> str:
    """A table; None is an empty cell. Of more than 60 rows the first and last 5 are shown, of more than 20 columns 10 each.

    Example:
        >>> table_html("One", ["a < b"], [["<b>"]])
        '<table><caption>One</caption><tr><th>a &lt; b</th></tr><tr><td>&lt;b&gt;</td></tr></table>'
    """
    n, width = len(rows), len(columns)
    is_long, is_wide = n > _MOST_ROWS, width > _MOST_COLUMNS
    half = _FEW_ROWS // 2
    shown = [*islice(rows, half), *islice(rows, n - half, n)] if is_long else list(rows)
    lines = ["".join(f"<th>{escape(name)}</th>" for name in _ends(columns, "…", is_wide))]
    lines += [
        "".join(
            f"<td>{'' if cell is None else escape(str(cell))}</td>"
            for cell in _ends(row, "…", is_wide)
        )
        for row in shown
    ]
    if is_long:
        gap = f'<td colspan="{min(width, _MOST_COLUMNS + 1)}">… {n - 2 * half:,} more rows …</td>'
        lines.insert(1 + half, gap)
    if is_wide:
        caption += f" × {width} columns"
    body = "".join(f"<tr>{line}</tr>" for line in lines)
    return f"<table><caption>{escape(caption)}</caption>{body}</table>"


def _ends(cells: Iterable[object], gap: str, is_wide: bool) -> list[Any]:
    """The first and the last cells of a wide row, else all."""
    held, half = list(cells), _MOST_COLUMNS // 2
    return [*held[:half], gap, *held[-half:]] if is_wide else held


def pre_html(text: str) -> str:
    """Text as it is, its long lines wrapped.

    Example:
        >>> pre_html("p < 0.05")
        '<pre style="white-space:pre-wrap">p &lt; 0.05</pre>'
    """
    return f'<pre style="white-space:pre-wrap">{escape(text)}</pre>'


def data_frame(columns: Sequence[str], rows: Iterable[Iterable[object]]) -> pandas.DataFrame:
    """A pandas DataFrame; pandas is not installed with Stroma.

    Whole numbers are `Int64` and yes and no `boolean`, so that a missing value (`<NA>`) makes no decimals or objects of them.

    Raises:
        InputError: pandas is not installed.
    """
    try:
        library: Any = import_module("pandas")
    except ModuleNotFoundError as error:
        raise InputError(
            "a data frame needs pandas; install it with: pip install pandas"
        ) from error
    held = [list(row) for row in rows]
    dtypes = {}
    for name, values in zip(columns, zip(*held, strict=True), strict=False):
        kinds = frozenset(type(value) for value in values if value is not None)
        if (dtype := _DTYPES.get(kinds)) is not None:
            dtypes[name] = dtype
    return library.DataFrame(held, columns=list(columns)).astype(dtypes)


_DTYPES: Final = {frozenset((int,)): "Int64", frozenset((bool,)): "boolean"}
"""Types of the values of a column -> its dtype; texts and decimals are as pandas has them."""


class NotebookPage:
    """The interactive page as a notebook shows it."""

    def __init__(self, html: str) -> None:
        self._html = html

    def __repr__(self) -> str:
        return "<NotebookPage: a notebook shows it; elsewhere write it with g.view(term, out='stroma.html')>"

    def _repr_html_(self) -> str:
        return self._html
