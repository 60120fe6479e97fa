"""Which terms does a text name, and where? Longest match over the lexicon, composed cell names first.

Read first: `find_entities`. Out of scope: names that no lexicon holds.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from stroma.audit.language.cell_names import compose

if TYPE_CHECKING:
    from stroma.audit.language.lexicon import Lexicon
    from stroma.audit.language.tokens import Token
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
    composed = compose(tokens, i, lexicon, text)
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


def is_cell(entity: Entity) -> bool:
    """Whether an entity is a cell or a product."""
    return entity.kind in _CELL_KINDS
