"""docs/model.md: what it shows is what the program says, and its tables leave nothing out."""

from __future__ import annotations

import doctest
import re
import shlex
from pathlib import Path
from typing import TYPE_CHECKING

from stroma.cli import main
from stroma.model import Level, Stance, Thin
from stroma.queries._facts import Facts
from stroma.vocabulary import to_iri

if TYPE_CHECKING:
    import pytest

    from stroma.store import EvidenceStore

PAGE = (Path(__file__).resolve().parent.parent / "docs" / "model.md").read_text(encoding="utf-8")


def rows(heading: str) -> list[list[str]]:
    """The cells of the first table below a heading."""
    table = re.search(r"(^\|.*\n)+", PAGE.split(f"# {heading}\n")[1], re.MULTILINE)
    assert table is not None
    return [re.split(r" ?\| ?", line)[1:-1] for line in table[0].splitlines()[2:]]


def test_the_card_at_the_head_is_what_is_printed(capsys: pytest.CaptureFixture[str]) -> None:
    [(command, output)] = re.findall(r"```console\n\$ (.*)\n((?:.*\n)*?)```", PAGE)
    assert main(shlex.split(command)[1:]) == 0
    got = capsys.readouterr().out
    # It begins and ends with lines that are left out.
    assert doctest.OutputChecker().check_output(output, got, doctest.ELLIPSIS), got


def test_what_is_explained_stands_in_that_card() -> None:
    card = re.findall(r"```console\n(.*?)```", PAGE, re.DOTALL)[0]
    explained = [
        row[0].strip("… ") for row in rows("What the graph holds, and how evidence is weighed")
    ]
    assert len(explained) == 6
    assert [words for words in explained if words not in card] == []


def test_every_stance_level_and_thin_reason_has_a_row() -> None:
    assert [name.replace(" ", "-") for name, _ in rows("Stance")] == [
        *(s.value for s in (Stance.SUPPORTED, Stance.CONTESTED, Stance.NOT_SUPPORTED)),
        *(s.value for s in (Stance.UNCONTROLLED_ONLY, Stance.PRECLINICAL_ONLY, Stance.NO_EVIDENCE)),
    ]
    assert [f"level-{name}" for name, _ in rows("Level")] == [level.value for level in Level]
    assert {name.strip("`") for name, _ in rows("Thin")} == {reason.value for reason in Thin}


def test_the_names_of_a_count_are_those_of_the_vocabulary(packaged: EvidenceStore) -> None:
    named = {
        curie for row in rows("Names of the counts") for curie in re.findall(r"st:[\w-]+", row[3])
    }
    assert {"st:humanInconclusive", "st:level-reference"} <= named
    vocabulary = Facts(packaged).vocabulary
    assert [curie for curie in named if to_iri(curie) not in vocabulary] == []
