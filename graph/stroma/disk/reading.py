"""How do millions of quads become records in little memory? Subject after subject, by the table of `stroma.schema`.

Read first: `RecordReader`. It makes the records that `stroma.records.read_records` makes, without the long texts that no
judgement rests on, and finds the faults of single records on the way: wrong types, unknown values, missing fields;
`stroma.disk.faults` finds those between records. A test compares both readers and both sets of faults.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import replace
from decimal import Decimal
from functools import cache
from typing import Any, Final

from pyoxigraph import Literal, NamedNode, Quad

from stroma import model as m
from stroma.data import data_files
from stroma.disk.faults import Fault, Passages
from stroma.identifiers import FORMS
from stroma.literals import EXPECTED, LIMITS, MAX_HEDGE_WORDS, PLACEHOLDER, fits
from stroma.records import Records, read_records
from stroma.schema import RECORDS, TERM_SLOTS, Slot
from stroma.sources.files import ONTOLOGY_CLASSES, read_file
from stroma.vocabulary import (
    BASE,
    DERIVED_GRAPH,
    KINDS,
    PREFIXES,
    PROVENANCE_GRAPH,
    RDF_TYPE,
    ST,
    Iri,
    to_curie,
    to_iri,
)

# Left out of the records: no level, stance, count, thin reason or conflict looks at them.
_LONG_TEXTS: Final = frozenset(
    {
        *(f"Finding.{name}" for name in ("note", "seen_at", "value", "row", "count_unit")),
        *(f"Finding.{name}" for name in ("comparator_as_reported", "time_point_as_reported")),
        *(f"Finding.{name}" for name in ("n_at_risk", "n_events_control", "n_at_risk_control")),
        *(f"Finding.{name}" for name in ("label", "slug")),
        *(f"Claim.{name}" for name in ("note", "hedge", "study_says", "curated_verdict", "row")),
        *(f"Claim.{name}" for name in ("label", "slug", "start", "end", "wording_strength")),
        *(f"Study.{name}" for name in ("product_as_reported", "country")),
        *(f"Term.{name}" for name in ("definition", "note", "seen_in")),
    }
)
_OA: Final = PREFIXES["oa"]
_SELECTOR: Final = _OA + "hasSelector"
# Records that no other file adds to: what has no class here has none.
_CONTENTS: Final = {ST + "foundBy": "Finding", ST + "inArticle": "Claim"}
_COMPUTED: Final = frozenset({ST + "Proposition", ST + "Conflict"})
_COMPUTED_GRAPHS: Final = frozenset({DERIVED_GRAPH, PROVENANCE_GRAPH})
_NO_VALUE: Final = object()
_NAMESPACES: Final = tuple(PREFIXES.values())
_OURS: Final = (BASE, PREFIXES["obo"], PREFIXES["EFO"])
_STRING: Final = NamedNode(PREFIXES["xsd"] + "string")
_TEXTS: Final = (NamedNode(PREFIXES["rdf"] + "langString"), _STRING)
# How many quads are handed on at a time.
PIECE: Final = 50_000


@cache
def _predicate_iris() -> frozenset[Iri]:
    """The positive predicates: known before the vocabulary is read, which comes last."""
    quads = [quad for path in data_files("stroma.ttl") for quad in read_file(path)]
    return frozenset(read_records(quads).predicates)


Reading = Callable[[Any, str], Any]
"""From an RDF term and its text to a Python value, or to `_NO_VALUE` when it does not fit."""


def _read_link(value: Any, text: str) -> Any:
    return text if type(value) is NamedNode else _NO_VALUE


def _read_label(value: Any, text: str) -> Any:
    is_text = type(value) is Literal and value.datatype in _TEXTS
    return text if is_text and text.strip() and PLACEHOLDER not in text else _NO_VALUE


def _read_text(value: Any, text: str) -> Any:
    is_text = type(value) is Literal and value.datatype == _STRING
    return text if is_text and text.strip() and PLACEHOLDER not in text else _NO_VALUE


def _read_hedge(value: Any, text: str) -> Any:
    return _read_text(value, text) if LIMITS["hedge"].fits(text) else _NO_VALUE


def _read_as(slot: Slot, parse: Callable[[str], Any]) -> Reading:
    """A literal of the datatype and form of its field, as `stroma check` has it."""

    def read(value: Any, text: str) -> Any:
        return parse(text) if type(value) is Literal and fits(slot, value) else _NO_VALUE

    return read


def _read_year(value: Any, text: str) -> Any:
    return int(text) if text.isdecimal() and LIMITS["year"].fits(text) else _NO_VALUE


def _read_choice(choices: Mapping[str, Any]) -> Reading:
    def read(value: Any, text: str) -> Any:
        return choices.get(text, _NO_VALUE) if type(value) is NamedNode else _NO_VALUE

    return read


def _read_form(fits: Callable[[str], bool]) -> Reading:
    def read(value: Any, text: str) -> Any:
        return text if type(value) is Literal and fits(text) else _NO_VALUE

    return read


_READINGS: Final[Mapping[str, Reading]] = {
    "term": _read_link,
    "record": _read_link,
    "label": _read_label,
    "text": _read_text,
}
_PARSED: Final[Mapping[str, Callable[[str], Any]]] = {
    "integer": int,
    "decimal": Decimal,
    "boolean": lambda text: text == "true",
    "date": str,
    "url": str,
}
# How many of these there are cannot be more than how many of those.
_COUNTS: Final[Mapping[str, tuple[tuple[str, str], ...]]] = {
    "Finding": (("n_events", "n_at_risk"), ("n_events_control", "n_at_risk_control")),
    "Study": (("n_treated", "n_enrolled"),),
}
_COUNTED: Final = frozenset(
    f"{of}.{name}" for of, pairs in _COUNTS.items() for pair in pairs for name in pair
)


class _Field:
    """One slot, ready to read values."""

    __slots__ = ("form", "is_counted", "is_link", "keep", "many", "name", "read", "slot")

    def __init__(self, class_name: str, slot: Slot) -> None:
        self.slot = slot
        self.name = slot.name
        self.many = slot.many
        self.keep = f"{class_name}.{slot.name}" not in _LONG_TEXTS
        self.is_counted = f"{class_name}.{slot.name}" in _COUNTED
        self.form = FORMS.get(slot.name)
        open_choice = slot.kind == "choice" and slot.choices is None
        self.is_link = slot.kind in ("term", "record") or open_choice
        self.read = _READINGS.get(slot.kind, _read_text)
        if slot.kind in _PARSED:
            self.read = _read_as(slot, _PARSED[slot.kind])
        if slot.choices:
            self.read = _read_choice({ST + choice.value: choice for choice in slot.choices})
        elif open_choice:
            self.read = _read_link
        elif self.form is not None and self.read is _read_text:
            self.read = _read_form(self.form.fits)
        elif slot.name == "hedge":
            self.read = _read_hedge
        elif slot.name == "year":
            self.read = _read_year

    def fault(self, iri: Iri, value: Any, text: str) -> Fault:
        """What is wrong with a value that could not be read."""
        shown = to_curie(text) if isinstance(value, NamedNode) else str(value)[:80]
        wrong, property_ = f"{self.slot.property} is {shown}", to_iri(self.slot.property)
        if PLACEHOLDER in text:
            unfilled = f"{self.slot.property} is not filled in yet"
            return Fault(iri, unfilled, self.slot.about, "placeholder", property_)
        if self.slot.name == "year" and type(value) is Literal and fits(self.slot, value):
            return Fault(iri, wrong, "write a year with four digits", "wrong-year", property_)
        if self.slot.name == "hedge" and len(text.split()) > MAX_HEDGE_WORDS:
            repair = f"name the hedging words only (at most {MAX_HEDGE_WORDS})"
            return Fault(iri, f"{self.slot.property} holds {len(text.split())} words", repair, "article-text", property_)  # fmt: skip
        if self.slot.choices:
            allowed = ", ".join(f"st:{choice.value}" for choice in self.slot.choices)
            rule = "unknown-choice" if isinstance(value, NamedNode) else "wrong-type"
            return Fault(iri, wrong, f"write one; allowed: {allowed}", rule, property_)
        if self.is_link:
            return Fault(
                iri, wrong, "write an IRI or CURIE without quotes", "wrong-type", property_
            )
        if self.form is not None and type(value) is Literal:
            return Fault(iri, wrong, f"write {self.form.expected}", f"wrong-{self.name}", property_)
        expected = EXPECTED.get(self.slot.kind, "a value")
        return Fault(iri, wrong, f"write {expected}", "wrong-type", property_)


class _Class:
    """One class of records, ready to read."""

    def __init__(self, name: str, make: type, slots: Iterable[Slot]) -> None:
        self.name = name
        self.make = make
        fields = [_Field(name, slot) for slot in slots]
        self.by_property = {to_iri(field.slot.property): field for field in fields}
        self.required = frozenset(
            field.name
            for field in fields
            if field.slot.required and not field.slot.property.startswith("oa:")
        )
        # Required by the dataclass, but kept out of memory.
        self.blank = {
            field.name: 0 if field.slot.kind == "integer" else ""
            for field in fields
            if field.slot.required and not field.keep
        }


_CLASSES: Final = {
    **{ST + kind: _Class("Term", m.Term, TERM_SLOTS) for kind in KINDS[:1]},
    **{ST + name: _Class(name, make, slots) for name, (make, slots) in RECORDS.items()},
}
_CLASSES.update(dict.fromkeys((ST + kind for kind in KINDS), _CLASSES[ST + KINDS[0]]))


class RecordReader:
    """Takes quads, subject after subject, and keeps records and faults.

    A subject whose quads do not stand together is put together at the end; that costs memory, not truth.
    """

    def __init__(self, max_faults: int = 1000) -> None:
        self.records = Records()
        self.faults: list[Fault] = []
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
        self._spans: dict[Iri, tuple[int, int]] = {}
        self._predicates = _predicate_iris()
        self._max_faults = max_faults
        self._loose: dict[Iri, list[tuple[Iri, Any, Iri]]] = {}
        self._texts: dict[str, str] = {}
        self._tables: dict[str, dict[Iri, Any]] = {
            "Term": self.records.terms,
            "Study": self.records.studies,
            "Reference": self.records.references,
            "Finding": self.records.findings,
            "Article": self.records.articles,
            "Claim": self.records.claims,
        }

    def read(self, quads: Iterable[Quad], skip: Collection[Iri] = ()) -> Iterator[list[Quad]]:
        """Take quads; yields those that belong into a store, some ten thousand at a time.

        Args:
            skip: graphs that another file states anew.
        """
        last: Iri | None = None
        last_graph: Iri | None = None
        is_skipped = False
        run: list[tuple[Iri, Any, Iri]] = []
        batch: list[Quad] = []
        n_before = self.n_quads
        for quad in quads:
            s, p, o, g = quad
            graph = g.value
            if graph != last_graph:
                last_graph = graph
                self.graphs.add(graph)
                is_skipped = graph in skip or graph in _COMPUTED_GRAPHS
            if is_skipped:
                if graph in _COMPUTED_GRAPHS:
                    self._computed_graph(s.value, p.value, graph)
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

    def _computed_graph(self, iri: Iri, property_: Iri, graph: Iri) -> None:
        wrong = f"is stated in {to_curie(graph)}, which the build writes"
        repair = (
            "name no graph, or one of your own; "
            "of an export, take one made with `stroma export --stated`"
        )
        self._fault(Fault(iri, wrong, repair, "computed-graph", property_))

    def _subject(self, iri: Iri, run: list[tuple[Iri, Any, Iri]]) -> None:
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
                self._fault(Fault(iri, wrong, "give it an IRI of its own", "blank-node"))
            return
        if class_iri is None:
            self._other(iri, run)
            return
        table = self._tables[_CLASSES[class_iri].name]
        if iri in table or not self._make(iri, class_iri, run, final=False):
            self._loose[iri] = run

    def _other(self, iri: Iri, run: list[tuple[Iri, Any, Iri]]) -> None:
        properties = {p for p, _, _ in run}
        if _OA + "start" in properties and _OA + "end" in properties:
            self._span(iri, run)
            return
        types = [o.value for p, o, _ in run if p == RDF_TYPE]
        if any(name in _COMPUTED for name in types):
            self._fault(
                Fault(
                    iri,
                    f"is a {to_curie(types[0])}, which the build computes",
                    "remove it; state a finding or a claim instead",
                    "computed",
                    RDF_TYPE,
                )
            )
        elif ST + "Predicate" in types:
            subject = NamedNode(iri)
            quads = [Quad(subject, NamedNode(p), o) for p, o, _ in run]
            self.records.predicates.update(read_records(quads).predicates)
        elif (
            not types or any(name.startswith(ST) for name in types) or properties & _CONTENTS.keys()
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
                self._wrong_prefix(iri, name, RDF_TYPE)

    def _span(self, iri: Iri, run: list[tuple[Iri, Any, Iri]]) -> None:
        """The passage of a claim, on its selector."""
        ends: dict[str, int] = {}
        for p, o, _ in run:
            name = p.removeprefix(_OA)
            if name in ("start", "end"):
                if type(o) is Literal and o.value.isdecimal():
                    ends[name] = int(o.value)
                else:
                    claim = iri.removesuffix("/position")
                    self._fault(
                        Fault(claim, f"oa:{name} is {o}", "write a whole number", "wrong-type", p)
                    )
        self._spans[iri] = (ends.get("start", 0), ends.get("end", sys.maxsize))
        self.n_ours += 1

    @property
    def passages(self) -> Passages:
        """Where the claims stand."""
        return Passages(self._selectors, self._spans)

    def _make(
        self, iri: Iri, class_iri: Iri, run: list[tuple[Iri, Any, Iri]], *, final: bool
    ) -> bool:
        """Make one record; False when required fields are missing."""
        of_class = _CLASSES[class_iri]
        by_property, texts = of_class.by_property, self._texts
        fields: dict[str, Any] = {}
        counts: dict[str, int] = {}
        graph: Iri | None = None
        for p, o, g in run:
            if graph is None or g < graph:
                graph = g
            field = by_property.get(p)
            if field is None:
                self._no_field(iri, of_class, p, o)
                continue
            text = o.value
            value = field.read(o, text)
            if value is _NO_VALUE:
                self._fault(field.fault(iri, o, text))
                continue
            if field.is_counted:
                counts[field.name] = value
            if not field.keep:
                fields[field.name] = of_class.blank.get(field.name)
                continue
            if type(value) is str:
                value = texts.setdefault(value, value)
            name = field.name
            if field.many:
                known = fields.get(name)
                fields[name] = (value,) if known is None else (*known, value)
            elif name not in fields or fields[name] == value:
                fields[name] = value
            else:
                fields[name] = self._second_value(iri, field.slot, fields[name], value)
        missing = of_class.required - fields.keys()
        if missing and not final:
            return False
        self.n_ours += 1
        if counts:
            self._check_counts(iri, of_class.name, counts)
        if missing:
            self._missing(iri, of_class, missing)
        else:
            self._keep(iri, of_class, class_iri, graph, fields)
        return True

    def _keep(
        self,
        iri: Iri,
        of_class: _Class,
        class_iri: Iri,
        graph: Iri | None,
        fields: Mapping[str, Any],
    ) -> None:
        """Make the record of these fields, the values of each in order."""
        given: dict[str, Any] = {
            name: tuple(sorted(set(value), key=str))
            if type(value) is tuple and len(value) > 1
            else value
            for name, value in fields.items()
            if value is not None
        }
        if of_class.name == "Term":
            self.records.terms[iri] = m.Term(iri=iri, kind=class_iri[len(ST) :], **given)
        else:
            given = {**of_class.blank, **given}
            self._tables[of_class.name][iri] = of_class.make(iri=iri, graph=graph, **given)

    def _no_field(self, iri: Iri, of_class: _Class, p: Iri, object_: Any) -> None:
        """A property that is no field of its class: a passage, or a slip."""
        if p == _SELECTOR:
            self._selectors[object_.value] = iri
        elif p in self._predicates:
            self._bare_triple(iri, p, object_.value)
        elif p.startswith(ST):
            self._unknown_property(iri, of_class, p)
        elif p.startswith(BASE):
            self._wrong_prefix(iri, p, p)

    def _second_value(self, iri: Iri, slot: Slot, first: Any, second: Any) -> Any:
        """Which of two values of a field that takes one is kept."""
        wrong = f"{slot.property} has 2 values ({first}, {second})"
        repair = f"keep one: {slot.about}"
        self._fault(Fault(iri, wrong, repair, "too-many-values", to_iri(slot.property)))
        return min(first, second, key=str)

    def _missing(self, iri: Iri, of_class: _Class, names: Collection[str]) -> None:
        for name in sorted(names):
            slot = next(f.slot for f in of_class.by_property.values() if f.name == name)
            wrong, repair = f"{slot.property} is missing", f"add it: {slot.about}"
            self._fault(Fault(iri, wrong, repair, f"missing-{name}", to_iri(slot.property)))

    def _check_counts(self, iri: Iri, class_name: str, counts: Mapping[str, int]) -> None:
        for less, more in _COUNTS[class_name]:
            if counts.get(less, 0) > counts.get(more, sys.maxsize):
                properties = {s.name: s.property for s in RECORDS[class_name][1]}
                few, many = (f"{properties[name]} {counts[name]}" for name in (less, more))
                repair = "look at the source again; one of them is wrong"
                self._fault(Fault(iri, f"{few} is more than {many}", repair, "counts"))

    def _bare_triple(self, iri: Iri, p: Iri, object_: Iri) -> None:
        wrong = f"states {to_curie(p)} {to_curie(object_)} as a bare triple"
        repair = "write a st:Finding with its source and direction; the build states what the evidence supports"
        self._fault(Fault(iri, wrong, repair, "bare-triple", p))

    def _wrong_prefix(self, iri: Iri, name: Iri, p: Iri) -> None:
        wrong = f"uses <{name}>, which no vocabulary here has"
        self._fault(Fault(iri, wrong, f"is the prefix st: <{ST}>?", "wrong-prefix", p))

    def _unknown_property(self, iri: Iri, of_class: _Class, p: Iri) -> None:
        self._fault(
            Fault(
                iri,
                f"{to_curie(p)} is no property of {of_class.name}",
                f"see docs/records.md for the fields of {of_class.name}",
                "unknown-property",
                p,
            )
        )

    def _fault(self, fault: Fault) -> None:
        self.n_faults += 1
        if len(self.faults) < self._max_faults:
            self.faults.append(fault)

    def finish(self) -> Records:
        """Put together what stood apart, and look at what the records say of each other."""
        for iri, run in self._loose.items():
            types = [o.value for p, o, _ in run if p == RDF_TYPE and o.value in _CLASSES]
            known = next((t for t in self._tables.values() if iri in t), None)
            if types and known is None:
                self._make(iri, types[0], run, final=True)
            elif known is not None:
                self._merge(iri, known, run)
            elif types_of_ours := [
                o.value for p, o, _ in run if p == RDF_TYPE and o.value.startswith(ST)
            ]:
                self._unknown_class(iri, types_of_ours[0])
            elif name := next((_CONTENTS[p] for p, _, _ in run if p in _CONTENTS), None):
                wrong = "has no class of this vocabulary, so nothing of it would be read"
                self._fault(Fault(iri, wrong, f"add `a st:{name} ;`", "no-class"))
        self._loose.clear()
        for table in (*self._tables.values(), self.records.predicates):
            ordered = dict(sorted(table.items()))
            table.clear()
            table.update(ordered)
        return self.records

    def _unknown_class(self, iri: Iri, class_iri: Iri) -> None:
        if iri.startswith(ST):
            return  # the vocabulary itself
        names = ", ".join(f"st:{name}" for name in (*RECORDS, *KINDS))
        self._fault(
            Fault(
                iri,
                f"{to_curie(class_iri)} is no class of the vocabulary",
                f"write one of {names}",
                "unknown-class",
                RDF_TYPE,
            )
        )

    def _merge(self, iri: Iri, table: dict[Iri, Any], run: list[tuple[Iri, Any, Iri]]) -> None:
        record = table[iri]
        class_iri = ST + (record.kind if isinstance(record, m.Term) else type(record).__name__)
        of_class = _CLASSES[class_iri]
        changes: dict[str, Any] = {}
        for p, o, g in run:
            if getattr(record, "graph", None) is not None and g < record.graph:
                changes["graph"] = g
            field = of_class.by_property.get(p)
            if field is None and p in self._predicates:
                self._bare_triple(iri, p, o.value)
            elif field is None and p.startswith(ST):
                self._unknown_property(iri, of_class, p)
            if field is None or not field.keep:
                continue
            value = field.read(o, o.value)
            if value is _NO_VALUE:
                self._fault(field.fault(iri, o, o.value))
                continue
            known = changes.get(field.name, getattr(record, field.name))
            if field.many:
                changes[field.name] = tuple(sorted({*known, value}, key=str))
            elif known in (None, ""):
                changes[field.name] = value
            elif known != value:
                changes[field.name] = min(known, value, key=str)
        table[iri] = replace(record, **changes)
