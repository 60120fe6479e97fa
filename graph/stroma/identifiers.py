"""What does a doi, a PubMed number or a registry number look like?

Read first: `FORMS` (field -> form) and `clean_identifier`. Used by `stroma check`, `stroma import`, `stroma new`
and, through `scripts/make_shapes.py`, by `ontology/shapes.ttl`. `bare_identifier` reads what a person asks for by any store.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from stroma.errors import InputError
from stroma.vocabulary import PREFIXES


@dataclass(frozen=True)
class Form:
    """The form that a text field must have."""

    pattern: str
    """Regular expression for the whole value; valid in Python and in XPath (SHACL)."""
    expected: str

    def fits(self, text: str) -> bool:
        """Whether the whole text has this form."""
        return re.fullmatch(self.pattern, text) is not None


# doi: the form that Crossref recommends for matching, https://www.crossref.org/blog/dois-and-matching-regular-expressions/,
# without the mark that ends a sentence.
_DOI: Final = r"10\.[0-9]{4,9}/[^\s]*[^\s.,;]"
FORMS: Final[Mapping[str, Form]] = {
    "doi": Form(_DOI, "a doi without https://doi.org/, such as 10.1000/xyz123"),
    "pmid": Form(r"[1-9][0-9]{0,8}", "a PubMed number, such as 12345678"),
    "nct": Form(r"NCT[0-9]{8}", "NCT and eight digits, such as NCT01234567"),
    **dict.fromkeys(
        ("retracted_on", "concern_raised_on"),
        Form(
            r"[0-9]{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12][0-9]|3[01]))?)?",
            "a year, month or day, such as 2026, 2026-03 or 2026-03-31",
        ),
    ),
    "notice": Form(
        rf"({_DOI}|https?://[^\s/]+[^\s]*)",
        "a doi without https://doi.org/, such as 10.1000/xyz123, or an address that starts with https://",
    ),
    "slug": Form(
        r"[a-z0-9]+(-[a-z0-9]+)*",
        "lower-case letters and digits joined by hyphens, such as doe-2026",
    ),
    "text_sha256": Form(r"[0-9a-f]{64}", "64 hexadecimal digits, lower case"),
}

# How people and other programs write what a record holds bare; the identifier is the last group that matched.
_USUAL: Final = tuple(
    re.compile(form, re.IGNORECASE)
    for form in (
        r"(?:https?://)?(?:dx\.|www\.)?doi\.org/(?:doi:)?(10\.\S+)",
        r"doi:\s*(10\.\S+)",
        r"(?:https?://)?(?:www\.)?(?:pubmed\.ncbi\.nlm\.nih\.gov|ncbi\.nlm\.nih\.gov/pubmed)/([1-9]\d*)/?(?:[?#].*)?",
        r"(?:pmid|pubmed):?\s*([1-9]\d*)",
        r"(?:https?://)?(?:\w+\.)?clinicaltrials\.gov/(?:ct2/show|study|show)/(NCT\d{8})/?(?:[?#].*)?",
        r"(?:clinicaltrials(?:\.gov)?|nct):\s*(NCT\d{8})",
    )
)
_OBO: Final = re.compile(r"([A-Za-z]{2,10})[:_](\d{7})")


def bare_identifier(text: str) -> str:
    """The identifier in one of its usual spellings, as records hold it; any other text comes back as it is.

    Example:
        >>> bare_identifier("PMID:40065171"), bare_identifier("http://dx.doi.org/10.1000/xyz123")
        ('40065171', '10.1000/xyz123')
        >>> bare_identifier("mondo_0005301"), bare_identifier("knee: 2")
        ('MONDO:0005301', 'knee: 2')
    """
    stripped = text.strip("<> \r\n\t")
    for form in _USUAL:
        if (found := form.fullmatch(stripped)) is not None:
            return found[1]
    if (found := _OBO.fullmatch(stripped)) is not None:
        prefix = found[1].upper()
        if prefix in PREFIXES:
            return f"{prefix}:{found[2]}"
    return text


def clean_identifier(field: str, text: str) -> str:
    """The bare identifier in what a person typed or pasted, in any spelling that `bare_identifier` reads.

    Args:
        field: doi, pmid or nct.

    Raises:
        InputError: if it has not the form of its field.

    Example:
        >>> clean_identifier("doi", "https://doi.org/10.1000/xyz123")
        '10.1000/xyz123'
    """
    # What ends a sentence is no part of a doi, nor the slash behind an address of a number.
    bare = bare_identifier(text.strip()).rstrip(".,;" if field == "doi" else "/")
    if field == "nct":
        bare = bare.upper()
    form = FORMS[field]
    if not form.fits(bare):
        raise InputError(f"{field} is {text!r}, expected {form.expected}")
    return bare


def checked_day(text: str) -> str:
    """A day as YYYY-MM-DD.

    Raises:
        InputError: if there is no such day.
    """
    from datetime import date

    try:
        return date.fromisoformat(text).isoformat()
    except ValueError:
        raise InputError(f"date is {text!r}, expected a day such as 2026-11-25") from None
