"""Is a product approved for a disease? A held approval, a narrower one, or a regulator's word that there is none.

Read first: `judge_approval`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from stroma.audit.claims.approvals import FOR_ADULTS, ON_TRIAL
from stroma.audit.judging.results import Gap, Verdict
from stroma.model import Direction
from stroma.vocabulary import st, to_iri

if TYPE_CHECKING:
    from stroma import model as m
    from stroma.audit.claims.candidates import Candidate
    from stroma.audit.language.lexicon import Lexicon
    from stroma.store import EvidenceStore
    from stroma.vocabulary import Iri

_NERVOUS_SYSTEM: Final = to_iri("MONDO:0005071")
_NEURODEVELOPMENTAL: Final = frozenset({to_iri("MONDO:0005258")})
"""Autism: no disease of the nervous system by its place among the terms, a neurological disorder to a regulator."""


def judge_approval(
    c: Candidate, store: EvidenceStore, lexicon: Lexicon
) -> tuple[Verdict, list[Gap], m.Finding | None]:
    """The verdict on an approval that is said to exist, with the finding that decides it."""
    verdict, gaps, decisive = _reach(c, store, lexicon)
    if decisive is not None and decisive.direction is Direction.SUPPORTS and c.rule == ON_TRIAL:
        design = _design(decisive, store)
        gaps = [*gaps, *design]
        verdict = Verdict.OVERSTATED if design else verdict
    return verdict, gaps, decisive


def judge_refusal(
    c: Candidate, store: EvidenceStore, lexicon: Lexicon
) -> tuple[Verdict, list[Gap], m.Finding | None]:
    """The verdict on "not approved": contradicted by an approval of that very kind, a narrower one is left out."""
    diseases, products = lexicon.lineage(c.object), lexicon.lineage(c.subject)
    approved = [f for f in _decisions(c, store) if f.direction is Direction.SUPPORTS]
    if c.rule == FOR_ADULTS:
        children = (f for f in approved if lexicon.terms[f.object].slug.startswith("paediatric-"))
        approved = [f for f in approved if f not in list(children)]
    for f in approved:
        if f.subject in products and f.object in diseases:
            return Verdict.CONTRADICTED, [Gap("UNDERSTATED", f"held: {f.label}", f.iri)], f
    for f in approved:
        product = f.subject in products or c.subject in lexicon.lineage(f.subject)
        if product and (f.object in diseases or c.object in lexicon.lineage(f.object)):
            return Verdict.LEAVES_OUT, [Gap("OMIT_CONTRARY", f"left out: {f.label}", f.iri)], f
    return Verdict.BACKGROUND, [], None


def _decisions(c: Candidate, store: EvidenceStore) -> list[m.Finding]:
    """The decisions that hold where the claim speaks of; a later one of the same region takes the place of an earlier one."""
    found = [
        f
        for f in store.findings.values()
        if f.predicate == st("approvedFor")
        and f.source not in store.records.retracted
        and (c.region is None or f.region in (None, c.region))
    ]
    latest: dict[tuple[str, str, str | None], str] = {}
    for f in found:
        about = (f.subject, f.object, f.region)
        latest[about] = max(latest.get(about, ""), f.decided_on or "")
    return [
        f
        for f in found
        if not f.region or (f.decided_on or "") >= latest[f.subject, f.object, f.region]
    ]


def _design(approval: m.Finding, store: EvidenceStore) -> list[Gap]:
    """What is held on the product in the approved disease, where no trial with a comparison group is among it."""
    held = [
        s
        for s in store.records.studies.values()
        if approval.subject in s.product
        and any(approval.object in store.broader(d) for d in s.disease)
    ]
    if not held or any(s.design and s.design.is_controlled for s in held):
        return []
    labels = ", ".join(store.label(s.iri) for s in held)
    reason = f"no trial of it with a comparison group is held for {store.label(approval.object)}: {labels}"
    return [Gap("STRENGTH_UP", reason, approval.iri)]


def _kinds_of(disease: Iri, lexicon: Lexicon) -> frozenset[Iri]:
    """A disease and every wider one, as a regulator's page groups them."""
    lineage = lexicon.lineage(disease)
    return lineage | {_NERVOUS_SYSTEM} if lineage & _NEURODEVELOPMENTAL else lineage


def _reach(
    c: Candidate, store: EvidenceStore, lexicon: Lexicon
) -> tuple[Verdict, list[Gap], m.Finding | None]:
    """The verdict by the diseases and places of the approvals held, with the finding that decides it."""
    diseases, products = _kinds_of(c.object, lexicon), lexicon.lineage(c.subject)
    of_region = _decisions(c, store)
    held = [f for f in of_region if f.subject in products]
    approved = [f for f in held if f.direction is Direction.SUPPORTS]
    refused = [f for f in held if f not in approved and f.object in diseases]
    for f in approved:
        if f.object in diseases and c.region is None and refused:  # one region is not the world
            reason = (
                f"the approval that is held is of {f.region}; another regulator: {refused[0].label}"
            )
            return Verdict.OVERSTATED, [Gap("POPULATION_WIDER", reason, f.iri)], f
        if f.object in diseases:
            return Verdict.SUPPORTED, [], f
    for f in approved:
        if c.object in lexicon.lineage(f.object):
            narrower = lexicon.terms[f.object].label
            return Verdict.OVERSTATED, [Gap("POPULATION_WIDER", f"the approval that is held is for {narrower}", f.iri)], f  # fmt: skip
    for f in of_region:
        of_one = f.direction is Direction.SUPPORTS and c.subject in lexicon.lineage(f.subject)
        if of_one and (f.object in diseases or c.object in lexicon.lineage(f.object)):
            one = f"the approval that is held is for {lexicon.terms[f.subject].label}, {lexicon.terms[f.object].label}"
            reason = f"{one} ({f.region or 'region not said'})"
            more = f"; another regulator: {refused[0].label}" if refused else ""
            return Verdict.OVERSTATED, [Gap("POPULATION_WIDER", reason + more, f.iri)], f
    for f in held:
        if f in approved or not (f.object in diseases or c.object in lexicon.lineage(f.object)):
            continue
        if "withdrawn" in f.label and c.tells_withdrawal:
            return Verdict.SUPPORTED, [], f
        if "withdrawn" in f.label and not c.is_general:  # "was approved in 2018"
            return Verdict.LEAVES_OUT, [Gap("OMIT_CONTRARY", f"left out: {f.label}", f.iri)], f
        if f.object in diseases or "withdrawn" in f.label:
            return Verdict.CONTRADICTED, [Gap("POLARITY", f"the evidence says otherwise: {f.label}", f.iri)], f  # fmt: skip
    return Verdict.NO_EVIDENCE, [], None
