"""Was a harm that the treatment is said to lessen ("fewer deaths") less frequent than in a comparison group?

Read first: `lessened_harms`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from stroma.audit.claims.candidates import LESSENED, Candidate, with_harm
from stroma.audit.judging.denied_harms import is_in_excess
from stroma.audit.judging.equal_harms import shares_of
from stroma.audit.judging.results import Gap, Verdict
from stroma.model import Comparator, Direction, Polarity
from stroma.vocabulary import local_id

if TYPE_CHECKING:
    from stroma import model as m
    from stroma.audit.judging.matching import Matcher
    from stroma.store import EvidenceStore
    from stroma.vocabulary import Iri

_COMPARED = (Comparator.PLACEBO, Comparator.SHAM, Comparator.STANDARD_CARE, Comparator.ACTIVE)


def fewer_in_study(c: Candidate, study: Iri, matcher: Matcher) -> m.Finding | None:
    """The finding of a study by whose counts a harm, said to be lessened, was less frequent than in comparison."""
    if c.rule != LESSENED or c.polarity is Polarity.DENIES:
        return None
    held = (f for f, rank in matcher.in_study(with_harm(c), study) if rank == 0)
    return next((f for f in held if (s := shares_of(f)) is not None and s[0] < s[1]), None)


def lessened_harms(
    c: Candidate, study: Iri | None, store: EvidenceStore, matcher: Matcher
) -> tuple[Verdict, list[Gap]] | None:
    """The verdict on "fewer deaths" by the comparisons held of that harm; None where there are none, or it is another claim."""
    if c.rule != LESSENED or c.polarity is Polarity.DENIES or c.is_subgroup:
        return None
    asked = with_harm(c)
    found = (
        [f for f, rank in matcher.in_study(asked, study) if rank < 2]
        if study is not None
        else [
            f
            for p, rank in matcher.propositions(asked)
            if rank < 2 and p.human.total and matcher.is_within(asked, p)
            for f in matcher.findings(p.findings)
        ]
    )
    held = {
        f.iri: f
        for f in found
        if f.comparator in _COMPARED
        and local_id(f.predicate) == "causesAdverseEvent"
        and f.direction is not Direction.DISPUTES
    }
    gaps = [
        Gap(
            "POLARITY",
            f"not shown: {f.label} {f.value or ''} ({store.label(f.source)})",
            f.iri,
        )
        for f in held.values()
    ]
    if not gaps:
        return None
    more = study is not None and any(is_in_excess(f) for f in held.values())
    return (Verdict.CONTRADICTED if more else Verdict.OVERSTATED), gaps
