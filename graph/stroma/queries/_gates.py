"""What must a query hold so that it is worth while to look for a remark? Read before anything is imported or run for one."""

from __future__ import annotations

import re
from typing import Final

__all__ = ["MAY_BE_MIXED", "MAY_BE_VOID", "may_miss"]

_OF_TERMS: Final = r"[:/#](?:disease|product|country|subject|object|inCondition)"

MAY_BE_VOID: Final = re.compile(
    r"\b(?:OPTIONAL|MINUS|EXISTS|UNION|VALUES|IN)\b|=|[<>]\s*[\"']", re.IGNORECASE
)
"""A part that may meet nothing while the rest has an answer."""
MAY_BE_MIXED: Final = re.compile(r"[:/](?:direction|stance)(?![\w-])")
"""A direction or stance."""
_MAY_MISS: Final = re.compile(
    r"\bGRAPH\s*[?$]|(?:decimal|double|float)\s*>?\s*\(|\b(?:SUM|AVG)\s*\("
    rf"|{_OF_TERMS}>?\s+(?![?$\s])|randomised-controlled",
    re.IGNORECASE,
)
_NAMES_TERMS: Final = re.compile(rf"{_OF_TERMS}(?![\w-])")


def may_miss(text: str, *, is_bound: bool) -> bool:
    """Whether a query may be meant otherwise: it has GRAPH, a cast or a sum, or a term, country or design as it is stated.

    Args:
        is_bound: whether values are bound to its variables.

    Example:
        >>> may_miss("SELECT ?s { ?s st:disease MONDO:0005301 }", is_bound=False)
        True
        >>> may_miss("SELECT ?s ?d { ?s st:disease ?d }", is_bound=False)
        False
    """
    return bool(_MAY_MISS.search(text) or (is_bound and _NAMES_TERMS.search(text)))
