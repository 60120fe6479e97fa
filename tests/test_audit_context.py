"""What a sentence takes from others, and what it does not; links in the company of other studies; what was not judged."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import stroma
from stroma.audit import open_auditor
from stroma.audit.judging.results import Verdict
from stroma.audit.judging.unjudged import NOTHING_ON
from stroma.audit.language.languages import foreign_sentences
from stroma.audit.language.sentences import split_sentences
from stroma.audit.readers.documents import text_document
from stroma.audit.report.cards import claim_words
from stroma.audit.report.page import report_html
from stroma.audit.report.serialize import audit_to_dict
from stroma.audit.report.summary import summary_lines
from stroma.errors import InputError
from stroma.store import open_store
from stroma.vocabulary import PREFIXES, to_iri

if TYPE_CHECKING:
    from stroma.audit.judging.results import Audit
    from stroma.audit.pipeline import Auditor

NUROWN = "Cudkowicz and colleagues (2022) gave NurOwn to 196 people with ALS. "
GVHD = "Remestemcel-L is given to children with graft-versus-host disease. "


@pytest.fixture(scope="module")
def auditor() -> Auditor:
    return open_auditor()


def audited(auditor: Auditor, text: str) -> Audit:
    return auditor.audit(text_document(text, "a.txt"))


def read_as(auditor: Auditor, text: str) -> str:
    audit = audited(auditor, text)
    return claim_words(audit.claims[-1].candidate, auditor.store, auditor.lexicon.terms)


def linked(audit: Audit) -> list[str | None]:
    return [x.proposed.rsplit("/", 1)[-1] if x.proposed else None for x in audit.mentions]


def unjudged(audit: Audit) -> list[tuple[int, str]]:
    return [(u.sentence, u.reason) for u in audit.unjudged]


@pytest.mark.parametrize(
    ("text", "right", "wrong"),
    [
        (NUROWN + "Stem cells reverse epilepsy as well.", "stem cell product", "MSC-NTF"),
        (GVHD + "Darvadstrocel failed to reach its primary endpoint in ADMIRE-CD II.", "perianal fistula", "graft"),
        ("MSCs are tested in multiple sclerosis. Lenzumestrocel missed its primary endpoint.", "amyotrophic", "sclerosis multiple"),
        (NUROWN + "Two years later, Harris (2024) saw fever after the cells.", "neural progenitor", "MSC-NTF"),
    ],
)  # fmt: skip
def test_what_a_sentence_names_replaces_what_it_would_carry(
    auditor: Auditor, text: str, right: str, wrong: str
) -> None:
    words = read_as(auditor, text)
    assert right in words
    assert wrong not in words


def test_a_trial_that_is_not_held_takes_no_product_from_the_study_before(auditor: Auditor) -> None:
    audit = audited(auditor, NUROWN + "PULMO-1 in epilepsy missed its primary endpoint.")
    assert audit.claims == []
    assert unjudged(audit) == [(1, "the graph holds nothing on epilepsy")]


def test_the_same_year_means_the_study_of_that_year(auditor: Auditor) -> None:
    text = (
        "Harris (2024) gave MSC-NP to 54 people with progressive MS. Petrou (2020) treated 48 people with MS. "
        "Headache was more frequent with cells in the 2024 trial."
    )
    audit = audited(auditor, text)
    assert linked(audit) == ["mscnp-2024", "petrou-2020", "mscnp-2024"]
    assert audit.claims[-1].verdict is Verdict.SUPPORTED
    assert audit.claims[-1].supporting


def test_a_year_that_fits_no_study_named_carries_nothing(auditor: Auditor) -> None:
    audit = audited(auditor, NUROWN + "Fever was more frequent after the cells in the 2019 trial.")
    assert all("causes" not in j.candidate.name for j in audit.claims)
    assert [s for s, _ in unjudged(audit)] == [1]


def test_nothing_is_supported_with_nothing_for_it_in_any_passage(auditor: Auditor) -> None:
    seen = set()
    for path in sorted((Path(__file__).parent / "data" / "audit").glob("*.txt")):
        for judged in audited(auditor, path.read_text(encoding="utf-8")).claims:
            seen.add(judged.verdict)
            assert judged.verdict is not Verdict.SUPPORTED or judged.supporting, path.name
            assert judged.verdict is not Verdict.CONTRADICTED or judged.opposing, path.name
    assert {Verdict.SUPPORTED, Verdict.CONTRADICTED} <= seen


def test_nothing_is_supported_with_nothing_for_it(auditor: Auditor) -> None:
    text = (
        "MSC-NTF was tested in ALS. It caused dizziness. It does not help people with Parkinson's disease. "
        "Stem cells do not repair tendons. MSCs do not cure autism."
    )
    audit = audited(auditor, text)
    assert [(j.candidate.name, j.verdict, j.supporting) for j in audit.claims] == [
        ("causesAdverseEvent", Verdict.NO_EVIDENCE, ()),
        ("cures", Verdict.BACKGROUND, ()),
    ]
    assert [sentence for sentence, _ in unjudged(audit)] == [2, 3]


def test_a_carried_part_is_shown_with_its_sentence_everywhere(auditor: Auditor) -> None:
    text = (
        "Umbilical cord stem cells are sold for knee osteoarthritis. The treatment relieves pain."
    )
    audit = audited(auditor, text)
    parts = [(u.part, u.sentence) for u in audit.claims[-1].understood]
    assert parts == [("product", 0), ("disease", 0)]
    terminal = "\n".join(summary_lines(audit, auditor.store))
    html = report_html(audit, auditor.store, dict(auditor.lexicon.terms))
    assert "understood from sentence 1, “knee osteoarthritis”" in terminal
    assert "understood from sentence 1, “knee osteoarthritis”" in html
    found = audit_to_dict(audit)["claims"][-1]["understood"]
    assert [text[u["start"] : u["end"]] for u in found] == ["Umbilical cord stem cells", "knee osteoarthritis"]  # fmt: skip


def test_a_claim_that_says_everything_itself_carries_nothing(auditor: Auditor) -> None:
    (judged,) = audited(auditor, "Cord stem cells relieve pain in knee osteoarthritis.").claims
    assert judged.understood == ()


@pytest.mark.parametrize(
    ("before", "study", "slug"),
    [
        (NUROWN + GVHD, "ALSUMMIT enrolled 115 people and was negative.", "alsummit-2024"),
        (GVHD + "In MS, Uccelli (2021) saw nothing. ", "The ADMIRE study by Panes in 2016 had been positive.", "panes-2016"),
        (NUROWN, "TREASURE, in stroke, missed its goal. In heart failure nothing is known.", "houkin-2024"),
    ],
)  # fmt: skip
def test_a_named_study_links_in_company_as_alone(
    auditor: Auditor, before: str, study: str, slug: str
) -> None:
    assert linked(audited(auditor, "MSCs are cells. " + study))[-1] == slug
    assert linked(audited(auditor, before + study))[-1] == slug


def test_a_sentence_on_another_disease_is_not_judged_by_the_study_before(auditor: Auditor) -> None:
    text = "Uccelli (2021) gave MSCs to 144 people with MS. Cell therapy helps in Crohn's perianal fistula."
    audit = audited(auditor, text)
    assert audit.claims[-1].study is None


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("MSCs calmed seizures in epilepsy.", "the graph holds nothing on epilepsy"),
        ("Stem cells heal the kidney in chronic kidney disease.", "the graph holds nothing on chronic kidney disease"),
        ("Mesenchymal stem cells let the blind read again.", "the statement was not understood"),
        ("Its approval was granted after MSCs had been compared with placebo in 300 adults.", "the statement was not understood"),
    ],
)  # fmt: skip
def test_a_medical_statement_that_was_not_judged_says_so(
    auditor: Auditor, text: str, reason: str
) -> None:
    audit = audited(auditor, text)
    assert unjudged(audit) == [(0, reason)]
    lines = list(summary_lines(audit, auditor.store))
    assert "1 sentence not judged" in lines[0]
    assert any(reason in line for line in lines)
    assert reason in report_html(audit, auditor.store, dict(auditor.lexicon.terms))
    assert audit_to_dict(audit)["sentences"][0]["not_judged"] == reason


@pytest.mark.parametrize(
    "text",
    [
        "MSCs are cells of the bone marrow.",
        "Eight people received MSCs for multiple sclerosis.",
        "The trial aims to find out whether MSCs improve walking in MS.",
        "Can MSCs heal the heart?",
    ],
)
def test_what_asserts_nothing_is_not_listed(auditor: Auditor, text: str) -> None:
    assert unjudged(audited(auditor, text)) == []


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        ("MSC injections outperform cortisone in knee osteoarthritis.", Verdict.CONTRADICTED),
        ("MSC injections beat corticosteroids in osteoarthritis of the knee.", Verdict.CONTRADICTED),
        ("MSC injections were no better than cortisone in knee osteoarthritis.", Verdict.SUPPORTED),
    ],
)  # fmt: skip
def test_better_than_another_treatment_is_answered_by_comparisons_with_it(
    auditor: Auditor, text: str, verdict: Verdict
) -> None:
    """mautner-2023 compared three cell products with corticosteroid injections: no difference."""
    judged = audited(auditor, text).claims[-1]
    assert judged.verdict is verdict
    named = (*judged.supporting, *judged.opposing)
    assert {auditor.store.findings[f].source.rsplit("/", 1)[-1] for f in named} == {"mautner-2023"}


def test_a_study_on_both_sides_says_so(auditor: Auditor) -> None:
    """alsummit-2024: missed in the whole group, a gain in a subgroup found afterwards."""
    lines = "\n".join(summary_lines(audited(auditor, "ALSUMMIT missed its endpoint in ALS."), auditor.store))  # fmt: skip
    assert "alsummit-2024 (a subgroup, its size not known, control group; on both sides)" in lines
    assert "for: " not in lines


def test_every_claim_is_shown_and_every_code_has_words(auditor: Auditor) -> None:
    text = " ".join(f"MSCs improve walking in MS after {n} weeks." for n in range(2, 20))
    lines = "\n".join(summary_lines(audited(auditor, text), auditor.store))
    assert lines.count("read as:") == 18
    assert "more; " not in lines
    assert not any(line.strip().startswith(("OMIT_", "STRENGTH_")) for line in lines.splitlines())


def test_control_characters_of_an_article_do_not_reach_the_terminal(auditor: Auditor) -> None:
    text = "MSCs cure\x1b]0;owned\x07 multiple sclerosis."
    lines = "".join(summary_lines(auditor.audit(text_document(text, "a\x1b.txt")), auditor.store))
    assert "\x1b" not in lines
    assert "\x07" not in lines


def test_a_statement_on_all_stem_cells_is_not_narrowed_to_the_study_before(
    auditor: Auditor,
) -> None:
    text = "Harris (2018) gave MSC-NP to 20 people with progressive MS. Stem cells cure MS."
    assert read_as(auditor, text).startswith("stem cell product cures")


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        ("Remestemcel-L is licensed for children with acute GVHD.", Verdict.SUPPORTED),
        ("Remestemcel-L is approved for graft-versus-host disease.", Verdict.OVERSTATED),
        ("Stem cells from fat are approved by the FDA for multiple sclerosis.", Verdict.CONTRADICTED),
        ("Lenzumestrocel is approved in South Korea for ALS.", Verdict.SUPPORTED),
    ],
)  # fmt: skip
def test_an_approval_is_answered_by_what_the_regulator_says(
    auditor: Auditor, text: str, verdict: Verdict
) -> None:
    """Held: one product for one childhood complication; none for the nervous system or for joints (FDA pages)."""
    (judged,) = audited(auditor, text).claims
    assert judged.candidate.name == "approvedFor"
    assert judged.verdict is verdict
    assert judged.understood == ()


def test_studies_named_together_each_miss_their_endpoint(auditor: Auditor) -> None:
    audit = audited(auditor, "TREASURE, ALSUMMIT and ADMIRE-CD II all missed their main goals.")
    studies = [j.study.rsplit("/", 1)[-1] for j in audit.claims if j.study]
    assert studies == ["houkin-2024", "alsummit-2024", "admire-cd-ii"]
    assert {j.verdict for j in audit.claims} == {Verdict.SUPPORTED}
    assert "OMIT_PRIMARY" not in {o.code for o in audit.omissions}


def test_a_carried_product_is_never_joined_with_a_disease_of_another_study(
    auditor: Auditor,
) -> None:
    audit = audited(auditor, "Two trials failed: ALSUMMIT in ALS, TREASURE in stroke.")
    assert audit.claims == []  # above all not that lenzumestrocel, of ALSUMMIT, failed in stroke
    assert unjudged(audit) == [(0, "the statement was not understood")]


@pytest.mark.parametrize("later", ["2026-03", "2026"])
def test_an_approval_that_its_own_regulator_took_back_holds_no_more(
    later: str, tmp_path: Path
) -> None:
    path = tmp_path / "agency.ttl"
    findings = "".join(
        f"""
finding:agency-2026-f{n} a st:Finding ; st:slug "agency-2026-f{n}" ; rdfs:label "{label}"@en ;
  st:foundBy reference:agency-2026 ; rdf:subject term:stempeucel ; rdf:predicate st:approvedFor ;
  rdf:object MONDO:0005301 ; st:direction st:{direction} ; st:region "European Union" ; st:decidedOn "{day}" .
"""
        for n, label, direction, day in (
            (1, "The agency approved it.", "supports", "2020-03"),
            (2, "The agency took the approval back.", "disputes", later),
        )
    )
    path.write_text(
        "".join(f"@prefix {name}: <{iri}> .\n" for name, iri in PREFIXES.items())
        + 'reference:agency-2026 a st:Reference ; st:slug "agency-2026" ; rdfs:label "Made-up agency"@en .\n'
        + findings,
        encoding="utf-8",
    )
    said = "Stempeucel is approved in the European Union for multiple sclerosis."
    [judged] = audited(open_auditor(open_store(own_files=[path])), said).claims
    assert judged.verdict is Verdict.CONTRADICTED


def test_no_disease_that_is_covered_is_said_to_be_empty(auditor: Auditor) -> None:
    """Case reports of harm name the disease in their findings alone: the cells blinded people with macular degeneration."""
    covered = [row["covered"] for row in stroma.open_graph().ask("diseases-covered")]
    assert {"macular degeneration", "Stargardt disease", "ataxia telangiectasia"} <= set(covered)
    text = "\n\n".join(f"Stem cells injected by the clinic cured {name}." for name in covered)
    said = {reason.removeprefix(NOTHING_ON) for _, reason in unjudged(audited(auditor, text))}
    assert said & set(covered) == set()


@pytest.mark.parametrize(
    ("text", "study", "harm"),
    [
        ("Stem cells injected into the eye restore sight in age-related macular degeneration.", "kuriyan-2017", "Three people lost most of their sight"),
        ("Stem cells improve sight in Stargardt disease.", "leung-2016", ""),
    ],
)  # fmt: skip
def test_a_promise_in_a_disease_with_harms_alone_shows_them(
    auditor: Auditor, text: str, study: str, harm: str
) -> None:
    """kuriyan-2017 and leung-2016 report harms; nothing else is held on these diseases."""
    audit = audited(auditor, text)
    (j,) = audit.claims
    assert j.verdict is Verdict.NO_EVIDENCE
    assert {auditor.store.findings[f].source for f in j.beside} == {to_iri(f"study:{study}")}
    lines = "\n".join(summary_lines(audit, auditor.store))
    html = report_html(audit, auditor.store, dict(auditor.lexicon.terms))
    for said in (lines, html):
        assert re.search(f"(?i)harms held in this disease:(?:</strong>)? {harm}", said)
    other = audited(auditor, "Stem cells improve sleep in multiple sclerosis.")
    assert "harms held" not in "\n".join(summary_lines(other, auditor.store))


MIXED = """Mesenchymal stem cells reduced relapses in multiple sclerosis. The trial had no control group.

Mesenchymale Stammzellen heilen Multiple Sklerose und sind in Europa zugelassen. Es gab keine Nebenwirkungen bei den Patienten.

Les cellules souches guérissent la sclérose en plaques. Elles sont autorisées en Europe et il n'y a pas d'effets secondaires.
"""


def test_paragraphs_in_other_languages_are_listed_as_not_read(auditor: Auditor) -> None:
    audit = audited(auditor, MIXED)
    assert {j.candidate.sentence for j in audit.claims} <= {0, 1}
    told = [s["not_judged"] for s in audit_to_dict(audit)["sentences"]]
    assert told[2:] == ["not read, in German"] * 2 + ["not read, in French"] * 2
    lines = "\n".join(summary_lines(audit, auditor.store))
    assert "4 sentences not read (German, French)" in lines.split("\n")[0]
    assert "sentences 3 to 4, in German: “Mesenchymale Stammzellen heilen" in lines
    html = report_html(audit, auditor.store, dict(auditor.lexicon.terms))
    assert "Sentences 5 to 6, in French: “Les cellules souches" in html
    assert html.count("Not read, in German.") == 2
    assert "<strong>4</strong> not read, in German, French" in html


def test_a_text_in_another_language_is_refused_and_one_with_an_english_part_is_read(
    auditor: Auditor,
) -> None:
    _, german, french = MIXED.strip().split("\n\n")
    for text in (german * 3, f"{german}\n\n{french}", f"Stammzellen\n\n{german}\n\nMSC"):
        with pytest.raises(InputError, match="stroma audit reads English only"):
            audited(auditor, text)
    short = "Mesenchymal stem cells reduced relapses in MS. MSCs are safe in MS."
    audit = audited(auditor, f"{short}\n\n{german}\n\n{french}")
    assert [s for s, _ in unjudged(audit)] == [2, 3, 4, 5]


def test_english_sentences_with_names_and_foreign_words_are_english() -> None:
    """Every sentence of the test articles, which are English."""
    for path in sorted((Path(__file__).parent / "data/audit/editor").glob("*.txt")):
        text = path.read_text(encoding="utf-8")
        assert foreign_sentences(text, split_sentences(text)) == {}, path.name


@pytest.mark.parametrize(
    ("advert", "listed"),
    [
        ("- Zero risk of tumours\n- Free parking", ["Zero risk of tumours"]),
        ("Zero risk of tumours\n\nFind us in town.", ["Zero risk of tumours"]),
        ("0 % infections", ["0 % infections"]),
        ("Say goodbye to knee pain.", ["Say goodbye to knee pain."]),
        ("Our success rate in autism is 85 %.", ["Our success rate in autism is 85 %."]),
        ("- Knee: 92 %\n- Autism: 85 %\n- Spinal cord: 70 %", ["Knee: 92 %", "Autism: 85 %", "Spinal cord: 70 %"]),
        ("Success rate\n\nKnee 92 %\n\nBack 70 %", ["Knee 92 %", "Back 70 %"]),
        ("About 85 % of people with MS have relapses at first, and most are women.", []),
        ("No risk factor is known.", []),
        ("She said goodbye to her hosts.", []),
    ],
)  # fmt: skip
def test_the_language_of_adverts_does_not_pass_without_a_word(
    auditor: Auditor, advert: str, listed: list[str]
) -> None:
    opening = "Our clinic injects mesenchymal stem cells into everybody who asks.\n\n"
    audit = audited(auditor, opening + advert)
    spans = [audit.reading.sentences[u.sentence].span for u in audit.unjudged if u.sentence]
    assert [audit.document.text[s.start : s.end].strip("- ") for s in spans] == listed
