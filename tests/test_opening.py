"""What a page opens on: a study, statement or article stands beside the disease it is about."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

import stroma
from stroma.cli import stroma as command
from stroma.deadlines import checked_timeout
from stroma.errors import InputError, UnknownTermError
from stroma.store import EvidenceStore, open_store
from stroma.viewer import Opening, opening_of, page_html, part_around
from stroma.vocabulary import PREFIXES, ST, to_iri

MS = to_iri("MONDO:0005301")
UCCELLI = PREFIXES["study"] + "uccelli-2021"
ARTICLE = PREFIXES["article"] + "msc-for-ms"


def meta(page: str) -> Any:
    return json.loads(page.split('id="data-meta">')[1].split("</script>")[0])


def harm_of(store: EvidenceStore, study: str) -> str:
    return next(
        iri
        for iri, p in sorted(store.propositions.items())
        if study in p.sources and p.predicate == ST + "causesAdverseEvent"
    )


@pytest.mark.parametrize(
    "name",
    [
        "uccelli-2021",
        "study:uccelli-2021",
        "10.1016/S1474-4422(21)00301-X",
        "NCT01606215",
        f"{UCCELLI}\r",
    ],
)
def test_a_study_opens_the_page_of_its_disease(packaged: EvidenceStore, name: str) -> None:
    assert opening_of(packaged, name) == Opening(MS, UCCELLI)


def test_a_term_opens_its_own_page(packaged: EvidenceStore) -> None:
    assert opening_of(packaged, "MS") == Opening(MS)


def test_an_article_opens_what_most_of_its_claims_are_about(packaged: EvidenceStore) -> None:
    assert opening_of(packaged, "msc-for-ms") == Opening(MS, ARTICLE)
    assert meta(page_html(packaged, MS, selected=ARTICLE))["article"] == "msc-for-ms"


def test_a_statement_opens_the_disease_it_was_asked_in(packaged: EvidenceStore) -> None:
    harm = harm_of(packaged, UCCELLI)
    assert opening_of(packaged, harm) == Opening(MS, harm)
    assert meta(page_html(packaged, MS, selected=harm))["sel"] == ["edge", harm.rpartition("/")[2]]


def test_every_study_and_reference_with_a_finding_has_a_page(packaged: EvidenceStore) -> None:
    sources = {f.source for f in packaged.findings.values()}
    assert len(sources) > 100
    for source in sources:
        opening = opening_of(packaged, source)
        assert packaged.kind(opening.term), source
        assert opening.selected == source


def test_an_unknown_name_is_an_unknown_name(packaged: EvidenceStore) -> None:
    with pytest.raises(UnknownTermError, match="did you mean"):
        opening_of(packaged, "uccelli-2031")


def test_the_command_and_python_write_the_same_page(tmp_path: Path) -> None:
    one, two = tmp_path / "one.html", tmp_path / "two.html"
    result = CliRunner().invoke(command, ["view", "uccelli-2021", "--no-open", "-o", str(one)])
    assert result.exit_code == 0, result.output
    stroma.open_graph().view("uccelli-2021", two)
    assert one.read_bytes() == two.read_bytes()
    assert meta(one.read_text(encoding="utf-8"))["sel"] == ["source", "uccelli-2021"]


def test_a_store_on_disk_gives_the_part_with_the_study_in_it(packaged_store: Path) -> None:
    store = open_store(str(packaged_store))
    opening = opening_of(store, "uccelli-2021")
    assert opening == Opening(MS, UCCELLI)
    assert UCCELLI in part_around(store, opening).records.studies


def test_an_address_is_never_taken_for_a_file() -> None:
    graph = stroma.open_graph("http://127.0.0.1:9/evidence.ttl")
    with pytest.raises(stroma.StromaError, match="cannot be reached"):
        graph.query("ASK { ?s ?p ?o }")


@pytest.mark.parametrize("wait", [None, [], "soon"])
def test_a_time_limit_that_is_none_is_refused_in_one_line(wait: Any) -> None:
    with pytest.raises(InputError, match="seconds above 0"):
        checked_timeout(wait)


def test_a_search_tells_a_name_from_a_word_in_it_and_says_when_it_was_cut() -> None:
    g = stroma.open_graph()
    assert {row.match for row in g.search("remestemcel-L") if row.term == "term:remestemcel-l"} == {
        "exact"
    }
    assert {row.match for row in g.search("remestemcel")} == {"similar"}
    first = g.search("osteoarthritis", limit=1)
    assert (len(first), first.was_cut) == (1, True)
