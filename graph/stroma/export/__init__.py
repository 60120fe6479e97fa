"""How does the graph leave the house? RDF with its graphs, NetworkX formats, tables, KGX.

Read first: `FORMATS` and `write_export`. A format that cannot tell support from dispute carries the stance beside each edge.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from stroma.errors import InputError
from stroma.export.kgx import kgx_tables
from stroma.export.networks import gexf, graphml, network_writer, node_link
from stroma.export.rdf import graph_iri, rdf_writer, turtle
from stroma.export.tables import csv_tables, sheets
from stroma.writing import check_target, write_folder, write_whole

if TYPE_CHECKING:
    from stroma.store import EvidenceStore
    from stroma.vocabulary import Iri

__all__ = ["FORMATS", "Format", "to_bytes", "write_export"]

# Formats that can hold one source alone.
_OF_ONE_GRAPH: Final = ("trig", "nq", "jsonld", "ttl", "sheets")


@dataclass(frozen=True)
class Format:
    """One way out: its name, what it holds, and the files it makes (one, or several in a folder)."""

    name: str
    about: str
    write: Callable[[EvidenceStore, Iri | None], dict[str, bytes]]


def write_export(
    store: EvidenceStore,
    fmt: str,
    out: Path,
    *,
    graph: str | None = None,
    stated: bool = False,
    force: bool = False,
) -> list[Path]:
    """Write the evidence in a format; all files or none, and no other file is touched.

    Args:
        fmt: a name of `FORMATS`.
        out: the file, or the folder for a format of several files.
        graph: for RDF and sheets, only this graph (`study/uccelli-2021`, a CURIE or an IRI of it or of its source).
        stated: for trig, nq and jsonld, what sources state, without what each build adds: it can be built again.
        force: write over what is there.

    Raises:
        InputError: unknown format or graph, missing folder, a folder where a file should be or the other way round.
        OutputExistsError: something is there and `force` is off.
    """
    if fmt not in FORMATS:
        raise InputError(f"unknown format {fmt!r}; one of {', '.join(FORMATS)}")
    files = _files(store, fmt, graph, stated=stated)
    if list(files) != [""]:
        if out.suffix and not out.is_dir():
            raise InputError(
                f"{fmt} is {len(files)} files in a folder ({', '.join(files)}); give a folder such as {str(out.with_suffix(''))!r}"
            )
        return write_folder(out, files, force=force)
    check_target(out, force=force)
    write_whole({out: files[""]})
    return [out]


def to_bytes(
    store: EvidenceStore, fmt: str, *, graph: str | None = None, stated: bool = False
) -> bytes:
    """The content of a format of one file, for stdout; graph and stated as in `write_export`.

    Raises:
        InputError: if the format makes several files.
    """
    if fmt not in FORMATS:
        raise InputError(f"unknown format {fmt!r}; one of {', '.join(FORMATS)}")
    files = _files(store, fmt, graph, stated=stated)
    if list(files) != [""]:
        raise InputError(
            f"{fmt} makes {len(files)} files ({', '.join(files)}); give a folder with -o"
        )
    return files[""]


def _files(store: EvidenceStore, fmt: str, graph: str | None, *, stated: bool) -> dict[str, bytes]:
    if stated:
        if graph or fmt not in _STATED:
            raise InputError(f"--stated goes with {', '.join(_STATED)}, of all graphs")
        return _STATED[fmt](store, None)
    if graph and fmt not in _OF_ONE_GRAPH:
        raise InputError(
            f"{fmt} holds what all graphs say together; --graph goes with {', '.join(_OF_ONE_GRAPH)}"
        )
    return FORMATS[fmt].write(store, graph_iri(store, graph) if graph else None)


FORMATS: Final = {
    f.name: f
    for f in (
        Format("trig", "RDF, every source in its graph", rdf_writer("TRIG")),
        Format("nq", "RDF, N-Quads", rdf_writer("N_QUADS")),
        Format("jsonld", "RDF, JSON-LD", rdf_writer("JSON_LD")),
        Format("ttl", "RDF, one graph (--graph)", turtle),
        Format("graphml", "graph for Cytoscape, yEd, igraph", network_writer(graphml)),
        Format("gexf", "graph for Gephi", network_writer(gexf)),
        Format("json", "NetworkX node-link JSON", network_writer(node_link)),
        Format("csv", "tables of nodes, edges, studies and references in a folder", csv_tables),
        Format("kgx", "Biolink KGX tables in a folder", kgx_tables),
        Format("sheets", "studies.tsv and findings.tsv, for stroma import, in a folder", sheets),
    )
}
_STATED: Final = {
    "trig": rdf_writer("TRIG", stated=True),
    "nq": rdf_writer("N_QUADS", stated=True),
    "jsonld": rdf_writer("JSON_LD", stated=True),
}
