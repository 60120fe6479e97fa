"""Tokens, sentences, abbreviations, terms: expected values counted by hand."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from stroma.audit.language.abbreviations import find_abbreviations
from stroma.audit.language.entities import find_entities
from stroma.audit.language.reading import read_text
from stroma.audit.language.sentences import MAX_SENTENCE, split_sentences
from stroma.audit.language.tokens import fold, tokenize
from stroma.vocabulary import to_curie

if TYPE_CHECKING:
    from stroma.audit.pipeline import Auditor


def named(auditor: Auditor, text: str) -> list[tuple[str, str]]:
    found = find_entities(text, tokenize(text), auditor.lexicon)
    for entity in found:
        assert text[entity.start : entity.end] == entity.text
    return [(entity.text, auditor.lexicon.terms[entity.term].slug) for entity in found]


@pytest.mark.parametrize(
    ("british", "american"),
    [
        ("tumours", "tumor"),
        ("ischaemic", "ischemic"),
        ("randomised", "randomized"),
        ("grey", "gray"),
    ],
)
def test_british_and_american_spelling_fold_to_one_form(british: str, american: str) -> None:
    assert fold(british) == fold(american)


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        (
            "Stepien et al. treated 16. None relapsed.",
            ["Stepien et al. treated 16.", "None relapsed."],
        ),
        (
            "It fell (p = 0.05) vs. placebo. Then it rose.",
            ["It fell (p = 0.05) vs. placebo.", "Then it rose."],
        ),
        ("A quote: “It works.” Then more.", ["A quote: “It works.”", "Then more."]),
        ("# Heading\n\nText without end", ["Heading", "Text without end"]),
        ("Shown before.[12] And again.", ["Shown before.[12]", "And again."]),
        ("types. a special group.", ["types.", "a special group."]),
    ],
)
def test_sentences_have_exact_offsets(text: str, sentences: list[str]) -> None:
    assert [text[s.start : s.end] for s in split_sentences(text)] == sentences


def test_a_line_of_a_megabyte_is_cut_and_nothing_is_lost() -> None:
    text = "word " * 200_000
    spans = split_sentences(text)
    assert max(s.end - s.start for s in spans) <= MAX_SENTENCE
    assert sum(text[s.start : s.end].count("word") for s in spans) == 200_000


def test_the_text_defines_its_own_abbreviations() -> None:
    assert (
        find_abbreviations("motor neurone disease (MND) and PD")["MND"] == "motor neurone disease"
    )


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("adipose-derived MSCs", [("adipose-derived MSCs", "adipose-msc")]),
        ("their own fat-derived stem cells", [("fat-derived stem cells", "autologous-adipose-msc-product")]),
        ("autologous bone marrow mesenchymal stem cells", [("autologous bone marrow mesenchymal stem cells", "autologous-bm-msc-product")]),
        ("MSC therapy", [("MSC therapy", "msc-product")]),
        ("mesenchymal stem cells from the umbilical cord", [("mesenchymal stem cells from the umbilical cord", "umbilical-cord-msc")]),
        ("haematopoietic stem cells", [("haematopoietic stem cells", "hematopoietic-stem-cell")]),
        ("neurodegenerative, autoimmune and orthopaedic disorders", [("neurodegenerative", "neurodegenerative-disease"), ("autoimmune", "autoimmune-disease"), ("orthopaedic disorders", "musculoskeletal-disease")]),
        ("Crohn’s disease", [("Crohn’s disease", "crohn-disease")]),
        ("relapsing-remitting multiple sclerosis", [("relapsing-remitting multiple sclerosis", "rrms")]),
        ("published in the Multiple Sclerosis Journal", []),
        ("it can be a condition of its own", []),
        ("Ms Smith took it", []),
    ],
)  # fmt: skip
def test_terms_are_grounded_by_the_longest_match(
    auditor: Auditor, text: str, expected: list[tuple[str, str]]
) -> None:
    assert named(auditor, text) == expected


def test_every_form_of_the_lexicon_names_a_term_of_its_kind(auditor: Auditor) -> None:
    for slug in ("edss", "relapse", "hgf", "intrathecal", "autism"):
        iri = auditor.lexicon.by_slug[slug]
        assert to_curie(iri).count(":") == 1
        assert auditor.lexicon.terms[iri].slug == slug


@pytest.mark.parametrize(
    ("text", "wanted", "unwanted"),
    [
        ("In ALS, MSCs did not improve function or survival.", "function", None),
        ("MSCs in stroke made the lesion smaller.", None, "lesion"),
        ("MSCs in MS cut the lesions.", "lesions", None),
        ("The journal Brain printed a study of MSCs in MS.", None, "Brain"),
        ("Cells from fat tissue were given in MS.", "Cells from fat tissue", None),
        ("In MS, MSCs were injected into the spinal fluid.", "into the spinal fluid", None),
    ],
)
def test_words_name_a_term_only_in_their_context(
    auditor: Auditor, text: str, wanted: str | None, unwanted: str | None
) -> None:
    named = {e.text for e in read_text(text, auditor.lexicon, auditor.book).entities}
    assert wanted is None or wanted in named
    assert unwanted not in named
