"""Where does the evidence live, and how are its terms found? Packaged data in memory, with a person's own files on top.

Read first: `open_store` and `EvidenceStore`.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Self

from stroma.errors import InputError, UnknownTermError, WrongKindError, kind_words
from stroma.identifiers import bare_identifier
from stroma.locations import Address, Directory, parse_location
from stroma.naming import (
    AmbiguousNameError,
    Fit,
    LookedForError,
    NamesOfTerms,
    TwoTermsError,
    by_words,
    fold,
    is_certain,
    longer_name_words,
    outcome_in_disease,
    similar,
    term_or_source,
    unknown_name,
    words_of,
)
from stroma.source_names import named_sources, source_id, suggest_sources
from stroma.vocabulary import KINDS, PREFIXES, Iri, to_curie, to_iri

if TYPE_CHECKING:
    from pyoxigraph import Store

    from stroma.build import Built
    from stroma.links import LinkGraph
    from stroma.model import (
        Conflict,
        Finding,
        Group,
        Level,
        Proposition,
        Reference,
        Stance,
        Study,
        Term,
    )
    from stroma.records import Records

__all__ = ["EvidenceStore", "fold", "open_store"]


class EvidenceStore:
    """An evidence graph in memory: its quads, its records, and what the build computed."""

    cut: str | None = None
    """Of a part of a larger graph: what was left out, in words; None when nothing was."""

    may_be_held: bool = True
    """Whether tables of its records may be kept in memory: it stays as it is, and they are not too large."""

    replaced: Sequence[str] = ()
    """What a person's own files took the place of, and what they state a second time, in words."""

    def __init__(self, built: Built) -> None:
        self._in_memory = built
        self.replaced = built.replaced

    @property
    def _built(self) -> Built:
        return self._in_memory

    def close(self) -> None:
        """Let go of files; there are none where all is in memory. Twice is as good as once."""

    def at_once(self) -> AbstractContextManager[None]:
        """A block whose questions are answered from the same evidence; of a server that is looked at once, at its end."""
        return nullcontext()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @property
    def dataset(self) -> Store:
        """All quads, the derived graph included."""
        return self._built.dataset

    @property
    def records(self) -> Records:
        """What the source graphs state."""
        return self._built.records

    @property
    def findings(self) -> Mapping[Iri, Finding]:
        """Stated findings, and those derived from study records."""
        return self._built.weighed.findings

    @property
    def levels(self) -> Mapping[Iri, Level]:
        """Finding -> its level."""
        return self._built.weighed.levels

    @property
    def groups(self) -> Mapping[Iri, Group]:
        """Finding -> human, animal, in vitro or reference."""
        return self._built.weighed.groups

    @property
    def propositions(self) -> Mapping[Iri, Proposition]:
        """What findings and claims are about, with the summary of the evidence."""
        return self._built.weighed.propositions

    @property
    def conflicts(self) -> Sequence[Conflict]:
        """Pairs of findings that disagree."""
        return self._built.weighed.conflicts

    def label(self, iri: Iri) -> str:
        """The label of anything that has one, else its CURIE."""
        return self.records.label(iri)

    def kind(self, iri: Iri) -> str:
        """The kind of a term; empty for anything else."""
        term = self.records.terms.get(iri)
        return term.kind if term is not None else ""

    def slice(
        self,
        *,
        terms: Collection[Iri] = (),
        propositions: Collection[Iri] = (),
        findings: bool = True,
    ) -> EvidenceStore:
        """A part of the graph, in memory: the terms, the propositions, and with `findings` all that they rest on.

        This graph is in memory already and gives itself.
        """
        return self

    def around(self, *names: str) -> EvidenceStore:
        """What there is about some terms, sources, propositions or articles, in memory.

        This graph is in memory already and gives itself.

        Raises:
            UnknownTermError: naming the nearest names.
        """
        return self

    def labels(self, iris: Collection[Iri]) -> Mapping[Iri, str]:
        """The labels of many things at once."""
        return {iri: self.label(iri) for iri in iris}

    def centrality(
        self, by: str, *, stances: Collection[Stance] | None = None, best_level: Level | None = None
    ) -> Mapping[Iri, float]:
        """A number of `stroma.centrality.MEASURES` for each term that a counted statement names."""
        from stroma.centrality import count_statements
        from stroma.model import Stance

        sources = self._sources_by_statement(by)
        counted = [
            (
                {p.subject, p.object} | ({p.condition} if p.condition else set()),
                sources.get(p.iri, ()),
            )
            for p in self._statements.values()
            if p.stance is not Stance.NO_EVIDENCE
            and (stances is None or p.stance in stances)
            and (
                best_level is None
                or (p.best_level is not None and p.best_level.rank <= best_level.rank)
            )
        ]
        return count_statements(counted, by)

    @cached_property
    def _statements(self) -> Mapping[Iri, Proposition]:
        """Every statement, with at least its content, stance and best level."""
        return self.propositions

    def _sources_by_statement(self, by: str) -> Mapping[Iri, Collection[Iri]]:
        """The sources of each statement, where a measure counts them."""
        return {iri: p.sources for iri, p in self.propositions.items()}

    def counts(self) -> Mapping[str, int]:
        """How many terms, studies, references, findings, propositions, articles and claims there are."""
        records = self.records
        return {
            "terms": len(records.terms),
            "studies": len(records.studies),
            "references": len(records.references),
            "findings": len(self.findings),
            "propositions": len(self.propositions),
            "articles": len(records.articles),
            "claims": len(records.claims),
        }

    @cached_property
    def _links(self) -> LinkGraph:
        from stroma.links import MemoryLinks

        return MemoryLinks(self.records, self.propositions)

    def link_graph(self) -> LinkGraph:
        """The graph that paths are searched in."""
        return self._links

    @cached_property
    def _wider(self) -> Mapping[Iri, frozenset[Iri]]:
        from stroma.hierarchy import closure

        return {iri: frozenset(wider) for iri, wider in closure(self.records).items()}

    def broader(self, iri: Iri) -> frozenset[Iri]:
        """The term itself and every wider term."""
        return self._wider.get(iri, frozenset({iri}))

    def narrower(self, iri: Iri) -> frozenset[Iri]:
        """The term itself and every narrower term."""
        return frozenset({iri, *(term for term, wider in self._wider.items() if iri in wider)})

    @cached_property
    def _names(self) -> dict[str, list[Iri]]:
        """Casefolded name -> terms, best first: labels before synonyms, products before cell types."""
        ranked: dict[str, list[tuple[int, int, Iri]]] = {}
        for iri, term in self.records.terms.items():
            kind = KINDS.index(term.kind)
            for rank, names in enumerate(
                ((term.label,), (term.slug,), term.synonyms, term.brand_names)
            ):
                for name in names:
                    if name:
                        ranked.setdefault(fold(name), []).append((rank, kind, iri))
        return {name: [iri for *_, iri in sorted(found)] for name, found in ranked.items()}

    def resolve_term(
        self, text: str, kinds: Collection[str] | None = None, *, suggest: bool = True
    ) -> Iri:
        """The term that a person means by a label, synonym, brand name, slug, CURIE or IRI.

        A name that nothing has is compared word by word (`stroma.naming.by_words`): "knee osteoarthritis" is
        "osteoarthritis, knee".

        Args:
            kinds: only terms of these kinds count, where given.
            suggest: whether the error lists the nearest labels; looking for them takes the longest of all.

        Raises:
            UnknownTermError: no term has the name, or several hold its words; lists the nearest labels.

        Example:
            >>> from stroma.store import open_store
            >>> to_curie(open_store().resolve_term("MS"))
            'MONDO:0005301'
        """
        found = self._terms_exactly(text)
        for iri in found:
            if kinds is None or self.records.terms[iri].kind in kinds:
                return iri
        if found and kinds is not None:
            same, fit = by_words(text, self._names_of(kinds), self.broader)
            if same and fit == "same":  # "MSCs" are cells, and "MSC" a product
                return same[0]
            term = self.records.terms[found[0]]
            near = self._made_from(term) or (self.near(text, kinds) if suggest else [])
            raise WrongKindError(text, term.kind, kinds, near)
        return self._by_words(text, kinds, suggest=suggest)

    def _terms_exactly(self, text: str) -> list[Iri]:
        """The terms that have a text as their name or identifier, best first."""
        return [*self._by_id(bare_identifier(text)), *self._names.get(fold(text), ())]

    def find_named(self, text: str) -> Iri | None:
        """The term, else the study or reference, that a text names for certain; nothing is looked up that is only like it."""
        exact = self._terms_exactly(text)
        return exact[0] if exact else self.find_source(text) or self._find_by_words(text)

    def _find_by_words(self, text: str) -> Iri | None:
        found, fit = by_words(text, self._all_names, self.broader)
        is_one = len(found) == 1 and self._is_certain(text, fit, found[0])
        return found[0] if found and (fit == "same" or is_one) else None

    def _by_words(self, text: str, kinds: Collection[str] | None, *, suggest: bool) -> Iri:
        """The one term that holds the words of a text.

        Raises:
            UnknownTermError: none does, or several, or one that a single word is too little to mean.
        """
        two = outcome_in_disease(text, lambda kind: self._names_of([kind]), self.broader)
        if two is not None:
            outcomes, disease = sorted(map(self.label, two[0]), key=len), self.label(two[1])
            if two[2]:  # never a composite that holds the words of both
                raise TwoTermsError(text, outcomes, disease)
        found, fit = by_words(text, self._names_of(kinds), self.broader)
        if found and fit == "same":
            return found[0]
        if len(found) == 1 and self._is_certain(text, fit, found[0]):
            return found[0]
        if meant := self.looked_for(text, kinds):
            labels = [(self.label(iri), kind_words(self.kind(iri))) for iri in meant]
            raise LookedForError(text, labels)
        if found:
            found = sorted(found, key=lambda iri: len(self.label(iri)))
            raise AmbiguousNameError(
                text, [(self.label(i), kind_words(self.kind(i))) for i in found]
            )
        if two is not None:
            raise TwoTermsError(text, outcomes, disease)
        near = self.near(text, kinds) if suggest else []
        raise unknown_name(text, near, self.resolve_source)

    def _is_certain(self, text: str, fit: Fit, iri: Iri) -> bool:
        return is_certain(text, fit, self.kind(iri), self._all_names[iri])

    def looked_for(self, text: str, kinds: Collection[str] | None = None) -> Sequence[Iri]:
        """The terms that people look for under a text which is no name of theirs: a symptom, a wider thing, a brand of their kind.

        Example:
            >>> from stroma.store import open_store
            >>> store = open_store()
            >>> [store.label(iri) for iri in store.looked_for("lower back pain")]
            ['intervertebral disk degenerative disorder']
        """
        found = self._looked_for.get(words_of(text), ())
        return [iri for iri in found if kinds is None or self.kind(iri) in kinds]

    @cached_property
    def _looked_for(self) -> Mapping[frozenset[str], Sequence[Iri]]:
        """Words under which people look -> terms, in the order of kinds."""
        found: dict[frozenset[str], list[Iri]] = {}
        for iri in self._all_names:
            for name in self.records.terms[iri].looked_for_as:
                if iri not in (meant := found.setdefault(words_of(name), [])):
                    meant.append(iri)
        return found

    def words_like(self, text: str) -> Collection[str]:
        """Words of the names of terms that may be like a text."""
        return frozenset(
            word
            for names in self._all_names.values()
            for name in names
            for word in fold(name).split()
        )

    def longer_name(self, text: str, iri: Iri, kinds: Collection[str] | None = None) -> str:
        """What is to be said of a text that stands for a term without being a name of it; empty where it is one."""
        if self._by_id(text) or iri in self._names.get(fold(text), ()):
            return ""
        names = self._names_of(kinds)
        found, fit = by_words(text, names, lambda _: ())
        if fit == "same" or iri not in names:
            return ""
        others = sorted((self.label(i) for i in found if i != iri), key=len)
        return longer_name_words(text, self.label(iri), others)

    def _names_of(self, kinds: Collection[str] | None) -> Mapping[Iri, Sequence[str]]:
        """Term -> its names, of some kinds."""
        if kinds is None:
            return self._all_names
        some = frozenset(kinds)
        if some not in self._names_by_kinds:
            self._names_by_kinds[some] = NamesOfTerms(
                (iri, names) for iri, names in self._all_names.items() if self.kind(iri) in some
            )
        return self._names_by_kinds[some]

    @cached_property
    def _names_by_kinds(self) -> dict[frozenset[str], NamesOfTerms]:
        """What was asked before: a question in words asks for the names of a kind at each of its words."""
        return {}

    @cached_property
    def _all_names(self) -> NamesOfTerms:
        """Term -> its names, in the order of kinds."""
        terms = sorted(self.records.terms.values(), key=lambda t: (KINDS.index(t.kind), t.iri))
        return NamesOfTerms((t.iri, (t.label, t.slug, *t.synonyms, *t.brand_names)) for t in terms)

    def _made_from(self, term: Term) -> list[str]:
        """Labels of products of a cell type or tissue, the widest first."""
        made = [
            t for t in self.records.terms.values() if term.iri in (t.cell_type, t.source_tissue)
        ]
        made.sort(key=lambda t: (-len(self.narrower(t.iri)), t.label))
        return [t.label for t in made[:3]]

    def _by_id(self, text: str) -> Sequence[Iri]:
        if ":" not in text:
            return ()
        try:
            iri = to_iri(text.strip("<> \r\n"))
        except InputError:
            return ()
        return (iri,) if iri in self.records.terms else ()

    def near(self, text: str, kinds: Collection[str] | None = None, n: int = 3) -> list[str]:
        """Labels that look most like a text, best first."""
        names = {
            name: iris
            for name, iris in self._names.items()
            if kinds is None or any(self.records.terms[iri].kind in kinds for iri in iris)
        }
        hits = similar(text, names, n)
        labels = [
            next(
                self.records.terms[i].label
                for i in names[hit]
                if kinds is None or self.records.terms[i].kind in kinds
            )
            for hit in hits
        ]
        return list(dict.fromkeys(labels))[:n]

    def resolve_source(self, text: str) -> Iri:
        """The study or reference that a person means by a slug, CURIE, IRI, doi, pmid, registry number, author and year or trial.

        Example:
            >>> from stroma.store import open_store
            >>> open_store().resolve_source("MESEMS").rpartition("/")[2]
            'uccelli-2021'

        Raises:
            UnknownTermError: naming the nearest slugs.
        """
        if (iri := self.find_source(text)) is not None:
            return iri
        raise UnknownTermError(text, suggest_sources(text, self._slugs_like(text)))

    def _slugs_like(self, text: str) -> Iterable[str]:
        """The slugs of sources among which those are that look like a text."""
        return [source.slug for source in self._sources.values()]

    def find_source(self, text: str) -> Iri | None:
        """The same, or None."""
        return self._source_ids.get(source_id(text).casefold())

    @property
    def _sources(self) -> Mapping[Iri, Study | Reference]:
        return {**self.records.studies, **self.records.references}

    @cached_property
    def _source_ids(self) -> Mapping[str, Iri]:
        return named_sources(self._sources)

    def resolve(self, text: str) -> Iri:
        """The term, source, proposition or article that a name or identifier means; of a finding its source, of a claim its article.

        Raises:
            UnknownTermError: naming the nearest names.
        """
        records = self.records
        if ":" in text:
            try:
                iri = to_iri(text.strip("<> \r\n"))
            except ValueError:
                iri = ""
            if (finding := self.findings.get(iri)) is not None:
                return finding.source
            if (claim := records.claims.get(iri)) is not None:
                return claim.article
            if iri in self.propositions or iri in records.articles:
                return iri
        if (article := PREFIXES["article"] + text) in records.articles:
            return article
        if (finding := self.findings.get(PREFIXES["finding"] + text)) is not None:
            return finding.source
        return term_or_source(text, self.resolve_term, self.resolve_source)

    def term(self, iri: Iri) -> Term:
        """The record of a term.

        Raises:
            UnknownTermError: if no term has the IRI.
        """
        if (term := self.records.terms.get(iri)) is None:
            raise UnknownTermError(to_curie(iri))
        return term


def open_store(
    location: str | Path | None = None, *, own_files: Sequence[Path] = ()
) -> EvidenceStore:
    """Open the packaged evidence base, with a person's own files on top, or a store.

    Args:
        location: a directory that `stroma build` made, or the address of a SPARQL 1.1 endpoint.
        own_files: RDF files to read on top of the packaged base.

    Raises:
        InputError: if the location is none that Stroma can open.
        DataError: if a file breaks a rule.
    """
    place = parse_location(location)
    if place is not None:
        if own_files:
            raise InputError("files go into a store with `stroma build --add`, not on top of it")
        return _open_elsewhere(place)
    from stroma.build import build_dataset

    return EvidenceStore(build_dataset(own_files))


def _open_elsewhere(place: Directory | Address) -> EvidenceStore:
    if isinstance(place, Address):
        from stroma.remote.store import RemoteStore

        return RemoteStore(place.url)
    from stroma.disk.store import DiskStore

    return DiskStore(place.path)
