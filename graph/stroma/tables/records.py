"""The records of an opened graph as rows. Read first: `RecordTables`, whose methods are those of the graph."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING, Final

from stroma.counts import checked_count
from stroma.keywords import words_of_python
from stroma.outside import OutsideStore
from stroma.tables.held import HeldTable
from stroma.tables.kinds import (
    CLAIMS,
    CONFLICTS,
    FINDINGS,
    PROPOSITIONS,
    REFERENCES,
    STUDIES,
    TERMS,
)
from stroma.tables.part import Part
from stroma.tables.reading import read_table
from stroma.vocabulary import KINDS

if TYPE_CHECKING:
    from stroma.answer import Answer
    from stroma.model import Level
    from stroma.selection import Names, Years
    from stroma.store import EvidenceStore
    from stroma.tables.table import RecordTable

__all__ = ["TIMEOUT_S", "RecordTables"]

TIMEOUT_S: Final = 30.0
"""Seconds, as `stroma query` and `stroma ask` have it."""


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
            designs: only of these, such as `"randomised"`, which is `"randomised-controlled"` and `"crossover-randomised"`.
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
