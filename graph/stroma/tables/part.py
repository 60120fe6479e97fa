"""Which records of a table are meant: about which terms and sources, with which words?

Read first: `Part`, which is a part of every table in the same way, and the patterns of SPARQL that it comes to.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Final

from stroma.errors import InputError
from stroma.model import Design, Direction, Group, Polarity, Stance
from stroma.naming import checked_name
from stroma.selection import Names, Years, level_of, names_of, years_of
from stroma.tables.kinds import STUDIES, TERMS
from stroma.vocabulary import KINDS, PREFIXES, local_id, to_curie, to_iri

if TYPE_CHECKING:
    from stroma.model import Level
    from stroma.store import EvidenceStore
    from stroma.tables.table import RecordTable
    from stroma.vocabulary import Iri

__all__ = ["Part", "is_itself", "is_source"]

_SOURCES: Final = tuple(
    PREFIXES[name]
    for name in ("study", "reference", "article", "proposition", "finding", "claim", "conflict")
)
_OPTIONS: Final = {
    "predicate": "predicates", "direction": "directions", "group": "groups", "stance": "stances", "polarity": "polarities",
    "design": "designs", "kind": "kinds",
}  # fmt: skip
"""Column -> the option that keeps some of its words."""


@dataclass(frozen=True)
class Part:
    """Which records of a table are meant: those about every one of some terms and sources, and those with some values."""

    about: tuple[tuple[Iri, ...], ...] = ()
    """Of each of these, a record is about one or more."""
    words: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Column -> the words of the vocabulary that it may hold."""
    best_rank: int | None = None
    years: tuple[int, int] | None = None
    given: tuple[str, ...] = ()
    """What was chosen, for the sentence that says that nothing fits."""

    @classmethod
    def of(
        cls,
        store: EvidenceStore,
        about: Sequence[Names],
        *,
        best_level: Level | str | int | None = None,
        years: Years | None = None,
        **names: Names | None,
    ) -> Part:
        """The part that options describe.

        Args:
            about: names of terms, studies, references and articles; a record must be about each, and of several in a list
                about any.
            names: column of the table -> the words that it may hold.

        Raises:
            UnknownTermError: naming the nearest names.
            InputError: a word is none of the vocabulary, or a list of names is empty.
        """
        level = level_of(best_level)
        known = {
            "predicate": sorted(map(local_id, store.records.predicates)),
            "direction": [one.value for one in Direction],
            "group": [one.value.removesuffix("-group") for one in Group],
            "stance": [one.value for one in Stance],
            "polarity": [one.value for one in Polarity],
            "design": [one.value for one in Design],
            "kind": list(KINDS),
        }
        words = {
            column: found
            for column, given in names.items()
            if (found := names_of(column, given, known[column])) is not None
        }
        groups = [_alternatives(names) for names in about]
        iris = tuple(tuple(_named(store, name) for name in group) for group in groups)
        said = [f"{_OPTIONS.get(name, name)}={value!r}" for name, value in (*names.items(), ("best_level", best_level), ("years", years)) if value is not None and value is not KINDS]  # fmt: skip
        return cls(
            iris,
            words,
            level.rank if level is not None else None,
            years_of(years),
            (*map(_any_of, groups), *said),
        )

    def sparql(self, table: RecordTable) -> str:
        """The patterns that keep these records alone.

        Raises:
            InputError: records of this table are not about such a thing.
        """
        record = f"?{table.record}"
        held = f" {record} {table.held} ?held ." if table.held and self.about else ""
        parts = [
            " UNION ".join(f"{{{_about(table, iri)} }}" for iri in group)
            if len(group) > 1
            else _about(table, group[0])
            for group in self.about
        ]
        for column, words in self.words.items():
            values = ", ".join(
                f"st:{word}{'-group' if column == 'group' else ''}" for word in words
            )
            if column in table.columns:
                parts.append(f" FILTER (?{column} IN ({values}))")
            else:
                parts.append(
                    f" {record} {table.of_study}st:design ?how FILTER (?how IN ({values}))"
                )
        if self.best_rank is not None:
            parts.append(f" FILTER (?level <= {self.best_rank})")
        if self.years is not None:
            first, last = self.years
            parts.append(
                f" {record} {table.of_study}st:year ?when FILTER (?when >= {first} && ?when <= {last})"
            )
        return held + "".join(parts)

    def count(self, table: RecordTable) -> str:
        """A query for the number of these records."""
        record = f"?{table.record}"
        return f"SELECT (COUNT(DISTINCT {record}) AS ?n) {{ {table.pattern(self.sparql(table))} }}"

    def why_none(self, table: RecordTable, count: Callable[[Part], int]) -> str:
        """Why there may be no record that fits.

        Args:
            count: how many records of the table are in a part.
        """
        why = f"no {table.record} here fits {', '.join(self.given)}; that is no refutation"
        if len(self.about) > 1:
            names = self.given[: len(self.about)]
            parts = (replace(self, about=(group,)) for group in self.about)
            alone = (f"{count(part):,} fit {name}" for part, name in zip(parts, names, strict=True))
            why += f"; names must all fit (one by one: {', '.join(alone)}); alternatives go into a list"
        if table is STUDIES and self.about:
            why += "; studies go by product and disease, g.findings(…) by any term"
        return why

    def without_year(self, table: RecordTable) -> str:
        """A count of the records that would be among these if their year were known."""
        record = f"?{table.record}"
        rest = replace(self, years=None).sparql(table)
        undated = f" FILTER NOT EXISTS {{ {record} {table.of_study}st:year ?when }}"
        return f"SELECT (COUNT(DISTINCT {record}) AS ?n) {{ {table.pattern(rest + undated)} }}"


def _alternatives(names: Names) -> tuple[str, ...]:
    """The names of which any may fit.

    Raises:
        InputError: one is no text, or there is none.
    """
    is_one = isinstance(names, str) or not isinstance(names, Collection)
    group: tuple[Any, ...] = (names,) if is_one else tuple(names)
    if not group:
        raise InputError("a list of names has one at least, such as ['MS', 'ALS']")
    return tuple(map(checked_name, group))


def _any_of(group: Sequence[str]) -> str:
    """How names of which any may fit are called in a sentence."""
    names = " or ".join(map(repr, group))
    return f"({names})" if len(group) > 1 else names


def _about(table: RecordTable, iri: Iri) -> str:
    return _about_source(table, iri) if is_source(iri) else _about_term(table, iri)


def _named(store: EvidenceStore, name: str) -> Iri:
    """The IRI of a term or source, or of one finding, claim or conflict by its CURIE."""
    if name.startswith(("finding:", "claim:", "conflict:")):
        iri = to_iri(name)
        conflicts = (conflict.iri for conflict in store.conflicts)
        if iri in store.findings or iri in store.records.claims or iri in conflicts:
            return iri
    return store.resolve(name)


def _about_term(table: RecordTable, iri: Iri) -> str:
    """The records about a term or one within it, at any of the places where they name one."""
    one = "held" if table.held else table.record
    ways = " UNION ".join(
        (
            *(f"{{ ?{one} {path} ?within }}" for path in table.terms),
            *(f"{{ <{iri}> a st:{kind} . {pattern} }}" for kind, pattern in table.also.items()),
        )
    )
    return f" {{ SELECT DISTINCT ?{one} {{ ?within st:within <{iri}> . {ways} }} }}"


def _about_source(table: RecordTable, iri: Iri) -> str:
    """The records of a study, reference, article, finding or proposition, or that one itself."""
    if is_itself(table, iri):
        return f" VALUES ?{table.record} {{ <{iri}> }}"
    one = "held" if table.held else table.record
    ways = " UNION ".join(f"{{ ?{one} {path} <{iri}> }}" for path in table.sources)
    return f" {{ SELECT DISTINCT ?{one} {{ {ways} }} }}"


def is_source(iri: Iri) -> bool:
    """Whether something is a study, reference, article or statement, and no term."""
    return iri.startswith(_SOURCES)


def is_itself(table: RecordTable, source: Iri) -> bool:
    """Whether a source is a record of the table, and not what one is asked for by.

    Raises:
        InputError: no record of the table has such a source.
    """
    is_record = source.startswith(PREFIXES[table.record])
    if not is_record and not table.sources:
        ways = "by a wider one" if table is TERMS else "by product and disease"
        raise InputError(
            f"{to_curie(source)} names no {table.record}; {_plural(table.record)} are asked for {ways}"
        )
    return is_record


def _plural(record: str) -> str:
    return "studies" if record == "study" else f"{record}s"
