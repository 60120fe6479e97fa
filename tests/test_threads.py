"""One graph asked from several threads, in memory, on disk and on a server: each gets what a single one would."""

from __future__ import annotations

import ast
import gc
import os
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from threading import Barrier, Event, Thread
from typing import TYPE_CHECKING

import pytest

import stroma
from servers import oxigraph_server
from stroma import EvidenceGraph, open_graph
from stroma.disk import names
from stroma.disk.store import DiskStore
from stroma.errors import DataError
from stroma.forking import in_engine

if TYPE_CHECKING:
    from stroma.store import EvidenceStore

N_THREADS = 4
# What is no query: each of these used the index from the thread that opened it.
WORKS: dict[str, Callable[[EvidenceGraph], object]] = {
    "show": lambda g: str(g.show("remyelination")),
    "term": lambda g: g.term("uc-msc-product"),
    "search": lambda g: [tuple(row) for row in g.search("mutliple sclerosis")],
    "path": lambda g: str(g.path("HGF", "remyelination", k=1)),
    "neighbours": lambda g: str(g.neighbours("remyelination")),
    "rank": lambda g: str(g.rank(limit=5)),
    "networkx": lambda g: sorted(g.to_networkx(studies=False).edges(keys=True)),
    "ask": lambda g: [tuple(row) for row in g.ask("contested", timeout_s=20.0)],
}


def answers(graph: EvidenceGraph, work: str) -> list[object]:
    """What several threads get that ask a graph at the same moment."""
    together = Barrier(N_THREADS)

    def run(_: int) -> object:
        together.wait()
        return WORKS[work](graph)

    with ThreadPoolExecutor(N_THREADS) as threads:
        return list(threads.map(run, range(N_THREADS)))


@pytest.mark.parametrize("work", WORKS)
def test_every_thread_gets_the_answer_of_one(
    packaged_store: Path, packaged: EvidenceStore, work: str
) -> None:
    expected = [WORKS[work](EvidenceGraph(packaged))] * N_THREADS
    assert answers(open_graph(packaged_store), work) == expected  # opened here, first used there
    assert answers(EvidenceGraph(packaged), work) == expected


@pytest.mark.skipif(not hasattr(os, "fork"), reason="this system has no fork")
def test_a_query_does_not_wait_for_the_index_of_another_thread(packaged_store: Path) -> None:
    """Its process has no other threads and drops what was theirs: a connection that was at work cannot be closed."""
    graph = open_graph(packaged_store)
    store = graph.store
    assert isinstance(store, DiskStore)
    _ = store.names
    at_work = Event()
    connections = []

    def count() -> None:
        connections.append(store.names._db)
        at_work.set()
        numbers = "SELECT 1 AS x UNION ALL SELECT x + 1 FROM n LIMIT 1000000000"
        with suppress(DataError):  # interrupted
            list(store.names.rows(f"WITH RECURSIVE n AS ({numbers}) SELECT count(*) FROM n"))

    thread = Thread(target=count)
    thread.start()
    try:
        at_work.wait()
        time.sleep(0.1)
        assert graph.query("ASK { ?s a st:Study }", timeout_s=5.0)
    finally:
        connections[0].interrupt()
        thread.join()


def test_threads_share_a_graph_on_a_server(packaged_store: Path, packaged: EvidenceStore) -> None:
    (quads,) = packaged_store.glob("data-*/quads")
    with oxigraph_server(quads) as url:
        graph = open_graph(url)
        for work in ("show", "search", "path"):
            assert answers(graph, work) == [WORKS[work](EvidenceGraph(packaged))] * N_THREADS


def test_the_connection_of_a_thread_is_closed_with_it(
    packaged_store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    n_open = 0

    class Counted(names._Opened):
        def __init__(self, db: object) -> None:
            nonlocal n_open
            n_open += 1
            super().__init__(db)  # type: ignore[arg-type]

        def __del__(self) -> None:
            nonlocal n_open
            n_open -= 1
            super().__del__()

    monkeypatch.setattr(names, "_Opened", Counted)
    store = DiskStore(packaged_store)
    assert store.names.label("http://purl.obolibrary.org/obo/MONDO_0005301") == "multiple sclerosis"
    thread = Thread(target=store.names.named, args=("MS",))
    thread.start()
    thread.join()
    assert n_open == 1
    del store
    gc.collect()
    assert n_open == 0


@pytest.mark.skipif(not hasattr(os, "fork"), reason="this system has no fork")
def test_no_process_is_forked_while_another_thread_reads_in_the_engine(
    packaged: EvidenceStore,
) -> None:
    """The engine's locks would stay locked in the child, which would hang and be told as a slow query."""
    is_reading, has_forked = Event(), Event()
    read_at_fork = []

    def note() -> None:
        read_at_fork.append(is_reading.is_set())
        has_forked.set()

    def read() -> None:
        with in_engine(packaged.dataset):
            is_reading.set()
            has_forked.wait(0.5)
            is_reading.clear()

    os.register_at_fork(after_in_parent=lambda: noting and noting[0]())
    noting = [note]
    reader = Thread(target=read)
    reader.start()
    is_reading.wait()
    try:
        assert EvidenceGraph(packaged).query("ASK { ?s a st:Study }")
    finally:
        noting.clear()
        reader.join()
    assert read_at_fork[0] is False


def test_every_query_of_the_engine_in_this_process_keeps_others_from_forking() -> None:
    """But for those on disk, whose store takes no lock for a reader, and in processes that were forked for them."""
    root = Path(stroma.__file__).parent
    for path in sorted(root.rglob("*.py")):
        if path.relative_to(root).parts[0] in ("disk", "remote", "server"):
            continue
        tree = ast.parse(path.read_text(encoding="utf-8"))
        kept = {
            call
            for block in ast.walk(tree)
            if isinstance(block, ast.With) and "in_engine(" in ast.unparse(block.items[0])
            for call in ast.walk(block)
        }
        for call in ast.walk(tree):
            if isinstance(call, ast.Call) and call not in kept:
                called = ast.unparse(call.func)
                assert not called.endswith(("store.query", "dataset.query")), (path, call.lineno)


@pytest.mark.skipif(not hasattr(os, "fork"), reason="this system has no fork")
@pytest.mark.filterwarnings("ignore:.*multi-threaded.*fork:DeprecationWarning")
def test_who_reads_within_what_it_reads_waits_for_nobody(packaged: EvidenceStore) -> None:
    inside, forked = Event(), Event()

    def fork() -> None:
        inside.wait()
        child = os.fork()
        if not child:
            os._exit(0)
        os.waitpid(child, 0)
        forked.set()

    other = Thread(target=fork)
    other.start()
    with in_engine(packaged.dataset):
        inside.set()
        # The other waits for this thread by now, or will.
        assert not forked.wait(0.2)
        with in_engine(packaged.dataset):
            pass
        assert not forked.wait(0.2)
    other.join()
    assert forked.is_set()
