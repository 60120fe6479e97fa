"""Warnings on the words of records: labels that cards, questions and the page print.

Read first: `label_rules`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from pyoxigraph import Literal

from stroma.check.problem import Spot
from stroma.vocabulary import PREFIXES, Iri

if TYPE_CHECKING:
    from stroma.check.statements import Statements

_LABEL: Final = PREFIXES["rdfs"] + "label"
_SYNONYM: Final = PREFIXES["skos"] + "altLabel"
_BREAK: Final = re.compile(r"[\n\r\v\f\x85\u2028\u2029]")
_LONGEST: Final = 500
"""Characters of a label; those of the packaged base have at most some 200."""


def label_rules(statements: Statements) -> Iterator[Spot]:
    """What is wrong with the labels and synonyms of records on trial."""
    for iri in sorted(statements.class_of):
        for property_ in (_LABEL, _SYNONYM):
            for said in statements.said(iri, property_):
                if said.path in statements.checked and isinstance(said.value, Literal):
                    yield from _words(iri, property_, said.value)


def _words(iri: Iri, property_: Iri, value: Literal) -> Iterator[Spot]:
    name, text = ("label" if property_ == _LABEL else "synonym"), value.value
    if _BREAK.search(text):
        wrong = f"has a {name} of several lines, which cards would print as lines of their own"
        yield Spot(iri, wrong, "write it in one line", "label-of-lines", property_, text)
    elif len(text) > _LONGEST:
        wrong = f"has a {name} of {len(text):,} characters"
        yield _doubt(
            iri, wrong, "keep it to a sentence; the rest belongs into skos:note", property_, text
        )
    if property_ == _LABEL and (value.language or "").split("-")[0].casefold() != "en":
        tag = f"@{value.language}" if value.language else "no language"
        yield _doubt(
            iri, f"has a label with {tag}; cards are in English", 'write "…"@en', property_, text
        )
    # Sheets part names by the one, KGX by the other.
    for mark in (";", "|") if property_ == _SYNONYM else ():
        if mark in text:
            wrong = f'has the synonym "{text}", one name with "{mark}" in it'
            yield _doubt(iri, wrong, "write each name by itself", property_, text)


def _doubt(iri: Iri, wrong: str, repair: str, property_: Iri, text: str) -> Spot:
    return Spot(iri, wrong, repair, "label-words", property_, text, severity="warning")
