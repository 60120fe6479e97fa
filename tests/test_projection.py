"""The NetworkX projection: nodes, edges, filters, and that it hides nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

import networkx as nx
import pytest

from stroma.errors import InputError
from stroma.model import Stance
from stroma.projection import flat, to_networkx

if TYPE_CHECKING:
    from stroma.store import EvidenceStore


def test_one_edge_a_measured_proposition(packaged: EvidenceStore) -> None:
    graph = to_networkx(packaged, studies=False)
    measured = [p for p in packaged.propositions.values() if p.stance is not Stance.NO_EVIDENCE]
    assert graph.number_of_edges() == len(measured)


def test_claims_that_nobody_measured_come_only_on_request(packaged: EvidenceStore) -> None:
    assert (
        to_networkx(packaged, unmeasured=True).number_of_edges()
        > to_networkx(packaged).number_of_edges()
    )


def test_the_same_statement_in_two_diseases_stays_two_edges(packaged: EvidenceStore) -> None:
    # karussis-2010-f3 in propositions.tsv: headache after autologous marrow MSC, in MS and in ALS.
    graph = to_networkx(packaged, studies=False)
    keys = set(graph["term:autologous-bm-msc-product"]["HP:0002315"])
    assert {"causesAdverseEvent|MONDO:0005301", "causesAdverseEvent|MONDO:0004976"} <= keys


def test_a_contested_edge_carries_both_trials(packaged: EvidenceStore) -> None:
    # panes-2016 (met, n 212) and admire-cd-ii (missed, n 568) in studies.tsv.
    graph = to_networkx(packaged)
    edge = graph.edges["term:darvadstrocel", "term:crohn-perianal-fistula", "ameliorates"]
    assert (
        edge["stance"],
        edge["level"],
        edge["supports"],
        edge["inconclusive"],
        edge["disputes"],
    ) == (
        "contested",
        2,
        1,
        1,
        0,
    )
    assert edge["participants"] == 212 + 568
    assert edge["studies"] == ("admire-cd-ii", "panes-2016")


def test_study_nodes_point_to_product_disease_and_outcome(packaged: EvidenceStore) -> None:
    graph = to_networkx(packaged)
    study = "study:uccelli-2021"
    assert graph.nodes[study]["kind"] == "Study"
    assert graph.nodes[study]["n"] == 144
    assert graph.has_edge(study, "term:autologous-bm-msc-product", "gave")
    assert graph.has_edge(study, "MONDO:0005301", "in_disease")
    assert graph.has_edge(study, "term:disability", "measured")


def test_filters_keep_only_what_they_name(packaged: EvidenceStore) -> None:
    graph = to_networkx(
        packaged,
        kinds=["CellProduct", "Disease"],
        stances=["contested"],
        best_level=2,
        studies=False,
    )
    assert {data["stance"] for *_, data in graph.edges(data=True)} == {"contested"}
    assert {data["kind"] for _, data in graph.nodes(data=True)} <= {"CellProduct", "Disease"}
    assert all(data["level"] <= 2 for *_, data in graph.edges(data=True))


def test_taxonomy_edges_lead_upwards(packaged: EvidenceStore) -> None:
    graph = to_networkx(packaged, taxonomy=True)
    broader = nx.DiGraph((s, o) for s, o, key in graph.edges(keys=True) if key == "broader")
    assert nx.has_path(broader, "term:darvadstrocel", "term:msc-product")
    # A model of a disease is not within the disease.
    assert not nx.has_path(broader, "MONDO:0005134", "MONDO:0005301")


def test_flat_graphs_hold_plain_values(packaged: EvidenceStore) -> None:
    for _, _, data in flat(to_networkx(packaged)).edges(data=True):
        assert all(isinstance(value, str | int | bool) for value in data.values())


@pytest.mark.parametrize(
    ("option", "value"), [("kinds", ["Cell"]), ("stances", ["proven"]), ("predicates", ["heals"])]
)
def test_an_unknown_filter_names_what_there_is(
    packaged: EvidenceStore, option: str, value: list[str]
) -> None:
    with pytest.raises(InputError, match="one of"):
        to_networkx(packaged, **{option: value})  # type: ignore[arg-type]
