"""Write docs/questions.md: every named question with an example call and a part of its answer.

python scripts/make_question_docs.py [OUT]
"""

from __future__ import annotations

import sys
import textwrap
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Final

import stroma
from stroma.queries import load_questions

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from stroma.answer import Row
    from stroma.graph import EvidenceGraph
    from stroma.queries import Parameter, Question

_ROWS: Final = 3
_WIDE: Final = 7
"""Columns from which on an answer is shown by one row, a column a line."""
_WIDTH: Final = 120
_EXAMPLE: Final = ("approvals", "ALS", ("given", "decision", "region", "decided", "source"))
"""The question, the disease and the columns of the answer that the page begins with."""
_INTRO: Final = """\
# Named questions

`stroma ask QUESTION` answers a question that is asked often. This page lists all of them, each with its call and a part of its answer. \
For example: which products are approved, or refused, for ALS?

```sh
stroma ask {example} --disease {disease}
```

{answer}

The answer is shortened to {shown} of its {n_columns} columns.

## How to ask

- `stroma ask` lists the questions. `stroma ask QUESTION --explain` explains its columns and shows its SPARQL.
- **Many questions are about multiple sclerosis only unless `--disease` says otherwise.** `--disease any` asks about every disease (laboratory models excepted), `--product any` about every product.
- A term is given as label, synonym, brand name, slug (short name) or CURIE; a study by author and year, trial, slug, doi, pmid or registry number.
- Every parameter has a default, so each call below also works without any. The values in a call are the defaults.
- How a question was understood, defaults included, goes to stderr in every format.
- Other ways to ask, and questions in plain words: [queries.md](queries.md).

## How to read an answer

- *supports*, *disputes*, *inconclusive* are about the positive statement. *Inconclusive* means that no effect was shown: no difference, not significant, or mixed. It never means that an effect was ruled out.
- Results for, against and without effect stand side by side. Numbers count independent studies, or findings if the column says so. A trial counts once, on the side of its best level. If its results at that level differ, it counts on both sides.
- A harm *was seen*; was *seen, not shown to come from it*; was *looked for and not seen*; or was not counted, and then the value says what was found. A mere trial is *studied*, which says nothing about benefit. A blank is no report, never "none".
- A question about a product or disease lists the narrower ones separately and never merges them. People, animals and dishes are never added up. A model of a disease is not part of the disease.
- An empty answer means that nothing in this graph answers the question. It is not a refutation.
- This is what studies reported, not medical advice."""
_OF_GROUP: Final = {
    "articles": """\
The packaged evidence holds one article, `msc-for-ms`: a clinic's page on mesenchymal stem cells for multiple sclerosis. It makes three promises: help in \
neurodegenerative, in autoimmune and in orthopaedic disease (*promises*). To ask about an article of your own, audit it first:

```
stroma audit FILE --ttl mine.ttl
stroma build mine.ttl --store my
stroma query 'SELECT ?slug { ?article a st:Article ; st:slug ?slug }' --store my
stroma ask article-against-studies --article SLUG --store my
```

The third line lists `msc-for-ms` and the SLUG that the audit made up for yours. Claims of such an article have ids such as `032d21471705eca8` in place of a number.""",
}
_OUTRO: Final = """\
This page is written by `scripts/make_question_docs.py` from `ontology/questions/*.rq` and the packaged evidence; a test fails when it is out of date."""


def page() -> str:
    """The text of docs/questions.md."""
    graph = stroma.open_graph()
    questions = load_questions()
    lines = [*_intro(questions[_EXAMPLE[0]], graph), "", "## The questions", ""]
    grouped = [(g, list(m)) for g, m in groupby(questions.values(), key=lambda q: q.group)]
    lines += [f"{len(questions)} questions:", ""]
    for group, members in grouped:
        names = ", ".join(f"[{question.name}](#{question.name})" for question in members)
        lines.append(_wrapped(f"- **{group}**: {names}"))
    for group, members in grouped:
        lines += ["", f"## {group.capitalize()}"]
        if group in _OF_GROUP:
            lines += ["", *_paragraphs(_OF_GROUP[group])]
        for question in members:
            lines += _section(question, graph)
    lines += ["", _wrapped(_OUTRO)]
    return "\n".join(lines) + "\n"


def _intro(question: Question, graph: EvidenceGraph) -> Iterator[str]:
    name, disease, columns = _EXAMPLE
    rows = graph.ask(name, disease=disease)
    text = _INTRO.format(
        example=name,
        disease=disease,
        answer="\n".join(_table(columns, rows)),
        shown=len(columns),
        n_columns=len(question.columns),
    )
    yield from _paragraphs(text)


def _paragraphs(text: str) -> Iterator[str]:
    """The lines of a text with its prose wrapped; code, tables and headings as they are."""
    is_code = False
    for line in text.splitlines():
        is_code ^= line.startswith("```")
        yield line if is_code or line.startswith(("```", "|", "#")) else _wrapped(line)


def _wrapped(line: str) -> str:
    return textwrap.fill(
        line,
        _WIDTH,
        subsequent_indent="  " if line.startswith("- ") else "",
        break_long_words=False,
        break_on_hyphens=False,
    )


def _section(question: Question, graph: EvidenceGraph) -> Iterator[str]:
    yield from ("", f"### {question.name}", "", question.question, "")
    if question.caution:
        yield from (_wrapped(f"{question.caution[:1].upper()}{question.caution[1:]}."), "")
    yield from ("```sh", _call(question), "```", "")
    rows = graph.ask(question.name)
    names = [column.name for column in question.columns]
    if len(names) < _WIDE or not rows:
        yield from _table(names, rows[:_ROWS])
        n_shown = len(rows[:_ROWS])
    else:
        yield from _one_row(question, rows)
        n_shown = 1
    yield ""
    more = len(rows) - n_shown
    yield f"{_counted(len(rows))}; {more} more not shown." if more else f"{_counted(len(rows))}."
    if question.parameters:
        yield ""
    for parameter in question.parameters:
        yield _parameter(parameter)


def _counted(n: int) -> str:
    return "1 row" if n == 1 else f"{n} rows"


def _table(names: Sequence[str], rows: Iterable[Row]) -> Iterator[str]:
    yield f"| {' | '.join(names)} |"
    yield f"|{' --- |' * len(names)}"
    for row in rows:
        yield f"| {' | '.join(_cell(str(row.get(name, ''))) for name in names)} |"


def _one_row(question: Question, rows: Sequence[Row]) -> Iterator[str]:
    """The example row of a wide answer, a column a line with what it means."""
    expected = question.example.items()
    row = next(r for r in rows if all(str(r.get(name, "")) == value for name, value in expected))
    yield "| column | example | means |"
    yield "| --- | --- | --- |"
    for column in question.columns:
        value = _cell(str(row.get(column.name, "")))
        yield f"| {column.name} | {value} | {_cell(column.meaning)} |"


def _call(question: Question) -> str:
    words = ["stroma ask", question.name]
    for parameter in question.parameters:
        default = parameter.default
        if default is not None and default not in ("any", "all"):
            words.append(f"--{parameter.name} {_quote(default)}")
    return " ".join(words)


def _parameter(parameter: Parameter) -> str:
    narrow = "; **one disease only by default**" if parameter.narrows else ""
    return _wrapped(f"- `--{parameter.name}`: {parameter.meaning} ({parameter.allowed}){narrow}")


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
