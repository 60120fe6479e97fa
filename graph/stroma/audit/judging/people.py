"""How many people stand behind the findings of a study? Those whom the finding was measured in, not all who took part.

Read first: `people_words`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from stroma.model import Analysis

if TYPE_CHECKING:
    from stroma import model as m


def is_of_all(finding: m.Finding) -> bool:
    """Whether a finding speaks of everybody in its study, so that the study's size is its own."""
    return finding.n_analysed is None and not finding.is_on_a_part


def is_sized(finding: m.Finding) -> bool:
    """Whether the number of people in whom a finding was measured is known, where that of its study is."""
    return finding.n_analysed is not None or is_of_all(finding)


def people_words(findings: Sequence[m.Finding], study: m.Study) -> str:
    """The people in whom findings of one study were measured; empty where the study states no size.

    Args:
        findings: of the study; without any, all its people are meant.
    """
    if not findings or any(is_of_all(f) for f in findings):
        return counted(study.n) if study.n else ""
    n = max((f.n_analysed for f in findings if f.n_analysed), default=None)
    subgroup = all(f.analysis.is_subgroup for f in findings)
    if n is None:
        return "a subgroup, its size not known" if subgroup else "a part, its size not known"
    of = f" of {counted(study.n)}" if study.n and study.n > n else ""
    people = f"{n}{of}" if of else counted(n)
    return f"a subgroup of {people}" if subgroup else people


def is_compared(findings: Iterable[m.Finding]) -> bool:
    """Whether any of the findings of a controlled study was laid beside its control group."""
    return any(
        f.analysis not in (Analysis.WITHIN_ARM_CHANGE, Analysis.UNCOMPARED_COUNT)
        and not (f.comparator is not None and f.comparator.is_none)
        for f in findings
    )


def counted(n: int) -> str:
    """A number of people in words."""
    return "1 person" if n == 1 else f"{n} people"
