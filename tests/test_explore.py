"""Paths, neighbours and ranks: on graphs of a few propositions, and on the packaged evidence."""

from __future__ import annotations

import json
import random
import re
import sys
from itertools import count, pairwise
from types import SimpleNamespace

import pytest
from click.testing import CliRunner
from pyoxigraph import Store

from stroma.build import Built
from stroma.cli import main, stroma
from stroma.errors import InputError, UnknownTermError
from stroma.evidence import Weighed
from stroma.explore import Paths, neighbours, paths, rank
from stroma.links import Link, MemoryLinks, Node, step_cost, turn_cost
from stroma.model import Level, Proposition, Stance, Tally, Term
from stroma.paths import find_ways
from stroma.records import Records
from stroma.sentences import counts_in_words
from stroma.steps import lead
from stroma.store import EvidenceStore
from stroma.vocabulary import ST

_numbers = count()
PAIRS = [(s, o) for s in "abcdefgz" for o in "abcdefgz" if s != o]


def proposition(
    s: str, o: str, stance: str = "supported", level: str = "level-2", predicate: str = "promotes"
) -> Proposition:
    """One statement between two terms with made-up counts."""
    return Proposition(
        iri=f"urn:p{next(_numbers)}",
        label=f"{s} {predicate} {o}",
        subject=s,
        predicate=ST + predicate,
        object=o,
        condition=None,
        is_clinical=True,
        stance=Stance(stance),
        best_level=Level(level) if stance != "no-evidence" else None,
        human=Tally(supports=1),
        animal=Tally(),
        in_vitro=Tally(),
        reference=Tally(),
        independent_studies=1,
        participants=None,
        thin=(),
        weaker_disagrees=False,
        findings=(),
        claims=(),
        sources=(),
    )


def ways(*stated: Proposition, start: str = "a", end: str = "z", k: int = 5) -> list[str]:
    """The ways as text, such as `a-b-z`."""
    graph = MemoryLinks(Records(), {p.iri: p for p in stated})
    one, two = graph.node(start), graph.node(end)
    assert one is not None
    assert two is not None
    found = find_ways(graph, one, two, k=k, max_hops=4, taxonomy=True, claims=False, timeout_s=5)
    return ["-".join(graph.iri(node) for node in way.nodes) for way in found.ways]


def test_a_longer_supported_way_comes_before_a_short_contested_one() -> None:
    found = ways(
        proposition("a", "y", "contested"),
        proposition("y", "z"),
        proposition("a", "b"),
        proposition("b", "c"),
        proposition("c", "z"),
    )
    assert found == ["a-b-c-z", "a-y-z"]


def test_what_was_asked_of_both_comes_before_every_chain_but_a_mere_trial_does_not() -> None:
    chain = (proposition("a", "b"), proposition("b", "z"))
    assert ways(proposition("a", "z", "not-supported"), *chain) == ["a-z", "a-b-z"]
    assert ways(proposition("a", "z", "not-supported"), *chain, k=1) == ["a-z"]
    assert ways(proposition("a", "z", predicate="studiedFor"), *chain) == ["a-b-z", "a-z"]


def test_no_way_goes_up_to_a_class_and_down_to_another_member(packaged: EvidenceStore) -> None:
    # NurOwn was seen to cause arachnoiditis, which is an adverse event as death is: that says nothing of deaths.
    found = paths(packaged, "NurOwn", "death", k=20)
    assert [hop.predicate for hop in found[0]] == ["causesAdverseEvent"]
    assert found.direct_events == (
        ("cudkowicz-2022: a modest excess with cells, numbers not given",),
    )
    assert "      cudkowicz-2022: a modest excess with cells" in found.text()
    assert found.to_dict()["direct"][0]["events"] == list(found.direct_events[0])
    for way in found:
        for one, two in pairwise(way):
            assert not (one.stated and two.stated) or one.stated[1:] != two.stated[1:]


def test_among_supported_ways_the_better_level_wins_then_the_shorter_way() -> None:
    found = ways(
        proposition("a", "b", level="level-5"),
        proposition("b", "z", level="level-5"),
        proposition("a", "c", level="level-4"),
        proposition("c", "d", level="level-4"),
        proposition("d", "z", level="level-4"),
        proposition("a", "e", level="level-4"),
        proposition("e", "z", level="level-4"),
    )
    assert found == ["a-e-z", "a-c-d-z", "a-b-z"]


def test_statements_that_only_share_an_object_come_after_a_chain() -> None:
    found = ways(
        proposition("a", "x", level="level-1"),
        proposition("z", "x", level="level-1"),
        proposition("a", "y", level="level-5"),
        proposition("y", "z", level="level-5"),
    )
    assert found == ["a-y-z", "a-x-z"]


def test_what_was_only_claimed_is_no_step_unless_asked_for() -> None:
    stated = proposition("a", "z", "no-evidence")
    graph = MemoryLinks(Records(), {stated.iri: stated})
    for claims, n in ((False, 0), (True, 1)):
        found = find_ways(graph, 0, 1, k=1, max_hops=4, taxonomy=True, claims=claims, timeout_s=5)
        assert len(found.ways) == n


def test_a_way_passes_no_term_twice_and_keeps_to_the_cap() -> None:
    ring = [proposition(a, b) for a, b in zip("abcdef", "bcdefa", strict=True)]
    assert ways(*ring, start="a", end="c") == ["a-b-c", "a-f-e-d-c"]
    assert ways(*ring, proposition("f", "z"), start="b", end="z") == ["b-a-f-z"]


def test_the_best_ways_are_those_that_trying_all_ways_finds() -> None:
    """Checked against plain enumeration on random graphs; the seed is fixed."""
    pick = random.Random(4)
    for _ in range(40):
        stated = [
            proposition(
                *pick.choice(PAIRS),
                pick.choice(["supported", "contested"]),
                f"level-{pick.randint(1, 5)}",
            )
            for _ in range(16)
        ]
        stated += [proposition("a", "b"), proposition("z", "g")]
        graph = MemoryLinks(Records(), {p.iri: p for p in stated})
        start, end = graph.node("a"), graph.node("z")
        assert start is not None
        assert end is not None
        costs: dict[tuple[Node, ...], int] = {}
        todo: list[tuple[tuple[Node, ...], tuple[Link, ...], int]] = [((start,), (), 0)]
        while todo:
            nodes, links, cost = todo.pop()
            if nodes[-1] == end:
                costs[nodes] = min(cost, costs.get(nodes, cost))
                continue
            for link in graph.links(nodes[-1]) if len(links) < 4 else ():
                used = {step.proposition for step in links}
                if link.other not in nodes and link.proposition not in used:
                    turn = turn_cost([step.role for step in links], link.role)
                    todo.append(((*nodes, link.other), (*links, link), cost + turn + link.cost))
        found = find_ways(
            graph, start, end, k=6, max_hops=4, taxonomy=True, claims=False, timeout_s=5
        )
        # What one statement says of both stands first.
        best = sorted((nodes != (start, end), cost) for nodes, cost in costs.items())
        assert [way.cost for way in found.ways] == [cost for _, cost in best[:6]]
        assert all(costs[way.nodes] == way.cost for way in found.ways)


def test_a_search_past_its_deadline_says_so() -> None:
    stated = [proposition(a, b) for a in "abcdefgh" for b in "bcdefghz" if a != b]
    graph = MemoryLinks(Records(), {p.iri: p for p in stated})
    found = find_ways(graph, 0, 8, k=100, max_hops=8, taxonomy=True, claims=False, timeout_s=1e-9)
    assert found.cut == "stopped after 1e-09 s; there may be more"


def test_criteria_of_a_cost_do_not_run_over() -> None:
    worst = 8 * step_cost(Stance.SUPPORTED, Level.FIVE, ST + "studiedFor", 4)
    assert worst < step_cost(Stance.NOT_SUPPORTED, Level.ONE, ST + "improves", 0)


def test_a_path_from_adipose_msc_to_remyelination_says_what_was_only_claimed(
    packaged: EvidenceStore,
) -> None:
    """facts: the article claims it of autologous adipose MSC, no study measured it; HGF in bai-2012."""
    found = paths(packaged, "adipose MSC", "remyelination", k=2)
    assert [p.stance for p in found.direct] == [Stance.NO_EVIDENCE]
    labels = [packaged.label(hop.end) for hop in found.paths[0].hops]
    assert labels[-2:] == ["hepatocyte growth factor", "remyelination"]
    assert found.paths[0].hops[-1].studies == ("bai-2012",)
    assert "preclinical only" in found.paths[0].hops[-1].sentence
    assert "from animals or dishes only" in found.text()
    assert "no medical advice" in found.text()


def test_a_step_shows_every_other_statement_between_its_terms(packaged: EvidenceStore) -> None:
    """facts: stepien-2016 showed no effect on disability beside fewer relapses without a control group."""
    found = paths(packaged, "autologous adipose MSC product", "MS", k=1)
    assert any(p.stance is Stance.NOT_SUPPORTED for p in found.paths[0].hops[0].propositions)
    assert "not supported" in found.paths[0].hops[0].sentence


def test_the_same_term_twice_is_a_way_of_no_steps(packaged: EvidenceStore) -> None:
    found = paths(packaged, "MS", "multiple sclerosis")
    assert found.paths == ()
    assert "a way of no steps" in found.text()


def test_unknown_terms_and_numbers_out_of_range_are_refused(packaged: EvidenceStore) -> None:
    with pytest.raises(UnknownTermError, match=r"did you mean[^+]*remyelination"):
        paths(packaged, "adipose MSC", "remyelinatoin")
    with pytest.raises(InputError, match="max_hops must be 1 to 8, not 99"):
        paths(packaged, "adipose MSC", "remyelination", max_hops=99)
    with pytest.raises(InputError, match="hops must be 1 to 8, not 99"):
        neighbours(packaged, "remyelination", hops=99)
    # True is an int to Python.
    with pytest.raises(InputError, match="k must be 1 to 100, not True"):
        paths(packaged, "adipose MSC", "remyelination", k=True)


def test_ways_can_be_sliced(packaged: EvidenceStore) -> None:
    found = paths(packaged, "adipose MSC", "remyelination", k=3)
    two = found[0:2]
    assert isinstance(two, Paths)
    assert (two.paths, two.direct) == (found.paths[:2], found.direct)
    assert [hop.end for hop in found[0][-1:]] == [found.end]
    # An empty part is no answer that there is no way.
    assert "3 more ways are left out of this part" in found[3:].text()
    assert "No way" not in found[3:].text()
    assert "left out" not in found.text()


def test_neighbours_count_what_they_leave_out(packaged: EvidenceStore) -> None:
    few = neighbours(packaged, "remyelination", hops=2, limit=3)
    every = neighbours(packaged, "remyelination", hops=2)
    assert few.n_within == every.n_within == len(every.found)
    assert few.found == every.found[:3]
    assert few.cut is not None
    assert every.cut is None
    only = neighbours(packaged, "remyelination", hops=2, kinds=["Molecule"])
    assert {one.kind for one in only.found} == {"Molecule"}


def test_rank_counts_sources_and_says_what_its_number_means(packaged: EvidenceStore) -> None:
    ranking = rank(packaged, "studies", kinds=["Disease"], limit=3)
    ms = packaged.resolve_term("MS")
    sources = {
        source
        for p in packaged.propositions.values()
        if ms in (p.subject, p.object, p.condition)
        for source in p.sources
    }
    assert next(one.value for one in ranking.found if one.iri == ms) == len(sources)
    assert "sources (papers and references)" in ranking.text()
    supported = rank(packaged, "statements", stances=[Stance.SUPPORTED], best_level=Level.TWO)
    assert supported.found[0].value < rank(packaged, "statements").found[0].value


def test_ranks_by_pagerank_add_up_to_all_time() -> None:
    a, b, c = (Term(iri=x, kind="Molecule", label=x) for x in "abc")
    from stroma.centrality import count_statements

    shares = count_statements([({a.iri, b.iri}, ()), ({b.iri, c.iri}, ())], "pagerank")
    assert sum(shares.values()) == pytest.approx(100)
    # By hand: b = 5 + 0.85 (a + c), a = c = 5 + 0.85 b / 2.
    assert shares["b"] == pytest.approx(100 * (0.05 + 0.85 * 0.1) / (1 - 0.85**2), rel=1e-3)


@pytest.mark.parametrize(
    ("args", "code"),
    [
        (["path", "adipose MSC", "remyelination", "--format", "json"], 0),
        (["path", "HGF", "remyelination", "-f", "csv"], 0),
        (["path", "nothing such", "remyelination"], 2),
        (["path", "HGF", "remyelination", "-k", "0"], 2),
        (["neighbours", "remyelination", "--hops", "2", "-f", "json"], 0),
        (["rank", "--by", "pagerank", "--format", "json"], 0),
        (["rank", "--kind", "Route", "--best-level", "1"], 1),
    ],
)
def test_commands_end_with_the_documented_code(
    args: list[str], code: int, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(args) == code
    out, err = capsys.readouterr()
    if code == 2:
        assert out == ""
        assert err.startswith("stroma: ")
    elif "json" in args:
        json.loads(out)


def test_help_of_the_commands_has_an_example() -> None:
    for name in ("path", "neighbours", "rank"):
        assert "Example:" in CliRunner().invoke(stroma, [name, "--help"]).output


def harm(s: str, o: str) -> Proposition:
    return proposition(s, o, predicate="causesAdverseEvent")


def test_two_products_that_share_a_harm_are_not_connected_by_it() -> None:
    """Headache after both of two products explains nothing, however well each is supported."""
    stated = [
        harm("a", "headache"),
        harm("z", "headache"),
        proposition("a", "x", level="level-5"),
        proposition("z", "x", level="level-5"),
    ]
    terms = {n: Term(iri=n, kind="Molecule", label=n) for n in ("a", "x", "z", "headache")}
    built = Built(
        Store(), Records(terms=terms), Weighed({}, {}, {}, {p.iri: p for p in stated}, [])
    )
    found = paths(EvidenceStore(built), "a", "z", k=5, max_hops=2)
    assert [[hop.end for hop in way] for way in found] == [["x", "z"]]
    # A harm at an end of the way is what was asked about.
    ends = paths(EvidenceStore(built), "a", "headache", k=5, max_hops=2)
    assert [len(way) for way in ends] == [1]


def test_no_way_to_remyelination_goes_by_a_shared_headache(packaged: EvidenceStore) -> None:
    found = paths(packaged, "adipose MSC", "remyelination", k=10)
    assert len(found) > 1
    for way in found:
        harms = [hop.predicate == "causesAdverseEvent" for hop in way]
        assert not any(one and two for one, two in pairwise(harms))


def test_what_is_told_of_a_neighbour_begins_with_all_counts_then_whether_it_helps(
    packaged: EvidenceStore,
) -> None:
    """uccelli-2021 missed its primary endpoint (144 people); that nobody was harmed is not the first thing to say."""
    near = neighbours(packaged, "MS", kinds="CellProduct")
    (marrow,) = [one for one in near if one.label == "autologous bone-marrow MSC product"]
    assert re.match(r"\d+ statements: 7 not supported, 2 .*; harms: ", marrow.sentence)
    assert (
        "[–] autologous bone-marrow MSC product ameliorates multiple sclerosis" in marrow.sentence
    )
    assert marrow.proposition is not None
    assert marrow.proposition.stance is Stance.NOT_SUPPORTED
    for one in near:
        # What opens with support has nothing else beside it.
        assert "statements" not in one.sentence or re.match(r"\d+ statements: ", one.sentence)
    for step in paths(packaged, "autologous bone-marrow MSC product", "MS", k=1)[0]:
        # The way goes by what is called safe, which is not what a reader asks first.
        assert re.match(
            r"\d+ statements: 7 not supported, .*\. Whether it helps: \[–\]", step.sentence
        )
        assert ". The way goes by: (+) " in step.sentence


@pytest.mark.parametrize(
    ("product", "disease"), [("NurOwn", "ALS"), ("remestemcel-L", "COVID-19 ARDS")]
)
def test_a_step_without_support_leads_with_whether_it_helps_and_never_with_a_harm(
    packaged: EvidenceStore, product: str, disease: str
) -> None:
    """Both trials missed their primary endpoint; deaths were counted and not shown to come from the cells."""
    (step,) = paths(packaged, product, disease, k=1)[0]
    assert ". Whether it helps: [–] " in step.sentence
    assert "Best supported" not in step.sentence
    assert (step.predicate, step.stance) == ("ameliorates", Stance.NOT_SUPPORTED)


def test_what_is_called_best_supported_is_an_effect_with_support(packaged: EvidenceStore) -> None:
    diseases = ("MS", "ALS", "Crohn", "knee osteoarthritis", "heart failure")
    steps = [
        step
        for disease in diseases
        for way in paths(packaged, "MSC product", disease, k=8)
        for step in way
    ]
    called = [step.sentence for step in steps if "Best supported: " in step.sentence]
    assert called
    for said in called:
        assert said.partition("Best supported: ")[2].startswith(("[+]", "(+)", "[?]", "[a]"))


def test_a_way_by_what_is_called_safe_says_first_that_it_did_not_help() -> None:
    stated = [
        proposition("a", "z", "supported", predicate="safeIn"),
        proposition("a", "z", "not-supported", predicate="ameliorates"),
    ]
    terms = {iri: Term(iri=iri, kind="Molecule", label=iri) for iri in ("a", "z")}
    built = Built(
        Store(), Records(terms=terms), Weighed({}, {}, {}, {p.iri: p for p in stated}, [])
    )
    ((step,),) = paths(EvidenceStore(built), "a", "z", k=1)
    assert ". Whether it helps: [–] a ameliorates z" in step.sentence
    assert ". The way goes by: [+] a safeIn z" in step.sentence


def test_the_worse_of_two_results_of_one_kind_and_level_is_told_first() -> None:
    good = proposition("a", "z", "supported", predicate="improves")
    bad = proposition("a", "z", "not-supported", predicate="improves")
    weak = proposition("a", "z", "supported", "level-4", predicate="ameliorates")
    safe = proposition("a", "z", "supported", "level-1", predicate="safeIn")
    claimed = proposition("a", "z", "no-evidence", predicate="cures")
    assert lead([safe, good, weak, claimed, bad]) is bad
    assert lead([safe, weak]) is weak
    assert lead([safe, claimed]) is safe
    assert counts_in_words([good, bad, bad, safe, harm("a", "z")]) == (
        "2 not supported, 1 supported; called safe: 1 supported; harms: 1 seen"
    )


def test_nobody_improves_an_improvement_on_the_way(packaged: EvidenceStore) -> None:
    product = "autologous bone-marrow MSC product"
    said = paths(packaged, product, "no evidence of disease activity").text()
    assert f"{product} leads to no evidence of disease activity" in said
    assert "improves no evidence" not in said


def test_explored_answers_become_data_frames(
    packaged: EvidenceStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Rows(list[dict[str, object]]):
        def astype(self, dtypes: object) -> Rows:
            return self

    def frame(data: list[list[object]], columns: list[str]) -> Rows:
        return Rows(dict(zip(columns, row, strict=True)) for row in data)

    monkeypatch.setitem(sys.modules, "pandas", SimpleNamespace(DataFrame=frame))
    ranked = rank(packaged, "studies", limit=3)
    rows = ranked.to_dataframe()
    assert [row["studies"] for row in rows] == [one.value for one in ranked]
    near = neighbours(packaged, "remyelination", hops=2, taxonomy=True).to_dataframe()
    assert {row["distance"] for row in near} == {1, 2}
    assert None in {row["stance"] for row in near}
    ways = paths(packaged, "HGF", "remyelination", k=2)
    rows = ways.to_dataframe()
    assert [row["sentence"] for row in rows] == [hop.sentence for way in ways for hop in way]
    assert [row["hop"] for row in rows] == [n for way in ways for n in range(1, len(way) + 1)]


def test_what_more_there_is_is_said_for_the_command_line_and_for_python(
    packaged: EvidenceStore,
) -> None:
    for answer in (
        neighbours(packaged, "MS", limit=2),
        rank(packaged, limit=2),
        paths(packaged, "MSC", "MS", k=1),
    ):
        assert "higher limit shows them" in str(answer) or "a higher k may show more" in str(answer)
        assert "--limit" not in str(answer)
        assert " -k" not in str(answer)
