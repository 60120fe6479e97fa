"""What must be true of the repository as a whole, whoever adds a file to it."""

from __future__ import annotations

import importlib.util
import os
import re
import subprocess
import sys
import tarfile
import tomllib
import zipfile
from pathlib import Path

import pytest

import stroma
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


def test_nobody_is_sent_to_a_registry_for_the_package() -> None:
    """The package is on none: whoever registered its name there would be installed."""
    sent = f"pip install '{tomllib.loads(PYPROJECT)['project']['name']}"
    found = [
        str(path.relative_to(ROOT))
        for path in tracked_files()
        if sent in path.read_text(encoding="utf-8", errors="replace")
    ]
    assert found == []


def test_every_dependency_says_why_it_is_there() -> None:
    requirement = re.compile(
        r'^\s+"([A-Za-z][\w.-]*)(\[[\w,]*\])?([<>=!~][^"]*)?",(.*)$', re.MULTILINE
    )
    table = PYPROJECT[PYPROJECT.index("dependencies = [") : PYPROJECT.index("[project.scripts]")]
    found = requirement.findall(table)
    assert len(found) > 15
    assert [name for name, _, _, rest in found if not re.match(r"\s+# \w.{10,}", rest)] == []


# Packages that no line of ours imports, and where they are at work.
NOT_IMPORTED = {
    "lxml_html_clean": "trafilatura imports it",
    "pytest-xdist": "pytest -n",
    "mypy": "a program",
    "types-networkx": "mypy reads it",
    "ruff": "a program",
    "oxigraph": "a program",
    "build": "python -m build",
    "hatchling": "the build backend",
}
MODULES = {"axe-playwright-python": "axe_playwright_python"}


def requirements() -> dict[str, list[str]]:
    """The name of each group of dependencies and what is in it, without our own extras."""
    project = tomllib.loads(PYPROJECT)["project"]
    groups = {"": project["dependencies"], **project["optional-dependencies"]}
    return {
        name: [one for one in group if not one.startswith("stroma-evidence")]
        for name, group in groups.items()
    }


def test_every_dependency_is_used() -> None:
    """What users install is imported by the package, what developers install by tests or scripts too."""
    for group, found in requirements().items():
        folders = ("graph", "tests", "scripts") if group == "dev" else ("graph",)
        code = "\n".join(
            path.read_text(encoding="utf-8")
            for folder in folders
            for path in sorted((ROOT / folder).rglob("*.py"))
        )
        imported = set(re.findall(r"^\s*(?:import|from) (\w+)", code, re.MULTILINE))
        names = {re.split(r"[<>=!~\[]", one)[0] for one in found} - set(NOT_IMPORTED)
        assert {n for n in names if MODULES.get(n, n) not in imported} == set(), group


def test_what_the_package_imports_is_a_dependency() -> None:
    ours = {re.split(r"[<>=!~\[]", one)[0] for group in requirements().values() for one in group}
    code = "\n".join(p.read_text(encoding="utf-8") for p in (ROOT / "graph").rglob("*.py"))
    imported = set(re.findall(r"^\s*(?:import|from) (\w+)", code, re.MULTILINE))
    foreign = {
        name
        for name in imported - set(sys.stdlib_module_names) - {"stroma"}
        if importlib.util.find_spec(name) is not None
    }
    assert foreign - {name.replace("-", "_") for name in ours} == set()


def test_every_development_tool_has_an_upper_bound() -> None:
    """Warnings are errors: without a bound, a tool's next version could turn the tests red."""
    assert [one for one in requirements()["dev"] if "<" not in one] == []


def test_the_version_stands_in_one_place() -> None:
    assert tomllib.loads(PYPROJECT)["project"]["dynamic"] == ["version"]
    assert __version__ not in PYPROJECT.replace(">=" + __version__, "")


def test_the_citation_says_what_the_package_says() -> None:
    """A citation file names the licences, authors and version of the package."""
    told = (ROOT / "CITATION.cff").read_text(encoding="utf-8")
    project = tomllib.loads(PYPROJECT)["project"]
    for licence in project["license"].split(" AND "):
        assert f"  - {licence}\n" in told
    assert all(f'  - name: "{author["name"]}"\n' in told for author in project["authors"])
    assert {"cff-version: 1.2.0", "type: software"} <= set(told.splitlines())
    assert f"version: {__version__}\n" in told


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


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of an sdist and of the wheel that was made from it."""
    folder = tmp_path_factory.mktemp("dist")
    command = [sys.executable, "-m", "build", "--no-isolation", "--outdir", str(folder), str(ROOT)]
    done = subprocess.run(command, capture_output=True, check=False)
    assert done.returncode == 0, done.stderr.decode()
    return folder


def test_the_sdist_holds_what_it_takes_to_test_it(built: Path) -> None:
    (sdist,) = built.glob(f"stroma_evidence-{__version__}.tar.gz")
    with tarfile.open(sdist) as archive:
        names = {name.partition("/")[2] for name in archive.getnames()}
    tracked = {path.relative_to(ROOT).as_posix() for path in tracked_files()}
    assert {name for name in tracked - names if name != ".gitignore"} == set()
    assert not [name for name in names if "__pycache__" in name or name.endswith(".pyc")]


def test_the_wheel_works_from_anywhere(built: Path, tmp_path: Path) -> None:
    (wheel,) = built.glob(f"stroma_evidence-{__version__}-*.whl")
    with zipfile.ZipFile(wheel) as archive:
        names = archive.namelist()
        archive.extractall(tmp_path / "site")
    assert not [
        name for name in names if name.startswith(("tests/", "scripts/", "graph/", "ontology/"))
    ]
    for needed in ("stroma/py.typed", "stroma/ontology/stroma.ttl", "stroma/ontology/shapes.ttl"):
        assert needed in names
    shipped = {Path(name).name for name in names if name.startswith("stroma/ontology/questions/")}
    assert shipped == {path.name for path in (ROOT / "ontology" / "questions").iterdir()}
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


def test_from_within_a_zip_it_is_told_that_this_does_not_run(tmp_path: Path) -> None:
    package = Path(stroma.__file__).parent
    archive = tmp_path / "stroma.zip"
    with zipfile.ZipFile(archive, "w") as held:
        for path in package.rglob("*.py"):
            held.write(path, f"stroma/{path.relative_to(package)}")
    code = "from stroma.data import ontology_dir; ontology_dir()"
    environment = {**os.environ, "PYTHONPATH": str(archive)}
    ended = subprocess.run(
        [sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=False
    )
    assert "does not run from within a zip" in ended.stderr
