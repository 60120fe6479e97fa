"""The columns of a store's index as the attributes of edges: what graphs made from the index share.

Read first: `EdgeColumns`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import make_dataclass
from typing import TYPE_CHECKING, Any, Final

from stroma.disk.indexing import STANCES, THIN
from stroma.projection import EDGE_ATTRIBUTES
from stroma.schema import COUNTS
from stroma.sentences import asks_word
from stroma.vocabulary import Iri, local_id

if TYPE_CHECKING:
    from stroma.disk.store import DiskStore

__all__ = ["EdgeColumns", "EdgeData", "node_rows"]

EdgeData: Final[Any] = make_dataclass("EdgeData", EDGE_ATTRIBUTES)
"""Only a mould: dictionaries of its instances share their keys, which takes a fifth of the memory.

An edge holds the plain dictionary, never an instance.
"""


def node_rows(store: DiskStore) -> Iterator[tuple[Any, ...]]:
    return store.names.rows("SELECT id, curie, label, kind, synonyms FROM node ORDER BY id")


class EdgeColumns:
    """The columns of propositions as lists, and what turns their numbers into words."""

    def __init__(self, store: DiskStore) -> None:
        c = store.columns
        self.subject, self.object = c["subject"].tolist(), c["object"].tolist()
        self.condition, self.predicate = c["condition"].tolist(), c["predicate"].tolist()
        self.stance, self.level = c["stance"].tolist(), c["level"].tolist()
        self.clinical, self.weaker = c["clinical"].tolist(), c["weaker"].tolist()
        self.narrower, self.thin = c["narrower"].tolist(), c["thin"].tolist()
        self.retracted, self.under_concern = c["retracted"].tolist(), c["under_concern"].tolist()
        self.participants = c["participants"].tolist()
        self.tallies = c["tallies"].tolist()
        self.first, self.sources = c["sources_from"].tolist(), c["sources"].tolist()
        self.n = len(self.subject)
        self.curies = [curie for (curie,) in store.names.rows("SELECT curie FROM node ORDER BY id")]
        # Slugs and tuples that many edges share are kept once.
        self.slugs = [
            local_id(iri) for (iri,) in store.names.rows("SELECT iri FROM source ORDER BY id")
        ]
        self.names = [
            name for (name,) in store.names.rows("SELECT name FROM predicate ORDER BY id")
        ]
        self._asks = [
            [asks_word(name, clinical=clinical) for name in self.names]
            for clinical in (False, True)
        ]
        self.stances = [stance.value for stance in STANCES]
        self.reasons = [
            tuple(reason.value for bit, reason in enumerate(THIN) if mask >> bit & 1)
            for mask in range(1 << len(THIN))
        ]
        self._groups: dict[tuple[int, ...], tuple[str, ...]] = {}

    def asks(self, number: int) -> str:
        """What the relation of an edge asks."""
        return self._asks[bool(self.clinical[number])][self.predicate[number]]

    def _tallies(self, number: int) -> Any:
        """The twelve counts of a proposition."""
        at = number * len(COUNTS)
        return self.tallies[at : at + len(COUNTS)]

    def edge(self, number: int, iri: Iri, label: str) -> dict[str, Any]:
        """The attributes of one edge, a plain dictionary."""
        of_sources = tuple(self.sources[self.first[number] : self.first[number + 1]])
        studies = self._groups.get(of_sources)
        if studies is None:
            studies = self._groups[of_sources] = tuple(self.slugs[s] for s in of_sources)
        condition = self.condition[number]
        data: dict[str, Any] = EdgeData(
            "proposition:" + iri[-16:],
            label,
            self.names[self.predicate[number]],
            self.asks(number),
            self.curies[condition] if condition >= 0 else "",
            self.stances[self.stance[number]],
            self.level[number],
            bool(self.clinical[number]),
            *self._tallies(number),
            self.participants[number],
            studies,
            self.reasons[self.thin[number]],
            bool(self.weaker[number]),
            bool(self.narrower[number]),
            self.retracted[number],
            self.under_concern[number],
        ).__dict__
        # The index has -1 and 0 for what is not known.
        if self.participants[number] < 0:
            del data["participants"]
        if self.level[number] == 0:
            del data["level"]
        return data
