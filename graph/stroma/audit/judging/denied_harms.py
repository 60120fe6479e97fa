"""Which findings speak for and against a denied harm: "no tumours", "no side effects", "completely safe"?

Read first: `backs` and `opposes`. Any held harm that happened speaks against a denial of that harm or of every
harm. Only the very harm, or a wider one of a kind, that was looked for and not seen backs it: "no serious event" is not "no side effect",
and "no side effect" neither "nobody died" nor "no tumour": half of the patients of such a report had died. Who lived tells who died.
"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING

from stroma.audit.judging.equal_harms import shares_of
from stroma.audit.language.terms import ADVERSE_EVENT, DEATH, SERIOUS_ADVERSE_EVENT, SURVIVAL, TERM
from stroma.model import Direction
from stroma.vocabulary import local_id

if TYPE_CHECKING:
    from stroma import model as m
    from stroma.audit.claims.candidates import Candidate
    from stroma.audit.judging.matching import Matcher
    from stroma.vocabulary import Iri

# A value that says that none was seen, or none blamed on the cells; "0% placebo; 7.7% cells" is none.
_NONE = re.compile(r"^0(?:%\s*\(|[^%\d.]|$)|\bunrelated\b|\bnone\b")
_DEATHS = (DEATH, TERM + "treatment-related-death")
_ALIVE_OF = re.compile(r"^(\d+) of (\d+)\b")
_ALIVE_SHARE = re.compile(r"^(\d+(?:\.\d+)?)\s?%")
_COMPOSITE = re.compile(r"(?i)\bgrafts?\b|-free\b")
# "Called safe; no major adverse event": what a finding on safety says was not seen.
_NO_SERIOUS = re.compile(
    r"(?i)\bno (?:major |serious |severe )?(?:adverse events?|side effects?)\b(?! (?:related|tied|linked|attributed|blamed|due|caused)\b)"
)
_NO_EVENT = re.compile(
    r"(?i)\bno (?:adverse events?|side effects?)\b(?! (?:related|tied|linked|attributed|blamed|due|caused)\b)"
)
_ALL = Decimal(100)
_WIDER = 2
"""As of `Matcher.relation`."""
_EXCESS = re.compile(r"(?i)(?<!no )\bexcess\b")
_DIED = re.compile(r"(?i)\b(?:died|deaths?|fatal)\b")


def happened(f: m.Finding) -> bool:
    """Whether a finding tells of a harm that happened, blamed on the cells or not."""
    if local_id(f.predicate) != "causesAdverseEvent":
        return False
    return f.direction is Direction.SUPPORTS or f.has_events


def tells_deaths(f: m.Finding) -> bool:
    """Whether a result on survival, or on deaths prevented, tells that some of the treated died.

    Example: "10 of 20 v 4 of 20" alive, "16.7% v 11.8%" dead.
    """
    value = (f.value or "").strip()
    if local_id(f.predicate) == "prevents" and f.object in _DEATHS:
        return f.has_events or _is_more_than_none(value)
    if local_id(f.predicate) != "improves" or f.object != SURVIVAL:
        return False
    if _COMPOSITE.search(f"{f.outcome_measure or ''} {f.label}"):
        return False  # alive without a relapse, or with the kidney
    if (counted := _ALIVE_OF.match(value)) is not None:
        return int(counted[1]) < int(counted[2])
    share = _ALIVE_SHARE.match(value)
    return share is not None and Decimal(share[1]) < _ALL


def _is_more_than_none(value: str) -> bool:
    share = _ALIVE_SHARE.match(value)
    return share is not None and Decimal(share[1]) > 0


def opposes(c: Candidate, f: m.Finding, matcher: Matcher) -> bool:
    """Whether the denied harm, or a narrower one, happened; a death also where it is told under serious events."""
    if c.is_compared:
        commoner = (f.direction is Direction.SUPPORTS or _says_excess(f)) and _is_compared(f)
        return commoner and happened(f) and matcher.relation(c.object, f.object) in (0, 1)
    if c.is_attributed and (f.direction is not Direction.SUPPORTS or not happened(f)):
        return False  # it happened, and nobody showed that it came from the treatment
    if c.object == DEATH and tells_deaths(f):
        return True
    relation = matcher.relation(c.object, f.object)
    fatal = c.object in _DEATHS and relation == 2 and _DIED.search(f"{f.label} {f.value or ''}")
    return happened(f) and (relation in (0, 1) or bool(fatal))


def tells_no_harm(f: m.Finding, harm: Iri) -> bool:
    """Whether a finding that calls the treatment safe says that there was none of a harm, serious events or any."""
    if local_id(f.predicate) != "safeIn" or f.direction is not Direction.SUPPORTS:
        return False
    told = {SERIOUS_ADVERSE_EVENT: _NO_SERIOUS, ADVERSE_EVENT: _NO_EVENT}.get(harm)
    return told is not None and told.search(f"{f.label} {f.value or ''}") is not None


def backs(c: Candidate, f: m.Finding, matcher: Matcher) -> bool:
    """Whether the denied harm, or a wider one of a kind, was looked for and not seen; "no commoner than with placebo" is not that."""
    if local_id(f.predicate) != "causesAdverseEvent" or not _is_as_grave(c.object, f, matcher):
        return False
    if c.is_compared:
        no_more = f.direction is not Direction.SUPPORTS and _is_compared(f)
        return no_more and not is_in_excess(f)
    return not happened(f) and _was_not_seen(f)


def _is_as_grave(denied: Iri, f: m.Finding, matcher: Matcher) -> bool:
    """Whether a finding is on the denied harm, its kind, or names it: that there were no events at large tells of none that is graver or narrower."""
    if denied == f.object:
        return True
    of_kind = f.object not in (ADVERSE_EVENT, SERIOUS_ADVERSE_EVENT) or denied in matcher.named(f)
    return of_kind and matcher.relation(denied, f.object) == _WIDER


def _is_compared(f: m.Finding) -> bool:
    return f.comparator is not None and not f.comparator.is_none


def _says_excess(f: m.Finding) -> bool:
    """Whether the study itself says that an event was commoner with the cells."""
    return _EXCESS.search(f"{f.label} {f.value or ''}") is not None


def is_in_excess(f: m.Finding) -> bool:
    """Whether an event was commoner with the cells than in comparison, in words or by its counts, shown or not."""
    shares = shares_of(f)
    return _says_excess(f) or (shares is not None and shares[0] > shares[1])


def _was_not_seen(f: m.Finding) -> bool:
    return f.n_events == 0 or not _is_compared(f) or _NONE.search(f.value or "") is not None
