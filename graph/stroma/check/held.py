"""What does a store hold of the studies, references and terms that a file states or names?

Read first: `Held`. Two look-ups, whatever the size of the store; any store answers them, a server too.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator
from itertools import islice
from typing import TYPE_CHECKING, Any, Final

from pyoxigraph import Literal, NamedNode

from stroma.check.problem import Spot
from stroma.check.relations import OF_ONE_PAPER
from stroma.check.statements import CLASSES
from stroma.forking import in_engine
from stroma.vocabulary import RDF_TYPE, ST, Iri, to_curie

if TYPE_CHECKING:
    from stroma.check.statements import Statements

IDENTIFIERS: Final = ("doi", "pmid", "nct", "otherRegistration")
"""Properties by which two records are known to be one study; a registry number may be shared by papers on the same people."""
_LINKS: Final = (ST + "sharesParticipantsWith", ST + "poolsStudy")
_BATCH: Final = 500


class Held:
    """The records of a store.

    Args:
        dataset: what `EvidenceStore.dataset` is.
    """

    def __init__(self, dataset: Any) -> None:
        self._dataset = dataset

    def described(self, iris: Collection[Iri]) -> set[Iri]:
        """Those of some things that are a record or term of the store."""
        classes = " ".join(f"<{ST}{name}>" for name in CLASSES)
        found: set[Iri] = set()
        for some in _batches(iris):
            named = " ".join(str(NamedNode(iri)) for iri in some)
            found.update(
                row[0].value
                for row in self._rows(
                    f"SELECT DISTINCT ?s {{ VALUES ?s {{ {named} }} VALUES ?kind {{ {classes} }} ?s <{RDF_TYPE}> ?kind }}"
                )
            )
        return found

    def namesakes(self, statements: Statements) -> Iterator[Spot]:
        """What is wrong with the studies and references on trial that have the identifier of another one in the store: of its paper an error, of its registration a doubt."""
        own = [
            iri for iri in statements.of_class("Study", "Reference") if statements.is_checked(iri)
        ]
        wanted: dict[tuple[str, str], list[Iri]] = defaultdict(list)
        for iri in own:
            for name in IDENTIFIERS:
                for text in statements.texts(iri, ST + name):
                    wanted[name, text.casefold()].append(iri)
        others = self._with_identifiers({text for _, text in wanted})
        linked = self._linked({iri for iris in others.values() for iri in iris})
        for (name, text), iris in sorted(wanted.items()):
            for iri in iris:
                mine = {t for link in _LINKS for t in statements.texts(iri, link)}
                for other in sorted(others.get((name, text), ())):
                    if other in statements.class_of or (
                        name in ("nct", "otherRegistration")
                        and (other in mine or iri in linked.get(other, ()))
                    ):
                        continue
                    yield Spot(
                        iri, f"st:{name} {text} is also that of {to_curie(other)}, which the store holds, so that it is counted twice",
                        f"use the slug of {to_curie(other)} for the same study" if name in OF_ONE_PAPER
                        else f"if the people are the same, add st:sharesParticipantsWith {to_curie(other)}",
                        "duplicate-id", ST + name, severity="error" if name in OF_ONE_PAPER else "warning",
                    )  # fmt: skip

    def _with_identifiers(self, texts: Collection[str]) -> dict[tuple[str, str], set[Iri]]:
        """(Property, identifier in small letters) -> the records of the store that have it."""
        found: dict[tuple[str, str], set[Iri]] = defaultdict(set)
        properties = " ".join(f"<{ST}{name}>" for name in IDENTIFIERS)
        for some in _batches(texts):
            spelled = sorted({form for text in some for form in (text, text.upper())})
            values = " ".join(str(Literal(text)) for text in spelled)
            for row in self._rows(
                f"SELECT DISTINCT ?s ?p ?v {{ VALUES ?v {{ {values} }} VALUES ?p {{ {properties} }} ?s ?p ?v }}"
            ):
                key = row[1].value.removeprefix(ST), row[2].value.casefold()
                found[key].add(row[0].value)
        return found

    def _linked(self, iris: Collection[Iri]) -> dict[Iri, set[Iri]]:
        found: dict[Iri, set[Iri]] = defaultdict(set)
        links = " ".join(f"<{link}>" for link in _LINKS)
        for some in _batches(iris):
            named = " ".join(str(NamedNode(iri)) for iri in some)
            for row in self._rows(
                f"SELECT ?s ?o {{ VALUES ?s {{ {named} }} VALUES ?p {{ {links} }} ?s ?p ?o }}"
            ):
                found[row[0].value].add(row[1].value)
        return found

    def _rows(self, query: str) -> Any:
        with in_engine(self._dataset):
            return [*self._dataset.query(query, use_default_graph_as_union=True)]


def _batches(texts: Collection[str]) -> Iterator[list[str]]:
    rest = iter(sorted(texts))
    while some := list(islice(rest, _BATCH)):
        yield some
