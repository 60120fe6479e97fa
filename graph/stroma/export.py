"""How does the graph leave the house? RDF with its graphs, NetworkX formats, tables, KGX.

Read first: `FORMATS` and `write_export`. A format that cannot tell support from dispute carries the stance beside each edge.
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from stroma.answer import Answer
from stroma.edition import edition_of
from stroma.errors import InputError
from stroma.model import Asked, Level, Stance, Study
from stroma.predicates import predicates
from stroma.queries import run_query
from stroma.rendering import beside_edge
from stroma.schema import COUNTS
from stroma.sentences import DIRECTION_WORDS, asks_word
from stroma.tables import REFERENCES, STUDIES, Part, read_table
from stroma.vocabulary import (
    BASE,
    DERIVED_GRAPH,
    PREFIXES,
    PROVENANCE_GRAPH,
    VOCABULARY_GRAPH,
    Iri,
    local_id,
    to_curie,
    to_iri,
)
from stroma.writing import check_target, write_folder, write_whole

if TYPE_CHECKING:
    import networkx as nx

    from stroma.model import Proposition, Reference, Term
    from stroma.store import EvidenceStore
    from stroma.tables import RecordTable

_BIOLINK_KINDS: Final = {
    "CellProduct": "biolink:Treatment",
    "CellType": "biolink:Cell",
    "Tissue": "biolink:AnatomicalEntity",
    "Disease": "biolink:Disease",
    "Outcome": "biolink:ClinicalMeasurement",
    "Mechanism": "biolink:BiologicalProcess",
    "Molecule": "biolink:MolecularEntity",
    "Route": "biolink:NamedThing",
}
# What an id of an ontology is, whatever we call it: another graph has the same node in this category (id_prefixes of Biolink).
_BIOLINK_PREFIXES: Final = {
    "HP": "biolink:PhenotypicFeature",
    "MONDO": "biolink:Disease",
    "UniProtKB": "biolink:Protein",
    "MAXO": "biolink:Procedure",
}
# Biolink takes a disease or phenotypic feature as the object of these alone.
_ON_FEATURES: Final = ("causesAdverseEvent", "prevents")
_FEATURE: Final = "biolink:PhenotypicFeature"
# What has no predicate of Biolink in ontology/stroma.ttl is related_to, with original_predicate beside it.
_RELATED: Final = "biolink:related_to"

# Formats that can hold one source alone.
_OF_ONE_GRAPH: Final = ("trig", "nq", "jsonld", "ttl", "sheets")
# Graphs that every build writes or brings along.
_ADDED: Final = frozenset({DERIVED_GRAPH, PROVENANCE_GRAPH, VOCABULARY_GRAPH})
_WITH_COMMENTS: Final = ("TRIG", "N_QUADS", "TURTLE")
_LICENCE: Final = "https://creativecommons.org/licenses/by/4.0/"
_TITLE: Final = "Stroma evidence graph"
# How a cell begins that a spreadsheet runs; the same as in export.js of the page.
_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")


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
    return FORMATS[fmt].write(store, _graph_iri(store, graph) if graph else None)


def _graph_iri(store: EvidenceStore, name: str) -> Iri:
    """The graph that a person names: `study/uccelli-2021`, a CURIE or IRI of it, or of the source that it holds.

    Raises:
        InputError: there is none; naming the nearest.
    """
    from pyoxigraph import NamedNode

    own = PREFIXES["graph"]
    written = name.strip("<> ").replace("\\", "")  # as SPARQL escapes the slash of a name
    with suppress(InputError):  # a prefix that is none
        written = to_iri(written)
    for iri in (written, own + written, own + written.removeprefix(BASE)):
        with suppress(ValueError):  # no IRI
            if iri.startswith("http") and store.dataset.contains_named_graph(NamedNode(iri)):
                return iri
    from difflib import get_close_matches

    held = [str(graph.value) for graph in store.dataset.named_graphs()]
    short = [iri.removeprefix(own) for iri in held]
    near = get_close_matches(
        written.removeprefix(own).removeprefix(BASE).casefold(), short, n=3, cutoff=0.75
    )
    hint = f"did you mean {', '.join(near)}? " if near else ""
    raise InputError(
        f"no graph {name!r}; {hint}`stroma query 'SELECT DISTINCT ?g {{ GRAPH ?g {{ ?s ?p ?o }} }}'` lists them"
    )


def _rdf(
    name: str, *, stated: bool = False
) -> Callable[[EvidenceStore, Iri | None], dict[str, bytes]]:
    def write(store: EvidenceStore, graph: Iri | None) -> dict[str, bytes]:
        import pyoxigraph as ox

        rdf_format = getattr(ox.RdfFormat, name)
        if graph is None and not rdf_format.supports_datasets:
            raise InputError(
                f"{rdf_format.name} holds one graph and would lose which source says what; choose --graph NAME, or trig"
            )
        node = ox.NamedNode(graph) if graph is not None else None
        # Sorted, so that the same data give the same bytes.
        quads = sorted(store.dataset.quads_for_pattern(None, None, None, node), key=str)
        if stated:
            quads = [q for q in quads if getattr(q.graph_name, "value", "") not in _ADDED]
        things: list[Any] = (
            [q.triple for q in quads]
            if node is not None and not rdf_format.supports_datasets
            else list(quads)
        )
        out = ox.serialize(
            things, format=rdf_format, prefixes=None if name == "N_QUADS" else dict(PREFIXES)
        )
        assert out is not None
        return {"": _comment(store, name) + out}

    return write


def _comment(store: EvidenceStore, name: str) -> bytes:
    """A line on version and evidence, where the format has comments; in JSON-LD and XML `graph:provenance` alone says it."""
    return (
        f"# Exported from {edition_of(store).in_words}\n".encode()
        if name in _WITH_COMMENTS
        else b""
    )


def _turtle(store: EvidenceStore, graph: Iri | None) -> dict[str, bytes]:
    """One graph as a curator writes it, if that says all of it; else as the engine writes it."""
    import pyoxigraph as ox

    if graph is not None and (text := _as_curated(store, graph)) is not None:
        node = ox.NamedNode(graph)
        held = {quad.triple for quad in store.dataset.quads_for_pattern(None, None, None, node)}
        if {quad.triple for quad in ox.parse(text, format=ox.RdfFormat.TURTLE)} == held:
            return {"": text}
    return _rdf("TURTLE")(store, graph)


def _as_curated(store: EvidenceStore, graph: Iri) -> bytes | None:
    from stroma.sources.turtle import turtle_document

    records = store.records
    heads = (records.studies, records.references, records.articles)
    head = [one for of in heads for one in of.values() if one.graph == graph]
    parts = [
        one for of in (store.findings, records.claims) for one in of.values() if one.graph == graph
    ]
    if len(head) != 1:
        return None
    parts.sort(key=lambda one: [int(t) if t.isdigit() else t for t in re.split(r"(\d+)", one.iri)])
    header = [
        f"{head[0].label}.",
        f"Graph {graph.removeprefix(PREFIXES['graph'])}.",
        f"Exported from {edition_of(store).in_words}.",
    ]
    return turtle_document(header, [*head, *parts]).encode()


def _networkx(
    writer: Callable[[nx.MultiDiGraph[str], io.BytesIO], None],
) -> Callable[[EvidenceStore, Iri | None], dict[str, bytes]]:
    def write(store: EvidenceStore, _: Iri | None) -> dict[str, bytes]:
        from stroma.projection import flat, to_networkx

        graph = flat(to_networkx(store, taxonomy=True))
        for iri, study in store.records.studies.items():
            known = {name: getattr(study, name) for name in _OF_STUDY}
            known |= {
                "nct": "; ".join(study.nct),
                "primary_endpoint_met": str(study.primary_endpoint_met or ""),
            }
            node = graph.nodes[to_curie(iri)]
            node.update((name, value) for name, value in known.items() if value not in (None, ""))
        for _, _, edge in graph.edges(data=True):
            if (proposition := edge.get("proposition")) is not None:
                told = _told(store, store.propositions[to_iri(proposition)])
                edge.update(
                    (name, value) for name, value in told.items() if value not in (None, "")
                )
        buffer = io.BytesIO()
        writer(graph, buffer)
        return {"": buffer.getvalue()}

    return write


# What leads from the node of a study to its paper, and what it found first.
_OF_STUDY: Final = ("doi", "pmid", "nct", "n_enrolled", "n_treated", "primary_endpoint_met")


def _graphml(graph: nx.MultiDiGraph[str], out: io.BytesIO) -> None:
    import networkx as nx

    nx.write_graphml(graph, out, named_key_ids=True)


def _gexf(graph: nx.MultiDiGraph[str], out: io.BytesIO) -> None:
    from xml.sax.saxutils import escape

    import networkx as nx

    buffer = io.BytesIO()
    nx.write_gexf(graph, buffer)
    # networkx stamps the day, and the same graph must give the same bytes; and it leaves out what a graph says of itself.
    told = "; ".join(f"{name} {value}" for name, value in graph.graph.items() if name != "name")
    meta = (
        f"<meta><creator>Stroma {graph.graph['stroma_version']}</creator>"
        f"<description>{escape(graph.graph['name'])}: {escape(told)}</description></meta>"
    )
    text, n = re.subn(r"<meta\b.*?</meta>", lambda _: meta, buffer.getvalue().decode(), count=1, flags=re.DOTALL)  # fmt: skip
    assert n == 1
    out.write(text.encode())


def _node_link(graph: nx.MultiDiGraph[str], out: io.BytesIO) -> None:
    import networkx as nx

    text = json.dumps(nx.node_link_data(graph, edges="edges"), ensure_ascii=False, indent=1)
    out.write(text.encode())


def _told(store: EvidenceStore, p: Proposition) -> dict[str, Any]:
    """What the stance of an edge alone does not tell (`beside_edge`), and what a regulator decided where and when."""
    decided = (store.findings[iri] for iri in p.findings if local_id(p.predicate) == "approvedFor")
    return {
        **beside_edge(p),
        "decisions": "; ".join(
            sorted(
                f"{f.region or 'region not stated'}, {f.decided_on or 'date not stated'}: "
                + DIRECTION_WORDS[Asked.DECISION][f.direction]
                for f in decided
            )
        ),
    }


def _table(rows: list[dict[str, Any]], delimiter: str) -> bytes:
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


def _csv(store: EvidenceStore, _: Iri | None) -> dict[str, bytes]:
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
                **_told(store, proposition),
            }
        )
    tables = {
        "nodes.csv": _table([_as_cells(node) for node in nodes], ","),
        "edges.csv": _table([_as_cells(edge) for edge in edges], ","),
        "studies.csv": _records(store, STUDIES),
        "references.csv": _records(store, REFERENCES),
    }
    return {**tables, "csv-metadata.json": _about_tables(store, tables)}


def _about_tables(
    store: EvidenceStore, names: Iterable[str], *, chosen: str = "all", delimiter: str = ","
) -> bytes:
    """What tables are, and of which edition, as CSV on the Web has it."""
    about = {
        "@context": "http://www.w3.org/ns/csvw",
        "dc:title": _TITLE,
        "dc:license": {"@id": _LICENCE},
        **edition_of(store).attributes,
        "chosen": chosen,
        "dialect": {"delimiter": delimiter},
        "tables": [{"url": name} for name in names],
    }
    return _json(about)


def _records(store: EvidenceStore, table: RecordTable) -> bytes:
    """The rows of a table as `g.studies()` and the like have them."""

    def query(text: str, limit: int | None = None) -> Answer:
        return Answer.read(run_query(store.dataset, text, limit=limit))

    rows = read_table(table, query, Part(), limit=None, labels=store.labels)
    return _table([_as_cells(dict(zip(rows.columns, row, strict=True))) for row in rows], ",")


def _json(content: dict[str, Any]) -> bytes:
    return (json.dumps(content, ensure_ascii=False, indent=1) + "\n").encode()


def _as_cells(row: dict[str, Any]) -> dict[str, Any]:
    """A row for a spreadsheet, which would run a text that starts like a formula: such a one gets an apostrophe before it."""
    return {
        name: f"'{value}" if isinstance(value, str) and value.startswith(_FORMULA) else value
        for name, value in row.items()
    }


def _kgx(store: EvidenceStore, _: Iri | None) -> dict[str, bytes]:
    features = {
        p.object for p in store.propositions.values() if local_id(p.predicate) in _ON_FEATURES
    }
    terms = sorted(store.records.terms.items())
    nodes = [_kgx_node(term, is_feature=iri in features) for iri, term in terms]
    edges = list(_kgx_edges(store))
    tables = {"stroma_nodes.tsv": _table(nodes, "\t"), "stroma_edges.tsv": _table(edges, "\t")}
    edition = edition_of(store).attributes
    about = {
        "name": _TITLE,
        "version": edition["stroma_version"],
        **edition,
        "chosen": "all",
        "license": _LICENCE,
        "primary_knowledge_source": "infores:stroma",
        "node_count": len(nodes),
        "edge_count": len(edges),
        "files": list(tables),
    }
    return {**tables, "stroma_metadata.json": _json(about)}


def _kgx_node(term: Term, *, is_feature: bool) -> dict[str, Any]:
    """A term as a node.

    Args:
        is_feature: whether something is said to cause or prevent it.
    """
    curie = to_curie(term.iri)
    of_kind = _FEATURE if is_feature and term.kind == "Outcome" else _BIOLINK_KINDS[term.kind]
    return {
        "id": curie,
        "category": _BIOLINK_PREFIXES.get(curie.partition(":")[0], of_kind),
        "name": term.label,
        "synonym": "|".join(term.synonyms),
        "xref": "|".join(to_curie(iri) for iri in term.close_match),
        "provided_by": "infores:stroma",
    }


def _kgx_edges(store: EvidenceStore) -> Iterator[dict[str, Any]]:
    """One edge a measured proposition. Only solid support keeps its predicate: KGX cannot say `not supported`."""
    for iri, p in store.propositions.items():
        if p.stance is Stance.NO_EVIDENCE:
            continue
        name = local_id(p.predicate)
        described = predicates().get(name)
        solid = (
            p.stance is Stance.SUPPORTED and not p.is_thin_by_evidence and not p.narrower_disagrees
        )
        studies = [
            store.records.studies.get(s) or store.records.references.get(s) for s in p.sources
        ]
        publications = dict.fromkeys(curie for s in studies if s for curie in _published_as(s))
        told = _told(store, p)
        counted = told.pop("events_counted")
        yield {
            "id": to_curie(iri),
            "subject": to_curie(p.subject),
            "predicate": (described.biolink if described else None) or _RELATED
            if solid and (name != "studiedFor" or any(map(_is_trial, studies)))
            else _RELATED,
            "object": to_curie(p.object),
            "category": "biolink:Association",
            "original_predicate": f"st:{name}",
            "asks": asks_word(p.predicate, clinical=p.is_clinical),
            "disease_context_qualifier": to_curie(p.condition) if p.condition else "",
            "stance": p.stance.value,
            "level": p.best_level.rank if p.best_level else "",
            "thin": "|".join(reason.value for reason in p.thin),
            "weaker_disagrees": p.weaker_disagrees,
            "narrower_disagrees": p.narrower_disagrees,
            "retracted": len(p.retracted_sources),
            "under_concern": len(p.concerns),
            "studies": "|".join(local_id(source) for source in p.sources),
            "supporting_studies": "|".join(p.sources),
            **dict(zip(COUNTS, p.counts, strict=True)),
            "participants": p.participants,
            **told,
            "events_counted": counted,
            "publications": "|".join(publications),
            # People without a comparison are observations, however many.
            "knowledge_level": "knowledge_assertion"
            if solid and p.best_level is not Level.FOUR
            else "observation",
            "agent_type": "manual_agent",
            "primary_knowledge_source": "infores:stroma",
        }


def _published_as(source: Study | Reference) -> Iterator[str]:
    """The paper of a source, by PMID or else doi, and its registrations at ClinicalTrials.gov, as CURIEs of the Bioregistry."""
    if source.pmid or source.doi:
        yield f"PMID:{source.pmid}" if source.pmid else f"doi:{source.doi}"
    if isinstance(source, Study):
        yield from (f"clinicaltrials:{number}" for number in source.nct)


def _is_trial(source: Study | Reference | None) -> bool:
    """Whether Biolink calls it a clinical trial; a case series or a review of trials is none."""
    return isinstance(source, Study) and source.design is not None and source.design.is_trial


def _sheets(store: EvidenceStore, graph: Iri | None) -> dict[str, bytes]:
    from stroma.sources.sheets import write_sheets

    if graph is not None and all(s.graph != graph for s in store.records.studies.values()):
        raise InputError(
            f"{graph.removeprefix(PREFIXES['graph'])} holds no study; sheets are of studies and their findings"
        )
    studies, findings = write_sheets(store.records, graph=graph)
    tables = {"studies.tsv": studies.encode(), "findings.tsv": findings.encode()}
    chosen = "all" if graph is None else f"graph: {graph.removeprefix(PREFIXES['graph'])}"
    about = _about_tables(store, tables, chosen=chosen, delimiter="\t")
    return {**tables, "csv-metadata.json": about}


FORMATS: Final = {
    f.name: f
    for f in (
        Format("trig", "RDF, every source in its graph", _rdf("TRIG")),
        Format("nq", "RDF, N-Quads", _rdf("N_QUADS")),
        Format("jsonld", "RDF, JSON-LD", _rdf("JSON_LD")),
        Format("ttl", "RDF, one graph (--graph)", _turtle),
        Format("graphml", "graph for Cytoscape, yEd, igraph", _networkx(_graphml)),
        Format("gexf", "graph for Gephi", _networkx(_gexf)),
        Format("json", "NetworkX node-link JSON", _networkx(_node_link)),
        Format("csv", "tables of nodes, edges, studies and references in a folder", _csv),
        Format("kgx", "Biolink KGX tables in a folder", _kgx),
        Format("sheets", "studies.tsv and findings.tsv, for stroma import, in a folder", _sheets),
    )
}
_STATED: Final = {
    "trig": _rdf("TRIG", stated=True),
    "nq": _rdf("N_QUADS", stated=True),
    "jsonld": _rdf("JSON_LD", stated=True),
}
