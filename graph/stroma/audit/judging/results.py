"""What an audit comes to: verdicts, gaps, omissions, and the whole in one record.

Read first: `Audit`. A verdict compares wording with the evidence in the graph; it never says true or false.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from stroma.audit.claims.candidates import Candidate
    from stroma.audit.claims.understood import Understood
    from stroma.audit.language.reading import Reading
    from stroma.audit.readers.documents import Document
    from stroma.audit.studies.linking import LinkedMention
    from stroma.vocabulary import Iri


class Verdict(StrEnum):
    """How a claim stands beside the evidence of the graph."""

    CONTRADICTED = "contradicted"
    OVERSTATED = "overstated"
    LEAVES_OUT = "leaves-out-contrary-results"
    TO_CHECK = "to-check"
    NO_EVIDENCE = "no-evidence-here"
    SUPPORTED = "supported"
    BACKGROUND = "background"
    NOT_A_CLAIM = "not-a-claim"


MIXED: Final = "the results are mixed"
"""Of a gap of a denial that leaves out what a comparison gained."""
THIN: Final = "supported, but thin"
"""How the reason begins where outright wording meets support that rests on little."""


UNCOMPARED: Final = "had no comparison group for this"
"""How the reason goes on where outright wording meets a result that was compared with nobody."""


WITHIN_GROUP: Final = "saw this as a change within one group, not compared with the other"
"""How it goes on where the result was compared with the same people before."""


_REMARKS: Final = frozenset(("OMIT_N_DESIGN",))
"""Codes of what is worth a remark and no sign that a text misleads."""


@dataclass(frozen=True)
class Gap:
    """A difference between text and evidence, with its reason in words and the finding it rests on."""

    code: str
    reason: str
    finding: Iri | None = None
    perhaps: int | None = None
    """The sentence, counted from 0, that may tell what is said to be left out: then it is a question."""
    is_lone: bool = False
    """One of too few signs against the text (`Signs`): then it is a question too."""

    @property
    def is_question(self) -> bool:
        """Whether it is asked of the text and not held against it."""
        return self.perhaps is not None or self.is_lone


@dataclass(frozen=True)
class Judged:
    """A candidate with its verdict."""

    candidate: Candidate
    id: str
    study: Iri | None
    verdict: Verdict
    gaps: tuple[Gap, ...]
    supporting: tuple[Iri, ...]
    """Findings for the claim, of the linked study first."""
    opposing: tuple[Iri, ...]
    beside: tuple[Iri, ...] = ()
    """Findings on other products, outcomes or diseases, or in animals or cultures: neither for nor against."""
    abstract_only: bool = False
    understood: tuple[Understood, ...] = ()
    """Parts that the sentence does not say itself."""
    if_read_rightly: Verdict | None = None
    """The verdict of a claim that is to check only because the signs against the text are too few (`Signs`)."""
    uncompared: tuple[str, ...] = ()
    """Figures of its sentence that no finding of the linked study holds, "60%", "3/16"; without a study every one."""
    near: Iri | None = None
    """Where nothing answers it: what the linked study found on an outcome of its sentence, or with one of its figures; of a general
    "safe", the one study that calls it so."""
    unread: tuple[tuple[int, int], ...] = ()
    """Spans of its sentence that assert something else, of which nothing was read: the verdict is not of them."""


def without_gaps(j: Judged, is_told: Callable[[Gap], bool], *faults: Verdict) -> Judged:
    """A claim without the gaps that the article tells itself.

    Args:
        faults: verdicts that rest on such gaps alone: without them the claim fits, or nothing is held on it.
    """
    kept = tuple(g for g in j.gaps if not is_told(g))
    if len(kept) == len(j.gaps) or j.verdict not in faults:
        return replace(j, gaps=kept or j.gaps)  # what stays a fault keeps its reason
    if j.supporting:
        return replace(j, gaps=kept, verdict=Verdict.SUPPORTED)
    beside = tuple(dict.fromkeys((*j.opposing, *j.beside)))
    return replace(j, gaps=kept, verdict=Verdict.NO_EVIDENCE, opposing=(), beside=beside)


@dataclass(frozen=True)
class Unjudged:
    """A sentence with a medical assertion that was not judged, and why."""

    sentence: int
    reason: str


@dataclass(frozen=True)
class Omission:
    """What the article leaves out or gets wrong, about one study or as a whole; span of the mention or of the words."""

    code: str
    reason: str
    start: int
    end: int
    study: Iri | None = None
    finding: Iri | None = None
    perhaps: int | None = None
    """As of `Gap`."""
    is_lone: bool = False
    """As of `Gap`."""
    stands_alone: bool = False
    """Held against the text though it is the only sign: what is no matter of reading single words."""

    @property
    def is_remark(self) -> bool:
        """Whether it is told to the editor and speaks against no text: honest news, too, leaves out how many took part."""
        return self.code in _REMARKS

    @property
    def is_question(self) -> bool:
        """As of `Gap`; a remark is one too."""
        return self.perhaps is not None or self.is_lone or self.is_remark


@dataclass(frozen=True)
class Signs:
    """How many signs there are against a text, and how many it takes to hold them against it (`judging.signs`)."""

    found: int
    needed: int

    @property
    def are_enough(self) -> bool:
        """Whether there are more than misreading alone brings to an honest text of this length."""
        return self.found >= self.needed


@dataclass(frozen=True)
class Audit:
    """An article laid beside the evidence."""

    document: Document
    reading: Reading
    mentions: Sequence[LinkedMention]
    claims: Sequence[Judged]
    omissions: Sequence[Omission]
    rules_version: str
    unjudged: Sequence[Unjudged] = ()
    signs: Signs = Signs(0, 1)
    rejected: int = 0
    """Candidates that a curator turned down."""
