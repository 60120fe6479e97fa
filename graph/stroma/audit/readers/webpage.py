"""The main text of a web page, with the place of every stretch in the page's source.

Read first: `html_document`. The extra `stroma-evidence[html]` (trafilatura) tells the article from the page around it; without it all
text is read but scripts, navigation, headers and footers.
"""

from __future__ import annotations

import re
from collections import Counter
from html import unescape
from html.parser import HTMLParser
from typing import Final

from stroma.audit.readers.documents import Document
from stroma.audit.readers.offsets import Builder
from stroma.errors import InputError

_DROPPED: Final = frozenset(
    "script style nav footer aside form noscript template svg iframe object button select textarea head figure header menu dialog canvas math".split()
)
_BLOCKS: Final = frozenset(
    "p div h1 h2 h3 h4 h5 h6 li ul ol blockquote section article main table tr td th pre br hr dl dt dd figcaption body".split()
)
_VOID: Final = frozenset("br hr img input meta link area base col embed source track wbr".split())
_HEADINGS: Final = frozenset("h1 h2 h3 h4 h5 h6".split())
_ITEMS: Final = frozenset({"tr", "td", "li", "dd"})
_CELLS: Final = frozenset({"td", "th"})
_ROWS: Final = frozenset({"tr", "table"})
_BAR: Final = " | "
"""Between the cells of a row, which is one sentence: "Autism | 85 %"."""
_COMMENT_END: Final = re.compile(r"--!?>")
_TAG_END: Final = re.compile(">")
# The parser takes all that follows for text where `&#` begins no number; a noncharacter stands for that `&` meanwhile.
_NO_REFERENCE: Final = re.compile(r"&#(?!(?:[0-9]+|[xX][0-9a-fA-F]+)[^0-9a-fA-F])")
_AMPERSAND: Final = "\ufdd0"
# Characters of a page at most. Articles have a tenth of it; what is larger holds pictures or other pages.
MAX_HTML: Final = 2_000_000
# What a download that broke off may leave of a last tag; more than that could hold a sentence.
_MAX_UNREAD: Final = 200


class Blocks(HTMLParser):
    """Text blocks with the source offsets of their pieces; script, style, navigation and the like are dropped.

    What is never closed reaches to the end of the page, as in a browser. The parser of Python before 3.11.13 reads on to the
    end from each such place instead, which takes minutes on a hostile page.
    """

    def __init__(self, source: str) -> None:
        super().__init__(convert_charrefs=False)
        self._lines = [0]
        for match in re.finditer(r"\n", source):
            self._lines.append(match.end())
        self.blocks: list[tuple[list[tuple[str, int, int]], str]] = [([], "")]
        """Pieces of text, and the mark to set before them: of a heading, of an item of a list or table."""
        self.title = ""
        self.unread = 0
        """Characters at the end that stand in a comment or tag which is never closed."""
        self._dropped: list[str] = []
        self._n_dropped: Counter[str] = Counter()
        self._in_title = False
        self._mark = ""
        self._in_row = False
        self._opens_cell = False
        """A cell began, and no text of it was met."""
        self._ends_block = False
        """A block ended within a cell; what follows there is another one."""

    def read(self, source: str) -> None:
        """Read a whole page."""
        self.feed(_NO_REFERENCE.sub(_AMPERSAND + "#", source))
        if self.rawdata.startswith("<"):
            self.unread = len(self.rawdata)
        else:
            self.close()

    def parse_comment(self, i: int, report: bool = True) -> int:
        return self._behind(_COMMENT_END, i)

    def parse_html_declaration(self, i: int) -> int:
        return self._behind(_TAG_END, i)

    def parse_pi(self, i: int) -> int:
        return self._behind(_TAG_END, i)

    def _behind(self, end: re.Pattern[str], i: int) -> int:
        match = end.search(self.rawdata, i + 2)
        if match is None:
            self.unread = len(self.rawdata) - i
        return len(self.rawdata) if match is None else match.end()

    def _here(self) -> int:
        line, column = self.getpos()
        return self._lines[line - 1] + column

    def _break(self) -> None:
        if self.blocks[-1][0]:
            self.blocks.append(([], self._mark))
        else:
            self.blocks[-1] = ([], self._mark)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "title":
            self._in_title = True
        hidden = any(
            k == "hidden"
            or (k == "aria-hidden" and v == "true")
            or (k == "style" and v and "display:none" in v.replace(" ", ""))
            for k, v in attrs
        )
        if (tag in _DROPPED or hidden or self._dropped) and tag not in _VOID:
            self._dropped.append(tag)
            self._n_dropped[tag] += 1
        if tag in _CELLS and self._in_row:
            self._opens_cell, self._ends_block = True, False
        elif tag in _BLOCKS and not (self._in_row and self._opens_cell and tag not in _ROWS):
            self._in_row = tag == "tr" or (self._in_row and tag != "table")
            self._opens_cell = self._ends_block = False
            self._mark = "# " if tag in _HEADINGS else "• " if tag in _ITEMS else ""
            self._break()

    def handle_endtag(self, tag: str) -> None:
        if tag == "title":
            self._in_title = False
        if self._n_dropped[tag]:
            inner = None
            while inner != tag:
                inner = self._dropped.pop()
                self._n_dropped[inner] -= 1
        if tag in _BLOCKS and self._in_row and tag not in _ROWS:
            self._ends_block = tag not in _CELLS
        elif tag in _BLOCKS:
            self._in_row = self._opens_cell = self._ends_block = False
            self._mark = ""
            self._break()

    def _piece(self, text: str, width: int) -> None:
        if self._in_title:
            self.title += text
        if not self._dropped:
            if text.strip():
                self._open_cell()
            self.blocks[-1][0].append((text, self._here(), width))

    def _open_cell(self) -> None:
        """Part the text that comes from that of the cell or block before."""
        pieces = self.blocks[-1][0]
        if self._opens_cell and any(text.strip() for text, *_ in pieces):
            pieces.append((_BAR, self._here(), 1))
        elif self._ends_block and not self._opens_cell:
            self._mark = ""
            self._break()
        self._opens_cell = self._ends_block = False

    def handle_data(self, data: str) -> None:
        self._piece(data.replace(_AMPERSAND, "&"), len(data))

    def handle_entityref(self, name: str) -> None:
        self._piece(unescape(f"&{name};"), len(name) + 2)

    def handle_charref(self, name: str) -> None:
        self._piece(unescape(f"&#{name};"), len(name) + 3)


def html_document(source: str, name: str, sha256: str) -> Document:
    """The main text of a page.

    Raises:
        InputError: if the page is too large, has a comment or tag that is never closed, or holds no text.
    """
    if len(source) > MAX_HTML:
        raise InputError(
            f"{name}: {len(source):,} characters of HTML are more than {MAX_HTML:,}; save the article alone, or as text"
        )
    parser = Blocks(source)
    parser.read(source)
    if parser.unread > _MAX_UNREAD:
        line = source.count("\n", 0, len(source) - parser.unread) + 1
        raise InputError(
            f"{name}: the comment or tag that begins on line {line:,} is never closed, so nothing behind it is text; close it"
        )
    wanted = _folded(_article(source))
    kept = [
        b
        for b in parser.blocks
        if (text := "".join(t for t, *_ in b[0]).strip())
        and (not wanted or _folded(text) in wanted)
    ]
    if not kept:
        kept = [b for b in parser.blocks if "".join(t for t, *_ in b[0]).strip()]
    built = Builder()
    for pieces, mark in kept:
        if built.length:
            built.add("\n\n", pieces[0][1], 1)
        if mark:
            built.add(mark, pieces[0][1], 1)
        for text, at, width in pieces:
            _add(built, text, at, width)
    if not built.text().strip():
        raise InputError(f"{name}: no text found in the page")
    return Document(
        name,
        "html",
        built.text(),
        sha256,
        len(source),
        built.map(),
        title=" ".join(parser.title.split()) or None,
    )


def tells_article() -> bool:
    """Whether the library that tells an article from the page around it is installed."""
    try:
        import trafilatura  # noqa: F401
    except ImportError:
        return False
    return True


def _article(source: str) -> str:
    """The text of the article in a page; empty without trafilatura, then the whole page counts."""
    try:
        import trafilatura
    except ImportError:
        return ""
    found = trafilatura.extract(
        source, include_comments=False, include_tables=True, favor_recall=True
    )
    return found or ""


def _add(built: Builder, text: str, at: int, width: int) -> None:
    """Text with its line breaks as spaces, one for one."""
    plain = re.sub(r"[\n\r\t]", " ", text)
    built.add(plain, at, width)


def _folded(text: str) -> str:
    return re.sub(r"[\W_]+", "", text).casefold()
