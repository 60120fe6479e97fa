"""An evidence graph that is not in memory: what is asked of it is read as a part. What stores on disk and on a server share.

Read first: `OutsideStore`.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING, Final

from stroma.identifiers import bare_identifier
from stroma.naming import UnknownNameError, unknown_name
from stroma.store import EvidenceStore
from stroma.vocabulary import PREFIXES, ST

if TYPE_CHECKING:
    from stroma.build import Built
    from stroma.slices import Fetch
    from stroma.vocabulary import Iri

__all__ = ["MANY_STUDIES", "MANY_TERMS", "OutsideStore"]

MANY_STUDIES: Final = 1_000
"""Up to so many studies of a term without any statement are taken into a part, as of its statements."""
MANY_TERMS: Final = 2_000
"""Up to so many terms are taken into memory for a name that is not exactly one of theirs."""


class OutsideStore(EvidenceStore):
    """A store that reads terms, statements and what they rest on when they are asked for."""

    may_be_held = False  # a server may get other evidence

    @property
    def _fetch(self) -> Fetch:
        """What gives quads by subject, and by what they point to."""
        raise NotImplementedError

    def _read(
        self, *, terms: Collection[Iri], propositions: Collection[Iri], findings: bool
    ) -> Built:
        """A part of the graph in memory."""
        raise NotImplementedError

    def _terms_named(self, text: str) -> Sequence[tuple[Iri, str]]:
        """Terms that have a text as their name or identifier, best first, and their kinds."""
        raise NotImplementedError

    def _like(
        self, text: str, kinds: Collection[str] | None, also: Sequence[Iri] = ()
    ) -> EvidenceStore:
        """The terms that a text may mean, in memory, those that have it as a name, and what is made of them."""
        raise NotImplementedError

    def slice(
        self,
        *,
        terms: Collection[Iri] = (),
        propositions: Collection[Iri] = (),
        findings: bool = True,
    ) -> EvidenceStore:
        """A part of the graph, in memory: the terms, the propositions, and with `findings` all that they rest on."""
        return EvidenceStore(self._read(terms=terms, propositions=propositions, findings=findings))

    def _part(
        self, terms: set[Iri], propositions: set[Iri], sources: set[Iri], cut: str | None
    ) -> EvidenceStore:
        """A part of the graph with all that it rests on, these sources and articles, and what was left out, in words."""
        built = self._read(terms=sorted(terms), propositions=sorted(propositions), findings=True)
        # A trial that was never published stands behind no statement; that it is silent is told.
        silent = sorted(self._studies_of(terms) - built.records.studies.keys())
        self._add_missing(built, {*sources, *silent[:MANY_STUDIES]})
        self._add_missing(built, _linked(built, sources))
        part = EvidenceStore(built)
        if len(silent) > MANY_STUDIES:
            few = f"{MANY_STUDIES:,} studies without a statement, of {len(silent):,}"
            cut = f"{cut}; {few}" if cut is not None else few
        part.cut = cut
        return part

    def _studies_of(self, terms: Collection[Iri]) -> set[Iri]:
        """The studies whose product or disease is one of some terms."""
        return {
            iri
            for name in ("product", "disease")
            for iri, _ in self._fetch.pointing(ST + name, sorted(terms))
            if iri.startswith(PREFIXES["study"])
        }

    def _add_missing(self, built: Built, sources: set[Iri]) -> None:
        """Add the sources and articles on which no statement of a part rests."""
        from stroma.slices import add_sources

        records = built.records
        held = {*records.studies, *records.references, *records.articles}
        add_sources(records, self._fetch, sources - held)

    def find_named(self, text: str) -> Iri | None:
        """The term, else the study or reference, that a text names for certain; nothing is looked up that is only like it."""
        if found := self._terms_named(text):
            return found[0][0]
        return self.find_source(text) or self._like(text, None)._find_by_words(text)

    def resolve_term(
        self, text: str, kinds: Collection[str] | None = None, *, suggest: bool = True
    ) -> Iri:
        """The term that a person means by a label, synonym, brand name, slug, CURIE or IRI.

        Raises:
            UnknownTermError: naming the nearest labels.
        """
        found = self._terms_named(bare_identifier(text))
        for iri, kind in found:
            if kinds is None or kind in kinds:
                return iri
        try:
            part = self._like(text, kinds, [iri for iri, _ in found])
            return part.resolve_term(text, kinds, suggest=suggest)
        except UnknownNameError as error:
            raise unknown_name(text, error.near, self.resolve_source) from None

    def looked_for(self, text: str, kinds: Collection[str] | None = None) -> Sequence[Iri]:
        """The terms that people look for under a text which is no name of theirs, among those that it may mean."""
        return self._like(text, None).looked_for(text, kinds)

    def words_like(self, text: str) -> Collection[str]:
        """Words of the names of terms that may be like a text."""
        return self._like(text, None).words_like(text)

    def longer_name(self, text: str, iri: Iri, kinds: Collection[str] | None = None) -> str:
        """What is to be said of a text that stands for a term without being a name of it; empty where it is one."""
        if any(found == iri for found, _ in self._terms_named(text)):
            return ""
        return self._like(text, kinds).longer_name(text, iri, kinds)


def _linked(built: Built, sources: Collection[Iri]) -> set[Iri]:
    """The studies that some sources pool or share people with: their cards say which of them was retracted."""
    known = (built.records.studies.get(iri) for iri in sources)
    return {
        iri
        for study in known
        if study is not None
        for iri in (*study.pools_study, *study.shares_participants_with)
    }
