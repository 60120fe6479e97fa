"""How is a named question written in Python? Its parameters are keyword arguments.

Read first: `given_to` and `words_of_python`.
"""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from keyword import iskeyword
from typing import TYPE_CHECKING, Any

from stroma.errors import ParameterError, QueryTimeoutError, UnknownQuestionError

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
    except (ParameterError, QueryTimeoutError, UnknownQuestionError) as error:
        error.args = (in_python(str(error)),)
        raise


def in_python(said: str) -> str:
    """A sentence about options of the command line, about keyword arguments instead.

    Example:
        >>> in_python("--disease any asks about every disease")
        "disease='any' asks about every disease"
    """
    said = said.replace("`stroma ask`", "g.questions()")
    said = re.sub(r"--([a-z][a-z-]*) any\b", lambda m: f"{_keyword(m[1])}='any'", said)
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
