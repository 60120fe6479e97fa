"""Every command of the README's console blocks gives the output that stands below it; links lead somewhere."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from stroma.store import open_store

ROOT = Path(__file__).resolve().parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"```console\n(.*?)```", README, re.DOTALL)
EXAMPLES = [
    (command, output)
    for block in BLOCKS
    for command, output in re.findall(r"^\$ (.*)\n((?:(?!\$ ).*\n)*)", block, re.MULTILINE)
]


@pytest.mark.parametrize(
    ("command", "output"), EXAMPLES, ids=[command[:40] for command, _ in EXAMPLES]
)
def test_a_console_block_shows_real_output(command: str, output: str) -> None:
    environment = {**os.environ, "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}"}
    done = subprocess.run(
        ["bash", "-c", command],
        capture_output=True,
        text=True,
        cwd=ROOT,
        env=environment,
        check=False,
    )
    assert done.stdout == output, done.stderr


def test_there_are_examples() -> None:
    assert len(EXAMPLES) >= 2


PAGES = [
    "README.md",
    "CONTRIBUTING.md",
    *sorted(f"docs/{p.name}" for p in (ROOT / "docs").glob("*.md")),
]


@pytest.mark.parametrize("page", PAGES)
def test_links_of_a_page_lead_somewhere(page: str) -> None:
    path = ROOT / page
    for target in re.findall(r"\]\((?!https?:|#)([^)#\s]+)", path.read_text(encoding="utf-8")):
        assert (path.parent / target).exists(), f"{page} links to {target}"


def anchors(page: Path) -> set[str]:
    """The headings of a page, as a link names them."""
    text = re.sub(r"^```.*?^```", "", page.read_text(encoding="utf-8"), flags=re.M | re.S)
    headings = re.findall(r"^#+ (.*)", text, re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("page", PAGES)
def test_links_into_a_page_name_a_heading(page: str) -> None:
    path = ROOT / page
    for target, name in re.findall(
        r"\]\((?!https?:)([^)#\s]*)#([^)\s]+)\)", path.read_text(encoding="utf-8")
    ):
        linked = path.parent / target if target else path
        assert name in anchors(linked), f"{page} links to {target}#{name}"


def test_counts_of_the_readme_are_true() -> None:
    studies = len(list((ROOT / "ontology" / "studies").glob("*.ttl")))
    references = len(list((ROOT / "ontology" / "references").glob("*.ttl")))
    assert f"{studies} studies and {references} references" in README, "run `make docs`"
    designs = [study.design for study in open_store().records.studies.values() if study.design]
    n_laboratory = sum(design.is_laboratory for design in designs)
    n_reviews = sum(design.is_review for design in designs)
    told = f"{studies - n_laboratory} in people, {n_reviews} of them reviews, and {n_laboratory} in animals or dishes"
    assert told in README, "run `make docs`"
