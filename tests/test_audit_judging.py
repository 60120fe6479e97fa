"""How single claims stand beside the packaged evidence; expected verdicts read off the fact sheets."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from stroma.audit import open_auditor
from stroma.audit.documents import text_document
from stroma.audit.results import Verdict
from stroma.audit.summary import summary_lines
from stroma.model import Direction, Group

if TYPE_CHECKING:
    from stroma.audit.pipeline import Auditor
    from stroma.audit.results import Judged

FAT = "Stem cells from fat reverse disability in multiple sclerosis."


@pytest.fixture(scope="module")
def auditor() -> Auditor:
    return open_auditor()


def first(auditor: Auditor, text: str) -> Judged:
    return auditor.audit(text_document(text, "a.txt")).claims[0]


def test_a_benefit_that_its_own_studies_did_not_find_is_overstated(auditor: Auditor) -> None:
    """stepien-2016 is the one study of adipose MSC and disability in MS: no effect for the group."""
    judged = first(auditor, FAT)
    assert judged.verdict in (Verdict.OVERSTATED, Verdict.CONTRADICTED)
    assert judged.supporting == ()
    assert [auditor.store.findings[f].source.rsplit("/", 1)[-1] for f in judged.opposing] == [
        "stepien-2016"
    ]


def test_animals_are_never_for_a_claim_about_patients(auditor: Auditor) -> None:
    store = auditor.store
    for text in (FAT, "Mesenchymal stem cells help people with multiple sclerosis."):
        judged = first(auditor, text)
        named = (*judged.supporting, *judged.opposing)
        assert not {store.groups.get(f) for f in named} & {Group.ANIMAL, Group.IN_VITRO}
    beside = first(auditor, FAT).beside
    assert any(store.groups.get(f) is Group.ANIMAL for f in beside)


def test_support_that_is_thin_does_not_carry_an_outright_claim(auditor: Auditor) -> None:
    """Umbilical-cord MSC and disability in MS: one small controlled study, li-2014."""
    outright = first(auditor, "Umbilical cord stem cells reduce disability in multiple sclerosis.")
    hedged = first(
        auditor, "Umbilical cord stem cells may reduce disability in multiple sclerosis."
    )
    assert outright.verdict is Verdict.OVERSTATED
    assert "thin" in outright.gaps[0].reason
    assert hedged.verdict is Verdict.SUPPORTED


def test_what_only_other_products_showed_is_no_support(auditor: Auditor) -> None:
    judged = first(auditor, "Stem cells from fat improve walking in multiple sclerosis.")
    assert judged.verdict is Verdict.OVERSTATED
    assert judged.supporting == ()


def test_a_denial_that_a_trial_bears_out_is_supported(auditor: Auditor) -> None:
    judged = first(
        auditor, "Autologous bone marrow MSCs do not reduce disability in multiple sclerosis."
    )
    assert judged.verdict is Verdict.SUPPORTED
    assert all(
        auditor.store.findings[f].direction is not Direction.SUPPORTS for f in judged.supporting
    )


def test_the_summary_prints_the_sentence_and_names_the_studies(auditor: Auditor) -> None:
    lines = "\n".join(summary_lines(auditor.audit(text_document(FAT, "fat.txt")), auditor.store))
    assert f"“{FAT}”" in lines
    assert "for: none" in lines
    assert "against or without effect: stepien-2016" in lines
    assert "counted apart" in lines


def test_a_sentence_without_its_full_stop_is_audited(auditor: Auditor) -> None:
    assert first(auditor, FAT.rstrip(".")).verdict is first(auditor, FAT).verdict


def test_a_headline_that_asserts_is_audited_and_a_title_is_counted(auditor: Auditor) -> None:
    text = f"Fat cells and multiple sclerosis\n\n{FAT.rstrip('.')}\n\nMSCs are studied in MS.\n"
    audit = auditor.audit(text_document(text, "a.txt"))
    assert [c.candidate.name for c in audit.claims].count("improves") == 1
    assert "1 heading not read" in next(iter(summary_lines(audit, auditor.store)))
