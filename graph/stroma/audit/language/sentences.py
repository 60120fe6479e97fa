"""Where do sentences, paragraphs and headings begin and end? Exact offsets; every sentence once.

Read first: `split_sentences`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final

MAX_SENTENCE: Final = 900
"""Characters; a longer run without a full stop is cut, so that no rule sees a megabyte at once."""

_BREAK = re.compile(r"\n[ \t\r]*\n\s*")
_END = re.compile(
    r"[.!?…]+[\"'”’»)\]]*(?:\[\d[\d,\s–-]*\])*(?=\s|$)|[.!?][”\"’]?(?=[A-Z][a-z])|\n(?=\s*(?:[-*•·]|\d{1,2}[.)])\s)"
)
_ABBREVIATION = re.compile(
    r"(?:\b(?:et al|e\.g|i\.e|vs|approx|ca|cf|Fig|Figs|No|Nos|Dr|Prof|Mr|Mrs|Ms|St|resp|Ref|Refs|Eq|vol|pp|Jr|Inc|Ltd|Co|Corp"
    r"|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sep|Sept|Oct|Nov|Dec|incl|max|min|Suppl|Nat|Med|Neurol|Res|Ther|Clin|Exp|Int|Rev|Sci|Biol|Immunol)"
    r"|(?:^|[\s(.])[A-Z])\.$"
)
_HEADING_END = re.compile(r"[.!?:;,…][\"'”’)\]]*$")


@dataclass(frozen=True)
class Sentence:
    """One sentence; `paragraph` counts from 0."""

    start: int
    end: int
    paragraph: int
    is_heading: bool = False


def split_sentences(text: str) -> list[Sentence]:
    """The sentences of a text in order, without the white space around them.

    Example:
        >>> [(s.start, s.end) for s in split_sentences("One (Stepien et al. 2016). two.")]
        [(0, 26), (27, 31)]
    """
    found: list[Sentence] = []
    for paragraph, (start, end) in enumerate(_paragraphs(text)):
        body = text[start:end]
        is_heading = body.startswith("#") or (
            len(body) <= 100
            and "\n" not in body
            and not _HEADING_END.search(body)
            and not body.startswith(("-", "*", "•"))
        )
        if is_heading:
            mark = len(body) - len(body.lstrip("# \t"))
            if mark < len(body):
                found.append(Sentence(start + mark, end, paragraph, is_heading=True))
        else:
            start += len(body) - len(body.lstrip("• \t"))
            found += [Sentence(s, e, paragraph) for s, e in _sentences(text, start, end)]
    if found and all(s.is_heading for s in found) and "#" not in text:
        return [replace(s, is_heading=False) for s in found]  # a sentence without its full stop
    return found


def _paragraphs(text: str) -> Iterator[tuple[int, int]]:
    at = 0
    for match in (*_BREAK.finditer(text), None):
        start, end = at, len(text) if match is None else match.start()
        at = end if match is None else match.end()
        while start < end and text[start].isspace():
            start += 1
        while end > start and text[end - 1].isspace():
            end -= 1
        if start < end and text[start] == "#" and "\n" in text[start:end]:
            line = text.index("\n", start)
            yield start, line
            start = line + 1
        if start < end:
            yield start, end


def _sentences(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    begin = start
    for match in _END.finditer(text, start, end):
        stop = match.end()
        if match[0].startswith(".") and _ABBREVIATION.search(
            text, max(begin, match.start() - 9), match.start() + 1
        ):
            after = text[stop : stop + 2].strip()
            if not (match[0] != "." and after[:1].isupper()):
                continue
        yield from _trimmed(text, begin, stop)
        begin = stop
    yield from _trimmed(text, begin, end)


def _trimmed(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    while end - start > MAX_SENTENCE:
        cut = text.rfind(" ", start, start + MAX_SENTENCE)
        cut = start + MAX_SENTENCE if cut <= start else cut
        yield start, cut
        start = cut
        while start < end and text[start].isspace():
            start += 1
    if start < end:
        yield start, end
