"""Which claims about a disease as a whole does a clause make? Cured, treated, approved, better, primary endpoint met or not.

Read first: `read_diseases`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from stroma.audit.claims.approvals import (
    ABROAD,
    ON_TRIAL,
    UNITED_STATES,
    for_children,
    region_of,
    rests_on_trial,
)
from stroma.audit.claims.subjects import PRONOUNS
from stroma.audit.language.cues import Cue
from stroma.audit.language.entities import Entity
from stroma.audit.language.negation import negation_of
from stroma.model import Polarity
from stroma.vocabulary import Iri, st

if TYPE_CHECKING:
    from stroma.audit.claims.candidates import Candidate
    from stroma.audit.claims.frames import FrameReader
    from stroma.audit.claims.subjects import Subjects
    from stroma.audit.language.clauses import Clause
    from stroma.audit.language.reading import Reading

_ENDPOINT = re.compile(
    r"(?i)\b(?:(?:primary|main|key|principal|efficacy|co-?primary) (?:\w+ )?(?:end ?points?|outcomes?|goals?|targets?|objectives?)"
    r"|(?:its|their|all|both|the|planned) (?:\w+ ){0,2}end ?points?)\b[^.;]{0,90}"
    r"\b(?:was|were|is|(?:has|have|had) (?:not |never )?been) (?:not |never |narrowly |again )?(met|reached|achieved|attained|missed)\b"
)
_NONE_OF = re.compile(r"(?i)\b(?:neither|none|not one|no)\b[^,;.]{0,20}$")
# "The trial of 260 people failed": the study itself; not the patients' earlier drugs.
_FAILED = re.compile(
    r"(?:\b(?i:trial|study|test)|\b[A-Z]{4,12}(?:-[A-Z]{2,3})?(?: II)?)\b"
    r"(?:(?!(?i:\bwho|\bafter|\bdrugs?\b|\bsteroids?\b|\btherap|\btreatments?\b))[^.;:]){0,80}?"
    r"\b(?i:(?:has|had|have|also|later|then) )?((?i:failed|flopped|did not succeed|was a failure|was unsuccessful|was negative|ended in failure))"
    r"(?=\s*(?:[.,;:)]|$))"
)
_APPROVED = re.compile(
    r"\b(?:approved|licen[cs]ed|authori[sz]ed) (?:in|for|by|to|there)\b"
    r"|\b(?:has|have|had|hold|holds|held|no|without|got|won) (?:an? |the |no )?(?:\w+ )?(?:licen[cs]e|approval|authori[sz]ation)\b"
)
_SLOGANS = frozenset({"breakthrough", "game changer", "successful", "success"})
_BE = frozenset({"is", "are", "be", "been", "as", "become"})
_GENERAL = frozenset(
    {
        "benefit",
        "benefits",
        "benefited",
        "benefiting",
        "beneficial",
        "helped",
        "help",
        "helps",
        "improved",
        "improvement",
        "improve",
        "milder",
        "less severe",
        "superior",
        "advantage",
        "better",
        "declined more slowly",
        "declined less",
        "slower decline",
        "slowed decline",
        "slowing of decline",
        "slowed their decline",
        "slow their decline",
    }
)


def read_diseases(
    frames: FrameReader, reading: Reading, subjects: Subjects, clause: Clause
) -> Iterator[Candidate]:
    """Claims whose object is a disease."""
    made: set[tuple[str, Iri]] = set()

    def make(
        cue: Cue,
        name: str,
        disease: Iri,
        polarity: Polarity,
        rule: str,
        condition: Iri | None = None,
    ) -> Iterator[Candidate]:
        subject = subjects.clinical(clause, cue.first)
        if subject is None or (name, disease) in made:
            return
        made.add((name, disease))
        yield frames.make_at(
            reading, clause, cue, subject, st(name), disease, condition, polarity, rule, subjects
        )

    named = [e for e in clause.entities if e.kind == "Disease"]
    here = [e.term for e in named]
    around = subjects.disease(clause)
    for cue in clause.of("endpoint-met", "endpoint-missed"):
        together = (
            subjects.listed(clause.sentence, cue.first) if _is_of_all(reading, clause) else []
        )
        for at, product, disease in together:
            yield _of_one(frames, reading, subjects, clause, cue, at, product, disease)
        if together:
            continue
        around = subjects.disease(clause, cue.first)
        if around is not None:
            met = cue.kind == "endpoint-met" and not negation_of(clause, cue.first, 4, text=reading)
            yield from make(
                cue,
                "ameliorates",
                around,
                Polarity.AFFIRMS if met else Polarity.DENIES,
                f"frame:{cue.kind}",
            )
    if clause.has("endpoint-met", "endpoint-missed"):
        return
    words = reading.text[reading.tokens[clause.first].start : reading.tokens[clause.last].end]
    if around is not None and (verdict := _ENDPOINT.search(words)) is not None:
        turned = (
            _NONE_OF.search(words[: verdict.start()]) is not None
            or re.search(r"(?i)\b(?:not|never) (?:been )?\w+$", verdict[0]) is not None
        )
        missed = turned or verdict[1].casefold() == "missed"
        cue = _cue_at(reading, clause, "endpoint", verdict.span(1))
        polarity = Polarity.DENIES if missed else Polarity.AFFIRMS
        yield from make(cue, "ameliorates", around, polarity, "frame:endpoint")
        return
    failed = _FAILED.search(words) or _failed_product(reading, subjects, clause)
    if around is not None and failed is not None:
        cue = _cue_at(reading, clause, "endpoint", failed.span(1))
        yield from make(cue, "ameliorates", around, Polarity.DENIES, "frame:trial-failed")
        return
    routes = [e for e in clause.entities if e.kind == "Route"]
    for cue in clause.of("compare"):
        if len(routes) >= 2 and routes[0].first < cue.first < routes[-1].first:
            yield from make(
                cue, "moreEffectiveIn", routes[0].term, Polarity.AFFIRMS, "frame:routes", around
            )
            return
    for kind, name in (("cure", "cures"), ("approve", "approvedFor")):
        for cue in clause.of(kind):
            if _inside(clause, cue) or (
                kind == "approve" and not _is_approval(reading, clause, cue)
            ):
                continue
            targets = _after(reading, clause, cue, named) or (
                [here[0]] if here else [around] if around else []
            )
            polarity = (
                Polarity.DENIES
                if negation_of(clause, cue.first, 8, text=reading)
                else Polarity.AFFIRMS
            )
            rule, region = f"frame:{kind}", None
            if kind == "approve":
                said = reading.words(clause.sentence)
                targets = [for_children(d, said, reading.lexicon) for d in targets if d is not None]
                region = region_of(said)
                abroad = region not in (None, UNITED_STATES)
                rule = ON_TRIAL if rests_on_trial(said) else ABROAD if abroad else rule
            for disease in targets:
                if disease is not None:
                    for made_so in make(cue, name, disease, polarity, rule):
                        yield replace(made_so, region=region)
    for cue in clause.of("most"):
        course = next((e for e in clause.entities if e.kind in ("Disease", "Route")), None)
        if course is None and around is not None:
            yield from make(cue, "ameliorates", around, Polarity.AFFIRMS, "frame:most", None)
        if course is not None:
            polarity = (
                Polarity.DENIES
                if negation_of(clause, cue.first, 4, text=reading)
                else Polarity.AFFIRMS
            )
            yield from make(
                cue, "moreEffectiveIn", course.term, polarity, "frame:most", subjects.topic
            )
    if clause.has("most"):
        return
    for cue in clause.of("treat"):
        phrase = cue.phrase
        verb = phrase in ("treat", "treats")
        before = {t.form for t in reading.tokens[max(clause.first, cue.first - 6) : cue.first]}
        if phrase == "treatment for" and not before & _BE:
            continue
        if (
            _inside(clause, cue)
            or phrase in ("treated", "treating")
            or (phrase == "therapy for" and not clause.has("hedges", "boosts", "better"))
        ):
            continue
        targets = _after(reading, clause, cue, named) or ([around] if around and not verb else [])
        polarity = (
            Polarity.DENIES if negation_of(clause, cue.first, 6, text=reading) else Polarity.AFFIRMS
        )
        for disease in targets:
            if disease is not None:
                yield from make(cue, "treats", disease, polarity, "frame:treats")
    if clause.has("treat") and made:
        return
    yield from _benefit(reading, subjects, clause, named, around, make)


_GIVEN = re.compile(r"(?i)\b(?:infusions?|injections?|treatments?|therapy|transplants?|doses?)\b")


def _benefit(
    reading: Reading,
    subjects: Subjects,
    clause: Clause,
    named: list[Entity],
    around: Iri | None,
    make: Callable[..., Iterator[Candidate]],
) -> Iterator[Candidate]:
    words = reading.text[reading.tokens[clause.first].start : reading.tokens[clause.last].end]
    has_outcome = any(e.kind == "Outcome" for e in clause.entities)
    for cue in clause.of("null"):
        if not has_outcome and around is not None:
            yield from make(cue, "ameliorates", around, Polarity.DENIES, "frame:no-difference")
            return
    for cue in clause.of("better", "stop", "effective", "decrease"):
        if _inside(clause, cue) or (cue.kind == "decrease" and not _of_severity(reading, cue)):
            continue
        if _to_another(reading, subjects, clause, cue):
            continue
        if cue.phrase in _SLOGANS and clause.sentence.has("attributions"):
            continue
        if "damage" in {t.form for t in reading.tokens[cue.last + 1 : cue.last + 3]}:
            continue
        negation = negation_of(clause, cue.first, 6, text=reading)
        polarity = Polarity.DENIES if negation else Polarity.AFFIRMS
        targets = _after(reading, clause, cue, named)
        ahead = 6 if cue.kind == "decrease" else 4
        following = {t.form for t in reading.tokens[cue.last + 1 : cue.last + ahead]}
        if (
            not targets
            and around is not None
            and following & {"disease", "illness"}
            and "progression" not in following
        ):
            targets = [around]
        if targets:
            for disease in targets:
                yield from make(cue, "ameliorates", disease, polarity, f"frame:disease-{cue.kind}")
        elif (
            (not has_outcome or _beats_control(clause, cue))
            and around is not None
            and (cue.phrase in _GENERAL or cue.kind == "effective")
            and (
                clause.has("observers", "humans", "comparators")
                or named
                or (subjects.acts(clause, cue.first) or _GIVEN.search(words) is not None)
                or cue.kind == "effective"
                or cue.phrase in ("milder", "less severe")
            )
        ):
            yield from make(
                cue,
                "ameliorates",
                named[0].term if named else around,
                polarity,
                f"frame:benefit-{cue.kind}",
            )


def _beats_control(clause: Clause, cue: Cue) -> bool:
    """ "Beat a sham procedure: 58.6 % had ...": what is beaten follows at once."""
    beats = cue.phrase.startswith(("beat", "outperform", "surpass", "outdid", "defeat"))
    return beats and any(0 < c.first - cue.last <= 3 for c in clause.of("comparators"))


def _to_another(reading: Reading, subjects: Subjects, clause: Clause, cue: Cue) -> bool:
    """ "Whose disease does not respond to steroids": to another treatment than the cells."""
    after = [t.form for t in reading.tokens[cue.last + 1 : cue.last + 5]]
    if not cue.phrase.startswith("respon") or (after[:1] != ["to"] and "to" not in cue.phrase):
        return False
    named = any(subjects.is_product(e) and 0 < e.first - cue.last <= 4 for e in clause.entities)
    return not named and not PRONOUNS & set(after)


def _of_severity(reading: Reading, cue: Cue) -> bool:
    """ "Reduced the severity of the disease"."""
    return "severity" in {t.form for t in reading.tokens[cue.last + 1 : cue.last + 5]}


def _after(reading: Reading, clause: Clause, cue: Cue, named: list[Entity]) -> list[Iri]:
    """Diseases that a word governs: the first within seven tokens after it, and those listed with it."""
    found: list[Iri] = []
    last = cue.last
    for entity in named:
        if entity.first <= cue.last:
            continue
        gap = reading.text[reading.tokens[last].end : entity.start]
        limit = 7
        if entity.first - last > limit or (
            found and not any(w in gap for w in (",", " and", " or", "as well"))
        ):
            break
        between = [
            e
            for e in clause.entities
            if cue.last < e.first < entity.first and e.kind in ("Outcome", "Mechanism")
        ]
        if between and not found:
            break
        found.append(entity.term)
        last = entity.last
    return found


def _is_of_all(reading: Reading, clause: Clause) -> bool:
    """ "ALSUMMIT and TREASURE both missed their ...": said of every study that is named."""
    forms = {t.form for t in reading.tokens[clause.first : clause.last + 1]}
    return bool(forms & {"both", "all", "their", "neither", "none", "each"})


def _of_one(
    frames: FrameReader, reading: Reading, subjects: Subjects, clause: Clause, cue: Cue, at: int, product: Iri, disease: Iri
) -> Candidate:  # fmt: skip
    """An endpoint that several studies met or missed, as a claim on one of them."""
    met = cue.kind == "endpoint-met" and not negation_of(clause, cue.first, 4, text=reading)
    token = reading.tokens[at]
    place = Entity(token.start, token.end, token.raw, "", disease, at, at)
    polarity = Polarity.AFFIRMS if met else Polarity.DENIES
    return frames.make(
        reading, clause, place, product, st("ameliorates"), disease, None, polarity, (cue,), f"frame:{cue.kind}", subjects
    )  # fmt: skip


_HAS_FAILED = re.compile(
    r"(?i)(?:,[^,.;]{1,60},)?[\s,]*(?:(?:has|had|have|also|again|later) ){0,2}"
    r"((?:failed|flopped)(?!\s+to\b)|(?:turned out to be|proved|was|were|has been|have been) a failure)"
)


def _failed_product(reading: Reading, subjects: Subjects, clause: Clause) -> re.Match[str] | None:
    """ "Remestemcel-L had failed in adults": the product is what failed."""
    start, end = reading.tokens[clause.first].start, reading.tokens[clause.last].end
    found = (
        _HAS_FAILED.match(reading.text[start:end], e.end - start)
        for e in clause.entities
        if subjects.is_product(e)
    )
    return next((match for match in found if match is not None), None)


def _cue_at(reading: Reading, clause: Clause, kind: str, span: tuple[int, int]) -> Cue:
    """The word at a span of the clause's text, as a cue."""
    start = reading.tokens[clause.first].start + span[0]
    at = next(i for i in range(clause.first, clause.last + 1) if reading.tokens[i].end > start)
    token = reading.tokens[at]
    return Cue(kind, token.form, at, at, token.start, token.end)


def _inside(clause: Clause, cue: Cue) -> bool:
    return any(e.first <= cue.first and cue.last <= e.last for e in clause.entities)


def _is_approval(reading: Reading, clause: Clause, cue: Cue) -> bool:
    """Approval by a medicines regulator, not of an ethics committee or of a plan."""
    words = reading.text[
        reading.tokens[clause.first].start : reading.tokens[clause.last].end
    ].casefold()
    if any(w in words for w in ("ethic", "committee", "institutional review", "board")):
        return False
    tokens = reading.tokens[cue.last + 1 : min(cue.last + 6, clause.last + 1)]
    if {"trial", "study", "testing", "test", "protocol"} & {t.form for t in tokens}:
        return False  # "approved a trial of the cells"
    if _APPROVED.search(words):
        return True
    return any(
        w in words
        for w in (
            "regulator",
            "fda",
            "ema",
            "agency",
            "approved for",
            "health canada",
            "not approved",
            "unapproved",
            "approval for",
            "licensed for",
            "authorised for",
            "authorized for",
            "approved to",
            "market",
            "has approved",
            "been approved",
        )
    )
