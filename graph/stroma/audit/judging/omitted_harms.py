"""Which harms and new lesions of a study does an article leave out?

Read first: `omitted_harms`. What the comparison group had as often is none (`equal_harms`), nor what is told in other words.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from stroma.audit.claims.candidates import NO_MORE, family_of
from stroma.audit.judging.equal_harms import gives_both_shares, is_left_out_fairly, two_groups
from stroma.audit.judging.result_figures import told_at
from stroma.audit.judging.told import is_told_by_figures, is_told_in_words
from stroma.audit.language.numbers import DURATION, months, whole_numbers
from stroma.audit.language.terms import ADVERSE_EVENT, DEATH, SERIOUS_ADVERSE_EVENT, SURVIVAL, TERM
from stroma.model import Direction, Polarity
from stroma.vocabulary import local_id

if TYPE_CHECKING:
    from stroma import model as m
    from stroma.audit.judging.results import Omission
    from stroma.audit.judging.study_blocks import StudyBlocks
    from stroma.audit.language.reading import ReadSentence

_LESIONS: Final = TERM + "mri-lesion-activity"
_GENERAL: Final = (ADVERSE_EVENT, SERIOUS_ADVERSE_EVENT)
_COMMONER: Final = re.compile(
    r"(?i)\b(?:twice|three times) as (?:often|frequent|common|many)\b|\bmore (?:often|frequent|common)\b|(?<!no )\bcommoner\b"
)
_NOT_LIVED: Final = re.compile(r"(?i)\b(?:did|had|have|has) not (?:live|lived|survive|survived)\b")
_DIED: Final = re.compile(
    r"(?i)\b(?:died|dead|deaths?|mortality|alive|surviv(?:e|ed|es|ing|al)|lost their lives|fatal\w*)\b"
)
_RATIO: Final = re.compile(
    r"(?i)\b(?:ratio|risk) [\d.]+ \((?:95% CI )?([\d.]+)(?: to |-|–)([\d.]+)\)"
)
ALL_LIVED: Final = re.compile(
    r"(?i)\b(?:every(?:one|body)|every (?:single )?(?:patient|participant|child|person)|all(?: of them)?(?: the| \d+| \w+)?(?: patients| participants| people| children| volunteers| babies)?)\b[^.;]{0,60}\b(?:alive|survived|lived)\b"
)
"""That nobody died: "everyone in the cell group was alive at the end"."""
_SOON: Final = re.compile(
    r"(?i)\b(?:first|an?|one|few|\d+|two|three|four|seven|ten|thirty|28) (?:hours?|days?|weeks?)\b|\b(?:a|one|first) month\b|\bday \d+\b"
)
"""A time too short for what was counted to the end."""
_OF_A_CASE: Final = re.compile(
    r"\b(?:mass|growth|grew|tumou?rs?|lesions?|inflam\w+|infect\w+|died|death|blind\w*|complications?"
    r"|could no longer|could (?:not|neither) (?:speak|move|walk|see)|paraly[sz]\w+|coma|locked|unable|hospitali[sz]ed)\b"
)


def omitted_harms(b: StudyBlocks) -> Iterator[Omission]:
    """Harms and new lesions that the study reports and its blocks do not mention; those of one result once."""
    if b.study.n == 1 and _OF_A_CASE.search(b.paragraphs):
        return  # the report of one patient is the report of what happened to him
    told = b.harms(Polarity.AFFIRMS)
    partly = {f.label for f in b.findings if f.object in told}
    reported: set[str] = set()
    for f in b.findings:
        if f.label in reported or not (_is_harm(b, f) or _is_worse(f)) or _is_told(b, f):
            continue
        if told_at(f, b.telling, b.reading) is not None:
            continue  # "30 % of the cell group and 15 of the other", whatever is said of it
        if f.label not in partly and (
            is_told_in_words(b.reading, b.sentences, f)
            or is_told_by_figures(b.reading, b.telling, f, b.findings)
        ):
            continue
        reported.add(f.label)
        value = f" ({f.value})" if f.value else ""
        rest = f"{b.store.label(f.object)}, of: " if f.label in partly else ""
        omission = b.omission("OMIT_HARM", f"not said: {rest}{f.label}{value}", f.iri)
        if f.object == DEATH and any(_denies_deaths(b, s, f) for s in b.telling):
            reason = f"the text says that all lived; held: {f.label}{value}"
            yield replace(omission, reason=reason, stands_alone=True)
            continue
        yield replace(omission, perhaps=b.sentences[0].index) if _is_open(f) else omission


def _is_open(f: m.Finding) -> bool:
    """Whether all that is held of a harm is a ratio whose interval takes in 1: nobody showed it commoner, or not; worth a question."""
    bounds = _RATIO.search(f.value or "")
    counted = f.n_events is not None or two_groups(f.value or "") is not None
    if bounds is None or counted or f.direction is not Direction.INCONCLUSIVE:
        return False
    return Decimal(bounds[1]) <= 1 <= Decimal(bounds[2])


def _is_harm(b: StudyBlocks, f: m.Finding) -> bool:
    if local_id(f.predicate) != "causesAdverseEvent":
        return False
    happened = f.has_events and not is_left_out_fairly(f, b.store)
    return f.direction is Direction.SUPPORTS or happened


def _is_worse(f: m.Finding) -> bool:
    """Whether people did worse: an event that was not prevented, an outcome that fell behind the comparison group."""
    if f.direction is not Direction.DISPUTES:
        return False
    compared = f.comparator is not None and not f.comparator.is_none
    event = local_id(f.predicate) == "prevents"
    return event or (compared and family_of(f.predicate) == "benefit")


def _is_told(b: StudyBlocks, f: m.Finding) -> bool:
    """Whether the blocks tell a harm or a worsening: itself, a wider one, its failure to be prevented, or its count."""
    if f.object == DEATH and any(_denies_deaths(b, s, f) for s in b.telling):
        return False
    if f.object in b.harms(Polarity.AFFIRMS) or (f.object == DEATH and SURVIVAL in b.outcomes):
        return True
    no_more = f.direction is Direction.INCONCLUSIVE and f.object in _GENERAL
    if no_more and any(j.candidate.rule == NO_MORE for j in b.claims):
        return True  # "as many things went wrong in one group as in the other"
    if f.object == DEATH and any(_tells_deaths(b, s) for s in b.telling):
        return True
    if f.object == DEATH and any(
        gives_both_shares(b.reading.words(s), f.value or "") for s in b.telling
    ):
        return True
    if _is_worse(f):
        failed = {j.candidate.object for j in b.said(Polarity.DENIES, "benefit")}
        if f.object not in b.store.narrower(_LESIONS) and any(map(b.tells_worsening, b.sentences)):
            return True
        event = local_id(f.predicate) == "prevents" and f.object in b.outcomes
        if event or any(b.matcher.relation(o, f.object) is not None for o in failed):  # fmt: skip
            return True
    if any(_is_commoner_near(b, s, f) for s in b.around):
        return True
    kin = b.store.narrower(_LESIONS if _is_worse(f) else ADVERSE_EVENT)
    named = (b.outcomes - b.harms(Polarity.DENIES)) & kin
    wider = any(b.matcher.relation(t, f.object) in (0, 1) for t in named)
    return (
        wider or _is_counted(b, f) or any(_tells_both_counts(b, s, f) for s in b.reading.sentences)
    )


def _tells_both_counts(b: StudyBlocks, sentence: ReadSentence, f: m.Finding) -> bool:
    """ "Thirteen had died in the cell group, ten in the other": the counts of both groups, wherever in the article they stand."""
    counts = {f.n_events, f.n_events_control}
    if None in counts or len(counts) == 1 or not counts <= whole_numbers(b.reading.words(sentence)):
        return False
    died = f.object == DEATH and _DIED.search(b.reading.words(sentence)) is not None
    return died or b.names(sentence, f.object)


def _is_commoner_near(b: StudyBlocks, sentence: ReadSentence, f: m.Finding) -> bool:
    """ "... and twice as frequent with cells in the British trial": a harm called commoner beside the blocks of the study."""
    if _COMMONER.search(b.reading.words(sentence)) is None:
        return False
    named = (e.term for e in sentence.entities if e.kind == "Outcome")
    return any(b.matcher.relation(term, f.object) in (0, 1) for term in named)


def _denies_deaths(b: StudyBlocks, sentence: ReadSentence, f: m.Finding) -> bool:
    """ "All participants were alive at the end of the 18 months", of a study in which people died by then."""
    words = b.reading.words(sentence)
    if not f.n_events or ALL_LIVED.search(words) is None or _SOON.search(words) is not None:
        return False
    if _DIED.search(ALL_LIVED.sub(" ", words)) is not None:
        return False  # "everybody was alive after a week, and two had died at the end"
    told = [months(d) for d in DURATION.finditer(words)]
    at = f.time_point_months
    return not told or at is None or any(abs(n - at) <= 1 for n in told)


def _tells_deaths(b: StudyBlocks, sentence: ReadSentence) -> bool:
    """ "13 of 104 had died", "somewhat more deaths": neither denied nor called fewer."""
    words = b.reading.words(sentence)
    if _NOT_LIVED.search(words):
        return True
    told = _DIED.search(words) is not None and ALL_LIVED.search(words) is None
    return told and not sentence.has("negation", "decrease")


def _is_counted(b: StudyBlocks, f: m.Finding) -> bool:
    """ "Three of five had declined": the count of a finding, in a sentence that names its outcome or a worsening and no other."""
    own = whole_numbers(f.value or "")
    for sentence in b.sentences:
        words = b.reading.words(sentence)
        if len(own & whole_numbers(words)) < max(2, len(own) - 1):
            continue
        worsened = b.tells_worsening(sentence)
        if b.names(sentence, f.object) or (worsened and f.object not in b.store.narrower(_LESIONS)):
            return True
    return False
