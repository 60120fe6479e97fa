"""What is told over an answer: the question with its values, and what randomised trials came to.

Read first: `restate` and `told_first`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Final

from stroma.queries.noticed import noticed
from stroma.queries.parameters import ANY
from stroma.queries.plain_words import ANY_PRODUCT
from stroma.queries.trial_results import (
    silent_sentence,
    silent_trials,
    trial_sentence,
    trials_on,
)

if TYPE_CHECKING:
    from pyoxigraph import Literal, NamedNode

    from stroma.queries.questions import Question
    from stroma.store import EvidenceStore

__all__ = ["restate", "told_first"]

# The label of the widest disease.
_ANY_DISEASE: Final = "disease"
_OF_ONE_DISEASE: Final = "product-in-disease"


def restate(
    question: Question,
    given: Mapping[str, str],
    bindings: Mapping[str, NamedNode | Literal],
    store: EvidenceStore,
) -> str:
    """The question with the values it was asked with, defaults too, so that a misread word or a narrow answer is seen.

    What was retracted is named, because no answer counts it.
    """
    values = []
    hints = []
    longer: list[str] = []
    words = {name.replace("_", "-"): text for name, text in given.items()}
    for parameter in question.parameters:
        term = bindings.get(parameter.variable)
        if term is not None:
            shown = store.label(term.value) if parameter.kind in ("term", "source") else term.value
            is_default = parameter.name not in words
            if words.get(parameter.name, "").casefold() == ANY:
                shown = ANY
            elif parameter.kind == "term" and not is_default:
                text = words[parameter.name]
                if said := store.longer_name(text, term.value, parameter.term_kinds or None):
                    longer.append(f"; {said}")
            values.append(f"{parameter.name}: {shown}{' (default)' if is_default else ''}")
            if is_default and parameter.narrows:
                hints.append(f"; --{parameter.name} any asks about every disease")
    told = f" [{', '.join(values)}]" if values else ""
    if question.caution:
        told += f" ({question.caution})"
    return (
        question.question + told + "".join((*hints, *longer)) + noticed(question, bindings, store)
    )


def told_first(
    question: Question, bindings: Mapping[str, NamedNode | Literal], store: EvidenceStore
) -> str:
    """What is to be read before the rows on a product in a disease: what its randomised trials came to, as the page of the
    disease begins; empty where the question is another, or of every disease.
    """
    if question.name != _OF_ONE_DISEASE or not store.may_be_held:
        return ""
    disease, product = bindings.get("disease"), bindings.get("product")
    if disease is None or store.label(disease.value) == _ANY_DISEASE:
        return ""
    # A table of harms or mechanisms begins with no result on benefit.
    if (about := bindings.get("about")) is not None and about.value not in ("all", "benefit"):
        return ""
    is_any = product is None or store.label(product.value) == ANY_PRODUCT
    chosen = None if is_any or product is None else product.value
    said = trial_sentence(trials_on(store, disease.value, chosen))
    silent = silent_trials(store, disease.value, chosen)
    sentences = filter(None, (said, silent_sentence(silent, is_further=bool(said))))
    return " ".join(f"{one[:1].upper()}{one[1:]}." for one in sentences)
