"""How does the page get into a file? Whole or not at all, and never over a file that is not ours.

Read first: `write_page`.
"""

from __future__ import annotations

import os
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from stroma.errors import InputError, OutputExistsError
from stroma.viewer.page import MARKER, page_html

if TYPE_CHECKING:
    from stroma.store import EvidenceStore
    from stroma.vocabulary import Iri


def write_page(
    store: EvidenceStore,
    term: Iri | None,
    out_path: Path | str,
    *,
    title: str | None = None,
    whole_graph: bool = False,
    force: bool = False,
) -> Path:
    """Write the page to a file, whole or not at all.

    Raises:
        InputError, OutputExistsError: as `check_place`.
    """
    path = Path(out_path)
    check_place(path, force=force)
    text = page_html(store, term, title=title, whole_graph=whole_graph)
    try:
        _write_whole(path, text)
    except OSError as error:
        raise InputError(_cannot_write(path, error)) from error
    return path


def _cannot_write(path: Path, error: OSError) -> str:
    return f"cannot write {_short(path)}: {error.strerror or error}"


def _short(path: Path) -> str:
    """The path for a message; the middle of an endless one is left out."""
    text = str(path)
    return text if len(text) <= 160 else f"{text[:80]}…{text[-60:]}"


def _write_whole(path: Path, text: str) -> None:
    handle, name = tempfile.mkstemp(prefix=".stroma-", suffix=".part", dir=path.parent)
    part = Path(name)
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as file:
            file.write(text)
        part.chmod(0o666 & ~_umask())
        part.replace(path)
    except BaseException:
        part.unlink(missing_ok=True)
        raise


def check_place(path: Path, *, force: bool = False) -> None:
    """Whether a page may be written here; asked before any work is done.

    Raises:
        InputError: if the folder is missing or closed to writing, or the path is a folder or no possible name.
        OutputExistsError: if a file is there that this program did not write, and `force` is off.
    """
    try:
        _check_place(path, force=force)
    except OutputExistsError:
        raise
    except OSError as error:
        # A name too long for the disk, or a folder that may not be looked into.
        raise InputError(
            f"{_cannot_write(path, error)}; choose another place or name with -o"
        ) from error


def _check_place(path: Path, *, force: bool) -> None:
    if _is_there(path) and path.is_dir():
        raise InputError(
            f"{path} is a folder; name a file in it, {path / 'stroma.html'} for example"
        )
    if not path.parent.is_dir():
        raise InputError(
            f"the folder {_short(path.parent)} does not exist; make it first or choose another place for the page"
        )
    if not os.access(path.parent, os.W_OK | os.X_OK):
        raise InputError(
            f"the folder {_short(path.parent)} is closed to writing; choose another place for the page with -o"
        )
    if force or not _is_there(path):
        return
    with path.open("rb") as file:
        start = file.read(2000)
    if MARKER.encode() not in start:
        raise OutputExistsError(path)


def _is_there(path: Path) -> bool:
    """As `Path.exists`, but an impossible name or a closed folder is an error."""
    try:
        path.stat()
    except (FileNotFoundError, NotADirectoryError):
        return False
    return True


def _umask() -> int:
    mask = os.umask(0o077)
    os.umask(mask)
    return mask
