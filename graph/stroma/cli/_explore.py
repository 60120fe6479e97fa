"""What `path`, `neighbours` and `rank` share: how an answer is written, and what is said when it was cut."""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING, Any, Protocol

import click

from stroma.vocabulary import KINDS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

__all__ = ["format_option", "kind_option", "write_answer"]


class Answer(Protocol):
    """What can be written as text, JSON or CSV."""

    def text(self) -> str:
        """For people."""

    def to_dict(self) -> dict[str, Any]:
        """For JSON."""

    def rows(self) -> Iterator[tuple[str, ...]]:
        """For CSV, the names of the columns first."""


def format_option(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add --format to a command."""
    return click.option(
        "--format",
        "-f",
        "fmt",
        type=click.Choice(("text", "json", "csv")),
        default="text",
        show_default=True,
    )(command)


def kind_option(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add --kind to a command, as `kinds`."""
    return click.option(
        "--kind",
        "kinds",
        multiple=True,
        type=click.Choice(KINDS, case_sensitive=False),
        help="List only this kind; may be repeated.",
    )(command)


def write_answer(answer: Answer, fmt: str, *, text: str | None = None) -> None:
    """Write an answer to stdout."""
    if fmt == "json":
        click.echo(json.dumps(answer.to_dict(), ensure_ascii=False, indent=2))
    elif fmt == "csv":
        table = io.StringIO()
        csv.writer(table).writerows(answer.rows())
        click.echo(table.getvalue(), nl=False)
    else:
        click.echo(answer.text() if text is None else text)
