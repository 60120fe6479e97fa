"""How is one record of a store written as a line of the page? Short names, nothing that is missing.

Read first: `edge_row` (a proposition) and `finding_row`. The script of the page reads the same short names
(page/js/data.js); numbers in a row point to lines of other blocks.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, TypeAlias
from urllib.parse import urlsplit

from stroma import model as m
from stroma.viewer import words
from stroma.vocabulary import KINDS, Iri, local_id, to_curie

if TYPE_CHECKING:
    from collections.abc import Mapping
    from decimal import Decimal

    from stroma.store import EvidenceStore

Row: TypeAlias = dict[str, Any]

_STANCE: Final = {stance: i for i, (stance, *_) in enumerate(words.STANCES)}
_THIN: Final = {thin: i for i, (thin, _) in enumerate(words.THIN)}
_DIRECTION: Final = {direction: i for i, (direction, _) in enumerate(words.DIRECTIONS)}
_GROUP: Final = {group: i for i, (group, _) in enumerate(words.GROUPS)}
_KIND: Final = {kind: i for i, kind in enumerate(KINDS)}


def node_row(
    iri: Iri,
    no: int,
    term: m.Term | None,
    node_no: Mapping[Iri, int],
    incident: list[int],
    narrower: list[int],
    models: list[int],
) -> Row:
    row: Row = {"id": no, "curie": to_curie(iri), "e": incident, "nw": narrower, "mo": models}
    if term is None:
        # Data may name a term that no file describes: show its id rather than nothing.
        return _lean({**row, "label": to_curie(iri), "iri": web(iri), "bare": 1})
    return _lean(
        {
            **row,
            "label": term.label or to_curie(iri),
            "k": _KIND.get(term.kind),
            "syn": [*term.synonyms, *term.brand_names],
            "def": term.definition,
            "note": term.note,
            "iri": web(iri),
            "b": [node_no[b] for b in term.broader if b in node_no],
            "of": node_no.get(term.model_of) if term.model_of else None,
            "ids": [[to_curie(i), web(i)] for i in (*term.exact_match, *term.close_match)],
            "better": words.plain(term.better),
        }
    )


def edge_row(
    p: m.Proposition,
    node_no: Mapping[Iri, int],
    predicate_no: Mapping[Iri, int],
    source_no: Mapping[Iri, int],
    finding_no: Mapping[Iri, int],
    claim_no: Mapping[Iri, int],
) -> Row:
    return _lean(
        {
            "id": local_id(p.iri),
            "from": node_no[p.subject],
            "to": node_no[p.object],
            "p": predicate_no[p.predicate],
            "c": node_no[p.condition] if p.condition else None,
            "st": _STANCE[p.stance],
            "lv": p.best_level.rank if p.best_level else None,
            "t": [
                [t.supports, t.inconclusive, t.disputes]
                for t in (p.human, p.animal, p.in_vitro, p.reference)
            ],
            "n": p.participants,
            "th": [_THIN[t] for t in p.thin],
            "wd": int(p.weaker_disagrees),
            "nd": int(p.narrower_disagrees),
            "so": [source_no[s] for s in p.sources if s in source_no],
            "f": [finding_no[f] for f in p.findings if f in finding_no],
            "cl": [claim_no[c] for c in p.claims if c in claim_no],
        }
    )


def predicate_row(store: EvidenceStore, iri: Iri) -> Row:
    known = store.records.predicates.get(iri)
    name = local_id(iri)
    return _lean(
        {
            "name": name,
            "iri": iri,
            "label": known.label if known else words.predicate_label(iri),
            "def": known.definition if known else None,
            "topic": words.topic_of(name),
        }
    )


def finding_row(
    f: m.Finding, edge: int | None, source_no: Mapping[Iri, int], store: EvidenceStore
) -> Row:
    label = store.records.label
    level = store.levels.get(f.iri)
    analysis = None if f.analysis is m.Analysis.MAIN_COMPARISON else words.plain(f.analysis)
    return _lean(
        {
            "id": f.slug,
            "l": f.label,
            "s": source_no.get(f.source),
            "e": edge,
            "d": _DIRECTION[f.direction],
            "lv": level.rank if level else None,
            "g": _GROUP[store.groups[f.iri]],
            "an": analysis,
            "om": f.outcome_measure or (label(f.measured_by) if f.measured_by else None),
            "role": words.plain(f.outcome_role),
            "v": f.value,
            "ev": [f.n_events, f.n_at_risk, f.count_unit] if f.n_events is not None else None,
            "cmp": f.comparator_as_reported or words.plain(f.comparator),
            "ce": words.plain(f.comparator),
            "p": f.p_value,
            "tp": f.time_point_as_reported or _months(f.time_point_months),
            "pop": f.population,
            "n": f.n_analysed,
            "sp": list(f.species),
            "ro": [label(r) for r in f.route],
            "note": f.note,
            "url": web(f.seen_at),
            "drv": int(f.derived),
        }
    )


def source_row(s: m.Study | m.Reference, findings: list[int], store: EvidenceStore) -> Row:
    row: Row = {"id": s.slug, "l": s.label, "y": s.year, "j": s.journal, "f": findings}
    row |= {"links": _links(s), "read": words.plain(s.read_as), "rn": s.read_note}
    if isinstance(s, m.Reference):
        return _lean({**row, "ref": 1, "rk": s.reference_kind})
    label = store.records.label
    return _lean(
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
    return _lean(
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
    return _lean(
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


def conflict_row(c: m.Conflict, finding_no: Mapping[Iri, int]) -> Row:
    factors = [f.value.removeprefix("differs-in-").replace("-", " ") for f in c.factors]
    return {"f": [finding_no[c.first], finding_no[c.second]], "by": factors, "l": c.sentence}


def web(iri: str | None) -> str | None:
    """The address when a browser may follow it (http or https), else None.

    Example:
        >>> web("javascript:alert(1)") is None
        True
    """
    if not iri:
        return None
    try:
        parts = urlsplit(iri)
    except ValueError:
        return None
    return iri if parts.scheme in ("http", "https") and parts.netloc else None


def _months(value: Decimal | None) -> str | None:
    return None if value is None else f"{value.normalize():f} months"


def _lean(row: Row) -> Row:
    """Leave out what is missing, so that a page holds no megabyte of nulls."""
    return {
        key: value
        for key, value in row.items()
        if value is not None and value != [] and value != "" and not (value == 0 and key in _FLAGS)
    }


_FLAGS: Final = frozenset(("wd", "nd", "drv", "spon", "pol"))
