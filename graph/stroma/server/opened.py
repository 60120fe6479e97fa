"""Which store answers a request? The one in memory, or that of a directory as it is now. Read first: `opened`."""

from __future__ import annotations

import hashlib
from contextlib import suppress
from importlib import import_module
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Final, Protocol

from stroma.data import ontology_dir
from stroma.disk.layout import MANIFEST
from stroma.errors import InputError, StromaError
from stroma.locations import Address, parse_location
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
    "stroma.queries.table",
    "stroma.slices",
    "stroma.viewer.network",
    "stroma.viewer.page",
    "xml.sax.saxutils",
)


class Opened(Protocol):
    """What gives a request its store, opened already: a child that is forked then has it at once."""

    def __call__(self) -> EvidenceStore:
        """The store as it is now."""

    def identity(self) -> str:
        """Changes whenever an answer may: with the data, and with the version of what answers."""


def opened(location: str | Path | None) -> Opened:
    """Open a store for many requests.

    Args:
        location: a store directory, or None for the packaged evidence.

    Raises:
        InputError: there is no such store, or it is the address of another server.
        DataError: the store is damaged.
    """
    for module in _NEEDED:
        import_module(module)
    software = _software()
    place = parse_location(location)
    if place is None:
        store = open_store(None)
        # What every answer needs is looked up once, before there are children.
        _ = store.dataset
        store.resolve_term("multiple sclerosis")
        return _Packaged(store, software)
    if isinstance(place, Address):
        raise InputError(
            f"{location} is the address of another server; serve a store directory, or the packaged evidence"
        )
    return _Directory(place.path, software)


def _software() -> str:
    """A hash over what makes the answers: the package and its data, and the engine."""
    import pyoxigraph

    digest = hashlib.sha256(pyoxigraph.__version__.encode())
    for folder in (Path(str(files("stroma"))), ontology_dir()):
        for path in sorted(p for p in folder.rglob("*.*") if p.is_file() and p.suffix != ".pyc"):
            digest.update(f"{path.relative_to(folder)} ".encode() + path.read_bytes())
    return digest.hexdigest()


class _Packaged:
    """The packaged evidence, in memory."""

    def __init__(self, store: EvidenceStore, software: str) -> None:
        self._store, self._software = store, software

    def __call__(self) -> EvidenceStore:
        return self._store

    def identity(self) -> str:
        return self._software


class _Directory:
    """A store directory. To open it takes some 20 ms, so that it is opened again only when a build has replaced it."""

    def __init__(self, path: Path, software: str) -> None:
        self._path, self._software = path, software
        self._seen = self._stamp()
        self._store, self._identity = self._open()

    def __call__(self) -> EvidenceStore:
        if (stamp := self._stamp()) != self._seen:
            # What is there cannot be read, or is being replaced: the old store answers until it can.
            with suppress(StromaError, OSError):
                (self._store, self._identity), self._seen = self._open(), stamp
        return self._store

    def identity(self) -> str:
        self()
        return self._identity

    def _open(self) -> tuple[EvidenceStore, str]:
        # Before the store: a build that comes between the two gives a new store an old name, which is asked for once more.
        manifest = self._manifest.read_bytes() if self._manifest.is_file() else b""
        store = open_store(self._path)
        # The quads only: a connection to the index may not be carried over to a child.
        _ = store.dataset
        return store, hashlib.sha256(self._software.encode() + manifest).hexdigest()

    @property
    def _manifest(self) -> Path:
        return self._path / MANIFEST

    def _stamp(self) -> tuple[int, int]:
        try:
            found = self._manifest.stat()
        except OSError:
            return (0, 0)
        return (found.st_mtime_ns, found.st_ino)
