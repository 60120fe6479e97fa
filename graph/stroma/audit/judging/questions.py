"""What was not found told, yet a sentence may tell it in words that were not read? Then it is a question, no accusation.

Read first: `ask`. A sentence may tell a missed result when it sounds of failure, a harm when it speaks of one, the size or the design when
it counts people or speaks of who got what. The nearest such sentence is named, so that an editor can decide at a glance.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from stroma.audit.judging.misread import misread
from stroma.audit.judging.results import Verdict
from stroma.audit.judging.telling import Telling, harms_of, is_on_deaths
from stroma.audit.judging.told import telling_words
from stroma.audit.language.numbers import figures
from stroma.audit.studies.scoring import figures_of
from stroma.model import Direction

if TYPE_CHECKING:
    from stroma import model as m
    from stroma.audit.judging.results import Gap, Judged, Omission
    from stroma.audit.language.reading import Reading, ReadSentence
    from stroma.audit.studies.linking import LinkedMention
    from stroma.store import EvidenceStore
    from stroma.vocabulary import Iri


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
    telling = Telling(reading, by_sentence, blocks, diseases)
    asked = [
        o
        if o.perhaps is not None or o.stands_alone
        else replace(o, perhaps=_of_omission(o, telling, mentions, store))
        for o in omissions
    ]
    return [_asked(j, telling, store) for j in claims], asked


def _asked(j: Judged, telling: Telling, store: EvidenceStore) -> Judged:
    """A claim with its gaps as questions; the verdict only where each of them is one."""
    if (answer := misread(j, telling, store)) is not None:
        at, codes = answer
        gaps = tuple(replace(g, perhaps=at) if g.code in codes else g for g in j.gaps)
        return replace(j, gaps=gaps, verdict=Verdict.TO_CHECK)
    others = [s for s in telling.reading.sentences if s.index != j.candidate.sentence]
    gaps = tuple(_of_gap(g, others, j.candidate.sentence, telling, store) for g in j.gaps)
    left_out = [g for g in gaps if g.code.startswith("OMIT_")]
    alone = len(left_out) == len(gaps)  # it rests on nothing else
    is_question = j.verdict is Verdict.LEAVES_OUT or (j.verdict is Verdict.OVERSTATED and alone)
    # "No event was blamed on it", in a text that tells the event beside it.
    is_question |= j.verdict is Verdict.CONTRADICTED and alone and j.candidate.is_attributed
    if is_question and left_out and all(g.perhaps is not None for g in left_out):
        return replace(j, gaps=gaps, verdict=Verdict.TO_CHECK)
    return replace(j, gaps=gaps)


def _of_gap(
    gap: Gap, sentences: Sequence[ReadSentence], at: int, telling: Telling, store: EvidenceStore
) -> Gap:
    finding = store.findings.get(gap.finding or "")
    rule = _rule(gap.code, finding, telling)
    if rule is None or finding is None:
        return gap
    diseases = _diseases(store.records.studies.get(finding.source), finding)
    sentences = _of_diseases(sentences, diseases, telling, store)
    if gap.code == "OMIT_HARM" and finding.source in telling.blocks:
        block = {s.index for s in telling.blocks[finding.source]}
        others = {s.index for iri, b in telling.blocks.items() if iri != finding.source for s in b}
        sentences = [s for s in sentences if s.index in block or s.index not in others]
    words, own = _words_of(finding, None, gap.reason), figures_of(finding)
    return replace(gap, perhaps=_nearest(sentences, rule, words, at, telling.reading, own))


def _of_omission(
    o: Omission, telling: Telling, mentions: Sequence[LinkedMention], store: EvidenceStore
) -> int | None:
    """The sentence that may tell what a study's blocks leave out; None where it is no omission, or none sounds of it."""
    if o.study is None:
        return None
    reading = telling.reading
    study = store.records.studies[o.study]
    own = _diseases(study)
    sentences = _of_diseases(_about(o.study, mentions, reading), own, telling, store)
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
        of_study = [f for f in store.findings.values() if f.source == o.study]
        nulls = (figures_of(f) for f in of_study if f.direction is not Direction.SUPPORTS)
        held = frozenset().union(*nulls)
        return None if rule is None else _nearest(sentences, rule, words, at, reading, held)
    if o.code == "BASIS_SHIFT" and o.reason.startswith("not said"):
        rule = telling.may_tell_laboratory
    return None if rule is None else _nearest(sentences, rule, words, at, reading)


def _rule(
    code: str, finding: m.Finding | None, telling: Telling
) -> Callable[[ReadSentence], bool] | None:
    """What a sentence must sound of to tell what a code says is left out; None for a code that is no omission."""
    if code in ("OMIT_PRIMARY", "OMIT_CONTRARY"):
        result = f"{finding.label} {finding.outcome_measure or ''}" if finding else ""
        on_deaths = finding is None or is_on_deaths(result)
        return lambda s: telling.may_tell_null(s, on_deaths)
    if code == "OMIT_HARM" and finding is not None:
        kinds = harms_of(finding)
        return lambda s: telling.may_tell_harm(s, kinds)
    return None


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


def _of_diseases(
    sentences: Iterable[ReadSentence], diseases: set[Iri], telling: Telling, store: EvidenceStore
) -> list[ReadSentence]:
    """The sentences that name no disease, or one of these, a kind of one, or wider. Thousands of sentences name few diseases."""
    named = {s.index: tuple(telling.diseases[s.index]) for s in sentences}
    away = {one for one in set(named.values()) if _is_elsewhere(one, diseases, store)}
    return [telling.reading.sentences[i] for i, one in named.items() if one not in away]


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
    own: frozenset[str] = frozenset(),
) -> int | None:
    """The sentence that shares most figures, then most words with what is to be told; of several the one next after a place.

    Args:
        own: the figures of what is to be told.
    """
    found = [s for s in sentences if may_tell(s)]
    if not found:
        return None

    def shared(s: ReadSentence) -> tuple[int, int]:
        told = reading.words(s)
        return -len(own & figures(told)), -len(words & telling_words(told))

    return min(found, key=lambda s: (*shared(s), s.index < at, abs(s.index - at))).index
