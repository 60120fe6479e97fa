"""A query in a process of its own says of its answer what a query in this process says."""

from __future__ import annotations

import os
import signal
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
