"""What `query` and `ask` share: the options about the answer, and its way to stdout."""

from __future__ import annotations

import io
import sys
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

import click

from stroma.cli._numbers import limit_option, seconds
from stroma.cli._settings import note, stdout_layout, unless_nobody_reads

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from pyoxigraph import Literal, NamedNode, Store

    from stroma.store import EvidenceStore

__all__ = ["answer_options", "stream_answer"]

# The names of stroma.queries.formats.FORMATS; a test compares, because importing them loads the engine.
_FORMATS: Final = ("table", "csv", "tsv", "json", "xml", "ttl", "nt", "nq", "trig", "jsonld")


def answer_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add --format, --limit and --timeout-s to a command."""
    for option in (
        click.option(
            "--timeout-s",
            type=seconds,
            metavar="S",
            default=30.0,
            show_default=True,
            help="End the query after so many seconds (exit code 3).",
        ),
        limit_option(least=0, what="Show at most N rows or triples."),
        click.option(
            "--format",
            "-f",
            "fmt",
            type=click.Choice(_FORMATS),
            help="Default: table, or ttl for CONSTRUCT and DESCRIBE.",
        ),
    ):
        command = option(command)
    return command


def stream_answer(
    store: EvidenceStore | Callable[[], Store],
    text: str,
    *,
    fmt: str | None,
    limit: int | None,
    timeout_s: float,
    bindings: Mapping[str, NamedNode | Literal] | None = None,
    if_empty: str | Callable[[], str] = "no rows",
    sums_up: bool = False,
    remarks: bool = True,
) -> int:
    """Write the answer to stdout, remarks to stderr; returns the exit code.

    Args:
        sums_up: whether a table on a terminal begins with a sentence or two on its rows.
        remarks: as of `stroma.queries.stream_query`.
    """
    from stroma.queries import QueryForm, check_query, stream_query

    layout = stdout_layout()

    # Yes or no is the exit code too, whoever reads the word.
    is_ask = check_query(text) is QueryForm.ASK
    said = io.BytesIO()
    report = stream_query(
        store if callable(store) else store.dataset,
        text,
        said if is_ask else sys.stdout.buffer,
        fmt=fmt,
        layout=replace(layout, sums_up=sums_up and layout.width > 0),
        bindings=bindings,
        limit=limit,
        timeout_s=timeout_s,
        remarks=remarks,
    )
    with unless_nobody_reads():
        sys.stdout.buffer.write(said.getvalue())
    if report.was_cut:
        note(f"--limit {limit}: there is more")
    elif report.found_nothing:
        note(if_empty if isinstance(if_empty, str) else if_empty())
    if report.remark:
        note(report.remark)
    return 1 if report.boolean is False else 0
