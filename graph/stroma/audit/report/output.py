"""How do results reach files? Whole or not at all, and never over a file that is not ours.

Read first: `write_output`.
"""

from __future__ import annotations

from pathlib import Path

from stroma.writing import check_target, write_whole

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
    check_target(path, force=force, ours=_OURS)


def write_output(path: Path, text: str) -> None:
    """Write a file whole: beside it first, then in its place.

    Raises:
        InputError: if it cannot be written.
    """
    write_whole({path: text.encode()})
