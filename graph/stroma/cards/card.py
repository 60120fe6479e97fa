"""A card: a title, facts, sections, and how it reads as text. Read first: `Card`."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from textwrap import wrap
from typing import TYPE_CHECKING

from stroma.notebook import pre_html
from stroma.rendering import NO_ADVICE
from stroma.sentences import LEGEND
from stroma.vocabulary import Iri, to_curie

if TYPE_CHECKING:
    from stroma.store import EvidenceStore


@dataclass(frozen=True)
class Section:
    """A heading and its entries; the lines of an entry belong together."""

    title: str
    entries: tuple[tuple[str, ...], ...]
    left_out: int = 0


@dataclass(frozen=True)
class Card:
    """A title, facts as label and value, and sections."""

    iri: Iri
    title: str
    kind: str
    facts: tuple[tuple[str, str], ...]
    sections: tuple[Section, ...] = field(default=())

    def __str__(self) -> str:
        return self.text()

    def _repr_html_(self) -> str:
        return pre_html(self.text())

    def text(self, width: int = 0) -> str:
        """The card as plain text, wrapped to a width in columns; 0 leaves long lines as they are."""
        lines = [f"{self.title}  ({self.kind})", to_curie(self.iri)]
        margin = max((len(name) for name, _ in self.facts), default=0)
        for name, value in self.facts:
            lines += _wrap(f"  {name:<{margin}}  {value}", width, margin + 4)
        for section in self.sections:
            lines += ["", section.title]
            for entry in section.entries:
                lines += _wrap(f"  {entry[0]}", width, 6)
                for line in entry[1:]:
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
        lines = (line for section in self.sections for entry in section.entries for line in entry)
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
