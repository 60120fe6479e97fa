"""Which studies asked of a wider disease, whose people may have had a narrower one?

Read first: `wider_studies`. A trial of multiple sclerosis enrolled people with its progressive courses, and a review of multiple
sclerosis, stroke and spinal cord injury pooled their harms: that nothing is entered on one of these by itself does not say that nobody
with it was studied.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from pyoxigraph import Literal, NamedNode

from stroma.queries.engine import run_query

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from stroma.store import EvidenceStore
    from stroma.vocabulary import Iri

__all__ = ["wider_studies"]

# What asks whether a product helps, and what asks whether it is safe.
_ASKED: Final = """
  VALUES (?predicate ?topic) {
    (st:ameliorates 1) (st:cures 1) (st:improves 1) (st:prevents 1) (st:moreEffectiveIn 1) (st:safeIn 2) (st:causesAdverseEvent 2)
  }
  ?finding rdf:predicate ?predicate ; st:group st:human-group ; st:foundBy ?study ; rdf:subject ?given .
  FILTER EXISTS { ?given st:within ?product . }
  FILTER NOT EXISTS { ?finding st:retracted true . }
"""
_CONDITION: Final = """
  { ?finding st:inCondition ?condition . }
  UNION { ?finding rdf:object ?condition . FILTER NOT EXISTS { ?finding st:inCondition ?elsewhere . } }
"""
# The root of all diseases is no wider disease. A study that states its diseases, and none that is the one asked for, wider or
# narrower, had nobody with it.
_WIDER: Final = f"""
SELECT DISTINCT ?topic ?condition ?study ?slug ?isReview WHERE {{
  {{ SELECT DISTINCT ?condition WHERE {{
      ?disease st:within ?condition .
      FILTER (?condition != ?disease)
      FILTER EXISTS {{ ?condition skos:broader ?wider . }}
  }} }}
  {_CONDITION}
  {_ASKED}
  ?study st:slug ?slug ; st:design ?design .
  FILTER (NOT EXISTS {{ ?study st:disease ?any . }} || EXISTS {{ ?study st:disease/st:within ?disease . }}
    || EXISTS {{ ?study st:disease ?stated . ?disease st:within ?stated . }})
  BIND (IF(?design IN (st:meta-analysis, st:systematic-review), "2 review", "1 study") AS ?isReview)
}} ORDER BY ?topic ?isReview ?slug ?condition
"""
_OWN: Final = f"""
SELECT DISTINCT ?topic ?study WHERE {{
  {{ SELECT DISTINCT ?condition WHERE {{ ?condition st:within ?disease . }} }}
  {_CONDITION}
  {_ASKED}
}} ORDER BY ?topic ?study
"""
_SAME_PEOPLE: Final = (
    "SELECT ?one ?other WHERE { ?one st:sharesParticipantsWith ?other . } ORDER BY ?one ?other"
)
_TOPICS: Final = {"1": "does it help", "2": "is it safe"}
_NAMED: Final = 6


@dataclass
class _Study:
    """A study that asked one question: its name, and the wider diseases that it asked it of."""

    slug: str
    is_review: bool
    wide: set[Iri] = field(default_factory=set)


def wider_studies(store: EvidenceStore, disease: Iri, product: Iri | None = None) -> str:
    """Studies in people with a result on a wider disease and none on this one, for each question: how many, and their names.

    Counted as on the page: papers on the same people are one study, reviews stand apart. Empty without any.

    Args:
        product: only findings on this product, narrower ones included.

    Example:
        >>> from stroma.store import open_store
        >>> store = open_store()
        >>> wider_studies(store, store.resolve_term("PPMS"), store.resolve_term("lenzumestrocel"))
        ''
        >>> print(wider_studies(store, store.resolve_term("stroke")))
        asked of a wider disease that includes it: is it safe? 2 studies and 1 review (nervous system disorder: adsvf-icv-2019, stem-cell-tourism-survey, kvistad-2022)
    """
    bindings = {"disease": NamedNode(disease)}
    if product is not None:
        bindings["product"] = NamedNode(product)

    def rows(query: str) -> Iterator[list[str]]:
        used = {name: term for name, term in bindings.items() if f"?{name} " in query}
        for row in run_query(store.dataset, query, bindings=used).rows():
            yield [term.value for term in row if isinstance(term, (NamedNode, Literal))]

    found: dict[str, dict[Iri, _Study]] = {topic: {} for topic in _TOPICS}
    for topic, wide, study, slug, is_review in rows(_WIDER):
        found[topic].setdefault(study, _Study(slug, is_review == "2 review")).wide.add(wide)
    if not any(found.values()):
        return ""
    people = _same_people((one, other) for one, other in rows(_SAME_PEOPLE))
    own = {(topic, people.get(study, study)) for topic, study in rows(_OWN)}
    # The nearest first.
    wide_diseases = {iri for some in found.values() for one in some.values() for iri in one.wide}
    order = sorted(wide_diseases, key=lambda iri: (-len(store.broader(iri)), iri))
    labels = store.labels(order)
    told = []
    for topic, studies in found.items():
        once = {(topic, people.get(study, study)): one for study, one in reversed(studies.items())}
        asked = [one for key, one in reversed(once.items()) if key not in own]
        if asked:
            told.append(f"{_TOPICS[topic]}? {_counted(asked, order, labels)}")
    return f"asked of a wider disease that includes it: {'; '.join(told)}" if told else ""


def _same_people(pairs: Iterable[tuple[Iri, Iri]]) -> dict[Iri, Iri]:
    """Study -> the first paper on the same people, of studies that share any."""
    first: dict[Iri, Iri] = {}

    def root(iri: Iri) -> Iri:
        while first.setdefault(iri, iri) != iri:
            iri = first[iri]
        return iri

    for one, other in pairs:
        low, high = sorted((root(one), root(other)))
        first[high] = low
    return {iri: root(iri) for iri in first}


def _counted(asked: Sequence[_Study], order: Iterable[Iri], labels: Mapping[Iri, str]) -> str:
    """How many studies and reviews, and the names of those of each wider disease, each under the nearest."""
    parts = []
    left = list(asked)
    for iri in order:
        if own := [one.slug for one in left if iri in one.wide]:
            parts.append(f"{labels[iri]}: {_named(own)}")
            left = [one for one in left if iri not in one.wide]
    n_reviews = sum(one.is_review for one in asked)
    n = len(asked) - n_reviews
    counts = [f"{n} stud{'y' if n == 1 else 'ies'}"] if n else []
    counts += [f"{n_reviews} review{'s' * (n_reviews != 1)}"] if n_reviews else []
    return f"{' and '.join(counts)} ({'; '.join(parts)})"


def _named(slugs: Sequence[str]) -> str:
    more = f" and {len(slugs) - _NAMED} more" if len(slugs) > _NAMED else ""
    return ", ".join(slugs[:_NAMED]) + more
