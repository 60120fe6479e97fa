"""Words that decide which studies stand in an answer, in which order and with what: used, or said to be unused."""

from __future__ import annotations

import pytest
from click.testing import CliRunner

from stroma import open_graph
from stroma.cli import stroma
from stroma.queries import load_questions, run_query
from stroma.queries.asking import understand
from stroma.queries.column_order import with_first
from stroma.queries.deciding import deciding_in
from stroma.queries.elsewhere import or_instead
from stroma.queries.plain_words import read_words
from stroma.queries.table import cell_text

QUESTIONS = load_questions()
_GRAPH = open_graph()


def answer(text: str) -> list[dict[str, str]]:
    """The rows of an answer, asked in this process."""
    found, _ = or_instead(understand(text, QUESTIONS, _GRAPH.store), _GRAPH.store)
    assert found.question is not None
    store = _GRAPH.store
    bindings = found.question.bind(found.given, store.resolve_term, store.resolve_source)
    result = run_query(
        store.dataset, with_first(found.question.sparql, found.columns), bindings=bindings
    )
    return [dict(zip(result.variables, map(cell_text, row), strict=True)) for row in result.rows()]


def studies(text: str) -> list[str]:
    return [row["study"] for row in answer(text)]


@pytest.mark.parametrize(
    ("text", "command"),
    [
        ("what is the biggest single trial you hold", "studies-of-disease --disease any --designs no-reviews --order largest"),
        ("smallest study on osteoarthritis of the knee", 'studies-of-disease --disease "osteoarthritis of the knee" --designs no-reviews --order smallest'),
        ("only randomised trials please: liver cirrhosis", 'studies-of-disease --disease "liver cirrhosis" --designs randomised'),
        ("Which placebo-controlled knee osteoarthritis trials missed their primary endpoint?", 'studies-of-disease --disease "knee osteoarthritis" --result not-met --control placebo'),
        ("heart failure trials that actually met an efficacy primary endpoint", 'studies-of-disease --disease "heart failure" --result met --goal efficacy'),
        ("randomised trials from Korea since 2015", 'studies-of-disease --since 2015 --country "South Korea" --disease any --designs randomised'),
        ("trials in women only?", "studies-of-disease --disease any --whom women"),
        ("what trials were in children with cerebral palsy", 'studies-of-disease --disease "cerebral palsy" --whom children'),
        ("phase 3 trials in ischaemic stroke, country and primary endpoint", 'studies-of-disease --disease "ischaemic stroke" --phases 3'),
        ("longest follow up of people who got cells, cohort not single cases", 'studies-of-disease --product "regenerative medicine product" --disease any --least 2 --order longest'),
        ("my brother has lupus, how many people got better in the study with placebo", "results-in-figures --disease lupus --control placebo"),
        ("how much did the heart pumping improve after a heart attack", 'results-in-figures --outcome "pumping function of the heart" --disease "heart attack"'),
        ("After the cell drip how many people could use less insulin with type 2 diabetes?", 'results-in-figures --product "regenerative medicine product" --disease "type 2 diabetes" --outcome "daily dose of insulin"'),
        ("MSC-NP phase 2: what happened in people at EDSS 6.0 to 6.5", "results-in-figures --product MSC-NP --phases 2"),
        ("is there a newer trial than 2016 in lupus nephritis", 'studies-of-disease --disease "lupus nephritis" --since 2017'),
        ("studies with more than 200 people", "studies-of-disease --least 201 --disease any"),
        # These stand by size already.
        ("the larger of your phase 3 trials for ALS", "phase-3-trials --disease ALS"),
        ("infections after cells in Mexico", 'harm-reports --harm infections --product "regenerative medicine product" --country Mexico'),
        # What is asked of those that were listed chooses none of them.
        ("How many of the MS studies are from Iran, and did any of those have a control group?", "studies-of-disease --disease MS --country Iran"),
        # Two words that no one study can be both of.
        ("GVHD in China: compare the unblinded trial with the placebo one", "studies-of-disease --disease GVHD --country China"),
        ("What does the article about MSC for MS overstate?", "wording-against-evidence"),
    ],
)  # fmt: skip
def test_what_is_decided_on_is_asked(text: str, command: str) -> None:
    found = understand(text, QUESTIONS, _GRAPH.store)
    assert found.question is not None
    assert found.nearest[0] == f"stroma ask {command}"


def test_two_diseases_are_asked_one_by_one_with_what_is_decided_on() -> None:
    found = understand("crossover trials in type 1 diabetes or MS", QUESTIONS, _GRAPH.store)
    assert [dict(one.given) for one in found.each] == [
        {"disease": name, "designs": "crossover"} for name in ("type 1 diabetes", "MS")
    ]


def test_the_largest_trial_stands_first_and_no_review_is_one() -> None:
    """Enrolled: admire-cd-ii 568, dream-hf 565, mautner-2023 480; stroke-meta-2024 pools 1,217."""
    found = studies("what is the biggest trial")
    assert found[:3] == ["admire-cd-ii", "dream-hf", "mautner-2023"]


def test_a_trial_against_another_treatment_is_none_against_placebo() -> None:
    """mautner-2023 missed its endpoint against corticosteroid, adipoa2 and sculptor against placebo."""
    found = studies("placebo-controlled knee arthritis trials that missed their endpoint")
    assert sorted(found) == ["adipoa2", "sculptor"]


def test_a_country_goes_by_any_of_its_names() -> None:
    """Records that name the United Kingdom: admire-cd-ii, connick-2012, masters-ph2, must-ards, realistic-2018."""
    wanted = ["admire-cd-ii", "connick-2012", "masters-ph2", "must-ards", "realistic-2018"]
    assert sorted(studies("which studies recruited in the UK")) == wanted


def test_where_somebody_comes_from_chooses_no_study() -> None:
    given = understand("an American lady was in a stroke trial", QUESTIONS, _GRAPH.store).given
    assert "country" not in given


@pytest.mark.parametrize(
    ("text", "said"),
    [
        # What regulators decided has no order by size.
        ("biggest approved product for ALS", "'biggest' chose nothing of this answer"),
        # "Us" is a word of talk, and the US is a country.
        ("is it safe in MS in the US", "'US' chose nothing of this answer"),
        # Of two countries none is left out, and what is denied is not chosen.
        ("US and Canadian trials in autism", "'US', 'Canadian' chose nothing of this answer"),
        ("MS trials but not double-blind", "'double-blind' chose nothing of this answer"),
        ("trials in women", "studies of which who took part is not entered are left out"),
    ],
)
def test_what_is_not_used_or_leaves_something_out_is_said(text: str, said: str) -> None:
    assert said in understand(text, QUESTIONS, _GRAPH.store).notes


def test_a_topic_that_is_not_known_is_never_answered_with_every_disease() -> None:
    found = understand("ulcer healing, blinded studies only", QUESTIONS, _GRAPH.store)
    assert found.question is None
    assert "ulcer" in found.unused


def test_columns_that_are_asked_for_stand_behind_the_study_and_blanks_are_told() -> None:
    """tan-2012 followed people for 12 months; of ucmsc-kidney-transplant it is not entered."""
    text = "how long were patients followed in the kidney transplant trials"
    done = CliRunner().invoke(stroma, ["ask", text, "-f", "csv"], catch_exceptions=False)
    head, first, _ = done.stdout.splitlines()
    assert head.startswith("year,study,months_followed,")
    assert first.startswith("2012,tan-2012,12,")
    assert "no length of follow-up is entered of ucmsc-kidney-transplant" in done.stderr


def test_figures_come_with_p_value_and_comparator() -> None:
    """regenerate-ami: 2.2% (95% CI -0.5 to 5.0), p 0.10, against placebo."""
    found = answer("how much did the heart pumping improve after a heart attack")
    row = next(row for row in found if row["study"] == "regenerate-ami")
    assert list(row.items())[:4] == [
        ("study", "regenerate-ami"),
        ("value", "2.2% (95% CI -0.5 to 5.0)"),
        ("p", "0.10"),
        ("compared_with", "placebo"),
    ]


def test_a_product_that_was_not_tried_gives_way_to_those_of_its_tissue() -> None:
    """No marrow cells but cultured ones were given in MS; uccelli-2021 is the largest trial of these."""
    found = understand("do bone marrow cells work in MS", QUESTIONS, _GRAPH.store)
    asked, told = or_instead(found, _GRAPH.store)
    assert (found.given["product"], asked.given["product"]) == (
        "bone marrow cells",
        "bone-marrow MSC product",
    )
    assert told.startswith("nothing is held on 'bone-marrow cell product, not cultured' in MS")
    # A brand shares its tissue with others, and is none of them.
    brand = understand("does Cartistem work in MS", QUESTIONS, _GRAPH.store)
    assert or_instead(brand, _GRAPH.store)[0].given["product"] == "Cartistem"


def test_the_longest_phrase_at_a_place_decides() -> None:
    said = deciding_in("how long were people followed in phase 2b trials".split())
    assert [(one.parameter, one.value) for one in said] == [
        ("columns", "months_followed"),
        ("phases", "2"),
    ]


def test_each_value_that_words_decide_on_is_one_of_a_list_of_studies() -> None:
    lists = [QUESTIONS[name] for name in ("studies-of-disease", "results-in-figures")]
    choices = {p.name: p.choices for question in lists for p in reversed(question.parameters)}
    choices |= {p.name: p.choices for p in lists[0].parameters}
    for parameter, values in read_words()["deciding"].items():
        if parameter not in ("columns", "least"):
            assert set(values) <= set(choices[parameter]), parameter


def test_columns_are_moved_and_none_is_lost() -> None:
    sparql = "SELECT DISTINCT ?year ?study (COALESCE(?n, 0) AS ?people) ?dose\nWHERE { }"
    moved = with_first(sparql, ["dose", "people", "missing"]).splitlines()[0]
    assert moved == "SELECT DISTINCT ?year ?study ?dose (COALESCE(?n, 0) AS ?people)"
    assert with_first(sparql, []) == sparql
