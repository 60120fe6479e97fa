"""Which sources on what a question asks about were retracted, so that no answer counts them, or are under an expression of concern?

Read first: `noticed`. What stands in no row must be told beside the answer: nothing is left out without a word.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Final

from pyoxigraph import Literal, NamedNode

from stroma.queries.engine import run_query

if TYPE_CHECKING:
    from stroma.queries.questions import Question
    from stroma.store import EvidenceStore

__all__ = ["noticed"]

_ABOUT: Final = """
  FILTER (?source = ?{0} || EXISTS {{
    ?finding_{0} st:foundBy ?source ; rdf:subject|rdf:object|st:inCondition ?term_{0} .
    ?term_{0} st:within ?{0} .
  }})"""
_QUERY: Final = """
SELECT DISTINCT ?slug ?on WHERE {{
  ?source st:{property} ?on ; st:slug ?slug .{rest}{about}
}} ORDER BY ?slug
"""
_NOT_GONE: Final = " FILTER NOT EXISTS { ?source st:retractedOn ?gone }"
_NAMED: Final = 6
# What lists how each study was read is asked whether one was retracted.
_OF_READING: Final = "how-studies-were-read"
NONE_RECORDED: Final = (
    "no retraction and no expression of concern is recorded here for them; when each was read stands beside it, and that anybody "
    "looked for a notice is not recorded"
)


def noticed(
    question: Question, bindings: Mapping[str, NamedNode | Literal], store: EvidenceStore
) -> str:
    """The retracted sources with a finding on each term that a question is asked with, and those under an expression of concern.

    Returns:
        What follows the question in words, a semicolon first; empty where there is none, as nearly everywhere.
    """
    asked = {
        p.variable: bindings[p.variable]
        for p in question.parameters
        if p.kind in ("term", "source") and isinstance(bindings.get(p.variable), NamedNode)
    }
    about = "".join(_ABOUT.format(variable) for variable in asked)
    told = []
    for property_, rest, words in (
        ("retractedOn", "", "retracted, so that no answer counts it"),
        ("concernRaisedOn", _NOT_GONE, "counted, and under an expression of concern"),
    ):
        query = _QUERY.format(property=property_, rest=rest, about=about)
        rows = run_query(store.dataset, query, bindings=asked or None).rows()
        found = [f"{slug.value} ({on.value})" for slug, on in rows]  # type: ignore[union-attr]
        if found:
            more = f" and {len(found) - _NAMED:,} more" if len(found) > _NAMED else ""
            told.append(f"; {words}: {', '.join(found[:_NAMED])}{more}")
    if not told and question.name == _OF_READING:
        told.append(f"; {NONE_RECORDED}")
    return "".join(told)
