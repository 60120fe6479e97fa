"""Renew what pages say of the packaged evidence: after a study, a term or a question was added or changed.

python scripts/make_docs.py

Writes docs/questions.md, docs/records.md, the shapes and the schema of a card anew, the counts and the shown output of README.md, and the numbers in the
sessions that pages show. What differs in more than numbers is named, for a person to mend; the exit code is 1 then.
"""

from __future__ import annotations

import doctest
import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import chdir, redirect_stdout
from io import StringIO
from pathlib import Path
from typing import Any, Final

import make_card_schema
import make_question_docs
import make_record_docs
import make_shapes
from stroma.data import ontology_dir
from stroma.store import open_store

ROOT: Final = Path(__file__).resolve().parent.parent
_NUMBER: Final = r"\d[\d,]*(?:\.\d+)?"
_PART: Final = re.compile(rf"(\.\.\.|{_NUMBER}|\s+)")
_BLOCK: Final = re.compile(r"^```(\w+)\n(.*?)^```", re.M | re.S)
_COMMAND: Final = re.compile(r"^\$ (.*)\n((?:(?!\$ ).*\n)*)", re.M)


def with_numbers_of(shown: str, now: str) -> str | None:
    """A shown output with the numbers of today's, `...` standing for anything; None where more than numbers differs.

    Example:
        >>> with_numbers_of("158 such statements ...", "161 such statements, of which 12 are harms")
        '161 such statements ...'
        >>> with_numbers_of("158 such statements", "no such statement") is None
        True
    """
    parts = _PART.split(shown.strip())
    forms = {"...": r"(?:.*?)"}
    pattern = ""
    for part in parts:
        if re.fullmatch(_NUMBER, part):
            pattern += f"({_NUMBER})"
        else:
            pattern += forms.get(part) or (r"\s+" if part.isspace() else re.escape(part))
    found = re.fullmatch(pattern, now.strip(), re.DOTALL)
    if found is None:
        return None
    numbers = iter(found.groups())
    return "".join(next(numbers) if re.fullmatch(_NUMBER, part) else part for part in parts)


class _Sessions(doctest.DocTestRunner):
    """Runs the examples of a page and keeps what each that fails gave."""

    def __init__(self) -> None:
        super().__init__(optionflags=doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE)
        self.failed: list[tuple[doctest.Example, str]] = []

    def report_failure(
        self, out: Any, test: doctest.DocTest, example: doctest.Example, got: str
    ) -> None:
        """Keep it; nothing is printed."""
        self.failed.append((example, got))

    def report_unexpected_exception(
        self, out: Any, test: doctest.DocTest, example: doctest.Example, exc_info: Any
    ) -> None:
        """Keep the error in place of an output."""
        self.failed.append((example, repr(exc_info[1])))


def renewed_sessions(name: str, text: str) -> tuple[str, list[str]]:
    """A page with the numbers of today in its sessions, and what is for a person to mend."""
    edits: list[tuple[int, int, str]] = []
    left: list[str] = []
    session: dict[str, Any] = {}
    for block in _BLOCK.finditer(text):
        if block[1] == "python":
            with redirect_stdout(StringIO()):
                exec(compile(block[2], name, "exec"), session)
        if block[1] != "pycon":
            continue
        test = doctest.DocTestParser().get_doctest(block[2], session, name, name, 0)
        runner = _Sessions()
        runner.run(test, clear_globs=False)
        session.update(test.globs)
        lines = block[2].splitlines(keepends=True)
        for example, got in runner.failed:
            at = example.lineno + example.source.count("\n")
            start = block.start(2) + len("".join(lines[:at]))
            new = with_numbers_of(example.want, got)
            if new is None:
                left.append(f"{name}: {example.source.strip()} gives {got.strip()}")
            else:
                end = start + len("".join(lines[at : at + example.want.count("\n")]))
                edits.append((start, end, f"{new}\n"))
    for start, end, new in reversed(edits):
        text = f"{text[:start]}{new}{text[end:]}"
    return text, left


def renewed_commands(text: str) -> str:
    """README.md with the output that its commands give today."""

    def output(match: re.Match[str]) -> str:
        environment = {
            **os.environ,
            "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}",
        }
        done = subprocess.run(
            ["bash", "-c", match[1]], capture_output=True, text=True, cwd=ROOT, env=environment, check=False
        )  # fmt: skip
        return f"$ {match[1]}\n{done.stdout}"

    def block(match: re.Match[str]) -> str:
        if match[1] != "console":
            return match[0]
        return f"```console\n{_COMMAND.sub(output, match[2])}```"

    return _BLOCK.sub(block, text)


def renewed_counts(text: str) -> str:
    """README.md with the counts of today's packaged studies."""
    records = open_store().records
    designs = [study.design for study in records.studies.values() if study.design]
    n_laboratory = sum(design.is_laboratory for design in designs)
    n_reviews = sum(design.is_review for design in designs)
    n, n_references = len(records.studies), len(records.references)
    told = f"{n - n_laboratory} in people, {n_reviews} of them reviews, and {n_laboratory} in animals or dishes"
    text = re.sub(r"\d+ studies and \d+ references", f"{n} studies and {n_references} references", text)  # fmt: skip
    return re.sub(r"\d+ in people, \d+ of them reviews, and \d+ in animals or dishes", told, text)


def renew() -> Iterator[str]:
    """Write everything; what is for a person to mend."""
    (ontology_dir() / "card.schema.json").write_text(make_card_schema.text(), encoding="utf-8")
    for script in (make_shapes, make_record_docs, make_question_docs):
        script.main([script.__name__])
    readme = ROOT / "README.md"
    for page in (readme, *sorted((ROOT / "docs").glob("*.md"))):
        before = text = page.read_text(encoding="utf-8")
        if page == readme:
            text = renewed_commands(renewed_counts(text))
        if "```pycon" in text:
            with tempfile.TemporaryDirectory() as folder, chdir(folder):
                text, left = renewed_sessions(page.name, text)
            yield from left
        if text != before:
            page.write_text(text, encoding="utf-8")
            print(f"{page} written")


def main() -> int:
    left = list(renew())
    for line in left:
        print(line, file=sys.stderr)
    return 1 if left else 0


if __name__ == "__main__":
    raise SystemExit(main())
