"""A retracted study keeps its findings and loses their weight; one under an expression of concern keeps both and says so.

All records are made up. The expected values are those of docs/model.md ("Retracted").
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import NamedNode, Quad

from generate import generate
from stroma.audit.judging.results import Verdict
from stroma.audit.pipeline import Auditor
from stroma.audit.readers.documents import text_document
from stroma.cards import card
from stroma.cards.counts import study_counts
from stroma.check import check_files
from stroma.data import ontology_dir, packaged_files
from stroma.derivation import derived_quads
from stroma.disk.building import build_store
from stroma.disk.streams import CheckedFile, iter_quads
from stroma.evidence import weigh
from stroma.explore import neighbours, paths
from stroma.graph import EvidenceGraph
from stroma.keys import AMELIORATES, Key
from stroma.model import (
    Claim,
    Design,
    Direction,
    EndpointKind,
    EndpointMet,
    Finding,
    Level,
    Polarity,
    Reference,
    Stance,
    Study,
    Tally,
    Thin,
)
from stroma.projection import to_networkx
from stroma.queries import load_questions
from stroma.records import Records, read_records
from stroma.schema import SLOTS
from stroma.sentences import evidence_sentence, mark, stance_words
from stroma.skeleton import study_skeleton
from stroma.sources.cells import Cells, UnfitCellError
from stroma.sources.table import spoilt
from stroma.store import open_store
from stroma.study_search import find_studies
from stroma.viewer.page import page_html
from stroma.vocabulary import PREFIXES, ST, to_curie
from test_check import STUDY
from test_disk import read_slim
from test_evidence import (
    DISEASE,
    KEY,
    PRODUCT,
    RCT,
    SINGLE_ARM,
    finding,
    on,
    records,
    study,
    summary,
)
from viewer_pages import opener

if TYPE_CHECKING:
    from collections.abc import Iterator

    from stroma.store import EvidenceStore

GONE: dict[str, Any] = {"retracted_on": "2026-03-31", "notice": ("10.1000/gone",)}
DOUBTED: dict[str, Any] = {
    "concern_raised_on": "2026-02",
    "notice": ("https://example.org/concern",),
}
NULL, FOR = Direction.INCONCLUSIVE, Direction.SUPPORTS


def test_a_retracted_trial_does_not_count_and_is_named() -> None:
    p = summary(
        study("gone", n=400, **GONE), study("kept", n=60), finding("f1", "gone"), finding("f2", "kept", NULL)
    )  # fmt: skip
    assert (p.stance, p.best_level) == (Stance.NOT_SUPPORTED, Level.TWO)
    assert (p.human, p.participants, p.independent_studies) == (Tally(inconclusive=1), 60, 1)
    assert (p.findings, p.sources) == ((PREFIXES["finding"] + "f2",), (PREFIXES["study"] + "kept",))
    assert p.retracted == (PREFIXES["finding"] + "f1",)
    assert "1 study retracted, not counted: gone" in evidence_sentence(p)


def test_what_only_retracted_studies_measured_has_no_evidence_left() -> None:
    p = summary(study("gone", **GONE), finding("f1", "gone"))
    assert (p.stance, p.best_level, p.thin, p.participants) == (Stance.NO_EVIDENCE, None, (), None)
    assert stance_words(p) == "no evidence left: its only study was retracted"
    assert mark(p) == "[x]"
    assert "claimed" not in evidence_sentence(p)
    two = summary(
        study("gone", **GONE), finding("f1", "gone"), study("past", **GONE), finding("f2", "past")
    )
    assert stance_words(two) == "no evidence left: its 2 studies were retracted"


def test_a_retracted_study_is_in_no_conflict() -> None:
    items = (study("one"), study("two"), finding("f1", "one"), finding("f2", "two", NULL))
    assert len(weigh(records(*items)).conflicts) == 1
    assert weigh(records(study("one", **GONE), *items[1:])).conflicts == []


def test_the_primary_endpoint_of_a_retracted_trial_counts_no_more() -> None:
    gone = study(
        "gone", product=(PRODUCT,), disease=(DISEASE,), primary_endpoint_kind=EndpointKind.EFFICACY,
        primary_endpoint_met=EndpointMet.MET, **GONE,
    )  # fmt: skip
    weighed = weigh(records(gone))
    p = on(weighed, Key(PRODUCT, AMELIORATES, DISEASE, None))
    assert (p.stance, p.findings) == (Stance.NO_EVIDENCE, ())
    assert [weighed.findings[iri].derived for iri in p.retracted] == [True]


def test_papers_on_the_same_people_count_where_one_of_them_is_retracted() -> None:
    one, two = study("one", n=50, **GONE), study("two", n=20)
    one = replace(one, shares_participants_with=(two.iri,))
    p = summary(one, two, finding("f1", "one"), finding("f2", "two"))
    assert (p.independent_studies, p.participants) == (1, 20)


def test_a_review_counts_its_people_where_a_member_is_retracted() -> None:
    """The member gives way to nobody: what it found is gone, and the review stands for itself."""
    review = study("review", Design.META_ANALYSIS, n=90, pools_study=(PREFIXES["study"] + "gone",))
    p = summary(review, study("gone", n=40, **GONE), finding("f1", "review"), finding("f2", "gone"))
    assert (p.independent_studies, p.participants) == (1, 90)


def test_an_expression_of_concern_leaves_the_weight_and_says_so() -> None:
    p = summary(
        study("doubted", n=90, **DOUBTED), study("kept", n=60), finding("f1", "doubted"), finding("f2", "kept")
    )  # fmt: skip
    assert (p.stance, p.human, p.participants) == (Stance.SUPPORTED, Tally(supports=2), 150)
    assert p.concerns == (PREFIXES["study"] + "doubted",)
    assert p.thin == ()
    assert "under an expression of concern: doubted" in evidence_sentence(p)


def test_support_from_doubted_studies_alone_is_thin() -> None:
    p = summary(
        study("doubted", n=90, **DOUBTED), study("other", n=60, **DOUBTED),
        finding("f1", "doubted"), finding("f2", "other"), study("weak", SINGLE_ARM), finding("f3", "weak"),
    )  # fmt: skip
    assert (p.stance, p.thin) == (Stance.SUPPORTED, (Thin.UNDER_CONCERN,))
    assert p.is_thin_by_evidence


def test_a_retraction_goes_before_the_concern_that_was_raised_earlier() -> None:
    p = summary(study("gone", **(DOUBTED | GONE)), finding("f1", "gone"))
    assert (p.concerns, p.retracted_sources) == ((), (PREFIXES["study"] + "gone",))


def test_a_retracted_reference_counts_no_more() -> None:
    reference = Reference(PREFIXES["reference"] + "ref", "ref", "ref", **GONE)
    key = KEY._replace(predicate=ST + "promotes")
    p = summary(reference, finding("f1", "ref", key=key), key=key)
    assert stance_words(p) == "no evidence left: its only source was retracted"


_STUDIES = st.lists(
    st.tuples(
        st.sampled_from(
            [RCT, SINGLE_ARM, Design.ANIMAL, Design.META_ANALYSIS, Design.NON_RANDOMISED_CONTROLLED]
        ),
        st.sampled_from([None, 10, 40, 90]),
        st.lists(st.sampled_from(Direction), min_size=1, max_size=2),
        st.sampled_from([(), (0,), (1,)]),
        st.booleans(),
    ),
    min_size=2,
    max_size=6,
)
_AMELIORATES = Key(PRODUCT, AMELIORATES, DISEASE, None)


def _graph(drawn: list[Any], gone: int, *, has_findings: bool) -> Records:
    """Studies with findings; the one of number `gone` without those, or with them and a retraction."""
    items: list[Study | Finding | Claim] = []
    for number, (design, n, directions, kin, is_test) in enumerate(drawn):
        is_left = number != gone or has_findings
        fields: dict[str, Any] = {
            "product": (PRODUCT,) if is_left else (),
            "disease": (DISEASE,) if is_left else (),
        }
        if is_test:
            fields |= {
                "primary_endpoint_kind": EndpointKind.EFFICACY, "primary_endpoint_met": EndpointMet.MET,
            }  # fmt: skip
        others = tuple(f"{PREFIXES['study']}s{k}" for k in kin if k != number)
        fields["pools_study" if design is Design.META_ANALYSIS else "shares_participants_with"] = (
            others
        )
        if number == gone and has_findings:
            fields |= GONE
        items.append(study(f"s{number}", design, n, **fields))
        if is_left:
            items += [finding(f"f{number}-{i}", f"s{number}", d) for i, d in enumerate(directions)]
    claim = Claim(
        PREFIXES["claim"] + "c1", "c1", "c1", PREFIXES["article"] + "a", 0, 9, Polarity.AFFIRMS,
        KEY.subject, KEY.predicate, KEY.object, KEY.condition,
    )  # fmt: skip
    return records(*items, claim)


def _derived(of: Records) -> set[Quad]:
    return set(derived_quads(of, weigh(of)))


@settings(max_examples=60)
@given(_STUDIES, st.integers(0, 5))
def test_a_retraction_is_as_if_nothing_had_been_found_but_for_what_says_so(
    drawn: list[Any], number: int
) -> None:
    gone = number % len(drawn)
    with_it = _graph(drawn, gone, has_findings=True)
    told = _derived(with_it)
    left = _derived(_graph(drawn, gone, has_findings=False))
    not_counted = {q.subject for q in told if q.predicate == NamedNode(ST + "retracted")}
    assert not_counted
    says = {NamedNode(ST + name) for name in ("retractedFinding", "retractedSource")}
    rest = {q for q in told if q.subject not in not_counted and q.predicate not in says}
    # A proposition that nothing else is on is there only to say that it was measured, and by what.
    held = {q.subject for q in left}
    only = {q.subject for q in rest if q.object == NamedNode(ST + "Proposition")} - held
    for iri in only:
        said = {q.predicate.value: q.object for q in rest if q.subject == iri}
        assert said[ST + "stance"] == NamedNode(ST + "no-evidence")
        assert "retracted" in said[ST + "stanceInWords"].value  # type: ignore[union-attr]
    # What an article claims and only this study measured was not "no evidence": it was retracted.
    words = NamedNode(ST + "stanceInWords")
    none = {q.subject for q in rest if q.object == NamedNode(ST + "no-evidence")}

    def kept(quads: set[Quad]) -> set[Quad]:
        return {
            q
            for q in quads
            if q.subject not in only and not (q.subject in none and q.predicate == words)
        }

    assert kept(rest) == kept(left)


# ---- stroma check


STUDY_YEAR = "st:year 2026"


def _checked(tmp_path: Path, said: str, text: str = STUDY) -> list[tuple[str, str]]:
    path = tmp_path / "mine.ttl"
    path.write_text(text.replace(STUDY_YEAR, f"{STUDY_YEAR} ; {said}"), encoding="utf-8")
    return [(p.rule, p.severity) for p in check_files([path])]


@pytest.mark.parametrize(
    ("said", "rules"),
    [
        ('st:retractedOn "2026-03" ; st:notice "10.1000/gone"', []),
        ('st:retractedOn "2026" ; st:concernRaisedOn "2026-01-05" ; st:notice "10.1000/a", "https://example.org/b"', []),
        ('st:retractedOn "2026-03"', [("no-notice", "error")]),
        ('st:retractedOn "2025-12-31" ; st:notice "10.1000/gone"', [("notice-date", "warning")]),
        ('st:retractedOn "2026-02-30" ; st:notice "10.1000/gone"', [("notice-date", "warning")]),
        ('st:retractedOn "2027" ; st:notice "10.1000/gone"', [("notice-date", "warning")]),
        ('st:notice "10.1000/gone"', [("notice-of-nothing", "warning")]),
    ],
)  # fmt: skip
def test_a_retraction_names_its_notice_and_a_day_that_can_be(
    tmp_path: Path, said: str, rules: list[tuple[str, str]]
) -> None:
    assert _checked(tmp_path, said) == rules


def test_a_review_that_pools_a_retracted_study_is_doubted_until_its_note_tells(
    tmp_path: Path,
) -> None:
    head, _, _ = STUDY.partition("study:doe-2026 a")
    review = """
study:roe-2026 a st:Study ; st:slug "roe-2026" ; rdfs:label "Made-up review"@en ; st:year 2026 ; st:doi "10.1000/roe" ;
  st:design st:meta-analysis ; st:pools st:randomised-trials ; st:poolsStudy study:doe-2026 ; st:nEnrolled 90 ;
  st:species "human" ; st:readAs st:abstract ; st:curator "A" ; st:curatedOn "2026-11-25"^^xsd:date NOTE .
"""
    gone = tmp_path / "gone.ttl"
    told = f'{STUDY_YEAR} ; st:retractedOn "2026" ; st:notice "10.1000/gone"'
    gone.write_text(STUDY.replace(STUDY_YEAR, told), encoding="utf-8")
    mine = tmp_path / "mine.ttl"
    for note, rules in (
        ("", ["pools-retracted"]),
        ('; st:readNote "pools one study: doe-2026"', ["pools-retracted"]),
        ('; st:readNote "one member was retracted"', []),
    ):
        mine.write_text(head + review.replace("NOTE", note), encoding="utf-8")
        found = [p.rule for p in check_files([mine, gone]) if p.rule != "no-finding"]
        assert found == rules


def test_a_retraction_names_the_packaged_review_that_pools_the_study(tmp_path: Path) -> None:
    """msc-ms-meta-2019 has a reading note that names its members, which says nothing of a retraction."""
    text = (ontology_dir() / "studies" / "karussis-2010.ttl").read_text(encoding="utf-8")
    gone = tmp_path / "karussis-2010.ttl"
    told = 'st:retractedOn "2026-11" ; st:notice "10.1000/gone" ; st:design'
    gone.write_text(text.replace("st:design", told, 1), encoding="utf-8")
    doubts = {p.rule: p for p in check_files([gone])}
    assert doubts.keys() == {"replaces-packaged", "pools-retracted"}
    assert doubts["pools-retracted"].subject == "study:karussis-2010"
    assert "study:msc-ms-meta-2019, which pools it" in doubts["pools-retracted"].wrong


def test_the_notice_of_a_retraction_is_not_the_paper(tmp_path: Path) -> None:
    said = 'st:retractedOn "2026-03" ; st:notice "https://doi.org/10.1000/xyz123"'
    assert _checked(tmp_path, said) == [("notice-of-itself", "warning")]


# ---- both ways to build


def test_lean_records_are_judged_as_whole_ones_are_where_studies_are_retracted(
    tmp_path: Path,
) -> None:
    made = tmp_path / "made.nq"
    with made.open("w", encoding="utf-8") as out:
        generate(30_000, out)
    lines = made.read_text(encoding="utf-8").splitlines()
    first = {line.split(" ")[0]: line for line in lines if f"<{ST}Study>" in line}
    more = []
    for number, (iri, line) in enumerate(first.items()):
        name = ("retractedOn", "concernRaisedOn", "", "")[number % 4]
        if name:
            graph = line.split(" ")[-2]
            more += [
                f'{iri} <{ST}{name}> "2026-03" {graph} .',
                f'{iri} <{ST}notice> "10.1000/n" {graph} .',
            ]
    made.write_text("\n".join([*lines, *more]) + "\n", encoding="utf-8")
    files = [packaged_files()[0], made]
    quads = [quad for path in files for quad in iter_quads(CheckedFile(path))]
    whole, lean = read_records(quads), read_slim(files).records
    one, two = (sorted(map(str, derived_quads(r, weigh(r)))) for r in (whole, lean))
    assert one == two
    for name in ("retractedSource", "underConcern", "retracted", "no-evidence"):
        assert any(f"<{ST}{name}>" in quad for quad in one), name


# ---- every view


TOLD_GONE = 'st:retractedOn "2026-03-31" ; st:notice "10.1000/gone"'
TOLD_DOUBTED = 'st:concernRaisedOn "2026-02" ; st:notice "https://example.org/concern"'


def _renamed(slug: str, said: str, direction: str) -> str:
    text = STUDY.replace("doe-2026", slug).replace("10.1000/xyz123", f"10.1000/{slug}")
    text = text.replace("NCT09999999", f"NCT0000{len(slug):04}").replace(
        "Made-up trial", f"Made-up trial {slug}"
    )
    told = f"{STUDY_YEAR} ; {said}" if said else STUDY_YEAR
    return text.replace(STUDY_YEAR, told).replace("st:inconclusive", f"st:{direction}")


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """A retracted trial and one under an expression of concern on one statement, and a retracted one alone on another."""
    folder = tmp_path_factory.mktemp("made-up")
    alone = _renamed("gone-alone", TOLD_GONE, "supports").replace(
        "term:disability", "term:made-up-gait"
    )
    term = """
term:made-up-gait a st:Outcome ; st:slug "made-up-gait" ; rdfs:label "made-up gait"@en ; skos:broader term:disability ;
  st:betterDirection st:higher .
"""
    texts = {
        "gone-2026": _renamed("gone-2026", TOLD_GONE, "supports"),
        "doubted-one": _renamed("doubted-one", TOLD_DOUBTED, "inconclusive"),
        "gone-alone": alone,
        "terms": STUDY.partition("study:doe-2026 a")[0] + term,
        "pooling": STUDY.partition("study:doe-2026 a")[0] + POOLING,
    }
    for name, text in texts.items():
        (folder / f"{name}.ttl").write_text(text, encoding="utf-8")
    return [folder / f"{name}.ttl" for name in texts]


@pytest.fixture(scope="module", params=["memory", "disk"])
def store(
    request: pytest.FixtureRequest, files: list[Path], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[EvidenceStore]:
    if request.param == "memory":
        yield open_store(own_files=files)
        return
    directory = tmp_path_factory.mktemp("built") / "store"
    build_store(files, directory)
    with open_store(directory) as opened:
        yield opened


POOLING = """
study:pooling a st:Study ; st:slug "pooling" ; rdfs:label "Made-up review"@en ; st:year 2026 ; st:doi "10.1000/pooling" ;
  st:design st:meta-analysis ; st:pools st:randomised-trials ; st:poolsStudy study:gone-2026, study:uccelli-2021 ;
  st:nEnrolled 190 ; st:readAs st:abstract ; st:curator "A" ; st:curatedOn "2026-11-25"^^xsd:date .
"""
PRODUCT_SLUG, MS = "autologous-bm-msc-product", "multiple sclerosis"


def test_the_card_of_a_retracted_study_says_so_first(store: EvidenceStore) -> None:
    text = card(store, "gone-2026").text()
    assert (
        text.splitlines()[2].split()
        == "retracted 2026-03-31; what it found is shown here and counts nowhere".split()
    )
    assert "https://doi.org/10.1000/gone" in text
    assert "[x]" in text
    assert "retracted, not counted; for" in text
    doubted = card(store, "doubted-one").text()
    assert "expression of concern  2026-02; what it found counts, and says so" in doubted
    assert "under an expression of concern; no effect" in doubted


def test_a_card_says_which_study_that_it_pools_or_shares_people_with_was_retracted(
    store: EvidenceStore,
) -> None:
    facts = dict(card(store, "pooling").facts)
    assert facts["pools"] == "gone-2026 (retracted), uccelli-2021"


def test_the_card_of_a_term_counts_what_it_leaves_out(store: EvidenceStore) -> None:
    found = card(store, "made-up-gait")
    facts = dict(found.facts)
    assert facts["evidence"].endswith("1 retracted, not counted")
    assert "1 no evidence left: its only study was retracted" in facts["benefit"]
    assert "1 study retracted, not counted: gone-alone" in found.text()
    assert "[x] measured by retracted studies only" in found.text()
    wide = card(store, "disability", everything=True).text()
    assert "under an expression of concern: doubted-one" in wide
    assert "1 study retracted, not counted: gone-2026" in wide


def test_the_card_of_a_statement_lists_what_was_retracted(store: EvidenceStore) -> None:
    around = store.around("gone-2026").propositions.values()
    gone = PREFIXES["finding"] + "gone-2026-f1"
    (p,) = (p for p in around if gone in p.retracted)
    found = card(store, p.iri)
    (section,) = (s for s in found.sections if s.title == "Retracted, not counted")
    assert [entry.lines[0] for entry in section.entries] == ["gone-2026"]
    told = found.to_dict()
    assert told["record"]["retracted_sources"] == [PREFIXES["study"] + "gone-2026"]
    assert told["sources"][PREFIXES["study"] + "gone-2026"]["retracted_on"] == "2026-03-31"


def test_a_step_between_terms_tells_what_was_retracted(store: EvidenceStore) -> None:
    told = paths(store, PRODUCT_SLUG, "disability", k=1).text()
    assert "1 study retracted, not counted: gone-2026" in told
    assert "no evidence left: its only study was retracted" in told
    near = neighbours(store, "made-up-gait")
    # The product, and the disease that it was asked in.
    assert (len(near), near.n_retracted) == (0, 2)
    assert "2 more terms are linked to it by retracted studies only" in near.text()
    assert len(neighbours(store, "made-up-gait", claims=True)) == 2


def test_edges_count_what_they_leave_out(store: EvidenceStore) -> None:
    graph = to_networkx(store)
    edge = graph.edges[
        "term:autologous-bm-msc-product", "term:disability", "improves|MONDO:0005301"
    ]
    assert (edge["retracted"], edge["under_concern"]) == (1, 1)
    assert "gone-2026" not in edge["studies"]
    assert graph.nodes["study:gone-2026"]["retracted_on"] == "2026-03-31"
    assert "retracted_on" not in graph.nodes["study:uccelli-2021"]
    assert not graph.has_edge("term:autologous-bm-msc-product", "term:made-up-gait")


def test_rows_say_what_was_retracted(store: EvidenceStore) -> None:
    g = EvidenceGraph(store)
    (study,) = (row for row in g.studies() if row.study == "study:gone-2026")
    assert (study.retracted_on, study.notice) == ("2026-03-31", "10.1000/gone")
    gone = [row.retracted for row in g.findings("gone-2026")]
    assert gone == [True] * 2
    assert not any(row.retracted for row in g.findings("uccelli-2021"))
    told = [row.retracted_studies for row in g.propositions("gone-2026", predicates="improves")]
    assert told == ["study:gone-2026"]
    assert "study:doubted-one" in {row.under_concern for row in g.propositions("doubted-one")}


def test_an_answer_leaves_out_what_was_retracted_and_names_it(store: EvidenceStore) -> None:
    g = EvidenceGraph(store)
    null = g.ask("null-results", product=PRODUCT_SLUG, disease=MS)
    assert "doubted-one" in {row.study for row in null}
    assert (
        "; retracted, so that no answer counts it: gone-2026 (2026-03-31), gone-alone (2026-03-31)"
        in null.asked
    )
    assert "; counted, and under an expression of concern: doubted-one (2026-02)" in null.asked
    donors = g.ask("evidence-by-donor", product=PRODUCT_SLUG, disease=MS)
    assert not any("gone-" in str(cell) for row in donors for cell in row)
    known = g.ask("product-in-disease", product=PRODUCT_SLUG, disease=MS)
    words = {row.outcome: row.stance for row in known if row.given.startswith("autologous bone")}
    assert words["made-up gait"] == "no evidence left: its only study was retracted"
    of_study = g.ask("findings-of-study", study="gone-2026")
    assert {row.notice for row in of_study} == {"retracted, not counted"}
    assert "retracted" not in g.ask("null-results", product="NurOwn", disease="ALS").asked


def test_what_was_retracted_is_a_question_of_its_own(
    store: EvidenceStore, packaged: EvidenceStore
) -> None:
    question = load_questions()["retracted-studies"]
    answer = EvidenceGraph(store).ask("retracted-studies")
    rows = [dict(zip(answer.columns, row, strict=True)) for row in answer]
    assert any(
        question.example.items() <= {k: str(v) for k, v in row.items()}.items() for row in rows
    )
    what = {row["study"]: row["what"] for row in rows}
    assert what["gone-alone"] == "retracted"
    assert what["doubted-one"] == "under an expression of concern"
    assert not [*EvidenceGraph(packaged).ask("retracted-studies", disease="any")]
    of_als = EvidenceGraph(store).ask("retracted-studies", disease="ALS")
    assert "gone-2026" not in {row.study for row in of_als}


def test_no_question_tells_of_a_result_of_a_retracted_study_as_if_it_counted(
    files: list[Path],
) -> None:
    """Every question that goes by findings, asked of the packaged base with retracted trials on top of it."""
    lists_studies = {
        # What there is, not what was found; the sentence before the answer names what was retracted.
        *("about-term", "studies-of-disease", "placebo-controlled-trials", "phase-3-trials", "primary-endpoints"),
        *("doses-given", "how-studies-were-read", "retracted-studies", "trials-without-harms", "trials-without-results", "never-against-placebo"),
        *("shared-participants", "diseases-covered", "products-of-tissues", "harms-beside-benefit", "people-in-studies"),
    }  # fmt: skip
    g = EvidenceGraph(open_store(own_files=files))
    for question in g.questions():
        given: dict[str, Any] = {
            p.name.replace("-", "_"): {"product": PRODUCT_SLUG, "disease": MS}[p.name]
            for p in load_questions()[question.name].parameters
            if p.name in ("product", "disease")
        }
        found = g.ask(question.name, **given)
        cells = [str(cell) for row in found for cell in row]
        if question.name == "people-in-studies":
            (gone,) = [row for row in found if row.study == "gone-2026"]
            assert (gone.counted, gone.why_not) == (0, "retracted")
        if question.name not in lists_studies:
            assert not [cell for cell in cells if "gone-2026" in cell], question.name


# ---- the page


def test_a_search_by_words_counts_nothing_that_a_retracted_study_found(
    store: EvidenceStore,
) -> None:
    found = find_studies(store, "Made-up trial gone-2026")
    gone = next(one for one in found if one.slug == "gone-2026")
    assert (gone.notice, gone.supports, gone.inconclusive) == ("retracted 2026-03-31", 0, 0)
    assert "retracted 2026-03-31" in found.text()
    assert "what it found counts nowhere" in found.text()
    doubted = find_studies(store, "Made-up trial doubted-one")[0]
    assert (doubted.slug, doubted.notice) == ("doubted-one", "expression of concern 2026-02")
    assert doubted.inconclusive > 0


@pytest.fixture(scope="module")
def show(
    chromium: Any, files: list[Path], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Any]:
    store = open_store(own_files=files)
    path = tmp_path_factory.mktemp("page") / "gait.html"
    path.write_text(page_html(store, store.resolve_term("made-up gait")), encoding="utf-8")
    yield from opener(chromium, {"gait": path})


@pytest.mark.browser
def test_the_page_shows_what_was_retracted_and_does_not_count_it(
    show: Any, files: list[Path]
) -> None:
    page = show("gait", "#view=table")
    assert "1 study retracted, not counted." in page.inner_text("p.lead")
    assert page.evaluate(
        "stroma.counts(['term:made-up-gait']).map((f) => [f.studies, f.retracted])"
    ) == [[0, 1]]
    assert "no evidence left: its only study was retracted" in page.inner_text("#view-table")
    panel = show("gait", "#sel=source:gone-2026").inner_text("#panel")
    assert "Retracted (2026-03-31): what it found is shown here and counts nowhere." in panel
    assert "retracted, not counted · No difference in disability" in panel
    doubted = show("gait", "#sel=source:doubted-one").inner_text("#panel")
    assert "Under an expression of concern (2026-02)" in doubted
    stated = open_store(own_files=files).propositions.values()
    gone = PREFIXES["finding"] + "gone-2026-f1"
    (iri,) = (p.iri for p in stated if gone in p.retracted)
    panel = show("gait", f"#sel=edge:{iri.rpartition('/')[2]}").inner_text("#panel")
    assert "1 study retracted, not counted; under an expression of concern: " in panel
    assert "Retracted, not counted (1)" in panel


@pytest.mark.browser
def test_the_page_counts_retracted_studies_as_the_card_does(show: Any, files: list[Path]) -> None:
    store = open_store(own_files=files)
    terms = ("made-up gait", "disability", MS, PRODUCT_SLUG, "MSC")
    iris = [store.resolve_term(name) for name in terms]
    found = show("gait").evaluate(
        "(curies) => stroma.counts(curies).map((f) => [f.studies, f.controlled, f.retracted])",
        [to_curie(iri) for iri in iris],
    )
    counts = [study_counts(store, iri) for iri in iris]
    assert found == [[c.human, c.controlled, c.retracted] for c in counts]
    assert [c.retracted for c in counts] == [1, 2, 2, 2, 2]


# ---- the audit


@pytest.fixture(scope="module")
def auditor(files: list[Path]) -> Auditor:
    return Auditor(open_store(own_files=files))


CITES = "The trial of Made-up authors (doi 10.1000/{0}) gave marrow MSC to 48 people with multiple sclerosis. "
GAIN = "Marrow MSC reduced disability in multiple sclerosis in this trial. "


def _notices(auditor: Auditor, text: str) -> list[tuple[str, bool]]:
    omissions = auditor.audit(text_document(text)).omissions
    return [(o.reason, o.perhaps is not None) for o in omissions if o.code == "RETRACTED"]


def test_an_article_that_leans_on_a_retracted_study_is_told(auditor: Auditor) -> None:
    told = "the study was retracted on 2026-03-31, which the article does not say"
    assert _notices(auditor, CITES.format("gone-2026") + GAIN) == [(told, False)]
    assert _notices(auditor, CITES.format("gone-2026") + "The paper was retracted in 2026.") == []
    # A product that left the market is no paper that was taken back.
    market = "The product was withdrawn from the market."
    assert _notices(auditor, CITES.format("gone-2026") + market) == [(told, False)]


def test_of_an_expression_of_concern_it_is_asked(auditor: Auditor) -> None:
    asked = "a notice of 2026-02 expresses concern about the study"
    assert _notices(auditor, CITES.format("doubted-one") + GAIN) == [(asked, True)]
    said = "The journal published an expression of concern about it."
    assert _notices(auditor, CITES.format("doubted-one") + said) == []
    assert _notices(auditor, "Uccelli and colleagues (2021) treated 144 people with MSC.") == []


def test_a_retracted_study_backs_no_claim_that_cites_it(auditor: Auditor) -> None:
    gone = PREFIXES["finding"] + "gone-2026-f1"
    judged = auditor.audit(text_document(CITES.format("gone-2026") + GAIN)).claims
    assert judged
    for j in judged:
        assert gone not in (*j.supporting, *j.opposing, *j.beside)
        assert j.verdict is not Verdict.SUPPORTED


def test_what_only_retracted_studies_measured_backs_no_claim(auditor: Auditor) -> None:
    """Nothing is left on the gait, so that nothing is for or against it."""
    text = "Marrow MSC improved made-up gait in multiple sclerosis."
    for j in auditor.audit(text_document(text)).claims:
        assert not j.supporting


# ---- entering it


def test_the_skeleton_and_the_sheets_have_the_fields(packaged: EvidenceStore) -> None:
    written = study_skeleton(packaged.records, "doe-2027", {})
    for line in (
        '# st:retractedOn "2026-03-31" ;',
        '# st:concernRaisedOn "2026-02" ;',
        '# st:notice "10.1000/xyz124" ;',
    ):
        assert f"  {line}" in written
    cells = Cells(packaged.records)
    slots = {slot.name: slot for slot in SLOTS["Study"]}
    assert cells.read(slots["retracted_on"], "2026-03") == "2026-03"
    assert cells.read(slots["notice"], "10.1000/a; https://example.org/b") == (
        "10.1000/a",
        "https://example.org/b",
    )
    for name, text in (
        ("retracted_on", "March 2026"),
        ("concern_raised_on", "2026-13"),
        ("notice", "PMID 12"),
    ):
        with pytest.raises(UnfitCellError, match="such as"):
            cells.read(slots[name], text)
    # What a spreadsheet makes of other values is what stands here.
    assert spoilt("retracted_on", "2026-03-31") == ""


def test_a_study_that_was_retracted_since_is_told_when_it_is_added(tmp_path: Path) -> None:
    before, after = tmp_path / "before", tmp_path / "after"
    for folder, said in ((before, ""), (after, TOLD_GONE)):
        folder.mkdir()
        (folder / "gone-2026.ttl").write_text(
            _renamed("gone-2026", said, "supports"), encoding="utf-8"
        )
    build_store([before / "gone-2026.ttl"], tmp_path / "store")
    done = build_store([], tmp_path / "store", add=[after / "gone-2026.ttl"])
    (replaced,) = done.replaced
    assert "changed fields: retractedOn nothing → 2026-03-31 (study:gone-2026)" in replaced.changes


def test_that_no_notice_is_recorded_is_said_and_no_more(packaged: EvidenceStore) -> None:
    shown = card(packaged, "uccelli-2021").text()
    assert (
        "none is recorded here, nor an expression of concern, as entered on 2026-11-25; that anybody looked"
        in shown
    )
