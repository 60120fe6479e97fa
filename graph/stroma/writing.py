"""How do results reach files? All of them or none, and never over a file that nobody named.

Read first: `check_target`, which refuses early, and `write_whole`. A target that is a symbolic link stays one: the file it
leads to is replaced. A new file gets the permissions that the umask leaves, a replaced one keeps its own.
"""

from __future__ import annotations

import os
import shutil
import stat
from collections.abc import Mapping, Sequence
from contextlib import ExitStack, suppress
from pathlib import Path
from tempfile import TemporaryDirectory

from stroma.errors import InputError, OutputExistsError, StromaError


def check_target(path: Path, *, force: bool = False, ours: Sequence[bytes] = ()) -> None:
    """Whether a file may be written here; asked before any work is done.

    Args:
        force: any file may be written over.
        ours: marks, one of which stands near the start of a file that may be written over unasked.

    Raises:
        InputError: no such folder, one that takes no files, a folder or device of this name, or no possible name.
        OutputExistsError: a file is there, not marked as ours, and `force` is off.
    """
    try:
        if not _check_place(path) or force:
            return
        with path.open("rb") as file:
            start = file.read(4000)
    except StromaError:
        raise
    except OSError as error:
        raise _cannot_write(path, error) from error
    if not any(mark in start for mark in ours):
        raise OutputExistsError(path)


def write_whole(files: Mapping[Path, bytes | str]) -> None:
    """Write files, all or none; a failure or an interruption leaves everything as it was.

    Args:
        files: path -> content, a text in UTF-8; missing folders are made.

    Raises:
        InputError: as `check_target`, or the disk refuses.
    """
    try:
        _write(files)
    except OSError as error:
        place = next(iter(files))
        raise _cannot_write(place if len(files) == 1 else place.parent, error) from error


def write_folder(
    folder: Path, files: Mapping[str, bytes | str], *, force: bool = False, parents: bool = False
) -> list[Path]:
    """Write files into a folder, all or none; it is made when it is not there, with those above it where that is asked for.

    Args:
        files: file name -> content, a text in UTF-8.
        force: write over files of the same name.
        parents: make the folders above it too.

    Raises:
        InputError, OutputExistsError: as `check_target`.
    """
    places = (folder, *(folder.absolute().parents if parents else (folder.parent,)))
    _check_folder(next((one for one in places if one.exists()), folder.parent))
    targets = {folder / name: content for name, content in sorted(files.items())}
    for path in targets if folder.exists() else ():
        check_target(path, force=force)
    write_whole(targets)
    return list(targets)


def _check_place(path: Path) -> bool:
    """Whether a file is there; raises where none can be."""
    try:
        mode = path.stat().st_mode
    except (FileNotFoundError, NotADirectoryError):
        mode = None
    if mode is not None and stat.S_ISDIR(mode):
        raise InputError(f"{_shown(path)} is a folder; name a file in it")
    if mode is not None and not stat.S_ISREG(mode):
        raise InputError(f"{_shown(path)} is a device or pipe; name a file")
    _check_folder(path.resolve().parent if path.is_symlink() else path.parent)
    return mode is not None


def _check_folder(folder: Path) -> None:
    if folder.exists() and not folder.is_dir():
        raise InputError(f"{_shown(folder)} is a file; name a folder")
    if not folder.exists():
        raise InputError(
            f"the folder {_shown(folder)} does not exist; make it first, or choose another place"
        )
    if not os.access(folder, os.W_OK | os.X_OK):
        raise InputError(
            f"no permission: the folder {_shown(folder)} is closed to writing; choose another place"
        )


def _write(files: Mapping[Path, bytes | str]) -> None:
    rooms: dict[Path, Path] = {}
    moves: list[tuple[Path, Path, Path]] = []
    # What is undone goes first, then the rooms in which files wait, then folders that stayed empty.
    with ExitStack() as cleanup, ExitStack() as undo:
        for number, (path, content) in enumerate(files.items()):
            missing = [one for one in (path.parent, *path.parent.parents) if not one.exists()]
            for folder in reversed(missing):
                folder.mkdir()
                cleanup.callback(_remove_if_empty, folder)
            is_there = _check_place(path)
            target = path.resolve()
            if target.parent not in rooms:
                room = TemporaryDirectory(prefix=".stroma-", dir=target.parent)
                rooms[target.parent] = Path(cleanup.enter_context(room))
            new, old = (rooms[target.parent] / f"{number}.{what}" for what in ("new", "old"))
            new.write_bytes(content if isinstance(content, bytes) else content.encode())
            if is_there:
                shutil.copymode(target, new)
            if is_there and len(files) > 1:
                _keep(target, old)
            moves.append((new, old, target))
        for new, old, target in moves:
            new.replace(target)
            undo.callback(_put_back, old, target)
        undo.pop_all()


def _keep(target: Path, old: Path) -> None:
    try:
        old.hardlink_to(target)
    except OSError:  # not every disk has hard links
        shutil.copy2(target, old)


def _put_back(old: Path, target: Path) -> None:
    if old.exists():
        old.replace(target)
    else:
        target.unlink()


def _remove_if_empty(folder: Path) -> None:
    with suppress(OSError):
        folder.rmdir()


def _cannot_write(path: Path, error: OSError) -> InputError:
    return InputError(
        f"cannot write {_shown(path)}: {error.strerror or error}; nothing was written"
    )


def _shown(path: Path) -> str:
    """The path for a message; the middle of an endless one is left out."""
    text = str(path)
    return text if len(text) <= 160 else f"{text[:80]}…{text[-60:]}"
