"""Every rule of `stroma check`: the file that breaks it, the line that is named, what to do.

One small file that is right, and one change for each rule: what a curator types by mistake.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from stroma.build import build_dataset
from stroma.check import Problem, check_files, raise_on_errors
from stroma.check.places import Places
from stroma.check.stale import stale_sources
from stroma.cli import main
from stroma.data import packaged_files
from stroma.errors import DataError
from stroma.sources.files import read_file

PREFIXES = """\
@prefix st: <https://w3id.org/stroma/vocab/> .
@prefix term: <https://w3id.org/stroma/term/> .
@prefix study: <https://w3id.org/stroma/study/> .
@prefix finding: <https://w3id.org/stroma/finding/> .
@prefix article: <https://w3id.org/stroma/article/> .
@prefix claim: <https://w3id.org/stroma/claim/> .
@prefix MONDO: <http://purl.obolibrary.org/obo/MONDO_> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
@prefix oa: <http://www.w3.org/ns/oa#> .
"""
STUDY = (
    PREFIXES
    + """
study:doe-2026 a st:Study ;
  st:slug "doe-2026" ;
  rdfs:label "Made-up trial"@en ;
  st:year 2026 ;
  st:doi "10.1000/xyz123" ;
  st:nct "NCT09999999" ;
  st:design st:randomised-controlled ;
  st:nEnrolled 48 ;
  st:species "human" ;
  st:followUpMonths "12"^^xsd:decimal ;
  st:product term:autologous-bm-msc-product ;
  st:disease MONDO:0005301 ;
  st:readAs st:full-text ;
  st:seenAt "https://example.org/paper"^^xsd:anyURI ;
  st:curator "A reader" ;
  st:curatedOn "2026-11-25"^^xsd:date .

finding:doe-2026-f1 a st:Finding ;
  st:slug "doe-2026-f1" ;
  rdfs:label "No difference in disability"@en ;
  st:foundBy study:doe-2026 ;
  rdf:subject term:autologous-bm-msc-product ;
  rdf:predicate st:improves ;
  rdf:object term:disability ;
  st:inCondition MONDO:0005301 ;
  st:direction st:inconclusive ;
  st:comparator st:placebo ;
  st:nEvents 4 ;
  st:nAtRisk 16 .
"""
)
STEPIEN_DOI = "10.1155/2016/5302120"
"""Of study:stepien-2016."""
SUPPORTED = STUDY.replace("st:inconclusive", "st:supports")
ARMS = STUDY.replace("st:improves ;\n  rdf:object term:disability ;", "st:COUNTED ;").replace(
    "  st:direction st:inconclusive ;\n", ""
)
ARMS = ARMS.replace(
    "  st:nEvents 4 ;\n  st:nAtRisk 16 .", "  st:nAtRisk 24 ;\n  st:nAtRiskControl 24 ."
)
HARM = (
    STUDY.replace("st:improves", "st:causesAdverseEvent")
    .replace("term:disability", "term:infection")
    .replace("st:nEvents 4", "st:nEvents 0")
)
ANIMALS = (
    STUDY.replace("st:randomised-controlled", "st:animal")
    .replace('"human"', '"mouse"')
    .replace("MONDO:0005301", "MONDO:0005134")
    .replace("  st:nEnrolled 48 ;\n", "")
)
ARTICLE = (
    PREFIXES
    + """
article:page a st:Article ;
  st:slug "page" ;
  rdfs:label "Made-up page"@en ;
  st:textLength 100 .

claim:page-1 a st:Claim ;
  st:slug "page-1" ;
  rdfs:label "The page says: MSC cure MS"@en ;
  st:inArticle article:page ;
  rdf:subject term:msc-product ;
  rdf:predicate st:cures ;
  rdf:object MONDO:0005301 ;
  st:polarity st:affirms ;
  st:hedge "may" ;
  st:cites study:stepien-2016 ;
  oa:hasSelector <https://w3id.org/stroma/claim/page-1/position> .

<https://w3id.org/stroma/claim/page-1/position> a oa:TextPositionSelector ;
  oa:start 0 ;
  oa:end 50 .
"""
)
TERMS = (
    PREFIXES
    + """
term:grip-strength a st:Outcome ;
  st:slug "grip-strength" ;
  rdfs:label "grip strength"@en ;
  skos:broader term:muscle-strength ;
  st:betterDirection st:higher .

term:muscle-strength a st:Outcome ;
  st:slug "muscle-strength" ;
  st:betterDirection st:higher ;
  rdfs:label "muscle strength made up"@en .
"""
)
DISEASE = (
    PREFIXES
    + """
term:made-up-illness a st:Disease ;
  st:slug "made-up-illness" ;
  rdfs:label "made-up illness"@en ;
  skos:broader MONDO:0005071 .
"""
)


def line_of(text: str, part: str) -> int:
    """The line on which a part of the text starts."""
    return text[: text.index(part)].count("\n") + 1


def check_text(tmp_path: Path, text: str, *, shacl: bool = False) -> list[Problem]:
    path = tmp_path / "mine.ttl"
    path.write_text(text, encoding="utf-8")
    return check_files([path], shacl=shacl)


# (file, what stands there, what is typed instead, rule, a word of the repair, the place that is named)
MISTAKES = [
    (STUDY, 'st:doi "10.1000/xyz123"', 'st:doi "https://doi.org/10.1000/xyz123"', "wrong-doi", "without https", ""),
    (STUDY, 'st:doi "10.1000/xyz123"', 'st:doi "10.1000/xyz123."', "wrong-doi", "such as 10.1000", ""),
    (STUDY, 'st:nct "NCT09999999"', 'st:nct "NCT999"', "wrong-nct", "eight digits", ""),
    (STUDY, 'st:nct "NCT09999999"', 'st:pmid "PMC123"', "wrong-pmid", "PubMed number", ""),
    (STUDY, "st:year 2026", "st:year 26", "wrong-year", "four digits", ""),
    (STUDY, "st:year 2026", 'st:year 2026 ; st:retractedOn "2026-03"', "no-notice", "add st:notice", ""),
    (STUDY, "st:year 2026", 'st:year 2026 ; st:concernRaisedOn "2026"', "no-notice", "add st:notice", ""),
    (STUDY, "st:year 2026", 'st:year 2026 ; st:retractedOn "March 2026" ; st:notice "10.1000/gone"', "wrong-retracted_on", "2026-03", ""),
    (STUDY, "st:year 2026", 'st:year 2026 ; st:retractedOn "2026" ; st:notice "doi:10.1000/gone"', "wrong-notice", "without https", ""),
    (STUDY, "st:disease MONDO:0005301", "st:disease MONDO:0005134", "people-with-a-model", "st:animal", ""),
    (STUDY, 'st:doi "10.1000/xyz123"', 'st:doi "10.1155/2016/5302120"', "duplicate-id", "study:stepien-2016", ""),
    (STUDY, 'st:nct "NCT09999999"', 'st:pmid "27761060"', "duplicate-id", "study:stepien-2016", ""),
    (STUDY, "st:nEnrolled 48", 'st:nEnrolled "about 40"', "wrong-type", "whole number", ""),
    (STUDY, "st:nEvents 4 ;", 'st:nEvents 4 ; st:pValue "p=1.6" ;', "wrong-p_value", "at most 1", "st:pValue"),
    (STUDY, "st:nEvents 4 ;", 'st:nEvents 4 ; st:pValue "-0.03" ;', "wrong-p_value", "at most 1", "st:pValue"),
    (STUDY, "st:nEnrolled 48", "st:nEnrolled -48", "wrong-type", "whole number", ""),
    (STUDY, "st:nEnrolled 48", 'st:nEnrolled "48"', "wrong-type", "without quotes", ""),
    (STUDY, '"12"^^xsd:decimal', '"12 months"^^xsd:decimal', "wrong-type", "a number", ""),
    (STUDY, '"2026-11-25"^^xsd:date', '"25.11.2026"^^xsd:date', "wrong-type", "2026-11-25", ""),
    (STUDY, "st:design st:randomised-controlled", "st:design st:randomized-controlled", "unknown-choice", "randomised", ""),
    (STUDY, "st:design st:randomised-controlled", 'st:design "RCT"', "wrong-type", "allowed values", ""),
    (STUDY, "st:design st:randomised-controlled ;\n", "", "missing-design", "how the study was set up", "study:doe-2026 a"),
    (STUDY, "st:nEnrolled 48", "st:nEnroled 48", "unknown-property", "st:nEnrolled", ""),
    (STUDY, "st:nEnrolled 48", "st:pValue 48", "unknown-property", "belongs to Finding", ""),
    (STUDY, "st:nEnrolled 48", "st:nEnrolled 48, 49", "too-many-values", "keep one", ""),
    (STUDY, "st:disease MONDO:0005301", "st:disease term:multiple-sclerosi", "unknown-term", "multiple sclerosis", ""),
    (STUDY, "st:disease MONDO:0005301", "st:disease term:disability", "wrong-kind", "a Disease", ""),
    (STUDY, "a st:Study", "a st:Studdy", "unknown-class", "st:Study", ""),
    (STUDY, 'st:slug "doe-2026" ;', 'st:slug "Doe 2026" ;', "wrong-slug", "lower-case", ""),
    (STUDY, 'st:slug "doe-2026" ;', 'st:slug "doe-2025" ;', "iri-and-slug", "study:doe-2025", ""),
    (STUDY, "st:foundBy study:doe-2026", "st:foundBy study:do-2026", "unknown-source", "study:doe-2026", ""),
    (STUDY, "  st:foundBy study:doe-2026 ;\n", "", "missing-source", "study or reference", "finding:doe-2026-f1 a"),
    (STUDY, "st:direction st:inconclusive", "st:direction st:null", "unknown-choice", "st:inconclusive", ""),
    (STUDY, "rdf:subject term:autologous-bm-msc-product", "rdf:subject term:disability", "domain", "CellProduct", ""),
    (STUDY, "rdf:object term:disability", "rdf:object MONDO:0005301", "range", "Outcome", ""),
    (STUDY, "st:improves", "st:does-not-improve", "unknown-predicate", "st:", "rdf:predicate"),
    (STUDY, "  st:inCondition MONDO:0005301 ;\n", "", "missing-condition", "add the disease", "rdf:predicate"),
    (STUDY, "st:nEvents 4", "st:nEvents 40", "counts", "look at the source", ""),
    (STUDY, "st:nEvents 4 ;", "st:nEvents 4 ; st:nAtRiskControl 9 ;\n  st:nEventsControl 40 ;", "counts", "look at the source", "st:nEventsControl"),
    (HARM, "st:direction st:inconclusive", "st:direction st:supports", "harm-of-nobody", "st:inconclusive", ""),
    (STUDY, 'rdfs:label "No difference in disability"@en', 'rdfs:label "FILL-IN"@en', "placeholder", "own words", ""),
    (STUDY, "st:direction st:inconclusive", "st:direction st:FILL-IN", "placeholder", "bears on", ""),
    (STUDY, "  st:nAtRisk 16 .", "  st:stance st:supported .", "unknown-property", "docs/records.md", "st:stance"),
    (STUDY, 'st:nct "NCT09999999"', "st:sharesParticipantsWith study:nobody-1999", "unknown-shares-participants-with", "", ""),
    (STUDY, "st:randomised-controlled", "st:meta-analysis", "review-without-pools", "add st:pools", ""),
    (STUDY, "st:nEnrolled 48", "st:pools st:randomised-trials", "pools-without-review", "remove", ""),
    (STUDY, "st:nEnrolled 48", "st:primaryEndpointMet st:met", "endpoint-without-kind", "st:efficacy", ""),
    (STUDY, "st:product term:autologous-bm-msc-product", "st:primaryEndpointMet st:met ; st:primaryEndpointKind st:efficacy", "endpoint-without-content", "add it", ""),
    (STUDY, "st:foundBy study:doe-2026", "st:foundBy <https://w3id.org/stroma/reference/caplan-2017>", "clinical-reference", "not weighed", ""),
    (ARTICLE, 'st:hedge "may"', 'st:hedge "as everyone has long known it may well be so"', "article-text", "offsets", ""),
    (ARTICLE, "st:cites study:stepien-2016", "st:cites study:stepien-2061", "unknown-cites", "stepien-2016", ""),
    (ARTICLE, "st:inArticle article:page", "st:inArticle article:pages", "unknown-article", "article:page", ""),
    (ARTICLE, "  oa:start 0 ;\n", "", "missing-start", "first character", "<https://w3id.org/stroma/claim/page-1/position> a"),
    (ARTICLE, "oa:end 50", "oa:end 500", "position", "offsets", "claim:page-1 a"),
    (ARTICLE, "oa:end 50", "oa:end 0", "position", "last character", "claim:page-1 a"),
    (ARTICLE, "oa:end 50", 'oa:end "x"', "wrong-type", "whole number", ""),
    (ARTICLE, "  rdf:predicate st:cures ;\n", "", "missing-predicate", "leave all three out", "rdf:subject"),
    (ARTICLE, "st:polarity", "st:inCondition MONDO:0005301 ; st:polarity", "needless-condition", "remove it", ""),
    (TERMS, '"grip strength"@en', '"disability"@en', "duplicate-term", "use term:disability", ""),
    (TERMS, 'st:slug "grip-strength"', 'st:slug "disability"', "duplicate-term", "use term:disability", ""),
    (TERMS, 'made up"@en .', 'made up"@en ;\n  skos:broader term:grip-strength .', "broader-cycle", "break", "skos:broader"),
    (TERMS, "skos:broader term:muscle-strength", "skos:broader MONDO:0005301", "wrong-kind", "an Outcome", ""),
    (DISEASE, "rdfs:label", "st:surrogate true ;\n  rdfs:label", "surrogate-of-no-outcome", "on the outcome", ""),
]  # fmt: skip


# (file, what stands there, what is typed instead, rule, a word of the repair)
DOUBTS = [
    (STUDY, "  st:readAs st:full-text ;\n", "", "unsigned", "what could be read"),
    (STUDY, '  st:curator "A reader" ;\n', "", "unsigned", "st:curator"),
    (STUDY, "st:year 2026", "st:year 2062", "later-year", "source"),
    (STUDY, 'st:species "human"', 'st:species "humna"', "unknown-species", "human"),
    (STUDY, 'st:species "human"', 'st:species "Human"', "species-spelling", 'write "human"'),
    (STUDY, 'st:species "human"', 'st:species "axolotl"', "unknown-species", "if it is meant"),
    (STUDY, 'st:species "human"', 'st:species "mouse"', "design-and-species", "st:animal"),
    (STUDY, "  st:nEnrolled 48 ;\n", "", "no-people", "st:readNote"),
    (STUDY, "  st:nAtRisk 16 .", '  st:species "human" .', "events-without-people", "st:nAtRisk"),
    (STUDY, "  st:nEvents 4 ;\n", "", "people-without-events", "none is 0"),
    (STUDY, "st:nEvents 4 ;", 'st:nEvents 4 ; st:value "3 of 16 patients" ;', "value-and-count", "source"),
    (STUDY, "st:nEvents 4 ;", 'st:nEvents 4 ; st:value "4 of 61" ;', "value-and-count", "source"),
    (STUDY, "st:comparator st:placebo ;", "st:comparator st:no-comparator ; st:analysis st:uncompared-count ; st:nEventsControl 1 ;", "controls-without-comparator", "st:comparator"),
    (STUDY, "st:nEvents 4 ;", 'st:nEvents 4 ; st:timePointMonths "24"^^xsd:decimal ;', "late-time-point", "source"),
    (STUDY, "st:nEvents 4 ;", 'st:nEvents 4 ; st:pValue "0.01" ;', "p-and-direction", "skos:note"),
    (STUDY, "st:nEvents 4 ;", 'st:nEvents 4 ; st:pValue "<0.05" ;', "p-and-direction", "skos:note"),
    (STUDY, "st:inconclusive ;", 'st:supports ; st:pValue "P = 0.64" ;', "p-and-direction", "st:inconclusive"),
    *((STUDY, "st:inconclusive ;", f'st:inconclusive ; st:pValue "{text}" ;', "p-value", "such as") for text in ("78%", "**", "7.8; 9.1")),
    (STUDY, "rdf:subject term:autologous-bm-msc-product", "rdf:subject term:darvadstrocel", "another-product", "st:product"),
    *((HARM, "  st:nEvents 0 ;\n  st:nAtRisk 16 .", f'  st:value "{value}" .', "events-untold", "st:eventsSeen true") for value in (
        "8.3%, in which arm not stated", "5% v 6%", "0.5% of both", "5.3 v 7.0", "9 v 12, in 42 and 41 people", "3 of 12", "OR 0.99 (0.61-1.62)",
        "relative risk 1.46 (95% CI 0.63 to 3.38)",
    )),
    *((HARM, "  st:nEvents 0 ;\n  st:nAtRisk 16 .", f'  st:value "{value}" .', "nought-uncounted", "st:nEvents 0") for value in (
        "0%", "0% (CI 0-0.3%)", "0", "none", "None", "0.0 %",
    )),
    (STUDY, "st:inCondition MONDO:0005301", "st:inCondition MONDO:0005314", "part-of-the-study", "st:inPartOfStudy true"),
    (STUDY, "st:disease MONDO:0005301", "st:disease MONDO:0005301, MONDO:0004976", "part-of-the-study", "st:nAnalysed"),
    (STUDY, "st:product term:autologous-bm-msc-product", "st:product term:autologous-bm-msc-product, term:cord-blood-product", "part-of-the-study", "st:nAnalysed"),
    (STUDY, "st:nEvents 4 ;", 'st:nEvents 4 ; st:species "mouse" ;', "another-species", "species of the study"),
    (STUDY, '  st:species "human" ;\n', "", "no-species", 'add st:species "human"'),
    (ANIMALS, '  st:species "mouse" ;\n', "", "no-species", "add st:species"),
    (ANIMALS, "st:disease MONDO:0005134", "st:disease MONDO:0005301", "animals-with-a-disease-of-people", "MONDO:0005134"),
    (STUDY, "st:inCondition MONDO:0005301", "st:inCondition MONDO:0005134", "people-with-a-model", "st:laboratory-part"),
    (DISEASE, "skos:broader MONDO:0005071", "st:modelOf MONDO:0005301 ;\n  skos:broader MONDO:0005071", "model-within-a-disease", "remove skos:broader"),
    # Counts of both groups against the direction.
    *((ARMS, "COUNTED", f"{predicate} ; rdf:object {thing} ; st:direction st:{direction} ; st:nEvents {treated} ; st:nEventsControl {controls}", "direction-and-counts", "skos:note") for predicate, thing, direction, treated, controls in (
        ("improves", "term:death", "supports", 20, 8),
        ("prevents", "term:death", "supports", 12, 12),
        ("improves", "term:walking-speed", "supports", 2, 9),
        ("improves", "term:walking-speed", "disputes", 9, 2),
        ("improves", "term:disability", "supports", 9, 9),
        ("improves", "term:disability", "inconclusive", 22, 2),
        ("causesAdverseEvent", "term:infection", "supports", 5, 5),
        ("causesAdverseEvent", "term:infection", "supports", 2, 9),
        ("causesAdverseEvent", "term:infection", "disputes", 9, 2),
        ("causesAdverseEvent", "term:infection", "inconclusive", 20, 2),
    )),
    (HARM, "rdf:object term:infection", "rdf:object term:walking-speed", "harm-that-is-better", "st:improves"),
    (HARM, "rdf:object term:infection", "rdf:object term:edss", "harm-that-is-none", "term:adverse-event"),
    (ARMS, "COUNTED", "improves ; rdf:object term:disability ; st:direction st:supports ; st:nEvents 2 ; st:nEventsControl 9", "counted-either-way", "st:outcomeMeasure"),
    (ARMS, "COUNTED", "improves ; rdf:object term:disability ; st:direction st:disputes ; st:nEvents 9 ; st:nEventsControl 2", "counted-either-way", "right way round"),
    (STUDY, "term:disability ;\n  st:inCondition MONDO:0005301 ;\n  st:direction st:inconclusive ;\n  st:comparator st:placebo ;\n  st:nEvents 4", "term:infection ;\n  st:inCondition MONDO:0005301 ;\n  st:direction st:supports ;\n  st:comparator st:placebo ;\n  st:nEvents 16", "harm-as-benefit", "st:causesAdverseEvent"),
    (HARM, "st:nEvents 0 ;", "st:nEvents 0 ; st:eventsSeen true ;", "events-seen-in-nobody", "keep one"),
    (STUDY, "st:nAtRisk 16", "st:nAtRisk 10 ; st:nEventsControl 3 ; st:nAtRiskControl 10", "far-fewer-than-enrolled", "st:nAnalysed"),
    # Words of the value against the fields.
    (STUDY, "st:nEvents 4 ;", 'st:nEvents 4 ; st:value "53% with cells" ;', "value-and-count", "skos:note"),
    (ARMS, "COUNTED", 'improves ; rdf:object term:disability ; st:direction st:inconclusive ; st:value "25% against 53%" ; st:nEvents 6 ; st:nEventsControl 5', "value-and-count", "skos:note"),
    (STUDY, "st:nEvents 4 ;", 'st:nEvents 4 ; st:value "-0.1 against 0.2, p = 0.01" ; st:pValue "0.45" ;', "value-and-p", "st:pValue alone"),
    *((STUDY, "st:nEvents 4 ;", f'st:nEvents 4 ; st:value "{words}" ;', "value-in-itself", "source") for words in (
        "4 of 16 (75%)", "relapse in 4 of 16 people (52%)", "75% (4/16)", "4 of 16 (25%) v 3 of 14 (41%)",
    )),
    *((ARMS, "COUNTED", f'improves ; rdf:object term:disability ; st:direction st:inconclusive ; st:value "{words}" ; st:nEvents 6 ; st:nEventsControl 3', "value-and-count", "skos:note") for words in ("75%", "a third less (33%)")),
    *((STUDY, "st:nEvents 4 ;", f'st:nEvents 4 ; st:{field} ;', "no-value", "leave it out") for field in ('pValue "NA"', 'value "n/a"')),
    *((SUPPORTED, "st:nEvents 4 ;", f'st:nEvents 4 ; st:pValue "{words}" ;', "p-and-direction", "st:inconclusive") for words in ("n.s.", "NS", "not significant", "p = n.s.")),
    *((SUPPORTED, "st:nEvents 4 ;", f'st:nEvents 4 ; st:value "{words}" ;', "interval-and-direction", "st:inconclusive") for words in ("OR 1.2 (95% CI 0.8-1.9)", "hazard ratio 0.8, 95% CI: 0.5 to 1.3")),
    # What a study says of its groups, endpoint and product.
    (STUDY, "st:design st:randomised-controlled ;\n  st:nEnrolled 48", "st:design st:open-label-single-arm ;\n  st:nEnrolled 16", "controls-without-a-control-group", "st:design"),
    (SUPPORTED, "st:nEnrolled 48 ;", "st:nEnrolled 48 ; st:primaryEndpointKind st:efficacy ; st:primaryEndpointMet st:met ;", "endpoint-without-outcome", "st:primaryOutcome"),
    (STUDY, "st:nEnrolled 48 ;", "st:nEnrolled 48 ; st:primaryEndpointKind st:efficacy ; st:primaryEndpointMet st:unclear ; st:primaryOutcome term:infection ;", "endpoint-and-outcome", "st:safety"),
    (STUDY, "st:nEnrolled 48", "st:nTreated 32", "no-controls-counted", "all groups together"),
    (STUDY, "  st:year 2026 ;\n", "", "no-year", "st:readNote"),
    (ANIMALS, '"mouse" ;', '"mouse" ; st:nEnrolled 20 ;', "animals-enrolled", "remove it"),
    (STUDY, '  st:seenAt "https://example.org/paper"^^xsd:anyURI ;\n', "", "read-nowhere", "st:readAs"),
    # Characters that nobody meant.
    *((STUDY, "A reader", name, "odd-characters", repair) for name, repair in (
        ("R\u00c3\u00a9gis", '"R\u00e9gis"'), ("B\u00c3\u00b6\u00c3\u0178", '"B\u00f6\u00df"'), ("one\u00e2\u20ac\u2122s", '"one\u2019s"'),
        ("A &amp; B", '"A & B"'), ("A\u00a0reader", "a space"), ("A \u200breader", "a space"),
    )),
    *((STUDY, "st:nEnrolled 48", f'st:phase "{phase}" ; st:nEnrolled 48', "label-words", repair) for phase, repair in (
        ("Phase II", 'write "2"'), ("I/IIa", 'write "1/2a"'), ("Phase 1-2", 'write "1/2"'), ("pilot", "leave it out"),
    )),
    (STUDY, "st:nEnrolled 48 ;", "st:nEnrolled 48 ; st:donor st:allogeneic ;", "another-source-of-cells", "product"),
    (STUDY, "st:nEnrolled 48 ;", "st:nEnrolled 48 ; st:sourceTissue <http://purl.obolibrary.org/obo/UBERON_0001013> ;", "another-source-of-cells", "product"),
    (STUDY, STUDY[STUDY.index("\nfinding:"):], "", "no-finding", "st:readNote"),
]  # fmt: skip


# 25 % and 12.5 %.
_OF_TWO_GROUPS = "st:nEvents 6 ; st:nAtRisk 24 ; st:nEventsControl 3 ; st:nAtRiskControl 24"


@pytest.mark.parametrize(
    ("text", "right", "wrong", "rule", "repair"),
    DOUBTS,
    ids=[f"{d[3]}-{i}" for i, d in enumerate(DOUBTS)],
)
def test_what_does_not_fit_together_is_a_warning_and_the_only_one(
    tmp_path: Path, text: str, right: str, wrong: str, rule: str, repair: str
) -> None:
    assert text.count(right) >= 1
    [problem] = check_text(tmp_path, text.replace(right, wrong, 1))
    assert (problem.rule, problem.severity) == (rule, "warning"), str(problem)
    assert repair in problem.repair


@pytest.mark.parametrize(
    ("right", "instead"),
    [
        ("st:nEvents 4 ;", 'st:nEvents 4 ; st:value "4 of 16, at 6 months" ;'),
        ("st:nEvents 4 ;", 'st:nEvents 4 ; st:timePointMonths "13"^^xsd:decimal ;'),
        ("st:nEvents 4 ;", 'st:nEvents 4 ; st:pValue "0.64" ;'),
        ("st:nEvents 4 ;", 'st:nEvents 4 ; st:value "4 of 16 (25%)" ;'),
        ("st:nEvents 4 ;", 'st:nEvents 4 ; st:value "4/16 (25 %, 95% CI 7 to 52)" ;'),
        ("st:nEvents 4 ;", 'st:nEvents 4 ; st:value "4 of 16 (75% of the dose)" ;'),
        ("st:nEvents 4 ;", 'st:nEvents 4 ; st:value "grade 3/4 events (25%)" ;'),
        ("st:nEvents 4 ;", 'st:nEvents 4 ; st:value "at months 3/6 (25%)" ;'),
        *(
            ("st:nEvents 4 ;\n  st:nAtRisk 16", f'st:value "{words}" ; {_OF_TWO_GROUPS}')
            for words in ("25%", "12.5%", "half as many again (100% more)", "18.8% of both")
        ),
        ("st:nEvents 4 ;", 'st:nEvents 4 ; st:value "25% (95% CI 7 to 52)" ;'),
        (
            "st:nEvents 4 ;",
            'st:nEvents 4 ; st:value "53% of the score" ; skos:note "a share of the score"@en ;',
        ),
        ("st:nEvents 4 ;", 'st:nEvents 4 ; st:value "OR 1.2 (95% CI 0.8-1.9)" ;'),
        ("st:nEvents 4 ;", 'st:nEvents 4 ; st:value "p = 0.64" ; st:pValue "0.64" ;'),
        ("st:nEvents 4 ;", 'st:nEvents 4 ; st:pValue "n.s." ;'),
        ("st:nEnrolled 48 ;", "st:nEnrolled 48 ; st:donor st:autologous ;"),
        ("st:nEvents 4 ;", 'st:nEvents 4 ; st:pValue "<0.5" ;'),
        ("st:nEvents 4 ;", 'st:nEvents 4 ; st:pValue "0.04" ; skos:note "of nine tests"@en ;'),
        ("rdf:subject term:autologous-bm-msc-product", "rdf:subject term:msc-product"),
        ("st:year 2026 ;", 'st:readNote "the year is not on the page" ;'),
        (
            "st:nEnrolled 48",
            'st:nTreated 32 ; st:readNote "the size of the other group was not seen"',
        ),
        ("A reader", "Bj\u00f6rk \u00c5\u00df, \u03b1\u03b2, 95\u00a0%".replace("\u00a0", " ")),
        ("st:nEnrolled 48", 'st:nEnrolled 48 ; st:phase "1b/2a"'),
        ("  st:nEnrolled 48 ;\n", '  st:readNote "nobody says how many" ;\n'),
        # In a course of the disease, but how many they were is told, or that nobody says it; in what is wider than all it tested.
        *(
            ("st:inCondition MONDO:0005301 ;", f"st:inCondition MONDO:0005314 ; {told} ;")
            for told in ("st:nAnalysed 15", "st:inPartOfStudy true", "st:analysis st:subgroup")
        ),
        ("st:disease MONDO:0005301", "st:disease MONDO:0005314, MONDO:0000450"),
    ],
)
def test_what_fits_together_is_not_doubted(tmp_path: Path, right: str, instead: str) -> None:
    assert STUDY.count(right) >= 1
    assert check_text(tmp_path, STUDY.replace(right, instead, 1)) == []


@pytest.mark.parametrize(
    "instead",
    [
        *(
            f'  st:value "{value}" .'
            for value in ("0 v 3", "0.0 % in both", "no difference", "none in 40", "none tied to the cells")
        ),
        '  st:eventsSeen true ; st:value "8.3%" .',
        '  st:nEvents 4 ; st:value "8.3%" .',
        '  st:nEvents 0 ; st:value "0%" .',
    ],
)  # fmt: skip
def test_a_harm_that_nobody_had_or_that_is_told_is_not_doubted(
    tmp_path: Path, instead: str
) -> None:
    right = "  st:nEvents 0 ;\n  st:nAtRisk 16 ."
    assert check_text(tmp_path, HARM.replace(right, instead)) == []


def test_a_record_that_was_copied_without_a_new_name_is_one_error(tmp_path: Path) -> None:
    """Two findings with one IRI run into one; advice to keep one value of each would merge them."""
    block = STUDY[STUDY.index("finding:doe-2026-f1 a") :]
    copy = block.replace("No difference in disability", "No difference in walking")
    copy = copy.replace("term:disability", "term:walking-speed").replace("nEvents 4", "nEvents 5")
    text = STUDY + "\n" + copy
    problems = check_text(tmp_path, text)
    assert [p.rule for p in problems] == ["described-twice"], [str(p) for p in problems]
    assert problems[0].line == line_of(text, "No difference in walking")
    assert "slug of its own" in problems[0].repair


def test_a_finding_of_two_files_is_one_error(tmp_path: Path) -> None:
    mine, other = tmp_path / "mine.ttl", tmp_path / "other.ttl"
    mine.write_text(STUDY, encoding="utf-8")
    text = STUDY.replace("study:doe-2026", "study:roe-2026").replace('"doe-2026"', '"roe-2026"')
    text = text.replace("xyz123", "xyz124").replace("NCT09999999", "NCT09999998")
    other.write_text(text.replace("No difference in", "No change of"), encoding="utf-8")
    [problem] = check_files([mine, other], shacl=True)
    assert problem.rule == "duplicate-id"
    assert "is described in 2 graphs (mine.ttl and other.ttl)" in problem.wrong
    assert "give one an IRI and st:slug of its own" in problem.repair


@pytest.mark.parametrize(
    ("right", "wrong", "meant"),
    [("rdf:object", "rdf:objekt", "rdf:object"), ("rdfs:label", "rdfs:lable", "rdfs:label")],
)
def test_a_misspelt_property_of_a_shared_vocabulary_is_named(
    tmp_path: Path, right: str, wrong: str, meant: str
) -> None:
    text = STUDY.replace(right, wrong)
    [problem, *_] = [p for p in check_text(tmp_path, text) if p.rule == "unknown-property"]
    assert problem.repair == f"did you mean {meant}?"
    assert problem.line == line_of(text, wrong)


def test_two_claims_that_say_the_same_of_one_passage_are_named(tmp_path: Path) -> None:
    block = ARTICLE[ARTICLE.index("claim:page-1 a") :]
    text = ARTICLE + block.replace("claim:page-1 ", "claim:page-2 ").replace(
        '"page-1"', '"page-2"'
    ).replace("claim/page-1/", "claim/page-2/")
    assert [p.rule for p in check_text(tmp_path, text)] == ["same-claim"]
    other = text.replace("oa:end 50", "oa:end 60", 1)
    assert check_text(tmp_path, other) == []


def second_finding(*changes: tuple[str, str]) -> str:
    """The study with its finding copied under a name of its own, and some words changed in the copy."""
    copy = STUDY[STUDY.index("finding:doe-2026-f1 a") :].replace("doe-2026-f1", "doe-2026-f2")
    for right, instead in changes:
        assert right in copy
        copy = copy.replace(right, instead, 1)
    return STUDY + "\n" + copy


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ((), "repeats finding:doe-2026-f1: the same study"),
        (
            (("No difference in disability", "Disability stayed as with placebo"),),
            "repeats finding:doe-2026-f1",
        ),
        (
            (("st:inconclusive", "st:supports"),),
            "st:supports where that one says st:inconclusive",
        ),
    ],
)
def test_a_finding_that_was_copied_and_named_anew_is_doubted(
    tmp_path: Path, changes: tuple[tuple[str, str], ...], words: str
) -> None:
    text = second_finding(*changes)
    [problem] = check_text(tmp_path, text)
    assert (problem.rule, problem.severity) == ("same-finding", "warning")
    assert words in problem.wrong
    assert problem.line == line_of(text, "finding:doe-2026-f2 a")


def test_a_main_comparison_that_was_entered_twice_is_doubted(tmp_path: Path) -> None:
    text = second_finding(("st:nEvents 4", "st:nEvents 5"))
    [problem] = check_text(tmp_path, text)
    assert (problem.rule, problem.severity) == ("same-comparison", "warning")
    assert "finding:doe-2026-f1" in problem.wrong


@pytest.mark.parametrize(
    "change",
    [
        ("st:nEvents 4", "st:analysis st:subgroup ; st:nEvents 5"),
        ("st:nEvents 4", 'st:population "SPMS" ; st:nEvents 4'),
        ("st:nEvents 4", 'st:outcomeMeasure "steps a day" ; st:nEvents 4'),
        ("st:nEvents 4", 'st:timePointMonths "6"^^xsd:decimal ; st:nEvents 4'),
        ("term:disability", "term:walking-speed"),
    ],
)
def test_another_result_of_one_study_is_not_doubted(
    tmp_path: Path, change: tuple[str, str]
) -> None:
    rules = {p.rule for p in check_text(tmp_path, second_finding(change))}
    assert not rules & {"same-finding", "same-comparison"}


def test_no_finding_of_the_packaged_base_is_told_to_be_another() -> None:
    rules = {p.rule for p in check_files()}
    assert not rules & {"same-finding", "same-comparison"}


def test_people_who_got_worse_may_be_fewer_where_that_is_said(tmp_path: Path) -> None:
    counted = "improves ; rdf:object term:disability ; st:direction st:supports ; st:nEvents 2 ; st:nEventsControl 9"
    text = ARMS.replace("COUNTED", f'{counted} ; st:outcomeMeasure "EDSS higher by 1 point"')
    assert check_text(tmp_path, text) == []
    # More of those who were counted as treated is what an improvement looks like.
    more = counted.replace("nEvents 2", "nEvents 9").replace("nEventsControl 9", "nEventsControl 2")
    assert check_text(tmp_path, ARMS.replace("COUNTED", more)) == []


def test_an_adverse_event_that_was_to_be_prevented_is_an_efficacy_endpoint(tmp_path: Path) -> None:
    asked = "st:nEnrolled 48 ; st:primaryEndpointKind st:efficacy ; st:primaryEndpointMet st:not-met ; st:primaryOutcome term:infection ;"
    text = STUDY.replace("st:nEnrolled 48 ;", asked).replace("st:improves", "st:prevents")
    assert check_text(tmp_path, text.replace("term:disability", "term:infection")) == []


def test_two_studies_in_one_file_are_doubted(tmp_path: Path) -> None:
    second = STUDY.removeprefix(PREFIXES).replace("doe-2026", "roe-2026")
    second = second.replace("xyz123", "xyz124").replace("NCT09999999", "NCT09999998")
    [problem] = check_text(tmp_path, STUDY + second)
    assert (problem.rule, problem.severity) == ("several-in-a-file", "warning")
    assert "stands in one file with study:roe-2026" in problem.wrong
    # A file that names its graphs keeps them apart.
    path = tmp_path / "both.trig"
    graphs = (f"<https://w3id.org/stroma/graph/study/{name}-2026>" for name in ("doe", "roe"))
    parts = (STUDY.removeprefix(PREFIXES), second)
    path.write_text(
        PREFIXES + "".join(f"{g} {{ {t} }}" for g, t in zip(graphs, parts, strict=True))
    )
    assert check_files([path]) == []


def test_a_file_among_studies_has_the_name_of_its_study(tmp_path: Path) -> None:
    (tmp_path / "studies").mkdir()
    path = tmp_path / "studies" / "does-trial.ttl"
    path.write_text(STUDY, encoding="utf-8")
    [problem] = check_files([path])
    assert (problem.rule, problem.severity) == ("file-of-another-name", "warning")
    assert problem.repair == "call the file doe-2026.ttl, as its slug says"
    path.rename(path := path.with_name("doe-2026.ttl"))
    assert check_files([path]) == []


@pytest.mark.parametrize("start", [b"PK\x03\x04\x14", b"\xd0\xcf\x11\xe0\xa1"])
def test_a_word_document_under_another_name_is_told_for_what_it_is(
    tmp_path: Path, start: bytes
) -> None:
    path = tmp_path / "mine.ttl"
    path.write_bytes(start + bytes(range(256)))
    [problem] = check_files([path])
    assert (problem.rule, problem.severity) == ("unreadable", "error")
    assert "save it as plain text" in problem.wrong


def test_a_year_that_none_can_be_is_told_once(tmp_path: Path) -> None:
    problems = check_text(tmp_path, STUDY.replace("st:year 2026", "st:year 1026"))
    assert [problem.rule for problem in problems] == ["wrong-year"]


def test_files_that_are_right_have_no_problem(tmp_path: Path) -> None:
    paths = [tmp_path / name for name in ("study.ttl", "article.ttl", "terms.ttl")]
    for path, text in zip(paths, (STUDY, ARTICLE, TERMS), strict=True):
        path.write_text(text, encoding="utf-8")
    assert check_files(paths, shacl=True) == []


@pytest.mark.parametrize(
    ("text", "right", "wrong", "rule", "repair", "place"),
    MISTAKES,
    ids=[f"{m[3]}-{i}" for i, m in enumerate(MISTAKES)],
)
def test_each_mistake_is_named_with_its_line(
    tmp_path: Path, text: str, right: str, wrong: str, rule: str, repair: str, place: str
) -> None:
    assert text.count(right) >= 1
    broken = text.replace(right, wrong, 1)
    problems = [p for p in check_text(tmp_path, broken) if p.rule == rule]
    assert problems, [str(p) for p in check_text(tmp_path, broken)]
    assert any(repair in problem.repair for problem in problems), problems
    assert line_of(broken, place or wrong) in {problem.line for problem in problems}
    assert {problem.path for problem in problems} == {tmp_path / "mine.ttl"}


def test_a_bare_triple_is_refused(tmp_path: Path) -> None:
    text = STUDY + "\nterm:msc-product st:ameliorates MONDO:0005301 .\n"
    [problem] = check_text(tmp_path, text)
    assert (problem.rule, problem.line) == (
        "bare-triple",
        line_of(text, "term:msc-product st:ameliorates"),
    )


def test_a_computed_thing_is_refused(tmp_path: Path) -> None:
    problems = check_text(
        tmp_path, STUDY + "\n<https://w3id.org/stroma/proposition/1> a st:Proposition .\n"
    )
    assert [p.rule for p in problems] == ["computed"]


def test_a_study_without_identifiers_is_an_error_that_names_them(tmp_path: Path) -> None:
    text = STUDY.replace('  st:doi "10.1000/xyz123" ;\n', "").replace(
        '  st:nct "NCT09999999" ;\n', ""
    )
    text = text.replace("st:full-text", "st:abstract")
    text = re.sub(r"  st:seenAt .*\n", "", text)
    [problem] = check_text(tmp_path, text)
    assert problem.severity == "error"
    assert problem.line == line_of(text, "study:doe-2026 a")
    assert all(name in problem.repair for name in ("st:doi", "st:pmid", "st:nct", "st:readNote"))


@pytest.mark.parametrize(
    "excuse", ["st:publishedAs st:registry-entry", 'st:readNote "no doi on the page"']
)
def test_a_study_that_says_why_it_has_no_identifier_is_warned_of(
    tmp_path: Path, excuse: str
) -> None:
    text = STUDY.replace('st:doi "10.1000/xyz123"', excuse).replace(
        '  st:nct "NCT09999999" ;\n', ""
    )
    assert [(p.rule, p.severity) for p in check_text(tmp_path, text)] == [
        ("no-identifier", "warning")
    ]


@pytest.mark.parametrize(
    ("field", "other", "severity"),
    [
        ('st:doi "10.1155/2016/5302120"', "stepien-2016", "error"),
        ('st:nct "NCT00781872"', "karussis-2010", "warning"),
    ],
)
def test_the_paper_of_another_study_is_an_error_and_its_registration_a_warning(
    tmp_path: Path, field: str, other: str, severity: str
) -> None:
    name = field.split()[0]
    text = STUDY.replace(
        next(line.strip(" ;") for line in STUDY.splitlines() if name in line), field
    )
    [problem] = check_text(tmp_path, text)
    assert (problem.severity, problem.rule) == (severity, "duplicate-id")
    assert f"study:{other}" in problem.wrong
    assert problem.line == line_of(text, field)


def test_an_outcome_that_is_improved_needs_a_better_direction(tmp_path: Path) -> None:
    terms = TERMS.replace(" ;\n  st:betterDirection st:higher", "", 1)
    text = terms + STUDY.removeprefix(PREFIXES).replace("term:disability", "term:grip-strength")
    [problem] = check_text(tmp_path, text)
    assert (problem.rule, problem.line) == (
        "missing-better-direction",
        line_of(text, "rdf:object term:grip-strength"),
    )


def test_an_outcome_may_be_a_surrogate(tmp_path: Path) -> None:
    higher = "st:betterDirection st:higher ;"
    assert not check_text(tmp_path, TERMS.replace(higher, f"{higher} st:surrogate true ;"))


def test_an_outcome_that_says_no_direction_is_doubted_before_it_is_used(tmp_path: Path) -> None:
    text = TERMS.replace("  st:betterDirection st:higher ;\n", "")
    [problem] = check_text(tmp_path, text)
    assert (problem.rule, problem.severity) == ("no-better-direction", "warning")
    assert problem.line == line_of(text, 'st:slug "muscle-strength"')


def test_sharing_of_participants_is_said_by_both(tmp_path: Path) -> None:
    second = (
        STUDY.removeprefix(PREFIXES).replace("doe-2026", "doe-2027").replace("xyz123", "xyz124")
    )
    second = second.replace("NCT09999999", "NCT09999998")
    text = (
        STUDY.replace("st:year 2026", "st:sharesParticipantsWith study:doe-2027 ; st:year 2026")
        + second
    )
    [problem] = [p for p in check_text(tmp_path, text) if p.rule != "several-in-a-file"]
    assert (problem.rule, problem.severity) == ("one-sided-sharing", "warning")
    assert problem.line == line_of(text, "study:doe-2027 a")


def test_one_study_in_two_files_is_an_error(tmp_path: Path) -> None:
    for name in ("a.ttl", "b.ttl"):
        (tmp_path / name).write_text(STUDY, encoding="utf-8")
    problems = check_files([tmp_path / "a.ttl", tmp_path / "b.ttl"])
    assert {p.rule for p in problems if p.severity == "error"} == {"same-graph"}


def test_a_file_of_terms_must_not_take_packaged_terms_away(tmp_path: Path) -> None:
    """The graph of a file of terms is named after the file: another outcomes.ttl would replace all packaged outcomes."""
    path = tmp_path / "outcomes.ttl"
    path.write_text(TERMS, encoding="utf-8")
    [problem] = check_files([path])
    assert problem.rule == "same-graph"
    assert "terms/outcomes" in problem.wrong


def test_taking_the_place_of_a_packaged_study_is_said(tmp_path: Path) -> None:
    path = tmp_path / "mine.ttl"
    text = STUDY.replace("doe-2026", "stepien-2016").replace("10.1000/xyz123", STEPIEN_DOI)
    path.write_text(text, encoding="utf-8")
    found = [p for p in check_files([path]) if p.rule == "replaces-packaged"]
    assert [(p.severity, p.line) for p in found] == [("warning", 1)]
    assert "study/stepien-2016" in found[0].wrong
    assert "no longer held: finding:stepien-2016-" in found[0].wrong


def test_another_study_under_a_packaged_slug_is_an_error(tmp_path: Path) -> None:
    """A slip of the slug took a whole trial out of the graph, and was told as a newer edition of it."""
    path = tmp_path / "mine.ttl"
    text = STUDY.replace("doe-2026", "stepien-2016")
    path.write_text(text, encoding="utf-8")
    [problem] = [p for p in check_files([path]) if p.severity == "error"]
    assert (problem.rule, problem.line) == ("replaces-another", 1)
    assert f"keeps none of its identifiers (doi {STEPIEN_DOI}" in problem.wrong
    assert "give it a slug of its own" in problem.repair
    with pytest.raises(DataError, match="so it is another study"):
        build_dataset([path])
    # A doi that was wrong may be corrected; the note says which it was.
    note = f'st:readNote "the doi was {STEPIEN_DOI.upper()}" ; st:year 2026'
    path.write_text(text.replace("st:year 2026", note), encoding="utf-8")
    assert {p.rule for p in check_files([path])} == {"replaces-packaged"}


def test_a_finding_against_the_primary_outcome_of_its_own_study_is_doubted(tmp_path: Path) -> None:
    """oh-2018: the endpoint, measured on ALSFRS-R, was met; its finding on that scale supports it."""
    from stroma.data import ontology_dir

    path = tmp_path / "oh-2018.ttl"
    text = (ontology_dir() / "studies" / "oh-2018.ttl").read_text(encoding="utf-8")
    path.write_text(text.replace("st:supports", "st:disputes", 1), encoding="utf-8")
    (found,) = (p for p in check_files([path]) if p.rule == "primary-result")
    assert (
        "does not support it on the primary outcome, but study:oh-2018 says st:met" in found.wrong
    )


def test_a_packaged_finding_that_is_turned_round_is_said(tmp_path: Path) -> None:
    from stroma.data import ontology_dir

    packaged = ontology_dir() / "studies" / "uccelli-2021.ttl"
    path = tmp_path / "uccelli-2021.ttl"
    text = packaged.read_text(encoding="utf-8")
    path.write_text(text.replace("st:inconclusive", "st:supports", 1), encoding="utf-8")
    (found,) = (p for p in check_files([path]) if p.rule == "replaces-packaged")
    assert (
        "1 finding points another way: finding:uccelli-2021-f1 (was inconclusive, is supports)"
        in (found.wrong)
    )


@pytest.mark.parametrize(
    ("without", "rule"),
    [
        ("  st:product term:autologous-bm-msc-product ;\n", "trial-without-product"),
        ("  st:disease MONDO:0005301 ;\n", "trial-without-disease"),
        ("  st:comparator st:placebo ;\n", "finding-without-comparator"),
    ],
)
def test_what_a_controlled_trial_leaves_unsaid_is_a_warning(
    tmp_path: Path, without: str, rule: str
) -> None:
    path = tmp_path / "mine.ttl"
    path.write_text(STUDY.replace(without, "", 1), encoding="utf-8")
    assert [(p.rule, p.severity) for p in check_files([path])] == [(rule, "warning")]


@pytest.mark.parametrize(
    ("said", "instead", "rule"),
    [
        ("st:comparator st:placebo", "st:comparator st:baseline", "uncompared-finding"),
        (
            "st:nEnrolled 48 ;",
            "st:nEnrolled 48 ; st:primaryEndpointKind st:efficacy ; st:primaryOutcome term:disability ; st:primaryEndpointMet st:met ;",
            "primary-result",
        ),
        (
            "st:comparator st:placebo",
            "st:nAnalysed 907 ; st:comparator st:placebo",
            "more-than-the-study",
        ),
        ("st:comparator st:placebo", 'st:pValue "0,64" ; st:comparator st:placebo', "p-value"),
        ("st:comparator st:placebo", 'st:pValue "64%" ; st:comparator st:placebo', "p-value"),
    ],
)
def test_what_cannot_be_is_a_warning(tmp_path: Path, said: str, instead: str, rule: str) -> None:
    path = tmp_path / "mine.ttl"
    text = STUDY.replace(said, instead, 1).replace(
        "st:direction st:inconclusive",
        "st:outcomeRole st:primary-outcome ; st:direction st:inconclusive",
    )
    path.write_text(text, encoding="utf-8")
    found = [(p.rule, p.severity) for p in check_files([path])]
    assert found == [(rule, "warning")]


@pytest.mark.parametrize("p", ["0.64", "<0.001", "not significant", "0.02 (6 mo); 0.003 (1 y)"])
def test_a_p_value_and_words_in_its_place_are_right(tmp_path: Path, p: str) -> None:
    path = tmp_path / "mine.ttl"
    text = STUDY.replace("st:comparator st:placebo", f'st:pValue "{p}" ; st:comparator st:placebo')
    if p.startswith("<"):
        text = text.replace("st:inconclusive", "st:supports")
    path.write_text(text, encoding="utf-8")
    assert check_files([path]) == []


def test_nobody_writes_into_the_graphs_of_the_build(tmp_path: Path) -> None:
    path = tmp_path / "mine.trig"
    path.write_text(
        "@prefix st: <https://w3id.org/stroma/vocab/> .\n"
        "<https://w3id.org/stroma/graph/derived> {\n"
        "  <https://w3id.org/stroma/proposition/1> st:stance st:supported .\n}\n",
        encoding="utf-8",
    )
    [problem] = check_files([path])
    assert (problem.rule, problem.line) == ("computed-graph", 3)


def test_windows_line_ends_do_not_shift_lines(tmp_path: Path) -> None:
    path = tmp_path / "mine.ttl"
    path.write_bytes(STUDY.replace("st:year 2026", "st:year 1").replace("\n", "\r\n").encode())
    assert [p.line for p in check_files([path])] == [line_of(STUDY, "st:year 2026")]


def test_a_newer_copy_of_a_packaged_study_replaces_it(tmp_path: Path) -> None:
    from stroma.data import data_files

    [path] = data_files("studies/stepien-2016.ttl")
    copy = tmp_path / "newer.ttl"
    copy.write_text(path.read_text(encoding="utf-8"), encoding="utf-8")
    assert check_files([copy]) == []


@pytest.mark.parametrize(
    ("content", "line", "word"),
    [
        (b'@prefix st: <https://w3id.org/stroma/vocab/> .\nst:a st:b "\xff" .\n', 2, "UTF-8"),
        (b"@prefix st: <https://w3id.org/stroma/vocab/> .\n\nst:a st:b\n", 4, "not valid Turtle"),
        (b'<http://x/a> <http://x/b> "\xe2\x80\xae" .\n', 1, "control character"),
        (b"<http://x/a> <http://x/b> [] .\n", None, "blank node"),
    ],
    ids=["utf-8", "syntax", "bidi", "blank-node"],
)
def test_a_file_that_cannot_be_read_is_one_problem(
    tmp_path: Path, content: bytes, line: int | None, word: str
) -> None:
    path = tmp_path / "broken.ttl"
    path.write_bytes(content)
    [problem] = check_files([path])
    assert (problem.rule, problem.path) == ("unreadable", path)
    assert word in problem.wrong
    if line is not None:
        assert problem.line in (line, line - 1)


def test_problems_of_other_files_are_found_beside_an_unreadable_one(tmp_path: Path) -> None:
    bad, mine = tmp_path / "bad.ttl", tmp_path / "mine.ttl"
    bad.write_text("<", encoding="utf-8")
    mine.write_text(STUDY.replace("st:year 2026", "st:year 1"), encoding="utf-8")
    assert [p.rule for p in check_files([bad, mine])] == ["unreadable", "wrong-year"]


def test_files_may_stand_alone(tmp_path: Path) -> None:
    path = tmp_path / "mine.ttl"
    path.write_text(STUDY, encoding="utf-8")
    rules = {p.rule for p in check_files([path], packaged=False)}
    assert rules == {"unknown-term"}


def test_a_build_refuses_a_file_with_an_error_and_says_where(tmp_path: Path) -> None:
    path = tmp_path / "mine.ttl"
    text = STUDY.replace("st:nEnrolled 48", 'st:nEnrolled "many"').replace(
        "st:year 2026", "st:year 1"
    )
    path.write_text(text, encoding="utf-8")
    with pytest.raises(DataError, match=r"mine\.ttl:17: .*and 1 more") as caught:
        build_dataset([path])
    assert (caught.value.path, caught.value.line) == (path, line_of(text, "st:year 1"))


def test_a_build_takes_a_file_with_warnings_only(tmp_path: Path) -> None:
    path = tmp_path / "mine.ttl"
    path.write_text(STUDY.replace("NCT09999999", "NCT00781872"), encoding="utf-8")
    raise_on_errors([path])
    assert "https://w3id.org/stroma/study/doe-2026" in build_dataset([path]).records.studies


# ---------------------------------------------------------------- the packaged base and its shapes


def test_the_packaged_base_is_clean() -> None:
    """In a process of its own: beside all that other tests hold in memory the shapes take ten times as long."""
    command = [sys.executable, "-m", "stroma", "check", "-f", "csv"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    severities = {line.split(",")[2] for line in done.stdout.splitlines()[1:]}
    assert (done.returncode, "error" in severities) == (0, False)
    assert "no errors" in done.stderr


def test_shapes_follow_from_the_table_of_fields() -> None:
    from make_shapes import MARKER, shapes
    from stroma.data import ontology_dir

    text = (ontology_dir() / "shapes.ttl").read_text(encoding="utf-8")
    assert text.split(MARKER)[1] == f"\n\n{shapes()}", "run scripts/make_shapes.py"


def test_every_required_field_and_choice_has_a_shape() -> None:
    """Read back from the file, not from the generator."""
    from rdflib import Graph, Namespace
    from rdflib.collection import Collection

    from stroma.data import ontology_dir
    from stroma.schema import SLOTS
    from stroma.vocabulary import to_iri

    sh = Namespace("http://www.w3.org/ns/shacl#")
    graph = Graph().parse(ontology_dir() / "shapes.ttl")
    found = {}
    for shape in graph.subjects(sh.path):
        for node in graph.subjects(sh.property, shape):
            found[str(node).rsplit("/", 1)[-1], str(graph.value(shape, sh.path))] = shape
    for name, slots in SLOTS.items():
        for slot in slots:
            if slot.property.startswith("oa:"):
                continue
            shape = found[f"{name}Shape", to_iri(slot.property)]
            assert (graph.value(shape, sh.minCount) is not None) == slot.required, slot
            assert (graph.value(shape, sh.maxCount) is None) == slot.many, slot
            assert graph.value(shape, sh.message), slot
            allowed = graph.value(shape, sh["in"])
            if slot.choices is not None:
                assert allowed is not None
                values = {str(v).rsplit("/", 1)[-1] for v in Collection(graph, allowed)}
                assert values == {c.value for c in slot.choices}


# Mistakes that only another file can show, or that are no matter of shape.
_NOT_A_SHAPE = {
    "unknown-class", "iri-and-slug", "counts", "harm-of-nobody", "position", "missing-predicate", "duplicate-term", "broader-cycle",
    "unknown-property", "placeholder", "wrong-year", "review-without-pools", "pools-without-review", "people-with-a-model", "duplicate-id",
    "endpoint-without-kind", "endpoint-without-content", "clinical-reference", "wrong-p_value",
}  # fmt: skip


@pytest.mark.slow
def test_shapes_find_what_the_rules_find(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """With the rules in Python switched off, SHACL alone names the same files."""
    files = []
    for number, (text, right, wrong, rule, *_) in enumerate(MISTAKES):
        if rule in _NOT_A_SHAPE or right.startswith("skos:broader"):
            continue
        broken = text.replace(right, wrong, 1)
        for slug in ("doe-2026", "page", "grip-strength", "muscle-strength"):
            broken = broken.replace(f":{slug}", f":{slug}-{number}").replace(
                f'"{slug}', f'"{slug}-{number}'
            )
        broken = broken.replace("claim/page", f"claim/page-{number}")
        path = tmp_path / f"{number}-{rule}.ttl"
        path.write_text(broken, encoding="utf-8")
        files.append(path)
    nothing = lambda _: iter(())  # noqa: E731
    monkeypatch.setattr("stroma.check.fields.field_rules", nothing)
    monkeypatch.setattr("stroma.check.relations.relation_rules", nothing)
    named = {p.path for p in check_files(files, shacl=True) if p.rule == "shape"}
    assert sorted(path.name for path in set(files) - named) == []


def test_rules_need_no_rdflib() -> None:
    code = "import sys; from stroma.check import check_files; check_files(); sys.exit('rdflib' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


# ---------------------------------------------------------------- lines


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    noise=st.lists(
        st.sampled_from(
            ["# a comment; with . marks \" and '", "", "  ", '<http://x/n> <http://x/p> "a;b.c" , "#no" .',
             '<http://x/n> <http://x/p> """two\n"quoted" ; lines\n""" .', "<http://x/n> <http://x/p> 1.5 , -3 , true .",
             "<http://x/n> <http://x/p> 'it is' ; <http://x/q> <http://x/o#f> .", "PREFIX e: <http://x/>",
             '<http://x/n> <http://x/p> "é"@en-GB , "1"^^<http://x/t> .', "@prefix f: <http://y/> ."]
        ),
        max_size=8,
    )
)  # fmt: skip
def test_the_line_of_a_statement_is_found_in_any_surroundings(noise: Sequence[str]) -> None:
    before = "\n".join(noise) + "\n"
    text = (
        before + '<http://x/s>\n  <http://x/a> "1" ;\n  <http://x/b> "2" ,\n    "three \\"3\\"" .\n'
    )
    start = before.count("\n") + 1
    places = Places(text)
    assert places.line("http://x/s") == start
    assert places.line("http://x/s", "http://x/b") == start + 2
    assert places.line("http://x/s", "http://x/b", 'three "3"') == start + 3


def test_lines_are_found_in_every_format(tmp_path: Path) -> None:
    for name, text, line in [
        ("a.nt", '<http://x/o> <http://x/p> "1" .\n<http://x/s> <http://x/p> "1" .\n', 2),
        (
            "a.nq",
            '<http://x/o> <http://x/p> "1" <http://x/g> .\n<http://x/s> <http://x/p> "1" <http://x/g> .\n',
            2,
        ),
        ("a.trig", '<http://x/g> {\n  <http://x/s> <http://x/p> "1" .\n}\n', 2),
        ("a.jsonld", '[\n {"@id": "http://x/s"}]', 2),
    ]:
        assert Places(text, Path(name).suffix).line("http://x/s", "http://x/p", "1") == line, name


# ---------------------------------------------------------------- the command


def test_check_says_place_and_repair_on_one_line_and_exits_1(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "mine.ttl"
    path.write_text(STUDY.replace("st:nEnrolled 48", 'st:nEnrolled "x"'), encoding="utf-8")
    assert main(["check", str(path), "--no-shapes"]) == 1
    out, err = capsys.readouterr()
    assert out.startswith(f"{path}:21: error: study:doe-2026: st:nEnrolled is ")
    assert len(out.splitlines()) == 1
    assert err == "stroma: 1 error, no warnings in 1 file\n"


def test_check_writes_json_and_csv(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "mine.ttl"
    path.write_text(STUDY.replace("st:year 2026", "st:year 26"), encoding="utf-8")
    main(["check", str(path), "--no-shapes", "--format", "json"])
    [problem] = json.loads(capsys.readouterr().out)
    assert (problem["line"], problem["rule"], problem["severity"]) == (17, "wrong-year", "error")
    main(["check", str(path), "--no-shapes", "--format", "csv"])
    assert capsys.readouterr().out.splitlines()[0] == "path,line,severity,rule,subject,wrong,repair"


def test_a_missing_file_is_a_usage_error(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["check", str(tmp_path / "none.ttl")]) == 2


def test_stale_lists_sources_by_how_they_were_read(capsys: pytest.CaptureFixture[str]) -> None:
    """studies.tsv says of bonab-2007 that it was known from the tables of two reviews, of jamali-ucmsc-ms the registry."""
    read_as = {stale.source: stale.read_as for stale in stale_sources()}
    assert read_as["study:bonab-2007"] == "secondary"
    assert read_as["study:jamali-ucmsc-ms"] == "registry"
    assert main(["check", "--stale", "--format", "json"]) == 0
    rows = json.loads(capsys.readouterr().out)
    assert all(row["curator"] for row in rows)
    assert all(re.fullmatch(r"\d{4}-\d{2}-\d{2}", row["curated_on"]) for row in rows)


def test_a_source_read_in_full_is_not_stale(tmp_path: Path) -> None:
    path = tmp_path / "mine.ttl"
    path.write_text(STUDY.replace("  st:readAs st:full-text ;\n", ""), encoding="utf-8")
    assert [(s.source, s.read_as, s.n_findings) for s in stale_sources([path])] == [
        ("study:doe-2026", "not said", 1)
    ]
    path.write_text(STUDY, encoding="utf-8")
    assert stale_sources([path]) == []


def test_a_record_of_another_vocabulary_is_named(tmp_path: Path) -> None:
    path = tmp_path / "doe-2026.ttl"
    other = "<https://example.org/f1> a <https://w3id.org/biolink/vocab/Association> ;"
    text = STUDY.replace("finding:doe-2026-f1 a st:Finding ;", other)
    path.write_text(text, encoding="utf-8")
    (problem,) = (p for p in check_files([path]) if p.rule == "no-class")
    assert problem.subject == "https://example.org/f1"
    assert problem.repair == "add `a st:Finding ;`"


def test_a_finding_without_its_class_does_not_vanish(tmp_path: Path) -> None:
    path = tmp_path / "doe-2026.ttl"
    path.write_text(
        STUDY.replace("finding:doe-2026-f1 a st:Finding ;", "finding:doe-2026-f1"), encoding="utf-8"
    )
    (problem,) = (p for p in check_files([path]) if p.rule == "no-class")
    assert (problem.subject, problem.severity) == ("finding:doe-2026-f1", "error")
    assert "add `a st:Finding ;`" in problem.repair
    assert problem.line


@pytest.mark.parametrize(
    ("wrong", "rule"),
    [
        ("https://w3id.org/stroma/vocabulary/", "wrong-prefix"),
        ("http://w3id.org/stroma/vocab/", "nothing-read"),
        ("https://example.org/vocab/", "nothing-read"),
    ],
)
def test_a_file_with_a_wrong_prefix_does_not_vanish(tmp_path: Path, wrong: str, rule: str) -> None:
    path = tmp_path / "doe-2026.ttl"
    text = STUDY.replace("https://w3id.org/stroma/vocab/", wrong)
    path.write_text(text, encoding="utf-8")
    found = [p for p in check_files([path]) if p.rule == rule]
    assert found
    assert all(
        p.severity == "error" and "https://w3id.org/stroma/vocab/" in p.repair for p in found
    )
    with pytest.raises(DataError, match=r"doe-2026\.ttl"):
        raise_on_errors([path])


def test_a_prefix_that_is_not_declared_is_given_to_paste(tmp_path: Path) -> None:
    text = STUDY.replace("@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .\n", "")
    [problem] = check_text(tmp_path, text)
    line = "@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> ."
    assert problem.wrong.endswith(f"write at the top: {line}")
    assert problem.line == line_of(text, "rdfs:label")


@pytest.mark.parametrize("blank", ["[] st:slug", "_:x st:slug"])
def test_a_blank_node_is_named_with_its_line(tmp_path: Path, blank: str) -> None:
    """Brackets in comments, IRIs and texts are none."""
    text = STUDY.replace("a st:Study ;", "a st:Study ; # [ _:a") + f'# [\n{blank} "a [b] _:c" .\n'
    [problem] = check_text(tmp_path, text)
    assert problem.line == line_of(text, blank)


def test_a_copied_block_that_keeps_the_slug_is_not_told_to_merge(tmp_path: Path) -> None:
    block = STUDY[STUDY.index("finding:doe-2026-f1 a") :]
    copy = block.replace("finding:doe-2026-f1", "finding:doe-2026-f2")
    problems = [p for p in check_text(tmp_path, STUDY + copy) if p.rule == "iri-and-slug"]
    assert [(p.severity, p.repair) for p in problems] == [("error", 'write st:slug "doe-2026-f2"')]


def test_advice_on_a_p_value_fits_the_direction(tmp_path: Path) -> None:
    small = STUDY.replace("st:nEvents 4 ;", 'st:nEvents 4 ; st:pValue "0.001" ;')
    [problem] = check_text(tmp_path, small)
    assert "a difference is st:supports or st:disputes" in problem.repair


@pytest.mark.parametrize(
    ("text", "right", "wrong"),
    [
        (STUDY, "a st:Study ", "a st:Studie "),
        (ARTICLE, "a st:Article ", "a st:Artikel "),
        (STUDY, "study:doe-2026 a st:Study ;", "study:doe-2026"),
        (
            TERMS + STUDY.removeprefix(PREFIXES).replace("term:disability", "term:grip-strength"),
            "term:grip-strength a st:Outcome",
            "term:grip-strength a st:Outcom",
        ),
    ],
)
def test_of_a_wrong_class_only_the_cause_is_named(
    tmp_path: Path, text: str, right: str, wrong: str
) -> None:
    """What names the record is right and needs no repair."""
    broken = text.replace(right, wrong, 1)
    [problem] = check_text(tmp_path, broken)
    assert problem.rule in ("unknown-class", "no-class")
    assert problem.line == line_of(broken, wrong)


@pytest.mark.parametrize(
    ("line", "example"),
    [
        ("st:design st:randomised-controlled", "(example: st:meta-analysis)"),
        ("rdf:subject term:autologous-bm-msc-product", "(example: term:autologous-bm-msc-product)"),
        ("st:direction st:inconclusive", "(example: st:supports)"),
        ('st:slug "doe-2026-f1"', '(example: "doe-2026-f1")'),
    ],
)
def test_an_example_is_given_as_the_file_would_hold_it(
    tmp_path: Path, line: str, example: str
) -> None:
    problems = check_text(tmp_path, STUDY.replace(f"  {line} ;\n", ""))
    assert any(p.repair.endswith(example) for p in problems), problems


def test_a_name_that_is_not_filled_in_is_told_once(tmp_path: Path) -> None:
    text = STUDY.replace("rdf:object term:disability", "rdf:object term:FILL-IN")
    [problem] = check_text(tmp_path, text)
    assert problem.rule == "placeholder"


def test_a_name_is_looked_for_among_what_the_predicate_takes(tmp_path: Path) -> None:
    """MSC is a cell type; the subject of `improves` is a product."""
    wrong = "rdf:subject term:msc"
    [problem] = check_text(
        tmp_path, STUDY.replace("rdf:subject term:autologous-bm-msc-product", wrong)
    )
    assert problem.repair.startswith("did you mean term:msc-product")
    assert "CL:0000134" not in problem.repair


@pytest.mark.parametrize(
    ("right", "wrong", "repair"),
    [
        ("st:foundBy study:doe-2026", 'st:foundBy "doe-2026"', "such as study:doe-2026"),
        ("rdf:object term:disability", 'rdf:object "disability"', "such as term:disability"),
        ("st:disease MONDO:0005301", "st:disease MONDO:MS", "did you mean MONDO:0005301"),
        ("st:nEvents 4", "st:nEvents 1,234", "if 1,234 is one number, write 1234"),
    ],
)
def test_a_value_of_the_wrong_form_comes_with_the_right_one(
    tmp_path: Path, right: str, wrong: str, repair: str
) -> None:
    problems = check_text(tmp_path, STUDY.replace(right, wrong, 1))
    assert any(repair in p.repair for p in problems), problems


def test_values_are_shown_as_the_file_holds_them(tmp_path: Path) -> None:
    text = STUDY.replace(
        "st:direction st:inconclusive", "st:direction st:inconclusive, st:disputes"
    )
    [problem] = check_text(tmp_path, text)
    assert problem.wrong == "st:direction has 2 values (st:disputes, st:inconclusive)"


def test_a_direction_that_is_none_comes_with_what_no_effect_is_called(tmp_path: Path) -> None:
    wrong = "st:direction st:not-significant"
    [problem] = check_text(tmp_path, STUDY.replace("st:direction st:inconclusive", wrong))
    assert "not significant and a mixed result are `inconclusive`" in problem.repair


def test_a_study_of_another_file_is_asked_for(tmp_path: Path) -> None:
    review = tmp_path / "review.ttl"
    pools = "st:meta-analysis ; st:pools st:randomised-trials ; st:poolsStudy study:roe-2026"
    review.write_text(STUDY.replace("st:randomised-controlled", pools), encoding="utf-8")
    [problem] = check_files([review])
    assert problem.rule == "unknown-pools-study"
    assert f"give its file too (stroma check {review} OTHER.ttl)" in problem.repair
    roe = tmp_path / "roe-2026.ttl"
    text = STUDY.replace("doe-2026", "roe-2026").replace("xyz123", "xyz124")
    roe.write_text(text.replace("NCT09999999", "NCT09999998"), encoding="utf-8")
    [problem] = check_files([review])
    assert problem.repair == f"give its file too: stroma check {review} {roe}"
    assert check_files([review, roe]) == []


def test_a_folder_is_checked_with_all_its_files(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "sub").mkdir()
    wrong = STUDY.replace("st:year 2026", "st:year 26")
    (tmp_path / "doe-2026.ttl").write_text(wrong, encoding="utf-8")
    (tmp_path / "sub" / "terms.trig").write_text(TERMS, encoding="utf-8")
    (tmp_path / "sub" / "notes.txt").write_text("no data", encoding="utf-8")
    assert main(["check", str(tmp_path), "--no-shapes"]) == 1
    out, err = capsys.readouterr()
    assert out.startswith(f"{tmp_path / 'doe-2026.ttl'}:17: error: ")
    assert err == "stroma: 1 error, no warnings in 2 files\n"
    empty = tmp_path / "empty"
    empty.mkdir()
    assert main(["check", str(empty)]) == 2
    assert "is a folder without a file of RDF" in capsys.readouterr().err


def test_shapes_find_the_same_batch_after_batch(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A rule asked of a predicate sees each finding in its batch; a bare triple too."""
    from stroma.check.shacl import shape_spots
    from stroma.check.statements import statements_of

    text = STUDY.replace("st:year 2026 ;", "st:year 2026 ; st:cures MONDO:0005301 ;")
    text += second_finding(("term:disability", "MONDO:0005301")).removeprefix(STUDY)
    path = tmp_path / "mine.ttl"
    path.write_text(text, encoding="utf-8")
    files = [*packaged_files(), path]
    statements, _ = statements_of([(p, read_file(p)) for p in files], [path])
    whole = list(shape_spots(statements))
    assert len(whole) == 2
    monkeypatch.setattr("stroma.check.shacl._BATCH", 1)
    told: list[tuple[int, int]] = []
    found = list(shape_spots(statements, lambda done, total: told.append((done, total))))
    assert set(found) == set(whole)
    assert told == [(0, 3), (1, 3), (2, 3)]


def test_a_long_check_says_what_goes_on_and_what_is_quicker(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "mine.ttl"
    path.write_text(STUDY, encoding="utf-8")
    monkeypatch.setattr("stroma.cli.check._LONG_S", 0.0)
    assert main(["check", str(path)]) == 0
    assert "running" not in capsys.readouterr().err
    monkeypatch.setattr("stroma.check.shacl._BATCH", 1)
    assert main(["check", str(path)]) == 0
    assert "running the shapes on 2 records; --no-shapes leaves them out" in capsys.readouterr().err


@pytest.mark.parametrize("text", ["", "@prefix st: <https://w3id.org/stroma/vocab/> .\n"])
def test_a_file_that_states_nothing_is_refused_by_check_and_build_alike(
    tmp_path: Path, text: str
) -> None:
    path = tmp_path / "nothing.ttl"
    path.write_text(text, encoding="utf-8")
    assert main(["check", str(path), "--no-shapes"]) == 1
    assert main(["build", "--store", str(tmp_path / "store"), str(path)]) == 1
