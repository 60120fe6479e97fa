"""How do files become an evidence graph? Sources -> checked -> derived graph -> one dataset.

Read first: `build_dataset`. Same files, same quads, in whatever order they come.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from pyoxigraph import Literal, NamedNode, Quad, Store

from stroma import __version__, data
from stroma.derivation import derived_quads
from stroma.evidence import Weighed, weigh
from stroma.records import Records, read_records
from stroma.sources.files import (
    Profile,
    graph_of,
    profile_of,
    read_hashed,
    refuse_one_graph_for_two,
    without_our_names,
)
from stroma.vocabulary import DERIVED_GRAPH, PREFIXES, PROVENANCE_GRAPH, RDF_TYPE, ST

_DATA_LICENCE: Final = "https://creativecommons.org/licenses/by/4.0/"


@dataclass(frozen=True)
class Built:
    """A dataset in memory, and what was read and computed on the way."""

    dataset: Store
    records: Records
    weighed: Weighed
    replaced: tuple[str, ...] = ()
    """What own files took the place of, and what they state a second time, in words."""


def build_dataset(
    own_files: Sequence[Path] = (), *, packaged: bool = True, check: bool = True
) -> Built:
    """Read the packaged base and a person's own files, weigh the evidence, and put all into one dataset.

    Args:
        own_files: read after the packaged files; a graph that both name is replaced by the person's own.
        packaged: leave the packaged base out with False.
        check: check the own files first; the packaged base is checked by the tests, not at each start.

    Raises:
        DataError: if a file cannot be read or breaks a rule that weighing needs.
    """
    graphs: dict[str, list[Quad]] = {}
    ontologies: dict[Path, list[Quad]] = {}
    profiles: list[tuple[Path, Profile]] = []
    hashes: dict[str, tuple[str, str]] = {}
    packaged_paths = data.packaged_files() if packaged else []
    for path in [*packaged_paths, *own_files]:
        quads, digest = read_hashed(path)
        if path in own_files:
            profiles.append((path, profile := profile_of(quads, path)))
            if profile.is_ontology:
                ontologies[path] = quads
                hashes.update((graph_of(q), (source_name(path), digest)) for q in quads)
                continue
        own: dict[str, list[Quad]] = {}
        for quad in quads:
            own.setdefault(graph_of(quad), []).append(quad)
        for graph, of_graph in own.items():
            graphs[graph] = of_graph
            hashes[graph] = (source_name(path), digest)
    refuse_one_graph_for_two(profiles)
    replaced: list[str] = []
    if own_files and check:
        from stroma.check import raise_on_errors, told_replaced

        replaced = told_replaced(raise_on_errors(own_files, packaged=packaged))
    stated = [quad for graph in sorted(graphs) for quad in graphs[graph]]
    records = read_records(stated)
    weighed = weigh(records)
    dataset = Store()
    dataset.extend(stated)
    for quads in ontologies.values():
        dataset.extend(without_our_names(quads, records.terms))
    dataset.extend(derived_quads(records, weighed))
    dataset.extend(provenance_quads(records, hashes))
    return Built(dataset, records, weighed, tuple(replaced))


def source_name(path: Path) -> str:
    """A packaged file by its place in ontology/, any other by its name."""
    try:
        return path.resolve().relative_to(data.ontology_dir()).as_posix()
    except ValueError:
        return path.name


def provenance_quads(records: Records, hashes: dict[str, tuple[str, str]]) -> Iterable[Quad]:
    """Triples about graphs: which file, its hash, who entered it, when; for the derived graph, which software."""
    graph = NamedNode(PROVENANCE_GRAPH)

    def quad(s: str, p: str, o: NamedNode | Literal) -> Quad:
        return Quad(NamedNode(s), NamedNode(p), o, graph)

    prov, dct = PREFIXES["prov"], PREFIXES["dct"]
    entered = {
        r.graph: r
        for t in (records.studies, records.references, records.articles)
        for r in t.values()
    }
    activity = PREFIXES["graph"] + "derived/build"
    for name in sorted(hashes):
        file_name, digest = hashes[name]
        yield quad(name, RDF_TYPE, NamedNode(prov + "Entity"))
        yield quad(name, dct + "source", Literal(file_name))
        yield quad(name, ST + "inputSha256", Literal(digest))
        record = entered.get(name)
        if record is not None:
            yield quad(name, PREFIXES["prov"] + "hadPrimarySource", NamedNode(record.iri))
            if record.curator:
                yield quad(name, dct + "creator", Literal(record.curator))
            if record.curated_on:
                yield quad(
                    name,
                    dct + "date",
                    Literal(record.curated_on, datatype=NamedNode(PREFIXES["xsd"] + "date")),
                )
        yield quad(activity, prov + "used", NamedNode(name))
    yield quad(DERIVED_GRAPH, RDF_TYPE, NamedNode(prov + "Entity"))
    yield quad(DERIVED_GRAPH, prov + "wasGeneratedBy", NamedNode(activity))
    yield quad(DERIVED_GRAPH, dct + "license", NamedNode(_DATA_LICENCE))
    yield quad(activity, RDF_TYPE, NamedNode(prov + "Activity"))
    yield quad(activity, ST + "softwareVersion", Literal(f"stroma {__version__}"))
