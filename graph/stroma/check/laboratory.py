"""Is what was found in animals or in a laboratory model told from what was found in people?

Read first: `laboratory_rules`. What names no species counts as found in people.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Final

from stroma.check.problem import Spot, warning
from stroma.model import Analysis, Design
from stroma.vocabulary import PREFIXES, ST, Iri, to_curie

if TYPE_CHECKING:
    from stroma.check.statements import Statements

_BROADER: Final = PREFIXES["skos"] + "broader"
_IN_PEOPLE: Final = frozenset(ST + design for design in Design if design.is_in_people)
_IN_VITRO: Final = ST + Design.IN_VITRO
_ANIMAL: Final = ST + Design.ANIMAL
_LABORATORY_PART: Final = ST + Analysis.LABORATORY_PART


def laboratory_rules(statements: Statements) -> Iterator[Spot]:
    """A study in people of what only animals have is an error; what may be mistaken for one, a warning."""
    models = {iri for iri in statements.of_class("Disease") if statements.said(iri, ST + "modelOf")}
    for iri in statements.of_class("Study"):
        if not statements.is_checked(iri):
            continue
        designs, species = _designs(statements, iri), statements.texts(iri, ST + "species")
        diseases = statements.texts(iri, ST + "disease")
        is_wrong = _are_people(species) and diseases and models.issuperset(diseases)
        if is_wrong and not _IN_PEOPLE.isdisjoint(designs):
            pass  # an error of the rules between records
        elif not species and designs and _IN_VITRO not in designs:
            yield _without_species(iri, _ANIMAL in designs)
        if _ANIMAL in designs:
            yield from _no_model(statements, iri, diseases, models)
    for iri in statements.of_class("Finding"):
        if statements.is_checked(iri):
            yield from _finding(statements, iri, models)
    for iri in sorted(models):
        if statements.is_checked(iri):
            yield from _within_a_disease(statements, iri, models)


def _designs(statements: Statements, iri: Iri) -> list[Iri]:
    return statements.texts(iri, ST + "design")


def _are_people(species: Iterable[str]) -> bool:
    """Whether people are among some species, or none is named, which counts as people."""
    named = {text.casefold() for text in species}
    return not named or "human" in named


def _without_species(iri: Iri, is_animal: bool) -> Spot:
    if is_animal:
        wrong, repair = "does not say in which animals it was done", "add st:species"
    else:
        wrong = "does not say st:species, so all of it counts as found in people"
        repair = 'add st:species "human", or the animals that it was about'
    return warning(iri, wrong, repair, "no-species", ST + "design")


def _no_model(
    statements: Statements, iri: Iri, diseases: Iterable[Iri], models: set[Iri]
) -> Iterator[Spot]:
    """An animal study of what is no model: it would stand on the card of patients."""
    for disease in diseases:
        if disease in models or statements.class_of.get(disease) != "Disease":
            continue
        above = {disease, *statements.wider(disease)}
        known = sorted(one for one in models if above & {*statements.texts(one, ST + "modelOf")})
        shown = f", such as {', '.join(map(to_curie, known[:3]))}" if known else ""
        wrong = (
            f"is an animal study of {to_curie(disease)}, a disease of people: it has no st:modelOf"
        )
        repair = f"write the model that was used{shown}; a term of a model has st:modelOf, and no disease of people as skos:broader"
        yield warning(
            iri, wrong, repair, "animals-with-a-disease-of-people", ST + "disease", disease
        )


def _finding(statements: Statements, iri: Iri, models: set[Iri]) -> Iterator[Spot]:
    """A result in a model that counts as one in people, in a study that was about people too."""
    if _LABORATORY_PART in statements.texts(iri, ST + "analysis"):
        return
    for source in statements.texts(iri, ST + "foundBy"):
        studied = {*statements.texts(source, ST + "disease")}
        species = statements.texts(iri, ST + "species") or statements.texts(source, ST + "species")
        in_people = not _IN_PEOPLE.isdisjoint(_designs(statements, source)) and _are_people(species)
        for condition in statements.texts(iri, ST + "inCondition") if in_people else ():
            # Of a study of nothing but models, the study itself is wrong.
            if condition in models and not (studied and models >= studied):
                wrong = f"is about {to_curie(condition)}, a laboratory model, and counts as found in people"
                repair = "add st:species with the animals, st:analysis st:laboratory-part, or write the disease of the people"
                yield warning(
                    iri, wrong, repair, "people-with-a-model", ST + "inCondition", condition
                )


def _within_a_disease(statements: Statements, iri: Iri, models: set[Iri]) -> Iterator[Spot]:
    """A model that is called a kind of a disease of people: what was found in it would stand on their card."""
    for text in statements.texts(iri, _BROADER):
        if statements.class_of.get(text) == "Disease" and text not in models:
            wrong = f"is a laboratory model, and skos:broader makes it a kind of {to_curie(text)}, a disease of people"
            repair = (
                "remove skos:broader, or name a wider model; st:modelOf says what it stands for"
            )
            yield warning(iri, wrong, repair, "model-within-a-disease", _BROADER, text)
