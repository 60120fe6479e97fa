"""Stores on disk: what they hold, what a build survives, and what it refuses."""

from __future__ import annotations

import gzip
import io
import os
import random
import shutil
import signal
import subprocess
import sys
import threading
import time
from array import array
from copy import deepcopy
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

import pyoxigraph as ox
import pytest

import stroma
from generate import generate
from stroma.build import build_dataset
from stroma.cards import card
from stroma.check import check_files
from stroma.check.relations import faults_between
from stroma.cli import main
from stroma.data import data_files, packaged_files
from stroma.derivation import derived_quads
from stroma.disk.building import build_store, verify_store
from stroma.disk.columns import Columns, write_columns
from stroma.disk.layout import LOCK, Manifest, read_manifest
from stroma.disk.loading import _Loader
from stroma.disk.lock import StoreLockedError, build_lock
from stroma.disk.opening import OpenedQuads
from stroma.disk.reading import CheckingReader
from stroma.disk.replaced import changed_stances
from stroma.disk.store import DiskStore
from stroma.disk.streams import CheckedFile, iter_quads
from stroma.errors import DataError, InputError, UnknownTermError
from stroma.evidence import weigh
from stroma.explore import neighbours, paths, rank
from stroma.export import to_bytes, write_export
from stroma.records import read_records
from stroma.store import open_store
from stroma.vocabulary import DERIVED_GRAPH, PREFIXES, ST, to_iri
from test_check import MISTAKES
from test_store import USUAL_SPELLINGS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from stroma.check.problem import Spot
    from stroma.store import EvidenceStore

STUDY = """@prefix st: <https://w3id.org/stroma/vocab/> .
@prefix study: <https://w3id.org/stroma/study/> .
@prefix finding: <https://w3id.org/stroma/finding/> .
@prefix term: <https://w3id.org/stroma/term/> .
@prefix MONDO: <http://purl.obolibrary.org/obo/MONDO_> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .

study:doe-2026 a st:Study ;
  st:slug "doe-2026" ;
  rdfs:label "Made-up trial"@en ;
  st:year 2026 ;
  st:doi "10.1000/doe" ;
  st:design st:randomised-controlled ;
  st:nEnrolled 40 .

finding:doe-2026-f1 a st:Finding ;
  st:slug "doe-2026-f1" ;
  rdfs:label "Made-up result"@en ;
  st:foundBy study:doe-2026 ;
  rdf:subject term:adipose-msc-product ;
  rdf:predicate st:ameliorates ;
  rdf:object MONDO:0005301 ;
  st:direction st:supports .
"""


@pytest.fixture(scope="session")
def store(tmp_path_factory: pytest.TempPathFactory) -> DiskStore:
    """The packaged base as a store on disk."""
    directory = tmp_path_factory.mktemp("disk") / "store"
    build_store([], directory)
    opened = open_store(directory)
    assert isinstance(opened, DiskStore)
    return opened


@pytest.fixture(scope="session")
def synthetic(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A made-up graph of 30,000 quads as N-Quads."""
    path = tmp_path_factory.mktemp("synthetic") / "made-up.nq"
    with path.open("w", encoding="utf-8") as out:
        generate(30_000, out)
    return path


def streaming_faults(reader: CheckingReader) -> list[Spot]:
    """The errors that the reader for millions of records finds, and those between its records."""
    between = faults_between(reader.records, reader.passages)
    return [fault for fault in (*reader.faults, *between) if fault.severity == "error"]


def streaming_rules(reader: CheckingReader) -> set[str]:
    """The rules that are broken, by the reader for millions of records."""
    return {fault.rule for fault in streaming_faults(reader)}


def read_slim(paths: Sequence[Path], after: CheckingReader | None = None) -> CheckingReader:
    """Files through the reader of large builds, after what another reader has read."""
    reader = deepcopy(after) if after is not None else CheckingReader()
    for path in paths:
        for _ in reader.read(iter_quads(CheckedFile(path))):
            pass
    reader.finish()
    return reader


@pytest.fixture(scope="module")
def packaged_read() -> CheckingReader:
    """A reader of large builds that has read the packaged base, and may be given more."""
    reader = CheckingReader()
    for path in packaged_files():
        for _ in reader.read(iter_quads(CheckedFile(path))):
            pass
    return reader


def quads_of(dataset: ox.Store) -> set[str]:
    """All quads as text."""
    return set(map(str, dataset))


# ---- what a store holds


def test_what_is_exported_as_stated_builds_the_same_store(
    packaged: EvidenceStore, tmp_path: Path
) -> None:
    """But for the graph that tells which file each graph came from."""
    own = tmp_path / "all.trig"
    write_export(packaged, "trig", own, stated=True)
    build_store([own], tmp_path / "store", packaged=False)
    before, after = (
        {str(quad) for quad in held if not str(quad).endswith("/graph/provenance>")}
        for held in (packaged.dataset, open_store(tmp_path / "store").dataset)
    )
    assert before == after


@pytest.mark.parametrize("fmt", ["nq", "jsonld"])
def test_a_store_with_an_ontology_is_exported_and_built_again(fmt: str, tmp_path: Path) -> None:
    own, thesaurus, again = (tmp_path / n for n in ("mine.ttl", "thesaurus.ttl", f"all.{fmt}"))
    own.write_text(STUDY.split("finding:doe-2026-f1")[0])
    thesaurus.write_text(THESAURUS)
    build_store([own, thesaurus], tmp_path / "one", packaged=False)
    one = open_store(tmp_path / "one")
    write_export(one, fmt, again, stated=True)
    build_store([again], tmp_path / "two", packaged=False)
    before, after = (
        {str(quad) for quad in held if not str(quad).endswith("/graph/provenance>")}
        for held in (one.dataset, open_store(tmp_path / "two").dataset)
    )
    assert before == after
    # A term that is added to it later keeps its own name.
    term = tmp_path / "term.ttl"
    term.write_text(ZEBRA)
    assert build_store([], tmp_path / "two", add=[term]).manifest.ontologies == (
        PREFIXES["graph"] + "ontology/example.org/thesaurus",
    )
    disease = to_iri("MONDO:0009999")
    assert open_store(tmp_path / "two").broader(disease) == {disease}
    for wrong in ({"fmt": "ttl"}, {"fmt": fmt, "graph": "study/doe-2026"}):
        with pytest.raises(InputError, match="--stated goes with"):
            to_bytes(one, **wrong, stated=True)


@pytest.mark.parametrize("is_large", [False, True])
def test_an_export_with_what_a_build_adds_is_told_how_to_make_one_without(
    is_large: bool, packaged: EvidenceStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if is_large:
        monkeypatch.setattr("stroma.disk.loading._CURATED_BYTES", 0)
    path = tmp_path / "all.trig"
    write_export(packaged, "trig", path)
    with pytest.raises(DataError, match="stroma export --stated"):
        build_store([path], tmp_path / "store", packaged=False)


def test_a_store_holds_quad_for_quad_what_the_build_in_memory_holds(
    store: DiskStore, packaged: EvidenceStore
) -> None:
    assert quads_of(store.dataset) == quads_of(packaged.dataset)


def test_the_engine_gets_full_batches_of_every_quad_whatever_part_it_comes_from(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """With every second batch the engine merges all that it holds: a small one would cost as much as a large one."""
    quads = [
        ox.Quad(ox.NamedNode(ST + "s"), ox.NamedNode(ST + "p"), ox.Literal(n)) for n in range(23)
    ]
    engine = _Engine()
    monkeypatch.setattr("stroma.disk.loading.BATCH", 10)
    loader = _Loader(engine)  # type: ignore[arg-type]
    for begin, end in ((0, 4), (4, 5), (5, 5), (5, 12), (12, 20), (20, 23)):
        loader.add(quads[begin:end])
    loader.close()
    assert [len(batch) for batch in engine.batches] == [12, 11]
    assert [quad for batch in engine.batches for quad in batch] == quads


def test_a_batch_that_cannot_be_written_is_an_error_of_the_build() -> None:
    loader = _Loader(_Engine(fails=True))  # type: ignore[arg-type]
    loader.add([ox.Quad(ox.NamedNode(ST + "s"), ox.NamedNode(ST + "p"), ox.Literal(1))])
    with pytest.raises(OSError, match="disk full"):
        loader.close()


class _Engine:
    """Keeps the batches that a loader hands on."""

    def __init__(self, *, fails: bool = False) -> None:
        self.batches: list[list[ox.Quad]] = []
        self._fails = fails

    def bulk_extend(self, quads: Iterable[ox.Quad]) -> None:
        if self._fails:
            raise OSError("disk full")
        self.batches.append(list(quads))

    def optimize(self) -> None: ...

    def flush(self) -> None: ...


def test_lean_records_are_judged_as_whole_ones_are(synthetic: Path) -> None:
    """On the packaged base and on made-up data: the same derived graph from either reader."""
    vocabulary = packaged_files()[0]
    assert vocabulary.name == "stroma.ttl"
    for files in (packaged_files(), [vocabulary, synthetic]):
        quads = [quad for path in files for quad in iter_quads(CheckedFile(path))]
        whole, lean = read_records(quads), read_slim(files).records
        for one, two in zip(
            sorted(map(str, derived_quads(whole, weigh(whole)))),
            sorted(map(str, derived_quads(lean, weigh(lean)))),
            strict=True,
        ):
            assert one == two


def test_records_that_are_scattered_over_a_file_are_put_together(
    synthetic: Path, tmp_path: Path
) -> None:
    lines = synthetic.read_text().splitlines(keepends=True)
    random.Random(1).shuffle(lines)
    shuffled = tmp_path / "shuffled.nq"
    shuffled.write_text("".join(lines))
    vocabulary = packaged_files()[0]
    one, two = (read_slim([vocabulary, path]).records for path in (synthetic, shuffled))
    assert one == two


def test_a_store_read_back_whole_is_the_packaged_base(
    store: DiskStore, packaged: EvidenceStore
) -> None:
    assert store.counts() == packaged.counts()
    assert store.propositions == packaged.propositions
    assert store.findings == packaged.findings
    assert store.records.terms == packaged.records.terms
    assert store.records.claims == packaged.records.claims
    assert sorted(store.conflicts, key=str) == sorted(packaged.conflicts, key=str)


def test_a_part_holds_the_same_records_as_the_whole(
    store: DiskStore, packaged: EvidenceStore
) -> None:
    part = store.around("remyelination", "uccelli-2021")
    assert part.propositions
    for iri, proposition in part.propositions.items():
        assert proposition == packaged.propositions[iri]
    for iri, finding in part.findings.items():
        assert finding == packaged.findings[iri]


def test_exploring_a_store_says_what_exploring_the_packaged_base_says(
    store: DiskStore, packaged: EvidenceStore
) -> None:
    for ends in (("adipose MSC", "remyelination"), ("MSC", "MS"), ("HGF", "T cell")):
        assert paths(store, *ends, k=6).text() == paths(packaged, *ends, k=6).text()
    near = [neighbours(s, "MS", hops=2, taxonomy=True, claims=True) for s in (store, packaged)]
    assert near[0] == near[1]
    for measure in ("studies", "statements", "pagerank"):
        assert rank(store, measure) == rank(packaged, measure)


def test_names_are_found_exactly_by_any_name_and_misspelt(
    store: DiskStore, packaged: EvidenceStore
) -> None:
    for text in ("MS", "multiple sclerosis", "nurown", "MONDO:0005301", "uc-msc-product", "HGF"):
        assert store.resolve_term(text) == packaged.resolve_term(text)
    with pytest.raises(UnknownTermError, match="did you mean multiple sclerosis"):
        store.resolve_term("mulitple sclerosis")
    said = []
    for one in (store, packaged):
        with pytest.raises(UnknownTermError) as raised:
            one.resolve_term("adipose tissue", ["CellProduct"])
        said.append(str(raised.value))
    assert said[0] == said[1]
    assert store.resolve_source("27761060") == PREFIXES["study"] + "stepien-2016"
    for curie, spellings in USUAL_SPELLINGS.items():
        resolve = store.resolve_source if curie.startswith("study:") else store.resolve_term
        assert {resolve(text) for text in spellings} == {to_iri(curie)}
    for name in ("stepien-2017", "STEPIEN-2017", "UCCELLI-2020", "Stepien 2017"):
        said = []
        for one in (store, packaged):
            with pytest.raises(UnknownTermError, match="did you mean") as raised:
                one.resolve_source(name)
            said.append(str(raised.value))
        assert said[0] == said[1]
    ms = packaged.resolve_term("MS")
    assert store.narrower(ms) == packaged.narrower(ms)
    assert store.broader(ms) == packaged.broader(ms)


# ---- builds


def test_unchanged_inputs_are_not_built_again(tmp_path: Path) -> None:
    own = tmp_path / "mine.ttl"
    own.write_text(STUDY)
    first = build_store([own], tmp_path / "store")
    assert build_store([own], tmp_path / "store").was_unchanged
    own.write_text(STUDY.replace("40", "41"))
    second = build_store([own], tmp_path / "store")
    assert not second.was_unchanged
    assert second.manifest.data != first.manifest.data
    assert not (tmp_path / "store" / first.manifest.data).exists()
    assert second.dropped == ()


def test_a_store_built_without_a_check_is_not_that_of_a_build_with_one(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    directory, bad = tmp_path / "store", tmp_path / "bad.ttl"
    study = STUDY.split("finding:doe-2026-f1")[0]
    bad.write_text(study.replace("st:nEnrolled 40", "st:nEnrolled -40"))
    assert not build_store([bad], directory, packaged=False, check=False).manifest.checked
    assert build_store([bad], directory, packaged=False, check=False).was_unchanged
    assert main(["info", "--store", str(directory)]) == 0
    assert "--no-check" in capsys.readouterr().out
    with pytest.raises(DataError):
        build_store([bad], directory, packaged=False)
    good = tmp_path / "good.ttl"
    good.write_text(study)
    assert build_store([good], directory, packaged=False).manifest.checked
    assert build_store([good], directory, packaged=False, check=False).was_unchanged
    roe = tmp_path / "roe.ttl"
    roe.write_text(study.replace("doe", "roe"))
    assert not build_store([], directory, packaged=False, add=[roe], check=False).manifest.checked
    assert not build_store([], directory, packaged=False, add=[roe]).manifest.checked


def test_the_same_bytes_under_another_name_are_another_file(tmp_path: Path) -> None:
    """A graph may be named after its file."""
    concept = "<http://example.org/c> a <http://www.w3.org/2004/02/skos/core#Concept> .\n"
    for name in ("one", "two"):
        (tmp_path / f"{name}.ttl").write_text(concept)
        built = build_store([tmp_path / f"{name}.ttl"], tmp_path / "store", packaged=False)
        assert built.manifest.inputs[0].graphs == (f"{PREFIXES['graph']}file/{name}",)


def test_a_file_that_is_not_named_again_is_told(tmp_path: Path) -> None:
    own = tmp_path / "mine.ttl"
    own.write_text(STUDY)
    directory = tmp_path / "store"
    build_store([own], directory)
    done = subprocess.run(
        [sys.executable, "-m", "stroma", "build", "--store", str(directory)],
        capture_output=True,
        text=True,
        check=True,
    )
    assert "mine.ttl was in the old store and is in the new one no more" in done.stderr


def test_the_card_of_a_study_without_a_finding_names_its_terms(
    store: DiskStore, packaged: EvidenceStore
) -> None:
    assert card(store, "nct01377870").text() == card(packaged, "nct01377870").text()


def test_a_term_with_many_statements_is_cut_by_level_whatever_was_found(
    store: DiskStore, packaged: EvidenceStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("stroma.disk.store.MAX_AROUND", 30)
    whole, part = packaged, store.around("MS")
    about = {*whole.narrower(whole.resolve_term("MS"))}

    def levels(of: EvidenceStore) -> list[int]:
        on = [p for p in of.propositions.values() if about & {p.subject, p.object, p.condition}]
        return sorted(p.best_level.rank if p.best_level else 9 for p in on)

    assert levels(part) == levels(whole)[:30]
    stances = {p.stance.value for p in part.propositions.values()}
    assert {"supported", "not-supported"} <= stances
    shown = dict(card(store, "MS").facts)
    assert shown["cut short"].startswith("the 30 statements at the best levels, of ")
    assert "not supported" in shown["cut short"]
    assert "evidence" not in shown


def test_a_lost_index_is_built_again(tmp_path: Path) -> None:
    directory = tmp_path / "store"
    build_store([], directory)
    next(directory.glob("data-*/index/columns.bin")).unlink()
    with pytest.raises(DataError, match="build the store again"):
        open_store(directory).link_graph()
    assert not build_store([], directory).was_unchanged
    assert open_store(directory).link_graph()


def test_a_damaged_index_of_the_same_length_is_an_error_and_no_other_number(
    packaged_store: Path, tmp_path: Path
) -> None:
    directory = tmp_path / "store"
    shutil.copytree(packaged_store, directory)
    path = next(directory.glob("data-*/index/columns.bin"))
    whole = path.read_bytes()
    start = whole.index(b"\n") + 1
    for at in (9, start + 200):  # the line that says where columns are, and the first column
        damaged = bytearray(whole)
        damaged[at] ^= 0x55
        path.write_bytes(damaged)
        with (
            stroma.open_graph(directory) as graph,
            pytest.raises(DataError, match=r"damaged.*build the store again") as error,
        ):
            graph.to_networkx()
        assert "\n" not in str(error.value)
    assert not build_store([], directory).was_unchanged
    with stroma.open_graph(directory) as graph:
        assert graph.to_networkx().number_of_edges() > 0


def test_each_column_has_its_own_checksum(tmp_path: Path) -> None:
    path = tmp_path / "columns.bin"
    written = {"b": array("b", [-1, 2, 3]), "q": array("q", [2**40, 5]), "i": array("i")}
    write_columns(path, written)
    columns = Columns(path)
    assert {name: columns[name].tolist() for name in written} == {
        name: column.tolist() for name, column in written.items()
    }
    assert columns.numpy("q").tolist() == [2**40, 5]
    damaged = bytearray(path.read_bytes())
    damaged[damaged.index(b"\n") + 1] ^= 1
    path.write_bytes(damaged)
    columns = Columns(path)
    assert columns["q"].tolist() == [2**40, 5]
    for read in (columns.__getitem__, columns.numpy):
        with pytest.raises(DataError, match="its column b"):
            read("b")
    path.write_bytes(damaged[: damaged.index(b"\n") + 66])
    with pytest.raises(DataError, match="its column q"):
        Columns(path)["q"]


def test_add_replaces_the_graph_of_that_source_and_no_other(tmp_path: Path) -> None:
    own = tmp_path / "mine.ttl"
    own.write_text(STUDY)
    directory = tmp_path / "store"
    build_store([], directory)
    build_store([], directory, add=[own])
    own.write_text(STUDY.replace("nEnrolled 40", "nEnrolled 400"))
    build_store([], directory, add=[own])
    assert quads_of(open_store(directory).dataset) == quads_of(build_dataset([own]).dataset)
    assert [i.name for i in open_store(directory).manifest.inputs] == ["mine.ttl"]  # type: ignore[attr-defined]


RDFS_LABEL = PREFIXES["rdfs"] + "label"
HARM = """
finding:doe-2026-f2 a st:Finding ;
  st:slug "doe-2026-f2" ;
  rdfs:label "Two of them had an infection"@en ;
  st:foundBy study:doe-2026 ;
  rdf:subject term:adipose-msc-product ;
  rdf:predicate st:causesAdverseEvent ;
  rdf:object term:infection ;
  st:inCondition MONDO:0005301 ;
  st:direction st:supports .
"""


NULL_TRIAL = """
study:roe-2026 a st:Study ;
  st:slug "roe-2026" ;
  rdfs:label "Roe trial of cells in MS"@en ;
  st:design st:randomised-controlled ;
  st:nEnrolled 200 ;
  st:doi "10.1000/roe" ;
  st:year 2026 ;
  st:product term:uc-msc-product ;
  st:disease MONDO:0005301 ;
  st:readAs st:full-text ;
  st:curator "A. Person" ;
  st:curatedOn "2026-11-27"^^xsd:date .

finding:roe-2026-f1 a st:Finding ;
  st:slug "roe-2026-f1" ;
  rdfs:label "Disability was as with placebo."@en ;
  st:foundBy study:roe-2026 ;
  rdf:subject term:uc-msc-product ;
  rdf:predicate st:improves ;
  rdf:object term:disability ;
  st:inCondition MONDO:0005301 ;
  st:comparator st:placebo ;
  st:direction st:inconclusive .
"""


def test_a_build_says_which_stances_a_study_of_ones_own_turns(
    packaged_store: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    own = tmp_path / "roe-2026.ttl"
    prefixes = "".join(line for line in STUDY.splitlines(True) if line.startswith("@prefix"))
    own.write_text(f"{prefixes}@prefix xsd: <{PREFIXES['xsd']}> .\n{NULL_TRIAL}")
    with stroma.open_graph() as g:
        (was,) = (
            row.stance_in_words
            for row in g.propositions("uc-msc-product", "disability", predicates="improves")
            if row.condition == "MONDO:0005301"
        )
    turned = (
        "changed stances: umbilical-cord MSC product improves disability, in multiple sclerosis: "
        f"{was} → not supported"
    )
    added, built = tmp_path / "added", tmp_path / "built"
    shutil.copytree(packaged_store, added)
    assert main(["build", "--store", str(added), "--add", str(own)]) == 0
    assert f"stroma: {turned}\n" in capsys.readouterr().err
    assert main(["build", "--store", str(built), str(own)]) == 0
    assert f"beside the packaged evidence alone: {turned}\n" in capsys.readouterr().err


def test_of_many_turned_stances_the_first_ten_are_told(tmp_path: Path) -> None:
    def store(words: str) -> ox.Store:
        made = ox.Store()
        for n in range(12):
            proposition = ox.NamedNode(f"urn:p{n:02}")
            for name, value in ((ST + "stanceInWords", words), (RDFS_LABEL, f"statement {n:02}")):
                quad = (proposition, ox.NamedNode(name), ox.Literal(value))
                made.add(ox.Quad(*quad, ox.NamedNode(DERIVED_GRAPH)))
        return made

    before, after = store("supported"), store("contested")
    told = changed_stances(before, after).splitlines()
    assert told[0] == "12 changed stances:"
    assert told[1] == "  statement 00: supported → contested"
    assert told[11:] == ["  and 2 more"]
    assert "statement 00" not in changed_stances(before, after, {"urn:p00"})
    assert changed_stances(before, store("supported")) == ""
    # Of what was not held before, no stance has changed.
    assert changed_stances(ox.Store(), after) == ""


def test_an_addition_says_which_findings_it_takes_away_harms_first(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    own, other = tmp_path / "mine.ttl", tmp_path / "other.ttl"
    own.write_text(STUDY + HARM)
    other.write_text(STUDY.replace("doe", "roe"))
    directory = tmp_path / "store"
    build_store([own, other], directory, packaged=True)
    args = ["build", "--store", str(directory), "--add", str(own), "--add", str(other)]
    assert main(args) == 0
    assert (
        "replaced study/doe-2026, study/roe-2026, which the store held; its records, their levels and their stances are as they were"
        in capsys.readouterr().err
    )
    moved = STUDY.replace("doe-2026-f1", "doe-2026-f9").replace("MONDO:0005301", "MONDO:0004976")
    own.write_text(moved)
    assert main(args) == 0
    err = capsys.readouterr().err
    # study:roe-2026 still holds what study:doe-2026 has left.
    assert "ameliorates multiple sclerosis" not in err or "→ nothing held" not in err
    assert (
        "replaced study/doe-2026, which the store held: 2 findings are no longer held: finding:doe-2026-f2 (a harm) "
        '"Two of them had an infection", finding:doe-2026-f1 "Made-up result"; changed stances: '
    ) in err
    assert "; what is to stay as it was" in err
    assert "replaced study/roe-2026, which the store held; its records, their levels" in err


def test_an_addition_says_what_it_turns_round_and_what_else_it_takes_away(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    own, terms = tmp_path / "mine.ttl", tmp_path / "terms.ttl"
    own.write_text(STUDY + HARM)
    term = '{} a st:Outcome ; st:slug "{}" ; rdfs:label "{}"@en ; st:betterDirection st:lower .\n'
    head = STUDY.partition("study:doe")[0]
    both = [term.format(f"term:made-{x}", f"made-{x}", f"made-up {x}") for x in ("one", "two")]
    terms.write_text(head + "".join(both))
    directory = tmp_path / "store"
    build_store([own, terms], directory, packaged=True)
    own.write_text(
        (STUDY + HARM).replace("st:direction st:supports", "st:direction st:inconclusive")
    )
    terms.write_text(head + both[0])
    args = ["build", "--store", str(directory), "--add", str(own), "--add", str(terms)]
    assert main(args) == 0
    err = capsys.readouterr().err
    assert (
        "2 findings point another way: finding:doe-2026-f1 (was supports, is inconclusive), " in err
    )
    assert "terms, which the store held: no longer held: 1 term; what is to stay" in err


def test_an_addition_that_turns_a_failed_trial_says_so(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Of the primary endpoint no finding is stated: the record of the study is all that says it."""
    from stroma.data import ontology_dir

    text = (ontology_dir() / "studies" / "cudkowicz-2022.ttl").read_text(encoding="utf-8")
    own = tmp_path / "cudkowicz-2022.ttl"
    directory = tmp_path / "store"
    build_store([], directory)
    own.write_text(
        text.replace("st:not-met", "st:met").replace("st:nEnrolled 196", "st:nEnrolled 190")
    )
    args = ["build", "--store", str(directory), "--add", str(own)]
    assert main(args) == 0
    err = capsys.readouterr().err
    assert "finding:cudkowicz-2022-primary (was inconclusive, is supports)" in err
    assert "ameliorates amyotrophic lateral sclerosis: not supported → " in err
    assert "primaryEndpointMet not-met → met (study:cudkowicz-2022), " in err
    assert err.index("changed stances") < err.index("primaryEndpointMet") < err.index("nEnrolled")
    assert "as they were" not in err
    assert main(args) == 0
    assert "stances are as they were" in capsys.readouterr().err


def test_a_folder_is_built_with_all_its_files(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "mine" / "sub"
    folder.mkdir(parents=True)
    (folder.parent / "doe.ttl").write_text(STUDY)
    (folder / "roe.ttl").write_text(STUDY.replace("doe", "roe"))
    directory = tmp_path / "store"
    (folder / "cells.owl").write_text(OWL)
    with gzip.open(folder / "zoe.ttl.gz", "wt") as packed:
        packed.write(STUDY.replace("doe", "zoe"))
    for name in ("sheet.tsv", "paper.xml", "._doe.ttl"):
        (folder / name).write_text("no RDF")
    assert main(["build", str(folder.parent), "--store", str(directory)]) == 0
    names = [i.name for i in read_manifest(directory).inputs]
    assert names == ["doe.ttl", "cells.owl", "roe.ttl", "zoe.ttl.gz"]
    told = capsys.readouterr().err
    assert "left out sub/paper.xml; name a file to have it read" in told


def test_a_pipe_is_refused_and_not_waited_for(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    os.mkfifo(tmp_path / "pipe.ttl")
    for name in (str(tmp_path / "pipe.ttl"), "/dev/stdin", "-"):
        for command in (["build", "--store", str(tmp_path / "store")], ["check"]):
            assert main([*command, name]) == 2
            assert "save it to a file first" in capsys.readouterr().err
    with pytest.raises(InputError, match="save it to a file first"):
        build_store([tmp_path / "pipe.ttl"], tmp_path / "store")


def test_a_statement_that_is_made_twice_is_counted_once(store: DiskStore, tmp_path: Path) -> None:
    counts = store.manifest.counts
    assert store.manifest.ontologies == ()  # the packaged base has none
    assert counts["quads"] == counts["stated"] + counts["derived"] == len(store.dataset)
    computed = {PREFIXES["graph"] + name for name in ("derived", "provenance")}
    n_stated = sum(quad.graph_name.value not in computed for quad in store.dataset)
    assert counts["stated"] == n_stated
    own = tmp_path / "twice.ttl"
    own.write_text(STUDY.split("finding:doe-2026-f1")[0])
    once = build_store([own], tmp_path / "store", packaged=False).manifest.counts
    own.write_text(own.read_text() + 'study:doe-2026 st:doi "10.1000/doe" .\n')
    assert (
        build_store([own], tmp_path / "store", packaged=False).manifest.counts["stated"]
        == once["stated"]
    )


def test_a_finding_that_moves_to_another_graph_is_not_lost(tmp_path: Path) -> None:
    own, moved = tmp_path / "mine.ttl", tmp_path / "moved.ttl"
    own.write_text(STUDY + HARM)
    directory = tmp_path / "store"
    build_store([own], directory)
    own.write_text(STUDY)
    moved.write_text(STUDY[: STUDY.index("study:doe-2026 a")] + HARM)
    done = build_store([], directory, add=[own, moved])
    assert [(one.graph, one.changes) for one in done.replaced] == [
        (PREFIXES["graph"] + "study/doe-2026", "")
    ]


@pytest.mark.parametrize("packed", [False, True])
@pytest.mark.parametrize("ending", ["ttl", "trig", "nt", "nq", "rdf", "jsonld"])
def test_every_format_gives_the_same_graph(ending: str, packed: bool, tmp_path: Path) -> None:
    graph = ox.NamedNode(PREFIXES["graph"] + "study/doe-2026")
    quads = [
        ox.Quad(q.subject, q.predicate, q.object, graph)
        for q in ox.parse(STUDY, format=ox.RdfFormat.TURTLE)
    ]
    names = {"ttl": "TURTLE", "trig": "TRIG", "nt": "N_TRIPLES", "nq": "N_QUADS", "rdf": "RDF_XML", "jsonld": "JSON_LD"}  # fmt: skip
    rdf_format = getattr(ox.RdfFormat, names[ending])
    given = quads if rdf_format.supports_datasets else [q.triple for q in quads]
    content = ox.serialize(given, format=rdf_format)
    assert content is not None
    path = tmp_path / f"doe.{ending}{'.gz' if packed else ''}"
    path.write_bytes(gzip.compress(content) if packed else content)
    build_store([path, *data_files("terms/*.ttl")], tmp_path / "store", packaged=False)
    held = open_store(tmp_path / "store").dataset
    assert set(held.quads_for_pattern(None, None, None, graph)) == set(quads)


def test_a_byte_order_mark_is_no_fault(tmp_path: Path) -> None:
    path = tmp_path / "mine.ttl"
    path.write_bytes(b"\xef\xbb\xbf" + STUDY.encode())
    build_store([path], tmp_path / "store")
    assert open_store(tmp_path / "store").resolve_source("doe-2026")


# ---- refusals: one line, nothing written


class _Counted(BaseHTTPRequestHandler):
    requests: ClassVar[list[str]] = []

    def do_GET(self) -> None:
        self.requests.append(self.path)
        self.send_error(404)

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def listener() -> Iterator[str]:
    """A server on loopback that nobody should ask."""
    _Counted.requests.clear()
    server = HTTPServer(("127.0.0.1", 0), _Counted)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/context.jsonld"
    server.shutdown()
    server.server_close()


def refusal(path: Path, tmp_path: Path) -> str:
    """What a build says about a file; the store must stay as it was."""
    directory = tmp_path / "store"
    with pytest.raises((DataError, InputError)) as raised:
        build_store([path], directory)
    assert not directory.exists()
    sentence = str(raised.value)
    assert str(path) in sentence
    assert "\n" not in sentence
    return sentence


def test_a_truncated_gzip_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "cut.nq.gz"
    path.write_bytes(gzip.compress(STUDY.encode() * 50)[:-20])
    assert "gzip" in refusal(path, tmp_path)


def test_a_gzip_bomb_is_refused_before_it_unpacks(tmp_path: Path) -> None:
    path = tmp_path / "a bomb.nq.gz"
    with gzip.open(path, "wb", compresslevel=9) as out:
        for _ in range(200):
            out.write(b"#" + b" " * (1024 * 1024 - 2) + b"\n")
    begin = time.process_time()
    assert refusal(path, tmp_path) == (
        f"{path}: unpacks to more than 20 MB and more than 200 times its size, as no RDF does; if you trust it, "
        "unpack it (gunzip -k 'a bomb.nq.gz') and give what comes out"
    )
    assert time.process_time() - begin < 5


ROOT = '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:e="http://e/">'
ENTITIES = '<!DOCTYPE rdf:RDF [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;">]>'
USED = '<rdf:Description rdf:about="http://e/x"><e:p>&b;</e:p></rdf:Description></rdf:RDF>'


@pytest.mark.parametrize(
    ("text", "line"),
    [
        (f'<?xml version="1.0"?>{ENTITIES}\n{ROOT}{USED}', 1),
        (f'<?xml version="1.0"?>\n<!-- <a -->\n{ENTITIES}{ROOT}{USED}', 3),
        (f"<?page <a ?>\n{ENTITIES}{ROOT}{USED}", 2),
        (f"{ENTITIES.replace('DOCTYPE', 'docType')}{ROOT}{USED}", 1),
        (f"{ROOT}\n{ENTITIES}{USED}", 2),
        (f"<!--{' ' * (1024 * 1024 - 12)}\n-->{ENTITIES}{ROOT}{USED}", 2),
    ],
    ids=["first", "behind a comment", "behind an instruction", "any case", "in the root", "in two pieces"],
)  # fmt: skip
def test_rdf_xml_with_a_doctype_is_refused(text: str, line: int, tmp_path: Path) -> None:
    path = tmp_path / "entities.rdf"
    path.write_text(text)
    said = f"{path}:{line}: has a DOCTYPE, which is not read; remove it"
    assert refusal(path, tmp_path) == said
    with pytest.raises(DataError) as raised:
        list(iter_quads(CheckedFile(path)))
    assert str(raised.value) == said


def test_a_remote_context_is_refused_and_never_asked_for(tmp_path: Path, listener: str) -> None:
    path = tmp_path / "remote.jsonld"
    path.write_text(f'{{"@context": "{listener}", "@id": "urn:x", "name": "y"}}')
    refusal(path, tmp_path)
    assert _Counted.requests == []


def test_an_undeclared_prefix_is_named_with_its_line_and_column(tmp_path: Path) -> None:
    path = tmp_path / "late.ttl"
    line = '<https://w3id.org/stroma/term/x> <urn:p> "v" .\n'
    path.write_text(line * 40_000 + "<urn:a> nope:p <urn:b> .\n")
    assert refusal(path, tmp_path).startswith(f"{path}:40001:")


def test_a_broken_link_in_a_large_file_is_named_with_its_line(
    tmp_path: Path, synthetic: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("stroma.disk.loading._CURATED_BYTES", 0)
    path = tmp_path / "large.nq"
    text = synthetic.read_text()
    graph = f"<{PREFIXES['graph']}study/made-up-3>"
    at = text.index(f"<{PREFIXES['finding']}made-up-3-f0> <{ST}foundBy>")
    end = text.index("\n", at)
    broken = (
        f"<{PREFIXES['finding']}made-up-3-f0> <{ST}foundBy> <{PREFIXES['study']}nobody> {graph} ."
    )
    path.write_text(text[:at] + broken + text[end:])
    sentence = refusal(path, tmp_path)
    assert "finding:made-up-3-f0: st:foundBy names study:nobody" in sentence
    first = text[: text.index(f"<{PREFIXES['finding']}made-up-3-f0>")].count("\n") + 1
    assert sentence.startswith(f"{path}:{first}: ")


@pytest.mark.parametrize(
    ("change", "rule"),
    [
        (("st:direction st:supports", "st:direction st:refutes"), "unknown-choice"),
        (("st:direction st:supports .", "st:outcomeMeasure \"x\" ."), "missing-direction"),
        (("st:nEnrolled 40", 'st:nEnrolled "forty"'), "wrong-type"),
        (("st:foundBy study:doe-2026", "st:foundBy study:nobody-2026"), "unknown-source"),
        (("rdf:object MONDO:0005301", "rdf:object term:no-such-disease"), "unknown-term"),
        (("st:year 2026", 'st:year 2026 ; st:pmid "27761O60"'), "wrong-pmid"),
        (("st:year 2026", "st:year 2026 ; st:colour st:red"), "unknown-property"),
        (("st:design st:randomised-controlled", 'st:design "randomised"'), "wrong-type"),
        (("a st:Finding", "a st:Proposition"), "computed"),
        (("st:year 2026", "st:year 2026, 2027"), "too-many-values"),
        (('  st:doi "10.1000/doe" ;\n', ""), "no-identifier"),
        (("st:ameliorates", "st:secretes"), "domain"),
        (("rdf:object MONDO:0005301", "rdf:object term:remyelination"), "range"),
        (("st:ameliorates", "st:betters"), "unknown-predicate"),
        (("st:direction", "st:inCondition MONDO:0005301 ;\n  st:direction"), "needless-condition"),
        # Once found by the rules for curators alone.
        (("st:year 2026", "st:year 2026 ; st:sharesParticipantsWith study:doe-2026"), "shares-with-itself"),
        (("st:year 2026", "st:year 2026 ; st:poolsStudy study:doe-2026"), "pools-itself"),
        (('"10.1000/doe"', '"10.1000/doe"@en'), "wrong-type"),
    ],
)  # fmt: skip
def test_the_streaming_rules_find_what_the_rules_for_curators_find(
    change: tuple[str, str], rule: str, tmp_path: Path, packaged_read: CheckingReader
) -> None:
    path = tmp_path / "mine.ttl"
    assert change[0] in STUDY
    path.write_text(STUDY.replace(*change))
    found = {p.rule for p in check_files([path]) if p.severity == "error"}
    streaming = streaming_rules(read_slim([path], packaged_read))
    assert rule in found
    assert rule in streaming


def test_the_packaged_base_has_no_fault_by_the_streaming_rules() -> None:
    reader = read_slim(packaged_files())
    assert streaming_rules(reader) == set()


# What a curator's mistake is called where it is seen as another one.
STREAMED_AS = {"described-twice": "too-many-values"}
WARNINGS = (
    *("iri-and-slug", "review-without-pools", "pools-without-review", "endpoint-without-kind"),
    *("endpoint-without-content", "clinical-reference"),
)
ERRORS = [mistake[:4] for mistake in MISTAKES if mistake[3] not in WARNINGS]


@pytest.mark.parametrize(
    ("text", "right", "wrong", "rule"),
    ERRORS,
    ids=[f"{mistake[3]}-{number}" for number, mistake in enumerate(ERRORS)],
)
def test_the_streaming_rules_refuse_every_mistake_of_a_curator(
    text: str, right: str, wrong: str, rule: str, tmp_path: Path, packaged_read: CheckingReader
) -> None:
    """In the same words, too."""
    path = tmp_path / "mine.ttl"
    path.write_text(text.replace(right, wrong, 1), encoding="utf-8")
    found = {p.wrong for p in check_files([path]) if p.severity == "error" and p.rule == rule}
    faults = streaming_faults(read_slim([path], packaged_read))
    streamed = {fault.wrong for fault in faults if fault.rule == STREAMED_AS.get(rule, rule)}
    assert found
    assert streamed
    # Of two records of one paper, a file of one's own is told where there is one, else the one that comes later.
    assert found <= streamed or rule in (*STREAMED_AS, "duplicate-id")


@pytest.mark.parametrize("suffix", [".ttl", ".ttl.gz"])
@pytest.mark.parametrize("is_added", [False, True])
def test_a_bare_triple_on_a_packaged_term_never_enters_a_store(
    suffix: str, is_added: bool, tmp_path: Path
) -> None:
    """Packed, or added to a store that is there: the rule of docs/model.md holds for every way in."""
    text = (
        f"<{PREFIXES['term']}msc-product> <{ST}ameliorates> "
        "<http://purl.obolibrary.org/obo/MONDO_0005301> .\n"
    )
    path = tmp_path / f"mine{suffix}"
    path.write_bytes(gzip.compress(text.encode()) if suffix.endswith("gz") else text.encode())
    build_store([], tmp_path / "store")
    before = read_manifest(tmp_path / "store")
    files, add = ([], [path]) if is_added else ([path], [])
    with pytest.raises(DataError, match="states st:ameliorates MONDO:0005301 as a bare triple"):
        build_store(files, tmp_path / "store", add=add)
    assert read_manifest(tmp_path / "store") == before


def test_a_small_file_may_name_what_another_part_of_the_store_describes(tmp_path: Path) -> None:
    """A term of one's own in the store, then a study added that names it."""
    terms, study = tmp_path / "terms.ttl", tmp_path / "study.ttl"
    terms.write_text(
        f"@prefix st: <{ST}> .\n@prefix rdfs: <{PREFIXES['rdfs']}> .\n"
        f'<{PREFIXES["term"]}grip-strength> a st:Outcome ; st:slug "grip-strength" ; '
        'rdfs:label "grip strength"@en ; st:betterDirection st:higher .\n'
    )
    study.write_text(
        STUDY.replace("st:ameliorates", "st:improves").replace(
            "rdf:object MONDO:0005301",
            "rdf:object term:grip-strength ; st:inCondition MONDO:0005301",
        )
    )
    with pytest.raises(DataError, match="grip-strength"):
        build_store([study], tmp_path / "other")
    build_store([terms], tmp_path / "store")
    build_store([], tmp_path / "store", add=[study])
    held = open_store(tmp_path / "store").dataset
    subject = ox.NamedNode(PREFIXES["study"] + "doe-2026")
    assert next(held.quads_for_pattern(subject, None, None, None), None) is not None


OWL = """<?xml version="1.0"?>
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:rdfs="http://www.w3.org/2000/01/rdf-schema#"
         xmlns:owl="http://www.w3.org/2002/07/owl#">
  <owl:Ontology rdf:about="http://example.org/cells"/>
  <owl:Class rdf:about="http://purl.obolibrary.org/obo/CL_0000134">
    <rdfs:subClassOf rdf:resource="http://example.org/Progenitor"/>
    <rdfs:subClassOf>
      <owl:Restriction><owl:onProperty rdf:resource="http://example.org/partOf"/></owl:Restriction>
    </rdfs:subClassOf>
  </owl:Class>
</rdf:RDF>
"""


@pytest.mark.parametrize("is_large", [False, True])
def test_an_ontology_is_held_as_it_is_beside_the_evidence(
    is_large: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """OWL is full of blank nodes; SPARQL joins its classes with the terms of the evidence by their IRIs."""
    if is_large:
        monkeypatch.setattr("stroma.disk.loading._CURATED_BYTES", 0)
    path = tmp_path / "cells.owl"
    path.write_text(OWL)
    built = build_store([path], tmp_path / "store").manifest
    assert built.inputs[0].graphs == (PREFIXES["graph"] + "ontology/example.org/cells",)
    assert built.ontologies == built.inputs[0].graphs
    query = """SELECT ?label ?wider { ?cell a st:CellType ; rdfs:label ?label ; rdfs:subClassOf ?wider .
      FILTER (isIRI(?wider)) }"""
    found = stroma.open_graph(tmp_path / "store").query(query)
    assert [(row.label, row.wider) for row in found] == [
        ("mesenchymal stem cell", "http://example.org/Progenitor")
    ]
    assert [(p.rule, p.severity) for p in check_files([path])] == [("ontology", "warning")]


THESAURUS = """@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix MONDO: <http://purl.obolibrary.org/obo/MONDO_> .

<http://example.org/thesaurus> a skos:ConceptScheme .
MONDO:0009999 a skos:Concept ; rdfs:label "multiple sclerosis"@en ; skos:broader MONDO:0005301 ;
  skos:inScheme <http://example.org/thesaurus> .
"""
ZEBRA = """@prefix st: <https://w3id.org/stroma/vocab/> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix MONDO: <http://purl.obolibrary.org/obo/MONDO_> .

MONDO:0009999 a st:Disease ; st:slug "zebra-disease" ; rdfs:label "zebra disease"@en .
"""


@pytest.mark.parametrize("ending", ["ttl", "jsonld", "nq"])
def test_a_term_that_is_added_after_an_ontology_keeps_its_own_names(
    ending: str, tmp_path: Path
) -> None:
    """In whatever order they come: the same quads as of one build of both, but for the hashes of the files."""
    thesaurus, term = tmp_path / f"thesaurus.{ending}", tmp_path / "term.ttl"
    quads = ox.parse(input=THESAURUS, format=ox.RdfFormat.TURTLE)
    rdf_format = ox.RdfFormat.from_extension(ending)
    assert rdf_format is not None
    ox.serialize(quads, str(thesaurus), rdf_format)
    term.write_text(ZEBRA)
    one, later = tmp_path / "one", tmp_path / "later"
    build_store([thesaurus, term], one, packaged=False)
    build_store([thesaurus], later, packaged=False)
    assert build_store([], later, add=[term]).manifest.ontologies == (
        PREFIXES["graph"] + "ontology/example.org/thesaurus",
    )
    disease = to_iri("MONDO:0009999")
    for directory in (one, later):
        held = open_store(directory)
        assert held.labels([disease]) == {disease: "zebra disease"}
        assert held.broader(disease) == {disease}
        nodes = stroma.open_graph(directory).to_networkx().nodes
        assert nodes["MONDO:0009999"]["label"] == "zebra disease"
    assert quads_of(open_store(one).dataset) == quads_of(open_store(later).dataset)
    memory = build_dataset([thesaurus, term], packaged=False).dataset
    about = (ox.NamedNode(disease), None, None, None)
    of_both = (held.quads_for_pattern(*about) for held in (memory, open_store(one).dataset))
    assert len(set(map(frozenset, of_both))) == 1


def test_a_new_release_of_an_ontology_takes_the_place_of_the_old_one(tmp_path: Path) -> None:
    """Whatever its file is called; two in one build are refused, for nothing would be loaded of one of them."""
    first, second = tmp_path / "1" / "release.ttl", tmp_path / "2" / "release-2.ttl"
    for path, name in ((first, "old name"), (second, "new name")):
        path.parent.mkdir()
        path.write_text(THESAURUS.replace("multiple sclerosis", name))
    build_store([first], tmp_path / "store", packaged=False)
    build_store([], tmp_path / "store", add=[second])
    query = "SELECT ?label { MONDO:0009999 rdfs:label ?label }"
    assert [row.label for row in stroma.open_graph(tmp_path / "store").query(query)] == ["new name"]
    assert [i.name for i in read_manifest(tmp_path / "store").inputs] == ["release-2.ttl"]
    with pytest.raises(InputError, match="are the same ontology"):
        build_store([first, second], tmp_path / "other")
    with pytest.raises(InputError, match="are the same ontology"):
        build_dataset([first, second])


def test_two_thesauri_of_one_file_name_are_refused_and_letters_of_any_script_kept(
    tmp_path: Path,
) -> None:
    concept = "<http://example.org/{}> a <http://www.w3.org/2004/02/skos/core#Concept> .\n"
    paths = [tmp_path / "1" / "细胞.ttl", tmp_path / "2" / "细胞.ttl", tmp_path / "терапия.ttl"]
    for path in paths:
        path.parent.mkdir(exist_ok=True)
        path.write_text(concept.format(path.parent.name))
    with pytest.raises(InputError, match=r"would both be the graph file/细胞; rename one"):
        build_store(paths, tmp_path / "store")
    held = build_store(paths[1:], tmp_path / "store", packaged=False).manifest.ontologies
    assert held == (PREFIXES["graph"] + "file/терапия", PREFIXES["graph"] + "file/细胞")


def test_two_packed_files_of_several_studies_and_one_name_are_refused(tmp_path: Path) -> None:
    """The rules for curators see it too, but do not look at packed and large files."""
    one = STUDY.split("finding:doe-2026-f1")[0]
    two = "\n".join(line for line in one.splitlines() if not line.startswith("@"))
    paths = [tmp_path / name / "studies.ttl.gz" for name in ("1", "2")]
    for path in paths:
        path.parent.mkdir()
        with gzip.open(path, "wt") as packed:
            packed.write(
                (one + two.replace("doe", "roe")).replace("e-2026", f"e-{path.parent.name}")
            )
    with pytest.raises(InputError, match="would both be the graph file/studies; rename one"):
        build_store(paths, tmp_path / "store", packaged=False)


@pytest.mark.parametrize("is_large", [False, True])
def test_a_record_with_a_blank_node_is_no_ontology(
    is_large: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if is_large:
        monkeypatch.setattr("stroma.disk.loading._CURATED_BYTES", 0)
    path = tmp_path / "mine.ttl"
    path.write_text(STUDY + f'[] a <{PREFIXES["owl"]}Class> ; <{ST}slug> "x" .\n')
    with pytest.raises(DataError, match="has a blank node"):
        build_store([path], tmp_path / "store")


@pytest.mark.parametrize("is_large", [False, True])
def test_a_record_without_an_iri_in_a_graph_of_its_own_does_not_vanish(
    is_large: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if is_large:
        monkeypatch.setattr("stroma.disk.loading._CURATED_BYTES", 0)
    path = tmp_path / "mine.trig"
    path.write_text(f'GRAPH <{PREFIXES["graph"]}mine> {{ [] a <{ST}Study> ; <{ST}slug> "x" . }}\n')
    with pytest.raises(DataError, match=r"blank node|without an IRI"):
        build_store([path], tmp_path / "store")


def test_a_large_file_of_which_nothing_is_read_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("stroma.disk.loading._CURATED_BYTES", 0)
    path = tmp_path / "mine.ttl"
    path.write_text(STUDY.replace("https://w3id.org/stroma/", "https://w3id.org/stoma/"))
    with pytest.raises(DataError, match="nothing in it is a study"):
        build_store([path], tmp_path / "store")


def test_a_folder_of_somebody_else_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("dear")
    with pytest.raises(InputError, match="holds files that are not Stroma's"):
        build_store([], tmp_path)
    assert [entry.name for entry in tmp_path.iterdir()] == ["letter.txt"]
    with pytest.raises(InputError, match="not a Stroma store"):
        open_store(tmp_path)
    with pytest.raises(InputError, match="no such store"):
        open_store(tmp_path / "missing")


def test_a_second_build_says_who_holds_the_store(tmp_path: Path) -> None:
    directory = tmp_path / "store"
    build_store([], directory)
    with build_lock(directory):
        done = subprocess.run(
            [sys.executable, "-m", "stroma", "build", "--rebuild", "--store", str(directory)],
            capture_output=True,
            text=True,
            check=False,
        )
    assert done.returncode == 2
    assert f"is being built by process {os.getpid()}" in done.stderr


def test_a_second_build_leaves_the_first_one_of_a_new_store_alone(tmp_path: Path) -> None:
    directory, own = tmp_path / "store", tmp_path / "made-up.nq"
    with own.open("w", encoding="utf-8") as out:
        generate(20_000, out)
    command = [sys.executable, "-m", "stroma", "build", "--no-packaged", "--store", str(directory)]
    first = subprocess.Popen([*command, str(own)], stderr=subprocess.PIPE, text=True)
    deadline = time.monotonic() + 60
    while not list(directory.glob("building-*")):
        assert first.poll() is None
        assert time.monotonic() < deadline
        time.sleep(0.01)
    second = subprocess.run(command, capture_output=True, text=True, check=False)
    assert second.returncode == 2
    assert f"is being built by process {first.pid}" in second.stderr
    _, told = first.communicate()
    assert first.returncode == 0, told
    assert list(verify_store(directory)) == []
    assert len(open_store(directory).dataset) > 20_000


def test_a_lock_that_was_removed_keeps_nobody_out(tmp_path: Path) -> None:
    """A process that opened the lock of a failed first build, which then removed it, must not build on that lock."""
    directory = tmp_path / "store"
    with build_lock(directory):
        (directory / LOCK).unlink()
        with build_lock(directory), pytest.raises(StoreLockedError), build_lock(directory):
            pass


def test_a_first_build_that_fails_leaves_no_trace(tmp_path: Path) -> None:
    own = tmp_path / "mine.ttl"
    own.write_text("nonsense")
    with pytest.raises(DataError):
        build_store([own], tmp_path / "store")
    with pytest.raises(DataError):
        build_store([own], tmp_path / "folder" / "in a folder" / "store")
    assert list(tmp_path.iterdir()) == [own]


def test_a_flipped_byte_is_found(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    directory = tmp_path / "store"
    build_store([], directory)
    assert main(["info", "--verify", "--store", str(directory)]) == 0
    table = max(directory.rglob("*.sst"), key=lambda path: path.stat().st_size)
    content = bytearray(table.read_bytes())
    content[len(content) // 2] ^= 1
    table.write_bytes(content)
    capsys.readouterr()
    assert main(["info", "--verify", "--store", str(directory)]) == 1
    told = capsys.readouterr().err
    assert table.name in told
    assert "with --rebuild" in told
    assert len(list(verify_store(directory))) == 1
    assert not build_store([], directory).was_unchanged
    assert list(verify_store(directory)) == []


@pytest.mark.parametrize("n_read", [0, 10**9])
def test_an_addition_to_a_damaged_store_says_so_in_one_line(
    n_read: int, synthetic: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also where the store is too large to be read whole before, and where the damage is met while it is read."""
    monkeypatch.setattr("stroma.disk.plan._READ_BYTES", n_read)
    directory, own = tmp_path / "store", tmp_path / "mine.ttl"
    build_store([synthetic], directory, packaged=False)
    for table in directory.rglob("*.sst"):
        content = bytearray(table.read_bytes())
        content[len(content) // 3] ^= 1
        table.write_bytes(content)
    own.write_text(STUDY.split("finding:doe-2026-f1")[0])
    with pytest.raises(DataError, match=r"the store is damaged.* with --rebuild$") as raised:
        build_store([], directory, add=[own])
    assert "\n" not in str(raised.value)


def test_killed_builds_leave_the_old_store_and_no_litter(tmp_path: Path) -> None:
    """kill -9 at 20 moments, from start to a little after the end of a build."""
    directory, own, old = tmp_path / "store", tmp_path / "more.nq", tmp_path / "made-up.nq"
    for path, size in ((old, 1_000), (own, 2_000)):
        with path.open("w", encoding="utf-8") as out:
            generate(size, out)
    build_store([old], directory, packaged=False)
    n_before = len(open_store(directory).dataset)
    begin = time.monotonic()
    build = (sys.executable, "-m", "stroma", "build", "--no-packaged", "--rebuild")
    command = [*build, "--store", str(directory), str(own)]
    subprocess.run(command, check=True, capture_output=True)
    seconds = time.monotonic() - begin
    n_after = len(open_store(directory).dataset)
    assert n_before < n_after
    build_store([old], directory, packaged=False)
    pick = random.Random(20)
    for _ in range(20):
        process = subprocess.Popen(command, stderr=subprocess.DEVNULL, start_new_session=True)
        time.sleep(pick.uniform(0.1, 1.0) * seconds)
        os.kill(process.pid, signal.SIGKILL)
        process.wait()
        assert len(open_store(directory).dataset) in (n_before, n_after)
        assert list(verify_store(directory)) == []
    deadline = time.monotonic() + 10
    while True:  # the reader of a killed build ends a moment after it
        try:
            build_store([own], directory, packaged=False, rebuild=True)
            break
        except InputError:
            assert time.monotonic() < deadline
            time.sleep(0.1)
    names = sorted(entry.name.split("-")[0] for entry in directory.iterdir())
    assert names == ["data", "stroma", "stroma"]


def test_a_full_disk_leaves_the_old_store_and_a_clear_line(tmp_path: Path) -> None:
    if os.geteuid() != 0 or shutil.which("mount") is None:
        pytest.skip("needs root to mount a small tmpfs")
    small = tmp_path / "small"
    small.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=24m", "tmpfs", str(small)],
        check=False,
        capture_output=True,
    )
    if mounted.returncode:
        pytest.skip("may not mount a tmpfs here")
    try:
        build_store([], small / "store")
        n = len(open_store(small / "store").dataset)
        big = tmp_path / "big.nq"
        with big.open("w") as out:
            generate(120_000, out)
        with pytest.raises((InputError, DataError)) as raised:
            build_store([big], small / "store", packaged=False)
        assert "\n" not in str(raised.value)
        assert len(open_store(small / "store").dataset) == n
        assert list(verify_store(small / "store")) == []
    finally:
        subprocess.run(["umount", "-l", str(small)], check=False)


def test_a_reader_keeps_its_store_while_another_is_built(tmp_path: Path) -> None:
    directory, own = tmp_path / "store", tmp_path / "mine.ttl"
    build_store([], directory)
    reader = open_store(directory)
    n = len(reader.dataset)
    own.write_text(STUDY)
    build_store([own], directory)
    assert len(reader.dataset) == n
    assert reader.resolve_term("MS")
    assert len(open_store(directory).dataset) > n


def test_the_generator_writes_the_same_bytes_each_time() -> None:
    one, two = io.StringIO(), io.StringIO()
    generate(2_000, one)
    generate(2_000, two)
    assert one.getvalue() == two.getvalue()


@pytest.mark.parametrize(
    "args",
    [
        ["show", "remyelination"],
        ["show", "uccelli-2021"],
        ["path", "HGF", "remyelination", "-f", "csv"],
        ["rank", "-n", "3"],
        ["query", "SELECT ?l { term:remyelination rdfs:label ?l }"],
    ],
)
def test_commands_say_the_same_on_a_store(
    args: list[str], store: DiskStore, capfd: pytest.CaptureFixture[str]
) -> None:
    said = []
    for location in ([], ["--store", str(store.directory)]):
        assert main([*location, *args]) == 0
        said.append(capfd.readouterr().out)
    assert said[0] == said[1]


def test_a_build_says_which_packaged_study_gave_way(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    packaged = data_files("studies/stepien-2016.ttl")[0].read_text(encoding="utf-8")
    own = tmp_path / "mine.ttl"
    own.write_text(packaged.replace("Stepien A", "Stepien B"), encoding="utf-8")
    assert main(["build", str(own), "--store", str(tmp_path / "store")]) == 0
    assert "takes the place of the packaged study/stepien-2016" in capsys.readouterr().err


def test_another_study_under_a_slug_that_is_taken_is_refused_in_a_packed_file_too(
    tmp_path: Path,
) -> None:
    """By the streaming rules alone: beside the packaged base, and added to a store."""
    own, directory = tmp_path / "mine.ttl.gz", tmp_path / "store"
    own.write_bytes(gzip.compress(STUDY.replace("doe-2026", "stepien-2016").encode()))
    with pytest.raises(DataError, match="study:stepien-2016 and keeps none of its identifiers"):
        build_store([own], directory)
    own.write_bytes(gzip.compress(STUDY.encode()))
    build_store([own], directory)
    before = read_manifest(directory)
    other = STUDY.replace("10.1000/doe", "10.1000/roe")
    own.write_bytes(gzip.compress(other.encode()))
    with pytest.raises(DataError, match=r"keeps none of its identifiers \(doi 10\.1000/doe\)"):
        build_store([], directory, add=[own])
    assert read_manifest(directory) == before
    noted = other.replace("st:year", 'st:readNote "the doi was 10.1000/doe" ;\n  st:year')
    own.write_bytes(gzip.compress(noted.encode()))
    build_store([], directory, add=[own])
    assert (
        open_store(directory).records.studies[PREFIXES["study"] + "doe-2026"].doi == "10.1000/roe"
    )


def test_a_store_that_is_replaced_while_it_is_opened_opens_as_the_new_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    directory, path = tmp_path / "store", tmp_path / "one.nt"
    written = iter(range(10))

    def build() -> None:
        path.write_text(f'<urn:s> <urn:p> "{next(written)}" .\n')
        build_store([path], directory, packaged=False, check=False)

    build()
    builds = [build]

    def read_then_replace(where: Path) -> Manifest:
        manifest = read_manifest(where)
        if builds:
            builds.pop()()
        return manifest

    monkeypatch.setattr("stroma.disk.opening.read_manifest", read_then_replace)
    opened = OpenedQuads(directory)
    assert opened.dataset.query('ASK { GRAPH ?g { ?s ?p "1" } }')
    builds[:] = [build] * 9
    with pytest.raises(DataError, match="replaced again and again"):
        OpenedQuads(directory)


def test_info_sees_that_a_file_is_missing(
    packaged_store: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    directory = tmp_path / "store"
    shutil.copytree(packaged_store, directory)
    assert main(["info", "--store", str(directory)]) == 0
    next(directory.rglob("*.sst")).unlink()
    capsys.readouterr()
    assert main(["info", "--store", str(directory)]) == 1
    assert "the store is damaged" in capsys.readouterr().err
