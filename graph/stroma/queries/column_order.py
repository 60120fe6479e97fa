"""The columns that somebody asks for stand first. Read first: `with_first`."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

__all__ = ["with_first"]

_HEAD: Final = re.compile(r"^(SELECT (?:DISTINCT )?)(.*?)(?=^WHERE \{)", re.MULTILINE | re.DOTALL)
_NAME: Final = re.compile(r"\?(\w+)\)?$")
_LED_BY: Final = "study"


def with_first(sparql: str, columns: Sequence[str]) -> str:
    """A query whose columns of these names stand behind the study, else in front; the text as it is where it has none of them.

    Example:
        >>> with_first("SELECT ?study ?year (1 AS ?n)\\nWHERE { }", ["n"]).splitlines()[0]
        'SELECT ?study (1 AS ?n) ?year'
    """
    head = _HEAD.search(sparql)
    if head is None or not columns:
        return sparql
    parts = {found[1]: part for part in _parts(head[2]) if (found := _NAME.search(part))}
    asked = [name for name in columns if name in parts]
    names = [name for name in parts if name not in asked or name == _LED_BY]
    led = names.index(_LED_BY) + 1 if _LED_BY in names else 0
    order = dict.fromkeys((*names[:led], *asked, *names[led:]))
    return f"{sparql[: head.start()]}{head[1]}{' '.join(parts[name] for name in order)}\n{sparql[head.end() :]}"


def _parts(text: str) -> list[str]:
    """What is selected, one by one: variables, and expressions in brackets."""
    parts: list[str] = []
    depth, start = 0, 0
    for at, sign in enumerate(f"{text} "):
        if depth == 0 and sign.isspace():
            if text[start:at].strip():
                parts.append(text[start:at].strip())
            start = at
        depth += (sign == "(") - (sign == ")")
    return parts
