"""`stroma export`: the graph in other people's formats."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from stroma.cli._settings import Settings, note, store_option

__all__ = ["export"]

_NAMES = ("trig", "nq", "jsonld", "ttl", "graphml", "gexf", "json", "csv", "kgx", "sheets")


@click.command()
@click.option("--format", "-f", "fmt", type=click.Choice(_NAMES), default="trig", show_default=True)
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path, allow_dash=True),
    help="File, or folder for csv, kgx and sheets; default stdout, as -.",
)
@click.option(
    "--graph",
    metavar="NAME",
    help="For RDF and sheets: only this graph, such as study/uccelli-2021.",
)
@click.option(
    "--stated",
    is_flag=True,
    help="For RDF: what sources state, without what each build adds; `stroma build --no-packaged` makes the same store of it.",
)
@click.option("--force", is_flag=True, help="Write over what is there.")
@store_option
@click.pass_obj
def export(
    settings: Settings, fmt: str, output: Path | None, graph: str | None, stated: bool, force: bool
) -> None:
    """Write the graph as RDF, GraphML, GEXF, JSON, CSV or KGX.

    The stance and the counts for, no effect and against travel with every edge, people, animals, dishes and references
    apart. GraphML, GEXF and JSON hold studies and the hierarchy of terms too; leave out the edges `gave`, `in_disease`,
    `measured` and `broader` where only statements are meant. From a server (--store URL) come GraphML, GEXF, JSON, CSV, KGX and
    sheets; RDF (trig, nq, jsonld, ttl) needs a store on disk or the packaged evidence.

    \b
    Example:
      stroma export --format trig -o stroma.trig
      stroma export --format nq --stated -o to-build-again.nq
      stroma export --format ttl --graph study/uccelli-2021
      stroma export --format kgx -o kgx
    """
    from stroma.export import to_bytes, write_export

    store = settings.open_store()
    if output is None or str(output) == "-":
        sys.stdout.buffer.write(to_bytes(store, fmt, graph=graph, stated=stated))
        return
    for path in write_export(store, fmt, output, graph=graph, stated=stated, force=force):
        note(f"wrote {path}")
