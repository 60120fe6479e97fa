"""Is the treatment said to be better than another active one? "Beat cortisone" is answered only by comparisons with it.

Read first: `find_rival` and `judge_rival`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING, Final

from stroma.audit.results import Gap, Verdict
from stroma.model import Comparator, Direction, Polarity

if TYPE_CHECKING:
    from stroma import model as m
    from stroma.audit.claims import Candidate
    from stroma.store import EvidenceStore

# How a treatment is called in texts, and the word by which the records name it as a comparator.
_RIVALS: Final = {
    "cortisone": "steroid", "cortison": "steroid", "corticosteroid": "steroid", "steroid": "steroid", "prednisone": "steroid",
    "prednisolone": "steroid", "methylprednisolone": "steroid", "riluzole": "riluzole", "hyaluronic": "hyaluron",
    "hyaluronan": "hyaluron", "ruxolitinib": "ruxolitinib", "platelet": "platelet", "physiotherapy": "physiotherapy",
}  # fmt: skip
_BEATEN: Final = re.compile(
    r"(?i)\b(?:beat\w*|outperform\w*|surpass\w*|outdo\w*|outclass\w*|superior to|than|ahead of|over|defeat\w*)\s+(?:\w+[ -]){0,2}?("
    + "|".join(_RIVALS)
    + r")"
)


def find_rival(words: str) -> str:
    """The other treatment that a sentence compares with, as the records name it; empty when there is none."""
    found = _BEATEN.search(words)
    return _RIVALS[found[1].casefold()] if found is not None else ""


def against_rival(
    c: Candidate, findings: Iterable[m.Finding], store: EvidenceStore
) -> list[m.Finding]:
    """The findings that compare with the rival of a claim."""
    return [
        f
        for f in findings
        if f.comparator in (Comparator.ACTIVE, Comparator.STANDARD_CARE)
        and c.rival in f"{f.comparator_as_reported or ''} {store.label(f.source)}".casefold()
    ]


def judge_rival(c: Candidate, compared: list[m.Finding]) -> tuple[Verdict, list[Gap]]:
    """The verdict on "better than another treatment", by the comparisons with it."""
    better = [f for f in compared if f.direction is Direction.SUPPORTS]
    not_better = [f for f in compared if f.direction is not Direction.SUPPORTS]
    if c.polarity is Polarity.DENIES:
        better, not_better = not_better, better
    code = "POLARITY" if c.polarity is Polarity.AFFIRMS else "UNDERSTATED"
    if better and not_better:
        return Verdict.LEAVES_OUT, [Gap("OMIT_CONTRARY", f"left out: {not_better[0].label}", not_better[0].iri)]  # fmt: skip
    if not_better:
        return Verdict.CONTRADICTED, [Gap(code, f"compared with that treatment: {not_better[0].label}", not_better[0].iri)]  # fmt: skip
    return (Verdict.SUPPORTED if better else Verdict.NO_EVIDENCE), []
