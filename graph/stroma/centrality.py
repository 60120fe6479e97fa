"""Which terms stand at the centre of the evidence, and what does the number mean?

Read first: `rank` and `MEASURES`. Rank of a term is rank in this graph: what was curated, not what matters in life.
"""

from __future__ import annotations

from collections.abc import Collection, Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, TypeVar

from stroma.counts import checked_count
from stroma.errors import InputError
from stroma.model import Stance
from stroma.notebook import Listed, data_frame, table_html
from stroma.selection import Names, level_of, names_of
from stroma.vocabulary import KINDS, Curie, Iri, to_curie

if TYPE_CHECKING:
    import pandas

    from stroma.model import Level
    from stroma.store import EvidenceStore

__all__ = ["MEASURES", "Ranked", "Ranking", "rank"]

Name = TypeVar("Name", Iri, int)
MEASURES: Final = {
    "studies": "sources (papers and references) whose findings name the term itself, not one narrower than it; papers on the same people each count",
    "statements": "statements with evidence that name the term itself as subject, object or condition, not one narrower than it",
    "pagerank": "share of time, in percent, that a reader who follows statements at random spends at the term",
}
# Brin and Page 1998: with this chance a reader goes on instead of starting anywhere anew.
DAMPING: Final = 0.85
ROUNDS: Final = 60


@dataclass(frozen=True)
class Ranked:
    """A term with its number."""

    iri: Iri
    label: str
    kind: str
    value: float

    @property
    def curie(self) -> Curie:
        """The term as CURIE."""
        return to_curie(self.iri)


@dataclass(frozen=True)
class Ranking(Listed[Ranked]):
    """Terms by one measure, highest first; equal numbers by label."""

    measure: str
    meaning: str
    found: tuple[Ranked, ...]
    n_ranked: int
    """Terms that have the number, those not listed included."""

    def __repr__(self) -> str:
        return f"<Ranking: {len(self):,} of {self.n_ranked:,} terms by {self.measure}; print() tells them>"

    def _repr_html_(self) -> str:
        columns, *rows = self.rows()
        return table_html(f"{self.measure}: {self.meaning}", columns, rows)

    def text(self) -> str:
        """The ranking as text, a term a line, with what the number means."""
        width = max((len(f"{one.value:g}") for one in self.found), default=1)
        lines = [f"{self.measure}: {self.meaning}", ""]
        lines += [f"  {one.value:>{width}g}  {one.label} ({one.kind})" for one in self.found]
        if self.n_ranked > len(self.found):
            lines += ["", f"{self.n_ranked - len(self.found):,} more; a higher limit shows them"]
        lines += ["", "A high rank says that much was curated here, not that a thing works."]
        return "\n".join(lines)

    def to_dict(self) -> dict[str, Any]:
        """The ranking as plain values for JSON."""
        return {
            "measure": self.measure,
            "meaning": self.meaning,
            "ranked": self.n_ranked,
            "terms": [
                {
                    "id": to_curie(one.iri),
                    "label": one.label,
                    "kind": one.kind,
                    "value": one.value,
                }
                for one in self.found
            ],
        }

    def to_dataframe(self) -> pandas.DataFrame:
        """The ranking as a pandas DataFrame, a term a row.

        Raises:
            InputError: pandas is not installed.
        """
        rows = ((to_curie(one.iri), one.label, one.kind, one.value) for one in self.found)
        return data_frame(next(self.rows()), rows)

    def rows(self) -> Iterator[tuple[str, ...]]:
        """One row a term, the first row names the columns."""
        yield ("term", "label", "kind", self.measure)
        for one in self.found:
            yield (to_curie(one.iri), one.label, one.kind, f"{one.value:g}")


def rank(
    store: EvidenceStore,
    by: str = "studies",
    *,
    kinds: Names | None = None,
    stances: Names | None = None,
    best_level: Level | str | int | None = None,
    limit: int = 20,
) -> Ranking:
    """Terms by a measure of `MEASURES`, highest first; options as `stroma.connected.ConnectedTerms.rank` has them.

    Raises:
        InputError: unknown measure, kind, stance or level, or a limit below 1.

    Example:
        >>> from stroma.store import open_store
        >>> rank(open_store(), "studies", kinds=["Disease"], limit=1).found[0].label
        'multiple sclerosis'
    """
    if by not in MEASURES:
        raise InputError(f"unknown measure {by!r}; one of {', '.join(MEASURES)}")
    wanted = names_of("kind", kinds, KINDS)
    counted = names_of("stance", stances, [stance.value for stance in Stance])
    checked_count(limit)
    values = store.centrality(
        by,
        stances=None if counted is None else [Stance(stance) for stance in counted],
        best_level=level_of(best_level),
    )
    ranked = [
        (round(value, 4), iri)
        for iri, value in values.items()
        if value and (wanted is None or store.kind(iri) in wanted)
    ]
    # Labels are asked for the few that can be shown: by number first, then ties by label.
    ranked.sort(key=lambda pair: (-pair[0], pair[1]))
    last = ranked[limit - 1][0] if len(ranked) >= limit else None
    near = [pair for pair in ranked if last is None or pair[0] >= last]
    labels = store.labels([iri for _, iri in near])
    near.sort(key=lambda pair: (-pair[0], labels[pair[1]], pair[1]))
    found = tuple(Ranked(iri, labels[iri], store.kind(iri), value) for value, iri in near[:limit])
    return Ranking(by, MEASURES[by], found, len(ranked))


def count_statements(
    statements: Sequence[tuple[Collection[Name], Collection[Hashable]]], by: str
) -> Mapping[Name, float]:
    """A measure for each term of statements, each given as its terms and its sources, by name or by number."""
    if by == "pagerank":
        return _pagerank([terms for terms, _ in statements])
    counted: dict[Name, set[object]] = {}
    for number, (terms, sources) in enumerate(statements):
        for term in terms:
            counted.setdefault(term, set()).update(sources if by == "studies" else (number,))
    return {term: float(len(things)) for term, things in counted.items()}


def _pagerank(statements: Sequence[Collection[Name]]) -> dict[Name, float]:
    weights: dict[Name, dict[Name, int]] = {}
    for terms in statements:
        for one in terms:
            for two in terms:
                if one != two:
                    row = weights.setdefault(one, {})
                    row[two] = row.get(two, 0) + 1
    nodes = sorted(weights)
    share = dict.fromkeys(nodes, 1.0 / len(nodes)) if nodes else {}
    for _ in range(ROUNDS):
        after = dict.fromkeys(nodes, (1.0 - DAMPING) / len(nodes))
        for node in nodes:
            row = weights[node]
            part = DAMPING * share[node] / sum(row.values())
            for other, weight in row.items():
                after[other] += part * weight
        share = after
    return {node: 100 * value for node, value in share.items()}


def sparse_pagerank(statements: Sequence[Collection[int]], n: int) -> dict[int, float]:
    """What `count_statements` gives for PageRank, with the sparse matrices of SciPy.

    Args:
        statements: the nodes of each statement.
        n: how many nodes there are.
    """
    import numpy as np
    from scipy.sparse import csr_array

    pairs = [(a, b) for nodes in statements for a in nodes for b in nodes if a != b]
    if not pairs:
        return {}
    rows, columns = np.array(pairs, dtype=np.int32).T
    weights = csr_array((np.ones(len(rows)), (columns, rows)), shape=(n, n))
    out = np.asarray(weights.sum(axis=0)).ravel()
    active = out > 0
    share = active / active.sum()
    start = (1 - DAMPING) * share
    step = np.divide(DAMPING, out, out=np.zeros(n), where=active)
    for _ in range(ROUNDS):
        share = start + weights @ (share * step)
    return {int(node): float(100 * share[node]) for node in np.flatnonzero(active)}
