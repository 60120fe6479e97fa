"""Triples to records by the table of fields: what is read, what is refused, what is left out."""

from __future__ import annotations

import dataclasses
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from pyoxigraph import RdfFormat

from stroma import model
from stroma.errors import DataError
from stroma.records import Records, read_records
from stroma.schema import RECORDS, SLOTS
from stroma.sources.files import name_graph, parse_text
from stroma.vocabulary import PREFIXES

if TYPE_CHECKING:
    from stroma.store import EvidenceStore

HEAD = "\n".join(f"@prefix {prefix}: <{iri}> ." for prefix, iri in PREFIXES.items()) + "\n"
STUDY = 'study:a a st:Study ; st:slug "a" ; rdfs:label "A"@en ; st:design st:animal'
FINDING = (
    'finding:f a st:Finding ; st:slug "f" ; rdfs:label "F"@en ; st:foundBy study:a ; rdf:subject term:x ; '
    "rdf:predicate st:improves ; rdf:object term:y ; st:direction st:supports"
)


def read(text: str) -> Records:
    path = Path("a.ttl")
    return read_records(
        name_graph(parse_text((HEAD + text).encode(), RdfFormat.TURTLE, path), path)
    )


def test_values_are_read_as_what_they_are() -> None:
    text = (
        STUDY
        + ' ; st:nEnrolled 48 ; st:followUpMonths "0.50"^^xsd:decimal ; st:sponsorReported true ; st:nct "B", "A" .'
    )
    [study] = read(text).studies.values()
    assert (study.n_enrolled, study.follow_up_months, study.sponsor_reported) == (
        48,
        Decimal("0.50"),
        True,
    )
    assert study.nct == ("A", "B")
    assert study.design is model.Design.ANIMAL
    assert study.graph == PREFIXES["graph"] + "study/a"


def test_a_missing_value_stays_missing() -> None:
    [study] = read(STUDY + " .").studies.values()
    assert (study.n_enrolled, study.year, study.read_as, study.species) == (None, None, None, ())
    assert study.n is None


def test_the_size_of_a_study_is_those_enrolled_else_those_treated() -> None:
    assert (
        read(STUDY + " ; st:nEnrolled 48 ; st:nTreated 32 .").studies[PREFIXES["study"] + "a"].n
        == 48
    )
    assert read(STUDY + " ; st:nTreated 32 .").studies[PREFIXES["study"] + "a"].n == 32


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ('st:nEnrolled "many"', 'st:nEnrolled is "many", expected a number'),
        ("st:nEnrolled term:x", "st:nEnrolled is term:x, expected a literal"),
        ('st:product "cells"', "expected the IRI of a record or term"),
        (
            "st:readAs st:skimmed",
            "expected one of st:full-text, st:abstract, st:registry, st:secondary",
        ),
        ('st:sponsorReported "maybe"', "expected true or false"),
        ('st:followUpMonths "a year"', "expected a number"),
    ],
)
def test_a_value_that_does_not_fit_is_refused_by_name(value: str, expected: str) -> None:
    with pytest.raises(DataError) as caught:
        read(f"{STUDY} ; {value} .")
    assert expected in str(caught.value)
    assert "study:a" in str(caught.value)


@pytest.mark.parametrize(
    "part", ["st:foundBy study:a ; ", " ; st:direction st:supports", 'rdfs:label "F"@en ; ']
)
def test_half_a_finding_is_never_weighed(part: str) -> None:
    assert len(read(FINDING + " .").findings) == 1
    assert read(FINDING.replace(part, "") + " .").findings == {}


def test_the_offsets_of_a_claim_stand_on_its_selector() -> None:
    text = (
        'claim:c a st:Claim ; st:slug "c" ; rdfs:label "C"@en ; st:inArticle article:a ; st:polarity st:denies ; '
        "oa:hasSelector <https://w3id.org/stroma/claim/c/position> .\n"
        "<https://w3id.org/stroma/claim/c/position> a oa:TextPositionSelector ; oa:start 3 ; oa:end 9 ."
    )
    [claim] = read(text).claims.values()
    assert (claim.start, claim.end, claim.polarity) == (3, 9, model.Polarity.DENIES)


def test_a_term_has_the_kind_of_its_class() -> None:
    [term] = read(
        'term:x a st:Outcome ; st:slug "x" ; rdfs:label "X"@en ; st:betterDirection st:lower .'
    ).terms.values()
    assert (term.kind, term.better) == ("Outcome", model.Better.LOWER)


def test_labels_fall_back_to_the_curie() -> None:
    records = read(STUDY + " .")
    assert records.label(PREFIXES["study"] + "a") == "A"
    assert records.label(PREFIXES["term"] + "x") == "term:x"


def test_every_field_of_a_record_has_a_slot_and_every_slot_a_field() -> None:
    computed = {"iri", "graph", "derived", "kind"}
    for name, slots in SLOTS.items():
        record = model.Term if name == "Term" else RECORDS[name][0]
        fields = {field.name for field in dataclasses.fields(record)} - computed
        assert {slot.name for slot in slots} == fields, name


def test_properties_and_columns_are_unique_within_a_class() -> None:
    for slots in SLOTS.values():
        assert len({slot.name for slot in slots}) == len(slots)
        assert len({slot.property for slot in slots}) == len(slots)


def test_every_packaged_record_is_read(packaged: EvidenceStore) -> None:
    """Counted in the files, not by the reader."""
    from stroma.data import ontology_dir

    texts = [path.read_text(encoding="utf-8") for path in ontology_dir().glob("*/*.ttl")]
    records = packaged.records
    for name, table in (
        ("Study", records.studies), ("Reference", records.references), ("Finding", records.findings),
        ("Article", records.articles), ("Claim", records.claims),
    ):  # fmt: skip
        assert len(table) == sum(text.count(f" a st:{name} ;") for text in texts), name


def test_the_page_of_all_fields_is_current() -> None:
    import make_record_docs

    page = Path(__file__).resolve().parent.parent / "docs" / "records.md"
    assert page.read_text(encoding="utf-8") == make_record_docs.page(), (
        "run scripts/make_record_docs.py"
    )
