"""Which finding holds the figures of two groups that a sentence reports side by side?

Read first: `held_pair`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from decimal import Decimal
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from stroma import model as m
    from stroma.audit.claims.arms import Pair

_FIGURES: Final = re.compile(r"\d+(?:\.\d+)?")


def held_pair(figures: Pair, findings: Iterable[m.Finding]) -> m.Finding | None:
    """The finding that holds both figures, in any order."""
    wanted = {Decimal(f) for f in figures}
    return next((f for f in findings if wanted <= _numbers(f)), None)


def other_pair(figures: Pair, findings: Iterable[m.Finding]) -> m.Finding | None:
    """A finding that holds one of the figures beside another one: a number in the text differs."""
    wanted = {Decimal(f) for f in figures}
    return next((f for f in findings if len(_numbers(f)) > 1 and wanted & _numbers(f)), None)


def _numbers(f: m.Finding) -> frozenset[Decimal]:
    return frozenset(Decimal(n) for n in _FIGURES.findall(f.value or ""))
