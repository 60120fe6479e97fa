"""Every record of a kind as a row, or those about some terms and sources: studies, references, findings, propositions, claims, conflicts.

Read first: `RecordTables`, the methods of a graph; then `RecordTable`, `Part` and `read_table`, which make them.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property, partial
from typing import TYPE_CHECKING, Any, Final

from stroma.answer import Answer, Row, Several
from stroma.counts import checked_count
from stroma.errors import InputError
from stroma.keywords import words_of_python
from stroma.model import Design, Direction, Group, Polarity, Stance
from stroma.naming import checked_name
from stroma.outside import OutsideStore
from stroma.p_values import p_at_most
from stroma.schema import COUNT_SLOTS, PROPOSITION_SLOTS, SLOTS
from stroma.selection import Names, Years, level_of, names_of, years_of
from stroma.sentences import asks_word
from stroma.vocabulary import KINDS, PREFIXES, local_id, to_curie, to_iri

if TYPE_CHECKING:
    from stroma.answer import Value
    from stroma.model import Level
    from stroma.store import EvidenceStore
    from stroma.vocabulary import Iri

__all__ = [
    "CLAIMS",
    "CONFLICTS",
    "FINDINGS",
    "PROPOSITIONS",
    "REFERENCES",
    "STUDIES",
    "TERMS",
    "HeldTable",
    "Part",
    "RecordTable",
    "RecordTables",
    "read_table",
]

TIMEOUT_S: Final = 30.0
"""Seconds, as `stroma query` and `stroma ask` have it."""
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


def p_number(text: Value) -> Value:
    """The number that a p-value is or is below (`stroma.p_values`); None for words, several values, and what is above a number."""
    number = p_at_most(text) if isinstance(text, str) else None
    return float(number) if number is not None else None


def asks(predicate: Value, clinical: Value) -> Value:
    """What a relation asks: support of a harm, of a mere trial or of anatomy is no benefit (`stroma.sentences.asks_word`)."""
    return asks_word(str(predicate), clinical=clinical is not False)


_SLOTS: Final = {**SLOTS, "Proposition": (*PROPOSITION_SLOTS, *COUNT_SLOTS)}


def _fields(of_class: str, names: str) -> dict[str, str]:
    """Columns that are called like the fields of a class -> the properties of these."""
    properties = {slot.name: slot.property for slot in _SLOTS[of_class]}
    return {name: properties[name] for name in names.split()}


def _words(of_class: str, *more: str) -> frozenset[str]:
    """The fields of a class whose values are words of the vocabulary, and other columns that hold some."""
    return frozenset((*(s.name for s in _SLOTS[of_class] if s.kind == "choice"), *more))


_LABEL: Final = {"label": "rdfs:label"}
_IN_FINDINGS: Final = "?case st:foundBy ?study ; rdf:subject {} ; st:inCondition {}"
STUDIES: Final = RecordTable(
    "study",
    "st:Study",
    _LABEL,
    _fields(
        "Study",
        "year journal design phase n_enrolled n_treated primary_endpoint primary_endpoint_kind primary_endpoint_met "
        "follow_up_months country first_author read_as doi pmid dose blinding population primary_outcome "
        "primary_comparator sponsor_reported retracted_on concern_raised_on",
    ),
    _fields(
        "Study",
        "nct notice product disease shares_participants_with route donor source_tissue species",
    ),
    _words("Study"),
    ("st:product", "st:disease"),
    # Case reports of harm name product and disease in their findings only.
    also={
        "CellProduct": f"{_IN_FINDINGS.format('?within', '?any')} . ?within a st:CellProduct",
        "Disease": _IN_FINDINGS.format("[ a st:CellProduct ]", "?within"),
    },
)
_STATEMENT: Final = _fields("Finding", "subject predicate object")
_CONDITION: Final = _fields("Finding", "condition")
_ABOUT: Final = ("rdf:subject", "rdf:object", "st:inCondition")
TERMS: Final = RecordTable(
    "term",
    "?kind",
    {**_LABEL, "kind": "a"},
    {**_fields("Term", "slug"), "better_direction": "st:betterDirection"},
    _fields("Term", "synonyms broader"),
    _words("Term", "kind", "better_direction"),
    ("st:within",),
)
REFERENCES: Final = RecordTable(
    "reference",
    "st:Reference",
    _LABEL,
    _fields(
        "Reference",
        "reference_kind year journal read_as doi pmid retracted_on concern_raised_on",
    ),
    _fields("Reference", "seen_at notice"),
    _words("Reference"),
    _ABOUT,
    ("st:foundBy", "st:onProposition"),
    held="^st:foundBy",
)
_LABELLED: Final = ("subject", "predicate", "object", "condition", "disease")
# The disease is the condition, or else what the statement is about.
_DISEASE: Final = {"disease": "st:inCondition"}
_ITSELF: Final = {"disease": "rdf:object"}
_CLASS: Final = "st:onProposition/st:evidenceClass"
_CLINICAL: Final = {"clinical": "st:clinical"}
_ASKS: Final = (("predicate", "clinical"), asks)
_IF_DISEASE: Final = {"disease": "st:Disease"}
FINDINGS: Final = RecordTable(
    "finding",
    "st:Finding",
    {**_fields("Finding", "source subject predicate object direction"), "level": "st:level/st:rank", "group": "st:group"},
    {
        **_fields(
            "Finding",
            "condition outcome_measure value comparator p_value n_analysed n_events n_at_risk n_events_control "
            "n_at_risk_control count_unit time_point_months outcome_role population read_as label analysis",
        ),
        "derived": "st:derived", "proposition": "st:onProposition",
        **_fields("Finding", "measured_by region decided_on"),
        "retracted": "st:retracted", "year": "st:foundBy/st:year", "design": "st:foundBy/st:design", "clinical": _CLASS,
        **_fields("Finding", "row"),
        **_DISEASE,
    },
    {"restates": "st:restates", **_fields("Finding", "route species")},
    _words("Finding", "group", "design"),
    _ABOUT,
    ("st:foundBy", "st:onProposition"),
    of_study="st:foundBy/",
    otherwise={
        **{name: f"st:foundBy/{path}" for name, path in _fields("Study", "read_as route species").items()},
        **_ITSELF,
    },
    computed={"p_at_most": (("p_value",), p_number), "asks": _ASKS},
    yes=_CLINICAL,
    labelled=("source", *_LABELLED),
    only=_IF_DISEASE,
    defaults={"derived": False, "retracted": False},
)  # fmt: skip
PROPOSITIONS: Final = RecordTable(
    "proposition",
    "st:Proposition",
    {
        **_fields("Proposition", "label subject predicate object stance"),
        **{slot.name: slot.property for slot in COUNT_SLOTS},
        **_fields("Proposition", "independent_studies weaker_disagrees narrower_disagrees"),
    },
    {
        **_CONDITION, "level": "st:rank", "clinical": "st:evidenceClass", **_fields("Proposition", "participants"),
        "stance_in_words": "st:stanceInWords",
        **_fields("Proposition", "events_counted participants_at_best_level unknown_sizes people_in_words"),
        "thin_by_evidence": "st:isThinByEvidence", **_DISEASE,
    },
    {
        **_fields("Proposition", "thin surrogates active_comparators"), "studies": "st:studiedIn", "read_as": "st:readAs",
        "retracted_studies": "st:retractedSource", "under_concern": "st:underConcern",
    },
    _words("Proposition", "read_as"),
    _ABOUT,
    ("st:studiedIn", "st:retractedSource"),
    otherwise={"read_as": "st:foundBy/st:readAs", **_ITSELF},
    # Of the findings that count.
    through={"read_as": "(st:supportedBy|st:disputedBy|st:inconclusiveBy)"},
    computed={"asks": _ASKS},
    yes=_CLINICAL,
    labelled=_LABELLED,
    only=_IF_DISEASE,
    defaults={"unknown_sizes": 0},
)  # fmt: skip
CLAIMS: Final = RecordTable(
    "claim",
    "st:Claim",
    _fields("Claim", "article label subject predicate object polarity"),
    {
        **_fields("Claim", "condition wording_strength hedge"),
        "start": "oa:hasSelector/oa:start", "end": "oa:hasSelector/oa:end", **_fields("Claim", "study_says"),
        "stance": "st:onProposition/st:stance", "proposition": "st:onProposition",
    },
    _fields("Claim", "cites"),
    _words("Claim", "stance"),
    _ABOUT,
    ("st:inArticle", "st:cites", "st:onProposition"),
)  # fmt: skip
CONFLICTS: Final = RecordTable(
    "conflict",
    "st:Conflict",
    {
        "in_words": "rdfs:comment", **{name: f"st:onProposition/{path}" for name, path in _STATEMENT.items()},
        "proposition": "st:onProposition",
    },
    {name: f"st:onProposition/{path}" for name, path in _CONDITION.items()},
    {"findings": "st:between", "studies": "st:between/st:foundBy", "differs_in": "st:differsIn"},
    frozenset(("predicate", "differs_in")),
    tuple(f"st:onProposition/{path}" for path in _ABOUT),
    ("st:between/st:foundBy", "st:onProposition", "st:between"),
    paired=("first", "first_study", "first_direction", "second", "second_study", "second_direction"),
)  # fmt: skip


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
    return _about_source(table, iri) if iri.startswith(_SOURCES) else _about_term(table, iri)


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
    if _is_itself(table, iri):
        return f" VALUES ?{table.record} {{ <{iri}> }}"
    one = "held" if table.held else table.record
    ways = " UNION ".join(f"{{ ?{one} {path} <{iri}> }}" for path in table.sources)
    return f" {{ SELECT DISTINCT ?{one} {{ {ways} }} }}"


def _is_itself(table: RecordTable, source: Iri) -> bool:
    """Whether a source is a record of the table, and not what one is asked for by.

    Raises:
        InputError: no record of the table has such a source.
    """
    is_itself = source.startswith(PREFIXES[table.record])
    if not is_itself and not table.sources:
        ways = "by a wider one" if table is TERMS else "by product and disease"
        raise InputError(
            f"{to_curie(source)} names no {table.record}; {_plural(table.record)} are asked for {ways}"
        )
    return is_itself


def _plural(record: str) -> str:
    return "studies" if record == "study" else f"{record}s"


def read_table(
    table: RecordTable,
    query: Callable[..., Answer],
    part: Part,
    *,
    limit: int | None,
    labels: Callable[[Collection[Iri]], Mapping[Iri, str]],
) -> Answer:
    """The rows of a table, by CURIE of the record.

    Args:
        query: what runs a query, and takes `limit=`.
        part: which records.
        limit: rows at most; None: all.
        labels: what gives the labels of many things at once.
    """
    kept = part.sparql(table)
    found = query(table.sparql(kept), limit=limit)
    several = {
        name: _several(table, name, path, query, part) for name, path in table.several.items()
    }
    pairs = _pairs(table, query, part) if table.paired else {}
    named = _labels(table, found, labels)
    rows: dict[str, Row] = {}
    for one in found:
        values = [_cell(table, name, one[name]) for name in found.columns]
        more = (
            Several(sorted(held[one[0]])) if held.get(one[0]) else None for held in several.values()
        )
        told = (named.get(one[name]) for name in table.labelled)
        held = dict(zip(found.columns, values, strict=True))
        read = (how(*map(held.__getitem__, of)) for of, how in table.computed.values())
        row = (*values, *more, *told, *read, *pairs.get(one[0], (None,) * len(table.paired)))
        # A record that a file of one's own gives two labels is one row all the same.
        rows.setdefault(one[0], Row(table.columns, row))
    undated = query(part.without_year(table))[0].n if part.years is not None else 0

    def count(other: Part) -> int:
        return int(query(other.count(table))[0].n)

    return _answer(
        table, list(rows.values()), part, count, was_cut=found.was_cut, n_undated=undated
    )


def _labels(
    table: RecordTable, found: Answer, labels: Callable[[Collection[Iri]], Mapping[Iri, str]]
) -> dict[Value, str]:
    """CURIE -> label of what stands in the columns that have one."""
    curies = {one[name] for one in found for name in table.labelled} - {None}
    iris = {curie: to_iri(curie) for curie in sorted(curies)}
    known = labels(list(iris.values()))
    return {curie: known[iri] for curie, iri in iris.items()}


def _answer(
    table: RecordTable,
    rows: list[Row],
    part: Part,
    count: Callable[[Part], int],
    *,
    was_cut: bool,
    n_undated: int,
) -> Answer:
    """Rows with what is to be said of them."""
    note = f"{n_undated} without a year left out" if n_undated else ""
    return Answer(
        table.columns,
        rows,
        was_cut=was_cut,
        why_empty="" if rows or not part.given else lambda: part.why_none(table, count),
        note=note,
        several=tuple(table.several),
    )


class HeldTable:
    """All rows of a table, read once, and which of them are about what: parts of it are chosen without asking again."""

    def __init__(self, table: RecordTable, rows: Answer, query: Callable[[str], Answer]) -> None:
        self._table = table
        self._rows = {row[0]: row for row in rows}
        record, held = (
            f"?{table.record}",
            f"?{table.record} {table.held} ?held ." if table.held else "",
        )
        one = "?held" if table.held else record
        # What is stated first, in a group of its own: the engine plans without statistics.
        is_one = "" if table.held else f"{one} a {table.of_class} . "
        ways = " UNION ".join(f"{{ {is_one}{one} {path} ?within }}" for path in table.terms)
        asked = [f"{{ SELECT DISTINCT {one} ?within {{ {ways} }} }} ?within st:within ?name"]
        asked += [
            f"?name a st:{kind} . {pattern} . ?within st:within ?name"
            for kind, pattern in table.also.items()
        ]
        asked += [f"{is_one}{one} {path} ?name" for path in table.sources]
        self._about: dict[str, set[str]] = {}
        """CURIE of a term or source -> the records about it, or what is held by them."""
        for ask in asked:
            for name, found in query(f"SELECT DISTINCT ?name {one} {{ {ask} }}"):
                self._about.setdefault(name, set()).add(found)
        self._held: dict[str, set[str]] = {}
        for holder, found in query(f"SELECT {record} ?held {{ {held} }}") if held else ():
            self._held.setdefault(found, set()).add(holder)

    def part(self, part: Part, limit: int | None) -> Answer:
        """The rows of a part, as `read_table` gives them."""
        rows, n_undated = self._fitting(part)
        was_cut = limit is not None and len(rows) > limit

        def count(other: Part) -> int:
            return len(self._fitting(other)[0])

        return _answer(self._table, rows[:limit], part, count, was_cut=was_cut, n_undated=n_undated)

    def _fitting(self, part: Part) -> tuple[list[Row], int]:
        """The rows of a part, and how many would be among them if their year were known."""
        rows = [self._rows[key] for key in self._keys(part.about)]
        for column, words in part.words.items():
            rows = [row for row in rows if row[column] in words]
        if part.best_rank is not None:
            rank = part.best_rank
            rows = [row for row in rows if row["level"] is not None and row["level"] <= rank]
        n_undated = 0
        if part.years is not None:
            first, last = part.years
            n_undated = sum(row["year"] is None for row in rows)
            rows = [row for row in rows if row["year"] is not None and first <= row["year"] <= last]
        return rows, n_undated

    def _keys(self, about: Sequence[Sequence[Iri]]) -> Iterable[str]:
        """The records about one or more of each group of names, in the order of the table."""
        found: set[str] | None = None
        kept = set(self._rows)
        for group in about:
            own = [
                iri for iri in group if iri.startswith(_SOURCES) and _is_itself(self._table, iri)
            ]
            if len(own) == len(group):
                kept &= set(map(to_curie, own))
                continue
            named = set[str]().union(
                *(
                    self._of_itself(iri) if iri in own else self._about.get(to_curie(iri), set())
                    for iri in group
                )
            )
            found = named if found is None else found & named
        if found is not None and self._table.held:
            found = {holder for one in found for holder in self._held.get(one, ())}
        if found is not None:
            kept &= found
        return (
            sorted(kept, key=self._place.__getitem__) if len(kept) < len(self._rows) else self._rows
        )

    def _of_itself(self, iri: Iri) -> set[str]:
        """A record, or what is held by it."""
        curie = to_curie(iri)
        if not self._table.held:
            return {curie}
        return {one for one, holders in self._held.items() if curie in holders}

    @cached_property
    def _place(self) -> dict[str, int]:
        return {key: place for place, key in enumerate(self._rows)}


def _several(
    table: RecordTable, name: str, path: str, query: Callable[..., Answer], part: Part
) -> dict[str, set[str]]:
    """Record -> its values in one of the columns that may hold several."""
    held: dict[str, set[str]] = {}
    record = f"?{table.record}"
    about = Part(part.about).sparql(table)
    way, other = table.through.get(name, ""), table.otherwise.get(name)
    one = f"{record} {way} ?one ." if way else ""
    said = "?one" if way else record
    ways = f"{one} {said} {path} ?value ."
    if other is not None:
        its = f"OPTIONAL {{ {said} {path} ?own }} OPTIONAL {{ {said} {other} ?its }}"
        ways = f"{one} {its} BIND(COALESCE(?own, ?its) AS ?value) FILTER(BOUND(?value))"
    asked = f"SELECT DISTINCT {record} ?value {{ {record} a {table.of_class} . {ways}{about} }}"
    for iri, value in query(asked):
        held.setdefault(iri, set()).add(str(_cell(table, name, value)))
    return held


def _pairs(
    table: RecordTable, query: Callable[..., Answer], part: Part
) -> dict[str, tuple[str, ...]]:
    """Record -> its two findings with study and direction: the one that supports first, else by name."""
    held: dict[str, list[tuple[bool, str, str, str]]] = {}
    record, about = f"?{table.record}", Part(part.about).sparql(table)
    asked = (
        f"SELECT DISTINCT {record} ?finding ?study ?direction {{ {record} a {table.of_class} ; st:between ?finding . "
        f"?finding st:foundBy ?study ; st:direction ?direction .{about} }}"
    )
    for iri, finding, study, direction in query(asked):
        way = direction.removeprefix("st:")
        held.setdefault(iri, []).append((way != Direction.SUPPORTS, finding, study, way))
    return {
        iri: tuple(cell for _, *cells in sorted(pair)[:2] for cell in cells)
        for iri, pair in held.items()
        if len(pair) > 1
    }


def _cell(table: RecordTable, name: str, value: Value) -> Value:
    if value is None:
        return table.defaults.get(name)
    if name in table.yes:
        return value == table.yes[name]
    if name not in table.words or not isinstance(value, str):
        return value
    return value.removeprefix("st:").removesuffix("-group")


class RecordTables(ABC):
    """The records of a graph as rows; what has a store and runs queries has these.

    Names of terms are labels, synonyms, slugs, CURIEs or IRIs; a wider term stands for those within it, and each row keeps its own.
    Of several names all must fit, and of those in a list any: `g.findings(["MS", "ALS"], "NurOwn")`.
    """

    store: EvidenceStore
    _tables: dict[str, HeldTable]
    """Those that were read whole, by record."""
    _read: set[str]
    """Records that were asked for on disk or a server."""

    @abstractmethod
    def query(
        self, sparql: str, /, *, limit: int | None = None, timeout_s: float | None = TIMEOUT_S
    ) -> Answer:
        """Run SPARQL on the union of all graphs."""

    def terms(
        self,
        *about: Names,
        kinds: Names | None = None,
        limit: int | None = None,
        timeout_s: float | None = TIMEOUT_S,
    ) -> Answer:
        """Every term as a row, by its CURIE: `term`, `label`, `kind`, `slug`, `synonyms`, `broader` (the next wider terms), ...

        Args:
            about: only these terms, and those within them.
            kinds: only of these, such as `"Disease"`.

        Example:
            >>> import stroma
            >>> [(row.label, row.broader) for row in stroma.open_graph().terms("MSC product", kinds="CellProduct")][:1]
            [('AC607 (allogeneic MSC)', 'term:msc-product')]
        """
        return self._rows(TERMS, limit, timeout_s, about, kind=KINDS if kinds is None else kinds)

    def studies(
        self,
        *about: Names,
        designs: Names | None = None,
        years: Years | None = None,
        limit: int | None = None,
        timeout_s: float | None = TIMEOUT_S,
    ) -> Answer:
        """Every study as a row, by its CURIE: `study`, `label`, `year`, `design`, sizes, endpoint, `product`, `disease`, ...

        Args:
            about: only studies of these products and diseases, and of whatever is within them.
            designs: only of these, such as `"randomised-controlled"`.
            years: of publication; one such as 2021, or the first and the last as a tuple, both included; no list.

        Example:
            >>> import stroma
            >>> rows = stroma.open_graph().studies("MS", designs="crossover-randomised")
            >>> [(row.year, row.n_enrolled) for row in rows if row.study == "study:uccelli-2021"]
            [(2021, 144)]
        """
        return self._rows(STUDIES, limit, timeout_s, about, design=designs, years=years)

    def references(
        self, *about: Names, limit: int | None = None, timeout_s: float | None = TIMEOUT_S
    ) -> Answer:
        """Every source that is no study as a row: `reference`, `label`, `reference_kind`, `year`, `doi`, `seen_at`, ...

        Args:
            about: only those with a finding on each of these terms, or on whatever is within it.
        """
        return self._rows(REFERENCES, limit, timeout_s, about)

    def findings(
        self,
        *about: Names,
        predicates: Names | None = None,
        directions: Names | None = None,
        groups: Names | None = None,
        best_level: Level | str | int | None = None,
        designs: Names | None = None,
        years: Years | None = None,
        limit: int | None = None,
        timeout_s: float | None = TIMEOUT_S,
    ) -> Answer:
        """Every finding as a row: `source`, `subject`, `predicate`, `object`, `direction`, `level` (1 best), `value`, ...

        What `direction` means goes by `asks`: `effect`, `safety`, `harm`, `trial`, `decision`, or `background` (anatomy, cell biology,
        use). That a harm, a mere trial or background is supported is no benefit. `clinical` is true of what a product does to people. `disease` is the condition, or else the object where that is a disease; `source_label`,
        `subject_label`, `predicate_label`, `object_label`, `condition_label` and `disease_label` are words to read; `year` and
        `design` those of the study. Null and negative results are rows as any other: `direction` is `supports`, `disputes` or `inconclusive`. A finding
        on one primary endpoint that the build derived from the study's record has `derived` true. Those of one study in
        words: `ask("findings-of-study", study=…)`.

        Args:
            about: only findings about each of these: a term, or one within it, as subject, object or condition; a study,
                reference or proposition.
            predicates: only with these, such as `"improves"`.
            directions: only these.
            groups: only in `human`, `animal`, `in-vitro` or `reference`.
            best_level: only this level of evidence or better.
            designs: only of studies of these designs.
            years: only of studies of these years, as of `studies`; `note` says how many have none.

        Example:
            >>> import stroma
            >>> rows = stroma.open_graph().findings("NurOwn", "ALS", predicates="ameliorates", best_level=2)
            >>> {(row.source, row.direction) for row in rows}
            {('study:cudkowicz-2022', 'inconclusive')}
        """
        return self._rows(
            FINDINGS, limit, timeout_s, about, predicate=predicates, direction=directions, group=groups, best_level=best_level, design=designs, years=years,
        )  # fmt: skip

    def propositions(
        self,
        *about: Names,
        predicates: Names | None = None,
        stances: Names | None = None,
        best_level: Level | str | int | None = None,
        limit: int | None = None,
        timeout_s: float | None = TIMEOUT_S,
    ) -> Answer:
        """Every proposition as a row: what is said, in which `condition`, its `stance`, best `level`, counts, `thin`, ...

        Columns have the names of the attributes of edges in `to_networkx`; `asks`, `disease` and the labels are as of
        `findings`. Those that no study measured are among them
        (stance `no-evidence`).

        Args:
            about: as of `findings`; of a study those that it has a finding on.
            predicates: only with these.
            stances: only these, such as `["supported", "contested"]`.
            best_level: only where the best evidence is of this level or better.
        """
        return self._rows(
            PROPOSITIONS, limit, timeout_s, about, predicate=predicates, stance=stances, best_level=best_level
        )  # fmt: skip

    def claims(
        self,
        *about: Names,
        predicates: Names | None = None,
        polarities: Names | None = None,
        limit: int | None = None,
        timeout_s: float | None = TIMEOUT_S,
    ) -> Answer:
        """Every claim of an article as a row: what it says, `polarity`, `wording_strength`, what it `cites`, and the `stance` of the evidence.

        Args:
            about: only claims about each of these: a term or one within it, an article, a study that is cited, a proposition.
            predicates: only with these.
            polarities: only `affirms` or `denies`.

        Example:
            >>> import stroma
            >>> rows = stroma.open_graph().claims("MS", predicates="cures")
            >>> [(row.article, row.polarity, row.stance) for row in rows]
            [('article:msc-for-ms', 'denies', 'no-evidence')]
        """
        return self._rows(
            CLAIMS, limit, timeout_s, about, predicate=predicates, polarity=polarities
        )

    def conflicts(
        self,
        *about: Names,
        predicates: Names | None = None,
        limit: int | None = None,
        timeout_s: float | None = TIMEOUT_S,
    ) -> Answer:
        """Every pair of findings that disagree as a row: `in_words`, `findings`, `studies`, and what they have different (`differs_in`).

        That two studies differ in something does not show that it made the difference.

        Args:
            about: only conflicts about each of these: a term or one within it, a study, a proposition.
            predicates: only on these.
        """
        return self._rows(CONFLICTS, limit, timeout_s, about, predicate=predicates)

    def _rows(
        self,
        table: RecordTable,
        limit: int | None,
        timeout_s: float | None,
        about: Sequence[Names],
        *,
        best_level: Level | str | int | None = None,
        years: Years | None = None,
        **words: Names | None,
    ) -> Answer:
        if limit is not None:
            checked_count(limit)
        with words_of_python():
            part = Part.of(
                self.store, about, best_level=best_level, years=years, **words
            )  # fmt: skip
            query = partial(self.query, timeout_s=timeout_s)
            # On disk the first call reads its part only: a whole table takes a few seconds, and is kept for further calls.
            is_outside = isinstance(self.store, OutsideStore)
            if is_outside and not (self.store.may_be_held and table.record in self._read):
                self._read.add(table.record)
                return read_table(table, query, part, limit=limit, labels=self.store.labels)
            if (held := self._tables.get(table.record)) is None:
                every = Part(words={"kind": KINDS} if table is TERMS else {})
                rows = read_table(table, query, every, limit=None, labels=self.store.labels)
                held = HeldTable(table, rows, partial(self.query, timeout_s=None))
                self._tables[table.record] = held
            return held.part(part, limit)
