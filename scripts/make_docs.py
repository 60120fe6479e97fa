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
from collections import Counter
from collections.abc import Iterator
from contextlib import chdir, redirect_stdout, suppress
from functools import partial
from io import StringIO
from pathlib import Path
from typing import Any, Final

import make_card_schema
import make_question_docs
import make_record_docs
import make_shapes
from stroma.data import ontology_dir
from stroma.model import ReadAs
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


def seen_in_terminal(command: str) -> str:
    """What a person sees who types a command in a terminal of 100 columns: both streams, without colours."""
    import pty  # not on Windows

    environment = {
        **os.environ,
        "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}",
        "COLUMNS": "100",
        "NO_COLOR": "1",
    }
    ours, theirs = pty.openpty()
    started = subprocess.Popen(
        ["bash", "-c", command], stdin=theirs, stdout=theirs, stderr=theirs, cwd=ROOT, env=environment
    )  # fmt: skip
    os.close(theirs)
    pieces: list[bytes] = []
    with suppress(OSError):  # how Linux says that nobody writes any more
        while piece := os.read(ours, 65536):
            pieces.append(piece)
    os.close(ours)
    started.wait()
    return re.sub(r"\x1b\[\d*m", "", b"".join(pieces).decode()).replace("\r\n", "\n")


def renewed_commands(text: str) -> tuple[str, list[str]]:
    """README.md with what its commands show today, and what is for a person to mend: a shortened output that differs in more than numbers."""
    left: list[str] = []

    def output(match: re.Match[str]) -> str:
        seen = seen_in_terminal(match[1])
        if not re.search(r"^\.\.\.$", match[2], re.M):
            return f"$ {match[1]}\n{seen}"
        new = with_numbers_of(match[2], seen)
        if new is None:
            left.append(f"README.md: {match[1]} shows {seen}")
            return match[0]
        return f"$ {match[1]}\n{new}\n"

    def block(match: re.Match[str]) -> str:
        if match[1] != "console":
            return match[0]
        return f"```console\n{_COMMAND.sub(output, match[2])}```"

    return _BLOCK.sub(block, text), left


def counts_of_today() -> tuple[str, ...]:
    """What README.md says of the packaged studies, with the numbers of today."""
    records = open_store().records
    designs = [study.design for study in records.studies.values() if study.design]
    n_laboratory = sum(design.is_laboratory for design in designs)
    n_reviews = sum(design.is_review for design in designs)
    n = len(records.studies)
    read = Counter(study.read_as for study in records.studies.values())
    return (
        f"Of {n} studies, {read[ReadAs.ABSTRACT]} were entered from the abstract, "
        f"{read[ReadAs.SECONDARY]} from somebody else's account and {read[ReadAs.REGISTRY]} from a registry.",
        f"{n} studies, one record for each paper: {n - n_laboratory} in people ({n_reviews} of these are reviews) "
        f"and {n_laboratory} in animals or dishes.",
        f"In addition {len(records.references)} references:",
    )


def renewed_counts(text: str) -> str:
    """README.md with the counts of today's packaged studies."""
    for told in counts_of_today():
        form = r"\s+".join(re.sub(r"\d+", r"\\d+", re.escape(word)) for word in told.split())
        text = re.sub(form, partial(_as_wrapped, told), text)
    return text


def _as_wrapped(told: str, before: re.Match[str]) -> str:
    """A sentence with the line breaks that it had."""
    spaces = iter(re.findall(r"\s+", before[0]))
    return "".join(next(spaces) if part.isspace() else part for part in re.split(r"(\s+)", told))


def renew() -> Iterator[str]:
    """Write everything; what is for a person to mend."""
    (ontology_dir() / "card.schema.json").write_text(make_card_schema.text(), encoding="utf-8")
    for script in (make_shapes, make_record_docs, make_question_docs):
        script.main([script.__name__])
    readme = ROOT / "README.md"
    for page in (readme, *sorted((ROOT / "docs").glob("*.md"))):
        before = text = page.read_text(encoding="utf-8")
        if page == readme:
            text, left = renewed_commands(renewed_counts(text))
            yield from left
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
