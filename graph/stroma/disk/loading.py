"""How do files become quads and an index on disk? In one pass: read, checked, weighed, and loaded batch after batch.

Read first: `load_evidence`. Weighing is `stroma.evidence.weigh` itself, on records without their long texts, so that a
store and the packaged base in memory judge alike. Batches cost the engine less memory than one load of everything;
`optimize` then merges what the batches wrote, which makes every query about twice as fast. All batches but the last are
full, whatever file their quads come from: with every second one the engine merges all that it holds.
"""

from __future__ import annotations

import gzip
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from itertools import chain, islice
from pathlib import Path
from typing import TYPE_CHECKING, Final, Protocol

from stroma.build import provenance_quads, source_name
from stroma.disk.layout import INDEX, QUADS, Input
from stroma.errors import DataError
from stroma.vocabulary import ST, Iri, to_curie

if TYPE_CHECKING:
    from pyoxigraph import Quad, Store

    from stroma.disk.plan import OldStore, Plan
    from stroma.disk.reading import CheckingReader
    from stroma.evidence import Weighed
    from stroma.records import Records
    from stroma.sources.files import Profile

# Above this a file is checked by the streaming rules; below by those of `stroma check`, which name the line.
_CURATED_BYTES: Final = 4 * 1024 * 1024
# How many quads are loaded at a time; as many more are gathered meanwhile. The engine merges all that it holds with every
# second batch, of whatever size: for 2.1 million quads that took 4.2 CPU s in batches of 600,000, 2.6 s of 800,000. A million
# took 40 % more memory and gained nothing.
BATCH: Final = 800_000
# A graph list longer than this is not kept in the manifest.
_MANY_GRAPHS: Final = 2000


class Report(Protocol):
    """Told how a build goes on."""

    def __call__(self, what: str, done: int, total: int, n_quads: int = 0) -> None:
        """What is being done, how much of it is done, of how much, and quads so far."""


class _Loader:
    """Gathers quads into batches and loads them in a thread of its own: the engine writes one while the next is read."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._thread = ThreadPoolExecutor(max_workers=1)
        self._gathered: list[Quad] = []
        self._pending: Future[None] | None = None

    def add(self, quads: Iterable[Quad]) -> None:
        """Take quads, no more than a batch; begin to load a full batch, once the one before is done.

        Raises:
            OSError: the one before could not be written.
        """
        self._gathered += quads
        if len(self._gathered) >= BATCH:
            self._submit()

    def _submit(self) -> None:
        self._wait()
        batch, self._gathered = self._gathered, []
        self._pending = self._thread.submit(self._store.bulk_extend, _drained(batch))

    def _wait(self) -> None:
        if self._pending is not None:
            self._pending.result()
            self._pending = None

    def close(self) -> None:
        """Load the last batch, then end the thread and put all quads in order.

        Raises:
            OSError: a batch could not be written.
        """
        try:
            if self._gathered:
                self._submit()
            self._wait()
        finally:
            self._thread.shutdown()
        self._store.optimize()
        self._store.flush()


def _drained(batch: list[Quad]) -> Iterator[Quad]:
    """The quads of a batch, each let go once the engine has its copy: not both are in memory."""
    batch.reverse()
    while batch:
        yield batch.pop()


@dataclass
class Loaded:
    """What was loaded, and from where."""

    counts: dict[str, int] = field(default_factory=dict)
    inputs: list[Input] = field(default_factory=list)
    ontologies: tuple[str, ...] = ()
    """Files that are ontologies of somebody else, held as they are."""
    ontology_graphs: set[Iri] = field(default_factory=set)
    """The graphs of these, and of those that an older store held."""
    hashes: dict[Iri, tuple[str, str]] = field(default_factory=dict)
    """Graph -> the file that states it, and the hash of the file."""


def load_evidence(plan: Plan, folder: Path, *, check: bool, report: Report) -> Loaded:
    """Write quads and index of a plan into a folder.

    Args:
        check: refuse files that break a rule.

    Raises:
        InputError: a file cannot be read.
        DataError: a file is not what its name says, states nothing, or breaks a rule.
    """
    import pyoxigraph as ox

    from stroma.disk.indexing import write_index
    from stroma.disk.reading import CheckingReader
    from stroma.evidence import weigh

    reader = CheckingReader()
    store = ox.Store(str(folder / QUADS))
    loader = _Loader(store)
    stated = _Stated(plan, loader, reader, check, report)
    loaded = stated.load()
    records = reader.finish()
    if check:
        _raise_on_faults(plan, reader, stated.replaced)
    report("weighing the evidence", 0, 0)
    weighed = weigh(records)
    n_derived = _load_derived(loader, records, weighed, loaded, report)
    report("writing the index", 0, 0)
    write_index(folder / INDEX, records, weighed)
    report("putting the quads in order", 0, 0)
    loader.close()
    loaded.ontology_graphs |= _ontologies_among(reader.foreign_graphs & loaded.hashes.keys(), store)
    loaded.counts |= {
        "stated": reader.n_quads,
        "derived": n_derived,
        "graphs": len(loaded.hashes),
        "terms": len(records.terms),
        "studies": len(records.studies),
        "references": len(records.references),
        "findings": len(weighed.findings),
        "propositions": len(weighed.propositions),
        "conflicts": len(weighed.conflicts),
        "articles": len(records.articles),
        "claims": len(records.claims),
    }
    return loaded


def is_curated(path: Path) -> bool:
    """Whether a file is small enough to be checked by the rules for curators, which name every fault with its line."""
    return path.suffix.lower() != ".gz" and path.is_file() and path.stat().st_size < _CURATED_BYTES


def _ontologies_among(graphs: set[Iri], store: Store) -> set[Iri]:
    """The graphs in which nothing is ours: a file that names its graphs may hold an ontology beside its records."""
    from pyoxigraph import NamedNode

    from stroma.sources.files import is_ours

    return {
        graph
        for graph in graphs
        if not any(map(is_ours, store.quads_for_pattern(None, None, None, NamedNode(graph))))
    }


class _Stated:
    """Loads what the files state: last part first, so that it is known which graphs an earlier part may no longer state."""

    def __init__(
        self, plan: Plan, loader: _Loader, reader: CheckingReader, check: bool, report: Report
    ) -> None:
        self.loaded = Loaded()
        self._plan, self._loader, self._reader = plan, loader, reader
        self._check, self._report = check, report
        self.replaced: list[Path] = []
        """Packaged files of which another part states a graph anew."""
        self._inputs: dict[Path, Input] = {}
        self._n_bytes = 0
        self._total = sum(path.stat().st_size for path in plan.files if path.exists())

    def load(self) -> Loaded:
        """Own files, what an older store keeps, the packaged base; then ontologies, when it is known which terms there are."""
        from stroma.disk.streams import profile_of_file
        from stroma.sources.files import refuse_one_graph_for_two, without_our_names

        plan, loaded = self._plan, self.loaded
        profiles = {path: profile_of_file(path) for path in plan.own}
        refuse_one_graph_for_two((path, of) for path, of in profiles.items() if of is not None)
        ontologies = [path for path, profile in profiles.items() if profile and profile.is_ontology]
        for path in reversed(plan.own):
            if path not in ontologies:
                self._load_file(path, profiles[path])
        if plan.old is not None:
            self._keep(plan.old, plan.old.quads(of_ontologies=False))
        for path in reversed(plan.packaged):
            self._load_file(path, None)
        for path in ontologies:
            self._load_file(path, profiles[path])
        if plan.old is not None:
            quads = plan.old.quads(of_ontologies=True)
            terms = self._reader.records.terms
            loaded.ontology_graphs |= self._keep(plan.old, without_our_names(quads, terms))
        loaded.inputs = [self._inputs[path] for path in plan.own]
        loaded.ontologies = tuple(path.name for path in ontologies)
        loaded.counts["bytes"] = self._n_bytes
        return loaded

    def _keep(self, old: OldStore, quads: Iterator[Quad]) -> set[Iri]:
        """Load what an older store keeps; returns the graphs that are in now."""
        kept = self._load_quads(quads) - self.loaded.hashes.keys()
        self.loaded.hashes.update((graph, old.hashes[graph]) for graph in kept)
        return kept

    def _load_file(self, path: Path, profile: Profile | None) -> None:
        from stroma.disk.streams import CheckedFile, iter_quads
        from stroma.sources.files import without_our_names

        reader, source = self._reader, CheckedFile(path, self._tell)
        n_ours, n_quads, reader.is_foreign = reader.n_ours, reader.n_quads, False
        quads = iter_quads(source, profile)
        if profile is not None and profile.is_ontology:
            quads = without_our_names(quads, reader.records.terms)
        graphs = self._load_quads(quads)
        if profile is not None and profile.is_ontology:
            self.loaded.ontology_graphs |= graphs
        elif not graphs:
            raise DataError("states nothing", path=path)
        is_unread = reader.n_quads > n_quads and reader.n_ours == n_ours
        if self._check and path in self._plan.own and is_unread and not reader.is_foreign:
            raise DataError(
                "nothing in it is a study, finding, article, claim or term; compare its prefixes with those of "
                f"`stroma new study`; st: is <{ST}>",
                path=path,
            )
        if path in self._plan.own:
            named = tuple(sorted(graphs)) if len(graphs) <= _MANY_GRAPHS else ()
            self._inputs[path] = Input(path.name, source.sha256, source.n_read, named)
        elif not graphs.isdisjoint(self.loaded.hashes):
            self.replaced.append(path)
        stated = (source_name(path), source.sha256)
        for graph in graphs - self.loaded.hashes.keys():
            self.loaded.hashes[graph] = stated

    def _load_quads(self, quads: Iterator[Quad]) -> set[Iri]:
        """Load quads of graphs that no later part states; returns every graph that was named."""
        self._reader.graphs = set()
        for read in self._reader.read(quads, skip=self.loaded.hashes.keys()):
            if not (self._check and self._reader.n_faults):
                self._loader.add(read)
        return self._reader.graphs

    def _tell(self, n_bytes: int) -> None:
        self._n_bytes += n_bytes
        self._report("reading and loading", self._n_bytes, self._total, self._reader.n_quads)


def _load_derived(
    loader: _Loader, records: Records, weighed: Weighed, loaded: Loaded, report: Report
) -> int:
    """The derived graph, and where each graph came from."""
    from stroma.derivation import derived_quads
    from stroma.disk.reading import PIECE

    n = 0
    computed = chain(derived_quads(records, weighed), provenance_quads(records, loaded.hashes))
    while piece := list(islice(computed, PIECE)):
        loader.add(piece)
        n += len(piece)
        report("loading the derived graph", n, 0)
    return n


def _raise_on_faults(plan: Plan, reader: CheckingReader, replaced: Iterable[Path]) -> None:
    from stroma.check.relations import faults_between
    from stroma.disk.replaced import no_editions

    faults = list(reader.faults)
    n = reader.n_faults
    between = faults_between(reader.records, reader.passages)
    for fault in chain(no_editions(reader.records, plan.old, replaced), between):
        if fault.severity != "error":
            continue
        n += 1
        if not faults:
            faults.append(fault)
    if not faults:
        return
    first = faults[0]
    path, line = _place(plan, first.subject)
    more = f" (and {n - 1:,} more)" if n > 1 else ""
    raise DataError(
        f"{to_curie(first.subject)}: {first.wrong}; {first.repair}{more}", path=path, line=line
    )


def _place(plan: Plan, subject: Iri) -> tuple[Path | None, int | None]:
    """The file and line where a subject is described; found only when something is wrong with it."""
    written = (f"<{subject}>".encode(), f"{to_curie(subject)} ".encode())
    for path in [*plan.own, *plan.packaged]:
        with gzip.open(path, "rb") if path.suffix == ".gz" else path.open("rb") as lines:
            for number, line in enumerate(lines, 1):
                if line.startswith(written):
                    return path, number
    return None, None
