"""Are the classes, properties and graphs of a file those that a build reads? Before anything is asked of records.

Read first: `vocabulary_rules`. Functions without `statements` say one thing of one subject; a build of millions of quads
(`stroma.disk.reading`) says it in the same words.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from stroma.check.problem import Spot, did_you_mean
from stroma.check.statements import VOCABULARY_FILE, Statements
from stroma.schema import RECORDS
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
)

if TYPE_CHECKING:
    from pathlib import Path

COMPUTED_GRAPHS: Final = frozenset({DERIVED_GRAPH, PROVENANCE_GRAPH})
COMPUTED: Final = frozenset({ST + "Proposition", ST + "Conflict"})
CLASS_OF_CONTENT: Final = {ST + "foundBy": "Finding", ST + "inArticle": "Claim"}
"""Property of what no other file adds to -> its class."""
_CLASS_OF_PROPERTY: Final = CLASS_OF_CONTENT | {
    ST + "design": "Study",
    ST + "textSha256": "Article",
}
_CLASS_OF_NAMESPACE: Final = {PREFIXES[name.lower()]: name for name in RECORDS}


def vocabulary_rules(statements: Statements) -> Iterator[Spot]:
    """What nothing would be read of, or what the build alone states, as far as the files on trial state it."""
    yield from _computed_graphs(statements)
    yield from without_class(statements)
    yield from _beside_the_vocabulary(statements)
    yield from _nothing_read(statements)
    yield from _bare_triples(statements)


def without_class(statements: Statements) -> Iterator[Spot]:
    """Records that have no class of ours."""
    yield from _unknown_classes(statements)
    yield from _without_class(statements)


def _computed_graphs(statements: Statements) -> Iterator[Spot]:
    for iri, values in sorted(statements.values.items()):
        for property_, all_said in values.items():
            for said in all_said:
                if said.path in statements.checked and said.graph in COMPUTED_GRAPHS:
                    spot = in_computed_graph(iri, property_, said.graph)
                    yield replace(spot, value=said.text, path=said.path)


def in_computed_graph(iri: Iri, property_: Iri, graph: Iri) -> Spot:
    """A statement in a graph that the build writes."""
    wrong = f"is stated in {to_curie(graph)}, which the build writes"
    repair = "name no graph, or one of your own; of an export, take one made with `stroma export --stated`"
    return Spot(iri, wrong, repair, "computed-graph", property_)


def _unknown_classes(statements: Statements) -> Iterator[Spot]:
    declared = statements.declared - {ST + "Term"}
    for iri, types in sorted(statements.types.items()):
        for said in types:
            if said.path not in statements.checked or not said.text.startswith(ST):
                continue
            if said.path.name == VOCABULARY_FILE:
                continue
            if said.text in COMPUTED or said.text not in declared:
                yield replace(unread_class(iri, said.text), value=said.text, path=said.path)


def unread_class(iri: Iri, class_iri: Iri) -> Spot:
    """A class of ours that a file cannot give: of what the build computes, or of nothing."""
    name = to_curie(class_iri)
    if class_iri in COMPUTED:
        wrong = f"is a {name}, which the build computes"
        repair = "remove it; state a finding or a claim instead"
        return Spot(iri, wrong, repair, "computed", RDF_TYPE)
    names = [f"st:{known}" for known in (*RECORDS, *KINDS)]
    repair = did_you_mean(name, names, otherwise=f"write one of {', '.join(names)}")
    return Spot(iri, f"{name} is no class of the vocabulary", repair, "unknown-class", RDF_TYPE)


def _without_class(statements: Statements) -> Iterator[Spot]:
    """A record that forgets its class, or has one of another vocabulary, would vanish without a word."""
    for iri, values in sorted(statements.values.items()):
        types = statements.types.get(iri, ())
        if iri in statements.class_of or any(said.text.startswith(BASE) for said in types):
            continue
        name = _CLASS_OF_NAMESPACE.get(iri[: iri.rfind("/") + 1]) or next(
            (name for p, name in _CLASS_OF_PROPERTY.items() if p in values), None
        )
        if name is None:
            continue
        ours = (s for said in values.values() for s in said if s.path in statements.checked)
        if (said := next(ours, None)) is not None:
            yield replace(no_class(iri, name), path=said.path)


def no_class(iri: Iri, name: str) -> Spot:
    """A record of a class that it does not give."""
    wrong = "has no class of this vocabulary, so nothing of it would be read"
    return Spot(iri, wrong, f"add `a st:{name} ;`", "no-class")


def _beside_the_vocabulary(statements: Statements) -> Iterator[Spot]:
    """Classes and properties under our address that are not in the vocabulary's namespace: a prefix that is slightly wrong."""
    known = tuple(PREFIXES.values())
    said_once: set[tuple[Iri, Iri]] = set()
    for iri, types in sorted(statements.types.items()):
        named = [(RDF_TYPE, said.text, said) for said in types]
        named += [(p, p, s) for p, said in statements.values.get(iri, {}).items() for s in said]
        for property_, name, said in named:
            namespace = name[: name.rfind("/") + 1]
            if (
                not name.startswith(BASE)
                or name.startswith(known)
                or said.path not in statements.checked
            ):
                continue
            if (iri, namespace) not in said_once:
                said_once.add((iri, namespace))
                value = said.text if property_ == RDF_TYPE else None
                yield replace(wrong_prefix(iri, name, property_), value=value, path=said.path)


def wrong_prefix(iri: Iri, name: Iri, property_: Iri) -> Spot:
    """A name under our address that is in none of its namespaces."""
    wrong = f"uses <{name}>, which no vocabulary here has"
    return Spot(iri, wrong, f"is the prefix st: <{ST}>?", "wrong-prefix", property_)


def _nothing_read(statements: Statements) -> Iterator[Spot]:
    """A file on trial of which no statement is about a record or term: its prefixes name something else."""
    first: dict[Path, Iri] = {}
    read: set[Path] = set()
    for iri in sorted({*statements.types, *statements.values}):
        said = [*statements.types.get(iri, ())]
        said += [s for values in statements.values.get(iri, {}).values() for s in values]
        # What stands in a graph of the build is refused for that.
        read |= {s.path for s in said if s.graph in COMPUTED_GRAPHS}
        for path in {s.path for s in said} & statements.checked:
            first.setdefault(path, iri)
            if iri in statements.class_of or path.name == VOCABULARY_FILE:
                read.add(path)
    for path in sorted(first.keys() - read):
        yield Spot(
            first[path], "is the first thing this file states, and nothing in the file is a study, finding, article, claim or term",
            f"compare its prefixes with those of `stroma new study`; st: is <{ST}>", "nothing-read", None, None, path,
        )  # fmt: skip


def _bare_triples(statements: Statements) -> Iterator[Spot]:
    for iri, values in sorted(statements.values.items()):
        for property_ in values.keys() & statements.predicate_iris:
            for said in values[property_]:
                if said.path in statements.checked:
                    spot = bare_triple(iri, property_, said.text)
                    yield replace(spot, value=said.text, path=said.path)


def bare_triple(iri: Iri, property_: Iri, object_: Iri) -> Spot:
    """A positive statement that no finding stands behind."""
    wrong = f"states {to_curie(property_)} {to_curie(object_)} as a bare triple"
    repair = "write a st:Finding with its source and direction; the build states what the evidence supports"
    return Spot(iri, wrong, repair, "bare-triple", property_)
