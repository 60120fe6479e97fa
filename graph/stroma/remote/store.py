"""An evidence graph on a SPARQL server, with the same ways in as one on disk.

Read first: `RemoteStore`. Everything is a whole query with many values; what explores asks for one table of links first.
Servers differ: some show their own graphs beside ours, some count a triple twice that stands in two graphs. Queries here
ask for distinct rows, and a person's own queries are sent as they are. All are answered from one push, or an error says
why not (`stroma.remote.state`).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final

import pyoxigraph as ox

from stroma.errors import InputError
from stroma.model import Level, Proposition, Stance, Tally, Term
from stroma.naming import term_or_source
from stroma.outside import MANY_TERMS, OutsideStore
from stroma.remote.client import RemoteError, values, with_prefixes
from stroma.remote.dataset import RemoteDataset
from stroma.remote.fetch import RemoteFetch, batches, text_of
from stroma.remote.names import NAMES, alike, exactly, kind_values
from stroma.remote.sources import MANY_SOURCES, count_sources, read_names
from stroma.remote.state import WatchedEndpoint, watched
from stroma.source_names import source_id
from stroma.surroundings import (
    USED,
    closure_of,
    decided_query,
    signs_of_family,
    used_query,
)
from stroma.vocabulary import KINDS, PREFIXES, ST, Iri, local_id, to_curie, to_iri

if TYPE_CHECKING:
    from stroma.build import Built
    from stroma.links import LinkGraph
    from stroma.store import EvidenceStore

# Above this many statements a server's graph is too large to be searched for paths from here.
MAX_STATEMENTS: Final = 200_000
MAX_AROUND: Final = 1_000


class RemoteStore(OutsideStore):
    """A SPARQL 1.1 endpoint that holds a build."""

    def __init__(self, url: str) -> None:
        self.endpoint = WatchedEndpoint(url)
        # A question in plain words asks for a name among one kind after another.
        self._exact: dict[str, list[tuple[Iri, str]]] = {}

    @property
    def dataset(self) -> Any:
        """The server, as far as the query engine is concerned."""
        return RemoteDataset(self.endpoint)

    def _rows(self, query: str) -> Iterator[ox.QuerySolution]:
        return self.endpoint.rows(with_prefixes(query))

    def _column(self, query: str) -> list[str]:
        return [text_of(row[0]) for row in self._rows(query)]

    @cached_property
    def _fetch(self) -> RemoteFetch:
        return RemoteFetch(self.endpoint)

    @property
    def _built(self) -> Built:
        return self._whole

    @cached_property
    @watched
    def _whole(self) -> Built:
        """The whole graph in memory."""
        if self._n_statements > MAX_STATEMENTS // 10:
            raise InputError(
                f"{self.endpoint.url} holds {self._n_statements:,} statements, too many to take into memory whole; "
                "name a term, or ask it with a query"
            )
        built = self._read(
            terms=list(self._kinds), propositions=list(self._statements), findings=True
        )
        # A study without a finding stands behind no statement and is read by itself.
        stated = self._column("SELECT DISTINCT ?s { VALUES ?c { st:Study st:Reference } ?s a ?c }")
        self._add_missing(built, {*stated})
        return built

    @cached_property
    @watched
    def _n_statements(self) -> int:
        query = "SELECT (COUNT(DISTINCT ?p) AS ?n) { ?p a st:Proposition }"
        n = self.endpoint.count(with_prefixes(query))
        if n == 0:
            raise self.endpoint.holds_none()
        return n

    def _lacks(self, what: str) -> RemoteError:
        # A push may have taken it away just then, which is to be said instead.
        self.endpoint.compare()
        return RemoteError(
            self.endpoint.url,
            f"lacks a part of the evidence, {what}; `stroma push --store URL` looks for what is missing and sends it",
        )

    @watched
    def _read(
        self, *, terms: Collection[Iri], propositions: Collection[Iri], findings: bool
    ) -> Built:
        from stroma.build import Built
        from stroma.slices import read_slice

        try:
            records, weighed, quads = read_slice(
                self._fetch, terms=terms, propositions=propositions, findings=findings
            )
        except (LookupError, AttributeError, ValueError) as error:
            # The readers of records expect what a build writes.
            raise self._lacks("of what a statement says") from error
        lost = [iri for iri in propositions if iri not in weighed.propositions]
        for p in weighed.propositions.values() if findings else ():
            sources = (records.studies, records.references)
            lost += (iri for iri in p.findings if iri not in weighed.findings)
            lost += (iri for iri in p.claims if iri not in records.claims)
            lost += (iri for iri in p.sources if not any(iri in held for held in sources))
        if lost:
            raise self._lacks(f"such as {to_curie(min(lost))}")
        held = ox.Store()
        held.extend(quads)
        return Built(held, records, weighed)

    @watched
    def around(self, *names: str) -> EvidenceStore:
        """What there is about some terms, sources, propositions or articles, in memory.

        Raises:
            UnknownTermError: naming the nearest names.
        """
        terms: set[Iri] = set()
        chosen: set[Iri] = set()
        extra: set[Iri] = set()
        n_left_out = 0
        for name in names:
            iri = self._any_iri(name)
            if self.kind(iri):
                closure = closure_of(self._fetch, iri)
                terms |= closure | signs_of_family(self._fetch, iri)
                found = self._touching(iri, closure)
                n_left_out += max(0, len(found) - MAX_AROUND)
                chosen.update(found[:MAX_AROUND])
                wider = self.broader(iri) - {iri}
                chosen.update(
                    text_of(row["p"]) for row in self.endpoint.paged(decided_query(wider), "p")
                )
            elif iri.startswith(PREFIXES["proposition"]):
                chosen.add(iri)
            else:
                extra.add(iri)
                link = "inArticle" if iri.startswith(PREFIXES["article"]) else "foundBy"
                node = ox.NamedNode(iri)
                chosen.update(
                    self._column(
                        f"SELECT DISTINCT ?p {{ ?f st:{link} {node} ; st:onProposition ?p }}"
                    )
                )
        cut = f"the {MAX_AROUND:,} statements at the best levels; {n_left_out:,} more are on the server"
        return self._part(terms, chosen, extra, cut if n_left_out else None)

    def at_once(self) -> AbstractContextManager[None]:
        """A block whose questions are answered from the same push, which is looked at once, at its end.

        Raises:
            RemoteError: another push came between.
        """
        return self.endpoint.at_once()

    def _any_iri(self, text: str) -> Iri:
        candidates = [PREFIXES["article"] + text] if " " not in text and ":" not in text else []
        if ":" in text:
            try:
                candidates = [to_iri(text.strip("<> \r\n"))]
            except InputError:
                candidates = []
        ours = tuple(PREFIXES[p] for p in ("proposition", "article", "finding", "claim"))
        for iri in candidates:
            if not iri.startswith(ours):
                continue
            for quad in self._fetch.about([iri]):
                if quad.predicate.value in (ST + "foundBy", ST + "inArticle"):
                    return text_of(quad.object)
            if next(iter(self._fetch.about([iri])), None) is not None:
                return iri
        return term_or_source(text, self.resolve_term, self.resolve_source)

    def _touching(self, term: Iri, closure: Collection[Iri]) -> list[Iri]:
        """Statements on a term, narrower ones, then on what else belongs to it; of each the best level first."""
        narrower = self.narrower(term)
        ranks: dict[Iri, tuple[bool, int]] = {}
        for is_far, terms in ((False, narrower), (True, set(closure) - narrower)):
            for batch in batches(terms):
                for part in ("rdf:subject", "rdf:object", "st:inCondition"):
                    query = (
                        f"SELECT DISTINCT ?p ?rank {{ {values('t', batch)} ?p {part} ?t . ?p a st:Proposition . "
                        "OPTIONAL { ?p st:rank ?rank } }"
                    )
                    for row in self._rows(query):
                        rank = _number(row["rank"]) if row["rank"] is not None else 9
                        ranks.setdefault(text_of(row["p"]), (is_far, rank))
        if self.kind(term) in USED or all(is_far for is_far, _ in ranks.values()):
            for row in self.endpoint.paged(used_query(narrower), "p"):
                ranks.setdefault(text_of(row["p"]), (True, 9))
        return sorted(ranks, key=lambda iri: (ranks[iri], iri))

    def label(self, iri: Iri) -> str:
        """The label of anything that has one, else its CURIE."""
        return self.labels([iri])[iri]

    @watched
    def labels(self, iris: Collection[Iri]) -> Mapping[Iri, str]:
        """The labels of many things at once."""
        known = self._terms_read.records.terms if self._terms_read is not None else {}
        found = {iri: known[iri].label if iri in known else to_curie(iri) for iri in iris}
        for batch in batches([iri for iri in iris if iri not in known]):
            query = f"SELECT DISTINCT ?s ?label {{ {values('s', batch)} ?s rdfs:label ?label }}"
            for row in self._rows(query):
                found[text_of(row["s"])] = text_of(row["label"])
        return found

    @cached_property
    @watched
    def _kinds(self) -> Mapping[Iri, str]:
        query = with_prefixes(f"SELECT DISTINCT ?t ?kind {{ {kind_values()} ?t a ?kind }}")
        return {
            text_of(row["t"]): local_id(text_of(row["kind"]))
            for row in self.endpoint.paged(query, "t")
        }

    def kind(self, iri: Iri) -> str:
        """The kind of a term; empty for anything else."""
        if ":" not in iri:
            return ""
        if "_kinds" in self.__dict__:
            return self._kinds.get(iri, "")
        query = f"SELECT DISTINCT ?kind {{ {kind_values()} {ox.NamedNode(iri)} a ?kind }}"
        found = self._column(query)
        return local_id(min(found)) if found else ""

    @property
    def _terms_read(self) -> EvidenceStore | None:
        """All terms in memory, where they were read for something else; else None."""
        return self._whole_store if "_whole" in self.__dict__ else self.__dict__.get("_all_terms")

    @cached_property
    def _whole_store(self) -> EvidenceStore:
        from stroma.store import EvidenceStore

        return EvidenceStore(self._whole)

    def _has_read(self, iri: Iri) -> EvidenceStore | None:
        """Where a term is in memory."""
        read = self._terms_read
        return read if read is not None and iri in read.records.terms else None

    def broader(self, iri: Iri) -> frozenset[Iri]:
        """The term itself and every wider term."""
        if (read := self._has_read(iri)) is not None:
            return read.broader(iri)
        return frozenset(
            {iri, *self._column(f"SELECT DISTINCT ?t {{ {ox.NamedNode(iri)} st:within ?t }}")}
        )

    def narrower(self, iri: Iri) -> frozenset[Iri]:
        """The term itself and every narrower term."""
        if (read := self._has_read(iri)) is not None:
            return read.narrower(iri)
        return frozenset(
            {iri, *self._column(f"SELECT DISTINCT ?t {{ ?t st:within {ox.NamedNode(iri)} }}")}
        )

    @watched
    def _terms_named(self, text: str) -> list[tuple[Iri, str]]:
        # Terms that were read for another name tell it without a request.
        if self.__dict__.get("_all_terms") is not None:
            return []
        return self._term_by_id(text) or self._exactly(text)

    def _exactly(self, text: str) -> list[tuple[Iri, str]]:
        """Terms that have a text as their name, and their kinds, labels first."""
        if text not in self._exact:
            order = [to_iri(p) for p in NAMES.split("|")]
            rows = (
                (text_of(r["how"]), local_id(text_of(r["kind"])), text_of(r["t"]))
                for r in self._rows(exactly(text))
            )
            ranked = sorted((order.index(how), KINDS.index(kind), iri) for how, kind, iri in rows)
            self._exact[text] = [(iri, KINDS[kind]) for _, kind, iri in ranked]
        return self._exact[text]

    def _term_by_id(self, text: str) -> list[tuple[Iri, str]]:
        if ":" not in text:
            return []
        try:
            iri = to_iri(text.strip("<> \r\n"))
            ox.NamedNode(iri)
        except ValueError:
            return []
        return [(iri, kind)] if (kind := self.kind(iri)) else []

    @cached_property
    @watched
    def _all_terms(self) -> EvidenceStore | None:
        """The terms in memory; None where there are too many."""
        n = self.endpoint.count(
            with_prefixes(f"SELECT (COUNT(DISTINCT ?t) AS ?n) {{ {kind_values()} ?t a ?kind }}")
        )
        if n == 0:
            raise self.endpoint.holds_none()
        return self.slice(terms=self._kinds, findings=False) if n <= MANY_TERMS else None

    @watched
    def _like(
        self, text: str, kinds: Collection[str] | None, also: Sequence[Iri] = ()
    ) -> EvidenceStore:
        """The terms that a text may mean, in memory, those that have it as a name, and what is made of them."""
        if self._all_terms is not None:
            return self._all_terms
        made = [
            self._column(
                f"SELECT DISTINCT ?t {{ ?t st:cellType|st:sourceTissue {ox.NamedNode(iri)} }}"
            )
            for iri in also
        ]
        found = {text_of(row["t"]) for row in self._rows(alike(text, kinds))}
        return self.slice(terms=found.union(also, *made), findings=False)

    @watched
    def near(self, text: str, kinds: Collection[str] | None = None, n: int = 3) -> list[str]:
        """Labels that look most like a text, best first."""
        return self._like(text, kinds).near(text, kinds, n)

    @watched
    def _slugs_like(self, text: str) -> Iterable[str]:
        classes = "VALUES ?class { st:Study st:Reference }"
        return self._column(
            f"SELECT DISTINCT ?slug {{ {classes} ?s a ?class ; st:slug ?slug }} LIMIT 20000"
        )

    @watched
    def find_source(self, text: str) -> Iri | None:
        """The same, or None."""
        wanted = source_id(text)
        if self._names_of_sources is not None:
            return self._names_of_sources.get(wanted.casefold())
        if ":" in wanted:
            try:
                node = ox.NamedNode(to_iri(wanted))
            except ValueError:
                node = None
            if node and self._column(
                f"SELECT DISTINCT ?class {{ VALUES ?class {{ st:Study st:Reference }} {node} a ?class }}"
            ):
                return node.value
        spelled = " ".join(
            str(ox.Literal(t)) for t in sorted({wanted, wanted.lower(), wanted.upper()})
        )
        # What an index finds, before every source is looked at.
        found = self._column(
            f"SELECT DISTINCT ?s {{ VALUES ?class {{ st:Study st:Reference }} VALUES ?id {{ {spelled} }} "
            "?s st:slug|st:doi|st:pmid|st:nct ?id . ?s a ?class } ORDER BY DESC(?class) ?s"
        )
        return found[0] if found else read_names(self.endpoint, wanted).get(wanted.casefold())

    @cached_property
    @watched
    def _names_of_sources(self) -> Mapping[str, Iri] | None:
        """The names of all sources; None where there are too many."""
        few = count_sources(self.endpoint) <= MANY_SOURCES
        return read_names(self.endpoint) if few else None

    @cached_property
    @watched
    def _statements(self) -> dict[Iri, Proposition]:
        """Every statement with what path search and ranks look at, and no more."""
        if self._n_statements > MAX_STATEMENTS:
            raise InputError(
                f"{self.endpoint.url} holds {self._n_statements:,} statements, too many to search from here; build "
                "a store of your own with `stroma build --store DIR`"
            )
        query = with_prefixes(
            "SELECT DISTINCT ?p ?s ?q ?o ?c ?stance ?level { ?p a st:Proposition ; rdf:subject ?s ; "
            "rdf:predicate ?q ; rdf:object ?o ; st:stance ?stance . "
            "OPTIONAL { ?p st:inCondition ?c } OPTIONAL { ?p st:bestLevel ?level } }"
        )
        nothing = Tally()
        found = {}
        retracted = self._sources_of("retractedSource")
        for row in self.endpoint.paged(query, "p"):
            iri, condition, level = text_of(row["p"]), row["c"], row["level"]
            found[iri] = Proposition(
                iri=iri, label="", subject=text_of(row["s"]), predicate=text_of(row["q"]), object=text_of(row["o"]),
                condition=text_of(condition) if condition is not None else None, is_clinical=False,
                stance=Stance(local_id(text_of(row["stance"]))),
                best_level=Level(local_id(text_of(level))) if level is not None else None,
                human=nothing, animal=nothing, in_vitro=nothing, reference=nothing, independent_studies=0,
                participants=None, thin=(), weaker_disagrees=False, findings=(), claims=(), sources=(),
                retracted_sources=tuple(sorted(retracted.get(iri, ()))),
            )  # fmt: skip
        return dict(sorted(found.items()))

    @cached_property
    @watched
    def _links(self) -> LinkGraph:
        from stroma.links import MemoryLinks
        from stroma.records import Records

        records = Records()
        ends: dict[Iri, dict[str, set[Iri]]] = {}
        query = with_prefixes(
            "SELECT DISTINCT ?t ?p ?o { VALUES ?p { skos:broader st:cellType st:modelOf } ?t ?p ?o }"
        )
        for row in self.endpoint.paged(query, "t"):
            of_term = ends.setdefault(text_of(row["t"]), {})
            of_term.setdefault(local_id(text_of(row["p"])), set()).add(text_of(row["o"]))
        for iri, kind in sorted(self._kinds.items()):
            of_term = ends.get(iri, {})
            records.terms[iri] = Term(
                iri=iri,
                kind=kind,
                label="",
                broader=tuple(sorted(of_term.get("broader", ()))),
                cell_type=min(of_term.get("cellType", ()), default=None),
                model_of=min(of_term.get("modelOf", ()), default=None),
            )
        return MemoryLinks(records, self._statements)

    def link_graph(self) -> LinkGraph:
        """The graph that paths are searched in."""
        return self._links

    @watched
    def _sources_by_statement(self, by: str) -> Mapping[Iri, Collection[Iri]]:
        return self._sources_of("studiedIn") if by == "studies" else {}

    def _sources_of(self, property_: str) -> dict[Iri, set[Iri]]:
        """Statement -> the sources that a property names."""
        sources: dict[Iri, set[Iri]] = {}
        query = with_prefixes(f"SELECT DISTINCT ?p ?source {{ ?p st:{property_} ?source }}")
        for row in self.endpoint.paged(query, "p"):
            sources.setdefault(text_of(row["p"]), set()).add(text_of(row["source"]))
        return sources

    @watched
    def facts(self) -> dict[str, Any]:
        """What the server holds, for `stroma info`."""
        return {"store": self.endpoint.url, "quads": len(self.dataset), **self.counts()}

    @watched
    def counts(self) -> Mapping[str, int]:
        """How many terms, studies, references, findings, propositions, articles and claims there are."""
        counted = {"terms": len(self._kinds)}
        for name, class_name in (
            ("studies", "Study"),
            ("references", "Reference"),
            ("findings", "Finding"),
            ("propositions", "Proposition"),
            ("articles", "Article"),
            ("claims", "Claim"),
        ):
            query = f"SELECT (COUNT(DISTINCT ?x) AS ?n) {{ ?x a st:{class_name} }}"
            counted[name] = self.endpoint.count(with_prefixes(query))
        return counted


def _number(value: Any) -> int:
    return int(float(value.value))
