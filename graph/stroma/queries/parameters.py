"""What can a question be asked about, and how do a person's words become an RDF term?

Read first: `Parameter` and its `value`.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, TypeAlias

from stroma.errors import DataError, ParameterError
from stroma.vocabulary import PREFIXES

if TYPE_CHECKING:
    from pathlib import Path

    from pyoxigraph import Literal, NamedNode

__all__ = ["ANY", "Parameter", "Resolver", "parse_parameter"]

ANY: Final = "any"
"""As a default: the variable stays free until somebody gives a value; given: every term of the kind."""

# The widest term of a kind: what `any` asks about where a question needs a value. Models stand within no disease.
_WIDEST: Final = {"Disease": "disease", "CellProduct": "regenerative medicine product"}

# Gives the IRI that a person's words stand for, among terms of the given kinds (None: any).
Resolver: TypeAlias = Callable[[str, Collection[str] | None], str]

_XSD: Final = PREFIXES["xsd"]
_PARAM: Final = re.compile(
    r"(?P<name>[a-z][a-z0-9_-]*)\s*\((?P<kind>[^()]+(?:\([^()]*\))?)\)\s*(?:=\s*(?P<default>.*?))?\s+[—–-]\s+(?P<meaning>.+)"
)
_CHOICE: Final = re.compile(r"choice\((.+)\)")
_KINDS: Final = "term, term: Kind|Kind, source, integer, number, text, choice(a|b|c)"


@dataclass(frozen=True, slots=True)
class Parameter:
    """What a question can be asked about: name, kind, meaning, and the value when none is given."""

    name: str
    kind: str
    meaning: str
    default: str | None = None
    choices: tuple[str, ...] = ()
    term_kinds: tuple[str, ...] = ()

    @property
    def variable(self) -> str:
        """The variable in the query that the value is bound to."""
        return self.name.replace("-", "_")

    @property
    def narrows(self) -> bool:
        """Whether the default asks about one disease only."""
        return self.term_kinds == ("Disease",) and self.default not in (
            None,
            ANY,
            _WIDEST["Disease"],
        )

    @property
    def takes_any(self) -> bool:
        """Whether `any` asks about all of them."""
        return self.default == ANY or (self.kind == "term" and self._widest is not None)

    @property
    def allowed(self) -> str:
        """What a person may give, in words."""
        if self.choices:
            return "one of " + ", ".join(self.choices)
        if self.kind == "term":
            of = f" of a {' or '.join(self.term_kinds)}" if self.term_kinds else ""
            widest = "; any for all of them" if self._widest else ""
            return f"a label, synonym, slug or CURIE{of}{widest}"
        if self.kind == "source":
            return "author and year, name of the trial, slug, doi, pmid or registry number of a study or reference"
        return {"integer": "a whole number", "number": "a number"}.get(self.kind, "text")

    @property
    def _widest(self) -> str | None:
        return _WIDEST.get(self.term_kinds[0]) if len(self.term_kinds) == 1 else None

    def value(
        self, text: str, resolve: Resolver, resolve_source: Callable[[str], str] | None
    ) -> NamedNode | Literal:
        """The RDF term for what a person gave.

        Raises:
            ParameterError: it is not of this kind.
            UnknownTermError: no such term; names the nearest.
        """
        from pyoxigraph import Literal, NamedNode

        if self.kind == "term":
            if text.casefold() == ANY:
                text = self._widest or text
            return NamedNode(resolve(text, self.term_kinds or None))
        if self.kind == "source" and resolve_source is not None:
            return NamedNode(resolve_source(text))
        if self.choices and text not in self.choices:
            near = difflib.get_close_matches(text, self.choices, n=1)
            hint = f"; did you mean {near[0]}?" if near else ""
            raise ParameterError(f"--{self.name} takes {self.allowed}, not {text!r}{hint}")
        if self.kind == "integer":
            if not re.fullmatch(r"[+-]?[0-9]{1,18}", text):
                raise ParameterError(f"--{self.name} takes a whole number, not {text!r}")
            return Literal(text, datatype=NamedNode(_XSD + "integer"))
        if self.kind == "number":
            if not re.fullmatch(r"[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)([eE][+-]?[0-9]{1,3})?", text):
                raise ParameterError(f"--{self.name} takes a number, not {text!r}")
            kind = "double" if "e" in text.lower() else "decimal"
            return Literal(text, datatype=NamedNode(_XSD + kind))
        return Literal(text)


def parse_parameter(line: str, path: Path, number: int) -> Parameter:
    """Read what stands behind `# param:`."""
    match = _PARAM.fullmatch(line)
    if match is None:
        raise DataError(
            "expected `# param: name (kind) = default — meaning`", path=path, line=number
        )
    kind, _, of = (part.strip() for part in match["kind"].partition(":"))
    choice = _CHOICE.fullmatch(kind)
    choices = tuple(part.strip() for part in choice[1].split("|")) if choice else ()
    if not choices and kind not in ("term", "source", "integer", "number", "text"):
        raise DataError(
            f"unknown parameter kind {kind!r}; kinds are {_KINDS}", path=path, line=number
        )
    return Parameter(
        name=match["name"],
        kind="choice" if choices else kind,
        meaning=match["meaning"],
        default=None if match["default"] is None else match["default"].strip().strip('"'),
        choices=choices,
        term_kinds=tuple(part.strip() for part in of.split("|")) if of else (),
    )
