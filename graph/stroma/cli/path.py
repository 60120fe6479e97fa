"""`stroma path`: how two terms are connected, step by step."""

from __future__ import annotations

import click

from stroma.cli._explore import format_option, write_answer
from stroma.cli._numbers import seconds
from stroma.cli._settings import Settings, note, store_option

__all__ = ["path"]


@click.command()
@click.argument("start", metavar="A")
@click.argument("end", metavar="B")
@click.option("-k", default=3, show_default=True, metavar="N", help="Show at most N ways.")
@click.option("--max-hops", default=4, show_default=True, metavar="N", help="Longest way, 1 to 8.")
@click.option("--claims", is_flag=True, help="Also step along what articles claim without a study.")
@click.option(
    "--taxonomy/--no-taxonomy",
    default=True,
    show_default=True,
    help="Step to wider terms and by definitions too.",
)
@click.option("--all", "everything", is_flag=True, help="Write out every direct statement.")
@click.option(
    "--timeout-s",
    type=seconds,
    metavar="S",
    default=10.0,
    show_default=True,
    help="End the search after so many seconds (exit code 3).",
)
@format_option
@store_option
@click.pass_obj
def path(
    settings: Settings,
    start: str,
    end: str,
    k: int,
    max_hops: int,
    claims: bool,
    taxonomy: bool,
    everything: bool,
    timeout_s: float,
    fmt: str,
) -> int:
    """Show how two terms are connected, each step with its evidence.

    First what was asked about the two directly, whatever came out; then the best ways: one statement on both,
    then fewest unsupported steps, then fewest detours, then best evidence level, then shortest. A chain of studied steps is no evidence that its
    ends are related.

    \b
    Example:
      stroma path "adipose MSC" remyelination
      stroma path "MSC product" disability -k 5 --format json
    """
    from stroma.explore import paths

    found = paths(
        settings.open_store(),
        start,
        end,
        k=k,
        max_hops=max_hops,
        claims=claims,
        taxonomy=taxonomy,
        timeout_s=timeout_s,
    )
    text = found.text(shown=len(found.direct) if everything else 12) if fmt == "text" else None
    write_answer(found, fmt, text=text)
    if found.cut:
        note(found.cut)
        return 3
    return 0 if found.paths or found.direct or found.start == found.end else 1
