"""The NetworkX projection: nodes, edges, filters, and that it hides nothing."""

from __future__ import annotations

import csv
import gc
import json
from typing import TYPE_CHECKING, Any

import networkx as nx
import pytest

import stroma
from stroma.edges import EDGE_ATTRIBUTES, edge_attributes
from stroma.errors import InputError
from stroma.explore import neighbours
from stroma.export import to_bytes, write_export
from stroma.model import Level, Stance
from stroma.projection import flat, to_networkx
from stroma.store import open_store
from stroma.vocabulary import local_id, to_curie, to_iri

if TYPE_CHECKING:
    from pathlib import Path

    from stroma.store import EvidenceStore


def test_one_edge_a_measured_proposition(packaged: EvidenceStore) -> None:
    graph = to_networkx(packaged, studies=False)
    measured = [p for p in packaged.propositions.values() if p.stance is not Stance.NO_EVIDENCE]
    assert graph.number_of_edges() == len(measured)


def test_the_collector_is_left_as_it_was_found(packaged: EvidenceStore) -> None:
    with pytest.raises(InputError):
        to_networkx(packaged, radius=99)
    assert gc.isenabled()
    gc.disable()
    try:
        to_networkx(packaged, predicates="ameliorates")
        assert not gc.isenabled()
    finally:
        gc.enable()


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


def test_a_value_that_is_not_known_is_left_out(packaged: EvidenceStore) -> None:
    # studies.tsv: nct01377870 has no year; propositions.tsv: mohajeri-2011 (FOXP3) says no number of people.
    graph = to_networkx(packaged, unmeasured=True)
    assert "year" not in graph.nodes["study:nct01377870"]
    assert graph.nodes["study:nct01377870"]["n"] == 22
    for iri, study in packaged.records.studies.items():
        data = graph.nodes[to_curie(iri)]
        assert (data.get("year"), data.get("n")) == (study.year, study.n)
    for _, _, data in graph.edges(data=True):
        assert None not in data.values()
        assert data.get("participants") != 0
        assert data.get("level") != 0
        if data.get("stance") == "no-evidence":
            assert "level" not in data
    foxp3 = packaged.resolve_term("FOXP3")
    edges = graph.in_edges(to_curie(foxp3), data=True)
    assert any("participants" not in data for *_, data in edges)


def test_a_missing_value_is_missing_in_graphml_and_json_too(packaged: EvidenceStore) -> None:
    nodes = json.loads(to_bytes(packaged, "json"))["nodes"]
    (node,) = [node for node in nodes if node["id"] == "study:nct01377870"]
    assert "year" not in node
    read = nx.parse_graphml(to_bytes(packaged, "graphml").decode())
    assert "year" not in read.nodes["study:nct01377870"]
    assert read.nodes["study:uccelli-2021"]["year"] == 2021


def test_a_missing_size_is_an_empty_cell_in_csv(packaged: EvidenceStore, tmp_path: Path) -> None:
    write_export(packaged, "csv", tmp_path / "csv")
    with (tmp_path / "csv" / "edges.csv").open(encoding="utf-8", newline="") as file:
        sizes = {row["participants"] for row in csv.DictReader(file)}
    assert "" in sizes
    assert "0" not in sizes


def test_terms_without_an_edge_stay_out_of_what_was_chosen(packaged: EvidenceStore) -> None:
    graph = to_networkx(packaged, predicates="ameliorates", studies=False)
    assert list(nx.isolates(graph)) == []
    with_all = to_networkx(packaged, predicates="ameliorates", studies=False, isolates=True)
    assert len(with_all) == len(packaged.records.terms)
    assert set(with_all.edges) == set(graph.edges)
    # Nothing chosen: every term is there.
    assert len(to_networkx(packaged, studies=False)) == len(packaged.records.terms)
    assert list(nx.isolates(to_networkx(packaged, studies=False, isolates=False))) == []


def test_one_text_is_one_name(packaged: EvidenceStore) -> None:
    one = to_networkx(packaged, predicates="ameliorates", kinds=["CellProduct", "Disease"])
    assert set(one.edges) == set(
        to_networkx(packaged, predicates=["ameliorates"], kinds=("CellProduct", "Disease")).edges
    )
    with pytest.raises(InputError, match="unknown predicate 'heals'"):
        to_networkx(packaged, predicates="heals")


@pytest.mark.parametrize("level", [2, "2", "level-2", Level.TWO])
def test_a_level_is_a_number_a_name_or_a_level(
    packaged: EvidenceStore, level: Level | str | int
) -> None:
    graph = to_networkx(packaged, best_level=level, studies=False)
    assert {data["level"] for *_, data in graph.edges(data=True)} == {1, 2}


@pytest.mark.parametrize("level", [0, 9, True, "two", "level-9"])
def test_a_level_that_is_none_is_refused(packaged: EvidenceStore, level: str | int) -> None:
    with pytest.raises(InputError, match=r"unknown level .*; write 1 to 6"):
        to_networkx(packaged, best_level=level)


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"years": "2014"}, "years are one such as 2014, or first and last"),
        ({"years": (2010, 2000)}, r"the first year comes after the last in years=\(2010, 2000\)"),
        ({"years": range(2014, 2010)}, "years are one such as 2014"),
        ({"radius": 9, "around": "MS"}, "radius must be 1 to 8, not 9"),
        ({"max_nodes": 10}, "max_nodes= needs around="),
        ({"radius": 3}, "radius= needs around="),
        ({"radius": "2", "around": "MS"}, "radius must be 1 to 8, not '2'"),
        ({"around": 5}, "around= is a name such as 'MS', not 5"),
        ({"keys": "iri"}, "unknown keys 'iri'; one of curie, int"),
        ({"kinds": 5}, "one name or several, not 5"),
        ({"designs": "rct"}, "unknown design 'rct'; one of meta-analysis"),
    ],
)
def test_an_option_out_of_range_says_what_is_expected(
    packaged: EvidenceStore, options: dict[str, Any], said: str
) -> None:
    with pytest.raises(InputError, match=said):
        to_networkx(packaged, **options)


def test_integers_for_nodes_carry_the_curie(packaged: EvidenceStore) -> None:
    graph = to_networkx(packaged, keys="int")
    assert all(type(node) is int for node in graph)
    assert {curie for _, curie in graph.nodes(data="curie")} == set(to_networkx(packaged).nodes)


def test_one_year_and_a_range_are_years(packaged: EvidenceStore) -> None:
    for one, other in ((2020, (2020, 2020)), (range(2014, 2017), (2014, 2016))):
        edges = [
            set(to_networkx(packaged, years=years, studies=False).edges) for years in (one, other)
        ]
        assert edges[0] == edges[1] != set()


def test_studies_of_a_chosen_graph_stand_behind_its_edges_and_fit(packaged: EvidenceStore) -> None:
    graph = to_networkx(packaged, designs="randomised-controlled", years=(2014, 2016))
    studies = [node for node, data in graph.nodes(data=True) if data["kind"] == "Study"]
    assert studies
    behind = {slug for *_, data in graph.edges(data=True) for slug in data.get("studies", ())}
    for node in studies:
        assert graph.nodes[node]["design"] == "randomised-controlled"
        assert 2014 <= graph.nodes[node]["year"] <= 2016
        assert node.removeprefix("study:") in behind
    # Without a choice every study is there, one without a finding too.
    assert "study:nct01377870" in to_networkx(packaged)


def test_numbers_stay_those_of_all_studies_unless_weighed_again(
    packaged: EvidenceStore, packaged_store: Path
) -> None:
    """Of darvadstrocel's two trials in perianal fistulas one (212 people, 2016) supports and one (568 people, 2024) does not."""
    ends = ("term:darvadstrocel", "term:crohn-perianal-fistula", "ameliorates")
    for store in (packaged, open_store(packaged_store)):
        graph = to_networkx(store, studies=False, years=(1980, 2018))
        assert graph.graph["numbers"] == "all studies"
        assert (graph.edges[ends]["stance"], graph.edges[ends]["participants"]) == (
            "contested",
            780,
        )
        again = to_networkx(store, studies=False, years=(1980, 2018), reweigh=True)
        assert again.graph["numbers"] == "chosen studies"
        edge = again.edges[ends]
        assert (edge["stance"], edge["participants"], edge["studies"]) == ("supported", 212, ("panes-2016",))  # fmt: skip
        assert again.graph["undated"] == graph.graph["undated"]
        sources: dict[str, Any] = {**packaged.records.studies, **packaged.records.references}
        years = {local_id(iri): one.year for iri, one in sources.items()}
        for *_, edge in again.edges(data=True):
            assert all(1980 <= (years[slug] or 0) <= 2018 for slug in edge["studies"])
        # Without designs and years there is nothing to weigh again.
        assert nx.utils.graphs_equal(
            to_networkx(store, reweigh=True, studies=False), to_networkx(store, studies=False)
        )


def test_who_has_no_year_is_counted_in_the_neighbourhood_of_all_studies(
    packaged: EvidenceStore,
) -> None:
    """A term that only undated studies link to the middle is no neighbour once the others are weighed alone."""
    counts = [
        to_networkx(packaged, around="MS", years=(1980, 2018), reweigh=again).graph["undated"]
        for again in (False, True)
    ]
    assert counts[0] == counts[1] > 0


def test_each_edge_says_what_its_proposition_says(packaged: EvidenceStore) -> None:
    graph = to_networkx(packaged, studies=False, unmeasured=True)
    for proposition in packaged.propositions.values():
        ends = to_curie(proposition.subject), to_curie(proposition.object)
        key = local_id(proposition.predicate)
        if proposition.condition is not None:
            key += f"|{to_curie(proposition.condition)}"
        attributes = edge_attributes(proposition)
        assert list(attributes) == list(EDGE_ATTRIBUTES)
        known = {name: value for name, value in attributes.items() if value is not None}
        assert graph.edges[(*ends, key)] == known
    assert graph.number_of_edges() == len(packaged.propositions)


def test_of_a_choice_by_stance_the_stance_is_the_one_weighed_again(packaged: EvidenceStore) -> None:
    chosen: dict[str, Any] = {"studies": False, "years": (1980, 2018), "predicates": "ameliorates", "stances": "contested"}  # fmt: skip
    ends = ("term:darvadstrocel", "term:crohn-perianal-fistula")
    assert to_networkx(packaged, **chosen).has_edge(*ends)
    assert not to_networkx(packaged, **chosen, reweigh=True).has_edge(*ends)


def test_an_edge_says_what_it_asks(packaged: EvidenceStore, packaged_store: Path) -> None:
    words = {"causesAdverseEvent": "harm", "studiedFor": "trial", "safeIn": "safety", "approvedFor": "decision"}  # fmt: skip
    for store in (packaged, open_store(packaged_store)):
        for *_, edge in to_networkx(store, studies=False).edges(data=True):
            effect = "effect" if edge["clinical"] else "background"
            assert edge["asks"] == words.get(edge["predicate"], effect)


def test_a_graph_says_what_was_chosen(packaged: EvidenceStore) -> None:
    whole = to_networkx(packaged).graph
    assert (whole["chosen"], whole["stroma_version"]) == ("all", stroma.__version__)
    assert len(whole["evidence_sha256"]) == 64
    part = to_networkx(
        packaged, kinds=["CellProduct", "Disease"], stances="supported", years=(2015, 2020), best_level=2, reweigh=True
    )  # fmt: skip
    assert part.graph["chosen"] == (
        "kinds: CellProduct, Disease; stances: supported; best_level: 2; years: 2015 to 2020; reweigh: yes"
    )
    near = to_networkx(packaged, around="MS", radius=2, max_nodes=10, unmeasured=True)
    assert near.graph["chosen"] == "around: MS, radius 2; max_nodes: 10; unmeasured: yes"
    assert (
        part.graph["evidence_sha256"] == near.graph["evidence_sha256"] == whole["evidence_sha256"]
    )
    assert flat(part).graph == part.graph


def test_what_was_asked_in_a_disease_reaches_it_on_request(packaged: EvidenceStore) -> None:
    curie = to_curie(packaged.resolve_term("MS"))
    plain, whole = (
        to_networkx(packaged, studies=False, conditions=conditions) for conditions in (False, True)
    )
    added = {(s, o, key) for s, o, key in whole.edges(keys=True)} - set(plain.edges(keys=True))
    assert {key.partition("|")[0] for *_, key in added} == {"in_condition"}
    asked = [
        p
        for p in packaged.propositions.values()
        if p.condition and p.stance is not Stance.NO_EVIDENCE
    ]
    ends = {
        (to_curie(end), to_curie(p.condition), to_curie(p.iri))
        for p in asked
        for end in (p.subject, p.object)
        if p.condition is not None and end != p.condition
    }
    assert {(s, o, key.partition("|")[2]) for s, o, key in added} == ends
    # What surrounds the disease is then what exploring finds, and nothing is counted twice.
    near = set(nx.ego_graph(whole, curie, undirected=True)) - {curie}
    assert near == {one.curie for one in neighbours(packaged, "MS", limit=1000)}
    assert len(near) > len(nx.ego_graph(plain, curie, undirected=True))
    s, o, key = sorted(added)[0]
    edge = whole.edges[s, o, key]
    proposition = packaged.propositions[to_iri(edge["proposition"])]
    assert (edge["stance"], edge["label"]) == (proposition.stance.value, "asked in")
    assert "supports" not in edge
