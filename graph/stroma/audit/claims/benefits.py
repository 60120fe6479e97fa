"""Which benefit for a disease as a whole does a clause tell, without naming an outcome? Better, slower, effective, no different.

Read first: `read_benefits`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from stroma.audit.claims.moves import SAFETY
from stroma.audit.claims.subjects import PRONOUNS
from stroma.audit.language.clauses import is_of_controls
from stroma.audit.language.groups import CONTROLS
from stroma.model import Polarity

if TYPE_CHECKING:
    from stroma.audit.claims.candidates import Candidate
    from stroma.audit.claims.governed import DiseaseReading
    from stroma.audit.claims.places import Place
    from stroma.audit.language.cues import Cue
    from stroma.vocabulary import Iri

_BY_ITSELF = (["with"], ["after"], ["following"], ["on"], ["within"], ["thanks"], ["when"])
"""What follows "patients improve", of nothing in particular."""
_SLOGANS = frozenset({"breakthrough", "game changer", "successful", "success"})
_GENERAL = frozenset(
    {
        "benefit",
        "benefits",
        "benefited",
        "benefiting",
        "beneficial",
        "helped",
        "help",
        "helps",
        "improved",
        "improvement",
        "improve",
        "milder",
        "less severe",
        "superior",
        "advantage",
        "better",
        "got better",
        "get better",
        "gets better",
        "declined more slowly",
        "declined less",
        "slower decline",
        "slowed decline",
        "slowing of decline",
        "slowed their decline",
        "slow their decline",
    }
)
_WHOSE = frozenset(
    "the this that their his her its our earlier laboratory lab animal early previous further more".split()
)
_OTHER_DRUGS = ("drug", "treatment", "medicine", "therap", "option")
_MILDER = ("milder", "less severe")
_OTHER_MEASURES = re.compile(
    r"(?i)\bother (?:\w+ )?(?:measures?|outcomes?|scores?|tests?|scales?|end ?points?|aims?|goals?|yardsticks?)\b"
)
"""What is told of the other measures is told of none in particular."""
_AFTER_SHAM = re.compile(
    rf"(?i)\b(?:improved?|recovered|benefited|better) (?:after|on|with) (?:a |the )?{CONTROLS}\b(?: \w+)?\W*$"
)
"""What is told of the comparison group alone: "many improved after a pretend treatment"."""
_WHICHEVER = re.compile(
    r"(?i)\b(?:whichever|whatever|no matter (?:which|what)|regardless of|irrespective of) (?:the |your |their )?(?:doses?|ages?|stages?|packages?|options?|amounts?|sex)\b"
)
"""What makes a likeness one of doses or people, and not of two groups: "whichever dose you choose, the gain is the same"."""
_GIVEN = re.compile(r"(?i)\b(?:infusions?|injections?|treatments?|therapy|transplants?|doses?)\b")
_OR_LOST = frozenset({"damage", "vanished", "disappeared", "evaporated", "vanishes", "disappears"})
"""What follows a word of benefit that tells none: "help damage", "when it was blocked, the benefit vanished"."""
_ANY = frozenset("a an any the some clear real".split())
_SEEKING = ("look", "search", "scan", "hunt", "hoping", "hoped", "waiting")
_BEATING = ("beat", "outperform", "surpass", "outdid", "defeat")


def _is_denied(place: Place, null: Cue) -> bool:
    """ "There were no disappointing results": no null result."""
    plain = null.phrase.startswith(("disappoint", "unsuccessful", "negative"))
    return plain and place.negation(null.first, 3) is not None


def read_benefits(d: DiseaseReading) -> Iterator[Candidate]:
    """Benefits for a disease; where groups did not differ, that alone."""
    place = d.place
    if _OTHER_MEASURES.search(place.words) or _AFTER_SHAM.search(place.words):
        return
    if place.tells_controls_too:
        return
    has_outcome = any(e.kind == "Outcome" for e in place.clause.entities)
    null = next((q for q in place.clause.of("null") if not _is_denied(place, q)), None)
    safety = SAFETY & set(place.forms(place.clause.first, place.clause.last + 1))
    if null is not None and not has_outcome and is_of_controls(place.reading, place.clause):
        return
    if null is not None and _WHICHEVER.search(place.reading.words(place.clause.sentence)):
        return
    if null is not None and d.around is not None and not has_outcome and not safety:
        yield from d.claim(null, "ameliorates", d.around, Polarity.DENIES, "frame:no-difference")
        return
    for cue in place.clause.of("better", "stop", "effective", "decrease"):
        if _is_of_something_else(place, cue):
            continue
        polarity = place.polarity(cue.first, 6)
        if targets := d.governed(cue) or _the_disease(d, cue):
            for disease in targets:
                yield from d.claim(cue, "ameliorates", disease, polarity, f"frame:disease-{cue.kind}")  # fmt: skip
        elif _is_general(d, cue) and (not has_outcome or _beats_control(place, cue)):
            for disease in d.usual:
                yield from d.claim(cue, "ameliorates", disease, polarity, f"frame:benefit-{cue.kind}")  # fmt: skip


def _is_of_something_else(place: Place, cue: Cue) -> bool:
    """Whether a word of benefit is part of a name, a slogan that is quoted, or about another thing than a disease."""
    return (
        place.is_inside_name(cue)
        or any(p.first <= cue.first <= p.last for p in place.clause.of("pseudo"))  # "work to do"
        or (cue.kind == "decrease" and not _of_severity(place, cue))
        or _to_another(place, cue)
        or _is_sought(place, cue)
        or (cue.phrase in _SLOGANS and place.clause.sentence.has("attributions"))
        or bool(_OR_LOST & set(place.forms(cue.last + 1, cue.last + 3)))
        or _is_a_paper(place, cue)
        or _are_other_drugs(place, cue)
        or place.forms(cue.last + 1, cue.last + 2) in (["known"], ["understood"], ["studied"])
    )


def _is_sought(place: Place, cue: Cue) -> bool:
    """ "Anyone scanning for benefit": looked for, which is not found."""
    before = place.forms(max(place.clause.first, cue.first - 4), cue.first)
    while before and before[-1] in _ANY:
        before.pop()
    return before[-1:] == ["for"] and any(word.startswith(_SEEKING) for word in before)


def _are_other_drugs(place: Place, cue: Cue) -> bool:
    """ "Effective drugs for relapsing MS do exist": others than the cells."""
    after = place.forms(cue.last + 1, cue.last + 2)
    opens = cue.first - place.clause.first <= 1
    return opens and cue.kind == "effective" and bool(after) and after[0].startswith(_OTHER_DRUGS)


def _is_a_paper(place: Place, cue: Cue) -> bool:
    """ "The work appeared in 2012", "laboratory work", "working on cell therapy": not what the cells do."""
    if cue.kind != "effective" or not cue.phrase.startswith("work"):
        return False
    before = set(place.forms(max(place.clause.first, cue.first - 1), cue.first))
    on = place.forms(cue.last + 1, cue.last + 2) == ["on"] and cue.phrase != "works"
    return on or bool(before & _WHOSE)


def _the_disease(d: DiseaseReading, cue: Cue) -> list[Iri]:
    """ "Slowed the disease": the one around; not "slowed the progression of the disease"."""
    following = set(d.place.forms(cue.last + 1, cue.last + (6 if cue.kind == "decrease" else 4)))
    if d.around is None or not following & {"disease", "illness"} or "progression" in following:
        return []
    return [d.around]


def _is_general(d: DiseaseReading, cue: Cue) -> bool:
    """ "Patients improved", "the treatment is effective": a benefit of patients or of what was given."""
    place = d.place
    if cue.kind == "effective" or cue.phrase in _MILDER:
        return True
    improves = cue.phrase == "improves" and place.forms(cue.last + 1, cue.last + 2) in _BY_ITSELF
    if cue.phrase not in _GENERAL and not improves:
        return False
    told = place.clause.has("observers", "humans", "comparators") or bool(d.named)
    return told or place.subjects.acts(place.clause, cue.first) or _GIVEN.search(place.words) is not None  # fmt: skip


def _beats_control(place: Place, cue: Cue) -> bool:
    """ "Beat a sham procedure: 58.6 % had ...": what is beaten follows at once."""
    beaten = any(0 < c.first - cue.last <= 3 for c in place.clause.of("comparators"))
    return beaten and cue.phrase.startswith(_BEATING)


def _to_another(place: Place, cue: Cue) -> bool:
    """ "Whose disease does not respond to steroids": to another treatment than the cells."""
    after = place.forms(cue.last + 1, cue.last + 5)
    if not cue.phrase.startswith("respon") or (after[:1] != ["to"] and "to" not in cue.phrase):
        return False
    named = any(
        place.subjects.is_product(e) and 0 < e.first - cue.last <= 4 for e in place.clause.entities
    )
    return not named and not PRONOUNS & set(after)


def _of_severity(place: Place, cue: Cue) -> bool:
    """ "Reduced the severity of the disease"."""
    return "severity" in place.forms(cue.last + 1, cue.last + 5)
