"""Which words does the record of a study hold, and how much does each say? For a search by words.

Read first: `RecordWords`. SQLite's FTS5 keeps them in memory, with its stemmer of English and its BM25, by which a word that
few records hold says more; a word in a name counts for more than one in a note.
"""

from __future__ import annotations

import re
import sqlite3
from collections import defaultdict
from functools import cached_property
from math import log
from typing import TYPE_CHECKING, Final
from unicodedata import combining, normalize
from weakref import WeakKeyDictionary, finalize

from stroma.hierarchy import closure
from stroma.model import Direction, EndpointMet, Study
from stroma.source_names import trial_name
from stroma.vocabulary import local_id

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence
    from enum import StrEnum

    from stroma.model import Finding, Reference
    from stroma.store import EvidenceStore
    from stroma.vocabulary import Iri

__all__ = ["RecordWords", "record_words", "words_of_text"]

# What a word counts by where it stands: in names, in terms, in wider terms, elsewhere in the record, in findings.
_PLACES: Final = ("name", "term", "wider", "record", "finding")
_COUNTS: Final = (4.0, 2.5, 1.0, 1.5, 1.0)
# A word that no record holds may be an ordinary one: it weighs as much as one in so many records.
_HELD_BY_NONE: Final = 3
_WORD: Final = re.compile(r"[^\W_]+")
_PHASE: Final = re.compile(r"\bphase[ -]?(?:(iii)|(ii)|(i)|([1-4]))(?:[ab])?\b")
# What people say of a trial by its primary endpoint.
_IN_WORDS: Final = {
    EndpointMet.MET: "primary endpoint met positive success succeeded successful",
    EndpointMet.NOT_MET: "primary endpoint not met missed failed fail negative null unsuccessful",
}


class RecordWords:
    """The words of the records of studies and references, by the place where they stand."""

    def __init__(self, texts: Mapping[Iri, Mapping[str, str]]) -> None:
        self._iris = list(texts)
        self._texts = [tuple(texts[iri].get(place, "") for place in _PLACES) for iri in self._iris]
        # Read in any thread, written in none: all rows are there before anybody reads.
        self._table = sqlite3.connect(":memory:", check_same_thread=False)
        finalize(self, self._table.close)
        self._table.execute(
            f"CREATE VIRTUAL TABLE sources USING fts5({', '.join(_PLACES)}, tokenize = 'porter ascii')"
        )
        self._table.executemany("INSERT INTO sources VALUES (?, ?, ?, ?, ?)", self._texts)

    @cached_property
    def words(self) -> frozenset[str]:
        """Every word of names and terms, as `words_of_text` writes it: what a slip of the keys may mean."""
        named = _PLACES.index("wider") + 1
        return frozenset(
            word for texts in self._texts for text in texts[:named] for word in text.split()
        )

    def holding(self, word: str) -> frozenset[Iri]:
        """The records that hold a word in any of its forms ("implant", "implantation")."""
        rows = self._table.execute(
            "SELECT rowid FROM sources WHERE sources MATCH ?", (f'"{word}"',)
        )
        return frozenset(self._iris[rowid - 1] for (rowid,) in rows)

    def weight(self, n_holding: int) -> float:
        """How much a word says that so many records hold: the more, the fewer they are."""
        n = n_holding or _HELD_BY_NONE
        return log(1 + (len(self._iris) - n + 0.5) / (n + 0.5))

    def scores(self, words: Collection[str]) -> dict[Iri, float]:
        """How well each record fits that holds one of these words."""
        if not words:
            return {}
        match = " OR ".join(f'"{word}"' for word in words)
        query = "SELECT rowid, bm25(sources, ?, ?, ?, ?, ?) FROM sources WHERE sources MATCH ?"
        rows = self._table.execute(query, (*_COUNTS, match))
        return {self._iris[rowid - 1]: -score for rowid, score in rows}


# As long as a store is there, and no longer.
_made: Final[WeakKeyDictionary[EvidenceStore, RecordWords]] = WeakKeyDictionary()


def record_words(store: EvidenceStore) -> RecordWords:
    """The words of every record of a store; made once."""
    if (words := _made.get(store)) is None:
        words = _made[store] = _read_words(store)
    return words


def _read_words(store: EvidenceStore) -> RecordWords:
    findings: dict[Iri, list[Finding]] = defaultdict(list)
    for finding in store.findings.values():
        findings[finding.source].append(finding)
    wider = closure(store.records)
    texts = {}
    for of_kind in (store.records.studies, store.records.references):
        for iri, source in of_kind.items():
            placed: dict[str, list[str]] = defaultdict(list)
            for place, text in _parts(store, source, findings[iri], wider):
                placed[place] += words_of_text(text)
            texts[iri] = {place: " ".join(words) for place, words in placed.items()}
    return RecordWords(texts)


def words_of_text(text: str) -> list[str]:
    """The words of a text in lower case, without accents; "phase III" is one word.

    Example:
        >>> words_of_text("Panés' trial, phase III: ADMIRE-CD")
        ['panes', 'trial', 'phase3', 'admire', 'cd']
    """
    plain = text.casefold()
    if not plain.isascii():
        plain = "".join(c for c in normalize("NFKD", plain) if not combining(c))
    plain = _PHASE.sub(_phase, plain.replace("'s ", " ").replace("’s ", " "))
    return _WORD.findall(plain)


def _phase(found: re.Match[str]) -> str:
    return f"phase{found[4] or len(found[1] or found[2] or found[3])}"


def _parts(
    store: EvidenceStore,
    source: Study | Reference,
    findings: Sequence[Finding],
    wider: Mapping[Iri, Sequence[Iri]],
) -> Iterator[tuple[str, str]]:
    """The texts of a record, and where they stand."""
    yield "name", _joined(source.slug, source.label, trial_name(source.label))
    if source.is_retracted:
        yield "name", "retracted retraction"
    terms: set[Iri] = set()
    if isinstance(source, Study):
        terms.update(source.product, source.disease, source.source_tissue, source.route)
        yield from _of_study(source)
    else:
        yield "record", _joined(source.reference_kind)
    year = str(source.year) if source.year else None
    yield "record", _joined(source.journal, year, source.doi, source.pmid)
    for one in findings:
        terms.update((one.subject, one.object, *one.route))
        terms.update(term for term in (one.condition, one.measured_by) if term is not None)
        yield "finding", _joined(
            one.label, one.outcome_measure, one.value, one.population, one.comparator_as_reported, one.region, one.note,
            one.comparator, local_id(one.predicate), "no effect" if one.direction is Direction.INCONCLUSIVE else None,
        )  # fmt: skip
    for iri in sorted(terms):
        yield "term", _names(store, iri)
    for iri in sorted({w for one in terms for w in wider.get(one, ())} - terms):
        yield "wider", _names(store, iri)


def _of_study(study: Study) -> Iterator[tuple[str, str]]:
    yield "name", _joined(study.first_author, *study.nct, *study.other_registration)
    met = study.primary_endpoint_met
    yield "record", _joined(
        study.population, study.product_as_reported, study.route_as_reported, study.dose, study.country, study.blinding,
        study.primary_endpoint, _IN_WORDS.get(met) if met is not None else None, f"phase {study.phase}" if study.phase else None,
        study.design, study.primary_comparator, study.published_as, study.read_as, *study.species, *study.donor,
        "sponsor company" if study.sponsor_reported else None,
    )  # fmt: skip
    yield "finding", _joined(study.read_note)


def _joined(*texts: str | StrEnum | None) -> str:
    return " ".join(str(text) for text in texts if text)


def _names(store: EvidenceStore, iri: Iri) -> str:
    term = store.records.terms.get(iri)
    if term is None:
        return ""
    return " ".join((term.label, *term.synonyms, *term.brand_names, *term.looked_for_as))
