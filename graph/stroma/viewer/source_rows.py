"""How are findings, studies, references, articles and claims written as lines of the page?

Read first: `finding_line` and `source_row`. The short names are those that page/js/panel_study.js reads.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

from stroma import model as m
from stroma.sentences import endpoint_told_by, told_by
from stroma.viewer import words
from stroma.viewer.rows import GROUP, RANK, THIN, Row, json_text, lean, numbers, web

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from decimal import Decimal

    from stroma.store import EvidenceStore
    from stroma.vocabulary import Iri

_COMPARATOR: Final = {comparator: i for i, comparator in enumerate(words.COMPARATORS)}
_DIRECTION: Final = {direction: i for i, direction in enumerate(words.DIRECTIONS)}


def finding_line(
    f: m.Finding,
    source: int,
    group: m.Group,
    level: m.Level | None,
    node_no: Mapping[Iri, int],
    store: EvidenceStore,
) -> str:
    """What a study measured, or a reference states: label, direction, group, source, level, comparator, and what else it has."""
    line = (
        f"[{json_text(f.label)},{_DIRECTION[f.direction]},{GROUP[group]},{source},"
        f"{RANK[level] if level else 0},{_COMPARATOR[f.comparator] if f.comparator else -1}"
    )
    more = ""
    if f.analysis is not m.Analysis.MAIN_COMPARISON:
        more += f',"an":{json_text(words.plain(f.analysis) or "")}'
    if f.value:
        more += f',"v":{json_text(f.value)}'
    if f.comparator_as_reported:
        more += f',"cmp":{json_text(f.comparator_as_reported)}'
    if f.p_value:
        more += f',"p":{json_text(f.p_value)}'
    if f.population:
        more += f',"pop":{json_text(f.population)}'
    if f.n_analysed:
        more += f',"n":{f.n_analysed}'
    if f.note:
        more += f',"note":{json_text(f.note)}'
    if f.outcome_measure:
        more += f',"om":{json_text(f.outcome_measure)}'
    elif f.measured_by:
        more += f',"om":{json_text(store.label(f.measured_by))}'
    if f.outcome_role:
        more += f',"role":{json_text(words.plain(f.outcome_role) or "")}'
    if f.n_events is not None:
        at_risk = "null" if f.n_at_risk is None else f.n_at_risk
        unit = json_text(f.count_unit) if f.count_unit else '""'
        more += f',"ev":[{f.n_events},{at_risk},{unit}]'
    if f.events_seen:
        more += ',"es":1'
    if f.n_events_control is not None:
        at_risk = "null" if f.n_at_risk_control is None else f.n_at_risk_control
        more += f',"ec":[{f.n_events_control},{at_risk}]'
    if f.time_point_as_reported:
        more += f',"tp":{json_text(f.time_point_as_reported)}'
    elif f.time_point_months is not None:
        more += f',"tp":{json_text(_months(f.time_point_months) or "")}'
    if f.route:
        more += f',"ro":{numbers(node_no[r] for r in f.route if r in node_no)}'
    if f.region:
        more += f',"reg":{json_text(f.region)}'
    if f.decided_on:
        more += f',"on":{json_text(str(f.decided_on))}'
    if f.derived:
        more += ',"drv":1'
    return f"{line},{{{more[1:]}}}]" if more else line + "]"


# What the page shows of a study as it is, under its short name.
_STUDY_TEXTS: Final = (
    ("au", "first_author"),
    ("ph", "phase"),
    ("bl", "blinding"),
    ("n", "n"),
    ("np", "n_pooled"),
    ("pop", "population"),
    ("dose", "dose"),
    ("where", "country"),
    ("pe", "primary_endpoint"),
)
_STUDY_CHOICES: Final = (
    ("de", "design"),
    ("pools", "pools"),
    ("pk", "primary_endpoint_kind"),
    ("pm", "primary_endpoint_met"),
    ("pc", "primary_comparator"),
    ("pub", "published_as"),
)
# Terms of a study by number; where no term is stated, the words of the source.
_STUDY_TERMS: Final = (
    ("prod", "product", "product_as_reported"),
    ("dis", "disease", None),
    ("ti", "source_tissue", None),
    ("ro", "route", "route_as_reported"),
)


def source_row(
    s: m.Study | m.Reference, findings: list[int], node_no: Mapping[Iri, int], store: EvidenceStore
) -> Row:
    """A study or a reference."""
    row: Row = {"id": s.slug, "l": s.label}
    for key, value in (("y", s.year), ("j", s.journal), ("f", findings), ("links", _links(s))):
        if value:
            row[key] = value
    if s.read_as:
        row["read"] = words.plain(s.read_as)
    if s.read_note:
        row["rn"] = s.read_note
    if entered := " on ".join(x for x in (s.curator, s.curated_on) if x):
        row["by"] = entered
    for key, value in (("rx", s.retracted_on), ("uc", s.concern_raised_on)):
        if value:
            row[key] = value
    if s.notice:
        row["nt"] = [[one, one if web(one) else f"https://doi.org/{one}"] for one in s.notice]
    if isinstance(s, m.Reference):
        return row | lean({"ref": 1, "rk": s.reference_kind})
    for key, name in _STUDY_TEXTS:
        if value := getattr(s, name):
            row[key] = value
    for key, name in _STUDY_CHOICES:
        if value := getattr(s, name):
            row[key] = words.plain(value)
    for key, name, reported in _STUDY_TERMS:
        if terms := getattr(s, name):
            row[key] = _terms(terms, node_no, store)
        elif reported and (text := getattr(s, reported)):
            row[key] = [text]
    if s.other_registration and not (s.doi or s.pmid or s.nct):
        row["reg"] = list(s.other_registration)
    if s.donor:
        row["do"] = [words.plain(d) for d in s.donor]
    if s.species:
        row["sp"] = list(s.species)
    if s.follow_up_months is not None:
        row["fu"] = _months(s.follow_up_months)
    if s.sponsor_reported:
        row["spon"] = 1
    for key, told in (("hk", told_by(s)), ("gk", endpoint_told_by(s, store.records.terms))):
        if told:
            row[key] = [THIN[how] for how in told]
    return row


def _terms(
    iris: Sequence[Iri], node_no: Mapping[Iri, int], store: EvidenceStore
) -> list[int | str]:
    return [node_no[i] if i in node_no else store.label(i) for i in iris]


def _links(s: m.Study | m.Reference) -> list[list[str]]:
    links: list[list[str]] = []
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
