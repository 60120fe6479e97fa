"""The code in docs/*.md runs: Python of a page in one session, commands in a folder that has the files they name."""

from __future__ import annotations

import doctest
import gzip
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from few import few_files
from stroma.disk.building import build_store

ROOT = Path(__file__).resolve().parent.parent
# tests/test_questions.py and tests/test_contributing.py run the commands of these and compare what they say.
ELSEWHERE = ("questions.md", "curating.md")
PAGES = [p for p in sorted((ROOT / "docs").glob("*.md")) if p.name not in ELSEWHERE]
BLOCKS = {
    page.name: re.findall(r"^```(\w+)\n(.*?)^```", page.read_text(encoding="utf-8"), re.M | re.S)
    for page in PAGES
}
COMMANDS = [
    (page, line.removeprefix("$ "))
    for page, blocks in BLOCKS.items()
    for language, text in blocks
    for line in text.splitlines()
    if (language == "sh" or (language == "console" and line.startswith("$ ")))
    # tests/test_remote.py and tests/test_server.py have servers.
    and "http://localhost" not in line
    and not line.startswith(("oxigraph serve", "stroma serve", "pip install", "pip wheel"))
]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the files that the pages name."""
    made = tmp_path_factory.mktemp("docs")
    (made / "my-question.rq").write_text("SELECT ?s { ?s a st:Study } ORDER BY ?s LIMIT 3")
    label = "<http://www.w3.org/2000/01/rdf-schema#label>"
    quad = (
        f'<https://w3id.org/stroma/term/x> {label} "made up" <https://w3id.org/stroma/graph/x> .\n'
    )
    (made / "article.txt").write_text("NurOwn slowed the disease in patients with ALS.\n")
    (made / "my-studies.nq.gz").write_bytes(gzip.compress(quad.encode()))
    build_store([], made / "evidence", check=False)
    return made


@pytest.fixture(scope="module")
def few_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a store of a part of the packaged base."""
    made = tmp_path_factory.mktemp("few")
    build_store(few_files(), made / "evidence", packaged=False)
    return made


# All shapes run on the whole graph in tests/test_export.py.
WITH_SHAPES = {"stores.md"}


@pytest.mark.parametrize(
    "page", [p for p in BLOCKS if {"python", "pycon"} & dict(BLOCKS[p]).keys()]
)
def test_the_python_of_a_page_runs(
    page: str, folder: Path, few_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Answers that a page shows are compared where the page's module is tested; here all blocks run in one session."""
    monkeypatch.chdir(few_folder if page in WITH_SHAPES else folder)
    session: dict[str, Any] = {}
    for language, text in BLOCKS[page]:
        if language == "python":
            exec(compile(text, page, "exec"), session)
        elif language == "pycon":
            test = doctest.DocTestParser().get_doctest(text, session, page, page, 0)
            runner = doctest.DocTestRunner(
                optionflags=doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE
            )
            assert runner.run(test, clear_globs=False).failed == 0, "run `make docs`"
            session.update(test.globs)


@pytest.mark.parametrize(("page", "command"), COMMANDS)
def test_a_command_of_a_page_runs(page: str, command: str, folder: Path) -> None:
    done = subprocess.run(
        ["bash", "-c", command],
        capture_output=True,
        cwd=folder,
        env={**os.environ, "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}"},
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr.decode()


def test_there_are_blocks() -> None:
    assert len(COMMANDS) > 5
    assert [page for page, blocks in BLOCKS.items() if "python" in dict(blocks)]
