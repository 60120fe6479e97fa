"""What a text asserts, before anything is judged: candidates, each with the rule and the words that made it.

Read first: `Candidate`.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING

from stroma.audit.language.terms import ADVERSE_EVENT, DEATH, SURVIVAL
from stroma.model import Polarity
from stroma.vocabulary import Iri, local_id, st

if TYPE_CHECKING:
    from stroma.audit.language.cues import Cue
    from stroma.audit.language.wording import Wording

LESSENED = "frame:harm-lessened"
"""Rule of a harm that the treatment is said to lessen."""
COUNTED = "frame:harm-arms"
"""Rule of a harm of which the figures of both groups say that it was no more frequent."""
NO_MORE = "frame:harms-no-more"
"""Rule of harms of no one kind that were no more frequent than in a comparison group: it is called safe."""


@dataclass(frozen=True)
class Candidate:
    """One subject-predicate-object that a sentence seems to assert or deny."""

    start: int
    end: int
    subject: Iri
    predicate: Iri
    object: Iri
    condition: Iri | None
    polarity: Polarity
    wording: Wording
    cues: tuple[Cue, ...]
    rule: str
    sentence: int
    at: int
    """Token of the object, or of the word that carries the claim."""
    is_subgroup: bool = False
    rejected_by: Cue | None = None
    as_people: bool = False
    of_animals: bool = False
    """Its sentence speaks of animals and of no people."""
    is_reported: bool = False
    """Told as what one study reported, which its sentence names: "Petrou (2020) reported benefit on walking"."""
    is_leap: bool = False
    """What people will gain is concluded from animals: "it cured mice, so patients will walk again"."""
    is_absolute: bool = False
    """Safety without any exception: "completely safe", "no risk at all"."""
    is_general: bool = False
    """In the present tense, of the treatment as such: "has no side effects", not "no side effects were seen"."""
    is_universal: bool = False
    """A harm that is denied of everybody who was ever treated: "no one has ever had a tumour"."""
    is_on_proof: bool = False
    """On what was proven, shown or is known, rather than on what the cells do: "it has not been shown that they help"."""
    is_past: bool = False
    """In the past tense, of what was seen: "none of them had side effects"."""
    is_mild: bool = False
    """Harms that are said to be mild: "side effects were minor"."""
    is_attributed: bool = False
    """A harm that is denied of the treatment only: "none was tied to the cells"."""
    is_compared: bool = False
    """A harm that is denied beyond a comparison group: "no more infections than with placebo"."""
    is_worsening: bool = False
    """An outcome that is said to have got worse: a result of no effect does not back that."""
    figures: tuple[str, str] | None = None
    """Percentages of the treated and the comparison group, where the sentence reports both and says no more."""
    figures_by_name: bool = False
    """The sentence names the comparison group beside its figure."""
    figures_are_rough: bool = False
    """The figures are told in words or by counts: "a third against a quarter"."""
    figures_are_exact: tuple[bool, bool] = (True, True)
    """Whether each figure is told as measured: not "about 30 %"."""
    rival: str = ""
    """Another active treatment that it is said to be better than."""
    tells_withdrawal: bool = False
    """Of an approval: the sentence says itself that it was withdrawn since."""
    region: str | None = None
    """Of an approval: where it is said to hold, in the words of the records ("South Korea"), or "elsewhere"."""
    method: str = "rules"

    @property
    def name(self) -> str:
        """Local name of the predicate."""
        return local_id(self.predicate)


def turned_down_elsewhere(candidates: Sequence[Candidate]) -> list[Candidate]:
    """Candidates, where what others are said to claim is turned down if the text itself denies the same of the same product."""
    own = {
        (c.subject, c.object, c.condition): c.cues[-1]
        for c in candidates
        if c.polarity is Polarity.DENIES and c.rejected_by is None and c.cues and not c.is_subgroup
    }
    fair = []
    for c in candidates:
        told = any(h.kind == "attributions" for h in c.wording.hedges)
        denial = own.get((c.subject, c.object, c.condition))
        if told and c.polarity is Polarity.AFFIRMS and denial is not None:
            c = replace(c, polarity=Polarity.DENIES, rejected_by=denial)
        fair.append(c)
    return fair


def candidate_id(text_sha256: str, c: Candidate) -> str:
    """An id that stays while the text, the place and the content stay."""
    parts = (
        text_sha256,
        str(c.start),
        str(c.end),
        c.subject,
        c.predicate,
        c.object,
        c.condition or "",
        c.polarity.value,
    )
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()[:16]


# Claims of one family meet the same evidence and count as one in an evaluation.
FAMILIES = {
    "benefit": ("ameliorates", "improves", "prevents", "moreEffectiveIn"),
    "safety": ("safeIn", "causesAdverseEvent"),
    "cure": ("cures",),
    "use": ("treats", "approvedFor", "studiedFor"),
    "amount": ("increases", "reduces", "secretes"),
    "process": ("promotes", "inhibits", "restores", "mediates"),
    "fate": ("differentiatesInto",),
    "place": ("foundIn", "derivesFrom", "surrounds"),
    "disease": ("contributesTo", "impairedIn", "classifiedAs"),
}


@lru_cache(maxsize=512)
def family_of(predicate: Iri) -> str:
    """The family of a predicate.

    Example:
        >>> family_of("https://w3id.org/stroma/vocab/improves")
        'benefit'
    """
    name = local_id(predicate)
    return next((family for family, names in FAMILIES.items() if name in names), name)


_RESTORING = ("revers", "restor", "repair", "heal", "cure", "regain", "regrow", "rebuil", "normal")


def denies_more_than_benefit(c: Candidate) -> bool:
    """Whether a denial is of restoring: "does not reverse arthritis" hides no benefit on pain."""
    return c.polarity.value == "denies" and any(cue.phrase.startswith(_RESTORING) for cue in c.cues)


_PROOF = re.compile(r"yet to|proof|proven|evidence|shown|demonstrated|established")


def denies_proof(c: Candidate) -> bool:
    """Whether what is denied is that a benefit was proven, rather than the benefit."""
    turned = (*c.cues, *((c.rejected_by,) if c.rejected_by else ()))
    return c.polarity is Polarity.DENIES and any(_PROOF.search(q.phrase) for q in turned)


def as_denial(c: Candidate) -> Candidate:
    """The candidate to judge: "completely safe" says that no harm happens at all, "not completely safe" that some does."""
    if c.name != "safeIn" or not c.is_absolute:
        return c
    polarity = Polarity.DENIES if c.polarity is Polarity.AFFIRMS else Polarity.AFFIRMS
    return replace(
        c,
        predicate=st("causesAdverseEvent"),
        object=ADVERSE_EVENT,
        condition=c.object,
        polarity=polarity,
    )


def with_harm(c: Candidate) -> Candidate:
    """A harm that is said to be lessened, as a claim on that harm; survival as one on death."""
    harm = DEATH if c.object == SURVIVAL else c.object
    return replace(c, predicate=st("causesAdverseEvent"), object=harm)


def denies_harm(c: Candidate) -> bool:
    """Whether a candidate says that a harm does not happen."""
    return c.name == "causesAdverseEvent" and c.polarity is Polarity.DENIES
