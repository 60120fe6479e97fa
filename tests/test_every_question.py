"""What must be true of every question, whatever it asks: what was retracted counts nowhere, no study is missed, one order.

Each test runs all shipped questions on the packaged evidence, so that a new question is tested without being named here.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

import pytest
from pyoxigraph import NamedNode, Quad

import stroma
from stroma.build import build_dataset
from stroma.data import packaged_files
from stroma.queries import Question, load_questions, run_query
from stroma.queries.table import cell_text
from stroma.sentences import evidence_sentence
from stroma.store import open_store
from stroma.vocabulary import ST

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from pyoxigraph import Store

    from stroma.store import EvidenceStore

Row: TypeAlias = tuple[str, ...]

QUESTIONS = load_questions()
each_question = pytest.mark.parametrize("question", QUESTIONS.values(), ids=list(QUESTIONS))
WIDEST = "any"
# No study stands in its answer.
OF_NAMES_ONLY = {"term-names"}
# A report of harm tested nothing, so that its product was not tested without placebo.
OF_TESTS_ONLY = {"never-against-placebo"}
RETRACTED_ON = "2026-03"


def asked_widely(question: Question) -> dict[str, str]:
    return {p.name: WIDEST for p in question.parameters if p.takes_any}


def rows(
    question: Question, dataset: Store, given: Mapping[str, str], names: EvidenceStore
) -> list[Row]:
    bindings = question.bind(given, names.resolve_term, names.resolve_source)
    answer = run_query(dataset, question.sparql, bindings=bindings or None).rows()
    return [tuple(map(cell_text, row)) for row in answer]


Told: TypeAlias = "Callable[[Question, Mapping[str, str]], list[Row]]"


@pytest.fixture(scope="module")
def told(packaged: EvidenceStore) -> Told:
    """The rows of a question about the packaged base, each asked once."""
    found: dict[tuple[str, bool], list[Row]] = {}

    def ask(question: Question, given: Mapping[str, str]) -> list[Row]:
        key = (question.name, bool(given))
        assert not given or given == asked_widely(question)
        if key not in found:
            found[key] = rows(question, packaged.dataset, given, packaged)
        return found[key]

    return ask


# ---- retracted


@dataclass(frozen=True)
class Half:
    """The packaged base with every second source retracted, and the same without these sources."""

    retracted: Store
    absent: Store


def _half(first: int, folder: Path) -> Half:
    gone = [p for p in packaged_files() if p.parent.name in ("studies", "references")][first::2]
    retracted = [folder / path.name for path in gone]
    for old, new in zip(gone, retracted, strict=True):
        thing = f"{'study' if old.parent.name == 'studies' else 'reference'}:{old.stem}"
        notice = f'{thing} st:retractedOn "{RETRACTED_ON}" ; st:notice "10.1000/gone" .'
        new.write_text(f"{old.read_text(encoding='utf-8')}\n{notice}\n", encoding="utf-8")
    kept = [path for path in packaged_files() if path not in gone]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("stroma.data.packaged_files", lambda: kept)
        absent = build_dataset().dataset
    return Half(build_dataset(retracted, check=False).dataset, absent)


@pytest.fixture(scope="module")
def halves(tmp_path_factory: pytest.TempPathFactory) -> list[Half]:
    return [_half(first, tmp_path_factory.mktemp("retracted")) for first in (0, 1)]


def _is_marked(question: Question, row: Row) -> bool:
    """Whether a row says itself that something was retracted: in words, by a date, or in its column."""
    named = dict(zip((column.name for column in question.columns), row, strict=True))
    return bool(named.get("retracted")) or any("retracted" in cell for cell in row)


def _says_no_evidence(row: Row) -> bool:
    # Of what nothing is left it is told so; where a study never was, that there is none.
    return any(cell.startswith("no evidence") for cell in row)


@each_question
def test_what_was_retracted_is_left_out_or_marked(
    question: Question, halves: list[Half], packaged: EvidenceStore, told: Told
) -> None:
    is_seen = question.name in OF_NAMES_ONLY
    for half in halves:
        for given in ({}, asked_widely(question)):
            found = rows(question, half.retracted, given, packaged)
            expected = rows(question, half.absent, given, packaged)
            unmarked = [
                r for r in found if not _is_marked(question, r) and not _says_no_evidence(r)
            ]
            assert Counter(unmarked) == Counter(r for r in expected if not _says_no_evidence(r))
            # What asks for retractions has rows only where there are some.
            before = told(question, given)
            is_seen = is_seen or Counter(expected) != Counter(before)
            is_seen = is_seen or len(found) > len(before)
    assert is_seen, "no source that was retracted stood in the answer, so nothing was tested"


# ---- studies that name their disease in their findings only

_IN_FINDINGS_ONLY = """
SELECT DISTINCT ?study ?disease ?product WHERE {
  ?study a st:Study .
  FILTER NOT EXISTS { ?study st:disease ?stated }
  ?finding st:foundBy ?study ; rdf:subject ?product ; st:inCondition ?disease .
  ?product a st:CellProduct .
}
"""


@pytest.fixture(scope="module")
def with_diseases() -> Store:
    """The packaged base where reports of harm state disease and product as a trial does."""
    dataset = build_dataset().dataset
    graph = NamedNode("urn:of-the-test")
    found = list(run_query(dataset, _IN_FINDINGS_ONLY).rows())
    assert len({row[0] for row in found}) > 10
    for study, disease, product in found:
        assert isinstance(study, NamedNode)
        assert isinstance(disease, NamedNode)
        assert isinstance(product, NamedNode)
        dataset.add(Quad(study, NamedNode(ST + "disease"), disease, graph))
        dataset.add(Quad(study, NamedNode(ST + "product"), product, graph))
    return dataset


@each_question
def test_a_report_of_harm_is_listed_though_its_record_names_no_disease(
    question: Question, with_diseases: Store, packaged: EvidenceStore, told: Told
) -> None:
    if question.name not in OF_TESTS_ONLY:
        given = asked_widely(question)
        expected = rows(question, with_diseases, given, packaged)
        assert told(question, given) == expected


# ---- order


@each_question
def test_the_order_is_the_same_in_memory_and_on_disk(
    question: Question, packaged: EvidenceStore, packaged_store: Path, told: Told
) -> None:
    with open_store(packaged_store) as on_disk:
        for given in ({}, asked_widely(question)):
            assert rows(question, on_disk.dataset, given, packaged) == told(question, given)


# ---- words

ONE_OF_MANY = re.compile(
    r"(?<![\d.,/-])1 (more )?(studies|rows|people|trials|findings|statements|terms|reviews|months)\b"
)


@each_question
def test_one_is_no_plural(question: Question, told: Told) -> None:
    # What a source reports stands as it does there: only what is made here is looked at.
    own = (
        "value",
        "harms_seen",
        "harms_not_shown",
        "study_value",
        "read_note",
        "note",
        "endpoint",
        "population",
    )
    names = [column.name for column in question.columns]
    cells = [
        cell
        for row in told(question, asked_widely(question))
        for name, cell in zip(names, row, strict=True)
        if name not in own
    ]
    assert not [cell for cell in cells if ONE_OF_MANY.search(cell)]


def test_one_row_and_one_statement_are_no_plural(packaged: EvidenceStore) -> None:
    g = stroma.open_graph()
    one = g.query("SELECT ?s { ?s st:slug 'uccelli-2021' }")
    assert "1 row of s" in repr(one)
    assert "1 row<" in one._repr_html_()
    sentences = [evidence_sentence(p) for p in packaged.propositions.values()]
    assert not [sentence for sentence in sentences if ONE_OF_MANY.search(sentence)]
