"""Which claims about cells, molecules and tissues does a clause make? Fate, secretion, place, and processes.

Read first: `read_background`.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from stroma.audit.claims.acting import acting_cell, listed
from stroma.audit.claims.places import Place, relate
from stroma.audit.claims.processes import PROCESS_FRAMES

if TYPE_CHECKING:
    from stroma.audit.claims.candidates import Candidate

_INTO: Final = (
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
_MYELIN: Final = ("myelin", "myelin-sheath")


def read_background(place: Place) -> Iterator[Candidate]:
    """Claims of a clause that are about biology rather than about patients."""
    for frame in (_fate, _secretion, _place, _surrounds, *PROCESS_FRAMES):
        yield from frame(place)


def _fate(place: Place) -> Iterator[Candidate]:
    for cue in place.clause.of("differentiate"):
        into = set(place.forms(cue.last + 1, cue.last + 5))
        if any(cue.phrase.startswith(v[:-1]) for v in _INTO) and "into" not in into:
            continue
        for entity in listed(place, cue.last, ("CellType",), 8):
            if not place.subjects.is_product(entity):
                cell = acting_cell(place, cue.first)
                said = relate(cell, "differentiatesInto", entity.term)
                yield from place.state(said, cue, entity.first, "frame:fate")


def _secretion(place: Place) -> Iterator[Candidate]:
    for cue in place.clause.of("secrete"):
        if any(e.first <= cue.first <= e.last for e in place.clause.entities):
            continue
        for entity in listed(place, cue.last, ("Molecule",), 8):
            said = relate(acting_cell(place, cue.first), "secretes", entity.term)
            yield from place.state(said, cue, entity.first, "frame:secretion")


def _place(place: Place) -> Iterator[Candidate]:
    if place.subjects.mention_at(place.clause.sentence, place.clause.first) is not None:
        return  # in a study block it says how the cells were made
    for cue in place.clause.of("found-in"):
        for entity in listed(place, cue.last, ("Tissue",), 8):
            said = relate(acting_cell(place, cue.first), "foundIn", entity.term)
            yield from place.state(said, cue, entity.first, "frame:place")


def _surrounds(place: Place) -> Iterator[Candidate]:
    for cue in place.clause.of("surround"):
        before = (e for e in place.clause.entities if e.first < cue.first)
        myelin = next((e for e in before if place.slug(e) in _MYELIN), None)
        if myelin is None:
            continue
        for entity in listed(place, cue.last, ("Tissue", "CellType")):
            if not place.subjects.is_product(entity):
                said = relate(myelin.term, "surrounds", entity.term)
                yield from place.state(said, cue, entity.first, "frame:surrounds")
