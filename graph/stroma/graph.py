"""The evidence graph for Python: open it, ask it, draw it.

Read first: `open_graph` and `EvidenceGraph`; `stroma.open_graph()` is the same.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from stroma.store import EvidenceStore, open_store
from stroma.vocabulary import Curie, to_curie

if TYPE_CHECKING:
    import networkx as nx
    import rdflib

    from stroma.cards import Card
    from stroma.queries import QueryResult


class EvidenceGraph:
    """Studies, findings and claims as one graph, with the ways in that people use.

    Example:
        >>> import stroma
        >>> g = stroma.open_graph()
        >>> g.term("Multiple sclerosis")
        'MONDO:0005301'
    """

    def __init__(self, store: EvidenceStore) -> None:
        self.store = store

    def term(self, name: str, kinds: Collection[str] | None = None) -> Curie:
        """The CURIE of the term with this label, synonym, slug, CURIE or IRI.

        Raises:
            UnknownTermError: naming the nearest labels.
        """
        return to_curie(self.store.resolve_term(name, kinds))

    def query(
        self,
        sparql: str,
        *,
        limit: int | None = None,
        timeout_s: float | None = None,
        **values: str | int | float,
    ) -> QueryResult:
        """Run SPARQL on the union of all graphs; the usual prefixes need no declaration.

        Args:
            limit: rows at most.
            timeout_s: end the query after so many seconds.
            values: variables to bind; a text that names a term is bound to its IRI, any other value as it is.

        Returns:
            The answer, read once: rows of a SELECT by iteration, yes or no of an ASK by `bool()`.

        Raises:
            QueryRefusedError, QuerySyntaxError, QueryTimeoutError.

        Example:
            >>> import stroma
            >>> g = stroma.open_graph()
            >>> rows = g.query("SELECT ?d { ?p a st:Proposition ; rdf:subject ?product ; rdf:predicate st:ameliorates ;"
            ...                " rdf:object ?d ; st:stance st:contested }", product="darvadstrocel")
            >>> [row[0].value for row in rows]
            ['https://w3id.org/stroma/term/crohn-perianal-fistula']
        """
        from stroma.queries import run_query

        bindings = {name: self._value(value) for name, value in values.items()}
        return run_query(
            self.store.dataset, sparql, bindings=bindings or None, limit=limit, timeout_s=timeout_s
        )

    def _value(self, value: str | int | float) -> Any:
        from pyoxigraph import Literal, NamedNode

        from stroma.errors import UnknownTermError

        if not isinstance(value, str):
            return Literal(value)
        for resolve in (self.store.resolve_term, self.store.resolve_source):
            try:
                return NamedNode(resolve(value))
            except UnknownTermError:
                continue
        return Literal(value)

    def ask(self, question: str, **parameters: str) -> list[dict[str, str]]:
        """Answer a named question; `stroma ask` lists them.

        Returns:
            One dict a row, column to text; a column without a value is missing.

        Raises:
            UnknownQuestionError: naming the nearest.
            ParameterError: a parameter is unknown, missing or of the wrong kind.
        """
        from stroma.queries import find_question, load_questions, run_query

        asked = find_question(question, load_questions())
        bindings = asked.bind(parameters, self.store.resolve_term, self.store.resolve_source)
        result = run_query(self.store.dataset, asked.sparql, bindings=bindings or None)
        return [
            {
                name: _text(value)
                for name, value in zip(result.variables, row, strict=True)
                if value is not None
            }
            for row in result.rows()
        ]

    def show(self, name: str, *, everything: bool = False) -> Card:
        """The card of a term, study, proposition or article; `print(card.text())` reads well.

        Raises:
            UnknownTermError: naming the nearest names.
        """
        from stroma.cards import card

        return card(self.store, name, everything=everything)

    def to_networkx(self, **options: Any) -> nx.MultiDiGraph[Curie]:
        """The evidence as a MultiDiGraph; options and attributes as `stroma.projection.to_networkx` lists them.

        Example:
            >>> import stroma
            >>> G = stroma.open_graph().to_networkx(kinds=["CellProduct", "Disease"], best_level=2, studies=False)
            >>> sorted({stance for *_, stance in G.edges(data="stance")})
            ['contested', 'not-supported', 'supported']
        """
        return self.store.to_networkx(**options)

    def to_rdflib(self) -> rdflib.Dataset:
        """The same quads as an rdflib Dataset, without a copy; patterns match the union of all graphs.

        Pass queries as text: rdflib evaluates prepared queries and queries with `initBindings` in Python, which is
        slow. For patterns over named graphs use `GRAPH ?g`.

        Example:
            >>> import stroma
            >>> ds = stroma.open_graph().to_rdflib()
            >>> rows = ds.query("SELECT ?a { ?a a <https://w3id.org/stroma/vocab/Article> }")
            >>> [str(row.a) for row in rows]
            ['https://w3id.org/stroma/article/msc-for-ms']
        """
        import oxrdflib
        import rdflib

        return rdflib.Dataset(
            store=oxrdflib.OxigraphStore(store=self.store.dataset), default_union=True
        )

    def explain(self, a: str, b: str, *, k: int = 1) -> str:
        """How one thing is connected to another, hop by hop, each hop with its stance, level and studies.

        Args:
            k: paths at most, the best supported first.

        Raises:
            UnknownTermError: naming the nearest labels.
        """
        from stroma.explore import explain

        return explain(self.store, a, b, k=k)

    def neighbours(self, term: str, *, hops: int = 1, **options: Any) -> Any:
        """The terms around a term, nearest and best supported first; `print(found.text())` reads well.

        Raises:
            UnknownTermError: naming the nearest labels.
        """
        from stroma.explore import neighbours

        return neighbours(self.store, term, hops=hops, **options)

    def rank(self, **options: Any) -> Any:
        """Terms by how much evidence names them; options as `stroma.centrality.rank` lists them."""
        from stroma.centrality import rank

        return rank(self.store, **options)

    def view(
        self, term: str = "multiple sclerosis", out: str | Path | None = None, **options: Any
    ) -> Any:
        """The interactive page, focused on a term: written to a file, or shown in a notebook cell.

        Args:
            out: the file to write; without it, an object that a notebook shows.

        Raises:
            UnknownTermError: naming the nearest labels.
        """
        from stroma.viewer import notebook_html, part_around, write_page

        iri = self.store.resolve_term(term)
        around = self.store if options.get("whole_graph") else part_around(self.store, iri)
        if out is not None:
            write_page(around, iri, Path(out), **options)
            return Path(out)
        return _Html(notebook_html(around, iri))

    def counts(self) -> Mapping[str, int]:
        """How many terms, studies, findings, propositions and claims the graph holds.

        Example:
            >>> import stroma
            >>> stroma.open_graph().counts()["articles"]
            1
        """
        return self.store.counts()

    def __repr__(self) -> str:
        return f"<EvidenceGraph: {', '.join(f'{n} {name}' for name, n in self.counts().items())}>"

    def _repr_html_(self) -> str:
        rows = "".join(f"<tr><th>{name}</th><td>{n}</td></tr>" for name, n in self.counts().items())
        return f"<table><caption>Stroma evidence graph</caption>{rows}</table>"


class _Html:
    """HTML that a notebook shows."""

    def __init__(self, html: str) -> None:
        self._html = html

    def _repr_html_(self) -> str:
        return self._html


def _text(value: Any) -> str:
    text = str(value.value)
    return to_curie(text) if type(value).__name__ == "NamedNode" else text


def open_graph(
    location: str | Path | None = None, *, files: Sequence[str | Path] = ()
) -> EvidenceGraph:
    """Open the evidence graph.

    Args:
        location: a store directory or SPARQL endpoint; default the packaged evidence base.
        files: your own RDF files, checked and read on top.

    Raises:
        InputError: if the location cannot be opened.
        DataError: if one of your files breaks a rule; says where.
    """
    return EvidenceGraph(open_store(location, own_files=[Path(f) for f in files]))
