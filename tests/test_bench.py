"""The benchmark measures what it says: the same questions, the same answers, small enough for a test."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

import bench
from generate import generate

if TYPE_CHECKING:
    from collections.abc import Iterator

SIZE = 20_000
# rdflib warns of its own use of what it deprecates, and leaves the file that it parsed to the collector.
pytestmark = [
    pytest.mark.filterwarnings("ignore::DeprecationWarning:rdflib"),
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]


@pytest.fixture(autouse=True)
def _each_question_is_asked_once(monkeypatch: pytest.MonkeyPatch) -> None:
    timed = bench.timed
    monkeypatch.setattr(bench, "timed", lambda work, runs=1: timed(work, 1))


@pytest.fixture(scope="module")
def work() -> Iterator[Path]:
    """A folder with the input and the store of a small benchmark."""
    folder = Path(tempfile.mkdtemp())
    with bench.input_file(folder, SIZE).open("w") as out:
        generate(SIZE, out)
    built = bench.task_build(folder, SIZE)
    assert built["counts"]["stated"] >= SIZE
    yield folder
    shutil.rmtree(folder)


def test_every_engine_finds_the_same_rows(work: Path) -> None:
    raw, own = bench.task_queries_raw(work, SIZE), bench.task_queries_stroma(work, SIZE)
    bench.task_dump(work, SIZE)
    rdflib = bench.task_queries_rdflib(work, SIZE)
    for name in bench.QUERIES:
        assert raw[name]["n"] == own[name]["n"] == rdflib[name]["n"], name
    assert sum(found["n"] for found in raw.values()) > 50


def test_both_ways_to_networkx_give_the_same_edges(work: Path) -> None:
    one, two = bench.task_networkx_select(work, SIZE), bench.task_networkx_stroma(work, SIZE)
    assert one["n"] == two["n"] > 100


def test_the_page_is_written_from_whatever_was_measured(work: Path) -> None:
    results: dict[int, dict[str, Any]] = {
        SIZE: {
            name: bench.TASKS[name](work, SIZE) for name in ("build", "queries_raw", "scipy_stroma")
        }
    }
    text = bench.page(results)
    assert "## 20,000 quads" in text
    assert "| 4 closure and two patterns |" in text
    # The aims are those of a million quads, and only of what was measured.
    text = bench.page({1_000_000: results[SIZE]})
    assert "| peak MB of the build | at most 2,500 |" in text
    assert "against raw |" not in text
