"""The JSON and the tables of paths and neighbours say level, counts and disagreement as edges and `g.propositions()` do."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from stroma.edges import edge_attributes
from stroma.explore import neighbours, paths
from stroma.graph import EvidenceGraph
from stroma.schema import COUNTS
from stroma.vocabulary import to_iri

if TYPE_CHECKING:
    from stroma.store import EvidenceStore

ALIKE = ("label", "predicate", "asks", "stance", "level", "clinical", "participants", *COUNTS)
DISAGREE = ("weaker_disagrees", "narrower_disagrees")


@pytest.fixture(scope="module")
def statements(packaged: EvidenceStore) -> list[dict[str, Any]]:
    """Those of a well-studied disease and of two ways."""
    around = neighbours(packaged, "multiple sclerosis").to_dict()["neighbours"]
    ways = paths(packaged, "NurOwn", "death").to_dict()
    return [
        *(one["statement"] for one in around if one["statement"]),
        *ways["direct"],
        *(p for way in ways["paths"] for hop in way["hops"] for p in hop["statements"]),
    ]


def test_a_statement_in_json_is_its_edge(
    statements: list[dict[str, Any]], packaged: EvidenceStore
) -> None:
    assert len(statements) > 20
    for found in statements:
        edge = edge_attributes(packaged.propositions[to_iri(found["proposition"])])
        assert {name: found[name] for name in (*ALIKE, *DISAGREE)} == {
            name: edge[name] for name in (*ALIKE, *DISAGREE)
        }
        assert (found["condition"] or "") == edge["condition"]
        assert (found["studies"], found["thin"]) == (list(edge["studies"]), list(edge["thin"]))


def test_a_statement_in_json_is_its_row(
    statements: list[dict[str, Any]], packaged: EvidenceStore
) -> None:
    rows = {row.proposition: row for row in EvidenceGraph(packaged).propositions()}
    told = ("participants_at_best_level", "unknown_sizes", "events_counted", "stance_in_words")
    for found in statements:
        row = rows[found["proposition"]]
        for name in (*ALIKE, *DISAGREE, "subject", "object", "condition", *told):
            assert found[name] == row[name], name


def test_json_says_that_narrower_evidence_disagrees(packaged: EvidenceStore) -> None:
    p = next(p for p in packaged.propositions.values() if p.narrower_disagrees)
    direct = paths(packaged, p.subject, p.object).to_dict()["direct"]
    assert [one["narrower_disagrees"] for one in direct if to_iri(one["proposition"]) == p.iri] == [
        True
    ]


def test_a_level_in_a_table_is_its_number(packaged: EvidenceStore) -> None:
    head, *rows = paths(packaged, "NurOwn", "death").rows()
    levels = {row[head.index("level")] for row in rows}
    assert "2" in levels
    assert levels <= {*"123456", ""}  # a step by a kind has none
    head, *rows = neighbours(packaged, "multiple sclerosis").rows()
    assert {"2", "4"} < {row[head.index("level")] for row in rows}
