"""How is a file of any size read safely? As a stream that is checked, counted and hashed on the way.

Read first: `iter_quads`. Nothing is fetched: the parser refuses remote JSON-LD contexts, and RDF/XML with a DOCTYPE is
refused here. A .gz that is cut off, or that swells beyond reason, is refused too.
"""

from __future__ import annotations

import gzip
import hashlib
import shlex
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO, Any, Final

from pyoxigraph import BlankNode, DefaultGraph, NamedNode, Quad, RdfFormat, parse

from stroma.errors import DataError, InputError
from stroma.sources.characters import find_hidden_bytes
from stroma.sources.files import (
    DOCTYPE,
    FORMATS,
    NO_DOCTYPE,
    Profile,
    blank_node,
    is_ours,
    not_valid,
    profile_of,
)
from stroma.vocabulary import PREFIXES

Progress = Callable[[int], None]
"""Told how many bytes of the file were read since the last call."""

# RDF text shrinks 10 to 40 times; a hundred times is a trap. Small files may be as repetitive as they like.
MAX_RATIO: Final = 200
_SMALL: Final = 20 * 1024 * 1024
_CHUNK: Final = 1024 * 1024
# One byte less than the longest that is looked for.
_TAIL: Final = len(b"<!DOCTYPE") - 1
_BOM: Final = b"\xef\xbb\xbf"
_GRAPH_FORMATS: Final = (RdfFormat.N_QUADS, RdfFormat.TRIG, RdfFormat.JSON_LD)


class CheckedFile:
    """An RDF file as a binary stream without byte-order mark; `.gz` is unpacked."""

    def __init__(self, path: Path, progress: Progress | None = None) -> None:
        self.path = path
        self.n_read = 0
        self._lines = 0
        self._hash = hashlib.sha256()
        self._progress = progress
        self._is_first = True
        self._tail = b""
        self.refuses_doctype = False
        try:
            self._raw: IO[bytes] = path.open("rb")
        except OSError as error:
            raise InputError(f"{path}: {error.strerror or error}") from error
        self._is_gzip = path.suffix.lower() == ".gz"
        self._source: Any = self._raw
        if self._is_gzip:
            self._source = gzip.GzipFile(fileobj=_Hashed(self._raw, self), mode="rb")
        self._n_unpacked = 0
        self._ready = memoryview(b"")
        self.error: Exception | None = None

    @property
    def sha256(self) -> str:
        """Hash of the file as it lies on disk; whole once everything was read."""
        return self._hash.hexdigest()

    def note_raw(self, content: bytes) -> None:
        """Count and hash bytes of the file as it lies on disk."""
        self._hash.update(content)
        self.n_read += len(content)
        if self._progress is not None:
            self._progress(len(content))

    def read(self, size: int = -1) -> bytes:
        """The next bytes; what is wrong is kept in `error`, because the parser swallows exceptions' types."""
        try:
            # Checked by the megabyte: the parser asks for little at a time.
            if not self._ready:
                self._ready = memoryview(self._read(_CHUNK))
        except (DataError, InputError) as error:
            self.error = error
            raise
        size = size if size and size > 0 else _CHUNK
        content = bytes(self._ready[:size])
        self._ready = self._ready[size:]
        return content

    def _read(self, size: int) -> bytes:
        try:
            content: bytes = self._source.read(size)
        except (EOFError, zlib.error, gzip.BadGzipFile) as error:
            raise DataError(
                f"incomplete or damaged gzip file ({error}); fetch or pack it again", path=self.path
            ) from error
        except OSError as error:
            raise InputError(f"{self.path}: {error.strerror or error}") from error
        if self._is_gzip:
            self._n_unpacked += len(content)
            if self._n_unpacked > _SMALL and self._n_unpacked > MAX_RATIO * max(self.n_read, 1):
                raise DataError(
                    f"unpacks to more than {_SMALL // 1024**2} MB and more than {MAX_RATIO} times its size, as no RDF "
                    f"does; if you trust it, unpack it (gunzip -k {shlex.quote(self.path.name)}) and give what comes out",
                    path=self.path,
                )
        else:
            self.note_raw(content)
        if self._is_first:
            self._is_first = False
            content = content.removeprefix(_BOM)
            if content.startswith((b"\xff\xfe", b"\xfe\xff")):
                raise DataError("is UTF-16; save the file as UTF-8", path=self.path)
        self._check(content)
        return content

    def _check(self, content: bytes) -> None:
        joined = self._tail + content
        if (bad := find_hidden_bytes(joined)) is not None:
            raise self._refused(joined, bad.start, f"control character {bad.name}; remove it")
        if self.refuses_doctype and (found := DOCTYPE.search(joined)) is not None:
            raise self._refused(joined, found.start(), NO_DOCTYPE)
        # What is looked for may begin in one piece and end in the next.
        self._tail = joined[-_TAIL:]
        self._lines += joined.count(b"\n", 0, -_TAIL)

    def _refused(self, content: bytes, at: int, reason: str) -> DataError:
        line = self._lines + content.count(b"\n", 0, at) + 1
        return DataError(reason, path=self.path, line=line)

    def close(self) -> None:
        """Close the file."""
        self._source.close()
        self._raw.close()


class _Hashed:
    """The packed bytes on their way to gzip."""

    def __init__(self, raw: IO[bytes], owner: CheckedFile) -> None:
        self._raw = raw
        self._owner = owner

    def read(self, size: int = -1) -> bytes:
        content = self._raw.read(size)
        self._owner.note_raw(content)
        return content

    def seek(self, *_: int) -> int:
        raise OSError("a stream of packed bytes is read once")

    def close(self) -> None:
        self._raw.close()


def format_of(path: Path) -> RdfFormat:
    """The RDF format that a file name stands for; `.gz` behind it changes nothing.

    Raises:
        InputError: unknown ending.
    """
    suffixes = [suffix.lower() for suffix in path.suffixes]
    ending = suffixes[-2] if suffixes[-1:] == [".gz"] and len(suffixes) > 1 else path.suffix.lower()
    rdf_format = FORMATS.get(ending)
    if rdf_format is None:
        known = ", ".join(sorted(FORMATS))
        raise InputError(
            f"{path}: unknown file ending {ending!r}; known endings: {known}, each also with .gz"
        )
    return rdf_format


def names_graphs(path: Path) -> bool:
    """Whether files of this format can name their graphs."""
    return format_of(path) in _GRAPH_FORMATS


def profile_of_file(path: Path) -> Profile | None:
    """What a file is, read once for it; None for one of ours that can name its graphs itself.

    Raises:
        InputError: the file cannot be opened or its name has no known ending.
        DataError: its content is not what its name says.
    """
    if names_graphs(path) and any(map(is_ours, _parse(CheckedFile(path), format_of(path)))):
        return None
    return _profile_by_content(path)


def _profile_by_content(path: Path) -> Profile:
    unpacked = Path(path.name.removesuffix(".gz"))
    return profile_of(_parse(CheckedFile(path), format_of(path)), unpacked)


def iri_of_graph(quad: Quad) -> str | None:
    """The graph that a quad names."""
    return quad.graph_name.value if isinstance(quad.graph_name, NamedNode) else None


def iter_quads(source: CheckedFile, profile: Profile | None = None) -> Iterator[Quad]:
    """The quads of a file; those that name no graph get that of their file.

    Args:
        profile: what the file is, where that is known already.

    Raises:
        InputError: the file cannot be opened or its name has no known ending.
        DataError: its content is not what its name says; carries path, line and column.
    """
    path = source.path
    rdf_format = format_of(path)
    default: NamedNode | None = None
    for quad in _parse(source, rdf_format):
        if isinstance(quad.graph_name, DefaultGraph):
            if default is None:
                profile = profile or _profile_by_content(path)
                default = NamedNode(profile.graph)
            has_blank = isinstance(quad.subject, BlankNode) or isinstance(quad.object, BlankNode)
            if has_blank and profile is not None and not profile.is_ontology:
                raise blank_node(path)
            quad = Quad(quad.subject, quad.predicate, quad.object, default)
        yield quad


def _parse(source: CheckedFile, rdf_format: RdfFormat) -> Iterator[Quad]:
    try:
        if rdf_format == RdfFormat.RDF_XML:
            source.refuses_doctype = True
        file: Any = source
        base = PREFIXES["graph"]
        # Two files may call different things by one label.
        yield from parse(input=file, format=rdf_format, base_iri=base, rename_blank_nodes=True)
        while source.read():  # the rest, so that the hash is whole
            pass
    except SyntaxError as error:
        raise (source.error or not_valid(source.path, rdf_format, error)) from error
    except (ValueError, OSError) as error:
        if isinstance(error, DataError | InputError):
            raise
        raise (
            source.error or DataError(f"not valid {rdf_format.name}: {error}", path=source.path)
        ) from error
    finally:
        source.close()
