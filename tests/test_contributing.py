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
    assert len(commands) == 9
    for line in commands:
        args = shlex.split(line, comments=True)
        assert args[0] == "stroma"
        expected = 1 if "exit code 1" in line else 0
        assert main(args[1:]) == expected, (line, capsys.readouterr().err)
        if args[1:3] == ["check", "doe-2026.ttl"] and expected:
            (tmp_path / "doe-2026.ttl").write_text(turtle, encoding="utf-8")


def other_things() -> str:
    text = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    return text.split("## Other things in ten minutes")[1].split("\n## ")[0]


def test_what_stands_under_other_things_is_right_beside_the_walk_through(tmp_path: Path) -> None:
    """Harm, subgroup, review, animals, reference, withdrawal, retraction, term, article: nothing to repair in any file."""
    [study] = blocks("turtle")
    prefixes = "".join(f"@prefix {name}: <{iri}> .\n" for name, iri in PREFIXES.items())
    texts: dict[str, str] = {"doe-2026": prefixes + study}
    for block in re.findall(r"```turtle\n(.*?)```", other_things(), re.DOTALL):
        # A further finding belongs into the file of its source.
        name = re.sub(r"-f\d$", "", block.split()[0].split(":")[1])
        texts[name] = texts.get(name, prefixes) + block
    assert len(texts) == 7
    for name, text in texts.items():
        (tmp_path / f"{name}.ttl").write_text(text, encoding="utf-8")
    paths = sorted(tmp_path.iterdir())
    # What a study found is shown for the first one alone.
    problems = [p for p in check_files(paths, shacl=True) if p.rule != "no-finding"]
    assert [str(p) for p in problems] == []
    built = build_dataset(paths)
    assert built.records.retracted == {PREFIXES["study"] + "poe-2024"}
    by_slug = {f.slug: f for f in built.weighed.findings.values()}
    assert {"doe-2026-f2", "agency-2026-f1"} <= by_slug.keys()
    levels = built.weighed.levels
    assert levels[by_slug["doe-2026-f1"].iri].rank == 2
    assert levels[by_slug["doe-2026-f3"].iri].rank == 4
    approval = next(
        p
        for p in built.weighed.propositions.values()
        if by_slug["agency-2026-f2"].iri in p.findings
    )
    assert approval.stance is Stance.NOT_SUPPORTED


def test_a_packaged_record_can_be_corrected(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The commands run; what the file leaves out is named."""
    monkeypatch.chdir(tmp_path)
    [block] = re.findall(r"```sh\n(.*?)```", other_things(), re.DOTALL)
    export, check, build = (shlex.split(line)[1:] for line in block.splitlines())
    assert main(export) == 0
    for command in (check, build):
        assert main(command) == 0
        assert "no longer held" not in capsys.readouterr().out
    path = tmp_path / "stepien-2016.ttl"
    text = path.read_text(encoding="utf-8")
    without = re.sub(r"\nfinding:stepien-2016-f2 .*? \.\n", "\n", text, flags=re.DOTALL)
    assert without != text
    path.write_text(without, encoding="utf-8")
    assert main([*check, "--no-shapes"]) == 0
    assert "1 finding is no longer held: finding:stepien-2016-f2" in capsys.readouterr().out
