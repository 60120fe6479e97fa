"""Write several texts of a folder, or none of them.

Read first: `write_files`.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from stroma.writing import write_folder


def write_files(folder: Path, files: Mapping[str, str], *, force: bool = False) -> list[Path]:
    """Write texts into a folder, which is made when it is not there; a failure leaves it as it was.

    Args:
        files: file name -> text.
        force: write over files of the same name.

    Raises:
        OutputExistsError: if a file is there and `force` is off.
        InputError: if the folder above is missing or nothing can be written there.
    """
    return write_folder(folder, {name: text.encode() for name, text in files.items()}, force=force)
