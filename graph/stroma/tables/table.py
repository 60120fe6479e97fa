"""Which class of records is a table of, and which property is behind each column?

Read first: `RecordTable`; the tables themselves stand in `stroma.tables.kinds`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from stroma.answer import Value

__all__ = ["RecordTable"]


@dataclass(frozen=True)
class RecordTable:
    """Records of a class, and the property behind each column."""

    record: str
    """The first column: CURIE of the record."""
    of_class: str
    stated: Mapping[str, str]
    """Every record has these."""
    known: Mapping[str, str]
    """Where a record has none, the cell is None."""
    several: Mapping[str, str]
    """A record may have more than one; in the cell `; ` stands between them, in the order of the alphabet."""
    words: frozenset[str]
    """Columns whose IRIs are words of the vocabulary, shown without prefix: `supported`."""
    terms: tuple[str, ...] = ()
    """Paths to the terms that a record is about; a wider term stands for those within it."""
    sources: tuple[str, ...] = ()
    """Paths to its studies, references, articles and propositions."""
    of_study: str = ""
    """Path to its study, where it is none itself, with a slash behind it."""
    also: Mapping[str, str] = field(default_factory=dict)
    """Kind of term -> a pattern with which a record is about a term of that kind too."""
    otherwise: Mapping[str, str] = field(default_factory=dict)
    """Column -> the path to its value where the record itself says none."""
    through: Mapping[str, str] = field(default_factory=dict)
    """Column that may hold several -> path to the records that say each of its values, or else as `otherwise` has it."""
    computed: Mapping[str, tuple[tuple[str, ...], Callable[..., Value]]] = field(
        default_factory=dict
    )
    """Column -> the columns that it is read from, and how."""
    yes: Mapping[str, str] = field(default_factory=dict)
    """Column of yes or no -> the value that means yes; any other means no."""
    labelled: tuple[str, ...] = ()
    """Columns whose labels stand in columns of their own: `subject_label`."""
    paired: tuple[str, ...] = ()
    """Columns for two findings, each with its study and direction, the one in support first."""
    held: str = ""
    """Path to what is about the names instead: of a reference one of its findings, which must be about each of them."""
    only: Mapping[str, str] = field(default_factory=dict)
    """Column -> the class that its value `otherwise` must be of."""
    defaults: Mapping[str, Value] = field(default_factory=dict)
    """What a column holds where nothing is stated."""

    @property
    def columns(self) -> tuple[str, ...]:
        """The names of the columns, in order."""
        own = (self.record, *self.stated, *self.known, *self.several)
        labels = (f"{name}_label" for name in self.labelled)
        return (*own, *labels, *self.computed, *self.paired)

    def pattern(self, part: str = "") -> str:
        """What a record is; `part` says which records are meant."""
        subject = f"?{self.record}"
        stated = "".join(f" ; {path} ?{name}" for name, path in self.stated.items())
        # A second OPTIONAL on a variable that has its value already adds nothing.
        known = ""
        for name, path in self.known.items():
            known += f" OPTIONAL {{ {subject} {path} ?{name} }}"
            if (other := self.otherwise.get(name)) is not None:
                of_class = f" . ?{name} a {self.only[name]}" if name in self.only else ""
                known += f" OPTIONAL {{ {subject} {other} ?{name}{of_class} }}"
        return f"{subject} a {self.of_class}{stated} .{known}{part}"

    def sparql(self, part: str = "") -> str:
        """A row a record, without the columns that may hold several values."""
        names = " ".join(f"?{name}" for name in (self.record, *self.stated, *self.known))
        return f"SELECT DISTINCT {names} {{ {self.pattern(part)} }} ORDER BY ?{self.record}"
