"""Short articles as an editor reads them: each verdict was judged by hand against the records; and what the verdict rests on is shown.

`expected.json` holds for each article the claims (sentence, polarity, predicate, object, verdict) and what is left out, by study; a question ends with ?.
"""

from __future__ import annotations

import json
from itertools import product
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from stroma.audit.judging.results import Verdict
from stroma.audit.readers.documents import text_document

if TYPE_CHECKING:
    from stroma.audit.pipeline import Auditor

ARTICLES = Path(__file__).parent / "data" / "audit" / "editor"
EXPECTED = json.loads((ARTICLES / "expected.json").read_text(encoding="utf-8"))


def test_every_article_has_its_expected_verdicts() -> None:
    assert sorted(EXPECTED) == sorted(path.stem for path in ARTICLES.glob("*.txt"))


@pytest.mark.parametrize("name", sorted(EXPECTED))
def test_an_article_is_judged_as_an_editor_would(auditor: Auditor, name: str) -> None:
    text = (ARTICLES / f"{name}.txt").read_text(encoding="utf-8")
    audit = auditor.audit(text_document(text, name))
    terms = auditor.lexicon.terms
    claims = [
        [c.sentence + 1, c.polarity.value, c.name, terms[c.object].slug, j.verdict.value]
        for j in audit.claims
        for c in (j.candidate,)
    ]
    assert claims == EXPECTED[name]["claims"]
    omitted = {
        (o.code + "?" * o.is_question, (o.study or "").rsplit("/", 1)[-1]) for o in audit.omissions
    }
    assert sorted(map(list, omitted)) == EXPECTED[name]["omissions"]


PRODUCTS = (
    "Adipose MSC products", "Allogeneic bone marrow stem cells", "Umbilical cord stem cells", "Mesenchymal stem cells", "Stem cells",
    "NurOwn", "Darvadstrocel", "MultiStem",
)  # fmt: skip
DISEASES = (
    "multiple sclerosis", "secondary progressive MS", "ALS", "knee osteoarthritis", "lupus nephritis", "rheumatoid arthritis",
    "ischaemic stroke", "acute GVHD", "spinal cord injury", "Crohn's disease",
)  # fmt: skip
SAYINGS = ("help people with", "do not help people with", "are safe in", "are not safe in", "have no side effects in")  # fmt: skip


@pytest.mark.parametrize(("said", "disease"), list(product(SAYINGS, DISEASES)))
def test_what_a_verdict_holds_against_a_claim_is_shown_against_it(
    auditor: Auditor, said: str, disease: str
) -> None:
    """Broader products, wider diseases and animals stand beside a claim: no verdict may rest on them unseen."""
    text = " ".join(f"{name} {said} {disease}." for name in PRODUCTS)
    for j in auditor.audit(text_document(text)).claims:
        against = {g.finding for g in j.gaps if g.code in ("POLARITY", "OMIT_CONTRARY", "OMIT_HARM", "UNDERSTATED")}  # fmt: skip
        assert against - {None} <= set(j.opposing)
        if j.verdict in (Verdict.CONTRADICTED, Verdict.LEAVES_OUT):
            assert j.opposing
        if j.verdict is Verdict.NO_EVIDENCE:
            assert (j.supporting, j.opposing) == ((), ())


@pytest.mark.parametrize(
    ("text", "polarity"),
    [
        ("MSCs helped no more than placebo in MS.", "denies"),
        ("Umbilical cord stem cells eased knee pain from osteoarthritis no more than placebo.", "denies"),
        ("About as many fistulas closed with darvadstrocel as with placebo in Crohn's disease.", "denies"),
        ("Fistulas closed as often with darvadstrocel as with placebo in Crohn's disease.", "denies"),
        ("Twice as many fistulas closed with darvadstrocel as with placebo in Crohn's disease.", "affirms"),
        ("MSCs reduced relapses by no more than half in MS.", "affirms"),
        ("People with ALS given NurOwn did a little better than those on placebo.", "affirms"),
        ("People with ALS given NurOwn did little better than those on placebo.", "denies"),
    ],
)  # fmt: skip
def test_a_likeness_denies_a_benefit_and_a_little_asserts_it(
    auditor: Auditor, text: str, polarity: str
) -> None:
    (judged,) = auditor.audit(text_document(text)).claims
    assert judged.candidate.polarity.value == polarity


@pytest.mark.parametrize(
    "text",
    [
        "MSCs brought fewer enhancing lesions in MS, but this could have been chance.",
        "Darvadstrocel was given in Crohn's disease. Safety was similar in both groups.",
        "Stem cell injections for knee osteoarthritis are just as safe as cortisone.",
        "Connick's team gave MSCs to people with MS. The work appeared in 2012.",
        "MultiStem was given after stroke. Deaths were fewer in one trial and more frequent in the other.",
    ],
)  # fmt: skip
def test_what_claims_no_effect_of_the_cells_is_no_claim(auditor: Auditor, text: str) -> None:
    assert auditor.audit(text_document(text)).claims == []


@pytest.mark.parametrize(
    ("text", "polarity"),
    [
        ("MSCs kept people with MS from relapses.", "affirms"),
        ("MSCs did not keep people with MS from relapses.", "denies"),
        ("Myth: MSCs prevent relapses in MS.", "denies"),
        ("MSCs improved disability in MS, although the confidence interval included zero.", "denies"),
    ],
)  # fmt: skip
def test_kept_from_a_myth_and_an_interval_are_read(
    auditor: Auditor, text: str, polarity: str
) -> None:
    (judged,) = auditor.audit(text_document(text)).claims
    assert judged.candidate.polarity.value == polarity


def test_what_might_help_one_day_is_a_hope(auditor: Auditor) -> None:
    text = "Stem cells might one day help people with Alzheimer's disease."
    assert auditor.audit(text_document(text)).claims == []


@pytest.mark.parametrize("tail", ["with no difference in safety", "with no change in side effects"])
def test_no_difference_in_safety_takes_no_benefit_back(auditor: Auditor, tail: str) -> None:
    claims = auditor.audit(text_document(f"MSCs reduced relapses in MS, {tail}.")).claims
    benefit = [j.candidate.polarity.value for j in claims if j.candidate.name == "prevents"]
    assert benefit == ["affirms"]
