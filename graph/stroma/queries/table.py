"""How do rows become a table that a person can read?

Read first: `write_table`. On a terminal, wide cells wrap and very wide answers become one block a row; into a pipe
nothing wraps and nothing is coloured, so that `grep` and `cut` work. Columns are as wide as the first rows need, which
is why the table starts at once and memory stays flat.
"""

from __future__ import annotations

import textwrap
import unicodedata
from itertools import chain, islice
from typing import TYPE_CHECKING, BinaryIO, Final

import pyoxigraph as ox

from stroma.vocabulary import to_curie

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from stroma.queries.engine import QueryResult, Term
    from stroma.queries.formats import Layout

__all__ = ["cell_text", "write_table"]

_N_LOOKED_AT: Final = 500
_GAP: Final = "  "
# Narrower columns cannot be read: the row becomes a block of lines instead.
_MIN_COLUMN: Final = 12
_BOLD: Final = "\x1b[1m"
_DIM: Final = "\x1b[2m"
_RESET: Final = "\x1b[0m"


def write_table(result: QueryResult, out: BinaryIO, layout: Layout) -> None:
    """Write the rows of a SELECT as text columns under their names."""
    rows = ([cell_text(term) for term in row] for row in result.rows())
    first = list(islice(rows, _N_LOOKED_AT))
    names = list(result.variables)
    widths = [max(_width(cell) for cell in column) for column in zip(names, *first, strict=True)]
    if layout.width:
        fitted = _fit(widths, layout.width)
        if fitted is None:
            _write_blocks(names, chain(first, rows), out, layout)
            return
        widths = fitted
    _write_line(names, widths, out, start=_BOLD if layout.colour else "")
    _write_line(["─" * width for width in widths], widths, out, start=_DIM if layout.colour else "")
    for row in chain(first, rows):
        if not layout.width:
            _write_line(row, widths, out)
            continue
        wrapped = [_wrap(cell, width) for cell, width in zip(row, widths, strict=True)]
        for i in range(max(map(len, wrapped), default=1)):
            _write_line([lines[i] if i < len(lines) else "" for lines in wrapped], widths, out)


def cell_text(term: Term | None) -> str:
    """A term as a person reads it: a CURIE, or the value of a literal on one line.

    Example:
        >>> cell_text(ox.NamedNode("http://purl.obolibrary.org/obo/CL_0000134"))
        'CL:0000134'
    """
    if term is None:
        return ""
    if isinstance(term, ox.NamedNode):
        return _printable(to_curie(term.value))
    return _printable(term.value if isinstance(term, ox.Literal) else str(term))


def _printable(text: str) -> str:
    # Control characters in data could move the cursor or change the terminal's title.
    if text.isprintable():
        return text
    return "".join(
        character if character.isprintable() else " " if character.isspace() else "\ufffd"
        for character in text
    )


def _fit(widths: Sequence[int], total: int) -> list[int] | None:
    """Widths that fit into a line, taken from the widest columns; `None` when none do."""
    fitted = list(widths)
    room = total - len(_GAP) * (len(fitted) - 1)
    while sum(fitted) > room:
        widest = fitted.index(max(fitted))
        if fitted[widest] <= _MIN_COLUMN:
            return None
        fitted[widest] -= 1
    return fitted


def _write_line(
    cells: Sequence[str], widths: Sequence[int], out: BinaryIO, *, start: str = ""
) -> None:
    padded = [
        cell + " " * (width - _width(cell)) for cell, width in zip(cells, widths, strict=True)
    ]
    line = _GAP.join(padded).rstrip()
    out.write(f"{start}{line}{_RESET if start else ''}\n".encode())


def _write_blocks(
    names: Sequence[str], rows: Iterator[list[str]], out: BinaryIO, layout: Layout
) -> None:
    margin = max(map(_width, names))
    for number, row in enumerate(rows, start=1):
        head = f"── {number} "
        rule = head + "─" * max(0, min(layout.width, 60) - len(head))
        out.write(
            f"{_DIM if layout.colour else ''}{rule}{_RESET if layout.colour else ''}\n".encode()
        )
        for name, cell in zip(names, row, strict=True):
            lines = _wrap(cell, max(_MIN_COLUMN, layout.width - margin - len(_GAP)))
            _write_line([name, lines[0]], [margin, 0], out)
            for line in lines[1:]:
                _write_line(["", line], [margin, 0], out)


def _wrap(cell: str, width: int) -> list[str]:
    if _width(cell) <= width:
        return [cell]
    return textwrap.wrap(cell, width, break_on_hyphens=False) or [""]


def _width(text: str) -> int:
    if text.isascii():
        return len(text)
    return sum(
        0 if unicodedata.combining(c) else 2 if unicodedata.east_asian_width(c) in "WF" else 1
        for c in text
    )
