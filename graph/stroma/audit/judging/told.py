"""Does an article tell itself what a claim of it leaves out? In the block of another study, in the same sentence or the next.

Read first: `told_elsewhere`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from stroma.audit.claims.candidates import family_of
from stroma.audit.judging.results import MIXED, Verdict, without_gaps
from stroma.audit.language.numbers import figures, to_number
from stroma.audit.language.tokens import tokenize
from stroma.audit.studies.scoring import figures_of
from stroma.model import Direction, Polarity, WordingStrength

if TYPE_CHECKING:
    from stroma import model as m
    from stroma.audit.judging.results import Gap, Judged
    from stroma.audit.language.reading import Reading, ReadSentence
    from stroma.audit.studies.linking import LinkedMention
    from stroma.store import EvidenceStore
    from stroma.vocabulary import Iri

# "Three trials found a benefit and two did not": told in the sentence itself.
_MIXED: Final = re.compile(
    r"(?i)\b(?:and|but|while|whereas) (?:\w+ ){0,4}?(?:(?:did not|didn't|failed|were negative)(?=\s*[.,;)]|$)"
    r"|(?:found|saw|showed) (?:none\b|no (?:\w+ )?(?:effect|benefit|difference|advantage|gain)))"
)
# "A later trial did not confirm it", after the one that found it.
_LATER: Final = re.compile(
    r"(?i)\b(?:later|larger|bigger|second|other|another|confirmatory|repeat|newer|longer|phase (?:3|iii)) (?:[\w-]+ ){0,3}?(?:trials?|stud(?:y|ies)|tests?)\b"
    r"[^.;]{0,60}?\b(?:(?:did|could|does) not|didn't|failed|(?:found|saw|showed) no|missed|(?:was|were) negative)\b"
)


_SHARED: Final = 3
"""Telling words in common with a record, and at least half of its own, by which a sentence tells it."""
_SHORT: Final = 3
_OF_EVERY_STUDY: Final = frozenset(
    "patient people person group cell treated treatment trial study year month week after with from than that were there this more most "
    "some placebo control given disease".split()
)


def is_told_in_words(reading: Reading, sentences: Iterable[ReadSentence], f: m.Finding) -> bool:
    """ "Cells given through an artery left small strokes on scans": whether a sentence shares most telling words with a finding.

    A null result is told by a sentence that denies something, a harm or a worsening by one that does not. A question tells with
    its answer ("And two infusions? Those did worse"), two statements of a paragraph that share a word more together.
    """
    told = telling_words(f.label)
    null = f.direction is Direction.INCONCLUSIVE and family_of(f.predicate) != "safety"
    compared = f.direction is Direction.INCONCLUSIVE and not null
    same = [
        s for s in sentences
        if _denies(s) is null or (compared and s.has("null", "comparators"))
    ]  # fmt: skip
    enough = max(_SHARED, len(told) / 2)
    if any(len(told & telling_words(reading.words(s))) >= enough for s in same):
        return True
    after = ((reading.sentences[s.index - 1], s) for s in same if s.index)
    return any(
        len(told & (telling_words(reading.words(before)) | telling_words(reading.words(s))))
        >= (enough if _is_asked(reading, before) else max(_SHARED + 1, enough))
        for before, s in after
        if before.span.paragraph == s.span.paragraph
        and (_is_asked(reading, before) or (before in same and not null))
    )


def _denies(s: ReadSentence) -> bool:
    """Whether a sentence denies something; "a gain of not quite four" denies nothing."""
    plain = [(c.first, c.last) for c in s.cues if c.kind == "pseudo"]
    denied = (c for c in s.cues if c.kind == "negation")
    return s.has("null") or any(not any(a <= c.first <= z for a, z in plain) for c in denied)


def _is_asked(reading: Reading, s: ReadSentence) -> bool:
    return reading.words(s).rstrip("\"')] ").endswith("?")


def is_told_by_figures(
    reading: Reading,
    sentences: Iterable[ReadSentence],
    f: m.Finding,
    of_study: Iterable[m.Finding],
) -> bool:
    """ "Two rounds got trounced: 3.9 points": whether a sentence tells a result by a decimal or a count that it alone of its study has."""
    own = {one for one in figures_of(f) if "." in one or "/" in one}
    own -= {one for g in of_study if g.label != f.label for one in figures_of(g)}
    return bool(own) and any(own & figures(reading.words(s)) for s in sentences)


@lru_cache(maxsize=16384)
def telling_words(words: str) -> frozenset[str]:
    """The words that carry what is told: numbers, and what is neither short nor of every study."""
    forms = {t.form for t in tokenize(words)}
    told = (w for w in forms if len(w) > _SHORT or to_number(w) is not None)
    return frozenset(told) - _OF_EVERY_STUDY


def told_elsewhere(
    claims: Sequence[Judged],
    store: EvidenceStore,
    reading: Reading,
    mentions: Sequence[LinkedMention],
) -> list[Judged]:
    """Claims without the contrary results that the article tells itself."""
    told = _denied_of(claims, mentions)

    def fair(j: Judged) -> Judged:
        def is_told(gap: Gap) -> bool:
            near = _is_told_near(j, gap, reading) or _is_told_of(gap, told, store)
            mixed = gap.reason.startswith(MIXED) and _tells_gain(j, claims, store)
            return near or mixed or _is_missed(gap, claims, store) or _is_in_words(gap, reading, store)  # fmt: skip

        lifted = without_gaps(j, is_told, Verdict.LEAVES_OUT)
        near = any(_is_told_near(j, gap, reading) for gap in j.gaps)
        if (
            lifted.verdict is Verdict.SUPPORTED
            and lifted is not j
            and not near
            and _is_contested(j)
        ):
            return replace(lifted, verdict=Verdict.TO_CHECK)
        return lifted

    return [fair(j) for j in claims]


def _is_contested(j: Judged) -> bool:
    """ "The product heals it": a benefit told outright and of no one study, which others did not find, told in another place of the text."""
    c = j.candidate
    outright = c.wording.strength is WordingStrength.DIRECT and j.study is None
    changed = j.verdict is Verdict.LEAVES_OUT
    return changed and outright and family_of(c.predicate) == "benefit" and bool(j.opposing)


def _denied_of(claims: Sequence[Judged], mentions: Sequence[LinkedMention]) -> dict[Iri, set[Iri]]:
    """What the article says that each study did not find, also of one that a mention may mean."""
    may_be = {i: x.link.study for x in mentions for i in x.mention.sentences}
    told: dict[Iri, set[Iri]] = {}
    for j in claims:
        c = j.candidate
        study = j.study or may_be.get(c.sentence)
        if study and c.polarity is Polarity.DENIES and family_of(c.predicate) == "benefit":
            told.setdefault(study, set()).add(c.object)
    return told


def _is_told_of(gap: Gap, told: dict[Iri, set[Iri]], store: EvidenceStore) -> bool:
    """Whether the article tells the null result of the study that a gap rests on."""
    finding = store.findings.get(gap.finding) if gap.finding is not None else None
    if finding is None or finding.source not in told:
        return False
    if gap.code in ("OMIT_CONTRARY", "OMIT_PRIMARY"):
        return True
    near = any(_is_kin(finding.object, o, store) for o in told[finding.source])
    return gap.code == "OMIT_HARM" and near


def _is_kin(found: Iri, said: Iri, store: EvidenceStore) -> bool:
    """Whether two outcomes are one and the same, or one is a part of the other."""
    return found in store.broader(said) or said in store.broader(found)


def _is_in_words(gap: Gap, reading: Reading, store: EvidenceStore) -> bool:
    """Whether a sentence of the article tells in its words the finding that is said to be left out."""
    finding = store.findings.get(gap.finding or "")
    if finding is None or not gap.code.startswith("OMIT_"):
        return False
    return is_told_in_words(reading, reading.sentences, finding) or (
        gap.code == "OMIT_HARM"
        and is_told_by_figures(
            reading,
            reading.sentences,
            finding,
            [f for f in store.findings.values() if f.source == finding.source],
        )
    )


def _is_told_near(j: Judged, gap: Gap, reading: Reading) -> bool:
    """Whether the sentence of a claim, or the next of its paragraph, tells contrary results of others."""
    if gap.code != "OMIT_CONTRARY":
        return False
    c, sentence = j.candidate, reading.sentences[j.candidate.sentence]
    hedged = c.wording.strength is WordingStrength.CONDITIONAL
    if hedged and sentence.has("says-limits"):
        return True  # "might slow it, but this has not been shown in people"
    if _MIXED.search(reading.words(sentence)):
        return True
    following = reading.sentences[c.sentence + 1 : c.sentence + 2]
    near = (s for s in following if s.span.paragraph == sentence.span.paragraph)
    return any(_LATER.search(reading.words(s)) for s in near)


def _is_missed(gap: Gap, claims: Sequence[Judged], store: EvidenceStore) -> bool:
    """Whether a null result is one of a product of which the article denies a gain in the same disease."""
    f = store.findings.get(gap.finding or "")
    if gap.code != "OMIT_CONTRARY" or f is None or f.direction is not Direction.INCONCLUSIVE:
        return False
    said = (j.candidate for j in claims if j.candidate.polarity is Polarity.DENIES)
    wholes = (c.object for c in said if c.name == "ameliorates" and c.subject == f.subject)
    return any(_is_kin(f.condition or f.object, disease, store) for disease in wholes)


def _tells_gain(j: Judged, claims: Sequence[Judged], store: EvidenceStore) -> bool:
    """Whether the article tells itself what was gained in the disease of a denial."""
    c = j.candidate
    gains = (
        k.candidate
        for k in claims
        if k.candidate.polarity is Polarity.AFFIRMS and family_of(k.candidate.predicate) == "benefit"
    )  # fmt: skip
    disease = c.condition or c.object
    return any(_is_kin(g.condition or g.object, disease, store) for g in gains)
