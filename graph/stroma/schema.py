"""Which property carries which field of a record? One table, read by everything that reads or writes records.

The Turtle reader and writer, `stroma new`, `stroma import` (column names), the round trip to TSV and
docs/records.md all follow `SLOTS`. Read first: `Slot` and `SLOTS`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cached_property
from typing import TYPE_CHECKING, Final, Literal, TypeAlias

from stroma import model as m
from stroma.vocabulary import KINDS, to_iri

if TYPE_CHECKING:
    from stroma.vocabulary import Iri

Kind: TypeAlias = Literal[
    "label", "text", "integer", "decimal", "boolean", "date", "url", "choice", "term", "record"
]


@dataclass(frozen=True)
class Slot:
    """One field: its Python name (also the TSV column), its property, and what belongs in it."""

    name: str
    property: str
    kind: Kind
    about: str
    example: str = ""
    many: bool = False
    required: bool = False
    choices: type[StrEnum] | None = None
    kinds: tuple[str, ...] = ()
    """For `term`: the kinds of Term that fit; for `record`: the classes."""

    @cached_property
    def iri(self) -> Iri:
        """The IRI of its property."""
        return to_iri(self.property)


def _choice(
    name: str, choices: type[StrEnum], about: str, *, many: bool = False, required: bool = False
) -> Slot:
    property_local = {"better": "betterDirection"}.get(name, _camel(name))
    first = next(iter(choices))
    return Slot(name, f"st:{property_local}", "choice", about, first.value, many, required, choices)


def _camel(name: str) -> str:
    head, *rest = name.split("_")
    return head + "".join(part.capitalize() for part in rest)


def _st(name: str, kind: Kind, about: str, example: str = "", **more: object) -> Slot:
    return Slot(name, f"st:{_camel(name)}", kind, about, example, **more)  # type: ignore[arg-type]


_LABEL = Slot(
    "label",
    "rdfs:label",
    "label",
    "one line in your own words",
    "Made-up trial of marrow MSC in MS",
    required=True,
)
_SLUG = _st(
    "slug",
    "text",
    "short name, unique: first author or trial name, then year",
    "doe-2026",
    required=True,
)
_TERM_SLUG = replace(
    _SLUG,
    about="short name, unique: the label in lower case, hyphens for spaces; it ends the term's IRI",
    example="grip-strength",
)
_FINDING_SLUG = replace(
    _SLUG, about="short name, unique: the slug of its source, then a number", example="doe-2026-f1"
)
_ROW = _st("row", "text", "row of the fact sheet this was taken from", "doe-2026-f1")
_DOI = _st("doi", "text", "digital object identifier, without https://doi.org/", "10.1000/xyz123")
_PMID = _st("pmid", "text", "PubMed number", "12345678")
_NOTICES = (
    _st(
        "retracted_on",
        "text",
        "of a retraction: year, month or day, as exactly as its notice has it; what was found is shown and counts nowhere",
        "2026-03-31",
    ),
    _st(
        "concern_raised_on",
        "text",
        "of an expression of concern: year, month or day, as exactly as its notice has it; what was found counts and says so",
        "2026-02",
    ),
    _st(
        "notice",
        "text",
        "the notice of the retraction or of the expression of concern: its doi, else its address",
        "10.1000/xyz124",
        many=True,
    ),
)
_READ_AS = _choice("read_as", m.ReadAs, "what the curator could read; be honest")
_READ_NOTE = _st(
    "read_note",
    "text",
    "what was inferred or not seen",
    "design inferred: no control group mentioned",
)
_SEEN_AT = _st(
    "seen_at",
    "url",
    "publisher, PubMed, PMC, registry, university or regulator page where it was read",
    "https://pubmed.ncbi.nlm.nih.gov/12345678/",
)
_CURATOR = _st(
    "curator", "text", "person or organisation that entered the record", "Jane Doe, MS Society"
)
_CURATED_ON = _st("curated_on", "date", "day the record was entered or last revised", "2026-11-25")
_PUBLISHED_AS = _choice("published_as", m.PublishedAs, "form in which the result was made public")
_SPONSOR = _st(
    "sponsor_reported",
    "boolean",
    "true when only the sponsor or its releases report the result",
    "false",
)
_SPECIES = _st("species", "text", "human, mouse, rat, ...", "human", many=True)
_ROUTE = _st("route", "term", "route of administration", "intrathecal", many=True, kinds=("Route",))
_MEASURED_BY = _st(
    "measured_by",
    "term",
    "instrument or more exact outcome behind the object",
    "edss",
    kinds=("Outcome", "CellType", "Mechanism"),
)

TERM_SLOTS: Final = (
    _TERM_SLUG,
    _LABEL,
    Slot("synonyms", "skos:altLabel", "label", "exact synonyms", "MSC", many=True),
    Slot("definition", "skos:definition", "label", "what it is, in your own words"),
    Slot(
        "broader", "skos:broader", "term", "the next wider term or terms", "msc-product", many=True
    ),
    Slot(
        "exact_match", "skos:exactMatch", "term", "the same entity in another vocabulary", many=True
    ),
    Slot(
        "close_match",
        "skos:closeMatch",
        "term",
        "nearly the same entity in another vocabulary",
        many=True,
    ),
    _st("seen_in", "text", "release of the ontology in which the term was seen", "CL 2026-08-19"),
    Slot("note", "skos:note", "label", "what a reader must know to use the term rightly"),
    _st("cell_type", "term", "cell type of a product", "bone-marrow-msc", kinds=("CellType",)),
    _st("source_tissue", "term", "tissue a product is made from", "bone-marrow", kinds=("Tissue",)),
    _choice("donor", m.Donor, "whose cells a product holds, seen from the recipient"),
    Slot(
        "brand_names",
        "st:brandName",
        "text",
        "brand or code name of a product",
        "NurOwn",
        many=True,
    ),
    _st(
        "model_of",
        "term",
        "disease that a model stands for",
        "multiple-sclerosis",
        kinds=("Disease",),
    ),
    _choice("better", m.Better, "direction of an outcome that benefits the patient"),
    _st(
        "surrogate",
        "boolean",
        "true for an outcome that is an image, a laboratory or a physiological value and stands for how a patient feels, functions or survives (BEST glossary of FDA and NIH: surrogate endpoint)",
        "true",
    ),
    Slot(
        "looked_for_as",
        "skos:hiddenLabel",
        "label",
        "names under which people look for it, of a wider thing, a symptom or a brand of its kind; offered, never taken for it",
        "back pain",
        many=True,
    ),
)

STUDY_SLOTS: Final = (
    _SLUG,
    _LABEL,
    _st("first_author", "text", "first author", "Doe J"),
    _st("year", "integer", "year of publication", "2026"),
    _st("journal", "text", "journal, or congress", "Journal of Made-up Results"),
    _DOI,
    _PMID,
    _st("nct", "text", "ClinicalTrials.gov numbers", "NCT01234567", many=True),
    _st(
        "other_registration", "text", "other registry numbers", "EudraCT 2026-000000-00", many=True
    ),
    _choice(
        "design",
        m.Design,
        "how the study was set up; the level of its findings follows from it",
        required=True,
    ),
    _choice("pools", m.Pools, "for a review: what it pools"),
    _st(
        "pools_study",
        "record",
        "for a review: member studies in this graph; their people are not counted twice",
        many=True,
        kinds=("Study",),
    ),
    _st("n_pooled", "integer", "for a review: how many studies it pools, as it says", "7"),
    _st(
        "shares_participants_with",
        "record",
        "study of the same people (follow-up, sub-study, preprint)",
        many=True,
        kinds=("Study",),
    ),
    _st("phase", "text", "trial phase as registered", "2"),
    _st("blinding", "text", "who was masked, as reported", "double-blind"),
    _st("n_enrolled", "integer", "people enrolled or randomised", "48"),
    _st("n_treated", "integer", "people given the product", "32"),
    _st("population", "text", "who took part, as reported", "RRMS (10) + SPMS (14)"),
    _st(
        "product",
        "term",
        "cell product given",
        "autologous-bm-msc-product",
        many=True,
        kinds=("CellProduct",),
    ),
    _st(
        "product_as_reported",
        "text",
        "the product in the words of the source",
        "autologous bone-marrow MSC",
    ),
    _st(
        "disease",
        "term",
        "disease it was given for",
        "multiple-sclerosis",
        many=True,
        kinds=("Disease",),
    ),
    _st(
        "source_tissue",
        "term",
        "tissue the cells came from",
        "bone-marrow",
        many=True,
        kinds=("Tissue",),
    ),
    _choice("donor", m.Donor, "whose cells, seen from the recipient", many=True),
    _ROUTE,
    _st(
        "route_as_reported",
        "text",
        "the route in the words of the source, where it says more",
        "intrathecal (34) plus intravenous (14)",
    ),
    _SPECIES,
    _st("dose", "text", "dose as reported", "1-2e6 cells/kg, single"),
    _st("follow_up_months", "decimal", "follow-up in months", "12"),
    _st("country", "text", "countries, as reported", "Israel; Greece"),
    _st("primary_endpoint", "text", "primary endpoint as reported", "EDSS change at 12 months"),
    _choice("primary_endpoint_kind", m.EndpointKind, "what the primary endpoint asks"),
    _st(
        "primary_outcome",
        "term",
        "the outcome behind an efficacy endpoint",
        "edss",
        kinds=("Outcome",),
    ),
    _choice(
        "primary_endpoint_met",
        m.EndpointMet,
        "whether it was met; a result on an efficacy endpoint becomes a finding on (product, ameliorates, disease)",
    ),
    _choice("primary_comparator", m.Comparator, "what the primary endpoint was compared with"),
    _PUBLISHED_AS,
    *_NOTICES,
    _READ_AS,
    _READ_NOTE,
    _SPONSOR,
    _SEEN_AT,
    _CURATOR,
    _CURATED_ON,
)

REFERENCE_SLOTS: Final = (
    _SLUG,
    _LABEL,
    _st(
        "reference_kind",
        "text",
        "narrative review, consensus statement, textbook, regulator's page",
        "textbook",
    ),
    _st("year", "integer", "year of publication", "2026"),
    _st("journal", "text", "journal or publisher", "Journal of Made-up Results"),
    _DOI,
    _PMID,
    *_NOTICES,
    _READ_AS,
    _READ_NOTE,
    _SEEN_AT,
    _CURATOR,
    _CURATED_ON,
)

_ABOUT = (
    Slot(
        "subject",
        "rdf:subject",
        "term",
        "what the statement is about",
        "autologous-bm-msc-product",
        required=True,
    ),
    Slot(
        "predicate",
        "rdf:predicate",
        "choice",
        "one of the predicates, which docs/records.md explains",
        "improves",
        required=True,
    ),
    Slot("object", "rdf:object", "term", "what it is said of", "disability", required=True),
    Slot(
        "condition",
        "st:inCondition",
        "term",
        "disease it was asked in, where the predicate needs one",
        "multiple-sclerosis",
        kinds=("Disease",),
    ),
)

FINDING_SLOTS: Final = (
    _FINDING_SLUG,
    _LABEL,
    Slot(
        "source",
        "st:foundBy",
        "record",
        "the study or reference that reports it",
        "doe-2026",
        required=True,
        kinds=("Study", "Reference"),
    ),
    *_ABOUT,
    _choice(
        "direction",
        m.Direction,
        "how the result bears on the positive statement; no difference, a difference that is not significant and a mixed result are `inconclusive`, never another predicate",
        required=True,
    ),
    _ROW,
    _choice(
        "analysis",
        m.Analysis,
        "only where the finding does not rest on the study's main comparison",
    ),
    _MEASURED_BY,
    _st("outcome_measure", "text", "what was measured, as reported", "mean EDSS"),
    _choice("outcome_role", m.OutcomeRole, "only where the source says so"),
    _st("value", "text", "result as reported", "4 of 16 patients"),
    _st("n_events", "integer", "people with the event", "4"),
    _st("n_at_risk", "integer", "people who could have had it", "16"),
    _st(
        "events_seen",
        "boolean",
        "true where people had the event and the source gives no count of them",
        "true",
    ),
    _st(
        "n_events_control",
        "integer",
        "people with the event among those the result was compared with",
        "3",
    ),
    _st(
        "n_at_risk_control",
        "integer",
        "people who could have had it among those the result was compared with",
        "15",
    ),
    _st(
        "count_unit",
        "text",
        "what is counted, where it is not people of this condition who got the product: injections, or patients of two diseases together",
        "injection",
    ),
    _choice("comparator", m.Comparator, "what the result was compared with"),
    _st("comparator_as_reported", "text", "the comparator in the words of the source", "saline"),
    _st("p_value", "text", "p-value as reported, never rounded", "0.064"),
    _st("time_point_months", "decimal", "months after treatment", "12"),
    _st(
        "time_point_as_reported",
        "text",
        "the time point where it is no single number",
        "3-6 months",
    ),
    _st("population", "text", "who was analysed, as reported", "RRMS"),
    _st("n_analysed", "integer", "people analysed, where it differs from the study", "15"),
    _st(
        "in_part_of_study",
        "boolean",
        "true where the result is about people whose number is not stated: a part of the study's people, or patients of those asked",
        "true",
    ),
    _SPECIES,
    _ROUTE,
    _PUBLISHED_AS,
    _READ_AS,
    _SPONSOR,
    _st("region", "text", "for a regulator's decision: where it holds", "European Union"),
    _st(
        "decided_on",
        "text",
        "for a regulator's decision: year, month or day of it, as exactly as known",
        "2024-12-13",
    ),
    Slot("note", "skos:note", "label", "what a reader must know to use the finding rightly"),
    _SEEN_AT,
)

ARTICLE_SLOTS: Final = (
    _SLUG,
    _LABEL,
    _st("publisher", "text", "who published it", "A clinic"),
    _st("url", "url", "address of the article", "https://example.org/article"),
    _st("text_sha256", "text", "sha256 of the UTF-8 text that the offsets point into"),
    _st("text_length", "integer", "characters in that text", "2920"),
    _st("declared_interest", "text", "interest the article itself states"),
    _CURATOR,
    _CURATED_ON,
)

CLAIM_SLOTS: Final = (
    _SLUG,
    _LABEL,
    Slot("article", "st:inArticle", "record", "the article", required=True, kinds=("Article",)),
    Slot(
        "start",
        "oa:start",
        "integer",
        "first character of the passage, counted from 0",
        "0",
        required=True,
    ),
    Slot("end", "oa:end", "integer", "one past its last character", "132", required=True),
    *(Slot(s.name, s.property, s.kind, s.about, s.example, kinds=s.kinds) for s in _ABOUT),
    _choice("polarity", m.Polarity, "whether the text asserts or denies it", required=True),
    _ROW,
    _choice("wording_strength", m.WordingStrength, "how strongly it is worded"),
    _st("hedge", "text", "hedging words", "may; potential"),
    _st("cites", "record", "study the claim leans on", many=True, kinds=("Study", "Reference")),
    _MEASURED_BY,
    _ROUTE,
    _st("curated_verdict", "text", "how a curator judged the claim against its study"),
    _st("study_says", "text", "what the cited study says, in the curator's words"),
    Slot("note", "skos:note", "label", "why it was judged so"),
)


def _computed(name: str, property_: str, kind: Kind, **more: object) -> Slot:
    """A field of what the build computes; its property says in `ontology/stroma.ttl` what it means."""
    return Slot(name, property_, kind, "", **more)  # type: ignore[arg-type]


PROPOSITION_SLOTS: Final = (
    _LABEL,
    *_ABOUT,
    _computed("stance", "st:stance", "choice", choices=m.Stance, required=True),
    _computed("best_level", "st:bestLevel", "choice", choices=m.Level),
    _computed("independent_studies", "st:independentStudies", "integer", required=True),
    _computed("participants", "st:participants", "integer"),
    _computed("participants_at_best_level", "st:participantsAtBestLevel", "integer"),
    _computed("unknown_sizes", "st:studiesOfUnknownSize", "integer"),
    _computed("people_in_words", "st:peopleInWords", "text"),
    _computed("active_comparators", "st:comparedWithActive", "text", many=True),
    _computed("thin", "st:thin", "choice", many=True, choices=m.Thin),
    _computed("surrogates", "st:measuredBySurrogate", "term", many=True),
    _computed("weaker_disagrees", "st:weakerEvidenceDisagrees", "boolean", required=True),
    _computed("narrower_disagrees", "st:narrowerEvidenceDisagrees", "boolean", required=True),
    _computed("events_counted", "st:eventsCounted", "boolean"),
    _computed("sources", "st:studiedIn", "record", many=True),
    _computed("retracted", "st:retractedFinding", "record", many=True),
    _computed("retracted_sources", "st:retractedSource", "record", many=True),
    _computed("concerns", "st:underConcern", "record", many=True),
)
"""The fields of a proposition that one property holds each.

Beside them it has `COUNT_SLOTS`; whether it is clinical (`st:evidenceClass`); its findings, by direction, and its claims, by polarity.
"""
_DIRECTION_ENDS: Final = {
    m.Direction.SUPPORTS: "Supporting",
    m.Direction.DISPUTES: "Disputing",
    m.Direction.INCONCLUSIVE: "Inconclusive",
}


def count_name(group: m.Group, direction: m.Direction) -> str:
    """What the number of studies of a group that found one way is called in graphs and tables; people have no prefix.

    Example:
        >>> count_name(m.Group.HUMAN, m.Direction.SUPPORTS), count_name(m.Group.IN_VITRO, m.Direction.DISPUTES)
        ('supports', 'in_vitro_disputes')
    """
    prefix = f"{group.value.removesuffix('-group')}-" * (group is not m.Group.HUMAN)
    return f"{prefix}{direction.value}".replace("-", "_")


COUNT_SLOTS: Final = tuple(
    _computed(
        count_name(group, direction),
        f"st:{_camel(group.value.removesuffix('-group').replace('-', '_'))}{end}",
        "integer",
        required=True,
    )
    for group in m.Group
    for direction, end in _DIRECTION_ENDS.items()
)
"""The counts of studies of a proposition, in the order of `Proposition.counts`."""
COUNTS: Final = tuple(slot.name for slot in COUNT_SLOTS)
CONFLICT_SLOTS: Final = (
    _computed("proposition", "st:onProposition", "record", required=True),
    _computed("factors", "st:differsIn", "choice", many=True, choices=m.Factor),
    _computed("sentence", "rdfs:comment", "label", required=True),
)
"""The fields of a conflict, but for its two findings (`st:between`)."""

# Class (local name) -> its record type and slots.
RECORDS: Final[Mapping[str, tuple[type, tuple[Slot, ...]]]] = {
    "Study": (m.Study, STUDY_SLOTS),
    "Reference": (m.Reference, REFERENCE_SLOTS),
    "Finding": (m.Finding, FINDING_SLOTS),
    "Article": (m.Article, ARTICLE_SLOTS),
    "Claim": (m.Claim, CLAIM_SLOTS),
}
SLOTS: Final[Mapping[str, tuple[Slot, ...]]] = {
    "Term": TERM_SLOTS,
    **{name: slots for name, (_, slots) in RECORDS.items()},
}


def slots_of(class_name: str) -> tuple[Slot, ...]:
    """The fields of a class; kinds of Term share theirs."""
    return SLOTS["Term" if class_name in KINDS else class_name]


def kinds_of(slot: Slot) -> tuple[str, ...]:
    """The classes that fit a field that names a record or term."""
    return slot.kinds or KINDS


# Namespace of the IRIs of each class.
NAMESPACES: Final[Mapping[str, str]] = {
    "Term": "term",
    "Study": "study",
    "Reference": "reference",
    "Finding": "finding",
    "Article": "article",
    "Claim": "claim",
}
