"""What the randomised trials on a disease came to, in one sentence."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest
from click.testing import CliRunner

from stroma.cli import stroma
from stroma.queries.trial_results import silent_trials, trial_sentence, trials_on
from stroma.vocabulary import to_curie

if TYPE_CHECKING:
    from stroma.store import EvidenceStore


def asked(*args: str) -> str:
    return CliRunner().invoke(stroma, ["ask", *args], catch_exceptions=False).stderr


def test_the_trials_of_a_disease_are_told_before_the_rows() -> None:
    """uccelli-2021 (144), mscnp-2024 (54) and llufriu-2014 (9) missed; petrou-2020 (48) and hbms01-2025 (24) met."""
    said = asked("does it cure ms")
    largest = "Uccelli 2021 (144 people, against placebo or sham; measured by a surrogate)"
    assert f"the largest, {largest}, did not meet" in said
    met = "Petrou 2020, reported by the sponsor and known second-hand; Vij 2025, congress report and reported by the sponsor"
    assert f"2 met the primary efficacy endpoint (72 people: {met})" in said
    missed = (
        "Uccelli 2021, measured by a surrogate; Harris 2024; Llufriu 2014, measured by a surrogate"
    )
    assert f"3 did not (207 people: {missed})" in said
    silent = "2 further randomised trials (Alghwiri 2020, nct01377870)"
    assert f"No result on benefit is entered here of {silent}." in said


def test_of_a_product_only_its_own_trials_are_told() -> None:
    said = asked("does NurOwn slow ALS")
    assert "Of 2 randomised controlled trials entered here" in said
    assert "Cudkowicz 2022 (196 people" in said
    assert "Oh 2018" not in said


def test_who_asks_of_harm_is_told_no_result_on_benefit() -> None:
    assert "looked for benefit" not in asked("product-in-disease", "--about", "harm")
    assert "looked for benefit" not in asked("product-in-disease", "--disease", "any")


def test_no_trial_is_no_sentence(packaged: EvidenceStore) -> None:
    assert trial_sentence([]) == ""
    assert trials_on(packaged, packaged.resolve_term("retinitis pigmentosa")) == []


@pytest.mark.browser
@pytest.mark.parametrize("disease", ["MS", "ALS", "knee osteoarthritis", "heart failure", "stroke"])
def test_the_page_counts_the_same_trials(
    show: Callable[..., Any], packaged: EvidenceStore, disease: str
) -> None:
    page, term = show(disease), packaged.resolve_term(disease)
    trials = page.evaluate(
        "(curie) => stroma.counts([curie])[0].trials.all.map((t) => [t.met === undefined ? null : t.met, t.kind])",
        to_curie(term),
    )
    controls = (
        "placebo or sham", "an active treatment", "standard care or no treatment", "a control that is not recorded here",
    )  # fmt: skip
    own = trials_on(packaged, term)
    silent = page.evaluate(
        "(curie) => stroma.counts([curie])[0].trials.silent.length", to_curie(term)
    )
    assert silent == len(silent_trials(packaged, term))
    on_page = sorted((controls[kind], str(met)) for met, kind in trials)
    assert on_page == sorted((t.control, str(t.is_met)) for t in own)
