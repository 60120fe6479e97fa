"""How queries run: union and named graphs, errors with their place, limits, deadlines, crashes."""

from __future__ import annotations

import io
import os
import signal
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from typing import Any

import pyoxigraph as ox
import pytest

from stroma.errors import (
    InputError,
    QueryFailedError,
    QuerySyntaxError,
    QueryTimeoutError,
)
from stroma.queries import child as child_module
from stroma.queries import guard as guard_module
from stroma.queries import run_query, stream_query, streaming
from stroma.queries._tokens import Token, iter_tokens

GRAPH = "https://w3id.org/stroma/graph/"
CROSS_PRODUCT = "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l } ORDER BY ?c ?f ?i ?l"


@pytest.fixture
def store() -> ox.Store:
    """Numbers 0 to 299 in two graphs: even ones in `graph:even`, odd ones in `graph:odd`."""
    store = ox.Store()
    for i in range(300):
        graph = ox.NamedNode(GRAPH + ("odd" if i % 2 else "even"))
        quad = ox.Quad(ox.NamedNode(f"urn:n{i}"), ox.NamedNode("urn:value"), ox.Literal(i), graph)
        store.add(quad)
    return store


def count(store: ox.Store, text: str) -> int:
    return len(list(run_query(store, text)))


def test_a_query_sees_the_union_of_all_graphs(store: ox.Store) -> None:
    assert count(store, "SELECT * { ?s ?p ?o }") == 300
    assert count(store, "SELECT * { GRAPH ?g { ?s ?p ?o } }") == 300
    assert count(store, "SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o } }") == 2


def test_from_chooses_the_graph(store: ox.Store) -> None:
    assert count(store, "SELECT * FROM graph:odd { ?s ?p ?o }") == 150
    assert count(store, "SELECT * FROM graph:absent { ?s ?p ?o }") == 0
    assert count(store, "SELECT * FROM NAMED graph:odd { GRAPH ?g { ?s ?p ?o } }") == 150


def test_each_form_gives_its_kind_of_answer(store: ox.Store) -> None:
    rows = run_query(store, "SELECT ?o ?s ?absent { ?s ?p ?o FILTER(?o = 7) }")
    assert rows.variables == ("o", "s", "absent")
    assert list(rows.rows()) == [(ox.Literal(7), ox.NamedNode("urn:n7"), None)]
    assert run_query(store, "ASK { ?s ?p 7 }")
    assert not run_query(store, "ASK { ?s ?p 300 }")
    assert len(list(run_query(store, "CONSTRUCT WHERE { ?s ?p ?o }").triples())) == 300
    assert len(list(run_query(store, "DESCRIBE <urn:n7>"))) == 1


@pytest.mark.parametrize("timeout_s", [None, 20.0])
@pytest.mark.parametrize("form", ["SELECT *", "CONSTRUCT"])
def test_an_answer_is_true_where_it_has_a_row_and_asking_so_takes_none_away(
    store: ox.Store, form: str, timeout_s: float | None
) -> None:
    pattern = f"{form} WHERE {{ ?s ?p ?o }}"
    some = run_query(store, pattern, limit=3, timeout_s=timeout_s)
    assert some
    assert some
    assert len(list(some)) == some.n_read == 3
    assert some.was_cut
    assert some  # it has been read, and had rows
    assert not run_query(store, pattern.replace("?o", "300"), timeout_s=timeout_s)
    assert not run_query(store, pattern, limit=0, timeout_s=timeout_s)


@pytest.mark.parametrize("timeout_s", [None, 20.0])
def test_a_limit_says_whether_it_cut(store: ox.Store, timeout_s: float | None) -> None:
    cut = run_query(store, "SELECT * { ?s ?p ?o }", limit=5, timeout_s=timeout_s)
    assert len(list(cut)) == 5
    assert cut.was_cut
    whole = run_query(store, "SELECT * { ?s ?p ?o }", limit=300, timeout_s=timeout_s)
    assert len(list(whole)) == 300
    assert not whole.was_cut


@pytest.mark.parametrize("limit", [-1, 10**20, "x", 1.5])
def test_a_limit_that_cannot_be_counted_is_refused(store: ox.Store, limit: Any) -> None:
    with pytest.raises(InputError, match=r"the limit must be .*, not"):
        run_query(store, "ASK {}", limit=limit)
    with pytest.raises(InputError, match=r"the limit must be .*, not"):
        stream_query(store, "ASK {}", io.BytesIO(), limit=limit)


@pytest.mark.parametrize("timeout_s", [float("nan"), float("inf"), -1, 0, 1e300])
def test_a_time_that_cannot_be_waited_is_refused(store: ox.Store, timeout_s: float) -> None:
    with pytest.raises(InputError, match=r"the timeout is .*, expected seconds above 0"):
        run_query(store, "ASK {}", timeout_s=timeout_s)
    with pytest.raises(InputError, match=r"the timeout is .*, expected seconds above 0"):
        stream_query(store, "ASK {}", io.BytesIO(), timeout_s=timeout_s)


@pytest.mark.parametrize(
    "text",
    [
        "SELECT ?o ?s ?absent { ?s ?p ?o } ORDER BY ?o",
        "ASK { ?s ?p 7 }",
        "CONSTRUCT { ?s <urn:x> ?o, 'é\"\\n'@en } WHERE { ?s ?p ?o }",
    ],
)
def test_the_answer_through_a_child_is_the_same(store: ox.Store, text: str) -> None:
    here = run_query(store, text)
    there = run_query(store, text, timeout_s=20)
    assert (there.form, there.variables, there.boolean) == (here.form, here.variables, here.boolean)
    assert [str(answer) for answer in there] == [str(answer) for answer in here]


@pytest.mark.parametrize(
    ("text", "line", "column", "reason"),
    [
        ("SELECT ?s {\n  ?s ?p ?o .\n} ORDER ?s", 3, 9, "expected BY"),
        ("SELECT ?s ?o { ?s ?p ?o } GROUP BY ?s", 1, 36, "SELECT contains a variable"),
        ("SELECT ?s {\n  ?s <rel> ?o }", 2, 6, "IRI is relative"),
        ("SELECT ?s {\n  ?s ?p }", 2, 9, "unexpected '}'"),
    ],
)
@pytest.mark.parametrize("timeout_s", [None, 20.0])
def test_a_syntax_error_is_shown_where_it_is(
    store: ox.Store, text: str, line: int, column: int, reason: str, timeout_s: float | None
) -> None:
    with pytest.raises(QuerySyntaxError, match=reason) as caught:
        run_query(store, text, timeout_s=timeout_s)
    assert (caught.value.line, caught.value.column) == (line, column)
    assert str(caught.value).endswith("\n  " + " " * (column - 1) + "^")


def test_bound_values_do_not_move_the_place_of_an_error(store: ox.Store) -> None:
    text = "SELECT ?s { ?s ?p ?o } ORDER ?s"
    bindings = {"o": ox.Literal("a long value that would move it")}
    with pytest.raises(QuerySyntaxError) as caught:
        run_query(store, text, bindings=bindings)
    assert caught.value.column == 30


def test_a_query_past_its_deadline_is_ended(store: ox.Store) -> None:
    began = time.monotonic()
    with pytest.raises(QueryTimeoutError, match=r"after 0\.5 s"):
        run_query(store, CROSS_PRODUCT, timeout_s=0.5)
    assert time.monotonic() - began < 5


def test_an_ended_query_leaves_no_process_behind(
    store: ox.Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    pids: list[int] = []
    fork = os.fork

    def counted() -> int:
        pids.append(fork())
        return pids[-1]

    monkeypatch.setattr(os, "fork", counted)
    with pytest.raises(QueryTimeoutError):
        run_query(store, CROSS_PRODUCT, timeout_s=0.2)
    assert len(pids) == 1
    with pytest.raises(ChildProcessError):  # not even as a dead one
        os.waitpid(pids[0], os.WNOHANG)


def test_queries_in_threads_do_not_wait_for_each_other(
    store: ox.Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A child that is forked between the pipes and the fork of another query holds that one's pipes open."""
    pipe, slow_is_up = os.pipe, threading.Event()
    in_pipes = threading.local()

    def slow_pipe() -> tuple[int, int]:
        ends = pipe()
        if in_pipes.__dict__.get("is_fast"):
            slow_is_up.set()  # let the slow query fork now, if nothing keeps it
            time.sleep(0.1)
        return ends

    monkeypatch.setattr(os, "pipe", slow_pipe)

    def ask_slowly() -> None:
        slow_is_up.wait(10)
        with suppress(QueryTimeoutError):
            run_query(store, CROSS_PRODUCT, timeout_s=3)

    slow = threading.Thread(target=ask_slowly)
    slow.start()
    in_pipes.is_fast = True
    assert run_query(store, "ASK { ?s ?p 7 }", timeout_s=20)
    assert slow.is_alive()  # one that held the other's pipes would end after it
    slow.join()


def test_a_child_that_never_ends_its_note_is_ended(
    store: ox.Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    def hang(_answer: object, data: int) -> dict[str, object]:
        os.close(data)
        time.sleep(30)
        return {}

    monkeypatch.setattr(child_module, "_answer_note", hang)
    began = time.monotonic()
    with pytest.raises(QueryTimeoutError):
        run_query(store, "ASK {}", timeout_s=0.5)
    assert time.monotonic() - began < 10


def test_a_query_runs_where_more_than_1024_files_are_open(store: ox.Store) -> None:
    resource = pytest.importorskip("resource")
    before = resource.getrlimit(resource.RLIMIT_NOFILE)
    if before[1] < 2048:
        pytest.skip("this system allows no more files")
    resource.setrlimit(resource.RLIMIT_NOFILE, (2048, before[1]))
    held: list[int] = []
    try:
        held += [os.open(os.devnull, os.O_RDONLY) for _ in range(1100)]
        assert run_query(store, "ASK { ?s ?p 7 }", timeout_s=20)
    finally:
        for one in held:
            os.close(one)
        resource.setrlimit(resource.RLIMIT_NOFILE, before)


def test_where_no_file_can_be_opened_the_query_says_so(
    store: ox.Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full() -> tuple[int, int]:
        raise OSError(24, "Too many open files")

    monkeypatch.setattr(os, "pipe", full)
    with pytest.raises(QueryFailedError, match=r"no process could be started .*Too many open"):
        run_query(store, "ASK {}", timeout_s=20)


def test_a_query_runs_in_a_program_that_ignores_its_children(store: ox.Store) -> None:
    before = signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    try:
        assert run_query(store, "ASK { ?s ?p 7 }", timeout_s=20)
        with pytest.raises(QueryTimeoutError):
            run_query(store, CROSS_PRODUCT, timeout_s=0.2)
    finally:
        signal.signal(signal.SIGCHLD, before)


def test_a_query_is_read_once(store: ox.Store, monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[str] = []

    def counted(text: str) -> Iterator[Token]:
        read.append(text)
        return iter_tokens(text)

    monkeypatch.setattr(guard_module, "iter_tokens", counted)
    run_query(store, "SELECT ?s { ?s ?p ?o }", bindings={"o": ox.Literal(7)}, timeout_s=20)
    assert len(read) == 1


def test_what_was_streamed_before_the_deadline_is_kept(store: ox.Store) -> None:
    endless = CROSS_PRODUCT.partition(" ORDER")[0]
    for timeout_s in (0.5, 2, 8):  # a busy machine may need longer for the first row
        out = io.BytesIO()
        with pytest.raises(QueryTimeoutError):
            stream_query(store, endless, out, fmt="csv", timeout_s=timeout_s)
        if out.getvalue():
            break
    first, second, *_ = out.getvalue().split(b"\r\n")
    assert first == b"a,b,c,d,e,f,g,h,i,j,k,l"
    assert second.count(b"urn:value") == 4


def test_time_in_which_nobody_reads_does_not_count(store: ox.Store) -> None:
    class Slow(io.BytesIO):
        def write(self, data: object) -> int:
            time.sleep(1.2)
            return super().write(data)  # type: ignore[arg-type]

    out = Slow()
    report = stream_query(store, "SELECT * { ?s ?p ?o } ", out, fmt="json", timeout_s=1)
    assert report.n == 300


def test_a_query_that_needs_too_much_memory_is_ended(
    store: ox.Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(child_module, "MEMORY_BYTES", 64 * 1024**2)
    with pytest.raises(QueryFailedError, match="memory") as caught:
        run_query(store, CROSS_PRODUCT, timeout_s=60)
    assert caught.value.exit_code == 3


@pytest.mark.parametrize(
    ("number", "reason"),
    [
        (signal.SIGSEGV, "too deeply nested"),
        (signal.SIGABRT, "memory"),
        (signal.SIGTERM, "SIGTERM"),
    ],
)
def test_a_crash_of_the_engine_is_one_clear_line(
    store: ox.Store, monkeypatch: pytest.MonkeyPatch, number: signal.Signals, reason: str
) -> None:
    def crash(*_: object, **__: object) -> None:
        signal.signal(number, signal.SIG_DFL)
        os.kill(os.getpid(), number)

    monkeypatch.setattr(streaming, "run_checked", crash)
    with pytest.raises(QueryFailedError, match=reason) as caught:
        stream_query(store, "ASK {}", io.BytesIO())
    assert "\n" not in str(caught.value)


def test_a_fault_in_the_child_is_one_clear_line(
    store: ox.Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(streaming, "run_checked", fail)
    with pytest.raises(QueryFailedError, match="fault"):
        stream_query(store, "ASK {}", io.BytesIO())


def test_where_nothing_can_fork_the_query_runs_here(
    store: ox.Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delattr(os, "fork")
    out = io.BytesIO()
    assert stream_query(store, "SELECT ?o { ?s ?p ?o } LIMIT 3", out, fmt="csv").n == 3
    assert out.getvalue().count(b"\r\n") == 4


def test_nothing_can_be_written_through_a_query(store: ox.Store) -> None:
    run_query(store, "CONSTRUCT { ?s <urn:new> ?o } WHERE { ?s ?p ?o }", timeout_s=20)
    assert len(store) == 300
