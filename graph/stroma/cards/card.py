"""A card: a title, facts and sections of entries, each with the records it tells of. Read first: `Card` and `Entry`.

A card is data. `Card.text` and `Card.to_dict` are two views of it; the web page of `stroma serve` is a third.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from textwrap import wrap
from typing import TYPE_CHECKING, Any, TypeAlias

from stroma.cards.serialize import card_to_dict
from stroma.model import (
    Article,
    Claim,
    Conflict,
    Finding,
    Level,
    Proposition,
    Reference,
    Study,
    Term,
)
from stroma.notebook import pre_html
from stroma.rendering import NO_ADVICE
from stroma.sentences import LEGEND
from stroma.vocabulary import Iri, to_curie

if TYPE_CHECKING:
    from stroma.store import EvidenceStore


Subject: TypeAlias = Term | Study | Reference | Proposition | Article
Record: TypeAlias = Proposition | Finding | Claim | Conflict


@dataclass(frozen=True)
class Entry:
    """One thing that a card tells, in lines that belong together, the mark of its stance or direction first."""

    lines: tuple[str, ...]
    records: tuple[Record, ...] = ()
    """What it tells of: a proposition and the findings behind it, a finding, a conflict and its two findings, or a claim and its proposition."""


@dataclass(frozen=True)
class Section:
    """A heading and its entries."""

    title: str
    entries: tuple[Entry, ...]
    left_out: int = 0
    """Entries that are not on the card, because there are many."""

    def __repr__(self) -> str:
        return f"<Section: {self.title!r}, {len(self.entries)} entries, {self.left_out} left out>"


@dataclass(frozen=True)
class Card:
    """What is known about one thing; `print()` tells it, `to_dict` gives it to a program."""

    iri: Iri
    title: str
    kind: str
    facts: tuple[tuple[str, str], ...]
    """Names and values, in words."""
    sections: tuple[Section, ...] = ()
    record: Subject | None = field(default=None, repr=False)
    """What the card is about, as `stroma.model` has it."""
    labels: Mapping[Iri, str] = field(default_factory=dict, repr=False, compare=False)
    """Of the terms, predicates and sources in its records."""
    levels: Mapping[Iri, Level] = field(default_factory=dict, repr=False, compare=False)
    """Of its findings."""
    asks: Mapping[Iri, str] = field(default_factory=dict, repr=False, compare=False)
    """What the relation of each finding asks, as `stroma.sentences.asks_word` has it."""
    sources: Mapping[Iri, Study | Reference] = field(
        default_factory=dict, repr=False, compare=False
    )
    """Behind its findings."""

    def __str__(self) -> str:
        return self.text()

    def __repr__(self) -> str:
        return f"<{type(self).__name__}: {self.title} ({self.kind}), {len(self.sections)} sections; print() tells it>"

    def _repr_html_(self) -> str:
        return pre_html(self.text())

    def to_dict(self) -> dict[str, Any]:
        """The card for a program, ready for JSON (schema: ontology/card.schema.json): words, IRIs, stances, counts, figures.

        Example:
            >>> from stroma.cards import card
            >>> from stroma.store import open_store
            >>> found = card(open_store(), "Alofisel").to_dict()
            >>> first = found["sections"][0]["entries"][0]
            >>> first["proposition"]["stance"], [(f["level"], f["direction"]) for f in first["findings"]]
            ('contested', [(2, 'inconclusive'), (2, 'supports')])
        """
        return card_to_dict(self)

    def text(self, width: int = 0) -> str:
        """The card as plain text, wrapped to a width in columns; 0 leaves long lines as they are."""
        lines = [f"{self.title}  ({self.kind})", to_curie(self.iri)]
        margin = max((len(name) for name, _ in self.facts), default=0)
        for name, value in self.facts:
            lines += _wrap(f"  {name:<{margin}}  {value}", width, margin + 4)
        for section in self.sections:
            lines += ["", section.title]
            for entry in section.entries:
                lines += _wrap(f"  {entry.lines[0]}", width, 6)
                for line in entry.lines[1:]:
                    lines += _wrap(f"      {line}", width, 6)
            if section.left_out:
                lines.append(f"  ... and {section.left_out} more; --all shows them")
        if legend := self.legend():
            lines += ["", *_wrap(legend, width, 0)]
        return "\n".join([*lines, "", NO_ADVICE])

    def legend(self) -> str:
        """What the marks before the entries mean; empty where there are none."""
        if self.kind in ("study", "reference"):
            return ""
        lines = (
            line for section in self.sections for entry in section.entries for line in entry.lines
        )
        used = {line[:3] for line in lines}
        return "  ".join(f"{mark} {meaning}" for mark, meaning in LEGEND if mark in used)


def _wrap(line: str, width: int, hang: int) -> list[str]:
    if not width or len(line) <= width:
        return [line]
    return wrap(
        line,
        max(width, hang + 20),
        subsequent_indent=" " * hang,
        break_long_words=False,
        break_on_hyphens=False,
    )


def label_list(store: EvidenceStore, iris: Iterable[Iri], most: int | None = None) -> str:
    """Labels with commas between them; those after `most` are counted."""
    listed = list(iris)
    shown = listed if most is None or len(listed) <= most + 1 else listed[:most]
    more = f" and {len(listed) - len(shown):,} more" if len(shown) < len(listed) else ""
    return ", ".join(store.label(iri) for iri in shown) + more


def as_facts(pairs: Iterable[tuple[str, object]]) -> tuple[tuple[str, str], ...]:
    return tuple((name, str(value)) for name, value in pairs if value not in (None, "", ()))
