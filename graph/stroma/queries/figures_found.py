"""What did a study find in figures: on its primary endpoint, and on what somebody looks for?

Read first: `result_of` and `nearest_finding`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Final

from stroma.derived_findings import Restated
from stroma.model import Analysis
from stroma.queries.mentioned import word_stem

if TYPE_CHECKING:
    from stroma.model import Finding, Study

__all__ = ["nearest_finding", "result_of"]

# A count of harms in one arm says so by itself.
_WHOLE: Final = (Analysis.MAIN_COMPARISON, Analysis.UNCOMPARED_COUNT)


def result_of(study: Study | None, findings: Sequence[Finding]) -> str:
    """The figures of the primary endpoint; those of a part of the people are none of it."""
    if study is None or study.primary_endpoint_met is None or study.is_retracted:
        return ""
    restated = Restated(findings)
    of_it = {iri for one in findings if one.derived for iri in restated.by(one)}
    told = [_figures(one) for one in findings if one.iri in of_it and one.value]
    return "; ".join(dict.fromkeys(told))


def nearest_finding(findings: Sequence[Finding], holds: Sequence[str]) -> str:
    """The finding whose words are most of those that were sought, of those that speak of alike many the first."""
    wanted = _stems(holds)
    best: tuple[int, str] = (0, "")
    for one in findings:
        if one.derived:
            continue
        n = len(wanted & _stems(filter(None, (one.label, one.outcome_measure, one.note))))
        if n > best[0]:
            # A result on a part of the people is none of the study.
            part = "" if one.analysis in _WHOLE else str(one.analysis).replace("-", " ")
            told = "; ".join(filter(None, (_figures(one) if one.value else "", part)))
            best = (n, f"{one.label.rstrip('.')}{f' ({told})' if told else ''}")
    return best[1]


def _stems(texts: Iterable[str]) -> set[str]:
    return {word_stem(word) for text in texts for word in re.findall(r"[^\W_]+", text)}


def _figures(one: Finding) -> str:
    return f"{one.value} (p {one.p_value})" if one.p_value else str(one.value)
