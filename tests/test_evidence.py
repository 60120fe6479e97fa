"""Levels, stances, tallies, thin reasons and derived findings, each on the smallest graph that shows it.

The expected values are those of docs/model.md ("How evidence is weighed"), not of the program.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stroma.derivation import derived_quads
from stroma.evidence import Weighed, weigh
from stroma.keys import CAUSES_ADVERSE_EVENT, Key, proposition_iri
from stroma.model import (
    Analysis,
    Claim,
    Comparator,
    Design,
    Direction,
    EndpointKind,
    EndpointMet,
    Finding,
    Group,
    Level,
    OutcomeRole,
    Polarity,
    Pools,
    Predicate,
    Proposition,
    PublishedAs,
    ReadAs,
    Reference,
    Stance,
    Study,
    Tally,
    Term,
    Thin,
)
from stroma.records import Records
from stroma.sentences import evidence_sentence, stance_words
from stroma.stances import level_of, stance_of
from stroma.summaries import events_counted, participant_clusters
from stroma.vocabulary import PREFIXES, local_id
from stroma.vocabulary import st as st_iri

if TYPE_CHECKING:
    from stroma.store import EvidenceStore

PRODUCT, OUTCOME, DISEASE, CELL, MECHANISM = (
    PREFIXES["term"] + name for name in ("product", "disability", "ms", "cell", "repair")
)
KEY = Key(PRODUCT, st_iri("improves"), OUTCOME, DISEASE)
D, L, G = Direction, Level, Group
RCT, SINGLE_ARM, ANIMAL, DISH = (
    Design.RANDOMISED_CONTROLLED,
    Design.OPEN_LABEL_SINGLE_ARM,
    Design.ANIMAL,
    Design.IN_VITRO,
)


def study(slug: str, design: Design = RCT, n: int | None = 40, **more: Any) -> Study:
    more.setdefault("doi", f"10.1000/{slug}")
    return Study(
        iri=PREFIXES["study"] + slug, slug=slug, label=slug, design=design, n_enrolled=n, **more
    )


def finding(
    slug: str, source: str, direction: Direction = D.SUPPORTS, key: Key = KEY, **more: Any
) -> Finding:
    namespace = "reference" if source.startswith("ref") else "study"
    more.setdefault("comparator", Comparator.PLACEBO)
    return Finding(
        iri=PREFIXES["finding"] + slug, slug=slug, label=slug, source=PREFIXES[namespace] + source,
        subject=key.subject, predicate=key.predicate, object=key.object, condition=key.condition,
        direction=direction, **more,
    )  # fmt: skip


def records(*items: Study | Finding | Reference | Claim) -> Records:
    kinds = {
        PRODUCT: "CellProduct",
        OUTCOME: "Outcome",
        DISEASE: "Disease",
        CELL: "CellType",
        MECHANISM: "Mechanism",
    }
    found = Records(
        terms={iri: Term(iri, kind, iri.rsplit("/", 1)[-1]) for iri, kind in kinds.items()}
    )
    for name, clinical in (
        ("improves", True), ("ameliorates", True), ("causesAdverseEvent", True), ("promotes", None), ("studiedFor", False),
    ):  # fmt: skip
        iri = st_iri(name)
        found.predicates[iri] = Predicate(iri, name, name, "", (), (), clinical, "no")
    for item in items:
        tables: dict[type, dict[str, Any]] = {
            Study: found.studies, Finding: found.findings, Reference: found.references, Claim: found.claims,
        }  # fmt: skip
        tables[type(item)][item.iri] = item
    return found


def on(weighed: Weighed, key: Key = KEY) -> Proposition:
    return weighed.propositions[proposition_iri(key)]


def summary(*items: Study | Finding | Reference | Claim, key: Key = KEY) -> Proposition:
    return on(weigh(records(*items)), key)


# ---------------------------------------------------------------- levels


@pytest.mark.parametrize("comparator", [Comparator.BASELINE, Comparator.NO_COMPARATOR])
def test_a_result_without_a_comparison_is_not_randomised_evidence(comparator: Comparator) -> None:
    assert level_of(finding("f", "rct", comparator=comparator), study("rct")) is L.FOUR
    p = summary(study("rct", n=200), finding("f", "rct", comparator=comparator))
    assert p.stance is Stance.UNCONTROLLED_ONLY


def test_a_review_keeps_the_level_of_what_it_pools_whatever_a_finding_compares_with() -> None:
    review = study("review", Design.META_ANALYSIS, pools=Pools.RANDOMISED_TRIALS)
    assert level_of(finding("f", "review", comparator=Comparator.NO_COMPARATOR), review) is L.ONE


def test_a_randomised_study_of_mice_is_no_study_of_people() -> None:
    mice = study("mice", RCT, species=("mouse",))
    p = summary(mice, finding("f", "mice", comparator=Comparator.PLACEBO))
    assert (p.stance, p.human.total, p.animal.supports) == (Stance.PRECLINICAL_ONLY, 0, 1)
    both = study("both", RCT, species=("human", "mouse"))
    assert level_of(finding("g", "both", comparator=Comparator.PLACEBO), both) is L.TWO


def test_a_trial_that_does_not_say_what_it_compared_with_is_thin() -> None:
    p = summary(study("rct", n=200), finding("f", "rct", comparator=None))
    assert Thin.UNKNOWN_COMPARATOR in p.thin
    p = summary(study("rct", n=200), finding("f", "rct", comparator=Comparator.PLACEBO))
    assert Thin.UNKNOWN_COMPARATOR not in p.thin


def test_reasons_stand_in_the_order_that_a_store_gives_them() -> None:
    """The index of a store has one bit a reason; a graph made in memory has the same tuple."""
    second_hand = study("rct", n=200, read_as=ReadAs.SECONDARY)
    p = summary(second_hand, finding("f", "rct", comparator=None))
    assert p.thin == (Thin.SINGLE_STUDY, Thin.SECOND_HAND_ONLY, Thin.UNKNOWN_COMPARATOR)


@pytest.mark.parametrize(
    ("counts", "counted"),
    [((2, 0), True), ((0, 0), False), ((0, None), None), ((None,), None), ((), None)],
)
def test_events_of_a_harm_are_counted_where_all_studies_counted(
    counts: tuple[int | None, ...], counted: bool | None
) -> None:
    found = [finding(f"f{i}", "rct", D.INCONCLUSIVE, n_events=n) for i, n in enumerate(counts)]
    assert events_counted(found) is counted


@pytest.mark.parametrize(
    ("design", "level"),
    [
        (Design.RANDOMISED_CONTROLLED, L.TWO), (Design.CROSSOVER_RANDOMISED, L.TWO),
        (Design.NON_RANDOMISED_CONTROLLED, L.THREE), (Design.OPEN_LABEL_SINGLE_ARM, L.FOUR),
        (Design.CASE_SERIES, L.FOUR), (Design.CROSS_SECTIONAL_SURVEY, L.FOUR), (Design.ANIMAL, L.FIVE),
        (Design.IN_VITRO, L.FIVE),
    ],
)  # fmt: skip
def test_level_follows_design(design: Design, level: Level) -> None:
    assert level_of(finding("f", "s"), study("s", design)) is level


@pytest.mark.parametrize(
    ("pools", "level"),
    [
        (Pools.RANDOMISED_TRIALS, L.ONE), (Pools.CONTROLLED_STUDIES, L.THREE), (Pools.UNCONTROLLED_DATA, L.FOUR),
        (None, L.FOUR),
    ],
)  # fmt: skip
def test_level_of_a_review_follows_what_it_pools(pools: Pools | None, level: Level) -> None:
    for design in (Design.META_ANALYSIS, Design.SYSTEMATIC_REVIEW):
        assert level_of(finding("f", "s"), study("s", design, pools=pools)) is level


@pytest.mark.parametrize(
    "analysis",
    [a for a in Analysis if a not in (Analysis.MAIN_COMPARISON, Analysis.LABORATORY_PART)],
)
def test_a_part_that_lost_the_comparison_is_level_4(analysis: Analysis) -> None:
    part = finding("f", "s", analysis=analysis)
    assert level_of(part, study("s", RCT)) is L.FOUR
    assert level_of(part, study("s", ANIMAL)) is L.FIVE


def test_the_laboratory_part_of_a_trial_is_level_5_and_no_human_finding() -> None:
    p = summary(study("s"), finding("f", "s", analysis=Analysis.LABORATORY_PART))
    assert (p.best_level, p.human, p.in_vitro) == (L.FIVE, Tally(), Tally(supports=1))


def test_a_reference_has_the_level_of_a_reference() -> None:
    assert level_of(finding("f", "ref"), None) is L.REFERENCE


# ---------------------------------------------------------------- stances


@pytest.mark.parametrize(
    ("findings", "stance", "weaker_disagrees"),
    [
        ([(RCT, D.SUPPORTS)], Stance.SUPPORTED, False),
        ([(RCT, D.INCONCLUSIVE)], Stance.NOT_SUPPORTED, False),
        ([(RCT, D.DISPUTES), (RCT, D.INCONCLUSIVE)], Stance.NOT_SUPPORTED, False),
        ([(RCT, D.SUPPORTS), (RCT, D.INCONCLUSIVE)], Stance.CONTESTED, False),
        ([(RCT, D.INCONCLUSIVE), (SINGLE_ARM, D.SUPPORTS)], Stance.NOT_SUPPORTED, True),
        ([(RCT, D.SUPPORTS), (SINGLE_ARM, D.INCONCLUSIVE)], Stance.SUPPORTED, True),
        ([(RCT, D.SUPPORTS), (ANIMAL, D.SUPPORTS)], Stance.SUPPORTED, False),
        ([(SINGLE_ARM, D.SUPPORTS)], Stance.UNCONTROLLED_ONLY, False),
        ([(SINGLE_ARM, D.SUPPORTS), (ANIMAL, D.DISPUTES)], Stance.UNCONTROLLED_ONLY, True),
        ([(ANIMAL, D.SUPPORTS), (DISH, D.SUPPORTS)], Stance.PRECLINICAL_ONLY, False),
        ([(ANIMAL, D.SUPPORTS), (DISH, D.DISPUTES)], Stance.CONTESTED, False),
        ([(Design.NON_RANDOMISED_CONTROLLED, D.SUPPORTS)], Stance.SUPPORTED, False),
    ],
)  # fmt: skip
def test_the_best_level_decides(
    findings: Sequence[tuple[Design, Direction]], stance: Stance, weaker_disagrees: bool
) -> None:
    items: list[Study | Finding] = []
    for number, (design, direction) in enumerate(findings):
        items += [study(f"s{number}", design), finding(f"f{number}", f"s{number}", direction)]
    p = summary(*items)
    assert (p.stance, p.weaker_disagrees) == (stance, weaker_disagrees)


def test_a_claim_alone_is_no_evidence_which_is_not_refuted() -> None:
    claim = Claim(
        iri=PREFIXES["claim"] + "c", slug="c", label="c", article=PREFIXES["article"] + "a", start=0, end=1,
        polarity=Polarity.AFFIRMS, subject=PRODUCT, predicate=st_iri("improves"), object=OUTCOME, condition=DISEASE,
    )  # fmt: skip
    p = summary(claim)
    assert (p.stance, p.best_level, p.findings, p.claims) == (
        Stance.NO_EVIDENCE,
        None,
        (),
        (claim.iri,),
    )


def test_a_reference_never_supports_a_clinical_proposition() -> None:
    ref = Reference(iri=PREFIXES["reference"] + "ref", slug="ref", label="ref")
    assert summary(ref, finding("f", "ref")).stance is Stance.NO_EVIDENCE


HARM = Key(PRODUCT, st_iri("causesAdverseEvent"), OUTCOME, DISEASE)


@pytest.mark.parametrize(
    ("findings", "stance"),
    [
        ([("s0", RCT, D.INCONCLUSIVE), ("s1", Design.CASE_SERIES, D.SUPPORTS)], Stance.SUPPORTED),
        ([("ref", None, D.SUPPORTS)], Stance.SUPPORTED),
        ([("s0", RCT, D.INCONCLUSIVE)], Stance.NOT_SUPPORTED),
        ([("s0", ANIMAL, D.SUPPORTS), ("s1", RCT, D.INCONCLUSIVE)], Stance.PRECLINICAL_ONLY),
    ],
)
def test_a_harm_is_supported_by_any_human_report(
    findings: Sequence[tuple[str, Design | None, Direction]], stance: Stance
) -> None:
    items: list[Study | Finding | Reference] = []
    for number, (source, design, direction) in enumerate(findings):
        ref = Reference(iri=PREFIXES["reference"] + source, slug=source, label=source)
        items += [
            study(source, design) if design else ref,
            finding(f"f{number}", source, direction, HARM),
        ]
    assert summary(*items, key=HARM).stance is stance


@pytest.mark.parametrize(
    ("condition", "sources", "stance"),
    [
        (None, [("s0", DISH, D.SUPPORTS)], Stance.SUPPORTED),
        (DISEASE, [("s0", DISH, D.SUPPORTS), ("s1", ANIMAL, D.SUPPORTS)], Stance.PRECLINICAL_ONLY),
        (DISEASE, [("s0", DISH, D.SUPPORTS), ("s1", SINGLE_ARM, D.SUPPORTS)], Stance.SUPPORTED),
        (None, [("ref", None, D.SUPPORTS)], Stance.SUPPORTED),
        (None, [("ref", None, D.SUPPORTS), ("s0", DISH, D.DISPUTES)], Stance.CONTESTED),
    ],
)
def test_background_may_rest_on_references_and_dishes(
    condition: str | None, sources: Sequence[tuple[str, Design | None, Direction]], stance: Stance
) -> None:
    key = Key(CELL, st_iri("promotes"), MECHANISM, condition)
    items: list[Study | Finding | Reference] = []
    for number, (source, design, direction) in enumerate(sources):
        ref = Reference(iri=PREFIXES["reference"] + source, slug=source, label=source)
        items += [
            study(source, design) if design else ref,
            finding(f"f{number}", source, direction, key),
        ]
    p = summary(*items, key=key)
    assert (p.stance, p.is_clinical) == (stance, False)


def test_the_same_predicate_is_clinical_for_a_product() -> None:
    key = Key(PRODUCT, st_iri("promotes"), MECHANISM, DISEASE)
    p = summary(study("s", DISH), finding("f", "s", key=key), key=key)
    assert (p.is_clinical, p.stance) == (True, Stance.PRECLINICAL_ONLY)


# ---------------------------------------------------------------- counts


def test_people_animals_and_dishes_are_counted_apart() -> None:
    p = summary(
        study("a", RCT, 40), study("b", ANIMAL, 12), study("c", DISH, None),
        finding("f1", "a"), finding("f2", "b"), finding("f3", "c", D.DISPUTES),
    )  # fmt: skip
    assert (p.human, p.animal, p.in_vitro) == (
        Tally(supports=1),
        Tally(supports=1),
        Tally(disputes=1),
    )
    assert (p.independent_studies, p.participants) == (1, 40)


def test_two_rows_of_one_study_are_one_study() -> None:
    p = summary(study("a"), finding("f1", "a"), finding("f2", "a"))
    assert (p.human, p.independent_studies, p.participants) == (Tally(supports=1), 1, 40)


def test_papers_on_the_same_people_count_once_with_the_largest() -> None:
    a = study("a", n=48, shares_participants_with=(PREFIXES["study"] + "b",))
    p = summary(
        a,
        study("b", n=24),
        study("c", n=10),
        finding("f1", "a"),
        finding("f2", "b"),
        finding("f3", "c"),
    )
    assert (p.human, p.independent_studies, p.participants) == (Tally(supports=2), 2, 58)


def test_sharing_said_by_one_side_binds_both() -> None:
    studies = {
        s.iri: s
        for s in (study("b", shares_participants_with=(PREFIXES["study"] + "a",)), study("a"))
    }
    assert len(set(participant_clusters(studies).values())) == 1


def test_a_review_gives_way_to_its_own_members() -> None:
    review = study(
        "r",
        Design.META_ANALYSIS,
        100,
        pools=Pools.RANDOMISED_TRIALS,
        pools_study=(PREFIXES["study"] + "a",),
    )
    p = summary(review, study("a", n=40), finding("f1", "r"), finding("f2", "a"))
    # 100 people in the review, 40 of them in its member: nobody is counted twice.
    assert (p.independent_studies, p.participants, p.best_level) == (1, 100, L.ONE)


def test_two_reviews_of_the_same_trials_do_not_count_them_twice() -> None:
    members = (PREFIXES["study"] + "a", PREFIXES["study"] + "b")
    pooling = {"pools": Pools.RANDOMISED_TRIALS, "pools_study": members}
    reviews = [study(slug, Design.META_ANALYSIS, 70, **pooling) for slug in ("r", "s")]
    p = summary(
        *reviews, study("a", n=40), finding("f1", "r"), finding("f2", "s"), finding("f3", "a")
    )
    # 40 people in a, 30 more in b, which both reviews pool.
    assert p.participants == 70


def test_reviews_whose_members_nobody_recorded_count_as_one() -> None:
    pooling: dict[str, Any] = {"pools": Pools.RANDOMISED_TRIALS}
    reviews = [study(s, Design.META_ANALYSIS, n, **pooling) for s, n in (("r", 70), ("s", 90))]
    found = [finding("f1", "r"), finding("f2", "s")]
    p = summary(*reviews, *found)
    assert (p.independent_studies, p.human, p.participants) == (1, Tally(supports=1), 90)
    # A third that says whom it pools is known to be another, and so is a trial.
    named = study("n", Design.META_ANALYSIS, 50, pools_study=(PREFIXES["study"] + "m",), **pooling)
    p = summary(*reviews, *found, named, finding("f3", "n"), study("t", n=40), finding("f4", "t"))
    assert (p.independent_studies, p.participants) == (3, 180)


def test_a_derived_verdict_names_the_findings_that_tell_the_same() -> None:
    trial = study(
        "trial", product=(PRODUCT,), disease=(DISEASE,), primary_endpoint_kind=EndpointKind.EFFICACY,
        primary_endpoint_met=EndpointMet.NOT_MET, primary_outcome=OUTCOME,
    )  # fmt: skip
    none = D.INCONCLUSIVE
    same = (
        finding("f1", "trial", none),
        replace(finding("f2", "trial", none), object=CELL, measured_by=OUTCOME),
    )
    others = (
        finding("f3", "trial"),
        finding("f4", "trial", none, analysis=Analysis.SUBGROUP),
        finding("f5", "trial", none, outcome_role=OutcomeRole.SECONDARY),
        replace(finding("f6", "trial", none), condition=None),
        replace(finding("f7", "trial", none), predicate=CAUSES_ADVERSE_EVENT),
        replace(finding("f8", "trial", none), object=CELL),
    )
    found = records(trial, *same, *others)
    triples = {
        (q.subject.value, q.object.value)  # type: ignore[union-attr]
        for q in derived_quads(found, weigh(found))
        if q.predicate.value.endswith("/restates")
    }
    verdict = PREFIXES["finding"] + "trial-primary"
    assert triples == {(verdict, f.iri) for f in same}


def test_a_finding_has_the_number_in_its_p_value() -> None:
    found = records(
        study("one"),
        *(
            finding(f"f{i}", "one", p_value=p)
            for i, p in enumerate(("<0.001", "p = .03", ">0.05", None))
        ),
    )
    numbers = [
        str(q.object)
        for q in derived_quads(found, weigh(found))
        if q.predicate.value.endswith("/pAtMost")
    ]
    decimal = f"^^<{PREFIXES['xsd']}decimal>"
    assert numbers == [f'"0.001"{decimal}', f'"0.03"{decimal}']


def test_a_finding_in_animals_is_none_in_people_whatever_its_study_is() -> None:
    """A mouse experiment reported beside a trial."""
    p = summary(study("a", n=40), finding("f", "a", species=("mouse",)))
    assert (p.human.total, p.animal.total, p.best_level) == (0, 1, L.FIVE)
    assert p.participants is None


def test_a_review_of_reviews_brings_nobody_of_its_own() -> None:
    """r (100 people) pools s (60 people) and a (20 people), which s pools too: 100 in all."""
    a, s = (PREFIXES["study"] + slug for slug in "as")
    pooling = {"pools": Pools.RANDOMISED_TRIALS}
    p = summary(
        study("r", Design.META_ANALYSIS, 100, pools_study=(a, s), **pooling),
        study("s", Design.META_ANALYSIS, 60, pools_study=(a,), **pooling),
        study("a", n=20),
        finding("f1", "r"),
        finding("f2", "s"),
        finding("f3", "a"),
    )
    assert p.participants == 100


def test_people_analysed_count_where_the_finding_says_so() -> None:
    assert summary(study("a", n=40), finding("f", "a", n_analysed=15)).participants == 15


def test_people_of_the_whole_study_do_not_stand_in_for_a_part_of_unknown_size() -> None:
    assert summary(study("a", n=40), finding("f", "a", in_part_of_study=True)).participants is None
    subgroup = finding("f", "a", analysis=Analysis.POST_HOC_SUBGROUP)
    assert summary(study("a", n=40), subgroup).participants is None
    assert summary(study("a", n=40), replace(subgroup, n_analysed=12)).participants == 12
    # A part of 20 people is not 30.
    assert Thin.FEW_PARTICIPANTS in summary(study("a", n=20), subgroup).thin
    assert Thin.FEW_PARTICIPANTS not in summary(study("a", n=40), subgroup).thin
    both = (finding("f", "a", in_part_of_study=True), finding("g", "a"))
    assert summary(study("a", n=40), *both).participants == 40


def test_the_size_of_a_whole_trial_is_told_beside_those_known_and_never_added() -> None:
    known, arm = finding("f", "a", n_analysed=25), finding("g", "b", in_part_of_study=True)
    p = summary(
        study("a", n=25), study("b", n=480), study("c", n=None), known, arm, finding("h", "c")
    )
    assert (p.participants, p.unknown_sizes) == (25, 2)
    assert p.people_in_words == "25 people and 2 studies of unknown size (one of 480 in all arms)"
    alone = summary(study("b", SINGLE_ARM, 60), arm)
    assert alone.people_in_words == "1 study of unknown size (of 60 in all)"
    two = summary(
        study("b", n=480), study("d", n=90), arm, finding("i", "d", in_part_of_study=True)
    )
    assert two.people_in_words == (
        "2 studies of unknown size (of 480 in all arms and of 90 in all arms)"
    )
    # Whom a survey asked had no cells.
    survey = study("b", Design.CROSS_SECTIONAL_SURVEY, 204)
    assert summary(survey, arm).people_in_words == "1 study of unknown size"
    assert summary(study("a", ANIMAL, 12), finding("f", "a")).people_in_words is None
    # Of a graph that was derived earlier the numbers are known and the phrase is not.
    before = evidence_sentence(replace(p, people_in_words=None))
    assert "in 25 people and 2 studies of unknown size;" in before


def test_a_result_against_another_treatment_alone_names_it() -> None:
    none = D.INCONCLUSIVE
    active: dict[str, Any] = {"comparator": Comparator.ACTIVE}
    steroid = finding("f", "a", none, comparator_as_reported="steroid", **active)
    p = summary(study("a"), steroid)
    assert p.active_comparators == ("steroid",)
    assert "no better than steroid, which says nothing against placebo" in evidence_sentence(p)
    unnamed = finding("g", "b", none, **active)
    assert summary(study("a"), study("b"), steroid, unnamed).active_comparators == (
        "another treatment",
        "steroid",
    )
    placebo = finding("g", "b", none, comparator=Comparator.PLACEBO)
    assert summary(study("a"), study("b"), steroid, placebo).active_comparators == ()
    # What a weaker study compared with decides nothing.
    weaker = finding("g", "b", none, comparator=Comparator.BASELINE)
    assert summary(study("a"), study("b", SINGLE_ARM), steroid, weaker).active_comparators


def test_a_trial_counts_on_the_side_of_its_best_level() -> None:
    main = finding("main", "a", D.INCONCLUSIVE)
    subgroup = finding("subgroup", "a", analysis=Analysis.POST_HOC_SUBGROUP)
    p = summary(study("a"), main, subgroup)
    assert (p.human.supports, p.human.inconclusive, p.independent_studies) == (0, 1, 1)
    # Two results of one level that differ: on both sides, and one study.
    p = summary(study("a"), main, finding("other", "a"))
    assert (p.human.supports, p.human.inconclusive, p.independent_studies) == (1, 1, 1)


def test_an_unknown_size_is_not_zero() -> None:
    assert summary(study("a", n=None), finding("f", "a")).participants is None


# ---------------------------------------------------------------- thin


@pytest.mark.parametrize(
    ("of_study", "of_finding", "thin"),
    [
        ({}, {}, (Thin.SINGLE_STUDY,)),
        (
            {},
            {"comparator": Comparator.COMPARATOR_NOT_SEEN},
            (Thin.SINGLE_STUDY, Thin.UNKNOWN_COMPARATOR),
        ),
        ({"n": 29}, {}, (Thin.SINGLE_STUDY, Thin.FEW_PARTICIPANTS)),
        ({"n": 30}, {}, (Thin.SINGLE_STUDY,)),
        ({"n": None}, {}, (Thin.SINGLE_STUDY,)),
        ({"read_as": ReadAs.ABSTRACT}, {}, (Thin.SINGLE_STUDY, Thin.ABSTRACT_ONLY)),
        ({"read_as": ReadAs.SECONDARY}, {}, (Thin.SINGLE_STUDY, Thin.SECOND_HAND_ONLY)),
        ({"read_as": ReadAs.ABSTRACT}, {"read_as": ReadAs.FULL_TEXT}, (Thin.SINGLE_STUDY,)),
        ({"sponsor_reported": True}, {}, (Thin.SINGLE_STUDY, Thin.SPONSOR_ONLY)),
        ({"sponsor_reported": True}, {"sponsor_reported": False}, (Thin.SINGLE_STUDY,)),
        ({"published_as": PublishedAs.CONGRESS_REPORT}, {}, (Thin.SINGLE_STUDY, Thin.CONGRESS_ONLY)),
    ],
)  # fmt: skip
def test_each_thin_reason(
    of_study: dict[str, Any], of_finding: dict[str, Any], thin: tuple[Thin, ...]
) -> None:
    assert summary(study("a", **of_study), finding("f", "a", **of_finding)).thin == thin


def test_a_second_study_takes_a_thin_reason_away() -> None:
    p = summary(study("a", n=20), study("b", n=60), finding("f1", "a"), finding("f2", "b"))
    assert p.thin == ()


@pytest.mark.parametrize(
    ("one", "two", "thin"),
    [
        ({"doi": None}, {}, (Thin.UNTRACED_STUDY,)),
        ({"doi": None}, {"doi": None}, (Thin.UNTRACED_STUDY,)),
        ({"doi": None, "pmid": "1"}, {}, ()),
        ({"doi": None, "nct": ("NCT1",)}, {}, ()),
        ({"doi": None, "other_registration": ("ISRCTN1",)}, {}, ()),
        ({"doi": None, "seen_at": "https://example.org/a"}, {}, ()),
    ],
)
def test_a_second_study_that_nobody_can_look_up_does_not(
    one: dict[str, Any], two: dict[str, Any], thin: tuple[Thin, ...]
) -> None:
    found = summary(study("a", **one), study("b", **two), finding("f1", "a"), finding("f2", "b"))
    assert found.thin == thin
    third = study("c")
    more = (finding("f1", "a"), finding("f2", "b"), finding("f3", "c"))
    assert bool(summary(study("a", **one), study("b", **two), third, *more).thin) is (
        two.get("doi", "") is None
    )


def test_no_supported_benefit_is_firm_for_a_study_that_nobody_can_look_up(
    packaged: EvidenceStore,
) -> None:
    """ucmsc-cgvhd-2016 has no doi, PMID, registration or address; both trials gave the cells to prevent, not to treat."""
    [one] = [
        p
        for p in packaged.propositions.values()
        if PREFIXES["study"] + "ucmsc-cgvhd-2016" in p.sources
        and "onset of chronic graft" in p.label
    ]
    assert Thin.UNTRACED_STUDY in one.thin
    assert stance_words(one) == "supported but thin"
    # A trial of treatment is no narrower one of prevention.
    assert not one.narrower_disagrees
    assert one.condition is not None
    assert packaged.label(one.condition).startswith("prophylaxis of graft versus host disease")


def test_a_second_paper_on_the_same_people_does_not() -> None:
    b = study("b", shares_participants_with=(PREFIXES["study"] + "a",))
    assert summary(study("a"), b, finding("f1", "a"), finding("f2", "b")).thin == (
        Thin.SINGLE_STUDY,
    )


def measured(*findings: tuple[str, str | None], **more: Any) -> Proposition:
    """Findings of one study each on (product, ameliorates, disease), each with its direction and what it was measured by."""
    items: list[Study | Finding] = []
    for number, (direction, outcome) in enumerate(findings):
        iri = None if outcome is None else PREFIXES["term"] + outcome
        key = Key(PRODUCT, st_iri("ameliorates"), DISEASE, None)
        items += [
            study(f"s{number}", **more),
            finding(f"f{number}", f"s{number}", Direction(direction), key, measured_by=iri),
        ]
    found = records(*items)
    for slug, is_surrogate in (("volume", True), ("scan", True), ("walking", False)):
        iri = PREFIXES["term"] + slug
        found.terms[iri] = Term(iri, "Outcome", slug, surrogate=is_surrogate)
    return on(weigh(found), Key(PRODUCT, st_iri("ameliorates"), DISEASE, None))


@pytest.mark.parametrize(
    ("findings", "surrogates"),
    [
        ([("supports", "volume")], ("volume",)),
        ([("supports", "volume"), ("supports", "scan")], ("scan", "volume")),
        ([("supports", "volume"), ("supports", "walking")], ()),
        ([("supports", "volume"), ("supports", None)], ()),
        ([("supports", "walking")], ()),
        ([("inconclusive", "volume")], ()),
        ([("supports", "volume"), ("inconclusive", "volume")], ()),
    ],
)
def test_a_disease_that_only_surrogates_saw_getting_better_is_thin(
    findings: list[tuple[str, str | None]], surrogates: tuple[str, ...]
) -> None:
    p = measured(*findings)
    assert p.surrogates == tuple(PREFIXES["term"] + slug for slug in surrogates)
    assert (Thin.SURROGATE_OUTCOME in p.thin) == bool(surrogates)


def test_without_a_control_group_a_surrogate_is_told_too_and_in_animals_it_is_not() -> None:
    assert Thin.SURROGATE_OUTCOME in measured(("supports", "scan"), design=SINGLE_ARM).thin
    assert measured(("supports", "scan"), design=ANIMAL).surrogates == ()


def test_a_surrogate_outcome_itself_may_improve() -> None:
    """That a scan improves is no more than it says."""
    found = records(study("a"), finding("f", "a", measured_by=OUTCOME))
    found.terms[OUTCOME] = replace(found.terms[OUTCOME], surrogate=True)
    assert on(weigh(found)).thin == (Thin.SINGLE_STUDY,)


def test_only_what_is_supported_is_called_thin() -> None:
    found = summary(study("a", n=5), finding("f", "a", D.INCONCLUSIVE))
    assert (found.thin, found.is_thin_by_evidence) == ((), False)


@pytest.mark.parametrize("direction", Direction)
@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"read_as": ReadAs.SECONDARY}, Thin.SECOND_HAND_ONLY),
        ({"sponsor_reported": True}, Thin.SPONSOR_ONLY),
        ({"published_as": PublishedAs.CONGRESS_REPORT}, Thin.CONGRESS_ONLY),
    ],
)
def test_how_a_result_was_told_is_said_whichever_way_it_points(
    direction: Direction, fields: dict[str, Any], reason: Thin
) -> None:
    """A null result of a sponsor's press release is as weak a source as a benefit of one."""
    told = summary(study("a", **fields), finding("f", "a", direction))
    assert reason in told.thin
    assert told.is_told_thinly
    assert told.is_thin_by_evidence is (direction is Direction.SUPPORTS)
    # One paper that was read at first hand takes it away.
    read = study("b", read_as=ReadAs.ABSTRACT, published_as=PublishedAs.JOURNAL_ARTICLE)
    both = summary(
        study("a", **fields), read, finding("f", "a", direction), finding("g", "b", direction)
    )
    assert reason not in both.thin


def test_a_null_result_of_a_sponsor_says_so_in_its_sentence(packaged: EvidenceStore) -> None:
    """sculptor was read in a third party's summary of a company's update (st:readNote)."""
    found = [
        p for p in packaged.propositions.values() if p.sources == (PREFIXES["study"] + "sculptor",)
    ]
    nulls = [p for p in found if p.stance is Stance.NOT_SUPPORTED]
    assert nulls
    for p in nulls:
        assert "thin: reported by the sponsor only, known second-hand only" in evidence_sentence(p)
        assert stance_words(p) in ("not supported", "seen, not shown to come from it")


# ---------------------------------------------------------------- derived findings

AMELIORATES = Key(PRODUCT, st_iri("ameliorates"), DISEASE, None)
ANOTHER = PREFIXES["term"] + "another"
TRIED: dict[str, Any] = {"product": (PRODUCT,), "disease": (DISEASE,)}


def test_a_derived_finding_names_the_treatment_that_the_findings_name() -> None:
    trial = study(
        "a", primary_endpoint_kind=EndpointKind.EFFICACY, primary_endpoint_met=EndpointMet.NOT_MET,
        primary_endpoint="pain", primary_comparator=Comparator.ACTIVE, **TRIED,
    )  # fmt: skip

    def derived(*findings: Finding) -> Finding:
        weighed = weigh(records(trial, *findings))
        return next(f for f in weighed.findings.values() if f.predicate == AMELIORATES.predicate)

    steroid = finding("f", "a", comparator=Comparator.ACTIVE, comparator_as_reported="steroid")
    assert derived(steroid).comparator_as_reported == "steroid"
    assert derived(steroid).label == "The primary endpoint was not met against steroid: pain"
    # Two names are none, and what was compared with a baseline says nothing of the other treatment.
    other = replace(steroid, iri=steroid.iri + "2", comparator_as_reported="hyaluronate")
    assert derived(steroid, other).comparator_as_reported is None
    baseline = replace(steroid, comparator=Comparator.BASELINE)
    assert (
        derived(baseline).label
        == "The primary endpoint was not met against another treatment: pain"
    )


@pytest.mark.parametrize(
    ("met", "direction"), [(EndpointMet.MET, D.SUPPORTS), (EndpointMet.NOT_MET, D.INCONCLUSIVE)]
)
def test_an_efficacy_endpoint_is_a_finding_on_the_disease(
    met: EndpointMet, direction: Direction
) -> None:
    trial = study(
        "a", primary_endpoint_kind=EndpointKind.EFFICACY, primary_endpoint_met=met, **TRIED
    )
    weighed = weigh(records(trial))
    [iri] = on(weighed, AMELIORATES).findings
    assert (weighed.findings[iri].direction, weighed.findings[iri].derived) == (direction, True)
    assert weighed.levels[iri] is L.TWO


@pytest.mark.parametrize(
    "fields",
    [
        {"primary_endpoint_kind": EndpointKind.SAFETY, "primary_endpoint_met": EndpointMet.MET},
        {
            "primary_endpoint_kind": EndpointKind.EFFICACY,
            "primary_endpoint_met": EndpointMet.UNCLEAR,
        },
        {"primary_endpoint_met": EndpointMet.MET},
    ],
)
def test_any_other_endpoint_says_nothing_on_the_disease(fields: dict[str, Any]) -> None:
    weighed = weigh(records(study("a", **fields, **TRIED)))
    assert {p.predicate for p in weighed.propositions.values()} == {st_iri("studiedFor")}


def test_a_review_has_studied_only_diseases_that_it_tells_something_of() -> None:
    """zeng-2022 names five diseases; of multiple sclerosis and arthritis its reader saw no result."""
    review = study(
        "a", design=Design.META_ANALYSIS, product=(PRODUCT,), disease=(ANOTHER, DISEASE),
        pools=Pools.RANDOMISED_TRIALS,
    )  # fmt: skip
    weighed = weigh(records(review, finding("f", "a")))
    tried = [p.object for p in weighed.propositions.values() if p.predicate == st_iri("studiedFor")]
    assert tried == [DISEASE]
    trial = replace(review, design=RCT, pools=None)
    weighed = weigh(records(trial, finding("f", "a")))
    tried = [p.object for p in weighed.propositions.values() if p.predicate == st_iri("studiedFor")]
    assert sorted(tried) == sorted([ANOTHER, DISEASE])


def test_a_review_of_nothing_but_a_wider_kind_has_studied_what_it_names(
    packaged: EvidenceStore,
) -> None:
    """kvistad-2022 counts events over stroke, spinal injury and multiple sclerosis together; zeng-2022 tells of lupus alone."""
    tried = {
        (local_id(f.source), local_id(f.object))
        for f in packaged.findings.values()
        if f.predicate == st_iri("studiedFor")
    }
    assert {d for s, d in tried if s == "kvistad-2022"} == {
        "MONDO_0005301",
        "MONDO_0043797",
        "MONDO_1060198",
    }
    assert {d for s, d in tried if s == "zeng-2022"} == {"MONDO_0007915"}


def test_a_trial_of_several_products_gives_none_of_them_all_its_people() -> None:
    """Four arms of made-up sizes: how many got one product, or were compared with it, the record of the trial does not say."""
    trial = study(
        "a", n=480, product=(PRODUCT, ANOTHER), disease=(DISEASE,),
        primary_endpoint_kind=EndpointKind.EFFICACY, primary_endpoint_met=EndpointMet.NOT_MET,
    )  # fmt: skip
    weighed = weigh(records(trial))
    assert on(weighed, AMELIORATES).participants is None
    derived = [weighed.findings[iri] for iri in on(weighed, AMELIORATES).findings]
    assert [(f.n_analysed, f.in_part_of_study) for f in derived] == [(None, True)]


def test_a_derived_finding_has_the_people_that_the_study_states_for_its_product_and_disease() -> (
    None
):
    """15 people with one disease and 19 with another: no finding counts all 34."""
    trial = study("a", SINGLE_ARM, n=34, product=(PRODUCT,), disease=(DISEASE, ANOTHER))
    on_one = finding("f", "a", key=Key(PRODUCT, st_iri("improves"), OUTCOME, DISEASE))
    weighed = weigh(records(trial, replace(on_one, n_analysed=15)))
    studied = {c: Key(PRODUCT, st_iri("studiedFor"), c, None) for c in (DISEASE, ANOTHER)}
    assert on(weighed, studied[DISEASE]).participants == 15
    assert on(weighed, studied[ANOTHER]).participants is None


def test_the_one_person_of_a_case_report_is_whole_under_both_products() -> None:
    case = study("a", SINGLE_ARM, n=1, product=(PRODUCT, ANOTHER), disease=(DISEASE,))
    weighed = weigh(records(case))
    assert on(weighed, Key(PRODUCT, st_iri("studiedFor"), DISEASE, None)).participants == 1


def test_animals_and_dishes_do_not_make_a_product_studied_for_a_disease() -> None:
    assert weigh(records(study("a", ANIMAL, **TRIED), study("b", DISH, **TRIED))).propositions == {}


# ---------------------------------------------------------------- models of diseases, narrower products


def test_background_in_a_model_of_a_disease_is_never_more_than_preclinical() -> None:
    key = Key(CELL, st_iri("promotes"), MECHANISM, DISEASE)
    found = records(study("s", SINGLE_ARM), finding("f", "s", key=key))
    assert on(weigh(found), key).stance is Stance.SUPPORTED
    found.terms[DISEASE] = replace(
        found.terms[DISEASE], model_of=PREFIXES["term"] + "another-disease"
    )
    assert on(weigh(found), key).stance is Stance.PRECLINICAL_ONLY


@pytest.mark.parametrize(
    ("design", "direction", "disagrees"),
    [
        (RCT, D.INCONCLUSIVE, True),
        (RCT, D.DISPUTES, True),
        (RCT, D.SUPPORTS, False),
        (SINGLE_ARM, D.INCONCLUSIVE, False),
        (ANIMAL, D.DISPUTES, False),
    ],
)
def test_a_controlled_trial_of_a_narrower_product_holds_a_pooled_benefit_back(
    design: Design, direction: Direction, disagrees: bool
) -> None:
    from stroma.derivation import is_bare_triple

    narrow = PREFIXES["term"] + "narrow-product"
    pooled = study("review", Design.META_ANALYSIS, 500, pools=Pools.RANDOMISED_TRIALS)
    found = records(
        pooled,
        study("trial", design, 200),
        finding("f1", "review", key=AMELIORATES),
        finding("f2", "trial", direction, AMELIORATES._replace(subject=narrow)),
    )
    found.terms[narrow] = Term(narrow, "CellProduct", "narrow", broader=(PRODUCT,))
    wide = on(weigh(found), AMELIORATES)
    assert (wide.stance, wide.narrower_disagrees) == (Stance.SUPPORTED, disagrees)
    assert is_bare_triple(wide) is not disagrees


# ---------------------------------------------------------------- what must hold for any evidence

_FINDINGS = st.lists(
    st.tuples(st.sampled_from(list(D)), st.sampled_from([L.ONE, L.TWO, L.THREE, L.FOUR, L.FIVE]), st.sampled_from(list(G))),
    max_size=6,
)  # fmt: skip
_HOW = st.fixed_dictionaries(
    {"clinical": st.booleans(), "harm": st.just(False), "conditioned": st.booleans()}
)


@given(_FINDINGS, _HOW, st.randoms())
def test_the_order_of_findings_changes_nothing(
    findings: list[Any], how: dict[str, bool], random: Any
) -> None:
    shuffled = list(findings)
    random.shuffle(shuffled)
    assert stance_of(shuffled, **how) == stance_of(findings, **how)


@given(_FINDINGS, _HOW, st.sampled_from([D.DISPUTES, D.INCONCLUSIVE]))
def test_a_finding_against_it_at_the_best_level_never_leaves_it_supported(
    findings: list[Any], how: dict[str, bool], direction: Direction
) -> None:
    best = min((level for _, level, _ in findings), key=lambda level: level.rank, default=L.ONE)
    stance, _ = stance_of([*findings, (direction, best, G.HUMAN)], **how)
    assert stance in (Stance.NOT_SUPPORTED, Stance.CONTESTED)


@given(_FINDINGS)
def test_a_clinical_proposition_is_supported_by_controlled_evidence_only(
    findings: list[Any],
) -> None:
    stance, best = stance_of(findings, clinical=True, harm=False, conditioned=True)
    if stance is Stance.SUPPORTED:
        assert best in (L.ONE, L.TWO, L.THREE)
        assert all(direction is D.SUPPORTS for direction, level, _ in findings if level is best)


@given(_FINDINGS, st.sampled_from([D.DISPUTES, D.INCONCLUSIVE]), st.sampled_from(list(L)))
def test_a_null_result_never_takes_a_harm_away(
    findings: list[Any], direction: Direction, level: Level
) -> None:
    how = {"clinical": True, "harm": True, "conditioned": True}
    before, _ = stance_of(findings, **how)
    after, _ = stance_of([*findings, (direction, level, G.HUMAN)], **how)
    assert (after is Stance.SUPPORTED) == (before is Stance.SUPPORTED)


@st.composite
def evidence(draw: st.DrawFn) -> list[Study | Finding]:
    """Up to five studies on one proposition; some share people."""
    items: list[Study | Finding] = []
    slugs = [f"s{number}" for number in range(draw(st.integers(1, 5)))]
    for slug in slugs:
        shares = draw(st.lists(st.sampled_from(slugs), max_size=1))
        items.append(
            study(
                slug,
                draw(st.sampled_from([RCT, SINGLE_ARM, ANIMAL, DISH])),
                draw(st.none() | st.integers(1, 100)),
                shares_participants_with=tuple(PREFIXES["study"] + s for s in shares if s != slug),
            )
        )
        for number in range(draw(st.integers(1, 2))):
            items.append(finding(f"{slug}-f{number}", slug, draw(st.sampled_from(list(D)))))
    return items


@given(evidence(), st.randoms())
def test_a_summary_does_not_depend_on_the_order_of_records(
    items: list[Study | Finding], random: Any
) -> None:
    shuffled = list(items)
    random.shuffle(shuffled)
    assert weigh(records(*shuffled)) == weigh(records(*items))


@given(evidence())
def test_nobody_is_counted_twice_and_only_people_are_counted(items: list[Study | Finding]) -> None:
    p = summary(*items)
    human = {s.iri: s for s in items if isinstance(s, Study) and s.design not in (ANIMAL, DISH)}
    sizes = [s.n for s in human.values() if s.n is not None]
    assert p.independent_studies <= len(human)
    assert (p.participants or 0) <= sum(sizes)
    if sizes:
        assert p.participants is not None
        assert p.participants >= max(sizes)
    clusters = participant_clusters({s.iri: s for s in items if isinstance(s, Study)})
    assert p.independent_studies == len({clusters[iri] for iri in human})
    for tally in (p.human.supports, p.human.disputes, p.human.inconclusive):
        assert tally <= p.independent_studies
    assert (p.human.total > 0) == bool(human)


@given(evidence())
def test_a_copy_of_a_study_that_shares_its_people_changes_no_count(
    items: list[Study | Finding],
) -> None:
    first = next(item for item in items if isinstance(item, Study))
    copy = replace(
        first, iri=PREFIXES["study"] + "copy", slug="copy", shares_participants_with=(first.iri,)
    )
    copied = [
        replace(f, iri=f.iri + "-copy", slug=f.slug + "-copy", source=copy.iri)
        for f in items
        if isinstance(f, Finding) and f.source == first.iri
    ]
    before, after = summary(*items), summary(*items, copy, *copied)
    for name in (
        "human",
        "animal",
        "in_vitro",
        "independent_studies",
        "participants",
        "stance",
        "best_level",
    ):
        assert getattr(after, name) == getattr(before, name), name


@st.composite
def people(draw: st.DrawFn) -> tuple[list[Study | Finding], int]:
    """Trials, follow-ups of some of their people, a review of some trials; and how many people the findings rest on."""
    sizes = draw(st.lists(st.integers(1, 50), min_size=1, max_size=4))
    who = {f"trial{i}": {(i, k) for k in range(n)} for i, n in enumerate(sizes)}
    items: list[Study | Finding] = [study(f"trial{i}", n=n) for i, n in enumerate(sizes)]
    for i, n in enumerate(sizes):
        if draw(st.booleans()):
            who[f"later{i}"] = {(i, k) for k in range(draw(st.integers(1, n)))}
            same = (PREFIXES["study"] + f"trial{i}",)
            items.append(study(f"later{i}", n=len(who[f"later{i}"]), shares_participants_with=same))
    if pooled := draw(st.sets(st.integers(0, len(sizes) - 1))):
        who["review"] = set().union(*(who[f"trial{i}"] for i in pooled))
        members = tuple(PREFIXES["study"] + f"trial{i}" for i in sorted(pooled))
        more = {"pools": Pools.RANDOMISED_TRIALS, "pools_study": members}
        items.append(study("review", Design.META_ANALYSIS, len(who["review"]), **more))
    used = draw(st.lists(st.sampled_from(sorted(who)), min_size=1, unique=True))
    return [*items, *(finding(f"{slug}-f1", slug) for slug in used)], len(
        set().union(*(who[s] for s in used))
    )


@given(people())
def test_no_more_people_are_counted_than_there_were(
    drawn: tuple[list[Study | Finding], int],
) -> None:
    items, n_people = drawn
    participants = summary(*items).participants
    assert participants is not None
    assert participants <= n_people
