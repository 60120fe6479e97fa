"""The evidence as a NetworkX graph: terms and studies as nodes, one edge a proposition.

Read first: `to_networkx`. The graph is a copy for reading; change the sources, not the graph.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final, Unpack, cast

from stroma.edition import edition_of
from stroma.garbage import no_collector
from stroma.selection import GraphOptions, Selection
from stroma.vocabulary import Iri, to_curie

if TYPE_CHECKING:
    import networkx as nx

    from stroma.graph_columns import Choice, GraphColumns
    from stroma.store import EvidenceStore

__all__ = ["flat", "to_networkx", "weighed_again"]

# What an edge to the disease of a statement says of it; its counts stand on the edge of the statement alone.
_OF_STATEMENT: Final = ("proposition", "asks", "stance", "level", "clinical")
_OF_STUDY: Final = ("year", "design", "n", "retracted_on", "concern_raised_on")


@no_collector()
def to_networkx(store: EvidenceStore, **options: Unpack[GraphOptions]) -> nx.MultiDiGraph[Any]:
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

    A statement that was asked in a disease ("improves disability, in MS") is an edge from the product to the outcome: it ends at no disease,
    and degrees, paths and neighbours of that disease do not see it. `conditions=True` adds edges that lead there, from the subject and
    from the object of each such statement: `in_condition`, with the `proposition`, `asks`, `stance`, `level` and `clinical` of the statement
    and no counts, so that nothing is counted twice.

    `graph.graph` says what a graph is: `stroma_version` and `evidence_sha256` (the same in memory, on disk and on a server where the same
    files were read), `chosen` (what was chosen, or `all`) and `numbers`.

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
        designs: only propositions with a study of one of these designs behind them; "randomised" is parallel groups and
            crossover.
        years: only propositions with a study or reference of this year, such as 2020, of a range, or of the years from the
            first to the last, such as (2014, 2016), both included. `graph.graph["undated"]` counts the studies and references
            that fit all else and have no year in their record: what they found may be missing here.
        studies: with study nodes and their edges. As soon as kinds, predicates, stances, level, designs or years are
            chosen, only those behind an edge of the graph, of the designs and years that were chosen.
        taxonomy: with `broader` edges from a term to the next wider term.
        conditions: with `in_condition` edges to the disease in which a statement was asked, from both its ends.
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
    import networkx as nx

    from stroma.graph_columns import columns_of

    columns = columns_of(store)
    selection = Selection.of(columns.predicates, **options)
    n_undated = None
    if selection.is_reweighed:
        n_undated = columns.choose(selection).n_undated
        columns = columns_of(weighed_again(store, selection))
    chosen = columns.choose(selection)
    graph: nx.MultiDiGraph[Any] = nx.MultiDiGraph(name="Stroma evidence graph")
    graph.graph |= edition_of(store).attributes
    graph.graph |= {"chosen": selection.in_words, "numbers": selection.numbers}
    if chosen.n_left_out:
        graph.graph["cut"] = chosen.n_left_out
    if chosen.n_undated is not None:
        graph.graph["undated"] = chosen.n_undated if n_undated is None else n_undated
    named = _add_terms(graph, columns, chosen, is_numbered=selection.is_numbered)
    _add_edges(graph, columns, chosen, named)
    if selection.conditions:
        _add_conditions(graph, columns, named)
    if selection.studies:
        _add_studies(graph, columns, chosen, named, selection)
    if selection.taxonomy:
        for narrow, wide in columns.broader():
            if named[narrow] is not None and named[wide] is not None:
                graph.add_edge(named[narrow], named[wide], key="broader", predicate="broader", label="is a kind of")  # fmt: skip
    if not selection.isolates:
        middle = named[chosen.middle] if chosen.middle is not None else None
        graph.remove_nodes_from([node for node in nx.isolates(graph) if node != middle])
        if selection.is_numbered:  # without the gaps of what was taken out
            graph = cast("nx.MultiDiGraph[Any]", nx.convert_node_labels_to_integers(graph))
    return flat(graph) if selection.is_plain else graph


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
        study = records.studies.get(iri)
        if study is not None:
            return chosen.has_source(study.design.value if study.design else "", study.year)
        return chosen.has_source("", records.references[iri].year)

    records = store.records
    part = replace(
        records,
        studies={iri: study for iri, study in records.studies.items() if is_chosen(iri)},
        references={iri: one for iri, one in records.references.items() if is_chosen(iri)},
        findings={iri: one for iri, one in records.findings.items() if is_chosen(one.source)},
    )
    return EvidenceStore(Built(store.dataset, part, weigh(part)))


def _add_terms(
    graph: nx.MultiDiGraph[Any], columns: GraphColumns, chosen: Choice, *, is_numbered: bool
) -> Sequence[Any]:
    """Add the chosen terms; returns the name of each node of the columns in the graph, None where it is not in."""
    named: list[Any] = [None] * len(columns.nodes)
    for number in chosen.nodes:
        node = columns.nodes[number]
        key = named[number] = len(graph) if is_numbered else node.curie
        graph.add_node(key, label=node.label, kind=node.kind, synonyms=node.synonyms)
        if is_numbered:
            graph.nodes[key]["curie"] = node.curie
    return named


def _add_edges(
    graph: nx.MultiDiGraph[Any], columns: GraphColumns, chosen: Choice, named: Sequence[Any]
) -> None:
    """All edges in one pass over the columns; `add_edge` would copy each dictionary."""
    succ, pred = graph._succ, graph._pred  # type: ignore[attr-defined]
    for subject, object_, key, data in columns.edges(chosen.propositions):
        s, o = named[subject], named[object_]
        of_pair = succ[s].get(o)
        if of_pair is None:
            of_pair = succ[s][o] = pred[o][s] = {}
        of_pair[key] = data


def _add_conditions(
    graph: nx.MultiDiGraph[Any], columns: GraphColumns, named: Sequence[Any]
) -> None:
    """Edges from both ends of each statement that was asked in a disease to that disease."""
    nodes = {curie: named[number] for number, curie in enumerate(columns.curies)}
    asked = [(s, o, data) for s, o, data in graph.edges(data=True) if data["condition"]]
    for subject, object_, data in asked:
        disease = nodes.get(data["condition"])
        if disease is None:
            continue
        told = {name: data[name] for name in _OF_STATEMENT if name in data}
        for end in dict.fromkeys((subject, object_)):
            if end != disease:
                graph.add_edge(
                    end, disease, key=f"in_condition|{data['proposition']}", predicate="in_condition", label="asked in", **told
                )  # fmt: skip


def _add_studies(
    graph: nx.MultiDiGraph[Any],
    columns: GraphColumns,
    chosen: Choice,
    named: Sequence[Any],
    selection: Selection,
) -> None:
    nodes = {node.curie: number for number, node in enumerate(columns.nodes)}
    behind = columns.behind(chosen.propositions) if selection.is_filtered else ()
    of_study: dict[int, Any] = {}
    for number, study in enumerate(columns.sources):
        if study.kind != "Study":
            continue
        if selection.is_filtered and not (
            number in behind and selection.has_source(study.design, study.year or None)
        ):
            continue
        curie = to_curie(study.iri)
        key = of_study[number] = len(graph) if selection.is_numbered else curie
        known = {name: value for name in _OF_STUDY if (value := getattr(study, name))}
        graph.add_node(key, label=study.label, kind="Study", **known)
        if selection.is_numbered:
            graph.nodes[key]["curie"] = curie
        for predicate, curies in (("gave", study.product), ("in_disease", study.disease)):
            numbers = sorted(nodes[other] for other in curies if other in nodes)
            _link(graph, key, (named[other] for other in numbers), predicate)
    for number, outcome in zip(*columns.lists("measuring_study", "measured_outcome"), strict=True):
        if number in of_study:
            _link(graph, of_study[number], (named[outcome],), "measured")


def _link(graph: nx.MultiDiGraph[Any], study: Any, others: Iterable[Any], predicate: str) -> None:
    label = predicate.replace("_", " ")
    for other in others:
        if other is not None:
            graph.add_edge(study, other, key=predicate, predicate=predicate, label=label)


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
