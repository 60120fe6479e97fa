"""Was the treatment better than the other active one that a claim names? Answered only by comparisons with that one.

Read first: `judge_rival`.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from stroma.audit.judging.results import Gap, Verdict
from stroma.model import Comparator, Direction, Polarity

if TYPE_CHECKING:
    from stroma import model as m
    from stroma.audit.claims.candidates import Candidate
    from stroma.store import EvidenceStore


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
