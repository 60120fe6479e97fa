"""What slip of the pen is behind a syntax error of Turtle, and what should stand there?

The parser says where it could not go on, most often a line after the slip. Read first: `find_slip`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Final, NamedTuple

from stroma.errors import did_you_mean, nearest
from stroma.vocabulary import PREFIXES

_TEXT_OR_COMMENT: Final = re.compile(r"""("(?:[^"\\]|\\.)*"|<[^<>\s]*>)|#.*""")
_UNDECLARED: Final = re.compile(r"The prefix ([\w.-]+): has not been declared\.?")
_NOT_VALID: Final = re.compile(r"(.*) is not a valid (RDF object|predicate|subject or graph name)")
_QUOTES: Final = re.compile("[“”„‟«»‘’‚]")
_SUBJECT: Final = re.compile(r"(?:[\w-]*:\S*|<\S*>)\s+a\s")
_DAY: Final = re.compile(r'(?<!")\b\d{4}-\d\d-\d\d\b(?!")')


class Slip(NamedTuple):
    """What is wrong with the text, and on which line (from 1) it is repaired."""

    line: int
    what: str


class _Place(NamedTuple):
    """Where the parser stopped. Lines count from 1, the column too."""

    lines: Sequence[str]
    line: int
    column: int
    reason: str

    @property
    def text(self) -> str:
        return self.lines[self.line - 1] if self.line <= len(self.lines) else ""

    @property
    def before(self) -> str:
        """What stands before the place on its line."""
        return _code(self.text[: self.column - 1])

    @property
    def last(self) -> int:
        """The line of the last thing before the place: its own, or the last one above that holds more than a comment."""
        above = (n for n in range(min(self.line - 1, len(self.lines)), 0, -1) if self.code(n))
        return self.line if self.before else next(above, self.line)

    def code(self, line: int) -> str:
        return _code(self.lines[line - 1])


def find_slip(lines: Sequence[str], line: int, column: int, reason: str) -> Slip | None:
    """The slip behind a syntax error; None where it is none of the common ones.

    Args:
        lines: of the file, at least to the one where the parser stopped.
        line: where it stopped, from 1.
        column: likewise, from 1.
        reason: what it said.
    """
    place = _Place(lines, line, column, reason)
    return next((slip for look in _LOOKS if (slip := look(place)) is not None), None)


def _code(line: str) -> str:
    """A line without its comment and the space around it."""
    return _TEXT_OR_COMMENT.sub(lambda match: match[1] or "", line).strip()


def _prefix(place: _Place) -> Slip | None:
    matched = _UNDECLARED.fullmatch(place.reason)
    if matched is None:
        return None
    prefix = matched[1]
    if prefix in PREFIXES:
        declare = f"write at the top: @prefix {prefix}: <{PREFIXES[prefix]}> ."
        return Slip(place.line, f"{place.reason}; {declare}")
    same = [known for known in PREFIXES if sorted(known) == sorted(prefix.lower())]
    near = same or nearest(prefix.lower(), PREFIXES)
    hint = did_you_mean([f"{one}:" for one in near[:1]]) or "declare it at the top with @prefix"
    return Slip(place.line, f"no prefix {prefix}: is declared; {hint}")


def _typographic_quote(place: _Place) -> Slip | None:
    """A quote as a word processor writes it, where a plain one must open or close a text."""
    breaks = "not allowed at the beginning" in place.reason or "Line jumps" in place.reason
    rest = place.text[place.column - 1 :] if "beginning" in place.reason else place.text
    found = _QUOTES.search(rest) if breaks else None
    if found is None:
        return None
    return Slip(place.line, f'{found[0]} is no quote of Turtle; write a plain " instead')


def _open_quote(place: _Place) -> Slip | None:
    at = place.text[place.column - 1 : place.column]
    if "Line jumps" in place.reason:
        is_open = True
    else:
        is_open = place.reason.startswith("Unexpected end of file") and at in ("'", '"')
    what = 'a text is not closed on its line; write the quote behind its end (a text of several lines stands between """)'
    return Slip(place.line, what) if is_open else None


def _open_bracket(place: _Place) -> Slip | None:
    if not place.text[place.column - 1 :].startswith("<"):
        return None
    if "Invalid IRI code point ' '" in place.reason:
        return Slip(place.line, "an address between < and > holds a space; write %20 for it")
    if place.reason.startswith(("Unexpected end of file", "Invalid IRI code point '\\n'")):
        what = '< opens an address that is not closed; write > behind it, or put a value such as "<0.001" in quotes'
        return Slip(place.line, what)
    return None


def _backslash(place: _Place) -> Slip | None:
    if not place.reason.startswith("Unexpected escape character"):
        return None
    return Slip(place.line, "a text holds a backslash; write \\\\ for each")


def _sparql_prefix(place: _Place) -> Slip | None:
    if re.match(r"\s*prefix\s.*\.\s*$", place.text, re.IGNORECASE) is None:
        return None
    return Slip(
        place.line, "a line with prefix and a dot at its end starts with @prefix; add the @"
    )


def _end_of_file(place: _Place) -> Slip | None:
    if not place.reason.startswith("Unexpected end") or "of file" in place.reason:
        return None
    last = place.last
    if not last or not place.lines or not place.code(last):
        return None
    instead = f" in place of its {place.code(last)[-1]}" if place.code(last)[-1] in ";," else ""
    return Slip(last, f'the last record of the file has no "." at its end; write one{instead}')


def _end_of_line(place: _Place) -> Slip | None:
    """The line before ends with nothing, or with the wrong mark, for what follows it."""
    last = place.last
    is_new = _SUBJECT.match(_code(place.text)) is not None
    starts_line = not place.before
    if "A dot is expected" in place.reason and starts_line and last != place.line:
        if place.code(last).lower().startswith("@prefix"):
            return Slip(last, 'the line has no "." at its end; write one')
        return Slip(last, _no_mark("." if is_new else ";"))
    above = _last_above(place)
    if above is None or not _NOT_VALID.fullmatch(place.reason):
        return None
    mark = place.code(above)[-1:]
    if is_new and mark in (";", ","):
        return Slip(above, f'the line ends with "{mark}", but a new record follows; write "."')
    goes_on = place.text[:1].isspace() and not is_new
    if goes_on and mark == ".":
        return Slip(above, 'the line ends with ".", but its record goes on; write ";"')
    if goes_on and mark == "," and place.before:
        return Slip(above, 'the line ends with ",", but a property follows; write ";"')
    return None


def _no_mark(mark: str) -> str:
    follows = "more of its record follows" if mark == ";" else "a new record follows"
    return f'the line has no "{mark}" at its end, and {follows}; write one'


def _last_above(place: _Place) -> int | None:
    above = range(min(place.line - 1, len(place.lines)), 0, -1)
    return next((n for n in above if place.code(n)), None)


def _bare_word(place: _Place) -> Slip | None:
    """A value that is neither a text in quotes, a number nor a name with a prefix; or one value too many."""
    matched = _NOT_VALID.fullmatch(place.reason)
    if matched is None:
        odd = re.match(r"'(.)' is not allowed at the beginning of a prefix name", place.reason)
        if odd is None or not place.before:
            return None
        return Slip(
            place.line, f'{odd[1]} stands outside of quotes; write the whole value as "text"'
        )
    word, expected = matched.groups()
    if (day := _DAY.search(place.text)) is not None:
        return Slip(place.line, f'a day stands without quotes; write "{day[0]}"^^xsd:date')
    if expected == "RDF object" and word in (";", ",", "."):
        return Slip(
            place.line, f'a property has no value before "{word}"; write one, or remove the line'
        )
    if word.lower() in ("true", "false"):
        return Slip(place.line, f"{word} is no value; write {word.lower()}")
    if not re.fullmatch(r"[\w.+-]+", word) or not place.before:
        return None
    if expected == "predicate":
        return Slip(
            place.line,
            f"{word} stands where a property should; a name holds no space, write - for it",
        )
    if expected == "RDF object":
        what = f'{word} has no prefix and no quotes; write a name with its prefix, such as st: or term:, or "{word}"'
        return Slip(place.line, what)
    if place.before.endswith('"'):
        return Slip(
            place.line, 'a text ends before its line does; write \\" for a quote inside a text'
        )
    return Slip(
        place.line,
        f"{word} does not belong to the value before it; write a number alone, and a text of several words in quotes",
    )


_LOOKS: Final[tuple[Callable[[_Place], Slip | None], ...]] = (
    _prefix,
    _typographic_quote,
    _open_quote,
    _open_bracket,
    _backslash,
    _sparql_prefix,
    _end_of_file,
    _end_of_line,
    _bare_word,
)
