"""How does the evidence reach NetworkX, igraph, SciPy and rdflib? Read first: `LibraryGraphs.to_networkx`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

from stroma.errors import InputError
from stroma.keywords import words_of_python
from stroma.vocabulary import PREFIXES

if TYPE_CHECKING:
    import igraph
    import networkx as nx
    import rdflib
    from scipy.sparse import csr_array

    from stroma.model import Level
    from stroma.selection import Names, Years
    from stroma.store import EvidenceStore
    from stroma.vocabulary import Curie

__all__ = ["LibraryGraphs"]


class LibraryGraphs:
    """The evidence as the graphs of other libraries; what has a store has these."""

    store: EvidenceStore

    def to_networkx(
        self,
        *,
        around: str | None = None,
        radius: int = 1,
        max_nodes: int | None = None,
        kinds: Names | None = None,
        predicates: Names | None = None,
        stances: Names | None = None,
        best_level: Level | str | int | None = None,
        designs: Names | None = None,
        years: Years | None = None,
        studies: bool = True,
        taxonomy: bool = False,
        conditions: bool = False,
        unmeasured: bool = False,
        isolates: bool | None = None,
        keys: Literal["curie", "int"] = "curie",
        plain: bool = False,
        reweigh: bool = False,
    ) -> nx.MultiDiGraph[Any]:
        """The evidence as a MultiDiGraph; options and attributes as `stroma.projection.to_networkx` describes them.

        For GraphML and GEXF take `plain=True`: `nx.write_graphml(g.to_networkx(plain=True), "stroma.graphml")`.

        Raises:
            InputError: an option is none of the vocabulary, or out of range.

        Example:
            >>> import stroma
            >>> G = stroma.open_graph().to_networkx(kinds=["CellProduct", "Disease"], best_level=2, studies=False)
            >>> sorted({stance for *_, stance in G.edges(data="stance")})
            ['contested', 'not-supported', 'supported']
        """
        from stroma.projection import to_networkx

        with words_of_python():
            return to_networkx(
                self.store, around=around, radius=radius, max_nodes=max_nodes, kinds=kinds, predicates=predicates, stances=stances,
                best_level=best_level, designs=designs, years=years, studies=studies, taxonomy=taxonomy,
                conditions=conditions, unmeasured=unmeasured, isolates=isolates, keys=keys, plain=plain, reweigh=reweigh,
            )  # fmt: skip

    def to_igraph(
        self,
        *,
        attributes: bool = True,
        kinds: Names | None = None,
        predicates: Names | None = None,
        stances: Names | None = None,
        best_level: Level | str | int | None = None,
        designs: Names | None = None,
        years: Years | None = None,
        unmeasured: bool = False,
        reweigh: bool = False,
    ) -> igraph.Graph:
        """The terms and propositions as a directed igraph graph.

        Vertices have `name` (CURIE), `label`, `kind`; edges what those of `to_networkx` have but for `proposition`, `label` and
        `studies`, and `n_sources`, papers on the same people each counted. A `level` or `participants` that is not known is None.

        Args:
            attributes: with the attributes of edges; without them it takes a fifth of the memory.
            kinds, predicates, stances, best_level, designs, years: only propositions with these, as in `to_networkx`; every
                term stays a vertex, also where no proposition of it is left. The numbers of an edge stay those of all its
                studies: `graph["numbers"]` says so.
            unmeasured: with propositions that no study measured (stance `no-evidence`).
            reweigh: as in `to_networkx`, numbers of the chosen designs and years alone.

        Raises:
            InputError: igraph is not installed, says how; or an option is none of the vocabulary.
        """
        from stroma.scale import to_igraph

        with words_of_python():
            return to_igraph(
                self.store, attributes=attributes, kinds=kinds, predicates=predicates, stances=stances,
                best_level=best_level, designs=designs, years=years, unmeasured=unmeasured,
                reweigh=reweigh,
            )  # fmt: skip

    def to_scipy(
        self,
        *,
        weight: Literal["statements", "studies"] = "statements",
        kinds: Names | None = None,
        predicates: Names | None = None,
        stances: Names | None = None,
        best_level: Level | str | int | None = None,
        designs: Names | None = None,
        years: Years | None = None,
        reweigh: bool = False,
    ) -> tuple[csr_array, list[Curie]]:
        """The terms as a sparse matrix, and the CURIE of each row: entry (s, o) counts what leads from s to o.

        Args:
            weight: count statements with evidence, or the independent human studies behind them: what was seen in animals,
                dishes and references only is no entry then.
            kinds, predicates, stances, best_level, designs, years: only statements with these, as in `to_networkx`; every
                term keeps its row. What `weight="studies"` counts stays all studies of these statements.
            reweigh: as in `to_networkx`, count the studies of the chosen designs and years alone.

        Returns:
            The matrix, square; and the CURIEs in the order of its rows.

        Raises:
            InputError: SciPy is not installed, says how; or the weight is neither, or an option is none of the vocabulary.
        """
        from stroma.scale import to_scipy

        with words_of_python():
            return to_scipy(
                self.store, weight=weight, kinds=kinds, predicates=predicates, stances=stances,
                best_level=best_level, designs=designs, years=years, reweigh=reweigh,
            )  # fmt: skip

    def to_rdflib(self) -> rdflib.Dataset:
        """The same quads as an rdflib Dataset, without a copy; patterns match the union of all graphs.

        It is read-only: `add`, `remove` and updates are refused. For a dataset of your own copy it:
        `own = rdflib.Dataset(default_union=True); own.addN(ds.quads())`; what is done to that one, the network included, is up to you.

        Give queries as text. `SERVICE`, `LOAD` and whatever else `query` refuses is refused here too, so nothing is
        asked of the network, and rdflib's own engine (`use_store_provided=False`) neither; but a query cannot be ended after some seconds, as those of `query` are. For patterns over
        named graphs use `GRAPH ?g`.

        Raises:
            InputError: the graph is on a server, where rdflib has a store of its own.

        Example:
            >>> import stroma
            >>> ds = stroma.open_graph().to_rdflib()
            >>> [str(row.a) for row in ds.query("SELECT ?a { ?a a st:Article }")]
            ['https://w3id.org/stroma/article/msc-for-ms']
        """
        from pyoxigraph import Store

        from stroma.rdflib_store import ReadOnlyDataset, ReadOnlyStore

        if not isinstance(self.store.dataset, Store):
            raise InputError(
                "the quads are on a server; ask it with g.query(…), or with rdflib's own "
                "rdflib.plugins.stores.sparqlstore.SPARQLStore(address)"
            )
        dataset = ReadOnlyDataset(ReadOnlyStore(store=self.store.dataset))
        for prefix, namespace in PREFIXES.items():
            dataset.bind(prefix, namespace, replace=True)
        return dataset
