"""How are findings, studies, references, articles and claims written as lines of the page?

Read first: `finding_row` and `source_row`. The short names are those that page/js/panel.js reads.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

from stroma import model as m
from stroma.viewer import words
from stroma.viewer.rows import GROUP, RANK, Row, lean, web

if TYPE_CHECKING:
    from collections.abc import Mapping
    from decimal import Decimal

    from stroma.store import EvidenceStore
    from stroma.vocabulary import Iri

_COMPARATOR: Final = {comparator: i for i, comparator in enumerate(words.COMPARATORS)}
_DIRECTION: Final = {direction: i for i, (direction, _) in enumerate(words.DIRECTIONS)}

# The texts of a finding that the page shows as they are, under their short names.
_FINDING_TEXTS: Final = (
    ("v", "value"),
    ("cmp", "comparator_as_reported"),
    ("p", "p_value"),
    ("pop", "population"),
    ("n", "n_analysed"),
    ("note", "note"),
)


def finding_row(
    f: m.Finding, edge: int | None, source_no: Mapping[Iri, int], store: EvidenceStore
) -> Row:
    """What a study measured, or a reference states."""
    row: Row = {"l": f.label, "d": _DIRECTION[f.direction], "g": GROUP[store.groups[f.iri]]}
    if f.source in source_no:
        row["s"] = source_no[f.source]
    if edge is not None:
        row["e"] = edge
    if level := store.levels.get(f.iri):
        row["lv"] = RANK[level]
    if f.analysis is not m.Analysis.MAIN_COMPARISON:
        row["an"] = words.plain(f.analysis)
    for key, name in _FINDING_TEXTS:
        if value := getattr(f, name):
            row[key] = value
    if f.comparator:
        row["ce"] = _COMPARATOR[f.comparator]
    if measured := f.outcome_measure or (f.measured_by and store.records.label(f.measured_by)):
        row["om"] = measured
    if f.outcome_role:
        row["role"] = words.plain(f.outcome_role)
    if f.n_events is not None:
        row["ev"] = [f.n_events, f.n_at_risk, f.count_unit]
    if at := f.time_point_as_reported or _months(f.time_point_months):
        row["tp"] = at
    if f.route:
        row["ro"] = [store.records.label(r) for r in f.route]
    if f.derived:
        row["drv"] = 1
    return row


def source_row(s: m.Study | m.Reference, findings: list[int], store: EvidenceStore) -> Row:
    row: Row = {"id": s.slug, "l": s.label, "y": s.year, "j": s.journal, "f": findings}
    row |= {"links": _links(s), "read": words.plain(s.read_as), "rn": s.read_note}
    if isinstance(s, m.Reference):
        return lean({**row, "ref": 1, "rk": s.reference_kind})
    label = store.records.label
    return lean(
        {
            **row,
            "au": s.first_author,
            "de": words.plain(s.design),
            "pools": words.plain(s.pools),
            "ph": s.phase,
            "bl": s.blinding,
            "n": s.n,
            "pop": s.population,
            "prod": [label(i) for i in s.product]
            or ([s.product_as_reported] if s.product_as_reported else []),
            "dis": [label(i) for i in s.disease],
            "ti": [label(i) for i in s.source_tissue],
            "do": [words.plain(d) for d in s.donor],
            "ro": [label(i) for i in s.route]
            or ([s.route_as_reported] if s.route_as_reported else []),
            "sp": list(s.species),
            "dose": s.dose,
            "fu": _months(s.follow_up_months),
            "where": s.country,
            "pe": s.primary_endpoint,
            "pk": words.plain(s.primary_endpoint_kind),
            "pm": words.plain(s.primary_endpoint_met),
            "pc": words.plain(s.primary_comparator),
            "pub": words.plain(s.published_as),
            "spon": int(s.sponsor_reported),
        }
    )


def _links(s: m.Study | m.Reference) -> list[list[str]]:
    links = []
    if s.doi:
        links.append([f"doi {s.doi}", f"https://doi.org/{s.doi}"])
    if s.pmid:
        links.append([f"PMID {s.pmid}", f"https://pubmed.ncbi.nlm.nih.gov/{s.pmid}/"])
    if isinstance(s, m.Study):
        links += [[nct, f"https://clinicaltrials.gov/study/{nct}"] for nct in s.nct]
    if (seen := web(s.seen_at)) is not None:
        links.append([urlsplit(seen).netloc, seen])
    return links


def claim_row(
    c: m.Claim,
    edge: int | None,
    article_no: Mapping[Iri, int],
    source_no: Mapping[Iri, int],
    store: EvidenceStore,
) -> Row:
    label = store.records.label
    return lean(
        {
            "id": c.slug,
            "l": c.label,
            "a": article_no.get(c.article),
            "e": edge,
            "at": [c.start, c.end],
            "pol": int(c.polarity is m.Polarity.DENIES),
            "ws": words.plain(c.wording_strength),
            "hedge": c.hedge,
            "cites": [source_no[s] for s in c.cites if s in source_no],
            "says": [label(i) for i in (c.subject, c.predicate, c.object) if i],
            "verdict": c.curated_verdict.replace("-", " ") if c.curated_verdict else None,
            "study": c.study_says,
            "note": c.note,
        }
    )


def article_row(a: m.Article, claims: list[int]) -> Row:
    return lean(
        {
            "id": a.slug,
            "l": a.label,
            "pub": a.publisher,
            "url": web(a.url),
            "len": a.text_length,
            "int": a.declared_interest,
            "cl": claims,
        }
    )


def _months(value: Decimal | None) -> str | None:
    return None if value is None else f"{value.normalize():f} months"
