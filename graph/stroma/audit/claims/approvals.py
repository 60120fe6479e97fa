"""Is a word an approval, and where, for whom and on what is it said to be? In a region, for children, on a controlled trial.

Read first: `is_approval`, `region_of`, `rests_on_trial` and `for_children`.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from stroma.audit.language.groups import PRETENDED

if TYPE_CHECKING:
    from stroma.audit.claims.places import Place
    from stroma.audit.language.cues import Cue
    from stroma.audit.language.lexicon import Lexicon
    from stroma.vocabulary import Iri

ABROAD: Final = "frame:approve-abroad"
"""Rule of an approval said of another place than the one whose regulator is held."""
ON_TRIAL: Final = "frame:approve-on-trial"
"""Rule of an approval that is said to rest on a trial with a comparison group."""
_RESTS: Final = re.compile(
    r"(?i)\b(?:after|following|based on|on the basis of|on the strength of|thanks to|because of|supported by|backed by)\b"
    rf"[^.;]{{0,60}}?\b(?:randomi[sz]ed|{PRETENDED}|controlled|double-blind)\b"
)
_WITHDRAWN: Final = re.compile(
    r"(?i)\bwithdr[ae]w\w*\b|\brevoked\b|\bno longer (?:approved|authori[sz]ed|licen[cs]ed)\b"
)
UNITED_STATES: Final = "United States"
ELSEWHERE: Final = "elsewhere"
_OFFICIAL: Final = r"(?:[\w-]+ ){0,2}?(?:product|agency|authorit\w+|regulators?|ministry|government|approval|licen[cs]e|market)\b"
# Each region in the words of the records; a nationality counts only beside a regulator's word.
_REGIONS: Final = (
    ("South Korea", re.compile(rf"\bKorea\b|\bMFDS\b|\bK(?:orean )?FDA\b|\bKorean {_OFFICIAL}")),
    (UNITED_STATES, re.compile(r"\bFDA\b|\bUS\b|\bUSA\b|\bU\.S\.|United States|America")),
    ("European Union", re.compile(r"\b(?:EMA|EU|Europe\w*)\b")),
    ("Japan", re.compile(rf"\bJapan\b|\bPMDA\b|\bJapanese {_OFFICIAL}")),
    ("Canada", re.compile(rf"\bCanada\b|\bCanadian {_OFFICIAL}")),
    (ELSEWHERE, re.compile(
        rf"\bMHRA\b|\b(?:Chinese|Indian|Australian|British|Iranian|Malaysian) {_OFFICIAL}|\b[Ii]n (?:the )?(?:North |New )?"
        r"(?!Janu|Febr|March|April|May|June|July|August|Sept|Octo|Nove|Dece|Phase|Crohn)[A-Z][a-z]+\b"
    )),
)  # fmt: skip
_APPROVED: Final = re.compile(
    r"\b(?:approved|licen[cs]ed|authori[sz]ed) (?:in|for|by|to|there|across|throughout|within|all over)\b"
    r"|\b(?:remains?|stays?|is still|still) (?:available to (?:new )?patients|on the market)\b"
    r"|\b(?:has|have|had|hold|holds|held|no|without|got|won|granted|grants|gave|gives|issued) (?:it |them )?(?:an? |the |no )?(?:\w+ )?(?:licen[cs]e|approval|authori[sz]ation)\b"
)
_OF_REGULATOR: Final = (
    "regulator", "fda", "ema", "agency", "approved for", "health canada", "not approved", "unapproved", "approval for",
    "licensed for", "authorised for", "authorized for", "approved to", "market", "has approved", "been approved",
)  # fmt: skip
_OF_ETHICS: Final = ("ethic", "committee", "institutional review", "board")
_OF_TRIAL: Final = frozenset({"trial", "study", "testing", "test", "protocol"})
FOR_ADULTS: Final = "frame:approve-adults"
"""Rule of an approval in a sentence on adults: one for children is no answer to it."""
_ADULTS: Final = re.compile(r"(?i)\b(?:adults?|grown-?ups?)\b")
_BOTH: Final = re.compile(r"(?i)\b(?:adults and (?:\w+ )?children|children and (?:\w+ )?adults)\b")
_CHILDREN: Final = re.compile(r"(?i)\b(?:children|child|paediatric|pediatric|infants?|minors)\b")


def is_approval(place: Place, cue: Cue) -> bool:
    """Whether a word says approval by a medicines regulator, not of an ethics committee or of a plan."""
    words = place.words.casefold()
    if any(w in words for w in _OF_ETHICS):
        return False
    if _OF_TRIAL & set(place.forms(cue.last + 1, min(cue.last + 6, place.clause.last + 1))):
        return False  # "approved a trial of the cells"
    return _APPROVED.search(words) is not None or any(w in words for w in _OF_REGULATOR)


def region_of(words: str) -> str | None:
    """Where a sentence says that an approval holds, in the words of the records; None when it does not say."""
    return next((region for region, pattern in _REGIONS if pattern.search(words)), None)


def rests_on_trial(words: str) -> bool:
    """Whether a sentence says that a trial with a comparison group led to the approval."""
    return _RESTS.search(words) is not None


def tells_withdrawal(words: str) -> bool:
    """Whether a sentence says that an approval was taken back."""
    return _WITHDRAWN.search(words) is not None


def is_for_adults(words: str) -> bool:
    """Whether a sentence speaks of adults and not of children."""
    return _ADULTS.search(words) is not None and _CHILDREN.search(words) is None


def for_children(disease: Iri, words: str, lexicon: Lexicon) -> Iri:
    """The childhood form of a disease, where the sentence speaks of children alone and one form is known."""
    if _CHILDREN.search(words) is None or _BOTH.search(words) is not None:
        return disease
    forms = [
        t.iri
        for t in lexicon.terms.values()
        if t.slug.startswith("paediatric-") and disease in lexicon.lineage(t.iri)
    ]
    return forms[0] if len(forms) == 1 else disease
