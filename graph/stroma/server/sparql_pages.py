"""The editor of a query, and what a query answered. Read first: `write_sparql`."""

from __future__ import annotations

import time
from collections.abc import Sequence
from itertools import islice
from typing import TYPE_CHECKING, BinaryIO, Final

from stroma.queries.child import QueryReport
from stroma.queries.empty import why_empty
from stroma.queries.engine import run_checked
from stroma.queries.remarks import what_was_missed_in_time
from stroma.queries.streaming import answer_query
from stroma.server.cells import cells_of, last_entered
from stroma.server.layout import MAX_ROWS, address, page

if TYPE_CHECKING:
    from stroma.queries.engine import QueryResult, Row
    from stroma.server.protocol import SparqlRequest
    from stroma.store import EvidenceStore

__all__ = ["editor", "write_sparql"]

_EXAMPLE: Final = """SELECT ?statement ?stance ?level ?people {
  ?p rdf:predicate st:ameliorates ;
    rdfs:label ?statement ;
    st:stanceInWords ?stance ;
    st:bestLevel/rdfs:label ?level ;
    st:participants ?people .
}
ORDER BY DESC(?people)
"""


def write_sparql(
    store: EvidenceStore, out: BinaryIO, *, asked: SparqlRequest, root: str, timeout_s: float
) -> QueryReport:
    """The answer to a query; the remark says why there may be none, or what it missed."""
    began = time.monotonic()
    if asked.fmt == "html":
        return _write_results(store, asked, out, root, began, timeout_s)
    report = answer_query(store.dataset, asked.query, out, fmt=asked.fmt, dataset=asked.dataset)
    why = _why_empty(store, asked) if report.found_nothing else ""
    return QueryReport(report.form, remark=_with_missed(why, store, asked, began, timeout_s))


def _with_missed(
    why: str, store: EvidenceStore, asked: SparqlRequest, began: float, timeout_s: float
) -> str:
    """Why a query found nothing, and what it missed."""
    if asked.dataset is not None:
        return why
    took_s = time.monotonic() - began
    missed = what_was_missed_in_time(
        store.dataset, asked.query, took_s=took_s, timeout_s=timeout_s, found_nothing=bool(why)
    )
    return "\n".join(filter(None, (why, missed)))


def _why_empty(store: EvidenceStore, asked: SparqlRequest) -> str:
    """Why a query found nothing; where the request names graphs, that it was asked of these alone comes first."""
    why = why_empty(store, asked.query.text)
    if asked.dataset is None:
        return why
    graphs = ", ".join(f"<{iri}>" for iri in (*asked.dataset.default, *asked.dataset.named)[:3])
    return f"only the graphs that the request names were asked ({graphs}); leave default-graph-uri and named-graph-uri out to ask all. {why}"


def _write_results(
    store: EvidenceStore,
    asked: SparqlRequest,
    out: BinaryIO,
    root: str,
    began: float,
    timeout_s: float,
) -> QueryReport:
    result = run_checked(store.dataset, asked.query, dataset=asked.dataset)
    if result.form.gives_triples:
        names: Sequence[str] = ("subject", "predicate", "object")
        some = list(islice(result.triples(), MAX_ROWS + 1))
        rows: list[Row] = [(t.subject, t.predicate, t.object) for t in some]
    else:
        names, rows = result.variables, list(islice(result.rows(), MAX_ROWS + 1))
    formats = (
        ("ttl", "nt", "jsonld", "xml")
        if result.form.gives_triples
        else ("csv", "tsv", "json", "xml")
    )
    out.write(
        page(
            "sparql.html", root, title="SPARQL", text=asked.query.text, names=names, boolean=result.boolean,
            rows=cells_of(store, rows[:MAX_ROWS], names), is_cut=len(rows) > MAX_ROWS, most=MAX_ROWS, is_answer=True,
            empty=_with_missed(_why(store, asked, result, rows), store, asked, began, timeout_s), formats=formats,
            here=lambda fmt: address("/sparql", query=asked.query.text, format=fmt),
            records_as_of=last_entered(store),
        )
    )  # fmt: skip
    return QueryReport("page")


def _why(
    store: EvidenceStore, asked: SparqlRequest, result: QueryResult, rows: Sequence[Row]
) -> str:
    """Why there may be no answer; empty where there is one."""
    is_no = result.boolean is False or (result.boolean is None and not rows) or result.found_nothing
    return _why_empty(store, asked) if is_no else ""


def editor(root: str, text: str = _EXAMPLE, wrong: str = "") -> bytes:
    """The page on which a query is written, with what is wrong with it."""
    return page(
        "sparql.html", root, title="SPARQL", text=text, names=(), boolean=None, rows=(), is_cut=False, most=MAX_ROWS,
        is_answer=bool(wrong), empty=wrong, formats=(), here=None,
    )  # fmt: skip
