"""What a record names and nothing describes: which rules say so, and what may have been meant.

Read first: `LINK_RULES` and `repair_of_link`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from stroma.errors import did_you_mean
from stroma.schema import SLOTS, Slot, kinds_of
from stroma.vocabulary import PREFIXES, Iri, local_id, to_curie, to_iri

if TYPE_CHECKING:
    from stroma.check.statements import Statements


def is_link(slot: Slot) -> bool:
    """Whether a field names a record or term that must be described somewhere."""
    return slot.kind == "record" or (slot.kind == "term" and not slot.name.endswith("_match"))


def link_rule(slot: Slot) -> str:
    """The rule that a field breaks whose record or term nothing describes."""
    return "unknown-term" if slot.kind == "term" else f"unknown-{slot.name.replace('_', '-')}"


LINK_RULES: Final = frozenset(
    link_rule(slot) for slots in SLOTS.values() for slot in slots if slot.kind in ("term", "record")
)
"""Rules that a file breaks by naming something that these files and the packaged base do not describe."""


def repair_of_link(statements: Statements, iri: Iri, slot: Slot, target: Iri) -> str:
    """What to do about a name that nothing of the files describes."""
    path = next(s.path for s in statements.said(iri, to_iri(slot.property)) if s.text == target)
    # Of MONDO:MS, what stands behind the prefix.
    name = local_id(target).rpartition("_")[2]
    beside = path.with_name(f"{name}.ttl")
    if beside not in statements.checked and beside.is_file():
        return f"give its file too: stroma check {path} {beside}"
    wanted = _kinds_by_predicate(statements, iri, slot) or kinds_of(slot)
    is_term = slot.kind == "term"
    # Two studies of one year have much of their names in common.
    near = statements.near(name, *wanted, cutoff=0.6 if is_term else 0.8)
    with_file = f"give its file too (stroma check {path} OTHER.ttl)"
    if near:
        return did_you_mean(near) + (f" if not, {with_file}" if not is_term else "")
    if is_term and not target.startswith(PREFIXES["term"]):
        look = "look with `stroma show NAME` under which IRI it stands here"
        return f"{look}; if it does not, {with_file}, or make one with `stroma new term --iri {to_curie(target)}`"
    new = "term" if is_term else wanted[0].lower()
    return f"{with_file}, or make one with `stroma new {new}`"


def _kinds_by_predicate(statements: Statements, iri: Iri, slot: Slot) -> tuple[str, ...]:
    """The kinds that the predicate of a finding or claim takes; empty where nothing narrows them."""
    named = statements.texts(iri, PREFIXES["rdf"] + "predicate")
    predicate = statements.predicates.predicates.get(next(iter(named), ""))
    if predicate is None:
        return ()
    return {"subject": predicate.subject_kinds, "object": predicate.object_kinds}.get(slot.name, ())
