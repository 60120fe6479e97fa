"""The quads of a store directory, opened for reading, and nothing more: what a query needs, loaded in a few milliseconds.

Read first: `OpenedQuads`.
"""

from __future__ import annotations

import os
import weakref
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Final

from stroma.disk.layout import QUADS, Manifest, read_manifest
from stroma.disk.lock import mark_in_use
from stroma.errors import ClosedError, DataError

if TYPE_CHECKING:
    from collections.abc import Callable

    from pyoxigraph import Store

# A build replaces the manifest once; to meet three in a row takes builds of some milliseconds.
_TRIES: Final = 3


class OpenedQuads:
    """What lies in a store directory, marked as in use for as long as this object lives.

    Raises:
        InputError: this is no store of ours, or one of another version.
        DataError: its data are gone or damaged.
    """

    def __init__(self, directory: Path) -> None:
        self.directory = directory.absolute()
        self.is_closed = False
        self._release: Callable[[], object] | None = None
        self.manifest = self._marked_manifest()
        self.folder = self.directory / self.manifest.data
        if not (self.folder / QUADS).is_dir():
            raise DataError("the data of the store are gone; build it again", path=self.folder)

    def _marked_manifest(self) -> Manifest:
        """The manifest, its data marked as in use while it was still the manifest: no build removes them then."""
        for _ in range(_TRIES):
            manifest = read_manifest(self.directory)
            mark = mark_in_use(self.directory / manifest.data)
            release = weakref.finalize(self, os.close, mark) if mark is not None else None
            if read_manifest(self.directory).data == manifest.data:
                self._release = release
                return manifest
            if release is not None:
                release()
        raise DataError(
            "the store is replaced again and again; try when the builds are done",
            path=self.directory,
        )

    def close(self) -> None:
        """Let go of the quads, and of the mark that they are in use."""
        self.is_closed = True
        self.__dict__.pop("dataset", None)
        if self._release is not None:
            self._release()

    def refuse_closed(self) -> None:
        """See that the store is open.

        Raises:
            ClosedError: it was closed.
        """
        if self.is_closed:
            raise ClosedError(f"{self.directory} was closed; open it again with open_graph(…)")

    @cached_property
    def dataset(self) -> Store:
        """All quads, the derived graph included, opened when first used."""
        self.refuse_closed()
        import pyoxigraph as ox

        try:
            return ox.Store.read_only(str(self.folder / QUADS))
        except (OSError, RuntimeError, ValueError) as error:
            raise DataError(
                f"the store cannot be opened ({error}); build it again", path=self.directory
            ) from error
