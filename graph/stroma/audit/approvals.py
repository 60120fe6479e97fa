"""Is a product approved for a disease? A held approval, a narrower one, or a regulator's word that there is none.

Read first: `judge_approval` and `for_children`.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from stroma.audit.results import Gap, Verdict
from stroma.model import Direction
from stroma.vocabulary import Iri, st

if TYPE_CHECKING:
    from stroma import model as m
    from stroma.audit.claims import Candidate
    from stroma.audit.lexicon import Lexicon
    from stroma.store import EvidenceStore

ABROAD: Final = "frame:approve-abroad"
"""Rule of an approval said of another place than the one whose regulator is held."""
_ELSEWHERE: Final = re.compile(
    r"\b(?:EMA|EU|MFDS|PMDA|MHRA|Health Canada|Europe\w*|[Ii]n (?:the )?(?:South |North |New )?(?!US\b|USA\b|United States)[A-Z][a-z]+)\b"
)
_HERE: Final = re.compile(r"\bFDA\b|\bUS\b|\bUSA\b|\bU\.S\.|United States|America")
_CHILDREN: Final = re.compile(r"(?i)\b(?:children|child|paediatric|pediatric|infants?|minors)\b")


def is_abroad(words: str) -> bool:
    """Whether a sentence speaks of an approval in another country than the United States."""
    return _ELSEWHERE.search(words) is not None and _HERE.search(words) is None


def for_children(disease: Iri, words: str, lexicon: Lexicon) -> Iri:
    """The childhood form of a disease, where the sentence speaks of children and one form is known."""
    if _CHILDREN.search(words) is None:
        return disease
    forms = [
        t.iri
        for t in lexicon.terms.values()
        if t.slug.startswith("paediatric-") and disease in lexicon.lineage(t.iri)
    ]
    return forms[0] if len(forms) == 1 else disease


def judge_approval(
    c: Candidate, store: EvidenceStore, lexicon: Lexicon
) -> tuple[Verdict, list[Gap], m.Finding | None]:
    """The verdict on an approval that is said to exist, with the finding that decides it."""
    held = [f for f in store.findings.values() if f.predicate == st("approvedFor")]
    diseases, products = lexicon.lineage(c.object), lexicon.lineage(c.subject)
    for f in held:
        if f.direction is Direction.SUPPORTS and f.subject in products and f.object in diseases:
            return Verdict.SUPPORTED, [], f
    for f in held:
        if f.direction is Direction.SUPPORTS and f.subject in products and c.object in lexicon.lineage(f.object):  # fmt: skip
            narrower = lexicon.terms[f.object].label
            return Verdict.OVERSTATED, [Gap("POPULATION_WIDER", f"the approval that is held is for {narrower}", f.iri)], f  # fmt: skip
    for f in held:
        none = f.direction is not Direction.SUPPORTS and f.subject in products
        if none and f.object in diseases and c.rule != ABROAD:
            return Verdict.CONTRADICTED, [Gap("POLARITY", f"the evidence says otherwise: {f.label}", f.iri)], f  # fmt: skip
    return Verdict.NO_EVIDENCE, [], None
