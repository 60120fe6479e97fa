"""Does a finding belong to the study that it names, and to the file that it stands in? And a study to its file?

Read first: `belonging_rules`. A copied block that keeps the name of its old study would be counted for that one, unseen.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Final

from stroma.check.problem import Spot
from stroma.vocabulary import KINDS, PREFIXES, RDF_TYPE, ST, Iri, to_curie

if TYPE_CHECKING:
    from stroma.check.statements import Statements

_FOUND_BY: Final = ST + "foundBy"
_CONDITION: Final = ST + "inCondition"
_SOURCES: Final = ("Study", "Reference")
_FOLDERS: Final = {"studies": "Study", "references": "Reference", "articles": "Article"}
"""Folder in which a file is named after its record -> class of that record."""
_OF_NO_RECORD: Final = PREFIXES["graph"] + "file/"


def belonging_rules(statements: Statements) -> Iterator[Spot]:
    """What is wrong with the study that a finding on trial names, and with the file that a study stands in."""
    yield from _several_in_a_file(statements)
    yield from _file_of_another_name(statements)
    yield from _described_elsewhere(statements)
    yield from _studies_of_other_files(statements)
    for iri in statements.of_class("Finding"):
        if statements.is_checked(iri):
            yield from _another_disease(statements, iri)


def _several_in_a_file(statements: Statements) -> Iterator[Spot]:
    """Of a file of several sources that names no graphs, no later edition of one takes the place."""
    held: dict[tuple[Path, Iri], list[Iri]] = defaultdict(list)
    for iri in statements.of_class(*_FOLDERS.values()):
        for said in statements.types[iri]:
            if said.path in statements.checked and said.graph.startswith(_OF_NO_RECORD):
                held[said.path, said.graph].append(iri)
    for (path, _), iris in held.items():
        first, *others = dict.fromkeys(iris)
        if others:
            more = f" and {len(others) - 1} more" * (len(others) > 1)
            wrong = f"stands in one file with {to_curie(others[0])}{more}, so that no newer edition takes its place"
            repair = "write one file for each, named after its slug"
            yield Spot(
                first, wrong, repair, "several-in-a-file", RDF_TYPE, path=path, severity="warning"
            )


def _file_of_another_name(statements: Statements) -> Iterator[Spot]:
    """In ontology/studies/ and beside it a record is found by the name of its file."""
    for iri in statements.of_class(*_FOLDERS.values()):
        for said in statements.types[iri]:
            slug, folder = statements.text(iri, "slug"), said.path.parent.name
            is_its_place = _FOLDERS.get(folder) == statements.class_of[iri]
            if said.path in statements.checked and is_its_place and slug != said.path.stem:
                wrong = f"stands in {folder}/{said.path.name}"
                repair = f"call the file {slug or 'SLUG'}{said.path.suffix}, as its slug says"
                yield Spot(
                    iri, wrong, repair, "file-of-another-name", RDF_TYPE, path=said.path, severity="warning"
                )  # fmt: skip


def _described_elsewhere(statements: Statements) -> Iterator[Spot]:
    """One Spot a record that a file says something of and another file describes: it would be changed from afar, unseen."""
    for iri, said in statements.types.items():
        described = {one.path for one in said}
        strays: dict[Path, tuple[Iri, str]] = {}
        for property_, values in statements.values.get(iri, {}).items():
            if property_ in statements.predicate_iris:
                continue  # a relation stated as a bare triple has a rule of its own
            for one in values:
                if one.path in statements.checked and one.path not in described:
                    strays.setdefault(one.path, (property_, one.text))
        for path, (property_, value) in strays.items():
            other = min(described, key=str)
            is_term = statements.class_of.get(iri) in KINDS
            repair = (
                "a term is changed in its own file alone; make a term of your own (stroma new term), or propose the change (docs/curating.md)"
                if is_term
                else f"change a copy of {other.name}, which takes its place (docs/curating.md, a correction of a packaged record)"
            )
            yield Spot(
                iri,
                f"is described in {other.name}, and this file says {to_curie(property_)} of it too",
                repair,
                "described-elsewhere", property_, value, path,
            )  # fmt: skip


def _studies_of_other_files(statements: Statements) -> Iterator[Spot]:
    """One Spot a study: an error in a file that has a study of its own, a doubt in one that has none."""
    own: dict[Path, list[Iri]] = defaultdict(list)
    for iri in statements.of_class(*_SOURCES):
        for said in statements.types[iri]:
            own[said.path].append(iri)
    strays: dict[tuple[Path, Iri], list[Iri]] = defaultdict(list)
    for iri in statements.of_class("Finding"):
        for said in statements.said(iri, _FOUND_BY):
            is_held = statements.class_of.get(said.text) in _SOURCES
            if said.path in statements.checked and is_held and said.text not in own[said.path]:
                strays[said.path, said.text].append(iri)
    for (path, study), iris in strays.items():
        here, shown = own[path], to_curie(study)
        if not here and statements.is_checked(study):
            continue
        others = f"; so are {len(iris) - 1} more" if len(iris) > 1 else ""
        repair = f"write st:foundBy {to_curie(here[0])}, or put it" if len(here) == 1 else "put it"
        yield Spot(
            iris[0],
            f"is counted as a finding of {shown}, which stands in another file{others}",
            f"{repair} into the file of {shown}" if here else f"if it is meant, put it into a copy of the file of {shown}",
            "another-study", _FOUND_BY, study, path, severity="error" if here else "warning",
        )  # fmt: skip


def _another_disease(statements: Statements, iri: Iri) -> Iterator[Spot]:
    """A finding asked in a disease that its study did not study, nor one that is wider, narrower or a model of it."""
    for source in statements.texts(iri, _FOUND_BY):
        studied = statements.texts(source, ST + "disease")
        for condition in statements.texts(iri, _CONDITION):
            # Of a term that stands elsewhere nobody knows what is wider.
            are_known = {condition, *studied} <= statements.class_of.keys()
            if (
                studied
                and are_known
                and not any(_are_kin(statements, condition, one) for one in studied)
            ):
                wrong = f"is about {to_curie(condition)}, but {to_curie(source)} studied {', '.join(map(to_curie, studied))}"
                repair = "write the disease of the study, or add this one to its st:disease"
                yield Spot(
                    iri, wrong, repair, "another-disease", _CONDITION, condition, severity="warning"
                )


def _are_kin(statements: Statements, one: Iri, other: Iri) -> bool:
    above, below = (
        {iri, *statements.wider(iri), *statements.texts(iri, ST + "modelOf")}
        for iri in (one, other)
    )
    return one in below or other in above
