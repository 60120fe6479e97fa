"""CONTRIBUTING, "Add a study in ten minutes": every command runs, and the file it shows is right."""

from __future__ import annotations

import re
import shlex
from pathlib import Path
from typing import TYPE_CHECKING

from stroma.build import build_dataset
from stroma.check import check_files
from stroma.cli import main
from stroma.model import Stance
from stroma.vocabulary import PREFIXES

if TYPE_CHECKING:
    import pytest

ROOT = Path(__file__).resolve().parent.parent
SHEETS = {
    "studies.tsv": "slug\tlabel\tdesign\tdoi\nroe-2026\tMade up\tcase-series\t10.1000/roe\n",
    "findings.tsv": "slug\tlabel\tsource\tsubject\tpredicate\tobject\tcondition\tdirection\n"
    "roe-2026-f1\tMade up\troe-2026\tmsc-product\timproves\tdisability\tMS\tinconclusive\n",
}


def section() -> str:
    text = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    return text.split("## Add a study in ten minutes")[1].split("\n## ")[0]


def blocks(language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", section(), re.DOTALL)


def test_the_file_in_the_walk_through_is_right(tmp_path: Path) -> None:
    [turtle] = blocks("turtle")
    path = tmp_path / "doe-2026.ttl"
    path.write_text(turtle, encoding="utf-8")
    assert check_files([path], shacl=True) == []
    built = build_dataset([path])
    # A missed efficacy endpoint at level 2 is a finding on the disease as a whole.
    [primary] = [
        f for f in built.weighed.findings.values() if f.derived and f.slug == "doe-2026-primary"
    ]
    on = next(p for p in built.weighed.propositions.values() if primary.iri in p.findings)
    assert on.stance in (Stance.CONTESTED, Stance.NOT_SUPPORTED)
    assert built.records.studies[PREFIXES["study"] + "doe-2026"].n == 48


def test_every_command_of_the_walk_through_runs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    for name, content in SHEETS.items():
        (tmp_path / name).write_text(content, encoding="utf-8")
    [turtle] = blocks("turtle")
    commands = [line for block in blocks("sh") for line in block.splitlines() if line]
    assert len(commands) == 8
    for line in commands:
        args = shlex.split(line, comments=True)
        assert args[0] == "stroma"
        expected = 1 if "exit code 1" in line else 0
        assert main(args[1:]) == expected, (line, capsys.readouterr().err)
        if args[1:3] == ["check", "doe-2026.ttl"] and expected:
            (tmp_path / "doe-2026.ttl").write_text(turtle, encoding="utf-8")


def test_what_stands_under_other_things_is_right_beside_the_walk_through(tmp_path: Path) -> None:
    """Harm, review, animals, reference, term, article: each block in a file of its own, nothing to repair in any."""
    text = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    part = text.split("## Other things in ten minutes")[1].split("\n## ")[0]
    [study] = blocks("turtle")
    prefixes = "".join(f"@prefix {name}: <{iri}> .\n" for name, iri in PREFIXES.items())
    harm, *others = re.findall(r"```turtle\n(.*?)```", part, re.DOTALL)
    paths = [tmp_path / f"{number}.ttl" for number in range(len(others) + 1)]
    paths[0].write_text(prefixes + study + harm, encoding="utf-8")
    for path, block in zip(paths[1:], others, strict=True):
        path.write_text(prefixes + block, encoding="utf-8")
    assert len(others) == 5
    assert [str(p) for p in check_files(paths, shacl=True)] == []
    built = build_dataset(paths)
    assert {"doe-2026-f2", "agency-2026-f1"} <= {f.slug for f in built.weighed.findings.values()}
