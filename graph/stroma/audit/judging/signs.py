"""Are the signs against a text more than misreading alone brings? Where not, each is asked and not held against it.

Read first: `hold_or_ask`. Rules misread some sentences of any text, and the longer a text the likelier one of them looks like a fault. At
first sight of 150 honest articles (rounds 18 to 26 and 29 of docs/audit-evaluation.md) that happened once in 60 sentences, in the harder
texts of round 29 once in 22. So a text is accused when it has more signs than chance brings to an honest one of its length (`[signs]` in
ontology/audit/rules.toml), or one that rests on no reading of single words.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

from stroma.audit.claims.candidates import denies_harm
from stroma.audit.judging.disclosures import SELLS
from stroma.audit.judging.results import Judged, Omission, Signs, Verdict
from stroma.model import Direction
from stroma.vocabulary import st

if TYPE_CHECKING:
    from stroma import model as m
    from stroma.vocabulary import Iri

_ACCUSING: Final = frozenset((Verdict.CONTRADICTED, Verdict.OVERSTATED, Verdict.LEAVES_OUT))
_HOLD_ALONE: Final = frozenset(("RETRACTED", "BAD_IDENTIFIER"))
"""What is no matter of reading."""


def hold_or_ask(
    claims: Sequence[Judged],
    omissions: Sequence[Omission],
    n_sentences: int,
    settings: Mapping[str, Any],
    findings: Mapping[Iri, m.Finding],
) -> tuple[list[Judged], list[Omission], Signs]:
    """Claims and omissions as they are, where they are signs enough; else those that may be misread as questions.

    A sign is a sentence with an accusing verdict, or one thing of a study that is left out or stated otherwise, or that
    the text sells the treatment. Some hold alone: results that other
    studies do not share, approvals that are held otherwise, an endpoint said to be met that was missed, retractions, identifiers
    that cannot exist, what one sentence says whole and outright ("have been proven to cure"), a harm denied that the study itself saw,
    and what an omission says of itself (`Omission.stands_alone`): a missed endpoint left out beside a gain that is told, groups told the
    wrong way round, all said to have lived where people died.

    Args:
        settings: `misread`, signs that a sentence of an honest text brings by misreading; `chance`, how often that many or more may
            come together in an honest text that is accused.
    """
    sentences = {j.candidate.sentence for j in claims if j.verdict in _ACCUSING}
    left_out = {
        (o.code, o.study)
        for o in omissions
        if (o.study is not None or o.reason == SELLS) and not o.is_question
    }
    signs = Signs(
        len(sentences) + len(left_out),
        needed(n_sentences, float(settings["misread"]), float(settings["chance"])),
    )
    if signs.are_enough:
        return list(claims), list(omissions), signs
    return [_asked(j, findings) for j in claims], [_asked_omission(o) for o in omissions], signs


def needed(n_sentences: int, misread: float, chance: float) -> int:
    """The least number of signs that comes to a text of so many sentences with at most this chance (tail of a Poisson distribution).

    >>> [needed(n, misread=0.0167, chance=0.1) for n in (1, 6, 7, 30, 100)]
    [1, 1, 2, 2, 4]
    """
    mean = misread * n_sentences
    term = below = math.exp(-mean)
    k = 1
    while 1 - below > chance:
        term *= mean / k
        below += term
        k += 1
    return k


def _asked(j: Judged, findings: Mapping[Iri, m.Finding]) -> Judged:
    if j.verdict not in _ACCUSING or _holds_alone(j) or _denies_own_harm(j, findings):
        return j
    gaps = tuple(replace(g, is_lone=True) for g in j.gaps)
    return replace(j, gaps=gaps, verdict=Verdict.TO_CHECK, if_read_rightly=j.verdict)


def _holds_alone(j: Judged) -> bool:
    is_outright = j.candidate.wording.boosted and not j.understood
    if j.verdict is Verdict.LEAVES_OUT or is_outright:
        return True
    is_endpoint = bool(j.candidate.cues) and j.candidate.cues[-1].kind.startswith("endpoint")
    is_approval = j.candidate.predicate == st("approvedFor")
    return j.verdict is Verdict.CONTRADICTED and (is_endpoint or is_approval)


def _denies_own_harm(j: Judged, findings: Mapping[Iri, m.Finding]) -> bool:
    """ "They went home without a headache", of a study in which eight of ten had one: the very harm, denied outright."""
    c = j.candidate
    if not denies_harm(c) or c.is_compared or c.is_attributed or j.verdict is not Verdict.CONTRADICTED:  # fmt: skip
        return False
    against = (findings.get(g.finding or "") for g in j.gaps if g.code == "OMIT_HARM")
    return any(
        f is not None
        and f.object == c.object
        and f.source == j.study
        and f.direction is Direction.SUPPORTS
        for f in against
    )


def _asked_omission(o: Omission) -> Omission:
    if o.is_question or o.stands_alone or o.code in _HOLD_ALONE:
        return o
    return replace(o, is_lone=True)
