"""Which terms does a text name, and where? Longest match over the lexicon, composed cell names first.

Read first: `find_entities`. Out of scope: names that no lexicon holds.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from stroma.audit.lexicon import Lexicon, Piece
    from stroma.audit.tokens import Token
    from stroma.vocabulary import Iri

_CELL_KINDS = ("CellType", "CellProduct")


@dataclass(frozen=True, slots=True)
class Entity:
    """A stretch of text that names a term; `first` and `last` are its tokens."""

    start: int
    end: int
    text: str
    kind: str
    term: Iri
    first: int
    last: int
    donor: str = ""


def find_entities(
    text: str,
    tokens: Sequence[Token],
    lexicon: Lexicon,
    defined: Mapping[str, Iri | None] | None = None,
) -> list[Entity]:
    """Every named term in order; spans never overlap.

    Args:
        defined: abbreviations that the text itself defines, with the term each stands for.
    """
    found: list[Entity] = []
    i = 0
    while i < len(tokens):
        best = _best_at(text, tokens, i, lexicon, defined or {})
        if best is None:
            if (listed := _listed_disease(text, tokens, i, lexicon)) is not None:
                found.append(listed)
            i += 1
            continue
        entity, after = best
        if entity is not None:
            found.append(entity)
        i = after
    return found


def _best_at(
    text: str, tokens: Sequence[Token], i: int, lexicon: Lexicon, defined: Mapping[str, Iri | None]
) -> tuple[Entity | None, int] | None:
    plain_end, plain = i, None
    blocked = False
    for j, values in lexicon.surfaces.at(tokens, i):
        for surface, iri in values:
            if _spelled(text, tokens, i, j, surface):
                if j > plain_end:
                    plain_end, plain, blocked = j, iri, iri is None
                break
    raw = tokens[i].raw
    short = (
        defined.get(raw, defined.get(raw.removesuffix("s"))) if raw[:2] != raw[:2].lower() else None
    )
    composed = _compose(tokens, i, lexicon)
    if composed and _is_cut(text, tokens, composed[0], composed[1], lexicon):
        composed = None  # "own MSC-NTF": the name goes on
    if composed and composed[1] >= plain_end and not blocked:
        start, end, iri, donor = composed
        return _entity(text, tokens, start, end, iri, lexicon, donor), end
    if plain_end > i:
        return (
            None if plain is None else _entity(text, tokens, i, plain_end, plain, lexicon)
        ), plain_end
    if short is not None:
        return _entity(text, tokens, i, i + 1, short, lexicon), i + 1
    return None


def _is_cut(text: str, tokens: Sequence[Token], first: int, after: int, lexicon: Lexicon) -> bool:
    """Whether the name of another product begins inside a composed name and ends beyond it."""
    return any(
        j > after
        and iri is not None
        and lexicon.terms[iri].kind == "CellProduct"
        and _spelled(text, tokens, k, j, surface)
        for k in range(first, after)
        for j, values in lexicon.surfaces.at(tokens, k)
        for surface, iri in values
    )


_LISTED = {
    "neurodegenerative": "neurodegenerative-disease",
    "autoimmune": "autoimmune-disease",
    "neurological": "nervous-system-disease",
    "orthopedic": "musculoskeletal-disease",
    "musculoskeletal": "musculoskeletal-disease",
}
_NOUNS = frozenset({"condition", "disease", "disorder"})


def _listed_disease(text: str, tokens: Sequence[Token], i: int, lexicon: Lexicon) -> Entity | None:
    """ "Neurodegenerative" in "neurodegenerative, autoimmune and orthopedic conditions": the noun stands at the end of the list."""
    slug = _LISTED.get(tokens[i].form)
    if slug is None:
        return None
    for j in range(i + 1, min(i + 8, len(tokens))):
        gap = text[tokens[j - 1].end : tokens[j].start]
        if tokens[j].form in _NOUNS:
            return _entity(text, tokens, i, i + 1, lexicon.by_slug[slug], lexicon)
        if (
            "," not in gap
            and tokens[j].form not in ("and", "or")
            and tokens[j - 1].form not in ("and", "or")
        ):
            return None
    return None


def _entity(
    text: str, tokens: Sequence[Token], i: int, j: int, iri: Iri, lexicon: Lexicon, donor: str = ""
) -> Entity:
    start, end = tokens[i].start, tokens[j - 1].end
    return Entity(start, end, text[start:end], lexicon.terms[iri].kind, iri, i, j - 1, donor)


def _spelled(text: str, tokens: Sequence[Token], i: int, j: int, surface: str) -> bool:
    """Whether words of the text may stand for this surface: short capitals must be capitals, and phrases unbroken."""
    for left, right in zip(tokens[i:j], tokens[i + 1 : j], strict=False):
        gap = text[left.end : right.start]
        if any(c in ".;:!?\n()[]" for c in gap if c != ".") or ". " in gap or "\n\n" in gap:
            return False
        if "," in gap and "," not in surface:
            return False
    if (
        j - i == 1
        and len(surface) <= 6
        and surface != surface.lower()
        and any(c.isupper() for c in surface[1:])
    ):
        return tokens[i].raw == surface or tokens[i].raw.removesuffix("s") == surface
    return True


def _read(tokens: Sequence[Token], i: int, lexicon: Lexicon) -> Iterator[tuple[int, Piece]]:
    """Pieces that begin at a token, longest first."""
    for j, values in reversed(list(lexicon.pieces.at(tokens, i))):
        for _surface, piece in values:
            yield j, piece


def _piece(
    tokens: Sequence[Token], i: int, lexicon: Lexicon, *roles: str
) -> tuple[int, Piece] | None:
    return next(((j, piece) for j, piece in _read(tokens, i, lexicon) if piece.role in roles), None)


def _compose(tokens: Sequence[Token], i: int, lexicon: Lexicon) -> tuple[int, int, Iri, str] | None:
    """A cell name at token `i`: (first token, one past the last, term, donor); None when no cell word follows."""
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
    end, product = after, False
    if cell.role == "cell" and (more := _piece(tokens, after, lexicon, "from")) is not None:
        tail = _source_after(tokens, more[0], lexicon)
        if tail is not None and not source:
            end, source = tail[0], tail[1]
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
    ):
        return None  # "marrow cells", "fat cells" are no cell product
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


def is_cell(entity: Entity) -> bool:
    """Whether an entity is a cell or a product."""
    return entity.kind in _CELL_KINDS
