"""Which findings are lost where one graph takes the place of another? Harms are named first.

Read first: `told_lost`.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Final

from stroma.check.relations import HARM
from stroma.vocabulary import PREFIXES, Iri, to_curie

if TYPE_CHECKING:
    from pyoxigraph import Quad

_PREDICATE: Final = PREFIXES["rdf"] + "predicate"
_LABEL: Final = PREFIXES["rdfs"] + "label"
_NAMED: Final = 3


def told_lost(quads: Iterable[Quad]) -> str:
    """How many findings the quads are about, the first of them by name; empty for none.

    Args:
        quads: what was stated of the lost findings and of nothing else.
    """
    labels: dict[Iri, str] = {}
    harms: set[Iri] = set()
    for quad in quads:
        iri = quad.subject.value  # type: ignore[union-attr]
        labels.setdefault(iri, "")
        if quad.predicate.value == _LABEL:
            labels[iri] = quad.object.value  # type: ignore[union-attr]
        elif quad.predicate.value == _PREDICATE and quad.object.value == HARM:  # type: ignore[union-attr]
            harms.add(iri)
    if not labels:
        return ""
    first = sorted(labels, key=lambda iri: (iri not in harms, iri))[:_NAMED]
    named = [
        f'{to_curie(iri)}{" (a harm)" * (iri in harms)} "{labels[iri]}"'.removesuffix(' ""')
        for iri in first
    ]
    more = f" and {len(labels) - _NAMED} more" if len(labels) > _NAMED else ""
    count = "1 finding is" if len(labels) == 1 else f"{len(labels):,} findings are"
    return f"{count} no longer held: {', '.join(named)}{more}"
