"""Which store answers a request? The one in memory, or that of a directory as it is now. Read first: `opened`."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Final

from stroma.counts import is_address
from stroma.errors import InputError, StromaError
from stroma.store import open_store

if TYPE_CHECKING:
    from stroma.store import EvidenceStore

# What answers need is imported before there are children, else each would do so again.
_NEEDED: Final = (
    "stroma.audit",
    "stroma.audit.report.page",
    "stroma.cards",
    "stroma.disk.names",
    "stroma.disk.columns",
    "stroma.slices",
    "stroma.viewer.network",
    "stroma.viewer.page",
)


def opened(location: str | Path | None) -> Callable[[], EvidenceStore]:
    """What gives a request its store, opened already: a child that is forked then has it at once.

    Args:
        location: a store directory, or None for the packaged evidence.

    Raises:
        InputError: there is no such store, or it is the address of another server.
        DataError: the store is damaged.
    """
    for module in _NEEDED:
        import_module(module)
    if location is None:
        store = open_store(None)
        # What every answer needs is looked up once, before there are children.
        _ = store.dataset
        store.resolve_term("multiple sclerosis")
        return lambda: store
    if is_address(str(location)):
        raise InputError(
            f"{location} is the address of another server; serve a store directory, or the packaged evidence"
        )
    return _Directory(Path(location))


class _Directory:
    """A store directory. To open it takes some 20 ms, so that it is opened again only when a build has replaced it."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._seen = self._stamp()
        self._store = self._open()

    def __call__(self) -> EvidenceStore:
        if (stamp := self._stamp()) != self._seen:
            # What is there cannot be read, or is being replaced: the old store answers until it can.
            with suppress(StromaError):
                self._store, self._seen = self._open(), stamp
        return self._store

    def _open(self) -> EvidenceStore:
        store = open_store(self._path)
        # The quads only: a connection to the index may not be carried over to a child.
        _ = store.dataset
        return store

    def _stamp(self) -> tuple[int, int]:
        from stroma.disk.layout import MANIFEST

        try:
            found = (self._path / MANIFEST).stat()
        except OSError:
            return (0, 0)
        return (found.st_mtime_ns, found.st_ino)
