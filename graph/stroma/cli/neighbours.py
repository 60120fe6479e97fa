"""`stroma neighbours`: the terms around a term."""

from __future__ import annotations

import click

from stroma.cli._explore import format_option, kind_option, write_answer
from stroma.cli._numbers import limit_option
from stroma.cli._settings import Settings, note, store_option

__all__ = ["neighbours"]


@click.command()
@click.argument("term")
@click.option("--hops", default=1, show_default=True, metavar="K", help="Steps away, 1 to 8.")
@kind_option
@click.option(
    "--taxonomy/--no-taxonomy",
    default=False,
    show_default=True,
    help="Step to wider and narrower terms too.",
)
@click.option("--claims", is_flag=True, help="Also step along what articles claim without a study.")
@limit_option(default=200, what="List at most N.")
@format_option
@store_option
@click.pass_obj
def neighbours(
    settings: Settings,
    term: str,
    hops: int,
    kinds: tuple[str, ...],
    taxonomy: bool,
    claims: bool,
    limit: int,
    fmt: str,
) -> int:
    """List the terms around a term, nearest and best supported first.

    \b
    Example:
      stroma neighbours remyelination
      stroma neighbours "multiple sclerosis" --hops 2 --kind Molecule --format csv
    """
    from stroma.explore import neighbours as find_neighbours

    found = find_neighbours(
        settings.open_store(),
        term,
        hops=hops,
        kinds=kinds or None,
        taxonomy=taxonomy,
        claims=claims,
        limit=limit,
    )
    write_answer(found, fmt)
    if found.cut and fmt != "text":
        note(found.cut)
    return 0 if found.found else 1
