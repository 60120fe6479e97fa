"""Files are written all or none, and nothing else in a folder is touched."""

from __future__ import annotations

import os
import stat
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from stroma.errors import InputError, OutputExistsError
from stroma.export import write_export
from stroma.writing import check_target, write_folder, write_whole

if TYPE_CHECKING:
    from stroma.store import EvidenceStore

NAMES = ("nodes.csv", "edges.csv", "nodes.csv.part", "out", ".stroma-x")


def picture(folder: Path) -> dict[str, tuple[str, int, bytes]]:
    """Everything below a folder: kind and permissions, and content or where a link leads."""
    found = {}
    for path in sorted(folder.rglob("*")):
        mode = path.lstat().st_mode
        content = b"" if stat.S_ISDIR(mode) else path.read_bytes()
        if path.is_symlink():
            content = str(path.readlink()).encode()
        found[str(path.relative_to(folder))] = (stat.filemode(mode), mode, content)
    return found


@given(
    there=st.dictionaries(st.sampled_from(NAMES), st.sampled_from(("file", "link", "private"))),
    wanted=st.lists(st.sampled_from(NAMES), min_size=1, unique=True),
    new_folder=st.booleans(),
    fails_at=st.integers(0, 7),
)
@settings(suppress_health_check=[HealthCheck.too_slow])
def test_a_failed_write_leaves_the_folder_as_it_was(
    tmp_path_factory: pytest.TempPathFactory,
    there: dict[str, str],
    wanted: list[str],
    new_folder: bool,
    fails_at: int,
) -> None:
    top = tmp_path_factory.mktemp("top")
    folder = top / "folder"
    (top / "elsewhere").write_text("theirs", encoding="utf-8")
    if not new_folder:
        folder.mkdir()
        for name, kind in there.items():
            if kind == "link":
                (folder / name).symlink_to(top / "elsewhere")
            else:
                (folder / name).write_text(f"old {name}", encoding="utf-8")
                (folder / name).chmod(0o600 if kind == "private" else 0o640)
    before = picture(top)
    n_calls = 0

    def failing(method: Any) -> Any:
        def call(*args: Any) -> Any:
            nonlocal n_calls
            n_calls += 1
            if n_calls == fails_at + 1:
                raise OSError(28, "No space left on device")
            return method(*args)

        return call

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Path, "write_bytes", failing(Path.write_bytes))
        patch.setattr(Path, "replace", failing(Path.replace))
        failed = False
        with suppress(InputError):
            failed = True
            write_folder(folder, {name: b"new " + name.encode() for name in wanted}, force=True)
            failed = False
    if failed:
        assert picture(top) == before
        return
    for name in wanted:
        assert (folder / name).read_bytes().startswith(b"new ")
    assert {p.name for p in folder.iterdir()} == {*wanted, *(() if new_folder else there)}
    for name, kind in {} if new_folder else there.items():
        if kind != "link":
            assert stat.S_IMODE((folder / name).stat().st_mode) == (
                0o600 if kind == "private" else 0o640
            )
        assert (folder / name).is_symlink() == (kind == "link")


def test_the_folders_above_are_made_where_that_is_asked_for_and_go_again_with_a_failure(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(InputError, match="does not exist"):
        write_folder(tmp_path / "o" / "ok", {"a.ttl": "x"})
    (path,) = write_folder(tmp_path / "o" / "ok", {"a.ttl": "é"}, parents=True)
    assert path.read_bytes() == "é".encode()
    with pytest.raises(InputError, match=r"a\.ttl is a file; name a folder"):
        write_folder(path / "deep", {"b.ttl": "x"}, parents=True)

    def full(*_: object) -> int:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "write_bytes", full)
    with pytest.raises(InputError, match="No space left"):
        write_folder(tmp_path / "p" / "q" / "ok", {"a.ttl": "x"}, parents=True)
    assert not (tmp_path / "p").exists()


def test_an_interruption_leaves_the_folder_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a").write_text("old", encoding="utf-8")
    replace = Path.replace

    def interrupted(self: Path, target: Path) -> Path:
        if target.name == "b":
            raise KeyboardInterrupt
        return replace(self, target)

    monkeypatch.setattr(Path, "replace", interrupted)
    with pytest.raises(KeyboardInterrupt):
        write_whole({tmp_path / "a": b"new", tmp_path / "b": b"new"})
    assert [(p.name, p.read_text()) for p in tmp_path.iterdir()] == [("a", "old")]


def test_an_export_touches_no_file_that_nobody_named(
    packaged: EvidenceStore, tmp_path: Path
) -> None:
    neighbours = {name: tmp_path / name for name in ("out.nq.part", "d.part")}
    for path in neighbours.values():
        path.write_text("theirs", encoding="utf-8")
    (tmp_path / "led-to").write_text("theirs", encoding="utf-8")
    (tmp_path / "other.nq.part").symlink_to(tmp_path / "led-to")
    write_export(packaged, "nq", tmp_path / "out.nq")
    write_export(packaged, "nq", tmp_path / "other.nq")
    for path in (*neighbours.values(), tmp_path / "led-to"):
        assert path.read_text(encoding="utf-8") == "theirs"


@pytest.mark.parametrize("is_new", [False, True])
def test_an_export_of_several_files_that_fails_leaves_the_folder_as_it_was(
    packaged: EvidenceStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, is_new: bool
) -> None:
    folder = tmp_path / "csv"
    if not is_new:
        write_export(packaged, "csv", folder)
        (folder / "edges.csv").write_text("theirs", encoding="utf-8")
    before = picture(tmp_path)
    replace = Path.replace

    def full(self: Path, target: Path) -> Path:
        if target.name == "nodes.csv":
            raise OSError(28, "No space left on device")
        return replace(self, target)

    monkeypatch.setattr(Path, "replace", full)
    with pytest.raises(InputError, match=r"cannot write .*csv: No space left on device"):
        write_export(packaged, "csv", folder, force=True)
    assert picture(tmp_path) == before


@pytest.mark.parametrize("force", [False, True])
def test_a_folder_in_place_of_a_file_is_refused_and_nothing_is_left(
    packaged: EvidenceStore, tmp_path: Path, force: bool
) -> None:
    (tmp_path / "d").mkdir()
    (tmp_path / "kgx").write_text("theirs", encoding="utf-8")
    with pytest.raises(InputError, match="d is a folder; name a file in it"):
        write_export(packaged, "nq", tmp_path / "d", force=force)
    with pytest.raises(InputError, match="kgx is a file; name a folder"):
        write_export(packaged, "kgx", tmp_path / "kgx", force=force)
    assert sorted(p.name for p in tmp_path.rglob("*")) == ["d", "kgx"]
    assert (tmp_path / "kgx").read_text(encoding="utf-8") == "theirs"


def test_a_link_stays_a_link_and_its_file_is_replaced(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    kept = tmp_path / "real" / "file"
    kept.write_text("old", encoding="utf-8")
    link = tmp_path / "link"
    link.symlink_to(kept)
    with pytest.raises(OutputExistsError):
        check_target(link)
    write_whole({link: b"new"})
    assert link.is_symlink()
    assert kept.read_bytes() == b"new"
    assert sorted(p.name for p in tmp_path.rglob("*")) == ["file", "link", "real"]


def test_a_link_that_leads_round_in_a_circle_is_one_line(tmp_path: Path) -> None:
    (tmp_path / "a").symlink_to(tmp_path / "b")
    (tmp_path / "b").symlink_to(tmp_path / "a")
    for force in (False, True):
        with pytest.raises(InputError, match=r"cannot write .*symbolic links"):
            check_target(tmp_path / "a", force=force)


@pytest.mark.parametrize("force", [False, True])
def test_a_device_is_refused(force: bool) -> None:
    with pytest.raises(InputError, match="is a device or pipe; name a file"):
        check_target(Path(os.devnull), force=force)


def test_a_new_file_has_the_permissions_that_the_umask_leaves(tmp_path: Path) -> None:
    before = os.umask(0o027)
    try:
        write_whole({tmp_path / "a": b""})
    finally:
        os.umask(before)
    assert stat.S_IMODE((tmp_path / "a").stat().st_mode) == 0o640


def test_a_disk_without_hard_links_keeps_the_promise(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise OSError(95, "Operation not supported")

    monkeypatch.setattr(Path, "hardlink_to", refuse)
    test_an_interruption_leaves_the_folder_as_it_was(tmp_path, monkeypatch)


def test_only_files_marked_as_ours_are_written_over_unasked(tmp_path: Path) -> None:
    path = tmp_path / "a"
    path.write_text("<!-- made by us -->", encoding="utf-8")
    check_target(path, ours=(b"by them", b"by us"))
    with pytest.raises(OutputExistsError):
        check_target(path, ours=(b"by them",))
    check_target(path, force=True)
