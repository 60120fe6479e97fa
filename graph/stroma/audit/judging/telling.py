"""What does a sentence sound of, though no claim was read in it: of a failure, of a harm, of how many people, of who got what?

Read first: `Telling`. The words are wide on purpose: who sounds of it may tell it, and is asked rather than accused.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from stroma.audit.claims.candidates import family_of
from stroma.audit.claims.frames import OF_OTHERS
from stroma.audit.judging.omitted_harms import ALL_LIVED
from stroma.audit.judging.omitted_results import OF_SAFETY
from stroma.audit.judging.results import Verdict
from stroma.audit.language.denials import NO_DENIAL
from stroma.audit.language.groups import CONTROLS, CONTROLS_AS_NOUN, PEOPLE, PRETENDED
from stroma.audit.language.numbers import whole_numbers
from stroma.model import Polarity, WordingStrength
from stroma.vocabulary import local_id

if TYPE_CHECKING:
    from stroma import model as m
    from stroma.audit.judging.results import Judged
    from stroma.audit.language.reading import Reading, ReadSentence
    from stroma.vocabulary import Iri

_OTHERS_FAILED: Final = re.compile(
    r"(?i)\b(?:(?:every|all|any|most|many|the|their|his|her) )*(?:other|others|previous|prior|earlier|existing|standard|conventional|usual|else)\b(?: (?!cells?\b|trials?\b|stud)[\w-]+){0,3}? (?:has|have|had|having)?(?: \w+)? ?(?:failed|not helped|not worked|did(?: not|n't) (?:help|work))\b(?! to (?:show|beat|meet|reach|find))"
    r"|\bnothing else (?:has |had )?(?:\w+ )?(?:helped|worked)\b"
    r"|\b(?:when|where|after|once) (?:[\w-]+ ){0,2}?(?:drugs?|medicines?|medication|surgery|operations?|steroids?|antibiotics|biologics|painkillers|treatments|therapies|chemotherapy) (?:has |have |had )?(?:\w+ )?(?:failed|fails?)\b"
)
"""Failure of other treatments, which is none of the cells: "where every other drug has failed"."""
_ACCUSED: Final = (Verdict.CONTRADICTED, Verdict.OVERSTATED, Verdict.LEAVES_OUT)
_NULL: Final = re.compile(
    r"(?i)\b(?:no|not|nor|none|never|neither|nothing|without|hardly|barely|scarcely|little|(?<!a )few|modest|slight\w*|short(?! of breath)|unable|unchanged"
    r"|level|same|alike|equal\w*|similar\w*|identical\w*|tie[ds]?|indistinguishable|(?:by|to|of|pure|mere|been|be) chance|luck|noise"
    r"|inconclusive|unclear|uncertain|mixed|disappoint\w*|vain|flat|stalled|odds|as (?:much|many|often|far|good|likely|long)|as well (?:with|on|without))\b|n't\b"
    r"|\b(?:miss(?:ed|es|ing)?|fail(?:s|ed)?)\b|\b(?:in|of|on) (?:both|either) (?:groups?|arms?|halves|sides?|camps?)\b"
)
"""Words one of which every way of telling that nothing was gained is likely to hold; wide on purpose."""
_FAILED: Final = re.compile(
    r"(?i)\b(?:miss(?:ed|es|ing)? (?:its|their|the|both|that)|fail(?:s|ed)? (?:to|on|in|at|its|their)|(?:trials?|stud(?:y|ies)|treatments?|cells|therapy|it|they|both|also|has|had) failed|f(?:all|ell|allen)s? (?:short|flat)|came to nothing"
    r"|no (?:\w+ ){0,2}(?:difference|effect|benefit|gain|advantage|better|more)|(?:confidence interval|margin of error|CI)\b[^.]{0,40}(?:minus |[-−–])\d+|disappoint\w*|(?:by|to|from|of|been|be) (?:chance|coincidence)|coincidence|chance (?:alone )?(?:could|can|would|may|might)|rul(?:e|ed|ing) out (?:luck|chance)|negative|inconclusive"
    r"|neck and neck|dead heat|empty[- ]handed|(?:win|gains?|benefits?|advantage|effect|lead)\b[^.;]{0,40} (?:melted|faded|slipped) away|did (?:just |quite )?as well as"
    r"|^(?:no|(?:it|they|that|this|these|those|neither|(?:the )?(?:cells|trial|study|effect|gain|benefit|difference)) (?:did|does|do|was|were|could|has|have|had)(?: not|n't))(?=\W*$)"
    r"|(?:not|n't) (?:\w+ ){0,2}(?:significant\w*|met|meet|reach\w*|show\w*|differ\w*|help\w*|work\w*))\b"
)
"""Words that tell a failure also in a sentence that says something else besides."""
_EQUAL: Final = re.compile(
    r"(?i)\b(?:equally|alike|the same|no (?:more|less|better|worse)|just as|in (?:both|either|all) groups?|on (?:both|either) sides?|wrong way|with and without|either way"
    r"|as (?:much|often|many|good|likely|far|long) (?:\w+ ){0,3}as|as well (?:with|on|without))\b"
)
"""Words that tell two groups level in a sentence that was read to claim a benefit."""
_RESULT: Final = re.compile(
    rf"(?i)\b(?:groups?|arms?|sides|halves|camps?|{CONTROLS}|others?|trials?|stud(?:y|ies)|differ\w*|effects?|benefit\w*|better|scores?|outcomes?|goals?|targets?|aims?|end ?points?"
    r"|results?|significan\w+|statistic\w*|improve\w*|recover\w*|help(?:s|ed)?|work(?:s|ed)?|proof|prove[dn]?|gains?|measure\w*|hop(?:e|ed|es)|treated|patients?|people|those)\b"
)
"""Words of which a sentence on a result holds one; "only the authorities stand in the way" is on none."""
_RESULT_NOW: Final = re.compile(
    rf"(?i)\b(?:groups?|arms?|{CONTROLS_AS_NOUN}|trials?|stud(?:y|ies)|differ\w*|end ?points?|goals?|targets?|aims?|results?|evidence|significan\w+|statistic\w*|proof|prove[dns]?)\b"
)
"""The same for a sentence in the present tense: "they do not stop the decline in everybody" is on other drugs."""
_GOAL: Final = re.compile(
    r"(?i)\b(?:end ?points?|goals?|targets?|main|primary|effective\w*|efficacy|benefit\w*|gains?|improve\w*|better|help\w*|work\w*|differ\w*)\b"
)
_BLINDED: Final = re.compile(
    r"(?i)\b(?:(?:double-|triple-|single-)?blind(?:ed)?|mask(?:ed|ing)|peek\w*|kn[eo]w(?:s|ing)?|be told|(?:could|can) (?:tell|see|guess)|guess\w*|told which|w(?:as|ere) (?:not )?told)\b"
)
"""Who knew what was given: "no parent could peek" tells no result."""
_OF_SELLER: Final = re.compile(r"(?i)\b(?:our|your|my|you)\b")
_GENERAL: Final = (
    r"side effects?|adverse|reactions?|harm(?:s|ed)?|hurt|injur\w+|complications?|serious|severe|unsafe|unwell|ill|problems?|trouble|events?|hospitali\w+"
    r"|readmi\w+|stopped early|halted|withdr\w+"
)
_KINDS: Final = tuple(
    re.compile(rf"(?i)\b(?:{words})\b")
    for words in (
        r"died|dies?|dead|deaths?|mortality|surviv(?:e|ed|es|ing|al)|alive|lives|fatal\w*|killed",
        r"infect\w+|pneumonia|sep(?:sis|tic)|abscess\w*|mening\w+|fevers?|feverish",
        r"tumou?rs?|cancers?|malignan\w+|growths?|grew|mass(?:es)?|lymphoma\w*|leuk\w+|carcinoma\w*|glioma\w*",
        r"clots?|thromb\w+|embol\w+|strokes?|infarct\w*|heart attacks?|isch\w+|bl(?:eed|ed)\w*|ha?emorrh\w+|arrhythmi\w+|rhythm\w*|tachy\w+|cardiac|spots?",
        r"worse\w*|declin\w+|deteriorat\w+|progressed|relaps\w*|lesions?|spots?|amputat\w+|flare\w*|lost (?:ground|function|their|his|her|a|the)|slid|slipp\w+|fell behind",
        r"headaches?|fevers?|feverish|chills?|nausea|vomit\w*|rash\w*|pain(?:s|ful)?|sore\w*|swell\w*|swollen|bruis\w*|tired\w*|fatigue\w*|aches?|itch\w*|diarrh\w*|cramps?|dizz\w*|flush\w*",
        r"seizures?|fits|encephal\w+|mening\w+|paraly\w+|weak\w*|numb\w*|inflam\w+|locked[- ]in",
        r"blind\w*|vision|eyes?|retina\w*|detach\w+|sight\w*|cataracts?",
        r"allerg\w*|anaphyl\w*|antibod\w+|reject\w*|graft\w*",
    )
)
"""Words of one kind of harm each: what is told of deaths tells no clot."""
_GRAVE: Final = 4
"""How many of them, the first ones, may be what a record calls a serious event."""
_ANY_HARM: Final = re.compile(rf"(?i)\b(?:{_GENERAL})\b")
ANY_KIND: Final = (*_KINDS, _ANY_HARM)
"""Harms of every kind: what answers "it is harmless"."""
_OF_MARKET: Final = re.compile(
    r"(?i)\b(?:markets?|marketing|authori[sz]ation|approv\w+|licen[cs]\w+|EMA|FDA|European Medicines Agency|regulators?|sales?|shelves)\b"
)
_WITHDRAWN: Final = re.compile(r"(?i)\b(?:withdr\w+|halted|pulled)\b")
"""Of a product that left the market, no harm."""
_DENIED: Final = re.compile(
    r"(?i)\b(?:no|not|nor|none|never|neither|nothing|nobody|without|free of)\b(?:[\s-]+[\w'-]+){0,5}[\s-]+$|\w+n't\b(?:[\s-]+[\w'-]+){0,5}[\s-]+$"
)
"""A denial up to five words before a harm."""
_PEOPLE: Final = re.compile(
    rf"(?i)\b(?:{PEOPLE}|cases|of them|received|got|were given|enrolled|randomi[sz]ed)\b"
)
_ROUGH: Final = re.compile(
    r"(?i)\b(?:dozens?|scores|hundreds?|handful|couple|pair|(?:twice|half|three times) (?:as many|the (?:number|patients|people|size)))\b"
)
_NEAR: Final = 0.15
"""Share by which a rounded number of people may differ from that of the study."""
_DESIGN: Final = re.compile(
    rf"(?i)\b(?:{PRETENDED}|control(?:s|led| groups?| arms?)|compar(?:ison|ator)|compared with (?:others|those|people|nobody|no one)|every(?:one|body) (?:in|got|received|was|had|knew|taking)|every (?:\w+ )?(?:patient|participant|person)|each (?:patient|participant)"
    r"|all (?:of them|(?:\w+ )?(?:patients|participants|people|children|\w+)) (?:got|received|were given)|(?:nobody|no one|no-one) (?:else|(?:\w+ ){0,4}(?:was (?:given|left)|left untreated)|got (?:a |the )?(?:placebo|sham|anything))"
    r"|open[- ]label|single[- ](?:arm|group)|uncontrolled|before and after|before with after|knew|untreated|on their own|by (?:itself|themselves))\b"
)
_EARLY: Final = re.compile(
    r"(?i)\b(?:report\w*|present\w*|compan(?:y|ies)|unpublished|peer|preliminary|interim|release|statement|announce\w*|slides?)\b"
)


@dataclass(frozen=True, eq=False)
class Telling:
    """What may tell something: a text with its claims by sentence; what a sentence sounds of is found out once."""

    reading: Reading
    claims: dict[int, list[Judged]]
    blocks: dict[Iri, list[ReadSentence]]
    """The sentences about each study."""
    diseases: dict[int, list[Iri]]
    """Those that each sentence names."""
    _known: dict[tuple[int, object], bool] = field(default_factory=dict)

    def denies_outright(self, s: ReadSentence) -> bool:
        """Whether a sentence says that something was missed, or that two groups were level, whatever else it says."""
        words = self.without_diseases(s)
        return _FAILED.search(words) is not None or _EQUAL.search(words) is not None

    def tells_failure(self, s: ReadSentence) -> bool:
        """Whether a sentence says outright that something was missed, and not of harms alone."""
        words = self.without_diseases(s)
        of_safety = OF_SAFETY.search(words) is not None and _GOAL.search(words) is None
        return _FAILED.search(words) is not None and not of_safety and not s.has("aims")

    def tells_level(self, s: ReadSentence) -> bool:
        """Whether a sentence tells two groups level: "it eased just as much in those who had not"."""
        words = self.without_diseases(s)
        of_safety = OF_SAFETY.search(words) is not None and _GOAL.search(words) is None
        return _EQUAL.search(words) is not None and not of_safety

    def may_tell_null(self, s: ReadSentence, on_deaths: bool) -> bool:
        """Whether a sentence that was not read sounds of failure; one that was read only where it also speaks of failure outright.

        Args:
            on_deaths: the result is on deaths; a sentence on deaths tells no other.
        """
        key = (s.index, on_deaths)
        if key not in self._known:
            self._known[key] = self._sounds_of_failure(s, on_deaths)
        return self._known[key]

    def _sounds_of_failure(self, s: ReadSentence, on_deaths: bool) -> bool:
        words = self.without_diseases(s)
        own = [j.candidate for j in self.claims.get(s.index, ())]
        if any(c.polarity is Polarity.DENIES and family_of(c.predicate) == "benefit" for c in own):
            return True
        if self._boasts(s):
            return False
        words = NO_DENIAL.sub(" ", words)
        of_safety = OF_SAFETY.search(words) is not None and _GOAL.search(words) is None
        if not on_deaths and _KINDS[0].search(words):
            return False
        if OF_OTHERS.search(words):
            return False
        if of_safety or _OF_SELLER.search(words) or s.has("aims", "advice") or _is_question(words):
            return False
        if own or _BLINDED.search(words):
            return _FAILED.search(words) is not None
        if _FAILED.search(words) is not None:
            return True
        of_result = _RESULT if s.has("past") else _RESULT_NOW
        return _NULL.search(words) is not None and of_result.search(words) is not None

    def _boasts(self, s: ReadSentence) -> bool:
        """Whether a sentence claims a benefit outright that is held against it: the evidence against it is not told there."""
        return any(
            j.verdict in _ACCUSED
            and j.candidate.polarity is Polarity.AFFIRMS
            and not j.candidate.is_past
            and j.candidate.wording.strength is WordingStrength.DIRECT
            and family_of(j.candidate.predicate) in ("benefit", "cure")
            for j in self.claims.get(s.index, ())
        )

    def may_tell_harm(self, s: ReadSentence, kinds: tuple[re.Pattern[str], ...]) -> bool:
        """Whether a sentence speaks of a harm of these kinds, and does more than deny it."""
        key = (s.index, kinds)
        if key not in self._known:
            self._known[key] = self._speaks_of_harm(s, kinds)
        return self._known[key]

    def _speaks_of_harm(self, s: ReadSentence, kinds: tuple[re.Pattern[str], ...]) -> bool:
        words = self.reading.words(s)
        own = [j.candidate for j in self.claims.get(s.index, ())]
        harms = [c for c in own if family_of(c.predicate) == "safety"]
        denied = (c.polarity is Polarity.DENIES or local_id(c.predicate) == "safeIn" for c in harms)
        if (harms and all(denied)) or s.has("decrease", "stop") or _is_question(words):
            return False
        if s.has("aims") and not whole_numbers(words) - {1}:
            return False
        told = ALL_LIVED.sub(" ", self.without_diseases(s))
        if _OF_MARKET.search(told):
            told = _WITHDRAWN.sub(" ", told)
        return any(
            not _DENIED.search(told[: m.start()]) for kind in kinds for m in kind.finditer(told)
        )

    def without_diseases(self, s: ReadSentence) -> str:
        """The words of a sentence but for the names of diseases ("spinal cord injury" tells no injury) and what other treatments failed in."""
        return _OTHERS_FAILED.sub(" ", self.reading.without_diseases(s))

    def may_tell_size(self, s: ReadSentence, n: int) -> bool:
        """ "Some 150 people", "three dozen": whether a sentence counts people by a rounded number near this one."""
        words = self.reading.words(s)
        near = any(abs(told - n) <= _NEAR * n for told in whole_numbers(words))
        return (near or _ROUGH.search(words) is not None) and _PEOPLE.search(words) is not None

    def may_tell_design(self, s: ReadSentence) -> bool:
        """Whether a sentence speaks of who got what."""
        return _DESIGN.search(self.reading.words(s)) is not None

    def may_tell_kind(self, s: ReadSentence) -> bool:
        """Whether a sentence speaks of how the results came out."""
        return _EARLY.search(self.reading.words(s)) is not None

    def may_tell_laboratory(self, s: ReadSentence) -> bool:
        """Whether a sentence speaks of animals or of what was done in a laboratory."""
        return s.has("animals") or (s.has("laboratory") and s.has("past"))


def is_on_deaths(words: str) -> bool:
    """Whether words speak of deaths or survival."""
    return _KINDS[0].search(words) is not None


def harms_of(f: m.Finding) -> tuple[re.Pattern[str], ...]:
    """The kinds of harm that a finding is on, the grave ones where it names none; of a harm also what is said of harms in general."""
    same = [kind for kind in _KINDS if kind.search(f"{f.label} {f.value or ''}")]
    kinds = tuple(same or _KINDS[:_GRAVE])
    return (*kinds, _ANY_HARM) if family_of(f.predicate) == "safety" else kinds


def _is_question(words: str) -> bool:
    return words.rstrip("\"')] ").endswith("?")
