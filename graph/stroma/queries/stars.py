"""How does a count over all findings cost a join and not a look-up for each? What many share is intersected first.

Read first: `intersect_stars`. The planner has no statistics: of `?f a st:Finding ; st:direction st:supports ; …` it reads all that
one pattern has, and asks for each of them whether it has the others. Where every known value is shared by thousands, reading
them all and intersecting costs a fifth of that. Both are the same in the algebra of SPARQL: a basic graph pattern is the join of
its parts, and a sub-select without a modifier is its pattern.

Out of scope: queries that stop early (no order, no count), and groups that hold more than triples, FILTER and OPTIONAL.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pyoxigraph as ox

from stroma.forking import in_engine
from stroma.queries._blocks import OtherError, blocks_of
from stroma.queries._tokens import tokenize
from stroma.queries._walking import closing
from stroma.vocabulary import PREFIXES

if TYPE_CHECKING:
    from collections.abc import Mapping

    from stroma.queries._blocks import Block, Pair

__all__ = ["intersect_stars"]

# Fewer than this many are looked up faster than all of another value are read.
_MANY: Final = 5_000


def intersect_stars(
    store: ox.Store, text: str, prefixes: Mapping[str, str] = PREFIXES, *, many: int = _MANY
) -> str:
    """The query, with known values of one subject that are each shared by many put into sub-selects, which the engine intersects.

    Worth it where the query reads everything (`CheckedQuery.reads_all`); one that stops early is faster as it is.

    Args:
        many: how many subjects must share each known value of the group; with fewer the query stays as it is.

    Example:
        >>> from stroma.store import open_store
        >>> query = "SELECT (COUNT(*) AS ?n) { ?f a st:Finding ; st:foundBy ?s ; st:direction st:supports }"
        >>> intersect_stars(open_store().dataset, query, many=100)
        'SELECT (COUNT(*) AS ?n) { {SELECT ?f {?f a st:Finding}} {SELECT ?f {?f st:direction st:supports}} ?f st:foundBy ?s . }'
    """
    tokens = tokenize(text)
    words = [token.word for token in tokens]
    if words.count("SELECT") != 1 or "FROM" in words:
        return text
    opened = next((at for at, token in enumerate(tokens) if token.text == "{"), len(tokens))
    try:
        blocks = blocks_of(tokens, opened)
    except OtherError:
        return text
    # A group that is followed by another one is part of a union or of a larger query.
    if any(token.text in ("{", "}") for token in tokens[closing(tokens, opened) + 1 :]):
        return text
    known = [pair for block in blocks for pair in block.pairs if pair.is_known]
    subjects = [pair.subject for pair in known]
    stars = {subject for subject in subjects if subjects.count(subject) > 1}
    head = text[: next(t.start for t in tokens if t.word == "SELECT")]
    if not stars or not all(_is_shared(store, head, pair, prefixes, many) for pair in known):
        return text
    for block in reversed(blocks):
        if any(pair.is_known and pair.subject in stars for pair in block.pairs):
            text = f"{text[: block.start]}{_rewritten(block)}{text[block.end :]}"
    return text


def _rewritten(block: Block) -> str:
    subject = block.pairs[0].subject
    parts = [
        f"{{SELECT {subject} {{{subject} {pair.text}}}}}" for pair in block.pairs if pair.is_known
    ]
    if others := [pair.text for pair in block.pairs if not pair.is_known]:
        parts.append(f"{subject} {' ; '.join(others)} .")
    return " ".join(parts)


def _is_shared(
    store: ox.Store, head: str, pair: Pair, prefixes: Mapping[str, str], many: int
) -> bool:
    """Whether at least so many have this value."""
    if pair.is_path:
        return False
    query = (
        f"{head}SELECT {pair.subject} {{ {pair.subject} {pair.text} }} OFFSET {many - 1} LIMIT 1"
    )
    try:
        with in_engine(store):
            found = store.query(query, prefixes=dict(prefixes), use_default_graph_as_union=True)
            return isinstance(found, ox.QuerySolutions) and next(found, None) is not None
    except SyntaxError:  # the query itself is told so, with its own place
        return False
