"""Which terms are wider than which? The closure of skos:broader.

Read first: `closure`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from stroma.records import Records
    from stroma.vocabulary import Iri


def closure(records: Records) -> Mapping[Iri, list[Iri]]:
    """Term -> itself and every wider term, through skos:broader; a cycle does no harm."""
    wider: dict[Iri, list[Iri]] = {}
    for iri in sorted(records.terms):
        seen = {iri}
        queue = [iri]
        while queue:
            term = records.terms.get(queue.pop())
            for parent in term.broader if term else ():
                if parent not in seen:
                    seen.add(parent)
                    queue.append(parent)
        wider[iri] = sorted(seen)
    return wider
