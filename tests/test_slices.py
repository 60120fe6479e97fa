"""What a build writes of propositions and conflicts, and what is read back of them."""

from __future__ import annotations

from dataclasses import fields, replace
from typing import TYPE_CHECKING, Any

import pytest
from pyoxigraph import Literal, NamedNode

from stroma.derivation import derived_quads
from stroma.errors import DataError
from stroma.evidence import Weighed
from stroma.model import Conflict, Level, Proposition, Stance, Tally, Thin
from stroma.schema import CONFLICT_SLOTS, COUNT_SLOTS, COUNTS, PROPOSITION_SLOTS
from stroma.slices import read_proposition
from stroma.vocabulary import PREFIXES, ST, to_iri

if TYPE_CHECKING:
    from stroma.store import EvidenceStore
    from stroma.vocabulary import Iri


def stated(store: EvidenceStore, *propositions: Proposition) -> dict[Iri, dict[Iri, list[Any]]]:
    """What a build writes of propositions on the findings and claims of a store."""
    weighed = Weighed(
        store.findings, store.levels, store.groups, {p.iri: p for p in propositions}, []
    )
    found: dict[Iri, dict[Iri, list[Any]]] = {}
    for quad in derived_quads(store.records, weighed):
        assert isinstance(quad.subject, NamedNode)
        of_subject = found.setdefault(quad.subject.value, {})
        of_subject.setdefault(quad.predicate.value, []).append(quad.object)
    return found


def test_every_proposition_is_read_back_as_it_was_written(packaged: EvidenceStore) -> None:
    written = stated(packaged, *packaged.propositions.values())
    for iri, proposition in packaged.propositions.items():
        assert read_proposition(iri, written[iri]) == proposition


def test_what_no_packaged_proposition_has_is_read_back_too(packaged: EvidenceStore) -> None:
    """Every field has a value, and no number stands twice."""
    first, *others = packaged.findings.values()
    made_up = replace(
        next(p for p in packaged.propositions.values() if p.claims and p.condition),
        best_level=Level.THREE,
        **{
            name: Tally(3 * at + 1, 3 * at + 2, 3 * at + 3)
            for at, name in enumerate(("human", "animal", "in_vitro", "reference"))
        },  # type: ignore[arg-type]
        independent_studies=21,
        participants=22,
        participants_at_best_level=23,
        unknown_sizes=24,
        people_in_words="22 people and 24 studies of unknown size",
        active_comparators=("hyaluronate", "steroid"),
        thin=(Thin.SINGLE_STUDY, Thin.FEW_PARTICIPANTS, Thin.ABSTRACT_ONLY),
        findings=(first.iri,),
        sources=(first.source,),
        weaker_disagrees=True,
        narrower_disagrees=True,
        events_counted=False,
        surrogates=(to_iri("term:one"), to_iri("term:two")),
        retracted=tuple(sorted(f.iri for f in others[:2])),
        retracted_sources=(to_iri("study:gone"),),
        concerns=(first.source,),
    )
    for field in fields(Proposition):
        assert getattr(made_up, field.name) not in (None, ()), field.name
    assert read_proposition(made_up.iri, stated(packaged, made_up)[made_up.iri]) == made_up


def test_every_field_has_a_place_in_the_graph() -> None:
    by_hand = {"iri", "is_clinical", "human", "animal", "in_vitro", "reference", "findings"}
    slots = {slot.name for slot in PROPOSITION_SLOTS}
    assert slots | by_hand | {"claims"} == {field.name for field in fields(Proposition)}
    assert {slot.name for slot in CONFLICT_SLOTS} | {"iri", "first", "second"} == {
        field.name for field in fields(Conflict)
    }


def test_counts_are_called_by_group_and_direction() -> None:
    assert COUNTS[:4] == ("supports", "disputes", "inconclusive", "animal_supports")
    named = dict(zip(COUNTS, (slot.property for slot in COUNT_SLOTS), strict=True))
    assert named["in_vitro_inconclusive"] == "st:inVitroInconclusive"
    assert named["disputes"] == "st:humanDisputing"


def test_what_a_foreign_graph_leaves_out_is_not_known() -> None:
    ends = {
        PREFIXES["rdf"] + name: [NamedNode(to_iri(f"term:{name}"))]
        for name in ("subject", "predicate", "object")
    }
    found = read_proposition(to_iri("proposition:made-up"), ends)
    assert (found.label, found.stance) == ("proposition:made-up", Stance.NO_EVIDENCE)
    assert (found.best_level, found.participants, found.human.total) == (None, None, 0)


def test_a_level_that_is_none_is_refused() -> None:
    with pytest.raises(DataError, match=r'st:bestLevel is "7"'):
        read_proposition("urn:p", {ST + "bestLevel": [Literal("7")]})
