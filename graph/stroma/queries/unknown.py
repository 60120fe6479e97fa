"""Which names of a query stand for nothing here? Read first: `unknown_names` and `unknown_things`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from difflib import get_close_matches
from typing import TYPE_CHECKING, Final

from stroma.errors import StromaError, UnknownTermError
from stroma.queries.unmatched import narrower_hint
from stroma.vocabulary import PREFIXES, RDF_TYPE, ST, Iri, local_id, to_curie

if TYPE_CHECKING:
    from stroma.queries._facts import Facts
    from stroma.queries._tokens import Token
    from stroma.queries.patterns import Reading

__all__ = [
    "names_unknown",
    "unknown_graphs",
    "unknown_names",
    "unknown_things",
    "unused_properties",
]

# What people expect to find in our vocabulary, and where it stands.
_ELSEWHERE: Final = {
    "outcome": "an outcome is the rdf:object of a finding, and the st:primaryOutcome of a study",
    "about": "what a finding, claim or proposition is about stands in rdf:subject, rdf:predicate, rdf:object and st:inCondition",
    "result": "the result of a finding is its st:direction, and its st:value as reported",
    "date": "the year of a study is its st:year",
    "author": "the author of a study is its st:firstAuthor",
    "title": "the title of a study is its rdfs:label",
    "name": "names are rdfs:label, skos:altLabel and st:brandName",
    "preflabel": "the name of a thing is its rdfs:label; synonyms are skos:altLabel",
    "synonym": "synonyms are skos:altLabel",
    "evidence": "a proposition has its evidence in st:supportedBy, st:disputedBy and st:inconclusiveBy",
    "study": "a finding has its study in st:foundBy, a proposition its studies in st:studiedIn",
    "trial": "trials are a st:Study, told apart by their st:design",
    "samplesize": "people are st:nEnrolled and st:nTreated of a study, st:participants of a proposition",
    "people": "people are st:nEnrolled and st:nTreated of a study, st:participants of a proposition",
}
# A word for a value whose nearest name is the contrary.
_MEANT: Final = {"unsupported": "not-supported"}
_OURS: Final = (
    "term",
    "study",
    "reference",
    "finding",
    "article",
    "claim",
    "proposition",
    "conflict",
)


def names_unknown(facts: Facts, reading: Reading, tokens: tuple[Token, ...]) -> Iterator[str]:
    """Names with our prefix that the vocabulary does not have."""
    if not facts.vocabulary:
        return
    names = {iri for token in tokens if (iri := reading.iri(token)).startswith(ST) and iri != ST}
    yield from unknown_names(facts, reading, sorted(names - set(facts.vocabulary)))


def unknown_names(facts: Facts, reading: Reading, iris: Sequence[Iri]) -> Iterator[str]:
    """What was meant by names with our prefix that the vocabulary does not have."""
    for iri in iris:
        name = iri.removeprefix(ST)
        # A class is told from values and properties by its capital.
        known = [
            local_id(one)
            for one in facts.vocabulary
            if one != ST and local_id(one)[0].isupper() == name[:1].isupper()
        ]
        wanted = _class_at(facts, iri, reading) or _values_at(facts, iri, reading)
        yield f"st:{name} is not in the vocabulary{wanted or _instead(facts, name, known)}"


def _class_at(facts: Facts, iri: Iri, reading: Reading) -> str:
    """The class that was meant where `a` is followed by its name in small letters."""
    classes = {one.casefold(): one for one in facts.members(PREFIXES["owl"] + "Class")}
    meant = classes.get(iri.casefold())
    is_class = any(
        pattern.object is not None and reading.iri(pattern.object) == iri
        for pattern in reading.patterns
        if pattern.steps[-1:] == (RDF_TYPE,)
    )
    return f", did you mean {to_curie(meant)}?" if meant is not None and is_class else ""


def unused_properties(facts: Facts, reading: Reading) -> Iterator[str]:
    """Properties of other vocabularies that nothing here has."""
    steps = dict.fromkeys(step for pattern in reading.patterns for step in pattern.steps)
    for property_ in steps:
        if property_.startswith(ST) or facts.value_of(property_) is not None:
            continue
        name = local_id(property_)
        ours = f", did you mean st:{name}?" if ST + name in facts.vocabulary else ""
        elsewhere = f"; {_ELSEWHERE[name.casefold()]}" if name.casefold() in _ELSEWHERE else ""
        yield f"nothing here has {to_curie(property_)}{ours or elsewhere or narrower_hint(property_)}"


def _values_at(facts: Facts, iri: Iri, reading: Reading) -> str:
    """What stands where an unknown value was written."""
    for pattern in reading.patterns:
        token = pattern.object
        if token is None or reading.iri(token) != iri or not pattern.steps:
            continue
        classes = {c for c in facts.value_classes(pattern.steps[-1]) if c.startswith(ST)}
        values = sorted(to_curie(one) for class_ in classes for one in facts.members(class_))
        meant = "st:" + _MEANT.get(local_id(iri).casefold(), "")
        near = [meant] if meant in values else get_close_matches(to_curie(iri), values, n=1, cutoff=0.75)  # fmt: skip
        if near:
            return f", did you mean {near[0]}?"
        if 0 < len(values) <= 12 and pattern.steps[-1] != RDF_TYPE:
            return f"; {to_curie(pattern.steps[-1])} takes {', '.join(values)}"
    return ""


def _instead(facts: Facts, name: str, known: list[str]) -> str:
    if (other := facts.properties_by_name.get(name.casefold())) is not None:
        return f", write {to_curie(other)}"
    if name.casefold() in _ELSEWHERE:
        return f"; {_ELSEWHERE[name.casefold()]}"
    by_case = {one.casefold(): one for one in sorted(known)}
    near = get_close_matches(name.casefold(), sorted(by_case), n=1, cutoff=0.72)
    return f", did you mean st:{by_case[near[0]]}?" if near else ""


def unknown_things(facts: Facts, reading: Reading, tokens: Sequence[Token]) -> Iterator[str]:
    """Terms, studies and the like that nothing is stated about."""
    # Only names with a prefix: an IRI in full may be anything, a namespace in PREFIX included.
    iris = {reading.iri(token): token.text for token in tokens if token.kind == "pname"}
    for iri, written in sorted(iris.items()):
        is_term = iri.startswith((PREFIXES["obo"], *(PREFIXES[name] for name in _OURS)))
        if not is_term or not iri.rpartition("/")[2] or iri.endswith("_") or facts.has(iri):
            continue
        try:
            # A slip that has one other meaning is answered with it, any other with what is near.
            found = _resolve(facts, iri)
        except UnknownTermError as error:
            prefix = "study:" if written.startswith("study:") else ""
            near = f", did you mean {prefix}{error.near[0]}?" if error.near else ""
            yield f"{written} names nothing here{near}"
        except StromaError:
            yield f"{written} names nothing here"
        else:
            label = facts.store.label(found)
            yield f"{written} names nothing here, did you mean {to_curie(found)} ({label})?"


def _resolve(facts: Facts, iri: Iri) -> Iri:
    name = local_id(iri)
    if iri.startswith((PREFIXES["study"], PREFIXES["reference"])):
        return facts.store.resolve_source(name)
    return facts.store.resolve_term(name.replace("-", " "))


def unknown_graphs(facts: Facts, reading: Reading) -> Iterator[str]:
    for iri in dict.fromkeys(reading.graphs):
        if facts.exists(f"GRAPH <{iri}> {{ ?s ?p ?o }}"):
            continue
        names = [row[0].value for row in facts.rows("SELECT ?g { GRAPH ?g {} } LIMIT 20000")]
        # What all their names begin with says nothing.
        short = {name.removeprefix(PREFIXES["graph"]): name for name in names}
        near = get_close_matches(iri.removeprefix(PREFIXES["graph"]), short, n=1, cutoff=0.8)
        listed = "SELECT ?g { GRAPH ?g {} } lists the graphs"
        hint = f"did you mean <{short[near[0]]}>?" if near else listed
        yield f"there is no graph <{iri}> here; {hint}"
