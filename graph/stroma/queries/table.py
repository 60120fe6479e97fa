"""How do rows become a table that a person can read?

Read first: `write_table`. On a terminal, wide cells wrap and very wide answers become one block a row; into a pipe
nothing wraps and nothing is coloured, so that `grep` and `cut` work. Columns are as wide as the first rows need, which
is why the table starts at once and memory stays flat.
"""

from __future__ import annotations

import textwrap
import unicodedata
from itertools import chain, groupby, islice
from typing import TYPE_CHECKING, BinaryIO, Final

import pyoxigraph as ox

from stroma.vocabulary import to_curie

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from stroma.queries.engine import QueryResult, Term
    from stroma.queries.formats import Layout

__all__ = ["cell_text", "printable", "write_table"]

_N_LOOKED_AT: Final = 500
_GAP: Final = "  "
# A column is wide enough for its longest word, up to this: identifiers and addresses may be broken.
_LONG_WORD: Final = 18
_BOLD: Final = "\x1b[1m"
_DIM: Final = "\x1b[2m"
_RESET: Final = "\x1b[0m"


def write_table(result: QueryResult, out: BinaryIO, layout: Layout) -> None:
    """Write the rows of a SELECT as text columns under their names."""
    rows = ([cell_text(term) for term in row] for row in result.rows())
    first = list(islice(rows, _N_LOOKED_AT))
    names = list(result.variables)
    if layout.sums_up and len(first) < _N_LOOKED_AT and not result.was_cut:
        _write_overview(names, first, out, layout)
    widths = [max(map(_width, column)) for column in zip(names, *first, strict=True)]
    if layout.width:
        needed = [_least_width(*column) for column in zip(names, *first, strict=True)]
        fitted = _fit(widths, needed, layout.width)
        if fitted is None or _is_tall(first, fitted, layout.width):
            _write_blocks(names, chain(first, rows), out, layout)
            return
        widths = fitted
    bold, dim, reset = (_BOLD, _DIM, _RESET) if layout.colour else ("", "", "")
    heads = [_wrap_name(name, width) for name, width in zip(names, widths, strict=True)]
    _write_lines(heads, widths, out, start=bold, end=reset)
    _write_lines([["─" * width] for width in widths], widths, out, start=dim, end=reset)
    for row in chain(first, rows):
        cells = [[cell] for cell in row]
        if layout.width:
            cells = [_wrap(cell, width) for cell, width in zip(row, widths, strict=True)]
        _write_lines(cells, widths, out)


def _write_overview(
    names: Sequence[str], rows: Sequence[Sequence[str]], out: BinaryIO, layout: Layout
) -> None:
    from stroma.queries.overview import overview

    if told := overview(names, rows):
        out.write(f"{textwrap.fill(told, layout.width) if layout.width else told}\n\n".encode())


def cell_text(term: Term | None) -> str:
    """A term as a person reads it: a CURIE, or the value of a literal on one line.

    Example:
        >>> cell_text(ox.NamedNode("http://purl.obolibrary.org/obo/CL_0000134"))
        'CL:0000134'
    """
    if term is None:
        return ""
    if isinstance(term, ox.NamedNode):
        return printable(to_curie(term.value))
    return printable(term.value if isinstance(term, ox.Literal) else str(term))


def printable(text: str) -> str:
    """A text on one line without control characters, which could move the cursor or change a terminal's title.

    Example:
        >>> printable("two\\nlines\\x1b[2J")
        'two lines\ufffd[2J'
    """
    if text.isprintable():
        return text
    return "".join(
        character if character.isprintable() else " " if character.isspace() else "\ufffd"
        for character in text
    )


def _least_width(name: str, *cells: str) -> int:
    """How narrow a column may become: one part of its name, and enough of its cells."""
    words = {word for cell in cells for word in cell.split()}
    longest = max(map(_width, words), default=0)
    return max(*map(_width, _name_parts(name)), min(longest, _LONG_WORD))


def _fit(widths: Sequence[int], needed: Sequence[int], total: int) -> list[int] | None:
    """Widths that fit into a line, taken from the widest columns; `None` when none do."""
    fitted = list(widths)
    room = total - len(_GAP) * (len(fitted) - 1)
    while sum(fitted) > room:
        shrinkable = [i for i, width in enumerate(fitted) if width > needed[i]]
        if not shrinkable:
            return None
        fitted[max(shrinkable, key=lambda i: fitted[i])] -= 1
    return fitted


def _is_tall(rows: Sequence[Sequence[str]], widths: Sequence[int], total: int) -> bool:
    """True when wrapped columns would take more lines than one line for each value does."""
    as_columns = as_blocks = 0
    for row in rows[:50]:
        as_columns += max((len(_wrap(c, w)) for c, w in zip(row, widths, strict=True)), default=1)
        as_blocks += 1 + sum(1 + _width(cell) // total for cell in row)
    return as_columns > as_blocks


def _write_lines(
    cells: Sequence[Sequence[str]],
    widths: Sequence[int],
    out: BinaryIO,
    *,
    start: str = "",
    end: str = "",
) -> None:
    """Write one row, whose cells are lists of lines."""
    for i in range(max(map(len, cells), default=1)):
        padded = [
            lines[i] + " " * (width - _width(lines[i])) if i < len(lines) else " " * width
            for lines, width in zip(cells, widths, strict=True)
        ]
        out.write(f"{start}{_GAP.join(padded).rstrip()}{end}\n".encode())


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
        for name, cell in _with_numbers_together(names, row):
            lines = _wrap(cell, max(_LONG_WORD, layout.width - margin - len(_GAP)))
            _write_lines([[name], lines], [margin, 0], out)


def _with_numbers_together(names: Sequence[str], row: Sequence[str]) -> Iterator[tuple[str, str]]:
    """The cells that hold something under their names; numbers side by side share a line under the name of the first."""
    pairs = [(name, cell) for name, cell in zip(names, row, strict=True) if cell]
    for is_number, some in groupby(pairs, key=lambda pair: pair[1].isdecimal()):
        if not is_number:
            yield from some
            continue
        (name, first), *more = some
        yield name, ", ".join((first, *(f"{other.replace('_', ' ')} {n}" for other, n in more)))


def _wrap(cell: str, width: int) -> list[str]:
    if _width(cell) <= width:
        return [cell]
    return textwrap.wrap(cell, width, break_on_hyphens=False) or [""]


def _wrap_name(name: str, width: int) -> list[str]:
    """A column's name on as many lines as it needs, broken at its underscores."""
    lines = [""]
    for part in _name_parts(name):
        if lines[-1] and _width(lines[-1] + part) > width:
            lines.append("")
        lines[-1] += part
    return lines


def _name_parts(name: str) -> list[str]:
    parts = name.split("_")
    return [part + "_" for part in parts[:-1]] + parts[-1:]


def _width(text: str) -> int:
    if text.isascii():
        return len(text)
    return sum(
        0 if unicodedata.combining(c) else 2 if unicodedata.east_asian_width(c) in "WF" else 1
        for c in text
    )
