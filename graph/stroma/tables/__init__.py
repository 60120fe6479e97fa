"""Every record of a kind as a row, or those about some terms and sources: studies, references, findings, propositions, claims, conflicts.

Read first: `RecordTables`, the methods of a graph; then `RecordTable`, `Part` and `read_table`, which make them.
"""

from __future__ import annotations

from stroma.tables.held import HeldTable
from stroma.tables.kinds import (
    CLAIMS,
    CONFLICTS,
    FINDINGS,
    PROPOSITIONS,
    REFERENCES,
    STUDIES,
    TERMS,
)
from stroma.tables.part import Part
from stroma.tables.reading import read_table
from stroma.tables.records import TIMEOUT_S, RecordTables
from stroma.tables.table import RecordTable

__all__ = [
    "CLAIMS",
    "CONFLICTS",
    "FINDINGS",
    "PROPOSITIONS",
    "REFERENCES",
    "STUDIES",
    "TERMS",
    "TIMEOUT_S",
    "HeldTable",
    "Part",
    "RecordTable",
    "RecordTables",
    "read_table",
]
