"""What does an article as a whole leave unsaid? Impossible identifiers, no study named, advice, limits, risks, status.

Read first: `impossible_identifiers` and `of_article`. The five things a page may not say follow Murdoch et al., BMJ Open 2018.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Final

from stroma.audit.claims.candidates import family_of
from stroma.audit.judging.results import Judged, Omission, Verdict
from stroma.model import Polarity

if TYPE_CHECKING:
    from stroma.audit.language.cue import Cue
    from stroma.audit.language.reading import Reading, ReadSentence
    from stroma.audit.studies.features import FeatureReader
    from stroma.audit.studies.linking import LinkedMention

SELLS: Final = "the text offers the treatment and declares no interest"
"""Why a disclosure is missing from the text of a seller."""


def impossible_identifiers(
    reading: Reading, mentions: Sequence[LinkedMention], features: FeatureReader
) -> Iterator[Omission]:
    """Registry numbers, PubMed numbers and DOIs that cannot exist as written."""
    for text, start, end in features.find_identifiers(reading.text).malformed:
        study = next(
            (x.proposed for x in mentions if x.mention.block_start <= start < x.mention.block_end),
            None,
        )
        expected = (
            "NCT and eight digits"
            if text.startswith("NCT")
            else "up to eight digits"
            if text.startswith("PMID")
            else "10.<registrant>/<name>"
        )
        yield Omission(
            "BAD_IDENTIFIER", f"{text} cannot exist: expected {expected}", start, end, study
        )


def _is_caution(reading: Reading, sentence: ReadSentence, cue: Cue) -> bool:
    """ "Patients should not expect too much": a word against the treatment, not for it."""
    after = reading.tokens[cue.last + 1].form if cue.last + 1 < len(reading.tokens) else ""
    before = reading.tokens[cue.first - 1].form if cue.first else ""
    if before in _WOULD:  # "my aunt would sign up tomorrow"
        return True
    turned = any(c.kind == "negation" and c.first < cue.first for c in sentence.cues)
    following = reading.sentences[
        sentence.index : sentence.index + 2
    ]  # "don't wait. Call an ambulance."
    words = " ".join(map(reading.words, following))
    return (
        after in _MILD
        or _sells_nothing(reading, cue)
        or turned
        or sentence.has("rejections")
        or _CARES.search(words) is not None
    )


_MILD: Final = frozenset("not never know read hear remember ask talk speak discuss expect".split())
"""What a reader may be told to do: "a study you should know about"."""
_WOULD: Final = frozenset("would d could might did will".split())
_CARES: Final = re.compile(
    r"(?i)\bbefore any(?:one|body)\b|\b(?:get (?:seen|help|checked)|see (?:a|your|the) (?:doctor|gp)|ambulance|emergency)\b"
)
"""A warning, or where to turn with a harm: "if there is fever, don't wait, get seen"."""
_NOT_FOR_SALE: Final = frozenset(
    "association group organisation organization charity society network federation flight ticket seat table".split()
)
"""What follows a selling word in a text that sells no treatment: "our patient association", "should he book a flight?"."""
_OFFERS: Final = re.compile(
    r"(?i)\b(?:we|our (?:\w+ ){0,2}(?:clinic|centre|center|team|hospital|doctors)) (?:(?!not\b|never\b)\w+ )?offers?\b (?:the |this |these |our |such )?(?:\w+ )?(?:treatments?|therap\w+|cells|injections?|infusions?)"
)


def _sells_nothing(reading: Reading, cue: Cue) -> bool:
    return any(t.form in _NOT_FOR_SALE for t in reading.tokens[cue.last + 1 : cue.last + 2])


def _is_balanced(claims: Sequence[Judged]) -> bool:
    """Whether an article tells itself that a benefit was not found, and what it tells is so: it neither sells nor hides."""
    denied = (j for j in claims if j.candidate.polarity is Polarity.DENIES)
    return any(
        j.verdict is Verdict.SUPPORTED and family_of(j.candidate.predicate) == "benefit" for j in denied
    )  # fmt: skip


def of_article(
    reading: Reading, mentions: Sequence[LinkedMention], claims: Sequence[Judged]
) -> Iterator[Omission]:
    """Advice, benefit without a study, and what is not disclosed."""
    warns = {s.index for s in reading.sentences if _CARES.search(reading.words(s))}
    cues = {
        c.kind
        for s in reading.sentences
        for c in s.cues
        if c.kind != "selling" or not (s.index in warns or _sells_nothing(reading, c))
    }
    if "endpoint-missed" in cues:  # who tells that tells the limits
        cues.add("says-limits")
    end = len(reading.text)
    no_interest = Omission("MISSING_DISCLOSURE", SELLS, 0, end)
    if _is_balanced(claims):
        if _OFFERS.search(reading.text) and "says-interest" not in cues:
            yield no_interest
        return
    benefit = [
        j
        for j in claims
        if j.candidate.polarity is Polarity.AFFIRMS
        and family_of(j.candidate.predicate) in ("benefit", "cure")
        and j.candidate.rejected_by is None
    ]
    sells = bool(benefit) or "selling" in cues  # else "do not wait for the plane home" is care
    for sentence in reading.sentences:
        cue = next((c for c in sentence.cues if c.kind == "advice"), None)
        if cue is not None and sells and not _is_caution(reading, sentence, cue):
            yield Omission(
                "ADVICE",
                f'the text tells the reader what to do: "{cue.phrase}"',
                sentence.span.start,
                sentence.span.end,
            )
    if not benefit and not ("selling" in cues and claims):
        return
    if benefit and not mentions:
        first = benefit[0].candidate
        yield Omission(
            "NO_STUDY_CITED", "a benefit is claimed and no study is named", first.start, first.end
        )
    names = {
        "limits": "the limits of the evidence",
        "risks": "risks or harms",
        "regulation": "whether regulators have approved the treatment",
    }
    missing = [words for kind, words in names.items() if f"says-{kind}" not in cues]
    unbacked = [
        j
        for j in benefit
        if j.verdict
        in (Verdict.OVERSTATED, Verdict.CONTRADICTED, Verdict.LEAVES_OUT, Verdict.NO_EVIDENCE)
    ]
    selling = "selling" in cues
    free = [j for j in unbacked if any(g.code == "NO_STUDY_CITED" for g in j.gaps)]
    of_study = any(x.proposed is not None for x in mentions)
    if (len(missing) >= 2 and free and not of_study) or (missing and selling):
        words = "the text does not mention " + "; ".join(missing)
        yield Omission("MISSING_DISCLOSURE", words, 0, end)
    if "selling" in cues and "says-interest" not in cues:
        yield no_interest
