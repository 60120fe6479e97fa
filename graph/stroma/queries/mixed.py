"""Of which things does a query ask what no one thing has? Read first: `mixed_classes`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from stroma.errors import kind_words, with_article
from stroma.vocabulary import PREFIXES, RDF_TYPE, ST, Iri, local_id, to_curie

if TYPE_CHECKING:
    from stroma.queries._facts import Facts
    from stroma.queries.patterns import Pattern, Reading

__all__ = ["mixed_classes", "mixed_up", "of_findings", "wrong_roles"]

# How to get from one class to another, where people mix their properties.
_WAYS: Final = {
    ("Finding", "Study"): "?finding st:foundBy ?study",
    ("Finding", "Reference"): "?finding st:foundBy ?reference",
    ("Finding", "Proposition"): "?finding st:onProposition ?proposition",
    ("Finding", "Predicate"): "?finding rdf:predicate ?predicate",
    ("Proposition", "Predicate"): "?proposition rdf:predicate ?predicate",
    ("Claim", "Predicate"): "?claim rdf:predicate ?predicate",
    ("Claim", "Proposition"): "?claim st:onProposition ?proposition",
    ("Claim", "Article"): "?claim st:inArticle ?article",
    ("Proposition", "Study"): "?proposition st:studiedIn ?study",
    ("Conflict", "Proposition"): "?conflict st:onProposition ?proposition",
    ("Conflict", "Finding"): "?conflict st:between ?finding",
}


def wrong_roles(facts: Facts, reading: Reading) -> Iterator[str]:
    """A term of a kind that the predicate never has as its subject or object."""
    contents: dict[str, dict[str, Iri]] = {}
    for pattern in reading.patterns:
        iri = reading.iri(pattern.object) if pattern.object is not None else ""
        if len(pattern.steps) != 1 or not pattern.steps[0].startswith((PREFIXES["rdf"], ST)):
            continue
        if facts.needs_condition(pattern.steps[0]) is not None and "://" in pattern.subject:
            bare = {"subject": pattern.subject, "predicate": pattern.steps[0]}
            contents[f"bare {len(contents)}"] = bare
        elif iri and pattern.steps[0].startswith(PREFIXES["rdf"]):
            contents.setdefault(pattern.subject, {})[local_id(pattern.steps[0])] = iri
    for content in contents.values():
        predicate = content.get("predicate", "")
        for role, property_ in (("subject", "domainIncludes"), ("object", "rangeIncludes")):
            kind = facts.store.kind(content.get(role, ""))
            stated = facts.stated(predicate, PREFIXES["schema"] + property_)
            kinds = [local_id(one) for one in stated]
            if kind and kinds and kind not in kinds:
                named = f"{to_curie(content[role])} ({facts.store.label(content[role])})"
                wanted = " or ".join(with_article(kind_words(one)) for one in kinds)
                where = "; the disease stands in st:inCondition" if kind == "Disease" else ""
                yield f"{named} is {with_article(kind_words(kind))}, and the {role} of {to_curie(predicate)} is {wanted}{where}"


def mixed_classes(facts: Facts, reading: Reading) -> Iterator[str]:
    """One thing that is asked for properties that no one thing has."""
    by_subject: dict[str, dict[tuple[Iri, Iri | None], None]] = {}
    for pattern in reading.patterns:
        if not pattern.steps:
            continue
        first = pattern.steps[0]
        value = reading.iri(pattern.object) if first == RDF_TYPE and pattern.object else None
        if first == RDF_TYPE and not value:
            continue
        by_subject.setdefault(pattern.subject, {})[first, value] = None
    for subject, asked in by_subject.items():
        known: list[tuple[str, set[Iri]]] = []
        if "://" in subject and (classes := facts.classes_of(subject)):
            known.append((to_curie(subject), classes))
        if len(asked) + len(known) < 2:
            continue
        for property_, value in asked:
            classes = facts.classes_with(property_) if value is None else {value}
            name = to_curie(property_) if value is None else f"a {to_curie(value)}"
            before = next((one for one in known if not facts.related(one[1]) & classes), None)
            if classes and before is not None:
                yield _mixed(facts, *before, name, classes)
                break
            known += [(name, classes)] if classes else []


def mixed_up(facts: Facts, reading: Reading, one: Pattern, other: Pattern) -> Iterator[str]:
    """That no one thing has the classes or properties of two patterns, where the vocabulary and the data say so."""
    asked: list[tuple[str, set[Iri]]] = []
    for pattern in (one, other):
        first = pattern.steps[0]
        value = reading.iri(pattern.object) if first == RDF_TYPE and pattern.object else ""
        classes = {value} if value else facts.classes_with(first)
        asked.append((f"a {to_curie(value)}" if value else to_curie(first), classes))
    (name, ones), (other_name, others) = asked
    if ones and others and not facts.related(ones) & others:
        yield _mixed(facts, name, ones, other_name, others)


def of_findings(reading: Reading) -> Iterator[str]:
    """A property of findings whose name a study would have too."""
    if any(ST + "retracted" in pattern.steps for pattern in reading.patterns):
        yield "st:retracted is of a finding; a study that was retracted has st:retractedOn"


def _mixed(facts: Facts, one: str, ones: set[Iri], other: str, others: set[Iri]) -> str:
    ways = [
        way
        for (a, b), way in _WAYS.items()
        if (ST + a in ones and ST + b in others) or (ST + b in ones and ST + a in others)
    ]
    here, there = (" or ".join(_main(facts, classes)) for classes in (ones, others))
    said = f"no one thing has both {one} ({here}) and {other} ({there})"
    return said + (f"; the way between them is {ways[0]}" if ways else "")


def _main(facts: Facts, classes: set[Iri]) -> list[str]:
    """The labels of the narrowest of some classes: Study, where Study and Source apply."""
    wider = {
        parent
        for class_ in classes
        for parent in facts.stated(class_, PREFIXES["rdfs"] + "subClassOf")
    }
    kept = sorted(facts.label(class_) for class_ in classes - wider)
    return kept if len(kept) < 5 else ["term"]
