"""The card of a study or reference: its record, what it found, where it disagrees. Read first: `source_card`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stroma.cards.card import Card, Section, as_facts, label_list
from stroma.cards.findings import finding_entry
from stroma.model import Study
from stroma.vocabulary import Iri, local_id

if TYPE_CHECKING:
    from stroma.model import Reference
    from stroma.store import EvidenceStore


def source_card(store: EvidenceStore, source: Study | Reference) -> Card:
    study = source if isinstance(source, Study) else None
    rows: list[tuple[str, object]] = []
    if study is not None:
        registered = ", ".join((*study.nct, *study.other_registration))
        met = (
            study.primary_endpoint_met.value.replace("-", " ")
            if study.primary_endpoint_met
            else None
        )
        size = " / ".join(
            f"{n} {word}"
            for n, word in ((study.n_enrolled, "enrolled"), (study.n_treated, "treated"))
            if n is not None
        )
        rows += [
            ("design", study.design.value.replace("-", " ") if study.design else None),
            ("phase", study.phase),
            ("blinding", study.blinding),
            ("people", size),
            ("population", study.population),
            ("product", label_list(store, study.product)),
            ("as reported", study.product_as_reported),
            ("disease", label_list(store, study.disease)),
            ("donor", ", ".join(d.value for d in study.donor)),
            ("route", study.route_as_reported or label_list(store, study.route)),
            ("dose", study.dose),
            (
                "follow-up",
                f"{study.follow_up_months} months" if study.follow_up_months is not None else None,
            ),
            ("country", study.country),
            ("primary endpoint", study.primary_endpoint),
            ("endpoint met", met),
            ("same people as", ", ".join(local_id(s) for s in study.shares_participants_with)),
            ("pools", ", ".join(local_id(s) for s in study.pools_study)),
            ("registered", registered),
        ]
    else:
        rows.append(("kind", getattr(source, "reference_kind", None)))
    author = study.first_author if study else None
    rows += [
        ("published", ", ".join(str(x) for x in (author, source.journal, source.year) if x)),
        (
            "made public as",
            study.published_as.value.replace("-", " ") if study and study.published_as else None,
        ),
        ("doi", f"https://doi.org/{source.doi}" if source.doi else None),
        ("pmid", f"https://pubmed.ncbi.nlm.nih.gov/{source.pmid}/" if source.pmid else None),
        ("read as", source.read_as.value.replace("-", " ") if source.read_as else None),
        ("reading note", source.read_note),
        ("entered", " on ".join(x for x in (source.curator, source.curated_on) if x)),
        ("seen at", source.seen_at),
    ]
    own = sorted(
        (f for f in store.findings.values() if f.source == source.iri),
        key=lambda f: (f.derived, f.iri),
    )
    sections = [
        Section("What it found", tuple(finding_entry(store, f) for f in own if not f.derived)),
        Section(
            "What follows from its record",
            tuple(finding_entry(store, f) for f in own if f.derived),
        ),
        Section(
            "Where it disagrees with others",
            tuple(
                (c.sentence,)
                for c in store.conflicts
                if source.iri in _sources_of(store, c.first, c.second)
            ),
        ),
        Section(
            "What articles claim about it",
            tuple(
                (
                    c.label,
                    f"{local_id(c.article)}, characters {c.start} to {c.end}; {c.study_says or ''}".rstrip(
                        "; "
                    ),
                )
                for c in sorted(store.records.claims.values(), key=lambda c: (c.start, c.iri))
                if source.iri in c.cites
            ),
        ),
    ]
    kind = "study" if study else "reference"
    return Card(
        source.iri, source.label, kind, as_facts(rows), tuple(s for s in sections if s.entries)
    )


def _sources_of(store: EvidenceStore, *findings: Iri) -> set[Iri]:
    return {store.findings[iri].source for iri in findings}
