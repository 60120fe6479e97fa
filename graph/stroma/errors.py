"""What can go wrong, as classes that a caller may want to catch apart.

Read first: `StromaError`, which carries the exit code of the command line, and `DataError`, which says where.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence
    from pathlib import Path

__all__ = [
    "ClosedError",
    "DataError",
    "InputError",
    "OutputExistsError",
    "ParameterError",
    "QueryCutError",
    "QueryFailedError",
    "QueryRefusedError",
    "QuerySyntaxError",
    "QueryTimeoutError",
    "ReplacedWarning",
    "StromaError",
    "UnknownAttributeError",
    "UnknownColumnError",
    "UnknownOptionError",
    "UnknownQuestionError",
    "UnknownTermError",
    "WrongKindError",
]


class StromaError(Exception):
    """Base of all errors that Stroma raises on purpose; `str()` of it is one sentence for a person.

    Exit codes: 1 the data are wrong, 2 bad input or usage, 3 cut short, or a server without a usable answer.
    """

    exit_code = 1

    def __reduce__(self) -> tuple[Any, ...]:
        # The sentence is made of the parts that a class takes, so it cannot be given to it again.
        return _with_parts, (type(self), self.args, dict(self.__dict__))


def _with_parts(
    kind: type[StromaError], args: tuple[Any, ...], parts: dict[str, Any]
) -> StromaError:
    """The error of a pickle, or a copy."""
    # Where a built-in is a base beside ours, Python takes only the most special one for this.
    built_in = (one for one in kind.__mro__ if one.__module__ == "builtins")
    base = max(built_in, key=lambda one: one.__basicsize__)
    error: StromaError = base.__new__(kind, *args)
    error.args = args
    error.__dict__.update(parts)
    return error


def install_hint(extra: str) -> str:
    """How an optional part is installed; from the code, for the package is on no registry.

    Args:
        extra: an extra of pyproject.toml.

    Example:
        >>> install_hint("pdf")
        "in a copy of the repository: pip install '.[pdf]'"
    """
    return f"in a copy of the repository: pip install '.[{extra}]'"


class InputError(StromaError, ValueError):
    """What the person gave cannot be used as it is."""

    exit_code = 2


class UnknownOptionError(StromaError, TypeError):
    """A call got an argument that it does not take, or too many, or one too few; says what it takes."""

    exit_code = 2


class UnknownAttributeError(StromaError, AttributeError):
    """A graph, an answer or the package has no such attribute; says what to write instead."""

    exit_code = 2


class UnknownColumnError(UnknownAttributeError, KeyError):
    """A row has no such column; names those that it has."""

    def __str__(self) -> str:
        return str(self.args[0])  # a KeyError would quote it


class ClosedError(InputError):
    """A store was closed, and something is asked of it."""


class UnknownTermError(InputError, LookupError):
    """No term has this label, synonym, slug, CURIE or IRI."""

    def __init__(self, text: str, near: Sequence[str] = ()) -> None:
        super().__init__(f"unknown term {shorten(text)!r}{did_you_mean(near, '; ')}")
        self.text = text
        self.near = tuple(near)


class WrongKindError(UnknownTermError):
    """The name is that of a term, but of another kind than was asked for."""

    def __init__(
        self, text: str, kind: str, wanted: Collection[str], near: Sequence[str] = ()
    ) -> None:
        super().__init__(text, near)
        self.kind = kind
        expected = " or ".join(kind_words(one) for one in wanted)
        self.args = (
            f"{shorten(text)!r} is {with_article(kind_words(kind))}, not {with_article(expected)}{did_you_mean(near, '; ')}",
        )


class UnknownQuestionError(InputError, LookupError):
    """No named question has this name."""

    def __init__(self, name: str, near: Sequence[str] = ()) -> None:
        hint = did_you_mean(near, "; ") or "; `stroma ask` lists them all"
        super().__init__(f"unknown question {shorten(name)!r}{hint}")
        self.name = name
        self.near = tuple(near)


class ParameterError(InputError):
    """A question got a parameter that it does not have, cannot use, or misses."""


class QueryRefusedError(InputError):
    """The query asks for something that Stroma does not run; the sentence says what and where."""

    def __init__(self, reason: str, *, line: int | None = None, column: int | None = None) -> None:
        where = f" (line {line}, column {column})" if line is not None else ""
        super().__init__(f"query refused: {reason}{where}")
        self.reason = reason
        self.line = line
        self.column = column


class QuerySyntaxError(InputError):
    """The query is not SPARQL 1.1; shows the line with a caret under the place."""

    def __init__(self, reason: str, *, line: int, column: int, source_line: str = "") -> None:
        sentence = f"syntax error in the query at line {line}, column {column}: {reason}"
        if source_line:
            shown, at = _around(source_line, column - 1)
            margin = "".join("\t" if c == "\t" else " " for c in shown[:at])
            sentence += f"\n  {shown}\n  {margin}^"
        super().__init__(sentence)
        self.reason = reason
        self.line = line
        self.column = column
        self.source_line = source_line


class QueryCutError(StromaError):
    """A query was ended before its whole answer was there."""

    exit_code = 3


class QueryTimeoutError(QueryCutError, TimeoutError):
    """A query ran past its deadline and was ended."""

    def __init__(self, timeout_s: float) -> None:
        super().__init__(
            f"the query was ended after {timeout_s:g} s; put what must match before any OPTIONAL or sub-select, "
            "add a LIMIT, or allow more seconds (timeout_s; docs/queries.md, Slow queries)"
        )
        self.timeout_s = timeout_s


class QueryFailedError(QueryCutError):
    """The engine gave up on a query that looked fine: out of memory, too deep, or a fault of its own."""


class DataError(StromaError):
    """Data cannot be read or are wrong; says in which file, line and column as far as is known."""

    def __init__(
        self,
        reason: str,
        *,
        path: Path | str | None = None,
        line: int | None = None,
        column: int | None = None,
    ) -> None:
        place = ":".join(str(part) for part in (path, line, column) if part is not None)
        super().__init__(f"{place}: {reason}" if place else reason)
        self.reason = reason
        self.path = path
        self.line = line
        self.column = column


class OutputExistsError(InputError, FileExistsError):
    """An output file is already there and is not known to be ours."""

    def __init__(self, path: Path | str) -> None:
        super().__init__(f"{path} exists; choose another name or overwrite it with --force")
        self.path = path


class ReplacedWarning(UserWarning):
    """Own files take the place of packaged records, or state one a second time."""


def kind_words(kind: str) -> str:
    """A kind of term as words: `CellProduct` is `cell product`."""
    return "".join(f" {c.lower()}" if c.isupper() else c for c in kind).strip()


def shorten(text: str, width: int = 80) -> str:
    """A text, or as much of it as fits so many characters and an ellipsis among them.

    Example:
        >>> shorten("multiple sclerosis", 9)
        'multiple…'
    """
    return text if len(text) <= width else text[: width - 1] + "…"


def _around(line: str, at: int, width: int = 160) -> tuple[str, int]:
    """A long line about a place of it, and where the place is then."""
    if len(line) <= width:
        return line, at
    start = max(0, min(at - width // 2, len(line) - width))
    before, after = "…" * (start > 0), "…" * (start + width < len(line))
    return f"{before}{line[start : start + width]}{after}", at - start + len(before)


def with_article(words: str) -> str:
    """Words with `a` or `an` before them.

    Example:
        >>> with_article("outcome"), with_article("disease")
        ('an outcome', 'a disease')
    """
    return f"{'an' if words[:1] in 'aeiou' else 'a'} {words}"


def nearest(word: str, known: Iterable[str], *, n: int = 1, cutoff: float = 0.6) -> list[str]:
    """The known words that look most like one, the likest first; none below a likeness of `cutoff`, from 0 to 1.

    Example:
        >>> nearest("bone-marow", ["bone-marrow", "blood"])
        ['bone-marrow']
    """
    from difflib import get_close_matches

    return get_close_matches(word, sorted(set(known)), n=n, cutoff=cutoff)


def did_you_mean(near: Sequence[str], lead: str = "") -> str:
    """The question whether something near was meant, behind `lead`; nothing where nothing is near.

    Example:
        >>> did_you_mean(["bone-marrow"], "; "), did_you_mean([])
        ('; did you mean bone-marrow?', '')
    """
    return f"{lead}did you mean {', '.join(near)}?" if near else ""
