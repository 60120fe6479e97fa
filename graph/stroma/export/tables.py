"""Tables for spreadsheets: nodes, edges, studies, references; and the sheets of a curator. Read first: `csv_tables`."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, Final

from stroma.answer import Answer
from stroma.edition import edition_of
from stroma.errors import InputError
from stroma.export.edges import told_of
from stroma.model import Stance
from stroma.queries import run_query
from stroma.tables import REFERENCES, STUDIES, Part, read_table
from stroma.vocabulary import PREFIXES, Iri, to_curie

if TYPE_CHECKING:
    from stroma.store import EvidenceStore
    from stroma.tables import RecordTable

__all__ = ["LICENCE", "TITLE", "csv_tables", "json_bytes", "sheets", "table_bytes"]

LICENCE: Final = "https://creativecommons.org/licenses/by/4.0/"
TITLE: Final = "Stroma evidence graph"
# How a cell begins that a spreadsheet runs; the same as in export.js of the page.
_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")


def table_bytes(rows: list[dict[str, Any]], delimiter: str) -> bytes:
    buffer = io.StringIO(newline="")
    writer = csv.DictWriter(
        buffer, list(rows[0]) if rows else [], delimiter=delimiter, lineterminator="\n"
    )
    writer.writeheader()
    writer.writerows({name: _cell(value) for name, value in row.items()} for row in rows)
    return buffer.getvalue().encode()


def _cell(value: Any) -> Any:
    """A value as the tables write it: yes and no as in RDF and GraphML, nothing as an empty cell."""
    if isinstance(value, bool):
        return str(value).lower()
    return "" if value is None else value


def csv_tables(store: EvidenceStore, _: Iri | None) -> dict[str, bytes]:
    from stroma.edges import edge_attributes
    from stroma.projection import flat, to_networkx

    graph = flat(to_networkx(store, studies=False))
    nodes: list[dict[str, Any]] = [{"id": node, **graph.nodes[node]} for node in sorted(graph)]
    edges = []
    for proposition in store.propositions.values():
        if proposition.stance is Stance.NO_EVIDENCE:
            continue  # as in every other format of edges
        attributes = {
            k: "; ".join(v) if isinstance(v, tuple) else v
            for k, v in edge_attributes(proposition).items()
        }
        edges.append(
            {
                "subject": to_curie(proposition.subject),
                "object": to_curie(proposition.object),
                **attributes,
                **told_of(store, proposition),
            }
        )
    tables = {
        "nodes.csv": table_bytes([_as_cells(node) for node in nodes], ","),
        "edges.csv": table_bytes([_as_cells(edge) for edge in edges], ","),
        "studies.csv": _records(store, STUDIES),
        "references.csv": _records(store, REFERENCES),
    }
    return {**tables, "csv-metadata.json": about_tables(store, tables)}


def about_tables(
    store: EvidenceStore, names: Iterable[str], *, chosen: str = "all", delimiter: str = ","
) -> bytes:
    """What tables are, and of which edition, as CSV on the Web has it."""
    about = {
        "@context": "http://www.w3.org/ns/csvw",
        "dc:title": TITLE,
        "dc:license": {"@id": LICENCE},
        **edition_of(store).attributes,
        "chosen": chosen,
        "dialect": {"delimiter": delimiter},
        "tables": [{"url": name} for name in names],
    }
    return json_bytes(about)


def _records(store: EvidenceStore, table: RecordTable) -> bytes:
    """The rows of a table as `g.studies()` and the like have them."""

    def query(text: str, limit: int | None = None) -> Answer:
        return Answer.read(run_query(store.dataset, text, limit=limit))

    rows = read_table(table, query, Part(), limit=None, labels=store.labels)
    return table_bytes([_as_cells(dict(zip(rows.columns, row, strict=True))) for row in rows], ",")


def json_bytes(content: dict[str, Any]) -> bytes:
    return (json.dumps(content, ensure_ascii=False, indent=1) + "\n").encode()


def _as_cells(row: dict[str, Any]) -> dict[str, Any]:
    """A row for a spreadsheet, which would run a text that starts like a formula: such a one gets an apostrophe before it."""
    return {
        name: f"'{value}" if isinstance(value, str) and value.startswith(_FORMULA) else value
        for name, value in row.items()
    }


def sheets(store: EvidenceStore, graph: Iri | None) -> dict[str, bytes]:
    from stroma.sources.sheets import write_sheets

    if graph is not None and all(s.graph != graph for s in store.records.studies.values()):
        raise InputError(
            f"{graph.removeprefix(PREFIXES['graph'])} holds no study; sheets are of studies and their findings"
        )
    studies, findings = write_sheets(store.records, graph=graph)
    tables = {"studies.tsv": studies.encode(), "findings.tsv": findings.encode()}
    chosen = "all" if graph is None else f"graph: {graph.removeprefix(PREFIXES['graph'])}"
    about = about_tables(store, tables, chosen=chosen, delimiter="\t")
    return {**tables, "csv-metadata.json": about}
