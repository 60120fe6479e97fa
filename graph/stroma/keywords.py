"""How is a named question written in Python? Its parameters are keyword arguments.

Read first: `given_to` and `words_of_python`.
"""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from keyword import iskeyword
from typing import TYPE_CHECKING, Any, Final

from stroma.errors import (
    DataError,
    ParameterError,
    QueryRefusedError,
    QuerySyntaxError,
    StromaError,
)

if TYPE_CHECKING:
    from stroma.queries import Question

__all__ = ["as_call", "given_to", "in_python", "parameters_of", "words_of_python"]


def parameters_of(question: Question) -> str:
    """The parameters of a question as the arguments of a call."""
    names = {p: _keyword(p.variable) for p in question.parameters}
    return ", ".join(
        name if p.default is None else f"{name}={p.default!r}" for p, name in names.items()
    )


def _keyword(name: str) -> str:
    """A parameter as Python lets one write it: `class` is a word of its own, so `class_`."""
    name = name.replace("-", "_")
    return name + "_" if iskeyword(name) else name


def given_to(question: Question, values: Mapping[str, Any]) -> dict[str, str]:
    """The values of parameters as the texts that a question takes.

    Raises:
        ParameterError: a value is neither text nor number, or a number where a name belongs.
    """
    kinds = {p.variable: p for p in question.parameters}
    given = {}
    for spelled, value in values.items():
        name = spelled.removesuffix("_")
        parameter = kinds.get(name.replace("-", "_"))
        is_named = parameter is not None and parameter.kind in ("term", "source")
        is_number = isinstance(value, int | float) and not isinstance(value, bool)
        if not isinstance(value, str) and (is_named or not is_number):
            allowed = parameter.allowed if parameter is not None else "text or a number"
            raise ParameterError(
                f"{name}= takes {allowed}, not {value!r}; leave it out for its default"
            )
        given[name] = str(value)
    return given


@contextmanager
def words_of_python() -> Iterator[None]:
    """Errors that speak of options of the command line speak of keyword arguments."""
    try:
        yield
    except (DataError, QueryRefusedError, QuerySyntaxError):
        raise  # these show lines of a file or a query as they are
    except StromaError as error:
        error.args = (in_python(str(error)),)
        raise


# What is quoted is a name or a value, and a command that has no call in Python is one for the shell.
_AS_IT_IS: Final = re.compile(r"(`stroma [^`]*`|(?<!\w)'[^'\n]*')")


def in_python(said: str) -> str:
    """A sentence about options of the command line, about keyword arguments instead.

    Example:
        >>> in_python("--disease any asks about every disease")
        "disease='any' asks about every disease"
        >>> in_python("x.html exists; choose another name or overwrite it with --force")
        'x.html exists; choose another name or overwrite it with force=True'
    """
    said = said.replace("`stroma ask`", "g.questions()")
    said = re.sub(r"`(?:stroma )?ask ([a-z-]+)`", r"g.ask('\1')", said)
    said = re.sub(r"`stroma (query|show) ('[^`]*'|[\w:-]+)`", _as_method, said)
    said = said.replace("--store takes", "stroma.open_graph takes")
    parts = _AS_IT_IS.split(said)
    parts[::2] = map(_options, parts[::2])
    return "".join(parts)


def _as_method(command: re.Match[str]) -> str:
    argument = command[2] if command[2].startswith("'") else repr(command[2])
    return f"g.{command[1]}({argument})"


def _options(said: str) -> str:
    said = re.sub(r"--(force|claims|taxonomy)\b", r"\1=True", said)
    said = re.sub(r"--([a-z][a-z-]*) any\b", lambda m: f"{_keyword(m[1])}='any'", said)
    said = re.sub(r"--([a-z][a-z-]*) NAME\b", lambda m: f"{_keyword(m[1])}=NAME", said)
    return re.sub(r"--([a-z][a-z-]*)", lambda m: _keyword(m[1]) + "=", said)


def as_call(command: str) -> str:
    """The call that does what a command `stroma ask …` does.

    Example:
        >>> as_call("stroma ask product-in-disease --product 'adipose MSC' --disease MS")
        "g.ask('product-in-disease', product='adipose MSC', disease='MS')"
    """
    _, _, name, *options = shlex.split(command)
    values = zip(options[::2], options[1::2], strict=True)
    given = "".join(f", {_keyword(key[2:])}={value!r}" for key, value in values)
    return f"g.ask({name!r}{given})"
