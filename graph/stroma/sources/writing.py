"""Write several texts of a folder, or none of them.

Read first: `write_files`.
"""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from stroma.errors import InputError
from stroma.writing import write_folder


def write_files(folder: Path, files: Mapping[str, str], *, force: bool = False) -> list[Path]:
    """Write texts into a folder, which is made when it is not there, with those above it; a failure leaves all as it was.

    Args:
        files: file name -> text.
        force: write over files of the same name.

    Raises:
        OutputExistsError: if a file is there and `force` is off.
        InputError: if nothing can be written there.
    """
    missing = [one for one in folder.absolute().parents if not one.exists()]
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise InputError(f"{folder.parent}: {error.strerror or error}") from error
    try:
        return write_folder(
            folder, {name: text.encode() for name, text in files.items()}, force=force
        )
    except BaseException:
        for one in missing:
            with suppress(OSError):
                one.rmdir()
        raise
