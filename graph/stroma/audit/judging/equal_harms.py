"""Which events of a study are no harm that an article leaves out: as frequent in the comparison group, or called unrelated?

Read first: `is_left_out_fairly`. The rule is told in docs/audit.md, under Harms.
"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from stroma.model import Direction
from stroma.vocabulary import to_iri

if TYPE_CHECKING:
    from stroma import model as m
    from stroma.store import EvidenceStore
    from stroma.vocabulary import Iri

_GRAVE: Final = tuple(map(to_iri, ("term:death", "term:tumour-formation")))
"""Told whatever their authors blame for them; of deaths any excess counts."""
_EXCESS: Final = Decimal("1.1")
"""Times the share of the comparison group, up to which an event is about as frequent; our convention, no test."""
_TWO_GROUPS: Final = re.compile(
    r"(\d+(?:\.\d+)?)\s?%\)?(?: \([^)]*\))? (?:v|vs\.?|versus) [^%;]*?(\d+(?:\.\d+)?)\s?%"
)
_NUMBER: Final = re.compile(r"\d+(?:\.\d+)?")
_ALIKE: Final = re.compile(
    r"(?i)\bas (?:common|frequent|rare)\b|\brare in both groups\b|\balike in both\b"
)
_GRAVE_WORDS: Final = re.compile(
    r"(?i)\b(?:deaths?|died|cancers?|malignan\w+|tumou?rs?)\b|\bratio\b|\brelative risk\b"
)
"""Events that are told of as alike, where no shares are held; not where a death is among them, or a ratio is reported."""
_UNRELATED: Final = re.compile(
    r"\bunrelated\b|\bnone (?:was |were |\w+[- ])?(?:related|blamed|tied|put down)\b|\bnot related\b"
)


def is_left_out_fairly(f: m.Finding, store: EvidenceStore) -> bool:
    """Whether an event that nobody showed to come from the cells may go untold."""
    if f.direction is Direction.SUPPORTS:
        return False
    return is_no_more_than_compared(f, store) or is_unrelated(f, store)


def is_unrelated(f: m.Finding, store: EvidenceStore) -> bool:
    """Whether the study itself puts an event down to something else than the cells; never a death or a tumour."""
    shown = f.direction is Direction.SUPPORTS or _is_grave(f.object, store)
    return not shown and _UNRELATED.search(f"{f.value} {f.label}") is not None


def is_no_more_than_compared(f: m.Finding, store: EvidenceStore) -> bool:
    """Whether an event was about as frequent in the comparison group, or more; False where the two are not known."""
    shares = shares_of(f)
    if shares is None:
        told = f"{f.label} {f.value}"
        return not _is_grave(f.object, store) and not _GRAVE_WORDS.search(told) and _ALIKE.search(told) is not None  # fmt: skip
    cells, compared = shares
    return cells <= (compared if _is_grave(f.object, store) else compared * _EXCESS)


def shares_of(f: m.Finding) -> tuple[Decimal, Decimal] | None:
    """The shares of people with the event, with the cells and in comparison: by counts, else by the percentages reported."""
    counted = f.n_events is not None and f.n_events_control is not None
    if counted and f.n_at_risk and f.n_at_risk_control:
        return (
            Decimal(f.n_events or 0) / f.n_at_risk,
            Decimal(f.n_events_control or 0) / f.n_at_risk_control,
        )
    return two_groups(f.value or "")


def two_groups(value: str) -> tuple[Decimal, Decimal] | None:
    """The percentages of the treated and of the comparison group in a reported value; None where it gives none side by side.

    Example:
        >>> two_groups("6 of 21 (28.6%) v 6 of 24 (25%)")
        (Decimal('28.6'), Decimal('25'))
    """
    told = _TWO_GROUPS.search(value)
    return (Decimal(told[1]), Decimal(told[2])) if told is not None else None


def gives_both_shares(words: str, value: str) -> bool:
    """Whether a text gives the percentages of both groups as a value reports them, of those with the event or of those without.

    Example:
        >>> value = "28.5% v 23.0% dead; reported as 71.5% v 77.0% alive"
        >>> gives_both_shares("71.5 per cent were alive with cells and 77 per cent in the other group", value)
        True
    """
    given = {Decimal(number) for number in _NUMBER.findall(words)}
    return any(given.issuperset(map(Decimal, pair)) for pair in _TWO_GROUPS.findall(value))


def _is_grave(harm: Iri, store: EvidenceStore) -> bool:
    return any(harm in store.narrower(grave) for grave in _GRAVE)
