"""Which harms does a clause tell or deny, and does it call the treatment safe?

Read first: `read_harm` and `read_safety`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Final

from stroma.audit.claims.arms import arms_of
from stroma.audit.claims.candidates import COUNTED, LESSENED, NO_MORE
from stroma.audit.claims.harm_groups import ToldOf, told_of
from stroma.audit.claims.places import Place, Relation
from stroma.audit.language.cues import Cue
from stroma.audit.language.terms import DEATH, SURVIVAL
from stroma.model import Polarity
from stroma.vocabulary import Iri, to_iri

if TYPE_CHECKING:
    from stroma.audit.claims.candidates import Candidate
    from stroma.audit.claims.moves import Move
    from stroma.audit.language.clauses import Clause
    from stroma.audit.language.entities import Entity

_ANY_DISEASE: Final = to_iri("MONDO:0000001")
AFFIRMS, DENIES = Polarity.AFFIRMS, Polarity.DENIES
_AS_RARE = re.compile(
    r"(?<!twice )(?<!times )(?<!half )\b(?:as|equally) (?:rare|common|frequent|often|infrequent|many)\b|\bno more (?:common|frequent|often)\b"
)
_UNPROVEN_SAFETY = re.compile(
    r"(?i)\bsafety\b.{0,60}\b(?:not|never)\b.{0,20}(?:established|shown|proven|demonstrated|known|confirmed)"
)
_CANNOT_SAY: Final = re.compile(
    r"(?i)\b(?:can't|cannot|can not|couldn't|could not) (?:really |yet )?say [^.;]{0,60}\b(?:dangerous|unsafe|harmful)\b[^.;]{0,60}\b(?:can't|cannot|can not|couldn't|could not|nor|or) [^.;]{0,40}\b(?:harmless|safe)\b"
)
""" "You can't say they were dangerous, and you can't say they were harmless": neither is said."""
_ATTRIBUTED: Final = re.compile(
    r"(?i)\b(?:tied|attribut\w+|related|linked|due|blamed|caused by|traced|because of|put down|owing to|came from)\b|treatment-related"
)
_BLAMING: Final = re.compile(
    r"(?i)\b(?:attribut\w+|blam\w+|tie|tied|pin|pinned|put|link|linked|trace|traced)\b"
)
"""What is denied of a harm that follows: "do not attribute the deaths to the cells"."""
_GROUPS: Final = re.compile(r"(?i)\b(?:both|between the|the two|all) (?:\w+ )?(?:groups|arms)\b")
_BETWEEN_GROUPS: Final = re.compile(r"differ|significant")
"""Of a word that denies: of two groups, though it does not name them."""
_AMONG_THEM: Final = re.compile(r"(?i)\W*(?:\(?among them|\(?including|\(?such as|\(?like)\b")
_APART: Final = re.compile(r",|\b(?:and|but|while)\b")
_IS: Final = re.compile(r"(?i)^\s+(?:was|were|is|are)\b[^.,;]{0,40}$")
_DENYING: Final = (
    "it ",
    "one cannot",
    "nobody should",
    "no one should",
    "do not believe",
    "no evidence",
    "no proof",
)
_UNPROVEN: Final = frozenset(
    (
        "no evidence",
        "no proof",
        "little evidence",
        "no data show",
        "nothing suggests",
        "nothing shows",
        "there is nothing to suggest",
    )
)
"""Words that deny that a harm was shown to come from the treatment, not that it was seen."""
_FREE: Final = ("free of", "free from")
_EVERYBODY: Final = re.compile(
    r"(?i)\b(?:nobody|no[ -]one|no (?:patients?|person|people|human(?: beings?)?)|not (?:one|a single) (?:patient|person))\b[^.;:]{0,40}?\b(?:has|have) (?:\w+ )?(?:ever|yet)\b"
    r"|\b(?:has|have) (?:ever |never )?been\b[^.;:]{0,80}\bin any(?:one|body| (?:patients?|person|human))\b"
    r"|\b(?:has|have) never (?:yet )?(?:caused|led|given|harmed|killed|made|been known|resulted|produced|triggered)\b|\bnever (?:cause|causes|lead to|leads to)\b"
)
"""Words by which a denial is one of everybody, whatever the text spoke of before."""
_EVERY_TRIAL: Final = re.compile(
    r"(?i)\b(?:in|during|across|throughout|of) (?:any|all|every one) (?:of (?:the|its|our) )?(?:clinical |human )?(?:trials|studies)\b|\bin any (?:trial|study)\b"
)
""" "In any of the trials": a denial of everybody, too."""
_OF_STUDY: Final = re.compile(
    r"(?i)\b(?:trials?|stud(?:y|ies)|teams?|groups?|arms?|participants|volunteers|we|our|i|the authors|researchers|of (?:the|these|those|them|his|her|its|their))\b"
)
_RISK_OF: Final = frozenset(
    "the of risk rate number incidence frequency any new further serious severe".split()
)
"""What may stand between "fewer" or "reduced" and the harm."""
_WHOLE: Final = 12
"""Tokens from a negation that opens a clause to the word that calls it safe."""
_HARM_REACH: Final = 8
"""Tokens between a negation and a harm."""


@dataclass(frozen=True)
class _Harm:
    """A harm where it is named, with the words that move, deny or compare it."""

    place: Place
    o: Entity
    move: Move | None
    subject: Iri
    condition: Iri | None

    @property
    def is_generic(self) -> bool:
        """Whether it is a harm of no one kind: "side effects"."""
        return self.o.term in self.place.frames.generic_harms

    @property
    def is_level(self) -> bool:
        """Whether it was no different between groups."""
        return self.move is not None and self.move.cue.kind == "null"

    @cached_property
    def negation(self) -> Cue | None:
        return _negation_before(self) or _freedom(self)

    @cached_property
    def is_no_more(self) -> bool:
        """ "As rare as", "no more common", "did not increase", "no different": beside a comparison group."""
        if self.is_level or _AS_RARE.search(self.place.reading.words(self.place.clause.sentence)):
            return True
        return self.negation is not None and any(
            c.kind in ("increase", "null") and self.negation.first <= c.first
            for c in self.place.clause.cues
        )

    def made(self, polarity: Polarity, cues: tuple[Cue, ...], rule: str) -> Candidate:
        """That it happens, or does not, by the product in its disease; denied of the treatment as such, in any."""
        subject, condition = self.subject, self.condition
        universal = polarity is DENIES and _is_of_everybody(self.place)
        of_all = universal and not self.place.reading.diseases(self.place.clause.sentence)
        if of_all or (self.negation is not None and _is_of_treatment_as_such(self.place.clause)):
            subject = self.place.subjects.named(self.place.clause, self.o.first) or subject
            condition = _ANY_DISEASE
        said = Relation(subject, "causesAdverseEvent", self.o.term, condition)
        made = self.place.make(self.o, said, polarity, cues, rule)
        return replace(made, is_universal=universal)


def _is_of_everybody(place: Place) -> bool:
    """Whether the sentence speaks of everybody who was ever treated, and of no study."""
    sentence = place.clause.sentence
    words = place.reading.words(sentence)
    if _EVERY_TRIAL.search(words) is not None:
        return True
    said = _EVERYBODY.search(words) is not None and _OF_STUDY.search(words) is None
    return said and not place.subjects.names_study(sentence)


def read_harm(place: Place, o: Entity, move: Move | None) -> list[Candidate]:
    """What a clause says of a harm that it names: the first rule that applies decides."""
    subject = place.subjects.clinical(place.clause, o.first)
    if subject is None:
        return []
    harm = _Harm(place, o, move, subject, place.subjects.condition(place.clause, o))
    for rule in (_of_controls, _lessened, _no_more_than_control, _not_denied, _denied, _told):
        if (claims := rule(harm)) is not None:
            return claims
    return []


def _of_controls(harm: _Harm) -> list[Candidate] | None:
    """ "More people died on placebo than on the cells", "as many died with a sham": told of the comparison group."""
    if harm.negation is not None or harm.is_level:
        return None
    place = harm.place
    whose = told_of(place.reading, place.clause.sentence, harm.o, place.subjects.is_product)
    if whose is ToldOf.CELLS:
        return None
    cue = _happening(harm) or (harm.move.cue if harm.move is not None else None)
    if whose is ToldOf.CONTROLS or cue is None:
        return []
    if whose is ToldOf.LEVEL:
        if harm.is_generic:
            return None
        return [replace(harm.made(DENIES, (cue,), COUNTED), is_compared=True)]
    is_death = harm.o.term == DEATH
    name, target = ("improves", SURVIVAL) if is_death else ("prevents", harm.o.term)
    if harm.is_generic:
        return []
    said = Relation(harm.subject, name, target, harm.condition)
    return [place.make(harm.o, said, AFFIRMS, (cue,), LESSENED)]


def _lessened(harm: _Harm) -> list[Candidate] | None:
    """ "Cut mortality", "fewer infections than on placebo": a benefit, not a harm that the treatment does."""
    move = harm.move
    if move is None or (benefit := _benefit(harm, move)) is None:
        return None
    if any(c.first > max(move.cue.last, harm.o.last) for c in harm.place.clause.of("increase")):
        return []  # "fewer in the first trial and more frequent in the second" claims neither
    name, target = benefit
    said = Relation(harm.subject, name, target, harm.condition)
    polarity = AFFIRMS if move.sign > 0 and move.negation is None else DENIES
    return [harm.place.make(harm.o, said, polarity, move.cues, LESSENED)]


def _benefit(harm: _Harm, move: Move) -> tuple[str, Iri] | None:
    """Predicate and object of a harm that a word lessens."""
    if harm.o.term == DEATH:
        return ("improves", SURVIVAL) if move.cue.kind in ("decrease", "stop", "null") else None
    if harm.o.term in harm.place.frames.deaths and move.cue.kind in ("decrease", "stop", "null"):
        return "prevents", harm.o.term  # "cardiac deaths fell"
    if harm.is_generic or move.cue.kind not in ("decrease", "stop"):
        return None
    between = set(harm.place.forms(move.cue.last + 1, harm.o.first))
    lessens = move.cue.last < harm.o.first and between <= _RISK_OF
    return ("prevents", harm.o.term) if lessens else None


def _no_more_than_control(harm: _Harm) -> list[Candidate] | None:
    """ "Side effects were as rare as with placebo": it is called safe."""
    if not harm.is_generic or not harm.is_no_more:
        return None
    disease = harm.place.subjects.disease(harm.place.clause)
    if disease is None:
        return []
    if (
        harm.negation is None
        and harm.move is not None
        and harm.move.cue.phrase.startswith("so did")
    ):
        return [
            harm.made(AFFIRMS, (harm.move.cue,), "frame:harm")
        ]  # "some event, as did the others"
    said = Relation(harm.subject, "safeIn", disease)
    cues = (harm.move.cue,) if harm.move else ()
    return [harm.place.make(harm.o, said, AFFIRMS, cues, NO_MORE)]


def _not_denied(harm: _Harm) -> list[Candidate] | None:
    """ "It would be wrong to say that there are no side effects": the denial of a denial."""
    outer = _outer_denial(harm.place.clause, harm.negation)
    if harm.negation is None or outer is None:
        return None
    if not outer.phrase.startswith(("it ", "one cannot")):
        return []  # "no evidence that there are no side effects" says neither
    return [harm.made(AFFIRMS, (outer, harm.negation), "frame:harm-not-denied")]


def _denied(harm: _Harm) -> list[Candidate] | None:
    """ "No infections were seen"; with what it is denied of: the treatment, or more than in another group."""
    if harm.negation is not None:
        cues: tuple[Cue, ...] = (harm.negation,)
    elif harm.move is not None and harm.is_level:
        cues = (harm.move.cue,)
    else:
        return None
    place = harm.place
    tail = place.reading.text[harm.o.start : place.reading.tokens[place.clause.last].end]
    compared = place.clause.has("comparators", "compare") or _GROUPS.search(tail) is not None
    compared = compared or any(_BETWEEN_GROUPS.search(cue.phrase) for cue in cues)
    denied = harm.made(DENIES, cues, "frame:no-harm")
    unproven = harm.negation is not None and harm.negation.phrase in _UNPROVEN
    denial = place.reading.text[min(cues[0].start, harm.o.start) : harm.o.start]
    told = _BLAMING.search(denial) is not None or _ATTRIBUTED.search(tail) is not None
    attributed = unproven or told
    return [replace(denied, is_attributed=attributed, is_compared=compared and harm.is_no_more)]


def _told(harm: _Harm) -> list[Candidate] | None:
    """ "Three patients had fevers": the harm happened."""
    cue = _happening(harm)
    if cue is None:
        return None
    frames, clause = harm.place.frames, harm.place.clause
    arms = arms_of(harm.place.reading.words(clause.sentence))
    # "42 of 112 died, and 47 of 110 with a sham", but not "5 % died and 6 %, while tumours were more frequent"
    if arms is not None and arms.excess <= 0 and not clause.has("increase"):
        return [replace(harm.made(DENIES, (cue,), COUNTED), is_compared=True)]
    named = (frames.harms | frames.symptoms) - frames.generic_harms
    beside = any(e.term in named for e in clause.entities) and not _heads(harm)
    if harm.is_generic and (clause.has("safe") or beside):
        return None
    return [harm.made(AFFIRMS, (cue,), "frame:harm")]


def _heads(harm: _Harm) -> bool:
    """ "Serious events, among them sepsis, were more frequent": the general word is what the sentence tells."""
    return _AMONG_THEM.match(harm.place.reading.text, harm.o.end) is not None


def _happening(harm: _Harm) -> Cue | None:
    """The word nearest to a harm that says that it happened, in its clause, else in its sentence."""
    clause = harm.place.clause
    seen = [c for c in clause.of("occur", "cause") if not _starts_in_name(clause, c)]
    seen = seen or [c for c in clause.sentence.cues if c.kind in ("occur", "cause")]
    if not seen:
        return _naming(harm)
    return min(seen, key=lambda c: abs(c.first - harm.o.first))


def _starts_in_name(clause: Clause, cue: Cue) -> bool:
    return any(e.first <= cue.first <= e.last for e in clause.entities)


def _naming(harm: _Harm) -> Cue | None:
    """ "The most frequent side effect was fever": the general word says that it happened."""
    place, generic = harm.place, harm.place.frames.generic_harms
    named = next((e for e in place.clause.entities if e.term in generic), None)
    if named is None or harm.is_generic:
        return None
    if not _IS.search(place.reading.text[named.end : harm.o.start]):
        return None
    return Cue("occur", "side effect was", named.first, named.last, named.start, named.end)


_GRAVE = frozenset("anything serious severe grave lasting dangerous".split())


def _negation_before(harm: _Harm) -> Cue | None:
    """The negation of a harm: before it, or soon after it ("side effects were not seen")."""
    place, o = harm.place, harm.o
    if (negation := place.negation(o.first, _HARM_REACH)) is not None:
        return negation
    absent = (c for c in place.clause.of("denials") if c.phrase.endswith("absent") and 0 < c.first - o.last <= 3)  # fmt: skip
    if (gone := next(absent, None)) is not None:
        return gone  # "side effects were absent"
    after = place.negation(min(o.last + 6, place.clause.last), 5)
    if after is None:
        return None
    apart = _APART.search(place.reading.text, o.end, after.start) is not None
    # not "side effects were mild, and nobody had a stroke", nor "eight had headaches, none anything serious"
    of_grave = set(place.forms(after.last + 1, after.last + 4)) & _GRAVE
    return after if not apart or (after.phrase == "none" and not of_grave) else None


def _freedom(harm: _Harm) -> Cue | None:
    """ "Free of serious side effects", "no risk of infections"."""
    place, first = harm.place, harm.o.first
    free = (c for c in place.clause.of("stop") if c.phrase in _FREE and 0 < first - c.last <= 4)
    riskless = (
        c
        for c in place.clause.of("safe")
        if c.last < first <= c.last + 6 and _is_of_one_harm(place, c)
    )
    return next(free, None) or next(riskless, None)


def read_safety(place: Place) -> list[Candidate]:
    """Whether a clause calls the treatment safe or unsafe: the first word that does so, and one that allows no exception."""
    clause, subjects = place.clause, place.subjects
    if _CANNOT_SAY.search(place.reading.words(place.clause.sentence)):
        return []
    if _UNPROVEN_SAFETY.search(place.words):
        return _unproven_safety(place)
    made: list[Candidate] = []
    for cue in clause.of("safe", "unsafe"):
        if cue.phrase in ("safety profile", "safety of the") and not clause.has("better"):
            continue
        subject = subjects.clinical(clause, cue.first)
        if subject is None:
            break
        if _is_as_safe(place, cue) or _is_of_one_harm(place, cue):
            continue  # "no risk of tumours" is about tumours
        called = _called_safe(place, cue, subject)
        if not made or (called.is_absolute and not made[0].is_absolute):
            made = [c for c in made if c.object != called.object] + [called]
    return made  # "safe, and nobody was harmed in any of the trials" says two things


def _is_as_safe(place: Place, cue: Cue) -> bool:
    """ "Just as safe", "as safe as cortisone": a comparison with another treatment, which no study of the cells alone answers."""
    before = place.forms(max(place.clause.first, cue.first - 1), cue.first)
    return before in (["as"], ["equally"]) and not place.clause.has("comparators")


def _unproven_safety(place: Place) -> list[Candidate]:
    """ "Its safety has not been established"."""
    clause = place.clause
    subject = place.subjects.clinical(clause, clause.last)
    disease = place.subjects.disease(clause)
    cue = next(iter(clause.of("negation")), None)
    if subject is None or disease is None or cue is None:
        return []
    return [place.make_at(cue, Relation(subject, "safeIn", disease), DENIES, "frame:safety")]


def _called_safe(place: Place, cue: Cue, subject: Iri) -> Candidate:
    clause = place.clause
    disease = place.subjects.disease(clause) or _ANY_DISEASE
    opening = (c for c in clause.of("negation") if c.first == clause.first and cue.first - c.last <= _WHOLE)  # fmt: skip
    negation = place.negation(cue.first, 5) or next(opening, None)  # "not every product is safe"
    turned = negation is not None and not cue.phrase.startswith(("no ", "raised no"))
    unsafe = (cue.kind == "unsafe") != turned  # "no sign that the cells are dangerous"
    absolute = cue.kind == "safe" and _is_absolute(clause, cue)
    universal = absolute and _is_of_everybody(place)
    of_all = universal and not place.reading.diseases(clause.sentence)
    if of_all or (absolute and _is_of_treatment_as_such(clause)):
        disease = _ANY_DISEASE
        subject = place.subjects.named(clause, cue.first) or subject
    said = Relation(subject, "safeIn", disease)
    made = place.make_at(cue, said, DENIES if unsafe else AFFIRMS, "frame:safety")
    return replace(made, is_absolute=absolute, is_universal=universal)


def _outer_denial(clause: Clause, negation: Cue | None) -> Cue | None:
    """ "It would be wrong to say that there are no side effects": the denial of a denial."""
    if negation is None:
        return None
    return next(
        (
            c
            for c in clause.of("negation")
            if c.last < negation.first and c.phrase.startswith(_DENYING)
        ),
        None,
    )


def _is_of_treatment_as_such(clause: Clause) -> bool:
    """ "Our therapy has no side effects": no one disease is named, and nothing that was seen is reported."""
    named = {e.term for e in clause.sentence.entities if e.kind == "Disease"}
    return clause.has("present") and not clause.has("past") and len(named) != 1


def _is_absolute(clause: Clause, cue: Cue) -> bool:
    """ "Completely safe", "safe for everyone", "risk-free": safety that allows no exception."""
    if any(c.first == cue.first for c in clause.of("safe_absolute")):
        return True
    return any(
        0 < cue.first - c.last <= 3 or 0 < c.first - cue.last <= 4 for c in clause.of("absolutes")
    )


def _is_of_one_harm(place: Place, cue: Cue) -> bool:
    """ "No risk of tumours", "no harm to the kidneys": the harm is named."""
    if not cue.phrase.startswith(("no risk", "no danger", "zero risk", "no harm")):
        return False
    return cue.last < place.clause.last and place.forms(cue.last + 1, cue.last + 2)[0] in (
        "of",
        "to",
    )
