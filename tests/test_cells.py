"""A cell of a sheet takes what a file takes: the same digits, days, addresses, identifiers and years."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from pyoxigraph import Literal, NamedNode

from stroma.literals import fits, fits_text, keeps_limits
from stroma.records import Records
from stroma.schema import FINDING_SLOTS, STUDY_SLOTS, Slot
from stroma.sources.cells import Cells, UnfitCellError

SLOTS = {slot.name: slot for slot in (*FINDING_SLOTS, *STUDY_SLOTS)}
XSD = "http://www.w3.org/2001/XMLSchema#"
TEXTS = (
    *("48", "+48", "-48", "4.8", "+4.8", "4,8", "1e3", "forty", " ", "true", "yes", "1899", "1900", "2100", "2101"),
    *("2026-11-25", "20261125", "2026-02-30", "https://example.org/a", "http://", "ftp://example.org"),
    *("10.1000/xyz123", "10.1000/xyz123.", "NCT01234567", "NCT1", "12345678", "Doe-2026", "doe-2026"),
)  # fmt: skip


def read(slot: Slot, text: str) -> Any:
    return Cells(Records()).read(slot, text)


@pytest.mark.parametrize(
    ("name", "text", "value"),
    [
        ("n_enrolled", "+48", 48),
        ("follow_up_months", "+1.5", Decimal("1.5")),
        ("year", "2026", 2026),
    ],
)
def test_a_plus_before_a_number_is_read_as_in_a_file(name: str, text: str, value: object) -> None:
    assert read(SLOTS[name], text) == value
    assert read(SLOTS[name], str(value)) == value


@pytest.mark.parametrize(
    "name",
    [
        "year",
        "doi",
        "pmid",
        "nct",
        "n_enrolled",
        "follow_up_months",
        "seen_at",
        "curated_on",
        "slug",
    ],
)
@pytest.mark.parametrize("text", [text for text in TEXTS if text.strip()])
def test_a_cell_and_a_file_take_the_same_values(name: str, text: str) -> None:
    slot = SLOTS[name]
    datatypes = {"integer": "integer", "decimal": "decimal", "date": "date", "url": "anyURI"}
    literal = Literal(text, datatype=NamedNode(XSD + datatypes.get(slot.kind, "string")))
    in_file = fits(slot, literal) and keeps_limits(slot, text)
    try:
        read(slot, text)
    except UnfitCellError:
        in_cell = False
    else:
        in_cell = True
    assert in_cell == in_file


def test_a_cell_of_white_space_that_is_spelt_out_is_no_text() -> None:
    assert not fits_text(SLOTS["label"], " ")
    with pytest.raises(UnfitCellError, match="a text"):
        read(SLOTS["label"], r"\n")
