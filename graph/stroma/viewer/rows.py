"""How is one record of a store written as a line of the page? Short names, nothing that is missing.

Read first: `edge_row` (a proposition) and `finding_row`. The script of the page reads the same short names
(page/js/data.js); numbers in a row point to lines of other blocks.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, TypeAlias
from urllib.parse import urlsplit

from stroma.viewer import words
from stroma.vocabulary import KINDS, Iri, local_id, to_curie

if TYPE_CHECKING:
    from collections.abc import Mapping

    from stroma import model as m
    from stroma.store import EvidenceStore

Row: TypeAlias = dict[str, Any]

_STANCE: Final = {stance: i for i, (stance, *_) in enumerate(words.STANCES)}
_THIN: Final = {thin: i for i, (thin, _) in enumerate(words.THIN)}
GROUP: Final = {group: i for i, (group, _) in enumerate(words.GROUPS)}
RANK: Final = {level: no for no, (level, *_) in enumerate(words.LEVELS, start=1)}
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
    curie = to_curie(iri)
    row: Row = {"id": no, "curie": curie, "e": incident, "nw": narrower, "mo": models}
    if curie == iri:
        # The page makes the address of a CURIE from its prefix.
        row["iri"] = web(iri)
    if term is None:
        # Data may name a term that no file describes: show its id rather than nothing.
        return lean({**row, "label": curie, "bare": 1})
    return lean(
        {
            **row,
            "label": term.label or curie,
            "k": _KIND.get(term.kind),
            "syn": [*term.synonyms, *term.brand_names],
            "def": term.definition,
            "note": term.note,
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
    finding_no: Mapping[Iri, int],
    claim_no: Mapping[Iri, int],
    store: EvidenceStore,
) -> Row:
    """A proposition; what follows from its findings is left out, and a group without studies is 0."""
    row: Row = {
        "id": p.iri.rpartition("/")[2],
        "from": node_no[p.subject],
        "to": node_no[p.object],
        "p": predicate_no[p.predicate],
        "st": _STANCE[p.stance],
    }
    tallies = (p.human, p.animal, p.in_vitro, p.reference)
    # Most propositions rest on one finding: its group, direction and level say it all.
    only = p.findings[0] if len(p.findings) == 1 else None
    if only is None or tallies[GROUP[store.groups[only]]].total != 1:
        row["t"] = [_counts(tally) for tally in tallies]
    if p.condition:
        row["c"] = node_no[p.condition]
    if p.best_level and (only is None or store.levels[only] is not p.best_level):
        row["lv"] = RANK[p.best_level]
    if p.participants:
        row["n"] = p.participants
    if p.thin:
        row["th"] = [_THIN[t] for t in p.thin]
    if p.weaker_disagrees:
        row["wd"] = 1
    if p.narrower_disagrees:
        row["nd"] = 1
    if p.findings:
        row["f"] = [finding_no[f] for f in p.findings if f in finding_no]
    if p.claims:
        row["cl"] = [claim_no[c] for c in p.claims if c in claim_no]
    return row


def predicate_row(store: EvidenceStore, iri: Iri) -> Row:
    known = store.records.predicates.get(iri)
    name = local_id(iri)
    return lean(
        {
            "name": name,
            "iri": iri,
            "label": known.label if known else words.predicate_label(iri),
            "def": known.definition if known else None,
            "topic": words.topic_of(name),
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


def _counts(t: m.Tally) -> list[int] | int:
    """The studies of one group by direction; 0 for a group without any."""
    counts = [t.supports, t.inconclusive, t.disputes]
    return counts if any(counts) else 0


def lean(row: Row) -> Row:
    """Leave out what is missing, so that a page holds no megabyte of nulls."""
    return {key: value for key, value in row.items() if value or (value == 0 and key not in _FLAGS)}


_FLAGS: Final = frozenset(("spon", "pol"))
