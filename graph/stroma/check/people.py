"""Warnings on whom a finding is about: the size of its study stands in where it says no other, and may be that of other people too.

Read first: `people_rules`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Final

from stroma.check.problem import Spot
from stroma.model import Analysis, Design
from stroma.vocabulary import PREFIXES, ST, Iri, to_curie

if TYPE_CHECKING:
    from stroma.check.statements import Statements

_LABORATORY: Final = frozenset(ST + design for design in Design if design.is_laboratory)
_OF_A_PART: Final = frozenset(
    ST + analysis
    for analysis in Analysis
    if analysis.is_subgroup or analysis is Analysis.SINGLE_PATIENT_COURSE
)
_RDF: Final = PREFIXES["rdf"]
_LABEL: Final = PREFIXES["rdfs"] + "label"


def people_rules(statements: Statements) -> Iterator[Spot]:
    """Findings on trial that are about a part of the people of their study and do not say so."""
    for iri in statements.of_class("Finding"):
        if statements.is_checked(iri) and not _says_how_many(statements, iri):
            for source in statements.texts(iri, ST + "foundBy"):
                yield from _part_of_the_study(statements, iri, source)


def _says_how_many(statements: Statements, iri: Iri) -> bool:
    told = any(statements.said(iri, ST + name) for name in ("nAnalysed", "inPartOfStudy"))
    return told or not _OF_A_PART.isdisjoint(statements.texts(iri, ST + "analysis"))


def _part_of_the_study(statements: Statements, iri: Iri, source: Iri) -> Iterator[Spot]:
    sizes = [
        int(text)
        for name in ("nEnrolled", "nTreated")
        for text in statements.texts(source, ST + name)
        if text.isdecimal()
    ]
    in_people = _LABORATORY.isdisjoint(statements.texts(source, ST + "design"))
    if not in_people or max(sizes, default=0) < 2:
        return
    for kind, about in (("Disease", _disease(statements, iri)), ("CellProduct", _product(statements, iri))):  # fmt: skip
        name = "disease" if kind == "Disease" else "product"
        tested = statements.texts(source, ST + name)
        if about is not None and _is_one_part(statements, about, tested):
            label = next(iter(statements.texts(about, _LABEL)), to_curie(about))
            wrong = (
                f"is about {label}, a part of what {to_curie(source)} tested, and says nothing else of its people, "
                f"so it counts all {max(sizes)} of the study"
            )
            repair = "add st:nAnalysed; where the source does not say how many they were, st:inPartOfStudy true"
            yield Spot(
                iri, wrong, repair, "part-of-the-study", ST + "foundBy", source, severity="warning"
            )
            return


def _disease(statements: Statements, iri: Iri) -> Iri | None:
    """The disease that a finding was made in: its condition, else its object."""
    condition = statements.texts(iri, ST + "inCondition")
    return _of_class(statements, condition or statements.texts(iri, _RDF + "object"), "Disease")


def _product(statements: Statements, iri: Iri) -> Iri | None:
    return _of_class(statements, statements.texts(iri, _RDF + "subject"), "CellProduct")


def _of_class(statements: Statements, iris: Sequence[Iri], name: str) -> Iri | None:
    return next((iri for iri in iris if statements.class_of.get(iri) == name), None)


def _is_one_part(statements: Statements, about: Iri, tested: Sequence[Iri]) -> bool:
    """Whether a term is narrower than one that a study tested, or one of several of them; what is wider than all is all of it."""
    reached = {about, *statements.wider(about)}
    is_related = not reached.isdisjoint(tested)
    return is_related and not all(about in {one, *statements.wider(one)} for one in tested)
