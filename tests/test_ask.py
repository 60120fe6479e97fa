"""`stroma ask`: how a question was understood is said, whatever the format; what is not said is no narrower answer."""

from __future__ import annotations

import csv
import io
import json
import re
import shlex
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner, Result

from stroma import open_graph
from stroma.cli import stroma
from stroma.errors import InputError, QueryTimeoutError
from stroma.naming import AmbiguousNameError
from stroma.queries import QueryResult, elsewhere, load_questions
from stroma.queries.asking import command_of, understand

if TYPE_CHECKING:
    from stroma.store import EvidenceStore

QUESTIONS = load_questions()


def ask(*words: str) -> Result:
    return CliRunner().invoke(stroma, ["ask", *words], catch_exceptions=False)


@pytest.mark.parametrize("fmt", ["table", "csv", "tsv", "json", "xml"])
def test_what_was_understood_goes_to_stderr_in_every_format(fmt: str) -> None:
    done = ask("placebo-controlled-trials", "--format", fmt)
    assert "disease: multiple sclerosis (default)" in done.stderr
    assert "--disease any asks about every disease" in done.stderr
    assert "(default)" not in done.stdout


def test_a_value_that_was_given_is_no_default() -> None:
    done = ask("placebo-controlled-trials", "--disease", "MS", "-f", "csv")
    assert "disease: multiple sclerosis]" in done.stderr
    assert "--disease any" not in done.stderr


def test_tsv_holds_plain_values_like_csv() -> None:
    plain = ask("null-results", "-f", "tsv").stdout.splitlines()
    rows = list(csv.reader(io.StringIO(ask("null-results", "-f", "csv").stdout)))
    assert [line.split("\t") for line in plain] == rows
    assert '"level 2"@en' not in plain[1]


def test_json_is_that_of_sparql() -> None:
    answer = json.loads(ask("null-results", "--product", "MSC", "-f", "json", "-n", "1").stdout)
    assert answer["results"]["bindings"][0]["level"] == {
        "type": "literal",
        "value": "level 2",
        "xml:lang": "en",
    }


def test_any_asks_about_every_disease_and_product() -> None:
    every = ask("placebo-controlled-trials", "--disease", "any", "--product", "any", "-f", "csv")
    wide = ask(
        "placebo-controlled-trials", "--disease", "disease", "--product", "regenerative medicine", "-f", "csv"
    )  # fmt: skip
    assert every.stdout == wide.stdout
    assert "disease: any" in every.stderr
    assert len(every.stdout.splitlines()) > len(
        ask("placebo-controlled-trials", "-f", "csv").stdout.splitlines()
    )


def test_help_says_which_questions_are_about_one_disease() -> None:
    assert "--disease any" in ask().stdout
    assert "--disease any" in ask("--help").stdout
    assert "one disease only" in ask("small-studies", "--help").stdout
    assert "one disease only" not in ask("null-results", "--help").stdout
    page = (Path(__file__).parent.parent / "docs" / "questions.md").read_text(encoding="utf-8")
    narrow = sum(p.narrows for q in QUESTIONS.values() for p in q.parameters)
    assert page.count("one disease only by default") == narrow > 5


@pytest.mark.parametrize(
    ("text", "command"),
    [
        ("does NurOwn slow ALS", "product-in-disease --product NurOwn --disease ALS"),
        ("Is darvadstrocel effective in Crohn's fistula?", 'product-in-disease --product darvadstrocel --disease "Crohn\'s fistula"'),
        ("is it safe", "harm-reports"),
        ("harms", "harm-reports"),
        ("side-effects", "harm-reports --harm side-effects"),
        ("what are the risks of MSC in MS", "harms-beside-benefit --product MSC --disease MS"),
        ("do stem cells cause tumours?", 'harm-reports --product "regenerative medicine product" --harm "tumour or malignancy"'),
        ("cancer risk", 'harm-reports --harm "tumour or malignancy"'),
        ("did anyone die after stem cells", 'deaths --product "regenerative medicine product"'),
        ("how many died in heart failure", 'deaths --disease "heart failure"'),
        ("did remestemcel reduce mortality in covid", "deaths --product remestemcel --disease covid"),
        ("is it FDA approved for autism", 'approvals --disease autism --where "United States"'),
        ("risk of dying covid", "deaths --disease covid"),
        ("does it help my son with autism", "product-in-disease --disease autism"),
        ("does MSC save lives in covid", "deaths --product MSC --disease covid"),
        ("side effects of injections of MSC in the knee", 'harms-beside-benefit --product MSC --disease "knee osteoarthritis"'),
        ("which trials failed", "negative-trials"),
        ("how does it work", "mechanisms-by-evidence"),
        ("does MSC not work in ALS", "null-results --product MSC --disease ALS"),
        ("does it NOT work in ALS", "null-results --disease ALS"),
        ("doesn't it work in ALS", "null-results --disease ALS"),
        ("does it not cause tumors", 'harm-reports --harm "tumour or malignancy"'),
        ("isn't it safe", "harm-reports"),
        ("not approved", "approvals"),
        ("which studies did not find side effects", 'harm-reports --harm "side effects"'),
        ("trials without placebo in MS", "never-against-placebo --disease MS"),
        ("studies without side effects", 'harm-reports --harm "side effects"'),
        ("no evidence of disease activity in MS", 'outcome-across-products --outcome "no evidence of disease activity" --disease MS'),
        ("does it work in adults with ALS", "product-in-disease --disease ALS"),
        ("is it safe in children", "harm-reports"),
        ("is it safe in GVHD in children", 'harms-beside-benefit --disease "GVHD in children"'),
        ("does NurOwn work", "product-in-disease --product NurOwn --disease any"),
        ("does Alofisel work", "product-in-disease --product Alofisel --disease any"),
        ("do stem cells work in ALS", 'product-in-disease --product "regenerative medicine product" --disease ALS'),
        ("how many people were treated", "people-in-studies"),
        ("how many people had NurOwn", "people-in-studies --product NurOwn"),
        ("how many patients with ALS", "people-in-studies --disease ALS"),
        ("how many people had side effects", 'harm-reports --harm "side effects"'),
        ("Multiple sclorosis safety", 'harm-reports --disease "Multiple sclerosis" --harm safety'),
        ("safty of MSC in MS", "harms-beside-benefit --product MSC --disease MS"),
        ("does MSC help knee artritis", 'product-in-disease --product MSC --disease "knee osteoarthritis"'),
        ("side effects of stem cells for MS", 'harm-reports --harm "side effects" --product "regenerative medicine product" --disease MS'),
        ("side effects of stem cells", 'harm-reports --harm "side effects" --product "regenerative medicine product"'),
        ("side effects of stem cell therapy in knees", 'harms-beside-benefit --product "regenerative medicine product" --disease "knee osteoarthritis"'),
        ("what are the side effects of stem cell therapy for ALS", 'harm-reports --harm "side effects" --product "regenerative medicine product" --disease ALS'),
        ("adverse effects of stem cell treatment in stroke", 'harms-beside-benefit --product "regenerative medicine product" --disease stroke'),
        ("MSC MS", "product-in-disease --product MSC --disease MS"),
        ("headache after MSC", "harm-reports --harm headache --product MSC"),
        ("compare NurOwn and lenzumestrocel", "side-by-side --product NurOwn --other lenzumestrocel"),
        ("does NurOwn or lenzumestrocel work better in ALS", "side-by-side --product NurOwn --other lenzumestrocel --disease ALS"),
        ("adipose MSC versus bone-marrow MSC for knee osteoarthritis", 'side-by-side --product "adipose MSC" --other "bone-marrow MSC" --disease "knee osteoarthritis"'),
        ("is darvadstrocel safer than remestemcel", "side-by-side --product darvadstrocel --other remestemcel"),
        ("does mesenchymal stem cell transplantation help lupus", 'product-in-disease --product "mesenchymal stem cell transplantation" --disease lupus'),
        ("death after stem cell transplantation in GVHD", 'deaths --product "stem cell transplant" --disease GVHD'),
        ("what is the best treatment for MS", "outcome-across-products --disease MS"),
        ("was anything retracted", "retracted-studies"),
        ("Was a study on MS retracted?", "retracted-studies --disease MS"),
        ("was any trial in stroke retracted", "retracted-studies --disease stroke"),
        ("Which studies were retracted?", "retracted-studies"),
        ("infections after stem cells", 'harm-reports --harm infections --product "regenerative medicine product"'),
        ("can stem cells make me blind", 'harm-reports --product "regenerative medicine product" --harm "visual loss"'),
        ("which product is best for crohn's fistula", """outcome-across-products --disease "crohn's fistula\""""),
        ("best product for stroke", "outcome-across-products --disease stroke"),
        ("does it improve walking speed", 'outcome-across-products --outcome "walking speed" --disease any'),
        ("trials with placebo", "placebo-controlled-trials --disease any"),
        ("is there a double blind trial in ALS", "placebo-controlled-trials --disease ALS"),
        ("mice with MS", "animal-models --disease MS"),
        ("does it work for MS (multiple sclerosis)", 'product-in-disease --disease "MS multiple sclerosis"'),
        ("does stem cell therapy with NurOwn help ALS", "product-in-disease --product NurOwn --disease ALS"),
        ("can it help my son's autism", "product-in-disease --disease autism"),
        ("newest study in ALS", "studies-of-disease --disease ALS --order newest"),
        ("what is the biggest trial in stroke", "studies-of-disease --disease stroke --designs trials --order largest"),
        ("does akuugo work", "product-in-disease --product akuugo --disease any"),
        ("what is known about death in heart failure", 'deaths --disease "heart failure"'),
        ("what is known about quality of life in heart failure", 'outcome-across-products --outcome "quality of life" --disease "heart failure"'),
        ("disability in MS", "outcome-across-products --outcome disability --disease MS"),
        ("my mum has als and the clinic says nurown could slow it down, is that true", "product-in-disease --disease als --product nurown"),
        ("im 34 with crohns fistula, they took alofisel away why", 'approvals --disease "crohns fistula" --product alofisel'),
        ("Is there anything for multiple system atrophy, my wife was just diagnosed", 'product-in-disease --disease "multiple system atrophy"'),
        ("did people get headaches after the cells went into their spinal fluid", 'safety-by-route --harm headaches --product "regenerative medicine product" --route "intrathecal administration"'),
        ("Was the TREASURE trial positive?", "study-record --study TREASURE"),
        ("did the DREAM HF trial work", 'findings-of-study --study "DREAM HF"'),
        ("Did Bonab 2012 show an improvement in EDSS?", 'findings-of-study --study "Bonab 2012"'),
        ("Is it correct that Panés et al. (2016) enrolled 212 patients?", 'study-record --study "Panés et al 2016"'),
        ("Has the Petrou 2020 paper been retracted?", 'study-record --study "Petrou 2020"'),
        ("Trials done in Iran, please", "studies-of-disease --country Iran --disease any"),
        ("I need the trials published in 2025", "studies-of-disease --published 2025 --disease any"),
        ("What was the p value for the primary endpoint in the NurOwn ALS trial?", "primary-endpoints --product NurOwn --disease ALS"),
        ("Do MSCs differentiate into oligodendrocytes?", "mechanisms-by-evidence --subject MSCs --on oligodendrocytes"),
        ("what was never studied in MS", "gaps-in-disease --disease MS"),
        ("what has never been tested in people with ALS", "gaps-in-disease --disease ALS"),
        ("what was only shown in animals in MS", "gaps-in-disease --disease MS"),
        ("what has never been measured for NurOwn in ALS", "never-measured --product NurOwn --disease ALS"),
        ("what did uccelli-2021 find", "findings-of-study --study uccelli-2021"),
        ("do stem cells prevent heart attacks in heart failure", 'outcome-across-products --product "regenerative medicine product" --outcome "heart attack or stroke" --disease "heart failure"'),
        ("does rexlemestrocel prevent heart attacks or strokes in heart failure", 'outcome-across-products --product rexlemestrocel --outcome "heart attack or stroke" --disease "heart failure"'),
        ("can stem cells prevent a stroke", 'product-in-disease --product "regenerative medicine product" --disease stroke'),
        ("do stem cells help after a heart attack", 'product-in-disease --product "regenerative medicine product" --disease "heart attack"'),
        ("fat for MS", 'product-in-disease --product "adipose MSC product" --disease MS'),
        ("bone marrow or umbilical cord for MS", 'side-by-side --product "bone-marrow MSC product" --other "umbilical-cord MSC product" --disease MS'),
        ("fat or bone marrow for knees", 'side-by-side --product "adipose MSC product" --other "bone-marrow MSC product" --disease "knee osteoarthritis"'),
        ("Which results rest only on a company press release, no paper?", "not-in-journals"),
        ("which ms trial failed", "negative-trials --disease ms"),
        ("which trials in heart failure failed", 'negative-trials --disease "heart failure"'),
        ("is bone marrow better than fat for knee", 'side-by-side --product "bone-marrow MSC product" --other "adipose MSC product" --disease "knee osteoarthritis"'),
        ("are umbilical cord cells better than bone marrow in ms", 'side-by-side --product "umbilical-cord MSC product" --other "bone-marrow MSC product" --disease ms'),
        ("how long does the benefit last in knee", 'benefit-over-time --disease "knee osteoarthritis"'),
        ("how long do the effects last, ms", "benefit-over-time --disease ms"),
        ("is stem cell injection better than cortisone for knee", 'compared-with --product "regenerative medicine product" --disease "knee osteoarthritis" --against steroid'),
        ("stem cells vs corticosteroid in knee osteoarthritis", 'compared-with --product "regenerative medicine product" --disease "knee osteoarthritis" --against steroid'),
        ("do stem cells beat a steroid injection for knee arthritis", 'compared-with --product "regenerative medicine product" --disease "knee osteoarthritis" --against steroid'),
        ("is it better than riluzole in ALS", "compared-with --disease ALS --against riluzole"),
        ("is it better than usual care in GVHD", 'compared-with --disease GVHD --against "standard care"'),
        ("is darvadstrocel better than placebo", "placebo-controlled-trials --product darvadstrocel --disease any"),
        ("does CP in children get better with cord blood", 'product-in-disease --disease "cerebral palsy" --product "cord blood"'),
        ("diseese progression in MS", 'outcome-across-products --outcome "disease progression" --disease MS'),
        ("placebo controlled trials in Iran", "placebo-controlled-trials --country Iran --disease any"),
        ("which studies rest on a press release", "not-in-journals"),
        ("which studies were corrected", "published-corrections"),
        ("which records have an erratum", "published-corrections"),
    ],
)  # fmt: skip
def test_a_question_in_plain_words_is_understood_and_said(text: str, command: str) -> None:
    done = ask(text, "--limit", "1")
    assert f"understood as: stroma ask {command}\n" in done.stderr
    # What it was understood as gives the same answer.
    assert ask(*shlex.split(command), "--limit", "1").stdout == done.stdout


def test_a_slip_in_the_name_of_a_question_is_named_with_options_too() -> None:
    with pytest.raises(InputError, match="did you mean product-in-disease"):
        ask("product-in-diseas", "--disease", "ALS")


def test_an_outcome_that_was_asked_as_a_harm_only_says_so() -> None:
    # "Is it better" has no row on tumours in MS, which hid that they were looked for.
    done = ask("tumours in MS")
    assert "asked instead: stroma ask harm-reports" in done.stderr
    assert "tumour or malignancy" in done.stdout
    done = ask("outcome-across-products", "--outcome", "tumour or malignancy", "--disease", "MS")
    assert "as a harm it has " in done.stderr


def test_a_part_of_a_longer_name_is_told() -> None:
    done = ask("product-in-disease", "--product", "remestemcel", "--disease", "progressive MS")
    assert "'remestemcel' is understood as remestemcel-L (part of a longer name)" in done.stderr
    assert "; its words are also in: secondary progressive multiple sclerosis" in done.stderr
    assert "longer name" not in ask("product-in-disease", "--product", "NurOwn").stderr


def test_words_need_no_quotes_and_options_come_first() -> None:
    done = ask("is", "MSC", "safe", "in", "MS", "--disease", "ALS", "-f", "csv")
    assert "harms-beside-benefit" in done.stderr
    assert "disease: amyotrophic lateral sclerosis" in done.stderr


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("does it cure tinnitus", "no use was found for 'tinnitus'"),
        ("does it cure tinnitus", "stroma ask product-in-disease"),
        ("what does it cost", "prices are not held here"),
        ("hair loss risk", "no use was found for 'hair'"),
        ("stroke", "stroma ask about-term --term stroke"),
        (
            "does stem cell therapy work",
            "no disease is named, and what was found in one says nothing of another",
        ),
        ("what works", "stroma ask diseases-covered"),
        ("does it help angina", 'stroma ask product-in-disease --disease "refractory angina"'),
        ("does it help hair loss", "the nearest are\n  stroma ask diseases-covered"),
        (
            "does it help lower back pain",
            "'lower back pain' is no product, disease or outcome here; who looks for it may mean intervertebral disk degenerative disorder",
        ),
        (
            "does it help lower back pain",
            'stroma ask product-in-disease --disease "intervertebral disk degenerative disorder"',
        ),
        (
            "arthritis",
            'stroma ask about-term --term osteoarthritis\n  stroma ask about-term --term "rheumatoid arthritis"',
        ),
        (
            "memory in alzheimer",
            "stroma ask outcome-across-products --outcome cognition --disease alzheimer",
        ),
        (
            "will it help my paralysed brother",
            'stroma ask product-in-disease --disease "spinal cord injury"',
        ),
        (
            "is it safe for MS and Parkinson's",
            """a question is about one disease at a time, and 'MS' and "Parkinson's" are 2""",
        ),
        (
            "is it safe for MS and Parkinson's",
            """stroma ask harms-beside-benefit --disease "Parkinson's\"""",
        ),
        ("does it work for stroke and ALS", "stroma ask product-in-disease --disease ALS"),
        ("stroke and MS", "stroma ask product-in-disease --disease stroke"),
        (
            "compare stroke and MS",
            "stroma ask product-in-disease --disease stroke\n  stroma ask product-in-disease --disease MS",
        ),
        ("exosomes for MS", "exosomes are not covered here"),
        ("HSCT for MS", "transplantation of blood-forming stem cells (HSCT"),
        (
            "does it help long covid",
            "long COVID is not covered here; it is another condition than COVID-19",
        ),
        ("what does it cost", "no question is asked by"),
        (
            "is it safe in people with cancer",
            "'tumour or malignancy' is held as an outcome and not as a disease of those who were treated",
        ),
        ("safe in cancer", "no study is chosen by it"),
        ("which trials are recruiting", "whether a trial recruits is not held here"),
        ("recruting", "'recruting' is read as 'recruiting'"),
        ("does it improve hearing", "no use was found for 'hearing'"),
        ("hair loss, does msc work for it", "no use was found for 'hair', 'loss'"),
        (
            "should i stop my ocrelizumab and get stem cells for MS",
            "whether a medicine can be stopped or lowered is not told here",
        ),
        ("Which clinic is the best one for MS?", "what somebody should do is not told here"),
        ("what should I prescribe for GVHD", "what somebody should do is not told here"),
        ("would I be a good candidate for ORBCEL-M?", "what somebody should do is not told here"),
        ("cheapest place for autism stem cell therapy", "prices are not held here"),
        ("how much does it cost for MS in Panama", "prices are not held here"),
        (
            "Are Panes 2016 and Panes 2018 two different trials?",
            "a question is about one study at a time",
        ),
        ("does fat help more than tablets in MS", "the nearest are"),
        ("product-in-diseas", "did you mean product-in-disease"),
        ("which stock gains if ryoncil is approved", "what a company is worth is not held here"),
        ("stiff neck after stem cells, what to do", "what somebody should do is not told here"),
    ],
)
def test_what_is_not_clear_is_not_answered(text: str, said: str) -> None:
    # Of two diseases each is answered in turn on a terminal, which one answer as data cannot hold; nor can it a list of studies.
    is_told_more = "at a time" in said or "may mean" in said or said.startswith("stroma ask")
    fmt = "xml" if is_told_more else "table"
    with pytest.raises(InputError) as caught:
        ask(text, "-f", fmt)
    assert said in str(caught.value)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("My mum's chest hurts 2 hours after a stem cell drip, what should I do", "call the emergency number"),
        ("my patient had a seizure during intrathecal MSC this morning, what dose of lorazepam", "call the emergency number"),
        ("i want to end it all, the ALS is getting worse", "talk to a person now"),
        ("I don't want to live with MS", "talk to a person now"),
    ],
)  # fmt: skip
def test_who_seems_to_be_in_danger_is_sent_to_help_and_told_nothing_else(
    text: str, said: str
) -> None:
    with pytest.raises(InputError) as caught:
        ask(text)
    assert said in str(caught.value)
    assert "stroma" not in str(caught.value)
    with pytest.raises(InputError, match=said):
        open_graph().ask(text)


@pytest.mark.parametrize(
    ("text", "command"),
    [
        # Two names of one thing, one after the other.
        ("MSA multiple system atrophy stem cells", 'product-in-disease --disease "MSA multiple system atrophy" --product "regenerative medicine product"'),
        # The head of both stands after the second.
        ("spinal cord injury adipose vs bone marrow MSC", 'side-by-side --disease "spinal cord injury" --product "adipose MSC" --other "bone marrow MSC"'),
        ("NurOwn or bone marrow MSC in ALS", 'side-by-side --product NurOwn --other "bone marrow MSC" --disease ALS'),
        # An outcome that is no harm is not asked for as one.
        ("non ischemic cardiomyopathy iv stem cells walk distance", 'outcome-across-products --disease "non ischemic cardiomyopathy" --product "regenerative medicine product" --outcome "walk distance"'),
        # Where a study was done is asked of studies alone.
        ("chagas heart disease brazil bone marrow cells result", 'studies-of-disease --disease "chagas heart disease" --product "bone marrow cells" --country Brazil'),
        # Quotation marks are no part of a word.
        ("Cx611 'oxygenation in severe community-acquired pneumonia'", 'outcome-across-products --product Cx611 --outcome oxygenation --disease "severe community-acquired pneumonia"'),
    ],
)  # fmt: skip
def test_names_are_read_as_they_are_meant(text: str, command: str) -> None:
    found = understand(text, QUESTIONS, open_graph().store)
    assert found.nearest[0] == f"stroma ask {command}"


@pytest.mark.parametrize(
    ("text", "is_not"),
    [
        ("AC607 after cardiac surgery", "refractory angina"),
        ("covid with lung scarring", "covid with lung"),
        ("placenta cells or bone marrow cells", "cells or bone marrow"),
        ("neck injury, own stem cells", "neck pain"),
    ],
)
def test_some_words_of_a_name_are_not_taken_for_it(text: str, is_not: str) -> None:
    store = open_graph().store
    told = " ".join(understand(text, QUESTIONS, store).nearest)
    assert is_not not in told
    assert "angina" not in told


def test_where_a_question_has_no_row_the_next_that_has_one_is_asked_and_said() -> None:
    done = ask("Devic's disease, mesenchymal stem cells, relapse rate", "-f", "csv")
    assert "understood as: stroma ask outcome-across-products" in done.stderr
    assert (
        "nothing is held on exactly that, which refutes nothing; asked instead: stroma ask product-in-disease"
        in done.stderr
    )
    rows = list(csv.DictReader(io.StringIO(done.stdout)))
    assert {row["condition"] for row in rows} == {"neuromyelitis optica"}
    answer = open_graph().ask("Devic's disease, mesenchymal stem cells, relapse rate")
    assert len(answer) == len(rows)
    assert "asked instead" in answer.asked


def test_a_product_without_a_row_in_a_disease_is_asked_of_every_disease() -> None:
    done = ask("AC607 after cardiac surgery", "-f", "csv")
    assert (
        "asked instead: stroma ask product-in-disease --product AC607 --disease any" in done.stderr
    )
    assert "act-aki" in done.stdout


def test_what_is_tried_first_keeps_the_time_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    limits: list[float | None] = []

    def timed(*_: object, timeout_s: float | None = None, **__: object) -> QueryResult:
        limits.append(timeout_s)
        raise QueryTimeoutError(7)

    monkeypatch.setattr(elsewhere, "run_in_child", timed)
    with pytest.raises(QueryTimeoutError):
        ask("does NurOwn slow ALS?", "--timeout-s", "7")
    with pytest.raises(QueryTimeoutError):
        open_graph().ask("does NurOwn slow ALS?", timeout_s=5)
    assert limits == [7.0, 5]


def test_what_is_chosen_beside_the_words_is_never_asked_otherwise() -> None:
    done = ask("does AC607 help", "--disease", "MS", "-f", "csv")
    assert done.stdout.count("\n") == 1
    assert "asked instead" not in done.stderr


def test_several_studies_that_are_named_are_listed_with_what_each_found() -> None:
    done = ask("compare START, MUST-ARDS and ONE-BRIDGE", "-f", "csv")
    rows = list(csv.DictReader(io.StringIO(done.stdout)))
    assert [row["study"] for row in rows] == ["start-2019", "must-ards", "one-bridge"]
    assert rows[2]["primary_endpoint"] == "efficacy: not met"
    assert "its record holds" not in ask("compare START and ONE-BRIDGE").stdout


def test_of_several_diseases_each_is_answered_in_turn() -> None:
    done = ask("SB623: stroke vs traumatic brain injury")
    assert done.stdout.index("actissima") < done.stdout.index("stemtra-2021")
    assert done.stderr.count("understood as: ") == 2
    with pytest.raises(InputError, match="ask of each"):
        ask("SB623: stroke vs traumatic brain injury", "-f", "json")


def test_two_questions_in_one_are_answered_in_turn() -> None:
    done = ask("is it safe and does it work in Crohn's fistula")
    assert done.exit_code == 0
    for command in ("harms-beside-benefit", "product-in-disease"):
        assert (
            f"""understood as: stroma ask {command} --disease "Crohn's fistula\"""" in done.stderr
        )
    # What is named in one part is meant in the other.
    understood = understand("does NurOwn work and is it safe", QUESTIONS, open_graph().store)
    assert [one.given["product"] for one in understood.each] == ["NurOwn", "NurOwn"]


def test_what_cells_may_have_caused_is_asked_as_a_harm() -> None:
    found = understand("did stem cells cause strokes or clots", QUESTIONS, open_graph().store)
    assert [(one.question.name, one.given["harm"]) for one in found.each] == [
        ("harm-reports", "heart attack or stroke"),
        ("harm-reports", "thromboembolism"),
    ]


def test_the_diseases_whose_names_hold_a_word_are_offered() -> None:
    found = understand("does it help fistulas heal", QUESTIONS, open_graph().store)
    assert found.question is None
    assert found.nearest[0] == (
        'stroma ask product-in-disease --disease "perianal fistula in Crohn disease"'
    )


def test_a_comparator_beside_words_that_may_be_a_disease_is_no_answer() -> None:
    found = understand("better than steroid for a sore shoulder", QUESTIONS, open_graph().store)
    assert found.question is None
    assert set(found.unused) == {"sore", "shoulder"}


def test_side_by_side_names_the_studies_behind_each_cell() -> None:
    done = ask("side-by-side", "--product", "CD34", "--other", "adipose MSC", "--disease", "refractory angina", "-f", "csv")  # fmt: skip
    rows = list(csv.DictReader(io.StringIO(done.stdout)))
    first = next(row for row in rows if row["relation"] == "ameliorates")
    assert first["of_product"].endswith("(112 people); renew-2016")


@pytest.mark.parametrize(
    "text",
    [
        "cells given hours after a stroke, does it help my dad",
        "chest pain in his refractory angina after cells",
        "my son had a seizure two years ago, autism cord blood",
        "my daughter had a fever two days after the infusion, how common is that",
        "my mum can't walk now, do cells help in MS",
    ],
)
def test_an_ordinary_question_sends_nobody_to_help(text: str) -> None:
    assert not understand(text, QUESTIONS, open_graph().store).in_danger


@pytest.mark.parametrize(
    ("text", "studies"),
    [
        ("MPC at LVAD implant, two trials consistent?", {"yau-2019", "ascheim-2014"}),
        ("neurologists survey on patients harmed after stem cell tourism, figure?", {"stem-cell-tourism-survey"}),
    ],
)  # fmt: skip
def test_instead_of_an_answer_the_studies_that_hold_the_words_are_told(
    text: str, studies: set[str]
) -> None:
    done = ask(text, "-f", "csv")
    assert done.exit_code == 0
    assert studies <= {row["study"] for row in csv.DictReader(io.StringIO(done.stdout))}
    assert f"it is not clear which question {text!r} is" in done.stderr
    assert "no answer, but the studies whose records hold most of these words" in done.stderr
    with pytest.raises(InputError):  # what is no list of studies
        ask(text, "-f", "xml")


def test_what_no_record_holds_is_said_beside_the_studies_that_hold_the_rest() -> None:
    said = ask("masses after olfactory mucosa grafts in zyzzyva").stdout
    assert "No record holds 'zyzzyva'." in said
    assert "its record holds masses, olfactory, mucosa, grafts" in said


@pytest.mark.parametrize("question", ["outcome-across-products", "null-results"])
def test_a_scale_is_asked_for_by_what_was_measured_with_it(question: str) -> None:
    """mscnp-2024: disability in progressive MS, measured with the EDSS, no effect against placebo."""
    found = ask(
        question, "--outcome", "EDSS", "--disease", "MS", "--product", "MSC-NP", "-f", "csv"
    ).stdout
    assert "mscnp-2024" in found


def test_the_head_of_a_word_is_no_name_of_a_product() -> None:
    """STEMI, a heart attack, is not Stemirac."""
    with pytest.raises(InputError, match="no use was found for 'STEMI'"):
        ask("STEMI and death")


def test_words_that_chose_nothing_are_told_where_they_stand() -> None:
    done = ask("infections from contaminated cord blood", "-f", "csv")
    assert "perkins-2018" in done.stderr


@pytest.mark.parametrize("name", QUESTIONS)
def test_each_question_is_near_to_each_of_its_phrases(name: str, packaged: EvidenceStore) -> None:
    assert QUESTIONS[name].asked
    is_of_a_study = any(p.kind == "source" for p in QUESTIONS[name].parameters)
    for phrase in QUESTIONS[name].asked:
        asked = f"{phrase} MESEMS" if is_of_a_study else phrase
        nearest = understand(asked, QUESTIONS, packaged).nearest
        assert any(command.split()[2] == name for command in nearest), (phrase, nearest)


def test_a_null_result_of_another_product_is_not_lost_in_an_empty_answer() -> None:
    """dawson-2020: cord blood in 180 children with autism, endpoint not met; the question names an MSC product."""
    done = ask("null-results", "--product", "remestemcel", "--disease", "autism", "-f", "csv")
    assert "there are" in done.stderr
    assert "rows on other products: --product any" in done.stderr
    done = ask("null-results", "--product", "remestemcel", "--disease", "lupus", "-f", "csv")
    assert "no rows" in done.stderr
    asked = ask("approvals", "--disease", "autism", "-f", "csv")
    assert 'not the same as "not approved"' in asked.stderr


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("is it safe in children", "nothing below is selected for 'children'; `stroma ask people-in-studies`"),
        ("does it work in adults with ALS", "nothing below is selected for 'adults'"),
        ("stem cell transplant for MS", "transplantation of blood-forming stem cells (HSCT, often just called a stem cell transplant) is not covered here"),
        ("does it help my son with autism", "nothing below is selected for 'son'"),
        ("does NurOwn help ALS on Tuesdays", "'Tuesdays' chose nothing of this answer"),
        ("is it not safe", "'not' chooses nothing: what was found and what was not is listed alike"),
        ("Multiple sclorosis safety", "'sclorosis' is read as 'sclerosis'"),
    ],
)  # fmt: skip
def test_what_an_answer_does_not_choose_by_is_said(text: str, said: str) -> None:
    assert said in ask(text, "--limit", "1").stderr


def test_a_word_that_chose_the_question_is_no_word_that_chooses_nothing() -> None:
    assert "chooses nothing" not in ask("does it not work in ALS", "--limit", "1").stderr


def test_a_product_that_is_named_is_asked_of_every_disease() -> None:
    # cudkowicz-2022: NurOwn in 196 people with ALS, primary endpoint not met.
    assert "amyotrophic lateral sclerosis" in ask("does NurOwn work", "-f", "csv").stdout
    named = ask("product-in-disease", "--product", "Alofisel")
    assert "rows in other diseases: --disease any" in named.stderr


@pytest.mark.parametrize("word", ["not", "without", "adult", "heart", "approval", "type", "sold"])
def test_a_word_from_the_middle_of_the_name_of_a_product_names_none(word: str) -> None:
    with pytest.raises(AmbiguousNameError):
        ask("harm-reports", "--product", word)


def test_a_disease_that_is_given_beside_the_words_is_the_one_that_is_asked_of() -> None:
    done = ask("does stem cell therapy work", "--disease", "ALS", "-n", "1")
    assert "disease: amyotrophic lateral sclerosis" in done.stderr


def test_what_an_answer_does_not_say_is_told_with_it() -> None:
    assert (
        "disease: stroke] (no row compares one product with another)"
        in ask("best product for stroke", "-n", "1").stderr
    )
    covered = ask("diseases-covered", "-n", "1").stderr
    assert "(each paper and review is one record; cards and the page tell reviews apart" in covered


def test_no_outcome_of_one_disease_is_asked_of_another() -> None:
    # admire-cd-ii (no effect) and panes-2016 (for), 780 people; disability, asked in multiple sclerosis, was asked in no fistula.
    done = ask("outcome-across-products", "--disease", "Crohn's fistula", "-f", "csv")
    rows = list(csv.DictReader(io.StringIO(done.stdout)))
    darvadstrocel = [row for row in rows if row["given"] == "darvadstrocel"]
    assert len(darvadstrocel) == 2
    counted = ("for", "against", "no_effect", "people")
    assert all([row[name] for name in counted] == ["1", "0", "1", "780"] for row in darvadstrocel)
    for disease in ("stroke", "heart failure", "ALS", "knee osteoarthritis"):
        assert (
            len(
                ask(
                    "outcome-across-products", "--disease", disease, "-f", "csv"
                ).stdout.splitlines()
            )
            > 1
        )


def test_an_empty_answer_names_the_studies_of_a_wider_disease() -> None:
    done = ask("do stem cells work in primary progressive MS")
    assert "; asked of a wider disease that includes it: " in done.stderr
    # NurOwn in a progressive course: cohen-2022 only.
    nurown = ask("product-in-disease", "--product", "NurOwn", "--disease", "PPMS")
    told = "1 study (chronic progressive multiple sclerosis: cohen-2022)"
    assert f"does it help? {told}; is it safe? {told}" in nurown.stderr


def test_what_was_understood_holds_the_options_that_were_given() -> None:
    done = ask("does NurOwn slow ALS?", "--disease", "MS", "-n", "1")
    assert (
        "understood as: stroma ask product-in-disease --product NurOwn --disease MS\n"
        in done.stderr
    )


@pytest.mark.parametrize(
    ("text", "command"),
    [
        # A registry other than ClinicalTrials.gov.
        ("ACTRN12620000870954", "study-record --study sculptor"),
        # Which trials by what they came to, and not whether they did.
        ("knee osteoarthritis trials that missed their primary endpoint", 'primary-endpoints --disease "knee osteoarthritis" --result not-met'),
        ("knee osteoarthritis: did each trial meet its primary endpoint", 'primary-endpoints --disease "knee osteoarthritis"'),
        ("trials newer than 2024", "studies-of-disease --since 2025 --disease any"),
        ("how many studies were done in the UK", 'studies-of-disease --country "United Kingdom" --disease any'),
        ("msc als survival", "deaths --product msc --disease als"),
        ("blod clots after iv stem sells", 'safety-by-route --harm "blood clots" --route iv --product "regenerative medicine product"'),
        ("dose cells help prymary progressive MS", 'product-in-disease --product "regenerative medicine product" --disease "primary progressive MS"'),
        ("Can these cells turn into cancer?", 'harm-reports --product "regenerative medicine product" --harm "tumour or malignancy"'),
        ("intrathecal or intravenous in progressive MS", 'doses-given --disease "progressive MS"'),
        # A disease that is named is asked of, whatever words of another question stand in the text.
        ("lung disease COPD prochymal breathing test", 'product-in-disease --disease "lung disease COPD" --product prochymal'),
        ("eye injections at a clinic, who lost their sight", 'safety-by-route --disease eye --harm "visual loss"'),
        (
            "My husband has motor neurone disease since Christmas, he was a joiner and can't hold a screwdriver, and his sister keeps "
            "sending us things about NurOwn and says the big study was positive if you look at it the right way. Did it work or not?",
            'product-in-disease --product NurOwn --disease "motor neurone disease"',
        ),
        ("lupus trial with a dummy infusion", "placebo-controlled-trials --disease lupus"),
    ],
)  # fmt: skip
def test_what_people_ask_in_their_own_words_is_read(text: str, command: str) -> None:
    found = understand(text, QUESTIONS, open_graph().store)
    assert found.question is not None
    assert command_of(found.question, found.given) == f"stroma ask {command}"


def test_what_somebody_got_over_is_no_harm() -> None:
    found = understand("I beat cancer, do the cells help my heart?", QUESTIONS, open_graph().store)
    assert "harm" not in found.given


def test_a_disease_that_holds_another_that_is_named_is_not_asked_of() -> None:
    text = "retinitis pigmentosa: does it bring sight back, and what went wrong in the eyes?"
    found = understand(text, QUESTIONS, open_graph().store)
    assert {one.given["disease"] for one in found.each} == {"retinitis pigmentosa"}
    assert [one.question.name for one in found.each] == ["outcome-across-products", "harm-reports"]


def test_two_questions_of_which_one_would_be_lost_are_both_answered() -> None:
    text = "diabetic kidneys: with ORBCEL-M how many died and did the kidneys work any better?"
    found = understand(text, QUESTIONS, open_graph().store)
    assert [one.question.name for one in found.each] == ["deaths", "product-in-disease"]


def test_without_a_randomised_trial_the_studies_that_are_held_are_named() -> None:
    done = ask("is there no randomised trial in spinal cord injury?")
    assert "studies of it that are held: " in done.stderr
    assert "sci-bmmsc-2017 (open label single arm)" in done.stderr


def test_what_cells_do_to_a_thing_is_not_answered_by_trials_of_the_cells() -> None:
    done = ask("Th17 after MSC: up or down?", "-n", "1")
    assert "asked instead: stroma ask product-in-disease" not in done.stderr
    assert "stand in the records of bai-2009, duffy-2011" in done.stderr


def test_trials_before_a_year_are_not_those_of_the_year() -> None:
    with pytest.raises(InputError):
        ask("Which trials before 2010 in ALS are there?", "--published", "x")
    done = ask("Which trials before 2010 in ALS are there?", "-n", "1")
    assert "--published" not in done.stderr
    assert "'2010' chose nothing" in done.stderr


def test_a_study_is_told_by_its_record() -> None:
    rows = ask("study-record", "--study", "MESEMS", "-f", "csv").stdout.splitlines()
    assert "n enrolled,144," in rows
    assert "primary endpoint met,not met," in rows
    assert any(row.startswith("retraction,") and "no retraction" in row for row in rows)


def test_what_was_found_for_a_primary_endpoint_stands_beside_it() -> None:
    # cudkowicz-2022-f1
    rows = ask("primary-endpoints", "--product", "NurOwn", "--disease", "ALS", "-f", "csv").stdout
    assert "not met,32.6% vs 27.7%; OR 1.33 (p 0.45),placebo" in rows


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("My husband had a stroke 3 years ago. Is it too late for stem cells?", ["3 years ago", "too late"]),
        ("can she with MS still get stem cells or only early patients", ["still get", "early"]),
        ("what are the side effects of msc infusion", ["infusion"]),
        ("mortality in covid ards with umbilical cord mscs vs control, odds ratio", ["mortality", "odds ratio"]),
        ("modified Rankin at 90 days after MultiStem in ischemic stroke", ["at 90 days"]),
        ("is the claim that MSCs differentiate into neurons in patients supported", ["neurons", "in patients", "supported"]),
        # These chose: words of a name, a time that a column tells, whom a note names.
        ("Only phase 3 trials of MSC for graft versus host disease please", []),
        ("darvadstrocel vs placebo combined remission at 24 weeks in crohns perianal fistula", []),
        ("how many died in the placebo arm of the heart failure trials", []),
        ("remestemcel-L in children with steroid refractory acute GvHD: day 28 response rate", []),
        ("can stem cells cure type 1 diabetis in children", []),
        ("what fraction of MSC trials for knee osteoarthritis were negative", []),
    ],
)  # fmt: skip
def test_each_word_that_chose_nothing_is_named_and_no_other(text: str, left: list[str]) -> None:
    notes = understand(text, QUESTIONS, open_graph().store).notes
    said = [one for one in notes if one.endswith("chose nothing of this answer")]
    named = ", ".join(f"'{one}'" for one in left)
    assert said == ([f"{named} chose nothing of this answer"] if left else [])


def test_a_word_of_the_answers_is_no_slip() -> None:
    text = "is the claim that MSCs differentiate into neurons in patients supported"
    notes = understand(text, QUESTIONS, open_graph().store).notes
    assert not any(" is read as " in one for one in notes)


def test_a_slip_in_the_name_of_a_disease_is_read() -> None:
    notes = understand("can stem cells cure type 1 diabetis", QUESTIONS, open_graph().store).notes
    assert "'diabetis' is read as 'diabetes'" in notes


def test_outcomes_side_by_side_are_each_asked_and_what_is_left_is_named() -> None:
    text = "do MSCs improve MELD score or survival in decompensated cirrhosis"
    found = understand(text, QUESTIONS, open_graph().store)
    assert [one.given["outcome"] for one in found.each] == ["MELD score", "survival"]
    assert "'decompensated' chose nothing of these answers" in found.notes


@pytest.mark.parametrize("verb", ["paid for", "funded", "sponsored", "financed"])
def test_who_paid_for_a_trial_is_asked_of_its_record(verb: str) -> None:
    found = understand(f"who {verb} the DREAM-HF trial", QUESTIONS, open_graph().store)
    assert found.question is not None
    assert found.question.name == "study-record"
    assert found.notes[-1].startswith("who paid for a study is not entered")


def test_two_routes_are_compared_within_a_study_alone() -> None:
    text = "intrathecal versus intravenous MSCs in multiple sclerosis, which works better"
    said = understand(text, QUESTIONS, open_graph().store).notes[-1]
    assert said.startswith("'versus', 'works better': rows of different studies do not compare")
    both = "petrou-2020, petrou-2022 gave both (intrathecal and intravenous), with a result"
    assert f"{both} of one route alone" in said


def test_the_pair_of_tissues_that_one_study_gave_is_named() -> None:
    text = "fat stem cells or bone marrow stem cells, which is better for my knee"
    said = understand(text, QUESTIONS, open_graph().store).notes[-1]
    assert said == (
        "one study gave a product of each tissue: mautner-2023; side by side: stroma ask side-by-side "
        '--product "adipose stromal vascular fraction product" --other "bone-marrow concentrate product" '
        '--disease "knee osteoarthritis"'
    )


def test_superior_sets_two_products_side_by_side() -> None:
    text = "umbilical cord MSCs are superior to bone marrow MSCs"
    found = understand(text, QUESTIONS, open_graph().store)
    assert found.question is not None
    assert found.question.name == "side-by-side"


def test_a_share_is_not_computed_and_the_rows_are_counted() -> None:
    store = open_graph().store
    text = "what fraction of MSC trials for knee osteoarthritis were negative"
    said = elsewhere.or_instead(understand(text, QUESTIONS, store), store)[1]
    assert re.fullmatch(
        r"'what fraction': the answer lists (\d+) rows of \1 studies; no share, rate or total is computed of them",
        said,
    )
    # A dose is no number of studies.
    assert understand("how many injections in ALS", QUESTIONS, store).asks_number == ""


def test_what_is_left_of_several_questions_is_said() -> None:
    text = "modified Rankin at 90 days after MultiStem in ischemic stroke, was it significant"
    assert "'at 90 days', 'significant' chose nothing of these answers" in ask(text).stderr
