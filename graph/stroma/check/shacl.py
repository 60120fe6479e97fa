"""The shapes of `ontology/shapes.ttl`, run by pySHACL. The only part of a check that imports rdflib.

Read first: `shape_spots`.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from pyoxigraph import NamedNode, RdfFormat, Triple, serialize

from stroma.check.problem import Spot
from stroma.data import ontology_dir
from stroma.vocabulary import RDF_TYPE

if TYPE_CHECKING:
    from stroma.check.statements import Statements


def shape_spots(statements: Statements) -> Iterator[Spot]:
    """What the shapes say of the records on trial."""
    from pyshacl import validate
    from rdflib import RDF, Graph, URIRef
    from rdflib.namespace import SH

    # rdflib logs each literal of the wrong form; the rules in Python name them with their line.
    logging.getLogger("rdflib.term").setLevel(logging.CRITICAL)
    data = Graph()
    data.parse(data=_n_triples(statements), format="nt")
    shapes = Graph()
    shapes.parse(ontology_dir() / "shapes.ttl", format="turtle")
    on_trial: list[str | URIRef] = [
        URIRef(iri) for iri in statements.class_of if statements.is_checked(iri)
    ]
    on_trial += [URIRef(iri) for iri in sorted(statements.predicate_iris)]
    _, report, _ = validate(data, shacl_graph=shapes, inference="none", focus_nodes=on_trial)
    for result in sorted(
        report.subjects(RDF.type, SH.ValidationResult), key=lambda r: _sort_key(report, r)
    ):
        yield from _spot(statements, report, result)


def _n_triples(statements: Statements) -> bytes:
    triples = [Triple(q.subject, q.predicate, q.object) for q in statements.vocabulary]
    for iri, types in statements.types.items():
        triples += [Triple(NamedNode(iri), NamedNode(RDF_TYPE), said.value) for said in types]
    for iri, values in statements.values.items():
        for property_, said_all in values.items():
            triples += [
                Triple(NamedNode(iri), NamedNode(property_), said.value) for said in said_all
            ]
    return bytes(serialize(triples, format=RdfFormat.N_TRIPLES) or b"")


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
