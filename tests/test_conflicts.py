"""Findings that disagree: which pairs become a conflict, and what their studies differ in."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest

from stroma.evidence import weigh
from stroma.model import (
    Analysis,
    Comparator,
    Conflict,
    Design,
    Direction,
    Donor,
    Factor,
    Finding,
    Study,
    Term,
)
from stroma.records import Records
from stroma.vocabulary import PREFIXES, local_id
from stroma.vocabulary import st as st_iri

if TYPE_CHECKING:
    from stroma.store import EvidenceStore

PRODUCT, OUTCOME, DISEASE = (PREFIXES["term"] + name for name in ("product", "disability", "ms"))
INTRATHECAL, INTRAVENOUS = PREFIXES["term"] + "intrathecal", PREFIXES["term"] + "intravenous"


def study(slug: str, **more: Any) -> Study:
    return Study(
        iri=PREFIXES["study"] + slug,
        slug=slug,
        label=slug,
        **{"design": Design.RANDOMISED_CONTROLLED, **more},
    )


def finding(slug: str, source: str, direction: Direction, **more: Any) -> Finding:
    return Finding(
        iri=PREFIXES["finding"] + slug, slug=slug, label=slug, source=PREFIXES["study"] + source, subject=PRODUCT,
        predicate=st_iri("improves"), object=OUTCOME, condition=DISEASE, direction=direction, **more,
    )  # fmt: skip


def conflicts(*items: Study | Finding) -> list[Conflict]:
    records = Records(
        studies={i.iri: i for i in items if isinstance(i, Study)},
        findings={i.iri: i for i in items if isinstance(i, Finding)},
        terms={
            iri: Term(iri, kind, iri.rsplit("/", 1)[-1])
            for iri, kind in (
                (PRODUCT, "CellProduct"), (OUTCOME, "Outcome"), (DISEASE, "Disease"), (INTRATHECAL, "Route"),
                (INTRAVENOUS, "Route"),
            )
        },
    )  # fmt: skip
    return list(weigh(records).conflicts)


def pair(one: dict[str, Any], two: dict[str, Any]) -> Conflict:
    """The conflict of a study that found it with one that showed no effect."""
    [conflict] = conflicts(
        study("yes", **one),
        study("no", **two),
        finding("f1", "yes", Direction.SUPPORTS),
        finding("f2", "no", Direction.INCONCLUSIVE),
    )
    return conflict


@pytest.mark.parametrize(
    ("one", "two", "factor", "words"),
    [
        ({"design": Design.OPEN_LABEL_SINGLE_ARM}, {}, Factor.DESIGN, "open label single arm against randomised controlled"),
        ({"n_enrolled": 10}, {"n_enrolled": 144}, Factor.SIZE, "10 people against 144 people"),
        ({"route": (INTRATHECAL,)}, {"route": (INTRAVENOUS,)}, Factor.ROUTE, "intrathecal against intravenous"),
        ({"donor": (Donor.AUTOLOGOUS,)}, {"donor": (Donor.ALLOGENEIC,)}, Factor.DONOR, "autologous against allogeneic"),
        ({"dose": "1e6"}, {"dose": "2e6"}, Factor.DOSE, "1e6 against 2e6"),
        ({"species": ("human",)}, {"species": ("mouse",)}, Factor.SPECIES, "human against mouse"),
        ({"follow_up_months": Decimal(6)}, {"follow_up_months": Decimal(12)}, Factor.FOLLOW_UP, "6 months against 12 months"),
        ({"population": "RRMS"}, {"population": "SPMS"}, Factor.POPULATION, "RRMS against SPMS"),
    ],
)  # fmt: skip
def test_a_conflict_names_what_differs(
    one: dict[str, Any], two: dict[str, Any], factor: Factor, words: str
) -> None:
    conflict = pair(one, two)
    assert conflict.factors == (factor,)
    assert words in conflict.sentence


def test_a_subgroup_beside_another_trial_is_named_before_all_else() -> None:
    [conflict] = conflicts(
        study("yes", n_enrolled=22),
        study("no", n_enrolled=40),
        finding("f1", "yes", Direction.SUPPORTS, analysis=Analysis.POST_HOC_SUBGROUP),
        finding("f2", "no", Direction.INCONCLUSIVE),
    )
    assert conflict.factors[0] is Factor.LEVEL
    assert "post hoc subgroup against main comparison" in conflict.sentence


def test_a_harm_that_was_not_tied_to_the_product_is_no_missing_effect() -> None:
    harm: dict[str, Any] = {"predicate": st_iri("causesAdverseEvent")}
    [conflict] = conflicts(
        study("yes"),
        study("no"),
        replace(finding("f1", "yes", Direction.SUPPORTS), **harm),
        replace(finding("f2", "no", Direction.INCONCLUSIVE), n_events=3, **harm),
    )
    assert "yes reports it as a harm, no did not report it as a harm" in conflict.sentence


def test_nothing_is_said_of_what_one_study_does_not_report() -> None:
    conflict = pair({"dose": "1e6", "route": (INTRATHECAL,), "n_enrolled": 40}, {})
    assert conflict.factors == ()
    assert conflict.sentence.endswith("no recorded feature differs.")


def test_papers_on_the_same_people_are_said_to_be_so_and_differ_in_no_size() -> None:
    months = [{"follow_up_months": Decimal(n)} for n in (48, 6)]
    conflict = pair(
        {"n_enrolled": 13, "shares_participants_with": (PREFIXES["study"] + "no",), **months[0]},
        {"n_enrolled": 21, **months[1]},
    )
    assert conflict.factors == (Factor.FOLLOW_UP,)
    assert "no showed no effect; both are on the same people, yes later. They" in conflict.sentence


@pytest.mark.parametrize(("n", "differs"), [((20, 29), False), ((20, 30), True)])
def test_sizes_differ_from_half_as_many_again(n: tuple[int, int], differs: bool) -> None:
    assert (Factor.SIZE in pair({"n_enrolled": n[0]}, {"n_enrolled": n[1]}).factors) is differs


def differing(one: dict[str, Any], two: dict[str, Any], **studies: Any) -> tuple[Factor, ...]:
    """What is told to differ of two findings with some fields, of studies with the same ones."""
    [conflict] = conflicts(
        study("yes", **studies),
        study("no", **studies),
        finding("f1", "yes", Direction.SUPPORTS, **one),
        finding("f2", "no", Direction.INCONCLUSIVE, **two),
    )
    return conflict.factors


@pytest.mark.parametrize(
    ("one", "two"),
    [
        ("combined remission at week 24", "combined remission at 24 weeks"),
        ("GMFM-66 at 12 months", "GMFM-66 at 12 months, adjusted"),
        ("gross motor function measure, change to 12 months", "GMFM-66 at 12 months, adjusted"),
        ("6-minute walk, with MSC", "6-minute walk distance"),
    ],
)
def test_one_measure_in_other_words_is_no_difference(one: str, two: str) -> None:
    assert differing({"outcome_measure": one}, {"outcome_measure": two}) == ()


def test_measures_are_compared_by_what_the_records_name_before_any_text() -> None:
    edss, scan = PREFIXES["term"] + "edss", PREFIXES["term"] + "scan"
    texts = ({"outcome_measure": "treatment failure"}, {"outcome_measure": "EDSS"})
    assert differing(*texts) == (Factor.OUTCOME_MEASURE,)
    same = [{**text, "measured_by": edss} for text in texts]
    assert differing(same[0], same[1]) == ()
    assert differing(same[0], {**same[0], "measured_by": scan}) == (Factor.OUTCOME_MEASURE,)


@pytest.mark.parametrize(
    ("one", "two", "differ"),
    [
        ({"outcome_measure": "remission at week 24"}, {"outcome_measure": "remission at 24 weeks"}, False),
        ({"outcome_measure": "remission at week 24"}, {"time_point_months": Decimal(6)}, False),
        ({"outcome_measure": "remission at week 52"}, {"outcome_measure": "remission at week 24"}, True),
        ({"outcome_measure": "remission at week 24"}, {"outcome_measure": "remission"}, False),
    ],
)  # fmt: skip
def test_when_a_result_was_taken_goes_before_how_long_its_study_lasted(
    one: dict[str, Any], two: dict[str, Any], differ: bool
) -> None:
    [conflict] = conflicts(
        study("yes", follow_up_months=Decimal(6)),
        study("no", follow_up_months=Decimal(12)),
        finding("f1", "yes", Direction.SUPPORTS, **one),
        finding("f2", "no", Direction.INCONCLUSIVE, **two),
    )
    assert conflict.factors == ((Factor.FOLLOW_UP,) if differ else ())


def test_what_only_one_text_says_of_dose_or_people_is_no_difference() -> None:
    assert pair({"dose": "5e7 cells, once"}, {"dose": "5e7 cells"}).factors == ()
    assert pair({"population": "stroke"}, {"population": "acute stroke"}).factors == ()
    slow = {"population": "ALS, slow progressors", "analysis": Analysis.SUBGROUP}
    assert Factor.POPULATION in differing(slow, {"population": "ALS"})


def test_the_two_large_fistula_trials_differ_in_size_alone(packaged: EvidenceStore) -> None:
    """Both had combined remission at week 24 for endpoint, 120e6 cells, placebo (panes-2016, admire-cd-ii)."""
    [conflict] = [
        c
        for c in packaged.conflicts
        if {local_id(c.first), local_id(c.second)} == {"panes-2016-primary", "admire-cd-ii-primary"}
    ]
    assert conflict.factors == (Factor.SIZE,)


def test_a_side_without_a_comparison_says_so_whichever_it_is() -> None:
    """Without a control group, that a fifth got worse may be better than what was to be expected."""
    conflict = pair({}, {"design": Design.OPEN_LABEL_SINGLE_ARM})
    assert "yes found for it, no showed no effect without a comparison. They" in conflict.sentence
    conflict = pair({"design": Design.CASE_SERIES}, {})
    assert "yes found for it without a comparison, no showed no effect." in conflict.sentence
    [conflict] = conflicts(
        study("a"),
        finding("f1", "a", Direction.SUPPORTS, analysis=Analysis.WITHIN_ARM_CHANGE),
        finding("f2", "a", Direction.INCONCLUSIVE, analysis=Analysis.POST_HOC_SUBGROUP),
    )
    assert "without a comparison in one result and showed no effect in another" in conflict.sentence


def test_findings_that_point_one_way_make_no_conflict() -> None:
    for direction in Direction:
        both = (finding("f1", "a", direction), finding("f2", "b", direction))
        assert conflicts(study("a"), study("b"), *both) == []


def test_null_and_disputing_results_do_not_conflict_with_each_other() -> None:
    both = (finding("f1", "a", Direction.DISPUTES), finding("f2", "b", Direction.INCONCLUSIVE))
    assert conflicts(study("a"), study("b"), *both) == []


def test_two_rows_of_one_pair_of_studies_are_one_conflict() -> None:
    found = conflicts(
        study("a"), study("b"), finding("f1", "a", Direction.SUPPORTS), finding("f2", "a", Direction.SUPPORTS),
        finding("f3", "b", Direction.INCONCLUSIVE), finding("f4", "b", Direction.INCONCLUSIVE),
    )  # fmt: skip
    assert len(found) == 1


def test_each_study_stands_beside_the_strongest_of_the_other_side() -> None:
    found = conflicts(
        *(study(f"yes{n}", n_enrolled=10 * n) for n in (1, 2, 3)),
        *(study(f"no{n}", n_enrolled=10 * n) for n in (1, 2)),
        study("pilot", n_enrolled=900, design=Design.OPEN_LABEL_SINGLE_ARM),
        *(finding(f"y{n}", f"yes{n}", Direction.SUPPORTS) for n in (1, 2, 3)),
        *(finding(f"n{n}", f"no{n}", Direction.DISPUTES) for n in (1, 2)),
        finding("p", "pilot", Direction.INCONCLUSIVE),
    )
    pairs = {(local_id(c.first), local_id(c.second)) for c in found}
    assert pairs == {("y3", "n2"), ("y3", "n1"), ("y3", "p"), ("y1", "n2"), ("y2", "n2")}


def test_a_study_that_found_both_stands_beside_itself_and_the_others() -> None:
    found = conflicts(
        study("a", n_enrolled=50), study("b", n_enrolled=40), finding("a1", "a", Direction.SUPPORTS),
        finding("a2", "a", Direction.INCONCLUSIVE), finding("b1", "b", Direction.SUPPORTS),
    )  # fmt: skip
    pairs = {(local_id(c.first), local_id(c.second)) for c in found}
    assert pairs == {("a1", "a2"), ("b1", "a2")}


def test_two_results_inside_one_study_are_told_apart_by_their_analysis() -> None:
    [conflict] = conflicts(
        study("a"),
        finding(
            "f1", "a", Direction.SUPPORTS, analysis=Analysis.SUBGROUP, comparator=Comparator.PLACEBO
        ),
        finding("f2", "a", Direction.INCONCLUSIVE, comparator=Comparator.PLACEBO),
    )
    assert conflict.factors == (Factor.LEVEL,)
    assert "in one result and showed no effect in another" in conflict.sentence


def test_packaged_conflicts_join_findings_of_one_proposition(packaged: EvidenceStore) -> None:
    assert packaged.conflicts
    for conflict in packaged.conflicts:
        on = packaged.propositions[conflict.proposition].findings
        first, second = packaged.findings[conflict.first], packaged.findings[conflict.second]
        assert {first.iri, second.iri} <= set(on)
        assert first.direction is Direction.SUPPORTS
        assert second.direction is not Direction.SUPPORTS
    assert len({c.iri for c in packaged.conflicts}) == len(packaged.conflicts)
