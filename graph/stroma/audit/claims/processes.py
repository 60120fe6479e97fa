"""Which processes and amounts does a clause speak of? Repair, protection, mechanisms, numbers of cells and molecules.

Read first: `PROCESS_FRAMES`.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from stroma.audit.claims.acting import Make, acting_cell, listed
from stroma.vocabulary import Iri, to_iri

if TYPE_CHECKING:
    from stroma.audit.claims.candidates import Candidate
    from stroma.audit.claims.subjects import Subjects
    from stroma.audit.language.clauses import Clause
    from stroma.audit.language.cues import Cue
    from stroma.audit.language.entities import Entity
    from stroma.audit.language.reading import Reading

_TERM = to_iri("term:x")[:-1]
_NERVE = (
    "neuron",
    "axon",
    "brain",
    "nervous-system",
    "cns",
    "spinal-cord",
    "neural-cell",
    "motor-neuron",
    "optic-nerve",
)


def _tissue_repair(
    reading: Reading, subjects: Subjects, clause: Clause, make: Make
) -> Iterator[Candidate]:
    terms = reading.lexicon.terms
    for kind, cues in (("repair", clause.of("repair")), ("protect", clause.of("protect"))):
        for cue in cues:
            if any(
                e.first <= cue.first and cue.last <= e.last for e in clause.entities
            ) or cue.phrase in ("new", "replace", "replaces", "replaced", "replacing"):
                continue
            words = {t.form for t in reading.tokens[cue.last + 1 : cue.last + 3]}
            damage = "damage" in words or cue.phrase.endswith("damage")
            if kind == "repair" and damage and subjects.topic is not None:
                yield from make(
                    acting_cell(subjects, clause, cue.first),
                    "promotes",
                    _TERM + "remyelination",
                    cue,
                    cue.first,
                    "frame:damage",
                    subjects.topic,
                )
                continue
            found = [
                e
                for e in listed(reading, list(clause.entities), cue.last, ("Tissue", "CellType"), 5)
                if not subjects.is_product(e)
            ]
            for entity in found[:1]:
                slug = terms[entity.term].slug
                target = _repaired(slug, kind)
                if target is None:
                    continue
                if target == _TERM + "joint-structure":
                    subject = subjects.clinical(clause, cue.first)
                    yield from make(
                        subject,
                        "improves",
                        target,
                        cue,
                        entity.first,
                        "frame:repair",
                        subjects.disease(clause),
                    )
                    continue
                yield from make(
                    acting_cell(subjects, clause, cue.first),
                    "promotes",
                    target,
                    cue,
                    entity.first,
                    f"frame:{kind}",
                    _disease_of(clause),
                )


def _disease_of(clause: Clause) -> Iri | None:
    """The disease in which a process is said to happen: that of the sentence."""
    return next((e.term for e in clause.sentence.entities if e.kind == "Disease"), None)


def _repaired(slug: str, kind: str) -> Iri | None:
    if slug in ("myelin", "myelin-sheath"):
        return _TERM + ("remyelination" if kind == "repair" else "neuroprotection")
    if slug in _NERVE:
        return _TERM + ("neuroregeneration" if kind == "repair" else "neuroprotection")
    if slug in ("cartilage", "articular-cartilage"):
        return _TERM + "joint-structure"
    return None


def _processes(
    reading: Reading, subjects: Subjects, clause: Clause, make: Make
) -> Iterator[Candidate]:
    terms = reading.lexicon.terms
    for entity in clause.entities:
        if entity.kind != "Mechanism":
            continue
        cues = [
            c
            for c in clause.of("promote", "inhibit", "restore")
            if not any(e.first <= c.first and c.last <= e.last for e in clause.entities)
        ]
        treg = terms[entity.term].slug == "treg-suppressive-function"
        cues = [
            c
            for c in cues
            if entity.first - c.last <= 10
            and (c.last < entity.first or c.first - entity.last <= (12 if treg else 6))
        ]
        if treg and any(c.kind == "restore" for c in cues):
            cues = [c for c in cues if c.kind == "restore"]
        if not cues:
            continue
        cue = min(
            cues,
            key=lambda c: (
                abs(entity.first - c.last) + (3 if c.first > entity.last else 0),
                c.kind != "restore" or terms[entity.term].slug != "treg-suppressive-function",
            ),
        )
        slug = terms[entity.term].slug
        if (
            "damage" in {t.form for t in reading.tokens[cue.last : entity.first]}
            and slug != "remyelination"
        ):
            continue
        following = {t.form for t in reading.tokens[cue.last + 1 : cue.last + 2]}
        if cue.phrase.startswith("limit") and "to" in following:
            continue
        nominal = cue.phrase in (
            "have",
            "has",
            "having",
            "carry",
            "carries",
            "possess",
            "possesses",
            "show",
            "shows",
            "exert",
            "exerts",
            "demonstrate",
            "display",
            "exhibit",
            "known for",
        )
        if nominal and not any(
            slug.startswith(p)
            for p in (
                "neuro",
                "immun",
                "anti-inflammatory",
                "regeneration",
                "tissue",
                "stem-cell-self",
                "homing",
                "remyelination",
            )
        ):
            continue
        kind = {"promote": "promotes", "inhibit": "inhibits", "restore": "restores"}[cue.kind]
        if kind == "restores" and slug != "treg-suppressive-function":
            kind = "promotes"
        if (
            slug in ("treg-suppressive-function",)
            and kind == "promotes"
            and any(c.kind == "restore" for c in cues)
        ):
            kind = "restores"
        if slug == "remyelination" and "damage" in entity.text.casefold():
            kind = "promotes"
        acting = _actor(subjects, clause, entity, cue)
        condition = _disease_of(clause)
        if acting is not None:
            yield from make(
                acting, kind, entity.term, cue, entity.first, f"frame:process-{cue.kind}", condition
            )


def _modulation(
    reading: Reading, subjects: Subjects, clause: Clause, make: Make
) -> Iterator[Candidate]:
    for cue in clause.of("modulate"):
        for entity in listed(reading, list(clause.entities), cue.last, ("Mechanism",), 4):
            if reading.lexicon.terms[entity.term].slug in ("immune-response", "inflammation"):
                target = _TERM + "immunomodulation"
                cell = acting_cell(subjects, clause, cue.first)
                yield from make(cell, "promotes", target, cue, entity.first, "frame:modulation")


def _actor(subjects: Subjects, clause: Clause, entity: Entity, cue: Cue) -> Iri | None:
    """What drives a process: the nearest molecule, cell or tissue before the verb, else the cell of the text."""
    edge = min(cue.first, entity.first)
    before = [
        e
        for e in clause.entities
        if e.first < edge and e.kind in ("Molecule", "CellType", "CellProduct", "Tissue")
    ]
    if (
        before
        and before[-1].kind in ("Molecule", "Tissue")
        and not any(subjects.is_product(e) for e in before[-2:])
    ):
        return (
            before[-1].term
            if before[-1].kind == "Molecule"
            else next(e.term for e in before if e.kind == "Tissue")
        )
    relative = [e for e in before if e.kind == "Molecule"]
    if relative and "which" in {
        t.form for t in subjects.reading.tokens[relative[-1].last + 1 : cue.first + 1]
    }:
        return relative[-1].term
    return acting_cell(subjects, clause, edge + 1)


def _amounts(
    reading: Reading, subjects: Subjects, clause: Clause, make: Make
) -> Iterator[Candidate]:
    for entity in clause.entities:
        if entity.kind not in ("CellType", "Molecule") or subjects.is_product(entity):
            continue
        cues = [
            c
            for c in clause.of("increase", "decrease")
            if not any(e.first <= c.first and c.last <= e.last for e in clause.entities)
        ]
        cues = [
            c for c in cues if (0 < entity.first - c.last <= 6) or (0 < c.first - entity.last <= 4)
        ]
        if any(c.last < entity.first <= c.last + 6 for c in clause.of("mediate")):
            continue
        if not cues or (clause.has("secrete") and entity.kind == "Molecule"):
            continue
        cue = min(cues, key=lambda c: abs(c.first - entity.first))
        cell = acting_cell(subjects, clause, entity.first)
        condition = _disease_of(clause)
        yield from make(
            cell,
            "increases" if cue.kind == "increase" else "reduces",
            entity.term,
            cue,
            entity.first,
            "frame:amount",
            condition,
        )


def _mediators(
    reading: Reading, subjects: Subjects, clause: Clause, make: Make
) -> Iterator[Candidate]:
    for cue in clause.of("mediate"):
        process = [e for e in clause.entities if e.kind == "Mechanism"]
        before = [e for e in process if e.first < cue.first]
        if cue.phrase.startswith("mediate") and cue.phrase != "mediated by":
            molecules = [e for e in clause.entities if e.kind == "Molecule" and e.first < cue.first]
            before = [e for e in process if e.first > cue.last] or [
                e for e in clause.sentence.entities if e.kind == "Mechanism" and e.first < cue.first
            ]
        else:
            molecules = listed(reading, list(clause.entities), cue.last, ("Molecule",), 6)
        if before:
            for molecule in molecules:
                yield from make(
                    molecule.term,
                    "mediates",
                    before[-1].term,
                    cue,
                    molecule.first,
                    "frame:mediator",
                )


PROCESS_FRAMES = (_tissue_repair, _processes, _amounts, _modulation, _mediators)
