"""What must be true of the repository as a whole, whoever adds a file to it."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

from stroma import __version__
from stroma.cli import COMMANDS

ROOT = Path(__file__).parent.parent
PYPROJECT = (ROOT / "pyproject.toml").read_text(encoding="utf-8")


def tracked_files() -> list[Path]:
    """The files that git knows, or all files where there is no git, as in an unpacked archive."""
    listed = subprocess.run(
        ["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=False
    ).stdout.decode()
    if listed:
        return [ROOT / name for name in listed.split("\0") if name and (ROOT / name).is_file()]
    return [
        path
        for folder in ("graph", "ontology", "scripts", "tests", "docs")
        for path in (ROOT / folder).rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    ]


def test_no_file_names_this_machine() -> None:
    # Where this checkout and this person's home are; either would make the file useless elsewhere.
    places = [str(ROOT) + "/", str(Path.home()) + "/", "extra-index" + "-url", "find" + "-links"]
    found = [
        f"{path.relative_to(ROOT)}: {place}"
        for path in tracked_files()
        for place in places
        if len(place) > 3 and place in path.read_text(encoding="utf-8", errors="replace")
    ]
    assert found == []


def test_no_generated_file_is_tracked() -> None:
    generated = re.compile(r"(^|/)(__pycache__|build|dist|\.venv|\.\w+_cache)/|\.pyc$|\.egg-info/")
    names = [str(path.relative_to(ROOT)) for path in tracked_files()]
    assert [name for name in names if generated.search(name)] == []


def test_every_dependency_says_why_it_is_there() -> None:
    requirement = re.compile(
        r'^\s+"([A-Za-z][\w.-]*)(\[[\w,]*\])?([<>=!~][^"]*)?",(.*)$', re.MULTILINE
    )
    table = PYPROJECT[PYPROJECT.index("dependencies = [") : PYPROJECT.index("[project.scripts]")]
    found = requirement.findall(table)
    assert len(found) > 15
    assert [name for name, _, _, rest in found if not re.match(r"\s+# \w.{10,}", rest)] == []


def test_the_version_is_the_same_everywhere() -> None:
    assert tomllib.loads(PYPROJECT)["project"]["version"] == __version__


def test_every_command_is_documented() -> None:
    """To repair: one line a command in the table of docs/commands.md, with the command's own first line."""
    page = (ROOT / "docs" / "commands.md").read_text(encoding="utf-8")
    assert dict(re.findall(r"^\| `stroma (\w+).*?` \| (.*) \|$", page, re.MULTILINE)) == COMMANDS


def test_every_prefix_of_the_terms_is_attributed() -> None:
    licence = (ROOT / "LICENSE-DATA.md").read_text(encoding="utf-8")
    text = "".join(
        path.read_text(encoding="utf-8") for path in (ROOT / "ontology" / "terms").rglob("*.ttl")
    )
    used = set(
        re.findall(r"^(?:<http://purl\.obolibrary\.org/obo/|obo:)?([A-Z]+)[:_]\d+", text, re.M)
    )
    assert {prefix for prefix in used if f"| {prefix} |" not in licence} == set()


def test_the_wheel_works_from_anywhere(tmp_path: Path) -> None:
    built = subprocess.run(
        [
            sys.executable,
            "-m",
            "build",
            "--wheel",
            "--no-isolation",
            "--outdir",
            str(tmp_path),
            str(ROOT),
        ],
        capture_output=True,
        check=False,
    )
    assert built.returncode == 0, built.stderr.decode()
    (wheel,) = tmp_path.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        names = archive.namelist()
        archive.extractall(tmp_path / "site")
    assert not [
        name for name in names if name.startswith(("tests/", "scripts/", "graph/", "ontology/"))
    ]
    for needed in ("stroma/py.typed", "stroma/ontology/stroma.ttl", "stroma/ontology/shapes.ttl"):
        assert needed in names
    shipped = {Path(name).name for name in names if name.startswith("stroma/ontology/questions/")}
    assert shipped == {path.name for path in (ROOT / "ontology" / "questions").glob("*.rq")}
    (tmp_path / "elsewhere").mkdir()
    answer = subprocess.run(
        [sys.executable, "-m", "stroma", "query", "ASK { study:uccelli-2021 a st:Study }"],
        cwd=tmp_path / "elsewhere",
        env={**os.environ, "PYTHONPATH": str(tmp_path / "site")},
        capture_output=True,
        check=False,
    )
    assert answer.stdout == b"yes\n", answer.stderr.decode()


def test_make_says_what_is_missing_when_python_is_too_old(tmp_path: Path) -> None:
    old = tmp_path / "python3"
    old.write_text("#!/bin/sh\nexit 1\n", encoding="utf-8")
    old.chmod(0o755)
    said = subprocess.run(
        ["make", "-s", f"VENV={tmp_path}/venv", f"PYTHON={old}", f"{tmp_path}/venv/bin/python"],
        cwd=ROOT,
        capture_output=True,
        check=False,
    )
    assert said.returncode != 0
    assert b"needs Python 3.11 or newer" in said.stderr
