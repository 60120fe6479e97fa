"""How do triples become records? Subject after subject, by the table of `stroma.schema`.

Read first: `Records` (everything a set of graphs states) and `read_records`. `RecordReader` makes the records; the reader of
large builds (`stroma.disk.reading`) is one that also says what is wrong with them.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from decimal import InvalidOperation
from functools import cache
from types import MappingProxyType
from typing import Any, Final, TypeAlias

from pyoxigraph import Literal, NamedNode, Quad

from stroma import model as m
from stroma.errors import DataError
from stroma.literals import PARSED
from stroma.schema import RECORDS, TERM_SLOTS, Slot
from stroma.vocabulary import KINDS, PREFIXES, RDF_TYPE, ST, Iri, to_curie, to_iri

Run: TypeAlias = list[tuple[Iri, Any, Iri]]
"""What is stated of one subject: property, value, graph; "" for the default graph."""
Reading: TypeAlias = Callable[[Any, str], Any]
"""From an RDF term and its text to a Python value, or to `NO_VALUE` when it does not fit."""
NO_VALUE: Final = object()
SELECTOR: Final = PREFIXES["oa"] + "hasSelector"
"""From a claim to what holds its offsets."""
_PREDICATE: Final = ST + "Predicate"


@dataclass
class Records:
    """Terms, sources, findings, articles, claims and predicates, each by IRI."""

    terms: dict[Iri, m.Term] = field(default_factory=dict)
    predicates: dict[Iri, m.Predicate] = field(default_factory=dict)
    studies: dict[Iri, m.Study] = field(default_factory=dict)
    references: dict[Iri, m.Reference] = field(default_factory=dict)
    findings: dict[Iri, m.Finding] = field(default_factory=dict)
    articles: dict[Iri, m.Article] = field(default_factory=dict)
    claims: dict[Iri, m.Claim] = field(default_factory=dict)

    def source(self, iri: Iri) -> m.Study | m.Reference | None:
        """The study or reference of an IRI."""
        return self.studies.get(iri) or self.references.get(iri)

    @property
    def retracted(self) -> frozenset[Iri]:
        """The studies and references that were retracted."""
        return self._noticed("is_retracted")

    @property
    def under_concern(self) -> frozenset[Iri]:
        """The studies and references under an expression of concern, and not retracted since."""
        return self._noticed("is_under_concern")

    def _noticed(self, how: str) -> frozenset[Iri]:
        tables = (self.studies, self.references)
        return frozenset(iri for t in tables for iri, one in t.items() if getattr(one, how))

    def label(self, iri: Iri) -> str:
        """The label of a term, source or predicate; its CURIE when nothing names it."""
        for table in (self.terms, self.predicates, self.studies, self.references, self.articles):
            if (found := table.get(iri)) is not None:
                return str(found.label)
        return to_curie(iri)


def read_records(quads: Iterable[Quad]) -> Records:
    """Read every record that the quads state.

    Raises:
        DataError: if a value cannot be what its property holds (a word where a number belongs).
    """
    runs: dict[Iri, Run] = {}
    selectors: dict[Iri, Iri] = {}
    for s, p, o, g in quads:
        if type(s) is not NamedNode:
            continue
        iri, property_ = s.value, p.value
        graph = g.value if type(g) is NamedNode else ""
        runs.setdefault(iri, []).append((property_, o, graph))
        if property_ == SELECTOR:
            selectors.setdefault(iri, o.value)
    return read_runs(runs, selectors, RecordReader(whole_classes()))


def read_runs(
    runs: Mapping[Iri, Run], selectors: Mapping[Iri, Iri], reader: RecordReader
) -> Records:
    """The records of subjects of which all is at hand.

    Args:
        selectors: claim -> the subject that holds its offsets.
    """
    for iri in sorted(runs):
        run = runs[iri]
        if iri in selectors:
            run = run + runs.get(selectors[iri], [])
        reader.take(iri, run)
    return reader.records


def reading(slot: Slot) -> Reading:
    """How the values of a field are read, whatever datatype a store gives them."""
    if slot.choices is not None:
        choices = {ST + choice.value: choice for choice in slot.choices}
        return lambda value, text: (
            choices.get(text, NO_VALUE) if type(value) is NamedNode else NO_VALUE
        )
    if slot.kind in ("term", "record", "choice"):
        return lambda value, text: text if type(value) is NamedNode else NO_VALUE
    if (parse := PARSED.get(slot.kind)) is not None:
        return lambda value, text: _parsed(parse, text) if type(value) is Literal else NO_VALUE
    return lambda value, text: text if type(value) is Literal else NO_VALUE


def _parsed(parse: Callable[[str], Any], text: str) -> Any:
    try:
        return parse(text)
    except (ValueError, InvalidOperation, KeyError):
        return NO_VALUE


class Field:
    """One slot, ready to read values."""

    __slots__ = ("keep", "many", "name", "read", "slot")

    def __init__(self, slot: Slot, read: Reading, *, keep: bool) -> None:
        self.slot = slot
        self.name = slot.name
        self.many = slot.many
        self.read = read
        self.keep = keep


class RecordClass:
    """One class of records, ready to read.

    Args:
        left_out: fields of which no value is kept.
        half: make records that lack required fields, with None for them.
    """

    def __init__(
        self,
        name: str,
        make: type,
        slots: Iterable[Slot],
        read: Callable[[Slot], Reading],
        left_out: Collection[str],
        half: bool,
    ) -> None:
        self.name = name
        self.make = make
        fields = [Field(slot, read(slot), keep=slot.name not in left_out) for slot in slots]
        self.by_property = {to_iri(field.slot.property): field for field in fields}
        # Offsets that are left out are not looked for on the claim: they stand on its selector.
        self.required = frozenset(
            field.name
            for field in fields
            if field.slot.required and (field.keep or not field.slot.property.startswith("oa:"))
        )
        # Required by the dataclass, but kept out of memory.
        self.blank: dict[str, Any] = {
            field.name: 0 if field.slot.kind == "integer" else ""
            for field in fields
            if field.slot.required and not field.keep
        }
        if half:
            self.blank = dict.fromkeys(self.required)
            self.required = frozenset()


def record_classes(
    read: Callable[[Slot], Reading],
    left_out: Mapping[str, Collection[str]] = MappingProxyType({}),
    *,
    half: bool = False,
) -> dict[Iri, RecordClass]:
    """Class -> how its records are read; kinds of Term share theirs.

    Args:
        read: how the values of a field are read.
        left_out: name of a class -> its fields of which no value is kept.
        half: make records that lack required fields, with None for them.
    """
    term = RecordClass("Term", m.Term, TERM_SLOTS, read, left_out.get("Term", ()), half)
    return {ST + kind: term for kind in KINDS} | {
        ST + name: RecordClass(name, make, slots, read, left_out.get(name, ()), half)
        for name, (make, slots) in RECORDS.items()
    }


@cache
def whole_classes() -> dict[Iri, RecordClass]:
    """The classes with all their fields."""
    return record_classes(reading)


@cache
def half_classes() -> dict[Iri, RecordClass]:
    """The classes with all their fields, of which none is required."""
    return record_classes(reading, half=True)


class RecordReader:
    """Makes records, one subject after another; what it does not take is refused, or left out where nothing of ours is told."""

    def __init__(self, classes: Mapping[Iri, RecordClass]) -> None:
        self.records = Records()
        self.classes = classes
        self.tables: dict[str, dict[Iri, Any]] = {
            "Term": self.records.terms,
            "Study": self.records.studies,
            "Reference": self.records.references,
            "Finding": self.records.findings,
            "Article": self.records.articles,
            "Claim": self.records.claims,
        }
        self._texts: dict[str, str] = {}

    def take(self, iri: Iri, run: Run) -> None:
        """All that is stated of one subject; of what is no record, nothing is kept."""
        for p, o, _ in run:
            if p == RDF_TYPE:
                if o.value in self.classes:
                    self.make(iri, o.value, run)
                    return
                if o.value == _PREDICATE:
                    self.records.predicates[iri] = read_predicate(iri, run)

    def make(self, iri: Iri, class_iri: Iri, run: Run) -> Collection[str]:
        """Make one record, and return nothing; of a half record, which is never weighed, the required fields that are missing."""
        of_class = self.classes[class_iri]
        by_property, texts = of_class.by_property, self._texts
        fields: dict[str, Any] = {}
        graph: Iri | None = None
        for p, o, g in run:
            if graph is None or g < graph:
                graph = g
            field = by_property.get(p)
            if field is None:
                if p != RDF_TYPE:
                    self.no_field(iri, of_class, p, o)
                continue
            value = field.read(o, o.value)
            if value is NO_VALUE and (value := self.unfit(iri, field.slot, o)) is NO_VALUE:
                continue
            name = field.name
            if not field.keep:
                fields[name] = of_class.blank.get(name)
                continue
            if type(value) is str:
                value = texts.setdefault(value, value)
            if field.many:
                known = fields.get(name)
                fields[name] = (value,) if known is None else (*known, value)
            elif name not in fields or fields[name] == value:
                fields[name] = value
            else:
                fields[name] = self.second_value(iri, field.slot, fields[name], value)
        missing = of_class.required - fields.keys()
        if missing:
            return missing
        given: dict[str, Any] = {
            name: tuple(sorted(set(value), key=str))
            if type(value) is tuple and len(value) > 1
            else value
            for name, value in fields.items()
            if value is not None
        }
        given = {**of_class.blank, **given}
        if of_class.name == "Term":
            self.records.terms[iri] = m.Term(iri=iri, kind=class_iri[len(ST) :], **given)
        else:
            self.tables[of_class.name][iri] = of_class.make(iri=iri, graph=graph or None, **given)
        return ()

    def unfit(self, iri: Iri, slot: Slot, value: Any) -> Any:
        """What stands in a record for a value that its field cannot hold; `NO_VALUE` for nothing.

        Raises:
            DataError: always.
        """
        found = to_curie(value.value) if isinstance(value, NamedNode) else str(value)
        expected = _expected(slot, value)
        raise DataError(f"{to_curie(iri)}: {slot.property} is {found}, expected {expected}")

    def second_value(self, iri: Iri, slot: Slot, first: Any, second: Any) -> Any:
        """Which of two values of a field that takes one is kept."""
        return min(first, second, key=str)

    def no_field(self, iri: Iri, of_class: RecordClass, property_: Iri, value: Any) -> None:
        """A property that is no field of the class."""


def _expected(slot: Slot, value: Any) -> str:
    if slot.choices is not None:
        return f"one of {', '.join(f'st:{member.value}' for member in slot.choices)}"
    if slot.kind in ("term", "record", "choice"):
        return "the IRI of a record or term"
    if not isinstance(value, Literal):
        return "a literal"
    return "true or false" if slot.kind == "boolean" else "a number"


def read_predicate(iri: Iri, run: Run) -> m.Predicate:
    """A predicate of the vocabulary."""

    def texts(curie: str) -> list[str]:
        property_ = to_iri(curie)
        return sorted(o.value for p, o, _ in run if p == property_)

    def locals_(curie: str) -> tuple[str, ...]:
        return tuple(text[len(ST) :] for text in texts(curie) if text.startswith(ST))

    evidence = locals_("st:evidenceClass")
    matches = ("skos:exactMatch", "skos:closeMatch", "skos:relatedMatch")
    alike = [to_curie(text) for match in matches for text in texts(match)]
    return m.Predicate(
        iri=iri,
        name=iri[len(ST) :],
        label=next(iter(texts("rdfs:label")), iri[len(ST) :]),
        definition=next(iter(texts("skos:definition")), ""),
        subject_kinds=locals_("schema:domainIncludes"),
        object_kinds=locals_("schema:rangeIncludes"),
        is_clinical={"clinical": True, "background": False}.get(evidence[0]) if evidence else None,
        condition=next(iter(texts("st:needsCondition")), "no"),
        asks=next((asked for asked in m.Asked if asked.value in texts("st:asks")), None),
        topic=next((topic for topic in m.Topic if topic.value in texts("st:topic")), m.Topic.HOW),
        biolink=next(filter(lambda curie: curie.startswith("biolink:"), alike), None),
    )
