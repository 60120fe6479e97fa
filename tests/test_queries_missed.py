"""An answer that is there and too small says so, with what to write instead; one that is whole says nothing."""

from __future__ import annotations

import io
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pyoxigraph as ox
import pytest
from markupsafe import escape

import stroma
from stroma.cli import main
from stroma.queries import load_questions, remarks, run_query, stream_query
from stroma.queries.guard import inspect_query
from stroma.queries.missed import what_was_missed
from stroma.queries.remarks import what_was_missed_in_time
from stroma.server.protocol import SparqlRequest
from stroma.server.sparql_pages import write_sparql

if TYPE_CHECKING:
    from stroma.store import EvidenceStore

SMALL = "SELECT (COUNT(?f) AS ?n) { ?f st:pValue ?p FILTER(xsd:decimal(?p) < 0.05) }"
SPLIT = "SELECT (COUNT(?f) AS ?n) { GRAPH ?g { ?f a st:Finding ; st:group ?group } }"


@pytest.fixture(autouse=True)
def _patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """No answer is too late on a machine that is busy."""
    monkeypatch.setattr(remarks, "_PATIENCE_S", 60.0)


def number(store: EvidenceStore, query: str) -> int:
    return int(next(run_query(store.dataset, query).rows())[0].value)  # type: ignore[union-attr]


def missed(store: EvidenceStore, query: str, **bindings: ox.NamedNode | ox.Literal) -> str:
    return what_was_missed(store.dataset, inspect_query(query), bindings)


@pytest.mark.parametrize(
    "cast", ["xsd:decimal(?p)", "xsd:double(STR(?p))", "<http://www.w3.org/2001/XMLSchema#float>( ?p )"]
)  # fmt: skip
def test_a_cast_that_loses_p_values_is_told_with_the_answer_of_p_at_most(
    packaged: EvidenceStore, cast: str
) -> None:
    query = f"SELECT (COUNT(?f) AS ?n) {{ ?f st:pValue ?p FILTER({cast} < 0.05) }}"
    whole = number(packaged, "SELECT (COUNT(?f) AS ?n) { ?f st:pAtMost ?p FILTER(?p < 0.05) }")
    own = number(packaged, query)
    assert 0 < own < whole
    said = missed(packaged, query)
    assert "st:pAtMost" in said
    assert said.endswith(f"it gives {whole}, not {own}")


def test_rows_and_a_no_are_told_too(packaged: EvidenceStore) -> None:
    rows = missed(packaged, SMALL.replace("(COUNT(?f) AS ?n)", "?f ?p"))
    whole = number(packaged, "SELECT (COUNT(?f) AS ?n) { ?f st:pAtMost ?p FILTER(?p < 0.05) }")
    assert f"it gives {whole} rows, not {number(packaged, SMALL)}" in rows
    told = "SELECT ?f { ?f st:pValue '<0.001' } LIMIT 1"
    (finding,) = next(run_query(packaged.dataset, told).rows())
    assert isinstance(finding, ox.NamedNode)
    ask = "ASK { ?f st:pValue ?p FILTER(xsd:decimal(?p) < 0.05) }"
    assert missed(packaged, ask, f=finding).endswith("it gives yes, not no")
    assert missed(packaged, ask) == ""


def test_what_stands_in_two_graphs_is_told_with_what_to_write(packaged: EvidenceStore) -> None:
    own = number(packaged, SPLIT)
    whole = number(packaged, "SELECT (COUNT(?f) AS ?n) { ?f a st:Finding ; st:group ?group }")
    assert 0 < own < whole
    said = missed(packaged, SPLIT)
    assert said.endswith(f"it gives {whole}, not {own}")
    # What it says to write is that, put in the place of the part.
    part = "GRAPH graph:derived { ?f st:group ?group }"
    assert part in said
    instead = f"SELECT (COUNT(?f) AS ?n) {{ GRAPH ?g {{ ?f a st:Finding . {part} }} }}"
    assert number(packaged, instead) == whole
    assert missed(packaged, instead) == ""
    by_graph = "SELECT ?g (COUNT(?f) AS ?n) { GRAPH ?g { ?f st:foundBy/st:slug ?s ; st:level ?l . } } GROUP BY ?g"
    assert "GRAPH graph:derived { ?f st:level ?l } for that part it gives" in missed(packaged, by_graph)  # fmt: skip


@pytest.mark.parametrize(
    "query",
    [
        # Every p-value that matters is a number.
        "SELECT ?f { ?f st:pValue ?p FILTER(xsd:decimal(?p) > 0.5) }",
        "SELECT ?f { VALUES ?p { '0.010' } ?f st:pValue ?p FILTER(xsd:decimal(?p) < 0.05) }",
        # The order changes, the rows do not.
        "SELECT ?f ?p { ?f st:pValue ?p } ORDER BY xsd:decimal(?p)",
        # Not a cast of a p-value, or not of its text.
        "SELECT ?f { ?f st:pAtMost ?p FILTER(xsd:decimal(?p) < 0.05) }",
        "SELECT ?f { ?f st:value ?v ; st:pValue ?p FILTER(xsd:decimal(?v) < 3) }",
        "SELECT ?f { ?f st:pValue ?p FILTER(CONTAINS(?p, 'xsd:decimal(?p)')) }",
        # Words are no number in st:pAtMost either.
        "SELECT ?f { ?f st:pValue 'not significant', ?p FILTER(xsd:decimal(?p) < 0.05) }",
        # All of it stands in one graph.
        "SELECT ?g ?f { GRAPH ?g { ?f a st:Finding ; st:foundBy ?s ; st:direction ?d } }",
        "SELECT ?g ?s { GRAPH ?g { ?s st:slug ?slug . ?f st:foundBy ?s } }",
        "SELECT ?p ?r ?s { GRAPH ?g { ?p a st:Proposition ; rdf:predicate ?r ; st:stance ?s } }",
        "SELECT ?f { GRAPH ?g { ?f st:derived true ; st:group ?l } }",
        # Each part has its own graph.
        "SELECT ?f { GRAPH ?g { ?f a st:Finding } ?f st:group ?l }",
        "SELECT ?f { GRAPH ?g { ?f a st:Finding } GRAPH graph:derived { ?f st:group ?l } }",
        # One graph was meant.
        "SELECT ?f { GRAPH graph:derived { ?f a st:Finding ; st:group ?l } }",
        "SELECT ?f { GRAPH ?g { ?f a st:Finding ; st:group ?l } FILTER(?g = graph:derived) }",
        "SELECT ?f { VALUES ?g { graph:derived } GRAPH ?g { ?f a st:Finding ; st:group ?l } }",
        "SELECT ?f FROM NAMED graph:derived { GRAPH ?g { ?f a st:Finding ; st:group ?l } }",
        # What two sources say is joined nowhere, which is what GRAPH ?g is for.
        "SELECT ?a ?b { GRAPH ?g { ?a a st:Study . ?b a st:Study } FILTER(?a != ?b) }",
        # Nothing is narrower, all narrower ones are meant, or no study here has one.
        "SELECT ?s { ?s st:disease MONDO:0004976 }",
        "SELECT ?s { ?s st:disease/st:within MONDO:0005301 }",
        "SELECT ?s { GRAPH ?g { ?s st:disease MONDO:0005301 } }",
        "SELECT ?d { study:uccelli-2021 st:disease ?d }",
        'SELECT ?s { ?s st:country "Iran" }',
        # A sum of one number a record, without those that share people, or of what is no people.
        "SELECT ?s (SUM(?n) AS ?t) { ?s st:nEnrolled ?n } GROUP BY ?s",
        "SELECT (SUM(?n) AS ?t) { ?s st:nEnrolled ?n FILTER NOT EXISTS { ?s st:sharesParticipantsWith ?o } }",
        "SELECT (AVG(?y) AS ?t) { ?s st:year ?y }",
        "SELECT (COUNT(?n) AS ?t) { ?s st:nEnrolled ?n }",
        # Of a term that nothing is narrower than, or with all that are.
        "SELECT ?f { ?f st:inCondition MONDO:0004976 }",
        "SELECT ?f { ?f rdf:object/st:within MONDO:0005301 }",
        # It is said or shown what is asked, or only that there is a direction.
        "SELECT ?f { ?f rdf:predicate st:improves ; st:direction st:supports }",
        'SELECT (COUNT(?f) AS ?n) { ?f st:direction st:supports ; rdf:predicate/st:asks "effect" }',
        "SELECT ?r (COUNT(?p) AS ?n) { ?p st:stance st:supported ; rdf:predicate ?r } GROUP BY ?r",
        "SELECT ?said { ?p st:stance st:supported ; rdfs:label ?said }",
        "SELECT ?said { ?p st:stance ?s ; st:stanceInWords ?said }",
        "SELECT (COUNT(?f) AS ?n) { ?f a st:Finding ; st:direction ?d }",
        "SELECT ?d { finding:uccelli-2021-f1 st:direction ?d }",
        # What is left out, given back or listed is there, or may come to be there.
        "SELECT ?s { ?s a st:Study FILTER NOT EXISTS { ?s st:species 'human' } }",
        "SELECT ?s ?r { ?s a st:Study OPTIONAL { ?s st:retractedOn ?r } }",
        "SELECT ?f { ?f a st:Finding FILTER NOT EXISTS { ?f st:retracted true } }",
        "SELECT ?f { ?f a st:Finding ; st:group ?g FILTER(?g NOT IN (st:animal-group, st:in-vitro-group)) }",
        "SELECT ?s { ?s st:year ?y ; st:phase ?p FILTER(?y != 1900 && ?p >= '2') }",
        "SELECT ?x { { ?x a st:Study } UNION { ?x a st:Finding } OPTIONAL { ?x st:direction ?d } }",
        "SELECT ?f { ?f a st:Finding FILTER NOT EXISTS { ?f a st:Claim } }",
        # Some of many was asked for, or something else each time.
        "SELECT ?f { GRAPH ?g { ?f a st:Finding ; st:group ?l } } LIMIT 5",
        "SELECT (COUNT(*) AS ?n) { { SELECT ?f { GRAPH ?g { ?f a st:Finding ; st:group ?l } } LIMIT 5 } }",
        "SELECT (SAMPLE(?f) AS ?one) { GRAPH ?g { ?f a st:Finding ; st:group ?l } }",
        "CONSTRUCT { ?f st:pValue ?p } { ?f st:pValue ?p FILTER(xsd:decimal(?p) < 0.05) }",
    ],
)  # fmt: skip
def test_a_whole_answer_says_nothing(packaged: EvidenceStore, query: str) -> None:
    assert missed(packaged, query) == ""


def test_a_disease_without_its_narrower_ones_is_told_with_the_answer_of_all(
    packaged: EvidenceStore,
) -> None:
    own = "SELECT (COUNT(DISTINCT ?s) AS ?n) { ?s a st:Study ; st:disease MONDO:0005301 }"
    whole = number(packaged, own.replace("st:disease", "st:disease/st:within"))
    assert 0 < number(packaged, own) < whole
    said = missed(packaged, own)
    assert "with st:disease/st:within MONDO:0005301" in said
    assert said.endswith(f"it gives {whole}, not {number(packaged, own)}")
    # A study of two narrower diseases is one row; so is one that has the disease itself.
    rows = missed(packaged, "SELECT ?s { ?s st:disease MONDO:0005301 ; st:year ?y }")
    dated = own.replace("st:disease", "st:year ?y ; st:disease/st:within")
    assert f"it gives {number(packaged, dated)} rows" in rows


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("rdf:object MONDO:0005301 ; rdf:predicate st:ameliorates", "rdf:object/st:within MONDO:0005301"),
        ("st:inCondition MONDO:0005301", "st:inCondition/st:within MONDO:0005301"),
        ("rdf:subject term:msc-product", "rdf:subject/st:within term:msc-product"),
        (
            "rdf:subject term:msc-product ; rdf:object MONDO:0005301",
            "rdf:subject/st:within term:msc-product and rdf:object/st:within MONDO:0005301",
        ),
    ],
)  # fmt: skip
def test_a_statement_on_a_term_without_its_narrower_ones_is_told(
    packaged: EvidenceStore, content: str, said: str
) -> None:
    own = f"SELECT (COUNT(DISTINCT ?f) AS ?n) {{ ?f a st:Finding ; {content} }}"
    wide = content
    for name in ("rdf:object", "rdf:subject", "st:inCondition"):
        wide = wide.replace(f"{name} ", f"{name}/st:within ")
    whole = number(packaged, own.replace(content, wide))
    assert 0 < number(packaged, own) < whole
    told = missed(packaged, own)
    assert f"with {said}, and each once" in told
    assert told.endswith(f"it gives {whole}, not {number(packaged, own)}")


def test_a_term_that_a_value_is_bound_to_is_told_too(packaged: EvidenceStore) -> None:
    ms = ox.NamedNode(packaged.resolve_term("MS"))
    told = missed(packaged, "SELECT ?f { ?f st:inCondition ?c }", c=ms)
    n = number(packaged, "SELECT (COUNT(?f) AS ?n) { ?f st:inCondition/st:within MONDO:0005301 }")
    assert f"with st:inCondition/st:within ?c, and each once (DISTINCT), it gives {n} rows" in told


def test_a_direction_of_mixed_questions_is_told_with_how_many_ask_what(
    packaged: EvidenceStore,
) -> None:
    own = "SELECT (COUNT(*) AS ?n) { ?f rdf:object/st:within MONDO:0005301 ; st:direction st:supports }"
    parts = {
        word: number(packaged, own[:-1] + f'; rdf:predicate/st:asks "{word}" }}')
        for word in ("effect", "trial", "safety", "harm", "decision")
    }
    n = number(packaged, own)
    assert 0 < parts["effect"] < parts["trial"] < n
    told = missed(packaged, own)
    assert f"of {n} findings read here" in told
    for word, k in parts.items():
        assert (f" {k} {word}" in told) is (k > 0)
    assert f" {n - sum(parts.values())} none of these; " in told
    # What it says to write says nothing more.
    assert '?f rdf:predicate/st:asks "effect"' in told
    assert missed(packaged, own[:-1] + '; rdf:predicate/st:asks "effect" }') == ""
    # A predicate that nobody looks at does not help; rows of a limit, triples and a yes are told too.
    for query in (
        own[:-1] + "; rdf:predicate ?r }",
        own.replace("(COUNT(*) AS ?n)", "?f") + " LIMIT 2",
        own.replace("SELECT (COUNT(*) AS ?n)", "ASK"),
        own.replace("SELECT (COUNT(*) AS ?n)", "CONSTRUCT { ?f a st:Finding }"),
    ):
        assert f"of {n} findings read here" in missed(packaged, query), query
    of_stance = missed(packaged, "SELECT (COUNT(?p) AS ?n) { ?p st:stance st:supported }")
    n = number(packaged, "SELECT (COUNT(?p) AS ?n) { ?p st:stance st:supported }")
    assert f"of {n} propositions read here" in of_stance
    # Where it cannot be counted it is said without numbers.
    some = "SELECT ?x FROM graph:derived { ?x st:stance st:supported }"
    assert "since a harm or a mere trial is supported too" in missed(packaged, some)


ANIMALS = "st:animal is a design, and st:group takes a group"


@pytest.mark.parametrize(
    ("part", "words"),
    [
        ("?f a st:Finding FILTER NOT EXISTS { ?f st:group st:animal }", ANIMALS),
        ("?f a st:Finding FILTER(!EXISTS { ?f st:group st:animal })", ANIMALS),
        ("?f a st:Finding MINUS { ?f st:group st:animal }", ANIMALS),
        ("?f a st:Finding ; st:group ?g FILTER(?g != st:animal)", ANIMALS),
        ("?f a st:Finding ; st:group ?g FILTER(st:animal != ?g)", ANIMALS),
        ("?f a st:Finding ; st:group ?g FILTER(?g NOT IN (st:animal, st:in-vitro-group))", ANIMALS),
        ("VALUES (?d ?g) { (UNDEF st:animal) (UNDEF st:human-group) } ?f st:group ?g", ANIMALS),
        ("?f a st:Study MINUS { ?f st:design st:animals }", "did you mean st:animal?"),
        ("?f a st:Study MINUS { ?f st:disease 'multiple sclerosis' }", "write MONDO:0005301, not"),
        ("?f a st:Study MINUS { ?f st:disease MONDO:9999999 }", "MONDO:9999999 names nothing here"),
        ("?f a st:Study MINUS { ?f st:disease term:msc-product }", "st:disease takes a disease"),
        ("?f a st:Study FILTER NOT EXISTS { ?f st:species 'Human' }", 'st:species here is "human"'),
        ("?f a st:Study FILTER NOT EXISTS { ?f st:species 'canine' }", '"monkey", "mouse", "rat"'),
        ("?f st:design ?d FILTER(?d != st:meta-analyis)", "did you mean st:meta-analysis?"),
        ("?f st:year ?y FILTER(?y != '2015')", "write 2015 without quotes"),
        ("{ ?f st:phase '2' } UNION { ?f st:phase 3 }", 'write "3" in quotes'),
        ("?f a st:Finding OPTIONAL { ?f st:retractd ?r }", "did you mean st:retracted?"),
        ("?f a st:Study OPTIONAL { ?f st:sampleSize ?r }", "people are st:nEnrolled"),
        ("?f a st:Study OPTIONAL { ?f skos:prefLabel ?r }", "nothing here has skos:prefLabel"),
        ("?f a st:Study OPTIONAL { ?f st:direction ?r }", "?finding st:foundBy ?study"),
        ("?f a st:Study FILTER NOT EXISTS { ?f st:retracted true }", "no one thing has both a st:Study"),
        ("?f rdf:predicate st:improves OPTIONAL { ?f st:direction ?d ; st:asks ?r }", "st:asks (predicate)"),
        ("?f st:direction ?d OPTIONAL { ?f st:asks ?r }", "?finding rdf:predicate ?predicate"),
        ("?f rdf:predicate ?r FILTER NOT EXISTS { ?r st:asks 'harms' }", 'there is "decision", "effect"'),
        ("VALUES ?d { st:rct st:randomised-controlled } ?f st:design ?d", "st:design takes st:animal"),
        ("?f a st:Proposition ; st:stance ?s ; rdf:predicate st:improves FILTER(?s != st:unsupported)", "mean st:not-supported?"),
    ],
)  # fmt: skip
def test_a_part_that_meets_nothing_is_told_beside_the_answer(
    packaged: EvidenceStore, part: str, words: str
) -> None:
    query = f"SELECT (COUNT(*) AS ?n) {{ {part} }}"
    assert number(packaged, query) > 0
    told = missed(packaged, query)
    assert told.startswith("a part of this query meets nothing")
    assert words in told


def test_a_part_that_meets_nothing_is_told_of_triples_and_of_an_answer_that_was_cut() -> None:
    g = stroma.open_graph()
    part = "{ ?s a st:Study FILTER NOT EXISTS { ?s st:species 'Human' } }"
    for query in (f"SELECT ?s {part}", f"CONSTRUCT {{ ?s a st:Study }} {part}"):
        assert 'st:species here is "human"' in g.query(query, limit=3).note
    # An empty answer says it once, where it says why.
    empty = g.query("SELECT ?s { ?s a st:Study ; st:species 'Human' OPTIONAL { ?s st:x ?x } }")
    assert "st:x is not in the vocabulary" in empty.why_empty
    assert empty.note == ""


def test_a_value_that_is_bound_is_looked_up_too(packaged: EvidenceStore) -> None:
    query = "SELECT ?f { ?f a st:Finding FILTER NOT EXISTS { ?f st:group ?g } }"
    animal = ox.NamedNode("https://w3id.org/stroma/vocab/animal")
    assert ANIMALS in missed(packaged, query, g=animal)


def test_a_country_beside_others_is_told(packaged: EvidenceStore) -> None:
    own = 'SELECT (COUNT(?s) AS ?n) { ?s a st:Study ; st:country "United States" }'
    whole = number(
        packaged,
        'SELECT (COUNT(?s) AS ?n) { ?s a st:Study ; st:country ?c FILTER(CONTAINS(?c, "United States")) }',
    )
    said = missed(packaged, own)
    assert 'FILTER(CONTAINS(?country, "United States"))' in said
    assert said.endswith(f"it gives {whole}, not {number(packaged, own)}")


def test_a_crossover_trial_is_randomised_too(packaged: EvidenceStore) -> None:
    both = "VALUES ?d { st:randomised-controlled st:crossover-randomised }"
    whole = number(packaged, f"SELECT (COUNT(?s) AS ?n) {{ {both} ?s a st:Study ; st:design ?d }}")
    own = "SELECT (COUNT(?s) AS ?n) { ?s a st:Study ; st:design st:randomised-controlled }"
    said = missed(packaged, own)
    assert "its design is st:crossover-randomised" in said
    assert said.endswith(f"it gives {whole}, not {number(packaged, own)}")
    named = "SELECT ?s { ?s st:design ?d VALUES ?d { st:randomised-controlled } }"
    assert missed(packaged, named) == ""  # a list was thought about
    # None of these is a crossover trial.
    stroke = (
        "SELECT ?s { ?s st:design st:randomised-controlled ; st:disease/st:within MONDO:0005098 }"
    )
    assert missed(packaged, stroke) == ""


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("SELECT (SUM(?n) AS ?t) { ?s st:nEnrolled ?n }", "st:sharesParticipantsWith"),
        ("SELECT (AVG(DISTINCT ?n) AS ?t) { ?s st:nTreated ?n }", "st:poolsStudy"),
        ("SELECT (sum(?n) AS ?t) { ?p st:participants ?n }", "once for every statement"),
        ("SELECT (AVG(?n) AS ?t) { ?f st:nEvents ?n }", "neither people nor a rate"),
        ("SELECT ?d (SUM(?n) AS ?t) { ?s st:nEnrolled ?n ; st:disease ?d } GROUP BY ?d", "more than once"),
    ],
)  # fmt: skip
def test_a_sum_that_is_none_is_told(packaged: EvidenceStore, query: str, words: str) -> None:
    assert words in missed(packaged, query)
    assert words in stroma.open_graph().query(query).note


def test_named_questions_miss_nothing(packaged: EvidenceStore) -> None:
    """Nothing is looked for beside their answers, since there is nothing."""
    for question in load_questions().values():
        assert missed(packaged, question.sparql) == "", question.name
        named = {p.name for p in question.parameters} & {"product", "disease"}
        given = {name: {"product": "MSC product", "disease": "MS"}[name] for name in named}
        if given and all(p.default is not None for p in question.parameters if p.name not in given):
            bound = question.bind(given, packaged.resolve_term)
            assert missed(packaged, question.sparql, **bound) == "", question.name


def test_of_a_study_whose_p_values_are_all_numbers_nothing_is_said(tmp_path: Path) -> None:
    finding = "<https://w3id.org/stroma/finding/doe-2026-f1>"
    for text, is_told in (("0.010", False), ("<0.001", True)):
        store = ox.Store()
        p_value = ox.NamedNode("https://w3id.org/stroma/vocab/pValue")
        graph = ox.NamedNode("https://w3id.org/stroma/graph/study/doe-2026")
        store.add(ox.Quad(ox.NamedNode(finding[1:-1]), p_value, ox.Literal(text), graph))
        assert bool(what_was_missed(store, inspect_query(SMALL))) is is_told


def test_it_is_told_beside_the_answer_in_python_and_when_it_is_streamed(
    packaged: EvidenceStore,
) -> None:
    g = stroma.open_graph()
    answer = g.query(SMALL)
    whole = number(packaged, "SELECT (COUNT(?f) AS ?n) { ?f st:pAtMost ?p FILTER(?p < 0.05) }")
    assert answer.note.endswith(f"it gives {whole}, not {answer[0].n}")
    assert answer.note in str(answer)
    assert g.query("SELECT ?f { ?f st:pAtMost ?p FILTER(?p < 0.05) }").note == ""
    out = io.BytesIO()
    report = stream_query(packaged.dataset, SMALL, out, fmt="csv")
    assert (out.getvalue(), report.remark) == (f"n\r\n{answer[0].n}\r\n".encode(), answer.note)
    out = io.BytesIO()
    asked = SparqlRequest(inspect_query(SMALL), None, "csv")
    report = write_sparql(packaged, out, asked=asked, root="", timeout_s=240)
    assert (out.getvalue().split()[1:], report.remark) == ([str(answer[0].n).encode()], answer.note)
    write_sparql(packaged, out, asked=replace(asked, fmt="html"), root="", timeout_s=240)
    assert escape(answer.note) in out.getvalue().decode()
    some = stream_query(packaged.dataset, SMALL.replace("(COUNT(?f) AS ?n)", "?f"), out, limit=3)
    assert (some.was_cut, some.remark) == (True, "")


def test_the_command_tells_it_on_stderr(capfd: pytest.CaptureFixture[str]) -> None:
    assert main(["query", SPLIT, "--format", "csv"]) == 0
    said = capfd.readouterr()
    assert said.out.split()[1].isdigit()
    assert said.err.startswith("stroma: GRAPH ?g asks one graph at a time")
    assert main(["query", "SELECT (COUNT(?f) AS ?n) { ?f a st:Finding ; st:group ?group }"]) == 0
    assert capfd.readouterr().err == ""


def test_a_query_of_more_than_half_a_second_is_not_asked_again(
    packaged: EvidenceStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.undo()
    query = inspect_query(SMALL)
    assert what_was_missed_in_time(packaged.dataset, query, took_s=0.6, timeout_s=30) == ""


def test_a_query_that_was_slow_is_not_asked_again(packaged: EvidenceStore) -> None:
    query = inspect_query(SMALL)

    def said(took_s: float, timeout_s: float | None) -> str:
        return what_was_missed_in_time(packaged.dataset, query, took_s=took_s, timeout_s=timeout_s)

    assert "st:pAtMost" in said(9, None) == said(9, 40)
    assert said(11, 40) == said(61, None) == ""
    # Nor is it waited for.
    assert said(0, 1e-6) == ""
