"""What does an edge of a graph say? The attributes of a proposition, as NetworkX, igraph and the tables have them.

Read first: `EDGE_ATTRIBUTES`, and `edge_attributes`, their values.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from stroma.schema import COUNTS
from stroma.sentences import asks_word
from stroma.vocabulary import local_id, to_curie

if TYPE_CHECKING:
    from stroma.model import Proposition

__all__ = ["EDGE_ATTRIBUTES", "edge_attributes"]

EDGE_ATTRIBUTES: Final = (
    *("proposition", "label", "predicate", "asks", "condition", "stance", "level", "clinical"), *COUNTS,
    *("participants", "studies", "thin", "weaker_disagrees", "narrower_disagrees", "retracted", "under_concern"),
)  # fmt: skip
"""The attributes of a proposition's edge, in order."""


def edge_attributes(proposition: Proposition) -> dict[str, Any]:
    """The attributes of a proposition's edge, as `stroma.projection.to_networkx` lists them; None where a value is not known."""
    level, condition = proposition.best_level, proposition.condition
    values = (
        to_curie(proposition.iri),
        proposition.label,
        local_id(proposition.predicate),
        asks_word(proposition.predicate, clinical=proposition.is_clinical),
        to_curie(condition) if condition else "",
        proposition.stance.value,
        level.rank if level is not None else None,
        proposition.is_clinical,
        *proposition.counts,
        proposition.participants,
        tuple(local_id(source) for source in proposition.sources),
        tuple(reason.value for reason in proposition.thin),
        proposition.weaker_disagrees,
        proposition.narrower_disagrees,
        len(proposition.retracted_sources),
        len(proposition.concerns),
    )
    return dict(zip(EDGE_ATTRIBUTES, values, strict=True))
