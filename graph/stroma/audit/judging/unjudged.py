"""Which sentences say something medical that was not judged, and why? So that they do not look harmless.

Read first: `find_unjudged`. Nothing was understood, the graph holds nothing on the disease, or it is in another language.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from stroma.audit.claims.frames import OF_OTHERS
from stroma.audit.claims.headlines import asserts
from stroma.audit.claims.subjects import PRONOUNS
from stroma.audit.judging.results import Unjudged, Verdict
from stroma.audit.language.clauses import split_clauses
from stroma.audit.language.numbers import figures
from stroma.audit.language.wording import is_aim, is_own_tale
from stroma.vocabulary import local_id

if TYPE_CHECKING:
    from stroma.audit.claims.subjects import Subjects
    from stroma.audit.judging.results import Judged
    from stroma.audit.language.reading import Reading, ReadSentence
    from stroma.store import EvidenceStore
    from stroma.vocabulary import Iri

# What a treatment is said to do; "reached", "had" and the like alone say too little.
ASSERTING: Final = (
    "better", "worse", "increase", "decrease", "stop", "null", "safe", "unsafe", "cure", "effective", "endpoint-met",
    "endpoint-missed", "approve", "compare", "most", "repair", "protect",
)  # fmt: skip
_MORE: Final = re.compile(
    r"(?i)\b(?:saved? (?:\w+ )?lives|death|died|mortality|surviv\w+|side effects?|harm\w*|hurt|injur\w+|complications?|negligible|safety|risks|approv\w+|licen[cs]ed?|failed|flopped|kill\w*|fatal\w*)\b"
)
HARM: Final = re.compile(
    r"(?i)\b(?:died|kill\w*|fatal\w*|deaths?|mortality|harm\w*|hurt|injur\w+|complications?|blind|blindness|stroke|clots?|tumou?rs?"
    r"|paraly[sz]\w+|sepsis|septic|infect\w+|cancers?|malignan\w+|seizures?|bleeding"
    r"|(?<!-)blinded (?:after|by|when|in (?:one|both))|blinded (?:\w+ ){1,3}(?:patients|people|women|men))\b"
)
_DENIED_HARM: Final = re.compile(
    r"(?i)(?:\b(?:no|zero|nil|not one|not a single|none of the|without|nobody had (?:any|a)|never (?:any|a))|(?<![\d.,])0 ?%) (?:[\w-]+ ){0,3}"
    r"(?:side effects?|adverse (?:events?|reactions?|effects?)|complications?|deaths?|infections?|tumou?rs?|serious events?|reactions?)\b"
    r"|\b(?:no|zero|nil|0 ?%) (?:[\w-]+ ){0,2}(?:risks?(?! factor)|rejections?|cancers?)\b"
    r"|\b(?:side effects?|adverse events?|complications?|deaths?|infections?|tumou?rs?|serious events?|reactions?) (?:were|was|are|is) (?:very |extremely )?(?:rare|mild|absent|minor|few|negligible)\b"
)
"""A harm denied or made small."""
_PERCENT: Final = re.compile(
    r"(?i)(?<![\d.])\d{1,3}(?:\.\d+)? ?(?:%|per ?cent\b)|\b(?:\d+|eight|nine) out of (?:ten|10)\b"
)
_SUCCESS: Final = re.compile(
    r"(?i)\b(?:success(?:es|ful(?:ly)?)?|effectiveness|(?:cure|recovery|improvement|response|satisfaction|healing)[- ]rates?|rates? of (?:success|cure|recovery|improvement))\b"
)
_FAREWELL: Final = re.compile(
    r"(?i)\b(?:say (?:goodbye|farewell|no more)|wave goodbye|goodbye,? to|get rid of|an end to|end your|no more|life without|live without|liv\w+ free (?:of|from)|be free (?:of|from))\b"
)
"""Words that promise an end to what follows."""
_RATE: Final = re.compile(
    r"(?i)\b(?:success|cure|recovery|satisfaction|healing)[- ]rates?\b|\brates? of (?:success|cure|recovery)\b"
)
_NEAR: Final = 30
"""Characters between a promise and what is to end."""
_CAUSES: Final = "causesAdverseEvent"
_WORD: Final = re.compile(r"[^\W\d_]+")
_FRAGMENT: Final = 8
"""Words of an item or row that is no sentence, at most."""
_COMPARISON: Final = re.compile(
    r"(?i)\b(?:works?|worked|does|did|fares?|fared|is|was) (?:\w+ )?(?:better|more)\b"
)
_GIVEN: Final = re.compile(
    r"(?i)\b(?:clinics?|injected|infused|cord blood products?|injections?)\b"
)
_REGULATED: Final = re.compile(
    r"(?i:\bapproved|\bunapproved|\blicen[cs]ed|\bcleared by|\bauthori[sz]ed (?:by|for|in)|\bregistered (?:and|with|by|in)\b)"
    r"|\b(?:FDA|EMA)\b(?i:[- ](?:registered|approv\w+|cleared|licen[cs]ed|compliant|regist\w+))"
)
_OF_ETHICS: Final = re.compile(
    r"(?i)\bethic|\bcommittee|institutional review|\bNCT\d|clinicaltrials|\b(?:trial|study) (?:was|is) (?:approved|registered)"
)
_SOLD: Final = re.compile(
    r"(?i)\b(?:exosomes?|extracellular vesicles|secretomes?|platelet[- ]rich plasma|PRP|nanovesicles)\b"
)
"""What is sold beside cells, of which the graph holds nothing: a promise made of it is listed."""
_AGAIN: Final = re.compile(
    r"(?i)\b(?:see|walk|hear|speak|talk|stand|smile|play|work|swallow)(?:s|ing)? again\b|\bpain[- ]free\b"
    r"|\b(?:avoid\w*|no (?:more|longer need)|instead of|without) (?:an? |the )?(?:\w+ )?(?:surgery|operation|replacement|transplant)\b"
    r"|\b(?:sight|vision|hearing|hair|mobility|function|potency|memory|speech) (?:is |was |has been )?(?:restored|regained|regrown|returned|back)\b|\bregrowth\b"
)
"""What patients are promised to do again."""
_OUR_RESULTS: Final = re.compile(
    r"(?i)\bour (?:own )?(?:\w+ )?(?:results?|success|experience|statistics|numbers)\b"
)
_OF_SUCCESS: Final = ("ameliorates", "improves", "cures")
"""What a rate of success is one of: beside "no risk of rejection" it is still to be judged."""
_PATIENTS: Final = re.compile(
    r"(?i)\b(?:our|my) (?:\w+ ){0,2}(?:patients|clients|customers)\b"
    r"|\bI (?:\w+ ){0,3}(?:walk\w*|felt|feel|came|can|could|threw|regained|am|was|got)\b.{0,120}[\"”’,]{1,3}\s*(?:says|said|tells|told|writes|wrote|recalls|reports)\b"
)
_UNDONE: Final = re.compile(
    r"(?i)\b(?:can|could|may|will|is|was) (?:now |soon |even )?(?:be )?(?:reversed|cured)\b"
)
_UNDONE_IN_SHORT: Final = re.compile(r"(?i)\b(?:reversed|cured|healed|restored|regained|gone)\b")
"""What is said of a disease, whatever treatment the sentences around name."""
NOT_READ: Final = "not read, in "
"""How the reason begins for a sentence in another language, which is named."""
NOTHING_ON: Final = "the graph holds nothing on "
"""How the reason begins for a sentence on a disease that no study of the graph is about."""
_NOT_UNDERSTOOD: Final = "the statement was not understood"
TESTIMONIAL: Final = "a testimonial: what single patients say of themselves is no study"
"""Reason of a sentence in which a seller's patients speak, listed under a heading of its own."""
_OF_STUDIES: Final = frozenset("trial study team dose paper group sample hospital".split())
_RECEIVED: Final = re.compile(
    r"(?i)\b(?:delight|thrill|excit|encourag|promis|hail|prais|triumph|success|breakthrough|celebrat|optimis|hopeful|impress|disappoint|sobering|let-down|spectacular|remarkabl|stunning|confirm|convinc|positive|negative)\w*"
)
"""How the outcome of a study was received, which tells it."""
_A_TRIAL: Final = re.compile(r"(?i)\b(?:trials?|stud(?:y|ies))\b")
_ENTRY: Final = re.compile(
    r"(?i)\b(?:enrol\w*|recruit\w*|randomi[sz]\w+|allot\w*|assign\w*|screened|invited|eligib\w+|consent\w*)\b"
)
"""Who took part, which is no result."""
_COMPARED: Final = re.compile(
    r"(?i)\b\d[\d.,]*(?: [a-z-]+){0,5},? (?:against|versus|vs\.?|compared (?:with|to)) (?:\w+ )?\d"
)
_AFTER_CELLS: Final = frozenset(
    "therapy treatment injection infusion transplant product cell can may might could will would also even often now simply really".split()
)
_NO_VERB: Final = frozenset(
    (
        "is are was were be been being has have had do does did not no in on at for from of with without and or but nor than as by to"
        " into under outside during after before against through that which who whose when where if because per versus vs only alone"
        " grown taken drawn made harvested trial study research group arm cell come came remain product company programme work use used"
    ).split()
)
# Diseases so wide that a study of them says nothing on every one of their kinds.
_WIDE: Final = frozenset(
    "disease nervous-system-disease autoimmune-disease musculoskeletal-disease neurodegenerative-disease demyelinating-disease".split()
)
_NOT_REPAIR: Final = ("new", "replace")
_OUR: Final = re.compile(
    r"(?i)\b(?:our|this|these|the|such) (?:\w+ )?(?:therapy|treatment|cells|injections?|infusions?|product)\b"
)


def find_unjudged(
    reading: Reading,
    subjects: Subjects,
    claims: Sequence[Judged],
    store: EvidenceStore,
    foreign: Mapping[int, str] = MappingProxyType({}),
) -> list[Unjudged]:
    """Sentences that were not judged, in order, each with its reason.

    Args:
        foreign: the sentences in another language, with its name.
    """
    by_sentence: dict[int, list[Judged]] = {}
    for j in claims:
        by_sentence.setdefault(j.candidate.sentence, []).append(j)
    found = []
    held, rates = _held(store), _success_rates(reading)
    for sentence in reading.sentences:
        own = by_sentence.get(sentence.index, [])
        if sentence.index in foreign:
            found.append(Unjudged(sentence.index, f"{NOT_READ}{foreign[sentence.index]}"))
            continue
        judged = any(j.candidate.name in _OF_SUCCESS for j in own)
        if (sentence.index in rates and not judged) or (not own and _promises(reading, sentence)):
            found.append(Unjudged(sentence.index, _NOT_UNDERSTOOD))
            continue
        if sentence.span.is_heading and not asserts(reading, sentence):
            if _is_short(reading, sentence) and _denies_harm(reading, sentence):
                found.append(Unjudged(sentence.index, _NOT_UNDERSTOOD))
            continue
        away = _not_held(reading, subjects, sentence, own, store, held)
        if away is not None:
            label = reading.lexicon.terms[away].label
            found.append(Unjudged(sentence.index, f"{NOTHING_ON}{label}"))
        elif not own and (
            is_own_tale(reading, sentence) or _PATIENTS.search(reading.words(sentence))
        ):
            found.append(Unjudged(sentence.index, TESTIMONIAL))
        elif _is_unread(reading, subjects, sentence, own):
            found.append(Unjudged(sentence.index, _NOT_UNDERSTOOD))
    return found


def _is_unread(
    reading: Reading, subjects: Subjects, sentence: ReadSentence, own: Sequence[Judged]
) -> bool:
    """Whether a sentence says something medical of which nothing was read, or beside a cure that it turns down."""
    if own:
        return _leaves_comparison(reading, own)
    return (
        _denies_harm(reading, sentence)
        or _is_status(reading, sentence)
        or _is_medical(reading, subjects, sentence)
        or _is_undone(reading, sentence)
        or _tells_result(reading, subjects, sentence)
    )


def _tells_result(reading: Reading, subjects: Subjects, sentence: ReadSentence) -> bool:
    """ "38 events with cells against 50", "a larger trial is done, and doctors are delighted": figures, an outcome that is moved, or how a study was received."""
    words = reading.words(sentence)
    if words.rstrip("\"')] ").endswith("?") or sentence.has("aims") or OF_OTHERS.search(words):
        return False
    counted = any(f.endswith("%") or "/" in f for f in figures(words)) or _COMPARED.search(words)
    named = [e for e in sentence.entities if e.kind == "Outcome"]
    moved = any(
        c.kind in ASSERTING
        and not any(e.first <= c.first and c.last <= e.last for e in sentence.entities)
        for c in sentence.cues
    )
    if _ENTRY.search(words):  # "enrolled 234 people with an ejection fraction below 35 per cent"
        return bool(counted and named and moved)
    # "About 85 % of people with MS have relapses at first" is on no treatment
    of_treatment = sentence.has("comparators", "past") or _is_about(reading, subjects, sentence)
    if counted and of_treatment and (named or moved or sentence.has("humans", "comparators", "past", "methods")):  # fmt: skip
        return True
    received = _A_TRIAL.search(words) is not None and _RECEIVED.search(words) is not None
    return received or (bool(named) and moved and of_treatment and not sentence.has("methods"))


def _denies_harm(reading: Reading, sentence: ReadSentence) -> bool:
    """ "No serious side effects were seen": a harm that is denied, or called rare, of a treatment that the sentence does not name."""
    words = reading.without_diseases(sentence)
    asked = words.rstrip("\"')] ").endswith("?")
    return not asked and not sentence.has("aims") and _DENIED_HARM.search(words) is not None


def _leaves_comparison(reading: Reading, own: Sequence[Judged]) -> bool:
    """ "It is not a cure, but compared with riluzole it works better": a comparison beside which only a cure was read."""
    if not own or any(j.candidate.name != "cures" for j in own):
        return False
    words = reading.words(reading.sentences[own[0].candidate.sentence])
    return _COMPARISON.search(words) is not None


def _is_undone(reading: Reading, sentence: ReadSentence) -> bool:
    """ "Type 1 diabetes can be reversed", before any cells are named."""
    diseases = any(e.kind == "Disease" for e in sentence.entities)
    turned = sentence.has("negation", "aims")
    words = reading.words(sentence)
    told = _UNDONE.search(words) or (
        _is_short(reading, sentence) and _UNDONE_IN_SHORT.search(words)
    )
    return diseases and not turned and bool(told)


def _not_held(
    reading: Reading,
    subjects: Subjects,
    sentence: ReadSentence,
    own: Sequence[Judged],
    store: EvidenceStore,
    held: frozenset[Iri],
) -> Iri | None:
    """The disease of a sentence on which the graph holds nothing, where nothing else in it was judged."""
    if any(j.verdict is not Verdict.NO_EVIDENCE for j in own):
        return None
    diseases = [e.term for e in sentence.entities if e.kind == "Disease"]
    away = [d for d in diseases if not _is_held(reading, d, store, held)]
    says = (
        own
        or any(c.kind in ASSERTING for c in sentence.cues)
        or _MORE.search(reading.words(sentence))
        or (
            _is_about(reading, subjects, sentence) and not sentence.has("methods", "aims", "design")
        )
    )
    return away[0] if away and len(away) == len(diseases) and says else None


def _held(store: EvidenceStore) -> frozenset[Iri]:
    """What studies are about, and what their findings are on: case reports of harm name the disease in their findings alone."""
    of_studies = {d for s in store.records.studies.values() for d in s.disease}
    retracted = store.records.retracted  # is made at each call
    results = [f for f in store.findings.values() if f.source not in retracted]
    objects = {f.object for f in results if local_id(f.predicate) != _CAUSES}
    return frozenset(of_studies | objects | {f.condition for f in results if f.condition})


def _is_held(reading: Reading, disease: Iri, store: EvidenceStore, held: frozenset[Iri]) -> bool:
    """Whether something is held on a disease, a form of it, or what it is a form of."""
    terms, lineage = reading.lexicon.terms, reading.lexicon.lineage(disease)
    return any(
        disease in store.broader(d) or (d in lineage and d in terms and terms[d].slug not in _WIDE)
        for d in held
    )


def _is_short(reading: Reading, sentence: ReadSentence) -> bool:
    """Whether a sentence is none, but an item of a list, a row or a headline of few words."""
    return len(_WORD.findall(reading.words(sentence))) <= _FRAGMENT


def _promises(reading: Reading, sentence: ReadSentence) -> bool:
    """ "Say goodbye to knee pain": an end to an outcome or a disease, promised in a sentence that names no treatment."""
    found = _FAREWELL.search(reading.words(sentence))
    if found is None or sentence.has("aims"):
        return False
    at = sentence.span.start + found.end()
    ended = (e for e in sentence.entities if e.kind in ("Outcome", "Disease"))
    return any(0 <= e.start - at <= _NEAR for e in ended)


def _success_rates(reading: Reading) -> set[int]:
    """Sentences with a rate of success, and the rows of a table or list with one: "Autism 85 %" below "Knee 92 %"."""
    found: set[int] = set()
    run: list[ReadSentence] = []
    for sentence in (*reading.sentences, None):
        if sentence is not None and _is_short(reading, sentence):
            run.append(sentence)
            continue
        found |= _rates_of_run(reading, run)
        run = []
        if sentence is not None:
            words = reading.words(sentence)
            rated = len(_PERCENT.findall(words))
            many = sum(e.kind == "Disease" for e in sentence.entities)
            gained = sentence.has("better", "cure") and _PATIENTS.search(words)
            own = _RATE.search(words) or _OUR_RESULTS.search(words) or gained
            if (rated and own) or (rated > 1 and many == rated):  # "Autism 85 %, ALS 80 %"
                found.add(sentence.index)
    return found


def _rates_of_run(reading: Reading, run: Sequence[ReadSentence]) -> set[int]:
    """Of short items that follow each other those with a percentage, where one of them tells that of a disease or speaks of success."""
    rated = [s for s in run if _PERCENT.search(reading.words(s))]
    told = any(e.kind == "Disease" for s in rated for e in s.entities)
    heard = (_SUCCESS, _OUR_RESULTS)
    named = any(p.search(reading.words(s)) for s in run for p in heard)
    return {s.index for s in rated} if told or named else set()


def _is_status(reading: Reading, sentence: ReadSentence) -> bool:
    """ "FDA registered and approved": what a regulator is said to have done, whatever it is said of."""
    words = reading.words(sentence)
    asked = words.rstrip("\"')] ").endswith("?")
    return _REGULATED.search(words) is not None and not _OF_ETHICS.search(words) and not asked


def _is_medical(reading: Reading, subjects: Subjects, sentence: ReadSentence) -> bool:
    words = reading.words(sentence)
    if words.rstrip("\"')] ").endswith("?"):
        return False
    told = reading.without_diseases(sentence)
    harm = HARM.search(told) is not None
    given = harm and _GIVEN.search(told) is not None
    about = given or _is_about(reading, subjects, sentence)
    if not about or (sentence.has("design") and not harm):
        return False  # "there was no control group" is no claim, "one patient died" is
    for clause in split_clauses(reading, sentence):
        cues = [
            c
            for c in clause.of(*ASSERTING)
            if not any(e.first <= c.first and c.last <= e.last for e in clause.entities)
            and not (c.kind == "repair" and c.phrase.startswith(_NOT_REPAIR))
            and not _OF_STUDIES & {t.form for t in reading.tokens[c.last + 1 : c.last + 4]}
        ]
        if any(not is_aim(reading, clause, c.first) for c in cues):
            return True
    if sentence.has("aims"):
        return False
    promised = _MORE.search(told) or _AGAIN.search(told)
    return harm or promised is not None or _acts(reading, subjects, sentence)


def _is_about(reading: Reading, subjects: Subjects, sentence: ReadSentence) -> bool:
    """Whether a sentence speaks of cells, of a treatment, or of a study of them."""
    forms = {t.form for t in reading.tokens[sentence.first : sentence.first + 6]}
    return (
        any(subjects.is_product(e) for e in sentence.entities)
        or bool(forms & PRONOUNS)
        or subjects.mention_at(sentence) is not None
        or _OUR.search(reading.words(sentence)) is not None
        or _SOLD.search(reading.words(sentence)) is not None
    )


def _acts(reading: Reading, subjects: Subjects, sentence: ReadSentence) -> bool:
    """ "Stem cells make the heart pump": the cells are followed by what they do, whatever the verb."""
    if sentence.has("methods"):
        return False
    for e in sentence.entities:
        at = e.last + 1
        while at < sentence.last and reading.tokens[at].form in _AFTER_CELLS:
            at += 1
        gap = reading.text[e.end : reading.tokens[min(at, sentence.last)].start]
        if at < sentence.last and subjects.is_product(e) and not set(",;:()") & set(gap):
            return reading.tokens[at].form not in _NO_VERB
    return False
