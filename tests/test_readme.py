"""Every command of the README's console blocks gives the output that stands below it; links lead somewhere."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from make_docs import counts_of_today, seen_in_terminal
from stroma.model import ReadAs, Stance
from stroma.store import open_store
from stroma.vocabulary import local_id

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
    """A line `...` stands for lines that are left out."""
    shown = re.escape(output).replace(re.escape("...\n"), r"(?:.*\n)*?")
    seen = seen_in_terminal(command)
    assert re.fullmatch(shown, seen), seen


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


@pytest.mark.parametrize("page", [page for page in PAGES if page != "docs/benchmarks.md"])
def test_prose_is_wrapped(page: str) -> None:
    """At 120 characters, so that a change of a sentence is a change of a line; scripts/bench.py writes the other page."""
    text = re.sub(r"^ *```.*?^ *```", "", (ROOT / page).read_text("utf-8"), flags=re.M | re.S)
    assert [
        line for line in text.splitlines() if len(line) > 120 and not line.startswith(("|", "!["))
    ] == []


def test_counts_of_the_readme_are_true() -> None:
    for told in counts_of_today():
        assert told in " ".join(README.split()), "run `make docs`"
    n = len(list((ROOT / "ontology" / "studies").glob("*.ttl")))
    assert any(f"Of {n} studies" in told for told in counts_of_today())


def test_the_limits_of_the_readme_are_true() -> None:
    store = open_store()
    read = {study.read_as for study in store.records.studies.values()}
    assert None not in read
    assert ReadAs.FULL_TEXT not in read
    benefits = [
        p
        for p in store.propositions.values()
        if p.stance is Stance.SUPPORTED
        and local_id(p.predicate) in ("ameliorates", "improves", "prevents")
    ]
    assert benefits
    assert all(p.thin for p in benefits)
