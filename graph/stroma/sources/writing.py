"""Write several files of a folder, or none of them.

Read first: `write_files`.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path

from stroma.errors import InputError, OutputExistsError


def write_files(folder: Path, files: Mapping[str, str], *, force: bool = False) -> list[Path]:
    """Write texts into a folder, which is made when it is not there; a failure leaves it as it was.

    Args:
        files: file name -> text.
        force: write over files of the same name.

    Raises:
        OutputExistsError: if a file is there and `force` is off.
        InputError: if the folder above is missing or nothing can be written there.
    """
    folder = folder.absolute()
    if not folder.parent.is_dir():
        raise InputError(f"no folder {folder.parent}; make it first")
    if folder.exists() and not folder.is_dir():
        raise OutputExistsError(folder)
    targets = {folder / name: text for name, text in sorted(files.items())}
    for path in targets:
        if path.is_dir() or (path.exists() and not force):
            raise OutputExistsError(path)
    try:
        with tempfile.TemporaryDirectory(prefix=".stroma-", dir=folder.parent) as staging:
            new, old = Path(staging, "new"), Path(staging, "old")
            new.mkdir()
            old.mkdir()
            for path, text in targets.items():
                (new / path.name).write_text(text, encoding="utf-8", newline="\n")
            _move(list(targets), new, old, folder)
    except OSError as error:
        raise InputError(f"{folder}: {error.strerror or error}; nothing was written") from error
    return list(targets)


def _move(targets: list[Path], new: Path, old: Path, folder: Path) -> None:
    made = not folder.exists()
    folder.mkdir(exist_ok=True)
    moved: list[Path] = []
    try:
        for path in targets:
            if path.exists():
                shutil.copy2(path, old / path.name)
            (new / path.name).replace(path)
            moved.append(path)
    except OSError:
        for path in moved:
            before = old / path.name
            if before.exists():
                before.replace(path)
            else:
                path.unlink()
        if made:
            folder.rmdir()
        raise
