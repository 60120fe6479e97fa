"""Warnings on the words of records: labels that cards, questions and the page print, and characters that no text was meant to have.

Read first: `label_rules`.
"""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from pyoxigraph import Literal

from stroma.check.problem import Spot
from stroma.vocabulary import PREFIXES, ST, Iri, to_curie

if TYPE_CHECKING:
    from stroma.check.statements import Statements

_LABEL: Final = PREFIXES["rdfs"] + "label"
_SYNONYM: Final = PREFIXES["skos"] + "altLabel"
_PHASE: Final = ST + "phase"
_PHASES: Final = re.compile(r"[0-4][abc]?(?:/[0-4][abc]?)*")
_ROMAN: Final = {"iv": "4", "iii": "3", "ii": "2", "i": "1"}
_ENTITY: Final = re.compile(r"&(?:[a-z]{2,8}|#\d{2,5}|#x[0-9a-f]{2,5});", re.IGNORECASE)
_UNSEEN: Final = re.compile("[\u00a0\u00ad\u200b\u200c\u200d\u2060\ufeff]")
"""No-break space, soft hyphen, and characters without width, by which a text is not found."""
_NOT_ASCII: Final = re.compile(r"[\x80-\uffff]{2,}")
_BREAK: Final = re.compile(r"[\n\r\v\f\x85\u2028\u2029]")
_LONGEST: Final = 500
"""Characters of a label; those of the packaged base have at most some 200."""


def label_rules(statements: Statements) -> Iterator[Spot]:
    """What is wrong with the labels, synonyms and other texts of records on trial."""
    for iri in sorted(statements.class_of):
        yield from _characters(statements, iri)
        yield from _phase(statements, iri)
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


def _characters(statements: Statements, iri: Iri) -> Iterator[Spot]:
    """Text that a program wrote otherwise than it was meant; one doubt a value."""
    for property_, all_said in statements.values.get(iri, {}).items():
        for said in all_said:
            text = said.text
            if said.path not in statements.checked or not isinstance(said.value, Literal):
                continue
            if (meant := _misread(text)) != text:
                wrong, repair = (
                    "holds characters of a file that was read in another encoding",
                    f'write "{_short(meant)}"',
                )
            elif (entity := _ENTITY.search(text)) is not None:
                wrong = f"holds {entity[0]}, an entity of HTML"
                repair = f'write "{_short(html.unescape(text))}"'
            elif (unseen := _UNSEEN.search(text)) is not None:
                name = unicodedata.name(unseen[0]).lower()
                wrong = f"holds a {name} (U+{ord(unseen[0]):04X}), which nobody sees and no search finds"
                repair = "write a space, or nothing"
            else:
                continue
            yield Spot(
                iri, f"{to_curie(property_)} {wrong}", repair, "odd-characters", property_, text,
                said.path, severity="warning",
            )  # fmt: skip


def _misread(text: str) -> str:
    """A text as it was before somebody read its UTF-8 as Windows-1252; any other text as it is.

    Example:
        >>> _misread("Ok\u00c3\u00a1for"), _misread("Bj\u00f6rk\u00df")
        ('Ok\u00e1for', 'Bj\u00f6rk\u00df')
    """

    def meant(run: re.Match[str]) -> str:
        try:
            return b"".join(map(_byte, run[0])).decode("utf-8")
        except UnicodeError:
            return run[0]

    return _NOT_ASCII.sub(meant, text)


def _byte(character: str) -> bytes:
    """Five bytes are no character of Windows-1252; programs keep them as they are."""
    is_kept = "\x80" <= character <= "\x9f"
    return character.encode("latin-1" if is_kept else "cp1252")


def _short(text: str) -> str:
    return text if len(text) <= 60 else text[:59] + "\u2026"


def _phase(statements: Statements, iri: Iri) -> Iterator[Spot]:
    """A phase that is not written as the others are is not found with them."""
    for said in statements.said(iri, _PHASE):
        if said.path in statements.checked and not _PHASES.fullmatch(said.text):
            words = re.sub(r"(?i)\bphases?\b|\s", "", said.text).casefold()
            told = re.sub(r"iv|i{1,3}", lambda roman: _ROMAN[roman[0]], words).replace("-", "/")
            form = f'"{told}"' if _PHASES.fullmatch(told) else 'it as "2", "2b" or "1/2"'
            wrong = f'st:phase is "{said.text}"'
            repair = f"write {form}, or leave it out where there is none"
            yield _doubt(iri, wrong, repair, _PHASE, said.text)


def _doubt(iri: Iri, wrong: str, repair: str, property_: Iri, text: str) -> Spot:
    return Spot(iri, wrong, repair, "label-words", property_, text, severity="warning")
