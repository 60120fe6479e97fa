"""People name a study by author and year or by its trial; expected slugs off the labels and records."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from stroma.errors import UnknownTermError
from stroma.source_names import named_sources, source_id, trial_name
from stroma.vocabulary import local_id

if TYPE_CHECKING:
    from stroma.store import EvidenceStore


@pytest.mark.parametrize(
    ("said", "slug"),
    [
        ("MESEMS", "uccelli-2021"),
        ("mesems", "uccelli-2021"),
        ("Petrou 2020", "petrou-2020"),
        ("Petrou et al., 2020", "petrou-2020"),
        ("Panés et al. (2016)", "panes-2016"),
        ("Zhou 2019", "msc-ms-meta-2019"),
        ("Kurtzberg 2020", "kurtzberg-2020"),
        ("CLEAR MIND", "rash-2025"),
        ("ADMIRE-CD II", "admire-cd-ii"),
        ("HBMS01", "hbms01-2025"),
        ("DREAM HF", "dream-hf"),
        ("DREAM", "vadala-2025"),
    ],
)
def test_a_study_is_found_by_what_people_call_it(
    said: str, slug: str, packaged: EvidenceStore
) -> None:
    assert local_id(packaged.resolve_source(said)) == slug


def test_of_two_papers_on_a_trial_the_first_is_meant(packaged: EvidenceStore) -> None:
    # ADMIRE-CD: panes-2016 and, a year later, panes-2018.
    assert local_id(packaged.resolve_source("ADMIRE-CD")) == "panes-2016"


def test_a_name_of_nobody_is_none(packaged: EvidenceStore) -> None:
    with pytest.raises(UnknownTermError):
        packaged.resolve_source("Nobody 2020")


def test_identifiers_come_before_what_people_say(packaged: EvidenceStore) -> None:
    records = packaged.records
    named = named_sources({**records.studies, **records.references})
    for iri, study in records.studies.items():
        assert named[study.slug] == iri


@pytest.mark.parametrize(
    ("label", "name"),
    [
        ("TREASURE: MultiStem vs placebo in acute stroke", "TREASURE"),
        ("Human MSC in mouse EAE: Th2 shift and endogenous repair", None),
        ("Umbilical-cord MSC in MS (protocol; result not found)", None),
    ],
)
def test_a_trial_is_named_before_a_colon_or_in_brackets(label: str, name: str | None) -> None:
    assert trial_name(label) == name


def test_other_identifiers_stay_as_they_are() -> None:
    assert source_id("NCT02166021") == "NCT02166021"
    assert source_id("petrou-2020") == "petrou-2020"
