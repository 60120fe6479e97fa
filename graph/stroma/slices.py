"""How does a part of a large graph become an evidence graph in memory? By asking for what the part rests on.

Read first: `read_slice`. What the build computed is read back as it was written, not weighed again: a part of the studies
would give other judgements than all of them.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final, Protocol

from pyoxigraph import NamedNode

from stroma.derivation import CLAIMED_BY_POLARITY, FOUND_BY_DIRECTION
from stroma.errors import DataError
from stroma.evidence import Weighed
from stroma.model import (
    Claim,
    Conflict,
    Finding,
    Group,
    Level,
    Polarity,
    Proposition,
    Stance,
    Tally,
)
from stroma.predicates import predicates
from stroma.records import NO_VALUE, Records, read_records, reading
from stroma.schema import CONFLICT_SLOTS, COUNT_SLOTS, PROPOSITION_SLOTS, SLOTS, Slot
from stroma.vocabulary import DERIVED_GRAPH, PREFIXES, ST, Iri, local_id, to_curie

if TYPE_CHECKING:
    from pyoxigraph import Quad

_SAYS: Final = tuple(PREFIXES["rdf"] + part for part in ("subject", "predicate", "object"))
_BROADER: Final = PREFIXES["skos"] + "broader"
_SELECTOR: Final = PREFIXES["oa"] + "hasSelector"

_READINGS: Final = {slot.name: reading(slot) for slot in (*PROPOSITION_SLOTS, *CONFLICT_SLOTS)}
_TO_TERMS: Final = frozenset(
    slot.iri for of in ("Study", "Finding", "Claim") for slot in SLOTS[of] if slot.kind == "term"
)

_Stated = dict[Iri, dict[Iri, list[Any]]]


class Fetch(Protocol):
    """How quads are asked for, many subjects or objects at a time."""

    def about(self, subjects: Collection[Iri]) -> Iterable[Quad]:
        """All quads with these subjects."""

    def pointing(self, property_: Iri, objects: Collection[Iri]) -> Iterable[tuple[Iri, Iri]]:
        """(subject, object) of all quads with this property and one of these objects."""


def add_sources(records: Records, fetch: Fetch, iris: Collection[Iri]) -> None:
    """Add sources and articles that have no statement, with the terms that they name and all that is wider; in the order of their IRIs."""
    if not iris:
        return
    more = read_records(fetch.about(sorted(iris)))
    named = {
        term
        for study in more.studies.values()
        for slot in SLOTS["Study"]
        if slot.kind == "term" and (value := getattr(study, slot.name))
        for term in (value if isinstance(value, tuple) else (value,))
    }
    terms = read_records(_with_wider(fetch, named - records.terms.keys())).terms
    records.terms = dict(sorted({**records.terms, **terms}.items()))
    records.studies = dict(sorted({**records.studies, **more.studies}.items()))
    records.references = dict(sorted({**records.references, **more.references}.items()))
    records.articles = dict(sorted({**records.articles, **more.articles}.items()))


def read_slice(
    fetch: Fetch, *, terms: Collection[Iri], propositions: Collection[Iri], findings: bool = True
) -> tuple[Records, Weighed, list[Quad]]:
    """Terms with all that is wider, propositions, and with `findings` the findings, sources, claims behind them.

    Returns:
        Records and what was computed on them, as a build in memory has them, and the quads they were read from.
    """
    quads = list(fetch.about(sorted(set(propositions))))
    stated = _by_subject(quads)
    found = {
        iri: read_proposition(iri, stated[iri]) for iri in sorted(propositions) if iri in stated
    }
    wanted = set(terms)
    for p in found.values():
        wanted.update(i for i in (p.subject, p.object, p.condition, *p.surrogates) if i is not None)
    conflicts: list[Conflict] = []
    if findings:
        rest = list(_behind(fetch, found))
        quads += rest
        conflicts = _conflicts(fetch, found, quads)
        wanted.update(_terms_named(rest))
    quads += _with_wider(fetch, wanted)
    derived = _derived_findings(quads)
    records = read_records(q for q in quads if not _is_bare(q) or q.subject.value in derived)  # type: ignore[union-attr]
    records.predicates = {one.iri: one for one in predicates().values()}
    if not findings:
        _add_polarity(records, found.values(), stated)
    weighed = _weighed(records, quads, found, conflicts, derived)
    return records, weighed, quads


def read_proposition(iri: Iri, stated: dict[Iri, list[Any]]) -> Proposition:
    """A proposition as `stroma.derivation` wrote it.

    Raises:
        DataError: if a value cannot be what its property holds.
        LookupError: its subject, predicate or object is not stated.
    """

    def iris(names: Iterable[str]) -> tuple[Iri, ...]:
        return tuple(sorted(v.value for name in names for v in stated.get(ST + name, ())))

    numbers = [int(v[0].value) if (v := stated.get(slot.iri)) else 0 for slot in COUNT_SLOTS]
    tallies = [Tally(*numbers[at : at + 3]) for at in range(0, len(numbers), 3)]
    classes = {local_id(value.value) for value in stated.get(ST + "evidenceClass", ())}
    # The first four are what the graph of somebody else may leave out, and a build always writes.
    known: dict[str, Any] = {
        "label": to_curie(iri),
        "stance": Stance.NO_EVIDENCE,
        "independent_studies": 0,
        "weaker_disagrees": False,
        **_fields(iri, stated, PROPOSITION_SLOTS),
    }
    if missing := [one for one in _SAYS if one not in stated]:
        raise LookupError(f"{to_curie(iri)} has no {to_curie(missing[0])}")
    return Proposition(
        iri,
        is_clinical="clinical" in classes,
        human=tallies[0],
        animal=tallies[1],
        in_vitro=tallies[2],
        reference=tallies[3],
        findings=iris(FOUND_BY_DIRECTION.values()),
        claims=iris(CLAIMED_BY_POLARITY.values()),
        **known,
    )


def _fields(iri: Iri, stated: dict[Iri, list[Any]], slots: Iterable[Slot]) -> dict[str, Any]:
    """The fields of a record that are stated; several words in the order of the model."""
    found: dict[str, Any] = {}
    for slot in slots:
        values = stated.get(slot.iri)
        if values is None:
            continue
        how = _READINGS[slot.name]
        read = [how(value, value.value) for value in values]
        if NO_VALUE in read:
            raise DataError(
                f"{to_curie(iri)}: {slot.property} is {values[read.index(NO_VALUE)]}, which it cannot be"
            )
        if slot.many and len(read) > 1:
            read.sort(key=list(slot.choices).index if slot.choices is not None else None)
        found[slot.name] = tuple(read) if slot.many else read[0]
    return found


def _by_subject(quads: Iterable[Quad]) -> _Stated:
    stated: _Stated = {}
    for quad in quads:
        if isinstance(quad.subject, NamedNode):
            of_subject = stated.setdefault(quad.subject.value, {})
            of_subject.setdefault(quad.predicate.value, []).append(quad.object)
    return stated


def _behind(fetch: Fetch, found: dict[Iri, Proposition]) -> Iterator[Quad]:
    """Findings, claims, sources and articles behind propositions."""
    findings = {iri for p in found.values() for iri in (*p.findings, *p.retracted)}
    claims = {iri for p in found.values() for iri in p.claims}
    sources = {iri for p in found.values() for iri in (*p.sources, *p.retracted_sources)}
    yield from fetch.about(sorted(findings | sources))
    articles: set[Iri] = set()
    selectors: set[Iri] = set()
    for quad in fetch.about(sorted(claims)):
        yield quad
        if quad.predicate.value == ST + "inArticle":
            articles.add(quad.object.value)  # type: ignore[union-attr]
        elif quad.predicate.value == _SELECTOR:
            selectors.add(quad.object.value)  # type: ignore[union-attr]
    yield from fetch.about(sorted(articles | selectors))


def _terms_named(quads: Iterable[Quad]) -> set[Iri]:
    """What could be a term among the objects of findings, claims and studies."""
    return {
        q.object.value
        for q in quads
        if q.predicate.value in _TO_TERMS and isinstance(q.object, NamedNode)
    }


def _with_wider(fetch: Fetch, wanted: set[Iri]) -> list[Quad]:
    """Terms and every wider term, cell types and models' diseases included."""
    quads: list[Quad] = []
    seen: set[Iri] = set()
    links = (_BROADER, ST + "cellType", ST + "modelOf", ST + "sourceTissue")
    while fresh := wanted - seen:
        seen |= fresh
        more = [q for q in fetch.about(sorted(fresh)) if not _is_bare(q)]
        quads += more
        wanted = {q.object.value for q in more if q.predicate.value in links}  # type: ignore[union-attr]
    return quads


def _is_bare(quad: Quad) -> bool:
    """A derived triple on a term: a supported statement or its closure, of no use to a record; whose people a study shares is of use."""
    graph = quad.graph_name
    is_derived = isinstance(graph, NamedNode) and graph.value == DERIVED_GRAPH
    return is_derived and quad.predicate.value != ST + "sharesParticipantsWith"


def _derived_findings(quads: Iterable[Quad]) -> set[Iri]:
    """The findings that the build made from study records."""
    return {
        q.subject.value
        for q in quads
        if q.predicate.value == ST + "derived" and isinstance(q.subject, NamedNode)
    }


def _conflicts(fetch: Fetch, found: dict[Iri, Proposition], quads: list[Quad]) -> list[Conflict]:
    on = fetch.pointing(ST + "onProposition", sorted(found))
    iris = sorted({s for s, _ in on if s.startswith(PREFIXES["conflict"])})
    about = list(fetch.about(iris))
    quads += about
    supporting = _supporting(quads)
    conflicts = []
    for iri, stated in sorted(_by_subject(about).items()):
        between = sorted(value.value for value in stated.get(ST + "between", ()))
        if len(between) != 2:
            continue
        # The build puts the finding that points for it first.
        first, second = sorted(between, key=lambda iri: (iri not in supporting, iri))
        conflicts.append(
            Conflict(iri, first=first, second=second, **_fields(iri, stated, CONFLICT_SLOTS))
        )
    return conflicts


def _supporting(quads: Iterable[Quad]) -> set[Iri]:
    """The findings that point for their statement."""
    return {
        q.subject.value  # type: ignore[union-attr]
        for q in quads
        if q.predicate.value == ST + "direction"
        and isinstance(q.object, NamedNode)
        and q.object.value == ST + "supports"
    }


def _add_polarity(records: Records, found: Iterable[Proposition], stated: _Stated) -> None:
    """Enough of each claim to say whether an article denies the statement."""
    for p in found:
        denied = {value.value for value in stated[p.iri].get(ST + "deniedBy", ())}
        for iri in p.claims:
            polarity = Polarity.DENIES if iri in denied else Polarity.AFFIRMS
            records.claims[iri] = Claim(iri, local_id(iri), "", "", 0, 0, polarity)


def _weighed(
    records: Records,
    quads: list[Quad],
    found: dict[Iri, Proposition],
    conflicts: list[Conflict],
    derived: Collection[Iri],
) -> Weighed:
    levels: dict[Iri, Level] = {}
    groups: dict[Iri, Group] = {}
    for quad in quads:
        p = quad.predicate.value
        if not p.startswith(ST) or not isinstance(quad.subject, NamedNode):
            continue
        if p == ST + "level":
            levels[quad.subject.value] = Level(local_id(quad.object.value))  # type: ignore[union-attr]
        elif p == ST + "group":
            groups[quad.subject.value] = Group(local_id(quad.object.value))  # type: ignore[union-attr]
    findings: dict[Iri, Finding] = {}
    for iri, finding in records.findings.items():
        if iri in derived:
            finding = replace(finding, derived=True, graph=None)
        findings[iri] = finding
    for iri in derived:
        records.findings.pop(iri, None)
    return Weighed(findings, levels, groups, found, conflicts)
