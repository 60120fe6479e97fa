"""A text is accused by more signs than misreading alone brings to an honest text of its length; fewer are asked."""

from __future__ import annotations

import json
import math
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stroma.audit.curation.decisions import apply_decisions, decision_of
from stroma.audit.judging.results import Verdict
from stroma.audit.judging.signs import needed
from stroma.audit.language.lexicon import read_toml
from stroma.audit.readers.documents import text_document
from stroma.audit.report.page import report_html
from stroma.audit.report.serialize import audit_to_dict, hits
from stroma.audit.report.summary import summary_lines

if TYPE_CHECKING:
    from stroma.audit.curation.decisions import Action
    from stroma.audit.judging.results import Audit
    from stroma.audit.pipeline import Auditor

OPENING = "In the TREASURE trial 206 people in Japan got MultiStem or placebo after a stroke."
TOLD = "The trial missed its primary endpoint. In the year that followed 13 of those given cells died, and 10 of the others."
FILLER = " ".join(["The hospital garden was lovely that spring."] * 8)
ONE = "Marrow cells regrow myelin in people with multiple sclerosis."
HONEST_BUT_FOR_ONE = f"{OPENING} {TOLD} {FILLER} {ONE}"
SEVERAL = f"{OPENING} {FILLER} {ONE} MultiStem brought back independence after a stroke."


def audit(auditor: Auditor, text: str) -> Audit:
    return auditor.audit(text_document(text, "a.txt"))


def verdicts(found: Audit) -> set[Verdict]:
    return {j.verdict for j in found.claims}


@given(
    n=st.integers(0, 2_000),
    misread=st.floats(0.001, 0.1),
    chance=st.floats(0.01, 0.5),
)
def test_as_many_signs_are_needed_as_chance_hardly_brings(
    n: int, misread: float, chance: float
) -> None:
    k = needed(n, misread, chance)
    mean = misread * n

    def tail(least: int) -> float:
        logs = (i * math.log(mean) - mean - math.lgamma(i + 1) for i in range(least))
        return 1 - math.fsum(map(math.exp, logs)) if mean else float(least == 0)

    assert k >= 1
    assert tail(k) <= chance + 1e-9
    assert k == 1 or tail(k - 1) > chance - 1e-9
    assert needed(n + 1, misread, chance) >= k


def test_one_sign_in_a_longer_text_is_asked_and_says_what_it_would_be(auditor: Auditor) -> None:
    found = audit(auditor, HONEST_BUT_FOR_ONE)
    (lone,) = [j for j in found.claims if j.if_read_rightly is not None]
    assert lone.verdict is Verdict.TO_CHECK
    assert lone.if_read_rightly in (Verdict.CONTRADICTED, Verdict.OVERSTATED)
    assert all(g.is_question for g in lone.gaps)
    assert (found.signs.found, found.signs.needed) == (1, 2)
    lines = "\n".join(summary_lines(found, auditor.store))
    assert "asked, not held against the text: 1 sign in 12 sentences" in lines
    assert f"to check ({lone.if_read_rightly.value}, if read rightly): “{ONE}”" in lines
    page = report_html(found, auditor.store, dict(auditor.lexicon.terms))
    assert "Asked, not held against the text: 1 sign in 12 sentences" in page
    assert f"to check ({lone.if_read_rightly.value}, if read rightly)" in page


def test_the_same_sentence_alone_and_among_others_is_held_against_the_text(
    auditor: Auditor,
) -> None:
    for text in (f"{OPENING} {TOLD} {ONE}", SEVERAL):
        found = audit(auditor, text)
        assert found.signs.are_enough
        assert not any(j.if_read_rightly for j in found.claims)
        assert verdicts(found) & {Verdict.CONTRADICTED, Verdict.OVERSTATED}
        assert "asked, not held" not in "\n".join(summary_lines(found, auditor.store))


@pytest.mark.parametrize(
    "sentence",
    [
        "MultiStem is approved by the FDA for stroke.",
        "Stem cells have been proven to cure multiple sclerosis.",
    ],
)
def test_what_is_hardly_a_matter_of_reading_is_held_alone(auditor: Auditor, sentence: str) -> None:
    found = audit(auditor, f"{OPENING} {TOLD} {FILLER} {sentence}")
    assert (found.signs.found, found.signs.needed) == (1, 2)
    assert verdicts(found) & {Verdict.CONTRADICTED, Verdict.OVERSTATED}


def test_an_endpoint_said_to_be_met_that_was_missed_is_held_alone(auditor: Auditor) -> None:
    deaths = TOLD.split(". ", 1)[1]
    doubt = "On the scale that decided it there was little in it between the groups."
    met = "The trial met its primary endpoint."
    found = audit(auditor, f"{OPENING} {met} {deaths} {doubt} {FILLER}")
    assert (found.signs.found, found.signs.needed) == (1, 2)
    assert Verdict.CONTRADICTED in verdicts(found)


def test_a_thing_left_out_that_is_the_only_sign_is_asked(auditor: Auditor) -> None:
    found = audit(auditor, f"{OPENING} The trial missed its primary endpoint. {FILLER}")
    lone = [o for o in found.omissions if o.is_lone]
    assert [o.code for o in lone] == ["OMIT_HARM"]
    assert hits(found, ("OMIT_HARM", "question")) == ["question"]
    lines = "\n".join(summary_lines(found, auditor.store))
    assert "Are these harms or new lesions told? (OMIT_HARM): " in lines
    assert "left out or stated otherwise" not in lines


def test_json_tells_signs_lone_ones_and_the_verdict_if_read_rightly(auditor: Auditor) -> None:
    told = json.loads(json.dumps(audit_to_dict(audit(auditor, HONEST_BUT_FOR_ONE))))
    assert told["signs"] == {"found": 1, "needed": 2}
    (claim,) = [c for c in told["claims"] if c["if_read_rightly"]]
    assert claim["verdict"] == "to-check"
    assert all(g["lone"] for g in claim["gaps"])
    assert {c["if_read_rightly"] for c in told["claims"] if c is not claim} <= {None}


def test_a_reading_that_a_person_accepts_is_held_and_one_rejected_is_gone(
    auditor: Auditor,
) -> None:
    found = audit(auditor, HONEST_BUT_FOR_ONE)
    (lone,) = [j for j in found.claims if j.if_read_rightly is not None]

    def decided(action: Action) -> Audit:
        decision = decision_of(found, lone, action)
        return apply_decisions(found, [decision])

    (accepted,) = [j for j in decided("accept").claims if j.id == lone.id]
    assert accepted.verdict is lone.if_read_rightly
    assert not any(g.is_lone for g in accepted.gaps)
    assert lone.id not in {j.id for j in decided("reject").claims}


def test_the_settings_are_what_was_measured() -> None:
    settings = read_toml("rules.toml")["signs"]
    assert settings["misread"] == round((42 + 18) / (3194 + 389), 4)
    assert needed(6, settings["misread"], settings["chance"]) == 1
    assert needed(7, settings["misread"], settings["chance"]) == 2
