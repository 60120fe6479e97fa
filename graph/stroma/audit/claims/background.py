"""Which claims about cells, molecules and tissues does a clause make? Fate, secretion, place, and processes.

Read first: `read_background`.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import TYPE_CHECKING

from stroma.audit.claims.acting import Make, acting_cell, listed
from stroma.audit.claims.candidates import Candidate
from stroma.audit.claims.processes import PROCESS_FRAMES
from stroma.audit.language.negation import negation_of
from stroma.audit.language.wording import read_wording
from stroma.model import Polarity
from stroma.vocabulary import Iri, st

if TYPE_CHECKING:
    from stroma.audit.claims.subjects import Subjects
    from stroma.audit.language.clauses import Clause
    from stroma.audit.language.cues import Cue
    from stroma.audit.language.reading import Reading

_INTO = (
    "differentiate",
    "turn",
    "transform",
    "develop",
    "specialize",
    "mature",
    "convert",
    "change",
    "form",
)


def read_background(
    reading: Reading, subjects: Subjects, clause: Clause, reach: int
) -> Iterator[Candidate]:
    """Claims of a clause that are about biology rather than about patients."""
    make = partial(_make, reading, subjects, clause, reach)
    for frame in (_fate, _secretion, _place, _surrounds, *PROCESS_FRAMES, _impaired, _classified):
        yield from frame(reading, subjects, clause, make)


def _make(
    reading: Reading, subjects: Subjects, clause: Clause, reach: int,
    subject: Iri | None, name: str, target: Iri, cue: Cue, at: int, rule: str, condition: Iri | None = None,
) -> Iterator[Candidate]:  # fmt: skip
    if subject is None or subject == target:
        return
    negation = negation_of(clause, cue.first, reach, text=reading)
    cues = (cue,) if negation is None else (negation, cue)
    wording = read_wording(reading, clause, by_product=True, observed=False)
    span = clause.sentence.span
    polarity = Polarity.AFFIRMS if negation is None else Polarity.DENIES
    yield Candidate(
        span.start, span.end, subject, st(name), target, condition, polarity, wording, cues, rule, clause.sentence.index, at,
        as_people=clause.sentence.has("humans"),
    )  # fmt: skip


def _fate(reading: Reading, subjects: Subjects, clause: Clause, make: Make) -> Iterator[Candidate]:
    for cue in clause.of("differentiate"):
        verb = cue.phrase
        into = {t.form for t in reading.tokens[cue.last + 1 : cue.last + 5]} & {"into", "to"}
        if any(verb.startswith(v[:-1]) for v in _INTO) and "into" not in into:
            continue
        for entity in listed(reading, list(clause.entities), cue.last, ("CellType",), 8):
            if not subjects.is_product(entity):
                yield from make(
                    acting_cell(subjects, clause, cue.first),
                    "differentiatesInto",
                    entity.term,
                    cue,
                    entity.first,
                    "frame:fate",
                )


def _secretion(
    reading: Reading, subjects: Subjects, clause: Clause, make: Make
) -> Iterator[Candidate]:
    for cue in clause.of("secrete"):
        if any(e.first <= cue.first <= e.last for e in clause.entities):
            continue
        for entity in listed(reading, list(clause.entities), cue.last, ("Molecule",), 8):
            yield from make(
                acting_cell(subjects, clause, cue.first),
                "secretes",
                entity.term,
                cue,
                entity.first,
                "frame:secretion",
            )


def _place(reading: Reading, subjects: Subjects, clause: Clause, make: Make) -> Iterator[Candidate]:
    if subjects.mention_at(clause.sentence, clause.first) is not None:
        return  # in a study block it says how the cells were made
    for cue in clause.of("found-in"):
        for entity in listed(reading, list(clause.entities), cue.last, ("Tissue",), 8):
            yield from make(
                acting_cell(subjects, clause, cue.first),
                "foundIn",
                entity.term,
                cue,
                entity.first,
                "frame:place",
            )


def _surrounds(
    reading: Reading, subjects: Subjects, clause: Clause, make: Make
) -> Iterator[Candidate]:
    for cue in clause.of("surround"):
        myelin = next(
            (
                e
                for e in clause.entities
                if reading.lexicon.terms[e.term].slug in ("myelin", "myelin-sheath")
                and e.first < cue.first
            ),
            None,
        )
        if myelin is None:
            continue
        for entity in listed(reading, list(clause.entities), cue.last, ("Tissue", "CellType")):
            if not subjects.is_product(entity):
                yield from make(
                    myelin.term, "surrounds", entity.term, cue, entity.first, "frame:surrounds"
                )


def _impaired(
    reading: Reading, subjects: Subjects, clause: Clause, make: Make
) -> Iterator[Candidate]:
    for cue in clause.of("impaired"):
        process = next(
            (
                e
                for e in clause.entities
                if e.kind in ("Mechanism", "CellType")
                and abs(e.first - cue.first) <= 6
                and not subjects.is_product(e)
            ),
            None,
        )
        disease = next((e for e in clause.sentence.entities if e.kind == "Disease"), None)
        if process is not None and disease is not None:
            yield from make(
                process.term, "impairedIn", disease.term, cue, process.first, "frame:impaired"
            )


def _classified(
    reading: Reading, subjects: Subjects, clause: Clause, make: Make
) -> Iterator[Candidate]:
    for cue in clause.of("classify"):
        wide = next(
            (
                e
                for e in clause.entities
                if e.kind == "Disease"
                and e.first > cue.last
                and reading.lexicon.terms[e.term].slug == "type-iv-hypersensitivity-disease"
            ),
            None,
        )
        disease = next(
            (
                e
                for e in clause.sentence.entities
                if e.kind == "Disease" and wide is not None and e.term != wide.term
            ),
            None,
        )
        if wide is not None:
            yield from make(
                disease.term if disease else subjects.topic,
                "classifiedAs",
                wide.term,
                cue,
                wide.first,
                "frame:classified",
            )
