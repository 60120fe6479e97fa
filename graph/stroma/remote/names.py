"""Which terms of a server could a text mean? Names are compared there, so that few terms travel.

Read first: `exactly` and `alike`, which write the queries.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from pyoxigraph import Literal

from stroma.naming import fold
from stroma.vocabulary import KINDS

if TYPE_CHECKING:
    from collections.abc import Collection

__all__ = ["NAMES", "alike", "exactly", "kind_values", "pieces"]

# The properties that name a term, the best first.
NAMES: Final = "rdfs:label|st:slug|skos:altLabel|st:brandName"
# Terms that are looked at for one misspelt name.
_MOST: Final = 200
_LEAST_PIECE: Final = 3
_MOST_PIECES: Final = 24


def kind_values() -> str:
    """A VALUES line for `?kind`: the kinds of term."""
    return f"VALUES ?kind {{ {' '.join(f'st:{kind}' for kind in KINDS)} }}"


def exactly(text: str) -> str:
    """A query for the terms that a text names in one of the usual spellings: `?t`, `?kind`, and `?how`, the property."""
    forms = {text, text.strip(), " ".join(text.split())}
    capitals = {form[:1].upper() + form[1:] for form in forms}
    spelled = " ".join(
        str(literal)
        for form in sorted({*forms, *capitals, *map(str.lower, forms)})
        for literal in (Literal(form), Literal(form, language="en"))
    )
    return (
        f"SELECT DISTINCT ?t ?kind ?how {{ {kind_values()} VALUES ?name {{ {spelled} }} "
        f"?t {NAMES} ?name ; a ?kind ; ?how ?name . VALUES ?how {{ {NAMES.replace('|', ' ')} }} }}"
    )


def pieces(text: str) -> list[str]:
    """Both ends of each word of a text, half of it or three letters: one wrong letter spoils only one of them.

    Example:
        >>> pieces("knee osteoarthritsi")
        ['kne', 'nee', 'osteoar', 'thritsi']
    """
    found: dict[str, None] = {}
    for word in re.findall(r"[^\W_]+", fold(text)):
        ends = (
            word[: max(_LEAST_PIECE, (len(word) + 1) // 2)],
            word[-max(_LEAST_PIECE, len(word) // 2) :],
        )
        found.update(dict.fromkeys(ends))
    return [piece for piece in found if len(piece) >= _LEAST_PIECE][:_MOST_PIECES]


def alike(text: str, kinds: Collection[str] | None) -> str:
    """A query for the terms `?t` of some kinds whose names share most pieces with a text.

    Terms of any kind that have the text as a name, but for its case, stand first.
    """
    wanted = ", ".join(f"st:{kind}" for kind in kinds or KINDS)
    shared = (
        " + ".join(f"IF(CONTAINS(?low, {Literal(piece)}), 1, 0)" for piece in pieces(text)) or "0"
    )
    return (
        f"SELECT ?t (MAX(?hits) AS ?most) {{ {kind_values()} ?t a ?kind ; {NAMES} ?name . "
        f"BIND(LCASE(STR(?name)) AS ?low) "
        f"BIND(IF(?low = {Literal(fold(text))}, 100, IF(?kind IN ({wanted}), {shared}, 0)) AS ?hits) "
        f"FILTER(?hits > 0) }} GROUP BY ?t ORDER BY DESC(?most) ?t LIMIT {_MOST}"
    )
