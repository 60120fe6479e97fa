"""What a query without rows is told: a slip is named, and no rows is never a refutation."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from stroma.queries.empty import why_empty

if TYPE_CHECKING:
    from stroma.store import EvidenceStore


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("SELECT * { ?s st:improve ?o }", "did you mean st:improves?"),
        ("SELECT * { term:multiple-sclerosis ?p ?o }", "did you mean MONDO:0005301"),
        ("SELECT * { term:no-such-thing-at-all ?p ?o }", "names nothing here"),
        ('SELECT * { ?s rdfs:label "multiple sclerosis" }', 'write "multiple sclerosis"@en'),
    ],
)
def test_a_slip_is_named(packaged: EvidenceStore, text: str, hint: str) -> None:
    assert hint in why_empty(packaged, text)


@pytest.mark.parametrize(
    "text",
    [
        "SELECT * { ?s st:cures ?o }",
        'SELECT * { ?s rdfs:label "multiple sclerosis"@en ; st:stance st:supported }',
        'SELECT * { ?s st:value "st:improve" } # st:improve',
    ],
)
def test_without_a_slip_no_rows_is_not_a_refutation(packaged: EvidenceStore, text: str) -> None:
    assert "not the same as refuted" in why_empty(packaged, text)
