"""The main text of a web page, with the place of every stretch in the page's source.

Read first: `html_document`. The extra `stroma-evidence[html]` (trafilatura) tells the article from the page around it; without it all
text is read but scripts, menus, asides, the controls of forms, what is hidden, and the header and footer of the page itself.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass, field
from html import unescape
from html.parser import HTMLParser
from typing import Final, NamedTuple

from stroma.audit.readers.documents import Document
from stroma.audit.readers.offsets import Builder
from stroma.errors import InputError

_DROPPED: Final = frozenset(
    "script style nav aside noscript template svg iframe object button select option datalist textarea head menu dialog canvas math".split()
)
_OF_PAGE: Final = frozenset({"header", "footer"})
"""Dropped unless they are those of a part of the page: HTML 5.2, ARIA roles banner and contentinfo."""
_PARTS: Final = ("article", "main", "section")
_ARTICLES: Final = frozenset({"article", "main"})
_SET_OFF: Final = frozenset({"header", "figure", "blockquote"})
_BLOCKS: Final = frozenset(
    "p div h1 h2 h3 h4 h5 h6 li ul ol blockquote section article main table tr td th pre br hr dl dt dd figcaption body"
    " header footer figure form fieldset legend details summary address caption hgroup nav aside".split()
)
# What an opening tag ends that has no end tag of its own, and the elements beyond which it does not reach: HTML 13.1.2.4.
_SCOPE: Final = ("table", "td", "th", "caption", "template", "object")
_ENDS_P: Final = frozenset(
    "address article aside blockquote details dialog div dl fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6 header hgroup hr"
    " main menu nav ol p pre section table ul".split()
)
_ENDS: Final = {
    "li": (("li",), ("ul", "ol", "menu", *_SCOPE)),
    **dict.fromkeys(("dt", "dd"), (("dt", "dd"), ("dl", *_SCOPE))),
    "option": (("option",), ("select", "datalist")),
    "optgroup": (("option", "optgroup"), ("select", "datalist")),
    **dict.fromkeys(("td", "th"), (("td", "th"), ("table", "tr"))),
    "tr": (("tr",), ("table",)),
    **dict.fromkeys(("tbody", "thead", "tfoot"), (("tbody", "thead", "tfoot"), ("table",))),
    "body": (("head",), ("template", "noscript")),
}
_OF_TABLE: Final = frozenset("table caption tbody thead tfoot tr td th".split())
_HEADLINE: Final = 20
"""Letters of a headline at least; "Home" and "News" are none."""
_HIDING: Final = ("display:none", "visibility:hidden")
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


class _Open(NamedTuple):
    """An element that is open, with what it hands down to those in it."""

    tag: str = ""
    is_dropped: bool = False
    article: int = 0
    """Which `article` or `main` it stands in, counted from 1; 0 for none."""
    is_set_off: bool = False
    """In a header, figure or quotation of that article."""


@dataclass
class Block:
    """A paragraph, heading, item or row of a page."""

    mark: str = ""
    """Set before it: of a heading, of an item of a list or table."""
    article: int = 0
    is_set_off: bool = False
    pieces: list[tuple[str, int, int]] = field(default_factory=list)
    """Text, its place in the source and its width there."""

    def text(self) -> str:
        """Its text without the mark."""
        return "".join(text for text, *_ in self.pieces).strip()


class Blocks(HTMLParser):
    """Text blocks with the source offsets of their pieces; script, style, navigation and the like are dropped.

    An element whose end tag is left out ends where HTML ends it. What is never closed reaches to the end of the page, as in a browser. The parser of Python before 3.11.13 reads on to the
    end from each such place instead, which takes minutes on a hostile page.
    """

    def __init__(self, source: str) -> None:
        super().__init__(convert_charrefs=False)
        self._source = source
        self._lines = [0]
        for match in re.finditer(r"\n", source):
            self._lines.append(match.end())
        self.blocks = [Block()]
        self.title = ""
        self.unread = 0
        """Characters at the end that stand in a comment or tag which is never closed."""
        self._open = [_Open()]
        self._places: dict[str, list[int]] = {}
        """Where in `_open` each tag stands."""
        self._block_places: list[int] = []
        self._n_articles = 0
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
        if self.blocks[-1].pieces:
            self.blocks.append(Block())
        inner, block = self._open[-1], self.blocks[-1]
        block.mark, block.article, block.is_set_off = self._mark, inner.article, inner.is_set_off

    def _last(self, tags: Collection[str]) -> int:
        """Where the innermost open element of these stands; 0 for none."""
        return max((places[-1] for tag in tags if (places := self._places.get(tag))), default=0)

    def _push(self, tag: str, is_hidden: bool) -> None:
        outer, place = self._open[-1], len(self._open)
        is_dropped = tag in _DROPPED or (tag in _OF_PAGE and not self._last(_PARTS))
        article, is_set_off = outer.article, outer.is_set_off or tag in _SET_OFF
        if tag in _ARTICLES:
            self._n_articles += 1
            article, is_set_off = self._n_articles, False
        self._open.append(
            _Open(tag, outer.is_dropped or is_dropped or is_hidden, article, is_set_off)
        )
        self._places.setdefault(tag, []).append(place)
        if tag in _BLOCKS:
            self._block_places.append(place)

    def _pop_from(self, place: int) -> None:
        while len(self._open) > place:
            tag = self._open.pop().tag
            if tag:
                self._places[tag].pop()
        while self._block_places and self._block_places[-1] >= place:
            self._block_places.pop()

    def _end_open(self, tag: str) -> None:
        """End what an opening tag ends without an end tag."""
        if tag in _ENDS_P and (place := self._last(("p",))) > self._last(("button", *_SCOPE)):
            self._pop_from(place)
        if tag in _ENDS:
            ended, beyond = _ENDS[tag]
            if (place := self._last(ended)) > self._last(beyond):
                self._pop_from(place)

    def _end(self, tag: str) -> None:
        """End the innermost element of an end tag, and what is open in it."""
        place = self._last((tag,))
        if not place:
            return
        blocks = self._block_places
        if tag not in _BLOCKS and tag not in _DROPPED and blocks and blocks[-1] > place:
            # `<b><p></b>` ends no paragraph; what is in it stays as it is.
            outer = self._open[place - 1]
            self._open[place] = outer._replace(tag="")
            self._places[tag].pop()
        elif place >= self._last(("table", "template") if tag in _OF_TABLE else _SCOPE):
            self._pop_from(place)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "title":  # of the page, not of a drawing in it
            self._in_title = not self._last(("svg",)) and not self.title.strip()
        is_hidden = any(_hides(name, (value or "").casefold()) for name, value in attrs)
        self._end_open(tag)
        if tag not in _VOID:
            self._push(tag, is_hidden)
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
        self._end(tag)
        if tag in _BLOCKS and self._in_row and tag not in _ROWS:
            self._ends_block = tag not in _CELLS
        elif tag in _BLOCKS:
            self._in_row = self._opens_cell = self._ends_block = False
            self._mark = ""
            self._break()

    def _piece(self, text: str, width: int) -> None:
        if self._in_title:
            self.title += text
        if not self._open[-1].is_dropped:
            if text.strip():
                self._open_cell()
            self.blocks[-1].pieces.append((text, self._here(), width))

    def _open_cell(self) -> None:
        """Part the text that comes from that of the cell or block before."""
        pieces = self.blocks[-1].pieces
        if self._opens_cell and any(text.strip() for text, *_ in pieces):
            pieces.append((_BAR, self._here(), 1))
        elif self._ends_block and not self._opens_cell:
            self._mark = ""
            self._break()
        self._opens_cell = self._ends_block = False

    def handle_data(self, data: str) -> None:
        self._piece(data.replace(_AMPERSAND, "&"), len(data))

    def handle_entityref(self, name: str) -> None:
        self._reference(f"&{name}")

    def handle_charref(self, name: str) -> None:
        self._reference(f"&#{name}")

    def _reference(self, read: str) -> None:
        """A reference as the source has it, with or without its semicolon."""
        after = self._here() + len(read)
        whole = read + ";" if self._source.startswith(";", after) else read
        self._piece(unescape(whole), len(whole))


def _hides(name: str, value: str) -> bool:
    """Whether an attribute keeps its element from being seen."""
    if name == "style":
        plain = "".join(value.split())
        return any(hiding in plain for hiding in _HIDING)
    return name == "hidden" or (name == "aria-hidden" and value == "true")


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
    blocks = [b for b in parser.blocks if b.text()]
    built = Builder()
    wanted = _of_article(blocks, _folded(_article(source)), _folded(parser.title)) or blocks
    for block in wanted:
        first = block.pieces[0][1]
        if built.length:
            built.add("\n\n", first, 1)
        if block.mark:
            built.add(block.mark, first, 1)
        for text, at, width in block.pieces:
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
    """The text of the article in a page; empty without trafilatura, then all that was read counts."""
    try:
        import trafilatura
    except ImportError:
        return ""
    found = trafilatura.extract(
        source, include_comments=False, include_tables=True, favor_recall=True
    )
    return found or ""


def _of_article(blocks: list[Block], wanted: str, title: str) -> list[Block]:
    """The blocks whose text is wanted, with the headers, figures and quotations of the article that most of it stands in.

    trafilatura leaves out captions and, on some pages, headers and the headline: a heading that the title of the page repeats.
    """
    if not wanted:
        return blocks
    is_wanted = [_folded(block.text()) in wanted for block in blocks]
    balance: dict[int, int] = {}
    for block, is_in in zip(blocks, is_wanted, strict=True):
        if block.article and not block.is_set_off:
            length = len(block.text())
            balance[block.article] = balance.get(block.article, 0) + (length if is_in else -length)
    return [
        block
        for block, is_in in zip(blocks, is_wanted, strict=True)
        if is_in
        or _is_headline(block, title)
        or (block.is_set_off and balance.get(block.article, 0) > 0)
    ]


def _is_headline(block: Block, title: str) -> bool:
    """Whether a heading is what the title of the page says, beside perhaps the name of the site."""
    own = _folded(block.text()) if block.mark == "# " else ""
    return len(own) >= _HEADLINE and own in title


def _add(built: Builder, text: str, at: int, width: int) -> None:
    """Text with its line breaks as spaces, one for one."""
    plain = re.sub(r"[\n\r\t]", " ", text)
    built.add(plain, at, width)


def _folded(text: str) -> str:
    return re.sub(r"[\W_]+", "", text).casefold()
