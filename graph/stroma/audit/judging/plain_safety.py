"""Which held harms does a plain "it is safe" leave unsaid? Trials call a treatment safe that gave headaches and fever.

Read first: `with_held_harms`. "Completely safe" allows no exception and is judged as a denied harm (`denied_harms`).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from stroma import model as m
from stroma.audit.judging.cases import Ruling
from stroma.audit.judging.denied_harms import happened
from stroma.audit.judging.equal_harms import is_left_out_fairly
from stroma.audit.judging.results import Gap, Judged, Verdict, without_gaps
from stroma.audit.language.terms import ADVERSE_EVENT, DEATH
from stroma.model import Direction, Polarity, WordingStrength
from stroma.vocabulary import st, to_iri

if TYPE_CHECKING:
    from stroma.audit.claims.candidates import Candidate
    from stroma.audit.judging.matching import Matcher
    from stroma.audit.language.reading import Reading
    from stroma.store import EvidenceStore
    from stroma.vocabulary import Iri

_GRAVE: Final = tuple(map(to_iri, ("term:serious-adverse-event", "term:death", "term:tumour-formation")))  # fmt: skip
_ANY_DISEASE: Final = to_iri("MONDO:0000001")
_NAMED: Final = 2
"""Studies whose harms a reason tells; the others are counted."""
_FIGURE: Final = re.compile(r"\d\s?%|\d of \d|^\d+\b")
_UNTOLD: Final = "harms are held and not told"
_GRAVER: Final = "called mild, and graver ones are held"


def with_held_harms(
    c: Candidate, ruling: Ruling, study: Iri | None, store: EvidenceStore, matcher: Matcher
) -> Ruling:
    """The ruling on a plain "safe" that nothing contradicts, with the harms of the study it leans on or of the question.

    Said outright of the treatment it is overstated; hedged, or of one study, it leaves harms out.
    """
    harms = held_harms(c, study, store, matcher) or _more_deaths(c, study, store, matcher)
    if not harms:
        return ruling
    found = ruling.found
    against = dict.fromkeys((*found.opposing, *(f.iri for f in harms)))
    found = found.parted(found.supporting, tuple(i for i in against if i not in found.supporting))
    gap = Gap("OMIT_HARM", f"{_UNTOLD}: {_words(harms, store)}", harms[0].iri)
    outright = study is None and c.is_general and c.wording.strength is WordingStrength.DIRECT
    verdict = Verdict.OVERSTATED if outright else Verdict.LEAVES_OUT
    return Ruling(verdict, [gap, *ruling.gaps], found)


def without_lone_word(j: Judged, store: EvidenceStore) -> Judged:
    """A general "it is safe" without its tick, where one study alone calls it so and gives no counts: too little is entered."""
    backing = [store.findings[i] for i in j.supporting]
    sources = {f.source for f in backing}
    general = j.candidate.is_general and is_plain_safety(j.candidate) and j.study is None
    if j.verdict is not Verdict.SUPPORTED or not general or len(sources) != 1:
        return j
    if any(f.n_events is not None or _FIGURE.search(f.value or "") for f in backing):
        return j
    beside = tuple(dict.fromkeys((*j.supporting, *j.beside)))
    return replace(j, verdict=Verdict.NO_EVIDENCE, supporting=(), beside=beside, near=backing[0].iri)  # fmt: skip


def with_grave_harms(
    c: Candidate, ruling: Ruling, study: Iri | None, store: EvidenceStore, matcher: Matcher
) -> Ruling:
    """The ruling on side effects that are called mild, with the serious events and deaths that came with the product."""
    grave = frozenset().union(*map(store.narrower, _GRAVE))
    safe = replace(c, predicate=st("safeIn"), object=c.condition or _ANY_DISEASE, condition=None)
    harms = [f for f in held_harms(safe, study, store, matcher, untied=True) if f.object in grave]
    if not harms:
        return ruling
    gap = Gap("OMIT_HARM", f"{_GRAVER}: {_words(harms, store)}", harms[0].iri)
    opposing = tuple(f.iri for f in harms if f.iri not in ruling.found.supporting)
    found = ruling.found.parted(ruling.found.supporting, opposing)
    return Ruling(Verdict.LEAVES_OUT, [gap, *ruling.gaps], found)


def _more_deaths(
    c: Candidate, study: Iri | None, store: EvidenceStore, matcher: Matcher
) -> list[m.Finding]:
    """More deaths with the cells in the study spoken of, though nobody tied them to the cells."""
    if study is None:
        return []
    deaths = store.narrower(DEATH)
    return [f for f in held_harms(c, study, store, matcher, untied=True) if f.object in deaths]


def is_plain_safety(c: Candidate) -> bool:
    """Whether a candidate calls a treatment safe, without ruling out every exception."""
    return c.name == "safeIn" and c.polarity is Polarity.AFFIRMS and not c.is_absolute


def told_harms(
    claims: Sequence[Judged], reading: Reading, harms: frozenset[Iri], store: EvidenceStore
) -> list[Judged]:
    """Claims, where an article that tells a harm of the treatment itself leaves none unsaid when it says "safe"."""
    denied = {
        j.candidate.sentence
        for j in claims
        if j.candidate.name == "causesAdverseEvent" and j.candidate.polarity is Polarity.DENIES
    }
    affirmed = {
        j.candidate.object
        for j in claims
        if j.candidate.name == "causesAdverseEvent" and j.candidate.polarity is Polarity.AFFIRMS
    }
    named = {e.term for s in reading.sentences if s.index not in denied for e in s.entities}
    told = affirmed | (named & harms) - {ADVERSE_EVENT}
    return [_without_told(j, told, affirmed, reading, store) if told else j for j in claims]


def _without_told(
    j: Judged, told: set[Iri], affirmed: set[Iri], reading: Reading, store: EvidenceStore
) -> Judged:
    """A claim without the harms that the article tells: those that "safe" leaves unsaid, and contrary results on one of them.

    A harm that its sentence calls no commoner is not told where the study saw it more often.
    """
    own = reading.sentences[j.candidate.sentence]
    denied = {e.term for e in own.entities} if own.has("negation", "null") else set()
    no_more = denied - affirmed

    def is_told(gap: Gap) -> bool:
        finding = store.findings.get(gap.finding or "")
        if gap.reason.startswith(_UNTOLD) and finding is not None and finding.object in no_more:
            return False
        if gap.reason.startswith(_GRAVER):
            return store.findings[gap.finding or ""].object in told
        contrary = j.candidate.name == "safeIn" and _harms_of(gap, store) & told
        return gap.reason.startswith(_UNTOLD) or bool(contrary)

    return without_gaps(j, is_told, Verdict.LEAVES_OUT, Verdict.OVERSTATED)


def _harms_of(gap: Gap, store: EvidenceStore) -> set[Iri]:
    """The harms that a contrary result on safety tells of: those filed from the same result of its study."""
    finding = store.findings.get(gap.finding or "")
    if gap.code != "OMIT_CONTRARY" or finding is None:
        return set()
    return {
        f.object
        for f in store.findings.values()
        if f.source == finding.source
        and f.label == finding.label
        and f.predicate == st("causesAdverseEvent")
    }


def held_harms(
    c: Candidate, study: Iri | None, store: EvidenceStore, matcher: Matcher, *, untied: bool = False
) -> list[m.Finding]:
    """Harms that came with the product, or a narrower one, in the disease; those of the very product and with a figure first.

    Args:
        untied: also those that nobody tied to the cells, unless the comparison group had them as often.
    """
    asked = replace(c, predicate=st("causesAdverseEvent"), object=ADVERSE_EVENT, condition=c.object)
    if study is not None:
        found = [f for f, _ in matcher.in_study(asked, study)]
    else:
        found = [
            f
            for p, _ in matcher.propositions(asked)
            if p.human.total and matcher.is_within(asked, p)
            for f in matcher.findings(p.findings)
        ]
    animals = (m.Group.ANIMAL, m.Group.IN_VITRO)
    came = {
        f.iri: f
        for f in found
        if store.groups.get(f.iri) not in animals
        and (
            f.direction is Direction.SUPPORTS
            or (untied and happened(f) and not is_left_out_fairly(f, store))
        )
    }

    def telling(f: m.Finding) -> tuple[bool, bool, int, str]:
        level = store.levels.get(f.iri)
        figure = _FIGURE.search(f.value or "") is not None
        product = matcher.lexicon.product_of.get(c.subject, c.subject)
        return f.subject != product, not figure, level.rank if level else 9, f.iri

    return sorted(came.values(), key=telling)


def _words(harms: Sequence[m.Finding], store: EvidenceStore) -> str:
    first: dict[Iri, m.Finding] = {}
    for f in harms:
        first.setdefault(f.source, f)
    told = [
        f"{f.label}{f' {f.value}' if f.value else ''} ({store.label(f.source)})"
        for f in list(first.values())[:_NAMED]
    ]
    more = len(first) - len(told)
    tail = f"; and in {more} more {'study' if more == 1 else 'studies'}" if more else ""
    return "; ".join(told) + tail
