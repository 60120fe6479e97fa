"""`stroma view`: the interactive page."""

from __future__ import annotations

from pathlib import Path

import click

from stroma.cli._files import FilePath
from stroma.cli._settings import Settings, note, store_option

__all__ = ["view"]


@click.command()
@click.argument("term", default="multiple sclerosis")
@click.option(
    "-o",
    "--output",
    "out",
    type=FilePath(),
    default=Path("stroma.html"),
    show_default=True,
    help="The file to write.",
)
@click.option("--title", help="Title of the page; by default the term.")
@click.option(
    "--open/--no-open", "open_it", default=True, help="Open the page in a browser.  [default: open]"
)
@click.option("--force", is_flag=True, help="Overwrite a file that is not a page of ours.")
@click.option(
    "--whole-graph", is_flag=True, help="Open on the whole graph, each term in its place."
)
@store_option
@click.pass_obj
def view(
    settings: Settings,
    term: str,
    out: Path,
    title: str | None,
    open_it: bool,
    force: bool,
    whole_graph: bool,
) -> None:
    """Write the interactive page on a term, and open it.

    TERM is a label, synonym, slug or CURIE. A study, reference, proposition or article opens the page of its disease, with
    itself selected. The page is one file and asks for nothing on the network.

    \b
    Example:
      stroma view
      stroma view "umbilical-cord MSC product" -o cord.html --no-open
    """
    from stroma.viewer import check_place, opening_of, part_around, write_page

    check_place(out, force=force)
    store = settings.open_store()
    opening = opening_of(store, term)
    if not whole_graph:
        store = part_around(store, opening)
        if store.cut is not None:
            note(f"cut short: {store.cut}")
    path = write_page(
        store,
        opening.term,
        out,
        selected=opening.selected,
        title=title,
        whole_graph=whole_graph,
        force=force,
    )
    click.echo(path)
    if open_it and not _open(path):
        note("no browser could be opened; open the file by hand")


def _open(path: Path) -> bool:
    import webbrowser

    try:
        return webbrowser.open(path.resolve().as_uri())
    except webbrowser.Error:
        return False
