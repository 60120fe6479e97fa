"""What stands beside an edge of any format. Read first: `told_of`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from stroma.model import Asked
from stroma.rendering import beside_edge
from stroma.sentences import DIRECTION_WORDS
from stroma.vocabulary import local_id

if TYPE_CHECKING:
    from stroma.model import Proposition
    from stroma.store import EvidenceStore

__all__ = ["told_of"]


def told_of(store: EvidenceStore, p: Proposition) -> dict[str, Any]:
    """What the stance of an edge alone does not tell (`beside_edge`), and what a regulator decided where and when."""
    decided = (store.findings[iri] for iri in p.findings if local_id(p.predicate) == "approvedFor")
    return {
        **beside_edge(p),
        "decisions": "; ".join(
            sorted(
                f"{f.region or 'region not stated'}, {f.decided_on or 'date not stated'}: "
                + DIRECTION_WORDS[Asked.DECISION][f.direction]
                for f in decided
            )
        ),
    }
