"""The main text of a web page, with the place of every stretch in the page's source.

Read first: `html_document`. Needs the extra `stroma-evidence[html]` (trafilatura), which tells the article from the page around it.
"""

from __future__ import annotations

import re
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


class _Blocks(HTMLParser):
    """Text blocks with the source offsets of their pieces; script, style, navigation and the like are dropped."""

    def __init__(self, source: str) -> None:
        super().__init__(convert_charrefs=False)
        self._lines = [0]
        for match in re.finditer(r"\n", source):
            self._lines.append(match.end())
        self.blocks: list[tuple[list[tuple[str, int, int]], bool]] = [([], False)]
        self.title = ""
        self._dropped: list[str] = []
        self._in_title = False
        self._heading = False

    def _here(self) -> int:
        line, column = self.getpos()
        return self._lines[line - 1] + column

    def _break(self) -> None:
        if self.blocks[-1][0]:
            self.blocks.append(([], self._heading))
        else:
            self.blocks[-1] = ([], self._heading)

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
        if tag in _BLOCKS:
            self._heading = tag in _HEADINGS
            self._break()

    def handle_endtag(self, tag: str) -> None:
        if tag == "title":
            self._in_title = False
        if tag in self._dropped:
            while self._dropped and self._dropped.pop() != tag:
                pass
        if tag in _BLOCKS:
            self._heading = False
            self._break()

    def _piece(self, text: str, width: int) -> None:
        if self._in_title:
            self.title += text
        if not self._dropped:
            self.blocks[-1][0].append((text, self._here(), width))

    def handle_data(self, data: str) -> None:
        self._piece(data, len(data))

    def handle_entityref(self, name: str) -> None:
        self._piece(unescape(f"&{name};"), len(name) + 2)

    def handle_charref(self, name: str) -> None:
        self._piece(unescape(f"&#{name};"), len(name) + 3)


def html_document(source: str, name: str, sha256: str) -> Document:
    """The main text of a page.

    Raises:
        InputError: if the extra is not installed, or the page holds no text.
    """
    try:
        import trafilatura
    except ImportError:
        raise InputError(
            f"{name}: reading HTML needs trafilatura; install it with: pip install 'stroma-evidence[html]'"
        ) from None
    parser = _Blocks(source)
    parser.feed(source)
    parser.close()
    main = (
        trafilatura.extract(source, include_comments=False, include_tables=True, favor_recall=True)
        or ""
    )
    wanted = _folded(main)
    kept = [
        b
        for b in parser.blocks
        if (text := "".join(t for t, *_ in b[0]).strip())
        and (not wanted or _folded(text) in wanted)
    ]
    if not kept:
        kept = [b for b in parser.blocks if "".join(t for t, *_ in b[0]).strip()]
    built = Builder()
    for pieces, is_heading in kept:
        if built.length:
            built.add("\n\n", pieces[0][1], 1)
        if is_heading:
            built.add("# ", pieces[0][1], 1)
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


def _add(built: Builder, text: str, at: int, width: int) -> None:
    """Text with its line breaks as spaces, one for one."""
    plain = re.sub(r"[\n\r\t]", " ", text)
    built.add(plain, at, width)


def _folded(text: str) -> str:
    return re.sub(r"[\W_]+", "", text).casefold()
