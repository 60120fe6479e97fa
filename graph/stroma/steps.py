"""How is a step between two terms said? Its statements, the first in a sentence, and what else links the two.

Read first: `hop` and `sentence`.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING, Final

from stroma.connections import Hop
from stroma.counts import counted
from stroma.links import DEFINED_BY, DEFINES, INCLUDES, KIND_OF, Link, LinkGraph, Node
from stroma.model import Asked, Polarity, Proposition, Stance, Tally
from stroma.sentences import (
    WORST_FIRST,
    asked_by,
    counts_in_words,
    evidence_sentence,
    mark,
    proposition_words,
)
from stroma.vocabulary import Iri, local_id

if TYPE_CHECKING:
    from stroma.store import EvidenceStore

__all__ = ["between", "definition", "hop", "lead", "lead_sentence", "sentence"]

_DEFINITIONS: Final = {
    KIND_OF: "{0} is a kind of {1}",
    INCLUDES: "{1} is a kind of {0}",
    DEFINED_BY: "{0} is defined by {1} (its cells, or the disease it is a model of)",
    DEFINES: "{1} is defined by {0} (its cells, or the disease it is a model of)",
}
# What a reader wants to know first of a product and a disease: whether it helps. That somebody tried it, found it safe or
# saw a harm comes after; anything else stands between, the best supported first.
_FIRST: Final = ("ameliorates", "treats", "cures", "improves", "prevents")
_VERDICT: Final = "Whether it helps"


def between(graph: LinkGraph, node: Node, link: Link) -> list[int]:
    """The propositions that link a node to the other end of a link, that of the link first."""
    if link.proposition is None:
        return []
    beside = [
        other
        for other in graph.links(node)
        if other.other == link.other and other.proposition not in (None, link.proposition)
    ]
    beside.sort(key=lambda other: (other.cost, other.proposition))
    numbers = [link.proposition, *(o.proposition for o in beside if o.proposition is not None)]
    return list(dict.fromkeys(numbers))


def hop(
    view: EvidenceStore,
    graph: LinkGraph,
    start: Node,
    end: Node,
    link: Link,
    numbers: Sequence[int],
) -> Hop:
    """The step along a link: all statements between its two terms counted, then one in full.

    That is the one the way goes by; where that is contested or not supported, whether it helps comes first.
    """
    one, two = graph.iri(start), graph.iri(end)
    propositions = tuple(view.propositions[graph.proposition_iri(n)] for n in numbers)
    if not propositions:
        return Hop(
            one,
            two,
            (),
            definition(view, one, two, link.role),
            (),
            _stated(view, one, two, link.role),
        )
    if not propositions[0].stance.is_for_it:
        first = lead(propositions)
        propositions = (first, *(p for p in propositions if p is not first))
    said = _told_of_several(view, propositions)
    return Hop(one, two, propositions, said, tuple(map(local_id, propositions[0].sources)))


def _told_of_several(view: EvidenceStore, propositions: Sequence[Proposition]) -> str:
    first, verdict = propositions[0], lead(propositions)
    said = sentence(view, first)
    if len(propositions) == 1:
        return said
    if asked_by(first.predicate) is Asked.EFFECT and first.stance.is_for_it:
        return f"{_counted(propositions)}. Best supported: {said}"
    leads = f"{_VERDICT if local_id(first.predicate) in _FIRST else 'The way goes by'}: {said}"
    if verdict is not first and local_id(verdict.predicate) in _FIRST:
        leads = f"{_VERDICT}: {sentence(view, verdict)}. {leads}"
    return f"{_counted(propositions)}. {leads}"


def lead(propositions: Sequence[Proposition]) -> Proposition:
    """The statement to tell first: whether it helps, by the best evidence, and the worse result of two such."""

    def order(p: Proposition) -> tuple[int, ...]:
        name = local_id(p.predicate)
        unmeasured = p.stance is Stance.NO_EVIDENCE
        if name not in _FIRST:
            return (unmeasured, 1 if asked_by(p.predicate) is Asked.EFFECT else 2)
        level = p.best_level.rank if p.best_level is not None else 9
        worst = WORST_FIRST.index(p.stance)
        return (unmeasured, 0, level, _FIRST.index(name), worst, -(p.participants or 0))

    return min(propositions, key=order)


def lead_sentence(view: EvidenceStore, propositions: Sequence[Proposition]) -> str:
    """What is said about two terms: all results counted, then the leading statement in full."""
    said = sentence(view, lead(propositions))
    if len(propositions) == 1:
        return said
    return f"{_counted(propositions)}. {said}"


def _counted(propositions: Collection[Proposition]) -> str:
    return f"{counted(len(propositions), 'statement')}: {counts_in_words(propositions)}"


def sentence(view: EvidenceStore, p: Proposition) -> str:
    """One sentence: mark, statement, stance, level, counts, studies, and what must not be overlooked."""
    parts = [f"{mark(p)} {proposition_words(p)}: {evidence_sentence(p, label=view.label)}"]
    if p.is_clinical and p.stance is not Stance.NO_EVIDENCE and p.human == Tally():
        parts.append("no study in people")
    denied = sum(
        view.records.claims[iri].polarity is Polarity.DENIES
        for iri in p.claims
        if iri in view.records.claims
    )
    if denied:
        parts.append(f"denied in {denied} place{'s' if denied > 1 else ''} of an article")
    return "; ".join(parts)


def definition(view: EvidenceStore, one: Iri, two: Iri, role: int) -> str:
    """The sentence of a step by definition."""
    start, end = view.label(one), view.label(two)
    if role in (DEFINED_BY, DEFINES):
        defined, by = (one, two) if role == DEFINED_BY else (two, one)
        term = view.records.terms.get(defined)
        word = "is a model of" if term is not None and term.model_of == by else "is made of"
        return f"[=] {view.label(defined)} {word} {view.label(by)}, by definition"
    return f"[=] {_DEFINITIONS[role].format(start, end)}, by definition"


def _stated(view: EvidenceStore, one: Iri, two: Iri, role: int) -> tuple[Iri, str, Iri]:
    """The triple that a step by definition rests on."""
    subject, object_ = (one, two) if role in (KIND_OF, DEFINED_BY) else (two, one)
    if role in (KIND_OF, INCLUDES):
        return subject, "broader", object_
    term = view.records.terms.get(subject)
    is_model = term is not None and term.model_of == object_
    return subject, "modelOf" if is_model else "cellType", object_
