"""Rules on the fields of one record, all read from the table of `stroma.schema`.

Read first: `field_rules`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from pyoxigraph import Literal, NamedNode

from stroma import errors
from stroma.check.problem import Spot, did_you_mean
from stroma.literals import (
    EXPECTED,
    LANG_STRING,
    LIMITS,
    MAX_HEDGE_WORDS,
    PLACEHOLDER,
    fits,
    fits_text,
    keeps_limits,
)
from stroma.schema import NAMESPACES, SLOTS, Slot, kinds_of, slots_of
from stroma.vocabulary import KINDS, PREFIXES, RDF_TYPE, ST, Iri, local_id, to_curie, to_iri

if TYPE_CHECKING:
    from stroma.check.statements import RdfValue, Said, Statements

_SHARED: Final = tuple(PREFIXES[name] for name in ("rdf", "rdfs", "skos"))
_XSD: Final = PREFIXES["xsd"]


def field_rules(statements: Statements) -> Iterator[Spot]:
    """Everything that is wrong with single fields of the records on trial."""
    for iri, class_name in sorted(statements.class_of.items()):
        if not statements.is_checked(iri):
            continue
        slots = slots_of(class_name)
        classes = [*_classes(statements, iri)]
        yield from classes
        yield from _own_iri(statements, iri, class_name)
        yield from _unknown_properties(statements, iri, class_name, slots)
        twice = _described_twice(statements, iri, slots)
        # Where two files describe it, that says enough.
        if twice is not None and not any(spot.rule == "duplicate-id" for spot in classes):
            yield twice
        for slot in slots:
            said = values_of(statements, iri, slot)
            if twice is None or not said:
                yield from _count(statements, iri, slot, said)
            for one in said:
                if (spot := value_fault(iri, slot, one.value, statements)) is not None:
                    yield replace(spot, path=one.path)


def values_of(statements: Statements, iri: Iri, slot: Slot) -> Sequence[Said]:
    """What the files say for a field; the position of a claim stands on its selector."""
    if slot.property.startswith("oa:"):
        holders = statements.texts(iri, PREFIXES["oa"] + "hasSelector")
        return [
            said
            for holder in (iri, *holders)
            for said in statements.said(holder, to_iri(slot.property))
        ]
    return statements.said(iri, to_iri(slot.property))


def _classes(statements: Statements, iri: Iri) -> Iterator[Spot]:
    names = sorted(
        {said.text.removeprefix(ST) for said in statements.types[iri] if said.text.startswith(ST)}
    )
    ours = [name for name in names if name in SLOTS or name in KINDS]
    if len(ours) > 1:
        yield Spot(
            iri, f"is said to be {' and '.join(ours)}", "keep one class; give other things IRIs of their own",
            "two-classes", RDF_TYPE,
        )  # fmt: skip
    graphs = {
        said.graph: said.path
        for said in statements.types[iri]
        if said.text.removeprefix(ST) in ours
    }
    if len(graphs) > 1 and (other := _another_term(statements, iri, ours)) is not None:
        yield other
    elif len(graphs) > 1:
        files = " and ".join(sorted({path.name for path in graphs.values()}))
        yield Spot(
            iri, f"is described in {len(graphs)} graphs ({files})",
            "describe it once, or, if these are two records, give one an IRI and st:slug of its own; a file that replaces a "
            "packaged one must hold only that one study or article",
            "duplicate-id", RDF_TYPE,
        )  # fmt: skip


def _another_term(statements: Statements, iri: Iri, names: Sequence[str]) -> Spot | None:
    """A term of a file that has the IRI of one that is there: told by what that one is called."""
    if not any(name in KINDS for name in names):
        return None
    labels: dict[bool, tuple[str, str]] = {}
    for said in statements.said(iri, PREFIXES["rdfs"] + "label"):
        labels.setdefault(said.path in statements.checked, (said.text, said.path.name))
    if len(labels) < 2:
        return None
    (here, own), (there, other) = labels[True], labels[False]
    wrong = f'is "{there}" already ({other})'
    repair = "leave it out of this file"
    if here.casefold() != there.casefold():
        wrong += f', and "{here}" in {own}'
        repair = (
            f"look up the IRI of {here} again; where the two are one, leave it out of this file"
        )
    return Spot(iri, wrong, repair, "duplicate-id", RDF_TYPE)


def _own_iri(statements: Statements, iri: Iri, class_name: str) -> Iterator[Spot]:
    if class_name in KINDS and not iri.startswith(PREFIXES["term"]):
        return
    namespace = PREFIXES[NAMESPACES["Term" if class_name in KINDS else class_name]]
    slug = next(iter(statements.texts(iri, ST + "slug")), None)
    named = namespace + (slug or local_id(iri))
    if iri != named and named in statements.class_of and iri.startswith(namespace):
        yield Spot(
            iri, f"has the slug {slug} of {to_curie(named)}", f"write st:slug \"{local_id(iri)}\"", "iri-and-slug", ST + "slug"
        )  # fmt: skip
    elif iri != named and PLACEHOLDER not in iri:
        yield Spot(
            iri, f"has the IRI {to_curie(iri)}", f"write {to_curie(namespace + (slug or local_id(iri)))}, as its slug says",
            "iri-and-slug", ST + "slug" if iri.startswith(namespace) else RDF_TYPE, severity="warning",
        )  # fmt: skip


def _unknown_properties(
    statements: Statements, iri: Iri, class_name: str, slots: Sequence[Slot]
) -> Iterator[Spot]:
    known = {to_iri(slot.property): slot for slot in slots}
    for property_ in statements.values.get(iri, {}):
        if property_ not in known and property_.startswith(_SHARED):
            yield from _misspelt(iri, property_, slots)
            continue
        if (
            property_ in known
            or not property_.startswith(ST)
            or property_ in statements.predicate_iris
        ):
            continue
        yield unknown_property(iri, property_, class_name)


def unknown_property(iri: Iri, property_: Iri, class_name: str) -> Spot:
    """A property of ours that is no field of a class."""
    name = to_curie(property_)
    fits = sorted(c for c, slots in SLOTS.items() if any(s.property == name for s in slots))
    repair = (
        f"it belongs to {', '.join(fits)}"
        if fits
        else did_you_mean(
            name,
            [slot.property for slot in slots_of(class_name)],
            otherwise=f"see docs/records.md for the fields of {class_name}",
        )
    )
    wrong = f"{name} is no property of {class_name}"
    return Spot(iri, wrong, repair, "unknown-property", property_)


def _misspelt(iri: Iri, property_: Iri, slots: Sequence[Slot]) -> Iterator[Spot]:
    """A property of another vocabulary is nobody's business, unless it is nearly one of ours."""
    name = to_curie(property_)
    known = [slot.property for slot in slots if not slot.property.startswith("st:")]
    if near := errors.nearest(name, known, cutoff=0.8):
        yield Spot(
            iri, f"{name} is no property that is read here", errors.did_you_mean(near), "unknown-property", property_
        )  # fmt: skip


def _described_twice(statements: Statements, iri: Iri, slots: Sequence[Slot]) -> Spot | None:
    """Two records with one IRI, most often a block that was copied: they would run into one."""
    label = next(slot for slot in slots if slot.name == "label")
    double = [
        slot
        for slot in slots
        if not slot.many and len({str(s.value) for s in values_of(statements, iri, slot)}) > 1
    ]
    if label not in double or len(double) < 2:
        return None
    said = values_of(statements, iri, label)[-1]
    names = ", ".join(slot.property for slot in double[:4]) + (
        f" and {len(double) - 4} more" if len(double) > 4 else ""
    )
    return Spot(
        iri, f"is described twice: it has two values of {names}",
        "if these are two records, give one of them an IRI and st:slug of its own", "described-twice", to_iri(label.property),
        said.text, said.path,
    )  # fmt: skip


def _count(statements: Statements, iri: Iri, slot: Slot, said: Sequence[Said]) -> Iterator[Spot]:
    if slot.required and not said:
        yield missing_field(iri, slot, _example(slot, statements))
    distinct = sorted(_plain(value) for value in {one.value for one in said})
    if len(distinct) > 1 and not slot.many:
        spot = too_many_values(iri, slot, distinct)
        yield replace(spot, repair=spot.repair + _comma(slot, said), value=said[-1].text)


def missing_field(iri: Iri, slot: Slot, example: str = "") -> Spot:
    """A field that every record of the class has."""
    repair, rule = f"add it: {slot.about}{example}", f"missing-{slot.name}"
    return Spot(iri, f"{slot.property} is missing", repair, rule, to_iri(slot.property))


def too_many_values(iri: Iri, slot: Slot, values: Sequence[str]) -> Spot:
    """Several values of a field that takes one."""
    wrong = f"{slot.property} has {len(values)} values ({', '.join(values[:3])})"
    repair = f"keep one: {slot.about}"
    return Spot(iri, wrong, repair, "too-many-values", to_iri(slot.property))


def _comma(slot: Slot, said: Sequence[Said]) -> str:
    """Turtle reads 12,5 as the values 12 and 5, and 1,234 as 1 and 234."""
    texts = [one.text for one in said]
    between = {"decimal": ".", "integer": ""}.get(slot.kind)
    if between is None or len(texts) != 2 or not all(map(str.isdecimal, texts)):
        return ""
    # A comma parts thousands only: 2026,2025 are two years.
    if slot.kind == "integer" and (len(texts[0]) > 3 or len(texts[1]) != 3):
        return ""
    return f"; if {','.join(texts)} is one number, write {between.join(texts)}"


def _plain(value: RdfValue) -> str:
    """A value as a person would call it."""
    if isinstance(value, Literal):
        is_text = value.datatype.value in (_XSD + "string", LANG_STRING)
        return f'"{value.value}"' if is_text else value.value
    return to_curie(value.value)


def _example(slot: Slot, statements: Statements | None = None) -> str:
    """The example of the table as a file holds it."""
    example = slot.example
    if slot.kind == "choice":
        example = f"st:{example}"
    elif slot.kind == "term" and statements is not None:
        terms = statements.of_class(*kinds_of(slot))
        named = (to_curie(t) for t in terms if example in statements.texts(t, ST + "slug"))
        example = next(named, example)
    elif slot.kind in ("text", "label"):
        example = f'"{example}"'
    return f" (example: {example})" if slot.example else ""


def value_fault(
    iri: Iri, slot: Slot, value: RdfValue, statements: Statements | None = None
) -> Spot | None:
    """What is wrong with a value of a field.

    Args:
        statements: whose names are offered where no name stands.
    """

    def spot(wrong: str, repair: str, rule: str) -> Spot:
        return Spot(iri, f"{slot.property} {wrong}", repair, rule, to_iri(slot.property), text)

    text = value.value
    if PLACEHOLDER in (local_id(text) if isinstance(value, NamedNode) else text):
        repair = f"{slot.about}{_example(slot, statements)}"
        return spot("is not filled in yet", repair, "placeholder")
    if slot.kind in ("term", "record", "choice"):
        if not isinstance(value, NamedNode):
            return spot(f"is {value}", _named(slot, text, statements), "wrong-type")
        if slot.choices is None or text in {ST + choice.value for choice in slot.choices}:
            return None
        repair = did_you_mean(
            f"st:{local_id(text.removeprefix(ST))}",
            [f"st:{choice.value}" for choice in slot.choices],
            otherwise=f"{slot.about}; write one",
        )
        return spot(f"is {to_curie(text)}", repair + _choices(slot), "unknown-choice")
    if not isinstance(value, Literal) or not fits(slot, value):
        point = text.replace(",", ".")
        is_comma = "," in text and slot.kind == "decimal" and fits_text(slot, point)
        repair = f'"{point}"^^xsd:decimal, with a point' if is_comma else EXPECTED[slot.kind]
        return spot(f"is {_shown(value)}", f"write {repair}", "wrong-type")
    if keeps_limits(slot, text):
        return None
    if slot.name == "hedge":
        repair = (
            f"name the hedging words only (at most {MAX_HEDGE_WORDS}); text of the article never enters a file, its "
            "offsets do"
        )
        return spot(f"holds {len(text.split())} words", repair, "article-text")
    shown = text if slot.kind == "integer" else f'"{text}"'
    return spot(f"is {shown}", f"write {LIMITS[slot.name].expected}", f"wrong-{slot.name}")


def _named(slot: Slot, text: str, statements: Statements | None) -> str:
    """What to write where a text stands in place of a name."""
    if slot.kind == "choice":
        return f"write st: and one of the allowed values{_choices(slot)}"
    near = statements.near(text, *kinds_of(slot)) if statements is not None else []
    hint = f", such as {' or '.join(near)}" if near else ""
    return f"write an IRI or CURIE without quotes{hint}"


def _shown(value: RdfValue) -> str:
    if isinstance(value, NamedNode):
        return to_curie(value.value)
    text = (
        str(value).replace(f"<{_XSD}", "xsd:").rstrip(">")
        if isinstance(value, Literal)
        else str(value)
    )
    return text if len(text) <= 80 else text[:77] + "..."


def _choices(slot: Slot) -> str:
    return f" (allowed: {', '.join(f'st:{c.value}' for c in slot.choices)})" if slot.choices else ""
