"""Which cell do donor, source and cell words name together? "Autologous adipose-derived MSCs", "stem cells from fat".

Read first: `compose`. Forms and pieces: ontology/audit/words.toml and composition.tsv.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from stroma.audit.language.lexicon import Lexicon, Piece
    from stroma.audit.language.tokens import Token
    from stroma.vocabulary import Iri


def _read(tokens: Sequence[Token], i: int, lexicon: Lexicon) -> Iterator[tuple[int, Piece]]:
    """Pieces that begin at a token, longest first."""
    for j, values in reversed(list(lexicon.pieces.at(tokens, i))):
        for _surface, piece in values:
            yield j, piece


def _piece(
    tokens: Sequence[Token], i: int, lexicon: Lexicon, *roles: str
) -> tuple[int, Piece] | None:
    return next(((j, piece) for j, piece in _read(tokens, i, lexicon) if piece.role in roles), None)


def compose(
    tokens: Sequence[Token], i: int, lexicon: Lexicon, text: str
) -> tuple[int, int, Iri, str] | None:
    """A cell name at token `i`: (first token, one past the last, term, donor); None when no cell word follows.

    A tissue and what stands behind a comma are two items of a list: "their own fat, cells grown from umbilical cords".
    """
    donor, source, at = "", "", i
    begin = i
    while (
        step := _piece(tokens, at, lexicon, "donor", "source", "link", "filler", "cell", "short")
    ) is not None:
        after, piece = step
        if piece.role in ("cell", "short"):
            return _finish(tokens, begin, after, piece, donor, source, lexicon)
        if piece.role == "donor":
            donor = donor or piece.value
            if tokens[at].form == "own":
                begin = after
        elif piece.role == "source":
            source = source or piece.value
        elif at == i:
            return None  # a name does not begin with "derived" or "cultured"
        at = after
        if piece.role == "source" and at < len(tokens) and "," in text[tokens[at - 1].end : tokens[at].start]:  # fmt: skip
            return None
    return None


def _finish(
    tokens: Sequence[Token],
    begin: int,
    after: int,
    cell: Piece,
    donor: str,
    source: str,
    lexicon: Lexicon,
) -> tuple[int, int, Iri, str] | None:
    source = source or (cell.value if cell.role == "short" else "")
    end, product, named = after, False, False
    if cell.role == "cell" and (more := _piece(tokens, after, lexicon, "from")) is not None:
        tail = _source_after(tokens, more[0], lexicon)
        if tail is not None and not source:
            end, source, named = tail[0], tail[1], True
            donor = donor or tail[2]
    if (more := _piece(tokens, end, lexicon, "therapy")) is not None:
        end, product = more[0], True
    if cell.value == "bare" and (
        not source
        or (
            donor == ""
            and source
            not in ("placenta", "umbilical-cord", "bone-marrow", "adipose-tissue", "whartons-jelly")
        )
    ):
        return None
    if (
        cell.value == "bare"
        and source in ("bone-marrow", "adipose-tissue")
        and not donor
        and not product
        and not named
    ):
        return None  # "marrow cells", "fat cells" are no cell product; "cells from fat" are
    if cell.value == "stem" and not source:
        if not (donor or product):
            iri = lexicon.by_slug["stem-cell" if tokens[begin].form != "stromal" else "msc"]
        else:
            iri = lexicon.by_slug["stem-cell-product"]
        return begin, end, iri, donor
    key = (source or "-", donor or "-")
    terms = lexicon.composed.get(key) or lexicon.composed.get((key[0], "-"))
    if terms is None:
        return None
    return begin, end, terms[1] if product else terms[0], donor


def _source_after(tokens: Sequence[Token], i: int, lexicon: Lexicon) -> tuple[int, str, str] | None:
    """A tissue after "derived from the patient's own ...": one past its last token, source, donor."""
    donor = ""
    for _ in range(6):
        if (source := _piece(tokens, i, lexicon, "source")) is not None:
            return source[0], source[1].value, donor
        step = _piece(tokens, i, lexicon, "donor", "between")
        if step is None:
            return None
        donor = donor or (step[1].value if step[1].role == "donor" else "")
        i = step[0]
    return None
