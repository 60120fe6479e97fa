"""Studies are found by the words of their records, with what they found on every side and the words that no record holds."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stroma import EvidenceGraph, open_graph, study_search
from stroma.errors import InputError
from stroma.study_search import find_studies, said_of_unused, said_of_words


@pytest.fixture(scope="module")
def g() -> EvidenceGraph:
    return open_graph()


def slugs(g: EvidenceGraph, text: str, limit: int = 10) -> list[str]:
    return [one.slug for one in g.find_studies(text, limit=limit)]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("MPC at LVAD implant", {"yau-2019", "ascheim-2014"}),
        ("infections from contaminated cord blood injections", {"perkins-2018", "hartnett-2021"}),
        ("neurologists survey on patients harmed after stem cell tourism", {"stem-cell-tourism-survey"}),
        ("went blind after stem cell eye clinic", {"kuriyan-2017"}),
        ("iPSC derived MSC trials", {"cyp-001-agvhd", "sculptor"}),
        ("masses after olfactory mucosa grafts", {"dlouhy-2014", "williamson-2021", "chen-2016"}),
        ("kidney transplant induction, acute rejection", {"tan-2012", "ucmsc-kidney-transplant"}),
        # A slip of the keys, and accents left out or written.
        ("olfactroy mucosa grafts", {"dlouhy-2014"}),
        ("Panés darvadstrocel", {"panes-2016"}),
        ("NCT04371393", {"bowdish-2023"}),
        ("Kurtzberg 2020", {"kurtzberg-2020"}),
        # By what they came to.
        ("phase III darvadstrocel trial that missed its primary endpoint", {"admire-cd-ii"}),
    ],
)  # fmt: skip
def test_the_studies_that_the_words_are_about_are_found(
    g: EvidenceGraph, text: str, wanted: set[str]
) -> None:
    assert wanted <= set(slugs(g, text))


def test_what_a_study_found_stands_beside_it_on_every_side(g: EvidenceGraph) -> None:
    found = g.find_studies("darvadstrocel fistula Crohn phase 3")
    one = next(one for one in found if one.slug == "admire-cd-ii")
    assert (one.year, one.people, one.primary_endpoint) == (2024, 568, "efficacy: not met")
    listed = {row["study"]: row for row in g.ask("studies-of-disease", disease="Crohn disease")}
    row = listed["admire-cd-ii"]
    assert (one.supports, one.inconclusive, one.disputes) == (
        row["for"],
        row["no_effect"],
        row["against"],
    )
    # The figures of the endpoint stand beside it.
    assert "primary endpoint, efficacy: not met (48.8% vs 46.3%; delta 2.4%" in str(found)
    assert "; on benefit 0 for, 3 no effect shown, 0 against" in str(found)


def test_the_finding_that_holds_the_words_is_told(g: EvidenceGraph) -> None:
    """fernandez-2018: four of 34 got no cells because of abnormal chromosomes."""
    told = str(g.find_studies("chromosome abnormalities in the cells", limit=1))
    assert "because their cells had abnormal chromosomes (4 of 34)" in told
    assert "perkins-2018: Twelve people" in said_of_words(
        g.store, "contaminated cord blood infections"
    )


@pytest.mark.parametrize("text", ["stem cells for psoriasis", "MSC for epilepsy in children"])
def test_words_of_talk_alone_find_nothing_and_what_is_unknown_is_named(
    g: EvidenceGraph, text: str
) -> None:
    found = g.find_studies(text)
    assert len(found) == 0
    assert set(found.in_no_record) == {"psoriasis", "epilepsy"} & set(text.split())
    assert "not the same as refuted" in str(found)


def test_a_word_that_no_record_holds_does_not_hide_what_the_others_find(g: EvidenceGraph) -> None:
    found = g.find_studies("olfactory mucosa grafts zyzzyva")
    assert found.in_no_record == ("zyzzyva",)
    assert {one.slug for one in found} >= {"dlouhy-2014"}
    assert all("zyzzyva" not in one.holds for one in found)


def test_a_cut_list_says_so(g: EvidenceGraph) -> None:
    every, two = (
        g.find_studies("knee osteoarthritis", limit=500),
        g.find_studies("knee osteoarthritis", limit=2),
    )
    assert (len(two), two.n_more) == (2, len(every) - 2)
    assert [one.slug for one in every][:2] == [one.slug for one in two]
    assert f"{len(every) - 2:,} more" in str(two)


@pytest.mark.parametrize("text", ["", "   "])
def test_nothing_to_find_is_refused(g: EvidenceGraph, text: str) -> None:
    with pytest.raises(InputError):
        g.find_studies(text)


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=80))
def test_any_text_is_searched_or_refused_in_a_sentence(text: str) -> None:
    g = _GRAPH
    try:
        found = find_studies(g.store, text)
    except InputError:
        return
    sought = set(found.sought)
    for one in found:
        assert set(one.holds) <= sought - set(found.in_no_record)
        assert 0 < one.share <= 1
    assert [one.slug for one in found] == [one.slug for one in find_studies(g.store, text)]


@settings(max_examples=40, deadline=None)
@given(st.permutations("LVAD implantation precursor cells heart pump sham".split()))
def test_the_order_of_the_words_changes_nothing(words: list[str]) -> None:
    found = find_studies(_GRAPH.store, " ".join(words))
    assert {(one.slug, round(one.share, 6)) for one in found} == {
        (one.slug, round(one.share, 6)) for one in find_studies(_GRAPH.store, "LVAD implantation precursor cells heart pump sham")
    }  # fmt: skip


_GRAPH = open_graph()


def test_words_that_chose_nothing_are_told_where_they_stand(g: EvidenceGraph) -> None:
    assert "contaminated" in said_of_unused(g.store, ["contaminated", "cases"])
    assert said_of_unused(g.store, ["zyzzyva", "patients"]) == ""
    assert "kuriyan-2017" in said_of_words(g.store, "went blind after eye injections")
    assert said_of_words(g.store, "psoriasis") == ""


def test_the_rows_are_the_same_in_every_form(g: EvidenceGraph) -> None:
    found = g.find_studies("LVAD")
    columns, *rows = found.rows()
    assert list(csv.reader(io.StringIO(found.to_csv() or ""))) == [list(columns), *map(list, rows)]
    told = json.loads(json.dumps(found.to_dict()))["studies"]
    assert [row["study"] for row in told] == [row[0] for row in rows] == [one.slug for one in found]


def test_a_small_store_on_disk_is_searched_whole_and_a_large_one_by_what_is_named(
    packaged_store: Path, g: EvidenceGraph, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = "precursor cells at LVAD implant"
    with open_graph(packaged_store) as on_disk:
        assert [one.slug for one in on_disk.find_studies(text)] == slugs(g, text)
        assert said_of_unused(on_disk.store, ["LVAD"]) == said_of_unused(g.store, ["LVAD"]) != ""
        monkeypatch.setattr(study_search, "_MOST_READ", 10)
        assert said_of_unused(on_disk.store, ["LVAD"]) == ""
        with pytest.raises(InputError, match="no term or study is named"):
            on_disk.find_studies(text)
        found = on_disk.find_studies("rexlemestrocel LVAD")
        assert {one.slug for one in found} >= {"yau-2019", "ascheim-2014"}
        assert "only records about 'rexlemestrocel' were looked through" in found.looked_through


def test_a_word_leads_to_no_study_of_another_disease_or_product(g: EvidenceGraph) -> None:
    assert said_of_unused(g.store, ["late"])
    assert said_of_unused(g.store, ["late"], {"disease": "stroke"}) == ""
    of = {"disease": "spinal cord injury", "product": "MSCs"}
    led = said_of_unused(g.store, ["ASIA"], of)
    assert led == "'ASIA' stands in the records of oh-2016-sci, sci-admsc-2024"
    assert said_of_unused(g.store, ["ASIA"], {**of, "product": "NurOwn"}) == ""
