"""The evidence as a NetworkX graph: terms and studies as nodes, one edge a proposition.

Read first: `to_networkx`. The graph is a copy for reading; change the sources, not the graph.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final, Literal, cast

from stroma.model import Level, Proposition, Stance
from stroma.schema import COUNTS
from stroma.selection import Names, Selection, Years, nodes_near
from stroma.sentences import asks_word
from stroma.vocabulary import Curie, Iri, local_id, to_curie

if TYPE_CHECKING:
    import networkx as nx

    from stroma.store import EvidenceStore

__all__ = [
    "EDGE_ATTRIBUTES",
    "add_taxonomy",
    "edge_attributes",
    "edge_key",
    "flat",
    "numbered",
    "predicate_names",
    "project",
    "to_networkx",
    "weighed_again",
    "without_isolates",
]

EDGE_ATTRIBUTES: Final = (
    *("proposition", "label", "predicate", "asks", "condition", "stance", "level", "clinical"), *COUNTS,
    *("participants", "studies", "thin", "weaker_disagrees", "narrower_disagrees", "retracted", "under_concern"),
)  # fmt: skip
"""The attributes of a proposition's edge, in order."""


def to_networkx(
    store: EvidenceStore,
    *,
    around: str | None = None,
    radius: int = 1,
    max_nodes: int | None = None,
    kinds: Names | None = None,
    predicates: Names | None = None,
    stances: Names | None = None,
    best_level: Level | str | int | None = None,
    designs: Names | None = None,
    years: Years | None = None,
    studies: bool = True,
    taxonomy: bool = False,
    unmeasured: bool = False,
    isolates: bool | None = None,
    keys: Literal["curie", "int"] = "curie",
    plain: bool = False,
    reweigh: bool = False,
) -> nx.MultiDiGraph[Any]:
    """The evidence graph as a MultiDiGraph, edges from subject to object.

    Nodes are keyed by CURIE. A term has `label`, `kind`, `synonyms` (tuple); a study `label`, `kind` ("Study"),
    `year`, `design`, `n`. An edge is one proposition; its key is the predicate, with the condition where there is one
    (`improves|MONDO:0005301`), so that the same statement in two diseases stays two edges. It has `proposition`
    (CURIE), `label`, `predicate`, `asks` (`effect`, `safety`, `harm`, `trial`, `decision` or `background`: that a harm, a mere trial
    or background is supported is no benefit), `condition` (CURIE, "" when it has none), `stance`, `level` (1 to 5, 6 reference),
    `clinical`, `supports`, `disputes`, `inconclusive` (independent human studies), the same for `animal_`, `in_vitro_`
    and `reference_`, `participants`, `studies` (tuple of slugs), `thin` (tuple of reasons), `weaker_disagrees`,
    `narrower_disagrees`, `retracted` (studies and references that were retracted: they count in none of these numbers and are not among
    the `studies`) and `under_concern` (those that count, under an expression of concern). Such a study says so too: `retracted_on`,
    `concern_raised_on`. A study points to its product (`gave`), disease (`in_disease`) and outcomes (`measured`).

    A value that is not known is left out, never 0: `year`, `design` and `n` of a study, `participants` of an edge, and
    the `level` of what no study measured. Read them with `data.get("n")`.

    `nx.write_graphml` and `nx.write_gexf` refuse tuples: `nx.write_graphml(to_networkx(store, plain=True), "stroma.graphml")`.

    Filters choose edges; the numbers of an edge stay those of all its studies, other designs and years included, and
    `graph.graph["numbers"]` says so ("all studies"). `reweigh=True` weighs the chosen studies alone ("chosen studies").

    Where several names are taken, one text will do.

    Args:
        around: only the neighbourhood of this term; then without study nodes.
        radius: steps of that neighbourhood, 1 to 8.
        max_nodes: keep only so many terms of it, the nearest and best supported; `graph.graph["cut"]` counts the rest.
        kinds: only terms of these kinds, and edges between them.
        predicates: only propositions with these predicates, by local name.
        stances: only propositions with these stances.
        best_level: only propositions whose best level is this or better, such as 2, "level-2" or `Level.TWO`.
        designs: only propositions with a study of one of these designs behind them.
        years: only propositions with a study or reference of this year, such as 2020, of a range, or of the years from the
            first to the last, such as (2014, 2016), both included. `graph.graph["undated"]` counts the studies and references
            that fit all else and have no year in their record: what they found may be missing here.
        studies: with study nodes and their edges. As soon as kinds, predicates, stances, level, designs or years are
            chosen, only those behind an edge of the graph, of the designs and years that were chosen.
        taxonomy: with `broader` edges from a term to the next wider term.
        unmeasured: with propositions that an article claims and no study measured, or retracted ones only (stance `no-evidence`).
        isolates: with terms that have no edge; by default they stay out as soon as kinds, predicates, stances, level,
            designs or years are chosen, so that degrees and densities are those of what was chosen.
        keys: CURIEs, or integers with the CURIE as attribute `curie`.
        plain: tuples as `a; b` text, as GraphML and GEXF need.
        reweigh: with designs or years, the stance, level and counts of each edge from the studies and references of these alone, as
            if there were no others; what stances and levels are chosen goes by these. A store on disk is read into memory for it.

    Raises:
        InputError: an option is none of the vocabulary, or out of range.
        UnknownTermError: `around` is no term; names the nearest.

    Example:
        >>> from stroma.store import open_store
        >>> G = to_networkx(open_store(), predicates="ameliorates", studies=False)
        >>> G.edges["term:darvadstrocel", "term:crohn-perianal-fistula", "ameliorates"]["stance"]
        'contested'
    """
    chosen = Selection.of(
        predicate_names(store),
        around=around, radius=radius, max_nodes=max_nodes, kinds=kinds, predicates=predicates, stances=stances,
        best_level=best_level, designs=designs, years=years, studies=studies, taxonomy=taxonomy,
        unmeasured=unmeasured, isolates=isolates, keys=keys, plain=plain, reweigh=reweigh,
    )  # fmt: skip
    return project(store, chosen)


def predicate_names(store: EvidenceStore) -> set[str]:
    """The local names of the predicates of a store in memory."""
    return {predicate.name for predicate in store.records.predicates.values()}


def project(store: EvidenceStore, chosen: Selection) -> nx.MultiDiGraph[Any]:
    """The graph of a selection, from a store in memory; `to_networkx` says what it holds."""
    import networkx as nx

    graph: nx.MultiDiGraph[Any] = nx.MultiDiGraph(
        name="Stroma evidence graph", numbers=chosen.numbers
    )
    whole, store = store, weighed_again(store, chosen)
    terms, middle = _terms(store, chosen, graph)
    for iri in terms:
        term = store.records.terms[iri]
        graph.add_node(to_curie(iri), label=term.label, kind=term.kind, synonyms=term.synonyms)
    behind = _add_edges(graph, store, chosen, terms)
    if chosen.years is not None:
        graph.graph["undated"] = len(_undated(whole, chosen.at_any_time(), terms))
    if chosen.studies:
        _add_studies(graph, store, terms, chosen, behind)
    if chosen.taxonomy:
        pairs = ((iri, wider) for iri in terms for wider in store.records.terms[iri].broader)
        add_taxonomy(graph, ((to_curie(a), to_curie(b)) for a, b in pairs if b in terms))
    if not chosen.isolates:
        without_isolates(graph, keep=middle)
    if chosen.is_numbered:
        graph = numbered(graph)
    return flat(graph) if chosen.is_plain else graph


def weighed_again(store: EvidenceStore, chosen: Selection) -> EvidenceStore:
    """The store, or where that was chosen one of the studies and references of some designs and years alone.

    Nothing that was found by others is in it, and all is weighed as if there were no others (docs/model.md).
    """
    if not chosen.is_reweighed:
        return store
    from stroma.build import Built
    from stroma.evidence import weigh
    from stroma.store import EvidenceStore

    def is_chosen(iri: Iri) -> bool:
        return chosen.has_source(*_design_and_year(store, iri))

    records = store.records
    part = replace(
        records,
        studies={iri: study for iri, study in records.studies.items() if is_chosen(iri)},
        references={iri: one for iri, one in records.references.items() if is_chosen(iri)},
        findings={iri: one for iri, one in records.findings.items() if is_chosen(one.source)},
    )
    return EvidenceStore(Built(store.dataset, part, weigh(part)))


def _add_edges(
    graph: nx.MultiDiGraph[Any], store: EvidenceStore, chosen: Selection, terms: Collection[Iri]
) -> set[Iri]:
    """Add the chosen propositions between some terms; returns the sources behind them."""
    behind: set[Iri] = set()
    for proposition in chosen_propositions(store, chosen, terms):
        behind.update(proposition.sources)
        graph.add_edge(
            to_curie(proposition.subject),
            to_curie(proposition.object),
            key=edge_key(proposition),
            **_known(edge_attributes(proposition)),
        )
    return behind


def add_taxonomy(graph: nx.MultiDiGraph[Any], pairs: Iterable[tuple[Any, Any]]) -> None:
    """Add `broader` edges from nodes to the next wider ones."""
    for narrow, wide in pairs:
        graph.add_edge(narrow, wide, key="broader", predicate="broader", label="is a kind of")


def _terms(
    store: EvidenceStore, chosen: Selection, graph: nx.MultiDiGraph[Any]
) -> tuple[dict[Iri, None], Curie | None]:
    """The terms of a selection in the order of the store, and the one in the middle of a neighbourhood."""
    of_kind = {
        iri: None
        for iri, term in store.records.terms.items()
        if chosen.kinds is None or term.kind in chosen.kinds
    }
    if chosen.around is None:
        return of_kind, None
    middle = store.resolve_term(chosen.around)
    links = store.link_graph()
    start = links.node(middle)
    near = {middle}
    if start is not None:
        nodes, n_left_out = nodes_near(links, start, chosen, lambda n: links.iri(n) in of_kind)
        near.update(map(links.iri, nodes))
        if n_left_out:
            graph.graph["cut"] = n_left_out
    return {iri: None for iri in store.records.terms if iri in near}, to_curie(middle)


def chosen_propositions(
    store: EvidenceStore, chosen: Selection, terms: Collection[Iri]
) -> Iterator[Proposition]:
    """The propositions of a selection between some terms."""
    for proposition in store.propositions.values():
        if proposition.subject not in terms or proposition.object not in terms:
            continue
        if not chosen.unmeasured and proposition.stance is Stance.NO_EVIDENCE:
            continue
        if chosen.stances is not None and proposition.stance.value not in chosen.stances:
            continue
        name = local_id(proposition.predicate)
        if chosen.predicates is not None and name not in chosen.predicates:
            continue
        level = proposition.best_level
        if chosen.best_level is not None and (level is None or level.rank > chosen.best_level):
            continue
        if (chosen.designs, chosen.years) != (None, None) and not _has_source(
            store, chosen, proposition
        ):
            continue
        yield proposition


def _has_source(store: EvidenceStore, chosen: Selection, proposition: Proposition) -> bool:
    return any(
        chosen.has_source(*_design_and_year(store, iri))
        for iri in proposition.sources
        if iri in store.records.studies or iri in store.records.references
    )


def _design_and_year(store: EvidenceStore, iri: Iri) -> tuple[str, int | None]:
    """The design of a source, "" where it has none, and its year."""
    study = store.records.studies.get(iri)
    if study is None:
        return "", store.records.references[iri].year
    return study.design.value if study.design is not None else "", study.year


def _undated(store: EvidenceStore, chosen: Selection, terms: Collection[Iri]) -> set[Iri]:
    """The sources of a selection whose record has no year."""
    behind = {iri for p in chosen_propositions(store, chosen, terms) for iri in p.sources}
    return {
        iri
        for iri in behind & (store.records.studies.keys() | store.records.references.keys())
        for design, year in (_design_and_year(store, iri),)
        if year is None and chosen.has_source(design, year)
    }


def edge_key(proposition: Proposition) -> str:
    """The key of a proposition's edge: its predicate, and its condition where it has one."""
    name = local_id(proposition.predicate)
    return name if proposition.condition is None else f"{name}|{to_curie(proposition.condition)}"


def edge_attributes(proposition: Proposition) -> dict[str, Any]:
    """The attributes of a proposition's edge, as `to_networkx` lists them; None where a value is not known."""
    level, condition = proposition.best_level, proposition.condition
    values = (
        to_curie(proposition.iri),
        proposition.label,
        local_id(proposition.predicate),
        asks_word(proposition.predicate, clinical=proposition.is_clinical),
        to_curie(condition) if condition else "",
        proposition.stance.value,
        level.rank if level is not None else None,
        proposition.is_clinical,
        *proposition.counts,
        proposition.participants,
        tuple(local_id(source) for source in proposition.sources),
        tuple(reason.value for reason in proposition.thin),
        proposition.weaker_disagrees,
        proposition.narrower_disagrees,
        len(proposition.retracted_sources),
        len(proposition.concerns),
    )
    return dict(zip(EDGE_ATTRIBUTES, values, strict=True))


def _known(attributes: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in attributes.items() if value is not None}


def _add_studies(
    graph: nx.MultiDiGraph[Any],
    store: EvidenceStore,
    terms: Collection[str],
    chosen: Selection,
    behind: Collection[Iri],
) -> None:
    measured: dict[str, set[str]] = {}
    for finding in store.findings.values():
        for iri in (finding.object, finding.measured_by):
            if iri is not None and iri in terms and store.records.terms[iri].kind == "Outcome":
                measured.setdefault(finding.source, set()).add(iri)
    for iri, study in store.records.studies.items():
        design = study.design.value if study.design is not None else None
        if chosen.is_filtered and not (
            iri in behind and chosen.has_source(design or "", study.year)
        ):
            continue
        node = to_curie(iri)
        known = _known(
            {
                "year": study.year,
                "design": design,
                "n": study.n,
                "retracted_on": study.retracted_on,
                "concern_raised_on": study.concern_raised_on,
            }
        )
        graph.add_node(node, label=study.label, kind="Study", **known)
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


def without_isolates(graph: nx.MultiDiGraph[Any], keep: Curie | int | None = None) -> None:
    """Take the nodes without an edge out of a graph, all but one."""
    import networkx as nx

    graph.remove_nodes_from([node for node in nx.isolates(graph) if node != keep])


def numbered(graph: nx.MultiDiGraph[Any]) -> nx.MultiDiGraph[Any]:
    """A copy with integers for nodes, each with its CURIE as attribute `curie`."""
    import networkx as nx

    copy: Any = nx.convert_node_labels_to_integers(graph, label_attribute="curie")
    return cast("nx.MultiDiGraph[Any]", copy)


def flat(graph: nx.MultiDiGraph[Any]) -> nx.MultiDiGraph[Any]:
    """A copy whose attributes are plain values, as GraphML and GEXF need; tuples become `a; b` text."""
    import networkx as nx

    copy: nx.MultiDiGraph[Any] = nx.MultiDiGraph(**graph.graph)
    for node, attributes in graph.nodes(data=True):
        copy.add_node(node, **dict(_plain(attributes)))
    for s, o, key, attributes in graph.edges(keys=True, data=True):
        copy.add_edge(s, o, key=key, **dict(_plain(attributes)))
    return copy


def _plain(attributes: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    for name, value in attributes.items():
        yield name, "; ".join(value) if isinstance(value, tuple) else value
