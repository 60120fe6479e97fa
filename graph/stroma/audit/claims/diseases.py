"""Which claims about a disease as a whole does a clause make? Cured, treated, approved, better, primary endpoint met or not.

Read first: `read_diseases`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from stroma.audit.claims.approvals import (
    ABROAD,
    FOR_ADULTS,
    ON_TRIAL,
    UNITED_STATES,
    for_children,
    is_approval,
    is_for_adults,
    region_of,
    rests_on_trial,
    tells_withdrawal,
)
from stroma.audit.claims.arms import read_arms
from stroma.audit.claims.benefits import read_benefits
from stroma.audit.claims.governed import DiseaseReading
from stroma.audit.claims.moves import cures_outcome
from stroma.audit.claims.places import Relation
from stroma.audit.language.cues import Cue
from stroma.audit.language.entities import Entity
from stroma.model import Polarity

if TYPE_CHECKING:
    from stroma.audit.claims.candidates import Candidate
    from stroma.audit.claims.places import Place
    from stroma.vocabulary import Iri

_ENDPOINT = re.compile(
    r"(?i)\b(?:(?:primary|main|key|principal|efficacy|co-?primary) (?:\w+ )?(?:end ?points?|outcomes?|goals?|targets?|objectives?)"
    r"|(?:its|their) (?:\w+ ){0,2}(?:goals?|targets?|objectives?)"
    r"|(?:its|their|all|both|the|planned) (?:\w+ ){0,2}end ?points?)\b[^.;]{0,90}"
    r"\b(?:was|were|is|(?:has|have|had) (?:not |never )?been) (?:not |never |narrowly |again )?(met|reached|achieved|attained|missed)\b"
)
# "The trial did not achieve what it set out to show", "so it did what it set out to do".
_SET_OUT = re.compile(
    r"(?i)\b(?:(did not|didn't|could not|couldn't|failed to|never|does not|doesn't|not) (?:quite |really )?)?"
    r"(?P<verb>achieved?|reach(?:ed)?|show(?:ed|n)?|did|do|manage[d]?|deliver(?:ed)?|found|find|got|get|met|meet|prove[dn]?|accomplish(?:ed)?|succeed(?:ed)? in|miss(?:ed)?|fell short of) (?:exactly |just )?"
    r"what (?:it|they|the (?:trial|study|team|researchers|investigators|authors|doctors|company|makers?)) (?:had |was |were )?"
    r"(?:set out|been set up|been designed|designed|meant|intended|hoped|wanted|aimed|planned|supposed)\b"
)
_NONE_OF = re.compile(r"(?i)\b(?:neither|none|not one|no)\b[^,;.]{0,20}$")
# "The trial of 260 people failed": the study itself; not the patients' earlier drugs.
_FAILED = re.compile(
    r"(?:\b(?i:trial|study|test)|\b[A-Z]{4,12}(?:-[A-Z]{2,3})?(?: II)?)\b"
    r"(?:(?!(?i:\bwho|\bafter|\bdrugs?\b|\bsteroids?\b|\btherap|\btreatments?\b))[^.;:]){0,80}?"
    r"\b(?i:(?:has|had|have|also|later|then) )?((?i:failed|flopped|did not succeed|was a failure|was unsuccessful|was negative|ended in failure))"
    r"(?=\s*(?:[.,;:)]|$))"
)
_HAS_FAILED = re.compile(
    r"(?i)(?:,[^,.;]{1,60},)?[\s,]*(?:(?:has|had|have|also|again|later) ){0,2}"
    r"((?:failed|flopped)(?!\s+to\b)|(?:turned out to be|proved|was|were|has been|have been) a failure)"
)
_BE = frozenset({"is", "are", "be", "been", "as", "become"})
_NEAR_PASSIVE = 4
"""Tokens from a disease to the word that says what became of it."""
_OF_ALL = frozenset({"both", "all", "their", "neither", "none", "each"})
_NEVER = re.compile(r"(?i)\b(?:not|never) (?:been )?\w+$")
AFFIRMS, DENIES = Polarity.AFFIRMS, Polarity.DENIES


def read_diseases(place: Place) -> list[Candidate]:
    """Claims whose object is a disease: the result of a trial alone, else what is said of the treatment."""
    d = DiseaseReading(place)
    for rule in (_endpoint_cues, _endpoint_words, _failed_trial, _better_route):
        if (claims := rule(d)) is not None:
            return claims
    claims = [*_cures(d), *_reversals(d), *_approvals(d)]
    if place.clause.has("most"):
        return [*claims, *_most(d)]
    claims += _treats(d)
    if place.clause.has("treat") and claims:
        return claims
    return [*claims, *read_benefits(d)]


def _endpoint_cues(d: DiseaseReading) -> list[Candidate] | None:
    """ "Met its primary endpoint": of each study that is listed, else of the disease of the clause."""
    claims: list[Candidate] = []
    place = d.place
    cues = place.clause.of("endpoint-met", "endpoint-missed")
    for cue in cues:
        polarity = AFFIRMS if cue.kind == "endpoint-met" else DENIES
        if polarity is AFFIRMS and place.negation(cue.first, 4):
            polarity = DENIES
        if together := _listed(place, cue):
            claims += [_of_one(place, cue, polarity, *study) for study in together]
        elif (around := place.subjects.disease(place.clause, cue.first)) is not None:
            claims += d.claim(cue, "ameliorates", around, polarity, f"frame:{cue.kind}")
    return claims if cues else None


def _listed(place: Place, cue: Cue) -> list[tuple[int, Iri, Iri]]:
    """ "ALSUMMIT and TREASURE both missed their ...": the studies, where it is said of every one that is named."""
    clause = place.clause
    if not _OF_ALL & set(place.forms(clause.first, clause.last + 1)):
        return []
    return place.subjects.listed(clause.sentence, cue.first)


def _of_one(
    place: Place, cue: Cue, polarity: Polarity, at: int, product: Iri, disease: Iri
) -> Candidate:
    """An endpoint that several studies met or missed, as a claim on one of them."""
    token = place.reading.tokens[at]
    study = Entity(token.start, token.end, token.raw, "", disease, at, at)
    said = Relation(product, "ameliorates", disease)
    return place.make(study, said, polarity, (cue,), f"frame:{cue.kind}")


def _endpoint_words(d: DiseaseReading) -> list[Candidate] | None:
    """ "The main goal was not reached"."""
    words = d.place.words
    if d.around is None:
        return None
    if (aim := _SET_OUT.search(words)) is not None:
        verb = aim["verb"].casefold()
        failed = (aim[1] is not None) != verb.startswith(("miss", "fell"))
        cue, polarity = (
            _cue_at(d.place, "endpoint", aim.span("verb")),
            DENIES if failed else AFFIRMS,
        )
        together = d.place.subjects.listed(d.place.clause.sentence, cue.first) if "they" in aim[0] else ()  # fmt: skip
        if together:
            return [_of_one(d.place, cue, polarity, *study) for study in together]
        return list(d.claim(cue, "ameliorates", d.around, polarity, "frame:endpoint"))
    if (verdict := _ENDPOINT.search(words)) is None:
        return None
    turned = _NONE_OF.search(words[: verdict.start()]) or _NEVER.search(verdict[0])
    missed = turned is not None or verdict[1].casefold() == "missed"
    cue = _cue_at(d.place, "endpoint", verdict.span(1))
    return list(
        d.claim(cue, "ameliorates", d.around, DENIES if missed else AFFIRMS, "frame:endpoint")
    )


def _failed_trial(d: DiseaseReading) -> list[Candidate] | None:
    """ "The trial of 260 people failed", "remestemcel-L had failed in adults"."""
    failed = _FAILED.search(d.place.words) or _failed_product(d.place)
    if d.around is None or failed is None:
        return None
    cue = _cue_at(d.place, "endpoint", failed.span(1))
    return list(d.claim(cue, "ameliorates", d.around, DENIES, "frame:trial-failed"))


def _failed_product(place: Place) -> re.Match[str] | None:
    """ "Remestemcel-L had failed in adults": the product is what failed."""
    words, start = place.words, place.reading.tokens[place.clause.first].start
    found = (
        _HAS_FAILED.match(words, e.end - start)
        for e in place.clause.entities
        if place.subjects.is_product(e)
    )
    return next((match for match in found if match is not None), None)


def _cue_at(place: Place, kind: str, span: tuple[int, int]) -> Cue:
    """The word at a span of the clause's text, as a cue."""
    clause, tokens = place.clause, place.reading.tokens
    start = tokens[clause.first].start + span[0]
    at = next(i for i in range(clause.first, clause.last + 1) if tokens[i].end > start)
    return Cue(kind, tokens[at].form, at, at, tokens[at].start, tokens[at].end)


def _better_route(d: DiseaseReading) -> list[Candidate] | None:
    """ "Into the spinal fluid rather than into a vein": one route beside another."""
    routes = [e for e in d.place.clause.entities if e.kind == "Route"]
    for cue in d.place.clause.of("compare"):
        if len(routes) >= 2 and routes[0].first < cue.first < routes[-1].first:
            route = routes[0].term
            return list(d.claim(cue, "moreEffectiveIn", route, AFFIRMS, "frame:routes", d.around))
    return None


_IN_TURN: Final = re.compile(
    r"(?i)\d\s?(?:%|per cent)(?: and|,? against|,? versus|,? v\.?) \d[\d.]*\s?(?:%|per cent)|\d\.\d+,? (?:against|versus|v\.?) \d+\.\d"
)
"""Figures of two groups that were named before."""


def _cures(d: DiseaseReading) -> Iterator[Candidate]:
    """ "Cures the disease"; "cured in 87 % with cells and 94 % on placebo" counts those who got well, in both groups."""
    sentence = d.place.clause.sentence
    words = d.place.reading.words(sentence)
    if read_arms(d.place.reading, sentence) is not None or _IN_TURN.search(words) is not None:
        return
    for cue in d.place.clause.of("cure"):
        if d.place.is_inside_name(cue) or _is_only_cure(d.place, cue):
            continue
        if any(cures_outcome(cue, e) for e in d.place.clause.entities):
            continue
        polarity = d.place.polarity(cue.first, 8)
        for disease in d.governed(cue) or d.usual:
            yield from d.claim(cue, "cures", disease, polarity, "frame:cure")


def _reversals(d: DiseaseReading) -> Iterator[Candidate]:
    """ "The disease can be reversed", as a cure."""
    for cue in d.place.clause.of("better"):
        if (disease := _is_reversed(d.place, cue)) is not None:
            yield from d.claim(cue, "cures", disease, d.place.polarity(cue.first, 8), "frame:cure")


def _is_reversed(place: Place, cue: Cue) -> Iri | None:
    """ "Diabetes can be reversed": the disease that is said to be undone; not "disability in MS was reversed"."""
    named = [e for e in place.clause.entities if e.last < cue.first and e.kind in ("Disease", "Outcome")]  # fmt: skip
    if cue.phrase != "reversed" or not named or any(e.kind != "Disease" for e in named):
        return None
    between = place.forms(named[-1].last + 1, cue.first)
    passive = bool(between) and between[-1] in _BE | {"was", "were", "being"}
    return named[-1].term if passive and len(between) <= _NEAR_PASSIVE else None


def _is_only_cure(place: Place, cue: Cue) -> bool:
    """ "Transplantation remains the only cure": of something else, where no cells stand before it."""
    only = {"only", "sole"} & set(place.forms(max(place.clause.first, cue.first - 2), cue.first))
    return bool(only) and not any(place.subjects.is_product(e) and e.first < cue.first for e in place.clause.entities)  # fmt: skip


def _approvals(d: DiseaseReading) -> Iterator[Candidate]:
    """ "Is approved in Japan for children with the disease"."""
    place = d.place
    said = place.reading.words(place.clause.sentence)
    region = region_of(said)
    rule = "frame:approve" if region in (None, UNITED_STATES) else ABROAD
    rule = FOR_ADULTS if is_for_adults(said) else rule
    rule = ON_TRIAL if rests_on_trial(said) else rule
    for cue in place.clause.of("approve"):
        if place.is_inside_name(cue) or not is_approval(place, cue):
            continue
        polarity = place.polarity(cue.first, 8)
        for disease in d.governed(cue) or d.usual:
            of_age = for_children(disease, said, place.reading.lexicon)
            for made in d.claim(cue, "approvedFor", of_age, polarity, rule):
                yield replace(made, region=region, tells_withdrawal=tells_withdrawal(said))


def _most(d: DiseaseReading) -> Iterator[Candidate]:
    """ "Most of the patients with relapsing disease": more effective in that course or by that route."""
    place = d.place
    course = next((e for e in place.clause.entities if e.kind in ("Disease", "Route")), None)
    for cue in place.clause.of("most"):
        if course is not None:
            polarity = place.polarity(cue.first, 4)
            topic = place.subjects.topic
            yield from d.claim(cue, "moreEffectiveIn", course.term, polarity, "frame:most", topic)
        elif d.around is not None:
            yield from d.claim(cue, "ameliorates", d.around, AFFIRMS, "frame:most")


def _treats(d: DiseaseReading) -> Iterator[Candidate]:
    """ "Is a treatment for the disease"."""
    for cue in d.place.clause.of("treat"):
        if _is_no_use(d.place, cue):
            continue
        verb = cue.phrase in ("treat", "treats")
        polarity = d.place.polarity(cue.first, 6)
        around = [d.around] if d.around and not verb else []
        for disease in d.governed(cue) or around:
            yield from d.claim(cue, "treats", disease, polarity, "frame:treats")


def _is_no_use(place: Place, cue: Cue) -> bool:
    """ "Patients treated with", "a treatment for": words of treating that do not say that it treats."""
    clause = place.clause
    if cue.phrase == "treatment for":
        before = place.forms(max(clause.first, cue.first - 6), cue.first)
        return not _BE & set(before) or place.is_inside_name(cue)
    if cue.phrase == "therapy for" and not clause.has("hedges", "boosts", "better"):
        return True
    return cue.phrase in ("treated", "treating") or place.is_inside_name(cue)
