"""Is a new term told from the others, and does it stand among them?

Read first: `term_rules`. Equal labels are an error of `stroma.check.relations`.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from stroma.check.problem import Spot
from stroma.check.sheets import TermBeyond, terms_beyond
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
    yield from _known_to_audits(statements)


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
    often: dict[str, str] = {}
    for iri in kinds:
        if statements.said(iri, _BROADER) or iri in are_wider or not statements.is_checked(iri):
            continue
        if _is_packaged(statements, iri):
            continue
        kind = statements.class_of[iri]
        if kind not in often:
            often[kind] = _often_wider(statements, kind)
        yield Spot(
            iri, "has no wider term, so that a question on a wider one does not find it",
            f"add skos:broader, where there is a wider term{often[kind]}; `stroma show NAME` finds it",
            "no-broader", _LABEL,
            severity="warning",
        )  # fmt: skip


def _often_wider(statements: Statements, kind: str) -> str:
    """The terms of a kind that most others stand under, as a part of a sentence."""
    above = Counter(
        text
        for other in statements.of_class(kind)
        for text in statements.texts(other, _BROADER)
        if text in statements.class_of
    )
    often = sorted(above, key=lambda one: (-above[one], one))[:2]
    named = (f"{to_curie(one)} ({next(iter(statements.texts(one, _LABEL)), '')})" for one in often)
    return f", such as {' or '.join(named)}" if often else ""


def _is_packaged(statements: Statements, iri: Iri) -> bool:
    packaged = ontology_dir()
    return any(said.path.resolve().is_relative_to(packaged) for said in statements.types[iri])


def _known_to_audits(statements: Statements) -> Iterator[Spot]:
    """A new term that an audit knows already, with names of its own: entered otherwise, it would be two."""
    beyond = {term.iri: term for term in terms_beyond()}
    by_name = {
        (term.kind, name.casefold()): term
        for term in beyond.values()
        for name in (term.label, *term.names)
    }
    for iri in statements.of_class(*KINDS):
        if not statements.is_checked(iri) or _is_packaged(statements, iri):
            continue
        names = [text for name in _NAMES for text in statements.texts(iri, name)]
        if (known := beyond.get(iri)) is not None:
            yield from _other_slug(statements, iri, known)
            lacks = {known.label, *known.names} - {
                one
                for one in (known.label, *known.names)
                if one.casefold() in map(str.casefold, names)
            }
            if lacks:
                listed = ", ".join(f'"{name}"@en' for name in sorted(lacks))
                yield Spot(
                    iri, "lacks names by which an audit knows it", f"add skos:altLabel {listed}", "term-of-the-audit", _LABEL,
                    severity="warning",
                )  # fmt: skip
            continue
        kind = statements.class_of[iri]
        same = next((t for n in names if (t := by_name.get((kind, n.casefold())))), None)
        if same is not None and same.iri.startswith(PREFIXES["term"]):
            yield from _other_slug(statements, iri, same)
        elif same is not None:
            curie = to_curie(same.iri)
            yield Spot(
                iri, f"is {curie} ({same.label}) by its name, which an audit knows", f"take that IRI: stroma new term --iri {curie}",
                "term-of-the-audit", _LABEL, severity="warning",
            )  # fmt: skip


def _other_slug(statements: Statements, iri: Iri, known: TermBeyond) -> Iterator[Spot]:
    slug = statements.text(iri, "slug")
    if slug != known.slug:
        yield Spot(
            iri, f'has the slug "{slug}", and is "{known.slug}" ({known.label}) in an audit', f'write st:slug "{known.slug}"',
            "term-of-the-audit", ST + "slug", severity="warning",
        )  # fmt: skip
