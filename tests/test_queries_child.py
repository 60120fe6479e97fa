"""A query in a process of its own says of its answer what a query in this process says."""

from __future__ import annotations

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
