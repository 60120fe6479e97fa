"""The seven kinds of thing Stroma knows (docs/model.md), as frozen dataclasses.

Read first: `Finding` (what a study measured) and `Proposition` (what findings and claims share).
Identities are IRIs; a missing value is `None` or an empty tuple, never a guess.
The value of every enum member is its local name in the vocabulary (`st:not-supported`).
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from stroma.vocabulary import Curie, Iri


class Direction(StrEnum):
    """How a finding bears on the positive content of its proposition."""

    SUPPORTS = "supports"
    DISPUTES = "disputes"
    INCONCLUSIVE = "inconclusive"


class Polarity(StrEnum):
    """Whether a text asserts or denies the proposition."""

    AFFIRMS = "affirms"
    DENIES = "denies"


class WordingStrength(StrEnum):
    """How strongly a claim is worded, weakest first.

    Source: the four classes of Yu et al., EMNLP 2019, and Li et al., with boosting as a flag of its own.
    """

    NO_RELATION = "no-relation"
    CORRELATIONAL = "correlational"
    CONDITIONAL = "conditional"
    DIRECT = "direct"


class Design(StrEnum):
    """How a study was set up."""

    META_ANALYSIS = "meta-analysis"
    SYSTEMATIC_REVIEW = "systematic-review"
    RANDOMISED_CONTROLLED = "randomised-controlled"
    CROSSOVER_RANDOMISED = "crossover-randomised"
    NON_RANDOMISED_CONTROLLED = "non-randomised-controlled"
    OPEN_LABEL_SINGLE_ARM = "open-label-single-arm"
    CASE_SERIES = "case-series"
    CROSS_SECTIONAL_SURVEY = "cross-sectional-survey"
    ANIMAL = "animal"
    IN_VITRO = "in-vitro"

    @property
    def is_review(self) -> bool:
        """Whether it puts other studies together."""
        return self in (Design.META_ANALYSIS, Design.SYSTEMATIC_REVIEW)

    @property
    def is_randomised(self) -> bool:
        """Whether chance decided who got what."""
        return self in (Design.RANDOMISED_CONTROLLED, Design.CROSSOVER_RANDOMISED)

    @property
    def is_controlled(self) -> bool:
        """Whether it has a comparison group, randomised or not; of a review that follows from what it pools."""
        return self.is_randomised or self is Design.NON_RANDOMISED_CONTROLLED

    @property
    def is_uncontrolled(self) -> bool:
        """Whether people were followed after a treatment without a comparison group."""
        return self in (Design.OPEN_LABEL_SINGLE_ARM, Design.CASE_SERIES)

    @property
    def is_laboratory(self) -> bool:
        """Whether it was done in animals or in a dish."""
        return self in (Design.ANIMAL, Design.IN_VITRO)

    @property
    def is_in_people(self) -> bool:
        """Whether it was done in people; a review is none of its own."""
        return not (self.is_review or self.is_laboratory)

    @property
    def is_trial(self) -> bool:
        """Whether people were given something in order to test it; a case series or a survey is no trial."""
        return self.is_controlled or self is Design.OPEN_LABEL_SINGLE_ARM


class Pools(StrEnum):
    """What a review puts together; its level follows from it."""

    RANDOMISED_TRIALS = "randomised-trials"
    CONTROLLED_STUDIES = "controlled-studies"
    UNCONTROLLED_DATA = "uncontrolled-data"


class Analysis(StrEnum):
    """Which part of a study a finding rests on, where that is not its main comparison."""

    MAIN_COMPARISON = "main-comparison"
    SUBGROUP = "subgroup"
    PRE_SPECIFIED_SUBGROUP = "pre-specified-subgroup"
    EXPLORATORY_SUBGROUP = "exploratory-subgroup"
    POST_HOC_SUBGROUP = "post-hoc-subgroup"
    WITHIN_ARM_CHANGE = "within-arm-change"
    UNCOMPARED_COUNT = "uncompared-count"
    SINGLE_PATIENT_COURSE = "single-patient-course"
    LABORATORY_PART = "laboratory-part"

    @property
    def is_subgroup(self) -> bool:
        """Whether it is about a part of the people of a study."""
        return self in _SUBGROUPS


_SUBGROUPS: Final = frozenset(
    {
        Analysis.SUBGROUP,
        Analysis.PRE_SPECIFIED_SUBGROUP,
        Analysis.EXPLORATORY_SUBGROUP,
        Analysis.POST_HOC_SUBGROUP,
    }
)


class Level(StrEnum):
    """Evidence level of a finding (Oxford CEBM 2011, treatment benefit), best first.

    `REFERENCE` is a source that is no study; it carries background propositions only.
    """

    ONE = "level-1"
    TWO = "level-2"
    THREE = "level-3"
    FOUR = "level-4"
    FIVE = "level-5"
    REFERENCE = "level-reference"

    @property
    def rank(self) -> int:
        """1 (systematic review of randomised trials) to 6 (reference)."""
        return _RANKS[self]


_RANKS: Final = {level: rank for rank, level in enumerate(Level, 1)}


class Group(StrEnum):
    """In what a finding was made; groups are never added up."""

    HUMAN = "human-group"
    ANIMAL = "animal-group"
    IN_VITRO = "in-vitro-group"
    REFERENCE = "reference-group"


class Stance(StrEnum):
    """What the evidence of one proposition amounts to (docs/model.md)."""

    SUPPORTED = "supported"
    CONTESTED = "contested"
    NOT_SUPPORTED = "not-supported"
    UNCONTROLLED_ONLY = "uncontrolled-only"
    PRECLINICAL_ONLY = "preclinical-only"
    NO_EVIDENCE = "no-evidence"

    @property
    def is_for_it(self) -> bool:
        """Whether all that decides supports the statement, with or without a comparison, in people or not."""
        return self in (Stance.SUPPORTED, Stance.UNCONTROLLED_ONLY, Stance.PRECLINICAL_ONLY)


class Thin(StrEnum):
    """Why a supported proposition rests on little; `ABSTRACT_ONLY` is about our reading.

    How it was told (congress, sponsor, second hand) is said of one that is contested or not supported too.
    """

    UNDER_CONCERN = "under-concern"
    SINGLE_STUDY = "single-study"
    FEW_PARTICIPANTS = "few-participants"
    SECONDARY_OUTCOME = "secondary-outcome"
    SURROGATE_OUTCOME = "surrogate-outcome"
    CONGRESS_ONLY = "congress-only"
    SPONSOR_ONLY = "sponsor-only"
    SECOND_HAND_ONLY = "second-hand-only"
    UNKNOWN_COMPARATOR = "unknown-comparator"
    ABSTRACT_ONLY = "abstract-only"
    UNTRACED_STUDY = "untraced-study"  # last, since the index of a store numbers them in this order


class ReadAs(StrEnum):
    """What the curator could read."""

    FULL_TEXT = "full-text"
    ABSTRACT = "abstract"
    REGISTRY = "registry"
    SECONDARY = "secondary"


class PublishedAs(StrEnum):
    """The form in which a result was made public."""

    JOURNAL_ARTICLE = "journal-article"
    CONGRESS_REPORT = "congress-report"
    PREPRINT = "preprint"
    REGISTRY_ENTRY = "registry-entry"
    COMPANY_STATEMENT = "company-statement"


class Donor(StrEnum):
    """Where the cells come from, seen from the recipient."""

    AUTOLOGOUS = "autologous"
    ALLOGENEIC = "allogeneic"
    XENOGENEIC = "xenogeneic"


class Comparator(StrEnum):
    """What a result was compared with."""

    PLACEBO = "placebo"
    SHAM = "sham"
    STANDARD_CARE = "standard-care"
    ACTIVE = "active"
    UNTREATED = "untreated"
    HEALTHY_DONORS = "healthy-donors"
    BASELINE = "baseline"
    NO_COMPARATOR = "no-comparator"
    COMPARATOR_NOT_SEEN = "comparator-not-seen"

    @property
    def is_none(self) -> bool:
        """Whether nobody else was looked at: a change from baseline, or a count in one arm."""
        return self in (Comparator.BASELINE, Comparator.NO_COMPARATOR)


class EndpointKind(StrEnum):
    """What the primary endpoint of a trial asks."""

    EFFICACY = "efficacy"
    SAFETY = "safety"
    OTHER = "other-endpoint"


class EndpointMet(StrEnum):
    """Whether the primary endpoint was met."""

    MET = "met"
    NOT_MET = "not-met"
    UNCLEAR = "unclear"
    NOT_APPLICABLE = "not-applicable"


class OutcomeRole(StrEnum):
    """The place of an outcome in the plan of its trial, where the source says so."""

    PRIMARY = "primary-outcome"
    SECONDARY = "secondary-outcome-role"


class Better(StrEnum):
    """The direction of an outcome that benefits the patient."""

    HIGHER = "higher"
    LOWER = "lower"
    NEITHER = "neither"


class Factor(StrEnum):
    """A feature in which two disagreeing findings differ."""

    DESIGN = "differs-in-design"
    LEVEL = "differs-in-level"
    SIZE = "differs-in-size"
    ROUTE = "differs-in-route"
    DONOR = "differs-in-donor"
    DOSE = "differs-in-dose"
    SPECIES = "differs-in-species"
    FOLLOW_UP = "differs-in-follow-up"
    POPULATION = "differs-in-population"
    COMPARATOR = "differs-in-comparator"
    OUTCOME_MEASURE = "differs-in-outcome-measure"


class Asked(StrEnum):
    """What a relation asks: support means something else for each."""

    EFFECT = "effect"
    SAFETY = "safety"
    """Whether it is safe, as a study puts it: an unclear answer is no "no effect"."""
    HARM = "harm"
    """A harm that is supported was seen: no good news."""
    TRIAL = "trial"
    """That somebody studied it, which says nothing about benefit."""
    DECISION = "decision"
    """Whether a regulator approved it, somewhere and at some time: a decision, and no result."""


class Topic(StrEnum):
    """The question of a reader under which a relation stands, in the order in which they come."""

    HELP = "help"
    HARM = "harm"
    HOW = "how"
    USE = "use"


@dataclass(frozen=True)
class Predicate:
    """A positive relation (ontology/stroma.ttl)."""

    iri: Iri
    name: str
    label: str
    definition: str
    subject_kinds: tuple[str, ...]
    object_kinds: tuple[str, ...]
    is_clinical: bool | None
    """True clinical, False background, None: clinical when the subject is a CellProduct."""
    condition: str
    """`yes`, `no`, `if-product` or `optional`."""
    asks: Asked | None = None
    """What its support answers; None of what asks nothing about a product in people, or compares benefits."""
    topic: Topic = Topic.HOW
    biolink: Curie | None = None
    """The predicate of Biolink that says the same, or nearly."""


@dataclass(frozen=True)
class Term:
    """An entity of the field."""

    iri: Iri
    kind: str
    label: str
    slug: str = ""
    synonyms: tuple[str, ...] = ()
    definition: str | None = None
    broader: tuple[Iri, ...] = ()
    exact_match: tuple[Iri, ...] = ()
    close_match: tuple[Iri, ...] = ()
    seen_in: str | None = None
    note: str | None = None
    cell_type: Iri | None = None
    source_tissue: Iri | None = None
    donor: Donor | None = None
    brand_names: tuple[str, ...] = ()
    model_of: Iri | None = None
    better: Better | None = None
    surrogate: bool = False
    """Of an outcome: an image, laboratory or physiological value that stands for how a patient feels, functions or survives."""
    looked_for_as: tuple[str, ...] = ()
    """Names under which people look for it that are no names of the very thing; no name is resolved by them, they are offered."""


class Noticed:
    """What a journal or publisher told of a source after it was published."""

    retracted_on: str | None
    concern_raised_on: str | None

    @property
    def is_retracted(self) -> bool:
        """Whether it was retracted: what it found counts nowhere."""
        return self.retracted_on is not None

    @property
    def is_under_concern(self) -> bool:
        """Whether an expression of concern stands and no retraction followed: what it found counts, and says so."""
        return self.concern_raised_on is not None and self.retracted_on is None


@dataclass(frozen=True)
class Study(Noticed):
    """An investigation, as far as its reader could see it."""

    iri: Iri
    slug: str
    label: str
    first_author: str | None = None
    year: int | None = None
    journal: str | None = None
    doi: str | None = None
    pmid: str | None = None
    nct: tuple[str, ...] = ()
    other_registration: tuple[str, ...] = ()
    design: Design | None = None
    pools: Pools | None = None
    pools_study: tuple[Iri, ...] = ()
    n_pooled: int | None = None
    shares_participants_with: tuple[Iri, ...] = ()
    phase: str | None = None
    blinding: str | None = None
    n_enrolled: int | None = None
    n_treated: int | None = None
    population: str | None = None
    product: tuple[Iri, ...] = ()
    product_as_reported: str | None = None
    disease: tuple[Iri, ...] = ()
    source_tissue: tuple[Iri, ...] = ()
    donor: tuple[Donor, ...] = ()
    route: tuple[Iri, ...] = ()
    route_as_reported: str | None = None
    species: tuple[str, ...] = ()
    dose: str | None = None
    follow_up_months: Decimal | None = None
    country: str | None = None
    primary_endpoint: str | None = None
    primary_endpoint_kind: EndpointKind | None = None
    primary_outcome: Iri | None = None
    primary_endpoint_met: EndpointMet | None = None
    primary_comparator: Comparator | None = None
    published_as: PublishedAs | None = None
    retracted_on: str | None = None
    """Year, month or day, as exactly as its notice has it."""
    concern_raised_on: str | None = None
    """Of an expression of concern: year, month or day."""
    notice: tuple[str, ...] = ()
    """The doi or address of each of these notices."""
    read_as: ReadAs | None = None
    read_note: str | None = None
    sponsor_reported: bool = False
    seen_at: str | None = None
    curator: str | None = None
    curated_on: str | None = None
    graph: Iri | None = None

    @property
    def is_traced(self) -> bool:
        """Whether anything leads to it: a doi, a PMID, a registration or an address where it was seen."""
        return bool(self.doi or self.pmid or self.nct or self.other_registration or self.seen_at)

    @property
    def n(self) -> int | None:
        """People in the study: enrolled, else treated."""
        return self.n_enrolled if self.n_enrolled is not None else self.n_treated


@dataclass(frozen=True)
class Reference(Noticed):
    """A source that is no study: narrative review, consensus statement, textbook, regulator's page."""

    iri: Iri
    slug: str
    label: str
    reference_kind: str | None = None
    year: int | None = None
    journal: str | None = None
    doi: str | None = None
    pmid: str | None = None
    retracted_on: str | None = None
    """Year, month or day, as exactly as its notice has it."""
    concern_raised_on: str | None = None
    """Of an expression of concern: year, month or day."""
    notice: tuple[str, ...] = ()
    """The doi or address of each of these notices."""
    read_as: ReadAs | None = None
    read_note: str | None = None
    seen_at: str | None = None
    curator: str | None = None
    curated_on: str | None = None
    graph: Iri | None = None


@dataclass(frozen=True)
class Finding:
    """What a study measured, or a reference states, about one subject-predicate-object."""

    iri: Iri
    slug: str
    label: str
    source: Iri
    subject: Iri
    predicate: Iri
    object: Iri
    direction: Direction
    condition: Iri | None = None
    row: str | None = None
    analysis: Analysis = Analysis.MAIN_COMPARISON
    measured_by: Iri | None = None
    outcome_measure: str | None = None
    outcome_role: OutcomeRole | None = None
    value: str | None = None
    n_events: int | None = None
    n_at_risk: int | None = None
    events_seen: bool | None = None
    """True: people had the event, and the source gives no count."""
    n_events_control: int | None = None
    """Of those the result was compared with."""
    n_at_risk_control: int | None = None
    count_unit: str | None = None
    comparator: Comparator | None = None
    comparator_as_reported: str | None = None
    p_value: str | None = None
    time_point_months: Decimal | None = None
    time_point_as_reported: str | None = None
    population: str | None = None
    n_analysed: int | None = None
    in_part_of_study: bool | None = None
    """True: about people whose number is not stated (a part of the study's, or patients of those asked); its size does not stand in."""
    species: tuple[str, ...] = ()
    route: tuple[Iri, ...] = ()
    published_as: PublishedAs | None = None
    read_as: ReadAs | None = None
    sponsor_reported: bool | None = None
    """None: as its study."""
    region: str | None = None
    """Of an approval or its refusal: where it holds."""
    decided_on: str | None = None
    """Of an approval or its refusal: year, month or day, as exactly as it is known."""
    note: str | None = None
    seen_at: str | None = None
    graph: Iri | None = None
    derived: bool = False

    @property
    def is_on_a_part(self) -> bool:
        """Whether it is about a part of the people of its study, so that the size of the study is not its own."""
        return self.in_part_of_study is True or self.analysis.is_subgroup

    @property
    def has_events(self) -> bool:
        """Whether people had the event, counted or not."""
        return bool(self.n_events) or self.events_seen is True


@dataclass(frozen=True)
class Article:
    """A document that talks about studies, known by its publisher and address."""

    iri: Iri
    slug: str
    label: str
    publisher: str | None = None
    url: str | None = None
    text_sha256: str | None = None
    text_length: int | None = None
    declared_interest: str | None = None
    curator: str | None = None
    curated_on: str | None = None
    graph: Iri | None = None


@dataclass(frozen=True)
class Claim:
    """What an article asserts about one subject-predicate-object, at one place of its text."""

    iri: Iri
    slug: str
    label: str
    article: Iri
    start: int
    end: int
    polarity: Polarity
    subject: Iri | None = None
    predicate: Iri | None = None
    object: Iri | None = None
    condition: Iri | None = None
    row: str | None = None
    wording_strength: WordingStrength | None = None
    hedge: str | None = None
    cites: tuple[Iri, ...] = ()
    measured_by: Iri | None = None
    route: tuple[Iri, ...] = ()
    curated_verdict: str | None = None
    study_says: str | None = None
    note: str | None = None
    graph: Iri | None = None


@dataclass(frozen=True)
class Tally:
    """Independent studies of one group (human, animal, ...) by direction."""

    supports: int = 0
    disputes: int = 0
    inconclusive: int = 0

    @property
    def counts(self) -> tuple[int, int, int]:
        """The numbers in the order of `Direction`."""
        return self.supports, self.disputes, self.inconclusive

    @property
    def total(self) -> int:
        """Sum over directions; a study that found both ways counts in each."""
        return self.supports + self.disputes + self.inconclusive


@dataclass(frozen=True)
class Proposition:
    """One subject-predicate-object in one condition, with the summary of its evidence."""

    iri: Iri
    label: str
    subject: Iri
    predicate: Iri
    object: Iri
    is_clinical: bool
    stance: Stance
    human: Tally
    animal: Tally
    in_vitro: Tally
    reference: Tally
    independent_studies: int
    """Human studies; papers on the same people count once."""
    weaker_disagrees: bool
    """Findings below the best level point another way than the stance."""
    condition: Iri | None = None
    best_level: Level | None = None
    participants: int | None = None
    """People in the independent human studies whose size is known; None without any."""
    thin: tuple[Thin, ...] = ()
    findings: tuple[Iri, ...] = ()
    """Those that count: of no retracted source."""
    claims: tuple[Iri, ...] = ()
    sources: tuple[Iri, ...] = ()
    """Studies and references behind the findings."""
    narrower_disagrees: bool = False
    """Supported here, but controlled evidence on a narrower product, object or condition is not all for it."""
    events_counted: bool | None = None
    """Of a harm: whether any study in people counted an event after the product; None where not all were counted."""
    surrogates: tuple[Iri, ...] = ()
    """Of a disease that gets better: the surrogate outcomes by which all that decides it was measured; else empty."""
    participants_at_best_level: int | None = None
    """Those of the participants who were in a study at the best level; None where no size there is known."""
    unknown_sizes: int = 0
    """Independent human studies whose size is not known: their people are not among the participants."""
    people_in_words: str | None = None
    """The participants and the studies of unknown size in one phrase; None without a study in people."""
    active_comparators: tuple[str, ...] = ()
    """What it was compared with, where all at its best level had another treatment as comparator; else empty."""
    retracted: tuple[Iri, ...] = ()
    """Findings of retracted studies and references on it: they count nowhere and are not among the findings."""
    retracted_sources: tuple[Iri, ...] = ()
    """Whose findings these are; not among the sources."""
    concerns: tuple[Iri, ...] = ()
    """Those of the sources about which a notice expresses concern."""

    @property
    def tallies(self) -> tuple[Tally, Tally, Tally, Tally]:
        """The counts of studies in the order of `Group`; never added up."""
        return self.human, self.animal, self.in_vitro, self.reference

    @property
    def counts(self) -> tuple[int, ...]:
        """The counts of all groups, each by direction, in the order of `stroma.schema.COUNT_SLOTS`."""
        human, animal, in_vitro, reference = self.tallies
        return *human.counts, *animal.counts, *in_vitro.counts, *reference.counts

    @property
    def is_thin_by_evidence(self) -> bool:
        """Whether a supported proposition rests on little by its evidence, not only by our reading."""
        return self.stance.is_for_it and self.is_told_thinly

    @property
    def is_told_thinly(self) -> bool:
        """Whether any thin reason but our own reading applies, whatever was found."""
        return any(reason is not Thin.ABSTRACT_ONLY for reason in self.thin)


@dataclass(frozen=True)
class Conflict:
    """Two findings on one proposition that point different ways, and what differs between them."""

    iri: Iri
    proposition: Iri
    first: Iri
    second: Iri
    sentence: str
    factors: tuple[Factor, ...] = ()
