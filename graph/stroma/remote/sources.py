"""By which names does a server know a study? By those of `stroma.source_names`, off the records there, and by no others.

Read first: `read_names`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import pyoxigraph as ox

from stroma.model import Reference, Study
from stroma.remote.client import with_prefixes
from stroma.source_names import author_and_year, named_sources
from stroma.vocabulary import PREFIXES, Iri, local_id

if TYPE_CHECKING:
    from stroma.remote.client import Endpoint

__all__ = ["MANY_SOURCES", "count_sources", "read_names"]

# Up to so many, all names are read at once; it is one page of an answer.
MANY_SOURCES: Final = 5_000
_SOURCES: Final = "VALUES ?class { st:Study st:Reference } ?s a ?class"
_OPTIONAL: Final = ("year", "firstAuthor", "doi", "pmid", "nct")
_RECORDS: Final = (
    f"SELECT DISTINCT ?s ?class ?slug ?label ?{' ?'.join(_OPTIONAL)} {{ {_SOURCES} ; st:slug ?slug ; rdfs:label ?label . "
    + " ".join(f"OPTIONAL {{ ?s st:{name} ?{name} }}" for name in _OPTIONAL)
)


def count_sources(endpoint: Endpoint) -> int:
    """How many studies and references there are."""
    return endpoint.count(with_prefixes(f"SELECT (COUNT(DISTINCT ?s) AS ?n) {{ {_SOURCES} }}"))


def read_names(endpoint: Endpoint, wanted: str | None = None) -> dict[str, Iri]:
    """Casefolded name -> source, as `named_sources` tells it.

    Args:
        wanted: a name as `source_id` keeps it; only sources that may have it are read, and only of it the answer holds.
    """
    chosen = "" if wanted is None else f" FILTER ({_may_be_called(wanted)})"
    studies: dict[Iri, Study] = {}
    references: dict[Iri, Reference] = {}
    # A registered trial has a row for each of its numbers.
    numbers: dict[Iri, dict[str, None]] = {}
    for row in endpoint.paged(with_prefixes(f"{_RECORDS}{chosen} }}"), "s"):
        iri, slug, label = (_text(row[name]) or "" for name in ("s", "slug", "label"))
        year, doi, pmid = (_text(row[name]) for name in ("year", "doi", "pmid"))
        published = int(year) if year is not None and year.isdecimal() else None
        if local_id(_text(row["class"]) or "") == "Reference":
            references[iri] = Reference(iri, slug, label, year=published, doi=doi, pmid=pmid)
            continue
        if (number := _text(row["nct"])) is not None:
            numbers.setdefault(iri, {})[number] = None
        studies[iri] = Study(
            iri,
            slug,
            label,
            first_author=_text(row["firstAuthor"]),
            year=published,
            doi=doi,
            pmid=pmid,
            nct=tuple(numbers.get(iri, ())),
        )
    return named_sources({**dict(sorted(studies.items())), **dict(sorted(references.items()))})


def _may_be_called(wanted: str) -> str:
    """A condition that holds of every source with this name, and of some without it."""
    name = wanted.lower()
    slug = name
    for prefix in ("study", "reference"):
        slug = slug.removeprefix(f"{prefix}:").removeprefix(PREFIXES[prefix])
    same = [
        f"LCASE(STR(?slug)) IN ({ox.Literal(slug)}, {ox.Literal(slug.replace(' ', '-'))})",
        *(f"LCASE(STR(?{which})) = {ox.Literal(name)}" for which in ("doi", "pmid", "nct")),
        f'CONTAINS(REPLACE(LCASE(STR(?label)), "-", " "), {ox.Literal(name.replace("-", " "))})',
    ]
    if (told := author_and_year(wanted)) is not None:
        author, year = told
        same.append(
            f"(STRSTARTS(LCASE(STR(?firstAuthor)), {ox.Literal(author.lower())}) && STR(?year) = {ox.Literal(year)})"
        )
    return " || ".join(same)


def _text(value: Any) -> str | None:
    return None if value is None else str(value.value)
