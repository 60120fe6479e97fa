"""How is one record of a store written as a line of the page? Short names, nothing that is missing.

Read first: `edge_line` (a proposition) and `stroma.viewer.source_rows.finding_line`. The script of the page reads the same
short names (page/js/data.js); numbers in a line point to lines of other blocks. There are tens of thousands of propositions
and findings: their lines are put together as text, which takes half the time of a dict for each.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from json import encoder
from typing import TYPE_CHECKING, Any, Final, TypeAlias
from urllib.parse import urlsplit

from stroma import model as m
from stroma.predicates import benefits, topic_of
from stroma.sentences import active_words, is_retracted, stance_words
from stroma.viewer import words
from stroma.vocabulary import KINDS, PREFIXES, Curie, Iri, local_id, to_curie

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from stroma.store import EvidenceStore

Row: TypeAlias = dict[str, Any]

_STANCE: Final = {stance: i for i, (stance, *_) in enumerate(words.STANCES)}
THIN: Final = {thin: i for i, (thin, _) in enumerate(words.THIN)}
GROUP: Final = {group: i for i, (group, _) in enumerate(words.GROUPS)}
RANK: Final = {level: level.rank for level in m.Level}
_KIND: Final = {kind: i for i, kind in enumerate(KINDS)}
_PREFIX_OF: Final = {namespace: prefix for prefix, namespace in PREFIXES.items()}
# A local name of which no part could belong to a longer namespace.
_SIMPLE = re.compile(r"(.*[/#_])([A-Za-z0-9]+(?:-[A-Za-z0-9]+)*)")

json_text: Callable[[str], str] = encoder.encode_basestring
"""A text as JSON, with its quotation marks."""


def curie_of(iri: Iri) -> Curie:
    """As `to_curie`, which tries every namespace; most IRIs show theirs.

    Example:
        >>> curie_of("http://purl.obolibrary.org/obo/CL_0000134")
        'CL:0000134'
    """
    parts = _SIMPLE.fullmatch(iri)
    if parts is not None and (prefix := _PREFIX_OF.get(parts[1])) is not None:
        return f"{prefix}:{parts[2]}"
    return to_curie(iri)


def node_row(
    iri: Iri, no: int, term: m.Term | None, node_no: Mapping[Iri, int], linked: Mapping[str, Any]
) -> Row:
    """A term.

    Args:
        linked: numbers of other lines by short name: `e` its propositions, `nw` narrower terms, `mo` models, `pr` products
            made from it, `via` propositions that a study asked by this route or with cells of this tissue, `rt` its
            randomised trials of which no result on benefit is entered, `ms` propositions measured with it, where it is
            no part of any.
    """
    curie = curie_of(iri)
    row: Row = {"id": no, "curie": curie}
    row.update(linked)
    if curie == iri and (address := web(iri)) is not None:
        # The page makes the address of a CURIE from its prefix.
        row["iri"] = address
    if term is None:
        # Data may name a term that no file describes: show its id rather than nothing.
        row["label"], row["bare"] = curie, 1
        return row
    row["label"] = term.label or curie
    if (kind := _KIND.get(term.kind)) is not None:
        row["k"] = kind
    if term.synonyms or term.brand_names:
        own = term.label.casefold()
        names = dict.fromkeys((*term.synonyms, *term.brand_names))
        row["syn"] = [name for name in names if name.casefold() != own]
    if term.looked_for_as:
        row["look"] = list(term.looked_for_as)
    if term.definition:
        row["def"] = term.definition
    if term.note:
        row["note"] = term.note
    if term.broader:
        row["b"] = [node_no[b] for b in term.broader if b in node_no]
    for key, other in (("of", term.model_of), ("ti", term.source_tissue), ("ct", term.cell_type)):
        if other is not None and other in node_no:
            row[key] = node_no[other]
    if term.exact_match or term.close_match:
        row["ids"] = [[curie_of(i), web(i)] for i in (*term.exact_match, *term.close_match)]
    if term.surrogate:
        row["su"] = 1
    if term.better:
        row["better"] = words.plain(term.better)
    return row


def edge_line(
    p: m.Proposition,
    node_no: Mapping[Iri, int],
    predicate_no: Mapping[Iri, int],
    first: int,
    n_findings: int,
    only: tuple[m.Group, m.Level | None] | None,
    more: str,
) -> str:
    """A proposition: id, subject, object, predicate, stance, first finding, number of findings, people, and what else it has.

    What follows from its findings is left out, and a group without studies is 0.

    Args:
        first: line number of its first finding; the others follow.
        only: group and level of the finding, where there is just one: with its direction they say it all.
        more: claims and conflicts, as `claims_and_conflicts` gives them.
    """
    line = (
        f"[{json_text(p.iri[p.iri.rfind('/') + 1 :])},{node_no[p.subject]},{node_no[p.object]},{predicate_no[p.predicate]},"
        f"{_STANCE[p.stance]},{first},{n_findings},{p.participants or 0}"
    )
    best = p.best_level
    best_is_of_people = p.participants and best not in (m.Level.FIVE, m.Level.REFERENCE)
    if only is None:
        more += _tallies(p)
    else:
        if p.tallies[GROUP[only[0]]].total != 1:
            more += _tallies(p)
        if only[1] is best:
            best = None
    if p.condition:
        more += f',"c":{node_no[p.condition]}'
    if best:
        more += f',"lv":{RANK[best]}'
    if p.thin:
        more += _thin(p.thin)
    if p.weaker_disagrees:
        more += ',"wd":1'
    if p.narrower_disagrees:
        more += ',"nd":1'
    if p.concerns:
        more += ',"uc":1'
    if p.independent_studies < p.human.total and _is_of_people_alone(p):
        more += f',"is":{p.independent_studies}'
    if p.participants_at_best_level != p.participants and best_is_of_people:
        more += f',"na":{p.participants_at_best_level or 0}'
    if p.unknown_sizes and p.people_in_words:
        more += f',"pw":{json_text(p.people_in_words)}'
    if p.active_comparators:
        more += f',"va":{json_text(active_words(p))}'
    if p.events_counted is not None:
        more += f',"ec":{int(p.events_counted)}'
    return f"{line},{{{more[1:]}}}]" if more else line + "]"


def _is_of_people_alone(p: m.Proposition) -> bool:
    return not (p.animal.total or p.in_vitro.total or p.reference.total)


def claims_and_conflicts(
    p: m.Proposition, claim_no: Mapping[Iri, int], conflicts: list[int] | None
) -> str:
    """A part of a proposition's line, empty for most."""
    more = f',"cl":{numbers(claim_no[c] for c in p.claims if c in claim_no)}' if p.claims else ""
    return f'{more},"x":{numbers(conflicts)}' if conflicts else more


def surrogate_names(p: m.Proposition, store: EvidenceStore) -> str:
    """The surrogate outcomes that a proposition was measured by, a part of its line."""
    return f',"su":{json_text(", ".join(store.label(iri) for iri in p.surrogates))}'


def retracted(p: m.Proposition) -> str:
    """How many findings of retracted sources follow those that count, and what is said where no other is left; a part of its line."""
    said = f',"gw":{json_text(stance_words(p))}' if is_retracted(p) else ""
    return f',"rf":{len(p.retracted)}{said}'


@cache
def _thin(reasons: tuple[m.Thin, ...]) -> str:
    return f',"th":{numbers(THIN[reason] for reason in reasons)}'


def _tallies(p: m.Proposition) -> str:
    return f',"t":[{",".join(map(_counts, p.tallies))}]'


def _counts(t: m.Tally) -> str:
    """The studies of one group by direction; 0 for a group without any."""
    if t.supports or t.inconclusive or t.disputes:
        return f"[{t.supports},{t.inconclusive},{t.disputes}]"
    return "0"


def numbers(values: Iterable[int]) -> str:
    """A list of numbers as JSON.

    Example:
        >>> numbers([3, 5])
        '[3,5]'
    """
    return f"[{','.join(map(str, values))}]"


def predicate_row(known: m.Predicate | None, iri: Iri) -> Row:
    name = local_id(iri)
    return lean(
        {
            "name": name,
            "iri": iri,
            "label": known.label if known else words.predicate_label(iri),
            "def": known.definition if known else None,
            "topic": list(m.Topic).index(topic_of(name)),
            "helps": 1 if iri in benefits() else None,
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


def lean(row: Row) -> Row:
    """Leave out what is missing, so that a page holds no megabyte of nulls."""
    return {key: value for key, value in row.items() if value or (value == 0 and key not in _FLAGS)}


_FLAGS: Final = frozenset(("spon", "pol"))
