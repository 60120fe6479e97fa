"""An answer that waits for its client: whole, in order, in little memory, and in the way of nobody."""

from __future__ import annotations

import http.client
import random
import socket
import tempfile
import threading
import time
from pathlib import Path
from urllib.parse import urlencode

import pytest

from serving import Served, asked, is_answered, served, wait_until
from stroma.errors import QueryFailedError
from stroma.server.spool import Spool, Storage

SLOW = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
ALL = urlencode({"query": "SELECT * { ?s ?p ?o }"})


def test_bytes_come_out_as_they_went_in() -> None:
    rng = random.Random(7)
    storage = Storage(memory_bytes=200, file_bytes=5_000, all_bytes=6_000)
    spool = Spool(storage)
    pieces = [rng.randbytes(rng.randrange(1, 90)) for _ in range(2_000)]
    ended = threading.Event()

    def put() -> None:
        for piece in pieces:
            spool.put(piece)
        ended.set()

    threading.Thread(target=put, daemon=True).start()
    taken = b""
    while not (ended.is_set() and taken == b"".join(pieces)):
        taken += spool.take(rng.randrange(1, 300))
        assert len(taken) <= sum(map(len, pieces))
    assert (spool.take(), storage._used) == (b"", 0)
    spool.close()


def test_what_does_not_fit_waits_until_there_is_room_or_nobody_wants_it() -> None:
    storage = Storage(memory_bytes=10, file_bytes=10, all_bytes=15)
    one, two = Spool(storage), Spool(storage)
    for piece in (b"a" * 10, b"b" * 10):
        one.put(piece)
    two.put(b"c" * 10)
    said: list[str] = []

    def put() -> None:
        try:
            two.put(b"d" * 10)
            said.append("put")
            two.put(b"e" * 10)
        except QueryFailedError as error:
            said.append(str(error))

    thread = threading.Thread(target=put)
    thread.start()
    time.sleep(0.3)
    assert not said
    one.close()  # its room is for the others
    assert wait_until(lambda: said == ["put"])
    two.give_up()
    thread.join(5)
    assert said == ["put", "nobody waits for the answer"]
    two.close()
    assert storage._used == 0


def _slow_reader(site: Served) -> socket.socket:
    reader = socket.socket()
    reader.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    reader.connect((site.host, site.port))
    reader.sendall(f"GET /sparql?{ALL} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode())
    assert reader.recv(12) == b"HTTP/1.1 200"
    return reader


@pytest.mark.skipif(not Path("/proc").is_dir(), reason="memory is looked up in /proc")
def test_who_reads_slowly_is_in_the_way_of_nobody() -> None:
    def memory(pid: int) -> int:
        status = Path(f"/proc/{pid}/status").read_text()
        return int(status.partition("VmRSS:")[2].split()[0]) // 1024

    with served("--queries", "2", "--quiet") as site:
        assert site.sparql("ASK {}").status == 200
        before = memory(site.pid)
        readers = [_slow_reader(site) for _ in range(2)]
        replies = [site.sparql("ASK {}") for _ in range(2)]
        assert [reply.status for reply in replies] == [200, 200]
        assert memory(site.pid) - before < 25
        for reader in readers:
            reader.close()
        connection = http.client.HTTPConnection(site.host, site.port, timeout=60)
        connection.request("GET", f"/sparql?{ALL}", headers={"Accept": "text/csv"})
        n_rows = connection.getresponse().read().count(b"\n") - 1
        connection.close()
        counted = site.sparql("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }", "text/csv")
        assert n_rows == int(counted.text.split()[1])


def test_a_probe_does_not_wait_for_those_who_ask() -> None:
    with (
        served("--queries", "1", "--timeout-s", "300", "--quiet") as site,
        asked(site, SLOW) as slow,
    ):
        assert site.ask("/readyz").status == 200
        assert not is_answered(slow)


def test_a_folder_that_is_gone_takes_no_room(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Room was taken before the file was opened, and never given back: in the end nobody could wait."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "gone"))
    storage = Storage(memory_bytes=0, file_bytes=1000, all_bytes=1000)
    for _ in range(20):
        spool = Spool(storage)
        with pytest.raises(QueryFailedError, match="could not be kept"):
            spool.put(b"x" * 100)
        spool.close()
    assert storage.take(1000)
