"""One finding on a card: its statement, direction, level and figures. Read first: `finding_lines`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Final

from stroma.cards.card import Entry
from stroma.counts import counted
from stroma.model import Analysis, Asked, Design, Direction, Finding
from stroma.sentences import DIRECTION_WORDS, RETRACTED_MARK, asked_by, is_harm
from stroma.vocabulary import local_id

if TYPE_CHECKING:
    from stroma.model import Proposition
    from stroma.store import EvidenceStore
    from stroma.vocabulary import Iri

_EFFECT_MARKS: Final = {
    Direction.SUPPORTS: "[+]",
    Direction.INCONCLUSIVE: "[o]",
    Direction.DISPUTES: "[–]",
}
_MARKS: Final = {
    Asked.EFFECT: _EFFECT_MARKS,
    Asked.SAFETY: _EFFECT_MARKS,
    Asked.HARM: {
        Direction.SUPPORTS: "[!]",
        Direction.INCONCLUSIVE: "[0]",
        Direction.DISPUTES: "[0]",
    },
    Asked.TRIAL: dict.fromkeys(Direction, "[t]"),
    Asked.DECISION: _EFFECT_MARKS | {Direction.SUPPORTS: "[r]"},
}


def direction_words(finding: Finding) -> str:
    """What a finding found in words; of a harm that was not tied to the product, whether it happened."""
    asked = asked_by(finding.predicate)
    if asked is not Asked.HARM:
        return DIRECTION_WORDS[asked][finding.direction]
    if finding.direction is Direction.SUPPORTS:
        return "seen"
    if finding.has_events:
        return "seen, not shown to come from it"
    if finding.n_events is None:
        return "not shown to come from it"
    return "not seen"


def count_words(finding: Finding) -> str | None:
    """How many had an event, of how many, as the study counted; None without a count.

    Example:
        >>> from stroma.store import open_store
        >>> findings = open_store().findings.values()
        >>> count_words(next(f for f in findings if f.slug == "cohen-2022-f1"))
        '2 of 18'
    """
    if finding.n_events is None:
        return None
    count = str(finding.n_events)
    if finding.n_at_risk is not None:
        count += f" of {finding.n_at_risk}"
    return f"{count} ({finding.count_unit}s)" if finding.count_unit else count


def control_words(finding: Finding) -> str | None:
    """How many of those it was compared with had the event; None without a count.

    Example:
        >>> from stroma.store import open_store
        >>> findings = open_store().findings.values()
        >>> control_words(next(f for f in findings if f.slug == "houkin-2024-f3"))
        'controls 10 of 102'
    """
    if finding.n_events_control is None:
        return None
    of = f" of {finding.n_at_risk_control}" if finding.n_at_risk_control is not None else ""
    return f"controls {finding.n_events_control}{of}"


def event_lines(store: EvidenceStore, proposition: Proposition) -> Iterator[str]:
    """What each study in people counted of a harm, with the other arm where its own words give it; nothing of other statements."""
    if not is_harm(proposition):
        return
    for iri in proposition.findings:
        finding = store.findings[iri]
        # Without a count, what the source says of a harm it did not tie to the product is all there is.
        is_told = finding.n_events is None and finding.direction is not Direction.SUPPORTS
        if finding.n_events or (is_told and finding.value):
            count = count_words(finding) or ""
            said = finding.value or ", ".join(filter(None, (count, control_words(finding))))
            yield f"{local_id(finding.source)}: {said if said.startswith(count) else f'{count}; {said}'}"


def told_lines(store: EvidenceStore, proposition: Proposition) -> Iterator[str]:
    """What each study in people measured where it calls a product safe: of harms told only as a whole all that there is."""
    if asked_by(proposition.predicate) is not Asked.SAFETY:
        return
    for iri in proposition.findings:
        finding = store.findings[iri]
        if told := ": ".join(filter(None, (finding.outcome_measure, finding.value))):
            yield f"{local_id(finding.source)}: {told}"


def analysed_lines(store: EvidenceStore, findings: Sequence[Finding]) -> Iterator[str]:
    """Of each study whose people count as analysed, fewer than it enrolled: both numbers."""
    largest: dict[Iri, int] = {}
    whole = {f.source for f in findings if f.n_analysed is None and not f.is_on_a_part}
    for finding in findings:
        if finding.n_analysed is not None and finding.source not in whole:
            largest[finding.source] = max(finding.n_analysed, largest.get(finding.source, 0))
    for source, n in sorted(largest.items()):
        study = store.records.studies.get(source)
        if study is not None and study.n_enrolled is not None and study.n_enrolled > n:
            yield f"{study.slug}: {study.n_enrolled} enrolled, {n} analysed"
    told = {f.source for f in findings if f.n_analysed is not None or not f.is_on_a_part}
    for source in sorted({f.source for f in findings} - told):
        study = store.records.studies.get(source)
        # Whom a survey asked had no cells.
        if (
            study is not None
            and study.n_enrolled is not None
            and study.design is not None
            and not study.design.is_laboratory
            and study.design is not Design.CROSS_SECTIONAL_SURVEY
        ):
            arms = "in all arms" if study.design.is_controlled else "in all"
            yield f"{study.slug}: of {study.n_enrolled} {arms}; how many of them this is about is not told"


def _analysed(store: EvidenceStore, finding: Finding) -> str | None:
    n, study = finding.n_analysed, store.records.studies.get(finding.source)
    if n is None:
        return None
    if study is not None and study.n_enrolled is not None and study.n_enrolled > n:
        return f"{study.n_enrolled} enrolled, {n} analysed"
    return f"{counted(n, 'person', 'people')} analysed"


def notice_of(store: EvidenceStore, finding: Finding) -> str | None:
    """That the source of a finding was retracted or is under an expression of concern; None for most."""
    source = store.records.source(finding.source)
    if source is None:
        return None
    if source.is_retracted:
        return "retracted, not counted"
    return "under an expression of concern" if source.is_under_concern else None


def _mark(store: EvidenceStore, finding: Finding) -> str:
    source = store.records.source(finding.source)
    if source is not None and source.is_retracted:
        return RETRACTED_MARK
    asked = asked_by(finding.predicate)
    if asked is Asked.HARM and finding.direction is not Direction.SUPPORTS and finding.has_events:
        return "[~]"
    return _MARKS[asked][finding.direction]


def finding_entry(store: EvidenceStore, finding: Finding) -> Entry:
    return Entry(finding_lines(store, finding), (finding,))


def finding_lines(store: EvidenceStore, finding: Finding) -> tuple[str, ...]:
    """The statement with its mark; direction, level and figures; and, of what a curator entered, its label."""
    statement = f"{store.label(finding.subject)} {store.label(finding.predicate)} {store.label(finding.object)}"
    if finding.condition is not None:
        statement += f", in {store.label(finding.condition)}"
    comparator = finding.comparator_as_reported or (
        finding.comparator.value if finding.comparator else None
    )
    details = [
        notice_of(store, finding),
        direction_words(finding),
        f"{finding.region}, {finding.decided_on}" if finding.region else None,
        store.levels[finding.iri].value.replace("-", " "),
        finding.analysis.value.replace("-", " ")
        if finding.analysis is not Analysis.MAIN_COMPARISON
        else None,
        finding.outcome_measure,
        ", ".join(filter(None, (count_words(finding), control_words(finding)))),
        finding.value if finding.value != count_words(finding) else None,
        f"against {comparator.replace('-', ' ')}"
        if comparator and comparator not in ("none", "no-comparator")
        else None,
        f"p {finding.p_value}" if finding.p_value else None,
        _analysed(store, finding),
        f"at {finding.time_point_months} months" if finding.time_point_months is not None else None,
    ]
    lines = [
        f"{_mark(store, finding)} {statement}",
        "; ".join(d for d in details if d),
    ]
    return (*lines, finding.label) if not finding.derived else tuple(lines)
