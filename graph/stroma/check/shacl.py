"""The shapes of `ontology/shapes.ttl`, run by pySHACL. The only part of a check that imports rdflib.

Read first: `shape_spots`.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from typing import TYPE_CHECKING, Any, Final

from pyoxigraph import NamedNode, RdfFormat, Triple, serialize

from stroma.check.problem import Spot
from stroma.data import ontology_dir
from stroma.vocabulary import RDF_TYPE, Iri

if TYPE_CHECKING:
    from rdflib import Graph

    from stroma.check.statements import Statements


_BATCH: Final = 250


def _silent(done: int, total: int) -> None:
    pass


def shape_spots(
    statements: Statements, report: Callable[[int, int], None] = _silent
) -> Iterator[Spot]:
    """What the shapes say of the records on trial, batch after batch.

    A rule on the content of findings is asked of a predicate, and looks through all findings that have it: of findings and
    claims only those of a batch are in the graph.

    Args:
        report: told how many of how many records are done.
    """
    from pyshacl import validate
    from rdflib import RDF, URIRef

    # rdflib logs each literal of the wrong form; the rules in Python name them with their line.
    logging.getLogger("rdflib.term").setLevel(logging.CRITICAL)
    shapes = _shapes()
    contents = set(statements.of_class("Finding", "Claim"))
    data = _graph(statements, statements.values.keys() - contents)
    data += _graph_of(
        [Triple(q.subject, q.predicate, q.object) for q in statements.vocabulary]
        + [
            Triple(NamedNode(iri), NamedNode(RDF_TYPE), said.value)
            for iri, types in statements.types.items()
            for said in types
        ]
    )
    bare = {p for values in statements.values.values() for p in values}
    on_trial = [iri for iri in statements.class_of if statements.is_checked(iri)]
    for start in range(0, len(on_trial), _BATCH):
        report(start, len(on_trial))
        batch = on_trial[start : start + _BATCH]
        content = _graph(statements, [iri for iri in batch if iri in contents])
        data += content
        used = bare | {str(iri) for iri in content.objects(None, RDF.predicate)}
        focus: list[str | URIRef] = [*map(URIRef, batch)]
        focus += map(URIRef, sorted(used & statements.predicate_iris))
        _, results, _ = validate(data, shacl_graph=shapes, inference="none", focus_nodes=focus)
        data -= content
        yield from _spots(statements, results)


@cache
def _shapes() -> Graph:
    from rdflib import Graph

    return Graph().parse(ontology_dir() / "shapes.ttl", format="turtle")


def _spots(statements: Statements, results: Any) -> Iterator[Spot]:
    from rdflib import RDF
    from rdflib.namespace import SH

    found = results.subjects(RDF.type, SH.ValidationResult)
    for result in sorted(found, key=lambda r: _sort_key(results, r)):
        yield from _spot(statements, results, result)


def _graph(statements: Statements, iris: Iterable[Iri]) -> Graph:
    """What is said of some things, but for their classes."""
    return _graph_of(
        Triple(NamedNode(iri), NamedNode(property_), said.value)
        for iri in iris
        for property_, all_said in statements.values.get(iri, {}).items()
        for said in all_said
    )


def _graph_of(triples: Iterable[Triple]) -> Graph:
    from rdflib import Graph

    return Graph().parse(
        data=bytes(serialize(triples, format=RdfFormat.N_TRIPLES) or b""), format="nt"
    )


def _sort_key(report: Any, result: Any) -> tuple[str, ...]:
    return tuple(str(value) for value in sorted(report.objects(result)))


def _spot(statements: Statements, report: Any, result: Any) -> Iterator[Spot]:
    from rdflib import URIRef
    from rdflib.namespace import SH

    focus, value = (report.value(result, part) for part in (SH.focusNode, SH.value))
    path = report.value(result, SH.resultPath)
    # A rule on the content of findings is asked once for each predicate; its value is the finding.
    about = value if str(focus) in statements.predicate_iris and value is not None else focus
    if not statements.is_checked(str(about)):
        return
    message = str(report.value(result, SH.resultMessage))
    wrong, _, repair = message.rpartition("; ")
    yield Spot(
        str(about),
        wrong or message,
        repair if wrong else "",
        "shape",
        str(path) if isinstance(path, URIRef) else None,
        str(value) if about is focus and value is not None else None,
    )
