"""Was a claim read against its study where the text says what the study found, or claims nothing? Then it is asked, not accused.

Read first: `misread`. A reader of sentences errs most where a sentence says two things, tells less than was found, or tells what would be.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from stroma.audit.claims.candidates import as_denial, denies_harm, family_of
from stroma.audit.judging.figures import names_both
from stroma.audit.judging.own_study import is_verdict_on_product
from stroma.audit.judging.result_figures import stated_nulls, told_at
from stroma.audit.judging.results import THIN, UNCOMPARED, WITHIN_GROUP, Verdict
from stroma.audit.judging.telling import ANY_KIND, harms_of
from stroma.audit.language.groups import CONTROLS, PEOPLE
from stroma.audit.language.terms import ADVERSE_EVENT
from stroma.model import Direction, Polarity

if TYPE_CHECKING:
    from stroma import model as m
    from stroma.audit.claims.candidates import Candidate
    from stroma.audit.judging.results import Judged
    from stroma.audit.judging.telling import Telling
    from stroma.audit.language.reading import Reading, ReadSentence
    from stroma.store import EvidenceStore

_LIMITS: Final = re.compile(
    rf"(?i)\b(?:secondary|tiny|small (?:trial|study|numbers?|groups?)|few {PEOPLE}|only \d+|not the same as|caution\w*|preliminary|first step|one (?:small )?(?:study|trial) alone|larger trials?|too (?:few|small|early))\b"
)
_OWN_PAST: Final = re.compile(
    r"(?i)\b(?:than|with|against|from|to) (?:they|he|she|it|themselves|(?:their|his|her|its) own)\b[^.;]{0,20}\b(?:themselves|himself|herself|past|baseline|start(?:ing (?:point|line|score))?|before|outset|beginning)\b"
    r"|\b(?:each|every|either) (?:group|arm|half|side) (?:was )?(?:\w+ )?(?:with|against|to) its own\b"
)
"""A result compared with the same people before: "better than they themselves had at the outset"."""
_BOTH_ARMS: Final = re.compile(
    r"(?i)\b\d[\d.]*\b[^.;\d]{0,40}\b(?:with|on|after|given) (?:the )?(?:cells|treatment|infusions?)\b[^.;\d]{0,30}\b(?:and|against|but|versus|compared with|to)\b[^.;\d]{0,20}\d[\d.]*\b"
    rf"[^.;\d]{{0,40}}\b(?:without|{CONTROLS}|the others?)\b"
)
"""A number of each group, each named."""
_PAIRED: Final = re.compile(
    r"(?i)\d[\d.]*(?:\s?%|\s?per ?cent)? (?:against|versus|vs?\.?|compared with) \d"
)
"""A number of each group, neither named: "86.7 against 93.8"."""
_CLAIMING: Final = re.compile(
    r"(?i)\b(?:significan\w+|p ?[<=]|clearly|markedly|far more|proven?|proof|success\w*|breakthrough|work(?:s|ed))"
)
_SUCCESS: Final = re.compile(
    r"(?i)\b(?:significan\w+|proven?|proof|success\w*|breakthroughs?|triumph\w*|victor\w+|superior|outperform\w*|beats?|win|won|works?|worked)\b"
)
"""Words that claim outright what figures beside them do not show."""
_FAULTS: Final = (Verdict.CONTRADICTED, Verdict.OVERSTATED, Verdict.LEAVES_OUT)
_QUOTED: Final = re.compile(r'"[^"]+"?')
_THEY_SAY: Final = re.compile(
    r"(?i)\b(?:some(?:body|one)|people|they|others?|many|some|every(?:body|one)|friends?|ads?|adverts?|clinics?|websites?|headlines?|posts?|brochures?|leaflets?|forums?|sellers?|testimonials|you(?:'ll| may| might| will)?)"
    r"(?: [\w']+){0,3}? (?:says?|said|claims?|claimed|posts?|posted|tells?|told|writes?|wrote|insists?|promises?|swears?|reads?|hears?|heard|shouts?|argues?|thinks?|believes?)\b"
)
"""What other people are told to say."""
_THAN: Final = re.compile(r"(?i)\bthan\b")
_ANSWERS: Final = 3
"""Sentences in which what somebody is quoted to say is answered."""
_PAUSE: Final = re.compile(r"[,;:]")
"""What ends the reach of a "would"."""
_AGAINST: Final = frozenset({"POLARITY", "UNDERSTATED", "OMIT_HARM"})
"""Codes of a claim that the study's own findings speak against."""


def misread(j: Judged, telling: Telling, store: EvidenceStore) -> tuple[int, frozenset[str]] | None:
    """The sentence that says what the study found, and the codes of the gaps that it answers; None where the claim stands as read."""
    if (limits := _told_limits(j, telling)) is not None:
        return limits, frozenset({"STRENGTH_UP"})
    if (given := _given_in_figures(j, telling, store)) is not None:
        return given
    if (answer := _turned_down(j, telling, store)) is not None:
        return answer, frozenset(g.code for g in j.gaps)
    if (told := _told_otherwise(j, telling, store)) is not None:
        return told, frozenset({"POLARITY", "STRENGTH_UP"})
    if _understates(j) or _is_unreal(j, telling.reading) or _is_report_of_none(j):
        return j.candidate.sentence, _AGAINST
    both = _says_both(j, telling, store)
    return None if both is None else (both, _AGAINST)


def _told_limits(j: Judged, telling: Telling) -> int | None:
    """Where the paragraph says, after a result that is thin, how little it rests on: "a secondary measure, from 32 people"."""
    reading, c = telling.reading, j.candidate
    weak = [g.reason for g in j.gaps if g.code == "STRENGTH_UP"]
    if not weak or j.verdict is not Verdict.OVERSTATED or c.wording.boosted:
        return None
    uncompared = any(UNCOMPARED in reason or WITHIN_GROUP in reason for reason in weak)
    own = reading.sentences[c.sentence]
    if uncompared and (own.has("design") or _OWN_PAST.search(reading.words(own))):
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


def _given_in_figures(
    j: Judged, telling: Telling, store: EvidenceStore
) -> tuple[int, frozenset[str]] | None:
    """Where the text gives the figures of what it was read to leave out or to deny, and claims no outright success beside them.

    Of a result that is left out anywhere in the text; of one that speaks against the claim in the paragraph of it, on the same study.
    """
    c, reading = j.candidate, telling.reading
    if j.verdict not in _FAULTS:
        return None
    own = reading.sentences[c.sentence]
    boasts = _boasts(c, own, telling)
    near = [s for s in reading.sentences if s.span.paragraph == own.span.paragraph]
    found: dict[str, int] = {}
    for g in j.gaps:
        f = store.findings.get(g.finding or "")
        if f is None or f.direction is Direction.SUPPORTS or f.is_on_a_part:
            continue
        of_study = [o for o in store.findings.values() if o.source == f.source]
        if g.code == "POLARITY" and f.source == j.study and not boasts:
            held = [o for o in of_study if _is_null_result(o)]
            sentences = [s for s in near if 0 <= s.index - own.index < _ANSWERS]
        elif g.code.startswith("OMIT_") and not c.wording.boosted:
            held, sentences = stated_nulls(f, of_study), list(reading.sentences)
            if f.source == j.study and _is_boasted_of(j, telling):
                continue
        else:
            continue
        at = next((i for o in held if (i := told_at(o, sentences, reading)) is not None), None)
        if at is not None:
            found[g.code] = at
    rest = {g.code for g in j.gaps} - found.keys() - {"NO_STUDY_CITED"}
    return (min(found.values()), frozenset(found)) if found and not rest else None


def _turned_down(j: Judged, telling: Telling, store: EvidenceStore) -> int | None:
    """The sentence that answers what somebody else is quoted to say: '"At least it is harmless." The FDA says there were more deaths.'"""
    c, reading = j.candidate, telling.reading
    is_harm = family_of(c.predicate) == "safety"
    if j.verdict not in _FAULTS or (c.polarity is Polarity.DENIES and not is_harm):
        return None
    own = reading.sentences[c.sentence]
    if not _is_of_others(c.cues[-1].start if c.cues else reading.tokens[c.at].start, own, reading):
        return None
    against = [f for g in j.gaps if (f := store.findings.get(g.finding or "")) is not None]
    after = reading.sentences[own.index + 1 :]
    if is_harm:
        near = after[:_ANSWERS]
        general = c.name == "safeIn" or c.object == ADVERSE_EVENT
        kinds = [ANY_KIND] if general else [harms_of(f) for f in against]
        return next(
            (s.index for s in near if any(telling.may_tell_harm(s, k) for k in kinds)), None
        )
    diseases = {d for f in against for d in (f.condition, f.object) if d is not None}
    denied = (
        k.candidate.sentence
        for claims in telling.claims.values()
        for k in claims
        if k.candidate.sentence > own.index
        and k.candidate.polarity is Polarity.DENIES
        and k.verdict is Verdict.SUPPORTED
        and family_of(k.candidate.predicate) == "benefit"
        and (k.candidate.subject == c.subject or {k.candidate.object, k.candidate.condition} & diseases)
    )  # fmt: skip
    figured = (
        at
        for f in against
        for o in store.findings.values()
        if o.source == f.source and (f.source == j.study or o in stated_nulls(f, [o])) and _is_null_result(o)
        if (at := told_at(o, after, reading)) is not None
    )  # fmt: skip
    return next(denied, next(figured, None))


def _is_of_others(at: int, own: ReadSentence, reading: Reading) -> bool:
    """Whether what stands at a place is in quotation marks, or what people say: "every Friday somebody posts that"."""
    words = reading.words(own)
    place = at - own.span.start
    quoted = any(m.start() < place < m.end() for m in _QUOTED.finditer(words))
    return quoted or any(m.end() <= place for m in _THEY_SAY.finditer(words))


def _is_boasted_of(j: Judged, telling: Telling) -> bool:
    """Whether another sentence of the paragraph makes a success of what the figures do not show: "so our cells save legs"."""
    reading = telling.reading
    paragraph = reading.sentences[j.candidate.sentence].span.paragraph
    others = (
        k
        for at, claims in telling.claims.items()
        if at != j.candidate.sentence and reading.sentences[at].span.paragraph == paragraph
        for k in claims
    )
    return any(
        k.study == j.study
        and k.verdict is Verdict.CONTRADICTED
        and k.candidate.polarity is Polarity.AFFIRMS
        and _boasts(k.candidate, reading.sentences[k.candidate.sentence], telling)
        for k in others
    )


def _boasts(c: Candidate, own: ReadSentence, telling: Telling) -> bool:
    """Whether a sentence claims outright success; "47 % were clearly better, and 55 % after salt water" gives both groups their due."""
    words = telling.reading.words(own)
    if is_verdict_on_product(c):
        return True
    if _SUCCESS.search(words) is not None and not telling.denies_outright(own):
        return True
    return c.wording.boosted and (not names_both(words) or _THAN.search(words) is not None)


def _is_null_result(f: m.Finding) -> bool:
    """Whether no gain was shown, of all who were treated."""
    null = f.direction is not Direction.SUPPORTS and family_of(f.predicate) == "benefit"
    return null and not f.is_on_a_part and not f.derived


def _told_otherwise(j: Judged, telling: Telling, store: EvidenceStore) -> int | None:
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
    if family_of(c.predicate) not in ("benefit", "cure") or found.direction is Direction.SUPPORTS:
        return None
    reading = telling.reading
    if telling.denies_outright(reading.sentences[c.sentence]):
        return c.sentence
    words = reading.words(reading.sentences[c.sentence])
    cured = _PAIRED.search(words) if c.name == "cures" else None
    side_by_side = _BOTH_ARMS.search(words) or cured
    if side_by_side is not None and _CLAIMING.search(words) is None:
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
    left_out = j.verdict is Verdict.LEAVES_OUT and any(g.code == "UNDERSTATED" for g in j.gaps)
    accused = j.verdict in (Verdict.CONTRADICTED, Verdict.OVERSTATED)
    if not (accused or left_out) or not j.understood:
        return False
    return family_of(c.predicate) == "benefit" and (c.polarity is Polarity.DENIES or c.is_worsening)


def _is_report_of_none(j: Judged) -> bool:
    """Whether a harm is told as not seen in people whose study is not known: what others saw says nothing on them."""
    c = as_denial(j.candidate)
    unnamed = c.is_past and not c.is_universal and bool(j.understood) and j.study is None
    return denies_harm(c) and unnamed and j.verdict is Verdict.CONTRADICTED


def _is_unreal(j: Judged, reading: Reading) -> bool:
    """Whether a benefit is told as what would be: "they would need to be sure of a benefit"."""
    c = j.candidate
    if family_of(c.predicate) != "benefit" or not c.cues:
        return False
    hedged = (h for h in c.wording.hedges if h.phrase == "would" and h.start < c.cues[-1].start)
    unreal = any(_PAUSE.search(reading.text, h.end, c.cues[-1].start) is None for h in hedged)
    return unreal and j.verdict in (Verdict.CONTRADICTED, Verdict.OVERSTATED)


def _says_both(j: Judged, telling: Telling, store: EvidenceStore) -> int | None:
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
