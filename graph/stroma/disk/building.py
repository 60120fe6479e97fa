"""How do files become a store on disk? Read and checked, weighed, loaded, verified, and put in place all at once.

Read first: `build_store`. What takes memory (`stroma.disk.loading`) runs in a process of its own; here stand the order of
events, the refusals, and the one moment in which the new store takes the place of the old.
"""

from __future__ import annotations

import hashlib
import os
import shutil
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from stroma.disk.apart import run_apart
from stroma.disk.layout import (
    INDEX,
    LOCK,
    MANIFEST,
    QUADS,
    Manifest,
    is_ours,
    litter,
    read_manifest,
    write_manifest,
)
from stroma.disk.loading import Loaded, Report, is_curated, load_evidence
from stroma.disk.lock import build_lock, is_in_use, prepare_in_use
from stroma.disk.plan import (
    Plan,
    damage_told,
    hash_all,
    hash_file,
    is_same,
    is_whole,
    plan_addition,
)
from stroma.disk.replaced import Replaced, changed_stances, replaced_graphs
from stroma.errors import DataError, InputError
from stroma.sources.files import refuse_unsaved
from stroma.vocabulary import PROVENANCE_GRAPH, Iri


def _silent(what: str, done: int, total: int, n_quads: int = 0) -> None:
    pass


@dataclass(frozen=True)
class BuildReport:
    """What a build did."""

    directory: Path
    manifest: Manifest
    was_unchanged: bool = False
    dropped: tuple[str, ...] = ()
    """Files of the store that was there before, which were not named again."""
    ontologies: tuple[str, ...] = ()
    """Files that are ontologies or thesauri of somebody else: held as they are, no evidence."""
    replaced: tuple[Replaced, ...] = ()
    """Of an addition: the graphs of the store that it stated anew, by IRI; at most MANY_GRAPHS."""
    stances: str = ""
    """Of an addition: which stances of the store are others now, in words, beside those of `replaced`; empty for none."""


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
    for path in (*files, *add):
        refuse_unsaved(path)
    directory = directory.absolute()
    made = [folder for folder in directory.parents if not folder.exists()]
    try:
        return _locked_build(
            directory, files, add, packaged=packaged, check=check, rebuild=rebuild, report=report
        )
    finally:
        if not directory.exists():
            with suppress(OSError):  # another build may use one by now
                for folder in made:
                    folder.rmdir()


def _locked_build(
    directory: Path,
    files: Sequence[Path],
    add: Sequence[Path],
    *,
    packaged: bool,
    check: bool,
    rebuild: bool,
    report: Report,
) -> BuildReport:
    _prepare(directory, must_exist=bool(add))
    with build_lock(directory):
        try:
            return _build(directory, list(files), list(add), packaged, check, rebuild, report)
        finally:
            # While the lock is held: without it, what looks left behind may be another process's build.
            if not (directory / MANIFEST).exists():
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
        (directory / LOCK).unlink(missing_ok=True)
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
    from stroma.data import data_files, packaged_files

    old = _held(directory)
    _sweep(directory, old)
    base = packaged_files() if packaged and not add else data_files("stroma.ttl")
    packaged_sha256 = hash_all(base) if packaged and not add else None
    was_whole = old is not None and is_whole(directory, old)
    if (
        old is not None
        and was_whole
        and not rebuild
        and not add
        and (old.checked or not check)
        and is_same(old, files, packaged_sha256)
    ):
        return BuildReport(directory, old, was_unchanged=True)
    work = directory / f"building-{os.getpid()}"
    work.mkdir()
    try:
        plan = Plan(base, files)
        if add:
            assert old is not None
            if not was_whole:
                raise DataError(
                    "the store is damaged; build it again from its files with --rebuild",
                    path=directory,
                )
            plan = plan_addition(directory, old, add, base)
            packaged_sha256 = old.packaged_sha256
        if check:
            _check_curated([*files, *add], packaged=packaged, is_whole=not add)
        loaded = _load(plan, work, check, report)
        replaced, stances = _replaced(plan, work)
        prepare_in_use(work)
        checked = check and (old is None or not add or old.checked)
        manifest = _manifest(work, loaded, plan, packaged_sha256, report, checked=checked)
        work.rename(directory / manifest.data)
        write_manifest(directory, manifest)
    except OSError as error:
        raise InputError(
            f"{directory}: {error.strerror or error}; the old store is untouched"
        ) from error
    finally:
        _remove(work)
    _sweep(directory, manifest)
    return BuildReport(
        directory,
        manifest,
        dropped=() if add or old is None else _dropped(old, manifest),
        ontologies=loaded.ontologies,
        replaced=replaced,
        stances=stances,
    )


def _held(directory: Path) -> Manifest | None:
    """The store that is there; one of another version, or a damaged one, is none: a build makes it good."""
    if (directory / MANIFEST).exists():
        with suppress(InputError, DataError):
            return read_manifest(directory)
    return None


def _sweep(directory: Path, kept: Manifest | None) -> None:
    """Remove what belongs to no store any more and nobody reads."""
    for entry in litter(directory, kept.data if kept else None):
        if not is_in_use(entry):
            _remove(entry)


def _load(plan: Plan, work: Path, check: bool, report: Report) -> Loaded:
    """Load what was planned and read it back, with its counts as they are in the store."""
    loaded = run_apart(load_evidence, plan, work, check=check, report=report)
    report("verifying", 0, 0)
    at_most = loaded.counts["stated"] + loaded.counts["derived"]
    n = loaded.counts["quads"] = _count_verified(work, at_most)
    # What a file states twice is held once; what the build computes has no such quads.
    loaded.counts["stated"] = n - loaded.counts["derived"]
    return loaded


def _dropped(old: Manifest, new: Manifest) -> tuple[str, ...]:
    """Files of a store that are in the new one no more."""
    named = {stated.name for stated in new.inputs}
    return tuple(stated.name for stated in old.inputs if stated.name not in named)


def _replaced(plan: Plan, work: Path) -> tuple[tuple[Replaced, ...], str]:
    """What an addition replaced, and which other stances it changed."""
    if plan.old is None:
        return (), ""
    import pyoxigraph as ox

    with damage_told(plan.old.quads_folder):
        replaced = tuple(replaced_graphs(plan.old, work / QUADS))
        before, after = (
            ox.Store.read_only(str(quads)) for quads in (plan.old.quads_folder, work / QUADS)
        )
        told = frozenset[Iri]().union(*(one.propositions for one in replaced))
        return replaced, changed_stances(before, after, told)


def _check_curated(own: list[Path], *, packaged: bool, is_whole: bool) -> None:
    """The rules for curators on each file that is small enough; all files are also read by the streaming rules.

    Args:
        is_whole: nothing but these files and the packaged base is in the store.
    """
    from stroma.check import raise_on_errors

    curated = [path for path in own if is_curated(path)]
    if curated:
        # What a file names may stand in a file that is not looked at here; the streaming rules see them all.
        raise_on_errors(curated, packaged=packaged, links=is_whole and curated == own)


def _remove(path: Path) -> None:
    if path.is_dir():
        shutil.rmtree(path, ignore_errors=True)
    else:
        path.unlink(missing_ok=True)


def _count_verified(folder: Path, at_most: int) -> int:
    """How many quads can be read back; the last ones written must be among them."""
    import pyoxigraph as ox

    held = ox.Store.read_only(str(folder / QUADS))
    n = len(held)
    if not 0 < n <= at_most:
        raise DataError(
            f"the store holds {n:,} quads where at most {at_most:,} were loaded; build again"
        )
    if next(held.quads_for_pattern(None, None, None, ox.NamedNode(PROVENANCE_GRAPH)), None) is None:
        raise DataError("the store lost a graph while it was written; build again")
    return n


def _manifest(
    work: Path,
    loaded: Loaded,
    plan: Plan,
    packaged_sha256: str | None,
    report: Report,
    *,
    checked: bool,
) -> Manifest:
    import pyoxigraph

    from stroma import __version__

    names = sorted(p for part in (QUADS, INDEX) for p in (work / part).iterdir() if p.is_file())
    files = {}
    for path in names:
        if path.name.startswith("LOG") or path.name == "LOCK":
            path.unlink(missing_ok=True)
            continue
        files[path.relative_to(work).as_posix()] = (path.stat().st_size, hash_file(path))
        report("hashing", len(files), len(names))
    kept = plan.old.kept_inputs() if plan.old is not None else ()
    digest = hashlib.sha256(repr(sorted(files.items())).encode()).hexdigest()
    return Manifest(
        data=f"data-{digest[:16]}",
        software=__version__,
        pyoxigraph=pyoxigraph.__version__,
        inputs=(*kept, *loaded.inputs),
        packaged_sha256=packaged_sha256,
        counts=loaded.counts,
        checked=checked,
        ontologies=tuple(sorted(loaded.ontology_graphs)),
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
        elif hash_file(path) != digest:
            yield f"{path}: its bytes changed since the build"
