"""`stroma push`: a build onto a SPARQL server."""

from __future__ import annotations

import os
from pathlib import Path

import click

from stroma.cli._numbers import seconds
from stroma.cli._settings import Settings, note, store_option
from stroma.cli._status import StatusLine
from stroma.errors import InputError
from stroma.locations import Address

__all__ = ["push"]


@click.command()
@click.option(
    "--from",
    "source",
    type=click.Path(path_type=Path),
    metavar="DIR",
    help="Push this store instead of the packaged evidence.",
)
@click.option(
    "--timeout-s",
    type=seconds,
    metavar="S",
    default=lambda: os.environ.get("STROMA_SPARQL_TIMEOUT_S", "60"),
    show_default="60, or $STROMA_SPARQL_TIMEOUT_S",
    help="Longest silence of the server that is waited for.",
)
@click.option(
    "--prune",
    is_flag=True,
    help="Remove from the server what an earlier push put there and this build lacks.",
)
@click.option(
    "--force",
    is_flag=True,
    help="Send every graph anew, whatever the server says that it holds.",
)
@store_option
@click.pass_obj
def push(
    settings: Settings, source: Path | None, timeout_s: float, prune: bool, force: bool
) -> int:
    """Load a build into a SPARQL server, graph by graph.

    Sends what the server does not hold yet, by its marks and by the number of triples in each graph, so that a push that
    was cut off can be run again; until it is done, commands that read there refuse. Graphs that others put there
    stay; one that an earlier push put there and this build lacks is named, and goes only with --prune. Credentials come from STROMA_SPARQL_USER and STROMA_SPARQL_PASSWORD, or STROMA_SPARQL_TOKEN; updates
    go to STROMA_UPDATE_URL, by default the same address with /query changed to /update.

    \b
    Example:
      stroma push --store http://localhost:7878/query
      stroma push --from evidence --store http://localhost:7878/query
    """
    from stroma.remote.client import Endpoint
    from stroma.remote.push import push as push_dataset
    from stroma.store import open_store

    place = settings.location
    if not isinstance(place, Address):
        raise InputError("say where with --store URL, the address of a SPARQL 1.1 endpoint")
    endpoint = Endpoint(place.url, timeout_s=timeout_s)
    with StatusLine() as line:

        def report(done: int, total: int) -> None:
            line.show(f"pushing graph {done + 1:,} of {total:,}")

        done = push_dataset(
            open_store(source).dataset, endpoint, prune=prune, force=force, report=report
        )
    note(
        f"{settings.store}: {done.n_sent:,} of {done.n_graphs:,} graphs sent ({done.n_triples_sent:,} triples), "
        f"{done.n_removed:,} removed, the rest was there"
    )
    return 0
