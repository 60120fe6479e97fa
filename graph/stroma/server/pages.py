"""What do people see who come with a browser? Questions, answers and errors as plain pages without a script.

Read first: `write_question`. The `write_…` functions write into the pipe of a child; `stroma.server.app` says which address asks for
which. Cards stand in `card_pages`, queries in `sparql_pages`.
"""

from __future__ import annotations

import json
import shlex
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from itertools import islice
from typing import TYPE_CHECKING, Any, BinaryIO, Final

from stroma.errors import DataError, InputError, UnknownTermError
from stroma.queries.articles import check_article
from stroma.queries.asking import restate, told_first, understand
from stroma.queries.child import QueryReport
from stroma.queries.elsewhere import or_instead, why_no_rows
from stroma.queries.engine import run_checked
from stroma.queries.guard import inspect_query
from stroma.queries.questions import load_questions
from stroma.queries.streaming import answer_query
from stroma.server.card_pages import card_page
from stroma.server.cells import cells_of, last_entered, same_in_all
from stroma.server.layout import MAX_ROWS, Cell, address, page
from stroma.study_search import find_instead, said_of_unused, said_of_words, studies_named

if TYPE_CHECKING:
    from stroma.queries.questions import Question
    from stroma.store import EvidenceStore
    from stroma.study_search import FoundStudies

__all__ = [
    "by_group",
    "home",
    "question_again",
    "questions_json",
    "write_answer",
    "write_found",
    "write_question",
    "write_ready",
]

# Studies that are listed where it is not clear what is asked.
_STUDIES: Final = 10
# Their columns.
_OF_STUDIES: Final = (
    "study", "year", "design", "people", "what it is", "primary endpoint", "on benefit: for", "no effect shown", "against", "holds",
)  # fmt: skip


def home(counts: Mapping[str, int], root: str) -> bytes:
    """The first page: what there is, and the ways in."""
    return page("home.html", root, counts=counts, questions=by_group(), title="Stroma")


def write_ready(store: EvidenceStore, out: BinaryIO) -> QueryReport:
    """That the data can be read, and how much there is.

    Raises:
        DataError: they cannot.
    """
    if not store.dataset.query("ASK { GRAPH ?g { ?s ?p ?o } }"):
        raise DataError("the store holds nothing")
    store.resolve_term("multiple sclerosis")
    counts = ", ".join(f"{n} {name}" for name, n in store.counts().items())
    out.write(f"ready: {counts}\n".encode())
    return QueryReport("text")


def by_group() -> dict[str, list[Question]]:
    """The questions of each group."""
    groups: dict[str, list[Question]] = {}
    for question in load_questions().values():
        groups.setdefault(question.group, []).append(question)
    return groups


def questions_json() -> bytes:
    """The questions, what they take and what they give."""
    listed = [
        {
            "name": q.name, "question": q.question, "group": q.group,
            "parameters": [{"name": p.name, "meaning": p.meaning, "takes": p.allowed, "default": p.default} for p in q.parameters],
            "columns": [asdict(column) for column in q.columns],
        }
        for q in load_questions().values()
    ]  # fmt: skip
    return json.dumps(listed, ensure_ascii=False, indent=1).encode() + b"\n"


def write_found(store: EvidenceStore, out: BinaryIO, *, text: str, root: str) -> QueryReport:
    """The answer to a text: a question in plain words, or the name of anything that has a card; else what is like it."""
    from stroma.cards import card

    questions = load_questions()
    found = understand(text, questions, store)
    found, told = or_instead(found, store)
    if found.question is not None:
        stands = said_of_unused(store, found.unused, found.given) if found.unused else ""
        notes = [*found.notes, *filter(None, (told, stands))]
        return write_question(
            store, out, question=found.question, given=found.given, root=root, asked=text, notes=notes
        )  # fmt: skip
    try:
        return card_page(store, card(store, text), text, out, root=root)
    except UnknownTermError as error:
        nearest = [(command, _address_of(command)) for command in found.nearest]
        names = [] if found.in_danger else list(dict.fromkeys((*error.near, *store.near(text))))
        is_sought = bool(found.unused) and not found.is_declined
        named = [one.given["study"] for one in found.each if "study" in one.given]
        by_words: dict[str, Any] = (
            _study_rows(studies_named(store, named)) if named
            else _by_words(store, text) if is_sought
            else {"studies": []}
        )  # fmt: skip
        out.write(
            page(
                "unclear.html",
                root,
                title="Not found",
                text=text,
                nearest=nearest,
                names=names,
                unused=found.unused,
                notes=found.notes,
                in_danger=found.in_danger,
                are_named=bool(named),
                study_columns=_OF_STUDIES,
                **by_words,
                records_as_of=last_entered(store),
            )
        )
        return QueryReport("page", found_nothing=not by_words["studies"])


def _by_words(store: EvidenceStore, text: str) -> dict[str, Any]:
    """The studies whose records hold most of the words of a text, with what each found on every side, and what is said of the words."""
    try:
        found = find_instead(store, text, limit=_STUDIES)
    except InputError:
        return {"studies": [], "remarks": []}
    return _study_rows(found)


def _study_rows(found: FoundStudies) -> dict[str, Any]:
    rows = [
        [
            Cell(f"{one.slug} ({one.notice})" if one.notice else one.slug, address("/show", name=one.slug)),
            *(Cell(str(value or "")) for value in (one.year, one.design, one.people, one.label, one.primary_endpoint)),
            *(Cell(str(value)) for value in (one.supports, one.inconclusive, one.disputes, ", ".join(one.holds))),
        ]
        for one in found
    ]  # fmt: skip
    return {"studies": rows, "remarks": found.remarks()}


def _address_of(command: str) -> str:
    """The address that asks what a command asks."""
    _, _, name, *options = shlex.split(command)
    values = dict(zip((o.removeprefix("--") for o in options[::2]), options[1::2], strict=True))
    return address(f"/ask/{name}", **values)


def write_question(
    store: EvidenceStore,
    out: BinaryIO,
    *,
    question: Question,
    given: Mapping[str, str],
    root: str,
    asked: str | None = None,
    notes: Sequence[str] = (),
) -> QueryReport:
    """A named question with its answer as a page.

    Args:
        notes: what the answer does not choose by.

    Raises:
        ParameterError, UnknownTermError: a parameter cannot be used.
    """
    bindings = question.bind(given, store.resolve_term, store.resolve_source)
    check_article(question, bindings, store)
    result = run_checked(store.dataset, inspect_query(question.sparql), bindings=bindings)
    rows = list(islice(result.rows(), MAX_ROWS + 1))
    cells = cells_of(store, rows[:MAX_ROWS], result.variables)
    same = same_in_all(cells)
    columns = question.columns
    kept = [n for n in _harms_first([c.name for c in columns]) if n not in same]
    out.write(
        _question_page(
            root, question, given, asked=asked, restated="; ".join((_restated(question, given, bindings, store), *notes)),
            names=[columns[n].name for n in kept], meanings=[columns[n].meaning for n in kept],
            same=[(columns[n].name, cells[0][n].text) for n in sorted(same)],
            rows=[[row[n] for n in kept] for row in cells], is_cut=len(rows) > MAX_ROWS,
            empty="" if rows else _why_no_rows(store, question, given, asked or ""),
            records_as_of=last_entered(store),
        )
    )  # fmt: skip
    return QueryReport("page")


def _why_no_rows(
    store: EvidenceStore, question: Question, given: Mapping[str, str], asked: str
) -> str:
    """What is said where an answer has no rows; of a question in plain words also which studies hold them."""
    said = why_no_rows(store, question, given)
    said = said.replace(": --product any", ": ask again with product any")
    return said + (said_of_words(store, asked) if asked else "")


def _harms_first(names: Sequence[str]) -> list[int]:
    """The order of columns in which harms stand before benefits, where there are both: a screen cuts off what is last."""
    first = next((n for n, name in enumerate(names) if name.startswith("benefit")), len(names))
    harms = [n for n in range(first, len(names)) if "harm" in names[n]]
    rest = [n for n in range(first, len(names)) if n not in harms]
    return [*range(first), *harms, *rest]


def question_again(root: str, question: Question, given: Mapping[str, str], wrong: str) -> bytes:
    """The form of a question as it was filled in, with what is wrong with it."""
    return _question_page(
        root, question, given, asked=None, restated="", names=[], meanings=[], same=[], rows=[], is_cut=False, empty=wrong
    )  # fmt: skip


def _question_page(root: str, question: Question, given: Mapping[str, str], **values: Any) -> bytes:
    body = [line for line in question.sparql.splitlines() if not line.startswith("#")]
    return page(
        "question.html", root, title=question.question, question=question, given=given, most=MAX_ROWS,
        sparql="\n".join(body).strip(), formats=("csv", "tsv", "json", "xml"),
        here=lambda fmt: address(f"/ask/{question.name}", **given, format=fmt), **values,
    )  # fmt: skip


def write_answer(
    store: EvidenceStore, out: BinaryIO, *, question: Question, given: Mapping[str, str], fmt: str
) -> QueryReport:
    """The answer to a named question in a format for machines; the remark says how it was understood."""
    bindings = question.bind(given, store.resolve_term, store.resolve_source)
    check_article(question, bindings, store)
    checked = inspect_query(question.sparql)
    report = answer_query(store.dataset, checked, out, fmt=fmt, bindings=bindings)
    said = f"{question.question} {_restated(question, given, bindings, store)}".strip()
    if report.found_nothing:
        said = f"{said}; {why_no_rows(store, question, given)}"
    return QueryReport("SELECT", remark=said)


def _restated(
    question: Question, given: Mapping[str, str], bindings: Mapping[str, Any], store: EvidenceStore
) -> str:
    """The values that the question was asked with; defaults too."""
    said = restate(question, given, bindings, store).removeprefix(question.question).strip()
    return " ".join(filter(None, (said.replace("--", ""), told_first(question, bindings, store))))
