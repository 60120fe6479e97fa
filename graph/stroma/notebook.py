"""How do answers look in a cell of a notebook? Every text is escaped.

Read first: `table_html` and `pre_html`; `data_frame` makes of the same rows what pandas works on.
"""

from __future__ import annotations

from collections.abc import Iterable
from html import escape
from importlib import import_module
from itertools import islice
from typing import TYPE_CHECKING, Any, Final

from stroma.counts import counted
from stroma.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas

__all__ = ["NotebookPage", "data_frame", "pre_html", "table_html"]

# A browser that shows a notebook stays quick with so many rows.
_MOST: Final = 200


def table_html(caption: str, columns: Sequence[str], rows: Sequence[Iterable[object]]) -> str:
    """A table; None is an empty cell, and rows past 200 are counted.

    Example:
        >>> table_html("One", ["a < b"], [["<b>"]])
        '<table><caption>One</caption><tr><th>a &lt; b</th></tr><tr><td>&lt;b&gt;</td></tr></table>'
    """
    lines = ["".join(f"<th>{escape(name)}</th>" for name in columns)]
    lines += [
        "".join(f"<td>{'' if cell is None else escape(str(cell))}</td>" for cell in row)
        for row in islice(rows, _MOST)
    ]
    if len(rows) > _MOST:
        more = counted(len(rows) - _MOST, "more row")
        lines.append(f'<td colspan="{len(columns)}">{more}</td>')
    body = "".join(f"<tr>{line}</tr>" for line in lines)
    return f"<table><caption>{escape(caption)}</caption>{body}</table>"


def pre_html(text: str) -> str:
    """Text as it is, its long lines wrapped.

    Example:
        >>> pre_html("p < 0.05")
        '<pre style="white-space:pre-wrap">p &lt; 0.05</pre>'
    """
    return f'<pre style="white-space:pre-wrap">{escape(text)}</pre>'


def data_frame(columns: Sequence[str], rows: Iterable[Iterable[object]]) -> pandas.DataFrame:
    """A pandas DataFrame; pandas is not installed with Stroma.

    Raises:
        InputError: pandas is not installed.
    """
    try:
        library: Any = import_module("pandas")
    except ModuleNotFoundError as error:
        raise InputError(
            "a data frame needs pandas; install it with: pip install pandas"
        ) from error
    return library.DataFrame([list(row) for row in rows], columns=list(columns))


class NotebookPage:
    """The interactive page as a notebook shows it."""

    def __init__(self, html: str) -> None:
        self._html = html

    def __repr__(self) -> str:
        return "<NotebookPage: a notebook shows it; elsewhere write it with g.view(term, out='stroma.html')>"

    def _repr_html_(self) -> str:
        return self._html
