"""The part of a store around a term holds all that its card counts: models, what is made of it, and what used it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from servers import oxigraph_server
from stroma import outside
from stroma.cards import card
from stroma.disk import store as disk_store
from stroma.disk.store import DiskFetch, DiskStore
from stroma.store import open_store
from stroma.surroundings import closure_of
from stroma.vocabulary import PREFIXES

if TYPE_CHECKING:
    from stroma.store import EvidenceStore


@pytest.fixture(scope="module")
def on_disk(packaged_store: Path) -> DiskStore:
    """A store on disk of the packaged base."""
    return DiskStore(packaged_store)


def test_the_card_of_every_third_term_is_that_of_the_packaged_base(
    on_disk: DiskStore, packaged: EvidenceStore
) -> None:
    """Some 140 of all kinds: every one of the 414 takes three times as long."""
    terms = sorted(packaged.records.terms.items(), key=lambda item: (item[1].kind, item[1].slug))
    other = [
        term.label
        for iri, term in terms[::3]
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


def test_a_part_holds_the_trials_of_a_term_that_have_no_finding(
    on_disk: DiskStore, packaged: EvidenceStore, packaged_store: Path
) -> None:
    """nct01377870, a randomised trial in MS that was never published: the page of a store named one silent trial, not two."""
    ms = packaged.narrower(packaged.resolve_term("MS"))
    in_ms = {iri for iri, s in packaged.records.studies.items() if not ms.isdisjoint(s.disease)}
    silent = PREFIXES["study"] + "nct01377870"
    assert silent in in_ms
    assert all(silent not in p.sources for p in packaged.propositions.values())
    (quads,) = packaged_store.glob("data-*/quads")
    with oxigraph_server(quads) as url:
        for store in (on_disk, open_store(url)):
            part = store.around("MS").records
            assert in_ms <= part.studies.keys()
            assert part.studies[silent].product == packaged.records.studies[silent].product
            assert set(part.studies[silent].product) <= part.terms.keys()


def test_silent_studies_that_are_left_out_are_counted(
    on_disk: DiskStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(outside, "MANY_STUDIES", 0)
    # The one that was never published, and a review whose result on MS was not seen (zeng-2022).
    assert on_disk.around("MS").cut == "0 studies without a statement, of 2"
