"""What does a store hold, asked in small queries for the sake of a hint?

Read first: `Facts`. Every question is one short query, so that it works on a store in memory, on disk and far away.
"""

from __future__ import annotations

import re
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final

from pyoxigraph import Literal, NamedNode

from stroma.errors import StromaError
from stroma.forking import in_engine, read_by_turns
from stroma.vocabulary import KINDS, PREFIXES, RDF_TYPE, ST, Iri, local_id, to_curie

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from stroma.queries._names import Named

__all__ = ["Facts"]

_LABEL: Final = PREFIXES["rdfs"] + "label"
_SUBCLASS: Final = PREFIXES["rdfs"] + "subClassOf"
# Computed or stated on more than one class, or on more than the vocabulary says.
_ON_SEVERAL: Final = ("evidenceClass", "inCondition", "onProposition", "rank", "within")
_CONTENT: Final = ("subject", "predicate", "object")
_RANGE: Final = PREFIXES["schema"] + "rangeIncludes"
# Values of a property that are looked at to learn what it takes.
_SAMPLE: Final = 200
_LARGE_SAMPLE: Final = 20_000
# Patterns that are looked for in one query.
_AT_ONCE: Final = 60


class Facts:
    """The vocabulary of a store, and what its properties take."""

    def __init__(self, store: Named) -> None:
        self.store = store

    def rows(self, query: str) -> Iterator[tuple[Any, ...]]:
        """The rows of a SELECT on the union of all graphs."""
        with in_engine(self.store.dataset):
            answer: Any = self.store.dataset.query(
                query, prefixes=dict(PREFIXES), use_default_graph_as_union=True
            )
        rows = read_by_turns(self.store.dataset, answer)
        return (tuple(row[variable] for variable in answer.variables) for row in rows)

    def exists(self, pattern: str) -> bool:
        """Whether a group pattern has an answer."""
        return bool(list(self.rows(f"SELECT * {{ {pattern} }} LIMIT 1")))

    def some(self, patterns: Sequence[str]) -> dict[str, Any]:
        """Those of some patterns that have an answer, each with one value of ?s, None of a pattern without ?s; asked in one query."""
        found: dict[str, Any] = {}
        for begin in range(0, len(patterns), _AT_ONCE):
            part = patterns[begin : begin + _AT_ONCE]
            each = (
                f"{{ SELECT ?s ({number} AS ?i) {{ {pattern} }} LIMIT 1 }}"
                for number, pattern in enumerate(part)
            )
            for number, thing in self.rows(f"SELECT ?i ?s {{ {' UNION '.join(each)} }}"):
                found[part[int(number.value)]] = thing
        return found

    def asked_by(self, statements: Sequence[NamedNode]) -> dict[str, int]:
        """How many of some findings, claims or propositions ask what (`st:asks`); "" are those that ask none of these."""
        values = " ".join(map(str, statements))
        # Statements that are known first, so that the engine looks each up.
        query = f"SELECT ?r (COUNT(*) AS ?n) {{ VALUES ?f {{ {values} }} ?f rdf:predicate ?r }} GROUP BY ?r"
        asks = {
            r.value: asked.value for r, asked in self.rows("SELECT ?r ?asks { ?r st:asks ?asks }")
        }
        found: dict[str, int] = {}
        for r, n in self.rows(query) if statements else ():
            word = asks.get(r.value, "")
            found[word] = found.get(word, 0) + int(n.value)
        return found

    def few_values(self, property_: Iri, most: int) -> list[str]:
        """The values of a property as they are written in a query, where a large sample has few; else none."""
        sample = f"{{ SELECT ?v {{ ?s <{property_}> ?v }} LIMIT {_LARGE_SAMPLE} }}"
        query = f"SELECT DISTINCT ?v {{ {sample} }} LIMIT {most + 1}"
        values = sorted(str(row[0]) for row in self.rows(query))
        return values if len(values) <= most else []

    @cached_property
    def vocabulary(self) -> dict[Iri, dict[Iri, list[Any]]]:
        """Name of ours -> property -> values, from the graph of the vocabulary."""
        found: dict[Iri, dict[Iri, list[Any]]] = {}
        for s, p, o in self.rows("SELECT ?s ?p ?o { GRAPH graph:vocabulary { ?s ?p ?o } }"):
            if s.value.startswith(ST):
                found.setdefault(s.value, {}).setdefault(p.value, []).append(o)
        return found

    def stated(self, iri: Iri, property_: Iri) -> list[str]:
        """Values that the vocabulary states about one of its names."""
        return [value.value for value in self.vocabulary.get(iri, {}).get(property_, ())]

    def label(self, iri: Iri) -> str:
        """The label of a name of the vocabulary; a class without one is called by its name."""
        words = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", local_id(iri)).lower()
        return next(iter(self.stated(iri, _LABEL)), words)

    def needs_condition(self, iri: Iri) -> str | None:
        """Of a predicate: yes, no, if-product or optional; None for anything else."""
        return next(iter(self.stated(iri, ST + "needsCondition")), None)

    def members(self, class_: Iri) -> list[Iri]:
        """Names of the vocabulary that are of a class."""
        return [iri for iri in self.vocabulary if class_ in self.stated(iri, RDF_TYPE)]

    def value_of(self, property_: Iri) -> Any:
        """Some value of a property; None when nothing has it."""
        return next(
            (row[0] for row in self.rows(f"SELECT ?v {{ ?s <{property_}> ?v }} LIMIT 1")), None
        )

    def holds_text(self, property_: Iri) -> bool:
        """Whether a property holds texts, or nothing."""
        some = self.value_of(property_)
        return some is None or (
            isinstance(some, Literal) and some.datatype.value.endswith(("#string", "#langString"))
        )

    def same_but_case(self, property_: Iri, text: str) -> str | None:
        """A value that is the text but for its case."""
        wanted = Literal(text.lower())
        query = f"SELECT ?v {{ ?s <{property_}> ?v FILTER (LCASE(STR(?v)) = {wanted}) }} LIMIT 1"
        found = next((row[0].value for row in self.rows(query)), None)
        return None if found == text else found

    def value_classes(self, property_: Iri) -> set[Iri]:
        """Classes of the values of a property, as far as a sample shows them."""
        query = (
            f"SELECT DISTINCT ?class {{ {{ SELECT DISTINCT ?v {{ ?s <{property_}> ?v }} LIMIT {_SAMPLE} }} "
            "?v a ?class }"
        )
        return {row[0].value for row in self.rows(query)}

    def kinds_taken(self, property_: Iri) -> Sequence[str]:
        """Kinds of term that a property takes; empty when the vocabulary does not say."""
        kinds = [local_id(iri) for iri in self.stated(property_, _RANGE)]
        return kinds if set(kinds) <= set(KINDS) else ()

    @cached_property
    def _classes(self) -> list[Iri]:
        return self.members(PREFIXES["owl"] + "Class")

    def classes_with(self, property_: Iri) -> set[Iri]:
        """Classes of ours whose members may have a property; empty when that is not known."""
        if property_.startswith(PREFIXES["rdf"]) and local_id(property_) in _CONTENT:
            return {ST + name for name in ("Finding", "Claim", "Proposition")}
        if not property_.startswith(ST) or local_id(property_) in _ON_SEVERAL:
            return set()
        stated = set(self.stated(property_, PREFIXES["schema"] + "domainIncludes"))
        if not stated and property_ in self.vocabulary:
            # What the build computes stands on one class; a few of its members tell which.
            query = f"SELECT DISTINCT ?class {{ {{ SELECT ?s {{ ?s <{property_}> ?v }} LIMIT 20 }} ?s a ?class }}"
            stated = {row[0].value for row in self.rows(query)} & set(self._classes)
        return self.related(stated)

    def related(self, classes: Iterable[Iri]) -> set[Iri]:
        """Classes, those that are wider, and those that are narrower: what a member of one may be too."""
        found = set(classes)
        for class_ in set(found):
            found |= self._closure(class_, self._wider) | self._closure(class_, self._narrower)
        return found

    def _closure(self, class_: Iri, step: Callable[[Iri], Iterable[Iri]]) -> set[Iri]:
        found, queue = {class_}, [class_]
        while queue:
            new = set(step(queue.pop())) - found
            found |= new
            queue += new
        return found

    def _wider(self, class_: Iri) -> list[Iri]:
        return [c for c in self.stated(class_, _SUBCLASS) if c in self.vocabulary]

    def _narrower(self, class_: Iri) -> list[Iri]:
        return [c for c in self._classes if class_ in self.stated(c, _SUBCLASS)]

    def classes_of(self, iri: Iri) -> set[Iri]:
        """Classes of ours that a thing belongs to."""
        found = {row[0].value for row in self.rows(f"SELECT ?class {{ <{iri}> a ?class }}")}
        return found & set(self._classes)

    def has(self, iri: Iri) -> bool:
        """Whether a thing stands in any triple."""
        node = NamedNode(iri)
        return any(map(self.exists, (f"{node} ?p ?o", f"?s ?p {node}", f"?s {node} ?o")))

    @cached_property
    def properties_by_name(self) -> dict[str, Iri]:
        """Local name -> property outside our vocabulary that says what the name suggests."""
        known = (
            "rdf:subject",
            "rdf:predicate",
            "rdf:object",
            "rdf:type",
            "rdfs:label",
            "skos:altLabel",
        )
        others = ("skos:broader", "skos:definition", "skos:note", "skos:exactMatch", "skos:closeMatch", "oa:start", "oa:end")  # fmt: skip
        curies = [curie.split(":") for curie in (*known, *others)]
        return {local.casefold(): PREFIXES[prefix] + local for prefix, local in curies}

    def named(self, text: str) -> str | None:
        """The CURIE that a text in quotes was meant to be: a name of the vocabulary, a term or a source."""
        slug = "-".join(text.casefold().split())
        # Predicates and values have a class of ours; other properties and classes are no value of anything.
        if any(one.startswith(ST) for one in self.stated(ST + slug, RDF_TYPE)):
            return "st:" + slug
        for resolve in (self.store.resolve_term, self.store.resolve_source):
            try:
                return to_curie(resolve(text))
            except StromaError:
                continue
        return None
