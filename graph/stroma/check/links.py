"""Rules on what a record names: is it there, and of the right kind?

Read first: `link_rules`.
"""

from __future__ import annotations

from collections.abc import Container, Iterator
from typing import TYPE_CHECKING, Final

from pyoxigraph import NamedNode

from stroma.check.fields import values_of
from stroma.check.problem import Spot, any_of
from stroma.literals import PLACEHOLDER
from stroma.schema import SLOTS, Slot, kinds_of, slots_of
from stroma.vocabulary import PREFIXES, Iri, local_id, to_curie, to_iri

if TYPE_CHECKING:
    from stroma.check.statements import Said, Statements


def _link_rule(slot: Slot) -> str:
    return "unknown-term" if slot.kind == "term" else f"unknown-{slot.name.replace('_', '-')}"


LINK_RULES: Final = frozenset(
    _link_rule(slot)
    for slots in SLOTS.values()
    for slot in slots
    if slot.kind in ("term", "record")
)
"""Rules that a file breaks by naming something that these files and the packaged base do not describe."""


def link_rules(statements: Statements, without_class: Container[Iri]) -> Iterator[Spot]:
    """Names of records and terms that nothing describes; what has no class of ours is told of where it stands."""
    for iri in statements.class_of:
        if not statements.is_checked(iri):
            continue
        for slot in slots_of(statements.class_of[iri]):
            if slot.kind == "record" or (slot.kind == "term" and not slot.name.endswith("_match")):
                for said in values_of(statements, iri, slot):
                    if said.text not in without_class:
                        yield from _link(statements, iri, slot, said)


def _link(statements: Statements, iri: Iri, slot: Slot, said: Said) -> Iterator[Spot]:
    if not isinstance(said.value, NamedNode) or PLACEHOLDER in said.text:
        return
    found = statements.class_of.get(said.text)
    wanted = kinds_of(slot)
    shown, property_ = to_curie(said.text), to_iri(slot.property)
    if found is None:
        what = " or ".join(kind.lower() for kind in wanted) if slot.kinds else "term"
        repair = _repair_of_link(statements, iri, slot, said)
        rule = _link_rule(slot)
        yield Spot(
            iri, f"{slot.property} names {shown}, which is no {what} of these files or the packaged base", repair,
            rule, property_, said.text, said.path,
        )  # fmt: skip
    elif found not in wanted:
        yield Spot(
            iri, f"{slot.property} names {shown}, {any_of([found])}", f"write {any_of(wanted)}",
            "wrong-kind", property_, said.text, said.path,
        )  # fmt: skip


def _repair_of_link(statements: Statements, iri: Iri, slot: Slot, said: Said) -> str:
    # Of MONDO:MS, what stands behind the prefix.
    name = local_id(said.text).rpartition("_")[2]
    beside = said.path.with_name(f"{name}.ttl")
    if beside not in statements.checked and beside.is_file():
        return f"give its file too: stroma check {said.path} {beside}"
    wanted = _kinds_by_predicate(statements, iri, slot) or kinds_of(slot)
    is_term = slot.kind == "term"
    # Two studies of one year have much of their names in common.
    near = statements.near(name, *wanted, cutoff=0.6 if is_term else 0.8)
    with_file = f"give its file too (stroma check {said.path} OTHER.ttl)"
    if near:
        return f"did you mean {', '.join(near)}?" + (f" if not, {with_file}" if not is_term else "")
    new = "term" if is_term else wanted[0].lower()
    return f"{with_file}, or make one with `stroma new {new}`"


def _kinds_by_predicate(statements: Statements, iri: Iri, slot: Slot) -> tuple[str, ...]:
    """The kinds that the predicate of a finding or claim takes; empty where nothing narrows them."""
    named = statements.texts(iri, PREFIXES["rdf"] + "predicate")
    predicate = statements.predicates.predicates.get(next(iter(named), ""))
    if predicate is None:
        return ()
    return {"subject": predicate.subject_kinds, "object": predicate.object_kinds}.get(slot.name, ())
