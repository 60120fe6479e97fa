"""How do results reach files? Whole or not at all, and never over a file that is not ours.

Read first: `write_output`.
"""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from stroma.errors import InputError, OutputExistsError

_OURS = (
    b'content="stroma audit"',
    b"w3id.org/stroma/schema/audit",
    b"read by stroma audit",
    b"stroma audit: accepted claims",
)


def check_output(path: Path, *, force: bool = False) -> None:
    """Refuse early what cannot be written.

    Raises:
        InputError: if the folder does not exist.
        OutputExistsError: if a file is there that is not an audit of ours.
    """
    if not path.parent.is_dir():
        raise InputError(f"{path.parent}: no such folder; make it first")
    if path.is_dir():
        raise InputError(f"{path}: is a folder; name a file")
    if path.exists() and not force:
        with path.open("rb") as stream:
            head = stream.read(4000)
        if not any(mark in head for mark in _OURS):
            raise OutputExistsError(path)


def write_output(path: Path, text: str) -> None:
    """Write a file whole: beside it first, then in its place.

    Raises:
        InputError: if it cannot be written.
    """
    try:
        handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
        try:
            with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as stream:
                stream.write(text)
            Path(temporary).chmod(0o644)
            Path(temporary).replace(path)
        except BaseException:
            Path(temporary).unlink(missing_ok=True)
            raise
    except OSError as problem:
        raise InputError(f"{path}: cannot be written ({problem.strerror})") from problem
