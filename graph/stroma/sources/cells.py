r"""One cell of a sheet and the value it stands for.

A cell holds the text of a value; many values are separated by `; `. Inside a value `\;` is a semicolon, `\n` a new
line, `\t` a tab and `\\` a backslash. Terms, studies and references are slugs, labels, exact synonyms or CURIEs;
choices are local names (`randomised-controlled`). An empty cell is a value that is not stated. Read first: `Cells`.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

from stroma.errors import did_you_mean, nearest
from stroma.literals import LIMITS, PARSED, fits_text, keeps_limits
from stroma.schema import kinds_of
from stroma.sources.characters import find_hidden
from stroma.vocabulary import KINDS, Iri, st, to_curie, to_iri

if TYPE_CHECKING:
    from stroma.records import Records
    from stroma.schema import Slot

_ESCAPES: Final = {"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"}
_UNESCAPES: Final = {"t": "\t", "n": "\n", "r": "\r"}
_EXPECTED: Final = {
    "label": "a text",
    "text": "a text",
    "integer": "a whole number, digits only",
    "decimal": "a number with a point, such as 12 or 1.5",
    "boolean": "true or false",
    "date": "a day such as 2026-11-25",
    "url": "an address that starts with https://",
}


class UnfitCellError(ValueError):
    """A cell does not hold what its column expects; the message is what is expected."""


class Cells:
    """Reads and writes cells, with the terms and sources that a cell may name.

    Args:
        records: terms, studies, references and predicates that are known.
    """

    def __init__(self, records: Records) -> None:
        self._records = records
        self._kind: dict[Iri, str] = {iri: term.kind for iri, term in records.terms.items()}
        self._kind |= dict.fromkeys(records.studies, "Study") | dict.fromkeys(
            records.references, "Reference"
        )
        self._by_name: dict[str, list[Iri]] = defaultdict(list)
        for iri, term in records.terms.items():
            for name in (term.slug, term.label, to_curie(iri)):
                self._by_name[_fold(name)].append(iri)
        sources: Mapping[Iri, Any] = {**records.studies, **records.references}
        for iri, source in sources.items():
            for name in (source.slug, to_curie(iri)):
                self._by_name[_fold(name)].append(iri)
        for iri, term in records.terms.items():
            for name in term.synonyms:
                self._by_name[_fold(name)].append(iri)
        self._predicates = {p.name: iri for iri, p in records.predicates.items()}

    def read(self, slot: Slot, cell: str, *, kinds: Sequence[str] | None = None) -> Any:
        """The value of a cell; None, or an empty tuple, for an empty one.

        Args:
            kinds: the kinds of term that fit, where the predicate of the row narrows them.

        Raises:
            UnfitCellError: if the cell does not fit.
        """
        if (bad := find_hidden(cell)) is not None:
            raise UnfitCellError(f"no control character {bad.name}")
        if not slot.many:
            text = unescape(cell.strip())
            return self._one(slot, text, kinds) if text else None
        parts = [unescape(part) for part in split_cell(cell)]
        return tuple(sorted({self._one(slot, part, kinds) for part in parts if part}, key=str))

    def _one(self, slot: Slot, text: str, kinds: Sequence[str] | None) -> Any:
        if slot.kind == "choice":
            return self._choice(slot, text)
        if slot.kind in ("term", "record"):
            return self._iri(slot, text, kinds or kinds_of(slot))
        return _literal(slot, text)

    def _choice(self, slot: Slot, text: str) -> Any:
        local = text.removeprefix("st:")
        allowed = [c.value for c in slot.choices] if slot.choices else sorted(self._predicates)
        if local not in allowed:
            near = did_you_mean(nearest(local, allowed))
            hint = f" ({near})" if near else f": {slot.about}"
            raise UnfitCellError(f"one of {', '.join(allowed)}{hint}")
        return slot.choices(local) if slot.choices else self._predicates[local]

    def _iri(self, slot: Slot, text: str, kinds: Sequence[str]) -> Iri:
        if slot.name.endswith("_match"):
            return to_iri(text)
        found = [iri for iri in self._by_name.get(_fold(text), ()) if self._kind[iri] in kinds]
        if found:
            return found[0]
        names = [
            name
            for name, iris in self._by_name.items()
            if ":" not in name and any(self._kind[i] in kinds for i in iris)
        ]
        near = did_you_mean(nearest(_fold(text), names, n=3))
        hint = f" ({near})" if near else ""
        what = "term" if kinds == KINDS else " or ".join(kinds)
        new = (
            ""
            if slot.kind == "record"
            else "; a new one: `stroma new term`, then import --with its file"
        )
        raise UnfitCellError(f"slug, label or CURIE of a known {what}{hint}{new}")

    def write(self, slot: Slot, value: Any) -> str:
        """The cell of a value; `read` gives the value back."""
        if value is None or value == ():
            return ""
        values: Iterable[Any] = value if isinstance(value, tuple) else (value,)
        texts = (self._text(slot, one) for one in values)
        return "; ".join(escape(text, many=slot.many) for text in texts)

    def _text(self, slot: Slot, value: Any) -> str:
        if slot.kind == "boolean":
            return str(value).lower()
        if slot.kind == "choice":
            return str(value).removeprefix(st(""))
        if slot.kind not in ("term", "record") or slot.name.endswith("_match"):
            return str(value)
        iri = str(value)
        sources: Mapping[Iri, Any] = {**self._records.studies, **self._records.references}
        record = self._records.terms.get(iri) or sources.get(iri)
        slug = record.slug if record is not None else ""
        return slug if slug and self._by_name[_fold(slug)] == [iri] else to_curie(iri)


def _literal(slot: Slot, text: str) -> Any:
    if slot.kind == "boolean":
        text = text.lower()  # a spreadsheet saves TRUE
    if not fits_text(slot, text):
        raise UnfitCellError(_EXPECTED[slot.kind])
    if not keeps_limits(slot, text):
        raise UnfitCellError(LIMITS[slot.name].expected)
    return PARSED.get(slot.kind, str)(text)


def escape(text: str, *, many: bool = False) -> str:
    r"""A text as a cell holds it.

    Example:
        >>> escape("EudraCT 1; see note", many=True)
        'EudraCT 1\\; see note'
    """
    escaped = re.sub(r"[\\\t\n\r]", lambda match: _ESCAPES[match[0]], text)
    return escaped.replace(";", "\\;") if many else escaped


def unescape(cell: str) -> str:
    """The text of a cell."""
    return re.sub(r"\\(.)", lambda match: _UNESCAPES.get(match[1], match[1]), cell)


def split_cell(cell: str) -> list[str]:
    r"""The values of a cell that may hold many, still escaped.

    Example:
        >>> split_cell(r"a; b\; c; d\\; e")
        ['a', 'b\\; c', 'd\\\\', 'e']
    """
    return [part.strip() for part in re.findall(r"(?:\\.|[^\\;])+", cell)]


def _fold(text: str) -> str:
    return " ".join(text.casefold().split())
