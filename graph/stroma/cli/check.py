"""`stroma check`: is a file of data right, and what rests on little reading?"""

from __future__ import annotations

import csv
import json
import sys
import time
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

from stroma.cli._settings import Settings, note, store_option, unless_nobody_reads
from stroma.cli._status import StatusLine

if TYPE_CHECKING:
    from stroma.check import Problem
    from stroma.check.held import Held
    from stroma.check.stale import Stale

__all__ = ["check"]

# Seconds of silence after which a person is told what goes on.
_LONG_S: Final = 2.0
_STALE_COLUMNS: Final = ("source", "read_as", "n_findings", "curator", "curated_on", "find_at")


@click.command()
@click.argument(
    "files",
    nargs=-1,
    type=click.Path(path_type=Path, exists=True, allow_dash=True),
    metavar="[FILE|FOLDER]...",
)
@click.option(
    "--stale", is_flag=True, help="List instead the sources that nobody read in full text."
)
@click.option(
    "--alone",
    is_flag=True,
    help="The files stand alone, without the packaged terms and studies beside them.",
)
@click.option(
    "--no-shapes",
    is_flag=True,
    help="Leave out the SHACL shapes, which take seconds, of thousands of findings minutes.",
)
@click.option(
    "--format",
    "-f",
    "fmt",
    type=click.Choice(["table", "json", "csv"]),
    default="table",
    show_default=True,
)
@store_option
@click.pass_obj
def check(
    settings: Settings,
    files: tuple[Path, ...],
    stale: bool,
    alone: bool,
    no_shapes: bool,
    fmt: str,
) -> int:
    """Check data files: file, line, what is wrong, what to do.

    Without FILE, checks the packaged evidence base, whatever --store is; of a FOLDER, all its files of RDF. With --store the files may also name what the store
    holds, and a study that it has under another slug is told. Exit code 1 when something is an error; a warning is none.

    \b
    Example:
      stroma check my-study.ttl
      stroma check my-studies
      stroma check my-study.ttl --store evidence
      stroma check --stale
    """
    from stroma.check import check_files
    from stroma.cli._files import named_files

    files = named_files(files, packed=False)
    if stale:
        from stroma.check.stale import stale_sources

        _show_stale(stale_sources(files), fmt)
        return 0
    with StatusLine() as line:
        problems = check_files(
            files,
            packaged=not alone,
            shacl=not no_shapes,
            report=_ShapesRun(line),
            held=_held(settings) if files else None,
        )
    with unless_nobody_reads():
        _show_problems(problems, fmt)
    n_errors = sum(problem.severity == "error" for problem in problems)
    n_warnings = len(problems) - n_errors
    what = f"{len(files)} file{'s' * (len(files) != 1)}" if files else "the packaged base"
    note(f"{_number(n_errors, 'error')}, {_number(n_warnings, 'warning')} in {what}")
    if settings.store is not None and not files:
        note(
            f"{settings.store} was not checked: a store is checked when it is built; name the files that it was built from"
        )
    return 1 if n_errors else 0


def _held(settings: Settings) -> Held | None:
    """The store that was asked for; the packaged base stands beside the files anyway."""
    if settings.store is None:
        return None
    from stroma.check.held import Held

    quads = settings.quads()
    return Held(quads() if callable(quads) else quads.dataset)


class _ShapesRun:
    """Tells how far the shapes are; where no status line is shown, once, when it takes long."""

    def __init__(self, line: StatusLine) -> None:
        self._line = line
        self._began = time.monotonic()
        self._told = False

    def __call__(self, done: int, total: int) -> None:
        self._line.show(f"shapes: {done:,} of {total:,} records; --no-shapes leaves them out")
        if self._line.is_shown:
            return
        if done and not self._told and time.monotonic() - self._began > _LONG_S:
            self._told = True
            note(
                f"running the shapes on {total:,} records; --no-shapes leaves them out and runs the other rules only"
            )


def _number(n: int, noun: str) -> str:
    return f"{n or 'no'} {noun}{'s' * (n != 1)}"


def _show_problems(problems: Sequence[Problem], fmt: str) -> None:
    rows = [{**asdict(problem), "path": _short(problem.path)} for problem in problems]
    if fmt == "table":
        for problem in problems:
            click.echo(str(problem).replace(str(problem.path), _short(problem.path), 1))
        return
    _write(rows, ["path", "line", "severity", "rule", "subject", "wrong", "repair"], fmt)


def _show_stale(stale: Sequence[Stale], fmt: str) -> None:
    if fmt != "table":
        _write([asdict(one) for one in stale], [*_STALE_COLUMNS, "label"], fmt)
        return
    rows = [[str(getattr(one, column)) for column in _STALE_COLUMNS] for one in stale]
    table = [[column.replace("_", " ") for column in _STALE_COLUMNS], *rows]
    widths = [max(map(len, column)) for column in zip(*table, strict=True)]
    for row in table:
        click.echo(
            "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
        )
    note(f"{_number(len(stale), 'source')} known without their full text")


def _write(rows: list[dict[str, Any]], columns: Sequence[str], fmt: str) -> None:
    if fmt == "json":
        ordered = [{column: row[column] for column in columns} for row in rows]
        click.echo(json.dumps(ordered, ensure_ascii=False, indent=2))
        return
    writer = csv.DictWriter(sys.stdout, columns, extrasaction="ignore", lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)


def _short(path: Path) -> str:
    """The path from where the person stands, where that is shorter."""
    try:
        return str(path.relative_to(Path.cwd()))
    except ValueError:
        return str(path)
