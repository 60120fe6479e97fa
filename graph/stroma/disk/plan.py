"""What goes into a store, and does anything differ from what it was built of?

Read first: `Plan`. A later file replaces the graphs that it states; an addition keeps what the old store states of all others.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from stroma.disk.layout import QUADS, Input, Manifest
from stroma.errors import DataError, InputError
from stroma.vocabulary import (
    DERIVED_GRAPH,
    PREFIXES,
    PROVENANCE_GRAPH,
    VOCABULARY_GRAPH,
    Iri,
)

if TYPE_CHECKING:
    from pyoxigraph import Quad


# What is read of a store to see whether it is whole, in bytes: a packaged base many times over, in a part of a second.
_READ_BYTES: Final = 256 * 1024 * 1024


@contextmanager
def damage_told(store: Path) -> Iterator[None]:
    """Tell of quads that cannot be read as what that is: damage of the store, nothing else.

    Raises:
        DataError: in one line, with what to do.
    """
    try:
        yield
    except RuntimeError as error:
        raise DataError(
            f"the store is damaged ({' '.join(str(error).split())[:200]}); build it again from its files with --rebuild",
            path=store,
        ) from error


@dataclass(frozen=True)
class OldStore:
    """What a store states of the graphs that an addition leaves as they are."""

    quads_folder: Path
    left_out: frozenset[Iri]
    """Graphs that the build computes, and those that the added files state anew."""
    anew: frozenset[Iri]
    """Graphs that the added files state."""
    inputs: tuple[Input, ...]
    hashes: dict[Iri, tuple[str, str]]
    """Graph -> the file it came from and its hash."""
    ontologies: frozenset[Iri]
    """Graphs that are ontologies or thesauri of somebody else."""

    def quads(self, *, of_ontologies: bool) -> Iterator[Quad]:
        """Its quads of the ontologies, or of all else; graph after graph, subject after subject."""
        import pyoxigraph as ox

        with damage_told(self.quads_folder):
            store = ox.Store.read_only(str(self.quads_folder))
            for graph in store.named_graphs():
                if graph.value in self.left_out:
                    continue
                if (graph.value in self.ontologies) == of_ontologies:
                    yield from store.quads_for_pattern(None, None, None, graph)

    def kept_inputs(self) -> Iterator[Input]:
        """The inputs of which something is left."""
        for stated in self.inputs:
            if not stated.graphs or set(stated.graphs) - self.left_out:
                yield stated


@dataclass
class Plan:
    """What goes into a store, in order: a later part replaces the graphs that it states."""

    packaged: list[Path]
    own: list[Path]
    old: OldStore | None = None

    @property
    def files(self) -> list[Path]:
        """All files, in order."""
        return [*self.packaged, *self.own]


def plan_addition(directory: Path, old: Manifest, add: list[Path], base: list[Path]) -> Plan:
    """Keep what the store states, without the derived graphs and without what the added files state anew.

    Raises:
        InputError: a file cannot be opened or has no known ending.
        DataError: its content is not what its name says.
    """
    import pyoxigraph as ox

    from stroma.disk.streams import CheckedFile, iri_of_graph, iter_quads

    anew: set[Iri] = set()
    for path in add:
        anew.update(g for quad in iter_quads(CheckedFile(path)) if (g := iri_of_graph(quad)))
    left_out = {DERIVED_GRAPH, PROVENANCE_GRAPH, VOCABULARY_GRAPH, *anew}
    folder = directory / old.data / QUADS
    with damage_told(folder):
        hashes = _stated_hashes(ox.Store.read_only(str(folder)))
    kept = OldStore(
        folder, frozenset(left_out), frozenset(anew), old.inputs, hashes, frozenset(old.ontologies)
    )
    return Plan(base, add, kept)


def _stated_hashes(store: Any) -> dict[Iri, tuple[str, str]]:
    """What the provenance graph of a store says of the other graphs."""
    import pyoxigraph as ox

    found: dict[Iri, dict[str, str]] = {}
    names = {PREFIXES["dct"] + "source": "file", PREFIXES["st"] + "inputSha256": "sha256"}
    for quad in store.quads_for_pattern(None, None, None, ox.NamedNode(PROVENANCE_GRAPH)):
        if (name := names.get(quad.predicate.value)) is not None:
            found.setdefault(quad.subject.value, {})[name] = quad.object.value
    return {
        graph: (of["file"], of["sha256"]) for graph, of in found.items() if len(of) == len(names)
    }


def hash_file(path: Path) -> str:
    """SHA-256 of a file."""
    with path.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()


def hash_all(paths: Iterable[Path]) -> str:
    """SHA-256 over the names and hashes of files."""
    digest = hashlib.sha256()
    for path in paths:
        digest.update(f"{path.name} {hash_file(path)}\n".encode())
    return digest.hexdigest()


def is_whole(directory: Path, old: Manifest) -> bool:
    """Whether every file of a store is there, as long as it was and, of the smaller ones, byte for byte as it was.

    A part that was deleted or damaged is built again; `stroma info --verify` reads the large files too.
    """
    n_read = 0
    with suppress(OSError):
        for name, (size, sha256) in sorted(old.files.items(), key=lambda file: file[1]):
            path = directory / old.data / name
            n_read += size
            if path.stat().st_size != size:
                return False
            if n_read <= _READ_BYTES and hash_file(path) != sha256:
                return False
        return True
    return False


def is_same(old: Manifest, files: Sequence[Path], packaged_sha256: str | None) -> bool:
    """Whether a store was built by this version of these very files; of others by their names, which may name graphs.

    Raises:
        InputError: a file cannot be read.
    """
    import pyoxigraph

    from stroma import __version__

    if (old.software, old.pyoxigraph) != (__version__, pyoxigraph.__version__):
        return False
    if old.packaged_sha256 != packaged_sha256 or len(old.inputs) != len(files):
        return False
    try:
        return all(
            (stated.name, stated.n_bytes) == (path.name, path.stat().st_size)
            and stated.sha256 == hash_file(path)
            for stated, path in zip(old.inputs, files, strict=True)
        )
    except OSError as error:
        raise InputError(f"{error.filename}: {error.strerror}") from error
