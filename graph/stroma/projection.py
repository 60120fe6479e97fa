"""The evidence as a NetworkX graph: terms and studies as nodes, one edge a proposition.

Read first: `to_networkx`. The graph is a copy for reading; change the sources, not the graph.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import TYPE_CHECKING, Any

from stroma.errors import InputError
from stroma.model import Level, Proposition, Stance
from stroma.vocabulary import KINDS, Curie, local_id, to_curie

if TYPE_CHECKING:
    import networkx as nx

    from stroma.store import EvidenceStore


def to_networkx(
    store: EvidenceStore,
    *,
    kinds: Collection[str] | None = None,
    predicates: Collection[str] | None = None,
    stances: Collection[str] | None = None,
    best_level: int | None = None,
    studies: bool = True,
    taxonomy: bool = False,
    unmeasured: bool = False,
    plain: bool = False,
) -> nx.MultiDiGraph[Curie]:
    """The evidence graph as a MultiDiGraph, edges from subject to object.

    Nodes are keyed by CURIE. A term has `label`, `kind`, `synonyms` (tuple); a study `label`, `kind` ("Study"),
    `year`, `design`, `n`. An edge is one proposition; its key is the predicate, with the condition where there is one
    (`improves|MONDO:0005301`), so that the same statement in two diseases stays two edges. It has `proposition`
    (CURIE), `label`, `predicate`, `condition` (CURIE or ""), `stance`, `level` (1 to 5, 6 reference, 0 none),
    `clinical`, `supports`, `disputes`, `inconclusive` (independent human studies), the same for `animal_`, `in_vitro_`
    and `reference_`, `participants` (0 when no size is known), `studies` (tuple of slugs), `thin` (tuple of reasons),
    `weaker_disagrees`, `narrower_disagrees`. A study points to its product (`gave`), disease (`in_disease`) and outcomes (`measured`).

    Args:
        kinds: only terms of these kinds, and edges between them.
        predicates: only propositions with these predicates, by local name.
        stances: only propositions with these stances.
        best_level: only propositions whose best level is this or better; 2 keeps randomised evidence.
        studies: with study nodes and their edges.
        taxonomy: with `broader` edges from a term to the next wider term.
        plain: tuples as `a; b` text, as GraphML and GEXF need.
        unmeasured: with propositions that an article claims and no study measured (stance `no-evidence`).

    Raises:
        InputError: if a kind, predicate or stance is none of the vocabulary.

    Example:
        >>> from stroma.store import open_store
        >>> G = to_networkx(open_store(), predicates=["ameliorates"], studies=False)
        >>> G.edges["term:darvadstrocel", "term:crohn-perianal-fistula", "ameliorates"]["stance"]
        'contested'
    """
    import networkx as nx

    _check("kind", kinds, KINDS)
    _check("stance", stances, [stance.value for stance in Stance])
    _check("predicate", predicates, sorted(p.name for p in store.records.predicates.values()))
    graph: nx.MultiDiGraph[Curie] = nx.MultiDiGraph(name="Stroma evidence graph")
    terms = {iri: t for iri, t in store.records.terms.items() if kinds is None or t.kind in kinds}
    for iri, term in terms.items():
        graph.add_node(to_curie(iri), label=term.label, kind=term.kind, synonyms=term.synonyms)
    for proposition in store.propositions.values():
        if proposition.subject not in terms or proposition.object not in terms:
            continue
        if not unmeasured and proposition.stance is Stance.NO_EVIDENCE:
            continue
        if stances is not None and proposition.stance.value not in stances:
            continue
        if predicates is not None and local_id(proposition.predicate) not in predicates:
            continue
        level = proposition.best_level
        if best_level is not None and (level is None or level.rank > best_level):
            continue
        graph.add_edge(
            to_curie(proposition.subject),
            to_curie(proposition.object),
            key=edge_key(proposition),
            **edge_attributes(proposition),
        )
    if studies:
        _add_studies(graph, store, terms)
    if taxonomy:
        for iri, term in terms.items():
            for wider in term.broader:
                if wider in terms:
                    graph.add_edge(
                        to_curie(iri),
                        to_curie(wider),
                        key="broader",
                        predicate="broader",
                        label="is a kind of",
                    )
    return flat(graph) if plain else graph


def edge_key(proposition: Proposition) -> str:
    """The key of a proposition's edge: its predicate, and its condition where it has one."""
    name = local_id(proposition.predicate)
    return name if proposition.condition is None else f"{name}|{to_curie(proposition.condition)}"


def edge_attributes(proposition: Proposition) -> dict[str, Any]:
    """The attributes of a proposition's edge, as `to_networkx` lists them."""
    human = proposition.human
    others = {
        f"{name}_{direction}": getattr(tally, direction)
        for name, tally in (
            ("animal", proposition.animal),
            ("in_vitro", proposition.in_vitro),
            ("reference", proposition.reference),
        )
        for direction in ("supports", "disputes", "inconclusive")
    }
    return {
        "proposition": to_curie(proposition.iri),
        "label": proposition.label,
        "predicate": local_id(proposition.predicate),
        "condition": to_curie(proposition.condition) if proposition.condition else "",
        "stance": proposition.stance.value,
        "level": _rank(proposition.best_level),
        "clinical": proposition.is_clinical,
        "supports": human.supports,
        "disputes": human.disputes,
        "inconclusive": human.inconclusive,
        **others,
        "participants": proposition.participants or 0,
        "studies": tuple(local_id(source) for source in proposition.sources),
        "thin": tuple(reason.value for reason in proposition.thin),
        "weaker_disagrees": proposition.weaker_disagrees,
        "narrower_disagrees": proposition.narrower_disagrees,
    }


def _rank(level: Level | None) -> int:
    return level.rank if level is not None else 0


def _add_studies(
    graph: nx.MultiDiGraph[Curie], store: EvidenceStore, terms: Collection[str]
) -> None:
    measured: dict[str, set[str]] = {}
    for finding in store.findings.values():
        for iri in (finding.object, finding.measured_by):
            if iri is not None and iri in terms and store.records.terms[iri].kind == "Outcome":
                measured.setdefault(finding.source, set()).add(iri)
    for iri, study in store.records.studies.items():
        node = to_curie(iri)
        graph.add_node(
            node,
            label=study.label,
            kind="Study",
            year=study.year or 0,
            design=study.design.value if study.design else "",
            n=study.n or 0,
        )
        for key, others in (
            ("gave", study.product),
            ("in_disease", study.disease),
            ("measured", measured.get(iri, ())),
        ):
            for other in sorted(others):
                if other in terms:
                    graph.add_edge(
                        node, to_curie(other), key=key, predicate=key, label=key.replace("_", " ")
                    )


def flat(graph: nx.MultiDiGraph[Curie]) -> nx.MultiDiGraph[Curie]:
    """A copy whose attributes are plain values, as GraphML and GEXF need; tuples become `a; b` text."""
    import networkx as nx

    copy: nx.MultiDiGraph[Curie] = nx.MultiDiGraph(**graph.graph)
    for node, attributes in graph.nodes(data=True):
        copy.add_node(node, **dict(_plain(attributes)))
    for s, o, key, attributes in graph.edges(keys=True, data=True):
        copy.add_edge(s, o, key=key, **dict(_plain(attributes)))
    return copy


def _plain(attributes: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    for name, value in attributes.items():
        yield name, "; ".join(value) if isinstance(value, tuple) else value


def _check(what: str, given: Collection[str] | None, known: Collection[str]) -> None:
    for value in given or ():
        if value not in known:
            raise InputError(f"unknown {what} {value!r}; one of {', '.join(known)}")
