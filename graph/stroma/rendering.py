"""How do answers of exploring read? As text for people, as plain values for JSON, as rows for a table.

Read first: `paths_text` and `neighbours_text`.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from typing import TYPE_CHECKING, Any, Final

from stroma.counts import counted
from stroma.edges import edge_attributes
from stroma.model import Level, Proposition
from stroma.sentences import stance_words
from stroma.vocabulary import Iri, local_id, to_curie

if TYPE_CHECKING:
    from stroma.connections import Neighbours, Path, Paths

NO_ADVICE: Final = "Reports what studies reported; no medical advice."


def paths_text(found: Paths, shown: int) -> Iterator[str]:
    """The lines of an answer on two terms."""
    yield f"{found.start_label} → {found.end_label}"
    if found.start == found.end:
        yield "These are the same term: a way of no steps."
        return
    yield ""
    if found.direct:
        yield "Asked directly, narrower terms included:"
        pairs = zip(found.direct_sentences, found.direct_events, strict=True)
        for sentence, events in islice(pairs, shown):
            yield f"  {sentence}"
            yield from (f"      {event}" for event in events)
        if len(found.direct) > shown:
            more = len(found.direct) - shown
            yield f"  ... and {more} more; --all, or text(shown={len(found.direct)}) in Python, shows them"
    else:
        yield "Nothing in this graph asks about the two directly. That is no evidence, not a refutation."
    for number, path in enumerate(found.paths, 1):
        yield ""
        yield f"Way {number}: {_steps(len(path))}{_warning(path)}"
        for place, hop in enumerate(path.hops, 1):
            yield f"  {place}. {hop.sentence}"
    yield ""
    if not found.paths:
        yield f"No way of at most {_steps(found.max_hops)} was found."
    else:
        yield "A chain of studied steps does not show that its ends are related: nobody measured the whole chain."
    if found.cut:
        yield f"Cut short: {found.cut}."
    elif found.has_more:
        n = len(found.paths)
        yield f"{f'These are the {n} best' if n > 1 else 'This is the best'}; a higher k may show more."
    yield NO_ADVICE


def paths_dict(found: Paths) -> dict[str, Any]:
    """An answer on two terms as plain values."""
    return {
        "start": _term(found.start, found.start_label),
        "end": _term(found.end, found.end_label),
        "direct": [
            _statement(p) | ({"events": list(events)} if events else {})
            for p, events in zip(found.direct, found.direct_events, strict=True)
        ],
        "paths": [
            {
                "hops": [
                    {
                        "start": to_curie(hop.start),
                        "end": to_curie(hop.end),
                        "sentence": hop.sentence,
                        "statements": [_statement(p) for p in hop.propositions],
                    }
                    for hop in path.hops
                ],
                "unsupported_hops": path.n_unsupported,
                "has_detour": path.has_detour,
            }
            for path in found.paths
        ],
        "max_hops": found.max_hops,
        "cut": found.cut,
        "has_more": found.has_more,
    }


def paths_rows(found: Paths) -> Iterator[tuple[str, ...]]:
    """One row a hop, the first row names the columns."""
    yield ("path", "hop", "start", "end", "stance", "level", "statement", "studies", "sentence")
    for number, path in enumerate(found.paths, 1):
        for place, hop in enumerate(path.hops, 1):
            first = hop.propositions[0] if hop.propositions else None
            yield (
                str(number),
                str(place),
                to_curie(hop.start),
                to_curie(hop.end),
                first.stance.value if first else "",
                _rank(first),
                first.label if first else "",
                "; ".join(hop.studies),
                hop.sentence,
            )


def neighbours_text(found: Neighbours) -> str:
    """The terms around one as text, a term a line."""
    lines = [f"{found.label}: {counted(found.n_within, 'term')} within {_steps(found.hops)}"]
    distance = 0
    for one in found.found:
        if one.distance != distance:
            distance = one.distance
            lines += ["", f"{_steps(distance)} away"]
        lines.append(f"  {one.label} ({one.kind})")
        lines.append(f"      {one.sentence}")
    if found.retracted:
        lines += ["", f"{found.retracted}."]
    if found.cut:
        lines += ["", f"Cut short: {found.cut}."]
    return "\n".join([*lines, "", NO_ADVICE])


def neighbours_dict(found: Neighbours) -> dict[str, Any]:
    """The terms around one as plain values."""
    return {
        "term": _term(found.term, found.label),
        "hops": found.hops,
        "within": found.n_within,
        "retracted_only": found.n_retracted,
        "cut": found.cut,
        "neighbours": [
            {
                **_term(one.iri, one.label),
                "kind": one.kind,
                "distance": one.distance,
                "came_from": one.came_from,
                "statement": _statement(one.proposition) if one.proposition else None,
                "sentence": one.sentence,
            }
            for one in found.found
        ],
    }


def neighbours_rows(found: Neighbours) -> Iterator[tuple[str, ...]]:
    """One row a term, the first row names the columns."""
    yield ("term", "label", "kind", "distance", "came_from", "stance", "level", "sentence")
    for one in found.found:
        p = one.proposition
        yield (
            to_curie(one.iri),
            one.label,
            one.kind,
            str(one.distance),
            one.came_from,
            p.stance.value if p else "",
            _rank(p),
            one.sentence,
        )


def _warning(path: Path) -> str:
    words = []
    if path.n_unsupported:
        words.append(f"{path.n_unsupported} not supported or contested")
    n_preclinical = sum(hop.level is Level.FIVE for hop in path.hops)
    if n_preclinical:
        words.append(f"{n_preclinical} from animals or dishes only")
    if path.has_detour:
        words.append("by a detour")
    return f" ({', '.join(words)})" if words else ""


def _steps(n: int) -> str:
    return f"{n} step{'s' if n != 1 else ''}"


def _term(iri: Iri, label: str) -> dict[str, str]:
    return {"id": to_curie(iri), "label": label}


def _rank(p: Proposition | None) -> str:
    """The best level of a statement in a table, 1 to 6; empty without one."""
    return str(p.best_level.rank) if p is not None and p.best_level is not None else ""


def beside_edge(p: Proposition) -> dict[str, Any]:
    """What the stance of an edge alone does not tell: a harm that people had or nobody, and whom `participants` counts.

    Beside the attributes that a graph of `to_networkx` has, because the index of a store on disk has them not.
    """
    return {
        "stance_in_words": stance_words(p),
        "events_counted": p.events_counted,
        "participants_at_best_level": p.participants_at_best_level,
        "unknown_sizes": p.unknown_sizes,
        "people_in_words": p.people_in_words,
        "active_comparators": "; ".join(p.active_comparators) or None,
    }


def _statement(p: Proposition) -> dict[str, Any]:
    """A proposition as plain values: the attributes of its edge in a graph with its two ends, and what an edge leaves out."""
    edge = edge_attributes(p)
    del edge["retracted"]
    return {
        **edge,
        "subject": to_curie(p.subject),
        "object": to_curie(p.object),
        "condition": edge["condition"] or None,
        **beside_edge(p),
        "thin": list(edge["thin"]),
        "studies": list(edge["studies"]),
        "retracted_studies": [local_id(source) for source in p.retracted_sources],
        "under_concern": [local_id(source) for source in p.concerns],
        "claims": [to_curie(claim) for claim in p.claims],
    }
