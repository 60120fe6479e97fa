"""The folder of a store: what a build may remove, and manifests and indexes that are not as they were written."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from stroma.cli import main
from stroma.disk.building import build_store, verify_store
from stroma.disk.layout import MANIFEST, litter, read_manifest
from stroma.errors import DataError


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store of the packaged evidence; tests copy it."""
    directory = tmp_path_factory.mktemp("store") / "evidence"
    build_store([], directory, check=False)
    return directory


def test_a_build_removes_what_builds_left_and_nothing_else(built: Path, tmp_path: Path) -> None:
    directory = tmp_path / "evidence"
    shutil.copytree(built, directory)
    theirs = (
        *("data-2026.csv", "data-", "data-0123456789abcdef.bak", "building-plan.md"),
        *(f"{MANIFEST}.bak", "stroma-store.json~"),
    )
    left = ("data-0123456789abcdef", "building-4711", f"{MANIFEST}.4711")
    for name in theirs:
        (directory / name).write_text("theirs", encoding="utf-8")
    (directory / "data-raw").mkdir()
    (directory / left[0]).mkdir()
    (directory / left[1]).mkdir()
    (directory / left[2]).write_text("{", encoding="utf-8")
    assert [p.name for p in litter(directory, read_manifest(directory).data)] == sorted(left)
    build_store([], directory, rebuild=True, check=False)
    names = {entry.name for entry in directory.iterdir()}
    assert {*theirs, "data-raw"} <= names
    assert not names & set(left)


@pytest.mark.parametrize(
    "change",
    [
        {"data": "../elsewhere"},
        {"data": "/etc"},
        {"data": "."},
        {"data": 5},
        {"files": {"../../secret": [1, "00"]}},
        {"files": {"quads/../../secret": [1, "00"]}},
        {"files": {"/etc/hostname": [1, "00"]}},
        {"files": {"quads\\..\\secret": [1, "00"]}},
        {"files": {"C:secret": [1, "00"]}},
        {"files": {"": [1, "00"]}},
    ],
)
def test_a_manifest_names_nothing_outside_the_store(
    built: Path, tmp_path: Path, change: dict[str, Any], capsys: pytest.CaptureFixture[str]
) -> None:
    stated = json.loads((built / MANIFEST).read_text(encoding="utf-8"))
    (tmp_path / MANIFEST).write_text(json.dumps({**stated, **change}), encoding="utf-8")
    with pytest.raises(DataError, match="not one that Stroma wrote; build the store again"):
        list(verify_store(tmp_path))
    assert main(["--store", str(tmp_path), "info"]) == 1
    assert capsys.readouterr().err.count("\n") == 1


@pytest.mark.parametrize("damage", ["garbage", "middle", "empty", "short"])
@pytest.mark.parametrize(
    "args", [["show", "multiple sclerosis"], ["path", "MS", "HGF"], ["show", "multple sclerosis"]]
)
def test_a_damaged_index_is_one_line_with_the_next_step(
    built: Path,
    tmp_path: Path,
    damage: str,
    args: list[str],
    capsys: pytest.CaptureFixture[str],
) -> None:
    directory = tmp_path / "evidence"
    shutil.copytree(built, directory)
    [names] = directory.glob("data-*/index/names.sqlite")
    content = names.read_bytes()
    half = len(content) // 2
    names.write_bytes(
        {
            "garbage": b"x" * len(content),
            "middle": content[:4096] + b"\xff" * (len(content) - 4096),
            "empty": b"",
            "short": content[:half],
        }[damage]
    )
    assert main(["--store", str(directory), *args]) == 1
    said = capsys.readouterr().err
    assert "names.sqlite: the index cannot be read (" in said
    assert said.endswith("; build the store again\n")
    assert said.count("\n") == 1
