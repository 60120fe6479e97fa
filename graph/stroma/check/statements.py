"""What do the files state, and which file says it? The input of all rules.

Read first: `Statements`. Most rules ask what is said, as they must see a value that no record could hold; rules between records
ask `Statements.records`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal, InvalidOperation
from functools import cached_property
from itertools import chain
from pathlib import Path
from typing import Any, NamedTuple, TypeAlias

from pyoxigraph import BlankNode, Literal, NamedNode, Quad

from stroma.errors import nearest
from stroma.literals import PARSED
from stroma.records import (
    NO_VALUE,
    SELECTOR,
    RecordReader,
    Records,
    half_classes,
    read_records,
    read_runs,
)
from stroma.schema import RECORDS, Slot
from stroma.vocabulary import KINDS, PREFIXES, RDF_TYPE, ST, Iri, local_id, to_curie

RdfValue: TypeAlias = NamedNode | BlankNode | Literal
VOCABULARY_FILE = "stroma.ttl"
CLASSES = (*RECORDS, *KINDS)
# A newer copy of a study replaces its graph; a file that happens to be called diseases.ttl must not take terms away.
_NEVER_REPLACED = (PREFIXES["graph"] + "terms/", PREFIXES["graph"] + "vocabulary")
_SOURCES = (PREFIXES["study"], PREFIXES["reference"])
_LABEL = PREFIXES["rdfs"] + "label"
_BROADER = PREFIXES["skos"] + "broader"
_DAY = ST + "curatedOn"
_SYNONYM = PREFIXES["skos"] + "altLabel"


_Held: TypeAlias = Mapping[Iri, Mapping[Iri, tuple[str, ...]]]


class Said(NamedTuple):
    """One value and the file and graph that state it."""

    value: RdfValue
    path: Path
    graph: Iri

    @property
    def text(self) -> str:
        """The IRI, or the literal's text."""
        return self.value.value


class Statements:
    """The statements of a set of files by subject; `checked` holds the files that are on trial."""

    def __init__(
        self, by_file: Iterable[tuple[Path, Sequence[Quad]]], checked: Iterable[Path]
    ) -> None:
        self.checked = frozenset(checked)
        self.values: dict[Iri, dict[Iri, list[Said]]] = {}
        self.types: dict[Iri, list[Said]] = {}
        self.vocabulary: list[Quad] = []
        self.replaced: list[Replaced] = []
        """Packaged graphs of which an own file is another edition, with other findings or other fields."""
        for path, quads in by_file:
            if path.name == VOCABULARY_FILE:
                self.vocabulary = list(quads)
            for quad in quads:
                if not isinstance(quad.subject, NamedNode) or not isinstance(
                    quad.graph_name, NamedNode
                ):
                    continue
                said = Said(quad.object, path, quad.graph_name.value)  # type: ignore[arg-type]
                s, p = quad.subject.value, quad.predicate.value
                if p == RDF_TYPE:
                    self.types.setdefault(s, []).append(said)
                else:
                    self.values.setdefault(s, {}).setdefault(p, []).append(said)

    @cached_property
    def predicates(self) -> Records:
        """The vocabulary as records; only its predicates are of interest."""
        return read_records(self.vocabulary)

    @cached_property
    def records(self) -> Records:
        """All records and terms; None stands for what a required field lacks, and a text for a name or choice that is none."""
        runs = {
            iri: [(RDF_TYPE, said.value, said.graph) for said in types]
            for iri, types in self.types.items()
        }
        for iri, values in self.values.items():
            run = runs.setdefault(iri, [])
            run += [(p, said.value, said.graph) for p, all_ in values.items() for said in all_]
        held = {iri: self.texts(iri, SELECTOR) for iri in self.of_class("Claim")}
        selectors = {iri: texts[0] for iri, texts in held.items() if texts}
        records = read_runs(runs, selectors, _HalfReader(half_classes()))
        return replace(records, predicates=self.predicates.predicates)

    @cached_property
    def predicate_iris(self) -> frozenset[Iri]:
        """IRIs of the positive predicates."""
        return frozenset(self.predicates.predicates)

    @cached_property
    def declared(self) -> frozenset[Iri]:
        """Everything that `ontology/stroma.ttl` declares."""
        return frozenset(
            q.subject.value for q in self.vocabulary if isinstance(q.subject, NamedNode)
        )

    @cached_property
    def class_of(self) -> Mapping[Iri, str]:
        """Record or term -> its class (`Study`, `Disease`, ...); the first where a file gives several."""
        return {
            iri: names[0]
            for iri, types in self.types.items()
            if (
                names := [
                    n
                    for t in types
                    if (n := t.text.removeprefix(ST)) in CLASSES and t.text.startswith(ST)
                ]
            )
        }

    def of_class(self, *names: str) -> Iterator[Iri]:
        """Records of these classes, sorted."""
        return (iri for iri in sorted(self.class_of) if self.class_of[iri] in names)

    def is_checked(self, iri: Iri) -> bool:
        """Whether a file on trial states what this is."""
        return any(said.path in self.checked for said in self.types.get(iri, ()))

    def said(self, subject: Iri, property_: Iri) -> Sequence[Said]:
        """All values of a property."""
        return self.values.get(subject, {}).get(property_, ())

    def texts(self, subject: Iri, property_: Iri) -> list[str]:
        """The values of a property as text."""
        return [said.text for said in self.said(subject, property_)]

    def text(self, subject: Iri, name: str) -> str:
        """The first value of a property of ours as text; empty for none."""
        return next(iter(self.texts(subject, ST + name)), "")

    def whole_number(self, subject: Iri, name: str) -> int | None:
        """The first value of a property of ours, where it is a whole number."""
        text = self.text(subject, name)
        return int(text) if text.isdecimal() else None

    def decimal(self, subject: Iri, name: str) -> Decimal | None:
        """The first value of a property of ours, where it is a number."""
        try:
            return Decimal(self.text(subject, name))
        except InvalidOperation:
            return None

    def path_of(self, subject: Iri) -> Path | None:
        """The file on trial that states something of a subject, else any file that does."""
        everywhere = [
            *self.types.get(subject, ()),
            *(s for v in self.values.get(subject, {}).values() for s in v),
        ]
        ours = [said.path for said in everywhere if said.path in self.checked]
        return next(iter(ours or [said.path for said in everywhere]), None)

    def wider(self, iri: Iri) -> set[Iri]:
        """All terms above a term, as far as the files state it."""
        seen: set[Iri] = set()
        queue = self.texts(iri, _BROADER)
        while queue:
            parent = queue.pop()
            if parent not in seen:
                seen.add(parent)
                queue += self.texts(parent, _BROADER)
        return seen

    def near(self, text: str, *classes: str, cutoff: float = 0.6) -> list[str]:
        """CURIEs, with labels, of the records of some classes whose slug, label or synonym looks most like a text."""
        by_name: dict[str, Iri] = {}
        for iri in self.of_class(*classes):
            names = (self.texts(iri, name) for name in (ST + "slug", _LABEL, _SYNONYM))
            for name in (local_id(iri), *chain.from_iterable(names)):
                by_name.setdefault(name.casefold().replace(" ", "-"), iri)
        hits = nearest(text.casefold().replace(" ", "-"), by_name, n=5, cutoff=cutoff)
        iris = list(dict.fromkeys(by_name[hit] for hit in hits))[:3]
        return [f"{to_curie(iri)} ({next(iter(self.texts(iri, _LABEL)), '')})" for iri in iris]


class _HalfReader(RecordReader):
    """Makes records of whatever is stated: `stroma.check.fields` says what is wrong with single values."""

    def unfit(self, iri: Iri, slot: Slot, value: Any) -> Any:
        """The text; a number that is none is left out."""
        return NO_VALUE if slot.kind in PARSED else value.value


class Lost(NamedTuple):
    """A graph of one file that a build would lose to another file."""

    path: Path
    """The file that takes the name of the graph."""
    graph: Iri
    other: Path
    """The file whose graph is lost."""


class Replaced(NamedTuple):
    """A packaged graph of which a file is another edition, with other findings, directions or fields."""

    path: Path
    graph: Iri
    other: Path
    """The packaged file."""
    changes: str
    """The packaged records that the file does not have, and the findings and fields that are otherwise in it, in words; empty for none."""
    is_unsigned: bool = False
    """Fields that bear on the evidence differ, and neither the day of the record nor any note of it does."""
    lost_identifiers: tuple[str, ...] = ()
    """Those of the packaged study or reference, where this one keeps none of them: it is another one."""


def statements_of(
    parts: Sequence[tuple[Path, Sequence[Quad]]], own: Sequence[Path]
) -> tuple[Statements, list[Lost]]:
    """The statements of files as a build sees them: a graph of an own file replaces the packaged one.

    Returns:
        The statements, and the graphs that two own files name or that would take packaged terms away.
    """
    from stroma.sources.files import graph_of

    lost = []
    replaced: list[Replaced] = []
    graphs: dict[Iri, list[tuple[Path, list[Quad]]]] = {}
    for path, quads in parts:
        by_graph: dict[Iri, list[Quad]] = {}
        for quad in quads:
            by_graph.setdefault(graph_of(quad), []).append(quad)
        for graph, of_graph in by_graph.items():
            before = graphs.get(graph, [])
            kept = [part for part in before if part[0] in own]
            lost += [Lost(path, graph, other) for other, _ in kept]
            if path in own and graph.startswith(_NEVER_REPLACED):
                here = {quad.subject for quad in of_graph}
                lost += [
                    Lost(path, graph, other)
                    for other, theirs in before
                    if other not in own and any(quad.subject not in here for quad in theirs)
                ]
            takes_place = path in own and len(kept) < len(before)
            if takes_place and not graph.startswith(_NEVER_REPLACED):
                replaced += _replaced(path, graph, of_graph, before[0])
            graphs[graph] = [*kept, (path, of_graph)]
    statements = Statements((part for parts in graphs.values() for part in parts), own)
    statements.replaced = replaced
    return statements, lost


def _replaced(
    path: Path, graph: Iri, quads: Sequence[Quad], packaged: tuple[Path, list[Quad]]
) -> Iterator[Replaced]:
    from stroma.check.replaced import RECORDS, Edition, lost_identifiers, told_changes

    here, there = (
        {_subject(q) for q in of if q.predicate.value == RDF_TYPE and _object(q) in RECORDS}
        for of in (quads, packaged[1])
    )
    now, was = _fields(quads), _fields(packaged[1])
    if here != there or now != was:
        lost = (quad for quad in packaged[1] if _subject(quad) in there - here)
        changes = told_changes(lost, Edition(was), Edition(now))
        gone = [
            one
            for iri in sorted(was)
            if iri.startswith(_SOURCES)
            for one in lost_identifiers(was[iri], now.get(iri, {}))
        ]
        yield Replaced(path, graph, packaged[0], changes, _is_unsigned(was, now), tuple(gone))


def _is_unsigned(was: _Held, now: _Held) -> bool:
    """Whether what bears on the evidence was changed, and nothing says by whom, when or why."""
    from stroma.check.changed import WEIGHED

    before, after = (
        {(iri, name): values for iri, of in held.items() for name, values in of.items()}
        for held in (was, now)
    )
    changed = {key for key in before.keys() | after.keys() if before.get(key) != after.get(key)}
    # Of a retraction, the notice says it.
    notes = {ST + "readNote", ST + "notice", PREFIXES["skos"] + "note"}
    is_noted = any(name in notes for _, name in changed & after.keys())
    days = [
        max((day for (_, name), of in held.items() if name == _DAY for day in of), default="")
        for held in (before, after)
    ]
    return any(name in WEIGHED for _, name in changed) and not is_noted and days[1] <= days[0]


def _fields(quads: Iterable[Quad]) -> dict[Iri, dict[Iri, tuple[str, ...]]]:
    """What quads state of each subject but its classes."""
    held: dict[Iri, dict[Iri, tuple[str, ...]]] = {}
    for quad in quads:
        if (name := quad.predicate.value) != RDF_TYPE:
            of = held.setdefault(_subject(quad), {})
            of[name] = tuple(sorted((*of.get(name, ()), _object(quad))))
    return held


def _object(quad: Quad) -> str:
    return quad.object.value  # type: ignore[union-attr]


def _subject(quad: Quad) -> str:
    return quad.subject.value  # type: ignore[union-attr]
