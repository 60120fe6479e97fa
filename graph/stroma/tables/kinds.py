"""The tables that a graph has: terms, studies, references, findings, propositions, claims, conflicts.

Read first: `FINDINGS`, which has most of what a table can have.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from stroma.p_values import p_at_most
from stroma.schema import COUNT_SLOTS, PROPOSITION_SLOTS, SLOTS
from stroma.sentences import asks_word
from stroma.tables.table import RecordTable

if TYPE_CHECKING:
    from stroma.answer import Value

__all__ = ["CLAIMS", "CONFLICTS", "FINDINGS", "PROPOSITIONS", "REFERENCES", "STUDIES", "TERMS"]


def p_number(text: Value) -> Value:
    """The number that a p-value is or is below (`stroma.p_values`); None for words, several values, and what is above a number."""
    number = p_at_most(text) if isinstance(text, str) else None
    return float(number) if number is not None else None


def asks(predicate: Value, clinical: Value) -> Value:
    """What a relation asks: support of a harm, of a mere trial or of anatomy is no benefit (`stroma.sentences.asks_word`)."""
    return asks_word(str(predicate), clinical=clinical is not False)


_SLOTS: Final = {**SLOTS, "Proposition": (*PROPOSITION_SLOTS, *COUNT_SLOTS)}


def _fields(of_class: str, names: str) -> dict[str, str]:
    """Columns that are called like the fields of a class -> the properties of these."""
    properties = {slot.name: slot.property for slot in _SLOTS[of_class]}
    return {name: properties[name] for name in names.split()}


def _words(of_class: str, *more: str) -> frozenset[str]:
    """The fields of a class whose values are words of the vocabulary, and other columns that hold some."""
    return frozenset((*(s.name for s in _SLOTS[of_class] if s.kind == "choice"), *more))


_LABEL: Final = {"label": "rdfs:label"}
_IN_FINDINGS: Final = "?case st:foundBy ?study ; rdf:subject {} ; st:inCondition {}"
STUDIES: Final = RecordTable(
    "study",
    "st:Study",
    _LABEL,
    _fields(
        "Study",
        "year journal design phase n_enrolled n_treated primary_endpoint primary_endpoint_kind primary_endpoint_met "
        "follow_up_months country first_author read_as doi pmid dose blinding population primary_outcome "
        "primary_comparator sponsor_reported retracted_on concern_raised_on",
    ),
    _fields(
        "Study",
        "nct notice product disease shares_participants_with route donor source_tissue species",
    ),
    _words("Study"),
    ("st:product", "st:disease"),
    # Case reports of harm name product and disease in their findings only.
    also={
        "CellProduct": f"{_IN_FINDINGS.format('?within', '?any')} . ?within a st:CellProduct",
        "Disease": _IN_FINDINGS.format("[ a st:CellProduct ]", "?within"),
    },
)
_STATEMENT: Final = _fields("Finding", "subject predicate object")
_CONDITION: Final = _fields("Finding", "condition")
_ABOUT: Final = ("rdf:subject", "rdf:object", "st:inCondition")
TERMS: Final = RecordTable(
    "term",
    "?kind",
    {**_LABEL, "kind": "a"},
    {**_fields("Term", "slug"), "better_direction": "st:betterDirection"},
    _fields("Term", "synonyms broader"),
    _words("Term", "kind", "better_direction"),
    ("st:within",),
)
REFERENCES: Final = RecordTable(
    "reference",
    "st:Reference",
    _LABEL,
    _fields(
        "Reference",
        "reference_kind year journal read_as doi pmid retracted_on concern_raised_on",
    ),
    _fields("Reference", "seen_at notice"),
    _words("Reference"),
    _ABOUT,
    ("st:foundBy", "st:onProposition"),
    held="^st:foundBy",
)
_LABELLED: Final = ("subject", "predicate", "object", "condition", "disease")
# The disease is the condition, or else what the statement is about.
_DISEASE: Final = {"disease": "st:inCondition"}
_ITSELF: Final = {"disease": "rdf:object"}
_CLASS: Final = "st:onProposition/st:evidenceClass"
_CLINICAL: Final = {"clinical": "st:clinical"}
_ASKS: Final = (("predicate", "clinical"), asks)
_IF_DISEASE: Final = {"disease": "st:Disease"}
FINDINGS: Final = RecordTable(
    "finding",
    "st:Finding",
    {**_fields("Finding", "source subject predicate object direction"), "level": "st:level/st:rank", "group": "st:group"},
    {
        **_fields(
            "Finding",
            "condition outcome_measure value comparator p_value n_analysed n_events n_at_risk n_events_control "
            "n_at_risk_control count_unit time_point_months outcome_role population read_as label analysis",
        ),
        "derived": "st:derived", "proposition": "st:onProposition",
        **_fields("Finding", "measured_by region decided_on"),
        "retracted": "st:retracted", "year": "st:foundBy/st:year", "design": "st:foundBy/st:design", "clinical": _CLASS,
        **_fields("Finding", "row"),
        **_DISEASE,
    },
    {"restates": "st:restates", **_fields("Finding", "route species")},
    _words("Finding", "group", "design"),
    _ABOUT,
    ("st:foundBy", "st:onProposition"),
    of_study="st:foundBy/",
    otherwise={
        **{name: f"st:foundBy/{path}" for name, path in _fields("Study", "read_as route species").items()},
        **_ITSELF,
    },
    computed={"p_at_most": (("p_value",), p_number), "asks": _ASKS},
    yes=_CLINICAL,
    labelled=("source", *_LABELLED),
    only=_IF_DISEASE,
    defaults={"derived": False, "retracted": False},
)  # fmt: skip
PROPOSITIONS: Final = RecordTable(
    "proposition",
    "st:Proposition",
    {
        **_fields("Proposition", "label subject predicate object stance"),
        **{slot.name: slot.property for slot in COUNT_SLOTS},
        **_fields("Proposition", "independent_studies weaker_disagrees narrower_disagrees"),
    },
    {
        **_CONDITION, "level": "st:rank", "clinical": "st:evidenceClass", **_fields("Proposition", "participants"),
        "stance_in_words": "st:stanceInWords",
        **_fields("Proposition", "events_counted participants_at_best_level unknown_sizes people_in_words"),
        "thin_by_evidence": "st:isThinByEvidence", **_DISEASE,
    },
    {
        **_fields("Proposition", "thin surrogates active_comparators"), "studies": "st:studiedIn", "read_as": "st:readAs",
        "retracted_studies": "st:retractedSource", "under_concern": "st:underConcern",
    },
    _words("Proposition", "read_as"),
    _ABOUT,
    ("st:studiedIn", "st:retractedSource"),
    otherwise={"read_as": "st:foundBy/st:readAs", **_ITSELF},
    # Of the findings that count.
    through={"read_as": "(st:supportedBy|st:disputedBy|st:inconclusiveBy)"},
    computed={"asks": _ASKS},
    yes=_CLINICAL,
    labelled=_LABELLED,
    only=_IF_DISEASE,
    defaults={"unknown_sizes": 0},
)  # fmt: skip
CLAIMS: Final = RecordTable(
    "claim",
    "st:Claim",
    _fields("Claim", "article label subject predicate object polarity"),
    {
        **_fields("Claim", "condition wording_strength hedge"),
        "start": "oa:hasSelector/oa:start", "end": "oa:hasSelector/oa:end", **_fields("Claim", "study_says"),
        "stance": "st:onProposition/st:stance", "proposition": "st:onProposition",
    },
    _fields("Claim", "cites"),
    _words("Claim", "stance"),
    _ABOUT,
    ("st:inArticle", "st:cites", "st:onProposition"),
)  # fmt: skip
CONFLICTS: Final = RecordTable(
    "conflict",
    "st:Conflict",
    {
        "in_words": "rdfs:comment", **{name: f"st:onProposition/{path}" for name, path in _STATEMENT.items()},
        "proposition": "st:onProposition",
    },
    {name: f"st:onProposition/{path}" for name, path in _CONDITION.items()},
    {"findings": "st:between", "studies": "st:between/st:foundBy", "differs_in": "st:differsIn"},
    frozenset(("predicate", "differs_in")),
    tuple(f"st:onProposition/{path}" for path in _ABOUT),
    ("st:between/st:foundBy", "st:onProposition", "st:between"),
    paired=("first", "first_study", "first_direction", "second", "second_study", "second_direction"),
)  # fmt: skip
