"""How do results reach files? Whole or not at all, and never over a file that is not ours.

Read first: `write_output`.
"""

from __future__ import annotations

import errno
import os
import tempfile
from pathlib import Path
from typing import Final

from stroma.errors import InputError, OutputExistsError, StromaError

_LONGEST: Final = 120
"""Characters of a path in a message."""
_OURS = (
    b'content="stroma audit"',
    b"w3id.org/stroma/schema/audit",
    b"read by stroma audit",
    b"stroma audit: accepted claims",
)


def check_output(path: Path, *, force: bool = False) -> None:
    """Refuse early what cannot be written.

    Raises:
        InputError: if the folder does not exist or takes no files, or the name cannot be one.
        OutputExistsError: if a file is there that is not an audit of ours.
    """
    try:
        if not path.parent.is_dir():
            raise InputError(f"{path.parent}: no such folder; make it first")
        if path.is_dir():
            raise InputError(f"{path}: is a folder; name a file")
        if not os.access(path.parent, os.W_OK | os.X_OK):
            raise InputError(f"{path.parent}: no permission to write there; name another folder")
        if path.exists() and not force:
            with path.open("rb") as stream:
                head = stream.read(4000)
            if not any(mark in head for mark in _OURS):
                raise OutputExistsError(path)
    except StromaError:
        raise
    except OSError as problem:
        raise _cannot_be_written(path, problem) from problem


def write_output(path: Path, text: str) -> None:
    """Write a file whole: beside it first, then in its place.

    Raises:
        InputError: if it cannot be written.
    """
    try:
        handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=".stroma-")
        try:
            with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as stream:
                stream.write(text)
            Path(temporary).chmod(0o644)
            Path(temporary).replace(path)
        except BaseException:
            Path(temporary).unlink(missing_ok=True)
            raise
    except OSError as problem:
        raise _cannot_be_written(path, problem) from problem


def _cannot_be_written(path: Path, problem: OSError) -> InputError:
    if problem.errno == errno.ENAMETOOLONG:
        return InputError(f"{_shown(path)}: the file name is too long; take a shorter one")
    return InputError(f"{_shown(path)}: cannot be written ({problem.strerror})")


def _shown(path: Path) -> str:
    """A path that fits on a line."""
    words = str(path)
    return words if len(words) <= _LONGEST else f"{words[: _LONGEST - 1]}…"
