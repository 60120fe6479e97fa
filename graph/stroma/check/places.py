"""On which line does a file state something? A scan of the text, done only once something is wrong.

pyoxigraph gives quads without positions. The scan knows enough of Turtle, TriG, N-Triples and N-Quads to tell
subject, predicate and object apart; of other formats it finds the first line that names the subject.
Read first: `Places`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final
from urllib.parse import urljoin

from stroma.vocabulary import PREFIXES, RDF_TYPE, Iri, local_id

_TOKEN: Final = re.compile(
    r"""
    (?P<skip>[ \t\r\n]+|\#[^\n]*)
  | (?P<iri><[^<>"{}|^`\s]*>)
  | (?P<string>\"{3}(?:[^"\\]|\\.|"(?!""))*\"{3}|'{3}(?:[^'\\]|\\.|'(?!''))*'{3}
             |"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*')
  | (?P<declare>@prefix\b|@base\b|(?i:prefix|base)(?=[ \t]+[\w.-]*[:<]))
  | (?P<tag>@[A-Za-z]+(?:-[A-Za-z0-9]+)*)
  | (?P<type>\^\^)
  | (?P<curie>[\w.-]*:(?:\\.|[^\s;,()\[\]{}<>"'\#\\.]|\.(?=[\w:%\\.-]))*)
  | (?P<mark>[;,.\[\](){}])
  | (?P<word>[^\s;,()\[\]{}<>"'\#.]+(?:\.[0-9A-Za-z]+)*)
    """,
    re.VERBOSE | re.DOTALL,
)
_ESCAPE: Final = re.compile(r"\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|(.))", re.DOTALL)
_ESCAPED: Final = {"t": "\t", "n": "\n", "r": "\r", "b": "\b", "f": "\f"}
_SCANNED: Final = (".ttl", ".trig", ".nt", ".nq")


class Places:
    """Lines of the statements of one file.

    Example:
        >>> text = '@prefix st: <https://w3id.org/stroma/vocab/> .\\n\\nst:a a st:B ;\\n  st:slug "x" .\\n'
        >>> Places(text).line("https://w3id.org/stroma/vocab/a", "https://w3id.org/stroma/vocab/slug")
        4
    """

    def __init__(self, text: str, suffix: str = ".ttl") -> None:
        self._text = text
        self._lines: dict[tuple[Iri, Iri | None, str | None], int] = {}
        if suffix in _SCANNED:
            for s, p, o, (s_line, p_line, o_line) in _statements(text):
                self._lines.setdefault((s, None, None), s_line)
                self._lines.setdefault((s, p, None), p_line)
                self._lines.setdefault((s, p, o), o_line)

    @classmethod
    def of_file(cls, path: Path) -> Places:
        """The lines of a file; of one that cannot be read, none."""
        try:
            text = path.read_bytes().decode("utf-8-sig", errors="replace")
        except OSError:
            text = ""
        return cls(text, path.suffix.lower())

    def line(
        self, subject: Iri, property_: Iri | None = None, value: str | None = None
    ) -> int | None:
        """The line of a statement, counted from 1; of its property or subject where the value stands nowhere."""
        for key in ((subject, property_, value), (subject, property_, None), (subject, None, None)):
            if key in self._lines:
                return self._lines[key]
        name = local_id(subject)
        at = self._text.find(name) if name else -1
        return self._text.count("\n", 0, at) + 1 if at >= 0 else None


def _statements(text: str) -> Iterator[tuple[Iri, Iri, str, tuple[int, int, int]]]:
    prefixes: dict[str, str] = {}
    base = PREFIXES["graph"]
    part, depth, line = 0, 0, 1
    subject, predicate = ("", 0), ("", 0)
    declaring: list[str] | None = None
    skip_next = False
    for match in _TOKEN.finditer(text):
        kind, token, at = match.lastgroup, match[0], line
        line += token.count("\n")
        if kind == "skip":
            continue
        if kind == "declare":
            declaring = [token.lstrip("@").lower()]
        elif declaring is not None:
            declaring.append(token)
            if kind == "iri":
                iri = urljoin(base, token[1:-1])
                if declaring[0] == "prefix":
                    prefixes[declaring[1].rstrip(":")] = iri
                else:
                    base = iri
                declaring, part = None, 0
        elif kind == "type":
            skip_next = True
        elif skip_next or kind == "tag":
            skip_next = False
        elif kind == "mark":
            depth = max(0, depth + {"[": 1, "(": 1, "]": -1, ")": -1}.get(token, 0))
            if depth == 0 and token in ".{}":
                part = 0
            elif depth == 0 and token == ";":
                part = 1
        elif depth == 0:
            value = _value(kind, token, prefixes, base)
            if part == 0:
                subject, part = (value, at), 1
            elif part == 1:
                predicate, part = (RDF_TYPE if token == "a" else value, at), 2
            else:
                yield subject[0], predicate[0], value, (subject[1], predicate[1], at)


def _value(kind: str | None, token: str, prefixes: dict[str, str], base: str) -> str:
    if kind == "iri":
        return urljoin(base, _unescape(token[1:-1]))
    if kind == "curie":
        prefix, _, local = token.partition(":")
        return prefixes.get(prefix, prefix + ":") + _unescape(local)
    if kind == "string":
        quotes = 3 if token[:3] in ('"""', "'''") and len(token) >= 6 else 1
        return _unescape(token[quotes:-quotes])
    return token


def _unescape(text: str) -> str:
    def one(match: re.Match[str]) -> str:
        code = match[1] or match[2]
        return chr(int(code, 16)) if code else _ESCAPED.get(match[3], match[3])

    return _ESCAPE.sub(one, text) if "\\" in text else text
