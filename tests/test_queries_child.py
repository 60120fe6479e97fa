"""A query in a process of its own says of its answer what a query in this process says."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from threading import Event, Thread
from typing import TYPE_CHECKING

import pytest

from stroma.queries.engine import run_query

if TYPE_CHECKING:
    from stroma.store import EvidenceStore


@pytest.mark.parametrize(
    ("text", "takes_no_step", "found_nothing"),
    [
        ("SELECT ?t { MONDO:0005301 skos:narrower* ?t }", True, True),
        ("SELECT ?t { MONDO:0005301 skos:broader? ?t }", False, False),
        ('SELECT ?s { ?s rdfs:label "no such label" }', False, True),
        ('SELECT (COUNT(*) AS ?n) { ?s rdfs:label "no such label" }', False, True),
        ("ASK { ?s a st:Dragon }", False, True),
        ("ASK { ?s a st:Study }", False, False),
    ],
)
@pytest.mark.parametrize("timeout_s", [None, 20.0])
def test_what_was_not_found_is_told_alike(
    packaged: EvidenceStore,
    text: str,
    takes_no_step: bool,
    found_nothing: bool,
    timeout_s: float | None,
) -> None:
    result = run_query(packaged.dataset, text, timeout_s=timeout_s)
    list(result)
    assert result.takes_no_step == takes_no_step
    assert result.found_nothing == found_nothing


@pytest.mark.parametrize("timeout_s", [None, 20.0])
def test_a_no_is_known_before_anything_is_read(
    packaged: EvidenceStore, timeout_s: float | None
) -> None:
    assert run_query(packaged.dataset, "ASK { ?s a st:Dragon }", timeout_s=timeout_s).found_nothing


needs_fork = pytest.mark.skipif(not hasattr(os, "fork"), reason="this system has no fork")


# What each kind of query and format needs is imported by nothing but the first query of a process.
_SPY = """
import io, os, sys
from stroma.build import build_dataset
from stroma.queries import child, streaming
from stroma.queries.formats import Layout

told, tell = os.pipe()
answer_note = child._answer_note

def spied(answer, data_write):
    note = answer_note(answer, data_write)
    os.write(tell, "\\n".join([*sys.modules, ""]).encode())
    return note

child._answer_note = spied
dataset = build_dataset().dataset
"""
_IMPORTS_NOTHING = (
    _SPY
    + """
import threading

threading.Thread(target=threading.Event().wait, daemon=True).start()
rows = "SELECT * { ?s st:year ?y ; st:country ?c }"
for query, fmt in (
    (rows, "csv"), (rows, "tsv"), (rows, "json"), (rows, "xml"), (rows, "table"),
    ("ASK { ?s a st:Study }", "xml"),
    ("CONSTRUCT { ?s st:year ?y } { ?s st:year ?y }", "xml"),
    ("CONSTRUCT { ?s st:year ?y } { ?s st:year ?y }", "jsonld"),
    ("SELECT ?t { MONDO:0005301 skos:narrower* ?t }", "csv"),
    ("SELECT ?p (COUNT(*) AS ?n) { ?s ?p ?o } GROUP BY ?p", "csv"),
    ("SELECT ?s { ?s st:disease MONDO:0005301 }", "csv"),
    ("SELECT (SUM(?n) AS ?sum) { ?s st:nEnrolled ?n }", "csv"),
    ("SELECT ?f { ?f st:pValue ?p FILTER(xsd:decimal(?p) < 0.05) }", "csv"),
    ("SELECT ?s { GRAPH ?g { ?s st:year ?y ; st:disease/st:within MONDO:0005301 } }", "csv"),
):
    streaming.stream_query(dataset, query, io.BytesIO(), fmt=fmt, layout=Layout(sums_up=True))
    late = set(os.read(told, 1 << 20).decode().split()) - set(sys.modules)
    assert not late, (query, fmt, late)
"""
)
_WHILE_ANOTHER_IMPORTS = (
    _SPY
    + """
import threading, time
from importlib.abc import MetaPathFinder

started = threading.Event()

class Slow(MetaPathFinder):
    def find_spec(self, name, path, target=None):
        if name == "stroma.queries.stars" and threading.current_thread() is other:
            started.set()
            time.sleep(1)

other = threading.Thread(target=lambda: __import__("stroma.queries.stars"))
sys.meta_path.insert(0, Slow())
other.start()
started.wait()
found = streaming.run_in_child(dataset, "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }", timeout_s=20)
assert len(list(found)) == 1
other.join()
"""
)


@needs_fork
@pytest.mark.parametrize("code", [_IMPORTS_NOTHING, _WHILE_ANOTHER_IMPORTS])
def test_a_child_imports_nothing(code: str) -> None:
    """A module that another thread imports at the fork stays locked in the child, which would hang to its deadline."""
    ended = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert ended.returncode == 0, ended.stderr


def _ends_well(pid: int, within_s: float = 15.0) -> bool:
    """Whether a child ends by itself and says so; it is ended otherwise."""
    end = time.monotonic() + within_s
    while time.monotonic() < end:
        ended, status = os.waitpid(pid, os.WNOHANG)
        if ended:
            return os.waitstatus_to_exitcode(status) == 0
        time.sleep(0.05)
    os.kill(pid, signal.SIGKILL)
    os.waitpid(pid, 0)
    return False


@needs_fork
def test_a_worker_that_was_forked_beside_a_query_can_ask(
    packaged: EvidenceStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The fork waits until no query is between its pipes and its child, and the worker has a lock of its own."""
    held, forked = Event(), Event()
    fork = os.fork

    def slow_fork() -> int:
        held.set()
        forked.wait(1.0)
        return fork()

    monkeypatch.setattr(os, "fork", slow_fork)
    asking = Thread(target=run_query, args=(packaged.dataset, "ASK {}"), kwargs={"timeout_s": 9.0})
    asking.start()
    held.wait(5.0)
    pid = fork()
    if pid == 0:
        code = 1
        try:
            os.fork = fork
            code = 0 if run_query(packaged.dataset, "ASK {}", timeout_s=9.0) else 1
        finally:
            os._exit(code)
    forked.set()
    assert _ends_well(pid)
    asking.join()
