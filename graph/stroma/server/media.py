"""Which format does a client want? The media types of answers, and the choice by `Accept` (RFC 9110, section 12.5.1).

Read first: `choose`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from stroma.queries.guard import QueryForm

HTML: Final = "text/html"
# Format of `stroma.queries.formats` -> its media types, the first of which is sent. The first format is the default.
ROWS: Final[Mapping[str, tuple[str, ...]]] = {
    "json": ("application/sparql-results+json", "application/json"),
    "xml": ("application/sparql-results+xml", "application/xml", "text/xml"),
    "csv": ("text/csv",),
    "tsv": ("text/tab-separated-values",),
    "html": (HTML, "application/xhtml+xml"),
}
# SPARQL defines the answer to ASK for JSON and XML; CSV and TSV hold one word.
TRIPLES: Final[Mapping[str, tuple[str, ...]]] = {
    "ttl": ("text/turtle", "application/x-turtle"),
    "nt": ("application/n-triples", "text/plain"),
    "jsonld": ("application/ld+json", "application/json"),
    "xml": ("application/rdf+xml", "application/xml"),
    "trig": ("application/trig",),
    "nq": ("application/n-quads",),
    "html": (HTML, "application/xhtml+xml"),
}
TEXTS: Final[Mapping[str, tuple[str, ...]]] = {
    "json": ("application/json",),
    "text": ("text/plain",),
    "html": (HTML, "application/xhtml+xml"),
}

RECORDS: Final = {fmt: TEXTS[fmt] for fmt in ("json", "html")}


def offered(form: QueryForm) -> Mapping[str, tuple[str, ...]]:
    """The formats of the answer to a query of this form."""
    return TRIPLES if form.gives_triples else ROWS


def content_type(fmt: str, formats: Mapping[str, tuple[str, ...]]) -> str:
    """The header that goes with a format; text says that it is UTF-8."""
    media = formats[fmt][0]
    return f"{media}; charset=utf-8" if media.startswith("text/") else media


def choose(accept: str, formats: Mapping[str, tuple[str, ...]]) -> str | None:
    """The format that suits an `Accept` header best; None where none does.

    Args:
        accept: the header; empty takes the first format, as `*/*` does.
        formats: format -> its media types; of equally welcome ones the first is taken.

    Example:
        >>> choose("text/csv;q=0.5, application/sparql-results+xml", ROWS)
        'xml'
        >>> choose("*/*", ROWS), choose("image/png", ROWS)
        ('json', None)
        >>> choose("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", ROWS)
        'html'
    """
    ranges = [_range(part) for part in accept.split(",") if part.strip()] or [("*/*", 1.0)]
    best, best_weight = None, 0.0
    for fmt, medias in formats.items():
        weight = max(_weight(media, ranges) for media in medias)
        if weight > best_weight:
            best, best_weight = fmt, weight
    return best


def _range(part: str) -> tuple[str, float]:
    media, *parameters = (piece.strip().lower() for piece in part.split(";"))
    weight = 1.0
    for parameter in parameters:
        if parameter.startswith("q="):
            try:
                weight = float(parameter[2:])
            except ValueError:
                weight = 0.0
    return media, min(max(weight, 0.0), 1.0)


def _weight(media: str, ranges: list[tuple[str, float]]) -> float:
    """The weight of the most exact range that a media type is in."""
    kind = media.partition("/")[0]
    for wanted in (media, f"{kind}/*", "*/*"):
        found = [weight for name, weight in ranges if name == wanted]
        if found:
            return max(found)
    return 0.0
