"""A named question found nothing: what does it find when it asks of every product?

Read first: `why_no_rows`. A trial of another product is easily missed by who names one, and its null result with it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from stroma.queries.empty import NO_ROWS
from stroma.queries.engine import run_query
from stroma.queries.parameters import ANY

if TYPE_CHECKING:
    from collections.abc import Mapping

    from stroma.queries.questions import Question
    from stroma.store import EvidenceStore

__all__ = ["why_no_rows"]

_MANY = 1_000


def why_no_rows(store: EvidenceStore, question: Question, given: Mapping[str, str]) -> str:
    """What is said under an empty answer: that it refutes nothing, and how many rows there are for all products.

    Args:
        given: what the question was asked with, by parameter.
    """
    said = question.empty or NO_ROWS
    named = next((p for p in question.parameters if p.term_kinds == ("CellProduct",)), None)
    if named is None or not named.takes_any or given.get(named.name, ANY).casefold() == ANY:
        return said
    bindings = question.bind({**given, named.name: ANY}, store.resolve_term, store.resolve_source)
    rows = run_query(store.dataset, question.sparql, bindings=bindings or None, limit=_MANY).rows()
    n = sum(1 for _ in rows)
    if n == 0:
        return f"{said}; nor is there anything on another product"
    counted = f"{n} row" if n == 1 else f"{n:,}{' or more' if n == _MANY else ''} rows"
    return f"{said}; there {'is' if n == 1 else 'are'} {counted} on other products: --{named.name} {ANY}"
