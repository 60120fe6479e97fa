"""The skeleton of a new file: every field with its explanation, what is known filled in, the rest to be filled.

A line to fill holds `FILL-IN`, which `stroma check` reports; a line that may stay empty is a comment.
Read first: `study_skeleton`.
"""

from __future__ import annotations

import re
import textwrap
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from stroma.errors import InputError, did_you_mean, nearest
from stroma.identifiers import FORMS
from stroma.literals import PLACEHOLDER
from stroma.schema import NAMESPACES, Slot, slots_of
from stroma.sources.cells import Cells, UnfitCellError
from stroma.sources.turtle import turtle_iri, turtle_value
from stroma.vocabulary import KINDS, PREFIXES, Iri, to_curie

if TYPE_CHECKING:
    from stroma.records import Records

_PREFIXES: Final = (
    "st", "term", "study", "reference", "finding", "article", "claim", "CL", "UBERON", "MONDO", "GO", "HP", "CHEBI",
    "MAXO", "NCIT", "rdf", "rdfs", "xsd", "skos", "oa",
)  # fmt: skip
# Fields of a term that make sense for one kind only.
_ONLY_FOR: Final = {
    "cell_type": "CellProduct",
    "source_tissue": "CellProduct",
    "donor": "CellProduct",
    "brand_names": "CellProduct",
    "model_of": "Disease",
    "better": "Outcome",
    "surrogate": "Outcome",
}
# Not required, but without them a study cannot be weighed by its reader; `stroma check` warns.
_ASKED: Final = {
    "Study": ("read_as", "curator"),
    "Reference": ("curator",),
    "Outcome": ("better",),
}
# What a finding says by saying nothing; nobody could ask for a value that most records leave out.
_UNSAID: Final = {"analysis": "main-comparison"}
_LICENCE: Final = "Licence: CC BY 4.0."


class TermNames(NamedTuple):
    """What an ontology calls a term."""

    kind: str
    slug: str
    filled: Mapping[str, Any]
    """Field -> value: label, synonyms, wider terms."""


def study_skeleton(records: Records, slug: str, filled: Mapping[str, Any]) -> str:
    """A study with one finding.

    Args:
        records: the packaged base, for the examples and to see what is there already.
        filled: field -> value, such as doi, pmid, nct, curator.

    Raises:
        InputError: if the slug has the wrong form, or the slug or an identifier is that of a known study.
    """
    _refuse_known(records, slug, filled)
    study = _block(records, "Study", slug, filled)
    finding = _block(
        records,
        "Finding",
        f"{slug}-f1",
        {"source": PREFIXES["study"] + slug},
        list(_predicates(records)),
    )
    return _document(
        "A new study. One file holds one study and its findings.",
        [study, finding],
        "Copy the block of the finding for each further result; null and negative results above all.",
    )


def reference_skeleton(records: Records, slug: str, filled: Mapping[str, Any]) -> str:
    """A source that is no study, with one statement."""
    _refuse_known(records, slug, filled)
    source = {"source": PREFIXES["reference"] + slug}
    finding = _block(records, "Finding", f"{slug}-f1", source, list(_predicates(records)))
    blocks = [_block(records, "Reference", slug, filled), finding]
    return _document(
        "A source that is no study: narrative review, consensus statement, textbook, regulator's page.",
        blocks,
    )


def article_skeleton(records: Records, slug: str, filled: Mapping[str, Any]) -> str:
    """An article with one claim; never a sentence of its text."""
    _refuse_known(records, slug, filled)
    claim_slug = f"{slug}-1"
    claim = _block(
        records,
        "Claim",
        claim_slug,
        {"article": PREFIXES["article"] + slug},
        list(_predicates(records)),
    )
    position = PREFIXES["claim"] + claim_slug + "/position"
    claim = claim.removesuffix("  .") + f"  oa:hasSelector <{position}> ;\n  ."
    selector = (
        f"# Where the passage stands: characters counted from 0, the end is one past the last.\n"
        f'<{position}> a oa:TextPositionSelector ;\n  oa:start "{PLACEHOLDER}" ;\n  oa:end "{PLACEHOLDER}" ;\n  .'
    )
    return _document(
        "An article and what it claims. Offsets and a hash stand for its text, no sentence of it enters a file.",
        [_block(records, "Article", slug, filled), claim, selector],
    )


def term_skeleton(
    records: Records, kind: str, slug: str, filled: Mapping[str, Any], *, iri: Iri | None = None
) -> str:
    """A term of one kind.

    Args:
        kind: in any case, with or without a space.
        iri: the one that an ontology gives it; default: one of our own, by its slug.

    Raises:
        InputError: if there is no such kind or the term is known.
    """
    kind = _kind(kind)
    if iri is not None and (known := records.terms.get(iri)) is not None:
        raise InputError(f"{to_curie(iri)} is {known.label} already (slug {known.slug}); use it")
    _refuse_known(records, slug, filled)
    note = (
        "Before you add a term, look for it: stroma show NAME. An ontology's own IRI is better than a local one: "
        "stroma new term --iri CURIE."
    )
    block = _block(records, kind, slug, filled, iri=iri)
    return _document(f"A new term of kind {kind}.", [block], note)


def _kind(text: str) -> str:
    by_name = {kind.casefold(): kind for kind in KINDS}
    name = re.sub(r"[\s_-]", "", text).casefold()
    if name in by_name:
        return by_name[name]
    near = did_you_mean([by_name[one] for one in nearest(name, by_name)], "; ")
    raise InputError(f"unknown kind {text!r}{near or '; one of ' + ', '.join(KINDS)}")


def names_of_term(records: Records, iri: Iri) -> TermNames | None:
    """What is known of a term of an ontology that the packaged base does not hold; None for nothing."""
    from stroma.check.sheets import terms_beyond

    known = next((term for term in terms_beyond() if term.iri == iri), None)
    if known is None:
        return None
    by_slug = {term.slug: of for of, term in records.terms.items()}
    broader = tuple(by_slug[slug] for slug in known.broader if slug in by_slug)
    filled = {"label": known.label, "synonyms": known.names, "broader": broader}
    return TermNames(known.kind, known.slug, filled)


def in_an_ontology(kind: str, names: Collection[str]) -> Iri | None:
    """The IRI of an ontology's term of one kind that has one of some names; None where none is known."""
    from stroma.check.sheets import terms_beyond

    wanted = {name.casefold() for name in names}
    for term in terms_beyond():
        known = {name.casefold() for name in (term.slug, term.label, *term.names)}
        is_ontology = not term.iri.startswith(PREFIXES["term"])
        if is_ontology and term.kind.casefold() == kind.casefold() and wanted & known:
            return term.iri
    return None


def _refuse_known(records: Records, slug: str, filled: Mapping[str, Any]) -> None:
    if not FORMS["slug"].fits(slug):
        form, _, example = FORMS["slug"].expected.rpartition(" ")
        near = re.sub(r"[^a-z0-9]+", "-", slug.lower()).strip("-")
        raise InputError(f"slug is {slug!r}, expected {form} {near or example}")
    tables: tuple[Mapping[Iri, Any], ...] = (
        records.studies,
        records.references,
        records.articles,
        records.terms,
    )
    for table in tables:
        for record in table.values():
            if record.slug == slug:
                raise InputError(
                    f"slug {slug} is taken by {turtle_iri(record.iri)} ({record.label})"
                )
            for name in ("doi", "pmid"):
                given = filled.get(name)
                if given and given == getattr(record, name, None):
                    raise InputError(
                        f"{name} {given} is that of {turtle_iri(record.iri)}; edit its file instead"
                    )


def _document(title: str, blocks: Sequence[str], closing: str = "") -> str:
    head = [
        title,
        _LICENCE,
        f"Fill in each {PLACEHOLDER}. Take the # away from the lines you can fill; leave the others, or delete them.",
        "State only what you could read. Then run: stroma check THIS-FILE",
    ]
    body = "\n\n".join(blocks)
    prefixes = "\n".join(f"@prefix {p}: <{PREFIXES[p]}> ." for p in _PREFIXES)
    tail = f"\n# {closing}\n" if closing else ""
    return "\n".join(f"# {line}" for line in head) + f"\n\n{prefixes}\n\n{body}\n{tail}"


def _block(
    records: Records,
    class_name: str,
    slug: str,
    filled: Mapping[str, Any],
    about_predicate: Sequence[str] = (),
    *,
    iri: Iri | None = None,
) -> str:
    namespace = "term" if class_name in KINDS else NAMESPACES[class_name]
    lines = [f"{turtle_iri(iri or PREFIXES[namespace] + slug)} a st:{class_name} ;"]
    for slot in slots_of(class_name):
        if slot.property.startswith("oa:") or (
            _ONLY_FOR.get(slot.name, class_name) != class_name and class_name in KINDS
        ):
            continue
        value = slug if slot.name == "slug" else filled.get(slot.name)
        lines += [f"  # {line}" for line in _about(slot)]
        if slot.name == "predicate":
            lines += [f"  #   {line}" for line in about_predicate]
        must = slot.required or slot.name in _ASKED.get(class_name, ())
        lines.append(_line(records, slot, value, must=must, of=class_name))
    return "\n".join([*lines, "  ."])


def _about(slot: Slot) -> Iterator[str]:
    needs = "required" if slot.required else "several may stand here" if slot.many else ""
    yield from textwrap.wrap(
        slot.about[0].upper() + slot.about[1:] + (f" ({needs})" if needs else "") + ".", 104
    )
    if slot.choices is not None:
        allowed = ", ".join(f"st:{value}" for value in _choices(slot))
        yield from textwrap.wrap(f"One of {allowed}.", 104, break_on_hyphens=False)


def _choices(slot: Slot) -> list[str]:
    """The values that are written."""
    unsaid = _UNSAID.get(slot.name)
    return [choice.value for choice in slot.choices or () if choice.value != unsaid]


def _line(records: Records, slot: Slot, value: Any, *, must: bool, of: str) -> str:
    if value is not None and value != ():
        values = value if isinstance(value, tuple) else (value,)
        return f"  {slot.property} {', '.join(turtle_value(slot, one) for one in values)} ;"
    if must:
        return f"  {slot.property} {_placeholder(slot)} ;"
    example = _example_of_term(records, slot, of) if of in KINDS else ""
    return f"  # {slot.property} {example or _example(records, slot)} ;"


def _placeholder(slot: Slot) -> str:
    if slot.kind == "label":
        return f'"{PLACEHOLDER}"@en'
    if slot.kind in ("term", "record"):
        return f"term:{PLACEHOLDER}"
    return f"st:{PLACEHOLDER}" if slot.kind == "choice" else f'"{PLACEHOLDER}"'


def _example_of_term(records: Records, slot: Slot, kind: str) -> str:
    """An example that fits the kind, where that of the table is of one kind only."""
    if slot.name == "synonyms":
        return '"another name"@en'
    if slot.name != "broader":
        return ""
    above = Counter(
        iri
        for term in records.terms.values()
        if term.kind == kind
        for iri in term.broader
        if iri in records.terms
    )
    return turtle_iri(min(above, key=lambda iri: (-above[iri], iri))) if above else ""


def _example(records: Records, slot: Slot) -> str:
    """The example of the table as Turtle, with the IRI that a slug stands for."""
    if slot.kind == "term" and slot.example:
        try:
            value = Cells(records).read(slot, slot.example)
        except UnfitCellError:
            return f"term:{slot.example}"
        return turtle_iri(value[0] if slot.many else value)
    if slot.kind in ("term", "record"):
        return (
            f"study:{slot.example or 'doe-2026'}"
            if slot.kind == "record"
            else f"term:{PLACEHOLDER}"
        )
    if slot.kind == "choice":
        unsaid = slot.example == _UNSAID.get(slot.name)
        return f"st:{_choices(slot)[0] if unsaid else slot.example}"
    return turtle_value(slot, slot.example or PLACEHOLDER)


def _predicates(records: Records) -> Iterator[str]:
    """The predicates with what they join, and which need a condition."""
    needs = {"yes": "; needs st:inCondition", "if-product": "; needs st:inCondition for a product"}
    for predicate in sorted(records.predicates.values(), key=lambda p: p.name):
        kinds = f"{' or '.join(predicate.subject_kinds)} - {' or '.join(predicate.object_kinds)}"
        yield f"st:{predicate.name}: {kinds}{needs.get(predicate.condition, '')}"
