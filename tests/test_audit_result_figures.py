"""The figures of a result tell it, however they are phrased; a missed endpoint left out beside a gain is held alone.

Expected figures are those of the records: admire-cd-ii 48.8 % v 46.3 %, p 0.571; act-aki 15 v 12 days, hazard ratio 0.81 (0.53 to 1.24);
deng-2017 9 of 12 v 5 of 6; alsummit-2024 31.2 v 26.4 in a subgroup; juventas 19 % v 13 %; start-2019 30 % v 15 % dead; must-ards 25 % v
45 %; dream-hf 4.6 % v 13.0 %; nephstrom-2023 2 of 12 dead; sci-admsc-2024 headache in 8 of 10; realistic-2018 serious events commoner.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from stroma.audit.claims.arms import arms_of
from stroma.audit.judging.result_figures import gives_result
from stroma.audit.judging.results import Verdict
from stroma.audit.readers.documents import text_document
from stroma.audit.report.serialize import audit_to_dict, hits
from stroma.vocabulary import to_iri

if TYPE_CHECKING:
    from stroma import model as m
    from stroma.audit.judging.results import Audit
    from stroma.audit.pipeline import Auditor

FILLER = " ".join(["The garden of the hospital was lovely that spring."] * 9)
ADMIRE = "ADMIRE-CD II gave darvadstrocel or placebo to 568 people with Crohn's fistulas."
ALSUMMIT = "ALSUMMIT gave lenzumestrocel or a sham procedure to 115 people with ALS."
JUVENTAS = (
    "JUVENTAS gave marrow cells or placebo to 160 people with critical limb ischaemia, who all"
)


def audited(auditor: Auditor, text: str) -> Audit:
    return auditor.audit(text_document(text, "a.txt"))


def held_against(found: Audit) -> set[str]:
    claims = {g.code for j in found.claims for g in j.gaps if not g.is_question}
    return claims | {o.code for o in found.omissions if not o.is_question}


def finding(auditor: Auditor, study: str, outcome: str) -> m.Finding:
    own = auditor.matcher.of_study(to_iri(f"st:studies/{study}"))
    own = own or next(
        auditor.matcher.of_study(iri)
        for iri in auditor.store.records.studies
        if iri.endswith(f"/{study}")
    )
    terms = auditor.lexicon.terms
    return next(f for f in own if not f.derived and terms[f.object].slug == outcome and f.value)


@pytest.mark.parametrize(
    ("study", "outcome", "words", "is_given"),
    [
        ("admire-cd-ii", "fistula-closure", "48.8 per cent of the cell group, and so were 46.3 per cent of the placebo group", True),
        ("admire-cd-ii", "fistula-closure", "48·8% versus 46·3%", True),
        ("admire-cd-ii", "fistula-closure", "It came to 49 as against 46 per cent", True),
        ("admire-cd-ii", "fistula-closure", "a p-value of 0.571", True),
        ("admire-cd-ii", "fistula-closure", "48.8 per cent of the cell group were in remission", False),
        ("admire-cd-ii", "fistula-closure", "remission rose from 46.3% to 48.8%", False),
        ("act-aki", "kidney-function", "a median of 15 days with cells and 12 with placebo", True),
        ("act-aki", "kidney-function", "hazard ratio 0.81, 95% CI 0.53 to 1.24", True),
        ("act-aki", "kidney-function", "after 15 months, and 12 in the town", False),
        ("deng-2017", "renal-remission", "Nine of the twelve went into remission. Of those on placebo, five of the six", True),
        ("deng-2017", "renal-remission", "Nine of the twelve went into remission, five of them wholly", False),
    ],
)  # fmt: skip
def test_the_figures_of_both_groups_an_effect_or_a_p_value_give_a_result(
    auditor: Auditor, study: str, outcome: str, words: str, is_given: bool
) -> None:
    assert gives_result(words, finding(auditor, study, outcome)) is is_given


@pytest.mark.parametrize(
    "told",
    [
        "At 24 weeks 48.8 per cent of the cell group were in remission, and so were 46.3 per cent of the placebo group.",
        "In the cell group remission came to 48.8%. And in the placebo group? 46.3.",
    ],
)
def test_a_result_told_by_its_figures_is_not_left_out(auditor: Auditor, told: str) -> None:
    assert held_against(audited(auditor, f"{ADMIRE} {told}")) == set()


def test_figures_that_are_made_a_success_of_are_held_against_it(auditor: Auditor) -> None:
    text = f"{ADMIRE} 48.8% of those given cells went into remission, against 46.3% on placebo. Darvadstrocel therefore heals fistulas in Crohn's disease."
    assert held_against(audited(auditor, text)) & {"POLARITY", "OMIT_PRIMARY"}


@pytest.mark.parametrize(
    ("told", "is_held"),
    [
        ("After twelve months patients stood at 31.2 points with the cells and at 26.4 after the sham.", True),
        ("After twelve months patients stood at 31.2 points with the cells and at 26.4 after the sham, though its main goal was missed.", False),
        ("Over everybody the two groups came out alike. Slow decliners stood at 31.2 points with cells and at 26.4 after the sham.", False),
        ("It was safe, but it did no better than the sham. Slow decliners stood at 31.2 points with cells and at 26.4 after the sham.", False),
        ("It ran for two years.", False),
    ],
)  # fmt: skip
def test_a_gain_without_the_missed_endpoint_is_held_though_it_is_the_only_sign(
    auditor: Auditor, told: str, is_held: bool
) -> None:
    found = audited(auditor, f"{ALSUMMIT} {told}\n\n{FILLER}")
    assert (held_against(found) == {"OMIT_PRIMARY"}) is is_held
    assert found.signs.found < found.signs.needed


def test_a_denial_of_another_outcome_tells_no_missed_endpoint(auditor: Auditor) -> None:
    text = (
        "DREAM-HF gave rexlemestrocel-L or a sham to 565 people with heart failure. Heart attacks or strokes came to 4.6% with cells "
        f"and 13.0% after the sham. {{}}\n\n{FILLER}"
    )
    other = audited(auditor, text.format("All-cause mortality was not lowered."))
    assert held_against(other) == {"OMIT_PRIMARY"}
    told = audited(auditor, text.format("What it had set out to lower did not fall."))
    assert held_against(told) == set()


@pytest.mark.parametrize(
    ("told", "is_held"),
    [
        ("Six months later 13% of the treated patients had lost a leg, and 19% of those on placebo.", True),
        ("Six months later 19% of the treated patients had lost a leg, and 13% of those on placebo.", False),
    ],
)  # fmt: skip
def test_groups_told_the_wrong_way_round_are_held_though_they_are_the_only_sign(
    auditor: Auditor, told: str, is_held: bool
) -> None:
    found = audited(auditor, f"{JUVENTAS} had pain at rest. {told}\n\n{FILLER}")
    assert ("NUMBER_MISMATCH" in held_against(found)) is is_held


def test_groups_named_before_their_figures_are_read_in_their_order() -> None:
    arms = arms_of("Twenty patients had cells and ten had placebo; 25% and 45% died.")
    assert arms is not None
    assert (arms.pair, arms.is_attached) == (("25", "45"), False)
    named = arms_of("Of those on placebo 28% responded and of those given cells 33%.")
    assert named is not None
    assert (named.pair, named.is_attached) == (("33", "28"), True)


def test_size_and_design_left_out_are_a_remark_and_no_sign(auditor: Auditor) -> None:
    text = "ADMIRE-CD II gave darvadstrocel or placebo in Crohn's fistulas, and missed its primary endpoint."
    found = audited(auditor, text)
    (remark,) = [o for o in found.omissions if o.code == "OMIT_N_DESIGN"]
    assert remark.is_question
    assert found.signs.found == 0
    assert hits(found, ("OMIT_N_DESIGN", "question")) == ["OMIT_N_DESIGN", "question"]
    (told,) = [o for o in audit_to_dict(found)["omissions"] if o["code"] == "OMIT_N_DESIGN"]
    assert told["lone"]


@pytest.mark.parametrize(
    "text",
    [
        'NurOwn is a cell therapy for ALS. Every Friday somebody posts that it "works in early ALS". In the phase 3 trial of 196 people '
        "(Cudkowicz, 2022) 32.6% responded with cells and 27.7% with placebo.",
        'The trial of NurOwn in 196 people with ALS (Cudkowicz, 2022) missed its endpoint. "At least NurOwn is harmless." The FDA saw modestly more deaths with '
        "the cells.",
    ],
)
def test_what_others_are_quoted_to_say_and_the_text_answers_is_asked(
    auditor: Auditor, text: str
) -> None:
    found = audited(auditor, text)
    assert not {j.verdict for j in found.claims} & {Verdict.CONTRADICTED, Verdict.OVERSTATED}
    alone = audited(auditor, text[: text.rindex(". ") + 1].replace('"', ""))
    assert alone.claims


def test_a_paragraph_on_models_names_the_animals_once(auditor: Auditor) -> None:
    text = (
        "In mice with EAE, mesenchymal cells have softened the course. Zappia and colleagues (2005) found marrow cells effective when given "
        "before onset or at the peak. Gerdoni and colleagues (2007) described milder disease and fewer relapses. Cord-matrix cells helped "
        "rats only for a while (Donders, 2015). In mice fed cuprizone remyelination was better after marrow cells."
    )
    assert held_against(audited(auditor, text)) == set()


@pytest.mark.parametrize(
    ("told", "code"),
    [
        ("All participants were alive at the end of the 18 months.", "OMIT_HARM"),
        ("Everybody was alive after a week, and two of the twelve had died at the end.", None),
    ],
)
def test_that_all_lived_is_held_where_people_died(
    auditor: Auditor, told: str, code: str | None
) -> None:
    text = f"NEPHSTROM gave ORBCEL-M to twelve people with diabetic kidney disease and placebo to four. {told}\n\n{FILLER}"
    assert held_against(audited(auditor, text)) == ({code} if code else set())


def test_a_harm_that_the_study_itself_saw_is_denied(auditor: Auditor) -> None:
    text = (
        "Bydon's team gave ten people with spinal cord injury cells from their own fat.\n\n"
        "The phase 1 study had no comparison group. The answer was reassuring: nobody went home with so much as a headache.\n\n"
        f"{FILLER}"
    )
    found = audited(auditor, text)
    assert {x.proposed for x in found.mentions} == {found.mentions[0].proposed}
    assert "OMIT_HARM" in held_against(found)


def test_events_called_no_commoner_are_not_told_where_they_were_commoner(auditor: Auditor) -> None:
    text = (
        "REALISTIC gave CD133-positive cells to people with cirrhosis, whose MELD score changed no more than with usual care. The cells "
        "were safe, since serious complications were no commoner than in the other arms."
    )
    assert "OMIT_HARM" in held_against(audited(auditor, text))


def test_a_harm_of_which_a_wide_ratio_alone_is_held_is_asked(auditor: Auditor) -> None:
    """juventas: death, cancer or admission for infection, relative risk 1.46 (95% CI 0.63 to 3.38)."""
    text = f"{JUVENTAS} had pain at rest. With cells 19% lost a leg, with placebo 13%, a difference that chance explains."
    found = audited(auditor, text)
    assert [o.code for o in found.omissions if not o.is_remark] == ["OMIT_HARM"]
    assert held_against(found) == set()


def test_people_who_died_are_not_the_size_of_the_study(auditor: Auditor) -> None:
    text = (
        "ACT-AKI gave AC607 or placebo to 156 people with injured kidneys after heart surgery, without a gain. By the last follow-up "
        "twelve people had died against six."
    )
    assert "NUMBER_MISMATCH" not in held_against(audited(auditor, text))


def test_a_licence_across_the_union_is_an_approval(auditor: Auditor) -> None:
    text = "Darvadstrocel is licensed across the European Union for fistulas in Crohn's disease."
    (judged,) = audited(auditor, text).claims
    assert (judged.candidate.name, judged.verdict) == ("approvedFor", Verdict.CONTRADICTED)
