"""What lies in a store directory, and how does one know that it is ours?

Read first: `Manifest` and `read_manifest`.

    DIR/stroma-store.json   the manifest: what was built, from which files; names the folder that holds it
    DIR/stroma-store.lock   held by the process that builds
    DIR/data-…/quads/       the quads, a pyoxigraph store
    DIR/data-…/index/       the index (stroma.disk.indexing)

A build writes `DIR/building-…`, verifies it, renames it to `data-…` and then replaces the manifest: a reader sees the old
store or the new one, never a part. Text files are the truth; a store of another version is built anew, not migrated.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path, PurePosixPath
from typing import Final

from stroma.errors import DataError, InputError

MANIFEST: Final = "stroma-store.json"
LOCK: Final = "stroma-store.lock"
QUADS: Final = "quads"
INDEX: Final = "index"
COLUMNS: Final = "columns.bin"
NAMES: Final = "names.sqlite"
# Names that builds give to what they write; nothing else in the folder is theirs to remove.
_DATA: Final = re.compile(r"data-[0-9a-f]{16}")
_OURS: Final = re.compile(rf"{_DATA.pattern}|building-[0-9]+|{re.escape(MANIFEST)}\.[0-9]+")
# Goes up when the layout, the index or the derived graph changes so that an old store must be built anew.
STORE_VERSION: Final = 11


@dataclass(frozen=True)
class Input:
    """A file that went into a store."""

    name: str
    sha256: str
    n_bytes: int
    graphs: tuple[str, ...] = ()
    """The graphs it states; left out above some thousands."""


@dataclass(frozen=True)
class Manifest:
    """What a store holds and what it was built from."""

    data: str
    """Folder that holds quads and index."""
    software: str
    pyoxigraph: str
    inputs: tuple[Input, ...]
    packaged_sha256: str | None
    """Hash over the packaged files; None when they were left out."""
    counts: Mapping[str, int]
    checked: bool = True
    """Whether all of it was checked; an unchecked store is not the same as a checked one of the same files."""
    ontologies: tuple[str, ...] = ()
    """Graphs that are ontologies or thesauri of somebody else, held as they are."""
    files: Mapping[str, tuple[int, str]] = field(default_factory=dict)
    """File below `data` -> size in bytes and sha256."""
    store_version: int = STORE_VERSION

    def to_json(self) -> str:
        """The text of the manifest file."""
        return json.dumps(asdict(self), indent=1, sort_keys=True) + "\n"


def read_manifest(directory: Path) -> Manifest:
    """The manifest of a store directory.

    Raises:
        InputError: if this is no store of ours, or one of another version.
        DataError: if the manifest cannot be read.
    """
    path = directory / MANIFEST
    try:
        stated = json.loads(path.read_bytes())
    except FileNotFoundError:
        if not directory.exists():
            raise InputError(
                f"{directory}: no such store; `stroma build --store {directory}` makes one"
            ) from None
        if not directory.is_dir():
            raise InputError(
                f"{directory} is a file; --store takes a store directory or an http(s) address"
            ) from None
        raise InputError(f"{directory}: not a Stroma store (it has no {MANIFEST})") from None
    except NotADirectoryError:
        raise InputError(
            f"{directory} is a file; --store takes a store directory or an http(s) address"
        ) from None
    except (OSError, ValueError) as error:
        raise DataError(f"the manifest cannot be read: {error}", path=path) from error
    try:
        if stated["store_version"] != STORE_VERSION:
            raise InputError(
                f"{directory}: built by stroma {stated['software']}, whose stores this version does not read; "
                "build it again from its files"
            )
        _check_names(stated["data"], stated["files"])
        return Manifest(
            data=stated["data"],
            software=stated["software"],
            pyoxigraph=stated["pyoxigraph"],
            inputs=tuple(Input(**{**i, "graphs": tuple(i["graphs"])}) for i in stated["inputs"]),
            packaged_sha256=stated["packaged_sha256"],
            counts=stated["counts"],
            checked=stated["checked"],
            ontologies=tuple(stated["ontologies"]),
            files={name: (size, digest) for name, (size, digest) in stated["files"].items()},
        )
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        if isinstance(error, InputError):
            raise
        raise DataError(
            "the manifest is not one that Stroma wrote; build the store again", path=path
        ) from error


def _check_names(data: str, files: Mapping[str, object]) -> None:
    """Refuse names that lead out of the store.

    Raises:
        ValueError: for the first of them.
    """
    if not _DATA.fullmatch(data):
        raise ValueError(data)
    for name in files:
        path = PurePosixPath(name)
        if (
            path.is_absolute()
            or ".." in path.parts
            or str(path) != name
            or re.search(r"[\\:]", name)
        ):
            raise ValueError(name)


def write_manifest(directory: Path, manifest: Manifest) -> None:
    """Put a manifest in place, at once or not at all."""
    fresh = directory / f"{MANIFEST}.{os.getpid()}"
    with fresh.open("w", encoding="utf-8") as out:
        out.write(manifest.to_json())
        out.flush()
        os.fsync(out.fileno())
    fresh.replace(directory / MANIFEST)


def is_ours(directory: Path) -> bool:
    """Whether a directory is a store, or was begun as one, or is empty."""
    names = {entry.name for entry in directory.iterdir()}
    return not names or MANIFEST in names or LOCK in names


def litter(directory: Path, keep: str | None) -> list[Path]:
    """What killed builds and replaced stores left behind; files that a person put there are no part of it."""
    return sorted(
        entry
        for entry in directory.iterdir()
        if entry.name != keep and _OURS.fullmatch(entry.name) and not entry.is_symlink()
    )
