"""How do millions of quads become records in little memory? Subject after subject, by the table of `stroma.schema`.

Read first: `CheckingReader`. It makes the records that `stroma.records.read_records` makes, without the long texts that no
judgement rests on, and finds the faults of single records on the way: wrong types, unknown values, missing fields, in the
words of `stroma.check.fields` and `vocabulary`; `stroma.check.relations` finds those between records.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING, Any, Final

from pyoxigraph import Literal, NamedNode, Quad

from stroma import model as m
from stroma.check.fields import missing_field, too_many_values, unknown_property, value_fault
from stroma.check.problem import Spot
from stroma.check.vocabulary import (
    CLASS_OF_CONTENT,
    COMPUTED,
    COMPUTED_GRAPHS,
    bare_triple,
    in_computed_graph,
    no_class,
    unread_class,
    wrong_prefix,
)
from stroma.data import data_files
from stroma.literals import DATATYPES, LEXICAL, LIMITS, PARSED, PLACEHOLDER
from stroma.records import (
    NO_VALUE,
    SELECTOR,
    Reading,
    RecordClass,
    RecordReader,
    Records,
    Run,
    read_predicate,
    read_records,
    reading,
    record_classes,
)
from stroma.schema import CLAIM_SLOTS, Slot
from stroma.sources.files import ONTOLOGY_CLASSES, read_file
from stroma.vocabulary import BASE, PREFIXES, RDF_TYPE, ST, Iri, to_curie, to_iri

if TYPE_CHECKING:
    from stroma.check.relations import Passages

# Left out of the records: no level, stance, count, thin reason or conflict looks at them.
_LONG_TEXTS: Final[Mapping[str, Collection[str]]] = {
    "Finding": "label slug note seen_at value row count_unit time_point_as_reported".split(),
    "Claim": "label slug start end wording_strength note hedge study_says curated_verdict row".split(),
    "Study": "product_as_reported country".split(),
    "Term": "definition note seen_in".split(),
}
_OFFSETS: Final = {
    to_iri(slot.property): slot for slot in CLAIM_SLOTS if slot.name in ("start", "end")
}
"""Property of a selector -> the field of the claim."""
_NAMESPACES: Final = tuple(PREFIXES.values())
_OURS: Final = (BASE, PREFIXES["obo"], PREFIXES["EFO"])
# How many quads are handed on at a time.
PIECE: Final = 50_000


@cache
def _predicate_iris() -> frozenset[Iri]:
    """The positive predicates: known before the vocabulary is read, which comes last."""
    quads = [quad for path in data_files("stroma.ttl") for quad in read_file(path)]
    return frozenset(read_records(quads).predicates)


def checked_reading(slot: Slot) -> Reading:
    """How the values of a field are read where each must have its datatype, form and limits, as `stroma check` has them."""
    if slot.kind in ("term", "record", "choice"):
        return reading(slot)
    datatypes = tuple(map(NamedNode, DATATYPES[slot.kind]))
    has_form, parse = LEXICAL[slot.kind], PARSED.get(slot.kind)
    keeps = LIMITS[slot.name].fits if slot.name in LIMITS else None

    def read(value: Any, text: str) -> Any:
        if (
            type(value) is Literal
            and value.datatype in datatypes
            and has_form(text)
            and PLACEHOLDER not in text
            and (keeps is None or keeps(text))
        ):
            return text if parse is None else parse(text)
        return NO_VALUE

    return read


_CLASSES: Final = record_classes(checked_reading, _LONG_TEXTS)
_read_offset: Final = checked_reading(next(iter(_OFFSETS.values())))


class CheckingReader(RecordReader):
    """Takes quads, subject after subject, and keeps records and faults.

    A subject whose quads do not stand together is put together at the end; that costs memory, not truth.
    """

    def __init__(self, max_faults: int = 1000) -> None:
        super().__init__(_CLASSES)
        self.faults: list[Spot] = []
        self.n_faults = 0
        self.n_quads = 0
        self.graphs: set[Iri] = set()
        self.is_foreign = False
        """Whether an ontology or thesaurus of somebody else was seen since this was last set."""
        self.foreign_graphs: set[Iri] = set()
        """Graphs that hold classes or concepts of an ontology or thesaurus, perhaps among other things."""
        self.n_ours = 0
        """Subjects that are records or terms of ours, or may be parts of one."""
        self._selectors: dict[Iri, Iri] = {}
        self._spans: dict[Iri, Mapping[str, int | None]] = {}
        self._predicates = _predicate_iris()
        self._max_faults = max_faults
        self._loose: dict[Iri, Run] = {}

    def read(self, quads: Iterable[Quad], skip: Collection[Iri] = ()) -> Iterator[list[Quad]]:
        """Take quads; yields those that belong into a store, some ten thousand at a time.

        Args:
            skip: graphs that another file states anew.
        """
        last: Iri | None = None
        last_graph: Iri | None = None
        is_skipped = False
        run: Run = []
        batch: list[Quad] = []
        n_before = self.n_quads
        for quad in quads:
            s, p, o, g = quad
            graph = g.value
            if graph != last_graph:
                last_graph = graph
                self.graphs.add(graph)
                is_skipped = graph in skip or graph in COMPUTED_GRAPHS
            if is_skipped:
                if graph in COMPUTED_GRAPHS:
                    self._fault(in_computed_graph(s.value, p.value, graph))
                continue
            batch.append(quad)
            iri = s.value
            if iri != last:
                if last is not None:
                    self._subject(last, run)
                last, run = iri, []
                self.n_quads = n_before + len(batch)
                if len(batch) >= PIECE:
                    yield batch
                    n_before, batch = self.n_quads, []
            run.append((p.value, o, graph))
        if last is not None:
            self._subject(last, run)
        self.n_quads = n_before + len(batch)
        yield batch

    def _subject(self, iri: Iri, run: Run) -> None:
        if iri in self._loose:
            self._loose[iri] += run
            return
        class_iri = next(
            (o.value for p, o, _ in run if p == RDF_TYPE and o.value in _CLASSES), None
        )
        if ":" not in iri:  # a blank node, as ontologies have many
            if class_iri is not None:
                self.n_ours += 1
                wrong = f"is a {to_curie(class_iri)} without an IRI"
                self._fault(Spot(iri, wrong, "give it an IRI of its own", "blank-node"))
            return
        if class_iri is None:
            self._other(iri, run)
            return
        table = self.tables[_CLASSES[class_iri].name]
        if iri in table or self.make(iri, class_iri, run):
            self._loose[iri] = run
        else:
            self.n_ours += 1

    def _other(self, iri: Iri, run: Run) -> None:
        properties = {p for p, _, _ in run}
        if properties & _OFFSETS.keys():
            self._span(iri, run)
            return
        types = [o.value for p, o, _ in run if p == RDF_TYPE]
        if (computed := next((name for name in types if name in COMPUTED), None)) is not None:
            self._fault(unread_class(iri, computed))
        elif ST + "Predicate" in types:
            self.records.predicates[iri] = read_predicate(iri, run)
        elif (
            not types
            or any(name.startswith(ST) for name in types)
            or properties & CLASS_OF_CONTENT.keys()
        ):
            # Perhaps the rest of a record that stands elsewhere in the files.
            self._loose[iri] = run
            named = (iri, *properties, *types)
            self.n_ours += any(name.startswith(_OURS) for name in named)
        elif not ONTOLOGY_CLASSES.isdisjoint(types):
            self.is_foreign = True
            self.foreign_graphs.update(graph for _, _, graph in run)
        for name in types:
            if name.startswith(BASE) and not name.startswith(_NAMESPACES):
                self._fault(wrong_prefix(iri, name, RDF_TYPE))

    def _span(self, iri: Iri, run: Run) -> None:
        """The passage of a claim, on its selector."""
        span: dict[str, int | None] = {}
        for p, o, _ in run:
            if (slot := _OFFSETS.get(p)) is not None:
                value = _read_offset(o, o.value)
                if value is NO_VALUE:
                    self.unfit(iri.removesuffix("/position"), slot, o)
                span[slot.name] = None if value is NO_VALUE else value
        self._spans[iri] = span
        self.n_ours += 1

    @property
    def passages(self) -> Passages:
        """Where the claims stand that name a selector."""
        spans = ((claim, self._spans.get(iri, {})) for iri, claim in self._selectors.items())
        return {claim: (span.get("start"), span.get("end")) for claim, span in spans}

    def unfit(self, iri: Iri, slot: Slot, value: Any) -> Any:
        """Say what is wrong with a value; it is left out."""
        if (fault := value_fault(iri, slot, value)) is not None:
            self._fault(fault)
        return NO_VALUE

    def no_field(self, iri: Iri, of_class: RecordClass, property_: Iri, value: Any) -> None:
        """A passage, or a slip."""
        if property_ == SELECTOR:
            self._selectors[value.value] = iri
        elif property_ in self._predicates:
            self._fault(bare_triple(iri, property_, value.value))
        elif property_.startswith(ST):
            self._fault(unknown_property(iri, property_, of_class.name))
        elif property_.startswith(BASE):
            self._fault(wrong_prefix(iri, property_, property_))

    def second_value(self, iri: Iri, slot: Slot, first: Any, second: Any) -> Any:
        """Say that a field has two; the first in order is kept."""
        self._fault(too_many_values(iri, slot, [str(first), str(second)]))
        return super().second_value(iri, slot, first, second)

    def _missing(self, iri: Iri, of_class: RecordClass, names: Collection[str]) -> None:
        for name in sorted(names):
            slot = next(f.slot for f in of_class.by_property.values() if f.name == name)
            self._fault(missing_field(iri, slot))

    def _fault(self, fault: Spot) -> None:
        self.n_faults += 1
        if len(self.faults) < self._max_faults:
            self.faults.append(fault)

    def finish(self) -> Records:
        """Put together what stood apart, and look at what the records say of each other."""
        for iri, run in self._loose.items():
            types = [o.value for p, o, _ in run if p == RDF_TYPE and o.value in _CLASSES]
            known = next((t for t in self.tables.values() if iri in t), None)
            if types and known is None:
                self.n_ours += 1
                self._missing(iri, _CLASSES[types[0]], self.make(iri, types[0], run))
            elif known is not None:
                self._merge(iri, known, run)
            elif types_of_ours := [
                o.value for p, o, _ in run if p == RDF_TYPE and o.value.startswith(ST)
            ]:
                if not iri.startswith(ST):  # the vocabulary itself
                    self._fault(unread_class(iri, types_of_ours[0]))
            elif name := next(
                (CLASS_OF_CONTENT[p] for p, _, _ in run if p in CLASS_OF_CONTENT), None
            ):
                self._fault(no_class(iri, name))
        for selector, claim in self._selectors.items():
            for slot in _OFFSETS.values():
                if slot.name not in self._spans.get(selector, {}):
                    self._fault(missing_field(claim, slot))
        self._loose.clear()
        for table in (*self.tables.values(), self.records.predicates):
            ordered = dict(sorted(table.items()))
            table.clear()
            table.update(ordered)
        return self.records

    def _merge(self, iri: Iri, table: dict[Iri, Any], run: Run) -> None:
        record = table[iri]
        class_iri = ST + (record.kind if isinstance(record, m.Term) else type(record).__name__)
        of_class = _CLASSES[class_iri]
        changes: dict[str, Any] = {}
        for p, o, g in run:
            if getattr(record, "graph", None) is not None and g < record.graph:
                changes["graph"] = g
            field = of_class.by_property.get(p)
            if field is None and p != RDF_TYPE:
                self.no_field(iri, of_class, p, o)
            if field is None or not field.keep:
                continue
            value = field.read(o, o.value)
            if value is NO_VALUE:
                self.unfit(iri, field.slot, o)
                continue
            known = changes.get(field.name, getattr(record, field.name))
            if field.many:
                changes[field.name] = tuple(sorted({*known, value}, key=str))
            elif known in (None, ""):
                changes[field.name] = value
            elif known != value:
                changes[field.name] = min(known, value, key=str)
        table[iri] = replace(record, **changes)
