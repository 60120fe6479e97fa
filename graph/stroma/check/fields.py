"""Rules on the fields of one record, all read from the table of `stroma.schema`.

Read first: `field_rules`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from difflib import get_close_matches
from typing import TYPE_CHECKING, Final

from pyoxigraph import Literal, NamedNode

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
                yield from _value(statements, iri, slot, one)


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
    if len(graphs) > 1:
        files = " and ".join(sorted({path.name for path in graphs.values()}))
        yield Spot(
            iri, f"is described in {len(graphs)} graphs ({files})",
            "describe it once, or, if these are two records, give one an IRI and st:slug of its own; a file that replaces a "
            "packaged one must hold only that one study or article",
            "duplicate-id", RDF_TYPE,
        )  # fmt: skip


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
        name = to_curie(property_)
        fits = ", ".join(
            sorted(c for c, of_class in SLOTS.items() if any(s.property == name for s in of_class))
        )
        repair = (
            f"it belongs to {fits}"
            if fits
            else did_you_mean(
                name,
                [s.property for s in slots],
                otherwise=f"see docs/records.md for the fields of {class_name}",
            )
        )
        yield Spot(
            iri, f"{name} is no property of {class_name}", repair, "unknown-property", property_
        )


def _misspelt(iri: Iri, property_: Iri, slots: Sequence[Slot]) -> Iterator[Spot]:
    """A property of another vocabulary is nobody's business, unless it is nearly one of ours."""
    name = to_curie(property_)
    known = [slot.property for slot in slots if not slot.property.startswith("st:")]
    near = get_close_matches(name, known, n=1, cutoff=0.8)
    if near:
        yield Spot(
            iri, f"{name} is no property that is read here", f"did you mean {near[0]}?", "unknown-property", property_
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
    property_ = to_iri(slot.property)
    if slot.required and not said:
        repair = f"add it: {slot.about}{_example(statements, slot)}"
        yield Spot(iri, f"{slot.property} is missing", repair, f"missing-{slot.name}", property_)
    distinct = sorted(_plain(value) for value in {one.value for one in said})
    if len(distinct) > 1 and not slot.many:
        yield Spot(
            iri, f"{slot.property} has {len(distinct)} values ({', '.join(distinct[:3])})",
            f"keep one: {slot.about}{_comma(slot, said)}", "too-many-values", property_, said[-1].text,
        )  # fmt: skip


def _comma(slot: Slot, said: Sequence[Said]) -> str:
    """Turtle reads 12,5 as the values 12 and 5, and 1,234 as 1 and 234."""
    texts = [one.text for one in said]
    between = {"decimal": ".", "integer": ""}.get(slot.kind)
    if between is None or len(texts) != 2 or not all(map(str.isdecimal, texts)):
        return ""
    return f"; if {','.join(texts)} is one number, write {between.join(texts)}"


def _plain(value: RdfValue) -> str:
    """A value as a person would call it."""
    if isinstance(value, Literal):
        is_text = value.datatype.value in (_XSD + "string", LANG_STRING)
        return f'"{value.value}"' if is_text else value.value
    return to_curie(value.value)


def _example(statements: Statements, slot: Slot) -> str:
    """The example of the table as a file holds it."""
    example = slot.example
    if slot.kind == "choice":
        example = f"st:{example}"
    elif slot.kind == "term":
        terms = statements.of_class(*kinds_of(slot))
        named = (to_curie(t) for t in terms if example in statements.texts(t, ST + "slug"))
        example = next(named, example)
    elif slot.kind in ("text", "label"):
        example = f'"{example}"'
    return f" (example: {example})" if slot.example else ""


def _value(statements: Statements, iri: Iri, slot: Slot, said: Said) -> Iterator[Spot]:
    property_ = to_iri(slot.property)

    def spot(wrong: str, repair: str, rule: str) -> Spot:
        return Spot(iri, wrong, repair, rule, property_, said.text, said.path)

    value = said.value
    if PLACEHOLDER in (local_id(value.value) if isinstance(value, NamedNode) else value.value):
        yield spot(
            f"{slot.property} is not filled in yet",
            f"{slot.about}{_example(statements, slot)}",
            "placeholder",
        )
    elif slot.kind in ("term", "record", "choice"):
        if not isinstance(value, NamedNode):
            what = (
                "st: and one of the allowed values"
                if slot.kind == "choice"
                else "an IRI or CURIE without quotes"
            )
            near = statements.near(value.value, *kinds_of(slot)) if slot.kind != "choice" else ()
            hint = f", such as {' or '.join(near)}" if near else _choices(slot)
            yield spot(f"{slot.property} is {value}", f"write {what}{hint}", "wrong-type")
        elif slot.choices is not None:
            local = value.value.removeprefix(ST)
            if local not in list(slot.choices) or not value.value.startswith(ST):
                repair = did_you_mean(
                    f"st:{local_id(local)}",
                    [f"st:{c.value}" for c in slot.choices],
                    otherwise=f"{slot.about}; write one",
                )
                yield spot(
                    f"{slot.property} is {to_curie(value.value)}",
                    repair + _choices(slot),
                    "unknown-choice",
                )
    elif not isinstance(value, Literal) or not fits(slot, value):
        point = value.value.replace(",", ".")
        is_comma = "," in value.value and slot.kind == "decimal" and fits_text(slot, point)
        repair = f'"{point}"^^xsd:decimal, with a point' if is_comma else EXPECTED[slot.kind]
        yield spot(f"{slot.property} is {_shown(value)}", f"write {repair}", "wrong-type")
    elif not keeps_limits(slot, value.value):
        yield spot(*_beyond_limits(slot, value.value))


def _beyond_limits(slot: Slot, text: str) -> tuple[str, str, str]:
    """What is wrong, how to repair it, and the rule."""
    if slot.name == "hedge":
        repair = (
            f"name the hedging words only (at most {MAX_HEDGE_WORDS}); text of the article never enters a file, its "
            "offsets do"
        )
        return f"{slot.property} holds {len(text.split())} words", repair, "article-text"
    shown = text if slot.kind == "integer" else f'"{text}"'
    return (
        f"{slot.property} is {shown}",
        f"write {LIMITS[slot.name].expected}",
        f"wrong-{slot.name}",
    )


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
