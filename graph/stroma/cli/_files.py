"""The files that a command was given, those of folders included."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path
from typing import Final

import click

from stroma.cli._settings import note

# Files that are named one by one.
_MOST_TOLD: Final = 3


class FilePath(click.Path):
    """A page to write: a file with a name, never standard output."""

    def __init__(self) -> None:
        super().__init__(path_type=Path)

    def convert(
        self,
        value: str | os.PathLike[str],
        param: click.Parameter | None,
        ctx: click.Context | None,
    ) -> str | bytes | os.PathLike[str]:
        """The path.

        Raises:
            click.BadParameter: it is `-`.
        """
        if str(value) == "-":
            self.fail("a page is written to a file; name one, such as page.html", param, ctx)
        return super().convert(value, param, ctx)


def named_files(given: Iterable[Path], *, packed: bool) -> tuple[Path, ...]:
    """Files, and those in folders, each once; what is left out of a folder is told.

    Args:
        packed: take the packed files of a folder (.nq.gz) too.

    Raises:
        InputError: a folder has none, or something is no regular file.
    """
    from stroma.sources.files import files_in

    files: list[Path] = []
    for path in given:
        found = files_in(path, packed=packed)
        files += found.taken
        if found.left_out:
            names = ", ".join(str(p.relative_to(path)) for p in found.left_out[:_MOST_TOLD])
            more = len(found.left_out) - _MOST_TOLD
            names += f" and {more:,} more" if more > 0 else ""
            note(f"{path}: left out {names}; name a file to have it read")
    return tuple(dict.fromkeys(files))
