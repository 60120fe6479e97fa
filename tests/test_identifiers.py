"""What is read of an identifier where a person asks is read where a person enters it."""

from __future__ import annotations

import pytest

from stroma.errors import InputError
from stroma.identifiers import bare_identifier, clean_identifier

SPELLINGS = [
    ("pmid", "27761060", "27761060"),
    ("pmid", "27761060/", "27761060"),
    ("pmid", "PMID:27761060", "27761060"),
    ("pmid", "PubMed: 27761060", "27761060"),
    ("pmid", "https://pubmed.ncbi.nlm.nih.gov/27761060/?x=1", "27761060"),
    ("pmid", "https://www.ncbi.nlm.nih.gov/pubmed/27761060", "27761060"),
    ("nct", "nct01745783", "NCT01745783"),
    ("nct", "nct:NCT01745783", "NCT01745783"),
    ("nct", "https://clinicaltrials.gov/study/NCT01745783?term=x", "NCT01745783"),
    ("nct", "https://clinicaltrials.gov/study/NCT01745783/", "NCT01745783"),
    ("nct", "https://classic.clinicaltrials.gov/ct2/show/nct01745783", "NCT01745783"),
    ("doi", "10.1000/xyz123", "10.1000/xyz123"),
    ("doi", "doi: 10.1000/xyz123", "10.1000/xyz123"),
    ("doi", "doi.org/10.1000/xyz123", "10.1000/xyz123"),
    ("doi", "https://www.doi.org/10.1000/xyz123", "10.1000/xyz123"),
    ("doi", "http://dx.doi.org/10.1000/xyz123.", "10.1000/xyz123"),
    ("doi", " <https://doi.org/10.1000/xyz123> ", "10.1000/xyz123"),
]


@pytest.mark.parametrize(("field", "text", "bare"), SPELLINGS)
def test_an_identifier_is_entered_in_any_of_its_usual_spellings(
    field: str, text: str, bare: str
) -> None:
    assert clean_identifier(field, text) == bare
    # The same where it is asked for, but for what a record and a sentence add.
    assert bare_identifier(text).rstrip("./").upper() == bare.upper()


@pytest.mark.parametrize(
    ("field", "text"),
    [
        ("pmid", "https://doi.org/10.1000/xyz123"),
        ("doi", "PMID:27761060"),
        ("nct", "27761060"),
        ("nct", "NCT1234"),
        ("pmid", "MONDO:0005301"),
        ("doi", "https://example.org/10.1000/xyz123"),
    ],
)
def test_what_is_another_identifier_is_refused(field: str, text: str) -> None:
    with pytest.raises(InputError, match=f"{field} is "):
        clean_identifier(field, text)
