"""`stroma find`: the studies whose records hold most of some words."""

from __future__ import annotations

import click

from stroma.cli._explore import format_option, write_answer
from stroma.cli._numbers import limit_option
from stroma.cli._settings import Settings, store_option

__all__ = ["find"]


@click.command()
@click.argument("words", nargs=-1, required=True)
@limit_option(default=10, what="List at most N.")
@format_option
@store_option
@click.pass_obj
def find(settings: Settings, words: tuple[str, ...], limit: int, fmt: str) -> int:
    """Find the studies whose records hold most of some words.

    Beside each study stands what it found on every side. Words that no record holds are named: what nobody studied here
    is not refuted. Of a large store (1,000 studies and more), the records about the terms that the words name are looked through.

    \b
    Example:
      stroma find precursor cells at LVAD implant
      stroma find "contaminated cord blood" --format csv
    """
    from stroma.study_search import find_studies

    found = find_studies(settings.open_store(), " ".join(words), limit=limit)
    write_answer(found, fmt)
    return 0 if found.found else 1
