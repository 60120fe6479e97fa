"""Nothing that the build computes stays undocumented, and the queries shown for it answer."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from computed_docs import CLASSES, QUERIES, computed_properties
from stroma.queries import run_query
from stroma.queries._facts import Facts
from stroma.vocabulary import ST, to_curie, to_iri

if TYPE_CHECKING:
    from stroma.store import EvidenceStore

# No packaged source is known to be retracted or under an expression of concern.
NOT_PACKAGED = {
    ST + name for name in ("retracted", "retractedFinding", "retractedSource", "underConcern")
}
PAGE = (Path(__file__).resolve().parent.parent / "docs" / "records.md").read_text(encoding="utf-8")


def test_every_property_of_the_derived_graph_is_on_the_page(packaged: EvidenceStore) -> None:
    facts = Facts(packaged)
    rows = facts.rows("SELECT DISTINCT ?p { GRAPH graph:derived { ?s ?p ?o } }")
    used = {row[0].value for row in rows if row[0].value.startswith(ST)}
    # Supported bare triples: a predicate is documented as one.
    properties = {iri for iri in used if facts.needs_condition(iri) is None}
    assert len(properties) > 30
    for iri in properties | set(computed_properties(facts)):
        assert f"| `{to_curie(iri)}` |" in PAGE, f"{to_curie(iri)} is not in docs/records.md"


@pytest.mark.parametrize("name", QUERIES)
def test_the_query_of_a_section_answers(packaged: EvidenceStore, name: str) -> None:
    assert QUERIES[name] in PAGE
    assert list(run_query(packaged.dataset, QUERIES[name]).rows())


@pytest.mark.parametrize("name", CLASSES)
def test_every_example_pattern_finds_something(packaged: EvidenceStore, name: str) -> None:
    for pattern in re.findall(rf"`(\?{name.lower()} [^`]*)`", PAGE):
        # Nothing narrower disagrees may be true of no proposition one day; then the example must change.
        property_ = to_iri(pattern.split()[1])
        if property_ in NOT_PACKAGED:
            assert Facts(packaged).value_of(property_) is None, (
                "no longer made up: test its example"
            )
            continue
        assert Facts(packaged).exists(pattern), pattern


def test_the_page_warns_of_sums() -> None:
    assert "must not be summed" in PAGE
    assert "`st:countUnit`" in PAGE
