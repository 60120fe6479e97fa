"""The quads of a store directory, opened for reading, and nothing more: what a query needs, loaded in a few milliseconds.

Read first: `OpenedQuads`.
"""

from __future__ import annotations

import os
import weakref
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from stroma.disk.layout import QUADS, read_manifest
from stroma.disk.lock import mark_in_use
from stroma.errors import DataError

if TYPE_CHECKING:
    from pyoxigraph import Store


class OpenedQuads:
    """What lies in a store directory, marked as in use for as long as this object lives.

    Raises:
        InputError: this is no store of ours, or one of another version.
        DataError: its data are gone or damaged.
    """

    def __init__(self, directory: Path) -> None:
        self.directory = directory.absolute()
        self.manifest = read_manifest(self.directory)
        self.folder = self.directory / self.manifest.data
        mark = mark_in_use(self.folder)
        if mark is not None:
            weakref.finalize(self, os.close, mark)
        if not (self.folder / QUADS).is_dir():
            raise DataError("the data of the store are gone; build it again", path=self.folder)

    @cached_property
    def dataset(self) -> Store:
        """All quads, the derived graph included, opened when first used."""
        import pyoxigraph as ox

        try:
            return ox.Store.read_only(str(self.folder / QUADS))
        except (OSError, RuntimeError, ValueError) as error:
            raise DataError(
                f"the store cannot be opened ({error}); build it again", path=self.directory
            ) from error
