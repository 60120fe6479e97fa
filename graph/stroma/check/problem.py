"""One thing that is wrong in a file of data, and what to do about it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, TypeAlias

from stroma import errors
from stroma.vocabulary import ST, Iri

Severity: TypeAlias = Literal["error", "warning"]


@dataclass(frozen=True)
class Problem:
    """Something wrong at a place in a file.

    `line` is None only where the file has no lines to speak of (one whole file is wrong).
    """

    path: Path
    line: int | None
    subject: str
    """CURIE of the record, empty when the file as a whole is meant."""
    wrong: str
    repair: str
    severity: Severity = "error"
    rule: str = ""
    """Short name of the rule, such as `unknown-term`."""
    property: str = ""
    """CURIE of the property that is wrong, where it is one."""

    def __str__(self) -> str:
        place = f"{self.path}:{self.line}" if self.line is not None else str(self.path)
        subject = f"{self.subject}: " if self.subject else ""
        repair = f"; {self.repair}" if self.repair else ""
        return f"{place}: {self.severity}: {subject}{self.wrong}{repair}"


@dataclass(frozen=True)
class Spot:
    """What a rule says of one record, before its file and line are looked up."""

    subject: Iri
    wrong: str
    repair: str
    rule: str
    property: Iri | None = None
    value: str | None = None
    path: Path | None = None
    severity: Severity = "error"


def warning(
    iri: Iri, wrong: str, repair: str, rule: str, property_: str, value: str | None = None
) -> Spot:
    """A doubt about a record.

    Args:
        property_: its IRI, or the name that it has in our vocabulary.
    """
    named = property_ if ":" in property_ else ST + property_
    return Spot(iri, wrong, repair, rule, named, value, severity="warning")


Rule: TypeAlias = Callable[..., Iterable[Spot]]


def any_of(names: Iterable[str]) -> str:
    """Names of classes in a sentence.

    Example:
        >>> any_of(["Outcome", "CellType"])
        'an Outcome or a CellType'
    """
    return " or ".join(f"{'an' if name[0] in 'AEIOU' else 'a'} {name}" for name in names)


def did_you_mean(text: str, names: Iterable[str], *, otherwise: str) -> str:
    """A repair that names the nearest known names, else what to do instead.

    Example:
        >>> did_you_mean("bone-marow", ["bone-marrow", "blood"], otherwise="add it")
        'did you mean bone-marrow?'
    """
    return errors.did_you_mean(errors.nearest(text, names, n=3)) or otherwise
