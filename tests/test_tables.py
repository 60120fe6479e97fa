"""Every record of a kind as a row, or those about some terms and sources."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

import stroma
from servers import oxigraph_server
from stroma.edges import edge_attributes
from stroma.errors import InputError, UnknownTermError
from stroma.vocabulary import local_id, to_curie, to_iri

if TYPE_CHECKING:
    from stroma.answer import Answer
    from stroma.graph import EvidenceGraph

RECORDS = ("studies", "references", "findings", "propositions", "claims", "conflicts")
PARTS: tuple[Callable[[EvidenceGraph], Answer], ...] = (
    lambda g: g.studies("MS", "MSC product", years=(2014, 2021)),
    lambda g: g.references("MS"),
    lambda g: g.findings("NurOwn", "ALS", best_level=2, directions=["inconclusive", "disputes"]),
    lambda g: g.findings("uccelli-2021", groups="human"),
    lambda g: g.propositions("darvadstrocel", stances="contested"),
    lambda g: g.claims("msc-for-ms", polarities="denies"),
    lambda g: g.conflicts("ALS", predicates="improves"),
)


@pytest.fixture(scope="module")
def graph() -> EvidenceGraph:
    return stroma.open_graph()


@pytest.fixture(scope="module")
def on_disk(packaged_store: Path) -> EvidenceGraph:
    return stroma.open_graph(packaged_store)


@pytest.fixture(scope="module")
def served(packaged_store: Path) -> Iterator[EvidenceGraph]:
    (quads,) = packaged_store.glob("data-*/quads")
    with oxigraph_server(quads) as url:
        yield stroma.open_graph(url)


def test_records_are_the_same_rows_in_every_kind_of_store(
    graph: EvidenceGraph, on_disk: EvidenceGraph, served: EvidenceGraph
) -> None:
    for name in RECORDS:
        rows = getattr(graph, name)()
        assert len(rows) == {**graph.counts(), "conflicts": len(graph.store.conflicts)}[name]
        assert list(rows) == list(getattr(on_disk, name)()) == list(getattr(served, name)())
        assert rows.columns == rows[0]._columns
        few = getattr(graph, name)(limit=2)
        assert (list(few), few.was_cut) == (list(rows[:2]), True)


def test_rows_of_records_say_what_the_records_say(graph: EvidenceGraph) -> None:
    records, store = graph.store.records, graph.store
    for row in graph.studies():
        study = records.studies[to_iri(row.study)]
        assert (row.label, row.year, row.n_enrolled) == (study.label, study.year, study.n_enrolled)
        assert row.design == (study.design.value if study.design else None)
        assert (row.product or "") == "; ".join(sorted(map(to_curie, study.product)))
    for row in graph.findings():
        finding = store.findings[to_iri(row.finding)]
        assert (row.direction, row.value) == (finding.direction.value, finding.value)
        assert row.level == store.levels[finding.iri].rank
        assert row.predicate == local_id(finding.predicate)
    for row in graph.propositions():
        edge = edge_attributes(store.propositions[to_iri(row.proposition)])
        for name in {*row.keys()} & {*edge} - {"thin", "studies"}:
            assert row[name] == edge[name], name
        assert (row.thin or "") == "; ".join(sorted(edge["thin"]))


@pytest.mark.parametrize(
    "terms", [("MS",), ("NurOwn", "ALS"), ("MSC product", "knee osteoarthritis")]
)
def test_a_finding_is_about_a_term_by_its_subject_object_or_condition(
    graph: EvidenceGraph, terms: tuple[str, ...]
) -> None:
    store = graph.store
    narrower = [store.narrower(to_iri(graph.term(name))) for name in terms]

    def is_about(row: Any) -> bool:
        named = {to_iri(one) for one in (row.subject, row.object, row.condition) if one}
        return all(named & within for within in narrower)

    expected = [row.finding for row in graph.findings() if is_about(row)]
    assert [row.finding for row in graph.findings(*terms)] == expected
    assert expected


def test_words_and_levels_keep_what_has_them(graph: EvidenceGraph) -> None:
    rows = graph.findings(directions="inconclusive", groups=["animal", "human"], best_level=2)
    assert list(rows) == [
        row
        for row in graph.findings()
        if row.direction == "inconclusive" and row.group in ("animal", "human") and row.level <= 2
    ]
    assert {row.stance for row in graph.propositions(stances=["supported", "contested"])} == {"supported", "contested"}  # fmt: skip
    assert all(row.level <= 1 for row in graph.propositions(best_level=1))
    assert {row.design for row in graph.studies(designs="crossover-randomised")} == {"crossover-randomised"}  # fmt: skip
    years = [row.year for row in graph.studies(years=2021)]
    assert years
    assert set(years) == {2021}


def test_a_source_and_a_proposition_keep_their_own(graph: EvidenceGraph) -> None:
    findings = graph.findings("uccelli-2021")
    assert {row.source for row in findings} == {"study:uccelli-2021"}
    proposition = findings[0].proposition
    assert {row.proposition for row in graph.findings(proposition)} == {proposition}
    assert [row.proposition for row in graph.propositions(proposition)] == [proposition]
    assert [row.study for row in graph.studies("uccelli-2021")] == ["study:uccelli-2021"]
    assert {row.article for row in graph.claims("msc-for-ms")} == {"article:msc-for-ms"}
    for row in graph.conflicts("cudkowicz-2022"):
        assert "study:cudkowicz-2022" in row.studies.split("; ")


@pytest.mark.parametrize("part", PARTS)
def test_parts_are_the_same_rows_in_every_kind_of_store(
    graph: EvidenceGraph,
    on_disk: EvidenceGraph,
    served: EvidenceGraph,
    part: Callable[[EvidenceGraph], Answer],
) -> None:
    rows = list(part(graph))
    assert rows
    assert rows == list(part(on_disk)) == list(part(served))


def test_nothing_that_fits_says_what_was_asked(graph: EvidenceGraph) -> None:
    rows = graph.findings("NurOwn", "MS", best_level=1)
    assert not rows
    ms = len(graph.findings("MS", best_level=1))
    assert (
        rows.why_empty
        == "no finding here fits 'NurOwn', 'MS', best_level=1; that is no refutation; names must all fit "
        f"(one by one: 0 fit 'NurOwn', {ms} fit 'MS'); alternatives go into a list"
    )
    assert graph.findings("NurOwn").why_empty == ""


def test_names_in_a_list_are_alternatives(graph: EvidenceGraph, on_disk: EvidenceGraph) -> None:
    def of(answer: Any) -> set[str]:
        return {row[0] for row in answer}

    for g in (graph, on_disk):
        for table in (g.findings, g.propositions, g.studies, g.references, g.conflicts, g.terms):
            either = of(table(["MS", "ALS"]))
            assert either == of(table("MS")) | of(table("ALS")), table
            assert either
        assert of(g.findings(["MS", "ALS"], "NurOwn")) == (
            of(g.findings("MS", "NurOwn")) | of(g.findings("ALS", "NurOwn"))
        )
        assert of(g.studies(["ALS", "uccelli-2021"])) == (
            of(g.studies("ALS")) | {"study:uccelli-2021"}
        )
        some = g.references("MS")[0].reference
        assert of(g.references(["ALS", some])) == of(g.references("ALS")) | {some}
        with pytest.raises(InputError, match="a list of names has one at least"):
            g.findings([])


def test_where_no_row_fits_all_names_each_is_counted(
    graph: EvidenceGraph, on_disk: EvidenceGraph
) -> None:
    for g in (graph, on_disk):
        ms, als = (len(g.findings(name, directions="supports")) for name in ("MS", "ALS"))
        nothing = g.findings("MS", "ALS", directions="supports")
        assert not nothing
        assert nothing.why_empty == (
            "no finding here fits 'MS', 'ALS', directions='supports'; that is no refutation; "
            f"names must all fit (one by one: {ms} fit 'MS', {als} fit 'ALS'); alternatives go into a list"
        )


def test_a_word_that_is_none_is_refused(graph: EvidenceGraph) -> None:
    with pytest.raises(InputError, match=r"unknown direction 'up'; one of supports, disputes"):
        graph.findings(directions="up")
    with pytest.raises(InputError, match=r"unknown predicate 'cure', did you mean cures\?"):
        graph.claims(predicates="cure")
    with pytest.raises(UnknownTermError):
        graph.findings("finding:no-such-thing")
    with pytest.raises(UnknownTermError, match="unknown term 'MSS'"):
        graph.propositions("MSS")
    wrong: Any = 5
    with pytest.raises(InputError, match="a name is a text"):
        graph.studies(wrong)


def test_what_has_no_year_is_left_out_and_counted(graph: EvidenceGraph) -> None:
    """svf-ssc-france, which missed its endpoint, has no year in its record: no filter may lose it unseen."""
    rows = graph.studies("SVF", years=(1990, 2026))
    lost = [row for row in graph.studies("SVF") if row.year is None]
    assert lost
    assert rows.note == f"{len(lost)} without a year left out"
    assert rows.note in str(rows)
    assert rows.note in repr(rows)
    assert graph.studies("SVF").note == ""
    of_design = graph.studies("SVF", years=(1990, 2026), designs=lost[0].design)
    same = [row for row in lost if row.design == lost[0].design]
    assert of_design.note == f"{len(same)} without a year left out"


def test_findings_go_by_the_design_and_year_of_their_study(graph: EvidenceGraph) -> None:
    studies = graph.store.records.studies
    rows = graph.findings("MS", designs="crossover-randomised", years=2021)
    found = {(studies[to_iri(row.source)].design, studies[to_iri(row.source)].year) for row in rows}
    assert {(design.value, year) for design, year in found if design} == {("crossover-randomised", 2021)}  # fmt: skip


def test_a_reference_must_hold_one_finding_on_all_names(graph: EvidenceGraph) -> None:
    for row in graph.references("darvadstrocel", "Crohn's disease"):
        assert graph.findings(row.reference, "darvadstrocel", "Crohn's disease")
    assert not graph.references("darvadstrocel", "ALS")


def test_a_finding_is_itself_and_leads_to_its_conflicts(graph: EvidenceGraph) -> None:
    (row,) = graph.findings("finding:berry-2019-f2")
    assert row.finding == "finding:berry-2019-f2"
    for conflict in graph.conflicts("finding:berry-2019-f2"):
        assert "finding:berry-2019-f2" in conflict.findings.split("; ")


def test_studies_are_of_products_and_diseases(graph: EvidenceGraph) -> None:
    with pytest.raises(InputError, match="names no study; studies are asked for by product"):
        graph.studies(graph.findings("NurOwn")[0].proposition)
    assert "g.findings(…) by any term" in graph.studies("pain").why_empty


def test_a_study_counts_under_the_conditions_of_its_findings(graph: EvidenceGraph) -> None:
    """alderazi-2012 and nguyen-2024, reports of grave harm, name the disease in their findings only."""
    of_ms = {row.study.removeprefix("study:") for row in graph.studies("MS")}
    assert {"alderazi-2012", "nguyen-2024"} <= of_ms
    assert of_ms == {row.study for row in graph.ask("studies-of-disease", disease="MS")}
    (covered,) = (r for r in graph.ask("diseases-covered") if r.covered == "multiple sclerosis")
    assert covered.studies == len(of_ms)


def test_a_finding_says_how_it_was_read_and_in_whom_if_only_its_study_does(
    graph: EvidenceGraph,
) -> None:
    """767 of 789 rows had no `read_as`, for the field of a finding holds exceptions only."""
    store = graph.store
    sources: dict[str, Any] = {**store.records.studies, **store.records.references}
    for row in graph.findings():
        finding, source = store.findings[to_iri(row.finding)], sources[to_iri(row.source)]
        assert row.read_as == (finding.read_as or source.read_as)
        species = finding.species or getattr(source, "species", ())
        assert (row.species or "") == "; ".join(sorted(species))
        route = finding.route or getattr(source, "route", ())
        assert (row.route or "") == "; ".join(sorted(map(to_curie, route)))
        assert (row.region, row.decided_on) == (finding.region, finding.decided_on)
    assert {row.read_as for row in graph.propositions()} >= {"abstract", "abstract; secondary"}


def test_columns_that_studies_are_grouped_by(graph: EvidenceGraph) -> None:
    for row in graph.studies():
        study = graph.store.records.studies[to_iri(row.study)]
        assert (row.dose, row.blinding, row.population) == (
            study.dose,
            study.blinding,
            study.population,
        )
        assert row.primary_comparator == (study.primary_comparator or None)
        assert row.primary_outcome == (study.primary_outcome and to_curie(study.primary_outcome))
        # False is what a record without it counts as, and no value that it has.
        assert bool(row.sponsor_reported) == study.sponsor_reported
        assert (row.donor or "") == "; ".join(sorted(study.donor))
        assert (row.route or "") == "; ".join(sorted(map(to_curie, study.route)))
        assert (row.source_tissue or "") == "; ".join(sorted(map(to_curie, study.source_tissue)))


def test_a_p_value_in_words_is_no_number(graph: EvidenceGraph) -> None:
    read = {row.p_value: row.p_at_most for row in graph.findings() if row.p_value}
    assert (read["<0.001"], read["0.064"], read["0.10"]) == (0.001, 0.064, 0.1)
    for words in ("not significant", "0.02; 0.001", "0.0075 nominal", "<0.05-0.01"):
        assert read[words] is None, words


def test_a_conflict_says_who_is_for_and_who_is_against(graph: EvidenceGraph) -> None:
    findings = graph.store.findings
    for row in graph.conflicts():
        assert sorted((row.first, row.second)) == row.findings.split("; ")
        for name in ("first", "second"):
            finding = findings[to_iri(row[name])]
            assert row[f"{name}_direction"] == finding.direction.value
            assert row[f"{name}_study"] == to_curie(finding.source)
        assert row.first_direction == "supports" != row.second_direction


def test_a_proposition_says_whether_events_were_seen(graph: EvidenceGraph) -> None:
    store = graph.store
    for row in graph.propositions(predicates="causesAdverseEvent"):
        proposition = store.propositions[to_iri(row.proposition)]
        assert row.stance_in_words
        assert bool(row.events_counted) == bool(proposition.events_counted)
    assert {row.derived for row in graph.findings()} == {True, False}


def test_a_proposition_says_on_how_little_it_rests(graph: EvidenceGraph) -> None:
    """Support measured by surrogates, and support that only our own reading makes thin."""
    rows = graph.propositions()
    held = graph.store.propositions
    for row in rows:
        proposition = held[to_iri(row.proposition)]
        assert row.thin_by_evidence == proposition.is_thin_by_evidence
        assert row.surrogates == ("; ".join(map(to_curie, proposition.surrogates)) or None)
    by_surrogate = [row for row in rows if row.surrogates]
    assert by_surrogate
    assert all("surrogate-outcome" in row.thin for row in by_surrogate)
    assert any(row.thin and not row.thin_by_evidence for row in rows)


def test_what_a_finding_asks_stands_beside_its_direction(graph: EvidenceGraph) -> None:
    """483 of 789 findings support something; of these 146 only that it was tested, and 65 a harm (counted on the records)."""
    findings = graph.store.findings.values()
    for name, word in (("studiedFor", "trial"), ("causesAdverseEvent", "harm")):
        rows = [r for r in graph.findings(directions="supports") if r.asks == word]
        of_name = [f for f in findings if local_id(f.predicate) == name and f.direction.value == "supports"]  # fmt: skip
        assert len(rows) == len(of_name) > 0
    assert {row.asks for row in graph.propositions()} == {"effect", "safety", "harm", "trial", "decision", "background"}  # fmt: skip


def test_an_effect_is_one_of_a_product_on_people_and_background_is_none(
    graph: EvidenceGraph,
) -> None:
    """Anatomy ("myelin surrounds axon") and established use are supported, and no product helped anybody by that."""
    held = graph.store.propositions
    for row in graph.propositions():
        assert row.clinical is held[to_iri(row.proposition)].is_clinical
        assert row.asks != "effect" or row.clinical
        assert row.asks != "background" or not row.clinical
    background = {row.predicate for row in graph.propositions() if row.asks == "background"}
    assert {"foundIn", "treats"} <= background
    of_finding = {row.proposition: (row.clinical, row.asks) for row in graph.findings()}
    for row in graph.propositions():
        assert of_finding.get(row.proposition, (row.clinical, row.asks)) == (row.clinical, row.asks)


def test_a_result_that_is_told_twice_can_be_told_from_others(graph: EvidenceGraph) -> None:
    rows = {row.finding: row for row in graph.findings()}
    again = [row for row in rows.values() if row.restates is not None]
    assert len(again) > 50
    for row in again:
        assert row.derived
        for other in row.restates.split("; "):
            assert rows[other].source == row.source
            assert rows[other].direction == row.direction
    # One row of the sheets on three outcomes is three findings.
    split = [row for row in rows.values() if row.row == "knee-oa-meta-2020-f1"]
    assert len(split) == 3


def test_a_verdict_on_a_disease_is_found_under_the_disease(graph: EvidenceGraph) -> None:
    store = graph.store
    for rows in (graph.findings(), graph.propositions()):
        for row in rows:
            is_verdict = row.condition is None and store.kind(to_iri(row.object)) == "Disease"
            assert row.disease == (row.object if is_verdict else row.condition)
            assert row.disease_label == (row.disease and store.label(to_iri(row.disease)))
    assert all(row.disease for row in graph.findings(predicates="ameliorates"))


def test_a_finding_reads_without_a_join(graph: EvidenceGraph) -> None:
    store = graph.store
    for row in graph.findings():
        for name in ("subject", "object", "condition", "source"):
            assert row[f"{name}_label"] == (row[name] and store.label(to_iri(row[name])))
        study = store.records.studies.get(to_iri(row.source))
        if study is not None:
            assert (row.year, row.design) == (study.year, study.design and study.design.value)
    (row,) = graph.findings("finding:berry-2019-f2")
    assert (row.subject_label, row.predicate_label) == (
        "MSC-NTF (MSC secreting neurotrophic factors)",
        "improves",
    )


def test_terms_are_rows(
    graph: EvidenceGraph, on_disk: EvidenceGraph, served: EvidenceGraph
) -> None:
    rows = graph.terms()
    records = graph.store.records.terms
    assert [row.term for row in rows] == [to_curie(iri) for iri in sorted(records)]
    for row in rows:
        term = records[to_iri(row.term)]
        assert (row.label, row.kind) == (term.label, term.kind)
        assert (row.synonyms or "") == "; ".join(sorted(term.synonyms))
        assert (row.broader or "") == "; ".join(sorted(map(to_curie, term.broader)))
    assert list(rows) == list(on_disk.terms()) == list(served.terms())
    of_msc = graph.terms("MSC product", kinds="CellProduct")
    within = graph.store.narrower(to_iri(graph.term("MSC product")))
    assert {to_iri(row.term) for row in of_msc} == within
    assert list(of_msc) == list(on_disk.terms("MSC product", kinds="CellProduct"))
    with pytest.raises(InputError, match=r"unknown kind 'Diseases', did you mean Disease\?"):
        graph.terms(kinds="Diseases")


def test_what_is_in_memory_is_read_once(monkeypatch: pytest.MonkeyPatch) -> None:
    graph = stroma.open_graph()
    for name in (*RECORDS, "terms"):
        getattr(graph, name)()
    expected = [part(graph) for part in PARTS]

    def query(*_: Any, **__: Any) -> Any:
        raise AssertionError("asked again")

    monkeypatch.setattr(graph, "query", query)
    assert [part(graph) for part in PARTS] == expected
    assert graph.findings("NurOwn", "ALS", limit=1).was_cut


def test_a_list_of_years_is_no_range(graph: EvidenceGraph) -> None:
    years: Any = [2012, 2014]
    with pytest.raises(InputError, match=r"years=\(2012, 2014\) is from the first to the last"):
        graph.studies(years=years)
    with pytest.raises(InputError, match="for single years ask for each, such as years=2014"):
        graph.to_networkx(years=years)


def test_what_no_record_says_of_the_sponsor_stays_missing(graph: EvidenceGraph) -> None:
    """7 records say it (grep st:sponsorReported ontology/studies); the others say nothing, and count as not."""
    asked = graph.query("SELECT ?s { ?s a st:Study ; st:sponsorReported true }")
    stated = [row.study for row in graph.studies() if row.sponsor_reported is not None]
    assert sorted(stated) == sorted(row.s for row in asked)
    assert {row.sponsor_reported for row in graph.studies()} == {True, None}
