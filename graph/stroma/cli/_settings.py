"""What every command is told: which store, and how much to say. Read first: `Settings` and `store_option`."""

from __future__ import annotations

import os
import sys
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

import click

from stroma.locations import Directory, Location, parse_location

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from pyoxigraph import Store

    from stroma.queries import Layout
    from stroma.store import EvidenceStore

__all__ = [
    "Settings",
    "close_stdout",
    "note",
    "stdout_layout",
    "store_option",
    "unless_nobody_reads",
]


@dataclass(frozen=True, slots=True)
class Settings:
    """The global options, as `ctx.obj`."""

    store: str | None = None
    debug: bool = False
    _opened: list[EvidenceStore] = field(
        default_factory=list, init=False, repr=False, compare=False
    )

    @property
    def location(self) -> Location:
        """What `--store` means.

        Raises:
            InputError: no location of a store.
        """
        return parse_location(self.store)

    def open_store(self) -> EvidenceStore:
        """The store that was asked for, else the packaged evidence; a command that asks twice opens it once."""
        from stroma.store import open_store

        if not self._opened:
            self._opened.append(open_store(self.store))
        return self._opened[0]

    def quads(self) -> EvidenceStore | Callable[[], Store]:
        """What a query needs of the store; of one on disk nothing more is loaded than what opens its quads."""
        place = self.location
        if not isinstance(place, Directory):
            return self.open_store()
        from stroma.disk.opening import OpenedQuads

        opened = OpenedQuads(place.path)
        return lambda: opened.dataset


def store_option(command: Callable[..., Any]) -> Callable[..., Any]:
    """Let `--store` stand behind the command's name too."""

    def keep(ctx: click.Context, _: click.Parameter, value: str | None) -> None:
        if value is not None:
            ctx.obj = replace(ctx.find_object(Settings) or Settings(), store=value)

    return click.option(
        "--store",
        metavar="DIR|URL",
        expose_value=False,
        callback=keep,
        help="Use this store instead of the packaged evidence.",
    )(command)


def stdout_layout() -> Layout:
    """How a table should look where stdout goes: wrapped and bold on a terminal, plain in a pipe."""
    from stroma.queries import Layout

    if not sys.stdout.isatty():
        return Layout(width=0)
    from shutil import get_terminal_size

    return Layout(width=get_terminal_size().columns, colour="NO_COLOR" not in os.environ)


@contextmanager
def unless_nobody_reads() -> Iterator[None]:
    """Write what a verdict does not need: a reader that closes the pipe, as `| head` does, changes no exit code."""
    try:
        yield
        sys.stdout.flush()
    except BrokenPipeError:
        close_stdout()


def close_stdout() -> None:
    """Let what is still written go nowhere, the flush at exit included: nobody reads any more."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def note(message: str) -> None:
    """Tell the person something that is not data."""
    click.echo(f"stroma: {message}", err=True)
