"""How many studies stand behind a term? One definition for the card and the page.

Read first: `study_counts`. The page counts in the browser, in `viewer/page/js/counts.js`, because a reader may put any
term in the middle; a test compares both for every term.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from stroma.model import Pools, Topic
from stroma.predicates import topic_of
from stroma.summaries import participant_clusters
from stroma.vocabulary import local_id

if TYPE_CHECKING:
    from stroma.model import Finding, Proposition, Study
    from stroma.store import EvidenceStore
    from stroma.vocabulary import Iri

DEFINITION: Final = (
    "studies in people with a finding on benefit or harm; papers on the same people are one study, "
    "reviews are counted apart; controlled: with a comparison group, randomised or not"
)
_CLINICAL: Final = (Topic.HELP, Topic.HARM)


@dataclass(frozen=True)
class StudyCounts:
    """Numbers of studies about a term; people, reviews and laboratory studies are never added up."""

    human: int
    controlled: int
    reviews: int
    laboratory: int
    retracted: int = 0
    """Studies of any kind that were retracted: in none of the other numbers."""

    def __str__(self) -> str:
        reviews = f"; {self.reviews} review{'s' * (self.reviews != 1)}" if self.reviews else ""
        human = f"{self.human} human stud{'y' if self.human == 1 else 'ies'}"
        retracted = f"; {self.retracted} retracted, not counted" if self.retracted else ""
        return f"{human} ({self.controlled} controlled){reviews}; {self.laboratory} animal or in-vitro{retracted}"


def study_counts(store: EvidenceStore, term: Iri) -> StudyCounts:
    """Count the studies behind the propositions about a term, its narrower terms, models and products made from it.

    Of a route or a tissue the findings count that used it.

    Example:
        >>> from stroma.store import open_store
        >>> store = open_store()
        >>> str(study_counts(store, store.resolve_term("osteoarthritis, knee")))
        '8 human studies (8 controlled); 2 reviews; 0 animal or in-vitro'
    """
    human: set[Study] = set()
    laboratory: set[Iri] = set()
    retracted: set[Iri] = set()
    for p, finding in _findings(store, _closure(store, term)):
        if (study := store.records.studies.get(finding.source)) is None:
            continue
        is_laboratory = study.design is not None and study.design.is_laboratory
        if study.is_retracted:
            if is_laboratory or topic_of(local_id(p.predicate)) in _CLINICAL:
                retracted.add(study.iri)
        elif is_laboratory:
            laboratory.add(study.iri)
        elif topic_of(local_id(p.predicate)) in _CLINICAL:
            human.add(study)
    clusters = participant_clusters(store.records.studies)
    reviews = {s for s in human if s.design is not None and s.design.is_review}
    controlled = (s for s in human if s.design is not None and s.design.is_controlled)
    return StudyCounts(
        human=_independent(human - reviews, clusters),
        controlled=_independent(controlled, clusters),
        reviews=len(reviews),
        laboratory=len(laboratory),
        retracted=len(retracted),
    )


def reviews_of_more(store: EvidenceStore, disease: Iri) -> list[Study]:
    """Reviews of a disease alone that pool more studies than are entered on it, those of most first.

    One of randomised trials is compared with the controlled studies here, any other with all studies in people.

    Example:
        >>> from stroma.store import open_store
        >>> store = open_store()
        >>> [s.slug for s in reviews_of_more(store, store.resolve_term("osteoarthritis, knee"))]
        ['whittle-cochrane-knee']
    """
    own = store.narrower(disease)
    reviews = [
        s
        for s in store.records.studies.values()
        if s.n_pooled and not s.is_retracted and s.disease and own.issuperset(s.disease)
    ]
    if not reviews:
        return []
    counts = study_counts(store, disease)

    def entered(s: Study) -> int:
        return counts.controlled if s.pools is Pools.RANDOMISED_TRIALS else counts.human

    more = (s for s in reviews if s.n_pooled is not None and s.n_pooled > entered(s))
    return sorted(more, key=lambda s: (-(s.n_pooled or 0), s.slug))


def _independent(studies: Iterable[Study], clusters: dict[Iri, Iri]) -> int:
    return len({clusters[s.iri] for s in studies})


def _closure(store: EvidenceStore, term: Iri) -> set[Iri]:
    """The term, and all that is narrower, a model of it, or made from it, at any depth."""
    below: dict[Iri, list[Iri]] = {}
    for t in store.records.terms.values():
        for wider in {*t.broader, t.model_of, t.source_tissue, t.cell_type} - {None}:
            below.setdefault(str(wider), []).append(t.iri)
    found, todo = {term}, [term]
    while todo:
        fresh = [iri for iri in below.get(todo.pop(), ()) if iri not in found]
        found.update(fresh)
        todo += fresh
    return found


def _findings(store: EvidenceStore, wanted: set[Iri]) -> Iterator[tuple[Proposition, Finding]]:
    """Each proposition about the wanted terms with its findings; of the others the findings that used one of them."""
    for p in store.propositions.values():
        is_own = bool(wanted & {p.subject, p.object, p.condition})
        subject = store.records.terms.get(p.subject)
        has_tissue = subject is not None and subject.source_tissue is not None
        for iri in (*p.findings, *p.retracted):
            finding = store.findings[iri]
            study = store.records.studies.get(finding.source)
            routes = finding.route or (study.route if study else ())
            tissues = study.source_tissue if study and not has_tissue else ()
            if is_own or wanted.intersection((*routes, *tissues)):
                yield p, finding
