"""Names that people type: abbreviations, brand names, everyday words; and those that must not be taken for one thing."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from stroma.errors import UnknownTermError

if TYPE_CHECKING:
    from stroma.store import EvidenceStore

TYPED = {
    "OA": "osteoarthritis", "knee OA": "knee-osteoarthritis", "KOA": "knee-osteoarthritis", "SCI": "spinal-cord-injury",
    "MS": "multiple-sclerosis", "GVHD": "gvhd", "ALS": "als", "NMO": "neuromyelitis-optica", "NMOSD": "neuromyelitis-optica",
    "stroke": "stroke", "Crohn's fistula": "crohn-perianal-fistula", "Alofisel": "darvadstrocel", "Prochymal": "remestemcel-l",
    "Ryoncil": "remestemcel-l", "NurOwn": "msc-ntf", "MSCs": "msc", "stem cells": "stem-cell-product",
    "fat stem cells": "adipose-msc-product", "adipose stem cells": "adipose-msc-product",
    "Akuugo": "sb623", "vandefitemcel": "sb623", "peripheral artery disease": "peripheral-arterial-disease",
    "Temcell": "temcell", "TEMCELL HS": "temcell", "Stemirac": "stemirac", "Cartistem": "cartistem",
    "umbilical cord stem cells": "uc-msc-product", "death": "death", "deaths": "death",
    "COPD": "copd", "T2D": "type-2-diabetes", "neural stem cells": "neural-stem-cell-product",
}  # fmt: skip


@pytest.mark.parametrize(("typed", "slug"), TYPED.items())
def test_a_name_as_people_type_it_finds_its_term(
    packaged: EvidenceStore, typed: str, slug: str
) -> None:
    assert packaged.records.terms[packaged.resolve_term(typed)].slug == slug


# Nothing of that name is studied here, or it may mean several things: cerebral palsy or chronic pancreatitis, a disease
# that cells are to treat or a harm after them.
@pytest.mark.parametrize(
    "typed", ["CP", "CD", "kidney failure", "hair loss", "exosomes", "cancer", "MPC"]
)
def test_what_is_not_held_or_not_clear_finds_nothing_for_sure(
    packaged: EvidenceStore, typed: str
) -> None:
    with pytest.raises(UnknownTermError):
        packaged.resolve_term(typed)


# Another treatment, or more than the one product here that has the word in its name: asked, never taken for it.
@pytest.mark.parametrize(
    ("typed", "offered"),
    [
        ("bone marrow transplant", "bone-marrow MSC product"),
        ("hematopoietic stem cells", "mesenchymal or haematopoietic stem cell product, pooled"),
        ("embryonic stem cells", "mixture of mesenchymal, embryonic and fetal neural cells"),
    ],
)
def test_part_of_a_product_s_name_is_offered_and_not_taken(
    packaged: EvidenceStore, typed: str, offered: str
) -> None:
    with pytest.raises(UnknownTermError, match=f"did you mean {offered}"):
        packaged.resolve_term(typed)


# A symptom, a wider thing, a part of the body, or a brand of which only its kind is here: offered, never taken for it.
@pytest.mark.parametrize(
    ("typed", "offered"),
    [
        ("back pain", ["intervertebral disk degenerative disorder"]),
        ("Lower back pain", ["intervertebral disk degenerative disorder"]),
        ("slipped discs", ["intervertebral disk degenerative disorder"]),
        ("bad knees", ["knee osteoarthritis"]),
        ("arthritis", ["osteoarthritis", "rheumatoid arthritis"]),
        ("dementia", ["Alzheimer disease"]),
        ("cupistem", ["autologous adipose MSC product"]),
        ("Hearticellgram", ["autologous bone-marrow MSC product"]),
    ],
)
def test_what_people_look_under_is_offered_and_no_name(
    packaged: EvidenceStore, typed: str, offered: list[str]
) -> None:
    with pytest.raises(
        UnknownTermError, match="is no name here; who looks for it may mean"
    ) as caught:
        packaged.resolve_term(typed)
    assert list(caught.value.near) == offered
    assert packaged.find_named(typed) is None


def test_no_name_under_which_people_look_is_a_name(packaged: EvidenceStore) -> None:
    for term in packaged.records.terms.values():
        assert not set(term.looked_for_as) & {
            term.label,
            term.slug,
            *term.synonyms,
            *term.brand_names,
        }


def test_cancer_is_offered_as_a_harm(packaged: EvidenceStore) -> None:
    with pytest.raises(UnknownTermError, match=r"did you mean tumour or malignancy \(outcome\)"):
        packaged.resolve_term("cancer")


def test_labels_read_as_in_a_sentence(packaged: EvidenceStore) -> None:
    """An ontology's inverted or technical label stays as a name."""
    for name, label in (
        ("osteoarthritis, knee", "knee osteoarthritis"),
        ("stroke disorder", "stroke"),
    ):
        assert packaged.label(packaged.resolve_term(name)) == label
    assert not [t.label for t in packaged.records.terms.values() if "_" in t.label]


@pytest.mark.parametrize(
    ("everyday", "label"),
    [
        ("motor neurone disease", "amyotrophic lateral sclerosis"),
        ("MND", "amyotrophic lateral sclerosis"),
        ("congestive heart failure", "heart failure"),
        ("chronic heart failure", "heart failure"),
        ("eyesight", "visual function"),
    ],
)
def test_an_everyday_name_is_a_name(packaged: EvidenceStore, everyday: str, label: str) -> None:
    assert packaged.label(packaged.resolve_term(everyday)) == label


def test_an_unknown_name_does_not_say_that_nothing_was_studied(packaged: EvidenceStore) -> None:
    with pytest.raises(UnknownTermError, match="not a name known here") as told:
        packaged.resolve_term("zygomycosis")
    assert "no study" not in str(told.value)
