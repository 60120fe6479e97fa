"""Do the sheets of the audit name terms and studies that are there? A term that is renamed must be renamed in them too.

Read first: `sheet_problems`; `terms_beyond` gives the terms that an audit knows and the packaged base does not hold.
"""

from __future__ import annotations

import csv
from collections.abc import Collection, Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

from stroma.check.problem import Problem
from stroma.data import ontology_dir
from stroma.errors import nearest
from stroma.vocabulary import KINDS, ST, Iri, to_iri

if TYPE_CHECKING:
    from stroma.check.statements import Statements

_TERM, _STUDY = "term", "study"
_COLUMNS: Final[Mapping[str, Mapping[str, str]]] = {
    "body_parts.tsv": dict.fromkeys(("diseases", "meant"), _TERM),
    "by_disease.tsv": dict.fromkeys(("outcome", "disease", "meant"), _TERM),
    "composition.tsv": dict.fromkeys(("source", "cell", "product"), _TERM),
    "lexicon.tsv": {"slug": _TERM},
    "measures.tsv": dict.fromkeys(("measure", "outcome"), _TERM),
    "restrictions.tsv": {"study": _STUDY},
    "study_names.tsv": {"study": _STUDY},
    "terms.tsv": {"broader": _TERM},
}
"""Sheet -> its columns that hold slugs, and of what."""
_BEYOND: Final = "terms.tsv"
_NONE: Final = ("", "-")


def sheet_problems(statements: Statements, folder: Path | None = None) -> Iterator[Problem]:
    """One error for each cell whose slug no term or study has.

    Args:
        folder: the sheets; those of the packaged base where none is given.
    """
    folder = folder or ontology_dir() / "audit"
    known: dict[str, set[str]] = {
        _TERM: {t for iri in statements.of_class(*KINDS) for t in statements.texts(iri, ST + "slug")},
        _STUDY: {t for iri in statements.of_class("Study") for t in statements.texts(iri, ST + "slug")},
    }  # fmt: skip
    known[_TERM] |= {row["slug"] for _, row in _rows(folder / _BEYOND)}
    for name, columns in _COLUMNS.items():
        for line, row in _rows(folder / name):
            for column, kind in columns.items():
                for slug in _parts(row[column]):
                    if slug in known[kind]:
                        continue
                    wrong = f'column {column} names the {kind} "{slug}", which the packaged base does not have'
                    repair = _repair(slug, kind, known[kind])
                    yield Problem(folder / name, line, "", wrong, repair, rule="sheet-of-the-audit")


class TermBeyond(NamedTuple):
    """A term that articles name and the packaged base does not hold."""

    iri: Iri
    slug: str
    kind: str
    label: str
    names: tuple[str, ...]
    """Its synonyms, sorted; not its label."""
    broader: tuple[str, ...]
    """Slugs of wider terms."""


@cache
def terms_beyond() -> tuple[TermBeyond, ...]:
    """The terms of ontology/audit/terms.tsv, in its order."""
    return tuple(
        TermBeyond(
            to_iri(row["curie"]),
            row["slug"],
            row["kind"],
            row["label"],
            tuple(sorted({*_parts(row["surfaces"])} - {row["label"]})),
            tuple(_parts(row["broader"])),
        )
        for _, row in _rows(ontology_dir() / "audit" / _BEYOND)
    )


def _parts(cell: str | None) -> Iterator[str]:
    return (part for part in (cell or "").split("|") if part not in _NONE)


def _repair(slug: str, kind: str, known: Collection[str]) -> str:
    near = nearest(slug, known, n=2)
    hint = f", such as {' or '.join(near)}" if near else ""
    return f"write the slug that the {kind} has now{hint}, or remove the row"


def _rows(path: Path) -> Iterator[tuple[int, dict[str, str]]]:
    """The rows of a sheet with their lines; lines that begin with `#` are comments."""
    with path.open(encoding="utf-8", newline="") as stream:
        lines = [(n, line) for n, line in enumerate(stream, 1) if not line.startswith("#")]
    rows = csv.DictReader((line for _, line in lines), delimiter="\t", quoting=csv.QUOTE_NONE)
    yield from zip((n for n, _ in lines[1:]), rows, strict=True)
