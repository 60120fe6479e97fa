"""What Python gives back can be copied and pickled, so that a worker process can hand it on; errors too."""

from __future__ import annotations

import copy
import pickle
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

import stroma
from stroma.graph import EvidenceGraph
from stroma.sources.table import BadCell

if TYPE_CHECKING:
    from stroma.answer import Answer
    from stroma.shown import AuditedArticle
    from stroma.store import EvidenceStore

WAYS: dict[str, Callable[[Any], Any]] = {
    "pickle": lambda given: pickle.loads(pickle.dumps(given)),
    "copy": copy.copy,
    "deepcopy": copy.deepcopy,
}
ERRORS: tuple[Exception, ...] = (
    stroma.StromaError("said"),
    stroma.InputError("said"),
    stroma.ClosedError("said"),
    stroma.UnknownTermError("MSS", ["MS"]),
    stroma.WrongKindError("MS", "Disease", ["CellProduct"], ["MSC"]),
    stroma.UnknownQuestionError("contest", ["contested"]),
    stroma.ParameterError("said"),
    stroma.QueryRefusedError("no", line=1, column=2),
    stroma.QuerySyntaxError("odd", line=1, column=2, source_line="SELECT"),
    stroma.QueryCutError("said"),
    stroma.QueryTimeoutError(0.5),
    stroma.QueryFailedError("said"),
    stroma.DataError("bad", path=Path("a.ttl"), line=3),
    stroma.OutputExistsError(Path("a.html")),
    stroma.RemoteError("http://x/sparql", "said"),
    stroma.SheetError([BadCell(Path("a.tsv"), 2, "year", "x", "a year")]),
    stroma.StoreLockedError("said"),
    stroma.UnknownOptionError("said"),
    stroma.UnknownAttributeError("said"),
    stroma.UnknownColumnError("said"),
)


@pytest.mark.parametrize("way", WAYS)
def test_an_answer_with_rows_is_the_same_again(packaged: EvidenceStore, way: str) -> None:
    answer = EvidenceGraph(packaged).query("SELECT ?s ?n { ?s st:nEnrolled ?n }", limit=3)
    again: Answer = WAYS[way](answer)
    assert (again, again.columns, again.was_cut) == (answer, answer.columns, True)
    assert WAYS[way](answer[0]).s == answer[0].s
    assert WAYS[way](answer[0]) == answer[0]


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("error", ERRORS, ids=lambda error: type(error).__name__)
def test_an_error_says_the_same_again(way: str, error: Exception) -> None:
    again = WAYS[way](error)
    assert type(again) is type(error)
    assert str(again) == str(error)
    assert vars(again) == vars(error)
    assert again.args == error.args


def test_every_public_error_is_tried() -> None:
    public = {
        one
        for name in stroma.__all__
        if isinstance(one := getattr(stroma, name), type)
        and issubclass(one, Exception)
        and not issubclass(one, Warning)
    }
    tried = {type(error) for error in ERRORS}
    assert public == tried


def test_an_error_in_words_of_python_is_not_told_twice() -> None:
    with pytest.raises(stroma.UnknownTermError) as caught:
        stroma.open_graph().term("multiple sclerosiss")
    assert str(pickle.loads(pickle.dumps(caught.value))) == str(caught.value)


def test_an_audit_is_pickled_with_where_its_evidence_lies(packaged: EvidenceStore) -> None:
    text = "MSCs are not a cure for multiple sclerosis."
    found = stroma.open_graph().audit(text)
    again: AuditedArticle = pickle.loads(pickle.dumps(found))
    assert [claim.verdict for claim in again.claims] == [claim.verdict for claim in found.claims]
    assert str(again) == str(found)
    with pytest.raises(stroma.StromaError, match="in memory cannot be pickled"):
        pickle.dumps(EvidenceGraph(packaged).audit(text))


def test_a_slice_says_what_the_answer_says(packaged: EvidenceStore) -> None:
    graph = EvidenceGraph(packaged)
    cut = graph.findings("MS", limit=5, years=(2014, 2016))[:2]
    assert cut.was_cut
    assert "without a year left out" in cut.note
    asked = graph.ask("contested")
    assert asked[:1].asked == asked.asked
    empty = graph.query("SELECT ?s { ?s a st:Dragon }")
    assert empty[:1].why_empty == empty.why_empty != ""
    assert asked[:0].why_empty == ""
