"""The article view of the page: how the evidence stands to what a text says, denials turned round."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from stroma.store import open_store
from stroma.viewer import opening_of, write_page

pytestmark = pytest.mark.browser

DENIAL = """
@prefix st: <https://w3id.org/stroma/vocab/> .
@prefix term: <https://w3id.org/stroma/term/> .
@prefix article: <https://w3id.org/stroma/article/> .
@prefix claim: <https://w3id.org/stroma/claim/> .
@prefix MONDO: <http://purl.obolibrary.org/obo/MONDO_> .
@prefix HP: <http://purl.obolibrary.org/obo/HP_> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix oa: <http://www.w3.org/ns/oa#> .

article:denial a st:Article ; st:slug "denial" ; rdfs:label "A page on a harm"@en ; st:textLength 100 .
claim:denial-1 a st:Claim ; st:slug "denial-1" ; rdfs:label "The page speaks of headache"@en ;
  st:inArticle article:denial ; rdf:subject term:autologous-bm-msc-product ;
  rdf:predicate st:causesAdverseEvent ; rdf:object HP:0002315 ; st:inCondition MONDO:0005301 ;
  st:polarity st:POLARITY ; oa:hasSelector <https://w3id.org/stroma/claim/denial-1/position> .
<https://w3id.org/stroma/claim/denial-1/position> a oa:TextPositionSelector ; oa:start 0 ; oa:end 50 .
"""


@pytest.mark.parametrize(
    ("polarity", "said"),
    [
        (
            "denies",
            "1 of them the evidence here is not plainly in support, and 1 of these it speaks against",
        ),
        ("affirms", "the evidence here is not plainly in support."),
    ],
)
def test_a_denied_harm_that_was_seen_is_no_supported_claim(
    chromium: Any, tmp_path: Path, polarity: str, said: str
) -> None:
    """karussis-2010 and bonab-2012 saw headache after autologous marrow cells in MS."""
    own = tmp_path / "denial.ttl"
    own.write_text(DENIAL.replace("POLARITY", polarity), encoding="utf-8")
    store = open_store(own_files=[own])
    opening = opening_of(store, "denial")
    page_file = write_page(store, opening.term, tmp_path / "page.html", selected=opening.selected)
    page = chromium.new_page()
    page.goto(page_file.as_uri())
    page.wait_for_selector("html[data-ready=yes]")
    words = page.locator("#view-article").inner_text()
    page.close()
    assert said in words
    assert ("against this denial" in words) is (polarity == "denies")
