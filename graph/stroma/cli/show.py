"""`stroma show`: a card in the terminal."""

from __future__ import annotations

import json
import shutil
import sys

import click

from stroma.cli._settings import Settings, store_option

__all__ = ["show"]


@click.command()
@click.argument("name", metavar="TERM|STUDY|PROPOSITION|ARTICLE")
@click.option(
    "--all",
    "everything",
    is_flag=True,
    help="Show every relation, not the first twelve of a topic.",
)
@click.option(
    "--format", "-f", "fmt", type=click.Choice(["text", "json"]), default="text", show_default=True
)
@store_option
@click.pass_obj
def show(settings: Settings, name: str, everything: bool, fmt: str) -> None:
    """Show what is known about a term, study, proposition or article.

    NAME is a label, synonym, slug, CURIE, doi, PubMed number or registry number.

    \b
    Example:
      stroma show "autologous adipose MSC"
      stroma show uccelli-2021
      stroma show article:msc-for-ms
    """
    from stroma.cards import card

    found = card(settings.open_store(), name, everything=everything)
    if fmt == "json":
        click.echo(json.dumps(found.to_dict(), ensure_ascii=False, indent=2))
        return
    width = shutil.get_terminal_size().columns if sys.stdout.isatty() else 0
    click.echo(found.text(width))
