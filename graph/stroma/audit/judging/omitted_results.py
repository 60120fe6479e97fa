"""Does an article leave out that a study missed its primary endpoint, or that the whole group gained nothing?

Read first: `omitted_result`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from stroma.audit.claims.arms import read_arms
from stroma.audit.claims.candidates import family_of, with_harm
from stroma.audit.claims.frames import OF_OTHERS
from stroma.audit.judging.figures import LEVEL
from stroma.audit.judging.plain_omissions import is_plain, told_of_part
from stroma.audit.judging.result_figures import told_at
from stroma.audit.judging.told import is_told_in_words
from stroma.audit.language.denials import NO_DENIAL
from stroma.audit.language.groups import CONTROLS
from stroma.audit.language.numbers import DURATION, figures, months, whole_numbers
from stroma.audit.language.terms import ADVERSE_EVENT
from stroma.audit.studies.scoring import figures_of
from stroma.model import Direction, EndpointKind, EndpointMet, Polarity
from stroma.vocabulary import local_id

if TYPE_CHECKING:
    from stroma import model as m
    from stroma.audit.judging.results import Judged, Omission
    from stroma.audit.judging.study_blocks import StudyBlocks
    from stroma.audit.language.reading import ReadSentence

OF_SAFETY: Final = re.compile(
    r"(?i)\b(?:safe\w*|side effects?|adverse|tolerat\w+|harm\w*|risks?|infections?)\b"
)
_GAINS: Final = ("better", "increase", "stop", "decrease", "effective")
_COUNT: Final = re.compile(r"\d+/\d\d+")
_OTHER_GROUP: Final = re.compile(rf"(?i)\b(?:second|others?|{CONTROLS}|comparison|without)\b")
_THE_SAME: Final = re.compile(
    r"(?i)\b(?:found|saw|showed|reported|had|came to) (?:much )?the same\b|\bwith the same result\b|\bno different\b"
)
_FAILURE: Final = re.compile(
    r"(?i)\b(?:miss(?:ed|es)?|fail(?:s|ed|ing)?|f(?:all|ell|allen) short|nothing|not|no|never|neither|nor|none|hardly|barely|scarcely"
    r"|alike|equal\w*|unchanged|disappoint\w*|unsuccessful\w*|without the|in vain|unable|useless|odds)\b"
)
_TWO_COUNTS: Final = re.compile(r"\b(\d+) v (\d+)\b")
_COUNTS: Final = re.compile(r"(?<![\d.])(\d+)(?![\d.]|\s?%)")
_NEAR: Final = 6
"""Tokens from a negation to the gain that it denies."""
_OF_CONTROLS: Final = re.compile(
    rf"(?i)\b(?:{CONTROLS}|others|comparison)\b[^.;,]{{0,40}}\bnot?\W*$"
)


def omitted_result(b: StudyBlocks) -> Iterator[Omission]:
    """A missed primary endpoint, or a null result for the whole group, that the text does not tell."""
    denied = b.said(Polarity.DENIES, "benefit")
    nulls = [f for f in b.findings if _is_null_of_all(f)]
    if _missed(b.study):
        if any(told_at(f, b.telling, b.reading) is not None for f in _results_missed(b)):
            return  # "48.8 per cent of the cell group, and so were 46.3 of the others", however it is phrased
        tells = any(_is_primary(b, j) for j in denied)
        plain = is_plain(b, b.study.primary_outcome)
        told = (
            *(() if plain else (_may_tell_failure,)),
            _denied_elsewhere,
            _denies_unread,
            _tells_level_figures,
            _tells_one_count_twice,
            _same_as_before,
        )
        if not tells and not any(rule(b) for rule in told):
            missed = _of_endpoint(b, nulls)
            of_part = told_of_part(b) if plain else ""
            yield replace(missed, reason=missed.reason + of_part, stands_alone=plain)
        return
    if b.study.design is not None and b.study.design.is_laboratory:
        return  # an experiment in animals has no primary endpoint, and tells each of its questions by itself
    if nulls and not denied and b.said(Polarity.AFFIRMS, "benefit", "process"):
        yield b.omission("OMIT_PRIMARY", f"not said: {nulls[0].label}", nulls[0].iri)


def omitted_later(b: StudyBlocks) -> Iterator[Omission]:
    """ "Nine of fifteen lived, three of the others": a gain told by its figures, where it was gone later, or in all who were treated.

    A sentence that speaks of the later time may tell it: then it is a question.
    """
    if b.said(Polarity.DENIES, "benefit"):
        return
    for f in b.findings:
        if not _is_plain_null(f) or not _is_told_early(b, f) or _is_told_late(b, f):
            continue
        later = (
            s.index
            for s in b.telling
            for length in DURATION.finditer(b.reading.words(s))
            if f.time_point_months is not None and months(length) == f.time_point_months
        )
        value = f" ({f.value})" if f.value else ""
        omission = b.omission("OMIT_PRIMARY", f"not said: {f.label}{value}", f.iri)
        perhaps = next(later, None)
        plain = perhaps is None and is_plain(b, f.object)
        yield replace(omission, perhaps=perhaps, stands_alone=plain)
        return


def _is_plain_null(f: m.Finding) -> bool:
    """Whether the groups did not differ in an outcome, of all who were treated."""
    compared = f.comparator is not None and not f.comparator.is_none
    null = f.direction is Direction.INCONCLUSIVE and family_of(f.predicate) == "benefit"
    return null and compared and not f.derived and not f.is_on_a_part


def _is_told_early(b: StudyBlocks, null: m.Finding) -> bool:
    """Whether figures tell a gain in the outcome of a null result: at an earlier time, or of a part of those treated."""
    gains = (
        f
        for f in b.findings
        if f.direction is Direction.SUPPORTS
        and (f.predicate, f.object) == (null.predicate, null.object)
        and (_is_earlier(f, null) or (f.n_analysed or b.study.n or 0) < (b.study.n or 0))
    )
    own = {one for f in gains for one in figures_of(f) if "/" in one}
    if any(own & figures(b.reading.words(s)) for s in b.telling):
        return True
    earlier = [{int(x), int(y)} for x, y in _TWO_COUNTS.findall(_head_and_rest(null)[1])]
    numbers: dict[int, set[int]] = {}
    for s in b.telling:
        numbers.setdefault(s.span.paragraph, set()).update(whole_numbers(b.reading.words(s)))
    return any(pair <= told for pair in earlier for told in numbers.values())


def _is_told_late(b: StudyBlocks, null: m.Finding) -> bool:
    """Whether a null result is told: in words, or by the counts with which its value begins."""
    if is_told_in_words(b.reading, b.telling, null):
        return True
    head = _head_and_rest(null)[0]
    counts = set(map(int, _COUNTS.findall(head)))
    own = figures(head)
    return any(
        own & figures(words) or (len(counts) > 1 and counts <= whole_numbers(words))
        for words in map(b.reading.words, b.telling)
    )


def _head_and_rest(f: m.Finding) -> tuple[str, str]:
    """A value parted before the counts of other times: "7 of 11 v 6 of 11; at 3 months 10 v 5"."""
    head, _, rest = (f.value or "").partition(";")
    return head, rest


def _is_earlier(f: m.Finding, null: m.Finding) -> bool:
    first, last = f.time_point_months, null.time_point_months
    return first is not None and last is not None and first < last


def _results_missed(b: StudyBlocks) -> list[m.Finding]:
    """The results by which the primary endpoint was missed, of all who were treated."""
    primary = b.study.primary_outcome
    return [
        f
        for f in b.findings
        if f.direction is not Direction.SUPPORTS
        and not f.is_on_a_part
        and primary is not None
        and primary in (f.object, f.measured_by)
    ]


def _missed(study: m.Study) -> bool:
    efficacy = study.primary_endpoint_kind is EndpointKind.EFFICACY
    return efficacy and study.primary_endpoint_met is EndpointMet.NOT_MET


def _is_null_of_all(f: m.Finding) -> bool:
    return f.direction is Direction.INCONCLUSIVE and local_id(f.predicate) == "ameliorates"


def _of_endpoint(b: StudyBlocks, nulls: list[m.Finding]) -> Omission:
    found = (*nulls, *(f for f in b.findings if f.direction is not Direction.SUPPORTS))
    finding = next((f.iri for f in found), None)
    what = f" ({b.study.primary_endpoint})" if b.study.primary_endpoint else ""
    reason = f"the primary endpoint{what} was not met, and the text does not say so"
    return b.omission("OMIT_PRIMARY", reason, finding)


def _denies_unread(b: StudyBlocks) -> bool:
    """A gain that a sentence denies in words from which no claim was read: what is not understood accuses nobody."""
    read = {j.candidate.sentence for j in b.article}
    return any(s.index not in read and _denies_gain(b, s) for s in b.telling)


def _may_tell_failure(b: StudyBlocks) -> bool:
    """ "They missed what they had set out to show", where no benefit is claimed: a sentence that was not read and sounds of failure."""
    told = [j.candidate for j in (b.article if b.is_alone else b.claims)]
    if any(c.polarity is Polarity.AFFIRMS and family_of(c.predicate) in ("benefit", "cure") for c in told):  # fmt: skip
        return False
    read = {j.candidate.sentence for j in b.article}
    return any(s.index not in read and _sounds_of_failure(b, s) for s in b.telling)


def _sounds_of_failure(b: StudyBlocks, sentence: ReadSentence) -> bool:
    words = b.reading.words(sentence)
    if OF_OTHERS.search(words) or OF_SAFETY.search(words) or sentence.has("better", "effective"):
        return False
    pseudo = [(c.start, c.end) for c in sentence.cues if c.kind == "pseudo"]
    at = sentence.span.start
    plain = NO_DENIAL.sub(lambda m: " " * len(m[0]), words)
    heard = [
        m.start() + at
        for m in _FAILURE.finditer(plain)
        if not _OF_CONTROLS.search(words[: m.end()])
    ]
    return any(not any(start <= h < end for start, end in pseudo) for h in heard)


def _denied_elsewhere(b: StudyBlocks) -> bool:
    """ "Nor did PLX-PAD delay amputation", outside the blocks: the result told of the study's product, and of no other study."""
    return any(
        j.study is None
        and j.candidate.polarity is Polarity.DENIES
        and j.candidate.subject in b.study.product
        and family_of(j.candidate.predicate) == "benefit"
        and _is_primary(b, j)
        for j in b.article
    )


def _tells_level_figures(b: StudyBlocks) -> bool:
    """ "17 of 33 with cells and 18 of 33 with placebo": figures of both groups that show no gain by themselves."""
    named = (s for s in b.telling if s.has("comparators"))
    arms = (read_arms(b.reading, s) for s in named)
    return any(a is not None and round(abs(a.excess)) <= LEVEL for a in arms)


def _tells_one_count_twice(b: StudyBlocks) -> bool:
    """ "Fifteen of twenty-three hips had been replaced in the first group. In the second? Fifteen of twenty-three.": the same count of both groups."""
    for s in b.telling:
        counts = {one for one in figures(b.reading.words(s)) if _COUNT.fullmatch(one)}
        near = b.reading.sentences[s.index + 1 : s.index + 3]
        words = " ".join(b.reading.words(n) for n in near)
        if counts & figures(words) and _OTHER_GROUP.search(words):
            return True
    return False


def _same_as_before(b: StudyBlocks) -> bool:
    """ "REALIST-COVID found the same", after a sentence on a trial that saw no gain."""
    found = (s for s in b.sentences if s.index and _THE_SAME.search(b.reading.words(s)))
    return any(b.reading.sentences[s.index - 1].has("null", "negation", "endpoint-missed") for s in found)  # fmt: skip


def _denies_gain(b: StudyBlocks, sentence: ReadSentence) -> bool:
    words = b.reading.words(sentence)
    harms = b.store.narrower(ADVERSE_EVENT)
    if OF_OTHERS.search(words) or OF_SAFETY.search(words) or any(e.term in harms for e in sentence.entities) or sentence.has("aims"):  # fmt: skip
        return False
    pseudo = [(c.first, c.last) for c in sentence.cues if c.kind == "pseudo"]
    denied = [
        c.last for c in sentence.cues
        if c.kind == "negation" and not any(first <= c.first <= last for first, last in pseudo)
    ]  # fmt: skip
    gains = [c.first for c in sentence.cues if c.kind in _GAINS]
    return sentence.has("null", "endpoint-missed") or any(
        0 < g - d <= _NEAR for g in gains for d in denied
    )


def _is_primary(b: StudyBlocks, judged: Judged) -> bool:
    """Whether a denied benefit is that of the primary endpoint, or of an outcome that failed beside it."""
    c, primary = judged.candidate, b.study.primary_outcome
    if c.name == "ameliorates" or primary is None or c.is_subgroup:
        return not c.is_subgroup
    said = (c.object, with_harm(c).object)  # "did not prolong survival" is about deaths
    if any(b.matcher.relation(o, primary) is not None for o in said):
        return True
    failed = (f.object for f in b.findings if f.direction is not Direction.SUPPORTS)
    near = any(b.matcher.relation(c.object, o) is not None for o in failed)
    return near and primary in {f.object for f in b.findings}
