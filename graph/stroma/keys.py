"""What makes a proposition the same proposition, and what is it about?

Read first: `Key` and `proposition_iri`.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Final, NamedTuple

from stroma.vocabulary import PREFIXES, ST, Iri

if TYPE_CHECKING:
    from stroma.model import Claim, Finding
    from stroma.records import Records

AMELIORATES: Final = ST + "ameliorates"
CAUSES_ADVERSE_EVENT: Final = ST + "causesAdverseEvent"
STUDIED_FOR: Final = ST + "studiedFor"


class Key(NamedTuple):
    """What makes a proposition the same proposition."""

    subject: Iri
    predicate: Iri
    object: Iri
    condition: Iri | None


def key_of(item: Finding | Claim) -> Key | None:
    """The proposition that a finding or claim is about; None for a claim without one."""
    if item.subject is None or item.predicate is None or item.object is None:
        return None
    return Key(item.subject, item.predicate, item.object, item.condition)


def proposition_iri(key: Key) -> Iri:
    """The IRI of a proposition: a hash of its content, the same in every graph."""
    digest = hashlib.sha256("\n".join(part or "" for part in key).encode()).hexdigest()
    return PREFIXES["proposition"] + digest[:16]


def is_clinical(key: Key, records: Records) -> bool:
    """Whether a proposition is about what a product does to people (docs/model.md)."""
    predicate = records.predicates.get(key.predicate)
    if predicate is None or predicate.is_clinical is None:
        term = records.terms.get(key.subject)
        return term is not None and term.kind == "CellProduct"
    return predicate.is_clinical
