"""What a predicate asks stands with the predicate, and everything that puts predicates in groups follows it."""

from __future__ import annotations

import re

import pytest
from pyoxigraph import RdfFormat, parse

from stroma.audit.claims.candidates import FAMILIES
from stroma.data import ontology_dir
from stroma.model import Asked, Topic
from stroma.predicates import asks_of, benefits, predicates, topic_of
from stroma.queries import wider
from stroma.sentences import asked_by, asks_word
from stroma.viewer.rows import predicate_row
from stroma.vocabulary import ST, local_id


def named(topic: Topic) -> set[str]:
    return {name for name, predicate in predicates().items() if predicate.topic is topic}


def test_every_predicate_stands_under_one_question_and_asks_one_thing_at_most() -> None:
    said: dict[str, dict[str, list[str]]] = {"asks": {}, "topic": {}}
    for quad in parse(path=ontology_dir() / "stroma.ttl", format=RdfFormat.TURTLE):
        if (name := local_id(quad.predicate.value)) in said and quad.object.value in {
            *Asked,
            *Topic,
        }:
            said[name].setdefault(local_id(quad.subject.value), []).append(quad.object.value)
    assert said["topic"].keys() == predicates().keys()
    for of_name in said.values():
        assert {len(values) for values in of_name.values()} == {1}
    assert said["asks"].keys() == {n for n, p in predicates().items() if p.asks is not None}


def test_a_product_helps_by_four_predicates() -> None:
    """docs/model.md: the disease as a whole, one outcome, an event that stays away, a cure."""
    assert benefits() == {ST + n for n in ("ameliorates", "improves", "prevents", "cures")}


def test_a_comparison_of_benefits_stands_beside_them_and_is_none() -> None:
    assert named(Topic.HELP) == {local_id(iri) for iri in benefits()} | {"moreEffectiveIn"}
    assert asks_of("moreEffectiveIn") is None
    assert asked_by(ST + "moreEffectiveIn") is Asked.EFFECT
    row = predicate_row(None, ST + "moreEffectiveIn")
    assert (row["topic"], "helps" in row) == (0, False)
    assert predicate_row(None, ST + "cures")["helps"]


def test_what_nobody_describes_is_no_benefit() -> None:
    assert (asks_of("madeUp"), topic_of("madeUp")) == (None, Topic.HOW)
    assert asks_word("madeUp", clinical=False) == "background"


@pytest.mark.parametrize(
    ("families", "topic"),
    [(("benefit", "cure"), Topic.HELP), (("safety",), Topic.HARM), (("use",), Topic.USE)],
)
def test_an_audit_has_the_same_families(families: tuple[str, ...], topic: Topic) -> None:
    assert {name for family in families for name in FAMILIES[family]} == named(topic)


def test_wider_diseases_are_asked_for_the_same_questions() -> None:
    listed = dict(re.findall(r"\(st:(\w+) (\d)\)", wider._ASKED))
    assert {name for name, no in listed.items() if no == "1"} == named(Topic.HELP)
    assert {name for name, no in listed.items() if no == "2"} == named(Topic.HARM)
