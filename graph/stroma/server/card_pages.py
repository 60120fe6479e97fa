"""The pages about one thing: its card, the interactive page, an article laid beside the evidence. Read first: `write_card`."""

from __future__ import annotations

import json
import re
from functools import cache
from typing import TYPE_CHECKING, Any, BinaryIO, Final

from stroma.errors import UnknownTermError, WrongKindError
from stroma.queries.child import QueryReport
from stroma.server.layout import Cell, address, page, with_bar
from stroma.vocabulary import local_id, to_curie

if TYPE_CHECKING:
    from stroma.cards import Card
    from stroma.store import EvidenceStore
    from stroma.vocabulary import Iri

__all__ = ["card_page", "write_audit", "write_card", "write_view"]

_SLUG: Final = re.compile(r"\b[a-z][a-z0-9]*(?:-[a-z0-9]+)*-(?:19|20)\d\d[a-z]?\b")
# What may be a slug; many a compound word looks like one.
_WORD: Final = re.compile(r"\b[a-z][a-z0-9]*(?:-[a-z0-9]+)+\b")
# Facts of a card that name studies by their slugs.
_NAMING: Final = frozenset(
    ("wider", "found for it", "found both", "showed no effect", "found against it", "pools", "same people as")
)  # fmt: skip
_WITH_HANDOUT: Final = ("Disease", "CellProduct")


def write_card(
    store: EvidenceStore, out: BinaryIO, *, name: str, fmt: str, everything: bool, root: str
) -> QueryReport:
    """A card as a page, text or JSON.

    Raises:
        UnknownTermError: nothing goes by this name.
    """
    from stroma.cards import card

    found = card(store, name, everything=everything)
    if fmt == "html":
        return card_page(store, found, name, out, root=root, everything=everything)
    text = (
        found.text() if fmt == "text" else json.dumps(found.to_dict(), ensure_ascii=False, indent=1)
    )
    out.write(f"{text}\n".encode())
    return QueryReport("card")


def card_page(
    store: EvidenceStore,
    card: Card,
    name: str,
    out: BinaryIO,
    *,
    root: str,
    everything: bool = False,
) -> QueryReport:
    known = _sources(store, card)

    def linked(text: str) -> list[Cell]:
        """The text in pieces, with a link where it names a source."""
        pieces, at = [], 0
        for match in _WORD.finditer(text):
            if known(match[0]):
                pieces += [
                    Cell(text[at : match.start()]),
                    Cell(match[0], address("/show", name=match[0])),
                ]
                at = match.end()
        return [*pieces, Cell(text[at:])]

    out.write(
        page(
            "card.html", root, title=card.title, card=card, curie=to_curie(card.iri), name=name, linked=linked,
            everything=everything, has_page=bool(store.kind(card.iri)), data_date=_data_date(card),
            has_handout=has_handout(store, card.iri),
        )
    )  # fmt: skip
    return QueryReport("card")


def has_handout(store: EvidenceStore, iri: Iri) -> bool:
    """Whether there is one page to take along on a thing: it tells of a disease or product, and of nothing else."""
    return store.kind(iri) in _WITH_HANDOUT


def _data_date(card: Card) -> str:
    """The day on which the last record behind a card was entered; empty where none says so."""
    records = (*card.sources.values(), card.record)
    return max((day for one in records if (day := getattr(one, "curated_on", None))), default="")


def _sources(store: EvidenceStore, card: Card) -> Any:
    """Whether a word is the slug of a study or reference; one without a year at its end only where it is of those of the card."""
    of_card = {local_id(iri) for iri in card.sources}
    of_card |= {
        slug for name, text in card.facts if name in _NAMING for slug in _WORD.findall(text)
    }

    @cache
    def is_source(slug: str) -> bool:
        if slug not in of_card and not _SLUG.fullmatch(slug):
            return False
        try:
            store.resolve_source(slug)
        except UnknownTermError:
            return False
        return True

    return is_source


def write_view(
    store: EvidenceStore, out: BinaryIO, *, name: str | None, root: str, handout: bool = False
) -> QueryReport:
    """The interactive page on a term; as a handout it opens on the one page to take along.

    Raises:
        UnknownTermError: nothing goes by this name.
        WrongKindError: there is no handout on what does.
    """
    from stroma.viewer import opening_of, part_around
    from stroma.viewer.page import DEFAULT_TERM, page_html

    opening = opening_of(store, name or to_curie(DEFAULT_TERM))
    if handout and (opening.selected is not None or not has_handout(store, opening.term)):
        named = opening.selected or opening.term
        kind = store.kind(named) or to_curie(named).partition(":")[0]
        about = [store.label(opening.term)] if has_handout(store, opening.term) else []
        raise WrongKindError(name or "", kind, _WITH_HANDOUT, about)
    text = page_html(
        part_around(store, opening), opening.term, selected=opening.selected, handout=handout
    )
    out.write(with_bar(text, root))
    return QueryReport("page")


def write_audit(
    store: EvidenceStore, out: BinaryIO, *, text: str, fmt: str, root: str
) -> QueryReport:
    """An article laid beside the evidence, as a page or JSON.

    Raises:
        InputError: the text is empty or no article.
    """
    from stroma.audit import open_auditor
    from stroma.audit.readers.formats import document_from_bytes
    from stroma.audit.report.page import report_html
    from stroma.audit.report.serialize import audit_to_json

    auditor = open_auditor(store)
    result = auditor.audit(document_from_bytes(text.encode(), "the pasted text"))
    if fmt == "html":
        out.write(with_bar(report_html(result, store, dict(auditor.lexicon.terms)), root))
    else:
        out.write(audit_to_json(result).encode())
    return QueryReport("audit")
