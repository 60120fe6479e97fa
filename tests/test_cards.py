"""Cards: what a person reads first about a term, a study, a proposition, an article."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest

from stroma.cards import NO_ADVICE, card
from stroma.cards.counts import study_counts
from stroma.cards.propositions import proposition_card
from stroma.cards.terms import term_card
from stroma.errors import UnknownTermError
from stroma.keys import Key, proposition_iri
from stroma.model import Proposition, Stance
from stroma.sentences import counts_in_words, evidence_sentence
from stroma.vocabulary import ST, to_curie
from viewer_pages import narrow_store

if TYPE_CHECKING:
    from stroma.store import EvidenceStore


def test_a_term_card_shows_support_and_its_absence(packaged: EvidenceStore) -> None:
    text = card(packaged, "autologous adipose MSC").text()
    # hbms01-2025 (congress report, sponsor, n 24) beside fernandez-2018 and stepien-2016 (propositions.tsv).
    assert (
        "(+) autologous adipose MSC product ameliorates relapsing-remitting multiple sclerosis"
        in text
    )
    assert "[–] autologous adipose MSC product improves disability, in multiple sclerosis" in text
    assert "congress report only" in text
    assert text.endswith(NO_ADVICE)


def test_a_card_stops_after_twelve_relations_unless_all_are_wanted(packaged: EvidenceStore) -> None:
    short, whole = card(packaged, "MSC product"), card(packaged, "MSC product", everything=True)
    assert any(section.left_out for section in short.sections)
    assert not any(section.left_out for section in whole.sections)
    assert len(whole.text()) > len(short.text())


def test_a_study_card_says_how_it_was_read_and_what_it_missed(packaged: EvidenceStore) -> None:
    text = card(packaged, "mscnp-2024").text()
    assert "endpoint met      not met" in text
    assert "read as           abstract" in text
    assert "33% vs 37%" in text  # findings.tsv, mscnp-2024-f1
    assert "entered           Stroma curators on 2026-11-25" in text


def test_a_proposition_card_puts_for_and_against_side_by_side(packaged: EvidenceStore) -> None:
    key = Key(
        packaged.resolve_term("darvadstrocel"),
        ST + "ameliorates",
        packaged.resolve_term("crohn-perianal-fistula"),
        None,
    )
    found = card(packaged, to_curie(proposition_iri(key)))
    titles = [section.title for section in found.sections]
    assert titles[:3] == ["For it", "No effect shown", "Against it"]
    assert "Where they disagree" in titles
    assert found.sections[0].entries[0].lines[0] == "panes-2016"
    assert found.sections[1].entries[0].lines[0] == "admire-cd-ii"


def test_a_disease_that_got_better_by_a_surrogate_names_it(packaged: EvidenceStore) -> None:
    """msc-hf-2015: the primary endpoint was a volume of the heart."""
    key = Key(
        packaged.resolve_term("autologous-bm-msc-product"),
        ST + "ameliorates",
        packaged.resolve_term("ischaemic-heart-failure"),
        None,
    )
    words = "measured by a surrogate: left ventricular end-systolic volume"
    statement = card(packaged, to_curie(proposition_iri(key)))
    assert words in dict(statement.facts)["evidence"]
    assert words in card(packaged, "autologous-bm-msc-product").text()
    assert "surrogate    yes" in card(packaged, "lvesv").text()
    assert "surrogate" not in card(packaged, "edss").text()


def test_an_article_card_lists_claims_in_reading_order(packaged: EvidenceStore) -> None:
    entries = card(packaged, "msc-for-ms").sections[0].entries
    # 36 rows of article_claims.tsv, 6 of them without a proposition, some with two or more: 40 rows of propositions.tsv.
    assert len(entries) == 34
    positions = [int(entry.lines[1].split()[1]) for entry in entries]
    assert positions == sorted(positions)


@pytest.mark.parametrize(
    ("name", "curie"),
    [
        ("MS", "MONDO:0005301"),
        ("nurown", "term:msc-ntf"),
        ("10.1016/S1474-4422(21)00301-X", "study:uccelli-2021"),
        ("nct03280056", "study:cudkowicz-2022"),
        ("finding:stepien-2016-f4", "study:stepien-2016"),
    ],
)
def test_many_names_lead_to_one_thing(packaged: EvidenceStore, name: str, curie: str) -> None:
    assert to_curie(packaged.resolve(name)) == curie


def test_an_unknown_name_gets_the_nearest(packaged: EvidenceStore) -> None:
    with pytest.raises(UnknownTermError, match="multiple sclerosis"):
        packaged.resolve("multiple sclerosys")


def test_long_lines_wrap_with_a_hanging_margin(packaged: EvidenceStore) -> None:
    lines = card(packaged, "multiple sclerosis").text(width=80).splitlines()
    assert max(len(line) for line in lines) <= 80


def test_a_benefit_that_narrower_trials_do_not_uphold_is_not_plainly_supported() -> None:
    text = card(narrow_store(), "term:made-up-disease").text()
    assert "(+) made-up product st:ameliorates made-up disease" in text
    assert "supported, but not in narrower trials; level 1" in text
    assert "[+] made-up product" not in text


def test_a_card_counts_studies_of_the_same_people_once_and_reviews_apart(
    counted: EvidenceStore,
) -> None:
    # Hand count from the fact sheets: gupta-2016, lee-2019, mautner-2023, bmmsc-knee-2025, sculptor, adipoa2,
    # shapiro-bmac-knee, ruane-2021; two meta-analyses.
    shown = card(counted, "osteoarthritis, knee")
    assert dict(shown.facts)["evidence"].startswith("8 human studies (8 controlled); 2 reviews;")
    # petrou-2022 measured the people of petrou-2020; nguyen-2024 is a harm in one person with MS.
    petrou = study_counts(counted, counted.resolve_term("MS"))
    assert str(petrou) == "29 human studies (8 controlled); 4 reviews; 12 animal or in-vitro"
    assert shown.sections[-1].title == "How studies are counted"


def test_a_card_without_harms_says_that_none_was_entered(packaged: EvidenceStore) -> None:
    # oh-2018 and alsummit-2024 say nothing here on harm after lenzumestrocel; multiple sclerosis has findings on harm.
    silent = {s.title: s.entries for s in card(packaged, "lenzumestrocel").sections}
    assert "absence of records, not of harm" in silent["Is it safe?"][0].lines[0]
    assert "absence of records" not in card(packaged, "multiple sclerosis").text()


def test_nobody_improves_an_improvement(packaged: EvidenceStore) -> None:
    text = card(packaged, "multiple sclerosis", everything=True).text()
    assert "leads to no evidence of disease activity" in text
    assert "leads to sustained improvement of disability" in text
    assert "improves no evidence" not in text
    assert "improves bladder function" in text


def test_a_withdrawn_approval_says_where_and_when(packaged: EvidenceStore) -> None:
    """m48: ema.europa.eu/en/news/alofisel-withdrawn-eu-market."""
    text = card(packaged, "Alofisel").text()
    assert (
        "European Union, 2024-12-13: not approved; authorised in the EU in 2018, withdrawn" in text
    )
    held = card(packaged, "Ryoncil").text()
    assert "United States, 2024-12-18: approved" in held
    assert "not approved; European Union, 2024-12-13" in card(packaged, "ema-2024-12").text()


@pytest.mark.parametrize(
    ("name", "is_said"), [("ALS", True), ("lenzumestrocel", True), ("remestemcel-L", False)]
)
def test_what_is_refused_for_a_whole_kind_stands_on_the_card_of_each(
    packaged: EvidenceStore, name: str, is_said: bool
) -> None:
    """m46: the FDA, June 2021, on any neurological disorder; a refusal is passed on, an approval is not."""
    uses = {s.title: s.entries for s in card(packaged, name).sections}["Is it in use?"]
    found = [entry for entry in uses if "for nervous system disorder" in entry.lines[0]]
    assert bool(found) is is_said
    if is_said:
        assert (
            "United States, 2021-06-03: not approved; any neurological disorder" in found[0].lines
        )
        assert found[0].lines[-1].startswith("said of every ")


def test_long_lists_of_narrower_terms_are_cut_and_counted(packaged: EvidenceStore) -> None:
    n = len(packaged.narrower(packaged.resolve_term("disease"))) - 1
    listed = dict(card(packaged, "disease").facts)["includes"]
    assert listed.endswith(f" and {n - 30} more")
    assert listed.count(", ") < n
    whole = dict(card(packaged, "disease", everything=True).facts)["includes"]
    assert whole.count(", ") >= n - 1
    assert " more" not in whole


def test_what_was_decided_stands_before_what_is_only_studied(packaged: EvidenceStore) -> None:
    uses = {s.title: s.entries for s in card(packaged, "multiple sclerosis").sections}
    first = [entry.lines[0][4:] for entry in uses["Is it in use?"]]
    assert first[1] == "regenerative medicine product is approved for multiple sclerosis"


def test_who_saw_a_harm_without_tying_it_to_the_product_is_not_said_to_have_missed_it(
    packaged: EvidenceStore,
) -> None:
    """barnhoorn-2019-f2: two malignancies, called unrelated to the cells."""
    text = card(packaged, "allogeneic bone-marrow MSC product", everything=True).text()
    after = text.split("causes tumour or malignancy, in perianal fistula")[1].splitlines()[1]
    assert "seen, not shown to come from it" in after
    assert "0 report it as a harm, 1 did not (13 people)" in after
    assert "[~] allogeneic bone-marrow MSC product causes tumour or malignancy" in text


def test_a_death_after_the_cells_is_never_told_as_not_seen(packaged: EvidenceStore) -> None:
    """deng-2017: one of twelve died of pneumonia; houkin-2024: 13 of 104 died against 10 of 102."""
    text = card(packaged, "lupus nephritis").text()
    assert "[~] umbilical-cord MSC product causes death, in lupus nephritis" in text
    assert "deng-2017: 1 of 12" in text
    assert "[~] harm seen, but not shown to come from it" in text
    assert "houkin-2024: 13 of 104 (12.5%) v 10 of 102 (9.8%)" in card(packaged, "stroke").text()
    assert "none" not in text.split("Is it safe?")[1].split("Is it in use?")[0].split("placebo")[0]


def test_people_asked_in_a_survey_are_no_patients(packaged: EvidenceStore) -> None:
    """stem-cell-tourism-survey: 204 neurologists; how many patients they spoke of is not stated."""
    text = card(packaged, "stem cell product of unstated type", everything=True).text()
    assert "204" not in text


def test_the_head_of_a_card_counts_benefit_apart_from_safety(packaged: EvidenceStore) -> None:
    """A harm that was seen and the word "safe" are no support of a benefit."""
    facts = dict(card(packaged, "amyotrophic lateral sclerosis").facts)
    assert "supported but thin" not in facts["benefit"].replace("not supported", "")
    assert "harms: 2 seen" in facts["safety"]
    injury = dict(card(packaged, "spinal cord injury").facts)
    assert injury["benefit"] == "3 statements: 2 uncontrolled only, 1 not supported"
    # sci-admsc-2024-f2 (two), f3; dlouhy-2014, williamson-2021 and chen-2016 (one content); oh-2016-sci-f2.
    assert injury["safety"] == (
        "5 statements: harms: 3 seen · 1 looked for; not seen · "
        "1 looked for; not shown to come from it"
    )


def test_all_shows_all_that_was_measured_with_a_scale(packaged: EvidenceStore) -> None:
    def measured(everything: bool) -> Any:
        shown = card(packaged, "EDSS", everything=everything).sections
        return next(s for s in shown if s.title == "Measured with it")

    assert measured(False).left_out > 0
    assert measured(True).left_out == 0
    assert len(measured(True).entries) == len(measured(False).entries) + measured(False).left_out


def test_an_approval_is_told_as_a_decision_and_not_as_a_result(packaged: EvidenceStore) -> None:
    """m48 (withdrawn in the EU), m46 (Neuronata-R, through a review)."""
    text = card(packaged, "Alofisel").text()
    assert "approved by one decision, not or no longer by another; ema-2024-12" in text
    (held,) = (e for s in card(packaged, "lenzumestrocel").sections for e in s.entries if "[r]" in e.lines[0])  # fmt: skip
    assert held.lines[1] == "approved; known second-hand only; msc-pharmacokinetics-2024"
    assert "[r] approved by a regulator" in card(packaged, "lenzumestrocel").text()
    counted = packaged.propositions.values()
    assert "decisions: 1 approved" in counts_in_words(
        [p for p in counted if p.iri == held.records[0].iri]
    )


def test_a_narrow_disease_names_the_studies_of_wider_ones(packaged: EvidenceStore) -> None:
    # cohen-2022 gave NurOwn in chronic progressive MS, of which the primary progressive course is one.
    said = dict(card(packaged, "PPMS").facts)["wider"]
    assert said.startswith("asked of a wider disease that includes it: ")
    assert "chronic progressive multiple sclerosis: " in said
    assert "cohen-2022" in said
    assert " studies and 4 reviews (" in said
    assert "wider" not in dict(card(packaged, "NurOwn").facts)
    assert "wider" not in dict(card(packaged, "EAE").facts)


def test_an_approval_for_a_wider_disease_is_shown_with_its_limit(packaged: EvidenceStore) -> None:
    # Temcell: Japan 2015, for acute GVHD.
    text = card(packaged, "steroid-refractory acute GVHD").text()
    assert (
        "Temcell (allogeneic bone-marrow MSC) is approved for acute graft versus host disease"
        in text
    )
    assert (
        "approved for the wider acute graft versus host disease; "
        "whether steroid-refractory acute graft versus host disease is covered was not checked"
    ) in text
    assert "approved for the wider" not in card(packaged, "acute GVHD").text()


def test_a_wide_statement_that_nobody_measured_says_what_narrower_ones_found(
    packaged: EvidenceStore,
) -> None:
    shown = card(packaged, "MS", everything=True)
    entries = {e.lines[0]: e.lines for s in shown.sections for e in s.entries}
    wide = entries["[ ] MSC product ameliorates multiple sclerosis"]
    narrower = [
        p
        for p in packaged.propositions.values()
        if p.predicate == ST + "ameliorates"
        and p.stance is not Stance.NO_EVIDENCE
        and p.subject in packaged.narrower(packaged.resolve_term("MSC product"))
        and p.object in packaged.narrower(packaged.resolve_term("MS"))
    ]
    assert f"{len(narrower)} narrower statements: " in wide[-1]
    assert re.search(
        r"itself; in people \d+ for, \d+ no effect shown, \d+ against on narrower terms", wide[-1]
    )
    # Of several outcomes one may be better by chance: only statements are counted.
    many = entries["[ ] MSC product improves symptoms and functional status, in multiple sclerosis"]
    assert "in people" not in many[-1]
    # What is narrower was not measured either.
    assert len(entries["[ ] MSC product cures multiple sclerosis"]) == 2
    assert "[ ] not measured itself" in shown.legend()


def test_people_are_those_known_and_those_of_the_level_that_decides(
    packaged: EvidenceStore,
) -> None:
    # tompkins-2017 gives no number for its arm on walking; li-2014 alone, of 23 people, was controlled.
    text = card(packaged, "frailty of old age").text()
    assert (
        "2 for, 1 no effect shown, 0 against, of 2 studies in all, in 15 people and 1 study of unknown size (of 30 in all arms)"
        in text
    )
    found = (
        p
        for p in packaged.propositions.values()
        if p.label == "umbilical-cord MSC product improves disability, in multiple sclerosis"
    )
    assert (
        "level 3, controlled, not randomised (23 people); in people 2 for, 0 no effect shown, 0 against (43 people in all)"
    ) in evidence_sentence(next(found))


def test_who_was_enrolled_and_who_was_analysed_stand_together(packaged: EvidenceStore) -> None:
    # The record of ixcell-dcm: analysed were 109 of 126 randomised; chagas-bmc-2012 183 of 234, msc-hf-2015 55 of 60.
    study = card(packaged, "ixcell-dcm").text()
    assert "126 enrolled / 58 treated / 109 analysed" in study
    assert "126 enrolled, 109 analysed; at 12 months" in study
    assert "      ixcell-dcm: 126 enrolled, 109 analysed" in card(packaged, "ixmyelocel-T").text()
    for name, told in (
        ("chagas-bmc-2012", "234 enrolled, 183"),
        ("msc-hf-2015", "60 enrolled, 55"),
    ):
        assert f"{told} analysed" in card(packaged, name).text()
    # Nobody says how many were analysed.
    assert "analysed" not in dict(card(packaged, "houkin-2024").facts)["people"]


def test_the_card_of_a_route_says_that_its_statements_are_about_the_route(
    packaged: EvidenceStore,
) -> None:
    route = packaged.records.terms[packaged.resolve_term("intrathecal")]
    shown = term_card(packaged, route, everything=False)
    assert dict(shown.facts)["benefit"].startswith("1 statement: ")
    lines = [line for entry in shown.sections[-1].entries for line in entry.lines]
    assert any(line.startswith("statements: about the term itself") for line in lines)
    disease = packaged.records.terms[packaged.resolve_term("ALS")]
    assert len(term_card(packaged, disease, everything=False).sections[-1].entries) == 1


def test_an_outcome_without_a_study_names_what_was_seen_beside_it(packaged: EvidenceStore) -> None:
    # Blindness is told by a reference alone; severe visual loss was seen in people.
    shown = card(packaged, "blindness").text()
    assert "beside it    severe visual loss after treatment (1 human study)" in shown
    assert "beside it" not in card(packaged, "headache").text()


def test_harms_told_only_as_a_whole_are_no_absence_of_records(packaged: EvidenceStore) -> None:
    text = card(packaged, "Parkinson disease").text()
    assert "harms were looked for and told only as a whole" in text
    assert "schiess-2025: adverse events: mild and transient" in text
    assert "nothing is entered here on harm" not in text


def test_a_part_of_a_trial_is_not_told_by_the_design_of_the_trial(packaged: EvidenceStore) -> None:
    """lublin-2014-f2: the course of one of 16 people; lee-2019: changes within one arm."""
    ms = dict(card(packaged, "MS").facts)
    assert ms["found against it"] == "lublin-2014 (one patient of 16, no comparison): MRI lesion activity"  # fmt: skip
    assert "uccelli-2021 (crossover randomised, 144 people)" in ms["showed no effect"]
    knee = dict(card(packaged, "knee osteoarthritis").facts)
    part = "lee-2019 (change within one arm of a trial, randomised controlled, 24 people): "
    assert part in knee["found both"]


def test_for_no_effect_and_against_stand_side_by_side_at_the_top(packaged: EvidenceStore) -> None:
    """Knee: two reviews and one small trial for it; mautner-2023 (480), sculptor (321), adipoa2 (135), gupta-2016 (60) and
    shapiro-bmac-knee (25) without effect; lee-2019 and ruane-2021 found both."""
    facts = dict(card(packaged, "knee osteoarthritis").facts)
    assert facts["found for it"].startswith(
        "whittle-cochrane-knee (meta analysis, 544 people, congress report only): "
    )
    assert facts["showed no effect"].startswith(
        "mautner-2023 (randomised controlled, 480 people): the disease as a whole, pain; sculptor"
    )
    assert facts["found against it"] == "no study"
    named = re.findall(
        r"([a-z0-9-]+) \(",
        " ".join(v for k, v in facts.items() if k.startswith(("found ", "showed "))),
    )
    assert len(named) == len(set(named)) == 10
    (helps,) = (
        s for s in card(packaged, "knee osteoarthritis").sections if s.title == "Does it help?"
    )
    marks = [entry.lines[0][:3] for entry in helps.entries]
    # ruane-2021 against mautner-2023 and shapiro-bmac-knee is the one that is contested.
    assert set(marks[:3]) == {"[–]", "[±]", "(+)"}
    assert {"[–]", "(+)"} == set(marks[3:5]) == set(marks[5:7])


def test_how_a_result_is_known_stands_with_it_whatever_it_was(packaged: EvidenceStore) -> None:
    # petrou-2020 met its endpoint, sculptor missed it; both records say that they were read at second hand, from the sponsor.
    told = "reported by the sponsor only; known second-hand only"
    assert dict(card(packaged, "petrou-2020").facts)["endpoint met"] == f"met; {told}"
    assert dict(card(packaged, "sculptor").facts)["endpoint met"] == f"not met; {told}"
    # The volume of the heart at the end of a beat is a surrogate.
    heart = dict(card(packaged, "msc-hf-2015").facts)
    assert heart["endpoint met"] == "met; measured by a surrogate"
    assert dict(card(packaged, "mautner-2023").facts)["endpoint met"] == "not met"
    knee = dict(card(packaged, "knee osteoarthritis").facts)
    how = "reported by the sponsor only, known second-hand only"
    assert f"sculptor (randomised controlled, 321 people, {how}): " in knee["showed no effect"]


def test_a_review_that_pools_more_than_is_entered_is_named(packaged: EvidenceStore) -> None:
    # The note of the Cochrane review: 8 trials against placebo and 17 others; knee-oa-meta-2020 pools seven of the eight here.
    knee = dict(card(packaged, "knee osteoarthritis").facts)
    assert knee["reviews of more"] == (
        "whittle-cochrane-knee pools 25 studies of stem cell product, more than are entered here"
    )
    assert dict(card(packaged, "whittle-cochrane-knee").facts)["studies pooled"] == "25"
    assert "reviews of more" not in dict(card(packaged, "heart failure").facts)


def test_a_study_without_doi_and_pmid_says_so(packaged: EvidenceStore) -> None:
    studies = packaged.records.studies.values()
    without = [s for s in studies if not s.doi and not s.pmid]
    assert len(without) > 30
    for study in studies:
        doi = dict(card(packaged, study.slug).facts).get("doi")
        is_known = f"https://doi.org/{study.doi}" if study.doi else None
        assert doi == ("not entered" if study in without else is_known)
    # A page of a regulator has no DOI to be entered.
    assert "doi" not in dict(card(packaged, "fda-2021-06").facts)


def test_no_better_than_another_treatment_names_it(packaged: EvidenceStore) -> None:
    # mautner-2023: against an injection of corticosteroid; gupta-2016 against placebo.
    of = {p.label: proposition_card(packaged, p).text() for p in packaged.propositions.values()}
    cord = of["umbilical-cord MSC product ameliorates knee osteoarthritis"]
    marrow = next(of[label] for label in of if re.match("Stempeucel .*ameliorates knee", label))
    words = "no better than corticosteroid injection, which says nothing against placebo"
    assert words in cord
    assert "against corticosteroid injection" in cord
    assert "says nothing against placebo" not in marrow


def test_a_part_of_unknown_size_says_how_many_were_in_all_arms(packaged: EvidenceStore) -> None:
    text = card(packaged, "knee osteoarthritis").text()
    assert "mautner-2023: of 480 in all arms; how many of them this is about is not told" in text
    # Whom a survey asked are no patients.
    wide = card(packaged, "nervous system disorder", everything=True).text()
    assert "of 204" not in wide


def test_one_trial_on_both_sides_is_not_told_as_two(packaged: EvidenceStore) -> None:
    found = card(packaged, "Parkinson disease")
    assert "in people 1 for, 0 no effect shown, 1 against, of one study (45 people)" in found.text()
    assert dict(found.facts)["found both"] == (
        "schiess-2025 (randomised controlled, 45 people): against: motor function in Parkinson disease; "
        "no effect shown: quality of life; for: motor function in Parkinson disease"
    )


def test_harms_that_were_seen_stand_first(packaged: EvidenceStore) -> None:
    (safe,) = (s for s in card(packaged, "spinal cord injury").sections if s.title == "Is it safe?")
    marks = [entry.lines[0][:3] for entry in safe.entries]
    assert marks[0] in ("[!]", "(!)")
    assert marks == sorted(
        marks, key=lambda m: ["[!]", "(!)", "[~]", "[+]", "(+)", "[?]", "[±]", "[0]"].index(m) // 2
    )


def test_a_name_put_together_of_others_is_not_told_again(packaged: EvidenceStore) -> None:
    names = dict(card(packaged, "stroke").facts)["also called"].split(", ")
    assert len(names) == len(set(names))
    assert "syndrome" not in names


def test_a_card_does_not_compare_whole_statements(
    packaged: EvidenceStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each with each, by thirty fields: their number grew with the square of the statements."""

    def compared(*_: object) -> bool:
        pytest.fail("two statements were compared field by field")

    told = card(packaged, "MSC product", everything=True).text()
    assert "in laboratory models" in " ".join(told.split())
    monkeypatch.setattr(Proposition, "__eq__", compared)
    assert card(packaged, "MSC product", everything=True).text() == told
