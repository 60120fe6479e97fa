"""The card of a study or reference: its record, what it found, where it disagrees. Read first: `source_card`."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from stroma.cards.card import Card, Entry, Section, as_facts, label_list
from stroma.cards.findings import finding_entry
from stroma.model import Study
from stroma.sentences import NO_DOI, THIN_WORDS, endpoint_told_by
from stroma.vocabulary import local_id

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from enum import StrEnum

    from stroma.model import Claim, Reference
    from stroma.store import EvidenceStore
    from stroma.vocabulary import Iri


Rows: TypeAlias = list[tuple[str, object]]


def source_card(store: EvidenceStore, source: Study | Reference) -> Card:
    """The card of a study or reference; rows without a value and sections without an entry stay out."""
    study = source if isinstance(source, Study) else None
    if study is not None:
        rows = [*_design(store, study), *_given(store, study), *_course(store, study)]
    else:
        rows = [("kind", getattr(source, "reference_kind", None))]
    sections = (
        *_findings(store, source.iri),
        Section("Where it disagrees with others", _conflicts(store, source.iri)),
        Section("What articles claim about it", _claims(store, source.iri)),
    )
    return Card(
        source.iri,
        source.label,
        "study" if study else "reference",
        as_facts([*_notices(source), *rows, *_record(source)]),
        tuple(s for s in sections if s.entries),
        source,
    )


def _words(value: StrEnum | None) -> str | None:
    """The words of a value of the model."""
    return value.value.replace("-", " ") if value is not None else None


def _design(store: EvidenceStore, study: Study) -> Rows:
    """How a study was done, and in whom."""
    analysed = {
        f.n_analysed
        for f in store.findings.values()
        if f.source == study.iri and f.n_analysed is not None and not f.is_on_a_part
    }
    most = max(analysed, default=None)
    sizes = (
        (study.n_enrolled, "enrolled"),
        (study.n_treated, "treated"),
        (most, "analysed" if len(analysed) == 1 else "analysed at most"),
    )
    return [
        ("design", _words(study.design)),
        ("phase", study.phase),
        ("blinding", study.blinding),
        ("people", " / ".join(f"{n} {word}" for n, word in sizes if n is not None)),
        ("population", study.population),
    ]


def _given(store: EvidenceStore, study: Study) -> Rows:
    """What was given, for what, and how."""
    return [
        ("product", label_list(store, study.product)),
        ("as reported", study.product_as_reported),
        ("disease", label_list(store, study.disease)),
        ("donor", ", ".join(d.value for d in study.donor)),
        ("route", study.route_as_reported or label_list(store, study.route)),
        ("dose", study.dose),
    ]


def _named(store: EvidenceStore, studies: Iterable[Iri]) -> str:
    """Slugs of studies; one that was retracted says so."""
    known = ((iri, store.records.studies.get(iri)) for iri in studies)
    return ", ".join(
        local_id(iri) + (" (retracted)" if study is not None and study.is_retracted else "")
        for iri, study in known
    )


def _same_people(store: EvidenceStore, study: Study) -> list[Iri]:
    """The studies of the same people, whichever of two says so."""
    others = (
        iri
        for iri, other in store.records.studies.items()
        if study.iri in other.shares_participants_with
    )
    return [*dict.fromkeys((*study.shares_participants_with, *sorted(others)))]


def _course(store: EvidenceStore, study: Study) -> Rows:
    """Where it ran, how long, on what endpoint, and with which studies it shares people."""
    months = study.follow_up_months
    return [
        ("follow-up", f"{months} months" if months is not None else None),
        ("country", study.country),
        ("primary endpoint", study.primary_endpoint),
        ("endpoint met", _endpoint_met(store, study)),
        ("same people as", _named(store, _same_people(store, study))),
        ("studies pooled", study.n_pooled),
        ("pools", _named(store, study.pools_study)),
        ("registered", ", ".join((*study.nct, *study.other_registration))),
    ]


def _endpoint_met(store: EvidenceStore, study: Study) -> str | None:
    """Whether it was met, and what is to be known with that: that it is a surrogate, or known at second hand."""
    told = (THIN_WORDS[how] for how in endpoint_told_by(study, store.records.terms))
    return "; ".join(filter(None, (_words(study.primary_endpoint_met), *told))) or None


def _notices(source: Study | Reference) -> Rows:
    """That it was retracted, or is under an expression of concern, and where that stands; first, for it bears on all the rest."""
    gone, concern = source.retracted_on, source.concern_raised_on
    counts = "" if source.is_retracted else "; what it found counts, and says so"
    links = (one if "://" in one else f"https://doi.org/{one}" for one in source.notice)
    return [
        ("retracted", f"{gone}; what it found is shown here and counts nowhere" if gone else None),
        ("expression of concern", f"{concern}{counts}" if concern else None),
        ("notice", ", ".join(links)),
    ]


def _record(source: Study | Reference) -> Rows:
    """Where it was published, and how it was read and entered."""
    study = source if isinstance(source, Study) else None
    author = study.first_author if study else None
    return [
        ("published", ", ".join(str(x) for x in (author, source.journal, source.year) if x)),
        ("made public as", _words(study.published_as) if study else None),
        ("doi", _doi(source)),
        ("pmid", f"https://pubmed.ncbi.nlm.nih.gov/{source.pmid}/" if source.pmid else None),
        ("read as", _words(source.read_as)),
        ("reading note", source.read_note),
        ("entered", " on ".join(x for x in (source.curator, source.curated_on) if x)),
        ("retraction", _no_notice(source)),
        ("seen at", source.seen_at),
    ]


def _doi(source: Study | Reference) -> str | None:
    """Where its DOI leads; of a study without DOI and PMID that none is entered."""
    if source.doi:
        return f"https://doi.org/{source.doi}"
    return NO_DOI if isinstance(source, Study) and not source.pmid else None


def _no_notice(source: Study | Reference) -> str | None:
    """That no notice is recorded, which says no more than that; None where one is."""
    if source.is_retracted or source.concern_raised_on:
        return None
    on = f", as entered on {source.curated_on}" if source.curated_on else ""
    return f"none is recorded here, nor an expression of concern{on}; that anybody looked for a notice is not recorded"


def _findings(store: EvidenceStore, source: Iri) -> Iterator[Section]:
    """What it found, and what follows from its record."""
    own = sorted((f for f in store.findings.values() if f.source == source), key=lambda f: f.iri)
    for title, derived in (("What it found", False), ("What follows from its record", True)):
        yield Section(title, tuple(finding_entry(store, f) for f in own if f.derived is derived))


def _conflicts(store: EvidenceStore, source: Iri) -> tuple[Entry, ...]:
    return tuple(
        Entry((c.sentence,), (c, store.findings[c.first], store.findings[c.second]))
        for c in store.conflicts
        if source in (store.findings[c.first].source, store.findings[c.second].source)
    )


def _claims(store: EvidenceStore, source: Iri) -> tuple[Entry, ...]:
    """Claims that cite it, in the order of their texts, with their places."""
    return tuple(
        Entry((c.label, "; ".join(filter(None, (_place(c), c.study_says)))), (c,))
        for c in sorted(store.records.claims.values(), key=lambda c: (c.start, c.iri))
        if source in c.cites
    )


def _place(claim: Claim) -> str:
    return f"{local_id(claim.article)}, characters {claim.start} to {claim.end}"
