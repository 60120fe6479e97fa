"""Which findings on one proposition disagree, and in what do their studies differ?

Read first: `find_conflicts`. What was measured and when is compared by the records; texts as reported differ only where each says
something that the other does not (`stroma.reported`). A conflict names factors, it does not explain: that two trials differ in dose does not
show that the dose made the difference.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from stroma.counts import counted
from stroma.model import Conflict, Direction, Factor, Finding, Level, Proposition, Study
from stroma.reported import doses_differ, measures_differ, months_told, populations_differ
from stroma.stances import is_uncompared
from stroma.vocabulary import PREFIXES, Iri, local_id

if TYPE_CHECKING:
    from stroma.records import Records

_Candidate: TypeAlias = tuple[Factor, Any, Any]
"""What may differ, and what each of the two has."""
_FOUND: Final = {
    Direction.SUPPORTS: "found for it",
    Direction.DISPUTES: "found against it",
    Direction.INCONCLUSIVE: "showed no effect",
}
_SAFETY_FOUND: Final = {
    Direction.SUPPORTS: "told no safety concern",
    Direction.DISPUTES: "told a safety concern",
    Direction.INCONCLUSIVE: "left safety unclear",
}
_HARM_FOUND: Final = {
    Direction.SUPPORTS: "reports it as a harm",
    Direction.DISPUTES: "saw less of it",
    Direction.INCONCLUSIVE: "did not report it as a harm",
}


def find_conflicts(
    propositions: Iterable[Proposition],
    findings: Mapping[Iri, Finding],
    records: Records,
    levels: Mapping[Iri, Level],
) -> list[Conflict]:
    """Each study on a side beside the strongest study of the other side, and a study beside itself where its results differ.

    Strongest is the best level, then the most people. Not every pair: of 13 studies against 30 that would be 390
    sentences, which nobody reads; so it is 42, and every study stands in one.
    """
    conflicts = []
    for proposition in propositions:
        # Two regulators that decide for two regions do not disagree about a result.
        on = [f for f in (findings[iri] for iri in proposition.findings) if f.region is None]
        if len({f.direction is Direction.SUPPORTS for f in on}) < 2:
            continue
        on.sort(
            key=lambda f: (levels[f.iri].rank, -(_n(f, records.studies.get(f.source)) or 0), f.iri)
        )
        supporting = _strongest_of_each_source(f for f in on if f.direction is Direction.SUPPORTS)
        others = _strongest_of_each_source(f for f in on if f.direction is not Direction.SUPPORTS)
        pairs = [(supporting[0], f) for f in others] + [(f, others[0]) for f in supporting[1:]]
        by_source = {f.source: f for f in supporting}
        pairs += [(by_source[f.source], f) for f in others if f.source in by_source]
        conflicts += [
            _conflict(proposition, first, second, records, levels)
            for first, second in {(f.iri, s.iri): (f, s) for f, s in pairs}.values()
        ]
    return sorted(conflicts, key=lambda c: c.iri)


def _strongest_of_each_source(findings: Iterable[Finding]) -> list[Finding]:
    """The first finding of each source and direction."""
    strongest: dict[tuple[Iri, Direction], Finding] = {}
    for finding in findings:
        strongest.setdefault((finding.source, finding.direction), finding)
    return list(strongest.values())


def _conflict(
    proposition: Proposition,
    first: Finding,
    second: Finding,
    records: Records,
    levels: Mapping[Iri, Level],
) -> Conflict:
    details = list(_differences(first, second, records, levels))
    digest = hashlib.sha256(f"{first.iri}\n{second.iri}".encode()).hexdigest()[:16]
    return Conflict(
        iri=PREFIXES["conflict"] + digest,
        proposition=proposition.iri,
        first=first.iri,
        second=second.iri,
        factors=tuple(factor for factor, _ in details),
        sentence=_sentence(
            proposition.label,
            (first.source, second.source),
            tuple(_found(f, levels[f.iri], records) for f in (first, second)),
            details,
            _of_same_people(first, second, records),
        ),
    )


def _differences(
    first: Finding, second: Finding, records: Records, levels: Mapping[Iri, Level]
) -> Iterable[tuple[Factor, str]]:
    one, two = records.studies.get(first.source), records.studies.get(second.source)

    def labels(iris: Sequence[Iri]) -> str:
        return " and ".join(records.label(iri).removesuffix(" administration") for iri in iris)

    # Within one study every word by which its record tells two results apart counts.
    same_study = one is two
    in_a_part = first.is_on_a_part or second.is_on_a_part
    candidates: list[_Candidate] = []
    if one is not None and two is not None and one is not two:
        # A subgroup beside a trial's own comparison: that comes before how the two trials differ.
        if levels[first.iri] is not levels[second.iri]:
            candidates.append((Factor.LEVEL, _plain(first.analysis), _plain(second.analysis)))
        candidates.append((Factor.DESIGN, _plain(one.design), _plain(two.design)))
        # How many of the same people a paper is on says nothing of why it found otherwise.
        if not _share_people(one, two) and _sizes_differ(first, second, one, two):
            candidates.append((Factor.SIZE, _people(_n(first, one)), _people(_n(second, two))))
        candidates += [
            (Factor.ROUTE, labels(first.route or one.route), labels(second.route or two.route)),
            (Factor.DONOR, " and ".join(one.donor), " and ".join(two.donor)),
            *_if(doses_differ, Factor.DOSE, one.dose, two.dose),
            (
                Factor.SPECIES,
                " and ".join(first.species or one.species),
                " and ".join(second.species or two.species),
            ),
            *_follow_ups(first, second, one, two),
        ]
        people = (first.population or one.population, second.population or two.population)
        names = [name for disease in one.disease for name in _names(disease, records)]

        def differ(left: str, right: str) -> bool:
            # Slow progressors beside all people are others, though the words for all are among theirs.
            return in_a_part or populations_differ(left, right, names)

        candidates += _if(differ, Factor.POPULATION, *people)
    elif levels[first.iri] is not levels[second.iri]:
        candidates.append((Factor.LEVEL, _plain(first.analysis), _plain(second.analysis)))
    if same_study and one is not None:
        candidates += [
            (
                Factor.FOLLOW_UP,
                _in_months(first.time_point_months),
                _in_months(second.time_point_months),
            ),
            (Factor.POPULATION, first.population, second.population),
        ]
    candidates += [
        (Factor.COMPARATOR, _plain(first.comparator), _plain(second.comparator)),
        *_measures(first, second, records, same_study=same_study),
    ]
    for factor, left, right in candidates:
        if left and right and left != right:
            yield factor, f"{left} against {right}"


def _plain(value: Any) -> str | None:
    return str(value.value).replace("-", " ") if value is not None else None


def _n(finding: Finding, study: Study | None) -> int | None:
    if finding.n_analysed is not None or finding.is_on_a_part or study is None:
        return finding.n_analysed
    return study.n


def _sizes_differ(first: Finding, second: Finding, one: Study, two: Study) -> bool:
    # Half as many again or fewer is not called a difference in size.
    sizes = sorted(n for n in (_n(first, one), _n(second, two)) if n is not None)
    return len(sizes) == 2 and sizes[1] >= 1.5 * sizes[0]


def _people(n: int | None) -> str | None:
    return counted(n, "person", "people") if n is not None else None


def _share_people(one: Study, two: Study) -> bool:
    return one.iri in two.shares_participants_with or two.iri in one.shares_participants_with


def _of_same_people(first: Finding, second: Finding, records: Records) -> str:
    """Of two papers on the same people: that they are, and which tells of them later; else empty."""
    one, two = records.studies.get(first.source), records.studies.get(second.source)
    if one is None or two is None or not _share_people(one, two):
        return ""
    told = "; both are on the same people"
    times = [(_time(f), s.follow_up_months) for f, s in ((first, one), (second, two))]
    months = [follow_up if time is None else time for time, follow_up in times]
    if months[0] is None or months[1] is None or months[0] == months[1]:
        return told
    return f"{told}, {local_id((one if months[0] > months[1] else two).iri)} later"


def _if(
    differ: Callable[[str, str], bool], factor: Factor, left: str | None, right: str | None
) -> list[_Candidate]:
    """Two texts as what may differ, where both are there and they do."""
    return [(factor, left, right)] if left and right and differ(left, right) else []


def _names(iri: Iri, records: Records) -> Sequence[str]:
    term = records.terms.get(iri)
    return (term.label, *term.synonyms) if term is not None else ()


def _measures(
    first: Finding, second: Finding, records: Records, *, same_study: bool
) -> list[_Candidate]:
    """The two measures, where the records name two, or else their texts do."""
    texts = (first.outcome_measure, second.outcome_measure)
    if same_study:
        return [(Factor.OUTCOME_MEASURE, texts[0], texts[1])]
    measured = (first.measured_by, second.measured_by)
    if measured[0] is None or measured[1] is None:
        return _if(measures_differ, Factor.OUTCOME_MEASURE, *texts)
    if measured[0] == measured[1]:
        return []
    if None in texts or texts[0] == texts[1]:
        texts = (records.label(measured[0]), records.label(measured[1]))
    return [(Factor.OUTCOME_MEASURE, texts[0], texts[1])]


def _time(finding: Finding) -> Decimal | None:
    """The months after which a finding was made, as its record or else its measure has them."""
    if finding.time_point_months is not None or finding.outcome_measure is None:
        return finding.time_point_months
    return months_told(finding.outcome_measure)


def _follow_ups(first: Finding, second: Finding, one: Study, two: Study) -> list[_Candidate]:
    """When the two results were taken; where neither says so, how long the two studies followed people."""
    months = [_time(first), _time(second)]
    if months == [None, None]:
        months = [one.follow_up_months, two.follow_up_months]
    if months[0] is None or months[1] is None:
        return []
    # 24 weeks are entered as 6 months here and as 5.5 there.
    near = abs(months[0] - months[1]) <= max(months[0], months[1]) / 10
    return [] if near else [(Factor.FOLLOW_UP, _in_months(months[0]), _in_months(months[1]))]


def _in_months(months: Decimal | None) -> str | None:
    if months is None:
        return None
    rounded = months.quantize(Decimal("0.1")).normalize()
    return f"{rounded:f} month{'s' * (rounded != 1)}"


def _found(finding: Finding, level: Level, records: Records) -> str:
    words = {"causesAdverseEvent": _HARM_FOUND, "safeIn": _SAFETY_FOUND}
    of_effect = local_id(finding.predicate) not in words
    # That some got better or worse does not show what they would have done without the product.
    is_alone = of_effect and is_uncompared(finding, level, records.studies.get(finding.source))
    found = words.get(local_id(finding.predicate), _FOUND)[finding.direction]
    return f"{found} without a comparison" if is_alone else found


def _sentence(
    label: str,
    sources: tuple[Iri, Iri],
    found: tuple[str, ...],
    details: list[tuple[Factor, str]],
    of_same_people: str,
) -> str:
    first, second = map(local_id, sources)
    if first == second:
        opening = f"{first} {found[0]} in one result and {found[1]} in another"
    else:
        opening = f"{first} {found[0]}, {second} {found[1]}{of_same_people}"
    if not details:
        return f"{label}: {opening}; no recorded feature differs."
    words = "; ".join(
        f"{factor.value.removeprefix('differs-in-').replace('-', ' ')} ({what})"
        for factor, what in details
    )
    return f"{label}: {opening}. They differ in {words}."
