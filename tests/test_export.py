"""Export: what leaves the house keeps its stance, and can be read again."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING, cast

import networkx as nx
import pyoxigraph as ox
import pytest
from pyshacl import validate
from rdflib import Graph

import stroma
from seeds import in_order_of_sets
from stroma.data import ontology_dir
from stroma.edition import edition_of
from stroma.errors import InputError, OutputExistsError
from stroma.export import FORMATS, to_bytes, write_export
from stroma.model import Stance
from stroma.sentences import asks_word
from stroma.store import open_store
from stroma.vocabulary import PREFIXES, to_curie, to_iri

if TYPE_CHECKING:
    from stroma.store import EvidenceStore


def test_trig_and_nquads_hold_every_quad(packaged: EvidenceStore) -> None:
    for fmt, rdf_format in (("trig", ox.RdfFormat.TRIG), ("nq", ox.RdfFormat.N_QUADS)):
        again = set(ox.parse(input=to_bytes(packaged, fmt), format=rdf_format))
        assert again == set(packaged.dataset.quads_for_pattern(None, None, None, None))


_DIGESTS = """
import hashlib
from stroma.export import FORMATS
from stroma.store import open_store

store = open_store()
for fmt in FORMATS:
    if fmt != "ttl":  # of one graph
        for name, data in FORMATS[fmt].write(store, None).items():
            print(fmt, name, hashlib.sha256(data).hexdigest())
"""


def test_the_same_data_give_the_same_bytes_in_any_order_of_sets() -> None:
    first, second = (in_order_of_sets(seed, _DIGESTS) for seed in (1, 2))
    assert len(first.splitlines()) > len(FORMATS)  # three formats make several files
    assert first == second


def test_turtle_takes_one_graph_and_refuses_to_merge(packaged: EvidenceStore) -> None:
    with pytest.raises(InputError, match="--graph"):
        to_bytes(packaged, "ttl")
    text = to_bytes(packaged, "ttl", graph="study/uccelli-2021").decode()
    assert "study:uccelli-2021" in text
    assert "study:petrou-2020" not in text


def test_networkx_reads_graphml_again(packaged: EvidenceStore) -> None:
    graph = nx.parse_graphml(to_bytes(packaged, "graphml").decode(), force_multigraph=True)
    edge = graph["term:darvadstrocel"]["term:crohn-perianal-fistula"]["ameliorates"]
    assert edge["stance"] == "contested"


def test_node_link_json_reads_again(packaged: EvidenceStore) -> None:
    graph = nx.node_link_graph(json.loads(to_bytes(packaged, "json")), edges="edges")
    assert graph.is_multigraph()
    assert graph.nodes["MONDO:0005301"]["label"] == "multiple sclerosis"


def test_kgx_keeps_causal_predicates_for_solid_support_only(
    packaged: EvidenceStore, tmp_path: Path
) -> None:
    write_export(packaged, "kgx", tmp_path / "kgx")
    text = (tmp_path / "kgx" / "stroma_edges.tsv").read_text(encoding="utf-8")
    rows = list(csv.DictReader(io.StringIO(text), delimiter="\t"))
    causal = [row for row in rows if row["predicate"] != "biolink:related_to"]
    assert {"biolink:has_adverse_event", "biolink:in_clinical_trials_for"} <= {
        row["predicate"] for row in causal
    }
    assert {row["stance"] for row in causal} == {"supported"}
    assert {row["thin"] for row in causal} <= {"", "abstract-only"}
    assert {row["narrower_disagrees"] for row in causal} == {"false"}
    fistula = [
        r
        for r in rows
        if r["subject"] == "term:darvadstrocel" and r["original_predicate"] == "st:ameliorates"
    ]
    assert [(r["predicate"], r["stance"]) for r in fistula] == [("biolink:related_to", "contested")]


def test_kgx_nodes_are_of_the_category_that_their_ids_and_edges_ask_for(
    packaged: EvidenceStore,
) -> None:
    """Ranges and id_prefixes of the Biolink Model 4.4: another graph has the same ids in these categories."""
    tables = FORMATS["kgx"].write(packaged, None)
    rows = csv.DictReader(io.StringIO(tables["stroma_nodes.tsv"].decode()), delimiter="\t")
    category = {row["id"]: row["category"].removeprefix("biolink:") for row in rows}
    of_prefix = {
        "HP": "PhenotypicFeature",
        "MONDO": "Disease",
        "UniProtKB": "Protein",
        "MAXO": "Procedure",
    }
    for curie, found in category.items():
        prefix = curie.partition(":")[0]
        assert found == of_prefix.get(prefix, found), curie
    assert {
        of_prefix[c.partition(":")[0]] for c in category if c.partition(":")[0] in of_prefix
    } == {*of_prefix.values()}
    condition = {"Disease", "PhenotypicFeature"}
    edges = kgx_edges(packaged).values()
    for row in edges:
        if row["predicate"] not in ("biolink:related_to", "biolink:subclass_of"):
            assert category[row["object"]] in condition, row
        if row["original_predicate"] == "st:causesAdverseEvent":
            assert category[row["object"]] in condition, row
    assert category["term:disability"] == "ClinicalMeasurement"


def kgx_edges(store: EvidenceStore) -> dict[str, dict[str, str]]:
    text = FORMATS["kgx"].write(store, None)["stroma_edges.tsv"].decode()
    return {row["id"]: row for row in csv.DictReader(io.StringIO(text), delimiter="\t")}


def test_kgx_carries_all_counts(packaged: EvidenceStore) -> None:
    edges = kgx_edges(packaged)
    for iri, p in packaged.propositions.items():
        if p.stance is Stance.NO_EVIDENCE:
            continue
        row = edges[to_curie(iri)]
        assert row["participants"] == ("" if p.participants is None else str(p.participants))
        assert row["weaker_disagrees"] == str(p.weaker_disagrees).lower()
        assert row["asks"] == asks_word(p.predicate, clinical=p.is_clinical)
        assert row["level"] == (str(p.best_level.rank) if p.best_level else "")
        prefixes = {
            "human": "",
            "animal": "animal_",
            "in_vitro": "in_vitro_",
            "reference": "reference_",
        }
        for group, prefix in prefixes.items():
            tally = getattr(p, group)
            counts = [row[f"{prefix}{d}"] for d in ("supports", "inconclusive", "disputes")]
            assert counts == [str(tally.supports), str(tally.inconclusive), str(tally.disputes)]


def test_kgx_calls_a_clinical_trial_only_what_is_one(packaged: EvidenceStore) -> None:
    trials = {"randomised-controlled", "crossover-randomised", "non-randomised-controlled", "open-label-single-arm"}  # fmt: skip
    n_others = 0
    for row in kgx_edges(packaged).values():
        if row["original_predicate"] != "st:studiedFor" or row["stance"] != "supported":
            continue
        records = packaged.records.studies
        studies = [s for s in map(records.get, map(study_iri, row["studies"].split("|"))) if s]
        if any(study.design in trials for study in studies):
            continue
        n_others += 1
        assert row["predicate"] == "biolink:related_to"
    assert n_others > 0


def study_iri(slug: str) -> str:
    return f"https://w3id.org/stroma/study/{slug}"


def test_kgx_knows_people_without_a_comparison_as_observations(packaged: EvidenceStore) -> None:
    levels = {row["level"]: set[str]() for row in kgx_edges(packaged).values()}
    for row in kgx_edges(packaged).values():
        levels[row["level"]].add(row["knowledge_level"])
    assert levels["4"] == {"observation"}
    assert "knowledge_assertion" in levels["2"]


def test_an_existing_file_stays_unless_forced(packaged: EvidenceStore, tmp_path: Path) -> None:
    out = tmp_path / "mine.trig"
    out.write_text("precious", encoding="utf-8")
    with pytest.raises(OutputExistsError):
        write_export(packaged, "trig", out)
    assert out.read_text(encoding="utf-8") == "precious"
    write_export(packaged, "trig", out, force=True)
    assert out.read_text(encoding="utf-8") != "precious"
    assert list(tmp_path.iterdir()) == [out]


def test_bad_places_and_names_get_one_line(packaged: EvidenceStore, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="does not exist; make it first"):
        write_export(packaged, "trig", tmp_path / "missing" / "a.trig")
    with pytest.raises(InputError, match="unknown format"):
        to_bytes(packaged, "docx")
    # With a blank or brackets in it, a name is no IRI.
    for name in ("study/nobody-1999", "http://a b", "study/<x>", "nothing:like-it"):
        with pytest.raises(InputError, match="no graph"):
            to_bytes(packaged, "ttl", graph=name)
    for name in ("study/uccelli 2021", "uccelli-2021", "study:Uccelli-2021"):
        with pytest.raises(InputError, match="did you mean study/uccelli-2021"):
            to_bytes(packaged, "ttl", graph=name)


@pytest.mark.parametrize(
    "name",
    [
        "graph:study/uccelli-2021",
        r"graph:study\/uccelli-2021",
        "https://w3id.org/stroma/graph/study/uccelli-2021",
        "study:uccelli-2021",
        "<https://w3id.org/stroma/study/uccelli-2021>",
    ],
)
def test_a_graph_is_also_known_by_the_names_of_its_source(
    packaged: EvidenceStore, name: str
) -> None:
    written = to_bytes(packaged, "ttl", graph=name)
    assert written == to_bytes(packaged, "ttl", graph="study/uccelli-2021")


def test_the_tables_of_two_formats_write_yes_and_no_alike(
    few: EvidenceStore, tmp_path: Path
) -> None:
    asked = ("weaker_disagrees", "narrower_disagrees", "events_counted")
    found = []
    for fmt, name, key, delimiter in (
        ("csv", "edges.csv", "proposition", ","),
        ("kgx", "stroma_edges.tsv", "id", "\t"),
    ):
        write_export(few, fmt, tmp_path / fmt)
        with (tmp_path / fmt / name).open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file, delimiter=delimiter))
        assert not {"True", "False", "None"} & {cell for row in rows for cell in row.values()}
        found.append({row[key]: [row[column] for column in asked] for row in rows})
    assert found[0] == found[1]
    assert {cell for cells in found[0].values() for cell in cells} == {"true", "false", ""}


@pytest.mark.parametrize("fmt", sorted(FORMATS))
def test_every_format_says_what_it_is_for(fmt: str) -> None:
    assert FORMATS[fmt].about


def test_no_cell_of_the_tables_runs_as_a_formula(tmp_path: Path) -> None:
    own = tmp_path / "own.ttl"
    own.write_text(
        f"@prefix st: <{PREFIXES['st']}> . @prefix rdfs: <{PREFIXES['rdfs']}> .\n"
        f'<{PREFIXES["term"]}evil> a st:Outcome ; rdfs:label "=HYPERLINK(1)"@en ; st:slug "evil" .\n'
    )
    store = open_store(own_files=[own])
    write_export(store, "csv", tmp_path / "tables")
    for name in ("nodes.csv", "edges.csv"):
        text = (tmp_path / "tables" / name).read_text(encoding="utf-8")
        cells = [cell for row in csv.reader(io.StringIO(text)) for cell in row]
        assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@"))]
        assert ("'=HYPERLINK(1)" in cells) == (name == "nodes.csv")


def test_one_graph_is_written_as_a_curator_writes_it(packaged: EvidenceStore) -> None:
    """A correction that starts from an export differs from the packaged file in what was corrected, and in nothing else."""
    for folder, slug in (("studies", "oh-2018"), ("references", "ema-2024-12"), ("articles", "msc-for-ms")):  # fmt: skip
        kind = {"studies": "study", "references": "reference", "articles": "article"}[folder]
        written = (ontology_dir() / folder / f"{slug}.ttl").read_text(encoding="utf-8")
        exported = to_bytes(packaged, "ttl", graph=f"{kind}/{slug}").decode()
        # The comment at the top is the file's own.
        assert exported.partition("\n\n")[2] == written.partition("\n\n")[2]


def test_what_the_records_do_not_hold_is_exported_too(tmp_path: Path) -> None:
    path = tmp_path / "oh-2018.ttl"
    text = (ontology_dir() / "studies" / "oh-2018.ttl").read_text(encoding="utf-8")
    path.write_text(f'{text}\nstudy:oh-2018 <http://purl.org/dc/terms/rights> "ours" .\n')
    store = open_store(own_files=[path])
    exported = to_bytes(store, "ttl", graph="study/oh-2018")
    assert b'"ours"' in exported
    graph = ox.NamedNode(PREFIXES["graph"] + "study/oh-2018")
    held = {q.triple for q in store.dataset.quads_for_pattern(None, None, None, graph)}
    assert {q.triple for q in ox.parse(exported, format=ox.RdfFormat.TURTLE)} == held


@pytest.mark.parametrize("fmt", ["csv", "kgx", "graphml"])
def test_an_edge_tells_a_harm_that_people_had_from_one_that_nobody_had(
    fmt: str, packaged: EvidenceStore, tmp_path: Path
) -> None:
    write_export(packaged, fmt, tmp_path / "out")
    if fmt == "graphml":
        graph = nx.read_graphml(tmp_path / "out", force_multigraph=True)
        edges = [data for _, _, data in graph.edges(data=True)]
        by_id = {edge["proposition"]: edge for edge in edges if "proposition" in edge}
    else:
        name, key, delimiter = (
            ("edges.csv", "proposition", ",") if fmt == "csv" else ("stroma_edges.tsv", "id", "\t")
        )
        text = (tmp_path / "out" / name).read_text(encoding="utf-8")
        rows = csv.DictReader(io.StringIO(text), delimiter=delimiter)
        by_id = {row[key]: row for row in rows}
    told = {
        p.label: by_id[to_curie(p.iri)]
        for p in packaged.propositions.values()
        if to_curie(p.iri) in by_id
    }
    # cudkowicz-2022-f4: an excess of deaths; shokati-2025-f2: no serious event in 5.
    nurown = "MSC-NTF (MSC secreting neurotrophic factors) causes death, in amyotrophic lateral sclerosis"
    assert told[nurown]["stance"] == "not-supported"
    assert told[nurown]["stance_in_words"] == "seen, not shown to come from it"
    assert str(told[nurown]["events_counted"]).lower() == "true"
    nobody = next(e for label, e in told.items() if e["stance_in_words"] == "looked for; not seen")
    assert str(nobody["events_counted"]).lower() == "false"
    # ema-2024-12: the approval in the European Union was withdrawn.
    darvadstrocel = told["darvadstrocel is approved for perianal fistula in Crohn disease"]
    assert "European Union, 2024-12" in darvadstrocel["decisions"]
    assert ": not approved" in darvadstrocel["decisions"]


def _report_of_shapes(data: bytes, *more: str) -> tuple[bool, str]:
    """Whether exported quads conform to the shapes, the vocabulary and more triples beside them."""
    graph = Graph().parse(ontology_dir() / "stroma.ttl")
    quads = ox.parse(input=data, format=ox.RdfFormat.TRIG)
    triples = (ox.Triple(q.subject, q.predicate, q.object) for q in quads)
    lines = ox.serialize(triples, format=ox.RdfFormat.N_TRIPLES) or b""
    graph.parse(data=lines.decode() + "\n".join(more), format="nt")
    shapes = Graph().parse(ontology_dir() / "shapes.ttl")
    conforms, _, report = validate(graph, shacl_graph=shapes, inference="none")
    return conforms, report


def test_what_sources_state_conforms_to_the_shapes(few: EvidenceStore) -> None:
    """Of a part: tests/test_check.py runs the shapes on the files of all of it."""
    conforms, report = _report_of_shapes(to_bytes(few, "trig", stated=True))
    assert conforms, report


def test_a_bare_triple_without_support_breaks_the_shapes(packaged: EvidenceStore) -> None:
    """And nothing else of the whole graph does, with the bare triples that the build states."""
    term, ms = PREFIXES["term"], to_iri("MONDO:0005301")
    bare = f"<{term}darvadstrocel> <{PREFIXES['st']}ameliorates> <{ms}> ."
    conforms, report = _report_of_shapes(to_bytes(packaged, "trig"), bare)
    assert not conforms
    assert "Results (1)" in report
    assert "stated as a bare triple" in report


@pytest.mark.parametrize("fmt", ["csv", "kgx", "sheets"])
def test_a_name_of_a_file_is_refused_for_a_folder(
    tmp_path: Path, packaged: EvidenceStore, fmt: str
) -> None:
    """A folder called x.csv is what nobody expects."""
    with pytest.raises(InputError, match="in a folder"):
        write_export(packaged, fmt, tmp_path / f"x.{fmt}")
    assert not list(tmp_path.iterdir())
    n_files = {"csv": 5, "kgx": 3, "sheets": 3}
    assert len(write_export(packaged, fmt, tmp_path / "x")) == n_files[fmt]


def _tables(store: EvidenceStore, fmt: str, folder: Path) -> dict[str, list[dict[str, str]]]:
    """The rows of each table of an export."""
    write_export(store, fmt, folder)
    found = {}
    for path in folder.glob("*.[ct]sv"):
        delimiter = "," if path.suffix == ".csv" else "\t"
        with path.open(encoding="utf-8", newline="") as file:
            found[path.name] = list(csv.DictReader(file, delimiter=delimiter))
    return found


def test_an_edge_of_kgx_leads_to_papers_registrations_and_studies(
    packaged: EvidenceStore, tmp_path: Path
) -> None:
    """actissima has a registration alone; admire-cd-ii and panes-2016 are the trials of darvadstrocel."""
    edges = _tables(packaged, "kgx", tmp_path / "kgx")["stroma_edges.tsv"]
    study = PREFIXES["study"]
    registered = [e for e in edges if e["supporting_studies"] == f"{study}actissima"]
    assert registered
    assert {edge["publications"] for edge in registered} == {"clinicaltrials:NCT02448641"}
    contested = next(e for e in edges if e["studies"] == "admire-cd-ii|panes-2016")
    assert contested["supporting_studies"] == f"{study}admire-cd-ii|{study}panes-2016"
    for edge in edges:
        for iri in edge["supporting_studies"].split("|"):
            source = packaged.records.studies.get(iri) or packaged.records.references[iri]
            for number in getattr(source, "nct", ()):
                assert f"clinicaltrials:{number}" in edge["publications"].split("|")
            if source.pmid or source.doi:
                paper = f"PMID:{source.pmid}" if source.pmid else f"doi:{source.doi}"
                assert paper in edge["publications"].split("|")


def test_csv_leads_from_an_edge_to_its_studies(packaged: EvidenceStore, tmp_path: Path) -> None:
    tables = _tables(packaged, "csv", tmp_path / "csv")
    g = stroma.open_graph()
    studies, references = g.studies(), g.references()
    for name, rows in (("studies", studies), ("references", references)):
        written = tables[f"{name}.csv"]
        assert (list(written[0]), len(written)) == (list(rows.columns), len(rows))
    (uccelli,) = (row for row in tables["studies.csv"] if row["study"] == "study:uccelli-2021")
    assert uccelli["doi"] == "10.1016/S1474-4422(21)00301-X"
    slugs = {row["study"].partition(":")[2] for row in tables["studies.csv"]}
    slugs |= {row["reference"].partition(":")[2] for row in tables["references.csv"]}
    for edge in tables["edges.csv"]:
        assert set(edge["studies"].split("; ")) <= slugs


@pytest.mark.parametrize("fmt", ["graphml", "gexf", "json"])
def test_the_node_of_a_study_leads_to_its_paper(fmt: str, packaged: EvidenceStore) -> None:
    written = to_bytes(packaged, fmt)
    graph = (
        nx.parse_graphml(written.decode(), force_multigraph=True) if fmt == "graphml"
        else nx.read_gexf(io.BytesIO(written)) if fmt == "gexf"
        else nx.node_link_graph(json.loads(written), edges="edges")
    )  # fmt: skip
    node = graph.nodes["study:uccelli-2021"]
    assert node["doi"] == "10.1016/S1474-4422(21)00301-X"
    assert node["primary_endpoint_met"] == "not-met"
    assert "NCT01854957" in node["nct"].split("; ")
    assert "n_treated" not in node  # not known
    study = packaged.records.studies[to_iri("study:kuriyan-2017")]
    assert graph.nodes["study:kuriyan-2017"]["pmid"] == study.pmid
    assert graph.nodes["study:kuriyan-2017"]["n_treated"] == study.n_treated == 3


@pytest.mark.parametrize("fmt", sorted(FORMATS))
def test_every_export_says_of_which_edition_it_is(
    fmt: str, packaged: EvidenceStore, tmp_path: Path
) -> None:
    edition = edition_of(packaged)
    graph = "study/uccelli-2021" if fmt == "ttl" else None
    written = write_export(packaged, fmt, tmp_path / "out", graph=graph)
    texts = [path.read_text(encoding="utf-8") for path in written]
    if fmt == "jsonld":  # it has no comments, and holds what the hash follows from
        assert any(
            "inputSha256" in text and f"stroma {stroma.__version__}" in text for text in texts
        )
        return
    said = [text for text in texts if edition.evidence_sha256 in text]
    assert len(said) == 1
    assert stroma.__version__ in said[0]


def test_the_hash_of_the_evidence_follows_from_each_source(
    packaged: EvidenceStore, packaged_store: Path, tmp_path: Path
) -> None:
    own = tmp_path / "oh-2018.ttl"
    text = (ontology_dir() / "studies" / "oh-2018.ttl").read_text(encoding="utf-8")
    own.write_text(text.replace("a st:Study", "a  st:Study"), encoding="utf-8")
    whole = edition_of(packaged).evidence_sha256
    assert whole == edition_of(open_store(packaged_store)).evidence_sha256
    assert whole != edition_of(open_store(own_files=[own])).evidence_sha256


def test_a_graph_without_provenance_has_no_hash() -> None:
    store = cast("EvidenceStore", SimpleNamespace(dataset=ox.Store()))
    assert edition_of(store).attributes == {"stroma_version": stroma.__version__}
