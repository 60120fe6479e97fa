"""docs/curating.md: every command runs and gives what is shown, and the files it shows are right."""

from __future__ import annotations

import doctest
import re
import shlex
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from stroma.build import build_dataset
from stroma.check import check_files
from stroma.cli import main
from stroma.model import Stance
from stroma.schema import SLOTS
from stroma.vocabulary import PREFIXES

if TYPE_CHECKING:
    import pytest

ROOT = Path(__file__).resolve().parent.parent
PAGE = (ROOT / "docs" / "curating.md").read_text(encoding="utf-8")
WALK, OTHER_THINGS = PAGE.split("\n## Other things in ten minutes\n")
SHEETS = {
    "studies.tsv": "slug\tlabel\tdesign\tdoi\nroe-2026\tMade up\tcase-series\t10.1000/roe\n",
    "findings.tsv": "slug\tlabel\tsource\tsubject\tpredicate\tobject\tcondition\tdirection\n"
    "roe-2026-f1\tMade up\troe-2026\tmsc-product\timproves\tdisability\tMS\tinconclusive\n",
}


def blocks(language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", WALK, re.DOTALL)


def walk_through_study() -> str:
    """The file that the page ends up with."""
    [turtle] = blocks("turtle")
    return turtle


def commands() -> Iterator[tuple[str, str | None]]:
    """The commands of the walk-through in their order, each with the output shown, if the page shows one."""
    for language, text in re.findall(r"```(sh|console)\n(.*?)```", WALK, re.DOTALL):
        if language == "sh":
            yield from ((line, None) for line in text.splitlines() if line)
        else:
            yield from re.findall(r"^\$ (.*)\n((?:(?!\$ ).*\n)*)", text, re.MULTILINE)


def test_the_file_in_the_walk_through_is_right(tmp_path: Path) -> None:
    path = tmp_path / "doe-2026.ttl"
    path.write_text(walk_through_study(), encoding="utf-8")
    assert check_files([path], shacl=True) == []
    built = build_dataset([path])
    # A missed efficacy endpoint at level 2 is a finding on the disease as a whole.
    [primary] = [
        f for f in built.weighed.findings.values() if f.derived and f.slug == "doe-2026-primary"
    ]
    on = next(p for p in built.weighed.propositions.values() if primary.iri in p.findings)
    assert on.stance in (Stance.CONTESTED, Stance.NOT_SUPPORTED)
    assert built.records.studies[PREFIXES["study"] + "doe-2026"].n == 48


def test_what_the_abstract_becomes_is_what_the_file_says() -> None:
    tables = WALK.split("**3. Fill it in.**")[1].split("```turtle")[0]
    written = re.findall(r"`((?:st|rdf):\w+ [^`]+)`", "".join(re.findall(r"^\|.*", tables, re.M)))
    assert len(written) > 15
    assert [line for line in written if f"  {line} " not in walk_through_study()] == []


def test_every_command_of_the_walk_through_runs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The curator fills in the file after the first check, and the sheets when they are there."""
    monkeypatch.chdir(tmp_path)
    ran = [*commands()]
    assert len(ran) == 9
    assert sum(output is not None for _, output in ran) == 5
    shown = doctest.OutputChecker()
    for line, output in ran:
        args = shlex.split(line, comments=True)
        assert args[0] == "stroma"
        expected = 1 if "exit code 1" in line else 0
        capsys.readouterr()
        assert main(args[1:]) == expected, (line, capsys.readouterr().err)
        said = capsys.readouterr()
        if output is not None:
            got = said.out + said.err
            assert shown.check_output(output, got, doctest.ELLIPSIS), got
        if args[1:3] == ["check", "doe-2026.ttl"] and expected:
            (tmp_path / "doe-2026.ttl").write_text(walk_through_study(), encoding="utf-8")
        if args[1:3] == ["new", "sheets"]:
            for name, content in SHEETS.items():
                assert (tmp_path / "my-sheets" / name).is_file()
                (tmp_path / "my-sheets" / name).write_text(content, encoding="utf-8")


def test_every_property_that_the_page_names_is_one() -> None:
    properties = {slot.property for slots in SLOTS.values() for slot in slots}
    text = re.sub(r"```.*?```", "", PAGE, flags=re.DOTALL)
    named = set(re.findall(r"`(st:[a-z]+[A-Z]\w+)", text))
    predicates = {"st:causesAdverseEvent", "st:safeIn", "st:moreEffectiveIn", "st:approvedFor"}
    assert len(named) > 20
    assert named - predicates <= properties


def prefixes_of_a_skeleton(capsys: pytest.CaptureFixture[str]) -> str:
    """The prefixes with which each file of `stroma new` begins; all four kinds have the same."""
    found = set()
    for kind in ("study", "reference", "article", "term"):
        options = ["--kind", "Outcome"] if kind == "term" else []
        assert main(["new", kind, "--slug", "made-up-2026", "-o", "-", *options]) == 0
        found.add("".join(re.findall(r"^@prefix .*\n", capsys.readouterr().out, re.MULTILINE)))
    [prefixes] = found
    return prefixes


def test_what_stands_under_other_things_is_right_beside_the_walk_through(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Harm, subgroup, review, animals, reference, withdrawal, retraction, term, article: nothing to repair in any file."""
    prefixes = prefixes_of_a_skeleton(capsys)
    texts: dict[str, str] = {"doe-2026": prefixes + walk_through_study()}
    for block in re.findall(r"```turtle\n(.*?)```", OTHER_THINGS, re.DOTALL):
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
    [block] = re.findall(r"```sh\n(.*?)```", OTHER_THINGS, re.DOTALL)
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
