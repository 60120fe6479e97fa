"""A card for a program: its schema, its records, and that words and records tell the same."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import jsonschema
import pytest

import stroma
from make_card_schema import text
from stroma.cards import card
from stroma.cli import main
from stroma.data import ontology_dir
from stroma.edges import edge_attributes
from stroma.model import Finding, Proposition
from stroma.schema import COUNTS
from stroma.sentences import evidence_sentence
from stroma.vocabulary import to_curie

if TYPE_CHECKING:
    from stroma.cards import Card
    from stroma.store import EvidenceStore

SCHEMA = json.loads((ontology_dir() / "card.schema.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def cards(packaged: EvidenceStore) -> list[Card]:
    """Cards of every kind: each fourth source, the article, each tenth term and each fortieth proposition."""
    records = packaged.records
    names = [*[*records.studies, *records.references][::4], *records.articles]
    names += [*sorted(records.terms)[::10], *sorted(packaged.propositions)[::40]]
    return [card(packaged, name) for name in names]


def test_the_schema_is_that_of_the_model() -> None:
    written = (ontology_dir() / "card.schema.json").read_text(encoding="utf-8")
    assert written == text(), "run scripts/make_card_schema.py"


def test_every_card_keeps_its_schema(cards: list[Card]) -> None:
    validator = jsonschema.Draft202012Validator(SCHEMA)
    for one in cards:
        found = json.loads(json.dumps(one.to_dict()))
        assert [error.message for error in validator.iter_errors(found)] == [], one.title


def test_the_schema_refuses_what_is_no_card(packaged: EvidenceStore) -> None:
    validator = jsonschema.Draft202012Validator(SCHEMA)
    found = json.loads(json.dumps(card(packaged, "Alofisel").to_dict()))
    found["sections"][0]["entries"][0]["proposition"]["stance"] = "proven"
    (error,) = validator.iter_errors(found)
    assert "'proven' is not one of" in error.message


def test_lines_and_records_tell_the_same(cards: list[Card], packaged: EvidenceStore) -> None:
    about = [
        (entry, entry.records[0])
        for one in cards
        for section in one.sections
        for entry in section.entries
        if entry.records
    ]
    propositions = [(e, p) for e, p in about if isinstance(p, Proposition)]
    assert len(propositions) > 300
    for entry, p in propositions:
        assert entry.lines[1] == evidence_sentence(p, label=packaged.label)
        assert {f.iri for f in entry.records[1:] if isinstance(f, Finding)} == set(p.findings)


def test_what_a_record_names_has_its_label(cards: list[Card]) -> None:
    for one in cards:
        found = one.to_dict()
        for section in found["sections"]:
            for entry in section["entries"]:
                if (p := entry.get("proposition")) is not None:
                    assert {p["subject"], p["predicate"], p["object"]} <= found["labels"].keys()
                for finding in entry.get("findings", ()):
                    assert finding["level"] in range(1, 7)
                    assert finding["source"] in found["labels"]


def test_level_counts_and_what_is_asked_are_those_of_edges_and_rows(
    cards: list[Card], packaged: EvidenceStore
) -> None:
    asks_of = {row.finding: row.asks for row in stroma.open_graph().findings()}
    n_background = 0
    for one in cards:
        for section in one.to_dict()["sections"]:
            for entry in section["entries"]:
                if (p := entry.get("proposition")) is not None:
                    edge = edge_attributes(packaged.propositions[p["iri"]])
                    names = ("asks", "weaker_disagrees", "narrower_disagrees", *COUNTS)
                    assert {n: p[n] for n in names} == {n: edge[n] for n in names}
                    assert p.get("level") == edge["level"]
                    n_background += p["asks"] == "background"
                for finding in entry.get("findings", ()):
                    assert finding["asks"] == asks_of[to_curie(finding["iri"])]
    assert n_background


def test_a_harm_in_json_says_that_it_is_one() -> None:
    """findings.tsv, cohen-2022: two of eighteen."""
    entries = [
        entry
        for section in stroma.open_graph().show("cohen-2022").to_dict()["sections"]
        for entry in section["entries"]
    ]
    (finding,) = next(e["findings"] for e in entries if e["findings"][0]["slug"] == "cohen-2022-f1")
    assert (finding["n_events"], finding["n_at_risk"], finding["asks"]) == (2, 18, "harm")


def test_the_command_writes_what_python_gives(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["show", "oh-2018", "--format", "json"]) == 0
    assert json.loads(capsys.readouterr().out) == stroma.open_graph().show("oh-2018").to_dict()


def test_the_docs_name_each_key() -> None:
    page = (Path(__file__).resolve().parent.parent / "docs" / "python.md").read_text("utf-8")
    keys = {*SCHEMA["properties"], *SCHEMA["$defs"]["Entry"]["properties"]}
    assert [key for key in sorted(keys) if f"`{key}`" not in page] == []
