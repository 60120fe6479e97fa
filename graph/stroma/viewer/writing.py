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
        raise InputError(f"cannot write {path}: {error.strerror or error}") from error
    return path


def _write_whole(path: Path, text: str) -> None:
    handle, name = tempfile.mkstemp(prefix=f".{path.name}-", suffix=".part", dir=path.parent)
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
        InputError: if the folder is missing, or the path is a folder.
        OutputExistsError: if a file is there that this program did not write, and `force` is off.
    """
    if path.is_dir():
        raise InputError(
            f"{path} is a folder; name a file in it, {path / 'stroma.html'} for example"
        )
    if not path.parent.is_dir():
        raise InputError(
            f"the folder {path.parent} does not exist; make it first or choose another place for the page"
        )
    if not path.exists() or force:
        return
    try:
        with path.open("rb") as file:
            start = file.read(2000)
    except OSError as error:
        raise InputError(f"cannot read {path}: {error.strerror or error}") from error
    if MARKER.encode() not in start:
        raise OutputExistsError(path)


def _umask() -> int:
    mask = os.umask(0o077)
    os.umask(mask)
    return mask
