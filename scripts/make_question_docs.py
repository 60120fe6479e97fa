"""Write docs/questions.md: every named question with an example call and the first rows of its answer.

python scripts/make_question_docs.py [OUT]
"""

from __future__ import annotations

import sys
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Final

import stroma
from stroma.queries import load_questions

if TYPE_CHECKING:
    from collections.abc import Iterator

    from stroma.graph import EvidenceGraph
    from stroma.queries import Parameter, Question

_ROWS: Final = 3
_INTRO: Final = """\
# Named questions

Written by `scripts/make_question_docs.py` from `ontology/questions/*.rq` and the packaged evidence; a test fails when it is
out of date.

`stroma ask` lists the questions, `stroma ask QUESTION` answers one, `stroma ask QUESTION --explain` says what its columns
mean and shows its SPARQL. A term is given as label, synonym, brand name, slug or CURIE; a study by author and year, trial, slug, doi, pmid or
registry number. Every parameter has a default, so each call below also works without any. **Many questions are about
multiple sclerosis only unless `--disease` says otherwise**; `--disease any` asks about every disease (laboratory models
apart), `--product any` about every product. How a question was understood, defaults included, goes to stderr in every
format.

How to read an answer

- *supports*, *disputes*, *inconclusive* are about the positive statement. *Inconclusive* is: no effect, not significant, or mixed.
- Results for and against, and those without effect, stand side by side. Numbers count independent studies, or findings where
  the column says so; a trial counts once, on the side of its best level, or on both where its results there differ.
- A harm *was seen*; was *seen, not shown to come from it*; was *looked for and not seen*; or was not counted, and then the value
  says what was found. A mere trial is *studied*, which says nothing about benefit. A blank is no report, never "none".
- A question about a product or disease shows the narrower ones beside each other and never merges them. People, animals
  and dishes are never added up. A model of a disease is no part of the disease.
- An empty answer means that nothing in this graph answers it. It is not a refutation.
- This is what studies reported, not medical advice."""


def page() -> str:
    """The text of docs/questions.md."""
    graph = stroma.open_graph()
    questions = list(load_questions().values())
    lines = [_INTRO, "", f"{len(questions)} questions:", ""]
    for group, members in groupby(questions, key=lambda q: q.group):
        names = ", ".join(f"[{question.name}](#{question.name})" for question in members)
        lines.append(f"- **{group}**: {names}")
    for group, members in groupby(questions, key=lambda q: q.group):
        lines += ["", f"## {group.capitalize()}"]
        for question in members:
            lines += _section(question, graph)
    return "\n".join(lines) + "\n"


def _section(question: Question, graph: EvidenceGraph) -> Iterator[str]:
    yield from ("", f"### {question.name}", "", question.question, "")
    if question.caution:
        yield from (f"{question.caution[:1].upper()}{question.caution[1:]}.", "")
    yield from ("```sh", _call(question), "```", "")
    rows = graph.ask(question.name)
    names = [column.name for column in question.columns]
    yield f"| {' | '.join(names)} |"
    yield f"|{' --- |' * len(names)}"
    for row in rows[:_ROWS]:
        yield f"| {' | '.join(_cell(str(row.get(name, ''))) for name in names)} |"
    yield ""
    more = len(rows) - _ROWS
    yield f"{len(rows)} rows; {more} more are not shown." if more > 0 else f"{len(rows)} rows."
    for parameter in question.parameters:
        yield _parameter(parameter)


def _call(question: Question) -> str:
    words = ["stroma ask", question.name]
    for parameter in question.parameters:
        default = parameter.default
        if default is not None and default not in ("any", "all"):
            words.append(f"--{parameter.name} {_quote(default)}")
    return " ".join(words)


def _parameter(parameter: Parameter) -> str:
    narrow = "; **one disease only by default**" if parameter.narrows else ""
    return f"\n`--{parameter.name}`: {parameter.meaning} ({parameter.allowed}){narrow}"


def _quote(text: str) -> str:
    return f'"{text}"' if " " in text else text


def _cell(text: str) -> str:
    for found, shown in (("\\", "\\\\"), ("|", "\\|"), ("<", "&lt;"), ("*", "\\*")):
        text = text.replace(found, shown)
    return " ".join(text.split())


def main(argv: list[str]) -> int:
    out = (
        Path(argv[1])
        if len(argv) > 1
        else Path(__file__).resolve().parent.parent / "docs" / "questions.md"
    )
    out.write_text(page(), encoding="utf-8")
    print(f"{out} written")
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv))
