"""One finding on a card: its statement, direction, level and figures. Read first: `finding_entry`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from stroma.model import Direction, Finding
from stroma.sentences import DIRECTION_WORDS, Asked, asked_by

if TYPE_CHECKING:
    from stroma.store import EvidenceStore

_MARKS: Final = {
    Asked.EFFECT: {
        Direction.SUPPORTS: "[+]",
        Direction.INCONCLUSIVE: "[o]",
        Direction.DISPUTES: "[–]",
    },
    Asked.HARM: {
        Direction.SUPPORTS: "[!]",
        Direction.INCONCLUSIVE: "[0]",
        Direction.DISPUTES: "[0]",
    },
    Asked.TRIAL: dict.fromkeys(Direction, "[t]"),
}


def finding_entry(store: EvidenceStore, finding: Finding) -> tuple[str, ...]:
    statement = f"{store.label(finding.subject)} {store.label(finding.predicate)} {store.label(finding.object)}"
    if finding.condition is not None:
        statement += f", in {store.label(finding.condition)}"
    comparator = finding.comparator_as_reported or (
        finding.comparator.value if finding.comparator else None
    )
    asked = asked_by(finding.predicate)
    details = [
        DIRECTION_WORDS[asked][finding.direction],
        f"{finding.region}, {finding.decided_on}" if finding.region else None,
        store.levels[finding.iri].value.replace("-", " "),
        finding.outcome_measure,
        finding.value,
        f"against {comparator.replace('-', ' ')}"
        if comparator and comparator not in ("none", "no-comparator")
        else None,
        f"p {finding.p_value}" if finding.p_value else None,
        f"at {finding.time_point_months} months" if finding.time_point_months is not None else None,
    ]
    lines = [
        f"{_MARKS[asked][finding.direction]} {statement}",
        "; ".join(d for d in details if d),
    ]
    return (*lines, finding.label) if not finding.derived else tuple(lines)
