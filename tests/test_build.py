"""From files to one dataset: the same quads whatever the order, and bare triples only where the evidence carries them."""

from __future__ import annotations

import random
from collections import defaultdict
from pathlib import Path
from typing import TYPE_CHECKING, Final

from pyoxigraph import DefaultGraph, NamedNode, RdfFormat, parse

import stroma
from conftest import FACTS, needs_sheets
from fact_sheets import Facts, Row
from stroma.build import build_dataset
from stroma.cards import card
from stroma.data import packaged_files
from stroma.derivation import untold_sharing
from stroma.disk.building import build_store
from stroma.graph import EvidenceGraph
from stroma.keys import Key, proposition_iri
from stroma.model import Level, Reference, Stance, Study, Thin
from stroma.sources.files import read_file
from stroma.store import open_store
from stroma.vocabulary import DERIVED_GRAPH, PREFIXES, PROVENANCE_GRAPH, to_iri
from stroma.vocabulary import st as st_iri

if TYPE_CHECKING:
    import pytest

    from stroma.store import EvidenceStore
    from stroma.vocabulary import Iri

OWN = (
    """@prefix st: <https://w3id.org/stroma/vocab/> .
@prefix study: <https://w3id.org/stroma/study/> .
@prefix finding: <https://w3id.org/stroma/finding/> .
@prefix term: <https://w3id.org/stroma/term/> .
@prefix MONDO: <http://purl.obolibrary.org/obo/MONDO_> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .

"""
    'study:{slug} a st:Study ; st:slug "{slug}" ; rdfs:label "Made up"@en ; st:doi "10.1000/{slug}" ;\n'
    "  st:design st:randomised-controlled ; st:nEnrolled 90 .\n"
    'finding:{slug}-f1 a st:Finding ; st:slug "{slug}-f1" ; rdfs:label "Made up"@en ; st:foundBy study:{slug} ;\n'
    "  rdf:subject term:{product} ; rdf:predicate st:{predicate} ; rdf:object {object} ;\n"
    "  st:direction st:{direction} ; st:comparator st:placebo .\n"
)


def own_file(
    folder: Path, slug: str, direction: str = "supports", predicate: str = "safeIn"
) -> Path:
    path = folder / f"{slug}.ttl"
    text = OWN.format(
        slug=slug,
        direction=direction,
        predicate=predicate,
        product="darvadstrocel",
        object="MONDO:0005180",
    )
    path.write_text(text, encoding="utf-8")
    return path


PRODUCT: Final = "term:darvadstrocel"
DISEASE: Final = "MONDO:0005180"


def has_bare(*own: Path, predicate: str = "st:safeIn") -> bool:
    dataset = build_dataset(own).dataset
    s, p, o = (NamedNode(to_iri(part)) for part in (PRODUCT, predicate, DISEASE))
    return any(True for _ in dataset.quads_for_pattern(s, p, o, None))


# ---------------------------------------------------------------- same input, same quads


def test_the_order_of_files_changes_no_quad(monkeypatch: pytest.MonkeyPatch) -> None:
    expected = {str(quad) for quad in build_dataset().dataset}
    shuffled = packaged_files()
    random.Random(2026).shuffle(shuffled)
    monkeypatch.setattr("stroma.data.packaged_files", lambda: shuffled)
    assert {str(quad) for quad in build_dataset().dataset} == expected


def test_a_base_that_is_built_once_is_that_of_a_build_of_its_own() -> None:
    """Holds tests/built_once.py to what it stands for."""
    store, built = open_store(), build_dataset()
    assert store.dataset is not built.dataset
    assert list(store.dataset) == list(built.dataset)  # in the same order
    assert store.records == built.records
    assert store.propositions == built.weighed.propositions


def test_the_order_of_own_files_changes_no_quad(tmp_path: Path) -> None:
    paths = [own_file(tmp_path, f"doe-{year}") for year in (2024, 2025, 2026)]
    built = [{str(quad) for quad in build_dataset(order).dataset} for order in (paths, paths[::-1])]
    assert built[0] == built[1]


def test_the_order_of_statements_in_a_file_changes_no_derived_quad(tmp_path: Path) -> None:
    [path] = [p for p in packaged_files() if p.stem == "petrou-2020"]
    lines = [
        f"{q.subject} {q.predicate} {q.object} ." for q in parse(path=path, format=RdfFormat.TURTLE)
    ]
    random.Random(2026).shuffle(lines)
    copy = tmp_path / "petrou-2020.nt"
    copy.write_text("\n".join(lines), encoding="utf-8")

    def derived(*own: Path) -> set[str]:
        graph = NamedNode(DERIVED_GRAPH)
        return {
            str(q) for q in build_dataset(own).dataset.quads_for_pattern(None, None, None, graph)
        }

    assert derived(copy) == derived()


def test_reading_a_file_again_replaces_its_graph(tmp_path: Path) -> None:
    path = own_file(tmp_path, "doe-2026")
    once = {str(q) for q in build_dataset([path]).dataset}
    assert {str(q) for q in build_dataset([path, path]).dataset} == once


def test_every_graph_has_its_provenance(packaged: EvidenceStore) -> None:
    graphs = {graph for graph in packaged.dataset.named_graphs() if isinstance(graph, NamedNode)}
    described = {
        quad.subject
        for quad in packaged.dataset.quads_for_pattern(
            None, None, None, NamedNode(PROVENANCE_GRAPH)
        )
    }
    assert graphs - described == {NamedNode(PROVENANCE_GRAPH)}
    assert not list(packaged.dataset.quads_for_pattern(None, None, None, DefaultGraph()))


# ---------------------------------------------------------------- bare triples


def test_no_source_file_states_a_bare_triple(packaged: EvidenceStore) -> None:
    predicates = set(packaged.records.predicates)
    for path in packaged_files():
        assert [q for q in read_file(path) if q.predicate.value in predicates] == []


def test_a_bare_triple_stands_exactly_where_the_evidence_carries_it(
    packaged: EvidenceStore,
) -> None:
    predicates = {NamedNode(iri) for iri in packaged.records.predicates}
    stated = {
        (q.subject.value, q.predicate.value, q.object.value)
        for q in packaged.dataset
        if q.predicate in predicates
    }
    expected = {
        (p.subject, p.predicate, p.object)
        for p in packaged.propositions.values()
        if p.condition is None
        and p.stance is Stance.SUPPORTED
        and set(p.thin) <= {Thin.ABSTRACT_ONLY}
        and not p.narrower_disagrees
    }
    assert stated == expected
    assert stated


def test_two_large_trials_make_a_bare_triple_and_a_third_takes_it_away(tmp_path: Path) -> None:
    two = [own_file(tmp_path, "doe-2025"), own_file(tmp_path, "doe-2026")]
    assert not has_bare(*two[:1]), "one study is thin"
    assert has_bare(*two)
    third = own_file(tmp_path, "doe-2027", "inconclusive")
    assert not has_bare(*[*two, third])


def test_two_large_trials_by_a_surrogate_make_no_bare_triple(tmp_path: Path) -> None:
    two = [own_file(tmp_path, slug, predicate="ameliorates") for slug in ("doe-2025", "doe-2026")]
    assert has_bare(*two, predicate="st:ameliorates")
    for path in two:
        stated = path.read_text().replace("st:direction", "st:measuredBy term:lvesv ; st:direction")
        path.write_text(stated)
    assert not has_bare(*two, predicate="st:ameliorates")


def test_the_questions_name_the_surrogate_beside_a_disease_that_got_better() -> None:
    """msc-hf-2015: the primary endpoint was a volume of the heart."""
    graph = stroma.open_graph()
    label = "autologous bone-marrow MSC product ameliorates heart failure from coronary disease"
    volume = "left ventricular end-systolic volume"
    words = f"measured by a surrogate: {volume}"
    [row] = [r for r in graph.ask("thin-support") if r["proposition"] == label]
    assert words in row["thin"]
    rows = graph.ask("product-in-disease", disease="ischaemic-heart-failure")
    assert [r["given"] for r in rows if words in (r["thin"] or "")] == [
        "autologous bone-marrow MSC product"
    ]
    rows = graph.ask("about-term", term="ischaemic-heart-failure")
    assert [r["proposition"] for r in rows if r["surrogate"] == volume] == [label]


# ---------------------------------------------------------------- levels, directions and thin reasons of the sheets

_LEVELS: Final = {
    **{n: f"level-{n}" for n in "12345"},
    "reference": "level-reference",
}
_THIN: Final = {
    "single-study": Thin.SINGLE_STUDY,
    "n<30": Thin.FEW_PARTICIPANTS,
    "secondary-outcome": Thin.SECONDARY_OUTCOME,
    "congress-only": Thin.CONGRESS_ONLY,
    "sponsor-source": Thin.SPONSOR_ONLY,
    "secondary-source": Thin.SECOND_HAND_ONLY,
    "abstract-only": Thin.ABSTRACT_ONLY,
}
# A review "studied" only what it tells a result of: those on these two diseases were not seen.
_NOT_SEEN: Final = {("zeng-2022", "rheumatoid-arthritis"), ("zeng-2022", "multiple-sclerosis")}
_HOW_KNOWN: Final = {Thin.SECOND_HAND_ONLY, Thin.CONGRESS_ONLY, Thin.SPONSOR_ONLY}
# Rows that flag no reading of their own; the graph takes it from the record of their source, so it says one reason more.
_READING_OF_SOURCE: Final = frozenset(
    {
        "msc-ms-meta-2018-f1",
        "petrou-2020-f4",
        "m10",
        "m11",
        "m13",
        "m14",
        "m16",
        "m19",
        "m20",
        "m47",
    }
)


def _rows() -> list[Row]:
    return [
        p
        for p in Facts(FACTS).propositions
        if p["predicate"]
        and p["sheet"] != "article_claims"
        and (p["row_id"], p["object_slug"]) not in _NOT_SEEN
    ]


def _key(iris: dict[str, Iri], p: Row) -> Key:
    """Of a row: `iris` gives the IRI of a term by its slug."""
    condition = iris[p["condition_slug"]] if p["condition_slug"] else None
    return Key(
        iris[p["subject_slug"]],
        st_iri(p["predicate"]),
        iris[p["object_slug"]],
        condition,
    )


@needs_sheets
def test_levels_and_directions_equal_every_row_of_the_sheet(packaged: EvidenceStore) -> None:
    rows = _rows()
    iris = {term.slug: iri for iri, term in packaged.records.terms.items()}
    assert len(rows) > 400
    for p in rows:
        on = [
            packaged.findings[iri]
            for iri in packaged.propositions[proposition_iri(_key(iris, p))].findings
        ]
        source = {PREFIXES[name] + p["source"] for name in ("study", "reference")}
        own = [
            f for f in on if f.source in source and f.direction.value == p["direction"]
            and (f.row == p["row_id"] or f.derived)
        ]  # fmt: skip
        assert own, (p["row_id"], p["predicate"], p["object_slug"])
        assert {packaged.levels[f.iri].value for f in own} == {_LEVELS[p["level"]]}, p["row_id"]


def _is_traced(source: Study | Reference) -> bool:
    """Whether somebody can look it up: by an identifier, or at an address."""
    registered = getattr(source, "nct", ()) or getattr(source, "other_registration", ())
    return bool(source.doi or source.pmid or registered or getattr(source, "seen_at", None))


@needs_sheets
def test_thin_reasons_equal_what_all_deciding_rows_flag(packaged: EvidenceStore) -> None:
    rows = _rows()
    iris = {term.slug: iri for iri, term in packaged.records.terms.items()}
    by_key: dict[Key, list[Row]] = defaultdict(list)
    for p in rows:
        by_key[_key(iris, p)].append(p)
    n_compared = 0
    for key, on in by_key.items():
        found = packaged.propositions[proposition_iri(key)]
        supporting = [p for p in on if p["direction"] == "supports"]
        shown = (Stance.SUPPORTED, Stance.UNCONTROLLED_ONLY, Stance.PRECLINICAL_ONLY)
        if found.stance not in shown or key.predicate == st_iri("studiedFor"):
            # Of what is not supported only how it is known is told.
            assert set(found.thin) <= _HOW_KNOWN
            continue
        if found.is_clinical and key.predicate != st_iri("causesAdverseEvent"):
            assert found.best_level is not None
            supporting = [p for p in supporting if _LEVELS[p["level"]] == found.best_level.value]
        flags: list[set[Thin]] = [
            {_THIN[flag] for flag in p["thin"].split(";") if flag} for p in supporting
        ]
        common = set.intersection(*flags)
        assert common <= set(found.thin), [p["row_id"] for p in supporting]
        if Thin.UNKNOWN_COMPARATOR in found.thin:
            assert found.best_level is not None
            assert found.best_level.rank <= Level.THREE.rank
            assert {p["comparator"] for p in supporting} == {"unknown"}
        if Thin.SURROGATE_OUTCOME in found.thin:
            outcomes = [packaged.records.terms[iris[p["outcome_slug"]]] for p in supporting]
            assert all(one.surrogate for one in outcomes)
        if Thin.UNTRACED_STUDY in found.thin:
            records = packaged.records
            behind = [records.studies.get(s) or records.references[s] for s in found.sources]
            assert len([one for one in behind if _is_traced(one)]) <= 1
        unflagged = {Thin.UNKNOWN_COMPARATOR, Thin.SURROGATE_OUTCOME, Thin.UNTRACED_STUDY}
        # The sheet flags by the 34 people of the study, 15 of them with MS and 19 with ALS.
        if {p["row_id"] for p in supporting} == {"karussis-2010-f4"}:
            unflagged.add(Thin.FEW_PARTICIPANTS)
        if more := set(found.thin) - common - unflagged:
            assert more <= {Thin.ABSTRACT_ONLY, Thin.SECOND_HAND_ONLY}
            silent = {
                p["row_id"] for p, own in zip(supporting, flags, strict=True) if not more <= own
            }
            assert silent <= _READING_OF_SOURCE
        n_compared += 1
    assert n_compared > 190


@needs_sheets
def test_every_supported_benefit_says_why_it_is_thin(packaged: EvidenceStore) -> None:
    """What the design says of today's sheets."""
    benefits = {st_iri(name) for name in ("ameliorates", "improves", "prevents")}
    supported = [
        p
        for p in packaged.propositions.values()
        if p.predicate in benefits and p.stance is Stance.SUPPORTED
    ]
    assert supported
    assert [p.label for p in supported if not p.thin] == []


def test_the_same_people_are_seen_from_both_papers_where_one_tells(tmp_path: Path) -> None:
    """Told by the later one alone, questions that read the pair the other way round passed it over."""
    own = own_file(tmp_path, "doe-2026")
    told = "st:nEnrolled 90 ; st:sharesParticipantsWith study:cudkowicz-2022"
    own.write_text(own.read_text().replace("st:nEnrolled 90", told), encoding="utf-8")
    build_store([own], tmp_path / "store")
    for store in (open_store(own_files=[own]), open_store(tmp_path / "store")):
        ask = EvidenceGraph(store).ask
        pairs = {(row.study, row.shares_people_with) for row in ask("shared-participants")}
        assert ("cudkowicz-2022", "doe-2026") in pairs
        rows = ask("placebo-controlled-trials", disease="any")
        [names] = {row.same_people_as for row in rows if row.study == "cudkowicz-2022"}
        assert names == "doe-2026"
        facts = dict(card(store, "cudkowicz-2022").facts)
        assert facts["same people as"] == "doe-2026"


def test_of_two_packaged_papers_on_the_same_people_both_say_so() -> None:
    assert not [*untold_sharing(build_dataset().records)]
