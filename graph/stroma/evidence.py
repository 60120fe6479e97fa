"""What does the evidence amount to? Records in, weighed propositions out (docs/model.md).

Read first: `weigh`. The rules stand in `stroma.stances`, the counting in `stroma.summaries`; everything is deterministic,
and every input of a judgement stands in the records: nothing is scored, nothing is averaged.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from stroma.keys import CAUSES_ADVERSE_EVENT, Key, key_of, proposition_iri
from stroma.model import Claim, Conflict, Finding, Group, Level, Proposition, Stance
from stroma.stances import group_of, level_of
from stroma.summaries import Summaries, participant_clusters

if TYPE_CHECKING:
    from stroma.records import Records
    from stroma.vocabulary import Iri


@dataclass(frozen=True)
class Weighed:
    """Everything the build computes from the records."""

    findings: Mapping[Iri, Finding]
    """Stated and derived findings, those of retracted sources included."""
    levels: Mapping[Iri, Level]
    groups: Mapping[Iri, Group]
    propositions: Mapping[Iri, Proposition]
    conflicts: Sequence[Conflict]


def weigh(records: Records) -> Weighed:
    """Derive findings from study records, then sum up every proposition that a finding or claim is about."""
    from stroma.conflicts import find_conflicts
    from stroma.derived_findings import derive_findings
    from stroma.hierarchy import closure

    wider = closure(records)
    findings = {**records.findings, **{f.iri: f for f in derive_findings(records, wider)}}
    study_of = {f.iri: records.studies.get(f.source) for f in findings.values()}
    levels = {iri: level_of(f, study_of[iri]) for iri, f in findings.items()}
    groups = {iri: group_of(f, study_of[iri]) for iri, f in findings.items()}
    clusters = participant_clusters(records.studies)
    retracted = records.retracted

    counted: dict[Key, list[Finding]] = defaultdict(list)
    not_counted: dict[Key, list[Finding]] = defaultdict(list)
    on_claims: dict[Key, list[Claim]] = defaultdict(list)
    for finding in sorted(findings.values(), key=lambda f: f.iri):
        if (key := key_of(finding)) is not None:
            of_key = not_counted if finding.source in retracted else counted
            of_key[key].append(finding)
    for claim in sorted(records.claims.values(), key=lambda c: c.iri):
        if (key := key_of(claim)) is not None:
            on_claims[key].append(claim)

    summary = Summaries(records, levels, groups, clusters)
    propositions = {}
    for key in dict.fromkeys((*counted, *on_claims, *not_counted)):
        proposition = summary.proposition(
            key, counted.get(key, []), on_claims.get(key, []), not_counted.get(key, [])
        )
        propositions[proposition.iri] = proposition
    ordered = mark_narrower_disagreement(dict(sorted(propositions.items())), wider)
    conflicts = find_conflicts(ordered.values(), findings, records, levels)
    return Weighed(findings, levels, groups, ordered, conflicts)


def mark_narrower_disagreement(
    propositions: Mapping[Iri, Proposition], wider: Mapping[Iri, Sequence[Iri]]
) -> dict[Iri, Proposition]:
    """Mark supported clinical propositions that controlled evidence on something narrower does not bear out.

    A pooled result for "MSC" stays supported, but it is not stated as a bare triple while a controlled trial of one
    MSC product in the same or a narrower disease found otherwise: nobody can tell from the pool which product it holds for.

    Args:
        wider: term -> itself and every wider term.
    """
    marked = dict(propositions)
    for p in propositions.values():
        controlled = p.best_level is not None and p.best_level.rank <= Level.THREE.rank
        if not (
            p.is_clinical and controlled and p.stance in (Stance.NOT_SUPPORTED, Stance.CONTESTED)
        ):
            continue
        if p.predicate == CAUSES_ADVERSE_EVENT:
            continue
        conditions = wider.get(p.condition, (p.condition,)) if p.condition is not None else (None,)
        for subject in wider.get(p.subject, (p.subject,)):
            for object_ in wider.get(p.object, (p.object,)):
                for condition in conditions:
                    iri = proposition_iri(Key(subject, p.predicate, object_, condition))
                    above = marked.get(iri) if iri != p.iri else None
                    if above is not None and above.stance is Stance.SUPPORTED and above.is_clinical:
                        marked[iri] = replace(above, narrower_disagrees=True)
    return marked
