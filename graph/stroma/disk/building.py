"""How do files become a store on disk? Read and checked, weighed, loaded, verified, and put in place all at once.

Read first: `build_store`. Weighing is `stroma.evidence.weigh` itself, on records without their long texts, so that a
store and the packaged base in memory judge alike. Reading and weighing run in a process of their own: their memory is
given back before the quads are loaded.
"""

from __future__ import annotations

import hashlib
import os
import shutil
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, Final, Protocol, cast

from stroma.disk.apart import run_apart
from stroma.disk.layout import (
    INDEX,
    MANIFEST,
    QUADS,
    Input,
    Manifest,
    is_ours,
    litter,
    read_manifest,
    write_manifest,
)
from stroma.disk.lock import build_lock, is_in_use, prepare_in_use
from stroma.errors import DataError, InputError
from stroma.vocabulary import PREFIXES, to_curie

if TYPE_CHECKING:
    from pyoxigraph import Quad

    from stroma.disk.reading import Fault
    from stroma.records import Records

_OLD: Final = "kept.nq"
_DERIVED: Final = "derived.nq"
_PROVENANCE: Final = PREFIXES["graph"] + "provenance"
# A graph list longer than this is not kept in the manifest.
_MANY_GRAPHS: Final = 2000
# Above this a file is checked by the streaming rules; below by those of `stroma check`, which name the line.
_CURATED_BYTES: Final = 4 * 1024 * 1024


class Report(Protocol):
    """Told how a build goes on."""

    def __call__(self, what: str, done: int, total: int, n_quads: int = 0) -> None:
        """What is being done, how much of it is done, of how much, and quads so far."""


def _silent(what: str, done: int, total: int, n_quads: int = 0) -> None:
    pass


@dataclass(frozen=True)
class BuildReport:
    """What a build did."""

    directory: Path
    manifest: Manifest
    was_unchanged: bool = False
    warnings: tuple[str, ...] = ()


@dataclass
class _Plan:
    """What goes into a store, in order: a later file replaces the graphs that it states."""

    packaged: list[Path]
    own: list[Path]
    kept: Path | None = None
    """The stated quads of the old store, when files are added to it."""
    kept_inputs: tuple[Input, ...] = ()
    kept_hashes: dict[str, tuple[str, str]] = field(default_factory=dict)
    """Graph of the old store -> the file it came from and its hash."""
    replaced: frozenset[str] = frozenset()

    @property
    def files(self) -> list[Path]:
        """All files in order."""
        return [*self.packaged, *([self.kept] if self.kept else []), *self.own]


@dataclass
class _Read:
    """What the first pass found out."""

    counts: dict[str, int]
    inputs: list[Input]
    load: list[tuple[Path, str | None]] = field(default_factory=list)
    """File to load, and the graph of its triples when it names none."""
    hashes: dict[str, tuple[str, str]] = field(default_factory=dict)
    """Graph -> the file that states it, and the hash of the file."""


def build_store(
    files: Sequence[Path],
    directory: Path,
    *,
    add: Sequence[Path] = (),
    packaged: bool = True,
    check: bool = True,
    rebuild: bool = False,
    report: Report = _silent,
) -> BuildReport:
    """Build a store from the packaged base and files, or add files to the one that is there.

    Args:
        files: your own RDF files; a later one replaces the graphs that it states.
        directory: where the store is, or will be; what was there stays untouched until all is done.
        add: files to add to the store as it is, each replacing the graphs that it states.
        packaged: leave the packaged evidence out with False; the vocabulary is always in.
        check: refuse files that break a rule.
        rebuild: build even when nothing changed.
        report: told about progress.

    Raises:
        InputError: the directory is somebody else's, or is being built, or a file cannot be read.
        DataError: a file breaks a rule; nothing is changed then.
    """
    if files and add:
        raise InputError("give files to build from, or --add files to what is there, not both")
    directory = directory.absolute()
    _prepare(directory, must_exist=bool(add))
    existed = (directory / MANIFEST).exists()
    try:
        with build_lock(directory):
            return _build(directory, list(files), list(add), packaged, check, rebuild, report)
    finally:
        if not existed and not (directory / MANIFEST).exists():
            _remove_empty(directory)


def _prepare(directory: Path, *, must_exist: bool) -> None:
    if must_exist:
        read_manifest(directory)
    try:
        if directory.exists() and not directory.is_dir():
            raise InputError(f"{directory} is a file; name a folder for the store")
        directory.mkdir(parents=True, exist_ok=True)
        if not is_ours(directory):
            raise InputError(
                f"{directory} holds files that are not Stroma's; name an empty or new folder for the store"
            )
    except OSError as error:
        raise InputError(f"{directory}: {error.strerror or error}") from error


def _remove_empty(directory: Path) -> None:
    """Leave no trace of a first build that failed."""
    with suppress(OSError):
        for entry in litter(directory, None):
            _remove(entry)
        (directory / "stroma-store.lock").unlink(missing_ok=True)
        directory.rmdir()


def _build(
    directory: Path,
    files: list[Path],
    add: list[Path],
    packaged: bool,
    check: bool,
    rebuild: bool,
    report: Report,
) -> BuildReport:
    from stroma.build import packaged_files
    from stroma.data import data_files

    old: Manifest | None = None
    if (directory / MANIFEST).exists():
        with suppress(
            InputError, DataError
        ):  # of another version, or damaged: a build makes it good
            old = read_manifest(directory)
    for entry in litter(directory, old.data if old else None):
        if not is_in_use(entry):
            _remove(entry)
    base = packaged_files() if packaged and not add else data_files("stroma.ttl")
    packaged_sha256 = _hash_all(base) if packaged and not add else None
    is_whole = old is not None and _is_whole(directory, old)
    if (
        old is not None
        and is_whole
        and not rebuild
        and not add
        and _is_same(old, files, packaged_sha256)
    ):
        return BuildReport(directory, old, was_unchanged=True)
    work = directory / f"building-{os.getpid()}"
    work.mkdir()
    try:
        plan = _Plan(base, files)
        if add:
            assert old is not None
            if not is_whole:
                raise DataError(
                    "the store is damaged; build it again from its files", path=directory
                )
            plan = _plan_addition(directory, old, add, work, base)
            packaged_sha256 = old.packaged_sha256
        read = run_apart(lambda: _read_and_weigh(plan, work, packaged, check, report))
        counts = {**read.counts, "quads": _load(read.load, work, read.counts, report)}
        for name in (_OLD, _DERIVED):
            (work / name).unlink(missing_ok=True)
        for path in work.glob("part-*.nq"):
            path.unlink()
        prepare_in_use(work)
        manifest = _manifest(work, read, plan, packaged_sha256, counts, report)
        work.rename(directory / manifest.data)
        write_manifest(directory, manifest)
    except OSError as error:
        raise InputError(
            f"{directory}: {error.strerror or error}; the old store is untouched"
        ) from error
    finally:
        _remove(work)
    for entry in litter(directory, manifest.data):
        if not is_in_use(entry):
            _remove(entry)
    return BuildReport(directory, manifest)


def _remove(path: Path) -> None:
    if path.is_dir():
        shutil.rmtree(path, ignore_errors=True)
    else:
        path.unlink(missing_ok=True)


def _hash_file(path: Path) -> str:
    with path.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()


def _hash_all(paths: Iterable[Path]) -> str:
    digest = hashlib.sha256()
    for path in paths:
        digest.update(f"{path.name} {_hash_file(path)}\n".encode())
    return digest.hexdigest()


def _is_whole(directory: Path, old: Manifest) -> bool:
    """Whether every file of a store is there, as long as it was; a part that was deleted is built again."""
    try:
        return all(
            (directory / old.data / name).stat().st_size == size
            for name, (size, _) in old.files.items()
        )
    except OSError:
        return False


def _is_same(old: Manifest, files: Sequence[Path], packaged_sha256: str | None) -> bool:
    import pyoxigraph

    from stroma import __version__

    if (old.software, old.pyoxigraph) != (__version__, pyoxigraph.__version__):
        return False
    if old.packaged_sha256 != packaged_sha256 or len(old.inputs) != len(files):
        return False
    try:
        return all(
            stated.n_bytes == path.stat().st_size and stated.sha256 == _hash_file(path)
            for stated, path in zip(old.inputs, files, strict=True)
        )
    except OSError as error:
        raise InputError(f"{error.filename}: {error.strerror}") from error


def _plan_addition(
    directory: Path, old: Manifest, add: list[Path], work: Path, base: list[Path]
) -> _Plan:
    """Keep what the store states, without the derived graphs and without what the added files state anew."""
    import pyoxigraph as ox

    from stroma.derivation import DERIVED_GRAPH
    from stroma.disk.streams import CheckedFile, iri_of_graph, iter_quads

    anew: set[str] = set()
    for path in add:
        anew.update(g for quad in iter_quads(CheckedFile(path)) if (g := iri_of_graph(quad)))
    left_out = {DERIVED_GRAPH, _PROVENANCE, PREFIXES["graph"] + "vocabulary", *anew}
    store = ox.Store.read_only(str(directory / old.data / QUADS))
    with (work / _OLD).open("wb") as out:
        for graph in store.named_graphs():
            if graph.value in left_out:
                continue
            for quad in store.quads_for_pattern(None, None, None, graph):
                out.write(f"{quad} .\n".encode())
    hashes = _stated_hashes(store)
    return _Plan(base, add, work / _OLD, old.inputs, hashes, frozenset(anew))


def _stated_hashes(store: Any) -> dict[str, tuple[str, str]]:
    """What the provenance graph of a store says of the other graphs."""
    import pyoxigraph as ox

    found: dict[str, dict[str, str]] = {}
    names = {PREFIXES["dct"] + "source": "file", PREFIXES["st"] + "inputSha256": "sha256"}
    for quad in store.quads_for_pattern(None, None, None, ox.NamedNode(_PROVENANCE)):
        if (name := names.get(quad.predicate.value)) is not None:
            found.setdefault(quad.subject.value, {})[name] = quad.object.value
    return {
        graph: (of["file"], of["sha256"]) for graph, of in found.items() if len(of) == len(names)
    }


def _read_and_weigh(plan: _Plan, work: Path, packaged: bool, check: bool, report: Report) -> _Read:
    """Records from all files, checked; the derived graph and the index written beside."""
    from pyoxigraph import RdfFormat, serialize

    from stroma.derivation import derived_quads
    from stroma.disk.indexing import write_index
    from stroma.disk.reading import RecordReader
    from stroma.evidence import weigh

    if check and plan.own and all(_is_small(path) for path in plan.own) and plan.kept is None:
        from stroma.check import raise_on_errors

        raise_on_errors(plan.own, packaged=packaged)
    reader = RecordReader()
    read = _read_files(plan, work, reader, report)
    records = reader.finish()
    if check:
        _raise_on_faults(plan, reader)
    report("weighing the evidence", 0, 0)
    weighed = weigh(records)
    n_derived = 0

    def counted() -> Iterator[Quad]:
        nonlocal n_derived
        for quad in _all_derived(derived_quads(records, weighed), records, read):
            n_derived += 1
            if not n_derived % 50_000:
                report("writing the derived graph", n_derived, 0)
            yield quad

    serialize(counted(), output=str(work / _DERIVED), format=RdfFormat.N_QUADS)
    report("writing the index", 0, 0)
    write_index(work / INDEX, records, weighed)
    read.load.append((work / _DERIVED, None))
    read.counts = {
        "stated": reader.n_quads,
        "derived": n_derived,
        "graphs": len(reader.graphs),
        "terms": len(records.terms),
        "studies": len(records.studies),
        "references": len(records.references),
        "findings": len(weighed.findings),
        "propositions": len(weighed.propositions),
        "conflicts": len(weighed.conflicts),
        "articles": len(records.articles),
        "claims": len(records.claims),
    }
    return read


def _is_small(path: Path) -> bool:
    return path.suffix.lower() != ".gz" and path.is_file() and path.stat().st_size < _CURATED_BYTES


def _read_files(plan: _Plan, work: Path, reader: Any, report: Report) -> _Read:
    """Last file first, so that it is known which graphs an earlier file may no longer state."""
    from stroma.build import source_name
    from stroma.disk.streams import CheckedFile, graph_of_file, iter_quads, names_graphs

    hashes: dict[str, tuple[str, str]] = {}
    files = plan.files
    total = sum(path.stat().st_size for path in files if path.exists())
    done = 0
    taken: set[str] = set()
    inputs: list[Input] = []
    load: list[tuple[Path, str | None]] = []
    for path in reversed(files):
        source = CheckedFile(path)
        reader.graphs = set()
        for _ in reader.read(iter_quads(source), skip=taken):
            report("reading", done + source.n_read, total, reader.n_quads)
        done += source.n_read
        graphs = reader.graphs
        if not graphs:
            raise DataError("states nothing", path=path)
        if path in plan.own:
            kept = tuple(sorted(graphs)) if len(graphs) <= _MANY_GRAPHS else ()
            inputs.append(Input(path.name, source.sha256, source.n_read, kept))
        if overlap := graphs & taken:
            part = work / f"part-{len(load)}.nq"
            if _write_part(path, part, overlap):
                load.append((part, None))
        elif names_graphs(path):
            load.append((path, None))
        else:
            load.append((path, graph_of_file(path) if len(graphs) != 1 else next(iter(graphs))))
        for graph in graphs - taken:
            stated = (source_name(path), source.sha256)
            hashes[graph] = plan.kept_hashes.get(graph, stated) if path == plan.kept else stated
        taken |= graphs
    reader.graphs = taken
    read = _Read({}, list(reversed(inputs)), list(reversed(load)), hashes)
    read.counts["bytes"] = done
    return read


def _write_part(path: Path, part: Path, left_out: set[str]) -> bool:
    """What remains of a file whose other graphs a later file states."""
    from stroma.disk.streams import CheckedFile, iri_of_graph, iter_quads

    some = False
    with part.open("wb") as out:
        for quad in iter_quads(CheckedFile(path)):
            if iri_of_graph(quad) not in left_out:
                out.write(f"{quad} .\n".encode())
                some = True
    return some


def _raise_on_faults(plan: _Plan, reader: Any) -> None:
    from stroma.disk.reading import link_faults

    faults: list[Fault] = [*reader.faults]
    n = reader.n_faults
    for fault in link_faults(reader):
        n += 1
        if len(faults) < 1000:
            faults.append(fault)
    if not faults:
        return
    first = faults[0]
    path, line = _place(plan, first.subject)
    more = f" (and {n - 1:,} more)" if n > 1 else ""
    raise DataError(
        f"{to_curie(first.subject)}: {first.wrong}; {first.repair}{more}", path=path, line=line
    )


def _place(plan: _Plan, subject: str) -> tuple[Path | None, int | None]:
    """The file and line where a subject is described; found only when something is wrong with it."""
    import gzip

    written = [f"<{subject}>".encode(), f"{to_curie(subject)} ".encode()]
    for path in [*plan.own, *([plan.kept] if plan.kept else []), *plan.packaged]:
        with gzip.open(path, "rb") if path.suffix == ".gz" else path.open("rb") as lines:
            for number, line in enumerate(lines, 1):
                if line.startswith(tuple(written)):
                    return (None if path == plan.kept else path), number
    return None, None


def _all_derived(derived: Iterable[Quad], records: Records, read: _Read) -> Iterator[Quad]:
    """The derived graph, and where each graph came from."""
    from stroma.build import provenance_quads

    yield from derived
    yield from provenance_quads(records, read.hashes)


def _load(
    load: Sequence[tuple[Path, str | None]], work: Path, counts: dict[str, int], report: Report
) -> int:
    """Load the quads, then read them back: as many as expected, and the last ones written among them."""
    import gzip

    import pyoxigraph as ox

    from stroma.disk.streams import format_of

    total = counts["stated"] + counts["derived"]
    store = ox.Store(str(work / QUADS))
    small: list[tuple[Path, str | None]] = []
    for path, graph in load:
        report("loading", 0, total)
        to_graph = ox.NamedNode(graph) if graph is not None else None
        with path.open("rb") as raw:
            packed = path.suffix.lower() == ".gz"
            has_bom = raw.read(3) == b"\xef\xbb\xbf"
        options: dict[str, Any] = {"format": format_of(path), "to_graph": to_graph}
        options["base_iri"] = PREFIXES["graph"]
        if not packed and not has_bom and path.stat().st_size < 1024 * 1024:
            small.append((path, graph))
        elif packed or has_bom:
            with gzip.open(path, "rb") if packed else path.open("rb") as opened:
                if has_bom:
                    opened.read(3)
                # Parsed strictly before, by the reader.
                store.bulk_load(input=cast("IO[bytes]", opened), lenient=True, **options)
        else:
            store.bulk_load(path=str(path), lenient=True, **options)
    _load_small(store, small)
    store.flush()
    del store
    report("verifying", 0, 0)
    held = ox.Store.read_only(str(work / QUADS))
    n = len(held)
    if not 0 < n <= total:
        raise DataError(
            f"the store holds {n:,} quads where at most {total:,} were loaded; build again"
        )
    if next(held.quads_for_pattern(None, None, None, ox.NamedNode(_PROVENANCE)), None) is None:
        raise DataError("the store lost a graph while it was written; build again")
    return n


def _load_small(store: Any, small: Sequence[tuple[Path, str | None]]) -> None:
    """Many small files in one go: each load of its own would write tables of its own."""
    from stroma.disk.streams import CheckedFile, iter_quads

    store.bulk_extend(quad for path, _ in small for quad in iter_quads(CheckedFile(path)))


def _manifest(
    work: Path,
    read: _Read,
    plan: _Plan,
    packaged_sha256: str | None,
    counts: dict[str, int],
    report: Report,
) -> Manifest:
    import pyoxigraph

    from stroma import __version__

    names = sorted(p for part in (QUADS, INDEX) for p in (work / part).iterdir() if p.is_file())
    files = {}
    for path in names:
        if path.name.startswith("LOG") or path.name == "LOCK":
            path.unlink(missing_ok=True)
            continue
        files[path.relative_to(work).as_posix()] = (path.stat().st_size, _hash_file(path))
        report("hashing", len(files), len(names))
    kept = [i for i in plan.kept_inputs if not i.graphs or set(i.graphs) - plan.replaced]
    inputs = (*kept, *read.inputs)
    digest = hashlib.sha256(repr(sorted(files.items())).encode()).hexdigest()
    return Manifest(
        data=f"data-{digest[:16]}",
        software=__version__,
        pyoxigraph=pyoxigraph.__version__,
        inputs=inputs,
        packaged_sha256=packaged_sha256,
        counts=counts,
        files=files,
    )


def verify_store(directory: Path) -> Iterator[str]:
    """What is wrong with the files of a store: missing, of another size, or changed.

    Yields:
        One sentence for each fault; nothing when all is well.
    """
    manifest = read_manifest(directory)
    for name, (size, digest) in sorted(manifest.files.items()):
        path = directory / manifest.data / name
        if not path.is_file():
            yield f"{path}: missing"
        elif path.stat().st_size != size:
            yield f"{path}: {path.stat().st_size:,} bytes long, was {size:,}"
        elif _hash_file(path) != digest:
            yield f"{path}: its bytes changed since the build"
