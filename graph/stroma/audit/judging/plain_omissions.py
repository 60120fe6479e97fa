"""Is a missed result left out beyond doubt? Then the omission is held against a text though it is the only sign.

Read first: `is_plain`. What misleads most in texts on trials is a gain in another outcome, or in a part of the people, told without the
primary endpoint that was missed. It rests on no reading of single words: the study is sure, a gain of it is told, and no sentence of
its passage sounds of a null result.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from stroma.audit.claims.candidates import family_of
from stroma.audit.claims.frames import OF_OTHERS
from stroma.audit.judging.omitted_design import THAN_OTHERS
from stroma.audit.judging.result_figures import told_at
from stroma.audit.language.denials import NO_DENIAL
from stroma.audit.language.groups import CONTROLS
from stroma.audit.language.terms import DEATH, SURVIVAL
from stroma.model import Direction, Polarity, WordingStrength

if TYPE_CHECKING:
    from collections.abc import Iterable

    from stroma import model as m
    from stroma.audit.judging.study_blocks import StudyBlocks
    from stroma.audit.language.reading import ReadSentence
    from stroma.vocabulary import Iri

_NAMING: Final = frozenset(("identifier", "trial_name", "author"))
_FIGURES: Final = 2
"""Figures of its results that make a study sure."""
_NOT: Final = r"(?:no|not|nor|none|never|neither|nothing|nobody|without|hardly|barely|scarcely|little|unable|cannot|\w+n't)"
_GAIN: Final = (
    r"(?:better|best|more|differ\w*|distinguish\w*|significan\w*|effect\w*|benefit\w*|gain\w*|advantage|improv\w*|help\w*|work\w*|met|meet|reach\w*|show\w*|prov\w*|proof|confirm\w*"
    r"|lower\w*|fewer|less|slow\w*|rais\w*|rare\w*|longer|sooner|faster|succe\w*|win|won|worth|convinc\w*|chang\w*|mov\w*|repeat\w*|hold|held|support\w*|beat\w*|outdo|outperform\w*|superior\w*|bear|borne|statistic\w*|hit|pass\w*|enough|clear\w*|evidence|sign|luck|f[ae]ll\w*|drop\w*|r[io]se\w*|declin\w*|decreas\w*|increas\w*|reduc\w*|shr[aiu]nk|grow|grew|eas(?:e|ed)|spar(?:e|ed)|prevent\w*|delay\w*|stop\w*)"
)
_NULL: Final = re.compile(
    rf"(?i)\b{_NOT}\b(?:[\s-]+[\w'-]+){{0,5}}?[\s-]+{_GAIN}\b"
    r"|\b(?:did|does|do|was|were|could|has|have|had|is) not\s*[.,;:!)]|\b(?:did|does|do|was|were|could|has|have|had|is)n't\s*[.,;:!)]"
    r"|(?<!near )\bmiss(?:ed|es|ing)?\b(?! you)|\b(?:fail(?:s|ed|ing|ure)?|flop\w*|negative|inconclusive|disappoint\w*|unsuccessful\w*|unmet|setback|let-?down|in vain)\b"
    r"|\bf(?:all|ell|allen)s? (?:\w+ )?(?:short|flat|through)\b|\bcame to nothing\b|\bempty[- ]handed\b|\b(?:dead heat|neck and neck|stalemate|level|draw|tie[ds]?)\b"
    r"|\b(?:alike|the same|similar\w*|equal\w*|identical\w*|indistinguishable|unchanged|comparable|matched|as (?:much|many|often|well|good|likely|far|long|frequent|common))\b"
    r"|\b(?:mixed|little in it|(?:melted|faded|slipped|vanished|evaporated) (?:away)?|stalled|(?:did|fared) (?:just |quite )?as well as|no good|in the end the same|unimpressed)\b|\b(?:melted|faded|slipped|washed) (?:away|out)\b"
    r"|\b(?:by|to|from|of|been|be|pure|mere|alone) (?:chance|coincidence|luck)\b|\bchance (?:alone )?(?:could|can|would|may|might)\b|\bstatistical noise\b"
    rf"|\bin (?:both|either) (?:groups?|arms?)\b|\bno (?:\w+ )?(?:match|more) (?:for|than) (?:{CONTROLS})\b"
)
"""What every way of telling that a result was null is likely to hold."""
_OF_ENDPOINT: Final = re.compile(
    r"(?i)\b(?:primary|main|principal|end ?points?|goals?|targets?|aims?|planned|as a whole|set out|whole group|all (?:the )?patients)\b"
)
_OF_SAFETY: Final = re.compile(
    r"(?i)\b(?:safe\w*|side[ -]effects?|adverse|tolerat\w+|harm\w*|risks?|infections?|reactions?|unwell|complications?)\b"
)
_ELSEWHERE: Final = re.compile(
    rf"(?i)\b{_NOT}\b(?:[\s-]+[\w'-]+){{0,6}}?[\s-]+(?:approv\w+|licen[cs]\w+|authori\w+|cure[sd]?|kn[eo]w\w*|blind\w*|masked|told)\b"
)
"""A denial of these is none of a result: "not approved", "nobody knew who got what", "no cure exists"."""
_PARTS: Final = re.compile(r"[,;:()–—]|\s(?:but|and|while|whereas|though|although|yet)\s")
_LISTED: Final = re.compile(r"(?i)\b(?:neither|nor)\b")


def is_plain(b: StudyBlocks, primary: Iri | None) -> bool:
    """Whether a text surely leaves out that its study missed an endpoint, beside a gain that it tells.

    Args:
        primary: the outcome that was missed.
    """
    gains = [f for f in b.findings if _is_gain(f)]
    told = any(told_at(f, b.telling, b.reading) is not None for f in gains)
    outright = (
        j.candidate.wording.strength is WordingStrength.DIRECT
        for j in b.said(Polarity.AFFIRMS, "benefit", "cure")
    )
    claimed = any(outright) or any(_is_ahead(b, s) for s in b.telling)
    if not told and not (claimed and _is_sure(b)):
        return False
    return not any(_sounds_null(b, s, primary) for s in _passage(b))


def told_of_part(b: StudyBlocks) -> str:
    """The gain of a part of the people whose figures a text gives as if they were of all; nothing where it gives none."""
    gains = (f for f in b.findings if _is_gain(f) and f.analysis.is_subgroup)
    told = next((f for f in gains if told_at(f, b.telling, b.reading) is not None), None)
    return "" if told is None else f"; told is what a part of the people gained: {told.label}"


def _is_ahead(b: StudyBlocks, sentence: ReadSentence) -> bool:
    """ "Patients won back more movement than those who did not get them": the treated set above the others, whatever was measured."""
    words = b.reading.words(sentence)
    of_harm = _OF_SAFETY.search(words) is not None or sentence.has("aims", "null")
    return THAN_OTHERS.search(words) is not None and not of_harm


def _is_gain(f: m.Finding) -> bool:
    return f.direction is Direction.SUPPORTS and not f.derived and family_of(f.predicate) == "benefit"  # fmt: skip


def _is_sure(b: StudyBlocks) -> bool:
    """Whether the study is named, or told by its figures."""
    links = [x.link for x in b.mentions]
    named = any(r.feature in _NAMING and r.points > 0 for link in links for r in link.reasons)
    return named or any(len(link.figures) >= _FIGURES for link in links)


def _passage(b: StudyBlocks) -> Iterable[ReadSentence]:
    """Where a result of the study may be told: its paragraphs but for other studies, in an article on it alone the whole text."""
    own = {s.index for s in b.sentences}
    near = b.reading.sentences if b.is_alone else (*b.around, *b.following)
    return [s for s in near if s.index in own or s.index not in b.taken_by_others]


def _sounds_null(b: StudyBlocks, sentence: ReadSentence, primary: Iri | None) -> bool:
    """Whether a sentence may tell that nothing was gained; one that was read to deny another outcome tells that one alone."""
    words = _ELSEWHERE.sub(" ", NO_DENIAL.sub(" ", b.reading.without_diseases(sentence)))
    parts = (part for part in _PARTS.split(words) if _OF_SAFETY.search(part) is None)
    if _NULL.search(words) is None or OF_OTHERS.search(words):
        return False
    if _OF_ENDPOINT.search(words) is not None:
        return True
    if _OF_SAFETY.search(words) is not None and not any(map(_NULL.search, parts)):
        return False
    denied = [
        j
        for j in b.article
        if j.candidate.sentence == sentence.index and j.candidate.polarity is Polarity.DENIES
    ]
    listed = _LISTED.search(words) is not None
    return (
        listed or not denied or not all(_is_another(b, j.candidate.object, primary) for j in denied)
    )


def _is_another(b: StudyBlocks, outcome: Iri, primary: Iri | None) -> bool:
    """Whether a denied outcome is another one that the study did not see improve either."""
    if outcome in b.study.disease or primary is None:
        return False
    if b.matcher.relation(outcome, primary) is not None:
        return False
    said = {outcome, DEATH} if outcome == SURVIVAL else {outcome}
    nulls = {f.object for f in b.findings if f.direction is not Direction.SUPPORTS}
    return any(b.matcher.relation(o, n) is not None for o in said for n in nulls)
