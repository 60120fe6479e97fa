"""Is a new term told from the others, and does it stand among them?

Read first: `term_rules`. Equal labels are an error of `stroma.check.relations`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from stroma.check.problem import Spot
from stroma.data import ontology_dir
from stroma.vocabulary import KINDS, PREFIXES, ST, Iri, to_curie

if TYPE_CHECKING:
    from stroma.check.statements import Statements

_LABEL: Final = PREFIXES["rdfs"] + "label"
_BROADER: Final = PREFIXES["skos"] + "broader"
_NAMES: Final = (_LABEL, PREFIXES["skos"] + "altLabel", ST + "brandName")


def term_rules(statements: Statements) -> Iterator[Spot]:
    """Warnings on the terms on trial."""
    yield from _shared_names(statements)
    yield from _without_wider(statements)


def _shared_names(statements: Statements) -> Iterator[Spot]:
    """A name that two terms of a kind have, which finds only one of them."""
    by_name: dict[tuple[str, str], dict[Iri, tuple[Iri, str]]] = defaultdict(dict)
    for iri in statements.of_class(*KINDS):
        for property_ in _NAMES:
            for text in statements.texts(iri, property_):
                name = " ".join(text.casefold().split())
                by_name[statements.class_of[iri], name].setdefault(iri, (property_, text))
    for held in by_name.values():
        for iri, (property_, text) in held.items() if len(held) > 1 else ():
            others = [one for one in held if one < iri or not statements.is_checked(one)]
            others = [one for one in others if one != iri]
            if not statements.is_checked(iri) or not others:
                continue
            if property_ == _LABEL == held[others[0]][0]:
                continue
            yield Spot(
                iri, f'has the name "{text}", as {to_curie(others[0])} has',
                f"use {to_curie(others[0])}, or give the name to one of them only", "shared-name", property_, text,
                severity="warning",
            )  # fmt: skip


def _without_wider(statements: Statements) -> Iterator[Spot]:
    """A new term that neither has a wider one nor is one."""
    kinds = list(statements.of_class(*KINDS))
    are_wider = {text for iri in statements.values for text in statements.texts(iri, _BROADER)}
    packaged = ontology_dir()
    for iri in kinds:
        if statements.said(iri, _BROADER) or iri in are_wider or not statements.is_checked(iri):
            continue
        if any(said.path.resolve().is_relative_to(packaged) for said in statements.types[iri]):
            continue
        yield Spot(
            iri, "has no wider term, so that a question on a wider one does not find it",
            "add skos:broader, where there is a wider term; `stroma show NAME` finds it", "no-broader", _LABEL,
            severity="warning",
        )  # fmt: skip
