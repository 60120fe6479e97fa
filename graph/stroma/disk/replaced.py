"""What does a store lose, or hold otherwise, where added files state a graph that it held? Asked of the two stores.

Read first: `replaced_graphs` and `changed_stances`. A few look-ups a record, so that it costs little beside the build, whatever the size of the files.
Compared are the replaced graphs' records, the findings on their studies (derived ones too) and the propositions of these.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import chain, islice
from pathlib import Path
from typing import TYPE_CHECKING, Final

from stroma.check.held import IDENTIFIERS
from stroma.schema import SLOTS
from stroma.vocabulary import DERIVED_GRAPH, PREFIXES, RDF_TYPE, ST, Iri, to_curie

if TYPE_CHECKING:
    from pyoxigraph import NamedNode, Quad, Store

    from stroma.check.changed import Fields, Stand
    from stroma.check.problem import Spot
    from stroma.disk.plan import OldStore
    from stroma.records import Records

MANY_GRAPHS: Final = 2000
"""More replaced graphs than this are not compared one by one."""
_MANY: Final = 20_000
"""Records of a graph that are compared."""
_STANCES_TOLD: Final = 10
"""Of the changed stances of a whole store."""
_IN_WORDS: Final = ST + "stanceInWords"
_ON: Final = ST + "onProposition"
_WEIGHED: Final = frozenset(ST + name for name in ("direction", "level", "group"))
_SOURCES: Final = frozenset((ST + "Study", ST + "Reference"))
_IDENTIFYING: Final = frozenset(f"st:{name}" for name in (*IDENTIFIERS, "readNote"))


@dataclass(frozen=True)
class Replaced:
    """A graph that a store held and that an added file states anew."""

    graph: Iri
    changes: str
    """The records that it holds no more, the findings that point another way, other stances and fields, in words; empty for none."""
    propositions: frozenset[Iri] = frozenset()
    """Those whose stances are among the changes, where they are others."""


def replaced_graphs(old: OldStore, quads_folder: Path) -> Iterator[Replaced]:
    """The graphs that were replaced, by IRI; of many the first, of a large graph its first records.

    Args:
        quads_folder: the quads of the new store.
    """
    import pyoxigraph as ox

    before = ox.Store.read_only(str(old.quads_folder))
    after = ox.Store.read_only(str(quads_folder))
    held = (g for g in sorted(old.anew) if before.contains_named_graph(ox.NamedNode(g)))
    for graph in islice(held, MANY_GRAPHS):
        yield _replaced(before, after, ox.NamedNode(graph))


def no_editions(records: Records, old: OldStore | None, packaged: Iterable[Path]) -> Iterator[Spot]:
    """The studies and references that take the place of others: they keep none of their identifiers.

    Args:
        records: what is in the new store.
        old: what an addition is added to; of many replaced graphs the first are looked at.
        packaged: packaged files of which a graph is stated anew.
    """
    from stroma.check.problem import Spot
    from stroma.check.replaced import NO_EDITION, lost_identifiers, no_edition
    from stroma.sources.files import read_file

    before = [quad for path in packaged for quad in read_file(path)]
    of_store = chain(_stated_of(before), _stated_of(_identifiers(old) if old else ()))
    for iri, was in of_store:
        record = records.studies.get(iri) or records.references.get(iri)
        if record is None:
            continue
        now = {
            ST + slot.property.removeprefix("st:"): value if slot.many else (value,)
            for slot in SLOTS[type(record).__name__]
            if slot.property in _IDENTIFYING and (value := getattr(record, slot.name))
        }
        if lost := lost_identifiers(was, now | {ST + "slug": (record.slug,)}):
            wrong = no_edition(to_curie(iri), lost)
            yield Spot(iri, wrong, NO_EDITION, "replaces-another", ST + "slug")


def _identifiers(old: OldStore) -> Iterator[Quad]:
    """What an older store says by which the sources of the replaced graphs are known."""
    import pyoxigraph as ox

    store = ox.Store.read_only(str(old.quads_folder))
    held = (ox.NamedNode(graph) for graph in sorted(old.anew))
    for graph in islice((g for g in held if store.contains_named_graph(g)), MANY_GRAPHS):
        for name in IDENTIFIERS:
            yield from store.quads_for_pattern(None, ox.NamedNode(ST + name), None, graph)


def _stated_of(quads: Iterable[Quad]) -> Iterator[tuple[Iri, Fields]]:
    """The identifiers of each subject."""
    found: dict[Iri, dict[Iri, tuple[str, ...]]] = {}
    for quad in quads:
        name = quad.predicate.value
        if name.removeprefix(ST) in IDENTIFIERS:
            of = found.setdefault(quad.subject.value, {})  # type: ignore[union-attr]
            of[name] = (*of.get(name, ()), _text(quad))
    yield from found.items()


def changed_stances(before: Store, after: Store, but: Collection[Iri] = ()) -> str:
    """The propositions of one store on which the evidence amounts to something else in the other, harms first; empty for none.

    Propositions that are in the second store alone are none of them: nothing was said of them before.

    Args:
        but: propositions of which that was told already.
    """
    import pyoxigraph as ox

    from stroma.check.changed import told_stances

    in_words, derived = ox.NamedNode(_IN_WORDS), ox.NamedNode(DERIVED_GRAPH)
    other = [
        quad.subject.value  # type: ignore[union-attr]
        for quad in before.quads_for_pattern(None, in_words, None, derived)
        if quad not in after
    ]
    changed = [iri for iri in other if iri not in but]
    return told_stances(*(_stands(store, changed) for store in (before, after)), most=_STANCES_TOLD)


def stances_beside_packaged(after: Store) -> str:
    """What stances of the packaged evidence are others in a store that holds it and more; empty for none."""
    from stroma.build import build_dataset

    return changed_stances(build_dataset().dataset, after)


def _replaced(before: Store, after: Store, graph: NamedNode) -> Replaced:
    import pyoxigraph as ox

    from stroma.check.replaced import RECORDS, Edition, told_changes

    is_a = ox.NamedNode(RDF_TYPE)
    lost: list[Quad] = []
    kept: dict[NamedNode, bool] = {}
    for quad in islice(before.quads_for_pattern(None, is_a, None, graph), _MANY):
        if (kind := _text(quad)) not in RECORDS:
            continue
        record: NamedNode = quad.subject  # type: ignore[assignment]
        if next(after.quads_for_pattern(record, is_a, quad.object, None), None) is None:
            lost += before.quads_for_pattern(record, None, None, graph)
            kept.setdefault(record, kind in _SOURCES)
        else:
            kept[record] = kind in _SOURCES
    (was, on_before), (now, on_after) = (_records(store, kept) for store in (before, after))
    # A proposition that a finding has left may still be held by other studies.
    on = on_before | on_after
    stands = (_stands(store, on) for store in (before, after))
    changes = told_changes(lost, *map(Edition, (was, now), stands))
    return Replaced(graph.value, changes, frozenset(on))


def _records(store: Store, named: Mapping[NamedNode, bool]) -> tuple[dict[Iri, Fields], set[Iri]]:
    """What a store holds of some records and of the findings on those that are sources, and the propositions of these."""
    import pyoxigraph as ox

    found_by = ox.NamedNode(ST + "foundBy")
    wanted = dict.fromkeys(named)
    for record, is_source in named.items():
        if is_source:
            on_it = islice(store.quads_for_pattern(None, found_by, record, None), _MANY)
            wanted.update((quad.subject, None) for quad in on_it)  # type: ignore[misc]
    records: dict[Iri, Fields] = {}
    on: set[Iri] = set()
    for record in wanted:
        fields, propositions = _fields(store, record)
        on.update(propositions)
        if fields:
            records[record.value] = fields
    return records, on


def _fields(store: Store, record: NamedNode) -> tuple[Fields, list[Iri]]:
    """What is stated of a record, with level and group, and the propositions that it is on."""
    values: dict[Iri, list[str]] = {}
    propositions = []
    for quad in store.quads_for_pattern(record, None, None, None):
        name = quad.predicate.value
        if name == _ON:
            propositions.append(_text(quad))
        # Of a term, the derived graph holds what follows from other records.
        elif quad.graph_name.value != DERIVED_GRAPH or name in _WEIGHED:  # type: ignore[union-attr]
            values.setdefault(name, []).append(_text(quad))
    return {name: tuple(sorted(of)) for name, of in values.items()}, propositions


def _stands(store: Store, propositions: Iterable[Iri]) -> dict[Iri, Stand]:
    """What the evidence on propositions amounts to, where the store holds any."""
    import pyoxigraph as ox

    from stroma.check.changed import Stand
    from stroma.check.relations import HARM

    stands = {}
    for iri in propositions:
        quads = store.quads_for_pattern(ox.NamedNode(iri), None, None)
        if held := {quad.predicate.value: _text(quad) for quad in quads}:
            stands[iri] = Stand(
                held.get(PREFIXES["rdfs"] + "label", iri),
                held.get(_IN_WORDS, ""),
                held.get(ST + "bestLevel", "").removeprefix(ST),
                held.get(PREFIXES["rdf"] + "predicate") == HARM,
            )
    return stands


def _text(quad: Quad) -> str:
    return getattr(quad.object, "value", "")
