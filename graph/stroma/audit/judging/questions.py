"""What was not found told, yet a sentence may tell it in words that were not read? Then it is a question, no accusation.

Read first: `ask`. A sentence may tell a missed result when it sounds of failure, a harm when it speaks of one, the size or the design when
it counts people or speaks of who got what. The nearest such sentence is named, so that an editor can decide at a glance.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from stroma.audit.claims.candidates import family_of
from stroma.audit.claims.frames import OF_OTHERS
from stroma.audit.judging.figures import LEVEL, names_both
from stroma.audit.judging.omitted_harms import ALL_LIVED
from stroma.audit.judging.omitted_results import OF_SAFETY
from stroma.audit.judging.results import THIN, UNCOMPARED, Verdict
from stroma.audit.judging.told import telling_words
from stroma.audit.language.denials import NO_DENIAL
from stroma.audit.language.numbers import figures, whole_numbers
from stroma.audit.studies.scoring import figures_of
from stroma.model import Direction, Polarity
from stroma.vocabulary import local_id

if TYPE_CHECKING:
    from stroma import model as m
    from stroma.audit.judging.results import Gap, Judged, Omission
    from stroma.audit.language.reading import Reading, ReadSentence
    from stroma.audit.studies.linking import LinkedMention
    from stroma.store import EvidenceStore
    from stroma.vocabulary import Iri

_NULL: Final = re.compile(
    r"(?i)\b(?:no|not|nor|none|never|neither|nothing|without|hardly|barely|scarcely|little|few|modest|slight\w*|short|unable|unchanged"
    r"|level|same|alike|equal\w*|similar\w*|identical\w*|tie[ds]?|indistinguishable|(?:by|to|of|pure|mere|been|be) chance|luck|noise"
    r"|inconclusive|unclear|uncertain|mixed|disappoint\w*|vain|flat|stalled|odds|as (?:much|many|often|far|good|likely|long)|as well (?:with|on|without))\b|n't\b"
    r"|\b(?:miss(?:ed|es|ing)?|fail(?:s|ed)?)\b"
)
"""Words one of which every way of telling that nothing was gained is likely to hold; wide on purpose."""
_FAILED: Final = re.compile(
    r"(?i)\b(?:miss(?:ed|es|ing)? (?:its|their|the|both|that)|fail(?:s|ed)? (?:to|on|in|at|its|their)|(?:trials?|stud(?:y|ies)|treatments?|cells|therapy|it|they|both|also|has|had) failed|f(?:all|ell|allen)s? (?:short|flat)|came to nothing"
    r"|no (?:\w+ ){0,2}(?:difference|effect|benefit|gain|advantage|better|more)|(?:confidence interval|margin of error|CI)\b[^.]{0,40}(?:minus |[-−–])\d+|disappoint\w*|(?:by|to|from|of|been|be) (?:chance|coincidence)|coincidence|chance (?:alone )?(?:could|can|would|may|might)|rul(?:e|ed|ing) out (?:luck|chance)|negative|inconclusive"
    r"|(?:not|n't) (?:\w+ ){0,2}(?:significant\w*|met|meet|reach\w*|show\w*|differ\w*|help\w*|work\w*))\b"
)
"""Words that tell a failure also in a sentence that says something else besides."""
_EQUAL: Final = re.compile(
    r"(?i)\b(?:equally|alike|the same|no (?:more|less|better|worse)|just as|in (?:both|either|all) groups?|on (?:both|either) sides?|wrong way|with and without|either way"
    r"|as (?:much|often|many|good|likely|far|long) (?:\w+ ){0,3}as|as well (?:with|on|without))\b"
)
"""Words that tell two groups level in a sentence that was read to claim a benefit."""
_RESULT: Final = re.compile(
    r"(?i)\b(?:groups?|arms?|placebo|sham|dummy|saline|salt water|controls?|others?|trials?|stud(?:y|ies)|differ\w*|effects?|benefit\w*|better|scores?|outcomes?|goals?|targets?|aims?|end ?points?"
    r"|results?|significan\w+|statistic\w*|improve\w*|recover\w*|help(?:s|ed)?|work(?:s|ed)?|proof|prove[dn]?|gains?|measure\w*|hop(?:e|ed|es)|treated|patients?|people|those)\b"
)
"""Words of which a sentence on a result holds one; "only the authorities stand in the way" is on none."""
_GOAL: Final = re.compile(
    r"(?i)\b(?:end ?points?|goals?|targets?|main|primary|effective\w*|efficacy|benefit\w*|gains?|improve\w*|better|help\w*|work\w*|differ\w*)\b"
)
_BLINDED: Final = re.compile(
    r"(?i)\b(?:(?:double-|triple-|single-)?blind(?:ed)?|mask(?:ed|ing)|peek\w*|kn[eo]w(?:s|ing)?|be told|(?:could|can) (?:tell|see|guess)|guess\w*|told which)\b"
)
"""Who knew what was given: "no parent could peek" tells no result."""
_OF_SELLER: Final = re.compile(r"(?i)\b(?:our|your|my|you)\b")
_LIMITS: Final = re.compile(
    r"(?i)\b(?:secondary|tiny|small (?:trial|study|numbers?|groups?)|few (?:people|patients)|only \d+|not the same as|caution\w*|preliminary|first step|one (?:small )?(?:study|trial) alone|larger trials?|too (?:few|small|early))\b"
)
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
        r"seizures?|fits|encephal\w+|mening\w+|paraly\w+|weak\w*|numb\w*",
        r"blind\w*|vision|eyes?|retina\w*|detach\w+|sight\w*|cataracts?",
        r"allerg\w*|anaphyl\w*|antibod\w+|reject\w*|graft\w*",
    )
)
"""Words of one kind of harm each: what is told of deaths tells no clot."""
_GRAVE: Final = 4
"""How many of them, the first ones, may be what a record calls a serious event."""
_ANY_HARM: Final = re.compile(rf"(?i)\b(?:{_GENERAL})\b")
_DENIED: Final = re.compile(
    r"(?i)\b(?:no|not|nor|none|never|neither|nothing|nobody|without|free of)\b(?:[\s-]+[\w'-]+){0,5}[\s-]+$|\w+n't\b(?:[\s-]+[\w'-]+){0,5}[\s-]+$"
)
"""A denial up to five words before a harm."""
_PEOPLE: Final = re.compile(
    r"(?i)\b(?:patients?|people|persons?|participants?|volunteers?|children|kids|babies|infants|boys|girls|adults|women|men|subjects|cases|of them|received|got|were given|enrolled|randomi[sz]ed)\b"
)
_BOTH_ARMS: Final = re.compile(
    r"(?i)\b\d[\d.]*\b[^.;\d]{0,40}\b(?:with|on|after|given) (?:the )?(?:cells|treatment|infusions?)\b[^.;\d]{0,30}\b(?:and|against|but|versus|compared with|to)\b[^.;\d]{0,20}\d[\d.]*\b"
    r"[^.;\d]{0,40}\b(?:without|placebo|sham|controls?|dummy|saline|the others?)\b"
)
"""A number of each group, each named."""
_CLAIMING: Final = re.compile(
    r"(?i)\b(?:significan\w+|p ?[<=]|clearly|markedly|far more|proven?|proof|success\w*|breakthrough|work(?:s|ed))"
)
_PAUSE: Final = re.compile(r"[,;:]")
"""What ends the reach of a "would"."""
_AGAINST: Final = ("POLARITY", "UNDERSTATED", "OMIT_HARM")
"""Codes of a claim that the study's own findings speak against."""
_ROUGH: Final = re.compile(
    r"(?i)\b(?:dozens?|scores|hundreds?|handful|couple|pair|(?:twice|half|three times) (?:as many|the (?:number|patients|people|size)))\b"
)
_RATIO: Final = 2
"""Up to this a decimal may be a ratio or a p-value."""
_NEAR: Final = 0.15
"""Share by which a rounded number of people may differ from that of the study."""
_DESIGN: Final = re.compile(
    r"(?i)\b(?:placebo|sham|control(?:s|led| groups?| arms?)|compar(?:ison|ator)|compared with (?:others|those|people|nobody|no one)|every(?:one|body) (?:in|got|received|was|had|knew|taking)|every (?:\w+ )?(?:patient|participant|person)|each (?:patient|participant)"
    r"|all (?:of them|(?:\w+ )?(?:patients|participants|people|children|\w+)) (?:got|received|were given)|(?:nobody|no one|no-one) (?:else|(?:\w+ ){0,4}(?:was (?:given|left)|left untreated)|got (?:a |the )?(?:placebo|sham|anything))"
    r"|open[- ]label|single[- ](?:arm|group)|uncontrolled|before and after|before with after|knew|untreated|on their own|by (?:itself|themselves))\b"
)
_EARLY: Final = re.compile(
    r"(?i)\b(?:report\w*|present\w*|compan(?:y|ies)|unpublished|peer|preliminary|interim|release|statement|announce\w*|slides?)\b"
)
_LABORATORY: Final = ("laboratory", "animals")


@dataclass(frozen=True, eq=False)
class _Telling:
    """What may tell something: a text with its claims by sentence; what a sentence sounds of is found out once."""

    reading: Reading
    claims: dict[int, list[Judged]]
    blocks: dict[Iri, list[ReadSentence]]
    """The sentences about each study."""
    diseases: dict[int, list[Iri]]
    """Those that each sentence names."""
    _known: dict[tuple[int, object], bool] = field(default_factory=dict)

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
        return _NULL.search(words) is not None and _RESULT.search(words) is not None

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
        return any(
            not _DENIED.search(told[: m.start()]) for kind in kinds for m in kind.finditer(told)
        )

    def without_diseases(self, s: ReadSentence) -> str:
        """The words of a sentence but for the names of diseases: "spinal cord injury" tells no injury."""
        words = self.reading.words(s)
        for e in reversed(s.entities):
            if e.kind == "Disease":
                start, end = e.start - s.span.start, e.end - s.span.start
                words = f"{words[:start]} {words[end:]}"
        return words

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
        """Whether a sentence speaks of animals or of a laboratory."""
        return s.has(*_LABORATORY)


def ask(
    claims: Sequence[Judged],
    omissions: Sequence[Omission],
    reading: Reading,
    mentions: Sequence[LinkedMention],
    store: EvidenceStore,
) -> tuple[list[Judged], list[Omission]]:
    """Claims and omissions, each that a sentence may tell with the nearest such sentence; a claim that rests on such gaps alone as a question."""
    by_sentence: dict[int, list[Judged]] = {}
    for j in claims:
        by_sentence.setdefault(j.candidate.sentence, []).append(j)
    studies = {x.proposed for x in mentions if x.proposed is not None}
    blocks = {
        iri: [reading.sentences[i] for x in mentions if x.proposed == iri for i in x.mention.sentences]
        for iri in studies
    }  # fmt: skip
    diseases = {s.index: [e.term for e in reading.diseases(s)] for s in reading.sentences}
    telling = _Telling(reading, by_sentence, blocks, diseases)
    asked = [
        replace(o, perhaps=_of_omission(o, telling, mentions, store)) if o.perhaps is None else o
        for o in omissions
    ]
    return [_asked(j, telling, store) for j in claims], asked


def _asked(j: Judged, telling: _Telling, store: EvidenceStore) -> Judged:
    """A claim with its gaps as questions; the verdict only where each of them is one."""
    if (limits := _told_limits(j, telling)) is not None:
        gaps = tuple(replace(g, perhaps=limits) if g.code == "STRENGTH_UP" else g for g in j.gaps)
        return replace(j, gaps=gaps, verdict=Verdict.TO_CHECK)
    if (told := _told_otherwise(j, telling, store)) is not None:
        gaps = tuple(replace(g, perhaps=told) if g.code == "POLARITY" else g for g in j.gaps)
        return replace(j, gaps=gaps, verdict=Verdict.TO_CHECK)
    if _understates(j) or _is_unreal(j, telling.reading):
        own = j.candidate.sentence
        gaps = tuple(replace(g, perhaps=own) if g.code in _AGAINST else g for g in j.gaps)
        return replace(j, gaps=gaps, verdict=Verdict.TO_CHECK)
    if (both := _says_both(j, telling, store)) is not None:
        gaps = tuple(replace(g, perhaps=both) if g.code in _AGAINST else g for g in j.gaps)
        return replace(j, gaps=gaps, verdict=Verdict.TO_CHECK)
    others = [s for s in telling.reading.sentences if s.index != j.candidate.sentence]
    gaps = tuple(_of_gap(g, others, j.candidate.sentence, telling, store) for g in j.gaps)
    left_out = [g for g in gaps if g.code.startswith("OMIT_")]
    alone = len(left_out) == len(gaps)  # it rests on nothing else
    is_question = j.verdict is Verdict.LEAVES_OUT or (j.verdict is Verdict.OVERSTATED and alone)
    if is_question and left_out and all(g.perhaps is not None for g in left_out):
        return replace(j, gaps=gaps, verdict=Verdict.TO_CHECK)
    return replace(j, gaps=gaps)


def _told_limits(j: Judged, telling: _Telling) -> int | None:
    """Where the paragraph says, after a result that is thin, how little it rests on: "a secondary measure, from 32 people"."""
    reading, c = telling.reading, j.candidate
    weak = [g.reason for g in j.gaps if g.code == "STRENGTH_UP"]
    if not weak or j.verdict is not Verdict.OVERSTATED or c.wording.boosted:
        return None
    uncompared = any(UNCOMPARED in reason for reason in weak)
    if uncompared and reading.sentences[c.sentence].has("design"):
        return c.sentence  # "treated 20 people without controls"
    if not any(THIN in reason for reason in weak):
        return None
    paragraph = reading.sentences[c.sentence].span.paragraph
    after = reading.sentences[c.sentence : c.sentence + 3]
    found = (
        s.index
        for s in after
        if s.span.paragraph == paragraph
        and (s.has("says-limits") or _LIMITS.search(reading.words(s)))
    )
    return next(found, None)


def _told_otherwise(j: Judged, telling: _Telling, store: EvidenceStore) -> int | None:
    """Where a text that was read to claim a benefit, which its study did not find, says so itself.

    In the very sentence ("less pain, but equally so on placebo"), in one that denies it and is backed by the same study, or in
    one on no other study that tells a failure outright. Of a gain in the disease as a whole anywhere on that study, of a single
    outcome in its paragraph.
    """
    c, polarities = j.candidate, [g for g in j.gaps if g.code == "POLARITY"]
    found = store.findings.get(polarities[0].finding or "") if polarities else None
    faults = (Verdict.CONTRADICTED, Verdict.OVERSTATED)
    if j.verdict not in faults or found is None or c.polarity is Polarity.DENIES or j.study is None:
        return None
    if family_of(c.predicate) != "benefit" or found.direction is Direction.SUPPORTS:
        return None
    reading = telling.reading
    own = telling.without_diseases(reading.sentences[c.sentence])
    if _FAILED.search(own) or _EQUAL.search(own):
        return c.sentence
    of_study = [f for f in store.findings.values() if f.source == j.study]
    words = reading.words(reading.sentences[c.sentence])
    if names_both(words) and _is_level_in_figures(figures(words), of_study):
        return c.sentence  # "better by 9.2 points with cells and by 7.6 with placebo"
    if _BOTH_ARMS.search(words) is not None and _CLAIMING.search(words) is None:
        return c.sentence  # "dropped by 8 points with the cells and by 5 without"
    paragraph = reading.sentences[c.sentence].span.paragraph
    as_whole = c.name == "ameliorates" and not c.wording.boosted
    block = telling.blocks.get(j.study, ())
    failed = (
        s.index
        for s in block
        if s.index != c.sentence
        and (as_whole or s.span.paragraph == paragraph)
        and (telling.tells_failure(s) or (s.span.paragraph == paragraph and telling.tells_level(s)))
    )
    backed = (
        k.candidate.sentence
        for claims in telling.claims.values()
        for k in claims
        if k.candidate.polarity is Polarity.DENIES and k.verdict is Verdict.SUPPORTED and k.study == j.study
        and family_of(k.candidate.predicate) == "benefit"
        and (as_whole or k.candidate.object == c.object or reading.sentences[k.candidate.sentence].span.paragraph == paragraph)
    )  # fmt: skip
    return next(backed, next(failed, None))


def _understates(j: Judged) -> bool:
    """Whether a sentence was read to tell less than the study found, and names not all that it is on: "the six-minute walk was no longer".

    A text that understates misleads seldom, and a list of what did not change is often on other measures than those held.
    """
    c = j.candidate
    if j.verdict not in (Verdict.CONTRADICTED, Verdict.OVERSTATED) or not j.understood:
        return False
    return family_of(c.predicate) == "benefit" and (c.polarity is Polarity.DENIES or c.is_worsening)


def _is_unreal(j: Judged, reading: Reading) -> bool:
    """Whether a benefit is told as what would be: "they would need to be sure of a benefit"."""
    c = j.candidate
    if family_of(c.predicate) != "benefit" or not c.cues:
        return False
    hedged = (h for h in c.wording.hedges if h.phrase == "would" and h.start < c.cues[-1].start)
    unreal = any(_PAUSE.search(reading.text, h.end, c.cues[-1].start) is None for h in hedged)
    return unreal and j.verdict in (Verdict.CONTRADICTED, Verdict.OVERSTATED)


def _says_both(j: Judged, telling: _Telling, store: EvidenceStore) -> int | None:
    """Where a text says what the study found, though this claim was read against it: it was misread, or the text contradicts itself."""
    c, gap = j.candidate, next((g for g in j.gaps if g.code in _AGAINST), None)
    found = store.findings.get(gap.finding or "") if gap is not None else None
    if found is None or found.source != j.study or c.wording.boosted:
        return None
    if j.verdict not in (Verdict.CONTRADICTED, Verdict.OVERSTATED):
        return None
    told = (
        k.candidate
        for claims in telling.claims.values()
        for k in claims
        if k.verdict is Verdict.SUPPORTED
        and k.study == j.study
        and k.candidate.sentence != c.sentence
        and k.candidate.polarity is not c.polarity
        and family_of(k.candidate.predicate) == family_of(c.predicate)
    )
    about = {c.object, found.object, found.measured_by}
    is_harm = family_of(c.predicate) == "safety"
    kin = (
        k.sentence
        for k in told
        if not is_harm or k.object in about or any(o in store.broader(k.object) for o in about if o)
    )
    return next(kin, None)


def _of_gap(
    gap: Gap, sentences: Sequence[ReadSentence], at: int, telling: _Telling, store: EvidenceStore
) -> Gap:
    finding = store.findings.get(gap.finding or "")
    rule = _rule(gap.code, finding, telling)
    if rule is None or finding is None:
        return gap
    diseases = _diseases(store.records.studies.get(finding.source), finding)
    sentences = [
        s for s in sentences if not _is_elsewhere(telling.diseases[s.index], diseases, store)
    ]
    words = _words_of(finding, None, gap.reason)
    return replace(gap, perhaps=_nearest(sentences, rule, words, at, telling.reading))


def _of_omission(
    o: Omission, telling: _Telling, mentions: Sequence[LinkedMention], store: EvidenceStore
) -> int | None:
    """The sentence that may tell what a study's blocks leave out; None where it is no omission, or none sounds of it."""
    if o.study is None:
        return None
    reading = telling.reading
    study = store.records.studies[o.study]
    own = _diseases(study)
    sentences = [
        s
        for s in _about(o.study, mentions, reading)
        if not _is_elsewhere(telling.diseases[s.index], own, store)
    ]
    at = next((x.mention.sentences[0] for x in mentions if x.proposed == o.study), 0)
    finding = store.findings.get(o.finding or "")
    words = _words_of(finding, study if o.code == "OMIT_PRIMARY" else None, o.reason)
    if o.code == "OMIT_N_DESIGN":
        rules = {
            "took part": lambda s: telling.may_tell_size(s, study.n or 0),
            "comparison group": telling.may_tell_design,
            "that it is a": telling.may_tell_kind,
        }
        told = [_nearest(sentences, may, words, at, reading) for sign, may in rules.items() if sign in o.reason]  # fmt: skip
        return told[0] if told and all(t is not None for t in told) else None
    rule = _rule(o.code, finding, telling)
    if o.code == "OMIT_PRIMARY":
        near = None if rule is None else _nearest(sentences, rule, words, at, reading)
        of_study = [f for f in store.findings.values() if f.source == o.study]
        return near if near is not None else _by_its_figures(sentences, of_study, telling)
    if o.code == "BASIS_SHIFT" and o.reason.startswith("not said"):
        rule = telling.may_tell_laboratory
    return None if rule is None else _nearest(sentences, rule, words, at, reading)


def _by_its_figures(
    sentences: Sequence[ReadSentence], of_study: Sequence[m.Finding], telling: _Telling
) -> int | None:
    """The sentence that tells, alone or with the next, level figures of both groups, and claims no gain: "48.8 % of the treated. With placebo 46.3"."""
    reading = telling.reading
    told = {s.index: figures(reading.words(s)) for s in sentences}
    for s in sentences:
        gains = [
            j for j in telling.claims.get(s.index, ())
            if j.candidate.polarity is Polarity.AFFIRMS and family_of(j.candidate.predicate) == "benefit"
        ]  # fmt: skip
        near = told[s.index] | told.get(s.index + 1, frozenset())
        reports = not gains or names_both(reading.words(s))
        if told[s.index] and reports and _is_level_in_figures(near, of_study):
            return s.index
    return None


def _is_level_in_figures(told: frozenset[str], of_study: Iterable[m.Finding]) -> bool:
    """Whether figures hold two of one result that showed no gain, which differ by no more than `LEVEL`."""
    nulls = (figures_of(f) for f in of_study if f.direction is not Direction.SUPPORTS)
    for own in nulls:
        numbers = sorted(n for one in told & own if (n := _measured(one)) is not None)
        if any(b - a <= LEVEL for a, b in pairwise(numbers)):
            return True
    return False


def _measured(figure: str) -> Decimal | None:
    """The number of a percentage or score; None for counts, and for ratios and p-values, which are small."""
    number = Decimal(figure.rstrip("%")) if "/" not in figure else None
    return number if number is not None and number > _RATIO else None


def _rule(
    code: str, finding: m.Finding | None, telling: _Telling
) -> Callable[[ReadSentence], bool] | None:
    """What a sentence must sound of to tell what a code says is left out; None for a code that is no omission."""
    if code in ("OMIT_PRIMARY", "OMIT_CONTRARY"):
        result = f"{finding.label} {finding.outcome_measure or ''}" if finding else ""
        on_deaths = finding is None or _KINDS[0].search(result) is not None
        return lambda s: telling.may_tell_null(s, on_deaths)
    if code == "OMIT_HARM" and finding is not None:
        kinds = _kinds_of(finding)
        return lambda s: telling.may_tell_harm(s, kinds)
    return None


def _kinds_of(f: m.Finding) -> tuple[re.Pattern[str], ...]:
    """The kinds of harm that a finding is on, the grave ones where it names none; of a harm also what is said of harms in general."""
    same = [kind for kind in _KINDS if kind.search(f"{f.label} {f.value or ''}")]
    kinds = tuple(same or _KINDS[:_GRAVE])
    return (*kinds, _ANY_HARM) if family_of(f.predicate) == "safety" else kinds


def _about(study: Iri, mentions: Sequence[LinkedMention], reading: Reading) -> list[ReadSentence]:
    """The sentences that may be about a study: all, but for those in the blocks of studies that other sentences bring in."""
    opened = {x.mention.sentences[0] for x in mentions if x.proposed == study}
    own = {i for x in mentions if x.mention.sentences[0] in opened for i in x.mention.sentences}
    others = {i for x in mentions if x.proposed not in (None, study) for i in x.mention.sentences}
    return [s for s in reading.sentences if s.index in own or s.index not in others]


def _diseases(study: m.Study | None, finding: m.Finding | None = None) -> set[Iri]:
    """What a finding or a study is about, among others its diseases."""
    of_study = study.disease if study is not None else ()
    of_finding = (finding.object, finding.condition) if finding is not None else ()
    return {*of_study, *filter(None, of_finding)}


def _is_elsewhere(named: Sequence[Iri], diseases: set[Iri], store: EvidenceStore) -> bool:
    """Whether diseases are named, and none is one of these, a kind of one, or wider."""
    kin = (d in store.broader(n) or n in store.broader(d) for n in named for d in diseases)
    return bool(named) and bool(diseases) and not any(kin)


def _words_of(finding: m.Finding | None, study: m.Study | None, reason: str) -> frozenset[str]:
    """The telling words of what was not found told."""
    parts = [reason, finding.label if finding else "", (finding.value or "") if finding else ""]
    if study is not None:
        parts.append(study.primary_endpoint or "")
    return telling_words(" ".join(parts))


def _nearest(
    sentences: Iterable[ReadSentence],
    may_tell: Callable[[ReadSentence], bool],
    words: frozenset[str],
    at: int,
    reading: Reading,
) -> int | None:
    """The sentence that shares most words with what is to be told; of several the one next after a place."""
    found = [s for s in sentences if may_tell(s)]
    if not found:
        return None

    def shared(s: ReadSentence) -> int:
        return len(words & telling_words(reading.words(s)))

    return min(found, key=lambda s: (-shared(s), s.index < at, abs(s.index - at))).index


def _is_question(words: str) -> bool:
    return words.rstrip("\"')] ").endswith("?")
