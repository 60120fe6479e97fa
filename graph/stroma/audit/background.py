"""Which claims about cells, molecules and tissues does a clause make? Fate, secretion, place, processes, amounts.

Read first: `read_background`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import TYPE_CHECKING

from stroma.audit.claims import Candidate
from stroma.audit.wording import Clause, negation_of, read_wording
from stroma.model import Polarity
from stroma.vocabulary import Iri, st, to_iri

if TYPE_CHECKING:
    from stroma.audit.cues import Cue
    from stroma.audit.entities import Entity
    from stroma.audit.reading import Reading
    from stroma.audit.subjects import Subjects

_TERM = to_iri("term:x")[:-1]
_INTO = (
    "differentiate",
    "turn",
    "transform",
    "develop",
    "specialize",
    "mature",
    "convert",
    "change",
    "form",
)
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
_Make = Callable[..., Iterator[Candidate]]


def read_background(
    reading: Reading, subjects: Subjects, clause: Clause, reach: int
) -> Iterator[Candidate]:
    """Claims of a clause that are about biology rather than about patients."""
    make = partial(_make, reading, subjects, clause, reach)
    for frame in (
        _fate,
        _secretion,
        _place,
        _surrounds,
        _tissue_repair,
        _processes,
        _amounts,
        _modulation,
        _mediators,
        _impaired,
        _classified,
    ):
        yield from frame(reading, subjects, clause, make)


def _make(
    reading: Reading, subjects: Subjects, clause: Clause, reach: int,
    subject: Iri | None, name: str, target: Iri, cue: Cue, at: int, rule: str, condition: Iri | None = None,
) -> Iterator[Candidate]:  # fmt: skip
    if subject is None or subject == target:
        return
    negation = negation_of(clause, cue.first, reach, text=reading)
    cues = (cue,) if negation is None else (negation, cue)
    wording = read_wording(reading, clause, by_product=True, observed=False)
    span = clause.sentence.span
    polarity = Polarity.AFFIRMS if negation is None else Polarity.DENIES
    yield Candidate(
        span.start, span.end, subject, st(name), target, condition, polarity, wording, cues, rule, clause.sentence.index, at,
        as_people=clause.sentence.has("humans"),
    )  # fmt: skip


def _cell(subjects: Subjects, clause: Clause, token: int) -> Iri | None:
    """The cell that acts: named, or carried over from the sentence before by a pronoun."""
    named = subjects.cell(clause, token)
    if named is not None:
        return named
    for earlier in reversed(
        subjects.reading.sentences[max(0, clause.sentence.index - 2) : clause.sentence.index]
    ):
        cells = [e for e in earlier.entities if subjects.is_product(e)]
        if cells:
            return cells[0].term
    return None


def _listed(
    reading: Reading, entities: list[Entity], after: int, kinds: tuple[str, ...], limit: int = 6
) -> list[Entity]:
    """Entities of some kinds after a token: the first near it, and those listed with it."""
    found: list[Entity] = []
    last = after
    for entity in entities:
        if entity.first <= after:
            continue
        gap = reading.text[reading.tokens[last].end : entity.start]
        if entity.first - last > (limit if not found else 5) or (
            found and not any(w in gap for w in (",", "and", "or", "("))
        ):
            break
        if entity.kind not in kinds:
            if found:
                break
            continue
        found.append(entity)
        last = entity.last
    return found


def _fate(reading: Reading, subjects: Subjects, clause: Clause, make: _Make) -> Iterator[Candidate]:
    for cue in clause.of("differentiate"):
        verb = cue.phrase
        into = {t.form for t in reading.tokens[cue.last + 1 : cue.last + 5]} & {"into", "to"}
        if any(verb.startswith(v[:-1]) for v in _INTO) and "into" not in into:
            continue
        for entity in _listed(reading, list(clause.entities), cue.last, ("CellType",), 8):
            if not subjects.is_product(entity):
                yield from make(
                    _cell(subjects, clause, cue.first),
                    "differentiatesInto",
                    entity.term,
                    cue,
                    entity.first,
                    "frame:fate",
                )


def _secretion(
    reading: Reading, subjects: Subjects, clause: Clause, make: _Make
) -> Iterator[Candidate]:
    for cue in clause.of("secrete"):
        if any(e.first <= cue.first <= e.last for e in clause.entities):
            continue
        for entity in _listed(reading, list(clause.entities), cue.last, ("Molecule",), 8):
            yield from make(
                _cell(subjects, clause, cue.first),
                "secretes",
                entity.term,
                cue,
                entity.first,
                "frame:secretion",
            )


def _place(
    reading: Reading, subjects: Subjects, clause: Clause, make: _Make
) -> Iterator[Candidate]:
    if subjects.mention_at(clause.sentence, clause.first) is not None:
        return  # in a study block it says how the cells were made
    for cue in clause.of("found-in"):
        for entity in _listed(reading, list(clause.entities), cue.last, ("Tissue",), 8):
            yield from make(
                _cell(subjects, clause, cue.first),
                "foundIn",
                entity.term,
                cue,
                entity.first,
                "frame:place",
            )


def _surrounds(
    reading: Reading, subjects: Subjects, clause: Clause, make: _Make
) -> Iterator[Candidate]:
    for cue in clause.of("surround"):
        myelin = next(
            (
                e
                for e in clause.entities
                if reading.lexicon.terms[e.term].slug in ("myelin", "myelin-sheath")
                and e.first < cue.first
            ),
            None,
        )
        if myelin is None:
            continue
        for entity in _listed(reading, list(clause.entities), cue.last, ("Tissue", "CellType")):
            if not subjects.is_product(entity):
                yield from make(
                    myelin.term, "surrounds", entity.term, cue, entity.first, "frame:surrounds"
                )


def _tissue_repair(
    reading: Reading, subjects: Subjects, clause: Clause, make: _Make
) -> Iterator[Candidate]:
    terms = reading.lexicon.terms
    for kind, cues in (("repair", clause.of("repair")), ("protect", clause.of("protect"))):
        for cue in cues:
            if any(
                e.first <= cue.first and cue.last <= e.last for e in clause.entities
            ) or cue.phrase in ("new", "replace", "replaces", "replaced", "replacing"):
                continue
            words = {t.form for t in reading.tokens[cue.last + 1 : cue.last + 3]}
            if kind == "repair" and "damage" in words and subjects.topic is not None:
                yield from make(
                    _cell(subjects, clause, cue.first),
                    "promotes",
                    _TERM + "remyelination",
                    cue,
                    cue.first,
                    "frame:damage",
                    subjects.topic,
                )
                continue
            listed = [
                e
                for e in _listed(
                    reading, list(clause.entities), cue.last, ("Tissue", "CellType"), 5
                )
                if not subjects.is_product(e)
            ]
            for entity in listed[:1]:
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
                    _cell(subjects, clause, cue.first),
                    "promotes",
                    target,
                    cue,
                    entity.first,
                    f"frame:{kind}",
                )


def _repaired(slug: str, kind: str) -> Iri | None:
    if slug in ("myelin", "myelin-sheath"):
        return _TERM + ("remyelination" if kind == "repair" else "neuroprotection")
    if slug in _NERVE:
        return _TERM + ("neuroregeneration" if kind == "repair" else "neuroprotection")
    if slug in ("cartilage", "articular-cartilage"):
        return _TERM + "joint-structure"
    return None


def _processes(
    reading: Reading, subjects: Subjects, clause: Clause, make: _Make
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
        if cue.phrase.startswith("limit") and reading.tokens[cue.last + 1].form == "to":
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
        condition = next((e.term for e in clause.sentence.entities if e.kind == "Disease"), None)
        if acting is not None:
            yield from make(
                acting, kind, entity.term, cue, entity.first, f"frame:process-{cue.kind}", condition
            )


def _modulation(
    reading: Reading, subjects: Subjects, clause: Clause, make: _Make
) -> Iterator[Candidate]:
    for cue in clause.of("modulate"):
        for entity in _listed(reading, list(clause.entities), cue.last, ("Mechanism",), 4):
            if reading.lexicon.terms[entity.term].slug in ("immune-response", "inflammation"):
                target = _TERM + "immunomodulation"
                cell = _cell(subjects, clause, cue.first)
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
    return _cell(subjects, clause, edge + 1)


def _amounts(
    reading: Reading, subjects: Subjects, clause: Clause, make: _Make
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
        cell = _cell(subjects, clause, entity.first)
        condition = next((e.term for e in clause.sentence.entities if e.kind == "Disease"), None)
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
    reading: Reading, subjects: Subjects, clause: Clause, make: _Make
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
            molecules = _listed(reading, list(clause.entities), cue.last, ("Molecule",), 6)
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


def _impaired(
    reading: Reading, subjects: Subjects, clause: Clause, make: _Make
) -> Iterator[Candidate]:
    for cue in clause.of("impaired"):
        process = next(
            (
                e
                for e in clause.entities
                if e.kind in ("Mechanism", "CellType")
                and abs(e.first - cue.first) <= 6
                and not subjects.is_product(e)
            ),
            None,
        )
        disease = next((e for e in clause.sentence.entities if e.kind == "Disease"), None)
        if process is not None and disease is not None:
            yield from make(
                process.term, "impairedIn", disease.term, cue, process.first, "frame:impaired"
            )


def _classified(
    reading: Reading, subjects: Subjects, clause: Clause, make: _Make
) -> Iterator[Candidate]:
    for cue in clause.of("classify"):
        wide = next(
            (
                e
                for e in clause.entities
                if e.kind == "Disease"
                and e.first > cue.last
                and reading.lexicon.terms[e.term].slug == "type-iv-hypersensitivity-disease"
            ),
            None,
        )
        disease = next(
            (
                e
                for e in clause.sentence.entities
                if e.kind == "Disease" and wide is not None and e.term != wide.term
            ),
            None,
        )
        if wide is not None:
            yield from make(
                disease.term if disease else subjects.topic,
                "classifiedAs",
                wide.term,
                cue,
                wide.first,
                "frame:classified",
            )
