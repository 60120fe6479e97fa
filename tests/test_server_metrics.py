"""`stroma serve --metrics`: what Prometheus reads."""

from __future__ import annotations

import re

from serving import Served, served
from test_server_limits import SLOW


def values(site: Served) -> dict[str, float]:
    """The samples; each line is a comment or a sample of the text format 0.0.4."""
    reply = site.ask("/metrics")
    assert reply.headers["content-type"].startswith("text/plain; version=0.0.4")
    assert reply.headers["cache-control"] == "no-store"
    found = {}
    for line in reply.text.splitlines():
        if line.startswith("#"):
            assert re.fullmatch(r"# (HELP|TYPE) stroma_\w+ .+", line)
            continue
        sample = re.fullmatch(r'(stroma_\w+(?:\{\w+="[^"\\\n]*"(?:,\w+="[^"\\\n]*")*\})?) ([\d.]+)', line)  # fmt: skip
        assert sample is not None, line
        found[sample[1]] = float(sample[2])
    return found


def test_requests_are_counted_by_route_and_status_and_never_by_what_was_asked() -> None:
    with served("--metrics", "--timeout-s", "3") as site:
        for path in ("/ask/approvals", "/ask/conflicts", "/ask/zzqx", "/secret-words", "/healthz"):
            site.ask(path)
        site.ask("/", headers={"Host": "evil.example"})
        tag = site.ask("/openapi.json").headers["etag"]
        site.ask("/openapi.json", headers={"If-None-Match": tag})
        assert site.sparql(SLOW).status == 503
        found = values(site)
        requests = 'stroma_requests_total{{route="{}",status="{}"}}'
        expected = {
            ("/ask/{name}", 200): 2, ("/ask/{name}", 404): 1, ("/healthz", 200): 1, ("/openapi.json", 200): 1,
            ("/openapi.json", 304): 1, ("other", 404): 1, ("/", 421): 1, ("/sparql", 503): 1,
        }  # fmt: skip
        assert {k: v for k, v in found.items() if k.startswith("stroma_requests_total")} == {
            requests.format(*key): n for key, n in expected.items()
        }
        assert found['stroma_answers_ended_total{reason="deadline"}'] == 1
        assert found['stroma_answers_ended_total{reason="busy"}'] == 0
        buckets = [n for k, n in found.items() if "_bucket" in k]
        assert buckets == sorted(buckets)
        assert buckets[-1] == found["stroma_request_seconds_count"] == 9
        assert found["stroma_request_seconds_sum"] > 1
        assert "secret" not in site.ask("/metrics").text
        assert "/metrics" in site.ask("/openapi.json").text


def test_nothing_is_counted_unless_that_is_wanted(site: Served) -> None:
    assert site.ask("/metrics").status == 404
    assert "/metrics" not in site.ask("/openapi.json").text
