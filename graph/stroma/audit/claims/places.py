"""Where does a rule look, and what does it make of it? A clause with the text around it, and the relation said there.

Read first: `Place.make`. Every rule about patients, cells or processes takes a `Place` and gives candidates.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from stroma.audit.claims.candidates import Candidate
from stroma.audit.language.entities import Entity
from stroma.audit.language.groups import CONTROLS, PEOPLE
from stroma.audit.language.negation import negation_of
from stroma.audit.language.wording import read_wording
from stroma.model import Polarity
from stroma.vocabulary import Iri, st

if TYPE_CHECKING:
    from stroma.audit.claims.frames import FrameReader
    from stroma.audit.claims.subjects import Subjects
    from stroma.audit.language.clauses import Clause
    from stroma.audit.language.cues import Cue
    from stroma.audit.language.reading import Reading

_SEEN: Final = ("improves", "prevents", "ameliorates", "causesAdverseEvent", "moreEffectiveIn")
"""Predicates that a sentence may report as seen in patients, without the product as its actor."""
_FLAT: Final = ("frame:no-harm", "frame:no-difference")
"""Rules of a denial that stands as it is worded, like those that end in "-null"."""

_UNTOLD: Final = re.compile(
    r"(?i)(?:\bnot|n't) (?:name|list|mention|report|record|describe|give)\b|\b(?:names?|lists?|mentions?|reports?|records?|describes?|gives?) (?:no|none)\b"
)
"""What a report does not speak of: no property of a treatment."""
_PROOF: Final = re.compile(
    r"(?i)\b(?:proofs?|prove[dsn]?|proven|evidence|shown?|showed|shows|demonstrat\w+|established|known?|knows|data|suggest\w*|confirm\w*|convinc\w+|yet|so far|certain|sure|clear)\b"
)
"""Words by which a clause speaks of what is known of a treatment, not of what it does."""
_NO_RISK: Final = re.compile(r"(?i)\b(?:zero|no|without(?: any)?) (?:\w+ )?risks?\b")
_MILD: Final = re.compile(
    r"(?i)\b(?:side effects?|adverse (?:events?|effects?|reactions?)|reactions?|complications?)\b[^.;]{0,40}\b(?:were|was|are|is|remained|stayed)\b[^.;]{0,20}"
    r"\b(?:mild|minor|moderate|trivial|transient|manageable|short-lived|harmless)\b"
)
_PART: Final = re.compile(
    r"(?i)\bsub-?(?:groups?|sets?|analys[ie]s)\b|\bpost[- ]hoc\b|\bexploratory\b"
    rf"|\b(?:{PEOPLE}|those) (?:aged |who were )?"
    r"(?:under|over|above|below|younger than|older than|less than|more than)\s\d"
    rf"|\b(?:among|in|for) (?:the |those )?{PEOPLE} (?:with|without) (?:an? |the )?(?:\w+ )?(?:class|stage|disability|early|mild|severe|high|low)\b"
    rf"|\b(?:{PEOPLE}|those) (?:at|of|with) (?:an? )?(?:especially |very |particularly )?(?:high|higher|highest|low|lower|lowest) risk\b|\b(?:high|low|higher|lower)-risk (?:{PEOPLE}|group)\b"
    rf"|^{PEOPLE} without (?:an? |the )?(?:\w+ )?(?:class|stage|disability)\b"
    rf"|\b(?:{PEOPLE}|those) (?:who (?:were|had been|are) )?(?:treated|given cells) (?:soon|early|earlier|earliest|late|later)\b"
    r"|\b(?:given|on|with|at|received) (?:an? |the )?(?:high|higher|highest|larger|largest|low|lower|lowest|middle) doses?\b"
    r"|\b(?:in|among) (?:NYHA )?class (?:I{1,3}|IV)\b|\b(?:in|among|for) (?:the )?(?:\w+ )?(?:youngest|oldest|slow progressors|smallest)\b"
)
"""Words by which a clause speaks of a part of those who were treated; a missed endpoint is of all."""

_REPORTED: Final = re.compile(
    r"(?i)\b(?:reported|reports|observed|saw|found|recorded|measured|noted|described|according to)\b"
)
_SO: Final = re.compile(
    r"(?i)\b(?:and )?(?:so|therefore|thus|hence|consequently|which means|meaning|that is why|this means|it follows)\b"
)
_PEOPLE: Final = re.compile(rf"(?i)\b(?:{PEOPLE}|humans?|you|your|we|our)\b")
_CONTROLS_TOO: Final = (
    re.compile(rf"(?i)\b{CONTROLS}(?:-treated)?(?: (?:group|arm|{PEOPLE}))?,? (?:as well(?! as\b)|too|also|likewise)\b"),
    re.compile(
        r"(?i)\b(?:also|likewise) (?:(?:was|were|been) )?(?:seen|observed|found|noted|reported|recorded|occurred|happened|improved|recovered|got better)"
        rf" (?:in|among|on|with) (?:(?:the|a|those|{PEOPLE}|given|on|in) )*{CONTROLS}\b"
    ),
)  # fmt: skip
""" "In the placebo group as well", "also seen in those given saline"."""
_COMPARED: Final = re.compile(
    r"(?i)\b(?:than|compared|versus|vs|both|similar|same|differ\w*|between|treated patients|after|better|fewer)\b"
)
"""Words by which a clause says more than that."""
_SAYS_NOT: Final = re.compile(
    r"(?i)\b(?:may|might|could|perhaps|whether|not|never|no|nobody|cannot|hope|hopes|tests?|tested|testing|trials?|stud(?:y|ies)|unclear|unknown|far|yet)\b|n't\b"
)
"""Words by which what follows is no claim on people: "so it is now tested in people"."""
_AMONG: Final = frozenset("among in of for these those".split())


@dataclass(frozen=True)
class Relation:
    """What is said of what: the local name of a predicate, and the disease that it is said in."""

    subject: Iri
    name: str
    object: Iri
    condition: Iri | None = None


def relate(
    subject: Iri | None, name: str, object_: Iri, condition: Iri | None = None
) -> Relation | None:
    """A relation; None without a subject, or of a thing with itself."""
    if subject is None or subject == object_:
        return None
    return Relation(subject, name, object_, condition)


@dataclass(frozen=True)
class Place:
    """A clause with everything that a rule may look at: the text, its subjects, and what the reader knows."""

    frames: FrameReader
    reading: Reading
    subjects: Subjects
    clause: Clause

    @property
    def words(self) -> str:
        """The text of the clause."""
        tokens = self.reading.tokens
        return self.reading.text[tokens[self.clause.first].start : tokens[self.clause.last].end]

    @property
    def tells_controls_too(self) -> bool:
        """ "Improvement was seen in the placebo group as well": of the comparison group, and how the cells did is not said."""
        if not self.clause.has("comparators") or _COMPARED.search(self.words):
            return False
        return any(form.search(self.words) for form in _CONTROLS_TOO)

    def of_animals(self, token: int) -> bool:
        """Whether the sentence speaks of animals and of no people, at a token or before it concludes on people."""
        sentence = self.clause.sentence
        turn = self._turn()
        if turn is not None:
            return self.reading.tokens[token].start < turn[0]
        return sentence.has("animals") and not sentence.has("humans")

    def is_leap(self, token: int) -> bool:
        """Whether a token stands in what a sentence concludes on people from animals."""
        turn = self._turn()
        if turn is None or self.reading.tokens[token].start < turn[0]:
            return False
        return _SAYS_NOT.search(self.reading.text[turn[1] : self.clause.sentence.span.end]) is None

    def _turn(self) -> tuple[int, int] | None:
        """The word by which a sentence on animals goes on to people: "it cured mice, so patients will walk again"."""
        sentence = self.clause.sentence
        animals = [c.end for c in sentence.cues if c.kind == "animals"]
        found = _SO.search(self.reading.text, animals[0], sentence.span.end) if animals else None
        if found is None:
            return None
        told = self.reading.text[found.end() : sentence.span.end]
        return found.span() if _PEOPLE.search(told) else None

    def forms(self, first: int, after: int) -> list[str]:
        """The forms of the tokens from `first` up to, without, `after`."""
        return [t.form for t in self.reading.tokens[first:after]]

    def slug(self, entity: Entity) -> str:
        """The slug of an entity's term."""
        return self.reading.lexicon.terms[entity.term].slug

    def negation(self, token: int, reach: int) -> Cue | None:
        """The negation that turns the word at a token, at most `reach` tokens before it."""
        return negation_of(self.clause, token, reach, text=self.reading)

    def polarity(self, token: int, reach: int) -> Polarity:
        """Denied where a negation turns the word at a token."""
        return Polarity.DENIES if self.negation(token, reach) else Polarity.AFFIRMS

    def is_inside_name(self, cue: Cue) -> bool:
        """Whether a cue is part of a name, as "repair" of "tissue repair", or "recover" of a trial called so."""
        if any(e.first <= cue.first and cue.last <= e.last for e in self.clause.entities):
            return True
        token = self.reading.tokens[cue.first]
        return token.raw.isupper() and self.reading.text.startswith("-", token.end)

    def make(
        self, o: Entity, said: Relation, polarity: Polarity, cues: tuple[Cue, ...], rule: str
    ) -> Candidate:
        """A candidate about an outcome of the clause, with the wording of that clause."""
        clause, sentence = self.clause, self.clause.sentence
        by_product = self.subjects.acts(clause, cues[-1].first if cues else o.first)
        flat = polarity is Polarity.DENIES and (rule.endswith("-null") or rule in _FLAT)
        observed = said.name in _SEEN and not by_product and not flat
        wording = read_wording(clause, by_product=by_product, observed=observed)
        return Candidate(
            sentence.span.start, sentence.span.end, said.subject, st(said.name), said.object, said.condition,
            polarity, wording, cues, rule, sentence.index, o.first,
            is_subgroup=self._is_part(rule),
            as_people=sentence.has("humans") and not self.of_animals(o.first), of_animals=self.of_animals(o.first),
            is_reported=_REPORTED.search(self.reading.words(sentence)) is not None and self.subjects.names_study(sentence),
            is_leap=self.is_leap(o.first), is_general=self._is_general(), is_on_proof=_PROOF.search(self.words) is not None,
            is_past=clause.has("past") and not clause.has("present"),
            is_mild=_MILD.search(self.words) is not None,
        )  # fmt: skip

    def _is_general(self) -> bool:
        """Whether the clause speaks of the treatment as such, now: "has no side effects", "zero risk"."""
        clause = self.clause
        if clause.has("past") or _UNTOLD.search(self.words):
            return False
        return clause.has("present") or _NO_RISK.search(self.words) is not None

    def _is_part(self, rule: str) -> bool:
        """Whether the clause speaks of a part of those who were treated; the number of responders is of all."""
        told = [c for c in self.clause.of("responders") if not self._is_counted(c)]
        return bool(told) or (
            not rule.startswith("frame:endpoint") and _PART.search(self.words) is not None
        )

    def _is_counted(self, cue: Cue) -> bool:
        """ "Responders were no more frequent", "33 % were responders"; not "among responders"."""
        before = set(self.forms(max(self.clause.first, cue.first - 2), cue.first))
        if cue.start and self.reading.text[cue.start - 1] == "-":
            return True  # "thirty-three patients"
        return cue.phrase.startswith("responder") and not before & _AMONG

    def make_at(self, cue: Cue, said: Relation, polarity: Polarity, rule: str) -> Candidate:
        """A candidate that hangs on a cue rather than on a named outcome."""
        point = Entity(cue.start, cue.end, cue.phrase, "", said.object, cue.first, cue.last)
        return self.make(point, said, polarity, (cue,), rule)

    def state(self, said: Relation | None, cue: Cue, at: int, rule: str) -> Iterator[Candidate]:
        """The candidate of a relation of biology at a token, if there is one; a negation before the cue denies it."""
        if said is None:
            return
        clause, sentence = self.clause, self.clause.sentence
        negation = self.negation(cue.first, self.frames.negation_reach)
        cues = (cue,) if negation is None else (negation, cue)
        polarity = Polarity.AFFIRMS if negation is None else Polarity.DENIES
        wording = read_wording(clause, by_product=True, observed=False)
        yield Candidate(
            sentence.span.start, sentence.span.end, said.subject, st(said.name), said.object, said.condition,
            polarity, wording, cues, rule, sentence.index, at,
            as_people=sentence.has("humans") and not self.of_animals(at),
            of_animals=self.of_animals(at), is_leap=self.is_leap(at),
        )  # fmt: skip
