"""What is a claim judged by? The claim, where it stands in its text, and the evidence on its question.

Read first: `Case` and `Ruling`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from stroma.audit.claims.candidates import Candidate, family_of
from stroma.audit.judging.results import Gap, Verdict

if TYPE_CHECKING:
    from stroma import model as m
    from stroma.audit.judging.bearing import Bearing, Ranked, Sides
    from stroma.audit.language.lexicon import Lexicon
    from stroma.vocabulary import Iri

NO_STUDY: Final = Gap("NO_STUDY_CITED", "no study is named for this")


@dataclass(frozen=True)
class Case:
    """A claim with the evidence on it."""

    said: Candidate
    """The claim as the text has it."""
    c: Candidate
    """The claim to judge: "completely safe" as the denial of every harm."""
    study: Iri | None
    """The study that a good link gives to its block."""
    in_block: bool
    says_laboratory: bool
    of_unknown_study: bool
    is_of_named_study: bool
    """That study is told from others (author, year, size ...): it is none that the graph holds."""
    may_be: Iri | None
    wide: Ranked
    """Every proposition on its question, with how far each is from it."""
    own: list[tuple[m.Finding, int]]
    """What the linked study found on it, with how far each is from it."""
    bearing: Bearing
    found: Sides


@dataclass(frozen=True)
class Ruling:
    """A verdict with its gaps, and the findings for, against and beside that it shows."""

    verdict: Verdict
    gaps: Sequence[Gap]
    found: Sides


def is_background(c: Candidate, lexicon: Lexicon) -> bool:
    """Whether a claim is about biology: fate, place, amounts, disease, or a process that no cell product drives."""
    family = family_of(c.predicate)
    if family == "process":
        return lexicon.terms[c.subject].kind != "CellProduct"
    return family in ("fate", "place", "disease", "amount")
