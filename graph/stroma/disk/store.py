"""An evidence graph that lies on disk, with the same ways in as the packaged one.

Read first: `DiskStore`. Names, links and summaries come from the index, SPARQL runs on the quads, and `slice` and `around`
take a part into memory for what wants whole records. Only `records`, `findings` and `propositions` of the whole graph load
it whole, and they refuse when it is too large for that.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from functools import cached_property
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from stroma.disk.layout import COLUMNS, INDEX, NAMES
from stroma.disk.opening import OpenedQuads
from stroma.errors import DataError, InputError
from stroma.naming import similar, term_or_source
from stroma.outside import MANY_TERMS, OutsideStore
from stroma.source_names import source_id
from stroma.surroundings import (
    USED,
    closure_of,
    decided_query,
    signs_of_family,
    used_query,
)
from stroma.vocabulary import PREFIXES, ST, Iri, to_curie, to_iri

if TYPE_CHECKING:
    from pyoxigraph import Quad, Store

    from stroma.build import Built
    from stroma.disk.columns import Columns
    from stroma.disk.links import DiskLinks
    from stroma.disk.names import Names
    from stroma.model import Level, Stance
    from stroma.store import EvidenceStore

# Above this many quads the whole graph is not taken into memory for a single answer.
MAX_WHOLE: Final = 500_000
# Up to so many quads whole tables of records are read at first use, and kept.
MAX_HELD: Final = 200_000
# Statements around one term that are taken into memory at most, those at the best levels first.
MAX_AROUND: Final = 1_000


class DiskFetch:
    """Quads of an opened pyoxigraph store."""

    def __init__(self, dataset: Store) -> None:
        self._dataset = dataset

    def about(self, subjects: Collection[Iri]) -> Iterator[Quad]:
        """All quads with these subjects."""
        from pyoxigraph import NamedNode

        for iri in subjects:
            yield from self._dataset.quads_for_pattern(NamedNode(iri), None, None, None)

    def pointing(self, property_: Iri, objects: Collection[Iri]) -> Iterator[tuple[Iri, Iri]]:
        """(subject, object) of all quads with this property and one of these objects."""
        from pyoxigraph import NamedNode

        p = NamedNode(property_)
        for iri in objects:
            for quad in self._dataset.quads_for_pattern(None, p, NamedNode(iri), None):
                if isinstance(quad.subject, NamedNode):
                    yield quad.subject.value, iri


class DiskStore(OutsideStore):
    """A store directory, opened for reading."""

    def __init__(self, directory: Path) -> None:
        self._quads = OpenedQuads(directory)
        self.directory = self._quads.directory
        self.manifest = self._quads.manifest
        self._data = self._quads.folder

    @property
    def dataset(self) -> Store:
        """All quads, the derived graph included, opened when first used."""
        return self._quads.dataset

    @property
    def may_be_held(self) -> bool:  # type: ignore[override]
        """A store stays as it is while it is open, and may be larger than memory."""
        return self.manifest.counts["quads"] <= MAX_HELD

    def close(self) -> None:
        """Let go of all files; what is asked afterwards is refused. Twice is as good as once."""
        for held in ("names", "columns", "_links", "_fetch", "_all_terms", "_whole"):
            self.__dict__.pop(held, None)
        self._quads.close()

    @cached_property
    def names(self) -> Names:
        """Labels, synonyms and identifiers."""
        self._quads.refuse_closed()
        from stroma.disk.names import Names

        return Names(self._data / INDEX / NAMES)

    @cached_property
    def columns(self) -> Columns:
        """Links and summaries as numbers."""
        self._quads.refuse_closed()
        from stroma.disk.columns import Columns

        try:
            return Columns(self._data / INDEX / COLUMNS)
        except (OSError, ValueError) as error:
            raise DataError(
                f"the index cannot be read ({error}); build the store again", path=self.directory
            ) from error

    @cached_property
    def _whole(self) -> Built:
        """The whole graph in memory."""
        n = self.manifest.counts["quads"]
        if n > MAX_WHOLE:
            raise InputError(
                f"{self.directory} holds {n:,} quads, too many to take into memory whole; name a term, or ask it "
                "with a query, `path`, `neighbours` or `rank`"
            )
        propositions = [iri for (iri,) in self.names.rows("SELECT iri FROM proposition")]
        terms = list(self.names.kinds)
        built = self._read(terms=terms, propositions=propositions, findings=True)
        # A study without a finding stands behind no statement and is read by itself.
        self._add_missing(built, {iri for (iri,) in self.names.rows("SELECT iri FROM source")})
        return built

    @cached_property
    def _fetch(self) -> DiskFetch:
        return DiskFetch(self.dataset)

    @property
    def _built(self) -> Built:
        return self._whole

    def _read(
        self, *, terms: Collection[Iri], propositions: Collection[Iri], findings: bool
    ) -> Built:
        from stroma.build import Built
        from stroma.slices import read_slice

        records, weighed, _ = read_slice(
            self._fetch, terms=terms, propositions=propositions, findings=findings
        )
        return Built(self.dataset, records, weighed)

    def around(self, *names: str) -> EvidenceStore:
        """What there is about some terms, sources, propositions or articles, in memory.

        Raises:
            UnknownTermError: naming the nearest names.
        """
        terms: set[Iri] = set()
        propositions: set[Iri] = set()
        sources: set[Iri] = set()
        cuts = [self._add_around(name, terms, propositions, sources) for name in names]
        cut = next((cut for cut in cuts if cut is not None), None)
        return self._part(terms, propositions, sources, cut)

    def _add_around(
        self, name: str, terms: set[Iri], propositions: set[Iri], extra: set[Iri]
    ) -> str | None:
        """Add what there is about one name; returns what was left out, in words."""
        iri = self._identified(name)
        if iri is None:
            iri = term_or_source(name, self.resolve_term, self.resolve_source)
        if self.names.node(iri) is not None:
            closure = closure_of(self._fetch, iri)
            terms |= closure | signs_of_family(self._fetch, iri)
            best, cut = self._best_around(iri, closure)
            propositions |= best
            propositions |= self._column(decided_query(self.broader(iri) - {iri}))
            return cut
        if iri.startswith(PREFIXES["proposition"]):
            propositions.add(iri)
            return None
        extra.add(iri)
        property_ = "inArticle" if iri.startswith(PREFIXES["article"]) else "foundBy"
        found = [s for s, _ in self._fetch.pointing(ST + property_, [iri])]
        for quad in self._fetch.about(found):
            if quad.predicate.value == ST + "onProposition":
                propositions.add(quad.object.value)  # type: ignore[union-attr]
        return None

    def _identified(self, text: str) -> Iri | None:
        """The IRI of a proposition, finding's source, claim's article or article that a text names."""
        from pyoxigraph import NamedNode

        candidates = [PREFIXES["article"] + text]
        if ":" in text:
            try:
                candidates = [to_iri(text.strip("<> \r\n"))]
            except InputError:
                return None
        iri = candidates[0]
        if iri.startswith((PREFIXES["finding"], PREFIXES["claim"])):
            for name in ("foundBy", "inArticle"):
                p = NamedNode(ST + name)
                for quad in self.dataset.quads_for_pattern(NamedNode(iri), p, None, None):
                    return str(quad.object.value)  # type: ignore[union-attr]
        if iri.startswith((PREFIXES["proposition"], PREFIXES["article"])):
            try:
                node = NamedNode(iri)
            except ValueError:
                return None
            if next(iter(self.dataset.quads_for_pattern(node, None, None, None)), None) is not None:
                return iri
        return None

    def _used(self, terms: Collection[Iri]) -> Iterator[int]:
        """Numbers of the statements that rest on what used a route, tissue or scale."""
        iris = sorted(self._column(used_query(terms)))
        for (number,) in self.names.many("SELECT id FROM proposition WHERE iri IN (…)", iris):
            yield number

    def _column(self, query: str) -> set[Iri]:
        """The IRIs that a query finds as `?p`."""
        rows: Any = self.dataset.query(query, use_default_graph_as_union=True)
        return {row["p"].value for row in rows}

    def _best_around(self, term: Iri, terms: Collection[Iri]) -> tuple[set[Iri], str | None]:
        """The statements about a term and what belongs to it, whatever was found, and what was left out.

        Where there are too many, those on the term and narrower ones come first, of each the best levels.
        """
        from stroma.disk.indexing import LEVELS, STANCES

        graph, columns = self.link_graph(), self.columns
        # 0: on the term itself, 1: on a narrower one, 2: on what belongs to it.
        on_term: dict[int, int] = {}
        narrower = self.narrower(term)
        for iri in terms:
            node, far = graph.node(iri), 0 if iri == term else 1 if iri in narrower else 2
            for link in graph.links(node) if node is not None else ():
                if link.proposition is not None:
                    on_term[link.proposition] = min(far, on_term.get(link.proposition, far))
        # Of a scale nothing is stated: what was measured with it belongs to it.
        if self.kind(term) in USED or min(on_term.values(), default=2) == 2:
            for number in self._used(narrower):
                on_term.setdefault(number, 2)
        levels, stances = columns["level"], columns["stance"]

        def worth(number: int) -> tuple[bool, int, int, int]:
            far = on_term[number]
            return far == 2, levels[number] or len(LEVELS), far, number

        chosen = sorted(on_term, key=worth)[:MAX_AROUND]
        cut = None
        if len(chosen) < len(on_term):
            counts = Counter(stances[n] for n in on_term)
            words = ", ".join(
                f"{counts[n]:,} {stance.value.replace('-', ' ')}"
                for n, stance in enumerate(STANCES)
                if counts[n]
            )
            cut = (
                f"the {MAX_AROUND:,} statements at the best levels, of {len(on_term):,} ({words}); "
                "a query reaches them all"
            )
        return {graph.proposition_iri(number) for number in chosen}, cut

    def label(self, iri: Iri) -> str:
        """The label of anything that has one, else its CURIE."""
        return self.names.label(iri) or self._stated_label(iri)

    def _stated_label(self, iri: Iri) -> str:
        from pyoxigraph import NamedNode

        label = NamedNode(PREFIXES["rdfs"] + "label")
        for quad in self.dataset.quads_for_pattern(NamedNode(iri), label, None, None):
            return str(quad.object.value)  # type: ignore[union-attr]
        return to_curie(iri)

    def labels(self, iris: Collection[Iri]) -> Mapping[Iri, str]:
        """The labels of many things at once."""
        found = dict(
            self.names.many("SELECT iri, label FROM node WHERE iri IN (…)", sorted(set(iris)))
        )
        return {iri: found.get(iri) or self.label(iri) for iri in iris}

    def kind(self, iri: Iri) -> str:
        """The kind of a term; empty for anything else."""
        if "kinds" in self.names.__dict__:
            return self.names.kinds.get(iri, "")
        return self.names.kind(iri)

    @cached_property
    def _links(self) -> DiskLinks:
        from stroma.disk.links import DiskLinks

        names = self.names
        return DiskLinks(self.columns, names.node, names.iri, names.proposition_iri)

    def link_graph(self) -> DiskLinks:
        """The graph that paths are searched in."""
        return self._links

    def counts(self) -> Mapping[str, int]:
        """How many terms, studies, references, findings, propositions, articles and claims there are."""
        names = ("terms", "studies", "references", "findings", "propositions", "articles", "claims")
        return {name: self.manifest.counts[name] for name in names}

    def broader(self, iri: Iri) -> frozenset[Iri]:
        """The term itself and every wider term."""
        from stroma.links import KIND_OF

        return self._closure(iri, KIND_OF)

    def narrower(self, iri: Iri) -> frozenset[Iri]:
        """The term itself and every narrower term."""
        from stroma.links import INCLUDES

        return self._closure(iri, INCLUDES)

    def _closure(self, iri: Iri, role: int) -> frozenset[Iri]:
        start = self.names.node(iri)
        if start is None:
            return frozenset({iri})
        first, others, roles = (self.columns[c] for c in ("links_from", "link_other", "link_role"))
        seen, queue = {start}, [start]
        while queue:
            node = queue.pop()
            for at in range(first[node], first[node + 1]):
                if roles[at] == role and others[at] not in seen:
                    seen.add(others[at])
                    queue.append(others[at])
        return frozenset(map(self.names.iri, seen))

    def _terms_named(self, text: str) -> list[tuple[Iri, str]]:
        found: list[tuple[Iri, str]] = []
        if ":" in text:
            with suppress(InputError):
                iri = to_iri(text.strip("<> \r\n"))
                found += [(iri, kind)] if (kind := self.names.kind(iri)) else []
        return found + list(self.names.named(text))

    @cached_property
    def _all_terms(self) -> EvidenceStore | None:
        """The terms in memory; None where there are too many."""
        if self.manifest.counts["terms"] > MANY_TERMS:
            return None
        return self.slice(terms=self.names.kinds, findings=False)

    def _like(
        self, text: str, kinds: Collection[str] | None, also: Sequence[Iri] = ()
    ) -> EvidenceStore:
        """The terms that a text may mean, in memory, those that have it as a name, and what is made of them."""
        if self._all_terms is not None:
            return self._all_terms
        made = {
            s for p in ("cellType", "sourceTissue") for s, _ in self._fetch.pointing(ST + p, also)
        }
        return self.slice(terms=self.names.alike(text, kinds).union(also, made), findings=False)

    def near(self, text: str, kinds: Collection[str] | None = None, n: int = 3) -> list[str]:
        """Labels that look most like a text, best first."""
        if self._all_terms is not None:
            return self._all_terms.near(text, kinds, n)
        names = self.names.names_alike(text, kinds)
        return list(dict.fromkeys(names[name] for name in similar(text, names, n)))[:n]

    def _slugs_like(self, text: str) -> Iterable[str]:
        return self.names.near_sources(source_id(text))

    def find_source(self, text: str) -> Iri | None:
        """The same, or None."""
        return self.names.source(source_id(text))

    def centrality(
        self, by: str, *, stances: Collection[Stance] | None = None, best_level: Level | None = None
    ) -> Mapping[Iri, float]:
        """A number of `stroma.centrality.MEASURES` for each term that a counted statement names."""
        from stroma.centrality import count_statements
        from stroma.disk.indexing import COUNTED, counted_statements
        from stroma.model import Stance

        iris: list[Iri] = list(self.names.kinds)
        if by in COUNTED and stances is None and best_level is None:
            written = self.columns[f"term_{by}"].tolist()
            return {iri: float(n) for iri, n in zip(iris, written, strict=True) if n}
        chosen = tuple(Stance) if stances is None else stances
        statements = counted_statements(self.columns, chosen, best_level)
        if by == "pagerank" and find_spec("scipy") is not None:
            from stroma.centrality import sparse_pagerank

            return {
                iris[node]: value
                for node, value in sparse_pagerank([t for t, _ in statements], len(iris)).items()
            }
        counted: Mapping[Any, float] = count_statements(statements, by)
        return {iris[node]: value for node, value in counted.items()}
