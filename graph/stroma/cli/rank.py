"""`stroma rank`: the terms at the centre of the evidence."""

from __future__ import annotations

import click

from stroma.cli._explore import format_option, kind_option, write_answer
from stroma.cli._numbers import limit_option
from stroma.cli._settings import Settings, store_option

__all__ = ["rank"]


@click.command()
@click.option(
    "--by",
    type=click.Choice(("studies", "statements", "pagerank")),
    default="studies",
    show_default=True,
    help="What to count; the answer says what it means.",
)
@kind_option
@click.option(
    "--stance",
    "stances",
    multiple=True,
    type=click.Choice(
        ("supported", "contested", "not-supported", "uncontrolled-only", "preclinical-only")
    ),
    help="Count only statements of this stance; may be repeated.",
)
@click.option(
    "--best-level",
    type=click.IntRange(1, 6),
    metavar="N",
    help="Count only statements whose best level is N or better.",
)
@limit_option(default=20, what="List at most N.")
@format_option
@store_option
@click.pass_obj
def rank(
    settings: Settings,
    by: str,
    kinds: tuple[str, ...],
    stances: tuple[str, ...],
    best_level: int | None,
    limit: int,
    fmt: str,
) -> int:
    """Rank terms by how much evidence names them.

    \b
    Example:
      stroma rank --kind Disease
      stroma rank --by pagerank --stance supported --best-level 3 --format csv
    """
    from stroma.explore import rank as rank_terms

    found = rank_terms(
        settings.open_store(),
        by,
        kinds=kinds or None,
        stances=stances or None,
        best_level=best_level,
        limit=limit,
    )
    write_answer(found, fmt)
    return 0 if found.found else 1
