"""How do for, no effect and against stand side by side on a card, and harms that were seen before those that were not?

Read first: `facts_by_side`, which names each trial once, and `in_turn`, which orders the statements.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from stroma.model import Analysis, Design, Direction, Group, Stance
from stroma.predicates import benefits
from stroma.sentences import THIN_WORDS, is_harm, is_seen_but_not_tied, told_by
from stroma.summaries import participant_clusters
from stroma.vocabulary import local_id

if TYPE_CHECKING:
    from stroma.model import Finding, Proposition, Study, Term
    from stroma.store import EvidenceStore
    from stroma.vocabulary import Iri

# Studies that a line names before it counts the rest; --all names all.
_NAMED: Final = 5
_TURNS: Final = (Stance.NOT_SUPPORTED, Stance.CONTESTED, Stance.SUPPORTED)
_ONE_PATIENT: Final = "one patient"
_PARTS: Final = {
    Analysis.SINGLE_PATIENT_COURSE: _ONE_PATIENT,
    Analysis.WITHIN_ARM_CHANGE: "change within one arm",
    Analysis.UNCOMPARED_COUNT: "a count without comparison",
    **dict.fromkeys((a for a in Analysis if a.is_subgroup), "a subgroup"),
}
_LINES: Final = (
    ("found for it", {Direction.SUPPORTS}),
    ("found both", None),
    ("showed no effect", {Direction.INCONCLUSIVE}),
    ("found against it", {Direction.DISPUTES}),
)


def facts_by_side(
    store: EvidenceStore, term: Term, relations: Sequence[Proposition], *, everything: bool
) -> list[tuple[str, str]]:
    """Which studies in people found what on benefit: each of them once, on the side of its results at its best level.

    Papers on the same people are one study. Empty where no study in people asked, and for what is no disease or product.
    """
    if term.kind not in ("Disease", "CellProduct"):
        return []
    found: dict[Iri, list[tuple[Finding, str]]] = defaultdict(list)
    clusters = participant_clusters(store.records.studies)
    for p in relations:
        if p.predicate not in benefits():
            continue
        what = store.label(p.object)
        if term.kind == "CellProduct":
            what += "" if p.condition is None else f" in {store.label(p.condition)}"
        elif p.condition is None:
            what = "the disease as a whole"
        for iri in p.findings:
            finding = store.findings.get(iri)
            if finding is not None and store.groups[iri] is Group.HUMAN:
                found[clusters.get(finding.source, finding.source)].append((finding, what))
    told: dict[str, list[tuple[tuple[int, int, str], str]]] = defaultdict(list)
    for results in found.values():
        line, place, words = _of_study(store, results)
        told[line].append((place, words))
    if not told:
        return []
    return [
        (line, _cut([words for _, words in sorted(told[line])], everything=everything))
        for line, directions in _LINES
        if line in told or directions is not None
    ]


def _of_study(
    store: EvidenceStore, results: Sequence[tuple[Finding, str]]
) -> tuple[str, tuple[int, int, str], str]:
    """The line that a study belongs to, its place there, best level and most people first, and what is said of it."""
    best = min(store.levels[f.iri].rank for f, _ in results)
    at_best = [(f, what) for f, what in results if store.levels[f.iri].rank == best]
    sides = {f.direction for f, _ in at_best}
    line = next((name for name, of in _LINES if of == sides), "found both")
    sources = {f.source for f, _ in at_best}
    studies = [s for s in map(store.records.studies.get, sorted(sources)) if s is not None]
    study = min(studies, key=lambda s: (-(s.n or 0), s.slug), default=None)
    slug = study.slug if study is not None else local_id(min(sources))
    said = "; ".join(_sides(at_best)) if line == "found both" else ", ".join(_names(at_best))
    place = (best, -((study.n if study is not None else None) or 0), slug)
    return line, place, f"{slug} ({_size(study, [f for f, _ in at_best])}): {said}"


def _names(results: Sequence[tuple[Finding, str]]) -> list[str]:
    return list(dict.fromkeys(what for _, what in results))


def _sides(results: Sequence[tuple[Finding, str]]) -> list[str]:
    words = {
        Direction.DISPUTES: "against",
        Direction.INCONCLUSIVE: "no effect shown",
        Direction.SUPPORTS: "for",
    }
    of = {d: _names([r for r in results if r[0].direction is d]) for d in words}
    return [f"{words[d]}: {', '.join(names)}" for d, names in of.items() if names]


def _size(study: Study | None, at_best: Sequence[Finding]) -> str:
    """Design and size; where nothing of a controlled study rests on its comparison, what it rests on."""
    if study is None:
        return "no study"
    design = study.design.value.replace("-", " ") if study.design else "design not stated"
    who = "asked" if study.design is Design.CROSS_SECTIONAL_SURVEY else "people"
    whole = f"{design}, {study.n} {who}" if study.n else f"{design}, size not known"
    part = _part(at_best) if study.design is not None and study.design.is_controlled else ""
    whole = ", ".join((whole, *(THIN_WORDS[how] for how in told_by(study))))
    if part == _ONE_PATIENT:
        return f"{part}{f' of {study.n}' if study.n else ''}, no comparison"
    return f"{part} of a trial, {whole}" if part else whole


def _part(findings: Sequence[Finding]) -> str:
    """What all these findings rest on, where that is no comparison of the groups of a trial; empty where one of them is."""
    kinds = {_PARTS.get(f.analysis, "") for f in findings}
    return "" if "" in kinds else " or ".join(sorted(kinds))


def _cut(words: list[str], *, everything: bool) -> str:
    if not words:
        return "no study"
    shown = words if everything else words[:_NAMED]
    rest = len(words) - len(shown)
    return "; ".join(shown) + (f"; and {rest} more" if rest else "")


def people_behind(store: EvidenceStore, p: Proposition) -> int:
    """How many people a statement rests on; where nobody says how many of its studies, all that these had."""
    if p.participants:
        return p.participants
    studies = map(store.records.studies.get, p.sources)
    return max((s.n or 0 for s in studies if s is not None), default=0)


def in_turn(statements: Sequence[Proposition]) -> list[Proposition]:
    """Statements on benefit: not supported, contested and supported take turns, best evidence first; the rest follows."""
    turns = [[p for p in statements if p.stance is stance] for stance in _TURNS]
    taken = [p for n in range(max(map(len, turns))) for of in turns for p in of[n : n + 1]]
    return [*taken, *(p for p in statements if p.stance not in _TURNS)]


def harms_first(statements: Sequence[Proposition]) -> list[Proposition]:
    """Statements on safety: harms that people had, then what was called safe, then harms that were only looked for."""
    return sorted(statements, key=_harm_rank)


def _harm_rank(p: Proposition) -> int:
    if not is_harm(p):
        return 2
    if p.stance is Stance.SUPPORTED:
        return 0
    return 1 if is_seen_but_not_tied(p) else 3
