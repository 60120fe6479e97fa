"""How do the terms of an opened graph hang together, and which of them matter? Read first: `ConnectedTerms.path`.

What the methods do stands in `stroma.explore`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from stroma.keywords import words_of_python
from stroma.naming import checked_name

if TYPE_CHECKING:
    from stroma.centrality import Ranking
    from stroma.connections import Neighbours, Paths
    from stroma.model import Level
    from stroma.selection import Names
    from stroma.store import EvidenceStore

__all__ = ["ConnectedTerms"]


class ConnectedTerms:
    """Paths between terms, the terms around one, and the terms by their evidence; what has a store has these."""

    store: EvidenceStore

    def path(
        self,
        a: str,
        b: str,
        *,
        k: int = 3,
        max_hops: int = 4,
        taxonomy: bool = True,
        claims: bool = False,
        timeout_s: float = 10.0,
    ) -> Paths:
        """What was asked directly about two terms, and the best ways between them; options as `stroma.explore.paths`.

        Returns:
            Ways, each of them hops with `subject`, `predicate`, `object`, `condition`, `stance`, `level`, `studies` and
            `sentence`; `direct` holds the direct statements, and `str()` tells all in words.

        Raises:
            UnknownTermError: naming the nearest labels.

        Example:
            >>> import stroma
            >>> found = stroma.open_graph().path("bone-marrow MSC product", "remyelination", k=1)
            >>> [(hop.subject, hop.predicate, hop.object, hop.studies) for hop in found[0]]
            [('term:bm-msc-product', 'promotes', 'term:remyelination', ('el-akabawy-2015',))]
        """
        from stroma.explore import paths

        with words_of_python():
            return paths(
                self.store, checked_name(a), checked_name(b), k=k, max_hops=max_hops, taxonomy=taxonomy, claims=claims,
                timeout_s=timeout_s,
            )  # fmt: skip

    def explain(
        self,
        a: str,
        b: str,
        *,
        k: int = 1,
        max_hops: int = 4,
        taxonomy: bool = True,
        claims: bool = False,
        timeout_s: float = 10.0,
    ) -> str:
        """How one thing is connected to another, in words, hop by hop, each hop with its stance, level and studies.

        Args:
            k: paths at most, the best supported first; the other options as `path` has them.

        Raises:
            UnknownTermError: naming the nearest labels.
        """
        found = self.path(
            a, b, k=k, max_hops=max_hops, taxonomy=taxonomy, claims=claims, timeout_s=timeout_s
        )
        return found.text()

    def neighbours(
        self,
        term: str,
        *,
        hops: int = 1,
        kinds: Names | None = None,
        taxonomy: bool = False,
        claims: bool = False,
        limit: int = 200,
    ) -> Neighbours:
        """The terms around a term, nearest first; options as `stroma.explore.neighbours`, `print()` reads well.

        Raises:
            UnknownTermError: naming the nearest labels.
        """
        from stroma.explore import neighbours

        with words_of_python():
            return neighbours(
                self.store, checked_name(term), hops=hops, kinds=kinds, taxonomy=taxonomy, claims=claims, limit=limit
            )  # fmt: skip

    def rank(
        self,
        by: Literal["studies", "statements", "pagerank"] = "studies",
        *,
        kinds: Names | None = None,
        stances: Names | None = None,
        best_level: Level | str | int | None = None,
        limit: int = 20,
    ) -> Ranking:
        """Terms by how much evidence names them, highest first: what was curated here, not what works.

        Args:
            by: `studies`, sources whose findings name the term, papers on the same people each counted; `statements`, those
                with evidence that name it; `pagerank`, percent of the time that a reader who follows statements spends there.
            kinds: list only terms of these kinds; the number still counts statements with any other kind.
            stances: count only statements of these stances; claims without any study never count.
            best_level: count only statements whose best level is this one or better, such as 2, "level-2" or `Level.TWO`.
            limit: terms listed at most.

        Raises:
            InputError: unknown measure, kind, stance or level, or a limit below 1.

        Example:
            >>> import stroma
            >>> stroma.open_graph().rank("studies", kinds="Disease", limit=1)[0].label
            'multiple sclerosis'
        """
        from stroma.centrality import rank

        with words_of_python():
            return rank(
                self.store, by, kinds=kinds, stances=stances, best_level=best_level, limit=limit
            )
