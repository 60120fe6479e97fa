"""How does a file become quads of named graphs? One file, one graph, unless the file names its own graphs.

Read first: `read_file`. The graph of a Turtle file is named after its one study, reference or article
(`graph:study/petrou-2020`), an ontology's after its IRI, any other after its terms or its name, so that reading a newer copy
replaces the old one.
"""

from __future__ import annotations

import hashlib
import os
import re
import unicodedata
from collections.abc import Container, Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Final

from pyoxigraph import BlankNode, DefaultGraph, NamedNode, Quad, RdfFormat, parse

from stroma.errors import DataError, InputError
from stroma.schema import TERM_SLOTS
from stroma.sources.characters import find_hidden
from stroma.vocabulary import BASE, KINDS, PREFIXES, RDF_TYPE, ST, Iri, to_iri

FORMATS: Final = {
    ".ttl": RdfFormat.TURTLE,
    ".trig": RdfFormat.TRIG,
    ".nt": RdfFormat.N_TRIPLES,
    ".nq": RdfFormat.N_QUADS,
    ".rdf": RdfFormat.RDF_XML,
    ".owl": RdfFormat.RDF_XML,
    ".xml": RdfFormat.RDF_XML,
    ".jsonld": RdfFormat.JSON_LD,
}
# Endings of files that may or may not be RDF, or hold some.
_PERHAPS: Final = frozenset((".xml", ".json", ".n3", ".gz", ".bz2", ".xz", ".zip"))
_WITH_LINES: Final = frozenset((".ttl", ".trig", ".nt", ".nq"))
_MAIN_CLASSES: Final = {ST + name: name.lower() for name in ("Study", "Reference", "Article")}
ONTOLOGY_CLASSES: Final = frozenset(
    PREFIXES[prefix] + name
    for prefix, name in (
        ("owl", "Ontology"), ("owl", "Class"), ("rdfs", "Class"), ("skos", "ConceptScheme"), ("skos", "Concept"),
    )
)  # fmt: skip
"""What a file declares that is an ontology or thesaurus of somebody else; it is held as it is."""
_WHOLES: Final = (PREFIXES["owl"] + "Ontology", PREFIXES["skos"] + "ConceptScheme")
"""Classes of what names an ontology or thesaurus as a whole, the first that there is one of."""
_OF_TERMS: Final = frozenset(
    (
        RDF_TYPE,
        *(to_iri(slot.property) for slot in TERM_SLOTS if not slot.property.startswith("st:")),
    )
)
_TERM_CLASSES: Final = frozenset(ST + kind for kind in KINDS)
# The parser reads entity declarations in any case and anywhere in the file, and unfolds them without end.
_PACKED: Final = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
"""How files of Word and Excel begin, new and old ones."""
DOCTYPE: Final = re.compile(b"<!doctype", re.IGNORECASE)
NO_DOCTYPE: Final = "has a DOCTYPE, which is not read; remove it"
_MAX_BYTES: Final = 200 * 1024 * 1024
_POSITION: Final = re.compile(
    r"^Parser error (?:at|between) line \d+ (?:column|between|and)[^:]*: "
)
# Comments, IRIs and texts, in which nothing is a blank node; then what is one.
_BLANK: Final = re.compile(
    r"""#[^\n]*|<[^<>\s]*>|"{3}.*?"{3}|"(?:[^"\\\n]|\\.)*"|(_:|\[)""", re.DOTALL
)


@dataclass(frozen=True)
class Found:
    """The files of a folder."""

    taken: list[Path]
    left_out: list[Path]
    """Files that may be RDF too, and are read only where they are named; hidden files and stores are no part of either."""


def files_in(path: Path, *, packed: bool = False) -> Found:
    """A file itself; of a folder, all files in it and in its folders whose ending says that they are RDF, sorted.

    An .xml file may be anything.

    Args:
        packed: take packed files (.nq.gz) too.

    Raises:
        InputError: the folder has none, or this is no regular file.
    """
    if not path.is_dir():
        refuse_unsaved(path)
        return Found([path], [])
    found = Found([], [])
    for file in sorted(_walk(path)):
        suffixes = [suffix.lower() for suffix in file.suffixes]
        if packed and suffixes[-1:] == [".gz"]:
            suffixes.pop()
        ending = suffixes[-1] if suffixes else ""
        if ending in FORMATS and ending != ".xml":
            found.taken.append(file)
        elif ending in _PERHAPS:
            found.left_out.append(file)
    if not found.taken:
        endings = ", ".join(sorted(FORMATS.keys() - {".xml"}))
        raise InputError(f"{path} is a folder without a file of RDF ({endings}); name the files")
    return found


def _walk(folder: Path) -> Iterator[Path]:
    for place, folders, names in os.walk(folder):
        here = Path(place)
        # A store that lies in the folder is no data of it.
        folders[:] = [
            name
            for name in folders
            if not name.startswith(".") and not (here / name / "stroma-store.json").exists()
        ]
        yield from (
            p for name in names if not name.startswith(".") and (p := here / name).is_file()
        )


def refuse_unsaved(path: Path) -> None:
    """See that a file can be read more than once: by the rules, for its hash, and for its quads.

    Raises:
        InputError: it is a pipe, a terminal or the like.
    """
    if str(path) == "-" or path.parent == Path("/dev") or (path.exists() and not path.is_file()):
        raise InputError(
            f"{path} is no regular file, and is read more than once; save it to a file first"
        )


def read_file(path: Path) -> list[Quad]:
    """All quads of one RDF file.

    Raises:
        InputError: if the file cannot be opened or its name has no known ending.
        DataError: if its content is not what its name says; carries path, line and column.
    """
    return read_hashed(path)[0]


def read_hashed(path: Path) -> tuple[list[Quad], str]:
    """All quads of one RDF file, and the SHA-256 of the bytes that they were read from.

    Raises:
        InputError, DataError: as `read_file`.
    """
    refuse_unsaved(path)
    rdf_format = FORMATS.get(path.suffix.lower())
    if rdf_format is None:
        known = ", ".join(sorted(FORMATS))
        if path.suffix.lower() == ".gz" and Path(path.stem).suffix.lower() in FORMATS:
            known += "; packed files are read by `stroma build --store DIR` only: unpack it"
        raise InputError(f"{path}: unknown file ending {path.suffix!r}; known endings: {known}")
    content = _bytes_of(path)
    quads = name_graph(parse_text(_as_utf8(content, path), rdf_format, path), path)
    return quads, hashlib.sha256(content).hexdigest()


def _bytes_of(path: Path) -> bytes:
    try:
        if path.stat().st_size > _MAX_BYTES:
            raise InputError(f"{path}: larger than 200 MB; load it with `stroma build --store DIR`")
        return path.read_bytes()
    except OSError as error:
        raise InputError(f"{path}: {error.strerror or error}") from error


def _as_utf8(content: bytes, path: Path) -> bytes:
    """The content without its byte order mark; refused where it is no UTF-8 or hides something."""
    if content.startswith(_PACKED):
        reason = "is a packed file, as Word and Excel write them, under another name; save it as plain text (UTF-8)"
        raise DataError(reason, path=path)
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        column = error.start - (content.rfind(b"\n", 0, error.start) + 1) + 1
        raise DataError(
            f"byte 0x{content[error.start]:02x} is not UTF-8; save the file as UTF-8",
            path=path, line=line, column=column,
        ) from error  # fmt: skip
    if (bad := find_hidden(text)) is not None:
        line = text.count("\n", 0, bad.start) + 1
        raise DataError(f"control character {bad.name}; remove it", path=path, line=line)
    return text.encode()


def parse_text(content: bytes, rdf_format: RdfFormat, path: Path) -> list[Quad]:
    """Quads of RDF text; nothing is fetched from the network.

    Raises:
        DataError: with path, line and column of a syntax error.
    """
    if rdf_format == RdfFormat.RDF_XML and (found := DOCTYPE.search(content)) is not None:
        line = content.count(b"\n", 0, found.start()) + 1
        raise DataError(NO_DOCTYPE, path=path, line=line)
    try:
        base = PREFIXES["graph"]
        # Two files may call different things by one label.
        return list(parse(input=content, format=rdf_format, base_iri=base, rename_blank_nodes=True))
    except SyntaxError as error:
        raise not_valid(path, rdf_format, error) from error
    except ValueError as error:
        raise DataError(f"not valid {rdf_format.name}: {error}", path=path) from error


def not_valid(path: Path, rdf_format: RdfFormat, error: SyntaxError) -> DataError:
    """A syntax error with its place; of Turtle with the slip that is behind it, where it is a common one."""
    from stroma.sources.slips import find_slip

    reason = _POSITION.sub("", error.msg or "")
    line, column = error.lineno, error.offset
    slip = None
    if rdf_format in (RdfFormat.TURTLE, RdfFormat.TRIG) and line and column:
        slip = find_slip(_first_lines(path, line), line, column, reason)
    if slip is not None:
        column = column if slip.line == line else None
        line, reason = slip.line, slip.what
    return DataError(f"not valid {rdf_format.name}: {reason}", path=path, line=line, column=column)


def _first_lines(path: Path, n: int) -> list[str]:
    """The lines of a text file up to the nth; none of one that is packed, long or cannot be read."""
    try:
        if path.suffix.lower() not in _WITH_LINES or path.stat().st_size > _MAX_BYTES:
            return []
        with path.open(encoding="utf-8-sig") as file:
            return [line.rstrip("\n") for line in islice(file, n)]
    except (OSError, UnicodeDecodeError):
        return []


def blank_node(path: Path) -> DataError:
    """That a file has a blank node, with the line of the first one where it can be found."""
    line = None
    try:
        has_lines = path.suffix.lower() in _WITH_LINES and path.stat().st_size < _MAX_BYTES
        text = path.read_text(encoding="utf-8-sig") if has_lines else ""
    except (OSError, UnicodeDecodeError):
        text = ""
    for found in _BLANK.finditer(text):
        if found[1] is not None:
            line = text.count("\n", 0, found.start()) + 1
            break
    return DataError("has a blank node; give the thing an IRI of its own", path=path, line=line)


def name_graph(quads: Iterable[Quad], path: Path) -> list[Quad]:
    """Put the triples that name no graph into the graph of their file."""
    quads = list(quads)
    if all(isinstance(q.graph_name, NamedNode) for q in quads):
        if any(isinstance(q.subject, BlankNode) and is_ours(q) for q in quads):
            raise blank_node(path)
        return quads
    profile = profile_of(quads, path)
    graph = NamedNode(profile.graph)
    named = []
    for q in quads:
        has_blank = isinstance(q.subject, BlankNode) or isinstance(q.object, BlankNode)
        if has_blank and not profile.is_ontology:
            raise blank_node(path)
        named.append(
            Quad(q.subject, q.predicate, q.object, graph)
            if isinstance(q.graph_name, DefaultGraph)
            else q
        )
    return named


def graph_of(quad: Quad) -> str:
    """The graph that a quad of a read file is in; `read_file` leaves none without."""
    assert isinstance(quad.graph_name, NamedNode)
    return quad.graph_name.value


def is_ours(quad: Quad) -> bool:
    """Whether a property, or a class that it gives, stands under our address."""
    is_class = quad.predicate.value == RDF_TYPE and isinstance(quad.object, NamedNode)
    name = quad.object.value if is_class else quad.predicate.value  # type: ignore[union-attr]
    return name.startswith(BASE)


@dataclass(frozen=True)
class Profile:
    """What a file is."""

    graph: Iri
    """For the triples that name none: its one study, reference or article, else the ontology that it is, else its name."""
    is_ontology: bool
    """Whether it is an ontology or thesaurus of somebody else: classes or concepts, and nothing under our address."""


def profile_of(quads: Iterable[Quad], path: Path) -> Profile:
    """What the quads of a file make it."""
    mains = set()
    wholes: dict[Iri, set[Iri]] = {name: set() for name in _WHOLES}
    has_terms = has_classes = has_ours = False
    for q in quads:
        has_ours = has_ours or is_ours(q)
        if q.predicate.value != RDF_TYPE or not isinstance(q.object, NamedNode):
            continue
        name = q.object.value
        has_classes = has_classes or name in ONTOLOGY_CLASSES
        has_terms = has_terms or name in _TERM_CLASSES
        if not isinstance(q.subject, NamedNode):
            continue
        if (kind := _MAIN_CLASSES.get(name)) is not None:
            mains.add(f"{kind}/{q.subject.value.rsplit('/', 1)[-1]}")
        elif name in wholes:
            wholes[name].add(q.subject.value)
    is_ontology = has_classes and not has_ours
    stem = _as_place(path.stem, r"\w.-") or "data"
    if len(mains) == 1:
        place = mains.pop()
    elif path.name == "stroma.ttl":
        place = "vocabulary"
    elif is_ontology:
        place = next(filter(None, map(_ontology_place, wholes.values())), f"file/{stem}")
    else:
        place = f"terms/{stem}" if has_terms and not mains else f"file/{stem}"
    return Profile(PREFIXES["graph"] + place, is_ontology)


def _ontology_place(named: set[Iri]) -> str | None:
    """The part of a graph's name that says which ontology it holds, whatever the file of this release is called."""
    if len(named) != 1:
        return None
    place = _as_place(re.sub(r"^[a-z]+:/*", "", next(iter(named))), r"\w.~/-").strip("/-")
    return f"ontology/{place}" if place else None


def _as_place(text: str, allowed: str) -> str:
    """A text as part of an IRI: letters of any script stay, composed; whatever else is not allowed becomes a hyphen."""
    return re.sub(f"[^{allowed}]+", "-", unicodedata.normalize("NFC", text))


def refuse_one_graph_for_two(profiles: Iterable[tuple[Path, Profile]]) -> None:
    """See that no file gets the graph of another by its name or as the same ontology: nothing would be loaded of one of them.

    Files of one study, reference or article are no such: a later one is a newer edition of it.

    Raises:
        InputError: naming both files.
    """
    first: dict[Iri, Path] = {}
    for path, profile in profiles:
        other = first.setdefault(profile.graph, path)
        name = profile.graph.removeprefix(PREFIXES["graph"])
        if other == path or not name.startswith(("file/", "terms/", "ontology/")):
            continue
        repair = "rename one of them"
        if name.startswith("ontology/"):
            repair = "they are the same ontology: leave one of them out, or join them"
        raise InputError(f"{other} and {path} would both be the graph {name}; {repair}")


def without_our_names(quads: Iterable[Quad], terms: Container[Iri]) -> Iterator[Quad]:
    """The quads of an ontology but for what it calls and says of terms that the evidence has: those have their own."""
    for quad in quads:
        if quad.predicate.value in _OF_TERMS and getattr(quad.subject, "value", "") in terms:
            continue
        yield quad
