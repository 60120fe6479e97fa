"""Which processes and amounts does a clause speak of? Repair, protection, mechanisms, numbers of cells and molecules.

Read first: `PROCESS_FRAMES`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from stroma.audit.claims.acting import acting_cell, listed
from stroma.audit.claims.places import Place, Relation, relate
from stroma.audit.language.terms import TERM

if TYPE_CHECKING:
    from stroma.audit.claims.candidates import Candidate
    from stroma.audit.language.cues import Cue
    from stroma.audit.language.entities import Entity
    from stroma.vocabulary import Iri

_NERVE: Final = frozenset(
    "neuron axon brain nervous-system cns spinal-cord neural-cell motor-neuron optic-nerve".split()
)
_NEW: Final = ("new", "replace", "replaces", "replaced", "replacing")
_TREG: Final = "treg-suppressive-function"
_NOMINAL: Final = frozenset(
    "have has having carry carries possess possesses show shows exert exerts demonstrate display exhibit".split()
) | {"known for"}
"""Words that name a power rather than an act: "have neuroprotective effects"."""
_MEDICINE: Final = re.compile(
    r"(?i)\b(?:medicines?|drugs?|tablets?|pills?|antibod(?:y|ies)|steroids?|cortisone)\b"
)
_POWERS: Final = (
    "neuro", "immun", "anti-inflammatory", "regeneration", "tissue", "stem-cell-self", "homing", "remyelination",
)  # fmt: skip
"""How the slugs of such powers begin."""
_PREDICATES: Final = {"promote": "promotes", "inhibit": "inhibits", "restore": "restores"}


def _tissue_repair(place: Place) -> Iterator[Candidate]:
    """ "Repair damaged nerves", "protect the cartilage"."""
    for cue in (*place.clause.of("repair"), *place.clause.of("protect")):
        if place.is_inside_name(cue) or cue.phrase in _NEW:
            continue
        topic = place.subjects.topic
        if cue.kind == "repair" and topic is not None and _is_of_damage(place, cue):
            cell = acting_cell(place, cue.first)
            said = relate(cell, "promotes", TERM + "remyelination", topic)
            yield from place.state(said, cue, cue.first, "frame:damage")
            continue
        found = listed(place, cue.last, ("Tissue", "CellType"), 5)
        tissue = next((e for e in found if not place.subjects.is_product(e)), None)
        if tissue is not None and (target := _repaired(place.slug(tissue), cue.kind)):
            yield from _repair_of(place, cue, tissue, target)


def _is_of_damage(place: Place, cue: Cue) -> bool:
    """ "Repair the damage"."""
    return cue.phrase.endswith("damage") or "damage" in place.forms(cue.last + 1, cue.last + 3)


def _repair_of(place: Place, cue: Cue, tissue: Entity, target: Iri) -> Iterator[Candidate]:
    """The repair of a joint is an outcome of patients, that of nerves a process of cells."""
    said: Relation | None
    if target == TERM + "joint-structure":
        subject = place.subjects.clinical(place.clause, cue.first)
        said = relate(subject, "improves", target, place.subjects.disease(place.clause))
        yield from place.state(said, cue, tissue.first, "frame:repair")
    else:
        said = relate(acting_cell(place, cue.first), "promotes", target, _disease_of(place))
        yield from place.state(said, cue, tissue.first, f"frame:{cue.kind}")


def _disease_of(place: Place) -> Iri | None:
    """The disease in which a process is said to happen: that of the sentence."""
    return next((e.term for e in place.clause.sentence.entities if e.kind == "Disease"), None)


def _repaired(slug: str, kind: str) -> Iri | None:
    if slug in ("myelin", "myelin-sheath"):
        return TERM + ("remyelination" if kind == "repair" else "neuroprotection")
    if slug in _NERVE:
        return TERM + ("neuroregeneration" if kind == "repair" else "neuroprotection")
    if slug in ("cartilage", "articular-cartilage"):
        return TERM + "joint-structure"
    return None


def _processes(place: Place) -> Iterator[Candidate]:
    """ "Promote remyelination", "inhibit inflammation"."""
    for entity in place.clause.entities:
        if entity.kind != "Mechanism":
            continue
        cue = _driving(place, entity)
        if cue is None or not _drives(place, cue, entity) or _by_a_medicine(place, cue):
            continue
        name = _process_predicate(place, cue, entity)
        said = relate(_actor(place, entity, cue), name, entity.term, _disease_of(place))
        yield from place.state(said, cue, entity.first, f"frame:process-{cue.kind}")


def _by_a_medicine(place: Place, cue: Cue) -> bool:
    """ "A strong medicine to stop the immune system": something else than cells, named before what it does."""
    sentence = place.clause.sentence
    cells = any(place.subjects.is_product(e) and e.first < cue.first for e in sentence.entities)
    return (
        not cells
        and _MEDICINE.search(place.reading.text[sentence.span.start : cue.start]) is not None
    )


def _driving(place: Place, entity: Entity) -> Cue | None:
    """The word nearest to a process that drives it, before it or soon after; restoring first for the work of Treg cells."""
    treg = place.slug(entity) == _TREG
    behind = 12 if treg else 6
    cues = [
        c
        for c in place.clause.of("promote", "inhibit", "restore")
        if not place.is_inside_name(c)
        and entity.first - c.last <= 10
        and (c.last < entity.first or c.first - entity.last <= behind)
    ]
    restoring = [c for c in cues if c.kind == "restore"]
    return min(
        restoring if treg and restoring else cues,
        key=lambda c: abs(entity.first - c.last) + (3 if c.first > entity.last else 0),
        default=None,
    )


def _drives(place: Place, cue: Cue, entity: Entity) -> bool:
    """Whether a word drives the process itself: no damage stands between, and a power is one that cells have."""
    slug = place.slug(entity)
    if "damage" in place.forms(cue.last, entity.first) and slug != "remyelination":
        return False
    if cue.phrase.startswith("limit") and "to" in place.forms(cue.last + 1, cue.last + 2):
        return False
    return cue.phrase not in _NOMINAL or slug.startswith(_POWERS)


def _process_predicate(place: Place, cue: Cue, entity: Entity) -> str:
    """Only the work of Treg cells is restored; "limit the damage to myelin" promotes its repair."""
    slug = place.slug(entity)
    if cue.kind == "restore" and slug != _TREG:
        return "promotes"
    if slug == "remyelination" and "damage" in entity.text.casefold():
        return "promotes"
    return _PREDICATES[cue.kind]


def _modulation(place: Place) -> Iterator[Candidate]:
    """ "Modulate the immune response"."""
    for cue in place.clause.of("modulate"):
        for entity in listed(place, cue.last, ("Mechanism",), 4):
            if place.slug(entity) in ("immune-response", "inflammation"):
                cell = acting_cell(place, cue.first)
                said = relate(cell, "promotes", TERM + "immunomodulation")
                yield from place.state(said, cue, entity.first, "frame:modulation")


def _actor(place: Place, entity: Entity, cue: Cue) -> Iri | None:
    """What drives a process: the nearest molecule, cell or tissue before the verb, else the cell of the text."""
    edge = min(cue.first, entity.first)
    before = [
        e
        for e in place.clause.entities
        if e.first < edge and e.kind in ("Molecule", "CellType", "CellProduct", "Tissue")
    ]
    products = any(place.subjects.is_product(e) for e in before[-2:])
    if before and before[-1].kind == "Molecule" and not products:
        return before[-1].term
    if before and before[-1].kind == "Tissue" and not products:
        return next(e.term for e in before if e.kind == "Tissue")
    molecules = [e for e in before if e.kind == "Molecule"]
    if molecules and "which" in place.forms(molecules[-1].last + 1, cue.first + 1):
        return molecules[-1].term
    return acting_cell(place, edge + 1)


def _amounts(place: Place) -> Iterator[Candidate]:
    """ "Raise the number of Treg cells", "lower TNF-alpha"."""
    clause = place.clause
    for entity in clause.entities:
        if entity.kind not in ("CellType", "Molecule") or place.subjects.is_product(entity):
            continue
        cues = [
            c
            for c in clause.of("increase", "decrease")
            if not place.is_inside_name(c)
            and (0 < entity.first - c.last <= 6 or 0 < c.first - entity.last <= 4)
            and not (c.first > entity.last and _has_own_object(place, c))
        ]
        if any(c.last < entity.first <= c.last + 6 for c in clause.of("mediate")):
            continue
        if not cues or (clause.has("secrete") and entity.kind == "Molecule"):
            continue
        cue = min(cues, key=lambda c: abs(c.first - entity.first))
        name = "increases" if cue.kind == "increase" else "reduces"
        said = relate(acting_cell(place, entity.first), name, entity.term, _disease_of(place))
        yield from place.state(said, cue, entity.first, "frame:amount")


def _has_own_object(place: Place, cue: Cue) -> bool:
    """ "Calmed Th17 cells and raised the number of others": the word goes on to something after it."""
    before, after = place.forms(cue.first - 1, cue.first), place.forms(cue.last + 1, cue.last + 2)
    return before == ["and"] and after in (["the"], ["a"], ["an"], ["their"], ["its"])


def _mediators(place: Place) -> Iterator[Candidate]:
    """ "Molecules mediate immunomodulation", "remyelination is mediated by"."""
    clause = place.clause
    process = [e for e in clause.entities if e.kind == "Mechanism"]
    for cue in clause.of("mediate"):
        if cue.phrase.startswith("mediate") and cue.phrase != "mediated by":
            molecules = [e for e in clause.entities if e.kind == "Molecule" and e.first < cue.first]
            mediated = [e for e in process if e.first > cue.last] or [
                e for e in clause.sentence.entities if e.kind == "Mechanism" and e.first < cue.first
            ]
        else:
            molecules = listed(place, cue.last, ("Molecule",), 6)
            mediated = [e for e in process if e.first < cue.first]
        if mediated:
            for molecule in molecules:
                said = relate(molecule.term, "mediates", mediated[-1].term)
                yield from place.state(said, cue, molecule.first, "frame:mediator")


PROCESS_FRAMES = (_tissue_repair, _processes, _amounts, _modulation, _mediators)
