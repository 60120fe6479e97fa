"""Which questions are shipped, what do they take, and how are they asked?

Read first: `Question` and `load_questions`. A question is one `.rq` file whose comments at the head are its
documentation: question, group, parameters, result columns and an example row.
"""

from __future__ import annotations

import difflib
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from stroma.errors import DataError, ParameterError, UnknownQuestionError
from stroma.queries.parameters import ANY, Parameter, parse_parameter

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping, Sequence
    from pathlib import Path

    from pyoxigraph import Literal, NamedNode

    from stroma.queries.parameters import Resolver

__all__ = ["Column", "Parameter", "Question", "find_question", "load_questions", "parse_question"]

_HEADER: Final = re.compile(
    r"#\s*(question|caution|group|asked|param|column|example|empty):\s*(.*)"
)
_COLUMN: Final = re.compile(r"(?P<name>\w+)\s+[—–-]\s+(?P<meaning>.+)")


@dataclass(frozen=True, slots=True)
class Column:
    """A result column and what it means."""

    name: str
    meaning: str


@dataclass(frozen=True, slots=True)
class Question:
    """A named question: its words, what it takes, what it gives, and its SPARQL."""

    name: str
    question: str
    group: str
    parameters: tuple[Parameter, ...]
    columns: tuple[Column, ...]
    example: Mapping[str, str]
    sparql: str
    path: Path | None = None
    asked: tuple[str, ...] = ()
    """Phrases by which people ask it (`stroma.queries.asking`)."""
    empty: str = ""
    """What an empty answer means, where that is more than that nothing here answers it."""
    caution: str = ""
    """What an answer does not say, or why its numbers are not those of another view; said with every answer."""

    def bind(
        self,
        given: Mapping[str, str],
        resolve: Resolver,
        resolve_source: Callable[[str], str] | None = None,
    ) -> dict[str, NamedNode | Literal]:
        """The variable bindings for what a person gave, defaults filled in.

        Args:
            given: parameter name to the person's words; `min-n` and `min_n` are the same.
            resolve: turns the words for a term into its IRI.

        Raises:
            ParameterError: unknown, missing or unfit parameter; says what is allowed.
        """
        known = {parameter.name.replace("_", "-"): parameter for parameter in self.parameters}
        values = {name.replace("_", "-"): text for name, text in given.items()}
        unknown = sorted(set(values) - set(known))
        if unknown:
            raise ParameterError(self._unknown(unknown[0], known))
        bindings = {}
        for name, parameter in known.items():
            text = values.get(name, parameter.default)
            if text is None:
                raise ParameterError(
                    f"{self.name} needs --{parameter.name}: {parameter.meaning} ({parameter.allowed})"
                )
            if text.casefold() != ANY or parameter.default != ANY:
                bindings[parameter.variable] = parameter.value(text, resolve, resolve_source)
        return bindings

    def _unknown(self, name: str, known: Collection[str]) -> str:
        if not known:
            return f"{self.name} takes no parameters, so --{name} means nothing to it"
        near = difflib.get_close_matches(name, known, n=1)
        hint = (
            f"did you mean --{near[0]}?"
            if near
            else f"it takes {', '.join('--' + k for k in known)}"
        )
        return f"{self.name} has no parameter --{name}; {hint}"


def load_questions(paths: Sequence[Path] | None = None) -> dict[str, Question]:
    """All named questions by name: the shipped ones, or those in the given files; sorted by group and name.

    Raises:
        DataError: a file's header cannot be read; says where.
    """
    if paths is None:
        from stroma.data import data_files

        paths = data_files("questions/*.rq")
    questions = [parse_question(path.read_text(encoding="utf-8"), path) for path in paths]
    return {q.name: q for q in sorted(questions, key=lambda q: (q.group, q.name))}


def find_question(name: str, questions: Mapping[str, Question]) -> Question:
    """The question of this name; hyphens and underscores are the same.

    Raises:
        UnknownQuestionError: naming the nearest.
    """
    wanted = name.strip().lower().replace("_", "-").removesuffix(".rq")
    for question in questions.values():
        if question.name.replace("_", "-") == wanted:
            return question
    raise UnknownQuestionError(name, difflib.get_close_matches(wanted, questions, n=3))


def parse_question(text: str, path: Path) -> Question:
    """Read a question from the text of its file.

    Example:
        >>> from pathlib import Path
        >>> text = '''# question: Which cells express a molecule?
        ... # group: biology
        ... # param: molecule (term: Molecule) = CD90 — the surface marker
        ... # column: cell — the cell type
        ... # example: cell=CL:0000134
        ... SELECT ?cell { ?cell st:expresses ?molecule } ORDER BY ?cell
        ... '''
        >>> question = parse_question(text, Path("cells_expressing.rq"))
        >>> question.name, question.parameters[0].default, question.parameters[0].term_kinds
        ('cells-expressing', 'CD90', ('Molecule',))
    """
    found: dict[str, list[tuple[int, str]]] = {}
    for number, line in enumerate(text.splitlines(), start=1):
        if line.strip() and not line.startswith("#"):
            break
        if match := _HEADER.match(line):
            found.setdefault(match[1], []).append((number, match[2].strip()))
    for needed in ("question", "column", "example"):
        if needed not in found:
            raise DataError(f"the header has no line `# {needed}: …`", path=path, line=1)
    return Question(
        name=path.stem.replace("_", "-"),
        question=found["question"][0][1],
        group=found.get("group", [(0, "other")])[0][1],
        parameters=tuple(
            parse_parameter(line, path, number) for number, line in found.get("param", ())
        ),
        columns=tuple(_parse_column(line, path, number) for number, line in found["column"]),
        example=_parse_example(found["example"][0][1]),
        sparql=text,
        path=path,
        asked=tuple(
            phrase.strip() for _, line in found.get("asked", ()) for phrase in line.split(";")
        ),
        empty=found.get("empty", [(0, "")])[0][1],
        caution=found.get("caution", [(0, "")])[0][1],
    )


def _parse_column(line: str, path: Path, number: int) -> Column:
    match = _COLUMN.fullmatch(line)
    if match is None:
        raise DataError("expected `# column: name — meaning`", path=path, line=number)
    return Column(match["name"], match["meaning"])


def _parse_example(line: str) -> dict[str, str]:
    pairs = (part.partition("=") for part in line.split(" | "))
    return {name.strip(): value.strip() for name, _, value in pairs}
