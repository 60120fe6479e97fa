"""What a sentence tells that gave no claim is listed as not judged; a boast tells no failure; single outcomes and repairs in patients count."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from stroma.audit.judging.results import Verdict
from stroma.audit.readers.documents import text_document

if TYPE_CHECKING:
    from stroma.audit.judging.results import Audit
    from stroma.audit.pipeline import Auditor

OPENING = "Perin's DREAM-HF trial of 2023 tested cells in 565 people with heart failure."
PANES = "In a study of 212 patients, Panes and colleagues tested darvadstrocel in people with Crohn's fistulas."  # fmt: skip


def audited(auditor: Auditor, text: str) -> Audit:
    return auditor.audit(text_document(text, "a.txt"))


@pytest.mark.parametrize(
    "said",
    [
        "In all, 27 per cent of those treated went home, 12 of the others.",
        "There were 17 admissions against 29 with the sham procedure.",
        "A bigger confirmatory trial has been done too, and cardiologists are thrilled.",
        "The cells did not lower the number of times they came back to the ward.",
    ],
)
def test_a_result_from_which_nothing_was_read_is_listed(auditor: Auditor, said: str) -> None:
    found = audited(auditor, f"{OPENING} {said}")
    read = {j.candidate.sentence for j in found.claims}
    listed = {u.sentence for u in found.unjudged}
    assert 1 in listed or 1 in read
    assert not (1 in listed and 1 in read)


@pytest.mark.parametrize(
    "said",
    [
        "Researchers enrolled 234 patients with an ejection fraction below 35 per cent.",
        "The trial ran in three cities.",
        "Could 30 per cent of them get better?",
    ],
)
def test_who_was_enrolled_is_no_result(auditor: Auditor, said: str) -> None:
    found = audited(auditor, f"{OPENING} {said}")
    assert 1 not in {u.sentence for u in found.unjudged}


@pytest.mark.parametrize(
    "boast",
    [
        "Alofisel, an injection of donor cells, closes fistulas where all previous drugs have failed.",
        "Darvadstrocel heals fistulas once surgery has failed.",
        "Darvadstrocel closes fistulas when nothing else has helped.",
    ],
)
def test_failure_of_other_treatments_is_never_where_failure_may_be_told(auditor: Auditor, boast: str) -> None:  # fmt: skip
    found = audited(auditor, f"{boast} The injection works for people with Crohn's fistulas.")
    asked = {g.perhaps for j in found.claims for g in j.gaps} | {o.perhaps for o in found.omissions}
    assert asked <= {None}
    assert Verdict.LEAVES_OUT in {j.verdict for j in found.claims}
    told = audited(auditor, "The later trial of darvadstrocel failed. The injection works for people with Crohn's fistulas.")  # fmt: skip
    assert {g.perhaps for j in told.claims for g in j.gaps} - {None} or Verdict.LEAVES_OUT not in {j.verdict for j in told.claims}  # fmt: skip


def test_single_outcomes_are_named_beside_a_general_promise(auditor: Auditor) -> None:
    found = audited(auditor, "Cord cells are effective in MS.")
    found = found if found.claims else audited(auditor, "Umbilical cord stem cells help in multiple sclerosis.")  # fmt: skip
    (claim,) = found.claims
    assert claim.verdict is Verdict.OVERSTATED
    backing = {auditor.store.findings[f].source.rsplit("/", 1)[-1] for f in claim.supporting}
    assert {"li-2014", "riordan-2018"} <= backing
    assert "single outcomes only" in claim.gaps[0].reason


def test_a_repair_is_no_background_where_the_text_is_about_patients(auditor: Auditor) -> None:
    told = "Stem cells repair the myelin sheath."
    patients = "People with multiple sclerosis wait for new drugs. Many patients travel abroad."
    promised = audited(auditor, f"{patients}\n\n{told}")
    assert {j.verdict for j in promised.claims} == {Verdict.OVERSTATED}
    biology = audited(auditor, f"Myelin is lost in multiple sclerosis.\n\n{told}")
    assert {j.verdict for j in biology.claims} <= {Verdict.BACKGROUND}
    mice = audited(auditor, f"{patients}\n\nIn mice the picture is clearer. {told}")
    assert Verdict.OVERSTATED not in {j.verdict for j in mice.claims}
