"""Which literals may stand in a field? Its datatype, its lexical form, and the limits of single fields.

The same for a file, a cell of a sheet, a build of millions of quads and the shapes. Read first: `fits` and `keeps_limits`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from stroma.identifiers import FORMS
from stroma.p_values import is_impossible
from stroma.vocabulary import PREFIXES

if TYPE_CHECKING:
    from pyoxigraph import Literal

    from stroma.schema import Slot

PLACEHOLDER: Final = "FILL-IN"
"""What `stroma new` writes where a person must still write something, in an IRI or at the start of a text."""
MAX_HEDGE_WORDS: Final = 6

_XSD: Final = PREFIXES["xsd"]
LANG_STRING: Final = PREFIXES["rdf"] + "langString"
DATATYPES: Final[Mapping[str, tuple[str, ...]]] = {
    "label": (LANG_STRING, _XSD + "string"),
    "text": (_XSD + "string",),
    "integer": (_XSD + "integer",),
    "decimal": (_XSD + "decimal", _XSD + "integer"),
    "boolean": (_XSD + "boolean",),
    "date": (_XSD + "date",),
    "url": (_XSD + "anyURI",),
}
EXPECTED: Final = {
    "label": 'a text, such as "a label"@en',
    "text": 'a text in plain quotes, such as "text"',
    "integer": "a whole number of 0 or more without quotes, such as 48",
    "decimal": 'a number of 0 or more, such as "12"^^xsd:decimal',
    "boolean": "true or false without quotes",
    "date": 'a day, such as "2026-11-25"^^xsd:date',
    "url": 'an address, such as "https://pubmed.ncbi.nlm.nih.gov/12345678/"^^xsd:anyURI',
}


def _is_day(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return len(text) == 10


LEXICAL: Final[Mapping[str, Callable[[str], object]]] = {
    "label": str.strip,
    "text": str.strip,
    "integer": lambda text: re.fullmatch(r"\+?[0-9]+", text) is not None,
    "decimal": lambda text: re.fullmatch(r"\+?[0-9]+(\.[0-9]+)?", text) is not None,
    "boolean": lambda text: text in ("true", "false"),
    "date": _is_day,
    "url": lambda text: re.fullmatch(r"https?://[^\s/]+\S*", text) is not None,
}
PARSED: Final[Mapping[str, Callable[[str], Any]]] = {
    "integer": int,
    "decimal": Decimal,
    "boolean": {"true": True, "1": True, "false": False, "0": False}.__getitem__,
}
"""From a lexical form to the value in Python; what is not in it stays the text that it is."""


def is_year(year: int) -> bool:
    """Whether a number can be the year of a publication."""
    return 1900 <= year <= 2100


class Limit(NamedTuple):
    """What a value must keep beside the form of its kind."""

    fits: Callable[[str], bool]
    expected: str


LIMITS: Final[Mapping[str, Limit]] = {
    **{name: Limit(form.fits, form.expected) for name, form in FORMS.items()},
    "p_value": Limit(
        lambda text: not is_impossible(text),
        'a number above 0 and at most 1, such as "0.04" or "<0.001"',
    ),
    "year": Limit(lambda text: is_year(int(text)), "a year with four digits"),
    "hedge": Limit(
        lambda text: len(text.split()) <= MAX_HEDGE_WORDS, f"at most {MAX_HEDGE_WORDS} words"
    ),
}
"""By the name of the field; in a file and in a cell of a sheet alike."""


def fits_text(slot: Slot, text: str) -> bool:
    """Whether a text has the form of the kind of its field, in a file or in a cell of a sheet."""
    return bool(LEXICAL[slot.kind](text))


def keeps_limits(slot: Slot, text: str) -> bool:
    """Whether a text of the right form is a value that its field can have: an identifier, a year, a few words."""
    return slot.name not in LIMITS or LIMITS[slot.name].fits(text)


def fits(slot: Slot, value: Literal) -> bool:
    """Whether a literal has the datatype and the form of its field."""
    return value.datatype.value in DATATYPES[slot.kind] and fits_text(slot, value.value)
