"""The part of a store around a term holds all that its card counts: models, what is made of it, and what used it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from stroma.cards import card
from stroma.disk import store as disk_store
from stroma.disk.store import DiskFetch, DiskStore
from stroma.surroundings import closure_of

if TYPE_CHECKING:
    from stroma.store import EvidenceStore


@pytest.fixture(scope="module")
def on_disk(packaged_store: Path) -> DiskStore:
    """A store on disk of the packaged base."""
    return DiskStore(packaged_store)


def test_the_card_of_every_term_is_that_of_the_packaged_base(
    on_disk: DiskStore, packaged: EvidenceStore
) -> None:
    other = [
        term.label
        for iri, term in packaged.records.terms.items()
        if card(on_disk, iri).text() != card(packaged, iri).text()
    ]
    assert other == []


def test_models_and_products_belong_to_a_disease_and_a_cell_and_studies_do_not(
    on_disk: DiskStore, packaged: EvidenceStore
) -> None:
    fetch = DiskFetch(on_disk.dataset)
    ms, marrow = packaged.resolve_term("MS"), packaged.resolve_term("bone marrow", ["Tissue"])
    assert packaged.resolve_term("EAE") in closure_of(fetch, ms)
    of_marrow = closure_of(fetch, marrow)
    assert packaged.resolve_term("bm-msc-product") in of_marrow
    assert not of_marrow & packaged.records.studies.keys()


def test_where_there_is_too_much_the_statements_on_the_term_itself_come_first(
    on_disk: DiskStore, packaged: EvidenceStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    own = {
        p.iri
        for p in packaged.propositions.values()
        if {p.subject, p.object, p.condition} & packaged.narrower(packaged.resolve_term("MS"))
    }
    monkeypatch.setattr(disk_store, "MAX_AROUND", len(own))
    part = on_disk.around("MS")
    assert part.cut is not None
    # What is refused for all nervous system disorders holds for this one too, and is never left out.
    refused = {
        iri
        for iri in part.propositions
        if "nervous system disorder" in packaged.propositions[iri].label
    }
    assert len(refused) == 1
    assert set(part.propositions) == own | refused
