"""What a query without rows is told: a slip is named, and no rows is never a refutation."""

from __future__ import annotations

import doctest
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from stroma import open_graph
from stroma.cli import main
from stroma.queries import run_query, why_empty
from stroma.queries._facts import Facts
from stroma.queries.table import cell_text
from stroma.sentences import is_thin

if TYPE_CHECKING:
    from stroma.store import EvidenceStore


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("SELECT * { ?s st:improve ?o }", "did you mean st:improves?"),
        ("SELECT * { term:multiple-sclerosis ?p ?o }", "did you mean MONDO:0005301"),
        ("SELECT * { term:no-such-thing-at-all ?p ?o }", "names nothing here"),
        ('SELECT * { ?s rdfs:label "multiple sclerosis" }', 'write "multiple sclerosis"@en'),
        ("SELECT * { ?s skos:prefLabel ?l }", "the name of a thing is its rdfs:label"),
        ('SELECT * { ?s st:slug "uccelli-2021" ; st:retracted ?r }', "has st:retractedOn"),
    ],
)
def test_a_slip_is_named(packaged: EvidenceStore, text: str, hint: str) -> None:
    assert hint in why_empty(packaged, text)


@pytest.mark.parametrize(
    "text",
    [
        "SELECT * { ?s st:year 1890 }",
        'SELECT * { ?s rdfs:label "multiple sclerosis"@en ; st:stance st:supported }',
        'SELECT * { ?s st:value "st:improve" } # st:improve',
    ],
)
def test_without_a_slip_no_rows_is_not_a_refutation(packaged: EvidenceStore, text: str) -> None:
    assert "not the same as refuted" in why_empty(packaged, text)


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ('SELECT * { ?p st:stance "supported" }', 'write st:supported, not "supported"'),
        ('SELECT * { ?s st:donor "allogeneic" }', "write st:allogeneic"),
        ('SELECT * { ?s st:year "2021" }', "write 2021 without quotes"),
        ("SELECT * { ?f st:derived false }", "never false here: write FILTER NOT EXISTS"),
        ("SELECT * { ?s st:pmid 12345678 }", 'write "12345678" in quotes'),
        (
            "SELECT * { ?f st:pValue ?p FILTER(?p < 0.05) }",
            "compare its letters, not numbers; the number in a p-value is st:pAtMost",
        ),
        ('SELECT * { ?s st:species "Human" }', 'st:species here is "human"'),
        ("SELECT * { ?f st:direction st:supported }", "st:supported is a stance"),
        ("SELECT * { ?f st:direction st:supported }", "takes a direction: "),
        ("SELECT * { ?finding a st:Finding ; st:disease ?d }", "?finding st:foundBy ?study"),
        ("SELECT * { ?f st:direction ?x . ?f st:disease ?d }", "st:disease (study)"),
        ("SELECT * { study:uccelli-2021 st:direction ?d }", "no one thing has both"),
        (
            "SELECT * { ?finding st:disease MONDO:0005301 ; rdf:predicate st:improves }",
            "no one thing has both st:disease (study) and rdf:predicate",
        ),
        (
            "SELECT * { ?s a st:Study FILTER (?year > 2020) }",
            "add a pattern such as ?study st:year",
        ),
        ("SELECT * { ?s st:year ?year FILTER (?yaer > 2020) }", "did you mean ?year?"),
        ('SELECT * { ?s st:year ?y FILTER (?y > "2020") }', "write 2020 without quotes"),
        ('SELECT * { ?p st:stance ?x FILTER (?x = "supported") }', "write st:supported"),
        ('SELECT * { ?s rdfs:label ?x FILTER (?x = "MSC product") }', 'write "MSC product"@en'),
        ("SELECT * { ?s st:design st:rct }", "st:design takes st:animal, st:case-series"),
        ("SELECT * { ?s st:donor st:allogenic }", "did you mean st:allogeneic?"),
        ("SELECT * { ?s a st:Studie }", "did you mean st:Study?"),
        ("SELECT * { ?s a st:study }", "did you mean st:Study?"),
        ("SELECT * { ?s st:date ?d }", "the year of a study is its st:year"),
        ("SELECT * { ?s dct:title ?t }", "nothing here has dct:title; the title of a study"),
        (
            "SELECT * { ?s st:product/schema:disease ?t }",
            "schema:disease, did you mean st:disease?",
        ),
        ('SELECT * { ?s st:design "randomised" }', "write st:randomised-controlled"),
        (
            'SELECT * { ?s st:disease "knee osteoarthritsi" }',
            "write MONDO:0005416 (",
        ),
        (
            "SELECT * { ?p rdf:predicate st:improves ; rdf:object MONDO:0005301 }",
            "the object of st:improves is an outcome; the disease stands in st:inCondition",
        ),
        (
            "SELECT * { ?p rdf:predicate st:cures ; rdf:subject CL:0000134 }",
            "of st:cures is a cell product",
        ),
        ("ASK { CL:0000134 st:ameliorates ?d }", "the subject of st:ameliorates is a cell product"),
        ("SELECT * { ?f st:subject ?s }", "write rdf:subject"),
        ("SELECT * { ?f st:predicate ?s }", "write rdf:predicate"),
        ("SELECT * { ?s st:outcome ?o }", "rdf:object of a finding"),
        ("SELECT * { ?s st:about ?o }", "st:inCondition"),
        ("SELECT * { study:ucelli-2021 ?p ?o }", "did you mean study:uccelli-2021?"),
        (
            "SELECT * { ?s st:product MONDO:0005301 }",
            "is a disease, and st:product takes a cell product",
        ),
        (r"SELECT * { GRAPH graph:study\/ucelli-2021 { ?s ?p ?o } }", "there is no graph <"),
        ("SELECT * FROM graph:nowhere { ?s ?p ?o }", "there is no graph <"),
        (
            "SELECT * { ?s st:followUpMonths 12 }",
            "write st:followUpMonths ?number FILTER (?number = 12)",
        ),
        (
            "SELECT * { ?s st:year 2021.0 }",
            "st:year holds whole numbers, and 2021.0 is another type",
        ),
        ('SELECT * { ?t rdfs:label "MS"@en }', 'write MONDO:0005301, or "multiple sclerosis"@en'),
        ('SELECT * { ?t rdfs:label ?l FILTER(?l = "NurOwn") }', "another name of term:"),
        (
            "SELECT * { ?s st:primaryEndpointMet true }",
            "write st:met, st:not-applicable, st:not-met or st:unclear, not true",
        ),
        ("SELECT * { ?s st:primaryEndpointMet false ; a st:Study }", "takes an IRI: write st:met"),
        ("SELECT * { ?s a st:Source }", "write ?s a/rdfs:subClassOf st:Source"),
        (
            "PREFIX st: <http://w3id.org/stroma/vocab/> SELECT * { ?s a st:Study }",
            "and here st: is <https://w3id.org/stroma/vocab/>; leave that line out",
        ),
        ("SELECT * { ?t skos:narrower MONDO:0005301 }", "narrower terms are ^skos:broader"),
        (
            "SELECT * { MONDO:0005301 skos:narrower+ ?t }",
            "or all of them ?narrower st:within ?wide",
        ),
        ("SELECT * { ?t ^skos:narrower/a st:Study }", "nothing here has skos:narrower;"),
        (
            'SELECT * { ?t rdfs:label ?l FILTER(CONTAINS(?l, "Darvadstrocel")) }',
            'write CONTAINS(LCASE(?l), "darvadstrocel")',
        ),
        (
            'SELECT * { ?t rdfs:label ?l FILTER(STRSTARTS(STR(?l), "DARV")) }',
            "case matters in STRSTARTS",
        ),
        ('SELECT * { ?t rdfs:label ?l FILTER(REGEX(?l, "^Darva")) }', 'REGEX(?l, "^Darva", "i")'),
        ("SELECT * { ?t (<http://xmlns.com/foaf/0.1/knows>+|a)+ st:X }", "nothing here has http"),
    ],
)
def test_a_value_or_name_that_cannot_match_is_told(
    packaged: EvidenceStore, text: str, hint: str
) -> None:
    assert hint in why_empty(packaged, text)


@pytest.mark.parametrize(
    "text",
    [
        "SELECT * { ?s a st:Study ; st:year 1890 }",
        "SELECT * { ?s st:year ?year FILTER (?year < 1890) }",
        "SELECT * { ?s st:followUpMonths ?n FILTER (?n = 9999 || ?n = -1) }",
        "SELECT * { ?s st:year ?year FILTER (?year = 1890.5) }",
        'SELECT * { ?s rdfs:label ?x ; st:year ?y FILTER (?x = "no such label"@en && ?y = ?y && ?y >= 3000) }',
        'SELECT * { ?s rdfs:label ?x FILTER (STR(?x) = "no such label") }',
        'SELECT * { ?s rdfs:label ?x FILTER CONTAINS(?x, "No Such Label") }',
        'SELECT * { ?s rdfs:label ?x FILTER REGEX(?x, "^NO such", "i") }',
        'SELECT * { ?s st:species "dragon" ; st:donor st:autologous ; st:pmid "1" }',
        "SELECT * { ?f st:foundBy/st:year 1890 ; st:direction st:supports ; rdf:predicate st:improves }",
        "SELECT * { ?p a st:Proposition ; st:stance st:supported ; st:bestLevel st:level-5 }",
        r"SELECT * { GRAPH graph:study\/uccelli-2021 { ?s st:year 1890 } }",
        "SELECT ?s { ?s st:product term:multistem FILTER NOT EXISTS { ?f st:foundBy ?s } }",
    ],
)
def test_a_query_without_a_slip_gets_no_hint(packaged: EvidenceStore, text: str) -> None:
    assert "; what studies found" in why_empty(packaged, text)


def test_a_path_that_takes_no_step_is_told_although_it_gives_back_where_it_began(
    capfd: pytest.CaptureFixture[str],
) -> None:
    g = open_graph()
    for mark in "*?":
        query = f"SELECT ?t {{ MONDO:0005301 skos:narrower{mark} ?t }}"
        found = g.query(query)
        assert [row.t for row in found] == ["MONDO:0005301"]
        assert found.why_empty.startswith("no step to take; nothing here has skos:narrower; ")
        assert main(["query", query]) == 0
        assert "no step to take" in capfd.readouterr().err
    assert not g.query("SELECT ?t { MONDO:0005301 skos:broader? ?t }").why_empty
    assert g.query("SELECT ?t { ?t st:within MONDO:0005301 }", limit=2).was_cut


def test_the_query_given_for_a_wide_class_runs(packaged: EvidenceStore) -> None:
    rows = run_query(packaged.dataset, "SELECT ?s { ?s a/rdfs:subClassOf st:Source }").rows()
    assert len(list(rows)) == len({**packaged.records.studies, **packaged.records.references})


@pytest.mark.parametrize(
    "text",
    [
        "SELECT * { term:nothere ?p ?o }",
        "SELECT * { ?s st:nothere ?o }",
        "SELECT * { GRAPH graph:mine { ?s ?p ?o } }",
        "SELECT * FROM graph:nothere { ?s ?p ?o }",
    ],
)
def test_a_name_like_none_gets_no_guess(packaged: EvidenceStore, text: str) -> None:
    assert "did you mean" not in why_empty(packaged, text)


def answer_to_query_given(store: EvidenceStore, note: str) -> list[str]:
    """The statements that the query in a note finds."""
    result = run_query(store.dataset, note.partition("Ask instead:\n")[2])
    return [cell_text(row[0]) for row in result.rows()]


@pytest.mark.parametrize("form", ["SELECT ?p ?h", "ASK"])
def test_harms_never_stand_bare_and_the_note_gives_the_query(
    packaged: EvidenceStore, form: str
) -> None:
    note = why_empty(packaged, f"{form} {{ ?p st:causesAdverseEvent ?h }}")
    assert note.startswith("no rows" if form != "ASK" else "no;")
    assert "never stands as a bare triple" in note
    # Counted over the propositions themselves; a harm is seen, not supported.
    harms = [
        p for p in packaged.propositions.values() if p.predicate.endswith("/causesAdverseEvent")
    ]
    n_seen = sum(p.stance.value == "supported" for p in harms)
    assert f"{len(harms)} such statements here: {n_seen} seen | " in note
    assert len(answer_to_query_given(packaged, note)) == len(harms)


@pytest.mark.parametrize(
    ("query", "is_told"),
    [
        ("SELECT (COUNT(*) AS ?n) { ?p st:causesAdverseEvent ?h }", True),
        ("SELECT (COUNT(*) AS ?n) (SUM(?h) AS ?m) { ?p st:causesAdverseEvent ?h }", True),
        ("SELECT (COUNT(*) AS ?n) { ?p a st:Study }", False),
        # A value that is 0 is an answer.
        ("SELECT ?n { VALUES ?n { 0 } }", False),
    ],
)
def test_a_count_of_nothing_is_told_by_the_command(
    capfd: pytest.CaptureFixture[str], query: str, is_told: bool
) -> None:
    assert main(["query", query, "-f", "csv"]) == 0
    assert ("nothing to count" in capfd.readouterr().err) is is_told


def test_two_bare_triples_give_two_queries_that_run(packaged: EvidenceStore) -> None:
    note = why_empty(packaged, "SELECT ?p { ?p st:prevents ?x ; st:improves ?y }")
    queries = [line for line in note.splitlines() if line.startswith("  SELECT")]
    assert len(queries) == 2
    for query in queries:
        assert list(run_query(packaged.dataset, query).rows())


def test_a_bare_triple_about_a_disease_says_what_there_is_on_it(packaged: EvidenceStore) -> None:
    note = why_empty(packaged, "ASK { ?s st:ameliorates MONDO:0005301 }")
    assert "only where it is supported" in note
    assert "rdf:object MONDO:0005301" in note
    labels = answer_to_query_given(packaged, note)
    assert labels
    assert all(label.endswith("ameliorates multiple sclerosis") for label in labels)


def test_thin_support_is_called_thin(packaged: EvidenceStore) -> None:
    note = why_empty(packaged, "SELECT ?p { ?p st:improves ?o }")
    thin = [
        p
        for p in packaged.propositions.values()
        if p.predicate.endswith("/improves") and p.stance.value == "supported" and is_thin(p)
    ]
    assert f"{len(thin)} supported but thin" in note


def test_a_relation_that_nobody_measured_is_not_refuted(packaged: EvidenceStore) -> None:
    note = why_empty(packaged, "ASK { term:darvadstrocel st:cures MONDO:0005301 }")
    assert "no study here measured it" in note
    assert "not the same as refuted" in note


def test_the_page_on_queries_shows_a_real_note() -> None:
    page = Path(__file__).parent.parent / "docs" / "queries.md"
    result = doctest.testfile(str(page), module_relative=False, optionflags=doctest.ELLIPSIS)
    assert result.attempted > 3
    assert not result.failed


def test_no_property_is_said_to_be_of_another_class_than_it_stands_on(
    packaged: EvidenceStore,
) -> None:
    facts = Facts(packaged)
    rows = facts.rows("SELECT DISTINCT ?property ?class { ?s ?property ?o . ?s a ?class }")
    n_checked = 0
    for property_, class_ in ((p.value, c.value) for p, c in rows):
        classes = facts.classes_with(property_)
        if classes and class_ in facts.vocabulary:
            assert class_ in classes, (property_, class_)
            n_checked += 1
    assert n_checked > 100


def test_a_mix_of_classes_is_only_told_where_it_is_one(packaged: EvidenceStore) -> None:
    for text in (
        "SELECT * { ?t a st:CellProduct ; st:brandName ?b ; rdfs:label 'nothing'@en }",
        "SELECT * { ?s a st:Source ; st:year 1890 ; st:design ?d }",
        "SELECT * { ?p a st:Proposition ; st:inCondition ?c ; st:stance st:no-evidence ; st:participants -1 }",
        "SELECT * { ?design st:evidenceType obo:ECO_0000180 ; st:year 1890 }",
        "SELECT * { ?c a st:Conflict ; st:onProposition ?p ; st:differsIn st:no-such }",
    ):
        assert "no one thing" not in why_empty(packaged, text)
        assert "names nothing here" not in why_empty(packaged, text)


def test_a_condition_on_an_alias_is_told_with_what_to_write(packaged: EvidenceStore) -> None:
    said = why_empty(
        packaged,
        "SELECT ?y (COUNT(*) AS ?n) { ?s st:year ?y } GROUP BY ?y HAVING (?n > 5 && ?n < 9)",
    )
    assert "HAVING does not know ?n, the name that SELECT gives" in said
    assert said.endswith("write HAVING (COUNT(*) > 5 && COUNT(*) < 9)")
    good = "SELECT ?y (COUNT(*) AS ?n) { ?s st:year ?y } GROUP BY ?y HAVING (COUNT(*) > 5000)"
    assert "HAVING" not in why_empty(packaged, good)
