"""Numbers that commands take: seconds to wait, and how many to list. Read first: `seconds` and `limit_option`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import click

from stroma.deadlines import checked_timeout
from stroma.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["limit_option", "seconds"]

# More than any graph has terms or any answer that fits on a disk has rows, and a number that machines count to.
_MOST: Final = 1_000_000_000


def seconds(value: str | float) -> float:
    """The type of an option: seconds above 0, within what a clock can count."""
    try:
        return checked_timeout(value, "it")
    except InputError as error:
        raise click.BadParameter(str(error)) from error


def limit_option(
    *, least: int = 1, default: int | None = None, what: str = ""
) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Add --limit to a command.

    Args:
        what: what the help says; names N.
    """
    return click.option(
        "--limit",
        "-n",
        type=click.IntRange(least, _MOST),
        default=default,
        show_default=default is not None,
        metavar="N",
        help=what,
    )
