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

_HALF: Final = Decimal("0.5")
_FIGURES: Final = re.compile(r"\d+(?:\.\d+)?")


def held_pair(figures: Pair, findings: Iterable[m.Finding]) -> m.Finding | None:
    """The finding that holds both figures, in any order."""
    return next((f for f in findings if _held(figures, f) == len(figures)), None)


def other_pair(figures: Pair, findings: Iterable[m.Finding]) -> m.Finding | None:
    """A finding that holds one of the figures beside another one: a number in the text differs."""
    return next((f for f in findings if len(_numbers(f)) > 1 and _held(figures, f)), None)


def _held(figures: Pair, f: m.Finding) -> int:
    """How many of the figures a finding holds, rounded or not: 32.6 is 33."""
    held = _numbers(f)
    return sum(any(_is_same(Decimal(said), n) for n in held) for said in figures)


def _is_same(said: Decimal, held: Decimal) -> bool:
    whole = said == said.to_integral_value() or held == held.to_integral_value()
    return said == held or (whole and abs(said - held) <= _HALF)


def _numbers(f: m.Finding) -> frozenset[Decimal]:
    return frozenset(Decimal(n) for n in _FIGURES.findall(f.value or ""))
