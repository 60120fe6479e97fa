"""How do triples become records? One pass over quads, by the table of `stroma.schema`.

Read first: `Records` (everything a set of graphs states) and `read_records`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from typing import Any

from pyoxigraph import BlankNode, Literal, NamedNode, Quad

from stroma import model as m
from stroma.errors import DataError
from stroma.schema import RECORDS, TERM_SLOTS, Slot
from stroma.vocabulary import KINDS, PREFIXES, RDF_TYPE, ST, Iri, to_curie, to_iri

_Values = dict[str, list[tuple[Any, Iri | None]]]


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
    by_subject: dict[Iri, _Values] = {}
    types: dict[Iri, list[Iri]] = {}
    for quad in quads:
        s = quad.subject
        if not isinstance(s, NamedNode):
            continue
        p, o = quad.predicate.value, quad.object
        graph = quad.graph_name.value if isinstance(quad.graph_name, NamedNode) else None
        if p == RDF_TYPE:
            if isinstance(o, NamedNode):
                types.setdefault(s.value, []).append(o.value)
            continue
        by_subject.setdefault(s.value, {}).setdefault(p, []).append((o, graph))
    return _assemble(by_subject, types)


def _assemble(by_subject: Mapping[Iri, _Values], types: Mapping[Iri, list[Iri]]) -> Records:
    records = Records()
    tables: dict[str, dict[Iri, Any]] = {
        "Study": records.studies,
        "Reference": records.references,
        "Finding": records.findings,
        "Article": records.articles,
        "Claim": records.claims,
    }
    for iri in sorted(types):
        values = by_subject.get(iri, {})
        for type_iri in types[iri]:
            if not type_iri.startswith(ST):
                continue
            name = type_iri[len(ST) :]
            if name in KINDS:
                records.terms[iri] = m.Term(iri=iri, kind=name, **_fields(iri, values, TERM_SLOTS))
            elif name == "Predicate":
                records.predicates[iri] = _predicate(iri, values)
            elif name in RECORDS:
                make, slots = RECORDS[name]
                if name == "Claim":
                    values = _with_position(values, by_subject)
                fields = _fields(iri, values, slots)
                if any(slot.required and slot.name not in fields for slot in slots):
                    continue  # `stroma check` reports it; a half record is never weighed
                tables[name][iri] = make(iri=iri, graph=_graph(values), **fields)
    return records


def _with_position(values: _Values, by_subject: Mapping[Iri, _Values]) -> _Values:
    selectors = values.get(PREFIXES["oa"] + "hasSelector", [])
    if not selectors:
        return values
    return {**values, **by_subject.get(getattr(selectors[0][0], "value", ""), {})}


def _graph(values: _Values) -> Iri | None:
    graphs = {graph for entries in values.values() for _, graph in entries if graph}
    return min(graphs) if graphs else None


def _fields(iri: Iri, values: _Values, slots: tuple[Slot, ...]) -> dict[str, Any]:
    fields: dict[str, Any] = {}
    for slot in slots:
        entries = values.get(slot.iri)
        if not entries:
            continue
        read = [read_value(iri, slot, value) for value, _ in entries]
        if slot.many:
            fields[slot.name] = tuple(sorted(set(read), key=str))
        else:
            fields[slot.name] = min(read, key=str) if len(read) > 1 else read[0]
    return fields


def read_value(iri: Iri, slot: Slot, value: NamedNode | BlankNode | Literal) -> Any:
    """One RDF value as the Python value of its slot.

    Raises:
        DataError: if the value does not fit the slot.
    """
    if slot.kind in ("term", "record") or (slot.kind == "choice" and slot.choices is None):
        if isinstance(value, NamedNode):
            return value.value
        raise _unfit(iri, slot, value, "the IRI of a record or term")
    if slot.kind == "choice" and slot.choices is not None:
        local = (
            value.value[len(ST) :]
            if isinstance(value, NamedNode) and value.value.startswith(ST)
            else ""
        )
        try:
            return slot.choices(local)
        except ValueError:
            allowed = ", ".join(f"st:{member.value}" for member in slot.choices)
            raise _unfit(iri, slot, value, f"one of {allowed}") from None
    if not isinstance(value, Literal):
        raise _unfit(iri, slot, value, "a literal")
    text = value.value
    try:
        if slot.kind == "integer":
            return int(text)
        if slot.kind == "decimal":
            return Decimal(text)
    except (ValueError, InvalidOperation):
        raise _unfit(iri, slot, value, "a number") from None
    if slot.kind == "boolean":
        if text not in ("true", "false", "1", "0"):
            raise _unfit(iri, slot, value, "true or false")
        return text in ("true", "1")
    return text


def _unfit(
    iri: Iri, slot: Slot, value: NamedNode | BlankNode | Literal, expected: str
) -> DataError:
    found = to_curie(value.value) if isinstance(value, NamedNode) else str(value)
    return DataError(f"{to_curie(iri)}: {slot.property} is {found}, expected {expected}")


def _predicate(iri: Iri, values: _Values) -> m.Predicate:
    def texts(curie: str) -> list[str]:
        return sorted(value.value for value, _ in values.get(to_iri(curie), []))

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
