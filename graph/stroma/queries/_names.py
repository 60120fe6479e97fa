"""What are things called in a dataset of which nothing but the quads is open? As little of an `EvidenceStore` as a hint needs.

Read first: `NamesIn`. A remark is found out in a process that opened the quads alone; reading every record would take longer than the
query.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, Protocol

from pyoxigraph import Literal, NamedNode

from stroma.errors import UnknownTermError
from stroma.forking import in_engine
from stroma.vocabulary import KINDS, PREFIXES, RDF_TYPE, ST, Iri, to_curie

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

__all__ = ["Named", "NamesIn"]

_LABEL: Final = PREFIXES["rdfs"] + "label"


class Named(Protocol):
    """What a hint asks of a store beside its quads."""

    @property
    def dataset(self) -> Any:
        """The quads."""

    def label(self, iri: Iri) -> str:
        """The label of anything that has one, else its CURIE."""

    def kind(self, iri: Iri) -> str:
        """The kind of a term; empty for anything else."""

    def near(self, text: str, kinds: Collection[str] | None = None, n: int = 3) -> list[str]:
        """Labels that look most like a text, best first."""

    def resolve_term(self, text: str, kinds: Collection[str] | None = None) -> Iri:
        """The term that a text names."""

    def resolve_source(self, text: str) -> Iri:
        """The study or reference that a text names."""


class NamesIn:
    """The names of a dataset, looked up one by one; a name that is misspelt is not found.

    Example:
        >>> from stroma.store import open_store
        >>> NamesIn(open_store().dataset).resolve_term("multiple sclerosis").rpartition("/")[2]
        'MONDO_0005301'
    """

    def __init__(self, dataset: Any) -> None:
        self.dataset = dataset

    def _values(self, pattern: str) -> Iterator[str]:
        with in_engine(self.dataset):
            answer: Any = self.dataset.query(
                f"SELECT DISTINCT ?v {{ {pattern} }} LIMIT 20",
                prefixes=dict(PREFIXES),
                use_default_graph_as_union=True,
            )
            return iter([str(row["v"].value) for row in answer])

    def label(self, iri: Iri) -> str:
        """The label of anything that has one, else its CURIE."""
        return next(self._values(f"{NamedNode(iri)} <{_LABEL}> ?v"), to_curie(iri))

    def kind(self, iri: Iri) -> str:
        """The kind of a term; empty for anything else."""
        classes = set(self._values(f"{NamedNode(iri)} <{RDF_TYPE}> ?v")) if iri else ()
        return next((kind for kind in KINDS if ST + kind in classes), "")

    def near(self, _: str, kinds: Collection[str] | None = None, n: int = 3) -> list[str]:
        """None: to compare every label would take longer than the query."""
        del kinds, n
        return []

    def resolve_term(self, text: str, kinds: Collection[str] | None = None) -> Iri:
        """The term that has this label, synonym or brand name, with a small or a capital letter in front.

        Raises:
            UnknownTermError: none has.
        """
        ways = dict.fromkeys((text, text.lower(), text[:1].upper() + text[1:]))
        literals = (one for way in ways for one in (Literal(way, language="en"), Literal(way)))
        names = "VALUES ?name { rdfs:label skos:altLabel st:brandName }"
        values = " ".join(map(str, literals))
        for iri in self._values(f"VALUES ?text {{ {values} }} {names} ?v ?name ?text"):
            kind = self.kind(iri)
            if kind and (kinds is None or kind in kinds):
                return iri
        raise UnknownTermError(text)

    def resolve_source(self, text: str) -> Iri:
        """The study or reference of this slug.

        Raises:
            UnknownTermError: there is none.
        """
        found = next(self._values(f"?v <{ST}slug> {Literal(text)}"), None)
        if found is None:
            raise UnknownTermError(text)
        return found
