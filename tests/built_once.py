"""The packaged base, read and weighed once for all that opens it in one process: most tests ask it, few are about reading it.

Read first: `BuiltOnce` and `ReadOnce`. A module that imports `build_dataset` or `read_file` by name builds or reads anew.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

from stroma import data
from stroma.data import ontology_dir

if TYPE_CHECKING:
    from pyoxigraph import Quad

    from stroma.build import Built

_File: TypeAlias = tuple[Path, int, int]
"""A path, when it was changed, and its size."""


class BuiltOnce:
    """A `build_dataset` that gives all callers the same dataset and records, which none may change; own files are read anew."""

    def __init__(self, build_dataset: Callable[..., Built]) -> None:
        self._build = build_dataset
        self._made: dict[tuple[_File, ...], Built] = {}

    def __call__(self, own_files: Sequence[Path] = (), **options: Any) -> Built:
        if own_files or options:
            return self._build(own_files, **options)
        files = _packaged()
        if files not in self._made:
            self._made[files] = self._build()
        # A record of its own: what a store adds to it is not seen by the next.
        return replace(self._made[files])

    def is_as_built(self) -> bool:
        """Whether quads and records are still what a build gives, so that no test changed them for the next one."""
        if (built := self._made.get(_packaged())) is None:
            return True
        fresh = self._build()
        return (fresh.records, fresh.weighed, set(fresh.dataset)) == (
            *(built.records, built.weighed, set(built.dataset)),
        )


class ReadOnce:
    """A `read_hashed` that parses a packaged file once, for all that check and build with files of their own."""

    def __init__(self, read_hashed: Callable[[Path], tuple[list[Quad], str]]) -> None:
        self._read = read_hashed
        self._found: dict[_File, tuple[list[Quad], str]] = {}

    def __call__(self, path: Path) -> tuple[list[Quad], str]:
        if not path.is_relative_to(ontology_dir()):
            return self._read(path)
        file = _file(path)
        if file not in self._found:
            self._found[file] = self._read(path)
        quads, digest = self._found[file]
        return list(quads), digest


def _packaged() -> tuple[_File, ...]:
    return tuple(_file(path) for path in data.packaged_files())


def _file(path: Path) -> _File:
    stat = path.stat()
    return path, stat.st_mtime_ns, stat.st_size
